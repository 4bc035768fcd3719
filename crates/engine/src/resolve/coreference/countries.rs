//! Roles whose state only the context says: `l'armée`, `the justice minister`.

use smol_str::SmolStr;

use super::Linker;
use crate::resolve::actors::{Count, Kind};
use crate::resolve::atoms::{self, Name};
use crate::resolve::identity::groups::is_domestic;
use crate::resolve::identity::{Context, Draft};
use crate::resolve::index::folded;
use crate::resolve::phrases::{Core, Role};
use crate::resolve::places::Place;
use crate::text::{Mention, Sentence};
use crate::ud::Upos;

/// How much a naming counts by how far it stands from the role: before it in the sentence, after it there, one and two
/// sentences before, earlier, later.
const BEFORE: u32 = 8;
const AFTER: u32 = 2;
const ONE_BACK: u32 = 6;
const TWO_BACK: u32 = 4;
const EARLIER: u32 = 2;
const LATER: u32 = 1;

/// The most that a country counts for all its namings at one of these distances, nearest first, for leading, and in a
/// sentence by whom an organ is dealt with there.
const MOST: [u32; 8] = [64, 6, 18, 12, 12, 2, LEAD, 64 / OPPOSED];
const LEADING: usize = 6;
const DEALING: usize = 7;

/// What the place of the dispatch counts, the one country that a sentence names before the role, and who acts in the
/// first sentence.
const DATELINE: u32 = 8;
const ALONE: u32 = 24;
const LEAD: u32 = 4;

/// What somebody counts besides for a role in a relative clause on him.
const RELATIVE: u32 = 12;

/// What a country counts in a sentence by whom another's organ is dealt with there: this part of it.
const OPPOSED: u32 = 4;

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
    /// A place at the head of its sentence: `À Manille, …`.
    fronted: bool,
    /// It says where something is.
    place: bool,
    /// Some of its people: they may be anywhere.
    some: bool,
    /// The first word of a place, and whether it is its country's capital.
    start: usize,
    capital: bool,
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
                fronted: false,
                place: places.iter().any(|it| (it.sentence, it.head) == (mention.sentence, mention.head)),
                some: some(draft),
                start: mention.words.start,
                capital: false,
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
                fronted: fronted(place, &sentences[place.sentence]),
                place: true,
                some: false,
                start: place.words.start,
            })
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

