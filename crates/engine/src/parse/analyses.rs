//! Which analyses a verb's form allows at all: `remettrait` is a conditional whatever the sentence. Learned from
//! a lexicon, kept like lemma rules under the longest ending that tells, so that unknown verbs have them too.

use crate::parse::lemma::{ending, form_key};
use crate::parse::table::Table;
use crate::parse::weights::{Builder, Weights};
use crate::ud::{Features, PAIRS, Upos};

/// The features that an analysis decides; the others are the network's alone.
pub const DECIDED: &[&str] = &["Gender", "Mood", "Number", "Person", "Tense", "VerbForm"];

/// All features of those names.
#[must_use]
pub fn decided() -> Features {
    let pairs = PAIRS.iter().enumerate().filter(|(_, (name, _))| DECIDED.contains(name));
    Features(pairs.fold(0, |bits, (at, _)| bits | 1 << at))
}

/// Sets of analyses by form.
#[derive(Debug, Default)]
pub struct Analyses {
    sets: Vec<Vec<Features>>,
    keys: Table,
}

impl Analyses {
    /// Puts sets under keys of endings and whole forms.
    #[must_use]
    pub fn new(sets: Vec<Vec<Features>>, entries: Vec<(u32, u16)>) -> Analyses {
        Analyses { sets, keys: Table::new(entries) }
    }

    /// The analyses that a form allows; none where nothing is known.
    #[must_use]
    pub fn of(&self, form: &str) -> &[Features] {
        let set = self.keys.get(form_key(Upos::Verb, form)).or_else(|| ending(&self.keys, Upos::Verb, form));
        set.and_then(|set| self.sets.get(usize::from(set))).map_or(&[], Vec::as_slice)
    }

    /// Adds the sets to a weights file.
    pub fn write(&self, out: &mut Builder) {
        let line = |set: &Vec<Features>| set.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        out.lines("analysis_sets", &self.sets.iter().map(line).collect::<Vec<_>>());
        self.keys.write("analyses", out);
    }

    /// Reads the sets of a weights file.
    ///
    /// # Errors
    /// A section is missing or damaged.
    pub fn read(weights: &Weights<'_>) -> Result<Analyses, String> {
        let lines = weights.lines("analysis_sets")?;
        let sets = lines.into_iter().map(|line| line.split_whitespace().map(Features::parse).collect());
        Ok(Analyses { sets: sets.collect(), keys: Table::read("analyses", weights)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::lemma::ending_key;

    #[test]
    fn a_whole_form_goes_before_its_ending() {
        let conditional = Features::MOOD_CND.with(Features::VERBFORM_FIN);
        let imperfect = Features::MOOD_IND.with(Features::TENSE_IMP).with(Features::VERBFORM_FIN);
        let entries = vec![(ending_key(Upos::Verb, "rait"), 0), (form_key(Upos::Verb, "tirait"), 1)];
        let analyses = Analyses::new(vec![vec![conditional], vec![imperfect]], entries);
        assert_eq!(analyses.of("mettrait"), [conditional]);
        assert_eq!(analyses.of("tirait"), [imperfect]);
        assert!(analyses.of("met").is_empty());
    }
}
