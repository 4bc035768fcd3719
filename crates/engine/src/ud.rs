//! Universal Dependencies v2: tags, morphological features, relations, as small copyable values.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[doc = concat!("`", $text, "`")] $(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// As UD writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value that UD writes so.
            #[must_use]
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

closed_set! {
    /// Universal part-of-speech tags.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

closed_set! {
    /// Dependency relations: the universal ones and the subtypes that our treebanks use. A subtype that is not
    /// listed is read as its universal relation ([`Relation::read`]).
    Relation {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclCleft = "advcl:cleft",
        AdvclRelcl = "advcl:relcl", Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux",
        AuxCaus = "aux:caus", AuxPass = "aux:pass", AuxTense = "aux:tense", Case = "case", Cc = "cc",
        CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt",
        Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass",
        Dep = "dep", DepComp = "dep:comp", Det = "det", DetPredet = "det:predet", Discourse = "discourse",
        Dislocated = "dislocated", Expl = "expl", ExplComp = "expl:comp", ExplPass = "expl:pass",
        ExplPv = "expl:pv", ExplSubj = "expl:subj", Fixed = "fixed", Flat = "flat", FlatForeign = "flat:foreign",
        FlatName = "flat:name", Goeswith = "goeswith", Iobj = "iobj", IobjAgent = "iobj:agent", List = "list",
        Mark = "mark", Nmod = "nmod", NmodAppos = "nmod:appos", NmodDesc = "nmod:desc", NmodPoss = "nmod:poss",
        NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjCaus = "nsubj:caus", NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", ObjAgent = "obj:agent", ObjLvc = "obj:lvc",
        Obl = "obl", OblAgent = "obl:agent", OblArg = "obl:arg", OblMod = "obl:mod",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis",
        ParataxisInsert = "parataxis:insert", ParataxisParenth = "parataxis:parenth", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
}

impl Relation {
    /// Reads a relation; an unlisted subtype becomes its universal relation, an unknown word `dep`.
    #[must_use]
    pub fn read(text: &str) -> Relation {
        Relation::parse(text)
            .or_else(|| Relation::parse(text.split(':').next().unwrap_or(text)))
            .unwrap_or(Relation::Dep)
    }

    /// The universal relation, without subtype: `nsubj` for `nsubj:pass`.
    #[must_use]
    pub fn base(self) -> &'static str {
        let text = self.as_str();
        text.split(':').next().unwrap_or(text)
    }

    /// Whether the universal relation is this one: `word.relation.is("nsubj")`.
    #[must_use]
    pub fn is(self, base: &str) -> bool {
        self.base() == base
    }
}

macro_rules! features {
    ($($constant:ident = $name:literal $value:literal,)*) => {
        /// The features that are kept, in UD's order of output; bit `i` of [`Features`] is pair `i`.
        pub const PAIRS: &[(&str, &str)] = &[$(($name, $value),)*];
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Index { $($constant,)* }
        impl Features { $(#[doc = concat!("`", $name, "=", $value, "`")] pub const $constant: Features = Features(1 << Index::$constant as u32);)* }
    };
}

/// A set of morphological features, such as `Mood=Ind|Tense=Past`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Features(pub u128);

features! {
    ABBR = "Abbr" "Yes",
    CASE_ACC = "Case" "Acc", CASE_DAT = "Case" "Dat", CASE_GEN = "Case" "Gen", CASE_NOM = "Case" "Nom",
    DEFINITE_DEF = "Definite" "Def", DEFINITE_IND = "Definite" "Ind",
    DEGREE_CMP = "Degree" "Cmp", DEGREE_POS = "Degree" "Pos", DEGREE_SUP = "Degree" "Sup",
    EMPH_NO = "Emph" "No", EMPH_YES = "Emph" "Yes",
    EXTPOS_ADJ = "ExtPos" "ADJ", EXTPOS_ADP = "ExtPos" "ADP", EXTPOS_ADV = "ExtPos" "ADV",
    EXTPOS_CCONJ = "ExtPos" "CCONJ", EXTPOS_DET = "ExtPos" "DET", EXTPOS_INTJ = "ExtPos" "INTJ",
    EXTPOS_NOUN = "ExtPos" "NOUN", EXTPOS_PRON = "ExtPos" "PRON", EXTPOS_PROPN = "ExtPos" "PROPN",
    EXTPOS_SCONJ = "ExtPos" "SCONJ", EXTPOS_VERB = "ExtPos" "VERB",
    FOREIGN = "Foreign" "Yes",
    GENDER_FEM = "Gender" "Fem", GENDER_MASC = "Gender" "Masc", GENDER_NEUT = "Gender" "Neut",
    MOOD_CND = "Mood" "Cnd", MOOD_IMP = "Mood" "Imp", MOOD_IND = "Mood" "Ind", MOOD_SUB = "Mood" "Sub",
    NUMBER_PLUR = "Number" "Plur", NUMBER_PTAN = "Number" "Ptan", NUMBER_SING = "Number" "Sing",
    NUMBER_PSOR_PLUR = "Number[psor]" "Plur", NUMBER_PSOR_SING = "Number[psor]" "Sing",
    NUMFORM_COMBI = "NumForm" "Combi", NUMFORM_DIGIT = "NumForm" "Digit", NUMFORM_ROMAN = "NumForm" "Roman",
    NUMFORM_WORD = "NumForm" "Word",
    NUMTYPE_CARD = "NumType" "Card", NUMTYPE_FRAC = "NumType" "Frac", NUMTYPE_MULT = "NumType" "Mult",
    NUMTYPE_ORD = "NumType" "Ord",
    PERSON_1 = "Person" "1", PERSON_2 = "Person" "2", PERSON_3 = "Person" "3",
    PERSON_PSOR_1 = "Person[psor]" "1", PERSON_PSOR_2 = "Person[psor]" "2", PERSON_PSOR_3 = "Person[psor]" "3",
    POLARITY_NEG = "Polarity" "Neg", POLARITY_POS = "Polarity" "Pos",
    POSS = "Poss" "Yes",
    PRONTYPE_ART = "PronType" "Art", PRONTYPE_DEM = "PronType" "Dem", PRONTYPE_EMP = "PronType" "Emp",
    PRONTYPE_EXC = "PronType" "Exc", PRONTYPE_IND = "PronType" "Ind", PRONTYPE_INT = "PronType" "Int",
    PRONTYPE_NEG = "PronType" "Neg", PRONTYPE_PRS = "PronType" "Prs", PRONTYPE_RCP = "PronType" "Rcp",
    PRONTYPE_REL = "PronType" "Rel", PRONTYPE_TOT = "PronType" "Tot",
    REFLEX = "Reflex" "Yes",
    TENSE_FUT = "Tense" "Fut", TENSE_IMP = "Tense" "Imp", TENSE_PAST = "Tense" "Past", TENSE_PRES = "Tense" "Pres",
    TYPO = "Typo" "Yes",
    VERBFORM_FIN = "VerbForm" "Fin", VERBFORM_GER = "VerbForm" "Ger", VERBFORM_INF = "VerbForm" "Inf",
    VERBFORM_PART = "VerbForm" "Part",
    VOICE_ACT = "Voice" "Act", VOICE_PASS = "Voice" "Pass",
}

impl Features {
    /// Whether all of `other` is here: `word.features.has(Features::TENSE_PAST)`.
    #[must_use]
    pub fn has(self, other: Features) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub fn with(self, other: Features) -> Features {
        Features(self.0 | other.0)
    }

    /// Reads a FEATS column; pairs that are not kept are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Features {
        let mut bits = 0;
        for pair in text.split('|') {
            let Some((name, value)) = pair.split_once('=') else { continue };
            if let Some(i) = PAIRS.iter().position(|known| *known == (name, value)) {
                bits |= 1 << i;
            }
        }
        Features(bits)
    }
}

impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (i, (name, value)) in PAIRS.iter().enumerate() {
            if self.0 >> i & 1 == 1 {
                if !first {
                    f.write_str("|")?;
                }
                write!(f, "{name}={value}")?;
                first = false;
            }
        }
        if first { f.write_str("_") } else { Ok(()) }
    }
}
