//! Every name and role word of a language in one table, found by its first piece.
//!
//! Names and texts are cut the same way ([`depeche_knowledge::spelling`]), so that a match does not depend on how the
//! text was cut into words. Cities stand in a table of their own ([`super::cities`]).

use std::ops::Range;

use depeche_knowledge::LanguagePack;
use depeche_knowledge::lexicon::Words;
pub(crate) use depeche_knowledge::spelling::folded;
use depeche_knowledge::spelling::{Key, cut, key};
use depeche_knowledge::world::World;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::cities::Finder;
use crate::text::{Sentence, Word};
use crate::ud::Upos;

/// What a name or word stands for: an index into the world's or the lexicon's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    State(u32),
    Demonym(u32),
    Adjective(u32),
    /// The adjective of a city, for the state that it lies in.
    Local(u32),
    Capital(u32),
    Person(u32),
    Surname(u32),
    Organisation(u32),
    /// An organisation of a country that the dispatch doesn't speak of, by a name that others may have.
    Contested(u32),
    /// A city that stands for an organisation.
    Seat(u32),
    Place(u32),
    /// A row of the table of cities.
    City(u32),
    Office(u32),
    Agent {
        row: u32,
        plural: bool,
    },
    Modifier(u32),
    Wrapper(u32),
    Title(u32),
    Pronoun(u32),
    Given(u32),
    /// A word that describes some states.
    Description,
    /// A short name of an organisation.
    Short,
    /// A phrase that is no actor although a word in it is one: `droits de l'homme`.
    Never,
}

/// A piece of a sentence with the words that it lies in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub key: Key,
    pub first: u32,
    pub last: u32,
    /// Whether it is the first and the last piece of its words.
    pub starts: bool,
    pub ends: bool,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    len: u32,
    target: Target,
}

/// Words found in a sentence that the table knows.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub words: Range<usize>,
    pub targets: Vec<Target>,
    /// The states that each adjective inside may mean: `ministre *iranien* des Affaires étrangères`.
    pub inside: Vec<Vec<u32>>,
    /// Whose office a title says that it is: `chef *du Hamas*`, `*CIA* director`.
    pub owner: Option<Target>,
}

/// The table of one language.
#[derive(Debug, Default)]
pub struct Names {
    first: Ranges,
    entries: Vec<Entry>,
    keys: Vec<Key>,
    pub(crate) lists: Lists,
    /// Holders of unique offices by office and state or organisation.
    pub(crate) holders: FxHashMap<(u32, SmolStr), Vec<(u32, u32)>>,
    pub(crate) states: FxHashMap<SmolStr, u32>,
    pub(crate) organisations: FxHashMap<SmolStr, u32>,
    pub(crate) offices: FxHashMap<SmolStr, u32>,
    /// Names of organs that only some states have, words that describe only some, and short names of organisations.
    pub(crate) organs: Phrases,
    pub(crate) descriptions: Phrases,
    pub(crate) shorts: Phrases,
}

/// Rows by what they are called, folded, each with whether that needs a capital.
#[derive(Debug, Default)]
pub(crate) struct Phrases(FxHashMap<SmolStr, Vec<(u32, bool)>>);

impl Phrases {
    fn new<'a>(rows: impl Iterator<Item = (usize, &'a [String])>) -> Phrases {
        let mut found: FxHashMap<SmolStr, Vec<(u32, bool)>> = FxHashMap::default();
        for (row, names) in rows {
            for name in names {
                found.entry(folded(name)).or_default().push((row as u32, starts_high(name)));
            }
        }
        Phrases(found)
    }

    /// The rows that words of a text name.
    pub fn rows(&self, text: &str) -> impl Iterator<Item = u32> {
        let rows = self.0.get(&folded(text)).map_or(&[][..], Vec::as_slice);
        let high = starts_high(text);
        rows.iter().filter(move |(_, capital)| high || !capital).map(|&(row, _)| row)
    }
}

fn starts_high(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
}

