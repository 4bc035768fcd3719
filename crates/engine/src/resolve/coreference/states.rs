//! `le pays`, `les deux pays`, `both sides`: descriptions of states and of the two that a dispatch is about.

use smol_str::SmolStr;

use super::{Linker, nearness};
use crate::resolve::actors::{Count, Kind};
use crate::resolve::identity::Draft;
use crate::resolve::phrases::Core;

/// What each naming of a country counts for `le pays`, beside who was named last.
const TOPIC: i64 = 6;

/// What a country counts that is all that the dispatch names; others as much as they are of it.
const WHOLE: i64 = 40;

/// What a country counts whose people or organs speak of `le pays` in the same sentence.
const SPEAKER: i64 = 18;

impl Linker<'_, '_> {
    /// `le pays`, `la République islamique`, `les deux pays`
    pub(super) fn state_description(&mut self, i: usize) {
        if let Some(word) = self.drafts[i].phrase.possessor {
            return self.own_state(i, word);
        }
        let described = self.descriptions(i);
        let rules: Vec<SmolStr> = described.iter().map(|(_, row)| row.rule.clone()).collect();
        let fits = |country: &Option<SmolStr>| {
            country.iter().all(|it| described.iter().all(|(_, row)| row.fits(it)))
        };
        let draft = &self.drafts[i];
        // A `Central African` nation need not be the one of that name.
        let within =
            |word: usize| described.iter().any(|(words, _)| words.len() > 1 && words.contains(&word));
        let states = &draft.phrase.states;
        let part = !states.is_empty() && states.iter().all(|&(_, word)| within(word));
        let stated = draft.mention.value.country.is_some() && !part;
        // `le pays *d'Asie centrale*`
        let role = draft.phrase.role.as_ref().map_or(0, |role| role.words.end);
        let complement = draft.phrase.complement || draft.phrase.owner.is_some();
        let behind = described.iter().any(|(words, _)| words.start >= role);
        let other = !draft.phrase.modifiers.is_empty() || complement && !behind;
        if !draft.phrase.definite || other || stated {
            self.links.dropped[i] = !stated;
            return;
        }
        let two = draft.mention.value.count == Count::Two;
        let mut found = self.states_before(i, two, &fits);
        if two && found.len() >= 2 {
            found.truncate(2);
            found.sort_unstable();
            self.links.members[i] = found;
            self.drafts[i].only_back = false;
        } else if !self.drafts[i].plural
            && let Some(&first) = found.first()
        {
            self.copy(i, first);
            self.drafts[i].mention.because.extend(rules);
        } else if !self.drafts[i].plural
            && let Some(country) = self.likely_country(i).or_else(|| self.opposite(i))
            && let Some(&row) = self.context.base.names.states.get(&country)
        {
            self.context.state(&mut self.drafts[i], row, false);
            self.drafts[i].only_back = false;
        } else {
            self.links.dropped[i] = true;
        }
    }

    /// One mention of each state before another that it may stand for, the likeliest first.
    fn states_before(&self, i: usize, two: bool, fits: &dyn Fn(&Option<SmolStr>) -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut candidates: Vec<(i64, usize)> = (0..i)
            .rev()
            .take_while(|&j| self.distance(i, j) <= 8)
            .filter(|&j| self.is_state(j) && !(two && self.is_clause_mate(i, j)))
            .filter(|&j| fits(&self.drafts[j].mention.value.country))
            .map(|j| {
                let mention = &self.drafts[j].mention;
                let distance = self.distance(i, j);
                // A pair is what the dispatch is about, not who was named last.
                let score = if two {
                    self.weight(i, j)
                } else {
                    let share = mention.value.country.as_ref().map_or(0, |it| self.countries.topic(it));
                    let topic = TOPIC * self.times_named(i, j).min(4) + WHOLE * i64::from(share) / 100;
                    let own = SPEAKER * i64::from(self.is_spoken_for(i, j));
                    self.rank(mention.sentence, mention.head) - 24 * distance as i64 + topic + own
                };
                (score + nearness(mention.head, distance, self.drafts[i].mention.head), j)
            })
            .collect();
        candidates.sort_by_key(|&(score, j)| (std::cmp::Reverse(score), j));
        if let Some(pair) = self.joined_pair(i).filter(|_| two) {
            found = pair;
        }
        for (_, j) in candidates {
            let country = &self.drafts[j].mention.value.country;
            if !found.iter().any(|&other| &self.drafts[other].mention.value.country == country) {
                found.push(j);
            }
        }
        found
    }

