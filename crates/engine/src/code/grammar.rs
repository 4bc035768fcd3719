//! Deep functions on trees: who is the subject, the object, the genitive of a word, whatever its voice,
//! mood, or place in the sentence.

use depeche_knowledge::frames::Frames;
use depeche_knowledge::notation::Function;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::objects::{misread_object, misread_subject, shared_object};
use super::prepositions::{after_words, key, prepositions};
use super::relatives::{antecedent, has_relative_pronoun, whose};
use crate::text::{Part, Sentence};
use crate::ud::{Features, Relation, Upos};

mod support;

/// How far control, coordination and relatives are followed; deeper is noise, and a bound keeps it linear.
pub(super) const DEPTH: usize = 6;

/// What the stage prepares from `frames.toml`.
#[derive(Debug, Default)]
pub struct Grammar {
    pub(super) agent: FxHashSet<SmolStr>,
    pub(super) passive: FxHashSet<SmolStr>,
    pub(super) never_passive: FxHashSet<SmolStr>,
    pub(super) genitive: FxHashSet<SmolStr>,
    pub(super) dative: FxHashSet<SmolStr>,
    pub(super) object_control: FxHashSet<SmolStr>,
    pub(super) dative_control: FxHashSet<SmolStr>,
    pub(super) light: FxHashSet<SmolStr>,
    pub(super) light_passive: FxHashSet<SmolStr>,
    /// Each with the word that it needs.
    occurs: Vec<(SmolStr, Option<SmolStr>)>,
    pub(super) causative: FxHashSet<SmolStr>,
    demanding: FxHashSet<SmolStr>,
    addressee: FxHashSet<SmolStr>,
    blamed: FxHashSet<SmolStr>,
    beside: FxHashSet<SmolStr>,
    no_act: FxHashSet<SmolStr>,
    headline_passives: FxHashSet<SmolStr>,
    caused: FxHashSet<SmolStr>,
    pub(super) since: FxHashSet<SmolStr>,
    pub(super) means: FxHashSet<SmolStr>,
    pub(super) wrappers: FxHashSet<SmolStr>,
    pub(super) between: FxHashSet<SmolStr>,
    pub(super) approximate: FxHashSet<SmolStr>,
}

/// What a light verb makes of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// The subject does what the noun says.
    Does,
    /// The subject suffers it.
    Suffers,
}

impl Grammar {
    /// Prepares a language's frames.
    #[must_use]
    pub fn new(frames: &Frames) -> Grammar {
        let set = |words: &[SmolStr]| words.iter().cloned().collect();
        Grammar {
            agent: set(&frames.agent),
            passive: set(&frames.passive),
            never_passive: set(&frames.never_passive),
            genitive: set(&frames.genitive),
            dative: set(&frames.dative),
            object_control: set(&frames.object_control),
            dative_control: set(&frames.dative_control),
            light: set(&frames.light),
            light_passive: set(&frames.light_passive),
            occurs: frames.occurs.iter().map(|verb| support::with_companion(verb)).collect(),
            causative: set(&frames.causative),
            demanding: set(&frames.demanding),
            addressee: set(&frames.addressee),
            blamed: set(&frames.blamed),
            beside: set(&frames.beside),
            no_act: set(&frames.no_act),
            headline_passives: set(&frames.headline_passives),
            caused: set(&frames.caused),
            since: set(&frames.since),
            means: set(&frames.means),
            wrappers: set(&frames.wrappers),
            between: set(&frames.between),
            approximate: set(&frames.approximate),
        }
    }

    /// Whether a noun acts for its owner when it is a subject (weapons, forces, decisions).
    #[must_use]
    pub fn is_means(&self, sentence: &Sentence, word: usize) -> bool {
        self.means.contains(&sentence.words[word].lemma)
    }

    /// Whether a noun stands before the real actor ("members of").
    #[must_use]
    pub fn is_wrapper(&self, sentence: &Sentence, word: usize) -> bool {
        self.wrappers.contains(&sentence.words[word].lemma)
    }

    /// Whether a verb makes its subject the actor of what its object names: "order a strike".
    #[must_use]
    pub fn is_causative(&self, lemma: &str) -> bool {
        self.causative.contains(lemma)
    }

    /// Whether a verb or noun demands rather than asks.
    #[must_use]
    pub fn demands(&self, lemma: &str) -> bool {
        self.demanding.contains(lemma)
    }

