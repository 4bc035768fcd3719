//! Merges claims that no event holds yet, with those that they touch.

use std::collections::BTreeMap;

use rusqlite::{Connection, Statement, TransactionBehavior, params};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::events::{self, Told};
use crate::merge::features::REACH;
use crate::merge::{self, Blocks, Components, Features, Item};
use crate::{Error, Store};

/// Claims merged in one transaction: memory stays bounded, and each time brings back what the claims may be linked to.
const AT_ONCE: usize = 60_000;

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
        let mut after = 0;
        while let Some(last) = step(&mut self.connection, after)? {
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
fn waiting(connection: &Connection, after: i64, most: usize) -> Result<Vec<i64>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT number FROM claims WHERE number > ?1
            AND NOT EXISTS (SELECT 1 FROM claim_events WHERE claim = number) ORDER BY number LIMIT ?2",
    )?;
    Ok(find.query_map([after, most as i64], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Merges the next claims; the number of the last of them, none where there are none.
fn step(connection: &mut Connection, after: i64) -> Result<Option<i64>, Error> {
    let fresh = waiting(connection, after, AT_ONCE)?;
    let Some(&last) = fresh.last() else { return Ok(None) };
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut alone = Vec::new();
    for group in components(&transaction, fresh)? {
        match group.as_slice() {
            [claim] => alone.push(claim.number),
            group => write(&transaction, group)?,
        }
    }
    events::write_alone(&transaction, &alone)?;
    transaction.commit()?;
    Ok(Some(last))
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

/// The claims of each component that holds a fresh claim, sorted by key.
fn components(connection: &Connection, fresh: Vec<i64>) -> Result<Vec<Vec<Loaded>>, Error> {
    let mut loader = Loader::new(connection)?;
    let mut claims: Vec<Loaded> = Vec::new();
    let mut seen: FxHashSet<i64> = fresh.iter().copied().collect();
    for number in fresh {
        claims.extend(loader.claim(number)?);
    }
    let new = claims.len();
    let mut met: Vec<i64> = Vec::new();
    for range in ranges(&claims) {
        met.extend(loader.members(range)?.into_iter().filter(|number| seen.insert(*number)));
    }
    // In the order of the file.
    met.sort_unstable();
    for number in met {
        claims.extend(loader.claim(number)?);
    }
    let mut joined = joined(&claims, new);
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for index in 0..claims.len() {
        groups.entry(joined.find(index)).or_default().push(index);
    }
    let mut kept: Vec<Vec<usize>> =
        groups.into_values().filter(|group| group.iter().any(|&it| it < new)).collect();
    kept.sort_unstable();
    let mut slots: Vec<Option<Loaded>> = claims.into_iter().map(Some).collect();
    let mut found = Vec::new();
    for group in kept {
        let mut members: Vec<Loaded> = group.into_iter().filter_map(|index| slots[index].take()).collect();
        let mut old: Vec<i64> = members.iter().filter_map(|claim| Some(claim.held?.0)).collect();
        old.sort_unstable();
        old.dedup();
        for component in old {
            // Those that no block of a fresh claim leads to belong to it all the same.
            for number in loader.component(component)? {
                if seen.insert(number) {
                    members.extend(loader.claim(number)?);
                }
            }
        }
        members.sort_unstable_by_key(|claim| claim.item.key);
        found.push(members);
    }
    Ok(found)
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

/// Cuts a component into events and writes those that are not there yet. An event hangs on its claims alone, so that one
/// with the same claims as before is left as it is: most are, and a store that grows does not write itself anew.
fn write(connection: &Connection, group: &[Loaded]) -> Result<(), Error> {
    let component = group.iter().map(|claim| claim.number).min().unwrap_or_default();
    let items: Vec<&Item> = group.iter().map(|claim| &claim.item).collect();
    let mut old: BTreeMap<i64, (i64, usize)> = BTreeMap::new();
    for (component, event) in group.iter().filter_map(|claim| claim.held) {
        old.entry(event).or_insert((component, 0)).1 += 1;
    }
    let mut changed = Vec::new();
    for event in merge::events(&items) {
        let same = group[event[0]].held.filter(|(_, number)| {
            let all = old.get(number).is_some_and(|(_, size)| *size == event.len());
            all && event.iter().all(|&index| group[index].held.is_some_and(|(_, it)| it == *number))
        });
        match same {
            None => changed.push(event),
            Some((before, number)) => {
                old.remove(&number);
                if before != component {
                    events::put(connection, number, component)?;
                }
            }
        }
    }
    for event in old.into_keys() {
        events::remove(connection, event)?;
    }
    for event in changed {
        let told: Vec<Told> = event
            .iter()
            .map(|&index| Told::load(connection, group[index].number))
            .collect::<Result<_, _>>()?;
        events::write(connection, component, told)?;
    }
    Ok(())
}

/// What a claim is compared by, as the store keeps it.
pub(crate) fn features(bytes: &[u8], claim: i64) -> Result<Features, Error> {
    postcard::from_bytes(bytes)
        .map_err(|_| Error::Refused(format!("the features of claim {claim} are damaged")))
}

struct Loader<'a> {
    claim: Statement<'a>,
    members: Statement<'a>,
    component: Statement<'a>,
}

impl<'a> Loader<'a> {
    fn new(connection: &'a Connection) -> Result<Loader<'a>, Error> {
        Ok(Loader {
            claim: connection.prepare(
                "SELECT key, features, component, event FROM claims LEFT JOIN claim_events ON claim = number WHERE number = ?1",
            )?,
            members: connection.prepare(
                "SELECT claim FROM blocks WHERE block = ?1 AND first BETWEEN ?2 AND ?4 AND last >= ?3",
            )?,
            component: connection.prepare("SELECT claim FROM claim_events WHERE component = ?1")?,
        })
    }

    /// None where somebody has taken it away by other means than ours.
    fn claim(&mut self, number: i64) -> Result<Option<Loaded>, Error> {
        let mut rows = self.claim.query([number])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let features = features(row.get_ref(1)?.as_blob().unwrap_or_default(), number)?;
        let blocks = features.blocks();
        let (component, event): (Option<i64>, Option<i64>) = (row.get(2)?, row.get(3)?);
        let item = Item { key: row.get(0)?, features };
        Ok(Some(Loaded { number, item, blocks, held: component.zip(event) }))
    }

    fn members(&mut self, (block, first, last): (i64, i32, i32)) -> Result<Vec<i64>, Error> {
        let range = params![block, first - REACH, first, last];
        Ok(self.members.query_map(range, |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn component(&mut self, component: i64) -> Result<Vec<i64>, Error> {
        Ok(self.component.query_map([component], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }
}
