//! Who to whom and when, and little else: KEDS lines, GraphML, quadruples.

use std::io::Write;

use rustc_hash::FxHashSet;

use super::dyads::{code, day, dyads};
use super::{Export, or_empty, tabbed};
use crate::Error;
use crate::load::{EventRecord, Party, Said};

pub(super) const KEDS_LOSSES: &[&str] = &[
    "events without one known day are left out: a line begins with a day",
    "all but day, actor and recipient (country and sector, --- where unknown), CAMEO code, act and the first sentence",
];
pub(super) const GRAPHML_LOSSES: &[&str] = &[
    "events without an actor or without a recipient are left out: an edge has two ends",
    "claims, sources, place; of time the first day",
];
pub(super) const QUADRUPLE_LOSSES: &[&str] = &[
    "events without one known day, an actor or a recipient are left out",
    "all but actor, act with mode, recipient, day",
];

/// `date, source, target, code, label, quote`, divided by tabs; the date as `yymmdd`.
pub(super) struct Keds<W> {
    out: W,
}

impl<W: Write> Keds<W> {
    pub fn new(out: W) -> Keds<W> {
        Keds { out }
    }
}

impl<W: Write> Export for Keds<W> {
    fn event(&mut self, event: &EventRecord, claims: &[Said]) -> Result<(), Error> {
        let Some(day) = day(event) else { return Ok(()) };
        let of = |party: Option<&Party>| {
            party.map(code).filter(|it| !it.is_empty()).unwrap_or_else(|| "---".to_string())
        };
        for dyad in dyads(event) {
            let values = [
                format!("{:02}{:02}{:02}", day.year().rem_euclid(100), day.month(), day.day()),
                of(dyad.actor),
                of(dyad.recipient),
                event.cameo.clone(),
                event.act.clone(),
                claims.first().map(|said| said.words.clone()).unwrap_or_default(),
            ];
            tabbed(&mut self.out, &values)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// Head, relation, tail, time.
pub(super) struct Quadruples<W> {
    out: W,
}

impl<W: Write> Quadruples<W> {
    pub fn new(out: W) -> Quadruples<W> {
        Quadruples { out }
    }
}

impl<W: Write> Export for Quadruples<W> {
    fn event(&mut self, event: &EventRecord, _: &[Said]) -> Result<(), Error> {
        let Some(day) = day(event) else { return Ok(()) };
        let mode = event.mode.as_ref().filter(|_| event.plover == event.act);
        let relation = mode.map_or_else(|| event.plover.clone(), |mode| format!("{}/{mode}", event.plover));
        for dyad in dyads(event) {
            if let (Some(head), Some(tail)) = (dyad.actor, dyad.recipient) {
                tabbed(&mut self.out, &[node(head), relation.clone(), node(tail), day.to_string()])?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// What stands for an actor in a network.
fn node(party: &Party) -> String {
    party.id.clone().unwrap_or_else(|| party.name.clone())
}

/// Actors as nodes, events as directed edges.
pub(super) struct Graphml<W> {
    out: W,
    known: FxHashSet<String>,
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="country" for="node" attr.name="country" attr.type="string"/>
  <key id="act" for="edge" attr.name="act" attr.type="string"/>
  <key id="mode" for="edge" attr.name="mode" attr.type="string"/>
  <key id="quad" for="edge" attr.name="quad" attr.type="int"/>
  <key id="score" for="edge" attr.name="score" attr.type="double"/>
  <key id="status" for="edge" attr.name="status" attr.type="string"/>
  <key id="day" for="edge" attr.name="day" attr.type="string"/>
  <key id="origins" for="edge" attr.name="origins" attr.type="int"/>
  <graph edgedefault="directed">
"#;

impl<W: Write> Graphml<W> {
    pub fn new(mut out: W) -> Result<Graphml<W>, Error> {
        out.write_all(HEAD.as_bytes())?;
        Ok(Graphml { out, known: FxHashSet::default() })
    }

    fn node(&mut self, party: &Party) -> Result<String, Error> {
        let id = node(party);
        if self.known.insert(id.clone()) {
            writeln!(
                self.out,
                "    <node id=\"{}\">{}{}</node>",
                escaped(&id),
                data("name", &party.name),
                data("country", &or_empty(party.country.as_ref()))
            )?;
        }
        Ok(escaped(&id))
    }
}

impl<W: Write> Export for Graphml<W> {
    fn event(&mut self, event: &EventRecord, _: &[Said]) -> Result<(), Error> {
        for dyad in dyads(event) {
            let (Some(actor), Some(recipient)) = (dyad.actor, dyad.recipient) else { continue };
            let (source, target) = (self.node(actor)?, self.node(recipient)?);
            let values = [
                data("act", &event.act),
                data("mode", &or_empty(event.mode.as_ref())),
                data("quad", &event.quad.to_string()),
                data("score", &event.score.to_string()),
                data("status", &event.status),
                data("day", &or_empty(event.start)),
                data("origins", &event.origins.to_string()),
            ];
            let id = dyad.key;
            writeln!(
                self.out,
                "    <edge id=\"e{id}\" source=\"{source}\" target=\"{target}\">{}</edge>",
                values.concat()
            )?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.out.write_all(b"  </graph>\n</graphml>\n")?;
        Ok(self.out.flush()?)
    }
}

fn data(key: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("<data key=\"{key}\">{}</data>", escaped(value)) }
}

/// Text as XML holds it; control characters, which it cannot hold, become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
