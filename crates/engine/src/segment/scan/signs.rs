//! Tokens that begin with a sign.

use super::super::LONGEST_TOKEN;
use super::super::chars::{
    is_apostrophe, is_blank, is_closing, is_dash, is_final, is_mark, is_opening, is_word,
};
use super::{Kind, Scanner};

impl Scanner<'_> {
    /// Reads a token that begins with a sign.
    pub(super) fn sign(&mut self, start: usize, c: char) -> Kind {
        let after = start + c.len_utf8();
        let next = self.peek(after);
        let next_is_word = next.is_some_and(is_word);
        if is_apostrophe(c) {
            return self.quote(start, c, after);
        }
        self.at = after;
        if c == '.' && next.is_some_and(|n| n.is_ascii_digit()) && self.begins_chunk(start) {
            return self.word_from(after);
        }
        if is_final(c) {
            return self.finals(start, c);
        }
        if matches!(c, '@' | '#') && next.is_some_and(char::is_alphabetic) && self.begins_chunk(start) {
            let end = self.run(after, |c| is_word(c) || c == '.');
            self.at = after + self.slice(after, end).trim_end_matches('.').len();
            return Kind::Word;
        }
        let signed = self.rules.signed_numbers
            && matches!(c, '-' | '+' | '−')
            && next.is_some_and(|n| n.is_ascii_digit());
        if signed && self.before(start).is_none_or(|b| is_blank(b) || b == '(') {
            return self.word_from(after);
        }
        if next_is_word && self.is_symbol(start, after + next.map_or(0, char::len_utf8)) {
            self.at = after + next.map_or(0, char::len_utf8);
            return Kind::Word;
        }
        if c == '[' && self.slice(start, start + 5) == "[...]" {
            self.at = start + 5;
            return Kind::Word;
        }
        if c == '"' {
            self.repeat(start, c);
            return self.double(start);
        }
        let kind = match c {
            ',' | ';' | ':' | '،' | '؛' => return Kind::Pause,
            '`' => {
                self.repeat(start, c);
                return Kind::Open;
            }
            _ if is_opening(c) => return Kind::Open,
            _ if is_closing(c) => return Kind::Close,
            _ if is_dash(c) => Kind::Dash,
            _ => Kind::Word,
        };
        if matches!(c, '-' | '–' | '—' | '*' | '=' | '~' | '+' | '#' | '<' | '>' | '|' | '$') {
            self.repeat(start, c);
        }
        self.marks();
        kind
    }

    /// A word after a sign that belongs to it.
    fn word_from(&mut self, after: usize) -> Kind {
        self.word(after)
    }

    /// Takes further copies of the sign at `start`.
    fn repeat(&mut self, start: usize, c: char) {
        while self.peek(self.at) == Some(c) && self.at - start < LONGEST_TOKEN {
            self.at += c.len_utf8();
        }
    }

    /// Takes the marks that belong to a sign, and what a joiner binds to it.
    fn marks(&mut self) {
        let mut bound = false;
        for _ in 0..LONGEST_TOKEN {
            let Some(c) = self.peek(self.at) else { return };
            let symbol = bound && !c.is_ascii() && !is_blank(c);
            if !is_mark(c) && !symbol {
                return;
            }
            bound = c == '\u{200d}';
            self.at += c.len_utf8();
        }
    }

    /// `.`, `...`, `?!`
    fn finals(&mut self, start: usize, first: char) -> Kind {
        let dots = matches!(first, '.' | '…');
        let mut count = 1;
        while let Some(c) = self.peek(self.at) {
            let same = if dots { matches!(c, '.' | '…') } else { matches!(c, '!' | '?') };
            if !same || count >= LONGEST_TOKEN || !first.is_ascii() && first != '…' {
                break;
            }
            count += 1;
            self.at += c.len_utf8();
        }
        let ellipsis = dots && (count > 1 || self.slice(start, self.at) == "…");
        if ellipsis { Kind::Ellipsis } else { Kind::Final }
    }

    /// A straight double quotation mark: what stands beside it says whether it opens.
    fn double(&mut self, start: usize) -> Kind {
        let blank_before = self.before(start).is_none_or(|c| is_blank(c) || is_opening(c) || is_dash(c));
        let blank_after = self
            .peek(self.at)
            .is_none_or(|c| is_blank(c) || is_closing(c) || matches!(c, ',' | ';' | ':' | '.'));
        let opens = match (blank_before, blank_after) {
            (true, false) => true,
            (false, true) => false,
            _ => !self.double_open,
        };
        self.double_open = opens;
        if opens { Kind::Open } else { Kind::Close }
    }

    /// An apostrophe that no word stands before.
    fn quote(&mut self, start: usize, c: char, after: usize) -> Kind {
        let end = self.run(after, is_word);
        if self.is_kept(start, end) {
            self.at = end;
            return Kind::Word;
        }
        self.at = after;
        if self.peek(after) == Some(c) {
            self.at += c.len_utf8();
            return self.double(start);
        }
        let opens = self.begins_chunk(start) && self.peek(after).is_some_and(is_word) && c == '\'';
        self.single_open = opens;
        if opens { Kind::Open } else { Kind::Close }
    }
}
