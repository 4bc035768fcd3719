//! Parquet: `events/month=2025-06/part.parquet` and `claims/month=2025-06/part.parquet`, zstd, typed. The month is that of
//! the event, or of its first publication where its day is not known, so that claims lie beside their events.

use std::path::{Path, PathBuf};

use super::Export;
use super::columns::{Cell, Columns, Kind, Table};
use crate::Error;
use crate::load::{EventRecord, Party, Said};

/// What readers take for a missing value of a partition.
const UNKNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

const EVENTS: &Columns = &[
    ("event", Kind::Text),
    ("key", Kind::Long),
    ("type", Kind::Text),
    ("mode", Kind::Text),
    ("plover", Kind::Text),
    ("cameo", Kind::Text),
    ("quad", Kind::Integer),
    ("score", Kind::Real),
    ("contexts", Kind::List),
    ("actors", Kind::List),
    ("actor_ids", Kind::List),
    ("actor_countries", Kind::List),
    ("actor_sectors", Kind::List),
    ("recipients", Kind::List),
    ("recipient_ids", Kind::List),
    ("recipient_countries", Kind::List),
    ("recipient_sectors", Kind::List),
    ("place", Kind::Text),
    ("place_id", Kind::Text),
    ("place_feature", Kind::Text),
    ("place_country", Kind::Text),
    ("latitude", Kind::Real),
    ("longitude", Kind::Real),
    ("start", Kind::Day),
    ("end", Kind::Day),
    ("grain", Kind::Text),
    ("status", Kind::Text),
    ("certainty", Kind::Text),
    ("polarity", Kind::Text),
    ("disputed", Kind::Truth),
    ("first_seen", Kind::Day),
    ("last_seen", Kind::Day),
    ("last_changed", Kind::Day),
    ("claims", Kind::Integer),
    ("documents", Kind::Integer),
    ("publishers", Kind::Integer),
    ("origins", Kind::Integer),
    ("confidence", Kind::Real),
];

const CLAIMS: &Columns = &[
    ("claim", Kind::Text),
    ("event", Kind::Text),
    ("stance", Kind::Text),
    ("dispatch", Kind::Text),
    ("published", Kind::Day),
    ("publisher", Kind::Text),
    ("url", Kind::Text),
    ("embargo", Kind::Text),
    ("language", Kind::Text),
    ("sentence", Kind::Integer),
    ("words", Kind::Text),
    ("type", Kind::Text),
    ("mode", Kind::Text),
    ("plover", Kind::Text),
    ("cameo", Kind::Text),
    ("quad", Kind::Integer),
    ("score", Kind::Real),
    ("contexts", Kind::List),
    ("trigger", Kind::Text),
    ("actors", Kind::List),
    ("actor_ids", Kind::List),
    ("actor_countries", Kind::List),
    ("recipients", Kind::List),
    ("recipient_ids", Kind::List),
    ("recipient_countries", Kind::List),
    ("place", Kind::Text),
    ("place_country", Kind::Text),
    ("latitude", Kind::Real),
    ("longitude", Kind::Real),
    ("start", Kind::Day),
    ("end", Kind::Day),
    ("grain", Kind::Text),
    ("status", Kind::Text),
    ("certainty", Kind::Text),
    ("polarity", Kind::Text),
    ("sources", Kind::List),
    ("source_ids", Kind::List),
    ("source_kinds", Kind::List),
    ("quote", Kind::Text),
    ("confidence", Kind::Real),
    ("because", Kind::List),
];

pub(super) struct Parquet {
    folder: PathBuf,
    /// The month that is being written: events come by day, so that there is one at a time.
    open: Option<(String, Table, Table)>,
}

impl Parquet {
    pub fn new(folder: &Path) -> Result<Parquet, Error> {
        std::fs::create_dir_all(folder)?;
        if std::fs::read_dir(folder)?.next().is_some() {
            return Err(Error::Refused(format!("{}: not empty; name a new folder", folder.display())));
        }
        Ok(Parquet { folder: folder.to_path_buf(), open: None })
    }

    fn month(&mut self, event: &EventRecord) -> Result<&mut (String, Table, Table), Error> {
        let day = event.start.or(event.first_seen);
        let month =
            day.map_or_else(|| UNKNOWN.to_string(), |day| format!("{:04}-{:02}", day.year(), day.month()));
        if self.open.as_ref().is_none_or(|(open, ..)| *open != month) {
            self.close()?;
            let path =
                |table: &str| self.folder.join(table).join(format!("month={month}")).join("part.parquet");
            let (events, claims) =
                (Table::new(&path("events"), EVENTS)?, Table::new(&path("claims"), CLAIMS)?);
            self.open = Some((month, events, claims));
        }
        self.open.as_mut().ok_or_else(|| Error::Refused("no month is open".to_string()))
    }

    fn close(&mut self) -> Result<(), Error> {
        if let Some((_, events, claims)) = self.open.take() {
            events.close()?;
            claims.close()?;
        }
        Ok(())
    }
}

