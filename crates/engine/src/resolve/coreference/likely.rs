//! Which country the context means by an organ or office: what each counts by where and how it is named.

use smol_str::SmolStr;

use super::Linker;
use super::countries::Named;
use crate::resolve::actors::Kind;
use crate::resolve::index::folded;
use crate::ud::Upos;

/// How much a naming counts by how far it stands from the role: before it in the sentence, after it there, one and two
/// sentences before, earlier, later.
const BEFORE: u32 = 8;
const AFTER: u32 = 2;
const ONE_BACK: u32 = 6;
const TWO_BACK: u32 = 4;
const EARLIER: u32 = 2;
const LATER: u32 = 1;

/// The most that a country counts for all its namings at one of these distances, nearest first, for leading, and in a
/// sentence by whom an organ is dealt with there.
const MOST: [u32; 8] = [64, 6, 28, 12, 12, 2, LEAD, 64 / OPPOSED];
const LEADING: usize = 6;
const DEALING: usize = 7;

/// What the place of the dispatch counts, the one country that a sentence names before the role, and who acts in the
/// first sentence.
const DATELINE: u32 = 8;
const ALONE: u32 = 32;
const LEAD: u32 = 8;

/// What a country counts that is all that a dispatch names; others as much as they are of it.
const TOPIC: u32 = 8;

/// What somebody counts besides for a role in a relative clause on him.
const RELATIVE: u32 = 12;

/// What a country counts in a sentence by whom another's organ is dealt with there: this part of it.
const OPPOSED: u32 = 4;

/// What the main subject of the sentence before counts besides.
const SUBJECT: u32 = 6;

/// A country is meant where it counts this much more than the next, in tenths.
const AHEAD: u32 = 12;

/// What a country counts that was named before the last sentence with a place at its head: this part of it.
const BEFORE_SECTION: u32 = 2;

fn add<'a>(scores: &mut Vec<(u32, &'a SmolStr)>, country: &'a SmolStr, score: u32) {
    match scores.iter_mut().find(|(_, other)| *other == country) {
        Some((sum, _)) => *sum += score,
        None => scores.push((score, country)),
    }
}

