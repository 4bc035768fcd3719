//! Roles whose state only the context says: `l'armée`, `the justice minister`.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Linker;
use crate::resolve::actors::{Count, Kind};
use crate::resolve::identity::Draft;
use crate::resolve::phrases::Core;
use crate::text::{Part, Sentence};

/// How often a country must be named, and how much of all that is named it must be, to be what a dispatch is about.
const MAIN_COUNT: u32 = 3;
const MAIN_TENTHS: u32 = 6;

/// The id, in each lexicon, of the word for who holds the same office elsewhere.
const COUNTERPART: &str = "counterpart";

/// The countries that a dispatch names outright, as a whole and by paragraph.
pub(super) struct Countries {
    all: Only,
    /// What the dispatch is about, where one country outweighs all others.
    main: Option<SmolStr>,
    paragraphs: FxHashMap<u32, Only>,
    sentences: FxHashMap<usize, Only>,
}

/// One country, or several.
#[derive(Clone, Default)]
enum Only {
    #[default]
    None,
    One(SmolStr),
    Several,
}

impl Only {
    fn add(&mut self, country: &SmolStr) {
        *self = match self {
            Only::None => Only::One(country.clone()),
            Only::One(own) if own == country => return,
            _ => Only::Several,
        };
    }
}

impl Countries {
    pub fn new(drafts: &[Draft], sentences: &[Sentence]) -> Countries {
        let (mut paragraphs, mut alone) = (FxHashMap::default(), FxHashMap::default());
        let mut counts: FxHashMap<&SmolStr, u32> = FxHashMap::default();
        let mut all = Only::None;
        for draft in drafts {
            let named = draft.phrase.core != Core::Nominal
                || !draft.bare
                || !draft.phrase.states.is_empty()
                || draft.phrase.owner.is_some();
            let Some(country) = draft.mention.value.country.as_ref() else { continue };
            if !named || elsewhere(draft) {
                continue;
            }
            all.add(country);
            *counts.entry(country).or_default() += 1;
            alone.entry(draft.mention.sentence).or_insert(Only::None).add(country);
            let sentence = &sentences[draft.mention.sentence];
            if sentence.part == Part::Body {
                paragraphs.entry(sentence.paragraph).or_insert(Only::None).add(country);
            }
        }
        let total: u32 = counts.values().sum();
        let main =
            counts.into_iter().find(|&(_, count)| count >= MAIN_COUNT && 10 * count >= MAIN_TENTHS * total);
        let main = main.map(|(country, _)| country.clone());
        Countries { all, main, paragraphs, sentences: alone }
    }

    /// What the dispatch is about, unless a sentence names another country.
    fn main(&self, sentence: usize) -> Option<&SmolStr> {
        self.main.as_ref().filter(|main| self.allow(sentence, main))
    }

    /// Whether a sentence names no country but this one.
    fn allow(&self, sentence: usize, country: &SmolStr) -> bool {
        match self.sentences.get(&sentence) {
            Some(Only::One(own)) => own == country,
            Some(Only::Several) => false,
            _ => true,
        }
    }
}

/// Where a medium, a charity or a company has its seat says nothing of what it speaks of.
fn elsewhere(draft: &Draft) -> bool {
    let value = &draft.mention.value;
    value.kind == Kind::Media
        || value.sectors.iter().any(|sector| matches!(sector.as_str(), "NGO" | "BUS" | "MED"))
}

impl Linker<'_, '_> {
    /// The country of a bare `armée`, `gouvernement`, `premier ministre`, where the context leaves no choice.
    pub(super) fn context_country(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let office =
            draft.phrase.role.as_ref().is_some_and(|role| !role.offices.is_empty()) && draft.phrase.definite;
        if !draft.of_state && !office || draft.plural && office || draft.phrase.count == Some(Count::One) {
            return;
        }
        let Some(country) = self.only_country(i) else { return };
        self.take_country(i, country);
    }

