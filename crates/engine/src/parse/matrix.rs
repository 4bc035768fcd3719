//! Matrix products in 16-bit integers with 32-bit sums: exact, hence the same on every machine, whichever
//! instructions it has.
//!
//! Activations are fixed-point numbers with 9 fractional bits within ±8, weights have 11 bits and a scale a
//! column, so that sums over up to 1,024 rows fit 32 bits.

/// Fractional bits of an activation, as a factor.
const UNIT: f32 = 512.0;
/// The largest activation and the largest weight in fixed point.
const MOST: f32 = 4095.0;
const MOST_WEIGHT: f32 = 1023.0;
/// Columns computed together.
const BLOCK: usize = 16;

/// How to multiply: with which instructions.
pub trait Kernel: Copy {
    /// Adds to sums of 16 columns, for four rows, the products of two adjacent activations with their weights.
    fn step(self, sums: &mut [[i32; BLOCK]; 4], pairs: [i32; 4], weights: &[[i16; BLOCK]; 2]);
}

/// Plain Rust.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Kernel for Plain {
    #[inline(always)]
    fn step(self, sums: &mut [[i32; BLOCK]; 4], pairs: [i32; 4], weights: &[[i16; BLOCK]; 2]) {
        let flat = weights.as_flattened();
        for (sums, pair) in sums.iter_mut().zip(pairs) {
            let (even, odd) = (i32::from(pair as i16), pair >> 16);
            for (sum, weight) in sums.iter_mut().zip(flat.as_chunks::<2>().0) {
                let products = even * i32::from(weight[0]) + odd * i32::from(weight[1]);
                *sum = sum.wrapping_add(products);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
impl Kernel for pulp::x86::V3 {
    #[inline(always)]
    fn step(self, sums: &mut [[i32; BLOCK]; 4], pairs: [i32; 4], weights: &[[i16; BLOCK]; 2]) {
        let weights: [pulp::i16x16; 2] = [pulp::cast(weights[0]), pulp::cast(weights[1])];
        for (sums, pair) in sums.iter_mut().zip(pairs) {
            let pair: pulp::i16x16 = pulp::cast(self.splat_i32x8(pair));
            let before: [pulp::i32x8; 2] = pulp::cast(*sums);
            let after: [pulp::i32x8; 2] = std::array::from_fn(|half| {
                let products = self.multiply_wrapping_add_adjacent_i16x16(pair, weights[half]);
                pulp::cast(self.avx2._mm256_add_epi32(pulp::cast(before[half]), pulp::cast(products)))
            });
            *sums = pulp::cast(after);
        }
    }
}

/// Rows of activations in fixed point, two adjacent ones in each number.
#[derive(Debug, Default)]
pub struct Activations {
    pairs: Vec<i32>,
    width: usize,
}

impl Activations {
    /// Converts rows of a width. What lies beyond ±8 is cut off.
    #[inline(always)]
    pub fn set(&mut self, rows: &[f32], width: usize) {
        self.width = width.div_ceil(2);
        self.pairs.clear();
        if width == 0 {
            return;
        }
        for row in rows.chunks_exact(width) {
            let (pairs, rest) = row.as_chunks::<2>();
            self.pairs.extend(pairs.iter().map(|pair| pack(fixed(pair[0]), fixed(pair[1]))));
            if let [last] = rest {
                self.pairs.push(pack(fixed(*last), 0));
            }
        }
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[i32] {
        self.pairs.get(row * self.width..(row + 1) * self.width).unwrap_or_default()
    }

    #[inline(always)]
    fn rows(&self) -> usize {
        self.pairs.len().checked_div(self.width).unwrap_or(0)
    }
}

#[inline(always)]
fn pack(even: i32, odd: i32) -> i32 {
    (even & 0xffff) | (odd << 16)
}

/// Rounds to fixed point. Adding this number leaves the rounded value in the lowest bits, without a call to the
/// mathematics library.
#[inline(always)]
fn fixed(value: f32) -> i32 {
    const SHIFT: f32 = 12_582_912.0;
    let scaled = (value * UNIT).clamp(-MOST, MOST);
    (scaled + SHIFT).to_bits() as i32 - SHIFT.to_bits() as i32
}

/// A matrix of weights with a bias.
#[derive(Debug, Default)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    /// For each block of columns, for each pair of rows: the weights of 8 and 8 columns, two rows interleaved.
    blocks: Vec<[[i16; BLOCK]; 2]>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// Quantises weights `weights[row * columns + column]`. Gives the integers and each column's scale.
    #[must_use]
    pub fn quantise(weights: &[f32], columns: usize) -> (Vec<i16>, Vec<f32>) {
        let mut most = vec![1e-9f32; columns];
        for row in weights.chunks_exact(columns.max(1)) {
            for (most, weight) in most.iter_mut().zip(row) {
                *most = most.max(weight.abs());
            }
        }
        let scales: Vec<f32> = most.iter().map(|most| most / MOST_WEIGHT).collect();
        let integers = weights.chunks_exact(columns.max(1)).flat_map(|row| {
            row.iter().zip(&scales).map(|(weight, scale)| (weight / scale).round() as i16).collect::<Vec<_>>()
        });
        (integers.collect(), scales)
    }

    /// Prepares quantised weights.
    ///
    /// # Errors
    /// The sizes do not fit, or a weight is too large to be exact.
    pub fn new(integers: &[i16], scales: &[f32], bias: &[f32]) -> Result<Matrix, String> {
        let columns = scales.len();
        let rows = integers.len().checked_div(columns).unwrap_or(0);
        if integers.len() != rows * columns || bias.len() != columns || rows > 1024 {
            return Err("a matrix of the wrong size".to_string());
        }
        if integers.iter().any(|&weight| f32::from(weight).abs() > MOST_WEIGHT) {
            return Err("a weight out of range".to_string());
        }
        let padded = columns.next_multiple_of(BLOCK);
        let weight = |row: usize, column: usize| {
            if row < rows && column < columns { integers[row * columns + column] } else { 0 }
        };
        let mut blocks = Vec::with_capacity(padded / BLOCK * rows.div_ceil(2));
        for block in (0..padded).step_by(BLOCK) {
            for row in (0..rows).step_by(2) {
                let half =
                    |start: usize| std::array::from_fn(|at| weight(row + at % 2, block + start + at / 2));
                blocks.push([half(0), half(8)]);
            }
        }
        let pad =
            |values: &[f32]| values.iter().copied().chain(std::iter::repeat(0.0)).take(padded).collect();
        let scales: Vec<f32> = scales.iter().map(|scale| scale / UNIT).collect();
        Ok(Matrix { rows, columns, blocks, scales: pad(&scales), bias: pad(bias) })
    }

    /// How many columns a product has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How wide the rows of activations must be.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Products of all rows of activations, `columns` a row.
    #[inline(always)]
    pub fn multiply<K: Kernel>(&self, kernel: K, input: &Activations, out: &mut Vec<f32>) {
        let rows = input.rows();
        out.clear();
        out.resize(rows * self.columns, 0.0);
        let pairs = self.rows.div_ceil(2);
        if pairs == 0 || self.columns == 0 || input.width != pairs {
            return;
        }
        for first in (0..rows).step_by(4) {
            let x = std::array::from_fn::<&[i32], 4, _>(|at| input.row((first + at).min(rows - 1)));
            for (index, block) in self.blocks.chunks_exact(pairs).enumerate() {
                let mut sums = [[0; BLOCK]; 4];
                for ((((weights, a), b), c), d) in block.iter().zip(x[0]).zip(x[1]).zip(x[2]).zip(x[3]) {
                    kernel.step(&mut sums, [*a, *b, *c, *d], weights);
                }
                let column = index * BLOCK;
                let width = BLOCK.min(self.columns - column);
                let (scales, bias) =
                    (&self.scales[column..column + BLOCK], &self.bias[column..column + BLOCK]);
                for (at, sums) in sums.iter().enumerate().take(rows - first) {
                    let start = (first + at) * self.columns + column;
                    let out = &mut out[start..start + width];
                    for (((out, sum), scale), bias) in out.iter_mut().zip(sums).zip(scales).zip(bias) {
                        *out = *sum as f32 * scale + bias;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_close_and_the_same_with_every_kernel() {
        let (rows, inner, columns) = (7, 13, 37);
        let mut seed = 3u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let weights: Vec<f32> = (0..inner * columns).map(|_| noise()).collect();
        let bias: Vec<f32> = (0..columns).map(|_| noise()).collect();
        let input: Vec<f32> = (0..rows * inner).map(|_| noise() * 3.0).collect();
        let (integers, scales) = Matrix::quantise(&weights, columns);
        let matrix = Matrix::new(&integers, &scales, &bias).unwrap();
        let mut activations = Activations::default();
        activations.set(&input, inner);
        let mut out = Vec::new();
        matrix.multiply(Plain, &activations, &mut out);
        for row in 0..rows {
            for column in 0..columns {
                let exact: f32 =
                    (0..inner).map(|k| input[row * inner + k] * weights[k * columns + column]).sum();
                assert!((out[row * columns + column] - exact - bias[column]).abs() < 0.02);
            }
        }
        #[cfg(target_arch = "x86_64")]
        if let Some(kernel) = pulp::x86::V3::try_new() {
            let mut other = Vec::new();
            matrix.multiply(kernel, &activations, &mut other);
            assert_eq!(out, other);
        }
    }
}
