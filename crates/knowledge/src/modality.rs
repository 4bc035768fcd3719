//! `modality.toml` of a language: the words that decide whether an event stands.
//!
//! The engine starts from the event's own verb group (tense, mood, negation, modal) and climbs the tree; each
//! carrier that it meets says what it does to its complement. Verbs that introduce a source are not repeated
//! here: their speech act in `attribution.toml` says it.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::folder::SourceFile;
use crate::{Diagnostics, Folder, RuleId};

/// The compiled `modality.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Modality {
    /// How verb groups are built.
    pub groups: Groups,
    /// Verbs, nouns and adjectives that govern an event.
    pub carriers: Vec<Carrier>,
    /// Modal verbs, in auxiliary position or with an infinitive.
    pub modals: Vec<Modal>,
    /// Conjunctions and prepositions before an event.
    pub markers: Vec<Marker>,
    /// Adverbs and adjectives beside an event.
    pub modifiers: Vec<Modifier>,
    /// Words that deny.
    pub negators: Vec<Negator>,
    /// Sentences with the standing of a word.
    pub examples: Vec<Example>,
}

/// How verb groups are built.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groups {
    /// Lemmas of auxiliaries that make a past with a participle: `have`, `avoir`.
    pub perfect: Vec<SmolStr>,
    /// Lemmas of auxiliaries that make a progressive with a gerund: `be`.
    #[serde(default)]
    pub progressive: Vec<SmolStr>,
    /// Endings of the conditional, where endings tell it.
    #[serde(default)]
    pub conditional_endings: Vec<SmolStr>,
    /// Words that stretch a present into the past: `depuis`, `since`.
    pub since: Vec<SmolStr>,
    /// Determiners that make an event noun definite: `le`, `the`, `ce`, `his`.
    pub definite: Vec<SmolStr>,
    /// Words beside a noun that leave little or nothing of it: `peu`, `aucun`, `little`, `no`.
    #[serde(default)]
    pub few: Vec<SmolStr>,
    /// Determiners that leave it open whether there is one: `any`, `tout`.
    #[serde(default)]
    pub any: Vec<SmolStr>,
    /// Adverbs that restrict a denial to themselves: `only`, `seulement`.
    #[serde(default)]
    pub only: Vec<SmolStr>,
    /// Conjunctions before a verb form that tells of circumstances, never of a complement: `after`, `by`.
    #[serde(default)]
    pub circumstances: Vec<SmolStr>,
    /// Prepositions before a date to come: `for` in `a strike for Monday`.
    #[serde(default)]
    pub before_dates: Vec<SmolStr>,
    /// Nouns that name events, beside those that patterns know.
    #[serde(default)]
    pub event_nouns: Vec<SmolStr>,
    /// Endings of nouns that mostly name events.
    #[serde(default)]
    pub event_endings: Vec<SmolStr>,
}

/// What a word makes of its event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// The event stands as the word itself stands: manage, begin, take part.
    Same,
    /// The event stands the other way round: fail, forget.
    Opposite,
    /// The event stands, whatever becomes of the word: condemn, regret.
    Fact,
    /// The event has a status.
    Status(SmolStr),
}

/// A word that governs an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Carrier {
    /// `french/modality/refuse`
    pub id: RuleId,
    /// Lemmas of verbs; `se dire` is a reflexive one, `have the intention` one with its object noun.
    pub verbs: Vec<SmolStr>,
    /// Lemmas of nouns.
    pub nouns: Vec<SmolStr>,
    /// Lemmas of adjectives and participles.
    pub adjectives: Vec<SmolStr>,
    /// Where the event stands; none names all places but the subject.
    pub slots: Vec<Slot>,
    /// Prepositions that an event in the oblique or infinitive must stand under: `voted on sanctions`; none means any.
    pub under: Vec<SmolStr>,
    /// What becomes of the event.
    pub effect: Effect,
    /// The contract's certainty, where it is not certain.
    pub certainty: Option<SmolStr>,
    /// What becomes of it when the word is denied; unknown where it is not said.
    pub negated: Option<Effect>,
    /// What becomes of it when the word is in the past, where another: `allowed them to leave`.
    pub past: Option<Effect>,
    /// What becomes of it where the word has a date to come below it, where another: `announced a strike for Monday`.
    pub dated: Option<Effect>,
    /// What becomes of it where the word is a passive, where another: `la force est appelée à remplacer la mission`.
    pub passive: Option<Effect>,
}