    /// Whether a verb names nothing that the ontology has an act for: "appoint".
    #[must_use]
    pub fn is_no_act(&self, lemma: &str) -> bool {
        self.no_act.contains(lemma)
    }

    /// Whether a light verb tells whose act it is, rather than does it: "revendiquer".
    #[must_use]
    pub fn owns_up(&self, lemma: &str) -> bool {
        self.blamed.contains(lemma)
    }

    /// Whether a word is a preposition of the genitive: "of".
    #[must_use]
    pub fn is_genitive(&self, preposition: &str) -> bool {
        self.genitive.contains(preposition)
    }

    /// Whether a word is the first of two that a preposition joins: "between X and Y".
    #[must_use]
    pub fn is_one_of_two(&self, sentence: &Sentence, word: usize) -> bool {
        sentence.with(word, "case").any(|case| self.between.contains(&sentence.words[case].lemma))
    }

    /// The words that fill a deep function of an anchor, in the order of the sentence.
    #[must_use]
    pub fn fillers(&self, sentence: &Sentence, anchor: usize, function: &Function) -> Vec<usize> {
        // "a fait décoller des chasseurs": the tree hangs all that is the causer's verb's on the other verb.
        if sentence.words[anchor].relation == Relation::AuxCaus
            && let Some(caused) = sentence.words[anchor].head
        {
            return match function {
                Function::Subject => self.surface(sentence, caused, DEPTH),
                Function::Complement | Function::Infinitive => vec![caused],
                _ => self.fillers(sentence, caused, function),
            };
        }
        match function {
            Function::Subject => self.subjects(sentence, anchor, DEPTH),
            Function::Object => self.objects(sentence, anchor),
            Function::Indirect => self.datives(sentence, anchor),
            Function::Complement => {
                let mut found = complements(sentence, anchor);
                // An infinitive on the controlled object is the verb's complement, whatever the parser says.
                for object in
                    sentence.with(anchor, "obj").filter(|&object| self.is_controlled_object(sentence, object))
                {
                    found.extend(complements(sentence, object));
                }
                found
            }
            Function::Infinitive => {
                let mut found = self.fillers(sentence, anchor, &Function::Complement);
                found.retain(|&clause| !is_finite(sentence, clause));
                found
            }
            Function::Genitive => self.genitives(sentence, anchor, true),
            Function::Possessor => self.genitives(sentence, anchor, false),
            Function::Modifier => {
                let modifier =
                    |&child: &usize| matches!(sentence.words[child].relation.base(), "amod" | "compound");
                sentence.children(anchor).iter().copied().filter(modifier).collect()
            }
            Function::Beside => self.beside(sentence, anchor),
            // Known only once the other acts of the sentence are read.
            Function::Target => Vec::new(),
            Function::Preposition(preposition) => self.under(sentence, anchor, preposition),
        }
    }

    /// Who does it.
    #[must_use]
    pub fn subjects(&self, sentence: &Sentence, verb: usize, depth: usize) -> Vec<usize> {
        if is_noun(sentence, verb) && sentence.first(verb, "nsubj").is_none() {
            return self.genitives(sentence, verb, true);
        }
        if self.is_passive(sentence, verb) {
            return self.agents(sentence, verb);
        }
        // "faire cesser les raids": who causes it does not do it.
        if sentence.with(verb, "aux").any(|it| sentence.words[it].relation == Relation::AuxCaus) {
            let agents = self.agents(sentence, verb);
            let does = agents.is_empty() && self.caused.contains(&sentence.words[verb].lemma);
            return if does { self.objects(sentence, verb) } else { agents };
        }
        self.surface(sentence, verb, depth)
    }

    /// The agents of a passive.
    fn agents(&self, sentence: &Sentence, verb: usize) -> Vec<usize> {
        let agent = |&child: &usize| {
            let relation = sentence.words[child].relation;
            relation == Relation::OblAgent
                || relation.is("obl") && prepositions(sentence, child).iter().any(|p| self.agent.contains(p))
        };
        let mut found: Vec<usize> = sentence.children(verb).iter().copied().filter(agent).collect();
        if found.is_empty() {
            // "accordée aux réfugiés par le président": what the parser hung on the phrase before.
            let under = |&noun: &usize| {
                noun > verb && prepositions(sentence, noun).iter().any(|p| self.agent.contains(p))
            };
            let phrases = sentence.with(verb, "obl").chain(sentence.with(verb, "obj"));
            found.extend(phrases.flat_map(|phrase| sentence.with(phrase, "nmod")).filter(under));
        }
        found.into_iter().map(|word| antecedent(sentence, word)).collect()
    }

