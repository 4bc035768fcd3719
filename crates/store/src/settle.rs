//! Merges claims that no event holds yet, with those that they touch.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use rusqlite::{Connection, Rows, TransactionBehavior, params};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::events::{self, Batch, Cut};
use crate::merge::features::REACH;
use crate::merge::{self, Blocks, Components, Features, Item};
use crate::{Error, Store, schema};

/// Claims merged in one transaction: memory stays bounded, and each time brings back what the claims may be linked to.
const AT_ONCE: usize = 150_000;
/// How many times as many are looked at, those that they may be linked to counted in, before fewer are merged at once: a
/// store that grows has ever more of those.
const LOOKED_AT: usize = 2;
/// Claims whose events are worked out and written together.
const TOGETHER: usize = 4_000;

/// A claim as merging sees it.
struct Loaded {
    number: i64,
    item: Item,
    blocks: Blocks,
    /// The component and the event that it is in; none while no event holds it.
    held: Option<(i64, i64)>,
}

impl Store {
    /// Merges the claims that no event holds yet. Does nothing where there are none.
    ///
    /// # Errors
    /// The disk is full, or the file cannot be written; what was merged before is kept.
    pub fn settle(&mut self) -> Result<(), Error> {
        self.settle_by(AT_ONCE)
    }

    /// Merges as [`Store::settle`] does, in transactions of so many claims, one or more. What comes out is the same.
    ///
    /// # Errors
    /// Those of [`Store::settle`].
    pub fn settle_by(&mut self, claims: usize) -> Result<(), Error> {
        let mut beside = schema::beside(&self.connection)?;
        let mut after = 0;
        while let Some(last) = step(&mut self.connection, &mut beside, after, claims.max(1))? {
            after = last;
        }
        recount(&mut self.connection)
    }

    /// Whether all claims have been merged.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn is_settled(&self) -> Result<bool, Error> {
        Ok(waiting(&self.connection, 0, 1)?.is_empty())
    }

    /// Gathers what SQLite knows of the tables, and what has been written beside the file into it.
    ///
    /// # Errors
    /// The disk is full, or the file cannot be written.
    pub fn finish(&self) -> Result<(), Error> {
        self.connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")?;
        Ok(())
    }
}

/// The first claims after some number that no event holds.
fn waiting(connection: &Connection, after: i64, most: usize) -> Result<Vec<Loaded>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT number, key, features, NULL, NULL FROM claims WHERE number > ?1
            AND NOT EXISTS (SELECT 1 FROM claim_events WHERE claim = number) ORDER BY number LIMIT ?2",
    )?;
    loaded(find.query([after, most as i64])?)
}

/// Merges the next claims; the number of the last of them, none where there are none. What is to be written is worked
/// out `beside` the writing.
fn step(
    connection: &mut Connection,
    beside: &mut Connection,
    after: i64,
    most: usize,
) -> Result<Option<i64>, Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut fresh = waiting(&transaction, after, most)?;
    let met = loop {
        let met = met(&transaction, &fresh)?;
        if fresh.len() < 2 || fresh.len() + met.len() <= most.saturating_mul(LOOKED_AT) {
            break met;
        }
        fresh.truncate(fresh.len() / 2);
    };
    let Some(last) = fresh.last().map(|claim| claim.number) else { return Ok(None) };
    let (alone, groups): (Vec<_>, Vec<_>) =
        components(&transaction, fresh, met)?.into_iter().partition(|group| group.len() == 1);
    let alone: Vec<i64> = alone.iter().flatten().map(|claim| claim.number).collect();
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move || prepare(beside, groups, &sender));
        events::write_alone(&transaction, &alone)?;
        receiver.into_iter().try_for_each(|batch| events::write(&transaction, &batch?))
    })?;
    transaction.commit()?;
    Ok(Some(last))
}

