//! Tells what each unit may be: the calendar's words, numbers in words and figures, years, days, clock times.

use depeche_knowledge::RuleId;
use depeche_knowledge::calendar::{BUILT_IN, Calendar, HolidayRule, VALUED, parse_holiday};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::moments::{self, Unit as CalendarUnit};
use super::units::{self, Kind, Unit};

/// A class of words: an index into [`Lexicon::classes`].
pub(super) type Class = u16;

macro_rules! classes {
    ($($constant:ident = $name:literal,)*) => {
        /// The classes with a value come first, in the order of [`VALUED`] and [`BUILT_IN`].
        pub(super) mod class {
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #[repr(u16)]
            enum Index { $($constant,)* }
            $(pub const $constant: super::Class = Index::$constant as u16;)*
            #[cfg(test)]
            pub const NAMES: &[&str] = &[$($name,)*];
        }
    };
}

classes! {
    WEEKDAY = "weekday", WEEKDAYS = "weekdays", MONTH = "month", UNIT = "unit", UNITS = "units", SPAN = "span",
    SET = "set", PART = "part", PARTS = "parts", POINT = "point",
    SEASON = "season", NUMBER = "number", ABOUT = "about", ORDINAL = "ordinal", DAY = "day",
    MERIDIEM = "meridiem", DECADE = "decade", HOLIDAY = "holiday", REFERENCE = "reference",
    DIRECTION = "direction", DAY_OF_MONTH = "dayofmonth", HOUR = "hour", MINUTE = "minute", YEAR = "year",
    SHORT_YEAR = "shortyear", CLOCK = "clock", NUMERIC_DATE = "numericdate", INITIAL = "initial",
}

/// What some units may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    /// Its class.
    pub class: Class,
    /// How many units it covers.
    pub length: u16,
    /// The value; for words with a textual value an index (see [`Lexicon`]).
    pub value: f64,
    /// Index of the entry behind it.
    pub entry: u16,
}

/// No entry: found in figures.
pub(super) const NO_ENTRY: u16 = u16::MAX;

#[derive(Debug)]
struct Phrase {
    rest: Vec<SmolStr>,
    /// The form as written, where it holds a capital.
    exact: Option<String>,
    class: Class,
    value: f64,
    entry: u16,
}

/// The calendar's words, prepared.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Names of all classes.
    pub classes: Vec<SmolStr>,
    /// Ids of the entries.
    pub entries: Vec<RuleId>,
    /// TIMEX3 words, by the values of class `reference`.
    pub references: Vec<String>,
    /// By the values of class `direction`.
    pub directions: Vec<SmolStr>,
    /// By the values of class `holiday`.
    pub holidays: Vec<HolidayRule>,
    /// First and last days of the feasts that have a table.
    pub feasts: Vec<(SmolStr, Vec<(Date, Date)>)>,
    /// TIMEX3 signs, by the values of class `part`.
    pub parts: Vec<&'static str>,
    /// By the values of class `season`.
    pub seasons: Vec<&'static str>,
    /// Numbers of units, by the values of classes `span` and `set`.
    pub spans: Vec<(f64, CalendarUnit)>,
    phrases: FxHashMap<SmolStr, Vec<Phrase>>,
    ordinal_suffixes: Vec<SmolStr>,
    decade_suffixes: Vec<SmolStr>,
    joiners: Vec<SmolStr>,
    day_first: bool,
}

