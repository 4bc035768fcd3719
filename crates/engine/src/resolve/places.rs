//! Where: names of states, cities and regions in a place's position.

use depeche_knowledge::world::Place as Row;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::atoms::Name;
use super::identity::Context;
use super::index::folded;
use super::phrases::Phrase;
use crate::text::{Mention, Part, Sentence};
use crate::ud::Upos;

/// A place. What stays ambiguous has no id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// `place/kharkiv`, `state/UKR`.
    pub id: Option<SmolStr>,
    /// The name in records.
    pub name: Option<String>,
    /// `country`, `city`, `division`, `region`, `sea`, `strait`, `site`.
    pub kind: SmolStr,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
}

/// How a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// `à Moscou`: a place or somebody spoken to.
    Directional,
    /// `en Iran`: a place and nothing else.
    Locative,
    /// Everything else.
    Other,
}

/// The places among a dispatch's phrases, in the order of the text.
pub(crate) fn places(
    sentences: &[Sentence],
    phrases: &[Vec<Phrase>],
    context: &Context<'_>,
) -> Vec<Mention<Place>> {
    let weights = countries(phrases, context);
    let mut found = Vec::new();
    for (index, (sentence, phrases)) in sentences.iter().zip(phrases).enumerate() {
        for phrase in phrases {
            let Some((name, words)) = &phrase.name else { continue };
            if phrase.role.is_some() {
                continue;
            }
            let position = position(sentence, phrase, context);
            let value = match name {
                Name::Place(rows) => place(rows, &weights, context),
                Name::Capital(state) if position != Position::Other || sentence.part == Part::Dateline => {
                    capital(*state, &phrase.places, sentence, words.start, context)
                }
                Name::State(state) if position != Position::Other => country(*state, context),
                Name::Unknown { person: false, .. } if stays(sentence, phrase, position) => {
                    let name =
                        sentence.span_of(&words.clone().collect::<Vec<usize>>()).of(context.text).to_string();
                    Some((Place { name: Some(name), kind: "site".into(), ..Place::default() }, Vec::new()))
                }
                _ => None,
            };
            let Some((value, because)) = value else { continue };
            let all: Vec<usize> = words.clone().collect();
            found.push(Mention {
                sentence: index,
                span: sentence.span_of(&all),
                words: words.clone(),
                head: phrase.head,
                value,
                because,
            });
        }
    }
    found
}

/// Whether a name that nothing knows is a place: `à Bethoncourt`, `in Lydd`.
pub(crate) fn stays(sentence: &Sentence, phrase: &Phrase, position: Position) -> bool {
    position == Position::Locative
        || position == Position::Directional
            && sentence.words[phrase.head].upos == Upos::Propn
            && !acronym(&sentence.words[phrase.head].form)
}

fn acronym(form: &str) -> bool {
    form.chars().nth(1).is_some_and(char::is_uppercase)
}

/// How a name stands in its sentence: by the preposition before it, in the tree or in the text.
pub(crate) fn position(sentence: &Sentence, phrase: &Phrase, context: &Context<'_>) -> Position {
    let lists = context.base.lists();
    let word = &sentence.words[phrase.head];
    let before: Vec<usize> = (phrase.words.start.saturating_sub(3)..phrase.words.start).collect();
    let case = before.iter().rev().copied().find(|&at| sentence.words[at].upos != Upos::Det);
    let Some(case) = case.filter(|&at| sentence.words[at].upos == Upos::Adp) else {
        let first = sentence.words.get(phrase.words.start);
        let inside = first.filter(|word| word.upos == Upos::Adp).map(|_| phrase.words.start);
        return inside.map_or(Position::Other, |at| classify(sentence, at, word.relation.base(), context));
    };
    let form = folded(&sentence.words[case].form);
    // `dans le nord de l'Irak`: the part makes it a place.
    if lists.complement.contains(&form) && case > 0 {
        let part = folded(&sentence.words[case - 1].form);
        if lists.parts.contains(&part) {
            return Position::Locative;
        }
    }
    classify(sentence, case, word.relation.base(), context)
}

