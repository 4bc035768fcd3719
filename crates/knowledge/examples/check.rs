//! Compiles a knowledge folder and prints its problems and how much it holds:
//! `cargo run -q -p depeche-knowledge --example check -- knowledge`

use std::path::PathBuf;
use std::process::ExitCode;

use depeche_knowledge::{Folder, compile};

fn main() -> ExitCode {
    let root = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("knowledge"), PathBuf::from);
    let folder = match Folder::read(&root) {
        Ok(folder) => folder,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let knowledge = match compile(&folder) {
        Ok(knowledge) => knowledge,
        Err(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    let world = &knowledge.world;
    println!("states {}", world.states.len());
    println!("people {}", world.people.len());
    println!("organisations {}", world.organisations.len());
    println!("places {}", world.places.len());
    println!("offices {}", world.offices.len());
    println!("bytes {}", knowledge.to_bytes().len());
    ExitCode::SUCCESS
}
