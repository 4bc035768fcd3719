//! Does an event stand: from its own verb group up the tree.
//!
//! A word starts with what its own group says (tense, mood, modal, negation), then climbs. Each governor that is
//! a carrier says what it makes of its complement; the innermost one that gives a status decides, for standing
//! is that of the innermost source. Carriers that pass on their own standing are judged in turn.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::{Frame, SpeechAct};
use depeche_knowledge::modality::{Effect, Marker, Modal, Slot};
use smol_str::SmolStr;

use super::cues::{Cues, lower};
use super::group::{self, Group, Tense};
use super::{Certainty, Standing, Status};
use crate::Language;
use crate::resolve::Mentions;
use crate::text::{Sentence, Word};
use crate::ud::{Features, Relation, Upos};

/// No real tree nests deeper; guards recursion.
const DEEPEST: usize = 24;

/// The standing of a word that names an event.
pub(super) fn of(
    index: usize,
    word: usize,
    sentences: &[Sentence],
    mentions: &Mentions,
    cues: &Cues,
) -> Standing {
    let Some(sentence) = sentences.get(index).filter(|sentence| word < sentence.words.len()) else {
        return Standing::default();
    };
    Walk { sentence, index, mentions, cues }.stand(word, 0).standing
}

/// The words of a sentence that name events: verbs other than auxiliaries and modals, and event nouns.
pub(super) fn events_of(sentence: &Sentence, language: &Language) -> Vec<usize> {
    let groups = &language.cues.modality.groups;
    let is_event = |word: &Word| match word.upos {
        Upos::Verb => language.cues.modal(word).is_none(),
        Upos::Noun => {
            language.patterns.names_event(&word.lemma)
                || groups.event_nouns.contains(&word.lemma)
                || groups.event_endings.iter().any(|ending| word.lemma.ends_with(ending.as_str()))
        }
        _ => false,
    };
    (0..sentence.words.len()).filter(|&i| is_event(&sentence.words[i])).collect()
}

struct State {
    standing: Standing,
    /// Has no tense of its own: takes its governor's.
    open: bool,
    /// A carrier, marker or modifier has decided.
    fixed: bool,
}

impl State {
    fn fix(&mut self, status: Status, certainty: Option<&SmolStr>, because: &RuleId) {
        if !self.fixed {
            self.standing.status = status;
        }
        self.fixed = true;
        self.weaken(certainty);
        self.note(because);
    }

    fn weaken(&mut self, certainty: Option<&SmolStr>) {
        let Some(certainty) = certainty.and_then(|text| Certainty::parse(text)) else { return };
        if rank(certainty) > rank(self.standing.certainty) {
            self.standing.certainty = certainty;
        }
    }

    fn note(&mut self, because: &RuleId) {
        if !self.standing.because.contains(because) {
            self.standing.because.push(because.clone());
        }
    }
}

fn rank(certainty: Certainty) -> u8 {
    match certainty {
        Certainty::Certain => 0,
        Certainty::Probable => 1,
        Certainty::Possible => 2,
        Certainty::Unknown => 3,
    }
}

fn status(text: &str) -> Status {
    Status::parse(text).unwrap_or_default()
}

struct Walk<'a> {
    sentence: &'a Sentence,
    index: usize,
    mentions: &'a Mentions,
    cues: &'a Cues,
}

/// What one step up does.
enum Step {
    /// Go on from the governor.
    On,
    /// Nothing above matters.
    Stop,
}

impl<'a> Walk<'a> {
    fn stand(&self, word: usize, depth: usize) -> State {
        let mut state = self.own(word);
        if depth > DEEPEST {
            return state;
        }
        let mut at = word;
        loop {
            let Some(head) = self.sentence.words[at].head else {
                self.at_root(at, &mut state);
                break;
            };
            match self.step(at, head, &mut state, depth) {
                Step::On => at = head,
                Step::Stop => break,
            }
        }
        state
    }

