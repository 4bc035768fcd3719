//! Records as columns: all of them for CSV and TSV, the telling ones for a table.

use anstyle::{AnsiColor, Style};
use depeche_engine::record::{
    ActorRecord, ClaimRecord, MentionFields, MentionRecord, QuantityRecord, Range, SourceRecord,
    StandingRecord, StatementRecord,
};

/// A record that can be laid out in columns.
pub trait Columns {
    /// Names of all columns.
    const NAMES: &'static [&'static str];
    /// The table's columns: heads, least widths, and shares of what width is left.
    const TABLE: &'static [(&'static str, usize, usize)];

    /// A value for each of [`Columns::NAMES`].
    fn values(&self) -> Vec<String>;
    /// A value for each of [`Columns::TABLE`].
    fn cells(&self) -> Vec<(String, Style)>;
}

pub(super) const PLAIN: Style = Style::new();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const BOLD: Style = Style::new().bold();

fn joined<T>(items: &[T], separator: &str, of: impl Fn(&T) -> String) -> String {
    items.iter().map(of).collect::<Vec<_>>().join(separator)
}

fn show(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn called(actor: &ActorRecord) -> String {
    actor.name.clone().unwrap_or_else(|| actor.text.clone())
}

fn source_called(source: &SourceRecord) -> String {
    source.name.clone().unwrap_or_else(|| source.text.clone())
}

fn range(span: Range) -> String {
    format!("{}-{}", span[0], span[1])
}

/// `IRN Ali Khamenei`; the country alone where the name is the country's.
fn brief(actor: &ActorRecord) -> String {
    match &actor.country {
        Some(country) if actor.id.as_deref() == Some(&format!("state/{country}")) => country.to_string(),
        Some(country) => format!("{country} {}", called(actor)),
        None => called(actor),
    }
}

/// A dash where nobody is named.
pub(super) fn or_dash(text: String, style: Style) -> (String, Style) {
    if text.is_empty() { ("—".to_string(), DIM) } else { (text, style) }
}

/// The colour of a quad class: cooperation cool, conflict warm, material acts bold.
pub(super) fn act_style(quad: u8) -> Style {
    match quad {
        1 => AnsiColor::Cyan.on_default(),
        2 => AnsiColor::Green.on_default().bold(),
        3 => AnsiColor::Yellow.on_default(),
        4 => AnsiColor::Red.on_default().bold(),
        _ => PLAIN,
    }
}

pub(super) fn status_style(status: &str) -> Style {
    match status {
        "happened" | "ongoing" => PLAIN,
        "did_not_happen" | "denied" | "prevented" | "cancelled" => AnsiColor::Magenta.on_default(),
        _ => Style::new().italic(),
    }
}

impl Columns for ClaimRecord {
    const NAMES: &'static [&'static str] = &[
        "claim",
        "dispatch",
        "language",
        "published",
        "sentence",
        "sentence_span",
        "type",
        "mode",
        "plover",
        "cameo",
        "quad",
        "score",
        "contexts",
        "trigger",
        "trigger_span",
        "quantities",
        "quantity_spans",
        "actors",
        "actor_ids",
        "actor_countries",
        "actor_sectors",
        "actor_roles",
        "recipients",
        "recipient_ids",
        "recipient_countries",
        "recipient_sectors",
        "recipient_roles",
        "place",
        "place_id",
        "place_country",
        "latitude",
        "longitude",
        "time",
        "time_value",
        "time_start",
        "time_end",
        "time_grain",
        "time_anchor",
        "status",
        "certainty",
        "polarity",
        "sources",
        "source_ids",
        "source_kinds",
        "source_countries",
        "cue",
        "cue_kind",
        "quote",
        "confidence",
        "because",
    ];
    const TABLE: &'static [(&'static str, usize, usize)] = &[
        ("who", 12, 4),
        ("does", 11, 3),
        ("to whom", 10, 3),
        ("standing", 14, 0),
        ("when", 10, 0),
        ("says", 9, 4),
    ];

    fn values(&self) -> Vec<String> {
        let event = &self.event;
        let mut values = vec![
            self.claim.clone(),
            self.dispatch.clone(),
            self.language.clone(),
            show(self.published.as_ref()),
            self.sentence.index.to_string(),
            range(self.sentence.span),
            event.act.to_string(),
            show(event.mode.as_ref()),
            event.plover.to_string(),
            event.cameo.to_string(),
            event.quad.to_string(),
            event.score.to_string(),
            joined(&event.contexts, "; ", ToString::to_string),
            event.trigger.text.clone(),
            range(event.trigger.span),
            joined(&event.quantities, "; ", QuantityRecord::brief),
            joined(&event.quantities, "; ", |quantity| range(quantity.span)),
        ];
        values.extend(actor_values(&self.actors));
        values.extend(actor_values(&self.recipients));
        let place = self.place.as_ref();
        values.extend([
            show(place.map(|it| it.name.as_ref().unwrap_or(&it.text))),
            show(place.and_then(|it| it.id.as_ref())),
            show(place.and_then(|it| it.country.as_ref())),
            show(place.and_then(|it| it.latitude.as_ref())),
            show(place.and_then(|it| it.longitude.as_ref())),
        ]);
        let time = self.time.as_ref();
        values.extend([
            show(time.map(|it| &it.text)),
            show(time.map(|it| &it.value)),
            show(time.and_then(|it| it.start.as_ref())),
            show(time.and_then(|it| it.end.as_ref())),
            show(time.map(|it| &it.grain)),
            show(time.map(|it| &it.anchor)),
        ]);
        values.extend([self.status.to_string(), self.certainty.to_string(), self.polarity.to_string()]);
        values.extend(source_values(&self.sources));
        values.extend([
            show(self.cue.as_ref().map(|cue| &cue.text)),
            show(self.cue.as_ref().map(|cue| &cue.kind)),
            self.quote.to_string(),
            self.confidence.to_string(),
            joined(&self.because, "; ", ToString::to_string),
        ]);
        values
    }

    fn cells(&self) -> Vec<(String, Style)> {
        let event = &self.event;
        let when = match &self.time {
            Some(time) => time.start.map_or_else(|| time.value.clone(), |day| day.to_string()),
            None => String::new(),
        };
        let does = event.mode.as_ref().map_or(event.act.to_string(), |mode| format!("{} {mode}", event.act));
        let certain = matches!(self.certainty, "certain");
        let standing = self.status.replace('_', " ") + if certain { "" } else { " ?" };
        vec![
            or_dash(joined(&self.actors, " + ", brief), BOLD),
            (does, act_style(event.quad)),
            or_dash(joined(&self.recipients, " + ", brief), PLAIN),
            (standing, status_style(self.status)),
            (when, DIM),
            (joined(&self.sources, " < ", source_called), DIM),
        ]
    }
}

