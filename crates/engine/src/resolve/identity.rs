//! From a phrase to who it is: persons by name and date, holders of offices, states, organisations, roles.

pub(super) mod groups;
mod offices;
mod roles;

use depeche_knowledge::world::{Office, Organisation, Person, Role as Held};
use jiff::ToSpan;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use self::groups::sectors;
use super::actors::{Actor, Count, Kind};
use super::atoms::{Base, Name, Site};
use super::index::folded;
use super::phrases::{Core, Phrase};
use super::places::{self, Position, Spot};
use super::scene::Scene;
use crate::text::{Mention, Part, Sentence};
use crate::ud::Features;

/// Years for which who left an office is still called by the surname alone.
const REMEMBERED: i32 = 5;

/// What is known of a whole dispatch before its phrases are identified.
pub(crate) struct Context<'a> {
    pub base: Base<'a>,
    pub scene: &'a Scene,
    pub date: Option<Date>,
    pub text: &'a str,
    /// People named in full anywhere in the dispatch.
    pub named: FxHashSet<u32>,
    /// Surnames of people that only the dispatch knows, with the full name.
    pub strangers: FxHashMap<SmolStr, (String, Option<SmolStr>)>,
}

/// A mention with what coreference needs to know of it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub mention: Mention<Actor>,
    pub phrase: Phrase,
    pub gender: Option<SmolStr>,
    pub plural: bool,
    /// A person or several.
    pub person: bool,
    /// It belongs to a state that is not said.
    pub of_state: bool,
    /// A complement says what it is for, and leaves open whose it is.
    pub organ: bool,
    /// What it may refer back to.
    pub refers: Option<SmolStr>,
    /// No actor unless it refers back.
    pub only_back: bool,
    /// Names nobody by itself: a bare role.
    pub bare: bool,
}

impl<'a> Context<'a> {
    /// Identifies the phrases of a sentence. Phrases whose value another needs come first.
    pub fn identify(&self, index: usize, sentence: &Sentence, phrases: Vec<Phrase>) -> Vec<Draft> {
        let mut order: Vec<usize> = (0..phrases.len()).collect();
        order.sort_by_key(|&i| phrases[i].words.len());
        let mut done: Vec<Option<Draft>> = vec![None; phrases.len()];
        for i in order {
            let owner = phrases[i].owner.and_then(|head| {
                done.iter()
                    .flatten()
                    .find(|draft| draft.mention.head == head && draft.phrase.core == Core::Nominal)
            });
            let owner = owner
                .map(|draft| (draft.mention.value.clone(), draft.phrase.name.clone().map(|(name, _)| name)))
                .or_else(|| self.ground(phrases[i].owner?, &phrases));
            done[i] = self.draft(index, sentence, &phrases[i], owner);
        }
        done.into_iter().flatten().collect()
    }

    /// A place as an owner: `le gouverneur *du Nord-Kivu*`. It acts in nobody's name.
    fn ground(&self, head: usize, phrases: &[Phrase]) -> Option<(Actor, Option<Name>)> {
        let place = phrases.iter().find(|phrase| phrase.head == head && phrase.core == Core::Nominal)?;
        let (name, _) = place.name.as_ref().filter(|_| place.role.is_none())?;
        matches!(name, Name::Place(_)).then(|| (self.by_name(name), Some(name.clone())))
    }

    fn draft(
        &self,
        index: usize,
        sentence: &Sentence,
        phrase: &Phrase,
        owner: Option<(Actor, Option<Name>)>,
    ) -> Option<Draft> {
        let words: Vec<usize> = phrase.words.clone().collect();
        let head = &sentence.words[phrase.head];
        let mut draft = Draft {
            mention: Mention {
                sentence: index,
                span: sentence.span_of(&words),
                words: phrase.words.clone(),
                head: phrase.head,
                value: Actor::default(),
                because: Vec::new(),
            },
            phrase: phrase.clone(),
            gender: gender(head.features),
            plural: head.features.has(Features::NUMBER_PLUR),
            person: false,
            of_state: false,
            organ: false,
            refers: None,
            only_back: false,
            bare: false,
        };
        match phrase.core {
            Core::Adjective(state) => self.state(&mut draft, state, false),
            Core::Pronoun(row) => {
                let pronoun = self.base.lexicon.pronouns.get(row as usize)?;
                draft.mention.because.push(pronoun.rule.clone());
                draft.gender = pronoun.gender.clone().or(draft.gender);
                draft.plural = pronoun.number.as_deref() == Some("several");
                draft.mention.value.count = if draft.plural { Count::Several } else { Count::One };
            }
            Core::Nominal => self.nominal(&mut draft, sentence, owner)?,
        }
        Some(draft)
    }

