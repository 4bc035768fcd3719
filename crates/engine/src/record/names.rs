//! The contract's words for judgements.

use crate::judge::{Certainty, Quote, Status};

/// The contract's word for a status.
#[must_use]
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Happened => "happened",
        Status::Ongoing => "ongoing",
        Status::Scheduled => "scheduled",
        Status::Expected => "expected",
        Status::Planned => "planned",
        Status::Promised => "promised",
        Status::Offered => "offered",
        Status::Threatened => "threatened",
        Status::Requested => "requested",
        Status::Desired => "desired",
        Status::Feared => "feared",
        Status::Hypothetical => "hypothetical",
        Status::Counterfactual => "counterfactual",
        Status::Attempted => "attempted",
        Status::Prevented => "prevented",
        Status::Cancelled => "cancelled",
        Status::DidNotHappen => "did_not_happen",
        Status::Denied => "denied",
        Status::Unknown => "unknown",
    }
}

/// The contract's word for a certainty.
#[must_use]
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Probable => "probable",
        Certainty::Possible => "possible",
        Certainty::Unknown => "unknown",
    }
}

/// The contract's word for a way of quoting.
#[must_use]
pub fn quote(quote: Quote) -> &'static str {
    match quote {
        Quote::Direct => "direct",
        Quote::Mixed => "mixed",
        Quote::Indirect => "indirect",
        Quote::FreeIndirect => "free_indirect",
        Quote::None => "none",
    }
}
