//! Sentences of the treebanks in the words of the news: names, nationalities, roles and verbs give way to others of
//! the same kind and form, taken from `knowledge/`; the tree stays. Treebanks have few ministers, and no Kinshasa.

use std::collections::{BTreeMap, BTreeSet};

use depeche_engine::ud::{Features, Relation, Upos};
use depeche_knowledge::attribution::{Frame, SpeechAct};
use depeche_knowledge::notation::{Category, Function};
use depeche_knowledge::{Knowledge, LanguagePack};

use crate::data::{GoldSentence, GoldWord};
use crate::lexicon::Entry;
use crate::math::Random;

/// Words to put in the place of others.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Names of one word that take no article.
    names: Vec<String>,
    /// Names of states under `le`, `la`, `l'`.
    articled: BTreeMap<String, Vec<String>>,
    /// Given name and family name.
    people: Vec<(String, String)>,
    /// Adjectives of nationality, by the features of their form.
    adjectives: Vec<(Features, String)>,
    /// Nouns for roles and events, by the features of their form.
    nouns: Vec<(Features, String)>,
    /// Verbs that take an object; that take a clause; a bare infinitive; an infinitive under `de` or `to`.
    verbs: [BTreeSet<String>; 4],
    /// Forms of these verbs, by analysis.
    forms: BTreeMap<String, Vec<(Features, String)>>,
    /// Lemmas by form, of nouns and adjectives to recognise.
    known: BTreeSet<String>,
}

const OBJECT: usize = 0;
const CLAUSE: usize = 1;
const BARE: usize = 2;
const MARKED: usize = 3;

/// The features that an exchanged form must share.
const AGREEING: &[&str] = &["Gender", "Number", "Mood", "Person", "Tense", "VerbForm"];

impl Vocabulary {
    /// Takes the words of a language from the knowledge, their forms from a lexicon.
    pub fn new(knowledge: &Knowledge, pack: &LanguagePack, lexicon: &[Entry]) -> Vocabulary {
        let mut out = Vocabulary::default();
        out.take_names(knowledge, pack);
        out.take_adjectives(knowledge, pack);
        out.take_nouns(pack, lexicon);
        out.take_verbs(pack);
        out.take_forms(pack, lexicon);
        out
    }

    fn take_names(&mut self, knowledge: &Knowledge, pack: &LanguagePack) {
        let world = &knowledge.world;
        let single = |name: &&String| name.chars().all(|c| c.is_alphabetic() || c == '-') && name.len() > 2;
        for state in &world.states {
            let Some((_, names)) = state.names.iter().find(|(code, _)| *code == pack.code) else { continue };
            self.names.extend(names.capitals.iter().filter(single).cloned());
            let Some(name) = names.names.first().filter(|name| single(name)) else { continue };
            match article(name).filter(|_| pack.code == "fr") {
                Some(article) => self.articled.entry(article.to_string()).or_default().push(name.clone()),
                None => self.names.push(name.clone()),
            }
        }
        for person in &world.people {
            let parts: Vec<&str> = person.name.split(' ').collect();
            if let [given, family] = parts[..] {
                self.people.push((given.to_string(), family.to_string()));
                self.names.push(family.to_string());
            }
        }
    }

    fn take_adjectives(&mut self, knowledge: &Knowledge, pack: &LanguagePack) {
        for state in &knowledge.world.states {
            let Some((_, names)) = state.names.iter().find(|(code, _)| *code == pack.code) else { continue };
            if pack.code != "fr" {
                self.adjectives.extend(names.adjectives.first().map(|it| (Features(0), it.clone())));
            } else if let [masculine, feminine, masculines, feminines] = &names.adjectives[..] {
                for (features, form) in [
                    ("Gender=Masc|Number=Sing", masculine),
                    ("Gender=Fem|Number=Sing", feminine),
                    ("Gender=Masc|Number=Plur", masculines),
                    ("Gender=Fem|Number=Plur", feminines),
                ] {
                    self.adjectives.push((Features::parse(features), form.clone()));
                }
            }
        }
        self.known.extend(self.adjectives.iter().map(|(_, form)| form.to_lowercase()));
    }

