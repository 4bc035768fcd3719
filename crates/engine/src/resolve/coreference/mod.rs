//! Words that refer back: pronouns, possessives, short descriptions, and roles whose state only the context says.

mod acronyms;
mod countries;
mod descriptions;
mod likely;
mod namings;
mod possessors;
mod signs;
mod states;

use depeche_knowledge::lexicon::Pronoun;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use self::countries::Countries;
use super::actors::{Count, Kind};
use super::identity::{Context, Draft};
use super::phrases::Core;
use super::places::Place;
use crate::text::{Mention, Sentence};
use crate::ud::{Features, Upos};

/// How many sentences back a pronoun reaches, and a description.
const PRONOUN_REACH: usize = 2;
const DESCRIPTION_REACH: usize = 8;

/// What coreference found for each draft, by index into the drafts.
pub(crate) struct Links {
    pub antecedent: Vec<Option<usize>>,
    pub members: Vec<Vec<usize>>,
    /// Drafts that are no actors after all.
    pub dropped: Vec<bool>,
}

/// Resolves what refers back, in the order of the text. `dateline` is the country of the dispatch's place.
pub(crate) fn link(
    drafts: &mut [Draft],
    sentences: &[Sentence],
    context: &Context<'_>,
    (places, dateline): (&[Mention<Place>], Option<SmolStr>),
) -> Links {
    let count = drafts.len();
    let links = Links {
        antecedent: vec![None; count],
        members: vec![Vec::new(); count],
        dropped: vec![false; count],
    };
    let mut first = vec![0; sentences.len() + 1];
    for draft in drafts.iter() {
        first[draft.mention.sentence + 1] += 1;
    }
    for i in 0..sentences.len() {
        first[i + 1] += first[i];
    }
    let countries = Countries::new(drafts, places, sentences, context);
    let introduced = acronyms::introduced(drafts, sentences);
    let mut linker = Linker { drafts, sentences, context, dateline, links, first, countries, introduced };
    for i in 0..count {
        linker.genders(i);
    }
    for i in 0..count {
        linker.one(i);
    }
    linker.links
}

struct Linker<'a, 'b> {
    drafts: &'a mut [Draft],
    sentences: &'a [Sentence],
    context: &'a Context<'b>,
    dateline: Option<SmolStr>,
    links: Links,
    /// The first draft of each sentence, and their number at the end.
    first: Vec<usize>,
    countries: Countries,
    /// Acronyms in brackets, with the draft that each stands for.
    introduced: FxHashMap<SmolStr, usize>,
}

/// What an antecedent must be.
struct Wanted<'a> {
    gender: Option<&'a str>,
    plural: Option<bool>,
    animacy: Option<&'a str>,
    reach: usize,
    /// The verb whose other arguments are someone else.
    verb: Option<usize>,
    /// Its subject, where an object is looked for.
    subject: Option<usize>,
    /// Whether things compete: `il` may be the storm.
    things: bool,
}

impl Linker<'_, '_> {
    fn sentence(&self, i: usize) -> &Sentence {
        &self.sentences[self.drafts[i].mention.sentence]
    }

    /// A phrase's gender may stand on its article alone.
    fn genders(&mut self, i: usize) {
        if self.drafts[i].gender.is_some() || self.drafts[i].phrase.core != Core::Nominal {
            return;
        }
        let words = self.drafts[i].mention.words.clone();
        let sentence = self.sentence(i);
        let found = words.clone().filter_map(|word| sentence.words.get(word)).find_map(|word| {
            let agrees = matches!(word.upos, Upos::Det | Upos::Adj);
            if agrees && word.features.has(Features::GENDER_FEM) {
                Some("f")
            } else if agrees && word.features.has(Features::GENDER_MASC) {
                Some("m")
            } else {
                None
            }
        });
        if self.drafts[i].mention.value.kind != Kind::Person {
            self.drafts[i].gender = found.map(SmolStr::from);
        }
    }

    fn one(&mut self, i: usize) {
        match self.drafts[i].phrase.core {
            Core::Pronoun(row) => {
                let pronouns = &self.context.base.lexicon.pronouns;
                if let Some(pronoun) = pronouns.get(row as usize) {
                    self.pronoun(i, pronoun);
                }
            }
            Core::Adjective(_) => {}
            Core::Nominal => self.nominal(i),
        }
    }

