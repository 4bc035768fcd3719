//! `patterns/*.toml` of a language: words to events.

use serde::{Deserialize, Serialize};

use crate::ontology::Ontology;
use crate::{Diagnostics, Folder};

/// The compiled patterns of a language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Patterns {}

/// Compiles `LANGUAGE/patterns/*.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, ontology: &Ontology, out: &mut Diagnostics) -> Patterns {
    let _ = (folder, language, ontology, out);
    Patterns::default()
}
