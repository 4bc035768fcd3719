//! What is coordinated with what: who goes with which verb, and which verb with which clause.

use smol_str::SmolStr;

use super::{children, has_subject, is_noun, subject};
use crate::parse::Analysis;
use crate::ud::{Features, Relation, Upos};

/// "Soldiers were sent to the prisons and thirty people were arrested": a second subject behind its verb and before one
/// that has none is that one's.
pub(super) fn share_out_subjects(analyses: &mut [Analysis]) {
    for subject in 1..analyses.len() {
        let is_subject = |at: usize| analyses[at].relation.is("nsubj");
        let Some(verb) = analyses[subject].head.filter(|&verb| is_subject(subject) && verb < subject) else {
            continue;
        };
        let second = children(analyses, verb).any(|at| at < verb && is_subject(at));
        let lacks = |clause: &usize| {
            *clause > subject
                && analyses[*clause].upos == Upos::Verb
                && matches!(analyses[*clause].relation.base(), "conj" | "ccomp" | "advcl" | "parataxis")
                && !children(analyses, *clause).any(is_subject)
        };
        let Some(clause) = children(analyses, verb).find(lacks).filter(|_| second) else { continue };
        analyses[subject].head = Some(clause);
        for word in
            analyses[..subject].iter_mut().filter(|it| it.head == Some(subject) && it.relation.is("cc"))
        {
            word.head = Some(clause);
        }
    }
}

/// "a accusé le gouvernement de vouloir museler la rue et a appelé à manifester": a verb with a tense does not go on from an
/// infinitive, nor a participle that lacks its auxiliary ("et ordonné un renfort"), but from the verb above that has one;
/// nor does a past participle from a gerund ("accused him of breaking his word and called for a vote"), nor a tensed verb
/// from "avoir proposé" ("assure avoir proposé des pourparlers et condamne les raids").
pub(super) fn raise_finite(analyses: &mut [Analysis]) {
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    for verb in 0..analyses.len() {
        let Some(first) = analyses[verb].head.filter(|_| analyses[verb].relation == Relation::Conj) else {
            continue;
        };
        let tensed = has_tense(analyses, verb);
        let gerund = analyses[first].features.has(Features::VERBFORM_GER);
        let bare = (gerund || analyses[first].features.has(Features::VERBFORM_INF))
            && finite_auxiliary(analyses, first).is_none()
            && (gerund || !children(analyses, first).any(|at| analyses[at].relation.is("aux")));
        let infinitive = tensed && is_past_infinitive(analyses, first);
        let open = gerund
            && analyses[verb].features.has(past)
            && !children(analyses, verb).any(|at| analyses[at].upos == Upos::Aux);
        let told = is_bare_present(analyses, first)
            && (is_plain_past(analyses, verb) || lacks_auxiliary(analyses, verb));
        let goes_on = bare && (tensed || open || lacks_auxiliary(analyses, verb)) || told || infinitive;
        if analyses[verb].upos != Upos::Verb || !goes_on {
            continue;
        }
        let mut above = std::iter::successors(analyses[first].head, |&at| analyses[at].head).take(5);
        let has = |at: usize, tense: Features| analyses[at].features.has(tense);
        let governs = |&at: &usize| {
            at < first
                && analyses[at].upos == Upos::Verb
                && if infinitive {
                    // "détruit" may be a participle: only beside a verb of its own tense is it none.
                    has_tense(analyses, at) && TENSES.iter().all(|&tense| has(at, tense) == has(verb, tense))
                } else if tensed || told || open {
                    has_tense(analyses, at)
                } else {
                    finite_auxiliary(analyses, at).is_some()
                        || analyses[at].features.has(Features::TENSE_PAST.with(Features::VERBFORM_FIN))
                }
        };
        if let Some(head) = above.find(governs) {
            analyses[verb].head = Some(head);
        }
    }
}

