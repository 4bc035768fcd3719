//! Which claims speak of one event.
//!
//! [`features`] is what a claim is compared by. [`likeness`] says of two claims whether they may speak of one event and
//! how strongly; it looks at nothing but the two. Claims that are linked so form a component, and [`cluster`] cuts each
//! component into events, best links first, so that no event holds two claims that contradict each other. Since links
//! and components hang on the set of claims alone, so do the events: not on the order in which claims came, and not on
//! what else is in the store. [`blocks`](features::Features::blocks) say where to look, so that few pairs are compared.
//!
//! Wrong merges are worse than missed ones: silence is no agreement, and a contradiction outweighs everything.

pub mod features;
pub mod likeness;
pub mod cluster;
pub mod participants;

use rustc_hash::{FxHashMap, FxHashSet};

pub use cluster::{Item, events};
pub use features::{Blocks, Features};

/// Claims in components: for each the index of the first claim of its component.
#[derive(Clone, Debug)]
pub struct Components {
    above: Vec<usize>,
}

impl Components {
    /// Each claim alone.
    #[must_use]
    pub fn new(count: usize) -> Components {
        Components { above: (0..count).collect() }
    }

    /// The first claim of a claim's component.
    pub fn find(&mut self, mut at: usize) -> usize {
        while self.above[at] != at {
            self.above[at] = self.above[self.above[at]];
            at = self.above[at];
        }
        at
    }

    /// Puts two claims' components together.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.above[a.max(b)] = a.min(b);
    }
}

/// The pairs of linked claims, by their places in the list, found by their blocks. Of each pair one is among the first
/// `fresh`.
#[must_use]
pub fn links(claims: &[(&Features, &Blocks)], fresh: usize) -> Vec<(usize, usize)> {
    let mut members: Vec<(i64, i32, i32, usize)> = Vec::new();
    for (index, (_, it)) in claims.iter().enumerate() {
        members.extend(it.blocks.iter().map(|block| (*block, it.first, it.last, index)));
    }
    members.sort_unstable();
    let mut found = Vec::new();
    for (at, &(block, _, last, a)) in members.iter().enumerate() {
        let touching = members[at + 1..].iter().take_while(|it| it.0 == block && it.1 <= last + 1);
        for &(.., b) in touching.filter(|it| a.min(it.3) < fresh) {
            let ((one, blocks), (other, others)) = (claims[a], claims[b]);
            // Two claims may share several blocks; the first of them compares them.
            let first = first_common(&blocks.blocks, &others.blocks) == Some(block);
            if first && likeness::linked(one, other).is_some() {
                found.push((a, b));
            }
        }
    }
    found
}

/// The first that two sorted lists have in common.
fn first_common(a: &[i64], b: &[i64]) -> Option<i64> {
    a.iter().find(|it| b.binary_search(it).is_ok()).copied()
}

/// All claims merged at once: for each event its claims, by their places in the list, as the store would merge them.
#[must_use]
pub fn merge(claims: &[Item]) -> Vec<Vec<usize>> {
    let blocks: Vec<Blocks> = claims.iter().map(|claim| claim.features.blocks()).collect();
    let all: Vec<_> = claims.iter().map(|claim| &claim.features).zip(&blocks).collect();
    let mut components = Components::new(claims.len());
    for (a, b) in links(&all, claims.len()) {
        components.join(a, b);
    }
    let mut groups: FxHashMap<usize, usize> = FxHashMap::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for index in 0..claims.len() {
        let group = *groups.entry(components.find(index)).or_insert_with(|| {
            members.push(Vec::new());
            members.len() - 1
        });
        members[group].push(index);
    }
    let mut merged = Vec::new();
    for group in members {
        if group.len() == 1 {
            merged.push(group);
            continue;
        }
        let items: Vec<&Item> = group.iter().map(|&index| &claims[index]).collect();
        let events = events(&items);
        merged.extend(events.into_iter().map(|event| event.into_iter().map(|it| group[it]).collect()));
    }
    merged
}

/// Of the words of a list that are sorted: how many both have.
pub(crate) fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

/// Sorted, each once.
pub(crate) fn sorted(words: FxHashSet<u32>) -> Vec<u32> {
    let mut words: Vec<u32> = words.into_iter().collect();
    words.sort_unstable();
    words
}
