//! What can go wrong with a store, in words for its user.

use std::fmt;
use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why the store could not do what was asked. Nothing that was committed before is lost by any of them.
#[derive(Debug)]
pub enum Error {
    /// No file there.
    Missing(PathBuf),
    /// There is a file, and it is no store.
    Foreign(PathBuf),
    /// A later version of the program made it.
    Newer(PathBuf, i64),
    /// The disk is full.
    Full,
    /// The file, or the folder it lies in, may not be written.
    ReadOnly,
    /// The disk does not do what it is told, for a reason that SQLite names.
    Disk(rusqlite::Error),
    /// Somebody else writes to it.
    Busy,
    /// What was asked is not to be had, and why.
    Refused(String),
    /// SQLite's own words.
    Database(rusqlite::Error),
    /// An export cannot be written.
    Output(io::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::Full,
            Some(ErrorCode::ReadOnly) => Error::ReadOnly,
            Some(ErrorCode::SystemIoFailure) => Error::Disk(error),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
            _ => Error::Database(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Output(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Missing(path) => write!(f, "{}: no such store; `depeche add` makes one", path.display()),
            Error::Foreign(path) => write!(f, "{}: not a store of depeche", path.display()),
            Error::Newer(path, version) => {
                write!(f, "{}: made by a later depeche (version {version} of the store)", path.display())
            }
            Error::Full => f.write_str("the disk is full; what was reported as added is safe"),
            Error::ReadOnly => f.write_str("the store may not be written: it or its folder is read-only"),
            Error::Disk(error) => write!(
                f,
                "the disk refuses ({error}): it fails, or no file may grow so long; what was reported as added is safe"
            ),
            Error::Busy => f.write_str("another program is writing to the store"),
            Error::Refused(why) => f.write_str(why),
            Error::Database(error) => write!(f, "the store: {error}"),
            Error::Output(error) => write!(f, "cannot write: {error}"),
        }
    }
}

impl std::error::Error for Error {}
