//! Names that go on over a preposition: `the Law Society *of Kenya*`.

use super::{Builder, Name};
use crate::resolve::index::folded;

impl Builder<'_> {
    /// The state behind the name of a body that nothing knows is its own.
    pub(super) fn states_of_names(&mut self) {
        for i in 0..self.phrases.len() {
            let phrase = &self.phrases[i];
            let Some((Name::Unknown { person: false, .. }, words)) = &phrase.name else { continue };
            let lists = self.base.lists();
            let body = words.clone().any(|word| lists.organisation.contains(&folded(self.form(word))));
            let end = phrase.words.end;
            if !body || phrase.role.is_some() || !lists.complement.contains(&folded(self.form(end))) {
                continue;
            }
            let state = |next: &usize| {
                let it = &self.phrases[*next];
                matches!(it.name, Some((Name::State(_), _))) && it.role.is_none()
            };
            if let Some(next) = self.next_phrase(end + 1).filter(state) {
                let inner = self.phrases[next].words.clone();
                self.phrases[i].words.end = inner.end;
                self.phrases[i].owner = Some(inner.end - 1);
            }
        }
    }
}
