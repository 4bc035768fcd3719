//! Clauses whose first words the tree has given to others.

use smol_str::SmolStr;

use super::{children, has_subject};
use crate::parse::Analysis;
use crate::ud::{Features, Relation, Upos};

fn is_subject(analyses: &[Analysis], at: usize) -> bool {
    analyses[at].relation.is("nsubj")
}

fn is_noun(analyses: &[Analysis], at: usize) -> bool {
    matches!(analyses[at].upos, Upos::Noun | Upos::Propn)
}

/// Where the noun phrase that ends right before a word begins, and its head: the word that hangs outside of it.
fn phrase_before(analyses: &[Analysis], end: usize) -> Option<(usize, usize)> {
    let last = end.checked_sub(1).filter(|&last| is_noun(analyses, last))?;
    let inside = |at: usize| {
        matches!(
            analyses[at].upos,
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Cconj | Upos::Num
        )
    };
    let start = (0..=last).rev().take_while(|&at| inside(at)).last()?;
    let head = (start..end).find(|&at| {
        is_noun(analyses, at) && analyses[at].head.is_none_or(|head| head < start || head >= end)
    })?;
    Some((start, head))
}

/// "on Tuesday, police and residents said, the third this year": a verb between commas has the phrase right before it for
/// its subject, and what follows the second comma is not its own.
pub(super) fn find_speaker(analyses: &mut [Analysis], forms: &[&str]) {
    for verb in 2..analyses.len().min(forms.len()) {
        let word = &analyses[verb];
        let loose = word.upos == Upos::Verb
            && word.features.has(Features::VERBFORM_FIN)
            && matches!(word.relation.base(), "conj" | "parataxis")
            && forms.get(verb + 1) == Some(&",");
        let Some(above) = word.head.filter(|&above| loose && above < verb) else { continue };
        let own = children(analyses, verb).any(|at| {
            at < verb && matches!(analyses[at].relation.base(), "nsubj" | "cc" | "aux" | "expl" | "mark")
        });
        let Some((start, head)) = phrase_before(analyses, verb).filter(|_| !own) else { continue };
        if start < 1 || forms[start - 1] != "," {
            continue;
        }
        analyses[head].head = Some(verb);
        analyses[head].relation = Relation::Nsubj;
        analyses[verb].relation = Relation::Parataxis;
        for at in verb + 1..analyses.len() {
            if analyses[at].head == Some(verb) && is_subject(analyses, at) {
                analyses[at].head = Some(above);
                analyses[at].relation = Relation::Appos;
            }
        }
    }
}

/// "Air strikes killed 34 people on Wednesday, health authorities said": of two subjects without a conjunction, the one right
/// before the verb behind a comma is who tells; the other has the verb that the tree took for a participle.
pub(super) fn set_teller_apart(analyses: &mut [Analysis], forms: &[&str]) {
    for teller in 3..analyses.len().min(forms.len()) {
        if analyses[teller].upos != Upos::Verb {
            continue;
        }
        let Some((start, second)) = phrase_before(analyses, teller) else { continue };
        let parted = start > 0 && forms[start - 1] == ",";
        let subject = |at: usize| analyses[at].head == Some(teller) && is_subject(analyses, at);
        let Some(first) = (0..start).find(|&at| subject(at)).filter(|_| parted && subject(second)) else {
            continue;
        };
        let reduced = |&at: &usize| {
            at > first
                && at < start
                && analyses[at].upos == Upos::Verb
                && analyses[at].relation == Relation::Acl
                && analyses[at].features.has(Features::TENSE_PAST)
        };
        let Some(verb) = children(analyses, first).find(reduced) else { continue };
        let (head, relation) = (analyses[teller].head, analyses[teller].relation);
        analyses[verb].head = head;
        analyses[verb].relation = relation;
        analyses[verb].features = Features::TENSE_PAST.with(Features::VERBFORM_FIN);
        analyses[first].head = Some(verb);
        analyses[first].relation = Relation::Nsubj;
        analyses[teller].head = Some(verb);
        analyses[teller].relation = Relation::Parataxis;
    }
}

