//! One module a command.

mod add;
mod check;
mod completions;
mod explain;
mod export;
mod man;
mod mentions;
mod parse;
mod query;
mod read;
mod records;
mod relate;
mod show;
mod standing;
mod statements;

use std::path::Path;

use depeche_engine::Reader;
use depeche_knowledge::{Folder, Knowledge};

use crate::arguments::{self, Command};
use crate::outcome::{Stop, Tally, say};

/// Runs a command.
pub fn run(command: &Command) -> Result<Tally, Stop> {
    match command {
        Command::Read(options) => read::run(options),
        Command::Parse(options) => parse::run(options),
        Command::Mentions(options) => mentions::run(options),
        Command::Statements(options) => statements::run(options),
        Command::Standing(options) => standing::run(options),
        Command::Relate(options) => relate::run(options),
        Command::Explain(options) => explain::run(options),
        Command::Add(options) => add::run(options),
        Command::Query(options) => query::run(options),
        Command::Show(options) => show::run(options),
        Command::Export(options) => export::run(options),
        Command::Check(options) => check::run(options),
        Command::Completions { shell } => completions::run(*shell),
        Command::Man => man::run(),
    }
}

/// The knowledge that the program carries, or a folder's.
fn reader(options: &arguments::Knowledge) -> Result<Reader, Stop> {
    let reader = match &options.knowledge {
        None => Reader::embedded(),
        Some(path) => {
            let knowledge = depeche_knowledge::compile(&folder(path)?);
            Reader::new(knowledge.map_err(|problems| not_compiling(path, &problems))?)
        }
    };
    reader.map_err(|error| {
        Stop::Installation(format!("this installation is broken: {error}; install it again"))
    })
}

/// The reader that the options of reading ask for.
fn reader_of(options: &arguments::Reading) -> Result<Reader, Stop> {
    Ok(with(reader(&options.knowledge)?, options.model))
}

/// A reader with the learned reader of relations, or without it.
fn with(mut reader: Reader, model: arguments::Model) -> Reader {
    if model.no_model {
        reader.encoder = None;
    }
    reader
}

fn folder(path: &Path) -> Result<Folder, Stop> {
    if !path.is_dir() {
        return Err(Stop::Usage(format!("{}: no such folder; --knowledge takes one", path.display())));
    }
    let folder = Folder::read(path).map_err(|error| Stop::Usage(error.to_string()))?;
    match folder.files.is_empty() {
        true => Err(Stop::Usage(format!("{}: no knowledge in it, neither .toml nor .tsv", path.display()))),
        false => Ok(folder),
    }
}

fn not_compiling(path: &Path, problems: &[depeche_knowledge::Diagnostic]) -> Stop {
    for problem in problems {
        say(format_args!("{}/{problem}", path.display()));
    }
    Stop::Installation(format!("{}: does not compile; `depeche check` tells more", path.display()))
}

/// ISO 639-1 codes of the languages that can be read.
fn languages(knowledge: &Knowledge) -> Vec<String> {
    knowledge.languages.keys().cloned().collect()
}

/// `1 claim`, `2 claims`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
