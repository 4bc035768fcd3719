//! Tries the examples that stand in the knowledge: what each entry must read, and what it must leave alone.

use depeche_knowledge::patterns::{Example, Pattern};
use jiff::civil::{Date, date};

use crate::judge::Claim;
use crate::{Dispatch, Reader, Reading, RuleId, read};

/// The day on which examples are read, so that "the French president" has a holder.
pub const EXAMPLE_DAY: Date = date(2025, 6, 23);

/// An example that does not come true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The entry.
    pub rule: RuleId,
    /// The example's text.
    pub text: String,
    /// What came out instead.
    pub message: String,
}

/// How many examples there are, and those that fail, in the order of the knowledge.
#[must_use]
pub fn examples(reader: &Reader) -> (usize, Vec<Failure>) {
    let mut tried = 0;
    let mut failures = Vec::new();
    for pack in reader.knowledge.languages.values() {
        for pattern in &pack.patterns.patterns {
            tried += pattern.yes.len() + pattern.no.len();
            failures.extend(pattern_failures(reader, &pack.code, pattern));
        }
    }
    (tried, failures)
}

/// The examples of one pattern that fail; `language` is an ISO 639-1 code.
#[must_use]
pub fn pattern_failures(reader: &Reader, language: &str, pattern: &Pattern) -> Vec<Failure> {
    let fail =
        |text: &str, message: String| Failure { rule: pattern.id.clone(), text: text.to_string(), message };
    let mut failures = Vec::new();
    for example in &pattern.yes {
        let (dispatch, reading) = read_example(reader, language, &example.text);
        let own = |claim: &&Claim| claim.event.because.contains(&pattern.id);
        if reading.claims.iter().filter(own).any(|claim| holds(example, claim, &reading, &dispatch)) {
            continue;
        }
        failures.push(fail(
            &example.text,
            format!("expected {} {}; read {}", pattern.act, wanted(example), found(&reading, &dispatch)),
        ));
    }
    for text in &pattern.no {
        let (dispatch, reading) = read_example(reader, language, text);
        if reading.claims.iter().any(|claim| claim.event.because.contains(&pattern.id)) {
            failures.push(fail(text, format!("expected nothing of it; read {}", found(&reading, &dispatch))));
        }
    }
    failures
}

fn read_example(reader: &Reader, language: &str, text: &str) -> (Dispatch, Reading) {
    let dispatch = Dispatch {
        published: Some(EXAMPLE_DAY),
        language: Some(language.to_string()),
        text: text.to_string(),
        ..Dispatch::default()
    };
    let reading = read(&dispatch, reader);
    (dispatch, reading)
}

fn holds(example: &Example, claim: &Claim, reading: &Reading, dispatch: &Dispatch) -> bool {
    let side = |wanted: &Option<String>, found: &[usize]| {
        wanted.as_ref().is_none_or(|wanted| is_side(wanted, found, reading, dispatch))
    };
    side(&example.actor, &claim.event.actors)
        && side(&example.recipient, &claim.event.recipients)
        && example.status.as_ref().is_none_or(|status| status.as_str() == claim.standing.status.as_str())
}

/// Whether the actors of one side are the wanted ones: `RUS`, `igo/nato`, words of the text, `-`, `A+B`.
fn is_side(wanted: &str, found: &[usize], reading: &Reading, dispatch: &Dispatch) -> bool {
    if wanted == "-" {
        return found.is_empty();
    }
    wanted.split('+').all(|one| {
        found.iter().filter_map(|&i| reading.mentions.actors.get(i)).any(|mention| {
            mention.value.country.as_deref() == Some(one)
                || mention.value.id.as_deref() == Some(one)
                || mention.span.of(&dispatch.text).to_lowercase().contains(&one.to_lowercase())
        })
    })
}

fn wanted(example: &Example) -> String {
    let part = |text: &Option<String>| text.clone().unwrap_or_else(|| "*".into());
    format!("{} → {}", part(&example.actor), part(&example.recipient))
}

fn found(reading: &Reading, dispatch: &Dispatch) -> String {
    if reading.claims.is_empty() {
        let gaps: Vec<&str> = reading.gaps.iter().map(|gap| gap.reason.as_str()).collect();
        return if gaps.is_empty() { "nothing".into() } else { format!("nothing ({})", gaps.join("; ")) };
    }
    let names = |side: &[usize]| {
        let names: Vec<String> = side
            .iter()
            .filter_map(|&i| reading.mentions.actors.get(i))
            .map(|mention| {
                mention.value.country.as_deref().unwrap_or(mention.span.of(&dispatch.text)).to_string()
            })
            .collect();
        names.join("+")
    };
    let claims: Vec<String> = reading
        .claims
        .iter()
        .map(|claim| {
            let event = &claim.event;
            format!(
                "{} {} → {} ({}; {})",
                event.act,
                names(&event.actors),
                names(&event.recipients),
                claim.standing.status.as_str(),
                event.because.join(", ")
            )
        })
        .collect();
    claims.join("; ")
}