impl Lexicon {
    /// Prepares the words of a calendar and the words that its rules quote.
    pub fn new(calendar: &Calendar) -> Lexicon {
        let mut lexicon = Lexicon {
            ordinal_suffixes: calendar.ordinal_suffixes.iter().map(SmolStr::from).collect(),
            decade_suffixes: calendar.decade_suffixes.iter().map(SmolStr::from).collect(),
            joiners: calendar.number_joiners.iter().map(SmolStr::from).collect(),
            day_first: calendar.day_first,
            feasts: calendar.feasts.iter().map(|feast| (feast.name.clone(), days(&feast.days))).collect(),
            ..Lexicon::default()
        };
        lexicon.classes.extend(VALUED.iter().map(|(name, _)| SmolStr::from(*name)));
        lexicon.classes.extend(BUILT_IN.iter().map(|name| SmolStr::from(*name)));
        for entry in &calendar.words {
            let class = lexicon.class(&entry.class);
            let value = lexicon.value(class, &entry.value);
            let index = u16::try_from(lexicon.entries.len()).unwrap_or(NO_ENTRY);
            lexicon.entries.push(entry.rule.clone());
            for form in &entry.forms {
                lexicon.add(form, class, value, index);
            }
        }
        for name in calendar.rules.iter().flat_map(|rule| &rule.elements).flat_map(|element| &element.classes)
        {
            if let Some(form) = name.strip_prefix('\'').and_then(|form| form.strip_suffix('\''))
                && !lexicon.classes.contains(name)
            {
                let class = lexicon.class(name);
                lexicon.add(form, class, 0.0, NO_ENTRY);
            }
        }
        lexicon
    }

    /// The index of a class, new if need be.
    pub fn class(&mut self, name: &str) -> Class {
        let index = self.classes.iter().position(|class| class == name).unwrap_or_else(|| {
            self.classes.push(name.into());
            self.classes.len() - 1
        });
        Class::try_from(index).unwrap_or_default()
    }

    /// A word's value as a number; texts become indices.
    fn value(&mut self, class: Class, text: &str) -> f64 {
        fn index<T: PartialEq>(list: &mut Vec<T>, item: T) -> f64 {
            let at = list.iter().position(|known| *known == item).unwrap_or_else(|| {
                list.push(item);
                list.len() - 1
            });
            at as f64
        }
        match class {
            class::UNIT | class::UNITS => CalendarUnit::parse(text).map_or(0.0, |unit| f64::from(unit as u8)),
            class::REFERENCE => index(&mut self.references, text.to_string()),
            class::DIRECTION => index(&mut self.directions, text.into()),
            class::HOLIDAY => parse_holiday(text).map_or(0.0, |rule| index(&mut self.holidays, rule)),
            class::SEASON => moments::sign(text).map_or(0.0, |season| index(&mut self.seasons, season)),
            class::PART | class::PARTS => {
                moments::sign(text).map_or(0.0, |part| index(&mut self.parts, part))
            }
            class::POINT => {
                let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
                hour.parse().unwrap_or(0.0) * 100.0 + minute.parse().unwrap_or(0.0)
            }
            class::SPAN | class::SET => {
                let (count, unit) = text.split_once(' ').unwrap_or(("1", text));
                let span =
                    (count.parse().unwrap_or(1.0), CalendarUnit::parse(unit).unwrap_or(CalendarUnit::Day));
                index(&mut self.spans, span)
            }
            _ => text.parse().unwrap_or(0.0),
        }
    }

    fn add(&mut self, form: &str, class: Class, value: f64, entry: u16) {
        let exact = form.chars().any(char::is_uppercase).then(|| form.to_string());
        let mut words = units::cut(form, 0).into_iter().map(|unit| unit.text);
        if let Some(first) = words.next() {
            let phrase = Phrase { rest: words.collect(), exact, class, value, entry };
            // Longest first, so that numbers take the longest word that fits.
            let phrases = self.phrases.entry(first).or_default();
            let at = phrases.partition_point(|known| known.rest.len() >= phrase.rest.len());
            phrases.insert(at, phrase);
        }
    }

