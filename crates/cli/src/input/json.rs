//! One dispatch from one line of JSON.

use depeche_engine::Dispatch;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// Reads a line. Fields that are not ours are ignored.
///
/// # Errors
/// The line is not a JSON object, a field has the wrong type or a date is not one; the message says which.
pub fn dispatch(line: &str) -> Result<Dispatch, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| not_json(&error))?;
    let Value::Object(mut fields) = value else {
        return Err(format!("{} where a JSON object belongs: {{\"text\":…}}", kind(&value)));
    };
    let id = match fields.remove("id") {
        Some(Value::Number(number)) => Some(number.to_string()),
        other => string("id", other)?,
    };
    let published = match optional(&mut fields, "published")? {
        Some(text) => Some(day(&text)?),
        None => None,
    };
    let language = optional(&mut fields, "language")?.and_then(|language| code(&language));
    let publisher = optional(&mut fields, "publisher")?;
    let title = optional(&mut fields, "title")?;
    let text =
        string("text", fields.remove("text"))?.ok_or("no `text`; it is the one field that must be there")?;
    Ok(Dispatch { id, published, publisher, language, title, text })
}

/// A field whose empty string says no more than its absence.
fn optional(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    Ok(string(name, fields.remove(name))?.filter(|text| !text.trim().is_empty()))
}

fn string(name: &str, value: Option<Value>) -> Result<Option<String>, String> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(format!("`{name}` is {}; it must be a string", kind(&other))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A day, or the day of a time stamp: `2025-06-23T08:15:00Z`.
fn day(text: &str) -> Result<Date, String> {
    let bare = text.trim();
    let day = match bare.char_indices().nth(10) {
        Some((at, 'T' | 't' | ' ')) => &bare[..at],
        _ => bare,
    };
    day.parse().map_err(|_| format!("`published` is `{bare}`; write a day as 2025-06-23"))
}

/// ISO 639-1 of a language tag: `fr` for `fr-FR` and `FR`; none for `auto`.
fn code(language: &str) -> Option<String> {
    let code = language.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    (code != "auto" && code != "und").then_some(code)
}

fn not_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    format!("not JSON at column {}: {what}", error.column())
}
