//! What HTML and XML have in common: how they are encoded, and their text as lines.

use dom_query::Document;
use encoding_rs::Encoding;

use crate::encoding::{self, Decoded};

/// Bytes in which a page or document says how it is encoded.
const DECLARED: usize = 2048;

/// Decodes what says itself how it is encoded; `told`: how its carrier says that it is.
///
/// # Errors
/// The bytes are no text in any encoding.
pub fn decode(bytes: &[u8], told: Option<&str>) -> Result<Decoded, String> {
    if std::str::from_utf8(encoding::without_mark(bytes)).is_ok() {
        return encoding::decode(bytes);
    }
    let label = declared(&bytes[..bytes.len().min(DECLARED)]).or(told.map(str::to_string));
    let named = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match named.filter(|encoding| *encoding != encoding_rs::UTF_8) {
        Some(encoding) => {
            let (text, failed) = encoding.decode_without_bom_handling(bytes);
            let note = failed.then(|| format!("bytes that are not {} are read as U+FFFD", encoding.name()));
            Ok(Decoded { text: text.into_owned(), note })
        }
        None => encoding::decode(bytes),
    }
}

/// After `charset=` or `encoding=`.
fn declared(start: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let after =
        ["charset=", "encoding="].iter().find_map(|key| start.split_once(key).map(|(_, after)| after))?;
    let label = after.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(label.len());
    (end > 0).then(|| label[..end].to_string())
}

/// The text of a piece of HTML, a paragraph a line.
pub fn text_of(html: &str) -> String {
    if !html.contains('<') && !html.contains('&') {
        return lines(html);
    }
    lines(&Document::from(html).formatted_text())
}

/// A text's lines without the white space around and between them. A blank line after the first would make that a
/// title.
pub fn lines(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// ISO 639-1 of a language tag: `fr` for `fr-FR` and `FR`; none for `auto` and for what is no tag.
pub fn language_code(language: &str) -> Option<String> {
    let code = language.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_code = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_code && code != "und").then_some(code)
}