    fn nominal(
        &self,
        draft: &mut Draft,
        sentence: &Sentence,
        owner: Option<(Actor, Option<Name>)>,
    ) -> Option<()> {
        let phrase = draft.phrase.clone();
        let owner = owner.or_else(|| phrase.compound.clone().map(|name| (self.by_name(&name), Some(name))));
        if let Some(role) = &phrase.role {
            self.role(draft, role, owner.as_ref());
        }
        if let Some((name, words)) = &phrase.name {
            match name {
                Name::Capital(_) | Name::Place(_) if phrase.role.is_none() && phrase.seat.is_some() => {
                    let place = matches!(name, Name::Place(_));
                    let stays = sentence.part == Part::Dateline
                        || places::position(sentence, &phrase, self) != Position::Other;
                    if place && stays {
                        return None;
                    }
                    self.organisation(draft, phrase.seat.as_slice());
                    draft.mention.value.metonym = true;
                }
                Name::State(state) | Name::Capital(state) if phrase.role.is_none() => {
                    self.state(draft, *state, true);
                    draft.mention.value.metonym = matches!(name, Name::Capital(_));
                }
                Name::Demonym(state) if phrase.role.is_none() => self.people(draft, *state),
                Name::Organisation(rows) => self.organisation(draft, rows),
                Name::Contested(rows) => self.contested(draft, sentence, rows),
                Name::Place(_) if phrase.role.is_none() => return None,
                Name::Person(people) => self.person(draft, people, None),
                Name::Surname(people) => {
                    let surname = folded(sentence.words.get(words.start)?.form.as_str());
                    match self.strangers.get(&surname) {
                        Some((full, gender)) if !people.iter().any(|p| self.named.contains(p)) => {
                            self.stranger(draft, full.clone(), gender.clone());
                        }
                        _ => self.person(draft, people, Some(sentence.words[words.start].form.to_string())),
                    }
                }
                Name::Unknown { person, gender, noun } => {
                    self.unknown(draft, sentence, words.clone(), *person, gender.clone());
                    self.begun_by(draft, *noun);
                    self.name_country(draft, owner.as_ref());
                }
                _ => {}
            }
        }
        self.national(draft, sentence);
        self.named_holder(draft, sentence);
        if let Some(gender) = self.titled(&phrase) {
            draft.gender = Some(gender.clone());
        }
        if phrase.name.is_none() && phrase.role.is_none() {
            return None;
        }
        self.outer_rules(draft, &phrase);
        let value = &mut draft.mention.value;
        value.count = match (phrase.count, draft.plural) {
            (Some(count), _) if phrase.wrapper.is_some() => count,
            (Some(count), _) if count != Count::One || !draft.plural => count,
            (_, true) => Count::Several,
            _ if value.count == Count::Unknown => Count::One,
            _ => value.count,
        };
        draft.plural = value.count != Count::One;
        Some(())
    }

    /// The rules of what stands around the core of a phrase.
    fn outer_rules(&self, draft: &mut Draft, phrase: &Phrase) {
        let lexicon = self.base.lexicon;
        let wrapper = phrase.wrapper.and_then(|row| lexicon.wrappers.get(row as usize)).map(|row| &row.rule);
        let titles =
            phrase.titles.iter().filter_map(|&row| lexicon.titles.get(row as usize)).map(|row| &row.rule);
        draft.mention.because.extend(wrapper.into_iter().chain(titles).cloned());
    }

