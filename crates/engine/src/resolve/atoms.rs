//! What each known word of a sentence is in its place: a name, a role, an adjective of a state, a pronoun; and the
//! proper names that nothing knows.

use std::ops::Range;

use depeche_knowledge::cities::Cities;
use depeche_knowledge::lexicon::Lexicon;
use depeche_knowledge::world::World;
use smol_str::SmolStr;

use super::index::{Hit, Lists, Names, Target, folded};
use crate::text::Sentence;
use crate::ud::Upos;

/// What names something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Name {
    /// A full name, and who may bear it.
    Person(Vec<u32>),
    /// A surname alone, and who may bear it.
    Surname(Vec<u32>),
    State(u32),
    /// A capital: a government or a place.
    Capital(u32),
    /// The noun for a people.
    Demonym(u32),
    Organisation(Vec<u32>),
    Place(Vec<Site>),
    /// A proper name that nothing knows.
    Unknown {
        person: bool,
        gender: Option<SmolStr>,
    },
}

/// A word or several with their part in a phrase.
#[derive(Clone, Debug)]
pub(crate) struct Atom {
    pub words: Range<usize>,
    pub class: Class,
    /// Places and capitals of the same name.
    pub places: Vec<Site>,
    /// States whose adjective stands inside.
    pub inside: Vec<u32>,
    /// Whose office a title says that it is.
    pub owner: Option<Name>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Class {
    Name(Name),
    Role { offices: Vec<u32>, agent: Option<u32>, plural: bool },
    Adjective(u32),
    Modifier(u32),
    Wrapper(u32),
    Title(u32),
    Pronoun(u32),
    Given(u32),
}

/// A row of the world's places, or of the table of cities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Site {
    Place(u32),
    City(u32),
}

impl Site {
    pub fn of(target: &Target) -> Option<Site> {
        match target {
            Target::Place(row) => Some(Site::Place(*row)),
            Target::City(row) => Some(Site::City(*row)),
            _ => None,
        }
    }
}

/// The knowledge that this folder reads.
#[derive(Clone, Copy)]
pub(crate) struct Base<'a> {
    pub names: &'a Names,
    pub lexicon: &'a Lexicon,
    pub world: &'a World,
    pub cities: &'a Cities,
}

impl Base<'_> {
    pub fn lists(&self) -> &Lists {
        &self.names.lists
    }
}

/// Classifies the hits of a sentence and adds the names that nothing knows.
pub(crate) fn atoms(sentence: &Sentence, hits: Vec<Hit>, timed: &[bool], base: Base<'_>) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::with_capacity(hits.len());
    for hit in hits {
        let timed = hit.words.clone().all(|word| timed.get(word).copied().unwrap_or(false));
        if !timed {
            atoms.extend(classify(sentence, hit, base));
        }
    }
    unknown_names(sentence, atoms, timed, base)
}

fn classify(sentence: &Sentence, hit: Hit, base: Base<'_>) -> Option<Atom> {
    let first = hit.words.start;
    let upos = sentence.words[first].upos;
    let one_word = hit.words.len() == 1;
    if hit.targets.contains(&Target::Never) {
        return None;
    }
    let all = senses(&hit);
    let nominal = matches!(upos, Upos::Noun | Upos::Propn | Upos::X) || !one_word;
    let named = is_named(upos, one_word);
    let proper = proper(sentence, &hit, &all, named);
    let Senses {
        places, offices, demonym, adjective, agent, modifier, wrapper, title, pronoun, given, ..
    } = all;
    let class = if let Some(class) = proper {
        class
    } else if let (Some(state), Some(_)) = (demonym, adjective) {
        if attributive(sentence, &hit.words) {
            Class::Adjective(state)
        } else {
            Class::Name(Name::Demonym(state))
        }
    } else if let Some(state) = demonym {
        // French demonyms are capitalised, adjectives are not: yet a title's capital may hide it.
        Class::Name(Name::Demonym(state))
    } else if let Some(state) =
        adjective.filter(|_| !matches!(upos, Upos::Det | Upos::Adp | Upos::Pron | Upos::Aux))
    {
        let noun = upos == Upos::Noun && !attributive(sentence, &hit.words);
        if noun && determined(sentence, first) {
            Class::Name(Name::Demonym(state))
        } else {
            Class::Adjective(state)
        }
    } else if let Some(pronoun) = pronoun.filter(|_| pronominal(sentence, &hit.words, base)) {
        Class::Pronoun(pronoun)
    } else if let Some(given) = given.filter(|_| upos == Upos::Propn && next_capital(sentence, hit.words.end))
    {
        Class::Given(given)
    } else if !offices.is_empty() || agent.is_some() {
        role(sentence, &hit, offices, agent, (modifier, wrapper, title), base)?
    } else if let Some(title) = title {
        Class::Title(title)
    } else if let Some(modifier) = modifier {
        Class::Modifier(modifier)
    } else if let Some(wrapper) =
        wrapper.filter(|_| nominal || matches!(upos, Upos::Pron | Upos::Num | Upos::Det | Upos::Adj))
    {
        Class::Wrapper(wrapper)
    } else if let Some(given) = given.filter(|_| named) {
        Class::Given(given)
    } else {
        return None;
    };
    let class = rather_given(class, given, sentence, &hit.words);
    let owner = hit.owner.and_then(|target| match target {
        Target::Organisation(row) => Some(Name::Organisation(vec![row])),
        Target::State(row) => Some(Name::State(row)),
        Target::Capital(row) => Some(Name::Capital(row)),
        _ => None,
    });
    Some(Atom { words: hit.words, class, places, inside: hit.inside, owner })
}

