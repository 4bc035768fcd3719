//! The tests of the project live in `tests/`; what they share is here.

pub mod challenge;
pub mod generate;
pub mod laws;
pub mod merging;
pub mod random;
