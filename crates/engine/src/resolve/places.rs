//! Where: names of states, cities and regions in a place's position.

use std::cmp::Reverse;

use depeche_knowledge::cities::City;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::atoms::{Base, Name, Site};
use super::cities::LARGE;
use super::identity::Context;
use super::index::{Lists, folded};
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
    /// It stands in the table of cities: nobody acts by its name.
    pub from_table: bool,
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
    position_at(sentence, phrase.words.start, phrase.head, context.base.lists())
}

/// The preposition right before a word, over determiners.
pub(crate) fn case_before(sentence: &Sentence, start: usize) -> Option<usize> {
    let mut before = (start.saturating_sub(3)..start).rev();
    let case = before.find(|&at| sentence.words[at].upos != Upos::Det);
    case.filter(|&at| sentence.words[at].upos == Upos::Adp)
}

/// [`position`] of a name that begins at a word and has a head.
pub(crate) fn position_at(sentence: &Sentence, start: usize, head: usize, lists: &Lists) -> Position {
    let word = &sentence.words[head];
    let Some(case) = case_before(sentence, start) else {
        let inside = sentence.words.get(start).is_some_and(|word| word.upos == Upos::Adp);
        let relation = word.relation.base();
        return if inside { classify(sentence, start, relation, lists) } else { Position::Other };
    };
    let form = folded(&sentence.words[case].form);
    // `dans le nord de l'Irak`: the part makes it a place.
    if lists.complement.contains(&form) && case > 0 {
        let part = folded(&sentence.words[case - 1].form);
        if lists.parts.contains(&part) {
            return Position::Locative;
        }
    }
    classify(sentence, case, word.relation.base(), lists)
}

