//! The act between two given spans of a sentence. The knowledge: the spans are actors whatever they say, the stages do
//! the rest, and each act found weighs by how well it binds the two. The encoder: what it makes of the sentence. Both
//! speak, in a mixture whose weights were chosen on development data.

use std::collections::BTreeMap;

use depeche_encoder::{Opinion, Question};
use depeche_knowledge::ontology::Ontology;
use smol_str::SmolStr;

use crate::code::{self, Event};
use crate::record::convention::label;
use crate::text::{Dispatch, Sentence, Span};
use crate::{Reader, RuleId, judge, parse, resolve, segment};

/// The id that the encoder's decisions carry.
pub const MODEL: &str = "model/relate";
/// How the scores call that there is no relation.
pub const NONE: &str = "NONE";

/// What weighs as much as no evidence at all.
const NO_EVIDENCE: f64 = 0.02;

/// A relation between two spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relation {
    /// The act itself.
    pub act: SmolStr,
    /// Its label under the codebook's convention for future and negated acts.
    pub plover: SmolStr,
    /// 1 to 4.
    pub quad: u8,
    /// The probability of each of the 16 labels, and of none, 1 together.
    pub scores: BTreeMap<SmolStr, f64>,
    /// The rules and the model behind it; empty where nothing but the prior speaks.
    pub because: Vec<RuleId>,
}

/// One act that may be the relation.
struct Candidate {
    act: SmolStr,
    plover: SmolStr,
    weight: f64,
    because: Vec<RuleId>,
}

/// A question: a text, and the spans (bytes) of source and target in it; an end that is not known is left out.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The text: one sentence, or little more.
    pub dispatch: Dispatch,
    /// Who may have acted.
    pub source: Option<Span>,
    /// On whom.
    pub target: Option<Span>,
}

/// Names the relation of each two spans. It always answers; the encoder, where the reader has one, answers several
/// faster than one after the other.
#[must_use]
pub fn relations(asked: &[Asked], reader: &Reader) -> Vec<Relation> {
    let known: Vec<(Vec<Candidate>, Span)> = asked.iter().map(|asked| evidence(asked, reader)).collect();
    let mut opinions = Vec::new();
    if let Some(encoder) = &reader.encoder {
        let questions: Vec<Question<'_>> =
            asked.iter().zip(&known).map(|(asked, (_, around))| question(asked, *around)).collect();
        let mixture = encoder.mixture.map(f64::from);
        opinions = encoder.answer(&questions).into_iter().map(|opinion| Some((opinion, mixture))).collect();
    }
    opinions.resize_with(asked.len(), || None);
    let ontology = &reader.knowledge.ontology;
    known
        .into_iter()
        .zip(opinions)
        .map(|((found, _), opinion)| decide(found, opinion.as_ref(), ontology))
        .collect()
}

/// What the knowledge finds, and the stretch of text to ask the encoder about.
fn evidence(asked: &Asked, reader: &Reader) -> (Vec<Candidate>, Span) {
    let Asked { dispatch, source, target } = asked;
    let language = reader.language(dispatch);
    let sentences = parse::sentences(segment::sentences(&dispatch.text, &language.segment), &language.parse);
    let ends = [*source, *target].map(|span| End::new(span?, &sentences));
    let around = match &ends {
        [Some(one), Some(other)] if one.sentence == other.sentence => sentences[one.sentence].span,
        _ => Span { start: 0, end: dispatch.text.len() as u32 },
    };
    (candidates(dispatch, [*source, *target], &ends, &sentences, reader), around)
}

/// What to ask the encoder.
fn question(asked: &Asked, around: Span) -> Question<'_> {
    let within = |span: Span| {
        let (start, end) = (span.start.max(around.start), span.end.min(around.end));
        (start < end).then(|| (start - around.start) as usize..(end - around.start) as usize)
    };
    Question {
        text: around.of(&asked.dispatch.text),
        ends: [asked.source, asked.target].map(|span| within(span?)),
    }
}

