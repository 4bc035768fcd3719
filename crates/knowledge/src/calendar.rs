//! `calendar.toml` of a language: how times are written.
//!
//! ```toml
//! day_first = true                       # 3/4/2025 is the third of April
//!
//! [words.weekday]                        # words with a value: the key is the value, the list its forms
//! 1 = ["lundi"]
//!
//! [classes]                              # words that only the rules speak of
//! ago = ["il y a", "voilà"]
//!
//! [[rule]]                               # how they stand together
//! id = "ago"
//! match = "ago number unit"
//! mean = "move"                          # what the whole stands for
//! by = -1
//! yes = ["Il est parti [il y a trois mois=2025-12]."]
//! ```
//!
//! A form in lower case fits any case; a form with a capital fits only so. `match` is a row of classes and of
//! quoted words: `?` after one makes it optional, `|` joins alternatives, `<…>` encloses what must stand beside
//! the expression without being a part of it. `unless` lists tags that its first word must not have, `after` those of
//! which the word before must have one; with `of_person` it must belong to a person. Examples are read on [`EXAMPLE_DATE`] (a Tuesday).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::feasts::{self, Feast};
use crate::{Diagnostics, Folder, RuleId, SourceFile};

/// The publication date that the examples are read on.
pub const EXAMPLE_DATE: &str = "2026-03-24";

/// Classes whose words have a value, and what the value is.
pub const VALUED: [(&str, &str); 20] = [
    ("weekday", "1 (Monday) to 7"),
    ("weekdays", "a weekday as a habit: 1 (Mondays) to 7"),
    ("month", "1 to 12"),
    (
        "unit",
        "second minute hour day weekend week fortnight month quarter half year decade century millennium",
    ),
    ("units", "a unit, of which the word names an unknown number: years"),
    ("span", "a number and a unit: 5 year"),
    ("set", "a number and a unit, with what recurs: 1 day"),
    ("part", "TMO TMI TAF TEV TNI TDT"),
    ("parts", "a part of the day as a habit: nights"),
    ("point", "a clock time: 12:00"),
    ("season", "SP SU FA WI"),
    ("number", "a whole number"),
    ("about", "a whole number, roughly: 20 for a score"),
    ("ordinal", "a whole number"),
    ("day", "days from the dispatch's date: -1 yesterday"),
    ("meridiem", "hours to add: 0 or 12"),
    ("decade", "its first year without the century: 90"),
    (
        "holiday",
        "12-25, easter+1, orthodox+1, november thursday 4 (and +1 for the day after), or a feast of feasts.toml",
    ),
    ("reference", "PRESENT_REF PAST_REF FUTURE_REF"),
    ("direction", "at before after since until for"),
];

/// Classes that the reader itself finds, in figures or number words.
pub const BUILT_IN: [&str; 8] =
    ["dayofmonth", "hour", "minute", "year", "shortyear", "clock", "numericdate", "initial"];

/// What a rule can mean.
pub const MEANINGS: [&str; 24] = [
    "none",
    "date",
    "month",
    "year",
    "decade",
    "century",
    "season",
    "fraction",
    "holiday",
    "day",
    "weekday",
    "night",
    "shift",
    "move",
    "ahead",
    "compare",
    "same",
    "weeks",
    "duration",
    "vague",
    "set",
    "reference",
    "clock",
    "modifier",
];

/// The compiled `calendar.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Calendar {
    /// Whether 3/4/2025 is the third of April.
    pub day_first: bool,
    /// What makes figures ordinal: `er`, `th`.
    pub ordinal_suffixes: Vec<String>,
    /// What makes a year a decade: `s`.
    pub decade_suffixes: Vec<String>,
    /// What may stand between the words of a number: `et`.
    pub number_joiners: Vec<String>,
    /// Words with and without a value.
    pub words: Vec<Entry>,
    /// Rules; where two fit the same words the earlier one holds.
    pub rules: Vec<Rule>,
    /// What tells that a bare weekday or date lies ahead.
    pub outlook: Outlook,
    /// The feasts of `feasts.toml`.
    pub feasts: Vec<Feast>,
}

