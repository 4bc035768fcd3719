//! `depeche show`: an event for people.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use depeche_engine::record::SourceRecord;
use depeche_store::{EventRecord, Move, Party, Said};

use super::counted;
use crate::arguments;
use crate::outcome::{Stop, Tally};
use crate::output;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Shows an event, its claims, who says and who denies, and the sentences.
pub fn run(options: &arguments::Show) -> Result<Tally, Stop> {
    let path = &options.store.store;
    let store = super::query::opened(path, false)?;
    let Some((event, moves, told)) = store.event(&options.event)? else {
        return Err(Stop::Usage(format!(
            "{}: no event {}; `depeche query` lists them",
            path.display(),
            options.event
        )));
    };
    let mut out = output::standard();
    head(&mut out, &event)?;
    standing(&mut out, &moves)?;
    let (denies, claims): (Vec<_>, Vec<_>) = told.iter().partition(|said| said.stance == "denies");
    voices(&mut out, "who says so", &claims)?;
    voices(&mut out, "who denies it", &denies)?;
    out.flush()?;
    Ok(Tally::default())
}

fn head(out: &mut impl Write, event: &EventRecord) -> Result<(), Stop> {
    let mode = event.mode.as_ref().map(|mode| format!(" {mode}")).unwrap_or_default();
    let parties = |list: &[Party]| list.iter().map(party).collect::<Vec<_>>().join(" + ");
    let dash = |text: String| if text.is_empty() { "—".to_string() } else { text };
    let (who, whom) = (dash(parties(&event.actors)), dash(parties(&event.recipients)));
    writeln!(out, "{BOLD}{who} · {}{mode} · {whom}{BOLD:#}", event.act)?;
    writeln!(
        out,
        "{DIM}{}  {} {}  quad {}  score {}{DIM:#}",
        event.event, event.plover, event.cameo, event.quad, event.score
    )?;
    let when = match (event.start, event.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        _ => "day not known".to_string(),
    };
    let place = event.place.as_ref().map(|place| match &place.country {
        Some(country) => format!(", {} ({country})", place.name),
        None => format!(", {}", place.name),
    });
    writeln!(out, "{when}{}", place.unwrap_or_default())?;
    let sure = if event.certainty == "certain" { String::new() } else { format!(", {}", event.certainty) };
    let disputed = if event.disputed { ", disputed" } else { "" };
    writeln!(out, "{}{sure}{disputed}", event.status.replace('_', " "))?;
    writeln!(
        out,
        "{} in {} of {}, {}\n",
        counted(event.claims as usize, "claim", "claims"),
        counted(event.documents as usize, "document", "documents"),
        counted(event.publishers as usize, "publisher", "publishers"),
        counted(event.origins as usize, "independent origin", "independent origins"),
    )?;
    Ok(())
}

fn party(party: &Party) -> String {
    match &party.country {
        Some(country) if party.id.as_deref() == Some(&format!("state/{country}")) => country.clone(),
        Some(country) => format!("{country} {}", party.name),
        None => party.name.clone(),
    }
}

fn standing(out: &mut impl Write, moves: &[Move]) -> Result<(), Stop> {
    if moves.len() < 2 {
        return Ok(());
    }
    writeln!(out, "{BOLD}how it stood{BOLD:#}")?;
    for step in moves {
        let day = step.day.map_or("undated".to_string(), |day| day.to_string());
        writeln!(out, "  {day:10}  {:14}  {DIM}{}{DIM:#}", step.status.replace('_', " "), step.claim)?;
    }
    Ok(writeln!(out)?)
}

fn voices(out: &mut impl Write, head: &str, told: &[&Said]) -> Result<(), Stop> {
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}{head}{BOLD:#}")?;
    for said in told {
        let claim = &said.claim;
        let day = claim.published.map_or("undated".to_string(), |day| day.to_string());
        let publisher = said.publisher.as_deref().unwrap_or(&claim.dispatch);
        let sources = claim.sources.iter().map(called).collect::<Vec<_>>().join(" < ");
        let embargo = said.embargo.as_ref().map(|until| format!("  under embargo until {until}"));
        let embargo = embargo.unwrap_or_default();
        let voice = if sources.is_empty() { "its own voice".to_string() } else { sources };
        let style = AnsiColor::Cyan.on_default();
        writeln!(
            out,
            "  {day:10}  {style}{publisher}{style:#}  {voice}{embargo}  {DIM}{} {}{DIM:#}",
            claim.status.replace('_', " "),
            claim.claim
        )?;
        writeln!(out, "              “{}”", said.words.split_whitespace().collect::<Vec<_>>().join(" "))?;
    }
    Ok(writeln!(out)?)
}

fn called(source: &SourceRecord) -> &str {
    source.name.as_deref().unwrap_or(&source.text)
}
