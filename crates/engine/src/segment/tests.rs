use std::path::PathBuf;

use depeche_knowledge::{Folder, Knowledge, compile};
use proptest::prelude::*;

use super::{Rules, is_blank, sentences};
use crate::text::{Part, Segment};

fn knowledge() -> Knowledge {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    compile(&Folder::read(&folder).unwrap()).unwrap()
}

fn rules(language: &str) -> Rules {
    Rules::new(&knowledge().languages[language].segmentation)
}

/// As the examples of `segmentation.toml` are written.
fn reading(text: &str, segments: &[Segment]) -> String {
    let token = |token: &crate::text::Token| {
        let words: Vec<_> = token.words.iter().map(|(form, _)| form.replace([' ', '\u{a0}'], "_")).collect();
        assert!(!token.span.of(text).is_empty());
        words.join("+")
    };
    let sentence = |segment: &Segment| segment.tokens.iter().map(token).collect::<Vec<_>>().join(" ");
    segments.iter().map(sentence).collect::<Vec<_>>().join(" | ")
}

#[test]
fn examples_come_true() {
    for (code, pack) in &knowledge().languages {
        let rules = Rules::new(&pack.segmentation);
        assert!(!rules.examples.is_empty(), "{code}");
        for example in &rules.examples {
            let found = reading(&example.text, &sentences(&example.text, &rules));
            assert_eq!(found, example.reads, "{code}: {}", example.text);
        }
    }
}

#[test]
fn title_dateline_and_paragraphs() {
    let text = "Sommet à Paris\n\nPARIS, 3 mars (AFP) - Le sommet s'ouvre. Il dure\ndeux jours.\nLe Caire approuve.\n";
    let found: Vec<_> = sentences(text, &rules("fr"))
        .iter()
        .map(|s| (s.part, s.paragraph, s.span.of(text).to_string()))
        .collect();
    let expected = [
        (Part::Title, 0, "Sommet à Paris"),
        (Part::Dateline, 1, "PARIS, 3 mars (AFP) -"),
        (Part::Body, 1, "Le sommet s'ouvre."),
        (Part::Body, 1, "Il dure\ndeux jours."),
        (Part::Body, 2, "Le Caire approuve."),
    ];
    let expected: Vec<_> = expected.iter().map(|&(part, n, text)| (part, n, text.to_string())).collect();
    assert_eq!(found, expected);
}

#[test]
fn datelines() {
    for (text, language, dateline) in [
        ("GENEVA (Reuters) - Talks resumed.", "en", "GENEVA (Reuters) -"),
        ("KYIV, Ukraine (AP) — Talks resumed.", "en", "KYIV, Ukraine (AP) —"),
        ("Moscou, le 12 juin – Le sommet s'ouvre.", "fr", "Moscou, le 12 juin –"),
        ("(AFP) - Le sommet s'ouvre.", "fr", "(AFP) -"),
        ("Washington, March 3 (Xinhua) -- Talks resumed.", "en", "Washington, March 3 (Xinhua) --"),
    ] {
        let found = sentences(text, &rules(language));
        assert_eq!(found[0].part, Part::Dateline, "{text}");
        assert_eq!(found[0].span.of(text), dateline);
        assert_eq!(found.len(), 2, "{text}");
    }
    for text in ["Paris - Dakar attire les foules.", "Le pays – en guerre – vote.", "En 2003 – rien."] {
        assert_eq!(sentences(text, &rules("fr"))[0].part, Part::Body, "{text}");
    }
}

/// Tokens and blanks tile the text; every word lies in its token.
fn check_tiling(text: &str, rules: &Rules) {
    let mut at = 0;
    for segment in sentences(text, rules) {
        assert!(!segment.tokens.is_empty() && segment.tokens.len() <= super::LONGEST_SENTENCE);
        assert_eq!(segment.span.start, segment.tokens[0].span.start);
        assert_eq!(segment.span.end, segment.tokens[segment.tokens.len() - 1].span.end);
        for token in &segment.tokens {
            let range = token.span.range();
            assert!(at <= range.start && range.start < range.end, "{text:?}");
            assert!(text[at..range.start].chars().all(is_blank), "{text:?}");
            assert!(!text[range.clone()].is_empty());
            assert!(!token.words.is_empty());
            assert!(token.words.iter().all(|(form, span)| !form.is_empty() && token.span.contains(*span)));
            at = range.end;
        }
    }
    assert!(text[at..].chars().all(is_blank), "{text:?}");
}

#[test]
fn odd_texts_tile() {
    let quotes = "« ".repeat(10_000);
    let run = "a".repeat(100_000);
    let marks = format!("e{}", "\u{301}".repeat(5_000));
    let blanks = " ".repeat(100_000);
    let odd = [
        "",
        "\0",
        "\u{feff}",
        "…",
        "’",
        "'",
        "-",
        "a'",
        "l'",
        "l’",
        "1 000 ",
        "U.S",
        "J.-",
        "a.-",
        "م. ن",
        "👩‍👩‍👧",
        "x\u{301}-\u{301}",
        "\u{202e}abc",
        "n°",
        "°",
        "@",
        "#a",
        "http://",
        "www.",
        "http://)",
        "a@b.",
        "3 000",
        "İ's",
        "12:",
        "5p.m.",
        "..",
        "[...]",
        "'em",
    ];
    for language in ["fr", "en"] {
        let rules = rules(language);
        for text in odd.iter().copied().chain([quotes.as_str(), &run, &marks, &blanks]) {
            check_tiling(text, &rules);
        }
    }
}

/// Pieces that the scanner treats apart, between blanks; blanks themselves are [`BLANKS`].
const PIECES: &str = "a A é 1 12 300 . .. ... , ; : ! ? - -- – ' ’ \" « » “ ” ( ) [ ] / & @ # $ ° % _ l' d’ -t-il -vous n't 's \
    U.S. M. St. etc. www. http:// a@b.c des du can't 14h30 5pm PARIS (AFP) \u{feff} \u{200d} \u{301} 👩 ש م 中 İ ß … (e) J.-";
const BLANKS: [&str; 8] = [" ", "  ", "\u{a0}", "\n", "\n\n", "\r\n", "\0", "3 000"];

/// Pieces to be strung together.
fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split(' ').chain(BLANKS).collect();
    prop_oneof![3 => prop::sample::select(pieces).prop_map(str::to_string), 1 => any::<String>()]
}

proptest! {
    #[test]
    fn tokens_and_blanks_tile_any_text(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        PACKS.with(|packs| packs.iter().for_each(|rules| check_tiling(&text, rules)));
    }
}

thread_local! {
    static PACKS: [Rules; 2] = [rules("fr"), rules("en")];
}

#[test]
fn long_lines_take_linear_time() {
    let start = std::time::Instant::now();
    for unit in [
        "a",
        " ",
        "1 000 ",
        "l'",
        "- ",
        "a-",
        "a.",
        "\"",
        "« ",
        "'",
        "A. ",
        "(",
        "...",
        "http://a",
        "é\u{301}",
        "a@",
        "des ",
    ] {
        let text = unit.repeat(1_000_000 / unit.len());
        PACKS.with(|packs| packs.iter().for_each(|rules| check_tiling(&text, rules)));
    }
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}
