//! Rules of attribution and standing on trees drawn by hand: `form/lemma/UPOS/head/relation/features`, words
//! counted from 1. What the parser makes of such sentences is tried by the challenge sentences in `tests/`.

use super::{Standing, Statement, Status, standing, statements};
use crate::resolve::Mentions;
use crate::text::{Part, Sentence, Span, Word};
use crate::ud::{Features, Relation, Upos};
use crate::{Language, Reader};

fn tree(text: &str) -> (String, Sentence) {
    let mut plain = String::new();
    let mut words = Vec::new();
    for (i, entry) in text.split_whitespace().enumerate() {
        let fields: Vec<&str> = entry.split('/').collect();
        let span = Span::new(plain.len(), plain.len() + fields[0].len());
        plain.push_str(fields[0]);
        plain.push(' ');
        words.push(Word {
            form: fields[0].into(),
            span,
            token: i as u32,
            lemma: fields[1].into(),
            upos: Upos::parse(fields[2]).unwrap(),
            features: Features::parse(fields.get(5).copied().unwrap_or("")),
            head: fields[3].parse::<usize>().unwrap().checked_sub(1),
            relation: Relation::read(fields[4]),
        });
    }
    let span = Span::new(0, plain.len() - 1);
    (plain.clone(), Sentence::new(Part::Body, 0, span, words))
}

fn stands(language: &Language, text: &str, form: &str) -> Standing {
    let (_, sentence) = tree(text);
    let word = sentence.words.iter().position(|word| word.form == form).unwrap();
    standing(0, word, &[sentence], &Mentions::default(), language)
}

fn said(language: &Language, text: &str) -> Vec<(String, String)> {
    let (plain, sentence) = tree(text);
    let found = statements(&[sentence], &Mentions::default(), &plain, language);
    let words = |spans: &mut dyn Iterator<Item = Span>| {
        spans.map(|span| span.of(&plain)).collect::<Vec<_>>().join(" < ")
    };
    let shown = |it: &Statement| {
        (words(&mut it.sources.iter().map(|source| source.span)), words(&mut it.content.iter().copied()))
    };
    found.iter().map(shown).collect()
}

fn reader() -> Reader {
    Reader::embedded().unwrap()
}

const WILL_GIVE: &str = "Reuters/Reuters/PROPN/2/nsubj rapporte/rapporter/VERB/0/root/Mood=Ind|Tense=Pres|VerbForm=Fin \
    que/que/SCONJ/6/mark Damas/Damas/PROPN/6/nsubj a/avoir/AUX/6/aux:tense/Mood=Ind|Tense=Pres|VerbForm=Fin \
    dit/dire/VERB/2/ccomp/Tense=Past|VerbForm=Part qu'/que/SCONJ/9/mark il/il/PRON/9/nsubj/Person=3 \
    remettrait/remettre/VERB/6/ccomp/Mood=Cnd|Tense=Pres|VerbForm=Fin la/le/DET/11/det lettre/lettre/NOUN/9/obj ././PUNCT/2/punct";

#[test]
fn chains_follow_nesting() {
    let reader = reader();
    let found = said(reader.language_of("fr"), WILL_GIVE);
    let (inner, content) = found.last().unwrap();
    assert_eq!((inner.as_str(), content.as_str()), ("Reuters < Damas", "qu' il remettrait la lettre"));
}

#[test]
fn conditional_under_a_past_saying_is_a_plan() {
    let reader = reader();
    let found = stands(reader.language_of("fr"), WILL_GIVE, "remettrait");
    assert_eq!((found.status, found.negative), (Status::Planned, false));
}

#[test]
fn past_conditional_alone_is_hearsay() {
    let text = "Le/le/DET/2/det chef/chef/NOUN/5/nsubj:pass aurait/avoir/AUX/5/aux:tense/Mood=Cnd|VerbForm=Fin \
        été/être/AUX/5/aux:pass/VerbForm=Part tué/tuer/VERB/0/root/VerbForm=Part";
    let found = stands(reader().language_of("fr"), text, "tué");
    assert_eq!((found.status, found.certainty.as_str()), (Status::Happened, "possible"));
}

