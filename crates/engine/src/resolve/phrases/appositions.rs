//! What stands beside a name or role and is the same: `Sergueï Lavrov, ministre russe des Affaires étrangères`.

use super::{Builder, Core, Name, Phrase, Role, first_role};
use crate::resolve::atoms::Class;
use crate::resolve::identity::groups::sectors;
use crate::ud::{Features, Upos};

impl Builder<'_> {
    /// A noun that nothing knows, before the name of the person whom it describes: `le *philosophe français* X`. Only
    /// an adjective of a state makes it worth taking.
    pub(super) fn described(&self, phrase: &mut Phrase) {
        let person = matches!(&phrase.name, Some((Name::Person(_) | Name::Unknown { person: true, .. }, _)));
        if !person || phrase.role.is_some() || !phrase.titles.is_empty() {
            return;
        }
        let mut at = phrase.words.start;
        let (mut noun, mut states) = (false, phrase.states.clone());
        while at > 0 && !self.used[at - 1] {
            let word = &self.sentence.words[at - 1];
            let atom = self.atom_before(at).filter(|atom| atom.words.len() == 1 || noun);
            match atom.map(|atom| (&atom.class, atom.words.clone())) {
                Some((Class::Adjective(state), words)) => {
                    states.push((*state, words.start));
                    at = words.start;
                    continue;
                }
                Some(_) => return,
                None => {}
            }
            match word.upos {
                Upos::Noun if word.features.has(Features::NUMBER_PLUR) => return,
                Upos::Noun => noun = true,
                Upos::Adj => {}
                Upos::Propn if states.is_empty() && noun => {}
                _ => break,
            }
            at -= 1;
        }
        let linked = (at..phrase.words.start).any(|word| {
            self.headed_in(word, &phrase.words)
                || phrase.words.clone().any(|name| self.headed_in(name, &(word..word + 1)))
        });
        if noun && linked && !states.is_empty() {
            phrase.states = states;
            phrase.words.start = at;
            if at > 0 && self.upos(at - 1) == Some(Upos::Det) && !self.used[at - 1] {
                phrase.words.start = at - 1;
            }
        }
    }

    /// `le ministre des Affaires étrangères de la Russie *Sergueï Lavrov*`
    pub(super) fn names_after_complements(&mut self) {
        for i in 0..self.phrases.len() {
            let phrase = &self.phrases[i];
            if phrase.role.is_none() || phrase.name.is_some() || !self.personal(phrase) {
                continue;
            }
            let end = phrase.words.end;
            let next = self
                .phrases
                .iter()
                .position(|it| it.words.start == end && it.is_person_name() && it.role.is_none());
            if let Some(next) = next {
                self.merge(i, next);
            }
        }
        self.drop_merged();
    }

    fn merge(&mut self, i: usize, with: usize) {
        let other = self.phrases[with].clone();
        self.phrases[with].words = 0..0;
        let phrase = &mut self.phrases[i];
        phrase.aliases.extend(other.role.iter().map(|role| role.words.start));
        phrase.aliases.extend(other.name.iter().map(|(_, words)| words.start));
        phrase.words = phrase.words.start.min(other.words.start)..phrase.words.end.max(other.words.end);
        phrase.states.extend(other.states);
        phrase.modifiers.extend(other.modifiers);
        phrase.titles.extend(other.titles);
        phrase.owner = phrase.owner.or(other.owner);
        phrase.possessor = phrase.possessor.or(other.possessor);
        phrase.compound = phrase.compound.take().or(other.compound);
        if phrase.role.is_none() {
            phrase.role = other.role;
            phrase.complement |= other.complement;
        }
        if phrase.name.is_none() {
            phrase.name = other.name.map(|(name, words)| match name {
                Name::Unknown { gender, .. } => (Name::Unknown { person: true, gender, noun: None }, words),
                other => (other, words),
            });
        }
    }

    pub(super) fn drop_merged(&mut self) {
        self.phrases.retain(|phrase| !phrase.words.is_empty());
    }

    /// A name that the tree hangs in apposition to a role, whatever stands between them.
    pub(super) fn distant_appositions(&mut self) {
        for next in 0..self.phrases.len() {
            let second = &self.phrases[next];
            if second.words.is_empty() || !second.is_person_name() || second.role.is_some() {
                continue;
            }
            let outer = second.words.clone().find(|&word| !self.headed_in(word, &second.words));
            let Some(head) = outer
                .filter(|&word| self.relation(word) == "appos")
                .and_then(|word| self.sentence.words[word].head)
            else {
                continue;
            };
            let first = self.phrases.iter().position(|it| {
                it.words.contains(&head)
                    && it.role.as_ref().is_some_and(|role| role.words.contains(&head))
                    && it.name.is_none()
                    && !it.is_of_several_states()
                    && it.words.end < second.words.start
                    && it.core == Core::Nominal
            });
            if let Some(first) = first.filter(|&first| self.personal(&self.phrases[first])) {
                self.merge(first, next);
            }
        }
        self.drop_merged();
    }

    pub(super) fn appositions(&mut self) {
        for i in 0..self.phrases.len() {
            if self.phrases[i].words.is_empty() || self.phrases[i].core != Core::Nominal {
                continue;
            }
            let end = self.posted(i).unwrap_or(self.phrases[i].words.end);
            if !matches!(self.form(end), "," | "–" | "—" | "(") {
                continue;
            }
            // The longest: `Iran's foreign minister` rather than `Iran`.
            let starts =
                |&j: &usize| self.phrases[j].words.start == end + 1 && self.phrases[j].core == Core::Nominal;
            let Some(next) =
                (0..self.phrases.len()).filter(starts).max_by_key(|&j| self.phrases[j].words.len())
            else {
                continue;
            };
            if !self.apposed(i, next) {
                continue;
            }
            let (first, second) = (&self.phrases[i], &self.phrases[next]);
            let title_name = first.role.is_some()
                && !first.is_of_several_states()
                && first.name.is_none()
                && second.is_person_name()
                && self.personal(first);
            let name_title = first.is_person_name()
                && second.role.is_some()
                && second.name.is_none()
                && self.personal(second);
            if title_name || name_title || self.is_named(i, next) {
                self.merge(i, next);
            } else if second.role.is_some() && second.name.is_none() && !self.office_in(first, second) {
                self.phrases[next].same_as = Some(
                    self.phrases[i]
                        .name
                        .as_ref()
                        .map_or(first_role(&self.phrases[i]), |(_, words)| words.start),
                );
            }
        }
        self.drop_merged();
    }

    /// Whether a noun stands before the name of the body that it is: `son parti, *l'UFDG*`.
    fn is_named(&self, i: usize, next: usize) -> bool {
        let (first, second) = (&self.phrases[i], &self.phrases[next]);
        let Some(role) = first.role.as_ref().filter(|role| first.name.is_none() && !role.plural) else {
            return false;
        };
        let Some((Name::Organisation(rows) | Name::Contested(rows), _)) = &second.name else { return false };
        let agent = role.agents.last().and_then(|&row| self.base.lexicon.agents.get(row as usize));
        let of_kind = |&row: &u32| {
            let own = self.base.world.organisations.get(row as usize).map(sectors).unwrap_or_default();
            agent.is_some_and(|agent| agent.sectors.iter().any(|sector| own.contains(sector)))
        };
        !self.personal(first) && second.role.is_none() && rows.iter().any(of_kind)
    }

    /// Where a role's post ends, if a name follows: `l'ambassadeur en Pologne, X`.
    fn posted(&self, i: usize) -> Option<usize> {
        let phrase = &self.phrases[i];
        let end = phrase.words.end;
        if phrase.role.is_none() || phrase.name.is_some() || self.upos(end) != Some(Upos::Adp) {
            return None;
        }
        let post = |at: &usize| {
            matches!(self.upos(*at), Some(Upos::Adp | Upos::Det | Upos::Propn | Upos::Noun | Upos::Adj))
        };
        let comma = (end..end + 8).find(|at| !post(at)).filter(|&at| self.form(at) == ",")?;
        let named = self.phrases.iter().any(|it| it.words.start == comma + 1 && it.is_person_name());
        let mut above = std::iter::successors(Some(comma - 1), |&at| self.sentence.words[at].head).take(4);
        (named && self.upos(comma - 1) == Some(Upos::Propn) && above.any(|at| phrase.words.contains(&at)))
            .then_some(comma)
    }

    /// `À Niamey, le ministre de la Défense`: no place or state is an office.
    fn office_in(&self, first: &Phrase, second: &Phrase) -> bool {
        let ground = first.role.is_none()
            && matches!(&first.name, Some((Name::State(_) | Name::Capital(_) | Name::Place(_), _)));
        let kind = |row: u32| self.base.lexicon.agents.get(row as usize).map(|agent| agent.kind.as_str());
        let office = |role: &Role| {
            !role.offices.is_empty() || role.agents.iter().any(|&row| kind(row) == Some("office"))
        };
        ground && second.role.as_ref().is_some_and(office)
    }

    fn apposed(&self, i: usize, next: usize) -> bool {
        let (first, second) = (&self.phrases[i].words, &self.phrases[next].words);
        let outer: Vec<usize> = second.clone().filter(|&word| !self.headed_in(word, second)).collect();
        if outer.iter().any(|&word| {
            matches!(self.relation(word), "appos" | "flat" | "parataxis") && self.headed_in(word, first)
        }) {
            return true;
        }
        let coordinated = outer.iter().any(|&word| {
            self.relation(word) == "conj"
                && self.sentence.words[word].head.is_some_and(|head| self.listed(head))
        });
        let closed = second.end >= self.sentence.words.len()
            || matches!(self.form(second.end), "," | "." | ")" | "–" | "—" | ";" | ":" | "»" | "\"");
        closed && !coordinated && !outer.iter().any(|&word| self.relation(word) == "vocative")
    }

    /// Whether a word heads a coordination with a conjunction.
    fn listed(&self, head: usize) -> bool {
        self.sentence
            .children(head)
            .iter()
            .any(|&child| self.relation(child) == "conj" && self.sentence.first(child, "cc").is_some())
    }
}
