//! Examples of patterns: who did what to whom.

use depeche_knowledge::patterns::{Example, Pattern};

use super::{Failure, read_example};
use crate::judge::Claim;
use crate::{Dispatch, Reader, Reading};

/// The examples of one pattern that fail; `language` is an ISO 639-1 code.
pub(super) fn failures(reader: &Reader, language: &str, pattern: &Pattern) -> Vec<Failure> {
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
