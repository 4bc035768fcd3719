//! Deep functions over hand-made trees. A word is `form/lemma/UPOS/head/relation/features`; heads count from 1.

use depeche_knowledge::frames::Frames;
use depeche_knowledge::notation::Function;

use super::grammar::Grammar;
use crate::text::{Part, Sentence, Span, Word};
use crate::ud::{Features, Relation, Upos};

fn tree(text: &str) -> Sentence {
    let words = text.split_whitespace().enumerate().map(|(i, word)| {
        let part: Vec<&str> = word.split('/').collect();
        let head: usize = part[3].parse().unwrap();
        Word {
            form: part[0].into(),
            span: Span::new(i, i + 1),
            token: i as u32,
            lemma: part[1].into(),
            upos: Upos::parse(part[2]).unwrap(),
            features: Features::parse(part.get(5).unwrap_or(&"_")),
            head: head.checked_sub(1),
            relation: Relation::parse(part[4]).unwrap(),
        }
    });
    let words: Vec<Word> = words.collect();
    Sentence::new(Part::Body, 0, Span::new(0, words.len()), words)
}

fn grammar() -> Grammar {
    let words = |list: &[&str]| list.iter().map(|&word| word.into()).collect();
    Grammar::new(&Frames {
        agent: words(&["par", "by"]),
        passive: words(&["être", "be"]),
        never_passive: words(&["descendre"]),
        genitive: words(&["de", "of"]),
        dative: words(&["à", "to"]),
        object_control: words(&["appeler", "ask", "accuser"]),
        dative_control: words(&["demander"]),
        light: words(&["mener", "launch"]),
        light_passive: words(&["subir"]),
        ..Frames::default()
    })
}

/// Checks which forms fill a function of the word with a form.
fn check(text: &str, anchor: &str, function: Function, expected: &str) {
    let sentence = tree(text);
    let at = sentence.words.iter().position(|word| word.form == anchor).unwrap();
    let found: Vec<&str> = grammar()
        .fillers(&sentence, at, &function)
        .iter()
        .map(|&i| sentence.words[i].form.as_str())
        .collect();
    assert_eq!(found.join(" "), expected, "{function:?} of {anchor} in {text}");
}

use Function::{Genitive, Indirect, Object, Possessor, Preposition, Subject};

#[test]
fn active() {
    let text = "Moscou/Moscou/PROPN/3/nsubj a/avoir/AUX/3/aux:tense menacé/menacer/VERB/0/root/VerbForm=Part|Tense=Past Kiev/Kiev/PROPN/3/obj";
    check(text, "menacé", Subject, "Moscou");
    check(text, "menacé", Object, "Kiev");
}

#[test]
fn passive_with_and_without_agent() {
    let text = "Kiev/Kiev/PROPN/3/nsubj:pass est/être/AUX/3/aux:pass menacé/menacer/VERB/0/root/VerbForm=Part|Tense=Past par/par/ADP/5/case Moscou/Moscou/PROPN/3/obl:agent";
    check(text, "menacé", Subject, "Moscou");
    check(text, "menacé", Object, "Kiev");
    let text = "Rebels/rebel/NOUN/3/nsubj:pass were/be/AUX/3/aux:pass killed/kill/VERB/0/root/VerbForm=Part|Tense=Past";
    check(text, "killed", Subject, "");
    check(text, "killed", Object, "Rebels");
}

#[test]
fn what_only_looks_passive() {
    let text = "armée/armée/NOUN/4/nsubj:pass s'/soi/PRON/4/expl:pv/Reflex=Yes est/être/AUX/4/aux:pass retirée/retirer/VERB/0/root/VerbForm=Part|Tense=Past";
    check(text, "retirée", Subject, "armée");
    let text = "étudiants/étudiant/NOUN/3/nsubj:pass sont/être/AUX/3/aux:pass descendus/descendre/VERB/0/root/VerbForm=Part|Tense=Past";
    check(text, "descendus", Subject, "étudiants");
    let text = "président/président/NOUN/3/nsubj:pass a/avoir/AUX/3/aux:tense spéculé/spéculer/VERB/0/root/VerbForm=Part|Tense=Past";
    check(text, "spéculé", Subject, "président");
}

#[test]
fn relative_clauses() {
    let text = "troupes/troupe/NOUN/0/root qui/qui/PRON/3/nsubj/PronType=Rel menacent/menacer/VERB/1/acl:relcl/VerbForm=Fin Kiev/Kiev/PROPN/3/obj";
    check(text, "menacent", Subject, "troupes");
    let text =
        "towns/town/NOUN/0/root rebels/rebel/NOUN/3/nsubj attacked/attack/VERB/1/acl:relcl/VerbForm=Fin";
    check(text, "attacked", Object, "towns");
    check(text, "attacked", Subject, "rebels");
    let text = "Poutine/Poutine/PROPN/0/root dont/dont/PRON/5/obl:arg/PronType=Rel l'/le/DET/4/det armée/armée/NOUN/5/nsubj mène/mener/VERB/1/acl:relcl/VerbForm=Fin une/un/DET/7/det guerre/guerre/NOUN/5/obj";
    check(text, "armée", Genitive, "Poutine");
}

