//! What holds for every text, whatever stands in it. The fuzz target and the `mutate` program try them.

use depeche_engine::record::Records;
use depeche_engine::{Dispatch, Reader, Reading, Sentence, Span, read, segment};

/// Languages that every text is read in.
const LANGUAGES: [&str; 2] = ["fr", "en"];

/// Reads a text in each language and checks all laws.
///
/// # Panics
/// A law is broken.
pub fn check(text: &str, published: Option<&str>, reader: &Reader) {
    for language in LANGUAGES {
        let dispatch = Dispatch {
            language: Some(language.to_string()),
            published: published.and_then(|day| day.parse().ok()),
            text: text.to_string(),
            ..Dispatch::default()
        };
        let language = reader.language(&dispatch);
        tile(text, &segment::sentences(text, &language.segment));
        let reading = read(&dispatch, reader);
        trees(text, &reading.sentences);
        spans(text, &reading);
        let records = Records::new(&dispatch, &reading, &reader.knowledge);
        let first = written(&records);
        let again = read(&dispatch, reader);
        assert_eq!(first, written(&Records::new(&dispatch, &again, &reader.knowledge)), "not deterministic");
    }
}

/// Opens a file's bytes as the program would, and checks what holds for every file: it ends, and each document has a
/// text or a reason; the same bytes give the same documents.
///
/// # Panics
/// A law is broken.
pub fn check_input(bytes: Vec<u8>) {
    let open = |bytes| {
        depeche_input::all("file", bytes, depeche_input::Defaults::default(), &LANGUAGES.map(str::to_string))
    };
    let entries = open(bytes.clone());
    assert!(!entries.is_empty(), "nothing comes of {} bytes", bytes.len());
    for entry in &entries {
        match &entry.found {
            Ok(depeche_input::Found::Dispatch(dispatch)) => {
                assert!(!dispatch.text.trim().is_empty(), "no text")
            }
            Ok(_) => {}
            Err(reason) => {
                assert!(!reason.is_empty() && !reason.contains('\n'), "a reason of one line: {reason}")
            }
        }
    }
    assert_eq!(format!("{entries:?}"), format!("{:?}", open(bytes)), "not deterministic");
}

fn written(records: &Records<'_>) -> String {
    let mut lines = Vec::new();
    lines.extend(records.claims().iter().map(serde_json::to_string));
    lines.extend(records.mentions().iter().map(serde_json::to_string));
    lines.extend(records.statements().iter().map(serde_json::to_string));
    lines.into_iter().map(|line| line.expect("records are JSON")).collect::<Vec<_>>().join("\n")
}

/// Tokens and blanks tile the text, in order.
fn tile(text: &str, segments: &[depeche_engine::Segment]) {
    let mut at = 0;
    for segment in segments {
        assert!(segment.tokens.len() <= segment::LONGEST_SENTENCE, "sentence too long");
        for token in &segment.tokens {
            let range = token.span.range();
            assert!(range.start >= at && range.end > range.start, "tokens overlap");
            let blank = text.get(at..range.start).expect("spans lie on characters");
            assert!(blank.chars().all(segment::is_blank), "lost: {blank:?}");
            at = range.end;
        }
    }
    let rest = text.get(at..).expect("spans lie on characters");
    assert!(rest.chars().all(segment::is_blank), "lost: {rest:?}");
}

/// Heads form a tree with one root, and words are slices of the text.
fn trees(text: &str, sentences: &[Sentence]) {
    for sentence in sentences {
        let roots = sentence.words.iter().filter(|word| word.head.is_none()).count();
        assert_eq!(roots, 1, "one root");
        for (i, word) in sentence.words.iter().enumerate() {
            inside(text, word.span);
            let mut at = i;
            for _ in 0..=sentence.words.len() {
                match sentence.words[at].head {
                    Some(head) => at = head,
                    None => break,
                }
            }
            assert!(sentence.words[at].head.is_none(), "a cycle");
        }
    }
}

fn spans(text: &str, reading: &Reading) {
    let mentions = &reading.mentions;
    let actors = mentions.actors.iter().map(|mention| mention.span);
    let places = mentions.places.iter().map(|mention| mention.span);
    let times = mentions.times.iter().map(|mention| mention.span);
    let gaps = reading.gaps.iter().map(|gap| gap.span);
    actors.chain(places).chain(times).chain(gaps).for_each(|span| inside(text, span));
}

fn inside(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit the text");
}
