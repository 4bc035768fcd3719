//! `patterns/*.toml` of a language: words to events. `knowledge/README.md` explains the notation to linguists.
//!
//! An entry says once, for a verb sense and its noun, who is actor and recipient under which *deep* function;
//! voices, relatives, infinitives, participles, coordination and nominalisation are the engine's business.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::folder::SourceFile;
use crate::modality::STATUSES;
use crate::notation::{self, Clause};
use crate::ontology::Ontology;
use crate::{Diagnostics, Folder, RuleId};

/// The compiled patterns of a language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Patterns {
    /// In the order of files and lines.
    pub patterns: Vec<Pattern>,
}

/// One entry: an act and the ways to say it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pattern {
    /// `french/threaten/menacer`
    pub id: RuleId,
    /// One of PLOVER's 16.
    pub act: SmolStr,
    /// A mode of the act.
    pub mode: Option<SmolStr>,
    /// A CAMEO code better than the act's or mode's own.
    pub cameo: Option<SmolStr>,
    /// PLOVER contexts that the words themselves imply.
    pub contexts: Vec<SmolStr>,
    /// The ways to say it: verbs, nouns, adjectives.
    pub clauses: Vec<Clause>,
    /// Whether it reads nothing where its word is denied: who claims no attack has not failed to attack.
    pub affirmed: bool,
    /// Whether it needs a recipient, where not as its act does: whoever recalls its ambassador may leave unsaid from where.
    pub needs_recipient: Option<bool>,
    /// What its words say of whether it has happened, where nothing else does: who is expected somewhere has not come.
    pub status: Option<SmolStr>,
    /// Entries that give way where this one matches the same word.
    pub over: Vec<RuleId>,
    /// What it must read.
    pub yes: Vec<Example>,
    /// What it must leave alone.
    pub no: Vec<String>,
}

/// A sentence and what the entry must read in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// The actor: a country (`RUS`), an id (`igo/nato`), or words of its text; `-` for none. `A+B` for several.
    pub actor: Option<String>,
    /// The recipient, likewise.
    pub recipient: Option<String>,
    /// The status that must come out.
    pub status: Option<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sets: BTreeMap<String, Vec<SmolStr>>,
    #[serde(default)]
    pattern: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<String>,
    act: Spanned<SmolStr>,
    mode: Option<Spanned<SmolStr>>,
    cameo: Option<SmolStr>,
    #[serde(default)]
    contexts: Vec<Spanned<SmolStr>>,
    #[serde(rename = "match")]
    matches: Option<Spanned<Lines>>,
    noun: Option<Spanned<Lines>>,
    #[serde(default)]
    affirmed: bool,
    needs_recipient: Option<bool>,
    status: Option<Spanned<SmolStr>>,
    #[serde(default)]
    over: Vec<Spanned<String>>,
    #[serde(default)]
    yes: Vec<Example>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Lines {
    One(String),
    More(Vec<String>),
}

/// The lines of a `match` or `noun`, with the byte where they stand.
fn lines(value: Option<Spanned<Lines>>) -> Vec<(usize, String)> {
    let Some(value) = value else { return Vec::new() };
    let at = value.span().start;
    match value.into_inner() {
        Lines::One(one) => vec![(at, one)],
        Lines::More(more) => more.into_iter().map(|line| (at, line)).collect(),
    }
}

/// Compiles `LANGUAGE/patterns/*.toml`; `sets` are the language's shared word sets.
pub(crate) fn compile(
    folder: &Folder,
    language: &str,
    sets: &BTreeMap<String, Vec<SmolStr>>,
    ontology: &Ontology,
    out: &mut Diagnostics,
) -> Patterns {
    let mut patterns = Vec::new();
    let mut over = Vec::new();
    let place = format!("{language}/patterns");
    for file in folder.below(&place) {
        let Some(form) = out.parse::<File>(file) else { continue };
        let mut sets = sets.clone();
        sets.extend(form.sets);
        let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml");
        let prefix = format!("{language}/{stem}");
        for row in form.pattern {
            over.extend(row.over.iter().map(|id| (file, id.clone(), full(id.get_ref(), language, &prefix))));
            patterns.push(pattern(file, row, language, &prefix, &sets, ontology, out));
        }
    }
    for (file, id, target) in over {
        if !patterns.iter().any(|pattern| pattern.id == target) {
            out.error(file, id.span().start, format!("`over` names `{target}`, which is no pattern"));
        }
    }
    check_cycles(folder, language, &patterns, out);
    Patterns { patterns }
}

