//! `morphology.toml` of a language: lemmas that no rule would find.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::{Diagnostics, Folder};

/// The compiled `morphology.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Morphology {
    /// Forms with their lemmas, which go before what was learned.
    pub lemmas: Vec<Lemma>,
    /// What the mending of trees knows of words.
    pub words: Words,
}

/// Lemmas that tell a wrong tree from a right one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// Prepositions that begin, with a relative pronoun, what a noun says: `un rapport selon lequel`.
    pub content_prepositions: Vec<SmolStr>,
    /// Prepositions before whom somebody asks to do something, easily taken for particles: `called on both sides to`.
    pub address_prepositions: Vec<SmolStr>,
    /// Adverbs that make a preposition with the one behind them: `auprès de`.
    pub compound_prepositions: Vec<SmolStr>,
    /// Prepositions that open a clause as well: `after`.
    pub clause_prepositions: Vec<SmolStr>,
    /// Verbs that are auxiliaries before a participle: `had struck`.
    pub perfect_auxiliaries: Vec<SmolStr>,
    /// Forms of participles that describe the title behind them: `acting president`.
    pub title_adjectives: Vec<SmolStr>,
    /// Forms of participles that a hyphen joins to a name: `Hamas-led militants`.
    pub joined_participles: Vec<SmolStr>,
    /// Auxiliaries of what was to come: `would`.
    pub conditionals: Vec<SmolStr>,
    /// Verbs that have no passive, so that no participle of theirs describes a noun: `clashes erupted`.
    pub intransitives: Vec<SmolStr>,
    /// Adjectives of whom somebody is, never of a state of things: `says it is ready to talk`.
    pub personal_adjectives: Vec<SmolStr>,
    /// Verbs that, behind a clause that somebody says, go with who says it: `denied that … and accused`.
    pub speech_verbs: Vec<SmolStr>,
}

/// A form with its lemma.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lemma {
    /// The form in lower case, a name as it is written.
    pub form: SmolStr,
    /// The universal part of speech under which it holds.
    pub upos: SmolStr,
    /// The lemma.
    pub lemma: SmolStr,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MorphologyFile {
    #[serde(default)]
    words: Words,
    /// `[lemmas.VERB]`: a lemma and its irregular forms, parted by blanks.
    #[serde(default)]
    lemmas: std::collections::BTreeMap<
        Spanned<String>,
        std::collections::BTreeMap<Spanned<String>, Spanned<String>>,
    >,
}

const UPOS: &[&str] = &[
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
    "SCONJ", "SYM", "VERB", "X",
];

/// Compiles `LANGUAGE/morphology.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Morphology {
    let Some(file) = folder.get(&format!("{language}/morphology.toml")) else { return Morphology::default() };
    let Some(form) = out.parse::<MorphologyFile>(file) else { return Morphology::default() };
    let mut lemmas: Vec<Lemma> = Vec::new();
    for (upos, entries) in form.lemmas {
        if !UPOS.contains(&upos.get_ref().as_str()) {
            out.error(
                file,
                upos.span().start,
                format!("`{}` is no universal part of speech", upos.get_ref()),
            );
        }
        for (lemma, forms) in entries {
            if forms.get_ref().trim().is_empty() {
                out.error(file, forms.span().start, format!("`{}` has no forms", lemma.get_ref()));
            }
            for one in forms.get_ref().split_whitespace() {
                let known =
                    lemmas.iter().find(|known| known.form == one && known.upos == upos.get_ref().as_str());
                if let Some(known) = known {
                    let message = format!("`{one}` already belongs to `{}`", known.lemma);
                    out.error(file, forms.span().start, message);
                }
                lemmas.push(Lemma {
                    form: one.into(),
                    upos: upos.get_ref().as_str().into(),
                    lemma: lemma.get_ref().as_str().into(),
                });
            }
        }
    }
    Morphology { lemmas, words: form.words }
}
