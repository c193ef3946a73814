//! Findings with the lines that they point at.

use std::ops::Range;

use super::owner_name;
use crate::config::Hide;
use crate::diag::{FileId, Finding, Level, Span, SubjectKind, Suppressed};
use crate::mesh::Target;
use crate::page::Portal;
use crate::page::parts::{
    Counts, Excerpt, ExcerptLine, FindingView, Link, RelatedView, SuppressedView, WaivedView,
};
use crate::page::route;
use crate::rules::{code, secret_ranges};
use crate::waivers::{Party, Waiver};

/// How many lines stand above and below the marked one.
const AROUND: usize = 1;
/// The most lines that are marked.
const MARKED: usize = 3;
/// How far around the lines secrets are looked for, in bytes: the name of a value may stand
/// on a line above it.
const NEAR: usize = 4_096;
/// What stands in the place of a secret.
const HIDDEN: &str = "•••";
/// The longest piece of a line that is shown, in characters.
const WIDTH: usize = 96;

/// A finding as a page shows it. `is_own`: the page is about its subject, so it need not
/// say whom it concerns.
pub fn finding(portal: &Portal, finding: &Finding, is_own: bool) -> FindingView {
    let related = finding.related.iter().map(|other| RelatedView {
        at: portal.place(other.span),
        label: match portal.withholds_file(portal.files.of(other.span)) {
            true => String::new(),
            false => other.label.clone(),
        },
    });
    let (message, help) = wording(portal, finding);
    FindingView {
        level: finding.level.name(),
        rule: Link::to(&*finding.rule, route::rule(&finding.rule)),
        element: finding.element.name(),
        message,
        help,
        at: portal.place(finding.span),
        excerpt: excerpt(portal, finding),
        related: related.collect(),
        subject: (!is_own).then(|| subject(portal, finding)),
    }
}

/// A finding that is let be, as a page shows it.
pub fn suppressed(portal: &Portal, suppressed: &Suppressed) -> SuppressedView {
    let Suppressed { finding, .. } = suppressed;
    SuppressedView {
        finding: FindingView {
            level: finding.level.name(),
            rule: Link::to(&*finding.rule, route::rule(&finding.rule)),
            element: finding.element.name(),
            message: wording(portal, finding).0,
            at: portal.place(finding.span),
            subject: Some(subject(portal, finding)),
            ..FindingView::default()
        },
        reason: suppressed.reason.clone(),
        by: portal.place(suppressed.span),
        waiver: suppressed.waiver.as_ref().map(|waived| {
            let waiver = portal.waivers.get(waived.number);
            let name = |party: fn(&Waiver) -> &Party| {
                waiver.map_or_else(Link::default, |waiver| owner_name(portal, party(waiver)))
            };
            WaivedView {
                id: waived.id.to_string(),
                until: waived.expires.clone(),
                owner: name(|waiver| &waiver.owner),
                approved_by: name(|waiver| &waiver.approved_by),
            }
        }),
    }
}

