//! Every attribution of a dispatch: verb and noun cues, prepositions, hearsay adverbs, colons and dashes, then
//! quotations that run on, people who have the floor, and the chains that nesting makes.

use depeche_knowledge::RuleId;
use depeche_knowledge::attribution::{SpeechAct, Verb};
use smol_str::SmolStr;

use super::cues::{Cues, is_form};
use super::frames::{Content, Frames};
use super::group;
use super::quotes::{self, Piece};
use super::sources::Sources;
use super::{Cue, Quote, Source, Statement};
use super::{chains, content, discourse};
use crate::resolve::Mentions;
use crate::text::{Sentence, Span};
use crate::ud::{Features, Relation, Upos};

/// A statement before chains are built.
pub(super) struct Draft {
    pub statement: Statement,
    /// Words of the content in the cue's sentence.
    pub words: Vec<usize>,
    /// The word that the cue is known by.
    pub at: Option<usize>,
    /// Whether a verb says a clause, rather than judges, wishes or plans.
    pub says: bool,
    /// Whether it denies what stands before it: "X accused Y, which Z denies" is no word of Z on X.
    pub answers: bool,
}

/// Finds every attribution, in the order of the text.
pub(super) fn find(sentences: &[Sentence], mentions: &Mentions, cues: &Cues) -> Vec<Statement> {
    let pieces = quotes::find(sentences);
    let mut all = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let from = pieces.partition_point(|piece| piece.sentence < index);
        let to = pieces.partition_point(|piece| piece.sentence <= index);
        let sources = Sources { sentence, index, mentions, cues };
        let finder = Finder { sentence, index, cues, pieces: &pieces[from..to], sources: &sources };
        all.push(finder.drafts());
    }
    let mut found = Vec::new();
    for drafts in &mut all {
        chains::nest(drafts, mentions);
    }
    discourse::announce(&mut all, &pieces, sentences, mentions, cues);
    discourse::run_on(&mut all, &pieces, sentences);
    discourse::keep_floor(&mut all, sentences, mentions, cues);
    discourse::point_back(&mut all, sentences, mentions, cues);
    discourse::take_up(&mut all, sentences, mentions, cues);
    for drafts in all {
        found.extend(drafts.into_iter().map(|draft| (draft.says, draft.statement)));
    }
    keep_outside(found, mentions)
}

/// What somebody quoted word for word hopes or thinks of others is the quoted speaker's own voice; only another
/// who is known and says something there is a link of its own.
fn keep_outside(found: Vec<(bool, Statement)>, mentions: &Mentions) -> Vec<Statement> {
    let mut direct: Vec<Span> = Vec::new();
    for (_, statement) in found.iter().filter(|(_, it)| it.quote == Quote::Direct && !it.sources.is_empty()) {
        direct.extend(&statement.content);
    }
    direct.sort();
    let furthest: Vec<u32> = direct
        .iter()
        .scan(0, |far, span| {
            *far = span.end.max(*far);
            Some(*far)
        })
        .collect();
    let quoted = |cue: Span| {
        let before = direct.partition_point(|span| span.start <= cue.start);
        before > 0 && furthest[before - 1] >= cue.end
    };
    let known = |statement: &Statement| {
        let last = statement.sources.last();
        let actor = last.and_then(|source| source.mention).and_then(|at| mentions.actors.get(at));
        actor.is_some_and(|it| it.value.id.is_some())
    };
    let outside = |it: &Statement| it.cue.as_ref().is_none_or(|cue| !quoted(cue.span));
    let kept = found.into_iter().filter(|(says, it)| outside(it) || *says && known(it));
    kept.map(|(_, it)| it).collect()
}

/// Whether an act is about what is to be, not about what is.
pub(super) fn is_directive(act: SpeechAct) -> bool {
    matches!(
        act,
        SpeechAct::Promise
            | SpeechAct::Threaten
            | SpeechAct::Offer
            | SpeechAct::Request
            | SpeechAct::Order
            | SpeechAct::Wish
            | SpeechAct::Plan
            | SpeechAct::Refuse
    )
}

