//! Full disks and files that may not be written.

use std::path::PathBuf;

use depeche_engine::Dispatch;
use rusqlite::{Connection, params};

use crate::duplicates::Signature;
use crate::identity::twin;
use crate::merge::Features;
use crate::merge::features::Course;
use crate::merge::participants::{Kind, Participant};
use crate::prepare::{Origin, Prepared, content};
use crate::{Error, Fate, Store};

fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("depeche-store-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

fn prepared(id: &str, text: &str) -> Prepared {
    let dispatch = Dispatch { id: Some(id.to_string()), text: text.to_string(), ..Dispatch::default() };
    Prepared {
        id: id.to_string(),
        key: twin(id),
        content: content(&dispatch, &Origin::default()),
        language: "fr".to_string(),
        credits: String::new(),
        signature: Signature::new(text),
        lemmas: text.to_string(),
        claims: Vec::new(),
        dispatch,
        origin: Origin::default(),
    }
}

fn text(number: usize) -> String {
    (0..400).map(|word| format!("mot{} ", word * 7 + number * 1000)).collect()
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let path = fresh("full.sqlite");
    let mut store = Store::open(&path).unwrap();
    store.add(&[prepared("first", &text(0))]).unwrap();
    let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    store.connection.pragma_update(None, "max_page_count", pages + 40).unwrap();
    let mut safe = vec!["first".to_string()];
    let error = (1..).find_map(|number| {
        let batch = [
            prepared(&format!("a{number}"), &text(number)),
            prepared(&format!("b{number}"), &text(number + 5000)),
        ];
        match store.add(&batch) {
            Ok(added) => {
                safe.extend(added.into_iter().map(|it| it.dispatch));
                None
            }
            Err(error) => Some(error),
        }
    });
    assert!(matches!(error, Some(Error::Full)), "{error:?}");
    assert!(error.unwrap().to_string().contains("disk is full"));
    // What was refused is not there by halves, and the same store goes on once there is room.
    assert_eq!(store.counts().unwrap()[0] as usize, safe.len());
    store.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    assert_eq!(store.add(&[prepared("last", &text(9000))]).unwrap()[0].fate, Fate::New);
    drop(store);
    let store = Store::read(&path).unwrap();
    assert!(store.problems().unwrap().is_empty());
    assert_eq!(store.counts().unwrap()[0] as usize, safe.len() + 1);
    for id in safe {
        let there: i64 = store
            .connection
            .query_row("SELECT count(*) FROM dispatches WHERE id = ?1", [id], |row| row.get(0))
            .unwrap();
        assert_eq!(there, 1);
    }
}

#[test]
fn a_store_that_is_read_cannot_be_written() {
    let path = fresh("read.sqlite");
    Store::open(&path).unwrap().add(&[prepared("first", &text(0))]).unwrap();
    let mut store = Store::read(&path).unwrap();
    let error = store.add(&[prepared("second", &text(1))]).unwrap_err();
    assert!(matches!(error, Error::ReadOnly), "{error:?}");
    assert!(error.to_string().contains("read-only"));
    assert_eq!(store.counts().unwrap()[0], 1);
}

#[test]
fn an_older_store_is_brought_up_to_date() {
    let path = fresh("older.sqlite");
    let older = Connection::open(&path).unwrap();
    older.execute_batch(include_str!("schema.sql")).unwrap();
    older.pragma_update(None, "application_id", 0x6470_6368).unwrap();
    older.pragma_update(None, "user_version", 1).unwrap();
    let signature = Signature::new(&text(0));
    older
        .execute(
            "INSERT INTO dispatches (number, key, id, version, content, language, credits, family, shingles, signature,
                text, lemmas) VALUES (7, 1, 'a', 1, 1, 'fr', '', 1, ?1, ?2, ?3, '')",
            params![signature.runs, signature.to_bytes(), text(0)],
        )
        .unwrap();
    for band in signature.bands() {
        older.execute("INSERT INTO bands VALUES (?1, 7)", [band]).unwrap();
    }
    let features = features();
    older
        .execute(
            "INSERT INTO claims (number, key, id, dispatch, sentence, sentence_begin, sentence_end, act, plover, cameo, quad,
                score, contexts, trigger, trigger_begin, trigger_end, status, certainty, polarity, quote, confidence,
                because, features) VALUES (3, 2, 'c_02', 7, 0, 0, 4, 'ASSAULT', 'ASSAULT', '190', 4, -9.0, '', 'mot0', 0, 4,
                'happened', 'certain', 'positive', 'none', 1.0, '', ?1)",
            [postcard::to_stdvec(&features).unwrap()],
        )
        .unwrap();
    older.execute("INSERT INTO blocks VALUES (99, 3)", []).unwrap();
    drop(older);
    let mut store = Store::open(&path).unwrap();
    let numbers = |query: &str| -> (i64, i64) {
        store.connection.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let blocks = features.blocks();
    assert_eq!(
        numbers("SELECT count(*), max(first) FROM blocks WHERE claim = 3"),
        (blocks.blocks.len() as i64, i64::from(blocks.first))
    );
    assert_eq!(numbers("SELECT count(*), max(dispatch) FROM bands"), (signature.bands().len() as i64, 7));
    assert!(store.add(&[prepared("b", &text(0))]).unwrap()[0].reprint);
    store.settle().unwrap();
    assert_eq!(store.counts().unwrap(), [2, 1, 1]);
    assert!(store.problems().unwrap().is_empty());
}

