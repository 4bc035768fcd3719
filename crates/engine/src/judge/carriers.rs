//! One step up the tree: what a governor makes of the event below it.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::{Frame, SpeechAct};
use depeche_knowledge::modality::{Carrier, Effect, Modal, Slot};
use smol_str::SmolStr;

use super::group::{self, Tense};
use super::standing::{State, Step, Walk, status};
use super::{Certainty, Status};
use crate::ud::{Features, Relation, Upos};

impl<'a> Walk<'a> {
    pub(super) fn step(&self, at: usize, head: usize, state: &mut State, depth: usize) -> Step {
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
            return self.finite_before(at, head).map_or(Step::On, Step::From);
        }
        let noun_clause = self.sentence.first(at, "mark").is_some();
        if relation == Relation::AclRelcl && !noun_clause {
            return Step::Stop;
        }
        let slot = self.slot(at, head);
        if let Some(verb) = self.raising(head).filter(|_| slot == Some(Slot::Subject))
            && let Some(step) = self.carry(at, verb, slot, state, depth, false)
        {
            return if matches!(step, Step::On) { Step::From(verb) } else { step };
        }
        if let Some(verb) = self.governor_of_object(at, head, slot)
            && let Some(step) = self.carry(at, verb, slot, state, depth, false)
        {
            return step;
        }
        if let Some(slot) = slot.filter(|slot| matches!(slot, Slot::Infinitive | Slot::Oblique))
            && let Some(noun) = self.carrier_before(at, head, slot)
            && let Some(step) = self.carry(at, noun, Some(slot), state, depth, false)
        {
            return step;
        }
        if let Some(marker) = self.marker(at) {
            // "whose minister was due to leave": a relative clause is nobody's complement.
            let complement = relation != Relation::AclRelcl
                && ["xcomp", "ccomp", "acl", "csubj", "obj"].iter().any(|base| relation.is(base));
            if let Some(gives) = marker.complement.as_ref().filter(|_| complement || self.is_asked(at, head))
            {
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

    /// "des discussions devraient reprendre": whose infinitive a modal verb's subject is.
    fn raising(&self, head: usize) -> Option<usize> {
        self.cues.modal(&self.sentence.words[head])?;
        let infinitive = |&it: &usize| self.sentence.words[it].features.has(Features::VERBFORM_INF);
        self.sentence.with(head, "xcomp").find(infinitive)
    }

    /// "failed to win and filed for bankruptcy": a tensed verb goes on from the tensed one above, not from its
    /// infinitive.
    fn finite_before(&self, at: usize, first: usize) -> Option<usize> {
        let tense = |word: usize| group::of(self.sentence, word, self.cues).tense;
        let tensed = |word: usize| {
            matches!(tense(word), Tense::Past | Tense::Imperfect | Tense::Future | Tense::Conditional)
        };
        let open = matches!(tense(first), Tense::Infinitive | Tense::Gerund);
        // A bare participle beside a bare infinitive is a past tense.
        let bare = self.sentence.words[first].features.has(Features::VERBFORM_INF);
        let tensed = |word: usize| tensed(word) || bare && word == at && tense(word) == Tense::Participle;
        let mut above =
            std::iter::successors(self.sentence.words[first].head, |&up| self.sentence.words[up].head);
        if open && tensed(at) {
            above.find(|&up| group::is_verbal(self.sentence, up) && tensed(up))
        } else {
            None
        }
    }

    /// "after rejecting", "by setting": a gerund that tells of circumstances, "remarks made", "opportunities
    /// drawing": a participle that describes a noun. Neither is what its governor is about.
    fn is_beside(&self, at: usize) -> bool {
        let it = &self.sentence.words[at];
        let circumstances = &self.cues.modality.groups.circumstances;
        match self.sentence.with(at, "mark").next() {
            Some(mark) => {
                !it.features.has(Features::VERBFORM_FIN)
                    && circumstances.contains(&self.sentence.words[mark].lemma)
            }
            None => {
                let cased = self.sentence.first(at, "case").is_some();
                let participle =
                    it.features.has(Features::VERBFORM_PART) || it.features.has(Features::VERBFORM_GER);
                it.relation.is("acl")
                    && participle
                    && !cased
                    && self.sentence.with(at, "aux").next().is_none()
            }
        }
    }

    /// "called for restraint after the strikes": what is told besides is not asked for.
    fn is_circumstance(&self, at: usize) -> bool {
        let circumstances = &self.cues.modality.groups.circumstances;
        self.sentence.with(at, "case").any(|case| circumstances.contains(&self.sentence.words[case].lemma))
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

    /// The noun right before an infinitive that the tree hangs on the verb over both: "a l'intention de partir".
    fn carrier_before(&self, at: usize, verb: usize, slot: Slot) -> Option<usize> {
        let words = &self.sentence.words;
        let first = self.sentence.subtree(at).first().copied().unwrap_or(at);
        let noun = first.checked_sub(1).filter(|&noun| words[noun].upos == Upos::Noun)?;
        let object = words[noun].head == Some(verb) && words[noun].relation.is("obj");
        let carries = match slot {
            Slot::Infinitive => self.cues.carrier_nouns(self.sentence, noun).next().is_some(),
            _ => self.cues.keeps_fact(self.sentence, noun),
        };
        (object && carries && group::is_verbal(self.sentence, verb)).then_some(noun)
    }

    /// Whether there is little or none of what a noun says: "peu d'intérêt à", "no plan to".
    fn is_scant(&self, noun: usize) -> bool {
        let groups = &self.cues.modality.groups;
        let beside = self.sentence.children(noun).iter();
        self.sentence.words[noun].upos == Upos::Noun
            && beside.copied().any(|child| groups.few.contains(&self.sentence.words[child].lemma))
    }

    /// Where the event stands under its governor, in deep roles.
    pub(super) fn slot(&self, at: usize, head: usize) -> Option<Slot> {
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
            // "called off its tour": an object that the tree took for less.
            "obl"
                if it.relation == Relation::Obl && at > head && self.sentence.first(at, "case").is_none() =>
            {
                Some(Slot::Object)
            }
            "obl" | "nmod" if it.relation != Relation::OblAgent && self.is_circumstance(at) => None,
            "obl" | "nmod" | "iobj" | "compound" => Some(Slot::Oblique),
            _ => None,
        }
    }

    /// "On ignore si le convoi est passé": a clause right behind a verb of asking is what is asked.
    fn is_asked(&self, at: usize, head: usize) -> bool {
        let mark = self.sentence.first(at, "mark").filter(|&mark| mark > head);
        let adverbs = |mark: usize| {
            (head + 1..mark).all(|i| matches!(self.sentence.words[i].upos, Upos::Adv | Upos::Part))
        };
        let behind = mark.is_some_and(adverbs);
        behind && self.cues.verbs(self.sentence, head).any(|verb| verb.act == SpeechAct::Ask)
    }

    /// A participle beside the clause is another act of its subject: "Accused of X, they denied Y".
    fn is_free_participle(&self, at: usize, head: usize) -> bool {
        let words = &self.sentence.words;
        let it = &words[at];
        let participle = it.features.has(Features::VERBFORM_PART) || it.features.has(Features::VERBFORM_GER);
        let first = self.sentence.subtree(at).first().copied().unwrap_or(at);
        let comma = at < head || words[first].form == "," || first > 0 && words[first - 1].form == ",";
        it.relation.is("advcl") && participle && comma && self.sentence.first(at, "mark").is_none()
    }

    /// "They act to calm markets, fearing a crash": a participle beside the clause tells of the act, not its purpose.
    fn clause_of_participle(&self, at: usize, head: usize) -> usize {
        let free = self.is_free_participle(at, head);
        let infinitive = |word: usize| self.sentence.words[word].features.has(Features::VERBFORM_INF);
        let up = |&word: &usize| {
            let above = self.sentence.words[word].head.filter(|_| free && infinitive(word));
            above.filter(|&above| group::is_verbal(self.sentence, above))
        };
        std::iter::successors(Some(head), up).last().unwrap_or(head)
    }

    /// "the first to sign": the clause in which a noun stands that is ranked by what it does.
    fn clause_of_ranked(&self, noun: usize) -> Option<usize> {
        let ranks = |&child: &usize| {
            let features = self.sentence.words[child].features;
            features.has(Features::NUMTYPE_ORD) || features.has(Features::DEGREE_SUP)
        };
        let ranked = ranks(&noun) || self.sentence.with(noun, "amod").any(|child| ranks(&child));
        let up = |&word: &usize| self.sentence.words[word].head;
        let mut above = std::iter::successors(Some(noun).filter(|_| ranked), up);
        above.find(|&word| group::is_verbal(self.sentence, word))
    }

    /// Whether an infinitive says to what end: under a marker, or under a particle ("to demand").
    fn is_purpose(&self, at: usize, marked: bool) -> bool {
        let particle = |mark: usize| self.sentence.words[mark].upos == Upos::Part;
        self.sentence.words[at].features.has(Features::VERBFORM_INF)
            && (marked || self.sentence.with(at, "mark").any(particle))
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
        // "expect the deal to hold": whoever does it is not what is expected.
        let doer = slot == Slot::Object
            && self.sentence.words[at].relation.is("obj")
            && !group::is_verbal(self.sentence, at)
            && self.sentence.with(head, "xcomp").any(|it| it > at && group::is_verbal(self.sentence, it));
        if doer || self.is_free_participle(at, head) || self.is_beside(at) {
            return None;
        }
        let above = &self.sentence.words[head];
        let adverbial = self.sentence.words[at].relation.is("advcl") && !self.is_complement(at);
        if let Some(carrier) = self.carrier(at, head, slot) {
            let same = matches!(carrier.effect, Effect::Same | Effect::Fact);
            let loose = adverbial || marked;
            let passive = || group::is_passive(self.sentence, head);
            // "blocked the road to demand", "pour exiger": what is done to an end keeps nobody from the end.
            let hinders = matches!(&carrier.effect, Effect::Status(gives) if gives == "prevented");
            if hinders && adverbial && self.is_purpose(at, marked) {
                return None;
            }
            if !loose || slot == Slot::Infinitive && (!same || passive()) {
                let negator = group::negator(self.sentence, head, self.cues);
                let denied = negator.is_some() || self.is_scant(head);
                let past = || group::of(self.sentence, head, self.cues).is_past();
                let effect = carrier.negated.as_ref().filter(|_| denied);
                let effect = effect.or_else(|| carrier.past.as_ref().filter(|_| past()));
                let dated = carrier.dated.as_ref().filter(|_| self.has_date_to_come(head));
                let suffered = carrier.passive.as_ref().filter(|_| passive());
                let effect = effect.or(dated).or(suffered);
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

    /// The carrier that a governor is for what stands in a slot.
    pub(super) fn carrier(&self, at: usize, head: usize, slot: Slot) -> Option<&'a Carrier> {
        let above = &self.sentence.words[head];
        let under = |carrier: &Carrier| {
            let mut words = self.sentence.with(at, "case").chain(self.sentence.with(at, "mark"));
            let needs = matches!(slot, Slot::Oblique | Slot::Infinitive) && !carrier.under.is_empty();
            !needs || words.any(|word| carrier.under.contains(&self.sentence.words[word].lemma))
        };
        let fits = |carrier: &&Carrier| match carrier.slots.as_slice() {
            [] => slot != Slot::Subject,
            slots => slots.contains(&slot) && under(carrier),
        };
        match above.upos {
            Upos::Verb | Upos::Aux => {
                let verbs = self.cues.carrier_verbs(self.sentence, head);
                let adjectives = self.cues.carrier_adjectives(self.sentence, head);
                verbs.chain(adjectives).find(fits)
            }
            Upos::Noun => self.cues.carrier_nouns(self.sentence, head).find(fits),
            _ => {
                let adjectives = self.cues.carrier_adjectives(self.sentence, head);
                // "stopped short of firing": the expression is the verb's.
                let verb = above.head.filter(|_| above.relation == Relation::Xcomp);
                let joined =
                    verb.into_iter().flat_map(|verb| self.cues.carriers_with(self.sentence, verb, head));
                adjectives.chain(joined).find(fits)
            }
        }
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
                match self.clause_of_ranked(head) {
                    Some(verb) => {
                        let above = self.stand(verb, depth + 1);
                        if above.standing.status != Status::DidNotHappen {
                            self.follow(&above, false, state);
                        }
                    }
                    None => state.standing.status = Status::Planned,
                }
                Step::Stop
            }
            "advcl" if verbal && state.open && !state.fixed => {
                let above = self.stand(self.clause_of_participle(at, head), depth + 1);
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

    pub(super) fn at_root(&self, root: usize, state: &mut State) {
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
