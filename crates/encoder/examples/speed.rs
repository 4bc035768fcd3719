//! How fast the encoder answers: `speed MODEL PAIRS.tsv`, marked sentences in the last column.

use std::time::Instant;

use depeche_encoder::{Encoder, Question};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let bytes: &'static [u8] = std::fs::read(&arguments[1]).expect("a model").leak();
    let encoder = Encoder::new(bytes).expect("a model that reads");
    let text = std::fs::read_to_string(&arguments[2]).expect("pairs");
    let marked: Vec<(String, [Option<std::ops::Range<usize>>; 2])> =
        text.lines().skip(1).filter_map(|line| line.rsplit('\t').next()).map(unmark).collect();
    let questions: Vec<Question<'_>> =
        marked.iter().map(|(text, ends)| Question { text, ends: ends.clone() }).collect();
    let begin = Instant::now();
    let opinions = encoder.answer(&questions);
    let seconds = begin.elapsed().as_secs_f64();
    println!("{} sentences, {:.0} a second", opinions.len(), opinions.len() as f64 / seconds);
    if arguments.len() > 3 {
        for opinion in opinions {
            println!("{:?}", opinion);
        }
    }
}

fn unmark(marked: &str) -> (String, [Option<std::ops::Range<usize>>; 2]) {
    let (mut text, mut rest, mut ends, mut starts) = (String::new(), marked, [None, None], [0, 0]);
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let tag = ["<s>", "</s>", "<t>", "</t>"].iter().position(|tag| rest.starts_with(tag));
        let Some(tag) = tag else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        if tag % 2 == 0 {
            starts[tag / 2] = text.len()
        } else {
            ends[tag / 2] = Some(starts[tag / 2]..text.len())
        }
        rest = &rest[if tag % 2 == 0 { 3 } else { 4 }..];
    }
    text.push_str(rest);
    (text, ends)
}
