//! Examples of quantities: what is counted, and how many.

use depeche_knowledge::quantities::Example;

use super::{Failure, read_example};
use crate::Reader;

/// Why an example does not come true.
pub(super) fn read(reader: &Reader, language: &str, example: &Example) -> Option<Failure> {
    let (_, reading) = read_example(reader, language, &example.text);
    let own = |rules: &[crate::RuleId]| rules.contains(&example.rule);
    let quantities = || reading.claims.iter().flat_map(|claim| &claim.event.quantities);
    let found: Vec<String> = quantities().map(ToString::to_string).collect();
    let fail = |message| Some(Failure { rule: example.rule.clone(), text: example.text.clone(), message });
    match &example.is {
        Some(wanted) => {
            let begins = |text: &str| {
                text.strip_prefix(wanted.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            let read = quantities().any(|it| own(&it.because) && begins(&it.to_string()));
            if read { None } else { fail(format!("expected {wanted}; read {}", found.join("; "))) }
        }
        None if quantities().any(|it| own(&it.because)) => {
            fail(format!("expected nothing; read {}", found.join("; ")))
        }
        None => None,
    }
}
