//! Records in the forms that the contract names.

mod columns;
mod events;
mod delimited;
mod table;

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use crate::arguments::Format;

pub use columns::Columns;
pub use table::{fit, grid};

/// A record that can be written in every form.
pub trait Record: Serialize + Columns {}
impl<T: Serialize + Columns> Record for T {}

/// Writes records in one form.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    format: Format,
    width: usize,
}

impl Writer {
    /// A form as asked for; else a table on a terminal and JSONL in a pipe.
    pub fn new(format: Option<Format>) -> Writer {
        let format = format.unwrap_or(match io::stdout().is_terminal() {
            true => Format::Table,
            false => Format::Jsonl,
        });
        Writer { format, width: width() }
    }

    /// Which form.
    pub fn format(self) -> Format {
        self.format
    }

    /// Whether it is for people.
    pub fn is_table(self) -> bool {
        self.format == Format::Table
    }

    /// What stands above all records.
    pub fn header<R: Record>(self) -> Vec<u8> {
        match self.format {
            Format::Jsonl => Vec::new(),
            Format::Table => table::heads::<R>(self.width),
            Format::Csv => delimited::header::<R>(b','),
            Format::Tsv => delimited::header::<R>(b'\t'),
        }
    }

    /// Some records of one dispatch.
    pub fn records<R: Record>(self, records: &[R]) -> Vec<u8> {
        match self.format {
            Format::Jsonl => lines(records),
            Format::Table => table::rows(records, self.width),
            Format::Csv => delimited::rows(records, b','),
            Format::Tsv => delimited::rows(records, b'\t'),
        }
    }
}

fn lines<R: Record>(records: &[R]) -> Vec<u8> {
    let mut out = Vec::new();
    for record in records {
        // Strings, numbers and lists: there is nothing in a record that JSON cannot hold.
        if serde_json::to_writer(&mut out, record).is_ok() {
            out.push(b'\n');
        }
    }
    out
}

/// Columns of the terminal, or what fits on a page.
pub fn width() -> usize {
    let (width, _) = terminal_size::terminal_size().unzip();
    width.map_or(100, |terminal_size::Width(width)| usize::from(width).clamp(40, 200))
}

/// Standard output: colours are kept where they are wanted, and left out elsewhere.
pub fn standard() -> impl Write {
    io::BufWriter::with_capacity(1 << 16, anstream::AutoStream::auto(io::stdout().lock()))
}

/// Standard output for data, which is written as it is.
pub fn raw() -> impl Write {
    io::BufWriter::with_capacity(1 << 16, io::stdout().lock())
}
