//! Points of calendar time: dates, months, years, seasons, holidays, weekdays, and the time of day.

use depeche_knowledge::calendar::HolidayRule;
use jiff::civil::Date;

use super::moments::{self, Moment, Unit as CalendarUnit};
use super::outlook::{self, View};
use super::resolve::{Context, Found, Resolver, has_day};
use super::rules::Match;
use super::tags::class;

/// A part of the day, or a point of it.
enum TimeOfDay {
    Sign(&'static str),
    Clock(i8, i8),
}

impl Resolver<'_> {
    /// A year in figures or words.
    pub(super) fn year(&self, fit: &Match) -> Option<i16> {
        if let Some((year, short)) = fit.beside(class::YEAR).zip(fit.own(class::SHORT_YEAR)) {
            // `1990-91`, `1999-01`
            let century = year as i16 - year as i16 % 100;
            let closing = century + short as i16;
            return Some(if closing > year as i16 { closing } else { closing + 100 });
        }
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
    pub(super) fn in_year(
        &self,
        view: View,
        by: i32,
        cover: impl Fn(i16) -> Option<(Date, Date)>,
    ) -> Option<i16> {
        let today = self.today?;
        let near = [today.year() - 1, today.year(), today.year() + 1];
        let years = near.into_iter().filter_map(|year| Some((year, cover(year)?)));
        self.among(view, by, years).map(|(year, _)| year)
    }

    /// Which of some stretches of days, one a year, in their order.
    fn among(
        &self,
        view: View,
        by: i32,
        mut years: impl Iterator<Item = YearDays> + Clone,
    ) -> Option<YearDays> {
        let today = self.today?;
        match (by, view) {
            (-1, _) => years.filter(|(_, (_, last))| *last < today).last(),
            (1, _) => years.find(|(_, (first, _))| *first > today),
            (_, View::Past | View::Told) => {
                let limit = if view == View::Told { 366 } else { 290 };
                nearest(years.clone().filter(|(_, (first, _))| *first <= today), years, today, limit)
            }
            (_, View::Future) => {
                nearest(years.clone().filter(|(_, (_, last))| *last >= today), years, today, 330)
            }
            _ => nearest(years.clone(), years, today, 366),
        }
    }

    /// A year, or the quarter of it that is spoken of: `the 1988 period`; `the new year` is the nearest to begin.
    pub(super) fn whole_year(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        if self.rule(fit).value.as_deref() == Some("new") {
            let year = moments::moved(self.today?, CalendarUnit::Month, 6)?.year();
            return Some(Found::moment(Moment::Year(year), "dispatch"));
        }
        let year = self.year(fit)?;
        if !self.rule(fit).previous {
            return Some(Found::moment(Moment::Year(year), "explicit"));
        }
        let period = self.spoken_of(context, fit).and_then(|moment| moment.of_year(year));
        let (moment, anchor) = period.map_or((Moment::Year(year), "explicit"), |moment| (moment, "previous"));
        Some(Found { compared: true, ..Found::moment(moment, anchor) })
    }

    /// A day of a month: `le 3 mars`, `lundi 3 mars 2025`, `24/02/2022`.
    pub(super) fn date(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        if let Some(packed) = fit.get(class::NUMERIC_DATE) {
            let packed = packed as i32;
            let day =
                Date::new((packed / 10_000) as i16, (packed / 100 % 100) as i8, (packed % 100) as i8).ok()?;
            return Some(self.timed(fit, day, "explicit"));
        }
        // `the Sept. 11 attacks`: the rule knows the year.
        if let Some(day) = self.rule(fit).value.as_deref().and_then(|value| value.parse::<Date>().ok()) {
            return Some(Found::moment(Moment::Day(day), "explicit"));
        }
        let day = fit.get(class::DAY_OF_MONTH).or_else(|| fit.get(class::NUMBER))?;
        let day = if (1.0..=31.0).contains(&day) { day as i8 } else { return None };
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
        let view = self.told(context);
        let year = self
            .in_year(view, by, on)
            .or_else(|| self.in_year(view, by, |year| Date::new(year, month, day).ok().map(|d| (d, d))));
        match year.and_then(|year| Date::new(year, month, day).ok()) {
            Some(day) => Some(self.timed(fit, day, "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{month:02}-{day:02}"), "day", "none")),
        }
    }

