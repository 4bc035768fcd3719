//! An event as its claims tell it: how its standing moved, who denies, how many say so independently.

use jiff::civil::Date;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;

use crate::Error;
use crate::merge::Components;
use crate::settle::list;

/// A claim, as far as its event goes.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    number: i64,
    key: i64,
    id: String,
    dispatch: i64,
    published: Option<String>,
    publisher: Option<String>,
    family: i64,
    credits: Vec<String>,
    mode: Option<String>,
    contexts: String,
    place: Option<(i64, Precision)>,
    days: Option<(Date, Date)>,
    status: String,
    negative: bool,
    own_voice: bool,
    confidence: f64,
    /// How well its actors and its recipients are known: how many have an id, how many a country, how many there are.
    known: [[i64; 3]; 2],
}

/// How closely a place is known; the better is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Words,
    Region,
    Country,
    Point,
}

/// How far an event has come, as a status tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Unknown,
    Wish,
    Plan,
    /// It was called off, or somebody says that it is not so.
    Contrary,
    Fact,
}

impl Told {
    /// Claims by their numbers, sorted by them.
    fn load(connection: &Connection, claims: &str) -> Result<Vec<Told>, Error> {
        let mut find = connection.prepare_cached(
            "SELECT c.number, c.key, c.id, c.dispatch, d.published, d.publisher, d.family, d.credits, c.mode, c.contexts,
                c.place, p.feature, p.id, c.first_day, c.last_day, c.status, c.polarity, c.confidence
             FROM json_each(?1) j CROSS JOIN claims c ON c.number = j.value JOIN dispatches d ON d.number = c.dispatch
                LEFT JOIN places p ON p.number = c.place",
        )?;
        let mut told: Vec<Told> =
            find.query_map([claims], Told::of)?.collect::<Result<_, rusqlite::Error>>()?;
        told.sort_unstable_by_key(|it| it.number);
        Told::load_sources(&mut told, connection, claims)?;
        Told::load_actors(&mut told, connection, claims)?;
        Ok(told)
    }

    fn of(row: &Row<'_>) -> Result<Told, rusqlite::Error> {
        let place: Option<i64> = row.get(10)?;
        let feature = row.get_ref(11)?.as_str_or_null()?;
        let resolved = row.get_ref(12)? != ValueRef::Null;
        let day =
            |at| Ok::<_, rusqlite::Error>(row.get_ref(at)?.as_str_or_null()?.and_then(|it| it.parse().ok()));
        Ok(Told {
            number: row.get(0)?,
            key: row.get(1)?,
            id: row.get(2)?,
            dispatch: row.get(3)?,
            published: row.get(4)?,
            publisher: row.get(5)?,
            family: row.get(6)?,
            credits: row.get_ref(7)?.as_str()?.split_whitespace().map(str::to_string).collect(),
            mode: row.get(8)?,
            contexts: row.get(9)?,
            place: place.map(|place| (place, precision(feature, resolved))),
            days: day(13)?.zip(day(14)?),
            status: row.get(15)?,
            negative: row.get_ref(16)?.as_str()? == "negative",
            confidence: row.get(17)?,
            own_voice: true,
            known: [[0; 3]; 2],
        })
    }

    /// Whose voice it is, and which agencies are named.
    fn load_sources(told: &mut [Told], connection: &Connection, claims: &str) -> Result<(), Error> {
        let mut find = connection.prepare_cached(
            "SELECT claim, CASE kind WHEN 'media' THEN a.id END FROM json_each(?1) j
                CROSS JOIN claim_sources ON claim = j.value LEFT JOIN actors a ON a.number = actor",
        )?;
        let mut rows = find.query([claims])?;
        while let Some(row) = rows.next()? {
            if let Some(it) = Told::find(told, row.get(0)?) {
                it.own_voice = false;
                it.credits.extend(row.get::<_, Option<String>>(1)?);
            }
        }
        Ok(())
    }

    fn load_actors(told: &mut [Told], connection: &Connection, claims: &str) -> Result<(), Error> {
        let mut find = connection.prepare_cached(
            "SELECT claim, side = 'recipient', a.id IS NOT NULL, country IS NOT NULL FROM json_each(?1) j
                CROSS JOIN claim_actors ON claim = j.value JOIN actors a ON a.number = actor",
        )?;
        let mut rows = find.query([claims])?;
        while let Some(row) = rows.next()? {
            if let Some(it) = Told::find(told, row.get(0)?) {
                let side = &mut it.known[usize::from(row.get::<_, bool>(1)?)];
                side[0] += row.get::<_, i64>(2)?;
                side[1] += row.get::<_, i64>(3)?;
                side[2] += 1;
            }
        }
        Ok(())
    }