/// Where an event stands under its carrier, in deep roles: the subject of a passive is an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// A finite clause.
    Clause,
    /// An infinitive or gerund.
    Infinitive,
    /// The object.
    Object,
    /// The subject.
    Subject,
    /// Under a preposition.
    Oblique,
}

/// A modal verb.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Modal {
    /// `french/modality/pouvoir`
    pub id: RuleId,
    /// Lemmas.
    pub lemmas: Vec<SmolStr>,
    /// A tense that it makes, where it is no more than an auxiliary: `future`, `conditional`.
    pub tense: Option<SmolStr>,
    /// The status that it gives.
    pub status: Option<SmolStr>,
    /// The status in the conditional, where another.
    pub conditional: Option<SmolStr>,
    /// The status with a date, where another.
    pub dated: Option<SmolStr>,
    /// The status in a past tense of its own, where another.
    pub past: Option<SmolStr>,
    /// The status in the imperfect, where another: `devait partir`.
    pub imperfect: Option<SmolStr>,
    /// The status when denied, where another than the negative of the same.
    pub negated: Option<SmolStr>,
    /// The certainty.
    pub certainty: Option<SmolStr>,
}

/// A conjunction or preposition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Marker {
    /// `french/modality/si`
    pub id: RuleId,
    /// Forms or lemmas, several words separated by spaces.
    pub words: Vec<SmolStr>,
    /// Before what: `clause`, `infinitive`, `noun`; `subject` for an auxiliary that stands before it: "Had he known".
    pub before: Vec<SmolStr>,
    /// The status of what it introduces.
    pub status: SmolStr,
    /// Whether the event is negative.
    pub negative: bool,
    /// The certainty.
    pub certainty: Option<SmolStr>,
    /// Whether it makes the clause on which it depends a hypothesis: `if`, `sans`, `but for`.
    pub conditions: bool,
    /// The status of a clause that is a complement, where another: `ask if`.
    pub complement: Option<SmolStr>,
    /// Lemmas of the only nouns that it says something of: `before` a summit; none for all.
    pub nouns: Vec<SmolStr>,
    /// Whether it says nothing of a clause in the past: `until they withdrew`.
    pub ahead: bool,
}

/// An adverb or adjective.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Modifier {
    /// `english/modality/probably`
    pub id: RuleId,
    /// Lemmas or forms.
    pub words: Vec<SmolStr>,
    /// The status that it gives, if any.
    pub status: Option<SmolStr>,
    /// The certainty that it gives, if any.
    pub certainty: Option<SmolStr>,
}

/// A word that denies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Negator {
    /// `french/modality/pas`
    pub id: RuleId,
    /// Forms.
    pub words: Vec<SmolStr>,
    /// Another word that must stand in the verb group with it: `ne` with `plus`.
    pub with: Option<SmolStr>,
    /// As a determiner or pronoun of an argument: `no`, `aucun`, `neither`.
    pub in_arguments: bool,
    /// Lemmas of the only verbs that it denies: `ne` alone with `pouvoir`; none for all.
    pub verbs: Vec<SmolStr>,
    /// Forms right behind the verb that take the denial back: `que` in `ne peut que`.
    pub unless: Vec<SmolStr>,
}

/// A sentence and the standing of one of its words.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The entry that it stands in.
    pub id: RuleId,
    /// The sentence.
    pub text: String,
    /// The word.
    pub word: String,
    /// Its status.
    pub status: SmolStr,
    /// Its certainty, where that matters.
    pub certainty: Option<SmolStr>,
    /// Its polarity, where that matters.
    pub negative: Option<bool>,
}

/// Statuses of the contract.
pub const STATUSES: &[&str] = &[
    "happened",
    "ongoing",
    "scheduled",
    "expected",
    "planned",
    "promised",
    "offered",
    "threatened",
    "requested",
    "desired",
    "feared",
    "hypothetical",
    "counterfactual",
    "attempted",
    "prevented",
    "cancelled",
    "did_not_happen",
    "denied",
    "unknown",
];

