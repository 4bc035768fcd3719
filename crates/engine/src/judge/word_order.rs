//! What a cue governs where only the order of words shows it.

use depeche_knowledge::attribution::{Frame, Verb};

use super::frames::{Content, Frames, Places};
use super::group;
use crate::ud::{Features, Relation, Upos};

impl Frames<'_> {
    /// `X, insists the Kremlin, Y`: a cue between commas with nobody before it and somebody who can speak right
    /// behind, whatever the tree made of both.
    pub(super) fn interposed(&self, verb: usize, sense: &Verb) -> Option<Content> {
        let words = &self.sentence.words;
        let it = &words[verb];
        if sense.takes.first() != Some(&Frame::Quote) || !it.features.has(Features::VERBFORM_FIN) {
            return None;
        }
        let clitic = |i: usize| words[i].relation.is("expl") && words[i].head == Some(verb);
        let first = if verb > 0 && clitic(verb - 1) { verb - 1 } else { verb };
        let comma = first.checked_sub(1).filter(|&i| words[i].form == "," && i > 1)?;
        let before = self.sentence.first(verb, "nsubj").is_some_and(|subject| subject < verb);
        let shares = it.relation.is("conj") && sense.takes.contains(&Frame::Object);
        let joined = |i: &usize| self.sources.cues.joins(it, &words[*i]);
        let start = (verb + 1..words.len()).find(|i| !joined(i))?;
        let end = (start..words.len()).find(|&i| words[i].upos == Upos::Punct)?;
        let nominal =
            |i: usize| matches!(words[i].upos, Upos::Noun | Upos::Propn) || self.sources.can_speak(i);
        let plain = |i: usize| !matches!(words[i].upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Adv);
        let head = (start..end).find(|&i| nominal(i))?;
        let opens = (start..head).all(|i| matches!(words[i].upos, Upos::Det | Upos::Adj | Upos::Num));
        let outside = (0..comma).chain(end..words.len());
        let finite = outside.into_iter().any(|i| words[i].features.has(Features::VERBFORM_FIN));
        if before || shares || !opens || !finite || !(start..end).all(plain) {
            return None;
        }
        let top =
            std::iter::successors(Some(head), |&i| words[i].head.filter(|&up| (head..end).contains(&up)));
        let speaker = top.last().filter(|&i| self.sources.can_speak(i))?;
        let closes = words[end].form != "," || words[end + 1..].iter().all(|word| word.upos == Upos::Punct);
        let relative = words.get(end + 1).is_some_and(|next| next.features.has(Features::PRONTYPE_REL));
        let said = |i: &usize| *i < comma || *i > end && !closes && !relative;
        let found: Vec<usize> = (0..words.len()).filter(said).collect();
        let root = found.iter().copied().find(|&i| words[i].features.has(Features::VERBFORM_FIN));
        Some(Content { parenthetical: true, speaker: Some(speaker), ..Content::new(root, found) })
    }

    /// Where the tree shows nothing: all before ", she said." at the end of a sentence, or all behind "said" if a
    /// clause with a subject of its own stands there.
    pub(super) fn beside_clause(&self, verb: usize, sense: &Verb) -> Option<Content> {
        let words = &self.sentence.words;
        let quotes = sense.takes.first() == Some(&Frame::Quote) && !self.only_judges(verb, sense);
        if !quotes || group::is_passive(self.sentence, verb) {
            return None;
        }
        let own = group::of(self.sentence, verb, self.sources.cues);
        let finite = |range: std::ops::Range<usize>| {
            range.into_iter().any(|i| words[i].features.has(Features::VERBFORM_FIN))
        };
        // "told Reuters" closes as well as "said" does.
        let told = |i: usize| {
            self.sources.is_medium(i)
                || matches!(words[i].upos, Upos::Punct | Upos::Det)
                || ["flat", "compound"].iter().any(|base| words[i].relation.is(base))
        };
        let closes = (verb + 1..words.len()).all(told);
        let comma = (0..verb).rev().take(12).find(|&i| words[i].form == ",")?;
        let joined = matches!(words[comma + 1].upos, Upos::Cconj | Upos::Sconj);
        let relative = (comma + 1..verb).any(|i| words[i].features.has(Features::PRONTYPE_REL));
        let alone = relative && sense.object_is_addressee || !finite(comma + 1..verb);
        if closes && !joined && own.is_finite() && comma > 1 && finite(0..comma) && alone {
            let head = Some(self.sentence.root()).filter(|&root| root < comma);
            let speaker = (comma + 1..verb).find(|&i| self.sources.can_speak(i));
            let content = Content::new(head, (0..comma).collect());
            return Some(Content { parenthetical: true, speaker, ..content });
        }
        None
    }

    /// Where the tree gives "said" no clause although one with a verb of its own follows.
    pub(super) fn behind(&self, verb: usize, sense: &Verb, places: &Places) -> Option<Content> {
        let words = &self.sentence.words;
        if !sense.takes.contains(&Frame::Clause) || places.subject.is_none_or(|subject| subject > verb) {
            return None;
        }
        let told =
            if sense.object_is_addressee { places.object.first().or(places.rest.first()) } else { None };
        let first =
            told.and_then(|&object| self.sentence.subtree(object).last().copied()).unwrap_or(verb) + 1;
        let opens =
            words.get(first).is_some_and(|word| !matches!(word.upos, Upos::Punct | Upos::Adp | Upos::Cconj));
        let subordinate = |&i: &usize| {
            let next = words.get(i + 1);
            words[i].form == ","
                && next.is_some_and(|word| {
                    matches!(word.upos, Upos::Sconj | Upos::Adv) || word.features.has(Features::PRONTYPE_REL)
                })
        };
        // "rejected the charges, and its embassy threatened": what another verb beside it does is not said.
        let beside =
            self.sentence.with(verb, "conj").filter(|&next| self.sentence.first(next, "cc").is_some());
        let beside = beside.filter_map(|next| self.sentence.subtree(next).into_iter().find(|&at| at > verb));
        let last = beside.min().unwrap_or(words.len());
        // "Paris, qui rejette des accusations, a expulsé": the clause of a relative pronoun ends before the verb over it.
        let clause = std::iter::successors(Some(verb), |&at| words[at].head)
            .find(|&at| words[at].relation == Relation::AclRelcl);
        let closes = clause.and_then(|clause| self.sentence.subtree(clause).last().map(|&end| end + 1));
        let last = closes.map_or(last, |closes| last.min(closes.max(first)));
        // "« L'UE rejette ces accusations », a déclaré sa porte-parole": nor does it run on behind the quotation that it stands in.
        let quoted = self.pieces.iter().find(|piece| piece.holds(verb));
        let last = quoted.map_or(last, |piece| last.min(piece.last.max(first)));
        let end = (first..last).find(subordinate).unwrap_or(last);
        let finite = |&i: &usize| {
            words[i].features.has(Features::VERBFORM_FIN) && words[i].relation != Relation::AclRelcl
        };
        let head = (first + 1..end).find(finite);
        let denied = group::negator(self.sentence, verb, self.sources.cues).is_some();
        (opens && !denied && head.is_some()).then(|| Content::new(head, (first..end).collect()))
    }
}
