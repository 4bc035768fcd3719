//! Treebanks: reading, harmonising, and the numbers that the network sees.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use depeche_engine::parse::conllu::{self, Kind};
use depeche_engine::parse::lexical::{self, HASHED};
use depeche_engine::parse::table::Table;
use depeche_engine::ud::{Features, PAIRS, Relation, Upos};

/// A word as annotated.
#[derive(Clone, Debug)]
pub struct GoldWord {
    pub form: String,
    pub lemma: String,
    pub upos: Upos,
    pub features: Features,
    /// Index of the head; the number of words for the root.
    pub head: usize,
    pub relation: Relation,
}

/// A sentence as annotated.
#[derive(Clone, Debug)]
pub struct GoldSentence {
    pub words: Vec<GoldWord>,
    /// Which treebank it comes from: its file's name without ending.
    pub treebank: String,
}

/// Reads a treebank. Sentences with damaged trees are left out.
pub fn read(path: &Path) -> Result<Vec<GoldSentence>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let sentences = conllu::read(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let treebank = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(sentences.iter().filter_map(|sentence| gold(sentence, &treebank)).collect())
}

fn gold(sentence: &conllu::Sentence, treebank: &str) -> Option<GoldSentence> {
    let rows: Vec<_> = sentence.rows.iter().filter(|row| row.kind == Kind::Word).collect();
    let count = rows.len();
    let word = |row: &&conllu::Row| {
        let [_, form, lemma, upos, _, features, head, relation, ..] = &row.columns;
        let head = head.parse::<usize>().ok()?;
        Some(GoldWord {
            form: form.clone(),
            lemma: lemma.clone(),
            upos: Upos::parse(upos)?,
            features: harmonise(Features::parse(features)),
            head: if head == 0 { count } else { (head <= count).then_some(head - 1)? },
            relation: Relation::read(relation),
        })
    };
    Some(GoldSentence {
        words: rows.iter().map(word).collect::<Option<_>>()?,
        treebank: treebank.to_string(),
    })
}

/// Features that no later stage reads, or that the treebanks annotate each in its own way.
const DROPPED: &[(&str, &str)] = &[
    ("ExtPos", ""),
    ("Typo", ""),
    ("Foreign", ""),
    ("Abbr", ""),
    ("Voice", "Act"),
    ("NumForm", ""),
    ("Emph", ""),
];

fn harmonise(features: Features) -> Features {
    let mut bits = features.0;
    for (at, (name, value)) in PAIRS.iter().enumerate() {
        if DROPPED.iter().any(|(n, v)| n == name && (v.is_empty() || v == value)) {
            bits &= !(1 << at);
        }
    }
    Features(bits)
}

/// Whether a treebank says nothing about a feature of such a word, so that nothing may be learned from it.
fn silent(treebank: &str, upos: Upos, feature: &str) -> bool {
    let spoken = matches!(treebank, "rhapsodie-train" | "parisstories-train");
    match (treebank, feature) {
        ("gsd", "NumType") => true,
        ("gsd", "Gender" | "Number") => matches!(upos, Upos::Propn | Upos::Num | Upos::Det),
        ("sequoia-train" | "sequoia-dev", "Person[psor]" | "Number[psor]" | "Case") => true,
        ("gsd", "Case") => true,
        (_, "NumType" | "Gender" | "Number") if spoken => {
            !matches!(upos, Upos::Noun | Upos::Adj | Upos::Verb)
        }
        _ => false,
    }
}

/// The lists behind the network's columns.
#[derive(Debug)]
pub struct Inventory {
    pub upos: Vec<Upos>,
    /// For each feature: its name and its values, the first of which is none.
    pub features: Vec<(String, Vec<Features>)>,
    /// For each part of speech: the features seen with it.
    pub allowed: Vec<Features>,
    pub relations: Vec<Relation>,
    /// Trained words by key, most frequent first; values from 1.
    pub words: Table,
    /// How often each trained word occurs; the first is the unknown word.
    pub counts: Vec<u32>,
    /// Rows of pretrained vectors by key; values from 1.
    pub vectors: Table,
    /// Rows of the table of hashed features.
    pub hashed: usize,
}

