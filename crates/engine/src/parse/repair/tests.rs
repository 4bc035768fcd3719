//! Trees mended, one contradiction at a time.

use super::*;

/// `form UPOS features head relation`, one word after another; head 0 is the root.
pub(super) fn tree(words: &[(&str, &str, usize, &str)]) -> Vec<Analysis> {
    let analysis = |&(upos, features, head, relation): &(&str, &str, usize, &str)| Analysis {
        lemma: upos.into(),
        upos: Upos::parse(upos).unwrap(),
        features: Features::parse(features),
        head: head.checked_sub(1),
        relation: Relation::parse(relation).unwrap(),
    };
    words.iter().map(analysis).collect()
}

/// Mends with some words listed.
fn with(analyses: &mut [Analysis], forms: &[&str], words: Words) {
    repair(analyses, forms, &Lists { words, ..Lists::default() });
}

pub(super) fn shape(analyses: &[Analysis]) -> Vec<String> {
    let head = |word: &Analysis| word.head.map_or(0, |head| head + 1);
    analyses.iter().map(|word| format!("{}:{}", head(word), word.relation.as_str())).collect()
}

#[test]
fn a_sentence_gets_its_predicate() {
    // London deployed soldiers .
    let mut words = tree(&[
        ("PROPN", "", 3, "compound"),
        ("VERB", "Tense=Past|VerbForm=Part", 3, "amod"),
        ("NOUN", "", 0, "root"),
        ("PUNCT", "", 3, "punct"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words), ["2:nsubj", "0:root", "2:obj", "2:punct"]);
    assert!(words[1].features.has(Features::VERBFORM_FIN));
}

#[test]
fn a_name_with_a_participle_gets_its_predicate() {
    // Egypt called for calm .
    let mut words = tree(&[
        ("PROPN", "", 0, "root"),
        ("VERB", "Tense=Past|VerbForm=Part", 1, "acl"),
        ("ADP", "", 4, "case"),
        ("NOUN", "", 2, "obl"),
        ("PUNCT", "", 1, "punct"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words), ["2:nsubj", "0:root", "4:case", "2:obl", "2:punct"]);
}

#[test]
fn a_participle_with_an_object_is_the_predicate() {
    // The opposition accused Ruto of breaking faith and called for calm .
    let words = [
        ("DET", "", 2, "det"),
        ("NOUN", "", 0, "root"),
        ("VERB", "Tense=Past|VerbForm=Part", 2, "acl"),
        ("PROPN", "", 3, "obj"),
        ("SCONJ", "", 6, "mark"),
        ("VERB", "VerbForm=Ger", 3, "advcl"),
        ("NOUN", "", 6, "obj"),
        ("CCONJ", "", 9, "cc"),
        ("VERB", "Tense=Past|VerbForm=Part", 6, "conj"),
        ("ADP", "", 11, "case"),
        ("NOUN", "", 9, "obl"),
        ("PUNCT", "", 2, "punct"),
    ];
    let mut sentence = tree(&words);
    repair(&mut sentence, &[], &Lists::default());
    let head = |at: usize| shape(&sentence)[at].clone();
    assert_eq!([head(1), head(2), head(8)], ["3:nsubj", "0:root", "3:conj"]);
    // A headline without a full stop stays as it is.
    let mut headline = tree(&words[..7]);
    repair(&mut headline, &[], &Lists::default());
    assert_eq!(shape(&headline)[2], "2:acl");
}

#[test]
fn a_noun_that_looks_like_a_verb_is_the_subject() {
    // Fighting resumed near Goma
    let mut words = tree(&[
        ("VERB", "VerbForm=Ger", 2, "advcl"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("ADP", "", 4, "case"),
        ("PROPN", "", 2, "obl"),
    ]);
    repair(&mut words, &["Fighting", "resumed", "near", "Goma"], &Lists::default());
    assert_eq!((words[0].upos, words[0].lemma.as_str()), (Upos::Noun, "fighting"));
    assert_eq!(shape(&words)[0], "2:nsubj");
}

#[test]
fn what_cannot_be_suffered_is_the_predicate() {
    // Protests erupted in Kenya .
    let mut words = tree(&[
        ("NOUN", "", 0, "root"),
        ("VERB", "Tense=Past|VerbForm=Part", 1, "acl"),
        ("ADP", "", 4, "case"),
        ("PROPN", "", 2, "obl"),
        ("PUNCT", "", 1, "punct"),
    ]);
    words[1].lemma = "erupt".into();
    with(&mut words, &[], Words { intransitives: vec!["erupt".into()], ..Words::default() });
    assert_eq!(shape(&words)[..2], ["2:nsubj", "0:root"]);
}

#[test]
fn a_participle_with_a_subject_is_the_predicate() {
    // raid wounded people .
    let mut words = tree(&[
        ("NOUN", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Part", 3, "amod"),
        ("NOUN", "", 0, "root"),
        ("PUNCT", "", 2, "punct"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words), ["2:nsubj", "0:root", "2:obj", "2:punct"]);
}

#[test]
fn who_is_ready_is_somebody() {
    // it is ready
    let mut words =
        tree(&[("PRON", "", 3, "expl"), ("AUX", "VerbForm=Fin", 3, "cop"), ("ADJ", "", 0, "root")]);
    words[2].lemma = "ready".into();
    with(&mut words, &[], Words { personal_adjectives: vec!["ready".into()], ..Words::default() });
    assert_eq!(shape(&words)[0], "3:nsubj");
}

#[test]
fn an_auxiliary_makes_a_verb_of_a_participle() {
    // Tehran denies having supplied drones
    let mut words = tree(&[
        ("PROPN", "", 2, "nsubj"),
        ("VERB", "Tense=Pres|VerbForm=Fin", 0, "root"),
        ("AUX", "VerbForm=Ger", 4, "aux"),
        ("VERB", "Tense=Past|VerbForm=Part", 5, "amod"),
        ("NOUN", "", 2, "obj"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words), ["2:nsubj", "0:root", "4:aux", "2:xcomp", "4:obj"]);
}

#[test]
fn a_sentence_after_a_semicolon_stands_beside() {
    // Workers left to protest ; police fired
    let mut words = tree(&[
        ("NOUN", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("PART", "", 4, "mark"),
        ("VERB", "VerbForm=Inf", 2, "advcl"),
        ("PUNCT", "", 7, "punct"),
        ("NOUN", "", 7, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 4, "conj"),
    ]);
    repair(&mut words, &["Workers", "left", "to", "protest", ";", "police", "fired"], &Lists::default());
    assert_eq!(shape(&words)[6], "2:parataxis");
}

#[test]
fn an_answer_behind_a_second_subject_stands_apart() {
    // Ankara accuse , Athènes dément
    let mut words = tree(&[
        ("PROPN", "", 2, "nsubj"),
        ("VERB", "VerbForm=Fin", 0, "root"),
        ("PUNCT", "", 2, "punct"),
        ("PROPN", "", 2, "nsubj"),
        ("VERB", "VerbForm=Fin", 2, "advmod"),
    ]);
    repair(&mut words, &["Ankara", "accuse", ",", "Athènes", "dément"], &Lists::default());
    assert_eq!(shape(&words), ["2:nsubj", "0:root", "2:punct", "5:nsubj", "2:parataxis"]);
}

#[test]
fn what_has_a_finite_verb_stays() {
    // London deployed soldiers left
    let mut words = tree(&[
        ("PROPN", "", 3, "compound"),
        ("VERB", "Tense=Past|VerbForm=Part", 3, "amod"),
        ("NOUN", "", 4, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
    ]);
    let before = shape(&words);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words), before);
}

#[test]
fn what_hangs_on_an_auxiliary_belongs_to_its_verb() {
    // Paris a , lui , promis
    let mut words = tree(&[
        ("PROPN", "", 2, "nsubj"),
        ("AUX", "VerbForm=Fin", 6, "aux:tense"),
        ("PUNCT", "", 4, "punct"),
        ("PRON", "", 6, "dislocated"),
        ("PUNCT", "", 4, "punct"),
        ("VERB", "VerbForm=Part", 0, "root"),
    ]);
    repair(&mut words, &["Paris", "a", ",", "lui", ",", "promis"], &Lists::default());
    assert_eq!(shape(&words)[0], "6:nsubj");
}

#[test]
fn a_relative_pronoun_leaves_its_complement_to_the_verb() {
    // rapports selon lesquels de soldats tuent
    let mut words = tree(&[
        ("NOUN", "", 0, "root"),
        ("ADP", "", 3, "case"),
        ("PRON", "PronType=Rel", 6, "obl:mod"),
        ("ADP", "", 5, "case"),
        ("NOUN", "", 3, "nmod"),
        ("VERB", "VerbForm=Fin", 1, "conj"),
    ]);
    let forms = ["rapports", "selon", "lesquels", "de", "soldats", "tuent"];
    let before = words.clone();
    repair(&mut words, &forms, &Lists::default());
    assert_eq!(shape(&words), ["0:root", "3:case", "6:obl:mod", "5:det", "6:nsubj", "1:acl:relcl"]);
    // `tree` gives a word its part of speech for a lemma.
    words = before;
    with(&mut words, &forms, Words { content_prepositions: vec!["ADP".into()], ..Words::default() });
    assert_eq!(shape(&words)[2], "6:mark");
    assert_eq!(shape(&words)[5], "1:acl");
}

#[test]
fn a_prepositional_phrase_behind_a_comma_is_no_second_object() {
    // Ils tuent un chauffeur , selon témoins
    let mut words = tree(&[
        ("PRON", "", 2, "nsubj"),
        ("VERB", "VerbForm=Fin", 0, "root"),
        ("DET", "", 4, "det"),
        ("NOUN", "", 2, "obj"),
        ("PUNCT", "", 7, "punct"),
        ("ADP", "", 7, "case"),
        ("NOUN", "", 4, "conj"),
    ]);
    repair(&mut words, &["Ils", "tuent", "un", "chauffeur", ",", "selon", "témoins"], &Lists::default());
    assert_eq!(shape(&words)[6], "2:obl");
}

#[test]
fn a_verb_in_an_adverbs_place_takes_its_object() {
    // Kigali dément affirmations selon lesquelles soldats combattent
    let mut words = tree(&[
        ("PROPN", "", 7, "nsubj"),
        ("VERB", "VerbForm=Fin", 3, "advmod"),
        ("NOUN", "", 7, "nsubj"),
        ("ADP", "", 5, "case"),
        ("PRON", "PronType=Rel", 7, "obl:mod"),
        ("NOUN", "", 5, "nmod"),
        ("VERB", "VerbForm=Fin", 0, "root"),
    ]);
    let forms = ["Kigali", "dément", "affirmations", "selon", "lesquelles", "soldats", "combattent"];
    repair(&mut words, &forms, &Lists::default());
    assert_eq!(
        shape(&words),
        ["2:nsubj", "0:root", "2:obj", "5:case", "7:obl:mod", "7:nsubj", "3:acl:relcl"]
    );
}

#[test]
fn a_coordinated_verb_goes_with_its_tense() {
    // Il a dit que tous avaient menti et a accusé Rome
    let mut words = tree(&[
        ("PRON", "", 3, "nsubj"),
        ("AUX", "Tense=Pres|VerbForm=Fin", 3, "aux:tense"),
        ("VERB", "VerbForm=Part", 0, "root"),
        ("SCONJ", "", 7, "mark"),
        ("PRON", "", 7, "nsubj"),
        ("AUX", "Tense=Imp|VerbForm=Fin", 7, "aux:tense"),
        ("VERB", "VerbForm=Part", 3, "ccomp"),
        ("CCONJ", "", 10, "cc"),
        ("AUX", "Tense=Pres|VerbForm=Fin", 10, "aux:tense"),
        ("VERB", "VerbForm=Part", 7, "conj"),
        ("PROPN", "", 10, "obj"),
    ]);
    let forms = ["Il", "a", "dit", "que", "tous", "avaient", "menti", "et", "a", "accusé", "Rome"];
    repair(&mut words, &forms, &Lists::default());
    assert_eq!(shape(&words)[9], "3:conj");
}

#[test]
fn a_second_subject_belongs_to_the_verb_behind_it() {
    // Soldiers were sent and thirty were held
    let mut words = tree(&[
        ("NOUN", "", 3, "nsubj:pass"),
        ("AUX", "VerbForm=Fin", 3, "aux:pass"),
        ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
        ("CCONJ", "", 5, "cc"),
        ("NOUN", "", 3, "nsubj:pass"),
        ("AUX", "VerbForm=Fin", 7, "aux:pass"),
        ("VERB", "Tense=Past|VerbForm=Part", 3, "conj"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words)[3..5], ["7:cc", "7:nsubj:pass"]);
}

#[test]
fn a_tense_does_not_go_on_from_an_infinitive() {
    // Paris accuse Berne de mentir et a appelé
    let mut words = tree(&[
        ("PROPN", "", 2, "nsubj"),
        ("VERB", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", 0, "root"),
        ("PROPN", "", 2, "obj"),
        ("ADP", "", 5, "mark"),
        ("VERB", "VerbForm=Inf", 3, "acl"),
        ("CCONJ", "", 8, "cc"),
        ("AUX", "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", 8, "aux"),
        ("VERB", "Tense=Past|VerbForm=Part", 5, "conj"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words)[7], "2:conj");
}

#[test]
fn a_participle_behind_a_comma_describes_the_noun() {
    // Il a parlé après la mort du juge , abattu hier
    let forms = ["Il", "a", "parlé", "après", "la", "mort", "du", "juge", ",", "abattu", "hier"];
    let mut words = tree(&[
        ("PRON", "", 3, "nsubj"),
        ("AUX", "VerbForm=Fin", 3, "aux:tense"),
        ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
        ("ADP", "", 6, "case"),
        ("DET", "Gender=Fem", 6, "det"),
        ("NOUN", "Gender=Fem|Number=Sing", 3, "obl:mod"),
        ("ADP", "", 8, "case"),
        ("NOUN", "Gender=Masc|Number=Sing", 6, "nmod"),
        ("PUNCT", "", 10, "punct"),
        ("VERB", "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part", 3, "conj"),
        ("ADV", "", 10, "advmod"),
    ]);
    repair(&mut words, &forms, &Lists::default());
    assert_eq!(shape(&words)[9], "8:acl");
}

#[test]
fn who_denies_is_who_accuses() {
    // Paris denied that police struck and accused Berne
    let mut words = tree(&[
        ("PROPN", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("SCONJ", "", 5, "mark"),
        ("NOUN", "", 5, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Part", 2, "ccomp"),
        ("CCONJ", "", 7, "cc"),
        ("VERB", "Tense=Past|VerbForm=Part", 5, "conj"),
        ("PROPN", "", 7, "obj"),
    ]);
    words[6].lemma = "accuse".into();
    with(&mut words, &[], Words { speech_verbs: vec!["accuse".into()], ..Words::default() });
    assert_eq!(shape(&words)[6], "2:conj");
}

#[test]
fn a_conjunction_opens_no_clause_that_is_told() {
    // They told Reuters by phone that drones struck and a doctor said it
    let mut words = tree(&[
        ("PRON", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("PROPN", "", 2, "iobj"),
        ("ADP", "", 5, "case"),
        ("NOUN", "", 2, "obl"),
        ("PRON", "PronType=Rel", 8, "mark"),
        ("NOUN", "", 8, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 5, "acl:relcl"),
        ("CCONJ", "", 11, "cc"),
        ("DET", "", 11, "det"),
        ("NOUN", "", 12, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 2, "ccomp"),
        ("PRON", "", 12, "obj"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words)[7], "2:ccomp");
    assert_eq!(shape(&words)[11], "2:conj");
    assert_eq!(shape(&words)[8], "12:cc");
}

#[test]
fn a_participle_behind_a_demonstrative_describes_it() {
    // urged Rabat to free those held
    let mut words = tree(&[
        ("VERB", "VerbForm=Fin", 0, "root"),
        ("PROPN", "", 1, "obj"),
        ("PART", "", 4, "mark"),
        ("VERB", "VerbForm=Inf", 1, "xcomp"),
        ("PRON", "PronType=Dem", 4, "obj"),
        ("VERB", "Tense=Past|VerbForm=Part", 4, "xcomp"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words)[5], "5:acl");
}

#[test]
fn a_bare_auxiliary_gives_way_to_its_participle() {
    // They said it had struck depots
    let mut words = tree(&[
        ("PRON", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("PRON", "", 4, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 2, "ccomp"),
        ("VERB", "Tense=Past|VerbForm=Part", 4, "xcomp"),
        ("NOUN", "", 5, "obj"),
    ]);
    words[3].lemma = "have".into();
    with(&mut words, &[], Words { perfect_auxiliaries: vec!["have".into()], ..Words::default() });
    assert_eq!(shape(&words)[2..], ["5:nsubj", "5:aux", "2:ccomp", "5:obj"]);
}

#[test]
fn the_verb_behind_a_relative_clause_is_the_predicate() {
    // France , which brokered it , urged both .
    let forms = ["France", ",", "which", "brokered", "it", ",", "urged", "both", "."];
    let mut words = tree(&[
        ("PROPN", "", 0, "root"),
        ("PUNCT", "", 4, "punct"),
        ("PRON", "PronType=Rel", 4, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 1, "acl:relcl"),
        ("PRON", "", 4, "obj"),
        ("PUNCT", "", 7, "punct"),
        ("VERB", "Tense=Past|VerbForm=Fin", 1, "parataxis"),
        ("PRON", "", 7, "obj"),
        ("PUNCT", "", 1, "punct"),
    ]);
    repair(&mut words, &forms, &Lists::default());
    let shape = shape(&words);
    assert_eq!([&shape[0], &shape[3], &shape[6], &shape[8]], ["7:nsubj", "1:acl:relcl", "0:root", "7:punct"]);
}

#[test]
fn two_bare_nouns_are_one_subject_and_a_clause_without_a_conjunction_is_relative() {
    // Opposition senators rejected charges Beijing made
    let mut words = tree(&[
        ("NOUN", "", 3, "nsubj"),
        ("NOUN", "", 3, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("NOUN", "", 3, "obj"),
        ("PROPN", "", 6, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 4, "acl"),
    ]);
    repair(&mut words, &[], &Lists::default());
    assert_eq!(shape(&words), ["2:compound", "3:nsubj", "0:root", "3:obj", "6:nsubj", "4:acl:relcl"]);
}

#[test]
fn a_speaker_between_commas_has_its_verb() {
    // Gunmen fled on Monday , police said , the third time
    let forms = ["Gunmen", "fled", "on", "Monday", ",", "police", "said", ",", "the", "third", "time"];
    let mut words = tree(&[
        ("NOUN", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("ADP", "", 4, "case"),
        ("PROPN", "", 2, "obl"),
        ("PUNCT", "", 6, "punct"),
        ("NOUN", "", 4, "conj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 2, "conj"),
        ("PUNCT", "", 11, "punct"),
        ("DET", "", 11, "det"),
        ("ADJ", "", 11, "amod"),
        ("NOUN", "", 7, "nsubj"),
    ]);
    repair(&mut words, &forms, &Lists::default());
    let shape = shape(&words);
    assert_eq!([&shape[5], &shape[6], &shape[10]], ["7:nsubj", "2:parataxis", "2:appos"]);
}

#[test]
fn a_preposition_opens_a_clause_whose_verb_lacks_a_subject() {
    // They met a day after Seoul ended drills
    let mut words = tree(&[
        ("PRON", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("DET", "", 4, "det"),
        ("NOUN", "", 2, "obl"),
        ("ADP", "", 6, "case"),
        ("PROPN", "", 7, "obl"),
        ("VERB", "Tense=Past|VerbForm=Fin", 2, "conj"),
        ("NOUN", "", 7, "obj"),
    ]);
    words[4].lemma = "after".into();
    with(&mut words, &[], Words { clause_prepositions: vec!["after".into()], ..Words::default() });
    assert_eq!(shape(&words)[4..7], ["7:mark", "7:nsubj", "2:advcl"]);
}

#[test]
fn an_adverb_and_its_preposition_are_one() {
    // on l'a appris auprès de Paris
    let mut words = tree(&[
        ("PRON", "", 4, "nsubj"),
        ("PRON", "", 4, "obj"),
        ("AUX", "VerbForm=Fin", 4, "aux:tense"),
        ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
        ("ADV", "", 4, "advmod"),
        ("ADP", "", 7, "case"),
        ("PROPN", "", 5, "obl:arg"),
    ]);
    words[4].lemma = "auprès".into();
    with(&mut words, &[], Words { compound_prepositions: vec!["auprès".into()], ..Words::default() });
    assert_eq!(shape(&words)[4..], ["7:case", "7:case", "4:obl:arg"]);
}

#[test]
fn what_was_to_come_is_said() {
    // He said he stayed open but would not go
    let mut words = tree(&[
        ("PRON", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("PRON", "", 4, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 2, "ccomp"),
        ("ADJ", "", 4, "xcomp"),
        ("CCONJ", "", 9, "cc"),
        ("AUX", "VerbForm=Fin", 9, "aux"),
        ("PART", "", 9, "advmod"),
        ("VERB", "VerbForm=Inf", 2, "conj"),
    ]);
    words[6].lemma = "would".into();
    with(&mut words, &[], Words { conditionals: vec!["would".into()], ..Words::default() });
    assert_eq!(shape(&words)[8], "4:conj");
}

#[test]
fn a_title_has_its_participle_and_a_day_is_no_part_of_a_name() {
    // Peru 's acting president said on Tuesday her government would free 200 prisoners
    let forms = [
        "Peru",
        "'s",
        "acting",
        "president",
        "said",
        "on",
        "Tuesday",
        "her",
        "government",
        "would",
        "free",
        "200",
        "prisoners",
    ];
    let mut words = tree(&[
        ("PROPN", "", 3, "nsubj"),
        ("PART", "", 1, "case"),
        ("VERB", "VerbForm=Ger", 5, "ccomp"),
        ("NOUN", "", 5, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("ADP", "", 7, "case"),
        ("PROPN", "", 9, "compound"),
        ("PRON", "", 9, "nmod:poss"),
        ("NOUN", "", 5, "nsubj"),
        ("AUX", "VerbForm=Fin", 11, "aux"),
        ("ADJ", "", 5, "ccomp"),
        ("NUM", "", 13, "nummod"),
        ("NOUN", "", 11, "obj"),
    ]);
    with(&mut words, &forms, Words { title_adjectives: vec!["acting".into()], ..Words::default() });
    let shape = shape(&words);
    assert_eq!([&shape[0], &shape[2], &shape[6], &shape[8]], ["4:nmod:poss", "4:amod", "5:obl", "11:nsubj"]);
    assert_eq!(words[10].upos, Upos::Verb);
}

#[test]
fn what_is_counted_behind_a_verb_is_its_object_and_a_conjunction_opens_with_a_subject() {
    // It began after troops killed at least six people
    let mut words = tree(&[
        ("PRON", "", 2, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("SCONJ", "", 5, "mark"),
        ("NOUN", "", 2, "obl"),
        ("VERB", "Tense=Past|VerbForm=Fin", 2, "advcl"),
        ("ADP", "", 7, "case"),
        ("ADJ", "", 8, "nmod"),
        ("NUM", "", 9, "nummod"),
        ("NOUN", "", 5, "obl"),
    ]);
    repair(&mut words, &[], &Lists::default());
    let shape = shape(&words);
    assert_eq!([&shape[3], &shape[8]], ["5:nsubj", "5:obj"]);
}

#[test]
fn who_tells_is_not_who_acts() {
    // Strikes killed 34 men , doctors said .
    let forms = ["Strikes", "killed", "34", "men", ",", "doctors", "said", "."];
    let mut words = tree(&[
        ("NOUN", "", 7, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Part", 1, "acl"),
        ("NUM", "", 4, "nummod"),
        ("NOUN", "", 2, "obj"),
        ("PUNCT", "", 1, "punct"),
        ("NOUN", "", 7, "nsubj"),
        ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ("PUNCT", "", 7, "punct"),
    ]);
    repair(&mut words, &forms, &Lists::default());
    let shape = shape(&words);
    assert_eq!([&shape[0], &shape[1], &shape[5], &shape[6]], ["2:nsubj", "0:root", "7:nsubj", "2:parataxis"]);
}