impl Calendar {
    /// The nouns of persons that it lists itself, class `person`.
    pub fn people(&self) -> impl Iterator<Item = &String> {
        self.words.iter().filter(|entry| entry.class == "person").flat_map(|entry| &entry.forms)
    }
}

/// Some words with one class and value.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Entry {
    /// `french/calendar/weekday/1`
    pub rule: RuleId,
    /// `weekday`
    pub class: SmolStr,
    /// See [`VALUED`]; empty for classes that only rules speak of.
    pub value: String,
    /// Forms.
    pub forms: Vec<String>,
}

/// How words stand together, and what the whole means.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rule {
    /// `french/calendar/il-y-a`
    pub rule: RuleId,
    /// In order.
    pub elements: Vec<Element>,
    /// One of [`MEANINGS`].
    pub mean: SmolStr,
    /// How many units away, and whether before or after.
    pub by: i32,
    /// Reckoned from the time mentioned before instead of the dispatch's date.
    pub previous: bool,
    /// TIMEX3 value, where the words alone do not give it.
    pub value: Option<String>,
    /// TIMEX3 mod.
    pub modifier: Option<SmolStr>,
    /// Counts only with a modifier before it.
    pub modified: bool,
    /// Part-of-speech tags that the first word must not have.
    pub unless: Vec<SmolStr>,
    /// Part-of-speech tags of which the word before must have one.
    pub after: Vec<SmolStr>,
    /// Counts only where it belongs to a person: a word of class `person`, a role noun of the lexicon, a name.
    pub of_person: bool,
    /// Sentences with the expressions and their values: `Il part [lundi=2026-03-23].`
    pub yes: Vec<String>,
    /// Sentences without any such expression.
    pub no: Vec<String>,
}

/// One place in a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Classes; words that the rule quotes are classes of their own, with their quotes: `'of'`.
    pub classes: Vec<SmolStr>,
    /// May be left out.
    pub optional: bool,
    /// Must stand there but is no part of the expression.
    pub beside: bool,
}

/// What tells that a bare weekday or date lies ahead. Lemmas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlook {
    /// Auxiliaries and modals that set their verb in the future: `will`, `aller`, `devoir`.
    pub auxiliaries: Vec<String>,
    /// Verbs and adjectives whose complement lies ahead: `prévoir`, `plan`, `due`.
    pub prospective: Vec<String>,
    /// Nouns of things to come: `rendez-vous`, `deadline`.
    pub nouns: Vec<String>,
    /// Words that mark a purpose clause: `pour`, `to`.
    pub purpose: Vec<String>,
    /// Verbs by which a thing that was planned does not come: `cancel`, `annuler`.
    #[serde(default)]
    pub cancelling: Vec<String>,
    /// Prepositions that look ahead of themselves: `d'ici`, `by`, `until`.
    pub prepositions: Vec<String>,
    /// Prepositions after which a thing is over: `après`, `after`.
    #[serde(default)]
    pub after: Vec<String>,
    /// Verbs that give a thing a new day: `postpone`, `reporter`; [`Outlook::toward`] says which prepositions name it.
    #[serde(default)]
    pub deferring: Vec<String>,
    /// Prepositions of the new day: `until`, `à`.
    #[serde(default)]
    pub toward: Vec<String>,
    /// Verbs that name what is to come even in the past: `planned a march on Saturday`.
    #[serde(default)]
    pub planning: Vec<String>,
    /// Verbs whose infinitive is to come: `order`, `agree`, `accepter`.
    #[serde(default)]
    pub directing: Vec<String>,
    /// Auxiliaries of a future told in the past: `would`. Before a perfect they look back.
    #[serde(default)]
    pub backshifted: Vec<String>,
    /// Auxiliaries of what may come that under a negation tell of the past: `could not be reached`.
    #[serde(default)]
    pub able: Vec<String>,
    /// Words that negate: `not`.
    #[serde(default)]
    pub negations: Vec<String>,
    /// What opens a clause that waits for something: `if`, `quand`.
    #[serde(default)]
    pub awaiting: Vec<String>,
    /// What marks the day that a noun belongs to: `de`, `'s`.
    #[serde(default)]
    pub genitive: Vec<String>,
    /// Nouns of things whose day is known beforehand: `summit`, `vote`. Others that have a day are over.
    #[serde(default)]
    pub foreseen: Vec<String>,
    /// Endings of future forms, for words that no tag tells: `ra`, `ront`.
    #[serde(default)]
    pub endings: Vec<String>,
}

