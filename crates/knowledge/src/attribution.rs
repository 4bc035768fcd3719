//! `attribution.toml` of a language.

use serde::{Deserialize, Serialize};

use crate::{Diagnostics, Folder};

/// The compiled `attribution.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attribution {}

/// Compiles `LANGUAGE/attribution.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Attribution {
    let _ = (folder.get(&format!("{language}/attribution.toml")), out);
    Attribution::default()
}
