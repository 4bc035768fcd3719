//! What the network cannot know of a tree as a whole: that a sentence has a predicate, that an auxiliary stands at a
//! verb. Each repair is rare, and looks for a contradiction in the tree before it changes anything.

mod clauses;
mod compounds;
mod coordination;
mod predicates;
mod speech;

use depeche_knowledge::attribution::Attribution;
use depeche_knowledge::morphology::Words;
use smol_str::SmolStr;

use super::Analysis;
use super::tree::find_cycle;
use crate::ud::{Features, Relation, Upos};

/// The words by which a wrong tree is told from a right one.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    words: Words,
    speech: speech::Speech,
}

impl Lists {
    pub fn new(words: &Words, attribution: &Attribution) -> Lists {
        Lists { words: words.clone(), speech: speech::Speech::new(attribution) }
    }
}

/// Mends an analysed sentence. It stays a tree with one root: a repair that would make a circle of what another has
/// mended is left out.
pub(super) fn repair(analyses: &mut [Analysis], forms: &[&str], lists: &Lists) {
    let given = analyses.to_vec();
    if mend(analyses, forms, lists, |analyses| is_tree(analyses)) {
        return;
    }
    analyses.clone_from_slice(&given);
    let mut last = given;
    mend(analyses, forms, lists, |analyses| {
        match is_tree(analyses) {
            true => last.clone_from_slice(analyses),
            false => analyses.clone_from_slice(&last),
        }
        true
    });
}

/// Whether the words hang together on one root.
fn is_tree(analyses: &[Analysis]) -> bool {
    let root = analyses.len();
    let heads: Vec<usize> = analyses.iter().map(|word| word.head.unwrap_or(root)).collect();
    heads.iter().filter(|&&head| head == root).count() == 1 && find_cycle(&heads, root).is_none()
}

/// One repair, with the words that it needs.
type Repair<'a> = &'a dyn Fn(&mut [Analysis]);

/// All repairs in their order, for as long as what each made is found good; whether all were.
fn mend(
    analyses: &mut [Analysis],
    forms: &[&str],
    lists: &Lists,
    mut good: impl FnMut(&mut [Analysis]) -> bool,
) -> bool {
    let Lists { words, speech } = lists;
    let repairs: [Repair<'_>; 50] = [
        &|it| set_label_apart(it, forms),
        &|it| set_sentence_apart(it, forms),
        &reconcile_tags,
        &|it| clauses::describe_verb(it, forms),
        &|it| compounds::join_participle(it, forms, &words.joined_participles),
        &compounds::describe_name,
        &|it| describe_title(it, forms, &words.title_adjectives),
        &predicates::name_person,
        &|it| speech::invert_speaker(it, forms, speech),
        &clauses::set_day_apart,
        &coordination::share_out_subjects,
        &|it| clauses::find_speaker(it, forms),
        &|it| clauses::set_teller_apart(it, forms),
        &|it| clauses::open_clause(it, &words.clause_prepositions),
        &|it| clauses::open_participle(it, &words.clause_prepositions),
        &clauses::give_subject,
        &clauses::fill_subject,
        &clauses::count_object,
        &|it| clauses::join_preposition(it, &words.compound_prepositions),
        &clear_auxiliaries,
        &raise_transitive,
        &|it| free_relative(it, &words.content_prepositions),
        &|it| set_circumstance_apart(it, forms),
        &free_compound_tense,
        &|it| join_compound_tense(it, &words.perfect_auxiliaries),
        &raise_governor,
        &set_answer_apart,
        &join_nouns,
        &|it| predicates::name_subject(it, forms),
        &|it| predicates::mean_somebody(it, &words.personal_adjectives),
        &|it| predicates::find_predicate(it, forms, &words.intransitives),
        &|it| predicates::raise_predicate(it, forms),
        &coordination::count_subject,
        &coordination::give_object_back,
        &coordination::raise_finite,
        &|it| coordination::line_up(it, forms),
        &coordination::agree,
        &|it| coordination::free_participle(it, forms),
        &|it| clauses::agree_relative(it, forms),
        &|it| clauses::agree_participle(it, forms),
        &describe_demonstrative,
        &|it| give_preposition(it, &words.address_prepositions),
        &free_clause,
        &|it| speech::free_conjunction(it, speech),
        &|it| speech::raise_statement(it, forms, speech),
        &|it| speech::free_time(it, speech),
        &coordination::set_clause_beside,
        &|it| coordination::keep_future(it, &words.conditionals),
        &name_relatives,
        &|it| coordination::give_speech_back(it, &words.speech_verbs),
    ];
    repairs.into_iter().all(|repair| {
        repair(analyses);
        good(analyses)
    })
}

