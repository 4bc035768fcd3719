//! A dispatch with its reading, as the store keeps it: all that can be worked out beside the store's one writer.

use depeche_engine::record::{ClaimRecord, Records, dispatch_id};
use depeche_engine::{Dispatch, Reader, Reading};

use crate::credits::Agencies;
use crate::duplicates::Signature;
use crate::identity::{hash, positive, twin};
use crate::merge::features::share_days;
use crate::merge::{Features, Item};

/// A dispatch ready to be added.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) id: String,
    pub(crate) key: i64,
    pub(crate) content: i64,
    pub(crate) dispatch: Dispatch,
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
    pub blocks: Vec<i64>,
}

impl Prepared {
    /// Makes records, features and a signature.
    #[must_use]
    pub fn new(dispatch: &Dispatch, reading: &Reading, reader: &Reader, agencies: &Agencies) -> Prepared {
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
            content: content(dispatch),
            language: reading.language.clone(),
            credits: agencies.of(dispatch).join(" "),
            signature: Signature::new(&dispatch.text),
            lemmas: lemmas(reading),
            claims: claims.collect(),
            dispatch: dispatch.clone(),
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

/// A hash of all that a dispatch came with.
#[must_use]
pub(crate) fn content(dispatch: &Dispatch) -> i64 {
    let published = dispatch.published.map(|day| day.to_string()).unwrap_or_default();
    let of = |field: &Option<String>| field.clone().unwrap_or_default();
    positive(hash(&[
        &published,
        &of(&dispatch.publisher),
        &of(&dispatch.language),
        &of(&dispatch.title),
        &dispatch.text,
    ]))
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
