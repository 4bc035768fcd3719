//! Everything needed to read: knowledge and weights, prepared for each stage.

use depeche_encoder::Encoder;
use depeche_knowledge::cities::Cities;
use depeche_knowledge::{Knowledge, LanguagePack};

use crate::text::Dispatch;
use crate::{code, judge, parse, resolve, segment};

static KNOWLEDGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));
static CITIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cities.bin"));
const MODELS: [(&str, &[u8]); 2] = [
    ("fr", include_bytes!("../../../models/french.bin")),
    ("en", include_bytes!("../../../models/english.bin")),
];

/// Knowledge and weights, prepared. Built once, shared by all threads.
#[derive(Debug)]
pub struct Reader {
    /// The compiled knowledge.
    pub knowledge: Knowledge,
    /// The learned reader of relations; without it the knowledge alone decides.
    pub encoder: Option<Encoder>,
    languages: Vec<Language>,
}

/// One language, prepared for each stage.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1.
    pub code: String,
    /// For `segment`.
    pub segment: segment::Rules,
    /// For `parse`.
    pub parse: parse::Model,
    /// For `resolve`: when.
    pub times: resolve::times::Grammar,
    /// For `resolve`: who and where.
    pub names: resolve::index::Names,
    /// For `code`.
    pub patterns: code::Patterns,
    /// For `judge`.
    pub cues: judge::Cues,
}

impl Reader {
    /// The knowledge and weights that the binary carries.
    ///
    /// # Errors
    /// The build is broken: its tables do not read.
    pub fn embedded() -> Result<Reader, String> {
        let mut knowledge =
            Knowledge::from_bytes(KNOWLEDGE).map_err(|error| format!("embedded knowledge: {error}"))?;
        knowledge.cities = Cities::embedded(CITIES);
        Reader::new(knowledge)
    }

    /// Other knowledge with the weights that the binary carries.
    ///
    /// # Errors
    /// The build is broken: its weights do not read.
    pub fn new(knowledge: Knowledge) -> Result<Reader, String> {
        let mut languages = Vec::new();
        for pack in knowledge.languages.values() {
            languages.push(Language::new(pack, &knowledge)?);
        }
        // The first is the one to fall back on.
        languages.sort_by_key(|language| language.code != "en");
        Ok(Reader { knowledge, encoder: Some(Encoder::embedded()?), languages })
    }

    /// The language of a dispatch: the one that it names, else the likeliest.
    #[must_use]
    pub fn language(&self, dispatch: &Dispatch) -> &Language {
        let code = match dispatch.language.as_deref() {
            Some(code) => code,
            None => detect(&dispatch.text),
        };
        self.language_of(code)
    }

    /// A language by its ISO 639-1 code; the one to fall back on where there is none such.
    #[must_use]
    pub fn language_of(&self, code: &str) -> &Language {
        self.languages.iter().find(|language| language.code == code).unwrap_or(&self.languages[0])
    }
}

impl Language {
    fn new(pack: &LanguagePack, knowledge: &Knowledge) -> Result<Language, String> {
        let weights = MODELS.iter().find(|(code, _)| *code == pack.code);
        let (_, weights) = weights.ok_or_else(|| format!("no weights for {}", pack.name))?;
        Ok(Language {
            code: pack.code.clone(),
            segment: segment::Rules::new(&pack.segmentation),
            parse: parse::Model::from_bytes(weights, &pack.morphology, &pack.attribution)?,
            times: resolve::times::Grammar::new(&pack.calendar, &pack.lexicon),
            names: resolve::index::Names::new(&knowledge.world, pack),
            patterns: code::Patterns::new(pack),
            cues: judge::Cues::new(&pack.attribution, &pack.modality),
        })
    }
}

fn detect(text: &str) -> &'static str {
    let mut end = text.len().min(4000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    match whichlang::detect_language(&text[..end]) {
        whichlang::Lang::Fra => "fr",
        whichlang::Lang::Eng => "en",
        // A short text may look like another language: "Le Rwanda a attaqué le Congo lundi."
        _ => nearer(&text[..end]),
    }
}

/// Which of the languages that we read a text is nearer to.
fn nearer(text: &str) -> &'static str {
    let known = whatlang::Detector::with_allowlist(vec![whatlang::Lang::Fra, whatlang::Lang::Eng]);
    match known.detect_lang(text) {
        Some(whatlang::Lang::Fra) => "fr",
        _ => "en",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn short_texts_are_in_the_language_that_they_are_in() {
        for (text, language) in [
            ("Le Rwanda a attaqué le Congo lundi.", "fr"),
            ("Rwanda attacked Congo on Monday.", "en"),
            ("Kiev accuse Moscou.", "fr"),
            ("Moscow accuses Kyiv.", "en"),
        ] {
            assert_eq!(super::detect(text), language, "{text}");
        }
    }
}
