//! Offices: whose one is, and who holds it on the dispatch's date.

use depeche_knowledge::world::Person;
use smol_str::SmolStr;

use super::{Context, Draft};
use crate::resolve::actors::{Actor, Count, Kind};
use crate::resolve::atoms::Name;
use crate::resolve::index::folded;
use crate::resolve::phrases::Role;
use crate::text::Sentence;

/// What the id of an office held for the time being begins with.
const INTERIM: &str = "interim ";

impl Context<'_> {
    /// The office and, where one person holds it on the date, the holder.
    pub(super) fn office(&self, draft: &mut Draft, role: &Role, owner: Option<&(Actor, Option<Name>)>) {
        if role.offices.is_empty() {
            return self.head(draft, role, owner);
        }
        let of = self.office_of(draft, owner);
        let row = self.choose_office(&role.offices, of.as_ref());
        let Some(office) = self.base.world.offices.get(row as usize) else { return };
        let of = office.of.clone().or(of);
        draft.mention.because.push(office.rule.clone());
        let (former, deputy) =
            (self.modified(draft, |row| row.former), self.modified(draft, |row| row.deputy));
        let value = &mut draft.mention.value;
        if let Some(of) = &office.of {
            self.owned_by(value, of);
        }
        // A role noun knows better than an office that many hold: an expert is no official.
        let many = !office.unique && office.rank == "ordinary" && !role.agents.is_empty();
        if !many {
            value.kind = Kind::Office;
            value.rank = Some(office.rank.clone());
        }
        draft.person = true;
        value.role = Some(office.id.clone());
        if draft.phrase.complement && office.rank == "head" {
            // `le président du club`
            value.sectors.clear();
        } else if value.sectors.is_empty() || value.sectors == ["GOV"] {
            value.sectors = vec![office.sector.clone()];
        }
        draft.refers.get_or_insert_with(|| "person".into());
        if former {
            value.role = Some(format!("former {}", office.id).into());
            value.sectors = vec!["ELI".into()];
            value.rank = None;
        } else if deputy {
            value.role = Some(format!("deputy {}", office.id).into());
        } else if office.unique
            && !role.plural
            && draft.phrase.name.is_none()
            && draft.phrase.count.is_none_or(|count| count == Count::Unknown)
            && let Some(of) = of
        {
            self.hold(draft, row, &of);
        }
    }

    /// `le patron de l'OMS`: who heads an organisation, whatever the office is called.
    fn head(&self, draft: &mut Draft, role: &Role, owner: Option<&(Actor, Option<Name>)>) {
        let Some((Actor { id: Some(of), .. }, Some(Name::Organisation(_)))) = owner else { return };
        let free = draft.phrase.name.is_none() && !role.plural && draft.phrase.count.is_none();
        let changed = self.modified(draft, |row| row.former || row.deputy);
        if !free || changed || draft.mention.value.rank.as_deref() != Some("head") {
            return;
        }
        let heads = |office: &&depeche_knowledge::world::Office| office.unique && office.rank == "head";
        let offices = self.base.world.offices.iter().filter(heads);
        let mut found = offices
            .filter_map(|office| self.base.names.offices.get(&office.id).copied())
            .filter(|&row| self.holder(row, of).is_some());
        if let (Some(row), None) = (found.next(), found.next()) {
            self.hold(draft, row, of);
        }
    }

    /// The state or organisation whose office it is; none where a complement says something else.
    fn office_of(&self, draft: &Draft, owner: Option<&(Actor, Option<Name>)>) -> Option<SmolStr> {
        if let Some((actor, name)) = owner {
            return match name {
                Some(Name::Organisation(_)) => actor.id.clone(),
                Some(Name::State(_) | Name::Capital(_) | Name::Demonym(_)) => {
                    actor.country.clone().or_else(|| actor.id.clone())
                }
                _ => None,
            };
        }
        if draft.phrase.complement { None } else { draft.mention.value.country.clone() }
    }

    /// The country of a state or organisation, for what belongs to it.
    fn owned_by(&self, value: &mut Actor, of: &SmolStr) {
        if self.base.names.states.contains_key(of) {
            value.country = Some(of.clone());
        } else if let Some(row) = self.organisation_row(of) {
            value.country = row.country.clone();
        }
    }

    fn choose_office(&self, offices: &[u32], of: Option<&SmolStr>) -> u32 {
        let own = |office: u32| self.base.world.offices.get(office as usize).and_then(|row| row.of.as_ref());
        let held = |&&office: &&u32| own(office).or(of).is_some_and(|of| self.holder(office, of).is_some());
        offices.iter().find(held).or_else(|| offices.first()).copied().unwrap_or(u32::MAX)
    }

    /// Who alone holds an office on the day, else who holds it for the time being.
    fn holder(&self, office: u32, of: &SmolStr) -> Option<u32> {
        let interim = || {
            let id = &self.base.world.offices.get(office as usize)?.id;
            let row = self.base.names.offices.get(format!("{INTERIM}{id}").as_str())?;
            self.sole_holder(*row, of)
        };
        self.sole_holder(office, of).or_else(interim)
    }

    /// Whether somebody holds an office of a state on the day.
    pub fn is_held(&self, office: u32, of: &SmolStr) -> bool {
        self.holder(office, of).is_some()
    }

    fn sole_holder(&self, office: u32, of: &SmolStr) -> Option<u32> {
        self.date?;
        let rows = self.base.names.holders.get(&(office, of.clone()))?;
        let mut holding = rows.iter().filter(|&&(person, role)| {
            let row =
                self.base.world.people.get(person as usize).and_then(|row| row.roles.get(role as usize));
            row.is_some_and(|role| self.holds(role))
        });
        let (person, _) = holding.next()?;
        holding.all(|(other, _)| other == person).then_some(*person)
    }

    /// Fills in the holder of an office. `draft` keeps its kind: it is the office that is named.
    pub fn hold(&self, draft: &mut Draft, office: u32, of: &SmolStr) -> bool {
        let holder = self.holder(office, of).and_then(|person| self.base.world.people.get(person as usize));
        let Some(row) = holder.filter(|person| self.agrees(draft, person)) else { return false };
        let value = &mut draft.mention.value;
        value.id = Some(row.id.clone());
        value.name = Some(row.name.clone());
        draft.gender = row.gender.clone().or(draft.gender.take());
        draft.mention.because.push(row.id.clone());
        draft.bare = false;
        true
    }

    /// Whether an office's word may mean a person: `la présidente` is no man, while `le ministre` may be a woman.
    pub fn agrees(&self, draft: &Draft, person: &Person) -> bool {
        !(draft.gender.as_deref() == Some("f") && person.gender.as_deref() == Some("m"))
    }

    /// A name that nobody known has, or several, behind an office: its holder on the day, if the name is a part of
    /// that one's: `King *Abdullah*`.
    pub(super) fn named_holder(&self, draft: &mut Draft, sentence: &Sentence) {
        let open = draft.mention.value.id.is_none();
        let Some((Name::Unknown { .. } | Name::Surname(_), words)) = &draft.phrase.name else { return };
        let Some(role) = draft.phrase.role.as_ref().filter(|role| open && !role.plural) else { return };
        let Some(country) = draft.mention.value.country.clone() else { return };
        let Some(last) = words.clone().next_back().and_then(|word| sentence.words.get(word)) else { return };
        let changed = self.modified(draft, |row| row.former || row.deputy);
        let office = self.choose_office(&role.offices, Some(&country));
        let unique = self.base.world.offices.get(office as usize).is_some_and(|office| office.unique);
        let holder = self.holder(office, &country).filter(|_| unique && !changed);
        let Some(person) = holder.and_then(|row| self.base.world.people.get(row as usize)) else { return };
        let name = folded(&last.form);
        let mut own = std::iter::once(&person.name).chain(&person.names).flat_map(|name| name.split(' '));
        if own.any(|word| folded(word) == name) {
            self.fill_person(draft, person);
            draft.gender = person.gender.clone().or(draft.gender.take());
        }
    }

    /// The offices whose title is a role noun in the singular.
    fn offices_of(&self, role: &Role) -> Vec<u32> {
        let agents = role.agents.iter().filter_map(|&row| self.base.lexicon.agents.get(row as usize));
        let forms: Vec<&String> = agents.flat_map(|agent| &agent.singular).collect();
        let titled = |office: &depeche_knowledge::world::Office| {
            office.unique && office.fr.iter().chain(&office.en).any(|title| forms.contains(&title))
        };
        let offices = self.base.world.offices.iter().enumerate();
        offices.filter(|(_, office)| titled(office)).map(|(i, _)| i as u32).collect()
    }

    /// Fills an office from a country that coreference found.
    pub fn hold_by_country(&self, draft: &mut Draft, country: &SmolStr) {
        if let Some((office, _)) = self.in_office(draft, country) {
            self.hold(draft, office, country);
        }
    }

    /// The unique office that a bare role would be in a country, with who holds it.
    pub fn in_office(&self, draft: &Draft, country: &SmolStr) -> Option<(u32, &Person)> {
        let role = draft.phrase.role.as_ref()?;
        let own;
        let offices = if role.offices.is_empty() {
            own = self.offices_of(role);
            &own
        } else {
            &role.offices
        };
        let plain = draft.phrase.name.is_none()
            && !role.plural
            && !draft.phrase.complement
            && draft.phrase.owner.is_none()
            && !self.modified(draft, |row| row.former || row.deputy);
        if offices.is_empty() || !plain {
            return None;
        }
        let row = self.choose_office(offices, Some(country));
        self.base.world.offices.get(row as usize).filter(|office| office.unique)?;
        let person = self.holder(row, country)?;
        Some((row, self.base.world.people.get(person as usize)?))
    }
}
