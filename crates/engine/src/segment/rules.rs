//! What the stage prepares from `segmentation.toml`.

use depeche_knowledge::segmentation::{
    AbbreviationClass, Contraction, Enclitic, Segmentation, SegmentationExample,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// A language's rules, prepared for look-up.
#[derive(Debug, Default)]
pub struct Rules {
    pub(super) abbreviations: FxHashMap<SmolStr, AbbreviationClass>,
    pub(super) starters: FxHashSet<SmolStr>,
    pub(super) weak_starters: FxHashSet<SmolStr>,
    pub(super) speech: FxHashSet<SmolStr>,
    pub(super) elisions: FxHashSet<SmolStr>,
    pub(super) kept: FxHashSet<SmolStr>,
    pub(super) prefixes: FxHashSet<SmolStr>,
    pub(super) units: FxHashSet<SmolStr>,
    pub(super) symbols: FxHashSet<SmolStr>,
    pub(super) dateline: FxHashSet<SmolStr>,
    pub(super) hyphen_joins: bool,
    pub(super) blank_groups_digits: bool,
    pub(super) signed_numbers: bool,
    pub(super) semicolon_ends: bool,
    /// Longest first.
    pub(super) token_enclitics: Vec<Enclitic>,
    /// Longest first.
    pub(super) word_enclitics: Vec<Enclitic>,
    pub(super) contractions: FxHashMap<SmolStr, Contracted>,
    /// Bytes of the longest contraction.
    pub(super) longest_contraction: usize,
    /// Texts with the reading that they must get.
    pub examples: Vec<SegmentationExample>,
}

/// A contraction with the words before it that decide.
#[derive(Debug)]
pub(super) struct Contracted {
    pub(super) words: Vec<SmolStr>,
    pub(super) unless: Option<Deciders>,
}

/// See [`depeche_knowledge::segmentation::Unless`].
#[derive(Debug)]
pub(super) struct Deciders {
    /// Whole words; true where it is one word.
    pub(super) words: FxHashMap<SmolStr, bool>,
    /// Endings; true where it is one word.
    pub(super) endings: FxHashMap<SmolStr, bool>,
    pub(super) same_after: FxHashSet<SmolStr>,
    pub(super) through: FxHashSet<SmolStr>,
}

impl Rules {
    /// Prepares a language's rules.
    #[must_use]
    pub fn new(pack: &Segmentation) -> Rules {
        let set = |forms: &[SmolStr]| forms.iter().cloned().collect();
        let mut abbreviations = FxHashMap::default();
        for class in &pack.abbreviations {
            abbreviations.extend(class.forms.iter().map(|form| (form.clone(), class.class)));
        }
        let mut enclitics = pack.enclitics.clone();
        enclitics.sort_by_key(|enclitic| std::cmp::Reverse(enclitic.form.len()));
        let (token_enclitics, word_enclitics) = enclitics.into_iter().partition(|enclitic| enclitic.token);
        Rules {
            abbreviations,
            starters: set(&pack.starters),
            weak_starters: set(&pack.weak_starters),
            speech: set(&pack.speech),
            elisions: set(&pack.elisions),
            kept: set(&pack.kept),
            prefixes: set(&pack.prefixes),
            units: set(&pack.units),
            symbols: set(&pack.symbols),
            dateline: set(&pack.dateline),
            hyphen_joins: pack.hyphen_joins,
            blank_groups_digits: pack.blank_groups_digits,
            signed_numbers: pack.signed_numbers,
            semicolon_ends: pack.semicolon_ends,
            token_enclitics,
            word_enclitics,
            longest_contraction: pack.contractions.iter().map(|row| row.form.len()).max().unwrap_or(0),
            contractions: pack
                .contractions
                .iter()
                .map(|row| (row.form.clone(), Contracted::new(row)))
                .collect(),
            examples: pack.examples.clone(),
        }
    }
}

impl Contracted {
    fn new(row: &Contraction) -> Contracted {
        let unless = row.unless.as_ref().map(|unless| {
            let pairs = |one: &[SmolStr], many: &[SmolStr]| {
                let one = one.iter().map(|form| (form.clone(), true));
                one.chain(many.iter().map(|form| (form.clone(), false))).collect()
            };
            Deciders {
                words: pairs(&unless.after, &unless.contraction_after),
                endings: pairs(&unless.after_ending, &unless.contraction_after_ending),
                same_after: unless.same_after.iter().cloned().collect(),
                through: unless.through.iter().cloned().collect(),
            }
        });
        Contracted { words: row.words.clone(), unless }
    }
}