    /// `the ministers of Britain and Canada`: of no one state. Whether it is so.
    pub(super) fn owned_by_several(&mut self, i: usize) -> bool {
        let draft = &self.drafts[i];
        let owner = draft.phrase.owner.filter(|_| draft.phrase.role.as_ref().is_some_and(|role| role.plural));
        let owner =
            owner.and_then(|head| self.at(draft.mention.sentence, head)).filter(|&j| self.is_state(j));
        let Some(owner) = owner else { return false };
        let others: Vec<usize> = self.conjuncts(owner).into_iter().filter(|&j| self.is_state(j)).collect();
        if others.is_empty() {
            return false;
        }
        self.drafts[i].mention.value.country = None;
        self.links.members[i] = std::iter::once(owner).chain(others).collect();
        true
    }

    /// Whether people or organs of a state stand before a description in its sentence: the Georgian office says of
    /// `the country`.
    fn is_spoken_for(&self, i: usize, j: usize) -> bool {
        let country = &self.drafts[j].mention.value.country;
        (self.first[self.drafts[i].mention.sentence]..i).any(|k| {
            let draft = &self.drafts[k];
            draft.mention.value.country == *country && draft.phrase.core == Core::Nominal && !self.is_state(k)
        })
    }

    /// `son pays`: that of whose it is.
    fn own_state(&mut self, i: usize, possessor: usize) {
        let owner = self.at(self.drafts[i].mention.sentence, possessor);
        let Some(country) = owner.and_then(|owner| self.drafts[owner].mention.value.country.clone()) else {
            self.links.dropped[i] = true;
            return;
        };
        let named = (0..i)
            .rev()
            .find(|&j| self.is_state(j) && self.drafts[j].mention.value.country.as_ref() == Some(&country));
        match named {
            Some(state) => self.copy(i, state),
            None => {
                self.drafts[i].mention.value.country = Some(country);
                self.drafts[i].only_back = false;
            }
        }
    }

    /// `les deux camps`: the two states or armed groups that were named most and are not named beside it.
    pub(super) fn pair(&mut self, i: usize) {
        if let Some(pair) = self.joined_pair(i) {
            self.links.members[i] = pair;
            return;
        }
        let party = |j: usize| {
            let value = &self.drafts[j].mention.value;
            let group = value.kind == Kind::ArmedGroup && value.id.is_some() && self.candidate(j);
            group || self.is_state(j)
        };
        let mut found: Vec<(i64, usize)> = Vec::new();
        for j in (0..i).rev().take_while(|&j| self.distance(i, j) <= 8) {
            let id = &self.drafts[j].mention.value.id;
            let known = found.iter().any(|&(_, other)| self.drafts[other].mention.value.id == *id);
            if known || !party(j) || self.is_clause_mate(i, j) {
                continue;
            }
            found.push((self.weight(i, j), j));
        }
        found.sort_by_key(|&(score, j)| (std::cmp::Reverse(score), std::cmp::Reverse(j)));
        let named = |j: usize| self.times_named(i, j);
        match found[..] {
            // A third is named as often, as who hosts or mediates is.
            [_, (_, two), (_, three), ..] if named(three) >= named(two) => {
                let parties: Vec<usize> = (0..i)
                    .rev()
                    .take_while(|&j| self.distance(i, j) <= 8)
                    .filter(|&j| party(j) && !self.is_clause_mate(i, j))
                    .collect();
                if let Some(pair) = self.opposed_pair(&parties) {
                    self.links.members[i] = pair;
                }
            }
            [(_, one), (_, two), ..] => self.links.members[i] = vec![one.min(two), one.max(two)],
            _ => {}
        }
    }

