//! Numbers as a sentence states them: figures, words, vague nouns, ranges, what bounds them, the currency.

use depeche_knowledge::calendar::Entry;
use depeche_knowledge::quantities::Effect;
use depeche_knowledge::segmentation::Contraction;
use depeche_knowledge::{LanguagePack, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use std::ops::Range;

use crate::text::Sentence;
use crate::ud::Upos;

/// A number with its bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amount {
    /// The number stated; none for a range or a vague noun in the plural.
    pub value: Option<f64>,
    /// The least that the words allow; none where that is open.
    pub low: Option<f64>,
    /// The most that the words allow; none where that is open.
    pub high: Option<f64>,
    /// Whether `low` and `high` are not themselves allowed: "more than 14".
    pub open: bool,
    /// `at_least`, `about`: what the words make of the number; none where it is plain.
    pub modifier: Option<SmolStr>,
    /// ISO 4217, or the word for a currency that it does not tell.
    pub currency: Option<SmolStr>,
    /// The words that state it.
    pub words: Range<usize>,
    /// Whether a genitive stands between it and what it counts: "dozens of".
    pub partitive: bool,
    /// The entries that read it.
    pub because: Vec<RuleId>,
}

/// What the stage prepares from `quantities.toml` and the calendar's number words.
#[derive(Debug, Default)]
pub struct Numbers {
    decimal: char,
    words: FxHashMap<SmolStr, f64>,
    scales: FxHashMap<SmolStr, f64>,
    joiners: FxHashSet<SmolStr>,
    articles: FxHashSet<SmolStr>,
    several: FxHashSet<SmolStr>,
    genitive: FxHashSet<SmolStr>,
    vague: FxHashMap<SmolStr, (Option<f64>, Option<f64>, RuleId)>,
    /// Phrase as words, effect, modifier, rule; the longest first.
    before: Vec<Phrase<(Effect, RuleId)>>,
    after: Vec<Phrase<(Effect, RuleId)>>,
    signs: Vec<Phrase<(SmolStr, RuleId)>>,
    currencies: Vec<Phrase<(SmolStr, RuleId)>>,
    ranges: Vec<(Option<SmolStr>, FxHashSet<SmolStr>)>,
}

type Phrase<T> = (Vec<SmolStr>, T);

/// The words of a phrase, contractions apart: `au moins` is `à le moins`.
pub(super) fn words_of(phrase: &str, contractions: &[Contraction]) -> Vec<SmolStr> {
    let apart = |part: &str| {
        let contraction = contractions.iter().find(|it| it.form == part);
        contraction.map_or_else(|| vec![SmolStr::from(part)], |it| it.words.clone())
    };
    phrase.replace('\'', "' ").split_whitespace().flat_map(apart).collect()
}

/// Phrases as lists of words, the longest first.
fn phrases<'a, T: Clone>(
    rows: impl Iterator<Item = (&'a Vec<String>, T)>,
    contractions: &[Contraction],
) -> Vec<Phrase<T>> {
    let split = |phrase: &String| words_of(phrase, contractions);
    let mut all: Vec<Phrase<T>> =
        rows.flat_map(|(forms, what)| forms.iter().map(move |form| (split(form), what.clone()))).collect();
    all.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    all
}

impl Numbers {
    /// Prepares a language's numbers.
    #[must_use]
    pub fn new(pack: &LanguagePack) -> Numbers {
        let source = &pack.quantities;
        let contractions = &pack.segmentation.contractions;
        let numbers = pack.calendar.words.iter().filter(|entry| entry.class == "number");
        let single = |entry: &Entry| {
            let value = entry.value.parse().unwrap_or(0.0);
            let forms = entry.forms.iter().filter(|form| !form.contains(' '));
            forms.map(|form| (SmolStr::from(form.as_str()), value)).collect::<Vec<_>>()
        };
        let mut words: FxHashMap<SmolStr, f64> = numbers.flat_map(single).collect();
        let scales: FxHashMap<SmolStr, f64> = source
            .scales
            .iter()
            .flat_map(|(value, forms)| forms.iter().map(|form| (form.into(), *value)))
            .collect();
        words.retain(|word, _| !scales.contains_key(word));
        let vague = source.vague.iter().flat_map(|row| {
            row.forms.iter().map(|form| (form.into(), (row.about, row.low, row.rule.clone())))
        });
        let units = || source.units.iter().map(|unit| (unit, (unit.id.clone(), unit.rule.clone())));
        let bounds = || source.bounds.iter().map(|bound| (bound, (bound.effect, bound.rule.clone())));
        let set = |words: &[String]| words.iter().map(SmolStr::from).collect();
        Numbers {
            decimal: source.decimal.chars().next().unwrap_or('.'),
            words,
            scales,
            joiners: set(&pack.calendar.number_joiners),
            articles: source.articles.iter().cloned().collect(),
            several: source.several.iter().cloned().collect(),
            genitive: pack.frames.genitive.iter().cloned().collect(),
            vague: vague.collect(),
            before: phrases(bounds().map(|(bound, what)| (&bound.before, what)), contractions),
            after: phrases(bounds().map(|(bound, what)| (&bound.after, what)), contractions),
            signs: phrases(units().map(|(unit, what)| (&unit.before, what)), contractions),
            currencies: phrases(units().map(|(unit, what)| (&unit.after, what)), contractions),
            ranges: source
                .ranges
                .iter()
                .map(|range| (range.from.as_deref().map(SmolStr::from), set(&range.to)))
                .collect(),
        }
    }