/// Looks for the statements of one sentence.
pub(super) struct Finder<'a> {
    pub sentence: &'a Sentence,
    pub index: usize,
    pub cues: &'a Cues,
    pub pieces: &'a [Piece],
    pub sources: &'a Sources<'a>,
}

impl Finder<'_> {
    fn drafts(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for word in 0..self.sentence.words.len() {
            let draft = match self.sentence.words[word].upos {
                Upos::Verb => self.verb(word),
                Upos::Noun => self.noun(word),
                Upos::Adv | Upos::Adj => self.hearsay(word),
                _ => None,
            };
            drafts.extend(draft);
        }
        self.prepositions(&mut drafts);
        if !drafts.iter().any(|draft| draft.words.first() == Some(&0)) {
            drafts.extend(self.colon());
            drafts.extend(self.dash());
        }
        self.cite(&mut drafts);
        drafts.sort_by_key(|draft| draft.at.unwrap_or(0));
        drafts
    }

    // ---- verbs ----------------------------------------------------------------------------------------------

    fn verb(&self, verb: usize) -> Option<Draft> {
        let frames = Frames { sentence: self.sentence, sources: self.sources, pieces: self.pieces };
        let it = &self.sentence.words[verb];
        if it.relation.is("amod") && !it.features.has(Features::VERBFORM_FIN) {
            return None;
        }
        let mut senses = self.cues.verbs(self.sentence, verb);
        let found = senses.find_map(|sense| {
            if sense.documents_only
                && !self.sources.subject(verb).is_some_and(|s| self.sources.is_document(s))
            {
                return None;
            }
            if frames.is_another(verb, sense) {
                return None;
            }
            // "s'établit à": a reflexive verb is another than the one that a document takes.
            if sense.documents_only && self.sentence.first(verb, "expl").is_some() {
                return None;
            }
            let content = frames.content(verb, sense).or_else(|| self.topic(verb, sense))?;
            (!content.words.is_empty()).then_some((sense, content))
        });
        let (sense, content) = found?;
        if sense.act == SpeechAct::Cite && self.quotes_another(verb) {
            return None;
        }
        if self.is_first_person(verb) || self.is_lone_pronoun(&content) {
            return None;
        }
        let speakers = match content.speaker {
            Some(speaker) => self.inverted_speakers(verb, speaker),
            None => {
                self.speakers_from(verb, sense).unwrap_or_else(|| self.speakers(verb, content.parenthetical))
            }
        };
        // "accused the army of burning": what the tree hangs on the one accused is said nevertheless.
        let told = |head: usize| {
            let mut clauses = self.sentence.with(head, "acl");
            sense.act == SpeechAct::Accuse && clauses.any(|it| self.sentence.first(it, "mark").is_some())
        };
        let nominal = content.head.is_some_and(|head| !group::is_verbal(self.sentence, head) && !told(head));
        // "has not claimed the attack": who keeps silent says nothing of it.
        let silent = matches!(sense.act, SpeechAct::Assert | SpeechAct::Confirm | SpeechAct::Admit)
            && (group::negator(self.sentence, verb, self.cues).is_some()
                || self.is_left_open(verb, sense.act));
        // "ordered the closure": what is ordered by its noun is done with the order.
        let judges = matches!(sense.act, SpeechAct::Judge | SpeechAct::Accuse | SpeechAct::Order)
            && !content.parenthetical;
        let (content_head, parenthetical) = (content.head, content.parenthetical);
        let mut draft = self.draft(verb, "verb", content, speakers, sense.id.clone());
        draft.answers = sense.act == SpeechAct::Deny && draft.words.iter().all(|&word| word < verb);
        // "denied involvement in the killing": the killing stands.
        let part = sense.act == SpeechAct::Deny
            && content_head.is_some_and(|head| self.cues.keeps_fact(self.sentence, head));
        draft.statement.presupposed = (judges || part || silent) && nominal || draft.answers;
        draft.statement.directs = is_directive(sense.act);
        draft.statement.asides = self.asides(verb, &draft.words, is_directive(sense.act), nominal);
        if !parenthetical {
            draft.statement.asides.extend(self.times_apart(verb, sense, &draft));
        }
        draft.says =
            !nominal && matches!(sense.act, SpeechAct::Assert | SpeechAct::Confirm | SpeechAct::Deny);
        Some(draft)
    }

    /// "neither confirmed nor denied reports": a confirmation beside a denial is none.
    fn is_left_open(&self, verb: usize, act: SpeechAct) -> bool {
        let denies = |other: usize| self.cues.verbs(self.sentence, other).any(|it| it.act == SpeechAct::Deny);
        act == SpeechAct::Confirm && self.sentence.with(verb, "conj").any(denies)
    }

    /// "I think" inside a quotation adds nobody: its speaker is known.
    fn is_first_person(&self, verb: usize) -> bool {
        if !self.pieces.iter().any(|piece| piece.holds(verb)) {
            return false;
        }
        let speakers = self.sources.speakers(verb);
        let subject = speakers.first().map(|&subject| self.sentence.words[subject].features);
        subject.is_some_and(|it| it.has(Features::PERSON_1) || it.has(Features::PERSON_2))
    }

    /// "supported him" says nothing that could be claimed.
    fn is_lone_pronoun(&self, content: &Content) -> bool {
        matches!(content.words.as_slice(), [word] if self.sentence.words[*word].upos == Upos::Pron)
    }

    /// "Frontière : Ankara accuse, Athènes dément."
    fn topic(&self, verb: usize, sense: &Verb) -> Option<Content> {
        let words = &self.sentence.words;
        let colon =
            words.iter().position(|word| word.form == ":").filter(|&colon| colon < verb && colon > 0)?;
        let asserts =
            matches!(sense.act, SpeechAct::Assert | SpeechAct::Accuse | SpeechAct::Deny | SpeechAct::Confirm);
        let bare =
            self.sources.subject(verb).is_some() && words[..colon].iter().all(|word| word.upos != Upos::Verb);
        (asserts && bare).then(|| Content::new(None, (0..colon).collect()))
    }

    /// Whether a citing verb only hands over to the verb that it governs: "quoted as saying".
    fn quotes_another(&self, verb: usize) -> bool {
        self.sentence.children(verb).iter().any(|&child| self.sources.quoted_by(child).is_some())
    }

    pub fn speakers(&self, verb: usize, parenthetical: bool) -> Vec<Source> {
        let mut chain: Vec<usize> = Vec::new();
        let speakers = match self.sources.quoted_by(verb) {
            Some(cite) => {
                let passive = group::is_passive(self.sentence, cite);
                let (citing, cited) = (self.sources.speakers(cite), self.sentence.first(cite, "obj"));
                chain.extend(if passive { self.sources.agent(cite).into_iter().collect() } else { citing });
                let cited = if passive { self.sources.subject(cite) } else { cited };
                cited.map(|word| self.sources.members(word)).unwrap_or_default()
            }
            None => {
                chain.extend(self.sources.channel(verb));
                let mut speakers =
                    if parenthetical { self.sources.inverted(verb) } else { self.sources.speakers(verb) };
                if let Some(cue) = self.cue_outside(verb, &speakers) {
                    speakers = self.sources.inverted(cue);
                }
                let inside = || speakers.iter().find_map(|&speaker| self.sources.relay_of(speaker));
                chain.extend(self.sources.relay(verb).or_else(inside));
                speakers
            }
        };
        chain.retain(|word| !speakers.contains(word));
        let relays = chain.iter().map(|&word| self.sources.source(word, true));
        relays.chain(speakers.iter().map(|&word| self.sources.source(word, false))).collect()
    }

    /// "« Nous verrons », a dit le maire, ajoutant que": nobody inside a quotation speaks outside of it; the cue of that
    /// quotation.
    fn cue_outside(&self, verb: usize, speakers: &[usize]) -> Option<usize> {
        let piece = self.pieces.iter().find(|piece| speakers.iter().any(|&speaker| piece.holds(speaker)))?;
        let cue = |&at: &usize| {
            let word = &self.sentence.words[at];
            word.upos == Upos::Verb && self.cues.is_cue(word)
        };
        (piece.last + 1..verb).find(cue).filter(|_| !piece.holds(verb))
    }

    /// "insists the Kremlin": who stands behind the verb, whatever the tree made of it.
    fn inverted_speakers(&self, verb: usize, speaker: usize) -> Vec<Source> {
        self.relayed(self.sources.relay(verb).filter(|&relay| relay != speaker), speaker)
    }

    /// Who speaks, behind whoever passes it on.
    fn relayed(&self, relay: Option<usize>, speaker: usize) -> Vec<Source> {
        let relays = relay.into_iter().map(|word| self.sources.source(word, true));
        let members = self.sources.members(speaker);
        relays.chain(members.iter().map(|&word| self.sources.source(word, false))).collect()
    }

    /// "The paper learned from two officials that": the source of a verb that takes it under a preposition.
    fn speakers_from(&self, verb: usize, sense: &Verb) -> Option<Vec<Source>> {
        let under = |child: usize| {
            let mut cases = self.sentence.with(child, "case");
            cases.any(|case| sense.from.contains(&self.sentence.words[case].lemma))
        };
        let mut children = self.sentence.children(verb).iter().copied().filter(|_| !sense.from.is_empty());
        let source = children.find(|&child| {
            self.sentence.words[child].relation.is("obl") && under(child) && self.sources.can_speak(child)
        })?;
        let subject = self.sources.subject(verb).filter(|&subject| {
            self.sentence.words[subject].upos != Upos::Pron && self.sources.can_speak(subject)
        });
        Some(self.relayed(subject, source))
    }

    fn cue_span(&self, verb: usize) -> Span {
        let children = self.sentence.children(verb).iter().copied();
        let closing = |from: usize| (from..verb).any(|i| quotes::is_mark(&self.sentence.words[i].form));
        let words: Vec<usize> = children
            .filter(|&child| {
                let relation = self.sentence.words[child].relation;
                let own = relation.is("aux")
                    || relation == Relation::CompoundPrt
                    || relation == Relation::ExplPv
                    || self.cues.joins(&self.sentence.words[verb], &self.sentence.words[child]);
                // "« a fait bouger les choses », a déclaré": what stands in the quotation is not the cue's.
                own && (child > verb || !closing(child))
            })
            .chain([verb])
            .collect();
        self.sentence.span_of(&words)
    }

    /// "un bilan qui n'a pu être confirmé de source indépendante": who has not confirmed says nothing.
    fn is_unconfirmed(&self, source: usize) -> bool {
        let Some(verb) = self.sentence.words[source].head else { return false };
        let confirms = self.sentence.words[verb].upos == Upos::Verb
            && self.cues.verbs(self.sentence, verb).any(|sense| sense.act == SpeechAct::Confirm);
        let denied = |word: usize| group::of(self.sentence, word, self.cues).negator.is_some();
        let above = self.sentence.words[verb].head.filter(|_| self.sentence.words[verb].relation.is("xcomp"));
        confirms && (denied(verb) || above.is_some_and(denied))
    }

    // ---- other cues -----------------------------------------------------------------------------------------

    fn hearsay(&self, word: usize) -> Option<Draft> {
        let rule = self.cues.hearsay(&self.sentence.words[word])?;
        let verb = self.sentence.words[word].head?;
        if !group::is_verbal(self.sentence, verb) {
            return None;
        }
        let words = content::without(self.sentence, verb, &[word]);
        let content = Content::new(Some(verb), words);
        let mut draft = self.draft(word, "adverb", content, Vec::new(), rule.clone());
        draft.statement.quote = Quote::None;
        Some(draft)
    }

    fn prepositions(&self, drafts: &mut Vec<Draft>) {
        let mut free = 0;
        for at in 0..self.sentence.words.len() {
            if at < free {
                continue;
            }
            let found = self.cues.prepositions.iter().find_map(|(entry, words)| {
                let rule = &self.cues.attribution.prepositions[*entry];
                let (source, cue, end) = self.preposition(at, words, rule.opening_only)?;
                Some((rule.id.clone(), source, cue, end))
            });
            let Some((rule, source, cue, end)) = found else { continue };
            if self.is_unconfirmed(source) {
                free = end;
                continue;
            }
            let Some(content) = self.said_beside(at, end, source) else { continue };
            let members = self.sources.members(source);
            let sources: Vec<Source> = members.iter().map(|&word| self.sources.source(word, false)).collect();
            free = end;
            if self.hand_over(at, &sources, drafts) {
                continue;
            }
            let mut draft = self.draft(at, "preposition", content, sources, rule);
            draft.statement.cue = Some(Cue { span: cue, kind: "preposition".into() });
            drafts.push(draft);
        }
    }

    /// The source after a preposition, the preposition's span, and the word after the whole phrase.
    fn preposition(&self, at: usize, words: &[SmolStr], opening_only: bool) -> Option<(usize, Span, usize)> {
        let sentence = self.sentence;
        if opening_only && at != 0 {
            return None;
        }
        let gap = words.iter().position(|word| word == "*");
        let first = &words[..gap.unwrap_or(words.len())];
        if !self.stands(at, first) {
            return None;
        }
        let after = at + first.len();
        let cue = sentence.words.get(at)?.span.cover(sentence.words.get(after - 1)?.span);
        if let Some(gap) = gap {
            let last = &words[gap + 1..];
            let end = (after + 1..(after + 8).min(sentence.words.len())).find(|&i| self.stands(i, last))?;
            let source = (after..end).rev().find(|&i| is_nominal(sentence, i))?;
            return Some((source, cue, end + last.len()));
        }
        // "de source diplomatique": the preposition holds the source itself.
        let holds = |&i: &usize| {
            let source = self.cues.source(&sentence.words[i]);
            source.is_some_and(|it| i + 1 == after || it.kind == "unnamed") && is_nominal(sentence, i)
        };
        if let Some(own) = (at..after).rev().find(holds).filter(|_| first.len() > 1) {
            let end = sentence.subtree(own).last().copied().unwrap_or(own) + 1;
            return Some((own, cue, end.max(after)));
        }
        // "un rapport selon lequel": what the noun says, not who says it.
        if sentence.words.get(after)?.relation.is("mark") {
            return None;
        }
        let source = self.top_of_phrase(after)?;
        let end = self.end_of_phrase(source).max(after + 1);
        if opening_only {
            let comma = sentence.words.get(end).is_some_and(|word| word.form == ",");
            if !comma || !self.sources.can_speak(source) || sentence.words[sentence.root()].upos == Upos::Verb
            {
                return None;
            }
        }
        Some((source, cue, end))
    }

    fn stands(&self, at: usize, words: &[SmolStr]) -> bool {
        !words.is_empty()
            && words.iter().enumerate().all(|(i, wanted)| {
                self.sentence.words.get(at + i).is_some_and(|word| is_form(&word.form, wanted))
            })
    }

    /// The head of the noun phrase that starts at a word.
    fn top_of_phrase(&self, start: usize) -> Option<usize> {
        let words = &self.sentence.words;
        let mut at = (start..(start + 6).min(words.len())).find(|&i| is_nominal(self.sentence, i))?;
        if (start + 1..at)
            .any(|i| matches!(words[i].upos, Upos::Verb | Upos::Punct) && !quotes::is_mark(&words[i].form))
        {
            return None;
        }
        while let Some(head) = words[at].head {
            let inside = ["compound", "flat", "nmod", "amod", "det", "appos", "nummod", "fixed"];
            let up = head >= start
                && is_nominal(self.sentence, head)
                && inside.iter().any(|base| words[at].relation.is(base));
            if !up {
                break;
            }
            at = head;
        }
        Some(at)
    }

    fn end_of_phrase(&self, source: usize) -> usize {
        let words = self.sentence.subtree(source);
        let last = words.iter().rev().copied().find(|&i| self.sentence.words[i].upos != Upos::Punct);
        last.unwrap_or(source) + 1
    }

    /// What a prepositional phrase attributes: the clause that it stands in, or the sentence at its edges.
    fn said_beside(&self, at: usize, end: usize, source: usize) -> Option<Content> {
        let sentence = self.sentence;
        let closes = sentence.words.iter().skip(end).all(|word| word.upos == Upos::Punct);
        let phrase = |word: &usize| (at..end).contains(word) || sentence.is_below(*word, source);
        // "une décision qui, selon la Russie, pourrait": the clause of the relative pronoun before the comma.
        let before = at.checked_sub(2).filter(|_| sentence.words[at - 1].form == ",");
        let opener = before.filter(|&i| {
            let it = &sentence.words[i];
            it.features.has(Features::PRONTYPE_REL) || it.upos == Upos::Sconj
        });
        if let Some(head) = opener.and_then(|i| sentence.words[i].head).filter(|&head| head >= end) {
            let mut words = sentence.subtree(head);
            words.retain(|word| *word >= end);
            return Some(Content::new(Some(head), words));
        }
        let governor = std::iter::successors(sentence.words[source].head, |&word| sentence.words[word].head)
            .find(|word| !phrase(word) && group::is_verbal(sentence, *word));
        let head = match governor {
            Some(governor) if at > 1 && !closes => governor,
            _ => sentence.root(),
        };
        // "X left, according to the mayor, while Y denied it": a clause of its own behind the phrase is not his.
        // Nor is "X is weighing it, according to a draft, but Y has vowed to veto it".
        let own = |&clause: &usize, opener: &str| {
            clause >= end
                && sentence.first(clause, opener).is_some_and(|it| it >= end)
                && sentence.first(clause, "nsubj").is_some()
        };
        let beside = sentence.with(head, "advcl").filter(|clause| own(clause, "mark"));
        let clauses = beside.chain(sentence.with(head, "conj").filter(|clause| own(clause, "cc")));
        let later: Vec<usize> = clauses.filter(|_| head < at).collect();
        let mut words = sentence.subtree(head);
        words.retain(|&word| !phrase(&word) && !later.iter().any(|&clause| sentence.is_below(word, clause)));
        (!words.is_empty()).then_some(Content::new(Some(head).filter(|head| !phrase(head)), words))
    }

    pub fn draft(
        &self,
        at: usize,
        kind: &str,
        content: Content,
        sources: Vec<Source>,
        rule: RuleId,
    ) -> Draft {
        let spans = content::spans(self.sentence, &content.words);
        let quote = if sources.is_empty() { Quote::None } else { self.quote(&content.words) };
        let mut words = content.words;
        words.sort_unstable();
        words.dedup();
        Draft {
            statement: Statement {
                sentence: self.index,
                content: spans,
                content_head: content.head,
                cue: Some(Cue { span: self.cue_span(at), kind: kind.into() }),
                sources,
                quote,
                presupposed: false,
                directs: false,
                asides: Vec::new(),
                because: vec![rule],
            },
            words,
            at: Some(at),
            says: false,
            answers: false,
        }
    }

    fn quote(&self, words: &[usize]) -> Quote {
        let real = |word: &&usize| self.sentence.words[**word].upos != Upos::Punct;
        let total = words.iter().filter(real).count();
        let inside = |word: &&usize| self.pieces.iter().any(|piece| piece.holds(**word));
        let quoted = words.iter().filter(real).filter(inside).count();
        match quoted {
            0 => Quote::Indirect,
            _ if quoted * 10 >= total * 9 => Quote::Direct,
            _ => Quote::Mixed,
        }
    }
}

pub(super) fn is_nominal(sentence: &Sentence, word: usize) -> bool {
    matches!(sentence.words[word].upos, Upos::Noun | Upos::Propn | Upos::Pron)
}
