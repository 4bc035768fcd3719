//! When and where of an event: the time and place that belong to its word in the tree.

use super::Event;
use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::ud::Upos;

/// Gives each event of a sentence its time and place.
pub fn attach(events: &mut [Event], index: usize, sentence: &Sentence, mentions: &Mentions) {
    let times: Vec<(usize, usize)> = heads(mentions.times.iter().map(|m| (m.sentence, m.head)), index);
    let places: Vec<(usize, usize)> = heads(mentions.places.iter().map(|m| (m.sentence, m.head)), index);
    for (mention, event) in assign(&times, events, sentence) {
        events[event].time = Some(mention);
    }
    for (mention, event) in assign(&places, events, sentence) {
        if events[event].place.is_none() {
            events[event].place = Some(mention);
        }
    }
}

fn heads(all: impl Iterator<Item = (usize, usize)>, index: usize) -> Vec<(usize, usize)> {
    all.enumerate().filter(|(_, (sentence, _))| *sentence == index).map(|(i, (_, head))| (i, head)).collect()
}

/// Pairs circumstances with events, the nearest first; each event gets one, a circumstance may serve several.
fn assign(circumstances: &[(usize, usize)], events: &[Event], sentence: &Sentence) -> Vec<(usize, usize)> {
    let mut costs: Vec<(usize, usize, usize)> = Vec::new();
    for &(mention, head) in circumstances {
        for (event, found) in events.iter().enumerate() {
            if let Some(cost) = distance(head, found, sentence) {
                costs.push((cost, mention, event));
            }
        }
    }
    costs.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (cost, mention, event) in costs {
        let used = pairs.iter().any(|&(other, _)| other == mention);
        // A circumstance serves a second event only where it hangs on the same clause.
        if pairs.iter().any(|&(_, other)| other == event) || used && cost > 50 {
            continue;
        }
        pairs.push((mention, event));
    }
    pairs
}

/// How far a circumstance is from an event: ten a step up the tree, one a word between. None where another
/// predicate stands between them.
fn distance(head: usize, event: &Event, sentence: &Sentence) -> Option<usize> {
    let own = |word: usize| word == event.trigger || event.words.contains(&word);
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
