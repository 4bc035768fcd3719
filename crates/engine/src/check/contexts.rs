//! Examples of contexts: what a text's claims are about.

use depeche_knowledge::contexts::Context;

use super::{Failure, read_example};
use crate::Reader;

/// The examples of one context that fail.
pub(super) fn failures(reader: &Reader, language: &str, context: &Context) -> Vec<Failure> {
    let about = |text: &str| {
        let (_, reading) = read_example(reader, language, text);
        let found: Vec<String> = reading.claims.iter().map(|claim| claim.event.contexts.join(", ")).collect();
        (reading.claims.iter().any(|claim| claim.event.contexts.contains(&context.id)), found.join("; "))
    };
    let tried =
        context.yes.iter().map(|text| (text, true)).chain(context.no.iter().map(|text| (text, false)));
    let fails = tried.filter_map(|(text, wanted)| {
        let (is, found) = about(text);
        let message = format!("expected {}{}; read {found}", if wanted { "" } else { "not " }, context.id);
        (is != wanted).then(|| Failure { rule: context.rule.clone(), text: text.clone(), message })
    });
    fails.collect()
}
