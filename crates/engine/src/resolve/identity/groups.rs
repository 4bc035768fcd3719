//! Organisations and armed groups: which of several of one name, and who fights for one.

use depeche_knowledge::world::Organisation;
use smol_str::SmolStr;

use super::{Context, Draft};
use crate::resolve::actors::{Actor, Count, Kind};
use crate::resolve::atoms::Name;
use crate::text::Sentence;

impl Context<'_> {
    pub(super) fn organisation(&self, draft: &mut Draft, rows: &[u32]) {
        let rows = self.organisations(rows);
        let said = draft.mention.value.country.clone().or_else(|| self.stated(draft));
        let Some(row) = self.bearer(&rows, said.as_ref()) else {
            // Nothing says which of several it is.
            draft.mention.because.extend(rows.iter().map(|row| row.id.clone()));
            if let Some(row) = rows.first().filter(|_| draft.phrase.role.is_none()) {
                draft.mention.value.kind = kind(&row.kind);
            }
            draft.mention.value.country = said;
            return;
        };
        self.fill_organisation(draft, row);
    }

    pub(in crate::resolve) fn organisations(&self, rows: &[u32]) -> Vec<&Organisation> {
        rows.iter().filter_map(|&row| self.base.world.organisations.get(row as usize)).collect()
    }

    pub(in crate::resolve) fn fill_organisation(&self, draft: &mut Draft, row: &Organisation) {
        let role = draft.phrase.role.is_some() && draft.mention.value.kind == Kind::Office;
        let value = &mut draft.mention.value;
        value.country = row.country.clone().or(value.country.take());
        draft.mention.because.push(row.id.clone());
        if role {
            return;
        }
        value.id = Some(row.id.clone());
        value.name = Some(row.name.clone());
        value.kind = kind(&row.kind);
        value.sectors = sectors(row);
        value.count = Count::One;
        draft.of_state = false;
        draft.bare = false;
    }

    /// The one country that an adjective on a name says: `le CNE *hondurien*`.
    fn stated(&self, draft: &Draft) -> Option<SmolStr> {
        let states = &draft.phrase.states;
        let first = states.first().filter(|first| states.iter().all(|state| state.0 == first.0))?;
        self.base.world.states.get(first.0 as usize).map(|state| state.id.clone())
    }

    /// A name of organisations which the dispatch hardly means: one like them, of a country that the context may say.
    pub(super) fn contested(&self, draft: &mut Draft, sentence: &Sentence, rows: &[u32]) {
        let said = self.stated(draft);
        let rows = self.organisations(rows);
        if let Some(row) = rows.iter().find(|row| said.is_some() && row.country == said) {
            return self.fill_organisation(draft, row);
        }
        draft.mention.because.extend(rows.iter().map(|row| row.id.clone()));
        let Some(row) = rows.first().filter(|_| draft.phrase.role.is_none()) else { return };
        let words = draft.phrase.name.iter().flat_map(|(_, words)| words.clone()).collect::<Vec<usize>>();
        let value = &mut draft.mention.value;
        value.name = Some(sentence.span_of(&words).of(self.text).to_string());
        value.kind = kind(&row.kind);
        value.sectors = sectors(row);
        value.count = Count::One;
        value.country = said;
        draft.bare = false;
    }

    /// A name that nothing knows is what the role noun at its head says: `*Cour* de justice du Sahel`.
    pub(super) fn begun_by(&self, draft: &mut Draft, noun: Option<u32>) {
        let Some(agent) = noun.and_then(|row| self.base.lexicon.agents.get(row as usize)) else { return };
        draft.mention.value.kind = super::kind(&agent.kind);
        draft.mention.value.sectors.clone_from(&agent.sectors);
        draft.of_state = agent.of_state;
        draft.mention.because.push(agent.rule.clone());
    }

    /// Which of the organisations of one name is meant: one that exists on the day, of the country said, else of the
    /// one that the dispatch speaks of, else, where it speaks of none, one of no country.
    fn bearer<'b>(&self, rows: &[&'b Organisation], said: Option<&SmolStr>) -> Option<&'b Organisation> {
        let held: Vec<&Organisation> =
            rows.iter().copied().filter(|row| row.validity.holds(self.date)).collect();
        let rows = if held.is_empty() { rows } else { &held };
        if let [only] = rows {
            let other = is_domestic(only) && said.is_some() && only.country.is_some();
            return (!other || only.country.as_ref() == said).then_some(only);
        }
        let weight = |row: &&Organisation| self.scene.country(row.country.as_ref(), self.base);
        let most = rows.iter().map(weight).max().filter(|&most| most > 0);
        let mut spoken = rows.iter().filter(|row| Some(weight(row)) == most);
        let spoken = spoken.next().filter(|_| spoken.next().is_none());
        let same = rows.iter().all(|row| row.country == rows[0].country);
        let open =
            |row: &&&Organisation| row.country.is_none() && (row.kind == "igo" || self.scene.is_empty());
        rows.iter()
            .find(|row| said.is_some() && row.country.as_ref() == said)
            .or(spoken)
            .or_else(|| rows.iter().find(|row| same || open(row)))
            .copied()
    }

    /// A name that nothing knows has the country that is said with it: `North Macedonia's VMRO`. What its owner is, it
    /// isn't.
    pub(super) fn name_country(&self, draft: &mut Draft, owner: Option<&(Actor, Option<Name>)>) {
        if draft.phrase.role.is_none() {
            let sectors = draft.mention.value.sectors.clone();
            self.role_country(draft, owner);
            draft.mention.value.sectors = sectors;
        }
    }

    /// The fighters of a group are the group: `les combattants du Hezbollah`, `Houthi rebels`; the peacekeepers of a
    /// mission are the mission, and the Pheu Thai party is Pheu Thai.
    pub(super) fn members(&self, draft: &mut Draft, owner: Option<&(Actor, Option<Name>)>) {
        let Some((group, Some(Name::Organisation(_)))) = owner else { return };
        let value = &mut draft.mention.value;
        let peace = |it: &Actor| it.sectors.iter().any(|sector| sector == "IGO");
        let fighters = value.kind == Kind::ArmedGroup && group.kind == Kind::ArmedGroup;
        let party = |it: &Actor| it.sectors.iter().any(|sector| sector == "PTY");
        let body = draft.phrase.compound.is_some() && draft.refers.as_deref() == Some("organisation");
        let opposed = value.sectors.iter().any(|sector| sector == "OPP");
        let itself = body && !draft.plural && (party(value) || opposed) && party(group);
        if (fighters || itself || peace(value) && peace(group) && !draft.person) && group.id.is_some() {
            value.id.clone_from(&group.id);
            value.name.clone_from(&group.name);
            draft.mention.because.extend(group.id.clone());
            draft.bare = false;
        }
    }
}

/// Whether an organisation is one of many of its kind, each in its own country.
pub(in crate::resolve) fn is_domestic(row: &Organisation) -> bool {
    matches!(row.kind.as_str(), "party" | "institution" | "court") || is_union(row)
}

/// Whether an organisation is a union of workers.
pub(in crate::resolve) fn is_union(row: &Organisation) -> bool {
    row.sectors.iter().any(|sector| sector == "LAB")
}

fn kind(word: &str) -> Kind {
    match word {
        "institution" | "seat" | "court" => Kind::Government,
        "armed_group" => Kind::ArmedGroup,
        "media" => Kind::Media,
        _ => Kind::Organisation,
    }
}

pub(in crate::resolve) fn sectors(row: &Organisation) -> Vec<SmolStr> {
    if !row.sectors.is_empty() {
        return row.sectors.clone();
    }
    let sector = match row.kind.as_str() {
        "igo" => "IGO",
        "institution" | "seat" => "GOV",
        "court" => "JUD",
        "armed_group" => "REB",
        "party" => "PTY",
        "media" => "MED",
        "ngo" => "NGO",
        "company" => "BUS",
        _ => return Vec::new(),
    };
    vec![sector.into()]
}
