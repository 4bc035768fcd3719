//! Whether each bearer of a name can be meant by it. Surnames and words for a people may be shared; full names follow
//! the engine's order, and whoever is always behind is never read:
//!
//! | who share a name | who is meant | so they need |
//! |---|---|---|
//! | a person, a state, an organisation, a capital, a place | the first of this list | one of them another name; a capital or city may bear the name of its own state, and a city that of its own country's capital |
//! | people | the one whom country, title, and office on the day fit | another country, office or time |
//! | organisations | among those that exist on the day, the one of the country said, else of the one that the text speaks of, else the one without a country; else nobody | another country or time |
//! | states, capitals | the one that existed on the day, past ones first; a people's word also leads to the one that the text speaks of | not to be there today, both, or to share the word for a people |
//! | places | the one whose country the text speaks of, else one ten times larger; of one country, the larger kind first | another country, kind or size |

use std::collections::BTreeSet;

use super::{At, Marks, Organisation, Person, Place, Validity, World};
use crate::spelling::{cut, key};
use crate::{Diagnostics, LANGUAGES};

/// In the engine's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Person,
    State,
    Organisation,
    Capital,
    Place,
}

/// A row among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bearer {
    kind: Kind,
    row: usize,
}

/// A name as texts are matched with it: the hash of each piece, and whether its capitals count.
type Spelling = Vec<(u64, bool)>;

struct Name<'a> {
    spelling: Spelling,
    bearer: Bearer,
    text: &'a str,
}

pub(super) fn check(world: &World, marks: &Marks<'_>, out: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    for (_, code) in LANGUAGES {
        let mut names = names(world, code);
        names.sort_by(|a, b| (&a.spelling, a.bearer).cmp(&(&b.spelling, b.bearer)));
        names.dedup_by(|a, b| a.spelling == b.spelling && a.bearer == b.bearer);
        for shared in names.chunk_by(|a, b| a.spelling == b.spelling) {
            let bearers: Vec<Bearer> = shared.iter().map(|name| name.bearer).collect();
            for (i, first) in bearers.iter().enumerate() {
                for name in &shared[i + 1..] {
                    let second = name.bearer;
                    if !settled(world, &bearers, *first, second) && told.insert((*first, second)) {
                        at(marks, second).error(out, message(world, marks, name.text, *first, second));
                    }
                }
            }
        }
    }
}

fn names<'a>(world: &'a World, code: &str) -> Vec<Name<'a>> {
    let mut found = Vec::new();
    let mut add = |kind: Kind, row: usize, text: &'a str| {
        let spelling: Spelling = cut(text).map(key).map(|key| (key.hash, key.exact)).collect();
        found.push(Name { spelling, bearer: Bearer { kind, row }, text });
    };
    for (i, row) in world.people.iter().enumerate() {
        row.names.iter().chain([&row.name]).for_each(|name| add(Kind::Person, i, name));
    }
    for (i, row) in world.states.iter().enumerate() {
        for (_, names) in row.names.iter().filter(|(language, _)| language == code) {
            names.names.iter().for_each(|name| add(Kind::State, i, name));
            names.capitals.iter().for_each(|name| add(Kind::Capital, i, name));
        }
    }
    for (i, row) in world.organisations.iter().enumerate() {
        in_language(&row.names, code).chain([&row.name]).for_each(|name| add(Kind::Organisation, i, name));
    }
    for (i, row) in world.places.iter().enumerate() {
        in_language(&row.names, code).chain([&row.name]).for_each(|name| add(Kind::Place, i, name));
    }
    found
}

fn in_language<'a>(
    names: &'a [(smol_str::SmolStr, Vec<String>)],
    code: &str,
) -> impl Iterator<Item = &'a String> {
    names.iter().filter(move |(language, _)| language == code).flat_map(|(_, names)| names)
}

