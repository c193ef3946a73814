//! Comments that let a finding be: `# meshbook: allow unknown-field: reason` in YAML,
//! `<!-- meshbook: allow remote-image: reason -->` in Markdown.

use std::collections::HashMap;
use std::ops::Range;

use crate::diag::{File, Span, Subject, SubjectKind, nearest};
use crate::document;
use crate::markup;

/// The word with which such a comment begins.
const MARK: &str = "meshbook";

/// The comments of one file, and what they are for.
#[derive(Default)]
pub(super) struct Comments {
    /// The comments, in the order of the text.
    pub(super) all: Vec<Comment>,
    /// Whether the whole file was read: only then a comment can be known to be of no use.
    pub(super) is_complete: bool,
    /// The first comment for each line, from 0, and rule.
    by_line: HashMap<(usize, String), usize>,
    /// Where no comment of YAML can stand.
    scalars: document::Scalars,
}

/// A comment.
pub(super) struct Comment {
    /// Where it stands, from its mark to its end.
    pub(super) span: Span,
    /// What it says.
    pub(super) said: Said,
}

/// What a comment says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// A rule is allowed at the line, for a reason that may be empty.
    Allow { rule: String, reason: String },
    /// Something like it.
    Unreadable,
}

impl Comments {
    /// The comments of a file; `None` where it has none. JSON never has.
    pub(super) fn of(file: &File) -> Option<Comments> {
        if !file.text.contains(MARK) || file.path.ends_with(".json") {
            return None;
        }
        let (body, mut comments) = match file.is_markdown() {
            true => {
                let front = document::front_matter(&file.text, file.whole(), &nobody());
                let body = file.text.len() - front.body.len();
                let roots: Vec<_> = front.root.into_iter().collect();
                (body, Comments::of_yaml(&roots, front.findings.is_empty()))
            }
            false => {
                let parsed = document::yaml(&file.text, file.whole(), &nobody());
                let comments = Comments::of_yaml(&parsed.roots, parsed.complete);
                (file.text.len(), comments)
            }
        };
        let mut found: Vec<(Range<usize>, &str)> = Vec::new();
        comments.find_in_yaml(file, &file.text[..body], &mut found);
        for at in markup::comments(&file.text[body..]) {
            let at = body + at.start..body + at.end;
            let inner = &file.text[at.start + "<!--".len()..at.end - "-->".len()];
            found.push((at, inner));
        }
        let targets = Targets::new(file, body);
        for (at, inner) in found {
            let Some(said) = said(inner) else {
                continue;
            };
            let line = targets.line(&at);
            if let Said::Allow { rule, .. } = &said {
                let number = comments.all.len();
                comments
                    .by_line
                    .entry((line, rule.clone()))
                    .or_insert(number);
            }
            let span = file.span(at.start, at.end);
            comments.all.push(Comment { span, said });
        }
        (!comments.all.is_empty()).then_some(comments)
    }

