//! Examples of attribution and modality: who says so, and does it stand.

use depeche_knowledge::{attribution, modality};

use super::{Failure, read_example};
use crate::text::Span;
use crate::{Reader, judge};

/// Why an example of `attribution.toml` fails; none where it comes true.
pub(super) fn said(reader: &Reader, language: &str, example: &attribution::Example) -> Option<Failure> {
    let (dispatch, reading) = read_example(reader, language, &example.text);
    let shown = |spans: &[Span]| {
        let parts: Vec<&str> = spans.iter().map(|span| span.of(&dispatch.text)).collect();
        parts.join(" … ")
    };
    let source = |statement: &judge::Statement| {
        statement.sources.last().map(|source| source.span.of(&dispatch.text)).unwrap_or_default()
    };
    let named = |statement: &judge::Statement| {
        let found = source(statement);
        if example.source.is_empty() { found.is_empty() } else { found.contains(&example.source) }
    };
    let mut all = reading.statements.iter();
    let message = match &example.content {
        Some(content) => {
            let holds = |it: &&judge::Statement| named(it) && shown(&it.content).contains(content.as_str());
            if all.any(|statement| holds(&statement)) {
                return None;
            }
            let by = if example.source.is_empty() { "nobody" } else { &example.source };
            format!("expected “{content}”, said by {by}")
        }
        None => {
            all.find(|statement| statement.because.contains(&example.id))?;
            "expected no statement".to_string()
        }
    };
    let found = reading.statements.iter().map(|statement| {
        let (source, content) = (source(statement), shown(&statement.content));
        format!("“{content}”, said by {source} ({})", statement.because.join(", "))
    });
    let found: Vec<String> = found.collect();
    let found = if found.is_empty() { "nothing".to_string() } else { found.join("; ") };
    let message = format!("{message}; read {found}");
    Some(Failure { rule: example.id.clone(), text: example.text.clone(), message })
}

/// Why an example of `modality.toml` fails; none where it comes true.
pub(super) fn stands(reader: &Reader, language: &str, example: &modality::Example) -> Option<Failure> {
    let (_, reading) = read_example(reader, language, &example.text);
    let place = reading.sentences.iter().enumerate().find_map(|(index, sentence)| {
        let at = sentence.words.iter().position(|word| word.form == example.word.as_str())?;
        Some((index, at))
    });
    let message = match place {
        None => format!("the example has no word “{}”", example.word),
        Some((index, at)) => {
            let language = reader.language_of(&reading.language);
            let found = judge::standing(index, at, &reading.sentences, &reading.mentions, language);
            let holds = found.status.as_str() == example.status
                && example.certainty.as_ref().is_none_or(|wanted| found.certainty.as_str() == wanted)
                && example.negative.is_none_or(|wanted| found.negative == wanted);
            if holds {
                return None;
            }
            let certainty = found.certainty.as_str();
            let polarity = if found.negative { "negative" } else { "positive" };
            format!(
                "expected “{}” {}; read {} {certainty} {polarity} ({})",
                example.word,
                example.status,
                found.status.as_str(),
                found.because.join(", ")
            )
        }
    };
    Some(Failure { rule: example.id.clone(), text: example.text.clone(), message })
}
