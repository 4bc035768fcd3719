//! Words of quantity and membership that are looked through: `des dizaines de manifestants`, `members of the army`.

use std::ops::Range;

use super::{Builder, Core, Name, Phrase, Role, count};
use crate::resolve::atoms::Class;
use crate::resolve::index::folded;
use crate::ud::Upos;

impl Builder<'_> {
    /// `des dizaines de *manifestants*`
    pub(super) fn wrappers(&mut self) {
        for atom in self.atoms {
            let Class::Wrapper(row) = atom.class else { continue };
            let (at, end) = (atom.words.start, atom.words.end);
            if self.used[at] || !self.base.lists().complement.contains(&folded(self.form(end))) {
                continue;
            }
            let Some(inner) = self.next_phrase(end + 1).filter(|&inner| self.is_wrapped(inner)) else {
                self.unwrapped(at..end);
                continue;
            };
            let mut start = at;
            while start > 0
                && !self.used[start - 1]
                && matches!(self.upos(start - 1), Some(Upos::Det | Upos::Num | Upos::Adj | Upos::Adv))
            {
                let shares =
                    start > 1 && self.sentence.words[start - 2].token == self.sentence.words[start - 1].token;
                if shares {
                    break;
                }
                start -= 1;
            }
            let count =
                self.base.lexicon.wrappers.get(row as usize).and_then(|row| row.count.as_deref()).map(count);
            let phrase = &mut self.phrases[inner];
            phrase.aliases.push(phrase.role.as_ref().map_or(phrase.words.start, |role| role.words.end - 1));
            phrase.words.start = start;
            phrase.wrapper = Some(row);
            phrase.count = count.or(phrase.count);
            phrase.definite = false;
            for word in start..end {
                self.used[word] = true;
            }
        }
    }

    /// Whether one may speak of some of a phrase.
    fn is_wrapped(&self, inner: usize) -> bool {
        let phrase = &self.phrases[inner];
        let name =
            matches!(phrase.name, Some((Name::Demonym(_) | Name::Organisation(_) | Name::Contested(_), _)));
        phrase.role.is_some() || name
    }

    /// A noun that wraps nobody is a role of its own: `accused *the group* of war crimes`.
    fn unwrapped(&mut self, words: Range<usize>) {
        let form = folded(self.form(words.start));
        let agents = &self.base.lexicon.agents;
        let Some(agent) = agents.iter().position(|agent| agent.singular.iter().any(|it| *it == form)) else {
            return;
        };
        let mut phrase = Phrase::new(words.clone(), Core::Nominal);
        let role = Role { offices: Vec::new(), agents: vec![agent as u32], plural: false, words };
        phrase.role = Some(role);
        self.extend_left(&mut phrase);
        if phrase.definite {
            self.finish(phrase);
        }
    }
}
