//! `segmentation.toml` of a language.

use serde::{Deserialize, Serialize};

use crate::{Diagnostics, Folder};

/// The compiled `segmentation.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Segmentation {}

/// Compiles `LANGUAGE/segmentation.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Segmentation {
    let _ = (folder.get(&format!("{language}/segmentation.toml")), out);
    Segmentation::default()
}
