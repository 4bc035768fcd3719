//! A language's attribution and modality, indexed by word.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::{Attribution, SourceNoun, Verb};
use depeche_knowledge::modality::{Carrier, Effect, Modal, Modality, Modifier, Negator, Slot};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::text::{Sentence, Word};
use crate::ud::{Features, Relation, Upos};

type Index = FxHashMap<SmolStr, Vec<Expression>>;

/// What the stage prepares from `attribution.toml` and `modality.toml`.
#[derive(Debug, Default)]
pub struct Cues {
    pub(super) attribution: Attribution,
    pub(super) modality: Modality,
    verbs: Index,
    nouns: Index,
    pub(super) prepositions: Vec<(usize, Vec<SmolStr>)>,
    hearsay: FxHashMap<SmolStr, usize>,
    floor: Index,
    sources: FxHashMap<SmolStr, usize>,
    carrier_verbs: Index,
    carrier_nouns: Index,
    carrier_adjectives: Index,
    modals: FxHashMap<SmolStr, usize>,
    pub(super) markers: Vec<(usize, Vec<SmolStr>)>,
    modifiers: FxHashMap<SmolStr, usize>,
    negators: FxHashMap<SmolStr, Vec<usize>>,
}

/// An entry's word with the other words that must stand beside it.
#[derive(Clone, Debug)]
struct Expression {
    entry: usize,
    beside: Vec<SmolStr>,
}

/// How far from its verb the other words of an expression may stand.
const REACH: usize = 5;

impl Cues {
    /// Prepares a language's cues.
    #[must_use]
    pub fn new(attribution: &Attribution, modality: &Modality) -> Cues {
        let mut cues =
            Cues { attribution: attribution.clone(), modality: modality.clone(), ..Cues::default() };
        for (entry, verb) in attribution.verbs.iter().enumerate() {
            add(&mut cues.verbs, entry, &verb.lemmas);
        }
        for (entry, noun) in attribution.nouns.iter().enumerate() {
            add(&mut cues.nouns, entry, &noun.lemmas);
        }
        for (entry, preposition) in attribution.prepositions.iter().enumerate() {
            cues.prepositions.extend(preposition.words.iter().map(|words| (entry, split(words))));
        }
        for (entry, hearsay) in attribution.hearsay.iter().enumerate() {
            cues.hearsay.extend(hearsay.words.iter().map(|word| (word.clone(), entry)));
        }
        for (entry, floor) in attribution.floor.iter().enumerate() {
            add(&mut cues.floor, entry, &floor.words);
        }
        for (entry, source) in attribution.sources.iter().enumerate() {
            for word in &source.words {
                cues.sources.entry(word.clone()).or_insert(entry);
            }
        }
        cues.index_modality(modality);
        cues
    }

    fn index_modality(&mut self, modality: &Modality) {
        for (entry, carrier) in modality.carriers.iter().enumerate() {
            add(&mut self.carrier_verbs, entry, &carrier.verbs);
            add(&mut self.carrier_nouns, entry, &carrier.nouns);
            add(&mut self.carrier_adjectives, entry, &carrier.adjectives);
        }
        for (entry, modal) in modality.modals.iter().enumerate() {
            self.modals.extend(modal.lemmas.iter().map(|word| (word.clone(), entry)));
        }
        for (entry, marker) in modality.markers.iter().enumerate() {
            self.markers.extend(marker.words.iter().map(|words| (entry, split(words))));
        }
        self.markers.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
        for (entry, modifier) in modality.modifiers.iter().enumerate() {
            self.modifiers.extend(modifier.words.iter().map(|word| (word.clone(), entry)));
        }
        for (entry, negator) in modality.negators.iter().enumerate() {
            for word in &negator.words {
                self.negators.entry(word.clone()).or_default().push(entry);
            }
        }
    }

    /// The senses of a verb that brings in a source, longest expression first.
    pub(super) fn verbs<'a>(&'a self, sentence: &'a Sentence, word: usize) -> impl Iterator<Item = &'a Verb> {
        matching(&self.verbs, sentence, word).map(|entry| &self.attribution.verbs[entry])
    }

    /// Whether a word is a verb that brings in a source.
    pub(crate) fn is_cue(&self, word: &Word) -> bool {
        self.verbs.contains_key(&word.lemma)
    }

