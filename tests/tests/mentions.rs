//! Mentions as documents: `tests/mentions/*.txt` and the examples of both lexicons. The README there gives the form.

use std::path::Path;

use depeche_engine::resolve::actors::{Actor, Count};
use depeche_engine::resolve::places::Place;
use depeche_engine::{Dispatch, Mention, Reader, Reading, read};
use jiff::civil::Date;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let reader: &'static Reader = Box::leak(Box::new(Reader::embedded().expect("the embedded tables read")));
    let mut trials = documents(reader);
    trials.extend(lexicons(reader));
    libtest_mimic::run(&arguments, trials).exit();
}

/// One trial a file.
fn documents(reader: &'static Reader) -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("mentions");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("tests/mentions").flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let trial = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a document");
        Trial::test(format!("mentions/{name}"), move || outcome(document(&text, reader)))
    };
    paths.into_iter().map(trial).collect()
}

fn outcome(failures: Vec<String>) -> Result<(), Failed> {
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

/// All that does not hold in a document.
fn document(text: &str, reader: &Reader) -> Vec<String> {
    let (mut language, mut date) = (String::new(), None);
    let mut failures = Vec::new();
    for block in text.split("\n\n") {
        let mut lines: Vec<&str> = block.lines().filter(|line| !line.starts_with('#')).collect();
        if let Some(header) = lines.first().and_then(|line| line.strip_prefix('[')?.strip_suffix(']')) {
            let (code, day) = header.split_once(' ').unwrap_or((header, ""));
            language = code.to_string();
            date = day.parse::<Date>().ok();
            lines.remove(0);
        }
        let is_check = |line: &&str| line.starts_with(['+', '-', '@', '~', '?']);
        let body: Vec<&str> = lines.iter().copied().filter(|line| !is_check(line)).collect();
        if body.is_empty() {
            continue;
        }
        let (dispatch, reading) = reading(&body.join("\n"), &language, date, reader);
        for line in lines.iter().filter(|line| is_check(line)) {
            let (known, check) = line.strip_prefix("? ").map_or((false, *line), |check| (true, check));
            match (self::check(check, &dispatch, &reading), known) {
                (Err(why), false) => failures.push(format!("{}\n    {check}\n    {why}", body.join(" "))),
                (Ok(()), true) => failures.push(format!("{}\n    came true: {check}", body.join(" "))),
                _ => {}
            }
        }
    }
    failures
}

fn reading(text: &str, language: &str, published: Option<Date>, reader: &Reader) -> (Dispatch, Reading) {
    let language = Some(language.to_string());
    let dispatch = Dispatch { text: text.to_string(), language, published, ..Dispatch::default() };
    let reading = read(&dispatch, reader);
    (dispatch, reading)
}

fn check(line: &str, dispatch: &Dispatch, reading: &Reading) -> Result<(), String> {
    let (sign, rest) = line.split_at(1);
    let (words, fields) = rest.split_once('|').unwrap_or((rest, ""));
    let words = words.trim();
    match sign {
        "-" => absent(words, reading),
        "@" => {
            let mut places =
                reading.mentions.places.iter().filter(|place| place.span.of(&dispatch.text) == words);
            let found = places.next().ok_or_else(|| "no such place".to_string())?;
            place(fields, &found.value)
        }
        "~" => {
            match reading.mentions.places.iter().find(|place| place.span.of(&dispatch.text).contains(words)) {
                Some(place) => Err(format!("a place: {:?}", place.value)),
                None => Ok(()),
            }
        }
        _ => present(words, fields, dispatch, reading),
    }
}

fn place(fields: &str, place: &Place) -> Result<(), String> {
    for field in fields.split_whitespace() {
        let (name, wanted) = field.split_once('=').unwrap_or((field, ""));
        let own = match name {
            "country" => place.country.as_deref().unwrap_or("-").to_string(),
            "id" => place.id.as_deref().unwrap_or("-").to_string(),
            "name" => place.name.as_deref().unwrap_or("-").replace(' ', "_"),
            "pin" => if place.coordinates.is_some() { "yes" } else { "no" }.to_string(),
            other => return Err(format!("no field {other}")),
        };
        if own != wanted {
            return Err(format!("{name}={own}, of {place:?}"));
        }
    }
    Ok(())
}

fn absent(word: &str, reading: &Reading) -> Result<(), String> {
    for (index, sentence) in reading.sentences.iter().enumerate() {
        for (at, _) in sentence.words.iter().enumerate().filter(|(_, it)| it.form == word) {
            if let Some(i) = reading.mentions.actor_at(index, at) {
                return Err(format!("an actor: {:?}", reading.mentions.actors[i].value));
            }
        }
    }
    Ok(())
}

fn present(words: &str, fields: &str, dispatch: &Dispatch, reading: &Reading) -> Result<(), String> {
    let text = |mention: &Mention<Actor>| mention.span.of(&dispatch.text).to_string();
    let all = &reading.mentions.actors;
    let same = |mention: &&Mention<Actor>| text(mention).to_lowercase() == words.to_lowercase();
    // A document's words may stand earlier in another case or phrase: exact ones win.
    let exact = all.iter().find(|mention| text(mention) == words);
    let Some(mention) = exact.or_else(|| all.iter().find(same)) else {
        let found: Vec<String> = all.iter().map(text).collect();
        return Err(format!("found only {}", found.join(" | ")));
    };
    for field in fields.split_whitespace() {
        let (name, wanted) = field.split_once('=').unwrap_or((field, ""));
        let own = value(name, mention, reading, &text);
        if own.replace(' ', "_") != wanted {
            return Err(format!("{name}={own}, of {:?}", mention.value));
        }
    }
    Ok(())
}

fn value(
    name: &str,
    mention: &Mention<Actor>,
    reading: &Reading,
    text: &dyn Fn(&Mention<Actor>) -> String,
) -> String {
    let actor = &mention.value;
    let or_none = |value: Option<&str>| value.unwrap_or("-").to_string();
    match name {
        "id" => or_none(actor.id.as_deref()),
        "name" => or_none(actor.name.as_deref()),
        "country" => or_none(actor.country.as_deref()),
        "role" => or_none(actor.role.as_deref()),
        "rank" => or_none(actor.rank.as_deref()),
        "sectors" => actor.sectors.join(","),
        "kind" => snake(&format!("{:?}", actor.kind)),
        "count" => match actor.count {
            Count::One => "one".to_string(),
            Count::Two => "two".to_string(),
            Count::Several => "several".to_string(),
            Count::Unknown => "unknown".to_string(),
        },
        "head" => reading.sentences[mention.sentence].words[mention.head].form.to_string(),
        "to" => actor.antecedent.and_then(|i| reading.mentions.actors.get(i)).map_or("-".to_string(), text),
        "members" => {
            let members = actor.members.iter().filter_map(|&i| reading.mentions.actors.get(i));
            members.map(text).collect::<Vec<_>>().join("+")
        }
        other => format!("no field {other}"),
    }
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// One trial a lexicon: each `yes` has a mention by its entry, each `no` has none.
fn lexicons(reader: &'static Reader) -> Vec<Trial> {
    let trial = |pack: &'static depeche_knowledge::LanguagePack| {
        Trial::test(format!("lexicon/{}", pack.name), move || {
            let lexicon = &pack.lexicon;
            let mut failures = Vec::new();
            let agents = lexicon.agents.iter().map(|row| (&row.rule, &row.yes, &row.no));
            let modifiers = lexicon.modifiers.iter().map(|row| (&row.rule, &row.yes, &row.no));
            let wrappers = lexicon.wrappers.iter().map(|row| (&row.rule, &row.yes, &row.no));
            let titles = lexicon.titles.iter().map(|row| (&row.rule, &row.yes, &row.no));
            let pronouns = lexicon.pronouns.iter().map(|row| (&row.rule, &row.yes, &row.no));
            for (rule, yes, no) in agents.chain(modifiers).chain(wrappers).chain(titles).chain(pronouns) {
                let by = |text: &str| {
                    let date = "2025-06-23".parse().ok();
                    let (_, reading) = reading(text, &pack.code, date, reader);
                    reading.mentions.actors.iter().any(|mention| mention.because.contains(rule))
                };
                failures.extend(
                    yes.iter().filter(|text| !by(text)).map(|text| format!("{rule}: not in: {text}")),
                );
                failures.extend(no.iter().filter(|text| by(text)).map(|text| format!("{rule}: in: {text}")));
            }
            outcome(failures)
        })
    };
    reader.knowledge.languages.values().map(trial).collect()
}
