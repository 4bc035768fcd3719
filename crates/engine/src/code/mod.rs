//! Who did what to whom: patterns matched on trees.
//!
//! [`grammar`] answers who is the deep subject, object, genitive of a word; [`matching`] holds one clause of the
//! knowledge against one word; [`participants`] goes from words to actors; [`circumstances`] adds when and where,
//! [`quantities`] how many and how much, [`contexts`] what it is about. [`unread`] puts to the encoder what no pattern
//! has read.

pub mod grammar;
mod joining;
mod objects;
mod prepositions;
mod relatives;
pub mod participants;
pub mod matching;
pub mod circumstances;
pub mod contexts;
pub mod numbers;
pub mod quantities;
pub mod unread;
#[cfg(test)]
mod grammar_tests;

use depeche_knowledge::notation::Category;
use depeche_knowledge::patterns::Pattern;
use depeche_knowledge::{LanguagePack, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::{Gap, Language, Reader};
use matching::{Match, Refusal};
use participants::Scene;

/// What the stage prepares from `patterns/`, `frames.toml`, `quantities.toml` and `contexts.toml`.
#[derive(Debug, Default)]
pub struct Patterns {
    patterns: Vec<Pattern>,
    /// Anchor lemma to pattern and clause.
    anchors: FxHashMap<SmolStr, Vec<(usize, usize)>>,
    /// Nouns that name events.
    nouns: FxHashSet<SmolStr>,
    /// Numbers of the lemmas that literals ask for.
    numbers: FxHashMap<SmolStr, u32>,
    /// For each pattern and clause: sets of lemmas of each of which the sentence must have one.
    needs: Vec<Vec<Vec<Box<[u32]>>>>,
    /// The language's grammar.
    pub grammar: grammar::Grammar,
    quantities: quantities::Quantities,
    contexts: contexts::Contexts,
}

impl Patterns {
    /// Prepares a language's patterns.
    #[must_use]
    pub fn new(pack: &LanguagePack) -> Patterns {
        let source = &pack.patterns;
        let mut anchors: FxHashMap<SmolStr, Vec<(usize, usize)>> = FxHashMap::default();
        let mut nouns = FxHashSet::default();
        let mut numbers: FxHashMap<SmolStr, u32> = FxHashMap::default();
        let mut number = |lemma: &SmolStr| {
            let next = numbers.len() as u32;
            *numbers.entry(lemma.clone()).or_insert(next)
        };
        let mut needs = Vec::with_capacity(source.patterns.len());
        for (p, pattern) in source.patterns.iter().enumerate() {
            let literals = pattern.clauses.iter().map(|clause| matching::needs(clause, &mut number));
            needs.push(literals.collect());
            for (c, clause) in pattern.clauses.iter().enumerate() {
                for name in &clause.anchor {
                    // Whichever word of `bons_offices` heads it in the tree finds the entry.
                    for lemma in name.split('_').filter(|part| part.len() > 2 || *part == name) {
                        anchors.entry(lemma.into()).or_default().push((p, c));
                    }
                    if clause.category == Category::Noun {
                        nouns.insert(name.clone());
                    }
                }
            }
        }
        let grammar = grammar::Grammar::new(&pack.frames);
        let counts = numbers::Numbers::new(pack);
        let quantities = quantities::Quantities::new(counts, &pack.quantities);
        let contexts = contexts::Contexts::new(pack);
        Patterns {
            patterns: source.patterns.clone(),
            anchors,
            nouns,
            numbers,
            needs,
            grammar,
            quantities,
            contexts,
        }
    }

    /// The clauses that a word, by its lemma in lower case, may be the anchor of: pattern and clause.
    fn anchored(
        &self,
        sentence: &Sentence,
        anchor: usize,
        lemma: &str,
    ) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.anchors.get(lemma).into_iter().flatten().copied();
        rows.filter(move |&(p, c)| {
            let names = &self.patterns[p].clauses[c].anchor;
            names
                .iter()
                .any(|name| name == lemma || name.contains('_') && grammar::is_called(sentence, anchor, name))
        })
    }

    /// Whether a sentence has the words that a clause asks for at all: a quick look before the tree is asked.
    fn may_hold(&self, pattern: usize, clause: usize, present: &FxHashSet<u32>) -> bool {
        self.needs[pattern][clause].iter().all(|one_of| one_of.iter().any(|lemma| present.contains(lemma)))
    }

    /// Whether a noun names an event.
    #[must_use]
    pub fn names_event(&self, lemma: &str) -> bool {
        self.nouns.contains(lemma)
    }
}

