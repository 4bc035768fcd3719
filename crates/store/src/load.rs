//! Claims and events as records again.

use depeche_engine::judge::{Certainty, Quote, Status};
use depeche_engine::record::{
    ActorRecord, ClaimRecord, CueRecord, EventRecord as ActRecord, PlaceRecord, QuantityRecord, Range,
    SCHEMA, SentenceRecord, SourceRecord, TextRecord, TimeRecord,
};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use smol_str::SmolStr;

use crate::{Error, Store};

/// An event, merged over all claims that speak of it.
#[derive(Clone, Debug, Serialize)]
pub struct EventRecord {
    /// `e_` and the hash of the first claim that told of it.
    pub event: String,
    /// The integer twin of the id.
    pub key: i64,
    /// The act itself, one of PLOVER's 16.
    #[serde(rename = "type")]
    pub act: String,
    /// A mode of the act.
    pub mode: Option<String>,
    /// The label under the convention for future and negated acts.
    pub plover: String,
    /// The CAMEO code that fits best.
    pub cameo: String,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER's scale, −10 to +10.
    pub score: f64,
    /// What it is about.
    pub contexts: Vec<String>,
    /// Who does it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// Where.
    pub place: Option<PlaceOfEvent>,
    /// First day of the closed interval in which it falls.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// `day`, `week`, `month`…
    pub grain: Option<String>,
    /// Where its standing has come to.
    pub status: String,
    /// How sure those are who decide that.
    pub certainty: String,
    /// `positive` or `negative`.
    pub polarity: String,
    /// Whether some claim it and some deny it.
    pub disputed: bool,
    /// First day of publication.
    pub first_seen: Option<Date>,
    /// Last day of publication.
    pub last_seen: Option<Date>,
    /// Day of publication of the last move of its standing.
    pub last_changed: Option<Date>,
    /// How many claims tell of it.
    pub claims: u32,
    /// How many dispatches.
    pub documents: u32,
    /// How many publishers.
    pub publishers: u32,
    /// How many independent origins.
    pub origins: u32,
    /// 0 to 1, the best of its claims.
    pub confidence: f64,
}

/// One who takes part.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// The words.
    pub text: String,
    /// `person/abbas-araghchi`
    pub id: Option<String>,
    /// The name that knowledge gives, else the words.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// PLOVER sectors.
    pub sectors: Vec<String>,
    /// The office held.
    pub role: Option<String>,
}

/// Where an event is placed.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceOfEvent {
    /// `place/kharkiv`
    pub id: Option<String>,
    /// The name that knowledge gives, else the words.
    pub name: String,
    /// `country`, `city`, `division`, `region`, `sea`, `strait`, `site`.
    pub feature: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// A move of an event's standing.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// Day of publication.
    pub day: Option<Date>,
    /// What it moved to.
    pub status: String,
    /// How sure.
    pub certainty: String,
    /// The claim that moved it.
    pub claim: String,
}

/// A claim as it tells of an event.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// The claim.
    #[serde(flatten)]
    pub claim: ClaimRecord,
    /// The event that it tells of; none while it has not been merged.
    pub of: Option<String>,
    /// `claims` or `denies`.
    pub stance: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Not to be shown before: a time stamp as written.
    pub embargo: Option<String>,
    /// Characters of the dispatch's text.
    #[serde(skip)]
    pub length: u32,
    /// The integer twin of the dispatch's id.
    #[serde(skip)]
    pub dispatch_key: i64,
    /// The sentence.
    pub words: String,
}

const CLAIM: &str = "SELECT c.*, d.id AS dispatch_id, d.key AS dispatch_key, d.language, d.published, d.publisher, d.url, d.embargo,
    length(d.text) AS length, substr(d.text, c.sentence_begin + 1, c.sentence_end - c.sentence_begin) AS words,
    p.id AS place_id, p.name AS place_name, p.named AS place_named, p.feature, p.country AS place_country, p.latitude, p.longitude,
    ce.stance, e.id AS event_id
    FROM claims c JOIN dispatches d ON d.number = c.dispatch LEFT JOIN places p ON p.number = c.place
    LEFT JOIN claim_events ce ON ce.claim = c.number LEFT JOIN events e ON e.number = ce.event";

