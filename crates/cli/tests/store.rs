//! The store at its edges: added twice, killed at any moment, asked, exported.

#[path = "contract/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use program::{command, file, project, run};

/// A path for a store that is not there yet.
fn fresh(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    let _ = std::fs::remove_dir_all(&path);
    path.to_str().unwrap().to_string()
}

/// Dispatches with ids of their own.
fn many(count: usize) -> String {
    let examples = std::fs::read_to_string(project("examples/dispatches.jsonl")).unwrap();
    let examples: Vec<&str> = examples.lines().collect();
    let one =
        |i: usize| examples[i % examples.len()].replacen("\"id\": \"", &format!("\"id\": \"{i}-"), 1) + "\n";
    (0..count).map(one).collect()
}

fn rows(store: &str, query: &str) -> Vec<String> {
    let run = run(&["query", "--store", store, "--format", "tsv", "--sql", query], "");
    assert_eq!(run.status, 0, "{}", run.messages);
    run.data.lines().skip(1).map(str::to_string).collect()
}

fn number(store: &str, query: &str) -> u64 {
    rows(store, query)[0].parse().unwrap()
}

#[test]
fn the_same_dispatch_is_added_once_and_another_text_replaces_it() {
    let store = fresh("twice.sqlite");
    let add = |input: &str| run(&["add", "--store", &store, "--list", &file("twice.jsonl", input)], "");
    let dispatch =
        |text: &str| format!("{{\"id\":\"a\",\"published\":\"2025-03-17\",\"text\":\"{text}\"}}\n");
    let first = add(&dispatch("Le Rwanda a attaqué le Congo lundi."));
    assert_eq!((first.status, first.data.as_str()), (0, "new\t1\ta\n"), "{}", first.messages);
    let event = rows(&store, "SELECT id FROM events");
    let again = add(&dispatch("Le Rwanda a attaqué le Congo lundi."));
    assert_eq!((again.status, again.data.as_str()), (0, "same\t0\ta\n"), "{}", again.messages);
    assert!(again.messages.contains("1 there already"), "{}", again.messages);
    assert_eq!(rows(&store, "SELECT id FROM events"), event);
    let other = add(&dispatch("Le Rwanda a condamné le Burundi lundi."));
    assert_eq!((other.status, other.data.as_str()), (0, "replaced\t1\ta\n"), "{}", other.messages);
    assert_eq!(rows(&store, "SELECT act FROM claims"), ["ACCUSE"]);
    assert_eq!(rows(&store, "SELECT act FROM events"), ["ACCUSE"]);
    assert_eq!(
        rows(&store, "SELECT version, text FROM versions"),
        ["1\tLe Rwanda a attaqué le Congo lundi."]
    );
    assert_eq!(rows(&store, "SELECT version FROM dispatches"), ["2"]);
    assert!(rows(&store, "SELECT claims FROM versions")[0].contains("ASSAULT"));
}

#[test]
fn documents_publishers_and_origins_are_three_numbers() {
    let story = "Le Rwanda a rompu lundi ses relations diplomatiques avec la Belgique, a indiqué le gouvernement. \
        La décision a été prise après plusieurs semaines de tensions entre les deux capitales au sujet de la guerre.";
    let told = |id: &str, publisher: &str, text: &str| {
        format!(
            "{{\"id\":\"{id}\",\"published\":\"2025-03-17\",\"publisher\":\"{publisher}\",\"text\":\"{text}\"}}\n"
        )
    };
    let input = told("a", "Le Quotidien", story)
        + &told("b", "La Gazette", story)
        + &told(
            "c",
            "Le Courrier",
            "Lundi, le Rwanda a rompu ses relations diplomatiques avec la Belgique. (AFP)",
        )
        + &told(
            "d",
            "Le Phare",
            "Le Rwanda a rompu ses relations diplomatiques avec la Belgique lundi. (AFP)",
        );
    let store = fresh("origins.sqlite");
    let add = run(&["add", "--store", &store, &file("origins.jsonl", input)], "");
    assert_eq!(add.status, 0, "{}", add.messages);
    assert!(add.messages.contains("1 near-duplicates"), "{}", add.messages);
    let query = "SELECT documents, publishers, origins FROM events ORDER BY documents DESC LIMIT 1";
    assert_eq!(rows(&store, query), ["4\t4\t2"]);
}

