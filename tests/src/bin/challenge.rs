//! Prints how many challenge sentences are read right; `--show` adds what is wrong in the others.

use depeche_engine::Reader;
use depeche_tests::challenge::{self, Outcome};

fn main() {
    let reader = match Reader::embedded() {
        Ok(reader) => reader,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(5);
        }
    };
    let show = std::env::args().any(|argument| argument == "--show");
    let attribution = report(&challenge::attribution(&reader), show);
    let factuality = report(&challenge::factuality(&reader), show);
    println!("attribution {attribution} factuality {factuality}");
}

fn report(outcomes: &[Outcome], show: bool) -> String {
    let wrong: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.fault.is_some()).collect();
    for outcome in wrong.iter().filter(|_| show) {
        println!(
            "{}\n    {}\n    {}",
            outcome.phenomenon,
            outcome.text,
            outcome.fault.as_deref().unwrap_or_default()
        );
    }
    format!("{}/{}", outcomes.len() - wrong.len(), outcomes.len())
}