/// Whether the second, which stands behind the first, can be meant. `bearers`: all of the name.
fn settled(world: &World, bearers: &[Bearer], first: Bearer, second: Bearer) -> bool {
    let (a, b) = (first.row, second.row);
    match (first.kind, second.kind) {
        (Kind::Person, Kind::Person) => people(world, &world.people[a], &world.people[b]),
        (Kind::Organisation, Kind::Organisation) => {
            organisations(&world.organisations[a], &world.organisations[b])
        }
        (Kind::Place, Kind::Place) => places(&world.places[a], &world.places[b]),
        (Kind::State, Kind::State) => world.states[b].validity.to.is_some() || one_people(world, a, b),
        (Kind::Capital, Kind::Capital) => world.states[b].validity.to.is_some(),
        (Kind::State, Kind::Capital) => a == b,
        (Kind::State | Kind::Capital, Kind::Place) => {
            let country = world.places[b].country.as_ref();
            // A past state may have had the capital.
            let own =
                |bearer: &&Bearer| bearer.kind == first.kind && Some(&world.states[bearer.row].id) == country;
            bearers.iter().any(|bearer| own(&bearer))
        }
        _ => false,
    }
}

/// Whether two states share a word for their people, as both Congos do.
fn one_people(world: &World, a: usize, b: usize) -> bool {
    let words = |state: usize| world.states[state].names.iter().flat_map(|(_, names)| &names.demonyms);
    words(a).any(|word| words(b).any(|other| other == word))
}

/// What tells a person: the countries, the offices, and when they were held.
fn people(world: &World, first: &Person, second: &Person) -> bool {
    let countries = |person: &'_ Person| -> BTreeSet<String> {
        let roles = person.roles.iter().map(|role| country(world, &role.of));
        roles.chain([person.country.as_deref()]).flatten().map(String::from).collect()
    };
    let offices = |person: &'_ Person| -> BTreeSet<String> {
        person.roles.iter().map(|role| role.office.to_string()).collect()
    };
    let together = first.roles.iter().any(|role| {
        second.roles.iter().any(|other| {
            let (a, b) = (role.validity(), other.validity());
            (a.to.is_none() || b.from.is_none() || b.from <= a.to)
                && (b.to.is_none() || a.from.is_none() || a.from <= b.to)
        })
    });
    let timeless = first.roles.is_empty() || second.roles.is_empty();
    countries(first) != countries(second) || offices(first) != offices(second) || !together && !timeless
}

/// The country of a state or organisation.
fn country<'a>(world: &'a World, of: &'a str) -> Option<&'a str> {
    match world.organisations.iter().find(|row| row.id == of) {
        Some(row) => row.country.as_deref(),
        None => Some(of),
    }
}

fn organisations(first: &Organisation, second: &Organisation) -> bool {
    let elsewhere = second.country != first.country;
    let Validity { from, to } = second.validity;
    let before = first.validity.from.is_some_and(|begin| from.is_none_or(|from| from < begin));
    let after = first.validity.to.is_some_and(|end| to.is_none_or(|to| to > end));
    elsewhere || before || after
}

fn places(first: &Place, second: &Place) -> bool {
    let size = |place: &Place| place.population.unwrap_or(0);
    let (small, large) = (size(first).min(size(second)), size(first).max(size(second)));
    first.country != second.country || first.kind != second.kind || large >= 10 * small.max(1)
}

fn at<'a>(marks: &Marks<'a>, bearer: Bearer) -> At<'a> {
    match bearer.kind {
        Kind::Person => marks.people[bearer.row],
        Kind::State | Kind::Capital => marks.states[bearer.row],
        Kind::Organisation => marks.organisations[bearer.row],
        Kind::Place => marks.places[bearer.row],
    }
}

fn message(world: &World, marks: &Marks<'_>, name: &str, first: Bearer, second: Bearer) -> String {
    let id = match first.kind {
        Kind::Person => &world.people[first.row].id,
        Kind::State | Kind::Capital => &world.states[first.row].rule,
        Kind::Organisation => &world.organisations[first.row].id,
        Kind::Place => &world.places[first.row].id,
    };
    let why = match (first.kind, second.kind) {
        (Kind::Person, Kind::Person) => "no country, office or time tells one from the other",
        (Kind::Organisation, Kind::Organisation) => "no country or time tells one from the other",
        (Kind::Place, Kind::Place) => "no country, kind or size tells one from the other",
        (Kind::Person, _) => "a person goes before it",
        (Kind::Organisation, _) => "an organisation goes before it",
        (Kind::Capital, Kind::Place) => "another country's capital goes before it",
        _ => "another state goes before it",
    };
    format!("`{name}` is also `{id}` ({}): {why}", at(marks, first).told())
}

#[cfg(test)]
mod tests {
    use super::super::tests::problems;

