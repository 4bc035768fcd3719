//! What a verb cue governs: the words of its content, by its frames, with word order and quotation marks where
//! the tree fails.

use depeche_knowledge::attribution::{Frame, SpeechAct, Verb};

use super::content;
use super::group::{self, Tense};
use super::quotes::{Piece, is_mark};
use super::sources::Sources;
use crate::text::Sentence;
use crate::ud::{Features, Relation, Upos};

/// What was found to be said.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub head: Option<usize>,
    pub words: Vec<usize>,
    /// Whether the cue stands in parenthesis: its subject is its own.
    pub parenthetical: bool,
    /// Who speaks, where only the order of words shows it.
    pub speaker: Option<usize>,
}

impl Content {
    pub fn new(head: Option<usize>, words: Vec<usize>) -> Content {
        Content { head, words, parenthetical: false, speaker: None }
    }
}

/// The places that a verb's dependents take.
#[derive(Default)]
pub(super) struct Places {
    pub clause: Vec<usize>,
    pub infinitive: Vec<usize>,
    pub object: Vec<usize>,
    /// Under a preposition of the verb's own.
    pub through: Vec<usize>,
    /// Other things that a whole includes.
    pub rest: Vec<usize>,
    pub subject: Option<usize>,
}

/// Reads one verb in one sense.
pub(super) struct Frames<'a> {
    pub sentence: &'a Sentence,
    pub sources: &'a Sources<'a>,
    pub pieces: &'a [Piece],
}