/// "avoir proposé", "having offered": a participle under an auxiliary that has no tense.
fn is_past_infinitive(analyses: &[Analysis], verb: usize) -> bool {
    let mut auxiliaries = children(analyses, verb).filter(|&at| analyses[at].relation.is("aux"));
    !analyses[verb].features.has(Features::VERBFORM_FIN)
        && finite_auxiliary(analyses, verb).is_none()
        && auxiliaries.any(|at| analyses[at].features.has(Features::VERBFORM_INF))
}

/// "Twelve were killed and thirty wounded", "douze personnes ont été tuées et trente blessées": a bare number before a
/// participle beside a passive one is the subject of that, whatever the tree made of both.
pub(super) fn count_subject(analyses: &mut [Analysis]) {
    for second in 2..analyses.len() {
        let Some(first) = analyses[second].head.filter(|&first| first < second) else { continue };
        let passive = children(analyses, first).any(|at| analyses[at].relation == Relation::AuxPass);
        if analyses[second].relation != Relation::Conj || !passive || has_subject(analyses, second) {
            continue;
        }
        let participle = analyses[second].upos == Upos::Verb
            && !children(analyses, second).any(|at| analyses[at].relation.is("obj"));
        let noun = analyses[second].upos == Upos::Noun && {
            let bare = |at: usize| !analyses[at].relation.is("det") && !analyses[at].relation.is("case");
            children(analyses, second).all(bare)
        };
        if !participle && !noun {
            continue;
        }
        // "and eight were wounded": beside the verb rather than below it.
        let beside = |&at: &usize| {
            let word = &analyses[at];
            word.upos == Upos::Num
                && (word.head == Some(second) || word.head == Some(first) && word.relation == Relation::Conj)
        };
        let Some(number) = (first + 1..second).rev().find(beside) else { continue };
        let start = children(analyses, number).next().map_or(number, |at| at.min(number));
        let opens = |at: &usize| *at < number && analyses[*at].relation.is("cc");
        let own = children(analyses, second).find(opens).or_else(|| children(analyses, number).find(opens));
        let between = |at: usize| matches!(analyses[at].upos, Upos::Aux | Upos::Adv);
        let Some(conjunction) = own.filter(|_| (number + 1..second).all(between)) else { continue };
        let counts = |at: usize| {
            at >= start || matches!(analyses[at].upos, Upos::Adj | Upos::Adv | Upos::Adp | Upos::Sconj)
        };
        if !(conjunction + 1..number).all(counts) {
            continue;
        }
        for word in &mut analyses[conjunction + 1..number] {
            if word.head == Some(second) {
                word.head = Some(number);
            }
        }
        analyses[conjunction].head = Some(second);
        analyses[number].head = Some(second);
        analyses[number].relation = Relation::NsubjPass;
        let word = &mut analyses[second];
        word.upos = Upos::Verb;
        if !word.features.has(Features::VERBFORM_FIN) || noun {
            word.features = Features::VERBFORM_PART.with(Features::TENSE_PAST).with(Features::VOICE_PASS);
        }
    }
}

/// What tells a present from a past, and a verb from a participle.
const TENSES: [Features; 3] = [Features::VERBFORM_FIN, Features::TENSE_PAST, Features::TENSE_PRES];

/// "avait « neutralisé » des assaillants et détruit une base": what stands before a verb's own conjunction is no subject of
/// it, but the object of the verb before.
pub(super) fn give_object_back(analyses: &mut [Analysis]) {
    for verb in 3..analyses.len() {
        let Some(first) = analyses[verb].head.filter(|_| analyses[verb].relation == Relation::Conj) else {
            continue;
        };
        let Some(noun) = subject(analyses, verb).filter(|&noun| noun > first && noun < verb) else {
            continue;
        };
        let joined = |at: usize| analyses[at].relation.is("cc") && at == noun + 1;
        let filled = |at: usize| {
            matches!(analyses[at].relation.base(), "obj" | "ccomp" | "xcomp")
                || analyses[at].relation == Relation::AuxPass
        };
        let open = analyses[first].upos == Upos::Verb && !children(analyses, first).any(filled);
        if open && children(analyses, verb).any(joined) {
            analyses[noun].head = Some(first);
            analyses[noun].relation = Relation::Obj;
        }
    }
}