    /// Whether two verbs make one cue: "croire savoir".
    pub(super) fn joins(&self, verb: &Word, other: &Word) -> bool {
        let pair = |sense: &Expression| matches!(sense.beside.as_slice(), [beside] if *beside == other.lemma);
        verb.upos == Upos::Verb
            && other.upos == Upos::Verb
            && other.relation == Relation::Xcomp
            && self.verbs.get(&verb.lemma).is_some_and(|senses| senses.iter().any(pair))
    }

    pub(super) fn noun(&self, sentence: &Sentence, word: usize) -> Option<usize> {
        matching(&self.nouns, sentence, word).next()
    }

    pub(super) fn hearsay(&self, word: &Word) -> Option<&RuleId> {
        either(&self.hearsay, word).map(|entry| &self.attribution.hearsay[entry].id)
    }

    pub(super) fn floor(&self, sentence: &Sentence, word: usize) -> Option<&RuleId> {
        matching(&self.floor, sentence, word).next().map(|entry| &self.attribution.floor[entry].id)
    }

    pub(super) fn source(&self, word: &Word) -> Option<&SourceNoun> {
        either(&self.sources, word).map(|entry| &self.attribution.sources[entry])
    }

    pub(super) fn carrier_verbs<'a>(
        &'a self,
        s: &'a Sentence,
        word: usize,
    ) -> impl Iterator<Item = &'a Carrier> {
        matching(&self.carrier_verbs, s, word).map(|entry| &self.modality.carriers[entry])
    }

    /// The carriers that a verb makes with another word: `stop short`.
    pub(super) fn carriers_with<'a>(
        &'a self,
        sentence: &Sentence,
        verb: usize,
        other: usize,
    ) -> impl Iterator<Item = &'a Carrier> {
        let senses = self.carrier_verbs.get(&sentence.words[verb].lemma).into_iter().flatten();
        let other = sentence.words[other].lemma.clone();
        let joined = senses.filter(move |sense| sense.beside.as_slice() == std::slice::from_ref(&other));
        joined.map(|sense| &self.modality.carriers[sense.entry])
    }

    pub(super) fn carrier_nouns<'a>(
        &'a self,
        s: &'a Sentence,
        word: usize,
    ) -> impl Iterator<Item = &'a Carrier> {
        matching(&self.carrier_nouns, s, word).map(|entry| &self.modality.carriers[entry])
    }

    /// Whether a word in apposition is the dispatch's on what is said: neither said nor who says it ("…, an allegation
    /// that Paris rejects", "a rapporté la presse, une information démentie par").
    pub(super) fn is_comment(&self, sentence: &Sentence, word: usize) -> bool {
        let indefinite = |at: usize| sentence.words[at].features.has(Features::DEFINITE_IND);
        sentence.words[word].relation.is("appos")
            && self.attribution.comments.contains(&sentence.words[word].lemma)
            && sentence.with(word, "det").any(indefinite)
    }

    /// Whether what stands under a noun stands, whatever becomes of the noun: "involvement in the killing".
    pub(super) fn keeps_fact(&self, sentence: &Sentence, noun: usize) -> bool {
        let mut carriers = self.carrier_nouns(sentence, noun);
        carriers.any(|carrier| carrier.effect == Effect::Fact && carrier.slots.contains(&Slot::Oblique))
    }

    pub(super) fn carrier_adjectives<'a>(
        &'a self,
        sentence: &'a Sentence,
        word: usize,
    ) -> impl Iterator<Item = &'a Carrier> {
        let adjectives = &self.carrier_adjectives;
        matching(adjectives, sentence, word).map(|entry| &self.modality.carriers[entry])
    }

    pub(super) fn modal(&self, word: &Word) -> Option<&Modal> {
        either(&self.modals, word).map(|entry| &self.modality.modals[entry])
    }

    /// A modal that is known by more than one word: `be to`.
    pub(super) fn modal_of(&self, words: &str) -> Option<&Modal> {
        self.modals.get(words).map(|&entry| &self.modality.modals[entry])
    }

    /// The last part of a compound counts: "the now-cancelled deal".
    pub(super) fn modifier(&self, word: &Word) -> Option<&Modifier> {
        let last =
            || word.form.rsplit_once('-').and_then(|(_, last)| self.modifiers.get(&lower(last))).copied();
        either(&self.modifiers, word).or_else(last).map(|entry| &self.modality.modifiers[entry])
    }

    pub(super) fn negators<'a>(&'a self, word: &Word) -> impl Iterator<Item = &'a Negator> {
        let found = self.negators.get(&lower(&word.form)).or_else(|| self.negators.get(&word.lemma));
        found.into_iter().flatten().map(|&entry| &self.modality.negators[entry])
    }
}

