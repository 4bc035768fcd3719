//! Whether a bare weekday or date lies before or after the dispatch: the tense of what governs it tells.

use depeche_knowledge::calendar::Outlook;

use crate::text::{Sentence, Word};
use crate::ud::{Features, Relation, Upos};

/// Where the governing words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum View {
    /// Past tense.
    Past,
    /// Past tense of the very verb that a date belongs to: nothing but the past can be meant.
    Told,
    /// Present tense.
    Present,
    /// Future tense, a plan, a purpose.
    Future,
    /// Nothing tells.
    Unknown,
}

/// Where the words that govern `word` look.
pub(super) fn view(sentence: &Sentence, word: usize, outlook: &Outlook) -> View {
    if sentence.words.iter().all(|word| word.upos == Upos::X) {
        return by_forms(sentence, word, outlook);
    }
    if belongs_to_what_is_over(sentence, word, outlook) {
        return View::Past;
    }
    let mut at = Some(word);
    let mut nominal = View::Unknown;
    let mut foreseen = false;
    // A tree is no deeper than it has words.
    for _ in 0..=sentence.words.len() {
        let Some(here) = at else { break };
        // `the deadline is Friday`
        let says = here != word || sentence.with(word, "cop").next().is_some();
        let tense = if says { tense(sentence, here, outlook) } else { View::Unknown };
        // `pour demander son aide après les frappes de samedi`
        let ahead = contains(&outlook.foreseen, &sentence.words[here].lemma);
        if here != word && tense == View::Unknown && !ahead && is_after(sentence, here, outlook) {
            return View::Past;
        }
        match tense {
            View::Unknown => {}
            // `sa visite prévue lundi a été reportée`
            View::Past if nominal == View::Future || awaited(sentence, here, outlook) => return View::Future,
            // `planned a march on Saturday`
            View::Past if here < word && contains(&outlook.planning, &sentence.words[here].lemma) => {
                return View::Future;
            }
            // `ont appelé à une grève samedi`, `ordered a vote on Friday`
            View::Past if foreseen && contains(&outlook.directing, &sentence.words[here].lemma) => {
                return View::Future;
            }
            found => return found,
        }
        if here != word && (is_to_come(sentence, here, outlook) || is_planned(sentence, here, word, outlook))
        {
            nominal = View::Future;
        }
        foreseen |= here != word && contains(&outlook.foreseen, &sentence.words[here].lemma);
        at = sentence.words[here].head;
    }
    if sentence.words[word].head.is_none() { under(sentence, word, outlook) } else { nominal }
}

/// Where a tree hangs the sentence on its date (`On Tuesday, the League plans to meet`): what hangs on it tells.
fn under(sentence: &Sentence, word: usize, outlook: &Outlook) -> View {
    let mut views = sentence.children(word).iter().map(|&child| {
        let planned = is_to_come(sentence, child, outlook);
        if planned { View::Future } else { tense(sentence, child, outlook) }
    });
    views.find(|view| *view != View::Unknown).unwrap_or(View::Unknown)
}

/// Whether a date belongs to the purpose of what is told of the past: `flew to Oslo to meet the king on Monday`.
pub(super) fn was_for(sentence: &Sentence, word: usize, outlook: &Outlook) -> bool {
    let mut at = sentence.words[word].head;
    for _ in 0..=sentence.words.len() {
        let Some(here) = at else { break };
        let head = sentence.words[here].head;
        if is_purpose(sentence, here, outlook) {
            return head.is_some_and(|head| tense(sentence, head, outlook) == View::Past);
        }
        at = head.filter(|_| tense(sentence, here, outlook) == View::Unknown);
    }
    false
}

/// Whether the day that something was planned for, or the purpose of something, may be over by now.
pub(super) fn may_be_over(sentence: &Sentence, word: usize, outlook: &Outlook) -> bool {
    let words = &sentence.words;
    let cancelled = || {
        let ancestors = std::iter::successors(words[word].head, |&at| words[at].head);
        let mut verbs = ancestors.take(words.len()).filter(|&at| words[at].upos == Upos::Verb);
        verbs.any(|at| {
            contains(&outlook.cancelling, &words[at].lemma) && tense(sentence, at, outlook) == View::Past
        })
    };
    was_for(sentence, word, outlook) || cancelled()
}

/// Whether a day is the day of a noun (`Wednesday's ruling`, `les frappes de samedi`) that is not foreseen.
fn belongs_to_what_is_over(sentence: &Sentence, word: usize, outlook: &Outlook) -> bool {
    let genitive = sentence.with(word, "case").any(|case| {
        let case = &sentence.words[case];
        contains(&outlook.genitive, &case.lemma) || contains(&outlook.genitive, &case.form)
    });
    let owner = sentence.words[word].head.filter(|_| genitive && sentence.words[word].relation.is("nmod"));
    owner.is_some_and(|owner| {
        let noun = &sentence.words[owner];
        let foreseen = [&outlook.foreseen, &outlook.nouns, &outlook.prospective];
        noun.upos == Upos::Noun && !foreseen.iter().any(|list| contains(list, &noun.lemma))
    })
}

