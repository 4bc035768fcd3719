//! Our own columns, one event a row: CSV and TSV. Lists are joined by `; `.

use std::io::Write;

use super::{Export, or_empty};
use crate::Error;
use crate::load::{EventRecord, Party, Said};

pub(super) const LOSSES: &[&str] =
    &["claims and their sources: `depeche query --claims --format csv` has them"];

/// The columns of events.
pub const COLUMNS: [&str; 37] = [
    "event",
    "key",
    "type",
    "mode",
    "plover",
    "cameo",
    "quad",
    "score",
    "contexts",
    "actors",
    "actor_ids",
    "actor_countries",
    "actor_sectors",
    "recipients",
    "recipient_ids",
    "recipient_countries",
    "recipient_sectors",
    "place",
    "place_id",
    "place_feature",
    "place_country",
    "latitude",
    "longitude",
    "start",
    "end",
    "grain",
    "status",
    "certainty",
    "polarity",
    "disputed",
    "first_seen",
    "last_seen",
    "last_changed",
    "claims",
    "documents",
    "publishers",
    "origins",
];

/// A value for each of [`COLUMNS`].
#[must_use]
pub fn values(event: &EventRecord) -> Vec<String> {
    let place = event.place.as_ref();
    let mut values = vec![
        event.event.clone(),
        event.key.to_string(),
        event.act.clone(),
        or_empty(event.mode.as_ref()),
        event.plover.clone(),
        event.cameo.clone(),
        event.quad.to_string(),
        event.score.to_string(),
        event.contexts.join("; "),
    ];
    values.extend(parties(&event.actors));
    values.extend(parties(&event.recipients));
    values.extend([
        or_empty(place.map(|it| &it.name)),
        or_empty(place.and_then(|it| it.id.as_ref())),
        or_empty(place.map(|it| &it.feature)),
        or_empty(place.and_then(|it| it.country.as_ref())),
        or_empty(place.and_then(|it| it.latitude)),
        or_empty(place.and_then(|it| it.longitude)),
        or_empty(event.start),
        or_empty(event.end),
        or_empty(event.grain.as_ref()),
        event.status.clone(),
        event.certainty.clone(),
        event.polarity.clone(),
        event.disputed.to_string(),
        or_empty(event.first_seen),
        or_empty(event.last_seen),
        or_empty(event.last_changed),
        event.claims.to_string(),
        event.documents.to_string(),
        event.publishers.to_string(),
        event.origins.to_string(),
    ]);
    values
}

fn parties(parties: &[Party]) -> [String; 4] {
    let joined = |of: fn(&Party) -> String| parties.iter().map(of).collect::<Vec<_>>().join("; ");
    [
        joined(|party| party.name.clone()),
        joined(|party| or_empty(party.id.as_ref())),
        joined(|party| or_empty(party.country.as_ref())),
        joined(|party| party.sectors.join(" ")),
    ]
}

pub(super) struct Delimited<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Delimited<W> {
    pub fn new(out: W, delimiter: u8) -> Result<Delimited<W>, Error> {
        let mut out = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        out.write_record(COLUMNS).map_err(std::io::Error::from)?;
        Ok(Delimited { out })
    }
}

impl<W: Write> Export for Delimited<W> {
    fn event(&mut self, event: &EventRecord, _: &[Said]) -> Result<(), Error> {
        Ok(self.out.write_record(values(event)).map_err(std::io::Error::from)?)
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
