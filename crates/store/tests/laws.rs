//! What holds of any claims: merging looks at the set of them, not at their order.

use depeche_store::merge::features::{Course, Features, Where};
use depeche_store::merge::participants::{Kind, Participant};
use depeche_store::merge::{Item, likeness, merge};
use proptest::prelude::*;

fn participant() -> impl Strategy<Value = Participant> {
    let kind = prop::sample::select(vec![Kind::State, Kind::Agent, Kind::Officer, Kind::Group, Kind::Words]);
    (0_u32..4, 0_u32..3, kind).prop_map(|(id, country, kind)| Participant { id, country, kind })
}

fn features() -> impl Strategy<Value = Features> {
    let parties = || prop::collection::vec(participant(), 0..3);
    let place = prop::option::of((0_u32..3, 0_u32..2, any::<bool>()));
    let course = prop::sample::select(vec![Course::Fact, Course::Plan, Course::Wish]);
    let words = || prop::collection::btree_set(0_u32..12, 0..6);
    let days = prop::option::of((0_i32..12, 0_i32..9));
    (parties(), parties(), place, course, words(), words(), days, 0_i32..12, 0_u32..2, any::<bool>())
        .prop_map(|(actors, recipients, place, course, names, words, days, published, mode, mutual)| {
            Features {
                dispatch: 0,
                sentence: mode,
                act: 1,
                mode,
                mutual,
                verbal: mode == 1,
                course,
                published: Some(published),
                days: days.map(|(first, length)| (first, first + length)),
                actors,
                recipients,
                place: place.map(|(id, country, point)| Where { id, country, point, coordinates: None }),
                trigger: 0,
                language: 0,
                names: names.into_iter().collect(),
                words: words.into_iter().collect(),
            }
        })
}

/// Events by the keys of their claims.
fn merged(items: &[Item]) -> Vec<Vec<i64>> {
    let keys = |event: Vec<usize>| {
        let mut keys: Vec<i64> = event.into_iter().map(|at| items[at].key).collect();
        keys.sort_unstable();
        keys
    };
    let mut events: Vec<Vec<i64>> = merge(items).into_iter().map(keys).collect();
    events.sort_unstable();
    events
}

proptest! {
    #[test]
    fn order_does_not_count(list in prop::collection::vec(features(), 1..40), seed in any::<u64>()) {
        let items: Vec<Item> =
            list.into_iter().enumerate().map(|(key, features)| Item { key: key as i64, features }).collect();
        let expect = merged(&items);
        let mut shuffled = items.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        prop_assert_eq!(&merged(&shuffled), &expect);
        let all: usize = expect.iter().map(Vec::len).sum();
        prop_assert_eq!(all, items.len());
    }

    #[test]
    fn likeness_has_no_direction(one in features(), other in features()) {
        prop_assert_eq!(likeness::likeness(&one, &other), likeness::likeness(&other, &one));
    }

    #[test]
    fn no_event_holds_a_contradiction(list in prop::collection::vec(features(), 1..30)) {
        let items: Vec<Item> =
            list.into_iter().enumerate().map(|(key, features)| Item { key: key as i64, features }).collect();
        for event in merge(&items) {
            for &a in &event {
                for &b in event.iter().filter(|&&b| b != a) {
                    prop_assert!(likeness::likeness(&items[a].features, &items[b].features).is_some());
                }
            }
        }
    }
}
