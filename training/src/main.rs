//! Trains the weights under `models/` from public treebanks and word vectors. See README.md.

mod math;
mod vectors;
mod data;
mod net;
mod optimiser;
mod endings;
mod lexicon;
mod lemmas;
mod export;
mod start;
mod score;
mod vary;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use depeche_engine::parse::Model;
use depeche_engine::parse::analyses::Analyses;
use depeche_engine::parse::lemma::Lemmatiser;
use depeche_engine::parse::weights::{Builder, Weights};
use depeche_knowledge::LanguagePack;

use data::{Example, GoldSentence, Inventory};
use math::Random;
use net::{Dropout, Gradients, Parameters, Pass, Sizes};

/// What to train on and how long.
struct Options {
    language: String,
    data: PathBuf,
    vectors: PathBuf,
    knowledge: PathBuf,
    out: PathBuf,
    epochs: usize,
    /// Peak step size.
    rate: f32,
    /// Words of a step.
    batch: usize,
    width: usize,
    layers: usize,
    dropout: f32,
    seed: u64,
    /// Takes the network of a file of before and learns the lemmas alone.
    lemmas_of: Option<PathBuf>,
    /// Where to save the parameters, for another language to start from.
    save: Option<PathBuf>,
    /// Parameters to start from.
    start: Option<PathBuf>,
    /// A lexicon of forms.
    lexicon: Option<PathBuf>,
    /// Whether to train on everything, development parts that are not for scores included.
    all: bool,
    /// How many of a sentence's words that can be exchanged are, in half of the sentences.
    vary: f32,
    /// Trees that a teacher gave to sentences of our own.
    trees: Option<PathBuf>,
}

fn options() -> Result<Options, String> {
    let mut out = Options {
        language: "french".into(),
        data: "../shared/data/ud".into(),
        vectors: "vectors".into(),
        knowledge: "knowledge".into(),
        out: "models/out.bin".into(),
        epochs: 10,
        rate: 2e-3,
        batch: 600,
        width: 128,
        layers: 2,
        dropout: 0.25,
        seed: 1,
        lemmas_of: None,
        save: None,
        start: None,
        lexicon: None,
        all: false,
        vary: 0.35,
        trees: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        if name == "--all" {
            out.all = true;
            continue;
        }
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        let bad = |_| format!("{name} {value}: not a number");
        match name.as_str() {
            "--language" => out.language = value,
            "--data" => out.data = value.into(),
            "--vectors" => out.vectors = value.into(),
            "--knowledge" => out.knowledge = value.into(),
            "--out" => out.out = value.into(),
            "--save" => out.save = Some(value.into()),
            "--start" => out.start = Some(value.into()),
            "--trees" => out.trees = Some(value.into()),
            "--lexicon" => out.lexicon = Some(value.into()),
            "--lemmas-of" => out.lemmas_of = Some(value.into()),
            "--epochs" => out.epochs = value.parse().map_err(bad)?,
            "--batch" => out.batch = value.parse().map_err(bad)?,
            "--width" => out.width = value.parse().map_err(bad)?,
            "--layers" => out.layers = value.parse().map_err(bad)?,
            "--seed" => out.seed = value.parse().map_err(bad)?,
            "--vary" => out.vary = value.parse().map_err(|_| format!("{name} {value}: not a number"))?,
            "--rate" => out.rate = value.parse().map_err(|_| format!("{name} {value}: not a number"))?,
            "--dropout" => {
                out.dropout = value.parse().map_err(|_| format!("{name} {value}: not a number"))?
            }
            _ => return Err(format!("unknown option {name}")),
        }
    }
    Ok(out)
}

/// Training and development sentences of a language.
struct Corpus {
    train: Vec<GoldSentence>,
    development: Vec<(String, Vec<GoldSentence>)>,
}

fn corpus(options: &Options) -> Result<Corpus, String> {
    let read = |name: &str| data::read(&options.data.join(&options.language).join(format!("{name}.conllu")));
    let mut train = Vec::new();
    let mut development = Vec::new();
    if options.language == "french" {
        for name in ["sequoia-train", "rhapsodie-train", "parisstories-train"] {
            train.extend(read(name)?);
        }
        let mut gsd = read("gsd")?;
        let held_out = gsd.split_off(gsd.len() * 9 / 10);
        train.extend(gsd);
        if options.all {
            train.extend(held_out.iter().cloned());
        }
        development.push(("sequoia-dev".to_string(), read("sequoia-dev")?));
        development.push(("gsd-last-tenth".to_string(), held_out));
    } else {
        for name in ["ewt-train", "gum-free-train"] {
            train.extend(read(name)?);
        }
        for name in ["ewt-dev", "gum-free-dev"] {
            development.push((name.to_string(), read(name)?));
        }
    }
    Ok(Corpus { train, development })
}