/// Kills `add` again and again; the file opens, is whole, and holds what was reported.
fn killed(times: u64, name: &str) {
    let store = fresh(name);
    let input = file(&format!("{name}.jsonl"), many(400));
    let mut reported = BTreeSet::new();
    for time in 0..times {
        if time % 20 == 19 {
            let _ = fresh(name);
            reported.clear();
        }
        let mut child = command(&["add", "--store", &store, "--list", "--jobs", "1", &input])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut told = String::new();
            // What is not UTF-8 was cut in the middle of a character: it ends there.
            let _ = lines.read_to_string(&mut told);
            told
        });
        // Not random, and never the same: from before the file is there to long after the first dispatches.
        std::thread::sleep(Duration::from_millis(20 + time * 7919 % 900));
        let _ = child.kill();
        child.wait().unwrap();
        let told = reader.join().unwrap();
        // A line that was cut by the kill names no dispatch.
        let whole = told.rfind('\n').map_or("", |end| &told[..end]);
        reported.extend(whole.lines().filter_map(|line| line.split('\t').nth(2)).map(str::to_string));
        if !PathBuf::from(&store).exists() || reported.is_empty() {
            continue;
        }
        let there: BTreeSet<String> = rows(&store, "SELECT id FROM dispatches").into_iter().collect();
        let lost: Vec<_> = reported.difference(&there).collect();
        assert!(lost.is_empty(), "after kill {time}: {lost:?}");
        assert_eq!(rows(&store, "PRAGMA integrity_check"), ["ok"]);
        assert_eq!(rows(&store, "PRAGMA foreign_key_check"), Vec::<String>::new());
    }
    let last = run(&["add", "--store", &store, &input], "");
    assert_eq!(last.status, 0, "{}", last.messages);
    assert_eq!(number(&store, "SELECT count(*) FROM dispatches"), 400);
    assert_eq!(
        number(&store, "SELECT count(*) FROM claims WHERE number NOT IN (SELECT claim FROM claim_events)"),
        0
    );
}

#[test]
fn a_kill_loses_nothing_that_was_reported() {
    killed(12, "killed.sqlite");
}

#[test]
#[ignore = "minutes: the same 200 times"]
fn two_hundred_kills_lose_nothing_that_was_reported() {
    killed(200, "killed-often.sqlite");
}

#[test]
fn what_is_no_store_is_told_apart() {
    let text = file(
        "no-store.txt",
        "Ceci n'est pas une base de données, mais un texte assez long pour en avoir l'air.",
    );
    for arguments in [&["query", "--store", &text][..], &["add", "--store", &text, &text]] {
        let run = run(arguments, "");
        assert_eq!(run.status, 2);
        assert!(run.messages.contains("not a store of depeche"), "{}", run.messages);
        assert!(std::fs::read_to_string(&text).unwrap().starts_with("Ceci"));
    }
    let missing = run(&["query", "--store", &fresh("missing.sqlite")], "");
    assert_eq!(missing.status, 2);
    assert!(missing.messages.contains("no such store"), "{}", missing.messages);
    let folder = run(&["add", "--store", "/no/such/folder/x.sqlite", &text], "");
    assert_eq!(folder.status, 2);
    assert!(folder.messages.contains("no such folder"), "{}", folder.messages);
}

#[test]
fn conditions_find_what_meets_them_all() {
    let store = fresh("asked.sqlite");
    let add = run(&["add", "--store", &store, &project("examples/dispatches.jsonl")], "");
    assert_eq!(add.status, 0, "{}", add.messages);
    let found = |conditions: &[&str]| {
        let run = run(&[&["query", "--store", &store, "--format", "csv"], conditions].concat(), "");
        assert_eq!(run.status, 0, "{}", run.messages);
        run.data.lines().count().saturating_sub(1)
    };
    let all = found(&[]);
    assert_eq!(all as u64, number(&store, "SELECT count(*) FROM events"));
    for conditions in [
        &["--actor", "RWA"][..],
        &["--recipient", "state/BEL"],
        &["--dyad", "RWA,BEL"],
        &["--act", "SANCTION,CONSULT visit"],
        &["--quad", "4"],
        &["--from", "2025-03-16", "--to", "2025-03-18"],
        &["--place", "AGO"],
        &["--source", "media/reuters"],
        &["--status", "planned"],
        &["--text", "rebelle"],
        &["--claims", "--actor", "Tshisekedi"],
    ] {
        let some = found(conditions);
        assert!(some > 0 && some < all, "{conditions:?} finds {some} of {all}");
    }
    assert_eq!(found(&["--published-by", "nobody"]), 0);
    assert_eq!(found(&["--actor", "RWA", "--act", "PROTEST"]), 0);
    let wrong = run(&["query", "--store", &store, "--text", "\"open"], "");
    assert_eq!(wrong.status, 2, "{}", wrong.messages);
}

