//! Lemmas: exceptions of `morphology.toml`, then rules learned from the longest known ending of the form.
//!
//! A rule strips some letters from the end and appends others. Rules are kept under the hash of a part of
//! speech and an ending, and only where they differ from what a shorter ending says, so the longest ending
//! that has one decides; a whole form is the longest ending of all.

use depeche_knowledge::morphology::Morphology;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::parse::lexical::{hash, lower, normalise};
use crate::parse::table::Table;
use crate::parse::weights::{Builder, Weights};
use crate::ud::{Features, Upos};

/// The longest ending that has rules, in letters.
pub const LONGEST: usize = 8;

/// What to do with the end of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    /// Letters to strip.
    pub strip: usize,
    /// Letters to append.
    pub append: SmolStr,
}

impl Rule {
    /// The rule that makes a lemma out of a form, both as [`fold`] gives them.
    #[must_use]
    pub fn between(form: &str, lemma: &str) -> Rule {
        let same: usize =
            form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        Rule { strip: form[same..].chars().count(), append: lemma[same..].into() }
    }

    /// Applies the rule; a form that is too short gives what is to be appended.
    #[must_use]
    pub fn apply(&self, form: &str) -> SmolStr {
        let kept = match self.strip {
            0 => form,
            strip => form.char_indices().rev().nth(strip - 1).map_or("", |(at, _)| &form[..at]),
        };
        if self.append.is_empty() { kept.into() } else { smol_str::format_smolstr!("{kept}{}", self.append) }
    }
}

/// The form that rules work on: as it stands for names and signs, else typographic variants unified and in lower
/// case.
#[must_use]
pub fn fold(form: &str, upos: Upos) -> SmolStr {
    match upos {
        Upos::Punct | Upos::Sym => form.into(),
        Upos::Propn => normalise(form).into(),
        _ => lower(&normalise(form)).into(),
    }
}

/// The key of an ending under a part of speech.
#[must_use]
pub fn ending_key(upos: Upos, ending: &str) -> u32 {
    hash(100 + upos as u32, ending.as_bytes())
}

/// The key of a whole form under a part of speech.
#[must_use]
pub fn form_key(upos: Upos, form: &str) -> u32 {
    hash(200 + upos as u32, form.as_bytes())
}

/// The key of a whole form under a part of speech with features.
#[must_use]
pub fn features_key(upos: Upos, features: Features, form: &str) -> u32 {
    let bits = features.0 as u64 ^ (features.0 >> 64) as u64;
    form_key(upos, form) ^ hash(300, &bits.to_le_bytes())
}

/// Rules, exceptions and where each applies.
#[derive(Debug, Default)]
pub struct Lemmatiser {
    rules: Vec<Rule>,
    keys: Table,
    exceptions: FxHashMap<(SmolStr, Upos), SmolStr>,
}

impl Lemmatiser {
    /// Puts rules under keys.
    #[must_use]
    pub fn new(rules: Vec<Rule>, entries: Vec<(u32, u16)>) -> Lemmatiser {
        Lemmatiser { rules, keys: Table::new(entries), exceptions: FxHashMap::default() }
    }

    /// Adds the rules to a weights file.
    pub fn write(&self, out: &mut Builder) {
        let lines: Vec<String> =
            self.rules.iter().map(|rule| format!("{}\t{}", rule.strip, rule.append)).collect();
        out.lines("lemma_rules", &lines);
        self.keys.write("lemmas", out);
    }

    /// Reads the rules of a weights file, with the exceptions of `morphology.toml`.
    ///
    /// # Errors
    /// A section is missing or damaged.
    pub fn read(weights: &Weights<'_>, morphology: &Morphology) -> Result<Lemmatiser, String> {
        let rules = weights.lines("lemma_rules")?.into_iter().map(|line| {
            let (strip, append) = line.split_once('\t')?;
            Some(Rule { strip: strip.parse().ok()?, append: append.into() })
        });
        let rules = rules.collect::<Option<Vec<_>>>().ok_or("the lemma rules are damaged")?;
        let exceptions = morphology
            .lemmas
            .iter()
            .filter_map(|entry| Some(((entry.form.clone(), Upos::parse(&entry.upos)?), entry.lemma.clone())));
        Ok(Lemmatiser { rules, keys: Table::read("lemmas", weights)?, exceptions: exceptions.collect() })
    }

    /// The lemma that the knowledge lists for a form under a part of speech.
    pub(super) fn listed(&self, form: &SmolStr, upos: Upos) -> Option<&SmolStr> {
        self.exceptions.get(&(form.clone(), upos))
    }

    /// The lemma of a form as [`fold`] gives it.
    #[must_use]
    pub fn lemma(&self, form: SmolStr, upos: Upos, features: Features) -> SmolStr {
        let key = (form, upos);
        if let Some(lemma) = self.exceptions.get(&key) {
            return lemma.clone();
        }
        match self.rule(&key.0, upos, features) {
            Some(rule) => rule.apply(&key.0),
            None => key.0,
        }
    }

    fn rule(&self, form: &str, upos: Upos, features: Features) -> Option<&Rule> {
        let whole = || {
            self.keys.get(features_key(upos, features, form)).or_else(|| self.keys.get(form_key(upos, form)))
        };
        let found = whole().or_else(|| ending(&self.keys, upos, form))?;
        self.rules.get(usize::from(found))
    }
}

/// What a table has under the longest ending of a form that it knows.
pub(crate) fn ending(keys: &Table, upos: Upos, form: &str) -> Option<u16> {
    let mut starts = [form.len(); LONGEST + 1];
    let mut count = 1;
    for (at, _) in form.char_indices().rev().take(LONGEST) {
        starts[count] = at;
        count += 1;
    }
    starts[..count].iter().rev().find_map(|&start| keys.get(ending_key(upos, &form[start..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_make_lemmas() {
        for (form, lemma) in
            [("remettrait", "remettre"), ("est", "être"), ("élu", "élire"), ("a", "avoir"), ("x", "x")]
        {
            assert_eq!(Rule::between(form, lemma).apply(form), lemma);
        }
        assert_eq!(Rule { strip: 5, append: "é".into() }.apply("à"), "é");
    }

    #[test]
    fn the_longest_ending_decides() {
        let rule = |strip, append: &str| Rule { strip, append: append.into() };
        let entries = vec![
            (ending_key(Upos::Verb, "ing"), 0),
            (ending_key(Upos::Verb, "pping"), 1),
            (form_key(Upos::Verb, "making"), 2),
        ];
        let lemmas = Lemmatiser::new(vec![rule(3, ""), rule(4, ""), rule(3, "e")], entries);
        for (form, lemma) in
            [("walking", "walk"), ("Stopping", "stop"), ("making", "make"), ("walked", "walked")]
        {
            assert_eq!(lemmas.lemma(fold(form, Upos::Verb), Upos::Verb, Features::default()), lemma);
        }
    }
}