fn classify(sentence: &Sentence, case: usize, relation: &str, lists: &Lists) -> Position {
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
            Some((Name::Place(sites), _)) if telling(sites, context) => add(context.place_country(sites)),
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

/// Whether a name says something of where a dispatch is: a small city must be told by the others.
fn telling(sites: &[Site], context: &Context<'_>) -> bool {
    let large = |spot: Spot<'_>| spot.by_hand() || spot.population >= u64::from(LARGE);
    sites.iter().filter_map(|&site| Spot::new(site, context.base)).any(large)
}

type Known = Option<(Place, Vec<SmolStr>)>;

/// A place that a name may mean: a row of the world's places, or a city of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
    site: Site,
    pub country: Option<&'a str>,
    name: &'a str,
    kind: &'a str,
    coordinates: Option<(f64, f64)>,
    population: u64,
    id: Id<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Id<'a> {
    Rule(&'a SmolStr),
    City(City<'a>),
}

impl<'a> Spot<'a> {
    pub fn new(site: Site, base: Base<'a>) -> Option<Spot<'a>> {
        Some(match site {
            Site::Place(row) => {
                let row = base.world.places.get(row as usize)?;
                Spot {
                    site,
                    country: row.country.as_deref(),
                    name: &row.name,
                    kind: &row.kind,
                    coordinates: row.latitude.zip(row.longitude),
                    population: row.population.unwrap_or(0),
                    id: Id::Rule(&row.id),
                }
            }
            Site::City(row) => {
                let city = base.cities.city(row)?;
                Spot {
                    site,
                    country: Some(city.country),
                    name: city.name,
                    kind: "city",
                    coordinates: Some((city.latitude, city.longitude)),
                    population: u64::from(city.population),
                    id: Id::City(city),
                }
            }
        })
    }

    pub fn by_hand(&self) -> bool {
        matches!(self.site, Site::Place(_))
    }

    fn id(&self) -> SmolStr {
        match self.id {
            Id::Rule(id) => id.clone(),
            Id::City(city) => city.id().into(),
        }
    }

    fn weight(&self, weights: &FxHashMap<SmolStr, u32>) -> u32 {
        self.country.and_then(|country| weights.get(country)).copied().unwrap_or(0)
    }

    fn known(&self) -> Place {
        Place {
            id: Some(self.id()),
            name: Some(self.name.to_string()),
            kind: self.kind.into(),
            country: self.country.map(SmolStr::from),
            coordinates: self.coordinates,
            from_table: !self.by_hand(),
        }
    }
}

/// Among places of one name: rows made by hand go before cities of the table, unless the dispatch speaks more of
/// where such a city lies, and it is no small one.
fn place(sites: &[Site], weights: &FxHashMap<SmolStr, u32>, context: &Context<'_>) -> Known {
    let spots: Vec<Spot<'_>> = sites.iter().filter_map(|&site| Spot::new(site, context.base)).collect();
    let (by_hand, cities): (Vec<Spot<'_>>, Vec<Spot<'_>>) = spots.into_iter().partition(Spot::by_hand);
    let Some(most) = by_hand.iter().map(|spot| spot.weight(weights)).max() else {
        return city(cities, weights);
    };
    let known = by_hand.iter().map(|spot| spot.population).max().unwrap_or(0);
    let rival =
        |spot: &Spot<'_>| spot.population >= u64::from(LARGE).max(known / 10) && spot.weight(weights) > most;
    let nearer: Vec<Spot<'_>> = cities.into_iter().filter(rival).collect();
    city(nearer, weights).filter(|(place, _)| place.id.is_some()).or_else(|| row(by_hand, weights))
}

/// Among rows made by hand: the one whose country the dispatch names, else one ten times larger than the next.
fn row(mut spots: Vec<Spot<'_>>, weights: &FxHashMap<SmolStr, u32>) -> Known {
    spots.sort_by_key(|spot| (Reverse(spot.weight(weights)), Reverse(spot.population), spot.id()));
    let (first, second) = (spots.first()?, spots.get(1));
    let clear = second.is_none_or(|second| {
        first.weight(weights) > second.weight(weights)
            || first.population >= 10 * second.population.max(1)
            || first.country == second.country && first.kind != second.kind
    });
    Some(if clear { (first.known(), vec![first.id()]) } else { open(&spots) })
}

/// Among cities of the table: those of the country that the dispatch names most, and there a large one ten times
/// larger than the next. A small one alone must not be taken where the dispatch speaks of other countries.
fn city(mut spots: Vec<Spot<'_>>, weights: &FxHashMap<SmolStr, u32>) -> Known {
    spots.sort_by_key(|spot| (Reverse(spot.weight(weights)), Reverse(spot.population), spot.id()));
    let most = spots.first()?.weight(weights);
    if most > 0 {
        spots.retain(|spot| spot.weight(weights) == most);
    }
    let (first, second) = (spots.first()?, spots.get(1));
    let large = first.population >= u64::from(LARGE);
    let clear = match second {
        Some(second) => large && first.population >= 10 * second.population.max(1),
        None => large || most > 0 || weights.is_empty(),
    };
    if clear {
        return Some((first.known(), vec![first.id()]));
    }
    let mut value = open(&spots);
    if spots.len() == 1 {
        value.0.country = None;
    }
    Some(value)
}

/// How many candidates of an ambiguous name are told.
const TOLD: usize = 8;

/// A name that stays ambiguous: no id, no coordinates, and a country only where all agree.
fn open(spots: &[Spot<'_>]) -> (Place, Vec<SmolStr>) {
    let mut value = Place::default();
    if let Some(first) = spots.first() {
        let agreed = spots.iter().all(|spot| spot.country == first.country);
        value = Place { id: None, coordinates: None, ..first.known() };
        value.country = value.country.filter(|_| agreed);
    }
    (value, spots.iter().take(TOLD).map(Spot::id).collect())
}

fn capital(state: u32, sites: &[Site], sentence: &Sentence, word: usize, context: &Context<'_>) -> Known {
    let state = context.base.world.states.get(state as usize)?;
    let spots: Vec<Spot<'_>> = sites.iter().filter_map(|&site| Spot::new(site, context.base)).collect();
    let own = spots.iter().find(|spot| spot.country == Some(state.id.as_str()));
    if let Some(spot) = own {
        return Some((spot.known(), vec![spot.id()]));
    }
    // The capital of a state that is no more lies in another today.
    if let Some(spot) = spots.iter().find(|spot| spot.by_hand()).filter(|_| state.validity.to.is_some()) {
        let place = Place { country: Some(state.id.clone()), ..spot.known() };
        return Some((place, vec![spot.id(), state.rule.clone()]));
    }
    let name = sentence.words.get(word).map(|word| word.form.to_string());
    let country = Some(state.id.clone());
    let value = Place { name, kind: "city".into(), country, ..Place::default() };
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
        ..Place::default()
    };
    Some((value, vec![state.rule.clone()]))
}