/// The lexicon's closed lists, folded.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub complement: FxHashSet<SmolStr>,
    pub affiliation: FxHashSet<SmolStr>,
    pub locative: FxHashSet<SmolStr>,
    pub directional: FxHashSet<SmolStr>,
    pub definite: FxHashSet<SmolStr>,
    pub two: FxHashSet<SmolStr>,
    pub one: FxHashSet<SmolStr>,
    pub possessive_marker: FxHashSet<SmolStr>,
    pub particles: FxHashSet<SmolStr>,
    pub never: FxHashSet<SmolStr>,
    pub organisation: FxHashSet<SmolStr>,
    pub national: FxHashSet<SmolStr>,
    pub based: FxHashSet<SmolStr>,
    pub charges: FxHashSet<SmolStr>,
    pub warned: FxHashSet<SmolStr>,
    pub conditions: FxHashSet<SmolStr>,
    pub parts: FxHashSet<SmolStr>,
    pub impersonal: FxHashSet<SmolStr>,
}

impl Lists {
    fn new(words: &Words) -> Lists {
        let set = |list: &[String]| list.iter().map(|word| folded(word)).collect();
        Lists {
            complement: set(&words.complement),
            affiliation: set(&words.affiliation),
            locative: set(&words.locative),
            directional: set(&words.directional),
            definite: set(&words.definite),
            two: set(&words.two),
            one: set(&words.one),
            possessive_marker: set(&words.possessive_marker),
            particles: set(&words.particles),
            never: set(&words.never),
            organisation: set(&words.organisation),
            national: set(&words.national),
            based: set(&words.based),
            charges: set(&words.charges),
            warned: set(&words.warned),
            conditions: set(&words.conditions),
            parts: set(&words.parts),
            impersonal: set(&words.impersonal),
        }
    }
}

/// The range of entries of each first piece.
type Ranges = FxHashMap<u64, (u32, u32)>;

/// Collects entries; [`Builder::finish`] sorts them.
#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    keys: Vec<Key>,
}

impl Builder {
    fn add(&mut self, name: &str, target: Target) {
        let start = self.keys.len();
        self.keys.extend(cut(name).map(key));
        let len = self.keys.len() - start;
        if len > 0 {
            self.entries.push(Entry { start: start as u32, len: len as u32, target });
        }
    }

    /// Adds a name, and how agencies dot an acronym of two letters in it: `U.N. Security Council`.
    fn name(&mut self, name: &str, target: Target) {
        self.add(name, target);
        let short = |word: &str| word.len() == 2 && word.chars().all(|letter| letter.is_ascii_uppercase());
        if name.contains(' ') && name.split(' ').any(short) {
            let dotted = |word: &str| match word.as_bytes() {
                [first, second] if short(word) => format!("{}.{}.", *first as char, *second as char),
                _ => word.to_string(),
            };
            self.add(&name.split(' ').map(dotted).collect::<Vec<String>>().join(" "), target);
        }
    }

    fn all(&mut self, names: &[String], target: Target) {
        for name in names {
            self.name(name, target);
        }
    }

    fn finish(mut self) -> (Ranges, Vec<Entry>, Vec<Key>) {
        let keys = self.keys;
        // A stable sort: rows of one name keep the order of the files.
        self.entries.sort_by_key(|entry| (keys[entry.start as usize].hash, std::cmp::Reverse(entry.len)));
        let mut first = Ranges::default();
        first.reserve(self.entries.len());
        for (i, entry) in self.entries.iter().enumerate() {
            let range = first.entry(keys[entry.start as usize].hash).or_insert((i as u32, i as u32));
            range.1 = i as u32 + 1;
        }
        (first, self.entries, keys)
    }
}

impl Names {
    /// Indexes the world's names in a language and the language's lexicon.
    #[must_use]
    pub fn new(world: &World, pack: &LanguagePack) -> Names {
        let mut builder = Builder::default();
        add_world(&mut builder, world, &pack.code);
        add_lexicon(&mut builder, pack);
        let (first, entries, keys) = builder.finish();
        let row = |(i, id): (usize, &SmolStr)| (id.clone(), i as u32);
        let offices: FxHashMap<_, _> =
            world.offices.iter().map(|office| &office.id).enumerate().map(row).collect();
        let mut holders: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (p, person) in world.people.iter().enumerate() {
            for (r, role) in person.roles.iter().enumerate() {
                if let Some(&office) = offices.get(&role.office) {
                    holders.entry((office, role.of.clone())).or_default().push((p as u32, r as u32));
                }
            }
        }
        Names {
            first,
            entries,
            keys,
            lists: Lists::new(&pack.lexicon.words),
            holders,
            states: world.states.iter().map(|state| &state.id).enumerate().map(row).collect(),
            organisations: world.organisations.iter().map(|row| &row.id).enumerate().map(row).collect(),
            offices,
            organs: Phrases::new(world.organs.iter().map(|row| row.names(&pack.code)).enumerate()),
            descriptions: Phrases::new(
                world.descriptions.iter().map(|row| row.names(&pack.code)).enumerate(),
            ),
            shorts: Phrases::new(
                world
                    .organisations
                    .iter()
                    .enumerate()
                    .filter_map(|(i, row)| Some((i, row.short.as_ref()?.names(&pack.code)))),
            ),
        }
    }

