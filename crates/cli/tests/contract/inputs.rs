//! What is read, what is refused, and how that ends.

use super::program::{file, run};

/// Status, and what the one line on standard error says; an empty string for silence.
#[track_caller]
fn check(arguments: &[&str], input: impl AsRef<[u8]>, status: i32, message: &str) {
    let run = run(arguments, input);
    assert_eq!(run.status, status, "{arguments:?}: {}", run.messages);
    assert!(run.messages.contains(message), "{arguments:?}: {}", run.messages);
    assert!(!message.is_empty() || run.messages.is_empty(), "{arguments:?}: {}", run.messages);
    assert!(run.messages.lines().count() <= 1, "{arguments:?}: {}", run.messages);
}

#[test]
fn text_is_read() {
    check(&["read"], "Le ministre a démissionné lundi.", 0, "");
    check(&["read", "-"], "Title\n\nThe minister resigned.\n", 0, "");
    check(&["read"], "\u{feff}Le ministre a démissionné.\r\n\r\nIl part.\r\n", 0, "");
    check(&["read"], "« (“‘\u{1}\u{7f}\u{200b}\u{202e}… \u{1f1eb}\u{1f1f7} e\u{301}", 0, "");
    check(&["read"], "{ braces } are text", 0, "");
}

#[test]
fn what_is_no_text_is_refused_in_one_line() {
    check(&["read"], "", 4, "standard input: empty");
    check(&["read"], " \n\t\n", 4, "empty");
    check(&["read"], b"\x7fELF\0\0\0", 4, "not text");
    check(&["read"], b"text\0text", 4, "NUL");
    check(&["read"], b"\x1f\x8b\x08\0\0", 4, "gzip");
    check(&["read"], "%PDF-1.7", 4, "PDF");
    check(&["read"], "{\n  \"text\": \"x\"\n", 4, "cut off within an object");
    check(&["read"], "<gpx xmlns=\"x\"><trk/></gpx>", 4, "XML of a kind that is not known");
    check(&["read", env!("CARGO_MANIFEST_DIR")], "", 4, "is a folder");
    check(&["read", "no-such-file"], "", 4, "no-such-file: no such file");
}

#[test]
fn other_encodings_are_decoded_and_said_so() {
    let latin: Vec<u8> = "Téhéran a été bombardée, dit Pékin.".chars().map(|c| c as u8).collect();
    check(&["read"], &latin, 0, "decoded from windows-1252");
    check(&["read", "--quiet"], &latin, 0, "");
    for mark in [true, false] {
        let text = "Téhéran a été bombardée.".encode_utf16();
        let wide: Vec<u8> =
            mark.then_some(0xfeff).into_iter().chain(text).flat_map(u16::to_le_bytes).collect();
        check(&["read"], &wide, 0, "decoded from UTF-16LE");
    }
    check(&["read"], &"été".as_bytes()[..4], 0, "cut off within a character");
}

#[test]
fn a_bad_line_fails_alone() {
    let lines = [
        (r#"{"text":"Paris a protesté.","id":7,"other":[1]}"#, ""),
        (r#"{"text":3}"#, ":2: `text` is a number"),
        ("xx", ":3: not JSON at column 1"),
        (r#"{"id":"a"}"#, ":4: no `text`"),
        (r#"{"text":"x","published":"hier"}"#, ":5: `published` is `hier`"),
        (r#"{"text":"x","language":"de"}"#, ":6: language `de` is not known"),
        (r#"{"text":""}"#, ":7: empty"),
        ("[]", ":8: an array"),
        (r#"{"text":"x","published":"2025-06-23T08:00:00Z","language":"fr-FR","title":null}"#, ""),
        (r#"{"text":"cut o"#, ":10: not JSON"),
    ];
    let input: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
    let run = run(&["read"], input);
    assert_eq!(run.status, 3);
    let mut messages = run.messages.lines();
    for (_, expected) in lines.iter().filter(|(_, message)| !message.is_empty()) {
        let message = messages.next().unwrap_or_default();
        assert!(message.contains(expected), "{message} for {expected}");
    }
    assert_eq!(messages.next(), None);
}

#[test]
fn all_or_some_failing_is_told_by_the_status() {
    let good = file("good.txt", "Le ministre a démissionné.");
    check(&["read", &good], "", 0, "");
    check(&["read", &good, "no-such-file"], "", 3, "no-such-file");
    check(&["mentions", "no-such-file"], "", 4, "no-such-file");
    check(&["read"], "{\"text\":1}\n", 4, ":1:");
    check(&["read", "--knowledge", "no-such-folder"], "x", 2, "no-such-folder");
}

#[test]
fn wrong_usage_is_two() {
    for arguments in [
        &["read", "--date", "2025-13-01"][..],
        &["read", "--jobs", "0"],
        &["read", "--format", "xml"],
        &["raed"],
        &[],
    ] {
        assert_eq!(run(arguments, "").status, 2, "{arguments:?}");
    }
}

#[test]
fn a_hundred_megabytes_in_one_line_are_refused() {
    let long = "a".repeat(100_000_000);
    check(&["read"], &long, 4, "longer than");
    let lines = format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"Paris a protesté.\"}}\n");
    check(&["read"], lines, 3, ":1: a line longer than");
}

#[test]
fn a_folder_that_does_not_compile_is_shown_with_its_places() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken/ontology");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("acts.toml"), "contexts = []\nsectors = [\n[[act]]\n").unwrap();
    let folder = folder.parent().unwrap().to_str().unwrap().to_string();
    let check = run(&["check", "--knowledge", &folder], "");
    assert_eq!(check.status, 4);
    assert!(check.data.contains("ontology/acts.toml:"), "{}", check.data);
    assert!(check.messages.contains("does not compile"));
    assert_eq!(run(&["read", "--knowledge", &folder], "Paris a protesté.").status, 5);
}