    fn take_nouns(&mut self, pack: &LanguagePack, lexicon: &[Entry]) {
        let mut genders = BTreeMap::<&str, Features>::new();
        for entry in lexicon.iter().filter(|entry| entry.upos == Upos::Noun) {
            genders.entry(entry.form.as_str()).or_insert(entry.analysis.unwrap_or_default());
        }
        let single = |form: &&String| form.chars().all(|c| c.is_lowercase() || c == '-');
        let mut forms = BTreeSet::<(&str, &str)>::new();
        for agent in &pack.lexicon.agents {
            forms.extend(agent.singular.iter().filter(single).map(|form| ("Number=Sing", form.as_str())));
            forms.extend(agent.plural.iter().filter(single).map(|form| ("Number=Plur", form.as_str())));
        }
        for clause in pack.patterns.patterns.iter().flat_map(|pattern| &pattern.clauses) {
            if clause.category == Category::Noun {
                let lemmas = clause.anchor.iter().filter(|lemma| !lemma.contains('_'));
                forms.extend(lemmas.map(|lemma| ("Number=Sing", lemma.as_str())));
            }
        }
        for (number, form) in forms {
            let number = Features::parse(number);
            match genders.get(form) {
                Some(gender) if gender.0 & agreeing(&["Gender"]).0 != 0 => {
                    let gender = Features(gender.0 & agreeing(&["Gender"]).0);
                    self.nouns.push((gender.with(number), form.to_string()));
                }
                _ if pack.code != "fr" => self.nouns.push((number, form.to_string())),
                _ => {}
            }
        }
    }

    fn take_verbs(&mut self, pack: &LanguagePack) {
        for clause in pack.patterns.patterns.iter().flat_map(|pattern| &pattern.clauses) {
            let object = clause.slots.iter().any(|slot| slot.functions.contains(&Function::Object));
            if clause.category == Category::Verb && object && clause.particles.is_empty() {
                self.verbs[OBJECT].extend(clause.anchor.iter().map(ToString::to_string));
            }
        }
        for verb in &pack.attribution.verbs {
            let lemmas = || verb.lemmas.iter().filter(|lemma| !lemma.contains(' ')).map(ToString::to_string);
            if verb.takes.contains(&Frame::Clause) && !verb.object_is_addressee && !verb.documents_only {
                self.verbs[CLAUSE].extend(lemmas());
            }
            if verb.takes.contains(&Frame::Infinitive) {
                let marked = match verb.act {
                    SpeechAct::Promise | SpeechAct::Threaten | SpeechAct::Offer | SpeechAct::Refuse => true,
                    _ => pack.code != "fr",
                };
                self.verbs[if marked { MARKED } else { BARE }].extend(lemmas());
            }
        }
    }

    fn take_forms(&mut self, pack: &LanguagePack, lexicon: &[Entry]) {
        let wanted: BTreeSet<&String> = self.verbs.iter().flatten().collect();
        for entry in lexicon.iter().filter(|entry| entry.upos == Upos::Verb) {
            let lemma = entry.lemma.to_string();
            if !wanted.contains(&lemma) {
                continue;
            }
            let form = entry.form.as_str();
            let forms = self.forms.entry(lemma.clone()).or_default();
            match entry.analysis {
                Some(analysis) => forms.push((analysis, form.to_string())),
                None => {
                    let regular = regular(form, &lemma).iter();
                    forms.extend(regular.map(|features| (Features::parse(features), form.to_string())));
                }
            }
        }
        let irregular = pack.morphology.lemmas.iter().filter(|row| row.upos == "VERB");
        let mut irregulars = BTreeMap::<&str, Vec<&str>>::new();
        for row in irregular.filter(|_| pack.code != "fr") {
            irregulars.entry(row.lemma.as_str()).or_default().push(row.form.as_str());
        }
        for (lemma, past) in irregulars {
            let Some(forms) = self.forms.get_mut(lemma) else { continue };
            forms.retain(|(features, _)| !features.has(Features::parse("Tense=Past")));
            // A single irregular form of such verbs may be either; two are past and participle.
            if let [past, participle] = past[..] {
                forms.push((Features::parse("Mood=Ind|Tense=Past|VerbForm=Fin"), past.to_string()));
                forms.push((Features::parse("Tense=Past|VerbForm=Part"), participle.to_string()));
            }
        }
    }

