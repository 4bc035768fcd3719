//! Sentences that each try one phenomenon: the number that is read right may not fall. When it rises, raise the
//! numbers here. `cargo test --test challenge -- --nocapture` shows what is wrong in the others.

use depeche_engine::Reader;
use depeche_tests::challenge::{self, Outcome};

const ATTRIBUTION: usize = 57;
const FACTUALITY: usize = 92;
const OWN_ATTRIBUTION: usize = 54;
const OWN_FACTUALITY: usize = 57;

fn at_least(name: &str, least: usize, outcomes: &[Outcome]) {
    let right = outcomes.iter().filter(|outcome| outcome.fault.is_none()).count();
    for outcome in outcomes {
        if let Some(fault) = &outcome.fault {
            println!("{}\n    {}\n    {fault}", outcome.phenomenon, outcome.text);
        }
    }
    println!("{name} {right}/{}", outcomes.len());
    assert!(right >= least, "{name}: {right} sentences are right, {least} were");
}

#[test]
fn attribution() {
    let reader = Reader::embedded().expect("the embedded tables read");
    at_least("attribution", ATTRIBUTION, &challenge::attribution(&reader));
}

#[test]
fn factuality() {
    let reader = Reader::embedded().expect("the embedded tables read");
    at_least("factuality", FACTUALITY, &challenge::factuality(&reader));
}

#[test]
fn own_attribution() {
    let reader = Reader::embedded().expect("the embedded tables read");
    at_least("own_attribution", OWN_ATTRIBUTION, &challenge::own_attribution(&reader));
}

#[test]
fn own_factuality() {
    let reader = Reader::embedded().expect("the embedded tables read");
    at_least("own_factuality", OWN_FACTUALITY, &challenge::own_factuality(&reader));
}
