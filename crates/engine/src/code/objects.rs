//! Objects that the parser hung elsewhere: behind a number, an amount, a phrase; on another verb. And a subject that it
//! took for less.

use super::grammar::{Grammar, is_finite, is_noun};
use crate::text::Sentence;
use crate::ud::{Features, Relation, Upos};

impl Grammar {
    /// An object under a partitive article: "arrêter des manifestants", "acheter du pétrole", where the parser saw a
    /// preposition.
    pub(super) fn partitive(&self, sentence: &Sentence, verb: usize) -> Option<usize> {
        let reflexive =
            sentence.children(verb).iter().any(|&child| sentence.words[child].features.has(Features::REFLEX));
        let partitive = |&child: &usize| {
            child > verb
                && sentence.words[child].relation.is("obl")
                && is_noun(sentence, child)
                && sentence.with(child, "case").any(|case| {
                    self.genitive.contains(&sentence.words[case].lemma)
                        && sentence.words.get(case + 1).is_some_and(|next| next.upos == Upos::Det)
                })
        };
        sentence.children(verb).iter().copied().filter(|_| !reflexive).find(partitive)
    }

    /// An object behind an approximate number: "expulser plus de 300 personnes", "tuer au moins trois policiers",
    /// where the parser hung it on an adverb or under a preposition.
    pub(super) fn counted(&self, sentence: &Sentence, verb: usize) -> Option<usize> {
        let approximate = |word: usize| self.approximate.contains(&sentence.words[word].lemma);
        let has_number = |noun: usize| sentence.first(noun, "nummod").is_some();
        let under = |noun: &usize| {
            let mut cases = sentence.with(*noun, "case");
            cases.any(|case| approximate(case) || sentence.with(case, "fixed").any(approximate))
        };
        let direct = sentence.with(verb, "obl").filter(|&noun| noun > verb).find(under);
        let mut behind = sentence.children(verb).iter().copied().filter(|&word| word > verb);
        let direct = direct.filter(|&noun| has_number(noun));
        // "a libéré en échange près de mille détenus": the adverb may hang on the phrase before it.
        let phrases = || sentence.with(verb, "obl").filter(|&phrase| phrase > verb);
        let mut below = phrases()
            .flat_map(|phrase| sentence.children(phrase).iter().copied().filter(move |&it| it > phrase));
        direct
            .or_else(|| behind.find_map(|word| self.beyond_number(sentence, word)))
            .or_else(|| below.find_map(|word| self.beyond_number(sentence, word)))
    }

    /// An object that a phrase parts from its verb: "fournir à l'Ukraine quatorze avions", "livrer à Kiev des drones",
    /// "tuer par milliers des civils".
    pub(super) fn stray(&self, sentence: &Sentence, verb: usize) -> Option<usize> {
        let words = &sentence.words;
        let phrase = |&child: &usize| child > verb && words[child].relation.is("obl");
        let cased =
            |noun: usize| sentence.with(noun, "case").chain(sentence.with(noun, "mark")).next().is_some();
        let bare = sentence.with(verb, "obl").filter(phrase).find(|&noun| {
            words[noun].relation == Relation::OblArg && words[noun].upos == Upos::Noun && !cased(noun)
        });
        let article = |noun: &usize| {
            sentence.with(*noun, "case").any(|case| {
                self.genitive.contains(&words[case].lemma)
                    && words.get(case + 1).is_some_and(|it| it.upos == Upos::Det)
            })
        };
        let name =
            |noun: &usize| words[*noun].upos == Upos::Propn || self.wrappers.contains(&words[*noun].lemma);
        let named = sentence.with(verb, "obl").filter(phrase).filter(|&noun| cased(noun)).filter(name);
        bare.or_else(|| named.flat_map(|noun| sentence.with(noun, "nmod")).find(article))
    }

    /// What an amount is an amount of, where no genitive says so: "$95 million in aid".
    #[must_use]
    pub fn measured(&self, sentence: &Sentence, anchor: usize, amount: usize) -> Vec<usize> {
        let words = &sentence.words;
        if words[amount].upos != Upos::Sym && !words[amount].features.has(Features::NUMTYPE_CARD) {
            return Vec::new();
        }
        let near = |&noun: &usize| noun > amount && noun - amount < 7 && words[noun].upos == Upos::Noun;
        sentence.with(amount, "nmod").chain(sentence.with(anchor, "obl")).filter(near).take(1).collect()
    }

    /// The noun that the parser hung on the adverb of its number: "plus de 300 personnes".
    pub(super) fn beyond_number(&self, sentence: &Sentence, adverb: usize) -> Option<usize> {
        let adverb = Some(adverb).filter(|&word| self.approximate.contains(&sentence.words[word].lemma))?;
        let counts = |word: usize| is_noun(sentence, word) && sentence.first(word, "nummod").is_some();
        // "plus d'un million de personnes": the number is a noun, too.
        let counted = |&number: &usize| {
            let bare = |&of: &usize| is_noun(sentence, of) && sentence.first(of, "det").is_none();
            let below = sentence.with(number, "nmod").find(bare).filter(|_| is_noun(sentence, number));
            if counts(number) { Some(number) } else { below }
        };
        sentence.children(adverb).iter().find_map(counted)
    }
}

/// A noun in front of a verb without subject that the parser took for something else: a compound, a bare adverbial.
pub(super) fn misread_subject(sentence: &Sentence, verb: usize) -> Option<usize> {
    let finite = sentence.words[verb].upos == Upos::Verb && is_finite(sentence, verb);
    let misread = |&child: &usize| {
        let word = &sentence.words[child];
        let bare = sentence.first(child, "case").is_none() && sentence.first(child, "mark").is_none();
        child < verb
            && is_noun(sentence, child)
            && bare
            && matches!(word.relation.base(), "compound" | "obl" | "dislocated" | "nmod")
    };
    sentence.children(verb).iter().copied().filter(|_| finite).find(misread)
}

/// The second of two subjects, where it stands behind a verb without object: its object.
pub(super) fn misread_object(sentence: &Sentence, verb: usize) -> Option<usize> {
    if sentence.first(verb, "obj").is_some() || sentence.words[verb].upos != Upos::Verb {
        return None;
    }
    let before = sentence.with(verb, "nsubj").any(|word| word < verb && is_noun(sentence, word));
    let object =
        |&word: &usize| word > verb && is_noun(sentence, word) && sentence.first(word, "case").is_none();
    sentence.with(verb, "nsubj").find(|word| before && object(word))
}

/// The object of "attacked and killed X", where the first verb has none of its own.
pub(super) fn shared_object(sentence: &Sentence, verb: usize) -> Vec<usize> {
    let next = sentence.with(verb, "conj").next().filter(|&next| {
        sentence.words[next].upos == Upos::Verb
            && sentence.words[verb].upos == Upos::Verb
            // A tree may hang a conjunct before its head.
            && sentence.words.get(verb + 1..next).is_some_and(|between| {
                between.iter().all(|word| matches!(word.upos, Upos::Cconj | Upos::Punct | Upos::Aux))
            })
    });
    next.map(|next| sentence.with(next, "obj").collect()).unwrap_or_default()
}
