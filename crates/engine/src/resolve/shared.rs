//! Institutions and courts whose name is a role noun as well, since many states have one: `le Congrès`, `the Senate`.
//! The name is meant where the dispatch speaks of its country, else the noun. Seats are known by their name alone. So
//! with parties, and with bodies that their own country alone knows by an acronym: `NPP` is no party of Ghana where the
//! dispatch never speaks of Ghana.

use std::ops::Range;

use depeche_knowledge::world::{Acronyms, Organisation};

use super::atoms::Base;
use super::identity::groups;
use super::index::{Hit, Target, folded};
use super::scene::Scene;
use crate::text::{Sentence, Word};

/// Takes away what such a name doesn't stand for.
pub(super) fn settle(sentence: &Sentence, hits: &mut [Hit], base: Base<'_>, scene: &Scene) {
    let row = |row: u32| base.world.organisations.get(row as usize);
    let institution =
        |target: &Target| matches!(target, Target::Organisation(it) if row(*it).is_some_and(is_institution));
    for i in 0..hits.len() {
        contest(sentence, &mut hits[i], base, scene);
        if !is_noun(&hits[i]) || !hits[i].targets.iter().any(institution) {
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

/// Whether a name is a role noun as well.
fn is_noun(hit: &Hit) -> bool {
    hit.targets.iter().any(|target| matches!(target, Target::Agent { .. } | Target::Office(_)))
}

/// A name that bodies of many countries have stands for a known one only where the dispatch speaks of its country.
fn contest(sentence: &Sentence, hit: &mut Hit, base: Base<'_>, scene: &Scene) {
    let noun = is_noun(hit);
    let row = |target: &Target| {
        let Target::Organisation(it) = target else { return None };
        let row = base.world.organisations.get(*it as usize)?;
        (is_common(sentence, &hit.words, row, base) && !(noun && is_institution(row))).then_some(row)
    };
    let elsewhere = |row: &Organisation| {
        row.acronyms == Acronyms::Local && scene.country(row.country.as_ref(), base) == 0
    };
    hit.targets.retain(|target| !row(target).is_some_and(elsewhere));
    for target in &mut hit.targets {
        if let Target::Organisation(it) = *target
            && row(target).is_some_and(|row| !scene.mostly_means(row.country.as_ref(), base))
        {
            *target = Target::Contested(it);
        }
    }
}

/// Whether bodies of many countries may have an organisation's name: a short acronym of a party or of what only its own
/// country knows, or words such as `People's Party` that name nobody else.
pub(super) fn is_common(
    sentence: &Sentence,
    words: &Range<usize>,
    row: &Organisation,
    base: Base<'_>,
) -> bool {
    let Some(words) = sentence.words.get(words.clone()) else { return false };
    let party = row.kind == "party";
    if let [word] = words
        && (word.form.chars().count() <= LONG_ACRONYM || row.acronyms == Acronyms::Local)
    {
        let capitals = word.form.chars().all(char::is_uppercase);
        return match row.acronyms {
            Acronyms::Usual => (party || groups::is_union(row)) && capitals,
            Acronyms::Local => true,
            Acronyms::Known => party && !capitals && base.lists().organisation.contains(&folded(&word.form)),
        };
    }
    if !party {
        // `parquet antiterroriste` is any state's; a name has a capital.
        let common = |word: &Word| word.form.chars().all(|letter| !letter.is_uppercase());
        let stated = words.iter().any(|word| base.names.is_of_state(&word.form));
        return is_institution(row) && words.iter().all(common) && !stated;
    }
    let noun = words.iter().any(|word| base.lists().organisation.contains(&folded(&word.form)));
    noun && !words.iter().any(|word| base.names.is_of_state(&word.form))
}

/// Acronyms longer than this are one body's alone.
const LONG_ACRONYM: usize = 4;

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