    fn find(told: &mut [Told], number: i64) -> Option<&mut Told> {
        told.binary_search_by_key(&number, |it| it.number).ok().map(|at| &mut told[at])
    }

    fn stage(&self) -> Stage {
        match self.status.as_str() {
            "unknown" => Stage::Unknown,
            "cancelled" | "prevented" => Stage::Contrary,
            _ if self.denies() => Stage::Contrary,
            "scheduled" | "expected" | "planned" | "promised" => Stage::Plan,
            "offered" | "threatened" | "requested" | "desired" | "feared" | "hypothetical"
            | "counterfactual" => Stage::Wish,
            _ => Stage::Fact,
        }
    }

    /// Whether it says that it is not so.
    fn denies(&self) -> bool {
        matches!(self.status.as_str(), "denied" | "did_not_happen") || self.negative
    }

    /// The order of telling; within a day, from plan to fact, so that the order of arrival does not count.
    fn order(&self) -> (bool, &Option<String>, Stage, i64) {
        (self.published.is_none(), &self.published, self.stage(), self.key)
    }
}

fn precision(feature: Option<&str>, resolved: bool) -> Precision {
    match feature {
        Some("city" | "site") if resolved => Precision::Point,
        Some("country") if resolved => Precision::Country,
        _ if resolved => Precision::Region,
        _ => Precision::Words,
    }
}

/// An event to be written: claims that were found to tell of one.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// The component that they are in.
    pub component: i64,
    /// Their numbers.
    pub claims: Vec<i64>,
}

/// What merging changes in some components.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Events that stay as they are, and the component that they are in now.
    pub moved: Vec<(i64, i64)>,
    /// Events that are none any more.
    pub gone: Vec<i64>,
    /// Events to be written.
    pub cuts: Vec<Cut>,
    /// What their claims tell, sorted by number.
    told: Vec<Told>,
}

impl Batch {
    /// Loads what the claims of new events tell.
    pub fn load(&mut self, connection: &Connection) -> Result<(), Error> {
        let mut claims: Vec<i64> = self.cuts.iter().flat_map(|cut| cut.claims.iter().copied()).collect();
        claims.sort_unstable();
        self.told = Told::load(connection, &list(claims.into_iter()))?;
        Ok(())
    }
}

/// Writes some events and which claims tell of them.
pub(crate) fn write(connection: &Connection, batch: &Batch) -> Result<(), Error> {
    let mut update = connection.prepare_cached("UPDATE claim_events SET component = ?2 WHERE event = ?1")?;
    for (event, component) in &batch.moved {
        update.execute([event, component])?;
    }
    remove(connection, &batch.gone)?;
    let find = |number: &i64| batch.told.binary_search_by_key(number, |it| it.number).ok();
    let mut held = Vec::with_capacity(batch.told.len());
    for cut in &batch.cuts {
        let mut told: Vec<&Told> = cut.claims.iter().filter_map(|it| Some(&batch.told[find(it)?])).collect();
        told.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
        if let Some(event) = write_event(connection, &told)? {
            held.extend(told.into_iter().map(|it| (it.number, event, cut.component, it.denies())));
        }
    }
    // In the order of the file.
    held.sort_unstable();
    let mut insert = connection.prepare_cached(
        "INSERT INTO claim_events (claim, event, component, stance)
         VALUES (?1, ?2, ?3, CASE WHEN ?4 THEN 'denies' ELSE 'claims' END)",
    )?;
    for (claim, event, component, denies) in held {
        insert.execute(params![claim, event, component, denies])?;
    }
    Ok(())
}

