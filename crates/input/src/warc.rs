//! Web archives as Common Crawl's CC-NEWS writes them (ISO 28500): pages in HTTP responses, streams of any size.
//!
//! The kept crates read a record's whole length at a word of the record; here no length is believed beyond a bound,
//! and a damaged record costs only itself.

use std::io::{BufRead, Read};

use flate2::read::{DeflateDecoder, GzDecoder};

use crate::page::Page;
use crate::pieces::{Content, Made, Raw};
use crate::{Bytes, Label, Origin, markup};
use depeche_engine::Dispatch;

/// The longest page, in bytes; what is longer is no article.
const LONGEST_PAGE: usize = 16 << 20;
/// The longest header, in bytes.
const LONGEST_HEADER: u64 = 1 << 16;

/// The pages of an archive.
pub struct Records {
    file: String,
    reader: Bytes,
    number: usize,
    /// Records that hold no page: requests, metadata, pictures, redirections.
    others: usize,
    /// The first line of a record that was read while looking for it.
    waiting: bool,
    done: bool,
}

/// What a record says of itself.
#[derive(Default)]
struct Header {
    length: Option<u64>,
    kind: String,
    url: Option<String>,
    media: String,
}

impl Records {
    /// Reads nothing yet.
    pub fn new(file: &str, reader: Bytes) -> Records {
        Records { file: file.to_string(), reader, number: 0, others: 0, waiting: false, done: false }
    }

    /// A line without its end; none at the end of the file.
    fn line(&mut self) -> Result<Option<String>, String> {
        let mut bytes = Vec::new();
        let read =
            (&mut self.reader).take(LONGEST_HEADER).read_until(b'\n', &mut bytes).map_err(|error| {
                self.done = true;
                format!("cannot be read on: {error}")
            })?;
        let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_string();
        Ok((read > 0).then_some(line))
    }

    /// To the line after the next `WARC/1.0`. What stands in between is damage, told once.
    fn begin(&mut self) -> Result<bool, String> {
        if std::mem::take(&mut self.waiting) {
            return Ok(true);
        }
        let mut damaged = false;
        while let Some(line) = self.line()? {
            if line.starts_with("WARC/1.") || line.starts_with("WARC/0.") {
                if !damaged {
                    return Ok(true);
                }
                self.waiting = true;
                return Err(
                    "damaged: no record begins where one should; what lies before the next is left out"
                        .into(),
                );
            }
            damaged |= !line.trim().is_empty();
        }
        self.done = true;
        match damaged {
            true => Err("damaged: no record begins where one should".to_string()),
            false => Ok(false),
        }
    }

    fn header(&mut self) -> Result<Header, String> {
        let mut header = Header::default();
        for _ in 0..200 {
            let Some(line) = self.line()? else {
                self.done = true;
                return Err("cut off within a record's header".to_string());
            };
            if line.is_empty() {
                return Ok(header);
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => header.length = value.parse().ok(),
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).to_string()),
                "content-type" => header.media = value.to_ascii_lowercase(),
                _ => {}
            }
        }
        Err("a record's header does not end".to_string())
    }

    /// The record's block, or none if it is too long to be a page; goes to its end either way.
    fn block(&mut self, length: u64) -> Result<Option<Vec<u8>>, String> {
        let mut bytes = Vec::new();
        let mut limited = (&mut self.reader).take(length.min(LONGEST_PAGE as u64));
        let read = limited.read_to_end(&mut bytes).map_err(|error| {
            self.done = true;
            format!("cannot be read on: {error}")
        })? as u64;
        let rest = length - length.min(LONGEST_PAGE as u64);
        let skipped = std::io::copy(&mut (&mut self.reader).take(rest), &mut std::io::sink()).unwrap_or(0);
        if read + skipped < length {
            self.done = true;
            return Err(format!("cut off: {} bytes of a record of {length}", read + skipped));
        }
        Ok((rest == 0).then_some(bytes))
    }

    /// The next record's page; none where it holds none.
    fn record(&mut self) -> Result<Option<Content>, String> {
        let header = self.header()?;
        let length = header.length.ok_or("a record without Content-Length")?;
        let block = self.block(length)?;
        if !matches!(header.kind.as_str(), "response" | "resource" | "conversion") {
            return Ok(None);
        }
        let Some(block) = block else {
            return Err(format!("a page longer than {} MiB", LONGEST_PAGE >> 20));
        };
        if header.kind == "response" && header.media.starts_with("application/http") {
            return response(&block, header.url);
        }
        Ok(content(block, &header.media, header.url))
    }
}

