//! Claims merged into events: how well, and whether the order in which dispatches come counts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use depeche_engine::{Dispatch, Reader};
use depeche_store::export::{Codes, Form};
use depeche_store::{Agencies, Filter, Origin, Prepared, Store};
use depeche_tests::generate::{Generator, dispatch};
use depeche_tests::merging::{b_cubed, gold};
use depeche_tests::random::Random;
use jiff::ToSpan;
use jiff::civil::date;

fn file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

fn prepared<'a>(dispatches: impl Iterator<Item = &'a Dispatch>, reader: &Reader) -> Vec<Prepared> {
    let agencies = Agencies::new(&reader.knowledge.world);
    let read = |it: &Dispatch| {
        let reading = depeche_engine::read(it, reader);
        Prepared::new(it, &Origin::default(), &reading, reader, &agencies)
    };
    dispatches.map(read).collect()
}

/// The event of each claim.
fn events(store: &Store) -> BTreeMap<String, String> {
    let mut events = BTreeMap::new();
    store
        .claims(&Filter::default(), None, |said| {
            events.insert(said.claim.claim, said.of.expect("every claim is merged"));
            Ok::<(), depeche_store::Error>(())
        })
        .unwrap();
    events
}

/// Everything that the store says of its events.
fn all(store: &Store) -> Vec<u8> {
    let (mut out, codes) = (Vec::new(), Codes::default());
    {
        let mut export = Form::Jsonl.open(Box::new(&mut out), &codes).unwrap();
        store.events_with_claims(&Filter::default(), |event, claims| export.event(&event, &claims)).unwrap();
        export.finish().unwrap();
    }
    out
}

#[test]
fn agrees_with_the_gold() {
    let reader = Reader::embedded().unwrap();
    let marked = gold();
    let mut store = Store::open(&file("gold.sqlite")).unwrap();
    store.add(&prepared(marked.iter().map(|it| &it.dispatch), &reader)).unwrap();
    store.settle().unwrap();
    let merged = events(&store);
    let (mut theirs, mut texts, mut marks, mut read) = (BTreeMap::new(), BTreeMap::new(), 0, 0);
    for it in &marked {
        marks += it.marks.len();
        let claims = it.claims(&reader);
        read += it
            .marks
            .iter()
            .filter(|(_, event)| claims.iter().any(|(_, of)| of.as_ref() == Some(event)))
            .count();
        for (claim, event) in claims {
            if let Some(event) = event {
                texts.insert(claim.claim.clone(), format!("{} {}", claim.dispatch, claim.event.trigger.text));
                theirs.insert(claim.claim, event);
            }
        }
    }
    let ours = theirs.keys().map(|claim| (claim.clone(), merged[claim].clone())).collect();
    let (precision, recall) = b_cubed(&ours, &theirs);
    let f1 = 2.0 * precision * recall / (precision + recall);
    let clusters: std::collections::BTreeSet<_> = theirs.values().collect();
    println!(
        "merging: B-cubed F1 {f1:.3} precision {precision:.3} recall {recall:.3} over {} claims of {} events; {read} of {marks} marks are read",
        theirs.len(),
        clusters.len()
    );
    for (event, claims) in split(&ours, &theirs) {
        let shown: Vec<String> =
            claims.iter().map(|claim| format!("{} [{}]", texts[claim], ours[claim])).collect();
        println!("  {event}: {}", shown.join(", "));
    }
    assert!(precision >= 0.92 && f1 >= 0.85);
}

/// Events of the gold that are not one event of ours alone, with their claims.
fn split(ours: &BTreeMap<String, String>, theirs: &BTreeMap<String, String>) -> Vec<(String, Vec<String>)> {
    let mut groups: BTreeMap<&String, Vec<String>> = BTreeMap::new();
    for (claim, event) in theirs {
        groups.entry(event).or_default().push(claim.clone());
    }
    let pure = |claims: &Vec<String>| {
        let first = &ours[&claims[0]];
        claims.iter().all(|claim| ours[claim] == *first)
            && ours.values().filter(|it| *it == first).count() == claims.len()
    };
    groups
        .into_iter()
        .filter(|(_, claims)| !pure(claims))
        .map(|(event, claims)| (event.clone(), claims))
        .collect()
}

#[test]
fn the_order_of_arrival_does_not_count() {
    let reader = Reader::embedded().unwrap();
    let all_prepared = prepared(gold().iter().map(|it| &it.dispatch), &reader);
    let mut expect = None;
    for seed in 0..12 {
        let mut random = Random(seed);
        let mut order: Vec<usize> = (0..all_prepared.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        let mut store = Store::open(&file("order.sqlite")).unwrap();
        for batch in order.chunks(1 + random.below(20)) {
            let batch: Vec<Prepared> = batch.iter().map(|&at| all_prepared[at].clone()).collect();
            store.add(&batch).unwrap();
            if random.below(2) == 0 {
                store.settle().unwrap();
            }
        }
        store.settle().unwrap();
        let found = all(&store);
        assert!(store.problems().unwrap().is_empty());
        assert!(*expect.get_or_insert_with(|| found.clone()) == found, "seed {seed} merges otherwise");
    }
}

#[test]
fn the_size_of_the_steps_does_not_count() {
    let reader = Reader::embedded().unwrap();
    let lines = Generator::new(1, &reader.knowledge).take(400);
    // Within two months, so that events touch each other in chains.
    let day = |n: usize| Some(date(2024, 5, 1) + (n as i64 * 7 % 60).days());
    let dispatches: Vec<Dispatch> =
        lines.enumerate().map(|(n, line)| Dispatch { published: day(n), ..dispatch(&line) }).collect();
    let kept = prepared(dispatches.iter(), &reader);
    let mut expect = None;
    for claims in [100_000, 100, 1000] {
        let mut store = Store::open(&file("steps.sqlite")).unwrap();
        store.add(&kept).unwrap();
        store.settle_by(claims).unwrap();
        assert!(store.problems().unwrap().is_empty());
        let found = all(&store);
        assert!(*expect.get_or_insert_with(|| found.clone()) == found, "{claims} at a time merge otherwise");
    }
}
