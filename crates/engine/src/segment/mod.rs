//! Text to paragraphs, titles, datelines, sentences and tokens, all with exact spans.

use depeche_knowledge::segmentation::Segmentation;

use crate::text::Segment;

/// What the stage prepares from `segmentation.toml`.
#[derive(Debug, Default)]
pub struct Rules {}

impl Rules {
    /// Prepares a language's rules.
    #[must_use]
    pub fn new(segmentation: &Segmentation) -> Rules {
        let _ = segmentation;
        Rules {}
    }
}

/// Cuts a text into sentences and tokens. Tokens and white space tile the text.
#[must_use]
pub fn sentences(text: &str, rules: &Rules) -> Vec<Segment> {
    let _ = (text, rules);
    Vec::new()
}
