//! Noun phrases: a core (role, name or both), what stands left and right of it, whose it is, and appositions.
//!
//! Built on the order of words and on what the words are; the tree is asked where order leaves a doubt, so that one
//! wrong arc does not cost a phrase.

mod appositions;
mod left;
mod names;
mod wrappers;

use std::ops::Range;

use super::actors::Count;
use super::atoms::{Atom, Base, Class, Name, Site, is_capital};
use super::index::folded;
use crate::text::Sentence;
use crate::ud::{Features, Upos};

/// What makes a phrase.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Core {
    /// A name, a role or both.
    Nominal,
    /// The adjective of a state on a noun that is no actor: `les attaques *américaines*`.
    Adjective(u32),
    /// A word that refers back.
    Pronoun(u32),
}

/// A role noun or office.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Role {
    pub offices: Vec<u32>,
    pub agents: Vec<u32>,
    pub plural: bool,
    pub words: Range<usize>,
}

/// One noun phrase of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    pub words: Range<usize>,
    pub head: usize,
    /// Other words that a wrong arc may take for the head.
    pub aliases: Vec<usize>,
    pub core: Core,
    pub name: Option<(Name, Range<usize>)>,
    pub role: Option<Role>,
    pub titles: Vec<u32>,
    /// States named by an adjective or a compound, with the word.
    pub states: Vec<(u32, usize)>,
    pub modifiers: Vec<u32>,
    pub wrapper: Option<u32>,
    /// Whose: the head word of another phrase, which stays a phrase of its own.
    pub owner: Option<usize>,
    /// Whose: what stood in the compound and is no phrase any more.
    pub compound: Option<Name>,
    /// A possessive determiner.
    pub possessor: Option<usize>,
    pub places: Vec<Site>,
    /// The organisation that a city stands for.
    pub seat: Option<u32>,
    pub count: Option<Count>,
    pub definite: bool,
    /// A complement that names no actor: `président *de la commission*`.
    pub complement: bool,
    /// It stands in apposition to the phrase with this head.
    pub same_as: Option<usize>,
}

impl Phrase {
    /// A phrase of nothing.
    pub fn blank() -> Phrase {
        Phrase::new(0..0, Core::Nominal)
    }

    fn new(words: Range<usize>, core: Core) -> Phrase {
        Phrase {
            head: words.start,
            words,
            aliases: Vec::new(),
            core,
            name: None,
            role: None,
            titles: Vec::new(),
            states: Vec::new(),
            modifiers: Vec::new(),
            wrapper: None,
            owner: None,
            compound: None,
            possessor: None,
            places: Vec::new(),
            seat: None,
            count: None,
            definite: false,
            complement: false,
            same_as: None,
        }
    }

    /// `les ministres français et allemand`: names behind it are of one each.
    fn is_of_several_states(&self) -> bool {
        self.states.iter().any(|&(state, _)| state != self.states[0].0)
    }

    fn is_person_name(&self) -> bool {
        matches!(&self.name, Some((Name::Person(_) | Name::Surname(_) | Name::Unknown { .. }, _)))
    }
}

/// The phrases of a sentence, in the order of their heads.
pub(crate) fn phrases(sentence: &Sentence, atoms: &[Atom], timed: &[bool], base: Base<'_>) -> Vec<Phrase> {
    let mut builder = Builder {
        sentence,
        atoms,
        timed,
        base,
        used: vec![false; sentence.words.len()],
        phrases: Vec::new(),
    };
    builder.cores();
    builder.adjectives_and_pronouns();
    builder.phrases.sort_by_key(|phrase| phrase.words.start);
    builder.possessors();
    builder.complements();
    builder.states_of_names();
    builder.names_after_complements();
    builder.wrappers();
    builder.appositions();
    builder.distant_appositions();
    for i in 0..builder.phrases.len() {
        builder.set_head(i);
    }
    builder.owners();
    let mut phrases = builder.phrases;
    phrases.sort_by_key(|phrase| (phrase.head, phrase.words.start));
    phrases
}

