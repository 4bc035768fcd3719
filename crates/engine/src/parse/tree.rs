//! The best tree over arc scores: greedy where the best head of each word already makes a tree with one root,
//! else Chu–Liu–Edmonds.

/// The head of each word under the best tree with exactly one root. `scores[word * stride + head]` rates an
/// arc, and the column `words` stands for the root. Scores must be finite.
pub fn best(scores: &[f32], words: usize, stride: usize) -> Vec<Option<usize>> {
    if words == 0 || stride <= words || scores.len() < words * stride {
        return vec![None; words];
    }
    let row = |word: usize| &scores[word * stride..word * stride + words + 1];
    let greedy: Vec<usize> = (0..words).map(|word| best_head(row(word), word)).collect();
    let roots = greedy.iter().filter(|&&head| head == words).count();
    if roots == 1 && find_cycle(&greedy, words).is_none() {
        return to_heads(&greedy, words);
    }
    let heads = with_root(scores, words, stride, choose_root(scores, words, stride, &greedy));
    to_heads(&heads, words)
}

fn to_heads(heads: &[usize], words: usize) -> Vec<Option<usize>> {
    heads.iter().map(|&head| (head != words).then_some(head)).collect()
}

fn best_head(row: &[f32], word: usize) -> usize {
    let mut best = usize::MAX;
    for (head, &score) in row.iter().enumerate() {
        if head != word && (best == usize::MAX || score > row[best]) {
            best = head;
        }
    }
    best
}

/// The word that gains most from being the root over its best other head, among those whose greedy choice is
/// the root if there are any.
fn choose_root(scores: &[f32], words: usize, stride: usize, greedy: &[usize]) -> usize {
    let gain = |word: usize| {
        let row = &scores[word * stride..word * stride + words];
        let other = row.iter().enumerate().filter(|(head, _)| *head != word).map(|(_, &score)| score);
        scores[word * stride + words] - other.fold(f32::MIN, f32::max)
    };
    let candidates = (0..words).filter(|&word| greedy[word] == words);
    let best = candidates.max_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(b.cmp(&a)));
    best.unwrap_or_else(|| {
        (0..words).max_by(|&a, &b| gain(a).total_cmp(&gain(b)).then(b.cmp(&a))).unwrap_or(0)
    })
}

/// Chu–Liu–Edmonds with a given root word; index `words` is the artificial root.
fn with_root(scores: &[f32], words: usize, stride: usize, root: usize) -> Vec<usize> {
    const NEVER: f32 = -1e30;
    let size = words + 1;
    let mut dense = vec![NEVER; size * size];
    for word in 0..words {
        for head in 0..words {
            if head != word && word != root {
                dense[word * size + head] = scores[word * stride + head];
            }
        }
    }
    dense[root * size + words] = 0.0;
    let mut heads = edmonds(&dense, size, words);
    heads.truncate(words);
    heads
}

/// The best arborescence from `root` over a dense matrix `scores[node * size + head]`.
fn edmonds(scores: &[f32], size: usize, root: usize) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..size)
        .map(
            |node| if node == root { root } else { best_head(&scores[node * size..(node + 1) * size], node) },
        )
        .collect();
    let Some(cycle) = find_cycle(&heads, root) else { return heads };
    let in_cycle: Vec<bool> = (0..size).map(|node| cycle.contains(&node)).collect();
    // Contract the cycle into one node, the last of the smaller graph.
    let outside: Vec<usize> = (0..size).filter(|&node| !in_cycle[node]).collect();
    let small = outside.len() + 1;
    let merged = outside.len();
    let mut contracted = vec![f32::MIN; small * small];
    let mut enters = vec![cycle[0]; small];
    let mut leaves = vec![cycle[0]; small];
    for (new, &node) in outside.iter().enumerate() {
        for (other, &head) in outside.iter().enumerate() {
            contracted[new * small + other] = scores[node * size + head];
        }
        for &member in &cycle {
            let score = scores[node * size + member];
            if score > contracted[new * small + merged] {
                contracted[new * small + merged] = score;
                leaves[new] = member;
            }
            let score = scores[member * size + node] - scores[member * size + heads[member]];
            if score > contracted[merged * small + new] {
                contracted[merged * small + new] = score;
                enters[new] = member;
            }
        }
    }
    let small_root = outside.iter().position(|&node| node == root).unwrap_or(0);
    let solved = edmonds(&contracted, small, small_root);
    for (new, &node) in outside.iter().enumerate() {
        if node != root {
            heads[node] = if solved[new] == merged { leaves[new] } else { outside[solved[new]] };
        }
    }
    let from = solved[merged];
    if from < outside.len() {
        heads[enters[from]] = outside[from];
    }
    heads
}

/// A cycle among the heads, if there is one; the root ends every path.
pub(super) fn find_cycle(heads: &[usize], root: usize) -> Option<Vec<usize>> {
    let mut seen = vec![usize::MAX; heads.len().max(root + 1)];
    for start in 0..heads.len() {
        let mut node = start;
        while node != root && seen[node] == usize::MAX {
            seen[node] = start;
            node = heads[node];
        }
        if node != root && seen[node] == start {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: &mut u64) -> f32 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 40) as f32 / 65_536.0
    }

    fn is_tree(heads: &[Option<usize>]) -> bool {
        heads.iter().filter(|head| head.is_none()).count() == 1
            && (0..heads.len()).all(|word| {
                std::iter::successors(Some(word), |&at| heads[at]).take(heads.len() + 1).count()
                    <= heads.len()
            })
    }

    fn total(scores: &[f32], heads: &[Option<usize>], words: usize) -> f32 {
        heads.iter().enumerate().map(|(word, head)| scores[word * (words + 1) + head.unwrap_or(words)]).sum()
    }

    #[test]
    fn every_sentence_gets_a_tree() {
        let mut seed = 7;
        for words in 0..40 {
            let scores: Vec<f32> = (0..words * (words + 1)).map(|_| noise(&mut seed)).collect();
            let heads = best(&scores, words, words + 1);
            assert!(words == 0 || is_tree(&heads), "{heads:?}");
        }
        assert!(is_tree(&best(&[0.0; 12], 3, 4)));
    }

    #[test]
    fn small_trees_are_the_best_under_their_root() {
        let mut seed = 11;
        for _ in 0..200 {
            let words = 4;
            let scores: Vec<f32> = (0..words * (words + 1)).map(|_| noise(&mut seed)).collect();
            let found = best(&scores, words, words + 1);
            let root = found.iter().position(Option::is_none).unwrap();
            let mut top = f32::MIN;
            for code in 0..5usize.pow(4) {
                let heads: Vec<Option<usize>> = (0..4u32)
                    .map(|word| code / 5usize.pow(word) % 5)
                    .map(|head| (head < words).then_some(head))
                    .collect();
                if is_tree(&heads) && heads[root].is_none() {
                    top = top.max(total(&scores, &heads, words));
                }
            }
            assert!((total(&scores, &found, words) - top).abs() < 1e-3);
        }
    }
}
