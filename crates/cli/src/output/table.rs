//! A table for people: one record a line, cut to the terminal's width.

use std::fmt::Write as _;

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Columns;

const GAP: &str = "  ";

/// The rows of one dispatch.
pub fn rows<R: Columns>(records: &[R], width: usize) -> Vec<u8> {
    let mut out = String::new();
    for record in records {
        line(&mut out, &record.cells(), &widths::<R>(width));
    }
    out.into_bytes()
}

/// The heads of the columns.
pub fn heads<R: Columns>(width: usize) -> Vec<u8> {
    let style = Style::new().underline();
    let cells: Vec<_> = R::TABLE.iter().map(|(head, ..)| ((*head).to_string(), style)).collect();
    let mut out = String::new();
    line(&mut out, &cells, &widths::<R>(width));
    out.into_bytes()
}

/// Columns that are only known with their values: as wide as these are, and cut where the terminal is narrower.
pub fn grid(names: &[String], rows: &[Vec<String>], width: usize) -> Vec<u8> {
    let room = width.saturating_sub(GAP.len() * names.len().saturating_sub(1));
    let widest =
        |column: usize| rows.iter().map(|row| row[column].width()).chain([names[column].width()]).max();
    let mut widths: Vec<usize> = (0..names.len()).map(|column| widest(column).unwrap_or(0).max(1)).collect();
    while widths.iter().sum::<usize>() > room {
        let Some(most) = widths.iter_mut().max().filter(|most| **most > 4) else { break };
        *most -= 1;
    }
    let mut out = String::new();
    let heads: Vec<_> = names.iter().map(|name| (name.clone(), Style::new().underline())).collect();
    line(&mut out, &heads, &widths);
    for row in rows {
        let cells: Vec<_> = row.iter().map(|text| (text.clone(), Style::new())).collect();
        line(&mut out, &cells, &widths);
    }
    out.into_bytes()
}

/// The least widths, and shares of what is left; what cannot be divided goes to the last column.
fn widths<R: Columns>(width: usize) -> Vec<usize> {
    let least: usize = R::TABLE.iter().map(|(_, least, _)| least).sum();
    let shares: usize = R::TABLE.iter().map(|(.., share)| share).sum();
    let room = width.saturating_sub(GAP.len() * (R::TABLE.len() - 1));
    let left = room.saturating_sub(least);
    let mut widths: Vec<usize> =
        R::TABLE.iter().map(|(_, least, share)| least + share * left / shares).collect();
    let used: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += room.saturating_sub(used);
    }
    widths
}

fn line(out: &mut String, cells: &[(String, Style)], widths: &[usize]) {
    for (i, ((text, style), &width)) in cells.iter().zip(widths).enumerate() {
        let text = fit(text, width);
        let padding = if i + 1 == cells.len() { 0 } else { width.saturating_sub(text.width()) + GAP.len() };
        let _ = write!(out, "{style}{text}{style:#}{:padding$}", "");
    }
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

/// A text on one line, cut with `…` where it is too wide.
pub fn fit(text: &str, width: usize) -> String {
    let text: String =
        text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    if text.width() <= width {
        return text;
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}
