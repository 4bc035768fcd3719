//! Walks over a paragraph and yields its surface tokens. Every step looks ahead by a bounded number of
//! characters only.

use depeche_knowledge::segmentation::{AbbreviationClass, Enclitic};

use super::LONGEST_TOKEN;
use super::chars::{fold, is_apostrophe, is_blank, is_dash, is_final, is_mark, is_opening, is_word};
use super::rules::Rules;

/// How far to look ahead for the rest of a word, in characters.
const AHEAD: usize = 40;

/// A surface token with what the splitter needs to know. Offsets are bytes of the paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// Classes of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or anything else.
    Word,
    /// A number in digits.
    Number,
    /// With its own full stop.
    Abbreviation(AbbreviationClass),
    /// `.`, `!`, `?`
    Final,
    /// `...`
    Ellipsis,
    /// Opens a quotation or a bracket.
    Open,
    /// Closes one.
    Close,
    /// `,`, `;`, `:`
    Pause,
    /// Any dash.
    Dash,
}

/// Yields the tokens of a paragraph.
pub(super) struct Scanner<'a> {
    text: &'a str,
    rules: &'a Rules,
    at: usize,
    /// End of an enclitic that begins where the last token ended.
    enclitic: Option<usize>,
    /// Whether the next `"` closes.
    double_open: bool,
    /// Whether a single quotation mark stands open.
    single_open: bool,
    /// The last token.
    last: Option<Raw>,
    folded: String,
}

