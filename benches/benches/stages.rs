//! The stages of the pipeline, each by itself, over the example dispatches: `cargo bench -p depeche-benches`.
//! One core; words (UD syntactic words) a second.

use depeche_engine::relate::{self, Asked};
use depeche_engine::{
    Dispatch, Language, Reader, Sentence, Span, code, judge, parse, read, resolve, segment,
};
use depeche_knowledge::cities::Step;
use depeche_knowledge::spelling::{cut, key};
use divan::Bencher;
use divan::counter::ItemsCount;

const TEXTS: [(&str, &str); 2] = [
    ("fr", include_str!("../../examples/grands-lacs.txt")),
    ("en", include_str!("../../examples/essequibo.txt")),
];

fn main() {
    divan::main();
}

struct Prepared {
    reader: Reader,
    dispatch: Dispatch,
    sentences: Vec<Sentence>,
}

impl Prepared {
    fn language(&self) -> &Language {
        self.reader.language(&self.dispatch)
    }

    fn words(&self) -> ItemsCount {
        ItemsCount::new(self.sentences.iter().map(|sentence| sentence.words.len()).sum::<usize>())
    }
}

fn prepare(code: &str) -> Prepared {
    let reader = Reader::embedded().expect("the embedded tables read");
    let text = TEXTS.iter().find(|(language, _)| *language == code).map_or("", |(_, text)| text);
    let dispatch = Dispatch {
        published: Some(jiff::civil::date(2025, 6, 23)),
        language: Some(code.to_string()),
        text: text.to_string(),
        ..Dispatch::default()
    };
    let language = reader.language(&dispatch);
    let sentences = parse::sentences(segment::sentences(text, &language.segment), &language.parse);
    Prepared { sentences, dispatch, reader }
}

#[divan::bench]
fn start_up() -> Reader {
    Reader::embedded().expect("the embedded tables read")
}

#[divan::bench(args = ["fr", "en"])]
fn segmentation(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    bencher
        .counter(own.words())
        .bench_local(|| segment::sentences(&own.dispatch.text, &own.language().segment));
}

#[divan::bench(args = ["fr", "en"])]
fn text_to_trees(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    bencher.counter(own.words()).bench_local(|| {
        parse::sentences(
            segment::sentences(&own.dispatch.text, &own.language().segment),
            &own.language().parse,
        )
    });
}

#[divan::bench(args = ["fr", "en"])]
fn resolution(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    bencher
        .counter(own.words())
        .bench_local(|| resolve::mentions(&own.sentences, &own.dispatch, own.language(), &own.reader));
}

/// Times alone, without the syntax before them. Items are dispatches: 300 words count as one.
#[divan::bench(args = ["fr", "en"])]
fn times(bencher: Bencher<'_, '_>, code: &str) {
    const DISPATCH: usize = 300;
    const ROUNDS: usize = 100;
    let own = prepare(code);
    let words: usize = own.sentences.iter().map(|sentence| sentence.words.len()).sum();
    bencher.counter(ItemsCount::new(ROUNDS * words / DISPATCH)).bench_local(|| {
        let find = |_| resolve::times::find(&own.sentences, &own.dispatch, own.language()).len();
        (0..ROUNDS).map(find).sum::<usize>()
    });
}

/// Every piece of the text asked for the longest name of a city that it begins.
#[divan::bench(args = ["fr", "en"])]
fn cities(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    let cities = &own.reader.knowledge.cities;
    let steps: Vec<Step> =
        cut(&own.dispatch.text).map(|piece| Step { key: key(piece), ends: true }).collect();
    bencher.counter(ItemsCount::new(steps.len())).bench_local(|| {
        let found = |at: usize| cities.longest(steps[at..].iter().copied(), code, false);
        (0..steps.len()).filter_map(found).count()
    });
}

#[divan::bench(args = ["fr", "en"])]
fn coding(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    let mentions = resolve::mentions(&own.sentences, &own.dispatch, own.language(), &own.reader);
    bencher
        .counter(own.words())
        .bench_local(|| code::events(&own.sentences, &mentions, own.language(), &own.reader));
}

#[divan::bench(args = ["fr", "en"])]
fn attribution(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    let mentions = resolve::mentions(&own.sentences, &own.dispatch, own.language(), &own.reader);
    bencher
        .counter(own.words())
        .bench_local(|| judge::statements(&own.sentences, &mentions, &own.dispatch.text, own.language()));
}

#[divan::bench(args = ["fr", "en"])]
fn whole(bencher: Bencher<'_, '_>, code: &str) {
    let own = prepare(code);
    bencher.counter(own.words()).bench_local(|| read(&own.dispatch, &own.reader));
}

/// As `whole`, without the encoder: `--no-model`.
#[divan::bench(args = ["fr", "en"])]
fn whole_by_knowledge(bencher: Bencher<'_, '_>, code: &str) {
    let mut own = prepare(code);
    own.reader.encoder = None;
    bencher.counter(own.words()).bench_local(|| read(&own.dispatch, &own.reader));
}

/// `relate` on sentences of 25 to 30 words, eight at a time; sentences a second.
#[divan::bench]
fn relations(bencher: Bencher<'_, '_>) {
    let reader = Reader::embedded().expect("the embedded tables read");
    let sentences = [
        "Au troisième jour des pourparlers d'Addis-Abeba, l'Érythrée a reproché mardi soir à l'Éthiopie d'avoir \
         massé deux brigades près du port d'Assab, ce que ses généraux ont qualifié d'invention.",
        "Two weeks after the mine collapsed, Zambia has asked Botswana to send engineers and pumps to the border \
         town of Livingstone, where some forty families are still waiting for news, officials in Lusaka said.",
    ];
    let ends = [("l'Érythrée", "l'Éthiopie"), ("Zambia", "Botswana")];
    let asked: Vec<Asked> = (0..8)
        .map(|at| {
            let (text, (source, target)) = (sentences[at % 2], ends[at % 2]);
            let place = |part: &str| {
                let start = text.find(part).unwrap_or_default();
                Some(Span::new(start, start + part.len()))
            };
            let language = Some(if at % 2 == 0 { "fr" } else { "en" }.to_string());
            let dispatch = Dispatch { text: text.to_string(), language, ..Dispatch::default() };
            Asked { dispatch, source: place(source), target: place(target) }
        })
        .collect();
    bencher.counter(ItemsCount::new(asked.len())).bench_local(|| relate::relations(&asked, &reader));
}
