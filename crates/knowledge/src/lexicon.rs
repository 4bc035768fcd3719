//! `lexicon.toml` of a language.

use serde::{Deserialize, Serialize};

use crate::{Diagnostics, Folder};

/// The compiled `lexicon.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {}

/// Compiles `LANGUAGE/lexicon.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Lexicon {
    let _ = (folder.get(&format!("{language}/lexicon.toml")), out);
    Lexicon::default()
}
