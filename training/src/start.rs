//! Parameters on disk, and a start from those of another language: how heads are found and what a relation looks
//! like is much the same in French and English, and one treebank is three times the other.

use std::path::Path;

use depeche_engine::parse::weights::{Builder, Weights};

use crate::data::Inventory;
use crate::net::Parameters;

/// Writes all dense parameters and the hashed rows.
pub fn save(path: &Path, parameters: &Parameters, inventory: &Inventory) -> Result<(), String> {
    let mut out = Builder::default();
    for place in &parameters.places {
        out.floats(&place.name, &parameters.dense[place.range.clone()]);
    }
    out.floats("hashed", &parameters.hashed);
    out.lines("relations", &inventory.relations.iter().map(ToString::to_string).collect::<Vec<_>>());
    std::fs::write(path, out.finish()).map_err(|error| format!("{}: {error}", path.display()))
}

/// Takes over what fits: layers of the same size, the hashed rows, columns of relations with the same name.
pub fn load(path: &Path, parameters: &mut Parameters, inventory: &Inventory) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let weights = Weights::read(&bytes)?;
    let names = weights.lines("relations")?;
    let hashed = weights.floats("hashed")?;
    if hashed.len() == parameters.hashed.len() {
        parameters.hashed = hashed;
    }
    for place in parameters.places.clone() {
        let Ok(values) = weights.floats(&place.name) else { continue };
        let own = &mut parameters.dense[place.range.clone()];
        if place.name.starts_with("labels") {
            let rows = own.len() / place.columns;
            for (column, relation) in inventory.relations.iter().enumerate() {
                let find = |name: &str| names.iter().position(|known| *known == name);
                let Some(other) = find(relation.as_str()).or_else(|| find(relation.base())) else { continue };
                for row in 0..rows {
                    if let Some(value) = values.get(row * names.len() + other) {
                        own[row * place.columns + column] = *value;
                    }
                }
            }
        } else if values.len() == own.len() && !matches!(place.name.as_str(), "projection" | "oov") {
            own.copy_from_slice(&values);
        }
    }
    Ok(())
}
