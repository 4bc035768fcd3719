//! Syntax: tags, features, lemmas and dependency trees in the UD manner.
//!
//! A small network ([`network`]) scores tags, arcs and relations of a whole sentence at once; [`tree`] picks the
//! best tree; [`lemma`] reads lemmas off tables. All arithmetic is fixed in its order, so that a text has the
//! same trees on every machine.

pub mod conllu;
pub mod lexical;
pub use depeche_encoder::weights;
pub mod table;
pub mod matrix;
pub mod network;
pub mod tree;
pub mod lemma;
pub mod analyses;
mod repair;

use depeche_knowledge::attribution::Attribution;
use depeche_knowledge::morphology::Morphology;
use smol_str::SmolStr;

use crate::text::{Segment, Sentence, Word};
use crate::ud::{Features, Relation, Upos};

/// Sentences of more words than this are parsed in pieces, so that the work grows with their length only.
const LONGEST: usize = 400;
/// Words of such a piece.
const PIECE: usize = 200;

/// A language's weights and lemma tables.
#[derive(Debug, Default)]
pub struct Model {
    network: network::Network,
    upos: Vec<Upos>,
    /// For each feature: the first of its columns, and the features that its columns stand for.
    features: Vec<(usize, Vec<Features>)>,
    /// For each part of speech: the features that it may have.
    allowed: Vec<Features>,
    relations: Vec<Relation>,
    lemmas: lemma::Lemmatiser,
    analyses: analyses::Analyses,
    decided: Features,
    lists: repair::Lists,
}

/// What the model says of one word.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub features: Features,
    /// Index of the head; none for the root.
    pub head: Option<usize>,
    /// Relation to the head.
    pub relation: Relation,
}

impl Model {
    /// Reads the weights that `training/` wrote.
    ///
    /// # Errors
    /// The bytes are not a model of this version.
    pub fn from_bytes(
        bytes: &[u8],
        morphology: &Morphology,
        attribution: &Attribution,
    ) -> Result<Model, String> {
        let weights = weights::Weights::read(bytes)?;
        let unknown = |name: &str| format!("the weights name `{name}`, which this program does not know");
        let upos =
            weights.lines("upos")?.into_iter().map(|name| Upos::parse(name).ok_or_else(|| unknown(name)));
        let relations = weights
            .lines("relations")?
            .into_iter()
            .map(|name| Relation::parse(name).ok_or_else(|| unknown(name)));
        let mut model = Model {
            network: network::Network::read(&weights)?,
            upos: upos.collect::<Result<_, _>>()?,
            relations: relations.collect::<Result<_, _>>()?,
            lemmas: lemma::Lemmatiser::read(&weights, morphology)?,
            analyses: analyses::Analyses::read(&weights)?,
            decided: analyses::decided(),
            lists: repair::Lists::new(&morphology.words, attribution),
            ..Model::default()
        };
        let mut column = model.upos.len();
        for line in weights.lines("features")? {
            let values: Vec<Features> = line.split(' ').map(Features::parse).collect();
            let first = column;
            column += values.len();
            model.features.push((first, values));
        }
        model.allowed = weights.lines("allowed")?.into_iter().map(Features::parse).collect();
        let sizes =
            model.network.tag_columns() == column && model.network.label_columns() == model.relations.len();
        if !sizes
            || model.upos.is_empty()
            || model.allowed.len() != model.upos.len()
            || model.relations.len() < 2
        {
            return Err("the weights' lists do not fit their network".to_string());
        }
        Ok(model)
    }

    /// Analyses the words of one sentence: as many analyses as forms, a tree with exactly one root.
    #[must_use]
    pub fn analyse(&self, forms: &[&str]) -> Vec<Analysis> {
        let mut scores = network::Scores::default();
        self.analyse_with(forms, &mut scores)
    }

    fn analyse_with(&self, forms: &[&str], scores: &mut network::Scores) -> Vec<Analysis> {
        if forms.len() <= LONGEST {
            return self.analyse_piece(forms, scores);
        }
        let mut out: Vec<Analysis> = Vec::with_capacity(forms.len());
        let mut root = None;
        for piece in forms.chunks(PIECE) {
            let start = out.len();
            for mut analysis in self.analyse_piece(piece, scores) {
                analysis.head = match (analysis.head, root) {
                    (Some(head), _) => Some(start + head),
                    (None, Some(_)) => {
                        analysis.relation = Relation::Parataxis;
                        root
                    }
                    (None, None) => None,
                };
                out.push(analysis);
            }
            root = root.or_else(|| out.iter().position(|analysis| analysis.head.is_none()));
        }
        out
    }