    /// The sentence in other words: each word that can be exchanged is, with a probability.
    pub fn vary(&self, sentence: &GoldSentence, rate: f32, random: &mut Random) -> GoldSentence {
        let mut out = sentence.clone();
        for at in 0..out.words.len() {
            if random.unit() >= rate {
                continue;
            }
            match sentence.words[at].upos {
                Upos::Propn => self.vary_name(at, sentence, &mut out, random),
                Upos::Adj => {
                    let known = self.known.contains(&sentence.words[at].form.to_lowercase());
                    if known {
                        self.exchange(&self.adjectives, at, &mut out, random);
                    }
                }
                Upos::Noun if is_free(sentence, at) => self.exchange(&self.nouns, at, &mut out, random),
                Upos::Verb => self.vary_verb(at, sentence, &mut out, random),
                _ => {}
            }
        }
        out
    }

    fn vary_name(&self, at: usize, before: &GoldSentence, out: &mut GoldSentence, random: &mut Random) {
        let word = &before.words[at];
        let children = || before.words.iter().enumerate().filter(|(_, child)| child.head == at);
        let capital = |word: &GoldWord| {
            let mut letters = word.form.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || c == '-')
        };
        let inside = ["flat", "compound", "appos", "goeswith", "fixed"];
        if !capital(word) || inside.iter().any(|base| word.relation.is(base)) {
            return;
        }
        let parts: Vec<usize> =
            children().filter(|(_, child)| child.relation.is("flat")).map(|(part, _)| part).collect();
        match parts[..] {
            [] => {
                let determiner = children().find(|(_, child)| child.relation.is("det"));
                let names = match determiner {
                    Some((_, it)) => self.articled.get(&it.form.to_lowercase().replace('’', "'")),
                    None => Some(&self.names),
                };
                if let Some(names) = names.filter(|_| is_free(before, at) || determiner.is_some()) {
                    let name = &names[random.below(names.len())];
                    if determiner.is_some() || starts_alike(name, &word.form) {
                        put(&mut out.words[at], name);
                    }
                }
            }
            [part] if part == at + 1 && capital(&before.words[part]) && !self.people.is_empty() => {
                let (given, family) = &self.people[random.below(self.people.len())];
                if starts_alike(given, &word.form) {
                    put(&mut out.words[at], given);
                    put(&mut out.words[part], family);
                }
            }
            _ => {}
        }
    }

    fn vary_verb(&self, at: usize, before: &GoldSentence, out: &mut GoldSentence, random: &mut Random) {
        let word = &before.words[at];
        let children = || before.words.iter().filter(|child| child.head == at);
        let has = |base: &str| children().any(|child| child.relation.is(base));
        let loose = has("iobj") || has("compound") || children().any(|it| it.features.has(Features::REFLEX));
        if loose || word.lemma == "faire" || word.lemma == "laisser" || word.lemma == "make" {
            return;
        }
        let own = |class: usize| self.verbs[class].contains(&word.lemma);
        let class = if has("xcomp") {
            [BARE, MARKED].into_iter().find(|&class| own(class))
        } else if has("ccomp") {
            Some(CLAUSE).filter(|_| own(CLAUSE) && !has("obj"))
        } else if has("obj") || has("nsubj") && word.features.has(Features::VOICE_PASS) {
            Some(OBJECT)
        } else {
            Some(CLAUSE).filter(|_| own(CLAUSE) && has("nsubj") && !has("obl"))
        };
        let Some(class) = class else { return };
        let lemmas: Vec<&String> = self.verbs[class].iter().collect();
        if lemmas.is_empty() {
            return;
        }
        let lemma = lemmas[random.below(lemmas.len())];
        let Some(forms) = self.forms.get(lemma) else { return };
        let wanted = Features(word.features.0 & agreeing(AGREEING).0);
        let exact = forms.iter().find(|(has, _)| *has == wanted);
        let fits = || forms.iter().find(|(has, _)| wanted.has(*has));
        let Some((_, form)) = exact.or_else(fits) else { return };
        if starts_alike(form, &word.form) {
            put(&mut out.words[at], form);
        }
    }

    fn exchange(&self, from: &[(Features, String)], at: usize, out: &mut GoldSentence, random: &mut Random) {
        if from.is_empty() {
            return;
        }
        let names: &[&str] = if out.words[at].upos == Upos::Adj { &["Gender", "Number"] } else { AGREEING };
        let wanted = Features(out.words[at].features.0 & agreeing(names).0);
        for _ in 0..8 {
            let (features, form) = &from[random.below(from.len())];
            if (features.0 == 0 || *features == wanted) && starts_alike(form, &out.words[at].form) {
                put(&mut out.words[at], form);
                return;
            }
        }
    }
}

