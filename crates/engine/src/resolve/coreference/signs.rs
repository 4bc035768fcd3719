//! What speaks for a country as the one whose organ or office a role is.

use smol_str::SmolStr;

use super::Linker;
use super::countries::Named;
use crate::resolve::phrases::Core;
use crate::ud::Features;

/// How many words behind a relative word a role may stand and still be of what it goes with.
const NEAR: usize = 6;

/// Sentences a paragraph, in tenths, above which paragraphs say what belongs together.
const PARAGRAPHS: usize = 13;

/// Declares the signs with what each is worth, in hundredths of a log-odd.
macro_rules! signs {
    ($($(#[doc = $what:literal])* $sign:ident = $worth:literal,)*) => {
        /// What a country has for it.
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Sign { $($(#[doc = $what])* $sign,)* }

        /// What each is worth.
        const WORTH: &[(Sign, i32)] = &[$((Sign::$sign, $worth),)*];
    };
}

signs! {
    /// `À Manille, le Sénat`; an army's, where it is not in its capital.
    Fronted = 517,
    FrontedAbroad = 18,
    /// `l'état-major à Riga`, `police arrested him in Riga`.
    Placed = 770,
    /// `Peru, where police`, `Hun Sen, qui préside le Sénat`.
    Relative = 360,
    /// The subject of the clause that the role's own hangs on.
    Subject = 113,
    /// Somebody named before in the sentence; an adjective; a place that says where something else is.
    Before = 57,
    BeforeAdjective = 24,
    BeforeNested = 17,
    /// Who does something to the role, or has it done.
    Deals = 100,
    /// Named behind it in the sentence: somebody who has no dealings with it, an adjective, a place.
    After = 63,
    AfterAdjective = -120,
    AfterPlace = -35,
    /// A pronoun before it stands for somebody of the country.
    Pronoun = 63,
    /// The last that was named before it in the sentence, and the only one.
    Nearest = 73,
    Only = 197,
    /// In the sentence before: a place at its head, its subject.
    BackFronted = 45,
    BackSubject = 2,
    /// In the last sentence of the paragraph before: an actor that is not its subject, a place.
    OverActor = -69,
    OverPlace = 43,
    /// The subject there is a pronoun or description that stands for somebody.
    BackPronoun = 60,
    /// The only country there.
    BackOnly = 12,
    /// Two sentences back.
    TwoSubject = 55,
    /// Later alone.
    Later = -33,
    /// The subject of the first sentence.
    LeadSubject = -22,
    /// Where the dispatch comes from.
    Dateline = 50,
    /// The same where a paragraph begins and its first sentence has named nobody.
    HomeDateline = 27,
    HomeLead = -17,
    /// The subject of the sentence before, where a semicolon alone parts the two.
    Joined = 218,
    /// What the last to be called by the same noun is of, in the two sentences before: `the Russian ministry`.
    Same = 250,
    /// Who acts upon some of a kind, whose own they are: `Egypt sends troops`.
    Sends = 300,
    /// The same of what went before where the role's own sentence has named nobody.
    OpenBackSubject = 159,
    OpenBackOnly = 78,
    OpenBackFronted = 93,
    OpenBackPronoun = 78,
    OpenLeadSubject = 74,
    OpenDateline = 96,
    OpenInferred = 44,
    OpenInferredHere = 50,
    OpenSectionHere = 55,
    OpenTop = 47,
    /// What the last role that did not say its own was taken for, and that in the same paragraph.
    Inferred = -8,
    InferredHere = 18,
    /// The last place at the head of a sentence, in the same paragraph, the sentence before or earlier.
    SectionHere = 7,
    SectionBack = 41,
    Section = 13,
    /// Named most.
    Top = 35,
}

/// Signs that weigh more where the role's own sentence has named nobody before it.
const OPEN: [(Sign, Sign); 10] = [
    (Sign::BackSubject, Sign::OpenBackSubject),
    (Sign::BackOnly, Sign::OpenBackOnly),
    (Sign::BackFronted, Sign::OpenBackFronted),
    (Sign::BackPronoun, Sign::OpenBackPronoun),
    (Sign::LeadSubject, Sign::OpenLeadSubject),
    (Sign::Dateline, Sign::OpenDateline),
    (Sign::Inferred, Sign::OpenInferred),
    (Sign::InferredHere, Sign::OpenInferredHere),
    (Sign::SectionHere, Sign::OpenSectionHere),
    (Sign::Top, Sign::OpenTop),
];

/// What a number of namings counts: the logarithm to the base of two of one more, in hundredths.
const NAMINGS: [i32; 11] = [0, 100, 158, 200, 232, 258, 281, 300, 317, 332, 346];

/// What namings are worth by `NAMINGS`, and what all that a dispatch names.
const NAMING: i32 = 67;
const TOPIC: i32 = 169;

/// What speaks for one country.
#[derive(Default)]
struct Signs {
    set: u64,
    namings: usize,
    topic: i32,
}

impl Signs {
    fn add(&mut self, sign: Sign) {
        self.set |= 1 << sign as u32;
    }

    fn has(&self, sign: Sign) -> bool {
        self.set & 1 << sign as u32 != 0
    }

    fn worth(&self) -> i32 {
        let signs: i32 = WORTH.iter().filter(|(sign, _)| self.has(*sign)).map(|(_, worth)| worth).sum();
        let namings = NAMINGS[self.namings.min(NAMINGS.len() - 1)];
        signs + (NAMING * namings + TOPIC * self.topic) / 100
    }
}

type Offer<'a> = (&'a SmolStr, Signs);

fn of<'a, 'b>(offers: &'b mut Vec<Offer<'a>>, country: &'a SmolStr) -> &'b mut Signs {
    let at = offers.iter().position(|(other, _)| *other == country).unwrap_or_else(|| {
        offers.push((country, Signs::default()));
        offers.len() - 1
    });
    &mut offers[at].1
}

impl Linker<'_, '_> {
    /// What each country that the context offers counts for a mention that it fits.
    pub(super) fn offers(&self, i: usize, fits: &dyn Fn(&SmolStr) -> bool) -> Vec<(i32, SmolStr)> {
        let fits = |country: &SmolStr| fits(country) && self.may_hold(i, country);
        let mut offers: Vec<Offer<'_>> = Vec::new();
        let (others, fights) = (self.others(i), self.fights(i));
        self.by_namings(i, fights, &others, &mut offers);
        self.by_place(i, fights, &mut offers);
        self.by_sentence(i, &others, &mut offers);
        self.by_pronouns(i, &mut offers);
        self.by_noun(i, &mut offers);
        self.by_what_went_before(i, &mut offers);
        offers.retain(|(country, _)| fits(country));
        if offers.iter().any(|(country, _)| self.has_head(i, country)) {
            offers.retain(|(country, _)| self.has_head(i, country));
        }
        let most = offers.iter().map(|(_, signs)| signs.topic).max().unwrap_or(0);
        for (_, signs) in offers.iter_mut().filter(|(_, signs)| signs.topic == most) {
            signs.add(Sign::Top);
        }
        if !offers.iter().any(|(_, signs)| signs.has(Sign::Nearest)) {
            for (_, signs) in &mut offers {
                let open: Vec<Sign> =
                    OPEN.iter().filter(|(sign, _)| signs.has(*sign)).map(|(_, open)| *open).collect();
                open.into_iter().for_each(|sign| signs.add(sign));
            }
        }
        offers.into_iter().map(|(country, signs)| (signs.worth(), country.clone())).collect()
    }

    /// Whether a naming is the role's own, or of a state against it in its clause: `the army accused *Oslo*`.
    fn is_opposed(&self, i: usize, named: &Named) -> bool {
        let state =
            |j: usize| self.drafts[j].mention.value.id.as_deref().is_some_and(|id| id.starts_with("state/"));
        let opposed = |j: usize| state(j) && self.is_clause_mate(i, j) && !named.fronted;
        named.draft.is_some_and(|j| j == i || opposed(j) && !self.sends(i, named))
    }

    fn fights(&self, i: usize) -> bool {
        let is = |wanted: &str| self.drafts[i].mention.value.sectors.iter().any(|sector| sector == wanted);
        is("MIL") && !is("GOV")
    }

    /// What every naming of a country says by itself.
    fn by_namings<'a>(&'a self, i: usize, fights: bool, others: &[&SmolStr], offers: &mut Vec<Offer<'a>>) {
        let own = &self.drafts[i].mention;
        for named in self.countries.named.iter().filter(|named| !self.is_opposed(i, named)) {
            let sign = match own.sentence.checked_sub(named.sentence) {
                Some(0) if named.word < own.head => self.sign_before(i, named, fights, others),
                Some(0) => self.sign_after(i, named, others),
                Some(1) => self.sign_back(i, named),
                Some(2) if self.is_subject_of_sentence(named) => Some(Sign::TwoSubject),
                Some(_) => None,
                None => Some(Sign::Later),
            };
            let leads = named.sentence == 0 && own.sentence > 0 && self.is_subject_of_sentence(named);
            let sends = named.sentence == own.sentence && self.sends(i, named);
            let signs = of(offers, &named.country);
            signs.namings += 1;
            signs.topic = self.countries.topic(&named.country).try_into().unwrap_or(0);
            let others = [leads.then_some(Sign::LeadSubject), sends.then_some(Sign::Sends)];
            sign.into_iter().chain(others.into_iter().flatten()).for_each(|sign| signs.add(sign));
        }
    }

    fn sign_before(&self, i: usize, named: &Named, fights: bool, others: &[&SmolStr]) -> Option<Sign> {
        let acts = named.draft.is_some();
        Some(if named.fronted {
            if fights && !named.capital && !acts { Sign::FrontedAbroad } else { Sign::Fronted }
        } else if others.contains(&&named.country) || self.stands_with(named, i) {
            Sign::Deals
        } else if self.is_relative_on(i, named) {
            Sign::Relative
        } else if named.place && self.nested(i, named, true) {
            Sign::BeforeNested
        } else if acts && named.weight > 1 {
            if self.is_above(i, named) { Sign::Subject } else { Sign::Before }
        } else if acts {
            Sign::BeforeAdjective
        } else {
            return None;
        })
    }

    fn sign_after(&self, i: usize, named: &Named, others: &[&SmolStr]) -> Option<Sign> {
        let mate = named.draft.is_some_and(|j| self.is_clause_mate(i, j));
        match named.draft {
            _ if mate || named.draft.is_some() && others.contains(&&named.country) => None,
            Some(_) if named.weight > 1 => Some(Sign::After),
            Some(_) => Some(Sign::AfterAdjective),
            None => Some(Sign::AfterPlace),
        }
    }

    fn sign_back(&self, i: usize, named: &Named) -> Option<Sign> {
        let over = !self.together(named.sentence, self.drafts[i].mention.sentence);
        let subject = self.is_subject_of_sentence(named);
        match named.draft {
            _ if named.inferred => None,
            _ if named.fronted && self.is_joined_to_next(named.sentence) => Some(Sign::Fronted),
            _ if named.fronted => Some(Sign::BackFronted),
            _ if subject && self.is_joined_to_next(named.sentence) => Some(Sign::Joined),
            Some(_) if subject => (!over).then_some(Sign::BackSubject),
            Some(_) => over.then_some(Sign::OverActor),
            None => over.then_some(Sign::OverPlace),
        }
    }

    /// Whether a semicolon alone parts a sentence from the next.
    fn is_joined_to_next(&self, sentence: usize) -> bool {
        self.sentences[sentence].words.last().is_some_and(|word| word.form == ";")
    }

    /// Whether two sentences belong together by their paragraphs, where those are of several sentences.
    fn together(&self, one: usize, two: usize) -> bool {
        self.sentences[one].paragraph == self.sentences[two].paragraph || !self.has_paragraphs()
    }

    fn has_paragraphs(&self) -> bool {
        let last = self.sentences.last().map_or(0, |sentence| sentence.paragraph as usize);
        let first = self.sentences.first().map_or(0, |sentence| sentence.paragraph as usize);
        10 * self.sentences.len() > PARAGRAPHS * (last - first + 1)
    }

    fn is_subject_of_sentence(&self, named: &Named) -> bool {
        !named.inferred && named.draft.is_some_and(|j| self.is_main_subject(j))
    }

    /// Whether a naming is the subject over some of a kind, not all that are known: `Egypt plans to send *troops*`.
    fn sends(&self, i: usize, named: &Named) -> bool {
        let some = self.drafts[i].plural && !self.drafts[i].phrase.definite;
        some && named.word < self.drafts[i].mention.head && named.draft.is_some() && self.is_above(i, named)
    }

    /// Whether a naming is the subject of a clause that a role's own hangs on.
    fn is_above(&self, i: usize, named: &Named) -> bool {
        let own = &self.drafts[i].mention;
        let words = &self.sentences[own.sentence].words;
        let first = words[named.word].head.filter(|_| words[named.word].relation.is("conj"));
        let word = &words[first.unwrap_or(named.word)];
        let mut above = std::iter::successors(Some(own.head), |&at| words[at].head).take(14);
        word.relation.is("nsubj") && word.head.is_some_and(|verb| above.any(|at| at == verb))
    }

    /// Whether a role stands in a relative clause on a naming, by the tree or by the word right behind it.
    fn is_relative_on(&self, i: usize, named: &Named) -> bool {
        let own = &self.drafts[i].mention;
        let words = &self.sentences[own.sentence].words;
        let comma = words.get(named.words.end).is_some_and(|word| word.form == ",");
        let next = named.words.end + usize::from(comma);
        let relative = words.get(next).is_some_and(|word| word.features.has(Features::PRONTYPE_REL));
        let close = next < own.head && own.head - next <= NEAR;
        relative && close || named.draft.is_some_and(|j| self.is_of_relative(i, j))
    }

    /// Where the dispatch comes from, and where the role is or does what is said.
    fn by_place<'a>(&'a self, i: usize, fights: bool, offers: &mut Vec<Offer<'a>>) {
        if let Some(country) = self.of_place(i, fights).or_else(|| self.seated(i, fights)) {
            of(offers, country).add(Sign::Placed);
        }
        if let Some(country) = &self.dateline {
            of(offers, country).add(Sign::Dateline);
        }
    }

    /// Who was named last and who alone before a role in its sentence; whose the dispatch is, where a paragraph begins
    /// without naming anybody.
    fn by_sentence<'a>(&'a self, i: usize, others: &[&SmolStr], offers: &mut Vec<Offer<'a>>) {
        let own = &self.drafts[i].mention;
        let before = |named: &&Named| {
            let mate = self.stands_with(named, i) || !named.fronted && others.contains(&&named.country);
            named.sentence == own.sentence
                && named.word < own.head
                && named.draft != Some(i)
                && !(mate || named.some || self.nested(i, named, true) && named.place)
        };
        let here: Vec<&Named> = self.countries.named.iter().filter(before).collect();
        if let Some(last) = here.iter().max_by_key(|named| named.word) {
            let signs = of(offers, &last.country);
            signs.add(Sign::Nearest);
            if here.iter().all(|named| named.country == last.country) {
                signs.add(Sign::Only);
            }
        } else if own.sentence == 0 || !self.together(own.sentence - 1, own.sentence) {
            if let Some(country) = &self.dateline {
                of(offers, country).add(Sign::HomeDateline);
            }
            let leads = offers.iter_mut().filter(|(_, signs)| signs.has(Sign::LeadSubject));
            leads.for_each(|(_, signs)| signs.add(Sign::HomeLead));
        }
    }

    /// What pronouns in a role's sentence and the subject of the one before stand for.
    fn by_pronouns<'a>(&'a self, i: usize, offers: &mut Vec<Offer<'a>>) {
        let own = &self.drafts[i].mention;
        for j in (self.first[own.sentence.saturating_sub(1)]..i).filter(|&j| !self.links.dropped[j]) {
            let draft = &self.drafts[j];
            let mention = &draft.mention;
            let Some(country) = &mention.value.country else { continue };
            let Some(country) =
                self.countries.named.iter().map(|named| &named.country).find(|it| *it == country)
            else {
                continue;
            };
            let pronoun = matches!(draft.phrase.core, Core::Pronoun(_));
            let subject = self.sentences[mention.sentence].words[mention.head].relation.is("nsubj");
            if mention.sentence == own.sentence {
                if pronoun {
                    of(offers, country).add(Sign::Pronoun);
                }
            } else if (pronoun || self.links.antecedent[j].is_some()) && subject {
                of(offers, country).add(Sign::BackPronoun);
            }
        }
    }

    /// Whose the last is that a bare noun called before.
    fn by_noun<'a>(&'a self, i: usize, offers: &mut Vec<Offer<'a>>) {
        let noun = |j: usize| self.drafts[j].phrase.role.as_ref().and_then(|role| role.agents.last());
        let own = &self.drafts[i];
        let bare = own.phrase.definite && !own.phrase.complement && own.phrase.modifiers.is_empty();
        let whole =
            own.phrase.role.as_ref().is_some_and(|role| role.agents.len() + 1 == own.mention.words.len());
        let Some(called) = noun(i).filter(|_| bare && whole) else { return };
        let same = |j: &usize| {
            let other = &self.drafts[*j].mention;
            let near = own.mention.sentence - other.sentence <= 2 && other.sentence < own.mention.sentence;
            near && noun(*j) == Some(called)
        };
        let last = (0..i).rev().find(same).and_then(|j| self.drafts[j].mention.value.country.as_ref());
        let country = last.and_then(|last| self.countries.named.iter().find(|it| it.country == *last));
        if let Some(named) = country {
            of(offers, &named.country).add(Sign::Same);
        }
    }

    /// The sentence before, the last role that was another's, and the last place at the head of a sentence.
    fn by_what_went_before<'a>(&'a self, i: usize, offers: &mut Vec<Offer<'a>>) {
        let own = &self.drafts[i].mention;
        let named = &self.countries.named;
        let back = || named.iter().filter(|it| it.sentence + 1 == own.sentence && !it.inferred);
        if let Some(last) = back().next().filter(|last| back().all(|it| it.country == last.country)) {
            of(offers, &last.country).add(Sign::BackOnly);
        }
        let inferred = named
            .iter()
            .filter(|it| it.inferred && (it.sentence, it.word) < (own.sentence, own.head))
            .max_by_key(|it| (it.sentence, it.word));
        if let Some(last) = inferred {
            let signs = of(offers, &last.country);
            signs.add(Sign::Inferred);
            if last.sentence == own.sentence
                || self.has_paragraphs() && self.together(last.sentence, own.sentence)
            {
                signs.add(Sign::InferredHere);
            }
        }
        let fronted = || named.iter().filter(|it| it.fronted && it.sentence < own.sentence);
        let Some(at) = fronted().map(|it| it.sentence).max() else { return };
        for it in fronted().filter(|it| it.sentence == at) {
            let near = self.has_paragraphs() && self.together(at, own.sentence);
            let sign = if near {
                Sign::SectionHere
            } else if at + 1 == own.sentence {
                Sign::SectionBack
            } else {
                Sign::Section
            };
            of(offers, &it.country).add(sign);
        }
    }
}