/// An act found in a sentence, before it is judged who says it and whether it stands.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// Index of the sentence.
    pub sentence: usize,
    /// The word that the tree knows the act by: the verb, or the noun.
    pub trigger: usize,
    /// The light verb over a noun trigger ("mener une attaque"), whose tense and negation are the act's.
    pub support: Option<usize>,
    /// All words that make up the trigger (verb with particle or light-verb noun), in order.
    pub words: Vec<usize>,
    /// One of PLOVER's 16.
    pub act: SmolStr,
    /// A mode of the act.
    pub mode: Option<SmolStr>,
    /// CAMEO code, where the pattern says a better one than the act and mode.
    pub cameo: Option<SmolStr>,
    /// Contexts.
    pub contexts: Vec<SmolStr>,
    /// Indices into [`Mentions::actors`].
    pub actors: Vec<usize>,
    /// Indices into [`Mentions::actors`].
    pub recipients: Vec<usize>,
    /// The word that heads what is asked, promised, refused, threatened.
    pub about: Option<usize>,
    /// Index into [`Mentions::places`].
    pub place: Option<usize>,
    /// Index into [`Mentions::times`].
    pub time: Option<usize>,
    /// How many and how much, in the order of the sentence.
    pub quantities: Vec<quantities::Quantity>,
    /// What the entry's words say of whether it has happened, where nothing else does.
    pub status: Option<SmolStr>,
    /// The entries that read it.
    pub because: Vec<RuleId>,
    /// Acts and how likely each is (0 to 1), the likeliest first, where the encoder read it.
    pub likely: Vec<(SmolStr, f32)>,
    /// Readings of the same word by other entries, as specific, of another act.
    pub rivals: Vec<Event>,
}

impl Event {
    /// Whether neither who does it nor to whom is told.
    #[must_use]
    pub fn is_nobodys(&self) -> bool {
        self.actors.is_empty() && self.recipients.is_empty()
    }

    /// Whether the country of its place is known.
    fn is_somewhere(&self, mentions: &Mentions) -> bool {
        self.place.and_then(|place| mentions.places.get(place)).is_some_and(|it| it.value.country.is_some())
    }
}

/// Finds the events of a dispatch, in the order of the text, and what was seen but not coded.
#[must_use]
pub fn events(
    sentences: &[Sentence],
    mentions: &Mentions,
    language: &Language,
    reader: &Reader,
) -> (Vec<Event>, Vec<Gap>) {
    let mut events = Vec::new();
    let mut gaps = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let scene = Scene { sentence, index, mentions, patterns: &language.patterns };
        let mut found = in_sentence(scene, language, reader, &mut gaps);
        circumstances::attach(&mut found, index, sentence, mentions, &language.patterns.grammar);
        found.iter_mut().for_each(|event| strike_ground(event, scene, reader));
        found.retain(|event| {
            let known = !event.is_nobodys() || event.is_somewhere(mentions);
            gaps.extend((!known).then(|| gap(scene, event.trigger, &Refusal::Nobody)).flatten());
            known
        });
        language.patterns.quantities.attach(&mut found, scene);
        events.append(&mut found);
    }
    language.patterns.contexts.attach(&mut events, sentences);
    (events, gaps)
}

