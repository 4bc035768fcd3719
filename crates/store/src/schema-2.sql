-- The store, version 2: rows that say where to look are worked out from what they stand for when that is taken away, so
-- that they need no index to be found by, and nothing that looks up what they refer to. As many such rows are written as
-- all others together.

-- Where to look for near-duplicates: bands of signatures. A text whose very signature is there has none of its own.
CREATE TABLE bands_2 (
    band     INTEGER NOT NULL,
    dispatch INTEGER NOT NULL,
    PRIMARY KEY (band, dispatch)
) STRICT, WITHOUT ROWID;
INSERT INTO bands_2 SELECT band, dispatch FROM bands ORDER BY band, dispatch;
DROP TABLE bands;
ALTER TABLE bands_2 RENAME TO bands;

-- Where to look for claims of the same event: an act with one who takes part, and the days that it may have happened on,
-- counted from 1970. Filled from the features of the claims.
DROP TABLE blocks;
CREATE TABLE blocks (
    block INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    PRIMARY KEY (block, first, last, claim)
) STRICT, WITHOUT ROWID;

-- It only served references.
DROP INDEX event_moves_claim;

-- What a publisher says of a dispatch beside its text.
ALTER TABLE dispatches ADD COLUMN url TEXT;      -- where it is published
ALTER TABLE dispatches ADD COLUMN edition TEXT;  -- which version of it this is, as its publisher counts
ALTER TABLE dispatches ADD COLUMN author TEXT;
ALTER TABLE dispatches ADD COLUMN embargo TEXT;  -- not to be shown before: a time stamp as written
