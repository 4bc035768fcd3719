//! `depeche parse`

use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use depeche_engine::parse::conllu;
use depeche_engine::{Dispatch, Language, Reader, record, segment};
use rayon::prelude::*;

use crate::arguments::{InputForm, Parse, SyntaxFormat};
use crate::input::{self, Entries};
use crate::outcome::{Stop, Tally, say};
use crate::{output, stream};

/// Writes the syntax.
pub fn run(options: &Parse) -> Result<Tally, Stop> {
    let SyntaxFormat::Conllu = options.format;
    let reader = super::reader_of(&options.reading)?;
    match options.form {
        InputForm::Auto => dispatches(options, &reader),
        InputForm::Conllu => treebanks(options, &reader),
    }
}

fn dispatches(options: &Parse, reader: &Reader) -> Result<Tally, Stop> {
    let known = super::languages(&reader.knowledge);
    let entries = Entries::new(&options.input.files, options.input.defaults.given()?, &known);
    let mut out = output::raw();
    let work = |dispatch: &Dispatch| {
        let language = reader.language(dispatch);
        let segments = segment::sentences(&dispatch.text, &language.segment);
        let sentences = depeche_engine::parse::sentences(segments, &language.parse);
        let id = record::dispatch_id(dispatch);
        let title = id.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut text = format!("# newdoc id = {title}\n");
        text.push_str(&conllu::from_reading(&id, &dispatch.text, &sentences));
        text.into_bytes()
    };
    stream::run(
        entries,
        options.reading.jobs,
        options.reading.quiet,
        stream::dispatches(work),
        stream::written(&mut out),
    )
}

/// Sentences that are parsed at a time.
const BATCH: usize = 512;

fn treebanks(options: &Parse, reader: &Reader) -> Result<Tally, Stop> {
    let files = match options.input.files.as_slice() {
        [] => &[PathBuf::from("-")],
        files => files,
    };
    if let Some(jobs) = options.reading.jobs {
        // The first to ask decides; nothing else starts the threads here.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs.into()).build_global();
    }
    let mut out = output::raw();
    let mut tally = Tally::default();
    for file in files {
        match treebank(file, options, reader, &mut out) {
            Ok(()) => tally.read += 1,
            Err(Problem::Output(error)) => return Err(Stop::Output(error)),
            Err(Problem::Input(reason)) => {
                tally.failed += 1;
                say(format_args!("{reason}"));
            }
        }
    }
    out.flush()?;
    Ok(tally)
}

enum Problem {
    Output(io::Error),
    Input(String),
}

/// Reads, parses and writes block by block, so that a treebank of any size fits.
fn treebank(file: &Path, options: &Parse, reader: &Reader, out: &mut impl Write) -> Result<(), Problem> {
    let (name, head) = input::head(file);
    let mut lines = head.map_err(|reason| Problem::Input(format!("{name}: {reason}")))?.all;
    let mut language = None;
    let mut before = 0;
    loop {
        let block = Block::read(&mut lines).map_err(|reason| Problem::Input(format!("{name}: {reason}")))?;
        let mut sentences = conllu::read(&block.text).map_err(|error| {
            Problem::Input(format!("{name}:{}: not CoNLL-U: {}", before + error.line, error.message))
        })?;
        let model = &language.get_or_insert_with(|| language_of(&sentences, options, reader)).parse;
        sentences.par_chunks_mut(16).for_each(|chunk| conllu::annotate(chunk, model));
        out.write_all(conllu::write(&sentences).as_bytes()).map_err(Problem::Output)?;
        if block.last {
            return Ok(());
        }
        before += block.lines;
    }
}

/// The language asked for, else the likeliest of the first sentences.
fn language_of<'a>(sentences: &[conllu::Sentence], options: &Parse, reader: &'a Reader) -> &'a Language {
    let forms =
        sentences.iter().take(100).flat_map(|sentence| &sentence.rows).map(|row| row.columns[1].as_str());
    let text = forms.collect::<Vec<_>>().join(" ");
    let language = options.input.defaults.language.code().map(str::to_string);
    reader.language(&Dispatch { language, text, ..Dispatch::default() })
}

/// Some whole sentences of a treebank.
struct Block {
    text: String,
    lines: usize,
    last: bool,
}

/// The longest line of a treebank, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

impl Block {
    fn read(reader: &mut input::Bytes) -> Result<Block, String> {
        let mut block = Block { text: String::new(), lines: 0, last: false };
        let mut sentences = 0;
        while sentences < BATCH {
            let mut line = Vec::new();
            let mut limited = reader.take(LONGEST_LINE);
            limited.read_until(b'\n', &mut line).map_err(|error| format!("cannot be read: {error}"))?;
            if line.is_empty() {
                block.last = true;
                break;
            }
            if line.len() as u64 == LONGEST_LINE {
                return Err("not CoNLL-U: a line longer than 1 MiB".to_string());
            }
            block.lines += 1;
            sentences += usize::from(line.trim_ascii().is_empty());
            let line = String::from_utf8(line).map_err(|_| "not UTF-8; CoNLL-U is".to_string())?;
            block.text.push_str(&line);
        }
        Ok(block)
    }
}
