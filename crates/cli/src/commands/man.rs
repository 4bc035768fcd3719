//! `depeche man`

use std::io::Write;

use clap::CommandFactory;
use clap_mangen::Man;

use crate::arguments::Arguments;
use crate::outcome::{Stop, Tally};
use crate::output;

/// Writes the manual: the program's page, then one for each command.
pub fn run() -> Result<Tally, Stop> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        Man::new(subcommand.clone()).render(&mut page)?;
    }
    let mut out = output::raw();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Tally::default())
}
