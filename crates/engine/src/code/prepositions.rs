//! Prepositions of one word or several, as the tree or the order of words shows them.

use smol_str::SmolStr;

use crate::text::Sentence;
use crate::ud::Upos;

/// The prepositions over a phrase: lemma, form, and the whole of a fixed one.
pub(super) fn prepositions(sentence: &Sentence, word: usize) -> Vec<SmolStr> {
    let mut found = Vec::new();
    for case in sentence.with(word, "case").chain(sentence.with(word, "mark")) {
        found.push(sentence.words[case].lemma.clone());
        let form: SmolStr = sentence.words[case].form.to_lowercase().into();
        if form != sentence.words[case].lemma {
            found.push(form);
        }
        let fixed: Vec<usize> = sentence.with(case, "fixed").collect();
        if !fixed.is_empty() {
            let mut whole = sentence.words[case].form.to_lowercase();
            for part in fixed {
                whole.push('_');
                whole.push_str(if sentence.words[part].upos == Upos::Adp {
                    &sentence.words[part].lemma
                } else {
                    &sentence.words[part].form
                });
            }
            found.push(whole.to_lowercase().into());
        }
    }
    if found.is_empty() && sentence.words[word].lemma == "dont" {
        found.push("de".into());
    }
    found
}

/// Prepositions compare without separators: `à_l'encontre_de` is `àlencontrede`.
pub(super) fn key(preposition: &str) -> String {
    preposition.chars().filter(|c| !matches!(c, '_' | '\'' | '’' | ' ')).collect()
}

/// Nominals below an anchor that stand right after the words of a preposition, whatever the tree makes of them.
pub(super) fn after_words(sentence: &Sentence, anchor: usize, key: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for word in sentence.subtree(anchor) {
        if !matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron) {
            continue;
        }
        let first = sentence
            .children(word)
            .iter()
            .copied()
            .filter(|&child| {
                matches!(sentence.words[child].relation.base(), "det" | "amod" | "nummod" | "compound")
            })
            .chain([word])
            .min()
            .unwrap_or(word);
        let mut before = String::new();
        for at in (first.saturating_sub(5)..first).rev() {
            let part = &sentence.words[at];
            let text =
                if part.upos == Upos::Adp { part.lemma.to_lowercase() } else { part.form.to_lowercase() };
            before.insert_str(0, &self::key(&text));
            if before.len() >= key.len() {
                break;
            }
        }
        if before == *key {
            found.push(word);
        }
    }
    found
}
