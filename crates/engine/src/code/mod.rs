//! Who did what to whom: patterns matched on trees.

use depeche_knowledge::RuleId;
use depeche_knowledge::patterns::Patterns as Source;
use smol_str::SmolStr;

use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::{Language, Reader};

/// What the stage prepares from `patterns/`.
#[derive(Debug, Default)]
pub struct Patterns {}

impl Patterns {
    /// Prepares a language's patterns.
    #[must_use]
    pub fn new(patterns: &Source) -> Patterns {
        let _ = patterns;
        Patterns {}
    }
}

/// An act found in a sentence, before it is judged who says it and whether it stands.
#[derive(Clone, Debug)]
pub struct Event {
    /// Index of the sentence.
    pub sentence: usize,
    /// The word that the tree knows the act by: the verb, or the noun.
    pub trigger: usize,
    /// All words that make up the trigger (verb with particle or light-verb noun), in order.
    pub words: Vec<usize>,
    /// One of PLOVER's 16.
    pub act: SmolStr,
    /// A mode of the act.
    pub mode: Option<SmolStr>,
    /// CAMEO code, where the pattern says a better one than the act and mode.
    pub cameo: Option<SmolStr>,
    /// Contexts.
    pub contexts: Vec<SmolStr>,
    /// Indices into [`Mentions::actors`].
    pub actors: Vec<usize>,
    /// Indices into [`Mentions::actors`].
    pub recipients: Vec<usize>,
    /// The word that heads what is asked, promised, refused, threatened.
    pub about: Option<usize>,
    /// Index into [`Mentions::places`].
    pub place: Option<usize>,
    /// Index into [`Mentions::times`].
    pub time: Option<usize>,
    /// The entries that read it.
    pub because: Vec<RuleId>,
}

/// Finds the events of a dispatch, in the order of the text.
#[must_use]
pub fn events(sentences: &[Sentence], mentions: &Mentions, language: &Language, reader: &Reader) -> Vec<Event> {
    let _ = (sentences, mentions, language, reader);
    Vec::new()
}
