//! `world/cities.tsv`: every city above 15,000 inhabitants, compiled into one table that is used where it lies.
//!
//! A binary carries the table's bytes and reads them in place: nothing is decoded or indexed when it starts. A hash
//! table leads from the pieces of a name ([`crate::spelling`]) to the cities that bear it; whoever looks for the
//! longest name in a text asks once for most words, and once more for each piece of the longest name that begins so.
//!
//! ```text
//! head     8 words: mark, cities, bearers, slots (a power of two), length of text, line of the first city, 0, 0
//! cities   8 words each, in the order of the file, which is that of the ids
//! bearers  2 words each: a city and how it bears the name; those of one name side by side
//! slots    4 words each: hash of a name or of its first piece, first bearer, bearers and longest name
//! text     names and divisions
//! ```

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::spelling::{Key, chain, cut, folded, key};
use crate::world::World;
use crate::{Diagnostics, Folder, LANGUAGES, Origin, SourceFile};

/// Where the table stands in a folder.
const FILE: &str = "world/cities.tsv";
const COLUMNS: &str = "id\tname\tnames\tfr\ten\tcountry\tdivision\tlatitude\tlongitude\tpopulation";
/// What begins the id of a city: `place/geonames-2972191`.
const PREFIX: &str = "place/geonames-";
const MARK: u32 = u32::from_le_bytes(*b"cty1");
const HEAD: usize = 8;
/// A name in one language's column, or in all: the first bits, in the order of [`LANGUAGES`].
const MAIN: u32 = 1 << 14;
const AFTER_ARTICLE: u32 = 1 << 15;
/// More pieces has no name.
const LONGEST: usize = 15;
/// Articles that a preposition before them swallows: `au Havre`, `des Abymes`.
const ARTICLES: [&str; 2] = ["le", "les"];

/// The compiled table.
#[derive(Clone, Debug, Default)]
pub struct Cities {
    bytes: Cow<'static, [u8]>,
}

/// One city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct City<'a> {
    /// GeoNames' number.
    pub number: u32,
    /// The name in records.
    pub name: &'a str,
    /// ISO 3166 alpha-3.
    pub country: &'a str,
    /// First-order division; empty where it is not known.
    pub division: &'a str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Inhabitants.
    pub population: u32,
}

impl City<'_> {
    /// `place/geonames-2972191`; also the rule's id.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{PREFIX}{}", self.number)
    }
}

/// What a text is asked for at one of its pieces.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The piece.
    pub key: Key,
    /// Whether a name may end with it.
    pub ends: bool,
}

/// Cities of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many pieces the name has.
    pub pieces: usize,
    /// Indices for [`Cities::city`]; those that have it for their main name alone, where there are any.
    pub cities: Vec<u32>,
}

impl Cities {
    /// A table that lies in the binary.
    #[must_use]
    pub fn embedded(bytes: &'static [u8]) -> Cities {
        Cities { bytes: Cow::Borrowed(bytes) }
    }

