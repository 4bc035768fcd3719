//! The shape of records: exactly the contract's fields in its order, and spans that slice the text.

use serde_json::Value;

use super::program::{project, run};

const CLAIM: &str = "schema claim dispatch language published sentence event actors recipients place time status \
    certainty polarity sources cue quote confidence because";
const EVENT: &str = "type mode plover cameo quad score contexts trigger quantities";
const ACTOR: &str = "text span id name country sectors role";
const PLACE: &str = "text span id name feature country latitude longitude";
const TIME: &str = "text span value start end grain anchor";
const SOURCE: &str = "text span id name kind named count rank country role";

struct Example {
    text: Vec<char>,
    records: Vec<Value>,
}

fn examples(command: &str) -> Vec<Example> {
    [("examples/grands-lacs.txt", "2025-03-17"), ("examples/essequibo.txt", "2025-03-03")]
        .map(|(path, date)| {
            let path = project(path);
            let run = run(&[command, "--date", date, &path], "");
            assert_eq!(run.status, 0, "{}", run.messages);
            let records: Vec<Value> =
                run.data.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert!(!records.is_empty(), "{command} finds nothing in {path}");
            Example { text: std::fs::read_to_string(path).unwrap().chars().collect(), records }
        })
        .into()
}

#[track_caller]
fn fields(value: &Value, expected: &str) {
    let names: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names.join(" "), expected, "{value}");
}

impl Example {
    #[track_caller]
    fn slice(&self, span: &Value) -> String {
        let [begin, end] = [&span[0], &span[1]].map(|at| at.as_u64().unwrap() as usize);
        self.text[begin..end].iter().collect()
    }

    #[track_caller]
    fn words(&self, value: &Value, expected: &str) {
        if !value.is_null() {
            fields(value, expected);
            assert_eq!(self.slice(&value["span"]), value["text"].as_str().unwrap());
        }
    }

    #[track_caller]
    fn each(&self, list: &Value, expected: &str) {
        list.as_array().unwrap().iter().for_each(|value| self.words(value, expected));
    }
}

#[test]
fn claims_have_the_contracts_shape() {
    for example in examples("read") {
        for claim in &example.records {
            fields(claim, CLAIM);
            fields(&claim["sentence"], "index span");
            fields(&claim["event"], EVENT);
            example.words(&claim["event"]["trigger"], "text span");
            example.each(&claim["actors"], ACTOR);
            example.each(&claim["recipients"], ACTOR);
            example.words(&claim["place"], PLACE);
            example.words(&claim["time"], TIME);
            example.each(&claim["sources"], SOURCE);
            example.words(&claim["cue"], "text span kind");
            let sentence = example.slice(&claim["sentence"]["span"]);
            assert!(sentence.contains(claim["event"]["trigger"]["text"].as_str().unwrap()));
            assert!(claim["claim"].as_str().unwrap().starts_with("c_"));
            assert!(claim["dispatch"].as_str().unwrap().starts_with("d_"));
            assert!((1..=4).contains(&claim["event"]["quad"].as_u64().unwrap()));
            assert!((0.0..=1.0).contains(&claim["confidence"].as_f64().unwrap()));
            assert!(!claim["because"].as_array().unwrap().is_empty(), "{claim}");
        }
        let mut ids: Vec<&str> =
            example.records.iter().map(|claim| claim["claim"].as_str().unwrap()).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "two claims with one id");
    }
}

#[test]
fn mentions_have_the_fields_of_their_kind() {
    for example in examples("mentions") {
        for mention in &example.records {
            let own = match mention["kind"].as_str().unwrap() {
                "actor" => ACTOR,
                "place" => PLACE,
                _ => TIME,
            };
            example.words(mention, &format!("dispatch kind {own} because"));
        }
    }
}

#[test]
fn statements_have_content_and_sources() {
    for example in examples("statements") {
        for statement in &example.records {
            fields(statement, "dispatch content cue sources quote because");
            example.each(&statement["sources"], SOURCE);
            example.words(&statement["cue"], "text span kind");
            for span in statement["content"].as_array().unwrap() {
                assert!(!example.slice(span).trim().is_empty());
            }
        }
    }
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_text() {
    let plain = run(&["mentions", "--date", "2025-03-17"], "Le ministre a démissionné lundi.");
    let marked = run(&["mentions", "--date", "2025-03-17"], "\u{feff}Le ministre a démissionné lundi.");
    assert!(!plain.data.is_empty());
    assert_eq!(plain.data, marked.data);
}