    /// What each unit may begin.
    pub fn tags(&self, units: &[Unit]) -> Vec<Vec<Tag>> {
        let mut tags = vec![Vec::new(); units.len()];
        let mut at = 0;
        while at < units.len() {
            let mut skip = 1;
            if units[at].kind == Kind::Figures {
                // `1/2`
                self.words(units, at, &mut tags[at]);
                skip = self.figures(units, at, &mut tags[at]);
            } else {
                self.words(units, at, &mut tags[at]);
                self.number_words(units, at, &mut tags[at]);
                self.letters(units, at, &mut tags[at]);
            }
            if at == 0 {
                tags[at].push(Tag { class: class::INITIAL, length: 0, value: 0.0, entry: NO_ENTRY });
            }
            at += skip;
        }
        tags
    }

    fn matches<'a>(&'a self, units: &'a [Unit], at: usize) -> impl Iterator<Item = &'a Phrase> + 'a {
        let phrases = units.get(at).and_then(|unit| self.phrases.get(&unit.text));
        phrases.into_iter().flatten().filter(move |phrase| phrase.fits(units, at))
    }

    fn words(&self, units: &[Unit], at: usize, tags: &mut Vec<Tag>) {
        for phrase in self.matches(units, at) {
            let length = phrase.length();
            tags.push(Tag { class: phrase.class, length, value: phrase.value, entry: phrase.entry });
            if phrase.class == class::ORDINAL && (1.0..=31.0).contains(&phrase.value) {
                tags.push(Tag {
                    class: class::DAY_OF_MONTH,
                    length,
                    value: phrase.value,
                    entry: phrase.entry,
                });
            }
        }
    }

    /// Numbers in words: `quarante-huit`, `two hundred and ten`, and years: `nineteen ninety-six`.
    fn number_words(&self, units: &[Unit], at: usize, tags: &mut Vec<Tag>) {
        let Some((value, length)) = self.number(units, at) else { return };
        // Simple numbers are there already.
        if !tags.iter().any(|tag| tag.class == class::NUMBER && usize::from(tag.length) == length) {
            tags.push(Tag { class: class::NUMBER, length: length as u16, value, entry: NO_ENTRY });
        }
        if value <= 24.0 {
            tags.push(Tag { class: class::HOUR, length: length as u16, value, entry: NO_ENTRY });
        }
        if (11.0..=20.0).contains(&value)
            && let Some((years, more)) = self.number(units, at + length)
            && (10.0..=99.0).contains(&years)
        {
            let length = (length + more) as u16;
            tags.push(Tag { class: class::YEAR, length, value: value * 100.0 + years, entry: NO_ENTRY });
        }
    }

    fn number(&self, units: &[Unit], start: usize) -> Option<(f64, usize)> {
        let (mut total, mut current, mut at) = (0.0, None::<f64>, start);
        let mut end = start;
        while let Some((value, length)) = self.number_word(units, at) {
            // `3 millions un an plus tôt`
            if at == start && length == 1 && value >= 1_000_000.0 {
                return None;
            }
            let below = current.unwrap_or(0.0) % 100.0;
            if value >= 1000.0 {
                total += current.take().unwrap_or(1.0) * value;
            } else if value == 100.0 && current.is_some_and(|current| current < 100.0) {
                current = Some(current.unwrap_or(1.0) * 100.0);
            } else if current.is_none()
                || below == 0.0 && value < 100.0
                || below >= 20.0 && below % 10.0 == 0.0 && value < 10.0
                || (below == 60.0 || below == 80.0) && value < 20.0
            {
                current = Some(current.unwrap_or(0.0) + value);
            } else {
                break;
            }
            end = at + length;
            at = end;
            let joined = units
                .get(at)
                .is_some_and(|unit| unit.text == "-" && !unit.spaced || self.joiners.contains(&unit.text));
            if joined {
                at += 1;
            }
        }
        (end > start).then_some((total + current.unwrap_or(0.0), end - start))
    }

    fn number_word(&self, units: &[Unit], at: usize) -> Option<(f64, usize)> {
        let phrase = self.matches(units, at).find(|phrase| phrase.class == class::NUMBER)?;
        Some((phrase.value, usize::from(phrase.length())))
    }

    /// Roman ordinals: `XIXe`.
    fn letters(&self, units: &[Unit], at: usize, tags: &mut Vec<Tag>) {
        let Some(unit) = units.get(at) else { return };
        if !unit.raw.starts_with(['I', 'V', 'X']) {
            return;
        }
        for suffix in &self.ordinal_suffixes {
            if let Some(figures) = unit.raw.strip_suffix(suffix.as_str())
                && let Some(value) = roman(figures)
            {
                tags.push(Tag { class: class::ORDINAL, length: 1, value, entry: NO_ENTRY });
                return;
            }
        }
    }

    /// What begins with figures; how many units they and what is tied to them take.
    fn figures(&self, units: &[Unit], at: usize, tags: &mut Vec<Tag>) -> usize {
        let mut add = |class, length: usize, value| {
            tags.push(Tag { class, length: length as u16, value, entry: NO_ENTRY });
        };
        if let Some(value) = self.numeric_date(units, at) {
            add(class::NUMERIC_DATE, 5, value);
            return 5;
        }
        if let Some((value, length)) = grouped(units, at) {
            add(class::NUMBER, length, value);
            return length;
        }
        let Some(value) = units[at].figures().map(f64::from) else { return 1 };
        let figures = units[at].text.len();
        if let (true, Some(minutes)) = (value <= 24.0, tied(units, at, ":", 2)) {
            add(class::CLOCK, 3, value * 100.0 + minutes);
            return 3;
        }
        add(class::NUMBER, 1, value);
        if figures <= 2 && value <= 24.0 {
            add(class::HOUR, 1, value);
        }
        if figures == 2 && value <= 59.0 {
            add(class::MINUTE, 1, value);
        }
        // `$1990`, `A10`
        if at > 0 && !units[at].spaced && units[at - 1].is_sign() {
            return 1;
        }
        let suffix = units.get(at + 1).filter(|next| !next.spaced).map(|next| &next.text);
        if suffix.is_some_and(|suffix| self.ordinal_suffixes.contains(suffix)) {
            add(class::ORDINAL, 2, value);
            if (1.0..=31.0).contains(&value) {
                add(class::DAY_OF_MONTH, 2, value);
            }
        }
        let plural = usize::from(suffix.is_some_and(|suffix| suffix == "'"));
        let decade =
            units.get(at + 1 + plural).is_some_and(|s| !s.spaced && self.decade_suffixes.contains(&s.text));
        if decade && value % 10.0 == 0.0 && (figures == 4 || figures == 2) {
            add(class::DECADE, 2 + plural, value);
        }
        if figures == 4 && (1000.0..=2199.0).contains(&value) {
            add(class::YEAR, 1, value);
        }
        if figures == 2 {
            add(class::SHORT_YEAR, 1, value);
        }
        if figures <= 2 && (1.0..=31.0).contains(&value) {
            add(class::DAY_OF_MONTH, 1, value);
        }
        1
    }

    /// `24/02/2022`, `2022-02-24`: as the number 20220224.
    fn numeric_date(&self, units: &[Unit], at: usize) -> Option<f64> {
        let separator = units.get(at + 1).filter(|unit| ["/", "-", "."].contains(&unit.text.as_str()))?;
        let same = units.get(at + 3).filter(|unit| unit.text == separator.text)?;
        let second = units.get(at + 2)?;
        let third = units.get(at + 4)?;
        if separator.spaced || same.spaced || second.spaced || third.spaced {
            return None;
        }
        let lengths = (units[at].text.len(), second.text.len(), third.text.len());
        let (a, b, c) = (units[at].figures()?, second.figures()?, third.figures()?);
        let (year, month, day) = match lengths {
            (4, 2, 2) => (a, b, c),
            (1 | 2, 1 | 2, 4) if self.day_first || a > 12 => (c, b, a),
            (1 | 2, 1 | 2, 4) => (c, a, b),
            (2, 2, 2) if self.day_first && separator.text == "/" => {
                (if c < 50 { 2000 } else { 1900 } + c, b, a)
            }
            _ => return None,
        };
        ((1..=12).contains(&month) && (1..=31).contains(&day))
            .then(|| f64::from(year * 10_000 + month * 100 + day))
    }
}

