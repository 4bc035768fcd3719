//! Pretrained word vectors out of a spaCy package's `vocab` folder: `vectors` (NumPy), `key2row` (MessagePack),
//! `strings.json`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use depeche_engine::parse::lexical;

/// Rows of vectors, and which row each key has.
pub struct Vectors {
    /// Numbers a row.
    pub width: usize,
    /// All rows, each of length one.
    pub rows: Vec<f32>,
    /// Upper halves of spaCy's keys with their rows, best known first.
    pub keys: Vec<(u32, u16)>,
}

/// Reads a folder. Keys that lower case leads to the same row, and strings that are no words, are left out.
pub fn read(folder: &Path) -> Result<Vectors, String> {
    let load = |name: &str| {
        fs::read(folder.join(name)).map_err(|error| format!("{}/{name}: {error}", folder.display()))
    };
    let (width, rows) = numpy(&load("vectors")?)?;
    let by_key = message_pack(&load("key2row")?)?;
    let strings: Vec<String> =
        serde_json::from_slice(&load("strings.json")?).map_err(|error| error.to_string())?;
    let row = |form: &str| by_key.get(&lexical::murmur(form.as_bytes(), 1)).copied();
    let mut keys = BTreeMap::new();
    for form in &strings {
        let Some(here) = row(form) else { continue };
        let wordlike = form.chars().count() <= 24
            && (form.chars().count() <= 2 || form.chars().all(|c| c.is_alphabetic() || "'-.".contains(c)));
        if !wordlike || lexical::normalise(form) != form.as_str() {
            continue;
        }
        let lower = lexical::lower(form);
        if lower != form.as_str() && row(&lower) == Some(here) {
            continue;
        }
        keys.entry(lexical::vector_key(form)).or_insert(here);
    }
    Ok(Vectors { width, rows: unit_rows(rows, width), keys: keys.into_iter().collect() })
}

fn unit_rows(mut rows: Vec<f32>, width: usize) -> Vec<f32> {
    for row in rows.chunks_exact_mut(width) {
        let length = row.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-6);
        row.iter_mut().for_each(|x| *x /= length);
    }
    rows
}

fn numpy(bytes: &[u8]) -> Result<(usize, Vec<f32>), String> {
    let bad = || "not a NumPy file of 32-bit floats".to_string();
    let length =
        usize::from(u16::from_le_bytes([*bytes.get(8).ok_or_else(bad)?, *bytes.get(9).ok_or_else(bad)?]));
    let header = String::from_utf8_lossy(bytes.get(10..10 + length).ok_or_else(bad)?).into_owned();
    let shape = header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')')).ok_or_else(bad)?.0;
    let sizes: Vec<usize> = shape.split(',').filter_map(|size| size.trim().parse().ok()).collect();
    if !header.contains("<f4") || sizes.len() != 2 {
        return Err(bad());
    }
    let numbers = bytes[10 + length..].as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes));
    Ok((sizes[1], numbers.collect()))
}

/// A map from unsigned integers to unsigned integers.
fn message_pack(bytes: &[u8]) -> Result<HashMap<u64, u16>, String> {
    let mut at = 0;
    let count = match bytes.first() {
        Some(0xdf) => big_endian(bytes, &mut at, 4)?,
        Some(0xde) => big_endian(bytes, &mut at, 2)?,
        _ => return Err("not a MessagePack map".to_string()),
    };
    let mut map = HashMap::new();
    for _ in 0..count {
        let key = integer(bytes, &mut at)?;
        let row = integer(bytes, &mut at)?;
        map.insert(key, row as u16);
    }
    Ok(map)
}

fn integer(bytes: &[u8], at: &mut usize) -> Result<u64, String> {
    match bytes.get(*at) {
        Some(&small @ 0..=0x7f) => {
            *at += 1;
            Ok(u64::from(small))
        }
        Some(0xcc) => big_endian(bytes, at, 1),
        Some(0xcd) => big_endian(bytes, at, 2),
        Some(0xce) => big_endian(bytes, at, 4),
        Some(0xcf) => big_endian(bytes, at, 8),
        other => Err(format!("unexpected MessagePack type {other:?}")),
    }
}

/// The big-endian number of `size` bytes behind a type byte.
fn big_endian(bytes: &[u8], at: &mut usize, size: usize) -> Result<u64, String> {
    let digits = bytes.get(*at + 1..*at + 1 + size).ok_or("cut short")?;
    *at += 1 + size;
    Ok(digits.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

impl Vectors {
    /// The row of a form as it stands.
    pub fn row(&self, form: &str) -> Option<u16> {
        let key = lexical::vector_key(form);
        self.keys.binary_search_by_key(&key, |entry| entry.0).ok().map(|at| self.keys[at].1)
    }

    /// How common a form is, from 1: rows stand in the order of frequency.
    pub fn commonness(&self, form: &str) -> u32 {
        let rows = (self.rows.len() / self.width.max(1)) as u32;
        self.row(form).map_or(1, |row| 1 + rows.saturating_sub(u32::from(row)))
    }
}
