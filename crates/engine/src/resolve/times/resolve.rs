//! From what fits to what it means.

use jiff::civil::Date;
use smol_str::SmolStr;

use super::moments::{self, Moment, Unit as CalendarUnit};
use super::outlook::{self, View};
use super::rules::Match;
use super::tags::{Tag, class};
use super::units::{self, Unit};
use super::{Grammar, Time};
use crate::text::{Mention, Part, Sentence, Span};
use depeche_knowledge::calendar::Rule;

/// Reckons the times of a dispatch, sentence after sentence.
pub(super) struct Resolver<'a> {
    grammar: &'a Grammar,
    today: Option<Date>,
    /// What was mentioned so far, in the order of the text; not what is only compared with it (`a year earlier`).
    mentioned: Vec<Moment>,
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
    fn moment(moment: Moment, anchor: &'static str) -> Found {
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

    fn text(
        kind: &'static str,
        value: impl Into<String>,
        grain: &'static str,
        anchor: &'static str,
    ) -> Found {
        Found { kind, value: value.into(), grain, anchor, ..Found::default() }
    }
}

/// One expression while its sentence is read.
struct Candidate {
    fit: Match,
    modifier: Option<Match>,
    head: usize,
    found: Option<Found>,
}

/// A part of the day, or a point of it.
enum TimeOfDay {
    Sign(&'static str),
    Clock(i8, i8),
}

/// What resolving one expression may look at.
struct Context<'c> {
    sentence: &'c Sentence,
    candidates: &'c [Candidate],
    index: usize,
}

impl<'a> Resolver<'a> {
    /// A resolver for one dispatch.
    pub fn new(grammar: &'a Grammar, today: Option<Date>) -> Resolver<'a> {
        Resolver { grammar, today, mentioned: Vec::new() }
    }

    /// Reads one sentence.
    pub fn sentence(
        &mut self,
        index: usize,
        sentence: &Sentence,
        text: &str,
        mentions: &mut Vec<Mention<Time>>,
    ) {
        // The date in a dateline is the dispatch's own.
        if sentence.words.is_empty() || sentence.part == Part::Dateline {
            return;
        }
        let units = units::units(sentence, text);
        let tags = self.grammar.lexicon.tags(&units);
        let matches = self.grammar.matcher.matches(&units, &tags);
        if matches.is_empty() {
            return;
        }
        let mut candidates = self.select(matches, &units, sentence);
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
            mentions.push(self.mention(index, sentence, candidate, found, &units, &tags));
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
                let head = head(sentence, &units[fit.start], &units[fit.end - 1]);
                candidates.push(Candidate { fit, modifier, head, found: None });
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
        let tag = sentence.words.get(units[fit.start].word).map(|word| word.upos.as_str());
        !tag.is_some_and(|tag| rule.unless.iter().any(|unless| unless == tag))
    }

    /// Whether the value hangs on another time in the text.
    fn hangs(&self, fit: &Match) -> bool {
        let rule = self.rule(fit);
        rule.previous || rule.mean == "clock" && !has_day(fit)
    }

    fn resolve(&self, context: &Context<'_>) -> Option<Found> {
        let candidate = &context.candidates[context.index];
        let fit = &candidate.fit;
        let rule = self.rule(fit);
        match rule.mean.as_str() {
            "date" => self.date(context, fit, rule.by),
            "month" => self.month(context, fit, rule.by),
            "year" => Some(Found::moment(Moment::Year(self.year(fit)?), "explicit")),
            "decade" => self.decade(fit),
            "century" => {
                let century = fit.get(class::ORDINAL)? as i16 - 1;
                (century >= 0).then(|| Found::moment(Moment::Century(century), "explicit"))
            }
            "season" => self.season(context, fit, rule.by),
            "fraction" => self.fraction(context, fit, rule.by),
            "holiday" => self.holiday(context, fit, rule.by),
            "day" | "weekday" | "clock" => self.day(context, fit),
            "shift" => self.shift(context, fit),
            "move" => self.moved(context, fit),
            "ahead" => self.ahead(context, fit),
            "duration" => self.duration(fit, rule.by),
            "vague" => Some(self.vague(fit, rule.value.as_deref())),
            "set" => self.set(fit),
            "reference" => self.reference(fit, rule.value.as_deref()),
            _ => None,
        }
    }

    fn rule(&self, fit: &Match) -> &'a Rule {
        &self.grammar.rules[fit.rule]
    }