/// Whether the tag lets a single capitalised word be a name: at the head of a sentence a capital proves nothing.
fn is_named(upos: Upos, one_word: bool) -> bool {
    !one_word
        || !matches!(
            upos,
            Upos::Verb
                | Upos::Adp
                | Upos::Det
                | Upos::Adv
                | Upos::Aux
                | Upos::Pron
                | Upos::Cconj
                | Upos::Sconj
        )
}

/// The class of a proper name.
fn proper(sentence: &Sentence, hit: &Hit, all: &Senses, named: bool) -> Option<Class> {
    let first = hit.words.start;
    let one_word = hit.words.len() == 1;
    let upos = sentence.words[first].upos;
    let Senses { people, surnames, organisations, places, state, capital, given, .. } = all;
    let first_name = given.filter(|_| one_word && upos == Upos::Propn && before_surname(sentence, first));
    Some(if !people.is_empty() {
        Class::Name(Name::Person(people.clone()))
    } else if let Some(given) = first_name {
        Class::Given(given)
    } else if let Some(state) = state.filter(|_| named) {
        Class::Name(Name::State(state))
    } else if !organisations.is_empty() && named {
        Class::Name(Name::Organisation(organisations.clone()))
    } else if let Some(capital) = capital.filter(|_| named) {
        Class::Name(Name::Capital(capital))
    } else if !surnames.is_empty() && named && (places.is_empty() || after_given(sentence, first)) {
        Class::Name(Name::Surname(surnames.clone()))
    } else if !places.is_empty() && named {
        Class::Name(Name::Place(places.clone()))
    } else {
        return None;
    })
}

/// What the words of a hit may stand for, by kind.
struct Senses {
    places: Vec<Site>,
    people: Vec<u32>,
    surnames: Vec<u32>,
    organisations: Vec<u32>,
    offices: Vec<u32>,
    state: Option<u32>,
    capital: Option<u32>,
    demonym: Option<u32>,
    adjective: Option<u32>,
    agent: Option<(u32, bool)>,
    modifier: Option<u32>,
    wrapper: Option<u32>,
    title: Option<u32>,
    pronoun: Option<u32>,
    given: Option<u32>,
}

fn senses(hit: &Hit) -> Senses {
    let rows = |of: fn(&Target) -> Option<u32>| hit.targets.iter().filter_map(of).collect::<Vec<u32>>();
    let places = hit.targets.iter().filter_map(Site::of).collect();
    let people = rows(|t| if let Target::Person(i) = t { Some(*i) } else { None });
    let surnames = rows(|t| if let Target::Surname(i) = t { Some(*i) } else { None });
    let organisations = rows(|t| if let Target::Organisation(i) = t { Some(*i) } else { None });
    let offices = rows(|t| if let Target::Office(i) = t { Some(*i) } else { None });
    let find = |of: fn(&Target) -> Option<u32>| hit.targets.iter().find_map(of);
    let state = find(|t| if let Target::State(i) = t { Some(*i) } else { None });
    let capital = find(|t| if let Target::Capital(i) = t { Some(*i) } else { None });
    let demonym = find(|t| if let Target::Demonym(i) = t { Some(*i) } else { None });
    let adjective = find(|t| if let Target::Adjective(i) = t { Some(*i) } else { None });
    let agent = hit
        .targets
        .iter()
        .find_map(|t| if let Target::Agent { row, plural } = t { Some((*row, *plural)) } else { None });
    let modifier = find(|t| if let Target::Modifier(i) = t { Some(*i) } else { None });
    let wrapper = find(|t| if let Target::Wrapper(i) = t { Some(*i) } else { None });
    let title = find(|t| if let Target::Title(i) = t { Some(*i) } else { None });
    let pronoun = find(|t| if let Target::Pronoun(i) = t { Some(*i) } else { None });
    let given = find(|t| if let Target::Given(i) = t { Some(*i) } else { None });
    Senses {
        places,
        people,
        surnames,
        organisations,
        offices,
        state,
        capital,
        demonym,
        adjective,
        agent,
        modifier,
        wrapper,
        title,
        pronoun,
        given,
    }
}

