//! Datelines: `PARIS, 3 mars (AFP) -`, `Moscou, le 12 juin –`, `KYIV, Ukraine (AP) —`.

use super::chars::{fold, is_apostrophe, is_blank, is_dash};
use super::rules::Rules;

/// A dateline is no longer, in bytes.
const LONGEST: usize = 160;

/// What speaks for a dateline.
#[derive(Default)]
struct Evidence {
    /// A place in capitals.
    capitals: bool,
    /// `(AFP)`
    agency: bool,
    /// A number.
    number: bool,
    /// A month or another word of the pack.
    word: bool,
    /// A name with a capital letter.
    name: bool,
}

/// The end of the dateline that a paragraph begins with, after its dash, in bytes.
pub(super) fn find(paragraph: &str, rules: &Rules) -> Option<usize> {
    let mut evidence = Evidence::default();
    let mut at = 0;
    let mut folded = String::new();
    while at < LONGEST {
        let rest = paragraph.get(at..)?;
        let Some(c) = rest.chars().next() else {
            // A line of its own.
            return (evidence.agency && (evidence.name || evidence.number)).then_some(at);
        };
        if is_blank(c) || matches!(c, ',' | '/' | '.') {
            at += c.len_utf8();
        } else if c == '(' {
            at += agency(rest)?;
            evidence.agency = true;
        } else if is_dash(c) {
            let dash = rest.len() - rest.trim_start_matches(is_dash).len();
            let spaced = rest.get(dash..)?.chars().next().is_none_or(is_blank);
            return (spaced && evidence.suffices()).then_some(at + dash);
        } else {
            at += word(rest, rules, &mut evidence, &mut folded)?;
        }
    }
    None
}

/// The length of `(AFP)`, `(Reuters)`, `(AP/Sipa)`.
fn agency(rest: &str) -> Option<usize> {
    let close = rest.char_indices().take(40).find(|&(_, c)| c == ')')?.0;
    let name = rest.get(1..close)?;
    let first = name.chars().next()?;
    let plain = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '/' | '-' | '.' | '\'' | '’' | '&' | ','));
    (first.is_uppercase() && plain).then_some(close + 1)
}

/// The length of a word that may stand in a dateline; notes what it speaks for.
fn word(rest: &str, rules: &Rules, evidence: &mut Evidence, folded: &mut String) -> Option<usize> {
    let end =
        rest.find(|c: char| !(c.is_alphanumeric() || is_dash(c) || is_apostrophe(c))).unwrap_or(rest.len());
    let mut end = end;
    let text = rest.get(..end)?;
    let first = text.chars().next()?;
    fold(text, folded);
    // A pack's word may carry a full stop of its own.
    if rest.get(end..).is_some_and(|after| after.starts_with('.')) {
        folded.push('.');
        if rules.dateline.contains(folded.as_str()) {
            end += 1;
        } else {
            folded.pop();
        }
    }
    let link = rules.dateline.contains(folded.as_str())
        || folded.split_once('\'').is_some_and(|(before, _)| rules.elisions.contains(before));
    if first.is_numeric() {
        evidence.number = true;
    } else if rules.dateline.contains(folded.as_str()) && folded.chars().count() > 2 {
        evidence.word = true;
        evidence.name |= first.is_uppercase();
    } else if first.is_uppercase() {
        evidence.name = true;
        let letters = text.chars().filter(|c| c.is_alphabetic());
        evidence.capitals |= letters.clone().count() > 2 && letters.clone().all(char::is_uppercase);
    } else if !link {
        return None;
    }
    Some(end)
}

impl Evidence {
    fn suffices(&self) -> bool {
        self.agency || (self.name && (self.capitals || (self.number && self.word)))
    }
}
