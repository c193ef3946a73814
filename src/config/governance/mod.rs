//! `governance:` in `meshbook.yaml`: what a data product must fulfil here.
//!
//! Lists stand in `meshbook.yaml` or in files that it names. What is not configured is `None`
//! or empty: rules that need it do not apply.

mod naming;
mod raw;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{INVALID_CONFIGURATION, shape};
use crate::diag::{FileId, Files, Finding, Span, Subject, SubjectKind, shortened};
use crate::document::{self, Node};
use crate::tree::{self, Tree};

pub use naming::Naming;
pub(super) use raw::RawGovernance;
pub use raw::{Enforce, Ranking, RawTerm};
use raw::{ListOrFile, MapOrFile, RawBinding};

/// What a data product must fulfil here, and who may let it be.
#[derive(Clone, Debug, Default)]
pub struct Governance {
    /// The files of the organisation's rules, in the order in which they are named.
    pub rules: Vec<FileId>,
    /// The pages of the organisation's rules, by the file of the rule.
    pub rule_docs: BTreeMap<FileId, FileId>,
    /// The files of the portal's waivers, in the order in which they are named.
    pub waivers: Vec<FileId>,
    /// Who may approve the waivers in a source's own folder, by the name of the source.
    pub waiver_approvers: BTreeMap<String, Vec<String>>,
    /// How tables are named.
    pub object_names: Naming,
    /// How columns are named.
    pub property_names: Naming,
    /// The words of `classification`, from the most open to the most closed.
    pub classification: Option<Vec<String>>,
    /// The words whose columns must name their protection.
    pub protected: Vec<String>,
    /// The tags of which one should be there.
    pub vocabulary: Option<Vec<String>>,
    /// The terms of the organisation.
    pub glossary: Option<Vec<RawTerm>>,
    /// More names that stand for nobody.
    pub placeholders: Vec<String>,
    /// Texts that may stand in many manifests.
    pub boilerplate: Vec<String>,
    /// How long data may be kept, by its classification, as written.
    pub retention: Option<BTreeMap<String, Setting>>,
    /// Until when rules move nobody's grade.
    pub preview: BTreeMap<String, Date>,
    /// Where rules are enforced; the last one that fits wins.
    pub bindings: Vec<Binding>,
    /// Scorecards of the organisation.
    pub scorecards: Vec<OwnScorecard>,
    /// What domains are ranked by; by improvement where it is absent.
    pub rankings: Option<Vec<Ranking>>,
    /// The file of past scores, relative to the portal's folder.
    pub history: Option<String>,
    /// Where the configuration speaks of governance.
    pub span: Option<Span>,
}

/// A text of the configuration and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Where rules are enforced, and how. Empty lists do not narrow it.
#[derive(Clone, Debug)]
pub struct Binding {
    /// The names of the rules; `*` for all of them.
    pub rules: Vec<Setting>,
    /// Only in these domains.
    pub domains: Vec<String>,
    /// Only for what has one of these tags.
    pub tags: Vec<String>,
    /// Only for what has one of these states.
    pub status: Vec<String>,
    /// From this day on.
    pub from: Option<Date>,
    /// How.
    pub enforce: Enforce,
    /// Where it stands.
    pub span: Span,
}

/// A scorecard of the organisation.
#[derive(Clone, Debug)]
pub struct OwnScorecard {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The names of its rules.
    pub rules: Vec<Setting>,
    /// Where it stands.
    pub span: Span,
}

/// How deep the folders of rules and waivers are.
const DEEPEST: usize = 8;
/// The longest page of a rule, in bytes.
const LONGEST_PAGE: u64 = 256 << 10;

impl Governance {
    /// Whether domains are ranked by this.
    pub fn ranks_by(&self, ranking: Ranking) -> bool {
        match &self.rankings {
            Some(rankings) => rankings.contains(&ranking),
            None => ranking == Ranking::Improvement,
        }
    }
}

