//! What a reviewer would otherwise have to look for. The exceptions are a ratchet: they may shrink, not grow.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FUNCTION: usize = 70;
const LONGEST_FILE: usize = 600;

/// Files that are longer, with the lines that they may have.
const LONG_FILES: &[(&str, usize)] =
    &[("crates/engine/src/resolve/phrases.rs", 758), ("training/src/net.rs", 735)];

/// Functions that are longer, with the lines that they may have.
const LONG_FUNCTIONS: &[(&str, &str, usize)] =
    &[("crates/cli/src/commands/explain/tests.rs", "reading", 82), ("training/src/main.rs", "train", 83)];

/// Calls that end the program. The engine and the knowledge crate are total: they have none outside tests.
const PANICS: &[&str] = &[".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below some folders of the project that end in `.extension`, by their paths.
fn files(folders: &[&str], extension: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                let name =
                    path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).expect("UTF-8"));
            }
        }
    }
    found
}

fn sources() -> BTreeMap<String, String> {
    files(&["crates", "tests", "benches", "training", "fuzz"], "rs")
}

#[track_caller]
fn none(problems: Vec<String>) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn files_are_short() {
    let allowed =
        |name: &str| LONG_FILES.iter().find(|(file, _)| *file == name).map_or(LONGEST_FILE, |row| row.1);
    let long = sources().into_iter().filter_map(|(name, text)| {
        let (lines, most) = (text.lines().count(), allowed(&name));
        (lines > most).then(|| format!("{name}: {lines} lines, at most {most}; split it by sense"))
    });
    none(long.collect());
}

#[test]
fn functions_are_short() {
    let mut problems = Vec::new();
    for (file, text) in sources() {
        for (name, line, length) in functions(&text) {
            let exception = LONG_FUNCTIONS.iter().find(|row| row.0 == file && row.1 == name);
            let most = exception.map_or(LONGEST_FUNCTION, |row| row.2);
            if length > most {
                problems.push(format!("{file}:{line}: `{name}` has {length} lines, at most {most}"));
            }
        }
    }
    none(problems);
}

/// Name, line and length of each function, in text that rustfmt has laid out.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let indent = line.len() - code.len();
        let visible =
            code.trim_start_matches("pub").trim_start_matches("(crate)").trim_start_matches("(super)");
        let Some(rest) = visible.trim_start().trim_start_matches("const ").strip_prefix("fn ") else {
            continue;
        };
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        if line.ends_with(';') || line.ends_with('}') {
            continue;
        }
        let close = format!("{}}}", " ".repeat(indent));
        let length = lines[at..].iter().position(|line| *line == close).map_or(0, |n| n + 1);
        found.push((name.to_string(), at + 1, length));
    }
    found
}

#[test]
fn the_core_never_panics_by_itself() {
    let mut problems = Vec::new();
    for (file, text) in files(&["crates/engine/src", "crates/knowledge/src"], "rs") {
        if file.contains("tests") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (n, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            if let Some(call) = PANICS.iter().find(|call| line.contains(*call)) {
                problems.push(format!("{file}:{}: `{call}`", n + 1));
            }
        }
    }
    none(problems);
}

#[test]
fn languages_have_the_same_files() {
    let names = |language: &str| -> BTreeSet<String> {
        let files = files(&[&format!("knowledge/{language}")], "toml");
        files
            .into_keys()
            .filter_map(|name| name.split_once(language).map(|(_, rest)| rest.to_string()))
            .collect()
    };
    let (french, english) = (names("french"), names("english"));
    assert!(!french.is_empty());
    let only = french.symmetric_difference(&english).map(|name| format!("in one language only: {name}"));
    none(only.collect());
}

#[test]
fn no_stage_knows_a_language_by_name() {
    let mut problems = Vec::new();
    for (file, text) in files(&["crates/engine/src"], "rs") {
        // Which weights belong to which pack, and which languages can be detected, is said in the reader.
        if file.ends_with("reader.rs") || file.contains("tests") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (n, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            let compared =
                line.contains("== \"fr\"") || line.contains("== \"en\"") || line.contains("== \"french\"");
            if compared {
                problems.push(format!("{file}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    none(problems);
}

#[test]
fn crates_and_modules_say_what_they_are() {
    let undocumented = sources().into_iter().filter(|(name, text)| {
        !name.contains("tests") && !name.ends_with("build.rs") && !text.trim_start().starts_with("//!")
    });
    none(undocumented.map(|(name, _)| format!("{name}: begins without `//!`")).collect());
    for library in ["knowledge", "encoder", "engine", "input", "store"] {
        let text =
            fs::read_to_string(root().join(format!("crates/{library}/src/lib.rs"))).expect("a library");
        assert!(
            text.contains("#![forbid(unsafe_code)]") && text.contains("#![deny(missing_docs)]"),
            "{library}"
        );
    }
}
