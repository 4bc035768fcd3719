//! From what fits to what it means.

use std::ops::Range;

use jiff::civil::Date;
use smol_str::SmolStr;

use super::moments::{Moment, Unit as CalendarUnit};
use super::outlook::{self, View};
use super::rules::Match;
use super::tags::{Tag, class};
use super::units::{self, Unit};
use super::{Grammar, Time};
use crate::text::{Mention, Sentence, Span};
use crate::ud::Upos;
use depeche_knowledge::calendar::Rule;

/// Reckons the times of a dispatch, sentence after sentence.
pub(super) struct Resolver<'a> {
    pub grammar: &'a Grammar,
    pub today: Option<Date>,
    /// What was mentioned so far, in the order of the text; not what is only compared with it (`a year earlier`).
    pub mentioned: Vec<Moment>,
    /// How much was mentioned when a number of months was named last: no quarter is spoken of any more.
    pub months_at: usize,
}

/// One expression, reckoned.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub kind: &'static str,
    pub value: String,
    pub moment: Option<Moment>,
    pub days: Option<(Date, Date)>,
    pub grain: &'static str,
    pub anchor: &'static str,
    /// Named only to compare with: `a year earlier`.
    pub compared: bool,
}

impl Found {
    pub(super) fn moment(moment: Moment, anchor: &'static str) -> Found {
        Found {
            kind: moment.kind(),
            value: moment.value(),
            moment: Some(moment),
            days: moment.days(),
            grain: moment.grain(),
            anchor,
            compared: false,
        }
    }

    pub(super) fn text(
        kind: &'static str,
        value: impl Into<String>,
        grain: &'static str,
        anchor: &'static str,
    ) -> Found {
        Found { kind, value: value.into(), grain, anchor, ..Found::default() }
    }
}

/// One expression while its sentence is read.
pub(super) struct Candidate {
    pub fit: Match,
    modifier: Option<Match>,
    /// Its words, and the one that the sentence refers to it by.
    pub words: Range<usize>,
    pub head: usize,
    /// The word before it that says how it bounds what it goes with.
    pub direction: Option<SmolStr>,
    pub found: Option<Found>,
}

/// What resolving one expression may look at.
pub(super) struct Context<'c> {
    pub sentence: &'c Sentence,
    pub candidates: &'c [Candidate],
    pub index: usize,
}

