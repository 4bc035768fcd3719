//! Opens a file and tells by its first bytes what it holds.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use super::encoding::{self, Decoded, Wide};
use super::{Bytes, LONGEST_TEXT, too_long};

/// Bytes that are looked at to tell what a file holds.
const HEAD: usize = 4096;

/// A file whose kind is known.
pub enum Opened {
    /// One dispatch.
    Text(Decoded),
    /// JSONL, one dispatch a line, with what is to be said of the whole.
    Lines(Bytes, Option<String>),
}

/// What a file begins with.
pub struct Head {
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// All bytes, the first ones too.
    pub all: Bytes,
}

/// Opens a path, `-` for standard input; gives its name for messages, and its content or why there is none.
pub fn open(path: &Path) -> (String, Result<Opened, String>) {
    let (name, head) = head(path);
    (name, head.and_then(told_apart))
}

/// Opens a path and reads its first bytes.
pub fn head(path: &Path) -> (String, Result<Head, String>) {
    if path.as_os_str() == "-" {
        return ("standard input".to_string(), peek(Box::new(io::stdin().lock())).map_err(|e| e.to_string()));
    }
    (path.display().to_string(), file(path))
}

fn file(path: &Path) -> Result<Head, String> {
    if path.is_dir() {
        return Err("is a folder; name the files in it".to_string());
    }
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_string(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".to_string(),
        _ => format!("cannot be opened: {error}"),
    })?;
    peek(Box::new(BufReader::with_capacity(1 << 16, file)))
        .map_err(|error| format!("cannot be read: {error}"))
}

/// Stops at the end of a first line that tells something, so that a slow pipe is read as it comes.
fn peek(mut reader: Bytes) -> io::Result<Head> {
    let mut bytes = Vec::new();
    while bytes.len() < HEAD && !(bytes.contains(&b'\n') && bytes.trim_ascii().len() > 8) {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        bytes.extend_from_slice(chunk);
        let taken = chunk.len();
        reader.consume(taken);
    }
    let all = Box::new(Cursor::new(bytes.clone()).chain(reader));
    Ok(Head { bytes, all })
}

fn told_apart(head: Head) -> Result<Opened, String> {
    if let Some(what) = foreign(&head.bytes) {
        return Err(what.to_string());
    }
    if let Some(wide) = Wide::detect(&head.bytes) {
        let Decoded { text, note } = wide.decode(&whole(head.all)?)?;
        return Ok(if is_jsonl(text.as_bytes()) {
            Opened::Lines(Box::new(Cursor::new(text.into_bytes())), note)
        } else {
            Opened::Text(Decoded { text, note })
        });
    }
    if head.bytes.contains(&0) {
        return Err(BINARY.to_string());
    }
    let start = encoding::without_mark(&head.bytes);
    if is_jsonl(start) {
        return match one_object_over_lines(start) {
            true => Err("JSON over several lines; write one dispatch a line (jq -c . FILE)".to_string()),
            false => Ok(Opened::Lines(head.all, None)),
        };
    }
    if start.starts_with(b"[") && start[1..].trim_ascii_start().first() == Some(&b'{') {
        return Err("a JSON array; write one dispatch a line (jq -c '.[]' FILE)".to_string());
    }
    let bytes = whole(head.all)?;
    if bytes.contains(&0) {
        return Err(BINARY.to_string());
    }
    encoding::decode(&bytes).map(Opened::Text)
}

const BINARY: &str = "binary, not text (it holds NUL bytes); give text or JSONL";

/// The whole of it, unless it is too long to be one dispatch.
pub fn whole(reader: Bytes) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let most = LONGEST_TEXT as u64 + 4;
    let read =
        reader.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read: {error}"))?;
    if read as u64 > most { Err(too_long()) } else { Ok(bytes) }
}

/// What a dispatch surely is not, by the signatures of common formats.
fn foreign(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 8] = [
        (b"\x1f\x8b", "compressed with gzip; unpack it first (gzip -dc FILE | depeche read)"),
        (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first (zstd -dc FILE | depeche read)"),
        (b"\xfd7zXZ\0", "compressed with xz; unpack it first (xz -dc FILE | depeche read)"),
        (b"BZh", "compressed with bzip2; unpack it first (bzip2 -dc FILE | depeche read)"),
        (b"PK\x03\x04", "a zip archive or an office document, not text; unpack or export it first"),
        (b"%PDF-", "a PDF, not text; export its text first (pdftotext FILE - | depeche read)"),
        (b"{\\rtf", "a rich text document (RTF), not plain text; export it as text first"),
        (b"\x7fELF", "a program, not text; give text or JSONL"),
    ];
    SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)).map(|(_, what)| *what)
}

/// Whether it begins as a JSON object does; a news text that begins so is not to be had.
fn is_jsonl(start: &[u8]) -> bool {
    let Some(rest) = start.trim_ascii_start().strip_prefix(b"{") else { return false };
    matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}'))
}

fn one_object_over_lines(start: &[u8]) -> bool {
    start.trim_ascii_start().split(|byte| *byte == b'\n').next().is_some_and(|line| line.trim_ascii() == b"{")
}
