//! Events of a store in columns.

use anstyle::Style;
use depeche_store::export::native;
use depeche_store::{EventRecord, Party};

use super::Columns;
use super::columns::{BOLD, DIM, PLAIN, act_style, or_dash, status_style};

impl Columns for EventRecord {
    const NAMES: &'static [&'static str] = &native::COLUMNS;
    const TABLE: &'static [(&'static str, usize, usize)] = &[
        ("event", 18, 0),
        ("when", 10, 0),
        ("who", 9, 3),
        ("does", 8, 2),
        ("to whom", 8, 3),
        ("standing", 12, 0),
        ("told", 6, 0),
    ];

    fn values(&self) -> Vec<String> {
        native::values(self)
    }

    fn cells(&self) -> Vec<(String, Style)> {
        let does = self.mode.as_ref().map_or(self.act.clone(), |mode| format!("{} {mode}", self.act));
        let mark = if self.disputed {
            " !"
        } else if self.certainty == "certain" {
            ""
        } else {
            " ?"
        };
        let parties = |list: &[Party]| list.iter().map(brief).collect::<Vec<_>>().join(" + ");
        vec![
            (self.event.clone(), DIM),
            (self.start.map_or(String::new(), |day| day.to_string()), PLAIN),
            or_dash(parties(&self.actors), BOLD),
            (does, act_style(self.quad)),
            or_dash(parties(&self.recipients), PLAIN),
            (self.status.replace('_', " ") + mark, status_style(&self.status)),
            (format!("{}/{}/{}", self.documents, self.publishers, self.origins), DIM),
        ]
    }
}

/// The country, and the name where it is not the country's.
fn brief(party: &Party) -> String {
    match &party.country {
        Some(country) if party.id.as_deref() == Some(&format!("state/{country}")) => country.clone(),
        Some(country) => format!("{country} {}", party.name),
        None => party.name.clone(),
    }
}