    fn of_yaml(roots: &[document::Node<'_>], is_complete: bool) -> Comments {
        Comments {
            is_complete,
            scalars: document::scalars(roots),
            ..Comments::default()
        }
    }

    /// Finds the comments of YAML that begin with the mark: a `#` at the start of a line or
    /// behind a blank that stands in no scalar.
    fn find_in_yaml<'t>(
        &self,
        file: &File,
        text: &'t str,
        found: &mut Vec<(Range<usize>, &'t str)>,
    ) {
        let is_in_scalar = |at: usize| {
            let at = file.span(at, at);
            around(&self.scalars.keys, at).is_some() || around(&self.scalars.values, at).is_some()
        };
        let mut end = 0;
        for (at, _) in text.match_indices(MARK) {
            if at < end {
                continue;
            }
            let before = text[..at].trim_end_matches([' ', '\t']);
            let start = before.trim_end_matches('#').len();
            let is_apart = text[..start].is_empty() || text[..start].ends_with(char::is_whitespace);
            if start == before.len() || !is_apart || is_in_scalar(start) {
                continue;
            }
            end = text[at..]
                .find('\n')
                .map_or(text.len(), |length| at + length);
            found.push((
                start..start + text[start..end].trim_end().len(),
                &text[at..end],
            ));
        }
    }

    /// The comment that allows a rule at a place.
    pub(super) fn allowing(&self, file: &File, rule: &str, place: Span) -> Option<usize> {
        let at = file.range(place).start;
        let own = self.by_line.get(&(file.line(at), rule.to_owned()));
        own.or_else(|| {
            let scalar = around(&self.scalars.values, place)?;
            let line = head_line(file, &file.range(scalar));
            self.by_line.get(&(line, rule.to_owned()))
        })
        .copied()
    }
}

/// The one of these spans in which a place begins; they are in order and apart.
fn around(spans: &[Span], place: Span) -> Option<Span> {
    let after = spans.partition_point(|span| span.start <= place.start);
    let span = spans.get(after.checked_sub(1)?)?;
    (place.start < span.end).then_some(*span)
}

/// The line that names a scalar of several lines, in which no comment can stand: that of its
/// key, where it begins on a line of its own.
fn head_line(file: &File, scalar: &Range<usize>) -> usize {
    let line = file.line(scalar.start);
    let before = file.text[..scalar.start].trim_end_matches([' ', '\t']);
    if !before.ends_with('\n') {
        return line;
    }
    let mut above = (0..line).rev();
    let named = above.find(|&line| !file.line_text(line).trim().is_empty());
    named.unwrap_or(line)
}

/// The line that a comment is for: its own, or where nothing else stands on it the next one
/// that is no comment.
struct Targets<'f> {
    file: &'f File,
    /// For each line, from 0, the first from there on with more than comments.
    next: Vec<usize>,
}

impl<'f> Targets<'f> {
    /// `body` is where YAML ends and Markdown begins.
    fn new(file: &'f File, body: usize) -> Targets<'f> {
        let body = file.line(body);
        let mut next: Vec<usize> = (0..file.line_count()).collect();
        for line in (0..next.len().saturating_sub(1)).rev() {
            let text = file.line_text(line).trim();
            // A blank line stands behind a comment wherever Markdown is formatted.
            let is_passed = match line < body || !file.is_markdown() {
                true => text.starts_with('#'),
                false => text.is_empty() || text.starts_with("<!--") && text.ends_with("-->"),
            };
            if is_passed {
                next[line] = next[line + 1];
            }
        }
        Targets { file, next }
    }

    fn line(&self, comment: &Range<usize>) -> usize {
        let line = self.file.line(comment.start);
        let text = self.file.line_text(line).trim();
        let is_alone = text == self.file.text[comment.clone()].trim();
        match is_alone {
            true => self.next.get(line + 1).copied().unwrap_or(line),
            false => line,
        }
    }
}

/// What a comment says, where it is meant for Meshbook: `meshbook: allow RULE: REASON`.
fn said(comment: &str) -> Option<Said> {
    let rest = comment.trim().strip_prefix(MARK)?.trim_start();
    let rest = rest.strip_prefix(':')?.trim_start();
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    if word != "allow" {
        let meant = ["allow", "disable", "ignore", "skip", "suppress"];
        return nearest(word, meant.into_iter()).map(|_| Said::Unreadable);
    }
    let rest = rest.trim_start();
    let end = rest.find(|c: char| c == ':' || c.is_whitespace());
    let (rule, rest) = rest.split_at(end.unwrap_or(rest.len()));
    if rule.is_empty() {
        return Some(Said::Unreadable);
    }
    let reason = rest.trim_start().strip_prefix(':').unwrap_or_default();
    Some(Said::Allow {
        rule: rule.to_owned(),
        reason: reason.trim().to_owned(),
    })
}

fn nobody() -> Subject {
    Subject::new(SubjectKind::Portal, "")
}
