//! From the word that fills a slot to the actors that it stands for.

use depeche_knowledge::notation::Role;

use super::Patterns;
use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::ud::Upos;

/// What is needed to look at one sentence.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Its index.
    pub index: usize,
    /// What was found in it.
    pub mentions: &'a Mentions,
    /// The language's patterns.
    pub patterns: &'a Patterns,
}

impl Scene<'_> {
    /// The actors that a word stands for in a role; indices into [`Mentions::actors`]. Empty where it is no actor.
    #[must_use]
    pub fn actors(&self, word: usize, role: Role) -> Vec<usize> {
        let mut found = self.members(word);
        if found.is_empty() && self.patterns.grammar.is_wrapper(self.sentence, word) {
            for genitive in self.patterns.grammar.genitives(self.sentence, word, true) {
                found.extend(self.members(genitive));
            }
        }
        if found.is_empty() && self.is_transparent(word, role) {
            found = self.owners(word);
        }
        // A clause in a slot stands for its subject: "exige que le Soudan ouvre ses frontières".
        if found.is_empty() && matches!(self.sentence.words[word].upos, Upos::Verb | Upos::Aux | Upos::Adj) {
            let own = self.sentence.with(word, "nsubj").flat_map(|subject| self.members(subject));
            found = own.collect();
        }
        found.dedup();
        found
    }

    /// Whether a word is, or stands for, an actor.
    #[must_use]
    pub fn is_actor(&self, word: usize) -> bool {
        self.mentions.actor_at(self.index, word).is_some()
    }

    /// The actor at a word and those coordinated with it.
    fn members(&self, word: usize) -> Vec<usize> {
        let Some(first) = self.mentions.actor_at(self.index, word) else { return Vec::new() };
        let mut found = vec![first];
        for member in self.sentence.with(word, "conj") {
            found.extend(self.mentions.actor_at(self.index, member));
        }
        found
    }

    /// A recipient's belongings stand for it; as an actor only weapons, forces, decisions and acts do.
    fn is_transparent(&self, word: usize, role: Role) -> bool {
        let noun = self.sentence.words[word].upos == Upos::Noun;
        let means = || {
            self.patterns.grammar.is_means(self.sentence, word)
                || self.patterns.names_event(&self.sentence.words[word].lemma)
        };
        noun && (role == Role::Recipient || means())
    }

    /// The owner of a thing, the doer of an act.
    fn owners(&self, word: usize) -> Vec<usize> {
        for genitive in self.patterns.grammar.genitives(self.sentence, word, true) {
            let found = self.members(genitive);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
