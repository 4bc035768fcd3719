//! RSS, Atom and JSON Feed files.

use depeche_engine::Dispatch;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::{Builder, Parser};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::pieces::{Made, Pieces, Raw, failed};
use crate::{Label, Origin, markup};

/// The items of a feed.
pub fn pieces(name: &str, bytes: Vec<u8>) -> Pieces {
    // Feeds in older encodings say so in the declaration, which the parser honours only for XML as a whole.
    let feed = markup::decode(&bytes, None)
        .and_then(|decoded| parser().parse(decoded.text.as_bytes()).map_err(|error| error.to_string()));
    match feed {
        Err(error) => failed(Label::of(name), format!("no feed that can be read: {error}")),
        Ok(feed) => {
            let name = name.to_string();
            let whole = Whole::of(&feed);
            let items = feed.entries.into_iter().enumerate();
            Box::new(
                items.map(move |(at, item)| Raw::made(Label::part(&name, "item", at + 1), whole.made(item))),
            )
        }
    }
}

/// Items without an id get none: a random one would make a new dispatch of each reading.
fn parser() -> Parser {
    Builder::new()
        .id_generator(|links, _, _| links.first().map(|link| link.href.clone()).unwrap_or_default())
        .build()
}

/// What the feed says for all its items.
struct Whole {
    title: Option<String>,
    language: Option<String>,
}

impl Whole {
    fn of(feed: &Feed) -> Whole {
        let title = feed.title.as_ref().map(|title| markup::text_of(&title.content));
        Whole { title: title.filter(|title| !title.is_empty()), language: feed.language.clone() }
    }

    fn made(&self, item: Entry) -> Result<Made, String> {
        let title = item.title.as_ref().map(|title| markup::text_of(&title.content)).unwrap_or_default();
        let full = item.content.and_then(|content| content.body).map(|html| markup::text_of(&html));
        let summary = item.summary.map(|summary| markup::text_of(&summary.content));
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (text, note) = match (filled(full), filled(summary)) {
            (Some(text), _) => (text, None),
            (None, Some(text)) => (text, Some("a summary: the feed carries no full text")),
            (None, None) if title.is_empty() => return Err("an item without text".to_string()),
            (None, None) => (title.clone(), Some("a headline: the feed carries no text")),
        };
        let language = item.language.as_ref().or(self.language.as_ref());
        let dispatch = Dispatch {
            id: Some(item.id).filter(|id| !id.is_empty()),
            published: item
                .published
                .or(item.updated)
                .and_then(|time| Timestamp::from_second(time.timestamp()).ok())
                .map(|time| TimeZone::UTC.to_datetime(time).date()),
            publisher: self.title.clone(),
            language: language.and_then(|it| markup::language_code(it)),
            title: Some(title).filter(|title| !title.is_empty() && *title != text),
            text,
        };
        let origin = Origin {
            url: item.links.into_iter().next().map(|link| link.href),
            author: item.authors.into_iter().next().and_then(|person| person.name),
            ..Origin::default()
        };
        Ok(Made { dispatch, origin, note: note.map(str::to_string), retracted: false })
    }
}
