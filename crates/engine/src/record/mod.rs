//! Records: what the contract promises, as data to be written.
//!
//! The structs here have exactly the contract's fields in its order. [`Records`] makes them from a
//! [`Reading`]: it converts byte spans to Unicode scalar values, applies the codebook's convention for future
//! and negated acts, and gives ids that are the same on every run and machine.

pub(crate) mod convention;
mod identity;
pub mod scalars;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use depeche_knowledge::Knowledge;

use crate::code::numbers::Amount;
use crate::code::quantities::Quantity;
use crate::judge::{self, Claim, Cue, Source, Standing, Statement};
use crate::resolve::{actors::Actor, places::Place, times::Time};
use crate::text::{Dispatch, Mention, Span, Word};
use crate::{Language, Reading, RuleId};

pub use convention::{Label, label};
pub use identity::dispatch_id;
pub use scalars::Scalars;

/// The version of the records' form.
pub const SCHEMA: u8 = 1;

/// `[begin,end)` in Unicode scalar values of the dispatch's text.
pub type Range = [u32; 2];

/// One claim.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimRecord {
    /// [`SCHEMA`].
    pub schema: u8,
    /// `c_` and a hash of the content.
    pub claim: String,
    /// As given, else `d_` and a hash of the content.
    pub dispatch: String,
    /// ISO 639-1 of the language that it was read in.
    pub language: String,
    /// Publication date.
    pub published: Option<Date>,
    /// The sentence.
    pub sentence: SentenceRecord,
    /// What is claimed.
    pub event: EventRecord,
    /// Who does it.
    pub actors: Vec<ActorRecord>,
    /// To whom.
    pub recipients: Vec<ActorRecord>,
    /// Where.
    pub place: Option<PlaceRecord>,
    /// When.
    pub time: Option<TimeRecord>,
    /// Whether it stands, for the innermost source.
    pub status: &'static str,
    /// How sure the innermost source is.
    pub certainty: &'static str,
    /// `positive` or `negative`.
    pub polarity: &'static str,
    /// Who says so, outermost first.
    pub sources: Vec<SourceRecord>,
    /// The word that makes it a statement.
    pub cue: Option<CueRecord>,
    /// How it is quoted.
    pub quote: &'static str,
    /// 0 to 1, two decimals.
    pub confidence: f64,
    /// The entries and models that decided.
    pub because: Vec<RuleId>,
}

/// Where a claim's sentence stands.
#[derive(Clone, Debug, Serialize)]
pub struct SentenceRecord {
    /// From 0, in the order of the text.
    pub index: usize,
    /// Where it stands.
    pub span: Range,
}

/// What is claimed.
#[derive(Clone, Debug, Serialize)]
pub struct EventRecord {
    /// The act itself, one of PLOVER's 16.
    #[serde(rename = "type")]
    pub act: SmolStr,
    /// A mode of the act.
    pub mode: Option<SmolStr>,
    /// The label under the convention for future and negated acts.
    pub plover: SmolStr,
    /// The CAMEO code that fits best.
    pub cameo: SmolStr,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER's scale, −10 to +10.
    pub score: f64,
    /// What it is about.
    pub contexts: Vec<SmolStr>,
    /// The words that name the act.
    pub trigger: TextRecord,
    /// How many dead, arrested, demonstrators; how much money, how many arms.
    pub quantities: Vec<QuantityRecord>,
}

/// A number that belongs to an event.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct QuantityRecord {
    /// `dead`, `injured`, `arrested`, `kidnapped`, `missing`, `displaced`, `demonstrators`, `troops`, `arms`, `money`.
    pub kind: SmolStr,
    /// The number stated; null for a range and for "dozens".
    pub value: Option<Number>,
    /// The least that the words allow; null where that is open.
    pub low: Option<Number>,
    /// The most that the words allow; null where that is open.
    pub high: Option<Number>,
    /// `at_least`, `more_than`, `at_most`, `less_than`, `about`, `nearly`, `several`; null where the number is plain.
    /// `more_than` and `less_than` leave the end itself out.
    pub modifier: Option<SmolStr>,
    /// ISO 4217 for money, or the word that it does not tell; the lemma of what is counted.
    pub unit: Option<SmolStr>,
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
}