impl Inventory {
    /// Takes stock of training sentences.
    pub fn new(
        sentences: &[GoldSentence],
        vectors: &[(u32, u16)],
        hashed: usize,
        most_words: usize,
    ) -> Inventory {
        let mut pairs = BTreeMap::<usize, u32>::new();
        let mut with = BTreeMap::<(Upos, usize), u32>::new();
        let mut relations = BTreeMap::<Relation, u32>::new();
        let mut words = BTreeMap::<u32, u32>::new();
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            for at in (0..PAIRS.len()).filter(|at| word.features.0 >> at & 1 == 1) {
                *pairs.entry(at).or_default() += 1;
                *with.entry((word.upos, at)).or_default() += 1;
            }
            *relations.entry(word.relation).or_default() += 1;
            *words.entry(lexical::keys(&word.form).word).or_default() += 1;
        }
        let mut features: Vec<(String, Vec<Features>)> = Vec::new();
        for (&at, _) in pairs.iter().filter(|(_, count)| **count >= 5) {
            if features.last().is_none_or(|(name, _)| name != PAIRS[at].0) {
                features.push((PAIRS[at].0.to_string(), vec![Features(0)]));
            }
            features.last_mut().unwrap().1.push(Features(1 << at));
        }
        let allowed = Upos::ALL.iter().map(|upos| {
            let pairs = with.iter().filter(|((with, _), count)| with == upos && **count >= 3);
            Features(pairs.fold(0, |bits, ((_, at), _)| bits | 1 << at))
        });
        let mut frequent: Vec<(u32, u32)> = words.into_iter().filter(|(_, count)| *count >= 2).collect();
        frequent.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        frequent.truncate(most_words);
        Inventory {
            upos: Upos::ALL.to_vec(),
            features,
            allowed: allowed.collect(),
            relations: relations
                .into_iter()
                .filter(|(_, count)| *count >= 3)
                .map(|(relation, _)| relation)
                .collect(),
            counts: std::iter::once(0).chain(frequent.iter().map(|(_, count)| *count)).collect(),
            words: Table::new(
                frequent.iter().enumerate().map(|(at, (key, _))| (*key, at as u16 + 1)).collect(),
            ),
            vectors: Table::new(vectors.iter().map(|(key, row)| (*key, row + 1)).collect()),
            hashed,
        }
    }

    /// Columns of the tag matrix.
    pub fn tag_columns(&self) -> usize {
        self.upos.len() + self.features.iter().map(|(_, values)| values.len()).sum::<usize>()
    }

    /// The columns of each tag head.
    pub fn tag_heads(&self) -> Vec<std::ops::Range<usize>> {
        let mut start = 0;
        let sizes =
            std::iter::once(self.upos.len()).chain(self.features.iter().map(|(_, values)| values.len()));
        sizes
            .map(|size| {
                start += size;
                start - size..start
            })
            .collect()
    }

    /// A form as rows of the embedding tables.
    pub fn rows(&self, form: &str) -> Rows {
        let keys = lexical::keys(form);
        Rows {
            vector: keys.vectors.iter().find_map(|&key| self.vectors.get(key)).unwrap_or(0),
            word: self.words.get(keys.word).unwrap_or(0),
            hashed: keys.hashed.map(|hash| (hash as usize % self.hashed) as u32),
        }
    }

    /// A sentence as numbers.
    pub fn example(&self, sentence: &GoldSentence) -> Example {
        let relation = |relation: Relation| {
            let base = Relation::read(relation.base());
            let find = |relation| self.relations.iter().position(|known| *known == relation);
            find(relation).or_else(|| find(base)).unwrap_or(0)
        };
        let tags = sentence.words.iter().map(|word| {
            let mut classes =
                vec![self.upos.iter().position(|upos| *upos == word.upos).map_or(-1, |at| at as i16)];
            for (name, values) in &self.features {
                let class = values.iter().rposition(|value| word.features.has(*value)).unwrap_or(0);
                classes.push(if silent(&sentence.treebank, word.upos, name) { -1 } else { class as i16 });
            }
            classes
        });
        Example {
            rows: sentence.words.iter().map(|word| self.rows(&word.form)).collect(),
            tags: tags.collect(),
            heads: sentence.words.iter().map(|word| word.head).collect(),
            labels: sentence.words.iter().map(|word| relation(word.relation)).collect(),
        }
    }
}

/// Rows of the embedding tables.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    pub vector: u16,
    pub word: u16,
    pub hashed: [u32; HASHED],
}

/// A sentence as numbers.
#[derive(Clone, Debug)]
pub struct Example {
    pub rows: Vec<Rows>,
    /// For each word the class under each tag head; −1 where nothing is known.
    pub tags: Vec<Vec<i16>>,
    pub heads: Vec<usize>,
    pub labels: Vec<usize>,
}
