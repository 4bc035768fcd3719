//! What hangs on another time: shifts, distances, anaphora; and lengths, recurrences and vague references.

use jiff::civil::Date;

use super::dates::distance;
use super::moments::{self, Moment, Unit as CalendarUnit};
use super::outlook::View;
use super::resolve::{Candidate, Context, Found, Resolver, is_length_of_months};
use super::rules::Match;
use super::tags::class;

/// How many units may stand between a clock time and the day after it that it belongs to: `at 10 p.m. in the
/// capital on Monday`.
const CLOSE: usize = 8;

/// How many days before or after the dispatch a day may be that a clock time further on belongs to.
const LATELY: i32 = 7;

impl Resolver<'_> {
    /// The day that a clock time or a part of the day belongs to: the nearest in the sentence before it, after
    /// it, in the text before it, or the dispatch's own.
    pub(super) fn day_nearby(&self, context: &Context<'_>) -> Option<(Date, &'static str)> {
        let (before, after) = context.candidates.split_at(context.index);
        let day = |candidate: &Candidate| candidate.found.as_ref()?.moment?.day();
        let end = context.candidates[context.index].fit.end;
        let close = |candidate: &&Candidate| candidate.fit.start <= end + CLOSE;
        let near = before.iter().rev().find_map(day).or_else(|| after.iter().take_while(close).find_map(day));
        // A day far away lasts until something else is named.
        let last = self.mentioned.last().and_then(|moment| moment.day());
        let lately = |day: &Date| self.today.is_none_or(|today| distance(today, *day) <= LATELY);
        let earlier = || last.or_else(|| self.mentioned.iter().rev().filter_map(|it| it.day()).find(lately));
        match near.or_else(earlier) {
            Some(day) => Some((day, "previous")),
            None => self.today.map(|today| (today, "dispatch")),
        }
    }

    /// What an expression that hangs on another time hangs on: the one before it in the sentence or the text;
    /// where it is the eve of something, the one that follows.
    pub(super) fn base(&self, context: &Context<'_>, unit: CalendarUnit) -> Option<(Moment, &'static str)> {
        let (before, after) = context.candidates.split_at(context.index);
        let fine = |moment: &Moment| unit > CalendarUnit::Day || moment.day().is_some();
        let moment = |candidate: &Candidate| candidate.found.as_ref()?.moment.filter(|moment| fine(moment));
        if self.is_of(&context.candidates[context.index].fit) {
            return after.iter().skip(1).find_map(moment).map(|moment| (moment, "event"));
        }
        let near = before.iter().rev().find_map(moment);
        let earlier = || self.mentioned.iter().rev().copied().find(|moment| fine(moment));
        near.or_else(earlier).map(|moment| (moment, "previous"))
    }

    /// `la semaine dernière`, `vendredi prochain`, `this morning`, `le lendemain`, `cette année-là`.
    pub(super) fn shift(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
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
            return self.quarter(context);
        }
        let today = self.today.map(|today| (today, "dispatch"));
        let base = if rule.previous {
            let spoken_of =
                self.base(context, unit).and_then(|(moment, anchor)| Some((moment.days()?.0, anchor)));
            // Before anything is dated, `la veille` is the day before the dispatch, and `later in the day` its own.
            let back = by < 0 && unit <= CalendarUnit::Month && !self.is_of(fit);
            spoken_of.or(today.filter(|_| back || rule.value.as_deref() == Some("day")))
        } else {
            today
        };
        let Some((base, anchor)) = base else {
            // `that day` of nothing dated is any day.
            let any = rule.previous && by == 0 && self.today.is_some();
            return (!any && !self.is_of(fit)).then(|| self.unanchored(fit, unit));
        };
        // `the day before last Tuesday` is no Tuesday.
        if let Some(weekday) = fit.own(class::WEEKDAY) {
            let day = self.weekday_by(context, base, weekday as i8, by)?;
            // `They marched from Monday to Thursday`: no later than today.
            let over = rule.previous && self.today.is_some_and(|today| day > today);
            let day = if over && self.view(context) == View::Past {
                self.weekday(context, weekday as i8)?
            } else {
                day
            };
            return Some(self.timed(fit, day, anchor));
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

    /// Whether it is the eve of something whose date follows. Without a date it says nothing of when.
    fn is_of(&self, fit: &Match) -> bool {
        self.rule(fit).value.as_deref() == Some("of")
    }

    /// `the quarter`: the one spoken of, else the last that is over.
    fn quarter(&self, context: &Context<'_>) -> Option<Found> {
        let quarters = || self.quarters(context);
        let before = &context.candidates[..context.index];
        let here = before.iter().rev().filter_map(coarse).find(|it| it.unit() == Some(CalendarUnit::Quarter));
        let over = self.quarter_over();
        let spoken_of = here
            .filter(|moment| self.has_begun(*moment))
            .or_else(|| quarters().find(|moment| Some(*moment) == over))
            .or_else(|| quarters().next())
            .map(|moment| Found::moment(moment, "previous"));
        spoken_of.or_else(|| over.map(|moment| Found::moment(moment, "dispatch")))
    }

    /// The quarters that were named before, the last one first.
    pub(super) fn quarters<'c>(&'c self, context: &'c Context<'_>) -> impl Iterator<Item = Moment> + 'c {
        self.stretches(context).filter(|moment| moment.unit() == Some(CalendarUnit::Quarter))
    }

    /// The last quarter that is over: the one that reports of results are about, whatever they look back to.
    fn quarter_over(&self) -> Option<Moment> {
        Moment::away(self.today?, CalendarUnit::Quarter, -1)
    }

    /// `lundi dernier`, `ce lundi`, `next Monday`.
    pub(super) fn weekday_by(&self, context: &Context<'_>, base: Date, weekday: i8, by: i32) -> Option<Date> {
        if by != 0 {
            return moments::weekday(base, weekday, by);
        }
        if base.weekday().to_monday_one_offset() == weekday {
            return Some(base);
        }
        match self.view(context) {
            View::Past | View::Told => moments::weekday(base, weekday, -1),
            View::Future | View::Present => moments::weekday(base, weekday, 1),
            View::Unknown => moments::moved(moments::monday(base), CalendarUnit::Day, i64::from(weekday) - 1),
        }
    }

    /// The Monday of the week of `ce week-end`, `last weekend`: until Thursday the one just past, unless the words
    /// look ahead.
    pub(super) fn weekend(&self, context: &Context<'_>, base: Date, by: i32) -> Option<Date> {
        let weekday = base.weekday().to_monday_one_offset();
        // `the weekend before last` is one more week away.
        let further = by - by.signum();
        let this = moments::monday(base);
        let week = |count: i64| moments::moved(this, CalendarUnit::Week, count + i64::from(further));
        match by.signum() {
            -1 => week(-1),
            1 if weekday <= 5 => week(0),
            1 => week(1),
            _ if weekday <= 4 && self.view(context) != View::Future => week(-1),
            _ => Some(this),
        }
    }

    /// What hangs on an unknown date.
    pub(super) fn unanchored(&self, fit: &Match, unit: CalendarUnit) -> Found {
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
    pub(super) fn moved(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        let rule = self.rule(fit);
        let (count, unit) = self.count(fit)?;
        let count_by = (count.round() as i64).checked_mul(i64::from(rule.by))?;
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

    /// `a year ago`, `the year-earlier quarter`: the stretch that is spoken of, `by` years later; without one, a year.
    pub(super) fn compare(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        let rule = self.rule(fit);
        let years = i16::try_from(rule.by).ok()?;
        if let Some(moment) = self.spoken_of(context, fit).and_then(|moment| moment.years_later(years)) {
            return Some(Found { compared: true, ..Found::moment(moment, "previous") });
        }
        let today = self.today.map(|today| (today, "dispatch"));
        let base = if rule.previous {
            let mut here = context.candidates[..context.index].iter().rev();
            let named = match rule.value.as_deref() {
                Some("sentence") => here.find_map(|it| it.found.as_ref()?.moment).map(|it| (it, "previous")),
                _ => self.base(context, CalendarUnit::Year),
            };
            // `from a year earlier`, `year-earlier results`: than the dispatch's, where nothing else is dated.
            let today = today.filter(|_| rule.value.is_some());
            named.and_then(|(moment, anchor)| Some((moment.days()?.0, anchor))).or(today)
        } else {
            today
        };
        let (value, kind) = if rule.previous { ("P1Y", "DURATION") } else { ("PAST_REF", "DATE") };
        // A year ago is no time that the text goes on from; a year earlier is, where it tells of one.
        let compared = !rule.previous;
        Some(match base {
            Some((day, anchor)) => {
                let year = Moment::Year(day.year().checked_add(years)?);
                Found { compared, ..Found::moment(year, anchor) }
            }
            None => Found::text(kind, value, CalendarUnit::Year.name(), "none"),
        })
    }

    /// The stretch of the year that an expression compares with its like in another year. Where it says that it is a
    /// quarter (or a half, a month), the last that was named, or that is over.
    pub(super) fn spoken_of(&self, context: &Context<'_>, fit: &Match) -> Option<Moment> {
        let Some(unit) = self.unit(fit) else { return self.same_stretch(context) };
        let named = self.stretches(context).find(|moment| moment.unit() == Some(unit));
        named.or_else(|| Moment::away(self.today?, unit, -1))
    }

    /// The quarter or half year that is spoken of.
    pub(super) fn same_stretch(&self, context: &Context<'_>) -> Option<Moment> {
        let before = &context.candidates[..context.index];
        let months =
            before.iter().rposition(|candidate| candidate.found.as_ref().is_some_and(is_length_of_months));
        let mut here = before.iter().skip(months.map_or(0, |at| at + 1)).rev().filter_map(coarse);
        let part = |moment: &Moment| matches!(moment, Moment::Quarter(..) | Moment::Half(..));
        if let Some(moment) = here.find(|moment| self.has_begun(*moment)) {
            return Some(moment).filter(part);
        }
        let coarse = |moment: &Moment| moment.day().is_none() && self.has_begun(*moment);
        let earlier = || self.mentioned.iter().skip(self.months_at).rev().copied().filter(coarse);
        let last = earlier().next().filter(|moment| months.is_none() && part(moment))?;
        let over = self.quarter_over().filter(|over| over.unit() == last.unit());
        Some(over.filter(|over| earlier().any(|moment| moment == *over)).unwrap_or(last))
    }

    /// The stretches longer than a day that were named before, the last one first.
    fn stretches<'c>(&'c self, context: &'c Context<'_>) -> impl Iterator<Item = Moment> + 'c {
        let here = context.candidates[..context.index].iter().rev().filter_map(coarse);
        let earlier = self.mentioned.iter().rev().copied().filter(|moment| moment.day().is_none());
        here.chain(earlier).filter(|moment| self.has_begun(*moment))
    }

    fn has_begun(&self, moment: Moment) -> bool {
        self.today.zip(moment.days()).is_none_or(|(today, (first, _))| first <= today)
    }

    /// `a week from Monday`, `lundi en huit`, `two Sundays ago`: so many weeks from the next or last such day; or years:
    /// `five years ago Tuesday`.
    pub(super) fn weeks(&self, fit: &Match) -> Option<Found> {
        let by = self.rule(fit).by;
        let weekday =
            fit.get(class::WEEKDAY).or_else(|| fit.get(class::WEEKDAYS)).map(|weekday| weekday as i8);
        let Some(today) = self.today else {
            let day = weekday.map_or("XXXX-XX-XX".into(), |weekday| format!("XXXX-WXX-{weekday}"));
            return Some(self.untimed(fit, &day));
        };
        let base = match weekday {
            // What was years ago on the dispatch's own weekday was so today.
            Some(weekday) if by < 0 && self.unit(fit).is_some() => {
                moments::weekday(today.tomorrow().ok()?, weekday, by)
            }
            Some(weekday) => moments::weekday(today, weekday, by),
            None => moments::moved(today, CalendarUnit::Day, fit.get(class::DAY)? as i64),
        };
        let (count, unit) =
            self.count(fit).or_else(|| Some((fit.get(class::NUMBER)?, CalendarUnit::Week)))?;
        // Two Sundays ago, the last Sunday is one of them.
        let count = count as i64 - i64::from(by < 0 && fit.get(class::WEEKDAYS).is_some());
        Some(self.timed(fit, moments::moved(base?, unit, count.checked_mul(i64::from(by))?)?, "dispatch"))
    }

    /// `until then`: the time that was named last, on the side of the dispatch that the words look to, if there is one.
    pub(super) fn same(&self, context: &Context<'_>) -> Option<Found> {
        let ahead = matches!(self.view(context), View::Future | View::Present);
        let fits = |moment: &Moment| {
            let days = self.today.zip(moment.days());
            days.is_none_or(|(today, (first, last))| if ahead { last > today } else { first < today })
        };
        let named = || {
            let here = context.candidates[..context.index].iter().rev();
            let here = here.filter_map(|candidate| candidate.found.as_ref()?.moment);
            here.chain(self.mentioned.iter().rev().copied())
        };
        Some(Found::moment(named().find(fits).or_else(|| named().next())?, "previous"))
    }

    /// `in five years`: a date where the words look ahead, else how long it took.
    pub(super) fn ahead(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        if self.view(context) == View::Future { self.moved(context, fit) } else { self.duration(fit, 0) }
    }

    /// The number of units, and the unit.
    pub(super) fn count(&self, fit: &Match) -> Option<(f64, CalendarUnit)> {
        if let Some(span) = fit.get(class::SPAN).or_else(|| fit.get(class::SET)) {
            let (size, unit) = *self.grammar.lexicon.spans.get(span as usize)?;
            return Some((size * fit.get(class::NUMBER).unwrap_or(1.0), unit));
        }
        if let Some((count, unit)) = self.rule(fit).value.as_deref().and_then(|value| value.split_once(' ')) {
            return Some((count.parse().ok()?, CalendarUnit::parse(unit)?));
        }
        let unit = self.unit(fit)?;
        // `two to three weeks` are two at least.
        let least = fit.first(class::NUMBER).filter(|_| self.rule(fit).value.as_deref() == Some("least"));
        let number = || [class::NUMBER, class::ABOUT].into_iter().find_map(|class| fit.get(class));
        let number = least.or_else(number).unwrap_or(1.0);
        let half = self.grammar.and_half.is_some_and(|class| fit.get(class).is_some());
        Some((number + if half { 0.5 } else { 0.0 }, unit))
    }

    /// A length of time; `by` says that it ends or begins with the dispatch's date.
    pub(super) fn duration(&self, fit: &Match, by: i32) -> Option<Found> {
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
    pub(super) fn vague(&self, fit: &Match, value: Option<&str>) -> Found {
        match (value, self.unit(fit)) {
            (None, Some(unit)) => Found::text("DURATION", unit.vague(), unit.name(), "none"),
            (value, _) if value.is_some_and(|value| value.ends_with("_REF")) => {
                Found::text("DATE", value.unwrap_or_default(), "vague", "none")
            }
            (value, _) => Found::text("DURATION", value.unwrap_or("PXX"), "vague", "none"),
        }
    }

    /// What comes again and again: `chaque vendredi`, `deux fois par an`, `daily`.
    pub(super) fn set(&self, fit: &Match) -> Option<Found> {
        let part = fit.get(class::PART).or_else(|| fit.get(class::PARTS));
        let part =
            part.and_then(|part| self.grammar.lexicon.parts.get(part as usize)).copied().unwrap_or_default();
        let weekday = fit.get(class::WEEKDAY).or_else(|| fit.get(class::WEEKDAYS));
        let (value, grain) = if let Some(weekday) = weekday {
            (format!("XXXX-WXX-{weekday}{part}"), "day")
        } else if let (Some(month), Some(day)) = (fit.get(class::MONTH), fit.get(class::DAY_OF_MONTH)) {
            (format!("XXXX-{month:02}-{day:02}"), "day")
        } else if let Some(month) = fit.get(class::MONTH) {
            (format!("XXXX-{month:02}"), "month")
        } else if let Some(season) = fit.get(class::SEASON) {
            (format!("XXXX-{}", self.grammar.lexicon.seasons.get(season as usize)?), "season")
        } else if let Some(value) = self.rule(fit).value.as_deref().filter(|value| value.starts_with("XXXX"))
        {
            (value.to_string(), CalendarUnit::Weekend.name())
        } else if part.is_empty() {
            let (count, unit) = self.count(fit)?;
            // `deux fois par an` recurs in one year.
            let recurs = self.rule(fit).value.as_deref().and_then(|value| value.parse().ok());
            let count = recurs.unwrap_or(count);
            (unit.duration(count), unit.name())
        } else {
            (format!("XXXX-XX-XX{part}"), "day")
        };
        Some(Found::text("SET", value, grain, "none"))
    }

    pub(super) fn reference(&self, fit: &Match, value: Option<&str>) -> Option<Found> {
        let of_word =
            || self.grammar.lexicon.references.get(fit.get(class::REFERENCE)? as usize).map(String::as_str);
        Some(Found::text("DATE", value.or_else(of_word)?, "vague", "none"))
    }
}

/// A stretch longer than a day that stands for itself.
fn coarse(candidate: &Candidate) -> Option<Moment> {
    let found = candidate.found.as_ref().filter(|found| !found.compared || found.anchor == "event")?;
    found.moment.filter(|moment| moment.day().is_none())
}
