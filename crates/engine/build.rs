//! Compiles `knowledge/` into the table set that the binary carries.

use std::path::PathBuf;

use depeche_knowledge::{Folder, compile};

fn main() {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../knowledge");
    println!("cargo::rerun-if-changed={}", folder.display());
    let files = Folder::read(&folder).unwrap_or_else(|error| panic!("{error}"));
    match compile(&files) {
        Ok(knowledge) => {
            let out = PathBuf::from(std::env::var("OUT_DIR").unwrap());
            std::fs::write(out.join("knowledge.bin"), knowledge.to_bytes()).unwrap();
            std::fs::write(out.join("cities.bin"), knowledge.cities.bytes()).unwrap();
        }
        Err(problems) => {
            for problem in &problems {
                println!("cargo::error=knowledge/{problem}");
            }
            std::process::exit(1);
        }
    }
}