fn classify(sentence: &Sentence, case: usize, relation: &str, context: &Context<'_>) -> Position {
    let lists = context.base.lists();
    let form = folded(&sentence.words[case].form);
    let two = case.checked_sub(1).map(|before| folded(&format!("{} {}", sentence.words[before].form, form)));
    if lists.locative.contains(&form) || two.is_some_and(|two| lists.locative.contains(&two)) {
        Position::Locative
    } else if lists.directional.contains(&form) && (relation != "nmod" || !lists.complement.contains(&form)) {
        Position::Directional
    } else {
        Position::Other
    }
}

/// How often each country is named: it settles which Tripoli is meant.
fn countries(phrases: &[Vec<Phrase>], context: &Context<'_>) -> FxHashMap<SmolStr, u32> {
    let mut weights: FxHashMap<SmolStr, u32> = FxHashMap::default();
    let mut add = |country: Option<SmolStr>| {
        if let Some(country) = country {
            *weights.entry(country).or_default() += 1;
        }
    };
    for phrase in phrases.iter().flatten() {
        match &phrase.name {
            Some((Name::State(row) | Name::Capital(row) | Name::Demonym(row), _)) => {
                add(context.base.world.states.get(*row as usize).map(|state| state.id.clone()));
            }
            Some((Name::Place(rows), _)) => add(context.place_country(rows)),
            _ => {}
        }
        for (row, _) in &phrase.states {
            add(context.base.world.states.get(*row as usize).map(|state| state.id.clone()));
        }
        if let super::phrases::Core::Adjective(row) = phrase.core {
            add(context.base.world.states.get(row as usize).map(|state| state.id.clone()));
        }
    }
    weights
}

type Known = Option<(Place, Vec<SmolStr>)>;

/// Among places of one name: the one whose country the dispatch names, else one ten times larger than the next.
fn place(rows: &[u32], weights: &FxHashMap<SmolStr, u32>, context: &Context<'_>) -> Known {
    let mut rows: Vec<&Row> =
        rows.iter().filter_map(|&row| context.base.world.places.get(row as usize)).collect();
    let weight =
        |row: &Row| row.country.as_ref().and_then(|country| weights.get(country)).copied().unwrap_or(0);
    rows.sort_by_key(|row| {
        (std::cmp::Reverse(weight(row)), std::cmp::Reverse(row.population.unwrap_or(0)), row.id.clone())
    });
    let (first, second) = (rows.first()?, rows.get(1));
    let clear = second.is_none_or(|second| {
        weight(first) > weight(second)
            || first.population.unwrap_or(0) >= 10 * second.population.unwrap_or(1).max(1)
            || first.country == second.country && first.kind != second.kind
    });
    if !clear {
        let value = Place { name: Some(first.name.clone()), kind: first.kind.clone(), ..Place::default() };
        return Some((value, rows.iter().map(|row| row.id.clone()).collect()));
    }
    Some((known(first), vec![first.id.clone()]))
}

fn known(row: &Row) -> Place {
    Place {
        id: Some(row.id.clone()),
        name: Some(row.name.clone()),
        kind: row.kind.clone(),
        country: row.country.clone(),
        coordinates: row.latitude.zip(row.longitude),
    }
}

fn capital(state: u32, rows: &[u32], sentence: &Sentence, word: usize, context: &Context<'_>) -> Known {
    let state = context.base.world.states.get(state as usize)?;
    let row = rows
        .iter()
        .filter_map(|&row| context.base.world.places.get(row as usize))
        .find(|row| row.country.as_ref() == Some(&state.id));
    if let Some(row) = row {
        return Some((known(row), vec![row.id.clone()]));
    }
    let name = sentence.words.get(word).map(|word| word.form.to_string());
    let value =
        Place { id: None, name, kind: "city".into(), country: Some(state.id.clone()), coordinates: None };
    Some((value, vec![state.rule.clone()]))
}

fn country(state: u32, context: &Context<'_>) -> Known {
    let state = context.base.world.states.get(state as usize)?;
    let name = state.display_name();
    let value = Place {
        id: Some(format!("state/{}", state.id).into()),
        name: name.cloned(),
        kind: "country".into(),
        country: Some(state.id.clone()),
        coordinates: None,
    };
    Some((value, vec![state.rule.clone()]))
}