/// "Des frappes russes ont fait dix morts à Kharkiv": violence far from home that names nobody is against whose land it
/// falls on.
fn strike_ground(event: &mut Event, scene: Scene<'_>, reader: &Reader) {
    let Some(place) = event.place.and_then(|place| scene.mentions.places.get(place)) else { return };
    let act = reader.knowledge.ontology.act(&event.act);
    let violent = act.is_some_and(|act| act.stands_alone && act.quad == joining::MATERIAL_CONFLICT);
    let abroad = |&actor: &usize| {
        let from = &scene.mentions.actors[actor].value.country;
        from.is_some() && place.value.country.is_some() && *from != place.value.country
    };
    if violent
        && event.recipients.is_empty()
        && place.sentence == scene.index
        && event.actors.iter().any(abroad)
    {
        event.recipients.extend(scene.mentions.ground_at(scene.index, place.head));
    }
}

/// One reading of one word.
struct Candidate<'a> {
    pattern: &'a Pattern,
    anchor: usize,
    found: Match,
}

fn in_sentence(scene: Scene<'_>, language: &Language, reader: &Reader, gaps: &mut Vec<Gap>) -> Vec<Event> {
    let mut best: Vec<Candidate<'_>> = Vec::new();
    let mut rivals: Vec<Candidate<'_>> = Vec::new();
    let lemmas: Vec<String> = scene.sentence.words.iter().map(|word| word.lemma.to_lowercase()).collect();
    let present: FxHashSet<u32> =
        lemmas.iter().filter_map(|lemma| scene.patterns.numbers.get(lemma.as_str()).copied()).collect();
    for anchor in 0..scene.sentence.words.len() {
        let mut refusal = None;
        let mut candidates = candidates(scene, anchor, (&lemmas, &present), reader, &mut refusal);
        if candidates.iter().any(|candidate| candidate.pattern.affirmed)
            && crate::judge::is_denied(scene.sentence, anchor, &language.cues)
        {
            candidates.retain(|candidate| !candidate.pattern.affirmed);
        }
        match choose(candidates) {
            Some((candidate, others)) => {
                best.push(candidate);
                rivals.extend(others);
            }
            None => gaps.extend(refusal.and_then(|refusal| gap(scene, anchor, &refusal))),
        }
    }
    joining::join(scene, &mut best, reader);
    let anchors: Vec<usize> = best.iter().map(|candidate| candidate.anchor).collect();
    // A light verb with a reading of its own keeps it; the noun below then stands alone.
    let inherits: Vec<bool> = best.iter().map(|candidate| candidate.found.inherits).collect();
    let mut events: Vec<Event> =
        best.into_iter().map(|candidate| event(scene, candidate, &anchors, reader)).collect();
    for rival in rivals {
        let anchor = rival.anchor;
        if let Some(event) = events.iter_mut().find(|event| event.trigger == anchor) {
            event.rivals.push(self::event(scene, rival, &anchors, reader));
        }
    }
    inherit(&mut events, &inherits);
    drop_orders(scene, &mut events);
    drop_purposes(scene, &mut events);
    // "n'a pas revendiqué l'attaque": who does not own up to an act has not failed to do it.
    let disowned = |event: &Event| {
        event.support.filter(|&verb| {
            scene.patterns.grammar.owns_up(&scene.sentence.words[verb].lemma)
                && crate::judge::is_denied(scene.sentence, verb, &language.cues)
        })
    };
    for event in &mut events {
        if let Some(verb) = disowned(event) {
            event.support = None;
            event.actors.clear();
            event.words.retain(|&word| word != verb);
        }
    }
    events
}

