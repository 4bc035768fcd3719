//! A web page's article: its text by Readability, what surrounds it by the page's metadata.

use depeche_engine::Dispatch;
use dom_smoothie::{Article, Config, Readability, TextMode};

use crate::pieces::Made;
use crate::{Origin, dates, markup};

/// Elements of a page beyond which it is no page.
const MOST_ELEMENTS: usize = 200_000;

/// A page as it came.
pub struct Page {
    bytes: Vec<u8>,
    url: Option<String>,
    charset: Option<String>,
}

impl Page {
    /// `url`, `charset`: as its carrier tells them.
    pub fn new(bytes: Vec<u8>, url: Option<String>, charset: Option<String>) -> Page {
        Page { bytes, url, charset }
    }

    /// In bytes.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// The article. `known`: languages that can be read.
///
/// # Errors
/// There is none in the page.
pub fn made(page: Page, known: &[String]) -> Result<Made, String> {
    let decoded = markup::decode(&page.bytes, page.charset.as_deref())?;
    let config =
        Config { text_mode: TextMode::Formatted, max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    // An address that is none would be an error of the page's, not of the reader's.
    let address = page.url.as_deref().filter(|url| url.starts_with("http"));
    let article = Readability::new(decoded.text, address, Some(config))
        .and_then(|mut readability| readability.parse())
        .map_err(|error| format!("no article is found in the page: {error}"))?;
    Ok(Made { note: decoded.note, ..of(&article, page.url, known) })
}

fn of(article: &Article, url: Option<String>, known: &[String]) -> Made {
    let filled =
        |text: &Option<String>| text.as_ref().map(|it| markup::lines(it)).filter(|it| !it.is_empty());
    let title = Some(markup::lines(&article.title)).filter(|title| !title.is_empty());
    // Pages are often marked as English whatever they are in; a language that is not read is believed.
    let language =
        article.lang.as_deref().and_then(markup::language_code).filter(|code| !known.contains(code));
    let dispatch = Dispatch {
        id: url.clone().or_else(|| filled(&article.url)),
        published: article.published_time.as_deref().and_then(dates::day),
        publisher: filled(&article.site_name),
        language,
        title,
        text: markup::lines(&article.text_content),
    };
    let origin = Origin {
        url: url.or_else(|| filled(&article.url)),
        author: filled(&article.byline),
        ..Origin::default()
    };
    Made { dispatch, origin, ..Made::default() }
}
