//! One test a file: every example that stands in the knowledge comes true.
//!
//! `tests/known-failures.tsv` lists the examples that do not yet (rule, tab, text); a new failure fails the test,
//! and so does a listed one that has come true, so that the list can only shrink.

use std::sync::Arc;

use depeche_engine::Reader;
use depeche_engine::check::{self, Examples};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let reader = Arc::new(Reader::embedded().expect("the embedded tables read"));
    let trials = check::files(&reader).into_iter().map(|examples| {
        let reader = Arc::clone(&reader);
        Trial::test(format!("knowledge::{}", examples.file), move || try_file(&reader, &examples))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn try_file(reader: &Reader, examples: &Examples) -> Result<(), Failed> {
    let known: Vec<(&str, &str)> =
        include_str!("../known-failures.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
    let (_, failures) = examples.run(reader);
    let mut report = String::new();
    for failure in &failures {
        if !known.contains(&(failure.rule.as_str(), failure.text.as_str())) {
            report += &format!("\n{}: “{}”\n    {}", failure.rule, failure.text, failure.message);
        }
    }
    for (rule, text) in known {
        let own = rule.rsplit_once('/').is_some_and(|(own, _)| own == examples.file);
        if own && !failures.iter().any(|failure| failure.rule == rule && failure.text == text) {
            report += &format!("\n{rule}: “{text}” comes true now: cut it from tests/known-failures.tsv");
        }
    }
    if report.is_empty() { Ok(()) } else { Err(Failed::from(report)) }
}
