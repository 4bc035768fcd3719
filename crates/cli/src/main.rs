//! The binary `depeche`.

fn main() {}
