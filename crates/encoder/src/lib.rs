//! A learned reader of relations: a small multilingual encoder that names the act between two places of a sentence.
//!
//! Its weights (`models/relations.bin`) are made by `training/encoder/`. They are used where they lie; whole numbers
//! and an order of its own make its answers the same on every machine.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod matrix;
mod network;
mod numbers;
mod pieces;
pub mod weights;

use std::ops::Range;

use matrix::{Kernel, Plain};
use network::{Network, Scratch};
use numbers::softmax;
use pieces::{Pieces, Split};
use weights::Weights;

/// Acts with "none", and standings, as the head has them.
const ACTS: usize = 17;
const STANDINGS: usize = 4;

static RELATIONS: &[u8] = include_bytes!("../../../models/relations.bin");

/// The encoder, ready to be asked.
#[derive(Debug)]
pub struct Encoder {
    pieces: Pieces<'static>,
    network: Network<'static>,
    /// Divides the scores of acts, standings and labels, so that their probabilities can be believed.
    temperatures: [f32; 3],
    /// How much the logarithm of other evidence counts beside that of the encoder's probability, and what both together
    /// are then multiplied by, so that probabilities out of them can be believed: chosen on development data.
    pub mixture: [f32; 2],
}

/// A question: a text and two places in it, each where it is known.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// One sentence, or little more.
    pub text: &'a str,
    /// Source and target, in bytes of the text.
    pub ends: [Option<Range<usize>>; 2],
}

/// What the encoder says of one question: probabilities, in the order of the ontology, "none" last.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Opinion {
    /// Of each act itself.
    pub acts: [f32; ACTS],
    /// Of its standing: past, future, negated, both.
    pub standings: [f32; STANDINGS],
    /// Of each label under the codebook's convention.
    pub labels: [f32; ACTS],
}

impl Encoder {
    /// The encoder that the program carries.
    ///
    /// # Errors
    /// The build is broken: its file does not read.
    pub fn embedded() -> Result<Encoder, String> {
        Encoder::new(RELATIONS).map_err(|error| format!("models/relations.bin: {error}"))
    }

    /// An encoder over the bytes of its file.
    ///
    /// # Errors
    /// The file does not read.
    pub fn new(bytes: &'static [u8]) -> Result<Encoder, String> {
        let weights = Weights::read(bytes)?;
        let pieces = Pieces::new(&weights)?;
        let network = Network::new(&weights, pieces.len())?;
        let temperatures = numbers_of(&weights, "temperatures")?;
        Ok(Encoder { pieces, network, temperatures, mixture: numbers_of(&weights, "mixture")? })
    }

