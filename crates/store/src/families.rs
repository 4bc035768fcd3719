//! Families of dispatches that are near-duplicates of each other: found by the bands of their signatures, kept as the
//! least key of their members.

use rusqlite::Connection;
use rustc_hash::FxHashMap;

use crate::Error;
use crate::duplicates::Signature;
use crate::settle::list;

/// A dispatch to be put among those that it is near to.
pub(crate) struct Near<'a> {
    pub number: i64,
    pub key: i64,
    pub signature: &'a Signature,
}

/// Puts dispatches, one after the other, into the families of those that they are near to; for each whether there are
/// any. Each is from then on found by its bands, unless one that is has its very signature: who is near to the one is
/// near to the other, and a text that comes a thousand times is compared with once.
pub(crate) fn link(connection: &Connection, dispatches: &[Near<'_>]) -> Result<Vec<bool>, Error> {
    let bands: Vec<Vec<i64>> = dispatches.iter().map(|it| it.signature.bands()).collect();
    let mut candidates = candidates(connection, &bands)?;
    // Those of these dispatches that are found by a band.
    let mut found: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
    let mut linked = Vec::with_capacity(dispatches.len());
    for (index, (it, bands)) in dispatches.iter().zip(&bands).enumerate() {
        let mut near = std::mem::take(&mut candidates[index]);
        near.extend(
            bands.iter().filter_map(|band| found.get(band)).flatten().map(|&at| dispatches[at].number),
        );
        near.sort_unstable();
        near.dedup();
        let (families, same) = families(connection, it, &near)?;
        if !same {
            for band in bands {
                found.entry(*band).or_default().push(index);
            }
        }
        join(connection, it.key, &families)?;
        linked.push(!families.is_empty());
    }
    let mut rows: Vec<(i64, i64)> = found
        .into_iter()
        .flat_map(|(band, all)| all.into_iter().map(move |at| (band, dispatches[at].number)))
        .collect();
    rows.sort_unstable();
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO bands (band, dispatch) VALUES (?1, ?2)")?;
    for (band, number) in rows {
        insert.execute([band, number])?;
    }
    Ok(linked)
}

/// For each of some dispatches those in the store that share a band with it.
fn candidates(connection: &Connection, bands: &[Vec<i64>]) -> Result<Vec<Vec<i64>>, Error> {
    let mut who: Vec<(i64, usize)> = Vec::new();
    for (index, bands) in bands.iter().enumerate() {
        who.extend(bands.iter().map(|band| (*band, index)));
    }
    who.sort_unstable();
    let mut distinct: Vec<i64> = who.iter().map(|(band, _)| *band).collect();
    distinct.dedup();
    let mut find = connection
        .prepare_cached("SELECT band, dispatch FROM json_each(?1) j CROSS JOIN bands ON band = j.value")?;
    let mut rows = find.query([list(distinct.into_iter())])?;
    let mut candidates = vec![Vec::new(); bands.len()];
    while let Some(row) = rows.next()? {
        let (band, number): (i64, i64) = (row.get(0)?, row.get(1)?);
        let from = who.partition_point(|(other, _)| *other < band);
        for (_, index) in who[from..].iter().take_while(|(other, _)| *other == band) {
            candidates[*index].push(number);
        }
    }
    Ok(candidates)
}

/// The families in which a dispatch is near to one of some others, and whether one of them has its very signature.
fn families(connection: &Connection, it: &Near<'_>, others: &[i64]) -> Result<(Vec<i64>, bool), Error> {
    let mut families: Vec<i64> = Vec::new();
    let mut find =
        connection.prepare_cached("SELECT family, shingles, signature FROM dispatches WHERE number = ?1")?;
    for other in others.iter().filter(|other| **other != it.number) {
        let mut rows = find.query([other])?;
        let Some(row) = rows.next()? else { continue };
        let family = row.get(0)?;
        let other = Signature::from_bytes(row.get(1)?, row.get_ref(2)?.as_blob().unwrap_or_default());
        if *it.signature == other {
            return Ok((vec![family], true));
        }
        if !families.contains(&family) && it.signature.is_near(&other) {
            families.push(family);
        }
    }
    Ok((families, false))
}

/// Makes one family of some and of that of a dispatch.
fn join(connection: &Connection, key: i64, families: &[i64]) -> Result<(), Error> {
    if families.len() > 1 {
        recount(connection, families)?;
    }
    let least = families.iter().copied().fold(key, i64::min);
    let mut update = connection.prepare_cached("UPDATE dispatches SET family = ?2 WHERE family = ?1")?;
    for family in families.iter().chain([&key]).filter(|family| **family != least) {
        update.execute([*family, least])?;
    }
    Ok(())
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
pub(crate) fn relink(connection: &Connection, family: i64) -> Result<(), Error> {
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
    let near: Vec<Near<'_>> = members
        .iter()
        .map(|(number, key, signature)| Near { number: *number, key: *key, signature })
        .collect();
    link(connection, &near)?;
    Ok(())
}
