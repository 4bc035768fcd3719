//! IPTC NewsML-G2: items with their version, status and embargo. <https://iptc.org/standards/newsml-g2/>

use depeche_engine::Dispatch;
use roxmltree::{Document, Node, ParsingOptions};

use crate::pieces::{Made, Pieces, Raw, failed};
use crate::{Label, Origin, dates, markup};

/// Nodes of a document beyond which it is none.
const MOST_NODES: u32 = 4_000_000;

/// A document; names are compared without their namespace.
///
/// # Errors
/// It is not well-formed; the message has line and column.
pub fn document(text: &str) -> Result<Document<'_>, String> {
    // Documents name their DTD; entities are bounded by the parser.
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| format!("XML that cannot be read: {error}"))
}

/// The items of a document, a `newsItem` each.
pub fn pieces(name: &str, text: &str) -> Pieces {
    let document = match document(text) {
        Ok(document) => document,
        Err(reason) => return failed(Label::of(name), reason),
    };
    let items: Vec<Raw> = document
        .descendants()
        .filter(|node| is(*node, "newsItem"))
        .enumerate()
        .map(|(at, item)| Raw::made(Label::part(name, "item", at + 1), made(item)))
        .collect();
    match items.is_empty() {
        true => failed(Label::of(name), "NewsML-G2 without a newsItem".to_string()),
        false => Box::new(items.into_iter()),
    }
}

fn made(item: Node<'_, '_>) -> Result<Made, String> {
    let meta = child(item, "itemMeta");
    let content = child(item, "contentMeta");
    let status = meta.and_then(|meta| child(meta, "pubStatus")).and_then(|node| node.attribute("qcode"));
    let retracted = status.is_some_and(|code| {
        let status = code.rsplit(':').next().unwrap_or(code);
        matches!(status, "withheld" | "canceled" | "cancelled")
    });
    let text = body(item);
    if text.is_empty() && !retracted {
        return Err("an item without text; is it a picture, a video or a package?".to_string());
    }
    let created = content.and_then(|it| child_text(it, "contentCreated"));
    let version_created = meta.and_then(|it| child_text(it, "versionCreated"));
    let provider = meta.and_then(|meta| child(meta, "provider"));
    let publisher = provider
        .and_then(|node| child_text(node, "name").or_else(|| node.attribute("literal").map(str::to_string)))
        .or_else(|| content.and_then(|it| child_text(it, "creditline")));
    let language = content
        .and_then(|it| child(it, "language"))
        .and_then(|node| node.attribute("tag"))
        .or_else(|| item.attribute(("http://www.w3.org/XML/1998/namespace", "lang")));
    let title = content
        .and_then(|it| child_text(it, "headline"))
        .or_else(|| meta.and_then(|it| child_text(it, "title")));
    let dispatch = Dispatch {
        id: item.attribute("guid").map(str::to_string),
        published: created.as_deref().or(version_created.as_deref()).and_then(dates::day),
        publisher,
        language: language.and_then(markup::language_code),
        title,
        text,
    };
    let origin = Origin {
        version: item.attribute("version").map(str::to_string),
        embargo: meta.and_then(|it| child_text(it, "embargoed")),
        author: content.and_then(|it| child_text(it, "by")),
        url: None,
    };
    Ok(Made { dispatch, origin, retracted, note: None })
}

/// The paragraphs of what stands in `contentSet`: NITF or XHTML inline, or plain text.
fn body(item: Node<'_, '_>) -> String {
    let Some(set) = child(item, "contentSet") else { return String::new() };
    let inline = set.children().filter(|node| is(*node, "inlineXML"));
    let paragraphs: Vec<String> = inline
        .flat_map(|inline| {
            let all: Vec<_> = inline.descendants().collect();
            // NITF repeats the headline before its body.
            let within = all.iter().copied().find(|node| is(*node, "body.content") || is(*node, "body"));
            within
                .unwrap_or(inline)
                .descendants()
                .filter(|node| is(*node, "p"))
                .map(text_of)
                .collect::<Vec<_>>()
        })
        .collect();
    if !paragraphs.is_empty() {
        return markup::lines(&paragraphs.join("\n"));
    }
    let plain = set.children().filter(|node| is(*node, "inlineData")).map(text_of);
    markup::lines(&plain.collect::<Vec<_>>().join("\n"))
}

/// Whether it is an element of this name.
pub fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// Its first child of this name.
pub fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| is(*child, name))
}

/// The text of its first child of this name, if there is any.
pub fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    child(node, name).map(text_of).map(|text| markup::lines(&text)).filter(|text| !text.is_empty())
}

/// All text below it.
pub fn text_of(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}
