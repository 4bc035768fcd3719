//! Merging and keeping, over dispatches made from our own texts: `cargo bench -p depeche-benches --bench store`. One core;
//! claims a second.

use std::path::PathBuf;
use std::sync::OnceLock;

use depeche_engine::{Reader, read};
use depeche_store::merge::{Item, merge};
use depeche_store::{Agencies, Origin, Prepared, Store};
use depeche_tests::generate::{Generator, dispatch};
use divan::Bencher;
use divan::counter::ItemsCount;

const DISPATCHES: usize = 600;

fn main() {
    divan::main();
}

fn prepared() -> &'static [Prepared] {
    static PREPARED: OnceLock<Vec<Prepared>> = OnceLock::new();
    PREPARED.get_or_init(|| {
        let reader = Reader::embedded().expect("the embedded tables read");
        let agencies = Agencies::new(&reader.knowledge.world);
        let lines = Generator::new(1, &reader.knowledge).take(DISPATCHES);
        lines
            .map(|line| dispatch(&line))
            .map(|it| Prepared::new(&it, &Origin::default(), &read(&it, &reader), &reader, &agencies))
            .collect()
    })
}

fn fresh() -> Store {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench.sqlite");
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    Store::open(&path).expect("a store")
}

#[divan::bench]
fn merging(bencher: Bencher<'_, '_>) {
    let items: Vec<Item> = prepared().iter().flat_map(Prepared::items).collect();
    bencher.counter(ItemsCount::new(items.len())).bench_local(|| merge(&items));
}

#[divan::bench(sample_count = 5)]
fn keeping_and_merging(bencher: Bencher<'_, '_>) {
    let claims: usize = prepared().iter().map(|it| it.items().len()).sum();
    bencher.counter(ItemsCount::new(claims)).with_inputs(fresh).bench_local_values(|mut store| {
        store.add(prepared()).expect("room");
        store.settle().expect("room");
    });
}
