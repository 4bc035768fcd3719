//! Bytes to text: UTF-8 as it is, UTF-16 and the older one-byte encodings decoded and said so.
//!
//! A byte order mark is how a text is encoded, not part of it: spans count from the first character after it,
//! as Python's `utf-8-sig` gives it. Nothing else is changed; line ends stay as they are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// A text, and what is to be said of how it was decoded.
#[derive(Debug)]
pub struct Decoded {
    /// Without byte order mark.
    pub text: String,
    /// How, where it was not plain UTF-8.
    pub note: Option<String>,
}

/// The bytes after a UTF-8 byte order mark, if there is one.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(MARK).unwrap_or(bytes)
}

/// Decodes UTF-8, or guesses an older encoding.
///
/// # Errors
/// The bytes are no text in any encoding.
pub fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let bytes = without_mark(bytes);
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: text.to_string(), note: None }),
        Err(error) => error,
    };
    let valid = &bytes[..error.valid_up_to()];
    if error.error_len().is_none() && valid.iter().any(|byte| !byte.is_ascii()) {
        let text = String::from_utf8_lossy(valid).into_owned();
        let cut = bytes.len() - valid.len();
        return Ok(Decoded {
            text,
            note: Some(format!("cut off within a character; its {cut} last bytes are left out")),
        });
    }
    if mostly_utf8(bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let note = "mostly UTF-8; the bytes that are not are read as U+FFFD".to_string();
        return Ok(Decoded { text, note: Some(note) });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"fr"), Utf8Detection::Deny);
    as_encoding(bytes, if guess == WINDOWS_1252 && is_latin_9(bytes) { ISO_8859_15 } else { guess })
}

/// Whether what could be Windows-1252 is Latin-9, which the detector does not know: `€` and `œ` stand where the former
/// has `¤` and `½`, and nothing stands where the former has its quotes.
fn is_latin_9(bytes: &[u8]) -> bool {
    let letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0xc0;
    let told = |three: &[u8]| match three {
        [_, 0xa4, _] => true,
        [before, 0xbc..=0xbe, after] => letter(after) && !before.is_ascii_digit(),
        _ => false,
    };
    bytes.windows(3).any(told) && !bytes.iter().any(|byte| (0x80..0xa0).contains(byte))
}

/// Whether more characters beyond ASCII are good UTF-8 than bad.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

fn as_encoding(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, String> {
    let (text, failed) = encoding.decode_without_bom_handling(bytes);
    if failed {
        return Err(
            "not UTF-8, and no other encoding fits; convert it first (iconv -f … -t UTF-8)".to_string()
        );
    }
    let note = format!("not UTF-8; decoded from {}", encoding.name());
    Ok(Decoded { text: text.into_owned(), note: Some(note) })
}

/// UTF-16, with or without a byte order mark.
pub struct Wide(&'static Encoding);

impl Wide {
    /// Tells by a mark, or by every other byte of what looks like Latin script being zero.
    pub fn detect(head: &[u8]) -> Option<Wide> {
        if head.starts_with(b"\xff\xfe") {
            return Some(Wide(UTF_16LE));
        }
        if head.starts_with(b"\xfe\xff") {
            return Some(Wide(UTF_16BE));
        }
        let pairs = head.chunks_exact(2);
        let count = pairs.len();
        let zero = |at: usize| head.chunks_exact(2).filter(|pair| pair[at] == 0 && pair[1 - at] != 0).count();
        if count < 4 {
            return None;
        }
        match (zero(0), zero(1)) {
            (_, second) if second * 10 > count * 7 => Some(Wide(UTF_16LE)),
            (first, _) if first * 10 > count * 7 => Some(Wide(UTF_16BE)),
            _ => None,
        }
    }

    /// Decodes all of it.
    ///
    /// # Errors
    /// It is not UTF-16 throughout.
    pub fn decode(&self, bytes: &[u8]) -> Result<Decoded, String> {
        let bytes = bytes.strip_prefix(b"\xff\xfe").or(bytes.strip_prefix(b"\xfe\xff")).unwrap_or(bytes);
        as_encoding(bytes, self.0)
    }
}
