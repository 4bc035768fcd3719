//! Acronyms that a dispatch introduces itself: `le Mouvement pour la terre (MPT)`, later `le MPT`.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Linker;
use crate::resolve::atoms::{Name, is_capital};
use crate::resolve::identity::Draft;
use crate::resolve::index::folded;
use crate::resolve::phrases::Core;
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
        if spells(&folded(letters), initials.collect()) {
            found.entry(letters.into()).or_insert(i);
        }
    }
    found
}

fn is_acronym(form: &str) -> bool {
    form.chars().count() >= 2 && form.chars().all(|letter| letter.is_uppercase() || letter.is_numeric())
}

/// Whether the letters are initials, in their order; an article before the first may be left out.
fn spells(letters: &str, initials: Vec<char>) -> bool {
    let mut rest = initials.into_iter();
    letters.chars().all(|letter| rest.any(|initial| initial == letter))
}

impl Linker<'_, '_> {
    /// The draft that an acronym stands for, if the dispatch said so and nothing better is known.
    pub(super) fn acronym(&self, i: usize) -> Option<usize> {
        if self.introduced.is_empty() {
            return None;
        }
        let draft = &self.drafts[i];
        let (name, words) = draft.phrase.name.as_ref().filter(|_| draft.phrase.role.is_none())?;
        let alone = words.len() == 1 && matches!(name, Name::Unknown { .. } | Name::Organisation(_));
        let form = self.sentence(i).words.get(words.start).filter(|_| alone)?.form.as_str();
        let found = *self.introduced.get(form).filter(|_| is_capital(form))?;
        let (own, stands) = (&draft.mention.value.id, &self.drafts[found].mention.value.id);
        (found < i && (own.is_none() || stands.is_some() && stands != own)).then_some(found)
    }
}
