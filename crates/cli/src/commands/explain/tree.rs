//! A dependency tree in the order of its words: each hangs below or above the first letter of its head.
//!
//! ```text
//!    ┌─ Le      le       DET   det
//! ┌─ Kremlin    Kremlin  PROPN nsubj
//! ├─ a          avoir    AUX   aux:tense
//! déclaré       déclarer VERB  root
//! └─ …
//! ```

use depeche_engine::Sentence;
use unicode_width::UnicodeWidthStr;

use super::Case;
use super::paint::{DIM, PLAIN, Page, Run};
use crate::output::fit;

/// Draws a sentence's tree.
pub fn draw(case: &Case<'_>, sentence: &Sentence, page: &mut Page) {
    let deepest = (0..sentence.words.len()).map(|word| depth(sentence, word)).max().unwrap_or(0);
    let grid = branches(sentence, if deepest * 3 + 60 > page.width() { 2 } else { 3 });
    let form = |word: usize| fit(&sentence.words[word].form, 32);
    let lemmas = sentence.words.iter().map(|word| word.lemma.width()).max().unwrap_or(0).min(24);
    let words = (0..grid.len()).map(|word| grid[word].len() + form(word).width()).max().unwrap_or(0);
    for (index, word) in sentence.words.iter().enumerate() {
        let branch: String = grid[index].iter().collect();
        let form = form(index);
        let gap = words.saturating_sub(grid[index].len() + form.width()) + 2;
        let lemma = fit(&word.lemma, lemmas);
        let pad = lemmas.saturating_sub(lemma.width()) + 2;
        let runs: [Run; 6] = [
            (format!("  {branch}"), DIM),
            (form, case.colours.at(word.span.start)),
            (" ".repeat(gap), PLAIN),
            (lemma + &" ".repeat(pad), DIM),
            (format!("{:<7}", word.upos.as_str()), DIM),
            (word.relation.as_str().to_string(), PLAIN),
        ];
        page.line(&runs);
    }
}

/// What stands left of each word: `step` columns for each level below the root.
fn branches(sentence: &Sentence, step: usize) -> Vec<Vec<char>> {
    let depths: Vec<usize> = (0..sentence.words.len()).map(|word| depth(sentence, word)).collect();
    let mut grid: Vec<Vec<char>> = depths.iter().map(|&depth| vec![' '; depth * step]).collect();
    for (head, depth) in depths.iter().enumerate() {
        connect(&mut grid, sentence.children(head), head, depth * step);
    }
    grid
}

/// Draws the line from a head to its dependents, in the column below the head's first letter.
fn connect(grid: &mut [Vec<char>], children: &[usize], head: usize, column: usize) {
    let (Some(&first), Some(&last)) = (children.first(), children.last()) else { return };
    for row in first.min(head)..=last.max(head) {
        let Some(cells) = grid.get_mut(row) else { continue };
        if row == head || cells.len() <= column {
            continue;
        }
        if !children.contains(&row) {
            cells[column] = '│';
            continue;
        }
        cells[column] = match (row < head, row == first, row == last) {
            (true, true, _) => '┌',
            (false, _, true) => '└',
            _ => '├',
        };
        if column + 2 < cells.len() {
            cells[column + 1] = '─';
        }
    }
}

fn depth(sentence: &Sentence, word: usize) -> usize {
    let heads = std::iter::successors(sentence.words[word].head, |&at| sentence.words.get(at)?.head);
    heads.take(sentence.words.len()).count()
}

#[cfg(test)]
mod tests {
    use depeche_engine::ud::{Features, Relation, Upos};
    use depeche_engine::{Part, Span, Word};

    use super::*;

    /// A sentence of words with the number of their head, 0 for the root.
    fn sentence(words: &[(&str, usize)]) -> Sentence {
        let word = |&(form, head): &(&str, usize)| Word {
            form: form.into(),
            span: Span::default(),
            token: 0,
            lemma: form.into(),
            upos: Upos::X,
            features: Features::default(),
            head: head.checked_sub(1),
            relation: Relation::Dep,
        };
        Sentence::new(Part::Body, 0, Span::default(), words.iter().map(word).collect())
    }

    #[test]
    fn hangs_each_word_on_its_head() {
        let sentence = sentence(&[
            ("Le", 2),
            ("Kremlin", 4),
            ("a", 4),
            ("dit", 0),
            ("que", 7),
            ("Poutine", 7),
            ("viendrait", 4),
            (".", 4),
        ]);
        let grid = branches(&sentence, 3);
        let lines: Vec<String> = grid
            .iter()
            .zip(&sentence.words)
            .map(|(cells, word)| cells.iter().collect::<String>() + &word.form)
            .collect();
        assert_eq!(
            lines,
            ["   ┌─ Le", "┌─ Kremlin", "├─ a", "dit", "│  ┌─ que", "│  ├─ Poutine", "├─ viendrait", "└─ ."]
        );
    }
}
