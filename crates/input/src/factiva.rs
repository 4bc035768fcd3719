//! Factiva's XML: `article` elements with headline, leading and further paragraphs.

use depeche_engine::Dispatch;
use roxmltree::Node;

use crate::newsml::{child, child_text, document, is, text_of};
use crate::pieces::{Made, Pieces, Raw, failed};
use crate::{Label, Origin, dates, markup};

/// The articles of a document.
pub fn pieces(name: &str, text: &str) -> Pieces {
    let document = match document(text) {
        Ok(document) => document,
        Err(reason) => return failed(Label::of(name), reason),
    };
    let articles =
        document.descendants().filter(|node| is(*node, "article")).filter(|node| is_factiva(*node));
    let articles: Vec<Raw> = articles
        .enumerate()
        .map(|(at, article)| Raw::made(Label::part(name, "article", at + 1), made(article)))
        .collect();
    if articles.is_empty() {
        let root = document.root_element().tag_name().name();
        let reason = format!(
            "XML of a kind that is not known (its root is `{root}`); known are RSS, Atom, NewsML-G2 and Factiva's"
        );
        return failed(Label::of(name), reason);
    }
    Box::new(articles.into_iter())
}

fn is_factiva(article: Node<'_, '_>) -> bool {
    ["headline", "leadParagraph", "tailParagraphs", "sourceName"]
        .iter()
        .any(|name| child(article, name).is_some())
}

fn made(article: Node<'_, '_>) -> Result<Made, String> {
    let paragraphs: Vec<String> = ["leadParagraph", "tailParagraphs"]
        .iter()
        .filter_map(|name| child(article, name))
        .flat_map(|part| {
            let inner: Vec<String> =
                part.children().filter(|node| is(*node, "paragraph")).map(text_of).collect();
            if inner.is_empty() { vec![text_of(part)] } else { inner }
        })
        .collect();
    let text = markup::lines(&paragraphs.join("\n"));
    if text.is_empty() {
        return Err("a Factiva article without leadParagraph and tailParagraphs".to_string());
    }
    let date = child(article, "publicationDate").and_then(|node| child_text(node, "date"));
    let published = match &date {
        Some(date) => {
            Some(dates::day(date).ok_or_else(|| format!("a Factiva article whose date `{date}` is none"))?)
        }
        None => None,
    };
    let dispatch = Dispatch {
        id: child_text(article, "accessionNo").or_else(|| child_text(article, "reference")),
        published,
        publisher: child_text(article, "sourceName").or_else(|| child_text(article, "publisherName")),
        language: child_text(article, "baseLanguage").and_then(|it| markup::language_code(&it)),
        title: child_text(article, "headline"),
        text,
    };
    let origin = Origin { author: child_text(article, "byline"), ..Origin::default() };
    Ok(Made { dispatch, origin, ..Made::default() })
}