/// Tags that the tree contradicts give way: an article on a finite verb is a clitic object ("l'Ukraine la défie"),
/// and a conjunction that fills a place in a relative clause is its pronoun ("le ministre que Moscou accuse").
fn reconcile_tags(analyses: &mut [Analysis]) {
    for at in 0..analyses.len() {
        let Some(head) = analyses[at].head else { continue };
        let clitic = analyses[at].upos == Upos::Det
            && analyses[at].features.has(Features::DEFINITE_DEF)
            && head > at
            && head - at <= 2
            && analyses[head].upos == Upos::Verb
            && analyses[head].features.has(Features::VERBFORM_FIN);
        let filler = analyses[at].upos == Upos::Sconj
            && matches!(analyses[at].relation, Relation::Nsubj | Relation::Obj)
            && analyses[head].relation == Relation::AclRelcl;
        // "would free 200 prisoners": an adjective with an auxiliary and an object is a verb.
        let governs = analyses[at].upos == Upos::Adj
            && children(analyses, at).any(|child| child < at && analyses[child].relation == Relation::Aux)
            && children(analyses, at).any(|child| child > at && analyses[child].relation == Relation::Obj)
            && !children(analyses, at).any(|child| analyses[child].relation.is("cop"));
        let word = &mut analyses[at];
        if governs {
            word.upos = Upos::Verb;
            word.features = Features::default().with(Features::VERBFORM_INF);
        } else if clitic {
            let article = Features::DEFINITE_DEF.with(Features::PRONTYPE_ART);
            let kept = Features(word.features.0 & !article.0);
            word.upos = Upos::Pron;
            word.relation = Relation::Obj;
            word.features = kept.with(Features::PRONTYPE_PRS).with(Features::PERSON_3);
        } else if filler {
            word.upos = Upos::Pron;
            word.features = word.features.with(Features::PRONTYPE_REL);
        }
    }
}

/// "Peru's acting president said": such a participle before a noun describes it.
fn describe_title(analyses: &mut [Analysis], forms: &[&str], adjectives: &[SmolStr]) {
    for at in 0..analyses.len().saturating_sub(1).min(forms.len()) {
        let noun = at + 1;
        let describes = analyses[at].upos == Upos::Verb
            && is_noun(analyses, noun)
            && adjectives.iter().any(|adjective| forms[at].eq_ignore_ascii_case(adjective));
        // Its noun hangs elsewhere, or it would be its head.
        if !describes || analyses[noun].head == Some(at) || analyses[at].head.is_none() {
            continue;
        }
        for word in analyses[..at].iter_mut().filter(|word| word.head == Some(at)) {
            word.head = Some(noun);
            if word.relation.is("nsubj") {
                word.relation = Relation::NmodPoss;
            }
        }
        for word in analyses[noun..].iter_mut().filter(|word| word.head == Some(at)) {
            word.head = Some(noun);
        }
        let word = &mut analyses[at];
        word.upos = Upos::Adj;
        word.features = Features::default();
        word.head = Some(noun);
        word.relation = Relation::Amod;
    }
}

/// "Soudan : Washington sanctionne un chef rebelle": what stands before a colon is no subject of what has its own.
fn set_label_apart(analyses: &mut [Analysis], forms: &[&str]) {
    let Some(colon) = forms.iter().take(8).position(|form| *form == ":") else { return };
    for label in 0..colon {
        let Some(verb) = analyses[label].head.filter(|&head| head > colon) else { continue };
        let own =
            (colon..verb).any(|at| analyses[at].head == Some(verb) && analyses[at].relation.is("nsubj"));
        if own && analyses[label].relation.is("nsubj") {
            analyses[label].relation = Relation::Dislocated;
        }
    }
}

