//! The stages in order: the only file that knows them all.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::baseline::Run;
use crate::charter;
use crate::config::{self, Config};
use crate::diag::{File, FileId, Files, Finding, Folders, Subject, Suppressed, guarded};
use crate::fetch::Snapshots;
use crate::history;
use crate::manifest::{self, Manifest, Noun};
use crate::measure::{self, Measured};
use crate::mesh::{self, Mesh};
use crate::page::{self, Found, Portal, Standing};
use crate::past::{self, Past};
use crate::readiness::{self, Readiness};
use crate::rules::{self, Book, Context, Gate, Levels};
use crate::score::{self, Scorecards};
use crate::service_level::ServiceLevels;
use crate::source::{self, UNREADABLE_FILE};
use crate::tree::Tree;
use crate::waivers::{self, Waivers};

/// What a portal's folder says, read and joined.
pub struct Read {
    /// Where the files come from.
    pub tree: Tree,
    /// The configuration as used.
    pub config: Config,
    /// Every text.
    pub files: Files,
    /// Everything joined.
    pub mesh: Mesh,
    /// What tools measured.
    pub measured: Measured,
    /// What was recorded on earlier days.
    pub past: Past,
    /// What is wrong with the files, and between them.
    pub findings: Vec<Finding>,
}

impl Read {
    /// The names of the sources that are fetched and whose commits could not be read to their ends.
    pub fn unread(&self) -> HashSet<String> {
        let sources = self.config.sources.iter();
        let unread = sources.filter(|source| self.tree.fault_in(&source.folder).is_some());
        unread.map(|source| source.name.clone()).collect()
    }
}

/// A portal's configuration, and what was found while it was read.
pub struct Loaded {
    /// The configuration as used.
    pub config: Config,
    files: Files,
    findings: Vec<Finding>,
}

/// Reads the configuration of the portal in `root`: a folder with or without `meshbook.yaml`, or
/// one manifest. `shown` stands in front of all paths that are shown, for one of several portals.
///
/// # Errors
///
/// The configuration cannot be used.
pub fn load(tree: &Tree, root: &Path, shown: &str) -> Result<Loaded, config::Error> {
    let mut files = Files::default();
    let mut findings = Vec::new();
    let mut config = config::load(tree, root, &mut files, &mut findings)?;
    for source in &mut config.sources {
        let parts = [shown, &source.shown]
            .into_iter()
            .filter(|part| !part.is_empty());
        source.shown = parts.collect::<Vec<_>>().join("/");
    }
    Ok(Loaded {
        config,
        files,
        findings,
    })
}

/// Reads the portal in `root` as it lies on the disk, without what lies elsewhere.
///
/// # Errors
///
/// The configuration cannot be used; nothing else stops the reading.
pub fn read(root: &Path) -> Result<Read, config::Error> {
    let loaded = load(&Tree::Disk, root, "")?;
    Ok(read_loaded(loaded, Tree::Disk, &Snapshots::default()))
}

/// Reads the sources of a portal from the files of a tree, and those that are fetched from their
/// commits.
pub fn read_loaded(loaded: Loaded, rest: Tree, snapshots: &Snapshots) -> Read {
    let Loaded {
        config,
        mut files,
        mut findings,
    } = loaded;
    let tree = snapshots.over(rest);
    let past = past::read(&tree, &config, &mut files, &mut findings);
    let sources = source::read(&tree, &config, snapshots, &mut files, &mut findings);
    let manifests = manifests(&files, &sources);
    for (id, manifest) in &manifests {
        let file = files.file(*id);
        let ranges: Vec<_> = (manifest.withheld.iter().map(|span| file.range(*span))).collect();
        files.withhold(*id, ranges);
    }
    let placeholders = &config.governance.placeholders;
    let mesh = mesh::join(&files, sources, manifests, placeholders, &mut findings);
    let measured = measure::read(&tree, &config, &mesh, &mut files, &mut findings);
    Read {
        tree,
        config,
        files,
        mesh,
        measured,
        past,
        findings,
    }
}