    fn analyse_piece(&self, forms: &[&str], scores: &mut network::Scores) -> Vec<Analysis> {
        if forms.is_empty() {
            return Vec::new();
        }
        let keys: Vec<lexical::Keys> = forms.iter().map(|form| lexical::keys(form)).collect();
        self.network.score(&keys, scores);
        let heads = tree::best(&scores.arcs, forms.len(), scores.stride);
        let relations = self.network.relations(&heads, scores);
        let rows = scores.tags.chunks_exact(self.network.tag_columns());
        let rows = rows.zip(relations.chunks_exact(self.relations.len()));
        let words = forms.iter().zip(heads).zip(rows).map(|((form, head), (tags, labels))| {
            let tag = largest(&tags[..self.upos.len()]);
            let upos = self.upos[tag];
            let folded = lemma::fold(form, upos);
            let features = Features(self.features(&folded, upos, tags).0 & self.allowed[tag].0);
            // "dément" is no adverb, though it ends like one.
            if upos == Upos::Adv
                && let Some(lemma) = self.lemmas.listed(&folded, Upos::Verb)
            {
                let features = self.features(&folded, Upos::Verb, tags);
                let relation = self.relation(head, labels);
                return Analysis { lemma: lemma.clone(), upos: Upos::Verb, features, head, relation };
            }
            let lemma = self.lemmas.lemma(folded, upos, features);
            Analysis { lemma, upos, features, head, relation: self.relation(head, labels) }
        });
        let mut analyses: Vec<Analysis> = words.collect();
        let tagged: Vec<Upos> = analyses.iter().map(|word| word.upos).collect();
        repair::repair(&mut analyses, forms, &self.lists);
        // What a repair takes for another part of speech has another lemma: "fighting resumed".
        for (at, word) in analyses.iter_mut().enumerate().filter(|(at, word)| word.upos != tagged[*at]) {
            let folded = lemma::fold(forms[at], word.upos);
            word.lemma = self.lemmas.lemma(folded, word.upos, word.features);
        }
        analyses
    }

    /// The likeliest features: of a verb, those of the likeliest analysis that its form allows.
    fn features(&self, form: &str, upos: Upos, tags: &[f32]) -> Features {
        let likeliest = self
            .features
            .iter()
            .fold(0, |bits, (first, values)| bits | values[largest(&tags[*first..first + values.len()])].0);
        let allowed = if matches!(upos, Upos::Verb | Upos::Aux) { self.analyses.of(form) } else { &[] };
        let scored = allowed.iter().map(|analysis| (*analysis, self.score(*analysis, tags)));
        let Some((best, _)) = scored.reduce(|best, next| if next.1 > best.1 { next } else { best }) else {
            return Features(likeliest);
        };
        let rest = Features(likeliest & !self.decided.0);
        let participle = best.has(Features::VERBFORM_PART);
        best.with(if participle { rest } else { Features(rest.0 & !Features::VOICE_PASS.0) })
    }

    /// How well an analysis fits the network's columns.
    fn score(&self, analysis: Features, tags: &[f32]) -> f32 {
        let heads = self
            .features
            .iter()
            .filter(|(_, values)| values.iter().any(|value| value.0 & self.decided.0 != 0));
        heads.fold(0.0, |sum, (first, values)| {
            let column = values.iter().rposition(|value| analysis.has(*value)).unwrap_or(0);
            sum + tags[first + column]
        })
    }

    fn relation(&self, head: Option<usize>, labels: &[f32]) -> Relation {
        if head.is_none() {
            return Relation::Root;
        }
        let pairs = self.relations.iter().zip(labels).filter(|(relation, _)| **relation != Relation::Root);
        let best = pairs.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or(Relation::Dep, |(relation, _)| *relation)
    }
}

fn largest(values: &[f32]) -> usize {
    let mut best = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = at;
        }
    }
    best
}

/// Parses segmented sentences, in order. A segment without any word gives no sentence.
#[must_use]
pub fn sentences(segments: Vec<Segment>, model: &Model) -> Vec<Sentence> {
    let mut scores = network::Scores::default();
    segments.iter().filter_map(|segment| sentence(segment, model, &mut scores)).collect()
}

fn sentence(segment: &Segment, model: &Model, scores: &mut network::Scores) -> Option<Sentence> {
    let words = || segment.tokens.iter().flat_map(|token| &token.words);
    let forms: Vec<&str> = words().map(|(form, _)| form.as_str()).collect();
    if forms.is_empty() {
        return None;
    }
    let analyses = model.analyse_with(&forms, scores);
    let tokens =
        segment.tokens.iter().enumerate().flat_map(|(token, words)| words.words.iter().map(move |_| token));
    let words = words().zip(tokens).zip(analyses).map(|(((form, span), token), analysis)| Word {
        form: form.clone(),
        span: *span,
        token: token as u32,
        lemma: analysis.lemma,
        upos: analysis.upos,
        features: analysis.features,
        head: analysis.head,
        relation: analysis.relation,
    });
    Some(Sentence::new(segment.part, segment.paragraph, segment.span, words.collect()))
}