    /// The subject on the surface: its own, or that of the clause that it hangs on.
    fn surface(&self, sentence: &Sentence, verb: usize, depth: usize) -> Vec<usize> {
        let mut own: Vec<usize> = sentence
            .with(verb, "nsubj")
            .map(|word| self.beyond_number(sentence, word).unwrap_or(word))
            .map(|word| antecedent(sentence, word))
            .collect();
        if let Some(object) = misread_object(sentence, verb) {
            own.retain(|&word| word != object);
        }
        if own.is_empty() {
            own.extend(misread_subject(sentence, verb));
        }
        if !own.is_empty() || depth == 0 {
            return own;
        }
        let Some(head) = sentence.words[verb].head else { return own };
        match sentence.words[verb].relation.base() {
            "conj" if !is_noun(sentence, head) || sentence.first(head, "nsubj").is_some() => {
                self.surface(sentence, head, depth - 1)
            }
            "acl" if sentence.words[verb].features.has(Features::VERBFORM_INF) => {
                if self.is_controlled_object(sentence, head) {
                    return vec![head];
                }
                let owners = self.owners(sentence, head, depth - 1);
                // "Ghana to deport traders": a headline of a name and what it is to do.
                let headline = sentence.words[head].head.is_none() && head < verb && is_noun(sentence, head);
                if owners.is_empty() && headline { vec![head] } else { owners }
            }
            "acl"
                if sentence.words[verb].relation == Relation::Acl
                    && (sentence.first(verb, "mark").is_none() || !is_finite(sentence, verb)) =>
            {
                vec![head]
            }
            "xcomp" | "ccomp" | "advcl" | "obl" | "parataxis" if !is_finite(sentence, verb) => {
                self.controllers(sentence, head, verb, depth - 1)
            }
            _ => own,
        }
    }

    /// Whether a noun is the object that an infinitive below it belongs to: "appelle les parties à cesser le feu", or who
    /// is told to: "a ordonné à l'armée d'attaquer".
    fn is_controlled_object(&self, sentence: &Sentence, noun: usize) -> bool {
        let Some(verb) = sentence.words[noun].head else { return false };
        let (relation, lemma) = (sentence.words[noun].relation, &sentence.words[verb].lemma);
        let told =
            || prepositions(sentence, noun).iter().any(|preposition| self.dative.contains(preposition));
        relation.is("obj") && self.object_control.contains(lemma)
            || relation.is("obl") && self.dative_control.contains(lemma) && told()
    }

    /// Who does an infinitive that hangs on a governor.
    fn controllers(&self, sentence: &Sentence, governor: usize, verb: usize, depth: usize) -> Vec<usize> {
        let lemma = &sentence.words[governor].lemma;
        // "pour demander" is the subject's purpose even under an object-control verb.
        let purpose = self.is_purpose(sentence, verb);
        if self.is_passive(sentence, governor) {
            return self.surface(sentence, governor, depth);
        }
        if !purpose && self.object_control.contains(lemma) {
            let objects = self.objects(sentence, governor);
            if !objects.is_empty() {
                return objects;
            }
            // "called on both sides to honour the deal".
            let between = |&word: &usize| word > governor && word < verb && is_noun(sentence, word);
            let addressed =
                |word: &usize| prepositions(sentence, *word).iter().any(|p| self.addressee.contains(p));
            if let Some(word) = sentence.with(governor, "obl").filter(between).filter(addressed).last() {
                return vec![word];
            }
        }
        if !purpose && self.dative_control.contains(lemma) {
            let datives = self.datives(sentence, governor);
            if !datives.is_empty() {
                return datives;
            }
        }
        if is_noun(sentence, governor) && sentence.first(governor, "nsubj").is_none() {
            return self.owners(sentence, governor, depth);
        }
        self.surface(sentence, governor, depth)
    }

