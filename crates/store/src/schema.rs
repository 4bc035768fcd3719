//! The file: opened, made, brought up to date. `schema.sql` documents its tables, `schema-2.sql` what changed since.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use rustc_hash::FxHashMap;

use crate::Error;
use crate::merge::Blocks;
use crate::rows::Writer;
use crate::settle::features;

/// What stands in the file's header, so that other databases are told apart: "dpch".
const APPLICATION: i64 = 0x6470_6368;
/// What brings a file from each version to the next; the first makes it. Rows are only ever added.
const MIGRATIONS: [&str; 2] = [include_str!("schema.sql"), include_str!("schema-2.sql")];
/// The version from which on blocks are as they are.
const BLOCKS: usize = 2;
/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A store: one SQLite file.
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    /// Numbers of actors and places by their keys, as far as they were met.
    pub(crate) numbers: FxHashMap<i64, i64>,
}

impl Store {
    /// Opens a store to write to; makes it where there is none.
    ///
    /// # Errors
    /// The file is no store, is a later version's, or cannot be opened or written.
    pub fn open(path: &Path) -> Result<Store, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = connect(path, flags)?;
        if connection.is_readonly("main")? {
            return Err(Error::ReadOnly);
        }
        let version = version(&connection, path)?;
        prepare(&connection)?;
        migrate(&mut connection, version)?;
        Ok(Store { connection, numbers: FxHashMap::default() })
    }

    /// Opens a store that is there, to read from; nothing that is done with it can change the file.
    ///
    /// # Errors
    /// There is no file, it is no store, is a later version's, or cannot be opened.
    pub fn read(path: &Path) -> Result<Store, Error> {
        if !path.is_file() {
            return Err(Error::Missing(path.to_path_buf()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = connect(path, flags)?;
        // In a folder that may not be written, readers have nowhere to meet writers; then there are none.
        if matches!(probe(&connection), Err(Error::ReadOnly | Error::Database(_))) && is_store(path) {
            let address = format!("file:{}?immutable=1", address(path));
            connection = connect(Path::new(&address), flags | OpenFlags::SQLITE_OPEN_URI)?;
        }
        if version(&connection, path)? == 0 {
            return Err(Error::Foreign(path.to_path_buf()));
        }
        connection.busy_timeout(PATIENCE)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        Ok(Store { connection, numbers: FxHashMap::default() })
    }

    /// SQLite's own check of the file and of the references in it; empty where all is well.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn problems(&self) -> Result<Vec<String>, Error> {
        let mut problems: Vec<String> = Vec::new();
        let mut check = self.connection.prepare("PRAGMA integrity_check")?;
        for line in check.query_map([], |row| row.get::<_, String>(0))? {
            problems.extend(Some(line?).filter(|line| line != "ok"));
        }
        let mut check = self.connection.prepare("PRAGMA foreign_key_check")?;
        for table in check.query_map([], |row| row.get::<_, String>(0))? {
            problems.push(format!("{}: a row refers to none", table?));
        }
        Ok(problems)
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, Error> {
    Connection::open_with_flags(path, flags).map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::CannotOpen) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            match folder {
                Some(folder) if !folder.is_dir() => {
                    Error::Refused(format!("{}: there is no such folder for the store", folder.display()))
                }
                _ => Error::Refused(format!("{}: the store cannot be opened or made there", path.display())),
            }
        }
        _ => Error::from(error),
    })
}

/// A second connection to a store's file, to read by while the first writes.
pub(crate) fn beside(connection: &Connection) -> Result<Connection, Error> {
    let path = Path::new(connection.path().unwrap_or_default());
    let beside = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    beside.busy_timeout(PATIENCE)?;
    beside.pragma_update(None, "cache_size", -16 * 1024)?;
    beside.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(beside)
}

fn probe(connection: &Connection) -> Result<(), Error> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(())
}

/// Whether a file begins as SQLite's do.
fn is_store(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 16];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head.starts_with(b"SQLite format 3")
}

/// A path in an address: what has a meaning there is written as its number.
fn address(path: &Path) -> String {
    path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// The version of the store in a file; 0 for an empty one.
fn version(connection: &Connection, path: &Path) -> Result<i64, Error> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let foreign = || Error::Foreign(PathBuf::from(path));
    let read = number("application_id").and_then(|it| Ok((it, number("user_version")?)));
    let (application, version) = match read {
        Ok(read) => read,
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
            return Err(foreign());
        }
        Err(error) => return Err(error.into()),
    };
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version) {
        (APPLICATION, version) if version > MIGRATIONS.len() as i64 => {
            Err(Error::Newer(PathBuf::from(path), version))
        }
        (APPLICATION, version) => Ok(version),
        (0, 0) if tables == 0 => Ok(0),
        _ => Err(foreign()),
    }
}

/// Readers go on while one writes (WAL), and what is committed has reached the disk.
fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    // Who takes a row away takes away what refers to it; `problems` and the tests look whether all did. Enforced, each
    // row written would be preceded by a search for every row that it refers to.
    connection.pragma_update(None, "foreign_keys", false)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // In KiB; negative by SQLite's convention.
    connection.pragma_update(None, "cache_size", -96 * 1024)?;
    // Pages; many are written more than once before they are gathered into the file.
    connection.pragma_update(None, "wal_autocheckpoint", 20_000)?;
    // Else every value that is bound makes SQLite plan its statement anew.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn migrate(connection: &mut Connection, version: i64) -> Result<(), Error> {
    for (index, migration) in MIGRATIONS.iter().enumerate().skip(version as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        if index + 1 == BLOCKS {
            fill_blocks(&transaction)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", index as i64 + 1)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Blocks of the claims that are there.
fn fill_blocks(connection: &Connection) -> Result<(), Error> {
    let mut writer = Writer { connection, numbers: &mut FxHashMap::default(), blocks: Vec::new() };
    let mut find = connection.prepare("SELECT number, features FROM claims")?;
    let mut claims = find.query([])?;
    while let Some(row) = claims.next()? {
        let claim = row.get(0)?;
        let Blocks { first, last, blocks } =
            features(row.get_ref(1)?.as_blob().unwrap_or_default(), claim)?.blocks();
        writer.blocks.extend(blocks.into_iter().map(|block| (block, first, last, claim)));
    }
    writer.blocks()
}
