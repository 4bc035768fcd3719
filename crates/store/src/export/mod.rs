//! Exports: one file a format behind one small trait.
//!
//! Foreign shapes have the columns of GDELT, POLECAT, ICEWS or KEDS, so that readers of those open them; they are shaped
//! like those data sets, and are not those data sets. What we don't know stays empty, and [`Form::losses`] says of each
//! form what of ours it cannot carry.

mod json;
pub mod native;
mod dyads;
mod gdelt;
mod polecat;
mod icews;
mod networks;
mod maps;
mod parquet;
mod columns;

use std::io::Write;
use std::path::Path;

use depeche_knowledge::world::World;
use rustc_hash::FxHashMap;

use crate::Error;
use crate::load::{EventRecord, Said};

pub use dyads::{Dyad, dyads};

/// Writes events in one form.
pub trait Export {
    /// The next event, with the claims that tell of it.
    ///
    /// # Errors
    /// It cannot be written.
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error>;

    /// What stands at the end.
    ///
    /// # Errors
    /// It cannot be written.
    fn finish(&mut self) -> Result<(), Error>;
}

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Folders of Parquet files, events and claims, one folder a month.
    Parquet,
    /// One event a line, its claims in it.
    Jsonl,
    /// Events, comma-separated.
    Csv,
    /// Events, tab-separated.
    Tsv,
    /// The 61 columns of GDELT 2.0 Events.
    GdeltEvents,
    /// The 16 columns of GDELT 2.0 Mentions.
    GdeltMentions,
    /// The 40 columns of POLECAT.
    Polecat,
    /// The 20 columns of ICEWS.
    Icews,
    /// KEDS lines.
    Keds,
    /// Events that have coordinates.
    Geojson,
    /// Actors as nodes, events as edges.
    Graphml,
    /// Head, relation, tail, time.
    Quadruples,
}

impl Form {
    /// Opens an export to a file or another writer. Parquet has a folder instead: [`Form::open_folder`].
    ///
    /// # Errors
    /// What stands above all events cannot be written.
    pub fn open<'a>(self, out: Box<dyn Write + 'a>, codes: &'a Codes) -> Result<Box<dyn Export + 'a>, Error> {
        Ok(match self {
            Form::Parquet => {
                return Err(Error::Refused("Parquet is a folder of files; name one with --out".to_string()));
            }
            Form::Jsonl => Box::new(json::Lines::new(out)),
            Form::Csv => Box::new(native::Delimited::new(out, b',')?),
            Form::Tsv => Box::new(native::Delimited::new(out, b'\t')?),
            Form::GdeltEvents => Box::new(gdelt::Events::new(out, codes)),
            Form::GdeltMentions => Box::new(gdelt::Mentions::new(out)),
            Form::Polecat => Box::new(polecat::Polecat::new(out, codes)?),
            Form::Icews => Box::new(icews::Icews::new(out, codes)?),
            Form::Keds => Box::new(networks::Keds::new(out)),
            Form::Geojson => Box::new(maps::Geojson::new(out)?),
            Form::Graphml => Box::new(networks::Graphml::new(out)?),
            Form::Quadruples => Box::new(networks::Quadruples::new(out)),
        })
    }

    /// Opens an export of Parquet files to a folder, which is made; one that has files in it is refused.
    ///
    /// # Errors
    /// The folder cannot be made or is not empty.
    pub fn open_folder(folder: &Path) -> Result<Box<dyn Export>, Error> {
        Ok(Box::new(parquet::Parquet::new(folder)?))
    }

    /// What of ours the form cannot carry, and what readers of the original should know.
    #[must_use]
    pub fn losses(self) -> &'static [&'static str] {
        match self {
            Form::Parquet | Form::Jsonl => &[],
            Form::Csv | Form::Tsv => native::LOSSES,
            Form::GdeltEvents => gdelt::EVENT_LOSSES,
            Form::GdeltMentions => gdelt::MENTION_LOSSES,
            Form::Polecat => polecat::LOSSES,
            Form::Icews => icews::LOSSES,
            Form::Keds => networks::KEDS_LOSSES,
            Form::Geojson => maps::LOSSES,
            Form::Graphml => networks::GRAPHML_LOSSES,
            Form::Quadruples => networks::QUADRUPLE_LOSSES,
        }
    }
}

const CODES: &str = include_str!("../../../../knowledge/world/codes.tsv");

/// Countries as other data sets write them.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    countries: FxHashMap<String, Country>,
}

/// A country as other data sets write it.
#[derive(Clone, Debug, Default)]
pub struct Country {
    /// FIPS 10-4.
    pub fips: Option<String>,
    /// Number in the Correlates of War's list.
    pub cow: Option<u16>,
    /// The common name in English.
    pub name: Option<String>,
}

impl Codes {
    /// Of the world's states, with the codes of `knowledge/world/codes.tsv`.
    #[must_use]
    pub fn new(world: &World) -> Codes {
        let mut countries: FxHashMap<String, Country> = FxHashMap::default();
        for state in &world.states {
            countries.entry(state.id.to_string()).or_default().name = state.display_name().cloned();
        }
        for line in CODES.lines().filter(|line| !line.starts_with('#')) {
            if let [code, fips, cow] = line.split('\t').collect::<Vec<_>>()[..] {
                let country = countries.entry(code.to_string()).or_default();
                country.fips = Some(fips.to_string()).filter(|fips| !fips.is_empty());
                country.cow = cow.parse().ok();
            }
        }
        Codes { countries }
    }

    /// By ISO 3166 alpha-3; empty where there is none such.
    #[must_use]
    pub fn country(&self, code: Option<&str>) -> Country {
        code.and_then(|code| self.countries.get(code)).cloned().unwrap_or_default()
    }
}

/// A value for a column: nothing where it is not known.
pub(crate) fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A line of values divided by tabs, as shapes without quoting have them: a tab or line break in a value becomes a space.
pub(crate) fn tabbed(out: &mut dyn Write, values: &[String]) -> Result<(), Error> {
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            out.write_all(b"\t")?;
        }
        out.write_all(value.replace(['\t', '\n', '\r'], " ").as_bytes())?;
    }
    Ok(out.write_all(b"\n")?)
}
