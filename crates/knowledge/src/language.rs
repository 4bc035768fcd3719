//! A language as data: one pack a language, the same file names in each folder.

use serde::{Deserialize, Serialize};

use crate::ontology::Ontology;
use crate::{
    Diagnostics, Folder, attribution, calendar, contexts, frames, lexicon, modality, morphology, patterns,
    quantities, segmentation,
};

/// Everything under `knowledge/french/` or `knowledge/english/`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct LanguagePack {
    /// The folder's name: `french`.
    pub name: String,
    /// ISO 639-1: `fr`.
    pub code: String,
    /// `segmentation.toml`
    pub segmentation: segmentation::Segmentation,
    /// `morphology.toml`
    pub morphology: morphology::Morphology,
    /// `lexicon.toml`
    pub lexicon: lexicon::Lexicon,
    /// `calendar.toml`
    pub calendar: calendar::Calendar,
    /// `attribution.toml`
    pub attribution: attribution::Attribution,
    /// `modality.toml`
    pub modality: modality::Modality,
    /// `frames.toml`
    pub frames: frames::Frames,
    /// `contexts.toml`
    pub contexts: contexts::Contexts,
    /// `quantities.toml`
    pub quantities: quantities::Quantities,
    /// `patterns/*.toml`
    pub patterns: patterns::Patterns,
}

/// Compiles one language's folder.
pub(crate) fn compile(
    folder: &Folder,
    name: &str,
    code: &str,
    ontology: &Ontology,
    out: &mut Diagnostics,
) -> LanguagePack {
    let frames = frames::compile(folder, name, out);
    LanguagePack {
        name: name.to_string(),
        code: code.to_string(),
        segmentation: segmentation::compile(folder, name, out),
        morphology: morphology::compile(folder, name, out),
        lexicon: lexicon::compile(folder, name, out),
        calendar: calendar::compile(folder, name, out),
        attribution: attribution::compile(folder, name, out),
        modality: modality::compile(folder, name, out),
        contexts: contexts::compile(folder, name, ontology, out),
        quantities: quantities::compile(folder, name, out),
        patterns: patterns::compile(folder, name, &frames.sets, ontology, out),
        frames,
    }
}
