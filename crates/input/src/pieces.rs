//! One document, before and after the work of opening it.

use std::sync::Arc;

use depeche_engine::Dispatch;

use crate::page::Page;
use crate::{Entry, Found, Label, Origin, Rules, encoding, json, page};

/// What was found before anything is filled in.
#[derive(Debug, Default)]
pub struct Made {
    pub dispatch: Dispatch,
    pub origin: Origin,
    pub retracted: bool,
    pub note: Option<String>,
}

/// What a piece holds.
pub enum Content {
    /// Made while its file was read.
    Made(Box<Made>),
    /// A JSON object as it stands.
    Json(Vec<u8>),
    /// A web page as it stands.
    Page(Page),
    /// No document: only the note.
    Remark,
}

/// A piece without the rules.
pub struct Raw {
    pub label: Label,
    pub content: Result<Content, String>,
    pub note: Option<String>,
}

impl Raw {
    pub(crate) fn made(label: Label, made: Result<Made, String>) -> Raw {
        Raw { label, content: made.map(|made| Content::Made(Box::new(made))), note: None }
    }
}

/// The pieces of a file.
pub type Pieces = Box<dyn Iterator<Item = Raw>>;

/// A file that is one failure.
pub(crate) fn failed(label: Label, reason: String) -> Pieces {
    one(Raw { label, content: Err(reason), note: None })
}

/// A file of one piece.
pub(crate) fn one(raw: Raw) -> Pieces {
    Box::new(std::iter::once(raw))
}

/// One document where it stands, not yet opened.
pub struct Piece {
    label: Label,
    content: Result<Content, String>,
    note: Option<String>,
    rules: Arc<Rules>,
}

impl Piece {
    pub(crate) fn new(
        label: Label,
        content: Result<Content, String>,
        note: Option<String>,
        rules: &Arc<Rules>,
    ) -> Piece {
        Piece { label, content, note, rules: Arc::clone(rules) }
    }

    /// About how many bytes it holds.
    #[must_use]
    pub fn size(&self) -> usize {
        match &self.content {
            Ok(Content::Made(made)) => made.dispatch.text.len(),
            Ok(Content::Json(bytes)) => bytes.len(),
            Ok(Content::Page(page)) => page.size(),
            Ok(Content::Remark) | Err(_) => 0,
        }
    }

    /// Does the work: a dispatch with what it does not say itself filled in, or the reason why there is none.
    #[must_use]
    pub fn open(self) -> Entry {
        let Piece { label, content, note, rules } = self;
        let made = match content {
            Ok(Content::Remark) => {
                return Entry { label, found: Ok(Found::Remark), note, origin: Origin::default() };
            }
            Ok(Content::Made(made)) => Ok(*made),
            Ok(Content::Json(bytes)) => encoding::decode(&bytes).and_then(|decoded| {
                let made = json::made(&decoded.text, &rules.defaults.fields)?;
                Ok(Made { note: made.note.or(decoded.note), ..made })
            }),
            Ok(Content::Page(page)) => page::made(page, &rules.known),
            Err(reason) => Err(reason),
        };
        match made {
            Err(reason) => Entry { label, found: Err(one_line(&reason)), note, origin: Origin::default() },
            Ok(Made { dispatch, origin, retracted: true, .. }) => Entry {
                label,
                found: Ok(Found::Retraction(dispatch)),
                note: Some("withdrawn by its publisher: nothing is read".to_string()),
                origin,
            },
            Ok(Made { dispatch, origin, note: own, .. }) => {
                let embargo = origin.embargo.as_ref().map(|until| format!("under embargo until {until}"));
                let notes: Vec<String> = [note, own, embargo].into_iter().flatten().collect();
                let note = (!notes.is_empty()).then(|| notes.join("; "));
                Entry { label, found: rules.complete(dispatch).map(Found::Dispatch), note, origin }
            }
        }
    }
}

/// The longest reason that is told, in characters.
const LONGEST_REASON: usize = 400;

/// A reason in one line: parsers quote what they stumbled on.
fn one_line(reason: &str) -> String {
    let words: Vec<&str> = reason.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_REASON).collect()
}
