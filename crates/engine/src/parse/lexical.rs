//! What a word looks like from outside: the keys under which the tables know it. Training and reading share
//! this, so that both see the same.

use std::borrow::Cow;

/// How many hashed features a form has.
pub const HASHED: usize = 8;

/// The keys of one form.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Keys into the table of pretrained vectors, best first: as written, in lower case, capitalised.
    pub vectors: [u32; 3],
    /// Key into the trained vocabulary: lower case, digits as `0`.
    pub word: u32,
    /// Hashes of affixes and shape; a table takes them modulo its length.
    pub hashed: [u32; HASHED],
}

/// Typographic variants become one: curly quotes, apostrophes and dashes.
#[must_use]
pub fn normalise(form: &str) -> Cow<'_, str> {
    const VARIANTS: &[char] =
        &['’', '‘', 'ʼ', '“', '”', '„', '«', '»', '—', '―', '‐', '‑', '\u{a0}', '\u{202f}'];
    if form.is_ascii() || !form.contains(VARIANTS) {
        return Cow::Borrowed(form);
    }
    let plain = |c| match c {
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '—' | '―' => '–',
        '‐' | '‑' => '-',
        '\u{a0}' | '\u{202f}' => ' ',
        other => other,
    };
    Cow::Owned(form.chars().map(plain).collect())
}

/// Lower case; borrowed where nothing changes.
#[must_use]
pub fn lower(form: &str) -> Cow<'_, str> {
    if form.chars().any(char::is_uppercase) { Cow::Owned(form.to_lowercase()) } else { Cow::Borrowed(form) }
}

fn capitalised(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The keys of a form.
#[must_use]
pub fn keys(form: &str) -> Keys {
    let form = normalise(form);
    let lower = lower(&form);
    let upper = matches!(lower, Cow::Owned(_));
    let vectors = if upper {
        [vector_key(&form), vector_key(&lower), vector_key(&capitalised(&lower))]
    } else {
        [vector_key(&form); 3]
    };
    let plain: Cow<'_, str> = if lower.bytes().any(|byte| byte.is_ascii_digit()) {
        Cow::Owned(lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect())
    } else {
        lower
    };
    Keys { vectors, word: hash(0, plain.as_bytes()), hashed: affixes(&plain, &form) }
}

/// Suffixes of one to five letters, prefixes of two and three, and the shape.
fn affixes(plain: &str, form: &str) -> [u32; HASHED] {
    let mut out = [0; HASHED];
    let mut starts = plain.char_indices().rev().map(|(at, _)| at);
    for (length, slot) in out.iter_mut().take(5).enumerate() {
        let start = starts.next().unwrap_or(0);
        *slot = hash(1 + length as u32, &plain.as_bytes()[start..]);
    }
    let mut ends = plain.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1);
    for (slot, kind) in out.iter_mut().skip(5).zip(6..8) {
        let end = ends.next().unwrap_or(plain.len());
        *slot = hash(kind, &plain.as_bytes()[..end]);
    }
    let (shape, length) = shape(form);
    out[7] = hash(8, &shape[..length]);
    out
}

/// `Xx` for `Paris`, `X.X.` for `U.S.`, `0,0` for `12,5`: runs of one class count once, at most eight.
fn shape(form: &str) -> ([u8; 8], usize) {
    let mut out = [0; 8];
    let mut length = 0;
    for c in form.chars() {
        let class = match c {
            'a'..='z' => b'x',
            'A'..='Z' => b'X',
            '0'..='9' => b'0',
            _ if c.is_uppercase() => b'X',
            _ if c.is_alphabetic() => b'x',
            _ if c.is_ascii() => c as u8,
            _ => b'?',
        };
        if length == 0 || out[length - 1] != class {
            out[length] = class;
            length += 1;
            if length == out.len() {
                break;
            }
        }
    }
    (out, length)
}

/// The key of a form in the table of pretrained vectors: the upper half of spaCy's key for it, which is
/// MurmurHash64A of the bytes with seed 1.
#[must_use]
pub fn vector_key(form: &str) -> u32 {
    (murmur(form.as_bytes(), 1) >> 32) as u32
}

/// A hash of bytes under a kind of feature.
#[must_use]
pub fn hash(kind: u32, bytes: &[u8]) -> u32 {
    // Spread over all bits: the last bytes are xored with the seed as it stands.
    let seed = (u64::from(kind) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (murmur(bytes, seed) >> 32) as u32
}

/// MurmurHash64A.
#[must_use]
pub fn murmur(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut h = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        let mut k = u64::from_le_bytes(word).wrapping_mul(M);
        k ^= k >> 47;
        h = (h ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        h = (h ^ u64::from_le_bytes(word)).wrapping_mul(M);
    }
    h ^= h >> 47;
    h = h.wrapping_mul(M);
    h ^ (h >> 47)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typographic_variants_share_their_keys() {
        for (left, right) in [("l’", "l'"), ("«", "\""), ("—", "–"), ("aujourd’hui", "aujourd'hui")]
        {
            assert_eq!(keys(left).hashed, keys(right).hashed);
            assert_eq!(keys(left).word, keys(right).word);
        }
    }

    #[test]
    fn odd_forms_have_keys() {
        for form in ["", " ", "é", "𝔘𝔫", "\u{0}", "ß", "ŉ", "İ"] {
            let _ = keys(form);
        }
    }

    #[test]
    fn shapes_are_short() {
        let text = |form| {
            let (shape, length) = shape(form);
            String::from_utf8(shape[..length].to_vec()).unwrap()
        };
        assert_eq!(text("Paris"), "Xx");
        assert_eq!(text("12,5"), "0,0");
        assert_eq!(text("U.S."), "X.X.");
    }
}
