//! For people at a terminal: the line in question, the fault underlined, and what mends it.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Shown, Renderer, Snippet};

use super::{Format, Told, comparisons, each, escape, printable};
use crate::diag::{FileId, Level, Report, Span};

pub(super) const FORMAT: Format = Format {
    name: "pretty",
    about: "for people: the line, the fault underlined, and what mends it",
    tell,
    has_fingerprints: false,
};

/// Longer lines are cut around the fault.
const WIDEST: usize = 240;

/// How far from a place another one of its file may lie to be shown with it, in bytes.
const NEAR: usize = 16_384;

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
            let mark = Mark::new(report, lost.span, "", AnnotationKind::Primary);
            text.push_str(&renderer.render(&[title.element(snippet(report, &[mark]))]));
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
    let primary = Mark::new(
        report,
        finding.span,
        &finding.label,
        AnnotationKind::Primary,
    );
    let related = finding.related.iter();
    let related = related.map(|related| {
        Mark::new(
            report,
            related.span,
            &related.label,
            AnnotationKind::Context,
        )
    });
    let (near, far): (Vec<_>, Vec<_>) = related.partition(|mark| mark.is_near(&primary));
    let marks: Vec<_> = std::iter::once(primary).chain(near).collect();
    let far = far
        .iter()
        .map(|mark| snippet(report, std::slice::from_ref(mark)));
    let group = title.element(snippet(report, &marks)).elements(far);
    let mut groups = vec![group];
    if let Some(help) = &finding.help {
        groups.push(Group::with_title(
            Shown::HELP.secondary_title(printable(help)),
        ));
    }
    groups
}

/// A place with what stands there: the first line of a span, and the part of the span that
/// lies on it.
struct Mark<'r> {
    span: Span,
    file: FileId,
    line: Range<usize>,
    range: Range<usize>,
    label: &'r str,
    kind: AnnotationKind,
}

impl<'r> Mark<'r> {
    fn new(report: &Report<'_>, span: Span, label: &'r str, kind: AnnotationKind) -> Mark<'r> {
        let id = report.files.of(span);
        let file = report.files.file(id);
        let range = file.range(span);
        let start = file.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let rest = &file.text[start..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let end = start + line.strip_suffix('\r').unwrap_or(line).len();
        Mark {
            span,
            file: id,
            line: start..end,
            range: range.start.min(end)..range.end.min(end),
            label,
            kind,
        }
    }

    fn is_near(&self, other: &Mark<'_>) -> bool {
        self.file == other.file
            && self.line.start.abs_diff(other.line.start) <= NEAR
            && self.line.len().max(other.line.len()) <= WIDEST
    }
}

/// The lines of some marks of one file; a long line, which stands alone, is cut.
fn snippet<'r>(report: &Report<'r>, marks: &[Mark<'r>]) -> Snippet<'r, Annotation<'r>> {
    let file = report.files.file(marks[0].file);
    let lines = marks.iter().map(|mark| mark.line.clone());
    let lines = lines.reduce(|all, line| all.start.min(line.start)..all.end.max(line.end));
    let mut shown = lines.unwrap_or_default();
    if let [mark] = marks {
        shown = cut(&file.text, mark);
    }
    let first = marks
        .iter()
        .map(|mark| report.files.place(mark.span).line)
        .min();
    let annotations = marks.iter().map(|mark| {
        let inside = |at: usize| at.clamp(shown.start, shown.end) - shown.start;
        let annotation = mark
            .kind
            .span(inside(mark.range.start)..inside(mark.range.end));
        match mark.label.is_empty() {
            true => annotation,
            false => annotation.label(printable(mark.label)),
        }
    });
    Snippet::source(escape::in_place(file.shown_text(shown.clone())))
        .path(printable(&report.path(marks[0].span)).into_owned())
        .line_start(first.unwrap_or(1) as usize)
        .annotations(annotations)
}

/// The line of a mark; a window around what is marked where it is long.
fn cut(text: &str, mark: &Mark<'_>) -> Range<usize> {
    let line = &mark.line;
    if line.len() <= WIDEST {
        return line.clone();
    }
    let start = text.floor_char_boundary(mark.range.start.saturating_sub(WIDEST / 2));
    let start = start.max(line.start);
    start..text.floor_char_boundary((start + WIDEST).min(line.end))
}
