//! For people at a terminal: the line in question, the fault underlined, and what mends it.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Shown, Renderer, Snippet};

use super::{Format, Told, comparisons, each, escape, printable};
use crate::diag::{Level, Report, Span};

pub(super) const FORMAT: Format = Format {
    name: "pretty",
    about: "for people: the line, the fault underlined, and what mends it",
    tell,
    has_fingerprints: false,
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
    for told in each(reports).filter(|told| !told.is_unchanged()) {
        text.push_str(&renderer.render(&groups(&told)));
        text.push_str("\n\n");
    }
    for (report, comparison) in comparisons(reports) {
        for lost in &comparison.lost {
            let message = lost.to_string();
            let title = Shown::ERROR.primary_title(printable(&message));
            let place = snippet(report, lost.span, "", AnnotationKind::Primary);
            text.push_str(&renderer.render(&[title.element(place)]));
            text.push_str("\n\n");
        }
    }
    text
}

fn groups<'r>(told: &Told<'r>) -> Vec<Group<'r>> {
    let Told {
        report, finding, ..
    } = *told;
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Info => Shown::INFO,
    };
    let title = level
        .primary_title(printable(&finding.message))
        .id(printable(&finding.rule));
    let mut group = title.element(snippet(
        report,
        finding.span,
        &finding.label,
        AnnotationKind::Primary,
    ));
    for related in &finding.related {
        group = group.element(snippet(
            report,
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
fn snippet<'r>(
    report: &Report<'r>,
    span: Span,
    label: &'r str,
    kind: AnnotationKind,
) -> Snippet<'r, Annotation<'r>> {
    let files = report.files;
    let file = files.file(files.of(span));
    let range = file.range(span);
    let start = file.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let rest = &file.text[start..];
    let line = rest.split('\n').next().unwrap_or(rest);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let inside = |at: usize| (at - start).min(line.len());
    let (window, marked) = cut(line, inside(range.start)..inside(range.end));
    let annotation = kind.span(marked);
    let shown = file.shown_text(start + window.start..start + window.end);
    Snippet::source(escape::in_place(shown))
        .path(printable(&report.path(span)).into_owned())
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