    /// All that a sentence holds of the table and of the cities: longest first, from left to right, without overlap.
    pub(crate) fn hits(&self, sentence: &Sentence, text: &str, finder: &Finder<'_>) -> Vec<Hit> {
        let pieces = pieces(sentence, text);
        let mut hits = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            match finder.rather(self.longest(&pieces, at), sentence, &pieces, at) {
                Some(found) if !self.only_begins(&found, sentence, &pieces, at) => {
                    let (end, hit) = self.whole_name(found, &pieces, at);
                    hits.push(hit);
                    at = end;
                }
                _ => at += 1,
            }
        }
        hits
    }

    /// Whether a medium's article and noun only begin another name: `*The National* People's Power`.
    fn only_begins(
        &self,
        (end, hit): &(usize, Hit),
        sentence: &Sentence,
        pieces: &[Piece],
        at: usize,
    ) -> bool {
        let article = sentence.words.get(hit.words.start).map(|word| folded(&word.form));
        let named = hit.targets.iter().any(|target| matches!(target, Target::Organisation(_)));
        let led = named && hit.words.len() > 1 && article.is_some_and(|it| self.lists.definite.contains(&it));
        if !led {
            return false;
        }
        let longer = |start: usize| self.longest(pieces, start).is_some_and(|(last, _)| last > *end);
        let words = &sentence.words;
        let tied = |next: &Word| {
            let last = words[hit.words.end - 1].head == Some(hit.words.end);
            let flat = next.relation.is("flat") && next.head.is_some_and(|head| hit.words.contains(&head));
            next.upos == Upos::Propn && next.form.starts_with(char::is_uppercase) && (last || flat)
        };
        (at + 1..*end).any(longer) || words.get(hit.words.end).is_some_and(tied)
    }

    /// A person's title may be part of one name and hide a longer one: `*Sultan Haitham* bin Tariq`.
    fn whole_name(&self, (end, mut hit): (usize, Hit), pieces: &[Piece], at: usize) -> (usize, Hit) {
        let same = |other: &Hit| {
            other.targets.iter().any(|it| matches!(it, Target::Person(_)) && hit.targets.contains(it))
        };
        let person = hit.targets.iter().any(|target| matches!(target, Target::Person(_)));
        let longer = (at + 1..end)
            .filter(|_| person)
            .find_map(|start| self.longest(pieces, start).filter(|(last, other)| *last > end && same(other)));
        match longer {
            Some((last, other)) => {
                hit.words.end = other.words.end;
                (last, hit)
            }
            None => (end, hit),
        }
    }

    /// The longest entry at a piece: the piece after its last, and what it is.
    pub(crate) fn longest(&self, pieces: &[Piece], at: usize) -> Option<(usize, Hit)> {
        let &(from, to) = self.first.get(&pieces[at].key.hash)?;
        let mut best: Option<(usize, Hit)> = None;
        for entry in &self.entries[from as usize..to as usize] {
            let Some((end, inside)) = self.matches(entry, pieces, at) else { continue };
            match &mut best {
                Some((longest, _)) if end < *longest => {}
                Some((longest, hit)) if end == *longest => {
                    if !hit.targets.contains(&entry.target) {
                        hit.targets.push(entry.target);
                    }
                }
                _ => {
                    let words = pieces[at].first as usize..pieces[end - 1].last as usize + 1;
                    best = Some((end, Hit { words, targets: vec![entry.target], inside, owner: None }));
                }
            }
        }
        if let Some((end, hit)) = &mut best
            && hit.targets.iter().any(|target| matches!(target, Target::Office(_)))
        {
            hit.owner = self.owner_inside(pieces, at, *end);
        }
        best
    }

    /// The organisation or state that is named inside a title; not the whole of it.
    fn owner_inside(&self, pieces: &[Piece], at: usize, end: usize) -> Option<Target> {
        let named = |start: usize| {
            let &(from, to) = self.first.get(&pieces[start].key.hash)?;
            let entries = self.entries[from as usize..to as usize].iter();
            let owners = entries.filter(|entry| {
                let owner =
                    matches!(entry.target, Target::Organisation(_) | Target::State(_) | Target::Capital(_));
                owner && (entry.len as usize) < end - at && pieces[start].key.upper
            });
            owners
                .filter_map(|entry| Some((self.matches(entry, &pieces[..end], start)?.0, entry.target)))
                .reduce(|best, next| if next.0 > best.0 { next } else { best })
        };
        (at..end).find_map(named).map(|(_, target)| target)
    }

    fn matches(&self, entry: &Entry, pieces: &[Piece], at: usize) -> Option<(usize, Vec<Vec<u32>>)> {
        let keys = self.keys.get(entry.start as usize..(entry.start + entry.len) as usize)?;
        let role = matches!(entry.target, Target::Office(_) | Target::Agent { .. });
        let mut inside = Vec::new();
        let mut next = at;
        for (i, key) in keys.iter().enumerate() {
            let mut piece = pieces.get(next)?;
            // A title may have a state's adjective after its first word.
            while role && i == 1 && piece.key.hash != key.hash {
                let (len, states) = self.adjective(pieces, next)?;
                inside.push(states);
                next += len;
                piece = pieces.get(next)?;
            }
            let office = matches!(entry.target, Target::Office(_));
            let capital = office || !key.upper || piece.key.upper;
            let exact = !key.exact || piece.key.exact;
            if piece.key.hash != key.hash || !capital || !exact {
                return None;
            }
            next += 1;
        }
        // Part of a word is no match, except after or before a hyphen prefix that is one itself.
        let whole = pieces[at].starts && pieces[next - 1].ends;
        let prefix = matches!(entry.target, Target::Modifier(_)) && pieces[at].starts;
        let stem = role && pieces[next - 1].ends && at > 0 && self.is_modifier(&pieces[at - 1]);
        (whole || prefix || stem).then_some((next, inside))
    }

    fn is_modifier(&self, piece: &Piece) -> bool {
        self.first.get(&piece.key.hash).is_some_and(|&(from, to)| {
            self.entries[from as usize..to as usize]
                .iter()
                .any(|entry| entry.len == 1 && matches!(entry.target, Target::Modifier(_)))
        })
    }

    /// Whether a word alone names a state, its people or its adjective.
    pub(crate) fn is_of_state(&self, form: &str) -> bool {
        let pieces: Vec<Key> = cut(form).map(key).collect();
        let Some(&(from, to)) = pieces.first().and_then(|first| self.first.get(&first.hash)) else {
            return false;
        };
        self.entries[from as usize..to as usize].iter().any(|entry| {
            let keys = self.keys.get(entry.start as usize..(entry.start + entry.len) as usize);
            let same = |keys: &[Key]| keys.iter().map(|key| key.hash).eq(pieces.iter().map(|key| key.hash));
            matches!(entry.target, Target::State(_) | Target::Demonym(_) | Target::Adjective(_))
                && keys.is_some_and(same)
        })
    }

    /// The longest adjective of states at a piece, and whose it may be.
    fn adjective(&self, pieces: &[Piece], at: usize) -> Option<(usize, Vec<u32>)> {
        let &(from, to) = self.first.get(&pieces.get(at)?.key.hash)?;
        let mut found: Option<(usize, Vec<u32>)> = None;
        for entry in &self.entries[from as usize..to as usize] {
            let Target::Adjective(state) = entry.target else { continue };
            let keys = self.keys.get(entry.start as usize..(entry.start + entry.len) as usize)?;
            let Some(here) = pieces.get(at..at + keys.len()) else { continue };
            if keys.iter().zip(here).any(|(key, piece)| key.hash != piece.key.hash) {
                continue;
            }
            let (len, states) = found.get_or_insert((keys.len(), Vec::new()));
            if *len == keys.len() && !states.contains(&state) {
                states.push(state);
            }
        }
        found
    }
}