impl<'a> Resolver<'a> {
    /// A resolver for one dispatch.
    pub fn new(grammar: &'a Grammar, today: Option<Date>) -> Resolver<'a> {
        Resolver { grammar, today, mentioned: Vec::new(), months_at: 0 }
    }

    /// Reads one sentence.
    pub fn sentence(
        &mut self,
        index: usize,
        sentence: &Sentence,
        text: &str,
        mentions: &mut Vec<Mention<Time>>,
    ) {
        if sentence.words.is_empty() {
            return;
        }
        let units = units::units(sentence, text);
        let tags = self.grammar.lexicon.tags(&units);
        let matches = self.grammar.matcher.matches(&units, &tags);
        if matches.is_empty() {
            return;
        }
        let mut candidates = self.select(matches, &units, sentence);
        for candidate in &mut candidates {
            let start = candidate.modifier.as_ref().map_or(candidate.fit.start, |modifier| modifier.start);
            candidate.direction = self.direction(start, &tags);
        }
        // First what stands for itself, then what hangs on another time.
        for hanging in [false, true] {
            for at in 0..candidates.len() {
                if candidates[at].found.is_none() && (hanging || !self.hangs(&candidates[at].fit)) {
                    let context = Context { sentence, candidates: &candidates, index: at };
                    candidates[at].found = self.resolve(&context);
                }
            }
        }
        for candidate in &candidates {
            let Some(found) = &candidate.found else { continue };
            self.mentioned.extend(found.moment.filter(|_| !found.compared));
            if is_length_of_months(found) {
                self.months_at = self.mentioned.len();
            }
            mentions.push(self.mention(index, sentence, candidate, found, &units));
        }
    }

    /// Chooses among overlapping fits the leftmost, then the longest, then the one that looks farthest, then the
    /// rule that stands first, and gives each its modifier.
    fn select(&self, matches: Vec<Match>, units: &[Unit], sentence: &Sentence) -> Vec<Candidate> {
        let (modifiers, mut cores): (Vec<Match>, Vec<Match>) =
            matches.into_iter().partition(|fit| self.grammar.rules[fit.rule].mean == "modifier");
        cores.retain(|fit| self.stands(fit, &modifiers, units, sentence));
        cores.sort_by_key(|fit| {
            (fit.start, std::cmp::Reverse(fit.end), std::cmp::Reverse(fit.beside), fit.rule)
        });
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut free = 0;
        for fit in cores {
            if fit.start < free {
                continue;
            }
            let modifier = modifiers
                .iter()
                .filter(|modifier| modifier.end == fit.start && modifier.start >= free)
                .max_by_key(|modifier| modifier.end - modifier.start)
                .cloned();
            free = fit.end;
            if self.grammar.rules[fit.rule].mean != "none" {
                let words = words(&fit, units);
                let head = head(sentence, words.clone());
                candidates.push(Candidate { fit, modifier, words, head, direction: None, found: None });
            }
        }
        candidates
    }

    /// Whether a rule's further conditions hold.
    fn stands(&self, fit: &Match, modifiers: &[Match], units: &[Unit], sentence: &Sentence) -> bool {
        let rule = self.rule(fit);
        if rule.modified && !modifiers.iter().any(|modifier| modifier.end == fit.start) {
            return false;
        }
        let tag = |unit: &Unit| sentence.words.get(unit.word).map(|word| word.upos.as_str());
        let among =
            |tags: &[SmolStr], tag: Option<&str>| tag.is_some_and(|tag| tags.iter().any(|one| one == tag));
        let before = fit.start.checked_sub(1).and_then(|before| units.get(before));
        !among(&rule.unless, tag(&units[fit.start]))
            && (rule.after.is_empty() || among(&rule.after, before.and_then(tag)))
            && (!rule.of_person || self.is_of_person(words(fit, units), sentence))
    }

    /// Whether what words hang on is a person: `une Alsacienne de 24 ans`.
    fn is_of_person(&self, words: Range<usize>, sentence: &Sentence) -> bool {
        let owner = sentence.words[head(sentence, words)].head.map(|owner| &sentence.words[owner]);
        owner.is_some_and(|owner| {
            let known = |form: &str| self.grammar.people.contains(form);
            owner.upos == Upos::Propn || known(&owner.lemma) || known(&owner.form.to_lowercase())
        })
    }

    /// Whether the value hangs on another time in the text.
    fn hangs(&self, fit: &Match) -> bool {
        let rule = self.rule(fit);
        rule.previous || rule.mean == "compare" || rule.mean == "clock" && !has_day(fit)
    }

    fn resolve(&self, context: &Context<'_>) -> Option<Found> {
        let candidate = &context.candidates[context.index];
        let fit = &candidate.fit;
        let rule = self.rule(fit);
        match rule.mean.as_str() {
            "date" => self.date(context, fit, rule.by),
            "month" => self.month(context, fit, rule.by),
            "year" => self.whole_year(context, fit),
            "decade" => self.decade(fit),
            "century" => {
                let century = fit.get(class::ORDINAL)? as i16 - 1;
                (century >= 0).then(|| Found::moment(Moment::Century(century), "explicit"))
            }
            "season" => self.season(context, fit, rule.by),
            "fraction" => self.fraction(context, fit, rule.by),
            "holiday" => self.holiday(context, fit, rule.by),
            "day" | "weekday" | "clock" => self.day(context, fit),
            "night" => self.night(context, fit),
            "shift" => self.shift(context, fit),
            "move" => self.moved(context, fit),
            "ahead" => self.ahead(context, fit),
            "compare" => self.compare(context, fit),
            "same" => self.same(context),
            "weeks" => self.weeks(fit),
            "duration" => self.duration(fit, rule.by),
            "vague" => Some(self.vague(fit, rule.value.as_deref())),
            "set" => self.set(fit),
            "reference" => self.reference(fit, rule.value.as_deref()),
            _ => None,
        }
    }

    pub(super) fn rule(&self, fit: &Match) -> &'a Rule {
        &self.grammar.rules[fit.rule]
    }

