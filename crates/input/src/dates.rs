//! The day of publication, as the formats write it. The day is that of the zone it is written in.

use jiff::civil::Date;
use jiff::fmt::rfc2822;

/// Months in the exports of Europresse and Nexis, which write dates in the words of the user's interface.
const MONTHS: [[&str; 4]; 12] = [
    ["janvier", "january", "janv", "jan"],
    ["février", "february", "févr", "feb"],
    ["mars", "march", "mar", "mars"],
    ["avril", "april", "avr", "apr"],
    ["mai", "may", "mai", "may"],
    ["juin", "june", "juin", "jun"],
    ["juillet", "july", "juil", "jul"],
    ["août", "august", "aoû", "aug"],
    ["septembre", "september", "sept", "sep"],
    ["octobre", "october", "oct", "oct"],
    ["novembre", "november", "nov", "nov"],
    ["décembre", "december", "déc", "dec"],
];

/// `2025-06-23` alone or before a time of day, `20250623`, `Mon, 23 Jun 2025 08:15:00 GMT`, or written out.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let first = match text.char_indices().nth(10) {
        Some((at, 'T' | 't' | ' ')) => &text[..at],
        Some(_) => "",
        None => text,
    };
    first.parse().ok().or_else(|| compact(text)).or_else(|| mail(text)).or_else(|| written(text))
}

fn compact(text: &str) -> Option<Date> {
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    match text.as_bytes().get(8) {
        None | Some(b'T' | b't') => of(&digits[..4], &digits[4..6], &digits[6..]),
        Some(_) => None,
    }
}

fn mail(text: &str) -> Option<Date> {
    rfc2822::DateTimeParser::new().parse_zoned_datetime(text).ok().map(|zoned| zoned.date())
}

/// The first day written out in a line: `lundi 23 juin 2025`, `June 23, 2025`, `1er mars 2024`.
pub fn written(text: &str) -> Option<Date> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .take(60)
        .collect();
    words.windows(3).find_map(|three| {
        let [first, second, third] = three else { return None };
        let number = |word: &str| word.trim_end_matches("er").parse::<i8>().ok();
        let year = third.parse::<i16>().ok().filter(|year| (1800..2200).contains(year))?;
        let (day, month) = match (number(first), number(second)) {
            (Some(day), None) => (day, month(second)?),
            (None, Some(day)) => (day, month(first)?),
            _ => return None,
        };
        Date::new(year, month, day).ok()
    })
}

fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

fn of(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
