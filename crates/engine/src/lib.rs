//! Reads news dispatches: dispatch in, claims out. Pure and deterministic: no file, no clock, no environment;
//! "today" is the dispatch's date.
//!
//! The pipeline is [`read`]: segment, parse, resolve, code, judge. A later stage never changes what an earlier
//! one found, and everything found is a span into the text with the id of the rule or model that found it.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod ud;
pub mod text;
pub mod segment;
pub mod parse;
pub mod resolve;
pub mod code;
pub mod judge;
pub mod reader;
pub mod record;
pub mod check;
pub mod relate;

use depeche_encoder::Encoder;
pub use depeche_knowledge::RuleId;
pub use reader::{Language, Reader};
pub use text::{Dispatch, Mention, Part, Segment, Sentence, Span, Token, Word};

/// All that was read out of one dispatch.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// ISO 639-1 of the language that it was read in.
    pub language: String,
    /// Sentences with their trees.
    pub sentences: Vec<Sentence>,
    /// Actors, places and times.
    pub mentions: resolve::Mentions,
    /// Every attribution.
    pub statements: Vec<judge::Statement>,
    /// The claims.
    pub claims: Vec<judge::Claim>,
    /// What was seen but not coded, and why.
    pub gaps: Vec<Gap>,
}

/// Something seen but not coded.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Index of the sentence.
    pub sentence: usize,
    /// The words.
    pub span: Span,
    /// Why, for people.
    pub reason: String,
}

/// Reads one dispatch. Never fails and does no IO: what could not be coded is a gap.
#[must_use]
pub fn read(dispatch: &Dispatch, reader: &Reader) -> Reading {
    read_with(dispatch, reader, reader.encoder.as_ref())
}

/// Reads by the knowledge, and the encoder where there is one.
fn read_with(dispatch: &Dispatch, reader: &Reader, encoder: Option<&Encoder>) -> Reading {
    let language = reader.language(dispatch);
    let sentences = parse::sentences(segment::sentences(&dispatch.text, &language.segment), &language.parse);
    let mentions = resolve::mentions(&sentences, dispatch, language, reader);
    let (mut events, mut gaps) = code::events(&sentences, &mentions, language, reader);
    if let Some(encoder) = encoder {
        let asker = code::unread::Asker::new(&sentences, &mentions, &dispatch.text, encoder, reader);
        asker.add(&mut events, language);
    }
    let statements = judge::statements(&sentences, &mentions, &dispatch.text, language);
    let claims =
        judge::claims(events, &statements, &sentences, &mentions, language, &reader.knowledge.ontology);
    let (nobody, claims): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|claim| judge::is_about_nobody(claim, &sentences, &mentions));
    for judge::Claim { event, .. } in nobody {
        let Some(word) = sentences.get(event.sentence).and_then(|it| it.words.get(event.trigger)) else {
            continue;
        };
        let reason = if event.is_nobodys() {
            code::nobody(&word.form)
        } else {
            format!("“{}”: who is meant by its pronouns is not known", word.form)
        };
        gaps.push(Gap { sentence: event.sentence, span: word.span, reason });
    }
    gaps.sort_by_key(|gap| (gap.sentence, gap.span.start));
    Reading { language: language.code.clone(), sentences, mentions, statements, claims, gaps }
}
