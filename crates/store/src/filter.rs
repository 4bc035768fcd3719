//! What is asked for: conditions on claims. An event is meant where one of its claims is.

use jiff::civil::Date;
use rusqlite::types::Value;

/// Conditions, all of which must hold; those left out do.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Who does it: a country, an id, a name or words of one.
    pub actor: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// Both, whoever does it to whom.
    pub dyad: Option<(String, String)>,
    /// One of these acts, or `ACT mode`.
    pub acts: Vec<String>,
    /// One of these quad classes.
    pub quads: Vec<u8>,
    /// Happened on this day or later; what has no day counts by its publication.
    pub from: Option<Date>,
    /// Happened on this day or earlier.
    pub to: Option<Date>,
    /// Where: a country, an id, a name or words of one.
    pub place: Option<String>,
    /// Who says so, anywhere in the chain.
    pub source: Option<String>,
    /// One of these statuses.
    pub statuses: Vec<String>,
    /// Who published it: a name or words of one.
    pub publisher: Option<String>,
    /// Words of the text or their lemmas, as FTS5 has them: `"cessez-le-feu" AND Gaza`.
    pub text: Option<String>,
}

/// A condition in SQL and the values that stand for its question marks.
#[derive(Debug, Default)]
pub(crate) struct Condition {
    pub parts: Vec<String>,
    pub values: Vec<Value>,
}

impl Condition {
    fn push(&mut self, part: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.parts.push(part.into());
        self.values.extend(values);
    }

    /// Only where there are values.
    fn extend(&mut self, part: &str, values: impl IntoIterator<Item = Value>) {
        let before = self.values.len();
        self.values.extend(values);
        if self.values.len() > before {
            self.parts.push(part.to_string());
        }
    }

    /// The whole, to stand behind WHERE.
    pub fn sql(&self) -> String {
        if self.parts.is_empty() { "1".to_string() } else { self.parts.join(" AND ") }
    }
}

impl Filter {
    /// As a condition on `claims c JOIN dispatches d`.
    pub(crate) fn condition(&self) -> Condition {
        let mut out = Condition::default();
        let side = |side: &str| format!("EXISTS ({PARTICIPANT} AND side = '{side}')");
        let (does, suffers) = (side("actor"), side("recipient"));
        out.extend(&does, self.actor.iter().flat_map(|name| named(name)));
        out.extend(&suffers, self.recipient.iter().flat_map(|name| named(name)));
        if let Some((one, other)) = &self.dyad {
            let names = [one, other, other, one].into_iter().flat_map(|name| named(name));
            out.push(format!("(({does} AND {suffers}) OR ({does} AND {suffers}))"), names);
        }
        self.about(&mut out);
        if let Some(place) = &self.place {
            let part = format!("EXISTS (SELECT 1 FROM places n WHERE n.number = c.place AND {NAMED})");
            out.push(part, named(place));
        }
        if let Some(source) = &self.source {
            out.push(SOURCE, named(source).into_iter().chain([words(source)]));
        }
        if let Some(publisher) = &self.publisher {
            out.push("d.publisher LIKE ? ESCAPE '\\'", [words(publisher)]);
        }
        if let Some(text) = &self.text {
            let part = "d.number IN (SELECT rowid FROM texts WHERE texts MATCH ?)";
            out.push(part, [Value::Text(text.clone())]);
        }
        out
    }

    /// What, when and whether.
    fn about(&self, out: &mut Condition) {
        if !self.acts.is_empty() {
            let either = vec!["c.act = ? AND (? IS NULL OR c.mode = ?)"; self.acts.len()].join(" OR ");
            let values = self.acts.iter().flat_map(|act| {
                let (act, mode) =
                    act.split_once(' ').map_or((act.as_str(), None), |(act, mode)| (act, Some(mode)));
                let mode = mode.map_or(Value::Null, |mode| Value::Text(mode.to_string()));
                [Value::Text(act.to_uppercase()), mode.clone(), mode]
            });
            out.push(format!("({either})"), values);
        }
        if !self.quads.is_empty() {
            let values = self.quads.iter().map(|quad| Value::Integer(i64::from(*quad)));
            out.push(format!("c.quad IN ({})", marks(self.quads.len())), values);
        }
        if !self.statuses.is_empty() {
            let values = self.statuses.iter().cloned().map(Value::Text);
            out.push(format!("c.status IN ({})", marks(self.statuses.len())), values);
        }
        if let Some(from) = self.from {
            out.push("coalesce(c.last_day, d.published) >= ?", [Value::Text(from.to_string())]);
        }
        if let Some(to) = self.to {
            out.push("coalesce(c.first_day, d.published) <= ?", [Value::Text(to.to_string())]);
        }
    }
}

const PARTICIPANT: &str =
    "SELECT 1 FROM claim_actors s JOIN actors n ON n.number = s.actor WHERE s.claim = c.number
    AND (s.country = ? OR n.id = ? OR n.name LIKE ? ESCAPE '\\')";
const SOURCE: &str = "EXISTS (SELECT 1 FROM claim_sources s LEFT JOIN actors n ON n.number = s.actor
    WHERE s.claim = c.number
    AND (s.country = ? OR n.id = ? OR n.name LIKE ? ESCAPE '\\' OR s.text LIKE ? ESCAPE '\\'))";
const NAMED: &str = "(n.country = ? OR n.id = ? OR n.name LIKE ? ESCAPE '\\')";

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// A name as a country, as an id, as words.
fn named(name: &str) -> [Value; 3] {
    [Value::Text(name.to_uppercase()), Value::Text(name.to_string()), words(name)]
}

fn words(name: &str) -> Value {
    Value::Text(format!("%{}%", name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")))
}
