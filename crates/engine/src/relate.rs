//! The act between two given spans of a sentence, by knowledge alone: the spans are actors whatever they say, the
//! stages do the rest, and the act that binds the two best is the answer.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::code::{self, Event};
use crate::record::convention::label;
use crate::text::{Dispatch, Sentence, Span};
use crate::{Reader, RuleId, judge, parse, resolve, segment};

/// A relation between two spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    /// The act itself.
    pub act: SmolStr,
    /// Its label under the codebook's convention for future and negated acts.
    pub plover: SmolStr,
    /// 1 to 4.
    pub quad: u8,
    /// A share for each of the 16 labels, 1 together: how the evidence weighs, no calibrated probability.
    pub scores: BTreeMap<SmolStr, f64>,
    /// The rules behind it; empty where nothing but the prior speaks.
    pub because: Vec<RuleId>,
}

/// One act that may be the relation.
struct Candidate {
    act: SmolStr,
    plover: SmolStr,
    quad: u8,
    weight: f64,
    because: Vec<RuleId>,
}

/// Names the relation of two spans (bytes) of a text; an end that is not known is left out. It always answers.
#[must_use]
pub fn relate(dispatch: &Dispatch, source: Option<Span>, target: Option<Span>, reader: &Reader) -> Relation {
    let language = reader.language(dispatch);
    let sentences = parse::sentences(segment::sentences(&dispatch.text, &language.segment), &language.parse);
    let mut mentions = resolve::mentions(&sentences, dispatch, language, reader);
    let ends = [source, target].map(|span| End::new(span?, &sentences));
    for end in ends.iter().flatten() {
        mentions.assume(end.sentence, end.head, end.span);
    }
    let (events, _) = code::events(&sentences, &mentions, language, reader);
    let statements = judge::statements(&sentences, &mentions, &dispatch.text, language);
    let claims = judge::claims(events, &statements, &sentences, &mentions, language);
    let ontology = &reader.knowledge.ontology;
    let mut found: Vec<Candidate> = Vec::new();
    let pair = Pair { ends: &ends, spans: [source, target], sentences: &sentences, mentions: &mentions };
    for claim in &claims {
        let label = label(&claim.event, &claim.standing, ontology);
        found.push(Candidate {
            act: claim.event.act.clone(),
            plover: label.plover,
            quad: label.quad,
            weight: pair.weight(&claim.event),
            because: claim.event.because.iter().chain(&claim.because).cloned().collect(),
        });
    }
    for (index, sentence) in sentences.iter().enumerate() {
        let scene =
            code::participants::Scene { sentence, index, mentions: &mentions, patterns: &language.patterns };
        for event in code::loose_events(scene) {
            if claims.iter().any(|it| it.event.sentence == index && it.event.words.contains(&event.trigger)) {
                continue;
            }
            let standing = judge::standing(index, event.trigger, &sentences, &mentions, language);
            let label = label(&event, &standing, ontology);
            let weight = pair.nearness(&event);
            let because = event.because.iter().chain(&standing.because).cloned().collect();
            found.push(Candidate { act: event.act, plover: label.plover, quad: label.quad, weight, because });
        }
    }
    decide(found, ontology)
}

/// Shares out the evidence; the act with the largest share is the relation.
fn decide(found: Vec<Candidate>, ontology: &depeche_knowledge::ontology::Ontology) -> Relation {
    let mut scores: BTreeMap<SmolStr, f64> = ontology.acts.iter().map(|act| (act.id.clone(), 0.02)).collect();
    let mut best: BTreeMap<SmolStr, f64> = BTreeMap::new();
    for candidate in &found {
        let weight = best.entry(candidate.plover.clone()).or_default();
        *weight = weight.max(candidate.weight);
    }
    for (plover, weight) in &best {
        *scores.entry(plover.clone()).or_default() += weight.exp2();
    }
    let sum: f64 = scores.values().sum();
    scores.values_mut().for_each(|share| *share /= sum);
    let strongest =
        found.into_iter().reduce(|best, next| if next.weight > best.weight { next } else { best });
    match strongest {
        Some(Candidate { act, plover, quad, because, .. }) => Relation { act, plover, quad, scores, because },
        None => {
            // Nothing is known of the words: what is most often between two actors in the news.
            let act = ontology.act("CONSULT").or(ontology.acts.first());
            let id = act.map(|act| act.id.clone()).unwrap_or_default();
            let quad = act.map_or(0, |act| act.quad);
            Relation { act: id.clone(), plover: id, quad, scores, because: Vec::new() }
        }
    }
}

/// One of the two spans in its tree.
struct End {
    sentence: usize,
    head: usize,
    span: Span,
}