fn add_world(builder: &mut Builder, world: &World, code: &str) {
    for (i, state) in world.states.iter().enumerate() {
        let i = i as u32;
        for (_, names) in state.names.iter().filter(|(language, _)| language == code) {
            builder.all(&names.names, Target::State(i));
            builder.all(&names.demonyms, Target::Demonym(i));
            builder.all(&names.adjectives, Target::Adjective(i));
            builder.all(&names.local, Target::Local(i));
            builder.all(&names.capitals, Target::Capital(i));
        }
    }
    for (i, person) in world.people.iter().enumerate() {
        builder.add(&person.name, Target::Person(i as u32));
        builder.all(&person.names, Target::Person(i as u32));
        builder.all(&person.surnames, Target::Surname(i as u32));
    }
    for (i, row) in world.organisations.iter().enumerate() {
        builder.name(&row.name, Target::Organisation(i as u32));
        for (_, names) in row.names.iter().filter(|(language, _)| language == code) {
            builder.all(names, Target::Organisation(i as u32));
        }
        if let Some(city) = &row.city {
            builder.all(city.names(code), Target::Seat(i as u32));
        }
        let short = row.short.iter().flat_map(|short| short.names(code));
        for name in short.filter(|name| starts_high(name) && !name.contains(' ')) {
            builder.add(name, Target::Short);
        }
    }
    for (i, row) in world.places.iter().enumerate() {
        builder.add(&row.name, Target::Place(i as u32));
        for (_, names) in row.names.iter().filter(|(language, _)| language == code) {
            builder.all(names, Target::Place(i as u32));
        }
    }
    for row in &world.descriptions {
        builder.all(row.names(code), Target::Description);
    }
    for (i, office) in world.offices.iter().enumerate() {
        builder.all(office.titles(code), Target::Office(i as u32));
    }
}