/// Whether a coordinated participle of the past has neither an auxiliary nor a subject, but an object or a complement.
fn lacks_auxiliary(analyses: &[Analysis], verb: usize) -> bool {
    let features = analyses[verb].features;
    let has =
        |bases: &[&str]| children(analyses, verb).any(|at| bases.contains(&analyses[at].relation.base()));
    features.has(Features::VERBFORM_PART.with(Features::TENSE_PAST))
        && !features.has(Features::VERBFORM_FIN)
        && has(&["cc"])
        && has(&["obj", "xcomp", "ccomp", "obl"])
        && !has(&["aux", "cop", "nsubj", "mark"])
}

/// "demanded that Minsk withdraw": a clause whose verb shows no past.
fn is_bare_present(analyses: &[Analysis], verb: usize) -> bool {
    let features = analyses[verb].features;
    analyses[verb].relation.is("ccomp")
        && has_subject(analyses, verb)
        && !has_tense(analyses, verb)
        && !children(analyses, verb).any(|at| analyses[at].relation.is("aux"))
        && !features.has(Features::TENSE_PAST)
        && !features.has(Features::MOOD_SUB)
}

fn is_plain_past(analyses: &[Analysis], verb: usize) -> bool {
    analyses[verb].features.has(Features::TENSE_PAST.with(Features::VERBFORM_FIN))
        && !has_subject(analyses, verb)
        && finite_auxiliary(analyses, verb).is_none()
}

/// "Rome recalled its envoy, demanded that Minsk apologise and closed the border": of tensed verbs in a row without a
/// subject of their own, none is what another says; all go with the first.
pub(super) fn line_up(analyses: &mut [Analysis], forms: &[&str]) {
    let Some(root) = analyses.iter().position(|word| word.head.is_none()) else { return };
    if has_subject(analyses, root) && has_tense(analyses, root) {
        let beside: Vec<usize> = children(analyses, root)
            .filter(|&at| at > root && analyses[at].relation.is("parataxis"))
            .filter(|&at| is_next(analyses, forms, at) && is_joined(analyses, &[root, at]))
            .collect();
        for verb in beside {
            analyses[verb].relation = Relation::Conj;
        }
        return;
    }
    let opens = |&at: &usize| {
        at < root
            && matches!(analyses[at].relation.base(), "ccomp" | "parataxis" | "advcl")
            && analyses[at].upos == Upos::Verb
            && has_tense(analyses, at)
            && has_subject(analyses, at)
            && !children(analyses, at).any(|mark| analyses[mark].relation.is("mark"))
    };
    let next = is_next(analyses, forms, root) && is_joined(analyses, &[root]);
    let Some(first) = children(analyses, root).find(opens).filter(|_| next) else { return };
    let later: Vec<usize> = children(analyses, root)
        .filter(|&at| at > root && analyses[at].relation.is("ccomp") && is_next(analyses, forms, at))
        .collect();
    for (at, word) in analyses.iter_mut().enumerate() {
        if word.head == Some(root) && at != first && (at < first || word.relation.is("punct") && at > root) {
            word.head = Some(first);
        }
    }
    analyses[first].head = None;
    analyses[first].relation = Relation::Root;
    for verb in later.into_iter().chain([root]) {
        analyses[verb].head = Some(first);
        analyses[verb].relation = Relation::Conj;
    }
}

