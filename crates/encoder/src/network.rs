//! The layers of the encoder, and the head that looks at places of the sentence.
//!
//! The same as `training/encoder/network.py`, in whole numbers where it multiplies matrices.

use std::ops::Range;

use pulp::NullaryFnOnce;

use super::matrix::{Activations, Kernel, Matrix};
use super::numbers::{gelu, normalise, softmax, tanh};
use crate::pieces::Split;
use crate::weights::Weights;

/// Numbers of one attention head.
const HEAD: usize = 32;
/// Weights of a block of 4 bits.
const BLOCK: usize = 32;
/// Tokens looked at together.
const LANES: usize = 16;
/// The score of what is no token.
const NOTHING: f32 = -1e9;
/// Tokens of several sentences computed together, where more than one is asked about.
const TOGETHER: usize = 224;

#[derive(Debug)]
struct Layer<'a> {
    query: Matrix<'a>,
    key_value: Matrix<'a>,
    mix: Matrix<'a>,
    up: Matrix<'a>,
    down: Matrix<'a>,
    /// Weight and bias of the two normalisations.
    norms: [[Vec<f32>; 2]; 2],
}

/// The network, as it lies in the file.
#[derive(Debug)]
pub(super) struct Network<'a> {
    width: usize,
    /// Rows of 4-bit words: bytes, scales in half precision.
    nibbles: &'a [u8],
    scales: &'a [[u8; 2]],
    /// Rows of what is no piece.
    special: Vec<f32>,
    places: &'a [[u8; 4]],
    norm: [Vec<f32>; 2],
    layers: Vec<Layer<'a>>,
    hidden: Matrix<'a>,
    out: Matrix<'a>,
}

/// Working space, kept from sentence to sentence.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    states: Vec<f32>,
    input: Activations,
    query: Vec<f32>,
    key_value: Vec<f32>,
    keys: Vec<f32>,
    scores: Vec<f32>,
    mixed: Vec<f32>,
    wide: Vec<f32>,
    change: Vec<f32>,
}

/// A number of half precision.
fn half(bytes: [u8; 2]) -> f32 {
    let bits = u32::from(u16::from_le_bytes(bytes));
    let (sign, exponent, fraction) = (bits >> 15 << 31, bits >> 10 & 31, bits & 1023);
    let magnitude = match exponent {
        0 => (fraction as f32 / 16_777_216.0).to_bits(),
        _ => (exponent + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign | magnitude)
}

fn matrix<'a>(weights: &Weights<'a>, name: &str) -> Result<Matrix<'a>, String> {
    let [sums, scales, bias] =
        ["sums", "scales", "bias"].map(|part| weights.floats(&format!("{name}.{part}")));
    Matrix::new(weights.bytes(name)?, &sums?, scales?, bias?)
}

fn norm(weights: &Weights<'_>, name: &str) -> Result<[Vec<f32>; 2], String> {
    Ok([weights.floats(name)?, weights.floats(&format!("{name}.bias"))?])
}