    fn pronoun(&mut self, i: usize, pronoun: &Pronoun) {
        match pronoun.kind.as_str() {
            "relative" | "whose" => match self.relative(i) {
                Some(found) => self.copy(i, found),
                None => self.links.dropped[i] = true,
            },
            "speaker" => self.drafts[i].mention.value.kind = Kind::Unnamed,
            "demonstrative" => match self.last_named(i, pronoun) {
                Some(found) => self.copy(i, found),
                None => self.drafts[i].mention.value.kind = Kind::Unnamed,
            },
            kind => self.personal(i, pronoun, kind == "possessive"),
        }
    }

    fn personal(&mut self, i: usize, pronoun: &Pronoun, possessive: bool) {
        let sentence = self.sentence(i);
        let head = self.drafts[i].mention.head;
        let object = matches!(sentence.words[head].relation.base(), "obj" | "iobj");
        let verb = if possessive { None } else { sentence.words[head].head };
        let wanted = Wanted {
            gender: pronoun.gender.as_deref().filter(|_| pronoun.number.as_deref() != Some("several")),
            plural: match pronoun.number.as_deref() {
                Some("one") => Some(false),
                Some("several") => Some(true),
                _ => None,
            },
            animacy: pronoun.animacy.as_deref(),
            reach: PRONOUN_REACH,
            verb,
            subject: verb.filter(|_| object).and_then(|verb| self.subject(i, verb)),
            things: pronoun.animacy.as_deref() != Some("person"),
        };
        match self.best(i, &wanted) {
            Some(Found::Actor(found)) => self.copy(i, found),
            Some(Found::Thing) => self.links.dropped[i] = true,
            None if possessive || object || wanted.animacy == Some("thing") => self.links.dropped[i] = true,
            None => {
                let value = &mut self.drafts[i].mention.value;
                value.kind = if wanted.plural == Some(true) { Kind::Unnamed } else { Kind::Person };
            }
        }
    }

    /// The draft before another one that is the subject of a verb.
    fn subject(&self, i: usize, verb: usize) -> Option<usize> {
        let at = self.drafts[i].mention.sentence;
        let words = &self.sentences[at].words;
        (self.first[at]..i).rev().find(|&j| {
            let word = &words[self.drafts[j].mention.head];
            word.head == Some(verb) && word.relation.is("nsubj")
        })
    }

    /// The noun that a relative clause stands on.
    fn relative(&self, i: usize) -> Option<usize> {
        let at = self.drafts[i].mention.sentence;
        let head = self.drafts[i].mention.head;
        let sentence = self.sentence(i);
        let mut word = head;
        for _ in 0..8 {
            let above = sentence.words[word].head?;
            let relation = sentence.words[word].relation;
            if matches!(relation.base(), "acl") || relation.as_str() == "advcl:relcl" {
                if above < head {
                    let found = || self.at(at, above).filter(|&found| found != i);
                    return self.last_conjunct(i, (above, word)).or_else(found);
                }
                break;
            }
            word = above;
        }
        self.right_before(i)
    }

    /// The noun phrase right before a relative pronoun, or before a comma: what it stands on where the tree is wrong.
    fn right_before(&self, i: usize) -> Option<usize> {
        let own = &self.drafts[i].mention;
        let words = &self.sentence(i).words;
        let end = if own.head > 0 && words[own.head - 1].form == "," { own.head - 1 } else { own.head };
        (self.first[own.sentence]..i).rev().find(|&j| {
            let mention = &self.drafts[j].mention;
            mention.words.end == end && !self.links.dropped[j] && self.drafts[j].phrase.core == Core::Nominal
        })
    }

    /// The last of a coordination, where the relative clause behind it is of one: `A et B, dont l'armée` is B's.
    fn last_conjunct(&self, i: usize, (noun, clause): (usize, usize)) -> Option<usize> {
        let sentence = self.sentence(i);
        let marked = |feature| {
            let auxiliary = sentence.with(clause, "aux").any(|it| sentence.words[it].features.has(feature));
            sentence.words[clause].features.has(feature) || auxiliary
        };
        let found = self.right_before(i)?;
        let word = &sentence.words[self.drafts[found].mention.head];
        let one = self.is_whose(i) || marked(Features::NUMBER_SING) && !marked(Features::NUMBER_PLUR);
        (one && word.relation.is("conj") && word.head == Some(noun)).then_some(found)
    }