    // ---- the word itself ------------------------------------------------------------------------------------

    fn own(&self, word: usize) -> State {
        let mut state = State { standing: Standing::default(), open: true, fixed: false };
        if group::is_verbal(self.sentence, word) {
            let group = self.inherited(word, group::of(self.sentence, word, self.cues));
            self.read_group(word, &group, &mut state);
        } else {
            self.deny_noun(word, &mut state);
        }
        self.modify(word, &mut state);
        state
    }

    /// A coordinated participle or infinitive without auxiliaries takes those of the first: "a salué et promis".
    fn inherited(&self, word: usize, own: Group<'a>) -> Group<'a> {
        let it = &self.sentence.words[word];
        let Some(head) = it.head.filter(|_| it.relation.is("conj") && !own.is_finite()) else { return own };
        if !group::is_verbal(self.sentence, head) || self.sentence.first(word, "nsubj").is_some() {
            return own;
        }
        let first = group::of(self.sentence, head, self.cues);
        let alike = self.sentence.words[head].features.has(Features::VERBFORM_INF)
            == it.features.has(Features::VERBFORM_INF);
        if first.is_finite() && alike && !self.sentence.words[head].features.has(Features::VERBFORM_FIN) {
            Group { negator: own.negator, ..first }
        } else {
            own
        }
    }

    fn read_group(&self, word: usize, group: &Group<'a>, state: &mut State) {
        let now = match group.tense {
            Tense::Past | Tense::PastInfinitive | Tense::Participle => Status::Happened,
            Tense::Present | Tense::Imperfect if group.progressive || self.has_since(word) => Status::Ongoing,
            Tense::Present | Tense::Imperfect => Status::Happened,
            Tense::Future if self.is_dated(word) => Status::Scheduled,
            Tense::Future => Status::Planned,
            Tense::Imperative => Status::Requested,
            Tense::Conditional | Tense::PastConditional => self.conditional(word, group, state),
            Tense::Subjunctive | Tense::Infinitive | Tense::Gerund | Tense::None => Status::Happened,
        };
        state.open = !group.is_finite() && !matches!(group.tense, Tense::PastInfinitive | Tense::Participle)
            || group.tense == Tense::Subjunctive;
        state.standing.status = now;
        state.fixed = group.denied_above;
        if let Some(rule) = group.analytic {
            state.note(rule);
        }
        if let Some(rule) = group.negator {
            self.deny(state, rule);
        }
        if let Some(modal) = group.modal {
            self.apply_modal(modal, group, word, state);
        }
    }

    fn deny(&self, state: &mut State, rule: &RuleId) {
        state.standing.negative = !state.standing.negative;
        if matches!(state.standing.status, Status::Happened | Status::Ongoing) {
            state.standing.status = Status::DidNotHappen;
        }
        state.note(rule);
    }

    fn apply_modal(&self, modal: &Modal, group: &Group<'_>, word: usize, state: &mut State) {
        let denied = state.standing.negative;
        let past = modal.past.as_deref().filter(|_| group.is_past());
        let conditional = modal.conditional.as_deref().filter(|_| group.tense == Tense::Conditional);
        let dated = modal.dated.as_deref().filter(|_| self.is_dated(word));
        let negated = modal.negated.as_deref().filter(|_| denied);
        let now = negated.or(past).or(conditional).or(dated).or(modal.status.as_deref());
        let Some(now) = now else { return };
        state.standing.status = status(now);
        state.open = false;
        if group.perfect && modal.past.is_none() {
            // "may have crossed" is about what happened, "should have left" about what did not.
            let possible = modal.certainty.is_some();
            state.standing.status = if possible { Status::Happened } else { Status::Counterfactual };
        }
        if past.is_none() && negated.is_none() {
            state.weaken(modal.certainty.as_ref());
        }
        state.note(&modal.id);
    }

    /// A conditional, in this order: future in the past, hypothesis, hearsay.
    fn conditional(&self, word: usize, group: &Group<'a>, state: &mut State) -> Status {
        let past = group.tense == Tense::PastConditional;
        if !past && self.is_under_past_saying(word) {
            return Status::Planned;
        }
        if let Some(marker) = self.condition(word) {
            state.note(&marker.id);
            state.weaken(Some(&"possible".into()));
            if past {
                state.standing.negative = group.negator.is_none();
                state.standing.certainty = Certainty::Certain;
            }
            return if past { Status::Counterfactual } else { Status::Hypothetical };
        }
        if past && group.analytic.is_some() {
            return Status::Counterfactual;
        }
        state.weaken(Some(&"possible".into()));
        if past {
            return Status::Happened;
        }
        let hypothesis = group.analytic.is_some() || self.supposes(word);
        if hypothesis { Status::Hypothetical } else { Status::Ongoing }
    }

    /// Whether the subject is itself a supposed event: "Une frappe ruinerait la trêve".
    fn supposes(&self, word: usize) -> bool {
        let Some(subject) = self.sentence.first(word, "nsubj") else { return true };
        let it = &self.sentence.words[subject];
        let vague = it.upos == Upos::Pron && it.features.has(Features::PRONTYPE_DEM);
        let indefinite = it.upos == Upos::Noun && !self.is_definite(subject);
        let singular = !it.features.has(Features::NUMBER_PLUR);
        vague || indefinite && singular && self.mentions.actor_at(self.index, subject).is_none()
    }

    fn is_under_past_saying(&self, word: usize) -> bool {
        let mut at = word;
        for _ in 0..DEEPEST {
            let it = &self.sentence.words[at];
            let Some(head) = it.head else { return false };
            let governor = group::governor_of_clause(self.sentence, at, self.cues);
            let (head, moved) = (governor.unwrap_or(head), governor.is_some());
            let complement = ["ccomp", "xcomp", "csubj", "parataxis", "obj", "acl"];
            if moved || complement.iter().any(|base| it.relation.is(base)) {
                let above = &self.sentence.words[head];
                let says = above.upos == Upos::Verb && self.cues.is_cue(above)
                    || above.upos == Upos::Noun && self.cues.noun(self.sentence, head).is_some();
                if says {
                    let group = group::of(self.sentence, head, self.cues);
                    return group.is_past() || above.upos == Upos::Noun || group.tense == Tense::Gerund;
                }
            }
            at = head;
        }
        false
    }

    /// The marker that makes the clause of a word a consequence: an if-clause or `sans le veto` below it.
    fn condition(&self, word: usize) -> Option<&'a Marker> {
        let below = self.sentence.children(word).iter().find_map(|&child| self.condition_at(child));
        let it = &self.sentence.words[word];
        below.or_else(|| it.head.filter(|_| it.relation.is("conj")).and_then(|head| self.condition(head)))
    }

