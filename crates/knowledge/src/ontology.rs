//! `ontology/*.toml`: PLOVER's acts with their modes and scores, contexts, sectors, and the convention for
//! future and negated acts.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use toml::Spanned;

use crate::{Diagnostics, Folder};

/// The compiled ontology.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ontology {
    /// The 16 acts.
    pub acts: Vec<Act>,
    /// Context names.
    pub contexts: Vec<SmolStr>,
    /// Sector codes.
    pub sectors: Vec<SmolStr>,
}

/// One of PLOVER's 16 acts.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Act {
    /// `CONSULT`
    pub id: SmolStr,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// PLOVER's scale, −10…+10, where no mode says otherwise.
    pub score: f64,
    /// The CAMEO code that fits best where no mode says otherwise.
    pub cameo: SmolStr,
    /// Whether it needs a recipient.
    pub needs_recipient: bool,
    /// Whether it is told where nobody is named, but a place is: unrest and attacks by unknown hands.
    pub stands_alone: bool,
    /// Whether it is done by saying it, so that whoever marches to do so does it: `REQUEST`.
    pub voiced: bool,
    /// Whether one does it to say something: `PROTEST`.
    pub voices: bool,
    /// The label of a future or planned act.
    pub future: SmolStr,
    /// The label of an act that did not happen.
    pub negated: SmolStr,
    /// The label of an act that will not happen.
    pub negated_future: SmolStr,
    /// The CAMEO codes of those three labels for this act: intent to meet is 036, not any agreement.
    pub conventional_cameo: ConventionalCameo,
    /// CAMEO's roots for what is demanded and what is only asked for, where it tells them apart and PLOVER does not.
    pub appeal: Option<Appeal>,
    /// Modes.
    pub modes: Vec<Mode>,
}

/// CAMEO's roots for a demand and an appeal: of one form behind them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// `10`
    pub demand: SmolStr,
    /// `02`
    pub appeal: SmolStr,
}

/// The CAMEO codes of an act under the convention for future and negated acts; one left out is the code of the
/// act that the label names.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConventionalCameo {
    /// Planned or future.
    #[serde(default)]
    pub future: Option<SmolStr>,
    /// Did not happen.
    #[serde(default)]
    pub negated: Option<SmolStr>,
    /// Will not happen.
    #[serde(default)]
    pub negated_future: Option<SmolStr>,
}

/// A mode of an act.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    /// `visit`
    pub id: SmolStr,
    /// PLOVER's scale.
    pub score: f64,
    /// The CAMEO code that fits best.
    pub cameo: SmolStr,
    /// Whether nothing is said by it, though by others of its act.
    #[serde(default)]
    pub silent: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActsFile {
    act: Vec<ActRow>,
    contexts: Vec<SmolStr>,
    sectors: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActRow {
    id: Spanned<String>,
    quad: u8,
    score: f64,
    cameo: SmolStr,
    #[serde(default)]
    needs_recipient: bool,
    #[serde(default)]
    stands_alone: bool,
    #[serde(default)]
    voiced: bool,
    #[serde(default)]
    voices: bool,
    future: SmolStr,
    negated: SmolStr,
    negated_future: SmolStr,
    #[serde(default)]
    conventional_cameo: ConventionalCameo,
    appeal: Option<Appeal>,
    #[serde(default)]
    modes: Vec<Mode>,
}

/// Compiles `ontology/acts.toml`.
pub(crate) fn compile(folder: &Folder, out: &mut Diagnostics) -> Ontology {
    let Some(file) = folder.get("ontology/acts.toml") else { return Ontology::default() };
    let Some(form) = out.parse::<ActsFile>(file) else { return Ontology::default() };
    let ids: Vec<SmolStr> = form.act.iter().map(|act| act.id.get_ref().as_str().into()).collect();
    let mut acts = Vec::new();
    for row in form.act {
        out.rule(file, "ontology", &row.id);
        for other in [&row.future, &row.negated, &row.negated_future] {
            if !ids.contains(other) {
                out.error(file, row.id.span().start, format!("no act `{other}`"));
            }
        }
        acts.push(Act {
            id: row.id.into_inner().into(),
            quad: row.quad,
            score: row.score,
            cameo: row.cameo,
            needs_recipient: row.needs_recipient,
            stands_alone: row.stands_alone,
            voiced: row.voiced,
            voices: row.voices,
            future: row.future,
            negated: row.negated,
            negated_future: row.negated_future,
            conventional_cameo: row.conventional_cameo,
            appeal: row.appeal,
            modes: row.modes,
        });
    }
    Ontology { acts, contexts: form.contexts, sectors: form.sectors }
}

impl Ontology {
    /// An act by its id.
    #[must_use]
    pub fn act(&self, id: &str) -> Option<&Act> {
        self.acts.iter().find(|act| act.id == id)
    }
}

impl Act {
    /// A mode by its id.
    #[must_use]
    pub fn mode(&self, id: &str) -> Option<&Mode> {
        self.modes.iter().find(|mode| mode.id == id)
    }
}
