//! What is said, and who says it: clauses that the tree hangs on where they were said, speakers behind a quotation.

use depeche_knowledge::attribution::{Attribution, Frame};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::coordination::finite_auxiliary;
use super::{children, has_subject, is_noun, make_clause, subject};
use crate::parse::Analysis;
use crate::ud::{Features, Relation, Upos};

/// The words of saying that the knowledge has for statements.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Speech {
    /// Conjunctions before what is said.
    complementisers: Vec<SmolStr>,
    /// Verbs that take a clause, and whether quoting is what they are for.
    verbs: FxHashMap<SmolStr, bool>,
    /// What somebody says something in: `statement`.
    documents: FxHashSet<SmolStr>,
}

impl Speech {
    pub fn new(attribution: &Attribution) -> Speech {
        let mut verbs: FxHashMap<SmolStr, bool> = FxHashMap::default();
        for verb in attribution.verbs.iter().filter(|verb| !verb.documents_only) {
            let quotes = verb.takes.first() == Some(&Frame::Quote);
            let says = quotes || verb.takes.contains(&Frame::Clause);
            for lemma in verb.lemmas.iter().filter(|lemma| says && !lemma.contains(' ')) {
                *verbs.entry(lemma.clone()).or_default() |= quotes;
            }
        }
        let documents = attribution.sources.iter().filter(|source| source.kind == "document");
        Speech {
            complementisers: attribution.complementisers.clone(),
            verbs,
            documents: documents.flat_map(|source| source.words.iter().cloned()).collect(),
        }
    }

    /// Every word in every list.
    #[cfg(test)]
    pub fn of(words: &[SmolStr]) -> Speech {
        Speech {
            complementisers: words.to_vec(),
            verbs: words.iter().map(|word| (word.clone(), true)).collect(),
            documents: words.iter().cloned().collect(),
        }
    }

    /// Whether a verb says clauses in some words; any document will do for those that only may.
    fn says(&self, verb: &Analysis, document: &Analysis) -> bool {
        let quotes = self.verbs.get(&verb.lemma).copied();
        verb.upos == Upos::Verb
            && quotes.is_some_and(|quotes| quotes || self.documents.contains(&document.lemma))
    }
}

/// How far up from a clause its verb of saying may be: "in a letter to the council published on Monday that".
const HEIGHT: usize = 6;

/// "said in a statement that the army had attacked", "a indiqué dans un communiqué que l'armée avait attaqué": a whole
/// clause behind a conjunction is what the verb says, not what its document is about.
pub(super) fn raise_statement(analyses: &mut [Analysis], forms: &[&str], speech: &Speech) {
    for clause in 2..analyses.len().min(forms.len()) {
        let below = ["acl", "advcl", "ccomp", "parataxis"].iter().any(|it| analyses[clause].relation.is(it));
        if !below || !has_subject(analyses, clause) {
            continue;
        }
        let Some(mark) = opener(analyses, clause, speech).filter(|&mark| mark > 0 && forms[mark - 1] != ",")
        else {
            continue;
        };
        if let Some(verb) = sayer(analyses, clause, mark, speech) {
            make_clause(analyses, clause, verb, mark);
        }
    }
}

/// The conjunction of a clause that lacks nothing: no relative pronoun, unless the clause has an object besides.
fn opener(analyses: &[Analysis], clause: usize, speech: &Speech) -> Option<usize> {
    let first = subject(analyses, clause)?;
    let opens = |&at: &usize| {
        let word = &analyses[at];
        let whole =
            || children(analyses, clause).any(|it| it > first && it != at && analyses[it].relation.is("obj"));
        let conjunction = word.upos == Upos::Sconj && word.relation == Relation::Mark;
        let pronoun = word.upos == Upos::Pron && word.relation == Relation::Obj;
        at < first && speech.complementisers.contains(&word.lemma) && (conjunction || pronoun && whole())
    };
    children(analyses, clause).find(opens)
}

/// The verb that says a clause in the phrase that the tree hangs it on.
fn sayer(analyses: &[Analysis], clause: usize, mark: usize, speech: &Speech) -> Option<usize> {
    let mut at = analyses[clause].head.filter(|&at| at < mark)?;
    for _ in 0..HEIGHT {
        let up = analyses[at].head.filter(|&up| up < at)?;
        if analyses[at].relation.is("obl") && speech.says(&analyses[up], &analyses[at]) {
            let filled =
                |it: usize| matches!(analyses[it].relation.base(), "obj" | "ccomp" | "csubj" | "xcomp");
            let free = !children(analyses, up).any(|it| it != clause && filled(it));
            return Some(up)
                .filter(|_| free && children(analyses, at).any(|it| analyses[it].relation.is("case")));
        }
        if analyses[at].upos == Upos::Verb && analyses[at].features.has(Features::VERBFORM_FIN) {
            return None;
        }
        at = up;
    }
    None
}

