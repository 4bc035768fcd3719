//! Forms of output, its order, and readers that hang up.

use std::process::Stdio;

use super::program::{command, file, project, run};

/// Dispatches enough to keep several threads busy, every hundredth of them broken.
fn many() -> String {
    let examples = std::fs::read_to_string(project("examples/dispatches.jsonl")).unwrap();
    let examples: Vec<&str> = examples.lines().collect();
    (0..300)
        .map(|i| match i % 100 {
            99 => "{}\n".to_string(),
            _ => examples[i % examples.len()].replacen("\"id\": \"", &format!("\"id\": \"{i}-"), 1) + "\n",
        })
        .collect()
}

#[test]
fn input_order_is_output_order_whatever_the_jobs() {
    let input = file("many.jsonl", many());
    for arguments in [&["read", &input][..], &["mentions", &input], &["parse", &input]] {
        let with = |jobs| run(&[arguments, &["--jobs", jobs]].concat(), "");
        let (one, four) = (with("1"), with("4"));
        assert_eq!(one.status, 3);
        assert!(one.data == four.data, "{arguments:?} differs by --jobs");
        assert_eq!(one.messages, four.messages);
    }
}

#[test]
fn csv_and_tsv_have_a_header_and_rows_of_its_length() {
    for name in ["read", "mentions", "statements"] {
        for (format, separator) in [("csv", ','), ("tsv", '\t')] {
            let run = run(&[name, "--format", format, &project("examples/dispatches.jsonl")], "");
            assert_eq!(run.status, 0, "{}", run.messages);
            let header = run.data.lines().next().unwrap();
            assert!(header.contains("dispatch"), "{header}");
            let mut rows =
                csv::ReaderBuilder::new().delimiter(separator as u8).from_reader(run.data.as_bytes());
            for row in rows.records() {
                assert_eq!(row.unwrap().len(), header.split(separator).count());
            }
        }
    }
}

#[test]
fn a_table_is_for_people_and_jsonl_for_pipes() {
    let example = project("examples/grands-lacs.txt");
    let table = run(&["read", "--format", "table", &example], "");
    assert!(table.data.starts_with("who "), "{}", table.data);
    assert!(table.data.lines().all(|line| line.chars().count() <= 100), "{}", table.data);
    let piped = run(&["read", &example], "");
    assert!(piped.data.lines().all(|line| line.starts_with("{\"schema\":1,")));
}

#[test]
fn colour_follows_the_option() {
    let arguments = ["mentions", "--format", "table", &project("examples/grands-lacs.txt")];
    assert!(!run(&arguments, "").data.contains('\u{1b}'));
    assert!(run(&[&arguments[..], &["--color", "always"]].concat(), "").data.contains('\u{1b}'));
}

#[test]
fn a_reader_that_hangs_up_is_no_error() {
    let input = file("hang-up.jsonl", many());
    let mut child = command(&["mentions", "--format", "csv", &input])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap().code();
    assert!(matches!(status, Some(0 | 3)), "{status:?}");
}

#[test]
fn conllu_keeps_what_a_parser_does_not_decide() {
    let gold = "# sent_id = 1\n# text = Il va au port.\n1\tIl\t_\t_\t_\t_\t_\t_\t_\t_\n2\tva\t_\t_\t_\t_\t_\t_\t_\t_\n\
        3-4\tau\t_\t_\t_\t_\t_\t_\t_\t_\n3\tà\t_\t_\t_\t_\t_\t_\t_\t_\n4\tle\t_\t_\t_\t_\t_\t_\t_\t_\n\
        5\tport\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n6\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let run = run(&["parse", "--input", "conllu", "--language", "fr"], gold);
    assert_eq!(run.status, 0, "{}", run.messages);
    let kept = |text: &str| -> Vec<String> {
        let columns = |line: &str| {
            line.split('\t')
                .enumerate()
                .filter(|(i, _)| matches!(i, 0 | 1 | 9))
                .map(|(_, c)| c.to_string() + "|")
                .collect()
        };
        text.lines().map(columns).collect()
    };
    assert_eq!(kept(&run.data), kept(gold));
    let bad = super::program::run(&["parse", "--input", "conllu"], "# ok\n1\tIl\n");
    assert_eq!(bad.status, 4);
    assert!(bad.messages.contains("standard input:2: not CoNLL-U"), "{}", bad.messages);
}

#[test]
fn the_program_documents_itself() {
    for arguments in [&["--help"][..], &["read", "--help"], &["explain", "--help"], &["check", "--help"]] {
        let help = run(arguments, "");
        assert_eq!(help.status, 0);
        assert!(help.data.contains("Examples:"), "{arguments:?}");
    }
    assert!(run(&["man"], "").data.contains(".TH depeche"));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(run(&["completions", shell], "").data.contains("statements"), "{shell}");
    }
}
