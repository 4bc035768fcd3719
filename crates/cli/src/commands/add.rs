//! `depeche add`: dispatches are read on all cores, and kept by one thread beside them.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use depeche_engine::record::dispatch_id;
use depeche_store::{Added, Agencies, Fate, Origin, Prepared, Store};

use super::counted;
use crate::arguments;
use crate::input::{self, Entries, Found};
use crate::outcome::{Stop, Tally, say};
use crate::output;
use crate::stream;

/// Batches that wait to be kept; more would only fill memory.
const WAITING: usize = 4;
/// What is written in one transaction: so many dispatches, or what has been read in this time, which grows with the run:
/// the first are safe at once, and many together cost less each.
const TOGETHER: usize = 500;
const PATIENCE: Duration = Duration::from_millis(300);
const MOST_PATIENCE: Duration = Duration::from_secs(5);
/// Dispatches after which claims are merged, so that readers see events while a long run goes on; later after as many as
/// the run has merged, since new claims bring old ones back to be compared with.
const MERGED: usize = 5000;

/// What the keeper is told, in the order of the input.
enum Message {
    /// A dispatch that has been read.
    Read(Box<Prepared>),
    /// One that is there, and was not read again.
    There(String),
    /// One that its publisher takes back.
    Retracted(String),
    /// Nothing to keep.
    Nothing,
}

/// Reads dispatches into the store.
pub fn run(options: &arguments::Add) -> Result<Tally, Stop> {
    let path = &options.store.store;
    let mut store = Store::open(path)?;
    // Nothing is looked for in an empty store; what comes twice in one run is told apart when it is kept.
    let there = (store.counts()?[0] > 0).then(|| Store::read(path).map(Mutex::new)).transpose()?;
    let reader = super::reader_of(&options.reading)?;
    let agencies = Agencies::new(&reader.knowledge.world);
    let known = super::languages(&reader.knowledge);
    let quiet = options.reading.quiet;
    let entries = Entries::new(&options.input.files, options.input.defaults.given()?, &known);
    let work = |found: &Found, origin: &input::Origin| match found {
        Found::Remark => Message::Nothing,
        Found::Retraction(dispatch) => Message::Retracted(dispatch_id(dispatch)),
        Found::Dispatch(dispatch) => {
            let origin = stored(origin);
            let holds = |there: &Mutex<Store>| there.lock().ok()?.holds(dispatch, &origin).ok();
            if there.as_ref().and_then(holds).unwrap_or(false) {
                return Message::There(dispatch_id(dispatch));
            }
            let reading = depeche_engine::read(dispatch, &reader);
            Message::Read(Box::new(Prepared::new(dispatch, &origin, &reading, &reader, &agencies)))
        }
    };
    let (sender, receiver) = sync_channel(WAITING);
    let (read, kept) = thread::scope(|scope| {
        let keeper =
            Keeper { store: &mut store, list: options.list, bar: Bar::new(quiet), sums: Sums::default() };
        let keeper = scope.spawn(move || keeper.run(&receiver));
        let read = stream::run(entries, options.reading.jobs, quiet, work, |batch| {
            // A keeper that has gone has its own reason, told below.
            sender.send(batch).map_err(|_| Stop::PartlyFailed)
        });
        drop(sender);
        (read, keeper.join())
    });
    let kept =
        kept.unwrap_or_else(|_| Err(Stop::Installation("a bug in depeche: the store's thread ended".into())));
    let (sums, tally) = (kept?, read?);
    if !quiet {
        summary(&store, path, &sums, tally.failed)?;
    }
    Ok(tally)
}

/// What a publisher says of a dispatch, as the store keeps it.
fn stored(origin: &input::Origin) -> Origin {
    let input::Origin { url, version, embargo, author } = origin.clone();
    Origin { url, edition: version, author, embargo }
}

/// What became of all.
#[derive(Default)]
struct Sums {
    new: usize,
    same: usize,
    replaced: usize,
    retracted: usize,
    reprints: usize,
    claims: usize,
}

/// Keeps what has been read: one thread writes.
struct Keeper<'a> {
    store: &'a mut Store,
    list: bool,
    bar: Bar,
    sums: Sums,
}

