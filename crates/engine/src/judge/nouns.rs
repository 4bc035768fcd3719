//! Nouns that say that somebody says something: "l'annonce par Lima que", "warnings from the bank that".

use depeche_knowledge::RuleId;

use super::attribution::{Draft, Finder, is_nominal};
use super::content;
use super::frames::Content;
use super::quotes;
use crate::ud::{Features, Relation, Upos};

impl Finder<'_> {
    pub fn noun(&self, noun: usize) -> Option<Draft> {
        let rule = &self.cues.attribution.nouns[self.cues.noun(self.sentence, noun)?];
        if let Some(draft) = self.inverted_noun(noun, &rule.id) {
            return Some(draft);
        }
        let children = self.sentence.children(noun).iter().copied();
        let owner = self.owner(noun);
        // The tree may hang the clause on the owner.
        let below = owner.into_iter().flat_map(|owner| self.sentence.children(owner).iter().copied());
        let clause = children.clone().find(|&child| {
            let it = &self.sentence.words[child];
            let place = it.relation.is("acl") || it.relation.is("ccomp") || it.relation.is("advcl");
            place && child > noun && self.sentence.first(child, "mark").is_some()
        });
        let clause = clause.or_else(|| below.clone().find(|&child| self.is_whole_clause(child)));
        let phrase = children.clone().find(|&child| {
            let it = &self.sentence.words[child];
            let cases = || self.sentence.with(child, "case").map(|case| &self.sentence.words[case].lemma);
            let through = cases().any(|case| rule.through.contains(case));
            it.relation.is("nmod") && child > noun && Some(child) != owner && through
        });
        let head = clause.or(phrase.filter(|_| owner.is_some()))?;
        let words = if clause.is_some() {
            self.sentence.subtree(head)
        } else {
            let cases: Vec<usize> = self.sentence.with(head, "case").collect();
            content::without(self.sentence, head, &cases)
        };
        let document =
            || self.cues.source(&self.sentence.words[noun]).is_some_and(|it| it.kind == "document");
        let speaker = owner.or_else(|| self.owner_of_light_verb(noun));
        // "released a report that the dam had failed": the report says so.
        let speaker = speaker.or_else(|| Some(noun).filter(|_| document()));
        let sources = speaker.map(|word| self.sources.source(word, false)).into_iter().collect();
        Some(self.draft(noun, "noun", Content::new(Some(head), words), sources, rule.id.clone()))
    }

    /// Whose words a noun names: a possessive, or somebody who can speak under "par", "from", "de".
    fn owner(&self, noun: usize) -> Option<usize> {
        let owners = &self.cues.attribution.owners;
        let children = self.sentence.children(noun).iter().copied();
        let possessive = children.clone().find(|&child| {
            let it = &self.sentence.words[child];
            it.relation == Relation::NmodPoss || it.relation.is("det") && it.features.has(Features::POSS)
        });
        let under = |child: usize| {
            let mut cases = self.sentence.with(child, "case");
            cases.any(|case| owners.contains(&self.sentence.words[case].lemma))
        };
        possessive.or_else(|| {
            children.clone().find(|&child| {
                child > noun
                    && self.sentence.words[child].relation.is("nmod")
                    && under(child)
                    && self.sources.can_speak(child)
            })
        })
    }

    /// A clause behind a conjunction, or behind a pronoun that it has no place for: "that reserves are low".
    fn is_whole_clause(&self, clause: usize) -> bool {
        let it = &self.sentence.words[clause];
        let complementisers = &self.cues.attribution.complementisers;
        let opener = self.sentence.with(clause, "mark").next().or_else(|| self.spare_pronoun(clause));
        let Some(opener) = opener else { return false };
        it.relation.is("acl") && complementisers.contains(&self.sentence.words[opener].lemma)
    }

    /// A relative pronoun taken for a second subject.
    fn spare_pronoun(&self, clause: usize) -> Option<usize> {
        let mut subjects = self.sentence.with(clause, "nsubj");
        let first = subjects.next().filter(|&it| self.sentence.words[it].upos == Upos::Pron)?;
        subjects.next().map(|_| first)
    }

    /// `« X », annonce le maire`: a verb that was taken for the noun of its form, bare behind a quotation.
    fn inverted_noun(&self, noun: usize, rule: &RuleId) -> Option<Draft> {
        let words = &self.sentence.words;
        let piece = self.pieces.iter().rev().find(|piece| piece.last < noun)?;
        let comma = words.get(noun - 1).is_some_and(|word| word.form == ",") && piece.last + 2 == noun;
        let behind = |child: usize| {
            child > noun
                && child <= noun + 3
                && self.sentence.first(child, "case").is_none()
                && is_nominal(self.sentence, child)
        };
        let speaker = self.sentence.children(noun).iter().copied().find(|&child| behind(child))?;
        let bare = ["det", "case"].iter().all(|base| self.sentence.first(noun, base).is_none());
        if !comma
            || !bare
            || words[noun + 1].upos == Upos::Punct
            || !self.sources.can_speak(speaker) && self.sentence.first(speaker, "det").is_none()
        {
            return None;
        }
        let inside: Vec<usize> = (piece.first..=piece.last).collect();
        let head = inside.iter().copied().find(|&word| {
            !quotes::is_mark(&words[word].form) && words[word].head.is_none_or(|head| !piece.holds(head))
        });
        let sources = vec![self.sources.source(speaker, false)];
        Some(self.draft(noun, "verb", Content::new(head, inside), sources, rule.clone()))
    }

    /// "The group made a promise to leave": who owns a noun that is a verb's object.
    fn owner_of_light_verb(&self, noun: usize) -> Option<usize> {
        let it = &self.sentence.words[noun];
        let verb = it.head.filter(|_| it.relation.is("obj"))?;
        if self.cues.is_cue(&self.sentence.words[verb]) {
            return None;
        }
        self.sources.subject(verb)
    }
}
