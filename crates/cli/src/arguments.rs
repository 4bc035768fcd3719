//! The command line.

mod store;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::outcome::Stop;

pub use store::{Add, Conditions, Export, Form, Query, Show};

/// Reads news dispatches and writes claims: who did what to whom, when, where, who says so, and does it stand.
#[derive(Debug, Parser)]
#[command(
    name = "depeche",
    version,
    max_term_width = 100,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = EXIT_STATUS,
    after_long_help = concat!(
        "Examples:\n",
        "  depeche read dispatch.txt --date 2025-06-23\n",
        "  depeche read corpus.jsonl > claims.jsonl\n",
        "  depeche explain dispatch.txt --date 2025-06-23 --color always | less -R\n",
        "  depeche add corpus.jsonl && depeche query --dyad RWA,COD\n",
        "\n",
        "Exit status: 0 all read; 2 wrong usage; 3 some dispatches failed; 4 all failed; 5 the installation is broken.",
    ),
)]
pub struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub command: Command,

    /// When to colour what people see
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

const EXIT_STATUS: &str = "Exit status: 0 all read; 2 wrong usage; 3 some dispatches failed; 4 all failed; 5 the installation is broken.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read dispatches and write their claims
    ///
    /// Input is told apart by content. Plain text is one dispatch a file; a first line, a blank line and the
    /// rest are its title and body. JSON, CSV and TSV hold one dispatch an object or row:
    /// {"id":…,"published":"2025-06-23","publisher":…,"language":"fr","title":…,"text":…}, all but `text` optional;
    /// --map text=body says what they call it. Web pages, RSS, Atom and JSON feeds, WARC archives, NewsML-G2, ninjs,
    /// Factiva XML, Europresse and Nexis HTML are read too; all of them also in gzip, zstd or zip.
    ///
    /// Each claim is one line: who does what to whom, where and when, whether it stands for its source, the
    /// chain of those who say so, and the knowledge entries that decided. Spans count Unicode scalar values of
    /// the text (characters of Python and R); a byte order mark is not part of the text.
    #[command(after_long_help = "Examples:\n  \
        depeche read dispatch.txt --date 2025-06-23\n  \
        depeche read *.txt --date 2025-06-23 --format csv > claims.csv\n  \
        depeche read corpus.jsonl --jobs 4 > claims.jsonl\n  \
        depeche read articles.csv.gz --map text=body,published=date > claims.jsonl\n  \
        depeche read CC-NEWS-20250623.warc.gz > claims.jsonl\n  \
        curl -s https://example.org/feed.jsonl | depeche read | jq -r .event.type | sort | uniq -c")]
    Read(Records),

    /// Write the syntax: Universal Dependencies as CoNLL-U
    ///
    /// With --input conllu, the tokens are taken as given; tags, features, lemmas, heads and relations are
    /// replaced, comments, multiword ranges and the last column stay.
    #[command(after_long_help = "Examples:\n  \
        depeche parse dispatch.txt > dispatch.conllu\n  \
        depeche parse --input conllu --language fr treebank.conllu > predicted.conllu")]
    Parse(Parse),

    /// Write every actor, place and time found, coded or not
    #[command(after_long_help = "Examples:\n  \
        depeche mentions dispatch.txt --date 2025-06-23\n  \
        depeche mentions corpus.jsonl | jq -r 'select(.kind == \"actor\" and .id == null) | .text' | sort | uniq -c")]
    Mentions(Records),

    /// Write every attribution, whether or not it carries an event
    #[command(after_long_help = "Examples:\n  \
        depeche statements dispatch.txt\n  \
        depeche statements corpus.jsonl | jq 'select(.sources | any(.named | not))'")]
    Statements(Records),

    /// Write for each word that names an event whether it stands, coded or not
    #[command(after_long_help = "Examples:\n  \
        depeche standing dispatch.txt --language fr\n  \
        depeche standing corpus.jsonl | jq -r '[.text, .status, .certainty] | @tsv'")]
    Standing(Records),

    /// Name the act between two given spans of a sentence: JSONL in, JSONL out
    ///
    /// In: {"id":…,"text":…,"language":"en","source":{"span":[b,e]},"target":{"span":[b,e]}}, spans in characters from
    /// 0. Out, one line each, in order: the act, its label under the codebook's convention, the quad class and the
    /// probability of each label and of none. Knowledge and a learned model decide together; with --no-model the
    /// knowledge alone, and the numbers then weigh evidence: they are no calibrated probabilities.
    #[command(after_long_help = "Examples:\n  \
        depeche relate pairs.jsonl | jq -r '[.id, .plover] | @tsv'")]
    Relate(Relate),

    /// Show how a dispatch was read: text, trees, mentions, claims with their rules, and what was not coded
    #[command(after_long_help = "Examples:\n  \
        depeche explain dispatch.txt --date 2025-06-23\n  \
        depeche explain dispatch.txt --sentence 4 --color always | less -R")]
    Explain(Explain),

    /// Read dispatches into a store, and merge their claims into events
    ///
    /// The same dispatch is added once; another text under the same id replaces the first, which is kept as history.
    /// A run that is stopped at any moment loses nothing that was reported as added; the next one goes on.
    #[command(after_long_help = "Examples:\n  \
        depeche add corpus.jsonl --store news.sqlite\n  \
        depeche add *.txt --date 2025-06-23 --publisher 'La Gazette'\n  \
        depeche add --list corpus.jsonl | grep ^replaced")]
    Add(Add),

    /// Find events in a store, or claims, or anything by SQL
    ///
    /// An event is found where one of its claims meets all conditions.
    #[command(after_long_help = "Examples:\n  \
        depeche query --dyad RWA,COD --quad 4 --from 2025-01-01\n  \
        depeche query --act 'CONSULT visit' --status planned --format csv > visits.csv\n  \
        depeche query --claims --source media/afp --text 'cessez-le-feu'\n  \
        depeche query --sql 'SELECT act, count(*) FROM events GROUP BY act ORDER BY 2 DESC'")]
    Query(Query),

    /// Show an event: who says what, who denies, how its standing moved, the sentences
    #[command(after_long_help = "Examples:\n  \
        depeche show e_9f2c04d81ab35e67")]
    Show(Show),

    /// Write the events of a store in a form that other tools open
    ///
    /// Shapes of other data sets have their columns, and are not those data sets: what we don't know stays empty, and
    /// --losses says what of ours does not fit.
    #[command(after_long_help = "Examples:\n  \
        depeche export --to parquet --out events\n  \
        depeche export --to gdelt-events --from 2025-01-01 --out 2025.export.CSV\n  \
        depeche export --to polecat --losses")]
    Export(Export),

    /// Compile a knowledge folder and run its examples
    ///
    /// Problems of form are all reported, sorted by file, line and column; when there are none, the entries'
    /// examples are read. Exit status: 0 all well; 3 some examples do not come true; 4 it does not compile.
    #[command(after_long_help = "Examples:\n  \
        depeche check\n  \
        depeche check --knowledge knowledge")]
    Check(Check),

    /// Write the completions of a shell
    #[command(after_long_help = "Examples:\n  \
        depeche completions bash > ~/.local/share/bash-completion/completions/depeche\n  \
        depeche completions fish > ~/.config/fish/completions/depeche.fish")]
    Completions {
        /// Which shell
        shell: Shell,
    },

    /// Write the manual page
    #[command(after_long_help = "Examples:\n  depeche man | man -l -")]
    Man,
}

