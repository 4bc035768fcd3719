//! Who does it and to whom, compared: `Rwanda`, `Kigali`, `l'armée rwandaise` and `Paul Kagame` may act for one state,
//! two ministers may not stand for each other.

use std::cmp::Ordering;

use depeche_engine::record::ActorRecord;
use serde::{Deserialize, Serialize};

use crate::identity::word;

/// What kind of actor, as far as comparing goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A state.
    State,
    /// What acts for a state: government, army, ministry, seat of power.
    Agent,
    /// A person in a state's service.
    Officer,
    /// Another person.
    Person,
    /// Another organisation or armed group.
    Group,
    /// Words that no knowledge resolves.
    Words,
}

/// One actor or recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Hash of the id, or of the words in lower case.
    pub id: u32,
    /// Hash of the country; 0 where there is none.
    pub country: u32,
    /// What kind.
    pub kind: Kind,
}

/// PLOVER sectors that act for a state.
const OF_STATE: [&str; 6] = ["GOV", "MIL", "COP", "SPY", "JUD", "LEG"];

impl Participant {
    /// Of a record.
    #[must_use]
    pub fn new(actor: &ActorRecord) -> Participant {
        let country = actor.country.as_deref().map_or(0, word);
        let of_state = country != 0 && actor.sectors.iter().any(|it| OF_STATE.contains(&it.as_str()));
        let Some(id) = actor.id.as_deref() else {
            let kind = if of_state { Kind::Agent } else { Kind::Words };
            return Participant { id: word(&actor.text.to_lowercase()), country, kind };
        };
        let kind = match id.split('/').next().unwrap_or_default() {
            "state" => Kind::State,
            "person" if of_state => Kind::Officer,
            "person" => Kind::Person,
            "seat" => Kind::Agent,
            _ if of_state => Kind::Agent,
            _ => Kind::Group,
        };
        Participant { id: word(id), country, kind }
    }

    /// What claims about it are looked up by: its country where it acts for one, else itself.
    #[must_use]
    pub fn code(&self) -> u32 {
        if self.country == 0 { self.id } else { self.country }
    }

    /// How well two stand for each other: 1 the same, 0 unknown, -1 they cannot be.
    #[must_use]
    pub fn likeness(&self, other: &Participant) -> f32 {
        use Kind::*;
        if self.id == other.id {
            return 1.0;
        }
        let countries = self.country != 0 && other.country != 0;
        if countries && self.country != other.country {
            return -1.0;
        }
        let (first, second) = if self.kind as u8 <= other.kind as u8 { (self, other) } else { (other, self) };
        let same = countries && self.country == other.country;
        match (first.kind, second.kind) {
            (State, State) => -1.0,
            (State, Agent | Officer) if same => 0.7,
            (Agent, Agent) if same => 0.4,
            (Agent, Officer) if same => 0.5,
            (Officer, Officer) => -1.0,
            (State | Agent | Officer, Words) if same => 0.5,
            (Person | Group, Words) if same => 0.3,
            (Words, Words) if same => 0.4,
            (_, Words) => 0.0,
            (Group, Group) | (Person, Person) => -1.0,
            (State | Agent | Officer, Person | Group) => -1.0,
            _ => -0.5,
        }
    }
}

/// How well two lists stand for each other: the best partner of each in the shorter list; nothing is known of an empty
/// one.
#[must_use]
pub fn likeness(a: &[Participant], b: &[Participant]) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let mean = match a.len().cmp(&b.len()) {
        Ordering::Less => partners(a, b),
        Ordering::Greater => partners(b, a),
        Ordering::Equal => partners(a, b).min(partners(b, a)),
    };
    // Who stands on one side only counts against it, but little: dispatches name the first of many.
    let left = a.len().abs_diff(b.len()) as f32;
    if mean > 0.0 { mean - (0.1 * left).min(0.3) } else { mean }
}

fn partners(of: &[Participant], among: &[Participant]) -> f32 {
    let best = |one: &Participant| among.iter().map(|it| one.likeness(it)).fold(-1.0, f32::max);
    of.iter().map(best).sum::<f32>() / of.len() as f32
}