fn actor_values(actors: &[ActorRecord]) -> [String; 5] {
    [
        joined(actors, "; ", called),
        joined(actors, "; ", |actor| show(actor.id.as_ref())),
        joined(actors, "; ", |actor| show(actor.country.as_ref())),
        joined(actors, "; ", |actor| joined(&actor.sectors, " ", ToString::to_string)),
        joined(actors, "; ", |actor| show(actor.role.as_ref())),
    ]
}

fn source_values(sources: &[SourceRecord]) -> [String; 4] {
    [
        joined(sources, " < ", source_called),
        joined(sources, " < ", |source| show(source.id.as_ref())),
        joined(sources, " < ", |source| source.kind.to_string()),
        joined(sources, " < ", |source| show(source.country.as_ref())),
    ]
}

impl Columns for MentionRecord {
    const NAMES: &'static [&'static str] = &[
        "dispatch",
        "kind",
        "text",
        "span",
        "id",
        "name",
        "country",
        "sectors",
        "role",
        "feature",
        "latitude",
        "longitude",
        "value",
        "start",
        "end",
        "grain",
        "anchor",
        "because",
    ];
    const TABLE: &'static [(&'static str, usize, usize)] =
        &[("kind", 5, 0), ("text", 16, 3), ("stands for", 16, 3), ("country", 7, 0), ("as", 16, 1)];

    fn values(&self) -> Vec<String> {
        let (text, span) = self.mention.place_in_text();
        let mut values = vec![self.dispatch.clone(), self.kind.to_string(), text.to_string(), range(span)];
        let mut rest = vec![String::new(); 13];
        match &self.mention {
            MentionFields::Actor(it) => {
                rest[0] = show(it.id.as_ref());
                rest[1] = show(it.name.as_ref());
                rest[2] = show(it.country.as_ref());
                rest[3] = joined(&it.sectors, " ", ToString::to_string);
                rest[4] = show(it.role.as_ref());
            }
            MentionFields::Place(it) => {
                rest[0] = show(it.id.as_ref());
                rest[1] = show(it.name.as_ref());
                rest[2] = show(it.country.as_ref());
                rest[5] = it.feature.to_string();
                rest[6] = show(it.latitude.as_ref());
                rest[7] = show(it.longitude.as_ref());
            }
            MentionFields::Time(it) => {
                rest[8] = it.value.clone();
                rest[9] = show(it.start.as_ref());
                rest[10] = show(it.end.as_ref());
                rest[11] = it.grain.to_string();
                rest[12] = it.anchor.to_string();
            }
        }
        values.append(&mut rest);
        values.push(joined(&self.because, "; ", ToString::to_string));
        values
    }

    fn cells(&self) -> Vec<(String, Style)> {
        let (text, _) = self.mention.place_in_text();
        let (style, stands_for, country, role) = match &self.mention {
            MentionFields::Actor(it) => {
                let role = show(it.role.as_ref());
                let role = if role.is_empty() { joined(&it.sectors, " ", ToString::to_string) } else { role };
                (AnsiColor::Cyan, show(it.name.as_ref()), show(it.country.as_ref()), role)
            }
            MentionFields::Place(it) => {
                (AnsiColor::Green, show(it.name.as_ref()), show(it.country.as_ref()), it.feature.to_string())
            }
            MentionFields::Time(it) => {
                (AnsiColor::Yellow, it.value.clone(), String::new(), it.grain.to_string())
            }
        };
        vec![
            (self.kind.to_string(), style.on_default()),
            (text.to_string(), BOLD),
            (stands_for, PLAIN),
            (country, PLAIN),
            (role, DIM),
        ]
    }
}