/// Options of the commands that write records.
#[derive(Debug, Args)]
pub struct Records {
    /// What is read
    #[command(flatten)]
    pub input: Input,

    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, short, value_enum)]
    pub format: Option<Format>,

    /// How it is read
    #[command(flatten)]
    pub reading: Reading,
}

/// Options of `parse`.
#[derive(Debug, Args)]
pub struct Parse {
    /// What is read
    #[command(flatten)]
    pub input: Input,

    /// Form of the output
    #[arg(long, short, value_enum, default_value_t)]
    pub format: SyntaxFormat,

    /// Form of the input; auto tells text and JSONL apart
    #[arg(long = "input", value_enum, default_value_t, value_name = "FORM")]
    pub form: InputForm,

    /// How it is read
    #[command(flatten)]
    pub reading: Reading,
}

/// Options of `relate`.
#[derive(Debug, Args)]
pub struct Relate {
    /// JSONL file; none or `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,

    /// How it is read
    #[command(flatten)]
    pub reading: Reading,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The dispatch; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Only this sentence, counted from 0 as in the claims
    #[arg(long, value_name = "N")]
    pub sentence: Option<usize>,

    /// What dispatches don't say themselves
    #[command(flatten)]
    pub defaults: Defaults,

    /// Knowledge to read with
    #[command(flatten)]
    pub knowledge: Knowledge,