/// Whether a tensed verb right behind a comma has no subject, conjunction or mark of its own.
fn is_next(analyses: &[Analysis], forms: &[&str], verb: usize) -> bool {
    let start = finite_auxiliary(analyses, verb).filter(|&at| at < verb).unwrap_or(verb);
    let parted = start.checked_sub(1).is_some_and(|at| forms.get(at) == Some(&","));
    let marked = children(analyses, verb).any(|at| analyses[at].relation.is("mark"));
    analyses[verb].upos == Upos::Verb
        && has_tense(analyses, verb)
        && parted
        && !marked
        && !has_subject(analyses, verb)
}

/// Whether the last of several verbs comes behind a conjunction: beside one of some words, or beside what they govern.
fn is_joined(analyses: &[Analysis], words: &[usize]) -> bool {
    let last = words.iter().max().copied().unwrap_or_default();
    let conjunct = |at: usize| {
        at > last
            && analyses[at].relation == Relation::Conj
            && analyses[at].upos == Upos::Verb
            && (has_tense(analyses, at) || lacks_auxiliary(analyses, at))
            && !has_subject(analyses, at)
            && children(analyses, at).any(|cc| analyses[cc].relation.is("cc"))
    };
    let below = words.iter().flat_map(|&word| children(analyses, word));
    below.flat_map(|at| children(analyses, at).chain([at])).any(conjunct)
}

/// Whether a verb or its auxiliary shows a tense that no infinitive looks like.
fn has_tense(analyses: &[Analysis], verb: usize) -> bool {
    let features = analyses[verb].features;
    let third = features.has(Features::NUMBER_SING) && features.has(Features::PERSON_3);
    finite_auxiliary(analyses, verb).is_some()
        || features.has(Features::VERBFORM_FIN) && (third || !features.has(Features::TENSE_PRES))
}

/// "après l'assassinat d'un procureur, abattu par des inconnus": a bare participle behind a comma, without a conjunction and
/// without an object, is not coordinated with a verb that has its auxiliary; it describes the noun before.
pub(super) fn free_participle(analyses: &mut [Analysis], forms: &[&str]) {
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    for verb in 2..analyses.len() {
        let Some(first) =
            analyses[verb].head.filter(|&first| first < verb && analyses[verb].relation == Relation::Conj)
        else {
            continue;
        };
        let governs = |at: usize| {
            matches!(
                analyses[at].relation.base(),
                "aux" | "cop" | "nsubj" | "obj" | "cc" | "ccomp" | "xcomp" | "expl" | "conj"
            )
        };
        let bare = analyses[verb].upos == Upos::Verb
            && analyses[verb].features.has(past)
            && !analyses[verb].features.has(Features::VERBFORM_FIN)
            && !children(analyses, verb).any(governs);
        let joined = |at: usize| at > verb && analyses[at].relation == Relation::Conj;
        let series = children(analyses, first).any(joined);
        if !bare || series || finite_auxiliary(analyses, first).is_none() {
            continue;
        }
        let own = |&at: &usize| at < verb && !analyses[at].relation.is("punct");
        let start = children(analyses, verb).find(own).unwrap_or(verb);
        if start < 2 || forms.get(start - 1) != Some(&",") {
            continue;
        }
        let described =
            |&noun: &usize| is_described(analyses, noun, verb) && last(analyses, noun) + 2 == start;
        if let Some(noun) = (first + 1..start - 1).rev().find(described) {
            analyses[verb].head = Some(noun);
            analyses[verb].relation = Relation::Acl;
        }
    }
}

/// The last word of a phrase, punctuation apart.
fn last(analyses: &[Analysis], head: usize) -> usize {
    let below = children(analyses, head).filter(|&at| at > head && !analyses[at].relation.is("punct"));
    below.map(|at| last(analyses, at)).max().unwrap_or(head)
}

/// Whether a participle may describe a noun: one that is no part of another, and agrees with it.
pub(super) fn is_described(analyses: &[Analysis], noun: usize, participle: usize) -> bool {
    is_noun(analyses, noun)
        && !matches!(analyses[noun].relation.base(), "amod" | "flat" | "compound")
        && agree_in_form(analyses, noun, participle)
}

