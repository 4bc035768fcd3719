//! `depeche explain`: for people's eyes. Everything that was found in a dispatch, and why.

mod claims;
mod mentions;
mod paint;
mod reasons;
mod tree;
mod words;

use std::io::Write;
use std::slice;

use depeche_engine::record::{MentionRecord, Records, StatementRecord, dispatch_id};
use depeche_engine::{Dispatch, Reader, Reading};

use crate::arguments::Explain;
use crate::input::{Entries, Found};
use crate::outcome::{Stop, Tally, say};
use crate::output;
use paint::{Colours, DIM, HEADING, Page};

/// Everything that the sections draw from.
struct Case<'a> {
    dispatch: &'a Dispatch,
    reading: &'a Reading,
    reader: &'a Reader,
    records: Records<'a>,
    mentions: Vec<MentionRecord>,
    statements: Vec<StatementRecord>,
    colours: Colours,
    /// The folder that rules are shown in.
    folder: String,
}

/// Explains each dispatch of a file.
pub fn run(options: &Explain) -> Result<Tally, Stop> {
    let reader = super::with(super::reader(&options.knowledge)?, options.model);
    let known = super::languages(&reader.knowledge);
    let folder = options
        .knowledge
        .knowledge
        .as_ref()
        .map_or("knowledge".to_string(), |path| path.display().to_string());
    let mut out = output::standard();
    let mut tally = Tally::default();
    for piece in Entries::new(slice::from_ref(&options.file), options.defaults.given()?, &known) {
        let entry = piece.open();
        if let Some(note) = entry.note.as_ref().filter(|_| !options.quiet) {
            say(format_args!("{}: note: {note}", entry.label));
        }
        let explained = entry.found.and_then(|found| {
            let Found::Dispatch(dispatch) = found else { return Ok(String::new()) };
            let reading = depeche_engine::read(&dispatch, &reader);
            page(&dispatch, &reading, &reader, &folder, options.sentence, output::width())
        });
        match explained {
            Ok(page) => {
                tally.read += 1;
                out.write_all(page.as_bytes())?;
            }
            Err(reason) => {
                tally.failed += 1;
                say(format_args!("{}: {reason}", entry.label));
            }
        }
    }
    out.flush()?;
    Ok(tally)
}

fn page(
    dispatch: &Dispatch,
    reading: &Reading,
    reader: &Reader,
    folder: &str,
    sentence: Option<usize>,
    width: usize,
) -> Result<String, String> {
    let records = Records::new(dispatch, reading, &reader.knowledge);
    let case = Case {
        dispatch,
        reading,
        reader,
        mentions: records.mentions(),
        statements: records.statements(),
        records,
        colours: Colours::new(dispatch, reading),
        folder: folder.to_string(),
    };
    let mut page = Page::new(width);
    let count = reading.sentences.len();
    match sentence {
        Some(wanted) if wanted >= count => {
            return Err(format!("no sentence {wanted}; there are {count}, counted from 0"));
        }
        Some(wanted) => case.sentence(wanted, &mut page),
        None => {
            case.overview(&mut page);
            for sentence in 0..count {
                case.sentence(sentence, &mut page);
            }
        }
    }
    Ok(page.finish())
}

impl Case<'_> {
    /// What the dispatch is, its text in colours, and what the colours mean.
    fn overview(&self, page: &mut Page) {
        let reading = self.reading;
        let dispatch = self.dispatch;
        let date = dispatch.published.map_or("undated".to_string(), |date| format!("published {date}"));
        let mut facts = vec![reading.language.clone(), date];
        facts.extend(dispatch.publisher.clone());
        facts.push(counted(reading.sentences.len(), "sentence"));
        facts.push(counted(reading.claims.len(), "claim"));
        facts.push(counted(reading.statements.len(), "attribution"));
        page.blank();
        page.paragraph(2, 2, &[(dispatch_id(dispatch), HEADING), (format!("  {}", facts.join(" · ")), DIM)]);
        page.blank();
        if let Some(title) = &dispatch.title {
            page.paragraph(2, 2, &[(title.clone(), HEADING)]);
            page.blank();
        }
        for line in self.colours.lines(&dispatch.text) {
            page.paragraph(2, 2, &line);
        }
        page.blank();
        page.paragraph(2, 2, &paint::legend());
    }

    fn sentence(&self, index: usize, page: &mut Page) {
        let Some(sentence) = self.reading.sentences.get(index) else { return };
        page.rule(&format!("sentence {index}"));
        for line in self.colours.lines_of(&self.dispatch.text, sentence.span) {
            page.paragraph(2, 2, &line);
        }
        page.blank();
        tree::draw(self, sentence, page);
        mentions::list(self, index, page);
        mentions::attributions(self, index, page);
        claims::list(self, index, page);
        self.gaps(index, page);
    }

    fn gaps(&self, sentence: usize, page: &mut Page) {
        let gaps: Vec<_> = self.reading.gaps.iter().filter(|gap| gap.sentence == sentence).collect();
        if gaps.is_empty() {
            return;
        }
        page.heading("seen, not coded");
        for gap in gaps {
            let words = gap.span.of(&self.dispatch.text);
            page.paragraph(4, 6, &[(format!("“{words}”"), paint::PLAIN), (format!("  {}", gap.reason), DIM)]);
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

#[cfg(test)]
mod tests;