    /// Whether a mention is `dont` or `whose`.
    fn is_whose(&self, j: usize) -> bool {
        let Core::Pronoun(row) = self.drafts[j].phrase.core else { return false };
        self.context.base.lexicon.pronouns.get(row as usize).is_some_and(|row| row.kind == "whose")
    }

    /// The draft that a word heads or is an alias of.
    fn at(&self, sentence: usize, word: usize) -> Option<usize> {
        let here = self.first[sentence]..self.first[sentence + 1];
        let kept = |j: &usize| !self.links.dropped[*j];
        here.clone()
            .filter(kept)
            .find(|&j| self.drafts[j].mention.head == word)
            .or_else(|| here.filter(kept).find(|&j| self.drafts[j].phrase.aliases.contains(&word)))
    }

    /// `ce dernier`: the last one named that agrees, rather one that is not deep inside a phrase.
    fn last_named(&self, i: usize, pronoun: &Pronoun) -> Option<usize> {
        let plural = pronoun.number.as_deref() == Some("several");
        let fits = |&j: &usize| {
            self.candidate(j)
                && self.drafts[j].mention.words.end <= self.before(i, j)
                && self.agrees(j, pronoun.gender.as_deref().filter(|_| !plural), Some(plural))
                && (plural || self.drafts[j].person || self.drafts[j].mention.value.country.is_some())
        };
        let fitting: Vec<usize> =
            (0..i).rev().take_while(|&j| self.distance(i, j) <= 1).filter(fits).take(4).collect();
        let outer = |&&j: &&usize| {
            let mention = &self.drafts[j].mention;
            let words = &self.sentences[mention.sentence].words;
            let before = mention.words.start.checked_sub(1).and_then(|at| words.get(at));
            let owned = before.is_some_and(|word| {
                self.context.base.lists().complement.contains(&super::index::folded(&word.form))
            });
            !(owned && words[mention.head].relation.is("nmod"))
        };
        fitting.iter().find(outer).or_else(|| fitting.first()).copied()
    }

    fn before(&self, i: usize, j: usize) -> usize {
        if self.distance(i, j) == 0 { self.drafts[i].mention.words.start } else { usize::MAX }
    }

    fn distance(&self, i: usize, j: usize) -> usize {
        self.drafts[i].mention.sentence.saturating_sub(self.drafts[j].mention.sentence)
    }

    /// Whether a draft can be referred back to.
    fn candidate(&self, j: usize) -> bool {
        let draft = &self.drafts[j];
        let plain = match draft.phrase.core {
            Core::Nominal => !draft.only_back || self.links.antecedent[j].is_some(),
            Core::Pronoun(_) => self.links.antecedent[j].is_some(),
            Core::Adjective(_) => false,
        };
        plain && !self.links.dropped[j] && !matches!(draft.mention.value.kind, Kind::Document | Kind::Poll)
    }

    fn agrees(&self, j: usize, gender: Option<&str>, plural: Option<bool>) -> bool {
        let draft = &self.drafts[j];
        let gender = match (gender, draft.gender.as_deref()) {
            (Some(wanted), Some(own)) => wanted == own,
            _ => true,
        };
        let state = draft.mention.value.id.as_deref().is_some_and(|id| id.starts_with("state/"));
        gender
            && plural.is_none_or(|plural| {
                plural == draft.plural || state || plural && !self.conjuncts(j).is_empty()
            })
    }

    /// The other members of the coordination that a draft begins.
    fn conjuncts(&self, j: usize) -> Vec<usize> {
        let mention = &self.drafts[j].mention;
        let sentence = &self.sentences[mention.sentence];
        sentence
            .with(mention.head, "conj")
            .filter_map(|word| self.at(mention.sentence, word))
            .filter(|&k| k != j)
            .collect()
    }

    fn best(&self, i: usize, wanted: &Wanted<'_>) -> Option<Found> {
        let mut best: Option<(i64, Found)> = None;
        let mut offer = |score: i64, found: Found| {
            if best.as_ref().is_none_or(|(top, _)| score > *top) {
                best = Some((score, found));
            }
        };
        for j in (0..i).rev().take_while(|&j| self.distance(i, j) <= wanted.reach) {
            if let Some(score) = self.score(i, j, wanted) {
                offer(score, Found::Actor(j));
            }
        }
        if wanted.things {
            for score in self.things(i, wanted) {
                offer(score, Found::Thing);
            }
        }
        best.map(|(_, found)| found)
    }

