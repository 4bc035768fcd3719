//! Gathers the tokens of a paragraph into sentences.

use depeche_knowledge::segmentation::AbbreviationClass;

use super::LONGEST_SENTENCE;
use super::chars::{fold, is_blank, is_word};
use super::rules::Rules;
use super::scan::{Kind, Raw, Scanner};
use super::words::{self, Source};
use crate::text::{Part, Segment, Span};

/// Cuts `start..end` of a text into sentences.
pub(super) fn block(
    text: &str,
    start: usize,
    end: usize,
    part: Part,
    paragraph: u32,
    rules: &Rules,
    out: &mut Vec<Segment>,
) {
    let slice = text.get(start..end).unwrap_or_default();
    let mut splitter = Splitter {
        source: Source { text: slice, base: start, rules },
        part,
        paragraph,
        pending: Vec::new(),
        stop: None,
        note: 0,
        folded: String::new(),
        out,
    };
    for raw in Scanner::new(slice, rules) {
        splitter.push(raw);
    }
    splitter.flush(usize::MAX);
}

/// Makes one sentence of `start..end`, whatever stands in it.
pub(super) fn whole(
    text: &str,
    start: usize,
    end: usize,
    part: Part,
    paragraph: u32,
    rules: &Rules,
    out: &mut Vec<Segment>,
) {
    let slice = text.get(start..end).unwrap_or_default();
    let source = Source { text: slice, base: start, rules };
    let raws: Vec<Raw> = Scanner::new(slice, rules).collect();
    out.extend(segment(&raws, &source, part, paragraph));
}

struct Splitter<'a> {
    source: Source<'a>,
    part: Part,
    paragraph: u32,
    /// The tokens of the sentence so far.
    pending: Vec<Raw>,
    /// The sign that may have ended it, if nothing but closing signs came after it.
    stop: Option<Stop>,
    /// Tokens of a note that are still to come.
    note: usize,
    folded: String,
    out: &'a mut Vec<Segment>,
}

/// What may have ended a sentence.
#[derive(Clone, Copy)]
struct Stop {
    kind: Kind,
    /// A quotation was closed after it.
    closed: bool,
    /// Not a full stop: `!`, `?`
    exclaims: bool,
}

