//! The HTML in which press libraries export many articles: Europresse and Nexis.
//!
//! Their form changes without notice, so that each recogniser knows one form, by its year, and fails loudly with what
//! it did not find: an article half read would be a silent loss.

use depeche_engine::Dispatch;
use dom_query::{Document, Selection};

use crate::kind::contains;
use crate::pieces::{Made, Pieces, Raw, failed};
use crate::{Label, Origin, dates, markup};

/// A library, and the form of its export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// Europresse since 2013: `article` elements with `DocPublicationName`, `titreArticle`, `docOcurrContainer`.
    Europresse2013,
    /// LexisNexis until 2019: one page, articles after lines `3 of 40 DOCUMENTS`.
    Nexis2000,
}

/// The library whose export a page is.
pub fn recognise(page: &[u8]) -> Option<Library> {
    if contains(page, b"DocPublicationName") {
        return Some(Library::Europresse2013);
    }
    let start = &page[..page.len().min(1 << 20)];
    let counted = contains(start, b" DOCUMENTS") || contains(start, b"Document 1 de ");
    (counted
        && (contains(start, b"LENGTH:") || contains(start, b"LONGUEUR:") || contains(start, b"LOAD-DATE")))
    .then_some(Library::Nexis2000)
}

impl Library {
    /// The articles of an export.
    pub fn pieces(self, name: &str, page: &str) -> Pieces {
        let articles = match self {
            Library::Europresse2013 => europresse(name, page),
            Library::Nexis2000 => nexis(name, page),
        };
        match articles.is_empty() {
            true => failed(
                Label::of(name),
                format!("an export of {self:?} without articles; has its form changed?"),
            ),
            false => Box::new(articles.into_iter()),
        }
    }
}

fn europresse(name: &str, page: &str) -> Vec<Raw> {
    let page = Document::from(page);
    let articles = page.select("article");
    let each = articles.iter().enumerate();
    each.map(|(at, article)| Raw::made(Label::part(name, "article", at + 1), europresse_article(&article)))
        .collect()
}

fn europresse_article(article: &Selection<'_>) -> Result<Made, String> {
    let first = |selector: &str| {
        let found = article.select(selector);
        let node = found.nodes().first()?;
        Some(markup::lines(&node.formatted_text())).filter(|text| !text.is_empty())
    };
    let missing =
        |what: &str| format!("a Europresse article without `{what}`; has the form of the export changed?");
    let publisher = first(".DocPublicationName").ok_or_else(|| missing("DocPublicationName"))?;
    let text = first(".docOcurrContainer")
        .or_else(|| first(".DocText"))
        .ok_or_else(|| missing("docOcurrContainer"))?;
    let title = first(".titreArticleVisu").or_else(|| first("[class*=\"titreArticle\"]"));
    let number = document_number(&article.text());
    // The number of a document holds its day: news·20250623·LM·001.
    let published = number
        .as_deref()
        .and_then(|number| number.split('·').nth(1))
        .and_then(dates::day)
        .or_else(|| first(".DocHeader").as_deref().and_then(dates::written))
        .ok_or_else(|| missing("DocHeader with a date"))?;
    let dispatch = Dispatch {
        id: number,
        published: Some(published),
        publisher: publisher
            .lines()
            .next()
            .map(|line| line.split(',').next().unwrap_or(line).trim().to_string()),
        language: None,
        title: title.map(|title| title.replace('\n', " ")),
        text,
    };
    let author = first(".sm-margin-bottomNews");
    Ok(Made { dispatch, origin: Origin { author, ..Origin::default() }, ..Made::default() })
}

/// `news·20250623·LM·001` in a text.
fn document_number(text: &str) -> Option<String> {
    text.split_whitespace()
        .find(|word| {
            let parts: Vec<&str> = word.split('·').collect();
            parts.len() >= 3 && parts[1].len() == 8 && parts[1].bytes().all(|byte| byte.is_ascii_digit())
        })
        .map(str::to_string)
}

fn nexis(name: &str, page: &str) -> Vec<Raw> {
    let text = Document::from(page).formatted_text();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| is_counter(lines[*at])).collect();
    let each = starts.iter().enumerate().map(|(at, start)| {
        let end = starts.get(at + 1).copied().unwrap_or(lines.len());
        Raw::made(Label::part(name, "document", at + 1), nexis_document(&lines[start + 1..end]))
    });
    each.collect()
}

/// `3 of 40 DOCUMENTS`, `Document 3 de 40`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    match words.as_slice() {
        [first, "of", last, "DOCUMENTS" | "DOCUMENT"] => number(first) && number(last),
        ["Document", first, "de" | "of", last] => number(first) && number(last),
        _ => false,
    }
}

/// Lines before the text that name something, in the words of the user's interface.
const BEFORE: [&str; 12] = [
    "LENGTH:",
    "LONGUEUR:",
    "BYLINE:",
    "AUTEUR:",
    "SECTION:",
    "RUBRIQUE:",
    "DATELINE:",
    "ORIGINE:",
    "HIGHLIGHT:",
    "ENCART:",
    "GRAPHIC:",
    "SERIES:",
];
/// Lines after it.
const AFTER: [&str; 9] = [
    "LOAD-DATE:",
    "DATE-CHARGEMENT:",
    "LANGUAGE:",
    "LANGUE:",
    "PUBLICATION-TYPE:",
    "TYPE-PUBLICATION:",
    "JOURNAL-CODE:",
    "DISTRIBUTION:",
    "Copyright ",
];

fn nexis_document(lines: &[&str]) -> Result<Made, String> {
    let missing =
        |what: &str| format!("a Nexis document without {what}; has the form of the export changed?");
    let publisher = lines.first().ok_or_else(|| missing("anything"))?;
    let length = lines.iter().position(|line| line.starts_with("LENGTH:") || line.starts_with("LONGUEUR:"));
    let length = length.ok_or_else(|| missing("LENGTH"))?;
    let before = lines[..length].iter().enumerate();
    let dated = before.take(8).find_map(|(at, line)| Some((at, dates::written(line)?)));
    let (dated, published) = dated.ok_or_else(|| missing("a date in its first lines"))?;
    let is_field = |line: &str, names: &[&str]| names.iter().any(|name| line.starts_with(name));
    let between = lines.get(dated + 1..length).unwrap_or_default();
    let title: Vec<&str> = between.iter().copied().filter(|line| !is_field(line, &BEFORE)).collect();
    let body = lines[length + 1..].iter().copied().skip_while(|line| is_field(line, &BEFORE));
    let body: Vec<&str> = body.take_while(|line| !is_field(line, &AFTER)).collect();
    if body.is_empty() {
        return Err(missing("text"));
    }
    let author = lines.iter().find_map(|line| line.strip_prefix("BYLINE:").or(line.strip_prefix("AUTEUR:")));
    // Editions print the headline first or after the fields.
    let title = (!title.is_empty()).then(|| title.join(" "));
    let dispatch = Dispatch {
        published: Some(published),
        publisher: Some((*publisher).to_string()),
        title,
        text: body.join("\n"),
        ..Dispatch::default()
    };
    let origin = Origin { author: author.map(|it| it.trim().to_string()), ..Origin::default() };
    Ok(Made { dispatch, origin, ..Made::default() })
}
