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
        if pairs.iter().any(|&(_, other)| other == event) || used && cost > 20 {
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
    let mut steps = 0;
    while !own(at) {
        let above = sentence.words[at].head?;
        steps += 1;
        let predicate = matches!(sentence.words[at].upos, Upos::Verb) && steps > 1;
        if predicate || steps > 6 {
            // A noun event may own what the parser hung on the verb right behind it.
            return None;
        }
        at = above;
        if sentence.words[at].upos == Upos::Verb && !own(at) {
            return trailing(head, event, at, sentence);
        }
    }
    Some(10 * steps + head.abs_diff(event.trigger).min(9))
}

/// A circumstance that hangs on a verb but stands right behind a noun event below that verb.
fn trailing(head: usize, event: &Event, verb: usize, sentence: &Sentence) -> Option<usize> {
    let noun = sentence.words[event.trigger].upos != Upos::Verb;
    let below = sentence.is_below(event.trigger, verb);
    let behind = head > event.trigger && event.trigger > verb;
    (noun && below && behind).then(|| 60 + head - event.trigger)
}
