//! Times: the sentences of `challenge/time.tsv`, and the examples of the rules in `calendar.toml`. The numbers that
//! are read right may not fall; when they rise, raise the numbers here.
//! `cargo test -p depeche-tests --test time -- --nocapture` shows every difference.

use depeche_engine::{Dispatch, Reader};
use depeche_knowledge::calendar::{EXAMPLE_DATE, parse_example};

/// Sentences of `challenge/time.tsv` that are read right.
const CHALLENGE: usize = 144;
/// Examples of rules that come true.
const EXAMPLES: usize = 693;

/// What is wrong with a sentence whose expressions stand in brackets with their values; none where all is right.
/// A value is right where it stands on words that overlap the bracket.
fn fault(reader: &Reader, language: &str, bracketed: &str, alone: bool) -> Option<String> {
    let (text, expected) = parse_example(bracketed).unwrap_or_else(|_| (bracketed.to_string(), Vec::new()));
    let dispatch = Dispatch {
        published: EXAMPLE_DATE.parse().ok(),
        language: Some(language.to_string()),
        text,
        ..Dispatch::default()
    };
    let reading = depeche_engine::read(&dispatch, reader);
    let found: Vec<_> =
        reading.mentions.times.iter().map(|time| (time.span.range(), &time.value.value)).collect();
    let mut from = 0;
    let mut right = !(alone && expected.is_empty() && !found.is_empty());
    for (words, value) in &expected {
        let start = dispatch.text[from..].find(words.as_str()).map_or(0, |at| from + at);
        let end = start + words.len();
        from = end;
        right &= found.iter().any(|(span, found)| span.start < end && start < span.end && *found == value);
    }
    let shown: Vec<_> =
        found.iter().map(|(span, value)| format!("{}={value}", &dispatch.text[span.clone()])).collect();
    (!right).then(|| format!("{bracketed}\n    found {shown:?}"))
}

fn at_least(name: &str, least: usize, faults: &[Option<String>]) {
    let right = faults.iter().filter(|fault| fault.is_none()).count();
    for fault in faults.iter().flatten() {
        println!("{fault}");
    }
    println!("{name} {right}/{}", faults.len());
    assert!(right >= least, "{name}: {right} are right, {least} were");
}

#[test]
fn challenge() {
    let reader = Reader::embedded().expect("the embedded tables read");
    let rows = include_str!("../challenge/time.tsv").lines().filter(|line| !line.starts_with('#'));
    let faults: Vec<_> = rows
        .filter_map(|row| {
            let mut columns = row.split('\t').skip(1);
            Some(fault(&reader, columns.next()?, columns.next()?, true))
        })
        .collect();
    at_least("challenge", CHALLENGE, &faults);
}

#[test]
fn examples() {
    let reader = Reader::embedded().expect("the embedded tables read");
    let mut faults = Vec::new();
    for (code, pack) in &reader.knowledge.languages {
        for rule in &pack.calendar.rules {
            faults.extend(rule.yes.iter().map(|example| fault(&reader, code, example, false)));
            faults.extend(rule.no.iter().map(|example| fault(&reader, code, example, true)));
        }
    }
    at_least("examples", EXAMPLES, &faults);
}

#[test]
fn intervals() {
    let reader = Reader::embedded().expect("the embedded tables read");
    let cases = [
        (
            "fr",
            "Des obus sont tombés dans la nuit de lundi à mardi.",
            "2026-03-23TNI",
            "2026-03-23",
            "2026-03-24",
        ),
        (
            "fr",
            "Un dépôt a brûlé dans la nuit du 28 février au 1er mars.",
            "2026-02-28TNI",
            "2026-02-28",
            "2026-03-01",
        ),
        (
            "en",
            "Shells fell in the night from Monday to Tuesday.",
            "2026-03-23TNI",
            "2026-03-23",
            "2026-03-24",
        ),
        ("en", "Drones struck the port overnight.", "2026-03-23TNI", "2026-03-23", "2026-03-24"),
        ("fr", "La trêve du ramadan a tenu.", "P30D", "2026-02-18", "2026-03-19"),
        ("en", "The truce held during Ramadan.", "P30D", "2026-02-18", "2026-03-19"),
        ("fr", "Le pays vote le week-end de Pâques.", "2026-W14-WE", "2026-04-04", "2026-04-05"),
    ];
    for (language, text, value, start, end) in cases {
        let dispatch = Dispatch {
            published: EXAMPLE_DATE.parse().ok(),
            language: Some(language.into()),
            text: text.into(),
            ..Dispatch::default()
        };
        let reading = depeche_engine::read(&dispatch, &reader);
        let found: Vec<_> = reading.mentions.times.iter().map(|time| &time.value).collect();
        let right = found.iter().any(|time| {
            let days = [time.start, time.end].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
            time.value == value && days == [start, end]
        });
        assert!(right, "{text}: {found:?}");
    }
}

#[test]
fn without_a_publication_date_relative_times_stay_unresolved() {
    let reader = Reader::embedded().expect("the embedded tables read");
    let text =
        "Il est parti lundi. Elle arrivera la semaine prochaine. Ils votent le 3 mars. Il est mort en 2018.";
    let dispatch = Dispatch { language: Some("fr".into()), text: text.into(), ..Dispatch::default() };
    let reading = depeche_engine::read(&dispatch, &reader);
    let values: Vec<_> = reading
        .mentions
        .times
        .iter()
        .map(|time| (time.value.value.as_str(), time.value.start.is_some()))
        .collect();
    assert_eq!(values, [("XXXX-WXX-1", false), ("XXXX-WXX", false), ("XXXX-03-03", false), ("2018", true)]);
}
