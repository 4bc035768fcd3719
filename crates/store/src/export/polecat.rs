//! The shape of POLECAT: 40 columns, tab-separated, with a header, UTF-8. One row an event; lists are joined by `; `.

use std::io::Write;

use super::dyads::day;
use super::{Codes, Export, or_empty, tabbed};
use crate::Error;
use crate::load::{EventRecord, Party, Said};

pub(super) const LOSSES: &[&str] = &[
    "status, certainty, polarity, disputes, counts, sources: only the act under the codebook's convention",
    "intervals: Event Date is empty unless one day is known",
    "Wikipedia ids, Story People, Story Organizations, Story Locations and District are empty",
    "our ids of actors and places, but for GeoNames' numbers",
];

const COLUMNS: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub(super) struct Polecat<'a, W> {
    out: W,
    codes: &'a Codes,
}

impl<'a, W: Write> Polecat<'a, W> {
    pub fn new(mut out: W, codes: &'a Codes) -> Result<Polecat<'a, W>, Error> {
        tabbed(&mut out, &COLUMNS.map(str::to_string))?;
        Ok(Polecat { out, codes })
    }

    /// Name, country, COW, first sector, sectors, title, words, Wikipedia.
    fn party(&self, parties: &[Party]) -> Vec<String> {
        let joined = |of: &dyn Fn(&Party) -> String| {
            let values: Vec<String> = parties.iter().map(of).collect();
            // Empty among others, so that the n-th of each column belong together; nothing where all are.
            if values.iter().all(String::is_empty) { String::new() } else { values.join("; ") }
        };
        vec![
            joined(&|it| it.name.clone()),
            joined(&|it| or_empty(it.country.as_ref())),
            joined(&|it| or_empty(self.codes.country(it.country.as_deref()).cow)),
            joined(&|it| or_empty(it.sectors.first())),
            joined(&|it| it.sectors.join(",")),
            joined(&|it| or_empty(it.role.as_ref())),
            joined(&|it| it.text.clone()),
            String::new(),
        ]
    }

    fn place(&self, event: &EventRecord, claims: &[Said]) -> Vec<String> {
        let Some(place) = &event.place else { return vec![String::new(); 10] };
        let named = |feature: &str| if place.feature == feature { place.name.clone() } else { String::new() };
        let raw = claims
            .iter()
            .filter_map(|said| said.claim.place.as_ref())
            .find(|it| it.id.as_deref() == place.id.as_deref());
        let geonames = place.id.as_deref().and_then(|id| id.strip_prefix("place/geonames-"));
        vec![
            place.name.clone(),
            named("city"),
            String::new(),
            named("division"),
            or_empty(place.country.as_ref()),
            or_empty(place.latitude),
            or_empty(place.longitude),
            geonames.unwrap_or_default().to_string(),
            or_empty(raw.map(|it| &it.text)),
            place.feature.clone(),
        ]
    }
}

impl<W: Write> Export for Polecat<'_, W> {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        let quad = match event.quad {
            1 => "VERBAL COOPERATION",
            2 => "MATERIAL COOPERATION",
            3 => "VERBAL CONFLICT",
            4 => "MATERIAL CONFLICT",
            _ => "",
        };
        // A mode is of the act itself; where the convention changes the act, it has none.
        let mode = event.mode.as_ref().filter(|_| event.plover == event.act);
        let mut values = vec![
            event.event.clone(),
            or_empty(day(event)),
            event.plover.clone(),
            or_empty(mode),
            event.score.to_string(),
            quad.to_string(),
            event.contexts.join("; "),
        ];
        values.extend(self.party(&event.actors));
        values.extend(self.party(&event.recipients));
        values.extend(self.place(event, claims));
        let first = claims.first();
        values.extend([
            or_empty(first.and_then(|said| said.publisher.as_ref())),
            or_empty(event.first_seen),
            String::new(),
            String::new(),
            String::new(),
            or_empty(first.map(|said| &said.claim.language)),
            concat!("depeche ", env!("CARGO_PKG_VERSION")).to_string(),
        ]);
        tabbed(&mut self.out, &values)
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