/// "a day after Seoul and Tokyo ended their drills": what stands between such a preposition and a verb that lacks a subject
/// is its subject.
pub(super) fn open_clause(analyses: &mut [Analysis], prepositions: &[SmolStr]) {
    for noun in 1..analyses.len() {
        let Some(verb) = analyses[noun].head.filter(|&verb| verb > noun && is_noun(analyses, noun)) else {
            continue;
        };
        let finite = analyses[verb].upos == Upos::Verb
            && analyses[verb].features.has(Features::VERBFORM_FIN)
            && !has_subject(analyses, verb);
        let opens =
            |&at: &usize| analyses[at].relation.is("case") && prepositions.contains(&analyses[at].lemma);
        let Some(opener) = children(analyses, noun).find(opens).filter(|_| finite) else { continue };
        let adjacent =
            phrase_before(analyses, verb).is_some_and(|(start, head)| head == noun && start == opener + 1);
        let begins =
            matches!(analyses[verb].relation.base(), "conj" | "parataxis" | "ccomp" | "advcl" | "acl");
        if !adjacent || !begins || !analyses[noun].relation.is("obl") {
            continue;
        }
        analyses[noun].relation = Relation::Nsubj;
        analyses[opener].head = Some(verb);
        analyses[opener].relation = Relation::Mark;
        analyses[verb].relation = Relation::Advcl;
    }
}

/// "after American forces captured him": the phrase between a conjunction and a verb that lacks a subject is its subject.
pub(super) fn fill_subject(analyses: &mut [Analysis]) {
    for verb in 2..analyses.len() {
        let word = &analyses[verb];
        let finite = word.upos == Upos::Verb && word.features.has(Features::VERBFORM_FIN);
        if !finite || has_subject(analyses, verb) {
            continue;
        }
        let Some((start, head)) = phrase_before(analyses, verb) else { continue };
        let mark = children(analyses, verb).find(|&at| at + 1 == start && analyses[at].relation.is("mark"));
        let elsewhere = analyses[head].head != Some(verb)
            && matches!(analyses[head].relation.base(), "obl" | "nmod" | "obj" | "nsubj")
            && !children(analyses, head).any(|at| analyses[at].relation.is("case"));
        if mark.is_some() && elsewhere {
            analyses[head].head = Some(verb);
            analyses[head].relation = Relation::Nsubj;
        }
    }
}

/// "said on Tuesday her government would": what stands before an article or a possessive is no part of its noun's name.
pub(super) fn set_day_apart(analyses: &mut [Analysis]) {
    for day in 0..analyses.len() {
        let word = &analyses[day];
        let Some(noun) = word.head.filter(|&noun| noun > day && word.relation == Relation::Compound) else {
            continue;
        };
        let parted = children(analyses, noun).any(|at| {
            at > day && at < noun && matches!(analyses[at].relation, Relation::Det | Relation::NmodPoss)
        });
        let case = children(analyses, day).any(|at| analyses[at].relation.is("case"));
        let verb = (0..day).rev().find(|&at| analyses[at].upos == Upos::Verb);
        if let Some(verb) = verb.filter(|_| parted && case && analyses[day].upos == Upos::Propn) {
            analyses[day].head = Some(verb);
            analyses[day].relation = Relation::Obl;
        }
    }
}

/// "killed at least six people": what is counted so, right behind a verb that has no object, is its object.
pub(super) fn count_object(analyses: &mut [Analysis]) {
    for noun in 1..analyses.len() {
        let word = &analyses[noun];
        let bare = is_noun(analyses, noun)
            && word.relation.is("obl")
            && !children(analyses, noun).any(|at| analyses[at].relation.is("case"));
        let Some(verb) = word.head.filter(|&verb| bare && verb < noun && analyses[verb].upos == Upos::Verb)
        else {
            continue;
        };
        let least = |number: usize| {
            children(analyses, number)
                .any(|at| at > verb && children(analyses, at).any(|case| analyses[case].upos == Upos::Adp))
        };
        let counted =
            children(analyses, noun).any(|at| analyses[at].relation == Relation::Nummod && least(at));
        let object = children(analyses, verb).any(|at| {
            matches!(analyses[at].relation.base(), "obj" | "ccomp" | "xcomp")
                || analyses[at].relation == Relation::AuxPass
        });
        if counted && !object {
            analyses[noun].relation = Relation::Obj;
        }
    }
}

/// "a-t-on appris auprès de son avocat": the adverb and the preposition behind it are one.
pub(super) fn join_preposition(analyses: &mut [Analysis], adverbs: &[SmolStr]) {
    for adverb in 0..analyses.len() {
        let word = &analyses[adverb];
        let Some(verb) =
            word.head.filter(|_| word.relation == Relation::Advmod && adverbs.contains(&word.lemma))
        else {
            continue;
        };
        let noun = children(analyses, adverb).find(|&at| at > adverb && analyses[at].relation.is("obl"));
        if let Some(noun) = noun.filter(|_| analyses[verb].upos == Upos::Verb) {
            analyses[noun].head = Some(verb);
            analyses[adverb].head = Some(noun);
            analyses[adverb].relation = Relation::Case;
        }
    }
}