    /// All numbers of a sentence, in order, whatever they count.
    #[must_use]
    pub fn amounts(&self, sentence: &Sentence) -> Vec<Amount> {
        let text = Text::new(sentence);
        let mut found = Vec::new();
        let mut at = 0;
        while at < text.forms.len() {
            match self.amount(&text, at) {
                Some(amount) => {
                    at = amount.words.end.max(at + 1);
                    found.push(amount);
                }
                None => at += 1,
            }
        }
        found
    }

    fn amount(&self, text: &Text<'_>, start: usize) -> Option<Amount> {
        let (sign, begin) = match starting(&self.signs, text, start) {
            Some((sign, end)) => (Some(sign), end),
            None => (None, start),
        };
        let (mut amount, end) = self.simple(text, begin)?;
        amount.words = start..end;
        self.range(text, &mut amount);
        if let Some(name) = sign.or_else(|| self.currency(text, &mut amount)) {
            amount.currency = Some(name.0.clone());
            amount.because.push(name.1.clone());
        }
        self.bound(text, &mut amount);
        Some(amount)
    }

    /// A number without what stands around it, and where it ends.
    fn simple(&self, text: &Text<'_>, at: usize) -> Option<(Amount, usize)> {
        let article = self.articles.contains(text.at(at)) || self.several.contains(text.at(at));
        let noun = at + usize::from(article);
        if let Some((about, low, rule)) = self.vague.get(text.at(noun)) {
            let because = vec![rule.clone()];
            let (factor, end) = self.times(text, noun + 1);
            let times = |value: &f64| value * factor;
            let about = about.as_ref().map(times);
            let modifier = Some(if about.is_some() { "about" } else { "several" }.into());
            let low = low.as_ref().map(times);
            return Some((
                Amount { value: about, low, modifier, partitive: true, because, ..Amount::default() },
                end,
            ));
        }
        if self.several.contains(text.at(at)) {
            let (scale, _) = self.scale(text, noun)?;
            let amount =
                Amount { low: Some(2.0 * scale), modifier: Some("several".into()), ..Amount::default() };
            return Some((amount, noun + 1));
        }
        let (value, end) = self.number(text, at)?;
        let amount = Amount { value: Some(value), low: Some(value), high: Some(value), ..Amount::default() };
        Some((amount, end))
    }

    /// What a vague noun is a multiple of: "tens of thousands", "une centaine de millions".
    fn times(&self, text: &Text<'_>, at: usize) -> (f64, usize) {
        let noun = at + usize::from(self.genitive.contains(text.lemma(at)));
        if noun == at {
            return (1.0, at);
        }
        match (self.scale(text, noun), self.vague.get(text.at(noun))) {
            (Some((scale, _)), _) => (scale, noun + 1),
            (None, Some((_, Some(low), _))) => (low / 2.0, noun + 1),
            _ => (1.0, at),
        }
    }

    fn scale(&self, text: &Text<'_>, at: usize) -> Option<(f64, bool)> {
        let by_lemma = || self.scales.get(text.lemma(at)).map(|&scale| (scale, true));
        self.scales.get(text.at(at)).map(|&scale| (scale, false)).or_else(by_lemma)
    }

