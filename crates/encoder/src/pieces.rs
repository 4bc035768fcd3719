//! Text to pieces, the way the encoder was taught: characters made plain, then the likeliest split into known pieces.
//!
//! The same as `training/encoder/pieces.py`; a test compares the two.

use std::ops::Range;

use crate::weights::Weights;

/// Stands for a space.
const SPACE: char = '▁';
/// How many pieces are looked at before and behind source and target, where both are known.
const BEFORE: usize = 7;
const BEHIND: usize = 11;

/// The ids of what is no piece, counted from the number of pieces on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    /// Before the sentence.
    First,
    /// A character that no piece holds.
    Unknown,
    /// The first of four markers: before the source, behind it, before the target, behind it.
    Markers,
}

/// The known pieces, sorted, as they lie in the file.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    text: &'a [u8],
    ends: &'a [[u8; 4]],
    scores: &'a [[u8; 4]],
    /// Characters that are replaced, sorted; the ends of their replacements; these.
    points: &'a [[u8; 4]],
    plain_ends: &'a [[u8; 4]],
    plain: &'a str,
    unknown: f64,
}

/// A text in pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    /// Ids of pieces, the first being `Special::First`.
    pub(super) ids: Vec<u32>,
    /// Where source and target lie among them, without their markers.
    pub(super) places: [Option<(usize, usize)>; 2],
}

fn number(bytes: &[[u8; 4]], at: usize) -> usize {
    bytes.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes) as usize)
}

