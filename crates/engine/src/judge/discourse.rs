//! What is said over more than one sentence: quotations that run on, cues that announce the next sentence, people
//! who have the floor.

use depeche_knowledge::attribution::Frame;

use super::attribution::{Draft, Finder};
use super::content;
use super::cues::Cues;
use super::frames::Content;
use super::group;
use super::quotes::Piece;
use super::sources::Sources;
use super::{Quote, Statement};
use crate::resolve::Mentions;
use crate::text::Sentence;
use crate::ud::{Features, Upos};

/// Sentences after which somebody who took the floor has lost it.
const FLOOR: usize = 4;

/// Quotations go on over sentences: `"X," she said. "Y."`
pub(super) fn run_on(all: &mut [Vec<Draft>], pieces: &[Piece], sentences: &[Sentence]) {
    let mut claimed: Vec<(usize, (usize, usize))> = Vec::new();
    for (index, drafts) in all.iter().enumerate() {
        for (k, draft) in drafts.iter().enumerate() {
            let here = pieces.iter().filter(|piece| piece.sentence == index);
            let outside = |piece: &&Piece| draft.at.is_none_or(|at| !piece.holds(at));
            let here = here.filter(outside);
            for piece in here.filter(|piece| covers(draft, piece) && !draft.statement.sources.is_empty()) {
                claimed.push((piece.quotation, (index, k)));
            }
        }
    }
    for (index, drafts) in all.iter().enumerate() {
        for (k, draft) in drafts.iter().enumerate().filter(|(_, draft)| draft.words.is_empty()) {
            let next = pieces.iter().find(|piece| piece.sentence == index + 1);
            claimed.extend(
                next.filter(|_| draft.statement.quote == Quote::Direct).map(|it| (it.quotation, (index, k))),
            );
        }
    }
    let mut last: Option<(usize, usize)> = None;
    let mut orphans: Vec<(Piece, Option<(usize, usize)>)> = Vec::new();
    for piece in pieces {
        let owner =
            claimed.iter().find(|(quotation, _)| *quotation == piece.quotation).map(|(_, owner)| *owner);
        let here = claimed.iter().find(|(quotation, (index, k))| {
            let announced =
                all[*index][*k].words.is_empty() && *index + 1 == piece.sentence && piece.first == 0;
            *quotation == piece.quotation && (*index == piece.sentence || announced)
        });
        if here.is_some() {
            last = owner;
            continue;
        }
        let whole = fills(piece, &sentences[piece.sentence]);
        let before = last.filter(|(index, _)| {
            let gap = sentences[piece.sentence].paragraph.saturating_sub(sentences[*index].paragraph);
            whole && gap <= 1 && all[piece.sentence].iter().all(|draft| !speaks(draft, piece))
        });
        orphans.push((*piece, owner.or(before)));
        last = owner.or(before).or(last);
    }
    for (piece, owner) in orphans {
        let Some((index, k)) = owner else { continue };
        let sentence = &sentences[piece.sentence];
        let words: Vec<usize> = (piece.first..=piece.last).collect();
        let span = sentence.span_of(&words);
        let same = sentences[index].paragraph == sentence.paragraph;
        if same || piece.sentence < index || all[piece.sentence].is_empty() {
            let draft = &mut all[index][k];
            draft.statement.content.push(span);
            draft.statement.content.sort();
        } else {
            let from = all[index][k].statement.clone();
            let statement = Statement {
                sentence: piece.sentence,
                content: vec![span],
                content_head: None,
                cue: None,
                quote: Quote::Direct,
                ..from
            };
            all[piece.sentence].push(Draft { statement, words, at: None, says: false, answers: false });
        }
    }
}

