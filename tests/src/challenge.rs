//! Challenge sentences: one phenomenon of attribution or of standing each, with what must be read in them.
//!
//! `tests/challenge/attribution.jsonl`, one sentence a line: `statements` that must be found, each with words of
//! its `content` and its chain of `sources`, outermost first; none at all where nothing may be found. A source
//! names `words` of its text or name (alternatives with `|`) and any of the contract's properties; one that is
//! `optional` may be missing. `tests/challenge/factuality.jsonl`: `words` with the `status` and `certainty` that
//! they may have, whether they are `negative`, and who says so.

use depeche_engine::judge::{self, Source, Standing};

use depeche_engine::{Dispatch, Reader, Reading, check::EXAMPLE_DAY, read};
use serde_json::Value;

/// How one sentence came out.
#[derive(Debug)]
pub struct Outcome {
    /// What it tries.
    pub phenomenon: String,
    /// The sentence.
    pub text: String,
    /// What is wrong; none where all is right.
    pub fault: Option<String>,
}

/// Tries the sentences about attribution.
#[must_use]
pub fn attribution(reader: &Reader) -> Vec<Outcome> {
    try_all(include_str!("../challenge/attribution.jsonl"), reader, statements_fault)
}

/// Tries the sentences about standing.
#[must_use]
pub fn factuality(reader: &Reader) -> Vec<Outcome> {
    try_all(include_str!("../challenge/factuality.jsonl"), reader, words_fault)
}

/// Tries the project's own sentences about attribution.
#[must_use]
pub fn own_attribution(reader: &Reader) -> Vec<Outcome> {
    try_all(include_str!("../challenge/own-attribution.jsonl"), reader, statements_fault)
}

/// Tries the project's own sentences about standing.
#[must_use]
pub fn own_factuality(reader: &Reader) -> Vec<Outcome> {
    try_all(include_str!("../challenge/own-factuality.jsonl"), reader, words_fault)
}

type Fault = fn(&Value, &Case<'_>) -> Option<String>;

struct Case<'a> {
    dispatch: &'a Dispatch,
    reading: &'a Reading,
    reader: &'a Reader,
}

