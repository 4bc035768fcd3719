//! The network in training: the formulas of `depeche_engine::parse::network` with their derivatives.

use std::ops::Range;

use depeche_engine::parse::network::{DISTANCES, distance, sigmoid, tanh};

use crate::data::{Example, Inventory};
use crate::math::{Random, multiply, multiply_left_transposed, multiply_right_transposed, softmax};

/// Sizes of the layers.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub vectors: usize,
    pub width: usize,
    pub layers: usize,
    pub arc: usize,
    pub label: usize,
}

/// How much is dropped in training.
#[derive(Clone, Copy, Debug)]
pub struct Dropout {
    pub vector: f32,
    pub word: f32,
    pub hashed: f32,
    pub layer: f32,
    pub hidden: f32,
}

/// A dense parameter's place in the flat array.
#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub range: Range<usize>,
    pub columns: usize,
}

/// All parameters: dense ones in one array, embeddings in two tables.
#[derive(Clone)]
pub struct Parameters {
    pub sizes: Sizes,
    pub places: Vec<Place>,
    pub dense: Vec<f32>,
    pub words: Vec<f32>,
    pub hashed: Vec<f32>,
}

impl Parameters {
    /// Fresh parameters.
    pub fn new(sizes: Sizes, inventory: &Inventory, random: &mut Random) -> Parameters {
        let Sizes { vectors, width, layers, arc, label } = sizes;
        let mut out = Parameters {
            sizes,
            places: Vec::new(),
            dense: Vec::new(),
            words: vec![0.0; inventory.counts.len() * width],
            hashed: vec![0.0; inventory.hashed * width],
        };
        for value in out.words.iter_mut().chain(&mut out.hashed) {
            *value = random.spread(0.15);
        }
        out.add("projection", vectors, width, 1.7, random);
        out.constant("oov", width, 0.0);
        out.constant("first", width, 0.0);
        for layer in 0..layers + 2 {
            out.constant(&format!("norm{layer}.gain"), width, 1.0);
            out.constant(&format!("norm{layer}.offset"), width, 0.0);
        }
        out.linear("convolution", 3 * width, width, random);
        for layer in 0..layers {
            out.linear(&format!("recurrent{layer}"), width, 3 * width, random);
        }
        out.linear("tags", width, inventory.tag_columns(), random);
        out.linear("arc_dependent", width, arc, random);
        out.linear("arc_head", width, arc, random);
        out.linear("arc_product", arc, arc + DISTANCES, random);
        out.constant("arc_root", arc, 0.1);
        out.linear("label_dependent", width, label, random);
        out.linear("label_head", width, label, random);
        out.constant("label_root", label, 0.1);
        out.linear("labels", label, inventory.relations.len(), random);
        out
    }

    fn linear(&mut self, name: &str, rows: usize, columns: usize, random: &mut Random) {
        self.add(name, rows, columns, 1.0, random);
        self.constant(&format!("{name}.bias"), columns, 0.0);
    }

    fn add(&mut self, name: &str, rows: usize, columns: usize, gain: f32, random: &mut Random) {
        let most = gain * (6.0 / (rows + columns) as f32).sqrt();
        let start = self.dense.len();
        self.dense.extend((0..rows * columns).map(|_| random.spread(most)));
        self.places.push(Place { name: name.to_string(), range: start..self.dense.len(), columns });
    }

    fn constant(&mut self, name: &str, columns: usize, value: f32) {
        let start = self.dense.len();
        self.dense.extend(std::iter::repeat_n(value, columns));
        self.places.push(Place { name: name.to_string(), range: start..self.dense.len(), columns });
    }

    /// Where a parameter stands.
    pub fn place(&self, name: &str) -> &Place {
        self.places.iter().find(|place| place.name == name).unwrap()
    }

    /// A parameter's values.
    pub fn get(&self, name: &str) -> &[f32] {
        &self.dense[self.place(name).range.clone()]
    }
}

/// Gradients, and the rows of the tables that have one.
pub struct Gradients {
    pub dense: Vec<f32>,
    pub words: TableGradient,
    pub hashed: TableGradient,
    pub loss: f64,
}

