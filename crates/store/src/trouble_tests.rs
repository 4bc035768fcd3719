//! Full disks and files that may not be written.

use std::path::PathBuf;

use depeche_engine::Dispatch;

use crate::duplicates::Signature;
use crate::identity::twin;
use crate::prepare::{Prepared, content};
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
        content: content(&dispatch),
        language: "fr".to_string(),
        credits: String::new(),
        signature: Signature::new(text),
        lemmas: text.to_string(),
        claims: Vec::new(),
        dispatch,
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
