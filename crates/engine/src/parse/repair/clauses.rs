//! Clauses whose first words the tree has given to others.

use smol_str::SmolStr;

use super::coordination;
use super::{children, has_subject, is_noun};
use crate::parse::Analysis;
use crate::ud::{Features, Relation, Upos};

fn is_subject(analyses: &[Analysis], at: usize) -> bool {
    analyses[at].relation.is("nsubj")
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
            && (forms.get(verb + 1) == Some(&",") || closes(analyses, verb));
        let Some(above) = word.head.filter(|&above| loose && above < verb) else { continue };
        let own = children(analyses, verb).any(|at| {
            at < verb && matches!(analyses[at].relation.base(), "nsubj" | "cc" | "aux" | "expl" | "mark")
        });
        let Some((start, head)) = phrase_before(analyses, verb).filter(|_| !own) else { continue };
        if start < 1 || forms[start - 1] != "," {
            continue;
        }
        // "medics and activists said": all of the phrase, whatever the tree coordinates its words with.
        for (at, word) in analyses.iter_mut().enumerate().take(verb).skip(start) {
            if at != head && word.head.is_some_and(|up| up < start || up >= verb) {
                word.head = Some(head);
            }
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

/// Whether nothing but when it was said stands between a verb and the end: "residents said Tuesday."
fn closes(analyses: &[Analysis], verb: usize) -> bool {
    let own = |at: usize| {
        analyses[at].head == Some(verb) && matches!(analyses[at].relation.base(), "obl" | "advmod")
    };
    let under = |at: usize| own(at) || analyses[at].head.is_some_and(|head| head > verb && own(head));
    (verb + 1..analyses.len()).all(|at| analyses[at].relation.is("punct") || under(at))
}

/// "les accusations de Bamako, qui lui reproche", "members of the party, which was banned": where the number of its verb
/// is not that of its noun, a relative clause is about the one right before it.
pub(super) fn agree_relative(analyses: &mut [Analysis], forms: &[&str]) {
    for verb in 2..analyses.len().min(forms.len()) {
        if analyses[verb].relation != Relation::AclRelcl {
            continue;
        }
        let relative = |&at: &usize| {
            at < verb && is_subject(analyses, at) && analyses[at].features.has(Features::PRONTYPE_REL)
        };
        let Some(pronoun) = children(analyses, verb).find(relative) else { continue };
        let Some(noun) = analyses[verb].head.filter(|&noun| noun < pronoun) else { continue };
        let before = pronoun - usize::from(pronoun > 0 && forms[pronoun - 1] == ",");
        let Some((_, nearest)) = phrase_before(analyses, before) else { continue };
        let finite = |at: &usize| analyses[*at].features.has(Features::VERBFORM_FIN);
        let auxiliary = children(analyses, verb).find(|at| analyses[*at].upos == Upos::Aux && finite(at));
        let shown = analyses[auxiliary.unwrap_or(verb)].features;
        let differs = |noun: usize| {
            let own = analyses[noun].features;
            let (one, many) = (Features::NUMBER_SING, Features::NUMBER_PLUR);
            shown.has(one) && own.has(many) || shown.has(many) && own.has(one)
        };
        let under =
            std::iter::successors(Some(nearest), |&at| analyses[at].head).take(6).any(|at| at == noun);
        let joined = children(analyses, noun).any(|at| analyses[at].relation == Relation::Conj);
        if nearest > noun && under && !joined && differs(noun) && !differs(nearest) {
            analyses[verb].head = Some(nearest);
        }
    }
}

/// "des sanctions contre l'armée et ses généraux, accusés de …": a participle behind a comma that its noun's gender or
/// number contradicts describes the nearest noun before the comma that agrees with it.
pub(super) fn agree_participle(analyses: &mut [Analysis], forms: &[&str]) {
    for verb in 2..analyses.len().min(forms.len()) {
        let word = &analyses[verb];
        let bare = word.upos == Upos::Verb
            && word.relation == Relation::Acl
            && word.features.has(Features::VERBFORM_PART)
            && forms[verb - 1] == ",";
        let Some(noun) = word.head.filter(|&noun| noun < verb && bare) else { continue };
        if coordination::agree_in_form(analyses, noun, verb) {
            continue;
        }
        let described = |&at: &usize| coordination::is_described(analyses, at, verb);
        if let Some(nearest) = (noun + 1..verb - 1).rev().find(described) {
            analyses[verb].head = Some(nearest);
        }
    }
}

/// ", près de deux mois après la prise": an adverb behind a comma is no object.
pub(super) fn describe_verb(analyses: &mut [Analysis], forms: &[&str]) {
    for adverb in 1..analyses.len().min(forms.len()) {
        let behind = forms[adverb - 1] == "," && analyses[adverb].head.is_some_and(|verb| verb < adverb);
        let word = &mut analyses[adverb];
        if behind && word.upos == Upos::Adv && word.relation.is("obj") {
            word.relation = Relation::Advmod;
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

/// "a day after Israeli jets bombed Doha": what such a preposition stands before is the subject of a participle right behind
/// that has an object.
pub(super) fn open_participle(analyses: &mut [Analysis], prepositions: &[SmolStr]) {
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    for verb in 2..analyses.len() {
        let word = &analyses[verb];
        let reduced = word.upos == Upos::Verb && word.relation == Relation::Acl && word.features.has(past);
        let Some((start, noun)) = phrase_before(analyses, verb).filter(|_| reduced) else { continue };
        let Some(above) = analyses[noun].head.filter(|_| analyses[verb].head == Some(noun)) else { continue };
        let opens = |&at: &usize| {
            at + 1 == start && analyses[at].relation.is("case") && prepositions.contains(&analyses[at].lemma)
        };
        let opener = children(analyses, noun).find(opens);
        let governs = |&at: &usize| {
            let name = at == verb + 1 && analyses[at].upos == Upos::Propn;
            at > verb && (analyses[at].relation.is("obj") || analyses[at].relation.is("flat") && name)
        };
        let object = children(analyses, verb).find(governs);
        let bare = !children(analyses, verb).any(|at| analyses[at].relation.is("aux"));
        let (Some(opener), Some(object), true) = (opener, object, bare) else { continue };
        analyses[opener].head = Some(verb);
        analyses[opener].relation = Relation::Mark;
        analyses[object].relation = Relation::Obj;
        analyses[noun].head = Some(verb);
        analyses[noun].relation = Relation::Nsubj;
        let word = &mut analyses[verb];
        word.head = Some(above);
        word.relation = Relation::Advcl;
        word.features = Features::TENSE_PAST.with(Features::VERBFORM_FIN);
    }
}

/// "say jets bombed a market": the object that stands between a verb of saying and what is said is the subject of that.
pub(super) fn give_subject(analyses: &mut [Analysis]) {
    for verb in 2..analyses.len() {
        let word = &analyses[verb];
        let told =
            word.upos == Upos::Verb && word.relation.is("ccomp") && word.features.has(Features::TENSE_PAST);
        let Some(governor) = word.head.filter(|&head| told && head < verb) else { continue };
        let opens = |at: usize| {
            is_subject(analyses, at)
                || at < verb && ["mark", "aux", "punct"].iter().any(|base| analyses[at].relation.is(base))
        };
        let between = |&at: &usize| {
            at > governor
                && at < verb
                && (analyses[at].relation.is("iobj") || analyses[at].relation.is("obj"))
                && is_noun(analyses, at)
                && !children(analyses, at).any(|below| analyses[below].relation.is("case"))
        };
        let object = children(analyses, governor).find(between);
        let object = object.filter(|_| !children(analyses, verb).any(opens));
        if let Some(object) = object {
            analyses[object].head = Some(verb);
            analyses[object].relation = Relation::Nsubj;
        }
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
        // "a détruit deux de leurs bases"
        let some = word.upos == Upos::Num
            && word.head.is_some_and(|verb| verb + 1 == noun)
            && children(analyses, noun).any(|at| at > noun && analyses[at].relation.is("nmod"));
        let bare = (is_noun(analyses, noun) || some)
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
        if (counted || some) && !object {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::tests::{shape, tree};

    #[test]
    fn an_adverb_behind_a_comma_is_no_object() {
        // a annoncé sa porte-parole , près
        let mut words = tree(&[
            ("VERB", "", 0, "root"),
            ("NOUN", "", 1, "nsubj"),
            ("PUNCT", "", 4, "punct"),
            ("ADV", "", 1, "obj"),
        ]);
        describe_verb(&mut words, &["annoncé", "porte-parole", ",", "près"]);
        assert_eq!(shape(&words)[3], "1:advmod");
    }

    #[test]
    fn what_stands_before_a_clause_that_is_said_is_its_subject() {
        // say jets bombed a market
        let mut words = tree(&[
            ("VERB", "VerbForm=Fin", 0, "root"),
            ("NOUN", "", 1, "obj"),
            ("VERB", "Tense=Past|VerbForm=Fin", 1, "ccomp"),
            ("DET", "", 5, "det"),
            ("NOUN", "", 3, "obj"),
        ]);
        give_subject(&mut words);
        assert_eq!(shape(&words)[1], "3:nsubj");
    }

    #[test]
    fn a_participle_describes_what_it_agrees_with() {
        // des sanctions contre ses généraux , accusés
        let mut words = tree(&[
            ("NOUN", "Gender=Fem|Number=Plur", 0, "root"),
            ("ADP", "", 4, "case"),
            ("DET", "", 4, "det"),
            ("NOUN", "Gender=Masc|Number=Plur", 1, "nmod"),
            ("PUNCT", "", 6, "punct"),
            ("VERB", "Gender=Masc|Number=Plur|Tense=Past|VerbForm=Part", 1, "acl"),
        ]);
        agree_participle(&mut words, &["sanctions", "contre", "ses", "généraux", ",", "accusés"]);
        assert_eq!(shape(&words)[5], "4:acl");
    }

    #[test]
    fn a_relative_clause_is_about_the_noun_whose_number_its_verb_has() {
        // les accusations de Rabat , qui menace
        let forms = ["les", "accusations", "de", "Rabat", ",", "qui", "menace"];
        let words = [
            ("DET", "", 2, "det"),
            ("NOUN", "Number=Plur", 0, "root"),
            ("ADP", "", 4, "case"),
            ("PROPN", "", 2, "nmod"),
            ("PUNCT", "", 7, "punct"),
            ("PRON", "PronType=Rel", 7, "nsubj"),
            ("VERB", "Number=Sing|Tense=Pres|VerbForm=Fin", 2, "acl:relcl"),
        ];
        let mut plural = tree(&words);
        agree_relative(&mut plural, &forms);
        assert_eq!(shape(&plural)[6], "4:acl:relcl");
        let mut words = words;
        words[1].1 = "Number=Sing";
        let mut singular = tree(&words);
        agree_relative(&mut singular, &forms);
        assert_eq!(shape(&singular)[6], "2:acl:relcl");
    }

    #[test]
    fn a_participle_with_an_object_behind_a_conjunction_is_a_verb() {
        // Oslo left after jets bombed Doha
        let words = [
            ("PROPN", "", 2, "nsubj"),
            ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
            ("ADP", "", 4, "case"),
            ("NOUN", "", 2, "obl"),
            ("VERB", "Tense=Past|VerbForm=Part", 4, "acl"),
            ("PROPN", "", 5, "flat"),
        ];
        let mut sentence = tree(&words);
        open_participle(&mut sentence, &["ADP".into()]);
        assert_eq!(shape(&sentence)[2..], ["5:mark", "5:nsubj", "2:advcl", "5:obj"]);
        // after jets bombed in Doha
        let mut passive = words;
        passive[5].3 = "obl";
        let mut sentence = tree(&passive);
        let before = shape(&sentence);
        open_participle(&mut sentence, &["ADP".into()]);
        assert_eq!(shape(&sentence), before);
    }

    #[test]
    fn who_speaks_at_the_end_is_no_part_of_the_name_before() {
        // Shells hit Goma , medics said Tuesday
        let forms = ["Shells", "hit", "Goma", ",", "medics", "said", "Tuesday"];
        let mut words = tree(&[
            ("NOUN", "", 2, "nsubj"),
            ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
            ("PROPN", "", 2, "obj"),
            ("PUNCT", "", 5, "punct"),
            ("NOUN", "", 3, "conj"),
            ("VERB", "Tense=Past|VerbForm=Fin", 2, "conj"),
            ("PROPN", "", 6, "obl:unmarked"),
        ]);
        find_speaker(&mut words, &forms);
        assert_eq!(shape(&words)[4..6], ["6:nsubj", "2:parataxis"]);
    }

    #[test]
    fn what_is_counted_without_a_noun_is_an_object() {
        // a détruit deux de leurs bases
        let mut words = tree(&[
            ("AUX", "VerbForm=Fin", 2, "aux:tense"),
            ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
            ("NUM", "", 2, "obl:mod"),
            ("ADP", "", 6, "case"),
            ("DET", "", 6, "det"),
            ("NOUN", "", 3, "nmod"),
        ]);
        count_object(&mut words);
        assert_eq!(shape(&words)[2], "2:obj");
    }
}
