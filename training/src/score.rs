//! Scores of a weights file on annotated sentences with gold tokens.

use std::collections::BTreeMap;

use depeche_engine::parse::Model;
use depeche_engine::ud::Upos;

use crate::data::GoldSentence;

/// Counts of what is right.
#[derive(Default)]
pub struct Score {
    words: u32,
    upos: u32,
    lemmas: u32,
    attached: u32,
    labelled: u32,
    without_punctuation: u32,
    labelled_without_punctuation: u32,
    full_labels: u32,
    features: BTreeMap<String, [u32; 3]>,
    /// Wrong lemmas, for people.
    pub wrong_lemmas: BTreeMap<String, u32>,
}

/// Scores a model.
pub fn score(model: &Model, sentences: &[GoldSentence]) -> Score {
    let mut out = Score::default();
    for sentence in sentences {
        let forms: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
        for (gold, found) in sentence.words.iter().zip(model.analyse(&forms)) {
            let head = found.head.unwrap_or(forms.len()) == gold.head;
            let labelled = head && found.relation.base() == gold.relation.base();
            out.words += 1;
            out.upos += u32::from(found.upos == gold.upos);
            out.lemmas += u32::from(found.lemma == gold.lemma);
            out.attached += u32::from(head);
            out.labelled += u32::from(labelled);
            out.full_labels += u32::from(head && found.relation == gold.relation);
            if gold.upos != Upos::Punct {
                out.without_punctuation += 1;
                out.labelled_without_punctuation += u32::from(labelled);
            }
            if found.lemma != gold.lemma {
                let text = format!("{} {} {} -> {}", gold.form, gold.upos, gold.lemma, found.lemma);
                *out.wrong_lemmas.entry(text).or_default() += 1;
            }
            if matches!(gold.upos, Upos::Verb | Upos::Aux) {
                out.count_features(&gold.features.to_string(), &found.features.to_string());
            }
        }
    }
    out
}

impl Score {
    fn count_features(&mut self, gold: &str, found: &str) {
        for pair in gold.split('|') {
            let slot = self.features.entry(pair.to_string()).or_default();
            slot[0] += 1;
            slot[2] += u32::from(found.split('|').any(|other| other == pair));
        }
        for pair in found.split('|') {
            self.features.entry(pair.to_string()).or_default()[1] += 1;
        }
    }

    /// In one line.
    pub fn line(&self) -> String {
        let of = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
        format!(
            "upos {:.2} lemma {:.2} uas {:.2} las {:.2} lasnp {:.2} full-las {:.2} words {}",
            of(self.upos, self.words),
            of(self.lemmas, self.words),
            of(self.attached, self.words),
            of(self.labelled, self.words),
            of(self.labelled_without_punctuation, self.without_punctuation),
            of(self.full_labels, self.words),
            self.words
        )
    }

    /// Features of verbs: F1 and how many there are.
    pub fn features(&self) -> String {
        let f1 = |[gold, found, right]: [u32; 3]| 200.0 * f64::from(right) / f64::from((gold + found).max(1));
        let parts =
            self.features.iter().map(|(pair, counts)| format!("{pair} {:.1} ({})", f1(*counts), counts[0]));
        parts.collect::<Vec<_>>().join(", ")
    }
}
