//! `depeche statements`

use crate::arguments;
use crate::outcome::{Stop, Tally};

/// Writes every attribution.
pub fn run(options: &arguments::Records) -> Result<Tally, Stop> {
    super::records::run(options, |it, _| it.statements(), "no attributions found")
}
