//! `world/*.toml`: who and where. Every row cites its source.
//!
//! | file | rows |
//! |---|---|
//! | `states*.toml` | `[[state]]` |
//! | `people*.toml` | `[[person]]` |
//! | `organisations*.toml` | `[[organisation]]`: IGOs, institutions, seats of power, armed groups, parties, media, companies |
//! | `places*.toml` | `[[place]]`: cities, regions, seas |
//! | `cities.tsv` | cities that no `[[place]]` describes: [`crate::cities`] |
//! | `offices.toml` | `[[office]]`: what a role is called and which sector it belongs to |
//! | `organs.toml` | `[[organ]]`: organs and offices by names that only some states use: `the Senate` |
//! | `descriptions.toml` | `[[description]]`: words that fit only some states: `archipelago`, `Andean` |

mod namesakes;
mod rows;
mod spells;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use self::rows::{File, NamingRow, OfficeRow, OrganisationRow, PersonRow, PlaceRow, StateRow};
use crate::{Diagnostics, Folder, RuleId, SourceFile};

/// The compiled world.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct World {
    /// States and territories.
    pub states: Vec<State>,
    /// People with their offices.
    pub people: Vec<Person>,
    /// Everything that acts and is neither a state nor a person.
    pub organisations: Vec<Organisation>,
    /// Places that are not states.
    pub places: Vec<Place>,
    /// Kinds of office.
    pub offices: Vec<Office>,
    /// Names of organs and offices that only some states use.
    pub organs: Vec<Naming>,
    /// Words that describe only some states.
    pub descriptions: Vec<Naming>,
}

/// A closed interval of days; an end left out is open.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    /// First day.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default)]
    pub to: Option<Date>,
}

impl Validity {
    /// Whether a day lies inside; without a day everything does.
    #[must_use]
    pub fn holds(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to))
    }
}

/// How a state is called in one language. Names carry no article.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateNames {
    /// Common name first, then official and other names.
    pub names: Vec<String>,
    /// Forms of the noun for its people: `Iranien Iranienne Iraniens Iraniennes`; `Iranian Iranians`.
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// Forms of the adjective, in lower case in French: `iranien iranienne iraniens iraniennes`.
    #[serde(default)]
    pub adjectives: Vec<String>,
    /// Forms of the adjectives of its great cities, which say the state beside an organ: `le gouvernement *madrilène*`.
    #[serde(default)]
    pub local: Vec<String>,
    /// Capital, all spellings; stands for the government as an actor.
    #[serde(default)]
    pub capitals: Vec<String>,
}

/// A state or territory.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct State {
    /// ISO 3166 alpha-3, or the code that the field uses (`XKX` Kosovo).
    pub id: SmolStr,
    /// `world/state/IRN`
    pub rule: RuleId,
    /// When it existed.
    pub validity: Validity,
    /// French and English names, in the order of [`crate::LANGUAGES`].
    pub names: Vec<(SmolStr, StateNames)>,
}

impl State {
    /// The name in records: the common one in the last of [`crate::LANGUAGES`], English.
    #[must_use]
    pub fn display_name(&self) -> Option<&String> {
        self.names.last().and_then(|(_, names)| names.names.first())
    }
}

/// A role that a person holds or held.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// An office's id in `offices.toml`: `foreign minister`.
    pub office: SmolStr,
    /// ISO 3166 alpha-3 of the state, or the id of an organisation.
    pub of: SmolStr,
    /// First day, where known; a year or month alone is written as its first day.
    #[serde(default)]
    pub from: Option<Date>,
    /// Last day.
    #[serde(default)]
    pub to: Option<Date>,
}

impl Role {
    /// When the role was held.
    #[must_use]
    pub fn validity(&self) -> Validity {
        Validity { from: self.from, to: self.to }
    }
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Person {
    /// `person/abbas-araghchi`; also the rule's id.
    pub id: RuleId,
    /// The name in records, in Latin letters.
    pub name: String,
    /// Other full names and spellings.
    pub names: Vec<String>,
    /// What follows a first mention alone: `Araghchi`, `Araqchi`, `Poutine`, `Putin`.
    pub surnames: Vec<String>,
    /// `m`, `f` or nothing.
    pub gender: Option<SmolStr>,
    /// Country, where no role gives it.
    pub country: Option<SmolStr>,
    /// Newest first or last, no matter: dates decide.
    pub roles: Vec<Role>,
}

/// An organisation, institution, seat of power, armed group, party, medium or company.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Organisation {
    /// `igo/nato`, `armed-group/hezbollah`, `media/reuters`, `seat/kremlin`; also the rule's id.
    pub id: RuleId,
    /// The name in records.
    pub name: String,
    /// `igo`, `institution`, `seat`, `armed_group`, `party`, `media`, `ngo`, `company`, `court`.
    pub kind: SmolStr,
    /// ISO 3166 alpha-3 of its country, if it has one.
    pub country: Option<SmolStr>,
    /// PLOVER sectors.
    pub sectors: Vec<SmolStr>,
    /// For media: whether it speaks for a state.
    pub state_voice: bool,
    /// Where its acronyms are known.
    pub acronyms: Acronyms,
    /// When it existed under this form.
    pub validity: Validity,
    /// Names by language code, without articles; case counts.
    pub names: Vec<(SmolStr, Vec<String>)>,
    /// The city that stands for it as an actor.
    pub city: Option<City>,
    /// What it is called for short.
    pub short: Option<Short>,
}

