//! Conjunctions and prepositions before an event, and what they make of the clause that they stand in.

use depeche_knowledge::modality::Marker;
use smol_str::SmolStr;

use super::cues::{is_form, lower};
use super::group;
use super::standing::{State, Walk, status};
use crate::text::Sentence;
use crate::ud::Upos;

impl<'a> Walk<'a> {
    pub(super) fn mark(&self, marker: &Marker, state: &mut State) {
        let negative = marker.negative && !state.fixed;
        state.fix(status(&marker.status), marker.certainty.as_ref(), &marker.id);
        state.standing.negative |= negative;
    }

    /// The conjunction or preposition that introduces a word's clause or phrase.
    pub(super) fn marker(&self, word: usize) -> Option<&'a Marker> {
        let words = &self.sentence.words;
        let verbal = group::is_verbal(self.sentence, word);
        let relation = words[word].relation;
        let first = self.sentence.children(word).iter().copied().find(|&child| {
            let relation = words[child].relation;
            relation.is("mark")
                || relation.is("case")
                || relation.is("cc") && child < word
                || relation.is("advmod") && words[child].upos == Upos::Sconj
        })?;
        let group = verbal.then(|| group::of(self.sentence, word, self.cues));
        let before = match &group {
            None => "noun",
            Some(group) if group.is_finite() => "clause",
            Some(_) => "infinitive",
        };
        let adverbial = [
            "advcl",
            "acl",
            "obl",
            "nmod",
            "ccomp",
            "xcomp",
            "parataxis",
            "csubj",
            "advmod",
            "dislocated",
            "conj",
            "root",
        ];
        if !adverbial.iter().any(|base| relation.is(base)) {
            return None;
        }
        let lemma = &words[word].lemma;
        let found = self.cues.markers.iter().find(|(entry, expression)| {
            let marker = &self.cues.modality.markers[*entry];
            let named = marker.nouns.is_empty() || marker.nouns.contains(lemma);
            // "ahead of a summit", "jusqu'à ce que": the tree may give the last of several words alone.
            let alone = !marker.nouns.is_empty() || marker.ahead;
            let back = first.checked_sub(expression.len() - 1).filter(|_| alone);
            let behind = marker.ahead && group.as_ref().is_some_and(|group| group.is_past());
            named
                && !behind
                && marker.before.iter().any(|place| place == before)
                && (starts_with(self.sentence, first, expression)
                    || back.is_some_and(|start| starts_with(self.sentence, start, expression)))
        });
        found.map(|(entry, _)| &self.cues.modality.markers[*entry])
    }

    /// The marker that makes the clause of a word a consequence: an if-clause or `sans le veto` below it.
    pub(super) fn condition(&self, word: usize) -> Option<&'a Marker> {
        let below = self.sentence.children(word).iter().find_map(|&child| self.condition_at(child));
        let it = &self.sentence.words[word];
        let first = it.head.filter(|_| it.relation.is("conj")).and_then(|head| self.condition(head));
        below.or(first).or_else(|| (0..word).find_map(|verb| self.inversion(verb)))
    }

    fn condition_at(&self, child: usize) -> Option<&'a Marker> {
        let relation = self.sentence.words[child].relation;
        let place = ["advcl", "obl", "nmod", "advmod", "parataxis", "dislocated"]
            .iter()
            .any(|base| relation.is(base));
        let marker = self.marker(child).filter(|marker| place && marker.conditions);
        marker.filter(|marker| !marker.negative || !self.is_manner(child))
    }

    /// "left without permission": a bare noun behind its verb tells how, and supposes nothing.
    fn is_manner(&self, noun: usize) -> bool {
        let it = &self.sentence.words[noun];
        let bare =
            ["det", "nmod", "acl", "nummod"].iter().all(|base| self.sentence.first(noun, base).is_none());
        it.upos == Upos::Noun && bare && it.head.is_some_and(|head| head < noun)
    }

    /// "Had they known, they would have left": an auxiliary before its subject opens a clause that supposes what its
    /// verb says. The order of words shows it, the tree mostly does not.
    pub(super) fn inversion(&self, verb: usize) -> Option<&'a Marker> {
        let words = &self.sentence.words;
        let opener = self.opener(verb)?;
        let form = lower(&words[opener].form);
        let mut markers = self.cues.markers.iter().filter(|(entry, expression)| {
            let before = &self.cues.modality.markers[*entry].before;
            let fits = matches!(expression.as_slice(), [word] if *word == form);
            fits && before.iter().any(|place| place == "subject")
        });
        let inside = || opener + 1..verb;
        let subject = inside().any(|i| matches!(words[i].upos, Upos::Noun | Upos::Propn | Upos::Pron));
        let other = inside().any(|i| matches!(words[i].upos, Upos::Punct | Upos::Verb));
        let whole = words[verb].upos == Upos::Verb && subject && !other;
        let (entry, _) = markers.next().filter(|_| whole)?;
        let comma = (verb + 1..words.len()).find(|&i| words[i].form == ",")?;
        let follows = words[comma + 1..].iter().any(|word| self.cues.modal(word).is_some());
        let asked = words.iter().any(|word| word.form == "?");
        (follows && !asked).then(|| &self.cues.modality.markers[*entry])
    }

    /// The first word of the stretch between marks and conjunctions that a word stands in.
    fn opener(&self, word: usize) -> Option<usize> {
        let words = &self.sentence.words;
        let stops = |i: usize| matches!(words[i].upos, Upos::Punct | Upos::Cconj | Upos::Sconj);
        (0..word).rev().find(|&i| i == 0 || stops(i - 1))
    }

    /// Whether the auxiliary that opens a supposed clause makes a past: "Had they", but not "Were they".
    pub(super) fn is_past_inversion(&self, verb: usize) -> bool {
        let perfect = &self.cues.modality.groups.perfect;
        self.opener(verb).is_some_and(|opener| perfect.contains(&self.sentence.words[opener].lemma))
    }
}

/// Whether some words stand at a place of a sentence, by lemma or form.
fn starts_with(sentence: &Sentence, at: usize, expression: &[SmolStr]) -> bool {
    expression.iter().enumerate().all(|(i, wanted)| {
        sentence.words.get(at + i).is_some_and(|word| word.lemma == *wanted || is_form(&word.form, wanted))
    })
}
