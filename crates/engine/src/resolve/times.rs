//! When: TIMEX3 expressions and their values against the dispatch's date.

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::Language;
use crate::text::{Dispatch, Mention, Sentence};

/// A time expression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Time {
    /// TIMEX3 type: `DATE`, `TIME`, `DURATION`, `SET`.
    pub kind: SmolStr,
    /// TIMEX3 value: `2025-06-23`, `2026-W12-WE`, `P4Y`, `XXXX-WXX-5`, `FUTURE_REF`.
    pub value: String,
    /// TIMEX3 mod: `START`, `END`, `APPROX`…
    pub modifier: Option<SmolStr>,
    /// First day of the closed interval that it stands for.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// `second`, `minute`, `hour`, `day`, `weekend`, `week`, `month`, `quarter`, `season`, `year`, `decade`,
    /// `century`, `vague`.
    pub grain: SmolStr,
    /// What the value was reckoned from: `explicit`, `dispatch`, `previous`, `event`, `none`.
    pub anchor: SmolStr,
    /// `at`, `before`, `after`, `since`, `until`, `for`, where a word says so.
    pub direction: Option<SmolStr>,
}

/// Finds the time expressions of a dispatch, in the order of the text.
#[must_use]
pub fn find(sentences: &[Sentence], dispatch: &Dispatch, language: &Language) -> Vec<Mention<Time>> {
    let _ = (sentences, dispatch, language);
    Vec::new()
}

/// What the stage prepares from `calendar.toml`.
#[derive(Debug, Default)]
pub struct Grammar {}

impl Grammar {
    /// Prepares a calendar for matching.
    #[must_use]
    pub fn new(calendar: &depeche_knowledge::calendar::Calendar) -> Grammar {
        let _ = calendar;
        Grammar {}
    }
}
