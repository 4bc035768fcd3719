//! `frames.toml` of a language: what the engine must know of its grammar to match patterns on trees.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::{Diagnostics, Folder};

/// The compiled `frames.toml`. All words are lemmas in lower case.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frames {
    /// Prepositions of the agent of a passive or of a noun: `par`; `by`.
    pub agent: Vec<SmolStr>,
    /// Auxiliaries of the passive: `être`; `be`, `get`.
    pub passive: Vec<SmolStr>,
    /// Verbs that take the passive's auxiliary in the active: `descendre`; none in English.
    pub never_passive: Vec<SmolStr>,
    /// Prepositions of the genitive: `de`; `of`.
    pub genitive: Vec<SmolStr>,
    /// Prepositions of the dative: `à`; `to`.
    pub dative: Vec<SmolStr>,
    /// Verbs whose infinitive is done by their object: `forcer X à`, `ask X to`.
    pub object_control: Vec<SmolStr>,
    /// Verbs whose infinitive is done by their dative: `demander à X de`.
    pub dative_control: Vec<SmolStr>,
    /// Light verbs: their subject does the noun that is their object: `mener une attaque`, `hold talks`.
    pub light: Vec<SmolStr>,
    /// Light verbs turned round: their subject suffers the noun: `subir une attaque`, `face sanctions`.
    pub light_passive: Vec<SmolStr>,
    /// Verbs that say of the event that their subject names no more than that it is there, each with the word that it
    /// needs: `éclater`, `tenir +se`, `take +place`. What hangs on them is the event's.
    #[serde(default)]
    pub occurs: Vec<SmolStr>,
    /// Verbs that make their subject the actor of an act named by their object: `ordonner le bombardement de`.
    pub causative: Vec<SmolStr>,
    /// Prepositions of whom an infinitive is asked of: `call on X to`.
    pub addressee: Vec<SmolStr>,
    /// Verbs that a headline has in the passive where it gives them no object: `three hostages freed`.
    /// None where a participle differs from the past tense.
    #[serde(default)]
    pub headline_passives: Vec<SmolStr>,
    /// Verbs whose object does them where somebody causes them: `faire cesser les raids`. English has no causative.
    #[serde(default)]
    pub caused: Vec<SmolStr>,
    /// Prepositions of a time that belongs to the noun before: `en vigueur depuis un an`.
    #[serde(default)]
    pub since: Vec<SmolStr>,
    /// Verbs that are no act of the ontology, about which the learned reader is not asked: `nommer`, `succeed`.
    #[serde(default)]
    pub no_act: Vec<SmolStr>,
    /// Verbs whose participle names who did an act: `une attaque attribuée à`, `an attack blamed on`.
    pub blamed: Vec<SmolStr>,
    /// Prepositions of nouns that tell what somebody was doing besides: `during a visit`.
    pub beside: Vec<SmolStr>,
    /// Verbs and nouns that demand rather than ask: `exiger`; `demand`.
    pub demanding: Vec<SmolStr>,
    /// Nouns that act for their owner, as subjects: weapons, forces, documents.
    pub means: Vec<SmolStr>,
    /// Nouns that stand before the real actor: `membres de`, `members of`.
    pub wrappers: Vec<SmolStr>,
    /// Words of an approximate number, which may part a verb from its object: `plus de 30 Haïtiens`.
    pub approximate: Vec<SmolStr>,
    /// Words that make a coordination reciprocal in a noun: `entre`; `between`.
    pub between: Vec<SmolStr>,
    /// Word sets that patterns use as `@name`.
    pub sets: BTreeMap<String, Vec<SmolStr>>,
}

/// Compiles `LANGUAGE/frames.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Frames {
    folder.get(&format!("{language}/frames.toml")).and_then(|file| out.parse(file)).unwrap_or_default()
}
