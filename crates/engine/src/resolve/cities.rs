//! Cities of the great table ([`depeche_knowledge::cities`]), where the text gives evidence of one.
//!
//! Among 33,000 names are many that are also words, people's names or parts of other names: Of, Reading, Jackson. So a
//! name counts as a city only where the tree says proper noun and it stands alone, and
//!
//! - in a dateline, after a preposition of place, or before the state or division that it lies in, whatever its size;
//! - from [`LARGE`] inhabitants, also as a complement or compound of a common noun: `le maire de Roubaix`.
//!
//! What the world's rows know goes before: only a given name or surname gives way to better evidence.

use std::ops::Range;

use depeche_knowledge::cities::{City, Step};
use depeche_knowledge::spelling::{cut, key};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::atoms::{Base, is_capital};
use super::index::{Hit, Piece, Target, folded};
use super::places::{self, Position};
use crate::text::{Part, Sentence};
use crate::ud::Upos;

/// Inhabitants from which a city may be meant without a preposition of place.
pub(crate) const LARGE: u32 = 100_000;

/// What speaks for a city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    Nothing,
    /// Enough for a large city.
    Weak,
    /// A preposition that may also come before people: `à`, `to`.
    Directional,
    /// A preposition of place, or a dateline.
    Locative,
    /// Where it lies stands behind it.
    Apposed,
}

/// Finds cities in the sentences of one dispatch.
pub(crate) struct Finder<'a> {
    base: Base<'a>,
    language: &'a str,
    /// Last parts of names of people: no cities when they stand alone.
    families: FxHashSet<SmolStr>,
}

