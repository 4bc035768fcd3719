//! Adam, over dense parameters and over the touched rows of tables.

use crate::net::{Gradients, Parameters};

const MEAN: f32 = 0.9;
const SQUARE: f32 = 0.98;

/// Running means of gradients and of their squares.
pub struct Adam {
    dense: [Vec<f32>; 2],
    words: [Vec<f32>; 2],
    hashed: [Vec<f32>; 2],
    step: i32,
}

impl Adam {
    /// Nothing seen yet.
    pub fn new(parameters: &Parameters) -> Adam {
        let pair = |length: usize| [vec![0.0; length], vec![0.0; length]];
        Adam {
            dense: pair(parameters.dense.len()),
            words: pair(parameters.words.len()),
            hashed: pair(parameters.hashed.len()),
            step: 0,
        }
    }

    /// Takes a step against the sum of some gradients, all added to the first.
    pub fn step(&mut self, parameters: &mut Parameters, gradients: &mut [Gradients], rate: f32) {
        let (first, others) = gradients.split_first_mut().unwrap();
        let width = parameters.sizes.width;
        for other in others.iter() {
            for (sum, value) in first.dense.iter_mut().zip(&other.dense) {
                *sum += value;
            }
            for (sum, from) in [(&mut first.words, &other.words), (&mut first.hashed, &other.hashed)] {
                for &row in &from.touched {
                    sum.add(row as usize, &from.values[row as usize * width..(row as usize + 1) * width]);
                }
            }
        }
        let length = first.dense.iter().map(|x| x * x).sum::<f32>().sqrt();
        let clip = (4.0 / length).min(1.0);
        self.step += 1;
        let rate = rate * (1.0 - SQUARE.powi(self.step)).sqrt() / (1.0 - MEAN.powi(self.step));
        update(&mut parameters.dense, &first.dense, &mut self.dense, 0, rate, clip);
        let tables = [
            (&mut parameters.words, &first.words, &mut self.words),
            (&mut parameters.hashed, &first.hashed, &mut self.hashed),
        ];
        for (values, gradient, moments) in tables {
            for &row in &gradient.touched {
                let start = row as usize * width;
                let (values, gradient) =
                    (&mut values[start..start + width], &gradient.values[start..start + width]);
                update(values, gradient, moments, start, rate, clip);
            }
        }
    }
}

fn update(
    values: &mut [f32],
    gradient: &[f32],
    moments: &mut [Vec<f32>; 2],
    start: usize,
    rate: f32,
    clip: f32,
) {
    let [means, squares] = moments;
    let moments = means[start..].iter_mut().zip(&mut squares[start..]);
    for ((value, gradient), (mean, square)) in values.iter_mut().zip(gradient).zip(moments) {
        let gradient = gradient * clip;
        *mean = MEAN * *mean + (1.0 - MEAN) * gradient;
        *square = SQUARE * *square + (1.0 - SQUARE) * gradient * gradient;
        *value -= rate * *mean / (square.sqrt() + 1e-8);
    }
}
