//! Reads dispatches on all cores in bounded memory, and writes what comes of each in the order of the input.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use depeche_engine::Dispatch;
use rayon::prelude::*;

use crate::input::Entry;
use crate::outcome::{Stop, Tally, say};

/// Dispatches of one batch, for each thread.
const BATCH: usize = 16;
/// Bytes of text after which a batch is full.
const BATCH_BYTES: usize = 4 << 20;

/// Turns dispatches into bytes.
pub trait Work: Fn(&Dispatch) -> Vec<u8> + Sync {}
impl<F: Fn(&Dispatch) -> Vec<u8> + Sync> Work for F {}

/// Does the work on each dispatch and writes the results in order. What fails is named on standard error in its
/// turn; `quiet` leaves notes out.
///
/// # Errors
/// The output cannot be written, or the threads cannot be started.
pub fn run(
    mut entries: impl Iterator<Item = Entry>,
    jobs: Option<u16>,
    quiet: bool,
    out: &mut dyn Write,
    work: impl Work,
) -> Result<Tally, Stop> {
    // A panic is a bug of ours; it costs its dispatch, not the run, and is told in one line.
    std::panic::set_hook(Box::new(|_| {}));
    let threads = jobs.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(16 << 20)
        .build()
        .map_err(|error| Stop::Output(io::Error::other(error)))?;
    let most = BATCH * pool.current_num_threads();
    let mut tally = Tally::default();
    loop {
        let batch = take(&mut entries, most);
        if batch.is_empty() {
            out.flush()?;
            return Ok(tally);
        }
        let results: Vec<_> = pool.install(|| batch.par_iter().map(|entry| result(entry, &work)).collect());
        for (entry, result) in batch.iter().zip(results) {
            if let Some(note) = entry.note.as_ref().filter(|_| !quiet) {
                say(format_args!("{}: note: {note}", entry.label));
            }
            match result {
                Ok(bytes) => {
                    tally.read += 1;
                    out.write_all(&bytes)?;
                }
                Err(reason) => {
                    tally.failed += 1;
                    say(format_args!("{}: {reason}", entry.label));
                }
            }
        }
        out.flush()?;
    }
}

fn take(entries: &mut impl Iterator<Item = Entry>, most: usize) -> Vec<Entry> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < most && bytes < BATCH_BYTES {
        let Some(entry) = entries.next() else { break };
        bytes += entry.dispatch.as_ref().map_or(0, |dispatch| dispatch.text.len());
        batch.push(entry);
    }
    batch
}

fn result(entry: &Entry, work: &impl Work) -> Result<Vec<u8>, String> {
    let dispatch = entry.dispatch.as_ref().map_err(Clone::clone)?;
    catch_unwind(AssertUnwindSafe(|| work(dispatch))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        format!(
            "a bug in depeche, please report it with this dispatch: {}",
            text.lines().next().unwrap_or(text)
        )
    })
}
