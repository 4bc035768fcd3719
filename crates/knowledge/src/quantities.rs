//! `quantities.toml` of a language: how many dead, arrested, demonstrators; how much money, how many arms.
//!
//! | table | entries |
//! |---|---|
//! | `[scales]` | what multiplies the number before it: `1000 = ["thousand"]`; other number words are the calendar's |
//! | `[[vague]]` | nouns of a vague number: `dozens`, `une cinquantaine` |
//! | `[[bound]]` | what stands around a number and opens or blurs it: `at least`, `or more` |
//! | `[[range]]` | what joins the ends of a range: `between … and` |
//! | `[[unit]]` | currencies |
//! | `[[kind]]` | what is counted, and the words that say so |
//!
//! An example says what must be read: `dead ≥14`, `money ~2000000 EUR`, `injured 3..5`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::{Diagnostics, Folder, RuleId, SourceFile};

/// The compiled `quantities.toml`. Words are forms or lemmas in lower case; a phrase has spaces.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Quantities {
    /// What parts the decimals: `,`; `.`.
    pub decimal: SmolStr,
    /// Determiners that may stand before a scale or a vague noun, as part of it: `a hundred`, `une dizaine`.
    pub articles: Vec<SmolStr>,
    /// Determiners that make a scale vague: `several hundred`.
    pub several: Vec<SmolStr>,
    /// Nouns that a number before them counts for nobody: days, percent.
    pub never: Vec<SmolStr>,
    /// Multipliers and their words.
    pub scales: Vec<(f64, Vec<String>)>,
    /// Nouns of a vague number.
    pub vague: Vec<Vague>,
    /// What opens or blurs a number.
    pub bounds: Vec<Bound>,
    /// What joins the ends of a range.
    pub ranges: Vec<Range>,
    /// Currencies.
    pub units: Vec<Unit>,
    /// What is counted.
    pub kinds: Vec<Kind>,
    /// Texts with the kind, and what must be read of it; nothing where it must be left alone.
    pub examples: Vec<Example>,
}

/// A noun of a vague number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Vague {
    /// `english/quantities/dozens`
    pub rule: RuleId,
    /// All forms.
    pub forms: Vec<String>,
    /// The number that it stands around.
    pub about: Option<f64>,
    /// The least number that it stands for.
    pub low: Option<f64>,
}

/// What a bound does to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// The number or more.
    AtLeast,
    /// More than the number.
    Over,
    /// The number or less.
    AtMost,
    /// Less than the number.
    Under,
    /// The number, roughly.
    About,
}

/// What stands around a number and opens or blurs it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bound {
    /// `english/quantities/at_least`; its last part is the record's modifier.
    pub rule: RuleId,
    /// Phrases before the number.
    pub before: Vec<String>,
    /// Phrases behind it.
    pub after: Vec<String>,
    /// What it does.
    pub effect: Effect,
}

/// What joins the ends of a range.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// What must stand before the first number.
    pub from: Option<String>,
    /// What stands between the numbers.
    pub to: Vec<String>,
}

/// A currency.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    /// `english/quantities/USD`
    pub rule: RuleId,
    /// ISO 4217, or the word where it does not tell which one.
    pub id: SmolStr,
    /// Signs before the number.
    pub before: Vec<String>,
    /// Words and signs behind it.
    pub after: Vec<String>,
}

/// What is counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kind {
    /// `english/quantities/dead`; its last part is the record's kind.
    pub rule: RuleId,
    /// Words that say it themselves: `12 dead`.
    pub nouns: Vec<SmolStr>,
    /// Verbs whose object is counted: `kill`.
    pub objects: Vec<SmolStr>,
    /// Verbs whose subject is counted: `die`.
    pub subjects: Vec<SmolStr>,
    /// Nouns whose genitive is counted: `arrest of 30`.
    pub events: Vec<SmolStr>,
    /// Things and people counted where nothing else says what becomes of them: `40 tanks`.
    pub things: Vec<SmolStr>,
    /// Acts whose actor is counted: `PROTEST`.
    pub doers: Vec<SmolStr>,
    /// Acts that may have it; all where it is empty.
    pub acts: Vec<SmolStr>,
}

