//! `depeche export`

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use depeche_store::Store;
use depeche_store::export::{Codes, Export, Form};

use crate::arguments;
use crate::outcome::{Stop, Tally};
use crate::output;

/// Writes the events of a store in another form.
pub fn run(options: &arguments::Export) -> Result<Tally, Stop> {
    let form = form(options.to);
    if options.losses {
        let mut out = output::raw();
        for loss in form.losses() {
            writeln!(out, "{loss}")?;
        }
        out.flush()?;
        return Ok(Tally::default());
    }
    let store = super::query::opened(&options.store.store, false)?;
    let codes = Codes::new(&super::reader(&options.knowledge)?.knowledge.world);
    match (&options.out, form) {
        (Some(folder), Form::Parquet) => write(&store, options, Form::open_folder(folder)?.as_mut())?,
        (None, Form::Parquet) => {
            return Err(Stop::Usage("parquet is a folder of files: name a new one with --out".to_string()));
        }
        (Some(path), _) => {
            let out = Box::new(BufWriter::with_capacity(1 << 16, made(path)?));
            write(&store, options, form.open(out, &codes)?.as_mut())?;
        }
        (None, _) => write(&store, options, form.open(Box::new(output::raw()), &codes)?.as_mut())?,
    }
    Ok(Tally::default())
}

fn made(path: &Path) -> Result<File, Stop> {
    File::create(path).map_err(|error| Stop::Usage(format!("{}: cannot be written: {error}", path.display())))
}

fn write(store: &Store, options: &arguments::Export, export: &mut dyn Export) -> Result<(), Stop> {
    let filter = super::query::filter(&options.conditions);
    store.events_with_claims(&filter, |event, claims| export.event(&event, &claims).map_err(Stop::from))?;
    Ok(export.finish()?)
}

fn form(form: arguments::Form) -> Form {
    match form {
        arguments::Form::Parquet => Form::Parquet,
        arguments::Form::Jsonl => Form::Jsonl,
        arguments::Form::Csv => Form::Csv,
        arguments::Form::Tsv => Form::Tsv,
        arguments::Form::GdeltEvents => Form::GdeltEvents,
        arguments::Form::GdeltMentions => Form::GdeltMentions,
        arguments::Form::Polecat => Form::Polecat,
        arguments::Form::Icews => Form::Icews,
        arguments::Form::Keds => Form::Keds,
        arguments::Form::Geojson => Form::Geojson,
        arguments::Form::Graphml => Form::Graphml,
        arguments::Form::Quadruples => Form::Quadruples,
    }
}