    /// The unit that an expression names, or its rule.
    fn unit(&self, fit: &Match) -> Option<CalendarUnit> {
        let named = fit.get(class::UNIT).and_then(|unit| CalendarUnit::at(unit as usize));
        named.or_else(|| CalendarUnit::parse(self.rule(fit).value.as_deref()?))
    }

    /// Where the words that govern an expression look.
    fn view(&self, context: &Context<'_>) -> View {
        let head = context.candidates[context.index].head;
        outlook::view(context.sentence, head, &self.grammar.outlook)
    }

    /// A year in figures or words.
    fn year(&self, fit: &Match) -> Option<i16> {
        if let Some(year) = fit.get(class::YEAR) {
            return Some(year as i16);
        }
        if let Some(number) = fit.get(class::NUMBER).filter(|number| (1000.0..2200.0).contains(number)) {
            return Some(number as i16);
        }
        let short = fit.get(class::SHORT_YEAR)? as i16;
        // Two figures: the latest such year that is not far ahead.
        let limit = self.today.map_or(2040, |today| today.year() + 10);
        let year = limit - limit.rem_euclid(100) + short;
        Some(if year > limit { year - 100 } else { year })
    }

    /// The year of something that comes every year: `cover` gives its days in a year.
    fn in_year(&self, view: View, by: i32, cover: impl Fn(i16) -> Option<(Date, Date)>) -> Option<i16> {
        let today = self.today?;
        let near = [today.year() - 1, today.year(), today.year() + 1];
        let years = near.into_iter().filter_map(|year| Some((year, cover(year)?)));
        let found = match (by, view) {
            (-1, _) => years.filter(|(_, (_, last))| *last < today).last(),
            (1, _) => years.clone().find(|(_, (first, _))| *first > today),
            (_, View::Past) => {
                nearest(years.clone().filter(|(_, (first, _))| *first <= today), years, today, 290)
            }
            (_, View::Future) => {
                nearest(years.clone().filter(|(_, (_, last))| *last >= today), years, today, 330)
            }
            _ => nearest(years.clone(), years, today, 366),
        };
        found.map(|(year, _)| year)
    }

