//! Whatever the network says of a sentence, what comes out is a tree with one root.

use proptest::prelude::*;

use super::*;
use crate::ud::PAIRS;

const FORMS: &[&str] = &[
    "said", "that", "and", ",", "Paris", "army", "to", "has", "the", "killed", "\"", ";", "who", "où", "dit",
    "(", "10",
];

/// Every word stands in every list.
fn everything() -> Lists {
    let all: Vec<SmolStr> = FORMS.iter().map(|&form| form.into()).collect();
    let speech = speech::Speech::of(&all);
    let words = Words {
        content_prepositions: all.clone(),
        address_prepositions: all.clone(),
        compound_prepositions: all.clone(),
        clause_prepositions: all.clone(),
        perfect_auxiliaries: all.clone(),
        title_adjectives: all.clone(),
        joined_participles: all.clone(),
        conditionals: all.clone(),
        intransitives: all.clone(),
        personal_adjectives: all.clone(),
        speech_verbs: all,
    };
    Lists { words, speech }
}

/// A word: its form, tag, features, relation, and which of the words before it in some order is its head.
fn word() -> impl Strategy<Value = (usize, usize, u128, usize, usize)> {
    (0..FORMS.len(), 0..Upos::ALL.len(), any::<u128>(), 0..Relation::ALL.len(), any::<usize>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]
    #[test]
    fn repairs_keep_the_tree(words in prop::collection::vec(word(), 1..14), turn in any::<usize>()) {
        let count = words.len();
        let forms: Vec<&str> = words.iter().map(|word| FORMS[word.0]).collect();
        // Positions are turned, so that heads stand on both sides.
        let place = |at: usize| if count % 5 == 0 { at } else { (at * 5 + turn % count) % count };
        let mut analyses: Vec<Option<Analysis>> = vec![None; count];
        for (at, &(form, tag, features, relation, head)) in words.iter().enumerate() {
            analyses[place(at)] = Some(Analysis {
                lemma: FORMS[form].into(),
                upos: Upos::ALL[tag],
                features: Features(features & ((1 << PAIRS.len()) - 1)),
                head: (at > 0).then(|| place(head % at)),
                relation: Relation::ALL[relation],
            });
        }
        let mut analyses: Vec<Analysis> = analyses.into_iter().map(|word| word.unwrap()).collect();
        prop_assert!(is_tree(&analyses));
        repair(&mut analyses, &forms, &everything());
        prop_assert!(is_tree(&analyses), "{:?}", analyses);
    }
}
