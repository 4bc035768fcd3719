//! What a phrase takes on its left: determiners, numerals, adjectives, modifiers, titles, the states of a list.

use super::{Builder, Phrase};
use crate::resolve::actors::Count;
use crate::resolve::atoms::{Atom, Class, Name};
use crate::resolve::index::folded;
use crate::ud::{Features, Upos};

impl Builder<'_> {
    pub(super) fn extend_left(&mut self, phrase: &mut Phrase) {
        loop {
            let start = phrase.words.start;
            if start == 0 {
                break;
            }
            if !self.left_atom(phrase) && !self.left_list(phrase) && !self.left_word(phrase) {
                break;
            }
            if phrase.words.start >= start {
                break;
            }
        }
    }

    /// Takes a known word on the left.
    fn left_atom(&mut self, phrase: &mut Phrase) -> bool {
        let start = phrase.words.start;
        // `ex-président`: one word, or a prefix with its hyphen.
        let joined = if self.form(start - 1) == "-" { start - 1 } else { start };
        if let Some(Atom { class: Class::Modifier(row), .. }) = self.atoms.iter().find(|a| {
            a.words.start == start && a.words.end == start + 1 && matches!(a.class, Class::Modifier(_))
        }) && phrase.role.as_ref().is_some_and(|role| role.words.start == start)
            && !phrase.modifiers.contains(row)
        {
            phrase.modifiers.push(*row);
        }
        let Some(atom) = self.atom_before(joined).cloned() else { return false };
        if self.used[atom.words.start] && !matches!(atom.class, Class::Name(_)) {
            return false;
        }
        match &atom.class {
            Class::Modifier(row) => phrase.modifiers.push(*row),
            Class::Adjective(state) if joined == start => phrase.states.push((*state, atom.words.start)),
            Class::Local(state) if joined == start && phrase.role.is_some() => {
                phrase.states.push((*state, atom.words.start));
            }
            Class::Name(Name::Demonym(state))
                if phrase.is_person_name() && phrase.role.is_none() && !self.used[atom.words.start] =>
            {
                phrase.states.push((*state, atom.words.start));
            }
            Class::Title(row) if phrase.name.is_some() => phrase.titles.push(*row),
            Class::Given(_) if phrase.is_person_name() => {}
            Class::Description if joined == start && phrase.role.is_some() => {}
            _ => return false,
        }
        phrase.words.start = atom.words.start;
        true
    }

    /// Takes another state's adjective before a plural: `*French and* German ministers`.
    fn left_list(&self, phrase: &mut Phrase) -> bool {
        let start = phrase.words.start;
        let plural = phrase.role.as_ref().is_some_and(|role| {
            let several = |word: usize| self.sentence.words[word].features.has(Features::NUMBER_PLUR);
            role.plural || role.words.clone().any(several)
        });
        let first = phrase.states.last().is_some_and(|&(_, word)| word == start);
        let listed = self.upos(start - 1) == Some(Upos::Cconj)
            || self.form(start - 1) == "," && phrase.states.len() > 1;
        if !plural || !first || !listed || phrase.name.is_some() {
            return false;
        }
        match self.atom_before(start - 1) {
            Some(Atom { class: Class::Adjective(state), words, .. }) if !self.used[words.start] => {
                phrase.states.push((*state, words.start));
                phrase.words.start = words.start;
                true
            }
            _ => false,
        }
    }

    /// Takes a determiner, numeral, adjective or whatever the tree hangs below the core.
    fn left_word(&mut self, phrase: &mut Phrase) -> bool {
        let at = phrase.words.start - 1;
        if self.used[at] {
            return false;
        }
        if self.take_glued(phrase, at) {
            return true;
        }
        let word = &self.sentence.words[at];
        // "at least six people": the preposition's word says how many, not who.
        if word.upos == Upos::Adj && self.sentence.with(at, "case").any(|case| case < at) {
            return false;
        }
        let shares = self.sentence.words[..at].last().is_some_and(|before| before.token == word.token);
        let pronoun = self.atom_at(at).and_then(|atom| match atom.class {
            Class::Pronoun(row) => self.base.lexicon.pronouns.get(row as usize),
            _ => None,
        });
        if pronoun.is_some_and(|pronoun| pronoun.kind == "possessive") {
            phrase.possessor = Some(at);
            phrase.definite = true;
        } else if word.upos == Upos::Det || word.relation.base() == "det" || self.is_both(at) {
            phrase.definite |= self.base.lists().definite.contains(&folded(&word.form));
            self.number(phrase, at);
            if shares {
                // `du président`: the article is inside a preposition's token.
                return false;
            }
        } else if word.upos == Upos::Num {
            if self.timed.get(at).copied().unwrap_or(false) {
                return false;
            }
            self.number(phrase, at);
        } else {
            let below = self.headed_in(at, &phrase.words);
            let fits = match word.upos {
                Upos::Adj => below || phrase.role.is_some() && word.relation.base() == "amod",
                Upos::Noun | Upos::Propn => below && matches!(word.relation.base(), "compound" | "amod"),
                // A participle, not the gerund whose object it is.
                Upos::Verb => {
                    let framed =
                        matches!(self.upos(at.wrapping_sub(1)), Some(Upos::Det | Upos::Num | Upos::Adj));
                    below
                        && word.relation.base() == "amod"
                        && (framed || word.features.has(Features::TENSE_PAST))
                }
                Upos::Punct => word.form == "-" && below,
                Upos::Adv => {
                    below
                        && word.relation.base() == "advmod"
                        && phrase.role.is_some()
                        && at > 0
                        && self.upos(at - 1) == Some(Upos::Det)
                }
                _ => false,
            };
            let boundary =
                phrase.name.as_ref().is_some_and(|_| phrase.role.is_none()) && word.upos != Upos::Adj;
            if !fits || boundary {
                return false;
            }
        }
        phrase.words.start = at;
        true
    }

    /// Whether a word is a hyphen inside a compound.
    fn is_glued(&self, word: usize) -> bool {
        let words = &self.sentence.words;
        let (Some(before), Some(next)) =
            (word.checked_sub(1).and_then(|at| words.get(at)), words.get(word + 1))
        else {
            return false;
        };
        words[word].form == "-"
            && before.span.end == words[word].span.start
            && words[word].span.end == next.span.start
            && (matches!(next.upos, Upos::Verb | Upos::Adj) || before.upos == Upos::Num)
    }

    /// Takes a hyphen and what it joins: `the *Iran-*backed militia`. Whether there is one.
    fn take_glued(&self, phrase: &mut Phrase, at: usize) -> bool {
        if !self.is_glued(at) {
            return false;
        }
        let based = self.base.lists().based.contains(&folded(self.form(at + 1)));
        let atom = self.atom_before(at);
        if let Some(Atom { class: Class::Adjective(state) | Class::Name(Name::State(state)), .. }) =
            atom.filter(|_| based)
        {
            phrase.states.push((*state, at - 1));
        }
        // "North Korea-linked hackers": a name of several words is joined whole.
        if let Some(words) = atom.map(|atom| atom.words.clone()).filter(|words| words.end == at) {
            phrase.words.start = words.start;
            return true;
        }
        phrase.words.start = at - 1;
        true
    }

    /// `both`, which the tagger takes for a conjunction.
    fn is_both(&self, word: usize) -> bool {
        let (form, lists) = (folded(self.form(word)), self.base.lists());
        lists.two.contains(&form) && lists.definite.contains(&form)
    }

    fn number(&self, phrase: &mut Phrase, word: usize) {
        let form = folded(self.form(word));
        let lists = self.base.lists();
        if lists.two.contains(&form) || form == "2" {
            phrase.count = Some(Count::Two);
        } else if lists.one.contains(&form) || form == "1" {
            phrase.count.get_or_insert(Count::One);
        } else if self.upos(word) == Some(Upos::Num) {
            phrase.count = Some(Count::Several);
        }
    }
}