    fn score(&self, i: usize, j: usize, wanted: &Wanted<'_>) -> Option<i64> {
        let (draft, own) = (&self.drafts[j], &self.drafts[i]);
        let distance = self.distance(i, j);
        let inside = distance == 0 && draft.mention.words.contains(&own.mention.head);
        if !self.candidate(j) || inside || !self.agrees(j, wanted.gender, wanted.plural_for(draft)) {
            return None;
        }
        let value = &draft.mention.value;
        let fits = match wanted.animacy {
            Some("person") => draft.person,
            Some("thing") => !draft.person,
            Some("group") => draft.plural || !draft.person || !self.conjuncts(j).is_empty(),
            _ => true,
        };
        let sentence = &self.sentences[draft.mention.sentence];
        let same_verb =
            distance == 0 && wanted.verb.is_some() && sentence.words[draft.mention.head].head == wanted.verb;
        let is_subject = |subject: usize| {
            subject == j
                || self.links.antecedent[subject] == Some(j)
                || value.id.is_some() && self.drafts[subject].mention.value.id == value.id
        };
        if !fits || same_verb || wanted.subject.is_some_and(is_subject) {
            return None;
        }
        let place = self.rank(draft.mention.sentence, draft.mention.head);
        let gendered = i64::from(wanted.gender.is_some() && draft.gender.is_some()) * 6;
        let known = i64::from(value.id.is_some() || value.name.is_some()) * 4;
        let group = wanted.plural == Some(true) && !self.conjuncts(j).is_empty();
        let plural = i64::from(wanted.animacy == Some("group") && draft.plural) * 6 + i64::from(group) * 16;
        Some(
            place - 24 * distance as i64
                + gendered
                + known
                + plural
                + i64::from(draft.person) * 3
                // `X, que son homologue accuse`
                + i64::from(distance == 0 && self.is_of_relative(i, j)) * 24
                + i64::from(self.is_warned(i, j)) * 36
                + nearness(draft.mention.head, distance, own.mention.head),
        )
    }

    /// How prominent a word is by its part in the sentence.
    fn rank(&self, sentence: usize, word: usize) -> i64 {
        let words = &self.sentences[sentence].words;
        let mut at = word;
        // A conjunct is as prominent as the first.
        for _ in 0..4 {
            match (words[at].relation.base(), words[at].head) {
                ("conj", Some(head)) => at = head,
                _ => break,
            }
        }
        let main = words[at].head.is_none_or(|head| words[head].head.is_none());
        match words[at].relation.base() {
            "nsubj" => 30 + 6 * i64::from(main),
            "root" => 24,
            "obj" | "iobj" => 14,
            "obl" => 10,
            _ => 2,
        }
    }

    /// Subjects that are no actors compete for a pronoun of their gender and number.
    fn things(&self, i: usize, wanted: &Wanted<'_>) -> Vec<i64> {
        let own = &self.drafts[i].mention;
        let mut scores = Vec::new();
        for at in own.sentence.saturating_sub(1)..=own.sentence {
            let sentence = &self.sentences[at];
            let distance = own.sentence - at;
            for (word, it) in sentence.words.iter().enumerate() {
                let before = distance > 0 || word < own.head;
                let subject = it.upos == Upos::Noun && it.relation.is("nsubj");
                if !before
                    || !subject
                    || self.at(at, word).is_some()
                    || distance == 0 && it.head == wanted.verb
                {
                    continue;
                }
                let feminine = it.features.has(Features::GENDER_FEM);
                let masculine = it.features.has(Features::GENDER_MASC);
                let gender = match wanted.gender {
                    Some("f") => !masculine,
                    Some("m") => !feminine,
                    _ => true,
                };
                let plural = it.features.has(Features::NUMBER_PLUR);
                if gender && wanted.plural.is_none_or(|wanted| wanted == plural) {
                    let gendered = i64::from(wanted.gender.is_some() && (feminine || masculine)) * 6;
                    scores.push(
                        self.rank(at, word) - 24 * distance as i64
                            + gendered
                            + nearness(word, distance, own.head),
                    );
                }
            }
        }
        scores
    }

