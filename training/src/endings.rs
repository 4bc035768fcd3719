//! What the endings of words tell: the shortest endings that tell apart what longer ones say.

use std::collections::BTreeMap;

use depeche_engine::parse::lemma::{LONGEST, ending_key, form_key};
use depeche_engine::ud::Upos;
use smol_str::SmolStr;

/// A word under its part of speech.
pub type Key = (Upos, SmolStr);

/// Values numbered in the order of their first use, and what stands under which key.
pub struct Numbered<V> {
    numbers: BTreeMap<V, u16>,
    /// Keys with the numbers of their values.
    pub entries: Vec<(u32, u16)>,
}

impl<V: Ord + Clone> Numbered<V> {
    /// Puts a value under a key.
    pub fn enter(&mut self, key: u32, value: &V) {
        let next = self.numbers.len().min(usize::from(u16::MAX)) as u16;
        self.entries.push((key, *self.numbers.entry(value.clone()).or_insert(next)));
    }

    /// The values by number.
    pub fn values(self) -> (Vec<V>, Vec<(u32, u16)>) {
        let mut values: Vec<(V, u16)> = self.numbers.into_iter().collect();
        values.sort_by_key(|(_, number)| *number);
        (values.into_iter().map(|(value, _)| value).collect(), self.entries)
    }
}

/// Endings with the value that most words with that ending have, then the words that have another one.
pub fn learn<V: Ord + Clone>(words: &BTreeMap<Key, V>) -> Numbered<V> {
    let endings = endings(words);
    let mut out = Numbered { numbers: BTreeMap::new(), entries: Vec::new() };
    for ((upos, ending), value) in &endings {
        out.enter(ending_key(*upos, ending), value);
    }
    for ((upos, form), value) in words {
        if longest(&endings, *upos, form) != Some(value) {
            out.enter(form_key(*upos, form), value);
        }
    }
    out
}

fn suffixes(form: &str) -> impl Iterator<Item = &str> {
    let starts = form.char_indices().rev().map(|(at, _)| at).take(LONGEST);
    std::iter::once(form.len()).chain(starts).map(|start| &form[start..])
}

fn endings<V: Ord + Clone>(words: &BTreeMap<Key, V>) -> BTreeMap<Key, V> {
    let mut counts = BTreeMap::<(usize, Upos, SmolStr), BTreeMap<&V, u32>>::new();
    for ((upos, form), value) in words {
        for (length, ending) in suffixes(form).enumerate() {
            *counts.entry((length, *upos, ending.into())).or_default().entry(value).or_default() += 1;
        }
    }
    let mut kept = BTreeMap::<Key, V>::new();
    for ((length, upos, ending), values) in counts {
        let Some((value, votes)) = values.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))) else {
            continue;
        };
        let expected = longest(&kept, upos, &ending);
        let against = expected.and_then(|expected| values.get(expected).copied()).unwrap_or(0);
        if expected != Some(*value) && (length == 0 || (*votes >= 2 && *votes > against)) {
            let value = (*value).clone();
            kept.insert((upos, ending), value);
        }
    }
    kept
}

fn longest<'a, V>(kept: &'a BTreeMap<Key, V>, upos: Upos, form: &str) -> Option<&'a V> {
    suffixes(form).filter_map(|ending| kept.get(&(upos, SmolStr::new(ending)))).last()
}
