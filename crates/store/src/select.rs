//! Questions answered: events and claims by conditions, and any SQL, read-only.

use rusqlite::params_from_iter;
use rusqlite::types::ValueRef;
use serde::Serialize;

use crate::filter::{Condition, Filter};
use crate::load::{self, EventRecord, Said};
use crate::{Error, Store};

/// A value of a column.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Another number.
    Real(f64),
    /// A text; bytes are written as hexadecimal digits.
    Text(String),
}

/// The columns of an answer, and its rows one after the other.
pub trait Answer {
    /// Names of the columns, before any row.
    ///
    /// # Errors
    /// They cannot be written.
    fn columns(&mut self, names: &[String]) -> Result<(), Error>;
    /// A value for each column.
    ///
    /// # Errors
    /// They cannot be written.
    fn row(&mut self, values: Vec<Value>) -> Result<(), Error>;
}

impl Store {
    /// The events that a filter means, by day and key.
    ///
    /// # Errors
    /// The file cannot be read, or `each` fails.
    pub fn events<E: From<Error>>(
        &self,
        filter: &Filter,
        most: Option<u64>,
        mut each: impl FnMut(EventRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in self.event_numbers(filter, most)? {
            if let Some(event) = load::event(&self.connection, number)? {
                each(event)?;
            }
        }
        Ok(())
    }

    /// The events that a filter means, with all claims that tell of them.
    ///
    /// # Errors
    /// The file cannot be read, or `each` fails.
    pub fn events_with_claims<E: From<Error>>(
        &self,
        filter: &Filter,
        mut each: impl FnMut(EventRecord, Vec<Said>) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in self.event_numbers(filter, None)? {
            if let Some(event) = load::event(&self.connection, number)? {
                each(event, load::claims_of_event(&self.connection, number)?)?;
            }
        }
        Ok(())
    }

    /// The claims that a filter means, by publication, dispatch and place in the text.
    ///
    /// # Errors
    /// The file cannot be read, or `each` fails.
    pub fn claims<E: From<Error>>(
        &self,
        filter: &Filter,
        most: Option<u64>,
        mut each: impl FnMut(Said) -> Result<(), E>,
    ) -> Result<(), E> {
        let condition = filter.condition();
        let query = format!(
            "SELECT c.number FROM claims c JOIN dispatches d ON d.number = c.dispatch WHERE {}
             ORDER BY d.published IS NULL, d.published, d.id, c.sentence, c.number",
            condition.sql()
        );
        for number in self.numbers(&query, &condition, most)? {
            if let Some(claim) = load::claim(&self.connection, number)? {
                each(claim)?;
            }
        }
        Ok(())
    }

    /// Answers any SQL; nothing that it says can change the file.
    ///
    /// # Errors
    /// The SQL is wrong or would write, or the answer cannot be written.
    pub fn sql(&self, query: &str, answer: &mut dyn Answer) -> Result<(), Error> {
        let mut statement = self.connection.prepare(query).map_err(refused)?;
        if !statement.readonly() {
            return Err(Error::Refused("that would write; a query only reads".to_string()));
        }
        let names: Vec<String> = statement.column_names().map(str::to_string).collect();
        answer.columns(&names)?;
        let mut rows = statement.query([]).map_err(refused)?;
        while let Some(row) = rows.next().map_err(refused)? {
            let values = (0..names.len()).map(|column| row.get_ref(column).map(value));
            answer.row(values.collect::<Result<_, _>>()?)?;
        }
        Ok(())
    }

    fn event_numbers(&self, filter: &Filter, most: Option<u64>) -> Result<Vec<i64>, Error> {
        let condition = filter.condition();
        let query = format!(
            "SELECT e.number FROM events e WHERE e.number IN (SELECT event FROM claim_events ce
                JOIN claims c ON c.number = ce.claim JOIN dispatches d ON d.number = c.dispatch WHERE {})
             ORDER BY coalesce(e.first_day, e.first_seen) IS NULL, coalesce(e.first_day, e.first_seen), e.key",
            condition.sql()
        );
        self.numbers(&query, &condition, most)
    }

    fn numbers(&self, query: &str, condition: &Condition, most: Option<u64>) -> Result<Vec<i64>, Error> {
        let limit = most.map_or(String::new(), |most| format!(" LIMIT {most}"));
        let mut find = self.connection.prepare(&(query.to_string() + &limit))?;
        let rows = find.query_map(params_from_iter(&condition.values), |row| row.get(0)).map_err(refused)?;
        rows.collect::<Result<_, _>>().map_err(refused)
    }
}

/// What is wrong with a user's SQL or search words, in SQLite's words.
fn refused(error: rusqlite::Error) -> Error {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
            Error::Refused(msg)
        }
        other => other.into(),
    }
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Text(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
    }
}
