//! The verb group of a word: tense, voice, negation, modal.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::Frame;
use depeche_knowledge::modality::{Modal, Negator};

use smol_str::SmolStr;

use super::cues::{Cues, is_form, lower};
use super::quotes;
use crate::text::Sentence;
use crate::ud::{Features, Relation, Upos};

/// Tense and mood as far as they bear on standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Imperfect,
    Future,
    Conditional,
    PastConditional,
    Subjunctive,
    Imperative,
    Infinitive,
    /// `avoir livré`, `having supplied`
    PastInfinitive,
    /// A participle without an auxiliary.
    Participle,
    Gerund,
    /// Not a verb group.
    None,
}

/// A verb group.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    pub tense: Tense,
    pub passive: bool,
    pub progressive: bool,
    pub negator: Option<&'a RuleId>,
    /// Whether the word that denies stands on the governor: "has yet to comment".
    pub denied_above: bool,
    /// A modal auxiliary.
    pub modal: Option<&'a Modal>,
    /// Whether an auxiliary, not an ending, makes the future or conditional.
    pub analytic: Option<&'a RuleId>,
    pub perfect: bool,
}

impl Group<'_> {
    /// Whether it is finite or has an auxiliary of its own.
    pub fn is_finite(&self) -> bool {
        !matches!(
            self.tense,
            Tense::Infinitive | Tense::PastInfinitive | Tense::Participle | Tense::Gerund | Tense::None
        )
    }

    pub fn is_past(&self) -> bool {
        matches!(self.tense, Tense::Past | Tense::Imperfect | Tense::Participle | Tense::PastConditional)
    }
}

/// Whether a word heads a clause: a verb, or a predicate with its copula.
pub(super) fn is_verbal(sentence: &Sentence, word: usize) -> bool {
    let verb = matches!(sentence.words[word].upos, Upos::Verb | Upos::Aux);
    verb || sentence.children(word).iter().any(|&child| sentence.words[child].relation.is("cop"))
}

/// Reads the verb group of a word.
pub(super) fn of<'a>(sentence: &Sentence, word: usize, cues: &'a Cues) -> Group<'a> {
    let auxiliaries: Vec<usize> = sentence
        .children(word)
        .iter()
        .copied()
        .filter(|&child| sentence.words[child].relation.is("aux") || sentence.words[child].relation.is("cop"))
        .collect();
    let mut group = Group {
        tense: Tense::None,
        passive: is_passive(sentence, word),
        progressive: false,
        negator: negator(sentence, word, cues),
        denied_above: false,
        modal: None,
        analytic: None,
        perfect: false,
    };
    let own = own_negator(sentence, word, cues);
    let marked = |id: &RuleId| {
        let rule = cues.modality.negators.iter().find(|rule| rule.id == *id);
        let with = rule.and_then(|rule| rule.with.as_ref());
        with.is_some_and(|with| sentence.with(word, "mark").any(|mark| sentence.words[mark].lemma == *with))
    };
    group.denied_above = group.negator.is_some() && own.is_none_or(marked);
    let (mut future, mut conditional) = (false, false);
    let groups = &cues.modality.groups;
    for &auxiliary in &auxiliaries {
        let it = &sentence.words[auxiliary];
        let joined = marked_infinitive(sentence, word, auxiliary, cues);
        if let Some(modal) = joined.or_else(|| cues.modal(it)) {
            match modal.tense.as_deref() {
                Some("future") => future = true,
                Some(_) => conditional = true,
                None => group.modal = group.modal.or(Some(modal)),
            }
            if modal.tense.is_some() {
                group.analytic = Some(&modal.id);
            }
        }
        let fits = !it.relation.is("cop") && it.relation != Relation::AuxPass;
        group.perfect |= fits && groups.perfect.contains(&it.lemma);
        let gerund = is_gerund(sentence.words[word].features);
        group.progressive |= fits && gerund && groups.progressive.contains(&it.lemma);
    }
    group.tense = if future {
        Tense::Future
    } else if conditional {
        if group.perfect { Tense::PastConditional } else { Tense::Conditional }
    } else {
        tense(sentence, word, &auxiliaries, group.perfect, cues)
    };
    group
}

