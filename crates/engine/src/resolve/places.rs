//! Where.

use smol_str::SmolStr;

use crate::text::{Dispatch, Mention, Sentence};
use crate::{Language, Reader};

/// A place. What stays ambiguous has no id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// `place/kharkiv`, `state/UKR`.
    pub id: Option<SmolStr>,
    /// The name in records.
    pub name: Option<String>,
    /// `country`, `city`, `division`, `region`, `sea`, `strait`, `site`.
    pub kind: SmolStr,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
}

/// Finds the places of a dispatch, in the order of the text.
#[must_use]
pub fn find(sentences: &[Sentence], dispatch: &Dispatch, language: &Language, reader: &Reader) -> Vec<Mention<Place>> {
    let _ = (sentences, dispatch, language, reader);
    Vec::new()
}
