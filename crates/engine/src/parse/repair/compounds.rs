//! Participles that a hyphen joins to the name before them.

use smol_str::SmolStr;

use super::{is_noun, predicates};
use crate::parse::Analysis;
use crate::ud::{Features, Relation, Upos};

/// "Hamas-led militants stormed", "the Iran-backed Houthis attacked": name and participle describe the noun behind them,
/// which takes their place.
pub(super) fn join_participle(analyses: &mut [Analysis], forms: &[&str], participles: &[SmolStr]) {
    for hyphen in 1..analyses.len().min(forms.len()).saturating_sub(2) {
        let (name, participle) = (hyphen - 1, hyphen + 1);
        let known = participles.iter().any(|known| forms[participle].eq_ignore_ascii_case(known));
        let joins = forms[hyphen] == "-" && known && is_noun(analyses, name);
        let Some(noun) = described(analyses, participle + 1).filter(|_| joins) else { continue };
        let done = analyses[participle].head == Some(noun)
            && matches!(analyses[name].head, Some(head) if head == noun || head == participle);
        if done {
            continue;
        }
        attach(analyses, name, participle, noun);
        if analyses[noun].head.is_none() {
            predicates::find_behind(analyses, noun);
        }
    }
}

/// "delivered food to besieged El Fasher": an infinitive is no past participle; right before a name it describes it.
pub(super) fn describe_name(analyses: &mut [Analysis]) {
    for verb in 1..analyses.len().saturating_sub(1) {
        let (mark, name) = (verb - 1, verb + 1);
        let word = &analyses[verb];
        let past = word.upos == Upos::Verb
            && word.features.has(Features::VERBFORM_PART)
            && word.features.has(Features::TENSE_PAST);
        let marked = analyses[mark].upos == Upos::Part
            && analyses[mark].relation == Relation::Mark
            && analyses[mark].head == Some(verb);
        let named = analyses[name].upos == Upos::Propn
            && analyses[name].head == Some(verb)
            && analyses[name].relation == Relation::Obj;
        let Some(above) = word.head.filter(|_| past && marked && named) else { continue };
        for word in analyses.iter_mut().filter(|word| word.head == Some(verb)) {
            word.head = Some(name);
        }
        analyses[mark].upos = Upos::Adp;
        analyses[mark].relation = Relation::Case;
        analyses[name].head = Some(above);
        analyses[name].relation = Relation::Obl;
        analyses[verb].head = Some(name);
        analyses[verb].relation = Relation::Amod;
    }
}

/// The noun that heads the bare phrase which begins at a word.
fn described(analyses: &[Analysis], start: usize) -> Option<usize> {
    let inside = |&at: &usize| matches!(analyses[at].upos, Upos::Adj | Upos::Noun | Upos::Propn);
    let end = (start..analyses.len()).take_while(inside).last()? + 1;
    let outside = |&at: &usize| analyses[at].head.is_none_or(|head| head < start || head >= end);
    (start..end).filter(|&at| is_noun(analyses, at)).find(outside)
}

fn attach(analyses: &mut [Analysis], name: usize, participle: usize, noun: usize) {
    let above: Vec<usize> =
        std::iter::successors(analyses[noun].head, |&at| analyses[at].head).take(analyses.len()).collect();
    // Whichever stands over the noun gives it its place.
    if let Some(&top) = above.iter().rev().find(|&&at| at == name || at == participle) {
        analyses[noun].head = analyses[top].head;
        analyses[noun].relation = analyses[top].relation;
    }
    let own = |word: &Analysis| matches!(word.relation.base(), "compound" | "flat" | "amod" | "nmod");
    for (at, word) in analyses.iter_mut().enumerate() {
        let below = word.head == Some(name) || word.head == Some(participle);
        let part = at < name && word.head == Some(name) && own(word);
        if below && !part && at != noun && at != name && at != participle && at + 1 != participle {
            word.head = Some(noun);
        }
    }
    analyses[participle - 1].head = Some(name);
    analyses[name].head = Some(participle);
    analyses[name].relation = Relation::Compound;
    let word = &mut analyses[participle];
    word.head = Some(noun);
    word.relation = Relation::Amod;
    word.upos = Upos::Verb;
    word.features = Features::VERBFORM_PART.with(Features::TENSE_PAST);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::repair::tests::{shape, tree};

    #[test]
    fn a_participle_behind_to_describes_the_name_behind_it() {
        // delivered food to besieged Bakhmut
        let mut words = tree(&[
            ("VERB", "VerbForm=Fin", 0, "root"),
            ("NOUN", "", 1, "obj"),
            ("PART", "", 4, "mark"),
            ("VERB", "Tense=Past|VerbForm=Part", 1, "advcl"),
            ("PROPN", "", 4, "obj"),
        ]);
        describe_name(&mut words);
        assert_eq!(shape(&words), ["0:root", "1:obj", "5:case", "5:amod", "1:obl"]);
    }

    #[test]
    fn a_joined_participle_describes_the_noun_behind_it() {
        // Hamas - led militants stormed .
        let forms = ["Hamas", "-", "led", "militants", "stormed", "."];
        let mut words = tree(&[
            ("PROPN", "", 0, "root"),
            ("PUNCT", "", 1, "punct"),
            ("VERB", "VerbForm=Part", 4, "amod"),
            ("NOUN", "", 1, "appos"),
            ("VERB", "Tense=Past|VerbForm=Part", 4, "acl"),
            ("PUNCT", "", 5, "punct"),
        ]);
        join_participle(&mut words, &forms, &["led".into()]);
        assert_eq!(shape(&words), ["3:compound", "1:punct", "4:amod", "5:nsubj", "0:root", "5:punct"]);
    }

    #[test]
    fn a_joined_participle_has_no_subject() {
        // the Iran - backed Houthis attacked
        let forms = ["the", "Iran", "-", "backed", "Houthis", "attacked"];
        let mut words = tree(&[
            ("DET", "", 2, "det"),
            ("PROPN", "", 4, "nsubj"),
            ("PUNCT", "", 2, "punct"),
            ("VERB", "VerbForm=Fin", 6, "advcl"),
            ("PROPN", "", 6, "nsubj"),
            ("VERB", "Tense=Past|VerbForm=Fin", 0, "root"),
        ]);
        join_participle(&mut words, &forms, &["backed".into()]);
        assert_eq!(shape(&words), ["5:det", "4:compound", "2:punct", "5:amod", "6:nsubj", "0:root"]);
    }

    #[test]
    fn a_dash_before_an_agent_joins_nothing() {
        // talks - led by Oslo
        let forms = ["talks", "-", "led", "by", "Oslo"];
        let mut words = tree(&[
            ("NOUN", "", 0, "root"),
            ("PUNCT", "", 3, "punct"),
            ("VERB", "VerbForm=Part", 1, "acl"),
            ("ADP", "", 5, "case"),
            ("PROPN", "", 3, "obl"),
        ]);
        let before = shape(&words);
        join_participle(&mut words, &forms, &["led".into()]);
        assert_eq!(shape(&words), before);
    }
}