fn main() -> ExitCode {
    match options().and_then(|options| train(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn train(options: &Options) -> Result<(), String> {
    let started = Instant::now();
    let mut corpus = corpus(options)?;
    let mut learner = lemmas::Learner::default();
    learner.sentences(&corpus.train);
    // The lemmas of these were the program's own.
    if let Some(path) = &options.trees {
        corpus.train.extend(data::read(path)?);
    }
    let vectors = vectors::read(&options.vectors)?;
    let lexicon = match &options.lexicon {
        Some(path) => lexicon::read(path, &vectors)?,
        None => Vec::new(),
    };
    learner.lexicon(&lexicon);
    let lemmas = learner.finish();
    let analyses = lexicon::learn_analyses(&lexicon);
    let folder = depeche_knowledge::Folder::read(&options.knowledge).map_err(|error| error.to_string())?;
    let knowledge = depeche_knowledge::compile(&folder).map_err(|problems| format!("{problems:?}"))?;
    let pack =
        knowledge.languages.values().find(|pack| pack.name == options.language).ok_or("no such language")?;
    if let Some(path) = &options.lemmas_of {
        return relearn_lemmas(path, options, pack, &corpus, (&lemmas, &analyses));
    }
    let vocabulary = vary::Vocabulary::new(&knowledge, pack, &lexicon);
    let mut random = Random(options.seed);
    let all = in_other_words(options, &corpus, &vocabulary, &mut random);
    let inventory = Inventory::new(&all, &vectors.keys, 8192, 12_000);
    eprintln!(
        "{} sentences, {} vector keys, {} words, {} relations, {} tag columns",
        corpus.train.len(),
        vectors.keys.len(),
        inventory.counts.len(),
        inventory.relations.len(),
        inventory.tag_columns()
    );
    let plain: Vec<Example> = corpus.train.iter().map(|sentence| inventory.example(sentence)).collect();
    let sizes =
        Sizes { vectors: vectors.width, width: options.width, layers: options.layers, arc: 64, label: 80 };
    let mut parameters = Parameters::new(sizes, &inventory, &mut random);
    if let Some(path) = &options.start {
        start::load(path, &mut parameters, &inventory)?;
    }
    let mut adam = optimiser::Adam::new(&parameters);
    let mut gradients: Vec<Gradients> = (0..2).map(|_| Gradients::new(&parameters)).collect();
    let words: usize = plain.iter().map(|example| example.rows.len()).sum();
    let steps = (options.epochs * words).div_ceil(options.batch);
    let mut step = 0;
    for epoch in 0..options.epochs {
        let mut order: Vec<usize> = (0..plain.len()).collect();
        random.shuffle(&mut order);
        let mut loss = 0.0;
        let examples = vary_half(options, &corpus, &plain, &inventory, &vocabulary, &mut random);
        for batch in batches(&order, &examples, options.batch) {
            let rate =
                options.rate * (step as f32 / 150.0).min(1.0) * (1.0 - step as f32 / steps as f32).max(0.01);
            loss += take_step(
                options,
                &inventory,
                &vectors.rows,
                &examples,
                &batch,
                &parameters,
                &mut gradients,
                &mut random,
            );
            adam.step(&mut parameters, &mut gradients, rate);
            step += 1;
        }
        let seconds = started.elapsed().as_secs();
        eprintln!("epoch {} loss {:.3} {seconds} s", epoch + 1, loss / words as f64);
        if (epoch + 1) % 5 == 0 || epoch + 1 == options.epochs {
            let bytes = export::weights(&parameters, &inventory, &vectors.rows, &lemmas, &analyses);
            report(&bytes, pack, &corpus, epoch + 1 == options.epochs)?;
            std::fs::write(&options.out, &bytes)
                .map_err(|error| format!("{}: {error}", options.out.display()))?;
        }
    }
    if let Some(path) = &options.save {
        start::save(path, &parameters, &inventory)?;
    }
    Ok(())
}

/// Writes the network of a file with new lemma rules and analyses.
fn relearn_lemmas(
    path: &std::path::Path,
    options: &Options,
    pack: &LanguagePack,
    corpus: &Corpus,
    (lemmas, analyses): (&Lemmatiser, &Analyses),
) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut out = Builder::with(&Weights::read(&bytes)?);
    lemmas.write(&mut out);
    analyses.write(&mut out);
    let bytes = out.finish();
    report(&bytes, pack, corpus, true)?;
    std::fs::write(&options.out, &bytes).map_err(|error| format!("{}: {error}", options.out.display()))
}

/// The training sentences, and each once more in other words.
fn in_other_words(
    options: &Options,
    corpus: &Corpus,
    vocabulary: &vary::Vocabulary,
    random: &mut Random,
) -> Vec<GoldSentence> {
    let mut all = corpus.train.clone();
    if options.vary > 0.0 {
        all.extend(corpus.train.iter().map(|it| vocabulary.vary(it, options.vary, random)));
    }
    for sentence in all.iter().skip(corpus.train.len()).step_by(1 + corpus.train.len() / 12) {
        let words: Vec<&str> = sentence.words.iter().map(|word| word.form.as_str()).collect();
        eprintln!("in other words: {}", words.join(" "));
    }
    all
}

/// An epoch's sentences: half of them in other words.
fn vary_half(
    options: &Options,
    corpus: &Corpus,
    plain: &[Example],
    inventory: &Inventory,
    vocabulary: &vary::Vocabulary,
    random: &mut Random,
) -> Vec<Example> {
    let pairs = plain.iter().zip(&corpus.train);
    let one = |(plain, sentence): (&Example, &GoldSentence)| match random.unit() < 0.5 && options.vary > 0.0 {
        true => inventory.example(&vocabulary.vary(sentence, options.vary, random)),
        false => plain.clone(),
    };
    pairs.map(one).collect()
}

/// Cuts an order into steps of about as many words.
fn batches(order: &[usize], examples: &[Example], words: usize) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new()];
    let mut size = 0;
    for &index in order {
        if size >= words {
            out.push(Vec::new());
            size = 0;
        }
        size += examples[index].rows.len();
        out.last_mut().unwrap().push(index);
    }
    out
}