/// What may be asked of the portal's folder while its configuration is read.
pub(super) struct Reading<'a> {
    pub(super) tree: &'a Tree,
    pub(super) root: &'a Path,
    pub(super) files: &'a mut Files,
    pub(super) findings: &'a mut Vec<Finding>,
}

/// The settings as used. `node` is the value of `governance`, whose shape was checked.
pub(super) fn resolve(
    raw: RawGovernance,
    node: Option<&Node<'_>>,
    reading: &mut Reading<'_>,
) -> Governance {
    let Some(node) = node.filter(|node| !node.is_null()) else {
        return Governance::default();
    };
    let at = |key: &str| node.get(key).map_or(node.span, |value| value.span);
    let rules = reading.yaml_files(&raw.rules, at("rules"));
    Governance {
        rule_docs: reading.docs_of(&rules),
        rules,
        waivers: reading.yaml_files(&raw.waivers, at("waivers")),
        waiver_approvers: raw.waiver_approvers,
        object_names: naming("objects", raw.naming.objects, node, reading.findings),
        property_names: naming("properties", raw.naming.properties, node, reading.findings),
        classification: reading.list(raw.classification, at("classification")),
        protected: raw.protected,
        vocabulary: reading.list(raw.vocabulary, at("vocabulary")),
        glossary: reading.list(raw.glossary, at("glossary")),
        placeholders: reading
            .list(raw.placeholders, at("placeholders"))
            .unwrap_or_default(),
        boilerplate: reading
            .list(raw.boilerplate, at("boilerplate"))
            .unwrap_or_default(),
        retention: raw.retention.and_then(|retention| match retention {
            MapOrFile::Map(map) => Some(placed(map, node.get("retention"))),
            MapOrFile::File(path) => reading.file_with(&path, at("retention"), placed),
        }),
        preview: dates(raw.preview, node.get("preview"), reading.findings),
        bindings: bindings(raw.bindings, node.get("bindings"), reading.findings),
        scorecards: scorecards(raw.scorecards, node.get("scorecards")),
        rankings: raw.rankings,
        history: raw.history,
        span: Some(node.span),
    }
}

/// How names are written; the usual way where it is not said, or not so that it can be read.
fn naming(key: &str, text: Option<String>, node: &Node<'_>, findings: &mut Vec<Finding>) -> Naming {
    let at = node.get("naming").and_then(|naming| naming.get(key));
    let (Some(text), Some(at)) = (text, at) else {
        return Naming::default();
    };
    Naming::read(&text).unwrap_or_else(|reason| {
        let message = format!("`{}` is no style and no regular expression: {reason}", shortened(&text));
        let help = "write snake_case, camelCase, PascalCase, kebab-case, any, or an expression for the whole name";
        findings.push(invalid(at.span, message).help(help));
        Naming::default()
    })
}

fn dates(
    raw: BTreeMap<String, String>,
    node: Option<&Node<'_>>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Date> {
    let dates = raw.into_iter().filter_map(|(rule, text)| {
        let span = node.and_then(|node| node.get(&rule))?.span;
        Some((rule, date(&text, span, findings)?))
    });
    dates.collect()
}

fn bindings(
    raw: Vec<RawBinding>,
    node: Option<&Node<'_>>,
    findings: &mut Vec<Finding>,
) -> Vec<Binding> {
    let Some(node) = node else {
        return Vec::new();
    };
    let numbered = raw.into_iter().enumerate();
    let bindings = numbered.filter_map(|(at, raw)| {
        let item = super::item(node, at)?;
        let from = item.get("from").map_or(item.span, |from| from.span);
        Some(Binding {
            rules: settings(raw.rules, item.get("rules")),
            domains: raw.domains,
            tags: raw.tags,
            status: raw.status,
            from: match raw.from {
                // A binding that was meant to begin some day does not begin today.
                Some(text) => Some(date(&text, from, findings)?),
                None => None,
            },
            enforce: raw.enforce,
            span: item.span,
        })
    });
    bindings.collect()
}

