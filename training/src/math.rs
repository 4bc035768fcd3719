//! Dense products, normalisation and random numbers.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2};

/// `out += left · right` where `left` is `rows × inner` and `right` `inner × columns`.
pub fn multiply(left: &[f32], right: &[f32], out: &mut [f32], rows: usize, inner: usize, columns: usize) {
    let left = ArrayView2::from_shape((rows, inner), left).unwrap();
    let right = ArrayView2::from_shape((inner, columns), right).unwrap();
    let mut out = ArrayViewMut2::from_shape((rows, columns), out).unwrap();
    general_mat_mul(1.0, &left, &right, 1.0, &mut out);
}

/// `out += leftᵀ · right` where `left` is `inner × rows`.
pub fn multiply_left_transposed(
    left: &[f32],
    right: &[f32],
    out: &mut [f32],
    rows: usize,
    inner: usize,
    columns: usize,
) {
    let left = ArrayView2::from_shape((inner, rows), left).unwrap();
    let right = ArrayView2::from_shape((inner, columns), right).unwrap();
    let mut out = ArrayViewMut2::from_shape((rows, columns), out).unwrap();
    general_mat_mul(1.0, &left.t(), &right, 1.0, &mut out);
}

/// `out += left · rightᵀ` where `right` is `columns × inner`.
pub fn multiply_right_transposed(
    left: &[f32],
    right: &[f32],
    out: &mut [f32],
    rows: usize,
    inner: usize,
    columns: usize,
) {
    let left = ArrayView2::from_shape((rows, inner), left).unwrap();
    let right = ArrayView2::from_shape((columns, inner), right).unwrap();
    let mut out = ArrayViewMut2::from_shape((rows, columns), out).unwrap();
    general_mat_mul(1.0, &left, &right.t(), 1.0, &mut out);
}

/// Replaces scores by probabilities.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// A small generator of random numbers (SplitMix64): the same seed, the same training.
#[derive(Clone, Debug)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between 0 and 1.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / 16_777_216.0
    }

    /// Between −`most` and `most`.
    pub fn spread(&mut self, most: f32) -> f32 {
        (2.0 * self.unit() - 1.0) * most
    }

    /// Below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound.max(1) as u64) as usize
    }

    /// Shuffles in place.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