impl<'a> Pieces<'a> {
    /// The pieces of a file.
    ///
    /// # Errors
    /// A section is missing or does not fit.
    pub(super) fn new(weights: &Weights<'a>) -> Result<Pieces<'a>, String> {
        let words = |name: &str| weights.bytes(name).map(|bytes| bytes.as_chunks::<4>().0);
        let plain = std::str::from_utf8(weights.bytes("plain.text")?).map_err(|error| error.to_string())?;
        let unknown = weights.floats("pieces.unknown")?.first().copied().unwrap_or_default();
        let pieces = Pieces {
            text: weights.bytes("pieces.text")?,
            ends: words("pieces.ends")?,
            scores: words("pieces.scores")?,
            points: words("plain.points")?,
            plain_ends: words("plain.ends")?,
            plain,
            unknown: unknown.into(),
        };
        let fits = pieces.ends.len() == pieces.scores.len() && pieces.points.len() == pieces.plain_ends.len();
        if fits { Ok(pieces) } else { Err("the pieces do not fit together".to_string()) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The id of what is no piece.
    pub(super) fn special(&self, which: Special) -> u32 {
        self.len() as u32 + which as u32
    }

    fn piece(&self, at: usize) -> &'a [u8] {
        let start = if at == 0 { 0 } else { number(self.ends, at - 1) };
        self.text.get(start..number(self.ends, at)).unwrap_or_default()
    }

    /// Calls with the length and id of each piece that a text begins with, the shortest first.
    fn beginnings(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        let (mut low, mut high) = (0, self.len());
        for (depth, &byte) in text.iter().enumerate() {
            let count = |limit: u16| {
                let (mut from, mut to) = (low, high);
                while from < to {
                    let middle = from.midpoint(to);
                    let there = self.piece(middle).get(depth).map_or(0, |&it| u16::from(it) + 1);
                    if there < limit { from = middle + 1 } else { to = middle }
                }
                from
            };
            let limit = u16::from(byte) + 1;
            (low, high) = (count(limit), count(limit + 1));
            if low == high {
                return;
            }
            if self.piece(low).len() == depth + 1 {
                found(depth + 1, low);
            }
        }
    }

    /// A stretch in plain characters, white space as single spaces.
    fn plain(&self, stretch: &str, out: &mut String) {
        for letter in stretch.chars() {
            let point = letter as usize;
            let at = self.points.partition_point(|bytes| (u32::from_le_bytes(*bytes) as usize) < point);
            if number(self.points, at) != point || at == self.points.len() {
                push(letter, out);
                continue;
            }
            let start = if at == 0 { 0 } else { number(self.plain_ends, at - 1) };
            let instead = self.plain.get(start..number(self.plain_ends, at)).unwrap_or_default();
            instead.chars().for_each(|letter| push(letter, out));
        }
    }

    /// Adds the pieces of plain text, the likeliest split.
    fn split(&self, text: &str, ids: &mut Vec<u32>) {
        let length = text.len();
        let mut best = vec![f64::NEG_INFINITY; length + 1];
        let mut back = vec![(0, self.special(Special::Unknown)); length + 1];
        if let Some(first) = best.first_mut() {
            *first = 0.0;
        }
        for (start, letter) in text.char_indices() {
            let here = best[start];
            self.beginnings(&text.as_bytes()[start..], |size, piece| {
                let score = here + f64::from(f32::from_le_bytes(self.scores[piece]));
                if score > best[start + size] {
                    best[start + size] = score;
                    back[start + size] = (start, piece as u32);
                }
            });
            let next = start + letter.len_utf8();
            if here + self.unknown > best[next] {
                best[next] = here + self.unknown;
                back[next] = (start, self.special(Special::Unknown));
            }
        }
        let (before, mut at) = (ids.len(), length);
        while at > 0 {
            let (start, piece) = back[at];
            ids.push(piece);
            at = start;
        }
        ids[before..].reverse();
    }

    /// The pieces of a text with markers around source and target, at most so many.
    pub(super) fn marked(&self, text: &str, ends: &[Option<Range<usize>>; 2], longest: usize) -> Split {
        // Ends go before beginnings at the same place.
        let mut marks: Vec<(usize, bool, usize)> = Vec::new();
        for (which, span) in ends.iter().enumerate() {
            if let Some(span) = span {
                marks.extend([(span.start, true, 2 * which), (span.end, false, 2 * which + 1)]);
            }
        }
        marks.sort_unstable();
        let mut split = Split::default();
        let mut starts = [0; 2];
        let (mut begins, mut from) = (true, 0);
        let behind = (text.len(), false, usize::MAX);
        for (place, _, mark) in marks.into_iter().chain([behind]) {
            let mut plain = String::new();
            self.plain(text.get(from..place).unwrap_or_default(), &mut plain);
            from = place.max(from);
            let words = plain.trim_end_matches(SPACE);
            if begins && !words.is_empty() && !words.starts_with(SPACE) {
                self.split(&format!("{SPACE}{words}"), &mut split.ids);
            } else {
                self.split(words, &mut split.ids);
            }
            if !plain.is_empty() {
                begins = begins && words.is_empty() || plain.ends_with(SPACE);
            }
            if mark < 4 {
                if mark % 2 == 1 {
                    split.places[mark / 2] = Some((starts[mark / 2], split.ids.len()));
                }
                split.ids.push(self.special(Special::Markers) + mark as u32);
                if mark % 2 == 0 {
                    starts[mark / 2] = split.ids.len();
                }
            }
        }
        self.cut(split, longest)
    }

    /// Keeps what lies around both places; of a sentence of one place, or none, at most so many ids that hold it.
    fn cut(&self, split: Split, longest: usize) -> Split {
        let places = || split.places.iter().flatten();
        let last = places().map(|place| place.1 + 1).max().unwrap_or(0);
        let earliest = places().map(|place| place.0.saturating_sub(1)).min().unwrap_or(0);
        let (low, high) = match split.places {
            [Some(_), Some(_)] => (earliest.saturating_sub(BEFORE), last + BEHIND),
            _ => (0, split.ids.len()),
        };
        let first = last.saturating_sub(longest).min(earliest).max(low);
        let kept = split.ids.iter().copied().skip(first).take(longest.min(high.saturating_sub(first)));
        let ids: Vec<u32> = std::iter::once(self.special(Special::First)).chain(kept).collect();
        let moved = |(start, end): (usize, usize)| (start - first + 1, (end - first + 1).min(ids.len()));
        Split { places: split.places.map(|place| place.map(moved)), ids }
    }
}

/// Adds a character, spaces as their sign and only one of several.
fn push(letter: char, out: &mut String) {
    if letter != ' ' {
        out.push(letter);
    } else if !out.ends_with(SPACE) {
        out.push(SPACE);
    }
}
