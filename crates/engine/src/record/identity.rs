//! Ids that are the same on every run and machine.

use super::{ActorRecord, ClaimRecord, Range, SourceRecord};
use crate::text::Dispatch;

/// The id that a dispatch came with, else `d_` and a hash of all that it came with.
#[must_use]
pub fn dispatch_id(dispatch: &Dispatch) -> String {
    if let Some(id) = &dispatch.id {
        return id.clone();
    }
    let mut content = Content::default();
    content.text(&dispatch.published.map(|date| date.to_string()).unwrap_or_default());
    content.text(dispatch.publisher.as_deref().unwrap_or_default());
    content.text(dispatch.title.as_deref().unwrap_or_default());
    content.text(&dispatch.text);
    content.id("d_")
}

/// `c_` and a hash of what is claimed, where it is said and by whom; not of how sure we are or why.
pub(super) fn claim_id(claim: &ClaimRecord) -> String {
    let mut content = Content::default();
    content.text(&claim.dispatch);
    content.span(claim.sentence.span);
    content.span(claim.event.trigger.span);
    content.text(&claim.event.act);
    content.text(claim.event.mode.as_deref().unwrap_or_default());
    content.spans(claim.actors.iter().map(|ActorRecord { span, .. }| *span));
    content.spans(claim.recipients.iter().map(|ActorRecord { span, .. }| *span));
    content.spans(claim.sources.iter().map(|SourceRecord { span, .. }| *span));
    content.text(claim.status);
    content.text(claim.certainty);
    content.text(claim.polarity);
    content.spans(claim.place.iter().map(|place| place.span));
    content.spans(claim.time.iter().map(|time| time.span));
    content.id("c_")
}

/// What is hashed: each part with its length before it, so that no two contents run together alike.
#[derive(Default)]
struct Content(blake3::Hasher);

impl Content {
    fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }

    fn span(&mut self, [begin, end]: Range) {
        self.0.update(&begin.to_le_bytes()).update(&end.to_le_bytes());
    }

    fn spans(&mut self, spans: impl Iterator<Item = Range>) {
        let mut count = 0_u64;
        for span in spans {
            self.span(span);
            count += 1;
        }
        self.0.update(&count.to_le_bytes());
    }

    fn id(self, prefix: &str) -> String {
        format!("{prefix}{}", &self.0.finalize().to_hex()[..16])
    }
}