/// What an organisation is called once a text has named it, or one that it belongs to: `the Commission`, `the bloc`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Short {
    /// Ids of organisations beside its own whose naming brings it to mind.
    #[serde(default)]
    pub with: Vec<SmolStr>,
    /// In French; lower case matches any case, a capital only a capital.
    #[serde(default)]
    pub fr: Vec<String>,
    /// In English.
    #[serde(default)]
    pub en: Vec<String>,
}

impl Short {
    /// Its short names in a language, by its ISO 639-1 code; none in a language without a column.
    #[must_use]
    pub fn names(&self, code: &str) -> &[String] {
        titles(code, &self.fr, &self.en)
    }
}

/// Where the acronyms of an organisation are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Acronyms {
    /// As those of its kind: a party's are others' where a text speaks of other countries alone.
    #[default]
    Usual,
    /// In its own country alone; elsewhere they are somebody else's.
    Local,
    /// Everywhere, as the `BJP`.
    Known,
}

/// A city whose name may stand for an organisation, as `Brussels` does for the EU.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Whether the organisation is meant unless the text speaks more of the state; else it is meant only where the
    /// text speaks of it and not of the state.
    #[serde(default)]
    pub usual: bool,
    /// In French.
    pub fr: Vec<String>,
    /// In English.
    pub en: Vec<String>,
}

impl City {
    /// Its names in a language, by its ISO 639-1 code; none in a language without a column.
    #[must_use]
    pub fn names(&self, code: &str) -> &[String] {
        titles(code, &self.fr, &self.en)
    }
}

/// A place that is not a state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// `place/kharkiv`; also the rule's id.
    pub id: RuleId,
    /// The name in records.
    pub name: String,
    /// `city`, `division`, `region`, `sea`, `strait`, `site`.
    pub kind: SmolStr,
    /// ISO 3166 alpha-3; none where it spans several.
    pub country: Option<SmolStr>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Inhabitants, where known.
    pub population: Option<u64>,
    /// Names by language code.
    pub names: Vec<(SmolStr, Vec<String>)>,
}

/// A kind of office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Office {
    /// `foreign minister`
    pub id: SmolStr,
    /// `world/office/foreign minister`
    pub rule: RuleId,
    /// The state or organisation whose office it always is: `pope`.
    pub of: Option<SmolStr>,
    /// PLOVER sector: `GOV`.
    pub sector: SmolStr,
    /// `head`, `senior`, `spokesperson`, `ordinary`.
    pub rank: SmolStr,
    /// Whether one person at a time holds it, so that the title alone names the holder.
    pub unique: bool,
    /// Titles in French, masculine and feminine, lower case: `ministre des Affaires étrangères`.
    pub fr: Vec<String>,
    /// Titles in English: `foreign minister`.
    pub en: Vec<String>,
}

impl Office {
    /// Titles in a language, by its ISO 639-1 code; none in a language without a column.
    #[must_use]
    pub fn titles(&self, code: &str) -> &[String] {
        titles(code, &self.fr, &self.en)
    }
}

/// Words that only some states go with: the names of their organs, or what describes them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Naming {
    /// `world/organ/senate`, `world/description/archipelago`
    pub rule: RuleId,
    /// In French, without article.
    pub fr: Vec<String>,
    /// In English.
    pub en: Vec<String>,
    /// The states that they go with; none means all but `except`.
    pub states: Vec<SmolStr>,
    /// States that they don't go with.
    pub except: Vec<SmolStr>,
    /// States whose naming brings the only one to mind: `the South` in news of North Korea.
    pub beside: Vec<SmolStr>,
}

impl Naming {
    /// The words in a language, by its ISO 639-1 code; none in a language without a column.
    #[must_use]
    pub fn names(&self, code: &str) -> &[String] {
        titles(code, &self.fr, &self.en)
    }

