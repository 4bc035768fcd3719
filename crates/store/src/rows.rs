//! Rows of a dispatch and its claims, written.

use depeche_engine::record::{ActorRecord, ClaimRecord, PlaceRecord, SourceRecord};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use crate::Error;
use crate::identity::{hash, positive};
use crate::merge::Blocks;
use crate::prepare::{Prepared, PreparedClaim};

/// Actors and places whose numbers are remembered; then anew.
const REMEMBERED: usize = 200_000;

/// Writes rows of one store.
pub(crate) struct Writer<'a> {
    pub connection: &'a Connection,
    pub numbers: &'a mut FxHashMap<i64, i64>,
    /// Where claims are to be looked for: block, first and last day, claim. Written by [`Writer::blocks`].
    pub blocks: Vec<(i64, i32, i32, i64)>,
}

impl Writer<'_> {
    /// A dispatch; its number.
    pub fn dispatch(&mut self, it: &Prepared, version: i64) -> Result<i64, Error> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO dispatches (key, id, version, content, published, publisher, language, title, text, lemmas, credits,
                family, shingles, signature, url, edition, author, embargo)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?1, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?;
        let number = insert.insert(params![
            it.key,
            it.id,
            version,
            it.content,
            it.dispatch.published.map(|day| day.to_string()),
            it.dispatch.publisher,
            it.language,
            it.dispatch.title,
            it.dispatch.text,
            it.lemmas,
            it.credits,
            it.signature.runs,
            it.signature.to_bytes(),
            it.origin.url,
            it.origin.edition,
            it.origin.author,
            it.origin.embargo,
        ])?;
        Ok(number)
    }

    /// Words of some dispatches, by their numbers, put where they are looked for. Apart from other rows and together:
    /// what is written between two would make SQLite write the words of each for themselves.
    pub fn words(&self, dispatches: &[(i64, &Prepared)]) -> Result<(), Error> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO texts (rowid, title, text, lemmas) VALUES (?1, ?2, ?3, ?4)")?;
        for (number, it) in dispatches {
            insert.execute(params![number, it.dispatch.title, it.dispatch.text, it.lemmas])?;
        }
        Ok(())
    }

    /// A claim with all that hangs on it; nothing where the same claim is there.
    pub fn claim(&mut self, dispatch: i64, claim: &PreparedClaim) -> Result<Option<i64>, Error> {
        let Some(number) = self.claim_row(dispatch, claim)? else { return Ok(None) };
        let record = &claim.record;
        for (side, actors) in [("actor", &record.actors), ("recipient", &record.recipients)] {
            for (position, actor) in actors.iter().enumerate() {
                self.participant(number, side, position, actor)?;
            }
        }
        for (position, source) in record.sources.iter().enumerate() {
            self.source(number, position, source)?;
        }
        let Blocks { first, last, blocks } = &claim.blocks;
        self.blocks.extend(blocks.iter().map(|block| (*block, *first, *last, number)));
        Ok(Some(number))
    }

    /// Writes where the claims are to be looked for; in order, so that what lies together is written together.
    pub fn blocks(&mut self) -> Result<(), Error> {
        self.blocks.sort_unstable();
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO blocks (block, first, last, claim) VALUES (?1, ?2, ?3, ?4)")?;
        for (block, first, last, claim) in self.blocks.drain(..) {
            insert.execute(params![block, first, last, claim])?;
        }
        Ok(())
    }

    fn claim_row(&mut self, dispatch: i64, claim: &PreparedClaim) -> Result<Option<i64>, Error> {
        let PreparedClaim { record, key, features, .. } = claim;
        let ClaimRecord { event, place, time, cue, .. } = record;
        let place_number = place.as_ref().map(|place| self.place(place)).transpose()?;
        let (place_span, time_span) = (place.as_ref().map(|it| it.span), time.as_ref().map(|it| it.span));
        let cue_span = cue.as_ref().map(|it| it.span);
        let stated = (!event.quantities.is_empty()).then(|| serde_json::to_string(&event.quantities));
        let quantities = stated.transpose().map_err(|error| Error::Refused(error.to_string()))?;
        let mut insert = self.connection.prepare_cached(CLAIM)?;
        let inserted = insert.execute(params![
            key,
            record.claim,
            dispatch,
            record.sentence.index,
            record.sentence.span[0],
            record.sentence.span[1],
            event.act.as_str(),
            event.mode.as_deref(),
            event.plover.as_str(),
            event.cameo.as_str(),
            event.quad,
            event.score,
            joined(&event.contexts),
            event.trigger.text,
            event.trigger.span[0],
            event.trigger.span[1],
            place_number,
            place.as_ref().map(|it| &it.text),
            place_span.map(|span| span[0]),
            place_span.map(|span| span[1]),
            time.as_ref().map(|it| &it.text),
            time_span.map(|span| span[0]),
            time_span.map(|span| span[1]),
            time.as_ref().map(|it| &it.value),
            time.as_ref().and_then(|it| it.start).map(|day| day.to_string()),
            time.as_ref().and_then(|it| it.end).map(|day| day.to_string()),
            time.as_ref().map(|it| it.grain.as_str()),
            time.as_ref().map(|it| it.anchor.as_str()),
            record.status,
            record.certainty,
            record.polarity,
            cue.as_ref().map(|it| &it.text),
            cue_span.map(|span| span[0]),
            cue_span.map(|span| span[1]),
            cue.as_ref().map(|it| it.kind.as_str()),
            record.quote,
            record.confidence,
            record.because.iter().map(smol_str::SmolStr::as_str).collect::<Vec<_>>().join(" "),
            features,
            quantities,
        ])?;
        if inserted == 1 {
            return Ok(Some(self.connection.last_insert_rowid()));
        }
        let mut find = self.connection.prepare_cached("SELECT id FROM claims WHERE key = ?1")?;
        let there: String = find.query_row([key], |row| row.get(0))?;
        match there == record.claim {
            true => Ok(None),
            false => Err(Error::Refused(format!("{there} and {} have one integer twin", record.claim))),
        }
    }

    fn participant(
        &mut self,
        claim: i64,
        side: &str,
        position: usize,
        actor: &ActorRecord,
    ) -> Result<(), Error> {
        let number = self.actor(actor.id.as_deref(), actor.name.as_deref(), &actor.text)?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO claim_actors (claim, side, position, actor, text, begin, end, country, sectors, role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        insert.execute(params![
            claim,
            side,
            position,
            number,
            actor.text,
            actor.span[0],
            actor.span[1],
            actor.country.as_deref(),
            joined(&actor.sectors),
            actor.role.as_deref(),
        ])?;
        Ok(())
    }

    fn source(&mut self, claim: i64, position: usize, source: &SourceRecord) -> Result<(), Error> {
        let number = match (&source.id, &source.name) {
            (None, None) => None,
            (id, name) => Some(self.actor(id.as_deref(), name.as_deref(), &source.text)?),
        };
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO claim_sources (claim, position, actor, text, begin, end, kind, named, count, rank, country, role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        insert.execute(params![
            claim,
            position,
            number,
            source.text,
            source.span[0],
            source.span[1],
            source.kind.as_str(),
            source.named,
            source.count.as_str(),
            source.rank.as_deref(),
            source.country.as_deref(),
            source.role,
        ])?;
        Ok(())
    }

    fn actor(&mut self, id: Option<&str>, given: Option<&str>, words: &str) -> Result<i64, Error> {
        let (name, named) = (given.unwrap_or(words), given.is_some());
        let key = positive(
            id.map_or_else(|| hash(&[if named { "name" } else { "words" }, name]), |id| hash(&["actor", id])),
        );
        let connection = self.connection;
        self.remembered(key, || {
            let mut insert = connection.prepare_cached(
                "INSERT INTO actors (key, id, name, named) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?;
            insert.execute(params![key, id, name, named])?;
            let mut find = connection.prepare_cached("SELECT number FROM actors WHERE key = ?1")?;
            Ok(find.query_row([key], |row| row.get(0))?)
        })
    }

    fn place(&mut self, place: &PlaceRecord) -> Result<i64, Error> {
        let name = place.name.as_deref().unwrap_or(&place.text);
        let id = place.id.as_deref().unwrap_or(name);
        let (latitude, longitude) =
            (place.latitude.map(|it| it.to_string()), place.longitude.map(|it| it.to_string()));
        let parts = [
            if place.name.is_some() { "place" } else { "words" },
            id,
            &place.feature,
            place.country.as_deref().unwrap_or_default(),
            latitude.as_deref().unwrap_or_default(),
            longitude.as_deref().unwrap_or_default(),
        ];
        let key = positive(hash(&parts));
        let connection = self.connection;
        self.remembered(key, || {
            let mut insert = connection.prepare_cached(
                "INSERT INTO places (key, id, name, named, feature, country, latitude, longitude)
                 VALUES (?1, ?2, ?3, ?8, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            )?;
            let country = place.country.as_deref();
            insert.execute(params![
                key,
                place.id.as_deref(),
                name,
                place.feature.as_str(),
                country,
                place.latitude,
                place.longitude,
                place.name.is_some(),
            ])?;
            let mut find = connection.prepare_cached("SELECT number FROM places WHERE key = ?1")?;
            Ok(find.query_row([key], |row| row.get(0))?)
        })
    }

    fn remembered(&mut self, key: i64, number: impl FnOnce() -> Result<i64, Error>) -> Result<i64, Error> {
        if let Some(number) = self.numbers.get(&key) {
            return Ok(*number);
        }
        let number = number()?;
        if self.numbers.len() >= REMEMBERED {
            self.numbers.clear();
        }
        self.numbers.insert(key, number);
        Ok(number)
    }
}

const CLAIM: &str = "INSERT INTO claims (key, id, dispatch, sentence, sentence_begin, sentence_end, act, mode, plover,
    cameo, quad, score, contexts, trigger, trigger_begin, trigger_end, place, place_text, place_begin, place_end,
    time_text, time_begin, time_end, time_value, first_day, last_day, grain, anchor, status, certainty, polarity,
    cue, cue_begin, cue_end, cue_kind, quote, confidence, because, features, quantities)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
    ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40) ON CONFLICT DO NOTHING";

pub(crate) fn joined(items: &[smol_str::SmolStr]) -> String {
    items.iter().map(smol_str::SmolStr::as_str).collect::<Vec<_>>().join("; ")
}
