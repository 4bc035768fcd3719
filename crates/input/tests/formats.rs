//! Every format has a fixture written after its specification, and a malformed twin.

use std::path::Path;

use depeche_input::{Defaults, Entry, Fields, Found, all};

/// The documents of a fixture, a line each: where, id, day, publisher, title, text.
fn lines(name: &str, map: &[&str]) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let mut fields = Fields::default();
    map.iter().for_each(|pair| fields.add(pair).unwrap());
    let defaults = Defaults { fields, ..Defaults::default() };
    let known = ["fr".to_string(), "en".to_string()];
    all(name, std::fs::read(path).unwrap(), defaults, &known).iter().map(line).collect()
}

fn line(entry: &Entry) -> String {
    let place = entry.label.to_string();
    let note = entry.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    match &entry.found {
        Ok(Found::Dispatch(it)) => {
            let date = it.published.map(|day| day.to_string());
            let parts =
                [&it.id, &date, &it.publisher, &it.title].map(|part| part.clone().unwrap_or("-".into()));
            let [first, last] =
                [it.text.lines().next(), it.text.lines().last()].map(|line| start(line.unwrap()));
            let count = it.text.lines().count();
            format!("{place} | {} | {count}: {first}…{last}{note}", parts.join(" | "))
        }
        Ok(Found::Retraction(it)) => format!("{place} | retracted {}{note}", it.id.as_deref().unwrap_or("-")),
        Ok(Found::Remark) => format!("{place}{note}"),
        Err(reason) => format!("{place} ! {reason}"),
    }
}

fn start(text: &str) -> String {
    text.chars().take(14).collect()
}

#[test]
fn what_mutated_files_have_shown() {
    let reason = |bytes: &str| {
        let entries = all("x", bytes.as_bytes().to_vec(), Defaults::default(), &["fr".to_string()]);
        assert_eq!(entries.len(), 1, "{bytes}");
        entries[0].found.as_ref().map(|_| String::new()).unwrap_or_else(Clone::clone)
    };
    let feed = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">";
    assert_eq!(reason(&format!("{feed}</feed>")), "empty: it holds no document");
    assert_eq!(reason("id,date,text\n"), "empty: it holds no document");
    assert!(!reason(&format!("{feed}<a\n\n>")).contains('\n'));
    let item = format!("{feed}<entry><title>Visite</title><summary>Un texte.</summary></entry></feed>");
    let known = ["fr".to_string()];
    let open = || format!("{:?}", all("x", item.as_bytes().to_vec(), Defaults::default(), &known));
    assert_eq!(open(), open());
}

/// What a fixture must come to, line by line; an expected line is a beginning, or a part after `~ `.
#[track_caller]
fn comes_to(name: &str, map: &[&str], expected: &[&str]) {
    let found = lines(name, map);
    let listing = found.join("\n");
    assert_eq!(found.len(), expected.len(), "{name}:\n{listing}");
    for (found, expected) in found.iter().zip(expected) {
        let well = match expected.strip_prefix("~ ") {
            Some(part) => found.contains(part),
            None => found.starts_with(expected),
        };
        assert!(well, "{name}: {expected}\n{listing}");
    }
}

const TALKS: &str = "Kenya's defenc…";

#[test]
fn texts_in_older_encodings() {
    let text = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let known = ["fr".to_string()];
        let entries = all(name, std::fs::read(path).unwrap(), Defaults::default(), &known);
        let Ok(Found::Dispatch(dispatch)) = &entries[0].found else { panic!("{entries:?}") };
        (dispatch.text.clone(), entries[0].note.clone().unwrap_or_default())
    };
    for (name, quote, encoding) in [
        ("text.windows-1252.txt", "“Au cœur", "windows-1252"),
        ("text.latin-9.txt", "« Au cœur", "ISO-8859-15"),
    ] {
        let (text, note) = text(name);
        assert!(text.contains(quote) && text.contains("d'€ pour cette œuvre"), "{name}: {text}");
        assert_eq!(note, format!("not UTF-8; decoded from {encoding}"), "{name}");
    }
    comes_to("text.bad.txt", &[], &["text.bad.txt ! binary, not text"]);
}

