//! One dispatch from one JSON object: our own fields, the user's names for them, or IPTC's ninjs.

use depeche_engine::Dispatch;
use serde_json::{Map, Value};

use crate::pieces::Made;
use crate::{Origin, dates, markup};

/// What our fields are called elsewhere: `text` may stand in `body`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(Vec<(&'static str, String)>);

/// The fields of a dispatch, as JSON and tables name them.
const OWN: [&str; 9] =
    ["id", "published", "publisher", "language", "title", "text", "url", "version", "author"];

impl Fields {
    /// Adds a pair such as `text=body`: our name, and the input's.
    ///
    /// # Errors
    /// It is no pair, or not of a field that there is.
    pub fn add(&mut self, pair: &str) -> Result<(), String> {
        let names = pair.split_once('=').filter(|(_, name)| !name.trim().is_empty());
        let Some((own, name)) = names else {
            return Err(format!("`{pair}` is no pair; write FIELD=NAME, as text=body"));
        };
        let own = own.trim();
        let Some(own) = OWN.iter().find(|field| **field == own) else {
            return Err(format!("`{own}` is no field of a dispatch; one of {}", OWN.join(", ")));
        };
        self.0.push((own, name.trim().to_string()));
        Ok(())
    }

    /// The input's name of a field.
    fn name<'a>(&'a self, own: &'a str) -> &'a str {
        self.0.iter().find(|(field, _)| *field == own).map_or(own, |(_, name)| name)
    }

    /// Whether the user gave this name.
    pub(crate) fn given(&self, name: &str) -> bool {
        self.0.iter().any(|(_, given)| given == name)
    }
}

/// Reads an object. Fields that are not ours are ignored.
///
/// # Errors
/// It is not a JSON object, a field has the wrong type or a date is not one; the message says which.
pub(crate) fn made(line: &str, fields: &Fields) -> Result<Made, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| not_json(&error))?;
    match value {
        Value::Object(object) => from_object(object, fields),
        other => Err(format!("{} where a JSON object belongs: {{\"text\":…}}", kind(&other))),
    }
}

/// Reads an object, or a row of a table made into one.
pub(crate) fn from_object(mut object: Map<String, Value>, fields: &Fields) -> Result<Made, String> {
    let text = string(&mut object, fields.name("text"))?;
    let Some(text) = text else {
        return match is_ninjs(&object) {
            true => ninjs(&mut object),
            false => Err(no_text(&object, fields)),
        };
    };
    let number = match object.get(fields.name("id")) {
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let id = match number {
        Some(number) => Some(number),
        None => optional(&mut object, fields.name("id"))?,
    };
    let published = match optional(&mut object, fields.name("published"))? {
        Some(text) => Some(dates::day(&text).ok_or_else(|| {
            format!("`{}` is `{text}`; write a day as 2025-06-23", fields.name("published"))
        })?),
        None => None,
    };
    let language = optional(&mut object, fields.name("language"))?.and_then(|it| markup::language_code(&it));
    let dispatch = Dispatch {
        id,
        published,
        publisher: optional(&mut object, fields.name("publisher"))?,
        language,
        title: optional(&mut object, fields.name("title"))?,
        text,
    };
    let origin = Origin {
        url: loose(&mut object, fields.name("url")),
        version: loose(&mut object, fields.name("version")),
        author: loose(&mut object, fields.name("author")),
        embargo: None,
    };
    Ok(Made { dispatch, origin, ..Made::default() })
}

fn no_text(object: &Map<String, Value>, fields: &Fields) -> String {
    let names: Vec<String> = object.keys().take(12).map(|name| format!("`{name}`")).collect();
    let there = if names.is_empty() { "none".to_string() } else { names.join(", ") };
    format!(
        "no `{}`, the one field that must be there; there is {there}: say which holds the text with --map text=NAME",
        fields.name("text")
    )
}

/// ninjs 1 to 3: <https://iptc.org/standards/ninjs/>.
fn is_ninjs(object: &Map<String, Value>) -> bool {
    let has = |name: &str| object.contains_key(name);
    has("uri")
        && ["body_text", "body_xhtml", "bodies", "pubstatus", "versioncreated"].iter().any(|name| has(name))
}

fn ninjs(object: &mut Map<String, Value>) -> Result<Made, String> {
    let status = loose(object, "pubstatus").unwrap_or_default();
    let retracted = matches!(status.as_str(), "withheld" | "canceled" | "cancelled");
    let text = loose(object, "body_text")
        .or_else(|| loose(object, "body_xhtml").map(|html| markup::text_of(&html)))
        .or_else(|| body_of(object))
        .unwrap_or_default();
    if text.is_empty() && !retracted {
        return Err("a ninjs item without text (`body_text`, `body_xhtml` or `bodies`)".to_string());
    }
    let published = ["firstcreated", "versioncreated", "firstCreated", "versionCreated"]
        .iter()
        .find_map(|name| object.get(*name)?.as_str().and_then(dates::day));
    let title = loose(object, "headline").or_else(|| role_value(object.get("headlines")?));
    let publisher = loose(object, "copyrightholder").or_else(|| {
        let sources = object.get("infosource").or_else(|| object.get("infosources"))?;
        sources.as_array()?.first()?.get("name")?.as_str().map(str::to_string)
    });
    let dispatch = Dispatch {
        id: loose(object, "uri"),
        published,
        publisher,
        language: loose(object, "language").and_then(|it| markup::language_code(&it)),
        title,
        text,
    };
    let origin = Origin {
        url: loose(object, "url"),
        version: loose(object, "version"),
        embargo: loose(object, "embargoed"),
        author: loose(object, "byline"),
    };
    Ok(Made { dispatch, origin, retracted, note: None })
}

/// The body of ninjs 2 and later: a list by role and content type; plain text before marked up.
fn body_of(object: &Map<String, Value>) -> Option<String> {
    let bodies = object.get("bodies")?.as_array()?;
    let value = |body: &Value| body.get("value").and_then(Value::as_str).map(str::to_string);
    let kind = |body: &Value| {
        let name = body.get("contenttype").or_else(|| body.get("contentType")).and_then(Value::as_str);
        name.unwrap_or("text/plain").to_ascii_lowercase()
    };
    let plain = bodies.iter().find(|body| kind(body).starts_with("text/plain"));
    plain.and_then(value).or_else(|| bodies.first().and_then(value).map(|html| markup::text_of(&html)))
}

fn role_value(list: &Value) -> Option<String> {
    list.as_array()?.first()?.get("value")?.as_str().map(str::to_string)
}

/// A string or number, where anything else says nothing.
fn loose(object: &mut Map<String, Value>, name: &str) -> Option<String> {
    match object.remove(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A field whose empty string says no more than its absence.
fn optional(object: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    Ok(string(object, name)?.filter(|text| !text.trim().is_empty()))
}

fn string(object: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match object.remove(name) {
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

fn not_json(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    match error.line() {
        0 | 1 => format!("not JSON at column {}: {what}", error.column()),
        line => format!("not JSON at line {line} of it, column {}: {what}", error.column()),
    }
}
