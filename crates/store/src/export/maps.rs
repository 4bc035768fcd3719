//! GeoJSON: one feature an event that has coordinates, with the columns of CSV as its properties.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::{Export, native};
use crate::Error;
use crate::load::{EventRecord, Said};

pub(super) const LOSSES: &[&str] = &[
    "events without coordinates are left out",
    "claims and their sources",
    "a country or a region is its middle point: place_feature says which are",
];

pub(super) struct Geojson<W> {
    out: W,
    empty: bool,
}

impl<W: Write> Geojson<W> {
    pub fn new(mut out: W) -> Result<Geojson<W>, Error> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Geojson { out, empty: true })
    }
}

impl<W: Write> Export for Geojson<W> {
    fn event(&mut self, event: &EventRecord, _: &[Said]) -> Result<(), Error> {
        let coordinates = event.place.as_ref().and_then(|place| place.longitude.zip(place.latitude));
        let Some((longitude, latitude)) = coordinates else { return Ok(()) };
        let values = native::COLUMNS.iter().zip(native::values(event));
        let properties: Map<String, Value> =
            values.map(|(name, value)| ((*name).to_string(), typed(name, value))).collect();
        let feature = json!({
            "type": "Feature", "id": event.event, "properties": properties,
            "geometry": { "type": "Point", "coordinates": [longitude, latitude] },
        });
        self.out.write_all(if std::mem::take(&mut self.empty) { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.out, &feature).map_err(std::io::Error::from)?;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

/// Numbers as numbers, nothing as null; codes stay texts.
fn typed(name: &str, value: String) -> Value {
    match name {
        _ if value.is_empty() => Value::Null,
        "quad" | "score" | "latitude" | "longitude" | "claims" | "documents" | "publishers" | "origins" => {
            serde_json::from_str(&value).unwrap_or(Value::Null)
        }
        "disputed" => Value::Bool(value == "true"),
        _ => Value::String(value),
    }
}