/// Whether number and gender, where both show them, are the same.
pub(super) fn agree_in_form(analyses: &[Analysis], one: usize, other: usize) -> bool {
    let pairs =
        [(Features::NUMBER_SING, Features::NUMBER_PLUR), (Features::GENDER_MASC, Features::GENDER_FEM)];
    let (one, other) = (analyses[one].features, analyses[other].features);
    pairs.iter().all(|&(a, b)| !(one.has(a) && other.has(b) || one.has(b) && other.has(a)))
}

/// "told the agency that drones had struck, and a medical source said": no clause that is told begins with a conjunction.
pub(super) fn set_clause_beside(analyses: &mut [Analysis]) {
    for clause in 1..analyses.len() {
        let Some(verb) = analyses[clause].head.filter(|&verb| verb < clause) else { continue };
        let told = analyses[clause].upos == Upos::Verb && analyses[clause].relation.is("ccomp");
        let Some(subject) = subject(analyses, clause) else {
            continue;
        };
        let opens =
            |head: usize| children(analyses, head).find(|&at| at < subject && analyses[at].relation.is("cc"));
        let other =
            children(analyses, verb).any(|at| at > verb && at < clause && analyses[at].relation.is("ccomp"));
        let Some(conjunction) = opens(subject).or_else(|| opens(clause)).filter(|_| told && other) else {
            continue;
        };
        analyses[conjunction].head = Some(clause);
        analyses[clause].relation = Relation::Conj;
    }
}

/// "said he was open to talks but would not lift sanctions": what was to come, coordinated with the saying, is said.
pub(super) fn keep_future(analyses: &mut [Analysis], conditionals: &[SmolStr]) {
    for verb in 0..analyses.len() {
        let Some(first) = analyses[verb].head.filter(|_| analyses[verb].relation == Relation::Conj) else {
            continue;
        };
        let to_come = |verb: usize| {
            let auxiliary = children(analyses, verb)
                .any(|at| analyses[at].relation.is("aux") && conditionals.contains(&analyses[at].lemma));
            auxiliary || analyses[verb].features.has(Features::MOOD_CND)
        };
        let own = has_subject(analyses, verb);
        let clause = children(analyses, first)
            .find(|&at| at > first && at < verb && analyses[at].relation.is("ccomp"))
            .filter(|&at| has_subject(analyses, at));
        if let Some(clause) = clause.filter(|_| to_come(verb) && !own && !to_come(first)) {
            analyses[verb].head = Some(clause);
        }
    }
}

/// "denied that police had used force and accused diplomats": who says the clause is who accuses, unless the clause itself is
/// one of saying.
pub(super) fn give_speech_back(analyses: &mut [Analysis], speech_verbs: &[SmolStr]) {
    for verb in 0..analyses.len() {
        let Some(first) = analyses[verb].head.filter(|_| analyses[verb].relation == Relation::Conj) else {
            continue;
        };
        let speech = |at: usize| speech_verbs.contains(&analyses[at].lemma);
        // "ont nié avoir tué des civils et promis une enquête".
        let infinitive = analyses[first].relation.is("xcomp")
            && children(analyses, first).any(|at| {
                analyses[at].relation.is("aux") && analyses[at].features.has(Features::VERBFORM_INF)
            });
        let clause = (infinitive || analyses[first].relation.is("ccomp")) && !speech(first);
        let own = children(analyses, verb)
            .any(|at| matches!(analyses[at].relation.base(), "nsubj" | "aux" | "mark"));
        let past = analyses[verb].features.has(Features::TENSE_PAST);
        let Some(above) = analyses[first].head.filter(|&above| above < first) else { continue };
        let subject = |verb: usize| has_subject(analyses, verb);
        if clause && speech(verb) && past && !own && (infinitive || subject(first)) && subject(above) {
            analyses[verb].head = Some(above);
        }
    }
}