/// Written days as days.
fn days(written: &[(SmolStr, SmolStr)]) -> Vec<(Date, Date)> {
    written.iter().filter_map(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?))).collect()
}

impl Phrase {
    fn length(&self) -> u16 {
        self.rest.len() as u16 + 1
    }

    fn fits(&self, units: &[Unit], at: usize) -> bool {
        let Some(following) = units.get(at + 1..at + 1 + self.rest.len()) else { return false };
        if !following.iter().zip(&self.rest).all(|(unit, word)| unit.text == *word) {
            return false;
        }
        let Some(exact) = &self.exact else { return true };
        // A form with capitals: as written, or all in capitals.
        let capitals = |unit: &Unit| unit.raw.chars().all(|c| !c.is_lowercase());
        let mut exact = units::cut(exact, 0).into_iter();
        units[at..=at + self.rest.len()]
            .iter()
            .all(|unit| exact.next().is_some_and(|form| form.raw == unit.raw || capitals(unit)))
    }
}

impl Unit {
    /// Whether figures after it without a space are no date: `$1990`, `n°1990`.
    fn is_sign(&self) -> bool {
        self.kind == Kind::Letters || ["$", "€", "£", "¥", "#", "°", "."].contains(&self.text.as_str())
    }
}

/// `3,000`, `3.5`, `30,4`: figures tied by points and commas.
fn grouped(units: &[Unit], at: usize) -> Option<(f64, usize)> {
    let separator =
        units.get(at + 1).filter(|unit| !unit.spaced && [",", "."].contains(&unit.text.as_str()))?;
    let next = units.get(at + 2).filter(|unit| !unit.spaced && unit.kind == Kind::Figures)?;
    // Nine figures are more than any time needs.
    let whole = units[at].text.get(..9.min(units[at].text.len()))?;
    let rest = next.text.get(..9.min(next.text.len()))?;
    if rest.len() == 3 {
        let mut length = 3;
        while units.get(at + length).is_some_and(|unit| unit.text == separator.text && !unit.spaced)
            && units.get(at + length + 1).is_some_and(|unit| unit.kind == Kind::Figures && !unit.spaced)
        {
            length += 2;
        }
        return Some((format!("{whole}{rest}").parse().ok()?, length));
    }
    Some((format!("{whole}.{rest}").parse().ok()?, 3))
}