impl End {
    /// The word of the span that the rest of the sentence refers to it by.
    fn new(span: Span, sentences: &[Sentence]) -> Option<End> {
        let (index, sentence) =
            sentences.iter().enumerate().find(|(_, sentence)| overlap(sentence.span, span))?;
        let inside = |word: usize| overlap(sentence.words[word].span, span);
        let words = 0..sentence.words.len();
        let head = words.filter(|&word| inside(word)).find(|&word| {
            sentence.words[word].head.is_none_or(|head| !inside(head))
                && !matches!(sentence.words[word].relation.base(), "case" | "punct" | "det" | "mark")
        })?;
        Some(End { sentence: index, head, span })
    }
}

struct Pair<'a> {
    ends: &'a [Option<End>; 2],
    spans: [Option<Span>; 2],
    sentences: &'a [Sentence],
    mentions: &'a resolve::Mentions,
}

impl Pair<'_> {
    /// How well a coded event binds the two: in powers of two.
    fn weight(&self, event: &Event) -> f64 {
        let on = |side: &[usize], span: Option<Span>| {
            span.is_some_and(|span| side.iter().any(|&actor| self.is_at(actor, span, 0)))
        };
        let [source, target] = self.spans;
        let acts = on(&event.actors, source);
        let suffers = on(&event.recipients, target);
        let back =
            on(&event.actors, target) && (on(&event.recipients, source) || event.recipients.is_empty());
        let both = acts && on(&event.actors, target);
        let own = match (acts, suffers) {
            (true, true) => 9.0,
            (true, false) if both => 7.0,
            (true, false) if self.reaches(event, target) => 6.5,
            (true, false) if event.recipients.is_empty() => 5.0,
            (false, true) if event.actors.is_empty() => 5.5,
            (false, true) => 4.0,
            (true, false) => 3.5,
            (false, false) if back => 2.0,
            (false, false) => 0.0,
        };
        own + self.nearness(event) / 4.0
    }

    /// Whether an actor mention, or what it refers back to, lies on a span.
    fn is_at(&self, actor: usize, span: Span, depth: usize) -> bool {
        let Some(mention) = self.mentions.actors.get(actor).filter(|_| depth < 4) else { return false };
        overlap(mention.span, span)
            || mention.value.antecedent.is_some_and(|actor| self.is_at(actor, span, depth + 1))
            || mention.value.members.iter().any(|&actor| self.is_at(actor, span, depth + 1))
    }

    /// Whether what hangs on the event's words holds the span.
    fn reaches(&self, event: &Event, span: Option<Span>) -> bool {
        let Some(end) = self.ends.iter().flatten().find(|end| Some(end.span) == span) else { return false };
        end.sentence == event.sentence && self.sentences[end.sentence].is_below(end.head, event.trigger)
    }

    /// How near a word is to the path between the two in the tree, 0 to 4.
    fn nearness(&self, event: &Event) -> f64 {
        let [Some(source), Some(target)] = self.ends else { return 0.0 };
        if source.sentence != event.sentence || target.sentence != event.sentence {
            return 0.0;
        }
        let sentence = &self.sentences[event.sentence];
        let path = path(sentence, source.head, target.head);
        let off = event.words.iter().filter_map(|&word| distance(sentence, word, &path)).min();
        let between = |word: &usize| {
            let (low, high) = (source.head.min(target.head), source.head.max(target.head));
            (low..high).contains(word)
        };
        let place = if between(&event.trigger) { 0.5 } else { 0.0 };
        // The first act below the source is what it does; those further down are what it is about.
        let steps = path.iter().position(|word| event.words.contains(word)).unwrap_or(4) as f64;
        place + 3.0 - off.unwrap_or(3).min(3) as f64 - 0.1 * steps.min(5.0)
    }
}

/// The words from one to another through the tree.
fn path(sentence: &Sentence, from: usize, to: usize) -> Vec<usize> {
    let up = |word: usize| -> Vec<usize> {
        std::iter::successors(Some(word), |&at| sentence.words[at].head).take(64).collect()
    };
    let (left, right) = (up(from), up(to));
    let shared = left.iter().position(|word| right.contains(word));
    let Some(shared) = shared else { return left };
    let turn = left[shared];
    let down = right.iter().take_while(|&&word| word != turn).copied().collect::<Vec<_>>();
    left[..=shared].iter().copied().chain(down.into_iter().rev()).collect()
}

/// Steps from a word up to a path.
fn distance(sentence: &Sentence, word: usize, path: &[usize]) -> Option<usize> {
    std::iter::successors(Some(word), |&at| sentence.words[at].head).take(8).position(|at| path.contains(&at))
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}