/// Acts that the words of a sentence name, whoever does them to whom: what a pattern's words ask for is there, what
/// fills its slots is not looked at. For each word the most specific.
#[must_use]
pub fn loose_events(scene: Scene<'_>) -> Vec<Event> {
    let patterns = scene.patterns;
    let one = |anchor: usize| {
        let lemma = scene.sentence.words[anchor].lemma.to_lowercase();
        let fits = patterns.anchored(scene.sentence, anchor, &lemma).filter_map(|(p, c)| {
            let worth = matching::words(&patterns.patterns[p].clauses[c], anchor, scene)?;
            Some((worth, p))
        });
        let (_, pattern) = fits.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        let pattern = &patterns.patterns[pattern];
        Some(Event {
            sentence: scene.index,
            trigger: anchor,
            words: vec![anchor],
            act: pattern.act.clone(),
            mode: pattern.mode.clone(),
            cameo: pattern.cameo.clone(),
            because: vec![pattern.id.clone()],
            ..Event::default()
        })
    };
    (0..scene.sentence.words.len()).filter_map(one).collect()
}

/// "ordonner le massacre" is the massacre's actor: the order is no event beside it.
fn drop_orders(scene: Scene<'_>, events: &mut Vec<Event>) {
    let words = &scene.sentence.words;
    let orders: Vec<usize> = (0..events.len())
        .filter(|&at| scene.patterns.grammar.is_causative(&words[events[at].trigger].lemma))
        .collect();
    for &at in orders.iter().rev() {
        let (verb, actors) = (events[at].trigger, events[at].actors.clone());
        let done = |event: &Event| {
            let noun = &words[event.trigger];
            noun.head == Some(verb)
                && (noun.relation.is("obj") || noun.relation.is("nsubj"))
                && event.actors.iter().any(|actor| actors.contains(actor))
        };
        if let Some(event) = events.iter_mut().find(|event| done(event)) {
            event.support = Some(verb);
            events.remove(at);
        }
    }
}

/// "convoquer l'ambassadeur pour protester": the purpose that a reading asks for, by the same actor, is part of it.
fn drop_purposes(scene: Scene<'_>, events: &mut Vec<Event>) {
    let words = &scene.sentence.words;
    for at in (0..events.len()).rev() {
        let (verb, event) = (&words[events[at].trigger], &events[at]);
        let part = |other: &Event| {
            verb.head == Some(other.trigger)
                && other.words.contains(&event.trigger)
                && other.actors == event.actors
        };
        if scene.patterns.grammar.is_purpose(scene.sentence, event.trigger) && events.iter().any(part) {
            events.remove(at);
        }
    }
}

/// "refuser de livrer des armes à Kiev" is done to whom the delivery would be done to.
fn inherit(events: &mut [Event], inherits: &[bool]) {
    for at in (0..events.len()).rev() {
        let Some(about) = events[at].about.filter(|_| inherits[at] && events[at].recipients.is_empty())
        else {
            continue;
        };
        let target =
            events.iter().enumerate().find(|&(other, event)| other != at && event.words.contains(&about));
        let Some(mut recipients) = target.map(|(_, event)| event.recipients.clone()) else { continue };
        recipients.retain(|recipient| !events[at].actors.contains(recipient));
        events[at].recipients = recipients;
    }
}

fn candidates<'a>(
    scene: Scene<'a>,
    anchor: usize,
    (lemmas, present): (&[String], &FxHashSet<u32>),
    reader: &Reader,
    refusal: &mut Option<Refusal>,
) -> Vec<Candidate<'a>> {
    let patterns = scene.patterns;
    let mut found = Vec::new();
    for (p, c) in patterns.anchored(scene.sentence, anchor, &lemmas[anchor]) {
        let pattern = &patterns.patterns[p];
        if !patterns.may_hold(p, c, present) {
            continue;
        }
        match matching::hold(&pattern.clauses[c], anchor, scene) {
            Ok(held) => {
                let act = reader.knowledge.ontology.act(&pattern.act);
                let needs = act.is_some_and(|act| act.needs_recipient);
                let needs = pattern.needs_recipient.unwrap_or(needs);
                let alone = act.is_some_and(|act| act.stands_alone);
                let nobody = held.actors.is_empty() && held.recipients.is_empty();
                if needs && held.recipients.is_empty() && held.actors.len() < 2 || nobody && !alone {
                    refusal.get_or_insert(Refusal::Nobody);
                } else {
                    found.push(Candidate { pattern, anchor, found: held });
                }
            }
            Err(Refusal::Silent) => {}
            Err(reason) => {
                refusal.get_or_insert(reason);
            }
        }
    }
    found
}

