//! Who: names, titles, metonyms, demonyms, role nouns, pronouns and short descriptions.

use smol_str::SmolStr;

use super::places::Place;
use super::times::Time;
use crate::text::{Dispatch, Mention, Sentence};
use crate::{Language, Reader};

/// What a mention of an actor stands for. A mention that no knowledge resolves has neither id nor country.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actor {
    /// `person/abbas-araghchi`, `state/IRN`, `igo/nato`; none where only a role or nothing is known.
    pub id: Option<SmolStr>,
    /// The name in records.
    pub name: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// PLOVER sectors.
    pub sectors: Vec<SmolStr>,
    /// An office's id, held on the dispatch's date, or a role noun's.
    pub role: Option<SmolStr>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// `head`, `senior`, `spokesperson`, `ordinary`, `entourage`, `expert`.
    pub rank: Option<SmolStr>,
    /// How many: `one`, `two`, `several`, `unknown`.
    pub count: Count,
    /// Index of the earlier mention that this pronoun or description stands for.
    pub antecedent: Option<usize>,
}

/// What kind of actor; the source kinds of the contract, and the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A named or described person.
    Person,
    /// An office without its holder's name: `le ministre`.
    Office,
    /// A state, its capital or seat of power.
    Government,
    /// An organisation.
    Organisation,
    /// An armed group.
    ArmedGroup,
    /// A medium or agency.
    Media,
    /// A document: communiqué, report, post.
    Document,
    /// A poll.
    Poll,
    /// Demonstrators, residents, a people.
    Crowd,
    /// Witnesses.
    Witness,
    /// A source that stays unnamed: `une source de haut rang`.
    #[default]
    Unnamed,
}

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// One.
    One,
    /// Two.
    Two,
    /// More, or plural.
    Several,
    /// Not said.
    #[default]
    Unknown,
}

/// Finds the actors of a dispatch, in the order of the text. Members of a compound ("Paris et Berlin") are
/// mentions of their own, each with its own head.
#[must_use]
pub fn find(
    sentences: &[Sentence],
    dispatch: &Dispatch,
    places: &[Mention<Place>],
    times: &[Mention<Time>],
    language: &Language,
    reader: &Reader,
) -> Vec<Mention<Actor>> {
    let _ = (sentences, dispatch, places, times, language, reader);
    Vec::new()
}