impl Keeper<'_> {
    fn run(mut self, receiver: &Receiver<Vec<Message>>) -> Result<Sums, Stop> {
        // What a run that was stopped has left.
        self.store.settle()?;
        let mut merged = 0;
        let mut out = output::raw();
        let (mut waiting, start) = (Vec::new(), Instant::now());
        let mut since = start;
        loop {
            let ended = match receiver.recv_timeout(PATIENCE) {
                Ok(messages) => {
                    waiting.extend(messages);
                    false
                }
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => true,
            };
            let patience = (start.elapsed() / 5).clamp(PATIENCE, MOST_PATIENCE);
            if ended || waiting.len() >= TOGETHER || since.elapsed() >= patience {
                self.keep(std::mem::take(&mut waiting), &mut out)?;
                since = Instant::now();
                self.bar.show(&self.sums);
            }
            if ended {
                break;
            }
            let added = self.sums.new + self.sums.replaced;
            if added >= merged + MERGED.max(merged / 2) {
                merged = added;
                self.store.settle()?;
            }
        }
        self.bar.say("merging");
        self.store.settle()?;
        self.store.finish()?;
        self.bar.clear();
        Ok(self.sums)
    }

    fn keep(&mut self, messages: Vec<Message>, out: &mut impl Write) -> Result<(), Stop> {
        let mut batch = Vec::new();
        for message in messages {
            match message {
                Message::Read(prepared) => batch.push(*prepared),
                Message::There(id) => self.tell(out, &[there(id)])?,
                Message::Retracted(id) => {
                    // What stood before it under its id is to be there.
                    self.add(&mut batch, out)?;
                    if self.store.retract(&id)? {
                        self.sums.retracted += 1;
                        self.list(out, "retracted", 0, &id)?;
                    }
                }
                Message::Nothing => {}
            }
        }
        self.add(&mut batch, out)
    }

    fn add(&mut self, batch: &mut Vec<Prepared>, out: &mut impl Write) -> Result<(), Stop> {
        if batch.is_empty() {
            return Ok(());
        }
        let added = self.store.add(batch)?;
        batch.clear();
        self.tell(out, &added)
    }

    fn tell(&mut self, out: &mut impl Write, added: &[Added]) -> Result<(), Stop> {
        for it in added {
            let fate = match it.fate {
                Fate::New => "new",
                Fate::Same => "same",
                Fate::Replaced => "replaced",
            };
            match it.fate {
                Fate::New => self.sums.new += 1,
                Fate::Same => self.sums.same += 1,
                Fate::Replaced => self.sums.replaced += 1,
            }
            self.sums.reprints += usize::from(it.reprint);
            self.sums.claims += it.claims;
            self.list(out, fate, it.claims, &it.dispatch)?;
        }
        Ok(out.flush()?)
    }

    fn list(&self, out: &mut impl Write, fate: &str, claims: usize, dispatch: &str) -> Result<(), Stop> {
        if self.list {
            writeln!(out, "{fate}\t{claims}\t{}", dispatch.replace(['\t', '\n', '\r'], " "))?;
        }
        Ok(())
    }
}

fn there(dispatch: String) -> Added {
    Added { dispatch, fate: Fate::Same, claims: 0, reprint: false }
}

/// How far a run is, on one line of a terminal.
struct Bar {
    shown: bool,
}

impl Bar {
    fn new(quiet: bool) -> Bar {
        Bar { shown: !quiet && std::io::stderr().is_terminal() }
    }

    fn show(&self, sums: &Sums) {
        let dispatches = sums.new + sums.replaced + sums.same;
        self.say(&format!(
            "{}, {}",
            counted(dispatches, "dispatch", "dispatches"),
            counted(sums.claims, "claim", "claims")
        ));
    }

    fn say(&self, text: &str) {
        if self.shown {
            // A closed standard error is no reason to fail.
            let _ = write!(std::io::stderr(), "\r\u{1b}[K{text}");
        }
    }

    fn clear(&self) {
        self.say("");
    }
}

fn summary(store: &Store, path: &Path, sums: &Sums, failed: usize) -> Result<(), Stop> {
    let [dispatches, claims, events] = store.counts()?.map(|count| count as usize);
    say(format_args!(
        "{} read, {failed} failed, {} there already, {} replaced, {} taken back, {} near-duplicates, {} added",
        sums.new + sums.replaced,
        sums.same,
        sums.replaced,
        sums.retracted,
        sums.reprints,
        counted(sums.claims, "claim", "claims"),
    ));
    say(format_args!(
        "{}: {}, {}, {}",
        path.display(),
        counted(dispatches, "dispatch", "dispatches"),
        counted(claims, "claim", "claims"),
        counted(events, "event", "events"),
    ));
    Ok(())
}
