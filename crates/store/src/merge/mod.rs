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

    /// One more claim, alone; its place.
    pub fn add(&mut self) -> usize {
        self.above.push(self.above.len());
        self.above.len() - 1
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

/// Claims, by the blocks where others look for them.
#[derive(Clone, Debug)]
pub struct Index<'a> {
    claims: Vec<(&'a Features, &'a Blocks)>,
    /// Block, first and last day, place in the list; sorted.
    members: Vec<(i64, i32, i32, usize)>,
}

impl<'a> Index<'a> {
    /// Of some claims.
    #[must_use]
    pub fn new(claims: Vec<(&'a Features, &'a Blocks)>) -> Index<'a> {
        let mut members: Vec<(i64, i32, i32, usize)> = Vec::new();
        for (index, (_, it)) in claims.iter().enumerate() {
            members.extend(it.blocks.iter().map(|block| (*block, it.first, it.last, index)));
        }
        members.sort_unstable();
        Index { claims, members }
    }

    /// The places of those of the first `among` claims that a claim is linked to; its own where it is one of them.
    pub fn linked(&self, claim: &Features, at: &Blocks, among: usize) -> impl Iterator<Item = usize> {
        at.blocks.iter().flat_map(move |&block| {
            let from =
                self.members.partition_point(|it| (it.0, it.1) < (block, at.first - features::REACH - 1));
            let near = self.members[from..].iter().take_while(move |it| it.0 == block && it.1 <= at.last + 1);
            let near = near.filter(move |it| it.2 >= at.first - 1 && it.3 < among).map(|it| it.3);
            near.filter(move |&it| {
                let (other, others) = self.claims[it];
                // Two claims may share several blocks; the first of them compares them.
                first_common(&at.blocks, &others.blocks) == Some(block)
                    && likeness::linked(claim, other).is_some()
            })
        })
    }

    /// The components of the claims.
    #[must_use]
    pub fn components(&self) -> Components {
        let mut components = Components::new(self.claims.len());
        for (index, (claim, blocks)) in self.claims.iter().enumerate() {
            for other in self.linked(claim, blocks, index) {
                components.join(index, other);
            }
        }
        components
    }
}

/// The first that two sorted lists have in common.
fn first_common(a: &[i64], b: &[i64]) -> Option<i64> {
    a.iter().find(|it| b.binary_search(it).is_ok()).copied()
}

/// All claims merged at once: for each event its claims, by their places in the list, as the store would merge them.
#[must_use]
pub fn merge(claims: &[Item]) -> Vec<Vec<usize>> {
    let blocks: Vec<Blocks> = claims.iter().map(|claim| claim.features.blocks()).collect();
    let mut components =
        Index::new(claims.iter().map(|claim| &claim.features).zip(&blocks).collect()).components();
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
