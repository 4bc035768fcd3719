use super::*;

/// Two states and two offices; what a test adds stands in a file of its own.
const BEFORE: &str = r#"
state = [
  { id = "FRA", fr = { names = ["France"], capitals = ["Paris"] }, en = { names = ["France"], capitals = ["Paris"] }, source = "-" },
  { id = "TCD", fr = { names = ["Tchad"] }, en = { names = ["Chad"] }, source = "-" },
]
office = [
  { id = "president", sector = "GOV", rank = "head", unique = true, fr = ["président"], en = ["president"] },
  { id = "diplomat", sector = "GOV", rank = "ordinary", fr = ["diplomate"], en = ["diplomat"] },
]
"#;

/// The problems of rows that begin in line 1 of `world/x.toml`.
pub(super) fn problems(rows: &str) -> Vec<String> {
    let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
    let folder = Folder { files: vec![file("world/a.toml", BEFORE), file("world/x.toml", rows)] };
    let mut out = Diagnostics::default();
    compile(&folder, &mut out);
    out.finish().1.iter().map(ToString::to_string).collect()
}

#[test]
fn what_a_row_says_is_there() {
    let person = |rest: &str| {
        problems(&format!("[[person]]\nid = \"a\"\nname = \"A B\"\nsource = \"-\"\n{rest}")).join("; ")
    };
    let cases = [
        ("country = \"FRA\"", ""),
        ("country = \"FRX\"", "world/x.toml:5:11: error: no state `FRX`"),
        (
            "roles = [{ office = \"pope\", of = \"FRA\" }]",
            "world/x.toml:5:10: error: no office `pope` in world/offices*.toml",
        ),
        (
            "roles = [\n  { office = \"diplomat\", of = \"igo/x\" },\n]",
            "world/x.toml:6:3: error: no state or organisation `igo/x`",
        ),
        (
            "roles = [{ office = \"diplomat\", of = \"FRA\", from = \"2020-01-02\", to = \"2020-01-01\" }]",
            "world/x.toml:5:10: error: it ends on 2020-01-01, before it begins on 2020-01-02",
        ),
    ];
    for (rest, expected) in cases {
        assert_eq!(person(rest), expected, "{rest}");
    }
}

#[test]
fn whose_an_office_always_is_is_there() {
    let office = |of: &str| {
        problems(&format!(
            "[[office]]\nid = \"a\"\nof = \"{of}\"\nsector = \"GOV\"\nrank = \"head\"\nfr = []\nen = []"
        ))
    };
    assert_eq!(office("FRA"), [""; 0]);
    assert_eq!(office("FRX"), ["world/x.toml:3:6: error: no state or organisation `FRX`"]);
}

#[test]
fn rows_cite_their_source() {
    let cases = [
        "[[person]]\nid = \"a\"\nname = \"A B\"",
        "[[person]]\nid = \"a\"\nname = \"A B\"\nsource = \" \"",
        "[[organisation]]\nid = \"a\"\nname = \"A\"\nkind = \"igo\"",
        "[[place]]\nid = \"a\"\nname = \"A\"\nkind = \"city\"",
        "[[state]]\nid = \"a\"\nfr = { names = [\"A\"] }\nen = { names = [\"A\"] }",
    ];
    for row in cases {
        assert_eq!(problems(row), ["world/x.toml:2:6: error: `a` cites no source"], "{row}");
    }
}

#[test]
fn an_id_stands_once() {
    let twice = "[[office]]\nid = \"president\"\nsector = \"GOV\"\nrank = \"head\"\nfr = []\nen = []";
    let message = "the id `world/office/president` stands twice; first in world/a.toml:7";
    assert_eq!(problems(twice), [format!("world/x.toml:2:6: error: {message}")]);
    let row = |name: &str| format!("[[person]]\nid = \"a\"\nname = \"{name}\"\nsource = \"-\"\n");
    let message = "the id `person/a` stands twice; first in world/x.toml:2";
    let rows = row("A B") + &row("C D");
    assert_eq!(problems(&rows), [format!("world/x.toml:6:6: error: {message}")]);
}

#[test]
fn what_ends_has_begun() {
    let row = "[[organisation]]\nid = \"a\"\nname = \"A\"\nkind = \"igo\"\nsource = \"-\"\n\
        validity = { from = \"2020-01-02\", to = \"2020-01-01\" }";
    let message = "it ends on 2020-01-01, before it begins on 2020-01-02";
    assert_eq!(problems(row), [format!("world/x.toml:2:6: error: {message}")]);
}

#[test]
fn a_file_that_cannot_be_read_is_one_problem() {
    let state = "[[state]]\nid = 1\n";
    assert_eq!(problems(state).len(), 1);
}

/// Rows are shown to contributors as they must be written.
#[test]
fn the_rows_in_contributing_compile() {
    let guide = include_str!("../../../../CONTRIBUTING.md");
    let blocks = guide.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let rows: Vec<&str> =
        blocks.map(|(block, _)| block).filter(|block| !block.contains("[[pattern]]")).collect();
    assert_eq!(rows.len(), 2);
    let rows = rows.concat();
    let state = |id: &str| {
        format!("[[state]]\nid = \"{id}\"\nfr.names = [\"{id}\"]\nen.names = [\"{id}\"]\nsource = \"-\"\n")
    };
    let office =
        "[[office]]\nid = \"foreign minister\"\nsector = \"GOV\"\nrank = \"senior\"\nfr = []\nen = []\n";
    assert_eq!(problems(&(rows + &state("IRN") + &state("COD") + office)), [""; 0]);
}
