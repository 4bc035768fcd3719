//! A coded event becomes a claim: its chain of sources, its standing, and how sure the reading is.

use depeche_knowledge::ontology::Ontology;

use super::purposes;
use super::{Certainty, Claim, Quote, Source, Standing, Statement, Status, standing};
use crate::Language;
use crate::code::Event;
use crate::resolve::Mentions;
use crate::text::{Sentence, Span, Word};
use crate::ud::{Features, Relation, Upos};

/// The innermost statement whose content covers a span.
pub(super) fn innermost<'a>(
    statements: impl Iterator<Item = &'a Statement>,
    span: Span,
) -> Option<&'a Statement> {
    let covering = statements.filter(|statement| {
        if statement.presupposed || statement.asides.iter().any(|aside| aside.contains(span)) {
            return false;
        }
        let outside = statement.cue.as_ref().is_none_or(|cue| !cue.span.contains(span));
        outside && statement.content.iter().any(|part| part.contains(span))
    });
    covering.min_by_key(|statement| {
        let length: u32 = statement.content.iter().map(|part| part.end - part.start).sum();
        // A statement that nobody makes says nothing about who does.
        (statement.sources.is_empty(), length)
    })
}

/// Judges events, in their order.
pub(super) fn judge(
    events: Vec<Event>,
    statements: &[Statement],
    sentences: &[Sentence],
    mentions: &Mentions,
    language: &Language,
    ontology: &Ontology,
) -> Vec<Claim> {
    let voices = purposes::voices(&events, ontology);
    let judged = events.into_iter().map(|event| {
        let voiced = purposes::voiced(&event, &voices, sentences, ontology);
        claim(event, voiced, statements, sentences, mentions, language)
    });
    judged.collect()
}

fn claim(
    event: Event,
    voiced: Option<usize>,
    statements: &[Statement],
    sentences: &[Sentence],
    mentions: &Mentions,
    language: &Language,
) -> Claim {
    // Tense and negation are the light verb's, where there is one; under "considering sanctions" they are not yet.
    let decides = |&verb: &usize| {
        let (index, noun) = (event.sentence, event.trigger);
        standing::gives_status(index, verb, noun, sentences, mentions, &language.cues)
    };
    let bearer = event.support.filter(|verb| !decides(verb)).unwrap_or(event.trigger);
    let stand = |word: usize| standing::of(event.sentence, word, sentences, mentions, &language.cues);
    let mut standing = stand(bearer);
    if let Some(verb) = voiced.filter(|_| standing.status == Status::Planned) {
        standing = stand(verb);
    }
    let word = sentences.get(event.sentence).and_then(|sentence| sentence.words.get(event.trigger));
    // "vowed to avenge the killing", "urged them to free those detained": what has happened, the dispatch says.
    let background = word.is_some_and(|word| {
        let below = word.upos == Upos::Noun || word.relation == Relation::Acl;
        below && standing.status == Status::Happened && !standing.negative
    });
    if let Some(status) = &event.status
        && matches!(standing.status, Status::Happened | Status::Ongoing | Status::DidNotHappen)
    {
        standing.status = standing::status(status);
    }
    let head = Some(event.trigger);
    let said = statements.iter().filter(|it| !(background && it.directs && it.content_head != head));
    let statement = word.and_then(|word| innermost(said, word.span));
    let mut because = standing.because.clone();
    let (mut sources, mut cue, mut quote) = (Vec::new(), None, Quote::None);
    if let Some(statement) = statement {
        sources = statement.sources.clone();
        cue = statement.cue.clone();
        quote = statement.quote;
        because.splice(0..0, statement.because.iter().cloned());
    }
    let event = named_by_speaker(event, &sources, sentences, mentions);
    let confidence = confidence(&event, &standing, statement);
    Claim { event, standing, sources, cue, quote, confidence, because }
}

/// "Nous appelons à la trêve", in quotation marks, is the speaker's own act.
fn named_by_speaker(
    mut event: Event,
    sources: &[Source],
    sentences: &[Sentence],
    mentions: &Mentions,
) -> Event {
    let Some(speaker) = sources.last().and_then(|source| source.mention) else { return event };
    let first_person = |&actor: &usize| {
        mentions.actors.get(actor).is_some_and(|mention| {
            let word = sentences.get(mention.sentence).and_then(|sentence| sentence.words.get(mention.head));
            let unknown = mention.value.id.is_none() && mention.value.country.is_none();
            unknown && word.is_some_and(is_first_person)
        })
    };
    for side in [&mut event.actors, &mut event.recipients] {
        if side.iter().any(first_person) {
            side.retain(|actor| !first_person(actor));
            if !side.contains(&speaker) {
                side.push(speaker);
            }
        }
    }
    event
}

/// Where nobody is named, an event that is or is to be is told, and one that was tried; not what somebody denies or supposes.
const TOLD_ALONE: [Status; 7] = [
    Status::Happened,
    Status::Ongoing,
    Status::Scheduled,
    Status::Expected,
    Status::Planned,
    Status::Attempted,
    Status::Prevented,
];

/// Whether nobody in a claim is known: pronouns alone, which nothing resolves ("I asked for a fried egg").
pub(super) fn is_about_nobody(claim: &Claim, sentences: &[Sentence], mentions: &Mentions) -> bool {
    let blank = |&actor: &usize| {
        let Some(mention) = mentions.actors.get(actor) else { return true };
        let value = &mention.value;
        let resolved = value.id.is_some()
            || value.country.is_some()
            || value.role.is_some()
            || value.antecedent.is_some()
            || !value.members.is_empty();
        let word = sentences.get(mention.sentence).and_then(|sentence| sentence.words.get(mention.head));
        !resolved && word.is_some_and(|word| matches!(word.upos, Upos::Pron | Upos::Det))
    };
    if claim.event.is_nobodys() {
        return !TOLD_ALONE.contains(&claim.standing.status);
    }
    claim.event.actors.iter().chain(&claim.event.recipients).all(blank)
}

fn is_first_person(word: &Word) -> bool {
    word.upos == Upos::Pron
        && (word.features.has(Features::PERSON_1) || word.features.has(Features::PERSON_PSOR_1))
        || word.features.has(Features::POSS) && word.features.has(Features::PERSON_1)
}

/// How sure the reading is, 0 to 1: a factor, set by hand, for each part of it, multiplied. A named actor and
/// recipient, a plain status and a source with a cue are the sure ones. An order, no probability.
fn confidence(event: &Event, standing: &Standing, statement: Option<&Statement>) -> f64 {
    let mut sure = 0.9;
    if let Some((_, share)) = event.likely.first() {
        sure *= f64::from(*share);
    }
    if event.actors.is_empty() {
        sure *= 0.75;
    }
    if event.recipients.is_empty() {
        sure *= 0.9;
    }
    sure *= match standing.status {
        Status::Happened | Status::DidNotHappen => 1.0,
        Status::Hypothetical | Status::Unknown | Status::Counterfactual => 0.85,
        _ => 0.93,
    };
    if standing.certainty != Certainty::Certain {
        sure *= 0.93;
    }
    match statement {
        Some(statement) if statement.cue.is_none() => sure *= 0.8,
        Some(statement) if statement.sources.is_empty() => sure *= 0.9,
        _ => {}
    }
    (sure * 1000.0_f64).round() / 1000.0
}