impl<'a> Network<'a> {
    /// The network of a file, for so many pieces.
    ///
    /// # Errors
    /// A section is missing or does not fit.
    pub(super) fn new(weights: &Weights<'a>, pieces: usize) -> Result<Network<'a>, String> {
        let mut layers = Vec::new();
        while weights.bytes(&format!("{}.query", layers.len())).is_ok() {
            let at = layers.len();
            let part = |name: &str| matrix(weights, &format!("{at}.{name}"));
            let norms =
                [norm(weights, &format!("{at}.mix.norm"))?, norm(weights, &format!("{at}.down.norm"))?];
            let (query, key_value, mix) = (part("query")?, part("key_value")?, part("mix")?);
            layers.push(Layer { query, key_value, mix, up: part("up")?, down: part("down")?, norms });
        }
        let network = Network {
            width: weights.floats("norm")?.len(),
            nibbles: weights.bytes("words")?,
            scales: weights.bytes("words.scales")?.as_chunks().0,
            special: weights.floats("words.special")?,
            places: weights.bytes("places")?.as_chunks().0,
            norm: norm(weights, "norm")?,
            layers,
            hidden: matrix(weights, "hidden")?,
            out: matrix(weights, "out")?,
        };
        let width = network.width;
        let fits = network.nibbles.len() * 2 == pieces * width
            && network.scales.len() * BLOCK == pieces * width
            && network.special.len() == 6 * width
            && width.is_multiple_of(HEAD)
            && network.layers.iter().all(|layer| {
                layer.query.columns() == width
                    && layer.key_value.columns() == 2 * width
                    && [&layer.mix, &layer.down].iter().all(|it| it.columns() == width)
            });
        if fits { Ok(network) } else { Err("the encoder's parts do not fit together".to_string()) }
    }

    /// The most tokens that a sentence may have.
    pub(super) fn longest(&self) -> usize {
        self.places.len().checked_div(self.width).unwrap_or(0)
    }

    /// Scores of everything that the head says, for sentences each with two places among its tokens.
    ///
    /// Those whose tokens go well together are computed together, so that weights come once from afar.
    pub(super) fn scores<K: Kernel>(&self, kernel: K, splits: &[Split], s: &mut Scratch) -> Vec<Vec<f32>> {
        let mut out = Vec::new();
        let mut rest = splits;
        while !rest.is_empty() {
            let mut tokens = 0;
            let fits = |split: &&Split| {
                tokens += split.ids.len();
                tokens <= TOGETHER
            };
            let (now, later) = rest.split_at(rest.iter().take_while(fits).count().max(1));
            self.together(kernel, now, s, &mut out);
            rest = later;
        }
        out
    }

    fn together<K: Kernel>(&self, kernel: K, splits: &[Split], s: &mut Scratch, out: &mut Vec<Vec<f32>>) {
        let width = self.width;
        s.states.clear();
        splits.iter().for_each(|split| self.begin(&split.ids, &mut s.states));
        let rows = following(splits.iter().map(|split| split.ids.len()));
        // The last layer is needed at the first token and the two places only.
        let inside = |place: Option<(usize, usize)>| place.map_or(0..0, |(start, end)| start..end.max(start));
        let places: Vec<[Range<usize>; 2]> = splits.iter().map(|split| split.places.map(inside)).collect();
        let wanted = rows.iter().zip(&places).flat_map(|(rows, [source, target])| {
            std::iter::once(0).chain(source.clone()).chain(target.clone()).map(|at| rows.start + at)
        });
        let wanted: Vec<usize> = wanted.collect();
        let left = following(places.iter().map(|[source, target]| 1 + source.len() + target.len()));
        let mut whole = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            if at + 1 < self.layers.len() {
                self.layer(kernel, layer, None, [&rows, &rows], s);
            } else {
                whole = rows.iter().map(|rows| mean(&s.states, width, rows.clone())).collect();
                self.layer(kernel, layer, Some(&wanted), [&rows, &left], s);
            }
        }
        let mut pooled: Vec<Vec<f32>> = Vec::new();
        for ((left, [source, target]), whole) in left.iter().zip(&places).zip(whole) {
            let behind = left.start + 1 + source.len();
            let parts = [left.start..left.start + 1, left.start + 1..behind, behind..behind + target.len()];
            pooled
                .push(parts.into_iter().flat_map(|part| mean(&s.states, width, part)).chain(whole).collect());
        }
        s.input.set(pooled.iter().map(Vec::as_slice), 4 * width);
        self.hidden.multiply(kernel, &s.input, &mut s.change);
        s.change.iter_mut().for_each(|x| *x = tanh(*x));
        s.input.set(s.change.chunks_exact(self.hidden.columns()), self.hidden.columns());
        self.out.multiply(kernel, &s.input, &mut s.wide);
        out.extend(s.wide.chunks_exact(self.out.columns()).map(<[f32]>::to_vec));
    }

