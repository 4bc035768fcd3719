//! The verb over a noun that names an event: whose tense the act has, and what hangs on it.

use smol_str::SmolStr;

use super::{DEPTH, Grammar, Support};
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

    /// A genitive that may say whose its noun is. Arms say it by what stands beside them, or beside those that they are
    /// coordinated with: of "une frappe de drone" they don't, of "une attaque de drones et de missiles russes" they do.
    pub(super) fn owned(&self, sentence: &Sentence, noun: usize, word: usize) -> Option<usize> {
        let described = |word: usize| {
            let tells = |&child: &usize| {
                let relation = sentence.words[child].relation;
                relation.is("amod") || relation.is("nmod") || relation.is("compound") || relation.is("acl")
            };
            sentence.children(word).iter().any(tells)
        };
        // "a Russian drone incursion"
        let before = || sentence.with(noun, "amod").any(|other| other < word && word < noun);
        let arms = sentence.words[word].upos == Upos::Noun && self.is_means(sentence, word);
        let bare = arms && !described(word) && !before();
        if !bare {
            return Some(word);
        }
        sentence.with(word, "conj").find(|&other| described(other))
    }

    /// Who visits in "lors d'une visite à Hanoï, elle a dit": the subject beside which the noun stands, or the noun that
    /// it hangs on ("une délégation en visite à Moscou").
    pub(super) fn beside(&self, sentence: &Sentence, noun: usize) -> Vec<usize> {
        let listed = |word: usize| self.beside.contains(&sentence.words[word].lemma);
        let Some(mut head) = sentence.words[noun].head else { return Vec::new() };
        let mut stands = sentence.with(noun, "case").any(listed);
        if sentence.words[head].upos == Upos::Adv && listed(head) {
            stands = true;
            head = sentence.words[head].head.unwrap_or(head);
        }
        match sentence.words[head].upos {
            _ if !stands => Vec::new(),
            Upos::Noun | Upos::Propn if sentence.first(head, "nsubj").is_none() => vec![head],
            _ => self.subjects(sentence, head, DEPTH),
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