/// The gradient of a table, of which few rows are touched in a step.
pub struct TableGradient {
    pub values: Vec<f32>,
    pub touched: Vec<u32>,
    flags: Vec<bool>,
    width: usize,
}

impl TableGradient {
    fn new(length: usize, width: usize) -> TableGradient {
        TableGradient {
            values: vec![0.0; length],
            touched: Vec::new(),
            flags: vec![false; length / width],
            width,
        }
    }

    /// Adds to a row.
    pub fn add(&mut self, row: usize, gradient: &[f32]) {
        if !std::mem::replace(&mut self.flags[row], true) {
            self.touched.push(row as u32);
        }
        for (sum, value) in self.values[row * self.width..].iter_mut().zip(gradient) {
            *sum += value;
        }
    }

    fn clear(&mut self) {
        for row in self.touched.drain(..) {
            self.flags[row as usize] = false;
            self.values[row as usize * self.width..][..self.width].fill(0.0);
        }
    }
}

impl Gradients {
    /// Nothing yet.
    pub fn new(parameters: &Parameters) -> Gradients {
        let width = parameters.sizes.width;
        Gradients {
            dense: vec![0.0; parameters.dense.len()],
            words: TableGradient::new(parameters.words.len(), width),
            hashed: TableGradient::new(parameters.hashed.len(), width),
            loss: 0.0,
        }
    }

    /// Back to nothing.
    pub fn clear(&mut self) {
        self.dense.fill(0.0);
        self.words.clear();
        self.hashed.clear();
        self.loss = 0.0;
    }
}

/// One pass over some sentences, forward and back.
pub struct Pass<'a> {
    pub parameters: &'a Parameters,
    pub vectors: &'a [f32],
    pub inventory: &'a Inventory,
    pub dropout: Dropout,
    /// The loss of a word is divided by this.
    pub scale: f32,
}

struct Normalised {
    /// Rows of mean 0 and variance 1.
    plain: Vec<f32>,
    /// What brought them there.
    factors: Vec<f32>,
}

struct Layer {
    input: Vec<f32>,
    gates: Vec<f32>,
    slopes: Vec<f32>,
    memory: Vec<f32>,
    mask: Vec<f32>,
    norm: Normalised,
}

fn mask(length: usize, rate: f32, random: &mut Random) -> Vec<f32> {
    if rate <= 0.0 {
        return vec![1.0; length];
    }
    let keep = 1.0 / (1.0 - rate);
    (0..length).map(|_| if random.unit() < rate { 0.0 } else { keep }).collect()
}

fn apply(values: &mut [f32], mask: &[f32]) {
    for (value, mask) in values.iter_mut().zip(mask) {
        *value *= mask;
    }
}

