//! Dispatches added: new ones, the same once more, new versions of old ones, reprints.

use depeche_engine::Dispatch;
use depeche_engine::record::dispatch_id;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use rustc_hash::FxHashMap;

use crate::duplicates::Signature;
use crate::events;
use crate::families::{self, Near};
use crate::identity::twin;
use crate::prepare::{Origin, Prepared, content};
use crate::rows::Writer;
use crate::settle::features;
use crate::{Error, Store};

/// What became of a dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there before.
    New,
    /// It was there, the same.
    Same,
    /// It replaces what was there under its id; that is kept as history.
    Replaced,
}

/// A dispatch that is safe in the store.
#[derive(Clone, Debug)]
pub struct Added {
    /// Its id.
    pub dispatch: String,
    /// What became of it.
    pub fate: Fate,
    /// Claims that it brought.
    pub claims: usize,
    /// Whether it reprints another dispatch that is there.
    pub reprint: bool,
}

impl Store {
    /// Adds some dispatches, all or none: when this returns they have reached the disk.
    ///
    /// # Errors
    /// The disk is full, or the file cannot be written; nothing of this call is kept then.
    pub fn add(&mut self, dispatches: &[Prepared]) -> Result<Vec<Added>, Error> {
        let added = add(&mut self.connection, &mut self.numbers, dispatches);
        if added.is_err() {
            // Numbers that were given to rows now taken back.
            self.numbers.clear();
        }
        added
    }

    /// Takes a dispatch back that its publisher retracts: its claims go, the text is kept as history. Whether it was
    /// there.
    ///
    /// # Errors
    /// The disk is full, or the file cannot be written; the dispatch stays then.
    pub fn retract(&mut self, id: &str) -> Result<bool, Error> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let query = "SELECT number FROM dispatches WHERE key = ?1 AND id = ?2";
        let number = transaction.query_row(query, params![twin(id), id], |row| row.get(0)).optional()?;
        if let Some(number) = number {
            archive(&transaction, number)?;
            remove(&transaction, number)?;
        }
        transaction.commit()?;
        Ok(number.is_some())
    }

    /// Whether a dispatch is there with all that it came with, so that it need not be read.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn holds(&self, dispatch: &Dispatch, origin: &Origin) -> Result<bool, Error> {
        let mut find = self.connection.prepare_cached("SELECT content FROM dispatches WHERE key = ?1")?;
        let there: Option<i64> =
            find.query_row([twin(&dispatch_id(dispatch))], |row| row.get(0)).optional()?;
        Ok(there == Some(content(dispatch, origin)))
    }

    /// How many dispatches, claims and events there are.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn counts(&self) -> Result<[u64; 3], Error> {
        let count = |table: &str| {
            let query = format!("SELECT count(*) FROM {table}");
            self.connection.query_row(&query, [], |row| row.get::<_, i64>(0)).map(|count| count as u64)
        };
        Ok([count("dispatches")?, count("claims")?, count("events")?])
    }
}

fn add(
    connection: &mut Connection,
    numbers: &mut FxHashMap<i64, i64>,
    dispatches: &[Prepared],
) -> Result<Vec<Added>, Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut writer = Writer { connection: &transaction, numbers, blocks: Vec::new() };
    let (mut added, mut new) = (Vec::with_capacity(dispatches.len()), Vec::new());
    for it in dispatches {
        let there = there(&transaction, it)?;
        let fate = match there {
            None => Fate::New,
            Some((_, content)) if content == it.content => Fate::Same,
            Some(_) => Fate::Replaced,
        };
        let mut claims = 0;
        if fate != Fate::Same {
            if let Some((number, _)) = there {
                // What it replaces may be among them.
                look_up(&mut writer, std::mem::take(&mut new), &mut added)?;
                archive(&transaction, number)?;
                remove(&transaction, number)?;
            }
            let number = write(&mut writer, it, &mut claims)?;
            new.push(New { number, it, at: added.len() });
        }
        added.push(Added { dispatch: it.id.clone(), fate, claims, reprint: false });
    }
    look_up(&mut writer, new, &mut added)?;
    transaction.commit()?;
    Ok(added)
}

/// The number and the content of what stands under the id of a dispatch.
fn there(connection: &Connection, it: &Prepared) -> Result<Option<(i64, i64)>, Error> {
    let mut find = connection.prepare_cached("SELECT number, content, id FROM dispatches WHERE key = ?1")?;
    let row = |row: &Row<'_>| Ok(((row.get(0)?, row.get(1)?), row.get::<_, String>(2)?));
    match find.query_row([it.key], row).optional()? {
        Some((_, id)) if id != it.id => {
            Err(Error::Refused(format!("dispatches {id} and {} have one integer twin", it.id)))
        }
        there => Ok(there.map(|(there, _)| there)),
    }
}

/// A dispatch that is written, but not where it is looked for.
struct New<'a> {
    number: i64,
    it: &'a Prepared,
    /// Its place among those added.
    at: usize,
}

