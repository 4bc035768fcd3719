//! Why a claim stands as it does, in plain words: which words of the sentence decided, and how.

use depeche_engine::judge::{Claim, Status};
use depeche_engine::{Sentence, Word};
use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::SpeechAct;
use depeche_knowledge::language::LanguagePack;
use depeche_knowledge::modality::Effect;

use super::Case;

/// `“denied” denies it`; where no word decided, what the verb's own form tells.
pub fn of(case: &Case<'_>, claim: &Claim) -> String {
    let pack = case.reader.knowledge.languages.get(&case.reading.language);
    let sentence = case.reading.sentences.get(claim.event.sentence);
    let (Some(pack), Some(sentence)) = (pack, sentence) else { return form(claim.standing.status).into() };
    let mut reasons: Vec<String> = Vec::new();
    for rule in &claim.standing.because {
        let Some((words, what)) = entry(pack, rule) else { continue };
        let said = match deciding(sentence, &words, claim.event.trigger) {
            Some(word) => format!("“{}” {what}", word.form),
            None => continue,
        };
        if !reasons.contains(&said) {
            reasons.push(said);
        }
    }
    if reasons.is_empty() { form(claim.standing.status).into() } else { reasons.join(", ") }
}

/// What the form of its own verb tells.
fn form(status: Status) -> &'static str {
    match status {
        Status::Happened => "told as a fact",
        Status::Ongoing => "told as going on",
        Status::Planned | Status::Scheduled => "told as something to come",
        Status::Requested => "told as a command",
        Status::Unknown => "asked",
        _ => "by the form of its verb",
    }
}

/// The words of an entry, and what they do.
fn entry<'a>(pack: &'a LanguagePack, rule: &RuleId) -> Option<(Vec<&'a str>, String)> {
    let (modality, attribution) = (&pack.modality, &pack.attribution);
    if let Some(it) = modality.carriers.iter().find(|it| it.id == *rule) {
        let words = it.verbs.iter().chain(&it.nouns).chain(&it.adjectives).map(|it| it.as_str()).collect();
        let what = match &it.effect {
            Effect::Same => "lets it stand as it stands itself".to_string(),
            Effect::Opposite => "says that it was not done".to_string(),
            Effect::Fact => "takes it for a fact".to_string(),
            Effect::Status(status) => format!("makes it {}", status.replace('_', " ")),
        };
        return Some((words, what));
    }
    if let Some(it) = modality.modals.iter().find(|it| it.id == *rule) {
        return Some((it.lemmas.iter().map(|it| it.as_str()).collect(), "decides".to_string()));
    }
    if let Some(it) = modality.markers.iter().find(|it| it.id == *rule) {
        return Some((
            it.words.iter().map(|it| it.as_str()).collect(),
            format!("makes it {}", it.status.replace('_', " ")),
        ));
    }
    if let Some(it) = modality.modifiers.iter().find(|it| it.id == *rule) {
        let what = it.status.as_ref().or(it.certainty.as_ref()).map(|it| it.replace('_', " "));
        return Some((
            it.words.iter().map(|it| it.as_str()).collect(),
            format!("makes it {}", what.unwrap_or_default()),
        ));
    }
    if let Some(it) = modality.negators.iter().find(|it| it.id == *rule) {
        return Some((it.words.iter().map(|it| it.as_str()).collect(), "denies it".to_string()));
    }
    let verb = attribution.verbs.iter().find(|it| it.id == *rule).map(|it| (&it.lemmas, it.act));
    let noun = attribution.nouns.iter().find(|it| it.id == *rule).map(|it| (&it.lemmas, it.act));
    let (lemmas, act) = verb.or(noun)?;
    Some((lemmas.iter().map(|it| it.as_str()).collect(), does(act).to_string()))
}

fn does(act: SpeechAct) -> &'static str {
    match act {
        SpeechAct::Deny => "denies it",
        SpeechAct::Promise => "promises it",
        SpeechAct::Threaten => "threatens it",
        SpeechAct::Offer => "offers it",
        SpeechAct::Request => "asks for it",
        SpeechAct::Order => "orders it",
        SpeechAct::Wish => "wishes it",
        SpeechAct::Plan => "plans it",
        SpeechAct::Fear => "fears it",
        SpeechAct::Predict => "foresees it",
        SpeechAct::Believe => "holds it for likely",
        SpeechAct::Speculate => "holds it for possible",
        SpeechAct::Ask => "asks whether it is so",
        SpeechAct::Refuse => "refuses it",
        SpeechAct::CommentRefused => "keeps silent on it",
        SpeechAct::Assert
        | SpeechAct::Confirm
        | SpeechAct::Admit
        | SpeechAct::Accuse
        | SpeechAct::Judge
        | SpeechAct::Cite => "says it",
    }
}

/// The word of a sentence that an entry means: the one nearest to the event.
fn deciding<'a>(sentence: &'a Sentence, words: &[&str], event: usize) -> Option<&'a Word> {
    let is = |word: &Word| {
        let form = word.form.to_lowercase();
        words.iter().any(|entry| {
            // The longest part stands for an expression of several words.
            let part = entry.split([' ', '\'']).max_by_key(|part| part.len()).unwrap_or(entry);
            word.lemma == part || form == part
        })
    };
    let places = (0..sentence.words.len()).filter(|&at| at != event && is(&sentence.words[at]));
    places.min_by_key(|&at| at.abs_diff(event)).map(|at| &sentence.words[at])
}
