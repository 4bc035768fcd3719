//! Reads mutated texts until the time is over: `mutate SECONDS [SEED] [FOLDER]`. A text that breaks a law is
//! written to `FOLDER/finding-N.txt`; the exit status is 1 if there was one.
//!
//! It needs no nightly compiler, unlike the target in `fuzz/`, and checks the same laws.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use depeche_engine::Reader;
use depeche_tests::laws;
use depeche_tests::random::Random;

/// Texts grow no longer, in characters.
const LONGEST: usize = 1500;
/// A text that takes longer hangs.
const SLOWEST: Duration = Duration::from_secs(20);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(600);
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/findings".to_string()));
    let reader = Reader::embedded().expect("the build carries its knowledge");
    let mut corpus = seeds();
    let mut random = Random(seed);
    let (start, mut tried, mut found) = (Instant::now(), 0_u64, 0_u64);
    while start.elapsed() < Duration::from_secs(seconds) {
        let text = mutate(&corpus, &mut random);
        let day = (random.below(4) > 0).then_some("2025-06-23");
        let begun = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| laws::check(&text, day, &reader)));
        tried += 1;
        if result.is_err() || begun.elapsed() > SLOWEST {
            found += 1;
            keep(&folder, found, &text);
        } else if random.below(50) == 0 && corpus.len() < 500 {
            corpus.push(text);
        }
    }
    println!("{tried} texts in {} s, {found} findings (seed {seed})", start.elapsed().as_secs());
    std::process::exit(i32::from(found > 0));
}

fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("fuzz/seeds").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).expect("UTF-8")).collect()
}

fn keep(folder: &Path, number: u64, text: &str) {
    let path = folder.join(format!("finding-{number}.txt"));
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::File::create(&path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => println!("{}", path.display()),
        Err(error) => println!("{}: {error}; the text: {text:?}", path.display()),
    }
}

/// A few random changes to a random text.
fn mutate(corpus: &[String], random: &mut Random) -> String {
    let mut text: Vec<char> = random.pick(corpus).chars().collect();
    let begin = random.below(text.len().max(1));
    let length = random.below(LONGEST);
    text = text.into_iter().skip(if random.below(2) == 0 { 0 } else { begin }).take(length).collect();
    for _ in 0..=random.below(8) {
        change(&mut text, corpus, random);
    }
    text.truncate(LONGEST);
    text.into_iter().collect()
}

fn change(text: &mut Vec<char>, corpus: &[String], random: &mut Random) {
    let at = random.below(text.len() + 1);
    let end = (at + random.below(30)).min(text.len());
    match random.below(7) {
        0 => drop(text.drain(at..end)),
        1 => {
            let copy: Vec<char> = text[at..end].to_vec();
            text.splice(at..at, copy.repeat(1 + random.below(20)));
        }
        2 => text[at..end].reverse(),
        3 => {
            let odd = [
                '\0', '\u{feff}', '\u{301}', '\u{200d}', '’', '"', '«', '»', '.', '-', '\n', '\u{a0}', 'İ',
                '👩', 'ש', '5',
            ];
            let c = *random.pick(&odd);
            text.splice(at..at, std::iter::repeat_n(c, 1 + random.below(5)));
        }
        4 => {
            let other: Vec<char> = random.pick(corpus).chars().collect();
            let from = random.below(other.len().max(1));
            let piece: Vec<char> = other.into_iter().skip(from).take(random.below(300)).collect();
            text.splice(at..at, piece);
        }
        5 => {
            // Words change places.
            let words: String = text.iter().collect();
            let mut words: Vec<&str> = words.split(' ').collect();
            let (a, b) = (random.below(words.len()), random.below(words.len()));
            words.swap(a, b);
            *text = words.join(" ").chars().collect();
        }
        _ => {
            let c = char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
            text.insert(at, c);
        }
    }
}