    /// A day of a month: `le 3 mars`, `lundi 3 mars 2025`, `24/02/2022`.
    fn date(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        if let Some(packed) = fit.get(class::NUMERIC_DATE) {
            let packed = packed as i32;
            let day =
                Date::new((packed / 10_000) as i16, (packed / 100 % 100) as i8, (packed % 100) as i8).ok()?;
            return Some(self.timed(fit, day, "explicit"));
        }
        let day = fit.get(class::DAY_OF_MONTH)? as i8;
        let Some(month) = fit.get(class::MONTH).map(|month| month as i8) else {
            return self.day_of_month(context, fit, day, by);
        };
        if let Some(year) = self.year(fit) {
            let day = Date::new(year, month, day).ok()?;
            return Some(self.timed(fit, day, "explicit"));
        }
        // The 29th of February is a day of few years, but a day.
        Date::new(2000, month, day).ok()?;
        let weekday = fit.get(class::WEEKDAY).map(|weekday| weekday as i8);
        let on = |year| {
            let day = Date::new(year, month, day).ok()?;
            weekday
                .is_none_or(|weekday| day.weekday().to_monday_one_offset() == weekday)
                .then_some((day, day))
        };
        let year = self.in_year(self.view(context), by, on).or_else(|| {
            self.in_year(self.view(context), by, |year| Date::new(year, month, day).ok().map(|d| (d, d)))
        });
        match year.and_then(|year| Date::new(year, month, day).ok()) {
            Some(day) => Some(self.timed(fit, day, "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{month:02}-{day:02}"), "day", "none")),
        }
    }

    /// A day of an unnamed month: `le 15`.
    fn day_of_month(&self, context: &Context<'_>, fit: &Match, day: i8, by: i32) -> Option<Found> {
        let Some(today) = self.today else {
            return Some(Found::text("DATE", format!("XXXX-XX-{day:02}"), "day", "none"));
        };
        let weekday = fit.get(class::WEEKDAY).map(|weekday| weekday as i8);
        let days = (-2..=2).filter_map(|months| {
            let month =
                moments::moved(Date::new(today.year(), today.month(), 1).ok()?, CalendarUnit::Month, months)?;
            let day = Date::new(month.year(), month.month(), day).ok()?;
            weekday.is_none_or(|weekday| day.weekday().to_monday_one_offset() == weekday).then_some(day)
        });
        let view = self.view(context);
        let day = days.min_by_key(|day| {
            let wrong = match (by, view) {
                (-1, _) => *day >= today,
                (1, _) => *day <= today,
                (_, View::Past) => *day > today,
                (_, View::Future) => *day < today,
                _ => false,
            };
            (wrong, distance(today, *day))
        })?;
        Some(self.timed(fit, day, "dispatch"))
    }

    /// A month: `mai 1968`, `en novembre`.
    fn month(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let month = fit.get(class::MONTH)? as i8;
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(Moment::Month(year, month), "explicit"));
        }
        if self.rule(fit).value.as_deref() == Some("year")
            && let Some(today) = self.today
        {
            return Some(Found::moment(Moment::Month(today.year() + by as i16, month), "dispatch"));
        }
        let view = match self.view(context) {
            View::Unknown | View::Present => self.preposition(context).unwrap_or(View::Unknown),
            view => view,
        };
        match self.in_year(view, by, |year| Moment::Month(year, month).days()) {
            Some(year) => Some(Found::moment(Moment::Month(year, month), "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{month:02}"), "month", "none")),
        }
    }

    fn decade(&self, fit: &Match) -> Option<Found> {
        let year = [class::DECADE, class::YEAR, class::SHORT_YEAR, class::NUMBER]
            .into_iter()
            .find_map(|c| fit.get(c))?;
        let year = if year < 100.0 { year + 1900.0 } else { year };
        Some(Found::moment(Moment::Decade((year / 10.0) as i16), "explicit"))
    }

    fn season(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let season = *self.grammar.lexicon.seasons.get(fit.get(class::SEASON)? as usize)?;
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(Moment::Season(year, season), "explicit"));
        }
        let general = self.rule(fit).value.as_deref() == Some("XXXX");
        let year = self.in_year(self.view(context), by, |year| Moment::Season(year, season).days());
        match year.filter(|_| !general) {
            Some(year) => Some(Found::moment(Moment::Season(year, season), "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{season}"), "season", "none")),
        }
    }

    /// A quarter or half of a year: `premier trimestre`, `the third quarter of 1988`; `by` counts years from the
    /// dispatch's.
    fn fraction(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let ordinal = fit.get(class::ORDINAL)? as i8;
        let unit = self.unit(fit)?;
        let (sign, moment): (_, fn(i16, i8) -> Moment) = match unit {
            CalendarUnit::Quarter if (1..=4).contains(&ordinal) => ("Q", Moment::Quarter),
            CalendarUnit::Half if (1..=2).contains(&ordinal) => ("H", Moment::Half),
            _ => return None,
        };
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(moment(year, ordinal), "explicit"));
        }
        let view = if self.view(context) == View::Past { View::Past } else { View::Unknown };
        let year = if by == 0 {
            self.in_year(view, 0, |year| moment(year, ordinal).days())
        } else {
            self.today.map(|today| today.year() + by as i16)
        };
        match year {
            Some(year) => Some(Found::moment(moment(year, ordinal), "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{sign}{ordinal}"), unit.name(), "none")),
        }
    }

    fn holiday(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let rule = *self.grammar.lexicon.holidays.get(fit.get(class::HOLIDAY)? as usize)?;
        let on = |year| moments::holiday(rule, year).map(|day| (day, day));
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(Moment::Day(moments::holiday(rule, year)?), "explicit"));
        }
        let year = self.in_year(self.view(context), by, on);
        match year.and_then(|year| moments::holiday(rule, year)) {
            Some(day) => Some(self.timed(fit, day, "dispatch")),
            None => Some(Found::text("DATE", "XXXX-XX-XX", "day", "none")),
        }
    }

    /// A day by name or distance, a part of it, or a time of it: `hier matin`, `lundi à 14H00`, `21 h 45`.
    fn day(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        if fit.get(class::MONTH).is_some() || fit.get(class::NUMERIC_DATE).is_some() {
            return self.date(context, fit, 0);
        }
        if let Some(weekday) = fit.get(class::WEEKDAY) {
            let weekday = weekday as i8;
            return Some(match self.weekday(context, weekday) {
                Some(day) => self.timed(fit, day, "dispatch"),
                None => self.untimed(fit, &format!("XXXX-WXX-{weekday}")),
            });
        }
        if let Some(days) = fit.get(class::DAY) {
            return Some(
                match self.today.and_then(|today| moments::moved(today, CalendarUnit::Day, days as i64)) {
                    Some(day) => self.timed(fit, day, "dispatch"),
                    None => self.untimed(fit, "XXXX-XX-XX"),
                },
            );
        }
        match self.day_nearby(context) {
            Some((day, anchor)) => Some(self.timed(fit, day, anchor)),
            None => Some(self.untimed(fit, "XXXX-XX-XX")),
        }
    }

    /// The day of a bare weekday: the dispatch's own day, else the last such day, or the next where the words
    /// look ahead.
    fn weekday(&self, context: &Context<'_>, weekday: i8) -> Option<Date> {
        let today = self.today?;
        if today.weekday().to_monday_one_offset() == weekday {
            return Some(today);
        }
        let view = match self.view(context) {
            View::Unknown => self.preposition(context).unwrap_or(View::Unknown),
            view => view,
        };
        let by = if matches!(view, View::Future | View::Present) { 1 } else { -1 };
        moments::weekday(today, weekday, by)
    }

    /// Where the preposition before an expression looks.
    fn preposition(&self, context: &Context<'_>) -> Option<View> {
        let head = context.candidates[context.index].head;
        let outlook = &self.grammar.outlook;
        let ahead = context.sentence.with(head, "case").any(|case| {
            let word = &context.sentence.words[case];
            outlook.prepositions.iter().any(|known| *known == word.lemma || *known == word.form.as_str())
        });
        ahead.then_some(View::Future)
    }

    /// The day that a clock time or a part of the day belongs to: the nearest in the sentence before it, after
    /// it, in the text before it, or the dispatch's own.
    fn day_nearby(&self, context: &Context<'_>) -> Option<(Date, &'static str)> {
        let (before, after) = context.candidates.split_at(context.index);
        let day = |candidate: &Candidate| candidate.found.as_ref()?.moment?.day();
        let near = before.iter().rev().find_map(day).or_else(|| after.iter().find_map(day));
        let earlier = || self.mentioned.iter().rev().find_map(|moment| moment.day());
        match near.or_else(earlier) {
            Some(day) => Some((day, "previous")),
            None => self.today.map(|today| (today, "dispatch")),
        }
    }

    /// What an expression that hangs on another time hangs on: the one before it in the sentence or the text;
    /// where it is the eve of something, the one that follows.
    fn base(&self, context: &Context<'_>, unit: CalendarUnit) -> Option<(Moment, &'static str)> {
        let (before, after) = context.candidates.split_at(context.index);
        let fine = |moment: &Moment| unit > CalendarUnit::Day || moment.day().is_some();
        let moment = |candidate: &Candidate| candidate.found.as_ref()?.moment.filter(|moment| fine(moment));
        if self.rule(&context.candidates[context.index].fit).value.as_deref() == Some("of")
            && let Some(moment) = after.iter().skip(1).find_map(moment)
        {
            return Some((moment, "event"));
        }
        let near = before.iter().rev().find_map(moment);
        let earlier = || self.mentioned.iter().rev().copied().find(|moment| fine(moment));
        near.or_else(earlier).map(|moment| (moment, "previous"))
    }

    /// `la semaine dernière`, `vendredi prochain`, `this morning`, `le lendemain`, `cette année-là`.
    fn shift(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        let rule = self.rule(fit);
        let by = rule.by;
        if fit.get(class::MONTH).is_some() {
            return if fit.get(class::DAY_OF_MONTH).is_some() {
                self.date(context, fit, by)
            } else {
                self.month(context, fit, by)
            };
        }
        if fit.get(class::SEASON).is_some() {
            return self.season(context, fit, by);
        }
        if fit.get(class::HOLIDAY).is_some() {
            return self.holiday(context, fit, by);
        }
        let unit = self.unit(fit).unwrap_or(CalendarUnit::Day);
        if unit == CalendarUnit::Quarter && rule.previous && by == 0 {
            return self.same_stretch(context).map(|moment| Found::moment(moment, "previous"));
        }
        let base = if rule.previous {
            self.base(context, unit).and_then(|(moment, anchor)| Some((moment.days()?.0, anchor)))
        } else {
            self.today.map(|today| (today, "dispatch"))
        };
        let Some((base, anchor)) = base else { return Some(self.unanchored(fit, unit)) };
        if let Some(weekday) = fit.get(class::WEEKDAY) {
            return Some(self.timed(fit, self.weekday_by(context, base, weekday as i8, by)?, anchor));
        }
        if unit == CalendarUnit::Weekend {
            return Some(Found::moment(Moment::Weekend(self.weekend(context, base, by)?), anchor));
        }
        let moment = Moment::away(base, unit, i64::from(by))?;
        match moment {
            Moment::Day(day) => Some(self.timed(fit, day, anchor)),
            moment => Some(Found::moment(moment, anchor)),
        }
    }

    /// `lundi dernier`, `ce lundi`, `next Monday`.
    fn weekday_by(&self, context: &Context<'_>, base: Date, weekday: i8, by: i32) -> Option<Date> {
        if by != 0 {
            return moments::weekday(base, weekday, by);
        }
        if base.weekday().to_monday_one_offset() == weekday {
            return Some(base);
        }
        match self.view(context) {
            View::Past => moments::weekday(base, weekday, -1),
            View::Future | View::Present => moments::weekday(base, weekday, 1),
            View::Unknown => moments::moved(moments::monday(base), CalendarUnit::Day, i64::from(weekday) - 1),
        }
    }

    /// The Monday of the week of `ce week-end`, `last weekend`: until Thursday the one just past, unless the words
    /// look ahead.
    fn weekend(&self, context: &Context<'_>, base: Date, by: i32) -> Option<Date> {
        let weekday = base.weekday().to_monday_one_offset();
        let this = moments::monday(base);
        let week = |count| moments::moved(this, CalendarUnit::Week, count);
        match by {
            -1 => week(-1),
            1 if weekday <= 5 => Some(this),
            1 => week(1),
            _ if weekday <= 4 && self.view(context) != View::Future => week(-1),
            _ => Some(this),
        }
    }

    /// What hangs on an unknown date.
    fn unanchored(&self, fit: &Match, unit: CalendarUnit) -> Found {
        if let Some(weekday) = fit.get(class::WEEKDAY) {
            return self.untimed(fit, &format!("XXXX-WXX-{weekday}"));
        }
        let value = match unit {
            CalendarUnit::Week | CalendarUnit::Fortnight => "XXXX-WXX",
            CalendarUnit::Weekend => "XXXX-WXX-WE",
            CalendarUnit::Month => "XXXX-XX",
            CalendarUnit::Quarter => "XXXX-QX",
            CalendarUnit::Half => "XXXX-HX",
            CalendarUnit::Year => "XXXX",
            CalendarUnit::Decade => "XXX",
            CalendarUnit::Century | CalendarUnit::Millennium => "XX",
            _ => return self.untimed(fit, "XXXX-XX-XX"),
        };
        Found::text("DATE", value, unit.name(), "none")
    }

    /// So many units before or after: `il y a trois mois`, `two days later`.
    fn moved(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        let rule = self.rule(fit);
        let (count, unit) = self.count(fit)?;
        let count_by = (count.round() as i64).checked_mul(i64::from(rule.by))?;
        if unit == CalendarUnit::Year
            && let Some(moment) = self.same_stretch(context)
            && let Some(moment) = i16::try_from(count_by).ok().and_then(|years| moment.years_later(years))
        {
            return Some(Found { compared: true, ..Found::moment(moment, "previous") });
        }
        if rule.previous {
            let based = if unit < CalendarUnit::Day { None } else { self.base(context, unit) };
            let moved = based.and_then(|(moment, anchor)| {
                Some(Found::moment(Moment::away(moment.days()?.0, unit, count_by)?, anchor))
            });
            return moved.or_else(|| self.duration(fit, 0));
        }
        let (count_by, unit) = match unit {
            CalendarUnit::Decade => (count_by.checked_mul(10)?, CalendarUnit::Year),
            unit => (count_by, unit),
        };
        let Some(today) = self.today else {
            return Some(Found::text(
                "DATE",
                if rule.by < 0 { "PAST_REF" } else { "FUTURE_REF" },
                "vague",
                "none",
            ));
        };
        Some(Found::moment(Moment::away(today, unit, count_by)?, "dispatch"))
    }

    /// The quarter or half year that is spoken of, to be compared with its like in another year.
    fn same_stretch(&self, context: &Context<'_>) -> Option<Moment> {
        let coarse = |moment: &Moment| moment.day().is_none();
        let before = context.candidates[..context.index].iter().rev().filter_map(|candidate| {
            candidate.found.as_ref().filter(|found| !found.compared)?.moment.filter(coarse)
        });
        let mut spoken_of = before.chain(self.mentioned.iter().rev().copied().filter(coarse));
        spoken_of.next().filter(|moment| matches!(moment, Moment::Quarter(..) | Moment::Half(..)))
    }

    /// `in five years`: a date where the words look ahead, else how long it took.
    fn ahead(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        if self.view(context) == View::Future { self.moved(context, fit) } else { self.duration(fit, 0) }
    }

    /// The number of units, and the unit.
    fn count(&self, fit: &Match) -> Option<(f64, CalendarUnit)> {
        if let Some(span) = fit.get(class::SPAN).or_else(|| fit.get(class::SET)) {
            let (size, unit) = *self.grammar.lexicon.spans.get(span as usize)?;
            return Some((size * fit.get(class::NUMBER).unwrap_or(1.0), unit));
        }
        if let Some((count, unit)) = self.rule(fit).value.as_deref().and_then(|value| value.split_once(' ')) {
            return Some((count.parse().ok()?, CalendarUnit::parse(unit)?));
        }
        let unit = self.unit(fit)?;
        let number =
            [class::NUMBER, class::ABOUT].into_iter().find_map(|class| fit.get(class)).unwrap_or(1.0);
        let half = self.grammar.and_half.is_some_and(|class| fit.get(class).is_some());
        Some((number + if half { 0.5 } else { 0.0 }, unit))
    }

    /// A length of time; `by` says that it ends or begins with the dispatch's date.
    fn duration(&self, fit: &Match, by: i32) -> Option<Found> {
        let (count, unit) = self.count(fit)?;
        let mut found = Found::text("DURATION", unit.duration(count), unit.name(), "none");
        if let (Some(today), true) = (self.today, by != 0) {
            let other = moments::moved(today, unit, (count.round() as i64).checked_mul(i64::from(by))?)?;
            found.days = Some((today.min(other), today.max(other)));
            found.anchor = "dispatch";
        }
        Some(found)
    }

    /// `plusieurs jours`, `recent months`.
    fn vague(&self, fit: &Match, value: Option<&str>) -> Found {
        match (value, self.unit(fit)) {
            (None, Some(unit)) => Found::text("DURATION", unit.vague(), unit.name(), "none"),
            (value, _) if value.is_some_and(|value| value.ends_with("_REF")) => {
                Found::text("DATE", value.unwrap_or_default(), "vague", "none")
            }
            (value, _) => Found::text("DURATION", value.unwrap_or("PXX"), "vague", "none"),
        }
    }

    /// What comes again and again: `chaque vendredi`, `deux fois par an`, `daily`.
    fn set(&self, fit: &Match) -> Option<Found> {
        let part = fit.get(class::PART).and_then(|part| self.grammar.lexicon.parts.get(part as usize));
        let part = part.copied().unwrap_or_default();
        let weekday = fit.get(class::WEEKDAY).or_else(|| fit.get(class::WEEKDAYS));
        let (value, grain) = if let Some(weekday) = weekday {
            (format!("XXXX-WXX-{weekday}{part}"), "day")
        } else if let (Some(month), Some(day)) = (fit.get(class::MONTH), fit.get(class::DAY_OF_MONTH)) {
            (format!("XXXX-{month:02}-{day:02}"), "day")
        } else if let Some(month) = fit.get(class::MONTH) {
            (format!("XXXX-{month:02}"), "month")
        } else if let Some(season) = fit.get(class::SEASON) {
            (format!("XXXX-{}", self.grammar.lexicon.seasons.get(season as usize)?), "season")
        } else if part.is_empty() {
            let (count, unit) = self.count(fit)?;
            // `deux fois par an` recurs in one year.
            let count = if self.rule(fit).value.as_deref() == Some("1") { 1.0 } else { count };
            (unit.duration(count), unit.name())
        } else {
            (format!("XXXX-XX-XX{part}"), "day")
        };
        Some(Found::text("SET", value, grain, "none"))
    }

    fn reference(&self, fit: &Match, value: Option<&str>) -> Option<Found> {
        let of_word =
            || self.grammar.lexicon.references.get(fit.get(class::REFERENCE)? as usize).map(String::as_str);
        Some(Found::text("DATE", value.or_else(of_word)?, "vague", "none"))
    }

    /// The hour and minute, or the part of the day, that an expression names.
    fn time_of_day(&self, fit: &Match) -> Option<TimeOfDay> {
        let part =
            fit.get(class::PART).and_then(|part| self.grammar.lexicon.parts.get(part as usize)).copied();
        let part = part.or_else(|| moments::sign(self.rule(fit).value.as_deref()?));
        let (hour, minute) = if let Some(clock) = fit.get(class::CLOCK).or_else(|| fit.get(class::POINT)) {
            (clock as i32 / 100, clock as i32 % 100)
        } else if let Some(hour) = fit.get(class::HOUR) {
            (hour as i32, fit.get(class::MINUTE).map_or(0, |minute| minute as i32))
        } else {
            return part.map(TimeOfDay::Sign);
        };
        let evening = matches!(part, Some("TAF" | "TEV" | "TNI"));
        let hour = match fit.get(class::MERIDIEM) {
            Some(12.0) if hour < 12 => hour + 12,
            Some(0.0) if hour == 12 => 0,
            None if evening && (1..12).contains(&hour) => hour + 12,
            _ => hour,
        };
        Some(TimeOfDay::Clock((hour % 24) as i8, minute as i8))
    }

    /// A day with its time of day, where the expression names one.
    fn timed(&self, fit: &Match, day: Date, anchor: &'static str) -> Found {
        let moment = match self.time_of_day(fit) {
            Some(TimeOfDay::Sign(sign)) => Moment::Part(day, sign),
            Some(TimeOfDay::Clock(hour, minute)) => Moment::Clock(day, hour, minute),
            None => Moment::Day(day),
        };
        Found::moment(moment, anchor)
    }

    /// The same for an unknown day.
    fn untimed(&self, fit: &Match, day: &str) -> Found {
        match self.time_of_day(fit) {
            Some(TimeOfDay::Sign(sign)) => Found::text("TIME", format!("{day}{sign}"), "day", "none"),
            Some(TimeOfDay::Clock(hour, minute)) => {
                let grain = if minute == 0 { "hour" } else { "minute" };
                Found::text("TIME", format!("{day}T{hour:02}:{minute:02}"), grain, "none")
            }
            None => Found::text("DATE", day, "day", "none"),
        }
    }

    fn mention(
        &self,
        index: usize,
        sentence: &Sentence,
        candidate: &Candidate,
        found: &Found,
        units: &[Unit],
        tags: &[Vec<Tag>],
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
        let direction = self.direction(start, tags);
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

/// Whether an expression names its day.
fn has_day(fit: &Match) -> bool {
    [class::WEEKDAY, class::DAY, class::DAY_OF_MONTH, class::NUMERIC_DATE, class::HOLIDAY]
        .into_iter()
        .any(|class| fit.get(class).is_some())
}

type YearDays = (i16, (Date, Date));

/// The nearest of those that fit the tense; where that one is more than `limit` days away, the nearest of all: nobody
/// says `le 30 octobre` in September for a day eleven months ago.
fn nearest(
    fitting: impl Iterator<Item = YearDays>,
    all: impl Iterator<Item = YearDays>,
    today: Date,
    limit: i32,
) -> Option<YearDays> {
    let far = |(_, (first, last)): &YearDays| {
        if *first <= today && today <= *last {
            0
        } else {
            distance(today, *first).min(distance(today, *last))
        }
    };
    fitting.min_by_key(far).filter(|found| far(found) <= limit).or_else(|| all.min_by_key(far))
}

fn distance(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// The word that the rest of the sentence refers to an expression by.
fn head(sentence: &Sentence, first: &Unit, last: &Unit) -> usize {
    let words = first.word..last.word + 1;
    let outside = |&word: &usize| sentence.words[word].head.is_none_or(|head| !words.contains(&head));
    words
        .clone()
        .rev()
        .filter(outside)
        .find(|&word| sentence.words[word].upos != crate::ud::Upos::Punct)
        .unwrap_or(last.word)
}
