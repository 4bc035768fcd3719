//! Dispatches made from our own texts, for measures of speed and size: sentences are left out and put in another order,
//! states change names among each other, days and numbers are drawn, and one in ten is a reprint by another paper.

use std::path::Path;

use depeche_knowledge::world::World;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::random::Random;

/// A text to vary.
#[derive(Clone, Debug)]
struct Source {
    language: String,
    paragraphs: Vec<String>,
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
const FIRST: Date = Date::constant(2024, 1, 1);
const DAYS: usize = 720;

/// Makes dispatches.
#[derive(Debug)]
pub struct Generator {
    random: Random,
    sources: Vec<Source>,
    /// Names in French and English of states that may stand for each other.
    states: Vec<(String, String)>,
    last: Option<Value>,
    count: usize,
}

impl Generator {
    /// From the texts under `examples/` and `tests/`.
    ///
    /// # Panics
    /// They are not there.
    #[must_use]
    pub fn new(seed: u64, world: &World) -> Generator {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let files = ["examples/dispatches.jsonl", "tests/golden/gold.jsonl", "tests/golden/gold-2.jsonl"];
        let mut sources = Vec::new();
        for file in files {
            let text = std::fs::read_to_string(root.join(file)).expect("our own texts");
            sources.extend(text.lines().map(source));
        }
        let states = world.states.iter().filter(|state| state.validity.to.is_none()).filter_map(|state| {
            let name = |at: usize| state.names.get(at)?.1.names.first().cloned();
            Some((name(0)?, name(1)?))
        });
        let states = states.filter(|(french, english)| french.len() > 4 && english.len() > 4).collect();
        Generator { random: Random(seed), sources, states, last: None, count: 0 }
    }

    fn dispatch(&mut self) -> Value {
        let source = self.sources[self.random.below(self.sources.len())].clone();
        let french = source.language == "fr";
        let mut paragraphs = source.paragraphs;
        let fewest = paragraphs.len() / 2 + 1;
        while paragraphs.len() > fewest && self.random.below(3) > 0 {
            let gone = self.random.below(paragraphs.len());
            paragraphs.remove(gone);
        }
        let (one, other) = (self.random.below(paragraphs.len()), self.random.below(paragraphs.len()));
        paragraphs.swap(one, other);
        let text = self.numbers(&self.renamed(paragraphs.join("\n"), french));
        let day = FIRST + (self.random.below(DAYS) as i64).days();
        let publisher = PUBLISHERS[self.random.below(PUBLISHERS.len())];
        json!({ "published": day.to_string(), "publisher": publisher, "language": source.language, "text": text })
    }

    /// Each state that the text names by another one, the same throughout the text.
    fn renamed(&self, mut text: String, french: bool) -> String {
        let mut random = Random(self.random.0);
        let shift = 1 + random.below(self.states.len() - 1);
        let name = |at: usize| {
            let (one, other) = &self.states[at % self.states.len()];
            if french { one } else { other }
        };
        // By marks, so that a new name is not taken for an old one.
        for at in 0..self.states.len() {
            if text.contains(name(at).as_str()) {
                text = text.replace(name(at).as_str(), &format!("\u{1}{}\u{2}", at + shift));
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

fn source(line: &str) -> Source {
    let value: Value = serde_json::from_str(line).expect("JSON");
    let text = value["text"].as_str().expect("a text");
    Source {
        language: value["language"].as_str().unwrap_or("en").to_string(),
        paragraphs: text.lines().filter(|line| !line.trim().is_empty()).map(str::to_string).collect(),
    }
}
