//! `calendar.toml` of a language.

use serde::{Deserialize, Serialize};

use crate::{Diagnostics, Folder};

/// The compiled `calendar.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Calendar {}

/// Compiles `LANGUAGE/calendar.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Calendar {
    let _ = (folder.get(&format!("{language}/calendar.toml")), out);
    Calendar::default()
}