/// "is to meet": an auxiliary before a marked infinitive is a modal of its own.
fn marked_infinitive<'a>(
    sentence: &Sentence,
    word: usize,
    auxiliary: usize,
    cues: &'a Cues,
) -> Option<&'a Modal> {
    let mut marks = sentence.with(word, "mark").filter(|&mark| mark > auxiliary && mark < word);
    let mark = &sentence.words[marks.next()?];
    cues.modal_of(&format!("{} {}", sentence.words[auxiliary].lemma, mark.lemma))
}

fn tense(sentence: &Sentence, word: usize, auxiliaries: &[usize], perfect: bool, cues: &Cues) -> Tense {
    let finite = auxiliaries.iter().copied().chain([word]).find(|&i| is_finite(sentence.words[i].features));
    let Some(finite) = finite else { return non_finite(sentence, word, auxiliaries, perfect) };
    let features = sentence.words[finite].features;
    if features.has(Features::MOOD_CND) || has_conditional_ending(sentence, finite, cues) {
        return if perfect { Tense::PastConditional } else { Tense::Conditional };
    }
    if features.has(Features::TENSE_FUT) {
        return Tense::Future;
    }
    if features.has(Features::MOOD_SUB) {
        return Tense::Subjunctive;
    }
    // "Quito shut its border": no command has its subject before it.
    let told = sentence.with(word, "nsubj").any(|subject| subject < word);
    if features.has(Features::MOOD_IMP) && !told {
        return Tense::Imperative;
    }
    if perfect || features.has(Features::TENSE_PAST) {
        return Tense::Past;
    }
    if features.has(Features::TENSE_IMP) { Tense::Imperfect } else { Tense::Present }
}

fn non_finite(sentence: &Sentence, word: usize, auxiliaries: &[usize], perfect: bool) -> Tense {
    let features = sentence.words[word].features;
    let infinitive = |i: usize| sentence.words[i].features.has(Features::VERBFORM_INF);
    if perfect {
        Tense::PastInfinitive
    } else if auxiliaries.iter().copied().chain([word]).any(infinitive) {
        Tense::Infinitive
    } else if is_gerund(features) {
        Tense::Gerund
    } else if matches!(sentence.words[word].upos, Upos::Verb | Upos::Aux) {
        Tense::Participle
    } else {
        Tense::None
    }
}

fn is_gerund(features: Features) -> bool {
    features.has(Features::VERBFORM_GER)
        || features.has(Features::VERBFORM_PART) && features.has(Features::TENSE_PRES)
}

fn is_finite(features: Features) -> bool {
    let moods = [Features::MOOD_IND, Features::MOOD_CND, Features::MOOD_SUB, Features::MOOD_IMP];
    features.has(Features::VERBFORM_FIN) || moods.iter().any(|&mood| features.has(mood))
}

/// A conditional is surer by its ending than by its tag: `tiendrait`, but not the imperfect `tirait`.
fn has_conditional_ending(sentence: &Sentence, word: usize, cues: &Cues) -> bool {
    let it = &sentence.words[word];
    let form = lower(&it.form);
    cues.modality.groups.conditional_endings.iter().any(|ending| {
        let Some(stem) = form.strip_suffix(ending.as_str()) else { return false };
        // The r of an imperfect belongs to the verb itself.
        let root = format!("{stem}r");
        let imperfect = it.lemma.strip_prefix(root.as_str()).is_some_and(|rest| rest.len() == 2);
        !imperfect
    })
}

/// How far before its conjunction the verb of a clause may stand.
const REACH: usize = 9;

/// The word that introduces a clause: a conjunction, or a pronoun that cannot be an object since the clause is whole.
pub(super) fn complementiser(sentence: &Sentence, clause: usize) -> Option<usize> {
    let pronoun = || {
        let whole = sentence.words[clause].relation == Relation::AclRelcl
            && sentence.first(clause, "nsubj").is_some();
        let relative = |&child: &usize| {
            let it = &sentence.words[child];
            it.relation.is("obj") && it.features.has(Features::PRONTYPE_REL) && child < clause
        };
        sentence.children(clause).iter().copied().filter(|_| whole).find(relative)
    };
    sentence.with(clause, "mark").next().or_else(pronoun)
}

