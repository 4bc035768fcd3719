//! How many and how much: numbers of a sentence as fields of the events that they belong to.
//!
//! A quantity belongs to the event whose words it meets first on its way up the tree. A clause of consequence
//! ("killing at least 14") gives its victims to the clause that it hangs on as well.

use std::fmt;
use std::ops::Range;

use depeche_knowledge::RuleId;
use depeche_knowledge::quantities::Kind;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::numbers::{Amount, Numbers};
use super::participants::Scene;
use super::{Event, grammar};
use crate::text::Sentence;
use crate::ud::{Features, Upos};

/// A number of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// `dead`, `arrested`, `money`: an entry of `quantities.toml`.
    pub kind: SmolStr,
    /// The number.
    pub amount: Amount,
    /// What is counted: a currency, or the lemma of the noun.
    pub unit: Option<SmolStr>,
    /// From its first word to one past its last.
    pub words: Range<usize>,
    /// The entries that read it.
    pub because: Vec<RuleId>,
}

impl fmt::Display for Quantity {
    /// `dead ≥14 civilian`, `money 2000000 EUR`, `injured 3..5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.amount)?;
        self.unit.as_ref().map_or(Ok(()), |unit| write!(f, " {unit}"))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => write!(f, "{low}"),
            (Some(low), Some(high)) => write!(f, "{low}..{high}"),
            (Some(low), None) => write!(f, "{}{low}", if self.open { '>' } else { '≥' }),
            (None, Some(high)) => write!(f, "{}{high}", if self.open { '<' } else { '≤' }),
            (None, None) => write!(f, "~{}", self.value.unwrap_or_default()),
        }
    }
}

/// What the stage prepares from `quantities.toml`.
#[derive(Debug, Default)]
pub struct Quantities {
    numbers: Numbers,
    kinds: Vec<Kind>,
    never: FxHashSet<SmolStr>,
}

/// A number and the noun that it counts.
struct Counted {
    amount: Amount,
    noun: Option<usize>,
}

impl Counted {
    /// The word that the tree knows it by.
    fn head(&self) -> usize {
        self.noun.unwrap_or(self.amount.words.end - 1)
    }
}

impl Quantities {
    /// Prepares a language's quantities.
    #[must_use]
    pub fn new(numbers: Numbers, source: &depeche_knowledge::quantities::Quantities) -> Quantities {
        Quantities { numbers, kinds: source.kinds.clone(), never: source.never.iter().cloned().collect() }
    }

    /// Gives the events of a sentence their quantities.
    pub fn attach(&self, events: &mut [Event], scene: Scene<'_>) {
        if events.is_empty() {
            return;
        }
        for amount in self.numbers.amounts(scene.sentence) {
            let counted = self.counted(amount, scene.sentence);
            if self.is_none(&counted, scene) {
                continue;
            }
            let owners = owners(events, counted.head(), scene.sentence);
            let kind = self.said(&counted, scene);
            let first = owners.first().map(|&owner| events[owner].act.clone());
            for (rank, &owner) in owners.iter().enumerate() {
                let event = &mut events[owner];
                let Some(kind) = kind.or_else(|| self.by_act(&counted, event, scene)) else { continue };
                // A clause further up has the victims of the same act alone.
                let victims = !kind.objects.is_empty() && kind.things.is_empty();
                let own = rank == 0 || victims && first.as_ref() == Some(&event.act);
                if own && (kind.acts.is_empty() || kind.acts.contains(&event.act)) {
                    let quantity = quantity(&counted, kind, scene.sentence);
                    event.because.extend(quantity.because.iter().cloned());
                    event.quantities.push(quantity);
                }
            }
        }
    }

    /// The noun behind a number.
    fn counted(&self, amount: Amount, sentence: &Sentence) -> Counted {
        if amount.currency.is_some() {
            return Counted { amount, noun: None };
        }
        let words = &sentence.words;
        let nominal = |at: usize| words.get(at).is_some_and(|it| matches!(it.upos, Upos::Noun | Upos::Propn));
        let between = |at: &usize| {
            words.get(*at).is_some_and(|it| matches!(it.upos, Upos::Adj | Upos::Adp | Upos::Det | Upos::Num))
        };
        let end = amount.words.end;
        let mut noun =
            (end..end + 4).take_while(|at| *at == end || between(&(at - 1))).find(|&at| nominal(at));
        // "30 police officers": the last of a compound.
        while let Some(next) =
            noun.map(|at| at + 1).filter(|&next| nominal(next) && words[next].upos == Upos::Noun)
        {
            if words[next - 1].head != Some(next) {
                break;
            }
            noun = Some(next);
        }
        Counted { amount, noun }
    }

    /// Dates, durations, shares and parts of names count nothing.
    fn is_none(&self, counted: &Counted, scene: Scene<'_>) -> bool {
        let words = &counted.amount.words;
        let noun = counted.noun.unwrap_or(words.end);
        let next = scene.sentence.words.get(words.end);
        let never = |word: &crate::Word| self.never.contains(&word.lemma) || self.never.contains(&word.form);
        let mut time = scene.mentions.times.iter().filter(|time| time.sentence == scene.index);
        next.is_some_and(never)
            || scene.sentence.words.get(noun).is_some_and(never)
            || time.any(|time| time.words.start < words.end && words.start < time.words.end)
    }

    /// The kind that the words say: the currency, the noun or the word behind it, the verb or noun above.
    fn said(&self, counted: &Counted, scene: Scene<'_>) -> Option<&Kind> {
        let named = |name: &str| self.kinds.iter().find(|kind| kind.rule.ends_with(name));
        if counted.amount.currency.is_some() {
            return named("/money");
        }
        self.by_noun(counted, scene.sentence).or_else(|| self.by_verb(counted.head(), scene))
    }

