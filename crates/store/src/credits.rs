//! Wire credit: which agencies a text says it comes from. Papers rewrite agency copy until no run of words is left, and
//! still name the agency: `(AFP)`, `PARIS, 3 mars (Reuters) –`, `avec AP`, or alone on the last line.

use depeche_engine::Dispatch;
use depeche_knowledge::world::World;
use rustc_hash::FxHashMap;

/// How far from its ends a text is looked at, in bytes: a dateline, a signature.
const ENDS: usize = 200;
/// A last line that is a signature is no longer than this, in bytes.
const SIGNATURE: usize = 60;

/// The names of media whose copy others print: mostly agencies.
#[derive(Clone, Debug, Default)]
pub struct Agencies {
    ids: FxHashMap<String, String>,
}

impl Agencies {
    /// The world's media.
    #[must_use]
    pub fn new(world: &World) -> Agencies {
        let mut ids = FxHashMap::default();
        for agency in world.organisations.iter().filter(|it| it.kind == "media") {
            for name in agency.names.iter().flat_map(|(_, names)| names).chain([&agency.name]) {
                ids.insert(name.to_lowercase(), agency.id.to_string());
            }
        }
        Agencies { ids }
    }

    /// The agency that has this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&str> {
        self.ids.get(&name.trim().to_lowercase()).map(String::as_str)
    }

    /// The agencies that a dispatch is credited to, sorted.
    #[must_use]
    pub fn of(&self, dispatch: &Dispatch) -> Vec<String> {
        let text = dispatch.text.trim();
        let mut found: Vec<String> = Vec::new();
        let publisher = dispatch.publisher.as_deref().and_then(|name| self.named(name));
        found.extend(publisher.map(str::to_string));
        let (start, end) = (start(text), end(text));
        for part in [start, end] {
            for bracket in part.split('(').skip(1).filter_map(|rest| rest.split_once(')')) {
                found.extend(self.in_list(bracket.0));
            }
        }
        let last = text.rsplit('\n').next().unwrap_or_default().trim();
        if last.len() <= SIGNATURE && text.contains('\n') {
            found.extend(self.in_list(last));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The agencies in `avec AFP et Reuters`, `AFP, AP`, `Reuters/AP`; none where most of the words are others.
    fn in_list(&self, list: &str) -> Vec<String> {
        if list.len() > SIGNATURE {
            return Vec::new();
        }
        let parts = list.split([',', '/', ';', '–', '—']).map(|part| part.trim_matches(['.', ' ', '-', '©']));
        let mut found = Vec::new();
        for part in parts {
            // `avec AFP`, `with Reuters`, `AFP et AP`: a name may have a word before it.
            let words: Vec<&str> = part.split_whitespace().collect();
            let whole = self.named(part).map(str::to_string);
            let single = words.iter().filter_map(|word| self.named(word)).map(str::to_string);
            match whole {
                Some(id) => found.push(id),
                None if words.len() <= 4 => found.extend(single),
                None => {}
            }
        }
        found
    }
}

fn start(text: &str) -> &str {
    let mut at = ENDS.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    &text[..at]
}

fn end(text: &str) -> &str {
    let mut at = text.len().saturating_sub(ENDS);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies() -> Agencies {
        let pairs = [("afp", "media/afp"), ("reuters", "media/reuters"), ("associated press", "media/ap")];
        Agencies { ids: pairs.map(|(name, id)| (name.to_string(), id.to_string())).into_iter().collect() }
    }

    fn check(text: &str, publisher: Option<&str>, expect: &[&str]) {
        let publisher = publisher.map(str::to_string);
        let dispatch = Dispatch { text: text.to_string(), publisher, ..Dispatch::default() };
        assert_eq!(agencies().of(&dispatch), expect, "{text}");
    }

    #[test]
    fn credit_stands_at_the_ends_of_a_text() {
        check("PARIS, 3 mars (AFP) - Le ministre est parti.", None, &["media/afp"]);
        check("The minister left.\n(Reporting by A. Writer)\nReuters", None, &["media/reuters"]);
        check("Le ministre est parti.\n(avec AFP et Reuters)", None, &["media/afp", "media/reuters"]);
        check("The minister left. (Associated Press)", None, &["media/ap"]);
        check("Le ministre est parti.", Some("AFP"), &["media/afp"]);
        check("Le ministre a déclaré à Reuters qu'il partait.", None, &[]);
        check(&format!("Début. {} (AFP) {} fin", "mot ".repeat(100), "mot ".repeat(100)), None, &[]);
    }
}
