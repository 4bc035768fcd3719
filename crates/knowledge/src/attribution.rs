//! `attribution.toml` of a language: the words that say that somebody says something.
//!
//! One entry is one sense shared by a list of words: a speech act, and the frames in which the words take what
//! is said. The engine does the grammar (voices, inversion, parentheses, quotation marks); an entry says only
//! what its words are and what they govern.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::folder::SourceFile;
use crate::{Diagnostics, Folder, RuleId};

/// The compiled `attribution.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Attribution {
    /// Conjunctions before a clause that is said: `que`, `that`.
    pub complementisers: Vec<SmolStr>,
    /// Nouns that, in apposition behind what is said, are the dispatch's word on it: "an allegation that Paris rejects".
    pub comments: Vec<SmolStr>,
    /// Conjunctions behind a comma that set another's doing against what is said: "while the rebels held the port".
    pub contrasts: Vec<SmolStr>,
    /// Conjunctions of time, whose clause is no part of what is said where it hangs on the saying: "after Minsk attacked".
    pub times: Vec<SmolStr>,
    /// Prepositions before who does it in a passive: `par`, `by`.
    pub agents: Vec<SmolStr>,
    /// Prepositions before who is spoken to: `à`, `to`.
    pub addressees: Vec<SmolStr>,
    /// Prepositions before whose words a noun of saying names: `warnings from the bank`, `l'annonce par Lima`.
    pub owners: Vec<SmolStr>,
    /// Pronouns that take up what was said before: `en` in `l'annonce en a été faite`.
    pub takes_up: Vec<SmolStr>,
    /// Whether a state's name before a colon says what the text is about ("Haïti : trois policiers tués") rather
    /// than who speaks, even where no subject follows.
    pub topic_labels: bool,
    /// Verbs of saying, thinking, wishing.
    pub verbs: Vec<Verb>,
    /// Nouns: `annonce`, `claim`.
    pub nouns: Vec<Noun>,
    /// Prepositions: `selon`, `according to`.
    pub prepositions: Vec<Preposition>,
    /// Adverbs and adjectives of hearsay: `reportedly`, `alleged`.
    pub hearsay: Vec<Words>,
    /// Verbs after which a person speaks in the sentences that follow: `prendre la parole`.
    pub floor: Vec<Words>,
    /// Nouns that sources are known by, with kind and rank.
    pub sources: Vec<SourceNoun>,
    /// Sentences with what must be found in them.
    pub examples: Vec<Example>,
}

/// What a speaker does with what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeechAct {
    /// Says that it is so.
    Assert,
    /// Says that what others said is so.
    Confirm,
    /// Says so against own interest.
    Admit,
    /// Says that it is not so.
    Deny,
    /// Says that somebody did wrong.
    Accuse,
    /// Speaks well or ill of a fact.
    Judge,
    /// Binds oneself.
    Promise,
    /// Announces harm.
    Threaten,
    /// Holds out something that another may take.
    Offer,
    /// Asks somebody to do it.
    Request,
    /// Gives an order.
    Order,
    /// Wants it.
    Wish,
    /// Intends it.
    Plan,
    /// Is afraid of it.
    Fear,
    /// Says that it will be so.
    Predict,
    /// Holds it to be likely.
    Believe,
    /// Holds it to be possible.
    Speculate,
    /// Wants to know whether it is so.
    Ask,
    /// Will not do it.
    Refuse,
    /// Passes on what another says.
    Cite,
    /// Keeps silent.
    CommentRefused,
}

/// Where a word takes what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// Words in quotation marks, or a clause beside which it stands in parenthesis.
    Quote,
    /// A finite clause: `que`, `that`, none, `si`, `whether`.
    Clause,
    /// An infinitive or gerund: `dit étudier`, `vows to`, `denies having`.
    Infinitive,
    /// An object noun phrase: `denies any role`.
    Object,
    /// The object together with what follows it: `urged them to go`, `called him a liar`.
    Whole,
}