impl Export for Parquet {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        let (_, event_table, claim_table) = self.month(event)?;
        event_table.row(event_row(event))?;
        for said in claims {
            claim_table.row(claim_row(said, &event.event))?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.close()
    }
}

fn text(value: &str) -> Cell {
    Cell::Text(Some(value.to_string()))
}

fn event_row(event: &EventRecord) -> Vec<Cell> {
    let mut row = vec![
        text(&event.event),
        Cell::Long(Some(event.key)),
        text(&event.act),
        Cell::Text(event.mode.clone()),
        text(&event.plover),
        text(&event.cameo),
        Cell::Integer(Some(i32::from(event.quad))),
        Cell::Real(Some(event.score)),
        Cell::List(event.contexts.clone()),
    ];
    row.extend(parties(&event.actors));
    row.extend(parties(&event.recipients));
    let place = event.place.as_ref();
    row.extend([
        Cell::Text(place.map(|it| it.name.clone())),
        Cell::Text(place.and_then(|it| it.id.clone())),
        Cell::Text(place.map(|it| it.feature.clone())),
        Cell::Text(place.and_then(|it| it.country.clone())),
        Cell::Real(place.and_then(|it| it.latitude)),
        Cell::Real(place.and_then(|it| it.longitude)),
        Cell::Day(event.start),
        Cell::Day(event.end),
        Cell::Text(event.grain.clone()),
        text(&event.status),
        text(&event.certainty),
        text(&event.polarity),
        Cell::Truth(event.disputed),
        Cell::Day(event.first_seen),
        Cell::Day(event.last_seen),
        Cell::Day(event.last_changed),
    ]);
    let counts = [event.claims, event.documents, event.publishers, event.origins];
    row.extend(counts.map(|count| Cell::Integer(i32::try_from(count).ok())));
    row.push(Cell::Real(Some(event.confidence)));
    row
}

/// Names, ids, countries, sectors: the n-th of each belong together, empty where not known.
fn parties(parties: &[Party]) -> [Cell; 4] {
    let list = |of: fn(&Party) -> String| Cell::List(parties.iter().map(of).collect());
    [
        list(|it| it.name.clone()),
        list(|it| it.id.clone().unwrap_or_default()),
        list(|it| it.country.clone().unwrap_or_default()),
        list(|it| it.sectors.join(" ")),
    ]
}

fn claim_row(said: &Said, event: &str) -> Vec<Cell> {
    let claim = &said.claim;
    let act = &claim.event;
    let mut row = vec![
        text(&claim.claim),
        text(event),
        text(&said.stance),
        text(&claim.dispatch),
        Cell::Day(claim.published),
        Cell::Text(said.publisher.clone()),
        Cell::Text(said.url.clone()),
        Cell::Text(said.embargo.clone()),
        text(&claim.language),
        Cell::Integer(i32::try_from(claim.sentence.index).ok()),
        text(&said.words),
        text(&act.act),
        Cell::Text(act.mode.as_ref().map(ToString::to_string)),
        text(&act.plover),
        text(&act.cameo),
        Cell::Integer(Some(i32::from(act.quad))),
        Cell::Real(Some(act.score)),
        strings(&act.contexts, ToString::to_string),
        text(&act.trigger.text),
    ];
    for actors in [&claim.actors, &claim.recipients] {
        row.extend([
            strings(actors, |it| it.name.clone().unwrap_or_else(|| it.text.clone())),
            strings(actors, |it| it.id.as_deref().unwrap_or_default().to_string()),
            strings(actors, |it| it.country.as_deref().unwrap_or_default().to_string()),
        ]);
    }
    let (place, time) = (claim.place.as_ref(), claim.time.as_ref());
    row.extend([
        Cell::Text(place.map(|it| it.name.clone().unwrap_or_else(|| it.text.clone()))),
        Cell::Text(place.and_then(|it| it.country.as_ref()).map(ToString::to_string)),
        Cell::Real(place.and_then(|it| it.latitude)),
        Cell::Real(place.and_then(|it| it.longitude)),
        Cell::Day(time.and_then(|it| it.start)),
        Cell::Day(time.and_then(|it| it.end)),
        Cell::Text(time.map(|it| it.grain.to_string())),
        text(claim.status),
        text(claim.certainty),
        text(claim.polarity),
        strings(&claim.sources, |it| it.name.clone().unwrap_or_else(|| it.text.clone())),
        strings(&claim.sources, |it| it.id.as_deref().unwrap_or_default().to_string()),
        strings(&claim.sources, |it| it.kind.to_string()),
        text(claim.quote),
        Cell::Real(Some(claim.confidence)),
        strings(&claim.because, ToString::to_string),
    ]);
    row
}

fn strings<T>(items: &[T], of: impl Fn(&T) -> String) -> Cell {
    Cell::List(items.iter().map(of).collect())
}
