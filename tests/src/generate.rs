//! Dispatches made from our own texts, for measures of speed and size: paragraphs of several, with sentences from the
//! examples of the knowledge; states and people change names among each other, days and numbers are drawn, and one in ten
//! is a reprint by another paper.

use std::path::Path;

use depeche_engine::Dispatch;
use depeche_knowledge::Knowledge;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::random::Random;

/// What dispatches of a language are made of.
#[derive(Clone, Debug, Default)]
struct Pool {
    /// Texts, each its paragraphs.
    texts: Vec<Vec<String>>,
    sentences: Vec<String>,
}

const PUBLISHERS: [&str; 12] = [
    "Le Quotidien",
    "La Gazette",
    "The Evening Post",
    "Le Courrier",
    "The Morning Herald",
    "L'Écho du Nord",
    "AFP",
    "Reuters",
    "Radio Centrale",
    "The Observer Weekly",
    "La Dépêche du Soir",
    "The Harbour Times",
];
/// By their ISO 639-1 codes, in the order of the pools.
const LANGUAGES: [&str; 2] = ["fr", "en"];
const FIRST: Date = Date::constant(2024, 1, 1);
const DAYS: usize = 720;

/// Makes dispatches.
#[derive(Debug)]
pub struct Generator {
    random: Random,
    /// French and English.
    pools: [Pool; 2],
    /// Names in French and English of states that may stand for each other, and of people.
    names: [Vec<[String; 2]>; 2],
    last: Option<Value>,
    count: usize,
}

impl Generator {
    /// From the texts under `examples/` and `tests/` and the examples of the knowledge.
    ///
    /// # Panics
    /// They are not there.
    #[must_use]
    pub fn new(seed: u64, knowledge: &Knowledge) -> Generator {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let files = ["examples/dispatches.jsonl", "tests/golden/gold.jsonl", "tests/golden/gold-2.jsonl"];
        let mut pools =
            LANGUAGES.map(|language| Pool { sentences: sentences(knowledge, language), texts: Vec::new() });
        for file in files {
            let text = std::fs::read_to_string(root.join(file)).expect("our own texts");
            for (language, paragraphs) in text.lines().map(source) {
                pools[usize::from(language == "en")].texts.push(paragraphs);
            }
        }
        let world = &knowledge.world;
        let states = world.states.iter().filter(|state| state.validity.to.is_none()).filter_map(|state| {
            let name = |at: usize| state.names.get(at)?.1.names.first().cloned();
            Some([name(0)?, name(1)?])
        });
        // Short ones stand within other words.
        let states = states.filter(|names| names.iter().all(|name| name.len() > 4)).collect();
        let people = world.people.iter().map(|person| &person.name).filter(|name| name.contains(' '));
        let people = people.map(|name| [name.clone(), name.clone()]).collect();
        Generator { random: Random(seed), pools, names: [states, people], last: None, count: 0 }
    }

    fn dispatch(&mut self) -> Value {
        let language = self.random.below(2);
        let mut paragraphs = Vec::new();
        for most in [4, 2, 2] {
            let texts = &self.pools[language].texts;
            let text = &texts[self.random.below(texts.len())];
            let (first, count) = (self.random.below(text.len()), 1 + self.random.below(most));
            paragraphs.extend(text.iter().skip(first).take(count).cloned());
        }
        for _ in 0..2 + self.random.below(4) {
            let at = 1 + self.random.below(paragraphs.len());
            paragraphs.insert(at, self.random.pick(&self.pools[language].sentences).clone());
        }
        let mut text = paragraphs.join("\n");
        for names in &self.names {
            text = renamed(text, names, language, 1 + self.random.below(names.len() - 1));
        }
        let text = self.numbers(&text);
        let day = FIRST + (self.random.below(DAYS) as i64).days();
        let publisher = PUBLISHERS[self.random.below(PUBLISHERS.len())];
        let language = LANGUAGES[language];
        json!({ "published": day.to_string(), "publisher": publisher, "language": language, "text": text })
    }

    fn numbers(&mut self, text: &str) -> String {
        let random = &mut self.random;
        let digit =
            |c: char| if c.is_ascii_digit() { ['3', '4', '5', '6', '7', '8'][random.below(6)] } else { c };
        text.chars().map(digit).collect()
    }

    /// The last one as another paper prints it: cut from the end.
    fn reprint(&mut self, mut last: Value) -> Value {
        let text = last["text"].as_str().unwrap_or_default().to_string();
        let lines: Vec<&str> = text.lines().collect();
        let kept = lines.len() - usize::from(lines.len() > 3 && self.random.below(2) == 0);
        last["text"] = json!(lines[..kept].join("\n"));
        last["publisher"] = json!(PUBLISHERS[self.random.below(PUBLISHERS.len())]);
        last
    }
}

/// The dispatch of a line that [`Generator`] made.
///
/// # Panics
/// It is no such line.
#[must_use]
pub fn dispatch(line: &str) -> Dispatch {
    let value: Value = serde_json::from_str(line).expect("JSON");
    let field = |name: &str| value[name].as_str().map(str::to_string);
    Dispatch {
        id: field("id"),
        published: field("published").and_then(|day| day.parse().ok()),
        publisher: field("publisher"),
        language: field("language"),
        title: None,
        text: field("text").unwrap_or_default(),
    }
}

impl Iterator for Generator {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut dispatch = match self.last.take() {
            Some(last) if self.random.below(10) == 0 => self.reprint(last),
            _ => self.dispatch(),
        };
        self.count += 1;
        dispatch["id"] = json!(format!("generated-{}", self.count));
        self.last = Some(dispatch.clone());
        Some(dispatch.to_string())
    }
}

fn source(line: &str) -> (String, Vec<String>) {
    let value: Value = serde_json::from_str(line).expect("JSON");
    let text = value["text"].as_str().expect("a text");
    let paragraphs = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_string).collect();
    (value["language"].as_str().unwrap_or("en").to_string(), paragraphs)
}

fn sentences(knowledge: &Knowledge, language: &str) -> Vec<String> {
    let patterns = knowledge.languages.get(language).into_iter().flat_map(|pack| &pack.patterns.patterns);
    patterns.flat_map(|pattern| &pattern.yes).map(|example| example.text.clone()).collect()
}

/// Each of some names that the text has by the one that stands `shift` further on, the same throughout the text.
fn renamed(mut text: String, names: &[[String; 2]], language: usize, shift: usize) -> String {
    let name = |at: usize| names[at % names.len()][language].as_str();
    // By marks, so that a new name is not taken for an old one.
    for at in 0..names.len() {
        if text.contains(name(at)) {
            text = text.replace(name(at), &format!("\u{1}{}\u{2}", at + shift));
        }
    }
    let mut parts = text.split('\u{1}');
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (at, rest) = part.split_once('\u{2}').unwrap_or_default();
        out += name(at.parse().unwrap_or_default());
        out += rest;
    }
    out
}
