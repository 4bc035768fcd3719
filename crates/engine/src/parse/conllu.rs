//! CoNLL-U in and out. Reading keeps comments, multiword ranges and empty nodes as they stand, so that
//! [`annotate`] followed by [`write`] changes only what a parser decides.

use std::fmt;

use crate::parse::Model;
use crate::text;

/// Columns of a row, in order: ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC.
pub type Columns = [String; 10];

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A syntactic word: ID is a number.
    Word,
    /// A surface token of several words: ID is a range such as `2-3`.
    Range,
    /// An empty node of the enhanced representation: ID is a decimal such as `8.1`.
    Empty,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Its ten columns.
    pub columns: Columns,
}

/// One sentence: comments and rows in order; its words are numbered from 1 without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Whole comment lines, with their `#`.
    pub comments: Vec<String>,
    /// Words, ranges and empty nodes.
    pub rows: Vec<Row>,
}

/// A line that is not CoNLL-U.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for Error {}

/// Reads sentences. A last sentence without a blank line after it counts; sentences without any word are
/// dropped.
///
/// # Errors
/// The first line that does not have ten columns, or whose ID is out of order.
pub fn read(text: &str) -> Result<Vec<Sentence>, Error> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut words = 0;
    for (index, line) in text.lines().enumerate() {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        if line.trim().is_empty() {
            if words > 0 {
                sentences.push(std::mem::take(&mut sentence));
            }
            sentence = Sentence::default();
            words = 0;
        } else if line.starts_with('#') {
            sentence.comments.push(line.to_string());
        } else {
            let row = read_row(line, words).map_err(|message| Error { line: index + 1, message })?;
            words += usize::from(row.kind == Kind::Word);
            sentence.rows.push(row);
        }
    }
    if words > 0 {
        sentences.push(sentence);
    }
    Ok(sentences)
}

fn read_row(line: &str, words: usize) -> Result<Row, String> {
    let columns: Vec<String> = line.split('\t').map(str::to_string).collect();
    let count = columns.len();
    let columns: Columns = columns.try_into().map_err(|_| format!("{count} columns where ten belong"))?;
    let id = columns[0].as_str();
    let number = |text: &str| text.parse::<usize>().map_err(|_| format!("`{id}` is no ID"));
    let kind = if let Some((first, last)) = id.split_once('-') {
        if number(first)? != words + 1 || number(last)? < words + 1 {
            return Err(format!("range {id} where it should begin with {}", words + 1));
        }
        Kind::Range
    } else if let Some((before, minor)) = id.split_once('.') {
        number(before)?;
        number(minor)?;
        Kind::Empty
    } else {
        if number(id)? != words + 1 {
            return Err(format!("word {id} where {} should follow", words + 1));
        }
        Kind::Word
    };
    if kind == Kind::Word && columns[1].is_empty() {
        return Err("an empty form".to_string());
    }
    Ok(Row { kind, columns })
}

/// Replaces lemmas, tags, features, heads and relations by the model's. The language-specific tag and the
/// enhanced graph are cleared: no model predicts them.
pub fn annotate(sentences: &mut [Sentence], model: &Model) {
    for sentence in sentences {
        let rows = || sentence.rows.iter().filter(|row| row.kind == Kind::Word);
        let forms: Vec<&str> = rows().map(|row| row.columns[1].as_str()).collect();
        let analyses = model.analyse(&forms);
        let words = sentence.rows.iter_mut().filter(|row| row.kind == Kind::Word);
        for (row, analysis) in words.zip(analyses) {
            let [_, _, lemma, upos, xpos, features, head, relation, graph, _] = &mut row.columns;
            *lemma = analysis.lemma.to_string();
            *upos = analysis.upos.to_string();
            *xpos = "_".to_string();
            *features = analysis.features.to_string();
            *head = analysis.head.map_or(0, |head| head + 1).to_string();
            *relation = analysis.relation.to_string();
            *graph = "_".to_string();
        }
    }
}

