//! The syntactic words in a surface token: `du` is `de` + `le`, `don't` is `do` + `n't`.

use smol_str::SmolStr;

use super::chars::{fold, is_apostrophe};
use super::rules::{Contracted, Deciders, Rules};
use super::scan::{Kind, Raw, fits};
use crate::text::{Span, Token};

/// A paragraph, where it begins in the text, and the rules to read it by.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) base: usize,
    pub(super) rules: &'a Rules,
}

/// The tokens of a sentence.
pub(super) fn tokens(raws: &[Raw], source: &Source<'_>) -> Vec<Token> {
    let mut folded = String::new();
    // Whether the last undecided form was one word.
    let mut last = None;
    let one = |(i, raw): (usize, &Raw)| {
        let form = source.form(raw);
        let span = Span::new(source.base + raw.start, source.base + raw.end);
        let words = (raw.kind == Kind::Word)
            .then(|| words(i, raws, form, span, source, &mut folded, &mut last))
            .flatten();
        Token { span, words: words.unwrap_or_else(|| vec![(SmolStr::new(form), span)]) }
    };
    raws.iter().enumerate().map(one).collect()
}

impl<'a> Source<'a> {
    fn form(&self, raw: &Raw) -> &'a str {
        self.text.get(raw.start..raw.end).unwrap_or_default()
    }
}

type Words = Vec<(SmolStr, Span)>;

/// The words of a token that has several.
fn words(
    i: usize,
    raws: &[Raw],
    form: &str,
    span: Span,
    source: &Source<'_>,
    folded: &mut String,
    last: &mut Option<bool>,
) -> Option<Words> {
    let rules = source.rules;
    if !rules.word_enclitics.is_empty() && form.contains(is_apostrophe) {
        return enclitic(form, span, rules, folded);
    }
    if form.len() > rules.longest_contraction {
        return None;
    }
    fold(form, folded);
    let contracted = rules.contractions.get(folded.as_str())?;
    if let Some(deciders) = &contracted.unless {
        // A capital letter alone shows the start of a sentence, whatever stands before it.
        let mut letters = form.chars();
        let starts = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        let at = if starts { 0 } else { i };
        let one_word = is_one_word(at, raws, deciders, source, folded, *last);
        *last = Some(one_word);
        if one_word {
            return None;
        }
    }
    Some(contraction(form, span, contracted))
}

fn contraction(form: &str, span: Span, contracted: &Contracted) -> Words {
    let spelled = contracted.words.iter().map(|word| word.len()).sum::<usize>() == form.len();
    let mut at = 0;
    let mut out = Vec::new();
    for (n, word) in contracted.words.iter().enumerate() {
        let own = form.get(at..at + word.len()).filter(|own| spelled && own.eq_ignore_ascii_case(word));
        if let Some(own) = own {
            let start = span.start as usize + at;
            out.push((SmolStr::new(own), Span::new(start, start + own.len())));
        } else {
            out.push((cased(word, form, n == 0), span));
        }
        at += word.len();
    }
    out
}

/// Gives a word the capitals of the form that it stands for.
fn cased(word: &SmolStr, form: &str, first: bool) -> SmolStr {
    let mut letters = form.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if capital && letters.clone().next().is_some() && letters.all(char::is_uppercase) {
        SmolStr::new(word.to_uppercase())
    } else if capital && first {
        let mut letters = word.chars();
        let head = letters.next().into_iter().flat_map(char::to_uppercase);
        head.chain(letters).collect()
    } else {
        word.clone()
    }
}

/// `do` + `n't`
fn enclitic(form: &str, span: Span, rules: &Rules, folded: &mut String) -> Option<Words> {
    for enclitic in &rules.word_enclitics {
        let Some(cut) = ending(form, &enclitic.form) else { continue };
        let (stem, tail) = (form.get(..cut)?, form.get(cut..)?);
        fold(stem, folded);
        if stem.is_empty() || !stem.chars().any(char::is_alphabetic) || !fits(enclitic, folded) {
            continue;
        }
        let middle = span.start as usize + cut;
        let stem_span = Span::new(span.start as usize, middle);
        return Some(vec![
            (SmolStr::new(stem), stem_span),
            (SmolStr::new(tail), Span::new(middle, span.end as usize)),
        ]);
    }
    None
}

/// Where an ending begins in a form, in any case and with either apostrophe.
fn ending(form: &str, wanted: &str) -> Option<usize> {
    let mut at = form.len();
    let mut letters = form.char_indices().rev();
    for w in wanted.chars().rev() {
        let (i, c) = letters.next()?;
        let same = c.eq_ignore_ascii_case(&w) || (w == '\'' && is_apostrophe(c));
        if !same {
            return None;
        }
        at = i;
    }
    Some(at)
}

/// Whether the words before a form make it one word, not a contraction.
fn is_one_word(
    i: usize,
    raws: &[Raw],
    deciders: &Deciders,
    source: &Source<'_>,
    folded: &mut String,
    last: Option<bool>,
) -> bool {
    let mut at = i;
    loop {
        let Some(raw) = at.checked_sub(1).and_then(|before| raws.get(before)) else {
            return deciders.words.get("^").copied().unwrap_or(false);
        };
        fold(source.form(raw), folded);
        if deciders.same_after.contains(folded.as_str()) && last.is_some() {
            return last.unwrap_or(false);
        }
        if deciders.through.contains(folded.as_str()) {
            at -= 1;
            continue;
        }
        if let Some(&one) = deciders.words.get(folded.as_str()) {
            return one;
        }
        // Longest ending first.
        let endings = folded.char_indices().filter_map(|(from, _)| folded.get(from..));
        return endings.skip(1).find_map(|ending| deciders.endings.get(ending).copied()).unwrap_or(false);
    }
}
