//! Learns lemma rules from forms with their lemmas.

use std::collections::BTreeMap;

use depeche_engine::parse::lemma::{LONGEST, Lemmatiser, Rule, ending_key, features_key, fold, form_key};
use depeche_engine::ud::{Features, Upos};
use smol_str::SmolStr;

use crate::data::GoldSentence;

/// Collects observations.
#[derive(Default)]
pub struct Learner {
    /// How often a form has a lemma, under a part of speech with features.
    tokens: BTreeMap<(Upos, SmolStr), BTreeMap<(Features, Rule), u32>>,
    /// Pairs of a lexicon, which teach endings and whole forms that no treebank has.
    types: BTreeMap<(Upos, SmolStr), BTreeMap<Rule, u32>>,
}

impl Learner {
    /// Learns from annotated sentences.
    pub fn sentences(&mut self, sentences: &[GoldSentence]) {
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            if word.lemma == "_" && word.form != "_" {
                continue;
            }
            let form = fold(&word.form, word.upos);
            let lemma = fold(&word.lemma, if word.upos == Upos::Num { Upos::Num } else { Upos::Propn });
            let rule = Rule::between(&form, &lemma);
            *self.tokens.entry((word.upos, form)).or_default().entry((word.features, rule)).or_default() += 1;
        }
    }

    /// Learns a form with its lemma from a lexicon.
    pub fn pair(&mut self, upos: Upos, form: &str, lemma: &str) {
        let rule = Rule::between(form, lemma);
        *self.types.entry((upos, form.into())).or_default().entry(rule).or_default() += 1;
    }

    /// Rules under the shortest endings that tell them apart.
    pub fn finish(self) -> Lemmatiser {
        let mut best = BTreeMap::<(Upos, SmolStr), Rule>::new();
        for (key, rules) in &self.types {
            best.insert(key.clone(), majority(rules.iter().map(|(rule, count)| (rule, *count))));
        }
        for (key, rules) in &self.tokens {
            let mut counts = BTreeMap::<&Rule, u32>::new();
            for ((_, rule), count) in rules {
                *counts.entry(rule).or_default() += count;
            }
            best.insert(key.clone(), majority(counts.into_iter()));
        }
        let endings = endings(&best);
        let mut numbers = BTreeMap::<Rule, u16>::new();
        let mut entries = Vec::new();
        let mut enter = |key: u32, rule: &Rule| {
            let next = numbers.len().min(usize::from(u16::MAX)) as u16;
            entries.push((key, *numbers.entry(rule.clone()).or_insert(next)));
        };
        for ((upos, ending), rule) in &endings {
            enter(ending_key(*upos, ending), rule);
        }
        for ((upos, form), rule) in &best {
            if by_ending(&endings, *upos, form) != Some(rule) {
                enter(form_key(*upos, form), rule);
            }
            let Some(tokens) = self.tokens.get(&(*upos, form.clone())) else { continue };
            let mut by_features = BTreeMap::<Features, BTreeMap<&Rule, u32>>::new();
            for ((features, rule), count) in tokens {
                *by_features.entry(*features).or_default().entry(rule).or_default() += count;
            }
            for (features, rules) in by_features {
                let here = majority(rules.into_iter());
                if here != *rule {
                    enter(features_key(*upos, features, form), &here);
                }
            }
        }
        let mut rules: Vec<(Rule, u16)> = numbers.into_iter().collect();
        rules.sort_by_key(|(_, number)| *number);
        Lemmatiser::new(rules.into_iter().map(|(rule, _)| rule).collect(), entries)
    }
}

fn majority<'a>(rules: impl Iterator<Item = (&'a Rule, u32)>) -> Rule {
    let best = rules.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    best.map_or(Rule { strip: 0, append: SmolStr::default() }, |(rule, _)| rule.clone())
}

fn suffixes(form: &str) -> impl Iterator<Item = &str> {
    let starts = form.char_indices().rev().map(|(at, _)| at).take(LONGEST);
    std::iter::once(form.len()).chain(starts).map(|start| &form[start..])
}

/// The rule of the longest ending, and by it only those endings that change what a shorter one says.
fn endings(best: &BTreeMap<(Upos, SmolStr), Rule>) -> BTreeMap<(Upos, SmolStr), Rule> {
    let mut counts = BTreeMap::<(usize, Upos, SmolStr), BTreeMap<&Rule, u32>>::new();
    for ((upos, form), rule) in best {
        for (length, ending) in suffixes(form).enumerate() {
            *counts.entry((length, *upos, ending.into())).or_default().entry(rule).or_default() += 1;
        }
    }
    let mut kept = BTreeMap::<(Upos, SmolStr), Rule>::new();
    for ((length, upos, ending), rules) in counts {
        let total: u32 = rules.values().sum();
        let rule = majority(rules.iter().map(|(rule, count)| (*rule, *count)));
        let expected = by_ending(&kept, upos, &ending);
        let votes = rules.get(&rule).copied().unwrap_or(0);
        let against = expected.and_then(|expected| rules.get(expected)).copied().unwrap_or(0);
        if expected != Some(&rule) && (length == 0 || (total >= 2 && votes > against)) {
            kept.insert((upos, ending), rule);
        }
    }
    kept
}

fn by_ending<'a>(kept: &'a BTreeMap<(Upos, SmolStr), Rule>, upos: Upos, form: &str) -> Option<&'a Rule> {
    suffixes(form).filter_map(|ending| kept.get(&(upos, SmolStr::new(ending)))).last()
}
