//! For people at a terminal: the line in question, the fault underlined, and what mends it.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Shown, Renderer, Snippet};

use super::{Format, each, printable};
use crate::diag::{Files, Finding, Level, Report, Span};

pub(super) const FORMAT: Format = Format {
    name: "pretty",
    tell,
};

/// Longer lines are cut around the fault.
const WIDEST: usize = 240;

fn tell(reports: &[Report<'_>], color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for (files, finding) in each(reports) {
        text.push_str(&renderer.render(&groups(files, finding)));
        text.push_str("\n\n");
    }
    text
}

fn groups<'f>(files: &'f Files, finding: &'f Finding) -> Vec<Group<'f>> {
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let title = level
        .primary_title(printable(&finding.message))
        .id(finding.rule.as_ref());
    let mut group = title.element(snippet(
        files,
        finding.span,
        &finding.label,
        AnnotationKind::Primary,
    ));
    for related in &finding.related {
        group = group.element(snippet(
            files,
            related.span,
            &related.label,
            AnnotationKind::Context,
        ));
    }
    let mut groups = vec![group];
    if let Some(help) = &finding.help {
        groups.push(Group::with_title(
            Shown::HELP.secondary_title(printable(help)),
        ));
    }
    groups
}

/// The first line of a span, with the part of the span that lies on it marked.
fn snippet<'f>(
    files: &'f Files,
    span: Span,
    label: &'f str,
    kind: AnnotationKind,
) -> Snippet<'f, Annotation<'f>> {
    let file = files.file(files.of(span));
    let range = file.range(span);
    let start = file.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = file.text[range.start..]
        .find('\n')
        .map_or(file.text.len(), |at| range.start + at);
    let marked = range.start - start..range.end.min(end).max(range.start) - start;
    let (window, marked) = cut(&file.text[start..end], marked);
    let annotation = kind.span(marked);
    Snippet::source(file.shown_text(start + window.start..start + window.end))
        .path(printable(&file.shown))
        .line_start(files.place(span).line as usize)
        .annotation(if label.is_empty() {
            annotation
        } else {
            annotation.label(printable(label))
        })
}

/// A window of a long line around what is marked.
fn cut(line: &str, marked: Range<usize>) -> (Range<usize>, Range<usize>) {
    if line.len() <= WIDEST {
        return (0..line.len(), marked);
    }
    let boundary = |mut at: usize| {
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(marked.start.saturating_sub(WIDEST / 2));
    let end = boundary((start + WIDEST).min(line.len()));
    let inside = |at: usize| boundary(at.clamp(start, end)) - start;
    (start..end, inside(marked.start)..inside(marked.end))
}
