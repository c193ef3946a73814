//! Documents into nouns: one file for each format of manifest.
//!
//! A format is known by what a file says (`kind` and `apiVersion`), not by its name alone,
//! since several dialects share the same words. Reading is tolerant: it reports every
//! fault at its place and yields what could be read.

mod backstage;
mod codes;
mod credentials;
mod dcs;
mod lookalike;
mod odcs;
mod odcs2;
mod odps;
mod parts;
mod reader;
mod shape;
mod upgrade;

pub use codes::*;

use crate::diag::{File, FileId, Finding, Span, Subject, SubjectKind, nearest};
use crate::document::{self, Node, OVER_LIMIT, Parsed};
use crate::model::{ApiVersion, DataContract, DataProduct, DirectoryEntry};
use reader::{Object, Reader};
use shape::{Standard, Verdict, verdict};

/// A format of manifest: one file of this room.
pub struct Format {
    /// The standard's short name.
    pub name: &'static str,
    /// What a manifest of it describes.
    pub noun: &'static str,
    /// What its `kind` says.
    pub kind: &'static str,
    is_it: fn(&Probe<'_>) -> bool,
    read: fn(&Node<'_>, FileId, bool, &Probe<'_>) -> Option<Manifest>,
}

/// The formats that are read.
pub const FORMATS: &[Format] = &[odps::FORMAT, odcs2::FORMAT, odcs::FORMAT, dcs::FORMAT];

/// The most findings of one file that are told one by one.
const MOST_FINDINGS: usize = 1_000;

/// The longest id by which findings call their manifest, in bytes: each of them repeats it.
const LONGEST_ID: usize = 1_000;

/// What one manifest says.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The noun.
    pub noun: Noun,
    /// What is wrong with it on its own.
    pub findings: Vec<Finding>,
    /// Credentials, which no output may show.
    pub withheld: Vec<Span>,
}

/// The nouns that a manifest can hold.
#[derive(Clone, Debug)]
pub enum Noun {
    /// A data product (ODPS).
    Product(Box<DataProduct>),
    /// A data contract (ODCS).
    Contract(Box<DataContract>),
    /// Entities of the directory (Backstage).
    Directory(Vec<DirectoryEntry>),
    /// Nothing that is read; a finding says what it is instead.
    Nothing,
}

impl Manifest {
    fn product(product: DataProduct, findings: Vec<Finding>) -> Manifest {
        Manifest {
            noun: Noun::Product(Box::new(product)),
            findings,
            withheld: Vec::new(),
        }
    }

    fn contract(contract: DataContract, findings: Vec<Finding>) -> Manifest {
        Manifest {
            noun: Noun::Contract(Box::new(contract)),
            findings,
            withheld: Vec::new(),
        }
    }

    fn nothing(findings: Vec<Finding>) -> Manifest {
        Manifest {
            noun: Noun::Nothing,
            findings,
            withheld: Vec::new(),
        }
    }
}

/// What tells one format from another.
struct Probe<'a> {
    file: &'a File,
    root: &'a Node<'a>,
    api_version: Option<&'a str>,
    kind: Option<&'a str>,
    /// The maps of which entries could not be read.
    torn: &'a [Span],
    subject: Subject,
}

impl<'a> Probe<'a> {
    fn new(file: &'a File, root: &'a Node<'a>, torn: &'a [Span]) -> Probe<'a> {
        let text = |key| root.get(key).and_then(Node::text);
        let kind = text("kind");
        let subject_kind = match kind {
            Some("DataProduct") => SubjectKind::Product,
            Some("DataContract") => SubjectKind::Contract,
            _ if file.path.contains(".odps.") => SubjectKind::Product,
            _ => SubjectKind::Contract,
        };
        Probe {
            file,
            root,
            api_version: text("apiVersion"),
            kind,
            torn,
            subject: Subject::new(
                subject_kind,
                text("id")
                    .or(text("uuid"))
                    .filter(|id| id.len() <= LONGEST_ID)
                    .unwrap_or(&file.shown),
            ),
        }
    }

    fn has(&self, key: &str) -> bool {
        self.root.get(key).is_some()
    }

    /// Whether `kind` is `wanted`, or a slip of it beside an `apiVersion` of the standards.
    fn spells(&self, kind: &str, wanted: &str) -> bool {
        kind == wanted
            || self.api_version.is_some() && nearest(kind, [wanted].into_iter()).is_some()
    }

    fn path_has(&self, part: &str) -> bool {
        self.file.path.contains(part)
    }

    /// Whether `apiVersion` is a bare version, if anything: other dialects write a group
    /// before it, as in `datavow/v1`.
    fn is_of_no_group(&self) -> bool {
        !self
            .api_version
            .is_some_and(|version| version.contains('/'))
    }

    /// Whether the name of the file has this `part` beside an `apiVersion` of the standards:
    /// then `kind` is wrong.
    fn is_named(&self, part: &str) -> bool {
        let is_version = |text| ApiVersion::parse(text).is_some();
        self.path_has(part) && self.api_version.is_some_and(is_version)
    }
}

/// Reads a YAML or JSON file. `in_directory` says whether its source is part of the
/// directory of domains, teams and people.
pub fn read(id: FileId, file: &File, in_directory: bool, source: &Subject) -> Manifest {
    let mut manifest = read_all(id, file, in_directory, source);
    bound(&mut manifest.findings);
    manifest
}

