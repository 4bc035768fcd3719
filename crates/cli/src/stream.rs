//! Reads dispatches on all cores in bounded memory, and hands on what comes of each in the order of the input.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use depeche_engine::Dispatch;
use depeche_input::{Entry, Found, Origin, Piece};
use rayon::prelude::*;

use crate::outcome::{Stop, Tally, say};

/// Dispatches of one batch, for each thread.
const BATCH: usize = 16;
/// Bytes of text after which a batch is full.
const BATCH_BYTES: usize = 4 << 20;

/// Does the work on what is found in each piece and what its publisher says of it, and hands on what comes of a batch, in order. What fails is named on
/// standard error; `quiet` leaves notes out.
///
/// # Errors
/// The threads cannot be started, or `sink` fails.
pub fn run<T: Send>(
    mut pieces: impl Iterator<Item = Piece>,
    jobs: Option<u16>,
    quiet: bool,
    work: impl Fn(&Found, &Origin) -> T + Sync,
    mut sink: impl FnMut(Vec<T>) -> Result<(), Stop>,
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
        let batch = take(&mut pieces, most);
        if batch.is_empty() {
            return Ok(tally);
        }
        let opened = |piece: Piece| {
            let entry = piece.open();
            let result = result(&entry, &work);
            (entry, result)
        };
        let results: Vec<_> = pool.install(|| batch.into_par_iter().map(opened).collect());
        let mut done = Vec::with_capacity(results.len());
        for (entry, result) in results {
            if let Some(note) = entry.note.as_ref().filter(|_| !quiet) {
                say(format_args!("{}: note: {note}", entry.label));
            }
            match result {
                Ok(made) => {
                    tally.read += usize::from(!matches!(entry.found, Ok(Found::Remark)));
                    done.push(made);
                }
                Err(reason) => {
                    tally.failed += 1;
                    say(format_args!("{}: {reason}", entry.label));
                }
            }
        }
        sink(done)?;
    }
}

/// Work on dispatches alone: what is taken back makes nothing.
pub fn dispatches(work: impl Fn(&Dispatch) -> Vec<u8> + Sync) -> impl Fn(&Found, &Origin) -> Vec<u8> + Sync {
    move |found, _| match found {
        Found::Dispatch(dispatch) => work(dispatch),
        Found::Retraction(_) | Found::Remark => Vec::new(),
    }
}

/// Writes what comes of each dispatch.
pub fn written(out: &mut dyn Write) -> impl FnMut(Vec<Vec<u8>>) -> Result<(), Stop> {
    move |batch| {
        for bytes in batch {
            out.write_all(&bytes)?;
        }
        Ok(out.flush()?)
    }
}

fn take(pieces: &mut impl Iterator<Item = Piece>, most: usize) -> Vec<Piece> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < most && bytes < BATCH_BYTES {
        let Some(piece) = pieces.next() else { break };
        bytes += piece.size();
        batch.push(piece);
    }
    batch
}

fn result<T>(entry: &Entry, work: &impl Fn(&Found, &Origin) -> T) -> Result<T, String> {
    let found = entry.found.as_ref().map_err(Clone::clone)?;
    catch_unwind(AssertUnwindSafe(|| work(found, &entry.origin))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        format!(
            "a bug in depeche, please report it with this dispatch: {}",
            text.lines().next().unwrap_or(text)
        )
    })
}