    /// Whether a clause says to what end, under a preposition that no complement has: "pour demander".
    pub(super) fn is_purpose(&self, sentence: &Sentence, verb: usize) -> bool {
        let complement = |mark: usize| {
            let mark = &sentence.words[mark].lemma;
            self.dative.contains(mark) || self.genitive.contains(mark)
        };
        sentence.words[verb].relation.is("advcl")
            && !sentence.with(verb, "mark").chain(sentence.with(verb, "case")).any(complement)
    }

    /// Whose noun it is: its genitive, or the subject of the light verb over it.
    fn owners(&self, sentence: &Sentence, noun: usize, depth: usize) -> Vec<usize> {
        let own = self.genitives(sentence, noun, true);
        if !own.is_empty() || depth == 0 {
            return own;
        }
        match self.support(sentence, noun) {
            Some((verb, Support::Does)) => self.surface(sentence, verb, depth),
            _ => match sentence.words[noun].head {
                Some(head) if sentence.words[noun].relation.is("obj") => self.surface(sentence, head, depth),
                _ => own,
            },
        }
    }

    /// To whom it is done.
    #[must_use]
    pub fn objects(&self, sentence: &Sentence, verb: usize) -> Vec<usize> {
        let word = &sentence.words[verb];
        if word.relation == Relation::Acl
            && is_past_participle(sentence, verb)
            && !is_finite(sentence, verb)
            && sentence.first(verb, "obj").is_none()
        {
            return word.head.into_iter().collect();
        }
        if self.is_passive(sentence, verb) {
            return self.surface(sentence, verb, DEPTH);
        }
        let own: Vec<usize> = sentence
            .with(verb, "obj")
            .filter(|&object| !sentence.words[object].features.has(Features::REFLEX))
            .map(|object| self.beyond_number(sentence, object).unwrap_or(object))
            .map(|object| antecedent(sentence, object))
            .collect();
        if !own.is_empty() {
            return own;
        }
        if word.relation == Relation::AclRelcl && !has_relative_pronoun(sentence, verb) {
            return word.head.into_iter().collect();
        }
        if let Some(object) = misread_object(sentence, verb)
            .or_else(|| self.partitive(sentence, verb))
            .or_else(|| self.counted(sentence, verb))
            .or_else(|| self.stray(sentence, verb))
        {
            return vec![object];
        }
        let shared = shared_object(sentence, verb);
        if !shared.is_empty() {
            return shared;
        }
        // A bare dative without any object is one, and what stands bare behind a particle ("shot down a drone").
        let bare = |&child: &usize| is_noun(sentence, child) && sentence.first(child, "case").is_none();
        let particle = sentence.with(verb, "compound").next();
        let behind = |&child: &usize| particle.is_some_and(|particle| particle > verb && child > particle);
        let datives = sentence.with(verb, "iobj").filter(bare);
        datives.chain(sentence.with(verb, "obl").filter(bare).filter(behind)).take(1).collect()
    }

    /// The dative: a clitic, a bare indirect object, or a pronoun under the dative preposition.
    fn datives(&self, sentence: &Sentence, verb: usize) -> Vec<usize> {
        let dative = |&child: &usize| {
            sentence.words[child].relation.is("iobj")
                || sentence.words[child].relation.is("obl")
                    && prepositions(sentence, child).iter().any(|p| self.dative.contains(p))
        };
        // "granted Malawi $72 million": what the parser hung on the sum.
        let sums = sentence.with(verb, "obj").filter(|&sum| sentence.words[sum].upos == Upos::Sym);
        let before =
            sums.flat_map(|sum| sentence.children(sum).iter().copied().filter(move |&child| child < sum));
        let receiver = before.filter(|&child| sentence.words[child].upos == Upos::Propn);
        let datives = sentence.children(verb).iter().copied().filter(dative);
        datives.map(|word| antecedent(sentence, word)).chain(receiver).collect()
    }

