//! CSV and TSV: a header, one record a row, lists joined by `; `, source chains outermost first by ` < `.

use super::Columns;

fn writer(delimiter: u8) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new())
}

pub fn header<R: Columns>(delimiter: u8) -> Vec<u8> {
    let mut out = writer(delimiter);
    // Writing to memory does not fail.
    let _ = out.write_record(R::NAMES);
    out.into_inner().unwrap_or_default()
}

pub fn rows<R: Columns>(records: &[R], delimiter: u8) -> Vec<u8> {
    let mut out = writer(delimiter);
    for record in records {
        let _ = out.write_record(record.values());
    }
    out.into_inner().unwrap_or_default()
}