    /// Words and their places.
    fn begin(&self, ids: &[u32], states: &mut Vec<f32>) {
        let blocks = self.width / BLOCK;
        let pieces = self.scales.len() / blocks.max(1);
        for (at, &id) in ids.iter().enumerate() {
            let id = id as usize;
            let start = states.len();
            if let Some(special) = id.checked_sub(pieces) {
                let row = special * self.width..(special + 1) * self.width;
                states.extend_from_slice(self.special.get(row).unwrap_or_default());
            } else {
                let bytes = self.nibbles[id * self.width / 2..(id + 1) * self.width / 2].as_chunks::<16>().0;
                for (scale, bytes) in self.scales[id * blocks..(id + 1) * blocks].iter().zip(bytes) {
                    let scale = half(*scale);
                    states.extend(bytes.iter().map(|byte| (f32::from(byte & 15) - 8.0) * scale));
                    states.extend(bytes.iter().map(|byte| (f32::from(byte >> 4) - 8.0) * scale));
                }
            }
            states.resize(start + self.width, 0.0);
            let place = &self.places[at * self.width..(at + 1) * self.width];
            for (x, bytes) in states[start..].iter_mut().zip(place) {
                *x += f32::from_le_bytes(*bytes);
            }
            normalise(&mut states[start..], &self.norm[0], &self.norm[1]);
        }
    }

    /// One layer; of the tokens, those wanted are left. `rows` of each sentence: what is looked at, what looks.
    fn layer<K: Kernel>(
        &self,
        kernel: K,
        layer: &Layer<'_>,
        wanted: Option<&[usize]>,
        rows: [&[Range<usize>]; 2],
        s: &mut Scratch,
    ) {
        let width = self.width;
        let row = |at: usize| at * width..(at + 1) * width;
        kernel.run(Prepare(&mut s.input, &s.states, width));
        layer.key_value.multiply(kernel, &s.input, &mut s.key_value);
        if let Some(wanted) = wanted {
            s.states = wanted.iter().flat_map(|&at| s.states[row(at)].iter().copied()).collect();
            kernel.run(Prepare(&mut s.input, &s.states, width));
        }
        layer.query.multiply(kernel, &s.input, &mut s.query);
        kernel.run(Attend { width, rows, s });
        kernel.run(Prepare(&mut s.input, &s.mixed, width));
        layer.mix.multiply(kernel, &s.input, &mut s.change);
        kernel.run(Add(&mut s.states, &s.change, width, &layer.norms[0]));
        kernel.run(Prepare(&mut s.input, &s.states, width));
        layer.up.multiply(kernel, &s.input, &mut s.wide);
        kernel.run(Inner(&mut s.wide));
        kernel.run(Prepare(&mut s.input, &s.wide, layer.up.columns()));
        layer.down.multiply(kernel, &s.input, &mut s.change);
        kernel.run(Add(&mut s.states, &s.change, width, &layer.norms[1]));
    }
}

/// Rows to whole numbers.
struct Prepare<'a>(&'a mut Activations, &'a [f32], usize);

impl NullaryFnOnce for Prepare<'_> {
    type Output = ();
    #[inline(always)]
    fn call(self) {
        self.0.set(self.1.chunks_exact(self.2), self.2);
    }
}

/// The activation of the inner layer.
struct Inner<'a>(&'a mut [f32]);

impl NullaryFnOnce for Inner<'_> {
    type Output = ();
    #[inline(always)]
    fn call(self) {
        self.0.iter_mut().for_each(|x| *x = gelu(*x));
    }
}

/// What each query gathers from all tokens of its sentence.
struct Attend<'a> {
    width: usize,
    /// Of each sentence: what is looked at, what looks.
    rows: [&'a [Range<usize>]; 2],
    s: &'a mut Scratch,
}

