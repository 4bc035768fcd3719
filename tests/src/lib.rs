//! The tests of the project live in `tests/`.
