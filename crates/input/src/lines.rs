//! Lines of a JSONL file, in bounded memory.

use std::io::{BufRead, Read};

use crate::pieces::{Content, Raw};
use crate::{Bytes, LONGEST_TEXT, Label};

/// The longest line that is read, in bytes; a text may be written in escapes six times as long.
pub const LONGEST_LINE: usize = 6 * LONGEST_TEXT;

/// The lines that are not blank, with their numbers.
pub struct Lines {
    file: String,
    reader: Bytes,
    line: usize,
    note: Option<String>,
    done: bool,
}

impl Lines {
    /// `note`: what is to be said of the whole file, once.
    pub fn new(file: &str, reader: Bytes, note: Option<String>) -> Lines {
        Lines { file: file.to_string(), reader, line: 0, note, done: false }
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, String> {
        let mut bytes = Vec::new();
        let mut limited = (&mut self.reader).take(LONGEST_LINE as u64 + 1);
        let read = limited.read_until(b'\n', &mut bytes).map_err(|error| {
            self.done = true;
            format!("cannot be read on: {error}")
        })?;
        if read == 0 {
            return Ok(None);
        }
        if read > LONGEST_LINE && bytes.last() != Some(&b'\n') {
            self.skip_line();
            return Err(format!("a line longer than {} MiB; one line is one dispatch", LONGEST_LINE >> 20));
        }
        Ok(Some(bytes))
    }

    fn skip_line(&mut self) {
        while let Ok(chunk) = self.reader.fill_buf() {
            let (taken, ended) = match chunk.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (chunk.len(), chunk.is_empty()),
            };
            self.reader.consume(taken);
            if ended {
                return;
            }
        }
        self.done = true;
    }
}

impl Iterator for Lines {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        while !self.done {
            self.line += 1;
            let bytes = match self.read() {
                Ok(None) => return None,
                Ok(Some(bytes)) => Ok(bytes),
                Err(reason) => Err(reason),
            };
            if bytes.as_ref().is_ok_and(|bytes| bytes.trim_ascii().is_empty()) {
                continue;
            }
            let label = Label::at_line(&self.file, self.line);
            return Some(Raw { label, content: bytes.map(Content::Json), note: self.note.take() });
        }
        None
    }
}
