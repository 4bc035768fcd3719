//! Acronyms that a dispatch introduces itself: `le Mouvement pour la terre (MPT)`, later `le MPT`.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Linker;
use crate::resolve::atoms::{Name, is_capital};
use crate::resolve::identity::Draft;
use crate::resolve::index::folded;
use crate::resolve::phrases::Core;
use crate::resolve::spelled::{is_acronym, spells};
use crate::text::Sentence;

/// Acronyms in brackets right behind the mention whose initials they are, with its draft.
pub(super) fn introduced(drafts: &[Draft], sentences: &[Sentence]) -> FxHashMap<SmolStr, usize> {
    let mut found = FxHashMap::default();
    for (i, draft) in drafts.iter().enumerate() {
        let words = &sentences[draft.mention.sentence].words;
        let end = draft.mention.words.end;
        let form = |at: usize| words.get(at).map_or("", |word| word.form.as_str());
        let letters = form(end + 1);
        let brackets = form(end) == "(" && form(end + 2) == ")";
        if !brackets || draft.person || draft.phrase.core != Core::Nominal || !is_acronym(letters) {
            continue;
        }
        let initials = draft.mention.words.clone().filter_map(|word| folded(form(word)).chars().next());
        if spells(&folded(letters), initials) {
            found.entry(letters.into()).or_insert(i);
        }
    }
    found
}

impl Linker<'_, '_> {
    /// The draft that an acronym stands for, if the dispatch said so: whoever else has it.
    pub(super) fn acronym(&self, i: usize) -> Option<usize> {
        if self.introduced.is_empty() {
            return None;
        }
        let draft = &self.drafts[i];
        let (name, words) = draft.phrase.name.as_ref().filter(|_| draft.phrase.role.is_none())?;
        let named = matches!(name, Name::Unknown { .. } | Name::Organisation(_) | Name::Contested(_));
        let form =
            self.sentence(i).words.get(words.start).filter(|_| named && words.len() == 1)?.form.as_str();
        let found = *self.introduced.get(form).filter(|_| is_capital(form))?;
        let (own, stands) = (&self.drafts[i].mention.value.id, &self.drafts[found].mention.value.id);
        (found < i && (own.is_none() || own != stands)).then_some(found)
    }
}
