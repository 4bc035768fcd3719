//! Which country the context means by an organ or office: what each counts by where and how it is named.

use smol_str::SmolStr;

use super::Linker;
use super::countries::Named;
use crate::resolve::actors::Kind;
use crate::resolve::index::folded;
use crate::ud::Upos;

/// A country is meant that is this much likelier than the next, in tenths.
const AHEAD: u32 = 12;

/// How much less likely one is that counts one less: the inverse of e to the hundredth.
const STEP: f64 = 0.990_049_833_749_168_1;

impl Linker<'_, '_> {
    /// The country that is likeliest around a mention, if it is clearly likelier than the next. What else the context
    /// offers stays with the mention.
    pub(super) fn likely_country(&mut self, i: usize) -> Option<SmolStr> {
        self.as_likely(i, 0)
    }

    /// The same, if it is at least as likely as this, in hundredths.
    pub(super) fn as_likely(&mut self, i: usize, least: u32) -> Option<SmolStr> {
        let namings = self.namings(i);
        let fits = |country: &SmolStr| namings.iter().all(|row| row.fits(country));
        let rules: Vec<SmolStr> = namings.iter().map(|row| row.rule.clone()).collect();
        let weighed = likelihoods(self.offers(i, &fits));
        let next = weighed.get(1).map_or(0, |(_, likely)| *likely);
        let found = weighed.first().filter(|(_, likely)| *likely >= least && 10 * likely >= AHEAD * next);
        let found = found.map(|(country, _)| country.clone());
        self.drafts[i].mention.value.weighed = weighed;
        if let Some(country) = &found {
            self.drafts[i].mention.because.extend(rules);
            self.infer(i, country.clone());
        }
        found
    }

    /// Notes a country that the context said: what is spoken of next is likely to be of the same.
    fn infer(&mut self, i: usize, country: SmolStr) {
        let mention = &self.drafts[i].mention;
        self.countries.named.push(Named {
            country,
            sentence: mention.sentence,
            word: mention.head,
            weight: 1,
            draft: Some(i),
            fronted: false,
            place: false,
            some: false,
            words: mention.words.clone(),
            capital: false,
            inferred: true,
        });
    }

    /// The country of a place whose organ a relative clause says: `au Burundi, dont *l'armée*`; of where police and
    /// courts do what one says: `à Riga, où *la police* patrouille`.
    pub(super) fn of_place(&self, i: usize, fights: bool) -> Option<&SmolStr> {
        let own = &self.drafts[i].mention;
        let words = &self.sentences[own.sentence].words;
        let mut above = std::iter::successors(Some(own.head), |&at| words[at].head).take(6);
        let clause = above.find(|&at| words[at].relation.is("acl"))?;
        let noun = words[clause].head?;
        let whose = |j: usize| {
            let it = &self.drafts[j].mention;
            it.sentence == own.sentence && it.head > noun && it.head < own.head && self.is_whose(j)
        };
        if fights && !(self.first[own.sentence]..i).any(whose) {
            return None;
        }
        let of =
            |named: &&Named| named.draft.is_none() && (named.sentence, named.word) == (own.sentence, noun);
        self.countries.named.iter().find(of).map(|named| &named.country)
    }

    /// The country of the place right behind a role, or of where police and courts do what they do: `l'état-major *à
    /// Riga*`, `police arrested him *in Riga*`. Armies are found in other towns than their capital too.
    pub(super) fn seated(&self, i: usize, fights: bool) -> Option<&SmolStr> {
        let own = &self.drafts[i].mention;
        let sentence = &self.sentences[own.sentence];
        let words = &sentence.words;
        let mut places =
            self.countries.named.iter().filter(|it| it.draft.is_none() && it.sentence == own.sentence);
        let behind = |named: &&Named| {
            let Some(above) = words[named.word].head else { return false };
            // `a annoncé l'état-major`: without another subject, what stands behind the verb is its own.
            let inverted = sentence.first(above, "nsubj").is_none() && above < own.head;
            let subject =
                (words[own.head].relation.is("nsubj") || inverted) && words[own.head].head == Some(above);
            let near = named.words.start == own.words.end + 1 && (named.capital || !fights);
            near && (own.words.contains(&above) || subject)
        };
        if let Some(named) = places.clone().find(behind) {
            return Some(&named.country);
        }
        let home = |sector: &SmolStr| matches!(sector.as_str(), "COP" | "JUD");
        let verb = words[own.head].head.filter(|_| own.value.sectors.iter().any(home))?;
        let acts = words[own.head].relation.is("nsubj") || sentence.first(verb, "nsubj").is_none();
        let locative = &self.context.base.lists().locative;
        let within = |named: &&Named| {
            let above = std::iter::successors(Some(named.word), |&at| words[at].head).take(4);
            let to = above.clone().take_while(|&at| at != verb).map(|at| words[at].relation.base());
            let marker = named.words.start.checked_sub(1).and_then(|at| words.get(at));
            let located = marker.is_some_and(|word| locative.contains(&folded(&word.form)));
            let nominal = to
                .clone()
                .all(|it| matches!(it, "obl" | "nmod" | "compound" | "flat") || located && it == "obj");
            above.clone().any(|at| at == verb) && nominal && acts
        };
        let first = places.clone().find(within)?;
        places.all(|named| !within(&named) || named.country == first.country).then_some(&first.country)
    }