/// Writes a dispatch and its claims; its number.
fn write(writer: &mut Writer<'_>, it: &Prepared, claims: &mut usize) -> Result<i64, Error> {
    let query = "SELECT coalesce(max(version), 0) + 1 FROM versions WHERE dispatch = ?1";
    let version = writer.connection.prepare_cached(query)?.query_row([&it.id], |row| row.get(0))?;
    let number = writer.dispatch(it, version)?;
    for claim in &it.claims {
        *claims += usize::from(writer.claim(number, claim)?.is_some());
    }
    Ok(number)
}

/// Writes where dispatches and their claims are looked for; many at once, so that what lies together is written together.
fn look_up(writer: &mut Writer<'_>, new: Vec<New<'_>>, added: &mut [Added]) -> Result<(), Error> {
    writer.words(&new.iter().map(|it| (it.number, it.it)).collect::<Vec<_>>())?;
    writer.blocks()?;
    let near: Vec<Near<'_>> = new
        .iter()
        .map(|New { number, it, .. }| Near { number: *number, key: it.key, signature: &it.signature })
        .collect();
    for (it, reprint) in new.iter().zip(families::link(writer.connection, &near)?) {
        added[it.at].reprint = reprint;
    }
    Ok(())
}

/// Keeps a dispatch that is about to be replaced, with its claims as they stood.
fn archive(connection: &Connection, number: i64) -> Result<(), Error> {
    let mut lines = String::new();
    for claim in crate::load::claims_of_dispatch(connection, number)? {
        // Strings, numbers and lists: there is nothing in a record that JSON cannot hold.
        lines.push_str(&serde_json::to_string(&claim).unwrap_or_default());
        lines.push('\n');
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO versions (dispatch, version, published, publisher, language, title, text, claims)
         SELECT id, version, published, publisher, language, title, text, ?2 FROM dispatches WHERE number = ?1",
    )?;
    insert.execute(params![number, lines])?;
    Ok(())
}

/// Takes a dispatch and all that hangs on it away; events that it told of are to be merged anew.
fn remove(connection: &Connection, number: i64) -> Result<(), Error> {
    let mut find = connection.prepare_cached(
        "SELECT DISTINCT component FROM claim_events JOIN claims ON number = claim WHERE dispatch = ?1",
    )?;
    let components: Vec<i64> = find.query_map([number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for component in components {
        unsettle(connection, component)?;
    }
    let family: i64 =
        connection
            .query_row("SELECT family FROM dispatches WHERE number = ?1", [number], |row| row.get(0))?;
    connection.execute(
        "INSERT INTO texts (texts, rowid, title, text, lemmas)
         SELECT 'delete', number, title, text, lemmas FROM dispatches WHERE number = ?1",
        [number],
    )?;
    forget(connection, number)?;
    for statement in [
        "DELETE FROM claim_actors WHERE claim IN (SELECT number FROM claims WHERE dispatch = ?1)",
        "DELETE FROM claim_sources WHERE claim IN (SELECT number FROM claims WHERE dispatch = ?1)",
        "DELETE FROM claims WHERE dispatch = ?1",
        "DELETE FROM dispatches WHERE number = ?1",
    ] {
        connection.prepare_cached(statement)?.execute([number])?;
    }
    families::relink(connection, family)
}

/// Takes away where a dispatch and its claims were looked for: rows that no index leads to, and that are worked out.
fn forget(connection: &Connection, number: i64) -> Result<(), Error> {
    let query = "SELECT shingles, signature FROM dispatches WHERE number = ?1";
    let signature = connection.query_row(query, [number], |row| {
        Ok(Signature::from_bytes(row.get(0)?, row.get_ref(1)?.as_blob().unwrap_or_default()))
    })?;
    let mut delete = connection.prepare_cached("DELETE FROM bands WHERE band = ?1 AND dispatch = ?2")?;
    for band in signature.bands() {
        delete.execute([band, number])?;
    }
    let mut find = connection.prepare_cached("SELECT number, features FROM claims WHERE dispatch = ?1")?;
    let mut delete = connection
        .prepare_cached("DELETE FROM blocks WHERE block = ?1 AND first = ?2 AND last = ?3 AND claim = ?4")?;
    let mut rows = find.query([number])?;
    while let Some(row) = rows.next()? {
        let claim = row.get(0)?;
        let blocks = features(row.get_ref(1)?.as_blob().unwrap_or_default(), claim)?.blocks();
        for block in &blocks.blocks {
            delete.execute(params![block, blocks.first, blocks.last, claim])?;
        }
    }
    Ok(())
}

/// Takes the events of a component away: its claims are merged anew by the next [`Store::settle`].
fn unsettle(connection: &Connection, component: i64) -> Result<(), Error> {
    let mut find =
        connection.prepare_cached("SELECT DISTINCT event FROM claim_events WHERE component = ?1")?;
    let events: Vec<i64> = find.query_map([component], |row| row.get(0))?.collect::<Result<_, _>>()?;
    events::remove(connection, &events)
}
