//! Opens mutated files of every format until the time is over: `mutate_inputs SECONDS [SEED] [FOLDER]`. A file that
//! breaks a law is written to `FOLDER/finding-N`; the exit status is 1 if there was one.
//!
//! The seeds are the fixtures of `crates/input`, so that each parser is tried; the target `input` in `fuzz/` has the
//! same laws.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use depeche_tests::laws;
use depeche_tests::random::Random;

/// A file that takes longer hangs.
const SLOWEST: Duration = Duration::from_secs(10);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(300);
    let seed = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/findings".to_string()));
    let corpus = seeds();
    let mut random = Random(seed);
    let (start, mut tried, mut found) = (Instant::now(), 0_u64, 0_u64);
    std::panic::set_hook(Box::new(|_| {}));
    while start.elapsed() < Duration::from_secs(seconds) {
        let bytes = mutate(&corpus, &mut random);
        let begun = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| laws::check_input(bytes.clone())));
        tried += 1;
        if result.is_err() || begun.elapsed() > SLOWEST {
            found += 1;
            let path = folder.join(format!("finding-{found}"));
            let written = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &bytes));
            println!("{}: {:?}", path.display(), written);
        }
    }
    println!("{tried} files in {} s, {found} findings (seed {seed})", start.elapsed().as_secs());
    std::process::exit(i32::from(found > 0));
}

fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/input/tests/fixtures");
    let files = std::fs::read_dir(folder).expect("fixtures").map(|entry| entry.expect("a file").path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("a file that can be read")).collect()
}

/// A few random changes to a random file.
fn mutate(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(corpus).clone();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let copy = bytes[at..end].repeat(1 + random.below(30));
                bytes.splice(at..at, copy);
            }
            2 => bytes.truncate(at),
            3 => {
                let signs = b"<>&;\"'{}[],:\\\0\xff\r\n\t 9\x1f\x8b";
                bytes.insert(at, *random.pick(signs));
            }
            4 => {
                let other = random.pick(corpus);
                let from = random.below(other.len());
                let piece = other[from..].iter().take(random.below(400)).copied().collect::<Vec<_>>();
                bytes.splice(at..at, piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    bytes
}