struct Builder<'a> {
    sentence: &'a Sentence,
    atoms: &'a [Atom],
    /// Words inside a time.
    timed: &'a [bool],
    base: Base<'a>,
    used: Vec<bool>,
    phrases: Vec<Phrase>,
}

impl Builder<'_> {
    fn form(&self, word: usize) -> &str {
        self.sentence.words.get(word).map_or("", |word| word.form.as_str())
    }

    fn upos(&self, word: usize) -> Option<Upos> {
        self.sentence.words.get(word).map(|word| word.upos)
    }

    fn relation(&self, word: usize) -> &'static str {
        self.sentence.words.get(word).map_or("", |word| word.relation.base())
    }

    fn headed_in(&self, word: usize, words: &Range<usize>) -> bool {
        self.sentence.words.get(word).and_then(|word| word.head).is_some_and(|head| words.contains(&head))
    }

    /// The atom that starts at a word.
    fn atom_at(&self, word: usize) -> Option<&Atom> {
        let first = self.atoms.partition_point(|atom| atom.words.start < word);
        self.atoms[first..]
            .iter()
            .take_while(|atom| atom.words.start == word)
            .find(|atom| !matches!(atom.class, Class::Modifier(_)) || atom.words.len() > 1)
            .or_else(|| self.atoms.get(first).filter(|atom| atom.words.start == word))
    }

    /// The atom that ends right before a word.
    fn atom_before(&self, word: usize) -> Option<&Atom> {
        let end = self.atoms.partition_point(|atom| atom.words.start < word);
        self.atoms[..end].iter().rev().take(3).find(|atom| atom.words.end == word)
    }

    fn cores(&mut self) {
        for i in 0..self.atoms.len() {
            let atom = &self.atoms[i];
            if atom.words.clone().any(|word| self.used[word]) {
                continue;
            }
            match &atom.class {
                Class::Role { .. } => self.role_core(i),
                Class::Name(_) => self.name_core(i),
                Class::Title(_) => self.title_core(i),
                _ => {}
            }
        }
    }

    fn role_core(&mut self, i: usize) {
        let atom = self.atoms[i].clone();
        let mut phrase = Phrase::new(atom.words.clone(), Core::Nominal);
        self.take_role(&mut phrase, &atom);
        self.extend_right(&mut phrase);
        self.extend_left(&mut phrase);
        self.finish(phrase);
    }

    fn take_role(&self, phrase: &mut Phrase, atom: &Atom) {
        let Class::Role { offices, agent, plural } = &atom.class else { return };
        phrase.states.extend(atom.inside.iter().map(|&state| (state, atom.words.start)));
        if phrase.compound.is_none() {
            phrase.compound.clone_from(&atom.owner);
        }
        // `foreign ministers` is plural by its last word, `chefs de la police` by its first.
        let outer = atom.words.clone().find(|&word| !self.headed_in(word, &atom.words));
        let word = &self.sentence.words[outer.unwrap_or(atom.words.start)];
        let plural = *plural || word.features.has(Features::NUMBER_PLUR) && agent.is_none();
        match &mut phrase.role {
            Some(role) => {
                // `army chief`: the last is what it is, the first says of what.
                role.agents.splice(0..0, agent.iter().copied());
                role.offices.clone_from(offices);
                role.plural = plural;
                role.words.end = atom.words.end;
            }
            None => {
                phrase.role = Some(Role {
                    offices: offices.clone(),
                    agents: agent.iter().copied().collect(),
                    plural,
                    words: atom.words.clone(),
                });
            }
        }
        phrase.words.end = phrase.words.end.max(atom.words.end);
    }

    fn name_core(&mut self, i: usize) {
        let atom = self.atoms[i].clone();
        let Class::Name(name) = &atom.class else { return };
        let mut phrase = Phrase::new(atom.words.clone(), Core::Nominal);
        phrase.name = Some((name.clone(), atom.words.clone()));
        phrase.places = atom.places.clone();
        phrase.seat = atom.seat;
        phrase.states.extend(atom.inside.iter().map(|&state| (state, atom.words.start)));
        // A name before a role without a determiner is a compound: the role takes it.
        self.extend_right(&mut phrase);
        self.extend_left(&mut phrase);
        self.described(&mut phrase);
        self.finish(phrase);
    }

    fn title_core(&mut self, i: usize) {
        let atom = self.atoms[i].clone();
        let mut phrase = Phrase::new(atom.words.clone(), Core::Nominal);
        if self.take_name(&mut phrase) {
            self.extend_left(&mut phrase);
            if let Class::Title(row) = atom.class {
                phrase.titles.push(row);
            }
            self.finish(phrase);
        }
    }

    fn finish(&mut self, phrase: Phrase) {
        for word in phrase.words.clone() {
            self.used[word] = true;
        }
        // `les présidents russe et ukrainien`: each adjective is a member. `Bosnian Serb leader X` is one person.
        if phrase.name.is_none() && phrase.is_of_several_states() {
            let members = phrase
                .states
                .iter()
                .map(|&(state, word)| Phrase::new(word..word + 1, Core::Adjective(state)));
            self.phrases.extend(members);
        }
        self.phrases.push(phrase);
    }

    /// Takes a name that follows directly: `président *Vladimir Poutine*`.
    fn take_name(&self, phrase: &mut Phrase) -> bool {
        let mut end = phrase.words.end;
        let mut titles = Vec::new();
        while let Some(Atom { class: Class::Title(row), words, .. }) = self.atom_at(end) {
            titles.push(*row);
            end = words.end;
            if self.form(end) == "." {
                end += 1;
            }
        }
        let given = self.atom_at(end).filter(|atom| matches!(atom.class, Class::Given(_)));
        let Some(atom) = given.or_else(|| self.atom_at(end)) else { return false };
        let person = matches!(
            &atom.class,
            Class::Name(Name::Person(_) | Name::Surname(_) | Name::Unknown { person: true, .. })
        );
        if person && !self.personal(phrase) {
            if atom.words.len() > 1 && self.is_of_person(phrase.words.start) {
                return false;
            }
            // `le gouvernement Netanyahou`: whose it is, not what it is.
            if let Class::Name(name) = &atom.class {
                phrase.compound = Some(name.clone());
            }
            phrase.words.end = atom.words.end;
            return true;
        }
        let fits = match &atom.class {
            Class::Name(Name::Person(_) | Name::Surname(_) | Name::Unknown { .. }) => true,
            Class::Name(Name::Organisation(_) | Name::Contested(_)) => !self.personal(phrase),
            _ => false,
        };
        if !fits {
            return false;
        }
        let Class::Name(name) = atom.class.clone() else { return false };
        let name = match name {
            Name::Unknown { gender, .. } if self.personal(phrase) => {
                Name::Unknown { person: true, gender, noun: None }
            }
            other => other,
        };
        phrase.titles.extend(titles);
        phrase.words.end = atom.words.end;
        phrase.name = Some((name, atom.words.clone()));
        true
    }

    /// Whether a word stands in the complement of a role that people hold: `la cheffe *du cabinet* Jeanne Durand`.
    fn is_of_person(&self, word: usize) -> bool {
        let determined = |at: &usize| matches!(self.upos(*at), Some(Upos::Det | Upos::Adj));
        let before = (0..word).rev().find(|at| !determined(at));
        let of = before.filter(|&at| self.base.lists().complement.contains(&folded(self.form(at))));
        of.and_then(|at| self.atom_before(at))
            .is_some_and(|atom| matches!(atom.class, Class::Role { .. }) && self.personal_atom(atom))
    }

    /// Whether a role is one that people hold.
    fn personal(&self, phrase: &Phrase) -> bool {
        phrase.role.as_ref().is_none_or(|role| self.personal_role(&role.offices, role.agents.last().copied()))
    }

    fn personal_atom(&self, atom: &Atom) -> bool {
        match &atom.class {
            Class::Role { offices, agent, .. } => self.personal_role(offices, *agent),
            _ => true,
        }
    }

    fn personal_role(&self, offices: &[u32], agent: Option<u32>) -> bool {
        let agent = agent.and_then(|row| self.base.lexicon.agents.get(row as usize));
        if !offices.is_empty() {
            return true;
        }
        agent.is_none_or(|agent| {
            matches!(agent.kind.as_str(), "office" | "person" | "unnamed" | "witness" | "crowd")
                || agent.refers.as_deref() == Some("person")
        })
    }

    fn extend_right(&self, phrase: &mut Phrase) {
        loop {
            let end = phrase.words.end;
            if let Some(atom) = self.atom_at(end).cloned() {
                match &atom.class {
                    Class::Role { .. }
                        if phrase.role.is_some()
                            && phrase.name.is_none()
                            && self.compounds(&atom, phrase) =>
                    {
                        self.take_role(phrase, &atom);
                        continue;
                    }
                    Class::Role { .. } if phrase.role.is_none() && self.name_compounds(phrase, &atom) => {
                        let name = phrase.name.take();
                        phrase.places.clear();
                        phrase.compound = name.map(|(name, _)| name);
                        if let Some(Name::Demonym(state) | Name::State(state) | Name::Capital(state)) =
                            phrase.compound
                        {
                            phrase.states.push((state, phrase.words.start));
                        }
                        self.take_role(phrase, &atom);
                        continue;
                    }
                    Class::Adjective(state)
                        if self.form(atom.words.end) != "-" && self.adjective_fits(phrase, &atom) =>
                    {
                        phrase.states.push((*state, atom.words.start));
                        phrase.words.end = atom.words.end;
                        continue;
                    }
                    Class::Local(state) if phrase.role.is_some() && self.adjective_fits(phrase, &atom) => {
                        phrase.states.push((*state, atom.words.start));
                        phrase.words.end = atom.words.end;
                        continue;
                    }
                    Class::Modifier(_) | Class::Description if self.modifier_fits(phrase, &atom) => {
                        phrase.modifiers.extend(atom.modifier());
                        phrase.words.end = atom.words.end;
                        continue;
                    }
                    Class::Title(_) | Class::Given(_) | Class::Name(_)
                        if phrase.role.is_some() && phrase.name.is_none() && self.take_name(phrase) =>
                    {
                        continue;
                    }
                    Class::Name(name) if self.is_of_people(phrase, name) => {
                        if let Some((Name::Demonym(state), words)) = &phrase.name {
                            phrase.states.push((*state, words.start));
                        }
                        phrase.name = Some((name.clone(), atom.words.clone()));
                        phrase.words.end = atom.words.end;
                        continue;
                    }
                    _ => {}
                }
            }
            let mistaken = self.is_mistaken(phrase, phrase.words.end).then_some(phrase.words.end + 1);
            if let Some(end) = self.plain_adjective(phrase).or(mistaken) {
                phrase.words.end = end;
                continue;
            }
            if self.second_adjective(phrase) {
                continue;
            }
            break;
        }
    }

    /// Whether somebody's name stands behind that of the people whom he is of: `l'Autrichienne *Eva Durand*`.
    fn is_of_people(&self, phrase: &Phrase, name: &Name) -> bool {
        let one = !self.sentence.words[phrase.words.end - 1].features.has(Features::NUMBER_PLUR);
        let person = matches!(name, Name::Person(_) | Name::Unknown { person: true, .. });
        let people = matches!(&phrase.name, Some((Name::Demonym(_), _)));
        phrase.role.is_none() && people && person && one
    }

    /// Whether the tree takes a state's name for the adjective of one behind it: `le Sénégal *voisin*`.
    fn is_mistaken(&self, phrase: &Phrase, next: usize) -> bool {
        let last = phrase.words.end - 1;
        let state = matches!(&phrase.name, Some((Name::State(_), _))) && phrase.role.is_none();
        state && self.relation(last) == "amod" && self.headed_in(last, &(next..next + 1))
    }

    fn plain_adjective(&self, phrase: &Phrase) -> Option<usize> {
        let end = phrase.words.end;
        let fits = self.upos(end) == Some(Upos::Adj)
            && self.atom_at(end).is_none_or(|atom| matches!(atom.class, Class::Given(_)))
            && self.relation(end) == "amod"
            && self.headed_in(end, &phrase.words)
            && phrase.name.as_ref().is_none_or(|_| phrase.role.is_none());
        fits.then_some(end + 1)
    }

    /// `les présidents russe *et ukrainien*`
    fn second_adjective(&self, phrase: &mut Phrase) -> bool {
        let end = phrase.words.end;
        if phrase.states.is_empty() || self.upos(end) != Some(Upos::Cconj) {
            return false;
        }
        match self.atom_at(end + 1) {
            Some(Atom { class: Class::Adjective(state), words, .. })
                if self.upos(words.start) == Some(Upos::Adj)
                    || self.relation(words.start) == "conj" && self.headed_in(words.start, &phrase.words) =>
            {
                phrase.states.push((*state, words.start));
                phrase.words.end = words.end;
                true
            }
            _ => false,
        }
    }

    fn compounds(&self, atom: &Atom, phrase: &Phrase) -> bool {
        phrase.words.end == atom.words.start
            && (self.headed_in(phrase.words.end - 1, &(atom.words.start..atom.words.end + 4))
                || self.relation(phrase.words.end - 1) == "compound")
    }

    /// `*Kremlin* spokesman`, `*US* troops`
    fn name_compounds(&self, phrase: &Phrase, atom: &Atom) -> bool {
        let last = phrase.words.end - 1;
        let person = matches!(&phrase.name, Some((Name::Person(_) | Name::Surname(_), _)));
        // `a *Trump* adviser`, as the tree says; `Trump ally` says nothing of whose one is.
        let office = matches!(&atom.class, Class::Role { offices, .. } if !offices.is_empty());
        let served = office && self.relation(last) == "compound";
        if self.is_mistaken(phrase, atom.words.start) {
            return false;
        }
        let name = person && (served || !self.personal_atom(atom))
            || matches!(
                &phrase.name,
                Some((
                    Name::State(_)
                        | Name::Capital(_)
                        | Name::Organisation(_)
                        | Name::Contested(_)
                        | Name::Place(_)
                        | Name::Demonym(_),
                    _
                ))
            );
        name && phrase.words.end == atom.words.start
            && (matches!(self.relation(last), "compound" | "nmod" | "amod")
                || self.headed_in(last, &(atom.words.start..atom.words.end + 4)))
    }

    fn adjective_fits(&self, phrase: &Phrase, atom: &Atom) -> bool {
        let word = atom.words.start;
        let outside = atom.words.clone().find(|&word| !self.headed_in(word, &atom.words)).unwrap_or(word);
        // Before a noun that follows it belongs to that one: `told reporters Iranian forces`.
        let before_noun = matches!(self.upos(atom.words.end), Some(Upos::Noun | Upos::Propn))
            && self.sentence.words[outside].head.is_some_and(|head| head >= atom.words.end);
        let argument = matches!(self.relation(outside), "root" | "nsubj" | "obj" | "xcomp" | "ccomp" | "obl");
        let attributive = !argument || self.upos(word) == Some(Upos::Adj);
        let held = phrase.role.is_some() || self.headed_in(outside, &phrase.words);
        attributive && held && !before_noun && !is_capital(self.form(word))
    }

    fn modifier_fits(&self, phrase: &Phrase, atom: &Atom) -> bool {
        phrase.role.is_some()
            && phrase.name.is_none()
            && (atom.words.len() > 1 || self.headed_in(atom.words.start, &phrase.words))
    }

    fn adjectives_and_pronouns(&mut self) {
        for atom in self.atoms {
            let free = atom.words.clone().all(|word| !self.used[word]);
            let first = atom.words.start;
            let (core, possessive) = match atom.class {
                Class::Adjective(state) if free => (Core::Adjective(state), false),
                Class::Pronoun(row) => {
                    let Some(pronoun) = self.base.lexicon.pronouns.get(row as usize) else { continue };
                    (Core::Pronoun(row), pronoun.kind == "possessive")
                }
                _ => continue,
            };
            // A possessive stays a phrase of its own inside the one that it determines.
            if free || possessive {
                self.used[first] = true;
                self.phrases.push(Phrase::new(atom.words.clone(), core));
            }
        }
    }

    /// `*Iran's* foreign minister`
    fn possessors(&mut self) {
        for i in 0..self.phrases.len() {
            let start = self.phrases[i].words.start;
            if start < 2 || self.phrases[i].core != Core::Nominal {
                continue;
            }
            let marker = self.base.lists().possessive_marker.contains(&folded(self.form(start - 1)));
            if !marker {
                continue;
            }
            let Some(owner) =
                self.phrases.iter().position(|it| it.words.end == start - 1 && it.core == Core::Nominal)
            else {
                continue;
            };
            self.phrases[i].owner = Some(self.phrases[owner].words.end - 1);
            self.phrases[i].words.start = self.phrases[owner].words.start;
            self.phrases[i].definite = true;
        }
    }

    /// `le porte-parole *du ministère*`, from right to left so that inner ones are whole.
    fn complements(&mut self) {
        for i in (0..self.phrases.len()).rev() {
            let phrase = &self.phrases[i];
            if phrase.core != Core::Nominal || phrase.role.is_none() || phrase.is_person_name() {
                continue;
            }
            self.complement(i);
        }
    }

    fn complement(&mut self, i: usize) {
        let words = self.phrases[i].words.clone();
        let form = folded(self.form(words.end));
        let lists = self.base.lists();
        let strong = lists.complement.contains(&form);
        let affiliation = lists.affiliation.contains(&form);
        if !strong && !affiliation {
            return;
        }
        let Some(next) = self.next_phrase(words.end + 1).filter(|&next| next != i) else {
            if strong && !self.is_charged(&words) {
                self.plain_complement(i, words.end);
            }
            return;
        };
        let inner = &self.phrases[next];
        let outer = inner
            .words
            .clone()
            .find(|&word| !self.headed_in(word, &inner.words))
            .unwrap_or(inner.words.start);
        let below = self.headed_in(outer, &words) && self.relation(outer) != "conj";
        let adverbial = matches!(self.relation(outer), "obl" | "obj" | "iobj" | "nsubj" | "root" | "conj");
        if !(below || strong && !adverbial) {
            return;
        }
        let end = inner.words.end;
        let core = match (&inner.name, &inner.role) {
            (Some((_, name)), _) => name.start,
            (_, Some(role)) => role.words.start,
            _ => end - 1,
        };
        self.phrases[i].words.end = end;
        if self.phrases[i].owner.is_none() {
            self.phrases[i].owner = Some(core);
        }
    }

    /// Whether a verb says of what behind its object: `accused *the firm* of fraud`.
    fn is_charged(&self, words: &Range<usize>) -> bool {
        let outer = words.clone().find(|&word| !self.headed_in(word, words));
        let verb = outer
            .filter(|&word| self.relation(word) == "obj")
            .and_then(|word| self.sentence.words[word].head);
        verb.is_some_and(|verb| self.base.lists().charges.contains(&folded(&self.sentence.words[verb].lemma)))
    }

    /// The nominal phrase that begins at a word, over determiners.
    fn next_phrase(&self, from: usize) -> Option<usize> {
        let found = self
            .phrases
            .iter()
            .position(|it| it.core == Core::Nominal && it.words.start >= from && it.owner != Some(from))?;
        let start = self.phrases[found].words.start;
        (from..start).all(|word| matches!(self.upos(word), Some(Upos::Det))).then_some(found)
    }

    /// Extends a role over a complement that names no actor, as far as the tree says.
    fn plain_complement(&mut self, i: usize, from: usize) {
        let words = self.phrases[i].words.clone();
        let mut end = from;
        while end < self.sentence.words.len() && end < from + 12 {
            let word = &self.sentence.words[end];
            let inside =
                word.head.is_some_and(|head| words.contains(&head) || (from..from + 12).contains(&head));
            let nominal =
                matches!(word.upos, Upos::Adp | Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num);
            if !inside || !nominal || matches!(word.relation.base(), "conj" | "appos") {
                break;
            }
            end += 1;
        }
        while end > from && matches!(self.upos(end - 1), Some(Upos::Adp | Upos::Det)) {
            end -= 1;
        }
        if end > from + 1
            && !self
                .phrases
                .iter()
                .any(|it| it.words.start >= words.end && it.words.start < end && it.core == Core::Nominal)
        {
            self.phrases[i].words.end = end;
            self.phrases[i].complement = true;
        } else if end == from {
            // The complement is there all the same: the role is not the state's own.
            self.phrases[i].complement = matches!(self.upos(from + 1), Some(Upos::Noun | Upos::Det));
        }
    }

    /// The word by which the rest of the sentence refers to a phrase.
    fn set_head(&mut self, i: usize) {
        let words = self.phrases[i].words.clone();
        let phrase = &self.phrases[i];
        let core = match (&phrase.role, &phrase.name) {
            (Some(role), _) => role.words.clone(),
            (None, Some((_, words))) => words.clone(),
            _ => words.clone(),
        };
        let first_core = self.phrases[i].wrapper.map_or(core.start, |_| {
            words
                .clone()
                .find(|&word| !matches!(self.upos(word), Some(Upos::Det | Upos::Adv)))
                .unwrap_or(core.start)
        });
        let outer: Vec<usize> = words
            .clone()
            .filter(|&word| {
                !self.headed_in(word, &words)
                    && matches!(
                        self.upos(word),
                        Some(
                            Upos::Noun
                                | Upos::Propn
                                | Upos::Adj
                                | Upos::Pron
                                | Upos::Num
                                | Upos::X
                                | Upos::Det
                                | Upos::Verb
                        )
                    )
            })
            .collect();
        let in_core = |word: &&usize| {
            core.contains(*word)
                || self.phrases[i].aliases.contains(*word)
                || self.phrases[i].name.as_ref().is_some_and(|(_, name)| name.contains(*word))
        };
        let head = if phrase.core == Core::Nominal {
            outer
                .iter()
                .find(|&&word| word == first_core)
                .or_else(|| outer.iter().find(in_core))
                .or_else(|| outer.iter().find(|&&word| self.upos(word) != Some(Upos::Det)))
                .copied()
                .unwrap_or(first_core)
        } else {
            outer.first().copied().unwrap_or(words.start)
        };
        let mut aliases: Vec<usize> = outer.iter().copied().filter(|word| in_core(&word)).collect();
        aliases.extend(self.phrases[i].aliases.iter().copied());
        aliases.retain(|&word| word != head);
        aliases.sort_unstable();
        aliases.dedup();
        self.phrases[i].head = head;
        self.phrases[i].aliases = aliases;
    }

    /// Owners were noted by a word of theirs: now by their head.
    fn owners(&mut self) {
        for i in 0..self.phrases.len() {
            for same in [false, true] {
                let at = if same { self.phrases[i].same_as } else { self.phrases[i].owner };
                let Some(at) = at else { continue };
                let inner = self
                    .phrases
                    .iter()
                    .enumerate()
                    .filter(|(j, it)| *j != i && it.core == Core::Nominal && it.words.contains(&at))
                    .min_by_key(|(_, it)| it.words.len())
                    .map(|(_, it)| it.head);
                if same { self.phrases[i].same_as = inner } else { self.phrases[i].owner = inner }
            }
        }
    }
}

fn first_role(phrase: &Phrase) -> usize {
    phrase.role.as_ref().map_or(phrase.words.start, |role| role.words.start)
}

/// The contract's word for a number.
pub(crate) fn count(word: &str) -> Count {
    match word {
        "one" => Count::One,
        "two" => Count::Two,
        "several" => Count::Several,
        _ => Count::Unknown,
    }
}
