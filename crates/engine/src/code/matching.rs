//! One way to say an act, held against one word of a tree.

use depeche_knowledge::notation::{Category, Clause, Function, Literal, Role, Slot};

use super::grammar::{Support, is_called};
use super::participants::Scene;
use crate::text::Word;
use crate::ud::{Features, Relation, Upos};
use smol_str::SmolStr;

/// How a clause reads a word.
#[derive(Clone, Debug, Default)]
pub struct Match {
    /// Indices into the mentions' actors.
    pub actors: Vec<usize>,
    /// Indices into the mentions' actors.
    pub recipients: Vec<usize>,
    /// What it is about.
    pub about: Option<usize>,
    /// Where it says.
    pub place: Option<usize>,
    /// The light verb over a noun.
    pub support: Option<usize>,
    /// Words that literals took.
    pub literals: Vec<usize>,
    /// Particles.
    pub particles: Vec<usize>,
    /// Whether it is done to whom the act that it is about is done to.
    pub inherits: bool,
    /// How much the clause asked for: the higher, the more it is worth.
    pub specificity: usize,
}

/// Why a clause whose anchor is there does not hold; `Silent` where nobody would miss it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words ask for something else.
    Silent,
    /// The subject is no actor.
    Subject(usize),
    /// Nobody is named.
    Nobody,
}

/// The lemmas of which a sentence must have one, for each literal of a clause; names of several words ask for none.
pub(super) fn needs(clause: &Clause, number: &mut impl FnMut(&SmolStr) -> u32) -> Vec<Box<[u32]>> {
    let plain =
        |literal: &&Literal| !literal.negative && literal.lemmas.iter().all(|name| !name.contains('_'));
    clause
        .literals
        .iter()
        .filter(plain)
        .map(|literal| literal.lemmas.iter().map(&mut *number).collect())
        .collect()
}

/// Holds a clause against a word.
///
/// # Errors
/// Why it does not hold.
pub fn hold(clause: &Clause, anchor: usize, scene: Scene<'_>) -> Result<Match, Refusal> {
    if !fits(clause.category, anchor, scene) {
        return Err(Refusal::Silent);
    }
    let mut found = Match::default();
    for literal in &clause.literals {
        match (literal_at(literal, anchor, scene), literal.negative) {
            (Some(_), true) | (None, false) => return Err(Refusal::Silent),
            // "pledged not to yield" is no pledge to yield; "urged him not to" is a demand.
            (Some(word), false) if is_denied(literal, anchor, word, scene) => return Err(Refusal::Silent),
            (Some(word), false) => found.literals.push(word),
            (None, true) => {}
        }
    }
    for particle in &clause.particles {
        // "décréter la loi martiale": it may hang on the word of a literal as well.
        let hosts = std::iter::once(anchor).chain(found.literals.iter().copied());
        let word = hosts
            .flat_map(|host| scene.sentence.children(host))
            .copied()
            .find(|&child| is_particle(particle, child, scene))
            .or_else(|| mistaken_particle(particle, anchor, scene));
        found.particles.push(word.ok_or(Refusal::Silent)?);
    }
    if clause.category == Category::Noun {
        found.support = scene.patterns.grammar.support(scene.sentence, anchor).map(|(verb, _)| verb);
    }
    // A literal's word may fill a slot as well: "expulser recipient:obj obj=diplomate".
    let mut taken = Vec::new();
    for slot in &clause.slots {
        fill(clause, slot, anchor, scene, &mut taken, &mut found)?;
    }
    if clause.category == Category::Noun {
        supported(clause, anchor, scene, &mut found);
    }
    for slot in &clause.slots {
        let empty = match slot.role {
            Role::Actor => found.actors.is_empty(),
            Role::Recipient => found.recipients.is_empty(),
            Role::About => found.about.is_none(),
            Role::Place => found.place.is_none(),
        };
        if slot.required && empty {
            return Err(Refusal::Silent);
        }
    }
    drop_itself(scene, &mut found);
    found.inherits = clause
        .slots
        .iter()
        .any(|slot| slot.role == Role::Recipient && slot.functions.contains(&Function::Target));
    found.specificity = specificity(clause, &found);
    Ok(found)
}

