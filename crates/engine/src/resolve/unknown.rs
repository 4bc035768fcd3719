//! Proper names that nothing knows.

use std::ops::Range;

use super::atoms::{Atom, Base, Class, Name, is_capital};
use super::index::folded;
use super::scene::Scene;
use crate::text::Sentence;
use crate::ud::Upos;

/// Adds proper names that nothing knows; a given name before a known surname makes another person of it.
pub(crate) fn names(
    sentence: &Sentence,
    atoms: Vec<Atom>,
    timed: &[bool],
    base: Base<'_>,
    scene: &Scene,
) -> Vec<Atom> {
    let mut taken: Vec<Option<usize>> = vec![None; sentence.words.len()];
    let open = |atom: &Atom| {
        let given = |next: usize| {
            atoms.iter().any(|it| it.words.start == next && matches!(it.class, Class::Given(_)))
        };
        matches!(atom.class, Class::Given(_) | Class::Name(Name::Surname(_)))
            || opens_name(sentence, atom) && !given(atom.words.end)
            || closes_name(sentence, atom, &atoms, base)
    };
    for (i, atom) in atoms.iter().enumerate() {
        let free = open(atom) || atom.class == Class::Description && atom.words.len() == 1;
        for word in atom.words.clone() {
            taken[word] = if free { None } else { Some(i) };
        }
    }
    let is_name = |word: usize| {
        let Some(it) = sentence.words.get(word) else { return false };
        taken[word].is_none()
            && !timed.get(word).copied().unwrap_or(false)
            && is_capital(&it.form)
            && (matches!(it.upos, Upos::Propn | Upos::X)
                || it.upos == Upos::Noun && scene.is_spelled_out(&it.form)
                || word > 0 && it.upos == Upos::Noun && scene.family(&it.form).is_some()
                || atoms.iter().any(|a| a.words.contains(&word) && open(a)))
            && !base.lists().never.contains(&folded(&it.form))
    };
    // `au Cap *Nelson Mandela*` is two names, whatever the tree says.
    let full = |word: usize| {
        let person = |atom: &Atom| matches!(atom.class, Class::Name(Name::Person(_)));
        taken[word].is_some_and(|i| person(&atoms[i]))
    };
    let mut found: Vec<Atom> = Vec::new();
    let mut at = 0;
    while at < sentence.words.len() {
        if !is_name(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        loop {
            if taken.get(end) == Some(&None) && is_hyphenated(sentence, end) {
                end += 3;
            } else if end < sentence.words.len() && (is_name(end) || !full(end) && is_flat(sentence, at, end))
            {
                end += 1;
            } else if let Some(next) = joined(sentence, end, base).filter(|&next| is_name(next)) {
                end = next + 1;
            } else {
                break;
            }
        }
        let start = if is_body(sentence, end - 1, &atoms) { qualified(sentence, at, &atoms) } else { at };
        found.push(name(sentence, start..end, &atoms, base, scene));
        at = end;
    }
    let inside = |atom: &Atom| {
        found.iter().any(|name| name.words.start <= atom.words.start && atom.words.end <= name.words.end)
    };
    let mut all: Vec<Atom> = atoms.iter().filter(|atom| !inside(atom)).cloned().collect();
    all.extend(found);
    all.sort_by_key(|atom| (atom.words.start, atom.words.end));
    all
}

/// Whether a state's name only begins the name of something else: *America* West, *China* Eastern.
fn opens_name(sentence: &Sentence, atom: &Atom) -> bool {
    let (Class::Name(Name::State(_)), 1) = (&atom.class, atom.words.len()) else { return false };
    let (first, next) = (atom.words.start, atom.words.end);
    let known = |word: &crate::text::Word| word.upos == Upos::Propn && is_capital(&word.form);
    let determined = first > 0 && sentence.words[first - 1].upos == Upos::Det;
    sentence.words.get(next).is_some_and(|word| {
        known(word) && !determined && word.relation.base() == "flat" && word.head == Some(first)
    })
}

/// Whether a noun for a body is the last word of its name: the National Security *Committee*.
fn closes_name(sentence: &Sentence, atom: &Atom, atoms: &[Atom], base: Base<'_>) -> bool {
    let Class::Role { offices, agent: Some(agent), .. } = &atom.class else { return false };
    let kind = base.lexicon.agents.get(*agent as usize).map(|agent| agent.kind.as_str());
    let at = atom.words.start;
    let Some(before) = at.checked_sub(1) else { return false };
    let named = sentence.words[before].upos == Upos::Propn
        && sentence.words[before].head == Some(at)
        && is_capital(&sentence.words[before].form)
        && !atoms.iter().any(|it| it.words.contains(&before));
    atom.words.len() == 1
        && offices.is_empty()
        && matches!(kind, Some("organisation" | "government"))
        && is_capital(&sentence.words[at].form)
        && !sentence.words[at].relation.is("compound")
        && named
}

/// Whether a noun for a body ends at a word, by the only atom there.
fn is_body(sentence: &Sentence, word: usize, atoms: &[Atom]) -> bool {
    is_capital(&sentence.words[word].form)
        && atoms.iter().any(|it| it.words == (word..word + 1) && matches!(it.class, Class::Role { .. }))
}

/// Where the name of a body begins, with the capitalised adjectives before it.
fn qualified(sentence: &Sentence, start: usize, atoms: &[Atom]) -> usize {
    let free = |at: usize| !atoms.iter().any(|it| it.words.contains(&at));
    let adjective =
        |at: usize| sentence.words[at].upos == Upos::Adj && is_capital(&sentence.words[at].form) && free(at);
    let mut at = start;
    while at > 1 && adjective(at - 1) {
        at -= 1;
    }
    at
}

/// Whether a word that means something by itself is a part of a name: Pierre Mendès *France*.
fn is_flat(sentence: &Sentence, start: usize, word: usize) -> bool {
    let it = &sentence.words[word];
    it.relation.base() == "flat"
        && is_capital(&it.form)
        && it.head.is_some_and(|head| (start..word).contains(&head))
}

/// Whether a word begins a Korean or Chinese given name: `Cho *Ji-ho*`, unlike `Reed-led`.
fn is_hyphenated(sentence: &Sentence, at: usize) -> bool {
    let Some([first, hyphen, last]) = sentence.words.get(at..at + 3) else { return false };
    let short = |form: &str| form.chars().count() <= 6 && form.chars().all(char::is_alphabetic);
    let glued = first.span.end == hyphen.span.start && hyphen.span.end == last.span.start;
    glued
        && hyphen.form == "-"
        && is_capital(&first.form)
        && !is_capital(&last.form)
        && (last.upos != Upos::Verb || last.form.len() < 3)
        && short(&first.form)
        && short(&last.form)
}

/// The word after a particle or hyphen inside a name: `von der Leyen`, `Jean - Noël`.
fn joined(sentence: &Sentence, at: usize, base: Base<'_>) -> Option<usize> {
    let mut next = at;
    while next < at + 2 {
        let word = sentence.words.get(next)?;
        let particle = base.lists().particles.contains(&folded(&word.form))
            && (word.relation.base() == "flat" || word.upos == Upos::Propn || word.upos == Upos::X);
        if !(particle || word.form == "-" || word.form == "al-" || word.form == "'") {
            break;
        }
        next += 1;
    }
    (next > at).then_some(next)
}

fn name(sentence: &Sentence, words: Range<usize>, atoms: &[Atom], base: Base<'_>, scene: &Scene) -> Atom {
    let named = |words, name| Atom {
        words,
        class: Class::Name(name),
        places: Vec::new(),
        inside: Vec::new(),
        owner: None,
        seat: None,
    };
    if words.len() == 1
        && let Some(person) = scene.family(&sentence.words[words.start].form)
    {
        return named(words, Name::Surname(vec![person]));
    }
    let inside: Vec<&Atom> =
        atoms.iter().filter(|a| words.start <= a.words.start && a.words.end <= words.end).collect();
    if let [only] = inside.as_slice()
        && only.words == words
        && matches!(only.class, Class::Name(_))
    {
        return (*only).clone();
    }
    let given = inside.iter().find_map(|atom| match atom.class {
        Class::Given(row) if atom.words.start == words.start => Some(row),
        _ => None,
    });
    let surname = inside.last().and_then(|atom| match &atom.class {
        Class::Name(Name::Surname(people)) if atom.words.end == words.end => Some(people),
        _ => None,
    });
    if let Some(people) = surname {
        let first = folded(&sentence.words[words.start].form);
        let near: Vec<u32> = people
            .iter()
            .copied()
            .filter(|&p| {
                base.world.people.get(p as usize).is_some_and(|row| spelled_alike(&row.name, &first))
            })
            .collect();
        if !near.is_empty() {
            return named(words, Name::Person(near));
        }
    }
    // America West is nobody's name.
    let state = inside.iter().any(|atom| matches!(atom.class, Class::Name(Name::State(_))));
    let organisation =
        state || words.clone().any(|w| base.lists().organisation.contains(&folded(&sentence.words[w].form)));
    let letters = words
        .clone()
        .all(|w| sentence.words[w].form.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c)));
    let acronym = words
        .clone()
        .any(|w| sentence.words[w].form.len() > 1 && sentence.words[w].form.chars().all(char::is_uppercase));
    let tokens = words.clone().filter(|&w| is_capital(&sentence.words[w].form)).count();
    let person =
        !organisation && letters && (given.is_some() && tokens >= 2 || (2..=4).contains(&tokens) && !acronym);
    let gender =
        given.and_then(|row| base.lexicon.given.get(row as usize)).and_then(|row| row.gender.clone());
    let noun = inside.last().and_then(|atom| match atom.class {
        Class::Role { agent, .. } if atom.words.end == words.end => agent,
        _ => None,
    });
    let person = person && noun.is_none();
    named(words, Name::Unknown { person, gender, noun })
}

/// Whether a given name is a spelling of a person's first one: `Sergey` for `Sergueï`.
fn spelled_alike(name: &str, given: &str) -> bool {
    let own = folded(name.split([' ', '-']).next().unwrap_or_default());
    let near = own.chars().next() == given.chars().next() && own.len().min(given.len()) >= 4;
    own.as_str() == given || near && distance(&own, given) <= 2
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for j in 0..b.len() {
            let cost = corner + usize::from(letter != b[j]);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
