//! The binary `depeche`: reads news dispatches and writes their claims.
//!
//! `main` parses the command line and hands over to one module a command, below [`commands`]. Data goes to
//! standard output, everything else to standard error; what went wrong decides the exit status ([`outcome`]).

#![forbid(unsafe_code)]

mod arguments;
mod commands;
mod output;
mod outcome;
mod stream;

use std::process::ExitCode;

use clap::Parser;
use depeche_input as input;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    arguments.color.apply();
    let outcome = commands::run(&arguments.command);
    outcome::report(outcome)
}
