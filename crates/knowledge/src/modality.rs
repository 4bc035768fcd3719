//! `modality.toml` of a language.

use serde::{Deserialize, Serialize};

use crate::{Diagnostics, Folder};

/// The compiled `modality.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Modality {}

/// Compiles `LANGUAGE/modality.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Modality {
    let _ = (folder.get(&format!("{language}/modality.toml")), out);
    Modality::default()
}
