//! Finds where the rules of `calendar.toml` fit.

use depeche_knowledge::calendar::{Calendar, Rule};

use super::tags::{Class, Lexicon, NO_ENTRY, Tag};
use super::units::Unit;

/// A rule's place in a sentence: what it found there.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// Index of the rule.
    pub rule: usize,
    /// First unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
    /// How many units beside it had to fit.
    pub beside: usize,
    /// What was found, in order, and whether it stands beside the expression.
    pub found: Vec<(Tag, bool)>,
}

impl Match {
    /// The value of the last word of a class; words beside the expression count where it has none itself.
    pub fn get(&self, class: Class) -> Option<f64> {
        self.own(class).or_else(|| self.beside(class))
    }

    /// The value of the last word of a class in the expression itself.
    pub fn own(&self, class: Class) -> Option<f64> {
        self.last(class, false)
    }

    /// The value of the last word of a class beside the expression.
    pub fn beside(&self, class: Class) -> Option<f64> {
        self.last(class, true)
    }

    fn last(&self, class: Class, beside: bool) -> Option<f64> {
        let mut found = self.found.iter().rev();
        found.find(|(tag, at)| tag.class == class && *at == beside).map(|(tag, _)| tag.value)
    }

    /// The value of the first word of a class.
    pub fn first(&self, class: Class) -> Option<f64> {
        self.found.iter().find(|(tag, beside)| tag.class == class && !beside).map(|(tag, _)| tag.value)
    }

    /// Entries of the words that give it its value.
    pub fn entries(&self) -> impl Iterator<Item = usize> + '_ {
        self.found.iter().filter(|(tag, _)| tag.entry != NO_ENTRY).map(|(tag, _)| usize::from(tag.entry))
    }
}

#[derive(Debug)]
struct Element {
    classes: Vec<Class>,
    optional: bool,
    beside: bool,
}

/// The rules, prepared.
#[derive(Debug, Default)]
pub(super) struct Rules {
    elements: Vec<Vec<Element>>,
    /// By rule: whether it says how another expression is meant. Then every end counts, for `the end of` goes
    /// before `the year` and `the end of the` before `year`.
    modifies: Vec<bool>,
    /// The class of a comma: it ends and begins no expression.
    comma: Option<Class>,
    /// By class: the rules that may begin with it.
    beginning: Vec<Vec<u16>>,
}

impl Rules {
    /// Prepares the rules of a calendar.
    pub fn new(calendar: &Calendar, lexicon: &mut Lexicon) -> Rules {
        let mut rules = Rules::default();
        for (index, rule) in calendar.rules.iter().enumerate() {
            let elements = elements(rule, lexicon);
            rules.beginning.resize_with(lexicon.classes.len(), Vec::new);
            for element in &elements {
                for class in &element.classes {
                    let beginning = &mut rules.beginning[usize::from(*class)];
                    if !beginning.contains(&(index as u16)) {
                        beginning.push(index as u16);
                    }
                }
                if !element.optional {
                    break;
                }
            }
            rules.elements.push(elements);
            rules.modifies.push(rule.mean == "modifier");
        }
        let comma = lexicon.classes.iter().position(|class| class == "','");
        rules.comma = comma.and_then(|comma| Class::try_from(comma).ok());
        rules
    }

    /// Everything that fits anywhere, in no order.
    pub fn matches(&self, units: &[Unit], tags: &[Vec<Tag>]) -> Vec<Match> {
        let mut matches = Vec::new();
        let possible = self.possible(tags);
        let mut tried = vec![usize::MAX; self.elements.len()];
        for at in 0..units.len() {
            for tag in &tags[at] {
                for &rule in self.beginning.get(usize::from(tag.class)).into_iter().flatten() {
                    let rule = usize::from(rule);
                    if possible[rule] && tried[rule] != at {
                        tried[rule] = at;
                        self.fits(rule, tags, at, &mut matches);
                    }
                }
            }
        }
        matches
    }

    /// By rule: whether the sentence has a word for each of its places that must be filled. Most rules fall here.
    fn possible(&self, tags: &[Vec<Tag>]) -> Vec<bool> {
        let mut present = vec![false; self.beginning.len()];
        for tag in tags.iter().flatten() {
            if let Some(present) = present.get_mut(usize::from(tag.class)) {
                *present = true;
            }
        }
        let filled = |element: &Element| {
            element.optional || element.classes.iter().any(|&class| present[usize::from(class)])
        };
        self.elements.iter().map(|elements| elements.iter().all(filled)).collect()
    }

    fn fits(&self, rule: usize, tags: &[Vec<Tag>], at: usize, matches: &mut Vec<Match>) {
        let every = self.modifies[rule];
        let mut search = Search { tags, comma: self.comma, every, best: Vec::new(), path: Vec::new() };
        search.step(&self.elements[rule], at, None, 0, 0);
        let fits = search.best.into_iter();
        matches.extend(fits.map(|(start, end, beside, found)| Match { rule, start, end, beside, found }));
    }
}

fn elements(rule: &Rule, lexicon: &mut Lexicon) -> Vec<Element> {
    rule.elements
        .iter()
        .map(|element| Element {
            classes: element.classes.iter().map(|name| lexicon.class(name)).collect(),
            optional: element.optional,
            beside: element.beside,
        })
        .collect()
}

/// Start, end, units beside, and what was found.
type Best = (usize, usize, usize, Vec<(Tag, bool)>);

/// A search for the longest fit of one rule at one place, or for every fit.
struct Search<'a> {
    tags: &'a [Vec<Tag>],
    comma: Option<Class>,
    every: bool,
    best: Vec<Best>,
    path: Vec<(Tag, bool)>,
}

impl Search<'_> {
    /// `start`: where the expression began, if it has; `end`: where it ends so far.
    fn step(&mut self, elements: &[Element], at: usize, start: Option<usize>, end: usize, beside: usize) {
        let Some((element, rest)) = elements.split_first() else {
            let Some(start) = start else { return };
            let mut own = self.path.iter().filter(|(_, beside)| !beside).map(|(tag, _)| Some(tag.class));
            let (first, last) = (own.next(), own.next_back());
            if self.comma.is_some() && (first == Some(self.comma) || last == Some(self.comma)) {
                return;
            }
            let longer = |best: &Best| (end - start, beside) > (best.1 - best.0, best.2);
            if self.every || self.best.first().is_none_or(longer) {
                if !self.every {
                    self.best.clear();
                }
                self.best.push((start, end, beside, self.path.clone()));
            }
            return;
        };
        let tags = self.tags;
        for tag in tags.get(at).into_iter().flatten().filter(|tag| element.classes.contains(&tag.class)) {
            let length = usize::from(tag.length);
            self.path.push((*tag, element.beside));
            if element.beside {
                self.step(rest, at + length, start, end, beside + length);
            } else {
                self.step(rest, at + length, Some(start.unwrap_or(at)), at + length, beside);
            }
            self.path.pop();
        }
        if element.optional {
            self.step(rest, at, start, end, beside);
        }
    }
}