/// "went on strike to protest against the arrests; police dispersed them": what has its own subject after a semicolon
/// stands beside the sentence, not below the clause before it.
fn set_sentence_apart(analyses: &mut [Analysis], forms: &[&str]) {
    let Some(root) = analyses.iter().position(|word| word.head.is_none()) else { return };
    for stop in (root + 1..forms.len()).filter(|&at| forms[at] == ";") {
        let Some(verb) =
            (stop + 1..analyses.len()).find(|&at| analyses[at].head.is_some_and(|head| head < stop))
        else {
            continue;
        };
        let Some(above) = analyses[verb].head else { continue };
        let within = |child: usize| child > stop;
        let subject = children(analyses, verb).any(|at| within(at) && analyses[at].relation.is("nsubj"));
        let marked = children(analyses, verb).any(|at| within(at) && analyses[at].relation.is("mark"));
        let below = matches!(analyses[above].relation.base(), "advcl" | "acl" | "xcomp");
        let beside = matches!(analyses[verb].relation.base(), "conj" | "parataxis");
        if analyses[verb].upos == Upos::Verb && subject && !marked && below && beside {
            analyses[verb].head = Some(root);
            analyses[verb].relation = Relation::Parataxis;
        }
    }
}

/// "Le Niger a, lui, exprimé son soutien": what hangs on an auxiliary belongs to its verb.
fn clear_auxiliaries(analyses: &mut [Analysis]) {
    for auxiliary in 0..analyses.len() {
        let Some(verb) = analyses[auxiliary].head.filter(|_| analyses[auxiliary].relation.is("aux")) else {
            continue;
        };
        let own = |it: &Analysis| {
            matches!(it.relation.base(), "nsubj" | "obj" | "iobj" | "obl" | "expl" | "dislocated")
        };
        for word in analyses.iter_mut().filter(|it| it.head == Some(auxiliary) && own(it)) {
            word.head = Some(verb);
        }
    }
}

/// "des témoignages selon lesquels des soldats ont tué": a relative pronoun has no complement, so that one before the verb
/// is its subject; the clause belongs to what stands before the pronoun, and under some prepositions is what that says,
/// as behind a conjunction.
fn free_relative(analyses: &mut [Analysis], content_prepositions: &[SmolStr]) {
    for pronoun in 1..analyses.len() {
        let word = &analyses[pronoun];
        let relative = word.upos == Upos::Pron && word.features.has(Features::PRONTYPE_REL);
        let Some(verb) = word.head.filter(|&verb| relative && verb > pronoun && word.relation.is("obl"))
        else {
            continue;
        };
        let subject = has_subject(analyses, verb);
        let complement =
            children(analyses, pronoun).find(|&at| at > pronoun && analyses[at].relation.is("nmod"));
        if let Some(noun) = complement.filter(|&noun| !subject && noun < verb) {
            for word in analyses.iter_mut().filter(|it| it.head == Some(noun) && it.relation.is("case")) {
                word.relation = Relation::Det;
            }
            analyses[noun].head = Some(verb);
            analyses[noun].relation = Relation::Nsubj;
        }
        let start = children(analyses, pronoun).next().map_or(pronoun, |first| first.min(pronoun));
        let nominal = |at: &usize| is_noun(analyses, *at);
        let above = analyses[verb].head.filter(|&above| above < start);
        let misplaced = matches!(analyses[verb].relation.base(), "conj" | "parataxis" | "ccomp" | "advcl");
        let bare = !children(analyses, verb).any(|at| matches!(analyses[at].relation.base(), "cc" | "mark"));
        if let (Some(above), true) = (above, misplaced && bare)
            && let Some(noun) = (above..start)
                .rev()
                .find(|at| nominal(at) && (*at == above || analyses[*at].head == Some(above)))
        {
            analyses[verb].head = Some(noun);
            analyses[verb].relation = Relation::AclRelcl;
        }
        let says = |at: usize| content_prepositions.contains(&analyses[at].lemma);
        if analyses[verb].relation == Relation::AclRelcl && children(analyses, pronoun).any(says) {
            analyses[verb].relation = Relation::Acl;
            let word = &mut analyses[pronoun];
            word.relation = Relation::Mark;
            word.upos = Upos::Sconj;
            word.features = Features::default();
        }
    }
}

/// "tuant un chauffeur, d'après un témoin": a noun with a preposition after a comma is not coordinated, without a
/// conjunction, with one that has none.
fn set_circumstance_apart(analyses: &mut [Analysis], forms: &[&str]) {
    for noun in 0..analyses.len() {
        let Some(first) = analyses[noun].head.filter(|_| analyses[noun].relation == Relation::Conj) else {
            continue;
        };
        let case = |word: usize| children(analyses, word).find(|&at| analyses[at].relation.is("case"));
        let nominal = |word: usize| is_noun(analyses, word);
        let Some(preposition) = case(noun).filter(|&at| at > first && at < noun) else { continue };
        let joined = children(analyses, noun).any(|at| analyses[at].relation.is("cc"));
        let comma = forms.get(preposition.wrapping_sub(1)) == Some(&",");
        if joined || !comma || !nominal(noun) || !nominal(first) || case(first).is_some() {
            continue;
        }
        let mut above = std::iter::successors(analyses[first].head, |&at| analyses[at].head).take(4);
        if let Some(verb) = above.find(|&at| at < first && analyses[at].upos == Upos::Verb) {
            analyses[noun].head = Some(verb);
            analyses[noun].relation = Relation::Obl;
        }
    }
}