/// Whether the infinitive that a literal asks for has a denial of its own.
fn is_denied(literal: &Literal, anchor: usize, word: usize, scene: Scene<'_>) -> bool {
    let grammar = &scene.patterns.grammar;
    let lemma = &scene.sentence.words[anchor].lemma;
    let asks = grammar.object_control.contains(lemma) || grammar.dative_control.contains(lemma);
    let clause = literal.functions.iter().any(|it| matches!(it, Function::Complement | Function::Infinitive));
    let infinitive = scene.sentence.words[word].features.has(Features::VERBFORM_INF)
        && scene.sentence.first(word, "nsubj").is_none();
    let mut below = scene.sentence.children(word).iter().map(|&child| &scene.sentence.words[child]);
    clause
        && !asks
        && infinitive
        && below.any(|it| it.relation.is("advmod") && it.features.has(Features::POLARITY_NEG))
}

/// "Beijing warned it would leave": the pronoun that stands for the actor is nobody to whom it is done.
fn drop_itself(scene: Scene<'_>, found: &mut Match) {
    let Match { actors, recipients, .. } = found;
    recipients.retain(|&recipient| {
        let Some(mention) = scene.mentions.actors.get(recipient) else { return true };
        // A member of a pronoun stands in an earlier sentence.
        let here = mention.sentence == scene.index;
        let reflexive = |word: &Word| word.features.has(Features::REFLEX);
        let itself = here && scene.sentence.words.get(mention.head).is_some_and(|word| !reflexive(word));
        !itself || !mention.value.antecedent.is_some_and(|earlier| actors.contains(&earlier))
    });
}

/// Whether a word is a particle: one of `out|off`.
fn is_particle(particle: &str, word: usize, scene: Scene<'_>) -> bool {
    let word = &scene.sentence.words[word];
    particle.split('|').any(|particle| {
        word.lemma == particle
            || word.form.to_lowercase() == particle
            || particle == "se" && word.features.has(Features::REFLEX)
    })
}

/// The particle that the parser took for a preposition right behind the verb: "handed over their weapons".
fn mistaken_particle(particle: &str, anchor: usize, scene: Scene<'_>) -> Option<usize> {
    let next = scene.sentence.words.get(anchor + 1)?;
    let phrase = next.head.filter(|_| next.relation.is("case"))?;
    let direct = scene.sentence.words[phrase].head == Some(anchor);
    (direct && is_particle(particle, anchor + 1, scene)).then_some(anchor + 1)
}

/// Whether a clause's words are there, whatever its slots; how much it asked for.
pub(super) fn words(clause: &Clause, anchor: usize, scene: Scene<'_>) -> Option<usize> {
    if !fits(clause.category, anchor, scene) {
        return None;
    }
    for literal in &clause.literals {
        if literal_at(literal, anchor, scene).is_some() == literal.negative {
            return None;
        }
    }
    let has = |particle: &SmolStr| {
        scene.sentence.children(anchor).iter().any(|&child| is_particle(particle, child, scene))
            || mistaken_particle(particle, anchor, scene).is_some()
    };
    let asked = clause.literals.iter().filter(|literal| !literal.negative).count() + clause.particles.len();
    clause.particles.iter().all(has).then_some(asked)
}

fn specificity(clause: &Clause, found: &Match) -> usize {
    let required = clause.slots.iter().filter(|slot| slot.required).count();
    let filled = usize::from(!found.actors.is_empty())
        + usize::from(!found.recipients.is_empty())
        + usize::from(found.about.is_some());
    8 * found.literals.len() + 4 * found.particles.len() + 3 * required + filled
}

fn fits(category: Category, anchor: usize, scene: Scene<'_>) -> bool {
    let word = &scene.sentence.words[anchor];
    match category {
        Category::Verb => {
            word.upos == Upos::Verb
                || word.upos == Upos::Noun
                    && scene.sentence.first(anchor, "nsubj").is_some()
                    && scene.sentence.first(anchor, "obj").is_some()
                || word.upos == Upos::Aux && !word.relation.is("aux") && !word.relation.is("cop")
                || word.relation == Relation::AuxCaus
                || word.upos == Upos::Adj && word.features.has(Features::VERBFORM_PART)
        }
        Category::Noun => matches!(word.upos, Upos::Noun | Upos::Propn) && !scene.is_actor(anchor),
        Category::Adjective => matches!(word.upos, Upos::Adj | Upos::Verb | Upos::Adv),
    }
}