    /// The countries of those who deal with a role in its clause.
    pub(super) fn others(&self, i: usize) -> Vec<&SmolStr> {
        self.countries.named.iter().filter(|it| self.deals_with(it, i)).map(|it| &it.country).collect()
    }

    /// Whether somebody whose country is said does something to a role, or has it done: the role is mostly another's.
    pub(super) fn deals_with(&self, named: &Named, i: usize) -> bool {
        !named.place && !named.inferred && named.draft != Some(i) && self.stands_with(named, i)
    }

    /// Whether somebody is an argument of the verb that a role is one of, and no body of its own state's.
    pub(super) fn stands_with(&self, named: &Named, i: usize) -> bool {
        named.draft.is_some_and(|j| self.is_clause_mate(i, j) && !self.is_domestic(j))
    }

    /// Whether a mention is the subject of its sentence's main verb.
    pub(super) fn is_main_subject(&self, j: usize) -> bool {
        let mention = &self.drafts[j].mention;
        let words = &self.sentences[mention.sentence].words;
        // All of a coordination are.
        let first = match words[mention.head].head {
            Some(first) if words[mention.head].relation.is("conj") => first,
            _ => mention.head,
        };
        let verb = words[first].head.filter(|_| words[first].relation.is("nsubj"));
        verb.is_some_and(|verb| words[verb].head.is_none())
    }

    /// Whether a naming stands in another of two clauses that a conjunction joins.
    fn is_coordinate(&self, i: usize, named: &Named) -> bool {
        let own = &self.drafts[i].mention;
        let words = &self.sentences[own.sentence].words;
        let above = |word: usize| std::iter::successors(Some(word), |&at| words[at].head).take(12);
        let apart = |at: &usize| !above(named.word).any(|word| word == *at);
        above(own.head)
            .take_while(apart)
            .any(|at| words[at].relation.is("conj") && words[at].upos == Upos::Verb)
    }

    /// Whether a place in a role's sentence says where another thing is: `l'opposant, exilé *en Belgique*,`; with
    /// `far`, also `les frappes *sur Rafah*` and what stands behind the verb of a clause before.
    pub(super) fn nested(&self, i: usize, place: &Named, far: bool) -> bool {
        let own = &self.drafts[i].mention;
        if place.sentence != own.sentence || place.fronted {
            return false;
        }
        let words = &self.sentences[own.sentence].words;
        let above = |word: usize| std::iter::successors(Some(word), |&at| words[at].head).take(12);
        let inner = |from: usize, to: usize| {
            above(from)
                .take_while(move |&at| !above(to).any(|word| word == at))
                .map(|at| words[at].relation.base())
        };
        let own_noun = words[place.word].head.is_some_and(|head| own.words.contains(&head));
        let behind = above(place.word).any(|at| at < place.word && above(own.head).any(|word| word == at));
        let elsewhere = |relation| matches!(relation, "acl" | "amod" | "appos") || far && relation == "nmod";
        let clause = |relation| matches!(relation, "conj" | "parataxis" | "ccomp");
        !own_noun
            && (inner(place.word, own.head).any(elsewhere)
                || far && behind && inner(own.head, place.word).any(clause))
    }

    /// Whether a role stands in a relative clause on a mention: `Hun Sen, qui préside *le Sénat*`.
    pub(super) fn is_of_relative(&self, i: usize, j: usize) -> bool {
        let (own, noun) = (&self.drafts[i].mention, &self.drafts[j].mention);
        let words = &self.sentences[own.sentence].words;
        let mut above = std::iter::successors(Some(own.head), |&at| words[at].head).take(8);
        let clause = above.find(|&at| words[at].relation.is("acl"));
        noun.sentence == own.sentence
            && clause.and_then(|at| words[at].head).is_some_and(|head| noun.words.contains(&head))
    }