/// The reading that wins: none that another one is `over`, then the most specific, then the first; behind it those of
/// another act that are as specific.
fn choose(candidates: Vec<Candidate<'_>>) -> Option<(Candidate<'_>, Vec<Candidate<'_>>)> {
    let beaten: FxHashSet<RuleId> =
        candidates.iter().flat_map(|candidate| candidate.pattern.over.iter().cloned()).collect();
    let mut left: Vec<Candidate<'_>> =
        candidates.into_iter().filter(|candidate| !beaten.contains(&candidate.pattern.id)).collect();
    let most = left.iter().map(|candidate| candidate.found.specificity).max()?;
    left.retain(|candidate| candidate.found.specificity == most);
    let best = left.remove(0);
    left.retain(|rival| rival.pattern.act != best.pattern.act);
    Some((best, left))
}

fn event(scene: Scene<'_>, candidate: Candidate<'_>, anchors: &[usize], reader: &Reader) -> Event {
    let Candidate { pattern, anchor, found } = candidate;
    let support = found.support.filter(|verb| !anchors.contains(verb));
    let mut words = vec![anchor];
    words.extend(found.literals);
    words.extend(found.particles);
    words.extend(support);
    words.sort_unstable();
    words.dedup();
    let (mut actors, mut recipients) = (found.actors, found.recipients);
    recipients.retain(|recipient| !actors.contains(recipient) && !scene.is_part_of_any(*recipient, &actors));
    // "qui couvraient la marche, avant de les relâcher": nobody does to himself what a plain pronoun suffers.
    actors.retain(|actor| !recipients.iter().any(|recipient| scene.stands_for(*recipient, *actor)));
    let place = found.place.and_then(|word| {
        scene.mentions.places.iter().position(|place| place.sentence == scene.index && place.head == word)
    });
    Event {
        sentence: scene.index,
        trigger: anchor,
        support,
        words,
        act: pattern.act.clone(),
        mode: pattern.mode.clone(),
        cameo: cameo(pattern, &scene.sentence.words[anchor].lemma, scene, reader),
        contexts: pattern.contexts.clone(),
        actors,
        recipients,
        about: found.about,
        place,
        time: None,
        quantities: Vec::new(),
        status: pattern.status.clone(),
        because: vec![pattern.id.clone()],
        likely: Vec::new(),
        rivals: Vec::new(),
    }
}

/// The pattern's CAMEO code, as an appeal where its word asks rather than demands.
fn cameo(pattern: &Pattern, lemma: &str, scene: Scene<'_>, reader: &Reader) -> Option<SmolStr> {
    let code = pattern.cameo.clone()?;
    let roots = reader.knowledge.ontology.act(&pattern.act).and_then(|act| act.appeal.as_ref());
    let appeal = roots.filter(|_| !scene.patterns.grammar.demands(lemma));
    let softened = appeal.and_then(|roots| Some((code.strip_prefix(roots.demand.as_str())?, &roots.appeal)));
    Some(softened.map_or_else(|| code.clone(), |(rest, root)| format!("{root}{rest}").into()))
}

/// Why an event word that names nobody is not told.
pub(crate) fn nobody(form: &str) -> String {
    format!("“{form}”: no actor or recipient could be found for it")
}

fn gap(scene: Scene<'_>, anchor: usize, refusal: &Refusal) -> Option<Gap> {
    let form = &scene.sentence.words[anchor].form;
    let reason = match refusal {
        Refusal::Silent => return None,
        Refusal::Subject(word) => {
            format!("“{form}”: its subject “{}” is no actor that we know", scene.sentence.words[*word].form)
        }
        Refusal::Nobody => nobody(form),
    };
    Some(Gap { sentence: scene.index, span: scene.sentence.words[anchor].span, reason })
}
