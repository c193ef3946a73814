//! Findings with the lines that they point at.

use std::ops::Range;

use super::value::shown_line;
use crate::config::Hide;
use crate::diag::{FileId, Finding, Level, Span, SubjectKind};
use crate::mesh::Target;
use crate::page::Portal;
use crate::page::parts::{Counts, Excerpt, ExcerptLine, FindingView, Link, RelatedView};
use crate::page::portal::rule_route;

/// How many lines stand above and below the marked one.
const AROUND: usize = 1;
/// The most lines that are marked.
const MARKED: usize = 3;
/// The longest piece of a line that is shown, in characters.
const WIDTH: usize = 96;

/// A finding as a page shows it. `is_own`: the page is about its subject, so it need not
/// say whom it concerns.
pub fn finding(portal: &Portal, finding: &Finding, is_own: bool) -> FindingView {
    let related = finding.related.iter().map(|other| RelatedView {
        at: portal.place(other.span),
        label: other.label.clone(),
    });
    FindingView {
        level: finding.level.name(),
        rule: Link::to(&*finding.rule, rule_route(&finding.rule)),
        element: finding.element.name(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        at: portal.place(finding.span),
        excerpt: excerpt(portal, finding),
        related: related.collect(),
        subject: (!is_own).then(|| subject(portal, finding)),
    }
}

/// How many findings there are of each level.
pub fn counts<'f>(findings: impl Iterator<Item = &'f Finding>) -> Counts {
    let mut counts = Counts::default();
    for finding in findings {
        match finding.level {
            Level::Error => counts.errors += 1,
            Level::Warning => counts.warnings += 1,
            Level::Info => counts.infos += 1,
        }
    }
    counts
}

/// The findings in these files, the gravest first; none where the portal hides findings.
pub fn findings_of<'p>(portal: &'p Portal, files: &[FileId]) -> Vec<&'p Finding> {
    if portal.hides(Hide::Findings) {
        return Vec::new();
    }
    let here = files.iter().flat_map(|&file| portal.findings_in(file));
    let mut findings: Vec<_> = here.collect();
    findings.sort_by_key(|finding| finding.level);
    findings
}

/// Whom a finding concerns: the thing that its file describes, with its page.
fn subject(portal: &Portal, finding: &Finding) -> Link {
    let id = &*finding.subject.id;
    let file = portal.files.of(finding.span);
    match portal.mesh.target(file) {
        Some(Target::Product(id)) => portal.product_link(id),
        Some(Target::Contract(contract, version)) => {
            let product = portal.mesh.contract(contract).product;
            let is_of_product = finding.subject.kind == SubjectKind::Product;
            match is_of_product && portal.mesh.product(product).id == id {
                true => portal.product_link(product),
                false => Link::to(
                    &portal.mesh.contract(contract).name,
                    portal.contract_route(contract, version),
                ),
            }
        }
        Some(Target::Doc(at)) => Link::to(&portal.mesh.docs[at].title, portal.doc_route(at)),
        None => Link::plain(id),
    }
}

/// The lines around a finding. `None` where it stands for a whole file, or where the
/// lines name people that the portal hides.
fn excerpt(portal: &Portal, finding: &Finding) -> Option<Excerpt> {
    let id = portal.files.of(finding.span);
    let file = portal.files.file(id);
    let range = file.range(finding.span);
    let text = &file.text;
    if text.is_empty() || range == (0..0) || range == (0..text.len()) {
        return None;
    }
    let place = portal.files.place(finding.span);
    let first = (place.line as usize).saturating_sub(AROUND).max(1);
    let end = end_line(text, &range, place.end_line as usize).min(place.line as usize + MARKED - 1);
    let mut lines = Vec::new();
    let mut at = line_start(text, range.start, place.line as usize - first);
    for number in first..=end + AROUND {
        let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else {
            break;
        };
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = at..at + length;
        if !names_hidden_people(portal, id, file.span(line.start, line.end)) {
            lines.push(excerpt_line(text, line.clone(), &range, number as u32));
        }
        at = line.end + 1;
    }
    let is_marked = lines.iter().any(|line| !line.marked.is_empty());
    is_marked.then(|| Excerpt {
        lines,
        label: finding.label.clone(),
    })
}

