//! Bytes to dispatches: the formats that news comes in, told apart by content.
//!
//! [`Entries`] walks over files and yields a [`Piece`] for each document in them, with little work; [`Piece::open`]
//! does the work (JSON, HTML), so that a caller can open many at a time. Documents in = dispatches + failures, always:
//! what cannot be read is an entry that says why and where.
//!
//! Plain text, JSONL, JSON, CSV and TSV, HTML pages, RSS, Atom and JSON Feed, WARC, NewsML-G2, ninjs, Factiva XML,
//! Europresse and Nexis HTML; each alone, in gzip or zstd, or in a zip archive.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod compressed;
mod dates;
mod encoding;
mod factiva;
mod feed;
mod json;
mod kind;
mod library;
mod lines;
mod markup;
mod newsml;
mod open;
mod page;
mod pieces;
mod table;
mod values;
mod warc;

use std::fmt;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::vec;

use depeche_engine::Dispatch;
use jiff::civil::Date;

pub use json::Fields;
pub use open::{Head, head};
pub use pieces::Piece;
use pieces::{Pieces, Raw};

/// The longest text that is read as one dispatch, in bytes. A news text has some thousand; what is longer by a
/// thousand times is a corpus that was not cut into dispatches.
pub const LONGEST_TEXT: usize = 8 << 20;

/// The longest file that is held as a whole, in bytes: an XML document, a member of an archive.
pub(crate) const LONGEST_FILE: usize = 128 << 20;

/// Bytes from anywhere.
pub type Bytes = Box<dyn BufRead>;

/// What dispatches don't say themselves.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// Publication date.
    pub date: Option<Date>,
    /// ISO 639-1 code; none to tell it by the text.
    pub language: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Names of fields in JSON and tables.
    pub fields: Fields,
}

/// Where something stands: a file, a part of it, a line.
#[derive(Clone, Debug)]
pub struct Label {
    /// Path, or `standard input`; of an archive's member, both.
    pub file: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Which of several documents, in words: `record 3`.
    pub part: Option<String>,
}

impl Label {
    pub(crate) fn of(file: &str) -> Label {
        Label { file: file.to_string(), line: None, part: None }
    }

    pub(crate) fn at_line(file: &str, line: usize) -> Label {
        Label { line: Some(line), ..Label::of(file) }
    }

    pub(crate) fn part(file: &str, what: &str, number: usize) -> Label {
        Label { part: Some(format!("{what} {number}")), ..Label::of(file) }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        self.part.as_ref().map_or(Ok(()), |part| write!(f, ", {part}"))
    }
}

/// What a document's publisher says of it beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where it is published.
    pub url: Option<String>,
    /// Which version of it this is, as its publisher counts.
    pub version: Option<String>,
    /// Not to be shown before: a time stamp as written.
    pub embargo: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
}

/// What was found where a document stands.
#[derive(Clone, Debug)]
pub enum Found {
    /// A dispatch to read.
    Dispatch(Dispatch),
    /// Its publisher takes back what stood under its id; there is nothing to read.
    Retraction(Dispatch),
    /// No document; the entry's note says what.
    Remark,
}

/// A document, or why there is none.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands.
    pub label: Label,
    /// What is there.
    pub found: Result<Found, String>,
    /// What the user should know about how it was read.
    pub note: Option<String>,
    /// What its publisher says of it.
    pub origin: Origin,
}

/// What is filled in and refused, for all documents alike.
#[derive(Debug)]
pub(crate) struct Rules {
    defaults: Defaults,
    /// ISO 639-1 codes of the languages that can be read.
    known: Vec<String>,
}

impl Rules {
    /// Fills in what the dispatch does not say, and refuses what cannot be read.
    fn complete(&self, mut dispatch: Dispatch) -> Result<Dispatch, String> {
        if dispatch.text.trim().is_empty() {
            return Err("empty: there is no text to read".to_string());
        }
        if dispatch.text.len() > LONGEST_TEXT {
            return Err(too_long());
        }
        let defaults = &self.defaults;
        dispatch.published = dispatch.published.or(defaults.date);
        dispatch.publisher = dispatch.publisher.or_else(|| defaults.publisher.clone());
        dispatch.language = dispatch.language.or_else(|| defaults.language.clone());
        match &dispatch.language {
            Some(code) if !self.known.contains(code) => {
                Err(format!("language `{code}` is not known; one of {}", self.known.join(", ")))
            }
            _ => Ok(dispatch),
        }
    }
}

/// The documents of several files, in order. A file that cannot be read is a piece that fails.
pub struct Entries {
    files: vec::IntoIter<PathBuf>,
    rules: Arc<Rules>,
    pieces: Option<Pieces>,
}

impl Entries {
    /// Opens nothing yet; no file is standard input. `known`: ISO 639-1 codes of the languages that can be read.
    #[must_use]
    pub fn new(files: &[PathBuf], defaults: Defaults, known: &[String]) -> Entries {
        let files = if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() };
        let rules = Arc::new(Rules { defaults, known: known.to_vec() });
        Entries { files: files.into_iter(), rules, pieces: None }
    }
}

impl Iterator for Entries {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(Raw { label, content, note }) = self.pieces.as_mut().and_then(Iterator::next) {
                return Some(Piece::new(label, content, note, &self.rules));
            }
            let (name, head) = head(&self.files.next()?);
            self.pieces = Some(match head {
                Ok(head) => open::pieces(&name, head, None, &self.rules.defaults.fields, 0),
                Err(reason) => pieces::failed(Label::of(&name), reason),
            });
        }
    }
}

/// All documents of some bytes, opened, as if a file held them: what fuzzing and tests call.
#[must_use]
pub fn all(name: &str, bytes: Vec<u8>, defaults: Defaults, known: &[String]) -> Vec<Entry> {
    let rules = Arc::new(Rules { defaults, known: known.to_vec() });
    let head = open::peek(Box::new(std::io::Cursor::new(bytes)));
    let pieces = match head.map_err(|error| error.to_string()).and_then(compressed::unpacked) {
        Ok(head) => open::pieces(name, head, None, &rules.defaults.fields, 0),
        Err(reason) => pieces::failed(Label::of(name), reason),
    };
    pieces.map(|raw| Piece::new(raw.label, raw.content, raw.note, &rules).open()).collect()
}

fn too_long() -> String {
    format!(
        "longer than {} MiB: one dispatch is one news text; cut it into dispatches, as JSONL one a line",
        LONGEST_TEXT >> 20
    )
}