/// Writes sentences.
#[must_use]
pub fn write(sentences: &[Sentence]) -> String {
    let mut out = String::new();
    for sentence in sentences {
        for comment in &sentence.comments {
            out.push_str(comment);
            out.push('\n');
        }
        for row in &sentence.rows {
            out.push_str(&row.columns.join("\t"));
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// Writes what was read out of a dispatch, with `# text`, multiword ranges and `SpaceAfter=No`. `text` is the
/// dispatch's own; sentences are numbered from 1 below `id`.
#[must_use]
pub fn from_reading(id: &str, text: &str, sentences: &[text::Sentence]) -> String {
    let id = one_line(id);
    let converted: Vec<Sentence> = sentences
        .iter()
        .enumerate()
        .map(|(index, sentence)| {
            let comments = vec![
                format!("# sent_id = {id}-{}", index + 1),
                format!("# text = {}", one_line(sentence.span.of(text))),
            ];
            Sentence { comments, rows: rows(text, sentence) }
        })
        .collect();
    write(&converted)
}

/// White space of every kind becomes one blank: the format has no way to write it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rows(text: &str, sentence: &text::Sentence) -> Vec<Row> {
    let mut out = Vec::new();
    let words = &sentence.words;
    let mut at = 0;
    while at < words.len() {
        let token = words[at].token;
        let length = words[at..].iter().take_while(|word| word.token == token).count();
        let end = at + length;
        let surface =
            words[at..end].iter().map(|word| word.span).reduce(text::Span::cover).unwrap_or_default();
        let glued = words.get(end).is_some_and(|next| next.span.start == surface.end);
        let misc = if glued { "SpaceAfter=No" } else { "_" };
        if length > 1 {
            let mut columns: Columns = std::array::from_fn(|_| "_".to_string());
            columns[0] = format!("{}-{end}", at + 1);
            columns[1] = column(surface.of(text));
            columns[9] = misc.to_string();
            out.push(Row { kind: Kind::Range, columns });
        }
        for (index, word) in words.iter().enumerate().take(end).skip(at) {
            out.push(Row {
                kind: Kind::Word,
                columns: word_columns(index, word, if length > 1 { "_" } else { misc }),
            });
        }
        at = end;
    }
    out
}

fn word_columns(index: usize, word: &text::Word, misc: &str) -> Columns {
    [
        (index + 1).to_string(),
        column(&word.form),
        column(&word.lemma),
        word.upos.to_string(),
        "_".to_string(),
        word.features.to_string(),
        word.head.map_or(0, |head| head + 1).to_string(),
        word.relation.to_string(),
        "_".to_string(),
        misc.to_string(),
    ]
}

/// A value that may stand in a column: never empty, without tab or line break.
fn column(text: &str) -> String {
    let clean = one_line(text);
    if clean.is_empty() { "_".to_string() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# text = Il va au port.\n1\tIl\til\tPRON\t_\t_\t2\tnsubj\t_\t_\n\
        2\tva\taller\tVERB\t_\t_\t0\troot\t_\t_\n3-4\tau\t_\t_\t_\t_\t_\t_\t_\t_\n3\tà\tà\tADP\t_\t_\t5\tcase\t_\t_\n\
        4\tle\tle\tDET\t_\t_\t5\tdet\t_\t_\n5\tport\tport\tNOUN\t_\t_\t2\tobl\t_\tSpaceAfter=No\n\
        5.1\tvide\t_\t_\t_\t_\t_\t_\t_\t_\n6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n";

    #[test]
    fn what_is_read_is_written_back() {
        let sentences = read(SAMPLE).unwrap();
        assert_eq!(sentences.len(), 1);
        assert_eq!(write(&sentences), SAMPLE);
    }

    #[test]
    fn a_bad_line_is_named() {
        let cases = [
            ("1\tIl\n", 1, "2 columns"),
            ("# x\n2\tIl\til\tPRON\t_\t_\t2\tnsubj\t_\t_\n", 2, "word 2"),
            ("x\tIl\til\tPRON\t_\t_\t2\tnsubj\t_\t_\n", 1, "no ID"),
            ("3-4\tau\t_\t_\t_\t_\t_\t_\t_\t_\n", 1, "range 3-4"),
        ];
        for (text, line, message) in cases {
            let error = read(text).unwrap_err();
            assert_eq!(error.line, line);
            assert!(error.message.contains(message), "{error}");
        }
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(read("").unwrap().is_empty());
        assert!(read("\n\n# only a comment\n\n").unwrap().is_empty());
    }
}
