//! `allow:` in `meshbook.yaml`: findings that are known, and let be for a reason.

use std::collections::BTreeSet;

use super::{INVALID_CONFIGURATION, Pattern, shape};
use crate::diag::{File, Finding, Span, Subject};
use crate::document::{self, Node, OVER_LIMIT, Value};

/// The most entries of `allow:` in one file.
const MOST: usize = 500;

/// An entry of `allow:`, as written.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// The name of the rule.
    pub rule: String,
    /// The files.
    pub path: Pattern,
    /// The id that the findings must concern, where the entry names one.
    pub subject: Option<String>,
    /// Why; empty where the entry does not say.
    pub reason: String,
    /// Where the entry stands.
    pub span: Span,
    /// Where it names the rule.
    pub rule_span: Span,
}

/// The entries of `allow:` in the `meshbook.yaml` of a source, and what is wrong with them.
/// The rest of the file is for the portal that the source's team serves from it.
pub fn allowances(file: &File, subject: &Subject) -> (Vec<Allowance>, Vec<Finding>) {
    let mut parsed = document::yaml(&file.text, file.whole(), subject);
    let mut findings = std::mem::take(&mut parsed.findings);
    let Some(allow) = parsed.roots.first().and_then(|root| root.get("allow")) else {
        return (Vec::new(), findings);
    };
    findings.extend(shape::check_setting(allow, "allow", subject));
    (entries(allow, subject, &mut findings), findings)
}

/// The entries of a list that say which rule and which files they mean.
pub(super) fn entries(
    allow: &Node<'_>,
    subject: &Subject,
    findings: &mut Vec<Finding>,
) -> Vec<Allowance> {
    let Value::List(items) = &allow.value else {
        return Vec::new();
    };
    if let Some(next) = items.get(MOST) {
        let message =
            format!("more than {MOST} entries in `allow`; those from here on are not read");
        let finding = Finding::new(&OVER_LIMIT, subject.clone(), next.span.head(), message);
        findings.push(finding.help("let one entry with a pattern stand for many files"));
    }
    let told: BTreeSet<u32> = findings.iter().map(|finding| finding.span.start).collect();
    for item in items.iter().take(MOST) {
        let names = |key| item.get(key).is_some_and(|value| value.text().is_some());
        let is_told = told.range(item.span.start..=item.span.end).next().is_some();
        let is_whole = names("rule") && names("path");
        if !is_told && !is_whole {
            let message = "this entry of `allow` does not say which rule and which files it means";
            let span = item.span.head();
            let finding = Finding::new(&INVALID_CONFIGURATION, subject.clone(), span, message);
            findings.push(finding.help("give it a `rule:` and a `path:`"));
        }
    }
    let text = |item: &Node<'_>, key| Some(item.get(key)?.text()?.trim().to_owned());
    let entries = items.iter().take(MOST).filter_map(|item| {
        Some(Allowance {
            rule: text(item, "rule")?,
            path: path(item.get("path")?, subject, findings)?,
            subject: text(item, "subject"),
            reason: text(item, "reason").unwrap_or_default(),
            span: item.span,
            rule_span: item.get("rule")?.span,
        })
    });
    entries.collect()
}

/// The files that an entry means.
fn path(node: &Node<'_>, subject: &Subject, findings: &mut Vec<Finding>) -> Option<Pattern> {
    let pattern = Pattern::of_paths(node.text()?.trim());
    let tell = |length| {
        let longest = Pattern::LONGEST;
        let message = format!("this pattern has {length} characters, and only {longest} are read");
        let span = node.span.head();
        let finding = Finding::new(&INVALID_CONFIGURATION, subject.clone(), span, message);
        findings.push(finding.help("let `**` stand for the folders"));
    };
    pattern.map_err(tell).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Files, SubjectKind};

    /// The number of entries that are read, and of findings.
    fn read(text: &str) -> (usize, usize) {
        let mut files = Files::default();
        let id = files.add(None, "meshbook.yaml", "meshbook.yaml", text);
        let subject = Subject::new(SubjectKind::Portal, "");
        let (allowances, findings) = allowances(files.file(id.unwrap()), &subject);
        (allowances.len(), findings.len())
    }

    #[test]
    fn an_entry_that_is_not_read_is_told() {
        let whole = "{rule: unknown-field, path: a.yaml, reason: it is known}";
        assert_eq!(read(&format!("allow: [{whole}]")), (1, 0));
        for entry in [
            "{path: a.yaml, reason: it is known}",
            "{rule: unknown-field, reason: it is known}",
            "{rule: , path: a.yaml}",
            "{rule: unknown-field, path: [a.yaml]}",
            "{rule: {a: b}, path: a.yaml}",
            "null",
            "unknown-field",
        ] {
            let (read, told) = read(&format!("allow: [{whole}, {entry}]"));
            assert_eq!((read, told > 0), (1, true), "{entry}");
        }
    }

    #[test]
    fn a_pattern_that_is_too_long_is_told() {
        let entry = format!("{{rule: unknown-field, path: '{}'}}", "*a".repeat(101));
        assert_eq!(read(&format!("allow: [{entry}]")), (0, 1));
    }
}
