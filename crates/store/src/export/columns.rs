//! Columns of a Parquet file: typed values, kept until there are enough of them for a group of rows.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use crate::Error;
use crate::merge::features::number;

/// Rows of a group.
const GROUP: usize = 20_000;

/// One value of a row. Every column may lack it, but for lists, which may be empty.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    Text(Option<String>),
    Integer(Option<i32>),
    Long(Option<i64>),
    Real(Option<f64>),
    Truth(bool),
    Day(Option<Date>),
    List(Vec<String>),
}

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    Integer,
    Long,
    Real,
    Truth,
    Day,
    List,
}

/// Names and kinds of a table's columns.
pub(super) type Columns = [(&'static str, Kind)];

/// A Parquet file that is being written.
pub(super) struct Table {
    writer: SerializedFileWriter<File>,
    columns: &'static Columns,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// Makes a file, and the folder that it lies in.
    pub fn new(path: &Path, columns: &'static Columns) -> Result<Table, Error> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let schema = Arc::new(parse_message_type(&schema(columns)).map_err(failed)?);
        let compression = Compression::ZSTD(ZstdLevel::default());
        let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
        let writer = SerializedFileWriter::new(File::create(path)?, schema, properties).map_err(failed)?;
        Ok(Table { writer, columns, rows: Vec::new() })
    }

    /// A value for each column.
    pub fn row(&mut self, row: Vec<Cell>) -> Result<(), Error> {
        self.rows.push(row);
        if self.rows.len() >= GROUP { self.group() } else { Ok(()) }
    }

    /// Writes what is left and the file's end.
    pub fn close(mut self) -> Result<(), Error> {
        self.group()?;
        self.writer.close().map_err(failed)?;
        Ok(())
    }

    fn group(&mut self) -> Result<(), Error> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for index in 0..self.columns.len() {
            let Some(mut column) = group.next_column().map_err(failed)? else { break };
            write(&mut column, self.rows.iter().map(|row| &row[index])).map_err(failed)?;
            column.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows.clear();
        Ok(())
    }
}

fn schema(columns: &Columns) -> String {
    let mut text = String::from("message row {\n");
    for (name, kind) in columns {
        text += &match kind {
            Kind::Text => format!("optional binary {name} (UTF8);\n"),
            Kind::Integer => format!("optional int32 {name};\n"),
            Kind::Long => format!("optional int64 {name};\n"),
            Kind::Real => format!("optional double {name};\n"),
            Kind::Truth => format!("optional boolean {name};\n"),
            Kind::Day => format!("optional int32 {name} (DATE);\n"),
            Kind::List => {
                format!(
                    "required group {name} (LIST) {{ repeated group list {{ required binary element (UTF8); }} }}\n"
                )
            }
        };
    }
    text + "}\n"
}

/// Values that are there, and for every row whether one is.
#[derive(Default)]
struct Batch<T> {
    values: Vec<T>,
    there: Vec<i16>,
}

impl<T> Batch<T> {
    fn push(&mut self, value: Option<T>) {
        self.there.push(i16::from(value.is_some()));
        self.values.extend(value);
    }
}

fn write<'a>(
    column: &mut SerializedColumnWriter<'_>,
    cells: impl Iterator<Item = &'a Cell>,
) -> Result<usize, parquet::errors::ParquetError> {
    let (mut texts, mut integers, mut longs) = (Batch::default(), Batch::default(), Batch::default());
    let (mut reals, mut truths, mut lists) = (Batch::default(), Batch::default(), Batch::default());
    // 0 where a list begins, 1 where it goes on.
    let mut goes_on: Vec<i16> = Vec::new();
    for cell in cells {
        match cell {
            Cell::Text(value) => texts.push(value.as_deref().map(ByteArray::from)),
            Cell::Integer(value) => integers.push(*value),
            Cell::Day(value) => integers.push(value.map(number)),
            Cell::Long(value) => longs.push(*value),
            Cell::Real(value) => reals.push(*value),
            Cell::Truth(value) => truths.push(Some(*value)),
            Cell::List(items) if items.is_empty() => {
                goes_on.push(0);
                lists.push(None);
            }
            Cell::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    goes_on.push(i16::from(index > 0));
                    lists.push(Some(ByteArray::from(item.as_str())));
                }
            }
        }
    }
    // Cells of a column are of one kind.
    if !goes_on.is_empty() {
        column.typed::<ByteArrayType>().write_batch(&lists.values, Some(&lists.there), Some(&goes_on))
    } else if !texts.there.is_empty() {
        column.typed::<ByteArrayType>().write_batch(&texts.values, Some(&texts.there), None)
    } else if !integers.there.is_empty() {
        column.typed::<Int32Type>().write_batch(&integers.values, Some(&integers.there), None)
    } else if !longs.there.is_empty() {
        column.typed::<Int64Type>().write_batch(&longs.values, Some(&longs.there), None)
    } else if !reals.there.is_empty() {
        column.typed::<DoubleType>().write_batch(&reals.values, Some(&reals.there), None)
    } else {
        column.typed::<BoolType>().write_batch(&truths.values, Some(&truths.there), None)
    }
}

fn failed(error: parquet::errors::ParquetError) -> Error {
    Error::Output(std::io::Error::other(error))
}
