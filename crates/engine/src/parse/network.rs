//! The network: embeddings, one convolution over three words, recurrent layers in both directions, and heads
//! for tags, features, arcs and relations. Trained by `training/`, which holds the same formulas with their
//! derivatives.
//!
//! Every layer has the same width and adds to what came in. A recurrent layer is a gated running mean
//! (`c = f·c + (1−f)·z`, output `o·c`), whose gates come from one matrix product over all words, so that only
//! the mean itself runs in order.

use crate::parse::lexical::Keys;
use crate::parse::matrix::{Activations, Kernel, Matrix, Plain};
use crate::parse::table::Table;
use crate::parse::weights::Weights;

/// Rows of 8-bit numbers, each with its scale.
#[derive(Debug, Default)]
struct Rows {
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Rows {
    fn read(name: &str, width: usize, weights: &Weights<'_>) -> Result<Rows, String> {
        let values: Vec<i8> = weights.bytes(name)?.iter().map(|&byte| byte as i8).collect();
        let scales = weights.floats(&format!("{name}.scales"))?;
        if values.len() != scales.len() * width {
            return Err(format!("`{name}` has the wrong size"));
        }
        Ok(Rows { values, scales })
    }

    #[inline(always)]
    fn add(&self, row: usize, sum: &mut [f32]) {
        let width = sum.len();
        let Some(values) = self.values.get(row * width..(row + 1) * width) else { return };
        let scale = self.scales[row];
        for (sum, value) in sum.iter_mut().zip(values) {
            *sum += f32::from(*value) * scale;
        }
    }
}

/// Gain and offset of a normalisation.
#[derive(Debug, Default)]
struct Norm {
    gain: Vec<f32>,
    offset: Vec<f32>,
}

/// Sizes and weights.
#[derive(Debug, Default)]
pub struct Network {
    width: usize,
    vectors: Table,
    vector_rows: Rows,
    words: Table,
    word_rows: Rows,
    hashed_rows: Rows,
    first: Vec<f32>,
    norms: Vec<Norm>,
    convolution: Matrix,
    recurrent: Vec<Matrix>,
    tags: Matrix,
    arc_dependent: Matrix,
    arc_head: Matrix,
    arc_product: Matrix,
    arc_root: Vec<f32>,
    label_dependent: Matrix,
    label_head: Matrix,
    label_root: Vec<f32>,
    labels: Matrix,
}

/// Buckets of the signed distance between a word and its head.
pub const DISTANCES: usize = 24;

/// The bucket of a distance: exact up to 6, then wider.
#[must_use]
#[inline(always)]
pub fn distance(dependent: usize, head: usize) -> usize {
    let steps = dependent.abs_diff(head);
    let bucket = match steps {
        0..=6 => steps,
        7..=8 => 7,
        9..=12 => 8,
        13..=18 => 9,
        19..=30 => 10,
        _ => 11,
    };
    if head > dependent { bucket } else { bucket + 12 }
}

/// A smooth step from −1 to 1 that needs no exponential.
#[must_use]
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    x * (27.0 + x * x) / (27.0 + 9.0 * x * x)
}

/// A smooth step from 0 to 1 that needs no exponential.
#[must_use]
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// What the network says of the words of one sentence.
#[derive(Debug, Default)]
pub struct Scores {
    /// Tags and features: one row a word, all heads side by side.
    pub tags: Vec<f32>,
    /// Arcs: one row a word; `stride` columns, of which the words and then the root count.
    pub arcs: Vec<f32>,
    /// Columns of `arcs`.
    pub stride: usize,
    states: Vec<f32>,
    buffers: Buffers,
}

#[derive(Debug, Default)]
struct Buffers {
    input: Activations,
    wide: Vec<f32>,
    gates: Vec<f32>,
    dependents: Vec<f32>,
    heads: Vec<f32>,
    products: Vec<f32>,
}

/// Something to run with the best instructions at hand.
trait Task {
    type Output;
    fn run<K: Kernel>(self, kernel: K) -> Self::Output;
}