    /// A day of an unnamed month: `le 15`.
    pub(super) fn day_of_month(&self, context: &Context<'_>, fit: &Match, day: i8, by: i32) -> Option<Found> {
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
        let view = self.outlook(context);
        let day = days.min_by_key(|day| {
            let wrong = match (by, view) {
                (-1, _) => *day >= today,
                (1, _) => *day <= today,
                (_, View::Past | View::Told) => *day > today,
                (_, View::Future) => *day < today,
                _ => false,
            };
            (wrong, distance(today, *day))
        })?;
        Some(self.timed(fit, day, "dispatch"))
    }

    /// A month: `mai 1968`, `en novembre`.
    pub(super) fn month(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let month = fit.get(class::MONTH)? as i8;
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(Moment::Month(year, month), "explicit"));
        }
        // `May that year`, `mai de l'année suivante`
        if self.rule(fit).previous
            && let Some((moment, anchor)) = self.base(context, CalendarUnit::Year)
        {
            let year = moment.days()?.0.year().checked_add(i16::try_from(by).ok()?)?;
            return Some(Found::moment(Moment::Month(year, month), anchor));
        }
        if self.rule(fit).value.as_deref() == Some("year")
            && let Some(today) = self.today
        {
            return Some(Found::moment(Moment::Month(today.year() + by as i16, month), "dispatch"));
        }
        let view = match self.told(context) {
            View::Unknown | View::Present => self.preposition(context).unwrap_or(View::Unknown),
            view => view,
        };
        match self.in_year(view, by, |year| Moment::Month(year, month).days()) {
            Some(year) => Some(Found::moment(Moment::Month(year, month), "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{month:02}"), "month", "none")),
        }
    }

    pub(super) fn decade(&self, fit: &Match) -> Option<Found> {
        let year = [class::DECADE, class::YEAR, class::SHORT_YEAR, class::NUMBER]
            .into_iter()
            .find_map(|c| fit.get(c))?;
        let year = if year < 100.0 { year + 1900.0 } else { year };
        Some(Found::moment(Moment::Decade((year / 10.0) as i16), "explicit"))
    }

    pub(super) fn season(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let season = *self.grammar.lexicon.seasons.get(fit.get(class::SEASON)? as usize)?;
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(Moment::Season(year, season), "explicit"));
        }
        let general = self.rule(fit).value.as_deref() == Some("XXXX");
        // `this summer` is this year's, whatever is told of it; `this winter` is the nearest.
        let this = self.rule(fit).value.as_deref() == Some("this");
        if let Some(today) = self.today.filter(|_| this && season != "WI") {
            return Some(Found::moment(Moment::Season(today.year(), season), "dispatch"));
        }
        let view = if this { View::Unknown } else { self.outlook(context) };
        let year = self.in_year(view, by, |year| Moment::Season(year, season).days());
        match year.filter(|_| !general) {
            Some(year) => Some(Found::moment(Moment::Season(year, season), "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{season}"), "season", "none")),
        }
    }

    /// A quarter or half of a year: `premier trimestre`, `the third quarter of 1988`; `by` counts years from the
    /// dispatch's.
    pub(super) fn fraction(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let unit = self.unit(fit)?;
        if fit.beside(class::MONTH).is_some() {
            return self.quarter_ended(context, fit);
        }
        // `the last quarter of 2024`
        let last = if unit == CalendarUnit::Quarter { 4.0 } else { 2.0 };
        let ordinal = fit.get(class::ORDINAL).or_else(|| fit.get(class::NUMBER)).unwrap_or(last) as i8;
        let (sign, moment): (_, fn(i16, i8) -> Moment) = match unit {
            CalendarUnit::Quarter if (1..=4).contains(&ordinal) => ("Q", Moment::Quarter),
            CalendarUnit::Half if (1..=2).contains(&ordinal) => ("H", Moment::Half),
            _ => return None,
        };
        if let Some(year) = self.year(fit) {
            return Some(Found::moment(moment(year, ordinal), "explicit"));
        }
        let outlook = self.outlook(context);
        let view = if matches!(outlook, View::Past | View::Told) { View::Past } else { View::Unknown };
        // `the second half of the year`: of this one, however far.
        let this = self.rule(fit).value.as_deref().is_some_and(|value| value.starts_with("this "));
        let year = if by == 0 && !this {
            let nearest = self.in_year(view, 0, |year| moment(year, ordinal).days());
            nearest.map(|year| {
                year + i16::from(outlook == View::Future && self.is_reported(moment(year, ordinal)))
            })
        } else {
            self.today.map(|today| today.year() + by as i16)
        };
        match year {
            Some(year) => Some(Found::moment(moment(year, ordinal), "dispatch")),
            None => Some(Found::text("DATE", format!("XXXX-{sign}{ordinal}"), unit.name(), "none")),
        }
    }

    /// Whether a stretch has been over for so long that its results are known: what is expected of it is the next.
    fn is_reported(&self, moment: Moment) -> bool {
        const REPORTED_WITHIN: i32 = 90;
        let over = self.today.zip(moment.days()).filter(|(today, (_, last))| last < today);
        over.is_some_and(|(today, (_, last))| distance(today, last) > REPORTED_WITHIN)
    }

    /// `the quarter ended July 31`: the quarter of the year that most of it lies in.
    fn quarter_ended(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        const HALF_A_QUARTER: i64 = 45;
        let last = self.date(context, fit, 0)?.moment?.day()?;
        let middle = moments::moved(last, CalendarUnit::Day, -HALF_A_QUARTER)?;
        // The text goes on from the quarter of the business year that it has named, if it has.
        let compared = self.quarters(context).next().is_some();
        Some(Found { compared, ..Found::moment(Moment::around(middle, CalendarUnit::Quarter), "event") })
    }

    pub(super) fn holiday(&self, context: &Context<'_>, fit: &Match, by: i32) -> Option<Found> {
        let nth = self.weekday_of_month(fit);
        let rule = match &nth {
            Some(rule) => rule,
            None => self.grammar.lexicon.holidays.get(fit.get(class::HOLIDAY)? as usize)?,
        };
        if let HolidayRule::Feast(name) = rule {
            return self.feast(context, fit, name, by);
        }
        let on = |year| moments::holiday(rule, year).map(|day| (day, day));
        if let Some(year) = self.year(fit) {
            return Some(self.timed(fit, moments::holiday(rule, year)?, "explicit"));
        }
        let year = self.in_year(self.outlook(context), by, on);
        match year.and_then(|year| moments::holiday(rule, year)) {
            Some(day) => Some(self.timed(fit, day, "dispatch")),
            None => Some(Found::text("DATE", "XXXX-XX-XX", "day", "none")),
        }
    }

    /// `the first Tuesday in November`; the last one, where no number is told. A weekend has its Saturday in the month,
    /// a week its Thursday, and so its most days.
    fn weekday_of_month(&self, fit: &Match) -> Option<HolidayRule> {
        let weekday = fit.get(class::WEEKDAY).or(match self.rule(fit).value.as_deref() {
            Some("weekend") => Some(6.0),
            Some("week") => Some(4.0),
            _ => None,
        });
        let (month, weekday) = fit.get(class::MONTH).zip(weekday)?;
        let count = fit.get(class::ORDINAL).unwrap_or(-1.0);
        Some(HolidayRule::Nth(month as i8, weekday as i8, count as i8, 0))
    }

    /// A feast whose days are in a table; one of several days is a length of time that stands fast.
    fn feast(&self, context: &Context<'_>, fit: &Match, name: &str, by: i32) -> Option<Found> {
        let (_, days) = self.grammar.lexicon.feasts.iter().find(|(known, _)| known == name)?;
        let all = days.iter().map(|&(first, last)| (first.year(), (first, last)));
        let (found, anchor) = match self.year(fit) {
            Some(year) => (all.clone().find(|(of, _)| *of == year), "explicit"),
            None => (self.among(self.outlook(context), by, all), "dispatch"),
        };
        Some(match found {
            Some((_, (first, last))) if first == last => self.timed(fit, first, anchor),
            Some((_, (first, last))) => Found {
                days: Some((first, last)),
                ..Found::text("DURATION", format!("P{}D", distance(first, last) + 1), "day", anchor)
            },
            None => Found::text("DATE", "XXXX-XX-XX", "day", "none"),
        })
    }

    /// A night between two days: `dans la nuit de lundi à mardi`, `overnight`. A rule with `by` 1 names the first of
    /// them, else the second.
    pub(super) fn night(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
        let named = has_day(fit);
        let found = self.day(context, fit)?;
        let Some(day) = found.moment.and_then(Moment::day) else { return Some(found) };
        let ahead = if named { self.rule(fit).by == 1 } else { self.outlook(context) == View::Future };
        let first = if ahead { day } else { day.yesterday().ok()? };
        // `de lundi à jeudi` is no one night.
        let begins = fit.first(class::WEEKDAY).map(|weekday| weekday as i8);
        if begins.is_some_and(|weekday| weekday != first.weekday().to_monday_one_offset()) {
            return None;
        }
        let night = self.timed(fit, first, found.anchor);
        Some(Found { days: Some((first, first.tomorrow().ok()?)), ..night })
    }

    /// A day by name or distance, a part of it, or a time of it: `hier matin`, `lundi à 14H00`, `21 h 45`.
    pub(super) fn day(&self, context: &Context<'_>, fit: &Match) -> Option<Found> {
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
        // `the curfew runs from 8 p.m.`
        if self.rule(fit).value.as_deref() == Some("any") {
            return Some(self.untimed(fit, "XXXX-XX-XX"));
        }
        // `every Thursday by noon`
        let before = context.candidates[..context.index].last().and_then(|before| before.found.as_ref());
        let habit =
            before.is_some_and(|found| found.kind == "SET" && found.grain == CalendarUnit::Day.name());
        match self.day_nearby(context).filter(|_| !habit) {
            Some((day, anchor)) => Some(self.timed(fit, day, anchor)),
            None => Some(self.untimed(fit, "XXXX-XX-XX")),
        }
    }

    /// The day of a bare weekday: the dispatch's own day, else the last such day, or the next where the words
    /// look ahead.
    pub(super) fn weekday(&self, context: &Context<'_>, weekday: i8) -> Option<Date> {
        let today = self.today?;
        if today.weekday().to_monday_one_offset() == weekday {
            return Some(today);
        }
        let view = match self.outlook(context) {
            View::Unknown => self.preposition(context).unwrap_or(View::Unknown),
            view => view,
        };
        let ahead = matches!(view, View::Future | View::Present);
        // Six days ahead is farther than yesterday.
        let over =
            ahead && today.yesterday().is_ok_and(|day| day.weekday().to_monday_one_offset() == weekday) && {
                let head = context.candidates[context.index].head;
                outlook::may_be_over(context.sentence, head, &self.grammar.outlook)
            };
        let by = if ahead && !over { 1 } else { -1 };
        moments::weekday(today, weekday, by)
    }

    /// Where the preposition before an expression looks.
    pub(super) fn preposition(&self, context: &Context<'_>) -> Option<View> {
        let outlook = &self.grammar.outlook;
        let mut words = context.candidates[context.index].words.clone();
        let ahead = words.any(|word| {
            context.sentence.with(word, "case").any(|case| {
                let word = &context.sentence.words[case];
                outlook.prepositions.iter().any(|known| *known == word.lemma || *known == word.form.as_str())
            })
        });
        ahead.then_some(View::Future)
    }

    /// The same for a date, that may be far away where a verb tells it of the past.
    fn told(&self, context: &Context<'_>) -> View {
        let head = context.candidates[context.index].head;
        let is_told = || outlook::is_told(context.sentence, head, &self.grammar.outlook);
        match self.outlook(context) {
            View::Future if outlook::was_for(context.sentence, head, &self.grammar.outlook) => View::Unknown,
            View::Past if self.preposition(context).is_none() && is_told() => View::Told,
            view => view,
        }
    }

    /// Where the governing words look; the new day of what is put off lies ahead: `postponed until Tuesday`.
    fn outlook(&self, context: &Context<'_>) -> View {
        let deferred = |word| outlook::deferred(context.sentence, word, &self.grammar.outlook);
        let mut words = context.candidates[context.index].words.clone();
        match self.view(context) {
            View::Past if words.any(deferred) => View::Future,
            view => view,
        }
    }

    /// The hour and minute, or the part of the day, that an expression names.
    fn time_of_day(&self, fit: &Match) -> Option<TimeOfDay> {
        let part =
            fit.get(class::PART).and_then(|part| self.grammar.lexicon.parts.get(part as usize)).copied();
        let part = part.or_else(|| moments::sign(self.rule(fit).value.as_deref()?));
        let (hour, minute) = if let Some(clock) = fit.get(class::CLOCK).or_else(|| fit.get(class::POINT)) {
            (clock as i32 / 100, clock as i32 % 100)
        } else if let Some(hour) = fit.get(class::HOUR) {
            let half =
                if self.grammar.and_half.is_some_and(|class| fit.get(class).is_some()) { 30 } else { 0 };
            (hour as i32, fit.get(class::MINUTE).map_or(half, |minute| minute as i32))
        } else if let Some(clock) = self.bare_clock(fit) {
            (clock / 100, clock % 100)
        } else {
            return part.map(TimeOfDay::Sign);
        };
        let evening = matches!(part, Some("TAF" | "TEV" | "TNI"));
        let hour = match fit.get(class::MERIDIEM) {
            Some(12.0) if hour < 12 => hour + 12,
            Some(0.0) if hour == 12 => 0,
            None if evening && (1..12).contains(&hour) => hour + 12,
            // The midnight that a day ends with.
            None if hour == 24 && minute == 0 => return Some(TimeOfDay::Clock(24, 0)),
            _ => hour,
        };
        Some(TimeOfDay::Clock((hour % 24) as i8, minute as i8))
    }

    /// `1645 GMT`, `0430 GMT`: figures that a rule takes for a clock time.
    fn bare_clock(&self, fit: &Match) -> Option<i32> {
        let figures = fit.get(class::YEAR).or_else(|| fit.get(class::NUMBER))? as i32;
        let clock = self.rule(fit).mean == "clock" && (100..=2400).contains(&figures) && figures % 100 < 60;
        clock.then_some(figures)
    }

    /// A day with its time of day, where the expression names one.
    pub(super) fn timed(&self, fit: &Match, day: Date, anchor: &'static str) -> Found {
        match self.rule(fit).value.as_deref() {
            Some("week") => return Found::moment(Moment::Week(moments::monday(day)), anchor),
            Some("weekend") => return Found::moment(Moment::Weekend(moments::monday(day)), anchor),
            _ => {}
        }
        let moment = match self.time_of_day(fit) {
            Some(TimeOfDay::Sign(sign)) => Moment::Part(day, sign),
            Some(TimeOfDay::Clock(hour, minute)) => Moment::Clock(day, hour, minute),
            None => Moment::Day(day),
        };
        Found::moment(moment, anchor)
    }

    /// The same for an unknown day.
    pub(super) fn untimed(&self, fit: &Match, day: &str) -> Found {
        match self.time_of_day(fit) {
            Some(TimeOfDay::Sign(sign)) => Found::text("TIME", format!("{day}{sign}"), "day", "none"),
            Some(TimeOfDay::Clock(hour, minute)) => {
                let grain = if minute == 0 { "hour" } else { "minute" };
                Found::text("TIME", format!("{day}T{hour:02}:{minute:02}"), grain, "none")
            }
            None => Found::text("DATE", day, "day", "none"),
        }
    }
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

/// Days between two days.
pub(super) fn distance(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}