#[test]
fn json_in_arrays_and_over_lines() {
    comes_to(
        "array.json",
        &[],
        &[
            "array.json:2 | a1 | 2025-06-23 | - | Visite | 1: Le ministre ma",
            "array.json:3 | a2 | 2025-06-24 | - | - | 1: Kenya's defenc",
        ],
    );
    comes_to(
        "array.bad.json",
        &[],
        &[
            "array.bad.json:2 | a1",
            "array.bad.json:3 ! `17` where a JSON object belongs",
            "array.bad.json:4 ! `text` is a number",
            "array.bad.json:5 ! cut off within an object",
        ],
    );
}

#[test]
fn tables_with_the_users_names() {
    let map = ["text=body", "title=headline", "published=date"];
    comes_to(
        "table.csv",
        &map,
        &[
            "table.csv:2 | c1 | 2025-06-23 | - | Visite | 2: Le ministre ma",
            &format!("table.csv:4 | c2 | 2025-06-24 | - | Talks | 1: {TALKS}"),
        ],
    );
    comes_to("table.csv", &[], &["~ --map text=NAME", "~ `body`"]);
    comes_to(
        "table.bad.csv",
        &map,
        &["~ 5 cells under a header of 4", "~ `date` is `24/06/25`", "table.bad.csv:4 | c3"],
    );
    comes_to("excel.csv", &[], &["excel.csv:2 | x1 | 2025-06-23 | - | Visite | 1: Le ministre ma"]);
    comes_to("table.tsv", &[], &["table.tsv:2 | t1 | 2025-06-23", "table.tsv:3 | t2 | - |"]);
    comes_to(
        "table.bad.tsv",
        &[],
        &["~ 4 cells under a header of 3", "~ `published` is `le 23`", "table.bad.tsv:4 | t3"],
    );
}

#[test]
fn compressed_and_archived() {
    comes_to("table.tsv.zst", &[], &["table.tsv.zst:2 | t1 | 2025-06-23", "table.tsv.zst:3 | t2 | - |"]);
    comes_to("lines.jsonl.gz", &[], &["lines.jsonl.gz:1 | g1 "]);
    comes_to("table.bad.tsv.zst", &[], &["table.bad.tsv.zst ! damaged zstd"]);
    comes_to("lines.bad.jsonl.gz", &[], &["~ cannot be read on"]);
    comes_to(
        "several.zip",
        &[],
        &[
            "several.zip/one.txt | - |",
            "several.zip/folder/two.jsonl:1 | z2 |",
            "several.zip/three.txt.gz | - |",
        ],
    );
    comes_to("several.bad.zip", &[], &["several.bad.zip ! damaged zip"]);
}

#[test]
fn web_pages() {
    let made = " | 2025-06-23 | La Gazette des îles | Nairobi et Antananarivo veulent surveiller le canal | 4: Le ministre ma…L'opposition m";
    comes_to("page.html", &[], &[&format!("page.html | -{made}")]);
    comes_to("page.latin.html", &[], &[&format!("page.latin.html | -{made}")]);
    comes_to("page.bad.html", &[], &["page.bad.html ! no article is found"]);
}

#[test]
fn feeds() {
    comes_to(
        "feed.rss",
        &[],
        &[
            "feed.rss, item 1 | https://gazette.example/1 | 2025-06-23 | La Gazette des îles | Visite kényane | 2: Le ministre ma",
            "~ | 2025-06-24 | La Gazette des îles | Pêche | 1: Nairobi réclam…Nairobi réclam (a summary",
            "feed.rss, item 3 ! an item without text",
        ],
    );
    comes_to(
        "feed.atom",
        &[],
        &["feed.atom, item 1 | urn:x:1 | 2025-06-23 | Coast Wire | Frank talks | 1: Kenya"],
    );
    comes_to(
        "feed.json",
        &[],
        &["feed.json, item 1 | j1 | 2025-06-23 | Coast Wire | Frank talks | 1: Kenya"],
    );
    comes_to("feed.bad.rss", &[], &["feed.bad.rss ! no feed that can be read"]);
    comes_to("feed.bad.atom", &[], &["feed.bad.atom ! no feed that can be read: unable to parse XML"]);
    comes_to("feed.bad.json", &[], &["feed.bad.json ! no feed that can be read: unable to parse JSON"]);
}

