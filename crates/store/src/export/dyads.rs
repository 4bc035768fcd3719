//! One actor, one recipient: most foreign shapes know no more.

use jiff::civil::Date;

use crate::identity::{hash, positive};
use crate::load::{EventRecord, Party};

/// One pair of an event.
#[derive(Clone, Copy, Debug)]
pub struct Dyad<'a> {
    /// The event's integer twin for the first pair, another that hangs on it for each further one.
    pub key: i64,
    /// Who; none where nobody is named.
    pub actor: Option<&'a Party>,
    /// To whom.
    pub recipient: Option<&'a Party>,
}

/// The pairs of an event: each actor with each recipient. What actors do together, without recipients, each does to each.
#[must_use]
pub fn dyads(event: &EventRecord) -> Vec<Dyad<'_>> {
    let (actors, recipients) = (&event.actors, &event.recipients);
    let mut pairs: Vec<(Option<&Party>, Option<&Party>)> = Vec::new();
    match (actors.len(), recipients.len()) {
        (0, 0) => pairs.push((None, None)),
        (0, _) => pairs.extend(recipients.iter().map(|it| (None, Some(it)))),
        (1, 0) => pairs.extend(actors.iter().map(|it| (Some(it), None))),
        (_, 0) => {
            for (index, one) in actors.iter().enumerate() {
                let others = actors.iter().enumerate().filter(|(other, _)| *other != index);
                pairs.extend(others.map(|(_, other)| (Some(one), Some(other))));
            }
        }
        _ => {
            for actor in actors {
                pairs.extend(recipients.iter().map(|it| (Some(actor), Some(it))));
            }
        }
    }
    let numbered = pairs.into_iter().enumerate();
    numbered.map(|(index, (actor, recipient))| Dyad { key: key(event, index), actor, recipient }).collect()
}

fn key(event: &EventRecord, index: usize) -> i64 {
    if index == 0 { event.key } else { positive(hash(&["pair", &event.event, &index.to_string()])) }
}

/// The one day on which it falls, where it is one.
pub(super) fn day(event: &EventRecord) -> Option<Date> {
    event.start.filter(|start| event.end == Some(*start))
}

/// Country and sector as CAMEO runs them together: `RWAGOV`, `COD`, `REB`; empty where neither is known.
pub(super) fn code(party: &Party) -> String {
    let sector = party.sectors.iter().find(|sector| !is_religion(sector));
    // A state as such has no sector in CAMEO.
    let state = party.id.as_deref().is_some_and(|id| id.starts_with("state/"));
    let sector = sector.filter(|_| !state).map_or("", String::as_str);
    format!("{}{sector}", party.country.as_deref().unwrap_or_default())
}

/// Sectors that are religions in CAMEO.
pub(super) fn is_religion(sector: &str) -> bool {
    matches!(sector, "JEW" | "MUS" | "CHR" | "BUD" | "HIN")
}
