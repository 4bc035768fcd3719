//! Finds and resolves who, where and when.
//!
//! One pass over each sentence cuts it into pieces and looks them up ([`index`], [`cities`]). By what the whole dispatch
//! names ([`scene`]), each known word is what it is in its place ([`atoms`]), names that only the dispatch knows are added ([`unknown`],
//! [`spelled`]), and noun phrases are built ([`phrases`]).
//! Places and actors are then read off the phrases ([`places`], [`identity`]), and what refers back is linked over the
//! whole dispatch ([`coreference`]).

pub mod index;
pub(crate) mod cities;
pub(crate) mod scene;
mod shared;
mod spelled;
pub(crate) mod atoms;
pub(crate) mod unknown;
pub(crate) mod phrases;
pub(crate) mod identity;
pub(crate) mod coreference;
pub mod actors;
pub mod places;
pub mod times;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use self::atoms::{Atom, Base, Class, Name};
use self::identity::Context;
use self::index::folded;
use self::scene::Scene;
use crate::text::{Dispatch, Mention, Part, Sentence, Span};
use crate::ud::Upos;
use crate::{Language, Reader};

/// Everything found in one dispatch.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// People, states, organisations, groups, roles and pronouns that act, in the order of the text.
    pub actors: Vec<Mention<actors::Actor>>,
    /// Places, in the order of the text.
    pub places: Vec<Mention<places::Place>>,
    /// Times, in the order of the text.
    pub times: Vec<Mention<times::Time>>,
    /// Actors by sentence and head.
    heads: FxHashMap<(usize, usize), usize>,
    /// Actors by other words that lead to them.
    aliases: FxHashMap<(usize, usize), usize>,
    /// Members of the coordination that a word heads, the word itself first.
    groups: FxHashMap<(usize, usize), Vec<usize>>,
    /// Places by sentence and head.
    place_heads: FxHashMap<(usize, usize), usize>,
    /// Whose ground a place is, by sentence and head: actors that stand behind those that the text names.
    grounds: FxHashMap<(usize, usize), usize>,
    /// The index of the first ground: they stand behind all others.
    first_ground: Option<usize>,
}

impl Mentions {
    /// Mentions without syntax around them: only heads lead to them.
    #[must_use]
    pub fn new(
        actors: Vec<Mention<actors::Actor>>,
        places: Vec<Mention<places::Place>>,
        times: Vec<Mention<times::Time>>,
    ) -> Mentions {
        let heads = actors.iter().enumerate().map(|(i, it)| ((it.sentence, it.head), i)).collect();
        let place_heads = places.iter().enumerate().map(|(i, it)| ((it.sentence, it.head), i)).collect();
        Mentions { actors, places, times, heads, place_heads, ..Mentions::default() }
    }

    /// Takes a word for the head of an actor, where it is none yet: a span that is given from outside.
    pub fn assume(&mut self, sentence: usize, head: usize, span: Span) {
        if self.actor_of(sentence, head).is_some() {
            return;
        }
        self.heads.insert((sentence, head), self.actors.len());
        self.actors.push(Mention {
            sentence,
            span,
            words: head..head + 1,
            head,
            value: actors::Actor::default(),
            because: Vec::new(),
        });
    }

    /// The index of the actor mention whose head a word is.
    #[must_use]
    pub fn actor_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.heads.get(&(sentence, word)).copied()
    }

    /// The actor mention that a word leads to: its head, or another word of its core (a name in apposition, the
    /// noun inside `l'un des dirigeants`) to which a wrong arc may point.
    #[must_use]
    pub fn actor_of(&self, sentence: usize, word: usize) -> Option<usize> {
        self.actor_at(sentence, word).or_else(|| self.aliases.get(&(sentence, word)).copied())
    }

    /// All actors that a word leads to: the members of the coordination that it heads (`Paris et Berlin`), of the
    /// group that a pronoun or description stands for (`les deux pays`), else [`Mentions::actor_of`] alone.
    #[must_use]
    pub fn actors_at(&self, sentence: usize, word: usize) -> Vec<usize> {
        let own = match self.groups.get(&(sentence, word)) {
            Some(group) => group.clone(),
            None => self.actor_of(sentence, word).into_iter().collect(),
        };
        let members = |&actor: &usize| match self.actors.get(actor) {
            Some(mention) if !mention.value.members.is_empty() => mention.value.members.clone(),
            _ => vec![actor],
        };
        own.iter().flat_map(members).collect()
    }

    /// The state on whose ground a place lies that is nothing but a place: whoever is struck "en Irak", visited "en
    /// Algérie". No such actor is named by the text, so only a recipient may fall back on it.
    #[must_use]
    pub fn ground_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.grounds.get(&(sentence, word)).copied()
    }

    /// Whether an actor is only the ground that a place lies on.
    #[must_use]
    pub fn is_ground(&self, actor: usize) -> bool {
        self.first_ground.is_some_and(|first| actor >= first)
    }

    fn lay_grounds(&mut self) {
        self.first_ground = Some(self.actors.len());
        for place in &self.places {
            let at = (place.sentence, place.head);
            if place.value.from_table || place.value.country.is_none() || self.actor_of(at.0, at.1).is_some()
            {
                continue;
            }
            let value = actors::Actor {
                id: place.value.id.clone().filter(|id| id.starts_with("state/")),
                name: place.value.name.clone(),
                country: place.value.country.clone(),
                ..actors::Actor::default()
            };
            self.grounds.insert(at, self.actors.len());
            self.actors.push(Mention {
                sentence: place.sentence,
                span: place.span,
                words: place.words.clone(),
                head: place.head,
                value,
                because: place.because.clone(),
            });
        }
    }

    /// The index of the place mention whose head a word is.
    #[must_use]
    pub fn place_at(&self, sentence: usize, word: usize) -> Option<usize> {
        self.place_heads.get(&(sentence, word)).copied()
    }

    fn index(&mut self, sentences: &[Sentence], aliases: Vec<Vec<usize>>) {
        for (i, words) in aliases.into_iter().enumerate() {
            let at = self.actors[i].sentence;
            for word in words {
                self.aliases.entry((at, word)).or_insert(i);
            }
        }
        for (i, mention) in self.actors.iter().enumerate() {
            let sentence = &sentences[mention.sentence];
            let own = sentence.children(mention.head).iter().copied();
            let inner = self.actors[i]
                .words
                .clone()
                .filter(|&word| word != mention.head && sentence.words[word].head == Some(mention.head));
            let conjuncts = own.chain(inner.flat_map(|word| sentence.children(word).iter().copied()));
            let mut group: Vec<usize> = conjuncts
                .filter(|&word| sentence.words[word].relation.is("conj"))
                .filter_map(|word| self.actor_of(mention.sentence, word))
                .filter(|&other| other != i)
                .collect();
            group.sort_unstable();
            group.dedup();
            if !group.is_empty() {
                group.insert(0, i);
                self.groups.insert((mention.sentence, mention.head), group);
            }
        }
    }
}