/// Whether a place stands before everything else in its sentence, with a comma.
fn fronted(place: &Mention<Place>, sentence: &Sentence) -> bool {
    let comma = sentence.words.get(place.words.end).is_some_and(|word| word.form == ",");
    let led =
        sentence.words[..place.words.start].iter().all(|word| matches!(word.upos, Upos::Adp | Upos::Det));
    comma && led
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
        let office = draft.phrase.role.as_ref().is_some_and(|role| self.is_of_states(role));
        // `À Tunis, un tribunal` is Tunisian all the same.
        let placed = draft.of_state && self.named_alone(i).is_some_and(|(_, placed)| placed);
        let some = draft.phrase.count == Some(Count::One) && !placed
            || draft.plural && (office || draft.person && !draft.phrase.definite);
        if !draft.of_state && !office || some {
            return;
        }
        if self.is_named_otherwise(i) {
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
        let organ = draft.of_state && matches!(phrase.name, Some((Name::Unknown { noun: Some(_), .. }, _)));
        let stranger = (value.kind == Kind::Person || organ) && value.id.is_none() && value.country.is_none();
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

    /// A name that several organisations have, or others than are known: the country around it says which, and which
    /// not. Whether it is such a name.
    pub(super) fn namesake(&mut self, i: usize) -> bool {
        let draft = &self.drafts[i];
        let (rows, contested) = match &draft.phrase.name {
            Some((Name::Organisation(rows), _)) => (rows, false),
            Some((Name::Contested(rows), _)) => (rows, true),
            _ => return false,
        };
        let value = &draft.mention.value;
        if value.id.is_some() || draft.phrase.role.is_some() || value.country.is_some() {
            return false;
        }
        let rows = self.context.organisations(rows);
        let country = self.likely_country(i);
        let own = rows.iter().find(|row| country.is_some() && row.country == country);
        let any =
            || rows.iter().find(|row| row.country.is_none() && (country.is_none() || !is_domestic(row)));
        let domestic = rows.iter().any(|row| is_domestic(row));
        let mut draft = draft.clone();
        if let Some(row) = own.or_else(any).filter(|_| !contested || own.is_some()) {
            self.context.fill_organisation(&mut draft, row);
        } else if let Some(country) = country.filter(|_| domestic) {
            draft.mention.because.extend(self.context.state_rule(&country));
            draft.mention.value.country = Some(country);
        }
        self.drafts[i] = draft;
        true
    }

    /// The country that counts most around a mention, if it counts clearly more than the next.
    fn likely_country(&self, i: usize) -> Option<SmolStr> {
        let mut scores: Vec<(u32, &SmolStr)> = Vec::new();
        // Armies strike abroad: a place says nothing of whose they are.
        let is = |wanted: &str| self.drafts[i].mention.value.sectors.iter().any(|sector| sector == wanted);
        let fights = is("MIL") && !is("GOV");
        if let Some(country) = self.seated(i, fights) {
            return Some(country.clone());
        }
        match self.named_alone(i) {
            Some((country, true)) if !fights => return Some(country.clone()),
            Some((country, _)) => add(&mut scores, country, ALONE),
            None => {}
        }
        if let Some(country) = &self.dateline {
            add(&mut scores, country, DATELINE);
        }
        for (sums, country) in self.namings(i, fights) {
            add(&mut scores, country, sums.iter().zip(MOST).map(|(&sum, most)| sum.min(most)).sum());
        }
        scores.retain(|&(score, country)| score > 0 && self.may_hold(i, country));
        if scores.iter().any(|(_, country)| self.has_head(i, country)) {
            scores.retain(|(_, country)| self.has_head(i, country));
        }
        scores.sort_by_key(|&(score, country)| (std::cmp::Reverse(score), country));
        match scores[..] {
            [(first, country), (second, _), ..] => (2 * first >= AHEAD * second).then(|| country.clone()),
            [(_, country)] => Some(country.clone()),
            [] => None,
        }
    }

    /// What each country counts for a mention by its namings, at each distance.
    fn namings(&self, i: usize, fights: bool) -> Vec<([u32; MOST.len()], &SmolStr)> {
        let sentence = self.drafts[i].mention.sentence;
        let others = self.others(i);
        let mut sums: Vec<([u32; MOST.len()], &SmolStr)> = Vec::new();
        for named in &self.countries.named {
            let opposed = |j: usize| j == i || self.is_whole_state(j) && self.is_clause_mate(i, j);
            let apart = named.place && self.nested(i, named, false);
            // An army in its capital speaks; elsewhere it may be another's.
            let foreign = fights && !(named.fronted && named.capital);
            if apart || named.draft.map_or(foreign, opposed) {
                continue;
            }
            let at = sums.iter().position(|(_, country)| *country == &named.country).unwrap_or_else(|| {
                sums.push(([0; MOST.len()], &named.country));
                sums.len() - 1
            });
            let here = named.sentence == sentence && others.contains(&&named.country);
            let (distance, mut count) = self.counts(i, named);
            if named.draft.is_some_and(|j| self.is_of_relative(i, j)) {
                count += RELATIVE;
            }
            if here {
                sums[at].0[DEALING] += count / OPPOSED;
            } else {
                sums[at].0[distance] += count;
            }
            if named.sentence == 0 && sentence > 0 && named.draft.is_some() {
                sums[at].0[LEADING] = LEAD;
            }
        }
        sums
    }

    /// The country of the place right behind a role, or of where police and courts do what they do: `l'état-major *à
    /// Riga*`, `police arrested him *in Riga*`. Armies are found in other towns than their capital too.
    fn seated(&self, i: usize, fights: bool) -> Option<&SmolStr> {
        let own = &self.drafts[i].mention;
        let sentence = &self.sentences[own.sentence];
        let words = &sentence.words;
        let mut places =
            self.countries.named.iter().filter(|it| it.draft.is_none() && it.sentence == own.sentence);
        let behind = |named: &&Named| {
            let Some(above) = words[named.word].head else { return false };
            // `a annoncé l'état-major`: without another subject, what stands behind the verb is its own.
            let inverted = sentence.first(above, "nsubj").is_none() && above < own.head;
            let subject =
                (words[own.head].relation.is("nsubj") || inverted) && words[own.head].head == Some(above);
            let near = named.start == own.words.end + 1 && (named.capital || !fights);
            near && (own.words.contains(&above) || subject)
        };
        if let Some(named) = places.clone().find(behind) {
            return Some(&named.country);
        }
        let home = |sector: &SmolStr| matches!(sector.as_str(), "COP" | "JUD");
        let verb = words[own.head].head.filter(|_| own.value.sectors.iter().any(home))?;
        let acts = words[own.head].relation.is("nsubj") || sentence.first(verb, "nsubj").is_none();
        let locative = &self.context.base.lists().locative;
        let within = |named: &&Named| {
            let above = std::iter::successors(Some(named.word), |&at| words[at].head).take(4);
            let to = above.clone().take_while(|&at| at != verb).map(|at| words[at].relation.base());
            let marker = named.start.checked_sub(1).and_then(|at| words.get(at));
            let located = marker.is_some_and(|word| locative.contains(&folded(&word.form)));
            let nominal = to
                .clone()
                .all(|it| matches!(it, "obl" | "nmod" | "compound" | "flat") || located && it == "obj");
            above.clone().any(|at| at == verb) && nominal && acts
        };
        let first = places.clone().find(within)?;
        places.all(|named| !within(&named) || named.country == first.country).then_some(&first.country)
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

    /// The countries of those who deal with a role in its clause.
    fn others(&self, i: usize) -> Vec<&SmolStr> {
        self.countries.named.iter().filter(|it| self.deals_with(it, i)).map(|it| &it.country).collect()
    }

    /// Whether somebody whose country is said does something to a role, or has it done: the role is mostly another's.
    fn deals_with(&self, named: &Named, i: usize) -> bool {
        let other = |j: usize| j != i && self.is_clause_mate(i, j) && !self.is_domestic(j);
        !named.place && named.draft.is_some_and(other)
    }

    /// Whether a place in a role's sentence says where another thing is: `l'opposant, exilé *en Belgique*,`; with
    /// `far`, also `les frappes *sur Rafah*` and what stands behind the verb of a clause before.
    fn nested(&self, i: usize, place: &Named, far: bool) -> bool {
        let own = &self.drafts[i].mention;
        if place.sentence != own.sentence || place.fronted {
            return false;
        }
        let words = &self.sentences[own.sentence].words;
        let above = |word: usize| std::iter::successors(Some(word), |&at| words[at].head).take(12);
        let inner = |from: usize, to: usize| {
            above(from)
                .take_while(move |&at| !above(to).any(|word| word == at))
                .map(|at| words[at].relation.base())
        };
        let own_noun = words[place.word].head.is_some_and(|head| own.words.contains(&head));
        let behind = above(place.word).any(|at| at < place.word && above(own.head).any(|word| word == at));
        let elsewhere = |relation| matches!(relation, "acl" | "amod" | "appos") || far && relation == "nmod";
        let clause = |relation| matches!(relation, "conj" | "parataxis" | "ccomp");
        !own_noun
            && (inner(place.word, own.head).any(elsewhere)
                || far && behind && inner(own.head, place.word).any(clause))
    }

    /// Whether a role stands in a relative clause on a mention: `Hun Sen, qui préside *le Sénat*`.
    fn is_of_relative(&self, i: usize, j: usize) -> bool {
        let (own, noun) = (&self.drafts[i].mention, &self.drafts[j].mention);
        let words = &self.sentences[own.sentence].words;
        let mut above = std::iter::successors(Some(own.head), |&at| words[at].head).take(8);
        let clause = above.find(|&at| words[at].relation.is("acl"));
        noun.sentence == own.sentence
            && clause.and_then(|at| words[at].head).is_some_and(|head| noun.words.contains(&head))
    }

    /// The one country that its sentence names before a role, and whether a place says so: `À Manille, le Sénat`. Who
    /// does something to the role, or has it done, is another's, unless it is a party or an armed group.
    fn named_alone(&self, i: usize) -> Option<(&SmolStr, bool)> {
        let own = &self.drafts[i].mention;
        let others = self.others(i);
        let mut named = self.countries.named.iter().filter(|named| {
            let here = named.sentence == own.sentence && named.word < own.head;
            let other =
                named.draft == Some(i) || named.some || !named.fronted && others.contains(&&named.country);
            here && !other && !(named.place && self.nested(i, named, true))
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

    /// Whether a country may have whom the role says: no `présidente` where a man presides.
    fn may_hold(&self, i: usize, country: &SmolStr) -> bool {
        let draft = &self.drafts[i];
        draft.phrase.name.is_some()
            || self
                .context
                .in_office(draft, country)
                .is_none_or(|(_, person)| self.context.agrees(draft, person))
    }

    /// Whether a country has whom an organ needs at its head: most have no junta.
    fn has_head(&self, i: usize, country: &SmolStr) -> bool {
        let base = &self.context.base;
        let agents = self.drafts[i].phrase.role.iter().flat_map(|role| &role.agents);
        let mut heads = agents.filter_map(|&row| base.lexicon.agents.get(row as usize)?.headed.as_ref());
        let held = |office: &SmolStr| {
            base.names.offices.get(office).is_some_and(|&row| self.context.is_held(row, country))
        };
        heads.any(held)
    }

    /// Whether a mention is a party or an armed group, which mostly deal with their own state.
    fn is_domestic(&self, j: usize) -> bool {
        let value = &self.drafts[j].mention.value;
        value.kind == Kind::ArmedGroup || value.sectors.iter().any(|sector| sector == "PTY")
    }

    /// How much a naming counts for a role, and at which of the distances.
    fn counts(&self, i: usize, named: &Named) -> (usize, u32) {
        let own = &self.drafts[i].mention;
        let (distance, nearness) = match own.sentence.checked_sub(named.sentence) {
            Some(0) if named.word < own.head => (0, BEFORE),
            Some(0) => (1, AFTER),
            Some(1) => (2, ONE_BACK),
            Some(2) => (3, TWO_BACK),
            Some(_) => (4, EARLIER),
            None => (5, LATER),
        };
        // `À Manille, le Sénat`
        let here = named.draft.is_none() && distance == 0 && !self.nested(i, named, true);
        let front = if here && named.fronted { ALONE } else { 0 };
        (distance, nearness * if here { 2 } else { named.weight } + front)
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
