//! Does an event stand: from its own verb group up the tree.
//!
//! A word starts with what its own group says (tense, mood, modal, negation), then climbs. Each governor that is
//! a carrier says what it makes of its complement; the innermost one that gives a status decides, for standing
//! is that of the innermost source. Carriers that pass on their own standing are judged in turn.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::SpeechAct;
use depeche_knowledge::modality::{Effect, Modal, Slot};
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
    let walk = Walk { sentence, index, mentions, cues };
    let standing = walk.stand(word, 0).standing;
    if walk.is_made_anyway(word) {
        return Standing { because: standing.because, ..Standing::default() };
    }
    // "any attack would be an act of war": no attack is told of.
    let told = standing.status == Status::Happened && !standing.negative;
    if told && sentence.words[word].upos == Upos::Noun && walk.is_any(word) {
        return Standing {
            status: Status::Hypothetical,
            certainty: Certainty::Possible,
            negative: false,
            because: standing.because,
        };
    }
    standing
}

/// Whether a light verb says more of its noun than tense: "is considering sanctions", "announced a strike for Friday".
pub(super) fn gives_status(
    index: usize,
    verb: usize,
    noun: usize,
    sentences: &[Sentence],
    mentions: &Mentions,
    cues: &Cues,
) -> bool {
    let Some(sentence) = sentences.get(index) else { return false };
    let Some(it) = sentence
        .words
        .get(noun)
        .filter(|it| it.head == Some(verb) && (it.relation.is("obj") || it.relation == Relation::NsubjPass))
    else {
        return false;
    };
    let walk = Walk { sentence, index, mentions, cues };
    let mut carriers = cues.carrier_verbs(sentence, verb).filter(|_| it.upos == Upos::Noun);
    let carrier = carriers.find(|it| it.slots.is_empty() || it.slots.contains(&Slot::Object));
    carrier.is_some_and(|it| {
        matches!(it.effect, Effect::Status(_)) || it.dated.is_some() && walk.has_date_to_come(verb)
    })
}

/// The words of a sentence that name events: verbs other than auxiliaries and modals, predicates, event nouns.
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
    // "is not sufficient": an adjective that heads a clause says something that may not stand.
    let is_state = |i: usize| sentence.words[i].upos == Upos::Adj && sentence.first(i, "cop").is_some();
    (0..sentence.words.len()).filter(|&i| is_event(&sentence.words[i]) || is_state(i)).collect()
}

pub(super) struct State {
    pub standing: Standing,
    /// Has no tense of its own: takes its governor's.
    pub open: bool,
    /// A carrier, marker or modifier has decided.
    pub fixed: bool,
}

impl State {
    pub fn fix(&mut self, status: Status, certainty: Option<&SmolStr>, because: &RuleId) {
        if !self.fixed {
            self.standing.status = status;
        }
        self.fixed = true;
        self.weaken(certainty);
        self.note(because);
    }

    pub fn weaken(&mut self, certainty: Option<&SmolStr>) {
        let Some(certainty) = certainty.and_then(|text| Certainty::parse(text)) else { return };
        if rank(certainty) > rank(self.standing.certainty) {
            self.standing.certainty = certainty;
        }
    }

    pub fn note(&mut self, because: &RuleId) {
        if !self.standing.because.contains(because) {
            self.standing.because.push(because.clone());
        }
    }
}

pub(super) fn rank(certainty: Certainty) -> u8 {
    match certainty {
        Certainty::Certain => 0,
        Certainty::Probable => 1,
        Certainty::Possible => 2,
        Certainty::Unknown => 3,
    }
}

pub(super) fn status(text: &str) -> Status {
    Status::parse(text).unwrap_or_default()
}

pub(super) struct Walk<'a> {
    pub sentence: &'a Sentence,
    pub index: usize,
    pub mentions: &'a Mentions,
    pub cues: &'a Cues,
}

/// What one step up does.
pub(super) enum Step {
    /// Go on from the governor.
    On,
    /// Go on from another word.
    From(usize),
    /// Nothing above matters.
    Stop,
}

