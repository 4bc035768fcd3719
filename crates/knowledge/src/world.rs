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

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

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
    /// When it existed under this form.
    pub validity: Validity,
    /// Names by language code, without articles; case counts.
    pub names: Vec<(SmolStr, Vec<String>)>,
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
#[serde(deny_unknown_fields)]
pub struct Office {
    /// `foreign minister`
    pub id: SmolStr,
    /// PLOVER sector: `GOV`.
    pub sector: SmolStr,
    /// `head`, `senior`, `spokesperson`, `ordinary`.
    pub rank: SmolStr,
    /// Whether one person at a time holds it, so that the title alone names the holder.
    #[serde(default)]
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
        match code {
            "fr" => &self.fr,
            "en" => &self.en,
            _ => &[],
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    state: Vec<StateRow>,
    #[serde(default)]
    person: Vec<PersonRow>,
    #[serde(default)]
    organisation: Vec<OrganisationRow>,
    #[serde(default)]
    place: Vec<PlaceRow>,
    #[serde(default)]
    office: Vec<Office>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateRow {
    id: Spanned<String>,
    #[serde(default)]
    validity: Validity,
    fr: StateNames,
    en: StateNames,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonRow {
    id: Spanned<String>,
    name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    surnames: Vec<String>,
    gender: Option<SmolStr>,
    country: Option<SmolStr>,
    #[serde(default)]
    roles: Vec<Spanned<Role>>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationRow {
    id: Spanned<String>,
    name: String,
    kind: SmolStr,
    country: Option<SmolStr>,
    #[serde(default)]
    sectors: Vec<SmolStr>,
    #[serde(default)]
    state_voice: bool,
    #[serde(default)]
    validity: Validity,
    #[serde(default)]
    fr: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceRow {
    id: Spanned<String>,
    name: String,
    kind: SmolStr,
    country: Option<SmolStr>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    population: Option<u64>,
    #[serde(default)]
    fr: Vec<String>,
    #[serde(default)]
    en: Vec<String>,
    source: String,
}

const ORGANISATION_KINDS: [&str; 9] =
    ["igo", "institution", "seat", "armed_group", "party", "media", "ngo", "company", "court"];
const PLACE_KINDS: [&str; 6] = ["city", "division", "region", "sea", "strait", "site"];

/// Compiles `world/`.
pub(crate) fn compile(folder: &Folder, out: &mut Diagnostics) -> World {
    let mut world = World::default();
    let mut roles = Vec::new();
    for file in folder.below("world").filter(|file| file.path.ends_with(".toml")) {
        let Some(form) = out.parse::<File>(file) else { continue };
        for row in form.state {
            cited(file, &row.id, &row.source, out);
            let rule = out.rule(file, "world/state", &row.id);
            let id = SmolStr::from(row.id.get_ref().as_str());
            let names = vec![("fr".into(), row.fr), ("en".into(), row.en)];
            world.states.push(State { id, rule, validity: row.validity, names });
        }
        for row in form.person {
            cited(file, &row.id, &row.source, out);
            let id = out.rule(file, "person", &row.id);
            for role in &row.roles {
                roles.push((file, role.span().start, role.get_ref().clone()));
            }
            world.people.push(Person {
                id,
                name: row.name,
                names: row.names,
                surnames: row.surnames,
                gender: row.gender,
                country: row.country,
                roles: row.roles.into_iter().map(Spanned::into_inner).collect(),
            });
        }
        for row in form.organisation {
            cited(file, &row.id, &row.source, out);
            one_of(file, &row.id, &row.kind, &ORGANISATION_KINDS, out);
            let id = out.rule(file, "", &row.id);
            let names = vec![("fr".into(), row.fr), ("en".into(), row.en)];
            world.organisations.push(Organisation {
                id,
                name: row.name,
                kind: row.kind,
                country: row.country,
                sectors: row.sectors,
                state_voice: row.state_voice,
                validity: row.validity,
                names,
            });
        }
        for row in form.place {
            cited(file, &row.id, &row.source, out);
            one_of(file, &row.id, &row.kind, &PLACE_KINDS, out);
            let id = out.rule(file, "place", &row.id);
            world.places.push(Place {
                id,
                name: row.name,
                kind: row.kind,
                country: row.country,
                latitude: row.latitude,
                longitude: row.longitude,
                population: row.population,
                names: vec![("fr".into(), row.fr), ("en".into(), row.en)],
            });
        }
        world.offices.extend(form.office);
    }
    for (file, at, role) in roles {
        check_role(&world, file, at, &role, out);
    }
    world
}

fn cited(file: &SourceFile, id: &Spanned<String>, source: &str, out: &mut Diagnostics) {
    if source.trim().is_empty() {
        out.error(file, id.span().start, format!("`{}` cites no source", id.get_ref()));
    }
}

fn one_of(file: &SourceFile, id: &Spanned<String>, kind: &str, kinds: &[&str], out: &mut Diagnostics) {
    if !kinds.contains(&kind) {
        out.error(file, id.span().start, format!("unknown kind `{kind}`; one of {}", kinds.join(", ")));
    }
}

fn check_role(world: &World, file: &SourceFile, at: usize, role: &Role, out: &mut Diagnostics) {
    if !world.offices.iter().any(|office| office.id == role.office) {
        out.error(file, at, format!("no office `{}` in world/offices.toml", role.office));
    }
    let known = world.states.iter().any(|state| state.id == role.of)
        || world.organisations.iter().any(|organisation| organisation.id == role.of);
    if !known {
        out.error(file, at, format!("no state or organisation `{}`", role.of));
    }
    if let (Some(from), Some(to)) = (role.from, role.to)
        && to < from
    {
        out.error(file, at, format!("the role ends on {to}, before it begins on {from}"));
    }
}
