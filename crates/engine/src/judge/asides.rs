//! What stands inside the words of a statement that its speaker does not say.

use depeche_knowledge::attribution::{Frame, SpeechAct, Verb};

use super::attribution::{Draft, Finder, is_directive};
use super::group::{self, Tense};
use crate::text::Span;
use crate::ud::Relation;

impl Finder<'_> {
    /// "refused to meet the unions, which had asked for talks": whoever asks, plans or refuses does not say what a past
    /// relative clause tells beside it; nor does who names its noun alone, or has it for the subject ("Lomé, which hosts
    /// talks, was warned by Accra"), behind a comma.
    pub fn asides(&self, verb: usize, words: &[usize], directs: bool, nominal: bool) -> Vec<Span> {
        let sentence = self.sentence;
        let past = |word: usize| tells_past(group::of(sentence, word, self.cues).tense);
        let loose = |word: usize| {
            let first = sentence.subtree(word).first().copied().unwrap_or(word);
            let comma = |at: usize| sentence.words[at].form == ",";
            comma(first) || first > 0 && comma(first - 1)
        };
        let subject = |word: usize| {
            let noun = sentence.words[word].head.map(|noun| &sentence.words[noun]);
            noun.is_some_and(|noun| noun.head == Some(verb) && noun.relation.is("nsubj"))
        };
        let deep = |word: usize| {
            let noun = sentence.words[word].head;
            noun.is_some_and(|noun| sentence.words[noun].head != Some(verb))
        };
        let told = |&&word: &&usize| {
            sentence.words[word].relation == Relation::AclRelcl
                && (directs && past(word)
                    || nominal && loose(word) && (past(word) || deep(word))
                    || subject(word) && loose(word))
        };
        words.iter().filter(told).map(|&word| sentence.span_of(&sentence.subtree(word))).collect()
    }

    /// "accused Minsk of lying after its police beat voters", "said it was ready, hours after lawmakers voted": when something
    /// is said or done, in a clause with its own subject, is the dispatch's word; not so where it only dates what is said.
    pub fn times_apart(&self, verb: usize, sense: &Verb, draft: &Draft) -> Vec<Span> {
        let sentence = self.sentence;
        let plain = sense.takes.first() == Some(&Frame::Quote);
        let directs = is_directive(sense.act) || sense.act == SpeechAct::Accuse;
        let head = draft.statement.content_head.unwrap_or(verb).max(verb);
        let apart = |&&word: &&usize| {
            let Some(mark) = sentence.first(word, "mark") else { return false };
            let lemma = &sentence.words[mark].lemma;
            let group = group::of(sentence, word, self.cues);
            let past = tells_past(group.tense);
            let begins = sentence.subtree(word).into_iter().find(|&at| sentence.words[at].form != ",");
            let first = begins.unwrap_or(word).max(1);
            // "hours after lawmakers voted"
            let measured = self.sources.mentions.times.iter().any(|time| {
                time.sentence == self.index && (first..=mark).contains(&(time.head + 1)) && time.head < mark
            });
            let set_apart = sentence.words[first - 1].form == ","
                || sentence.words[word].head == Some(verb) && !plain
                || measured
                || directs && past;
            word > head
                && sentence.words[word].relation.is("advcl")
                && (self.cues.attribution.times.contains(lemma)
                    || self.cues.attribution.contrasts.contains(lemma))
                && sentence.first(word, "nsubj").is_some()
                && group.is_finite()
                && !self.pieces.iter().any(|piece| piece.holds(word))
                && set_apart
        };
        draft.words.iter().filter(apart).map(|&word| sentence.span_of(&sentence.subtree(word))).collect()
    }
}

/// Whether a finite tense tells what was.
fn tells_past(tense: Tense) -> bool {
    matches!(tense, Tense::Past | Tense::Imperfect)
}