/// The dependent that a literal asks for: the filler, one coordinated with it, or what an amount or a wrongly
/// split phrase stands before ("2 milliards d'aide", "un précédent accord").
fn literal_at(literal: &Literal, anchor: usize, scene: Scene<'_>) -> Option<usize> {
    let named = |word: usize| literal.lemmas.iter().any(|name| is_called(scene.sentence, word, name));
    let grammar = &scene.patterns.grammar;
    literal.functions.iter().find_map(|function| {
        let mut fillers = grammar.fillers(scene.sentence, anchor, function);
        // "menacer Séoul de destruction": what the parser hung on the object.
        if matches!(function, Function::Preposition(_)) && fillers.is_empty() {
            let objects = scene.sentence.with(anchor, "obj").chain(scene.sentence.with(anchor, "iobj"));
            fillers.extend(objects.flat_map(|object| grammar.fillers(scene.sentence, object, function)));
        }
        fillers.into_iter().find_map(|filler| {
            let mut members = vec![filler];
            members.extend(scene.sentence.with(filler, "conj"));
            let mut at = filler;
            for _ in 0..3 {
                let bare = |&child: &usize| {
                    let relation = scene.sentence.words[child].relation;
                    relation.is("nmod") && scene.sentence.first(child, "case").is_none()
                        || relation.is("flat")
                };
                members.extend(scene.sentence.children(at).iter().copied().filter(bare));
                members.extend(grammar.measured(scene.sentence, anchor, at));
                if !grammar.is_wrapper(scene.sentence, at) {
                    break;
                }
                // "95 millions de dollars d'aide": either genitive may be it.
                let below = grammar.genitives(scene.sentence, at, true);
                members.extend(&below);
                let Some(&below) = below.first() else { break };
                at = below;
            }
            members.into_iter().find(|&word| named(word))
        })
    })
}

