-- The store, version 1. Everything a user needs to query is here; numbers (`number`) are this file's own, ids and their
-- 63-bit twins (`key`) are the same on every machine. Days are ISO 8601, countries ISO 3166 alpha-3, spans [begin, end)
-- in Unicode scalar values of the dispatch's text, lists joined by '; '.

-- One news text as last seen.
CREATE TABLE dispatches (
    number    INTEGER PRIMARY KEY,
    key       INTEGER NOT NULL UNIQUE,
    id        TEXT NOT NULL,
    version   INTEGER NOT NULL,             -- 1, or how many texts have come under this id
    content   INTEGER NOT NULL,             -- hash of all that it came with: the same content is added once
    published TEXT,
    publisher TEXT,
    language  TEXT NOT NULL,
    title     TEXT,
    credits   TEXT NOT NULL,                -- agencies that the text or its publisher names: media/afp
    family    INTEGER NOT NULL,             -- near-duplicates share it: the smallest key among them
    shingles  INTEGER NOT NULL,             -- how many different runs of words the text has
    signature BLOB NOT NULL,                -- MinHash of those
    text      TEXT NOT NULL,
    lemmas    TEXT NOT NULL                 -- dictionary forms of its words
) STRICT;
CREATE INDEX dispatches_family ON dispatches (family);
CREATE INDEX dispatches_published ON dispatches (published);

-- Texts that a later one under the same id has replaced, with their claims as JSON lines.
CREATE TABLE versions (
    dispatch  TEXT NOT NULL,
    version   INTEGER NOT NULL,
    published TEXT,
    publisher TEXT,
    language  TEXT NOT NULL,
    title     TEXT,
    text      TEXT NOT NULL,
    claims    TEXT NOT NULL,
    PRIMARY KEY (dispatch, version)
) STRICT, WITHOUT ROWID;

-- Where to look for near-duplicates: bands of signatures.
CREATE TABLE bands (
    band     INTEGER NOT NULL,
    dispatch INTEGER NOT NULL REFERENCES dispatches (number) ON DELETE CASCADE,
    PRIMARY KEY (band, dispatch)
) STRICT, WITHOUT ROWID;
CREATE INDEX bands_dispatch ON bands (dispatch);