/// Verbs that share a sense.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verb {
    /// `french/attribution/say`
    pub id: RuleId,
    /// Lemmas; `faire état` is a verb with its object noun, `point out` one with its particle, `se dire` a
    /// reflexive one.
    pub lemmas: Vec<SmolStr>,
    /// The speech act.
    pub act: SpeechAct,
    /// Where the content stands.
    pub takes: Vec<Frame>,
    /// Prepositions under which the content stands: `for` in `called for talks`.
    pub through: Vec<SmolStr>,
    /// Prepositions under which the source stands: `from` in `it emerged from the report that`. A subject that says
    /// something itself passes it on.
    pub from: Vec<SmolStr>,
    /// Prepositions under which the verb is another one: `condamner à` is a court's.
    pub unless: Vec<SmolStr>,
    /// Whether the object, beside a clause, is who is spoken to: `told the BBC that`.
    pub object_is_addressee: bool,
    /// Only with a document or a poll as subject: `the memo shows`.
    pub documents_only: bool,
}

/// Nouns that share a sense.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Noun {
    /// `french/attribution/announcement`
    pub id: RuleId,
    /// Lemmas.
    pub lemmas: Vec<SmolStr>,
    /// The speech act.
    pub act: SpeechAct,
    /// Prepositions under which the content stands: `of` in `fears of a strike`.
    pub through: Vec<SmolStr>,
}

/// Prepositions that share a sense.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Preposition {
    /// `french/attribution/selon`
    pub id: RuleId,
    /// Word forms, separated by single spaces; `*` stands for the words of the source: `in * view`.
    pub words: Vec<SmolStr>,
    /// Only set off at the start of a sentence, and only before somebody who can hold a view.
    pub opening_only: bool,
}

/// Words that share a sense and need no more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Words {
    /// `english/attribution/reportedly`
    pub id: RuleId,
    /// Lemmas or forms.
    pub words: Vec<SmolStr>,
}

/// Nouns of sources.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceNoun {
    /// `french/attribution/source-spokesperson`
    pub id: RuleId,
    /// Lemmas.
    pub words: Vec<SmolStr>,
    /// The contract's kinds.
    pub kind: SmolStr,
    /// The contract's ranks.
    pub rank: Option<SmolStr>,
}

/// A sentence and what must be found in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Example {
    /// The entry that it stands in.
    pub id: RuleId,
    /// The sentence.
    pub text: String,
    /// Words of the innermost source; empty for none.
    pub source: String,
    /// Words that the content must cover; none where nothing is to be found.
    pub content: Option<String>,
}

/// Source kinds of the contract.
pub const KINDS: &[&str] = &[
    "person",
    "office",
    "government",
    "organisation",
    "armed_group",
    "media",
    "document",
    "poll",
    "crowd",
    "witness",
    "unnamed",
];

