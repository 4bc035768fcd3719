//! The rows of `world/*.toml` as they are written.

use serde::Deserialize;
use smol_str::SmolStr;
use toml::Spanned;

use super::{Acronyms, City, Role, Short, StateNames, Validity};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub state: Vec<StateRow>,
    #[serde(default)]
    pub person: Vec<PersonRow>,
    #[serde(default)]
    pub organisation: Vec<OrganisationRow>,
    #[serde(default)]
    pub place: Vec<PlaceRow>,
    #[serde(default)]
    pub office: Vec<OfficeRow>,
    #[serde(default)]
    pub organ: Vec<NamingRow>,
    #[serde(default)]
    pub description: Vec<NamingRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamingRow {
    pub id: Spanned<String>,
    #[serde(default)]
    pub fr: Vec<String>,
    #[serde(default)]
    pub en: Vec<String>,
    #[serde(default)]
    pub states: Vec<Spanned<SmolStr>>,
    #[serde(default)]
    pub except: Vec<Spanned<SmolStr>>,
    #[serde(default)]
    pub beside: Vec<Spanned<SmolStr>>,
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StateRow {
    pub id: Spanned<String>,
    #[serde(default)]
    pub validity: Validity,
    pub fr: StateNames,
    pub en: StateNames,
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonRow {
    pub id: Spanned<String>,
    pub name: String,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub surnames: Vec<String>,
    pub gender: Option<SmolStr>,
    pub country: Option<Spanned<SmolStr>>,
    #[serde(default)]
    pub roles: Vec<Spanned<Role>>,
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganisationRow {
    pub id: Spanned<String>,
    pub name: String,
    pub kind: SmolStr,
    pub country: Option<Spanned<SmolStr>>,
    #[serde(default)]
    pub sectors: Vec<SmolStr>,
    #[serde(default)]
    pub state_voice: bool,
    #[serde(default)]
    pub acronyms: Acronyms,
    #[serde(default)]
    pub validity: Validity,
    #[serde(default)]
    pub fr: Vec<String>,
    #[serde(default)]
    pub en: Vec<String>,
    pub city: Option<City>,
    pub short: Option<Short>,
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceRow {
    pub id: Spanned<String>,
    pub name: String,
    pub kind: SmolStr,
    pub country: Option<Spanned<SmolStr>>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub population: Option<u64>,
    #[serde(default)]
    pub fr: Vec<String>,
    #[serde(default)]
    pub en: Vec<String>,
    #[serde(default)]
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeRow {
    pub id: Spanned<String>,
    pub of: Option<Spanned<SmolStr>>,
    pub sector: SmolStr,
    pub rank: SmolStr,
    #[serde(default)]
    pub unique: bool,
    pub fr: Vec<String>,
    pub en: Vec<String>,
}