-- Full text: words as written, and our lemmas. rowid is dispatches.number.
CREATE VIRTUAL TABLE texts USING fts5 (
    title, text, lemmas, content = 'dispatches', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

-- Places by what knowledge says of them; unresolved ones by their words.
CREATE TABLE places (
    number    INTEGER PRIMARY KEY,
    key       INTEGER NOT NULL UNIQUE,
    id        TEXT,
    name      TEXT NOT NULL,
    named     INTEGER NOT NULL,             -- 0: the name is the words of the text, knowledge has none
    feature   TEXT NOT NULL,
    country   TEXT,
    latitude  REAL,
    longitude REAL
) STRICT;

-- Actors, recipients and sources; unresolved ones by their words.
CREATE TABLE actors (
    number INTEGER PRIMARY KEY,
    key    INTEGER NOT NULL UNIQUE,
    id     TEXT,
    name   TEXT NOT NULL,
    named  INTEGER NOT NULL                 -- 0: the name is the words of the text, knowledge has none
) STRICT;
CREATE INDEX actors_id ON actors (id) WHERE id IS NOT NULL;

-- One assertion made in one dispatch.
CREATE TABLE claims (
    number         INTEGER PRIMARY KEY,
    key            INTEGER NOT NULL UNIQUE,
    id             TEXT NOT NULL,
    dispatch       INTEGER NOT NULL REFERENCES dispatches (number) ON DELETE CASCADE,
    sentence       INTEGER NOT NULL,
    sentence_begin INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    act            TEXT NOT NULL,
    mode           TEXT,
    plover         TEXT NOT NULL,
    cameo          TEXT NOT NULL,
    quad           INTEGER NOT NULL,
    score          REAL NOT NULL,
    contexts       TEXT NOT NULL,
    trigger        TEXT NOT NULL,
    trigger_begin  INTEGER NOT NULL,
    trigger_end    INTEGER NOT NULL,
    place          INTEGER REFERENCES places (number),
    place_text     TEXT,
    place_begin    INTEGER,
    place_end      INTEGER,
    time_text      TEXT,
    time_begin     INTEGER,
    time_end       INTEGER,
    time_value     TEXT,
    first_day      TEXT,
    last_day       TEXT,
    grain          TEXT,
    anchor         TEXT,
    status         TEXT NOT NULL,
    certainty      TEXT NOT NULL,
    polarity       TEXT NOT NULL,
    cue            TEXT,
    cue_begin      INTEGER,
    cue_end        INTEGER,
    cue_kind       TEXT,
    quote          TEXT NOT NULL,
    confidence     REAL NOT NULL,
    because        TEXT NOT NULL,           -- ids of rules, joined by ' '
    features       BLOB NOT NULL,           -- what merging compares
    quantities     TEXT                     -- how many and how much, as JSON; null where none is stated
) STRICT;
CREATE INDEX claims_dispatch ON claims (dispatch);

-- Who does it and to whom, as of the dispatch's date.
CREATE TABLE claim_actors (
    claim     INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
    side      TEXT NOT NULL CHECK (side IN ('actor', 'recipient')),
    position  INTEGER NOT NULL,
    actor     INTEGER NOT NULL REFERENCES actors (number),
    text      TEXT NOT NULL,
    begin     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    country   TEXT,
    sectors   TEXT NOT NULL,
    role      TEXT,
    PRIMARY KEY (claim, side, position)
) STRICT, WITHOUT ROWID;

-- Who says so, outermost first; no row is the dispatch's own voice.
CREATE TABLE claim_sources (
    claim    INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    actor    INTEGER REFERENCES actors (number),
    text     TEXT NOT NULL,
    begin    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    named    INTEGER NOT NULL,
    count    TEXT NOT NULL,
    rank     TEXT,
    country  TEXT,
    role     TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- Where to look for claims of the same event.
CREATE TABLE blocks (
    block INTEGER NOT NULL,
    claim INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
    PRIMARY KEY (block, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_claim ON blocks (claim);

-- What is said to have happened, merged over all claims that speak of it.
CREATE TABLE events (
    number       INTEGER PRIMARY KEY,
    key          INTEGER NOT NULL UNIQUE,
    id           TEXT NOT NULL,
    act          TEXT NOT NULL,
    mode         TEXT,
    plover       TEXT NOT NULL,
    cameo        TEXT NOT NULL,
    quad         INTEGER NOT NULL,
    score        REAL NOT NULL,
    contexts     TEXT NOT NULL,
    place        INTEGER REFERENCES places (number),
    first_day    TEXT,
    last_day     TEXT,
    grain        TEXT,
    status       TEXT NOT NULL,             -- where its standing has come to
    certainty    TEXT NOT NULL,
    polarity     TEXT NOT NULL,
    disputed     INTEGER NOT NULL,          -- 1: some claim it, some deny it
    first_seen   TEXT,                      -- first and last day of publication, and that of the last move of its standing
    last_seen    TEXT,
    last_changed TEXT,
    claims       INTEGER NOT NULL,
    documents    INTEGER NOT NULL,
    publishers   INTEGER NOT NULL,
    origins      INTEGER NOT NULL,          -- independent ones: reprints, one agency, one publisher count once
    confidence   REAL NOT NULL
) STRICT;
CREATE INDEX events_day ON events (first_day);

-- Which claims speak of which event; a claim without a row has not been merged yet.
CREATE TABLE claim_events (
    claim     INTEGER PRIMARY KEY REFERENCES claims (number) ON DELETE CASCADE,
    event     INTEGER NOT NULL REFERENCES events (number),
    component INTEGER NOT NULL,             -- claims that may speak of one event; merged anew together
    stance    TEXT NOT NULL CHECK (stance IN ('claims', 'denies'))
) STRICT;
CREATE INDEX claim_events_event ON claim_events (event);
CREATE INDEX claim_events_component ON claim_events (component);

-- Events whose origins are to be counted anew, since dispatches that tell of them turned out to be near-duplicates.
CREATE TABLE recounts (
    event INTEGER PRIMARY KEY REFERENCES events (number) ON DELETE CASCADE
) STRICT;

-- Who did it and to whom, over all claims of the event.
CREATE TABLE event_actors (
    event    INTEGER NOT NULL REFERENCES events (number) ON DELETE CASCADE,
    side     TEXT NOT NULL CHECK (side IN ('actor', 'recipient')),
    position INTEGER NOT NULL,
    actor    INTEGER NOT NULL REFERENCES actors (number),
    text     TEXT NOT NULL,
    country  TEXT,
    sectors  TEXT NOT NULL,
    role     TEXT,
    PRIMARY KEY (event, side, position)
) STRICT, WITHOUT ROWID;

-- How its standing moved: announced, then happened; claimed, then denied.
CREATE TABLE event_moves (
    event     INTEGER NOT NULL REFERENCES events (number) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    day       TEXT,
    status    TEXT NOT NULL,
    certainty TEXT NOT NULL,
    claim     INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
    PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_moves_claim ON event_moves (claim);
