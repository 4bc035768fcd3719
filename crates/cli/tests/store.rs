//! The store at its edges: added twice, killed at any moment, asked, exported.

#[path = "contract/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
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
    let by = |name: &str| {
        let query = ["query", "--store", &store, "--claims", "--format", "csv", "--published-by", name];
        run(&query, "").data.lines().count().saturating_sub(1)
    };
    assert_eq!((by("quotidien"), by("Le Phare"), by("le %")), (1, 1, 0), "a name or part of it, no pattern");
}

#[test]
fn what_a_publisher_embargoes_or_takes_back_is_so() {
    let store = fresh("embargo.sqlite");
    let item = |id: u8, status: &str, more: &str| {
        let text = "Le Rwanda a rompu lundi ses relations avec la Belgique.";
        format!(
            "{{\"uri\":\"urn:x:{id}\",\"pubstatus\":\"{status}\",\"versioncreated\":\"2025-03-17\",\"body_text\":\"{text}\"{more}}}\n"
        )
    };
    let until = ",\"embargoed\":\"2025-03-18T12:00:00Z\",\"url\":\"https://gazette.example/2\"";
    let add = |input: String| run(&["add", "--store", &store, "--list", &file("embargo.jsonl", input)], "");
    let first = add(item(1, "usable", "") + &item(2, "usable", until));
    assert_eq!(first.data, "new\t1\turn:x:1\nnew\t1\turn:x:2\n", "{}", first.messages);
    let event = rows(&store, "SELECT id FROM events").remove(0);
    let shown = run(&["show", "--store", &store, &event], "").data;
    assert_eq!(shown.matches("under embargo until 2025-03-18T12:00:00Z").count(), 1, "{shown}");
    let mentions = run(&["export", "--store", &store, "--to", "gdelt-mentions"], "").data;
    assert!(mentions.contains("\thttps://gazette.example/2\t"), "{mentions}");
    let second = add(item(1, "withheld", "") + &item(2, "usable", ""));
    assert_eq!(second.data, "retracted\t0\turn:x:1\nreplaced\t1\turn:x:2\n", "{}", second.messages);
    assert_eq!(rows(&store, "SELECT id, embargo IS NULL FROM dispatches"), ["urn:x:2\t1"]);
    assert_eq!(rows(&store, "SELECT dispatch FROM versions"), ["urn:x:1", "urn:x:2"]);
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

/// What a shell does before the program, and what came of it.
fn after(shell: &str, program: &[&str], arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(program[0]);
    let script = format!("{shell}; exec \"$0\" \"$@\"");
    command.args(&program[1..]).args(["-c", &script, env!("CARGO_BIN_EXE_depeche")]).args(arguments);
    command.output().unwrap()
}

/// The ids that `add --list` reported, and those that are in the store.
fn reported_and_kept(output: &std::process::Output, store: &str) -> [BTreeSet<String>; 2] {
    let told = String::from_utf8_lossy(&output.stdout);
    let reported = told.lines().filter_map(|line| line.split('\t').nth(2)).map(str::to_string).collect();
    let there = rows(store, "SELECT id FROM dispatches").into_iter().collect();
    assert_eq!(rows(store, "PRAGMA integrity_check"), ["ok"]);
    [reported, there]
}

#[test]
#[cfg(unix)]
fn a_limit_on_the_file_is_told_and_loses_nothing() {
    let store = fresh("limited.sqlite");
    let input = file("limited.jsonl", many(120));
    assert_eq!(run(&["add", "--store", &store, &file("few.jsonl", many(20))], "").status, 0);
    let add = ["add", "--jobs", "1", "--list", "--store", &store, &input];
    // Blocks of 512 bytes; the signal that says so would end the program at once.
    let output = after("trap '' XFSZ; ulimit -f 1200", &["sh"], &add);
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{messages}");
    assert!(messages.contains("the disk refuses"), "{messages}");
    let [reported, there] = reported_and_kept(&output, &store);
    assert!((20..120).contains(&there.len()), "{} of 120", there.len());
    assert!(reported.is_subset(&there));
    assert_eq!(run(&add, "").status, 0, "the limit gone, it goes on");
    assert_eq!(number(&store, "SELECT count(*) FROM dispatches"), 120);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = fresh("full-disk");
    std::fs::create_dir_all(&folder).unwrap();
    let (store, kept) = (format!("{folder}/full.sqlite"), fresh("full-kept.sqlite"));
    let (few, input) = (file("few-full.jsonl", many(20)), file("full.jsonl", many(120)));
    // A disk of its own, of 2 MiB, gone with the shell: what it held is copied away.
    let script = format!(
        "mount -t tmpfs -o size=2m tmpfs '{folder}' || exit 77
        \"$0\" add --quiet --store '{store}' '{few}' || exit 76
        \"$0\" \"$@\"; status=$?
        for end in '' -wal; do cp '{store}'$end '{kept}'$end; done
        exit $status"
    );
    let add = ["add", "--jobs", "1", "--list", "--store", &store, &input];
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &script, env!("CARGO_BIN_EXE_depeche")]).args(add);
    let output = command.output();
    let Some(output) = output.ok().filter(|it| !matches!(it.status.code(), Some(1 | 77))) else {
        eprintln!("left out: no disk can be made here");
        return;
    };
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(4), "{messages}");
    assert!(messages.contains("the disk is full"), "{messages}");
    let [reported, there] = reported_and_kept(&output, &kept);
    assert!((20..120).contains(&there.len()), "{} of 120", there.len());
    assert!(reported.is_subset(&there));
    let rest = run(&["add", "--store", &kept, &input], "");
    assert_eq!(rest.status, 0, "with room it goes on: {}", rest.messages);
    assert_eq!(number(&kept, "SELECT count(*) FROM dispatches"), 120);
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let store = fresh("unwritable.sqlite");
    let input = file("unwritable.jsonl", many(3));
    assert_eq!(run(&["add", "--store", &store, &input], "").status, 0);
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o444)).unwrap();
    // Permissions do not hold for root, who reads it as nobody.
    let root = std::fs::OpenOptions::new().append(true).open(&store).is_ok();
    let nobody = ["setpriv", "--reuid=65534", "--clear-groups", "sh"];
    let shell = if root { &nobody[..] } else { &nobody[3..] };
    let output = after(":", shell, &["add", "--store", &store, &file("more.jsonl", many(5))]);
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    if root && messages.contains("setpriv") {
        eprintln!("left out: {messages}");
        return;
    }
    assert_eq!(output.status.code(), Some(4), "{messages}");
    assert!(messages.contains("read-only"), "{messages}");
    assert_eq!(number(&store, "SELECT count(*) FROM dispatches"), 3);
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o644)).unwrap();
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