/// "He added:" and "Le maire confirme." before a quotation that opens the next sentence.
pub(super) fn announce(
    all: &mut [Vec<Draft>],
    pieces: &[Piece],
    sentences: &[Sentence],
    mentions: &Mentions,
    cues: &Cues,
) {
    for piece in pieces.iter().filter(|piece| piece.first == 0 && piece.sentence > 0) {
        let index = piece.sentence - 1;
        let (Some(sentence), Some(next)) = (sentences.get(index), sentences.get(piece.sentence)) else {
            continue;
        };
        let colon = sentence.words.last().is_some_and(|word| word.form == ":");
        let here = pieces.iter().filter(|it| it.sentence == index).collect::<Vec<_>>();
        let outside = |&i: &usize| here.iter().all(|it| !it.holds(i));
        let quotes = |&i: &usize| {
            sentence.words[i].upos == Upos::Verb
                && cues.verbs(sentence, i).any(|sense| sense.takes.first() == Some(&Frame::Quote))
        };
        let near = next.paragraph.saturating_sub(sentence.paragraph) <= 1;
        let whole = fills(piece, next) && (colon || next.paragraph == sentence.paragraph);
        if !near
            || !whole
            || !here.is_empty() && !colon
            || all[piece.sentence].iter().any(|it| speaks(it, piece))
        {
            continue;
        }
        let last = (0..sentence.words.len()).rev().filter(outside).find(quotes);
        let Some(verb) = last.filter(|&verb| all[index].iter().all(|draft| draft.at != Some(verb))) else {
            continue;
        };
        let sources = Sources { sentence, index, mentions, cues };
        let finder = Finder { sentence, index, cues, pieces: &[], sources: &sources };
        let speakers = finder.speakers(verb, false);
        if speakers.is_empty() {
            continue;
        }
        let Some(rule) = cues.verbs(sentence, verb).next().map(|sense| sense.id.clone()) else { continue };
        let mut draft = finder.draft(verb, "verb", Content::new(None, Vec::new()), speakers, rule);
        let words: Vec<usize> = (piece.first..=piece.last).collect();
        draft.statement.content = vec![next.span_of(&words)];
        draft.statement.quote = Quote::Direct;
        all[index].push(draft);
    }
}

fn covers(draft: &Draft, piece: &Piece) -> bool {
    let inside = draft.words.iter().filter(|&&word| piece.holds(word)).count();
    inside * 2 > piece.last + 1 - piece.first
}

/// A statement outside the quotation that has a cue beside it.
fn speaks(draft: &Draft, piece: &Piece) -> bool {
    draft.at.is_some_and(|at| !piece.holds(at)) && !draft.statement.sources.is_empty()
}

/// Whether a quotation makes up most of its sentence.
fn fills(piece: &Piece, sentence: &Sentence) -> bool {
    let words = |from: usize, to: usize| {
        sentence.words[from..to].iter().filter(|word| word.upos != Upos::Punct).count()
    };
    let all = words(0, sentence.words.len());
    all > 0 && words(piece.first, piece.last + 1) * 10 >= all * 8
}

/// "Le procureur a pris la parole. Trois suspects sont en fuite.": the sentences that follow are his.
pub(super) fn keep_floor(all: &mut [Vec<Draft>], sentences: &[Sentence], mentions: &Mentions, cues: &Cues) {
    for index in 0..sentences.len() {
        let sentence = &sentences[index];
        let root = sentence.root();
        if sentence.words[root].upos != Upos::Verb || !all[index].is_empty() {
            continue;
        }
        let Some(rule) = cues.floor(sentence, root) else { continue };
        let sources = Sources { sentence, index, mentions, cues };
        if group::of(sentence, root, cues).negator.is_some() {
            continue;
        }
        let Some(speaker) = sources.subject(root).filter(|&word| sources.can_speak(word)) else { continue };
        let source = sources.source(speaker, false);
        for next in index + 1..(index + 1 + FLOOR).min(sentences.len()) {
            if sentences[next].paragraph != sentence.paragraph || !all[next].is_empty() {
                break;
            }
            let words: Vec<usize> = (0..sentences[next].words.len()).collect();
            let statement = Statement {
                sentence: next,
                content: content::spans(&sentences[next], &words),
                content_head: Some(sentences[next].root()),
                cue: None,
                sources: vec![source.clone()],
                quote: Quote::FreeIndirect,
                presupposed: false,
                directs: false,
                asides: Vec::new(),
                because: vec![rule.clone()],
            };
            all[next].push(Draft { statement, words, at: None, says: false, answers: false });
        }
    }
}

