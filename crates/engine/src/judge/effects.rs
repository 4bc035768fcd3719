//! What a carrier makes of the event below it, and what becomes of the event with the carrier.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::SpeechAct;
use depeche_knowledge::modality::{Carrier, Effect};
use smol_str::SmolStr;

use super::Status;
use super::group;
use super::standing::{State, Step, Walk, rank, status};

impl<'a> Walk<'a> {
    pub(super) fn effect(
        &self,
        head: usize,
        effect: &Effect,
        certainty: Option<&SmolStr>,
        because: &RuleId,
        state: &mut State,
        depth: usize,
    ) -> Step {
        match effect {
            Effect::Fact => {
                state.note(because);
                state.fixed = true;
            }
            Effect::Status(gives) => {
                let gives = status(gives);
                if gives == Status::Denied {
                    state.fixed = false;
                }
                let undone = matches!(gives, Status::DidNotHappen | Status::Prevented);
                state.standing.negative ^= undone;
                let above = self.stand(head, depth + 1);
                self.drop_with(&above, gives, state);
                if gives == Status::Requested
                    && let Some(carrier) = self.disobeyed(head)
                {
                    state.standing.negative = true;
                    state.fix(Status::DidNotHappen, None, &carrier.id);
                }
                state.fix(gives, certainty, because);
                // "denied planning an attack": what is denied is the attack as well.
                if above.standing.status == Status::Denied && gives != Status::Denied {
                    state.fixed = false;
                    let rule = above.standing.because.last().unwrap_or(because);
                    state.fix(Status::Denied, None, rule);
                }
            }
            Effect::Same | Effect::Opposite => {
                let above = self.stand(head, depth + 1);
                state.note(because);
                self.follow(&above, *effect == Effect::Opposite, state);
                state.weaken(certainty);
            }
        }
        Step::Stop
    }

    /// "refused orders to fire", "a désobéi à l'ordre de tirer": what was ordered was not done.
    fn disobeyed(&self, order: usize) -> Option<&'a Carrier> {
        let verb = self.sentence.words[order].head?;
        let noun = self.cues.noun(self.sentence, order)?;
        let carrier = self.carrier(order, verb, self.slot(order, verb)?)?;
        let denied = group::negator(self.sentence, verb, self.cues).is_some();
        let ordered = self.cues.attribution.nouns.get(noun)?.act == SpeechAct::Order;
        (ordered && !denied && carrier.effect == Effect::Opposite).then_some(carrier)
    }

    /// "shelved plans to leave", "declined the offer to lead": with the plan goes what was planned.
    fn drop_with(&self, above: &State, gives: Status, state: &mut State) {
        let open = matches!(
            gives,
            Status::Planned | Status::Offered | Status::Promised | Status::Scheduled | Status::Expected
        );
        let dropped =
            matches!(above.standing.status, Status::Cancelled | Status::DidNotHappen | Status::Prevented);
        if let Some(rule) = above.standing.because.last().filter(|_| open && dropped && !state.fixed) {
            state.standing.negative = above.standing.negative;
            state.fix(above.standing.status, None, rule);
        }
    }

    /// Takes over the standing of a governor that decides its complement's.
    pub(super) fn follow(&self, above: &State, opposite: bool, state: &mut State) {
        if state.fixed {
            return;
        }
        let (standing, own) = (&above.standing, state.standing.negative);
        state.standing.status = match standing.status {
            Status::Happened | Status::Ongoing if opposite != own => Status::DidNotHappen,
            Status::Ongoing => Status::Ongoing,
            Status::Happened => state.standing.status,
            Status::DidNotHappen if opposite => Status::Happened,
            other => other,
        };
        state.standing.negative = standing.negative ^ own ^ opposite;
        if state.standing.status == Status::DidNotHappen {
            state.standing.negative = true;
        }
        if rank(standing.certainty) > rank(state.standing.certainty) {
            state.standing.certainty = standing.certainty;
        }
        state.fixed = above.fixed;
        state.open = false;
        for rule in &standing.because {
            state.note(rule);
        }
    }
}
