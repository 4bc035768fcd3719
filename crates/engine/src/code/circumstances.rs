//! When and where of an event: the time and place that belong to its word in the tree.

use super::Event;
use super::grammar::Grammar;
use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::ud::{Relation, Upos};

/// Gives each event of a sentence its time and place.
pub fn attach(
    events: &mut [Event],
    index: usize,
    sentence: &Sentence,
    mentions: &Mentions,
    grammar: &Grammar,
) {
    let times: Vec<(usize, usize)> = heads(mentions.times.iter().map(|m| (m.sentence, m.head)), index);
    let places: Vec<(usize, usize)> = heads(mentions.places.iter().map(|m| (m.sentence, m.head)), index);
    let times: Vec<(usize, usize)> =
        times.into_iter().filter(|&(_, head)| !dates_a_noun(head, events, sentence, grammar)).collect();
    let lasts = |mention: usize| mentions.times[mention].value.kind.as_str() == "DURATION";
    // How long it takes says less of when than any date.
    let (dates, durations): (Vec<_>, Vec<_>) = times.into_iter().partition(|&(mention, _)| !lasts(mention));
    let occurrences: Vec<Option<usize>> =
        events.iter().map(|event| grammar.occurrence(sentence, event.trigger)).collect();
    let assign = |circumstances: &[(usize, usize)], events: &[Event]| {
        assign(circumstances, events, &occurrences, sentence)
    };
    let pairs = assign(&dates, events).into_iter().chain(assign(&durations, events));
    for (mention, event) in pairs {
        events[event].time.get_or_insert(mention);
    }
    for (mention, event) in assign(&places, events) {
        events[event].place.get_or_insert(mention);
    }
}

/// "la révolution de 1979", "the treaty of 2015", "in power since a coup in 2020": the time is the noun's, unless the noun
/// is an event here.
fn dates_a_noun(head: usize, events: &[Event], sentence: &Sentence, grammar: &Grammar) -> bool {
    // "in 2020 and 2021": the second goes with the first.
    let first = sentence.words[head].head.filter(|_| sentence.words[head].relation.is("conj"));
    let head = first.unwrap_or(head);
    let under = |word: usize, list: &dyn Fn(&str) -> bool| {
        sentence.with(word, "case").any(|case| list(&sentence.words[case].lemma))
    };
    let noun = sentence.words[head].head.filter(|&noun| sentence.words[noun].upos == Upos::Noun);
    let own = |noun: usize| events.iter().any(|event| event.trigger == noun || event.words.contains(&noun));
    // What the tree hangs on a verb's object may be the verb's: "arrested 90 people since Sunday".
    let argument =
        |noun: usize| matches!(sentence.words[noun].relation.base(), "obj" | "nsubj" | "root" | "conj");
    // "arrested since Sunday's vote" is since Sunday.
    let owner = sentence.words[head].relation == Relation::NmodPoss;
    let cased = sentence.first(head, "case").is_some();
    let since = |word: usize| under(word, &|lemma| grammar.since.contains(lemma));
    let of = |noun: usize| {
        under(head, &|lemma| grammar.is_genitive(lemma))
            || !argument(noun) && since(head)
            || cased && !owner && since(noun)
    };
    sentence.words[head].relation.is("nmod") && noun.is_some_and(|noun| of(noun) && !own(noun))
}

fn heads(all: impl Iterator<Item = (usize, usize)>, index: usize) -> Vec<(usize, usize)> {
    all.enumerate().filter(|(_, (sentence, _))| *sentence == index).map(|(i, (_, head))| (i, head)).collect()
}

/// Pairs circumstances with events, the nearest first; each event gets one, a circumstance may serve several.
fn assign(
    circumstances: &[(usize, usize)],
    events: &[Event],
    occurrences: &[Option<usize>],
    sentence: &Sentence,
) -> Vec<(usize, usize)> {
    let mut costs: Vec<(usize, usize, usize, usize)> = Vec::new();
    for &(mention, head) in circumstances {
        for (event, found) in events.iter().enumerate() {
            if let Some(cost) = distance(head, found, occurrences[event], sentence) {
                costs.push((cost, mention, event, head));
            }
        }
    }
    costs.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (cost, mention, event, head) in costs {
        let used = pairs.iter().any(|&(other, _)| other == mention);
        // A circumstance serves a second event only where it hangs on the same clause.
        if pairs.iter().any(|&(_, other)| other == event) || used && cost > 50 {
            continue;
        }
        let closer = pairs.iter().any(|&(other, owner)| {
            other == mention && lies_between(&events[owner], head, &events[event], sentence)
        });
        // What a noun event has for its own is not the verb's above it: "after the strikes of Saturday".
        if !closer {
            pairs.push((mention, event));
        }
    }
    pairs
}

/// Whether a noun event is met on the way up from a word to another event.
fn lies_between(owner: &Event, from: usize, event: &Event, sentence: &Sentence) -> bool {
    let noun = sentence.words[owner.trigger].upos == Upos::Noun;
    let mut way = std::iter::successors(Some(from), |&at| sentence.words[at].head)
        .take(8)
        .take_while(|at| *at != event.trigger);
    noun && owner.support != Some(event.trigger) && way.any(|at| at == owner.trigger)
}

/// How far a circumstance is from an event: ten a step up the tree, one a word between. None where another
/// predicate stands between them.
fn distance(head: usize, event: &Event, occurs: Option<usize>, sentence: &Sentence) -> Option<usize> {
    let own = |word: usize| word == event.trigger || event.words.contains(&word) || occurs == Some(word);
    let mut at = head;
    for steps in 0..7 {
        if own(at) {
            return Some(10 * steps + head.abs_diff(event.trigger).min(9));
        }
        if sentence.words[at].upos == Upos::Verb {
            return shared(head, event, at, sentence);
        }
        at = sentence.words[at].head?;
    }
    None
}

/// The cost of a circumstance that hangs on another verb and is the event's all the same.
fn shared(head: usize, event: &Event, verb: usize, sentence: &Sentence) -> Option<usize> {
    let trigger = &sentence.words[event.trigger];
    // "doit rencontrer vendredi": the modal and its infinitive are one predicate.
    if trigger.head == Some(verb) && trigger.relation.is("xcomp") {
        return Some(40);
    }
    // "a appelé la semaine dernière au calme et proposé ses services": no subject of its own, the same time.
    if trigger.head == Some(verb) && trigger.relation.is("conj") && head < event.trigger {
        return sentence.first(event.trigger, "nsubj").is_none().then_some(50);
    }
    // A noun event may own what the parser hung on the verb above, right behind it.
    let behind = head > event.trigger && event.trigger > verb;
    let noun = trigger.upos != Upos::Verb;
    (noun && behind && sentence.is_below(event.trigger, verb)).then(|| 60 + head - event.trigger)
}