/// Values or classes with their forms.
type Forms = BTreeMap<Spanned<String>, Vec<Spanned<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    day_first: bool,
    #[serde(default)]
    ordinal_suffixes: Vec<String>,
    #[serde(default)]
    decade_suffixes: Vec<String>,
    #[serde(default)]
    number_joiners: Vec<String>,
    words: BTreeMap<Spanned<String>, Forms>,
    classes: Forms,
    #[serde(default)]
    outlook: Outlook,
    #[serde(default)]
    rule: Vec<RuleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    id: Spanned<String>,
    #[serde(rename = "match")]
    pattern: Spanned<String>,
    mean: Spanned<String>,
    #[serde(default)]
    by: i32,
    #[serde(default)]
    previous: bool,
    value: Option<String>,
    modifier: Option<SmolStr>,
    #[serde(default)]
    modified: bool,
    #[serde(default)]
    unless: Vec<SmolStr>,
    #[serde(default)]
    after: Vec<SmolStr>,
    #[serde(default)]
    of_person: bool,
    #[serde(default)]
    yes: Vec<Spanned<String>>,
    #[serde(default)]
    no: Vec<String>,
}

/// Compiles `LANGUAGE/calendar.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Calendar {
    let Some(file) = folder.get(&format!("{language}/calendar.toml")) else { return Calendar::default() };
    let Some(form) = out.parse::<File>(file) else { return Calendar::default() };
    let prefix = format!("{language}/calendar");
    let mut calendar = Calendar {
        day_first: form.day_first,
        ordinal_suffixes: form.ordinal_suffixes,
        decade_suffixes: form.decade_suffixes,
        number_joiners: form.number_joiners,
        outlook: form.outlook,
        feasts: feasts::compile(folder, out),
        ..Calendar::default()
    };
    let mut classes: BTreeSet<SmolStr> = BUILT_IN.iter().map(|class| SmolStr::from(*class)).collect();
    classes.extend(VALUED.iter().map(|(class, _)| SmolStr::from(*class)));
    for (class, values) in form.words {
        if !VALUED.iter().any(|(known, _)| known == class.get_ref()) {
            let known: Vec<_> = VALUED.iter().map(|(known, _)| *known).collect();
            let message = format!("no class of words `{}`; one of {}", class.get_ref(), known.join(", "));
            out.error(file, class.span().start, message);
            continue;
        }
        for (value, forms) in values {
            check_value(file, class.get_ref(), &value, out);
            let id = RuleId::from(format!("{prefix}/{}/{}", class.get_ref(), value.get_ref()));
            let rule = out.register(file, value.span().start, id);
            check_feast(file, &value, &calendar.feasts, out);
            calendar.words.push(entry(file, rule, class.get_ref(), value.get_ref(), forms, out));
        }
    }
    for (class, forms) in form.classes {
        if !classes.insert(class.get_ref().as_str().into()) {
            out.error(file, class.span().start, format!("`{}` is already a class", class.get_ref()));
        }
        let id = RuleId::from(format!("{prefix}/class/{}", class.get_ref()));
        let rule = out.register(file, class.span().start, id);
        calendar.words.push(entry(file, rule, class.get_ref(), "", forms, out));
    }
    for row in form.rule {
        calendar.rules.push(rule(file, &prefix, row, &classes, out));
    }
    calendar
}