/// A number, written without decimals where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Number(pub f64);

impl Serialize for Number {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Beyond 2^53 not every whole number is one.
        if self.0.fract() == 0.0 && self.0.abs() < 9_007_199_254_740_992.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl QuantityRecord {
    /// In brief: `dead ≥14 civilian`, `money 2000000 EUR`, `injured 3..5`.
    #[must_use]
    pub fn brief(&self) -> String {
        let amount = Amount {
            value: self.value.map(|it| it.0),
            low: self.low.map(|it| it.0),
            high: self.high.map(|it| it.0),
            open: matches!(self.modifier.as_deref(), Some("more_than" | "less_than")),
            ..Amount::default()
        };
        let unit = self.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        format!("{} {amount}{unit}", self.kind)
    }
}

/// Words of the text.
#[derive(Clone, Debug, Serialize)]
pub struct TextRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
}

/// An actor. One that no knowledge resolves keeps its text, with `id` and `country` null.
#[derive(Clone, Debug, Serialize)]
pub struct ActorRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
    /// `person/abbas-araghchi`
    pub id: Option<SmolStr>,
    /// The name that knowledge gives.
    pub name: Option<String>,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// PLOVER sectors.
    pub sectors: Vec<SmolStr>,
    /// The office held on the dispatch's date, or what the words call it.
    pub role: Option<SmolStr>,
}

/// A place.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
    /// `place/kharkiv`, `state/UKR`
    pub id: Option<SmolStr>,
    /// The name that knowledge gives.
    pub name: Option<String>,
    /// `country`, `city`, `division`, `region`, `sea`, `strait`, `site`.
    pub feature: SmolStr,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// A time.
#[derive(Clone, Debug, Serialize)]
pub struct TimeRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
    /// TIMEX3 value.
    pub value: String,
    /// First day of the closed interval that it stands for.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// `day`, `week`, `month`…
    pub grain: SmolStr,
    /// `explicit`, `dispatch`, `previous`, `event`, `none`.
    pub anchor: SmolStr,
}

/// One link of a source chain.
#[derive(Clone, Debug, Serialize)]
pub struct SourceRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
    /// `media/reuters`
    pub id: Option<SmolStr>,
    /// The name that knowledge gives.
    pub name: Option<String>,
    /// `person`, `office`, `government`, `organisation`, `armed_group`, `media`, `document`, `poll`, `crowd`,
    /// `witness`, `unnamed`.
    pub kind: SmolStr,
    /// Whether it is named.
    pub named: bool,
    /// `one`, `two`, `several`, `unknown`.
    pub count: SmolStr,
    /// `head`, `senior`, `spokesperson`, `ordinary`, `entourage`, `expert`.
    pub rank: Option<SmolStr>,
    /// ISO 3166 alpha-3.
    pub country: Option<SmolStr>,
    /// `relay` or `speaker`.
    pub role: &'static str,
}

/// The word that makes it a statement.
#[derive(Clone, Debug, Serialize)]
pub struct CueRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Range,
    /// `verb`, `noun`, `adjective`, `preposition`, `adverb`, `punctuation`, `conditional`.
    pub kind: SmolStr,
}

/// One mention of an actor, a place or a time, coded or not.
#[derive(Clone, Debug, Serialize)]
pub struct MentionRecord {
    /// As in a claim.
    pub dispatch: String,
    /// `actor`, `place`, `time`.
    pub kind: &'static str,
    /// The same fields as in a claim.
    #[serde(flatten)]
    pub mention: MentionFields,
    /// The entries that found it.
    pub because: Vec<RuleId>,
    /// How likely each country is that the context offered for an actor, in hundredths, the most first; for `explain`
    /// alone.
    #[serde(skip)]
    pub weighed: Vec<(SmolStr, u32)>,
}

