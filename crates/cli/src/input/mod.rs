//! Dispatches from files and standard input, one at a time, told apart by content.

mod encoding;
mod json;
mod lines;
mod open;

use std::fmt;
use std::io::BufRead;
use std::path::PathBuf;
use std::vec;

use depeche_engine::Dispatch;

use crate::arguments::Defaults;
use lines::Lines;
use open::Opened;

pub use open::{head, open};

/// The longest text that is read as one dispatch, in bytes. A news text has some thousand; what is longer by a
/// thousand times is a corpus that was not cut into dispatches.
pub const LONGEST_TEXT: usize = 8 << 20;

/// Where something stands: a file, or a line of one.
#[derive(Clone, Debug)]
pub struct Label {
    /// Path, or `standard input`.
    pub file: String,
    /// Line, from 1.
    pub line: Option<usize>,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// A dispatch, or why there is none.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands.
    pub label: Label,
    /// What can be read.
    pub dispatch: Result<Dispatch, String>,
    /// What the user should know about how it was read.
    pub note: Option<String>,
}

/// The dispatches of several files, in order. A file that cannot be read is an entry that failed.
pub struct Entries<'a> {
    files: vec::IntoIter<PathBuf>,
    defaults: &'a Defaults,
    known: &'a [String],
    lines: Option<Lines>,
}

impl<'a> Entries<'a> {
    /// Opens nothing yet. `known`: ISO 639-1 codes of the languages that can be read.
    pub fn new(files: &[PathBuf], defaults: &'a Defaults, known: &'a [String]) -> Entries<'a> {
        let files = if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() };
        Entries { files: files.into_iter(), defaults, known, lines: None }
    }

    fn text(&self, label: Label, text: String, note: Option<String>) -> Entry {
        let dispatch = Dispatch { text, ..Dispatch::default() };
        Entry { label, dispatch: self.complete(dispatch), note }
    }

    /// Fills in what the dispatch does not say, and refuses what cannot be read.
    fn complete(&self, mut dispatch: Dispatch) -> Result<Dispatch, String> {
        if dispatch.text.trim().is_empty() {
            return Err("empty: there is no text to read".to_string());
        }
        if dispatch.text.len() > LONGEST_TEXT {
            return Err(too_long());
        }
        dispatch.published = dispatch.published.or(self.defaults.date);
        dispatch.publisher = dispatch.publisher.or_else(|| self.defaults.publisher.clone());
        dispatch.language = dispatch.language.or_else(|| self.defaults.language.code().map(str::to_string));
        match &dispatch.language {
            Some(code) if !self.known.contains(code) => {
                Err(format!("language `{code}` is not known; one of {}", self.known.join(", ")))
            }
            _ => Ok(dispatch),
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(lines) = &mut self.lines {
                if let Some((label, line)) = lines.next() {
                    let (line, note) = match line {
                        Ok(decoded) => (Ok(decoded.text), decoded.note),
                        Err(reason) => (Err(reason), None),
                    };
                    let dispatch =
                        line.and_then(|line| json::dispatch(&line)).and_then(|it| self.complete(it));
                    return Some(Entry { label, dispatch, note });
                }
                self.lines = None;
            }
            let path = self.files.next()?;
            let (file, opened) = open(&path);
            let label = Label { file, line: None };
            match opened {
                Ok(Opened::Lines(reader, note)) => self.lines = Some(Lines::new(label.file, reader, note)),
                Ok(Opened::Text(decoded)) => return Some(self.text(label, decoded.text, decoded.note)),
                Err(reason) => return Some(Entry { label, dispatch: Err(reason), note: None }),
            }
        }
    }
}

/// Bytes from anywhere.
pub type Bytes = Box<dyn BufRead>;

fn too_long() -> String {
    format!(
        "longer than {} MiB: one dispatch is one news text; cut it into dispatches, as JSONL one a line",
        LONGEST_TEXT >> 20
    )
}