/// What a finding says, and what mends it. Of what is withheld it says the kind of fault alone,
/// and nothing that names a part of the manifest.
pub fn wording(portal: &Portal, finding: &Finding) -> (String, Option<String>) {
    if !portal.withholds_file(portal.files.of(finding.span)) {
        return (finding.message.clone(), finding.help.clone());
    }
    let book = &portal.scorecards.book;
    let title = match (book.rule(&finding.rule), code(&finding.rule)) {
        (Some(rule), _) => rule.parts().title,
        (None, Some(code)) => code.parts().title,
        (None, None) => "",
    };
    let names: Vec<&str> = finding.message.split('`').skip(1).step_by(2).collect();
    let names_none = |help: &&String| {
        let mut quoted = help.split('`').skip(1).step_by(2);
        !quoted.any(|part| names.contains(&part))
    };
    (
        title.to_owned(),
        finding.help.as_ref().filter(names_none).cloned(),
    )
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

/// The lines around a finding. `None` where it stands for a whole file, where the lines name
/// people that the portal hides, or where the manifest is withheld.
fn excerpt(portal: &Portal, finding: &Finding) -> Option<Excerpt> {
    let id = portal.files.of(finding.span);
    let file = portal.files.file(id);
    let range = file.range(finding.span);
    let text = &file.text;
    if portal.withholds_file(id) || text.is_empty() || range == (0..0) || range == (0..text.len()) {
        return None;
    }
    let place = portal.files.place(finding.span);
    let first = (place.line as usize).saturating_sub(AROUND).max(1);
    let end = end_line(text, &range, place.end_line as usize).min(place.line as usize + MARKED - 1);
    let mut at = line_start(text, range.start, place.line as usize - first);
    let source = Source::around(text, file.withheld(), at, range);
    let mut lines = Vec::new();
    for number in first..=end + AROUND {
        let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) else {
            break;
        };
        let length = rest.find('\n').unwrap_or(rest.len());
        let line = at..at + length;
        if !names_hidden_people(portal, id, file.span(line.start, line.end)) {
            lines.push(source.line(line.clone(), number as u32));
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

/// A text with a mark and the secrets around it.
struct Source<'t> {
    text: &'t str,
    mark: Range<usize>,
    secrets: Vec<Range<usize>>,
}

impl<'t> Source<'t> {
    /// The text with what must not be shown of the lines from `first` on, `withheld` among it.
    fn around(
        text: &'t str,
        withheld: &[Range<usize>],
        first: usize,
        mark: Range<usize>,
    ) -> Source<'t> {
        let from = text.floor_char_boundary(first.saturating_sub(NEAR));
        let until = text.floor_char_boundary(first.saturating_add(2 * NEAR));
        let found = secret_ranges(&text[from..until]).into_iter();
        let found = found.map(|at| from + at.start..from + at.end);
        let near = withheld
            .iter()
            .filter(|at| at.start < until && at.end > from);
        let mut secrets: Vec<_> = found.chain(near.cloned()).collect();
        secrets.sort_by_key(|secret| secret.start);
        Source {
            text,
            mark,
            secrets,
        }
    }

    /// One line, cut to a width around the mark. An empty mark takes the character at it.
    fn line(&self, line: Range<usize>, number: u32) -> ExcerptLine {
        let (text, mark) = (self.text, &self.mark);
        let shown = text[line.clone()].trim_end_matches('\r');
        let line = line.start..line.start + shown.len();
        let is_touched =
            mark.start <= line.end && (mark.end > line.start || mark.start >= line.start);
        if !is_touched {
            return ExcerptLine {
                number,
                before: cut(&self.shown(line)),
                ..ExcerptLine::default()
            };
        }
        let mut start = mark.start.clamp(line.start, line.end);
        if mark.start < line.start {
            start += shown.len() - shown.trim_start().len();
        }
        let mut end = mark.end.clamp(start, line.end);
        if end == start {
            let next = text[start..line.end].chars().next();
            end += next.map_or(0, char::len_utf8);
        }
        ExcerptLine {
            number,
            before: cut_front(&self.shown(line.start..start)),
            marked: cut(&self.shown(start..end)),
            after: cut(&self.shown(end..line.end)),
        }
    }

    /// A piece of the text, without its secrets.
    fn shown(&self, piece: Range<usize>) -> String {
        let mut shown = String::new();
        let mut at = piece.start;
        for secret in &self.secrets {
            let (start, end) = (secret.start.max(at), secret.end.min(piece.end));
            if start < end {
                shown.push_str(&self.text[at..start]);
                shown.push_str(HIDDEN);
                at = end;
            }
        }
        shown.push_str(&self.text[at..piece.end]);
        shown
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

    fn line(text: &str, line: Range<usize>, mark: Range<usize>) -> ExcerptLine {
        Source::around(text, &[], 0, mark).line(line, 2)
    }

    #[test]
    fn a_mark_is_cut_out_of_its_line() {
        let text = "a: 1\nname: tbd\nz: 2\n";
        let at = text.find("tbd").unwrap();
        let marked = line(text, 5..14, at..at + 3);
        let parts = (&*marked.before, &*marked.marked, &*marked.after);
        assert_eq!(parts, ("name: ", "tbd", ""));
        let other = line(text, 15..19, at..at + 3);
        assert_eq!((&*other.before, &*other.marked), ("z: 2", ""));
        assert_eq!(line_start(text, at, 1), 0);
    }

    #[test]
    fn long_lines_are_cut_on_both_sides() {
        let text = format!("{}X{}", "ä".repeat(500), "ö".repeat(500));
        let at = text.find('X').unwrap();
        let line = line(&text, 0..text.len(), at..at + 1);
        assert_eq!(line.before.chars().count(), WIDTH + 1);
        assert_eq!(line.marked, "X");
        assert_eq!(line.after.chars().count(), WIDTH + 1);
    }

    #[test]
    fn secrets_are_in_no_excerpt() {
        let text = "user: app\npassword: hunter2hunter2\nport: 1\n";
        let at = text.find("hunter").unwrap();
        for mark in [at..at + 14, at + 2..at + 4, 0..4, at - 3..at + 3] {
            for range in [0..9, 10..34, 35..42] {
                let line = line(text, range, mark.clone());
                let all = format!("{}{}{}", line.before, line.marked, line.after);
                assert!(!all.contains("hunter") && !all.contains("ter2"), "{all}");
            }
        }
    }
}