fn dispatch<T: Task>(task: T) -> T::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        struct WithKernel<T>(pulp::x86::V3, T);
        impl<T: Task> pulp::NullaryFnOnce for WithKernel<T> {
            type Output = T::Output;
            #[inline(always)]
            fn call(self) -> T::Output {
                self.1.run(self.0)
            }
        }
        return simd.vectorize(WithKernel(simd, task));
    }
    task.run(Plain)
}

struct Arcs<'a>(&'a Network, &'a [Keys], &'a mut Scores);

impl Task for Arcs<'_> {
    type Output = ();
    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) {
        let Arcs(network, words, scores) = self;
        network.encode(kernel, words, scores);
        network.arcs(kernel, words.len(), scores);
    }
}

struct Labels<'a>(&'a Network, &'a [Option<usize>], &'a mut Scores);

impl Task for Labels<'_> {
    type Output = Vec<f32>;
    #[inline(always)]
    fn run<K: Kernel>(self, kernel: K) -> Vec<f32> {
        let Labels(network, heads, scores) = self;
        network.labels(kernel, heads, scores)
    }
}

fn matrix(name: &str, weights: &Weights<'_>) -> Result<Matrix, String> {
    let integers = weights.shorts(name)?;
    let scales = weights.floats(&format!("{name}.scales"))?;
    Matrix::new(&integers, &scales, &weights.floats(&format!("{name}.bias"))?)
        .map_err(|error| format!("{name}: {error}"))
}

impl Network {
    /// Reads the network's sections.
    ///
    /// # Errors
    /// A section is missing or has the wrong size.
    pub fn read(weights: &Weights<'_>) -> Result<Network, String> {
        let first = weights.floats("first")?;
        let width = first.len();
        let mut norms = Vec::new();
        let mut recurrent = Vec::new();
        let layers = weights.lines("layers")?.len();
        for layer in 0..layers + 2 {
            let gain = weights.floats(&format!("norm{layer}.gain"))?;
            let offset = weights.floats(&format!("norm{layer}.offset"))?;
            if gain.len() != width || offset.len() != width {
                return Err(format!("norm{layer} has the wrong size"));
            }
            norms.push(Norm { gain, offset });
        }
        for layer in 0..layers {
            recurrent.push(matrix(&format!("recurrent{layer}"), weights)?);
        }
        let network = Network {
            width,
            vectors: Table::read("vectors", weights)?,
            vector_rows: Rows::read("vector_rows", width, weights)?,
            words: Table::read("words", weights)?,
            word_rows: Rows::read("word_rows", width, weights)?,
            hashed_rows: Rows::read("hashed_rows", width, weights)?,
            first,
            norms,
            convolution: matrix("convolution", weights)?,
            recurrent,
            tags: matrix("tags", weights)?,
            arc_dependent: matrix("arc_dependent", weights)?,
            arc_head: matrix("arc_head", weights)?,
            arc_product: matrix("arc_product", weights)?,
            arc_root: weights.floats("arc_root")?,
            label_dependent: matrix("label_dependent", weights)?,
            label_head: matrix("label_head", weights)?,
            label_root: weights.floats("label_root")?,
            labels: matrix("labels", weights)?,
        };
        network.check()?;
        Ok(network)
    }

    fn check(&self) -> Result<(), String> {
        let width = self.width;
        let fits = |matrix: &Matrix, rows: usize, columns: usize| {
            matrix.rows() == rows && matrix.columns() == columns
        };
        let arc = self.arc_root.len();
        let label = self.label_root.len();
        let sound = width > 0
            && width.is_multiple_of(16)
            && self.vector_rows.scales.len() > 1
            && self.word_rows.scales.len() > 1
            && !self.hashed_rows.scales.is_empty()
            && fits(&self.convolution, 3 * width, width)
            && self.recurrent.iter().all(|matrix| fits(matrix, width, 3 * width))
            && self.tags.rows() == width
            && fits(&self.arc_dependent, width, arc)
            && fits(&self.arc_head, width, arc)
            && fits(&self.arc_product, arc, arc + DISTANCES)
            && fits(&self.label_dependent, width, label)
            && fits(&self.label_head, width, label)
            && self.labels.rows() == label;
        if sound { Ok(()) } else { Err("the network's sizes do not fit each other".to_string()) }
    }

    /// Columns of [`Scores::tags`].
    #[must_use]
    pub fn tag_columns(&self) -> usize {
        self.tags.columns()
    }