    fn condition_at(&self, child: usize) -> Option<&'a Marker> {
        let relation = self.sentence.words[child].relation;
        let place = ["advcl", "obl", "nmod", "advmod", "parataxis", "dislocated"]
            .iter()
            .any(|base| relation.is(base));
        self.marker(child).filter(|marker| place && marker.conditions)
    }

    fn has_since(&self, word: usize) -> bool {
        let since = &self.cues.modality.groups.since;
        self.sentence.children(word).iter().any(|&child| {
            since.contains(&self.sentence.words[child].lemma)
                || self
                    .sentence
                    .with(child, "case")
                    .any(|case| since.contains(&self.sentence.words[case].lemma))
        })
    }

    fn is_dated(&self, word: usize) -> bool {
        let mut at = word;
        while let Some(head) =
            self.sentence.words[at].head.filter(|_| self.sentence.words[at].relation == Relation::Xcomp)
        {
            at = head;
        }
        self.mentions.times.iter().any(|time| {
            time.sentence == self.index
                && matches!(time.value.kind.as_str(), "DATE" | "TIME")
                && time.value.start.is_some()
                && time.head < self.sentence.words.len()
                && self.sentence.is_below(time.head, at)
        })
    }

    fn is_definite(&self, noun: usize) -> bool {
        let definite = &self.cues.modality.groups.definite;
        self.sentence.children(noun).iter().any(|&child| {
            let it = &self.sentence.words[child];
            let place = it.relation.is("det") || it.relation == Relation::NmodPoss;
            place
                && (definite.contains(&lower(&it.form))
                    || it.features.has(Features::DEFINITE_DEF)
                    || it.features.has(Features::POSS)
                    || it.relation == Relation::NmodPoss)
        })
    }

    /// `aucun accord`, `no deal`: the noun itself is denied.
    fn deny_noun(&self, noun: usize, state: &mut State) {
        for child in self.sentence.with(noun, "det") {
            let mut negators = self.cues.negators(&self.sentence.words[child]);
            if let Some(rule) = negators.find(|rule| rule.in_arguments && rule.with.is_none()) {
                self.deny(state, &rule.id);
                state.open = false;
                return;
            }
        }
    }

    fn modify(&self, word: usize, state: &mut State) {
        for &child in self.sentence.children(word) {
            let it = &self.sentence.words[child];
            let beside =
                ["advmod", "amod", "acl", "compound", "discourse"].iter().any(|base| it.relation.is(base));
            if !beside || it.relation == Relation::AclRelcl {
                continue;
            }
            let Some(modifier) = self.cues.modifier(it) else { continue };
            let noun = !group::is_verbal(self.sentence, word);
            if it.upos == Upos::Adv || it.relation.is("advmod") || noun {
                match &modifier.status {
                    Some(gives) => state.fix(status(gives), modifier.certainty.as_ref(), &modifier.id),
                    None => {
                        state.weaken(modifier.certainty.as_ref());
                        state.note(&modifier.id);
                    }
                }
            }
        }
    }

    // ---- one step up ----------------------------------------------------------------------------------------

    fn step(&self, at: usize, head: usize, state: &mut State, depth: usize) -> Step {
        let relation = self.sentence.words[at].relation;
        if let Some(verb) = group::governor_of_clause(self.sentence, at, self.cues)
            && let Some(step) = self.carry(at, verb, Some(Slot::Clause), state, depth, false)
        {
            return step;
        }
        if relation.is("conj") {
            // The tree took a subordinate clause for a coordinated one.
            if let Some(marker) =
                self.marker(at).filter(|marker| marker.before.iter().any(|it| it == "clause"))
            {
                self.mark(marker, state);
                return Step::Stop;
            }
            return Step::On;
        }
        let noun_clause = self.sentence.first(at, "mark").is_some();
        if relation == Relation::AclRelcl && !noun_clause {
            return Step::Stop;
        }
        let slot = self.slot(at, head);
        if let Some(verb) = self.governor_of_object(at, head, slot)
            && let Some(step) = self.carry(at, verb, slot, state, depth, false)
        {
            return step;
        }
        if let Some(marker) = self.marker(at) {
            let complement = ["xcomp", "ccomp", "acl", "csubj", "obj"].iter().any(|base| relation.is(base));
            if let Some(gives) = marker.complement.as_ref().filter(|_| complement) {
                state.fix(status(gives), Some(&"unknown".into()), &marker.id);
                return Step::Stop;
            }
            if let Some(step) = self.carry(at, head, slot, state, depth, true) {
                return step;
            }
            if !complement {
                self.mark(marker, state);
                return Step::Stop;
            }
        }
        if let Some(step) = self.carry(at, head, slot, state, depth, false) {
            return step;
        }
        self.pass(at, head, state, depth)
    }

    /// An infinitive that the tree hangs on its verb's object: "appelle les parties à cesser le feu".
    fn governor_of_object(&self, at: usize, noun: usize, slot: Option<Slot>) -> Option<usize> {
        let it = &self.sentence.words[noun];
        let verb = it
            .head
            .filter(|_| self.sentence.words[at].relation.is("acl") && slot == Some(Slot::Infinitive))?;
        let object = it.relation.is("obj") || it.relation.is("obl") || it.relation.is("iobj");
        let known = self.cues.carrier_nouns(self.sentence, noun).next().is_some();
        (object && !known && self.sentence.words[verb].upos == Upos::Verb).then_some(verb)
    }

    /// Where the event stands under its governor, in deep roles.
    fn slot(&self, at: usize, head: usize) -> Option<Slot> {
        let it = &self.sentence.words[at];
        let finite = || group::of(self.sentence, at, self.cues).is_finite();
        let clause = |finite: bool| if finite { Slot::Clause } else { Slot::Infinitive };
        match it.relation.base() {
            "ccomp" | "xcomp" | "csubj" | "acl" if group::is_verbal(self.sentence, at) => {
                Some(clause(finite()))
            }
            "advcl" | "obl" | "parataxis" if group::is_verbal(self.sentence, at) && !finite() => {
                Some(Slot::Infinitive)
            }
            "advcl" if self.is_complement(at) => Some(Slot::Clause),
            "obj" if group::is_verbal(self.sentence, at) => Some(clause(finite())),
            "ccomp" | "obj" | "xcomp" => Some(Slot::Object),
            "nsubj" if it.relation == Relation::NsubjPass || group::is_passive(self.sentence, head) => {
                Some(Slot::Object)
            }
            "nsubj" => Some(Slot::Subject),
            "obl" | "nmod" | "iobj" | "compound" => Some(Slot::Oblique),
            _ => None,
        }
    }

    /// A clause under `que` or `that` is a complement, whatever the tree calls it.
    fn is_complement(&self, at: usize) -> bool {
        let complementisers = &self.cues.attribution.complementisers;
        let mut marks = self.sentence.with(at, "mark");
        marks.next().is_some_and(|mark| complementisers.contains(&self.sentence.words[mark].lemma))
    }

    /// Applies the governor, if it is a carrier or a verb that brings in a source.
    fn carry(
        &self,
        at: usize,
        head: usize,
        slot: Option<Slot>,
        state: &mut State,
        depth: usize,
        marked: bool,
    ) -> Option<Step> {
        let slot = slot?;
        let above = &self.sentence.words[head];
        let fits = |slots: &[Slot]| {
            if slots.is_empty() { slot != Slot::Subject } else { slots.contains(&slot) }
        };
        let adverbial = self.sentence.words[at].relation.is("advcl") && !self.is_complement(at);
        let carrier = match above.upos {
            Upos::Verb | Upos::Aux => {
                let verbs = self.cues.carrier_verbs(self.sentence, head);
                let adjectives = self.cues.carrier_adjectives(self.sentence, head);
                verbs.chain(adjectives).find(|carrier| fits(&carrier.slots))
            }
            Upos::Noun => self.cues.carrier_nouns(self.sentence, head).find(|carrier| fits(&carrier.slots)),
            _ => self.cues.carrier_adjectives(self.sentence, head).find(|carrier| fits(&carrier.slots)),
        };
        if let Some(carrier) = carrier {
            let same = matches!(carrier.effect, Effect::Same | Effect::Fact);
            let loose = adverbial || marked;
            let passive = || group::is_passive(self.sentence, head);
            if !loose || slot == Slot::Infinitive && (!same || passive()) {
                let negator = group::negator(self.sentence, head, self.cues);
                let effect = match negator {
                    Some(_) => carrier.negated.as_ref(),
                    None => None,
                };
                let certainty = carrier.certainty.as_ref();
                return Some(self.effect(
                    head,
                    effect.unwrap_or(&carrier.effect),
                    certainty,
                    &carrier.id,
                    state,
                    depth,
                ));
            }
        }
        if marked && !group::is_passive(self.sentence, head) {
            return None;
        }
        if let Some(modal) = self.cues.modal(above).filter(|_| slot == Slot::Infinitive) {
            return Some(self.modal_verb(head, modal, state, depth));
        }
        self.carry_speech(at, head, slot, state)
    }

    /// `devoir` and `pouvoir` as verbs that govern an infinitive.
    fn modal_verb(&self, head: usize, modal: &Modal, state: &mut State, depth: usize) -> Step {
        let group = group::of(self.sentence, head, self.cues);
        if state.fixed {
            return Step::Stop;
        }
        let above = self.stand(head, depth + 1);
        if above.fixed {
            *state = above;
            state.note(&modal.id);
            return Step::Stop;
        }
        let denied = state.standing.negative;
        state.standing.negative = denied != group.negator.is_some();
        state.standing.certainty = Certainty::Certain;
        self.apply_modal(modal, &group, head, state);
        state.standing.negative = denied != group.negator.is_some();
        if let Some(rule) = group.negator {
            state.note(rule);
        }
        Step::Stop
    }

    fn effect(
        &self,
        head: usize,
        effect: &Effect,
        certainty: Option<&SmolStr>,
        because: &RuleId,
        state: &mut State,
        depth: usize,
    ) -> Step {
        match effect {
            Effect::Fact => {
                state.note(because);
                state.fixed = true;
            }
            Effect::Status(gives) => {
                let gives = status(gives);
                if gives == Status::Denied {
                    state.fixed = false;
                }
                let undone = matches!(gives, Status::DidNotHappen | Status::Prevented);
                state.standing.negative ^= undone;
                state.fix(gives, certainty, because);
            }
            Effect::Same | Effect::Opposite => {
                let above = self.stand(head, depth + 1);
                state.note(because);
                self.follow(&above, *effect == Effect::Opposite, state);
                state.weaken(certainty);
            }
        }
        Step::Stop
    }

    /// Takes over the standing of a governor that decides its complement's.
    fn follow(&self, above: &State, opposite: bool, state: &mut State) {
        if state.fixed {
            return;
        }
        let (standing, own) = (&above.standing, state.standing.negative);
        state.standing.status = match standing.status {
            Status::Happened | Status::Ongoing if opposite != own => Status::DidNotHappen,
            Status::Ongoing => Status::Ongoing,
            Status::Happened => state.standing.status,
            Status::DidNotHappen if opposite => Status::Happened,
            other => other,
        };
        state.standing.negative = standing.negative ^ own ^ opposite;
        if state.standing.status == Status::DidNotHappen {
            state.standing.negative = true;
        }
        if rank(standing.certainty) > rank(state.standing.certainty) {
            state.standing.certainty = standing.certainty;
        }
        state.fixed = above.fixed;
        state.open = false;
        for rule in &standing.because {
            state.note(rule);
        }
    }

    fn carry_speech(&self, at: usize, head: usize, slot: Slot, state: &mut State) -> Option<Step> {
        if self.sentence.words[head].upos == Upos::Noun {
            let entry = self.cues.noun(self.sentence, head)?;
            let noun = self.cues.attribution.nouns.get(entry)?;
            if slot == Slot::Subject {
                return None;
            }
            self.speak(noun.act, false, &noun.id, state);
            return Some(Step::Stop);
        }
        if self.sentence.words[head].upos != Upos::Verb {
            return None;
        }
        let wanted: &[Frame] = match slot {
            Slot::Clause => &[Frame::Clause],
            Slot::Infinitive => &[Frame::Infinitive, Frame::Whole],
            Slot::Object | Slot::Oblique => &[Frame::Object, Frame::Whole],
            Slot::Subject => return None,
        };
        let group = group::of(self.sentence, head, self.cues);
        let complement =
            group.passive && slot == Slot::Infinitive || self.is_through(at, head) || self.is_complement(at);
        if self.sentence.words[at].relation.is("advcl") && !complement {
            return None;
        }
        let mut senses = self.cues.verbs(self.sentence, head);
        // A passive turns a clause into an infinitive: "is said to have left".
        let fits = |frame: &Frame| wanted.contains(frame) || group.passive && *frame == Frame::Clause;
        let verb = senses.find(|verb| verb.takes.iter().any(fits))?;
        let agent = self
            .sentence
            .children(head)
            .iter()
            .any(|&c| self.sentence.words[c].relation == Relation::OblAgent);
        let hearsay = group.passive && !agent;
        if group.negator.is_some() && state.open && matches!(slot, Slot::Clause | Slot::Infinitive) {
            state.fix(Status::Unknown, Some(&"unknown".into()), &verb.id);
            return Some(Step::Stop);
        }
        if slot == Slot::Oblique && !self.is_through(at, head) {
            return None;
        }
        self.speak(verb.act, hearsay, &verb.id, state);
        Some(Step::Stop)
    }

    /// Whether a phrase stands under one of its verb's own prepositions.
    fn is_through(&self, at: usize, head: usize) -> bool {
        let cases = self.sentence.children(at).iter().copied().filter(|&child| {
            let relation = self.sentence.words[child].relation;
            relation.is("case") || relation.is("mark")
        });
        let words: Vec<&SmolStr> = cases.map(|case| &self.sentence.words[case].lemma).collect();
        self.cues.verbs(self.sentence, head).any(|verb| verb.through.iter().any(|word| words.contains(&word)))
    }

    /// What a speech act makes of its content, for its speaker.
    fn speak(&self, act: SpeechAct, hearsay: bool, because: &RuleId, state: &mut State) {
        let (gives, certainty) = match act {
            SpeechAct::Assert
            | SpeechAct::Confirm
            | SpeechAct::Admit
            | SpeechAct::Accuse
            | SpeechAct::Cite => (None, None),
            SpeechAct::Judge | SpeechAct::CommentRefused => (None, None),
            SpeechAct::Believe => (None, Some("probable")),
            SpeechAct::Speculate => (Some(Status::Hypothetical), Some("possible")),
            SpeechAct::Deny => (Some(Status::Denied), None),
            SpeechAct::Promise => (Some(Status::Promised), None),
            SpeechAct::Threaten => (Some(Status::Threatened), None),
            SpeechAct::Offer => (Some(Status::Offered), None),
            SpeechAct::Request | SpeechAct::Order => (Some(Status::Requested), None),
            SpeechAct::Wish => (Some(Status::Desired), None),
            SpeechAct::Plan => (Some(Status::Planned), None),
            SpeechAct::Fear => (Some(Status::Feared), Some("possible")),
            SpeechAct::Predict => (Some(Status::Expected), None),
            SpeechAct::Ask => (Some(Status::Unknown), Some("unknown")),
            SpeechAct::Refuse => (Some(Status::DidNotHappen), None),
        };
        let certainty = if hearsay { Some("possible") } else { certainty }.map(SmolStr::new);
        match gives {
            Some(gives) => {
                state.standing.negative ^= act == SpeechAct::Refuse;
                state.fix(gives, certainty.as_ref(), because);
            }
            None => {
                state.weaken(certainty.as_ref());
                state.note(because);
                state.fixed = true;
            }
        }
    }

    fn mark(&self, marker: &Marker, state: &mut State) {
        let negative = marker.negative && !state.fixed;
        state.fix(status(&marker.status), marker.certainty.as_ref(), &marker.id);
        state.standing.negative |= negative;
    }

    /// The conjunction or preposition that introduces a word's clause or phrase.
    fn marker(&self, word: usize) -> Option<&'a Marker> {
        let words = &self.sentence.words;
        let verbal = group::is_verbal(self.sentence, word);
        let relation = words[word].relation;
        let first = self.sentence.children(word).iter().copied().find(|&child| {
            let relation = words[child].relation;
            relation.is("mark")
                || relation.is("case")
                || relation.is("cc") && child < word
                || relation.is("advmod") && words[child].upos == Upos::Sconj
        })?;
        let before = if !verbal {
            "noun"
        } else if group::of(self.sentence, word, self.cues).is_finite() {
            "clause"
        } else {
            "infinitive"
        };
        let adverbial = [
            "advcl",
            "acl",
            "obl",
            "nmod",
            "ccomp",
            "xcomp",
            "parataxis",
            "csubj",
            "advmod",
            "dislocated",
            "conj",
            "root",
        ];
        if !adverbial.iter().any(|base| relation.is(base)) {
            return None;
        }
        let found = self.cues.markers.iter().find(|(entry, expression)| {
            self.cues.modality.markers[*entry].before.iter().any(|place| place == before)
                && starts_with(self.sentence, first, expression)
        });
        found.map(|(entry, _)| &self.cues.modality.markers[*entry])
    }

    /// No carrier: what an ordinary governor passes on.
    fn pass(&self, at: usize, head: usize, state: &mut State, depth: usize) -> Step {
        let relation = self.sentence.words[at].relation;
        let verbal = group::is_verbal(self.sentence, at);
        match relation.base() {
            "xcomp" if verbal && state.open => {
                let above = self.stand(head, depth + 1);
                self.follow(&above, false, state);
                Step::Stop
            }
            "acl" if verbal && state.open && self.sentence.words[at].features.has(Features::VERBFORM_INF) => {
                state.standing.status = Status::Planned;
                Step::Stop
            }
            "advcl" if verbal && state.open && !state.fixed => {
                let above = self.stand(head, depth + 1);
                if !matches!(above.standing.status, Status::DidNotHappen) {
                    self.follow(&above, false, state);
                }
                Step::Stop
            }
            "ccomp" if self.sentence.words[head].head.is_none() => Step::On,
            "parataxis" | "discourse" | "appos" | "flat" | "dep" | "fixed" | "compound" => Step::On,
            // An event that is not yet known shares the fate of its verb: "will launch strikes".
            "obj" | "nsubj" | "obl" if !verbal && state.open && !self.is_definite(at) => {
                if group::is_verbal(self.sentence, head) {
                    let above = self.stand(head, depth + 1);
                    let future = !matches!(above.standing.status, Status::Happened | Status::Ongoing);
                    if future && !relation.is("obl") {
                        self.follow(&above, false, state);
                    }
                }
                Step::Stop
            }
            _ => Step::Stop,
        }
    }

    fn at_root(&self, root: usize, state: &mut State) {
        let words = &self.sentence.words;
        let last = words.iter().rev().find(|word| !matches!(word.form.as_str(), "»" | "\"" | "”" | "''"));
        if last.is_some_and(|word| word.form == "?") && !state.fixed {
            state.standing.status = Status::Unknown;
            state.standing.certainty = Certainty::Unknown;
            return;
        }
        if let Some(marker) = self.marker(root).filter(|marker| marker.before.iter().any(|it| it == "clause"))
        {
            self.mark(marker, state);
        }
        let infinitive = state.open && words[root].features.has(Features::VERBFORM_INF);
        if infinitive && !state.fixed {
            state.standing.status = Status::Planned;
        }
    }
}

/// Whether some words stand at a place of a sentence, by lemma or form.
fn starts_with(sentence: &Sentence, at: usize, expression: &[SmolStr]) -> bool {
    expression.iter().enumerate().all(|(i, wanted)| {
        sentence.words.get(at + i).is_some_and(|word| {
            let form = lower(&word.form);
            form == *wanted || word.lemma == *wanted || form.replace('’', "'") == wanted.as_str()
        })
    })
}