    /// Figures and number words with their scales: `137 000`, `2,1 milliards`, `two hundred and ten`.
    fn number(&self, text: &Text<'_>, start: usize) -> Option<(f64, usize)> {
        let mut sum = Sum::default();
        let mut at = start;
        if let (true, Some((scale, false))) = (self.articles.contains(text.at(at)), self.scale(text, at + 1))
        {
            sum.scale(scale);
            return Some((sum.total(), at + 2)).filter(|_| text.single(at));
        }
        let mut end = start;
        while at < text.forms.len() {
            if let Some(value) = figures(text.at(at), self.decimal) {
                if end > start {
                    break;
                }
                sum.current = Some(value);
                sum.figures = true;
            } else if let Some((scale, _)) = self.scale(text, at).filter(|_| end > start || text.counts(at)) {
                sum.scale(scale);
            } else if !self.spelled(text, at, &mut sum) {
                break;
            }
            at += 1;
            end = at;
            let next = at + usize::from(!sum.figures && self.joiners.contains(text.at(at)));
            // "vingt et un", and not "two and three".
            let joins = next == at || sum.takes_more() && self.words.contains_key(text.at(next));
            at = if joins { next } else { at };
        }
        (end > start).then(|| (sum.total(), end))
    }

    /// A number word, or several joined by hyphens.
    fn spelled(&self, text: &Text<'_>, at: usize, sum: &mut Sum) -> bool {
        let word = text.at(at);
        if sum.figures || word == "un" || word == "une" || !text.counts(at) {
            return !sum.figures
                && text.counts(at)
                && self.words.get(word).is_some_and(|&value| sum.add(value));
        }
        if let Some(&value) = self.words.get(word) {
            return sum.add(value);
        }
        let value = |part: &str| self.words.get(part).or_else(|| self.scales.get(part)).copied();
        let parts: Vec<&str> = word.split('-').filter(|part| !self.joiners.contains(*part)).collect();
        parts.len() > 1
            && parts.iter().all(|part| value(part).is_some())
            && parts.iter().all(|part| match self.scales.get(*part) {
                Some(&scale) => {
                    sum.scale(scale);
                    true
                }
                None => value(part).is_some_and(|value| sum.add(value)),
            })
    }

    /// The second number of a range.
    fn range(&self, text: &Text<'_>, amount: &mut Amount) {
        let Some(first) = amount.value.filter(|_| amount.modifier.is_none()) else { return };
        let Range { start, end } = amount.words;
        let opener = |from: &SmolStr| start > 0 && text.lemma(start - 1) == from.as_str();
        let fits = |(from, to): &&(Option<SmolStr>, FxHashSet<SmolStr>)| {
            to.contains(text.at(end)) && from.as_ref().is_none_or(opener)
        };
        let Some((from, _)) = self.ranges.iter().find(fits) else { return };
        let next = starting(&self.signs, text, end + 1).map_or(end + 1, |(_, next)| next);
        let Some((second, last)) = self.number(text, next) else { return };
        // "2 to 3 million": the scale is both numbers'.
        let scale = self.scale(text, last - 1).map(|(scale, _)| scale);
        let first =
            scale.filter(|scale| first < 1000.0 && *scale >= 100.0).map_or(first, |scale| first * scale);
        if first < second {
            let begin = start - usize::from(from.is_some());
            *amount =
                Amount { low: Some(first), high: Some(second), words: begin..last, ..Amount::default() };
        }
    }

    /// The currency behind a number.
    fn currency<'a>(&'a self, text: &Text<'_>, amount: &mut Amount) -> Option<&'a (SmolStr, RuleId)> {
        let end = amount.words.end;
        let word = end + usize::from(self.genitive.contains(text.lemma(end)));
        let (name, end) = starting(&self.currencies, text, word)?;
        amount.words.end = end;
        Some(name)
    }

    /// What opens or blurs the number, before or behind it.
    fn bound(&self, text: &Text<'_>, amount: &mut Amount) {
        let before = ending(&self.before, text, amount.words.start);
        let (effect, rule) = match before {
            Some(((effect, rule), start)) => {
                amount.words.start = start;
                (*effect, rule)
            }
            None => match starting(&self.after, text, amount.words.end) {
                Some(((effect, rule), end)) => {
                    amount.words.end = end;
                    (*effect, rule)
                }
                None => return,
            },
        };
        let name = rule.rsplit('/').next().unwrap_or_default();
        // "at least dozens" says no more than "dozens".
        let value = amount.value.or(amount.low);
        (amount.low, amount.high) = match effect {
            Effect::AtLeast | Effect::Over => (amount.low.or(value), None),
            Effect::AtMost | Effect::Under => (None, amount.high.or(value)),
            Effect::About if amount.value.is_some() => (None, None),
            Effect::About => (amount.low, amount.high),
        };
        amount.open = matches!(effect, Effect::Over | Effect::Under);
        amount.modifier = Some(name.into());
        amount.because.push(rule.clone());
    }
}