/// An id as written: `menacer` in the same file, `threaten/menacer` in another one.
fn full(id: &str, language: &str, prefix: &str) -> RuleId {
    if id.contains('/') { format!("{language}/{id}").into() } else { format!("{prefix}/{id}").into() }
}

fn pattern(
    file: &SourceFile,
    row: Row,
    language: &str,
    prefix: &str,
    sets: &BTreeMap<String, Vec<SmolStr>>,
    ontology: &Ontology,
    out: &mut Diagnostics,
) -> Pattern {
    let id = out.rule(file, prefix, &row.id);
    let at = row.id.span().start;
    check_ontology(file, &row, ontology, out);
    if row.yes.is_empty() {
        out.error(file, at, format!("`{id}` has no `yes` example"));
    }
    if let Some(status) = row.status.as_ref().filter(|it| !STATUSES.contains(&it.get_ref().as_str())) {
        let message = format!("no status `{}`; one of {}", status.get_ref(), STATUSES.join(", "));
        out.error(file, status.span().start, message);
    }
    let mut clauses = Vec::new();
    let nouns = lines(row.noun).into_iter().map(|line| (line, true));
    for ((at, line), noun) in lines(row.matches).into_iter().map(|line| (line, false)).chain(nouns) {
        match notation::parse(&line, noun, sets) {
            Ok(clause) => clauses.push(clause),
            Err(problem) => out.error(file, at, format!("`{id}`: {problem}")),
        }
    }
    if clauses.is_empty() {
        out.error(file, at, format!("`{id}` has neither `match` nor `noun`"));
    }
    Pattern {
        id,
        act: row.act.into_inner(),
        mode: row.mode.map(Spanned::into_inner),
        cameo: row.cameo,
        contexts: row.contexts.into_iter().map(Spanned::into_inner).collect(),
        clauses,
        affirmed: row.affirmed,
        needs_recipient: row.needs_recipient,
        status: row.status.map(Spanned::into_inner),
        over: row.over.iter().map(|id| full(id.get_ref(), language, prefix)).collect(),
        yes: row.yes,
        no: row.no,
    }
}

fn check_ontology(file: &SourceFile, row: &Row, ontology: &Ontology, out: &mut Diagnostics) {
    let Some(act) = ontology.act(row.act.get_ref()) else {
        out.error(
            file,
            row.act.span().start,
            format!("no act `{}` in ontology/acts.toml", row.act.get_ref()),
        );
        return;
    };
    if let Some(mode) = &row.mode
        && act.mode(mode.get_ref()).is_none()
    {
        let known: Vec<&str> = act.modes.iter().map(|mode| mode.id.as_str()).collect();
        let message = format!("{} has no mode `{}`; it has: {}", act.id, mode.get_ref(), known.join(", "));
        out.error(file, mode.span().start, message);
    }
    for context in &row.contexts {
        if !ontology.contexts.contains(context.get_ref()) {
            out.error(file, context.span().start, format!("no context `{}`", context.get_ref()));
        }
    }
}

fn check_cycles(folder: &Folder, language: &str, patterns: &[Pattern], out: &mut Diagnostics) {
    let by_id: BTreeMap<&RuleId, &Pattern> = patterns.iter().map(|pattern| (&pattern.id, pattern)).collect();
    for start in patterns {
        let mut open: Vec<&RuleId> = start.over.iter().collect();
        let mut seen: Vec<&RuleId> = Vec::new();
        while let Some(id) = open.pop() {
            if *id == start.id {
                let stem = id.split('/').nth(1).unwrap_or_default();
                if let Some(file) = folder.get(&format!("{language}/patterns/{stem}.toml")) {
                    out.error(file, 0, format!("`over` of `{id}` leads back to itself"));
                }
                break;
            }
            if !seen.contains(&id) {
                seen.push(id);
                open.extend(by_id.get(id).into_iter().flat_map(|pattern| &pattern.over));
            }
        }
    }
}
