//! Tries the examples that stand in the knowledge: what each entry must read, and what it must leave alone.

mod contexts;
mod judging;
mod patterns;
mod quantities;

use jiff::civil::{Date, date};

use crate::{Dispatch, Reader, Reading, RuleId, read_with};

/// The day on which examples are read, so that "the French president" has a holder.
pub const EXAMPLE_DAY: Date = date(2025, 6, 23);

/// An example that does not come true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The entry.
    pub rule: RuleId,
    /// The example's text.
    pub text: String,
    /// What came out instead.
    pub message: String,
}

/// The examples of one file of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examples {
    /// What the file's rules begin with: `french/modality`, `english/threaten`.
    pub file: String,
    /// ISO 639-1.
    language: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Indices of patterns.
    Patterns(Vec<usize>),
    Attribution,
    Modality,
    Quantities,
    Contexts,
}

/// The files that have examples, in the order of the knowledge.
#[must_use]
pub fn files(reader: &Reader) -> Vec<Examples> {
    let mut files: Vec<Examples> = Vec::new();
    for (code, pack) in &reader.knowledge.languages {
        let judged = [
            ("attribution", Kind::Attribution),
            ("modality", Kind::Modality),
            ("quantities", Kind::Quantities),
            ("contexts", Kind::Contexts),
        ];
        for (name, kind) in judged {
            files.push(Examples { file: format!("{}/{name}", pack.name), language: code.clone(), kind });
        }
        for (i, pattern) in pack.patterns.patterns.iter().enumerate() {
            let file = pattern.id.rsplit_once('/').map_or(pattern.id.as_str(), |(file, _)| file);
            match files.iter_mut().find(|known| known.file == file) {
                Some(Examples { kind: Kind::Patterns(patterns), .. }) => patterns.push(i),
                _ => files.push(Examples {
                    file: file.to_string(),
                    language: code.clone(),
                    kind: Kind::Patterns(vec![i]),
                }),
            }
        }
    }
    files
}

impl Examples {
    /// How many there are, and those that fail, in the order of the file.
    #[must_use]
    pub fn run(&self, reader: &Reader) -> (usize, Vec<Failure>) {
        let pack = &reader.knowledge.languages[&self.language];
        match &self.kind {
            Kind::Patterns(indices) => {
                let patterns = || indices.iter().map(|&i| &pack.patterns.patterns[i]);
                let tried = patterns().map(|pattern| pattern.yes.len() + pattern.no.len()).sum();
                let failures = patterns().flat_map(|it| patterns::failures(reader, &self.language, it));
                (tried, failures.collect())
            }
            Kind::Attribution => {
                let examples = &pack.attribution.examples;
                let failures = examples.iter().filter_map(|it| judging::said(reader, &self.language, it));
                (examples.len(), failures.collect())
            }
            Kind::Modality => {
                let examples = &pack.modality.examples;
                let failures = examples.iter().filter_map(|it| judging::stands(reader, &self.language, it));
                (examples.len(), failures.collect())
            }
            Kind::Contexts => {
                let contexts = &pack.contexts.contexts;
                let tried = contexts.iter().map(|context| context.yes.len() + context.no.len()).sum();
                let failures = contexts.iter().flat_map(|it| contexts::failures(reader, &self.language, it));
                (tried, failures.collect())
            }
            Kind::Quantities => {
                let examples = &pack.quantities.examples;
                let failures = examples.iter().filter_map(|it| quantities::read(reader, &self.language, it));
                (examples.len(), failures.collect())
            }
        }
    }
}

/// How many examples there are, and those that fail, in the order of the knowledge.
#[must_use]
pub fn examples(reader: &Reader) -> (usize, Vec<Failure>) {
    let mut all = (0, Vec::new());
    for file in files(reader) {
        let (tried, failures) = file.run(reader);
        all.0 += tried;
        all.1.extend(failures);
    }
    all
}

fn read_example(reader: &Reader, language: &str, text: &str) -> (Dispatch, Reading) {
    let dispatch = Dispatch {
        published: Some(EXAMPLE_DAY),
        language: Some(language.to_string()),
        text: text.to_string(),
        ..Dispatch::default()
    };
    // An entry is tried for what it reads itself.
    let reading = read_with(&dispatch, reader, None);
    (dispatch, reading)
}
