//! The configuration as it is written; its JSON Schema is made from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::RawFetch;
use super::forges::RawForge;
use super::governance::RawGovernance;
use super::service_levels::RawServiceLevels;
use crate::diag::Level;

/// The configuration of a Meshbook portal: `meshbook.yaml` in the portal's folder.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct Raw {
    /// The title of the portal; the folder's name where it is absent.
    pub title: Option<String>,
    /// One line on what the portal is, shown on its home page.
    pub description: Option<String>,
    /// The picture in the header: a path in the portal's folder, PNG, JPEG, WebP, GIF, AVIF or SVG.
    pub logo: Option<String>,
    /// Where the portal is published, such as `https://data.example.com/`. Links in the
    /// portal are relative; only the 404 page, badge snippets and feeds need it.
    pub base_url: Option<String>,
    /// The repositories that are read. Without any, each folder beside `meshbook.yaml` that holds
    /// manifests is one.
    pub sources: Vec<RawSource>,
    /// How the git repositories among them are fetched, and what that may cost.
    pub fetch: RawFetch,
    /// The sources, by name, path or address, from which domains, teams and people are read as Backstage
    /// catalog entities.
    pub directory: Vec<String>,
    /// Levels of rules that differ from their own.
    pub levels: BTreeMap<String, LevelSetting>,
    /// Findings that are known and let be, each with its reason. They stay visible, but no longer
    /// count. In the `meshbook.yaml` of a source, only this setting speaks to the portal.
    pub allow: Vec<RawAllow>,
    /// What a data product must fulfil here, and who may let it be.
    pub governance: RawGovernance,
    /// Where measurements of service levels lie, and how they are held against promises.
    pub service_levels: RawServiceLevels,
    /// What the hosts of repositories are, for links to files and commits: a kind of forge, or the
    /// patterns of its links. Well-known hosts, and those called after a forge such as
    /// `gitlab.example.com`, need no entry.
    pub forges: BTreeMap<String, RawForge>,
    /// Links in the footer.
    pub links: Vec<RawLink>,
    /// What the portal leaves out.
    pub hide: Vec<Hide>,
}

/// What is read: a folder, several folders, a git repository, or a list of these in another file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RawSource {
    /// Its name in paths, routes and findings; where it is absent, that of the folder or of the
    /// repository.
    pub name: Option<String>,
    /// The folder: relative to `meshbook.yaml`, or in the repository that `git` names. `*` stands
    /// for any part of a name, so that `domains/*` is every folder in `domains`.
    pub path: Option<String>,
    /// The repository: `https://host/path`, `ssh://user@host/path`, `user@host:path`, or a path
    /// that `fetch: local:` allows.
    pub git: Option<String>,
    /// A file that lists sources, relative to `meshbook.yaml`: in YAML or JSON entries like this
    /// one, in any other file an address in each line, with a branch or a tag behind it where that
    /// is needed. What stands beside `list` holds for all of them.
    pub list: Option<String>,
    /// The branch, the tag or the id of the commit; the repository's own branch where it is absent.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// The domain of everything in it; wins over the `domain` of its manifests.
    pub domain: Option<String>,
    /// How far back its commits are read, such as `12mo`, `2y` or `P12M`; at most five years.
    /// Some rules look at who changed a manifest when. Without it none of them applies.
    pub history: Option<String>,
    /// The ids that are its own whatever other sources say: of products, contracts, domains, teams
    /// and people. `*` stands for any part of an id. What nobody owns is of the source that comes
    /// first. Another source is of a domain that is owned only where its own `domain` says so.
    #[serde(default)]
    pub owns: Vec<String>,
    /// How long its fetch may take, in the place of `fetch: timeout:`.
    pub timeout: Option<String>,
    /// How large it may be, in the place of `fetch: max-size:`.
    pub max_size: Option<String>,
}

/// Findings that are known and let be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RawAllow {
    /// The name of the rule. Rules that count towards a level cannot be let be.
    pub rule: String,
    /// The files: a path as findings show it, or from the folder of this file. `*` stands for
    /// any part of a name, `**` for any folders, `?` for one byte.
    pub path: String,
    /// Only findings that concern this id: of a product, a contract, a team, a domain.
    pub subject: Option<String>,
    /// Why, in at least ten characters. Without it nothing is let be.
    pub reason: Option<String>,
}

/// A link in the footer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct RawLink {
    /// The words of the link.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// The level of a rule's findings, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LevelSetting {
    /// Must be mended.
    Error,
    /// Should be mended.
    Warning,
    /// Good to know.
    Info,
    /// Not reported.
    Off,
}

impl LevelSetting {
    /// The level; `None` for `off`.
    pub fn level(self) -> Option<Level> {
        match self {
            LevelSetting::Error => Some(Level::Error),
            LevelSetting::Warning => Some(Level::Warning),
            LevelSetting::Info => Some(Level::Info),
            LevelSetting::Off => None,
        }
    }
}

/// A part of the portal that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Hide {
    /// Pages, names and addresses of persons.
    People,
    /// Findings pages and banners.
    Findings,
    /// Scorecards, levels and completeness.
    Scorecards,
}

/// The JSON Schema of the configuration.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Raw).to_value()
}
