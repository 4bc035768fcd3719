//! When: TIMEX3 expressions and their values against the dispatch's date.
//!
//! The words and how they stand together are in `calendar.toml`; here is what they mean. A sentence is cut into
//! [`units`], each unit gets its possible [`tags`], [`rules`] find what fits, and [`resolve`] reckons the values:
//! first what stands for itself or hangs on the dispatch's date ([`dates`]), then what hangs on another time in
//! the text: `le lendemain`, `two days later`, a clock time ([`relative`]). [`outlook`] tells from the syntax
//! whether a bare weekday or date lies behind or ahead, and [`moments`] does the calendar arithmetic.

mod units;
mod tags;
mod rules;
mod moments;
mod outlook;
mod resolve;
mod dates;
mod relative;

use depeche_knowledge::calendar::{Calendar, Outlook, Rule};
use depeche_knowledge::lexicon::Lexicon;
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use crate::Language;
use crate::text::{Dispatch, Mention, Part, Sentence};

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
    /// `second`, `minute`, `hour`, `day`, `weekend`, `week`, `month`, `quarter`, `half`, `season`, `year`,
    /// `decade`, `century`, `vague`.
    pub grain: SmolStr,
    /// What the value was reckoned from: `explicit`, `dispatch`, `previous`, `event`, `none`.
    pub anchor: SmolStr,
    /// `at`, `before`, `after`, `since`, `until`, `for`, where a word says so.
    pub direction: Option<SmolStr>,
}

/// Finds the time expressions of a dispatch, in the order of the text. Without a publication date what hangs on
/// it stays unresolved: `XXXX-WXX-1`, without days.
#[must_use]
pub fn find(sentences: &[Sentence], dispatch: &Dispatch, language: &Language) -> Vec<Mention<Time>> {
    language.times.find(sentences, dispatch)
}

/// What the stage prepares from `calendar.toml`.
#[derive(Debug, Default)]
pub struct Grammar {
    lexicon: tags::Lexicon,
    matcher: rules::Rules,
    rules: Vec<Rule>,
    outlook: Outlook,
    and_half: Option<tags::Class>,
    /// Nouns of persons, one word each.
    people: FxHashSet<SmolStr>,
}

impl Grammar {
    /// Prepares a calendar for matching; the lexicon has the nouns of persons.
    #[must_use]
    pub fn new(calendar: &Calendar, nouns: &Lexicon) -> Grammar {
        let mut lexicon = tags::Lexicon::new(calendar);
        let matcher = rules::Rules::new(calendar, &mut lexicon);
        let and_half = lexicon.classes.iter().position(|class| class == "andahalf");
        let agents = nouns.agents.iter().filter(|agent| agent.refers.as_deref() == Some("person"));
        let forms = agents.flat_map(|agent| agent.singular.iter().chain(&agent.plural));
        let people = forms.chain(calendar.people()).filter(|form| !form.contains(' '));
        Grammar {
            people: people.map(SmolStr::from).collect(),
            matcher,
            rules: calendar.rules.clone(),
            outlook: calendar.outlook.clone(),
            and_half: and_half.and_then(|class| tags::Class::try_from(class).ok()),
            lexicon,
        }
    }

    /// Finds the time expressions in sentences of a dispatch, in the order of the text.
    #[must_use]
    pub fn find(&self, sentences: &[Sentence], dispatch: &Dispatch) -> Vec<Mention<Time>> {
        let mut resolver = resolve::Resolver::new(self, dispatch.published);
        let mut mentions = Vec::new();
        for (index, sentence) in sentences.iter().enumerate() {
            if sentence.part == Part::Dateline {
                mentions.extend(self.written(index, sentence, dispatch));
            } else {
                resolver.sentence(index, sentence, &dispatch.text, &mut mentions);
            }
        }
        mentions
    }

    /// The day in a dateline that is not the dispatch's own: it was written the day before, mostly.
    fn written(&self, index: usize, sentence: &Sentence, dispatch: &Dispatch) -> Option<Mention<Time>> {
        let mut mentions = Vec::new();
        resolve::Resolver::new(self, dispatch.published).sentence(
            index,
            sentence,
            &dispatch.text,
            &mut mentions,
        );
        let mut days = mentions.into_iter().filter(|mention| mention.value.grain == "day");
        days.next()
            .filter(|mention| dispatch.published.is_some() && mention.value.start != dispatch.published)
    }

    /// The day that a dispatch gives itself in its dateline, with its year: `MANILLE, 9 novembre 2026 (AFP) -`.
    #[must_use]
    pub fn day(&self, sentences: &[Sentence], text: &str) -> Option<Date> {
        let mut resolver = resolve::Resolver::new(self, None);
        let mut mentions = Vec::new();
        for sentence in sentences.iter().filter(|sentence| sentence.part == Part::Dateline) {
            resolver.sentence(0, sentence, text, &mut mentions);
        }
        let days = mentions.iter().filter(|mention| mention.value.grain == "day");
        days.filter_map(|mention| mention.value.start).next()
    }
}
