//! `relate`: knowledge and encoder together, and the knowledge alone.

use depeche_engine::relate::{Asked, MODEL, NONE, Relation, relations};
use depeche_engine::{Dispatch, Reader, Span, read};

/// Asks about a sentence with marked source and target.
fn ask(reader: &Reader, language: &str, marked: &str) -> Relation {
    relations(&[asked(language, marked)], reader).remove(0)
}

fn asked(language: &str, marked: &str) -> Asked {
    let plain =
        ["<s>", "</s>", "<t>", "</t>"].iter().fold(marked.to_string(), |text, tag| text.replace(tag, ""));
    let place = |open: &str, close: &str| {
        let (_, rest) = marked.split_once(open)?;
        let start = plain.find(rest.split('<').next()?)?;
        let length = rest.split_once(close)?.0.len();
        Some(Span { start: start as u32, end: (start + length) as u32 })
    };
    let (source, target) = (place("<s>", "</s>"), place("<t>", "</t>"));
    let dispatch = Dispatch { language: Some(language.into()), text: plain.clone(), ..Dispatch::default() };
    Asked { dispatch, source, target }
}

#[test]
fn the_encoder_reads_what_the_knowledge_has_no_words_for() {
    let mut reader = Reader::embedded().expect("the embedded tables read");
    let cases = [
        ("fr", "<s>Quito</s> a claqué la porte des discussions avec <t>Lima</t>.", "REJECT"),
        ("en", "<s>Windhoek</s> showed <t>Luanda's envoy</t> the door on Friday.", "REJECT"),
        // Another language, by transfer.
        ("en", "<s>El ejército</s> abrió fuego contra <t>los manifestantes</t> en la plaza.", "ASSAULT"),
    ];
    for (language, marked, label) in cases {
        let found = ask(&reader, language, marked);
        assert_eq!(found.plover, label, "{marked}: {found:?}");
        assert!(found.because.iter().any(|rule| rule == MODEL), "{marked}");
    }
    reader.encoder = None;
    for (language, marked, label) in cases {
        let found = ask(&reader, language, marked);
        assert_ne!(found.plover, label, "{marked}: the knowledge has learned it; find another case");
        assert!(found.because.iter().all(|rule| rule != MODEL), "{marked}");
    }
}

#[test]
fn read_asks_the_encoder_where_no_entry_reads_what_stands_between_two_actors() {
    let mut reader = Reader::embedded().expect("the embedded tables read");
    let cases = [
        ("fr", "Le Kenya s'est décarcassé pour l'Ouganda.", "SUPPORT", ["KEN", "UGA"]),
        ("en", "Niger bent over backwards for Benin.", "SUPPORT", ["NER", "BEN"]),
    ];
    let dispatch = |language: &str, text: &str| Dispatch {
        language: Some(language.into()),
        text: text.into(),
        ..Dispatch::default()
    };
    for (language, text, act, countries) in cases {
        let reading = read(&dispatch(language, text), &reader);
        let [claim] = reading.claims.as_slice() else { panic!("{text}: {:?}", reading.claims) };
        let country = |side: &[usize]| reading.mentions.actors[side[0]].value.country.clone();
        assert_eq!(claim.event.act, act, "{text}");
        assert_eq!(
            [&claim.event.actors, &claim.event.recipients].map(|it| country(it)),
            countries.map(|it| Some(it.into()))
        );
        assert!(claim.event.because.iter().any(|rule| rule == MODEL), "{text}");
        assert_eq!(
            claim.event.likely.first().map(|it| it.0.as_str()),
            Some(act),
            "explain has what it held likely"
        );
    }
    reader.encoder = None;
    for (language, text, ..) in cases {
        let reading = read(&dispatch(language, text), &reader);
        assert!(reading.claims.is_empty(), "{text}: the knowledge has learned it; find another case");
    }
}

#[test]
fn scores_are_probabilities_and_none_is_among_them() {
    let mut reader = Reader::embedded().expect("the embedded tables read");
    let marked = "<s>Lima</s> and <t>Quito</t> both lie in the Andes.";
    let found = ask(&reader, "en", marked);
    assert!((found.scores.values().sum::<f64>() - 1.0).abs() < 1e-6);
    assert_eq!(found.scores.len(), 17);
    let likeliest = found.scores.iter().max_by(|a, b| a.1.total_cmp(b.1)).map(|it| it.0.as_str());
    assert_eq!(likeliest, Some(NONE), "{found:?}");
    assert_ne!(found.plover, NONE, "it always answers");
    reader.encoder = None;
    let alone = ask(&reader, "en", marked);
    assert_eq!(alone.scores.get(NONE), Some(&0.0));
}

#[test]
fn an_unknown_end_or_an_odd_span_is_no_trouble() {
    let reader = Reader::embedded().expect("the embedded tables read");
    let text = "Épreuve : Athènes a condamné Ankara.".to_string();
    let dispatch = Dispatch { language: Some("fr".into()), text, ..Dispatch::default() };
    let spans = [
        None,
        Some(Span { start: 0, end: 1 }),
        Some(Span { start: 36, end: 38 }),
        Some(Span { start: 5, end: 5 }),
    ];
    let pairs = spans.iter().flat_map(|&source| spans.iter().map(move |&target| (source, target)));
    let asked: Vec<Asked> =
        pairs.map(|(source, target)| Asked { dispatch: dispatch.clone(), source, target }).collect();
    let together = relations(&asked, &reader);
    for (question, found) in asked.iter().zip(&together) {
        assert!((found.scores.values().sum::<f64>() - 1.0).abs() < 1e-6);
        assert_eq!(relations(std::slice::from_ref(question), &reader)[0], *found, "alone as among others");
    }
}