/// A given name before a capital is a person's, whatever else bears it.
fn rather_given(class: Class, given: Option<u32>, sentence: &Sentence, words: &Range<usize>) -> Class {
    let Some(given) = given else { return class };
    let rival = matches!(class, Class::Name(Name::Surname(_) | Name::Place(_) | Name::Demonym(_)));
    let named = next_capital(sentence, words.end) || matches!(class, Class::Name(Name::Demonym(_)));
    if rival && named && !determined(sentence, words.start) { Class::Given(given) } else { class }
}

/// A role noun, unless the tree shows an adjective or a verb.
fn role(
    sentence: &Sentence,
    hit: &Hit,
    offices: Vec<u32>,
    agent: Option<(u32, bool)>,
    (modifier, wrapper, title): (Option<u32>, Option<u32>, Option<u32>),
    base: Base<'_>,
) -> Option<Class> {
    let first = hit.words.start;
    let word = &sentence.words[first];
    let before_name = sentence.words.get(hit.words.end).is_some_and(|next| next.upos == Upos::Propn);
    if let Some(title) = title.filter(|_| before_name) {
        return Some(Class::Title(title));
    }
    if let Some(wrapper) = wrapper
        && sentence
            .words
            .get(hit.words.end)
            .is_some_and(|next| base.lists().complement.contains(&folded(&next.form)))
        && !sentence
            .words
            .get(hit.words.end + 1)
            .is_some_and(|next| base.lists().definite.contains(&folded(&next.form)))
    {
        return Some(Class::Wrapper(wrapper));
    }
    let plural = match agent {
        Some((_, plural)) => plural && !ambiguous_number(hit),
        None => false,
    };
    if hit.words.len() == 1 {
        let compound = word.relation.is("compound") && modifier.is_some();
        let modifying =
            compound || matches!(word.relation.base(), "amod" | "advmod") && word.upos != Upos::Propn;
        let verbal = matches!(
            word.upos,
            Upos::Verb | Upos::Aux | Upos::Adv | Upos::Adp | Upos::Pron | Upos::Det | Upos::Num
        );
        // The tagger takes some nouns for adjectives; an argument is a noun.
        let argument = matches!(word.relation.base(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "appos");
        let predicate = word.upos == Upos::Adj && !argument && !determined(sentence, first);
        if modifying && (word.upos == Upos::Adj || modifier.is_some()) || verbal || predicate {
            return modifier.filter(|_| !verbal).map(Class::Modifier);
        }
    }
    Some(Class::Role { offices, agent: agent.map(|(row, _)| row), plural })
}

fn ambiguous_number(hit: &Hit) -> bool {
    hit.targets.iter().any(|target| matches!(target, Target::Agent { plural: false, .. }))
}

/// Whether an adjective stands on a noun, rather than for a people.
fn attributive(sentence: &Sentence, words: &Range<usize>) -> bool {
    let outside = words.clone().find_map(|word| {
        sentence.words[word].head.filter(|head| !words.contains(head)).map(|head| (word, head))
    });
    let Some((word, head)) = outside else { return false };
    let relation = sentence.words[word].relation.base();
    let nominal = matches!(sentence.words[head].upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::X);
    let adjacent = sentence
        .words
        .get(words.end)
        .is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Propn) || next.form == "-");
    match relation {
        "amod" | "compound" | "flat" | "nmod" | "acl" => {
            nominal && (relation == "amod" || head > word || adjacent)
        }
        "nsubj" | "obj" | "obl" | "iobj" | "root" => adjacent && sentence.words[word].upos == Upos::Adj,
        "conj" => sentence.words[word].upos == Upos::Adj,
        _ => sentence.words[word].upos == Upos::Adj,
    }
}

