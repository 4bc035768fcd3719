//! JSON lines: one event a line, with all claims that tell of it.

use std::io::Write;

use serde::Serialize;

use super::Export;
use crate::Error;
use crate::load::{EventRecord, Said};

pub(super) struct Lines<W> {
    out: W,
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    event: &'a EventRecord,
    told: &'a [Said],
}

impl<W: Write> Lines<W> {
    pub fn new(out: W) -> Lines<W> {
        Lines { out }
    }
}

impl<W: Write> Export for Lines<W> {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        serde_json::to_writer(&mut self.out, &Line { event, told: claims }).map_err(std::io::Error::from)?;
        Ok(self.out.write_all(b"\n")?)
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}