    /// The genitives of a noun; `phrase` says whether "de X" counts.
    #[must_use]
    pub fn genitives(&self, sentence: &Sentence, noun: usize, phrase: bool) -> Vec<usize> {
        let genitive = |&child: &usize| {
            let word = &sentence.words[child];
            match word.relation.base() {
                "nmod" | "obl" if word.relation == Relation::NmodPoss => true,
                "nmod" | "obl" => {
                    let prepositions = prepositions(sentence, child);
                    phrase
                        && (prepositions.is_empty() || prepositions.iter().any(|p| self.genitive.contains(p)))
                }
                "det" => word.features.has(Features::POSS),
                "amod" | "compound" => true,
                _ => false,
            }
        };
        let mut found: Vec<usize> = sentence
            .children(noun)
            .iter()
            .copied()
            .filter(genitive)
            .filter_map(|it| self.owned(sentence, noun, it))
            .collect();
        if found.is_empty() && phrase {
            found.extend(whose(sentence, noun));
        }
        if found.is_empty() && phrase {
            // "an attack blamed on the rebels", "une attaque attribuée aux rebelles".
            let blamed = |&verb: &usize| self.blamed.contains(&sentence.words[verb].lemma);
            let blame = sentence.with(noun, "acl").filter(blamed);
            // Who blames is no agent of it: "attribuée par Kiev aux rebelles".
            let blames = |&it: &usize| {
                sentence.words[it].relation == Relation::OblAgent
                    || prepositions(sentence, it).iter().any(|preposition| self.agent.contains(preposition))
            };
            let whom = blame.flat_map(|verb| sentence.with(verb, "obl"));
            found.extend(whom.filter(|&it| is_noun(sentence, it)).filter(|it| !blames(it)).take(1));
        }
        // What is said outright goes before what an adjective hints at.
        found.sort_by_key(|&word| {
            (sentence.words[word].upos == Upos::Adj && !found_as_possessor(sentence, word), word)
        });
        found
    }

    /// What stands under a preposition that hangs on the anchor, or on its object.
    fn under(&self, sentence: &Sentence, anchor: usize, preposition: &str) -> Vec<usize> {
        let key = key(preposition);
        let matches = |&child: &usize| {
            let base = sentence.words[child].relation.base();
            matches!(base, "obl" | "nmod" | "advcl" | "xcomp" | "conj" | "ccomp" | "acl" | "advmod" | "iobj")
                && prepositions(sentence, child).iter().any(|p| super::prepositions::key(p) == key)
        };
        let mut found: Vec<usize> = sentence.children(anchor).iter().copied().filter(matches).collect();
        let genitive = self.genitive.contains(preposition);
        if !genitive
            && found.is_empty()
            && let Some(verb) = self.occurrence(sentence, anchor)
        {
            found.extend(sentence.children(verb).iter().copied().filter(matches));
        }
        // Attachment of a phrase to the verb or to a noun before it is a coin's toss for any parser.
        if !genitive && found.is_empty() {
            let verb = sentence.words[anchor].upos == Upos::Verb;
            let arguments = sentence.children(anchor).iter().copied().filter(|&child| {
                let relation = sentence.words[child].relation;
                // "called the drill a rehearsal for war": what an object is called has its phrases to itself.
                let called = || {
                    let first = sentence.first(anchor, "obj").filter(|&first| first < child);
                    first.is_some_and(|first| is_noun(sentence, first) && is_noun(sentence, child))
                };
                relation.is("obj") && !called()
                    || relation.is("iobj")
                    || relation.is("obl") && verb
                    || relation.is("nmod") && !verb
            });
            let mut open: Vec<usize> = arguments.collect();
            for _ in 0..4 {
                found.extend(open.iter().flat_map(|&noun| sentence.children(noun)).copied().filter(matches));
                if !found.is_empty() {
                    break;
                }
                let below = |&noun: &usize| sentence.with(noun, "nmod").chain(sentence.with(noun, "conj"));
                open = open.iter().flat_map(below).collect();
            }
        }
        if self.dative.contains(preposition) {
            found.extend(sentence.with(anchor, "iobj"));
        }
        if preposition.contains('_') {
            found.extend(after_words(sentence, anchor, &key));
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|word| antecedent(sentence, word)).collect()
    }

