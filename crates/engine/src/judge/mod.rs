//! Who says so (attribution), and does it stand (status, certainty, polarity).
//!
//! Three questions, each in its own files: which words are said by whom ([`attribution`] in a sentence with its
//! [`nouns`] and [`punctuation`], [`chains`] of them, [`discourse`] over sentences; [`quotes`], [`frames`],
//! [`word_order`], [`content`], [`asides`] and [`sources`] are their tools), whether an event stands ([`standing`] from its own
//! verb [`group`], [`carriers`] up the tree with their [`effects`], [`markers`] beside it), and what both make of a coded event
//! ([`claims`], [`purposes`]). [`cues`] prepares a language's knowledge; nothing here knows a word of any language.

use depeche_knowledge::RuleId;
use depeche_knowledge::ontology::Ontology;
use smol_str::SmolStr;

use crate::Language;
use crate::code::Event;
use crate::resolve::Mentions;
use crate::text::{Sentence, Span};

mod cues;
mod group;
mod standing;
mod carriers;
mod effects;
mod markers;
mod quotes;
mod content;
mod sources;
mod attribution;
mod asides;
mod purposes;
mod nouns;
mod chains;
mod punctuation;
mod discourse;
mod frames;
mod word_order;
mod claims;
#[cfg(test)]
mod tests;

pub use cues::Cues;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// As the contract writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value that the contract writes so.
            #[must_use]
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}

named! {
    /// The contract's `status`.
    Status {
        /// It happened.
        #[default]
        Happened = "happened",
        /// It goes on.
        Ongoing = "ongoing",
        /// It has a date.
        Scheduled = "scheduled",
        /// It is awaited.
        Expected = "expected",
        /// Somebody intends it.
        Planned = "planned",
        /// Somebody promised it.
        Promised = "promised",
        /// Somebody offered it.
        Offered = "offered",
        /// Somebody threatened it.
        Threatened = "threatened",
        /// Somebody asked for it.
        Requested = "requested",
        /// Somebody wishes it.
        Desired = "desired",
        /// Somebody fears it.
        Feared = "feared",
        /// It is supposed.
        Hypothetical = "hypothetical",
        /// It is supposed against the facts.
        Counterfactual = "counterfactual",
        /// It was tried and failed.
        Attempted = "attempted",
        /// It was kept from happening.
        Prevented = "prevented",
        /// It was called off.
        Cancelled = "cancelled",
        /// It did not happen.
        DidNotHappen = "did_not_happen",
        /// Somebody denies it.
        Denied = "denied",
        /// It is not known.
        Unknown = "unknown",
    }
}

named! {
    /// The contract's `certainty`.
    Certainty {
        /// Certain.
        #[default]
        Certain = "certain",
        /// Probable.
        Probable = "probable",
        /// Possible.
        Possible = "possible",
        /// Unknown.
        Unknown = "unknown",
    }
}

named! {
    /// How it is quoted.
    Quote {
        /// All in quotation marks.
        Direct = "direct",
        /// Partly.
        Mixed = "mixed",
        /// Reported.
        Indirect = "indirect",
        /// Reported without a cue in its sentence.
        FreeIndirect = "free_indirect",
        /// Nobody is quoted.
        #[default]
        None = "none",
    }
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
    /// Outermost first; the sources of the statements that it lies in come before its own.
    pub sources: Vec<Source>,
    /// How it is quoted.
    pub quote: Quote,
    /// Whether the content is a fact that the speaker judges rather than says: "condemned the attacks". What
    /// happens in it is not said by the speaker.
    pub presupposed: bool,
    /// Whether the speaker asks, promises, threatens, plans: what has happened already is no part of that.
    pub directs: bool,
    /// Parts of the content that the speaker does not say: "asked the unions, which had called a strike, to wait".
    pub asides: Vec<Span>,
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
pub fn statements(
    sentences: &[Sentence],
    mentions: &Mentions,
    text: &str,
    language: &Language,
) -> Vec<Statement> {
    let _ = text;
    attribution::find(sentences, mentions, &language.cues)
}

/// The standing of any word that names an event, coded or not.
#[must_use]
pub fn standing(
    sentence: usize,
    word: usize,
    sentences: &[Sentence],
    mentions: &Mentions,
    language: &Language,
) -> Standing {
    standing::of(sentence, word, sentences, mentions, &language.cues)
}

/// Whether a word denies a verb, one of its arguments, or the verb above an infinitive: "no group has claimed".
#[must_use]
pub fn is_denied(sentence: &Sentence, word: usize, cues: &Cues) -> bool {
    group::negator(sentence, word, cues).is_some()
}

/// The words of a sentence that name events: verbs other than auxiliaries and modals, predicates, event nouns.
#[must_use]
pub fn events_of(sentence: &Sentence, language: &Language) -> Vec<usize> {
    standing::events_of(sentence, language)
}

/// The innermost statement whose content covers a span.
#[must_use]
pub fn statement_at(statements: &[Statement], span: Span) -> Option<&Statement> {
    claims::innermost(statements.iter(), span)
}

/// Whether nobody in a claim is known: its participants are pronouns alone, which nothing resolves.
#[must_use]
pub fn is_about_nobody(claim: &Claim, sentences: &[Sentence], mentions: &Mentions) -> bool {
    claims::is_about_nobody(claim, sentences, mentions)
}

/// Judges events: who says each, and does it stand.
#[must_use]
pub fn claims(
    events: Vec<Event>,
    statements: &[Statement],
    sentences: &[Sentence],
    mentions: &Mentions,
    language: &Language,
    ontology: &Ontology,
) -> Vec<Claim> {
    claims::judge(events, statements, sentences, mentions, language, ontology)
}
