//! Short descriptions of who was named before: `le ministre`, `the group`.

use super::{DESCRIPTION_REACH, Linker};
use crate::resolve::actors::Kind;
use crate::resolve::atoms::Name;
use crate::resolve::identity::Draft;
use crate::resolve::index::folded;

impl Linker<'_, '_> {
    /// A bare role that is definite may be one named before.
    pub(super) fn described(&self, i: usize) -> Option<usize> {
        let draft = &self.drafts[i];
        let refers = draft.refers.as_deref()?;
        if !draft.phrase.definite
            || draft.phrase.name.is_some()
            || draft.phrase.owner.is_some()
            || draft.phrase.complement
        {
            return None;
        }
        if refers == "armed_group" && draft.plural {
            return self.fighters(i);
        }
        let country = draft.mention.value.country.as_ref();
        let fits = |&j: &usize| {
            let it = &self.drafts[j];
            let organ = refers == "body" && it.mention.value.country.is_some();
            let named = it.mention.value.name.is_some() || it.mention.value.id.is_some() || organ;
            self.candidate(j)
                && named
                && it.plural == draft.plural
                && !(self.distance(i, j) == 0 && it.mention.words.end > draft.mention.words.start)
                && self.agrees_person(j, draft)
                && country.is_none_or(|country| it.mention.value.country.as_ref() == Some(country))
                && match refers {
                    "person" => it.person && self.same_role(draft, it),
                    "armed_group" => it.mention.value.kind == Kind::ArmedGroup,
                    "media" => {
                        it.mention.value.kind == Kind::Media
                            && (draft.phrase.modifiers.is_empty() || self.speaks_for_state(it))
                    }
                    "organisation" => self.is_organisation(it, draft),
                    "body" => {
                        (self.is_organisation(it, draft) || it.mention.value.kind == Kind::Government)
                            && self.is_called(it, draft)
                    }
                    _ => false,
                }
        };
        let last = (0..i).rev().take_while(|&j| self.distance(i, j) <= DESCRIPTION_REACH).find(fits)?;
        // `le JNIM, affilié à Al-Qaïda, …`: who is spoken of, not who is named beside.
        let mention = &self.drafts[last].mention;
        let words = &self.sentences[mention.sentence].words;
        let above = std::iter::successors(words[mention.head].head, |&at| words[at].head).take(6);
        let outer = above.filter_map(|word| self.at(mention.sentence, word)).filter(|j| *j < i && fits(j));
        Some(outer.last().unwrap_or(last))
    }

    fn is_organisation(&self, it: &Draft, draft: &Draft) -> bool {
        // No body of states is a movement or a party.
        let igo = |of: &Draft| of.mention.value.sectors.iter().any(|sector| sector == "IGO");
        matches!(it.mention.value.kind, Kind::Organisation | Kind::ArmedGroup)
            && is_company(it) == is_company(draft)
            && (!igo(it) || igo(draft) || draft.mention.value.sectors.is_empty())
    }

    /// Whether a noun is one of the words of an earlier mention: no alliance is `la commission`.
    fn is_called(&self, it: &Draft, draft: &Draft) -> bool {
        let words = |of: &Draft, at: usize| {
            self.sentences[of.mention.sentence].words.get(at).map(|word| folded(&word.form))
        };
        let noun = words(draft, draft.mention.head);
        it.mention.words.clone().any(|at| words(it, at) == noun)
    }

    /// `le secrétaire général` of the organisation that was named last. Whether somebody holds it.
    pub(super) fn igo_office(&mut self, i: usize) -> bool {
        let (context, draft) = (self.context, &self.drafts[i]);
        let world = context.base.world;
        let Some(role) = draft.phrase.role.as_ref().filter(|role| draft.phrase.definite && !role.plural)
        else {
            return false;
        };
        let igo =
            |row: &&u32| world.offices.get(**row as usize).is_some_and(|it| it.sector == "IGO" && it.unique);
        let offices: Vec<u32> = role.offices.iter().filter(igo).copied().collect();
        if offices.is_empty() {
            return false;
        }
        for j in (0..i).rev().take_while(|&j| self.distance(i, j) <= 2) {
            let other = &self.drafts[j];
            let compound = match &other.phrase.compound {
                Some(Name::Organisation(rows)) => {
                    context.organisations(rows).first().map(|row| row.id.clone())
                }
                _ => None,
            };
            for of in other.mention.value.id.iter().cloned().chain(compound) {
                let mut draft = self.drafts[i].clone();
                if offices.iter().any(|&office| context.hold(&mut draft, office, &of)) {
                    self.drafts[i] = draft;
                    return true;
                }
            }
        }
        false
    }