/// "in a post that Ukrainian drones had struck": a demonstrative in the singular is no article of a plural; it opens the
/// clause whose subject that is.
pub(super) fn free_conjunction(analyses: &mut [Analysis], speech: &Speech) {
    for at in 0..analyses.len() {
        let Some(noun) = analyses[at].head.filter(|&noun| noun > at && analyses[at].upos == Upos::Det) else {
            continue;
        };
        let differs = analyses[at].features.has(Features::NUMBER_SING)
            && analyses[noun].features.has(Features::NUMBER_PLUR);
        let Some(verb) =
            analyses[noun].head.filter(|&verb| verb > noun && analyses[noun].relation.is("nsubj"))
        else {
            continue;
        };
        let marked = children(analyses, verb).any(|it| analyses[it].relation == Relation::Mark);
        if differs && !marked && speech.complementisers.contains(&analyses[at].lemma) {
            let word = &mut analyses[at];
            word.head = Some(verb);
            word.relation = Relation::Mark;
            word.upos = Upos::Sconj;
            word.features = Features::default();
        }
    }
}

/// "a rappelé son ambassadeur après que Minsk a attaqué": a clause behind a conjunction of time describes no noun.
pub(super) fn free_time(analyses: &mut [Analysis], speech: &Speech) {
    for clause in 2..analyses.len() {
        if analyses[clause].relation != Relation::AclRelcl || !has_subject(analyses, clause) {
            continue;
        }
        let relative = |at: usize| analyses[at].features.has(Features::PRONTYPE_REL);
        let before = subject(analyses, clause).unwrap_or(clause);
        let first = children(analyses, clause).find(|&at| at < before && analyses[at].relation.is("mark"));
        let Some(mark) = first.filter(|&mark| !speech.complementisers.contains(&analyses[mark].lemma)) else {
            continue;
        };
        let adverbial = analyses[mark].upos == Upos::Adp
            || children(analyses, mark).any(|at| analyses[at].relation.is("fixed"));
        if !adverbial || children(analyses, clause).any(relative) {
            continue;
        }
        let mut above = std::iter::successors(analyses[clause].head, |&at| analyses[at].head).take(HEIGHT);
        let tensed = |&at: &usize| {
            let finite = analyses[at].features.has(Features::VERBFORM_FIN);
            at < mark
                && analyses[at].upos == Upos::Verb
                && (finite || finite_auxiliary(analyses, at).is_some())
        };
        if let Some(verb) = above.find(tensed) {
            analyses[clause].head = Some(verb);
            analyses[clause].relation = Relation::Advcl;
        }
    }
}

/// "« Le Rwanda viole les accords », a dénoncé le porte-parole": who stands right behind a verb of saying that follows a
/// quotation says it; the verb of the quotation is another.
pub(super) fn invert_speaker(analyses: &mut [Analysis], forms: &[&str], speech: &Speech) {
    for verb in 4..analyses.len().min(forms.len()) {
        if analyses[verb].upos != Upos::Verb || !speech.verbs.contains_key(&analyses[verb].lemma) {
            continue;
        }
        let auxiliary = |it: usize| it < verb && analyses[it].upos == Upos::Aux && it + 2 >= verb;
        let start = children(analyses, verb).find(|&it| auxiliary(it)).unwrap_or(verb);
        let stop = start - usize::from(forms[start - 1] == ",");
        let Some(close) = stop.checked_sub(1).filter(|&close| CLOSING.contains(&forms[close])) else {
            continue;
        };
        let open = (0..close).rev().find(|&at| OPENING.contains(&forms[at])).unwrap_or(close);
        let told = |at: usize| analyses[at].features.has(Features::VERBFORM_FIN);
        let quotes = start < verb || (open..close).any(told);
        // Of straight marks every second closes.
        let closes =
            forms[close] != "\"" || forms[..close].iter().filter(|&&form| form == "\"").count() % 2 == 1;
        let outside = |it: usize| (it < open || it > close) && analyses[it].relation.is("nsubj");
        if open > FIRST || close < open + 3 || !closes || !quotes || children(analyses, verb).any(outside) {
            continue;
        }
        let begins = |noun: usize| children(analyses, noun).next().map_or(noun, |first| first.min(noun));
        let speaker = |&noun: &usize| {
            noun > verb
                && is_noun(analyses, noun)
                && matches!(analyses[noun].relation.base(), "obj" | "obl")
                && begins(noun) == verb + 1
                && !children(analyses, noun).any(|it| analyses[it].relation.is("case"))
        };
        let Some(speaker) = children(analyses, verb).find(speaker) else { continue };
        analyses[speaker].relation = Relation::Nsubj;
        let inside = |it: &usize| *it > open && *it < close && analyses[*it].relation.is("nsubj");
        let quoted = children(analyses, verb).find(inside);
        if let Some(quoted) = quoted {
            give_predicate(analyses, verb, quoted, close);
        }
    }
}

/// Where a quotation that opens its sentence begins at the latest: "Mais « …".
const FIRST: usize = 2;
const OPENING: [&str; 4] = ["«", "“", "\"", "``"];
const CLOSING: [&str; 4] = ["»", "”", "\"", "''"];