/// What a regular English form may be.
fn regular(form: &str, lemma: &str) -> &'static [&'static str] {
    match form {
        _ if form == lemma => &["VerbForm=Inf", "Number=Plur|Tense=Pres|VerbForm=Fin"],
        _ if form.ends_with("ing") => &["Tense=Pres|VerbForm=Part", "VerbForm=Ger"],
        _ if form.ends_with("ed") => &["Mood=Ind|Tense=Past|VerbForm=Fin", "Tense=Past|VerbForm=Part"],
        _ => &["Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"],
    }
}

fn agreeing(names: &[&str]) -> Features {
    let pairs = depeche_engine::ud::PAIRS.iter().enumerate().filter(|(_, (name, _))| names.contains(name));
    Features(pairs.fold(0, |bits, (at, _)| bits | 1 << at))
}

/// The article of a state's French name; none where it takes none. Ending and first letter tell, but for few.
fn article(name: &str) -> Option<&'static str> {
    const NONE: &[&str] = &[
        "Cuba",
        "Israël",
        "Chypre",
        "Malte",
        "Haïti",
        "Bahreïn",
        "Djibouti",
        "Monaco",
        "Singapour",
        "Madagascar",
        "Oman",
        "Taïwan",
        "Maurice",
        "Tuvalu",
        "Kiribati",
        "Nauru",
        "Andorre",
        "Sainte-Lucie",
        "Antigua-et-Barbuda",
        "Saint-Marin",
        "Palaos",
        "Tonga",
        "Fidji",
        "Guam",
        "Mayotte",
        "Anguilla",
        "Aruba",
        "Gibraltar",
        "Niue",
        "Jersey",
        "Guernesey",
        "Macao",
        "Montserrat",
    ];
    const MASCULINE: &[&str] =
        &["Mexique", "Cambodge", "Mozambique", "Zimbabwe", "Belize", "Suriname", "Zaïre"];
    const PLURAL: &[&str] = &["États-Unis", "Pays-Bas", "Philippines", "Comores", "Seychelles", "Maldives"];
    if NONE.contains(&name) {
        None
    } else if PLURAL.contains(&name) || name.ends_with('s') && name.contains(' ') {
        Some("les")
    } else if starts_with_vowel(name) {
        Some("l'")
    } else if name.ends_with('e') && !MASCULINE.contains(&name) {
        Some("la")
    } else {
        Some("le")
    }
}

fn starts_with_vowel(form: &str) -> bool {
    form.chars().next().is_some_and(|c| "aeiouyâàéèêëîïôœh".contains(c.to_lowercase().next().unwrap_or(c)))
}

/// Elision before a word stays right: l', d', an.
fn starts_alike(one: &str, other: &str) -> bool {
    starts_with_vowel(one) == starts_with_vowel(other)
}

/// Whether a noun stands by itself, not inside a name or a set phrase.
fn is_free(sentence: &GoldSentence, at: usize) -> bool {
    const PLACES: &[Relation] = &[Relation::Nsubj, Relation::NsubjPass, Relation::Obj, Relation::Conj];
    let word = &sentence.words[at];
    let inside = sentence.words.iter().any(|child| {
        child.head == at && ["flat", "compound", "fixed"].iter().any(|base| child.relation.is(base))
    });
    let place = PLACES.contains(&word.relation) || word.relation.is("obl") || word.relation.is("nmod");
    place && !inside
}

/// Puts a form in a word's place, with its capital.
fn put(word: &mut GoldWord, form: &str) {
    let capital = word.form.chars().next().is_some_and(char::is_uppercase);
    let mut letters = form.chars();
    word.form = match letters.next() {
        Some(first) if capital => first.to_uppercase().chain(letters).collect(),
        _ => form.to_string(),
    };
    word.lemma.clone_from(&word.form);
}