    /// How many relations there are.
    #[must_use]
    pub fn label_columns(&self) -> usize {
        self.labels.columns()
    }

    /// Scores tags and arcs of one sentence.
    pub fn score(&self, words: &[Keys], scores: &mut Scores) {
        dispatch(Arcs(self, words, scores));
    }

    /// Scores the relations of the words of the sentence scored last to their heads, one row a word.
    pub fn relations(&self, heads: &[Option<usize>], scores: &mut Scores) -> Vec<f32> {
        dispatch(Labels(self, heads, scores))
    }

    #[inline(always)]
    fn encode<K: Kernel>(&self, kernel: K, words: &[Keys], scores: &mut Scores) {
        let width = self.width;
        let states = &mut scores.states;
        let buffers = &mut scores.buffers;
        states.clear();
        states.resize(words.len() * width, 0.0);
        for (at, (keys, state)) in words.iter().zip(states.chunks_exact_mut(width)).enumerate() {
            self.embed(keys, at == 0, state);
        }
        normalise(states, width, &self.norms[0]);
        // Convolution: the word before, the word, the word after.
        buffers.wide.clear();
        buffers.wide.resize(words.len() * 3 * width, 0.0);
        for (at, wide) in buffers.wide.chunks_exact_mut(3 * width).enumerate() {
            let start = at.saturating_sub(1) * width;
            let end = ((at + 2) * width).min(states.len());
            let offset = if at == 0 { width } else { 0 };
            wide[offset..offset + end - start].copy_from_slice(&states[start..end]);
        }
        buffers.input.set(&buffers.wide, 3 * width);
        self.convolution.multiply(kernel, &buffers.input, &mut buffers.gates);
        for (state, new) in states.iter_mut().zip(&buffers.gates) {
            *state += new.max(0.0);
        }
        normalise(states, width, &self.norms[1]);
        for (matrix, norm) in self.recurrent.iter().zip(&self.norms[2..]) {
            buffers.input.set(states, width);
            matrix.multiply(kernel, &buffers.input, &mut buffers.gates);
            recur(&mut buffers.gates, states, width);
            normalise(states, width, norm);
        }
        buffers.input.set(states, width);
        self.tags.multiply(kernel, &buffers.input, &mut scores.tags);
    }

    #[inline(always)]
    fn embed(&self, keys: &Keys, first: bool, sum: &mut [f32]) {
        let vector = keys.vectors.iter().find_map(|&key| self.vectors.get(key));
        self.vector_rows.add(vector.map_or(0, usize::from), sum);
        self.word_rows.add(self.words.get(keys.word).map_or(0, usize::from), sum);
        let rows = self.hashed_rows.scales.len();
        for &hash in &keys.hashed {
            self.hashed_rows.add(hash as usize % rows, sum);
        }
        if first {
            for (sum, value) in sum.iter_mut().zip(&self.first) {
                *sum += value;
            }
        }
    }

    #[inline(always)]
    fn arcs<K: Kernel>(&self, kernel: K, words: usize, scores: &mut Scores) {
        let buffers = &mut scores.buffers;
        self.arc_head.multiply(kernel, &buffers.input, &mut buffers.heads);
        self.arc_dependent.multiply(kernel, &buffers.input, &mut buffers.dependents);
        rectify(&mut buffers.heads);
        rectify(&mut buffers.dependents);
        let arc = self.arc_root.len();
        buffers.heads.extend_from_slice(&self.arc_root);
        let width = self.label_root.len();
        let _ = width;
        let mut input = Activations::default();
        input.set(&buffers.dependents, arc);
        self.arc_product.multiply(kernel, &input, &mut buffers.products);
        let stride = words + 1;
        scores.stride = stride;
        scores.arcs.clear();
        scores.arcs.resize(words * stride, 0.0);
        let rows = scores.arcs.chunks_exact_mut(stride).zip(buffers.products.chunks_exact(arc + DISTANCES));
        for (dependent, (row, product)) in rows.enumerate() {
            let (product, distances) = product.split_at(arc);
            for (head, (score, vector)) in row.iter_mut().zip(buffers.heads.chunks_exact(arc)).enumerate() {
                let bias = if head == words { distances[0] } else { distances[distance(dependent, head)] };
                *score = dot(product, vector) + bias;
            }
        }
    }

