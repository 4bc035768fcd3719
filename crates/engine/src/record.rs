//! Records: what the contract promises, as data to be written.
