//! `lexicon.toml` of a language: the nouns that act, what stands around them, and the words that refer back.
//!
//! | table | entries |
//! |---|---|
//! | `[[agent]]` | role nouns and institutions: `rebelles`, `porte-parole`, `the army`, `a source` |
//! | `[[modifier]]` | adjectives and complements that say rank, sector or past office: `haut`, `former`, `militaire` |
//! | `[[wrapper]]` | quantity and membership nouns to look through: `des dizaines de`, `members of` |
//! | `[[title]]` | forms of address before a name: `M.`, `Mrs`, `ayatollah` |
//! | `[[pronoun]]` | what refers back: personal, relative, demonstrative, possessive |
//! | `[[given]]` | given names, by gender: they tell a person's name from another's |
//! | `[words]` | closed lists: prepositions, determiners, markers |
//!
//! Words are written as forms, singular and plural apart; entries of several words are written with spaces as in
//! running text. Lower case in an entry matches any case, a capital only a capital.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::{Diagnostics, Folder, RuleId, SourceFile};

/// The compiled `lexicon.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Role nouns and institutions.
    pub agents: Vec<Agent>,
    /// Adjectives and complements that say rank, sector or past office.
    pub modifiers: Vec<Modifier>,
    /// Quantity and membership nouns to look through.
    pub wrappers: Vec<Wrapper>,
    /// Forms of address before a name.
    pub titles: Vec<Title>,
    /// Words that refer back.
    pub pronouns: Vec<Pronoun>,
    /// Given names with their gender.
    pub given: Vec<Given>,
    /// Closed lists.
    pub words: Words,
}

/// A noun that names an actor by its role.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Agent {
    /// `french/lexicon/rebels`
    pub rule: RuleId,
    /// Singular forms.
    pub singular: Vec<String>,
    /// Plural forms.
    pub plural: Vec<String>,
    /// PLOVER sectors.
    pub sectors: Vec<SmolStr>,
    /// A source kind of the contract: `person`, `office`, `government`, `organisation`, `armed_group`, `media`,
    /// `document`, `poll`, `crowd`, `witness`, `unnamed`.
    pub kind: SmolStr,
    /// `head`, `senior`, `spokesperson`, `ordinary`, `entourage`, `expert`.
    pub rank: Option<SmolStr>,
    /// Whether it belongs to a state, whose country it takes from a safe context: `l'armée`.
    pub of_state: bool,
    /// Whether a complement says what it is for, not whose it is: `ministère de l'Eau`, unlike `régime de retraite`.
    pub organ: bool,
    /// What it may refer back to when it is definite: `person`, `state`, `organisation`, `armed_group`, `media`;
    /// `body` for an organisation whose name has the noun, `pair` for the two parties that the dispatch is about.
    pub refers: Option<SmolStr>,
    /// It is no actor unless it refers back: `le pays`.
    pub only_back: bool,
    /// The office of the world that heads it: a state without such a head has none of it, as most have no junta.
    pub headed: Option<SmolStr>,
    /// A quantity that a singular has: `several` for `foule`.
    pub count: Option<SmolStr>,
    /// Texts in which it names an actor.
    pub yes: Vec<String>,
    /// Texts in which it does not.
    pub no: Vec<String>,
}

/// A word in a phrase that tells more of its actor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Modifier {
    /// `french/lexicon/former`
    pub rule: RuleId,
    /// All forms.
    pub forms: Vec<String>,
    /// Rank that it gives.
    pub rank: Option<SmolStr>,
    /// Sectors that it gives.
    pub sectors: Vec<SmolStr>,
    /// Whether the role is over.
    pub former: bool,
    /// Whether the role is not the office itself: `vice-`, `adjoint`, `deputy`.
    pub deputy: bool,
    /// Texts in which it applies.
    pub yes: Vec<String>,
    /// Texts in which it does not.
    pub no: Vec<String>,
}

