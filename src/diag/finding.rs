//! A fault of user content, and whom it concerns.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// How much a finding weighs. Ordered from the gravest.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Must be mended: what was meant cannot be trusted or understood.
    Error,
    /// Should be mended.
    Warning,
    /// Good to know.
    Info,
}

impl Level {
    /// Every level, from the gravest.
    pub const ALL: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

    /// The level as outputs and the configuration spell it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }
}

/// What a finding is about: an element of a complete contract, or the ground on which
/// it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Element {
    /// Whether a file keeps to the version of ODCS or ODPS that it declares.
    Standard,
    /// Links between files.
    Reference,
    /// Tables, columns and types.
    Schema,
    /// Quality rules.
    Quality,
    /// Promised service levels.
    Sla,
    /// Purpose, descriptions and docs.
    Documentation,
    /// Owners, teams and support.
    Ownership,
    /// Who may use it, and how personal data is kept.
    Access,
    /// Status and deprecation.
    Lifecycle,
    /// The portal's own configuration and sources.
    Portal,
}

impl Element {
    /// The element as outputs spell it.
    pub fn name(self) -> &'static str {
        match self {
            Element::Standard => "standard",
            Element::Reference => "reference",
            Element::Schema => "schema",
            Element::Quality => "quality",
            Element::Sla => "sla",
            Element::Documentation => "documentation",
            Element::Ownership => "ownership",
            Element::Access => "access",
            Element::Lifecycle => "lifecycle",
            Element::Portal => "portal",
        }
    }
}

/// One kind of fault: its name, its usual level, and the page that explains it.
///
/// Each room lists the codes that it raises in one `CODES` slice.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// Kebab case, names the fault, reads after the word "allow": `missing-owner`.
    pub id: &'static str,
    /// The level where the configuration sets none.
    pub level: Level,
    /// What it is about.
    pub element: Element,
    /// Its page in Markdown: the text of `meshbook explain`, of the portal's rule page,
    /// and the examples that test it.
    pub page: &'static str,
}

/// The kind of thing that a finding concerns.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A data product (ODPS), or the implicit product of a lone contract.
    Product,
    /// A data contract (ODCS).
    Contract,
    /// A domain.
    Domain,
    /// A team.
    Team,
    /// A person.
    Person,
    /// A page of docs.
    Doc,
    /// A source of the portal.
    Source,
    /// The portal itself.
    Portal,
}

impl SubjectKind {
    /// The kind in words.
    pub fn noun(self) -> &'static str {
        match self {
            SubjectKind::Product => "data product",
            SubjectKind::Contract => "data contract",
            SubjectKind::Domain => "domain",
            SubjectKind::Team => "team",
            SubjectKind::Person => "person",
            SubjectKind::Doc => "page",
            SubjectKind::Source => "source",
            SubjectKind::Portal => "portal",
        }
    }
}

/// The thing that a finding concerns, so that its page can show the finding.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Subject {
    /// What kind of thing.
    pub kind: SubjectKind,
    /// Its id as its manifest spells it; for docs and sources the path or name. One that is
    /// longer than an id ever is ends with a part of its hash.
    pub id: Arc<str>,
}

/// The longest id that findings carry whole, in bytes: a file has many findings.
const LONGEST_ID: usize = 200;

impl Subject {
    /// The subject of this kind and id.
    pub fn new(kind: SubjectKind, id: impl Into<Arc<str>>) -> Subject {
        let id = id.into();
        let id = match id.len() > LONGEST_ID {
            true => {
                let end = id.floor_char_boundary(LONGEST_ID);
                let hash = blake3::hash(id.as_bytes()).to_hex();
                format!("{}…{}", &id[..end], &hash[..16]).into()
            }
            false => id,
        };
        Subject { kind, id }
    }
}

/// `data product `parcels``.
impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} `{}`", self.kind.noun(), self.id)
    }
}

/// A second place that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What stands there, in a few words.
    pub label: String,
}

/// A fault of user content at a place, told so that its author can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of its [`Code`].
    pub rule: Cow<'static, str>,
    /// How much it weighs.
    pub level: Level,
    /// What it is about.
    pub element: Element,
    /// What is (not what should be): lower case, no full stop, names in backticks.
    pub message: String,
    /// What stands at the place, in a few words; may be empty.
    pub label: String,
    /// One imperative act that mends it.
    pub help: Option<String>,
    /// Where. May be wide, never wrong: an absent key points at its parent.
    pub span: Span,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// Whom it concerns.
    pub subject: Subject,
}

impl Finding {
    /// A finding of `code` at `span` that concerns `subject`.
    pub fn new(code: &Code, subject: Subject, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            rule: Cow::Borrowed(code.id),
            level: code.level,
            element: code.element,
            message: message.into(),
            label: String::new(),
            help: None,
            span,
            related: Vec::new(),
            subject,
        }
    }

    /// The same, with a few words on what stands at the place.
    pub fn label(mut self, label: impl Into<String>) -> Finding {
        self.label = label.into();
        self
    }

    /// The same, with the act that mends it.
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// The same, with a second place.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Finding {
        self.related.push(Related {
            span,
            label: label.into(),
        });
        self
    }
}
