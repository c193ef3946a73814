//! Every suppression of a run, and which finding it lets be.

use std::collections::HashMap;

use rayon::prelude::*;

use super::comment::{Comments, Said};
use super::fault::Faults;
use crate::config::{Allowance, Config, Pattern};
use crate::diag::{File, FileId, Files, Finding, Span};
use crate::source::Source;

/// One suppression.
pub(super) struct Permit {
    pub(super) rule: String,
    pub(super) rule_span: Span,
    pub(super) reason: String,
    pub(super) span: Span,
    /// Only findings that concern this id.
    pub(super) subject: Option<String>,
    pub(super) is_comment: bool,
    /// Whether the portal's owner wrote it.
    pub(super) is_owners: bool,
    /// Whether it is known to be of no use where no finding needs it.
    pub(super) may_be_unused: bool,
    /// Whether it may take anything away.
    pub(super) is_valid: bool,
    pub(super) is_used: bool,
}

/// The entries of one `meshbook.yaml` that may let something be, by rule: their patterns, and
/// their numbers among all suppressions.
type Entries<'r> = HashMap<&'r str, Vec<(&'r Pattern, usize)>>;

/// Every suppression of a run.
pub(super) struct Permits<'r> {
    config: &'r Config,
    sources: &'r [Source],
    files: &'r Files,
    faults: Faults<'r>,
    all: Vec<Permit>,
    /// The comments of a file, and the number of the first of them in `all`.
    comments: HashMap<FileId, (Comments, usize)>,
    /// The entries of the portal and of each source.
    of_portal: Entries<'r>,
    of_sources: Vec<Entries<'r>>,
    /// The entries for a file and a rule.
    by_file: HashMap<(FileId, &'static str), Vec<usize>>,
}

impl<'r> Permits<'r> {
    /// The suppressions of the configuration, of the sources and of all files.
    pub(super) fn gather(
        config: &'r Config,
        sources: &'r [Source],
        files: &'r Files,
    ) -> Permits<'r> {
        let mut permits = Permits {
            config,
            sources,
            files,
            faults: Faults::new(config, sources, files),
            all: Vec::new(),
            comments: HashMap::new(),
            of_portal: Entries::new(),
            of_sources: Vec::new(),
            by_file: HashMap::new(),
        };
        permits.of_portal = permits.add_entries(&config.allow, true, true);
        for source in sources {
            let entries = permits.add_entries(&source.allow, false, !source.is_partial);
            permits.of_sources.push(entries);
        }
        permits.add_comments();
        permits
    }

    fn add_entries(
        &mut self,
        entries: &'r [Allowance],
        is_owners: bool,
        is_whole: bool,
    ) -> Entries<'r> {
        let mut valid = Entries::new();
        for entry in entries {
            let number = self.all.len();
            self.add(Permit {
                rule: entry.rule.clone(),
                rule_span: entry.rule_span,
                reason: entry.reason.clone(),
                span: entry.span,
                subject: entry.subject.clone(),
                is_comment: false,
                is_owners,
                may_be_unused: is_whole,
                is_valid: false,
                is_used: false,
            });
            if self.all[number].is_valid {
                let of_rule = valid.entry(&entry.rule).or_default();
                of_rule.push((&entry.path, number));
            }
        }
        valid
    }

    fn add_comments(&mut self) {
        let all: Vec<_> = self.files.iter().collect();
        let found: Vec<_> = all
            .into_par_iter()
            .filter_map(|(id, file)| Some((id, Comments::of(file)?)))
            .collect();
        for (id, comments) in found {
            let source = self.files.file(id).source;
            let is_partial = source.is_some_and(|at| self.sources[usize::from(at.0)].is_partial);
            let first = self.all.len();
            for comment in &comments.all {
                let (rule, reason) = match &comment.said {
                    Said::Allow { rule, reason } => (rule.clone(), reason.clone()),
                    Said::Unreadable => Default::default(),
                };
                self.add(Permit {
                    rule,
                    rule_span: comment.span,
                    reason,
                    span: comment.span,
                    subject: None,
                    is_comment: true,
                    is_owners: source.is_none(),
                    may_be_unused: comments.is_complete && !is_partial,
                    is_valid: false,
                    is_used: false,
                });
            }
            self.comments.insert(id, (comments, first));
        }
    }

    /// Adds a suppression, and tells why it is none.
    fn add(&mut self, mut permit: Permit) {
        permit.is_valid = self.faults.judge(&permit);
        self.all.push(permit);
    }

    /// The suppression that lets a finding be.
    pub(super) fn take(&mut self, finding: &Finding) -> Option<&Permit> {
        if self.all.is_empty() {
            return None;
        }
        let id = self.files.of(finding.span);
        let at_place = self.comments.get(&id).and_then(|(comments, first)| {
            let at = comments.allowing(self.files.file(id), &finding.rule, finding.span)?;
            Some(first + at)
        });
        let taken = at_place
            .filter(|&at| self.all[at].is_valid)
            .or_else(|| self.entry(id, finding))?;
        self.all[taken].is_used = true;
        Some(&self.all[taken])
    }

    /// The first entry that lets a finding in a file be.
    fn entry(&mut self, id: FileId, finding: &Finding) -> Option<usize> {
        let rule = self.faults.code(&finding.rule)?.id;
        if !self.by_file.contains_key(&(id, rule)) {
            let entries = self.entries(id, rule);
            self.by_file.insert((id, rule), entries);
        }
        let mut entries = self.by_file[&(id, rule)].iter().copied();
        let concerns = |at: &usize| {
            let subject = self.all[*at].subject.as_deref();
            subject.is_none_or(|id| id == &*finding.subject.id)
        };
        entries.find(concerns)
    }

    /// The entries for a rule whose patterns name a file: those of its source come first.
    fn entries(&self, id: FileId, rule: &str) -> Vec<usize> {
        let file = self.files.file(id);
        let mut found = Vec::new();
        let mut add = |entries: &Entries<'_>, names: &[String]| {
            for (path, number) in entries.get(rule).into_iter().flatten() {
                if names.iter().any(|name| path.is_match(name)) {
                    found.push(*number);
                }
            }
        };
        if let Some(source) = file.source {
            let entries = &self.of_sources[usize::from(source.0)];
            add(entries, &[file.path.to_string()]);
        }
        if self.of_portal.contains_key(rule) {
            add(&self.of_portal, &self.names(file));
        }
        found
    }

    /// What the portal's owner may call a file: as findings show it, and from the portal's
    /// folder.
    fn names(&self, file: &File) -> Vec<String> {
        let Some(source) = file.source else {
            return vec![file.path.to_string()];
        };
        let source = &self.config.sources[usize::from(source.0)];
        let mut names = vec![format!("{}/{}", source.name, file.path)];
        if let Ok(folder) = source.folder.strip_prefix(&self.config.root) {
            let parts = folder
                .components()
                .map(|part| part.as_os_str().to_string_lossy());
            let mut parts: Vec<_> = parts.filter(|part| part != ".").collect();
            parts.push((&*file.path).into());
            names.push(parts.join("/"));
        }
        names
    }

    /// What is wrong with the suppressions, and which of them are of no use.
    pub(super) fn faults(self) -> Vec<Finding> {
        let mut faults = self.faults;
        for permit in &self.all {
            faults.tell_unused(permit);
        }
        faults.into_findings()
    }
}
