//! `feasts.toml`: feasts that neither the sun nor Easter fixes, year by year.
//!
//! ```toml
//! [[feast]]
//! name   = "eid-al-fitr"
//! source = "…"
//! days   = ["2025-03-30", "2026-03-20"]     # or first and last: "2026-02-18/2026-03-19"
//! ```

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::{Diagnostics, Folder};

/// A feast and its days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feast {
    /// `eid-al-fitr`
    pub name: SmolStr,
    /// First and last day, year by year: `2026-03-20`.
    pub days: Vec<(SmolStr, SmolStr)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    feast: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: Spanned<String>,
    source: Spanned<String>,
    days: Vec<Spanned<String>>,
}

/// Compiles `feasts.toml`.
pub(crate) fn compile(folder: &Folder, out: &mut Diagnostics) -> Vec<Feast> {
    let Some(file) = folder.get("feasts.toml") else { return Vec::new() };
    let Some(form) = out.parse::<File>(file) else { return Vec::new() };
    let mut feasts = Vec::new();
    for row in form.feast {
        if row.source.get_ref().trim().is_empty() {
            out.error(file, row.source.span().start, "a feast without its source");
        }
        let mut days = Vec::new();
        for day in &row.days {
            let text = day.get_ref().as_str();
            let (first, last) = text.split_once('/').unwrap_or((text, text));
            if !is_day(first) || !is_day(last) || last < first {
                out.error(file, day.span().start, format!("`{text}` is no day, nor a first and a last one"));
            }
            days.push((first.into(), last.into()));
        }
        feasts.push(Feast { name: row.name.get_ref().as_str().into(), days });
    }
    feasts
}

/// Whether a text reads as `2026-03-20`.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-').map(str::parse::<u16>);
    let month = |part: Option<Result<u16, _>>| matches!(part, Some(Ok(1..=12)));
    let day = |part: Option<Result<u16, _>>| matches!(part, Some(Ok(1..=31)));
    text.len() == 10
        && parts.next().is_some_and(|year| year.is_ok())
        && month(parts.next())
        && day(parts.next())
}
