//! A sentence whose tree has a noun where its predicate would stand.

use smol_str::SmolStr;

use super::{children, has_subject, is_noun, subject};
use crate::parse::Analysis;
use crate::ud::{Features, Relation, Upos};

/// "London deployed soldiers in Estonia", "Egypt called for a truce", "The opposition accused the minister of what it said
/// was theft.": a sentence without finite verb of its own whose noun has a participle of the past that stands where the
/// predicate would.
pub(super) fn find_predicate(analyses: &mut [Analysis], forms: &[&str], intransitives: &[SmolStr]) {
    let Some(root) = analyses.iter().position(|word| word.head.is_none()) else { return };
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    let participle = |&child: &usize| {
        analyses[child].upos == Upos::Verb
            && analyses[child].features.has(past)
            && !children(analyses, child).any(|below| {
                let below = &analyses[below];
                below.upos == Upos::Aux || below.relation == Relation::OblAgent
            })
    };
    let nominal = |word: usize| is_noun(analyses, word);
    if !nominal(root) {
        return;
    }
    let found = children(analyses, root).filter(participle).find_map(|verb| match analyses[verb].relation {
        // "The raid wounded twelve people."
        Relation::Amod if verb < root && has_subject(analyses, verb) => {
            subject(analyses, verb).map(|subject| (verb, subject))
        }
        Relation::Amod if verb < root => {
            let subject = (0..verb).rev().find(|&word| nominal(word) && word + 1 == verb)?;
            let direct = analyses[subject].head == Some(root)
                && matches!(analyses[subject].relation.base(), "compound" | "nsubj" | "nmod");
            direct.then_some((verb, subject))
        }
        Relation::Acl if verb == root + 1 && analyses[root].upos == Upos::Propn => Some((verb, root)),
        Relation::Acl if is_beyond_apposition(analyses, forms, root, verb) => Some((verb, root)),
        // A headline has no full stop: "Reporter denied visa" is in the passive.
        Relation::Acl
            if verb > root
                && ends_with_a_stop(analyses)
                && (has_object_behind(analyses, verb) || intransitives.contains(&analyses[verb].lemma)) =>
        {
            analyses[root..verb].iter().all(|word| word.upos != Upos::Punct).then_some((verb, root))
        }
        _ => None,
    });
    let told = |verb: usize| {
        let finite = |at: &usize| analyses[*at].features.has(Features::VERBFORM_FIN);
        (0..analyses.len()).filter(finite).all(|at| is_below(analyses, at, verb))
    };
    if let Some((verb, subject)) = found.filter(|(verb, _)| told(*verb)) {
        make_predicate(analyses, root, verb, subject);
    }
}

/// "Clashes broke out", "Fighting resumed": what the tree takes for a verb is the noun that is the subject.
pub(super) fn name_subject(analyses: &mut [Analysis], forms: &[&str]) {
    for at in 0..analyses.len().min(forms.len()) {
        let Some(verb) = analyses[at].head.filter(|&verb| verb > at) else { continue };
        let own = |at: usize| children(analyses, at).all(|below| analyses[below].upos == Upos::Punct);
        let word = &analyses[at];
        let gerund = word.features.has(Features::VERBFORM_GER)
            && word.relation == Relation::Advcl
            && at == 0
            && analyses[verb].features.has(Features::VERBFORM_FIN)
            && !has_subject(analyses, verb);
        let clash = word.relation.is("nsubj");
        let between = analyses[at + 1..verb].iter().all(|word| word.upos != Upos::Punct);
        if word.upos != Upos::Verb || !(gerund || clash) || !own(at) || !between {
            continue;
        }
        let word = &mut analyses[at];
        word.upos = Upos::Noun;
        word.relation = if gerund { Relation::Nsubj } else { word.relation };
        word.features = Features::default();
        if gerund {
            word.lemma = forms[at].to_lowercase().into();
        }
    }
}

/// "Russia says it is ready to negotiate": who is ready is somebody.
pub(super) fn mean_somebody(analyses: &mut [Analysis], adjectives: &[SmolStr]) {
    for at in 0..analyses.len() {
        let Some(head) = analyses[at].head.filter(|_| analyses[at].relation.is("expl")) else { continue };
        let is = analyses[head].upos == Upos::Adj
            && adjectives.contains(&analyses[head].lemma)
            && analyses[at].upos == Upos::Pron
            && !has_subject(analyses, head);
        if is {
            analyses[at].relation = Relation::Nsubj;
        }
    }
}

/// "The general defied orders": an article and an adjective before the verb are no object's behind it; they are its subject.
pub(super) fn name_person(analyses: &mut [Analysis]) {
    for verb in 2..analyses.len() {
        let (article, person) = (verb - 2, verb - 1);
        let Some(object) = analyses[person].head.filter(|&object| object > verb) else { continue };
        let described = analyses[person].upos == Upos::Adj
            && analyses[article].upos == Upos::Det
            && matches!(analyses[article].head, Some(head) if head == object || head == person)
            && analyses[object].head == Some(verb)
            && analyses[object].relation.is("obj");
        let finite = analyses[verb].upos == Upos::Verb && analyses[verb].features.has(Features::VERBFORM_FIN);
        if described && finite && !has_subject(analyses, verb) {
            analyses[article].head = Some(person);
            let word = &mut analyses[person];
            word.head = Some(verb);
            word.relation = Relation::Nsubj;
            word.upos = Upos::Noun;
        }
    }
}