/// The words of a sentence as they are compared: forms and lemmas in lower case.
struct Text<'a> {
    sentence: &'a Sentence,
    forms: Vec<String>,
    lemmas: Vec<String>,
}

impl Text<'_> {
    fn new(sentence: &Sentence) -> Text<'_> {
        let forms = sentence.words.iter().map(|word| word.form.to_lowercase().replace('’', "'"));
        let lemmas = sentence.words.iter().map(|word| word.lemma.to_lowercase());
        Text { sentence, forms: forms.collect(), lemmas: lemmas.collect() }
    }

    fn at(&self, word: usize) -> &str {
        self.forms.get(word).map_or("", String::as_str)
    }

    fn lemma(&self, word: usize) -> &str {
        self.lemmas.get(word).map_or("", String::as_str)
    }

    /// Whether the tags take a word for a number.
    fn counts(&self, word: usize) -> bool {
        self.sentence.words.get(word).is_some_and(|word| word.upos == Upos::Num)
    }

    /// Whether a word is singular: "a hundred", and not "some hundred".
    fn single(&self, word: usize) -> bool {
        self.sentence.words.get(word).is_some_and(|word| matches!(word.upos, Upos::Det | Upos::Num))
    }

    /// Whether a phrase's words stand from a word on, as forms or, the last one, as a lemma.
    fn has(&self, phrase: &[SmolStr], from: usize) -> bool {
        phrase.iter().enumerate().all(|(i, part)| {
            self.at(from + i) == part || i + 1 == phrase.len() && self.lemma(from + i) == part
        })
    }
}

/// The longest phrase that begins at a word, and where it ends.
fn starting<'a, T>(phrases: &'a [Phrase<T>], text: &Text<'_>, at: usize) -> Option<(&'a T, usize)> {
    let (words, what) = phrases.iter().find(|(words, _)| text.has(words, at))?;
    Some((what, at + words.len()))
}

/// The longest phrase that ends before a word, and where it begins.
fn ending<'a, T>(phrases: &'a [Phrase<T>], text: &Text<'_>, end: usize) -> Option<(&'a T, usize)> {
    phrases.iter().find_map(|(words, what)| {
        let begin = end.checked_sub(words.len())?;
        let same = |(i, part): (usize, &SmolStr)| text.at(begin + i) == part;
        words.iter().enumerate().all(same).then_some((what, begin))
    })
}

/// A number that grows word by word.
#[derive(Default)]
struct Sum {
    total: f64,
    current: Option<f64>,
    figures: bool,
}

impl Sum {
    fn scale(&mut self, scale: f64) {
        let times = self.current.take().unwrap_or(1.0) * scale;
        if scale >= 1000.0 {
            self.total += times;
            self.figures = false;
        } else {
            self.current = Some(times);
        }
    }

    /// Adds a word's number, where it may follow what is there.
    fn add(&mut self, value: f64) -> bool {
        let below = self.current.unwrap_or(0.0) % 100.0;
        let fits = self.current.is_none()
            || below == 0.0 && value < 100.0
            || below >= 20.0 && below % 10.0 == 0.0 && value < 10.0
            || (below == 60.0 || below == 80.0) && value < 20.0;
        if fits {
            self.current = Some(self.current.unwrap_or(0.0) + value);
        }
        fits
    }

    /// Whether a smaller number may follow: "two hundred and …", "vingt et …".
    fn takes_more(&self) -> bool {
        self.current.is_some_and(|current| current >= 20.0 && current % 10.0 == 0.0)
    }

    fn total(&self) -> f64 {
        self.total + self.current.unwrap_or(0.0)
    }
}

/// Figures with their separators, as a number; none for clock times, dates, names.
fn figures(form: &str, decimal: char) -> Option<f64> {
    if !form.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain: String = form.chars().filter(|c| !c.is_whitespace()).collect();
    let separator = if decimal == ',' { '.' } else { ',' };
    let grouped =
        plain.split(separator).skip(1).all(|group| group.split(decimal).next().is_some_and(|g| g.len() == 3));
    let plain = if grouped { plain.replace(separator, "") } else { plain };
    let plain = plain.replace(decimal, ".");
    let only = plain.chars().all(|c| c.is_ascii_digit() || c == '.') && plain.matches('.').count() < 2;
    if only { plain.parse().ok() } else { None }
}