/// Gradients of a batch, half of it on each of two threads. Gives the loss summed over words.
#[allow(clippy::too_many_arguments)]
fn take_step(
    options: &Options,
    inventory: &Inventory,
    vectors: &[f32],
    examples: &[Example],
    batch: &[usize],
    parameters: &Parameters,
    gradients: &mut [Gradients],
    random: &mut Random,
) -> f64 {
    let words: usize = batch.iter().map(|&index| examples[index].rows.len()).sum();
    let rate = options.dropout;
    let dropout = Dropout { vector: 0.05, word: 0.05, hashed: 0.05, layer: rate, hidden: rate + 0.05 };
    let pass = Pass { parameters, vectors, inventory, dropout, scale: 1.0 / words as f32 };
    let pass = &pass;
    let seeds = [random.bits(), random.bits()];
    std::thread::scope(|scope| {
        let (left, right) = batch.split_at(batch.len() / 2);
        for ((half, gradients), seed) in [left, right].into_iter().zip(gradients.iter_mut()).zip(seeds) {
            scope.spawn(move || {
                gradients.clear();
                let examples: Vec<&Example> = half.iter().map(|&index| &examples[index]).collect();
                pass.run(&examples, &mut Random(seed), gradients);
            });
        }
    });
    gradients.iter().map(|gradients| gradients.loss).sum::<f64>() * words as f64
}

fn report(bytes: &[u8], pack: &LanguagePack, corpus: &Corpus, last: bool) -> Result<(), String> {
    let started = Instant::now();
    let model = Model::from_bytes(bytes, &pack.morphology, &pack.attribution)?;
    let loading = started.elapsed();
    let started = Instant::now();
    let mut words = 0;
    for (name, sentences) in &corpus.development {
        let score = score::score(&model, sentences);
        words += sentences.iter().map(|sentence| sentence.words.len()).sum::<usize>();
        println!("{name}: {}", score.line());
        if last {
            println!("  verbs: {}", score.features());
            let mut wrong: Vec<_> = score.wrong_lemmas.iter().collect();
            wrong.sort_by_key(|(text, count)| (std::cmp::Reverse(**count), text.as_str()));
            for (text, count) in wrong.into_iter().take(25) {
                println!("  lemma {count} {text}");
            }
        }
    }
    let rate = words as f64 / started.elapsed().as_secs_f64();
    println!("{} bytes, loaded in {loading:.1?}, {rate:.0} words/s", bytes.len());
    Ok(())
}