impl<'a> Walk<'a> {
    pub fn stand(&self, word: usize, depth: usize) -> State {
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
                Step::From(other) => at = other,
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
        if let Some(marker) = self.inversion(word) {
            let past = self.is_past_inversion(word);
            state.standing.status = if past { Status::Counterfactual } else { status(&marker.status) };
            state.standing.negative = past && group.negator.is_none();
            state.weaken(marker.certainty.as_ref().filter(|_| !past));
            state.fixed = true;
            state.note(&marker.id);
        }
    }

    fn deny(&self, state: &mut State, rule: &RuleId) {
        state.standing.negative = !state.standing.negative;
        if matches!(state.standing.status, Status::Happened | Status::Ongoing) {
            state.standing.status = Status::DidNotHappen;
        }
        state.note(rule);
    }

    pub fn apply_modal(&self, modal: &Modal, group: &Group<'_>, word: usize, state: &mut State) {
        let denied = state.standing.negative;
        let past = match group.tense {
            // "aurait dû partir": what ought to have been was not.
            Tense::PastConditional => modal.past.as_ref().map(|_| "counterfactual"),
            Tense::Imperfect if modal.imperfect.is_some() && self.is_dated(word) => modal.dated.as_deref(),
            Tense::Imperfect => modal.imperfect.as_deref().or(modal.past.as_deref()),
            _ => modal.past.as_deref().filter(|_| group.is_past()),
        };
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
        // "would not comment" is a refusal.
        let acts = || {
            let subject = self.sentence.first(word, "nsubj");
            subject.is_some_and(|subject| self.mentions.actor_at(self.index, subject).is_some())
        };
        if group.analytic.is_some() && group.negator.is_some() && acts() {
            return Status::DidNotHappen;
        }
        state.weaken(Some(&"possible".into()));
        if past {
            return Status::Happened;
        }
        // "seraient toujours bloqués": what is still so is told, not supposed.
        if group.analytic.is_none() && self.has_since(word) {
            return Status::Ongoing;
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

    /// What is refused or denied was asked or said all the same: "rejected calls to resign", "denied allegations".
    fn is_made_anyway(&self, word: usize) -> bool {
        let it = &self.sentence.words[word];
        let entry = self.cues.noun(self.sentence, word).filter(|_| it.upos == Upos::Noun);
        let Some(act) = entry.map(|entry| self.cues.attribution.nouns[entry].act) else { return false };
        let object = it.relation.is("obj") || it.relation == Relation::NsubjPass;
        let Some(verb) = it.head.filter(|_| object) else { return false };
        let mut carriers = self.cues.carrier_verbs(self.sentence, verb);
        let carrier = carriers.find(|it| it.slots.is_empty() || it.slots.contains(&Slot::Object));
        match carrier.map(|it| &it.effect) {
            Some(Effect::Opposite) => {
                matches!(act, SpeechAct::Request | SpeechAct::Offer | SpeechAct::Order | SpeechAct::Promise)
            }
            Some(Effect::Status(gives)) if gives == "denied" => {
                matches!(act, SpeechAct::Assert | SpeechAct::Accuse)
            }
            _ => false,
        }
    }

    /// "any attack", "toute attaque".
    fn is_any(&self, noun: usize) -> bool {
        let any = &self.cues.modality.groups.any;
        let singular = !self.sentence.words[noun].features.has(Features::NUMBER_PLUR);
        singular
            && self.sentence.with(noun, "det").any(|det| {
                let alone = self.sentence.with(noun, "det").count() == 1;
                alone && any.contains(&self.sentence.words[det].lemma)
            })
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

    /// "announced a strike for next week": a date to come below a word.
    pub fn has_date_to_come(&self, word: usize) -> bool {
        let before = &self.cues.modality.groups.before_dates;
        let mut times = self.mentions.times.iter().filter(|time| time.sentence == self.index);
        times.any(|time| {
            let under = |at: usize| {
                let mut cases = self.sentence.with(at, "case");
                cases.any(|case| before.contains(&self.sentence.words[case].lemma))
            };
            matches!(time.value.kind.as_str(), "DATE" | "TIME")
                && time.head < self.sentence.words.len()
                && under(time.head)
                && self.sentence.is_below(time.head, word)
        })
    }

    pub fn is_definite(&self, noun: usize) -> bool {
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
}
