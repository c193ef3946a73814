//! Findings that are let be: at their place by a comment, or by `allow:` in `meshbook.yaml`.
//!
//! What is let be no longer counts, but stays visible with its reason. What counts towards a
//! level is never let be here.

mod authority;
mod codes;
mod comment;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::filler::is_filler;
use super::{catalogue, secret_ranges};
use crate::config::{Allowance, Config, FILE, Pattern};
use crate::diag::{
    Code, File, FileId, Files, Finding, Span, Subject, SubjectKind, Suppressed, nearest,
};
use crate::source::Source;
use authority::{Authority, is_across};
use codes::{
    REFUSED_SUPPRESSION, UNEXPLAINED_SUPPRESSION, UNREADABLE_SUPPRESSION, UNUSED_SUPPRESSION,
};
use comment::{Comments, Said};

pub use codes::CODES;

/// The shortest reason, in characters.
const SHORTEST: usize = 10;
/// How much of a reason is kept, in characters.
const LONGEST: usize = 300;
/// The most faults of suppressions that are told of one file.
const MOST: usize = 50;

/// Takes away the findings that are let be, and adds what is wrong with those that let them.
///
/// The fingerprints of what is let be are still empty. The work grows with the length of the
/// texts and the number of findings, whatever the comments say.
pub fn suppress(
    findings: Vec<Finding>,
    config: &Config,
    sources: &[Source],
    files: &Files,
) -> (Vec<Finding>, Vec<Suppressed>) {
    let mut permits = Permits::gather(config, sources, files);
    let mut kept = Vec::with_capacity(findings.len());
    let mut suppressed = Vec::new();
    for finding in findings {
        match permits.take(&finding) {
            None => kept.push(finding),
            Some(permit) => suppressed.push(Suppressed {
                finding,
                fingerprint: String::new(),
                reason: shown(&permit.reason),
                span: permit.span,
                in_source: permit.is_comment,
            }),
        }
    }
    kept.extend(permits.faults());
    (kept, suppressed)
}

/// One suppression.
struct Permit {
    rule: String,
    rule_span: Span,
    reason: String,
    span: Span,
    /// Only findings that concern this id.
    subject: Option<String>,
    is_comment: bool,
    /// Whether the portal's owner wrote it.
    is_owners: bool,
    /// Whether it is known to be of no use where no finding needs it.
    may_be_unused: bool,
    /// Whether it may take anything away.
    is_valid: bool,
    is_used: bool,
}