/// The fields of a mention, by its kind.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum MentionFields {
    /// Who.
    Actor(ActorRecord),
    /// Where.
    Place(PlaceRecord),
    /// When.
    Time(TimeRecord),
}

impl MentionFields {
    /// The words and where they stand.
    #[must_use]
    pub fn place_in_text(&self) -> (&str, Range) {
        match self {
            MentionFields::Actor(it) => (&it.text, it.span),
            MentionFields::Place(it) => (&it.text, it.span),
            MentionFields::Time(it) => (&it.text, it.span),
        }
    }
}

/// One attribution, whether or not it carries an event.
#[derive(Clone, Debug, Serialize)]
pub struct StatementRecord {
    /// As in a claim.
    pub dispatch: String,
    /// The words said; may have holes and run over sentences.
    pub content: Vec<Range>,
    /// The word that makes it a statement.
    pub cue: Option<CueRecord>,
    /// Outermost first.
    pub sources: Vec<SourceRecord>,
    /// How it is quoted.
    pub quote: &'static str,
    /// The entries that found it.
    pub because: Vec<RuleId>,
}

/// Whether one word that names an event stands, coded or not.
#[derive(Clone, Debug, Serialize)]
pub struct StandingRecord {
    /// As in a claim.
    pub dispatch: String,
    /// Index of the sentence.
    pub sentence: usize,
    /// The word.
    pub text: String,
    /// Where it stands.
    pub span: Range,
    /// Its dictionary form.
    pub lemma: SmolStr,
    /// As in a claim.
    pub status: &'static str,
    /// As in a claim.
    pub certainty: &'static str,
    /// As in a claim.
    pub polarity: &'static str,
    /// Who says so, outermost first.
    pub sources: Vec<SourceRecord>,
    /// The entries that decided.
    pub because: Vec<RuleId>,
}

fn polarity(standing: &Standing) -> &'static str {
    if standing.negative { "negative" } else { "positive" }
}

/// Makes records from one dispatch's reading.
#[derive(Debug)]
pub struct Records<'a> {
    dispatch: &'a Dispatch,
    reading: &'a Reading,
    knowledge: &'a Knowledge,
    scalars: Scalars,
    id: String,
}

impl<'a> Records<'a> {
    /// Counts the text's scalar values once, and names the dispatch.
    #[must_use]
    pub fn new(dispatch: &'a Dispatch, reading: &'a Reading, knowledge: &'a Knowledge) -> Records<'a> {
        let scalars = Scalars::new(&dispatch.text);
        Records { dispatch, reading, knowledge, scalars, id: dispatch_id(dispatch) }
    }

    /// A span in Unicode scalar values.
    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        self.scalars.range(span)
    }

    /// The claims, in the order of the text.
    #[must_use]
    pub fn claims(&self) -> Vec<ClaimRecord> {
        self.reading.claims.iter().map(|claim| self.claim(claim)).collect()
    }

    /// Every mention, in the order of the text; the longer first where two begin together.
    #[must_use]
    pub fn mentions(&self) -> Vec<MentionRecord> {
        let found = &self.reading.mentions;
        let mut records = Vec::new();
        let named = found.actors.iter().enumerate().filter(|&(index, _)| !found.is_ground(index));
        for (_, actor) in named {
            let record = self.mention("actor", MentionFields::Actor(self.actor(actor)), &actor.because);
            records.push(MentionRecord { weighed: actor.value.weighed.clone(), ..record });
        }
        for place in &found.places {
            records.push(self.mention("place", MentionFields::Place(self.place(place)), &place.because));
        }
        for time in &found.times {
            records.push(self.mention("time", MentionFields::Time(self.time(time)), &time.because));
        }
        records.sort_by_key(|record| {
            let (_, [begin, end]) = record.mention.place_in_text();
            (begin, u32::MAX - end, record.kind)
        });
        records
    }