/// Writes an event that some claims tell of, in the order of telling; its number, none where there are no claims.
fn write_event(connection: &Connection, told: &[&Told]) -> Result<Option<i64>, Error> {
    let Some(first) = told.first() else { return Ok(None) };
    let (moves, decides) = moves(told);
    let decides = told[decides];
    let best =
        |side: usize| told.iter().rev().max_by_key(|it| it.known[side]).map_or(first.number, |it| it.number);
    let place = told.iter().rev().filter_map(|it| it.place).max_by_key(|(_, precision)| *precision);
    let dated = told
        .iter()
        .filter(|it| it.days.is_some())
        .min_by_key(|it| it.days.map(|(start, end)| (end - start).get_days()));
    let disputed = told.iter().any(|it| it.stage() == Stage::Fact) && told.iter().any(|it| it.denies());
    let seen: Vec<&str> = told.iter().filter_map(|it| it.published.as_deref()).collect();
    let confidence = told.iter().map(|it| it.confidence).fold(0.0, f64::max);
    let mut insert = connection.prepare_cached(
        "INSERT INTO events (key, id, act, mode, plover, cameo, quad, score, contexts, place, first_day, last_day, grain,
            status, certainty, polarity, disputed, first_seen, last_seen, last_changed, claims, documents, publishers,
            origins, confidence)
         SELECT ?2, ?3, c.act, ?4, c.plover, c.cameo, c.quad, c.score, ?5, ?6, dated.first_day, dated.last_day,
            dated.grain, c.status, c.certainty, c.polarity, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16
         FROM claims c LEFT JOIN claims dated ON dated.number = ?7 WHERE c.number = ?1",
    )?;
    let [documents, publishers, origins] = counts(told);
    let id = format!("e{}", &first.id[1..]);
    let event = insert.insert(params![
        decides.number,
        crate::identity::twin(&id),
        id,
        decides.mode.as_deref().or_else(|| common_mode(told)),
        contexts(told),
        place.map(|(number, _)| number),
        dated.map(|it| it.number),
        disputed,
        seen.first(),
        seen.last(),
        moves.last().and_then(|&at| told[at].published.as_deref()),
        told.len() as i64,
        documents as i64,
        publishers as i64,
        origins as i64,
        confidence,
    ])?;
    write_sides(connection, event, [best(0), best(1)])?;
    write_moves(connection, event, &moves, told)?;
    Ok(Some(event))
}

/// Takes events away; their claims are held by none then.
pub(crate) fn remove(connection: &Connection, events: &[i64]) -> Result<(), Error> {
    let events = list(events.iter().copied());
    for statement in [
        "DELETE FROM claim_events WHERE event IN (SELECT value FROM json_each(?1))",
        "DELETE FROM event_actors WHERE event IN (SELECT value FROM json_each(?1))",
        "DELETE FROM event_moves WHERE event IN (SELECT value FROM json_each(?1))",
        "DELETE FROM recounts WHERE event IN (SELECT value FROM json_each(?1))",
        "DELETE FROM events WHERE number IN (SELECT value FROM json_each(?1))",
    ] {
        connection.prepare_cached(statement)?.execute([&events])?;
    }
    Ok(())
}

/// Writes an event for each of some claims that nothing is linked to. Most are such; all at once they cost a fraction.
pub(crate) fn write_alone(connection: &Connection, claims: &[i64]) -> Result<(), Error> {
    let next: i64 =
        connection.query_row("SELECT coalesce(max(number), 0) + 1 FROM events", [], |row| row.get(0))?;
    let claims = serde_json::to_string(claims).map_err(|error| Error::Refused(error.to_string()))?;
    for statement in ALONE {
        connection.prepare_cached(statement)?.execute(params![claims, next])?;
    }
    Ok(())
}

/// Rows for the claims whose numbers are the first parameter; the second is the number of the first event. An event has
/// the twin of its claim, since their ids have one hash.
const ALONE: [&str; 4] = [
    "INSERT INTO events (number, key, id, act, mode, plover, cameo, quad, score, contexts, place, first_day, last_day,
        grain, status, certainty, polarity, disputed, first_seen, last_seen, last_changed, claims, documents, publishers,
        origins, confidence)
     SELECT ?2 + j.key, c.key, 'e' || substr(c.id, 2), act, mode, plover, cameo, quad, score, contexts, place,
        iif(last_day IS NULL, NULL, first_day), iif(first_day IS NULL, NULL, last_day),
        iif(first_day IS NULL OR last_day IS NULL, NULL, grain), status, certainty, polarity, 0, published, published, published, 1, 1,
        publisher IS NOT NULL, 1, confidence
     FROM json_each(?1) j CROSS JOIN claims c ON c.number = j.value JOIN dispatches d ON d.number = c.dispatch",
    "INSERT INTO claim_events (claim, event, component, stance)
     SELECT number, ?2 + j.key, number,
        CASE WHEN status IN ('denied', 'did_not_happen') OR polarity = 'negative' THEN 'denies' ELSE 'claims' END
     FROM json_each(?1) j CROSS JOIN claims ON number = j.value",
    "INSERT INTO event_actors (event, side, position, actor, text, country, sectors, role)
     SELECT ?2 + j.key, side, position, actor, text, country, sectors, role
     FROM json_each(?1) j CROSS JOIN claim_actors ON claim = j.value",
    "INSERT INTO event_moves (event, position, day, status, certainty, claim)
     SELECT ?2 + j.key, 0, published, status, certainty, c.number
     FROM json_each(?1) j CROSS JOIN claims c ON c.number = j.value JOIN dispatches d ON d.number = c.dispatch",
];

