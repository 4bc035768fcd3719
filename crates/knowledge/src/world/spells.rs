//! Whether a unique office has one holder at a time: else its title names nobody ([`super::Office::unique`]).
//!
//! The day of a handover belongs to both spells. A spell without an end lasts until today, whoever follows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::{At, Marks, Role, World};
use crate::Diagnostics;

struct Spell<'a> {
    person: usize,
    role: &'a Role,
    at: At<'a>,
}

impl Spell<'_> {
    fn first(&self) -> Date {
        self.role.from.unwrap_or(Date::MIN)
    }

    fn last(&self) -> Date {
        self.role.to.unwrap_or(Date::MAX)
    }
}

pub(super) fn check(world: &World, marks: &Marks<'_>, out: &mut Diagnostics) {
    let unique: FxHashSet<&str> =
        world.offices.iter().filter(|office| office.unique).map(|office| office.id.as_str()).collect();
    let mut offices: BTreeMap<(&str, &str), Vec<Spell<'_>>> = BTreeMap::new();
    for (person, (row, places)) in world.people.iter().zip(&marks.roles).enumerate() {
        for (role, &at) in row.roles.iter().zip(places) {
            if unique.contains(role.office.as_str()) {
                offices.entry((&role.office, &role.of)).or_default().push(Spell { person, role, at });
            }
        }
    }
    for mut spells in offices.into_values() {
        spells.sort_by_key(|spell| (spell.first(), spell.last()));
        for (i, earlier) in spells.iter().enumerate() {
            for later in &spells[i + 1..] {
                if earlier.person != later.person && later.first() < earlier.last() {
                    earlier.at.error(out, message(world, earlier, later));
                }
            }
        }
    }
}

fn message(world: &World, earlier: &Spell<'_>, later: &Spell<'_>) -> String {
    let id = |spell: &Spell<'_>| &world.people[spell.person].id;
    let Role { office, of, .. } = earlier.role;
    let end = earlier.role.to.map_or_else(|| "without an end".to_string(), |to| format!("until {to}"));
    let begin = later.role.from.map_or_else(|| "before".to_string(), |from| format!("from {from}"));
    format!(
        "`{}` is {office} of {of} {end}, but `{}` is so {begin} ({}): one person at a time holds it",
        id(earlier),
        id(later),
        later.at.told()
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::problems;

    fn person(id: &str, roles: &[&str]) -> String {
        let roles = roles.iter().map(|role| format!("  {{ {role} }},\n")).collect::<String>();
        format!("[[person]]\nid = \"{id}\"\nname = \"{id}\"\nsource = \"-\"\nroles = [\n{roles}]\n")
    }

    /// Two spells of the same office: the first in line 6, the second in line 13.
    fn two(first: &str, second: &str) -> String {
        let of = |dates: &str| format!("office = \"president\", of = \"FRA\"{dates}");
        problems(&(person("a", &[&of(first)]) + &person("b", &[&of(second)]))).join("; ")
    }

    #[test]
    fn one_person_at_a_time() {
        let holds = "one person at a time holds it";
        let open = format!(
            "world/x.toml:6:3: error: `person/a` is president of FRA without an end, but `person/b` is so from \
             2017-05-14 (world/x.toml:13): {holds}"
        );
        let long = format!(
            "world/x.toml:6:3: error: `person/a` is president of FRA until 2017-05-15, but `person/b` is so from \
             2017-05-14 (world/x.toml:13): {holds}"
        );
        let later_first = format!(
            "world/x.toml:13:3: error: `person/b` is president of FRA until 2017-05-15, but `person/a` is so from \
             2017-05-14 (world/x.toml:6): {holds}"
        );
        let dateless = format!(
            "world/x.toml:6:3: error: `person/a` is president of FRA without an end, but `person/b` is so before \
             (world/x.toml:13): {holds}"
        );
        let until = |to: &str| format!(", from = \"2012-05-15\", to = \"{to}\"");
        let from = ", from = \"2017-05-14\"";
        assert_eq!(two(", from = \"2012-05-15\"", from), open);
        assert_eq!(two(&until("2017-05-15"), from), long);
        assert_eq!(two(from, &until("2017-05-15")), later_first);
        assert_eq!(two("", ""), dateless);
        // The day of the handover, and days between.
        assert_eq!(two(&until("2017-05-14"), from), "");
        assert_eq!(two(&until("2017-05-01"), from), "");
    }

    #[test]
    fn others_may_overlap() {
        let spell = "office = \"president\", of = \"FRA\", from = \"2012-05-15\"";
        let elsewhere = spell.replace("FRA", "TCD");
        let many = spell.replace("president", "diplomat");
        assert_eq!(problems(&(person("a", &[spell]) + &person("b", &[&elsewhere]))), [""; 0]);
        assert_eq!(problems(&(person("a", &[&many]) + &person("b", &[&many]))), [""; 0]);
        assert_eq!(problems(&person("a", &[spell, spell])), [""; 0]);
    }
}
