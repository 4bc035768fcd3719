//! The shape of ICEWS: 20 columns, tab-separated, with a header. One row a pair of actor and recipient.

use std::io::Write;

use super::dyads::{day, dyads};
use super::{Codes, Export, or_empty, tabbed};
use crate::Error;
use crate::load::{EventRecord, Party, Said};

pub(super) const LOSSES: &[&str] = &[
    "ids of actors, contexts, offices held",
    "status, certainty, polarity, disputes, counts, sources: only the CAMEO code under the codebook's convention",
    "intervals: Event Date is empty unless one day is known",
    "an event of several actors and recipients is one row a pair, each with an id of its own",
    "Event Text is PLOVER's act, not CAMEO's label; sectors are PLOVER's; Intensity is PLOVER's scale",
    "Story ID, Sentence Number and Publisher are those of the first claim; ids have 63 bits",
    "District is empty",
];

const COLUMNS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) struct Icews<'a, W> {
    out: W,
    codes: &'a Codes,
}

impl<'a, W: Write> Icews<'a, W> {
    pub fn new(mut out: W, codes: &'a Codes) -> Result<Icews<'a, W>, Error> {
        tabbed(&mut out, &COLUMNS.map(str::to_string))?;
        Ok(Icews { out, codes })
    }

    fn party(&self, party: Option<&Party>) -> [String; 3] {
        let country = self.codes.country(party.and_then(|it| it.country.as_deref()));
        let sectors = party.map(|it| it.sectors.join(","));
        [or_empty(party.map(|it| &it.name)), sectors.unwrap_or_default(), or_empty(country.name)]
    }

    fn place(&self, event: &EventRecord) -> Vec<String> {
        let Some(place) = &event.place else { return vec![String::new(); 6] };
        let named = |feature: &str| if place.feature == feature { place.name.clone() } else { String::new() };
        vec![
            named("city"),
            String::new(),
            named("division"),
            or_empty(self.codes.country(place.country.as_deref()).name),
            or_empty(place.latitude),
            or_empty(place.longitude),
        ]
    }
}

impl<W: Write> Export for Icews<'_, W> {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        let first = claims.first();
        for dyad in dyads(event) {
            let mut values = vec![dyad.key.to_string(), or_empty(day(event))];
            values.extend(self.party(dyad.actor));
            values.extend([event.plover.clone(), event.cameo.clone(), event.score.to_string()]);
            values.extend(self.party(dyad.recipient));
            values.extend([
                or_empty(first.map(|said| said.dispatch_key)),
                or_empty(first.map(|said| said.claim.sentence.index + 1)),
                or_empty(first.and_then(|said| said.publisher.as_ref())),
            ]);
            values.extend(self.place(event));
            tabbed(&mut self.out, &values)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
