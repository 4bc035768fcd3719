//! Relative clauses: what their pronouns stand for.

use super::grammar::{DEPTH, is_noun};
use crate::text::Sentence;
use crate::ud::{Features, Relation, Upos};

/// For a relative pronoun the noun that its clause hangs on, else the word itself.
pub(super) fn antecedent(sentence: &Sentence, word: usize) -> usize {
    if !is_relative(sentence, word) {
        return word;
    }
    std::iter::successors(sentence.words[word].head, |&at| sentence.words[at].head)
        .take(DEPTH)
        .find(|&at| matches!(sentence.words[at].relation, Relation::AclRelcl | Relation::Acl))
        .and_then(|clause| sentence.words[clause].head)
        .or_else(|| noun_before(sentence, word))
        .unwrap_or(word)
}

/// The noun that a relative pronoun follows, for clauses that the parser hung elsewhere: the top of its name.
pub(super) fn noun_before(sentence: &Sentence, pronoun: usize) -> Option<usize> {
    let before = (0..pronoun).rev().find(|&at| sentence.words[at].upos != Upos::Punct)?;
    if !is_noun(sentence, before) {
        return None;
    }
    let name = |&at: &usize| matches!(sentence.words[at].relation.base(), "flat" | "appos");
    let mut top = before;
    for _ in 0..DEPTH {
        match sentence.words[top].head.filter(|&head| name(&top) && head < top) {
            Some(head) => top = head,
            None => break,
        }
    }
    Some(top)
}

pub(super) fn is_relative(sentence: &Sentence, word: usize) -> bool {
    sentence.words[word].features.has(Features::PRONTYPE_REL) && sentence.words[word].upos == Upos::Pron
}

pub(super) fn has_relative_pronoun(sentence: &Sentence, verb: usize) -> bool {
    sentence.children(verb).iter().any(|&child| {
        is_relative(sentence, child)
            || sentence.children(child).iter().any(|&below| is_relative(sentence, below))
    })
}

/// The owner in "X, dont l'armée …", "X, whose army …": what the relative clause around the noun hangs on.
pub(super) fn whose(sentence: &Sentence, noun: usize) -> Option<usize> {
    let verb = sentence.words[noun].head?;
    let clause = sentence.words[verb].relation == Relation::AclRelcl;
    let says = |word: usize| {
        sentence.children(word).iter().any(|&child| {
            is_relative(sentence, child)
                && !matches!(sentence.words[child].relation.base(), "nsubj" | "obj")
                && sentence.words[child].head == Some(word)
        })
    };
    let before = sentence.words[noun].relation.is("nsubj") || sentence.words[noun].relation.is("obj");
    if clause && before && (says(noun) || says(verb)) { sentence.words[verb].head } else { None }
}
