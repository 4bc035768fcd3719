//! Learns lemma rules from forms with their lemmas.

use std::collections::BTreeMap;

use depeche_engine::parse::lemma::{Lemmatiser, Rule, features_key, fold};
use depeche_engine::ud::{Features, Upos};
use smol_str::SmolStr;

use crate::data::GoldSentence;
use crate::endings::{Key, learn};
use crate::lexicon::Entry;

/// Collects observations.
#[derive(Default)]
pub struct Learner {
    /// How often a form has a lemma, under a part of speech with features.
    tokens: BTreeMap<Key, BTreeMap<(Features, Rule), u32>>,
    /// Pairs of a lexicon with how common their lemma is: they teach endings and forms that no treebank has.
    types: BTreeMap<Key, BTreeMap<Rule, u32>>,
}

impl Learner {
    /// Learns from annotated sentences.
    pub fn sentences(&mut self, sentences: &[GoldSentence]) {
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            if word.lemma == "_" && word.form != "_" {
                continue;
            }
            let form = fold(&word.form, word.upos);
            // Whether a name is kept, made singular or put in lower case differs from sentence to sentence.
            if word.upos == Upos::Propn && form != word.lemma {
                continue;
            }
            let rule = Rule::between(&form, &fold(&word.lemma, Upos::Propn));
            *self.tokens.entry((word.upos, form)).or_default().entry((word.features, rule)).or_default() += 1;
        }
    }

    /// Learns from a lexicon.
    pub fn lexicon(&mut self, entries: &[Entry]) {
        for entry in entries {
            let rule = Rule::between(&entry.form, &entry.lemma);
            let weight =
                self.types.entry((entry.upos, entry.form.clone())).or_default().entry(rule).or_default();
            *weight = (*weight).max(entry.weight);
        }
    }

    /// Rules under the shortest endings that tell them apart.
    pub fn finish(self) -> Lemmatiser {
        let mut best = BTreeMap::<Key, Rule>::new();
        for (key, rules) in &self.types {
            best.insert(key.clone(), majority(rules.iter().map(|(rule, count)| (rule, *count))));
        }
        for (key, rules) in &self.tokens {
            let mut counts = BTreeMap::<&Rule, u32>::new();
            for ((_, rule), count) in rules {
                *counts.entry(rule).or_default() += count;
            }
            // A form seen once with a lemma that the lexicon does not know may be an error of annotation.
            let lexicon = self.types.get(key);
            let once = counts.values().sum::<u32>() == 1;
            if once && lexicon.is_some_and(|known| counts.keys().all(|rule| !known.contains_key(*rule))) {
                continue;
            }
            best.insert(key.clone(), majority(counts.into_iter()));
        }
        let mut numbered = learn(&best);
        for (key, tokens) in &self.tokens {
            let mut by_features = BTreeMap::<Features, BTreeMap<&Rule, u32>>::new();
            for ((features, rule), count) in tokens {
                *by_features.entry(*features).or_default().entry(rule).or_default() += count;
            }
            if by_features.len() < 2 {
                continue;
            }
            for (features, rules) in by_features {
                let here = majority(rules.into_iter());
                if here != best[key] {
                    numbered.enter(features_key(key.0, features, &key.1), &here);
                }
            }
        }
        let (rules, entries) = numbered.values();
        Lemmatiser::new(rules, entries)
    }
}

fn majority<'a>(rules: impl Iterator<Item = (&'a Rule, u32)>) -> Rule {
    let best = rules.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    best.map_or(Rule { strip: 0, append: SmolStr::default() }, |(rule, _)| rule.clone())
}