/// "denies having supplied drones": a participle with an auxiliary describes no noun, it governs it.
fn free_compound_tense(analyses: &mut [Analysis]) {
    for verb in 0..analyses.len() {
        let Some(noun) = analyses[verb].head.filter(|&noun| verb < noun) else { continue };
        let auxiliary = children(analyses, verb).any(|child| analyses[child].upos == Upos::Aux);
        let describes = analyses[verb].upos == Upos::Verb && analyses[verb].relation == Relation::Amod;
        if !describes || !auxiliary || is_copular(analyses, verb) {
            continue;
        }
        let complement = matches!(analyses[noun].relation, Relation::Obj | Relation::Obl);
        analyses[verb].head = analyses[noun].head;
        analyses[verb].relation = if complement { Relation::Xcomp } else { analyses[noun].relation };
        analyses[noun].head = Some(verb);
        analyses[noun].relation = Relation::Obj;
    }
}

/// "it had struck a depot": a participle right behind a bare auxiliary, which has nothing else to govern, is its verb.
fn join_compound_tense(analyses: &mut [Analysis], auxiliaries: &[SmolStr]) {
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    for auxiliary in 0..analyses.len() {
        let word = &analyses[auxiliary];
        if word.upos != Upos::Verb
            || !word.features.has(Features::VERBFORM_FIN)
            || !auxiliaries.contains(&word.lemma)
        {
            continue;
        }
        let governs = |at: usize| matches!(analyses[at].relation.base(), "obj" | "ccomp");
        let participle = |&at: &usize| {
            at > auxiliary
                && analyses[at].relation == Relation::Xcomp
                && analyses[at].upos == Upos::Verb
                && analyses[at].features.has(past)
                && (auxiliary + 1..at).all(|between| analyses[between].upos == Upos::Adv)
        };
        let Some(verb) = children(analyses, auxiliary).find(participle) else { continue };
        if children(analyses, auxiliary).any(governs) {
            continue;
        }
        let (head, relation) = (analyses[auxiliary].head, analyses[auxiliary].relation);
        for word in analyses.iter_mut().filter(|word| word.head == Some(auxiliary)) {
            word.head = Some(verb);
        }
        analyses[verb].head = head;
        analyses[verb].relation = relation;
        let word = &mut analyses[auxiliary];
        word.head = Some(verb);
        word.relation = Relation::Aux;
        word.upos = Upos::Aux;
    }
}

/// "Opposition senators demanded", "rights group Amnesty said": of two bare nouns side by side the first is no subject of
/// its own.
fn join_nouns(analyses: &mut [Analysis]) {
    for first in 1..analyses.len() {
        let (noun, next) = (first - 1, first);
        let subject = |at: usize| analyses[at].relation == Relation::Nsubj;
        let name = analyses[next].upos == Upos::Propn;
        let nouns = analyses[noun].upos == Upos::Noun && (name || analyses[next].upos == Upos::Noun);
        let bare =
            !children(analyses, next).any(|at| at < next) && !children(analyses, noun).any(|at| at > noun);
        if nouns && subject(noun) && subject(next) && bare && analyses[noun].head == analyses[next].head {
            analyses[noun].head = Some(next);
            analyses[noun].relation = if name { Relation::NmodDesc } else { Relation::Compound };
        }
    }
}

/// "a charge Beijing dismissed": a clause with a tense and a subject and without a conjunction is a relative one.
fn name_relatives(analyses: &mut [Analysis]) {
    for verb in 0..analyses.len() {
        let word = &analyses[verb];
        let clause = word.relation == Relation::Acl
            && word.upos == Upos::Verb
            && word.features.has(Features::VERBFORM_FIN)
            && word.head.is_some_and(|noun| noun < verb);
        let subject = children(analyses, verb).any(|at| at < verb && analyses[at].relation.is("nsubj"));
        let marked =
            children(analyses, verb).any(|at| matches!(analyses[at].relation.base(), "mark" | "case"));
        if clause && subject && !marked {
            analyses[verb].relation = Relation::AclRelcl;
        }
    }
}