impl Pass<'_> {
    /// Adds the loss and the gradients of some sentences.
    pub fn run(&self, examples: &[&Example], random: &mut Random, out: &mut Gradients) {
        let width = self.parameters.sizes.width;
        let starts: Vec<usize> = std::iter::once(0)
            .chain(examples.iter().scan(0, |sum, example| {
                *sum += example.rows.len();
                Some(*sum)
            }))
            .collect();
        let words = *starts.last().unwrap();
        if words == 0 {
            return;
        }
        // Forward.
        let rows = self.choose_rows(examples, random);
        let vectors = self.gather(&rows);
        let mut states = self.embed(&rows, &starts, &vectors);
        let first_norm = self.normalise("norm0", &mut states);
        let first_mask = mask(states.len(), self.dropout.layer, random);
        apply(&mut states, &first_mask);
        let wide = widen(&states, &starts, width);
        let mut convolved = self.linear("convolution", &wide, words);
        let mut convolution_mask = mask(convolved.len(), self.dropout.layer, random);
        for (mask, value) in convolution_mask.iter_mut().zip(&mut convolved) {
            *mask *= if *value > 0.0 { 1.0 } else { 0.0 };
            *value *= *mask;
        }
        for (state, value) in states.iter_mut().zip(&convolved) {
            *state += value;
        }
        let convolution_norm = self.normalise("norm1", &mut states);
        let mut layers = Vec::new();
        for layer in 0..self.parameters.sizes.layers {
            layers.push(self.recur(layer, &mut states, &starts, random));
        }
        let last_mask = mask(states.len(), self.dropout.layer, random);
        apply(&mut states, &last_mask);
        // Heads, which give back the gradient of the states.
        let mut back = vec![0.0; states.len()];
        self.tags(examples, &states, &mut back, out);
        self.arcs(examples, &starts, &states, &mut back, random, out);
        self.labels(examples, &starts, &states, &mut back, random, out);
        // Backward.
        apply(&mut back, &last_mask);
        for (index, layer) in layers.iter().enumerate().rev() {
            self.recur_back(index, layer, &starts, &mut back, out);
        }
        self.normalise_back("norm1", &convolution_norm, &mut back, out);
        let mut gradient = back.clone();
        apply(&mut gradient, &convolution_mask);
        let wide_back = self.linear_back("convolution", &wide, &gradient, words, out);
        narrow(&wide_back, &starts, width, &mut back);
        apply(&mut back, &first_mask);
        self.normalise_back("norm0", &first_norm, &mut back, out);
        self.embed_back(&rows, &starts, &vectors, &back, out);
    }

    /// The rows of each word, some of them dropped.
    fn choose_rows(&self, examples: &[&Example], random: &mut Random) -> Vec<crate::data::Rows> {
        let mut rows: Vec<_> = examples.iter().flat_map(|example| example.rows.iter().copied()).collect();
        for row in &mut rows {
            if random.unit() < self.dropout.vector {
                row.vector = 0;
            }
            let count = self.inventory.counts[usize::from(row.word)] as f32;
            if random.unit() < self.dropout.word + 0.4 / (0.4 + count) {
                row.word = 0;
            }
            for hashed in &mut row.hashed {
                if random.unit() < self.dropout.hashed {
                    *hashed = u32::MAX;
                }
            }
        }
        rows
    }

    fn gather(&self, rows: &[crate::data::Rows]) -> Vec<f32> {
        let size = self.parameters.sizes.vectors;
        let mut out = vec![0.0; rows.len() * size];
        for (row, out) in rows.iter().zip(out.chunks_exact_mut(size)) {
            if row.vector > 0 {
                let at = (usize::from(row.vector) - 1) * size;
                out.copy_from_slice(&self.vectors[at..at + size]);
            }
        }
        out
    }

    fn embed(&self, rows: &[crate::data::Rows], starts: &[usize], vectors: &[f32]) -> Vec<f32> {
        let parameters = self.parameters;
        let width = parameters.sizes.width;
        let mut states = vec![0.0; rows.len() * width];
        let mut add = |at: usize, from: &[f32]| {
            for (sum, value) in states[at * width..(at + 1) * width].iter_mut().zip(from) {
                *sum += value;
            }
        };
        for (at, row) in rows.iter().enumerate() {
            if row.vector == 0 {
                add(at, parameters.get("oov"));
            }
            add(at, &parameters.words[usize::from(row.word) * width..]);
            for &hashed in row.hashed.iter().filter(|hashed| **hashed != u32::MAX) {
                add(at, &parameters.hashed[hashed as usize * width..]);
            }
        }
        for &start in &starts[..starts.len() - 1] {
            add(start, parameters.get("first"));
        }
        multiply(
            vectors,
            parameters.get("projection"),
            &mut states,
            rows.len(),
            parameters.sizes.vectors,
            width,
        );
        states
    }

    fn embed_back(
        &self,
        rows: &[crate::data::Rows],
        starts: &[usize],
        vectors: &[f32],
        back: &[f32],
        out: &mut Gradients,
    ) {
        let width = self.parameters.sizes.width;
        let projection = self.parameters.place("projection").range.clone();
        let inner = rows.len();
        multiply_left_transposed(
            vectors,
            back,
            &mut out.dense[projection],
            self.parameters.sizes.vectors,
            inner,
            width,
        );
        let oov = self.parameters.place("oov").range.clone();
        let first = self.parameters.place("first").range.clone();
        for (row, back) in rows.iter().zip(back.chunks_exact(width)) {
            if row.vector == 0 {
                add_to(&mut out.dense[oov.clone()], back);
            }
            out.words.add(usize::from(row.word), back);
            for &hashed in row.hashed.iter().filter(|hashed| **hashed != u32::MAX) {
                out.hashed.add(hashed as usize, back);
            }
        }
        for &start in &starts[..starts.len() - 1] {
            add_to(&mut out.dense[first.clone()], &back[start * width..(start + 1) * width]);
        }
    }

    fn linear(&self, name: &str, input: &[f32], rows: usize) -> Vec<f32> {
        let bias = self.parameters.get(&format!("{name}.bias"));
        let mut out: Vec<f32> = Vec::with_capacity(rows * bias.len());
        for _ in 0..rows {
            out.extend_from_slice(bias);
        }
        multiply(input, self.parameters.get(name), &mut out, rows, input.len() / rows, bias.len());
        out
    }

    /// Adds a linear layer's gradients and gives that of its input.
    fn linear_back(
        &self,
        name: &str,
        input: &[f32],
        back: &[f32],
        rows: usize,
        out: &mut Gradients,
    ) -> Vec<f32> {
        let inner = input.len() / rows;
        let columns = back.len() / rows;
        let place = self.parameters.place(name).range.clone();
        multiply_left_transposed(input, back, &mut out.dense[place], inner, rows, columns);
        let bias = self.parameters.place(&format!("{name}.bias")).range.clone();
        for row in back.chunks_exact(columns) {
            add_to(&mut out.dense[bias.clone()], row);
        }
        let mut input_back = vec![0.0; input.len()];
        multiply_right_transposed(back, self.parameters.get(name), &mut input_back, rows, columns, inner);
        input_back
    }

    fn normalise(&self, name: &str, states: &mut [f32]) -> Normalised {
        let width = self.parameters.sizes.width;
        let gain = self.parameters.get(&format!("{name}.gain"));
        let offset = self.parameters.get(&format!("{name}.offset"));
        let mut plain = Vec::with_capacity(states.len());
        let mut factors = Vec::new();
        for row in states.chunks_exact_mut(width) {
            let mean = row.iter().sum::<f32>() / width as f32;
            let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / width as f32;
            let factor = 1.0 / (variance + 1e-5).sqrt();
            factors.push(factor);
            for ((value, gain), offset) in row.iter_mut().zip(gain).zip(offset) {
                let normal = (*value - mean) * factor;
                plain.push(normal);
                *value = normal * gain + offset;
            }
        }
        Normalised { plain, factors }
    }

    fn normalise_back(&self, name: &str, norm: &Normalised, back: &mut [f32], out: &mut Gradients) {
        let width = self.parameters.sizes.width;
        let gain = self.parameters.get(&format!("{name}.gain"));
        let gain_place = self.parameters.place(&format!("{name}.gain")).range.clone();
        let offset_place = self.parameters.place(&format!("{name}.offset")).range.clone();
        let rows = back.chunks_exact_mut(width).zip(norm.plain.chunks_exact(width)).zip(&norm.factors);
        for ((back, plain), factor) in rows {
            add_to(&mut out.dense[offset_place.clone()], back);
            let (mut sum, mut product) = (0.0, 0.0);
            for (((back, plain), gain), slot) in
                back.iter_mut().zip(plain).zip(gain).zip(&mut out.dense[gain_place.clone()])
            {
                *slot += *back * plain;
                *back *= gain;
                sum += *back;
                product += *back * plain;
            }
            let (mean, product) = (sum / width as f32, product / width as f32);
            for (back, plain) in back.iter_mut().zip(plain) {
                *back = factor * (*back - mean - plain * product);
            }
        }
    }

    fn recur(&self, layer: usize, states: &mut [f32], starts: &[usize], random: &mut Random) -> Layer {
        let width = self.parameters.sizes.width;
        let half = width / 2;
        let rows = states.len() / width;
        let input = states.to_vec();
        let mut gates = self.linear(&format!("recurrent{layer}"), &input, rows);
        let mut slopes = gates.clone();
        for (row, slopes) in gates.chunks_exact_mut(3 * width).zip(slopes.chunks_exact_mut(3 * width)) {
            for part in [0..width, 2 * width..3 * width] {
                row[part.clone()].iter_mut().for_each(|value| *value = sigmoid(*value));
                slopes[part].iter_mut().for_each(|value| *value = sigmoid_slope(*value));
            }
            row[width..2 * width].iter_mut().for_each(|value| *value = tanh(*value));
            slopes[width..2 * width].iter_mut().for_each(|value| *value = tanh_slope(*value));
        }
        let mut memory = vec![0.0; states.len()];
        for span in starts.windows(2) {
            for column in 0..width {
                let mut last = 0.0;
                let mut step = |row: usize| {
                    let gate = &gates[row * 3 * width..];
                    last = gate[column] * last + (1.0 - gate[column]) * gate[width + column];
                    memory[row * width + column] = last;
                };
                if column < half {
                    (span[0]..span[1]).for_each(&mut step)
                } else {
                    (span[0]..span[1]).rev().for_each(&mut step)
                }
            }
        }
        let mask = mask(states.len(), self.dropout.layer, random);
        for row in 0..rows {
            for column in 0..width {
                let at = row * width + column;
                states[at] += gates[row * 3 * width + 2 * width + column] * memory[at] * mask[at];
            }
        }
        let norm = self.normalise(&format!("norm{}", layer + 2), states);
        Layer { input, gates, slopes, memory, mask, norm }
    }

    fn recur_back(
        &self,
        index: usize,
        layer: &Layer,
        starts: &[usize],
        back: &mut [f32],
        out: &mut Gradients,
    ) {
        let width = self.parameters.sizes.width;
        let half = width / 2;
        self.normalise_back(&format!("norm{}", index + 2), &layer.norm, back, out);
        let rows = back.len() / width;
        let mut gates_back = vec![0.0; layer.gates.len()];
        for span in starts.windows(2) {
            for column in 0..width {
                let mut carried = 0.0;
                let mut step = |row: usize, before: Option<usize>| {
                    let at = row * width + column;
                    let gate = &layer.gates[row * 3 * width..(row + 1) * 3 * width];
                    let slopes = &layer.slopes[row * 3 * width..(row + 1) * 3 * width];
                    let (forget, candidate, output) =
                        (gate[column], gate[width + column], gate[2 * width + column]);
                    let output_back = back[at] * layer.mask[at];
                    let memory_back = carried + output_back * output;
                    let previous = before.map_or(0.0, |before| layer.memory[before * width + column]);
                    let target = &mut gates_back[row * 3 * width..(row + 1) * 3 * width];
                    target[column] = memory_back * (previous - candidate) * slopes[column];
                    target[width + column] = memory_back * (1.0 - forget) * slopes[width + column];
                    target[2 * width + column] = output_back * layer.memory[at] * slopes[2 * width + column];
                    carried = memory_back * forget;
                };
                if column < half {
                    for row in (span[0]..span[1]).rev() {
                        step(row, (row > span[0]).then(|| row - 1));
                    }
                } else {
                    for row in span[0]..span[1] {
                        step(row, (row + 1 < span[1]).then_some(row + 1));
                    }
                }
            }
        }
        let input_back = self.linear_back(&format!("recurrent{index}"), &layer.input, &gates_back, rows, out);
        add_to(back, &input_back);
    }

    fn tags(&self, examples: &[&Example], states: &[f32], back: &mut [f32], out: &mut Gradients) {
        let width = self.parameters.sizes.width;
        let rows = states.len() / width;
        let mut scores = self.linear("tags", states, rows);
        let columns = self.inventory.tag_columns();
        let heads = self.inventory.tag_heads();
        let gold = examples.iter().flat_map(|example| &example.tags);
        for (row, classes) in scores.chunks_exact_mut(columns).zip(gold) {
            for (index, (head, &class)) in heads.iter().zip(classes).enumerate() {
                let scores = &mut row[head.clone()];
                let weight = if index == 0 { 1.0 } else { 0.25 } * self.scale;
                cross_entropy(scores, usize::try_from(class).ok(), weight, &mut out.loss);
            }
        }
        let input_back = self.linear_back("tags", states, &scores, rows, out);
        add_to(back, &input_back);
    }

    fn arcs(
        &self,
        examples: &[&Example],
        starts: &[usize],
        states: &[f32],
        back: &mut [f32],
        random: &mut Random,
        out: &mut Gradients,
    ) {
        let arc = self.parameters.sizes.arc;
        let rows = states.len() / self.parameters.sizes.width;
        let (dependents, dependent_mask) = self.hidden("arc_dependent", states, rows, random);
        let (heads, head_mask) = self.hidden("arc_head", states, rows, random);
        let products = self.linear("arc_product", &dependents, rows);
        let root = self.parameters.get("arc_root");
        let root_place = self.parameters.place("arc_root").range.clone();
        let columns = arc + DISTANCES;
        let mut products_back = vec![0.0; products.len()];
        let mut heads_back = vec![0.0; heads.len()];
        for (example, span) in examples.iter().zip(starts.windows(2)) {
            let words = span[1] - span[0];
            let mut candidates = heads[span[0] * arc..span[1] * arc].to_vec();
            candidates.extend_from_slice(root);
            let mut candidates_back = vec![0.0; candidates.len()];
            let rows = products[span[0] * columns..span[1] * columns].chunks_exact(columns);
            let product: Vec<f32> = rows.clone().flat_map(|row| row[..arc].iter().copied()).collect();
            let mut scores = vec![0.0; words * (words + 1)];
            multiply_right_transposed(&product, &candidates, &mut scores, words, arc, words + 1);
            for (word, (row, scores)) in rows.zip(scores.chunks_exact_mut(words + 1)).enumerate() {
                let bucket = |head: usize| if head == words { 0 } else { distance(word, head) };
                for (head, score) in scores.iter_mut().enumerate() {
                    *score += row[arc + bucket(head)];
                }
                scores[word] = -1e9;
                cross_entropy(scores, Some(example.heads[word]), self.scale, &mut out.loss);
                for (head, gradient) in scores.iter().enumerate() {
                    products_back[(span[0] + word) * columns + arc + bucket(head)] += gradient;
                }
            }
            let mut product_back = vec![0.0; product.len()];
            multiply(&scores, &candidates, &mut product_back, words, words + 1, arc);
            multiply_left_transposed(&scores, &product, &mut candidates_back, words + 1, words, arc);
            for (word, row) in product_back.chunks_exact(arc).enumerate() {
                products_back[(span[0] + word) * columns..][..arc].copy_from_slice(row);
            }
            heads_back[span[0] * arc..span[1] * arc].copy_from_slice(&candidates_back[..words * arc]);
            add_to(&mut out.dense[root_place.clone()], &candidates_back[words * arc..]);
        }
        let mut dependents_back = self.linear_back("arc_product", &dependents, &products_back, rows, out);
        apply(&mut dependents_back, &dependent_mask);
        apply(&mut heads_back, &head_mask);
        add_to(back, &self.linear_back("arc_dependent", states, &dependents_back, rows, out));
        add_to(back, &self.linear_back("arc_head", states, &heads_back, rows, out));
    }

    /// A rectified layer with dropout, and the factors of its gradient.
    fn hidden(&self, name: &str, states: &[f32], rows: usize, random: &mut Random) -> (Vec<f32>, Vec<f32>) {
        let mut values = self.linear(name, states, rows);
        let mask = self.rectify(&mut values, random);
        (values, mask)
    }

    fn rectify(&self, values: &mut [f32], random: &mut Random) -> Vec<f32> {
        let mut mask = mask(values.len(), self.dropout.hidden, random);
        for (mask, value) in mask.iter_mut().zip(values) {
            *mask *= if *value > 0.0 { 1.0 } else { 0.0 };
            *value *= *mask;
        }
        mask
    }

    fn labels(
        &self,
        examples: &[&Example],
        starts: &[usize],
        states: &[f32],
        back: &mut [f32],
        random: &mut Random,
        out: &mut Gradients,
    ) {
        let label = self.parameters.sizes.label;
        let rows = states.len() / self.parameters.sizes.width;
        let mut hidden = self.linear("label_dependent", states, rows);
        let heads = self.linear("label_head", states, rows);
        let root = self.parameters.get("label_root");
        let root_place = self.parameters.place("label_root").range.clone();
        let head_rows: Vec<Option<usize>> = examples
            .iter()
            .zip(starts.windows(2))
            .flat_map(|(example, span)| {
                let words = span[1] - span[0];
                example.heads.iter().map(move |&head| (head < words).then_some(span[0] + head))
            })
            .collect();
        for (hidden, head) in hidden.chunks_exact_mut(label).zip(&head_rows) {
            add_to(hidden, head.map_or(root, |head| &heads[head * label..(head + 1) * label]));
        }
        let mask = self.rectify(&mut hidden, random);
        let mut scores = self.linear("labels", &hidden, rows);
        let gold = examples.iter().flat_map(|example| &example.labels);
        for (scores, &gold) in scores.chunks_exact_mut(self.inventory.relations.len()).zip(gold) {
            cross_entropy(scores, Some(gold), self.scale, &mut out.loss);
        }
        let mut hidden_back = self.linear_back("labels", &hidden, &scores, rows, out);
        apply(&mut hidden_back, &mask);
        let mut heads_back = vec![0.0; heads.len()];
        for (back, head) in hidden_back.chunks_exact(label).zip(&head_rows) {
            match head {
                Some(head) => add_to(&mut heads_back[head * label..(head + 1) * label], back),
                None => add_to(&mut out.dense[root_place.clone()], back),
            }
        }
        add_to(back, &self.linear_back("label_dependent", states, &hidden_back, rows, out));
        add_to(back, &self.linear_back("label_head", states, &heads_back, rows, out));
    }
}