    /// Whether a state goes with them.
    #[must_use]
    pub fn fits(&self, state: &SmolStr) -> bool {
        (self.states.is_empty() || self.states.contains(state)) && !self.except.contains(state)
    }
}

fn titles<'a>(code: &str, fr: &'a [String], en: &'a [String]) -> &'a [String] {
    match code {
        "fr" => fr,
        "en" => en,
        _ => &[],
    }
}

const ORGANISATION_KINDS: [&str; 9] =
    ["igo", "institution", "seat", "armed_group", "party", "media", "ngo", "company", "court"];
const PLACE_KINDS: [&str; 6] = ["city", "division", "region", "sea", "strait", "site"];

/// Where something stands.
#[derive(Clone, Copy)]
struct At<'a> {
    file: &'a SourceFile,
    byte: usize,
}

impl At<'_> {
    fn error(self, out: &mut Diagnostics, message: impl Into<String>) {
        out.error(self.file, self.byte, message);
    }

    /// `world/people.toml:12`
    fn told(self) -> String {
        format!("{}:{}", self.file.path, self.file.line_column(self.byte).0)
    }
}

/// Where the world's rows stand, in their order.
#[derive(Default)]
struct Marks<'a> {
    states: Vec<At<'a>>,
    people: Vec<At<'a>>,
    /// Of each person.
    roles: Vec<Vec<At<'a>>>,
    organisations: Vec<At<'a>>,
    places: Vec<At<'a>>,
    /// Countries that rows say.
    countries: Vec<(At<'a>, SmolStr)>,
    /// Whose offices are.
    owners: Vec<(At<'a>, SmolStr)>,
}

/// Compiles `world/`.
pub(crate) fn compile(folder: &Folder, out: &mut Diagnostics) -> World {
    let mut reader = Reader { world: World::default(), marks: Marks::default() };
    let mut whole = true;
    for file in folder.below("world").filter(|file| file.path.ends_with(".toml")) {
        match out.parse::<File>(file) {
            Some(form) => reader.read(file, form, out),
            None => whole = false,
        }
    }
    let Reader { world, marks } = reader;
    // What a file that cannot be read holds would be missed everywhere.
    if whole {
        check_references(&world, &marks, out);
        spells::check(&world, &marks, out);
        namesakes::check(&world, &marks, out);
    }
    world
}

/// Takes the rows of one file after the other.
struct Reader<'a> {
    world: World,
    marks: Marks<'a>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, file: &'a SourceFile, form: File, out: &mut Diagnostics) {
        for row in form.state {
            self.state(file, row, out);
        }
        for row in form.person {
            self.person(file, row, out);
        }
        for row in form.organisation {
            self.organisation(file, row, out);
        }
        for row in form.place {
            self.place(file, row, out);
        }
        for row in form.office {
            let rule = out.rule(file, "world/office", &row.id);
            let id = row.id.into_inner().into();
            let OfficeRow { of, sector, rank, unique, fr, en, .. } = row;
            let of = of.map(|of| {
                self.marks.owners.push((At { file, byte: of.span().start }, of.get_ref().clone()));
                of.into_inner()
            });
            self.world.offices.push(Office { id, rule, of, sector, rank, unique, fr, en });
        }
        for row in form.organ {
            let naming = self.naming(file, "world/organ", row, out);
            self.world.organs.push(naming);
        }
        for row in form.description {
            let naming = self.naming(file, "world/description", row, out);
            self.world.descriptions.push(naming);
        }
    }

    fn naming(&mut self, file: &'a SourceFile, group: &str, row: NamingRow, out: &mut Diagnostics) -> Naming {
        let at = cited(file, &row.id, &row.source, out);
        if row.states.is_empty() == row.except.is_empty() {
            at.error(out, "it says either `states` or `except`");
        }
        let rule = out.rule(file, group, &row.id);
        let mut known = |states: Vec<Spanned<SmolStr>>| {
            states.into_iter().filter_map(|state| self.country(file, Some(state))).collect()
        };
        Naming {
            rule,
            fr: row.fr,
            en: row.en,
            states: known(row.states),
            except: known(row.except),
            beside: known(row.beside),
        }
    }

    fn state(&mut self, file: &'a SourceFile, row: StateRow, out: &mut Diagnostics) {
        let at = cited(file, &row.id, &row.source, out);
        ordered(at, row.validity, out);
        let rule = out.rule(file, "world/state", &row.id);
        let id = SmolStr::from(row.id.get_ref().as_str());
        let names = vec![("fr".into(), row.fr), ("en".into(), row.en)];
        self.world.states.push(State { id, rule, validity: row.validity, names });
        self.marks.states.push(at);
    }

    fn person(&mut self, file: &'a SourceFile, row: PersonRow, out: &mut Diagnostics) {
        let at = cited(file, &row.id, &row.source, out);
        let id = out.rule(file, "person", &row.id);
        let country = self.country(file, row.country);
        let roles = row.roles.iter().map(|role| At { file, byte: role.span().start }).collect();
        self.world.people.push(Person {
            id,
            name: row.name,
            names: row.names,
            surnames: row.surnames,
            gender: row.gender,
            country,
            roles: row.roles.into_iter().map(Spanned::into_inner).collect(),
        });
        self.marks.people.push(at);
        self.marks.roles.push(roles);
    }

    fn organisation(&mut self, file: &'a SourceFile, row: OrganisationRow, out: &mut Diagnostics) {
        let at = cited(file, &row.id, &row.source, out);
        one_of(at, &row.kind, &ORGANISATION_KINDS, out);
        ordered(at, row.validity, out);
        let id = out.rule(file, "", &row.id);
        let country = self.country(file, row.country);
        self.world.organisations.push(Organisation {
            id,
            name: row.name,
            kind: row.kind,
            country,
            sectors: row.sectors,
            state_voice: row.state_voice,
            acronyms: row.acronyms,
            validity: row.validity,
            names: vec![("fr".into(), row.fr), ("en".into(), row.en)],
            city: row.city,
            short: row.short,
        });
        self.marks.organisations.push(at);
    }

    fn place(&mut self, file: &'a SourceFile, row: PlaceRow, out: &mut Diagnostics) {
        let at = cited(file, &row.id, &row.source, out);
        one_of(at, &row.kind, &PLACE_KINDS, out);
        let id = out.rule(file, "place", &row.id);
        let country = self.country(file, row.country);
        self.world.places.push(Place {
            id,
            name: row.name,
            kind: row.kind,
            country,
            latitude: row.latitude,
            longitude: row.longitude,
            population: row.population,
            names: vec![("fr".into(), row.fr), ("en".into(), row.en)],
        });
        self.marks.places.push(at);
    }

    fn country(&mut self, file: &'a SourceFile, country: Option<Spanned<SmolStr>>) -> Option<SmolStr> {
        let country = country?;
        let at = At { file, byte: country.span().start };
        self.marks.countries.push((at, country.get_ref().clone()));
        Some(country.into_inner())
    }
}

