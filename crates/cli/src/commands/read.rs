//! `depeche read`

use crate::arguments;
use crate::outcome::{Stop, Tally};

/// Writes the claims.
pub fn run(options: &arguments::Records) -> Result<Tally, Stop> {
    super::records::run(
        options,
        |it, _| it.claims(),
        "no claims found; `depeche explain FILE` shows what was seen",
    )
}
