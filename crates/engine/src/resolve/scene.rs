//! What a dispatch is about, before its phrases are read: how often it names each state and organisation outright, and
//! whom in full. It settles names that several share: which Congo is meant, whose Moscow, whose Labour Party.

use depeche_knowledge::world::Organisation;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::atoms::Base;
use super::index::{Hit, Target, folded};
use super::{shared, spelled};
use crate::text::Sentence;

/// Counts of what is named without doubt.
pub(crate) struct Scene {
    date: Option<Date>,
    states: FxHashMap<u32, u32>,
    organisations: FxHashMap<u32, u32>,
    /// Known people named in full, by the last word of their name there.
    families: FxHashMap<SmolStr, u32>,
    /// Acronyms that it spells out itself.
    acronyms: FxHashSet<SmolStr>,
}

impl Scene {
    pub fn new(sentences: &[Sentence], hits: &[Vec<Hit>], base: Base<'_>, date: Option<Date>) -> Scene {
        let mut scene = Scene {
            date,
            states: FxHashMap::default(),
            organisations: FxHashMap::default(),
            families: FxHashMap::default(),
            acronyms: sentences.iter().flat_map(spelled::acronyms).collect(),
        };
        for (sentence, hits) in sentences.iter().zip(hits) {
            for hit in hits {
                scene.count(sentence, hit, base);
            }
        }
        scene
    }

    fn count(&mut self, sentence: &Sentence, hit: &Hit, base: Base<'_>) {
        let mut states: Vec<u32> = hit.targets.iter().filter_map(state).collect();
        states.dedup();
        let seat = hit.targets.iter().any(|target| matches!(target, Target::Seat(_)));
        if seat || states.len() > 1 && !self.one_on_the_day(&mut states, base) {
            return;
        }
        let rows = &base.names.states;
        let country = |id: Option<&SmolStr>| id.and_then(|id| rows.get(id)).copied();
        let sole = |of: fn(&Target) -> Option<u32>| {
            let mut found = hit.targets.iter().filter_map(of);
            found.next().filter(|_| found.next().is_none())
        };
        let named = if let Some(&state) = states.first() {
            Some(state)
        } else if let Some(row) = sole(|t| if let Target::Person(row) = t { Some(*row) } else { None }) {
            if hit.words.len() > 1
                && let Some(last) = sentence.words.get(hit.words.end - 1)
            {
                self.families.insert(folded(&last.form), row);
            }
            base.world.people.get(row as usize).and_then(|person| {
                let held = person.roles.iter().map(|role| &role.of).find(|of| rows.contains_key(*of));
                country(person.country.as_ref().or(held))
            })
        } else if let Some(row) = sole(|t| if let Target::Organisation(row) = t { Some(*row) } else { None })
        {
            *self.organisations.entry(row).or_default() += 1;
            let noun = hit.targets.iter().any(|target| matches!(target, Target::Agent { .. }));
            let speaks = |kind: &str| !noun && !matches!(kind, "media" | "ngo" | "company");
            let own = |row: &&Organisation| !shared::is_common(sentence, &hit.words, row, base);
            let row = base.world.organisations.get(row as usize).filter(|row| speaks(&row.kind)).filter(own);
            country(row.and_then(|row| row.country.as_ref()))
        } else {
            let row = sole(|t| if let Target::Place(row) = t { Some(*row) } else { None });
            country(row.and_then(|row| base.world.places.get(row as usize)?.country.as_ref()))
        };
        let inside =
            hit.inside.iter().filter_map(|states| if let [one] = states[..] { Some(one) } else { None });
        for state in named.into_iter().chain(inside) {
            *self.states.entry(state).or_default() += 1;
        }
    }

    /// Whether the day alone leaves one of several states.
    fn one_on_the_day(&self, states: &mut Vec<u32>, base: Base<'_>) -> bool {
        let best = states.iter().map(|&state| self.era(state, base)).max();
        states.retain(|&state| Some(self.era(state, base)) == best);
        states.len() == 1
    }

    /// How well a state fits the day: one that has ended since goes before the one that followed it.
    fn era(&self, state: u32, base: Base<'_>) -> u8 {
        let Some(validity) = base.world.states.get(state as usize).map(|row| row.validity) else { return 0 };
        match (self.date, validity.to) {
            (Some(_), _) if !validity.holds(self.date) => 0,
            (Some(_), Some(_)) => 2,
            (None, Some(_)) => 0,
            (_, None) => 1,
        }
    }

    fn weight(&self, state: u32) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Among states of one name: the one of the day, then the one that the dispatch speaks of, then the first.
    pub fn state(&self, rows: &[u32], base: Base<'_>) -> Option<u32> {
        match rows {
            [] => None,
            [only] => Some(*only),
            // The last of the greatest, so the first of them.
            _ => rows.iter().rev().copied().max_by_key(|&row| (self.era(row, base), self.weight(row))),
        }
    }

    /// How often the dispatch names a country outright.
    pub fn country(&self, country: Option<&SmolStr>, base: Base<'_>) -> u32 {
        country.and_then(|id| base.names.states.get(id)).map_or(0, |&row| self.weight(row))
    }

    /// Whether the dispatch names no state at all.
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Whether the dispatch names a country, or none.
    pub fn may_mean(&self, country: Option<&SmolStr>, base: Base<'_>) -> bool {
        self.is_empty() || country.is_none() || self.country(country, base) > 0
    }

    /// Whether the dispatch names a country at least half as often as any other, or none.
    pub fn mostly_means(&self, country: Option<&SmolStr>, base: Base<'_>) -> bool {
        let most = self.states.values().copied().max().unwrap_or(0);
        country.is_none() || 2 * self.country(country, base) >= most
    }

    /// Whether the dispatch names no state more often than this one.
    pub fn speaks_most_of(&self, state: u32) -> bool {
        let own = self.weight(state);
        self.states.values().all(|&count| count <= own)
    }

    /// Whether a city, of a state, stands for an organisation.
    pub fn seats(&self, organisation: u32, state: Option<u32>, base: Base<'_>) -> bool {
        let usual = base.world.organisations.get(organisation as usize).and_then(|row| row.city.as_ref());
        let own = self.organisations.get(&organisation).copied().unwrap_or(0);
        let other = state.map_or(0, |state| self.weight(state));
        if usual.is_some_and(|city| city.usual) { other <= own } else { own > 0 && other == 0 }
    }

    /// Whether a word is an acronym that the dispatch spells out.
    pub fn is_spelled_out(&self, form: &str) -> bool {
        self.acronyms.contains(form)
    }

    /// The known person whose family name a word is, once named in full.
    pub fn family(&self, form: &str) -> Option<u32> {
        if self.families.is_empty() { None } else { self.families.get(&folded(form)).copied() }
    }
}

fn state(target: &Target) -> Option<u32> {
    match target {
        Target::State(row) | Target::Demonym(row) | Target::Adjective(row) | Target::Capital(row) => {
            Some(*row)
        }
        _ => None,
    }
}