impl Linker<'_, '_> {
    /// The country that counts most around a mention, if it counts clearly more than the next. What else the context
    /// offers stays with the mention.
    pub(super) fn likely_country(&mut self, i: usize) -> Option<SmolStr> {
        // Armies strike abroad: a place says nothing of whose they are.
        let is = |wanted: &str| self.drafts[i].mention.value.sectors.iter().any(|sector| sector == wanted);
        let fights = is("MIL") && !is("GOV");
        let namings = self.namings(i);
        let fits = |country: &SmolStr| namings.iter().all(|row| row.fits(country));
        let scores = self.scores(i, fights, &fits);
        let alone = self.named_alone(i).filter(|it| it.draft.is_none() && (!fights || it.is_seat()));
        let rules: Vec<SmolStr> = namings.iter().map(|row| row.rule.clone()).collect();
        let placed = self.of_place(i, fights).or_else(|| self.seated(i, fights)).filter(|it| fits(it));
        let found = placed.or(alone.map(|it| &it.country).filter(|it| fits(it))).or(match scores[..] {
            [(first, country), (second, _), ..] => (10 * first >= AHEAD * second).then_some(country),
            [(_, country)] => Some(country),
            [] => None,
        });
        let found = found.cloned();
        let weighed = scores.into_iter().map(|(score, country)| (country.clone(), score)).collect();
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
            start: mention.words.start,
            capital: false,
            inferred: true,
        });
    }

    /// What each country that the context offers counts for a mention that it fits, the most first.
    fn scores(&self, i: usize, fights: bool, fits: &dyn Fn(&SmolStr) -> bool) -> Vec<(u32, &SmolStr)> {
        let mut scores: Vec<(u32, &SmolStr)> = Vec::new();
        for country in self.named_alone(i).map(|it| &it.country).into_iter().chain(self.led_by(i)) {
            add(&mut scores, country, ALONE);
        }
        if let Some(country) = &self.dateline {
            add(&mut scores, country, DATELINE);
        }
        for (sums, country) in self.counted(i, fights) {
            add(&mut scores, country, sums.iter().zip(MOST).map(|(&sum, most)| sum.min(most)).sum());
        }
        for (score, country) in scores.iter_mut().filter(|(score, _)| *score > 0) {
            *score += TOPIC * self.countries.topic(country) / 100;
        }
        scores.retain(|&(score, country)| score > 0 && fits(country) && self.may_hold(i, country));
        if scores.iter().any(|(_, country)| self.has_head(i, country)) {
            scores.retain(|(_, country)| self.has_head(i, country));
        }
        scores.sort_by_key(|&(score, country)| (std::cmp::Reverse(score), country));
        scores
    }

    /// What each country counts for a mention by its namings, at each distance.
    fn counted(&self, i: usize, fights: bool) -> Vec<([u32; MOST.len()], &SmolStr)> {
        let sentence = self.drafts[i].mention.sentence;
        let others = self.others(i);
        // `À Manille, …` begins what goes on in the sentences behind it.
        let fronted = self.countries.named.iter().filter(|it| it.fronted && it.sentence < sentence);
        let section = fronted.map(|it| it.sentence).max().unwrap_or(0);
        let mut sums: Vec<([u32; MOST.len()], &SmolStr)> = Vec::new();
        for named in &self.countries.named {
            let opposed = |j: usize| j == i || self.is_whole_state(j) && self.is_clause_mate(i, j);
            let apart = named.place && self.nested(i, named, false);
            // An army in its capital speaks; elsewhere it may be another's.
            let foreign = fights && !named.is_seat();
            if apart || named.draft.map_or(foreign, opposed) {
                continue;
            }
            let at = sums.iter().position(|(_, country)| *country == &named.country).unwrap_or_else(|| {
                sums.push(([0; MOST.len()], &named.country));
                sums.len() - 1
            });
            let here = named.sentence == sentence && others.contains(&&named.country);
            let (distance, mut count) = self.counts(i, named);
            if named.draft.is_some_and(|j| self.is_of_relative(i, j)) {
                count += RELATIVE;
            }
            if named.sentence + 1 == sentence && named.draft.is_some_and(|j| self.is_main_subject(j)) {
                count += SUBJECT;
            }
            if named.sentence < section {
                count /= BEFORE_SECTION;
            }
            if here {
                sums[at].0[DEALING] += count / OPPOSED;
            } else {
                sums[at].0[distance] += count;
            }
            if named.sentence == 0 && sentence > 0 && named.draft.is_some() {
                sums[at].0[LEADING] = LEAD;
            }
        }
        sums
    }

    /// The country of a place whose organ a relative clause says: `au Burundi, dont *l'armée*`; of where police and
    /// courts do what one says: `à Riga, où *la police* patrouille`.
    fn of_place(&self, i: usize, fights: bool) -> Option<&SmolStr> {
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
    fn seated(&self, i: usize, fights: bool) -> Option<&SmolStr> {
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
            let near = named.start == own.words.end + 1 && (named.capital || !fights);
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
            let marker = named.start.checked_sub(1).and_then(|at| words.get(at));
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
    fn others(&self, i: usize) -> Vec<&SmolStr> {
        self.countries.named.iter().filter(|it| self.deals_with(it, i)).map(|it| &it.country).collect()
    }

    /// Whether somebody whose country is said does something to a role, or has it done: the role is mostly another's.
    fn deals_with(&self, named: &Named, i: usize) -> bool {
        let other = |j: usize| j != i && self.is_clause_mate(i, j) && !self.is_domestic(j);
        !named.place && !named.inferred && named.draft.is_some_and(other)
    }

    /// The country of who stands in a clause or apposition on a role: `the assembly, led by *X*`.
    fn led_by(&self, i: usize) -> Option<&SmolStr> {
        let own = &self.drafts[i].mention;
        let words = &self.sentences[own.sentence].words;
        let leads = |named: &&Named| {
            let below = named.sentence == own.sentence && named.word > own.head && !named.place;
            let mut above = std::iter::successors(Some(named.word), |&at| words[at].head).take(5);
            let clause = |&at: &usize| {
                let relation = words[at].relation;
                relation.as_str() == "acl" && words[at].head == Some(own.head)
            };
            below && named.draft.is_some_and(|j| self.drafts[j].person) && above.any(|at| clause(&at))
        };
        self.countries.named.iter().find(leads).map(|named| &named.country)
    }

    /// Whether a mention is the subject of its sentence's main verb.
    fn is_main_subject(&self, j: usize) -> bool {
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
    fn nested(&self, i: usize, place: &Named, far: bool) -> bool {
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
    fn may_hold(&self, i: usize, country: &SmolStr) -> bool {
        let draft = &self.drafts[i];
        draft.phrase.name.is_some()
            || self
                .context
                .in_office(draft, country)
                .is_none_or(|(_, person)| self.context.agrees(draft, person))
    }

    /// Whether a country has whom an organ needs at its head: most have no junta.
    fn has_head(&self, i: usize, country: &SmolStr) -> bool {
        let base = &self.context.base;
        let agents = self.drafts[i].phrase.role.iter().flat_map(|role| &role.agents);
        let mut heads = agents.filter_map(|&row| base.lexicon.agents.get(row as usize)?.headed.as_ref());
        let held = |office: &SmolStr| {
            base.names.offices.get(office).is_some_and(|&row| self.context.is_held(row, country))
        };
        heads.any(held)
    }

    /// Whether a mention is a party or an armed group, which mostly deal with their own state.
    fn is_domestic(&self, j: usize) -> bool {
        let value = &self.drafts[j].mention.value;
        value.kind == Kind::ArmedGroup || value.sectors.iter().any(|sector| sector == "PTY")
    }

    /// How much a naming counts for a role, and at which of the distances.
    fn counts(&self, i: usize, named: &Named) -> (usize, u32) {
        let own = &self.drafts[i].mention;
        let (distance, nearness) = match own.sentence.checked_sub(named.sentence) {
            Some(0) if named.word < own.head => (0, BEFORE),
            Some(0) => (1, AFTER),
            Some(1) => (2, ONE_BACK),
            Some(2) => (3, TWO_BACK),
            Some(_) => (4, EARLIER),
            None => (5, LATER),
        };
        // `À Manille, le Sénat`
        let here = named.draft.is_none() && distance == 0 && !self.nested(i, named, true);
        let front = if here && named.fronted { ALONE } else { 0 };
        (distance, nearness * if here { 2 } else { named.weight } + front)
    }

    fn is_whole_state(&self, j: usize) -> bool {
        self.drafts[j].mention.value.id.as_deref().is_some_and(|id| id.starts_with("state/"))
    }
}
