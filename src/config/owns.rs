//! `owns:` of a source: the ids that are its own, whatever other sources say.

use super::{INVALID_CONFIGURATION, Pattern, item};
use crate::diag::{Finding, Span, Subject, SubjectKind};
use crate::document::Node;

/// An entry of `owns:`.
#[derive(Clone, Debug)]
pub struct Owned {
    /// The ids as they are written.
    pub text: Box<str>,
    /// Where the entry stands.
    pub span: Span,
    pattern: Pattern,
    /// What stands before the first `*`: most ids are told apart by it.
    before: usize,
}

impl Owned {
    /// Whether an id is meant.
    pub fn is_match(&self, id: &str) -> bool {
        id.starts_with(&self.text[..self.before]) && self.pattern.is_match(id)
    }
}

/// The ids that a source of the configuration owns; `node` is its entry in the list of sources.
pub(super) fn entries(
    written: &[String],
    node: Option<&Node<'_>>,
    findings: &mut Vec<Finding>,
) -> Vec<Owned> {
    let Some(list) = node.and_then(|node| node.get("owns")) else {
        return Vec::new();
    };
    let numbered = written.iter().enumerate();
    let owned = numbered.filter_map(|(at, text)| {
        let text = text.trim();
        let span = item(list, at).map_or(list.span, |node| node.span);
        match Pattern::of_ids(text) {
            Ok(pattern) => Some(Owned {
                text: text.into(),
                span,
                pattern,
                before: text.find('*').unwrap_or(text.len()),
            }),
            Err(length) => {
                let longest = Pattern::LONGEST;
                let message =
                    format!("this id has {length} characters, and only {longest} are read");
                let subject = Subject::new(SubjectKind::Portal, super::FILE);
                let finding = Finding::new(&INVALID_CONFIGURATION, subject, span.head(), message);
                findings.push(finding.help("let `*` stand for a part of the id"));
                None
            }
        }
    });
    owned.collect()
}