#[test]
fn what_is_denied_is_denied_through_its_noun() {
    let text = "L'/le/DET/2/det armée/armée/NOUN/4/nsubj a/avoir/AUX/4/aux:tense/Mood=Ind|Tense=Pres|VerbForm=Fin \
        rejeté/rejeter/VERB/0/root/VerbForm=Part les/le/DET/6/det accusations/accusation/NOUN/4/obj \
        de/de/ADP/8/case tirs/tir/NOUN/6/nmod";
    assert_eq!(stands(reader().language_of("fr"), text, "tirs").status, Status::Denied);
}

#[test]
fn what_fails_does_not_happen() {
    let text = "Lawmakers/lawmaker/NOUN/2/nsubj failed/fail/VERB/0/root/Mood=Ind|Tense=Past|VerbForm=Fin \
        to/to/PART/4/mark pass/pass/VERB/2/xcomp/VerbForm=Inf the/the/DET/6/det bill/bill/NOUN/4/obj";
    let found = stands(reader().language_of("en"), text, "pass");
    assert_eq!((found.status, found.negative), (Status::DidNotHappen, true));
}

#[test]
fn parentheses_take_the_clause_around_them() {
    let text = "Taxes/tax/NOUN/3/nsubj will/will/AUX/3/aux/VerbForm=Fin fall/fall/VERB/0/root/VerbForm=Inf \
        ,/,/PUNCT/7/punct the/the/DET/6/det minister/minister/NOUN/7/nsubj \
        promised/promise/VERB/3/parataxis/Mood=Ind|Tense=Past|VerbForm=Fin ,/,/PUNCT/7/punct \
        but/but/CCONJ/12/cc not/not/PART/12/advmod this/this/DET/12/det year/year/NOUN/3/conj";
    let found = said(reader().language_of("en"), text);
    assert_eq!(found, [("the minister".to_string(), "Taxes will fall < but not this year".to_string())]);
}

#[test]
fn what_is_told_is_no_relative_clause_of_whom_it_is_told() {
    let text = "The/the/DET/2/det clerk/clerk/NOUN/3/nsubj told/tell/VERB/0/root/Mood=Ind|Tense=Past|VerbForm=Fin \
        the/the/DET/5/det panel/panel/NOUN/3/iobj that/that/PRON/9/obj/PronType=Rel snow/snow/NOUN/9/nsubj \
        had/have/AUX/9/aux/Mood=Ind|Tense=Past|VerbForm=Fin fallen/fall/VERB/5/acl:relcl/Tense=Past|VerbForm=Part";
    let found = said(reader().language_of("en"), text);
    assert_eq!(found, [("The clerk".to_string(), "that snow had fallen".to_string())]);
}

#[test]
fn participles_in_front_stand_for_themselves() {
    let text = "Accusée/accuser/VERB/8/advcl/Tense=Past|VerbForm=Part|Voice=Pass par/par/ADP/3/case \
        Oslo/Oslo/PROPN/1/obl:agent ,/,/PUNCT/1/punct la/le/DET/6/det banque/banque/NOUN/8/nsubj \
        a/avoir/AUX/8/aux:tense/Mood=Ind|Tense=Pres|VerbForm=Fin nié/nier/VERB/0/root/Tense=Past|VerbForm=Part";
    let found = stands(reader().language_of("fr"), text, "Accusée");
    assert_eq!((found.status, found.negative), (Status::Happened, false));
}

#[test]
fn a_gerund_of_saying_belongs_to_who_says_the_clause_before() {
    let text = "Oslo/Oslo/PROPN/2/nsubj nie/nier/VERB/0/root/Mood=Ind|Tense=Pres|VerbForm=Fin que/que/SCONJ/7/mark \
        le/le/DET/5/det roi/roi/NOUN/7/nsubj soit/être/AUX/7/cop/Mood=Sub|VerbForm=Fin absent/absent/ADJ/2/ccomp \
        ,/,/PUNCT/9/punct précisant/préciser/VERB/7/advcl/Tense=Pres|VerbForm=Part que/que/SCONJ/12/mark \
        il/il/PRON/12/nsubj/Person=3 dort/dormir/VERB/7/csubj/Mood=Ind|Tense=Pres|VerbForm=Fin";
    let found = said(reader().language_of("fr"), text);
    let last = found.last().cloned().unwrap_or_default();
    assert_eq!(last, ("Oslo".to_string(), "que il dort".to_string()));
}
