//! Chains of sources: who cites whom, and statements that lie in one another.

use depeche_knowledge::attribution::SpeechAct;

use super::Source;
use super::attribution::{Draft, Finder};
use super::content;
use super::group;
use crate::resolve::Mentions;
use crate::text::Span;
use crate::ud::Upos;

impl Finder<'_> {
    /// "Selon Haaretz, qui cite un haut gradé": whom a source cites speaks inside it.
    pub fn cite(&self, drafts: &mut Vec<Draft>) {
        for verb in 0..self.sentence.words.len() {
            let it = &self.sentence.words[verb];
            if it.upos != Upos::Verb || group::is_passive(self.sentence, verb) {
                continue;
            }
            if !self.cues.verbs(self.sentence, verb).any(|sense| sense.act == SpeechAct::Cite) {
                continue;
            }
            let Some(cited) =
                self.sentence.first(verb, "obj").filter(|&object| self.sources.can_speak(object))
            else {
                continue;
            };
            let citing: Vec<Span> =
                self.sources.speakers(verb).iter().map(|&word| self.sentence.words[word].span).collect();
            let outer = drafts.iter().position(|draft| {
                draft.at != Some(verb)
                    && draft
                        .statement
                        .sources
                        .last()
                        .is_some_and(|last| citing.iter().any(|&span| last.span.overlaps(span)))
            });
            let Some(outer) = outer else { continue };
            for source in &mut drafts[outer].statement.sources {
                source.relay = true;
            }
            let members = self.sources.members(cited);
            let cited = members.iter().map(|&word| self.sources.source(word, false));
            drafts[outer].statement.sources.extend(cited);
            // "rapporte, citant un officier, que": the clause may hang on the one who is cited.
            let clause = drafts[outer].statement.content_head.filter(|&it| self.sentence.is_below(it, verb));
            let said = |word: usize| clause.is_some_and(|clause| self.sentence.is_below(word, clause));
            drafts[outer].words.retain(|&word| !self.sentence.is_below(word, verb) || said(word));
            if drafts[outer].words.is_empty() {
                drafts[outer].words = self.clause_of_cited(members[0]);
            }
            drafts[outer].statement.content = content::spans(self.sentence, &drafts[outer].words);
            drafts.retain(|draft| draft.at != Some(verb));
        }
    }

    /// The clause under a conjunction that the tree hangs on who is cited.
    fn clause_of_cited(&self, cited: usize) -> Vec<usize> {
        let complementisers = &self.cues.attribution.complementisers;
        let marked = |&clause: &usize| {
            let mark = self.sentence.first(clause, "mark");
            mark.is_some_and(|mark| complementisers.contains(&self.sentence.words[mark].lemma))
        };
        let clause = self.sentence.with(cited, "acl").find(marked);
        clause.map(|clause| self.sentence.subtree(clause)).unwrap_or_default()
    }

    /// "a rapporté l'AFP de source policière": a source inside another's phrase speaks through it.
    pub fn hand_over(&self, at: usize, sources: &[Source], drafts: &mut [Draft]) -> bool {
        let cue = self.sentence.words[at].span;
        // "a appris de sources proches": the verb has taken the source already.
        let same = |draft: &Draft| {
            let last = draft.statement.sources.last();
            last.is_some_and(|last| sources.first().is_some_and(|first| first.span == last.span))
        };
        if drafts.iter().any(same) {
            return true;
        }
        let inside = |source: &Source| source.span.contains(cue) && source.span.start < cue.start;
        let outer = drafts.iter_mut().find(|draft| draft.statement.sources.last().is_some_and(inside));
        let (Some(outer), Some(before)) = (outer, at.checked_sub(1)) else { return false };
        let statement = &mut outer.statement;
        for source in &mut statement.sources {
            source.relay = true;
            if source.span.contains(cue) {
                source.span.end = self.sentence.words[before].span.end;
            }
        }
        statement.sources.extend(sources.iter().cloned());
        true
    }
}

/// Puts the sources of enclosing statements before a statement's own.
pub(super) fn nest(drafts: &mut [Draft], mentions: &Mentions) {
    let own: Vec<Vec<Source>> = drafts.iter().map(|draft| draft.statement.sources.clone()).collect();
    let parents: Vec<Option<usize>> = (0..drafts.len()).map(|i| parent(drafts, i)).collect();
    for i in 0..drafts.len() {
        let mut chain: Vec<usize> = vec![i];
        let mut at = i;
        while let Some(up) = parents[at].filter(|up| !chain.contains(up)) {
            chain.push(up);
            at = up;
        }
        let mut sources: Vec<Source> = Vec::new();
        for (depth, &link) in chain.iter().enumerate().rev() {
            // Somebody who speaks of own words is one link.
            sources.retain(|source| own[link].iter().all(|it| !is_same(it, source, mentions)));
            for source in &own[link] {
                let relay = source.relay || depth > 0 && !own[i].is_empty();
                if sources.iter().all(|it| it.span != source.span) {
                    sources.push(Source { relay, ..source.clone() });
                }
            }
        }
        drafts[i].statement.sources = sources;
    }
}

/// Whether two sources are the same words or the same actor.
fn is_same(one: &Source, other: &Source, mentions: &Mentions) -> bool {
    let root = |source: &Source| {
        let mut at = source.mention?;
        for _ in 0..mentions.actors.len() {
            match mentions.actors.get(at).and_then(|mention| mention.value.antecedent).filter(|&it| it < at) {
                Some(earlier) => at = earlier,
                None => break,
            }
        }
        Some(at)
    };
    let id = |at: Option<usize>| at.and_then(|at| mentions.actors.get(at)).and_then(|it| it.value.id.clone());
    let (first, second) = (root(one), root(other));
    let same_id = || id(first).is_some() && id(first) == id(second);
    one.span == other.span || first.is_some() && first == second || same_id()
}

/// The smallest other statement whose content holds this one's cue.
fn parent(drafts: &[Draft], i: usize) -> Option<usize> {
    let at = drafts[i].at?;
    let cue = drafts[i].statement.cue.as_ref().map(|cue| cue.span);
    let apart = |j: usize| {
        let mut asides = drafts[j].statement.asides.iter();
        asides.any(|aside| cue.is_some_and(|cue| aside.contains(cue)))
    };
    let holds = |j: &usize| {
        *j != i
            && !apart(*j)
            && drafts[*j].words.binary_search(&at).is_ok()
            && drafts[*j].at != Some(at)
            && !drafts[*j].answers
    };
    let holds_back = |j: &usize| drafts[*j].at.is_some_and(|cue| drafts[i].words.binary_search(&cue).is_ok());
    // Two that hold each other's cues are no nest: the longer content is outside.
    let outside = |j: &usize| !holds_back(j) || drafts[*j].words.len() > drafts[i].words.len();
    (0..drafts.len()).filter(holds).filter(outside).min_by_key(|&j| drafts[j].words.len())
}
