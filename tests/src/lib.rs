//! The tests of the project live in `tests/`; what they share is here.

pub mod challenge;
pub mod laws;
pub mod random;
