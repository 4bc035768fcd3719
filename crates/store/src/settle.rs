//! Merges claims that no event holds yet, with those that they touch.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::Peekable;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use rusqlite::{Connection, Row, TransactionBehavior, params};
use rustc_hash::FxHashMap;

use crate::events::{self, Batch, Cut};
use crate::merge::features::REACH;
use crate::merge::{self, Blocks, Features, Index, Item};
use crate::{Error, Store, schema};

/// Claims merged in one transaction; memory grows with them alone. What they may be linked to is read once for each such
/// step.
const AT_ONCE: usize = 80_000;
/// Claims, or components, asked for in one query.
const ASKED: usize = 20_000;
const COMPONENTS: usize = 8;
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
    let mut rows = find.query([after, most as i64])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        waiting.push(Loaded::of(row)?);
    }
    Ok(waiting)
}

/// Claims that were not merged yet, and the components that hold what they are linked to.
struct Group {
    fresh: Vec<Loaded>,
    components: Vec<i64>,
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
    let fresh = waiting(&transaction, after, most)?;
    let Some(last) = fresh.last().map(|claim| claim.number) else { return Ok(None) };
    let (alone, groups): (Vec<_>, Vec<_>) = groups(&transaction, &mut *beside, fresh)?
        .into_iter()
        .partition(|group| group.fresh.len() == 1 && group.components.is_empty());
    let alone: Vec<i64> = alone.iter().flat_map(|group| &group.fresh).map(|claim| claim.number).collect();
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move || prepare(beside, groups, &sender));
        events::write_alone(&transaction, &alone)?;
        receiver.into_iter().try_for_each(|batch| events::write(&transaction, &batch?))
    })?;
    transaction.commit()?;
    Ok(Some(last))
}

/// Cuts groups into events, and loads what their claims tell.
fn prepare(connection: &Connection, groups: Vec<Group>, sender: &SyncSender<Result<Batch, Error>>) {
    let mut groups = groups.into_iter().peekable();
    while groups.peek().is_some() {
        let batch = next_batch(connection, &mut groups);
        let failed = batch.is_err();
        if sender.send(batch).is_err() || failed {
            // Who writes has stopped, or is about to.
            return;
        }
    }
}

/// What merging changes in the next groups.
fn next_batch(
    connection: &Connection,
    groups: &mut Peekable<impl Iterator<Item = Group>>,
) -> Result<Batch, Error> {
    let mut batch = Batch::default();
    let (mut claims, mut components) = (0, 0);
    let mut taken = Vec::new();
    while claims < TOGETHER
        && components < COMPONENTS
        && let Some(group) = groups.next()
    {
        claims += group.fresh.len();
        components += group.components.len();
        taken.push(group);
    }
    let mut old = members(connection, taken.iter().flat_map(|group| group.components.iter().copied()))?;
    for Group { fresh, components } in taken {
        let mut claims = fresh;
        claims.extend(components.iter().filter_map(|it| old.remove(it)).flatten());
        claims.sort_unstable_by_key(|claim| claim.item.key);
        cut(&claims, &mut batch);
    }
    batch.load(connection)?;
    Ok(batch)
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

/// What is to be merged together: claims that nothing holds yet, with the components that hold what they are linked to.
/// Half of those are looked for `beside`, by another thread.
fn groups(connection: &Connection, beside: &mut Connection, fresh: Vec<Loaded>) -> Result<Vec<Group>, Error> {
    let index = Index::new(fresh.iter().map(|claim| (&claim.item.features, &claim.blocks)).collect());
    let mut joined = index.components();
    let met = met(connection, &fresh)?;
    let (half, rest) = met.split_at(met.len() / 2);
    let (links, others) = thread::scope(|scope| {
        let (index, among) = (&index, fresh.len());
        let others = scope.spawn(move || links(beside, rest, index, among));
        (links(connection, half, index, among), others.join().unwrap_or_else(|it| resume_unwind(it)))
    });
    let mut nodes: FxHashMap<i64, usize> = FxHashMap::default();
    for (component, claim) in links?.into_iter().chain(others?) {
        let node = *nodes.entry(component).or_insert_with(|| joined.add());
        joined.join(node, claim);
    }
    let mut group_of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut groups: Vec<Group> = Vec::new();
    for (index, claim) in fresh.into_iter().enumerate() {
        let group = *group_of.entry(joined.find(index)).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Group { fresh: Vec::new(), components: Vec::new() });
        }
        groups[group].fresh.push(claim);
    }
    let mut nodes: Vec<(i64, usize)> = nodes.into_iter().collect();
    nodes.sort_unstable();
    for (component, node) in nodes {
        groups[group_of[&joined.find(node)]].components.push(component);
    }
    Ok(groups)
}