/// Figures tied to those at `at` by a mark.
fn tied(units: &[Unit], at: usize, mark: &str, figures: usize) -> Option<f64> {
    units.get(at + 1).filter(|unit| !unit.spaced && unit.text == mark)?;
    let next = units.get(at + 2).filter(|unit| !unit.spaced && unit.text.len() == figures)?;
    next.figures().filter(|value| *value < 60).map(f64::from)
}

fn roman(text: &str) -> Option<f64> {
    if text.is_empty() || text.len() > 6 {
        return None;
    }
    let values: Option<Vec<i32>> = text
        .chars()
        .map(|c| match c {
            'I' => Some(1),
            'V' => Some(5),
            'X' => Some(10),
            _ => None,
        })
        .collect();
    let values = values?;
    let total: i32 = values
        .iter()
        .enumerate()
        .map(|(i, &value)| if values.get(i + 1).is_some_and(|&next| next > value) { -value } else { value })
        .sum();
    (total > 0).then_some(f64::from(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_in_the_order_of_the_knowledge() {
        let names: Vec<&str> = VALUED.iter().map(|(name, _)| *name).chain(BUILT_IN).collect();
        assert_eq!(class::NAMES, names);
    }

    #[test]
    fn roman_ordinals() {
        assert_eq!(roman("XIX"), Some(19.0));
        assert_eq!(roman("IV"), Some(4.0));
        assert_eq!(roman("e"), None);
    }
}