/// What the knowledge sees: every act of the text, with how well it binds the two.
fn candidates(
    dispatch: &Dispatch,
    spans: [Option<Span>; 2],
    ends: &[Option<End>; 2],
    sentences: &[Sentence],
    reader: &Reader,
) -> Vec<Candidate> {
    let language = reader.language(dispatch);
    let mut mentions = resolve::mentions(sentences, dispatch, language, reader);
    for end in ends.iter().flatten() {
        mentions.assume(end.sentence, end.head, end.span);
    }
    let (events, _) = code::events(sentences, &mentions, language, reader);
    let statements = judge::statements(sentences, &mentions, &dispatch.text, language);
    let claims =
        judge::claims(events, &statements, sentences, &mentions, language, &reader.knowledge.ontology);
    let ontology = &reader.knowledge.ontology;
    let pair = Pair { ends, spans, sentences, mentions: &mentions };
    let mut found: Vec<Candidate> = Vec::new();
    for claim in &claims {
        found.push(Candidate {
            act: claim.event.act.clone(),
            plover: label(&claim.event, &claim.standing, ontology).plover,
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
            let standing = judge::standing(index, event.trigger, sentences, &mentions, language);
            let plover = label(&event, &standing, ontology).plover;
            let weight = pair.nearness(&event);
            let because = event.because.iter().chain(&standing.because).cloned().collect();
            found.push(Candidate { act: event.act, plover, weight, because });
        }
    }
    found
}

/// Weighs evidence and opinion; the likeliest of the 16 is the relation.
fn decide(found: Vec<Candidate>, opinion: Option<&(Opinion, [f64; 2])>, ontology: &Ontology) -> Relation {
    let believed = opinion.map(|(opinion, mixture)| (labels(opinion, ontology), mixture));
    let mut scores: BTreeMap<SmolStr, f64> = BTreeMap::new();
    for (at, name) in names(ontology).enumerate() {
        let of = found.iter().filter(|candidate| candidate.plover == name);
        let most = of.map(|candidate| candidate.weight.exp2()).fold(0.0, f64::max);
        let evidence = (1.0 + most / NO_EVIDENCE).ln();
        let score = match &believed {
            Some((believed, [share, sharpness])) => {
                sharpness * (believed.get(at).map_or(0.0, |p| p.ln()) + share * evidence)
            }
            None if name == NONE => f64::NEG_INFINITY,
            None => evidence,
        };
        scores.insert(name, score);
    }
    let highest = scores.values().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.values_mut().for_each(|score| *score = (*score - highest).exp());
    let sum: f64 = scores.values().sum();
    scores.values_mut().for_each(|score| *score /= sum);
    // Where nothing is known of the words: what is most often between two actors in the news.
    let usual = ontology.act("CONSULT").map(|act| act.id.clone()).unwrap_or_default();
    let share = |name: &SmolStr| scores.get(name).copied().unwrap_or_default();
    let plover = ontology
        .acts
        .iter()
        .map(|act| &act.id)
        .fold(usual, |best, id| if share(id) > share(&best) { id.clone() } else { best });
    let of = found.into_iter().filter(|candidate| candidate.plover == plover);
    let strongest = of.reduce(|best, next| if next.weight > best.weight { next } else { best });
    let quad = ontology.act(&plover).map_or(0, |act| act.quad);
    let (act, mut because) = match (strongest, opinion) {
        (Some(candidate), _) => (candidate.act, candidate.because),
        (None, Some((opinion, _))) => (act_behind(&plover, opinion, ontology), Vec::new()),
        (None, None) => (plover.clone(), Vec::new()),
    };
    if opinion.is_some() {
        because.push(MODEL.into());
    }
    Relation { act, plover, quad, scores, because }
}

/// The labels in the encoder's order.
fn names(ontology: &Ontology) -> impl Iterator<Item = SmolStr> + '_ {
    ontology.acts.iter().map(|act| act.id.clone()).chain([SmolStr::from(NONE)])
}

/// The label of an act in each of the encoder's standings.
fn columns(act: &depeche_knowledge::ontology::Act) -> [&SmolStr; 4] {
    [&act.id, &act.future, &act.negated, &act.negated_future]
}

/// The encoder's probability of each label: what it says of labels, and what follows from act and standing.
#[must_use]
pub fn labels(opinion: &Opinion, ontology: &Ontology) -> Vec<f64> {
    let composed = |name: &SmolStr| -> f64 {
        let acts = ontology.acts.iter().zip(opinion.acts);
        acts.flat_map(|(act, share)| {
            columns(act).into_iter().zip(opinion.standings).map(move |it| (it, share))
        })
        .filter(|((column, _), _)| *column == name)
        .map(|((_, standing), share)| f64::from(share) * f64::from(standing))
        .sum()
    };
    let none = f64::from(opinion.acts.last().copied().unwrap_or_default());
    let made = names(ontology).map(|name| if name == NONE { none } else { composed(&name) });
    let both: Vec<f64> =
        made.zip(opinion.labels).map(|(made, said)| (made * f64::from(said)).sqrt().max(1e-9)).collect();
    let sum: f64 = both.iter().sum();
    both.iter().map(|share| share / sum).collect()
}

/// The likeliest act behind a label.
fn act_behind(label: &SmolStr, opinion: &Opinion, ontology: &Ontology) -> SmolStr {
    let mut best = (0.0, label.clone());
    for (act, share) in ontology.acts.iter().zip(opinion.acts) {
        for (column, standing) in columns(act).into_iter().zip(opinion.standings) {
            if column == label && share * standing > best.0 {
                best = (share * standing, act.id.clone());
            }
        }
    }
    best.1
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