impl Iterator for Scanner<'_> {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        while let Some(c) = self.peek(self.at) {
            if !is_blank(c) {
                break;
            }
            self.at += c.len_utf8();
        }
        let c = self.peek(self.at)?;
        let start = self.at;
        let kind = match self.enclitic.take() {
            Some(end) => {
                self.at = end;
                Kind::Word
            }
            None if is_word(c) => self.word(start),
            None => self.sign(start, c),
        };
        let raw = Raw { start, end: self.at, kind };
        self.last = Some(raw);
        Some(raw)
    }
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, rules: &'a Rules) -> Scanner<'a> {
        Scanner {
            text,
            rules,
            at: 0,
            enclitic: None,
            double_open: false,
            single_open: false,
            last: None,
            folded: String::new(),
        }
    }

    fn peek(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(&byte) if byte.is_ascii() => Some(char::from(byte)),
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The end of the run of characters of a class from a byte, no further than [`AHEAD`] characters.
    fn run(&self, at: usize, class: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.char_indices().take(AHEAD).find(|&(_, c)| !class(c)).map_or_else(
            || at + rest.char_indices().nth(AHEAD).map_or(rest.len(), |(i, _)| i),
            |(i, _)| at + i,
        )
    }

    fn fold(&mut self, start: usize, end: usize) -> &str {
        fold(self.text.get(start..end).unwrap_or_default(), &mut self.folded);
        &self.folded
    }

    /// Whether the token begins a chunk: nothing, a blank or an opening sign stands before it.
    fn begins_chunk(&self, start: usize) -> bool {
        self.before(start).is_none_or(|c| is_blank(c) || is_opening(c) || matches!(c, '"' | '/'))
    }

    /// Reads a word from `start`.
    fn word(&mut self, start: usize) -> Kind {
        let mut shape = Shape::default();
        let mut length = 0;
        self.at = start;
        while let Some(c) = self.peek(self.at) {
            if length >= LONGEST_TOKEN {
                return Kind::Word;
            }
            length += 1;
            if is_word(c) {
                if c.is_alphabetic() && shape.ends_in_digit && !shape.letters && self.unit_follows() {
                    return Kind::Number;
                }
                if c.is_numeric() && shape.letters && self.is_unit_between(start) {
                    return Kind::Word;
                }
                shape.see(c);
                self.at += c.len_utf8();
                continue;
            }
            if is_mark(c) {
                self.at += c.len_utf8();
                continue;
            }
            match self.inside(start, c, shape) {
                Step::Take(end) => {
                    length += (end - self.at).saturating_sub(1);
                    self.at = end;
                    shape.ends_in_digit = false;
                }
                Step::Finish(end, kind) => {
                    self.at = end;
                    return kind;
                }
                Step::Stop => break,
            }
        }
        if self.rules.blank_groups_digits && !shape.letters {
            self.group_digits(start);
        }
        if shape.letters { Kind::Word } else { Kind::Number }
    }

    /// What a sign inside or after a word does.
    fn inside(&mut self, start: usize, c: char, shape: Shape) -> Step {
        let at = self.at;
        let after = at + c.len_utf8();
        let next = self.peek(after);
        let next_is_word = next.is_some_and(is_word);
        let next_is_digit = next.is_some_and(|n| n.is_ascii_digit());
        match c {
            '.' => self.stop(start, next, shape),
            ',' if shape.ends_in_digit && next_is_digit => Step::Take(after),
            ':' if shape.ends_in_digit && next_is_digit => Step::Take(after),
            ':' if self.slice(after, after + 2) == "//" => self.address(start),
            ':' if self.fold(start, at) == "mailto" => self.address(start),
            '@' if next_is_word => {
                let end = self.run(after, |c| is_word(c) || matches!(c, '.' | '-'));
                let taken = self.slice(after, end).trim_end_matches(['.', '-']).len();
                Step::Take(after + taken)
            }
            '/' if next_is_word => self.slash(start, after, next_is_digit && shape.ends_in_digit),
            '&' if next_is_word => {
                let capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
                if capital(self.before(at)) && capital(next) { Step::Take(after) } else { Step::Stop }
            }
            '(' => {
                // `élu(e)s`
                let end = self.run(after, is_word);
                if self.peek(end) == Some(')') && self.is_symbol(at, end + 1) {
                    Step::Take(end + 1)
                } else {
                    Step::Stop
                }
            }
            _ if is_apostrophe(c) => self.apostrophe(start, after, next),
            '-' | '‐' | '‑' if next_is_word => self.hyphen(start, after, shape, next_is_digit),
            '$' | '°' | '£' | '€' | '!' if at - start <= 6 && self.is_symbol(start, after) => {
                Step::Finish(after, Kind::Word)
            }
            _ => Step::Stop,
        }
    }

    /// A full stop after `start..self.at`.
    fn stop(&mut self, start: usize, next: Option<char>, shape: Shape) -> Step {
        let at = self.at;
        if at - start <= 8 {
            // The longest abbreviation that begins here: `Ph.D.` before `Ph.`
            let run = self.run(start, |c| is_word(c) || matches!(c, '.' | '-')).min(start + 12);
            let run = super::chars::floor(self.text, run);
            let mut end = run;
            while end > at {
                if self.slice(start, end).ends_with('.') && !self.peek(end).is_some_and(is_word) {
                    let class = self.rules.abbreviations.get(self.fold(start, end)).copied();
                    if let Some(class) = class.filter(|&class| self.may_abbreviate(class, end)) {
                        return Step::Finish(end, Kind::Abbreviation(class));
                    }
                }
                end = super::chars::floor(self.text, end - 1);
            }
        }
        let single = at == start + self.peek(start).map_or(1, char::len_utf8);
        let segment_single = self.before(at).is_some_and(char::is_alphabetic)
            && (single
                || self
                    .slice(start, at)
                    .rsplit(['.', '-'])
                    .next()
                    .is_some_and(|part| part.chars().count() == 1));
        let Some(next) = next else {
            // `... in the U.S.` keeps its stop, `vitamin C.` does not.
            return if segment_single && !single { self.acronym(start) } else { Step::Stop };
        };
        let after = at + 1;
        if is_word(next) {
            let before = self.before(at).unwrap_or(' ');
            let second = self.peek(after + next.len_utf8());
            let acronym = segment_single && next.is_alphabetic() && second.is_none_or(|c| !is_word(c));
            let host = shape.letters && (next.is_lowercase() || next.is_numeric());
            let file = before.is_uppercase() && next.is_uppercase() && second.is_some_and(char::is_uppercase);
            let number = shape.ends_in_digit && next.is_numeric();
            let run = self.run(start, |c| is_word(c) || matches!(c, '.' | '-'));
            let mail = self.peek(run) == Some('@');
            let www = at - start == 3 && self.fold(start, at) == "www";
            return match () {
                () if www => self.address(start),
                () if acronym || host || file || number || mail => Step::Take(after),
                () => Step::Stop,
            };
        }
        if segment_single && is_dash(next) && !single_letter_word(self.slice(start, at)) {
            return self.acronym(start);
        }
        if segment_single && next == '-' {
            // `J.-C.`, `A.-M.`
            let capital = self.peek(after + 1).filter(|c| c.is_uppercase());
            let stop = capital.is_some_and(|c| self.peek(after + 1 + c.len_utf8()) == Some('.'));
            if stop {
                return Step::Take(after + 1);
            }
        }
        if segment_single && !single {
            return self.acronym(start);
        }
        let capital = self.peek(start).is_some_and(char::is_uppercase);
        let follows = self.peek(self.run(after, is_blank));
        let initial =
            single && capital && follows.is_some_and(|c| c.is_uppercase() || is_dash(c)) && !is_final(next);
        if initial && !self.starter_follows(after) {
            return Step::Finish(after, Kind::Abbreviation(AbbreviationClass::Leading));
        }
        Step::Stop
    }

    /// Whether a word that begins sentences follows: `Windows X. The …`
    fn starter_follows(&mut self, after: usize) -> bool {
        let from = self.run(after, is_blank);
        let end = self.run(from, is_word);
        let rules = self.rules;
        let single = self.peek(end) == Some('.');
        !single && rules.starters.contains(self.fold(from, end))
    }

    /// `U.S.` with its last stop.
    fn acronym(&self, start: usize) -> Step {
        let mut parts = self.slice(start, self.at).split(['.', '-']).filter(|part| !part.is_empty());
        let initials = parts.all(|part| part.chars().count() == 1);
        let name = self.slice(start, self.at).contains('-');
        let class = if name { AbbreviationClass::Leading } else { AbbreviationClass::Ending };
        if initials { Step::Finish(self.at + 1, Kind::Abbreviation(class)) } else { Step::Stop }
    }

    /// Whether an abbreviation fits before what follows it.
    fn may_abbreviate(&self, class: AbbreviationClass, end: usize) -> bool {
        let follows = self.peek(self.run(end, is_blank));
        match class {
            AbbreviationClass::Leading => follows.is_some() && !self.peek(end).is_some_and(is_final),
            AbbreviationClass::Numbering => follows.is_some_and(|c| c.is_ascii_digit()),
            AbbreviationClass::Ending => true,
        }
    }

    /// An address on the web, without the signs of the sentence around it.
    fn address(&self, start: usize) -> Step {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |c: char| is_blank(c) || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”');
        let limit = LONGEST_TOKEN.saturating_sub(self.at - start).max(1);
        let found = rest.char_indices().enumerate().find(|&(n, (_, c))| n >= limit || ends(c));
        let end = found.map_or(rest.len(), |(_, (i, _))| i);
        let address = rest.get(..end).unwrap_or_default();
        let bare = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']);
        if bare.is_empty() { Step::Stop } else { Step::Finish(self.at + bare.len(), Kind::Word) }
    }

    fn slash(&mut self, start: usize, after: usize, digits: bool) -> Step {
        let end = self.run(after, is_word);
        // `GPIIb/IIIa`, `H/C/562`
        let coded = |text: &str| text.contains('/') || text.chars().filter(|c| c.is_uppercase()).count() > 1;
        let code = self.rules.hyphen_joins
            && coded(self.slice(start, self.at))
            && self.peek(after).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        if digits || code || self.is_kept(start, end) { Step::Take(after) } else { Step::Stop }
    }

    fn apostrophe(&mut self, start: usize, after: usize, next: Option<char>) -> Step {
        let at = self.at;
        let rules = self.rules;
        if rules.elisions.contains(self.fold(start, at)) {
            let end = self.run(after, |c| is_word(c) || is_apostrophe(c) || c == '-');
            return if self.is_kept(start, end) {
                Step::Finish(end, Kind::Word)
            } else {
                Step::Finish(after, Kind::Word)
            };
        }
        if next.is_some_and(is_word) {
            return Step::Take(after);
        }
        // `the troops' return`
        let bare = rules.word_enclitics.iter().find(|enclitic| enclitic.form == "'");
        let plural = bare.is_some_and(|enclitic| fits(enclitic, self.fold(start, at)));
        if plural && !self.single_open && !next.is_some_and(is_apostrophe) {
            return Step::Finish(after, Kind::Word);
        }
        Step::Stop
    }

    fn hyphen(&mut self, start: usize, after: usize, shape: Shape, next_is_digit: bool) -> Step {
        let rest = self.run(after, |c| is_word(c) || is_apostrophe(c) || c == '-');
        if self.is_kept(start, rest) {
            return Step::Finish(rest, Kind::Word);
        }
        if let Some(end) = self.enclitic_at(start, rest) {
            self.enclitic = Some(end);
            return Step::Finish(self.at, Kind::Word);
        }
        let joins = if self.rules.hyphen_joins {
            true
        } else if shape.ends_in_digit && next_is_digit {
            // Telephone numbers and dates stay whole, ranges do not.
            let digits = self.run(start, |c| c.is_ascii_digit() || c == '-');
            let text = self.slice(start, digits);
            text.matches('-').count() > 1 || (text.len() == 8 && text.find('-') == Some(3))
        } else {
            let part =
                self.slice(start, self.at).rsplit('-').next().map_or(start, |part| self.at - part.len());
            let rules = self.rules;
            rules.prefixes.contains(self.fold(part, self.at))
        };
        if joins { Step::Take(after) } else { Step::Stop }
    }

    /// The end of the enclitic that stands between here and `rest`, if a word of its own is there.
    fn enclitic_at(&mut self, start: usize, rest: usize) -> Option<usize> {
        let rules = self.rules;
        if !self.before(self.at)?.is_alphabetic() || rules.token_enclitics.is_empty() {
            return None;
        }
        let tail = self.fold(self.at, rest);
        let enclitic = rules.token_enclitics.iter().find(|enclitic| enclitic.form == tail)?;
        let stem = self.fold(start, self.at);
        if !fits(enclitic, stem) || (enclitic.not_in_names && self.is_name(start)) {
            return None;
        }
        Some(rest)
    }

    /// Whether a word looks like a name: a capital letter, then a small one, inside a sentence.
    fn is_name(&self, start: usize) -> bool {
        let mut letters = self.text.get(start..).unwrap_or_default().chars();
        let capital =
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let inside =
            self.last.is_some_and(|last| matches!(last.kind, Kind::Word | Kind::Number | Kind::Pause));
        capital && inside
    }

    /// Letters after digits that make a token of their own: `5pm`.
    fn unit_follows(&mut self) -> bool {
        let end = self.run(self.at, |c| is_word(c) || c == '.');
        if end - self.at > 6 {
            return false;
        }
        let end = if self.slice(self.at, end).matches('.').count() == 1 { end - 1 } else { end };
        // `14h30` is three tokens.
        let letters = self.run(self.at, char::is_alphabetic).min(end);
        let digits = self.slice(letters, end).bytes().all(|b| b.is_ascii_digit()) && letters + 2 == end;
        let end = if digits { letters } else { end };
        let rules = self.rules;
        rules.units.contains(self.fold(self.at, end))
    }

    /// The `h` of `14h30`, behind its digits.
    fn is_unit_between(&mut self, start: usize) -> bool {
        let after_digits = self.last.is_some_and(|last| last.kind == Kind::Number && last.end == start);
        let rules = self.rules;
        after_digits && self.at - start <= 3 && rules.units.contains(self.fold(start, self.at))
    }

    /// Goes on over `3 000`.
    fn group_digits(&mut self, start: usize) {
        let digits = self.slice(start, self.at);
        if digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        while let Some(blank) =
            self.peek(self.at).filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        {
            let from = self.at + blank.len_utf8();
            let end = self.run(from, |c| is_word(c) || c == ',');
            let group = self.slice(from, end);
            let (whole, decimals) = group.split_once(',').unwrap_or((group, ""));
            let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            if whole.len() != 3
                || !all_digits(whole)
                || !all_digits(decimals)
                || self.at - start > LONGEST_TOKEN / 2
            {
                return;
            }
            self.at = if decimals.is_empty() { from + 3 } else { end };
        }
    }

    fn is_kept(&mut self, start: usize, end: usize) -> bool {
        let rules = self.rules;
        end > start && rules.kept.contains(self.fold(start, end))
    }

    fn is_symbol(&mut self, start: usize, end: usize) -> bool {
        let rules = self.rules;
        rules.symbols.contains(self.fold(start, end))
    }
}

/// What a sign inside a word does.
enum Step {
    /// The word goes on from there.
    Take(usize),
    /// The token ends there.
    Finish(usize, Kind),
    /// The token ends before the sign.
    Stop,
}

/// What a word has been made of so far.
#[derive(Clone, Copy, Default)]
struct Shape {
    letters: bool,
    ends_in_digit: bool,
}

impl Shape {
    fn see(&mut self, c: char) {
        self.ends_in_digit = c.is_numeric();
        self.letters |= !self.ends_in_digit;
    }
}

/// Whether an enclitic may follow a stem.
pub(super) fn fits(enclitic: &Enclitic, stem: &str) -> bool {
    enclitic.after.is_empty() || enclitic.after.iter().any(|ending| stem.ends_with(ending.as_str()))
}

fn single_letter_word(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

mod signs;
