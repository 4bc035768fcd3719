//! Calendar arithmetic: points and stretches of calendar time, their TIMEX3 values and the days they cover.

use depeche_knowledge::calendar::HolidayRule;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// Calendar units, in the order of [`UNITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

/// Names of units in `calendar.toml` and in records, with their sign in TIMEX3 durations, and how many of the
/// sign's they are.
const UNITS: [(Unit, &str, &str, i64); 14] = [
    (Unit::Second, "second", "TS", 1),
    (Unit::Minute, "minute", "TM", 1),
    (Unit::Hour, "hour", "TH", 1),
    (Unit::Day, "day", "D", 1),
    (Unit::Weekend, "weekend", "W", 1),
    (Unit::Week, "week", "W", 1),
    (Unit::Fortnight, "fortnight", "W", 2),
    (Unit::Month, "month", "M", 1),
    (Unit::Quarter, "quarter", "M", 3),
    (Unit::Half, "half", "M", 6),
    (Unit::Year, "year", "Y", 1),
    (Unit::Decade, "decade", "Y", 10),
    (Unit::Century, "century", "Y", 100),
    (Unit::Millennium, "millennium", "Y", 1000),
];

impl Unit {
    /// The unit that `calendar.toml` writes so.
    pub fn parse(name: &str) -> Option<Unit> {
        UNITS.iter().find(|(_, known, ..)| *known == name).map(|(unit, ..)| *unit)
    }

    /// The unit at an index.
    pub fn at(index: usize) -> Option<Unit> {
        UNITS.get(index).map(|(unit, ..)| *unit)
    }

    /// Its name in records.
    pub fn name(self) -> &'static str {
        UNITS[self as usize].1
    }

    /// Sign and size of TIMEX3.
    fn sign(self) -> (&'static str, i64) {
        let (_, _, sign, size) = UNITS[self as usize];
        (sign, size)
    }

    /// TIMEX3 duration of an unknown number: `PXD`.
    pub fn vague(self) -> String {
        let (sign, _) = self.sign();
        let (time, sign) = sign.strip_prefix('T').map_or(("", sign), |rest| ("T", rest));
        let sign = match self {
            Unit::Decade => "E",
            Unit::Century => "C",
            Unit::Millennium => "L",
            Unit::Quarter => "Q",
            _ => sign,
        };
        format!("P{time}X{sign}")
    }

    /// TIMEX3 duration of so many units; a half of some units is written in the next smaller one.
    pub fn duration(self, count: f64) -> String {
        let (sign, size) = match self {
            Unit::Quarter => ("Q", 1),
            Unit::Weekend => ("D", 2),
            _ => self.sign(),
        };
        let (time, sign) = sign.strip_prefix('T').map_or(("", sign), |rest| ("T", rest));
        let total = count * size as f64;
        let whole = total.trunc();
        let half = (total - whole - 0.5).abs() < 1e-9;
        let smaller = match self {
            Unit::Year | Unit::Decade | Unit::Century => Some("6M"),
            Unit::Day => Some("T12H"),
            Unit::Hour => Some("30M"),
            Unit::Minute => Some("30S"),
            _ => None,
        };
        match smaller {
            Some(smaller) if half && whole == 0.0 && self != Unit::Day => format!("P{time}{smaller}"),
            Some(smaller) if half && whole == 0.0 => format!("P{smaller}"),
            Some(smaller) if half => format!("P{time}{whole}{sign}{smaller}"),
            _ => format!("P{time}{total}{sign}"),
        }
    }
}

/// A point or stretch of calendar time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Moment {
    Day(Date),
    /// A part of a day: an index into the parts.
    Part(Date, &'static str),
    /// Hour and minute.
    Clock(Date, i8, i8),
    /// Monday of the week.
    Week(Date),
    /// Monday of its week.
    Weekend(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, &'static str),
    Year(i16),
    /// The first three figures of its years.
    Decade(i16),
    /// The first two.
    Century(i16),
}

/// Parts of a day and seasons that TIMEX3 knows.
const SIGNS: [&str; 10] = ["TMO", "TMI", "TAF", "TEV", "TNI", "TDT", "SP", "SU", "FA", "WI"];

/// The sign of a part of the day or a season, as a constant.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    SIGNS.iter().find(|known| **known == text).copied()
}