fn add_lexicon(builder: &mut Builder, pack: &LanguagePack) {
    let lexicon = &pack.lexicon;
    for (i, row) in lexicon.agents.iter().enumerate() {
        builder.all(&row.singular, Target::Agent { row: i as u32, plural: false });
        builder.all(&row.plural, Target::Agent { row: i as u32, plural: true });
    }
    for (i, row) in lexicon.modifiers.iter().enumerate() {
        builder.all(&row.forms, Target::Modifier(i as u32));
    }
    for (i, row) in lexicon.wrappers.iter().enumerate() {
        builder.all(&row.forms, Target::Wrapper(i as u32));
    }
    for (i, row) in lexicon.titles.iter().enumerate() {
        builder.all(&row.forms, Target::Title(i as u32));
    }
    for (i, row) in lexicon.pronouns.iter().enumerate() {
        builder.all(&row.forms, Target::Pronoun(i as u32));
    }
    for (i, row) in lexicon.given.iter().enumerate() {
        builder.all(&row.names, Target::Given(i as u32));
    }
    for phrase in lexicon.words.never.iter().filter(|phrase| phrase.contains([' ', '\''])) {
        builder.add(phrase, Target::Never);
    }
}

/// How a plus behind a name is read in both languages.
const PLUS: &str = "plus";

/// The pieces of a sentence. Words of a multiword token share their span and so their pieces.
fn pieces(sentence: &Sentence, text: &str) -> Vec<Piece> {
    let words = &sentence.words;
    let mut pieces = Vec::with_capacity(words.len() + 8);
    let mut at = 0;
    while at < words.len() {
        let mut end = at + 1;
        while end < words.len() && words[end].span == words[at].span {
            end += 1;
        }
        let from = pieces.len();
        for piece in cut(words[at].span.of(text)) {
            pieces.push(Piece {
                key: key(piece),
                first: at as u32,
                last: end as u32 - 1,
                starts: pieces.len() == from,
                ends: false,
            });
        }
        // OPEC+ is not OPEC, but OPEC-plus.
        let touches = at > 0 && words[at].span.start == words[at - 1].span.end;
        if words[at].form.ends_with('+') && (touches || words[at].form.len() > 1) {
            let (first, last) = (at as u32, end as u32 - 1);
            pieces.push(Piece { key: key(PLUS), first, last, starts: pieces.len() == from, ends: false });
        }
        if pieces.len() > from
            && let Some(last) = pieces.last_mut()
        {
            last.ends = true;
        }
        at = end;
    }
    pieces
}