/// Ranks of the contract.
pub const RANKS: &[&str] = &["head", "senior", "spokesperson", "ordinary", "entourage", "expert"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    complementisers: Vec<SmolStr>,
    #[serde(default)]
    comments: Vec<SmolStr>,
    #[serde(default)]
    contrasts: Vec<SmolStr>,
    #[serde(default)]
    times: Vec<SmolStr>,
    #[serde(default)]
    topic_labels: bool,
    #[serde(default)]
    agents: Vec<SmolStr>,
    #[serde(default)]
    addressees: Vec<SmolStr>,
    #[serde(default)]
    owners: Vec<SmolStr>,
    #[serde(default)]
    takes_up: Vec<SmolStr>,
    #[serde(default)]
    verb: Vec<VerbRow>,
    #[serde(default)]
    noun: Vec<NounRow>,
    #[serde(default)]
    preposition: Vec<PrepositionRow>,
    #[serde(default)]
    hearsay: Vec<WordsRow>,
    #[serde(default)]
    floor: Vec<WordsRow>,
    #[serde(default)]
    source: Vec<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleRow {
    text: String,
    #[serde(default)]
    source: String,
    content: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbRow {
    id: Spanned<String>,
    lemmas: Vec<SmolStr>,
    act: SpeechAct,
    takes: Vec<Frame>,
    #[serde(default)]
    through: Vec<SmolStr>,
    #[serde(default)]
    from: Vec<SmolStr>,
    #[serde(default)]
    unless: Vec<SmolStr>,
    #[serde(default)]
    object_is_addressee: bool,
    #[serde(default)]
    documents_only: bool,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounRow {
    id: Spanned<String>,
    lemmas: Vec<SmolStr>,
    act: SpeechAct,
    #[serde(default)]
    through: Vec<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrepositionRow {
    id: Spanned<String>,
    words: Vec<SmolStr>,
    #[serde(default)]
    opening_only: bool,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsRow {
    id: Spanned<String>,
    words: Vec<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    id: Spanned<String>,
    words: Vec<SmolStr>,
    kind: SmolStr,
    rank: Option<SmolStr>,
    #[serde(default)]
    examples: Vec<ExampleRow>,
}

/// Compiles `LANGUAGE/attribution.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Attribution {
    let Some(file) = folder.get(&format!("{language}/attribution.toml")) else {
        return Attribution::default();
    };
    let Some(form) = out.parse::<File>(file) else { return Attribution::default() };
    let mut entries = Entries { file, prefix: format!("{language}/attribution"), out, examples: Vec::new() };
    let mut found = Attribution {
        complementisers: form.complementisers,
        comments: form.comments,
        contrasts: form.contrasts,
        times: form.times,
        topic_labels: form.topic_labels,
        agents: form.agents,
        addressees: form.addressees,
        owners: form.owners,
        takes_up: form.takes_up,
        ..Attribution::default()
    };
    for row in form.verb {
        let id = entries.add(&row.id, &row.lemmas, row.examples);
        found.verbs.push(Verb {
            id,
            lemmas: row.lemmas,
            act: row.act,
            takes: row.takes,
            through: row.through,
            from: row.from,
            unless: row.unless,
            object_is_addressee: row.object_is_addressee,
            documents_only: row.documents_only,
        });
    }
    for row in form.noun {
        let id = entries.add(&row.id, &row.lemmas, row.examples);
        found.nouns.push(Noun { id, lemmas: row.lemmas, act: row.act, through: row.through });
    }
    for row in form.preposition {
        let id = entries.add(&row.id, &row.words, row.examples);
        found.prepositions.push(Preposition { id, words: row.words, opening_only: row.opening_only });
    }
    for row in form.hearsay {
        let id = entries.add(&row.id, &row.words, row.examples);
        found.hearsay.push(Words { id, words: row.words });
    }
    for row in form.floor {
        let id = entries.add(&row.id, &row.words, row.examples);
        found.floor.push(Words { id, words: row.words });
    }
    for row in form.source {
        entries.known(&row.id, "kind", &row.kind, KINDS);
        if let Some(rank) = &row.rank {
            entries.known(&row.id, "rank", rank, RANKS);
        }
        let id = entries.add(&row.id, &row.words, row.examples);
        found.sources.push(SourceNoun { id, words: row.words, kind: row.kind, rank: row.rank });
    }
    found.examples = entries.examples;
    found
}

struct Entries<'a> {
    file: &'a SourceFile,
    prefix: String,
    out: &'a mut Diagnostics,
    examples: Vec<Example>,
}

impl Entries<'_> {
    /// Registers an entry, checks that it has words and examples, and keeps its examples.
    fn add(&mut self, id: &Spanned<String>, words: &[SmolStr], examples: Vec<ExampleRow>) -> RuleId {
        let at = id.span().start;
        let rule = self.out.rule(self.file, &self.prefix, id);
        if words.is_empty() {
            self.out.error(self.file, at, format!("`{rule}` has no words"));
        }
        if examples.is_empty() {
            self.out.error(self.file, at, format!("`{rule}` has no example"));
        }
        for (i, word) in words.iter().enumerate() {
            if words[..i].contains(word) {
                self.out.error(self.file, at, format!("`{word}` stands twice in `{rule}`"));
            }
        }
        for example in examples {
            let (text, source, content) = (example.text, example.source, example.content);
            for part in content.iter().chain([&source]).filter(|part| !text.contains(part.as_str())) {
                self.out.error(self.file, at, format!("`{part}` does not stand in the example `{text}`"));
            }
            self.examples.push(Example { id: rule.clone(), text, source, content });
        }
        rule
    }

    fn known(&mut self, id: &Spanned<String>, what: &str, value: &str, values: &[&str]) {
        if !values.contains(&value) {
            let message = format!("no {what} `{value}`; one of {}", values.join(", "));
            self.out.error(self.file, id.span().start, message);
        }
    }
}
