//! `governance:` in `meshbook.yaml` as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// What a data product must fulfil here, and who may let it be.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct RawGovernance {
    /// Rules of the organisation: YAML files, or folders of them, relative to `meshbook.yaml`.
    pub rules: Vec<String>,
    /// Waivers of the portal's owner: YAML files, or folders of them, relative to `meshbook.yaml`.
    pub waivers: Vec<String>,
    /// Who may approve waivers that stand in a source's own `waivers` folder: teams and people of
    /// the directory, by the name of the source. A source that is not named here has no say.
    pub waiver_approvers: BTreeMap<String, Vec<String>>,
    /// How tables and columns are named.
    pub naming: RawNaming,
    /// The words of `classification`, from what everybody may see to what is kept closest: a
    /// list, or a file that holds it.
    pub classification: Option<ListOrFile<String>>,
    /// Those words of the classification whose columns must name their protection.
    pub protected: Vec<String>,
    /// The tags that products and contracts should have one of: a list, or a file that holds it.
    pub vocabulary: Option<ListOrFile<String>>,
    /// The terms of the organisation, and the columns that carry them: a list, or a file that
    /// holds it.
    pub glossary: Option<ListOrFile<RawTerm>>,
    /// Names that stand for nobody here, beside those that Meshbook knows: a list, or a file that
    /// holds it.
    pub placeholders: Option<ListOrFile<String>>,
    /// Texts that may stand in many manifests: a list, or a file that holds it.
    pub boilerplate: Option<ListOrFile<String>>,
    /// How long data of a classification may be kept, such as `confidential: 3y` or `P3Y`: a map,
    /// or a file that holds it.
    pub retention: Option<MapOrFile>,
    /// Rules that are told, but move nobody's grade before a day, such as
    /// `unlinked-terms: 2027-01-31`.
    pub preview: BTreeMap<String, String>,
    /// Where rules are enforced, and how. The last one that fits a finding sets its level, whatever
    /// `levels:` says; what is told of a draft is never raised.
    pub bindings: Vec<RawBinding>,
    /// Scorecards of the organisation, beside those of Meshbook.
    pub scorecards: Vec<RawScorecard>,
    /// What the scorecards rank domains by; `improvement` where it is absent.
    pub rankings: Option<Vec<Ranking>>,
    /// The file of past scores, relative to `meshbook.yaml`: `meshbook record` adds a line for the
    /// day to it. Improvement is told from it, and whether a product moved.
    pub history: Option<String>,
}

/// How tables and columns are named.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct RawNaming {
    /// Tables: `snake_case`, `camelCase`, `PascalCase`, `kebab-case`, `any` or a regular
    /// expression for the whole name; `snake_case` where it is absent.
    pub objects: Option<String>,
    /// Columns: the same.
    pub properties: Option<String>,
}

/// A list, or the path of a YAML file that holds it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ListOrFile<T> {
    /// The list itself.
    List(Vec<T>),
    /// A file, relative to `meshbook.yaml`.
    File(String),
}

/// A map, or the path of a YAML file that holds it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum MapOrFile {
    /// The map itself.
    Map(BTreeMap<String, String>),
    /// A file, relative to `meshbook.yaml`.
    File(String),
}

/// A term of the organisation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RawTerm {
    /// The term.
    pub term: String,
    /// The names of columns that carry it, such as `customer_id`.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The `logicalType` that such columns have.
    pub logical_type: Option<String>,
    /// The `logicalTypeOptions.pattern` that such columns have.
    pub pattern: Option<String>,
    /// Where the term is defined.
    pub url: Option<String>,
}

/// Where rules are enforced, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RawBinding {
    /// The names of the rules; `*` for all of them.
    pub rules: Vec<String>,
    /// Only in these domains; everywhere where it is absent.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Only for what has one of these tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Only for what has one of these states, such as `active`.
    #[serde(default)]
    pub status: Vec<String>,
    /// From this day on, such as 2027-01-31.
    pub from: Option<String>,
    /// How.
    pub enforce: Enforce,
}

/// How a rule is enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Enforce {
    /// Its findings are errors, and the page of a product that fails it is withheld.
    Block,
    /// Its findings are warnings.
    Warn,
    /// It is not told. It counts for grades all the same.
    Off,
}

/// A scorecard of the organisation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RawScorecard {
    /// Its name; in routes as `[a-z0-9-]`.
    pub name: String,
    /// What it is for, in a sentence.
    pub purpose: String,
    /// The names of its rules.
    pub rules: Vec<String>,
}

/// What domains are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ranking {
    /// How far they came since the history began to tell.
    Improvement,
    /// How far they are.
    Leaderboard,
}