#[test]
fn sql_reads_and_never_writes() {
    let store = fresh("read-only.sqlite");
    run(&["add", "--store", &store, &project("examples/dispatches.jsonl")], "");
    for query in ["DELETE FROM claims", "DROP TABLE events", "PRAGMA user_version = 9", "SELEC 1"] {
        let run = run(&["query", "--store", &store, "--sql", query], "");
        assert_eq!(run.status, 2, "{query}: {}", run.messages);
    }
    assert!(number(&store, "SELECT count(*) FROM claims") > 0);
    let table = run(
        &[
            "query",
            "--store",
            &store,
            "--format",
            "table",
            "--sql",
            "SELECT act, count(*) AS n FROM claims GROUP BY 1",
        ],
        "",
    );
    assert!(table.data.starts_with("act"), "{}", table.data);
}

#[test]
fn claims_come_out_as_they_were_read() {
    let store = fresh("same.sqlite");
    let dispatches = project("examples/dispatches.jsonl");
    run(&["add", "--store", &store, &dispatches], "");
    let lines = |text: &str| text.lines().map(str::to_string).collect::<BTreeSet<_>>();
    let read = run(&["read", &dispatches], "");
    let kept = run(&["query", "--store", &store, "--claims"], "");
    assert_eq!(lines(&read.data), lines(&kept.data));
}

#[test]
fn an_event_is_shown_with_its_sentences() {
    let store = fresh("shown.sqlite");
    run(&["add", "--store", &store, &project("examples/dispatches.jsonl")], "");
    let event = rows(&store, "SELECT id FROM events WHERE act = 'SANCTION' LIMIT 1").remove(0);
    let shown = run(&["show", "--store", &store, &event], "");
    assert_eq!(shown.status, 0, "{}", shown.messages);
    assert!(shown.data.contains("SANCTION") && shown.data.contains("who says so"), "{}", shown.data);
    let none = run(&["show", "--store", &store, "e_0000000000000000"], "");
    assert_eq!(none.status, 2);
}

#[test]
fn exports_have_their_columns() {
    let store = fresh("exported.sqlite");
    run(&["add", "--store", &store, &project("examples/dispatches.jsonl")], "");
    let columns = [
        ("gdelt-events", 61),
        ("gdelt-mentions", 16),
        ("polecat", 40),
        ("icews", 20),
        ("tsv", 37),
        ("quadruples", 4),
        ("keds", 6),
    ];
    for (form, count) in columns {
        let run = run(&["export", "--store", &store, "--to", form], "");
        assert_eq!(run.status, 0, "{}", run.messages);
        assert!(!run.data.is_empty(), "{form}");
        for line in run.data.lines() {
            assert_eq!(line.split('\t').count(), count, "{form}: {line}");
        }
    }
    for form in ["jsonl", "geojson"] {
        let run = run(&["export", "--store", &store, "--to", form], "");
        let whole = if form == "jsonl" { run.data.lines().next().unwrap() } else { run.data.as_str() };
        serde_json::from_str::<serde_json::Value>(whole).unwrap();
    }
    let graph = run(&["export", "--store", &store, "--to", "graphml"], "");
    assert!(graph.data.contains("<node id=\"state/RWA\">") && graph.data.ends_with("</graphml>\n"));
    let losses = run(&["export", "--to", "polecat", "--losses"], "");
    assert!(losses.data.contains("sources"), "{}", losses.data);
    let folder = fresh("exported-parquet");
    let parquet = ["export", "--store", &store, "--to", "parquet", "--out", &folder];
    assert_eq!(run(&parquet, "").status, 0);
    let part = PathBuf::from(&folder).join("events/month=2025-03/part.parquet");
    assert!(std::fs::read(part).unwrap().starts_with(b"PAR1"));
    assert_eq!(run(&parquet, "").status, 2, "a folder with files in it is refused");
}