    fn take_country(&mut self, i: usize, country: SmolStr) {
        let mut draft = self.drafts[i].clone();
        draft.mention.value.country = Some(country.clone());
        draft.mention.because.extend(self.context.state_rule(&country));
        self.context.hold_by_country(&mut draft, &country);
        self.drafts[i] = draft;
    }

    /// `the *government*'s foreign minister`: the country that the context gives to whose it is.
    pub(super) fn owned(&mut self, i: usize) {
        let sentence = self.drafts[i].mention.sentence;
        let owner =
            self.drafts[i].phrase.owner.and_then(|head| self.at(sentence, head)).filter(|&it| it != i);
        let Some(owner) = owner else { return };
        let whose = &self.drafts[owner];
        if whose.phrase.core != Core::Nominal || whose.phrase.owner.is_some() || whose.phrase.name.is_some() {
            return;
        }
        if owner > i {
            self.nominal(owner);
        }
        let Some(country) = self.drafts[owner].mention.value.country.clone() else { return };
        let head = self.drafts[i].phrase.owner.take();
        self.take_country(i, country);
        self.drafts[i].phrase.owner = head;
    }

    /// `son homologue rwandais`: who holds the possessor's office in the country said. Whether it is somebody.
    pub(super) fn counterpart(&mut self, i: usize, owner: usize) -> bool {
        let whose = self.drafts[owner].mention.value.clone();
        let draft = &self.drafts[i];
        let plain = draft.mention.value.role.as_deref() == Some(COUNTERPART) && !draft.plural;
        let offices = &self.context.base.names.offices;
        let office = whose.role.as_ref().and_then(|id| offices.get(id)).copied();
        let (Some(office), Some(country)) = (office, draft.mention.value.country.clone()) else {
            return false;
        };
        if !plain || draft.phrase.name.is_some() {
            return false;
        }
        let mut draft = draft.clone();
        let held = self.context.hold(&mut draft, office, &country);
        draft.mention.value.kind = Kind::Office;
        draft.mention.value.role = whose.role;
        draft.mention.value.rank = whose.rank;
        draft.mention.value.sectors = whose.sectors;
        draft.person = true;
        self.drafts[i] = draft;
        held
    }

    /// The country of somebody whom nothing knows, in an office of state that says not whose: `Justice Minister X`.
    pub(super) fn stranger_country(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let (phrase, value) = (&draft.phrase, &draft.mention.value);
        let stranger = value.kind == Kind::Person && value.id.is_none() && value.country.is_none();
        let free = phrase.owner.is_none() && phrase.compound.is_none() && !phrase.complement;
        let world = self.context.base.world;
        let ministers = |row: &u32| {
            world.offices.get(*row as usize).is_some_and(|office| {
                office.of.is_none() && office.unique && office.rank == "senior" && office.sector == "GOV"
            })
        };
        let of_state =
            draft.of_state || phrase.role.as_ref().is_some_and(|role| role.offices.iter().any(ministers));
        if stranger
            && free
            && of_state
            && let Some(country) = self.only_country(i)
        {
            self.drafts[i].mention.because.extend(self.context.state_rule(&country));
            self.drafts[i].mention.value.country = Some(country);
        }
    }

    /// The one country of the paragraph; where it names none, of the dateline; else of the whole dispatch, or what
    /// the dispatch is about.
    fn only_country(&self, i: usize) -> Option<SmolStr> {
        let main = self.countries.main(self.drafts[i].mention.sentence).cloned();
        match self.countries.paragraphs.get(&self.sentence(i).paragraph) {
            Some(Only::One(country)) => return Some(country.clone()),
            Some(Only::Several) => return main,
            _ => {}
        }
        match (&self.dateline, &self.countries.all) {
            // A title speaks of others than where the dispatch was written.
            (Some(country), _) if self.countries.allow(self.drafts[i].mention.sentence, country) => {
                Some(country.clone())
            }
            (None, Only::One(country)) => Some(country.clone()),
            _ => main,
        }
    }
}
