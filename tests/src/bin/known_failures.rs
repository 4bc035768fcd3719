//! Prints the examples of the patterns that do not come true: what `tests/known-failures.tsv` should hold.

use depeche_engine::{Reader, check};

fn main() -> Result<(), String> {
    let reader = Reader::embedded()?;
    for failure in check::examples(&reader).1 {
        println!("{}\t{}", failure.rule, failure.text);
    }
    Ok(())
}