    /// `les rebelles`: the armed group that the dispatch speaks of, if it is one alone, or one more than all others.
    fn fighters(&self, i: usize) -> Option<usize> {
        let country = self.drafts[i].mention.value.country.as_ref();
        let group = |&j: &usize| {
            let value = &self.drafts[j].mention.value;
            self.candidate(j)
                && value.kind == Kind::ArmedGroup
                && value.id.is_some()
                && country.is_none_or(|country| value.country.as_ref() == Some(country))
        };
        let groups: Vec<usize> =
            (0..i).rev().take_while(|&j| self.distance(i, j) <= DESCRIPTION_REACH).filter(group).collect();
        let id = |j: usize| &self.drafts[j].mention.value.id;
        let near: Vec<usize> = groups.iter().copied().filter(|&j| self.distance(i, j) <= 1).collect();
        let often = |j: usize| groups.iter().filter(|&&k| id(k) == id(j)).count();
        [&near, &groups].into_iter().find_map(|some| {
            let most = some.iter().copied().max_by_key(|&j| (often(j), j))?;
            let others = some.iter().filter(|&&j| id(j) != id(most)).map(|&j| often(j)).max();
            others.is_none_or(|other| often(most) >= 2 * other).then_some(most)
        })
    }

    /// Whether a medium is a state's: no private agency is `la télévision publique`.
    fn speaks_for_state(&self, draft: &Draft) -> bool {
        let base = &self.context.base;
        let row = draft.mention.value.id.as_ref().and_then(|id| base.names.organisations.get(id));
        row.and_then(|&row| base.world.organisations.get(row as usize)).is_some_and(|row| row.state_voice)
    }

    fn agrees_person(&self, j: usize, draft: &Draft) -> bool {
        match (self.drafts[j].gender.as_deref(), draft.gender.as_deref()) {
            (Some(own), Some(wanted)) => own == wanted,
            _ => true,
        }
    }

    /// Whether a named person may be described by a role: same office, same noun, or an office whose title has it.
    fn same_role(&self, draft: &Draft, earlier: &Draft) -> bool {
        let Some(role) = &draft.phrase.role else { return false };
        let world = self.context.base.world;
        let office_id = earlier.mention.value.role.as_deref();
        let offices = role.offices.iter().filter_map(|&row| world.offices.get(row as usize));
        if offices.clone().any(|office| Some(office.id.as_str()) == office_id) {
            return true;
        }
        if let Some(other) = &earlier.phrase.role
            && role.agents.iter().any(|agent| other.agents.contains(agent))
        {
            return true;
        }
        let sentence = &self.sentences[draft.mention.sentence];
        let Some(held) = office_id.and_then(|id| world.offices.iter().find(|office| office.id == id)) else {
            return false;
        };
        // Nobody who speaks for the secretary-general is he.
        let ranked = !role.offices.is_empty() && draft.mention.value.rank.is_some();
        if ranked && draft.mention.value.rank.as_deref() != Some(held.rank.as_str()) {
            return false;
        }
        // `le ministre` is a part of a title, `chef de l'État` all of one.
        let said = sentence.span_of(&role.words.clone().collect::<Vec<usize>>()).of(self.context.text);
        let noun = folded(said);
        let parts =
            |title: &String| folded(title) == noun || title.split(' ').any(|part| folded(part) == noun);
        let titled = held.fr.iter().chain(&held.en).any(parts);
        // `la dirigeante` may hold any office that one leads by.
        let general =
            role.offices.iter().all(|&row| world.offices.get(row as usize).is_some_and(|it| !it.unique));
        let leader = draft.mention.value.rank.as_deref() == Some("head")
            && general
            && (draft.mention.value.sectors.is_empty() || !role.offices.is_empty());
        titled || leader && held.rank == "head"
    }
}

/// Whether business is all that an organisation does: no commission, party or bloc is one.
fn is_company(draft: &Draft) -> bool {
    draft.mention.value.sectors.iter().any(|sector| sector == "BUS")
}