impl Frames<'_> {
    /// The content of a verb in one of its senses, if it has any.
    pub fn content(&self, verb: usize, sense: &Verb) -> Option<Content> {
        let places = self.places(verb, sense);
        let takes = |frame: Frame| sense.takes.contains(&frame);
        if sense.takes.first() == Some(&Frame::Quote)
            && let Some(content) = self.closed_quotation(verb, &places)
        {
            return Some(content);
        }
        if let Some(content) = self.interposed(verb, sense) {
            return Some(content);
        }
        let speaks = takes(Frame::Clause) || takes(Frame::Quote);
        if let Some(&clause) = places.clause.first().filter(|_| speaks) {
            if takes(Frame::Whole) && !sense.object_is_addressee && !self.is_told(verb, &places) {
                return Some(self.whole(verb, &places));
            }
            let words = self.clause_words(verb, clause, sense);
            return Some(self.quoted(verb, sense, Content::new(Some(clause), words)));
        }
        if takes(Frame::Clause)
            && let Some(content) = self.marked_clause(verb).or_else(|| self.clause_beside(verb, sense))
        {
            return Some(self.quoted(verb, sense, content));
        }
        if takes(Frame::Quote)
            && !self.only_judges(verb, sense)
            && self.is_parenthetical(verb, &places)
            && let Some(content) = self.around(verb)
        {
            return Some(self.quoted(verb, sense, content));
        }
        if takes(Frame::Quote)
            && !takes(Frame::Whole)
            && let Some(content) = self.beside_quotation(verb)
        {
            return Some(content);
        }
        if speaks && let Some(content) = self.beside_clause(verb, sense) {
            return Some(content);
        }
        if group::is_passive(self.sentence, verb) {
            return self.passive(verb, sense, &places);
        }
        if takes(Frame::Whole)
            && [&places.object, &places.through, &places.rest].iter().any(|it| !it.is_empty())
        {
            return Some(self.whole(verb, &places));
        }
        if let Some(&infinitive) = places.infinitive.first().filter(|_| takes(Frame::Infinitive)) {
            return Some(Content::new(Some(infinitive), self.branch(verb, infinitive)));
        }
        if let Some(&phrase) = places.through.first() {
            return Some(Content::new(Some(phrase), self.without_case(phrase)));
        }
        if takes(Frame::Quote)
            && let Some(content) = self.beside_quotation(verb)
        {
            return Some(content);
        }
        if sense.takes.first() == Some(&Frame::Quote)
            && let Some(content) = self.behind(verb, sense, &places)
        {
            return Some(content);
        }
        if let Some(&object) = places.object.first().filter(|_| takes(Frame::Object)) {
            return Some(Content::new(Some(object), self.object_words(verb, object)));
        }
        None
    }

    fn places(&self, verb: usize, sense: &Verb) -> Places {
        let mut places = Places::default();
        for &child in self.sentence.children(verb) {
            let it = &self.sentence.words[child];
            let verbal = group::is_verbal(self.sentence, child);
            match it.relation.base() {
                "ccomp" if self.is_infinitive(child) && sense.takes.contains(&Frame::Infinitive) => {
                    places.infinitive.push(child);
                }
                "ccomp" if self.is_aside(child) || self.is_cut_off(verb, child) || self.is_when(child) => {}
                "ccomp" => places.clause.push(child),
                "advcl" if verbal && child > verb && self.is_complement(child) => places.clause.push(child),
                "csubj" if verbal && child > verb => places.clause.push(child),
                "parataxis" if self.is_content(verb, child) => places.clause.push(child),
                "xcomp" if verbal && self.sources.cues.joins(&self.sentence.words[verb], it) => {}
                "xcomp" if verbal => places.infinitive.push(child),
                "xcomp" => places.rest.push(child),
                "obj" if verbal && self.sentence.first(child, "mark").is_some() => places.clause.push(child),
                "obj" => places.object.push(child),
                "iobj" => places.rest.push(child),
                "obl" | "advmod" if sense.documents_only && child > verb => places.rest.push(child),
                "nsubj" => places.subject = Some(child),
                "obl" | "advcl" | "advmod" | "nmod" if self.is_through(child, sense) => {
                    places.through.push(child)
                }
                "advcl" if sense.act == SpeechAct::Request && child > verb && self.is_infinitive(child) => {
                    places.infinitive.push(child);
                }
                // "deny harbouring militants": a gerund right behind the verb.
                "advcl"
                    if sense.takes.contains(&Frame::Infinitive)
                        && child == verb + 1
                        && self.is_infinitive(child) =>
                {
                    places.infinitive.push(child);
                }
                "advcl" if self.is_infinitive(child) && sense.act == SpeechAct::Cite => {
                    places.rest.push(child)
                }
                _ => {}
            }
        }
        places
    }

    /// "Rome asked Tripoli to wait, a diplomat told Reuters": what closes the sentence is no complement.
    fn is_aside(&self, clause: usize) -> bool {
        let sense = self.sources.cues.verbs(self.sentence, clause).next();
        let closes =
            |last: usize| self.sentence.words[last + 1..].iter().all(|word| word.upos == Upos::Punct);
        let last = self.sentence.subtree(clause).last().copied();
        sense.is_some_and(|sense| {
            sense.takes.first() == Some(&Frame::Quote)
                && last.is_some_and(closes)
                && self.is_parenthetical(clause, &self.places(clause, sense))
        })
    }

    /// "X, an official said, though Y": what follows a comma right behind a cue in parenthesis is not its complement.
    fn is_cut_off(&self, verb: usize, clause: usize) -> bool {
        let words = &self.sentence.words;
        let it = &words[verb];
        let loose = it.relation.is("parataxis") && it.head.is_some_and(|head| head < verb);
        let quoted = self.pieces.iter().any(|piece| piece.holds(clause));
        let comma = words.get(verb + 1).is_some_and(|next| next.form == ",");
        loose && comma && clause > verb && !quoted && self.follows_comma(verb) && !self.is_complement(clause)
    }

    /// "said on Tuesday, weeks after she left": a clause under a preposition or a conjunction of time says when, not what.
    fn is_when(&self, clause: usize) -> bool {
        let times = &self.sources.cues.attribution.times;
        let mut marks = self.sentence.with(clause, "mark").map(|mark| &self.sentence.words[mark]);
        marks.next().is_some_and(|mark| mark.upos == Upos::Adp || times.contains(&mark.lemma))
            && !self.is_complement(clause)
            && !self.is_infinitive(clause)
    }

    fn is_complement(&self, word: usize) -> bool {
        let complementisers = &self.sources.cues.attribution.complementisers;
        let mut marks = self.sentence.with(word, "mark");
        marks.next().is_some_and(|mark| complementisers.contains(&self.sentence.words[mark].lemma))
    }

    fn is_infinitive(&self, word: usize) -> bool {
        group::is_verbal(self.sentence, word)
            && !group::of(self.sentence, word, self.sources.cues).is_finite()
    }

    /// A clause beside the cue that the tree left unconnected: before it, after a colon, or in quotation marks.
    fn is_content(&self, verb: usize, child: usize) -> bool {
        let parenthesis = matches!(
            self.sentence.words[child].relation,
            Relation::ParataxisInsert | Relation::ParataxisParenth
        );
        if parenthesis {
            return false;
        }
        if child < verb {
            return true;
        }
        let colon = (verb..child).any(|i| self.sentence.words[i].form == ":");
        colon || self.pieces.iter().any(|piece| piece.holds(child) && !piece.holds(verb))
    }

    fn is_through(&self, child: usize, sense: &Verb) -> bool {
        let agents = &self.sources.cues.attribution.agents;
        let mut cases = self.sentence.with(child, "case");
        let agent = cases.any(|case| agents.contains(&self.sentence.words[case].lemma));
        if agent && self.sentence.words[child].relation == Relation::OblAgent {
            return false;
        }
        let marks = self.sentence.children(child).iter().copied().filter(|&mark| {
            let relation = self.sentence.words[mark].relation;
            relation.is("case") || relation.is("mark")
        });
        let mut words = marks.map(|mark| &self.sentence.words[mark].lemma);
        words.any(|lemma| sense.through.contains(lemma)) && !self.sources.is_medium(child)
    }

    /// "told the BBC that", "warned them that": the object is who is spoken to.
    fn is_told(&self, verb: usize, places: &Places) -> bool {
        places.object.is_empty() || places.clause.iter().all(|&clause| clause < verb)
    }

    /// A dependent's words, without the cue where the tree put it inside.
    fn branch(&self, verb: usize, head: usize) -> Vec<usize> {
        let inside = Some(verb).filter(|&verb| self.sentence.is_below(verb, head));
        let mut others: Vec<usize> = inside.into_iter().chain(self.other_clauses(head)).collect();
        others.extend(self.sentence.subtree(head).into_iter().filter(|&word| self.is_beside(word, head)));
        content::without(self.sentence, head, &others)
    }

    /// "…, an allegation that Paris rejects", "…, while the rebels held the port": what the dispatch says of it, or sets
    /// against it, is no part of what is said.
    fn is_beside(&self, word: usize, head: usize) -> bool {
        let attribution = &self.sources.cues.attribution;
        let words = &self.sentence.words;
        let comment = self.sources.cues.is_comment(self.sentence, word);
        let contrast = || {
            let mut marks = self.sentence.with(word, "mark");
            words[word].relation.is("advcl")
                && marks.any(|mark| attribution.contrasts.contains(&words[mark].lemma))
                && self.sentence.first(word, "nsubj").is_some()
        };
        // `said the bloc "cannot stand by," but Budapest vetoed`: a clause outside the quotation that the speaker's stands in.
        let outside = || {
            words[word].relation.is("conj")
                && self.sentence.first(word, "cc").is_some()
                && self.sentence.first(word, "nsubj").is_some()
                && self.pieces.iter().any(|piece| piece.holds(head) && piece.len() > 2 && piece.last < word)
        };
        let comma =
            |first: usize| first > 0 && (words[first - 1].form == "," || is_mark(&words[first - 1].form));
        let start = || self.sentence.subtree(word).into_iter().find(|&at| words[at].upos != Upos::Punct);
        word > head && (comment || contrast() || outside()) && start().is_some_and(comma)
    }

    /// "asked the court to rule and threatened to leave": a tensed clause that the tree coordinates with an infinitive
    /// or a noun goes on from the cue.
    fn other_clauses(&self, head: usize) -> impl Iterator<Item = usize> {
        let tense = |word: usize| group::of(self.sentence, word, self.sources.cues).tense;
        let open = !group::is_verbal(self.sentence, head) || tense(head) == Tense::Infinitive;
        let bare = self.sentence.words[head].features.has(Features::VERBFORM_INF);
        self.sentence.with(head, "conj").filter(move |&other| {
            let own = self.sentence.first(other, "nsubj").is_some();
            let verbal = self.sentence.words[other].upos == Upos::Verb;
            let tensed = matches!(tense(other), Tense::Past | Tense::Imperfect | Tense::Future)
                || bare && tense(other) == Tense::Participle;
            open && verbal
                && (tensed || own && self.sentence.words[other].features.has(Features::VERBFORM_FIN))
        })
    }

    /// An object's words, up to a subordinate clause behind a comma, which is the cue's own.
    fn object_words(&self, verb: usize, object: usize) -> Vec<usize> {
        let words = &self.sentence.words;
        let subordinate = |i: usize| words.get(i).is_some_and(|word| word.upos == Upos::Sconj);
        let opens = |i: usize| {
            subordinate(i) || words.get(i).is_some_and(|word| word.upos == Upos::Adv) && subordinate(i + 1)
        };
        let end =
            (object..words.len()).find(|&i| words[i].form == "," && opens(i + 1)).unwrap_or(words.len());
        let mut found = self.branch(verb, object);
        found.retain(|&word| word < end);
        found
    }

    fn without_case(&self, phrase: usize) -> Vec<usize> {
        let cases: Vec<usize> =
            self.sentence.with(phrase, "case").chain(self.sentence.with(phrase, "mark")).collect();
        content::without(self.sentence, phrase, &cases)
    }

    fn whole(&self, verb: usize, places: &Places) -> Content {
        let parts = [&places.object, &places.clause, &places.infinitive, &places.rest, &places.through];
        let heads: Vec<usize> = parts.into_iter().flatten().copied().collect();
        let head = places.infinitive.first().or(places.clause.first()).or(places.through.first());
        let head = head.or(places.object.first()).copied();
        if heads == places.through
            && let Some(&only) = places.through.first()
        {
            return Content::new(head, self.without_case(only));
        }
        let words = heads.iter().flat_map(|&part| self.branch(verb, part)).collect();
        Content::new(head, words)
    }

    /// "is said to have", "are accused of", "was announced".
    fn passive(&self, verb: usize, sense: &Verb, places: &Places) -> Option<Content> {
        let phrase = places.infinitive.first().or(places.through.first()).copied();
        let takes = |frame: Frame| sense.takes.contains(&frame);
        let mut words: Vec<usize> =
            places.subject.map(|subject| self.branch(verb, subject)).unwrap_or_default();
        if let Some(phrase) = phrase {
            words.extend(self.branch(verb, phrase));
            return Some(Content::new(Some(phrase), words));
        }
        // Whom somebody accuses is no content: "are prosecuted".
        let names = sense.act != SpeechAct::Accuse && (takes(Frame::Object) || takes(Frame::Whole));
        let subject = places.subject.filter(|_| names);
        match subject {
            Some(subject) => {
                words.extend(places.rest.iter().flat_map(|&part| self.branch(verb, part)));
                Some(Content::new(Some(subject), words))
            }
            // "the policy announced on Monday": the noun that the participle describes.
            None if self.sentence.words[verb].relation == Relation::Acl && takes(Frame::Object) => {
                let noun = self.sentence.words[verb].head?;
                Some(Content::new(Some(noun), content::without(self.sentence, noun, &[verb])))
            }
            None => None,
        }
    }

    /// "Oslo closes its border, Moscow protests": who judges without quoting says nothing of what stands before.
    pub(super) fn only_judges(&self, verb: usize, sense: &Verb) -> bool {
        let judges = sense.act == SpeechAct::Judge && self.pieces.is_empty();
        judges && self.sentence.first(verb, "nsubj").is_some_and(|subject| subject < verb)
    }

    /// Whether the cue stands in or behind what it introduces, as in "X, a-t-il dit".
    fn is_parenthetical(&self, verb: usize, places: &Places) -> bool {
        let it = &self.sentence.words[verb];
        let place = ["parataxis", "advcl", "discourse", "dep", "conj", "acl", "appos", "ccomp"];
        let Some(head) = it.head else { return false };
        let loose = place.iter().any(|base| it.relation.is(base)) && it.relation != Relation::AclRelcl;
        let strict = it.relation.is("parataxis");
        let marked = self.sentence.first(verb, "mark").is_some() || self.sentence.first(verb, "cc").is_some();
        if !loose || marked || head > verb && !strict {
            return false;
        }
        // A participle with a subject of its own is a past tense: "the minister promised".
        let subject = places.subject.is_some_and(|subject| subject + 1 == verb);
        let finite = group::of(self.sentence, verb, self.sources.cues).is_finite() || subject;
        let auxiliary = self.sentence.with(verb, "aux").next().unwrap_or(verb);
        let speaks = |word: &usize| self.sources.can_speak(*word);
        // "Taxes will fall, the minister promised, but": the verb itself ends its clause.
        let ends = self.ends_clause(verb);
        let empty = places.object.is_empty()
            || (strict || places.subject.is_none()) && places.object.iter().all(speaks);
        let inverted = places.subject.is_none_or(|subject| subject > auxiliary.min(verb));
        finite
            && empty
            && places.infinitive.is_empty()
            && (strict || inverted || ends)
            && self.follows_comma(verb)
    }

    /// Whether a preposition beside the verb makes another verb of it: "condamner à".
    pub fn is_another(&self, verb: usize, sense: &Verb) -> bool {
        let mut marks =
            self.sentence.children(verb).iter().flat_map(|&child| {
                self.sentence.with(child, "case").chain(self.sentence.with(child, "mark"))
            });
        !sense.unless.is_empty() && marks.any(|mark| sense.unless.contains(&self.sentence.words[mark].lemma))
    }

    /// Whether nothing but who is told, and where, stands between the verb and the end of its clause: ", a diplomat
    /// told Reuters", ", his lawyer wrote on Facebook".
    fn ends_clause(&self, verb: usize) -> bool {
        let words = &self.sentence.words;
        let plain = |word: usize| {
            !matches!(words[word].upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj)
                && self.sentence.is_below(word, verb)
        };
        let object = self.sentence.first(verb, "obj").is_none_or(|object| self.sources.can_speak(object));
        let end = (verb + 1..words.len()).find(|&word| words[word].upos == Upos::Punct);
        object && end.is_some_and(|end| (verb + 1..end).all(plain))
    }

    /// Whether the cue with its subject follows a comma, dash or closing quotation mark.
    fn follows_comma(&self, verb: usize) -> bool {
        let own = self.sentence.children(verb).iter().copied().filter(|&child| {
            let relation = self.sentence.words[child].relation;
            child < verb && ["aux", "nsubj", "expl"].iter().any(|base| relation.is(base))
        });
        // "Ankara accuse, Athènes dément": a denial stands beside what it answers.
        let denies = self.sources.cues.verbs(self.sentence, verb).any(|sense| sense.act == SpeechAct::Deny);
        let word = |at: &usize| denies || self.sentence.words[*at].upos != Upos::Punct;
        let begins = own.filter_map(|child| self.sentence.subtree(child).into_iter().find(word));
        let first = begins.chain([verb]).min();
        let first = first.unwrap_or(verb);
        first > 0 && is_separator(&self.sentence.words[first - 1].form)
    }

    /// The clause that a parenthetical cue stands in: all of the sentence where the cue closes it.
    fn around(&self, verb: usize) -> Option<Content> {
        // What is coordinated with the cue in the tree goes on with what is said.
        let conjuncts: Vec<usize> =
            self.sentence.with(verb, "conj").filter(|&conjunct| conjunct > verb).collect();
        let own = content::without(self.sentence, verb, &conjuncts);
        let last = own.last().copied().unwrap_or(verb);
        let closes = self.sentence.words.iter().skip(last + 1).all(|word| word.upos == Upos::Punct);
        let mut head = self.sentence.words[verb].head?;
        if closes {
            head = self.sentence.root();
        }
        if head == verb || self.sentence.is_below(head, verb) {
            return None;
        }
        // What the tree hangs on the cue before its comma is not its own.
        let comma = (0..verb).rev().find(|&i| is_separator(&self.sentence.words[i].form));
        let first = comma.map_or(0, |i| i + 1);
        let mut words = self.sentence.subtree(head);
        words.retain(|word| own.binary_search(word).is_err() || *word < first);
        // "Police fired; forty were hurt, the ministry said": the last of what semicolons part.
        let unit = (0..verb).rev().find(|&i| self.sentence.words[i].form == ";").map_or(0, |i| i + 1);
        if words.iter().any(|&word| word >= unit && word < verb) {
            words.retain(|&word| word >= unit);
        }
        let outside = |&&word: &&usize| self.sentence.words[word].head.is_none_or(|up| !words.contains(&up));
        let head = if words.contains(&head) { Some(head) } else { words.iter().find(outside).copied() };
        Some(Content { parenthetical: true, ..Content::new(head, words) })
    }

    /// Widens content to the quotations that it touches: `"X," he said, "Y."`
    fn quoted(&self, verb: usize, sense: &Verb, mut content: Content) -> Content {
        if !sense.takes.contains(&Frame::Quote) {
            return content;
        }
        let touched = |piece: &&Piece| content.words.iter().any(|&word| piece.holds(word));
        let starts = content.head.is_some_and(|head| self.pieces.iter().any(|piece| piece.holds(head)));
        let mut more: Vec<usize> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| !piece.holds(verb)) {
            let beside = starts && piece.len() > 2 && !self.other_cue_between(verb, piece);
            if touched(&piece) || beside {
                more.extend(piece.first..=piece.last);
            }
        }
        content.words.extend(more);
        content
    }

    /// Words in quotation marks next to a cue that governs nothing in the tree.
    fn beside_quotation(&self, verb: usize) -> Option<Content> {
        let mut words: Vec<usize> = Vec::new();
        for piece in self.pieces.iter().filter(|piece| !piece.holds(verb) && piece.len() > 2) {
            if !self.other_cue_between(verb, piece) && self.is_adjacent(verb, piece) {
                words.extend(piece.first..=piece.last);
            }
        }
        let head = words.iter().copied().find(|&word| {
            !is_mark(&self.sentence.words[word].form)
                && self.sentence.words[word].head.is_none_or(|head| !words.contains(&head))
        });
        (!words.is_empty()).then_some(Content::new(head, words))
    }

    /// A clause under `que` or `that` behind the cue that the tree hangs elsewhere: from the conjunction to its end.
    fn marked_clause(&self, verb: usize) -> Option<Content> {
        let own = |i: usize| group::governor_of_clause(self.sentence, i, self.sources.cues) == Some(verb);
        let clause = (verb + 1..self.sentence.words.len()).find(|&i| own(i))?;
        let mark = group::complementiser(self.sentence, clause)?;
        let last = self.sentence.subtree(clause).last().copied()?;
        Some(Content::new(Some(clause), (mark..=last).collect()))
    }

    /// A clause that the tree hangs beside its cue: on the source in "il ressort d'un rapport que", on the verb that
    /// cites in "quoted the envoy as saying that".
    fn clause_beside(&self, verb: usize, sense: &Verb) -> Option<Content> {
        let words = &self.sentence.words;
        let cited =
            self.sources.quoted_by(verb).into_iter().flat_map(|cite| self.sentence.with(cite, "ccomp"));
        let under = |&child: &usize| {
            self.sentence.with(child, "case").any(|case| sense.from.contains(&words[case].lemma))
        };
        let sources = self.sentence.children(verb).iter().copied().filter(under);
        let hung = sources.flat_map(|source| self.sentence.with(source, "acl"));
        let clause = cited.chain(hung.filter(|&clause| self.is_complement(clause))).find(|&it| it > verb)?;
        Some(Content::new(Some(clause), self.sentence.subtree(clause)))
    }

    /// `"X," she said, adding`: the quotation that closes before the cue, whatever the tree hangs on the cue.
    fn closed_quotation(&self, verb: usize, places: &Places) -> Option<Content> {
        let words = &self.sentence.words;
        let piece = self.pieces.iter().rev().find(|piece| piece.last < verb && verb - piece.last <= 10)?;
        let inner = words.get(piece.last.checked_sub(1)?)?;
        let stops = matches!(inner.form.as_str(), "," | "?" | "!" | "…");
        let comma = words.get(piece.last + 1).is_some_and(|word| word.form == ",");
        let verbless =
            (piece.last + 1..verb).all(|i| !matches!(words[i].upos, Upos::Verb | Upos::Cconj | Upos::Sconj));
        let marked = places.clause.first().is_some_and(|&clause| clause > verb && self.is_complement(clause));
        if piece.len() < 2 || !(stops || comma) || !verbless || marked || piece.holds(verb) {
            return None;
        }
        let inside: Vec<usize> = (piece.first..=piece.last).collect();
        let head = inside.iter().copied().find(|&word| {
            !is_mark(&words[word].form) && words[word].head.is_none_or(|head| !piece.holds(head))
        });
        let others = self.pieces.iter().filter(|other| other.first > verb && other.len() > 2);
        let later = others.filter(|other| !self.other_cue_between(verb, other) && !other.holds(verb));
        let later: Vec<usize> = later.flat_map(|other| other.first..=other.last).collect();
        let words = inside.into_iter().chain(later).collect();
        Some(Content { parenthetical: true, ..Content::new(head, words) })
    }

    /// The words of a clause that is said. Behind a bare "said" all that follows up to the cue's own right edge is
    /// said: what the tree hangs on the cue there mostly belongs to the clause.
    fn clause_words(&self, verb: usize, clause: usize, sense: &Verb) -> Vec<usize> {
        let mut words = self.branch(verb, clause);
        let plain = sense.takes.first() == Some(&Frame::Quote) && !sense.object_is_addressee;
        let Some(&first) = words.first().filter(|&&first| plain && first > verb) else { return words };
        let own: Vec<usize> = self.sentence.children(verb).to_vec();
        let is_place = |child: usize| {
            let relation = self.sentence.words[child].relation;
            ["obl", "advmod", "iobj", "aux", "compound", "expl"].iter().any(|base| relation.is(base))
        };
        let between = own.iter().copied().filter(|&child| child > verb && child < first);
        let loose = between.clone().all(|child| !is_place(child)) && verb + 1 < first;
        if loose && self.sentence.words[verb + 1].upos != Upos::Punct {
            words.extend(verb + 1..first);
        }
        let last = words.last().copied().unwrap_or(first);
        for &child in own.iter().filter(|&&child| child > last) {
            let relation = self.sentence.words[child].relation;
            let gerund = relation.is("advcl") && self.sentence.first(child, "mark").is_none();
            let apart = ["conj", "punct", "parataxis", "cc", "nsubj"].iter().any(|base| relation.is(base));
            if !apart && !gerund {
                words.extend(self.sentence.subtree(child));
            }
        }
        words
    }

    fn other_cue_between(&self, verb: usize, piece: &Piece) -> bool {
        let (from, to) = if piece.last < verb { (piece.last + 1, verb) } else { (verb + 1, piece.first) };
        (from..to).any(|i| {
            let it = &self.sentence.words[i];
            it.upos == Upos::Cconj || it.upos == Upos::Verb && self.sources.cues.is_cue(it)
        })
    }

    /// Whether only a comma, colon or the cue's own words lie between.
    fn is_adjacent(&self, verb: usize, piece: &Piece) -> bool {
        if piece.last < verb {
            let comma = is_separator(&self.sentence.words[piece.last.saturating_sub(1)].form)
                || self.sentence.words.get(piece.last + 1).is_some_and(|word| is_separator(&word.form));
            return comma || verb - piece.last <= 4;
        }
        let before = piece.first.checked_sub(1).map(|i| self.sentence.words[i].form.as_str());
        before.is_some_and(|form| matches!(form, ":" | ",")) || piece.first - verb <= 3
    }
}

fn is_separator(form: &str) -> bool {
    matches!(form, "," | "—" | "–" | "-" | "?" | "!" | ";") || is_mark(form)
}
