//! `contexts.toml` of a language: the words by which a claim is known to be about elections, health, borders.
//!
//! A context is one of `ontology/acts.toml`'s. Its words are lemmas in lower case, phrases with spaces.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::ontology::Ontology;
use crate::{Diagnostics, Folder, RuleId};

/// The compiled `contexts.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Contexts {
    /// In the order of the file.
    pub contexts: Vec<Context>,
}

/// One context and its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Context {
    /// `english/contexts/health`
    pub rule: RuleId,
    /// `health`
    pub id: SmolStr,
    /// Lemmas and phrases.
    pub words: Vec<String>,
    /// Texts with a claim that is about it.
    pub yes: Vec<String>,
    /// Texts with claims that are not.
    pub no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    context: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<String>,
    words: Vec<String>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// Compiles `LANGUAGE/contexts.toml`.
pub(crate) fn compile(
    folder: &Folder,
    language: &str,
    ontology: &Ontology,
    out: &mut Diagnostics,
) -> Contexts {
    let Some(file) = folder.get(&format!("{language}/contexts.toml")) else { return Contexts::default() };
    let Some(form) = out.parse::<File>(file) else { return Contexts::default() };
    let mut contexts = Vec::new();
    for row in form.context {
        let id = SmolStr::from(row.id.get_ref().as_str());
        if !ontology.contexts.contains(&id) {
            out.error(file, row.id.span().start, format!("no context `{id}` in ontology/acts.toml"));
        }
        if row.yes.is_empty() {
            out.error(file, row.id.span().start, "an entry needs a `yes`");
        }
        let rule = out.rule(file, &format!("{language}/contexts"), &row.id);
        contexts.push(Context { rule, id, words: row.words, yes: row.yes, no: row.no });
    }
    Contexts { contexts }
}
