//! Roles whose state only the context says: `l'armée`, `the justice minister`.

use std::ops::Range;

use smol_str::SmolStr;

use super::Linker;
use crate::resolve::actors::{Count, Kind};
use crate::resolve::atoms::{self, Name};
use crate::resolve::identity::groups::is_domestic;
use crate::resolve::identity::{Context, Draft};
use crate::resolve::index::folded;
use crate::resolve::phrases::{Core, Role};
use crate::resolve::places::Place;
use crate::text::{Mention, Sentence, Word};
use crate::ud::Upos;

/// Sectors of a state and its politics; what somebody was is of the last.
const HOME: [&str; 9] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "OPP", "ELI"];

/// How likely a country must be for some of a kind, in hundredths: `a soldier` may be anybody's.
const SURE: u32 = 90;

/// Offices and roles that people have elsewhere than in their own state, and what the id of a past one begins with.
const ABROAD: [&str; 8] = [
    "ambassador",
    "chargé d'affaires",
    "consul",
    "deputy foreign minister",
    "envoy",
    "negotiator",
    "diplomat",
    "delegation",
];
const FORMER: &str = "former ";

/// The id, in each lexicon, of the word for who holds the same office elsewhere.
const COUNTERPART: &str = "counterpart";

/// The countries that a dispatch names outright.
pub(super) struct Countries {
    pub named: Vec<Named>,
    /// How much of all that it names each is, in hundredths.
    topics: Vec<(SmolStr, u32)>,
}

/// A country where it is named.
pub(super) struct Named {
    pub country: SmolStr,
    pub sentence: usize,
    pub word: usize,
    /// Who acts counts twice what only an adjective or a place says.
    pub weight: u32,
    /// The draft; none for a place.
    pub draft: Option<usize>,
    /// A place at the head of its sentence: `À Manille, …`.
    pub fronted: bool,
    /// It says where something is.
    pub place: bool,
    /// Some of its people: they may be anywhere.
    pub some: bool,
    /// Its words.
    pub words: Range<usize>,
    /// A place that is its country's capital.
    pub capital: bool,
    /// Only the context said the country.
    pub inferred: bool,
}

impl Countries {
    pub fn new(
        drafts: &[Draft],
        places: &[Mention<Place>],
        sentences: &[Sentence],
        context: &Context<'_>,
    ) -> Countries {
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
                weight: if draft.phrase.core == Core::Nominal && !some(draft) { 2 } else { 1 },
                draft: Some(i),
                fronted: located(&mention.words, &sentences[mention.sentence], context),
                place: places.iter().any(|it| (it.sentence, it.head) == (mention.sentence, mention.head)),
                some: some(draft),
                words: mention.words.clone(),
                capital: false,
                inferred: false,
            })
        });
        let places = places.iter().filter_map(|place| {
            let country = place.value.country.clone()?;
            Some(Named {
                capital: is_capital(place.value.name.as_deref()?, &country, context),
                country,
                sentence: place.sentence,
                word: place.head,
                weight: 1,
                draft: None,
                fronted: fronted(&place.words, &sentences[place.sentence]),
                place: true,
                some: false,
                words: place.words.clone(),
                inferred: false,
            })
        });
        let named: Vec<Named> = actors.chain(places).collect();
        let mut sums: Vec<(SmolStr, u32)> = Vec::new();
        for it in &named {
            match sums.iter_mut().find(|(country, _)| *country == it.country) {
                Some((_, sum)) => *sum += it.weight,
                None => sums.push((it.country.clone(), it.weight)),
            }
        }
        let all: u32 = sums.iter().map(|(_, sum)| sum).sum();
        let topics = sums.into_iter().map(|(country, sum)| (country, 100 * sum / all.max(1))).collect();
        Countries { named, topics }
    }

    /// How much of all that the dispatch names a country is, in hundredths.
    pub fn topic(&self, country: &SmolStr) -> u32 {
        self.topics.iter().find(|(it, _)| it == country).map_or(0, |(_, share)| *share)
    }
}

/// Where a medium, a charity or a company has its seat says nothing of what it speaks of.
fn elsewhere(draft: &Draft) -> bool {
    let value = &draft.mention.value;
    value.kind == Kind::Media
        || value.sectors.iter().any(|sector| matches!(sector.as_str(), "NGO" | "BUS" | "MED"))
}

/// Whether a place stands before everything else in its sentence, with a comma.
fn fronted(place: &Range<usize>, sentence: &Sentence) -> bool {
    // `In neighbouring Norway,`, `Au Niger voisin,`
    let adjective = |word: &Word| matches!(word.upos, Upos::Adj | Upos::Verb) && word.relation.is("amod");
    let behind = sentence.words.get(place.end);
    let next = place.end + usize::from(behind.is_some_and(adjective));
    let comma = sentence.words.get(next).is_some_and(|word| word.form == ",");
    let participle = |at: usize| at + 1 == place.start && sentence.words[at].upos == Upos::Verb;
    let led = sentence.words[..place.start].iter().enumerate().all(|(at, word)| {
        matches!(word.upos, Upos::Adp | Upos::Det | Upos::Sconj) || adjective(word) || participle(at)
    });
    comma && led
}