/// Reads some files of one folder, as one portal.
pub fn read_files(folder: &Path, paths: &[&Path]) -> Read {
    let loaded = load_files(folder, paths);
    read_loaded(loaded, Tree::Disk, &Snapshots::default())
}

/// Some files of one folder, as one portal.
pub fn load_files(folder: &Path, paths: &[&Path]) -> Loaded {
    Loaded {
        config: config::of_files(folder, paths),
        files: Files::default(),
        findings: Vec::new(),
    }
}

/// A portal, judged: everything that its pages show.
pub struct Judged {
    /// The configuration as used.
    pub config: Config,
    /// Every text.
    pub files: Files,
    /// Everything joined.
    pub mesh: Mesh,
    /// What is wrong, by shown path, place and rule, at the levels that the configuration sets.
    pub findings: Vec<Finding>,
    /// What is let be with a reason, in the same order; without fingerprints.
    pub suppressed: Vec<Suppressed>,
    /// What is let be for some time.
    pub waivers: Waivers,
    /// The products that are withheld.
    pub gate: Gate,
    /// Completeness and levels.
    pub scorecards: Scorecards,
    /// How far the domains are.
    pub readiness: Readiness,
    /// What was recorded on earlier days.
    pub past: Past,
    /// How promised service levels stand.
    pub service_levels: ServiceLevels,
}

impl Judged {
    /// The portal as far as it is compared with another one.
    pub fn run<'r>(&'r self, fingerprints: &'r [String], folders: &'r Folders) -> Run<'r> {
        Run {
            files: &self.files,
            folders,
            findings: &self.findings,
            fingerprints,
            suppressed: &self.suppressed,
            mesh: &self.mesh,
            scorecards: &self.scorecards,
        }
    }

    /// The portal, as built at a time.
    pub fn portal(self, built_at: Timestamp) -> Portal {
        let Judged {
            config,
            files,
            mesh,
            findings,
            suppressed,
            waivers,
            gate,
            scorecards,
            readiness,
            past,
            service_levels,
        } = self;
        let found = Found {
            findings,
            suppressed,
            waivers,
            gate,
        };
        let judged = Standing {
            scorecards,
            readiness,
            past,
            service_levels,
        };
        Portal::new(config, files, mesh, found, judged, built_at)
    }
}

/// Holds what was read against the rules, on the day of `now` in UTC, as if the configuration
/// asked for no history.
pub fn judge(read: Read, now: Timestamp) -> Judged {
    judge_with(read, now, None)
}