impl Splitter<'_> {
    fn push(&mut self, raw: Raw) {
        if let Some(stop) = self.stop {
            if self.note > 0 {
                self.note -= 1;
                self.pending.push(raw);
                return;
            }
            match raw.kind {
                Kind::Open if self.is_note(raw) => self.note = 2,
                Kind::Close => self.stop = Some(Stop { closed: true, ..stop }),
                Kind::Final | Kind::Ellipsis => {}
                _ => {
                    if self.begins(raw, stop) {
                        self.flush(usize::MAX);
                    }
                    self.stop = None;
                }
            }
        }
        self.pending.push(raw);
        match raw.kind {
            Kind::Final | Kind::Ellipsis if !self.is_numbering() => {
                let exclaims = !self.text(raw).starts_with(['.', '…']);
                let closed = self.stop.is_some_and(|stop| stop.closed);
                self.stop = Some(Stop { kind: raw.kind, closed, exclaims });
            }
            Kind::Abbreviation(_) => {
                self.stop = Some(Stop { kind: raw.kind, closed: false, exclaims: false })
            }
            // In a headline it parts two of them in any language.
            Kind::Pause
                if (self.source.rules.semicolon_ends || self.part == Part::Title)
                    && self.text(raw) == ";" =>
            {
                self.flush(usize::MAX);
            }
            _ => {}
        }
        if self.pending.len() >= LONGEST_SENTENCE {
            let cut = self.cut();
            self.flush(cut);
        }
    }

    fn text(&self, raw: Raw) -> &str {
        self.source.text.get(raw.start..raw.end).unwrap_or_default()
    }

    /// The `[` of `[17]`, which belongs to the sentence before it.
    fn is_note(&self, raw: Raw) -> bool {
        let rest = self.source.text.get(raw.start..).unwrap_or_default();
        let digits = rest.bytes().skip(1).take(4).take_while(u8::is_ascii_digit).count();
        rest.starts_with('[') && (1..4).contains(&digits) && rest.as_bytes().get(digits + 1) == Some(&b']')
    }

    /// `1.` at the start of a sentence.
    fn is_numbering(&self) -> bool {
        matches!(self.pending.as_slice(), [number, _] if number.kind == Kind::Number && number.end - number.start <= 2)
    }

    /// Whether a token after a stop begins a sentence.
    fn begins(&mut self, raw: Raw, stop: Stop) -> bool {
        let text = self.source.text;
        // What decides behind opening signs and dashes: the first letter.
        let from = if matches!(raw.kind, Kind::Open | Kind::Dash) { raw.end } else { raw.start };
        let rest = text.get(from..).unwrap_or_default();
        let letter = rest.chars().take(8).find(|&c| is_word(c));
        let small = letter.is_some_and(char::is_lowercase);
        match stop.kind {
            Kind::Abbreviation(AbbreviationClass::Ending) => {
                raw.kind == Kind::Word && letter.is_some_and(char::is_uppercase) && self.is_starter(raw)
            }
            Kind::Abbreviation(_) => false,
            _ => match raw.kind {
                Kind::Pause => false,
                Kind::Abbreviation(_) | Kind::Word | Kind::Number => {
                    !(small || stop.closed && stop.exclaims && self.speech_follows(raw))
                }
                Kind::Open | Kind::Dash => !small && letter.is_some(),
                Kind::Close | Kind::Final | Kind::Ellipsis => false,
            },
        }
    }

    fn is_starter(&mut self, raw: Raw) -> bool {
        fold(self.source.text.get(raw.start..raw.end).unwrap_or_default(), &mut self.folded);
        let form = self.folded.trim_end_matches('\'');
        let (stem, _) = form.split_once('\'').unwrap_or((form, ""));
        let rules = self.source.rules;
        if rules.weak_starters.contains(stem) {
            let rest = self.source.text.get(raw.end..).unwrap_or_default();
            return rest.chars().take(4).find(|&c| !is_blank(c)).is_some_and(char::is_lowercase);
        }
        rules.starters.contains(stem)
    }

    /// Whether a verb of saying stands among the first words: `"Why?" Smith asked.`
    fn speech_follows(&mut self, raw: Raw) -> bool {
        let rest = self.source.text.get(raw.start..).unwrap_or_default();
        let end = rest.char_indices().nth(60).map_or(rest.len(), |(i, _)| i);
        let words = rest.get(..end).unwrap_or_default().split(is_blank).filter(|word| !word.is_empty());
        for word in words.take(6) {
            fold(word, &mut self.folded);
            if self.source.rules.abbreviations.contains_key(self.folded.as_str()) || word.len() == 2 {
                continue;
            }
            fold(word.trim_end_matches(|c| !is_word(c)), &mut self.folded);
            if self.source.rules.speech.contains(self.folded.as_str()) {
                return true;
            }
            if word.ends_with(['.', '!', '?', ',']) {
                return false;
            }
        }
        false
    }

    /// Where to cut a sentence that has grown too long: the last semicolon, else comma, in its second half.
    fn cut(&self) -> usize {
        let half = self.pending.len() / 2;
        let last =
            |sign: &str| (half..self.pending.len()).rev().find(|&i| self.text(self.pending[i]) == sign);
        last(";").or_else(|| last(",")).map_or(self.pending.len(), |i| i + 1)
    }

    /// Ends the sentence after `count` tokens.
    fn flush(&mut self, count: usize) {
        let count = count.min(self.pending.len());
        let done = self.pending.get(..count).unwrap_or_default();
        self.out.extend(segment(done, &self.source, self.part, self.paragraph));
        self.pending.drain(..count);
        if self.pending.is_empty() {
            self.stop = None;
        }
    }
}

fn segment(raws: &[Raw], source: &Source<'_>, part: Part, paragraph: u32) -> Option<Segment> {
    let (first, last) = (raws.first()?, raws.last()?);
    let span = Span::new(source.base + first.start, source.base + last.end);
    Some(Segment { part, paragraph, span, tokens: words::tokens(raws, source) })
}