/// The claims of one dispatch, in the order of the text.
pub(crate) fn claims_of_dispatch(connection: &Connection, dispatch: i64) -> Result<Vec<ClaimRecord>, Error> {
    let query = format!("{CLAIM} WHERE c.dispatch = ?1 ORDER BY c.number");
    Ok(claims(connection, &query, dispatch)?.into_iter().map(|said| said.claim).collect())
}

/// A claim by its number.
pub(crate) fn claim(connection: &Connection, number: i64) -> Result<Option<Said>, Error> {
    Ok(claims(connection, &format!("{CLAIM} WHERE c.number = ?1"), number)?.into_iter().next())
}

/// The claims that tell of an event, in the order of publication.
pub(crate) fn claims_of_event(connection: &Connection, event: i64) -> Result<Vec<Said>, Error> {
    let query = format!(
        "{CLAIM} WHERE ce.event = ?1 ORDER BY d.published IS NULL, d.published, d.id, c.sentence, c.key"
    );
    claims(connection, &query, event)
}

fn claims(connection: &Connection, query: &str, parameter: i64) -> Result<Vec<Said>, Error> {
    let mut find = connection.prepare_cached(query)?;
    let rows = find.query_map([parameter], |row| Ok((row.get::<_, i64>("number")?, said(row)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (number, mut said) = row?;
        actors(connection, number, &mut said.claim)?;
        said.claim.sources = sources(connection, number)?;
        found.push(said);
    }
    Ok(found)
}

fn said(row: &Row<'_>) -> rusqlite::Result<Said> {
    let claim = ClaimRecord {
        schema: SCHEMA,
        claim: row.get("id")?,
        dispatch: row.get("dispatch_id")?,
        language: row.get("language")?,
        published: day(row, "published")?,
        sentence: SentenceRecord {
            index: row.get("sentence")?,
            span: span(row, "sentence_begin", "sentence_end")?,
        },
        event: act(row)?,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: place(row)?,
        time: time(row)?,
        status: Status::parse(row.get_ref("status")?.as_str()?).unwrap_or_default().as_str(),
        certainty: Certainty::parse(row.get_ref("certainty")?.as_str()?).unwrap_or_default().as_str(),
        polarity: if row.get_ref("polarity")?.as_str()? == "negative" { "negative" } else { "positive" },
        sources: Vec::new(),
        cue: match row.get::<_, Option<String>>("cue")? {
            Some(text) => Some(CueRecord {
                text,
                span: span(row, "cue_begin", "cue_end")?,
                kind: small(row, "cue_kind")?,
            }),
            None => None,
        },
        quote: Quote::parse(row.get_ref("quote")?.as_str()?).unwrap_or_default().as_str(),
        confidence: row.get("confidence")?,
        because: row.get_ref("because")?.as_str()?.split_whitespace().map(SmolStr::new).collect(),
    };
    Ok(Said {
        claim,
        of: row.get("event_id")?,
        stance: row.get::<_, Option<String>>("stance")?.unwrap_or_else(|| "claims".to_string()),
        publisher: row.get("publisher")?,
        url: row.get("url")?,
        embargo: row.get("embargo")?,
        length: row.get("length")?,
        dispatch_key: row.get("dispatch_key")?,
        words: row.get("words")?,
    })
}

fn act(row: &Row<'_>) -> rusqlite::Result<ActRecord> {
    Ok(ActRecord {
        act: small(row, "act")?,
        mode: maybe(row, "mode")?,
        plover: small(row, "plover")?,
        cameo: small(row, "cameo")?,
        quad: row.get("quad")?,
        score: row.get("score")?,
        contexts: list(row, "contexts")?.iter().map(SmolStr::new).collect(),
        quantities: quantities(row)?,
        trigger: TextRecord { text: row.get("trigger")?, span: span(row, "trigger_begin", "trigger_end")? },
    })
}

fn quantities(row: &Row<'_>) -> rusqlite::Result<Vec<QuantityRecord>> {
    let Some(text) = row.get::<_, Option<String>>("quantities")? else { return Ok(Vec::new()) };
    // What this program did not write says nothing.
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

fn place(row: &Row<'_>) -> rusqlite::Result<Option<PlaceRecord>> {
    let Some(text) = row.get::<_, Option<String>>("place_text")? else { return Ok(None) };
    Ok(Some(PlaceRecord {
        text,
        span: span(row, "place_begin", "place_end")?,
        id: maybe(row, "place_id")?,
        name: if row.get("place_named")? { row.get("place_name")? } else { None },
        feature: small(row, "feature")?,
        country: maybe(row, "place_country")?,
        latitude: row.get("latitude")?,
        longitude: row.get("longitude")?,
    }))
}

fn time(row: &Row<'_>) -> rusqlite::Result<Option<TimeRecord>> {
    let Some(text) = row.get::<_, Option<String>>("time_text")? else { return Ok(None) };
    Ok(Some(TimeRecord {
        text,
        span: span(row, "time_begin", "time_end")?,
        value: row.get("time_value")?,
        start: day(row, "first_day")?,
        end: day(row, "last_day")?,
        grain: small(row, "grain")?,
        anchor: small(row, "anchor")?,
    }))
}

fn actors(connection: &Connection, claim: i64, record: &mut ClaimRecord) -> Result<(), Error> {
    let mut find = connection.prepare_cached(
        "SELECT side, text, begin, end, id, name, named, country, sectors, role FROM claim_actors JOIN actors ON number = actor
         WHERE claim = ?1 ORDER BY side, position",
    )?;
    let mut rows = find.query([claim])?;
    while let Some(row) = rows.next()? {
        let actor = ActorRecord {
            text: row.get("text")?,
            span: span(row, "begin", "end")?,
            id: maybe(row, "id")?,
            name: if row.get("named")? { row.get("name")? } else { None },
            country: maybe(row, "country")?,
            sectors: list(row, "sectors")?.iter().map(SmolStr::new).collect(),
            role: maybe(row, "role")?,
        };
        match row.get_ref("side")?.as_str().unwrap_or_default() {
            "actor" => record.actors.push(actor),
            _ => record.recipients.push(actor),
        }
    }
    Ok(())
}

fn sources(connection: &Connection, claim: i64) -> Result<Vec<SourceRecord>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT s.*, a.id, a.name FROM claim_sources s LEFT JOIN actors a ON a.number = s.actor
         WHERE claim = ?1 ORDER BY position",
    )?;
    let rows = find.query_map([claim], |row| {
        Ok(SourceRecord {
            text: row.get("text")?,
            span: span(row, "begin", "end")?,
            id: maybe(row, "id")?,
            name: row.get("name")?,
            kind: small(row, "kind")?,
            named: row.get("named")?,
            count: small(row, "count")?,
            rank: maybe(row, "rank")?,
            country: maybe(row, "country")?,
            role: if row.get_ref("role")?.as_str()? == "relay" { "relay" } else { "speaker" },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An event by its number.
pub(crate) fn event(connection: &Connection, number: i64) -> Result<Option<EventRecord>, Error> {
    let mut find = connection.prepare_cached(
        "SELECT e.*, p.id AS place_id, p.name AS place_name, p.feature, p.country AS place_country, p.latitude, p.longitude
         FROM events e LEFT JOIN places p ON p.number = e.place WHERE e.number = ?1",
    )?;
    let Some(mut event) = find.query_row([number], event_row).optional()? else { return Ok(None) };
    let mut find = connection.prepare_cached(
        "SELECT side, text, id, name, country, sectors, role FROM event_actors JOIN actors ON number = actor
         WHERE event = ?1 ORDER BY side, position",
    )?;
    let mut rows = find.query([number])?;
    while let Some(row) = rows.next()? {
        let party = Party {
            text: row.get("text")?,
            id: row.get("id")?,
            name: row.get("name")?,
            country: row.get("country")?,
            sectors: list(row, "sectors")?,
            role: row.get("role")?,
        };
        match row.get_ref("side")?.as_str().unwrap_or_default() {
            "actor" => event.actors.push(party),
            _ => event.recipients.push(party),
        }
    }
    Ok(Some(event))
}

fn event_row(row: &Row<'_>) -> rusqlite::Result<EventRecord> {
    let place = match row.get::<_, Option<String>>("place_name")? {
        Some(name) => Some(PlaceOfEvent {
            id: row.get("place_id")?,
            name,
            feature: row.get("feature")?,
            country: row.get("place_country")?,
            latitude: row.get("latitude")?,
            longitude: row.get("longitude")?,
        }),
        None => None,
    };
    Ok(EventRecord {
        event: row.get("id")?,
        key: row.get("key")?,
        act: row.get("act")?,
        mode: row.get("mode")?,
        plover: row.get("plover")?,
        cameo: row.get("cameo")?,
        quad: row.get("quad")?,
        score: row.get("score")?,
        contexts: list(row, "contexts")?,
        actors: Vec::new(),
        recipients: Vec::new(),
        place,
        start: day(row, "first_day")?,
        end: day(row, "last_day")?,
        grain: row.get("grain")?,
        status: row.get("status")?,
        certainty: row.get("certainty")?,
        polarity: row.get("polarity")?,
        disputed: row.get("disputed")?,
        first_seen: day(row, "first_seen")?,
        last_seen: day(row, "last_seen")?,
        last_changed: day(row, "last_changed")?,
        claims: row.get("claims")?,
        documents: row.get("documents")?,
        publishers: row.get("publishers")?,
        origins: row.get("origins")?,
        confidence: row.get("confidence")?,
    })
}

/// An event, how its standing moved, and the claims that tell of it.
pub type WholeEvent = (EventRecord, Vec<Move>, Vec<Said>);

impl Store {
    /// The event with an id: the record, its moves, and the claims that tell of it, in the order of publication.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn event(&self, id: &str) -> Result<Option<WholeEvent>, Error> {
        let Some(number) = crate::events::find(&self.connection, id)? else { return Ok(None) };
        let Some(event) = event(&self.connection, number)? else { return Ok(None) };
        let mut find = self.connection.prepare_cached(
            "SELECT day, m.status, m.certainty, id FROM event_moves m JOIN claims ON number = claim
             WHERE event = ?1 ORDER BY position",
        )?;
        let moves = find.query_map([number], |row| {
            Ok(Move {
                day: day(row, "day")?,
                status: row.get(1)?,
                certainty: row.get(2)?,
                claim: row.get(3)?,
            })
        })?;
        let moves = moves.collect::<Result<_, _>>()?;
        Ok(Some((event, moves, claims_of_event(&self.connection, number)?)))
    }
}

fn span(row: &Row<'_>, begin: &str, end: &str) -> rusqlite::Result<Range> {
    Ok([row.get(begin)?, row.get(end)?])
}

fn day(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.and_then(|text| text.parse().ok()))
}

fn small(row: &Row<'_>, column: &str) -> rusqlite::Result<SmolStr> {
    Ok(SmolStr::new(row.get_ref(column)?.as_str()?))
}

fn maybe(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<SmolStr>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.map(SmolStr::new))
}

fn list(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text = row.get_ref(column)?.as_str()?;
    Ok(text.split("; ").filter(|item| !item.is_empty()).map(str::to_string).collect())
}
