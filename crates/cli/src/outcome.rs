//! How a run ends.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// Dispatches read and failed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Dispatches read.
    pub read: usize,
    /// Dispatches that failed, each named on standard error.
    pub failed: usize,
}

/// Why a run ended early.
#[derive(Debug)]
pub enum Stop {
    /// Wrong usage that only shows when files are opened.
    Usage(String),
    /// The installation is broken.
    Installation(String),
    /// Everything failed, and has been said.
    Failed,
    /// Something failed, and has been said.
    PartlyFailed,
    /// The store cannot do what was asked.
    Store(depeche_store::Error),
    /// What was read cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

impl From<depeche_store::Error> for Stop {
    fn from(error: depeche_store::Error) -> Stop {
        match error {
            depeche_store::Error::Output(error) => Stop::Output(error),
            other => Stop::Store(other),
        }
    }
}

/// Says what has not been said yet, and gives the exit status of the contract: 0 all read, 2 wrong usage,
/// 3 some failed, 4 all failed, 5 the installation is broken. A reader that hangs up is no error.
pub fn report(outcome: Result<Tally, Stop>) -> ExitCode {
    ExitCode::from(match outcome {
        Ok(Tally { failed: 0, .. }) => 0,
        Ok(Tally { read: 0, .. }) | Err(Stop::Failed) => 4,
        Ok(_) | Err(Stop::PartlyFailed) => 3,
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(Stop::Output(error)) => {
            say(format_args!("cannot write the output: {error}"));
            4
        }
        Err(Stop::Store(error)) => {
            use depeche_store::Error;
            say(format_args!("{error}"));
            match error {
                Error::Missing(_) | Error::Foreign(_) | Error::Newer(..) | Error::Refused(_) => 2,
                _ => 4,
            }
        }
        Err(Stop::Usage(message)) => {
            say(format_args!("{message}"));
            2
        }
        Err(Stop::Installation(message)) => {
            say(format_args!("{message}"));
            5
        }
    })
}

/// One line on standard error. A closed standard error is no reason to fail.
pub fn say(message: fmt::Arguments<'_>) {
    use io::Write;
    let _ = writeln!(anstream::stderr(), "depeche: {message}");
}
