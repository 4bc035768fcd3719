//! Tables from 32-bit hashes to 16-bit values. Two forms share a key with a chance of one in ten thousand for
//! the largest table, which costs less than keeping the forms.

use crate::parse::weights::{Builder, Weights};

/// Values by key.
#[derive(Debug, Default)]
pub struct Table {
    /// How far to shift a key to find its bucket.
    shift: u32,
    /// Where each bucket begins; one more than there are buckets.
    starts: Vec<u32>,
    keys: Vec<u32>,
    values: Vec<u16>,
}

impl Table {
    /// Builds a table. Of entries with the same key the first one counts.
    #[must_use]
    pub fn new(mut entries: Vec<(u32, u16)>) -> Table {
        entries.sort_by_key(|entry| entry.0);
        entries.dedup_by_key(|entry| entry.0);
        let (keys, values) = entries.into_iter().unzip();
        Table::index(keys, values)
    }

    fn index(keys: Vec<u32>, values: Vec<u16>) -> Table {
        // About four keys a bucket.
        let bits = (usize::BITS - (keys.len() / 4).leading_zeros()).clamp(1, 20);
        let shift = 32 - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for key in &keys {
            starts[(key >> shift) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Table { shift, starts, keys, values }
    }

    /// The value under a key.
    #[must_use]
    pub fn get(&self, key: u32) -> Option<u16> {
        let bucket = (key >> self.shift) as usize;
        let range = *self.starts.get(bucket)? as usize..*self.starts.get(bucket + 1)? as usize;
        let at = range.start + self.keys.get(range)?.iter().position(|&known| known == key)?;
        self.values.get(at).copied()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Adds the table to a file: keys as differences in as many 7-bit groups as each needs.
    pub fn write(&self, name: &str, out: &mut Builder) {
        let mut keys = Vec::new();
        let mut last = 0;
        for &key in &self.keys {
            let mut step = key - last;
            last = key;
            while step >= 0x80 {
                keys.push(step as u8 | 0x80);
                step >>= 7;
            }
            keys.push(step as u8);
        }
        out.bytes(&format!("{name}.keys"), keys);
        out.bytes(
            &format!("{name}.values"),
            self.values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        );
    }

    /// Reads what [`Table::write`] wrote.
    ///
    /// # Errors
    /// The sections are missing or do not fit each other.
    pub fn read(name: &str, weights: &Weights<'_>) -> Result<Table, String> {
        let values = weights.bytes(&format!("{name}.values"))?.as_chunks::<2>().0;
        let values: Vec<u16> = values.iter().map(|bytes| u16::from_le_bytes(*bytes)).collect();
        let mut keys = Vec::with_capacity(values.len());
        let (mut last, mut step, mut shift) = (0u32, 0u32, 0);
        for &byte in weights.bytes(&format!("{name}.keys"))? {
            step |= u32::from(byte & 0x7f) << shift;
            shift = (shift + 7).min(28);
            if byte < 0x80 {
                last = last.wrapping_add(step);
                keys.push(last);
                (step, shift) = (0, 0);
            }
        }
        if keys.len() != values.len() || !keys.is_sorted() {
            return Err(format!("the table `{name}` is damaged"));
        }
        Ok(Table::index(keys, values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_from_its_file() {
        let entries: Vec<(u32, u16)> =
            (0..1000u32).map(|i| (i.wrapping_mul(2_654_435_761), i as u16)).collect();
        let table = Table::new(entries.clone());
        let mut builder = Builder::default();
        table.write("t", &mut builder);
        let file = builder.finish();
        let read = Table::read("t", &Weights::read(&file).unwrap()).unwrap();
        for (key, value) in entries {
            assert_eq!(read.get(key), Some(value));
        }
        assert_eq!(read.get(5), None);
    }

    #[test]
    fn an_empty_table_has_nothing() {
        assert_eq!(Table::new(Vec::new()).get(0), None);
        assert_eq!(Table::default().get(0), None);
    }
}
