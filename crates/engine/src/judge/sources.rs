//! Who says it: from the cue's subject, agent or relay slot to a source.

use depeche_knowledge::attribution::SpeechAct;
use smol_str::SmolStr;

use super::Source;
use super::content;
use super::cues::Cues;
use super::group;
use crate::resolve::Mentions;
use crate::resolve::actors::{Actor, Count, Kind};
use crate::text::{Sentence, Span};
use crate::ud::{Features, Relation, Upos};

/// Looks for sources in one sentence.
pub(super) struct Sources<'a> {
    pub sentence: &'a Sentence,
    pub index: usize,
    pub mentions: &'a Mentions,
    pub cues: &'a Cues,
}

/// How many governors may lie between a cue and the subject that it shares.
const SHARED: usize = 4;

impl Sources<'_> {
    /// The words that name who speaks, for a verb cue; several for compound subjects. Empty where nobody is.
    pub fn speakers(&self, verb: usize) -> Vec<usize> {
        let mut at = verb;
        for step in 0..SHARED {
            let passive = group::is_passive(self.sentence, at);
            let found = if passive && step == 0 { self.agent(at) } else { self.subject(at) };
            if let Some(found) = found {
                return self.members(found);
            }
            if passive && step == 0 && self.sentence.words[at].relation.base() != "conj" {
                return Vec::new();
            }
            let Some(above) = self.sharing(at) else { break };
            match above {
                Above::Clause(head) => at = head,
                Above::Noun(noun) => return self.members(noun),
            }
        }
        self.beside(verb).map(|word| self.members(word)).unwrap_or_default()
    }

    /// The subject of a clause; a relative pronoun stands for its noun.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let subject = self.sentence.children(verb).iter().copied().find(|&child| {
            let it = &self.sentence.words[child];
            it.relation.is("nsubj")
                || it.relation == Relation::ExplSubj && it.features.has(Features::PERSON_3)
        })?;
        Some(self.antecedent(verb, subject))
    }

    fn antecedent(&self, verb: usize, subject: usize) -> usize {
        let it = &self.sentence.words[subject];
        let relative = it.features.has(Features::PRONTYPE_REL);
        let clause = &self.sentence.words[verb];
        match clause.head {
            Some(noun) if relative && clause.relation == Relation::AclRelcl => noun,
            _ => subject,
        }
    }

    /// Who does it in a passive: an agent, or a place that stands for people ("dans l'entourage de").
    pub fn agent(&self, verb: usize) -> Option<usize> {
        let children = self.sentence.children(verb).iter().copied();
        let agents = &self.cues.attribution.agents;
        let under = |child: usize| {
            self.sentence.with(child, "case").any(|case| agents.contains(&self.sentence.words[case].lemma))
        };
        let agent = children.clone().find(|&child| {
            let it = &self.sentence.words[child];
            it.relation == Relation::OblAgent
                || it.relation.is("obl") && under(child) && self.can_speak(child)
        });
        agent.or_else(|| {
            let oblique = children.filter(|&child| self.sentence.words[child].relation.is("obl"));
            oblique.filter(|&child| !self.is_addressee(child)).find(|&child| {
                let source = self.cues.source(&self.sentence.words[child]);
                source.is_some_and(|source| source.kind != "document" || source.rank.is_some())
            })
        })
    }

    /// Who speaks in an inverted cue that the tree took for a coordinated clause: whoever stands behind it, not the
    /// subject of the clause before it.
    pub fn inverted(&self, verb: usize) -> Vec<usize> {
        if let Some(before) = self.right_before(verb) {
            return self.members(before);
        }
        if let Some(subject) = self.subject(verb).filter(|&subject| subject > verb) {
            return self.members(subject);
        }
        if let Some(beside) = self.beside(verb) {
            return self.members(beside);
        }
        // "à l'AFP deux sources": whoever stands behind the cue without a preposition, wherever the tree hangs it.
        let below = self.sentence.subtree(verb);
        let behind = below.iter().copied().skip_while(|&word| word <= verb);
        let behind = behind.take_while(|&word| self.sentence.words[word].upos != Upos::Punct);
        let speaker = behind
            .filter(|&word| matches!(self.sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron))
            .filter(|&word| self.can_speak(word) && self.sentence.first(word, "case").is_none())
            .find(|&word| {
                !["compound", "flat", "appos"].iter().any(|base| self.sentence.words[word].relation.is(base))
            });
        let speaker = speaker.or_else(|| self.subject(verb));
        speaker.map(|word| self.members(word)).unwrap_or_default()
    }

    /// The noun phrase between a comma or quotation mark and the cue: `," the governor said`.
    fn right_before(&self, verb: usize) -> Option<usize> {
        let words = &self.sentence.words;
        let start = (0..verb).rev().find(|&i| {
            matches!(words[i].upos, Upos::Punct | Upos::Verb | Upos::Sconj) && words[i].form != "-"
        });
        let start = start.map_or(0, |i| i + 1);
        let nominal = |&i: &usize| matches!(words[i].upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let subject = (start..verb).filter(nominal).find(|&i| words[i].relation.is("nsubj"));
        let top = (start..verb)
            .filter(nominal)
            .find(|&i| words[i].head.is_none_or(|head| head < start || head >= verb));
        subject.or(top)
    }

    /// The clause or noun whose subject a verb without one shares.
    fn sharing(&self, verb: usize) -> Option<Above> {
        let it = &self.sentence.words[verb];
        let head = it.head?;
        let above = &self.sentence.words[head];
        match it.relation.base() {
            "conj" | "xcomp" if above.upos != Upos::Noun => Some(Above::Clause(head)),
            "advcl" | "parataxis" if !group::of(self.sentence, verb, self.cues).is_finite() => {
                Some(Above::Clause(self.outer_speaker(verb, head).unwrap_or(head)))
            }
            "ccomp" if it.features.has(Features::VERBFORM_INF) => Some(Above::Clause(head)),
            "acl" if self.is_loose_gerund(verb, head) => self.clause_of(head).map(Above::Clause),
            // A finite verb describes no noun: the tree took its subject for its head.
            "amod" if it.features.has(Features::VERBFORM_FIN) && head < verb => Some(Above::Noun(head)),
            "acl" if matches!(above.upos, Upos::Noun | Upos::Propn | Upos::Pron) => Some(Above::Noun(head)),
            _ => None,
        }
    }

    /// "emailed supporters, telling them": a gerund behind a comma, or on a noun that cannot speak, belongs to the
    /// clause.
    fn is_loose_gerund(&self, verb: usize, noun: usize) -> bool {
        let gerund = group::of(self.sentence, verb, self.cues).tense == group::Tense::Gerund;
        let first = self.sentence.subtree(verb).first().copied().unwrap_or(verb);
        let comma =
            first > 0 && self.sentence.words[first - 1].form == "," || self.sentence.words[first].form == ",";
        gerund && (comma || !self.can_speak(noun))
    }

    /// "The palace denied that the king was ill, adding that": who says the clause goes on speaking, not its subject.
    fn outer_speaker(&self, gerund: usize, clause: usize) -> Option<usize> {
        let it = &self.sentence.words[clause];
        let verb = it.head.filter(|_| it.relation.is("ccomp"))?;
        let first = self.sentence.subtree(gerund).first().copied()?;
        let comma =
            first > 0 && self.sentence.words[first - 1].form == "," || self.sentence.words[first].form == ",";
        let says =
            self.cues.verbs(self.sentence, gerund).next().is_some_and(|it| it.act == SpeechAct::Assert);
        (comma && says && self.cues.is_cue(&self.sentence.words[verb])).then_some(verb)
    }

    /// The verb of the clause that a noun stands in.
    fn clause_of(&self, noun: usize) -> Option<usize> {
        let mut above =
            std::iter::successors(self.sentence.words[noun].head, |&at| self.sentence.words[at].head);
        above.find(|&at| group::is_verbal(self.sentence, at))
    }

    /// A last resort for inverted cues whose subject the tree took for something else.
    fn beside(&self, verb: usize) -> Option<usize> {
        let it = &self.sentence.words[verb];
        if !it.features.has(Features::VERBFORM_FIN) && !group::of(self.sentence, verb, self.cues).is_finite()
        {
            return None;
        }
        let nominal = |&child: &usize| {
            let word = &self.sentence.words[child];
            let place = ["obj", "obl", "dislocated", "dep", "parataxis", "vocative"];
            child > verb
                && matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Pron)
                && place.iter().any(|base| word.relation.is(base))
                && self.sentence.first(child, "case").is_none()
        };
        let known = |&child: &usize| {
            self.mentions.actor_at(self.index, child).is_some()
                || self.cues.source(&self.sentence.words[child]).is_some()
                || self.sentence.words[child].upos == Upos::Propn
        };
        self.sentence.children(verb).iter().copied().filter(nominal).find(known)
    }

    /// A compound's members.
    pub fn members(&self, word: usize) -> Vec<usize> {
        let mut members = vec![word];
        members.extend(self.sentence.with(word, "conj").filter(|&member| {
            matches!(self.sentence.words[member].upos, Upos::Noun | Upos::Propn | Upos::Pron)
        }));
        members
    }

    /// The medium that is told: "told the BBC", "à l'agence TASS".
    pub fn relay(&self, verb: usize) -> Option<usize> {
        let children = self.sentence.children(verb).iter().copied();
        children
            .filter(|&child| {
                ["obj", "iobj", "obl"].iter().any(|base| self.sentence.words[child].relation.is(base))
            })
            .filter(|&child| self.sentence.words[child].relation != Relation::OblAgent)
            .find(|&child| self.is_medium(child))
    }

    /// The medium that the tree hangs on the speaker: "des sources à Reuters".
    pub fn relay_of(&self, speaker: usize) -> Option<usize> {
        self.sentence.with(speaker, "nmod").find(|&child| self.is_told_medium(child))
    }

    fn is_told_medium(&self, word: usize) -> bool {
        self.is_medium(word) && self.is_addressee(word)
    }

    fn is_addressee(&self, word: usize) -> bool {
        let addressees = &self.cues.attribution.addressees;
        let mut cases = self.sentence.with(word, "case");
        cases.any(|case| addressees.contains(&self.sentence.words[case].lemma))
    }

    /// A message that somebody speaks in: "dans un message sur Telegram", "in a post on X".
    pub fn channel(&self, verb: usize) -> Option<usize> {
        let children = self.sentence.children(verb).iter().copied();
        children.filter(|&child| self.sentence.words[child].relation.is("obl")).find(|&child| {
            let source = self.cues.source(&self.sentence.words[child]);
            source.is_some_and(|source| source.kind == "document")
                && self.sentence.first(child, "case").is_some()
        })
    }

    /// Whether a word names a medium.
    pub fn is_medium(&self, word: usize) -> bool {
        let mention = self.mentions.actor_at(self.index, word).and_then(|i| self.mentions.actors.get(i));
        mention.is_some_and(|mention| mention.value.kind == Kind::Media)
            || self.cues.source(&self.sentence.words[word]).is_some_and(|source| source.kind == "media")
    }

    /// Whether a word can say something: an actor, a source noun, a name.
    pub fn can_speak(&self, word: usize) -> bool {
        self.mentions.actor_at(self.index, word).is_some()
            || self.cues.source(&self.sentence.words[word]).is_some()
            || matches!(self.sentence.words[word].upos, Upos::Propn)
    }

    /// Whether a word names a document or poll.
    pub fn is_document(&self, word: usize) -> bool {
        let source = self.cues.source(&self.sentence.words[word]);
        source.is_some_and(|source| matches!(source.kind.as_str(), "document" | "poll"))
    }

    /// Whether one verb only quotes another's speaker: "cité par TASS comme disant".
    pub fn quoted_by(&self, verb: usize) -> Option<usize> {
        let it = &self.sentence.words[verb];
        let head = it.head?;
        let above = &self.sentence.words[head];
        let place = ["advcl", "xcomp", "ccomp", "acl", "obl"].iter().any(|base| it.relation.is(base));
        let cites = place
            && above.upos == Upos::Verb
            && self.cues.verbs(self.sentence, head).any(|verb| verb.act == SpeechAct::Cite);
        // "quoted the envoy as saying": whoever is cited speaks, whichever the voice.
        let object = || {
            let marked = self.sentence.first(verb, "mark").is_some_and(|mark| mark > head);
            let object = self.sentence.first(head, "obj").filter(|&object| object > head && object < verb);
            marked && object.is_some_and(|object| self.can_speak(object))
        };
        (cites && (group::is_passive(self.sentence, head) || object())).then_some(head)
    }

    /// The source that a noun names.
    pub fn source(&self, head: usize, relay: bool) -> Source {
        let mut words = self.phrase(head);
        words.extend(self.relative_after(&words));
        let found =
            self.mentions.actor_at(self.index, head).and_then(|i| Some((i, self.mentions.actors.get(i)?)));
        let mention = found.map(|(i, _)| i);
        let actor = found.map(|(_, mention)| self.resolve(&mention.value));
        let noun = self.cues.source(&self.sentence.words[head]);
        let known = actor.filter(|actor| actor.kind != Kind::Unnamed || noun.is_none());
        let witness = noun.is_some_and(|noun| noun.kind == "witness");
        let known = known.filter(|actor| !(witness && actor.kind == Kind::Crowd));
        let kind = match (known, noun) {
            (Some(actor), _) => SmolStr::new(kind_name(actor.kind)),
            (None, Some(noun)) => noun.kind.clone(),
            (None, None) if self.sentence.words[head].upos == Upos::Propn => "person".into(),
            (None, None) => "unnamed".into(),
        };
        let rank = actor.and_then(|actor| actor.rank.clone());
        let rank = rank.or_else(|| self.rank(head)).or_else(|| noun.and_then(|noun| noun.rank.clone()));
        let named = actor.is_some_and(|actor| actor.id.is_some() || actor.name.is_some())
            || self.sentence.words[head].upos == Upos::Propn;
        let count = match actor.map(|actor| actor.count) {
            Some(Count::One) => "one",
            Some(Count::Two) => "two",
            Some(Count::Several) => "several",
            _ if self.sentence.words[head].features.has(Features::NUMBER_PLUR) => "several",
            _ if self.sentence.words[head].features.has(Features::NUMBER_SING) => "one",
            _ => "unknown",
        };
        Source {
            sentence: self.index,
            span: self.without_hyphen(&words),
            mention,
            relay: relay || kind == "media",
            kind,
            named,
            count: count.into(),
            rank,
            country: actor.and_then(|actor| actor.country.clone()),
        }
    }

    /// The span of some words; "-t-il" is "il".
    fn without_hyphen(&self, words: &[usize]) -> Span {
        let mut span = self.sentence.span_of(words);
        if let [word] = words {
            let form = &self.sentence.words[*word].form;
            let bare = form.trim_start_matches("-t-").trim_start_matches('-');
            // One byte, one scalar value each.
            span.start += (form.len() - bare.len()) as u32;
        }
        span
    }

    /// The relative pronoun right behind a source that its own clause quotes: "the envoy who said".
    fn relative_after(&self, words: &[usize]) -> Option<usize> {
        let next = words.last()? + 1;
        let relative = |i: usize| {
            let it = self.sentence.words.get(i)?;
            (it.upos == Upos::Pron && it.features.has(Features::PRONTYPE_REL)).then_some(i)
        };
        let verb = |i: usize| self.sentence.words[i].head.map(|verb| &self.sentence.words[verb]);
        relative(next).filter(|&i| verb(i).is_some_and(|verb| self.cues.is_cue(verb)))
    }

    /// The actor that a pronoun or description stands for, if it is not known itself.
    fn resolve<'b>(&'b self, actor: &'b Actor) -> &'b Actor {
        let mut at = actor;
        for _ in 0..SHARED {
            if at.id.is_some() {
                break;
            }
            let Some(earlier) = at.antecedent.and_then(|i| self.mentions.actors.get(i)) else { break };
            at = &earlier.value;
        }
        at
    }

    /// A rank that an adjective gives: `haut`, `senior`.
    fn rank(&self, head: usize) -> Option<SmolStr> {
        let adjectives = self.sentence.with(head, "amod");
        adjectives
            .filter_map(|i| self.cues.source(&self.sentence.words[i]))
            .find_map(|source| source.rank.clone())
    }

    /// The words of a source: its noun phrase without clauses and other members, in one piece.
    fn phrase(&self, head: usize) -> Vec<usize> {
        let leave = [
            "acl",
            "advcl",
            "conj",
            "cc",
            "parataxis",
            "ccomp",
            "case",
            "punct",
            "csubj",
            "cop",
            "mark",
            "aux",
        ];
        let branches: Vec<usize> = self
            .sentence
            .children(head)
            .iter()
            .copied()
            .filter(|&child| {
                let it = &self.sentence.words[child];
                leave.iter().any(|base| it.relation.is(base))
                    || it.relation.is("amod") && it.features.has(Features::VERBFORM_FIN)
                    || self.is_told_medium(child)
                    || self.cues.is_comment(self.sentence, child)
            })
            .collect();
        let words = content::without(self.sentence, head, &branches);
        // What a word between clauses separates is not its phrase.
        let mut first = head;
        while first > 0 && self.reaches(&words, first - 1) {
            first -= 1;
        }
        let mut last = head;
        while last + 1 < self.sentence.words.len() && self.reaches(&words, last + 1) {
            last += 1;
        }
        words.into_iter().filter(|word| (first..=last).contains(word)).collect()
    }

    fn reaches(&self, words: &[usize], word: usize) -> bool {
        words.binary_search(&word).is_ok() || self.sentence.words[word].upos == Upos::Punct
    }
}

enum Above {
    Clause(usize),
    Noun(usize),
}

/// The contract's name of a kind.
pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "person",
        Kind::Office => "office",
        Kind::Government => "government",
        Kind::Organisation => "organisation",
        Kind::ArmedGroup => "armed_group",
        Kind::Media => "media",
        Kind::Document => "document",
        Kind::Poll => "poll",
        Kind::Crowd => "crowd",
        Kind::Witness => "witness",
        Kind::Unnamed => "unnamed",
    }
}
