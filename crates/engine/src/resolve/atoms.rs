//! What each known word of a sentence is in its place: a name, a role, an adjective of a state, a pronoun; and the
//! proper names that nothing knows.

use std::ops::Range;

use depeche_knowledge::cities::Cities;
use depeche_knowledge::lexicon::Lexicon;
use depeche_knowledge::world::World;
use smol_str::SmolStr;

use super::index::{Hit, Lists, Names, Target, folded};
use super::scene::Scene;
use super::{shared, spelled, unknown};
use crate::text::Sentence;
use crate::ud::{Features, Upos};

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
    /// A name that organisations have which the dispatch hardly means.
    Contested(Vec<u32>),
    Place(Vec<Site>),
    /// A proper name that nothing knows.
    Unknown {
        person: bool,
        gender: Option<SmolStr>,
        /// The role noun that it begins with: `*Cour* de justice du Sahel (CJS)`.
        noun: Option<u32>,
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
    /// The organisation that a city stands for as an actor.
    pub seat: Option<u32>,
}

impl Atom {
    /// The row of a modifier.
    pub fn modifier(&self) -> Option<u32> {
        if let Class::Modifier(row) = self.class { Some(row) } else { None }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Class {
    Name(Name),
    Role {
        offices: Vec<u32>,
        agent: Option<u32>,
        plural: bool,
    },
    Adjective(u32),
    /// The adjective of a city: it says the state of a role, and nothing by itself.
    Local(u32),
    Modifier(u32),
    Wrapper(u32),
    Title(u32),
    Pronoun(u32),
    Given(u32),
    /// It says of a state what it is like: `*Andean* nation`.
    Description,
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
pub(crate) fn atoms(
    sentence: &Sentence,
    mut hits: Vec<Hit>,
    timed: &[bool],
    base: Base<'_>,
    scene: &Scene,
) -> Vec<Atom> {
    shared::settle(sentence, &mut hits, base, scene);
    let mut atoms: Vec<Atom> = Vec::with_capacity(hits.len());
    for hit in hits {
        let timed = hit.words.clone().all(|word| timed.get(word).copied().unwrap_or(false));
        if !timed {
            atoms.extend(classify(sentence, hit, base, scene));
        }
    }
    let atoms = unknown::names(sentence, atoms, timed, base, scene);
    spelled::names(sentence, atoms, base, scene)
}

fn classify(sentence: &Sentence, hit: Hit, base: Base<'_>, scene: &Scene) -> Option<Atom> {
    let first = hit.words.start;
    let upos = sentence.words[first].upos;
    let one_word = hit.words.len() == 1;
    if hit.targets.contains(&Target::Never) {
        return None;
    }
    let all = senses(&hit, base, scene);
    let nominal = matches!(upos, Upos::Noun | Upos::Propn | Upos::X) || !one_word;
    let named = is_named(upos, one_word);
    let proper = proper(sentence, &hit, &all, named);
    let Senses {
        places,
        offices,
        demonym,
        adjective,
        local,
        agent,
        modifier,
        wrapper,
        title,
        pronoun,
        given,
        ground,
        ..
    } = all;
    let class = if let Some(class) = proper {
        class
    } else if let (Some(state), Some(_)) = (demonym, adjective) {
        people(sentence, &hit.words, state)
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
    } else if let Some(state) = local.filter(|_| !is_capital(&sentence.words[first].form)) {
        Class::Local(state)
    } else {
        by_kind(sentence, &hit)?
    };
    let class = rather_given(class, given, sentence, &hit.words);
    let seat = seat(&hit, ground, base, scene);
    let owner = hit.owner.and_then(owner);
    let inside = hit.inside.iter().filter_map(|states| scene.state(states, base)).collect();
    Some(Atom { words: hit.words, class, places, inside, owner, seat })
}

/// What goes with states or organisations of a kind: what describes them, and what they are called for short.
fn by_kind(sentence: &Sentence, hit: &Hit) -> Option<Class> {
    let first = hit.words.start;
    let short = hit.targets.contains(&Target::Short);
    if short && is_capital(&sentence.words[first].form) && determined(sentence, first) {
        return Some(Class::Name(Name::Unknown { person: false, gender: None, noun: None }));
    }
    hit.targets.contains(&Target::Description).then_some(Class::Description)
}

/// The adjective of a state, or the noun for its people.
fn people(sentence: &Sentence, words: &Range<usize>, state: u32) -> Class {
    if attributive(sentence, words) { Class::Adjective(state) } else { Class::Name(Name::Demonym(state)) }
}

/// The organisation that a city stands for.
fn seat(hit: &Hit, ground: Option<u32>, base: Base<'_>, scene: &Scene) -> Option<u32> {
    hit.targets.iter().find_map(|target| match target {
        Target::Seat(row) => Some(*row).filter(|&row| scene.seats(row, ground, base)),
        _ => None,
    })
}

/// Whose office a title says that it is.
fn owner(target: Target) -> Option<Name> {
    match target {
        Target::Organisation(row) => Some(Name::Organisation(vec![row])),
        Target::State(row) => Some(Name::State(row)),
        Target::Capital(row) => Some(Name::Capital(row)),
        _ => None,
    }
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
    let Senses { people, surnames, organisations, contested, places, state, capital, given, .. } = all;
    let first_name = given.filter(|_| one_word && upos == Upos::Propn && before_surname(sentence, first));
    Some(if !people.is_empty() {
        Class::Name(Name::Person(people.clone()))
    } else if let Some(given) = first_name {
        Class::Given(given)
    } else if let Some(state) = state.filter(|_| named) {
        Class::Name(Name::State(state))
    } else if !organisations.is_empty() && named {
        Class::Name(Name::Organisation(organisations.clone()))
    } else if !contested.is_empty() && named {
        Class::Name(Name::Contested(contested.clone()))
    } else if let Some(capital) = capital.filter(|_| named) {
        Class::Name(Name::Capital(capital))
    } else if !surnames.is_empty()
        && named
        && (places.is_empty() || after_given(sentence, first))
        && !articled(sentence, first)
    {
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
    contested: Vec<u32>,
    offices: Vec<u32>,
    state: Option<u32>,
    capital: Option<u32>,
    demonym: Option<u32>,
    adjective: Option<u32>,
    local: Option<u32>,
    agent: Option<(u32, bool)>,
    modifier: Option<u32>,
    wrapper: Option<u32>,
    title: Option<u32>,
    pronoun: Option<u32>,
    given: Option<u32>,
    /// The state whose city it is.
    ground: Option<u32>,
}

fn senses(hit: &Hit, base: Base<'_>, scene: &Scene) -> Senses {
    let rows = |of: fn(&Target) -> Option<u32>| hit.targets.iter().filter_map(of).collect::<Vec<u32>>();
    let places = hit.targets.iter().filter_map(Site::of).collect();
    let people = rows(|t| if let Target::Person(i) = t { Some(*i) } else { None });
    let surnames = rows(|t| if let Target::Surname(i) = t { Some(*i) } else { None });
    let organisations = rows(|t| if let Target::Organisation(i) = t { Some(*i) } else { None });
    let contested = rows(|t| if let Target::Contested(i) = t { Some(*i) } else { None });
    let offices = rows(|t| if let Target::Office(i) = t { Some(*i) } else { None });
    let find = |of: fn(&Target) -> Option<u32>| hit.targets.iter().find_map(of);
    let one = |of: fn(&Target) -> Option<u32>| scene.state(&rows(of), base);
    let state = one(|t| if let Target::State(i) = t { Some(*i) } else { None });
    let capital = one(|t| if let Target::Capital(i) = t { Some(*i) } else { None });
    let demonym = one(|t| if let Target::Demonym(i) = t { Some(*i) } else { None });
    let adjective = one(|t| if let Target::Adjective(i) = t { Some(*i) } else { None });
    let local = one(|t| if let Target::Local(i) = t { Some(*i) } else { None });
    let site = |t: &Target| if let Target::Place(i) = t { base.world.places.get(*i as usize) } else { None };
    let country = hit.targets.iter().find_map(site).and_then(|place| place.country.as_ref());
    let ground = capital.or_else(|| country.and_then(|id| base.names.states.get(id)).copied());
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
        contested,
        offices,
        state,
        capital,
        demonym,
        adjective,
        local,
        agent,
        modifier,
        wrapper,
        title,
        pronoun,
        given,
        ground,
    }
}

/// A given name before a capital is a person's, whatever else bears it.
fn rather_given(class: Class, given: Option<u32>, sentence: &Sentence, words: &Range<usize>) -> Class {
    let Some(given) = given else { return class };
    let rival = matches!(class, Class::Name(Name::Surname(_) | Name::Place(_) | Name::Demonym(_)));
    let named = next_capital(sentence, words.end) || matches!(class, Class::Name(Name::Demonym(_)));
    if rival && named && !determined(sentence, words.start) { Class::Given(given) } else { class }
}

/// Whether a word has an article of its own: `le Siam` is no person, while `the Trump administration` names one.
fn articled(sentence: &Sentence, word: usize) -> bool {
    let article = word.checked_sub(1).and_then(|at| sentence.words.get(at));
    article.is_some_and(|it| {
        it.upos == Upos::Det && it.features.has(Features::PRONTYPE_ART) && it.head == Some(word)
    })
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
    if is_prefixed(sentence, hit.words.end) {
        return None;
    }
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

/// Whether a participle hangs on the words before by a hyphen: the *army*-backed government.
fn is_prefixed(sentence: &Sentence, at: usize) -> bool {
    let Some([hyphen, next]) = sentence.words.get(at..at + 2) else { return false };
    let glued = at > 0 && sentence.words[at - 1].span.end == hyphen.span.start;
    let participle = matches!(next.upos, Upos::Verb | Upos::Adj) && !is_capital(&next.form);
    hyphen.form == "-" && glued && hyphen.span.end == next.span.start && participle
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
