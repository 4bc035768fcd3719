//! `depeche check`

use std::io::Write;
use std::path::Path;

use depeche_engine::Reader;
use depeche_engine::check::{self, Failure};
use depeche_knowledge::Diagnostic;

use super::counted;
use crate::arguments::Check;
use crate::outcome::{Stop, Tally, say};
use crate::output;

/// Compiles a folder, and says everything that is wrong with it.
pub fn run(options: &Check) -> Result<Tally, Stop> {
    let Some(path) = &options.knowledge.knowledge else { return embedded(options) };
    let folder = super::folder(path)?;
    match depeche_knowledge::compile(&folder) {
        Ok(knowledge) => examples(&Reader::new(knowledge).map_err(Stop::Installation)?, path, options),
        Err(problems) => {
            let shown = show(path, &problems)?;
            say(format_args!("{}: {shown}; it does not compile", path.display()));
            Err(Stop::Failed)
        }
    }
}

fn embedded(options: &Check) -> Result<Tally, Stop> {
    let reader = super::reader(&options.knowledge)?;
    examples(&reader, Path::new("knowledge"), options)
}

/// Reads every entry's examples; those that do not come true are shown where their entry stands.
fn examples(reader: &Reader, path: &Path, options: &Check) -> Result<Tally, Stop> {
    let rules = counted(reader.knowledge.origins.len(), "entry", "entries");
    let (tried, failures) = check::examples(reader);
    let examples = counted(tried, "example", "examples");
    if failures.is_empty() {
        if !options.quiet {
            say(format_args!("{}: {rules} and {examples}, all sound", path.display()));
        }
        return Ok(Tally::default());
    }
    let mut lines: Vec<_> = failures.iter().map(|failure| (origin(reader, failure), failure)).collect();
    lines.sort_by_key(|(place, _)| *place);
    let mut out = output::standard();
    for ((file, line), Failure { rule, text, message }) in lines {
        writeln!(out, "{}/{file}:{line}: {rule}: “{text}”: {message}", path.display())?;
    }
    out.flush()?;
    say(format_args!("{}: {} of {examples} in {rules} do not come true", path.display(), failures.len()));
    Err(Stop::PartlyFailed)
}

fn origin<'a>(reader: &'a Reader, failure: &Failure) -> (&'a str, u32) {
    reader.knowledge.origins.get(&failure.rule).map_or(("", 0), |origin| (&origin.file, origin.line))
}

/// Problems are what is asked for: they go to standard output, one a line as editors read them.
fn show(path: &Path, problems: &[Diagnostic]) -> Result<String, Stop> {
    let mut out = output::standard();
    for problem in problems {
        writeln!(out, "{}/{problem}", path.display())?;
    }
    out.flush()?;
    Ok(counted(problems.len(), "problem", "problems"))
}
