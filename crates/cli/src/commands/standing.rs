//! `depeche standing`

use crate::arguments;
use crate::outcome::{Stop, Tally};

/// Writes whether each word that names an event stands.
pub fn run(options: &arguments::Records) -> Result<Tally, Stop> {
    super::records::run(options, |it, language| it.standings(language), "no words that name an event")
}