impl<'a> Finder<'a> {
    pub fn new(sentences: &[Sentence], base: Base<'a>, language: &'a str) -> Finder<'a> {
        let family = |sentence: &Sentence, word: usize| {
            let it = &sentence.words[word];
            let named = |word: usize| capital(sentence, word);
            (it.relation.is("flat") && word > 0 && named(word) && named(word - 1)).then(|| folded(&it.form))
        };
        let families = sentences
            .iter()
            .flat_map(|sentence| (0..sentence.words.len()).filter_map(|word| family(sentence, word)))
            .collect();
        Finder { base, language, families }
    }

    /// What stands at a piece: what the names know, or a city with evidence that is longer or better.
    pub fn rather(
        &self,
        known: Option<(usize, Hit)>,
        sentence: &Sentence,
        pieces: &[Piece],
        at: usize,
    ) -> Option<(usize, Hit)> {
        let known = known.and_then(|known| self.alone(known, sentence, pieces));
        let Some((end, rows)) = self.longest(sentence, pieces, at) else { return known };
        let words = pieces[at].first as usize..pieces[end - 1].last as usize + 1;
        let length = known.as_ref().map_or(0, |(end, _)| *end);
        if length > end {
            return known;
        }
        let apposed = self.apposed(sentence, pieces, end, &words);
        let near = self.near(&rows, pieces, apposed.as_ref());
        let evidence = self.evidence(sentence, &words, !near.is_empty());
        let rows = if near.is_empty() { rows } else { near };
        let large =
            rows.iter().filter_map(|&row| self.base.cities.city(row)).any(|it| it.population >= LARGE);
        let hit = |rows: Vec<u32>| {
            let targets = rows.into_iter().map(Target::City).collect();
            Some((end, Hit { words: words.clone(), targets, inside: Vec::new(), owner: None }))
        };
        match known {
            Some((known_end, mut own)) if known_end == end => {
                if own.targets.iter().any(|target| matches!(target, Target::Place(_) | Target::Capital(_))) {
                    self.join(&mut own, rows, evidence, apposed.as_ref());
                    return Some((end, own));
                }
                let given = |target: &Target| matches!(target, Target::Given(_) | Target::Surname(_));
                let surname = own.targets.iter().any(|target| matches!(target, Target::Surname(_)));
                let least = if surname { Evidence::Apposed } else { Evidence::Directional };
                let better = own.targets.iter().all(given) && large && evidence >= least;
                if better { hit(rows) } else { Some((end, own)) }
            }
            // `San Salvador de Jujuy`: all of the name is there.
            Some((_, own)) if own.targets.iter().any(is_place) && evidence != Evidence::Apposed => {
                if evidence > Evidence::Nothing || proper(sentence, &words) {
                    hit(rows)
                } else {
                    Some((length, own))
                }
            }
            known => {
                let enough = evidence >= Evidence::Directional || evidence == Evidence::Weak && large;
                if enough { hit(rows) } else { known }
            }
        }
    }

    /// Adds cities to a place or capital of the same name; what stands behind the name decides between them.
    fn join(&self, own: &mut Hit, rows: Vec<u32>, evidence: Evidence, apposed: Option<&Apposed>) {
        if evidence == Evidence::Apposed
            && let Some(apposed) = apposed
        {
            let lies = |target: &Target| match target {
                Target::Place(row) => self
                    .base
                    .world
                    .places
                    .get(*row as usize)
                    .is_some_and(|row| row.country.is_some() && row.country == apposed.country),
                Target::Capital(row) | Target::State(row) => self
                    .base
                    .world
                    .states
                    .get(*row as usize)
                    .is_some_and(|state| Some(&state.id) == apposed.country.as_ref()),
                _ => true,
            };
            if own.targets.iter().any(|target| is_place(target) && lies(target)) {
                own.targets.retain(lies);
                return;
            }
            own.targets.retain(|target| !is_place(target));
        }
        own.targets.extend(rows.into_iter().map(Target::City));
    }

    fn longest(&self, sentence: &Sentence, pieces: &[Piece], at: usize) -> Option<(usize, Vec<u32>)> {
        let piece = &pieces[at];
        let upper = piece.key.upper || pieces.get(at + 1).is_some_and(|next| next.key.upper);
        if !piece.starts || !upper {
            return None;
        }
        let first = piece.first as usize;
        let words = &sentence.words;
        let contracted = first > 1
            && words[first - 1].token == words[first - 2].token
            && words[first - 1].upos == Upos::Det;
        let steps = pieces[at..].iter().map(|piece| Step { key: piece.key, ends: piece.ends });
        let found = self.base.cities.longest(steps, self.language, contracted)?;
        Some((at + found.pieces, found.cities))
    }

    fn evidence(&self, sentence: &Sentence, words: &Range<usize>, apposed: bool) -> Evidence {
        let lists = self.base.lists();
        let only = (words.len() == 1).then(|| folded(&sentence.words[words.start].form));
        let dateline = sentence.part == Part::Dateline;
        let other = only.as_ref().is_some_and(|form| lists.never.contains(form));
        if other
            || !dateline && (!proper(sentence, words) || is_part(sentence, words) || all_capital(sentence))
        {
            return Evidence::Nothing;
        }
        if apposed {
            return Evidence::Apposed;
        }
        if dateline {
            return Evidence::Locative;
        }
        if only.is_some_and(|form| self.families.contains(&form)) {
            return Evidence::Nothing;
        }
        let head = head(sentence, words);
        let own = self.standing(sentence, words.start, head);
        let above = sentence.words[head].head.filter(|&above| {
            sentence.words[head].relation.is("conj") && capital(sentence, above) && !words.contains(&above)
        });
        match above {
            // `à Lyon, Tours et Nantes`
            Some(above) if own == Evidence::Nothing => self.standing(sentence, above, above),
            _ => own,
        }
    }

    /// How a name stands: by the preposition before it, or as a compound.
    fn standing(&self, sentence: &Sentence, start: usize, head: usize) -> Evidence {
        let lists = self.base.lists();
        let word = &sentence.words[head];
        let above = word.head.map(|above| &sentence.words[above]);
        let common = above.is_some_and(|it| it.upos == Upos::Noun && !is_capital(&it.form));
        let Some(case) = places::case_before(sentence, start) else {
            let compound = word.relation.is("compound") && common;
            return if compound { Evidence::Weak } else { Evidence::Nothing };
        };
        let form = folded(&sentence.words[case].form);
        let joins = lists.complement.contains(&form) || lists.affiliation.contains(&form);
        match places::position_at(sentence, start, head, lists) {
            Position::Locative => Evidence::Locative,
            _ if word.relation.as_str() == "obl:agent" => Evidence::Nothing,
            Position::Directional if !joins => Evidence::Directional,
            Position::Directional => Evidence::Weak,
            Position::Other if joins && common => Evidence::Weak,
            Position::Other => Evidence::Nothing,
        }
    }

    /// What stands behind a name as where it lies: `Springfield, Illinois`, `Pokrovsk (Ukraine)`, `Tripoli, au Liban`.
    fn apposed(
        &self,
        sentence: &Sentence,
        pieces: &[Piece],
        end: usize,
        words: &Range<usize>,
    ) -> Option<Apposed> {
        let form = |at: usize| sentence.words.get(at).map_or("", |word| word.form.as_str());
        let mark = matches!(form(words.end), "," | "(");
        let mut next = words.end + usize::from(mark);
        let place = sentence.words.get(next).is_some_and(|word| word.upos == Upos::Adp);
        if !mark && !place {
            return None;
        }
        while next < words.end + 4
            && sentence.words.get(next).is_some_and(|word| matches!(word.upos, Upos::Adp | Upos::Det))
        {
            next += 1;
        }
        let piece = end + pieces[end..].iter().take_while(|piece| (piece.last as usize) < next).count();
        if piece >= pieces.len() {
            return None;
        }
        let known = self.base.names.longest(pieces, piece);
        let world = self.base.world;
        let country = known.iter().flat_map(|(_, hit)| &hit.targets).find_map(|target| match target {
            Target::State(row) => world.states.get(*row as usize).map(|state| state.id.clone()),
            Target::Place(row) => world.places.get(*row as usize).and_then(|place| place.country.clone()),
            _ => None,
        });
        Some(Apposed { piece, country })
    }

    /// The cities that lie where the text says: in the division, else in the country.
    fn near(&self, rows: &[u32], pieces: &[Piece], apposed: Option<&Apposed>) -> Vec<u32> {
        let Some(apposed) = apposed else { return Vec::new() };
        let lies = |fits: &dyn Fn(&City<'_>) -> bool| -> Vec<u32> {
            let city = |row: &u32| self.base.cities.city(*row).is_some_and(|city| fits(&city));
            rows.iter().copied().filter(city).collect()
        };
        let divided = lies(&|city| divided(city, &pieces[apposed.piece..]));
        if divided.is_empty() {
            lies(&|city| apposed.country.as_deref() == Some(city.country))
        } else {
            divided
        }
    }

    /// What the names know, but no place nor capital that is a part of a name that they don't: *Paris*
    /// Saint-Germain, the *Geneva* Conventions.
    fn alone(&self, known: (usize, Hit), sentence: &Sentence, pieces: &[Piece]) -> Option<(usize, Hit)> {
        let (end, mut hit) = known;
        let next = hit.words.end;
        let touched = |target: &Target| matches!(target, Target::Place(_) | Target::Capital(_));
        let unknown = || {
            let piece = end + pieces[end..].iter().take_while(|piece| (piece.last as usize) < next).count();
            piece < pieces.len() && self.base.names.longest(pieces, piece).is_none()
        };
        if hit.targets.iter().any(touched)
            && sentence.words.get(next).is_some_and(|word| is_capital(&word.form))
            && unknown()
        {
            let (own, after) = (&sentence.words[next - 1], &sentence.words[next]);
            let flat = after.relation.is("flat") && after.head.is_some_and(|head| hit.words.contains(&head));
            let compound = own.relation.is("compound") && own.head == Some(next);
            hit.targets.retain(|target| match target {
                Target::Place(_) => !flat,
                Target::Capital(_) => !flat && !compound,
                _ => true,
            });
        }
        (!hit.targets.is_empty()).then_some((end, hit))
    }
}

