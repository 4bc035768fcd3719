//! `depeche statements`

use crate::arguments;
use crate::outcome::{Stop, Tally};

/// Writes every attribution.
pub fn run(options: &arguments::Records) -> Result<Tally, Stop> {
    super::records::run(options, |records| records.statements(), "no attributions found")
}
