//! What no pattern reads: two known actors around one verb, put to the encoder, whose word counts where it is sure.

use std::ops::Range;

use depeche_encoder::{Encoder, Opinion, Question};
use depeche_knowledge::notation::Role;
use depeche_knowledge::ontology::Ontology;
use smol_str::SmolStr;

use super::{Event, circumstances};
use crate::relate::MODEL;
use crate::resolve::Mentions;
use crate::text::{Sentence, Word};
use crate::ud::{Features, Relation, Upos};
use crate::{Language, Reader};

use super::participants::Scene;

/// How likely the encoder must hold an act: chosen on development texts, for precision.
const SURE: f32 = 0.6;
/// How likely an act must be to be told beside the one chosen.
const WORTH_TELLING: f32 = 0.01;

/// A word with an actor on each side, that no pattern has read, or two in two ways.
struct Open {
    sentence: usize,
    word: usize,
    actors: Vec<usize>,
    recipients: Vec<usize>,
}

/// What the encoder sees only.
fn event(likely: Likely, open: Open) -> Option<Event> {
    let (act, _) = likely.first().filter(|(_, share)| *share >= SURE)?.clone();
    let Open { sentence, word, actors, recipients } = open;
    let because = vec![MODEL.into()];
    Some(Event {
        sentence,
        trigger: word,
        words: vec![word],
        act,
        actors,
        recipients,
        because,
        likely,
        ..Event::default()
    })
}

/// The open verbs of a sentence.
fn open(scene: Scene<'_>, events: &[Event], language: &Language) -> Vec<Open> {
    let from = events.partition_point(|event| event.sentence < scene.index);
    let to = events.partition_point(|event| event.sentence <= scene.index);
    let read = &events[from..to];
    let words = &scene.sentence.words;
    let verbs = (0..words.len()).filter(|&word| {
        words[word].upos == Upos::Verb
            // "a faction led by": a participle in a noun's phrase tells who they are.
            && words[word].relation != Relation::Acl
            && !scene.patterns.grammar.is_no_act(&words[word].lemma)
            && !language.cues.is_cue(&words[word])
            && !read.iter().any(|event| event.words.contains(&word))
    });
    let pair = |word: usize| {
        let actors = known(scene, &scene.patterns.grammar.subjects(scene.sentence, word, 1), Role::Actor);
        if actors.is_empty() {
            return None;
        }
        let recipients = reached(scene, word, &actors);
        let bound = |event: &Event| {
            let on =
                |side: &[usize]| event.actors.iter().chain(&event.recipients).any(|it| side.contains(it));
            on(&actors) && on(&recipients)
        };
        // "threatened to expand them": the threat is read, and has its actor.
        let above = words[word].head.filter(|_| words[word].relation.is("xcomp"));
        let governed = |event: &Event| {
            above.is_some_and(|verb| event.words.contains(&verb))
                && event.actors.iter().any(|it| actors.contains(it))
        };
        if recipients.is_empty() || read.iter().any(|event| bound(event) || governed(event)) {
            return None;
        }
        Some(Open { sentence: scene.index, word, actors, recipients })
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
        found.retain(|actor| {
            let mention = &scene.mentions.actors[*actor];
            // "withdrew its troops": what is one's own is nobody else's.
            let own = |word: &Word| word.features.has(Features::POSS);
            let here = mention.sentence == scene.index && !actors.contains(actor);
            // Whom a pronoun stands for is too unsure to add to an act that is unsure as well.
            let vague = |word: &Word| own(word) || word.upos == Upos::Pron;
            here && !sentence.words.get(mention.head).is_some_and(vague)
        });
        found
    });
    sides.into_iter().find(|side| !side.is_empty()).unwrap_or_default()
}

/// Acts and how likely each is, the likeliest first.
type Likely = Vec<(SmolStr, f32)>;

/// All that is needed to ask.
pub struct Asker<'a> {
    sentences: &'a [Sentence],
    mentions: &'a Mentions,
    text: &'a str,
    encoder: &'a Encoder,
    ontology: &'a Ontology,
}

