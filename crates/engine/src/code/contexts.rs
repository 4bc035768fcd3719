//! What events are about: contexts by the words of their clause, and by what the whole dispatch speaks of.

use depeche_knowledge::{LanguagePack, RuleId};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::numbers::words_of;
use super::{Event, grammar};
use crate::text::Sentence;
use crate::ud::Upos;

/// What the stage prepares from `contexts.toml`.
#[derive(Debug, Default)]
pub struct Contexts {
    contexts: Vec<(SmolStr, RuleId)>,
    /// Single words to contexts.
    words: FxHashMap<SmolStr, Vec<usize>>,
    /// Phrases by their first word: the rest, and the context.
    phrases: FxHashMap<SmolStr, Vec<(Vec<SmolStr>, usize)>>,
}

/// A word of a sentence that tells a context.
struct Hint {
    word: usize,
    context: usize,
}

/// A topic is spoken of in at least so many sentences, and in one of three.
const TOPIC: usize = 3;

impl Contexts {
    /// Prepares a language's contexts.
    #[must_use]
    pub fn new(pack: &LanguagePack) -> Contexts {
        let mut prepared = Contexts::default();
        for (at, context) in pack.contexts.contexts.iter().enumerate() {
            prepared.contexts.push((context.id.clone(), context.rule.clone()));
            for phrase in &context.words {
                let mut parts = words_of(phrase, &pack.segmentation.contractions).into_iter();
                let Some(first) = parts.next() else { continue };
                let rest: Vec<SmolStr> = parts.collect();
                if rest.is_empty() {
                    prepared.words.entry(first).or_default().push(at);
                } else {
                    prepared.phrases.entry(first).or_default().push((rest, at));
                }
            }
        }
        prepared
    }

    /// Gives the events of a dispatch their contexts, beside those of their patterns.
    pub fn attach(&self, events: &mut [Event], sentences: &[Sentence]) {
        if events.is_empty() {
            return;
        }
        let hints: Vec<Vec<Hint>> = sentences.iter().map(|sentence| self.hints(sentence)).collect();
        let topics = self.topics(&hints);
        for event in events {
            let Some(sentence) = sentences.get(event.sentence) else { continue };
            let clause = clause(sentence, event);
            let near = hints[event.sentence].iter().filter(|hint| sentence.is_below(hint.word, clause));
            let mut found: Vec<usize> = near.map(|hint| hint.context).chain(topics.iter().copied()).collect();
            found.sort_unstable();
            found.dedup();
            for (context, rule) in found.into_iter().map(|at| &self.contexts[at]) {
                if !event.contexts.contains(context) {
                    event.contexts.push(context.clone());
                    event.because.push(rule.clone());
                }
            }
        }
    }

    /// The telling words of a sentence.
    fn hints(&self, sentence: &Sentence) -> Vec<Hint> {
        let lower = |text: &SmolStr| SmolStr::from(text.to_lowercase().replace('’', "'"));
        let forms: Vec<SmolStr> = sentence.words.iter().map(|word| lower(&word.form)).collect();
        let lemmas: Vec<SmolStr> = sentence.words.iter().map(|word| lower(&word.lemma)).collect();
        let mut found = Vec::new();
        for word in 0..forms.len() {
            let keys = || {
                [&lemmas[word], &forms[word]].into_iter().take(1 + usize::from(lemmas[word] != forms[word]))
            };
            let content =
                matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb);
            let single = keys().filter(|_| content).filter_map(|key| self.words.get(key)).flatten();
            found.extend(single.map(|&context| Hint { word, context }));
            for (rest, context) in keys().filter_map(|key| self.phrases.get(key)).flatten() {
                let same = |(i, part): (usize, &SmolStr)| {
                    let at = word + 1 + i;
                    forms.get(at) == Some(part) || lemmas.get(at) == Some(part)
                };
                if rest.iter().enumerate().all(same) {
                    found.push(Hint { word, context: *context });
                }
            }
        }
        found
    }

    /// The contexts that the dispatch speaks of throughout.
    fn topics(&self, hints: &[Vec<Hint>]) -> Vec<usize> {
        let mut spoken = vec![0_usize; self.contexts.len()];
        for sentence in hints {
            let here: FxHashSet<usize> = sentence.iter().map(|hint| hint.context).collect();
            here.into_iter().for_each(|context| spoken[context] += 1);
        }
        let least = TOPIC.max(hints.len().div_ceil(3));
        (0..spoken.len()).filter(|&context| spoken[context] >= least).collect()
    }
}

/// The head of an event's clause: the finite verb over it, or the event itself where there is none.
fn clause(sentence: &Sentence, event: &Event) -> usize {
    let start = event.support.unwrap_or(event.trigger);
    let mut way = std::iter::successors(Some(start), |&at| sentence.words[at].head).take(6);
    way.find(|&at| grammar::is_finite(sentence, at)).unwrap_or(start)
}