    /// The table as bytes, to be embedded.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many cities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        if self.word(0) == MARK { self.word(1) as usize } else { 0 }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A city by its index.
    #[must_use]
    pub fn city(&self, index: u32) -> Option<City<'_>> {
        if index as usize >= self.len() {
            return None;
        }
        let at = HEAD + 8 * index as usize;
        let lengths = self.word(at + 2);
        let country = self.bytes.get(4 * (at + 4)..4 * (at + 4) + 3)?;
        Some(City {
            number: self.word(at),
            name: self.text(self.word(at + 1), lengths & 0xffff)?,
            division: self.text(self.word(at + 3), lengths >> 16)?,
            country: std::str::from_utf8(country).ok()?,
            latitude: f64::from(self.word(at + 5) as i32) / 1000.0,
            longitude: f64::from(self.word(at + 6) as i32) / 1000.0,
            population: self.word(at + 7),
        })
    }

    /// The longest name of a language that a run of pieces begins with. `contracted`: an article was swallowed by
    /// the preposition before the first piece.
    #[must_use]
    pub fn longest(
        &self,
        steps: impl Iterator<Item = Step>,
        language: &str,
        contracted: bool,
    ) -> Option<Found> {
        let mut steps = steps.peekable();
        let first = chain(0, steps.peek()?.key.hash);
        let (_, count) = self.slot(first)?;
        let most = (count >> 16) as usize;
        let mask = languages(language);
        let (mut hash, mut capitals) = (0, 0u32);
        let mut best = None;
        for (i, step) in steps.take(most).enumerate() {
            hash = chain(hash, step.key.hash);
            capitals |= u32::from(step.key.upper) << i;
            if !step.ends {
                continue;
            }
            if let Some(cities) = self.bearers(hash, mask, capitals, contracted) {
                best = Some(Found { pieces: i + 1, cities });
            }
        }
        best
    }

    fn bearers(&self, name: u64, mask: u32, capitals: u32, contracted: bool) -> Option<Vec<u32>> {
        let (start, count) = self.slot(name)?;
        let at = HEAD + 8 * self.len();
        let mut cities: Vec<u32> = Vec::new();
        let mut main = false;
        for bearer in start..start + (count & 0xffff) {
            let (city, how) = (self.word(at + 2 * bearer as usize), self.word(at + 2 * bearer as usize + 1));
            let wanted = how >> 16;
            let fits = how & mask != 0
                && wanted & capitals == wanted
                && capitals != 0
                && (contracted || how & AFTER_ARTICLE == 0);
            // Those of the main name come first.
            if !fits || main && how & MAIN == 0 {
                continue;
            }
            main |= how & MAIN != 0;
            cities.push(city);
        }
        (!cities.is_empty()).then_some(cities)
    }

    /// Where the city of an id stands.
    #[must_use]
    pub fn origin(&self, id: &str) -> Option<Origin> {
        let number: u32 = id.strip_prefix(PREFIX)?.parse().ok()?;
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.word(HEAD + 8 * middle) < number {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        let found = from < self.len() && self.word(HEAD + 8 * from) == number;
        found.then(|| Origin { file: FILE.into(), line: self.word(5) + from as u32 })
    }

    /// First bearer and counts of a hash.
    fn slot(&self, hash: u64) -> Option<(u32, u32)> {
        let slots = self.word(3) as usize;
        if slots == 0 {
            return None;
        }
        let begin = HEAD + 8 * self.len() + 2 * self.word(2) as usize;
        let mut at = (hash >> 32) as usize & (slots - 1);
        for _ in 0..slots {
            let slot = begin + 4 * at;
            let own = u64::from(self.word(slot)) | u64::from(self.word(slot + 1)) << 32;
            if own == hash {
                return Some((self.word(slot + 2), self.word(slot + 3)));
            }
            if own == 0 {
                return None;
            }
            at = (at + 1) & (slots - 1);
        }
        None
    }

    /// A word of the table; 0 beyond its end.
    fn word(&self, at: usize) -> u32 {
        let bytes = self.bytes.get(4 * at..4 * at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u32::from_le_bytes)
    }

    fn text(&self, at: u32, length: u32) -> Option<&str> {
        let begin = self.bytes.len().checked_sub(self.word(4) as usize)? + at as usize;
        std::str::from_utf8(self.bytes.get(begin..begin + length as usize)?).ok()
    }
}

/// The bit of a language; all bits for one that has no column.
fn languages(code: &str) -> u32 {
    LANGUAGES.iter().position(|(_, own)| *own == code).map_or((1 << LANGUAGES.len()) - 1, |at| 1 << at)
}

/// One line of the file, checked.
struct Row<'a> {
    number: u32,
    name: &'a str,
    country: &'a str,
    division: &'a str,
    latitude: f64,
    longitude: f64,
    population: u32,
    /// Names with the bits of their languages.
    names: Vec<(&'a str, u32)>,
}

/// Compiles `world/cities.tsv`, where there is one.
pub(crate) fn compile(folder: &Folder, world: &World, out: &mut Diagnostics) -> Cities {
    let Some(file) = folder.get(FILE) else { return Cities::default() };
    let by_hand = by_hand(world);
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut first_line = 0;
    let mut at = 0;
    for (i, line) in file.text.split_inclusive('\n').enumerate() {
        let begin = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.starts_with('#') && rows.is_empty() {
            continue;
        }
        if first_line == 0 {
            first_line = i as u32 + 2;
            if line != COLUMNS {
                out.error(file, begin, format!("the columns are {}", COLUMNS.replace('\t', ", ")));
                return Cities::default();
            }
            continue;
        }
        match row(line, world) {
            Ok(row) => {
                if rows.last().is_some_and(|last| last.number >= row.number) {
                    out.error(file, begin, "rows are sorted by id, and each id stands once");
                }
                doubled(file, begin, &row, &by_hand, out);
                rows.push(row);
            }
            Err((column, message)) => out.error(file, begin + column, message),
        }
    }
    build(&rows, first_line)
}

