//! `segmentation.toml` of a language: abbreviations, elisions, enclitics, contractions, hyphens, datelines.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::folder::SourceFile;
use crate::{Diagnostics, Folder};

/// The compiled `segmentation.toml`. All forms are in lower case, with the straight apostrophe.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Segmentation {
    /// Forms with a full stop of their own.
    pub abbreviations: Vec<Abbreviations>,
    /// Words that begin a sentence where they follow an abbreviation with a capital letter.
    pub starters: Vec<SmolStr>,
    /// Words that do so only where a word without a capital letter comes next: `Le lendemain`, not `Le Pen`.
    pub weak_starters: Vec<SmolStr>,
    /// Verbs after a closed quotation that go on with its sentence: `"Why?" Smith asked.`
    pub speech: Vec<SmolStr>,
    /// Words cut off before an apostrophe: `l`, `jusqu`.
    pub elisions: Vec<SmolStr>,
    /// Words kept whole though an apostrophe, a hyphen or a slash would cut them.
    pub kept: Vec<SmolStr>,
    /// Whether a hyphen between letters holds a word together (else it stands as a token).
    pub hyphen_joins: bool,
    /// First or last parts that a hyphen joins even where it does not by itself: `anti`.
    pub prefixes: Vec<SmolStr>,
    /// Endings cut off from a word.
    pub enclitics: Vec<Enclitic>,
    /// Words that stand for several.
    pub contractions: Vec<Contraction>,
    /// Letters cut off after a number: `h`, `pm`.
    pub units: Vec<SmolStr>,
    /// Tokens of several signs: `°c`, `us$`.
    pub symbols: Vec<SmolStr>,
    /// Whether a blank groups the digits of a number: `3 000`.
    pub blank_groups_digits: bool,
    /// Whether a sign before digits belongs to the number: `-2,5`.
    pub signed_numbers: bool,
    /// Whether a semicolon ends a sentence.
    pub semicolon_ends: bool,
    /// Words without a capital letter that may stand in a dateline: months, `le`, `of`.
    pub dateline: Vec<SmolStr>,
    /// Texts with the reading that they must get.
    pub examples: Vec<SegmentationExample>,
}

/// Abbreviations of one class.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Abbreviations {
    /// Whether a sentence may end with one.
    pub class: AbbreviationClass,
    /// With their stops.
    pub forms: Vec<SmolStr>,
}

/// Whether a sentence may end with an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbbreviationClass {
    /// Something must follow: `Dr.`
    Leading,
    /// A number must follow for it to be one: `No.`
    Numbering,
    /// A sentence may end with it: `etc.`
    Ending,
}

/// An ending cut off from a word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enclitic {
    /// `-t-il`, `n't`
    pub form: SmolStr,
    /// Whether it makes a token of its own; else word and ending make one multiword token.
    pub token: bool,
    /// Endings of the words that it is cut off from; empty for all.
    pub after: Vec<SmolStr>,
    /// Whether names keep it: `Jong-il`.
    pub not_in_names: bool,
}

/// A word that stands for several: `du` for `de` + `le`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Contraction {
    /// `du`
    pub form: SmolStr,
    /// `de`, `le`
    pub words: Vec<SmolStr>,
    /// Where the same form is one word after all (`des` as an article).
    pub unless: Option<Unless>,
}

/// The words before a form that decide whether it is a contraction. The longest ending decides, a whole word
/// before any ending; without a match it is a contraction.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unless {
    /// Words before one word; `^` is the start of a sentence.
    #[serde(default)]
    pub after: Vec<SmolStr>,
    /// Endings of words before one word.
    #[serde(default)]
    pub after_ending: Vec<SmolStr>,
    /// Words before a contraction.
    #[serde(default)]
    pub contraction_after: Vec<SmolStr>,
    /// Endings of words before a contraction.
    #[serde(default)]
    pub contraction_after_ending: Vec<SmolStr>,
    /// Words before which it is the same as the last time in the sentence: `et`.
    #[serde(default)]
    pub same_after: Vec<SmolStr>,
    /// Adverbs that are looked through.
    #[serde(default)]
    pub through: Vec<SmolStr>,
}

