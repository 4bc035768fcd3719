//! Syntax: tags, features, lemmas and dependency trees in the UD manner.

use depeche_knowledge::morphology::Morphology;

use crate::text::{Segment, Sentence};

/// A language's weights and lemma tables.
#[derive(Debug, Default)]
pub struct Model {}

impl Model {
    /// Reads the weights that `training/` wrote.
    ///
    /// # Errors
    /// The bytes are not a model of this version.
    pub fn from_bytes(bytes: &[u8], morphology: &Morphology) -> Result<Model, String> {
        let _ = (bytes, morphology);
        Ok(Model {})
    }
}

/// Parses segmented sentences, in order.
#[must_use]
pub fn sentences(segments: Vec<Segment>, model: &Model) -> Vec<Sentence> {
    let _ = (segments, model);
    Vec::new()
}
