//! `depeche check`

use std::io::Write;
use std::path::Path;

use depeche_engine::Reader;
use depeche_knowledge::{Diagnostic, Folder, Knowledge};

use crate::arguments::Check;
use crate::outcome::{Stop, Tally, say};
use crate::output;

/// Compiles a folder, and says everything that is wrong with it.
pub fn run(options: &Check) -> Result<Tally, Stop> {
    let Some(path) = &options.knowledge.knowledge else { return embedded(options) };
    let folder = super::folder(path)?;
    match depeche_knowledge::compile(&folder) {
        Ok(knowledge) => examples(knowledge, path, &folder, options),
        Err(problems) => {
            let shown = show(path, &problems)?;
            say(format_args!("{}: {shown}; it does not compile", path.display()));
            Err(Stop::Failed)
        }
    }
}

fn embedded(options: &Check) -> Result<Tally, Stop> {
    let reader = super::reader(&options.knowledge)?;
    well(options, &format!("the program's own knowledge is sound: {} rules", reader.knowledge.origins.len()));
    Ok(Tally::default())
}

fn examples(knowledge: Knowledge, path: &Path, folder: &Folder, options: &Check) -> Result<Tally, Stop> {
    let rules = knowledge.origins.len();
    let _reader = Reader::new(knowledge).map_err(Stop::Installation)?;
    well(options, &format!("{}: {} files, {rules} rules, all sound", path.display(), folder.files.len()));
    Ok(Tally::default())
}

/// Problems are what is asked for: they go to standard output, one a line as editors read them.
fn show(path: &Path, problems: &[Diagnostic]) -> Result<String, Stop> {
    let mut out = output::standard();
    for problem in problems {
        writeln!(out, "{}/{problem}", path.display())?;
    }
    out.flush()?;
    Ok(match problems.len() {
        1 => "1 problem".to_string(),
        count => format!("{count} problems"),
    })
}

fn well(options: &Check, message: &str) {
    if !options.quiet {
        say(format_args!("{message}"));
    }
}
