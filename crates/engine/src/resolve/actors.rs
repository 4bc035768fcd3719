//! Who: names, titles, metonyms, demonyms, role nouns, pronouns and short descriptions.

use smol_str::SmolStr;

use super::atoms::Name;
use super::coreference::{self, Links};
use super::identity::{Context, Draft};
use super::phrases::{Core, Phrase};
use super::places::{self, Position};
use crate::text::{Mention, Sentence};

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
    /// How likely each country is that the context offered, in hundredths, where it said whose an organ or office is,
    /// or left it open; the most first.
    pub weighed: Vec<(SmolStr, u32)>,
    /// Whether a state goes by its capital or seat of power.
    pub metonym: bool,
    /// Index of the earlier mention that this pronoun or description stands for.
    pub antecedent: Option<usize>,
    /// Indices of the mentions that it stands for together: `ils` for `Paris et Berlin`, `les deux pays`.
    pub members: Vec<usize>,
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

/// An actor with the words that lead to it.
pub(crate) struct Found {
    pub mention: Mention<Actor>,
    /// Words that a wrong arc may take for the head.
    pub aliases: Vec<usize>,
}

/// Identifies the phrases of a dispatch, in the order of the text, and links what refers back.
pub(crate) fn find(
    sentences: &[Sentence],
    phrases: Vec<Vec<Phrase>>,
    context: &Context<'_>,
    places: &[Mention<places::Place>],
    dateline: Option<SmolStr>,
) -> Vec<Found> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, (sentence, mut phrases)) in sentences.iter().zip(phrases).enumerate() {
        phrases.retain(|phrase| acts(sentence, phrase, context));
        let mut found = context.identify(index, sentence, phrases);
        found.sort_by_key(|draft| draft.mention.head);
        drafts.extend(found);
    }
    let links = coreference::link(&mut drafts, sentences, context, (places, dateline));
    keep(drafts, links)
}

/// Names of states and capitals after a preposition of place are places and nothing else.
fn acts(sentence: &Sentence, phrase: &Phrase, context: &Context<'_>) -> bool {
    if phrase.role.is_some() || !phrase.titles.is_empty() {
        return true;
    }
    match &phrase.name {
        Some((Name::State(_) | Name::Capital(_), _)) => {
            sentence.part != crate::text::Part::Dateline
                && places::position(sentence, phrase, context) != Position::Locative
        }
        Some((Name::Unknown { person: false, .. }, _)) => {
            !places::stays(sentence, phrase, places::position(sentence, phrase, context))
        }
        _ => true,
    }
}

/// Drops what is no actor, and numbers the rest.
fn keep(drafts: Vec<Draft>, links: Links) -> Vec<Found> {
    let mut number = vec![None; drafts.len()];
    let mut next = 0;
    for (i, dropped) in links.dropped.iter().enumerate() {
        if !dropped {
            number[i] = Some(next);
            next += 1;
        }
    }
    let mut found = Vec::with_capacity(next);
    for (i, draft) in drafts.into_iter().enumerate() {
        if number[i].is_none() {
            continue;
        }
        let aliases = if draft.phrase.core == Core::Nominal { draft.phrase.aliases } else { Vec::new() };
        let mut mention = draft.mention;
        mention.value.antecedent = links.antecedent[i].and_then(|at| number[at]);
        mention.value.members = links.members[i].iter().filter_map(|&at| number[at]).collect();
        let mut seen = Vec::with_capacity(mention.because.len());
        mention.because.retain(|rule| {
            !seen.contains(rule) && {
                seen.push(rule.clone());
                true
            }
        });
        found.push(Found { mention, aliases });
    }
    found
}
