//! Matrix products of 7-bit activations with 7-bit weights and 32-bit sums: exact, hence the same on every machine.
//!
//! Each row of activations has a scale of its own, each column of weights too. Activations carry an offset, so that they
//! are positive: the instructions at hand want it so. Sixteen products at a time are summed in 16 bits, which saturate:
//! with weights scaled to their column's largest that takes nine standard deviations, and is the same everywhere too.
//! No sum over up to 1,536 rows leaves 32 bits.

use super::numbers::{greatest, round};

/// Rows and columns computed together (as many as fit into 16 registers with all that they need).
const ROWS: usize = 4;
const COLUMNS: usize = 16;
/// How many products of each are summed before they are widened: so many steps of four.
const STEPS: usize = 8;
const DEPTH: usize = 4 * STEPS;
/// The largest activation, and what is added to make all positive.
const MOST: f32 = 63.0;
const OFFSET: i32 = 64;
/// The most rows that a matrix may have.
const LONGEST: usize = 1536;

/// Weights of a group of rows: of columns 0 to 7 for four rows, of columns 8 to 15 for the same, then for the next four.
type Weights = [u8; DEPTH * COLUMNS];

/// The activations of a group, four in each number, the first in the lowest byte.
type Activation = [i32; STEPS];

/// How to multiply: with which instructions.
pub(super) trait Kernel: Copy {
    /// Runs a task with these instructions, as a function of its own.
    fn run<T: pulp::NullaryFnOnce>(self, task: T) -> T::Output;

    /// Adds to sums of 16 columns, for some rows, the products of a group of activations with their weights.
    fn group(self, sums: &mut [[i32; COLUMNS]; ROWS], activations: [&Activation; ROWS], weights: &Weights);
}

/// Plain Rust.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain;

impl Kernel for Plain {
    #[inline(never)]
    fn run<T: pulp::NullaryFnOnce>(self, task: T) -> T::Output {
        task.call()
    }

    #[inline(always)]
    fn group(self, sums: &mut [[i32; COLUMNS]; ROWS], activations: [&Activation; ROWS], weights: &Weights) {
        for (sums, activations) in sums.iter_mut().zip(activations) {
            let mut short = [0i16; 2 * COLUMNS];
            for (four, weights) in activations.iter().zip(weights.as_chunks::<{ 4 * COLUMNS }>().0) {
                let [a, b, c, d] = four.to_le_bytes().map(i16::from);
                for (short, weights) in
                    short.as_chunks_mut::<2>().0.iter_mut().zip(weights.as_chunks::<4>().0)
                {
                    let [e, f, g, h] = weights.map(|weight| i16::from(weight as i8));
                    short[0] = short[0].saturating_add(a * e + b * f);
                    short[1] = short[1].saturating_add(c * g + d * h);
                }
            }
            for (sum, short) in sums.iter_mut().zip(short.as_chunks::<2>().0) {
                *sum += i32::from(short[0]) + i32::from(short[1]);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
impl Kernel for pulp::x86::V3 {
    #[inline(always)]
    fn run<T: pulp::NullaryFnOnce>(self, task: T) -> T::Output {
        self.vectorize(task)
    }

    #[inline(always)]
    fn group(self, sums: &mut [[i32; COLUMNS]; ROWS], activations: [&Activation; ROWS], weights: &Weights) {
        let avx2 = self.avx2;
        let weights: &[[u8; 2 * COLUMNS]] = weights.as_chunks().0;
        let mut short = [[pulp::cast(self.splat_i16x16(0)); 2]; ROWS];
        for step in 0..STEPS {
            let low = pulp::cast(weights[2 * step]);
            let high = pulp::cast(weights[2 * step + 1]);
            for row in 0..ROWS {
                let four = pulp::cast(self.splat_i32x8(activations[row][step]));
                short[row][0] = avx2._mm256_adds_epi16(short[row][0], avx2._mm256_maddubs_epi16(four, low));
                short[row][1] = avx2._mm256_adds_epi16(short[row][1], avx2._mm256_maddubs_epi16(four, high));
            }
        }
        let ones = pulp::cast(self.splat_i16x16(1));
        for row in 0..ROWS {
            let before: [pulp::i32x8; 2] = pulp::cast(sums[row]);
            let low =
                avx2._mm256_add_epi32(pulp::cast(before[0]), avx2._mm256_madd_epi16(short[row][0], ones));
            let high =
                avx2._mm256_add_epi32(pulp::cast(before[1]), avx2._mm256_madd_epi16(short[row][1], ones));
            sums[row] = pulp::cast([low, high]);
        }
    }
}

/// Rows of activations in whole numbers, with the scale of each row.
#[derive(Debug, Default)]
pub(super) struct Activations {
    numbers: Vec<i32>,
    scales: Vec<f32>,
    width: usize,
}

impl Activations {
    /// Converts rows of a width.
    #[inline(always)]
    pub(super) fn set<'a>(&mut self, rows: impl Iterator<Item = &'a [f32]>, width: usize) {
        self.width = width;
        self.numbers.clear();
        self.scales.clear();
        for row in rows {
            let most = greatest(row).max(1e-20);
            let factor = MOST / most;
            self.scales.push(most / MOST);
            self.numbers.extend(row.as_chunks::<4>().0.iter().map(|four| {
                let [a, b, c, d] = four.map(|value| round(value * factor) + OFFSET);
                a | b << 8 | c << 16 | d << 24
            }));
        }
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[Activation] {
        let width = self.width / 4;
        self.numbers.get(row * width..(row + 1) * width).unwrap_or_default().as_chunks().0
    }
}

/// A matrix of weights with a bias, as it lies in the file.
#[derive(Debug)]
pub(super) struct Matrix<'a> {
    /// For each block of 16 columns, for each eight rows.
    blocks: &'a [Weights],
    /// What the activations' offset adds to each column.
    offsets: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    rows: usize,
}

impl<'a> Matrix<'a> {
    /// A matrix of a shape that fills its blocks; `sums` are those of each column's weights.
    ///
    /// # Errors
    /// The sizes do not fit.
    pub(super) fn new(
        bytes: &'a [u8],
        sums: &[f32],
        scales: Vec<f32>,
        bias: Vec<f32>,
    ) -> Result<Matrix<'a>, String> {
        let columns = scales.len();
        let (blocks, rest) = bytes.as_chunks();
        let rows = bytes.len().checked_div(columns).unwrap_or(0);
        let fits =
            rest.is_empty() && bytes.len() == rows * columns && [sums.len(), bias.len()] == [columns; 2];
        if !fits || !columns.is_multiple_of(COLUMNS) || !rows.is_multiple_of(DEPTH) || rows > LONGEST {
            return Err("a matrix of the wrong size".to_string());
        }
        let offsets = sums.iter().map(|sum| *sum as i32 * OFFSET).collect();
        Ok(Matrix { blocks, offsets, scales, bias, rows })
    }

    /// How many columns a product has.
    pub(super) fn columns(&self) -> usize {
        self.scales.len()
    }

    /// Products of all rows of activations, `columns` a row.
    pub(super) fn multiply<K: Kernel>(&self, kernel: K, input: &Activations, out: &mut Vec<f32>) {
        // What was there before is written over.
        out.resize(input.scales.len() * self.columns(), 0.0);
        if self.rows > 0 && input.width == self.rows && !input.scales.is_empty() {
            kernel.run(Multiply { kernel, matrix: self, input, out });
        } else {
            out.fill(0.0);
        }
    }
}

/// A product to compute.
struct Multiply<'a, K> {
    kernel: K,
    matrix: &'a Matrix<'a>,
    input: &'a Activations,
    out: &'a mut [f32],
}

impl<K: Kernel> pulp::NullaryFnOnce for Multiply<'_, K> {
    type Output = ();

