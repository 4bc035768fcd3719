//! What a claim is compared by: small, and kept in the store beside the claim.

use depeche_engine::record::ClaimRecord;
use depeche_engine::ud::Upos;
use depeche_engine::{Dispatch, Reading, Sentence};
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::participants::Participant;
use super::sorted;
use crate::identity::{positive, word};

/// How long before its publication an undated event may lie that is told as news, in days.
pub const NEWS: i32 = 7;
/// How far ahead an undated plan may lie, in days.
pub const AHEAD: i32 = 14;
/// An interval longer than this says less than the day of publication, in days.
pub const LONG: i32 = 10;
/// The longest [`Features::reach`], in days.
pub const REACH: i32 = NEWS + AHEAD;
/// The day of claims that know of none.
const NEVER: i32 = i32::MIN / 2;

/// How an event stands, as far as comparing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Course {
    /// It happened, or goes on, or did not: there is a fact of the matter.
    Fact,
    /// It is to happen.
    Plan,
    /// It is wanted, feared, supposed: nothing says that it will.
    Wish,
}

/// Where.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Where {
    /// Hash of the id, or of the words in lower case.
    pub id: u32,
    /// Hash of the country; 0 where it is not known.
    pub country: u32,
    /// Whether it is as small as a city.
    pub point: bool,
    /// Degrees north and east.
    pub coordinates: Option<(f32, f32)>,
}

/// What a claim is compared by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Hash of the dispatch's id.
    pub dispatch: u32,
    /// Index of the sentence.
    pub sentence: u32,
    /// Hash of the act.
    pub act: u32,
    /// Hash of the mode; 0 where there is none.
    pub mode: u32,
    /// Whether actors and recipients do the same to each other, so that either may be named first.
    pub mutual: bool,
    /// Whether it is done with words: whoever says something twice on a day may have said two things.
    pub verbal: bool,
    /// How it stands.
    pub course: Course,
    /// Day of publication, counted from 1970.
    pub published: Option<i32>,
    /// First and last day, counted from 1970; that of its sentence where it has none of its own.
    pub days: Option<(i32, i32)>,
    /// Who does it.
    pub actors: Vec<Participant>,
    /// To whom.
    pub recipients: Vec<Participant>,
    /// Where.
    pub place: Option<Where>,
    /// The word that names the act.
    pub trigger: u32,
    /// Hash of the language.
    pub language: u32,
    /// Names, ids and numbers of the sentence, the same in every language.
    pub names: Vec<u32>,
    /// Lemmas of the sentence's nouns, verbs and adjectives.
    pub words: Vec<u32>,
}

/// Acts that their members do together.
const MUTUAL: [&str; 3] = ["CONSULT", "AGREE", "COOPERATE"];
/// Acts done with things rather than words: PLOVER's quad classes 2 and 4.
const MATERIAL: [u8; 2] = [2, 4];

impl Features {
    /// Of a claim, with the sentence that it stands in. `quad`: the quad class of the act itself.
    #[must_use]
    pub fn new(claim: &ClaimRecord, quad: u8, dispatch: &Dispatch, reading: &Reading) -> Features {
        let sentence = reading.sentences.get(claim.sentence.index);
        let (names, words) = sentence
            .map_or_else(Default::default, |it| (names(claim.sentence.index, it, reading), content(it)));
        let participants = |actors: &[_]| actors.iter().map(Participant::new).collect::<Vec<_>>();
        let interval = claim.time.as_ref().and_then(|time| Some((number(time.start?), number(time.end?))));
        Features {
            dispatch: word(&claim.dispatch),
            sentence: claim.sentence.index as u32,
            act: word(&claim.event.act),
            mode: claim.event.mode.as_deref().map_or(0, word),
            mutual: MUTUAL.contains(&claim.event.act.as_str()),
            verbal: !MATERIAL.contains(&quad),
            course: course(claim.status),
            published: dispatch.published.map(number),
            days: interval.filter(|(first, last)| first <= last),
            actors: participants(&claim.actors),
            recipients: participants(&claim.recipients),
            place: claim.place.as_ref().map(|place| Where {
                id: word(&place.id.as_deref().map_or_else(|| place.text.to_lowercase(), str::to_string)),
                country: place.country.as_deref().map_or(0, word),
                point: matches!(place.feature.as_str(), "city" | "site"),
                coordinates: place.latitude.zip(place.longitude).map(|(n, e)| (n as f32, e as f32)),
            }),
            trigger: trigger(claim, sentence),
            language: word(&claim.language),
            names,
            words,
        }
    }

    /// All who take part.
    pub fn participants(&self) -> impl Iterator<Item = &Participant> {
        self.actors.iter().chain(&self.recipients)
    }

    /// The days that it may have happened on, as far as looking for others goes.
    #[must_use]
    pub fn reach(&self) -> Option<(i32, i32)> {
        match (self.days, self.published) {
            (Some((first, last)), _) if last - first <= LONG => Some((first, last)),
            (Some((first, last)), Some(day)) => {
                let (from, to) = (first.max(day - NEWS), last.min(day + AHEAD));
                // Long before or after its publication: its nearer end.
                if from <= to {
                    Some((from, to))
                } else if last < day {
                    Some((last, last))
                } else {
                    Some((first, first))
                }
            }
            (Some((_, last)), None) => Some((last, last)),
            (None, Some(day)) if self.course == Course::Fact => Some((day - NEWS, day)),
            (None, Some(day)) => Some((day - 1, day + AHEAD)),
            (None, None) => None,
        }
    }

