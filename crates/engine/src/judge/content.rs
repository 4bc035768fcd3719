//! From words of a tree to the spans of what is said.

use super::quotes::is_mark;
use crate::text::{Sentence, Span};
use crate::ud::Upos;

/// A word and what lies below it, without some branches.
pub(super) fn without(sentence: &Sentence, head: usize, branches: &[usize]) -> Vec<usize> {
    let mut words = sentence.subtree(head);
    words.retain(|&word| !branches.iter().any(|&branch| sentence.is_below(word, branch)));
    words
}

/// Runs of words, without the punctuation at their edges; quotation marks and brackets stay.
pub(super) fn spans(sentence: &Sentence, words: &[usize]) -> Vec<Span> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for word in words {
        match runs.last_mut() {
            Some(run) if only_punctuation(sentence, run.last().copied().unwrap_or(0) + 1, word) => {
                run.push(word)
            }
            _ => runs.push(vec![word]),
        }
    }
    let trimmed = runs.into_iter().filter_map(|run| trim(sentence, &run));
    trimmed.map(|(first, last)| sentence.words[first].span.cover(sentence.words[last].span)).collect()
}

fn only_punctuation(sentence: &Sentence, from: usize, to: usize) -> bool {
    (from..to).all(|i| is_loose(sentence, i))
}

/// Punctuation that says nothing about the content.
fn is_loose(sentence: &Sentence, word: usize) -> bool {
    let it = &sentence.words[word];
    it.upos == Upos::Punct && !is_mark(&it.form) && !matches!(it.form.as_str(), "(" | ")" | "[" | "]")
}

fn trim(sentence: &Sentence, run: &[usize]) -> Option<(usize, usize)> {
    let first = run.iter().copied().find(|&i| !is_loose(sentence, i))?;
    let last = run.iter().rev().copied().find(|&i| !is_loose(sentence, i))?;
    let words = || first..=last;
    // A lone mark at an edge belongs to what stands outside.
    let marks = words().filter(|&i| is_mark(&sentence.words[i].form)).count();
    if marks == 1 && first < last {
        if is_mark(&sentence.words[first].form) && !is_mark(&sentence.words[last].form) {
            return Some((first + 1, last));
        }
        if is_mark(&sentence.words[last].form) {
            return Some((first, last - 1));
        }
    }
    (first < last || !is_mark(&sentence.words[first].form)).then_some((first, last))
}