/// The cue that tells somebody a clause which the tree hangs on whoever is told: "a dit à l'agence que", "told the
/// paper that".
fn told(sentence: &Sentence, clause: usize, cues: &Cues) -> Option<usize> {
    let words = &sentence.words;
    let mut noun = words[clause].head.filter(|_| words[clause].relation.is("acl"))?;
    let addressees = &cues.attribution.addressees;
    let marked = words[clause].relation == Relation::AclRelcl && sentence.first(clause, "mark").is_some();
    while let Some(head) = words[noun].head.filter(|_| marked && words[noun].relation.is("nmod")) {
        noun = head;
    }
    // "Il a été précisé au palais que": nobody else could be told.
    let passive = words[noun].head.is_some_and(|verb| is_passive(sentence, verb));
    let under = passive || sentence.with(noun, "case").any(|case| addressees.contains(&words[case].lemma));
    let addressed = words[noun].relation.is("iobj") || marked && under && words[noun].relation.is("obl");
    words[noun].head.filter(|&verb| addressed && words[verb].upos == Upos::Verb && cues.is_cue(&words[verb]))
}

/// The verb that a clause under `que` or `that` is the complement of, where the tree hangs the clause elsewhere: the
/// nearest verb before the conjunction.
pub(super) fn governor_of_clause(sentence: &Sentence, clause: usize, cues: &Cues) -> Option<usize> {
    let words = &sentence.words;
    let loose = ["conj", "advcl", "dep", "parataxis"].iter().any(|base| words[clause].relation.is(base));
    let complementisers = &cues.attribution.complementisers;
    let mark = complementiser(sentence, clause)?;
    // "confirmed that X, adding that Y": a clause that the tree takes for the subject of X.
    let behind = |head: usize| words[head + 1..mark].iter().any(|word| word.upos == Upos::Verb);
    let stray = words[clause].relation.is("csubj")
        && words[clause].head.is_some_and(|head| head < mark && behind(head));
    let loose = loose || stray || told(sentence, clause, cues).is_some();
    if !loose || !complementisers.contains(&words[mark].lemma) || mark == 0 || mark > clause {
        return None;
    }
    let own = stray && words[mark - 1].head.is_some_and(|head| head + 2 == mark);
    let joins = matches!(words[mark - 1].upos, Upos::Cconj | Upos::Adv | Upos::Sconj | Upos::Adp);
    if joins && !own {
        return None;
    }
    let verb = (mark.saturating_sub(REACH)..mark).rev().find(|&i| words[i].upos == Upos::Verb)?;
    cues.is_cue(&words[verb]).then_some(verb)
}

/// Whether the group is passive: by its auxiliary or agent, or as a participle without auxiliary on a noun. A subject
/// called passive is not enough: the parser errs there too often.
pub(super) fn is_passive(sentence: &Sentence, word: usize) -> bool {
    let it = &sentence.words[word];
    let (mut auxiliary, mut passive, mut agent) = (false, false, false);
    for &child in sentence.children(word) {
        let relation = sentence.words[child].relation;
        auxiliary |= relation.is("aux");
        passive |= matches!(relation, Relation::NsubjPass | Relation::CsubjPass);
        if relation == Relation::AuxPass {
            return true;
        }
        agent |= relation == Relation::OblAgent;
    }
    let participle = it.features.has(Features::VERBFORM_PART) && !is_gerund(it.features);
    let reduced = it.relation == Relation::Acl && it.upos == Upos::Verb && participle;
    let finite = it.features.has(Features::VERBFORM_FIN);
    agent && !finite || reduced || auxiliary && !finite && (passive || it.features.has(Features::VOICE_PASS))
}

/// The rule of the word that denies a verb, one of its arguments, or the verb above an infinitive.
pub(super) fn negator<'a>(sentence: &Sentence, word: usize, cues: &'a Cues) -> Option<&'a RuleId> {
    own_negator(sentence, word, cues).or_else(|| negator_above(sentence, word, cues))
}

