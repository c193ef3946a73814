//! What is wrong with suppressions.

use std::collections::{BTreeMap, HashMap};

use super::super::catalogue;
use super::super::filler::is_filler;
use super::authority::{Authority, COUNTS, NEEDS_A_WAIVER, is_across};
use super::codes::{
    REFUSED_SUPPRESSION, UNEXPLAINED_SUPPRESSION, UNREADABLE_SUPPRESSION, UNUSED_SUPPRESSION,
};
use super::permits::Permit;
use crate::config::{Config, FILE};
use crate::diag::{Code, File, FileId, Files, Finding, Span, Subject, SubjectKind, nearest};
use crate::source::Source;

/// The shortest reason, in characters.
const SHORTEST: usize = 10;
/// The most faults of suppressions that are told of one file.
const MOST: usize = 50;

/// The faults of suppressions that were found so far.
pub(super) struct Faults<'r> {
    config: &'r Config,
    sources: &'r [Source],
    files: &'r Files,
    codes: HashMap<&'static str, &'static Code>,
    told: BTreeMap<FileId, Vec<Finding>>,
}

impl<'r> Faults<'r> {
    pub(super) fn new(config: &'r Config, sources: &'r [Source], files: &'r Files) -> Faults<'r> {
        let codes = catalogue().into_iter().map(|code| (code.id, code));
        Faults {
            config,
            sources,
            files,
            codes: codes.collect(),
            told: BTreeMap::new(),
        }
    }

    /// The code of this id.
    pub(super) fn code(&self, rule: &str) -> Option<&'static Code> {
        self.codes.get(rule).copied()
    }

    /// Whether a suppression may take anything away; tells why not.
    pub(super) fn judge(&mut self, permit: &Permit) -> bool {
        let fault = self.fault(permit);
        let is_valid = fault.is_none();
        if let Some(fault) = fault {
            self.tell(fault);
        }
        is_valid
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
        let refused = |why: &str| {
            let message = format!("`{rule}` {why}, and cannot be suppressed here");
            let finding = self.finding(&REFUSED_SUPPRESSION, permit.rule_span, message);
            finding.label("this suppresses nothing")
        };
        // The rules of an organisation have its name before theirs.
        if rule.contains('/') {
            return Some(refused(COUNTS).help(NEEDS_A_WAIVER));
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

    /// Tells of a suppression that no finding needs.
    pub(super) fn tell_unused(&mut self, permit: &Permit) {
        let is_off = matches!(self.config.levels.get(&permit.rule), Some(None));
        let is_known = permit.is_valid && permit.may_be_unused;
        if permit.is_used || !is_known || is_off || is_across(&permit.rule) {
            return;
        }
        let message = format!("nothing needs this suppression of `{}`", permit.rule);
        let help = match permit.is_comment {
            true => "remove the comment, or put it on the line of the finding",
            false => "remove the entry, or correct its `path:`",
        };
        let finding = self.finding(&UNUSED_SUPPRESSION, permit.span, message);
        self.tell(finding.help(help));
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
        self.told.entry(file).or_default().push(fault);
    }

    /// The faults of each file, of which only the first ones are told.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let bounded = self.told.into_values().flat_map(|mut faults| {
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