/// "Le Tchad craint que des combattants ne franchissent la frontière et envisage …": a coordinated verb in the singular
/// goes with the verb above that is in the singular, not with one in the plural. "Il a assuré que l'armée avait agi seule et
/// a accusé …": with the one whose auxiliary is of its tense.
pub(super) fn agree(analyses: &mut [Analysis]) {
    for verb in 0..analyses.len() {
        let Some(first) = analyses[verb].head.filter(|_| analyses[verb].relation == Relation::Conj) else {
            continue;
        };
        let subject = |verb: usize| has_subject(analyses, verb);
        let differ = |other: usize| {
            let numbers = number(analyses, verb).zip(number(analyses, other));
            let tenses = tense(analyses, verb).zip(tense(analyses, other));
            numbers.is_some_and(|(own, other)| own != other)
                || tenses.is_some_and(|(own, other)| own != other)
        };
        if !differ(first) || subject(verb) || !subject(first) {
            continue;
        }
        let above = std::iter::successors(analyses[first].head, |&at| analyses[at].head).take(4);
        let known = |at: usize| number(analyses, at).is_some() || tense(analyses, at).is_some();
        let fits = |&at: &usize| at < first && known(at) && !differ(at) && subject(at);
        let clause = ["ccomp", "advcl", "acl"].iter().any(|base| analyses[first].relation.is(base));
        if let Some(head) = above.filter(|_| clause).find(fits) {
            analyses[verb].head = Some(head);
        }
    }
}

/// The grammatical number of a finite verb or its first auxiliary.
fn number(analyses: &[Analysis], verb: usize) -> Option<bool> {
    let auxiliary = finite_auxiliary(analyses, verb);
    let features = analyses[auxiliary.unwrap_or(verb)].features;
    if !features.has(Features::VERBFORM_FIN) || !features.has(Features::PERSON_3) {
        return None;
    }
    match (features.has(Features::NUMBER_SING), features.has(Features::NUMBER_PLUR)) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}

/// The tense of the finite auxiliary of a participle: whether it is past.
fn tense(analyses: &[Analysis], verb: usize) -> Option<bool> {
    let auxiliary = finite_auxiliary(analyses, verb)?;
    let (own, features) = (analyses[verb].features, analyses[auxiliary].features);
    let past = features.has(Features::TENSE_PAST) || features.has(Features::TENSE_IMP);
    (own.has(Features::VERBFORM_PART) && (past || features.has(Features::TENSE_PRES))).then_some(past)
}