impl Moment {
    /// TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Moment::Day(day) => day.to_string(),
            Moment::Part(day, part) => format!("{day}{part}"),
            Moment::Clock(day, hour, minute) => format!("{day}T{hour:02}:{minute:02}"),
            Moment::Week(day) => week_value(day),
            Moment::Weekend(day) => format!("{}-WE", week_value(day)),
            Moment::Month(year, month) => format!("{year:04}-{month:02}"),
            Moment::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Moment::Half(year, half) => format!("{year:04}-H{half}"),
            Moment::Season(year, season) => format!("{year:04}-{season}"),
            Moment::Year(year) => format!("{year:04}"),
            Moment::Decade(decade) => format!("{decade:03}"),
            Moment::Century(century) => format!("{century:02}"),
        }
    }

    /// Its grain in records.
    pub fn grain(self) -> &'static str {
        match self {
            Moment::Day(_) | Moment::Part(..) => "day",
            Moment::Clock(_, _, 0) => "hour",
            Moment::Clock(..) => "minute",
            Moment::Week(_) => "week",
            Moment::Weekend(_) => "weekend",
            Moment::Month(..) => "month",
            Moment::Quarter(..) => "quarter",
            Moment::Half(..) => "half",
            Moment::Season(..) => "season",
            Moment::Year(_) => "year",
            Moment::Decade(_) => "decade",
            Moment::Century(_) => "century",
        }
    }

    /// `DATE` or `TIME`.
    pub fn kind(self) -> &'static str {
        if matches!(self, Moment::Part(..) | Moment::Clock(..)) { "TIME" } else { "DATE" }
    }

    /// First and last day.
    pub fn days(self) -> Option<(Date, Date)> {
        match self {
            Moment::Day(day) | Moment::Part(day, _) | Moment::Clock(day, ..) => Some((day, day)),
            Moment::Week(monday) => Some((monday, add(monday, 6.days())?)),
            Moment::Weekend(monday) => Some((add(monday, 5.days())?, add(monday, 6.days())?)),
            Moment::Month(year, month) => months(year, month, 1),
            Moment::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Moment::Half(year, half) => months(year, half * 6 - 5, 6),
            Moment::Season(year, season) => match season {
                "SP" => months(year, 3, 3),
                "SU" => months(year, 6, 3),
                "FA" => months(year, 9, 3),
                _ => months(year, 12, 3),
            },
            Moment::Year(year) => months(year, 1, 12),
            Moment::Decade(decade) => months(decade.checked_mul(10)?, 1, 120),
            Moment::Century(century) => months(century.checked_mul(100)?, 1, 1200),
        }
    }

    /// The day that it names or lies in, if it is as fine as that.
    pub fn day(self) -> Option<Date> {
        match self {
            Moment::Day(day) | Moment::Part(day, _) | Moment::Clock(day, ..) => Some(day),
            _ => None,
        }
    }

    /// The stretch of a unit that a day lies in.
    pub fn around(day: Date, unit: Unit) -> Moment {
        let year = day.year();
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Moment::Day(day),
            Unit::Weekend => Moment::Weekend(monday(day)),
            Unit::Week | Unit::Fortnight => Moment::Week(monday(day)),
            Unit::Month => Moment::Month(year, day.month()),
            Unit::Quarter => Moment::Quarter(year, (day.month() + 2) / 3),
            Unit::Half => Moment::Half(year, (day.month() + 5) / 6),
            Unit::Year => Moment::Year(year),
            Unit::Decade => Moment::Decade(year.div_euclid(10)),
            Unit::Century | Unit::Millennium => Moment::Century(year.div_euclid(100)),
        }
    }

    /// So many units after the one that a day lies in (before, where negative).
    pub fn away(day: Date, unit: Unit, count: i64) -> Option<Moment> {
        let moved = moved(day, unit, count)?;
        Some(Moment::around(moved, unit))
    }

    /// The unit that it is one of, where it can be compared with its like in another year.
    pub fn unit(self) -> Option<Unit> {
        match self {
            Moment::Month(..) => Some(Unit::Month),
            Moment::Quarter(..) => Some(Unit::Quarter),
            Moment::Half(..) => Some(Unit::Half),
            _ => None,
        }
    }

    /// The same quarter or half of another year.
    pub fn of_year(self, year: i16) -> Option<Moment> {
        match self {
            Moment::Quarter(_, quarter) => Some(Moment::Quarter(year, quarter)),
            Moment::Half(_, half) => Some(Moment::Half(year, half)),
            _ => None,
        }
    }

    /// The same stretch a number of years later.
    pub fn years_later(self, years: i16) -> Option<Moment> {
        Some(match self {
            Moment::Month(year, month) => Moment::Month(year.checked_add(years)?, month),
            Moment::Quarter(year, quarter) => Moment::Quarter(year.checked_add(years)?, quarter),
            Moment::Half(year, half) => Moment::Half(year.checked_add(years)?, half),
            Moment::Season(year, season) => Moment::Season(year.checked_add(years)?, season),
            Moment::Year(year) => Moment::Year(year.checked_add(years)?),
            _ => return None,
        })
    }
}

