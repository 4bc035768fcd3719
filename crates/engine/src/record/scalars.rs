//! Bytes to Unicode scalar values.

use super::Range;
use crate::text::Span;

/// How far apart the counted positions stand, in bytes.
const STEP: usize = 256;

/// Counts a text's scalar values in one forward pass, so that any byte offset is answered in constant time.
#[derive(Clone, Debug)]
pub struct Scalars {
    /// `before[i]`: scalar values that begin before byte `i * STEP`.
    before: Vec<u32>,
    /// Which bytes begin a scalar value, one bit each; empty where all do.
    begins: Vec<[u64; STEP / 64]>,
    length: usize,
}

impl Scalars {
    /// Counts a text.
    #[must_use]
    pub fn new(text: &str) -> Scalars {
        let mut scalars = Scalars { before: Vec::new(), begins: Vec::new(), length: text.len() };
        if text.is_ascii() {
            return scalars;
        }
        let mut count = 0;
        for block in text.as_bytes().chunks(STEP) {
            scalars.before.push(count);
            let mut bits = [0; STEP / 64];
            for (i, byte) in block.iter().enumerate() {
                if byte & 0b1100_0000 != 0b1000_0000 {
                    bits[i / 64] |= 1 << (i % 64);
                    count += 1;
                }
            }
            scalars.begins.push(bits);
        }
        scalars
    }

    /// The number of scalar values that begin before a byte; a byte past the end counts as the end.
    #[must_use]
    pub fn at(&self, byte: usize) -> u32 {
        let byte = byte.min(self.length);
        if self.before.is_empty() {
            return byte as u32;
        }
        let (block, within) = match (byte / STEP, byte % STEP) {
            (block, 0) if block == self.before.len() => (block - 1, STEP),
            place => place,
        };
        let mut count = self.before[block];
        for (i, bits) in self.begins[block].iter().enumerate() {
            let taken = within.saturating_sub(i * 64).min(64);
            let mask = if taken == 64 { u64::MAX } else { (1 << taken) - 1 };
            count += (bits & mask).count_ones();
        }
        count
    }

    /// A span in scalar values.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        [self.at(span.start as usize), self.at(span.end as usize)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_chars_does_at_every_boundary() {
        for text in
            ["", "plain ASCII", "Téhéran", "«\u{a0}œuvre\u{a0}» 🇮🇷 ", &"é".repeat(500), &"€a".repeat(256)]
        {
            let scalars = Scalars::new(text);
            for byte in (0..=text.len()).filter(|&byte| text.is_char_boundary(byte)) {
                assert_eq!(scalars.at(byte) as usize, text[..byte].chars().count(), "{text:?} at {byte}");
            }
            assert_eq!(scalars.at(text.len() + 9) as usize, text.chars().count());
        }
    }
}