/// Cuts components into events, and loads what their claims tell.
fn prepare(connection: &Connection, groups: Vec<Vec<Loaded>>, sender: &SyncSender<Result<Batch, Error>>) {
    let mut groups = groups.into_iter().peekable();
    while groups.peek().is_some() {
        let (mut batch, mut claims) = (Batch::default(), 0);
        while claims < TOGETHER
            && let Some(group) = groups.next()
        {
            claims += group.len();
            cut(&group, &mut batch);
        }
        let loaded = batch.load(connection).map(|()| batch);
        let failed = loaded.is_err();
        if sender.send(loaded).is_err() || failed {
            // Who writes has stopped, or is about to.
            return;
        }
    }
}

/// Counts the origins of events anew where near-duplicates turned up among what tells of them.
fn recount(connection: &mut Connection) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let events: Vec<i64> = {
        let mut find = transaction.prepare_cached("SELECT event FROM recounts")?;
        find.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    for event in events {
        events::recount(&transaction, event)?;
    }
    transaction.execute("DELETE FROM recounts", [])?;
    Ok(transaction.commit()?)
}

/// The numbers of the claims that some may be linked to, beside them.
fn met(connection: &Connection, claims: &[Loaded]) -> Result<Vec<i64>, Error> {
    let mut seen: FxHashSet<i64> = claims.iter().map(|claim| claim.number).collect();
    let mut met: Vec<i64> = Vec::new();
    let mut members = connection.prepare_cached(MEMBERS)?;
    for (block, first, last) in ranges(claims) {
        let found =
            members.query_map(params![block, first - REACH, first, last], |row| row.get::<_, i64>(0))?;
        for number in found {
            met.extend(Some(number?).filter(|number| seen.insert(*number)));
        }
    }
    Ok(met)
}

/// The claims of each component that holds a fresh claim, sorted by key; `met` are those that they may be linked to.
fn components(connection: &Connection, fresh: Vec<Loaded>, met: Vec<i64>) -> Result<Vec<Vec<Loaded>>, Error> {
    let mut claims = fresh;
    let new = claims.len();
    let seen: FxHashSet<i64> = claims.iter().map(|claim| claim.number).chain(met.iter().copied()).collect();
    claims.extend(load(connection, met)?);
    let mut joined = joined(&claims, new);
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for index in 0..claims.len() {
        groups.entry(joined.find(index)).or_default().push(index);
    }
    let mut kept: Vec<Vec<usize>> =
        groups.into_values().filter(|group| group.iter().any(|&it| it < new)).collect();
    kept.sort_unstable();
    let mut slots: Vec<Option<Loaded>> = claims.into_iter().map(Some).collect();
    let mut found: Vec<Vec<Loaded>> = kept
        .into_iter()
        .map(|group| group.into_iter().filter_map(|index| slots[index].take()).collect())
        .collect();
    complete(connection, &mut found, &seen)?;
    for group in &mut found {
        group.sort_unstable_by_key(|claim| claim.item.key);
    }
    Ok(found)
}

/// Where claims of a block stand whose days touch some others.
const MEMBERS: &str = "SELECT claim FROM blocks WHERE block = ?1 AND first BETWEEN ?2 AND ?4 AND last >= ?3";

/// Gives groups the claims of their old components that no block of a fresh claim leads to.
fn complete(connection: &Connection, groups: &mut [Vec<Loaded>], seen: &FxHashSet<i64>) -> Result<(), Error> {
    let mut group_of: FxHashMap<i64, usize> = FxHashMap::default();
    for (index, group) in groups.iter().enumerate() {
        group_of.extend(group.iter().filter_map(|claim| Some((claim.held?.0, index))));
    }
    let mut find = connection
        .prepare_cached("SELECT claim FROM json_each(?1) j CROSS JOIN claim_events ON component = j.value")?;
    let mut rest: Vec<i64> = Vec::new();
    for number in find.query_map([list(group_of.keys().copied())], |row| row.get(0))? {
        rest.extend(Some(number?).filter(|number| !seen.contains(number)));
    }
    for claim in load(connection, rest)? {
        if let Some(&group) = claim.held.and_then(|(component, _)| group_of.get(&component)) {
            groups[group].push(claim);
        }
    }
    Ok(())
}