/// A line's fields; what is wrong with the byte where it stands.
fn row<'a>(line: &'a str, world: &World) -> Result<Row<'a>, (usize, String)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let at = |field: usize| fields[..field].iter().map(|text| text.len() + 1).sum::<usize>();
    let &[number, name, both, fr, en, country, division, latitude, longitude, population] = fields.as_slice()
    else {
        return Err((0, format!("{} columns, not {}", fields.len(), COLUMNS.split('\t').count())));
    };
    let degrees = |field: usize, text: &str, most: f64| {
        let value = text.parse::<f64>().ok().filter(|value| value.abs() <= most);
        value.ok_or_else(|| (at(field), format!("`{text}` is no number of degrees up to {most}")))
    };
    let count = |field: usize, text: &str| {
        text.parse::<u32>().map_err(|_| (at(field), format!("`{text}` is no whole number")))
    };
    if !world.states.iter().any(|state| state.id == country) {
        return Err((at(5), format!("no state `{country}`")));
    }
    let mut names = vec![(name, 0b11 | MAIN)];
    for (text, languages) in [(both, 0b11), (fr, 0b01), (en, 0b10)] {
        names.extend(text.split('|').filter(|name| !name.is_empty()).map(|name| (name, languages)));
    }
    if let Some((name, _)) = names.iter().find(|(name, _)| !(1..=LONGEST).contains(&cut(name).count())) {
        return Err((at(1), format!("`{name}` is no name")));
    }
    Ok(Row {
        number: count(0, number)?,
        name,
        country,
        division,
        latitude: degrees(7, latitude, 90.0)?,
        longitude: degrees(8, longitude, 180.0)?,
        population: count(9, population)?,
        names,
    })
}

/// Cities described by hand, by country and folded name: where they lie and their ids.
type ByHand<'a> = FxHashMap<(&'a str, String), Vec<(f64, f64, &'a str)>>;

fn by_hand(world: &World) -> ByHand<'_> {
    let mut found = ByHand::default();
    for place in world.places.iter().filter(|place| place.kind == "city") {
        let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude) else { continue };
        let country = place.country.as_deref().unwrap_or_default();
        let names = place.names.iter().flat_map(|(_, names)| names).chain([&place.name]);
        for name in names {
            let here = (latitude, longitude, place.id.as_str());
            found.entry((country, plain(name))).or_default().push(here);
        }
    }
    found
}

fn plain(name: &str) -> String {
    cut(&folded(name)).collect::<Vec<_>>().join(" ")
}

/// A city that a row made by hand describes too: that row goes before this one.
fn doubled(file: &SourceFile, at: usize, row: &Row<'_>, by_hand: &ByHand<'_>, out: &mut Diagnostics) {
    let mut rivals =
        row.names.iter().filter_map(|(name, _)| by_hand.get(&(row.country, plain(name)))).flatten();
    let near = rivals.find(|(latitude, longitude, _)| {
        (latitude - row.latitude).abs() < 0.3 && (longitude - row.longitude).abs() < 0.3
    });
    if let Some((_, _, id)) = near {
        out.warning(file, at, format!("`{}` is `{id}` by hand; run knowledge/cities.py", row.name));
    }
}

/// A name's bearers while the table is built.
#[derive(Default)]
struct Slot {
    bearers: Vec<(u32, u32)>,
    longest: u32,
}

