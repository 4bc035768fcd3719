//! `morphology.toml` of a language.

use serde::{Deserialize, Serialize};

use crate::{Diagnostics, Folder};

/// The compiled `morphology.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Morphology {}

/// Compiles `LANGUAGE/morphology.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Morphology {
    let _ = (folder.get(&format!("{language}/morphology.toml")), out);
    Morphology::default()
}
