//! A dispatch with its reading, as the store keeps it: all that can be worked out beside the store's one writer.

use depeche_engine::record::{ClaimRecord, Records, dispatch_id};
use depeche_engine::{Dispatch, Reader, Reading};

use crate::credits::Agencies;
use crate::duplicates::Signature;
use crate::identity::{hash, positive, twin};
use crate::merge::features::share_days;
use crate::merge::{Blocks, Features, Item};

/// What a publisher says of a dispatch beside its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Where it is published.
    pub url: Option<String>,
    /// Which version of it this is, as its publisher counts.
    pub edition: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Not to be shown before: a time stamp as written.
    pub embargo: Option<String>,
}

/// A dispatch ready to be added.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) id: String,
    pub(crate) key: i64,
    pub(crate) content: i64,
    pub(crate) dispatch: Dispatch,
    pub(crate) origin: Origin,
    pub(crate) language: String,
    pub(crate) credits: String,
    pub(crate) signature: Signature,
    pub(crate) lemmas: String,
    pub(crate) claims: Vec<PreparedClaim>,
}

/// A claim ready to be added.
#[derive(Clone, Debug)]
pub(crate) struct PreparedClaim {
    pub record: ClaimRecord,
    pub key: i64,
    pub features: Vec<u8>,
    pub blocks: Blocks,
}

impl Prepared {
    /// Makes records, features and a signature.
    #[must_use]
    pub fn new(
        dispatch: &Dispatch,
        origin: &Origin,
        reading: &Reading,
        reader: &Reader,
        agencies: &Agencies,
    ) -> Prepared {
        let records = Records::new(dispatch, reading, &reader.knowledge).claims();
        let of = |record: &ClaimRecord| {
            let quad = reader.knowledge.ontology.act(&record.event.act).map_or(0, |act| act.quad);
            Features::new(record, quad, dispatch, reading)
        };
        let mut features: Vec<Features> = records.iter().map(of).collect();
        share_days(&mut features);
        let claims = records.into_iter().zip(features).map(|(record, features)| PreparedClaim {
            key: twin(&record.claim),
            blocks: features.blocks(),
            // Numbers and lists: nothing in them that cannot be written.
            features: postcard::to_stdvec(&features).unwrap_or_default(),
            record,
        });
        let id = dispatch_id(dispatch);
        Prepared {
            key: twin(&id),
            id,
            content: content(dispatch, origin),
            language: reading.language.clone(),
            credits: agencies.of(dispatch).join(" "),
            signature: Signature::new(&dispatch.text),
            lemmas: lemmas(reading),
            claims: claims.collect(),
            dispatch: dispatch.clone(),
            origin: origin.clone(),
        }
    }

    /// Its claims as merging compares them.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let item = |claim: &PreparedClaim| {
            let features = postcard::from_bytes(&claim.features).ok()?;
            Some(Item { key: claim.key, features })
        };
        self.claims.iter().filter_map(item).collect()
    }
}

/// A hash of all that counts of what a dispatch came with.
#[must_use]
pub(crate) fn content(dispatch: &Dispatch, origin: &Origin) -> i64 {
    let published = dispatch.published.map(|day| day.to_string()).unwrap_or_default();
    let of = |field: &Option<String>| field.clone().unwrap_or_default();
    let [publisher, language, title] = [&dispatch.publisher, &dispatch.language, &dispatch.title].map(of);
    let mut parts = vec![published.as_str(), &publisher, &language, &title, &dispatch.text];
    parts.extend(origin.embargo.as_deref());
    positive(hash(&parts))
}

fn lemmas(reading: &Reading) -> String {
    let mut lemmas = String::new();
    for word in reading.sentences.iter().flat_map(|sentence| &sentence.words) {
        if word.lemma.chars().any(char::is_alphanumeric) {
            lemmas.push_str(&word.lemma);
            lemmas.push(' ');
        }
    }
    lemmas
}