/// "Kigali dément soutenir la rébellion": a finite verb in an adverb's place governs the infinitive that it hangs on.
fn raise_governor(analyses: &mut [Analysis]) {
    for verb in 0..analyses.len() {
        let Some(below) = analyses[verb].head.filter(|&head| head > verb) else { continue };
        let infinitive = |word: usize| analyses[word].features.has(Features::VERBFORM_INF);
        let misplaced = analyses[verb].upos == Upos::Verb
            && analyses[verb].relation == Relation::Advmod
            && (infinitive(below)
                || children(analyses, below).any(|at| analyses[at].upos == Upos::Aux && infinitive(at)));
        if !misplaced {
            continue;
        }
        for word in analyses[..verb].iter_mut().filter(|word| word.head == Some(below)) {
            word.head = Some(verb);
        }
        for word in analyses.iter_mut().filter(|word| word.head == Some(below) && word.relation.is("punct")) {
            word.head = Some(verb);
        }
        analyses[verb].head = analyses[below].head;
        analyses[verb].relation = analyses[below].relation;
        analyses[below].head = Some(verb);
        analyses[below].relation = Relation::Xcomp;
    }
}

/// "Kigali dément les affirmations selon lesquelles ses soldats se battent": a finite verb in an adverb's place between two
/// subjects has the first for its subject and the second for its object.
fn raise_transitive(analyses: &mut [Analysis]) {
    for verb in 1..analyses.len() {
        let word = &analyses[verb];
        let misplaced = word.upos == Upos::Verb
            && word.features.has(Features::VERBFORM_FIN)
            && word.relation == Relation::Advmod;
        let Some(object) = word.head.filter(|&noun| misplaced && noun > verb) else { continue };
        let Some(clause) = analyses[object].head.filter(|&it| it > object) else { continue };
        let below = |at: usize| analyses[at].head == Some(clause) && analyses[at].relation.is("nsubj");
        let relative = children(analyses, clause)
            .any(|at| at > object && at < clause && analyses[at].features.has(Features::PRONTYPE_REL));
        let Some(subject) = (0..verb).find(|&at| below(at)).filter(|_| below(object) && relative) else {
            continue;
        };
        let (head, relation) = (analyses[clause].head, analyses[clause].relation);
        for word in analyses.iter_mut().filter(|it| it.head == Some(clause) && it.relation.is("punct")) {
            word.head = Some(verb);
        }
        let mut hang = |at: usize, head: Option<usize>, relation: Relation| {
            analyses[at].head = head;
            analyses[at].relation = relation;
        };
        hang(verb, head, relation);
        hang(subject, Some(verb), Relation::Nsubj);
        hang(object, Some(verb), Relation::Obj);
        hang(clause, Some(object), Relation::AclRelcl);
    }
}

/// "Ankara accuse, Athènes dément": a finite verb in an adverb's place behind a second subject is a clause of its own.
fn set_answer_apart(analyses: &mut [Analysis]) {
    for verb in 2..analyses.len() {
        let Some(above) = analyses[verb].head.filter(|&head| head + 1 < verb) else { continue };
        let subject = verb - 1;
        let finite = analyses[verb].upos == Upos::Verb && analyses[verb].features.has(Features::VERBFORM_FIN);
        let second = analyses[subject].head == Some(above) && analyses[subject].relation.is("nsubj");
        if finite && second && analyses[verb].relation == Relation::Advmod {
            analyses[verb].relation = Relation::Parataxis;
            analyses[subject].head = Some(verb);
        }
    }
}

fn is_copular(analyses: &[Analysis], verb: usize) -> bool {
    children(analyses, verb).any(|child| analyses[child].relation == Relation::AuxPass)
}

/// "urged Tbilisi to free those detained": a participle behind a bare demonstrative says who they are.
fn describe_demonstrative(analyses: &mut [Analysis]) {
    let past = Features::VERBFORM_PART.with(Features::TENSE_PAST);
    for verb in 1..analyses.len() {
        let (pronoun, word) = (&analyses[verb - 1], &analyses[verb]);
        let participle =
            word.upos == Upos::Verb && word.features.has(past) && word.relation == Relation::Xcomp;
        let bare = pronoun.upos == Upos::Pron && pronoun.features.has(Features::PRONTYPE_DEM);
        if participle && bare && pronoun.relation == Relation::Obj && pronoun.head == word.head {
            analyses[verb].head = Some(verb - 1);
            analyses[verb].relation = Relation::Acl;
        }
    }
}

