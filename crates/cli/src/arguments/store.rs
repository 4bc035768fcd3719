//! The command line of `add`, `query`, `show` and `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Format, Input, Knowledge, Reading, day};

/// The store.
#[derive(Debug, Args)]
pub struct StoreFile {
    /// The store: one SQLite file
    #[arg(long, short, value_name = "FILE", default_value = "depeche.sqlite")]
    pub store: PathBuf,
}

/// Options of `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// What is read
    #[command(flatten)]
    pub input: Input,

    /// Where it is kept; made where there is none
    #[command(flatten)]
    pub store: StoreFile,

    /// Write each dispatch once it is safe on the disk: what became of it, claims, id, divided by tabs
    #[arg(long)]
    pub list: bool,

    /// How it is read
    #[command(flatten)]
    pub reading: Reading,
}

/// What is asked for.
#[derive(Debug, Args)]
#[command(next_help_heading = "Conditions")]
pub struct Conditions {
    /// Who does it: a country (RWA), an id (person/paul-kagame), words of a name
    #[arg(long, value_name = "WHO")]
    pub actor: Option<String>,

    /// To whom
    #[arg(long, value_name = "WHO")]
    pub recipient: Option<String>,

    /// Two, whoever does it to whom: RWA,COD
    #[arg(long, value_name = "WHO,WHO", value_parser = pair)]
    pub dyad: Option<(String, String)>,

    /// An act, with or without mode: ASSAULT, "CONSULT visit"
    #[arg(long, value_name = "ACT", value_delimiter = ',')]
    pub act: Vec<String>,

    /// A quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    #[arg(long, value_name = "1-4", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=4))]
    pub quad: Vec<u8>,

    /// On this day or later; what has no day counts by its publication
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<Date>,

    /// On this day or earlier
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub to: Option<Date>,

    /// Where: a country, an id, words of a name
    #[arg(long, value_name = "WHERE")]
    pub place: Option<String>,

    /// Who says so, anywhere in the chain
    #[arg(long, value_name = "WHO")]
    pub source: Option<String>,

    /// Whether it stands: happened, planned, denied…
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub status: Vec<String>,

    /// Words of a publisher's name
    #[arg(long = "published-by", value_name = "NAME")]
    pub publisher: Option<String>,

    /// Words of the text or their dictionary forms, as SQLite's FTS5 has them: 'sanction AND pétrole'
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
}

/// Options of `query`.
#[derive(Debug, Args)]
pub struct Query {
    /// Where to look
    #[command(flatten)]
    pub store: StoreFile,

    /// What is asked for
    #[command(flatten)]
    pub conditions: Conditions,

    /// Claims rather than events: what each dispatch says, as `read` writes it
    #[arg(long)]
    pub claims: bool,

    /// Any SQL instead, read-only
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["claims", "limit", "actor", "recipient", "dyad", "act",
        "quad", "from", "to", "place", "source", "status", "publisher", "text"])]
    pub sql: Option<String>,

    /// At most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,

    /// Form of the output [default: table on a terminal, else jsonl]
    #[arg(long, short, value_enum)]
    pub format: Option<Format>,

    /// Say nothing beyond data and errors
    #[arg(long)]
    pub quiet: bool,
}

/// Options of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// Id of the event: e_9f2c…
    #[arg(value_name = "EVENT")]
    pub event: String,

    /// Where to look
    #[command(flatten)]
    pub store: StoreFile,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// Form of the export
    #[arg(long, value_enum, value_name = "FORM")]
    pub to: Form,

    /// Where to look
    #[command(flatten)]
    pub store: StoreFile,

    /// What is asked for; all events where nothing is
    #[command(flatten)]
    pub conditions: Conditions,

    /// File to write, a new folder for parquet [default: standard output]
    #[arg(long, short, value_name = "PATH")]
    pub out: Option<PathBuf>,

    /// Write what the form cannot carry, and nothing else
    #[arg(long)]
    pub losses: bool,

    /// Knowledge that has the codes of countries
    #[command(flatten)]
    pub knowledge: Knowledge,
}

/// Forms of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A folder of Parquet files: events and claims, one folder a month
    Parquet,
    /// One event a line, its claims in it
    Jsonl,
    /// Events, comma-separated, with a header
    Csv,
    /// Events, tab-separated, with a header
    Tsv,
    /// The 61 columns of GDELT 2.0 Events
    GdeltEvents,
    /// The 16 columns of GDELT 2.0 Mentions
    GdeltMentions,
    /// The 40 columns of POLECAT
    Polecat,
    /// The 20 columns of ICEWS
    Icews,
    /// KEDS lines: day, actor, recipient, code
    Keds,
    /// Events on a map
    Geojson,
    /// Actors as nodes, events as edges
    Graphml,
    /// Head, relation, tail, time
    Quadruples,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once(',') {
        Some((one, other)) if !one.trim().is_empty() && !other.trim().is_empty() => {
            Ok((one.trim().to_string(), other.trim().to_string()))
        }
        _ => Err("write two, divided by a comma: RWA,COD".to_string()),
    }
}