/// A noun to look through: `des dizaines de manifestants`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wrapper {
    /// `french/lexicon/dozens`
    pub rule: RuleId,
    /// All forms, without the preposition that follows.
    pub forms: Vec<String>,
    /// `one`, `two`, `several`, where it says how many.
    pub count: Option<SmolStr>,
    /// Texts in which it is looked through.
    pub yes: Vec<String>,
    /// Texts in which it is not.
    pub no: Vec<String>,
}

/// A form of address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Title {
    /// `french/lexicon/monsieur`
    pub rule: RuleId,
    /// All forms.
    pub forms: Vec<String>,
    /// `m`, `f` or nothing.
    pub gender: Option<SmolStr>,
    /// Sectors that it gives.
    pub sectors: Vec<SmolStr>,
    /// Texts in which it introduces a name.
    pub yes: Vec<String>,
    /// Texts in which it does not.
    pub no: Vec<String>,
}

/// A word that refers back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pronoun {
    /// `french/lexicon/il`
    pub rule: RuleId,
    /// All forms.
    pub forms: Vec<String>,
    /// `personal`, `relative`, `demonstrative` (to the last one named), `possessive`, `whose`, `speaker`.
    pub kind: SmolStr,
    /// `m`, `f`, or nothing.
    pub gender: Option<SmolStr>,
    /// `one`, `several`, or nothing.
    pub number: Option<SmolStr>,
    /// `person`: people only; `thing`: anything but a person; `group`: several or a body; nothing: all.
    pub animacy: Option<SmolStr>,
    /// Texts in which it refers back.
    pub yes: Vec<String>,
    /// Texts in which it does not.
    pub no: Vec<String>,
}

/// Given names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// `m`, `f` or nothing.
    pub gender: Option<SmolStr>,
    /// Names.
    pub names: Vec<String>,
}

