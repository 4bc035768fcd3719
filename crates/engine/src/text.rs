//! What every stage shares: the dispatch, spans into its text, words, sentences, mentions.

use std::ops::Range;

use depeche_knowledge::RuleId;
use jiff::civil::Date;
use smol_str::SmolStr;

use crate::ud::{Features, Relation, Upos};

/// One news text with its metadata. The text is immutable; all spans point into it.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    /// The id that it came with.
    pub id: Option<String>,
    /// Publication date; without it relative times stay unresolved.
    pub published: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// ISO 639-1 code; none is detected from the text.
    pub language: Option<String>,
    /// A title that came apart from the text; read for context.
    pub title: Option<String>,
    /// The text as given.
    pub text: String,
}

/// A half-open range of **bytes** of the dispatch's text. Records show Unicode scalar values
/// ([`crate::record`] converts).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span of two byte offsets.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// As a range, to slice with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words themselves; empty where the span does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The smallest span over both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the other lies inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether they share a byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// What part of a dispatch a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title line.
    Title,
    /// `PARIS, 3 mars (AFP) -`, cut off from the sentence that follows it.
    Dateline,
    /// Everything else.
    Body,
}

/// A surface token as segmentation finds it: a span, and the syntactic words in it (more than one for a
/// multiword token: `du` is `de` + `le`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Forms of its syntactic words with their spans; words of a multiword token that cannot be told apart in
    /// the text share the token's span, others (`do` + `n't`) have their own.
    pub words: Vec<(SmolStr, Span)>,
}

/// One sentence's tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it is a part of.
    pub part: Part,
    /// Paragraph, from 0 in the order of the text.
    pub paragraph: u32,
    /// From the first token's start to the last one's end.
    pub span: Span,
    /// Never empty, in order, not overlapping; what lies between them is white space.
    pub tokens: Vec<Token>,
}

/// A syntactic word in its tree.
#[derive(Clone, Debug)]
pub struct Word {
    /// The form: a slice of the text, except inside a multiword token.
    pub form: SmolStr,
    /// Where it stands.
    pub span: Span,
    /// Index of its surface token in the sentence; words of a multiword token share it.
    pub token: u32,
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub features: Features,
    /// Index of the head in the sentence; none for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub relation: Relation,
}

/// A sentence with its tree. Heads form a tree with exactly one root: no cycle, every head inside.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// What it is a part of.
    pub part: Part,
    /// Paragraph, from 0.
    pub paragraph: u32,
    /// From the first word's start to the last one's end.
    pub span: Span,
    /// In order; never empty.
    pub words: Vec<Word>,
    /// `children[i]`: the dependents of word `i`, in order.
    children: Vec<Vec<usize>>,
}

impl Sentence {
    /// Builds a sentence and indexes its tree.
    #[must_use]
    pub fn new(part: Part, paragraph: u32, span: Span, words: Vec<Word>) -> Sentence {
        let mut children = vec![Vec::new(); words.len()];
        for (i, word) in words.iter().enumerate() {
            if let Some(head) = word.head {
                children[head].push(i);
            }
        }
        Sentence { part, paragraph, span, words, children }
    }

    /// The dependents of a word, in order.
    #[must_use]
    pub fn children(&self, word: usize) -> &[usize] {
        &self.children[word]
    }

    /// The dependents of a word that stand in a universal relation to it, in order: `with(verb, "nsubj")`.
    pub fn with<'a>(&'a self, word: usize, base: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.children[word].iter().copied().filter(move |&child| self.words[child].relation.is(base))
    }

    /// The first dependent in a universal relation.
    #[must_use]
    pub fn first(&self, word: usize, base: &str) -> Option<usize> {
        self.with(word, base).next()
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> usize {
        self.words.iter().position(|word| word.head.is_none()).unwrap_or(0)
    }

    /// The word and everything below it, in order.
    #[must_use]
    pub fn subtree(&self, word: usize) -> Vec<usize> {
        let mut found = vec![word];
        let mut next = 0;
        while next < found.len() {
            found.extend_from_slice(&self.children[found[next]]);
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Whether `word` is `above` or lies below it.
    #[must_use]
    pub fn is_below(&self, word: usize, above: usize) -> bool {
        std::iter::successors(Some(word), |&at| self.words[at].head).any(|at| at == above)
    }

    /// The smallest span over some words.
    #[must_use]
    pub fn span_of(&self, words: &[usize]) -> Span {
        words.iter().map(|&word| self.words[word].span).reduce(Span::cover).unwrap_or_default()
    }
}

/// Something found in the text, with the rule that found it.
#[derive(Clone, Debug)]
pub struct Mention<T> {
    /// Index of the sentence.
    pub sentence: usize,
    /// Where it stands.
    pub span: Span,
    /// The words that it covers, first to one past last (a phrase may have holes: [`Mention::head`] decides).
    pub words: Range<usize>,
    /// The word that the rest of the sentence refers to it by: the head of the phrase.
    pub head: usize,
    /// What it is.
    pub value: T,
    /// The rules behind it.
    pub because: Vec<RuleId>,
}