fn write_sides(connection: &Connection, event: i64, from: [i64; 2]) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO event_actors (event, side, position, actor, text, country, sectors, role)
         SELECT ?1, side, position, actor, text, country, sectors, role FROM claim_actors WHERE claim = ?2 AND side = ?3",
    )?;
    insert.execute(params![event, from[0], "actor"])?;
    insert.execute(params![event, from[1], "recipient"])?;
    Ok(())
}

fn write_moves(connection: &Connection, event: i64, moves: &[usize], told: &[&Told]) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO event_moves (event, position, day, status, certainty, claim)
         SELECT ?1, ?2, ?3, status, certainty, number FROM claims WHERE number = ?4",
    )?;
    for (position, &at) in moves.iter().enumerate() {
        insert.execute(params![event, position, told[at].published, told[at].number])?;
    }
    Ok(())
}

/// The claims that moved the standing, and the one that it now rests on: what somebody merely denies has happened for
/// others, and is disputed.
fn moves(told: &[&Told]) -> (Vec<usize>, usize) {
    let mut moves = Vec::new();
    let (mut now, mut decides, mut denied) = (None, 0, false);
    for (at, it) in told.iter().enumerate() {
        let stage = it.stage();
        let further = match (now, stage) {
            (None, _) => true,
            // Called off, or not so in the dispatch's own voice; a denial by somebody is told, and changes nothing.
            (Some(Stage::Fact), Stage::Contrary) => {
                let retracts = it.own_voice && it.denies();
                if !retracts && !std::mem::replace(&mut denied, true) {
                    moves.push(at);
                }
                retracts
            }
            (Some(before), after) => after > before,
        };
        if further {
            now = Some(stage);
            decides = at;
            moves.push(at);
        }
    }
    (moves, decides)
}

fn common_mode<'a>(told: &[&'a Told]) -> Option<&'a str> {
    let mut modes: Vec<&str> = told.iter().filter_map(|it| it.mode.as_deref()).collect();
    modes.sort_unstable();
    let groups = modes.chunk_by(|one, other| one == other);
    groups.rev().max_by_key(|group| group.len()).map(|group| group[0])
}

fn contexts(told: &[&Told]) -> String {
    if let [one] = told {
        return one.contexts.clone();
    }
    let mut all: Vec<&str> =
        told.iter().flat_map(|it| it.contexts.split("; ")).filter(|context| !context.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all.join("; ")
}

/// Documents, publishers and independent origins. Two claims have one origin where they stand in one dispatch or in
/// near-duplicates, come from one publisher, or are credited to one agency.
fn counts(told: &[&Told]) -> [usize; 3] {
    let mut joined = Components::new(told.len());
    let mut first: FxHashMap<(u8, &str), usize> = FxHashMap::default();
    let mut families: FxHashMap<i64, usize> = FxHashMap::default();
    let (mut documents, mut publishers) = (Vec::new(), Vec::new());
    for (at, it) in told.iter().enumerate() {
        documents.push(it.dispatch);
        publishers.extend(it.publisher.as_deref());
        joined.join(*families.entry(it.family).or_insert(at), at);
        let same = it.publisher.iter().map(|name| (0, name.as_str()));
        for tie in same.chain(it.credits.iter().map(|credit| (1, credit.as_str()))) {
            joined.join(*first.entry(tie).or_insert(at), at);
        }
    }
    let distinct = |mut list: Vec<usize>| {
        list.sort_unstable();
        list.dedup();
        list.len()
    };
    documents.sort_unstable();
    documents.dedup();
    publishers.sort_unstable();
    publishers.dedup();
    let origins = distinct((0..told.len()).map(|at| joined.find(at)).collect());
    [documents.len(), publishers.len(), origins]
}

/// Counts the origins of an event anew.
pub(crate) fn recount(connection: &Connection, event: i64) -> Result<(), Error> {
    let mut find = connection.prepare_cached("SELECT claim FROM claim_events WHERE event = ?1")?;
    let claims: Vec<i64> = find.query_map([event], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let told = Told::load(connection, &list(claims.into_iter()))?;
    let told: Vec<&Told> = told.iter().collect();
    let [.., origins] = counts(&told);
    let mut update = connection.prepare_cached("UPDATE events SET origins = ?2 WHERE number = ?1")?;
    update.execute(params![event, origins as i64])?;
    Ok(())
}

/// The number of the event with an id.
pub(crate) fn find(connection: &Connection, id: &str) -> Result<Option<i64>, Error> {
    let mut find = connection.prepare_cached("SELECT number FROM events WHERE key = ?1 AND id = ?2")?;
    Ok(find.query_row(params![crate::identity::twin(id), id], |row| row.get(0)).optional()?)
}