    /// Every attribution, in the order of the text.
    #[must_use]
    pub fn statements(&self) -> Vec<StatementRecord> {
        self.reading.statements.iter().map(|statement| self.statement(statement)).collect()
    }

    /// The standing of every verb, and every noun that a pattern knows as an act, in the order of the text.
    #[must_use]
    pub fn standings(&self, language: &Language) -> Vec<StandingRecord> {
        let mut records = Vec::new();
        for (index, sentence) in self.reading.sentences.iter().enumerate() {
            for i in judge::events_of(sentence, language) {
                records.push(self.standing(index, i, &sentence.words[i], language));
            }
        }
        records
    }

    fn standing(&self, sentence: usize, index: usize, word: &Word, language: &Language) -> StandingRecord {
        let Reading { sentences, mentions, statements, .. } = self.reading;
        let standing = judge::standing(sentence, index, sentences, mentions, language);
        let sources = judge::statement_at(statements, word.span).map_or(&[][..], |it| it.sources.as_slice());
        let TextRecord { text, span } = self.text(word.span);
        StandingRecord {
            dispatch: self.id.clone(),
            sentence,
            text,
            span,
            lemma: word.lemma.clone(),
            status: standing.status.as_str(),
            certainty: standing.certainty.as_str(),
            polarity: polarity(&standing),
            sources: sources.iter().map(|source| self.source(source)).collect(),
            because: standing.because,
        }
    }

