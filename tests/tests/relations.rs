//! The training set of relations: form, acts, markers, and that its test part stays apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use depeche_knowledge::{Folder, compile};

const STANDINGS: [&str; 4] = ["past", "future", "negated", "negated_future"];
const HEADER: &str = "act\tmode\tstanding\tdomain\tsentence";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every row as place and columns.
fn rows() -> Vec<(String, Vec<String>)> {
    let mut rows = Vec::new();
    for part in ["french", "english", "knowledge", "other", "test"] {
        let folder = root().join("training/relations").join(part);
        for entry in fs::read_dir(&folder).expect("a part of the set").flatten() {
            let text = fs::read_to_string(entry.path()).expect("UTF-8");
            assert_eq!(text.lines().next(), Some(HEADER), "{}", entry.path().display());
            let name = format!("{part}/{}", entry.file_name().to_string_lossy());
            for (at, line) in text.lines().enumerate().skip(1) {
                rows.push((format!("{name}:{}", at + 1), line.split('\t').map(String::from).collect()));
            }
        }
    }
    assert!(rows.len() > 6000, "{}", rows.len());
    rows
}

fn plain(sentence: &str) -> String {
    ["<s>", "</s>", "<t>", "</t>"].iter().fold(sentence.to_string(), |text, tag| text.replace(tag, ""))
}

/// Whether each marker that is there opens once, closes once, and holds something.
fn is_marked(sentence: &str) -> bool {
    let well =
        |open: &str, close: &str| match (sentence.matches(open).count(), sentence.matches(close).count()) {
            (0, 0) => Some(false),
            (1, 1) => {
                let (start, end) = (sentence.find(open)? + open.len(), sentence.find(close)?);
                let inside = sentence.get(start..end)?;
                (!plain(inside).trim().is_empty()).then_some(true)
            }
            _ => None,
        };
    matches!((well("<s>", "</s>"), well("<t>", "</t>")), (Some(source), Some(target)) if source || target)
}

#[test]
fn rows_are_well_formed() {
    let knowledge = compile(&Folder::read(&root().join("knowledge")).expect("knowledge")).expect("compiles");
    let mut problems = Vec::new();
    for (place, row) in rows() {
        let [act, mode, standing, domain, sentence] = row.as_slice() else {
            problems.push(format!("{place}: {} columns", row.len()));
            continue;
        };
        let known = match knowledge.ontology.act(act) {
            Some(known) => mode == "-" || known.mode(mode).is_some(),
            None => act == "NONE" && mode == "-",
        };
        let well =
            known && STANDINGS.contains(&standing.as_str()) && !domain.is_empty() && is_marked(sentence);
        if !well {
            problems.push(format!("{place}: {}", row.join(" | ")));
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn no_row_stands_twice_and_the_test_part_is_apart() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut test = BTreeSet::new();
    let mut training = BTreeMap::new();
    let mut problems = Vec::new();
    for (place, row) in rows() {
        let Some(sentence) = row.last() else { continue };
        if let Some(first) = seen.insert(sentence.clone(), place.clone()) {
            problems.push(format!("{place}: the same as {first}"));
        }
        if place.starts_with("test/") {
            test.insert(plain(sentence));
        } else {
            training.insert(plain(sentence), place);
        }
    }
    problems.extend(
        test.iter().filter_map(|it| training.get(it).map(|place| format!("{place}: in the test part"))),
    );
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}
