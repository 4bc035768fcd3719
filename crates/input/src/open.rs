//! Opens a file and hands its bytes to whoever reads its kind.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use depeche_engine::Dispatch;

use crate::encoding::{self, Decoded, Wide};
use crate::kind::{self, Kind};
use crate::lines::Lines;
use crate::page::Page;
use crate::pieces::{Content, Made, Pieces, Raw, failed, one};
use crate::table::Rows;
use crate::values::Values;
use crate::warc::Records;
use crate::{
    Bytes, Fields, LONGEST_FILE, LONGEST_TEXT, Label, compressed, factiva, feed, library, markup, newsml,
    too_long,
};

/// Bytes that are looked at to tell what a file holds.
const HEAD: usize = 4096;

/// What a file begins with.
pub struct Head {
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// All bytes, the first ones too.
    pub all: Bytes,
}

/// Opens a path, `-` for standard input, unpacks gzip and zstd, and reads the first bytes; gives its name for messages.
pub fn head(path: &Path) -> (String, Result<Head, String>) {
    let (name, head) = if path.as_os_str() == "-" {
        let head = peek(Box::new(io::stdin().lock())).map_err(|error| error.to_string());
        ("standard input".to_string(), head)
    } else {
        (path.display().to_string(), file(path))
    };
    (name, head.and_then(compressed::unpacked))
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
pub fn peek(mut reader: Bytes) -> io::Result<Head> {
    let mut bytes: Vec<u8> = Vec::new();
    let tells = |bytes: &[u8]| {
        let start = bytes.trim_ascii_start();
        bytes.contains(&b'\n') && start.len() > 8 && !start.starts_with(b"<")
    };
    while bytes.len() < HEAD && !tells(encoding::without_mark(&bytes)) {
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

/// The documents of a file; a file that holds none fails. `note`: what is to be said of the whole of it, once;
/// `depth`: archives around it.
pub fn pieces(name: &str, head: Head, note: Option<String>, fields: &Fields, depth: usize) -> Pieces {
    let mut pieces = told_apart(name, head, note, fields, depth).peekable();
    match pieces.peek() {
        Some(_) => Box::new(pieces),
        None => failed(Label::of(name), "empty: it holds no document".to_string()),
    }
}

fn told_apart(name: &str, head: Head, note: Option<String>, fields: &Fields, depth: usize) -> Pieces {
    let fail = |reason: String| failed(Label::of(name), reason);
    if compressed::is_zip(&head.bytes) {
        return compressed::zip_pieces(name, head, fields, depth);
    }
    if let Some(what) = kind::foreign(&head.bytes) {
        return fail(what.to_string());
    }
    if let Some(wide) = Wide::detect(&head.bytes) {
        let decoded = whole(head.all, LONGEST_FILE).and_then(|bytes| wide.decode(&bytes));
        let head = decoded.and_then(|Decoded { text, note }| {
            let head = peek(Box::new(Cursor::new(text.into_bytes()))).map_err(|error| error.to_string())?;
            Ok((head, note))
        });
        return match head {
            Ok((head, note)) if !head.bytes.contains(&0) => told_apart(name, head, note, fields, depth),
            Ok(_) => fail(BINARY.to_string()),
            Err(reason) => fail(reason),
        };
    }
    if head.bytes.contains(&0) {
        return fail(BINARY.to_string());
    }
    let kind = kind::kind(encoding::without_mark(&head.bytes), |column| fields.given(column));
    of_kind(kind, name, head.all, note, fields).unwrap_or_else(|reason| failed(Label::of(name), reason))
}

fn of_kind(
    kind: Kind,
    name: &str,
    all: Bytes,
    note: Option<String>,
    fields: &Fields,
) -> Result<Pieces, String> {
    Ok(match kind {
        Kind::Lines => Box::new(Lines::new(name, all, note)),
        Kind::Values => Box::new(Values::new(name, all, note)),
        Kind::Table(separator) => Box::new(Rows::new(name, all, separator, fields.clone(), note)),
        Kind::Warc => Box::new(Records::new(name, all)),
        Kind::Feed => feed::pieces(name, whole(all, LONGEST_FILE)?),
        Kind::NewsMl => newsml::pieces(name, &markup::decode(&whole(all, LONGEST_FILE)?, None)?.text),
        Kind::Xml => factiva::pieces(name, &markup::decode(&whole(all, LONGEST_FILE)?, None)?.text),
        Kind::Page => {
            let bytes = whole(all, LONGEST_FILE)?;
            match library::recognise(&bytes) {
                Some(library) => library.pieces(name, &markup::decode(&bytes, None)?.text),
                None => {
                    let page = Page::new(bytes, None, None);
                    one(Raw { label: Label::of(name), content: Ok(Content::Page(page)), note })
                }
            }
        }
        Kind::Text => one(Raw::made(Label::of(name), text(all, note))),
    })
}

fn text(all: Bytes, note: Option<String>) -> Result<Made, String> {
    let bytes = whole(all, LONGEST_TEXT + 4)?;
    if bytes.contains(&0) {
        return Err(BINARY.to_string());
    }
    let decoded = encoding::decode(&bytes)?;
    let dispatch = Dispatch { text: decoded.text, ..Dispatch::default() };
    Ok(Made { dispatch, note: note.or(decoded.note), ..Made::default() })
}

const BINARY: &str = "binary, not text (it holds NUL bytes); give text, pages, tables or JSONL";

/// The whole of it, unless it is longer than `most` bytes.
///
/// # Errors
/// It is, or cannot be read.
pub fn whole(reader: Bytes, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = reader
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    match read > most {
        true if most == LONGEST_FILE => Err(format!("longer than {} MiB; cut it into parts", most >> 20)),
        true => Err(too_long()),
        false => Ok(bytes),
    }
}