/// "L'annonce en a été faite par le palais": a pronoun takes up what was said before for a noun of saying; who does
/// it says it.
pub(super) fn take_up(all: &mut [Vec<Draft>], sentences: &[Sentence], mentions: &Mentions, cues: &Cues) {
    for (index, sentence) in sentences.iter().enumerate().skip(1) {
        for noun in (0..sentence.words.len()).filter(|&noun| sentence.words[noun].upos == Upos::Noun) {
            let it = &sentence.words[noun];
            let Some(entry) = cues.noun(sentence, noun) else { continue };
            let Some(verb) = it.head.filter(|_| it.relation.is("nsubj") || it.relation.is("obj")) else {
                continue;
            };
            let takes_up = |&child: &usize| {
                let word = &sentence.words[child];
                word.upos == Upos::Pron && cues.attribution.takes_up.contains(&word.lemma)
            };
            let sources = Sources { sentence, index, mentions, cues };
            let passive = group::is_passive(sentence, verb);
            let speaker = if passive { sources.agent(verb) } else { sources.speakers(verb).first().copied() };
            let Some(speaker) = speaker.filter(|&speaker| speaker != noun) else { continue };
            let near = sentence.paragraph.saturating_sub(sentences[index - 1].paragraph) <= 1;
            if !near || !sentence.children(verb).iter().any(takes_up) {
                continue;
            }
            let finder = Finder { sentence, index, cues, pieces: &[], sources: &sources };
            let rule = cues.attribution.nouns[entry].id.clone();
            let members = sources.members(speaker);
            let speakers = members.iter().map(|&word| sources.source(word, false)).collect();
            let mut draft = finder.draft(noun, "noun", Content::new(None, Vec::new()), speakers, rule);
            let before: Vec<usize> = (0..sentences[index - 1].words.len()).collect();
            draft.statement.content = content::spans(&sentences[index - 1], &before);
            all[index].push(draft);
            all[index].sort_by_key(|draft| draft.at.unwrap_or(0));
        }
    }
}

/// "Cette affirmation", "this claim": a noun that points back at what was said before, by the same people.
pub(super) fn point_back(all: &mut [Vec<Draft>], sentences: &[Sentence], mentions: &Mentions, cues: &Cues) {
    for (index, sentence) in sentences.iter().enumerate().skip(1) {
        let points = |&noun: &usize| {
            let demonstrative = |det: usize| {
                let it = &sentence.words[det];
                it.features.has(Features::PRONTYPE_DEM) && det + 1 == noun
            };
            sentence.words[noun].upos == Upos::Noun && sentence.with(noun, "det").any(demonstrative)
        };
        for noun in (0..sentence.words.len()).filter(points) {
            let Some(entry) = cues.noun(sentence, noun) else { continue };
            if all[index].iter().any(|draft| draft.at.is_some_and(|at| at <= noun)) {
                continue;
            }
            let near = sentence.paragraph.saturating_sub(sentences[index - 1].paragraph) <= 1;
            let said = all[index - 1].iter().rev().filter(|_| near);
            let Some(said) = said.map(|it| &it.statement).find(|it| !it.sources.is_empty()) else { continue };
            let (said, sources) = (said.clone(), Sources { sentence, index, mentions, cues });
            let finder = Finder { sentence, index, cues, pieces: &[], sources: &sources };
            let rule = cues.attribution.nouns[entry].id.clone();
            let mut draft = finder.draft(noun, "noun", Content::new(None, Vec::new()), said.sources, rule);
            draft.statement.content = said.content;
            all[index].push(draft);
            all[index].sort_by_key(|draft| draft.at.unwrap_or(0));
        }
    }
}