impl NullaryFnOnce for Attend<'_> {
    type Output = ();
    #[inline(always)]
    fn call(self) {
        let Attend { width, rows, s } = self;
        s.mixed.resize(s.query.len(), 0.0);
        for (tokens, queries) in rows[0].iter().zip(rows[1]) {
            let key_value = &s.key_value[tokens.start * 2 * width..tokens.end * 2 * width];
            let padded = tokens.len().next_multiple_of(LANES);
            for head in (0..width).step_by(HEAD) {
                turn(key_value, width, head, padded, &mut s.keys);
                for query in queries.clone() {
                    let own = query * width + head..query * width + head + HEAD;
                    attention(&s.query[own.clone()], &s.keys, padded, &mut s.scores);
                    s.scores[tokens.len()..].fill(NOTHING);
                    softmax(&mut s.scores);
                    let mut sums = [0.0f32; HEAD];
                    for (share, row) in s.scores.iter().zip(key_value.chunks_exact(2 * width)) {
                        for (sum, value) in sums.iter_mut().zip(&row[width + head..width + head + HEAD]) {
                            *sum += share * value;
                        }
                    }
                    s.mixed[own].copy_from_slice(&sums);
                }
            }
        }
    }
}

/// Keys of a head with tokens side by side, ready for their products.
#[inline(always)]
fn turn(key_value: &[f32], width: usize, head: usize, padded: usize, keys: &mut Vec<f32>) {
    let scale = 1.0 / (HEAD as f32).sqrt();
    // Beyond the tokens stands what was there before, and is not looked at.
    keys.resize(HEAD * padded, 0.0);
    for (token, row) in key_value.chunks_exact(2 * width).enumerate() {
        for (at, key) in row[head..head + HEAD].iter().enumerate() {
            keys[at * padded + token] = key * scale;
        }
    }
}

/// How much a query has to do with each token.
#[inline(always)]
fn attention(query: &[f32], keys: &[f32], padded: usize, scores: &mut Vec<f32>) {
    scores.clear();
    for first in (0..padded).step_by(LANES) {
        let mut sums = [0.0f32; LANES];
        for (x, keys) in query.iter().zip(keys.chunks_exact(padded)) {
            for (sum, key) in sums.iter_mut().zip(&keys[first..first + LANES]) {
                *sum += x * key;
            }
        }
        scores.extend_from_slice(&sums);
    }
}

/// Adds changes to states and normalises each row.
struct Add<'a>(&'a mut [f32], &'a [f32], usize, &'a [Vec<f32>; 2]);

impl NullaryFnOnce for Add<'_> {
    type Output = ();
    #[inline(always)]
    fn call(self) {
        let Add(states, changes, width, norm) = self;
        for (row, change) in states.chunks_exact_mut(width).zip(changes.chunks_exact(width)) {
            row.iter_mut().zip(change).for_each(|(x, change)| *x += change);
            normalise(row, &norm[0], &norm[1]);
        }
    }
}

/// Ranges of so many rows, one behind the other.
fn following(counts: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut end = 0;
    counts
        .map(|count| {
            end += count;
            end - count..end
        })
        .collect()
}

/// The mean of some rows; zeros where there are none.
fn mean(states: &[f32], width: usize, rows: Range<usize>) -> Vec<f32> {
    let mut sums = vec![0.0; width];
    let count = rows.len().max(1) as f32;
    for row in states.chunks_exact(width).skip(rows.start).take(rows.len()) {
        sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
    }
    sums.iter_mut().for_each(|sum| *sum /= count);
    sums
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn half_precision_is_read() {
        let cases =
            [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 5.960_464_5e-8), (0x35ff, 0.374_755_86), (0, 0.0)];
        for (bits, value) in cases {
            assert_eq!(half(u16::to_le_bytes(bits)), value);
        }
    }
}
