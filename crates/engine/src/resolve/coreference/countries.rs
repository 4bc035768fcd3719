//! Roles whose state only the context says: `l'armée`, `the justice minister`.

use smol_str::SmolStr;

use super::Linker;
use crate::resolve::actors::{Count, Kind};
use crate::resolve::identity::Draft;
use crate::resolve::phrases::Core;
use crate::resolve::places::Place;
use crate::text::Mention;

/// How much a naming counts by how far it stands from the role: before it in the sentence, after it there, one and two
/// sentences before, earlier, later.
const BEFORE: u32 = 8;
const AFTER: u32 = 2;
const ONE_BACK: u32 = 6;
const TWO_BACK: u32 = 4;
const EARLIER: u32 = 2;
const LATER: u32 = 1;

/// What the place of the dispatch counts, and the one country that a sentence names before the role.
const DATELINE: u32 = 8;
const ALONE: u32 = 24;

/// A country is meant where it counts this much more than the next, in halves.
const AHEAD: u32 = 3;

/// The id, in each lexicon, of the word for who holds the same office elsewhere.
const COUNTERPART: &str = "counterpart";

/// The countries that a dispatch names outright.
pub(super) struct Countries {
    named: Vec<Named>,
}

/// A country where it is named.
struct Named {
    country: SmolStr,
    sentence: usize,
    word: usize,
    /// Who acts counts twice what only an adjective or a place says.
    weight: u32,
    /// The draft; none for a place.
    draft: Option<usize>,
}

impl Countries {
    pub fn new(drafts: &[Draft], places: &[Mention<Place>]) -> Countries {
        let outright = |draft: &Draft| {
            let named = draft.phrase.core != Core::Nominal
                || !draft.bare
                || !draft.phrase.states.is_empty()
                || draft.phrase.owner.is_some();
            named && !elsewhere(draft)
        };
        let actors = drafts.iter().enumerate().filter(|(_, draft)| outright(draft));
        let actors = actors.filter_map(|(i, draft)| {
            let mention = &draft.mention;
            Some(Named {
                country: mention.value.country.clone()?,
                sentence: mention.sentence,
                word: mention.head,
                weight: if draft.phrase.core == Core::Nominal { 2 } else { 1 },
                draft: Some(i),
            })
        });
        let places = places.iter().filter_map(|place| {
            let (sentence, word) = (place.sentence, place.head);
            Some(Named { country: place.value.country.clone()?, sentence, word, weight: 1, draft: None })
        });
        Countries { named: actors.chain(places).collect() }
    }
}

/// Where a medium, a charity or a company has its seat says nothing of what it speaks of.
fn elsewhere(draft: &Draft) -> bool {
    let value = &draft.mention.value;
    value.kind == Kind::Media
        || value.sectors.iter().any(|sector| matches!(sector.as_str(), "NGO" | "BUS" | "MED"))
}

fn add<'a>(scores: &mut Vec<(u32, &'a SmolStr)>, country: &'a SmolStr, score: u32) {
    match scores.iter_mut().find(|(_, other)| *other == country) {
        Some((sum, _)) => *sum += score,
        None => scores.push((score, country)),
    }
}

impl Linker<'_, '_> {
    /// The country of a bare `armée`, `gouvernement`, `premier ministre`, where the context leaves no choice.
    pub(super) fn context_country(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let office = draft.phrase.role.as_ref().is_some_and(|role| !role.offices.is_empty());
        // `À Tunis, un tribunal` is Tunisian all the same.
        let placed = draft.of_state && self.named_alone(i).is_some_and(|(_, placed)| placed);
        let some = draft.phrase.count == Some(Count::One) && !placed
            || draft.plural && (office || draft.person && !draft.phrase.definite);
        if !draft.of_state && !office || some {
            return;
        }
        let Some(country) = self.likely_country(i) else { return };
        if office && !draft.phrase.definite {
            // `sworn in as president`: the office, not who held it until then.
            self.drafts[i].mention.because.extend(self.context.state_rule(&country));
            self.drafts[i].mention.value.country = Some(country);
        } else {
            self.take_country(i, country);
        }
    }

    fn take_country(&mut self, i: usize, country: SmolStr) {
        let mut draft = self.drafts[i].clone();
        draft.mention.value.country = Some(country.clone());
        draft.mention.because.extend(self.context.state_rule(&country));
        self.context.hold_by_country(&mut draft, &country);
        self.drafts[i] = draft;
    }

    /// `the *government*'s foreign minister`: the country that the context gives to whose it is.
    pub(super) fn owned(&mut self, i: usize) {
        let sentence = self.drafts[i].mention.sentence;
        let owner =
            self.drafts[i].phrase.owner.and_then(|head| self.at(sentence, head)).filter(|&it| it != i);
        let Some(owner) = owner else { return };
        let whose = &self.drafts[owner];
        if whose.phrase.core != Core::Nominal || whose.phrase.owner.is_some() || whose.phrase.name.is_some() {
            return;
        }
        if owner > i {
            self.nominal(owner);
        }
        let Some(country) = self.drafts[owner].mention.value.country.clone() else { return };
        let head = self.drafts[i].phrase.owner.take();
        self.take_country(i, country);
        self.drafts[i].phrase.owner = head;
    }