    /// First and last day beyond which it is like no other claim: two that contradict each other for their days alone are
    /// apart here.
    #[must_use]
    pub fn spread(&self) -> (i32, i32) {
        let (first, last) = self.reach().unwrap_or((NEVER, NEVER));
        let (from, to) = self.days.unwrap_or((first, last));
        (from.min(first) - NEWS, to.max(last) + NEWS)
    }

    /// Where claims of the same event are looked for.
    #[must_use]
    pub fn blocks(&self) -> Blocks {
        let (first, last) = self.reach().unwrap_or((NEVER, NEVER));
        let place = self.place.iter().filter(|place| place.point).map(|place| place.id);
        let codes = self.participants().map(Participant::code).chain(place);
        let mut blocks: Vec<i64> =
            codes.map(|code| positive(u64::from(self.act) << 32 | u64::from(code))).collect();
        blocks.sort_unstable();
        blocks.dedup();
        Blocks { first, last, blocks }
    }
}

/// Where claims of one event meet: the same act with one who takes part, on days that touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    /// First day that it may have happened on.
    pub first: i32,
    /// The last.
    pub last: i32,
    /// The act, each with one who takes part or the place. Sorted.
    pub blocks: Vec<i64>,
}

/// Gives claims without a day that of another claim of their sentence with the same act and actor: `bombed the town on
/// Monday, killing six`.
pub fn share_days(claims: &mut [Features]) {
    let dated: Vec<Features> =
        claims.iter().filter(|it| it.days.is_some() && !it.actors.is_empty()).cloned().collect();
    for claim in claims.iter_mut().filter(|it| it.days.is_none()) {
        let same = |other: &&Features| {
            (other.sentence, other.act, other.course) == (claim.sentence, claim.act, claim.course)
                && claim.actors.first().map(|it| it.id) == other.actors.first().map(|it| it.id)
        };
        claim.days = dated.iter().find(same).and_then(|it| it.days);
    }
}

/// Days from 1970.
#[must_use]
pub fn number(day: Date) -> i32 {
    let start = Date::constant(1970, 1, 1);
    (day - start).get_days()
}

fn course(status: &str) -> Course {
    match status {
        "scheduled" | "expected" | "planned" | "promised" => Course::Plan,
        "offered" | "threatened" | "requested" | "desired" | "feared" | "hypothetical" | "counterfactual" => {
            Course::Wish
        }
        _ => Course::Fact,
    }
}

/// The lemma of the word that names the act.
fn trigger(claim: &ClaimRecord, sentence: Option<&Sentence>) -> u32 {
    let text = claim.event.trigger.text.as_str();
    let found = sentence.and_then(|it| it.words.iter().find(|word| text.starts_with(word.form.as_str())));
    found.map_or_else(|| word(&text.to_lowercase()), |it| word(&it.lemma.to_lowercase()))
}

fn names(index: usize, sentence: &Sentence, reading: &Reading) -> Vec<u32> {
    let mut found = FxHashSet::default();
    let actors = reading.mentions.actors.iter().filter(|it| it.sentence == index);
    found.extend(actors.filter_map(|it| it.value.id.as_deref()).map(word));
    let places = reading.mentions.places.iter().filter(|it| it.sentence == index);
    found.extend(places.filter_map(|it| it.value.id.as_deref()).map(word));
    for token in &sentence.words {
        let telling = match token.upos {
            Upos::Num => token.form.chars().any(|c| c.is_ascii_digit()),
            Upos::Propn => token.form.chars().count() > 2,
            _ => false,
        };
        if telling {
            found.insert(word(&folded(&token.form)));
        }
    }
    sorted(found)
}

/// In lower case without the marks that one language writes and another leaves out; of a number its digits.
fn folded(form: &str) -> String {
    let digits: String = form.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { form.to_lowercase() } else { digits }
}

fn content(sentence: &Sentence) -> Vec<u32> {
    let telling = |upos: Upos| matches!(upos, Upos::Noun | Upos::Verb | Upos::Adj);
    let words = sentence.words.iter().filter(|it| telling(it.upos) && it.lemma.chars().count() > 2);
    sorted(words.map(|it| word(&it.lemma.to_lowercase())).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::likeness::likeness;
    use super::super::participants::{Kind, Participant};
    use super::*;

    /// Claims that only their days may tell apart.
    fn claim() -> impl Strategy<Value = Features> {
        let course = prop_oneof![Just(Course::Fact), Just(Course::Plan), Just(Course::Wish)];
        let days = prop::option::of((-40..40, prop_oneof![0..4, 0..60]));
        (course, -30..30, days).prop_map(|(course, published, days)| Features {
            dispatch: 1,
            sentence: 0,
            act: 1,
            mode: 0,
            mutual: false,
            verbal: false,
            course,
            published: Some(published),
            days: days.map(|(first, length)| (first, first + length)),
            actors: vec![Participant { id: 1, country: 1, kind: Kind::State }],
            recipients: Vec::new(),
            place: None,
            trigger: 1,
            language: 1,
            names: Vec::new(),
            words: Vec::new(),
        })
    }

    proptest! {
        #[test]
        fn what_is_like_another_is_not_apart_from_it(one in claim(), other in claim()) {
            let ((first, last), (from, to)) = (one.spread(), other.spread());
            prop_assert!(likeness(&one, &other).is_none() || first.max(from) <= last.min(to));
        }
    }
}