    /// The only two of several that one verb or a conjunction brings together: `le Soudan accuse les Émirats`.
    fn opposed_pair(&self, parties: &[usize]) -> Option<Vec<usize>> {
        let id = |j: usize| &self.drafts[j].mention.value.id;
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (at, &second) in parties.iter().enumerate() {
            for &first in &parties[at + 1..] {
                let together = self.is_clause_mate(first, second) || self.is_joined(first, second);
                let same = |&(a, b): &(usize, usize)| {
                    id(a) == id(first) && id(b) == id(second) || id(a) == id(second) && id(b) == id(first)
                };
                if together && id(first) != id(second) && !pairs.iter().any(same) {
                    pairs.push((first, second));
                }
            }
        }
        if let [(first, second)] = pairs[..] { Some(vec![first, second]) } else { None }
    }

    /// Whether the second of two hangs on the first by a conjunction.
    fn is_joined(&self, first: usize, second: usize) -> bool {
        let (one, two) = (&self.drafts[first].mention, &self.drafts[second].mention);
        let word = &self.sentences[two.sentence].words[two.head];
        one.sentence == two.sentence && word.relation.is("conj") && word.head == Some(one.head)
    }

    /// Whether two mentions are arguments of one verb, so that they are not the same.
    pub(super) fn is_clause_mate(&self, i: usize, j: usize) -> bool {
        let verb = |at: usize| {
            let mention = &self.drafts[at].mention;
            let word = &self.sentences[mention.sentence].words[mention.head];
            let argument = ["nsubj", "obj", "iobj", "obl"].iter().any(|base| word.relation.is(base));
            word.head.filter(|_| argument).map(|head| (mention.sentence, head))
        };
        verb(i).is_some() && verb(i) == verb(j)
    }

    /// How much a dispatch is about a mention's country, seen from another mention.
    fn weight(&self, i: usize, j: usize) -> i64 {
        30 * self.times_named(i, j).min(4) - 8 * self.distance(i, j) as i64
    }

    /// Two states that the same sentence or the one before joins by a conjunction, no third beside them. Where the
    /// dispatch speaks more of two others, as of those whom the two urge, it is not they.
    fn joined_pair(&self, i: usize) -> Option<Vec<usize>> {
        let near = |j: &usize| self.distance(i, *j) <= 1 && self.is_state(*j) && !self.is_clause_mate(i, *j);
        let pair = (0..i).rev().take_while(|&j| self.distance(i, j) <= 1).filter(near).find_map(|j| {
            let mention = &self.drafts[j].mention;
            let word = &self.sentences[mention.sentence].words[mention.head];
            let head = word.head.filter(|_| word.relation.is("conj"))?;
            let first = (0..j).rev().find(|&k| {
                let other = &self.drafts[k].mention;
                other.sentence == mention.sentence && other.head == head && near(&k)
            })?;
            let all = self.conjuncts(first).into_iter().filter(|&k| self.is_state(k)).count();
            (all == 1).then(|| vec![first, j])
        })?;
        let country = |j: usize| &self.drafts[j].mention.value.country;
        let least = pair.iter().map(|&j| self.times_named(i, j)).min()?;
        let mut others: Vec<&Option<SmolStr>> = (0..i)
            .filter(|&j| self.is_state(j) && self.times_named(i, j) > least)
            .map(country)
            .filter(|&it| pair.iter().all(|&j| country(j) != it))
            .collect();
        others.sort_unstable();
        others.dedup();
        (others.len() < 2).then_some(pair)
    }

    /// How often a mention's country was named before another.
    fn times_named(&self, before: usize, j: usize) -> i64 {
        let country = &self.drafts[j].mention.value.country;
        let same = |draft: &&Draft| {
            draft.mention.value.country == *country
                && draft.mention.value.kind != Kind::Media
                && (draft.phrase.name.is_some() || !draft.phrase.states.is_empty())
        };
        self.drafts[..before].iter().filter(same).count() as i64
    }

    pub(super) fn is_state(&self, j: usize) -> bool {
        let value = &self.drafts[j].mention.value;
        let adjective = matches!(self.drafts[j].phrase.core, Core::Adjective(_));
        value.id.as_deref().is_some_and(|id| id.starts_with("state/")) && (adjective || self.candidate(j))
    }
}
