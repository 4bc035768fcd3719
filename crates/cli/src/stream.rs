//! Reads dispatches on all cores in bounded memory, and writes what comes of each in the order of the input.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use depeche_engine::Dispatch;
use depeche_input::{Entry, Found, Piece};
use rayon::prelude::*;

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
    mut pieces: impl Iterator<Item = Piece>,
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
        let batch = take(&mut pieces, most);
        if batch.is_empty() {
            out.flush()?;
            return Ok(tally);
        }
        let opened = |piece: Piece| {
            let entry = piece.open();
            let result = result(&entry, &work);
            (entry, result)
        };
        let results: Vec<_> = pool.install(|| batch.into_par_iter().map(opened).collect());
        for (entry, result) in results {
            if let Some(note) = entry.note.as_ref().filter(|_| !quiet) {
                say(format_args!("{}: note: {note}", entry.label));
            }
            match result {
                Ok(bytes) => {
                    tally.read += usize::from(!matches!(entry.found, Ok(Found::Remark)));
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

fn result(entry: &Entry, work: &impl Work) -> Result<Vec<u8>, String> {
    let dispatch = match &entry.found {
        Ok(Found::Dispatch(dispatch)) => dispatch,
        Ok(Found::Retraction(_) | Found::Remark) => return Ok(Vec::new()),
        Err(reason) => return Err(reason.clone()),
    };
    catch_unwind(AssertUnwindSafe(|| work(dispatch))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        format!(
            "a bug in depeche, please report it with this dispatch: {}",
            text.lines().next().unwrap_or(text)
        )
    })
}
