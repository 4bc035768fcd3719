//! `depeche mentions`

use crate::arguments;
use crate::outcome::{Stop, Tally};

/// Writes every actor, place and time.
pub fn run(options: &arguments::Records) -> Result<Tally, Stop> {
    super::records::run(options, |it, _| it.mentions(), "no actors, places or times found")
}