/// A day, a number of units later.
pub(super) fn moved(day: Date, unit: Unit, count: i64) -> Option<Date> {
    let (sign, size) = unit.sign();
    let count = count.checked_mul(size)?;
    let span = match sign {
        "D" => Span::new().try_days(count),
        "W" => Span::new().try_weeks(count),
        "M" => Span::new().try_months(count),
        "Y" => Span::new().try_years(count),
        // Hours make whole days; less makes none.
        "TH" => Span::new().try_days(count / 24),
        _ => Ok(Span::new()),
    };
    add(day, span.ok()?)
}

fn add(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

fn months(year: i16, month: i8, count: i32) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    let after = add(first, Span::new().try_months(count).ok()?)?;
    Some((first, after.yesterday().ok()?))
}

fn week_value(day: Date) -> String {
    let week: ISOWeekDate = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Monday of a day's week.
pub(super) fn monday(day: Date) -> Date {
    add(day, -i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day)
}

/// The nearest day with a weekday (1 Monday to 7) before, on or after a day: `by` −1 strictly before, 1 strictly
/// after.
pub(super) fn weekday(day: Date, weekday: i8, by: i32) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    day.nth_weekday(if by < 0 { -1 } else { 1 }, weekday).ok()
}

/// When a holiday is in a year; a feast of the table has its own days.
pub(super) fn holiday(rule: &HolidayRule, year: i16) -> Option<Date> {
    match *rule {
        HolidayRule::Fixed(month, day) => Date::new(year, month, day).ok(),
        HolidayRule::Easter(days) => add(easter(year)?, Span::new().try_days(days).ok()?),
        HolidayRule::Orthodox(days) => add(orthodox_easter(year)?, Span::new().try_days(days).ok()?),
        HolidayRule::Nth(month, weekday, count, after) => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let day = Date::new(year, month, 1).ok()?.nth_weekday_of_month(count, weekday).ok()?;
            add(day, Span::new().try_days(after).ok()?)
        }
        HolidayRule::Feast(_) => None,
    }
}

/// Easter Sunday of the Julian calendar (Meeus), as a day of the Gregorian one; right from 1900 to 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    const BEHIND: i32 = 13;
    let y = i32::from(year);
    let moon = (19 * (y % 19) + 15) % 30;
    let sunday = (2 * (y % 4) + 4 * (y % 7) - moon + 34) % 7;
    let days = moon + sunday + 114;
    let julian = Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()?;
    add(julian, Span::new().try_days(BEHIND).ok()?)
}

/// Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let golden = y % 19;
    let (century, rest) = (y / 100, y % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let days = epact + sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn easter_sundays() {
        let known = [(1961, 4, 2), (1999, 4, 4), (2000, 4, 23), (2008, 3, 23), (2025, 4, 20), (2026, 4, 5)];
        for (year, month, day) in known {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn orthodox_easter_sundays() {
        let known = [(1990, 4, 15), (2000, 4, 30), (2008, 4, 27), (2021, 5, 2), (2024, 5, 5), (2025, 4, 20)];
        for (year, month, day) in known {
            assert_eq!(orthodox_easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn values_and_days() {
        let day = date(2026, 3, 24);
        let cases = [
            (Moment::away(day, Unit::Week, -1), "2026-W12", date(2026, 3, 16), date(2026, 3, 22)),
            (Moment::away(day, Unit::Weekend, -1), "2026-W12-WE", date(2026, 3, 21), date(2026, 3, 22)),
            (Moment::away(day, Unit::Month, -3), "2025-12", date(2025, 12, 1), date(2025, 12, 31)),
            (Moment::away(day, Unit::Quarter, 0), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
            (Moment::away(day, Unit::Decade, 0), "202", date(2020, 1, 1), date(2029, 12, 31)),
            (Moment::away(day, Unit::Century, -1), "19", date(1900, 1, 1), date(1999, 12, 31)),
        ];
        for (moment, value, first, last) in cases {
            let moment = moment.unwrap();
            assert_eq!(moment.value(), value);
            assert_eq!(moment.days(), Some((first, last)), "{value}");
        }
    }

    #[test]
    fn durations() {
        let cases = [
            (Unit::Year.duration(4.0), "P4Y"),
            (Unit::Year.duration(1.5), "P1Y6M"),
            (Unit::Hour.duration(0.5), "PT30M"),
            (Unit::Minute.duration(1.5), "PT1M30S"),
            (Unit::Second.duration(30.4), "PT30.4S"),
            (Unit::Decade.duration(2.0), "P20Y"),
            (Unit::Half.duration(1.0), "P6M"),
            (Unit::Quarter.duration(2.0), "P2Q"),
            (Unit::Day.duration(0.5), "PT12H"),
            (Unit::Weekend.duration(1.0), "P2D"),
        ];
        for (got, want) in cases {
            assert_eq!(got, want);
        }
    }
}
