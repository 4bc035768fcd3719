//! Styled text on a page of a given width, and the colours of what was found.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use depeche_engine::{Dispatch, Reading, Span};
use unicode_width::UnicodeWidthStr;

/// A piece of text in one style.
pub type Run = (String, Style);

pub const PLAIN: Style = Style::new();
pub const DIM: Style = Style::new().dimmed();
pub const HEADING: Style = Style::new().bold();
pub const ACTOR: Style = AnsiColor::Cyan.on_default();
pub const PLACE: Style = AnsiColor::Green.on_default();
pub const TIME: Style = AnsiColor::Yellow.on_default();
pub const CUE: Style = AnsiColor::Magenta.on_default();
pub const ACT: Style = AnsiColor::Red.on_default().bold();

/// What the colours mean.
pub fn legend() -> Vec<Run> {
    let entries = [("actor", ACTOR), ("place", PLACE), ("time", TIME), ("cue", CUE), ("act", ACT)];
    entries
        .into_iter()
        .flat_map(|(name, style)| [(name.to_string(), style), ("   ".to_string(), PLAIN)])
        .collect()
}

/// Lines of styled text, wrapped.
pub struct Page {
    out: String,
    width: usize,
}

impl Page {
    pub fn new(width: usize) -> Page {
        Page { out: String::new(), width }
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn finish(self) -> String {
        self.out
    }

    /// An empty line; two never follow each other.
    pub fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A line across the page that begins a sentence.
    pub fn rule(&mut self, title: &str) {
        self.blank();
        let dashes = self.width.saturating_sub(title.width() + 6);
        let _ = writeln!(
            self.out,
            "{DIM}──{DIM:#} {HEADING}{title}{HEADING:#} {DIM}{}{DIM:#}",
            "─".repeat(dashes)
        );
        self.blank();
    }

    /// The title of a section.
    pub fn heading(&mut self, title: &str) {
        self.blank();
        self.paragraph(2, 2, &[(title.to_string(), HEADING)]);
    }

    /// A line as it is.
    pub fn line(&mut self, runs: &[Run]) {
        for (text, style) in runs {
            let _ = write!(self.out, "{style}{text}{style:#}");
        }
        self.end_line();
    }

    /// Words wrapped to the width; lines after the first are indented by `hanging`.
    pub fn paragraph(&mut self, indent: usize, hanging: usize, runs: &[Run]) {
        let mut column = indent;
        let mut blanks = 0;
        self.out.push_str(&" ".repeat(indent));
        for (text, style) in runs {
            for piece in text.split_inclusive(is_blank) {
                let word = piece.trim_end_matches(is_blank);
                if !word.is_empty() {
                    if column + blanks + word.width() > self.width && column > hanging {
                        self.end_line();
                        self.out.push_str(&" ".repeat(hanging));
                        (column, blanks) = (hanging, 0);
                    }
                    let word = word.replace(char::is_control, "\u{fffd}");
                    let _ = write!(self.out, "{:blanks$}{style}{word}{style:#}", "");
                    column += blanks + word.width();
                    blanks = 0;
                }
                blanks += piece.len() - piece.trim_end_matches(is_blank).len();
            }
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
    }
}

/// Where a line may break; not at the narrow and wide spaces that French puts before its punctuation.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// The style of every byte of a text.
pub struct Colours {
    kinds: Vec<u8>,
}

const STYLES: [Style; 6] = [PLAIN, PLACE, TIME, ACTOR, CUE, ACT];

impl Colours {
    /// Paints what was found, the more telling over the less.
    pub fn new(dispatch: &Dispatch, reading: &Reading) -> Colours {
        let mut colours = Colours { kinds: vec![0; dispatch.text.len()] };
        for mention in &reading.mentions.actors {
            colours.paint(mention.span, 3);
        }
        for mention in &reading.mentions.places {
            colours.paint(mention.span, 1);
        }
        for mention in &reading.mentions.times {
            colours.paint(mention.span, 2);
        }
        for cue in reading.statements.iter().filter_map(|statement| statement.cue.as_ref()) {
            colours.paint(cue.span, 4);
        }
        for claim in &reading.claims {
            let Some(sentence) = reading.sentences.get(claim.event.sentence) else { continue };
            for &word in claim.event.words.iter().chain([&claim.event.trigger]) {
                if let Some(word) = sentence.words.get(word) {
                    colours.paint(word.span, 5);
                }
            }
        }
        colours
    }

    fn paint(&mut self, span: Span, kind: u8) {
        if let Some(bytes) = self.kinds.get_mut(span.range()) {
            bytes.fill(kind);
        }
    }

    /// The style at a byte.
    pub fn at(&self, byte: u32) -> Style {
        self.kinds.get(byte as usize).map_or(PLAIN, |&kind| STYLES[usize::from(kind)])
    }

    /// A text's lines as runs.
    pub fn lines(&self, text: &str) -> Vec<Vec<Run>> {
        self.lines_of(text, Span::new(0, text.len()))
    }

    /// The lines of a part of the text as runs.
    pub fn lines_of(&self, text: &str, span: Span) -> Vec<Vec<Run>> {
        let mut lines = vec![Vec::<(String, u8)>::new()];
        let start = span.start as usize;
        for (at, c) in span.of(text).char_indices() {
            let kind = self.kinds.get(start + at).copied().unwrap_or(0);
            match (c, lines.last_mut()) {
                ('\n', _) | (_, None) => lines.push(Vec::new()),
                (_, Some(line)) => match line.last_mut() {
                    Some((run, same)) if *same == kind => run.push(c),
                    _ => line.push((c.to_string(), kind)),
                },
            }
        }
        let styled = |(run, kind): (String, u8)| (run, STYLES[usize::from(kind)]);
        lines.into_iter().map(|line| line.into_iter().map(styled).collect()).collect()
    }
}
