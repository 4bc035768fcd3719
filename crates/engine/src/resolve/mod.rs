//! Finds and resolves who, where and when.

pub mod actors;
pub mod places;
pub mod times;

use crate::text::{Dispatch, Mention, Sentence};
use crate::{Language, Reader};

/// Everything found in one dispatch.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// People, states, organisations, groups, roles and pronouns that act, in the order of the text.
    pub actors: Vec<Mention<actors::Actor>>,
    /// Places, in the order of the text.
    pub places: Vec<Mention<places::Place>>,
    /// Times, in the order of the text.
    pub times: Vec<Mention<times::Time>>,
}

impl Mentions {
    /// The index of the actor mention whose head a word is.
    #[must_use]
    pub fn actor_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.actors.iter().position(|mention| mention.sentence == sentence && mention.head == word)
    }
}

/// Finds all mentions.
#[must_use]
pub fn mentions(sentences: &[Sentence], dispatch: &Dispatch, language: &Language, reader: &Reader) -> Mentions {
    let times = times::find(sentences, dispatch, language);
    let places = places::find(sentences, dispatch, language, reader);
    let actors = actors::find(sentences, dispatch, &places, &times, language, reader);
    Mentions { actors, places, times }
}