fn features() -> Features {
    let state = Participant { id: 1, country: 1, kind: Kind::State };
    Features {
        dispatch: 1,
        sentence: 0,
        act: 5,
        mode: 0,
        mutual: false,
        verbal: false,
        course: Course::Fact,
        published: Some(20_000),
        days: None,
        actors: vec![state.clone()],
        recipients: vec![Participant { id: 2, country: 2, ..state }],
        place: None,
        trigger: 0,
        language: 0,
        names: Vec::new(),
        words: Vec::new(),
    }
}

#[test]
fn what_is_taken_away_leaves_no_trace_of_where_to_look() {
    let path = fresh("traces.sqlite");
    let mut store = Store::open(&path).unwrap();
    let twice = |id: &str| prepared(id, &text(0));
    store.add(&[twice("a"), twice("b"), prepared("c", &text(3))]).unwrap();
    let count = |store: &Store, query: &str| -> i64 {
        store.connection.query_row(query, [], |row| row.get(0)).unwrap()
    };
    let bands = Signature::new(&text(0)).bands().len() as i64;
    assert_eq!(count(&store, "SELECT count(*) FROM bands"), 2 * bands, "a twin has none of its own");
    assert!(store.retract("a").unwrap());
    assert_eq!(count(&store, "SELECT count(*) FROM bands"), 2 * bands, "now it has");
    assert!(store.add(&[twice("d")]).unwrap()[0].reprint);
    for id in ["b", "c", "d"] {
        assert!(store.retract(id).unwrap());
    }
    for table in ["bands", "blocks", "dispatches", "claims", "events"] {
        assert_eq!(count(&store, &format!("SELECT count(*) FROM {table}")), 0, "{table}");
    }
    // The words are gone too: a query for them finds nothing, and the index agrees with the texts.
    assert_eq!(count(&store, "SELECT count(*) FROM texts WHERE texts MATCH 'mot7'"), 0);
    store.connection.execute("INSERT INTO texts (texts, rank) VALUES ('integrity-check', 1)", []).unwrap();
}

#[test]
fn one_batch_may_hold_two_versions_of_a_dispatch() {
    let mut store = Store::open(&fresh("versions.sqlite")).unwrap();
    let added =
        store.add(&[prepared("a", &text(0)), prepared("b", &text(1)), prepared("a", &text(2))]).unwrap();
    assert_eq!(added.iter().map(|it| it.fate).collect::<Vec<_>>(), [Fate::New, Fate::New, Fate::Replaced]);
    store.connection.execute("INSERT INTO texts (texts, rank) VALUES ('integrity-check', 1)", []).unwrap();
}

#[test]
fn later_versions_are_told_apart() {
    let path = fresh("later.sqlite");
    Store::open(&path).unwrap().connection.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(Store::open(&path), Err(Error::Newer(_, 99))));
    assert!(matches!(Store::read(&path), Err(Error::Newer(_, 99))));
}

#[test]
fn a_family_that_loses_a_member_is_counted_anew() {
    let path = fresh("family.sqlite");
    let mut store = Store::open(&path).unwrap();
    let families = |store: &Store| -> i64 {
        store
            .connection
            .query_row("SELECT count(DISTINCT family) FROM dispatches", [], |row| row.get(0))
            .unwrap()
    };
    let words = |from: usize, to: usize| (from..to).map(|word| format!("mot{word} ")).collect::<String>();
    // The middle one is near to both others, which are not near to each other.
    store.add(&[prepared("a", &words(0, 100)), prepared("c", &words(45, 145))]).unwrap();
    assert_eq!(families(&store), 2);
    let added = store.add(&[prepared("b", &words(20, 122))]).unwrap();
    assert!(added[0].reprint);
    assert_eq!(families(&store), 1);
    store.add(&[prepared("b", &words(900, 1000))]).unwrap();
    assert_eq!(families(&store), 3);
}