/// A text, and what must be read of a kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The entry.
    pub rule: RuleId,
    /// The text.
    pub text: String,
    /// `dead ≥14`; nothing where the entry must not be read.
    pub is: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decimal: SmolStr,
    articles: Vec<SmolStr>,
    several: Vec<SmolStr>,
    never: Vec<SmolStr>,
    scales: BTreeMap<Spanned<String>, Vec<String>>,
    vague: Vec<VagueRow>,
    bound: Vec<BoundRow>,
    range: Vec<Range>,
    unit: Vec<UnitRow>,
    kind: Vec<KindRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueRow {
    id: Spanned<String>,
    forms: Vec<String>,
    about: Option<f64>,
    low: Option<f64>,
    yes: Vec<Reads>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundRow {
    id: Spanned<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    effect: Effect,
    yes: Vec<Reads>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitRow {
    id: Spanned<String>,
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    after: Vec<String>,
    #[serde(default)]
    yes: Vec<Reads>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindRow {
    id: Spanned<String>,
    #[serde(default)]
    nouns: Vec<SmolStr>,
    #[serde(default)]
    objects: Vec<SmolStr>,
    #[serde(default)]
    subjects: Vec<SmolStr>,
    #[serde(default)]
    events: Vec<SmolStr>,
    #[serde(default)]
    things: Vec<SmolStr>,
    #[serde(default)]
    doers: Vec<SmolStr>,
    #[serde(default)]
    acts: Vec<SmolStr>,
    yes: Vec<Reads>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reads {
    text: String,
    is: String,
}

/// Compiles `LANGUAGE/quantities.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Quantities {
    let Some(file) = folder.get(&format!("{language}/quantities.toml")) else { return Quantities::default() };
    let Some(form) = out.parse::<File>(file) else { return Quantities::default() };
    let mut compiler = Compiler { file, prefix: format!("{language}/quantities"), examples: Vec::new(), out };
    let scales = form.scales.into_iter().filter_map(|(value, words)| compiler.scale(&value, words)).collect();
    let vague = form.vague.into_iter().map(|row| compiler.vague(row)).collect();
    let bounds = form.bound.into_iter().map(|row| compiler.bound(row)).collect();
    let units = form.unit.into_iter().map(|row| compiler.unit(row)).collect();
    let kinds = form.kind.into_iter().map(|row| compiler.kind(row)).collect();
    Quantities {
        decimal: form.decimal,
        articles: form.articles,
        several: form.several,
        never: form.never,
        scales,
        vague,
        bounds,
        ranges: form.range,
        units,
        kinds,
        examples: compiler.examples,
    }
}

struct Compiler<'a> {
    file: &'a SourceFile,
    prefix: String,
    examples: Vec<Example>,
    out: &'a mut Diagnostics,
}

impl Compiler<'_> {
    fn rule(&mut self, id: &Spanned<String>, yes: Vec<Reads>, no: Vec<String>) -> RuleId {
        let rule = self.out.rule(self.file, &self.prefix, id);
        let example = |text, is| Example { rule: rule.clone(), text, is };
        self.examples.extend(yes.into_iter().map(|Reads { text, is }| example(text, Some(is))));
        self.examples.extend(no.into_iter().map(|text| example(text, None)));
        rule
    }

    fn scale(&mut self, value: &Spanned<String>, words: Vec<String>) -> Option<(f64, Vec<String>)> {
        match value.get_ref().parse() {
            Ok(number) => Some((number, words)),
            Err(_) => {
                self.out.error(self.file, value.span().start, "a scale's key is a number");
                None
            }
        }
    }

    fn vague(&mut self, row: VagueRow) -> Vague {
        if row.about.is_some() == row.low.is_some() {
            self.out.error(self.file, row.id.span().start, "a vague number has either `about` or `low`");
        }
        let rule = self.rule(&row.id, row.yes, Vec::new());
        Vague { rule, forms: row.forms, about: row.about, low: row.low }
    }

    fn bound(&mut self, row: BoundRow) -> Bound {
        let rule = self.rule(&row.id, row.yes, Vec::new());
        Bound { rule, before: row.before, after: row.after, effect: row.effect }
    }

    fn unit(&mut self, row: UnitRow) -> Unit {
        let id = row.id.get_ref().into();
        let rule = self.rule(&row.id, row.yes, Vec::new());
        Unit { rule, id, before: row.before, after: row.after }
    }

    fn kind(&mut self, row: KindRow) -> Kind {
        if row.yes.is_empty() {
            self.out.error(self.file, row.id.span().start, "an entry needs a `yes`");
        }
        let rule = self.rule(&row.id, row.yes, row.no);
        let KindRow { nouns, objects, subjects, events, things, doers, acts, .. } = row;
        Kind { rule, nouns, objects, subjects, events, things, doers, acts }
    }
}