    /// Whether a verb is in the passive: an auxiliary of the passive says so, or it is a bare past participle.
    /// Reflexives ("s'est retirée") and verbs that take the same auxiliary in the active ("sont descendus") never are.
    #[must_use]
    pub fn is_passive(&self, sentence: &Sentence, verb: usize) -> bool {
        let word = &sentence.words[verb];
        let reflexive = sentence.children(verb).iter().any(|&child| {
            let child = &sentence.words[child];
            child.features.has(Features::REFLEX) && child.upos == Upos::Pron && !child.relation.is("nsubj")
        });
        if reflexive || self.never_passive.contains(&word.lemma) {
            return false;
        }
        let mut own = sentence.children(verb).iter().copied();
        let auxiliary = |child: usize| {
            let child = &sentence.words[child];
            (child.relation.is("aux") || child.relation.is("cop")) && self.passive.contains(&child.lemma)
        };
        let participle = is_past_participle(sentence, verb);
        // "called for restraint by all": a tense of its own makes no passive.
        let active = is_finite(sentence, verb) && sentence.first(verb, "aux").is_none();
        if !active && own.any(|child| sentence.words[child].relation == Relation::OblAgent) {
            return true;
        }
        let passive_auxiliary = sentence.children(verb).iter().any(|&child| {
            sentence.words[child].relation == Relation::AuxPass
                && self.passive.contains(&sentence.words[child].lemma)
        });
        if passive_auxiliary || participle && sentence.children(verb).iter().any(|&child| auxiliary(child)) {
            return true;
        }
        // "Three hostages freed in Gaza": what headlines tell in the past of such verbs without an object is suffered.
        // So is what goes on from a passive: "He was arrested in May and extradited to Germany".
        let head_passive = || word.head.is_some_and(|head| head < verb && self.is_passive(sentence, head));
        let goes_on = || word.relation.is("conj") && head_passive();
        let suffered = (sentence.part == Part::Title || goes_on())
            && self.headline_passives.contains(&word.lemma)
            && word.features.has(Features::TENSE_PAST);
        let participle = participle || suffered;
        // Where no verb is listed, a participle differs from the past tense.
        let passive_subject = |child: usize| {
            sentence.words[child].relation == Relation::NsubjPass || self.headline_passives.is_empty()
        };
        participle
            && sentence.first(verb, "aux").is_none()
            && sentence.first(verb, "obj").is_none()
            && (sentence.part == Part::Title
                && (suffered || sentence.with(verb, "nsubj").any(passive_subject))
                || ["acl", "xcomp", "advcl"].iter().any(|base| word.relation.is(base))
                || goes_on())
    }
}

/// Whether a word bears a name of the knowledge: its lemma, or all the words of `point_de_vue` around it.
#[must_use]
pub fn is_called(sentence: &Sentence, word: usize, name: &str) -> bool {
    if !name.contains('_') {
        return sentence.words[word].lemma.to_lowercase() == name;
    }
    let parts: Vec<&str> = name.split('_').collect();
    let fits = |start: usize| {
        start + parts.len() <= sentence.words.len()
            && parts
                .iter()
                .zip(&sentence.words[start..])
                .all(|(part, word)| word.lemma.to_lowercase() == *part || word.form.to_lowercase() == *part)
    };
    (0..parts.len()).filter_map(|back| word.checked_sub(back)).any(fits)
}

fn is_past_participle(sentence: &Sentence, word: usize) -> bool {
    let features = sentence.words[word].features;
    features.has(Features::VERBFORM_PART.with(Features::TENSE_PAST))
}

pub(super) fn is_finite(sentence: &Sentence, verb: usize) -> bool {
    let finite = |word: usize| sentence.words[word].features.has(Features::VERBFORM_FIN);
    finite(verb) || sentence.with(verb, "aux").chain(sentence.with(verb, "cop")).any(finite)
}

pub(super) fn is_noun(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn)
}

fn complements(sentence: &Sentence, anchor: usize) -> Vec<usize> {
    let complement = |&child: &usize| {
        let word = &sentence.words[child];
        match word.relation.base() {
            "xcomp" | "ccomp" | "csubj" => true,
            "advcl" | "acl" | "obl" => {
                word.relation != Relation::AclRelcl && word.features.has(Features::VERBFORM_INF)
            }
            _ => false,
        }
    };
    let mut found: Vec<usize> = sentence.children(anchor).iter().copied().filter(complement).collect();
    // "livrera des chars, a promis le ministre": what is promised is the clause that it is put into.
    let word = &sentence.words[anchor];
    let around = word.head.filter(|&head| head < anchor && sentence.words[head].upos == Upos::Verb);
    if found.is_empty() && word.relation.is("parataxis") {
        found.extend(around);
    }
    found
}

fn found_as_possessor(sentence: &Sentence, word: usize) -> bool {
    sentence.words[word].relation == Relation::NmodPoss
}