    /// Whether a pronoun's condition is for somebody to meet: `averti *Caracas* de représailles s'*il* attaquait`.
    pub(super) fn is_warned(&self, i: usize, j: usize) -> bool {
        let (own, noun) = (&self.drafts[i].mention, &self.drafts[j].mention);
        if noun.sentence != own.sentence {
            return false;
        }
        let sentence = &self.sentences[own.sentence];
        let words = &sentence.words;
        let lists = self.context.base.lists();
        let clause = words[own.head].head.filter(|_| words[own.head].relation.is("nsubj"));
        let condition = |clause: usize| {
            let mut marks = sentence.with(clause, "mark");
            marks.any(|mark| lists.conditions.contains(&folded(&words[mark].lemma)))
        };
        let up = |word: usize| {
            let mut above = std::iter::successors(words[word].head, |&at| words[at].head).take(4);
            above.find(|&at| words[at].upos == Upos::Verb)
        };
        let warns = |verb: usize| lists.warned.contains(&folded(&words[verb].lemma));
        let verb = clause.filter(|&clause| condition(clause)).and_then(up).filter(|&verb| warns(verb));
        let behind = |verb: usize| noun.head > verb && noun.head < own.head && up(noun.head) == Some(verb);
        let plain =
            sentence.with(noun.head, "case").next().is_none() && !words[noun.head].relation.is("nsubj");
        plain && verb.is_some_and(behind)
    }

    /// The one country that its sentence names before a role, by the place that says so, if one does: `À Manille, le
    /// Sénat`. Who does something to the role, or has it done, is another's, unless it is a party or an armed group.
    pub(super) fn named_alone(&self, i: usize) -> Option<&Named> {
        let own = &self.drafts[i].mention;
        let others = self.others(i);
        let mut named = self.countries.named.iter().filter(|named| {
            let here = named.sentence == own.sentence && named.word < own.head;
            let other =
                named.draft == Some(i) || named.some || !named.fronted && others.contains(&&named.country);
            // `Paris a protesté et Moscou aidera les autorités`
            let apart = here && !others.is_empty() && !named.fronted && self.is_coordinate(i, named);
            let elsewhere = named.place && self.nested(i, named, true);
            here && !(other || apart || elsewhere)
        });
        let mut found = named.next()?;
        for other in named {
            if other.country != found.country {
                return None;
            }
            if found.draft.is_some() {
                found = other;
            }
        }
        Some(found)
    }

    /// Whether a country may have whom the role says: no `présidente` where a man presides.
    pub(super) fn may_hold(&self, i: usize, country: &SmolStr) -> bool {
        let draft = &self.drafts[i];
        draft.phrase.name.is_some()
            || self
                .context
                .in_office(draft, country)
                .is_none_or(|(_, person)| self.context.agrees(draft, person))
    }

    /// Whether a country has whom an organ needs at its head: most have no junta.
    pub(super) fn has_head(&self, i: usize, country: &SmolStr) -> bool {
        let base = &self.context.base;
        let agents = self.drafts[i].phrase.role.iter().flat_map(|role| &role.agents);
        let mut heads = agents.filter_map(|&row| base.lexicon.agents.get(row as usize)?.headed.as_ref());
        let held = |office: &SmolStr| {
            base.names.offices.get(office).is_some_and(|&row| self.context.is_held(row, country))
        };
        heads.any(held)
    }

    /// Whether a mention is a party, an opponent or an armed group, which mostly deal with their own state.
    pub(super) fn is_domestic(&self, j: usize) -> bool {
        let value = &self.drafts[j].mention.value;
        value.kind == Kind::ArmedGroup
            || value.sectors.iter().any(|sector| matches!(sector.as_str(), "PTY" | "OPP"))
    }
}

/// Each country with how likely it is, in hundredths, of what each counts; the most first.
fn likelihoods(mut offers: Vec<(i32, SmolStr)>) -> Vec<(SmolStr, u32)> {
    offers.sort_by(|one, two| (two.0, &one.1).cmp(&(one.0, &two.1)));
    let Some(most) = offers.first().map(|(count, _)| *count) else { return Vec::new() };
    let part = |count: i32| (0..(most - count).min(1000)).fold(1.0, |part, _| part * STEP);
    let all: f64 = offers.iter().map(|(count, _)| part(*count)).sum();
    let shares =
        offers.into_iter().map(|(count, country)| (country, (100.0 * part(count) / all).round() as u32));
    shares.filter(|(_, share)| *share > 0).collect()
}