/// The entries of one `meshbook.yaml` that may let something be, by rule: their patterns, and
/// their numbers among all suppressions.
type Entries<'r> = HashMap<&'r str, Vec<(&'r Pattern, usize)>>;

/// Every suppression of a run.
struct Permits<'r> {
    config: &'r Config,
    sources: &'r [Source],
    files: &'r Files,
    codes: HashMap<&'static str, &'static Code>,
    all: Vec<Permit>,
    /// The comments of a file, and the number of the first of them in `all`.
    comments: HashMap<FileId, (Comments, usize)>,
    /// The entries of the portal and of each source.
    of_portal: Entries<'r>,
    of_sources: Vec<Entries<'r>>,
    /// The entries for a file and a rule.
    by_file: HashMap<(FileId, &'static str), Vec<usize>>,
    faults: BTreeMap<FileId, Vec<Finding>>,
}

impl<'r> Permits<'r> {
    fn gather(config: &'r Config, sources: &'r [Source], files: &'r Files) -> Permits<'r> {
        let mut permits = Permits {
            config,
            sources,
            files,
            codes: catalogue()
                .into_iter()
                .map(|code| (code.id, code))
                .collect(),
            all: Vec::new(),
            comments: HashMap::new(),
            of_portal: Entries::new(),
            of_sources: Vec::new(),
            by_file: HashMap::new(),
            faults: BTreeMap::new(),
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
        match self.fault(&permit) {
            None => permit.is_valid = true,
            Some(fault) => self.tell(fault),
        }
        self.all.push(permit);
    }

    /// What is wrong with a suppression by itself.
    fn fault(&self, permit: &Permit) -> Option<Finding> {
        let rule = &permit.rule;
        let file = self.files.file(self.files.of(permit.span));
        if rule.is_empty() {
            let message = "this comment reads like a suppression and is none";
            let finding = self.finding(&UNREADABLE_SUPPRESSION, permit.span, message);
            return Some(finding.help(format!("write {}", form(file, "RULE"))));
        }
        let Some(code) = self.codes.get(rule.as_str()) else {
            let message = format!("no rule is called `{rule}`");
            let finding = self.finding(&UNREADABLE_SUPPRESSION, permit.rule_span, message);
            return Some(
                finding.help(match nearest(rule, self.codes.keys().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "use a name that `meshbook rules` lists".to_owned(),
                }),
            );
        };
        let refused = |why: &str| {
            let message = format!("`{rule}` {why}, and cannot be suppressed here");
            let finding = self.finding(&REFUSED_SUPPRESSION, permit.rule_span, message);
            finding.label("this suppresses nothing")
        };
        match Authority::over(code) {
            Authority::Nobody { why, help } => return Some(refused(why).help(help)),
            Authority::Owner if !permit.is_owners => {
                let help = format!(
                    "settle it, or ask the portal's owner to allow it in the portal's `{FILE}`"
                );
                return Some(refused("is for the portal's owner to settle").help(help));
            }
            Authority::Owner | Authority::Author => {}
        }
        let is_short = permit.reason.chars().take(SHORTEST).count() < SHORTEST;
        if is_short || is_filler(&permit.reason) {
            let message = match permit.reason.is_empty() {
                true => format!("this suppression of `{rule}` gives no reason"),
                false => format!("this suppression of `{rule}` gives a reason that says nothing"),
            };
            let finding = self.finding(&UNEXPLAINED_SUPPRESSION, permit.span, message);
            let help = match permit.is_comment {
                true => format!("say why the finding may stay: {}", form(file, rule)),
                false => "say in `reason:` why the finding may stay".to_owned(),
            };
            return Some(finding.label("this suppresses nothing").help(help));
        }
        None
    }

    fn finding(&self, code: &Code, span: Span, message: impl Into<String>) -> Finding {
        let source = self.files.file(self.files.of(span)).source;
        let subject = match source {
            Some(source) => self.sources[usize::from(source.0)].subject(),
            None => Subject::new(SubjectKind::Portal, FILE),
        };
        Finding::new(code, subject, span, message)
    }

    fn tell(&mut self, fault: Finding) {
        let file = self.files.of(fault.span);
        self.faults.entry(file).or_default().push(fault);
    }

    /// The suppression that lets a finding be.
    fn take(&mut self, finding: &Finding) -> Option<&Permit> {
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
        let rule = self.codes.get(&*finding.rule)?.id;
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
    fn faults(mut self) -> Vec<Finding> {
        let is_off = |rule: &str| matches!(self.config.levels.get(rule), Some(None));
        let unused = self.all.iter().filter(|permit| {
            permit.is_valid
                && !permit.is_used
                && permit.may_be_unused
                && !is_off(&permit.rule)
                && !is_across(&permit.rule)
        });
        let unused: Vec<_> = unused
            .map(|permit| {
                let message = format!("nothing needs this suppression of `{}`", permit.rule);
                let help = match permit.is_comment {
                    true => "remove the comment, or put it on the line of the finding",
                    false => "remove the entry, or correct its `path:`",
                };
                self.finding(&UNUSED_SUPPRESSION, permit.span, message)
                    .help(help)
            })
            .collect();
        for fault in unused {
            self.tell(fault);
        }
        let bounded = self.faults.into_values().flat_map(|mut faults| {
            faults.sort_by_key(|fault| fault.span);
            let untold = faults.len().saturating_sub(MOST);
            faults.truncate(MOST);
            if let Some(last) = faults.last_mut().filter(|_| untold > 0) {
                last.message.push_str(&format!(
                    ", and {untold} more faults of suppressions follow"
                ));
            }
            faults
        });
        bounded.collect()
    }
}

/// A comment as it is written in a file.
fn form(file: &File, rule: &str) -> String {
    match file.is_markdown() {
        true => format!("`<!-- meshbook: allow {rule}: the reason -->`"),
        false => format!("`# meshbook: allow {rule}: the reason`"),
    }
}

/// A reason as it is shown: not too long, and without what must not be read.
fn shown(reason: &str) -> String {
    let mut cut: String = reason.chars().take(LONGEST).collect();
    if cut.len() < reason.len() {
        cut.push('…');
    }
    let secrets = secret_ranges(&cut);
    if secrets.is_empty() {
        return cut;
    }
    let is_hidden = |at: usize| secrets.iter().any(|range| range.contains(&at));
    let shown = cut.char_indices();
    shown
        .map(|(at, c)| if is_hidden(at) { '*' } else { c })
        .collect()
}
