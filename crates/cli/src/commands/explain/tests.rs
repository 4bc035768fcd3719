//! A page drawn from a reading made by hand, so that it doesn't change when rules do.

use depeche_engine::code::Event;
use depeche_engine::judge::{Certainty, Claim, Cue, Quote, Source, Standing, Statement, Status};
use depeche_engine::resolve::Mentions;
use depeche_engine::resolve::actors::Actor;
use depeche_engine::resolve::times::Time;
use depeche_engine::ud::{Features, Relation, Upos};
use depeche_engine::{Dispatch, Gap, Mention, Part, Reader, Reading, Sentence, Span, Word};
use jiff::civil::date;

use super::page;

const TEXT: &str =
    "Une source de haut rang a déclaré lundi à Reuters que le ministre iranien rencontrerait Poutine.";
const WORDS: [(&str, &str, Upos, usize, Relation); 16] = [
    ("Une", "un", Upos::Det, 2, Relation::Det),
    ("source", "source", Upos::Noun, 7, Relation::Nsubj),
    ("de", "de", Upos::Adp, 5, Relation::Case),
    ("haut", "haut", Upos::Adj, 5, Relation::Amod),
    ("rang", "rang", Upos::Noun, 2, Relation::Nmod),
    ("a", "avoir", Upos::Aux, 7, Relation::AuxTense),
    ("déclaré", "déclarer", Upos::Verb, 0, Relation::Root),
    ("lundi", "lundi", Upos::Noun, 7, Relation::OblMod),
    ("à", "à", Upos::Adp, 10, Relation::Case),
    ("Reuters", "Reuters", Upos::Propn, 7, Relation::OblArg),
    ("que", "que", Upos::Sconj, 15, Relation::Mark),
    ("le", "le", Upos::Det, 13, Relation::Det),
    ("ministre", "ministre", Upos::Noun, 15, Relation::Nsubj),
    ("iranien", "iranien", Upos::Adj, 13, Relation::Amod),
    ("rencontrerait", "rencontrer", Upos::Verb, 7, Relation::Ccomp),
    ("Poutine", "Poutine", Upos::Propn, 15, Relation::Obj),
];

fn span(words: &str) -> Span {
    let start = TEXT.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn mention<T>(words: &str, value: T) -> Mention<T> {
    Mention { sentence: 0, span: span(words), words: 0..0, head: 0, value, because: Vec::new() }
}

fn actor(name: &str, id: &str, country: Option<&str>, role: Option<&str>) -> Actor {
    Actor {
        id: Some(id.into()),
        name: Some(name.into()),
        country: country.map(Into::into),
        role: role.map(Into::into),
        ..Actor::default()
    }
}

fn source(words: &str, kind: &str, rank: Option<&str>, mention: Option<usize>) -> Source {
    Source {
        sentence: 0,
        span: span(words),
        mention,
        kind: kind.into(),
        named: mention.is_some(),
        count: "one".into(),
        rank: rank.map(Into::into),
        country: None,
        relay: mention.is_some(),
    }
}

fn reading() -> Reading {
    let word = |&(form, lemma, upos, head, relation): &(&str, &str, Upos, usize, Relation)| Word {
        form: form.into(),
        span: span(form),
        token: 0,
        lemma: lemma.into(),
        upos,
        features: Features::default(),
        head: head.checked_sub(1),
        relation,
    };
    let sentence = Sentence::new(Part::Body, 0, span(TEXT), WORDS.iter().map(word).collect());
    let time = Time {
        value: "2025-06-23".into(),
        start: Some(date(2025, 6, 23)),
        end: Some(date(2025, 6, 23)),
        grain: "day".into(),
        anchor: "dispatch".into(),
        ..Time::default()
    };
    let actors = vec![
        mention("Reuters", actor("Reuters", "media/reuters", Some("GBR"), None)),
        mention(
            "le ministre iranien",
            actor("Abbas Araghchi", "person/abbas-araghchi", Some("IRN"), Some("foreign minister")),
        ),
        mention("Poutine", actor("Vladimir Putin", "person/vladimir-putin", Some("RUS"), Some("president"))),
    ];
    let mentions = Mentions::new(actors, Vec::new(), vec![mention("lundi", time)]);
    let sources = vec![
        source("Reuters", "media", None, Some(0)),
        source("Une source de haut rang", "unnamed", Some("senior"), None),
    ];
    let cue = Some(Cue { span: span("a déclaré"), kind: "verb".into() });
    let event = Event {
        sentence: 0,
        trigger: 14,
        words: vec![14],
        act: "CONSULT".into(),
        mode: Some("visit".into()),
        contexts: vec!["diplomatic".into()],
        actors: vec![1],
        recipients: vec![2],
        time: Some(0),
        because: vec!["french/consult/rencontrer".into()],
        ..Event::default()
    };
    let statement = Statement {
        sentence: 0,
        content: vec![span("que le ministre iranien rencontrerait Poutine")],
        content_head: Some(14),
        cue: cue.clone(),
        sources: sources.clone(),
        presupposed: false,
        directs: false,
        asides: Vec::new(),
        quote: Quote::Indirect,
        because: vec!["french/attribution/declarer".into()],
    };
    let standing = Standing { status: Status::Planned, certainty: Certainty::Certain, ..Standing::default() };
    let claim = Claim {
        event,
        standing,
        sources,
        cue,
        quote: Quote::Indirect,
        confidence: 0.874,
        because: vec!["ontology/CONSULT".into()],
    };
    let gap = Gap { sentence: 0, span: span("rang"), reason: "no actor".into() };
    Reading {
        language: "fr".into(),
        sentences: vec![sentence],
        mentions,
        statements: vec![statement],
        claims: vec![claim],
        gaps: vec![gap],
    }
}

#[test]
fn a_page_says_what_was_read_and_why() {
    let dispatch = Dispatch { text: TEXT.into(), published: Some(date(2025, 6, 23)), ..Dispatch::default() };
    let reader = Reader::embedded().unwrap();
    let page = page(&dispatch, &reading(), &reader, "knowledge", None, 100).unwrap();
    if std::env::var_os("SHOW").is_some() {
        println!("{page}");
    }
    let plain = anstream::adapter::strip_str(&page).to_string();
    for expected in [
        "fr · published 2025-06-23 · 1 sentence · 1 claim · 1 attribution",
        "  ┌─ source             source",
        "  déclaré",
        "actor  le ministre iranien  Abbas Araghchi · IRN · foreign minister",
        "time   lundi",
        "CONSULT visit →",
        "; planned, certain (told as something to come); says: an unnamed senior source (“Une source de haut rang”), through Reuters;",
        "labelled AGREE · CAMEO 036 · quad 1 · score +2.5 · diplomatic · indirect speech · confidence 0.87",
        "knowledge/ontology/acts.toml:",
        "“rang”  no actor",
    ] {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat(&plain).contains(&flat(expected)), "{expected}\n{plain}");
    }
    assert!(plain.lines().all(|line| line.chars().count() <= 100), "{plain}");
}