fn entry(
    file: &SourceFile,
    rule: RuleId,
    class: &str,
    value: &str,
    forms: Vec<Spanned<String>>,
    out: &mut Diagnostics,
) -> Entry {
    for form in &forms {
        if form.get_ref().trim().is_empty() {
            out.error(file, form.span().start, "an empty form");
        }
    }
    let forms = forms.into_iter().map(Spanned::into_inner).collect();
    Entry { rule, class: class.into(), value: value.to_string(), forms }
}

/// Whether a value is of its class's kind.
fn check_value(file: &SourceFile, class: &str, value: &Spanned<String>, out: &mut Diagnostics) {
    let Some((_, kind)) = VALUED.iter().find(|(known, _)| *known == class) else { return };
    let text = value.get_ref().as_str();
    let number = text.parse::<i32>().ok();
    let good = match class {
        "weekday" | "weekdays" => number.is_some_and(|n| (1..=7).contains(&n)),
        "month" => number.is_some_and(|n| (1..=12).contains(&n)),
        "number" | "about" | "ordinal" | "day" | "decade" => number.is_some(),
        "meridiem" => number == Some(0) || number == Some(12),
        "unit" | "part" | "season" | "reference" | "direction" => kind.split(' ').any(|known| known == text),
        "units" | "parts" => {
            let singular = VALUED.iter().find(|(known, _)| *known == class.trim_end_matches('s'));
            singular.is_some_and(|(_, kind)| kind.split(' ').any(|known| known == text))
        }
        "point" => {
            text.split_once(':').is_some_and(|(h, m)| h.parse::<i8>().is_ok() && m.parse::<i8>().is_ok())
        }
        "span" | "set" => text.split_once(' ').is_some_and(|(count, _)| count.parse::<f64>().is_ok()),
        "holiday" => parse_holiday(text).is_some(),
        _ => true,
    };
    if !good {
        out.error(file, value.span().start, format!("`{text}` is no value of {class}: {kind}"));
    }
}

/// Whether the feast that a holiday names is in the table.
fn check_feast(file: &SourceFile, value: &Spanned<String>, feasts: &[Feast], out: &mut Diagnostics) {
    if let Some(name) = value.get_ref().strip_prefix("feast ")
        && !feasts.iter().any(|feast| feast.name == name)
    {
        out.error(file, value.span().start, format!("no feast `{name}` in feasts.toml"));
    }
}

/// When a holiday is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HolidayRule {
    /// A month and a day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i32),
    /// Days after the Easter Sunday of the Orthodox churches.
    Orthodox(i32),
    /// The n-th of a weekday (1 Monday to 7) in a month, −1 the last, and how many days after it.
    Nth(i8, i8, i8, i32),
    /// A feast of `feasts.toml`.
    Feast(SmolStr),
}

/// Reads a holiday's rule: `12-25`, `easter+1`, `orthodox`, `november thursday 4`, `feast eid-al-fitr`.
#[must_use]
pub fn parse_holiday(text: &str) -> Option<HolidayRule> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    const WEEKDAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let days = |text: &str| if text.is_empty() { Some(0) } else { text.parse().ok() };
    if let Some(name) = text.strip_prefix("feast ") {
        return Some(HolidayRule::Feast(name.into()));
    }
    if let Some(after) = text.strip_prefix("easter") {
        return days(after).map(HolidayRule::Easter);
    }
    if let Some(after) = text.strip_prefix("orthodox") {
        return days(after).map(HolidayRule::Orthodox);
    }
    if let Some((month, day)) = text.split_once('-')
        && let (Ok(month), Ok(day)) = (month.parse(), day.parse())
    {
        return ((1..=12).contains(&month) && (1..=31).contains(&day))
            .then_some(HolidayRule::Fixed(month, day));
    }
    let mut parts = text.split(' ');
    let month = parts.next().and_then(|name| MONTHS.iter().position(|month| *month == name))?;
    let weekday = parts.next().and_then(|name| WEEKDAYS.iter().position(|weekday| *weekday == name))?;
    let (count, after) = parts.next().map(|count| count.split_once('+').unwrap_or((count, "")))?;
    let count: i8 = count.parse().ok()?;
    let counted = (1..=5).contains(&count) || count == -1;
    let rule = HolidayRule::Nth(month as i8 + 1, weekday as i8 + 1, count, days(after)?);
    counted.then_some(rule)
}