fn scorecards(raw: Vec<raw::RawScorecard>, node: Option<&Node<'_>>) -> Vec<OwnScorecard> {
    let Some(node) = node else {
        return Vec::new();
    };
    let numbered = raw.into_iter().enumerate();
    let scorecards = numbered.filter_map(|(at, raw)| {
        let item = super::item(node, at)?;
        Some(OwnScorecard {
            name: raw.name,
            purpose: raw.purpose,
            rules: settings(raw.rules, item.get("rules")),
            span: item.span,
        })
    });
    scorecards.collect()
}

/// The texts of a list with their places.
fn settings(texts: Vec<String>, node: Option<&Node<'_>>) -> Vec<Setting> {
    let numbered = texts.into_iter().enumerate();
    let settings = numbered.filter_map(|(at, text)| {
        let span = super::item(node?, at)?.span;
        Some(Setting { text, span })
    });
    settings.collect()
}

/// The texts of a map with their places.
fn placed(texts: BTreeMap<String, String>, node: Option<&Node<'_>>) -> BTreeMap<String, Setting> {
    let settings = texts.into_iter().filter_map(|(key, text)| {
        let span = node?.get(&key)?.span;
        Some((key, Setting { text, span }))
    });
    settings.collect()
}

/// Reads a day such as 2027-01-31, or tells that it is none.
fn date(text: &str, span: Span, findings: &mut Vec<Finding>) -> Option<Date> {
    let date = text.trim().parse().ok();
    if date.is_none() {
        let message = format!("`{text}` is no date");
        findings.push(invalid(span, message).help("write it as 2027-01-31"));
    }
    date
}

fn invalid(span: Span, message: String) -> Finding {
    let subject = Subject::new(SubjectKind::Portal, super::FILE);
    Finding::new(&INVALID_CONFIGURATION, subject, span, message)
}

