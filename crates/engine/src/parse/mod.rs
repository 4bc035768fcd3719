//! Syntax: tags, features, lemmas and dependency trees in the UD manner.

pub mod conllu;

use depeche_knowledge::morphology::Morphology;
use smol_str::SmolStr;

use crate::text::{Segment, Sentence};
use crate::ud::{Features, Relation, Upos};

/// A language's weights and lemma tables.
#[derive(Debug, Default)]
pub struct Model {}

/// What the model says of one word.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub features: Features,
    /// Index of the head; none for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub relation: Relation,
}

impl Model {
    /// Reads the weights that `training/` wrote.
    ///
    /// # Errors
    /// The bytes are not a model of this version.
    pub fn from_bytes(bytes: &[u8], morphology: &Morphology) -> Result<Model, String> {
        let _ = (bytes, morphology);
        Ok(Model {})
    }

    /// Analyses the words of one sentence: as many analyses as forms, a tree with exactly one root.
    #[must_use]
    pub fn analyse(&self, forms: &[&str]) -> Vec<Analysis> {
        let _ = forms;
        Vec::new()
    }
}

/// Parses segmented sentences, in order.
#[must_use]
pub fn sentences(segments: Vec<Segment>, model: &Model) -> Vec<Sentence> {
    let _ = (segments, model);
    Vec::new()
}