/// Replaces scores by the gradient of their cross entropy; without a class there is none.
fn cross_entropy(scores: &mut [f32], class: Option<usize>, weight: f32, loss: &mut f64) {
    let Some(class) = class else {
        scores.fill(0.0);
        return;
    };
    softmax(scores);
    *loss -= f64::from(weight * scores[class].max(1e-12).ln());
    scores[class] -= 1.0;
    for score in scores {
        *score *= weight;
    }
}

fn add_to(sum: &mut [f32], values: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value;
    }
}

/// The slope of `tanh`.
fn tanh_slope(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let ratio = (9.0 - x * x) / (3.0 * (3.0 + x * x));
    ratio * ratio
}

/// The slope of `sigmoid`.
fn sigmoid_slope(x: f32) -> f32 {
    0.25 * tanh_slope(0.5 * x)
}

/// Each word's state between those of its neighbours in the sentence.
fn widen(states: &[f32], starts: &[usize], width: usize) -> Vec<f32> {
    let mut wide = vec![0.0; states.len() * 3];
    for span in starts.windows(2) {
        for row in span[0]..span[1] {
            let first = row.saturating_sub(1).max(span[0]);
            let last = (row + 2).min(span[1]);
            let offset = (first + 1 - row) * width;
            wide[row * 3 * width + offset..][..(last - first) * width]
                .copy_from_slice(&states[first * width..last * width]);
        }
    }
    wide
}

/// Adds the gradient of [`widen`].
fn narrow(wide: &[f32], starts: &[usize], width: usize, back: &mut [f32]) {
    for span in starts.windows(2) {
        for row in span[0]..span[1] {
            let first = row.saturating_sub(1).max(span[0]);
            let last = (row + 2).min(span[1]);
            let offset = (first + 1 - row) * width;
            add_to(
                &mut back[first * width..last * width],
                &wide[row * 3 * width + offset..][..(last - first) * width],
            );
        }
    }
}
