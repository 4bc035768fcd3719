//! Writes a trained network as the weights file that the engine reads.

use depeche_engine::parse::analyses::Analyses;
use depeche_engine::parse::lemma::Lemmatiser;
use depeche_engine::parse::matrix::Matrix;
use depeche_engine::parse::weights::Builder;

use crate::data::Inventory;
use crate::math::multiply;
use crate::net::Parameters;

/// The file's bytes.
pub fn weights(
    parameters: &Parameters,
    inventory: &Inventory,
    vectors: &[f32],
    lemmas: &Lemmatiser,
    analyses: &Analyses,
) -> Vec<u8> {
    let mut out = Builder::default();
    out.lines("upos", &inventory.upos.iter().map(ToString::to_string).collect::<Vec<_>>());
    out.lines("relations", &inventory.relations.iter().map(ToString::to_string).collect::<Vec<_>>());
    out.lines("allowed", &inventory.allowed.iter().map(ToString::to_string).collect::<Vec<_>>());
    let values = |values: &Vec<depeche_engine::ud::Features>| {
        values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    out.lines("features", &inventory.features.iter().map(|(_, list)| values(list)).collect::<Vec<_>>());
    out.lines("layers", &(0..parameters.sizes.layers).map(|layer| layer.to_string()).collect::<Vec<_>>());
    lemmas.write(&mut out);
    analyses.write(&mut out);
    inventory.vectors.write("vectors", &mut out);
    inventory.words.write("words", &mut out);
    rows(&mut out, "vector_rows", &projected(parameters, vectors), parameters.sizes.width);
    rows(&mut out, "word_rows", &parameters.words, parameters.sizes.width);
    rows(&mut out, "hashed_rows", &parameters.hashed, parameters.sizes.width);
    for place in &parameters.places {
        let name = place.name.as_str();
        let values = &parameters.dense[place.range.clone()];
        match name {
            "projection" | "oov" => {}
            "first" | "arc_root" | "label_root" => out.floats(name, values),
            _ if name.contains('.') => out.floats(name, values),
            _ => {
                let (integers, scales) = Matrix::quantise(values, place.columns);
                out.shorts(name, &integers);
                out.floats(&format!("{name}.scales"), &scales);
            }
        }
    }
    out.finish()
}

/// The pretrained vectors as the network sees them; the first row is that of unknown words.
fn projected(parameters: &Parameters, vectors: &[f32]) -> Vec<f32> {
    let sizes = parameters.sizes;
    let count = vectors.len() / sizes.vectors;
    let mut out = parameters.get("oov").to_vec();
    out.resize((count + 1) * sizes.width, 0.0);
    let rest = &mut out[sizes.width..];
    multiply(vectors, parameters.get("projection"), rest, count, sizes.vectors, sizes.width);
    out
}

fn rows(out: &mut Builder, name: &str, values: &[f32], width: usize) {
    let mut bytes = Vec::with_capacity(values.len());
    let mut scales = Vec::new();
    for row in values.chunks_exact(width) {
        let scale = row.iter().fold(1e-9f32, |most, value| most.max(value.abs())) / 127.0;
        scales.push(scale);
        bytes.extend(row.iter().map(|value| (value / scale).round() as i8 as u8));
    }
    out.bytes(name, bytes);
    out.floats(&format!("{name}.scales"), &scales);
}
