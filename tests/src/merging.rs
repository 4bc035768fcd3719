//! The gold of merging: marked dispatches, and how well events agree with the marks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use depeche_engine::record::{ClaimRecord, Records};
use depeche_engine::{Dispatch, Reader};

/// A dispatch, and which words tell of which event.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Without the marks.
    pub dispatch: Dispatch,
    /// Spans in scalar values, and the event that each tells of.
    pub marks: Vec<([u32; 2], String)>,
}

/// The dispatches under `tests/merge/`.
///
/// # Panics
/// A file is not as its README says.
#[must_use]
pub fn gold() -> Vec<Marked> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("merge");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("tests/merge")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("UTF-8"));
    texts.flat_map(|text| text.split("== ").skip(1).map(marked).collect::<Vec<_>>()).collect()
}

fn marked(part: &str) -> Marked {
    let (head, body) = part.split_once('\n').expect("a head and a text");
    let fields: Vec<&str> = head.split('|').map(str::trim).collect();
    let [id, publisher, published, language] = fields[..] else { panic!("four fields: {head}") };
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut pieces = body.trim().split("[[");
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (mark, rest) = piece.split_once("]]").expect("a mark that ends");
        let (event, words) = mark.split_once(':').expect("an event and words");
        let begin = text.chars().count() as u32;
        text.push_str(words);
        marks.push(([begin, text.chars().count() as u32], event.to_string()));
        text.push_str(rest);
    }
    let dispatch = Dispatch {
        id: Some(id.to_string()),
        publisher: Some(publisher.to_string()),
        published: Some(published.parse().expect("a day")),
        language: Some(language.to_string()),
        title: None,
        text,
    };
    Marked { dispatch, marks }
}

impl Marked {
    /// The claims that are read, and the event that each tells of where its trigger is marked.
    #[must_use]
    pub fn claims(&self, reader: &Reader) -> Vec<(ClaimRecord, Option<String>)> {
        let reading = depeche_engine::read(&self.dispatch, reader);
        let records = Records::new(&self.dispatch, &reading, &reader.knowledge).claims();
        let of = |record: ClaimRecord| {
            let event = self.event(&record);
            (record, event)
        };
        records.into_iter().map(of).collect()
    }

    fn event(&self, claim: &ClaimRecord) -> Option<String> {
        let [begin, end] = claim.event.trigger.span;
        let mark = self.marks.iter().find(|([from, to], _)| *from < end && begin < *to);
        mark.map(|(_, event)| event.clone())
    }
}

/// B-cubed: of what stands with a claim, how much belongs there; of what belongs with it, how much stands there; over
/// claims. `merged` and `gold` give the group of each.
#[must_use]
pub fn b_cubed(merged: &BTreeMap<String, String>, gold: &BTreeMap<String, String>) -> (f64, f64) {
    let groups = |of: &BTreeMap<String, String>| {
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (claim, group) in of {
            groups.entry(group.clone()).or_default().insert(claim.clone());
        }
        groups
    };
    let (ours, theirs) = (groups(merged), groups(gold));
    let (mut precision, mut recall) = (0.0, 0.0);
    for (claim, group) in gold {
        let (one, other) = (&ours[&merged[claim]], &theirs[group]);
        let common = one.intersection(other).count() as f64;
        precision += common / one.len() as f64;
        recall += common / other.len() as f64;
    }
    let count = gold.len().max(1) as f64;
    (precision / count, recall / count)
}