/// Whether a noun is of something to come: `ultimatum`, `plans to strike`.
fn is_to_come(sentence: &Sentence, noun: usize, outlook: &Outlook) -> bool {
    let word = &sentence.words[noun];
    let infinitive = |act: usize| sentence.words[act].features.has(Features::VERBFORM_INF);
    let plans = || {
        word.upos == Upos::Noun
            && contains(&outlook.prospective, &word.lemma)
            // `The league plans to meet on Tuesday` may hang so too.
            && ["acl", "xcomp"].into_iter().any(|relation| sentence.with(noun, relation).any(infinitive))
    };
    // What was done by the deadline is over, or not, as its verb says.
    let by = || {
        sentence.with(noun, "case").any(|case| contains(&outlook.prepositions, &sentence.words[case].lemma))
    };
    contains(&outlook.nouns, &word.lemma) && !by() || plans()
}

/// Whether a day behind a noun is the one that it is planned for: `la réunion prévue jeudi a été annulée`.
fn is_planned(sentence: &Sentence, noun: usize, day: usize, outlook: &Outlook) -> bool {
    sentence.with(noun, "acl").any(|act| {
        let word = &sentence.words[act];
        act < day && word.features.has(Features::VERBFORM_PART) && contains(&outlook.prospective, &word.lemma)
    })
}

/// Whether a clause in the past is what a future told in the past waits for: `would resign if parliament voted Friday`.
fn awaited(sentence: &Sentence, clause: usize, outlook: &Outlook) -> bool {
    let word = &sentence.words[clause];
    let opened =
        sentence.with(clause, "mark").any(|mark| contains(&outlook.awaiting, &sentence.words[mark].lemma));
    let mut at = word.head.filter(|_| opened && word.relation.is("advcl"));
    for _ in 0..=sentence.words.len() {
        let Some(here) = at else { break };
        let word = &sentence.words[here];
        let helpers = helpers(sentence, here);
        let lemma = |&helper: &usize| &sentence.words[helper].lemma;
        if word.upos == Upos::Adv
            || word.features.has(Features::VERBFORM_INF)
                && !helpers.iter().any(|h| contains(&outlook.auxiliaries, lemma(h)))
        {
            at = word.head;
            continue;
        }
        let told_ahead = word.features.has(Features::TENSE_FUT)
            || helpers.iter().any(|h| {
                contains(&outlook.auxiliaries, lemma(h)) && !contains(&outlook.backshifted, lemma(h))
            });
        return !told_ahead && tense(sentence, here, outlook) == View::Future;
    }
    false
}

/// Whether a day is the new one of what is put off, prolonged or convened: `postponed until Tuesday`.
pub(super) fn deferred(sentence: &Sentence, word: usize, outlook: &Outlook) -> bool {
    let toward = sentence.with(word, "case").any(|case| {
        let case = &sentence.words[case];
        contains(&outlook.toward, &case.lemma) || contains(&outlook.toward, &case.form)
    });
    // `Until Tuesday, nobody called it so` puts nothing off.
    let mut at = sentence.words[word].head.filter(|&head| toward && head < word);
    for _ in 0..=sentence.words.len() {
        let Some(here) = at else { break };
        if contains(&outlook.deferring, &sentence.words[here].lemma) {
            // `had first been set for Tuesday`
            return !was_to_be(sentence, &helpers(sentence, here));
        }
        // What the figures for January extend is not January.
        at = sentence.words[here].head.filter(|_| !sentence.words[here].relation.is("nsubj"));
    }
    false
}

/// Whether a date belongs to a verb that tells of the past and of nothing put ahead: `resigned on June 3`.
pub(super) fn is_told(sentence: &Sentence, word: usize, outlook: &Outlook) -> bool {
    let words = &sentence.words;
    let toward = sentence.with(word, "case").any(|case| contains(&outlook.toward, &words[case].lemma));
    let Some(verb) = verb_of(sentence, word, outlook).filter(|_| !toward) else { return false };
    // `was passed and signed on May 1`
    let first = words[verb].head.filter(|_| words[verb].relation.is("conj"));
    let told = |verb: usize| {
        // `is heard in May`
        let present = |at: &usize| {
            words[*at].relation == Relation::AuxPass && words[*at].features.has(Features::TENSE_PRES)
        };
        let mut finite = std::iter::once(verb).chain(helpers(sentence, verb)).filter(|at| !present(at));
        finite.any(|at| words[at].features.has(Features::VERBFORM_FIN))
            && tense(sentence, verb, outlook) == View::Past
    };
    let mut ahead = [&outlook.prospective, &outlook.deferring, &outlook.planning].into_iter();
    !ahead.any(|list| contains(list, &words[verb].lemma)) && (told(verb) || first.is_some_and(told))
}

