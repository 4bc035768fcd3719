//! Content hashes and their integer twins.

/// The 63-bit integer twin of an id. For ids that we made (`c_9f2c…`) it is the hash in them without its first bit, so
/// that a user can go from one to the other; for ids that came with a dispatch it is a hash of the id.
#[must_use]
pub fn twin(id: &str) -> i64 {
    let own = id.get(2..).filter(|hex| id.get(1..2) == Some("_") && hex.len() == 16);
    let bits = own.and_then(|hex| u64::from_str_radix(hex, 16).ok()).unwrap_or_else(|| hash(&[id]));
    positive(bits)
}

/// A hash of some texts, each with its length, so that no two lists run together alike.
#[must_use]
pub fn hash(parts: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    let bytes = *hasher.finalize().as_bytes();
    u64::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
}

/// Without the first bit: what SQLite, R and Java hold as a positive integer.
#[must_use]
pub fn positive(bits: u64) -> i64 {
    (bits & (u64::MAX >> 1)) as i64
}

/// A short hash that costs little: for words, compared many times and never shown.
#[must_use]
pub fn word(text: &str) -> u32 {
    // FNV-1a: the same on every machine and in every version.
    let bits = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |bits, byte| {
        (bits ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (bits ^ (bits >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twin_is_the_hash_without_its_first_bit() {
        assert_eq!(twin("c_00000000000000ff"), 255);
        assert_eq!(twin("c_80000000000000ff"), 255);
        assert!(twin("urn:newsml:1") > 0);
        assert_ne!(twin("a_b"), twin("a_c"));
    }

    #[test]
    fn lists_do_not_run_together() {
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }
}
