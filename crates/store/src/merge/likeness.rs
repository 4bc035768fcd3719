//! Whether two claims may speak of one event, and how strongly they seem to.

use super::common;
use super::features::{AHEAD, Course, Features, LONG, NEWS, Where};
use super::participants;

/// Two claims are linked from this strength on.
pub const ENOUGH: f32 = 2.0;
/// Cities so near are one place, in kilometres.
const NEAR: f32 = 30.0;
/// Kilometres of a degree.
const DEGREE: f32 = 111.2;

/// How strongly two claims speak of one event, where it is enough; the same whichever stands first.
#[must_use]
pub fn linked(a: &Features, b: &Features) -> Option<f32> {
    likeness(a, b).filter(|strength| *strength >= ENOUGH)
}

/// How strongly two claims speak of one event; none where they contradict each other.
#[must_use]
pub fn likeness(a: &Features, b: &Features) -> Option<f32> {
    if a.act != b.act {
        return None;
    }
    // What costs least first: most pairs are told apart by their days.
    let when = time(a, b)?;
    let place = place(a, b)?;
    let who = sides(a, b)?;
    let mode = if a.mode == b.mode || a.mode == 0 || b.mode == 0 { 0.0 } else { -0.8 };
    let same_mode = if a.mode != 0 && a.mode == b.mode { 0.3 } else { 0.0 };
    let words = lexical(a, b);
    // What is wanted and what is a fact are two events, unless a day ties them.
    let course = if (a.course == Course::Wish) != (b.course == Course::Wish) { -0.8 } else { 0.0 };
    // The same words said once more are no more than that; of two things said, the words must tell.
    let verbal = if (a.verbal || b.verbal) && words < 0.3 { -0.5 } else { 0.0 };
    let one_sentence = if (a.dispatch, a.sentence) == (b.dispatch, b.sentence) { 0.4 } else { 0.0 };
    Some(who + when + place + mode + same_mode + words + course + verbal + one_sentence)
}

/// Whether two claims contradict each other.
#[must_use]
pub fn contradict(a: &Features, b: &Features) -> bool {
    likeness(a, b).is_none_or(|strength| strength < 0.5)
}

/// Who does it to whom: from nothing known to both sides the same; none where they cannot be the same.
fn sides(a: &Features, b: &Features) -> Option<f32> {
    let straight = pair(&a.actors, &b.actors, &a.recipients, &b.recipients);
    if !a.mutual && !b.mutual {
        return straight;
    }
    // Who meets whom may be told from either side, or of all together.
    let together = |it: &Features| it.participants().cloned().collect::<Vec<_>>();
    let crossed = pair(&a.actors, &b.recipients, &a.recipients, &b.actors);
    let crossed_back = pair(&b.actors, &a.recipients, &b.recipients, &a.actors);
    let (all, others) = (together(a), together(b));
    let met = participants::likeness(&all, &others);
    let joined = if met <= 0.0 { None } else { Some(met * 1.1 * all.len().min(others.len()).min(2) as f32) };
    [straight, crossed, crossed_back, joined].into_iter().flatten().reduce(f32::max)
}

type Side = [participants::Participant];

fn pair(actors: &Side, others: &Side, recipients: &Side, to: &Side) -> Option<f32> {
    let (who, whom) = (participants::likeness(actors, others), participants::likeness(recipients, to));
    if who < -0.05 || whom < -0.05 {
        return None;
    }
    // Of what several do together, each of two who are the same says as much as an actor and a recipient.
    let together =
        if recipients.is_empty() && to.is_empty() { actors.len().min(others.len()).clamp(1, 2) } else { 1 };
    Some((who * together as f32 + whom) * 1.1)
}

/// When: none where the days cannot be the same.
fn time(a: &Features, b: &Features) -> Option<f32> {
    match (a.days, b.days) {
        (Some(one), Some(other)) => dated(one, other),
        (Some(days), None) => undated(days, b),
        (None, Some(days)) => undated(days, a),
        (None, None) => {
            let (Some(one), Some(other)) = (a.published, b.published) else { return Some(0.0) };
            match (one - other).abs() {
                0 => Some(0.5),
                1 => Some(0.4),
                2..=3 => Some(0.1),
                4..=NEWS => Some(-0.4),
                _ => None,
            }
        }
    }
}

/// Two intervals of days.
fn dated(one: (i32, i32), other: (i32, i32)) -> Option<f32> {
    let gap = one.0.max(other.0) - one.1.min(other.1);
    let longer = (one.1 - one.0).max(other.1 - other.0);
    match (gap, longer) {
        (..=0, 0) => Some(0.9),
        (..=0, 1..=7) => Some(0.5),
        (..=0, _) if one == other => Some(0.4),
        (..=0, 8..=31) => Some(0.1),
        (..=0, _) => Some(-0.2),
        // Midnight, time zones; but two days that are both named are most often two events.
        (1, 0) => Some(-1.4),
        (1, _) => Some(-0.5),
        _ => None,
    }
}

/// An interval, and a claim that knows only its day of publication.
fn undated(days: (i32, i32), other: &Features) -> Option<f32> {
    let Some(day) = other.published else { return Some(0.0) };
    let long = days.1 - days.0 > LONG;
    let (from, to) = match other.course {
        Course::Fact => (day - NEWS, day),
        Course::Plan | Course::Wish => (day, day + AHEAD),
    };
    let fits = days.0 <= to && days.1 >= from;
    match (fits, long) {
        (true, true) => Some(-0.2),
        (true, false) if (days.1 - day).abs() <= 2 => Some(0.3),
        (true, false) => Some(0.0),
        (false, _) => None,
    }
}

/// Where: none where the places cannot be the same.
fn place(a: &Features, b: &Features) -> Option<f32> {
    let (Some(one), Some(other)) = (&a.place, &b.place) else { return Some(0.0) };
    if one.id == other.id {
        return Some(if one.point && other.point { 0.8 } else { 0.3 });
    }
    let countries = one.country != 0 && other.country != 0;
    if countries && one.country != other.country {
        return None;
    }
    match (one.point && other.point, distance(one, other)) {
        (true, Some(kilometres)) if kilometres <= NEAR => Some(0.5),
        (true, _) => None,
        _ if countries => Some(0.1),
        _ => Some(0.0),
    }
}

/// In kilometres, for places that are near each other.
fn distance(one: &Where, other: &Where) -> Option<f32> {
    let ((north, east), (other_north, other_east)) = (one.coordinates?, other.coordinates?);
    let middle = (north + other_north) / 2.0;
    let (up, right) = (north - other_north, (east - other_east) * middle.to_radians().cos());
    Some((up * up + right * right).sqrt() * DEGREE)
}

/// Likeness of the sentences: lemmas within a language, names and numbers across.
fn lexical(a: &Features, b: &Features) -> f32 {
    let names = share(&a.names, &b.names);
    let one_language = a.language == b.language;
    let words = if one_language { share(&a.words, &b.words) } else { 0.0 };
    let trigger = if one_language && a.trigger == b.trigger { 0.3 } else { 0.0 };
    0.6 * names + 1.2 * words + trigger
}

/// Dice's coefficient.
fn share(a: &[u32], b: &[u32]) -> f32 {
    match a.len() + b.len() {
        0 => 0.0,
        both => 2.0 * common(a, b) as f32 / both as f32,
    }
}