fn rule(
    file: &SourceFile,
    prefix: &str,
    row: RuleRow,
    classes: &BTreeSet<SmolStr>,
    out: &mut Diagnostics,
) -> Rule {
    let at = row.id.span().start;
    let id = out.rule(file, prefix, &row.id);
    let elements = match parse_pattern(row.pattern.get_ref(), classes) {
        Ok(elements) => elements,
        Err(message) => {
            out.error(file, row.pattern.span().start, message);
            Vec::new()
        }
    };
    if !MEANINGS.contains(&row.mean.get_ref().as_str()) {
        let message = format!("no meaning `{}`; one of {}", row.mean.get_ref(), MEANINGS.join(", "));
        out.error(file, row.mean.span().start, message);
    }
    let silent = matches!(row.mean.get_ref().as_str(), "none");
    if row.yes.is_empty() && !silent || silent && row.no.is_empty() {
        out.error(file, at, format!("`{}` has no example", row.id.get_ref()));
    }
    for example in &row.yes {
        if let Err(message) = parse_example(example.get_ref()) {
            out.error(file, example.span().start, message);
        }
    }
    Rule {
        rule: id,
        elements,
        mean: row.mean.into_inner().into(),
        by: row.by,
        previous: row.previous,
        value: row.value,
        modifier: row.modifier,
        modified: row.modified,
        unless: row.unless,
        after: row.after,
        of_person: row.of_person,
        yes: row.yes.into_iter().map(Spanned::into_inner).collect(),
        no: row.no,
    }
}

/// Reads the notation of `match`.
fn parse_pattern(text: &str, classes: &BTreeSet<SmolStr>) -> Result<Vec<Element>, String> {
    let mut elements = Vec::new();
    let mut beside = false;
    // Quoted words may hold spaces.
    let spaced: Vec<String> = text
        .split('\'')
        .enumerate()
        .map(
            |(i, part)| {
                if i % 2 == 1 { format!("'{}'", part.replace(' ', "\u{1}")) } else { part.to_string() }
            },
        )
        .collect();
    for piece in spaced.concat().split_whitespace() {
        let mut piece = piece;
        if let Some(rest) = piece.strip_prefix('<') {
            beside = true;
            piece = rest;
        }
        let closes = piece.ends_with('>');
        piece = piece.strip_suffix('>').unwrap_or(piece);
        let optional = piece.ends_with('?');
        piece = piece.strip_suffix('?').unwrap_or(piece);
        let mut names = Vec::new();
        for name in piece.split('|') {
            if !name.starts_with('\'') && !classes.contains(name) {
                return Err(format!("no class `{name}`"));
            }
            names.push(SmolStr::from(name.replace('\u{1}', " ")));
        }
        elements.push(Element { classes: names, optional, beside });
        if closes {
            beside = false;
        }
    }
    if elements.iter().all(|element| element.optional || element.beside) {
        return Err("nothing in it must stand there".to_string());
    }
    Ok(elements)
}

/// An example: the plain sentence, and each expression in it with its value.
pub type Example = (String, Vec<(String, String)>);

/// Reads an example: `Il part [lundi=2026-03-23].`
///
/// # Errors
/// The brackets do not pair up, or hold no `=`.
pub fn parse_example(text: &str) -> Result<Example, String> {
    let mut plain = String::new();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, after) = after.split_once(']').ok_or("a `[` without its `]`")?;
        let (words, value) = inside.split_once('=').ok_or("no `=` between the words and their value")?;
        plain.push_str(before);
        plain.push_str(words);
        found.push((words.to_string(), value.to_string()));
        rest = after;
    }
    plain.push_str(rest);
    if found.is_empty() {
        return Err("an example marks its expression: `Il part [lundi=2026-03-23].`".to_string());
    }
    Ok((plain, found))
}
