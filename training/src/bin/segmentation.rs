//! Scores segmentation against a treebank: `segmentation LANGUAGE [--errors] FILE.conllu…`; of a file with
//! another name it shows the sentences with their tokens.
//!
//! The raw text is the treebank's `# text` lines, joined by blanks into paragraphs of ten sentences. As in the
//! CoNLL 2018 evaluation, spans are compared over the characters that are not blank.

use std::collections::BTreeMap;
use std::time::Instant;

use depeche_engine::{Dispatch, Reader, Segment, segment};

/// Sentences of a treebank that make one paragraph.
const PARAGRAPH: usize = 10;

/// What stands between two offsets of the text without its blanks.
type Spans = BTreeMap<(usize, usize), String>;

#[derive(Default)]
struct Reading {
    tokens: Spans,
    multiword: Spans,
    sentences: Spans,
    words: Vec<(usize, usize, String)>,
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let errors = arguments.iter().position(|a| a == "--errors").map(|at| arguments.remove(at)).is_some();
    let Some((language, files)) = arguments.split_first() else {
        eprintln!("usage: segmentation LANGUAGE [--errors] FILE.conllu…");
        std::process::exit(2);
    };
    let reader = Reader::embedded().expect("the build carries its knowledge");
    let dispatch = Dispatch { language: Some(language.clone()), ..Dispatch::default() };
    let rules = &reader.language(&dispatch).segment;
    for file in files {
        let treebank = std::fs::read_to_string(file).expect("the treebank is readable");
        if !file.ends_with(".conllu") {
            show(&treebank, rules);
            continue;
        }
        let (text, gold) = gold(&treebank);
        let start = Instant::now();
        let found = segment::sentences(&text, rules);
        let elapsed = start.elapsed();
        let count: usize = found.iter().map(|s| s.tokens.len()).sum();
        let system = system(&text, &found);
        println!("{file}: {count} tokens, {:.2} µs a token", elapsed.as_secs_f64() * 1e6 / count as f64);
        score("tokens", &gold.tokens, &system.tokens, errors);
        score("multiword", &gold.multiword, &system.multiword, errors);
        score("sentences", &gold.sentences, &system.sentences, errors);
        words(&gold.words, &system.words);
    }
}

fn show(text: &str, rules: &segment::Rules) {
    for segment in segment::sentences(text, rules) {
        let token = |token: &depeche_engine::Token| {
            let forms: Vec<_> = token.words.iter().map(|(form, _)| form.as_str()).collect();
            forms.join("+")
        };
        let tokens: Vec<_> = segment.tokens.iter().map(token).collect();
        println!("{} {:?} {}", segment.paragraph, segment.part, tokens.join(" "));
    }
}

fn score(name: &str, gold: &Spans, system: &Spans, errors: bool) {
    let same = gold.iter().filter(|(span, form)| system.get(span) == Some(form)).count() as f64;
    let (p, r) = (same / system.len().max(1) as f64, same / gold.len().max(1) as f64);
    println!("  {name:10} P {:.2} R {:.2} F1 {:.2}", p * 100.0, r * 100.0, 200.0 * p * r / (p + r).max(1e-9));
    if !errors {
        return;
    }
    let missing = gold.iter().filter(|(span, form)| system.get(span) != Some(form));
    let wrong = system.iter().filter(|(span, form)| gold.get(span) != Some(form));
    let mut all: Vec<_> = missing.map(|(s, f)| (s, '-', f)).chain(wrong.map(|(s, f)| (s, '+', f))).collect();
    all.sort();
    for ((start, _), sign, form) in all {
        println!("    {name} {start} {sign} {form}");
    }
}

fn words(gold: &[(usize, usize, String)], system: &[(usize, usize, String)]) {
    let gold: BTreeMap<_, _> = gold.iter().map(|(s, n, w)| ((*s, *n), w.to_lowercase())).collect();
    let same =
        system.iter().filter(|(s, n, w)| gold.get(&(*s, *n)) == Some(&w.to_lowercase())).count() as f64;
    let (p, r) = (same / system.len().max(1) as f64, same / gold.len().max(1) as f64);
    println!(
        "  {:10} P {:.2} R {:.2} F1 {:.2}",
        "words",
        p * 100.0,
        r * 100.0,
        200.0 * p * r / (p + r).max(1e-9)
    );
}

/// The raw text and the gold reading of a treebank.
fn gold(treebank: &str) -> (String, Reading) {
    let (mut text, mut reading, mut at, mut count) = (String::new(), Reading::default(), 0, 0);
    for block in treebank.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let raw = block.lines().find_map(|line| line.strip_prefix("# text = ")).unwrap_or_default();
        if count > 0 {
            text.push_str(if count % PARAGRAPH == 0 { "\n\n" } else { " " });
        }
        text.push_str(raw);
        count += 1;
        let (start, mut inside) = (at, None);
        for line in block.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let (id, form) = (columns[0], columns[1]);
            if id.contains('.') {
                continue;
            }
            if let Some((_, last)) = id.split_once('-') {
                let end = at + letters(form);
                reading.tokens.insert((at, end), String::new());
                inside = Some((last.parse::<usize>().unwrap_or(0), at, 0, Vec::new()));
                at = end;
                continue;
            }
            let number = id.parse::<usize>().unwrap_or(0);
            if let Some((last, from, n, forms)) = &mut inside {
                reading.words.push((*from, *n, form.to_string()));
                *n += 1;
                forms.push(form.to_lowercase());
                if number == *last {
                    reading.multiword.insert((*from, at), forms.join(" "));
                    inside = None;
                }
                continue;
            }
            let end = at + letters(form);
            reading.tokens.insert((at, end), String::new());
            reading.words.push((at, 0, form.to_string()));
            at = end;
        }
        reading.sentences.insert((start, at), raw.to_string());
    }
    name(&text, &mut reading.tokens);
    (text, reading)
}

fn letters(form: &str) -> usize {
    form.chars().filter(|&c| !segment::is_blank(c)).count()
}

/// Writes the context of each span into it.
fn name(text: &str, spans: &mut Spans) {
    let dense: Vec<char> = text.chars().filter(|&c| !segment::is_blank(c)).collect();
    for (&(start, end), form) in spans.iter_mut() {
        *form = dense.get(start..end).unwrap_or_default().iter().collect();
    }
}

fn system(text: &str, segments: &[Segment]) -> Reading {
    let mut reading = Reading::default();
    let (mut byte, mut at) = (0, 0);
    for segment in segments {
        let mut start = None;
        for token in &segment.tokens {
            let range = token.span.range();
            at += letters(&text[byte..range.start]);
            start.get_or_insert(at);
            let end = at + letters(&text[range.clone()]);
            reading.tokens.insert((at, end), String::new());
            if token.words.len() > 1 {
                let forms: Vec<_> = token.words.iter().map(|(form, _)| form.to_lowercase()).collect();
                reading.multiword.insert((at, end), forms.join(" "));
            }
            reading
                .words
                .extend(token.words.iter().enumerate().map(|(n, (form, _))| (at, n, form.to_string())));
            (byte, at) = (range.end, end);
        }
        let raw = segment.span.of(text).to_string();
        reading.sentences.insert((start.unwrap_or(at), at), raw);
    }
    name(text, &mut reading.tokens);
    reading
}