/// Holds what was read against the rules, on the day of `now` in UTC, with the histories for
/// which the configuration asks.
pub fn judge_with(read: Read, now: Timestamp, histories: Option<&history::Reader>) -> Judged {
    let Read {
        tree,
        config,
        mut files,
        mesh,
        measured,
        past,
        mut findings,
    } = read;
    findings.extend(page::check(&mesh, &files));
    let (service_levels, told) = ServiceLevels::new(&mesh, measured, &config.service_levels, now);
    findings.extend(told);
    let today = now.to_zoned(TimeZone::UTC).date();
    let (charters, told) = charter::charters(&mesh, today);
    findings.extend(told);
    let book = Arc::new(Book::new(&config, &files, today));
    let history = histories.map(|reader| reader.read(&tree, &config, today, &mut findings));
    let history = history.unwrap_or_default();
    let mut verdicts = rules::apply(Context {
        config: &config,
        book: &book,
        mesh: &mesh,
        files: &files,
        past: &past,
        levels: &service_levels,
        told: &findings,
        history: &history,
        today,
    });
    findings.append(&mut verdicts.findings);
    rules::drop_restated_formats(&mut findings);
    findings.extend(rules::unknown_levels(&config, &book, &files));
    findings.extend(rules::unknown_bindings(&config, &book, &mesh, &files));
    let (shown, told) = score::scorecards(&book, &config.governance);
    findings.extend(told);
    findings.extend(rules::unreadable_retention(&config));
    findings.extend(rules::check_settings(&config, &book, &files));
    let given = waivers::Given {
        config: &config,
        mesh: &mesh,
        files: &files,
        book: &book,
        today,
    };
    let (mut waivers, faults) = waivers::read(given);
    findings.extend(faults);
    let (findings, mut suppressed) = rules::suppress(findings, &config, &mesh.sources, &files);
    let (findings, waived) = waivers::apply(&mut waivers, given, findings, &mut verdicts);
    suppressed.extend(waived);
    let let_be = suppressed.iter().map(|suppressed| &suppressed.finding);
    withhold_secrets(&mut files, findings.iter().chain(let_be));
    let levels = Levels::new(&config, &book, &mesh, &files, today);
    let findings = levels.apply(findings);
    let suppressed = levels.apply_suppressed(suppressed);
    let gate = Gate::new(&config, &book, &mesh, &verdicts, today);
    let scorecards = score::score(&mesh, &book, shown, &verdicts);
    let readiness = readiness::readiness(&mesh, charters, &scorecards);
    Judged {
        config,
        files,
        mesh,
        findings,
        suppressed,
        waivers,
        gate,
        scorecards,
        readiness,
        past,
        service_levels,
    }
}

fn manifests(files: &Files, sources: &[source::Source]) -> Vec<(FileId, Manifest)> {
    let numbered = sources.par_iter().flat_map_iter(|source| {
        let of_source = source.files.iter();
        of_source.map(move |&file| (source, file))
    });
    let structured = numbered.filter(|(_, id)| !files.file(*id).is_markdown());
    structured
        .map(|(source, id)| {
            let (file, subject) = (files.file(id), source.subject());
            let read = || manifest::read(id, file, source.in_directory, &subject);
            (id, guarded(read).unwrap_or_else(|| unread(file, &subject)))
        })
        .collect()
}

/// A file on which Meshbook itself failed.
fn unread(file: &File, subject: &Subject) -> Manifest {
    let message = "Meshbook itself failed while it read this file";
    let finding = Finding::new(
        &UNREADABLE_FILE,
        subject.clone(),
        file.whole().head(),
        message,
    );
    Manifest {
        noun: Noun::Nothing,
        findings: vec![finding.help("report it to Meshbook with the file")],
        withheld: Vec::new(),
    }
}

/// Keeps the secrets of every file that a finding quotes out of every output, whether a rule
/// told them or not: what cannot be read to its end may hold some as well.
fn withhold_secrets<'f>(files: &mut Files, findings: impl Iterator<Item = &'f Finding>) {
    let spans = findings.flat_map(|finding| {
        let others = finding.related.iter().map(|related| related.span);
        others.chain([finding.span])
    });
    let quoted: BTreeSet<FileId> = spans.map(|span| files.of(span)).collect();
    for file in quoted {
        let ranges = rules::secret_ranges(&files.file(file).text);
        files.withhold(file, ranges);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SubjectKind;

    #[test]
    fn a_file_on_which_meshbook_fails_is_told() {
        let mut files = Files::default();
        let id = files.add(
            None,
            "a.odps.yaml",
            "sales/a.odps.yaml",
            "kind: DataProduct\n",
        );
        let file = files.file(id.expect("room for a file"));
        let subject = Subject::new(SubjectKind::Source, "sales");
        let read = || -> Manifest { panic!("a fault of Meshbook") };
        let manifest = guarded(read).unwrap_or_else(|| unread(file, &subject));
        assert!(matches!(manifest.noun, Noun::Nothing));
        let [finding] = manifest.findings.as_slice() else {
            panic!("{:?}", manifest.findings)
        };
        assert_eq!(finding.rule, "unreadable-file");
        assert!(finding.message.contains("Meshbook itself failed"));
    }
}