    /// The unit that an expression names, or its rule.
    pub(super) fn unit(&self, fit: &Match) -> Option<CalendarUnit> {
        let named = fit
            .get(class::UNIT)
            .or_else(|| fit.get(class::UNITS))
            .and_then(|unit| CalendarUnit::at(unit as usize));
        named.or_else(|| {
            let value = self.rule(fit).value.as_deref()?;
            CalendarUnit::parse(value.strip_prefix("this ").unwrap_or(value))
        })
    }

    /// Where the words that govern an expression look.
    pub(super) fn view(&self, context: &Context<'_>) -> View {
        let candidate = &context.candidates[context.index];
        // What goes on since then has begun.
        if candidate.direction.as_deref() == Some("since") {
            return View::Told;
        }
        outlook::view(context.sentence, candidate.head, &self.grammar.outlook)
    }

    fn mention(
        &self,
        index: usize,
        sentence: &Sentence,
        candidate: &Candidate,
        found: &Found,
        units: &[Unit],
    ) -> Mention<Time> {
        let rule = &self.grammar.rules[candidate.fit.rule];
        let modifier = candidate.modifier.as_ref();
        let start = modifier.map_or(candidate.fit.start, |modifier| modifier.start);
        let (first, last) = (&units[start], &units[candidate.fit.end - 1]);
        let mut because = vec![rule.rule.clone()];
        because.extend(modifier.map(|modifier| self.grammar.rules[modifier.rule].rule.clone()));
        because.extend(
            candidate.fit.entries().filter_map(|entry| self.grammar.lexicon.entries.get(entry).cloned()),
        );
        because.dedup();
        let direction = candidate.direction.clone();
        let days = found.days.or_else(|| self.reach(&candidate.fit, found, direction.as_deref()));
        let modified = modifier.and_then(|modifier| self.grammar.rules[modifier.rule].modifier.clone());
        Mention {
            sentence: index,
            span: Span::new(first.start, last.end),
            words: first.word..last.word.max(first.word) + 1,
            head: candidate.head.min(sentence.words.len().saturating_sub(1)),
            value: Time {
                kind: found.kind.into(),
                value: found.value.clone(),
                modifier: modified.or_else(|| rule.modifier.clone()),
                start: days.map(|(first, _)| first),
                end: days.map(|(_, last)| last),
                grain: found.grain.into(),
                anchor: found.anchor.into(),
                direction,
            },
            because,
        }
    }

    /// The word before an expression that says how it bounds what it goes with.
    fn direction(&self, start: usize, tags: &[Vec<Tag>]) -> Option<SmolStr> {
        let before = (1..=5.min(start)).rev().find_map(|back| {
            tags[start - back]
                .iter()
                .find(|tag| tag.class == class::DIRECTION && usize::from(tag.length) == back)
        });
        self.grammar.lexicon.directions.get(before?.value as usize).cloned()
    }

    /// The days of a length of time that began or ends with the dispatch's date.
    fn reach(&self, fit: &Match, found: &Found, direction: Option<&str>) -> Option<(Date, Date)> {
        let today = self.today.filter(|_| found.kind == "DURATION" && found.moment.is_none())?;
        let by = match direction? {
            "since" => -1,
            "until" => 1,
            _ => return None,
        };
        self.duration(fit, by)?.days.map(|(first, last)| (first.min(today), last.max(today)))
    }
}

/// `the nine months`: so many months, told as a number.
pub(super) fn is_length_of_months(found: &Found) -> bool {
    let counted =
        found.value.strip_prefix('P').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    found.kind == "DURATION" && found.grain == CalendarUnit::Month.name() && counted
}

/// Whether an expression names its day.
pub(super) fn has_day(fit: &Match) -> bool {
    [class::WEEKDAY, class::DAY, class::DAY_OF_MONTH, class::NUMERIC_DATE, class::HOLIDAY]
        .into_iter()
        .any(|class| fit.get(class).is_some())
}

/// The words that an expression covers.
fn words(fit: &Match, units: &[Unit]) -> Range<usize> {
    units[fit.start].word..units[fit.end - 1].word + 1
}

/// The word that the rest of the sentence refers to an expression by.
fn head(sentence: &Sentence, words: Range<usize>) -> usize {
    let last = words.end - 1;
    let outside = |&word: &usize| sentence.words[word].head.is_none_or(|head| !words.contains(&head));
    words.clone().rev().filter(outside).find(|&word| sentence.words[word].upos != Upos::Punct).unwrap_or(last)
}
