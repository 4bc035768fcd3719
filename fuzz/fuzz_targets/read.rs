//! Segments, parses and reads any text, and checks the laws that hold for every reading.

#![no_main]

use std::sync::OnceLock;

use depeche_engine::Reader;
use libfuzzer_sys::fuzz_target;

static READER: OnceLock<Reader> = OnceLock::new();

fuzz_target!(|text: &str| {
    let reader = READER.get_or_init(|| Reader::embedded().expect("the build carries its knowledge"));
    depeche_tests::laws::check(text, Some("2025-06-23"), reader);
});