/// What stands behind a name.
struct Apposed {
    /// Its first piece.
    piece: usize,
    /// Its country, if the world knows it.
    country: Option<SmolStr>,
}

/// Whether pieces begin with the name of a city's division.
fn divided(city: &City<'_>, pieces: &[Piece]) -> bool {
    let mut own = cut(city.division).map(key).peekable();
    let mut next = pieces.iter();
    own.peek().is_some()
        && own.all(|key| {
            next.next().is_some_and(|piece| piece.key.hash == key.hash && piece.key.upper == key.upper)
        })
}

fn is_place(target: &Target) -> bool {
    matches!(target, Target::Place(_) | Target::Capital(_) | Target::State(_))
}

/// The word that the rest of the sentence refers to a name by.
fn head(sentence: &Sentence, words: &Range<usize>) -> usize {
    let outside = |&word: &usize| sentence.words[word].head.is_none_or(|head| !words.contains(&head));
    words.clone().find(outside).unwrap_or(words.start)
}

/// A proper noun with a capital.
fn capital(sentence: &Sentence, word: usize) -> bool {
    sentence
        .words
        .get(word)
        .is_some_and(|it| is_capital(&it.form) && matches!(it.upos, Upos::Propn | Upos::X))
}

/// Whether the tree makes a proper noun of a name.
fn proper(sentence: &Sentence, words: &Range<usize>) -> bool {
    words.clone().any(|word| capital(sentence, word))
        && words.clone().all(|word| !matches!(sentence.words[word].upos, Upos::Verb | Upos::Aux | Upos::Pron))
}

/// Whether a name is a part of a longer one: Orlando *Magic*, the *Bradford* Bulls.
fn is_part(sentence: &Sentence, words: &Range<usize>) -> bool {
    let touches = |a: usize, b: usize| sentence.words[a].span.end == sentence.words[b].span.start;
    let hyphen = sentence.words.get(words.end).is_some_and(|next| next.form == "-")
        && touches(words.end - 1, words.end)
        && capital(sentence, words.end + 1);
    let joined = |other: usize, own: usize| {
        capital(sentence, other)
            && (sentence.words[other].head.is_some_and(|head| words.contains(&head))
                || sentence.words[own].head == Some(other))
            && ["flat", "compound", "nmod", "amod", "appos"].iter().any(|relation| {
                sentence.words[other].relation.is(relation) || sentence.words[own].relation.is(relation)
            })
    };
    let own = head(sentence, words);
    // `Madison Square Garden`: both belong to what follows.
    let word = &sentence.words[own];
    let inside = capital(sentence, words.end)
        && (word.relation.is("compound") || word.relation.is("flat"))
        && word
            .head
            .is_some_and(|head| head > words.end && (words.end..head).all(|word| capital(sentence, word)));
    hyphen || inside || joined(words.end, own) || words.start > 0 && joined(words.start - 1, own)
}

/// Whether a title writes all its words with capitals, so that they say nothing.
fn all_capital(sentence: &Sentence) -> bool {
    sentence.part == Part::Title
        && !sentence.words.iter().any(|word| {
            matches!(word.upos, Upos::Noun | Upos::Verb | Upos::Adj)
                && word.form.starts_with(char::is_lowercase)
        })
}
