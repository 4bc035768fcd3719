//! What no pattern reads: two known actors around one verb, put to the encoder, whose word counts where it is sure.

use std::ops::Range;

use depeche_encoder::{Encoder, Question};
use depeche_knowledge::notation::Role;
use depeche_knowledge::ontology::Ontology;
use smol_str::SmolStr;

use super::{Event, circumstances};
use crate::relate::MODEL;
use crate::resolve::Mentions;
use crate::text::{Sentence, Span};
use crate::ud::Upos;
use crate::{Language, Reader};

use super::participants::Scene;

/// How likely the encoder must hold an act: chosen on development texts, for precision.
const SURE: f32 = 0.8;
/// How likely an act must be to be told beside the one chosen.
const WORTH_TELLING: f32 = 0.01;

/// A verb with an actor on each side, that no pattern has read.
struct Open {
    sentence: usize,
    verb: usize,
    actors: Vec<usize>,
    recipients: Vec<usize>,
}

/// Adds to the events of a dispatch those that only the encoder sees, in the order of the text.
pub fn add(
    events: &mut Vec<Event>,
    sentences: &[Sentence],
    mentions: &Mentions,
    text: &str,
    language: &Language,
    reader: &Reader,
) {
    let Some(encoder) = &reader.encoder else { return };
    let open: Vec<Open> = sentences
        .iter()
        .enumerate()
        .flat_map(|(index, sentence)| {
            let scene = Scene { sentence, index, mentions, patterns: &language.patterns };
            open(scene, events, language)
        })
        .collect();
    if open.is_empty() {
        return;
    }
    let mut found = ask(&open, sentences, mentions, text, encoder, &reader.knowledge.ontology);
    let patterns = &language.patterns;
    for (index, sentence) in sentences.iter().enumerate() {
        let scene = Scene { sentence, index, mentions, patterns };
        let here = |event: &Event| event.sentence == index;
        let (Some(from), Some(to)) = (found.iter().position(here), found.iter().rposition(here)) else { continue };
        let own = &mut found[from..=to];
        circumstances::attach(own, index, sentence, mentions, &patterns.grammar);
        patterns.quantities.attach(own, scene);
    }
    patterns.contexts.attach(&mut found, sentences);
    events.append(&mut found);
    events.sort_by_key(|event| (event.sentence, event.trigger));
}

/// The open verbs of a sentence.
fn open(scene: Scene<'_>, events: &[Event], language: &Language) -> Vec<Open> {
    let from = events.partition_point(|event| event.sentence < scene.index);
    let to = events.partition_point(|event| event.sentence <= scene.index);
    let read = &events[from..to];
    let words = &scene.sentence.words;
    let verbs = (0..words.len()).filter(|&word| {
        words[word].upos == Upos::Verb
            && !language.cues.is_cue(&words[word])
            && !read.iter().any(|event| event.words.contains(&word))
    });
    let pair = |verb: usize| {
        let grammar = &scene.patterns.grammar;
        let subjects = grammar.subjects(scene.sentence, verb, 1);
        let actors = known(scene, &subjects, Role::Actor);
        let recipients = reached(scene, verb, &actors);
        let bound = |event: &Event| {
            let on = |side: &[usize]| event.actors.iter().chain(&event.recipients).any(|it| side.contains(it));
            on(&actors) && on(&recipients)
        };
        let whole = !actors.is_empty() && !recipients.is_empty();
        (whole && !read.iter().any(bound)).then(|| Open { sentence: scene.index, verb, actors, recipients })
    };
    verbs.filter_map(pair).collect()
}

/// Those of some words that are actors of whom something is known.
fn known(scene: Scene<'_>, words: &[usize], role: Role) -> Vec<usize> {
    let mut found: Vec<usize> = words.iter().flat_map(|&word| scene.actors(word, role)).collect();
    found.retain(|&actor| {
        let value = &scene.mentions.actors[actor].value;
        value.id.is_some() || value.country.is_some()
    });
    found.sort_unstable();
    found.dedup();
    found
}

/// The nearest actors that a verb reaches: its object's, or those of its other complements.
fn reached(scene: Scene<'_>, verb: usize, actors: &[usize]) -> Vec<usize> {
    let sentence = scene.sentence;
    let mut words = scene.patterns.grammar.objects(sentence, verb);
    words.extend(sentence.with(verb, "iobj").chain(sentence.with(verb, "obl")));
    let below: Vec<usize> = words.iter().flat_map(|&word| sentence.with(word, "nmod")).collect();
    words.extend(below);
    let sides = words.iter().map(|&word| {
        let mut found = known(scene, &[word], Role::Recipient);
        found.retain(|actor| !actors.contains(actor) && scene.mentions.actors[*actor].sentence == scene.index);
        found
    });
    sides.into_iter().find(|side| !side.is_empty()).unwrap_or_default()
}

/// The events that the encoder is sure of.
fn ask(
    open: &[Open],
    sentences: &[Sentence],
    mentions: &Mentions,
    text: &str,
    encoder: &Encoder,
    ontology: &Ontology,
) -> Vec<Event> {
    let place = |actors: &[usize], sentence: usize, around: Span| -> Option<Range<usize>> {
        let here = actors.iter().map(|&actor| &mentions.actors[actor]);
        let span = here.filter(|it| it.sentence == sentence).map(|it| it.span).next()?;
        around.contains(span).then(|| (span.start - around.start) as usize..(span.end - around.start) as usize)
    };
    let (asked, questions): (Vec<&Open>, Vec<Question<'_>>) = open
        .iter()
        .filter_map(|open| {
            let around = sentences[open.sentence].span;
            let ends = [&open.actors, &open.recipients].map(|side| place(side, open.sentence, around));
            ends.iter().all(Option::is_some).then(|| (open, Question { text: around.of(text), ends }))
        })
        .unzip();
    let mut events = Vec::new();
    for (open, opinion) in asked.into_iter().zip(encoder.answer(&questions)) {
        let names = ontology.acts.iter().map(|act| &act.id).zip(opinion.acts);
        let mut likely: Vec<(SmolStr, f32)> =
            names.filter(|(_, share)| *share >= WORTH_TELLING).map(|(id, share)| (id.clone(), share)).collect();
        likely.sort_by(|one, other| other.1.total_cmp(&one.1));
        let Some((act, _)) = likely.first().filter(|(_, share)| *share >= SURE).cloned() else { continue };
        events.push(Event {
            sentence: open.sentence,
            trigger: open.verb,
            words: vec![open.verb],
            act,
            actors: open.actors.clone(),
            recipients: open.recipients.clone(),
            because: vec![MODEL.into()],
            likely,
            ..Event::default()
        });
    }
    events
}