fn cited<'a>(file: &'a SourceFile, id: &Spanned<String>, source: &str, out: &mut Diagnostics) -> At<'a> {
    let at = At { file, byte: id.span().start };
    if source.trim().is_empty() {
        at.error(out, format!("`{}` cites no source", id.get_ref()));
    }
    at
}

fn one_of(at: At<'_>, kind: &str, kinds: &[&str], out: &mut Diagnostics) {
    if !kinds.contains(&kind) {
        at.error(out, format!("unknown kind `{kind}`; one of {}", kinds.join(", ")));
    }
}

fn ordered(at: At<'_>, validity: Validity, out: &mut Diagnostics) {
    if let (Some(from), Some(to)) = (validity.from, validity.to)
        && to < from
    {
        at.error(out, format!("it ends on {to}, before it begins on {from}"));
    }
}

/// Whether every office, state and organisation that a row says is there.
fn check_references(world: &World, marks: &Marks<'_>, out: &mut Diagnostics) {
    let offices: FxHashSet<&str> = world.offices.iter().map(|row| row.id.as_str()).collect();
    let states: FxHashSet<&str> = world.states.iter().map(|row| row.id.as_str()).collect();
    let organisations: FxHashSet<&str> = world.organisations.iter().map(|row| row.id.as_str()).collect();
    let owner = |of: &SmolStr| states.contains(of.as_str()) || organisations.contains(of.as_str());
    for (at, of) in marks.owners.iter().filter(|(_, of)| !owner(of)) {
        at.error(out, format!("no state or organisation `{of}`"));
    }
    for (row, at) in world.organisations.iter().zip(&marks.organisations) {
        for id in row.short.iter().flat_map(|short| &short.with) {
            if !organisations.contains(id.as_str()) {
                at.error(out, format!("no organisation `{id}`"));
            }
        }
    }
    for (at, country) in &marks.countries {
        if !states.contains(country.as_str()) {
            at.error(out, format!("no state `{country}`"));
        }
    }
    for (person, places) in world.people.iter().zip(&marks.roles) {
        for (role, at) in person.roles.iter().zip(places) {
            if !offices.contains(role.office.as_str()) {
                at.error(out, format!("no office `{}` in world/offices*.toml", role.office));
            }
            if !owner(&role.of) {
                at.error(out, format!("no state or organisation `{}`", role.of));
            }
            ordered(*at, role.validity(), out);
        }
    }
}
