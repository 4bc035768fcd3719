//! The shapes of GDELT 2.0: Events (61 columns) and Mentions (16), tab-separated, without header or quoting.

use std::io::Write;

use jiff::civil::Date;
use serde_json::json;

use super::dyads::{Dyad, code, day, dyads, is_religion};
use super::{Codes, Export, or_empty, tabbed};
use crate::Error;
use crate::load::{EventRecord, Party, PlaceOfEvent, Said};

pub(super) const EVENT_LOSSES: &[&str] = &[
    "ids of actors, modes of acts, contexts, offices held",
    "status, certainty, polarity, disputes and how the standing moved: only the CAMEO code under the codebook's convention",
    "sources and what they say: the Mentions shape has them as JSON under Extras",
    "intervals: SQLDATE is empty unless one day is known, MonthYear and Year unless the month and the year are; some readers skip rows without SQLDATE",
    "an event of several actors and recipients is one row a pair, each with an id of its own",
    "GoldsteinScale is PLOVER's scale, AvgTone is empty, DATEADDED has no time of day",
    "IsRootEvent is 1 where the first sentence tells of it, not the first paragraph",
    "country codes of actors are ISO 3166; CAMEO's own differ for a few (Romania ROM, Timor-Leste TMP)",
    "only the place of the event is known, not those of its actors; FeatureID is empty, GeoNames' numbers are none of GNS's",
    "SOURCEURL is the id of the first dispatch where its address is not known",
];
pub(super) const MENTION_LOSSES: &[&str] = &[
    "MentionType is 2, citation only, where no address is known: MentionIdentifier is the id of the dispatch then",
    "the offsets point into the text as it was, not into an English translation",
    "MentionDocTone and MentionDocTranslationInfo are empty; times have no time of day",
    "Extras has claim, status, certainty, polarity, stance and sources as JSON; GDELT leaves it empty",
];

pub(super) struct Events<'a, W> {
    out: W,
    codes: &'a Codes,
}

impl<'a, W: Write> Events<'a, W> {
    pub fn new(out: W, codes: &'a Codes) -> Events<'a, W> {
        Events { out, codes }
    }
}

impl<W: Write> Export for Events<'_, W> {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        for dyad in dyads(event) {
            let mut values = dates(event, &dyad);
            values.extend(actor(dyad.actor));
            values.extend(actor(dyad.recipient));
            values.extend(act(event, claims));
            // Where the actors are is not known: 8 columns each.
            values.extend(vec![String::new(); 16]);
            values.extend(place(event.place.as_ref(), self.codes));
            values.push(event.first_seen.map_or_else(String::new, stamp));
            values.push(claims.first().map_or_else(String::new, |said| identifier(said).to_string()));
            tabbed(&mut self.out, &values)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

fn dates(event: &EventRecord, dyad: &Dyad<'_>) -> Vec<String> {
    let same = |of: fn(Date) -> String| {
        let (start, end) = (event.start.map(of), event.end.map(of));
        start.filter(|start| end.as_ref() == Some(start)).unwrap_or_default()
    };
    let fraction = |day: Date| {
        let days = f64::from(day.month()) * 30.0 + f64::from(day.day());
        format!("{:.4}", f64::from(day.year()) + (days / 365.0).min(0.9999))
    };
    vec![
        dyad.key.to_string(),
        day(event).map_or_else(String::new, digits),
        same(|day| format!("{:04}{:02}", day.year(), day.month())),
        same(|day| format!("{:04}", day.year())),
        day(event).map_or_else(String::new, fraction),
    ]
}

fn digits(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// Day and time of day, of which only the day is known.
fn stamp(day: Date) -> String {
    digits(day) + "000000"
}

/// Code, name, country, known group, ethnicity, two religions, three types.
fn actor(party: Option<&Party>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 10] };
    let (religions, types): (Vec<&String>, Vec<&String>) =
        party.sectors.iter().partition(|it| is_religion(it));
    let nth = |list: &[&String], index: usize| or_empty(list.get(index));
    vec![
        code(party),
        // Readers that know quoting stumble over a lone mark.
        party.name.to_uppercase().replace('"', "'"),
        or_empty(party.country.as_ref()),
        String::new(),
        String::new(),
        nth(&religions, 0),
        nth(&religions, 1),
        nth(&types, 0),
        nth(&types, 1),
        nth(&types, 2),
    ]
}

fn act(event: &EventRecord, claims: &[Said]) -> Vec<String> {
    let root = claims.iter().any(|said| said.claim.sentence.index == 0);
    let first = |count: usize| event.cameo.get(..count).unwrap_or(&event.cameo).to_string();
    vec![
        u8::from(root).to_string(),
        event.cameo.clone(),
        first(3),
        first(2),
        event.quad.to_string(),
        event.score.to_string(),
        event.claims.to_string(),
        event.publishers.to_string(),
        event.documents.to_string(),
        String::new(),
    ]
}

/// Type, full name, country (FIPS), two divisions, latitude, longitude, feature.
fn place(place: Option<&PlaceOfEvent>, codes: &Codes) -> Vec<String> {
    let Some(place) = place else { return vec![String::new(); 8] };
    let american = place.country.as_deref() == Some("USA");
    let kind = match (place.feature.as_str(), american) {
        ("country", _) => "1",
        ("division", true) => "2",
        ("city", true) => "3",
        ("city", false) => "4",
        ("division", false) => "5",
        _ => "",
    };
    vec![
        kind.to_string(),
        place.name.clone(),
        or_empty(codes.country(place.country.as_deref()).fips),
        String::new(),
        String::new(),
        or_empty(place.latitude),
        or_empty(place.longitude),
        String::new(),
    ]
}

pub(super) struct Mentions<W> {
    out: W,
}

impl<W: Write> Mentions<W> {
    pub fn new(out: W) -> Mentions<W> {
        Mentions { out }
    }
}

impl<W: Write> Export for Mentions<W> {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        for dyad in dyads(event) {
            for said in claims {
                tabbed(&mut self.out, &mention(event, &dyad, said))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// The address of a dispatch, else its id.
fn identifier(said: &Said) -> &str {
    said.url.as_deref().unwrap_or(&said.claim.dispatch)
}

fn mention(event: &EventRecord, dyad: &Dyad<'_>, said: &Said) -> Vec<String> {
    let claim = &said.claim;
    let sources: Vec<&str> =
        claim.sources.iter().map(|source| source.name.as_deref().unwrap_or(&source.text)).collect();
    let extras = json!({
        "claim": claim.claim, "status": claim.status, "certainty": claim.certainty, "polarity": claim.polarity,
        "stance": said.stance, "sources": sources,
    });
    vec![
        dyad.key.to_string(),
        day(event).map_or_else(String::new, stamp),
        claim.published.map_or_else(String::new, stamp),
        if said.url.is_some() { "1" } else { "2" }.to_string(),
        or_empty(said.publisher.as_ref()),
        identifier(said).to_string(),
        (claim.sentence.index + 1).to_string(),
        or_empty(claim.actors.first().map(|actor| actor.span[0])),
        or_empty(claim.recipients.first().map(|actor| actor.span[0])),
        claim.event.trigger.span[0].to_string(),
        "1".to_string(),
        (claim.confidence * 100.0).round().to_string(),
        said.length.to_string(),
        String::new(),
        String::new(),
        extras.to_string(),
    ]
}
