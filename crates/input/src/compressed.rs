//! gzip and zstd, unpacked as they are read; zip archives, member by member.

use std::io::{self, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;

use crate::open::{self, Head};
use crate::pieces::{Pieces, failed};
use crate::{Fields, LONGEST_FILE, Label};

const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
const ZIP: &[u8] = b"PK\x03\x04";

/// Archives in archives in archives, no deeper.
const DEEPEST: usize = 3;

/// What is in it, where it is compressed; twice over too.
///
/// # Errors
/// It is damaged, or compressed many times over.
pub fn unpacked(mut head: Head) -> Result<Head, String> {
    for _ in 0..DEEPEST {
        let (name, reader): (_, Box<dyn Read>) = if head.bytes.starts_with(GZIP) {
            // CC-NEWS writes one member a record: all of them are one stream.
            ("gzip", Box::new(MultiGzDecoder::new(head.all)))
        } else if head.bytes.starts_with(ZSTD) {
            let decoder = zstd::Decoder::with_buffer(head.all).map_err(|error| damaged("zstd", &error))?;
            ("zstd", Box::new(decoder))
        } else {
            return Ok(head);
        };
        head = open::peek(Box::new(BufReader::with_capacity(1 << 16, reader)))
            .map_err(|error| damaged(name, &error))?;
    }
    Err("compressed many times over; unpack it first".to_string())
}

fn damaged(what: &str, error: &io::Error) -> String {
    format!("damaged {what}: {error}")
}

/// Whether it is a zip archive.
pub fn is_zip(head: &[u8]) -> bool {
    head.starts_with(ZIP)
}

/// The documents of all members of a zip archive, in its order.
pub fn zip_pieces(name: &str, head: Head, fields: &Fields, depth: usize) -> Pieces {
    let label = Label::of(name);
    if depth >= DEEPEST {
        return failed(label, "an archive in an archive in an archive; unpack it first".to_string());
    }
    let archive = open::whole(head.all, LONGEST_FILE).and_then(|bytes| {
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("damaged zip: {error}"))
    });
    match archive {
        Err(reason) => failed(label, reason),
        Ok(archive) if archive.file_names().flatten().any(|member| member == "[Content_Types].xml") => {
            failed(label, "an office document; export its text first".to_string())
        }
        Ok(archive) => {
            let members = Members { name: name.to_string(), archive, next: 0 };
            let fields = fields.clone();
            Box::new(members.flat_map(move |(name, member)| match member {
                Err(reason) => failed(Label::of(&name), reason),
                Ok(head) => open::pieces(&name, head, None, &fields, depth + 1),
            }))
        }
    }
}

struct Members {
    name: String,
    archive: ZipArchive<Cursor<Vec<u8>>>,
    next: usize,
}

impl Iterator for Members {
    type Item = (String, Result<Head, String>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.archive.len() {
            let at = self.next;
            self.next += 1;
            let mut member = match self.archive.by_index(at) {
                Ok(member) => member,
                Err(error) => {
                    let name = format!("{}/member {}", self.name, at + 1);
                    return Some((name, Err(format!("damaged zip: {error}"))));
                }
            };
            let own = member.name().map_or_else(|_| format!("member {}", at + 1), |name| name.to_string());
            // Finder's shadows of files are no documents.
            if member.is_dir() || own.starts_with("__MACOSX/") {
                continue;
            }
            let name = format!("{}/{own}", self.name);
            let mut bytes = Vec::new();
            let read = (&mut member).take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes);
            let head = match read {
                Err(error) => Err(format!("damaged zip: {error}")),
                Ok(read) if read > LONGEST_FILE => {
                    Err(format!("longer than {} MiB; unpack the archive first", LONGEST_FILE >> 20))
                }
                Ok(_) => open::peek(Box::new(Cursor::new(bytes)))
                    .map_err(|error| error.to_string())
                    .and_then(unpacked),
            };
            return Some((name, head));
        }
        None
    }
}
