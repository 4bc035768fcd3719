//! What a file holds, told by its first bytes.

use crate::table;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One dispatch.
    Text,
    /// JSON objects, one a line.
    Lines,
    /// JSON objects in an array, or over several lines.
    Values,
    /// A table with a header and this separator.
    Table(u8),
    /// A web page, or a library's export of several.
    Page,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A web archive.
    Warc,
    /// IPTC NewsML-G2.
    NewsMl,
    /// XML whose root says nothing yet.
    Xml,
}

/// What a dispatch surely is not, by the signatures of common formats.
pub fn foreign(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 6] = [
        (b"\xfd7zXZ\0", "compressed with xz; unpack it first (xz -dc FILE | depeche read)"),
        (b"BZh", "compressed with bzip2; unpack it first (bzip2 -dc FILE | depeche read)"),
        (b"%PDF-", "a PDF, not text; export its text first (pdftotext FILE - | depeche read)"),
        (b"{\\rtf", "a rich text document (RTF), not plain text; export it as text first"),
        (b"\x7fELF", "a program, not text; give text, pages, tables or JSONL"),
        (b"PAR1", "a Parquet file, which is written, not read; export its rows as JSONL or CSV"),
    ];
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|(_, what)| *what)
}

/// Tells the kind; `start` is without byte order mark, `known` says which names of columns the user gave.
pub fn kind(start: &[u8], known: impl Fn(&str) -> bool) -> Kind {
    let start = start.trim_ascii_start();
    if start.starts_with(b"WARC/") {
        return Kind::Warc;
    }
    if let Some(kind) = json(start) {
        return kind;
    }
    if start.starts_with(b"<") {
        return markup(start);
    }
    table::separator(start, known).map_or(Kind::Text, Kind::Table)
}

/// A news text that begins as a JSON object does is not to be had.
fn json(start: &[u8]) -> Option<Kind> {
    let first = |bytes: &[u8]| bytes.trim_ascii_start().first().copied();
    let kind = if let Some(rest) = start.strip_prefix(b"{") {
        if !matches!(first(rest), Some(b'"' | b'}')) {
            return None;
        }
        let line = start.split(|byte| *byte == b'\n').next().unwrap_or(start);
        // An object that ends on its line begins a file of lines.
        if line.trim_ascii().ends_with(b"}") || !line_ends(start) { Kind::Lines } else { Kind::Values }
    } else if start.strip_prefix(b"[").and_then(first) == Some(b'{') {
        Kind::Values
    } else {
        return None;
    };
    Some(if contains(start, b"jsonfeed.org/version") { Kind::Feed } else { kind })
}

fn line_ends(start: &[u8]) -> bool {
    start.contains(&b'\n')
}

fn markup(start: &[u8]) -> Kind {
    match root(start) {
        Some(name) => match name.as_str() {
            "rss" | "feed" | "rdf" => Kind::Feed,
            "newsmessage" | "newsitem" | "packageitem" => Kind::NewsMl,
            "html" | "head" | "body" | "article" | "div" | "p" | "main" | "section" | "table" | "h1"
            | "meta" => {
                if start.starts_with(b"<?xml") && name == "article" {
                    Kind::Xml
                } else {
                    Kind::Page
                }
            }
            _ if start.starts_with(b"<?xml") || contains(start, b"xmlns") => Kind::Xml,
            _ if contains(start, b"</") && (contains(start, b"<p") || contains(start, b"<head")) => {
                Kind::Page
            }
            _ if contains(start, b"aragraph>") => Kind::Xml,
            _ => Kind::Text,
        },
        None if contains(start, b"<!DOCTYPE") || contains(start, b"<!doctype") => Kind::Page,
        None => Kind::Text,
    }
}

/// The first element's name, in lower case and without its prefix.
fn root(start: &[u8]) -> Option<String> {
    let mut rest = start;
    loop {
        let at = rest.iter().position(|byte| *byte == b'<')?;
        rest = &rest[at + 1..];
        match rest.first()? {
            b'?' => {}
            b'!' if rest.starts_with(b"!--") => {
                let end = rest.windows(3).position(|window| window == b"-->")?;
                rest = &rest[end + 3..];
            }
            b'!' => {}
            first if first.is_ascii_alphabetic() => {
                let end =
                    rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b":-_.".contains(byte)));
                let name = String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len())]).to_ascii_lowercase();
                return Some(name.rsplit(':').next().unwrap_or_default().to_string());
            }
            _ => return None,
        }
    }
}

pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