/// The verb that a date belongs to, or the noun that it follows, if that is not of something foreseen: `changed to a
/// new name in May`.
fn verb_of(sentence: &Sentence, date: usize, outlook: &Outlook) -> Option<usize> {
    let words = &sentence.words;
    let head = words[date].head?;
    if words[head].upos == Upos::Verb {
        return Some(head);
    }
    let ahead =
        [&outlook.foreseen, &outlook.nouns, &outlook.prospective, &outlook.planning, &outlook.deferring];
    let follows = words[date].relation.is("nmod")
        && words[head].upos == Upos::Noun
        && sentence.with(date, "case").any(|case| !contains(&outlook.genitive, &words[case].lemma))
        && !ahead.iter().any(|list| contains(list, &words[head].lemma));
    let object = ["obj", "obl"].into_iter().any(|relation| words[head].relation.is(relation));
    words[head].head.filter(|&verb| follows && object && words[verb].upos == Upos::Verb)
}

/// Whether a phrase stands under a preposition that says that it is over.
fn is_after(sentence: &Sentence, word: usize, outlook: &Outlook) -> bool {
    sentence.with(word, "case").any(|case| contains(&outlook.after, &sentence.words[case].lemma))
}

fn contains(list: &[String], lemma: &str) -> bool {
    list.iter().any(|known| known == lemma)
}

/// The view of one word with its auxiliaries; unknown where it has no tense of its own.
fn tense(sentence: &Sentence, at: usize, outlook: &Outlook) -> View {
    let word = &sentence.words[at];
    let helpers = helpers(sentence, at);
    let prospective = contains(&outlook.prospective, &word.lemma);
    if prospective && was_to_be(sentence, &helpers) {
        return View::Past;
    }
    if !matches!(word.upos, Upos::Verb | Upos::Aux) && helpers.is_empty() {
        return if prospective && word.upos == Upos::Adj { View::Future } else { View::Unknown };
    }
    let has = |feature| {
        std::iter::once(at).chain(helpers.iter().copied()).any(|i| sentence.words[i].features.has(feature))
    };
    if has(Features::TENSE_FUT) {
        return View::Future;
    }
    let participle = word.features.has(Features::VERBFORM_PART);
    if helpers.iter().any(|&helper| contains(&outlook.auxiliaries, &sentence.words[helper].lemma)) {
        let over = is_perfect(sentence, at, &helpers, outlook) || was_unable(sentence, at, &helpers, outlook);
        return if over { View::Past } else { View::Future };
    }
    if has(Features::MOOD_CND) {
        // `serait arrivé` is hearsay of what is past; `arriverait` lies ahead of the saying.
        return if participle && !prospective { View::Past } else { View::Future };
    }
    // `a promis mardi`: the promise, not what it is about.
    let passive = helpers.iter().any(|&helper| sentence.words[helper].relation == Relation::AuxPass);
    let told = participle && has(Features::VERBFORM_FIN) && !helpers.is_empty() && !passive;
    let copula = helpers.iter().any(|&helper| sentence.words[helper].relation.is("cop"));
    if prospective && (participle || word.upos == Upos::Adj) {
        return if told && !copula { View::Past } else { View::Future };
    }
    if word.features.has(Features::VERBFORM_INF) {
        return infinitive(sentence, at, outlook);
    }
    let finite = has(Features::VERBFORM_FIN);
    // "will stay closed until Friday": the participle has its governor's time.
    if participle && !finite && word.relation.is("xcomp") {
        return View::Unknown;
    }
    if has(Features::TENSE_PAST) || has(Features::TENSE_IMP) || participle && finite && !helpers.is_empty() {
        return View::Past;
    }
    // A bare form has no tense in some taggers' eyes.
    if finite && (has(Features::TENSE_PRES) || helpers.is_empty()) {
        return if prospective { View::Future } else { View::Present };
    }
    View::Unknown
}

/// `would have left`, `must have been seen`, `may have been ill`: an infinitive of the past.
fn is_perfect(sentence: &Sentence, at: usize, helpers: &[usize], outlook: &Outlook) -> bool {
    let helper = |&at: &usize| &sentence.words[at];
    let participle = |word: Features| word.has(Features::VERBFORM_PART) && word.has(Features::TENSE_PAST);
    let over = participle(sentence.words[at].features)
        || helpers.iter().map(helper).any(|word| participle(word.features));
    let have = |word: &Word| word.relation == Relation::Aux && word.features.has(Features::VERBFORM_INF);
    over && helpers.iter().map(helper).any(have)
        && helpers.iter().map(helper).any(|word| contains(&outlook.backshifted, &word.lemma))
}