impl Reading<'_> {
    /// The list that stands in `meshbook.yaml`, or in the file that it names.
    fn list<T: DeserializeOwned + JsonSchema>(
        &mut self,
        raw: Option<ListOrFile<T>>,
        span: Span,
    ) -> Option<Vec<T>> {
        match raw? {
            ListOrFile::List(list) => Some(list),
            ListOrFile::File(path) => self.file(&path, span),
        }
    }

    /// What a YAML file of the portal's folder holds; what is wrong with it is told at its place.
    fn file<T: DeserializeOwned + JsonSchema>(&mut self, path: &str, span: Span) -> Option<T> {
        self.file_with(path, span, |value, _| value)
    }

    /// The same, as used with the tree that has the places of its parts.
    fn file_with<T: DeserializeOwned + JsonSchema, U>(
        &mut self,
        path: &str,
        span: Span,
        used: impl FnOnce(T, Option<&Node<'_>>) -> U,
    ) -> Option<U> {
        let id = self.add(path, span)?;
        let file = self.files.file(id);
        let subject = Subject::new(SubjectKind::Portal, path);
        let parsed = document::yaml(&file.text, file.whole(), &subject);
        let mut told = parsed.findings;
        if let Some(root) = parsed.roots.first() {
            let schema = schemars::schema_for!(T).to_value();
            told.extend(shape::check(root, &schema, &subject));
        }
        let read = serde_yaml::from_str(&file.text);
        if let Err(error) = &read
            && told.is_empty()
        {
            let head = file.whole().head();
            told.push(Finding::new(
                &INVALID_CONFIGURATION,
                subject,
                head,
                error.to_string(),
            ));
        }
        self.findings.extend(told);
        read.ok().map(|value| used(value, parsed.roots.first()))
    }

    /// The YAML files at these paths and in these folders, in order; those of a folder by name.
    fn yaml_files(&mut self, paths: &[String], span: Span) -> Vec<FileId> {
        let mut found = Vec::new();
        for path in paths {
            let full = self.root.join(path);
            let names = match self.tree.is_file(&full) {
                Ok(true) => vec![path.clone()],
                Ok(false) => self.yaml_names(path),
                Err(error) => {
                    self.tell_unread(path, &error, span);
                    continue;
                }
            };
            found.extend(names.iter().filter_map(|name| self.add(name, span)));
        }
        found
    }

    /// The paths of the YAML files in a folder and in those below it, by name.
    fn yaml_names(&self, folder: &str) -> Vec<String> {
        let is_yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
        let root = self.root.join(folder);
        let walk = self.tree.walk(&root, DEEPEST, |_, _| true);
        let entries = walk.filter_map(Result::ok);
        let files = entries
            .filter(|entry| entry.kind == crate::tree::Kind::File && is_yaml(entry.name()))
            .map(|entry| format!("{}/{}", folder.trim_end_matches('/'), entry.path));
        let mut names: Vec<String> = files.collect();
        names.sort();
        names
    }

    /// Reads a file of the portal's folder.
    fn add(&mut self, path: &str, span: Span) -> Option<FileId> {
        match self.tree.text(&self.root.join(path)) {
            Ok(text) => self.files.add(None, path, path, text),
            Err(error) => {
                self.tell_unread(path, &error, span);
                None
            }
        }
    }

    /// The pages that files of rules name under `docs`, by the file of the rule. They lie in the
    /// portal's folder, and are read through a handle of it.
    fn docs_of(&mut self, rules: &[FileId]) -> BTreeMap<FileId, FileId> {
        let mut docs = BTreeMap::new();
        for &rule in rules {
            let file = self.files.file(rule);
            let subject = Subject::new(SubjectKind::Portal, &*file.shown);
            let parsed = document::yaml(&file.text, file.whole(), &subject);
            let named = parsed.roots.first().and_then(|root| root.get("docs"));
            let Some((target, span)) = named.and_then(|node| Some((node.text()?, node.span)))
            else {
                continue;
            };
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            match self.page(folder, target) {
                Ok((path, text)) => {
                    let added = self.files.add(None, path.as_str(), path.as_str(), text);
                    docs.extend(added.map(|id| (rule, id)));
                }
                Err(why) => {
                    let message = format!("`{target}` cannot be read: {why}");
                    let help = "correct the path, which starts in the folder of this file";
                    self.findings.push(
                        Finding::new(&INVALID_CONFIGURATION, subject, span, message).help(help),
                    );
                }
            }
        }
        docs
    }

    /// The path and text of a Markdown file that is named from a folder of the portal.
    fn page(&self, folder: &str, target: &str) -> Result<(String, String), String> {
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in target.split('/') {
            match part {
                "" if !target.starts_with('/') => {}
                "." => {}
                ".." if parts.pop().is_some() => {}
                "" | ".." => return Err("it lies outside of the portal's folder".to_owned()),
                part => parts.push(part),
            }
        }
        let path = parts.join("/");
        if !path.ends_with(".md") {
            return Err("it is no Markdown file".to_owned());
        }
        let folder = self
            .tree
            .folder(self.root)
            .map_err(|error| error.to_string())?;
        let bytes = folder
            .read(&path, LONGEST_PAGE)
            .map_err(|error| match error {
                tree::Error::TooLarge(_) => "it is too large".to_owned(),
                _ => "there is no such file".to_owned(),
            })?;
        let text = String::from_utf8(bytes).map_err(|_| "it is no text".to_owned())?;
        Ok((path, text))
    }

    fn tell_unread(&mut self, path: &str, error: &std::io::Error, span: Span) {
        let message = format!("`{path}` cannot be read: {error}");
        let help = "correct the path, which starts in the folder of `meshbook.yaml`";
        self.findings.push(invalid(span, message).help(help));
    }
}
