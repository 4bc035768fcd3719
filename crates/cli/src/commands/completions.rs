//! `depeche completions`

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::outcome::{Stop, Tally};
use crate::output;

/// Writes a shell's completions.
pub fn run(shell: Shell) -> Result<Tally, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "depeche", &mut script);
    let mut out = output::raw();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Tally::default())
}