/// A form in lower case, without allocating where it is short or in lower case already.
pub(super) fn lower(form: &str) -> SmolStr {
    if form.chars().any(char::is_uppercase) {
        SmolStr::from(form.to_lowercase())
    } else {
        SmolStr::from(form)
    }
}

fn either(index: &FxHashMap<SmolStr, usize>, word: &Word) -> Option<usize> {
    let lowered =
        |form: &str| form.chars().any(char::is_uppercase).then(|| index.get(&lower(form))).flatten();
    let other = |form: &SmolStr| index.get(form).or_else(|| lowered(form));
    let found = other(&word.lemma);
    found.or_else(|| if word.form == word.lemma { None } else { other(&word.form) }).copied()
}

/// Whether a form is a word that is given in lower case; the apostrophe may be either. Most are told by their first
/// letter.
pub(super) fn is_form(form: &str, wanted: &str) -> bool {
    let (Some(first), Some(other)) = (form.chars().next(), wanted.chars().next()) else { return false };
    if first != other && !first.to_lowercase().eq([other]) {
        return false;
    }
    let form = lower(form);
    form == wanted || form.contains('’') && form.replace('’', "'") == wanted
}

/// Splits an expression at spaces and after apostrophes: `s'exclamer` is `s'` and `exclamer`.
fn split(expression: &str) -> Vec<SmolStr> {
    expression.replace('\'', "' ").split_whitespace().map(SmolStr::from).collect()
}

/// Indexes expressions under each of their words: which of them is the verb, the tree will say.
fn add(index: &mut Index, entry: usize, expressions: &[SmolStr]) {
    for expression in expressions {
        let words = split(expression);
        for (i, word) in words.iter().enumerate() {
            let mut beside = words.clone();
            beside.remove(i);
            let senses = index.entry(word.clone()).or_default();
            senses.push(Expression { entry, beside });
            senses.sort_by_key(|sense| (std::cmp::Reverse(sense.beside.len()), sense.entry));
        }
    }
}

fn matching<'a>(index: &'a Index, sentence: &'a Sentence, word: usize) -> impl Iterator<Item = usize> + 'a {
    let lemma = sentence.words.get(word).map(|word| word.lemma.as_str()).unwrap_or_default();
    let found = index.get(lemma);
    found
        .into_iter()
        .flatten()
        .filter(move |expression| expression.beside.iter().all(|other| stands_beside(sentence, word, other)))
        .map(|expression| expression.entry)
}

fn stands_beside(sentence: &Sentence, word: usize, other: &str) -> bool {
    let from = word.saturating_sub(REACH);
    let to = (word + REACH + 1).min(sentence.words.len());
    let elided = other.strip_suffix('\'');
    (from..to).filter(|&i| i != word).any(|i| {
        let near = &sentence.words[i];
        match elided {
            // A clitic before its verb, whole or elided.
            Some(_) => i < word && is_elision(&near.form, other) && is_near(sentence, i, word),
            None if i < word => {
                (near.lemma == other || is_clitic(&near.form, other)) && is_near(sentence, i, word)
            }
            None => near.lemma == other || near.form == other,
        }
    })
}

fn is_near(sentence: &Sentence, clitic: usize, verb: usize) -> bool {
    sentence.words[clitic].head == Some(verb)
}

/// Whether a form is a clitic, whole or elided: `se`, `s'`.
fn is_clitic(form: &str, clitic: &str) -> bool {
    let form = lower(form);
    form == clitic
        || form.strip_suffix(['\'', '’']).is_some_and(|stem| clitic.strip_prefix(stem) == Some("e"))
}

fn is_elision(form: &str, elided: &str) -> bool {
    let stem = elided.trim_end_matches('\'');
    let form = form.to_lowercase();
    form.strip_prefix(stem).is_some_and(|rest| matches!(rest, "'" | "’" | "e"))
}
