//! The codebook's convention for future and negated acts: what a claim is labelled, and with it the CAMEO code,
//! the quad class and the score.

use depeche_knowledge::ontology::{Act, Ontology};
use smol_str::SmolStr;

use crate::code::Event;
use crate::judge::{Standing, Status};

/// How an act is labelled under the convention.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The PLOVER act.
    pub plover: SmolStr,
    /// The CAMEO code that fits best.
    pub cameo: SmolStr,
    /// 1 to 4; 0 for an act that the ontology does not know.
    pub quad: u8,
    /// PLOVER's scale, −10 to +10.
    pub score: f64,
}

/// Which column of the convention's table a standing falls into.
enum Column {
    Itself,
    Future,
    Negated,
    NegatedFuture,
}

impl Column {
    fn of(standing: &Standing) -> Column {
        use Status::*;
        match standing.status {
            // A threat or an appeal is yet to be carried out, like a plan.
            Scheduled | Expected | Planned | Promised | Offered | Threatened | Requested | Desired => {
                if standing.negative {
                    Column::NegatedFuture
                } else {
                    Column::Future
                }
            }
            DidNotHappen | Denied | Prevented | Cancelled => Column::Negated,
            Happened | Ongoing if standing.negative => Column::Negated,
            Happened | Ongoing | Feared | Hypothetical | Counterfactual | Attempted | Unknown => {
                Column::Itself
            }
        }
    }
}

/// Labels an act by its standing. Where the convention changes the act, code and score are those of the new
/// label; else those of the mode, or of the act.
#[must_use]
pub fn label(event: &Event, standing: &Standing, ontology: &Ontology) -> Label {
    let Some(act) = ontology.act(&event.act) else {
        let cameo = event.cameo.clone().unwrap_or_default();
        return Label { plover: event.act.clone(), cameo, quad: 0, score: 0.0 };
    };
    let conventional = &act.conventional_cameo;
    let (plover, cameo) = match Column::of(standing) {
        Column::Itself => return itself(event, act),
        Column::Future => (&act.future, &conventional.future),
        Column::Negated => (&act.negated, &conventional.negated),
        Column::NegatedFuture => (&act.negated_future, &conventional.negated_future),
    };
    match ontology.act(plover) {
        Some(other) if other.id != act.id => Label {
            plover: plover.clone(),
            cameo: cameo.clone().unwrap_or_else(|| other.cameo.clone()),
            quad: other.quad,
            score: other.score,
        },
        _ => itself(event, act),
    }
}

fn itself(event: &Event, act: &Act) -> Label {
    let mode = event.mode.as_deref().and_then(|mode| act.mode(mode));
    let cameo = event.cameo.as_ref().or(mode.map(|mode| &mode.cameo)).unwrap_or(&act.cameo);
    Label {
        plover: act.id.clone(),
        cameo: cameo.clone(),
        quad: act.quad,
        score: mode.map_or(act.score, |mode| mode.score),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ontology() -> Ontology {
        let text = include_str!("../../../../knowledge/ontology/acts.toml").to_string();
        let file = depeche_knowledge::SourceFile { path: "ontology/acts.toml".into(), text };
        let folder = depeche_knowledge::Folder { files: vec![file] };
        depeche_knowledge::compile(&folder).unwrap().ontology
    }

    fn check(act: &str, mode: Option<&str>, status: Status, negative: bool, expect: (&str, &str, u8, f64)) {
        let event = Event { act: act.into(), mode: mode.map(Into::into), ..Event::default() };
        let standing = Standing { status, negative, ..Standing::default() };
        let label = label(&event, &standing, &ontology());
        assert_eq!((&*label.plover, &*label.cameo, label.quad, label.score), expect, "{act} {status:?}");
    }

    #[test]
    fn follows_the_codebook() {
        check("CONSULT", Some("visit"), Status::Happened, false, ("CONSULT", "042", 1, 4.0));
        check("CONSULT", Some("visit"), Status::Planned, false, ("AGREE", "036", 1, 2.5));
        check("CONSULT", Some("visit"), Status::DidNotHappen, true, ("REJECT", "125", 3, -2.0));
        check("ASSAULT", None, Status::Threatened, false, ("THREATEN", "138", 3, -3.5));
        check("ASSAULT", None, Status::Denied, false, ("CONCEDE", "080", 1, 4.5));
        check("ASSAULT", None, Status::Planned, true, ("AGREE", "030", 1, 2.5));
        check("ASSAULT", None, Status::Feared, false, ("ASSAULT", "190", 4, -9.0));
        check("ACCUSE", Some("allege"), Status::Planned, false, ("ACCUSE", "112", 3, -3.5));
    }
}