/// Whether a state's name is where its sentence begins: `In neighbouring Norway, …`.
fn located(words: &Range<usize>, sentence: &Sentence, context: &Context<'_>) -> bool {
    let lists = context.base.lists();
    let marked = |word: &Word| lists.locative.contains(&folded(&word.form));
    words.start > 0 && sentence.words.first().is_some_and(marked) && fronted(words, sentence)
}

/// Whether a place is the capital of a country.
fn is_capital(name: &str, country: &SmolStr, context: &Context<'_>) -> bool {
    let base = &context.base;
    let state = base.names.states.get(country).and_then(|&row| base.world.states.get(row as usize));
    let mut names = state.into_iter().flat_map(|state| &state.names);
    names.any(|(_, names)| names.capitals.iter().any(|it| it == name))
}

/// Whether a mention is some of a people: `deux Français`.
fn some(draft: &Draft) -> bool {
    draft.mention.value.kind == Kind::Crowd && draft.mention.value.id.is_none()
}

impl Linker<'_, '_> {
    /// The country of a bare `armée`, `gouvernement`, `premier ministre`, where the context leaves no choice.
    pub(super) fn context_country(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let office = draft.phrase.role.as_ref().is_some_and(|role| self.is_of_states(role));
        // `À Tunis, un tribunal` is Tunisian all the same.
        let placed = draft.of_state && self.named_alone(i).is_some_and(|it| it.draft.is_none());
        // `a court` is of somebody all the same, `a soldier` may be anybody's.
        let some = draft.phrase.count == Some(Count::One) && draft.person && !placed
            || draft.plural && (office || draft.person && self.is_some(i));
        let several = draft.plural && draft.phrase.role.as_ref().is_some_and(|role| self.is_sole(role));
        let foreign = some && self.is_abroad(draft);
        if !draft.of_state && !office && !self.is_domestic_body(i) || several || foreign {
            return;
        }
        if self.is_named_otherwise(i) {
            return;
        }
        let Some(country) = self.as_likely(i, if some { SURE } else { 0 }) else { return };
        if some || office && !self.drafts[i].phrase.definite {
            // `sworn in as president`: the office, not who held it until then.
            self.drafts[i].mention.because.extend(self.context.state_rule(&country));
            self.drafts[i].mention.value.country = Some(country);
        } else {
            self.take_country(i, country);
        }
    }

    /// Whether a noun of a role says nothing of a state's own: `an *embassy* official`.
    fn is_abroad(&self, draft: &Draft) -> bool {
        let agents = &self.context.base.lexicon.agents;
        let own = |row: &u32| agents.get(*row as usize).is_none_or(|agent| agent.of_state);
        draft.phrase.role.as_ref().is_some_and(|role| !role.agents.iter().all(own))
    }

    /// Whether only one at a time holds the office, so that several are of several states: `the presidents`.
    fn is_sole(&self, role: &Role) -> bool {
        let offices = &self.context.base.world.offices;
        role.offices.iter().any(|&row| offices.get(row as usize).is_some_and(|office| office.unique))
    }

    /// Whether several are some of their kind: `two soldiers`; `Soldiers patrolled` are the ones that there are.
    fn is_some(&self, i: usize) -> bool {
        let phrase = &self.drafts[i].phrase;
        let words = self.drafts[i].mention.words.clone();
        let determined =
            self.sentence(i).words[words].iter().any(|word| matches!(word.upos, Upos::Det | Upos::Num));
        !phrase.definite && (determined || phrase.count.is_some() || phrase.wrapper.is_some())
    }

    /// Whether a proper name that is no state's stands in a role: `the *Gulf* state` is not the one spoken of.
    fn is_named_otherwise(&self, i: usize) -> bool {
        let draft = &self.drafts[i];
        let own = draft.phrase.role.as_ref().map_or(0..0, |role| role.words.clone());
        let words = &self.sentence(i).words;
        let other = |&at: &usize| {
            !own.contains(&at) && words[at].upos == Upos::Propn && atoms::is_capital(&words[at].form)
        };
        draft.phrase.name.is_none() && draft.mention.words.clone().any(|at| other(&at))
    }

    /// Whether states have the office: no state has a `présidente de la Commission`.
    fn is_of_states(&self, role: &Role) -> bool {
        let offices = &self.context.base.world.offices;
        role.offices.iter().any(|&row| offices.get(row as usize).is_some_and(|office| office.sector != "IGO"))
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
        let organ = self.drafts[i].organ;
        let Some(country) = self.owner_country(i).or_else(|| organ.then(|| self.likely_country(i)).flatten())
        else {
            return;
        };
        let head = self.drafts[i].phrase.owner.take();
        self.take_country(i, country);
        self.drafts[i].phrase.owner = head;
    }

