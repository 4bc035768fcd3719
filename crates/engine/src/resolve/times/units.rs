//! Cuts a sentence into the finest units that time expressions are written in: runs of letters, runs of figures,
//! single marks. Segmentation may join `14H00` or `mid-1996`, or take them apart: here it makes no difference.

use smol_str::SmolStr;

use crate::text::Sentence;

/// What a unit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Letters,
    /// Figures.
    Figures,
    /// One other character.
    Mark,
}

/// One unit.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// In lower case, with plain apostrophes and hyphens.
    pub text: SmolStr,
    /// As written.
    pub raw: SmolStr,
    /// First byte in the dispatch's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is made of.
    pub kind: Kind,
    /// Whether white space stands before it.
    pub spaced: bool,
    /// Index of the syntactic word that it lies in.
    pub word: usize,
}

impl Unit {
    /// Its number, if it is one of at most nine figures.
    pub fn figures(&self) -> Option<u32> {
        (self.kind == Kind::Figures && self.text.len() <= 9).then(|| self.text.parse().ok()).flatten()
    }
}

/// The units of a sentence.
pub(super) fn units(sentence: &Sentence, text: &str) -> Vec<Unit> {
    let base = sentence.span.start as usize;
    let mut units = cut(sentence.span.of(text), base);
    let mut word = 0;
    for unit in &mut units {
        while word + 1 < sentence.words.len() && sentence.words[word].span.end as usize <= unit.start {
            word += 1;
        }
        unit.word = word;
    }
    units
}

/// The units of a text that begins at byte `base`.
pub(super) fn cut(text: &str, base: usize) -> Vec<Unit> {
    let mut units = Vec::with_capacity(text.len() / 4);
    let mut characters = text.char_indices().peekable();
    let mut spaced = true;
    while let Some((start, c)) = characters.next() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let kind = kind(c);
        let mut end = start + c.len_utf8();
        while kind != Kind::Mark
            && let Some(&(at, next)) = characters.peek()
            && (self::kind(next) == kind || is_combining(next))
        {
            end = at + next.len_utf8();
            characters.next();
        }
        let raw = text.get(start..end).unwrap_or_default();
        units.push(Unit {
            text: normalise(raw, kind),
            raw: raw.into(),
            start: base + start,
            end: base + end,
            kind,
            spaced,
            word: 0,
        });
        spaced = false;
    }
    units
}

fn kind(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Figures
    } else if c.is_alphabetic() {
        Kind::Letters
    } else {
        Kind::Mark
    }
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn normalise(raw: &str, kind: Kind) -> SmolStr {
    match kind {
        Kind::Figures => raw.into(),
        Kind::Mark => match raw {
            "\u{2019}" | "\u{2018}" | "`" | "\u{2bc}" => "'".into(),
            "\u{2010}" | "\u{2011}" => "-".into(),
            _ => raw.into(),
        },
        Kind::Letters if raw.bytes().all(|byte| byte.is_ascii_lowercase()) => raw.into(),
        Kind::Letters => raw.to_lowercase().into(),
    }
}
