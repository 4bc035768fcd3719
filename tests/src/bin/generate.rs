//! Writes dispatches made from our own texts: `generate COUNT [SEED] > dispatches.jsonl`.

use std::io::{BufWriter, Write};

use depeche_engine::Reader;
use depeche_tests::generate::Generator;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1000);
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let reader = Reader::embedded().expect("the build carries its knowledge");
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in Generator::new(seed, &reader.knowledge).take(count) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}