/// Components that hold some claims, each with the place of a fresh claim that one of them is linked to.
fn links(
    connection: &Connection,
    numbers: &[i64],
    index: &Index<'_>,
    among: usize,
) -> Result<Vec<(i64, usize)>, Error> {
    let mut links = Vec::new();
    for numbers in numbers.chunks(ASKED) {
        each_held(connection, numbers, |claim| {
            let Some((component, _)) = claim.held else { return };
            let linked = index.linked(&claim.item.features, &claim.blocks, among);
            links.extend(linked.map(|fresh| (component, fresh)));
        })?;
        links.sort_unstable();
        links.dedup();
    }
    Ok(links)
}

/// The numbers of the claims that some may be linked to, sorted.
fn met(connection: &Connection, claims: &[Loaded]) -> Result<Vec<i64>, Error> {
    let mut met: Vec<i64> = Vec::new();
    let mut members = connection.prepare_cached(
        // Where claims of a block stand whose days touch some others.
        "SELECT claim FROM blocks WHERE block = ?1 AND first BETWEEN ?2 AND ?4 AND last >= ?3",
    )?;
    for (block, first, last) in ranges(claims) {
        let found =
            members.query_map(params![block, first - REACH, first, last], |row| row.get::<_, i64>(0))?;
        for number in found {
            met.push(number?);
        }
    }
    met.sort_unstable();
    met.dedup();
    Ok(met)
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

/// Each of some claims that an event holds. One that waits is not met: its own links, not only those to the claims of
/// this step, are looked for when its turn comes.
fn each_held(connection: &Connection, numbers: &[i64], mut take: impl FnMut(Loaded)) -> Result<(), Error> {
    let mut find = connection.prepare_cached(
        "SELECT number, c.key, features, component, event FROM json_each(?1) j
            CROSS JOIN claim_events ON claim = j.value CROSS JOIN claims c ON number = claim",
    )?;
    let mut rows = find.query([list(numbers.iter().copied())])?;
    while let Some(row) = rows.next()? {
        take(Loaded::of(row)?);
    }
    Ok(())
}

/// The claims of some components.
fn members(
    connection: &Connection,
    components: impl Iterator<Item = i64>,
) -> Result<FxHashMap<i64, Vec<Loaded>>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT number, c.key, features, component, event FROM json_each(?1) j
            CROSS JOIN claim_events ON component = j.value CROSS JOIN claims c ON number = claim",
    )?;
    let mut members: FxHashMap<i64, Vec<Loaded>> = FxHashMap::default();
    let mut rows = find.query([list(components)])?;
    while let Some(row) = rows.next()? {
        members.entry(row.get(3)?).or_default().push(Loaded::of(row)?);
    }
    Ok(members)
}

impl Loaded {
    /// Of a row of number, key, features, component and event.
    fn of(row: &Row<'_>) -> Result<Loaded, Error> {
        let number = row.get(0)?;
        let features = features(row.get_ref(2)?.as_blob().unwrap_or_default(), number)?;
        let blocks = features.blocks();
        let (component, event): (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
        Ok(Loaded { number, item: Item { key: row.get(1)?, features }, blocks, held: component.zip(event) })
    }
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
