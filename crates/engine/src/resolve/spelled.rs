//! Names that a dispatch spells out itself: the words before an acronym in brackets whose initials it has.

use smol_str::SmolStr;

use super::atoms::{Atom, Base, Class, Name, is_capital};
use super::index::folded;
use super::scene::Scene;
use crate::text::Sentence;
use crate::ud::Upos;

/// Makes one name of the words that an acronym in brackets abbreviates: `*Front pour la terre et l'eau* (FTE)`.
pub(super) fn names(sentence: &Sentence, mut atoms: Vec<Atom>, base: Base<'_>, scene: &Scene) -> Vec<Atom> {
    for (open, start) in introduced(sentence) {
        let within = |atom: &Atom| start <= atom.words.start && atom.words.end <= open;
        let inside: Vec<&Atom> = atoms.iter().filter(|atom| within(atom)).collect();
        let crossed = atoms.iter().any(|atom| {
            !within(atom) && atom.words.start < open && atom.words.end > start
                || atom.words == (start..open) && matches!(atom.class, Class::Name(_))
        });
        if crossed || inside.iter().any(|atom| is_personal(atom, base)) {
            continue;
        }
        let noun = inside.iter().find_map(|atom| match atom.class {
            Class::Role { agent, .. } if atom.words.start == start => agent,
            _ => None,
        });
        let states = inside.iter().filter_map(|atom| match atom.class {
            Class::Adjective(state) | Class::Name(Name::State(state)) => Some(state),
            _ => None,
        });
        let states = states.collect();
        let acronym = atoms.iter().find(|atom| atom.words == (open + 1..open + 2));
        let name = known(acronym, base, scene).unwrap_or(Name::Unknown { person: false, gender: None, noun });
        atoms.retain(|atom| !within(atom));
        let class = Class::Name(name);
        atoms.push(Atom {
            words: start..open,
            class,
            places: Vec::new(),
            inside: states,
            owner: None,
            seat: None,
        });
        atoms.sort_by_key(|atom| (atom.words.start, atom.words.end));
    }
    atoms
}

/// The acronyms that a sentence spells out.
pub(super) fn acronyms(sentence: &Sentence) -> impl Iterator<Item = SmolStr> {
    introduced(sentence).into_iter().map(|(open, _)| sentence.words[open + 1].form.as_str().into())
}

/// The brackets with an acronym inside, each with the word from which it is spelled out.
fn introduced(sentence: &Sentence) -> Vec<(usize, usize)> {
    let form = |at: usize| sentence.words[at].form.as_str();
    let brackets = |&open: &usize| form(open) == "(" && form(open + 2) == ")" && is_acronym(form(open + 1));
    let opens = (1..sentence.words.len().saturating_sub(2)).filter(brackets);
    opens.filter_map(|open| Some((open, start(sentence, open, &folded(form(open + 1)))?))).collect()
}

/// What the acronym is known for, if the dispatch may mean it.
fn known(acronym: Option<&Atom>, base: Base<'_>, scene: &Scene) -> Option<Name> {
    let Some(Atom { class: Class::Name(name @ Name::Organisation(rows)), .. }) = acronym else { return None };
    let mut rows = rows.iter().filter_map(|&row| base.world.organisations.get(row as usize));
    rows.any(|row| scene.may_mean(row.country.as_ref(), base)).then(|| name.clone())
}

/// Who is no part of an organisation's name, or an office and none.
fn is_personal(atom: &Atom, base: Base<'_>) -> bool {
    match &atom.class {
        Class::Name(Name::Person(_) | Name::Surname(_)) | Class::Title(_) | Class::Pronoun(_) => true,
        Class::Role { offices, agent, .. } => {
            let agent = agent.and_then(|row| base.lexicon.agents.get(row as usize));
            !offices.is_empty()
                || agent.is_some_and(|agent| matches!(agent.kind.as_str(), "office" | "person"))
        }
        _ => false,
    }
}

/// The capitalised word nearest to a bracket from which the initials spell an acronym.
fn start(sentence: &Sentence, open: usize, letters: &str) -> Option<usize> {
    let initial = |at: usize| folded(&sentence.words[at].form).chars().next();
    let reach = open.saturating_sub(2 * letters.chars().count() + 6);
    let joined = |at: &usize| {
        let word = &sentence.words[*at];
        word.upos != Upos::Punct || matches!(word.form.as_str(), "-" | "'" | "’")
    };
    (reach..open).rev().take_while(joined).find(|&at| {
        open - at > 1
            && is_capital(&sentence.words[at].form)
            && initial(at) == letters.chars().next()
            && spells(letters, (at..open).filter_map(initial))
    })
}

/// Whether a word is written as acronyms are: `FTE`, `Criet`.
pub(super) fn is_acronym(form: &str) -> bool {
    let letters = form.chars().count();
    let all = |word: &str| word.chars().all(|letter| letter.is_uppercase() || letter.is_numeric());
    letters >= 2 && all(form) || letters >= 4 && is_capital(form) && form.chars().all(char::is_alphabetic)
}

/// Whether the letters are initials, in their order; those of small words may be left out.
pub(super) fn spells(letters: &str, mut initials: impl Iterator<Item = char>) -> bool {
    letters.chars().all(|letter| initials.any(|initial| initial == letter))
}