impl<'a> Asker<'a> {
    /// For a dispatch.
    #[must_use]
    pub fn new(
        sentences: &'a [Sentence],
        mentions: &'a Mentions,
        text: &'a str,
        encoder: &'a Encoder,
        reader: &'a Reader,
    ) -> Asker<'a> {
        Asker { sentences, mentions, text, encoder, ontology: &reader.knowledge.ontology }
    }

    /// Adds to the events of the dispatch those that only the encoder sees, in the order of the text, and lets it
    /// choose where patterns disagree.
    pub fn add(&self, events: &mut Vec<Event>, language: &Language) {
        self.settle(events);
        let patterns = &language.patterns;
        let (sentences, mentions) = (self.sentences, self.mentions);
        let scene = |index| Scene { sentence: &sentences[index], index, mentions, patterns };
        let open: Vec<Open> =
            (0..sentences.len()).flat_map(|index| open(scene(index), events, language)).collect();
        let answers = self.ask(&open);
        let mut found: Vec<Event> =
            answers.into_iter().zip(open).filter_map(|(likely, open)| event(likely, open)).collect();
        for (index, sentence) in sentences.iter().enumerate() {
            let from = found.partition_point(|event| event.sentence < index);
            let to = found.partition_point(|event| event.sentence <= index);
            circumstances::attach(&mut found[from..to], index, sentence, mentions, &patterns.grammar);
            patterns.quantities.attach(&mut found[from..to], scene(index));
        }
        patterns.contexts.attach(&mut found, sentences);
        events.append(&mut found);
        events.sort_by_key(|event| (event.sentence, event.trigger));
    }

    /// What the encoder holds likely of each; nothing where one side is not in the sentence.
    fn ask(&self, open: &[Open]) -> Vec<Likely> {
        let questions: Vec<Option<Question<'_>>> = open.iter().map(|open| self.question(open)).collect();
        let asked: Vec<Question<'_>> = questions.iter().flatten().cloned().collect();
        let mut opinions = self.encoder.answer(&asked).into_iter();
        let answers = questions.iter().map(|question| question.as_ref().and_then(|_| opinions.next()));
        answers.map(|opinion| opinion.map(|opinion| self.likely(&opinion)).unwrap_or_default()).collect()
    }

    fn question(&self, open: &Open) -> Option<Question<'_>> {
        let around = self.sentences.get(open.sentence)?.span;
        let place = |side: &[usize]| -> Option<Range<usize>> {
            let own = |&&actor: &&usize| self.mentions.actors[actor].sentence == open.sentence;
            let span = self.mentions.actors[*side.iter().find(own)?].span;
            around
                .contains(span)
                .then(|| (span.start - around.start) as usize..(span.end - around.start) as usize)
        };
        let ends = [place(&open.actors), place(&open.recipients)];
        ends.iter().all(Option::is_some).then(|| Question { text: around.of(self.text), ends })
    }

    fn likely(&self, opinion: &Opinion) -> Likely {
        let shares = self.ontology.acts.iter().map(|act| act.id.clone()).zip(opinion.acts);
        let mut likely: Likely = shares.filter(|(_, share)| *share >= WORTH_TELLING).collect();
        likely.sort_by(|one, other| other.1.total_cmp(&one.1));
        likely
    }

    /// Of readings that are as good as one another, the one that the encoder is sure of.
    fn settle(&self, events: &mut [Event]) {
        let between: Vec<usize> = (0..events.len()).filter(|&at| !events[at].rivals.is_empty()).collect();
        let open = between.iter().map(|&at| {
            let Event { sentence, trigger: word, actors, recipients, .. } = events[at].clone();
            Open { sentence, word, actors, recipients }
        });
        for (at, likely) in between.iter().zip(self.ask(&open.collect::<Vec<_>>())) {
            let Some((act, _)) = likely.first().filter(|(_, share)| *share >= SURE) else { continue };
            if let Some(rival) = events[*at].rivals.iter().position(|rival| rival.act == *act) {
                let mut chosen = events[*at].rivals.swap_remove(rival);
                chosen.because.push(MODEL.into());
                (chosen.place, chosen.time) = (events[*at].place, events[*at].time);
                chosen.quantities = std::mem::take(&mut events[*at].quantities);
                chosen.likely = likely;
                events[*at] = chosen;
            }
        }
    }
}
