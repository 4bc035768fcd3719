//! `depeche query`

use std::io::Write;
use std::path::Path;

use depeche_store::{Answer, Error, Filter, Store, Value};

use crate::arguments::{self, Conditions, Format};
use crate::outcome::{Stop, Tally, say};
use crate::output::{self, Record, Writer};

/// Writes events, claims, or the answer to some SQL.
pub fn run(options: &arguments::Query) -> Result<Tally, Stop> {
    let store = opened(&options.store.store, options.quiet || options.sql.is_some())?;
    let writer = Writer::new(options.format);
    let mut out: Box<dyn Write> =
        if writer.is_table() { Box::new(output::standard()) } else { Box::new(output::raw()) };
    let filter = filter(&options.conditions);
    let found = match &options.sql {
        Some(query) => {
            let mut rows = Rows {
                out: &mut out,
                format: writer.format(),
                names: Vec::new(),
                table: Vec::new(),
                count: 0,
            };
            store.sql(query, &mut rows)?;
            rows.finish()?
        }
        None if options.claims => {
            let mut writing = Writing::new(&mut out, writer);
            store.claims(&filter, options.limit, |said| writing.write(&said.claim))?;
            writing.count
        }
        None => {
            let mut writing = Writing::new(&mut out, writer);
            store.events(&filter, options.limit, |event| writing.write(&event))?;
            writing.count
        }
    };
    out.flush()?;
    if found == 0 && writer.is_table() && !options.quiet {
        say(format_args!("nothing in the store meets that"));
    }
    Ok(Tally::default())
}

/// Opens a store to read from; says where events are behind.
pub fn opened(path: &Path, quiet: bool) -> Result<Store, Stop> {
    let store = Store::read(path)?;
    if !quiet && !store.is_settled()? {
        say(format_args!(
            "note: some claims have not been merged into events yet; the next `depeche add` does it"
        ));
    }
    Ok(store)
}

/// The conditions as the store has them.
pub fn filter(conditions: &Conditions) -> Filter {
    Filter {
        actor: conditions.actor.clone(),
        recipient: conditions.recipient.clone(),
        dyad: conditions.dyad.clone(),
        acts: conditions.act.clone(),
        quads: conditions.quad.clone(),
        from: conditions.from,
        to: conditions.to,
        place: conditions.place.clone(),
        source: conditions.source.clone(),
        statuses: conditions.status.clone(),
        publisher: conditions.publisher.clone(),
        text: conditions.text.clone(),
    }
}

/// Records one after the other, below their header.
struct Writing<'a> {
    out: &'a mut dyn Write,
    writer: Writer,
    count: usize,
}

impl<'a> Writing<'a> {
    fn new(out: &'a mut dyn Write, writer: Writer) -> Writing<'a> {
        Writing { out, writer, count: 0 }
    }

    fn write<R: Record + Clone>(&mut self, record: &R) -> Result<(), Stop> {
        if self.count == 0 {
            self.out.write_all(&self.writer.header::<R>())?;
        }
        self.count += 1;
        Ok(self.out.write_all(&self.writer.records(std::slice::from_ref(record)))?)
    }
}

/// Rows of an answer to SQL.
struct Rows<'a> {
    out: &'a mut dyn Write,
    format: Format,
    names: Vec<String>,
    /// Rows that wait until the widths are known.
    table: Vec<Vec<String>>,
    count: usize,
}

impl Answer for Rows<'_> {
    fn columns(&mut self, names: &[String]) -> Result<(), Error> {
        self.names = names.to_vec();
        match self.format {
            Format::Csv => self.delimited(names, b','),
            Format::Tsv => self.delimited(names, b'\t'),
            Format::Jsonl | Format::Table => Ok(()),
        }
    }

    fn row(&mut self, values: Vec<Value>) -> Result<(), Error> {
        self.count += 1;
        let texts = || values.iter().map(text).collect::<Vec<_>>();
        match self.format {
            Format::Csv => self.delimited(&texts(), b','),
            Format::Tsv => self.delimited(&texts(), b'\t'),
            Format::Table => {
                self.table.push(texts());
                Ok(())
            }
            Format::Jsonl => {
                let values = values.iter().map(|value| serde_json::to_value(value).unwrap_or_default());
                let object: serde_json::Map<_, _> = self.names.iter().cloned().zip(values).collect();
                serde_json::to_writer(&mut *self.out, &object).map_err(std::io::Error::from)?;
                Ok(self.out.write_all(b"\n")?)
            }
        }
    }
}

impl Rows<'_> {
    fn delimited(&mut self, values: &[String], delimiter: u8) -> Result<(), Error> {
        let mut row = csv::WriterBuilder::new().delimiter(delimiter).from_writer(&mut *self.out);
        row.write_record(values).map_err(std::io::Error::from)?;
        Ok(row.flush()?)
    }

    fn finish(self) -> Result<usize, Stop> {
        if self.format == Format::Table && self.count > 0 {
            self.out.write_all(&output::grid(&self.names, &self.table, output::width()))?;
        }
        Ok(self.count)
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}
