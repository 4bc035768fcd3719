//! JSON objects that are not one a line: in an array, or written over several lines. Cut apart by counting brackets,
//! so that an array of any size is read in bounded memory and a bad object costs only itself.

use std::io::BufRead;

use crate::lines::LONGEST_LINE;
use crate::pieces::{Content, Raw};
use crate::{Bytes, Label};

/// The objects, with the lines at which they begin.
pub struct Values {
    file: String,
    reader: Bytes,
    line: usize,
    in_array: bool,
    note: Option<String>,
    done: bool,
}

impl Values {
    /// `note`: what is to be said of the whole file, once.
    pub fn new(file: &str, reader: Bytes, note: Option<String>) -> Values {
        Values { file: file.to_string(), reader, line: 1, in_array: false, note, done: false }
    }

    /// The next byte; none at the end or where it cannot be read on.
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.reader.fill_buf().ok()?.first()?;
        self.reader.consume(1);
        self.line += usize::from(byte == b'\n');
        Some(byte)
    }

    /// Goes to where a value begins, after commas and white space; none at the end.
    fn begin(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                b'[' if !self.in_array => self.in_array = true,
                b']' if self.in_array => self.in_array = false,
                b',' => {}
                byte if byte.is_ascii_whitespace() || matches!(byte, 0xef | 0xbb | 0xbf) => {}
                byte => return Some(byte),
            }
        }
    }

    /// An object to its closing bracket.
    fn object(&mut self, first: u8) -> Result<Vec<u8>, String> {
        let mut bytes = vec![first];
        let (mut depth, mut quoted, mut escaped) = (1, false, false);
        while depth > 0 {
            let Some(byte) = self.byte() else {
                self.done = true;
                return Err("cut off within an object".to_string());
            };
            if bytes.len() <= LONGEST_LINE {
                bytes.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => depth += 1,
                b'}' | b']' if !quoted => depth -= 1,
                _ => {}
            }
        }
        match bytes.len() > LONGEST_LINE {
            true => {
                Err(format!("an object longer than {} MiB; one object is one dispatch", LONGEST_LINE >> 20))
            }
            false => Ok(bytes),
        }
    }

    /// What is no object: to the next comma or line.
    fn other(&mut self, first: u8) -> String {
        let mut bytes = vec![first];
        while let Some(byte) = self.byte() {
            if matches!(byte, b',' | b'\n' | b']') {
                self.in_array &= byte != b']';
                break;
            }
            if bytes.len() < 30 {
                bytes.push(byte);
            }
        }
        format!("`{}` where a JSON object belongs: {{\"text\":…}}", String::from_utf8_lossy(&bytes).trim())
    }
}

impl Iterator for Values {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        if self.done {
            return None;
        }
        let first = self.begin()?;
        let label = Label::at_line(&self.file, self.line);
        let content = match first {
            b'{' => self.object(first).map(Content::Json),
            _ => Err(self.other(first)),
        };
        Some(Raw { label, content, note: self.note.take() })
    }
}
