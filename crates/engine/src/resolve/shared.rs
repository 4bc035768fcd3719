//! Institutions and courts whose name is a role noun as well, since many states have one: `le Congrès`, `the Senate`.
//! The name is meant where the dispatch speaks of its country, else the noun. Seats are known by their name alone.

use depeche_knowledge::world::Organisation;

use super::atoms::Base;
use super::index::{Hit, Target, folded};
use super::scene::Scene;
use crate::text::Sentence;

/// Takes away what such a name doesn't stand for.
pub(super) fn settle(sentence: &Sentence, hits: &mut [Hit], base: Base<'_>, scene: &Scene) {
    let row = |row: u32| base.world.organisations.get(row as usize);
    let institution =
        |target: &Target| matches!(target, Target::Organisation(it) if row(*it).is_some_and(is_institution));
    for i in 0..hits.len() {
        let targets = &hits[i].targets;
        let noun = targets.iter().any(|target| matches!(target, Target::Agent { .. } | Target::Office(_)));
        if !noun || !targets.iter().any(institution) {
            continue;
        }
        let said = beside(sentence, hits, i, base, scene);
        let meant = |target: &Target| {
            let Target::Organisation(it) = target else { return true };
            let country = row(*it).and_then(|it| base.names.states.get(it.country.as_ref()?)).copied();
            match said {
                Some(_) => country == said,
                None => country.is_none_or(|country| scene.speaks_most_of(country)),
            }
        };
        hits[i].targets.retain(|target| !institution(target) || meant(target));
    }
}

fn is_institution(row: &Organisation) -> bool {
    matches!(row.kind.as_str(), "institution" | "court")
}

/// The state that an adjective or a possessive beside a name says: `le Congrès *péruvien*`, `*Peru*'s Congress`.
fn beside(sentence: &Sentence, hits: &[Hit], i: usize, base: Base<'_>, scene: &Scene) -> Option<u32> {
    let words = &hits[i].words;
    let state = |hit: &Hit, of: fn(&Target) -> Option<u32>| {
        let rows: Vec<u32> = hit.targets.iter().filter_map(of).collect();
        scene.state(&rows, base)
    };
    let adjective = |target: &Target| if let Target::Adjective(row) = target { Some(*row) } else { None };
    let owner = |target: &Target| match target {
        Target::State(row) | Target::Capital(row) => Some(*row),
        _ => None,
    };
    let before = i.checked_sub(1).and_then(|before| hits.get(before));
    let after = hits.get(i + 1).filter(|hit| hit.words.start == words.end);
    let owns = |hit: &&Hit| {
        let marker = sentence.words.get(hit.words.end).map(|word| folded(&word.form));
        hit.words.end + 1 == words.start
            && marker.is_some_and(|form| base.lists().possessive_marker.contains(&form))
    };
    after
        .and_then(|hit| state(hit, adjective))
        .or_else(|| before.filter(|hit| hit.words.end == words.start).and_then(|hit| state(hit, adjective)))
        .or_else(|| before.filter(owns).and_then(|hit| state(hit, owner)))
}