    /// Rows of one line, the first in line 1.
    fn told(rows: &[&str]) -> String {
        let row = |row: &&str| row.replace(" }", ", source = \"-\" }");
        let of = |kind: &str| -> String {
            let rows: Vec<String> = rows.iter().filter(|row| row.starts_with(kind)).map(row).collect();
            let rows: Vec<&str> = rows.iter().filter_map(|row| row.strip_prefix(kind)).collect();
            format!("{kind} = [{}]\n", rows.join(",\n"))
        };
        problems(&["person", "organisation", "place"].map(of).concat()).join("; ")
    }

    #[test]
    fn people_of_one_name_are_told_apart() {
        let a = "person{ id = \"a\", name = \"A B\", country = \"FRA\" }";
        let b = "person{ id = \"b\", name = \"a-b\", country = \"FRA\" }";
        let message = "world/x.toml:2:8: error: `a-b` is also `person/a` (world/x.toml:1): no country, office or time \
                       tells one from the other";
        assert_eq!(told(&[a, b]), message);
        assert_eq!(told(&[a, &b.replace("FRA", "TCD")]), "");
        assert_eq!(told(&[a, &b.replace("a-b", "a-c")]), "");
        let held = |id: &str, from: i32, to: i32| {
            let role =
                format!("office = \"diplomat\", of = \"FRA\", from = \"{from}-01-01\", to = \"{to}-01-01\"");
            format!("person{{ id = \"{id}\", name = \"A B\", roles = [{{ {role}}}] }}")
        };
        assert_eq!(told(&[&held("a", 1990, 1995), &held("b", 2000, 2005)]), "");
        assert!(told(&[&held("a", 1990, 2001), &held("b", 2000, 2005)]).contains("`A B` is also `person/a`"));
    }

    #[test]
    fn organisations_of_one_name_differ_in_country_or_time() {
        let a = "organisation{ id = \"a\", name = \"RAF\", kind = \"party\", country = \"FRA\" }";
        let b =
            "organisation{ id = \"b\", name = \"B\", kind = \"party\", country = \"FRA\", fr = [\"RAF\"] }";
        let message = "world/x.toml:3:8: error: `RAF` is also `a` (world/x.toml:2): no country or time tells one from \
                       the other";
        assert_eq!(told(&[a, b]), message);
        assert_eq!(told(&[a, &b.replace("FRA", "TCD")]), "");
        assert_eq!(told(&[a, &b.replace("country = \"FRA\", ", "")]), "");
        assert_eq!(told(&[&a.replace(" }", ", validity = { to = \"1998-04-20\"} }"), b]), "");
        assert_eq!(told(&[a, &b.replace("[\"RAF\"]", "[\"Raf\"]")]), "");
    }

    #[test]
    fn kinds_stand_in_order() {
        let place = |country: &str, name: &str| {
            format!(
                "place{{ id = \"p\", name = \"{name}\", kind = \"city\", country = \"{country}\", population = 9 }}"
            )
        };
        let company = "organisation{ id = \"a\", name = \"Amazon\", kind = \"company\" }";
        let at = "world/x.toml:3:17: error:";
        let organisation = "`Amazon` is also `a` (world/x.toml:2): an organisation goes before it";
        assert_eq!(told(&[company, &place("FRA", "Amazon")]), format!("{at} {organisation}"));
        let capital =
            "`Paris` is also `world/state/FRA` (world/a.toml:3): another country's capital goes before it";
        assert_eq!(told(&[&place("TCD", "Paris")]), format!("{at} {capital}"));
        assert_eq!(told(&[&place("FRA", "Paris")]), "");
        assert_eq!(told(&[&place("FRA", "France")]), "");
        let person = "person{ id = \"a\", name = \"Chad\" }";
        assert!(
            told(&[person]).contains("`Chad` is also `person/a` (world/x.toml:1): a person goes before it")
        );
    }

    #[test]
    fn places_of_one_name_differ_in_country_kind_or_size() {
        let a = "place{ id = \"a\", name = \"A\", kind = \"city\", country = \"FRA\", population = 5000 }";
        let b = a.replace("\"a\"", "\"b\"");
        let message =
            "`A` is also `place/a` (world/x.toml:3): no country, kind or size tells one from the other";
        assert_eq!(told(&[a, &b]), format!("world/x.toml:4:8: error: {message}"));
        for other in [("FRA", "TCD"), ("city", "region"), ("5000", "50000")] {
            assert_eq!(told(&[a, &b.replace(other.0, other.1)]), "");
        }
    }
}
