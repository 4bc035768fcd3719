//! Role nouns: what they say of an actor, and whose it is.

use depeche_knowledge::lexicon::{Agent, Modifier};
use smol_str::SmolStr;

use super::{Context, Draft};
use crate::resolve::actors::{Actor, Kind};
use crate::resolve::atoms::Name;
use crate::resolve::index::folded;
use crate::resolve::phrases::Role;
use crate::text::{Sentence, Word};

impl Context<'_> {
    pub(super) fn role(&self, draft: &mut Draft, role: &Role, owner: Option<&(Actor, Option<Name>)>) {
        let agents: Vec<&Agent> =
            role.agents.iter().filter_map(|&row| self.base.lexicon.agents.get(row as usize)).collect();
        let last = agents.last();
        // `les pays`: one form for both, and the tree says which.
        let alike = |agent: &&Agent| {
            agent.plural.is_empty() || agent.plural.iter().any(|form| agent.singular.contains(form))
        };
        draft.plural = role.plural || draft.plural && last.is_none_or(alike);
        let value = &mut draft.mention.value;
        if let Some(agent) = last {
            value.kind = super::kind(&agent.kind);
            value.rank = agent.rank.clone();
            value.role = agent.rule.rsplit('/').next().map(SmolStr::from);
            draft.refers = agent.refers.clone();
            draft.only_back = agent.only_back;
            draft.organ = agents.iter().any(|agent| agent.organ);
            let complement = draft.phrase.complement && draft.organ;
            draft.of_state = complement || agents.iter().any(|agent| agent.of_state);
            draft.person = matches!(agent.kind.as_str(), "office" | "person" | "unnamed" | "witness")
                || agent.refers.as_deref() == Some("person");
            if let Some(word) = agent.count.as_deref() {
                value.count = crate::resolve::phrases::count(word);
            }
        }
        value.sectors = agents
            .iter()
            .map(|agent| &agent.sectors)
            .find(|sectors| !sectors.is_empty())
            .cloned()
            .unwrap_or_default();
        draft.mention.because.extend(agents.iter().map(|agent| agent.rule.clone()));
        draft.bare = true;
        self.role_country(draft, owner);
        self.modifiers(draft);
        self.office(draft, role, owner);
        self.members(draft, owner);
        // `Greenland's Demokraatit party`
        let compound = draft.phrase.compound.clone().map(|name| (self.by_name(&name), Some(name)));
        self.members(draft, compound.as_ref());
    }

    /// A body that calls itself a nation's is of a state: `la Commission *nationale* de l'eau`.
    pub(super) fn national(&self, draft: &mut Draft, sentence: &Sentence) {
        let value = &draft.mention.value;
        let body = matches!(value.kind, Kind::Organisation | Kind::Government) && !draft.person;
        let noun = match &draft.phrase.name {
            Some((name, _)) => matches!(name, Name::Unknown { noun: Some(_), .. }),
            None => draft.phrase.role.is_some(),
        };
        let named = |word: &Word| self.base.lists().national.contains(&folded(&word.form));
        let words = sentence.words.get(draft.mention.words.clone());
        if body
            && noun
            && value.id.is_none()
            && value.country.is_none()
            && words.is_some_and(|it| it.iter().any(named))
        {
            draft.of_state = true;
            draft.organ = true;
        }
    }

    /// The state that a role belongs to: by adjective, by compound, by whose it is.
    pub(super) fn role_country(&self, draft: &mut Draft, owner: Option<&(Actor, Option<Name>)>) {
        let mut states: Vec<u32> = draft.phrase.states.iter().map(|&(state, _)| state).collect();
        states.dedup();
        let value = &mut draft.mention.value;
        if let [state] = states.as_slice()
            && let Some(state) = self.base.world.states.get(*state as usize)
        {
            value.country = Some(state.id.clone());
            draft.mention.because.push(state.rule.clone());
        } else if states.is_empty()
            && let Some((owner, name)) = owner
        {
            value.country = owner.country.clone().or_else(|| match name {
                Some(Name::Place(places)) => self.place_country(places),
                _ => None,
            });
            if value.sectors.is_empty() {
                value.sectors = owner.sectors.clone();
            }
            let rule = value.country.as_ref().and_then(|country| self.state_rule(country));
            draft.mention.because.extend(rule);
        }
        if draft.mention.value.country.is_some() {
            draft.of_state = false;
        }
    }

    fn modifiers(&self, draft: &mut Draft) {
        let value = &mut draft.mention.value;
        for row in
            draft.phrase.modifiers.iter().filter_map(|&row| self.base.lexicon.modifiers.get(row as usize))
        {
            draft.mention.because.push(row.rule.clone());
            if let Some(rank) = &row.rank
                && value.rank.as_deref().is_none_or(|rank| matches!(rank, "ordinary" | "expert"))
            {
                value.rank = Some(rank.clone());
            }
            let replace = value.sectors.is_empty()
                || value.sectors == ["GOV"]
                || row.sectors.iter().any(|sector| matches!(sector.as_str(), "REB" | "OPP"));
            if !row.sectors.is_empty() && replace {
                value.sectors.clone_from(&row.sectors);
                if value.kind == Kind::Organisation && row.sectors.iter().any(|sector| sector == "REB") {
                    value.kind = Kind::ArmedGroup;
                    draft.of_state = false;
                }
            }
        }
    }

    pub(super) fn modified(&self, draft: &Draft, by: fn(&Modifier) -> bool) -> bool {
        draft.phrase.modifiers.iter().filter_map(|&row| self.base.lexicon.modifiers.get(row as usize)).any(by)
    }
}
