//! The verb over a noun that names an event: whose tense the act has, and what hangs on it.

use smol_str::SmolStr;

use super::{Grammar, Support};
use crate::text::{Sentence, Word};
use crate::ud::{Features, Relation, Upos};

impl Grammar {
    /// The verb that says no more of the event that its subject names than that it is there, or is arranged: "clashes
    /// erupted", "un sommet est prévu", "talks are due to open".
    #[must_use]
    pub fn occurrence(&self, sentence: &Sentence, noun: usize) -> Option<usize> {
        let subject = &sentence.words[noun];
        if subject.upos != Upos::Noun || !subject.relation.is("nsubj") {
            return None;
        }
        let occurs = |verb: usize| {
            let word = &sentence.words[verb];
            let has = |lemma: &SmolStr| {
                let is = |word: &Word| {
                    word.lemma == *lemma || lemma == "se" && word.features.has(Features::REFLEX)
                };
                sentence.children(verb).iter().any(|&child| is(&sentence.words[child]))
            };
            let listed = self
                .occurs
                .iter()
                .any(|(lemma, companion)| *lemma == word.lemma && companion.as_ref().is_none_or(has));
            listed || self.light.contains(&word.lemma) && self.is_passive(sentence, verb)
        };
        let below = |&verb: &usize| sentence.first(verb, "xcomp");
        std::iter::successors(subject.head, below).take(3).find(|&verb| occurs(verb))
    }

    /// The light verb over an event noun, and what it makes of its subject.
    #[must_use]
    pub fn support(&self, sentence: &Sentence, noun: usize) -> Option<(usize, Support)> {
        let verb = sentence.words[noun].head?;
        let relation = sentence.words[noun].relation;
        let object = relation.is("obj")
            || relation == Relation::NsubjPass
            || relation.is("obl") && !relation.as_str().contains("agent")
            || relation.is("nsubj") && self.is_passive(sentence, verb)
            || relation.is("xcomp");
        let lemma = &sentence.words[verb].lemma;
        if !object || sentence.words[verb].upos != Upos::Verb {
            return None;
        }
        if relation.is("obj") && self.light_passive.contains(lemma) {
            Some((verb, Support::Suffers))
        } else if self.light.contains(lemma) && !relation.is("obl")
            || self.causative.contains(lemma) && !relation.is("obl")
        {
            Some((verb, Support::Does))
        } else {
            None
        }
    }
}

/// `take +place`: a verb, and the word that it needs.
pub(super) fn with_companion(verb: &str) -> (SmolStr, Option<SmolStr>) {
    match verb.split_once(" +") {
        Some((verb, companion)) => (verb.into(), Some(companion.into())),
        None => (verb.into(), None),
    }
}