    /// The country of the role that a mention belongs to.
    fn owner_country(&mut self, i: usize) -> Option<SmolStr> {
        let sentence = self.drafts[i].mention.sentence;
        let owner = self.at(sentence, self.drafts[i].phrase.owner?).filter(|&it| it != i)?;
        let whose = &self.drafts[owner];
        if whose.phrase.core != Core::Nominal || whose.phrase.owner.is_some() || whose.phrase.name.is_some() {
            return None;
        }
        if owner > i {
            self.nominal(owner);
        }
        self.drafts[owner].mention.value.country.clone()
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

    /// The country of somebody whom nothing knows, in an office of state that says not whose: `Justice Minister X`; of
    /// an organ's own, `le chef de la police, X`, that of the organ.
    pub(super) fn stranger_country(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let (phrase, value) = (&draft.phrase, &draft.mention.value);
        let begun = matches!(phrase.name, Some((Name::Unknown { noun: Some(_), .. }, _)));
        let body = begun && self.is_domestic_body(i);
        let organ = begun && draft.of_state || body;
        let stranger = (value.kind == Kind::Person || organ) && value.id.is_none() && value.country.is_none();
        if !stranger || phrase.compound.is_some() || phrase.complement && !draft.organ {
            return;
        }
        let country = match phrase.owner {
            Some(_) => self.owner_country(i),
            None if body || draft.of_state || self.is_home_office(draft) => self.likely_country(i),
            None => self.spoken_for(i),
        };
        if let Some(country) = country {
            self.drafts[i].mention.because.extend(self.context.state_rule(&country));
            self.drafts[i].mention.value.country = Some(country);
        }
    }

    /// The country of whom somebody speaks for who only stands beside: `police had no suspects, *spokesman X* said`.
    fn spoken_for(&self, i: usize) -> Option<SmolStr> {
        let draft = &self.drafts[i];
        if draft.mention.value.rank.as_deref() != Some("spokesperson") {
            return None;
        }
        let body = |j: &usize| {
            let other = &self.drafts[*j];
            let mention = &other.mention;
            let before = mention.words.end <= draft.mention.words.start;
            let speaks =
                matches!(mention.value.kind, Kind::Government | Kind::Organisation | Kind::ArmedGroup);
            let subject = self.sentences[mention.sentence].words[mention.head].relation.is("nsubj");
            before && speaks && subject && other.phrase.core == Core::Nominal
        };
        let here = self.first[draft.mention.sentence]..i;
        here.rev().find(body).and_then(|j| self.drafts[j].mention.value.country.clone())
    }

    /// Whether a role is one that people have in their own state; envoys are elsewhere.
    fn is_home_office(&self, draft: &Draft) -> bool {
        let value = &draft.mention.value;
        let role = value.role.as_deref().map(|role| role.strip_prefix(FORMER).unwrap_or(role));
        let home = |sector: &SmolStr| HOME.contains(&sector.as_str());
        draft.phrase.role.is_some()
            && role.is_some_and(|role| !ABROAD.contains(&role))
            && value.sectors.iter().any(home)
    }

    /// A name that several organisations have, or others than are known: the country around it says which, and which
    /// not. Whether it is such a name.
    pub(super) fn namesake(&mut self, i: usize) -> bool {
        let draft = &self.drafts[i];
        let (rows, contested) = match &draft.phrase.name {
            Some((Name::Organisation(rows), _)) => (rows.clone(), false),
            Some((Name::Contested(rows), _)) => (rows.clone(), true),
            _ => return false,
        };
        let value = &draft.mention.value;
        if value.id.is_some() || draft.phrase.role.is_some() || value.country.is_some() {
            return false;
        }
        let context = self.context;
        let rows = context.organisations(&rows);
        let country = self.likely_country(i);
        let own = rows.iter().find(|row| country.is_some() && row.country == country);
        let any =
            || rows.iter().find(|row| row.country.is_none() && (country.is_none() || !is_domestic(row)));
        let domestic = rows.iter().any(|row| is_domestic(row));
        let mut draft = self.drafts[i].clone();
        if let Some(row) = own.or_else(any).filter(|_| !contested || own.is_some()) {
            self.context.fill_organisation(&mut draft, row);
        } else if let Some(country) = country.filter(|_| domestic) {
            draft.mention.because.extend(self.context.state_rule(&country));
            draft.mention.value.country = Some(country);
        }
        self.drafts[i] = draft;
        true
    }

    /// Whether the sentence of a role is about another country than somebody named before, by the place at its head and
    /// by who is named there: `À Juba, Salva Kiir a limogé *le chef de l'armée*`.
    pub(super) fn is_elsewhere(&self, i: usize, found: usize) -> bool {
        let own = &self.drafts[i].mention;
        let Some(country) = &self.drafts[found].mention.value.country else { return false };
        let here = |named: &&Named| named.sentence == own.sentence && named.word < own.head;
        let named = || self.countries.named.iter().filter(here);
        let own_country = |it: &Named| named().any(|other| !other.place && other.country == it.country);
        named().any(|it| it.fronted && it.country != *country && own_country(it))
            && !named().any(|it| it.country == *country)
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
