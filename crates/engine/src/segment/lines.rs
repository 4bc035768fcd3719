//! Lines to paragraphs: blank lines part them, and so do single line breaks, except in hard-wrapped text.

use super::chars::{is_blank, is_closing, is_dash, is_final};

/// A paragraph's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it could be a title, if it is the first.
    pub(super) title: bool,
}

/// Hard-wrapped text has lines no longer than this.
const WIDEST_WRAP: usize = 100;
/// And no shorter than this.
const NARROWEST_WRAP: usize = 40;
/// A title is no longer.
const LONGEST_TITLE: usize = 300;

/// The paragraphs of a text, in order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut out = Vec::new();
    let mut group: Vec<Line<'_>> = Vec::new();
    let width =
        Lines::new(text).filter(|line| line.text.contains(' ')).map(|line| line.width()).max().unwrap_or(0);
    let wrap = (NARROWEST_WRAP..=WIDEST_WRAP).contains(&width).then_some(width);
    for line in Lines::new(text) {
        if line.text.is_empty() {
            close(&mut group, wrap, true, &mut out);
        } else {
            group.push(line);
        }
    }
    close(&mut group, wrap, false, &mut out);
    out
}

/// Joins the lines of a group into paragraphs. `blank_follows`: a blank line stands after it.
fn close(group: &mut Vec<Line<'_>>, wrap: Option<usize>, blank_follows: bool, out: &mut Vec<Block>) {
    let Some(first) = group.first() else { return };
    let mut block = Block { start: first.start, end: first.end(), title: false };
    let alone = out.len();
    for pair in group.windows(2) {
        let [before, after] = pair else { continue };
        if !joins(before, after, wrap) {
            out.push(block);
            block.start = after.start;
        }
        block.end = after.end();
    }
    let finished = group.last().is_some_and(Line::is_finished);
    block.title =
        blank_follows && out.len() == alone && !finished && block.end - block.start <= LONGEST_TITLE;
    out.push(block);
    group.clear();
}

/// Whether a line goes on in the next one.
fn joins(before: &Line<'_>, after: &Line<'_>, wrap: Option<usize>) -> bool {
    let starts = after.text.chars().next();
    let bullet = starts.is_some_and(|c| is_dash(c) || matches!(c, '*' | '•' | '·' | '>' | '■' | '●'));
    if bullet && (before.is_finished() || before.text.ends_with(':')) {
        return false;
    }
    if !before.is_finished() && starts.is_some_and(char::is_lowercase) {
        return true;
    }
    let Some(width) = wrap else { return false };
    let first_word = after.text.split(is_blank).next().unwrap_or_default().chars().take(WIDEST_WRAP).count();
    // The line is full: the next word would not have fitted.
    before.width() + 1 + first_word > width && (before.width() * 3 >= width * 2)
}

/// A line without the blanks around it.
struct Line<'a> {
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// In characters, counted no further than needed.
    fn width(&self) -> usize {
        self.text.chars().take(WIDEST_WRAP + 1).count()
    }

    /// Whether it ends like a sentence.
    fn is_finished(&self) -> bool {
        let mut signs = self.text.chars().rev().take(8).skip_while(|&c| is_closing(c) || is_blank(c));
        signs.next().is_some_and(is_final)
    }
}

/// The lines of a text, without line ends and the blanks around them.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        Lines { text, at: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = rest.bytes().position(|b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
        let line = rest.get(..length).unwrap_or_default();
        let skipped = line.len() - line.trim_start_matches(is_blank).len();
        let start = self.at + skipped;
        let after = rest.get(length..).unwrap_or_default();
        let newline = if after.starts_with("\r\n") { 2 } else { usize::from(!after.is_empty()) };
        self.at += length + newline;
        Some(Line { start, text: line.trim_matches(is_blank) })
    }
}