    /// A name's actor, out of any phrase.
    fn by_name(&self, name: &Name) -> Actor {
        let mut draft = Draft::blank();
        match name {
            Name::State(state) | Name::Capital(state) | Name::Demonym(state) => {
                self.state(&mut draft, *state, true)
            }
            Name::Organisation(rows) => self.organisation(&mut draft, rows),
            Name::Place(places) => draft.mention.value.country = self.place_country(places),
            Name::Person(people) | Name::Surname(people) => self.person(&mut draft, people, None),
            _ => {}
        }
        draft.mention.value
    }

    /// The country of a place, if all its bearers lie in one. Rows made by hand go before cities.
    pub fn place_country(&self, sites: &[Site]) -> Option<SmolStr> {
        let spots: Vec<Spot<'_>> = sites.iter().filter_map(|&site| Spot::new(site, self.base)).collect();
        let by_hand = spots.iter().any(|spot| spot.by_hand());
        let mut countries = spots.iter().filter(|spot| spot.by_hand() || !by_hand).map(|spot| spot.country);
        let first = countries.next()?;
        countries.all(|country| country == first).then_some(first).flatten().map(SmolStr::from)
    }

    /// The rule of a state: the trace of a country that something else brought.
    pub fn state_rule(&self, country: &SmolStr) -> Option<SmolStr> {
        let row = self.base.names.states.get(country)?;
        self.base.world.states.get(*row as usize).map(|state| state.rule.clone())
    }

    pub(super) fn state(&self, draft: &mut Draft, row: u32, whole: bool) {
        let Some(state) = self.base.world.states.get(row as usize) else { return };
        let name = state.display_name();
        let value = &mut draft.mention.value;
        value.country = Some(state.id.clone());
        value.id = Some(format!("state/{}", state.id).into());
        value.name = name.cloned();
        value.kind = Kind::Government;
        value.count = Count::One;
        draft.plural = false;
        if whole {
            value.sectors = vec!["GOV".into()];
        }
        draft.mention.because.push(state.rule.clone());
    }

    /// A people: all of it stands for its state, some of it for themselves.
    fn people(&self, draft: &mut Draft, row: u32) {
        self.state(draft, row, false);
        let value = &mut draft.mention.value;
        value.kind = Kind::Crowd;
        let some = draft.phrase.count.is_some() || !draft.plural || draft.phrase.wrapper.is_some();
        if some {
            value.id = None;
            value.name = None;
            value.sectors = vec!["CVL".into()];
        }
        draft.person = true;
    }

    /// A known person; a surname alone that fits nobody stays a name.
    fn person(&self, draft: &mut Draft, people: &[u32], surname: Option<String>) {
        draft.person = true;
        draft.bare = false;
        draft.mention.value.kind = Kind::Person;
        let chosen = self.choose(draft, people, surname.is_some());
        let Some(row) = chosen.and_then(|person| self.base.world.people.get(person as usize)) else {
            draft.mention.value.name = surname;
            return;
        };
        self.fill_person(draft, row);
        draft.gender = row.gender.clone().or(draft.gender.take());
    }

    /// The gender that a title gives: `Mrs.`
    fn titled(&self, phrase: &Phrase) -> Option<&SmolStr> {
        phrase.titles.iter().find_map(|&row| self.base.lexicon.titles.get(row as usize)?.gender.as_ref())
    }