/// `could not be reached Tuesday`: what nobody was able to do is over.
fn was_unable(sentence: &Sentence, at: usize, helpers: &[usize], outlook: &Outlook) -> bool {
    const BEFORE: usize = 12;
    let able = helpers.iter().any(|&helper| contains(&outlook.able, &sentence.words[helper].lemma));
    let mut before = sentence.words[at.saturating_sub(BEFORE)..at].iter();
    able && before.any(|word| contains(&outlook.negations, &word.lemma))
}

/// `had been due`, `avait été prévue`: what was to come by then is over.
fn was_to_be(sentence: &Sentence, helpers: &[usize]) -> bool {
    let features = || helpers.iter().map(|&helper| sentence.words[helper].features);
    let past = |word: Features| {
        word.has(Features::TENSE_IMP) || word.has(Features::TENSE_PAST) && word.has(Features::VERBFORM_FIN)
    };
    features().any(past) && features().any(|word| word.has(Features::VERBFORM_PART))
}

/// The auxiliaries and copulas of a word.
fn helpers(sentence: &Sentence, at: usize) -> Vec<usize> {
    let helps =
        |&child: &usize| sentence.words[child].relation.is("aux") || sentence.words[child].relation.is("cop");
    sentence.children(at).iter().copied().filter(helps).collect()
}

/// Whether an infinitive has the mark of a purpose: `to`, `pour`.
fn is_marked(sentence: &Sentence, at: usize, outlook: &Outlook) -> bool {
    sentence.children(at).iter().any(|&child| {
        let child = &sentence.words[child];
        (child.relation == Relation::Mark || child.relation == Relation::Case)
            && contains(&outlook.purpose, &child.lemma)
    })
}

/// Whether an infinitive is what something is done for; `made it hard to meet demand by summer` has no purpose.
fn is_purpose(sentence: &Sentence, at: usize, outlook: &Outlook) -> bool {
    let word = &sentence.words[at];
    let judged = word.head.is_some_and(|head| {
        sentence.words[head].upos == Upos::Adj && sentence.words[head].relation.is("xcomp")
    });
    word.relation.is("advcl")
        && word.features.has(Features::VERBFORM_INF)
        && is_marked(sentence, at, outlook)
        && !judged
}

/// An infinitive looks where its governor or its marker sends it; else its governor's tense tells.
fn infinitive(sentence: &Sentence, at: usize, outlook: &Outlook) -> View {
    let word = &sentence.words[at];
    if is_purpose(sentence, at, outlook) {
        return View::Future;
    }
    let helpers = helpers(sentence, at);
    // `had been due to open`, where the tree hangs `due` on the infinitive.
    if was_to_be(sentence, &helpers) {
        return View::Past;
    }
    // `are to meet`
    let is_to = |&helper: &usize| {
        let helper = &sentence.words[helper];
        helper.features.has(Features::VERBFORM_FIN) && contains(&outlook.prospective, &helper.lemma)
    };
    if is_marked(sentence, at, outlook) && helpers.iter().any(is_to) {
        return View::Future;
    }
    let governor = word.head.map(|head| &sentence.words[head]);
    if word.head.is_some_and(|head| was_to_be(sentence, &self::helpers(sentence, head))) {
        return View::Past;
    }
    // `is due to open`, where the tree hangs `due` on the infinitive.
    let adverbial = sentence.children(at).iter().any(|&child| {
        let child = &sentence.words[child];
        child.upos == Upos::Adj && contains(&outlook.prospective, &child.lemma)
    });
    if adverbial {
        return View::Future;
    }
    let ahead = governor.is_some_and(|governor| {
        contains(&outlook.auxiliaries, &governor.lemma)
            || contains(&outlook.prospective, &governor.lemma)
            || contains(&outlook.nouns, &governor.lemma)
            || governor.upos == Upos::Verb && contains(&outlook.directing, &governor.lemma)
    });
    if ahead { View::Future } else { View::Unknown }
}

/// Without tags: the forms in the same clause.
fn by_forms(sentence: &Sentence, word: usize, outlook: &Outlook) -> View {
    let from = word.saturating_sub(14);
    let to = (word + 8).min(sentence.words.len());
    let window = sentence.words.get(from..to).unwrap_or_default();
    let ahead = window.iter().any(|word| {
        let form = word.form.to_lowercase();
        let known =
            [&outlook.auxiliaries, &outlook.prospective].into_iter().any(|list| contains(list, &form));
        let ending =
            form.chars().count() > 4 && outlook.endings.iter().any(|ending| form.ends_with(ending.as_str()));
        known || ending
    });
    if ahead { View::Future } else { View::Unknown }
}
