//! Loads, checks and compiles `knowledge/`: everything that a linguist or an area expert edits.
//!
//! A [`Folder`] of files goes in; one [`Knowledge`] comes out, or *all* the [`Diagnostic`]s, each with its
//! file, line and column. This crate knows nothing of dispatches: whether an entry's examples come true is
//! for the engine to try ([`Knowledge::examples`] lists them).
//!
//! One module a kind of file, under the file's own name: a file's form is its module's `File` struct.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod diagnostics;
pub mod folder;
pub mod ontology;
pub mod spelling;
pub mod world;
pub mod cities;
pub mod language;
pub mod segmentation;
pub mod morphology;
pub mod lexicon;
pub mod calendar;
pub mod feasts;
pub mod contexts;
pub mod attribution;
pub mod modality;
pub mod frames;
pub mod notation;
pub mod patterns;
pub mod quantities;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

pub use diagnostics::{Diagnostic, Diagnostics};
pub use folder::{Folder, SourceFile};
pub use language::LanguagePack;

/// The id of a knowledge entry, as records show it under `because`: `french/consult/remettre-une-lettre`.
pub type RuleId = SmolStr;

/// Where a rule stands, for `explain`.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Origin {
    /// Path of the file below `knowledge/`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
}

/// Everything under `knowledge/`, compiled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Knowledge {
    /// Acts, modes, contexts, the convention for future and negated acts.
    pub ontology: ontology::Ontology,
    /// Who and where.
    pub world: world::World,
    /// Cities beyond those of the world's rows. Not among the bytes of [`Knowledge::to_bytes`]: used where they lie.
    #[serde(skip)]
    pub cities: cities::Cities,
    /// One pack a language, by its ISO 639-1 code.
    pub languages: BTreeMap<String, LanguagePack>,
    /// Where each rule stands.
    pub origins: BTreeMap<RuleId, Origin>,
}

/// The folder names of the languages below `knowledge/`, and their ISO 639-1 codes.
pub const LANGUAGES: [(&str, &str); 2] = [("french", "fr"), ("english", "en")];

/// Compiles a folder.
///
/// # Errors
/// All problems found, in the order of files and lines. A folder with warnings alone compiles.
pub fn compile(folder: &Folder) -> Result<Knowledge, Vec<Diagnostic>> {
    let mut out = Diagnostics::default();
    let ontology = ontology::compile(folder, &mut out);
    let world = world::compile(folder, &mut out);
    let cities = cities::compile(folder, &world, &mut out);
    let languages = LANGUAGES
        .iter()
        .map(|(name, code)| ((*code).to_string(), language::compile(folder, name, code, &ontology, &mut out)))
        .collect();
    let (origins, problems) = out.finish();
    if problems.iter().any(|problem| problem.error) {
        return Err(problems);
    }
    Ok(Knowledge { ontology, world, cities, languages, origins })
}

impl Knowledge {
    /// Where a rule stands: an entry's id, or a city's.
    #[must_use]
    pub fn origin(&self, rule: &str) -> Option<Cow<'_, Origin>> {
        let entry = self.origins.get(rule).map(Cow::Borrowed);
        entry.or_else(|| self.cities.origin(rule).map(Cow::Owned))
    }

    /// The compiled form without the cities as bytes, to be embedded in a binary.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`Knowledge::to_bytes`] wrote.
    ///
    /// # Errors
    /// Bytes of another version or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Knowledge, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}