    /// Answers questions, in order.
    #[must_use]
    pub fn answer(&self, questions: &[Question<'_>]) -> Vec<Opinion> {
        let longest = self.network.longest().saturating_sub(1);
        let split = |it: &Question<'_>| self.pieces.marked(it.text, &it.ends, longest);
        let splits: Vec<Split> = questions.iter().map(split).collect();
        dispatch(&self.network, &splits).iter().map(|scores| self.opinion(scores)).collect()
    }

    fn opinion(&self, scores: &[f32]) -> Opinion {
        let mut opinion = Opinion::default();
        let (acts, rest) = scores.split_at(ACTS.min(scores.len()));
        let (standings, labels) = rest.split_at(STANDINGS.min(rest.len()));
        let parts = [&mut opinion.acts[..], &mut opinion.standings[..], &mut opinion.labels[..]];
        for ((out, scores), temperature) in
            parts.into_iter().zip([acts, standings, labels]).zip(self.temperatures)
        {
            out.iter_mut().zip(scores).for_each(|(out, score)| *out = score / temperature);
            softmax(out);
        }
        opinion
    }
}

fn numbers_of<const N: usize>(weights: &Weights<'_>, name: &str) -> Result<[f32; N], String> {
    weights.floats(name)?.try_into().map_err(|_| format!("`{name}` does not fit"))
}

/// Scores of split questions with the best instructions at hand.
fn dispatch(network: &Network<'_>, splits: &[Split]) -> Vec<Vec<f32>> {
    #[cfg(target_arch = "x86_64")]
    if let Some(kernel) = pulp::x86::V3::try_new() {
        return scores(kernel, network, splits);
    }
    scores(Plain, network, splits)
}

fn scores<K: Kernel>(kernel: K, network: &Network<'_>, splits: &[Split]) -> Vec<Vec<f32>> {
    network.scores(kernel, splits, &mut Scratch::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `training/encoder/export.py`: sentences, and what the network in Python makes of them, before
    /// temperatures.
    const EXAMPLES: &str = include_str!("examples.tsv");

    fn unmarked(marked: &str) -> (String, [Option<Range<usize>>; 2]) {
        let (mut text, mut rest) = (String::new(), marked);
        let (mut ends, mut starts) = ([None, None], [0; 2]);
        while let Some(at) = rest.find('<') {
            text.push_str(&rest[..at]);
            let (tag, behind) = rest[at..].split_once('>').unwrap();
            let which = usize::from(tag.ends_with('t'));
            if tag.starts_with("</") {
                ends[which] = Some(starts[which]..text.len());
            } else {
                starts[which] = text.len();
            }
            rest = behind;
        }
        text.push_str(rest);
        (text, ends)
    }

    #[test]
    fn examples_are_split_and_judged_as_in_python() {
        let mut encoder = Encoder::embedded().unwrap();
        encoder.temperatures = [1.0; 3];
        for line in EXAMPLES.lines() {
            let [marked, ids, shares] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
            let (text, ends) = unmarked(marked);
            let split = encoder.pieces.marked(&text, &ends, encoder.network.longest() - 1);
            let wanted: Vec<u32> = ids.split(' ').map(|id| id.parse().unwrap()).collect();
            assert_eq!(split.ids, wanted, "{marked}");
            let opinion = encoder.answer(&[Question { text: &text, ends }])[0];
            let found: Vec<f32> = [&opinion.acts[..], &opinion.standings, &opinion.labels].concat();
            let wanted: Vec<f32> = shares.split(' ').map(|share| share.parse().unwrap()).collect();
            // Weights and activations of 7 bits leave their mark where the network is of two minds.
            let apart: f32 = found.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).sum();
            assert!(apart < 1.2, "{marked}: {apart} {opinion:?}");
            for (act, share) in wanted.iter().take(ACTS).enumerate().filter(|(_, share)| **share > 0.7) {
                assert!((found[act] - share).abs() < 0.1, "{marked}: {act} {opinion:?}");
            }
        }
    }

    #[test]
    fn every_instruction_set_says_the_same_to_the_bit() {
        let encoder = Encoder::embedded().unwrap();
        let ends = [Some(3..9), Some(22..30)];
        let splits = [encoder.pieces.marked("Le Maroc a reçu hier l'Algérie à Fès.", &ends, 100)];
        assert_eq!(scores(Plain, &encoder.network, &splits), dispatch(&encoder.network, &splits));
    }

    #[test]
    fn probabilities_sum_to_one_whatever_is_asked() {
        let encoder = Encoder::embedded().unwrap();
        let long = "a".repeat(5000);
        let texts = ["", " ", "…", "\u{0}\u{1}", long.as_str()];
        let places =
            [[None, None], [Some(0..0), None], [Some(0..usize::MAX), Some(Range { start: 7, end: 3 })]];
        for text in texts {
            for ends in &places {
                let opinion = encoder.answer(&[Question { text, ends: ends.clone() }])[0];
                for part in [&opinion.acts[..], &opinion.standings, &opinion.labels] {
                    assert!((part.iter().sum::<f32>() - 1.0).abs() < 1e-3, "{text:.10} {ends:?}");
                }
            }
        }
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        for length in [0, 3, 100, RELATIONS.len() / 2, RELATIONS.len() - 1] {
            assert!(Encoder::new(&RELATIONS[..length]).is_err());
        }
    }
}