fn ends_with_a_stop(analyses: &[Analysis]) -> bool {
    analyses.last().is_some_and(|word| word.upos == Upos::Punct)
}

fn has_object_behind(analyses: &[Analysis], verb: usize) -> bool {
    children(analyses, verb).any(|at| at > verb && analyses[at].relation.is("obj"))
}

/// Whether a word stands below another.
fn is_below(analyses: &[Analysis], word: usize, other: usize) -> bool {
    std::iter::successors(analyses[word].head, |&at| analyses[at].head).any(|at| at == other)
}

/// "Egypt, an ally of the army, called for a truce.": a participle behind the comma that closes an apposition of a name.
fn is_beyond_apposition(analyses: &[Analysis], forms: &[&str], root: usize, verb: usize) -> bool {
    let comma = |at: usize| forms.get(at) == Some(&",");
    let apposed = |&at: &usize| {
        let first = children(analyses, at).next().map_or(at, |first| first.min(at));
        at > root
            && at < verb
            && analyses[at].upos == Upos::Noun
            && matches!(analyses[at].relation.base(), "appos" | "conj")
            && (comma(first) || first > 0 && comma(first - 1))
            && !children(analyses, at).any(|cc| analyses[cc].relation.is("cc"))
    };
    analyses[root].upos == Upos::Propn
        && verb > 0
        && comma(verb - 1)
        && forms.last() == Some(&".")
        && children(analyses, root).any(|at| apposed(&at))
}

/// "Hamas-led militants stormed": the participle right behind a noun that nothing governs, in a sentence without a
/// finite verb.
pub(super) fn find_behind(analyses: &mut [Analysis], noun: usize) {
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    let finite = analyses.iter().any(|word| word.features.has(Features::VERBFORM_FIN));
    let verb = noun + 1;
    let participle = analyses.get(verb).is_some_and(|word| {
        word.upos == Upos::Verb
            && word.features.has(past)
            && word.head == Some(noun)
            && word.relation.is("acl")
    });
    let agent = || children(analyses, verb).any(|at| analyses[at].relation == Relation::OblAgent);
    if participle && !finite && !agent() {
        make_predicate(analyses, noun, verb, noun);
    }
}

fn make_predicate(analyses: &mut [Analysis], root: usize, verb: usize, subject: usize) {
    for (at, word) in analyses.iter_mut().enumerate() {
        if word.head != Some(root) || at == verb || at == subject {
            continue;
        }
        if word.relation.is("punct") || subject == root && at > verb {
            word.head = Some(verb);
        } else if at < verb && subject != root {
            word.head = Some(subject);
        }
    }
    analyses[root].head = Some(verb);
    analyses[root].relation = Relation::Obj;
    analyses[subject].head = Some(verb);
    analyses[subject].relation = Relation::Nsubj;
    let word = &mut analyses[verb];
    word.head = None;
    word.relation = Relation::Root;
    let participle = Features::VERBFORM_PART.with(Features::VOICE_PASS);
    word.features = Features(word.features.0 & !participle.0).with(Features::VERBFORM_FIN);
}

/// "France, which brokered the truce, urged both", "the envoy, speaking from Oman, called": a verb with a tense that the
/// tree hangs loosely on a noun, or on the clause that describes it, is what the noun does.
pub(super) fn raise_predicate(analyses: &mut [Analysis], forms: &[&str]) {
    let Some(root) = analyses.iter().position(|word| word.head.is_none()) else { return };
    let nominal = is_noun(analyses, root);
    let Some(clause) = children(analyses, root).find(|&at| at > root && analyses[at].relation.is("acl"))
    else {
        return;
    };
    let predicate =
        children(analyses, root).any(|at| matches!(analyses[at].relation.base(), "cop" | "nsubj"));
    let loose = |&verb: &usize| {
        let own = children(analyses, verb).find(|&at| analyses[at].relation.is("aux")).unwrap_or(verb);
        verb > clause
            && analyses[verb].upos == Upos::Verb
            && matches!(analyses[verb].relation.base(), "parataxis" | "conj" | "appos")
            && analyses[own].features.has(Features::VERBFORM_FIN)
            && matches!(analyses[verb].head, Some(above) if above == root || above == clause)
            && !children(analyses, verb)
                .any(|at| matches!(analyses[at].relation.base(), "nsubj" | "cc" | "mark"))
            && own > 0
            && forms.get(own - 1) == Some(&",")
    };
    let Some(verb) = (clause + 1..analyses.len()).find(loose).filter(|_| nominal && !predicate) else {
        return;
    };
    for word in analyses.iter_mut().skip(verb).filter(|word| word.head == Some(root)) {
        word.head = Some(verb);
    }
    analyses[verb].head = None;
    analyses[verb].relation = Relation::Root;
    analyses[root].head = Some(verb);
    analyses[root].relation = Relation::Nsubj;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::tests::{shape, tree};

    #[test]
    fn an_adjective_with_an_article_before_the_verb_is_its_subject() {
        // The general defied orders
        let mut words = tree(&[
            ("DET", "", 4, "det"),
            ("ADJ", "", 4, "amod"),
            ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
            ("NOUN", "", 3, "obj"),
        ]);
        name_person(&mut words);
        assert_eq!(shape(&words), ["2:det", "3:nsubj", "0:root", "3:obj"]);
    }
}