/// Certainties of the contract.
pub const CERTAINTIES: &[&str] = &["certain", "probable", "possible", "unknown"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    groups: Groups,
    #[serde(default)]
    carrier: Vec<CarrierRow>,
    #[serde(default)]
    modal: Vec<ModalRow>,
    #[serde(default)]
    marker: Vec<MarkerRow>,
    #[serde(default)]
    modifier: Vec<ModifierRow>,
    #[serde(default)]
    negator: Vec<NegatorRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleRow {
    text: String,
    word: String,
    status: SmolStr,
    certainty: Option<SmolStr>,
    negative: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CarrierRow {
    id: Spanned<String>,
    #[serde(default)]
    verbs: Vec<SmolStr>,
    #[serde(default)]
    nouns: Vec<SmolStr>,
    #[serde(default)]
    adjectives: Vec<SmolStr>,
    #[serde(default)]
    slots: Vec<Slot>,
    #[serde(default)]
    under: Vec<SmolStr>,
    gives: SmolStr,
    certainty: Option<SmolStr>,
    negated: Option<SmolStr>,
    past: Option<SmolStr>,
    dated: Option<SmolStr>,
    passive: Option<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalRow {
    id: Spanned<String>,
    lemmas: Vec<SmolStr>,
    tense: Option<SmolStr>,
    gives: Option<SmolStr>,
    conditional: Option<SmolStr>,
    dated: Option<SmolStr>,
    past: Option<SmolStr>,
    imperfect: Option<SmolStr>,
    negated: Option<SmolStr>,
    certainty: Option<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkerRow {
    id: Spanned<String>,
    words: Vec<SmolStr>,
    before: Vec<SmolStr>,
    gives: SmolStr,
    #[serde(default)]
    negative: bool,
    certainty: Option<SmolStr>,
    #[serde(default)]
    conditions: bool,
    complement: Option<SmolStr>,
    #[serde(default)]
    nouns: Vec<SmolStr>,
    #[serde(default)]
    ahead: bool,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModifierRow {
    id: Spanned<String>,
    words: Vec<SmolStr>,
    gives: Option<SmolStr>,
    certainty: Option<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NegatorRow {
    id: Spanned<String>,
    words: Vec<SmolStr>,
    with: Option<SmolStr>,
    #[serde(default)]
    in_arguments: bool,
    #[serde(default)]
    verbs: Vec<SmolStr>,
    #[serde(default)]
    unless: Vec<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

/// Compiles `LANGUAGE/modality.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Modality {
    let Some(file) = folder.get(&format!("{language}/modality.toml")) else { return Modality::default() };
    let Some(form) = out.parse::<File>(file) else { return Modality::default() };
    let mut entries = Entries { file, prefix: format!("{language}/modality"), out, examples: Vec::new() };
    let carriers = form.carrier.into_iter().map(|row| entries.carrier(row)).collect();
    let modals = form.modal.into_iter().map(|row| entries.modal(row)).collect();
    let markers = form.marker.into_iter().map(|row| entries.marker(row)).collect();
    let modifiers = form.modifier.into_iter().map(|row| entries.modifier(row)).collect();
    let negators = form.negator.into_iter().map(|row| entries.negator(row)).collect();
    let examples = entries.examples;
    Modality { groups: form.groups, carriers, modals, markers, modifiers, negators, examples }
}

struct Entries<'a> {
    file: &'a SourceFile,
    prefix: String,
    out: &'a mut Diagnostics,
    examples: Vec<Example>,
}

impl Entries<'_> {
    fn carrier(&mut self, row: CarrierRow) -> Carrier {
        let words = row.verbs.len() + row.nouns.len() + row.adjectives.len();
        let id = self.add(&row.id, words, row.examples);
        let effect = self.effect(&row.id, row.gives);
        let negated = row.negated.map(|gives| self.effect(&row.id, gives));
        let past = row.past.map(|gives| self.effect(&row.id, gives));
        let dated = row.dated.map(|gives| self.effect(&row.id, gives));
        let passive = row.passive.map(|gives| self.effect(&row.id, gives));
        self.certainty(&row.id, row.certainty.as_ref());
        Carrier {
            id,
            verbs: row.verbs,
            nouns: row.nouns,
            adjectives: row.adjectives,
            slots: row.slots,
            under: row.under,
            effect,
            certainty: row.certainty,
            negated,
            past,
            dated,
            passive,
        }
    }

    fn modal(&mut self, row: ModalRow) -> Modal {
        let id = self.add(&row.id, row.lemmas.len(), row.examples);
        let statuses = [&row.gives, &row.conditional, &row.dated, &row.past, &row.imperfect, &row.negated];
        for status in statuses.into_iter().flatten() {
            self.status(&row.id, status);
        }
        self.certainty(&row.id, row.certainty.as_ref());
        if row.tense.as_ref().is_some_and(|tense| !["future", "conditional"].contains(&tense.as_str())) {
            self.out.error(self.file, row.id.span().start, "tense is `future` or `conditional`");
        }
        Modal {
            id,
            lemmas: row.lemmas,
            tense: row.tense,
            status: row.gives,
            conditional: row.conditional,
            dated: row.dated,
            past: row.past,
            imperfect: row.imperfect,
            negated: row.negated,
            certainty: row.certainty,
        }
    }

    fn marker(&mut self, row: MarkerRow) -> Marker {
        let id = self.add(&row.id, row.words.len(), row.examples);
        self.status(&row.id, &row.gives);
        self.certainty(&row.id, row.certainty.as_ref());
        if let Some(status) = &row.complement {
            self.status(&row.id, status);
        }
        for before in &row.before {
            if !["clause", "infinitive", "noun", "subject"].contains(&before.as_str()) {
                let message = format!("before `{before}`: it is `clause`, `infinitive`, `noun` or `subject`");
                self.out.error(self.file, row.id.span().start, message);
            }
        }
        Marker {
            id,
            words: row.words,
            before: row.before,
            status: row.gives,
            negative: row.negative,
            certainty: row.certainty,
            conditions: row.conditions,
            complement: row.complement,
            nouns: row.nouns,
            ahead: row.ahead,
        }
    }

    fn modifier(&mut self, row: ModifierRow) -> Modifier {
        let id = self.add(&row.id, row.words.len(), row.examples);
        if let Some(status) = &row.gives {
            self.status(&row.id, status);
        }
        self.certainty(&row.id, row.certainty.as_ref());
        Modifier { id, words: row.words, status: row.gives, certainty: row.certainty }
    }

    fn negator(&mut self, row: NegatorRow) -> Negator {
        let id = self.add(&row.id, row.words.len(), row.examples);
        let NegatorRow { words, with, in_arguments, verbs, unless, .. } = row;
        Negator { id, words, with, in_arguments, verbs, unless }
    }

    /// Registers an entry, checks that it has words and examples, and keeps its examples.
    fn add(&mut self, id: &Spanned<String>, words: usize, examples: Vec<ExampleRow>) -> RuleId {
        let at = id.span().start;
        let rule = self.out.rule(self.file, &self.prefix, id);
        if words == 0 {
            self.out.error(self.file, at, format!("`{rule}` has no words"));
        }
        if examples.is_empty() {
            self.out.error(self.file, at, format!("`{rule}` has no example"));
        }
        for ExampleRow { text, word, status, certainty, negative } in examples {
            if !text.contains(&word) {
                self.out.error(self.file, at, format!("`{word}` does not stand in the example `{text}`"));
            }
            self.status(id, &status);
            self.certainty(id, certainty.as_ref());
            self.examples.push(Example { id: rule.clone(), text, word, status, certainty, negative });
        }
        rule
    }

    fn effect(&mut self, id: &Spanned<String>, gives: SmolStr) -> Effect {
        match gives.as_str() {
            "same" => Effect::Same,
            "opposite" => Effect::Opposite,
            "fact" => Effect::Fact,
            _ => {
                self.status(id, &gives);
                Effect::Status(gives)
            }
        }
    }

    fn status(&mut self, id: &Spanned<String>, status: &str) {
        if !STATUSES.contains(&status) {
            let message = format!("no status `{status}`; one of {}", STATUSES.join(", "));
            self.out.error(self.file, id.span().start, message);
        }
    }

    fn certainty(&mut self, id: &Spanned<String>, certainty: Option<&SmolStr>) {
        if let Some(certainty) = certainty.filter(|certainty| !CERTAINTIES.contains(&certainty.as_str())) {
            let message = format!("no certainty `{certainty}`; one of {}", CERTAINTIES.join(", "));
            self.out.error(self.file, id.span().start, message);
        }
    }
}
