//! Dispatches added: new ones, the same once more, new versions of old ones, reprints.

use depeche_engine::Dispatch;
use depeche_engine::record::dispatch_id;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use rustc_hash::FxHashMap;

use crate::duplicates::Signature;
use crate::events;
use crate::identity::twin;
use crate::prepare::{Origin, Prepared, content};
use crate::rows::Writer;
use crate::settle::{features, list};
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
        added.push(one(&mut writer, it, &mut new)?);
    }
    writer.words(&new)?;
    writer.blocks()?;
    transaction.commit()?;
    Ok(added)
}

/// Adds a dispatch. `new` has those whose words are not written yet.
fn one<'a>(
    writer: &mut Writer<'_>,
    it: &'a Prepared,
    new: &mut Vec<(i64, &'a Prepared)>,
) -> Result<Added, Error> {
    let mut find =
        writer.connection.prepare_cached("SELECT number, id, content FROM dispatches WHERE key = ?1")?;
    let there: Option<(i64, String, i64)> =
        find.query_row([it.key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let mut added = Added { dispatch: it.id.clone(), fate: Fate::New, claims: 0, reprint: false };
    if let Some((number, id, content)) = there {
        if id != it.id {
            return Err(Error::Refused(format!("dispatches {id} and {} have one integer twin", it.id)));
        }
        added.fate = if content == it.content { Fate::Same } else { Fate::Replaced };
        if added.fate == Fate::Same {
            return Ok(added);
        }
        // What it replaces may be among them.
        writer.words(&std::mem::take(new))?;
        writer.blocks()?;
        archive(writer.connection, number)?;
        remove(writer.connection, number)?;
    }
    let query = "SELECT coalesce(max(version), 0) + 1 FROM versions WHERE dispatch = ?1";
    let version = writer.connection.prepare_cached(query)?.query_row([&it.id], |row| row.get(0))?;
    let number = writer.dispatch(it, version)?;
    new.push((number, it));
    for claim in &it.claims {
        added.claims += usize::from(writer.claim(number, claim)?.is_some());
    }
    added.reprint = link(writer.connection, number, it.key, &it.signature)?;
    Ok(added)
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
    relink(connection, family)
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

/// Puts a dispatch into the family of those that it is near to; whether there are any.
fn link(connection: &Connection, number: i64, key: i64, signature: &Signature) -> Result<bool, Error> {
    let families = families(connection, number, signature)?;
    if families.len() > 1 {
        recount(connection, &families)?;
    }
    let least = families.iter().copied().fold(key, i64::min);
    let mut update = connection.prepare_cached("UPDATE dispatches SET family = ?2 WHERE family = ?1")?;
    for family in families.iter().chain([&key]).filter(|family| **family != least) {
        update.execute([*family, least])?;
    }
    Ok(!families.is_empty())
}

/// The families in which a dispatch is near to a member. Puts it among those that are looked for by its bands, unless one
/// of them has its very signature: who is near to the one is near to the other, and a text that comes a thousand times is
/// compared with once.
fn families(connection: &Connection, number: i64, signature: &Signature) -> Result<Vec<i64>, Error> {
    let bands = list(signature.bands().into_iter());
    let mut families: Vec<i64> = Vec::new();
    let mut find =
        connection.prepare_cached("SELECT family, shingles, signature FROM dispatches WHERE number = ?1")?;
    for candidate in candidates(connection, &bands)?.into_iter().filter(|it| *it != number) {
        let mut rows = find.query([candidate])?;
        let Some(row) = rows.next()? else { continue };
        let family = row.get(0)?;
        let other = Signature::from_bytes(row.get(1)?, row.get_ref(2)?.as_blob().unwrap_or_default());
        if *signature == other {
            return Ok(vec![family]);
        }
        if !families.contains(&family) && signature.is_near(&other) {
            families.push(family);
        }
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO bands SELECT value, ?2 FROM json_each(?1)")?
        .execute(params![bands, number])?;
    Ok(families)
}

/// Dispatches that share a band, each once.
fn candidates(connection: &Connection, bands: &str) -> Result<Vec<i64>, Error> {
    let mut members = connection
        .prepare_cached("SELECT dispatch FROM json_each(?1) j CROSS JOIN bands ON band = j.value")?;
    let mut candidates: Vec<i64> =
        members.query_map([bands], |row| row.get(0))?.collect::<Result<_, rusqlite::Error>>()?;
    candidates.sort_unstable();
    candidates.dedup();
    Ok(candidates)
}

/// Notes the events in which origins that counted as two are one now: those with dispatches in two of the families.
fn recount(connection: &Connection, families: &[i64]) -> Result<(), Error> {
    let mut size = connection.prepare_cached("SELECT count(*) FROM dispatches WHERE family = ?1")?;
    let mut sized = Vec::new();
    for family in families {
        sized.push((size.query_row([family], |row| row.get::<_, i64>(0))?, *family));
    }
    // Such an event has a dispatch in one that is not the largest.
    sized.sort_unstable();
    sized.pop();
    let mut note = connection.prepare_cached(RECOUNT)?;
    for (_, family) in sized {
        note.execute([family])?;
    }
    Ok(())
}

/// Notes the events that dispatches of a family tell of.
const RECOUNT: &str = "INSERT OR IGNORE INTO recounts SELECT event FROM dispatches d
    JOIN claims c ON c.dispatch = d.number JOIN claim_events ON claim = c.number WHERE family = ?1";

/// Finds anew who is near to whom in a family that has lost a member.
fn relink(connection: &Connection, family: i64) -> Result<(), Error> {
    let mut find = connection
        .prepare_cached("SELECT number, key, shingles, signature FROM dispatches WHERE family = ?1")?;
    let members: Vec<(i64, i64, Signature)> = find
        .query_map([family], |row| {
            let signature = Signature::from_bytes(row.get(2)?, row.get_ref(3)?.as_blob().unwrap_or_default());
            Ok((row.get(0)?, row.get(1)?, signature))
        })?
        .collect::<Result<_, _>>()?;
    let mut note = connection.prepare_cached(RECOUNT)?;
    note.execute([family])?;
    connection.execute("UPDATE dispatches SET family = key WHERE family = ?1", [family])?;
    for (number, key, signature) in members {
        link(connection, number, key, &signature)?;
    }
    Ok(())
}