/// The clause of a quotation whose subject the tree gave to the verb behind it: what has an object there is its verb.
fn give_predicate(analyses: &mut [Analysis], verb: usize, quoted: usize, close: usize) {
    let governs = |&at: &usize| {
        analyses[at].head == Some(quoted)
            && matches!(analyses[at].upos, Upos::Noun | Upos::Adj | Upos::Verb)
            && children(analyses, at)
                .any(|it| it > at && matches!(analyses[it].relation.base(), "obj" | "xcomp"))
    };
    let Some(predicate) = (quoted + 1..close).find(governs) else {
        analyses[quoted].relation = Relation::Ccomp;
        return;
    };
    let word = &mut analyses[predicate];
    word.upos = Upos::Verb;
    word.features = Features::VERBFORM_FIN.with(Features::TENSE_PRES).with(Features::MOOD_IND);
    word.head = Some(verb);
    word.relation = Relation::Ccomp;
    analyses[quoted].head = Some(predicate);
    analyses[quoted].relation = Relation::Nsubj;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::tests::{shape, tree};

    const PAST: &str = "Tense=Past|VerbForm=Fin";

    fn speech() -> Speech {
        Speech {
            complementisers: vec!["that".into()],
            verbs: [("say".into(), true), ("find".into(), false)].into_iter().collect(),
            documents: ["statement".into()].into_iter().collect(),
        }
    }

    /// `Oslo VERB in a DOCUMENT that Rabat hit ports .`
    fn document(verb: &str, noun: &str) -> Vec<Analysis> {
        let mut words = tree(&[
            ("PROPN", "", 2, "nsubj"),
            ("VERB", PAST, 0, "root"),
            ("ADP", "", 5, "case"),
            ("DET", "", 5, "det"),
            ("NOUN", "", 2, "obl"),
            ("SCONJ", "", 8, "mark"),
            ("PROPN", "", 8, "nsubj"),
            ("VERB", PAST, 5, "acl:relcl"),
            ("NOUN", "", 8, "obj"),
            ("PUNCT", "", 2, "punct"),
        ]);
        for (at, lemma) in [(1, verb), (4, noun), (5, "that")] {
            words[at].lemma = lemma.into();
        }
        words
    }

    #[test]
    fn what_is_said_in_a_document_is_the_verbs() {
        let forms = ["Oslo", "said", "in", "a", "letter", "that", "Rabat", "hit", "ports", "."];
        for (verb, noun, clause) in [
            ("say", "letter", "2:ccomp"),
            ("find", "statement", "2:ccomp"),
            ("find", "cellar", "5:acl:relcl"),
            ("live", "statement", "5:acl:relcl"),
        ] {
            let mut words = document(verb, noun);
            raise_statement(&mut words, &forms, &speech());
            assert_eq!(shape(&words)[7], clause, "{verb} {noun}");
        }
        // A pronoun that the clause lacks an object without: "in a letter that Rabat wrote".
        let mut words = document("say", "letter");
        words[5].upos = Upos::Pron;
        words[5].relation = Relation::Obj;
        words[8].relation = Relation::Obl;
        raise_statement(&mut words, &forms, &speech());
        assert_eq!(shape(&words)[7], "5:acl:relcl");
    }

    #[test]
    fn a_clause_of_time_describes_no_noun() {
        // Oslo recalled envoys after Rabat hit ports
        let words = [
            ("PROPN", "", 2, "nsubj"),
            ("VERB", PAST, 0, "root"),
            ("NOUN", "", 2, "obj"),
            ("ADP", "", 6, "mark"),
            ("PROPN", "", 6, "nsubj"),
            ("VERB", PAST, 3, "acl:relcl"),
            ("NOUN", "", 6, "obj"),
        ];
        let mut sentence = tree(&words);
        free_time(&mut sentence, &speech());
        assert_eq!(shape(&sentence)[5], "2:advcl");
        let mut relative = words;
        relative[3] = ("PRON", "PronType=Rel", 6, "obl");
        let mut sentence = tree(&relative);
        free_time(&mut sentence, &speech());
        assert_eq!(shape(&sentence)[5], "3:acl:relcl");
    }

    #[test]
    fn who_stands_behind_a_quotation_and_its_verb_says_it() {
        // « Oslo breaks accords » , has said the envoy .
        let forms = ["«", "Oslo", "breaks", "accords", "»", ",", "has", "said", "the", "envoy", "."];
        let mut words = tree(&[
            ("PUNCT", "", 8, "punct"),
            ("PROPN", "", 8, "nsubj"),
            ("NOUN", "", 2, "amod"),
            ("NOUN", "", 3, "obj"),
            ("PUNCT", "", 8, "punct"),
            ("PUNCT", "", 8, "punct"),
            ("AUX", "VerbForm=Fin", 8, "aux"),
            ("VERB", "Tense=Past|VerbForm=Part", 0, "root"),
            ("DET", "", 10, "det"),
            ("NOUN", "", 8, "obj"),
            ("PUNCT", "", 8, "punct"),
        ]);
        words[7].lemma = "say".into();
        invert_speaker(&mut words, &forms, &speech());
        let shape = shape(&words);
        assert_eq!([&shape[1], &shape[2], &shape[9]], ["3:nsubj", "8:ccomp", "8:nsubj"]);
        assert_eq!(words[2].upos, Upos::Verb);
    }
}
