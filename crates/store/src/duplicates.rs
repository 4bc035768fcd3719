//! Near-duplicates: agency copy that fifty papers reprint is one origin, not fifty.
//!
//! A text is the set of its runs of five words. [`Signature`] keeps the least of each of many hashes of that set
//! (MinHash): the share of equal places estimates how much two sets have in common, and texts that have much in common
//! agree on all of a band of places, so that only those need to be compared.

use crate::identity::{positive, word};

/// Words of a run.
const RUN: usize = 5;
/// Hashes of a signature.
const PLACES: usize = 96;
/// Places of a band: texts that share half of their runs meet in one of the bands in 87 of 100 cases, those that share
/// 70 % in all but one in a thousand.
const BAND: usize = 4;
/// Texts with fewer runs are too short to tell a reprint from chance.
const FEWEST: u32 = 20;
/// What a reprint shares with its origin, of the shorter of the two: papers cut from the end.
const CONTAINED: f64 = 0.7;
/// What both share of all that they have, at least: a quoted paragraph makes no reprint.
const SHARED: f64 = 0.4;

/// A text as far as near-duplicates go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// How many different runs.
    pub runs: u32,
    /// The least hashes.
    pub least: Vec<u32>,
}

impl Signature {
    /// Of a text: case and punctuation do not count.
    #[must_use]
    pub fn new(text: &str) -> Signature {
        let words: Vec<u32> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|it| word(&it.to_lowercase()))
            .collect();
        let mut runs: Vec<u64> = words.windows(RUN).map(run).collect();
        runs.sort_unstable();
        runs.dedup();
        let least = (0..PLACES as u64).map(|place| {
            let seed = mixed(place.wrapping_add(1));
            runs.iter().map(|run| (mixed(run ^ seed) >> 32) as u32).min().unwrap_or(u32::MAX)
        });
        Signature { runs: runs.len() as u32, least: least.collect() }
    }

    /// The bands to look for it by; none for a text that is too short.
    #[must_use]
    pub fn bands(&self) -> Vec<i64> {
        if self.runs < FEWEST {
            return Vec::new();
        }
        let bands = self.least.chunks_exact(BAND).enumerate();
        bands
            .map(|(index, band)| {
                positive(band.iter().fold(mixed(index as u64), |bits, &least| mixed(bits ^ u64::from(least))))
            })
            .collect()
    }

    /// Whether one is a reprint of the other.
    #[must_use]
    pub fn is_near(&self, other: &Signature) -> bool {
        if self.runs < FEWEST || other.runs < FEWEST || self.least.len() != other.least.len() {
            return false;
        }
        let equal = self.least.iter().zip(&other.least).filter(|(a, b)| a == b).count();
        let shared = equal as f64 / self.least.len() as f64;
        let both = f64::from(self.runs) + f64::from(other.runs);
        let common = shared / (1.0 + shared) * both;
        shared >= SHARED && common / f64::from(self.runs.min(other.runs)) >= CONTAINED
    }

    /// As the store keeps it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.least.iter().flat_map(|least| least.to_le_bytes()).collect()
    }

    /// What [`Signature::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes(runs: u32, bytes: &[u8]) -> Signature {
        let least = bytes.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
        Signature { runs, least }
    }
}

fn run(words: &[u32]) -> u64 {
    words.iter().fold(0, |bits, &word| mixed(bits ^ u64::from(word)))
}

/// Spreads bits (the finaliser of SplitMix64).
fn mixed(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("mot{n} ")).collect()
    }

    fn near(a: &str, b: &str) -> bool {
        let (a, b) = (Signature::new(a), Signature::new(b));
        let met = a.bands().iter().any(|band| b.bands().contains(band));
        assert_eq!(a.is_near(&b), b.is_near(&a));
        met && a.is_near(&b)
    }

    #[test]
    fn reprints_are_found_and_others_are_not() {
        assert!(near(&text(0, 200), &text(0, 200).to_uppercase().replace(' ', ", ")), "other punctuation");
        assert!(near(&text(0, 200), &text(0, 120)), "cut from the end");
        assert!(near(&text(0, 200), &(text(900, 920) + &text(0, 200))), "a line put before it");
        assert!(!near(&text(0, 200), &text(160, 360)), "a paragraph quoted");
        assert!(!near(&text(0, 200), &text(300, 500)), "nothing in common");
        assert!(!near(&text(0, 10), &text(0, 10)), "too short to tell");
    }

    #[test]
    fn bytes_keep_a_signature() {
        let signature = Signature::new(&text(0, 80));
        assert_eq!(Signature::from_bytes(signature.runs, &signature.to_bytes()), signature);
    }
}