    #[inline(always)]
    fn labels<K: Kernel>(&self, kernel: K, heads: &[Option<usize>], scores: &mut Scores) -> Vec<f32> {
        let buffers = &mut scores.buffers;
        self.label_dependent.multiply(kernel, &buffers.input, &mut buffers.dependents);
        self.label_head.multiply(kernel, &buffers.input, &mut buffers.heads);
        let width = self.label_root.len();
        for (hidden, head) in buffers.dependents.chunks_exact_mut(width).zip(heads) {
            let head = head.and_then(|head| buffers.heads.get(head * width..(head + 1) * width));
            for (hidden, head) in hidden.iter_mut().zip(head.unwrap_or(&self.label_root)) {
                *hidden = (*hidden + head).max(0.0);
            }
        }
        let mut input = Activations::default();
        input.set(&buffers.dependents, width);
        let mut out = Vec::new();
        self.labels.multiply(kernel, &input, &mut out);
        out
    }
}

#[inline(always)]
fn rectify(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

/// A sum of products in a fixed order: eight partial sums, then those.
#[inline(always)]
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let mut sums = [0.0f32; 8];
    let (left, left_rest) = left.as_chunks::<8>();
    let (right, right_rest) = right.as_chunks::<8>();
    for (left, right) in left.iter().zip(right) {
        for at in 0..8 {
            sums[at] += left[at] * right[at];
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    total(sums) + rest
}

#[inline(always)]
fn total(sums: [f32; 8]) -> f32 {
    ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]))
}

/// Brings each row to mean 0 and variance 1, then to its gain and offset.
#[inline(always)]
fn normalise(rows: &mut [f32], width: usize, norm: &Norm) {
    for row in rows.chunks_exact_mut(width) {
        let mut sums = [0.0f32; 8];
        for chunk in row.as_chunks::<8>().0 {
            for at in 0..8 {
                sums[at] += chunk[at];
            }
        }
        let mean = total(sums) / width as f32;
        let mut squares = [0.0f32; 8];
        for chunk in row.as_chunks::<8>().0 {
            for at in 0..8 {
                squares[at] += (chunk[at] - mean) * (chunk[at] - mean);
            }
        }
        let scale = 1.0 / (total(squares) / width as f32 + 1e-5).sqrt();
        for ((value, gain), offset) in row.iter_mut().zip(&norm.gain).zip(&norm.offset) {
            *value = (*value - mean) * scale * gain + offset;
        }
    }
}

/// Runs a layer's mean over the words, forwards in the first half of the columns and backwards in the second,
/// and adds its output to the states. Gates stand side by side: forget, candidate, output.
#[inline(always)]
fn recur(gates: &mut [f32], states: &mut [f32], width: usize) {
    for row in gates.chunks_exact_mut(3 * width) {
        let (forget, rest) = row.split_at_mut(width);
        let (candidate, output) = rest.split_at_mut(width);
        for value in forget {
            *value = sigmoid(*value);
        }
        for value in candidate {
            *value = tanh(*value);
        }
        for value in output {
            *value = sigmoid(*value);
        }
    }
    let half = width / 2;
    let mut memory = vec![0.0; width];
    for (gates, state) in gates.chunks_exact(3 * width).zip(states.chunks_exact_mut(width)) {
        advance(gates, state, width, 0, &mut memory[..half]);
    }
    for (gates, state) in gates.chunks_exact(3 * width).rev().zip(states.chunks_exact_mut(width).rev()) {
        advance(gates, state, width, half, &mut memory[half..]);
    }
}

#[inline(always)]
fn advance(gates: &[f32], state: &mut [f32], width: usize, start: usize, memory: &mut [f32]) {
    let end = start + memory.len();
    let forget = &gates[start..end];
    let candidate = &gates[width + start..width + end];
    let output = &gates[2 * width + start..2 * width + end];
    let state = &mut state[start..end];
    for ((((memory, forget), candidate), output), state) in
        memory.iter_mut().zip(forget).zip(candidate).zip(output).zip(state)
    {
        *memory = *forget * *memory + (1.0 - forget) * candidate;
        *state += output * *memory;
    }
}
