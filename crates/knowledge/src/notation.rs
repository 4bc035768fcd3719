//! The pattern notation: one line of terms separated by white space.
//!
//! | term | means |
//! |---|---|
//! | `menacer`, `attaquer\|frapper`, `@strike` | the anchor: the lemmas that it may have (once a line; `/adj`, `/noun`, `/verb` say the part of speech) |
//! | `+se`, `+out`, `+down\|off` | a word that must hang on the anchor: reflexive, particle, preposition |
//! | `actor:subj`, `recipient:obj\|contre!` | a slot: a role and the deep functions that fill it; `!` where it must be filled by an actor |
//! | `obj=lettre\|message`, `xcomp=@help` | a dependent that must be there; `obj!=match` one that must not |
//!
//! Functions: `subj`, `obj`, `iobj`, `xcomp` (any clause: infinitive, finite), `inf` (an infinitive alone), `gen` (any genitive of a noun: "de X",
//! "X's", a possessive, an adjective of nationality, a compound), `poss` (genitives without the preposition), `amod`
//! (adjectives and compounds, for literals: `amod=militaire`), and any preposition, with `_` between its words: `à_l'encontre_de`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// One way to say an act.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Clause {
    /// What kind of word the anchor is.
    pub category: Category,
    /// Lemmas, in lower case.
    pub anchor: Vec<SmolStr>,
    /// Words that must hang on it.
    pub particles: Vec<SmolStr>,
    /// Who is who.
    pub slots: Vec<Slot>,
    /// Dependents that must, or must not, be there.
    pub literals: Vec<Literal>,
}

/// The part of speech of an anchor.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub enum Category {
    /// A verb, in any voice, or its participle read as an adjective.
    Verb,
    /// A noun.
    Noun,
    /// An adjective.
    Adjective,
}

/// A role and the functions that may fill it.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Slot {
    /// Which role.
    pub role: Role,
    /// In order of preference.
    pub functions: Vec<Function>,
    /// Whether the pattern holds only where an actor fills it.
    pub required: bool,
}

/// What a slot's filler is to the act.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub enum Role {
    /// Who does it.
    Actor,
    /// To whom.
    Recipient,
    /// What it is about: what is asked, promised, refused.
    About,
    /// Where.
    Place,
}

/// A deep function: the same in active and passive, in a main clause and a relative one.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub enum Function {
    /// Who does: subject of the active, agent of the passive.
    Subject,
    /// Object of the active, subject of the passive.
    Object,
    /// Dative: clitic or bare indirect object.
    Indirect,
    /// A clause that depends on the anchor.
    Complement,
    /// A dependent clause without finite verb.
    Infinitive,
    /// Any genitive of a noun.
    Genitive,
    /// A genitive without preposition: possessive, nationality, compound.
    Possessor,
    /// An adjective or a compounded noun.
    Modifier,
    /// Whoever the act that it is about is done to: "refuser de livrer des armes à Kiev".
    Target,
    /// The subject of the clause, or the noun, beside which the anchor stands: "lors d'une visite à Hanoï, *elle* …".
    Beside,
    /// A phrase under this preposition; words in lower case, separated by `_`.
    Preposition(SmolStr),
}

/// A dependent that must, or must not, be there.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Literal {
    /// Where it may hang.
    pub functions: Vec<Function>,
    /// Lemmas, in lower case.
    pub lemmas: Vec<SmolStr>,
    /// Whether it must not be there.
    pub negative: bool,
}

/// Reads one line; `noun` makes the anchor a noun where it does not say otherwise.
///
/// # Errors
/// What is wrong with which term.
pub fn parse(line: &str, noun: bool, sets: &BTreeMap<String, Vec<SmolStr>>) -> Result<Clause, String> {
    let mut clause = Clause {
        category: if noun { Category::Noun } else { Category::Verb },
        anchor: Vec::new(),
        particles: Vec::new(),
        slots: Vec::new(),
        literals: Vec::new(),
    };
    for term in line.split_whitespace() {
        if let Some(particle) = term.strip_prefix('+') {
            clause.particles.push(particle.to_lowercase().into());
        } else if let Some((functions, lemmas)) = term.split_once('=') {
            let (functions, negative) = match functions.strip_suffix('!') {
                Some(rest) => (rest, true),
                None => (functions, false),
            };
            let functions = functions.split('|').map(function).collect::<Result<_, _>>()?;
            clause.literals.push(Literal { functions, lemmas: words(lemmas, sets)?, negative });
        } else if let Some((role, functions)) = term.split_once(':') {
            clause.slots.push(slot(role, functions)?);
        } else if clause.anchor.is_empty() {
            let (lemmas, category) = match term.rsplit_once('/') {
                Some((lemmas, category)) => (lemmas, self::category(category)?),
                None => (term, clause.category),
            };
            clause.category = category;
            clause.anchor = words(lemmas, sets)?;
        } else {
            return Err(format!("`{term}` would be a second anchor; a slot is written `role:function`"));
        }
    }
    if clause.anchor.is_empty() {
        return Err(format!("`{line}` has no anchor"));
    }
    if !clause.slots.iter().any(|slot| matches!(slot.role, Role::Actor | Role::Recipient)) {
        return Err(format!("`{line}` has no slot for an actor or recipient"));
    }
    Ok(clause)
}

fn slot(role: &str, functions: &str) -> Result<Slot, String> {
    let role = match role {
        "actor" => Role::Actor,
        "recipient" => Role::Recipient,
        "about" => Role::About,
        "place" => Role::Place,
        other => return Err(format!("unknown role `{other}`; one of actor, recipient, about, place")),
    };
    let (functions, required) = match functions.strip_suffix('!') {
        Some(rest) => (rest, true),
        None => (functions, false),
    };
    if functions.contains('!') {
        return Err(format!("`{functions}`: `!` stands at the end of a slot's functions"));
    }
    let functions = functions.split('|').map(function).collect::<Result<_, _>>()?;
    Ok(Slot { role, functions, required })
}

fn category(text: &str) -> Result<Category, String> {
    match text {
        "verb" => Ok(Category::Verb),
        "noun" => Ok(Category::Noun),
        "adj" => Ok(Category::Adjective),
        other => Err(format!("unknown part of speech `/{other}`; one of /verb, /noun, /adj")),
    }
}

fn function(text: &str) -> Result<Function, String> {
    Ok(match text {
        "subj" => Function::Subject,
        "obj" => Function::Object,
        "iobj" => Function::Indirect,
        "xcomp" | "ccomp" => Function::Complement,
        "inf" => Function::Infinitive,
        "gen" => Function::Genitive,
        "poss" => Function::Possessor,
        "target" => Function::Target,
        "amod" => Function::Modifier,
        "beside" => Function::Beside,
        "" => return Err("a function is missing".into()),
        preposition => Function::Preposition(preposition.to_lowercase().replace('’', "'").into()),
    })
}

/// Words and `@sets`, separated by `|`.
fn words(text: &str, sets: &BTreeMap<String, Vec<SmolStr>>) -> Result<Vec<SmolStr>, String> {
    let mut found = Vec::new();
    for word in text.split('|') {
        if let Some(set) = word.strip_prefix('@') {
            let set =
                sets.get(set).ok_or_else(|| format!("no set `@{set}` in this file or in frames.toml"))?;
            found.extend(set.iter().cloned());
        } else if word.is_empty() {
            return Err(format!("`{text}` has an empty alternative"));
        } else {
            found.push(word.to_lowercase().replace('’', "'").into());
        }
    }
    Ok(found)
}