    /// Among people of one name: the one named in full, the one whom the title fits, the one in office.
    fn choose(&self, draft: &Draft, people: &[u32], surname: bool) -> Option<u32> {
        let gender = self.titled(&draft.phrase);
        let fits = |&person: &u32| {
            let row = self.base.world.people.get(person as usize);
            row.is_some_and(|row| gender.is_none() || row.gender.is_none() || row.gender.as_ref() == gender)
        };
        let people: Vec<u32> = people.iter().copied().filter(fits).collect();
        let people = people.as_slice();
        if let [only] = people {
            let country = draft.mention.value.country.as_ref();
            let row = self.base.world.people.get(*only as usize)?;
            let fits = country.map(|country| self.countries(row).contains(country));
            let known =
                || self.named.contains(only) || draft.phrase.role.is_some() || self.goes_by_surname(row);
            return (!surname || fits.unwrap_or_else(known)).then_some(*only);
        }
        let rows = people.iter().filter_map(|&p| Some((p, self.base.world.people.get(p as usize)?)));
        let offices = draft.phrase.role.as_ref().map_or(&[][..], |role| &role.offices);
        let country = draft.mention.value.country.as_ref();
        let mut scored: Vec<(u32, u32)> = rows
            .map(|(p, row)| {
                let titled = row.roles.iter().any(|role| {
                    self.base.names.offices.get(&role.office).is_some_and(|office| offices.contains(office))
                });
                let current = row.roles.iter().any(|role| self.holds(role));
                let score = 8 * u32::from(self.named.contains(&p))
                    + 4 * u32::from(country.is_some_and(|country| self.countries(row).contains(country)))
                    + 2 * u32::from(titled)
                    + u32::from(current);
                (score, p)
            })
            .collect();
        scored.sort_by_key(|&(score, p)| (std::cmp::Reverse(score), p));
        match scored.as_slice() {
            [(first, person), (second, _), ..] => {
                (first > second || !surname && *first > 0).then_some(*person)
            }
            [(_, person)] => Some(*person),
            [] => None,
        }
    }

    /// Whether dispatches of this day call somebody by the surname alone: who governed or governs, and who is, was not long
    /// ago or is about to be in another office. A minister of long ago is named in full.
    fn goes_by_surname(&self, person: &Person) -> bool {
        let led =
            |role: &Held| self.office_row(role).is_some_and(|row| row.rank == "head" && row.sector == "GOV");
        let near =
            self.date.map(|day| (day.saturating_sub(REMEMBERED.years()), day.saturating_add(1.year())));
        let recent = |role: &Held| {
            near.is_none_or(|(before, after)| {
                role.from.is_none_or(|from| from <= after) && role.to.is_none_or(|to| to >= before)
            })
        };
        person.roles.is_empty() || person.roles.iter().any(|role| led(role) || recent(role))
    }