    /// The learned reader
    #[command(flatten)]
    pub model: Model,

    /// Say nothing beyond data and errors
    #[arg(long, short)]
    pub quiet: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Knowledge to check
    #[command(flatten)]
    pub knowledge: Knowledge,

    /// Say nothing when all is well
    #[arg(long, short)]
    pub quiet: bool,
}

/// The files.
#[derive(Debug, Args)]
pub struct Input {
    /// Files to read; none or `-` is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// What dispatches don't say themselves
    #[command(flatten)]
    pub defaults: Defaults,
}

/// Metadata of dispatches that carry none.
#[derive(Clone, Debug, Args)]
pub struct Defaults {
    /// Publication date of dispatches that carry none: 2025-06-23
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub date: Option<Date>,

    /// Language of dispatches that carry none
    #[arg(long, value_enum, default_value_t, value_name = "LANGUAGE")]
    pub language: Language,

    /// Publisher of dispatches that carry none
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,

    /// Names of fields in JSON and tables, ours first: text=body,published=date
    #[arg(long, value_name = "FIELD=NAME", value_delimiter = ',')]
    pub map: Vec<String>,
}

impl Defaults {
    /// As the readers of files take them.
    ///
    /// # Errors
    /// A pair of `--map` names no field.
    pub fn given(&self) -> Result<depeche_input::Defaults, Stop> {
        let mut fields = depeche_input::Fields::default();
        for pair in &self.map {
            fields.add(pair).map_err(|reason| Stop::Usage(format!("--map: {reason}")))?;
        }
        Ok(depeche_input::Defaults {
            date: self.date,
            language: self.language.code().map(str::to_string),
            publisher: self.publisher.clone(),
            fields,
        })
    }
}

/// Options of every command that reads.
#[derive(Debug, Args)]
pub struct Reading {
    /// Dispatches read at a time [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// Say nothing beyond data and errors
    #[arg(long, short)]
    pub quiet: bool,

    /// Knowledge to read with
    #[command(flatten)]
    pub knowledge: Knowledge,

    /// The learned reader
    #[command(flatten)]
    pub model: Model,
}

/// Whether the learned reader of relations is asked.
#[derive(Clone, Copy, Debug, Args)]
pub struct Model {
    /// Let the knowledge alone decide, without the learned reader of relations
    #[arg(long)]
    pub no_model: bool,
}

/// A knowledge folder.
#[derive(Debug, Args)]
pub struct Knowledge {
    /// Knowledge folder to use instead of what the program carries
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
}

/// Forms of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
    /// Tab-separated, with a header
    Tsv,
}

/// Forms of syntax.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum SyntaxFormat {
    /// Universal Dependencies' ten columns
    #[default]
    Conllu,
}

/// Forms of what `parse` reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum InputForm {
    /// Plain text or JSONL, told apart by content
    #[default]
    Auto,
    /// Tokens as given
    Conllu,
}

/// Languages.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Language {
    /// Told apart by the text
    #[default]
    Auto,
    /// French
    Fr,
    /// English
    En,
}

impl Language {
    /// ISO 639-1, if one is named.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Language::Auto => None,
            Language::Fr => Some("fr"),
            Language::En => Some("en"),
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes it the choice for both standard streams.
    pub fn apply(self) {
        let choice = match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day as 2025-06-23".to_string())
}
