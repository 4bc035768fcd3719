//! One test a pattern file: every example that stands in the knowledge comes true.
//!
//! `tests/known-failures.tsv` lists the examples that do not yet (rule, tab, text); a new failure fails the test,
//! and so does a listed one that has come true, so that the list can only shrink.

use std::collections::BTreeMap;
use std::sync::Arc;

use depeche_engine::{Reader, check};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let reader = Arc::new(Reader::embedded().expect("the embedded tables read"));
    let mut files: BTreeMap<String, (String, Vec<usize>)> = BTreeMap::new();
    for pack in reader.knowledge.languages.values() {
        for (i, pattern) in pack.patterns.patterns.iter().enumerate() {
            let file = pattern.id.rsplit_once('/').map_or(&*pattern.id, |(file, _)| file).to_string();
            files.entry(file).or_insert_with(|| (pack.code.clone(), Vec::new())).1.push(i);
        }
    }
    let trials = files.into_iter().map(|(file, (code, patterns))| {
        let reader = Arc::clone(&reader);
        Trial::test(format!("knowledge::{file}"), move || try_file(&reader, &file, &code, &patterns))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn try_file(reader: &Reader, file: &str, code: &str, patterns: &[usize]) -> Result<(), Failed> {
    let known: Vec<(&str, &str)> =
        include_str!("../known-failures.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
    let pack = &reader.knowledge.languages[code];
    let failures: Vec<check::Failure> = patterns
        .iter()
        .flat_map(|&i| check::pattern_failures(reader, code, &pack.patterns.patterns[i]))
        .collect();
    let mut report = String::new();
    for failure in &failures {
        if !known.contains(&(failure.rule.as_str(), failure.text.as_str())) {
            report += &format!("\n{}: “{}”\n    {}", failure.rule, failure.text, failure.message);
        }
    }
    for (rule, text) in known {
        let own = rule.rsplit_once('/').is_some_and(|(own, _)| own == file);
        if own && !failures.iter().any(|failure| failure.rule == rule && failure.text == text) {
            report += &format!("\n{rule}: “{text}” comes true now: cut it from tests/known-failures.tsv");
        }
    }
    if report.is_empty() { Ok(()) } else { Err(Failed::from(report)) }
}
