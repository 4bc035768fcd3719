//! Words that go with some states or organisations alone: `the Senate`, `the Andean nation`, `the Commission`.

use std::ops::Range;

use depeche_knowledge::world::Naming;
use smol_str::SmolStr;

use super::Linker;
use crate::resolve::actors::Kind;
use crate::resolve::atoms::Name;
use crate::resolve::phrases::Core;
use crate::ud::Upos;

/// The longest description, in words.
const LONGEST: usize = 5;

impl Linker<'_, '_> {
    /// What a mention is called that only some states have, or what describes only some.
    pub(super) fn namings(&self, i: usize) -> Vec<&Naming> {
        if self.drafts[i].only_back {
            self.descriptions(i).into_iter().map(|(_, row)| row).collect()
        } else {
            self.organs(i)
        }
    }

    /// The rows of an organ or office by its name.
    fn organs(&self, i: usize) -> Vec<&Naming> {
        let Some(role) = &self.drafts[i].phrase.role else { return Vec::new() };
        let base = &self.context.base;
        let rows = base.names.organs.rows(self.words(i, role.words.clone()));
        rows.filter_map(|row| base.world.organs.get(row as usize)).collect()
    }

    /// The rows of all descriptions in a mention, each with its words: `the landlocked *West African* nation`.
    pub(super) fn descriptions(&self, i: usize) -> Vec<(Range<usize>, &Naming)> {
        let base = &self.context.base;
        let words = self.drafts[i].mention.words.clone();
        let mut found = Vec::new();
        let mut at = words.start;
        while at < words.end {
            // The longest first: an `East African` nation is not any African one.
            let ends = (at + 1..=words.end.min(at + LONGEST)).rev();
            let known = ends.map(|end| (end, self.words(i, at..end))).find_map(|(end, text)| {
                let rows: Vec<u32> = base.names.descriptions.rows(text).collect();
                (!rows.is_empty()).then_some((end, rows))
            });
            let Some((end, rows)) = known else {
                at += 1;
                continue;
            };
            let rows = rows.into_iter().filter_map(|row| base.world.descriptions.get(row as usize));
            found.extend(rows.map(|row| (at..end, row)));
            at = end;
        }
        found
    }

    /// The one state that a description fits, where the dispatch has spoken of one that brings it to mind: `the South`
    /// in news of North Korea.
    pub(super) fn opposite(&self, i: usize) -> Option<SmolStr> {
        let named =
            |state: &SmolStr| (0..i).any(|j| self.drafts[j].mention.value.country.as_ref() == Some(state));
        let fits = |(_, row): (Range<usize>, &Naming)| match &row.states[..] {
            [only] if row.beside.iter().any(named) => Some(only.clone()),
            _ => None,
        };
        self.descriptions(i).into_iter().find_map(fits)
    }

    /// The text of some words of a mention's sentence.
    fn words(&self, i: usize, words: Range<usize>) -> &str {
        self.sentence(i).span_of(&words.collect::<Vec<usize>>()).of(self.context.text)
    }

    /// `the Commission`, `the bloc`: the organisation that goes by this for short, once it or what it belongs to is
    /// named. Whether there is one.
    pub(super) fn shortened(&mut self, i: usize) -> bool {
        let draft = &self.drafts[i];
        let phrase = &draft.phrase;
        let whole = phrase.owner.is_none()
            && phrase.compound.is_none()
            && phrase.states.is_empty()
            && phrase.modifiers.is_empty()
            && !phrase.complement;
        let known = draft.mention.value.id.is_some() || draft.mention.value.country.is_some();
        if phrase.core != Core::Nominal || known || !whole || draft.plural {
            return false;
        }
        let article = |word: &usize| self.sentence(i).words[*word].upos == Upos::Det;
        let words = draft.mention.words.clone();
        let start = words.clone().find(|word| !article(word)).unwrap_or(words.start);
        if start == words.start && !phrase.definite {
            return false;
        }
        let rows: Vec<u32> = self.context.base.names.shorts.rows(self.words(i, start..words.end)).collect();
        let Some((found, row)) = self.named_before(i, &rows) else { return false };
        let called = self.drafts[i].refers.as_deref() == Some("body");
        let known = |other: usize| other > found && self.drafts[other].mention.value.id.is_some();
        if self.described(i).is_some_and(|it| known(it) || called) || self.another_since(i, found) {
            return false;
        }
        let Some(row) = self.context.base.world.organisations.get(row as usize) else { return false };
        let mut draft = self.drafts[i].clone();
        draft.mention.value.kind = Kind::Organisation;
        self.context.fill_organisation(&mut draft, row);
        self.drafts[i] = draft;
        true
    }

    /// Whether something else of the same noun was named since: no `court` is the ICC where a Kenyan one stands nearer.
    fn another_since(&self, i: usize, found: usize) -> bool {
        let noun = |j: usize| self.drafts[j].phrase.role.as_ref().and_then(|role| role.agents.last());
        let own = noun(i);
        own.is_some() && (found + 1..i).any(|j| noun(j) == own)
    }

    /// Whether a body that says what it is for is one of a state, as most are unless an organisation of states was just
    /// spoken of: `la commission *des crimes financiers*`, `the Land Commission`.
    pub(super) fn is_domestic_body(&self, i: usize) -> bool {
        let draft = &self.drafts[i];
        let phrase = &draft.phrase;
        let noun = match (&phrase.role, &phrase.name) {
            (Some(role), None) => role.agents.last().copied(),
            (None, Some((Name::Unknown { noun, .. }, _))) => *noun,
            _ => None,
        };
        let agent = noun.and_then(|row| self.context.base.lexicon.agents.get(row as usize));
        let body = agent.is_some_and(|agent| agent.refers.as_deref() == Some("body"));
        let said =
            draft.mention.words.clone().filter(|&at| self.sentence(i).words[at].upos != Upos::Det).count();
        let states = |j: &usize| {
            self.distance(i, *j) <= 2
                && self.drafts[*j].mention.value.sectors.iter().any(|sector| sector == "IGO")
        };
        body && said > 1 && phrase.owner.is_none() && !(0..i).rev().any(|j| states(&j))
    }

    /// The last mention before another that brings one of some organisations to mind, and which.
    fn named_before(&self, i: usize, rows: &[u32]) -> Option<(usize, u32)> {
        let base = &self.context.base;
        (0..i).rev().find_map(|j| {
            let id: &SmolStr = self.drafts[j].mention.value.id.as_ref()?;
            let meant = |row: &&u32| {
                base.world
                    .organisations
                    .get(**row as usize)
                    .is_some_and(|it| it.id == *id || it.short.iter().any(|short| short.with.contains(id)))
            };
            rows.iter().find(meant).map(|&row| (j, row))
        })
    }
}