/// Whether a determiner stands right before.
pub(crate) fn determined(sentence: &Sentence, word: usize) -> bool {
    word > 0 && matches!(sentence.words[word - 1].upos, Upos::Det | Upos::Num)
}

/// Whether the form is used as a pronoun (or a possessive determiner), and refers to something at all.
fn pronominal(sentence: &Sentence, words: &Range<usize>, base: Base<'_>) -> bool {
    let word = &sentence.words[words.start];
    let impersonal = |head: usize| base.lists().impersonal.contains(&sentence.words[head].lemma);
    if word.relation.is("nsubj") && word.head.is_some_and(impersonal) {
        return false;
    }
    let tagged = match word.upos {
        Upos::Pron => true,
        Upos::Det | Upos::Adj => {
            words.len() > 1
                || word.features.has(crate::ud::Features::POSS)
                || word.relation.as_str() == "nmod:poss"
                || is_possessive_form(word)
        }
        Upos::Noun | Upos::Propn => words.len() > 1,
        _ => false,
    };
    tagged && word.relation.base() != "expl"
}

fn is_possessive_form(word: &crate::text::Word) -> bool {
    use crate::ud::Features;
    word.features.has(Features::NUMBER_PSOR_SING)
        || word.features.has(Features::NUMBER_PSOR_PLUR)
        || word.features.has(Features::PRONTYPE_PRS)
}

fn after_given(sentence: &Sentence, word: usize) -> bool {
    word > 0 && sentence.words[word - 1].upos == Upos::Propn && is_capital(&sentence.words[word - 1].form)
}

/// Whether the tree makes a name of a word and the one after it: *Jordan* Bardella is no state.
fn before_surname(sentence: &Sentence, word: usize) -> bool {
    next_capital(sentence, word + 1) && sentence.words[word + 1].relation.base() == "flat"
}

fn next_capital(sentence: &Sentence, word: usize) -> bool {
    sentence.words.get(word).is_some_and(|next| next.upos == Upos::Propn && is_capital(&next.form))
}

pub(crate) fn is_capital(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}

/// Adds proper names that nothing knows; a given name before a known surname makes another person of it.
fn unknown_names(sentence: &Sentence, atoms: Vec<Atom>, timed: &[bool], base: Base<'_>) -> Vec<Atom> {
    let mut taken: Vec<Option<usize>> = vec![None; sentence.words.len()];
    for (i, atom) in atoms.iter().enumerate() {
        let open = matches!(atom.class, Class::Given(_) | Class::Name(Name::Surname(_)));
        for word in atom.words.clone() {
            taken[word] = if open { None } else { Some(i) };
        }
    }
    let is_name = |word: usize| {
        let Some(it) = sentence.words.get(word) else { return false };
        taken[word].is_none()
            && !timed.get(word).copied().unwrap_or(false)
            && is_capital(&it.form)
            && (matches!(it.upos, Upos::Propn | Upos::X)
                || atoms.iter().any(|a| {
                    a.words.contains(&word)
                        && matches!(a.class, Class::Given(_) | Class::Name(Name::Surname(_)))
                }))
            && !base.lists().never.contains(&folded(&it.form))
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
            if end < sentence.words.len() && (is_name(end) || is_flat(sentence, at, end)) {
                end += 1;
            } else if let Some(next) = joined(sentence, end, base).filter(|&next| is_name(next)) {
                end = next + 1;
            } else {
                break;
            }
        }
        found.push(unknown_name(sentence, at..end, &atoms, base));
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

/// Whether a word that means something by itself is a part of a name: Pierre Mendès *France*.
fn is_flat(sentence: &Sentence, start: usize, word: usize) -> bool {
    let it = &sentence.words[word];
    it.relation.base() == "flat"
        && is_capital(&it.form)
        && it.head.is_some_and(|head| (start..word).contains(&head))
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

fn unknown_name(sentence: &Sentence, words: Range<usize>, atoms: &[Atom], base: Base<'_>) -> Atom {
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
            return Atom {
                words,
                class: Class::Name(Name::Person(near)),
                places: Vec::new(),
                inside: Vec::new(),
                owner: None,
            };
        }
    }
    let organisation =
        words.clone().any(|w| base.lists().organisation.contains(&folded(&sentence.words[w].form)));
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
    Atom {
        words,
        class: Class::Name(Name::Unknown { person, gender }),
        places: Vec::new(),
        inside: Vec::new(),
        owner: None,
    }
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
