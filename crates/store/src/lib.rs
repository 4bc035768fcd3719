//! Keeps claims in one SQLite file, merges them into events, answers queries, writes exports.
//!
//! [`Prepared`] is a dispatch with its reading as the store keeps it; it is made on any thread. [`Store::add`] writes
//! some of them in one transaction, [`Store::settle`] merges into events the claims that no event holds yet, anew only
//! where new claims touch old ones. What an event is depends on the claims alone, never on the order in which they came.
//! [`schema`] has the tables, [`merge`] what makes two claims one event, [`export`] one file a format.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod schema;
pub mod identity;
pub mod duplicates;
pub mod credits;
pub mod merge;
mod prepare;
mod rows;
mod add;
mod settle;
mod events;
mod families;
mod load;
mod filter;
mod select;
pub mod export;
mod error;

pub use add::{Added, Fate};
pub use credits::Agencies;
pub use error::Error;
pub use filter::Filter;
pub use load::{EventRecord, Move, Party, PlaceOfEvent, Said, WholeEvent};
pub use prepare::{Origin, Prepared};
pub use schema::Store;
pub use select::{Answer, Value};

#[cfg(test)]
mod trouble_tests;
