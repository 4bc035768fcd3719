//! What `read`, `mentions` and `statements` have in common: dispatches in, records out.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use depeche_engine::record::Records;
use depeche_engine::{Dispatch, Language};

use crate::arguments;
use crate::input::Entries;
use crate::outcome::{Stop, Tally, say};
use crate::output::{self, Record, Writer};
use crate::stream;

/// Reads, and writes what `of` takes from each reading; `none` is said when there was nothing at all.
pub fn run<R: Record>(
    options: &arguments::Records,
    of: impl Fn(&Records<'_>, &Language) -> Vec<R> + Sync,
    none: &str,
) -> Result<Tally, Stop> {
    let reader = super::reader_of(&options.reading)?;
    let known = super::languages(&reader.knowledge);
    let writer = Writer::new(options.format);
    let found = AtomicBool::new(false);
    let mut out: Box<dyn Write> =
        if writer.is_table() { Box::new(output::standard()) } else { Box::new(output::raw()) };
    out.write_all(&writer.header::<R>())?;
    let quiet = options.reading.quiet;
    let entries = Entries::new(&options.input.files, options.input.defaults.given()?, &known);
    let work = |dispatch: &Dispatch| {
        let reading = depeche_engine::read(dispatch, &reader);
        let records = of(&Records::new(dispatch, &reading, &reader.knowledge), reader.language(dispatch));
        if !records.is_empty() {
            found.store(true, Ordering::Relaxed);
        }
        writer.records(&records)
    };
    let tally = stream::run(
        entries,
        options.reading.jobs,
        quiet,
        stream::dispatches(work),
        stream::written(&mut out),
    )?;
    out.flush()?;
    if writer.is_table() && tally.read > 0 && !quiet && !found.load(Ordering::Relaxed) {
        say(format_args!("{none}"));
    }
    Ok(tally)
}
