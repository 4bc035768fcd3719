//! Opens any bytes as a file of whatever format they tell, and checks the laws that hold for every file. Start it from
//! the fixtures of `crates/input`, so that each parser is reached.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| depeche_tests::laws::check_input(bytes.to_vec()));