/// Closed lists of a language.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Prepositions that join a role with whose it is: `de`, `of`.
    pub complement: Vec<String>,
    /// Prepositions that do so where the tree agrees: `for`, `from`.
    pub affiliation: Vec<String>,
    /// Prepositions that make a name of a state or city a place and nothing else.
    pub locative: Vec<String>,
    /// Prepositions that may make a place or an addressee of it: `à`, `to`.
    pub directional: Vec<String>,
    /// Determiners of something known: `le`, `ce`, `the`, `this`.
    pub definite: Vec<String>,
    /// Words for two.
    pub two: Vec<String>,
    /// Words for one.
    pub one: Vec<String>,
    /// What joins a possessor to the possessed: `'s`.
    pub possessive_marker: Vec<String>,
    /// Particles inside names of people: `de`, `van`, `al`.
    pub particles: Vec<String>,
    /// Capitalised words that are no actors: languages, feasts, networks.
    pub never: Vec<String>,
    /// Words at the end or start of an organisation's name.
    pub organisation: Vec<String>,
    /// Words that make a body one of a state: `nationale`, `federal`.
    pub national: Vec<String>,
    /// Words that say behind a hyphen where somebody is: `Kabul-*based*`.
    pub based: Vec<String>,
    /// Verbs that say of what behind their object: `accuser`, `convict`.
    pub charges: Vec<String>,
    /// Verbs behind whose object a condition is for it to meet: `warned Oslo of sanctions if it …`.
    pub warned: Vec<String>,
    /// Conjunctions of a condition: `si`, `if`.
    pub conditions: Vec<String>,
    /// Parts of a country before its name: `nord`, `banlieue`; what follows is a place.
    pub parts: Vec<String>,
    /// Verbs whose subject stands for nobody: `pleuvoir`, `rain`.
    pub impersonal: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    agent: Vec<AgentRow>,
    #[serde(default)]
    modifier: Vec<ModifierRow>,
    #[serde(default)]
    wrapper: Vec<WrapperRow>,
    #[serde(default)]
    title: Vec<TitleRow>,
    #[serde(default)]
    pronoun: Vec<PronounRow>,
    #[serde(default)]
    given: Vec<Given>,
    words: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgentRow {
    id: Spanned<String>,
    #[serde(default)]
    singular: Vec<String>,
    #[serde(default)]
    plural: Vec<String>,
    #[serde(default)]
    sectors: Vec<SmolStr>,
    kind: SmolStr,
    rank: Option<SmolStr>,
    #[serde(default)]
    of_state: bool,
    #[serde(default)]
    organ: bool,
    refers: Option<SmolStr>,
    #[serde(default)]
    only_back: bool,
    #[serde(default)]
    headed: Option<SmolStr>,
    count: Option<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModifierRow {
    id: Spanned<String>,
    forms: Vec<String>,
    rank: Option<SmolStr>,
    #[serde(default)]
    sectors: Vec<SmolStr>,
    #[serde(default)]
    former: bool,
    #[serde(default)]
    deputy: bool,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrapperRow {
    id: Spanned<String>,
    forms: Vec<String>,
    count: Option<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleRow {
    id: Spanned<String>,
    forms: Vec<String>,
    gender: Option<SmolStr>,
    #[serde(default)]
    sectors: Vec<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PronounRow {
    id: Spanned<String>,
    forms: Vec<String>,
    kind: SmolStr,
    gender: Option<SmolStr>,
    number: Option<SmolStr>,
    animacy: Option<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

const KINDS: [&str; 11] = [
    "person",
    "office",
    "government",
    "organisation",
    "armed_group",
    "media",
    "document",
    "poll",
    "crowd",
    "witness",
    "unnamed",
];
const RANKS: [&str; 6] = ["head", "senior", "spokesperson", "ordinary", "entourage", "expert"];
const REFERS: [&str; 7] = ["person", "state", "organisation", "body", "armed_group", "media", "pair"];
const PRONOUNS: [&str; 6] = ["personal", "relative", "demonstrative", "possessive", "whose", "speaker"];
const COUNTS: [&str; 4] = ["one", "two", "several", "unknown"];

/// Compiles `LANGUAGE/lexicon.toml`.
pub(crate) fn compile(folder: &Folder, language: &str, out: &mut Diagnostics) -> Lexicon {
    let Some(file) = folder.get(&format!("{language}/lexicon.toml")) else { return Lexicon::default() };
    let Some(form) = out.parse::<File>(file) else { return Lexicon::default() };
    let mut check = Check { file, prefix: format!("{language}/lexicon"), out };
    Lexicon {
        agents: form.agent.into_iter().map(|row| check.agent(row)).collect(),
        modifiers: form.modifier.into_iter().map(|row| check.modifier(row)).collect(),
        wrappers: form.wrapper.into_iter().map(|row| check.wrapper(row)).collect(),
        titles: form.title.into_iter().map(|row| check.title(row)).collect(),
        pronouns: form.pronoun.into_iter().map(|row| check.pronoun(row)).collect(),
        given: form.given,
        words: form.words,
    }
}

/// Checks rows while it compiles them.
struct Check<'a> {
    file: &'a SourceFile,
    prefix: String,
    out: &'a mut Diagnostics,
}

impl Check<'_> {
    fn rule(&mut self, id: &Spanned<String>, forms: usize, yes: &[String]) -> RuleId {
        if forms == 0 {
            self.error(id, "has no forms");
        }
        if yes.is_empty() {
            self.error(id, "has no example under `yes`");
        }
        self.out.rule(self.file, &self.prefix, id)
    }

    fn error(&mut self, id: &Spanned<String>, message: &str) {
        self.out.error(self.file, id.span().start, format!("`{}` {message}", id.get_ref()));
    }

    fn one_of(&mut self, id: &Spanned<String>, field: &str, value: Option<&SmolStr>, values: &[&str]) {
        if let Some(value) = value
            && !values.contains(&value.as_str())
        {
            self.error(id, &format!("has an unknown {field} `{value}`; one of {}", values.join(", ")));
        }
    }

    fn agent(&mut self, row: AgentRow) -> Agent {
        let rule = self.rule(&row.id, row.singular.len() + row.plural.len(), &row.yes);
        self.one_of(&row.id, "kind", Some(&row.kind), &KINDS);
        self.one_of(&row.id, "rank", row.rank.as_ref(), &RANKS);
        self.one_of(&row.id, "refers", row.refers.as_ref(), &REFERS);
        self.one_of(&row.id, "count", row.count.as_ref(), &COUNTS);
        Agent {
            rule,
            singular: row.singular,
            plural: row.plural,
            sectors: row.sectors,
            kind: row.kind,
            rank: row.rank,
            of_state: row.of_state,
            organ: row.organ,
            refers: row.refers,
            only_back: row.only_back,
            headed: row.headed,
            count: row.count,
            yes: row.yes,
            no: row.no,
        }
    }

    fn modifier(&mut self, row: ModifierRow) -> Modifier {
        let rule = self.rule(&row.id, row.forms.len(), &row.yes);
        self.one_of(&row.id, "rank", row.rank.as_ref(), &RANKS);
        Modifier {
            rule,
            forms: row.forms,
            rank: row.rank,
            sectors: row.sectors,
            former: row.former,
            deputy: row.deputy,
            yes: row.yes,
            no: row.no,
        }
    }

    fn wrapper(&mut self, row: WrapperRow) -> Wrapper {
        let rule = self.rule(&row.id, row.forms.len(), &row.yes);
        self.one_of(&row.id, "count", row.count.as_ref(), &COUNTS);
        Wrapper { rule, forms: row.forms, count: row.count, yes: row.yes, no: row.no }
    }

    fn title(&mut self, row: TitleRow) -> Title {
        let rule = self.rule(&row.id, row.forms.len(), &row.yes);
        self.one_of(&row.id, "gender", row.gender.as_ref(), &["m", "f"]);
        Title { rule, forms: row.forms, gender: row.gender, sectors: row.sectors, yes: row.yes, no: row.no }
    }

    fn pronoun(&mut self, row: PronounRow) -> Pronoun {
        let rule = self.rule(&row.id, row.forms.len(), &row.yes);
        self.one_of(&row.id, "kind", Some(&row.kind), &PRONOUNS);
        self.one_of(&row.id, "gender", row.gender.as_ref(), &["m", "f"]);
        self.one_of(&row.id, "number", row.number.as_ref(), &COUNTS);
        self.one_of(&row.id, "animacy", row.animacy.as_ref(), &["person", "thing", "group"]);
        Pronoun {
            rule,
            forms: row.forms,
            kind: row.kind,
            gender: row.gender,
            number: row.number,
            animacy: row.animacy,
            yes: row.yes,
            no: row.no,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_reported() {
        let text = "[[agent]]\nid = \"a\"\nkind = \"wizard\"\nyes = []\n[[title]]\nid = \"t\"\nforms = []\ngender = \"x\"\nyes = [\"M. X dort.\"]\n[words]\n";
        let lists = [
            "complement",
            "affiliation",
            "locative",
            "directional",
            "definite",
            "two",
            "one",
            "possessive_marker",
            "particles",
            "never",
            "organisation",
            "parts",
            "impersonal",
            "national",
            "based",
            "charges",
            "warned",
            "conditions",
        ];
        let text = lists.iter().fold(text.to_string(), |text, list| text + list + " = []\n");
        let folder = Folder { files: vec![SourceFile { path: "french/lexicon.toml".into(), text }] };
        let mut out = Diagnostics::default();
        compile(&folder, "french", &mut out);
        let (_, problems) = out.finish();
        let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "french/lexicon.toml:2:6: error: `a` has an unknown kind `wizard`; one of person, office, government, organisation, armed_group, media, document, poll, crowd, witness, unnamed",
                "french/lexicon.toml:2:6: error: `a` has no example under `yes`",
                "french/lexicon.toml:2:6: error: `a` has no forms",
                "french/lexicon.toml:6:6: error: `t` has an unknown gender `x`; one of m, f",
                "french/lexicon.toml:6:6: error: `t` has no forms",
            ]
        );
    }
}
