//! `depeche relate`

use std::io::{BufRead, Read, Write};
use std::path::Path;

use depeche_engine::relate::{self, Asked, Relation};
use depeche_engine::{Dispatch, Reader, RuleId, Span};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::arguments::Relate;
use crate::outcome::{Stop, Tally, say};
use crate::{input, output};

/// Lines read at a time.
const BATCH: usize = 256;
/// Lines asked about together.
const TOGETHER: usize = 16;
/// The longest line, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

/// A line in.
#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    text: String,
    language: Option<String>,
    source: Place,
    target: Place,
}

/// Where an actor stands, in Unicode scalar values.
#[derive(Deserialize)]
struct Place {
    /// Null where it is not known: the other end alone decides.
    span: Option<[usize; 2]>,
}

/// A line out.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    #[serde(rename = "type")]
    act: &'a str,
    plover: &'a str,
    quad: u8,
    scores: serde_json::Map<String, Value>,
    because: &'a [RuleId],
}

/// Names the act between the two spans of each line.
pub fn run(options: &Relate) -> Result<Tally, Stop> {
    let reader = super::reader_of(&options.reading)?;
    let known = super::languages(&reader.knowledge);
    let path = options.file.as_deref().unwrap_or(Path::new("-"));
    let (name, head) = input::head(path);
    let mut tally = Tally::default();
    let mut lines = match head {
        Ok(head) => head.all,
        Err(reason) => {
            say(format_args!("{name}: {reason}"));
            return Err(Stop::Failed);
        }
    };
    if let Some(jobs) = options.reading.jobs {
        // The first to ask decides; nothing else starts the threads here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
    }
    let mut out = output::raw();
    let mut before = 0;
    loop {
        let batch = match take(&mut lines) {
            Ok(batch) => batch,
            Err(reason) => {
                say(format_args!("{name}:{}: {reason}", before + 1));
                tally.failed += 1;
                break;
            }
        };
        if batch.is_empty() {
            break;
        }
        let answers: Vec<_> =
            batch.par_chunks(TOGETHER).flat_map_iter(|lines| answers(lines, &reader, &known)).collect();
        for (at, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(bytes) => {
                    tally.read += usize::from(!bytes.is_empty());
                    out.write_all(&bytes)?;
                }
                Err(reason) => {
                    tally.failed += 1;
                    say(format_args!("{name}:{}: {reason}", before + at + 1));
                }
            }
        }
        before += batch.len();
    }
    out.flush()?;
    Ok(tally)
}

fn take(lines: &mut input::Bytes) -> Result<Vec<Vec<u8>>, String> {
    let mut batch = Vec::new();
    while batch.len() < BATCH {
        let mut line = Vec::new();
        let mut limited = lines.take(LONGEST_LINE);
        limited.read_until(b'\n', &mut line).map_err(|error| format!("cannot be read: {error}"))?;
        if line.is_empty() {
            break;
        }
        if line.len() as u64 == LONGEST_LINE {
            return Err("a line longer than 1 MiB; nothing is read from here on".to_string());
        }
        batch.push(line);
    }
    Ok(batch)
}

/// The answers to some lines; nothing to an empty one.
fn answers(lines: &[Vec<u8>], reader: &Reader, known: &[String]) -> Vec<Result<Vec<u8>, String>> {
    let (mut ids, mut asked) = (Vec::new(), Vec::new());
    let mut out: Vec<Result<Vec<u8>, String>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match question(line, known) {
            Ok(Some((id, question))) => {
                ids.push((at, id));
                asked.push(question);
                out.push(Ok(Vec::new()));
            }
            Ok(None) => out.push(Ok(Vec::new())),
            Err(reason) => out.push(Err(reason)),
        }
    }
    for ((at, id), relation) in ids.iter().zip(relate::relations(&asked, reader)) {
        out[*at] = answer(id, &relation);
    }
    out
}

/// A line with its id; none where it is empty.
fn question(line: &[u8], known: &[String]) -> Result<Option<(Value, Asked)>, String> {
    if line.trim_ascii().is_empty() {
        return Ok(None);
    }
    let question: Question = serde_json::from_slice(line).map_err(|error| {
        format!("no such line as {{\"text\":…,\"source\":{{\"span\":[b,e]}},\"target\":…}}: {error}")
    })?;
    let language = question.language.filter(|code| code != "auto");
    if let Some(code) = language.as_ref().filter(|code| !known.contains(code)) {
        return Err(format!("language `{code}` is not known; known are {}", known.join(", ")));
    }
    let bytes: Vec<usize> =
        question.text.char_indices().map(|(at, _)| at).chain([question.text.len()]).collect();
    let span = |name: &str, place: &Place| {
        let Some([begin, end]) = place.span else { return Ok(None) };
        match (bytes.get(begin), bytes.get(end)) {
            (Some(&from), Some(&to)) if begin < end => Ok(Some(Span { start: from as u32, end: to as u32 })),
            _ => Err(format!(
                "{name} [{begin},{end}] is no span of the text, which has {} characters",
                bytes.len() - 1
            )),
        }
    };
    let (source, target) = (span("source", &question.source)?, span("target", &question.target)?);
    let dispatch = Dispatch { text: question.text, language, ..Dispatch::default() };
    Ok(Some((question.id, Asked { dispatch, source, target })))
}

fn answer(id: &Value, found: &Relation) -> Result<Vec<u8>, String> {
    let scores = found.scores.iter().map(|(act, share)| {
        let rounded = (share * 1e4).round() / 1e4;
        (act.to_string(), Value::from(rounded))
    });
    let answer = Answer {
        id,
        act: &found.act,
        plover: &found.plover,
        quad: found.quad,
        scores: scores.collect(),
        because: &found.because,
    };
    let mut out = serde_json::to_vec(&answer).map_err(|error| error.to_string())?;
    out.push(b'\n');
    Ok(out)
}