    fn copy(&mut self, i: usize, found: usize) {
        // Chains end at the first mention.
        let root =
            std::iter::successors(Some(found), |&at| self.links.antecedent[at].filter(|&next| next < at))
                .last()
                .unwrap_or(found);
        let group = if self.drafts[i].plural && !self.drafts[root].plural {
            self.conjuncts(root)
        } else {
            Vec::new()
        };
        let mut value = self.drafts[root].mention.value.clone();
        let source = &self.drafts[root];
        let (gender, person) = (source.gender.clone(), source.person);
        let because = source.mention.because.clone();
        if !group.is_empty() {
            self.links.members[i] = std::iter::once(root).chain(group).collect();
            value.count = if self.links.members[i].len() == 2 { Count::Two } else { Count::Several };
            value.id = None;
            value.name = None;
            value.country = None;
        } else {
            self.links.members[i] = self.links.members[root].clone();
        }
        let draft = &mut self.drafts[i];
        draft.mention.value = value;
        draft.gender = gender.or(draft.gender.take());
        draft.person = person;
        draft.mention.because.extend(because);
        self.links.antecedent[i] = Some(root);
    }

    fn nominal(&mut self, i: usize) {
        self.adjective_members(i);
        if self.owned_by_several(i) {
            return;
        }
        if let Some(head) = self.drafts[i].phrase.same_as
            && let Some(found) = self.at(self.drafts[i].mention.sentence, head).filter(|&found| found != i)
            && !self.drafts[found].bare
        {
            return self.copy(i, found);
        }
        if let Some(found) = self.acronym(i) {
            return self.copy(i, found);
        }
        if self.drafts[i].only_back {
            return self.state_description(i);
        }
        if self.drafts[i].refers.as_deref() == Some("pair") {
            return self.pair(i);
        }
        if self.possessed(i) || self.shortened(i) {
            return;
        }
        if self.namesake(i) {
            return;
        }
        if !self.drafts[i].bare {
            self.stranger_again(i);
            return self.stranger_country(i);
        }
        if self.drafts[i].mention.value.country.is_none()
            && self.drafts[i].phrase.owner.is_none()
            && (!self.drafts[i].phrase.complement || self.drafts[i].organ || self.is_domestic_body(i))
        {
            if let Some(found) = self.described(i).filter(|&found| !self.is_elsewhere(i, found)) {
                return self.copy(i, found);
            }
            if !self.igo_office(i) {
                self.context_country(i);
            }
        } else if self.drafts[i].mention.value.country.is_none() && self.drafts[i].phrase.owner.is_some() {
            self.owned(i);
        } else if let Some(found) = self.described(i) {
            self.copy(i, found);
        }
    }

    /// `les présidents russe et ukrainien`: the states are the members.
    fn adjective_members(&mut self, i: usize) {
        let draft = &self.drafts[i];
        let states = &draft.phrase.states;
        if states.iter().all(|&(state, _)| state == states[0].0) {
            return;
        }
        let words: Vec<usize> = states.iter().map(|&(_, word)| word).collect();
        let at = draft.mention.sentence;
        let members: Vec<usize> = (self.first[at]..self.first[at + 1])
            .filter(|&j| words.contains(&self.drafts[j].mention.head))
            .filter(|&j| matches!(self.drafts[j].phrase.core, Core::Adjective(_)))
            .collect();
        for &member in &members {
            self.hold_as(member, i);
        }
        self.links.members[i] = members;
    }

    /// Gives an adjective the role of its noun: `ukrainien` is the Ukrainian president.
    fn hold_as(&mut self, member: usize, i: usize) {
        let Some(country) = self.drafts[member].mention.value.country.clone() else { return };
        let mut draft = self.drafts[i].clone();
        draft.mention.value.country = Some(country.clone());
        draft.mention.value.count = Count::One;
        if let Some(role) = &mut draft.phrase.role {
            role.plural = false;
        }
        self.context.hold_by_country(&mut draft, &country);
        self.drafts[member].mention.value = draft.mention.value;
        self.drafts[member].mention.because.extend(draft.mention.because);
    }
}

enum Found {
    Actor(usize),
    Thing,
}

impl Wanted<'_> {
    /// A group pronoun (`they`) takes singular organisations too.
    fn plural_for(&self, draft: &Draft) -> Option<bool> {
        if self.animacy == Some("group") && !draft.person { None } else { self.plural }
    }
}

/// Nearer is better, a little.
fn nearness(word: usize, distance: usize, own: usize) -> i64 {
    if distance == 0 { 10 - (own.saturating_sub(word) as i64 / 3).min(10) } else { (word as i64 / 8).min(3) }
}