    /// One claim.
    #[must_use]
    pub fn claim(&self, claim: &Claim) -> ClaimRecord {
        let event = &claim.event;
        let mentions = &self.reading.mentions;
        let actors = |indices: &[usize]| -> Vec<ActorRecord> {
            indices
                .iter()
                .filter_map(|&i| mentions.actors.get(i))
                .map(|mention| self.actor(mention))
                .collect()
        };
        let mut because: Vec<RuleId> = Vec::new();
        for rule in event.because.iter().chain(&claim.because).chain(&claim.standing.because) {
            if !because.contains(rule) {
                because.push(rule.clone());
            }
        }
        let sentence = self.reading.sentences.get(event.sentence).map(|s| s.span).unwrap_or_default();
        let mut record = ClaimRecord {
            schema: SCHEMA,
            claim: String::new(),
            dispatch: self.id.clone(),
            language: self.reading.language.clone(),
            published: self.dispatch.published,
            sentence: SentenceRecord { index: event.sentence, span: self.scalars.range(sentence) },
            event: self.event(claim),
            actors: actors(&event.actors),
            recipients: actors(&event.recipients),
            place: event.place.and_then(|i| mentions.places.get(i)).map(|mention| self.place(mention)),
            time: event.time.and_then(|i| mentions.times.get(i)).map(|mention| self.time(mention)),
            status: claim.standing.status.as_str(),
            certainty: claim.standing.certainty.as_str(),
            polarity: polarity(&claim.standing),
            sources: claim.sources.iter().map(|source| self.source(source)).collect(),
            cue: claim.cue.as_ref().map(|cue| self.cue(cue)),
            quote: claim.quote.as_str(),
            confidence: (claim.confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0,
            because,
        };
        record.claim = identity::claim_id(&record);
        record
    }

    fn event(&self, claim: &Claim) -> EventRecord {
        let event = &claim.event;
        let label = label(event, &claim.standing, &self.knowledge.ontology);
        EventRecord {
            act: event.act.clone(),
            mode: event.mode.clone(),
            plover: label.plover,
            cameo: label.cameo,
            quad: label.quad,
            score: label.score,
            contexts: event.contexts.clone(),
            trigger: self.text(self.trigger(claim)),
            quantities: event.quantities.iter().map(|it| self.quantity(event.sentence, it)).collect(),
        }
    }

    fn quantity(&self, sentence: usize, quantity: &Quantity) -> QuantityRecord {
        let words = self.reading.sentences.get(sentence).and_then(|it| it.words.get(quantity.words.clone()));
        let span = words.into_iter().flatten().map(|word| word.span).reduce(Span::cover).unwrap_or_default();
        let TextRecord { text, span } = self.text(span);
        let Amount { value, low, high, modifier, .. } = quantity.amount.clone();
        let Quantity { kind, unit, .. } = quantity.clone();
        let [value, low, high] = [value, low, high].map(|number| number.map(Number));
        QuantityRecord { kind, value, low, high, modifier, unit, text, span }
    }

    /// The span of the words that name a claim's act.
    #[must_use]
    pub fn trigger(&self, claim: &Claim) -> Span {
        let Some(sentence) = self.reading.sentences.get(claim.event.sentence) else { return Span::default() };
        let words = claim.event.words.iter().chain([&claim.event.trigger]);
        words
            .filter_map(|&i| sentence.words.get(i))
            .map(|word| word.span)
            .reduce(Span::cover)
            .unwrap_or_default()
    }

    fn statement(&self, statement: &Statement) -> StatementRecord {
        StatementRecord {
            dispatch: self.id.clone(),
            content: statement.content.iter().map(|&span| self.scalars.range(span)).collect(),
            cue: statement.cue.as_ref().map(|cue| self.cue(cue)),
            sources: statement.sources.iter().map(|source| self.source(source)).collect(),
            quote: statement.quote.as_str(),
            because: statement.because.clone(),
        }
    }

    fn mention(&self, kind: &'static str, mention: MentionFields, because: &[RuleId]) -> MentionRecord {
        let (dispatch, because) = (self.id.clone(), because.to_vec());
        MentionRecord { dispatch, kind, mention, because, weighed: Vec::new() }
    }

    fn actor(&self, mention: &Mention<Actor>) -> ActorRecord {
        let TextRecord { text, span } = self.text(mention.span);
        let Actor { id, name, country, sectors, role, .. } = mention.value.clone();
        ActorRecord { text, span, id, name, country, sectors, role }
    }

    fn place(&self, mention: &Mention<Place>) -> PlaceRecord {
        let TextRecord { text, span } = self.text(mention.span);
        let Place { id, name, kind, country, coordinates, .. } = mention.value.clone();
        let (latitude, longitude) = coordinates.unzip();
        PlaceRecord { text, span, id, name, feature: kind, country, latitude, longitude }
    }

    fn time(&self, mention: &Mention<Time>) -> TimeRecord {
        let TextRecord { text, span } = self.text(mention.span);
        let Time { value, start, end, grain, anchor, .. } = mention.value.clone();
        TimeRecord { text, span, value, start, end, grain, anchor }
    }

    fn source(&self, source: &Source) -> SourceRecord {
        let TextRecord { text, span } = self.text(source.span);
        let actor =
            source.mention.and_then(|i| self.reading.mentions.actors.get(i)).map(|mention| &mention.value);
        SourceRecord {
            text,
            span,
            id: actor.and_then(|actor| actor.id.clone()),
            name: actor.and_then(|actor| actor.name.clone()),
            kind: source.kind.clone(),
            named: source.named,
            count: source.count.clone(),
            rank: source.rank.clone(),
            country: source.country.clone(),
            role: if source.relay { "relay" } else { "speaker" },
        }
    }

    fn cue(&self, cue: &Cue) -> CueRecord {
        let TextRecord { text, span } = self.text(cue.span);
        CueRecord { text, span, kind: cue.kind.clone() }
    }

    fn text(&self, span: Span) -> TextRecord {
        TextRecord { text: span.of(&self.dispatch.text).to_string(), span: self.scalars.range(span) }
    }
}