impl Iterator for Records {
    type Item = Raw;

    fn next(&mut self) -> Option<Raw> {
        while !self.done {
            match self.begin() {
                Ok(true) => {}
                Ok(false) => break,
                Err(reason) => {
                    let label = Label::part(&self.file, "after record", self.number);
                    return Some(Raw { label, content: Err(reason), note: None });
                }
            }
            self.number += 1;
            let label = Label::part(&self.file, "record", self.number);
            match self.record() {
                Ok(Some(content)) => return Some(Raw { label, content: Ok(content), note: None }),
                Ok(None) => self.others += 1,
                Err(reason) => return Some(Raw { label, content: Err(reason), note: None }),
            }
        }
        let others = std::mem::take(&mut self.others);
        (others > 0).then(|| Raw {
            label: Label::of(&self.file),
            content: Ok(Content::Remark),
            note: Some(format!(
                "{others} of {} records hold no page (requests, metadata, pictures, redirections)",
                self.number
            )),
        })
    }
}

/// The page of an HTTP response.
fn response(block: &[u8], url: Option<String>) -> Result<Option<Content>, String> {
    let mut headers = [httparse::EMPTY_HEADER; 256];
    let mut response = httparse::Response::new(&mut headers);
    let at = match response.parse(block) {
        Ok(httparse::Status::Complete(at)) => at,
        Ok(httparse::Status::Partial) => return Err("an HTTP response cut off in its header".to_string()),
        Err(error) => return Err(format!("no HTTP response: {error}")),
    };
    if response.code != Some(200) {
        return Ok(None);
    }
    let header = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found
            .map(|header| String::from_utf8_lossy(header.value).trim().to_ascii_lowercase())
            .unwrap_or_default()
    };
    let mut body = block[at..].to_vec();
    if header("transfer-encoding").contains("chunked") {
        body = unchunked(&body).unwrap_or(body);
    }
    let encoding = header("content-encoding");
    let unpacked = match encoding.as_str() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => inflated(GzDecoder::new(body.as_slice())),
        "deflate" => inflated(DeflateDecoder::new(body.as_slice())),
        "br" | "zstd" => return Err(format!("a page compressed with {encoding}, which is not read")),
        _ => Ok(body),
    };
    let body = unpacked.map_err(|error| format!("a page whose {encoding} is damaged: {error}"))?;
    Ok(content(body, &header("content-type"), url))
}

fn inflated(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LONGEST_PAGE as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The chunks of a body together; none where it is not in chunks after all, as archives often unpack it.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = body;
    loop {
        match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete((_, 0))) => return Some(bytes),
            Ok(httparse::Status::Complete((at, size))) => {
                let chunk = rest.get(at..at.checked_add(usize::try_from(size).ok()?)?)?;
                bytes.extend_from_slice(chunk);
                rest = rest.get(at + chunk.len() + 2..)?;
            }
            _ => return None,
        }
    }
}

fn content(body: Vec<u8>, media: &str, url: Option<String>) -> Option<Content> {
    let charset =
        media.split_once("charset=").map(|(_, name)| name.trim_matches(['"', ' ', ';']).to_string());
    if media.starts_with("text/plain") {
        let decoded = markup::decode(&body, charset.as_deref()).ok()?;
        let dispatch = Dispatch { id: url.clone(), text: decoded.text, ..Dispatch::default() };
        let origin = Origin { url, ..Origin::default() };
        return Some(Content::Made(Box::new(Made {
            dispatch,
            origin,
            note: decoded.note,
            retracted: false,
        })));
    }
    let is_page =
        media.starts_with("text/html") || media.starts_with("application/xhtml") || media.is_empty();
    (is_page && !body.trim_ascii().is_empty()).then(|| Content::Page(Page::new(body, url, charset)))
}
