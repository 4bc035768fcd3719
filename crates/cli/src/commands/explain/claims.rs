//! The claims of a sentence in plain words, each with the rules behind it.

use depeche_engine::RuleId;
use depeche_engine::judge::Claim;
use depeche_engine::record::ClaimRecord;
use depeche_engine::relate::MODEL;
use unicode_width::UnicodeWidthStr;

use super::paint::{ACT, ACTOR, CUE, DIM, HEADING, PLACE, PLAIN, Page, Run, TIME};
use super::{Case, reasons, words};

/// The claims whose act stands in a sentence.
pub fn list(case: &Case<'_>, sentence: usize, page: &mut Page) {
    let claims: Vec<(&Claim, ClaimRecord)> = case
        .reading
        .claims
        .iter()
        .filter(|claim| claim.event.sentence == sentence)
        .map(|claim| (claim, case.records.claim(claim)))
        .collect();
    if claims.is_empty() {
        return;
    }
    page.heading("claims");
    for (i, (read, claim)) in claims.iter().enumerate() {
        if i > 0 {
            page.blank();
        }
        page.paragraph(4, 6, &in_words(case, read, claim));
        page.paragraph(6, 8, &[(codes(claim), DIM)]);
        if !read.event.likely.is_empty() {
            let likely = read.event.likely.iter().map(|(act, share)| format!("{act} {share:.2}"));
            let told = format!("the learned reader holds likely: {}", likely.collect::<Vec<_>>().join(", "));
            page.paragraph(6, 8, &[(told, DIM)]);
        }
        case.rules(&claim.because, page);
    }
}

fn in_words(case: &Case<'_>, read: &Claim, claim: &ClaimRecord) -> Vec<Run> {
    let knowledge = &case.reader.knowledge;
    let event = &claim.event;
    let act = event.mode.as_ref().map_or(event.act.to_string(), |mode| format!("{} {mode}", event.act));
    let mut runs =
        vec![(words::actors(&claim.actors, knowledge), ACTOR), (" → ".to_string(), DIM), (act, ACT)];
    if !claim.recipients.is_empty() {
        runs.push((" → ".to_string(), DIM));
        runs.push((words::actors(&claim.recipients, knowledge), ACTOR));
    }
    runs.push(("; ".to_string(), DIM));
    runs.push((words::standing(claim), HEADING));
    runs.push((format!(" ({})", reasons::of(case, read)), DIM));
    runs.push(("; says: ".to_string(), DIM));
    runs.push((words::chain(&claim.sources, knowledge), CUE));
    if let Some(time) = &claim.time {
        runs.push(("; ".to_string(), DIM));
        runs.push((words::time(time), TIME));
    }
    if let Some(place) = &claim.place {
        runs.push(("; in ".to_string(), DIM));
        runs.push((place.name.clone().unwrap_or_else(|| place.text.clone()), PLACE));
    }
    runs
}

fn codes(claim: &ClaimRecord) -> String {
    let event = &claim.event;
    let mut facts = vec![format!("“{}”", event.trigger.text)];
    if event.plover != event.act {
        facts.push(format!("labelled {}", event.plover));
    }
    facts.push(format!("CAMEO {}", event.cameo));
    facts.push(format!("quad {}", event.quad));
    facts.push(format!("score {:+.1}", event.score));
    facts.extend(event.contexts.iter().map(ToString::to_string));
    facts.extend(event.quantities.iter().map(|it| format!("{} (“{}”)", it.brief(), it.text)));
    if claim.quote != "none" {
        facts.push(format!("{} speech", claim.quote.replace('_', " ")));
    }
    facts.push(format!("confidence {:.2}", claim.confidence));
    facts.push(claim.claim.clone());
    facts.join(" · ")
}

impl Case<'_> {
    /// Rules with the place where each stands.
    pub fn rules(&self, because: &[RuleId], page: &mut Page) {
        let width = because.iter().map(|rule| rule.width()).max().unwrap_or(0);
        for rule in because {
            let gap = width.saturating_sub(rule.width()) + 2;
            let place = match self.reader.knowledge.origin(rule) {
                Some(origin) => format!("{}/{}:{}", self.folder, origin.file, origin.line),
                None if **rule == *MODEL => "models/relations.bin, see models/README.md".to_string(),
                None => "in the program".to_string(),
            };
            page.paragraph(6, 8, &[(rule.to_string(), PLAIN), (" ".repeat(gap), PLAIN), (place, DIM)]);
        }
    }
}