/// "called on both sides to hold fire": a particle right before a phrase that has no preposition, and that an infinitive
/// follows, is its preposition.
fn give_preposition(analyses: &mut [Analysis], address_prepositions: &[SmolStr]) {
    for particle in 1..analyses.len() {
        let word = &analyses[particle];
        let Some(verb) =
            word.head.filter(|_| word.relation == Relation::CompoundPrt && word.upos == Upos::Adp)
        else {
            continue;
        };
        if !address_prepositions.contains(&word.lemma) {
            continue;
        }
        let asked = |noun: usize| {
            let mut below = children(analyses, verb).filter(|&at| at > noun);
            below.any(|at| analyses[at].features.has(Features::VERBFORM_INF))
        };
        let begins = |noun: usize| {
            let first = children(analyses, noun).next().map_or(noun, |first| first.min(noun));
            first == particle + 1
        };
        let bare = |&noun: &usize| {
            matches!(analyses[noun].upos, Upos::Noun | Upos::Propn | Upos::Pron)
                && analyses[noun].relation.is("obl")
                && !children(analyses, noun).any(|at| analyses[at].relation.is("case"))
                && begins(noun)
                && asked(noun)
        };
        let noun = children(analyses, verb).find(bare);
        if let Some(noun) = noun {
            analyses[particle].head = Some(noun);
            analyses[particle].relation = Relation::Case;
        }
    }
}

/// "told the BBC that Iran had urged both": where the clause has an object already, "that" is no relative pronoun.
fn free_clause(analyses: &mut [Analysis]) {
    for verb in 0..analyses.len() {
        if analyses[verb].relation != Relation::AclRelcl {
            continue;
        }
        let Some(noun) = analyses[verb].head else { continue };
        let Some(governor) = analyses[noun].head else { continue };
        let told = matches!(analyses[noun].relation.base(), "obj" | "iobj" | "obl")
            && analyses[governor].upos == Upos::Verb;
        let relative = |at: usize| analyses[at].features.has(Features::PRONTYPE_REL);
        let opens = |at: &usize| *at == noun + 1 && (analyses[*at].upos == Upos::Sconj || relative(*at));
        // A name takes no relative clause without a comma: "told Reuters that soldiers had left".
        let named = analyses[noun].upos == Upos::Propn
            && children(analyses, verb).any(|at| at != noun + 1 && analyses[at].relation.is("nsubj"));
        let object = |at: usize| analyses[at].relation == Relation::Obj;
        let second = |pronoun: usize| {
            let first = object(pronoun) && analyses[pronoun].upos == Upos::Pron && relative(pronoun);
            first && children(analyses, verb).any(|at| at > verb && at != pronoun && object(at))
        };
        // "told reporters by phone that drones had struck": a conjunction before a subject opens what is told.
        let marked = |mark: usize| {
            let addressed = children(analyses, governor)
                .any(|at| at < noun && matches!(analyses[at].relation.base(), "obj" | "iobj"));
            addressed
                && analyses[mark].relation == Relation::Mark
                && children(analyses, verb).any(|at| at > mark && analyses[at].relation.is("nsubj"))
        };
        let mark = children(analyses, verb).find(opens);
        if let Some(mark) = mark.filter(|&mark| told && (named || second(mark) || marked(mark))) {
            make_clause(analyses, verb, governor, mark);
        }
    }
}

fn make_clause(analyses: &mut [Analysis], verb: usize, governor: usize, mark: usize) {
    analyses[verb].head = Some(governor);
    analyses[verb].relation = Relation::Ccomp;
    let word = &mut analyses[mark];
    word.relation = Relation::Mark;
    word.upos = Upos::Sconj;
    word.features = Features::default();
    word.head = Some(verb);
}

fn is_noun(analyses: &[Analysis], at: usize) -> bool {
    matches!(analyses[at].upos, Upos::Noun | Upos::Propn)
}

/// The first subject of a word.
fn subject(analyses: &[Analysis], verb: usize) -> Option<usize> {
    children(analyses, verb).find(|&at| analyses[at].relation.is("nsubj"))
}

fn has_subject(analyses: &[Analysis], verb: usize) -> bool {
    subject(analyses, verb).is_some()
}

fn children(analyses: &[Analysis], head: usize) -> impl Iterator<Item = usize> + '_ {
    (0..analyses.len()).filter(move |&word| analyses[word].head == Some(head))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod whole_tests;
