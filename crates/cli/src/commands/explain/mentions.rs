//! What a sentence mentions, and who is cited in it.

use anstyle::Style;
use depeche_engine::record::{ActorRecord, MentionFields, MentionRecord, PlaceRecord, TimeRecord};
use unicode_width::UnicodeWidthStr;

use super::paint::{ACTOR, CUE, DIM, PLACE, PLAIN, Page, TIME};
use super::{Case, words};
use crate::output::fit;

/// The mentions that begin in a sentence.
pub fn list(case: &Case<'_>, sentence: usize, page: &mut Page) {
    let Some(span) = case.reading.sentences.get(sentence).map(|it| case.records.range(it.span)) else {
        return;
    };
    let inside: Vec<_> = case
        .mentions
        .iter()
        .filter(|record| {
            let (_, [begin, _]) = record.mention.place_in_text();
            span[0] <= begin && begin < span[1]
        })
        .collect();
    if inside.is_empty() {
        return;
    }
    page.heading("mentions");
    let most = (page.width() / 3).max(16);
    let width = inside.iter().map(|it| it.mention.place_in_text().0.width().min(most)).max().unwrap_or(0);
    for record in inside {
        let (text, _) = record.mention.place_in_text();
        let text = fit(text, width);
        let gap = " ".repeat(width.saturating_sub(text.width()) + 2);
        let (style, what) = facts(record);
        let kind = format!("{:<7}", record.kind);
        page.paragraph(4, 13 + width, &[(kind, style), (text + &gap, PLAIN), (what, DIM)]);
    }
}

fn facts(record: &MentionRecord) -> (Style, String) {
    match &record.mention {
        MentionFields::Actor(it) => (ACTOR, actor(it) + &weighed(it, record)),
        MentionFields::Place(it) => (PLACE, place(it)),
        MentionFields::Time(it) => (TIME, time(it)),
    }
}

fn actor(it: &ActorRecord) -> String {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(it.name.clone());
    facts.extend(it.country.as_ref().map(ToString::to_string));
    facts.extend(it.role.as_ref().map(ToString::to_string));
    if !it.sectors.is_empty() {
        facts.push(it.sectors.join(" "));
    }
    facts.push(it.id.as_ref().map_or("unresolved".to_string(), ToString::to_string));
    facts.join(" · ")
}

/// How likely the countries are that the context offered, in hundredths, the one taken and those passed over.
fn weighed(it: &ActorRecord, record: &MentionRecord) -> String {
    let (own, others): (Vec<_>, Vec<_>) =
        record.weighed.iter().partition(|(country, _)| it.country.as_ref() == Some(country));
    let list = |rows: Vec<&(_, u32)>| {
        rows.into_iter().map(|(country, count)| format!("{country} {count}")).collect::<Vec<_>>().join(", ")
    };
    match (own.is_empty(), others.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(" · by the context: {}", list(own)),
        (false, false) => format!(" · by the context: {}, rather than {}", list(own), list(others)),
        (true, false) if it.country.is_some() => format!(" · rather than {}", list(others)),
        (true, false) => format!(" · left open: {}", list(others)),
    }
}

fn place(it: &PlaceRecord) -> String {
    let mut facts: Vec<String> = Vec::new();
    facts.extend(it.name.clone());
    facts.extend(it.country.as_ref().map(ToString::to_string));
    facts.push(it.feature.to_string());
    facts.push(it.id.as_ref().map_or("unresolved".to_string(), ToString::to_string));
    facts.retain(|fact| !fact.is_empty());
    facts.join(" · ")
}

fn time(it: &TimeRecord) -> String {
    let mut facts = vec![it.value.clone()];
    match (it.start, it.end) {
        (Some(start), Some(end)) if start == end && start.to_string() == it.value => {}
        (Some(start), Some(end)) if start == end => facts.push(start.to_string()),
        (Some(start), Some(end)) => facts.push(format!("{start} to {end}")),
        (Some(start), None) => facts.push(format!("from {start}")),
        (None, Some(end)) => facts.push(format!("to {end}")),
        (None, None) => facts.push("unresolved".to_string()),
    }
    facts.push(it.grain.to_string());
    facts.push(match it.anchor.as_str() {
        "dispatch" => "reckoned from the publication date".to_string(),
        "previous" => "reckoned from the time before".to_string(),
        "event" => "reckoned from another event".to_string(),
        "explicit" => "explicit".to_string(),
        _ => "not anchored".to_string(),
    });
    facts.join(" · ")
}

/// The attributions whose cue or source stands in a sentence.
pub fn attributions(case: &Case<'_>, sentence: usize, page: &mut Page) {
    let statements = case.reading.statements.iter().zip(&case.statements);
    let inside: Vec<_> = statements.filter(|(statement, _)| statement.sentence == sentence).collect();
    if inside.is_empty() {
        return;
    }
    page.heading("who says so");
    for (statement, record) in inside {
        let content: Vec<&str> = statement.content.iter().map(|span| span.of(&case.dispatch.text)).collect();
        let chain = words::chain(&record.sources, &case.reader.knowledge);
        let mut runs = vec![(chain, ACTOR)];
        if let Some(cue) = &record.cue {
            runs.push((format!("  {}", cue.text), CUE));
        }
        runs.push((format!("  {}: ", record.quote.replace('_', " ")), DIM));
        runs.push((format!("“{}”", content.join(" … ")), PLAIN));
        page.paragraph(4, 6, &runs);
        case.rules(&record.because, page);
    }
}
