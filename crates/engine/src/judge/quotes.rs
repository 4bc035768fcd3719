//! Quotation marks, paired over a paragraph: a quotation may run over sentences.

use crate::text::Sentence;

/// Words of one sentence inside quotation marks, marks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub sentence: usize,
    pub first: usize,
    pub last: usize,
    /// Pieces of one quotation share it.
    pub quotation: usize,
}

impl Piece {
    pub fn holds(&self, word: usize) -> bool {
        self.first <= word && word <= self.last
    }

    /// Words without the marks, roughly.
    pub fn len(&self) -> usize {
        (self.last + 1).saturating_sub(self.first).saturating_sub(2)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Closes,
    Either,
}

fn mark(form: &str) -> Option<Mark> {
    match form {
        "«" | "“" | "„" | "``" | "‹" => Some(Mark::Opens),
        "»" | "”" | "›" => Some(Mark::Closes),
        "\"" | "''" | "＂" => Some(Mark::Either),
        _ => None,
    }
}

/// Whether a word is a quotation mark.
pub(super) fn is_mark(form: &str) -> bool {
    mark(form).is_some()
}

/// All quoted pieces, in the order of the text. A quotation that nobody closes ends with its paragraph.
pub(super) fn find(sentences: &[Sentence]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Option<usize> = None;
    let mut quotations = 0;
    let mut paragraph = None;
    for (index, sentence) in sentences.iter().enumerate() {
        if paragraph != Some(sentence.paragraph) {
            open = None;
            paragraph = Some(sentence.paragraph);
        }
        let mut start = open.map(|quotation| (0, quotation));
        for (i, word) in sentence.words.iter().enumerate() {
            match (mark(&word.form), start) {
                (Some(Mark::Opens | Mark::Either), None) => {
                    start = Some((i, quotations));
                    quotations += 1;
                }
                (Some(Mark::Closes | Mark::Either), Some((first, quotation))) => {
                    pieces.push(Piece { sentence: index, first, last: i, quotation });
                    start = None;
                }
                _ => {}
            }
        }
        open = start.map(|(first, quotation)| {
            let last = sentence.words.len().saturating_sub(1);
            pieces.push(Piece { sentence: index, first, last, quotation });
            quotation
        });
    }
    pieces
}