fn try_all(file: &str, reader: &Reader, fault: Fault) -> Vec<Outcome> {
    let lines =
        file.lines().map(|line| serde_json::from_str::<Value>(line).expect("challenge files are JSONL"));
    lines
        .map(|gold| {
            let dispatch = Dispatch {
                language: Some(text(&gold, "language")),
                text: text(&gold, "text"),
                published: Some(EXAMPLE_DAY),
                ..Dispatch::default()
            };
            let reading = read(&dispatch, reader);
            let case = Case { dispatch: &dispatch, reading: &reading, reader };
            Outcome {
                phenomenon: text(&gold, "phenomenon"),
                text: text(&gold, "text"),
                fault: fault(&gold, &case),
            }
        })
        .collect()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_string()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn statements_fault(gold: &Value, case: &Case<'_>) -> Option<String> {
    let wanted = list(gold, "statements");
    let found = || {
        let statements = case.reading.statements.iter();
        let shown = statements
            .map(|it| format!("{} says “{}”", chain(&it.sources, case), content(&it.content, case)));
        shown.collect::<Vec<_>>().join("; ")
    };
    if wanted.is_empty() {
        let quoting = case.reading.statements.iter().any(|it| !it.sources.is_empty());
        return quoting.then(|| format!("nobody is quoted; found {}", found()));
    }
    let right = |statement: &Value| {
        let words = text(statement, "content").to_lowercase();
        case.reading.statements.iter().any(|it| {
            content(&it.content, case).to_lowercase().contains(&words)
                && is_chain(list(statement, "sources"), &it.sources, case)
        })
    };
    let missing = wanted.iter().find(|statement| !right(statement))?;
    Some(format!("wanted {missing}; found {}", found()))
}

fn words_fault(gold: &Value, case: &Case<'_>) -> Option<String> {
    list(gold, "words")
        .iter()
        .find_map(|wanted| {
            let form = text(wanted, "word");
            let (sentence, word) =
                case.reading.sentences.iter().enumerate().find_map(|(index, sentence)| {
                    let at = sentence.words.iter().position(|word| word.form == form.as_str())?;
                    Some((index, at))
                })?;
            let language = case.reader.language_of(&case.reading.language);
            let standing =
                judge::standing(sentence, word, &case.reading.sentences, &case.reading.mentions, language);
            let span = case.reading.sentences[sentence].words[word].span;
            let sources = judge::statement_at(&case.reading.statements, span).map(|it| it.sources.clone());
            let sources = sources.unwrap_or_default();
            (!is_standing(wanted, &standing, &sources, case))
                .then(|| format!("wanted {wanted}; {} by {}", show(&standing), chain(&sources, case)))
        })
        .or_else(|| case.reading.sentences.is_empty().then(|| "no sentence".to_string()))
}

fn is_standing(wanted: &Value, standing: &Standing, sources: &[Source], case: &Case<'_>) -> bool {
    let one_of =
        |key: &str, value: &str| wanted[key].is_null() || list(wanted, key).iter().any(|it| it == value);
    let innermost = || {
        let names: Vec<&str> = list(wanted, "sources").iter().filter_map(Value::as_str).collect();
        match (names.first(), sources.last()) {
            (None, last) => last.is_none(),
            (Some(name), Some(last)) => is_named(name, last, case),
            (Some(_), None) => false,
        }
    };
    one_of("status", standing.status.as_str())
        && one_of("certainty", standing.certainty.as_str())
        && wanted["negative"].as_bool().is_none_or(|negative| negative == standing.negative)
        && (wanted["sources"].is_null() || innermost())
}

fn is_chain(wanted: &[Value], found: &[Source], case: &Case<'_>) -> bool {
    let Some(first) = wanted.first() else { return found.is_empty() };
    let takes = found.first().is_some_and(|source| is_source(first, source, case));
    takes && is_chain(&wanted[1..], &found[1..], case)
        || first["optional"] == true && is_chain(&wanted[1..], found, case)
}

fn is_source(wanted: &Value, source: &Source, case: &Case<'_>) -> bool {
    let one_of = |key: &str, value: &str| {
        wanted[key].as_str().is_none_or(|wanted| wanted.split('|').any(|wanted| wanted == value))
    };
    is_named(&text(wanted, "words"), source, case)
        && one_of("kind", &source.kind)
        && one_of("count", &source.count)
        && one_of("rank", source.rank.as_deref().unwrap_or_default())
        && one_of("country", source.country.as_deref().unwrap_or_default())
        && one_of("role", if source.relay { "relay" } else { "speaker" })
        && wanted["named"].as_bool().is_none_or(|named| named == source.named)
}

fn is_named(words: &str, source: &Source, case: &Case<'_>) -> bool {
    let shown = source.span.of(&case.dispatch.text).to_lowercase();
    let actor = source.mention.and_then(|i| case.reading.mentions.actors.get(i));
    let name = actor.and_then(|actor| actor.value.name.clone()).unwrap_or_default().to_lowercase();
    words.to_lowercase().split('|').any(|words| shown.contains(words) || name.contains(words))
}

fn content(spans: &[depeche_engine::Span], case: &Case<'_>) -> String {
    let parts: Vec<&str> = spans.iter().map(|span| span.of(&case.dispatch.text)).collect();
    parts.join(" … ")
}

fn chain(sources: &[Source], case: &Case<'_>) -> String {
    let shown = |source: &Source| {
        let rank = source.rank.as_deref().unwrap_or("-");
        let role = if source.relay { "relay" } else { "speaker" };
        let (words, country) =
            (source.span.of(&case.dispatch.text), source.country.as_deref().unwrap_or("-"));
        format!("{words} [{} {rank} {} {country} {role} {}]", source.kind, source.count, source.named)
    };
    let parts: Vec<String> = sources.iter().map(shown).collect();
    if parts.is_empty() { "nobody".into() } else { parts.join(" < ") }
}

fn show(standing: &Standing) -> String {
    let polarity = if standing.negative { "negative" } else { "positive" };
    let (status, certainty) = (standing.status.as_str(), standing.certainty.as_str());
    format!("{status} {certainty} {polarity} by {:?}", standing.because)
}