fn fill(
    clause: &Clause,
    slot: &Slot,
    anchor: usize,
    scene: Scene<'_>,
    taken: &mut Vec<usize>,
    found: &mut Match,
) -> Result<(), Refusal> {
    for function in &slot.functions {
        let function = own_genitive(clause, slot, function, scene);
        let mut fillers = candidates(function, anchor, scene, found);
        fillers.retain(|filler| !taken.contains(filler));
        match slot.role {
            Role::About => {
                if let Some(&filler) = fillers.first() {
                    // "se dire prêt à accueillir": what one is ready for, not the readiness.
                    let adjective = scene.sentence.words[filler].upos == Upos::Adj;
                    let below = scene.patterns.grammar.fillers(scene.sentence, filler, &Function::Complement);
                    found.about = below.first().copied().filter(|_| adjective).or(Some(filler));
                    return Ok(());
                }
            }
            Role::Place => {
                if let Some(&filler) = fillers.first() {
                    found.place = Some(filler);
                    return Ok(());
                }
            }
            Role::Actor | Role::Recipient => {
                if side(slot.role, function, &fillers, scene, taken, found)? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// "The invasion of Iraq by the United States": where the recipient stands under "of", no actor does.
fn own_genitive<'a>(clause: &Clause, slot: &Slot, function: &'a Function, scene: Scene<'_>) -> &'a Function {
    let genitive = |function: &Function| matches!(function, Function::Preposition(word) if scene.patterns.grammar.is_genitive(word));
    let taken = |other: &Slot| other.role == Role::Recipient && other.functions.iter().any(genitive);
    let actor = slot.role == Role::Actor && *function == Function::Genitive;
    if actor && clause.slots.iter().any(taken) { &Function::Possessor } else { function }
}

/// Fills one side from the first filler that is an actor; a subject from all (a coordination that the parser took
/// for several subjects). Whether anything was filled.
fn side(
    role: Role,
    function: &Function,
    fillers: &[usize],
    scene: Scene<'_>,
    taken: &mut Vec<usize>,
    found: &mut Match,
) -> Result<bool, Refusal> {
    let subject = *function == Function::Subject;
    let mut filled = false;
    for &filler in fillers {
        let mut actors = scene.actors(filler, role);
        if role == Role::Recipient && actors.is_empty() {
            actors.extend(scene.mentions.ground_at(scene.index, filler));
        }
        if actors.is_empty() {
            continue;
        }
        taken.push(filler);
        let side = if role == Role::Actor { &mut found.actors } else { &mut found.recipients };
        side.extend(actors);
        side.sort_unstable();
        side.dedup();
        filled = true;
        if !subject {
            break;
        }
    }
    match fillers.first() {
        Some(&first) if !filled && subject && role == Role::Actor => Err(Refusal::Subject(first)),
        _ => Ok(filled),
    }
}

/// Fillers of a function: of the anchor, of the words that literals took, and of the light verb.
fn candidates(function: &Function, anchor: usize, scene: Scene<'_>, found: &Match) -> Vec<usize> {
    let grammar = &scene.patterns.grammar;
    let mut words = grammar.fillers(scene.sentence, anchor, function);
    if matches!(function, Function::Preposition(_) | Function::Genitive | Function::Possessor) {
        for &other in found.literals.iter().chain(&found.support) {
            words.extend(grammar.fillers(scene.sentence, other, function));
        }
        // "clashes took place between them": what hangs on the word that such a verb needs is the noun's.
        let companion = |verb: usize| scene.sentence.with(verb, "obj").filter(|&it| it != anchor);
        let occurs = grammar.occurrence(scene.sentence, anchor).into_iter().flat_map(companion);
        words.extend(occurs.flat_map(|it| grammar.fillers(scene.sentence, it, function)));
    }
    if *function == Function::Object {
        words.extend(found.literals.iter().flat_map(|&other| bare_nouns(scene, other)));
        let cases = found.particles.iter().filter(|&&word| scene.sentence.words[word].relation.is("case"));
        words.extend(cases.filter_map(|&case| scene.sentence.words[case].head));
    }
    words.retain(|&word| word != anchor && Some(word) != found.support);
    words.dedup();
    words
}

/// Nominals that hang without preposition on the last word of a set phrase: "mettre en garde Kiev".
fn bare_nouns(scene: Scene<'_>, word: usize) -> Vec<usize> {
    let sentence = scene.sentence;
    if sentence.first(word, "case").is_none() && sentence.first(word, "mark").is_none() {
        return Vec::new();
    }
    let bare = |&child: &usize| {
        child > word
            && matches!(sentence.words[child].relation.base(), "nmod" | "obj" | "appos" | "flat")
            && matches!(sentence.words[child].upos, Upos::Noun | Upos::Propn)
            && sentence.first(child, "case").is_none()
    };
    sentence.children(word).iter().copied().filter(bare).collect()
}

/// Gives a noun the subject of its light verb.
fn supported(clause: &Clause, anchor: usize, scene: Scene<'_>, found: &mut Match) {
    let grammar = &scene.patterns.grammar;
    let Some((verb, support)) = grammar.support(scene.sentence, anchor) else { return };
    let asks = |role: Role| clause.slots.iter().any(|slot| slot.role == role);
    let subjects = || grammar.subjects(scene.sentence, verb, 6).into_iter().filter(|&word| word != anchor);
    let told = |role: Role| subjects().flat_map(|word| scene.actors(word, role)).collect::<Vec<usize>>();
    // "ordered the deployment of soldiers": they are sent by whoever orders it.
    let nobodys = |&actor: &usize| {
        let Some(mention) = scene.mentions.actors.get(actor) else { return true };
        let words = scene.sentence.words.get(mention.words.clone()).unwrap_or_default();
        let named = words.iter().any(|word| matches!(word.upos, Upos::Propn | Upos::Adj));
        mention.sentence == scene.index && mention.value.id.is_none() && !named
    };
    let open = |actors: &[usize]| {
        actors.is_empty()
            || grammar.is_causative(&scene.sentence.words[verb].lemma) && actors.iter().all(nobodys)
    };
    match support {
        Support::Does if asks(Role::Actor) && open(&found.actors) => {
            let does = told(Role::Actor);
            if !does.is_empty() {
                found.actors = does;
            }
        }
        Support::Suffers if asks(Role::Recipient) && found.recipients.is_empty() => {
            found.recipients = told(Role::Recipient);
        }
        _ => {}
    }
}
