//! Headlines: a colon or a dash between who says and what is said.

use super::Source;
use super::attribution::{Draft, Finder, is_nominal};
use super::frames::Content;
use crate::text::Part;
use crate::ud::{Features, Upos};

impl Finder<'_> {
    /// "Scholz: no alternative to the deal"
    pub fn colon(&self) -> Option<Draft> {
        let words = &self.sentence.words;
        let colon = words.iter().take(14).position(|word| word.form == ":")?;
        let rest: Vec<usize> = (colon + 1..words.len()).collect();
        let source = self.lone_phrase(0, colon)?;
        if self.is_label(source, colon) {
            return None;
        }
        let head = rest.iter().copied().find(|&i| words[i].head.is_none_or(|head| head <= colon));
        self.punctuation(colon, source, Content::new(head, rest))
    }

    /// "Soudan : Washington sanctionne un chef rebelle": a state or place, or nobody at all, before a sentence that
    /// has its own subject says what it is about.
    fn is_label(&self, word: usize, colon: usize) -> bool {
        let words = &self.sentence.words;
        let mention = self.sources.mentions.actor_at(self.sources.index, word);
        let places = &self.sources.mentions.places;
        if mention.is_none() && places.iter().any(|it| it.sentence == self.index && it.head == word) {
            return true;
        }
        let actor = mention.map(|i| &self.sources.mentions.actors[i].value);
        let state = actor.is_none_or(|it| {
            it.role.is_none() && it.id.as_deref().is_some_and(|id| id.starts_with("state/")) && !it.metonym
        });
        // "Otages du Hamas : Israël relâche des prisonniers": several whom somebody else's name describes.
        let several = words[word].upos == Upos::Noun
            && words[word].features.has(Features::NUMBER_PLUR)
            && self.sentence.first(word, "nmod").is_some()
            && self.sentence.first(word, "det").is_none()
            && actor.is_some_and(|it| it.id.is_none());
        let state = state || several;
        let quoted = words.get(colon + 1).is_some_and(|next| super::quotes::is_mark(&next.form));
        let clause =
            (colon + 1..words.len()).any(|at| words[at].relation.is("nsubj") && words[at].upos != Upos::Pron);
        let topical = self.sources.cues.attribution.topic_labels && actor.is_some();
        state && (clause || topical) && !quoted
    }

    /// "Border closed until May - interior ministry"
    pub fn dash(&self) -> Option<Draft> {
        let words = &self.sentence.words;
        let dash = words.iter().rposition(|word| matches!(word.form.as_str(), "-" | "–" | "—"))?;
        let headline =
            self.sentence.part == Part::Title || words.last().is_some_and(|word| word.upos != Upos::Punct);
        if !headline || dash == 0 || words.len() - dash > 8 {
            return None;
        }
        let source = self.lone_phrase(dash + 1, words.len())?;
        let content =
            Content::new(Some(self.sentence.root()).filter(|&root| root < dash), (0..dash).collect());
        self.punctuation(dash, source, content)
    }

    fn punctuation(&self, mark: usize, source: usize, content: Content) -> Option<Draft> {
        if content.words.is_empty() {
            return None;
        }
        let mut members = self.sources.members(source);
        members.retain(|&member| (member < mark) == (source < mark));
        let mut sources: Vec<Source> = members.iter().map(|&word| self.sources.source(word, false)).collect();
        let stop = self.sentence.words[mark].span.start;
        if let Some(before) = mark.checked_sub(1).filter(|&before| source <= before) {
            let end = self.sentence.words[before].span.end;
            for it in sources.iter_mut().filter(|it| it.span.start < end && it.span.end > stop) {
                it.span.end = end;
            }
        }
        Some(self.draft(mark, "punctuation", content, sources, "engine/attribution/punctuation".into()))
    }

    /// The head of a stretch of words that is one noun phrase of somebody who can speak.
    fn lone_phrase(&self, from: usize, to: usize) -> Option<usize> {
        let words = self.sentence.words.get(from..to)?;
        if words.iter().any(|word| matches!(word.upos, Upos::Verb | Upos::Aux)) {
            return None;
        }
        let source = (from..to).find(|&i| {
            is_nominal(self.sentence, i)
                && self.sentence.words[i].head.is_none_or(|head| head < from || head >= to)
        })?;
        self.sources.can_speak(source).then_some(source)
    }
}