    // No closures around the products: the instructions would not be taken into them.
    #[inline(always)]
    fn call(self) {
        let Multiply { kernel, matrix, input, out } = self;
        let (rows, columns) = (input.scales.len(), matrix.columns());
        for (index, block) in matrix.blocks.chunks_exact(matrix.rows / DEPTH).enumerate() {
            let range = index * COLUMNS..(index + 1) * COLUMNS;
            let (offsets, scales) = (&matrix.offsets[range.clone()], &matrix.scales[range.clone()]);
            let bias = &matrix.bias[range];
            for first in (0..rows).step_by(ROWS) {
                let x = std::array::from_fn::<&[_], ROWS, _>(|at| input.row((first + at).min(rows - 1)));
                let mut sums = [[0; COLUMNS]; ROWS];
                let [a, b, c, d] = x;
                for (weights, ((a, b), (c, d))) in block.iter().zip(a.iter().zip(b).zip(c.iter().zip(d))) {
                    kernel.group(&mut sums, [a, b, c, d], weights);
                }
                for (at, sums) in sums.iter().enumerate().take(rows - first) {
                    let start = (first + at) * columns + index * COLUMNS;
                    let own = input.scales[first + at];
                    let out = &mut out[start..start + COLUMNS];
                    let numbers = sums.iter().zip(offsets).zip(scales.iter().zip(bias));
                    for (out, ((sum, offset), (scale, bias))) in out.iter_mut().zip(numbers) {
                        *out = (sum - offset) as f32 * (own * scale) + bias;
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
    fn products_are_exact_and_the_same_with_every_kernel() {
        let (rows, inner, columns) = (7, 96, 32);
        let mut seed = 3u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let weights: Vec<i8> = (0..inner * columns).map(|_| (noise() * 63.0) as i8).collect();
        let bias: Vec<f32> = (0..columns).map(|_| noise()).collect();
        let input: Vec<f32> = (0..rows * inner).map(|_| noise() * 30.0).collect();
        let mut bytes = Vec::new();
        for block in (0..columns).step_by(COLUMNS) {
            for row in (0..inner).step_by(4) {
                let weight = |at: usize| weights[(row + at % 4) * columns + block + at / 4] as u8;
                bytes.extend((0..4 * COLUMNS).map(weight));
            }
        }
        let column = |column: usize| weights.iter().skip(column).step_by(columns);
        let sums: Vec<f32> = (0..columns).map(|at| column(at).map(|it| f32::from(*it)).sum()).collect();
        let matrix = Matrix::new(&bytes, &sums, vec![0.01; columns], bias.clone()).unwrap();
        let mut activations = Activations::default();
        activations.set(input.chunks_exact(inner), inner);
        let mut out = Vec::new();
        matrix.multiply(Plain, &activations, &mut out);
        for row in 0..rows {
            for column in 0..columns {
                let product = |k: usize| input[row * inner + k] * f32::from(weights[k * columns + column]);
                let exact = (0..inner).map(product).sum::<f32>() * 0.01 + bias[column];
                assert!((out[row * columns + column] - exact).abs() < 2.0, "{row} {column}");
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