/// Keeps the first findings of a file by place, and tells how many more there are.
fn bound(findings: &mut Vec<Finding>) {
    if findings.len() <= MOST_FINDINGS {
        return;
    }
    findings.sort_by_key(|finding| finding.span.start);
    let left_out = findings.split_off(MOST_FINDINGS);
    if let Some(first) = left_out.first() {
        let message = format!("{} more findings of this file are left out", left_out.len());
        let finding = Finding::new(&OVER_LIMIT, first.subject.clone(), first.span, message);
        findings.push(finding.help("mend the findings above, then check again"));
    }
}

/// Whether a path of a source is one at which its waivers lie.
pub fn is_of_waivers(path: &str) -> bool {
    let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    is_yaml && path.starts_with("waivers/")
}

/// Whether what lies there can be waivers: whatever has an `apiVersion` and a `kind` is something
/// else.
pub fn holds_waivers(roots: &[Node<'_>]) -> bool {
    let is_other = |root: &Node<'_>| root.get("apiVersion").is_some() && root.get("kind").is_some();
    !roots.iter().any(is_other)
}

fn read_all(id: FileId, file: &File, in_directory: bool, source: &Subject) -> Manifest {
    let at = file.whole();
    let is_json = file.path.ends_with(".json");
    let mut parsed = match is_json {
        true => document::json(&file.text, at, source),
        false => document::yaml(&file.text, at, source),
    };
    if is_of_waivers(&file.path) && holds_waivers(&parsed.roots) {
        // The room of waivers reads it, and tells what is wrong with it.
        return Manifest::nothing(Vec::new());
    }
    if parsed.roots.iter().any(backstage::is_entity) {
        return match in_directory {
            true => directory(parsed, source),
            false => unread(
                parsed,
                at.head(),
                source,
                "Backstage entities outside of the directory",
                DIRECTORY_HELP,
            ),
        };
    }
    let Some(root) = parsed.roots.first() else {
        // A file of the directory may wait for its first entry.
        if parsed.findings.is_empty() && !in_directory {
            let finding =
                Finding::new(&NOT_A_MANIFEST, source.clone(), at, "the file says nothing");
            parsed
                .findings
                .push(finding.help("remove it, or write a manifest into it"));
        }
        return Manifest::nothing(parsed.findings);
    };
    let probe = Probe::new(file, root, &parsed.torn);
    let Some(format) = FORMATS.iter().find(|format| (format.is_it)(&probe)) else {
        let told = lookalike::name(&probe);
        let head = root
            .entries()
            .first()
            .map_or(at.head(), |entry| entry.key_span);
        return match told {
            Some(look) => unread(parsed, head, source, look.name, look.help),
            None => {
                if parsed.complete {
                    let message = "this is neither a data product nor a data contract";
                    let finding = Finding::new(&NOT_A_MANIFEST, source.clone(), head, message);
                    parsed.findings.push(finding.help(
                        "give it `kind: DataProduct` or `kind: DataContract` and an `apiVersion`, if it is meant to be one",
                    ));
                }
                Manifest::nothing(parsed.findings)
            }
        };
    };
    let Some(mut manifest) = (format.read)(root, id, parsed.complete, &probe) else {
        return Manifest::nothing(parsed.findings);
    };
    if let Noun::Contract(contract) = &mut manifest.noun {
        contract.torn.clone_from(&parsed.torn);
    }
    if let Some(second) = parsed.roots.get(1) {
        let message = format!("a second document in the file of a {}", format.noun);
        let finding = Finding::new(
            &SEVERAL_DOCUMENTS,
            probe.subject.clone(),
            second.span,
            message,
        );
        manifest
            .findings
            .push(finding.help("move it to a file of its own"));
    }
    for mut finding in parsed.findings {
        finding.subject = probe.subject.clone();
        manifest.findings.push(finding);
    }
    manifest
}

const DIRECTORY_HELP: &str =
    "name this source under `directory:` in `meshbook.yaml` to read its domains, teams and people";

fn directory(parsed: Parsed<'_>, source: &Subject) -> Manifest {
    let mut findings = parsed.findings;
    let mut entries = Vec::new();
    for root in &parsed.roots {
        if backstage::is_entity(root) {
            let (entry, told) = backstage::entity(root, source.clone());
            entries.extend(entry);
            findings.extend(told);
        } else if !root.is_null() {
            let what = if backstage::is_backstage(root) {
                "a Backstage entity"
            } else {
                "a document"
            };
            let message = format!("{what} that is no domain, group or user");
            findings.push(Finding::new(
                &UNREAD_FORMAT,
                source.clone(),
                root.span.head(),
                message,
            ));
        }
    }
    Manifest {
        noun: Noun::Directory(entries),
        findings,
        withheld: Vec::new(),
    }
}

fn unread(parsed: Parsed<'_>, at: Span, source: &Subject, what: &str, help: &str) -> Manifest {
    let mut findings = parsed.findings;
    let message = format!("this is {what}, which Meshbook does not read");
    findings.push(Finding::new(&UNREAD_FORMAT, source.clone(), at, message).help(help));
    Manifest::nothing(findings)
}

/// Judges a manifest of a standard, and reads its noun: none where the document is no map.
fn judged<T>(
    standard: &Standard,
    root: &Node<'_>,
    probe: &Probe<'_>,
    read: impl FnOnce(&Object<'_, '_, '_>) -> T,
) -> (Verdict, Option<T>) {
    let verdict = verdict(standard, root, probe.torn, &probe.subject);
    let reader = Reader::quiet(probe.subject.clone()).with_torn(probe.torn);
    let noun = reader.object(root, "the manifest", read);
    (verdict, noun)
}