/// A text with the reading that it must get.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SegmentationExample {
    /// The text.
    pub text: String,
    /// Tokens with blanks between them, `+` between the words of one, ` | ` between sentences; a blank inside
    /// a token is written `_`.
    pub reads: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hyphen_joins: bool,
    blank_groups_digits: bool,
    signed_numbers: bool,
    semicolon_ends: bool,
    #[serde(default)]
    abbreviations: Vec<AbbreviationRow>,
    #[serde(default)]
    words: Vec<WordsRow>,
    #[serde(default)]
    enclitics: Vec<EncliticRow>,
    #[serde(default)]
    contraction: Vec<ContractionRow>,
    #[serde(default)]
    example: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbbreviationRow {
    id: Spanned<String>,
    class: AbbreviationClass,
    forms: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsRow {
    id: Spanned<String>,
    role: Role,
    forms: Vec<Spanned<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Starter,
    WeakStarter,
    Speech,
    Elision,
    Kept,
    Prefix,
    Unit,
    Symbol,
    Dateline,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EncliticRow {
    id: Spanned<String>,
    token: bool,
    #[serde(default)]
    after: Vec<SmolStr>,
    #[serde(default)]
    not_in_names: bool,
    forms: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractionRow {
    id: Spanned<String>,
    form: Spanned<String>,
    words: Vec<SmolStr>,
    unless: Option<Unless>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleRow {
    id: Spanned<String>,
    text: String,
    reads: String,
}

/// Compiles `LANGUAGE/segmentation.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Segmentation {
    let Some(file) = folder.get(&format!("{language}/segmentation.toml")) else {
        return Segmentation::default();
    };
    let Some(form) = out.parse::<File>(file) else { return Segmentation::default() };
    let prefix = format!("{language}/segmentation");
    let mut pack = Segmentation {
        hyphen_joins: form.hyphen_joins,
        blank_groups_digits: form.blank_groups_digits,
        signed_numbers: form.signed_numbers,
        semicolon_ends: form.semicolon_ends,
        ..Segmentation::default()
    };
    for row in form.abbreviations {
        out.rule(file, &prefix, &row.id);
        let forms = forms(file, row.forms, out, |form| {
            (!form.ends_with('.')).then_some("an abbreviation ends with a full stop")
        });
        pack.abbreviations.push(Abbreviations { class: row.class, forms });
    }
    for row in form.words {
        out.rule(file, &prefix, &row.id);
        let role = row.role;
        let forms = forms(file, row.forms, out, |_| None);
        pack.list(role).extend(forms);
    }
    for row in form.enclitics {
        out.rule(file, &prefix, &row.id);
        let forms = forms(file, row.forms, out, |_| None);
        let (token, after, not_in_names) = (row.token, row.after, row.not_in_names);
        let enclitic = |form| Enclitic { form, token, after: after.clone(), not_in_names };
        pack.enclitics.extend(forms.into_iter().map(enclitic));
    }
    for row in form.contraction {
        out.rule(file, &prefix, &row.id);
        if row.words.len() < 2 {
            out.error(file, row.form.span().start, "a contraction stands for two words or more");
        }
        let form = forms(file, vec![row.form], out, |_| None).pop().unwrap_or_default();
        pack.contractions.push(Contraction { form, words: row.words, unless: row.unless });
    }
    for row in form.example {
        out.rule(file, &prefix, &row.id);
        pack.examples.push(SegmentationExample { text: row.text, reads: row.reads });
    }
    pack
}

impl Segmentation {
    fn list(&mut self, role: Role) -> &mut Vec<SmolStr> {
        match role {
            Role::Starter => &mut self.starters,
            Role::WeakStarter => &mut self.weak_starters,
            Role::Speech => &mut self.speech,
            Role::Elision => &mut self.elisions,
            Role::Kept => &mut self.kept,
            Role::Prefix => &mut self.prefixes,
            Role::Unit => &mut self.units,
            Role::Symbol => &mut self.symbols,
            Role::Dateline => &mut self.dateline,
        }
    }
}

/// Checks forms: not empty, no white space, lower case, the straight apostrophe.
fn forms(
    file: &SourceFile,
    rows: Vec<Spanned<String>>,
    out: &mut Diagnostics,
    wrong: impl Fn(&str) -> Option<&'static str>,
) -> Vec<SmolStr> {
    let mut forms = Vec::new();
    for row in rows {
        let (at, form) = (row.span().start, row.get_ref());
        if form.is_empty() || form.chars().any(char::is_whitespace) {
            out.error(file, at, "a form is one word, without white space");
        } else if *form != form.to_lowercase() || form.contains('’') {
            out.error(file, at, format!("write `{form}` in lower case and with the straight apostrophe"));
        } else if let Some(problem) = wrong(form) {
            out.error(file, at, format!("`{form}`: {problem}"));
        }
        forms.push(SmolStr::from(form.as_str()));
    }
    forms
}
