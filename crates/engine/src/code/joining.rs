//! What two words of a sentence tell of one event, and which of them tells it.

use super::Candidate;
use super::matching::Match;
use super::participants::Scene;
use crate::Reader;
use crate::ud::{Relation, Upos};

/// Leaves of the readings of a sentence's words one for each event.
pub(super) fn join(scene: Scene<'_>, best: &mut Vec<Candidate<'_>>, reader: &Reader) {
    drop_blame(scene, best);
    join_blows(scene, best, reader);
    join_gifts(scene, best, reader);
    consume(scene, best, reader);
}

/// "une attaque attribuée aux rebelles": who is blamed by nobody in particular is who did it, and no claim beside that.
fn drop_blame(scene: Scene<'_>, best: &mut Vec<Candidate<'_>>) {
    let words = &scene.sentence.words;
    let done: Vec<usize> = best.iter().filter(|it| !it.found.actors.is_empty()).map(|it| it.anchor).collect();
    let blame = |it: &Candidate<'_>| {
        let word = &words[it.anchor];
        it.found.actors.is_empty()
            && scene.patterns.grammar.owns_up(&word.lemma)
            && word.relation.is("acl")
            && word.head.is_some_and(|noun| done.contains(&noun))
    };
    best.retain(|it| !blame(it));
}

/// "tués dans une frappe israélienne": one blow told by two words, whose author the noun names.
fn join_blows(scene: Scene<'_>, best: &mut Vec<Candidate<'_>>, reader: &Reader) {
    let words = &scene.sentence.words;
    for at in (0..best.len()).rev() {
        let (noun, act) = (&words[best[at].anchor], &best[at].pattern.act);
        if noun.upos != Upos::Noun || !noun.relation.is("obl") || !is_violent(&best[at], reader) {
            continue;
        }
        let joins = |it: &Candidate<'_>| Some(it.anchor) == noun.head && it.found.actors.is_empty();
        let verb = best.iter().position(|it| joins(it) && it.pattern.act == *act);
        let Some(verb) = verb.filter(|&verb| !best[verb].found.recipients.is_empty()) else { continue };
        best[verb].found.actors = best[at].found.actors.clone();
        best.remove(at);
    }
}

/// "a promis dix millions d'aide à Kiev": the help is what the money is for.
fn join_gifts(scene: Scene<'_>, best: &mut Vec<Candidate<'_>>, reader: &Reader) {
    let words = &scene.sentence.words;
    let amount = |it: &Candidate<'_>, above: &Candidate<'_>| {
        let kind = |it: &Candidate<'_>| quad(it, reader);
        let helps = kind(it) == Some(MATERIAL_COOPERATION)
            && (kind(above) == Some(VERBAL_COOPERATION) || it.pattern.act == above.pattern.act);
        let head = words[it.anchor].head;
        let within = head.is_some_and(|head| above.found.literals.contains(&head))
            || head == Some(above.anchor) && it.found.recipients == above.found.recipients;
        let noun = words[it.anchor].upos == Upos::Noun && it.found.actors.is_empty();
        noun && helps && !above.found.actors.is_empty() && within
    };
    for at in (0..best.len()).rev() {
        if let Some(above) = (0..best.len()).find(|&above| amount(&best[at], &best[above])) {
            if best[above].found.recipients.is_empty() {
                best[above].found.recipients = best[at].found.recipients.clone();
            }
            best.remove(at);
        }
    }
}

/// A noun that is part of a verb's reading is no event of its own. A verb keeps its own: "menacer d'attaquer" is a threat
/// and an attack that is threatened; and so does the subject of violence that says itself between whom or to whom it was
/// done: of "l'attaque des rebelles contre une base a fait dix morts" the verb adds nobody.
fn consume(scene: Scene<'_>, best: &mut Vec<Candidate<'_>>, reader: &Reader) {
    let words = &scene.sentence.words;
    let violent = |it: &Candidate<'_>| is_violent(it, reader);
    let silent = |verb: usize| best.iter().any(|it| it.anchor == verb && it.found.actors.is_empty());
    let tells = |it: &Candidate<'_>| {
        let Match { actors, recipients, .. } = &it.found;
        let verb = words[it.anchor].head;
        !recipients.is_empty() || actors.len() > 1 || !actors.is_empty() && verb.is_some_and(silent)
    };
    let subject = |it: &Candidate<'_>| {
        words[it.anchor].upos == Upos::Noun && words[it.anchor].relation == Relation::Nsubj
    };
    let told: Vec<(usize, usize)> = best
        .iter()
        .filter(|it| subject(it) && violent(it) && tells(it))
        .filter_map(|it| Some((it.anchor, words[it.anchor].head?)))
        .collect();
    let own = |word: usize, it: &Candidate<'_>| told.contains(&(word, it.anchor)) && violent(it);
    best.retain(|it| !it.found.recipients.is_empty() || !it.found.literals.iter().any(|&word| own(word, it)));
    let literals = best.iter().flat_map(|it| it.found.literals.iter().map(move |&word| (word, it)));
    let consumed: Vec<usize> = literals
        .filter(|&(word, it)| words[word].upos != Upos::Verb && !own(word, it))
        .map(|(word, _)| word)
        .collect();
    best.retain(|it| !consumed.contains(&it.anchor));
}

/// The quad class of the act that a word is read as.
fn quad(it: &Candidate<'_>, reader: &Reader) -> Option<u8> {
    reader.knowledge.ontology.act(&it.pattern.act).map(|act| act.quad)
}

fn is_violent(it: &Candidate<'_>, reader: &Reader) -> bool {
    quad(it, reader) == Some(MATERIAL_CONFLICT)
}

/// The quad classes of what is said and done for others.
const VERBAL_COOPERATION: u8 = 1;
const MATERIAL_COOPERATION: u8 = 2;

/// The quad class of what is done with force.
pub(super) const MATERIAL_CONFLICT: u8 = 4;
