//! Problems in knowledge files, each with its file, line and column; all are collected, none stops the rest.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use toml::Spanned;

use crate::folder::SourceFile;
use crate::{Origin, RuleId};

/// One problem in one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Path below `knowledge/`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// An error stops the compilation at its end; a warning does not.
    pub error: bool,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.error { "error" } else { "warning" };
        write!(f, "{}:{}:{}: {kind}: {}", self.file, self.line, self.column, self.message)
    }
}

/// Collects problems and the origins of rules while a folder is compiled.
#[derive(Debug, Default)]
pub struct Diagnostics {
    problems: Vec<Diagnostic>,
    origins: BTreeMap<RuleId, Origin>,
}

impl Diagnostics {
    /// Reads a TOML file into its form. What cannot be read is reported, and `None` comes back.
    pub fn parse<T: DeserializeOwned>(&mut self, file: &SourceFile) -> Option<T> {
        match toml::from_str(&file.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.error(file, at, error.message().to_string());
                None
            }
        }
    }

    /// Reports an error at a byte of a file.
    pub fn error(&mut self, file: &SourceFile, at: usize, message: impl Into<String>) {
        self.push(file, at, true, message.into());
    }

    /// Reports a warning at a byte of a file.
    pub fn warning(&mut self, file: &SourceFile, at: usize, message: impl Into<String>) {
        self.push(file, at, false, message.into());
    }

    fn push(&mut self, file: &SourceFile, at: usize, error: bool, message: String) {
        let (line, column) = file.line_column(at);
        self.problems.push(Diagnostic { file: file.path.clone(), line, column, error, message });
    }

    /// Registers a rule under `prefix/id` and remembers where it stands; ids must be unique.
    pub fn rule(&mut self, file: &SourceFile, prefix: &str, id: &Spanned<String>) -> RuleId {
        let rule = RuleId::from(if prefix.is_empty() {
            id.get_ref().clone()
        } else {
            format!("{prefix}/{}", id.get_ref())
        });
        self.register(file, id.span().start, rule)
    }

    /// Registers a rule whose full id is known; `at` is the byte where it stands.
    pub fn register(&mut self, file: &SourceFile, at: usize, rule: RuleId) -> RuleId {
        let (line, _) = file.line_column(at);
        let origin = Origin { file: file.path.clone(), line };
        if let Some(first) = self.origins.insert(rule.clone(), origin) {
            let message = format!("the id `{rule}` stands twice; first in {}:{}", first.file, first.line);
            self.error(file, at, message);
        }
        rule
    }

    /// The origins and all problems, sorted by place.
    #[must_use]
    pub fn finish(mut self) -> (BTreeMap<RuleId, Origin>, Vec<Diagnostic>) {
        self.problems.sort();
        (self.origins, self.problems)
    }
}