/// The last line of a range; one that ends with a line's end does not reach into the next.
fn end_line(text: &str, range: &Range<usize>, end_line: usize) -> usize {
    let ends_line = range.end > range.start && text[..range.end].ends_with('\n');
    end_line - usize::from(ends_line)
}

/// The first byte of the line that lies `above` lines over the one of this byte.
fn line_start(text: &str, byte: usize, above: usize) -> usize {
    let mut start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    for _ in 0..above {
        start = text[..start.saturating_sub(1)]
            .rfind('\n')
            .map_or(0, |at| at + 1);
    }
    start
}

/// One line, cut to a width around the mark. An empty range marks the character at it.
fn excerpt_line(text: &str, line: Range<usize>, range: &Range<usize>, number: u32) -> ExcerptLine {
    let shown = text[line.clone()].trim_end_matches('\r');
    let line = line.start..line.start + shown.len();
    let is_touched =
        range.start <= line.end && (range.end > line.start || range.start >= line.start);
    let safe = shown_line(shown);
    if !is_touched || safe != shown {
        let (before, marked) = match is_touched {
            true => ("", &*safe),
            false => (&*safe, ""),
        };
        return ExcerptLine {
            number,
            before: cut(before),
            marked: cut(marked),
            after: String::new(),
        };
    }
    let start = range.start.clamp(line.start, line.end);
    let start = match range.start < line.start {
        true => start + (shown.len() - shown.trim_start().len()),
        false => start,
    };
    let mut end = range.end.clamp(start, line.end);
    if end == start {
        end += text[start..line.end]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
    }
    let (before, marked, after) = (
        &text[line.start..start],
        &text[start..end],
        &text[end..line.end],
    );
    ExcerptLine {
        number,
        before: cut_front(before),
        marked: cut(marked),
        after: cut(after),
    }
}

/// The start of a text, with `…` where it is cut.
fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The end of a text, with `…` where it is cut.
fn cut_front(text: &str) -> String {
    let length = text.chars().count();
    match length > WIDTH {
        true => {
            let rest: String = text.chars().skip(length - WIDTH).collect();
            format!("…{rest}")
        }
        false => text.to_owned(),
    }
}

/// Whether a line of a manifest belongs to its team, and the portal hides people.
fn names_hidden_people(portal: &Portal, file: FileId, line: Span) -> bool {
    if !portal.hides(Hide::People) {
        return false;
    }
    let team = match portal.mesh.target(file) {
        Some(Target::Product(id)) => {
            let manifest = portal.mesh.product(id).manifest.as_ref();
            manifest.and_then(|manifest| manifest.team.as_ref())
        }
        Some(Target::Contract(id, version)) => {
            let versions = &portal.mesh.contract(id).versions;
            versions[version].manifest.team.as_ref()
        }
        Some(Target::Doc(_)) => None,
        // The directory is all about people.
        None => return true,
    };
    team.is_some_and(|team| line.start < team.span.end && team.span.start < line.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_cut_out_of_its_line() {
        let text = "a: 1\nname: tbd\nz: 2\n";
        let at = text.find("tbd").unwrap();
        let line = excerpt_line(text, 5..14, &(at..at + 3), 2);
        assert_eq!(
            (&*line.before, &*line.marked, &*line.after),
            ("name: ", "tbd", "")
        );
        let other = excerpt_line(text, 15..19, &(at..at + 3), 3);
        assert_eq!((&*other.before, &*other.marked), ("z: 2", ""));
        assert_eq!(line_start(text, at, 1), 0);
    }

    #[test]
    fn long_lines_are_cut_on_both_sides() {
        let text = format!("{}X{}", "ä".repeat(500), "ö".repeat(500));
        let at = text.find('X').unwrap();
        let line = excerpt_line(&text, 0..text.len(), &(at..at + 1), 1);
        assert_eq!(line.before.chars().count(), WIDTH + 1);
        assert_eq!(line.marked, "X");
        assert_eq!(line.after.chars().count(), WIDTH + 1);
    }
}