impl Columns for StatementRecord {
    const NAMES: &'static [&'static str] = &[
        "dispatch",
        "content",
        "sources",
        "source_ids",
        "source_kinds",
        "source_countries",
        "cue",
        "cue_kind",
        "quote",
        "because",
    ];
    const TABLE: &'static [(&'static str, usize, usize)] =
        &[("says", 16, 4), ("cue", 12, 2), ("how", 13, 0), ("kind", 10, 1), ("content", 10, 1)];

    fn values(&self) -> Vec<String> {
        let mut values = vec![self.dispatch.clone(), joined(&self.content, "; ", |span| range(*span))];
        values.extend(source_values(&self.sources));
        values.extend([
            show(self.cue.as_ref().map(|cue| &cue.text)),
            show(self.cue.as_ref().map(|cue| &cue.kind)),
            self.quote.to_string(),
            joined(&self.because, "; ", ToString::to_string),
        ]);
        values
    }

    fn cells(&self) -> Vec<(String, Style)> {
        vec![
            (joined(&self.sources, " < ", source_called), BOLD),
            (show(self.cue.as_ref().map(|cue| &cue.text)), AnsiColor::Magenta.on_default()),
            (self.quote.replace('_', " "), PLAIN),
            (joined(&self.sources, " < ", |source| source.kind.to_string()), DIM),
            (joined(&self.content, " ", |span| range(*span)), DIM),
        ]
    }
}

impl Columns for StandingRecord {
    const NAMES: &'static [&'static str] = &[
        "dispatch",
        "sentence",
        "text",
        "span",
        "lemma",
        "status",
        "certainty",
        "polarity",
        "sources",
        "source_ids",
        "source_kinds",
        "source_countries",
        "because",
    ];
    const TABLE: &'static [(&'static str, usize, usize)] = &[
        ("word", 12, 2),
        ("lemma", 10, 1),
        ("status", 14, 0),
        ("certainty", 9, 0),
        ("polarity", 8, 0),
        ("says", 12, 3),
    ];

    fn values(&self) -> Vec<String> {
        let mut values = vec![
            self.dispatch.clone(),
            self.sentence.to_string(),
            self.text.clone(),
            range(self.span),
            self.lemma.to_string(),
            self.status.to_string(),
            self.certainty.to_string(),
            self.polarity.to_string(),
        ];
        values.extend(source_values(&self.sources));
        values.push(joined(&self.because, "; ", ToString::to_string));
        values
    }

    fn cells(&self) -> Vec<(String, Style)> {
        vec![
            (self.text.clone(), BOLD),
            (self.lemma.to_string(), DIM),
            (self.status.replace('_', " "), status_style(self.status)),
            (self.certainty.to_string(), PLAIN),
            (self.polarity.to_string(), PLAIN),
            (joined(&self.sources, " < ", source_called), DIM),
        ]
    }
}