fn build(rows: &[Row<'_>], first_line: u32) -> Cities {
    let mut slots: FxHashMap<u64, Slot> = FxHashMap::default();
    for (i, row) in rows.iter().enumerate() {
        for &(name, how) in &row.names {
            enter(&mut slots, name, (i as u32, how));
            let mut pieces = cut(name);
            let article = pieces.next().is_some_and(|first| ARTICLES.contains(&folded(first).as_str()));
            if article && pieces.next().is_some() {
                let rest = name.split_once([' ', '-']).map_or("", |(_, rest)| rest);
                enter(&mut slots, rest, (i as u32, how | AFTER_ARTICLE));
            }
        }
    }
    let mut names: Vec<(u64, Slot)> = slots.into_iter().collect();
    names.sort_by_key(|(hash, _)| *hash);
    let size = (2 * names.len()).next_power_of_two();
    let mut bearers: Vec<u32> = Vec::new();
    let mut table = vec![[0u32; 4]; size];
    for (hash, mut slot) in names {
        // Main names first, then the order of the file; a city bears a name once.
        slot.bearers.sort_by_key(|&(city, how)| (how & MAIN == 0, city, how));
        slot.bearers.dedup_by_key(|bearer| bearer.0);
        let start = bearers.len() as u32 / 2;
        let count = slot.bearers.len().min(0xffff) as u32 | slot.longest << 16;
        bearers.extend(slot.bearers.iter().take(0xffff).flat_map(|&(city, how)| [city, how]));
        let mut at = (hash >> 32) as usize & (size - 1);
        while table[at] != [0; 4] {
            at = (at + 1) & (size - 1);
        }
        table[at] = [hash as u32, (hash >> 32) as u32, start, count];
    }
    let (records, text) = records(rows);
    let head =
        [MARK, rows.len() as u32, bearers.len() as u32 / 2, size as u32, text.len() as u32, first_line, 0, 0];
    let words = head.into_iter().chain(records).chain(bearers).chain(table.into_iter().flatten());
    let mut bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
    bytes.extend(text.as_bytes());
    Cities { bytes: Cow::Owned(bytes) }
}

/// Enters a name, and its first piece with the length of the longest name that begins so.
fn enter(slots: &mut FxHashMap<u64, Slot>, name: &str, (city, how): (u32, u32)) {
    let (mut hash, mut capitals, mut first, mut length) = (0, 0u32, 0, 0);
    for (i, piece) in cut(name).map(key).enumerate() {
        hash = chain(hash, piece.hash);
        capitals |= u32::from(piece.upper) << i;
        length = i as u32 + 1;
        if i == 0 {
            first = hash;
        }
    }
    slots.entry(hash).or_default().bearers.push((city, how | capitals << 16));
    let begin = slots.entry(first).or_default();
    begin.longest = begin.longest.max(length);
}

fn records(rows: &[Row<'_>]) -> (Vec<u32>, String) {
    let mut text = String::new();
    let mut divisions: FxHashMap<&str, u32> = FxHashMap::default();
    let mut words = Vec::with_capacity(8 * rows.len());
    for row in rows {
        let name = text.len() as u32;
        text.push_str(row.name);
        let division = *divisions.entry(row.division).or_insert_with(|| {
            let at = text.len() as u32;
            text.push_str(row.division);
            at
        });
        let mut country = [0; 4];
        for (to, from) in country.iter_mut().zip(row.country.bytes()) {
            *to = from;
        }
        words.extend([
            row.number,
            name,
            row.name.len() as u32 | (row.division.len() as u32) << 16,
            division,
            u32::from_le_bytes(country),
            (row.latitude * 1000.0).round() as i32 as u32,
            (row.longitude * 1000.0).round() as i32 as u32,
            row.population,
        ]);
    }
    (words, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(lines: &str) -> Folder {
        let state = "[[state]]\nid = \"FRA\"\nfr = { names = [\"France\"] }\nen = { names = [\"France\"] }\nsource = \"-\"";
        let place = "[[place]]\nid = \"nice\"\nname = \"Nice\"\nkind = \"city\"\ncountry = \"FRA\"\nlatitude = 43.7\nlongitude = 7.26\nsource = \"-\"";
        let file = |path: &str, text: String| SourceFile { path: path.into(), text };
        Folder {
            files: vec![
                file(FILE, format!("# Head\n{COLUMNS}\n{lines}")),
                file("world/places.toml", place.into()),
                file("world/states.toml", state.into()),
            ],
        }
    }

    fn compiled(lines: &str) -> (Cities, Vec<String>) {
        let mut out = Diagnostics::default();
        let folder = folder(lines);
        let world = crate::world::compile(&folder, &mut out);
        let cities = compile(&folder, &world, &mut out);
        (cities, out.finish().1.iter().map(ToString::to_string).collect())
    }

    fn found(cities: &Cities, text: &str, language: &str, contracted: bool) -> Option<(usize, Vec<String>)> {
        let steps = cut(text).map(|piece| Step { key: key(piece), ends: true });
        let found = cities.longest(steps, language, contracted)?;
        let names =
            found.cities.iter().filter_map(|&city| cities.city(city)).map(|city| city.name.to_string());
        Some((found.pieces, names.collect()))
    }

    const LINES: &str = "\
7\tLe Havre\t\t\t\tFRA\tNormandy\t49.494\t0.107\t185972
8\tSaint-Étienne\tSainté\t\t\tFRA\t\t45.434\t4.390\t176280
9\tSaint-Étienne-du-Rouvray\t\t\tRouvray\tFRA\t\t49.378\t1.105\t30000
";

    #[test]
    fn the_longest_name_of_the_language_is_found() {
        let (cities, problems) = compiled(LINES);
        assert_eq!(problems, [""; 0]);
        let named = |pieces, name: &str| Some((pieces, vec![name.to_string()]));
        assert_eq!(found(&cities, "Saint-Etienne est", "fr", false), named(2, "Saint-Étienne"));
        assert_eq!(
            found(&cities, "Saint Étienne du Rouvray", "fr", false),
            named(4, "Saint-Étienne-du-Rouvray")
        );
        assert_eq!(found(&cities, "saint étienne", "fr", false), None);
        assert_eq!(found(&cities, "Rouvray", "en", false), named(1, "Saint-Étienne-du-Rouvray"));
        assert_eq!(found(&cities, "Rouvray", "fr", false), None);
        assert_eq!(found(&cities, "Havre", "fr", true), named(1, "Le Havre"));
        assert_eq!(found(&cities, "Havre", "fr", false), None);
    }

    #[test]
    fn a_city_says_where_it_lies_and_stands() {
        let (cities, _) = compiled(LINES);
        let city = cities.city(0).expect("the first");
        assert_eq!((city.country, city.division, city.population), ("FRA", "Normandy", 185_972));
        assert_eq!((city.latitude, city.longitude), (49.494, 0.107));
        assert_eq!(cities.origin(&city.id()), Some(Origin { file: FILE.into(), line: 3 }));
        assert_eq!(cities.origin("place/geonames-10"), None);
        assert_eq!(cities.city(3), None);
    }

    #[test]
    fn problems_stand_where_they_are() {
        let line = |text: &str| compiled(text).1.join("; ");
        assert_eq!(line("7\tX\n"), "world/cities.tsv:3:1: error: 2 columns, not 10");
        assert_eq!(line("7\tX\t\t\t\tFRX\t\t1\t1\t9\n"), "world/cities.tsv:3:8: error: no state `FRX`");
        let north = "7\tX\t\t\t\tFRA\t\t91\t1\t9\n";
        assert_eq!(line(north), "world/cities.tsv:3:13: error: `91` is no number of degrees up to 90");
        let twice = "7\tX\t\t\t\tFRA\t\t1\t1\t9\n7\tY\t\t\t\tFRA\t\t1\t1\t9\n";
        assert_eq!(
            line(twice),
            "world/cities.tsv:4:1: error: rows are sorted by id, and each id stands once"
        );
        let nice = "7\tNice\t\t\t\tFRA\t\t43.703\t7.266\t9\n";
        assert!(line(nice).starts_with("world/cities.tsv:3:1: warning: `Nice` is `place/nice` by hand"));
    }

    #[test]
    fn a_damaged_table_holds_nothing() {
        let (cities, _) = compiled(LINES);
        for length in 0..cities.bytes().len() {
            let damaged = Cities { bytes: Cow::Owned(cities.bytes()[..length].to_vec()) };
            let _ = (
                found(&damaged, "Saint-Étienne", "fr", false),
                damaged.city(1),
                damaged.origin("place/geonames-8"),
            );
        }
        assert!(Cities::default().is_empty());
    }
}