pub(super) fn finite_auxiliary(analyses: &[Analysis], verb: usize) -> Option<usize> {
    children(analyses, verb)
        .find(|&at| analyses[at].upos == Upos::Aux && analyses[at].features.has(Features::VERBFORM_FIN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::tests::{shape, tree};

    const PAST: &str = "Tense=Past|VerbForm=Fin";

    #[test]
    fn verbs_in_a_row_go_with_the_first() {
        // Rome recalled envoys , demanded calm and closed borders
        let forms = ["Rome", "recalled", "envoys", ",", "demanded", "calm", "and", "closed", "borders"];
        let mut words = tree(&[
            ("PROPN", "", 2, "nsubj"),
            ("VERB", PAST, 5, "ccomp"),
            ("NOUN", "", 2, "obj"),
            ("PUNCT", "", 2, "punct"),
            ("VERB", PAST, 0, "root"),
            ("NOUN", "", 5, "obj"),
            ("CCONJ", "", 8, "cc"),
            ("VERB", PAST, 5, "conj"),
            ("NOUN", "", 8, "obj"),
        ]);
        line_up(&mut words, &forms);
        assert_eq!(shape(&words)[1], "0:root");
        assert_eq!(shape(&words)[4], "2:conj");
    }

    #[test]
    fn who_tells_behind_a_comma_stays() {
        // Rome recalled envoys , reported Ansa
        let forms = ["Rome", "recalled", "envoys", ",", "reported", "Ansa"];
        let mut words = tree(&[
            ("PROPN", "", 2, "nsubj"),
            ("VERB", PAST, 5, "ccomp"),
            ("NOUN", "", 2, "obj"),
            ("PUNCT", "", 2, "punct"),
            ("VERB", PAST, 0, "root"),
            ("PROPN", "", 5, "obj"),
        ]);
        let before = shape(&words);
        line_up(&mut words, &forms);
        assert_eq!(shape(&words), before);
    }

    #[test]
    fn a_participle_without_auxiliary_does_not_go_on_from_an_infinitive() {
        // Rabat a accusé Oslo de mentir et ordonné un renfort
        let mut words = tree(&[
            ("PROPN", "", 3, "nsubj"),
            ("AUX", "Tense=Pres|VerbForm=Fin", 3, "aux:tense"),
            ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
            ("PROPN", "", 3, "obj"),
            ("ADP", "", 6, "mark"),
            ("VERB", "VerbForm=Inf", 3, "xcomp"),
            ("CCONJ", "", 8, "cc"),
            ("VERB", "Tense=Past|VerbForm=Part", 6, "conj"),
            ("DET", "", 10, "det"),
            ("NOUN", "", 8, "obj"),
        ]);
        raise_finite(&mut words);
        assert_eq!(shape(&words)[7], "3:conj");
    }

    #[test]
    fn a_tensed_verb_does_not_go_on_from_a_past_infinitive() {
        // Rabat assure avoir proposé un accord et condamne Oslo
        let mut words = tree(&[
            ("PROPN", "", 2, "nsubj"),
            ("VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", 0, "root"),
            ("AUX", "VerbForm=Inf", 4, "aux:tense"),
            ("VERB", "Tense=Past|VerbForm=Part", 2, "xcomp"),
            ("DET", "", 6, "det"),
            ("NOUN", "", 4, "obj"),
            ("CCONJ", "", 8, "cc"),
            ("VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", 4, "conj"),
            ("PROPN", "", 8, "obj"),
        ]);
        raise_finite(&mut words);
        assert_eq!(shape(&words)[7], "2:conj");
    }

    #[test]
    fn what_stands_before_the_conjunction_is_an_object() {
        // Rabat had beaten rebels and burnt bases
        let mut words = tree(&[
            ("PROPN", "", 3, "nsubj"),
            ("AUX", "VerbForm=Fin", 3, "aux"),
            ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
            ("NOUN", "", 6, "nsubj"),
            ("CCONJ", "", 6, "cc"),
            ("VERB", "Tense=Past|VerbForm=Part", 3, "conj"),
            ("NOUN", "", 6, "obj"),
        ]);
        give_object_back(&mut words);
        assert_eq!(shape(&words)[3], "3:obj");
    }

    #[test]
    fn a_number_before_a_participle_is_who_suffers() {
        // Twelve were killed and thirty wounded
        let words = [
            ("NUM", "", 3, "nsubj:pass"),
            ("AUX", "VerbForm=Fin", 3, "aux:pass"),
            ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
            ("CCONJ", "", 6, "cc"),
            ("NUM", "", 6, "advmod"),
            ("VERB", "Tense=Past|VerbForm=Part", 3, "conj"),
        ];
        let mut sentence = tree(&words);
        count_subject(&mut sentence);
        assert_eq!(shape(&sentence)[4], "6:nsubj:pass");
        // tuées et trente blessées, where the tree sees a noun
        let mut noun = words;
        noun[4].3 = "nummod";
        noun[5].0 = "NOUN";
        let mut sentence = tree(&noun);
        count_subject(&mut sentence);
        assert_eq!(shape(&sentence)[4], "6:nsubj:pass");
        assert_eq!(sentence[5].upos, Upos::Verb);
    }
}