    /// "12 dead", "14 people dead", "30 autres blessés".
    fn by_noun(&self, counted: &Counted, sentence: &Sentence) -> Option<&Kind> {
        let first = counted.noun.unwrap_or(counted.amount.words.end);
        let near = first.min(counted.amount.words.end)..(first + 2).min(sentence.words.len());
        sentence.words.get(near)?.iter().take_while(|word| word.upos != Upos::Punct).find_map(|word| {
            self.kinds.iter().find(|kind| {
                kind.nouns.contains(&word.lemma)
                    || kind.nouns.iter().any(|noun| *noun == word.form.to_lowercase())
            })
        })
    }

    /// "killing at least 14 civilians", "14 were killed", "14 personnes arrêtées", "the arrest of 14".
    fn by_verb(&self, head: usize, scene: Scene<'_>) -> Option<&Kind> {
        let Scene { sentence, patterns, .. } = scene;
        let words = &sentence.words;
        let mut at = head;
        for _ in 0..5 {
            let participle =
                sentence.with(at, "acl").find(|&verb| words[verb].features.has(Features::VERBFORM_PART));
            let suffers = participle.filter(|&verb| sentence.first(verb, "obj").is_none());
            if let Some(kind) = suffers.and_then(|verb| self.of(|kind| &kind.objects, &words[verb].lemma)) {
                return Some(kind);
            }
            let above = words[at].head?;
            let lemma = &words[above].lemma;
            if words[above].upos == Upos::Verb || sentence.first(above, "nsubj").is_some() {
                let object = patterns.grammar.objects(sentence, above).contains(&at);
                let object = object || words[at].relation.is("obj") || self.is_bare(at, above, sentence);
                let passive = patterns.grammar.is_passive(sentence, above) && words[at].relation.is("nsubj");
                return if object || passive {
                    self.of(|kind| &kind.objects, lemma)
                } else {
                    self.of(|kind| &kind.subjects, lemma).filter(|_| words[at].relation.is("nsubj"))
                };
            }
            if let Some(kind) = self.of(|kind| &kind.events, lemma) {
                return Some(kind).filter(|_| words[at].relation.is("nmod"));
            }
            at = above;
        }
        None
    }

    /// A nominal behind a verb without object that only its number parts from it: "tuant au moins 14 civils".
    fn is_bare(&self, word: usize, verb: usize, sentence: &Sentence) -> bool {
        let prepositions = sentence.with(word, "case").filter(|&case| case > verb);
        word > verb
            && sentence.first(verb, "obj").is_none()
            && sentence.words[word].relation.is("obl")
            && prepositions.count() == 0
    }

    fn of<'a>(&'a self, list: impl Fn(&'a Kind) -> &'a Vec<SmolStr>, lemma: &SmolStr) -> Option<&'a Kind> {
        self.kinds.iter().find(|kind| list(kind).contains(lemma))
    }

    /// The kind that the act gives: who demonstrates; soldiers sent, tanks delivered.
    fn by_act(&self, counted: &Counted, event: &Event, scene: Scene<'_>) -> Option<&Kind> {
        let head = counted.head();
        let mut acting = event.actors.iter().filter_map(|&actor| scene.mentions.actors.get(actor));
        let acts = acting.any(|actor| actor.sentence == scene.index && actor.words.contains(&head));
        let doer = self.kinds.iter().find(|kind| acts && kind.doers.contains(&event.act));
        let thing = |kind: &&Kind| {
            let noun = counted.noun.map(|noun| &scene.sentence.words[noun]);
            noun.is_some_and(|noun| kind.things.contains(&noun.lemma) || kind.things.contains(&noun.form))
                && (kind.acts.is_empty() || kind.acts.contains(&event.act))
        };
        doer.or_else(|| self.kinds.iter().find(thing))
    }
}

fn quantity(counted: &Counted, kind: &Kind, sentence: &Sentence) -> Quantity {
    let noun = counted.noun.map(|noun| sentence.words[noun].lemma.to_lowercase().into());
    let end = counted.noun.map_or(counted.amount.words.end, |noun| noun + 1);
    let mut because = counted.amount.because.clone();
    because.push(kind.rule.clone());
    Quantity {
        kind: kind.rule.rsplit('/').next().unwrap_or_default().into(),
        unit: counted.amount.currency.clone().or(noun),
        words: counted.amount.words.start..end.max(counted.amount.words.end),
        amount: counted.amount.clone(),
        because,
    }
}

/// The events that a word belongs to: the first on its way up the tree, or beside it under a verb that names none,
/// and those whose consequence its clause is.
fn owners(events: &[Event], word: usize, sentence: &Sentence) -> Vec<usize> {
    let named = |at: usize| events.iter().position(|event| event.trigger == at || event.words.contains(&at));
    let mut found = Vec::new();
    let mut at = Some(word);
    for _ in 0..10 {
        let Some(here) = at else { break };
        let verb = sentence.words[here].upos == Upos::Verb;
        if let Some(event) = named(here).filter(|event| !found.contains(event)) {
            found.push(event);
        } else if verb && found.is_empty() {
            let beside = sentence.children(here).iter().copied().filter(|&child| child != word);
            found.extend(beside.filter(|&child| grammar::is_noun(sentence, child)).find_map(named));
        }
        let consequence = verb && !grammar::is_finite(sentence, here);
        let verbs_below = verb || !found.is_empty();
        if verbs_below && !consequence {
            break;
        }
        at = sentence.words[here].head;
    }
    found
}
