//! Records in plain words.

use depeche_engine::record::{ActorRecord, ClaimRecord, SourceRecord, TimeRecord};
use depeche_knowledge::Knowledge;

/// The English name of a country, or its code.
pub fn country(code: &str, knowledge: &Knowledge) -> String {
    let state = knowledge.world.states.iter().find(|state| state.id == code);
    let names = state.and_then(|state| state.names.iter().find(|(language, _)| language == "en"));
    names.and_then(|(_, names)| names.names.first().cloned()).unwrap_or_else(|| code.to_string())
}

/// `Iran (Abbas Araghchi, foreign minister)`; what no knowledge resolves stands in quotation marks.
pub fn actor(actor: &ActorRecord, knowledge: &Knowledge) -> String {
    let is_state = actor.id.as_deref().is_some_and(|id| id.starts_with("state/"));
    let quoted = || format!("“{}”", actor.text);
    let mut details: Vec<String> = Vec::new();
    if !is_state {
        details.extend(actor.name.clone());
        details.extend(actor.role.as_ref().map(ToString::to_string));
    }
    match (&actor.country, details.is_empty()) {
        (Some(code), true) if is_state => country(code, knowledge),
        (Some(code), true) => format!("{} ({})", country(code, knowledge), quoted()),
        (Some(code), false) => format!("{} ({})", country(code, knowledge), details.join(", ")),
        (None, true) => quoted(),
        (None, false) if actor.name.is_none() => format!("{} ({})", quoted(), details.join(", ")),
        (None, false) => details.join(", "),
    }
}

/// Several actors, or who is not said.
pub fn actors(actors: &[ActorRecord], knowledge: &Knowledge) -> String {
    match actors {
        [] => "nobody named".to_string(),
        _ => actors.iter().map(|it| actor(it, knowledge)).collect::<Vec<_>>().join(" and "),
    }
}

/// `an unnamed senior source of Iran`, or a name.
fn source(source: &SourceRecord, knowledge: &Knowledge) -> String {
    if let Some(name) = &source.name {
        return name.clone();
    }
    if source.named || source.kind != "unnamed" {
        return format!("“{}”", source.text);
    }
    let rank = source.rank.as_ref().map(|rank| format!("{rank} ")).unwrap_or_default();
    let of =
        source.country.as_ref().map(|code| format!(" of {}", country(code, knowledge))).unwrap_or_default();
    let text = &source.text;
    match source.count.as_str() {
        "several" => format!("unnamed {rank}sources{of} (“{text}”)"),
        "two" => format!("two unnamed {rank}sources{of} (“{text}”)"),
        _ => format!("an unnamed {rank}source{of} (“{text}”)"),
    }
}

/// A source chain, the innermost first: who says it, then through whom it came.
pub fn chain(sources: &[SourceRecord], knowledge: &Knowledge) -> String {
    let mut links = sources.iter().rev();
    let Some(innermost) = links.next() else { return "the dispatch itself".to_string() };
    let mut text = source(innermost, knowledge);
    for link in links {
        let how = if link.role == "relay" { "through" } else { "according to" };
        text.push_str(&format!(", {how} {}", source(link, knowledge)));
    }
    text
}

/// `on 2025-06-23 (lundi)`, `from 2025-06-21 to 2025-06-22 (ce week-end)`.
pub fn time(time: &TimeRecord) -> String {
    let text = &time.text;
    match (time.start, time.end) {
        (Some(start), Some(end)) if start == end => format!("on {start} ({text})"),
        (Some(start), Some(end)) => format!("from {start} to {end} ({text})"),
        (Some(start), None) => format!("since {start} ({text})"),
        (None, Some(end)) => format!("until {end} ({text})"),
        (None, None) => format!("when: “{text}”, {}", time.value),
    }
}

/// How a claim stands: `planned, certain`.
pub fn standing(claim: &ClaimRecord) -> String {
    let negative = if claim.polarity == "negative" { ", negative" } else { "" };
    format!("{}, {}{negative}", claim.status.replace('_', " "), claim.certainty)
}