/// Finds all mentions.
#[must_use]
pub fn mentions(
    sentences: &[Sentence],
    dispatch: &Dispatch,
    language: &Language,
    reader: &Reader,
) -> Mentions {
    let dated;
    let own_day = || language.times.day(sentences, &dispatch.text);
    let dispatch = match dispatch.published.is_none().then(own_day).flatten() {
        None => dispatch,
        published => {
            dated = Dispatch { published, ..dispatch.clone() };
            &dated
        }
    };
    let times = times::find(sentences, dispatch, language);
    let Some(pack) = reader.knowledge.languages.get(&language.code) else { return Mentions::default() };
    let base = Base {
        names: &language.names,
        lexicon: &pack.lexicon,
        world: &reader.knowledge.world,
        cities: &reader.knowledge.cities,
    };
    let finder = cities::Finder::new(sentences, base, &language.code);
    let timed = timed(sentences, &times);
    let hits: Vec<_> =
        sentences.iter().map(|sentence| base.names.hits(sentence, &dispatch.text, &finder)).collect();
    let scene = Scene::new(sentences, &hits, base, dispatch.published);
    let atoms: Vec<Vec<Atom>> = sentences
        .iter()
        .zip(hits.into_iter().zip(&timed))
        .map(|(sentence, (hits, timed))| atoms::atoms(sentence, hits, timed, base, &scene))
        .collect();
    let context = Context {
        base,
        scene: &scene,
        date: dispatch.published,
        text: &dispatch.text,
        named: named(&atoms),
        strangers: strangers(sentences, &atoms, dispatch),
    };
    let phrases: Vec<_> = sentences
        .iter()
        .zip(atoms.iter().zip(&timed))
        .map(|(sentence, (atoms, timed))| phrases::phrases(sentence, atoms, timed, base))
        .collect();
    let places = places::places(sentences, &phrases, &context);
    let dateline = dateline(sentences, &places);
    let found = actors::find(sentences, phrases, &context, &places, dateline);
    let (actors, aliases) = found.into_iter().map(|found| (found.mention, found.aliases)).unzip();
    let mut mentions = Mentions::new(actors, places, times);
    mentions.index(sentences, aliases);
    mentions.lay_grounds();
    mentions
}

/// Which words of each sentence lie inside a time; a sentence without any has an empty list.
fn timed(sentences: &[Sentence], times: &[Mention<times::Time>]) -> Vec<Vec<bool>> {
    let mut timed: Vec<Vec<bool>> = vec![Vec::new(); sentences.len()];
    for time in times {
        if let (Some(timed), Some(sentence)) = (timed.get_mut(time.sentence), sentences.get(time.sentence)) {
            timed.resize(sentence.words.len(), false);
            for word in time.words.clone().filter(|&word| word < sentence.words.len()) {
                timed[word] = true;
            }
        }
    }
    timed
}

fn named(atoms: &[Vec<Atom>]) -> FxHashSet<u32> {
    let full = |atom: &Atom| match &atom.class {
        Class::Name(Name::Person(people)) if atom.words.len() > 1 => people.clone(),
        _ => Vec::new(),
    };
    atoms.iter().flatten().flat_map(full).collect()
}

/// People whom only the dispatch knows, by surname.
fn strangers(
    sentences: &[Sentence],
    atoms: &[Vec<Atom>],
    dispatch: &Dispatch,
) -> FxHashMap<SmolStr, (String, Option<SmolStr>)> {
    let mut found = FxHashMap::default();
    for (sentence, atoms) in sentences.iter().zip(atoms) {
        for atom in atoms {
            let Class::Name(Name::Unknown { person: true, gender, .. }) = &atom.class else { continue };
            let Some(last) = atom.words.clone().next_back().and_then(|word| sentence.words.get(word)) else {
                continue;
            };
            let words: Vec<usize> = atom.words.clone().collect();
            let name = sentence.span_of(&words).of(&dispatch.text).to_string();
            found.entry(folded(&last.form)).or_insert((name, gender.clone()));
        }
    }
    found
}

/// The country of the place that a dispatch comes from.
fn dateline(sentences: &[Sentence], places: &[Mention<places::Place>]) -> Option<SmolStr> {
    let inside = |place: &&Mention<places::Place>| {
        sentences.get(place.sentence).is_some_and(|sentence| {
            sentence.part == Part::Dateline && sentence.words.iter().any(|word| word.upos != Upos::Punct)
        })
    };
    places.iter().find(inside).and_then(|place| place.value.country.clone())
}