    /// `son homologue rwandais`: who holds the possessor's office in the country said. Whether it is somebody.
    pub(super) fn counterpart(&mut self, i: usize, owner: usize) -> bool {
        let whose = self.drafts[owner].mention.value.clone();
        let draft = &self.drafts[i];
        let plain = draft.mention.value.role.as_deref() == Some(COUNTERPART) && !draft.plural;
        let offices = &self.context.base.names.offices;
        let office = whose.role.as_ref().and_then(|id| offices.get(id)).copied();
        let (Some(office), Some(country)) = (office, draft.mention.value.country.clone()) else {
            return false;
        };
        if !plain || draft.phrase.name.is_some() {
            return false;
        }
        let mut draft = draft.clone();
        let held = self.context.hold(&mut draft, office, &country);
        draft.mention.value.kind = Kind::Office;
        draft.mention.value.role = whose.role;
        draft.mention.value.rank = whose.rank;
        draft.mention.value.sectors = whose.sectors;
        draft.person = true;
        self.drafts[i] = draft;
        held
    }

    /// The country of somebody whom nothing knows, in an office of state that says not whose: `Justice Minister X`.
    pub(super) fn stranger_country(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let (phrase, value) = (&draft.phrase, &draft.mention.value);
        let stranger = value.kind == Kind::Person && value.id.is_none() && value.country.is_none();
        let free = phrase.owner.is_none() && phrase.compound.is_none() && !phrase.complement;
        let world = self.context.base.world;
        let ministers = |row: &u32| {
            world.offices.get(*row as usize).is_some_and(|office| {
                office.of.is_none() && office.unique && office.rank == "senior" && office.sector == "GOV"
            })
        };
        let of_state =
            draft.of_state || phrase.role.as_ref().is_some_and(|role| role.offices.iter().any(ministers));
        if stranger
            && free
            && of_state
            && let Some(country) = self.likely_country(i)
        {
            self.drafts[i].mention.because.extend(self.context.state_rule(&country));
            self.drafts[i].mention.value.country = Some(country);
        }
    }

    /// The country that counts most around a mention, if it counts clearly more than the next.
    fn likely_country(&self, i: usize) -> Option<SmolStr> {
        let mut scores: Vec<(u32, &SmolStr)> = Vec::new();
        // Armies strike abroad: a place says nothing of whose they are.
        let fights = self.drafts[i].mention.value.sectors.iter().any(|sector| sector == "MIL");
        match self.named_alone(i) {
            Some((country, true)) if !fights => return Some(country.clone()),
            Some((country, _)) => add(&mut scores, country, ALONE),
            None => {}
        }
        if let Some(country) = &self.dateline {
            add(&mut scores, country, DATELINE);
        }
        for named in &self.countries.named {
            let opposed = |j: usize| j == i || self.is_whole_state(j) && self.is_clause_mate(i, j);
            if named.draft.map_or(fights, opposed) {
                continue;
            }
            add(&mut scores, &named.country, self.counts(i, named));
        }
        scores.sort_by_key(|&(score, country)| (std::cmp::Reverse(score), country));
        match scores[..] {
            [(first, country), (second, _), ..] => (2 * first >= AHEAD * second).then(|| country.clone()),
            [(_, country)] => Some(country.clone()),
            [] => None,
        }
    }

    /// The one country that its sentence names before a role, and whether a place says so: `À Manille, le Sénat`. Who
    /// does something to the role, or has it done, is another's, unless it is a party or an armed group.
    fn named_alone(&self, i: usize) -> Option<(&SmolStr, bool)> {
        let own = &self.drafts[i].mention;
        let mate = |j: usize| self.is_clause_mate(i, j) && !self.is_domestic(j);
        let mut named = self.countries.named.iter().filter(|named| {
            let here = named.sentence == own.sentence && named.word < own.head;
            here && named.draft.is_none_or(|j| j != i && !mate(j))
        });
        let first = named.next()?;
        let mut placed = first.draft.is_none();
        for other in named {
            if other.country != first.country {
                return None;
            }
            placed |= other.draft.is_none();
        }
        Some((&first.country, placed))
    }

    /// Whether a mention is a party or an armed group, which mostly deal with their own state.
    fn is_domestic(&self, j: usize) -> bool {
        let value = &self.drafts[j].mention.value;
        value.kind == Kind::ArmedGroup || value.sectors.iter().any(|sector| sector == "PTY")
    }

    fn counts(&self, i: usize, named: &Named) -> u32 {
        let own = &self.drafts[i].mention;
        let nearness = match own.sentence.checked_sub(named.sentence) {
            Some(0) if named.word < own.head => BEFORE,
            Some(0) => AFTER,
            Some(1) => ONE_BACK,
            Some(2) => TWO_BACK,
            Some(_) => EARLIER,
            None => LATER,
        };
        // `À Manille, le Sénat`
        let here = named.draft.is_none() && nearness == BEFORE;
        nearness * if here { 2 } else { named.weight }
    }

    fn is_whole_state(&self, j: usize) -> bool {
        self.drafts[j].mention.value.id.as_deref().is_some_and(|id| id.starts_with("state/"))
    }

    /// The country of a name that nothing knows, where it was said when the dispatch named it in full.
    pub(super) fn stranger_again(&mut self, i: usize) {
        let value = &self.drafts[i].mention.value;
        let (Some(name), None, None, Kind::Person) = (&value.name, &value.id, &value.country, value.kind)
        else {
            return;
        };
        let same = |j: &usize| {
            let other = &self.drafts[*j].mention.value;
            other.country.is_some() && other.id.is_none() && other.name.as_ref() == Some(name)
        };
        let Some(found) = (0..i).find(same) else { return };
        let country = self.drafts[found].mention.value.country.clone();
        let because = self.drafts[found].mention.because.clone();
        let mention = &mut self.drafts[i].mention;
        mention.value.country = country;
        mention.because.extend(because);
    }
}
