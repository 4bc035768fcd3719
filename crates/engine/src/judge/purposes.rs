//! "marched to demand", "ont défilé pour exiger": what is said by meeting, marching or asking is said with that, and stands
//! as it does.

use depeche_knowledge::ontology::Ontology;

use crate::code::Event;
use crate::text::Sentence;
use crate::ud::Features;

/// The sentence and trigger of each event that says something itself, or is done to say it.
pub(super) fn voices(events: &[Event], ontology: &Ontology) -> Vec<(usize, usize)> {
    let speaks = |event: &&Event| {
        ontology.act(&event.act).is_some_and(|act| {
            let mode = event.mode.as_ref().and_then(|mode| act.mode(mode));
            act.voices && !mode.is_some_and(|mode| mode.silent)
        })
    };
    events.iter().filter(speaks).map(|event| (event.sentence, event.trigger)).collect()
}

/// The trigger of the event in whose purpose clause an act of words stands.
pub(super) fn voiced(
    event: &Event,
    voices: &[(usize, usize)],
    sentences: &[Sentence],
    ontology: &Ontology,
) -> Option<usize> {
    let sentence = sentences.get(event.sentence)?;
    let word = sentence.words.get(event.trigger)?;
    let purpose = ["advcl", "xcomp", "acl"].iter().any(|base| word.relation.is(base))
        && word.features.has(Features::VERBFORM_INF)
        && sentence.first(event.trigger, "mark").is_some();
    let above = word.head?;
    let said = ontology.act(&event.act).is_some_and(|act| act.voiced);
    (purpose && said && voices.contains(&(event.sentence, above))).then_some(above)
}
