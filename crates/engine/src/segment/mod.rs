//! Text to paragraphs, titles, datelines, sentences and tokens, all with exact spans.
//!
//! `lines` finds the paragraphs, `dateline` cuts off `PARIS, 3 mars (AFP) -`, `scan` walks over a paragraph
//! and yields surface tokens, `split` gathers them into sentences, and `words` finds the syntactic words in
//! each. All of it is one pass over the text with bounded look-ahead: time is linear in the text and a sentence
//! has at most [`LONGEST_SENTENCE`] tokens, whatever the input.
//!
//! The law: tokens and blanks ([`is_blank`]) tile the text, in order and without overlap.

mod chars;
mod rules;
mod lines;
mod dateline;
mod scan;
mod split;
mod words;

pub use chars::is_blank;
pub use rules::Rules;

use crate::text::{Part, Segment};

/// A sentence never has more tokens.
pub const LONGEST_SENTENCE: usize = 250;

/// A token never has more characters.
pub const LONGEST_TOKEN: usize = 200;

/// Cuts a text into sentences and tokens. Tokens and blanks tile the text.
#[must_use]
pub fn sentences(text: &str, rules: &Rules) -> Vec<Segment> {
    let mut out = Vec::new();
    // Spans hold 32 bits; no dispatch comes near.
    let Some(text) = text.get(..text.len().min(chars::floor(text, u32::MAX as usize))) else { return out };
    let mut paragraph = 0;
    let mut title_open = true;
    for block in lines::blocks(text) {
        let before = out.len();
        let mut start = block.start;
        let slice = text.get(block.start..block.end).unwrap_or_default();
        if let Some(end) = dateline::find(slice, rules) {
            split::whole(text, block.start, block.start + end, Part::Dateline, paragraph, rules, &mut out);
            start += end;
            title_open = false;
        }
        let part = if title_open && block.title { Part::Title } else { Part::Body };
        split::block(text, start, block.end, part, paragraph, rules, &mut out);
        if out.len() > before {
            title_open = false;
            paragraph += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests;
