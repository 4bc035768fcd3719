//! Cuts a component of linked claims into events.

use super::features::Features;
use super::{Components, likeness};

/// A claim to be merged.
#[derive(Clone, Debug)]
pub struct Item {
    /// The integer twin of its id: what decides between links of the same strength.
    pub key: i64,
    /// What it is compared by.
    pub features: Features,
}

/// Components with more claims than this are compared when asked, so that memory stays bounded.
const MANY: usize = 1500;

/// The events of some claims: each the places of its claims in the list, sorted. Links are taken from the strongest down;
/// one that would bring a contradiction into an event is left out.
#[must_use]
pub fn events(claims: &[&Item]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_unstable_by_key(|&index| claims[index].key);
    let likeness = Matrix::new(claims, &order);
    let mut links = likeness.links();
    // The order of the keys is that of the content: ties fall the same way on every machine.
    links.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut groups = Components::new(claims.len());
    let mut members: Vec<Vec<usize>> = (0..claims.len()).map(|index| vec![index]).collect();
    for (_, one, other) in links {
        let (one, other) = (groups.find(one), groups.find(other));
        if one == other || !likeness.agree(&members[one], &members[other]) {
            continue;
        }
        groups.join(one, other);
        let (kept, gone) = (one.min(other), one.max(other));
        let moved = std::mem::take(&mut members[gone]);
        members[kept].extend(moved);
    }
    let mut events: Vec<Vec<usize>> = members
        .into_iter()
        .filter(|event| !event.is_empty())
        .map(|event| {
            let mut event: Vec<usize> = event.into_iter().map(|it| order[it]).collect();
            event.sort_unstable();
            event
        })
        .collect();
    events.sort_unstable();
    events
}

/// The likeness of each two claims, in the order of their keys.
struct Matrix<'a> {
    claims: Vec<&'a Features>,
    /// Row by row, the part below the diagonal; NaN for a contradiction. Empty where there are too many.
    values: Vec<f32>,
}

impl<'a> Matrix<'a> {
    fn new(claims: &[&'a Item], order: &[usize]) -> Matrix<'a> {
        let claims: Vec<&Features> = order.iter().map(|&index| &claims[index].features).collect();
        let mut values = Vec::new();
        if claims.len() <= MANY {
            for (b, one) in claims.iter().enumerate() {
                values.extend(claims[..b].iter().map(|other| strength(other, one)));
            }
        }
        Matrix { claims, values }
    }

    fn of(&self, one: usize, other: usize) -> f32 {
        let (a, b) = (one.min(other), one.max(other));
        match self.values.get(b * b.saturating_sub(1) / 2 + a) {
            Some(strength) => *strength,
            None => strength(self.claims[a], self.claims[b]),
        }
    }

    /// The links, with their strength: in a component that reaches over years most claims are years apart.
    fn links(&self) -> Vec<(f32, usize, usize)> {
        let mut days: Vec<(i32, i32, usize)> = Vec::with_capacity(self.claims.len());
        days.extend(self.claims.iter().enumerate().map(|(at, claim)| {
            let (first, last) = claim.spread();
            (first, last, at)
        }));
        days.sort_unstable();
        let mut links = Vec::new();
        for (at, &(_, last, one)) in days.iter().enumerate() {
            for &(.., other) in days[at + 1..].iter().take_while(|it| it.0 <= last) {
                let strength = self.of(one, other);
                if strength >= likeness::ENOUGH {
                    links.push((strength, one.min(other), one.max(other)));
                }
            }
        }
        links
    }

    /// Whether no claim of one contradicts one of the other, and they are alike on the whole.
    fn agree(&self, one: &[usize], other: &[usize]) -> bool {
        let mut sum = 0.0;
        for &a in one {
            for &b in other {
                let strength = self.of(a, b);
                if strength.is_nan() {
                    return false;
                }
                sum += strength;
            }
        }
        sum / (one.len() * other.len()) as f32 >= MEAN
    }
}

/// What the claims of two groups are alike on the average, for the groups to become one.
const MEAN: f32 = 1.4;

fn strength(one: &Features, other: &Features) -> f32 {
    likeness::likeness(one, other).unwrap_or(f32::NAN)
}
