//! From the word that fills a slot to the actors that it stands for.

use depeche_knowledge::notation::Role;

use super::Patterns;
use super::grammar::Support;
use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::ud::{Features, Upos};

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
        if !found.is_empty() && self.patterns.grammar.is_one_of_two(self.sentence, word) {
            found.extend(self.other_side(word));
            found.sort_unstable();
        }
        if found.is_empty() && self.patterns.grammar.is_wrapper(self.sentence, word) {
            for genitive in self.patterns.grammar.genitives(self.sentence, word, true) {
                found.extend(self.members(genitive));
            }
        }
        if found.is_empty() && self.is_transparent(word, role) {
            found = self.owners(word, 2);
        }
        // A clause in a slot stands for its subject: "exige que le Soudan ouvre ses frontières".
        if found.is_empty() && matches!(self.sentence.words[word].upos, Upos::Verb | Upos::Aux | Upos::Adj) {
            let own = self.sentence.with(word, "nsubj").flat_map(|subject| self.members(subject));
            found = own.collect();
        }
        found.dedup();
        found
    }

    /// The second of "between X and Y", wherever the tree hangs it.
    fn other_side(&self, word: usize) -> Vec<usize> {
        let Some(last) = self.sentence.subtree(word).last().copied() else { return Vec::new() };
        let words = &self.sentence.words;
        if words.get(last + 1).is_none_or(|next| next.upos != Upos::Cconj) {
            return Vec::new();
        }
        let inside = |at: &usize| matches!(words[*at].upos, Upos::Det | Upos::Adj | Upos::Adp);
        let start = last + 2;
        let head = (start..words.len().min(start + 5)).find(|at| !inside(at));
        head.map(|head| self.members(head)).unwrap_or_default()
    }

    /// Whether a word is, or stands for, an actor.
    #[must_use]
    pub fn is_actor(&self, word: usize) -> bool {
        self.mentions.actor_at(self.index, word).is_some()
    }

    /// The actors at a word and those coordinated with it, or with a part of its phrase ("le président américain
    /// Donald Trump et Israël").
    fn members(&self, word: usize) -> Vec<usize> {
        let mut found = self.mentions.actors_at(self.index, word);
        if found.is_empty() {
            found = self.titled(word);
        }
        let Some(&first) = found.first() else { return found };
        if self.is_owner_unknown(word, first) {
            let subjects = self.subjects_above(word);
            return if subjects.is_empty() { found } else { subjects };
        }
        let phrase = &self.mentions.actors[first];
        if phrase.sentence == self.index {
            let inside = phrase.words.clone().filter(|&part| part < self.sentence.words.len());
            for part in inside.filter(|&part| self.sentence.is_below(part, word)) {
                for member in self.sentence.with(part, "conj").filter(|member| !phrase.words.contains(member))
                {
                    found.extend(self.mentions.actors_at(self.index, member));
                }
            }
            // "the Russian and Chinese presidents": the second adjective is the phrase's, the first one's conjunct.
            for first in self.sentence.with(word, "amod").filter(|first| !phrase.words.contains(first)) {
                let mut conjuncts = self.sentence.with(first, "conj");
                if conjuncts.any(|second| phrase.words.contains(&second)) {
                    found.extend(self.mentions.actors_at(self.index, first));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whom a name inside a phrase stands for: "le président Emmanuel *Macron*, qui", where the relative hangs on the name.
    fn titled(&self, name: usize) -> Vec<usize> {
        let words = &self.sentence.words;
        let inside = |&at: &usize| {
            let word = &words[at];
            let joined = ["appos", "flat", "nmod", "compound"].iter().any(|base| word.relation.is(base));
            word.head.filter(|_| word.upos == Upos::Propn && joined)
        };
        let above = std::iter::successors(Some(name), inside).skip(1).take(4);
        let holds = |&actor: &usize| {
            let phrase = &self.mentions.actors[actor];
            phrase.sentence == self.index && phrase.words.contains(&name)
        };
        above
            .map(|head| self.mentions.actors_at(self.index, head))
            .find(|actors| actors.first().is_some_and(holds))
            .unwrap_or_default()
    }

    /// Whether a word is a possessive of whom nothing is known ("ont annoncé leur retrait").
    fn is_owner_unknown(&self, word: usize, mention: usize) -> bool {
        let actor = &self.mentions.actors[mention].value;
        self.sentence.words[word].features.has(Features::POSS)
            && actor.country.is_none()
            && actor.id.is_none()
    }

    /// The subjects of the verb over a possessive.
    fn subjects_above(&self, word: usize) -> Vec<usize> {
        let verb = std::iter::successors(self.sentence.words[word].head, |&at| self.sentence.words[at].head)
            .find(|&at| self.sentence.words[at].upos == Upos::Verb);
        let Some(verb) = verb else { return Vec::new() };
        let subjects = self.patterns.grammar.subjects(self.sentence, verb, 4).into_iter();
        let mut found: Vec<usize> = subjects
            .filter(|&subject| !self.sentence.is_below(word, subject))
            .flat_map(|subject| self.mentions.actors_at(self.index, subject))
            .collect();
        found.sort_unstable();
        found.dedup();
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

    /// Whether a possessive stands inside the phrase of one of some actors: "ses partisans".
    #[must_use]
    pub fn is_part_of_any(&self, possessive: usize, actors: &[usize]) -> bool {
        let part = &self.mentions.actors[possessive];
        let owns = part.sentence == self.index
            && self.sentence.words.get(part.head).is_some_and(|word| word.features.has(Features::POSS));
        owns && actors.iter().any(|&actor| {
            let whole = &self.mentions.actors[actor];
            whole.sentence == part.sentence && whole.words.contains(&part.head)
        })
    }

    /// Whether a personal pronoun stands for another mention, or for the same as it.
    #[must_use]
    pub fn stands_for(&self, pronoun: usize, mention: usize) -> bool {
        let it = &self.mentions.actors[pronoun];
        let personal = it.sentence == self.index
            && self.sentence.words.get(it.head).is_some_and(|word| {
                word.upos == Upos::Pron
                    && !word.features.has(Features::REFLEX)
                    && !word.features.has(Features::POSS)
                    && matches!(word.relation.base(), "obj" | "iobj")
            });
        personal
            && it.value.antecedent.is_some_and(|antecedent| {
                antecedent == mention || self.mentions.actors[mention].value.antecedent == Some(antecedent)
            })
    }

    fn is_known(&self, mention: usize) -> bool {
        let actor = &self.mentions.actors[mention].value;
        actor.id.is_some() || actor.country.is_some() || actor.role.is_some()
    }

    /// The owner of a thing, the doer of an act; through at most so many genitives.
    fn owners(&self, word: usize, depth: usize) -> Vec<usize> {
        for genitive in self.patterns.grammar.genitives(self.sentence, word, true) {
            let mut found = self.members(genitive);
            // A name that nobody knows inside another is no owner: "the Indus Waters Treaty".
            let inside = matches!(self.sentence.words[genitive].relation.base(), "compound" | "amod");
            found.retain(|&actor| !inside || self.is_known(actor));
            if found.is_empty() && depth > 1 && !inside {
                found = self.owners(genitive, depth - 1);
            }
            if !found.is_empty() {
                return found;
            }
        }
        // "L'armée turque a mené des frappes visant": a strike is whose light verb's subject it has.
        match self.patterns.grammar.support(self.sentence, word) {
            Some((verb, Support::Does)) => {
                let subjects = self.patterns.grammar.subjects(self.sentence, verb, 4).into_iter();
                subjects.filter(|&subject| subject != word).flat_map(|it| self.members(it)).collect()
            }
            _ => Vec::new(),
        }
    }
}
