//! Tables: CSV and TSV with a header, a dispatch a row.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use serde_json::{Map, Value};

use crate::lines::LONGEST_LINE;
use crate::pieces::{Made, Raw};
use crate::{Bytes, Fields, Label, encoding, json};

/// What columns of news are called; two of them in a first line make it a header.
const COLUMNS: [&str; 26] = [
    "text",
    "body",
    "content",
    "article",
    "texte",
    "full_text",
    "event_text",
    "title",
    "headline",
    "titre",
    "date",
    "published",
    "publication_date",
    "pub_date",
    "publisher",
    "source",
    "id",
    "doc_id",
    "story_id",
    "uid",
    "url",
    "link",
    "language",
    "lang",
    "author",
    "version",
];

/// The separator of the table that begins so, if it is one. `given`: whether the user named this column.
pub fn separator(start: &[u8], given: impl Fn(&str) -> bool) -> Option<u8> {
    let line = start.split(|byte| *byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line);
    [b'\t', b',', b';'].into_iter().find(|separator| {
        let cells: Vec<&str> =
            line.split(char::from(*separator)).map(|cell| cell.trim().trim_matches('"').trim()).collect();
        let known = |cell: &&&str| COLUMNS.contains(&cell.to_lowercase().as_str());
        let named = cells.iter().any(|cell| given(cell));
        cells.len() > 1 && (named || cells.iter().filter(known).count() > 1) && cells.iter().all(is_name)
    })
}

fn is_name(cell: &&str) -> bool {
    cell.chars().count() <= 40 && !cell.contains(['.', '!', '?'])
}

/// The rows, with the lines at which they begin.
pub struct Rows {
    file: String,
    reader: Reader<Guard>,
    names: Option<Vec<String>>,
    fields: Fields,
    since: Rc<Cell<usize>>,
    /// Lines that the reader of rows is behind: it ends a row before the second character of CR LF.
    behind: usize,
    note: Option<String>,
    done: bool,
}

impl Rows {
    /// `note`: what is to be said of the whole file, once.
    pub fn new(file: &str, mut all: Bytes, separator: u8, fields: Fields, note: Option<String>) -> Rows {
        let first = all.fill_buf().ok().and_then(|start| start.split(|byte| *byte == b'\n').next());
        let behind = usize::from(first.is_some_and(|line| line.ends_with(b"\r")));
        let since = Rc::new(Cell::new(0));
        let guard = Guard { inner: all, since: Rc::clone(&since) };
        let reader =
            ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(guard);
        Rows { file: file.to_string(), reader, names: None, fields, since, behind, note, done: false }
    }

    fn row(&mut self, record: &ByteRecord) -> Result<Made, String> {
        let names = self.names.as_deref().unwrap_or_default();
        if record.len() > names.len() {
            return Err(format!(
                "{} cells under a header of {}; is a separator or a quotation mark in the text not quoted?",
                record.len(),
                names.len()
            ));
        }
        let mut object = Map::new();
        let mut note = None;
        for (name, cell) in names.iter().zip(record) {
            let decoded = encoding::decode(cell)?;
            note = note.or(decoded.note);
            object.insert(name.clone(), Value::String(decoded.text));
        }
        let made = json::from_object(object, &self.fields)?;
        Ok(Made { note, ..made })
    }
}

impl Iterator for Rows {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        while !self.done {
            self.since.set(0);
            let mut record = ByteRecord::new();
            let line = self.reader.position().line() as usize;
            match self.reader.read_byte_record(&mut record) {
                Ok(false) => return None,
                Ok(true) if self.names.is_none() => {
                    let names = record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_string());
                    self.names =
                        Some(names.map(|name| name.trim_start_matches('\u{feff}').to_string()).collect());
                }
                Ok(true) if record.iter().all(|cell| cell.trim_ascii().is_empty()) => {}
                Ok(true) => {
                    let line = self.behind + record.position().map_or(line, |at| at.line() as usize);
                    let raw = Raw::made(Label::at_line(&self.file, line), self.row(&record));
                    return Some(Raw { note: self.note.take(), ..raw });
                }
                Err(error) => {
                    self.done = true;
                    let reason = format!("cannot be read on: {error}");
                    return Some(Raw::made(Label::at_line(&self.file, line), Err(reason)));
                }
            }
        }
        None
    }
}

/// Stops a row whose quotation mark is never closed before it fills the memory.
struct Guard {
    inner: Bytes,
    since: Rc<Cell<usize>>,
}

impl Read for Guard {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.get() > LONGEST_LINE {
            return Err(io::Error::other(format!(
                "a row longer than {} MiB; is a quotation mark not closed?",
                LONGEST_LINE >> 20
            )));
        }
        let chunk = self.inner.fill_buf()?;
        let taken = chunk.len().min(buffer.len());
        buffer[..taken].copy_from_slice(&chunk[..taken]);
        self.inner.consume(taken);
        self.since.set(self.since.get() + taken);
        Ok(taken)
    }
}
