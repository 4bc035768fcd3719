//! Functions of floating-point numbers out of additions, multiplications, divisions and roots alone, which are exact
//! everywhere, in an order that does not depend on the machine. Loops over them need no calls, so that the compiler
//! makes several at once.

/// Numbers summed side by side.
const LANES: usize = 16;
/// Adding this leaves the rounded value in the lowest bits.
const SHIFT: f32 = 12_582_912.0;

/// The nearest whole number of a small one.
#[inline(always)]
pub(super) fn round(value: f32) -> i32 {
    (value + SHIFT).to_bits() as i32 - SHIFT.to_bits() as i32
}

/// e to a power; beyond ±80 it stays what it is there.
#[inline(always)]
pub(super) fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let shifted = x * std::f32::consts::LOG2_E + SHIFT;
    let whole = shifted - SHIFT;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let tail = 1.0 / 24.0 + rest * (1.0 / 120.0 + rest * (1.0 / 720.0));
    let value = 1.0 + rest * (1.0 + rest * (0.5 + rest * (1.0 / 6.0 + rest * tail)));
    let exponent = (shifted.to_bits() as i32 - SHIFT.to_bits() as i32 + 127) << 23;
    value * f32::from_bits(exponent as u32)
}

/// The hyperbolic tangent.
#[inline(always)]
pub(super) fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

/// The activation of the inner layers: GELU in its form with a tangent.
#[inline(always)]
pub(super) fn gelu(x: f32) -> f32 {
    x / (1.0 + exp(-1.595_769 * (x + 0.044_715 * x * x * x)))
}

#[inline(always)]
fn fold(values: &[f32], value: impl Fn(f32) -> f32, both: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (whole, rest) = values.as_chunks::<LANES>();
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = both(*lane, value(*x));
        }
    }
    for (lane, x) in lanes.iter_mut().zip(rest) {
        *lane = both(*lane, value(*x));
    }
    lanes.iter().fold(0.0, |sum, lane| both(sum, *lane))
}

/// The sum of numbers.
#[inline(always)]
pub(super) fn sum(values: &[f32]) -> f32 {
    fold(values, |x| x, |a, b| a + b)
}

/// The greatest magnitude.
#[inline(always)]
pub(super) fn greatest(values: &[f32]) -> f32 {
    fold(values, f32::abs, |a, b| if a > b { a } else { b })
}

/// Brings a row to mean 0 and variance 1, then scales and shifts it.
#[inline(always)]
pub(super) fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    let count = row.len().max(1) as f32;
    let mean = sum(row) / count;
    row.iter_mut().for_each(|x| *x -= mean);
    let variance = fold(row, |x| x * x, |a, b| a + b) / count;
    let factor = 1.0 / (variance + 1e-12).sqrt();
    for ((x, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
        *x = *x * factor * weight + bias;
    }
}

/// Turns scores into probabilities.
#[inline(always)]
pub(super) fn softmax(scores: &mut [f32]) {
    let most = fold(scores, |x| x, |a, b| if a > b { a } else { b });
    let (whole, rest) = scores.as_chunks_mut::<LANES>();
    whole.iter_mut().for_each(|chunk| chunk.iter_mut().for_each(|x| *x = exp(*x - most)));
    rest.iter_mut().for_each(|x| *x = exp(*x - most));
    let factor = 1.0 / sum(scores);
    scores.iter_mut().for_each(|x| *x *= factor);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_close_to_those_of_the_library() {
        for step in -4000..4000 {
            let x = step as f32 / 200.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "tanh {x}");
            let inner = 0.797_884_6 * (x + 0.044_715 * x * x * x);
            assert!((gelu(x) - 0.5 * x * (1.0 + inner.tanh())).abs() < 1e-4, "gelu {x}");
        }
        assert_eq!([-1.4f32, 0.6, 8190.6].map(round), [-1, 1, 8191]);
    }

    #[test]
    fn rows_have_mean_and_variance() {
        let mut row: Vec<f32> = (0..37).map(|i| (i * i % 11) as f32).collect();
        normalise(&mut row, &[1.0; 37], &[0.0; 37]);
        assert!(sum(&row).abs() < 1e-4);
        assert!((row.iter().map(|x| x * x).sum::<f32>() / 37.0 - 1.0).abs() < 1e-4);
        softmax(&mut row);
        assert!((sum(&row) - 1.0).abs() < 1e-5);
    }
}