fn own_negator<'a>(sentence: &Sentence, word: usize, cues: &'a Cues) -> Option<&'a RuleId> {
    let children = sentence.children(word);
    let companion = |with: &Option<SmolStr>| is_accompanied(sentence, word, with);
    for &child in children {
        let it = &sentence.words[child];
        if is_only(sentence, child, cues) || is_quoted_off(sentence, child, word) {
            continue;
        }
        let argument = ["nsubj", "obj", "obl", "iobj", "det"].iter().any(|base| it.relation.is(base));
        if argument && it.relation.is("obj") && it.upos == Upos::Noun && says_clauses(sentence, word, cues) {
            continue;
        }
        if argument {
            let words = sentence.children(child).iter().copied().filter(|&i| {
                let relation = sentence.words[i].relation;
                relation.is("det") || relation.is("cc") && i < child
            });
            for i in words.chain([child]) {
                let mut negators = cues.negators(&sentence.words[i]);
                if let Some(found) = negators.find(|rule| rule.in_arguments && companion(&rule.with)) {
                    return Some(&found.id);
                }
            }
        } else {
            let fits =
                |rule: &&Negator| !rule.in_arguments && companion(&rule.with) && denies(sentence, word, rule);
            if let Some(found) = cues.negators(it).find(fits) {
                return Some(&found.id);
            }
        }
    }
    None
}

/// "n'ont pu prendre la ville", but not "n'ont pu que partir": a word may deny some verbs only, where nothing behind takes
/// it back.
fn denies(sentence: &Sentence, verb: usize, rule: &Negator) -> bool {
    let it = &sentence.words[verb];
    let mut behind = sentence.words.iter().skip(verb + 1).take(2);
    let mut taken_back = || behind.any(|word| rule.unless.iter().any(|form| is_form(&word.form, form)));
    rule.verbs.is_empty()
        || rule.verbs.contains(&it.lemma) && !it.features.has(Features::MOOD_SUB) && !taken_back()
}

/// "said no attack had begun": what only takes a clause has no object of its own; the tree took it from the clause.
fn says_clauses(sentence: &Sentence, word: usize, cues: &Cues) -> bool {
    let mut senses = cues.verbs(sentence, word).peekable();
    senses.peek().is_some()
        && senses.all(|sense| !sense.takes.contains(&Frame::Object) && !sense.takes.contains(&Frame::Whole))
}

/// "not only", "pas seulement": what is denied is that it was all.
fn is_only(sentence: &Sentence, negator: usize, cues: &Cues) -> bool {
    let next = sentence.words.get(negator + 1);
    next.is_some_and(|next| cues.modality.groups.only.contains(&next.lemma))
}

/// `"Nothing more," she said`: a denial inside a quotation that ends before the verb is not the verb's.
fn is_quoted_off(sentence: &Sentence, negator: usize, verb: usize) -> bool {
    let words = &sentence.words;
    let stop = |i: usize| matches!(words[i].form.as_str(), "," | "." | "!" | "?" | "…");
    let closes = |i: usize| quotes::is_mark(&words[i].form) && (stop(i - 1) || stop(i + 1));
    negator < verb && (negator + 1..verb).any(closes)
}

/// What stands on the verb that governs an infinitive may deny it: "has yet to comment".
fn negator_above<'a>(sentence: &Sentence, word: usize, cues: &'a Cues) -> Option<&'a RuleId> {
    let it = &sentence.words[word];
    let head = it.head.filter(|_| it.relation == Relation::Xcomp)?;
    let above = sentence.children(head).iter().flat_map(|&i| cues.negators(&sentence.words[i]));
    above
        .filter(|rule| rule.with.is_some() && !rule.in_arguments)
        .find(|rule| is_accompanied(sentence, word, &rule.with))
        .map(|rule| &rule.id)
}

/// Whether the other word that a negator needs stands below the verb.
fn is_accompanied(sentence: &Sentence, word: usize, with: &Option<SmolStr>) -> bool {
    with.as_ref().is_none_or(|with| {
        // "n'a ni confirmé ni démenti": the first of two may have the word for both.
        let first = sentence.words[word].head.filter(|_| sentence.words[word].relation.is("conj"));
        let shared = first.map(|first| sentence.children(first)).unwrap_or_default();
        sentence.children(word).iter().chain(shared).any(|&child| {
            let it = &sentence.words[child];
            let form = lower(&it.form);
            it.lemma == *with || form == *with || form.trim_end_matches(['\'', '’']) == elide(with)
        })
    })
}

/// `ne` before a vowel is `n'`.
fn elide(word: &str) -> &str {
    let mut letters = word.char_indices();
    letters.next();
    letters.next().map_or(word, |(second, _)| &word[..second])
}