#[test]
fn web_archives() {
    let text = "| 4: Le ministre ma…L'opposition m";
    comes_to(
        "pages.warc.gz",
        &[],
        &[
            "pages.warc.gz, record 3 | https://gazette.example/1 | 2025-06-23 | La Gazette des îles |",
            &format!("~ {text}"),
            &format!("~ {text}"),
            &format!(
                "~ record 6 | https://gazette.example/4 | 2025-06-23 | La Gazette des îles | Nairobi et Antananarivo veulent surveiller le canal {text}"
            ),
            "pages.warc.gz (7 of 11 records hold no page",
        ],
    );
    comes_to(
        "pages.bad.warc",
        &[],
        &[
            "~ record 1 | https",
            "~ after record 1 ! damaged",
            "~ record 2 | https",
            "~ record 3 ! a record without",
            "~ record 4 ! no HTTP",
            "~ record 5 ! cut off",
        ],
    );
    let cut = "pages.bad.warc.gz, record 7 ! cannot be read on: incomplete deflate stream";
    let found = lines("pages.bad.warc.gz", &[]);
    assert_eq!(found[4], cut, "{found:?}");
    assert_eq!(found.len(), 6, "what stands before it is read: {found:?}");
}

#[test]
fn agency_items() {
    comes_to(
        "items.newsml.xml",
        &[],
        &[
            "items.newsml.xml, item 1 | urn:newsml:ours:1 | 2025-06-23 | Agence des îles | Visite kényane | 2: Le ministre ma…Les deux pays  (under embargo until 2025-06-23T12:00:00+03:00)",
            "items.newsml.xml, item 2 | retracted urn:newsml:ours:2",
        ],
    );
    comes_to("items.bad.newsml.xml", &[], &["~ ! XML that cannot be read: expected 'newsItem' tag"]);
    comes_to(
        "items.ninjs.jsonl",
        &[],
        &[
            "items.ninjs.jsonl:1 | urn:ninjs:1 | 2025-06-23 | Agence des îles | Visite kényane | 2: Le ministre ma",
            "items.ninjs.jsonl:2 | retracted urn:ninjs:2",
            "items.ninjs.jsonl:3 | urn:ninjs:3 | 2025-06-24 | - | Frank talks | 1: Kenya",
            "items.ninjs.jsonl:4 ! a ninjs item without text",
        ],
    );
    comes_to(
        "items.bad.ninjs.jsonl",
        &[],
        &["items.bad.ninjs.jsonl:1 ! a ninjs item without text", "items.bad.ninjs.jsonl:2 ! not JSON"],
    );
}

#[test]
fn press_libraries() {
    comes_to(
        "factiva.xml",
        &[],
        &[
            "factiva.xml, article 1 | X2025-06-23 | 2025-06-23 | Coast Daily | Frank talks | 2: Kenya",
            "factiva.xml, article 2 | X2025-06-24 | 2025-06-24 | Coast Daily | More talks | 1: A second",
        ],
    );
    comes_to("factiva.bad.xml", &[], &["~ whose date `le 23` is none", "~ without leadParagraph"]);
    comes_to(
        "europresse.html",
        &[],
        &[
            "~ news·20250623·GI·001 | 2025-06-23 | La Gazette des îles | Visite kényane | 2: Le ministre ma",
            "~ | - | 2025-06-24 | Coast Daily | Frank talks | 1: Kenya",
        ],
    );
    comes_to("europresse.bad.html", &[], &["~ without `docOcurrContainer`; has the form"]);
    comes_to(
        "nexis.html",
        &[],
        &[
            "~ document 1 | - | 2025-06-23 | Coast Daily (Mombasa) | Frank talks in Antananarivo | 2: Kenya",
            "~ document 2 | - | 2025-06-24 | Coast Daily (Mombasa) | More talks | 1: A second",
        ],
    );
    comes_to("nexis.bad.html", &[], &["~ without a date", "~ without LENGTH"]);
}