    /// The office that a role is held in.
    fn office_row(&self, role: &Held) -> Option<&'a Office> {
        let row = self.base.names.offices.get(&role.office)?;
        self.base.world.offices.get(*row as usize)
    }

    fn countries(&self, person: &Person) -> Vec<SmolStr> {
        let mut countries: Vec<SmolStr> = person.country.iter().cloned().collect();
        for role in &person.roles {
            if self.base.names.states.contains_key(&role.of) {
                countries.push(role.of.clone());
            } else if let Some(row) = self.organisation_row(&role.of) {
                countries.extend(row.country.clone());
            }
        }
        countries
    }

    fn organisation_row(&self, id: &SmolStr) -> Option<&Organisation> {
        self.base.names.organisations.get(id).and_then(|&row| self.base.world.organisations.get(row as usize))
    }

    fn holds(&self, role: &Held) -> bool {
        self.date.is_some() && role.validity().holds(self.date)
    }

    /// Identity, country, and the role held on the dispatch's date.
    fn fill_person(&self, draft: &mut Draft, person: &Person) {
        let value = &mut draft.mention.value;
        value.id = Some(person.id.clone());
        value.name = Some(person.name.clone());
        draft.mention.because.push(person.id.clone());
        let stated = draft.phrase.role.as_ref().map_or(&[][..], |role| &role.offices);
        let office = |role: &Held| self.base.names.offices.get(&role.office).copied();
        let rank = |role: &Held| {
            self.office_row(role).map_or(9, |row| match row.rank.as_str() {
                "head" => 0,
                "senior" => 1,
                _ => 2,
            })
        };
        let mut current: Vec<&Held> = person.roles.iter().filter(|role| self.holds(role)).collect();
        current.sort_by_key(|role| (!office(role).is_some_and(|row| stated.contains(&row)), rank(role)));
        let past = || {
            let mut past: Vec<&Held> = person
                .roles
                .iter()
                .filter(|role| {
                    self.date.is_some()
                        && !self.holds(role)
                        && role.from.is_none_or(|from| self.date.is_some_and(|date| from <= date))
                })
                .collect();
            past.sort_by_key(|role| (std::cmp::Reverse(role.to), rank(role)));
            past.first().copied()
        };
        if let Some(role) = current.first() {
            self.fill_role(value, role, person);
        } else if let Some(role) = past() {
            self.fill_role(value, role, person);
            // Who governed Hong Kong is British all the same.
            let countries = || self.countries(person).first().cloned();
            value.country = person.country.clone().or(value.country.take()).or_else(countries);
            value.role = Some(format!("former {}", role.office).into());
            value.sectors = vec!["ELI".into()];
            value.rank = None;
        } else {
            // Without a date no role is filled in; the country is the person's in any case.
            let countries = self.countries(person);
            value.country =
                person.country.clone().or_else(|| countries.first().cloned()).or(value.country.take());
            if let Some(role) =
                person.roles.iter().find(|role| office(role).is_some_and(|row| stated.contains(&row)))
            {
                self.fill_role(value, role, person);
            }
        }
    }

    fn fill_role(&self, value: &mut Actor, role: &Held, person: &Person) {
        value.role = Some(role.office.clone());
        if let Some(office) = self.office_row(role) {
            value.rank = Some(office.rank.clone());
            value.sectors = vec![office.sector.clone()];
        }
        if self.base.names.states.contains_key(&role.of) {
            value.country = Some(role.of.clone());
        } else if let Some(row) = self.organisation_row(&role.of) {
            // `l'ambassadeur américain à l'ONU`
            value.country = row.country.clone().or(value.country.take());
            if !matches!(row.kind.as_str(), "institution" | "seat" | "court") {
                value.sectors = sectors(row);
            }
        } else {
            value.country = person.country.clone();
        }
    }

    fn stranger(&self, draft: &mut Draft, full: String, gender: Option<SmolStr>) {
        draft.mention.value.name = Some(full);
        draft.mention.value.kind = Kind::Person;
        draft.gender = gender.or(draft.gender.take());
        draft.person = true;
        draft.bare = false;
    }

    fn unknown(
        &self,
        draft: &mut Draft,
        sentence: &Sentence,
        words: std::ops::Range<usize>,
        person: bool,
        gender: Option<SmolStr>,
    ) {
        let all: Vec<usize> = words.clone().collect();
        let name = sentence.span_of(&all).of(self.text).to_string();
        if !person
            && words.len() == 1
            && let Some((full, gender)) =
                sentence.words.get(words.start).and_then(|word| self.strangers.get(&folded(&word.form)))
        {
            return self.stranger(draft, full.clone(), gender.clone());
        }
        let role = draft.phrase.role.is_some() || !draft.phrase.titles.is_empty();
        let institution = draft.phrase.role.is_some() && !draft.person;
        draft.mention.value.name = Some(name);
        draft.bare = false;
        if !institution && (person || role) {
            draft.mention.value.kind = Kind::Person;
            draft.gender = gender.or(draft.gender.take());
            draft.person = true;
        } else if !role {
            draft.mention.value.kind = Kind::Organisation;
        }
        draft.mention.value.count = Count::One;
    }
}

impl Draft {
    fn blank() -> Draft {
        let mention = Mention {
            sentence: 0,
            span: crate::text::Span::default(),
            words: 0..0,
            head: 0,
            value: Actor::default(),
            because: Vec::new(),
        };
        Draft {
            mention,
            phrase: Phrase::blank(),
            gender: None,
            plural: false,
            person: false,
            of_state: false,
            organ: false,
            refers: None,
            only_back: false,
            bare: false,
        }
    }
}

fn gender(features: Features) -> Option<SmolStr> {
    if features.has(Features::GENDER_FEM) {
        Some("f".into())
    } else if features.has(Features::GENDER_MASC) {
        Some("m".into())
    } else {
        None
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "person" => Kind::Person,
        "office" => Kind::Office,
        "government" => Kind::Government,
        "organisation" => Kind::Organisation,
        "armed_group" => Kind::ArmedGroup,
        "media" => Kind::Media,
        "document" => Kind::Document,
        "poll" => Kind::Poll,
        "crowd" => Kind::Crowd,
        "witness" => Kind::Witness,
        _ => Kind::Unnamed,
    }
}