#[test]
fn infinitives_under_control() {
    let text = "Doha/Doha/PROPN/2/nsubj refuse/refuser/VERB/0/root/VerbForm=Fin de/de/ADP/4/mark livrer/livrer/VERB/2/xcomp/VerbForm=Inf armes/arme/NOUN/4/obj";
    check(text, "livrer", Subject, "Doha");
    let text = "ONU/ONU/PROPN/2/nsubj appelle/appeler/VERB/0/root/VerbForm=Fin rebelles/rebelle/NOUN/2/obj à/à/ADP/5/mark cesser/cesser/VERB/2/xcomp/VerbForm=Inf";
    check(text, "cesser", Subject, "rebelles");
    let text = "Rome/Rome/PROPN/3/nsubj a/avoir/AUX/3/aux:tense demandé/demander/VERB/0/root/VerbForm=Part|Tense=Past à/à/ADP/5/case Tripoli/Tripoli/PROPN/3/obl:arg de/de/ADP/7/mark retenir/retenir/VERB/3/xcomp/VerbForm=Inf bateaux/bateau/NOUN/7/obj";
    check(text, "retenir", Subject, "Tripoli");
    check(text, "demandé", Indirect, "Tripoli");
    let text = "officers/officer/NOUN/3/nsubj:pass are/be/AUX/3/aux:pass asked/ask/VERB/0/root/VerbForm=Part|Tense=Past to/to/PART/5/mark leave/leave/VERB/3/xcomp/VerbForm=Inf";
    check(text, "leave", Subject, "officers");
}

#[test]
fn purpose_belongs_to_the_subject() {
    let text = "Khamenei/Khamenei/PROPN/3/nsubj a/avoir/AUX/3/aux:tense envoyé/envoyer/VERB/0/root/VerbForm=Part|Tense=Past ministre/ministre/NOUN/3/obj pour/pour/ADP/6/mark demander/demander/VERB/3/advcl/VerbForm=Inf aide/aide/NOUN/6/obj";
    check(text, "demander", Subject, "Khamenei");
}

#[test]
fn participles_and_coordination() {
    let text =
        "drones/drone/NOUN/0/root visant/viser/VERB/1/acl/VerbForm=Part|Tense=Pres Kiev/Kiev/PROPN/2/obj";
    check(text, "visant", Subject, "drones");
    let text = "accord/accord/NOUN/0/root signé/signer/VERB/1/acl/VerbForm=Part|Tense=Past par/par/ADP/4/case Paris/Paris/PROPN/2/obl:agent";
    check(text, "signé", Subject, "Paris");
    check(text, "signé", Object, "accord");
    let text = "Paris/Paris/PROPN/3/nsubj a/avoir/AUX/3/aux:tense appelé/appeler/VERB/0/root/VerbForm=Part|Tense=Past et/et/CCONJ/5/cc proposé/proposer/VERB/3/conj/VerbForm=Part|Tense=Past services/service/NOUN/5/obj";
    check(text, "proposé", Subject, "Paris");
    let text = "Rebels/rebel/NOUN/2/nsubj attacked/attack/VERB/0/root/VerbForm=Fin and/and/CCONJ/4/cc killed/kill/VERB/2/conj/VerbForm=Fin soldiers/soldier/NOUN/4/obj";
    check(text, "attacked", Object, "soldiers");
    check(text, "killed", Subject, "Rebels");
}

#[test]
fn nouns() {
    let text = "attaque/attaque/NOUN/0/root américaine/américain/ADJ/1/amod contre/contre/ADP/5/case l'/le/DET/5/det Iran/Iran/PROPN/1/nmod";
    check(text, "attaque", Genitive, "américaine");
    check(text, "attaque", Preposition("contre".into()), "Iran");
    let text = "visit/visit/NOUN/0/root of/of/ADP/3/case Modi/Modi/PROPN/1/nmod to/to/ADP/5/case Kyiv/Kyiv/PROPN/1/nmod";
    check(text, "visit", Genitive, "Modi");
    check(text, "visit", Possessor, "");
    check(text, "visit", Preposition("to".into()), "Kyiv");
    let text = "Russia/Russia/PROPN/3/nmod:poss 's/'s/PART/1/case invasion/invasion/NOUN/0/root of/of/ADP/5/case Ukraine/Ukraine/PROPN/3/nmod";
    check(text, "invasion", Possessor, "Russia");
    check(text, "invasion", Preposition("of".into()), "Ukraine");
}

#[test]
fn prepositions_of_several_words() {
    let text = "menaces/menace/NOUN/0/root à/à/ADP/6/case l'/le/DET/2/fixed encontre/encontre/NOUN/2/fixed de/de/ADP/2/fixed Kiev/Kiev/PROPN/1/nmod";
    check(text, "menaces", Preposition("à_l'encontre_de".into()), "Kiev");
    let text = "menaces/menace/NOUN/0/root à/à/ADP/4/case l'/le/DET/4/det encontre/encontre/NOUN/1/nmod de/de/ADP/6/case Kiev/Kiev/PROPN/4/nmod";
    check(text, "menaces", Preposition("à_l'encontre_de".into()), "Kiev");
}
