//! What belongs to who was named: `son ministre`, `dont l'armée`, `its spokesman`.

use super::Linker;
use crate::resolve::actors::Kind;
use crate::resolve::identity::Draft;

impl Linker<'_, '_> {
    /// `son ministre`, `dont l'armée`: the country of whose it is. Whether that is settled.
    pub(super) fn possessed(&mut self, i: usize) -> bool {
        let at = self.drafts[i].mention.sentence;
        let owner = match self.drafts[i].phrase.possessor {
            Some(word) => self.at(at, word),
            None => self.whose(i),
        };
        let Some(owner) = owner else { return self.drafts[i].phrase.possessor.is_some() };
        if self.counterpart(i, owner) {
            return true;
        }
        let country = self.drafts[owner].mention.value.country.clone();
        let draft = &self.drafts[i];
        let value = &draft.mention.value;
        let open = draft.bare || is_stranger(draft);
        // `its spokesman` is of whom he speaks for.
        let whose = &self.drafts[owner].mention.value;
        let serves = value.rank.is_some() && value.sectors.is_empty() && !self.drafts[owner].person;
        let sectors = if serves { whose.sectors.clone() } else { value.sectors.clone() };
        let takes = (!sectors.is_empty() || serves) && open && value.country.is_none();
        if let Some(country) = country.filter(|_| takes) {
            self.drafts[i].mention.value.country = Some(country.clone());
            self.drafts[i].mention.value.sectors = sectors;
            let because = self.drafts[owner].mention.because.clone();
            self.drafts[i].mention.because.extend(because);
            let mut draft = self.drafts[i].clone();
            self.context.hold_by_country(&mut draft, &country);
            self.drafts[i] = draft;
        }
        true
    }

    /// The mention of `dont` or `whose` that a phrase belongs to.
    fn whose(&self, i: usize) -> Option<usize> {
        let mention = &self.drafts[i].mention;
        let start = mention.words.start;
        (self.first[mention.sentence]..self.first[mention.sentence + 1]).find(|&j| {
            let it = &self.drafts[j];
            let hangs = self.sentences[it.mention.sentence].words[it.mention.head].head == Some(mention.head);
            self.is_whose(j)
                && !self.links.dropped[j]
                && (hangs || it.mention.words.end == start || mention.words.contains(&it.mention.head))
        })
    }
}

/// Whether a mention is somebody whom nothing knows, by name.
fn is_stranger(draft: &Draft) -> bool {
    let value = &draft.mention.value;
    value.kind == Kind::Person && value.id.is_none() && value.name.is_some()
}
