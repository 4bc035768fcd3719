//! Bad input gets a clear line of error or is read: never a panic, never a hang, never a silent loss.

#[path = "contract/program.rs"]
mod program;

use program::{file, project, run};

/// Runs all commands that read text; each must end well or refuse in one line.
#[track_caller]
fn survives(name: &str, input: impl AsRef<[u8]>) {
    for command in ["read", "mentions", "statements", "parse"] {
        let run = run(&[command, "--date", "2025-06-23"], input.as_ref());
        assert!(matches!(run.status, 0 | 4), "{name}, {command}: status {} {}", run.status, run.messages);
        assert!(!run.messages.contains("panicked"), "{name}, {command}: {}", run.messages);
        assert!(run.status == 0 || run.messages.lines().count() == 1, "{name}, {command}: {}", run.messages);
    }
}

#[test]
fn odd_texts_are_read_or_refused() {
    let texts: [(&str, String); 13] = [
        ("empty", String::new()),
        ("blank", " \n\t \u{a0}\u{200b}\n".into()),
        ("one sign", "\"".into()),
        ("ten thousand quotation marks", "« ".repeat(10_000)),
        ("nested quotation marks", format!("{}Il part{}.", "« ".repeat(10_000), " »".repeat(10_000))),
        ("unpaired", "\"Il part ( « “ [ ' a dit Paris.".into()),
        ("right to left", "قال الوزير إن باريس ستوقع. אמר השר. \u{202e}dit le ministre\u{202c}".into()),
        (
            "combining",
            format!("Te\u{301}he\u{301}ran a menac{} Kiev.", "e\u{301}\u{302}\u{308}".repeat(3000)),
        ),
        ("emoji", "Paris 👩‍👩‍👧 a signé 🇫🇷🇩🇪 l'accord 👍🏽.".into()),
        ("controls", "Paris\u{1}\u{7f}\u{85} a signé\u{b}\u{c} l'accord.\r\r\n".into()),
        ("no stop", "Paris a signé et ".repeat(2000)),
        ("no white space", "a".repeat(200_000)),
        ("no letters", "1-2/3:4,5.6'7\"8 ".repeat(2000)),
    ];
    for (name, text) in texts {
        survives(name, text);
    }
}

#[test]
fn odd_bytes_are_read_or_refused() {
    let bytes: [(&str, Vec<u8>); 5] = [
        ("binary", (0..=255).cycle().take(5000).collect()),
        ("zeros", vec![0; 1000]),
        ("cut within a character", "Le ministre a été".as_bytes()[..16].to_vec()),
        ("windows-1252", b"Le ministre a d\xe9clar\xe9 \xab oui \xbb.".to_vec()),
        ("bad bytes in UTF-8", b"T\xc3\xa9h\xc3\xa9ran \xff a menac\xc3\xa9 \xfe Kiev.".to_vec()),
    ];
    for (name, bytes) in bytes {
        survives(name, bytes);
    }
}

#[test]
fn fifty_megabytes_in_one_line_are_refused_or_read() {
    for unit in ["a", " ", "a "] {
        let run = run(&["read"], unit.repeat((50 << 20) / unit.len()));
        assert_eq!(run.status, 4, "{unit:?}");
        assert_eq!(run.messages.lines().count(), 1, "{unit:?}: {}", run.messages);
    }
}

#[test]
fn what_is_no_file_is_named_and_the_others_are_read() {
    let good = file("bad-input-good.txt", "Le ministre a démissionné lundi.");
    let run = run(&["read", &good, "no-such-file", &project("examples")], "");
    assert_eq!(run.status, 3, "{}", run.messages);
    assert!(run.messages.contains("no-such-file") && run.messages.contains("examples"), "{}", run.messages);
}
