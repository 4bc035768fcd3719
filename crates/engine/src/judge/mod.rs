//! Who says so (attribution), and does it stand (status, certainty, polarity).

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::Attribution;
use depeche_knowledge::modality::Modality;
use smol_str::SmolStr;

use crate::Language;
use crate::code::Event;
use crate::resolve::Mentions;
use crate::text::{Sentence, Span};

/// What the stage prepares from `attribution.toml` and `modality.toml`.
#[derive(Debug, Default)]
pub struct Cues {}

impl Cues {
    /// Prepares a language's cues.
    #[must_use]
    pub fn new(attribution: &Attribution, modality: &Modality) -> Cues {
        let _ = (attribution, modality);
        Cues {}
    }
}

/// The contract's `status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// It happened.
    #[default]
    Happened,
    /// It goes on.
    Ongoing,
    /// It has a date.
    Scheduled,
    /// It is awaited.
    Expected,
    /// Somebody intends it.
    Planned,
    /// Somebody promised it.
    Promised,
    /// Somebody offered it.
    Offered,
    /// Somebody threatened it.
    Threatened,
    /// Somebody asked for it.
    Requested,
    /// Somebody wishes it.
    Desired,
    /// Somebody fears it.
    Feared,
    /// It is supposed.
    Hypothetical,
    /// It is supposed against the facts.
    Counterfactual,
    /// It was tried and failed.
    Attempted,
    /// It was kept from happening.
    Prevented,
    /// It was called off.
    Cancelled,
    /// It did not happen.
    DidNotHappen,
    /// Somebody denies it.
    Denied,
    /// It is not known.
    Unknown,
}

/// The contract's `certainty`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Certain.
    #[default]
    Certain,
    /// Probable.
    Probable,
    /// Possible.
    Possible,
    /// Unknown.
    Unknown,
}

/// Whether an event stands, for its innermost source.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Status.
    pub status: Status,
    /// Certainty.
    pub certainty: Certainty,
    /// Whether the polarity is negative.
    pub negative: bool,
    /// The rules that decided, in the order in which they applied.
    pub because: Vec<RuleId>,
}

/// One link of a source chain.
#[derive(Clone, Debug)]
pub struct Source {
    /// Sentence of the words.
    pub sentence: usize,
    /// The words that name it.
    pub span: Span,
    /// Index into [`Mentions::actors`], where it is a mention.
    pub mention: Option<usize>,
    /// The contract's kinds: `person`, `office`, `government`, `organisation`, `armed_group`, `media`,
    /// `document`, `poll`, `crowd`, `witness`, `unnamed`.
    pub kind: SmolStr,
    /// Whether it is named.
    pub named: bool,
    /// `one`, `two`, `several`, `unknown`.
    pub count: SmolStr,
    /// `head`, `senior`, `spokesperson`, `ordinary`, `entourage`, `expert`.
    pub rank: Option<SmolStr>,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// Whether it passes on what another says.
    pub relay: bool,
}

/// The word that makes it a statement.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Where it stands; the whole verb group.
    pub span: Span,
    /// `verb`, `noun`, `adjective`, `preposition`, `adverb`, `punctuation`, `conditional`.
    pub kind: SmolStr,
}

/// How it is quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quote {
    /// All in quotation marks.
    Direct,
    /// Partly.
    Mixed,
    /// Reported.
    Indirect,
    /// Reported without a cue in its sentence.
    FreeIndirect,
    /// Nobody is quoted.
    #[default]
    None,
}

/// An attribution, whether or not it carries an event.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Index of the sentence of its cue or source.
    pub sentence: usize,
    /// The words said; may have holes and run over sentences.
    pub content: Vec<Span>,
    /// The word that heads the content in its sentence.
    pub content_head: Option<usize>,
    /// The cue, if there is one.
    pub cue: Option<Cue>,
    /// Outermost first.
    pub sources: Vec<Source>,
    /// How it is quoted.
    pub quote: Quote,
    /// The rules behind it.
    pub because: Vec<RuleId>,
}

/// A judged event.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What is claimed.
    pub event: Event,
    /// Whether it stands, for the innermost source.
    pub standing: Standing,
    /// Who says so, outermost first; empty for the dispatch's own voice.
    pub sources: Vec<Source>,
    /// The innermost cue.
    pub cue: Option<Cue>,
    /// How it is quoted.
    pub quote: Quote,
    /// 0 to 1.
    pub confidence: f64,
    /// The rules behind source chain and standing.
    pub because: Vec<RuleId>,
}

/// Finds every attribution, in the order of the text.
#[must_use]
pub fn statements(sentences: &[Sentence], mentions: &Mentions, text: &str, language: &Language) -> Vec<Statement> {
    let _ = (sentences, mentions, text, language);
    Vec::new()
}

/// The standing of any word that names an event, coded or not.
#[must_use]
pub fn standing(sentence: usize, word: usize, sentences: &[Sentence], mentions: &Mentions, language: &Language) -> Standing {
    let _ = (sentence, word, sentences, mentions, language);
    Standing::default()
}

/// Judges events: who says each, and does it stand.
#[must_use]
pub fn claims(
    events: Vec<Event>,
    statements: &[Statement],
    sentences: &[Sentence],
    mentions: &Mentions,
    language: &Language,
) -> Vec<Claim> {
    let _ = (statements, sentences, mentions, language);
    events
        .into_iter()
        .map(|event| Claim {
            event,
            standing: Standing::default(),
            sources: Vec::new(),
            cue: None,
            quote: Quote::None,
            confidence: 0.0,
            because: Vec::new(),
        })
        .collect()
}