/// Where claims that touch some others are to be looked for: a block, its first and its last day.
fn ranges(claims: &[Loaded]) -> Vec<(i64, i32, i32)> {
    let mut ranges: Vec<(i64, i32, i32)> = Vec::new();
    for Blocks { first, last, blocks } in claims.iter().map(|claim| &claim.blocks) {
        ranges.extend(blocks.iter().map(|block| (*block, first - 1, last + 1)));
    }
    ranges.sort_unstable();
    // Those that overlap are looked up at once.
    ranges.dedup_by(|next, range| {
        let one = next.0 == range.0 && next.1 <= range.2;
        if one {
            range.2 = range.2.max(next.2);
        }
        one
    });
    ranges
}

/// Which of the claims belong together: by links of which one end is among the first `new`, and by old components.
fn joined(claims: &[Loaded], new: usize) -> Components {
    let all: Vec<_> = claims.iter().map(|claim| (&claim.item.features, &claim.blocks)).collect();
    let mut joined = Components::new(claims.len());
    for (a, b) in merge::links(&all, new) {
        joined.join(a, b);
    }
    let mut first: FxHashMap<i64, usize> = FxHashMap::default();
    for (index, claim) in claims.iter().enumerate() {
        if let Some((component, _)) = claim.held {
            joined.join(*first.entry(component).or_insert(index), index);
        }
    }
    joined
}

/// Cuts a component into events. An event hangs on its claims alone, so that one with the same claims as before is left
/// as it is: most are, and a store that grows does not write itself anew.
fn cut(group: &[Loaded], batch: &mut Batch) {
    let component = group.iter().map(|claim| claim.number).min().unwrap_or_default();
    let items: Vec<&Item> = group.iter().map(|claim| &claim.item).collect();
    let mut old: BTreeMap<i64, (i64, usize)> = BTreeMap::new();
    for (component, event) in group.iter().filter_map(|claim| claim.held) {
        old.entry(event).or_insert((component, 0)).1 += 1;
    }
    for event in merge::events(&items) {
        let same = group[event[0]].held.filter(|(_, number)| {
            let all = old.get(number).is_some_and(|(_, size)| *size == event.len());
            all && event.iter().all(|&index| group[index].held.is_some_and(|(_, it)| it == *number))
        });
        match same {
            None => {
                let claims = event.into_iter().map(|index| group[index].number).collect();
                batch.cuts.push(Cut { component, claims });
            }
            Some((before, number)) => {
                old.remove(&number);
                if before != component {
                    batch.moved.push((number, component));
                }
            }
        }
    }
    batch.gone.extend(old.into_keys());
}

/// What a claim is compared by, as the store keeps it.
pub(crate) fn features(bytes: &[u8], claim: i64) -> Result<Features, Error> {
    postcard::from_bytes(bytes)
        .map_err(|_| Error::Refused(format!("the features of claim {claim} are damaged")))
}

/// Those of some claims that events hold, in the order of the file. One that waits is not met: its own links, not only
/// those to the claims of this step, are looked for when its turn comes.
fn load(connection: &Connection, mut numbers: Vec<i64>) -> Result<Vec<Loaded>, Error> {
    numbers.sort_unstable();
    let mut find = connection.prepare_cached(
        "SELECT number, c.key, features, component, event FROM json_each(?1) j
            CROSS JOIN claim_events ON claim = j.value CROSS JOIN claims c ON number = claim",
    )?;
    loaded(find.query([list(numbers.into_iter())])?)
}

/// Rows of number, key, features, component and event.
fn loaded(mut rows: Rows<'_>) -> Result<Vec<Loaded>, Error> {
    let mut loaded = Vec::new();
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let features = features(row.get_ref(2)?.as_blob().unwrap_or_default(), number)?;
        let blocks = features.blocks();
        let (component, event): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
        let item = Item { key: row.get(1)?, features };
        loaded.push(Loaded { number, item, blocks, held: component.zip(event) });
    }
    Ok(loaded)
}

/// Numbers as SQLite's `json_each` takes them: one statement for many costs a fraction of one for each.
pub(crate) fn list(numbers: impl Iterator<Item = i64>) -> String {
    let mut list = String::from("[");
    for (index, number) in numbers.enumerate() {
        let _ = write!(list, "{}{number}", if index == 0 { "" } else { "," });
    }
    list.push(']');
    list
}
