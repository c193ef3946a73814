//! The findings of one source: file, line, what is wrong and how to mend it.

use serde::Serialize;

use super::build::{counts, finding, held, origin, suppressed};
use super::parts::{Counts, FindingView, Link, Pager, SuppressedView};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::{FileId, Finding, SourceId};
use crate::mesh::Slugs;

/// The findings of a source.
pub const PAGE: Page = Page {
    name: "findings",
    template: "pages/findings.html",
    routes,
    show,
};

/// The most findings of one page.
const FINDINGS: usize = 100;

/// What `pages/findings.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name of the source.
    pub source: String,
    /// Where it was read from; may be empty.
    pub from: String,
    /// All its findings.
    pub counts: Counts,
    /// Its files with findings, by path.
    pub files: Vec<FileFindings>,
    /// The other parts, where the list was split. What follows stands on the first alone.
    pub pager: Option<Pager>,
    /// Findings that are suppressed.
    pub suppressed: LetBe,
    /// Findings that waivers let be.
    pub waived: LetBe,
}

/// Findings that are let be.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LetBe {
    /// The first of them.
    pub findings: Vec<SuppressedView>,
    /// How many there are.
    pub count: u32,
    /// How many of them are not shown.
    pub more: u32,
}

/// The findings of a file, by line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FileFindings {
    /// The path as people see it.
    pub file: String,
    /// Anchor, without `#`.
    pub anchor: String,
    /// How many there are of each level.
    pub counts: Counts,
    /// The findings.
    pub findings: Vec<FindingView>,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    if portal.hides(Hide::Findings) {
        return Vec::new();
    }
    let sources = 0..portal.mesh.sources.len();
    sources
        .flat_map(|at| split(portal, at).routes(at))
        .collect()
}

fn split(portal: &Portal, source: usize) -> Split {
    let findings = portal.overview().by_source[source].len();
    let name = &portal.mesh.sources[source].name;
    Split::new(format!("findings/{name}"), findings).most(FINDINGS)
}

fn show(portal: &Portal, key: Key) -> Shown {
    let at = key.item as usize;
    let split = split(portal, at);
    let found = &portal.overview().by_source[at];
    let finding_at = |at: &u32| &portal.findings[*at as usize];
    let shown: Vec<&Finding> = found[split.rows(key.part)].iter().map(finding_at).collect();
    let file_of = |finding: &Finding| portal.files.of(finding.span);
    let mut anchors = Slugs::default();
    let files = shown.chunk_by(|a, b| file_of(a) == file_of(b));
    let name = &portal.mesh.sources[at].name;
    let mut view = View {
        source: name.clone(),
        from: portal.folder_of(at),
        counts: counts(found.iter().map(finding_at)),
        files: files
            .map(|here| file(portal, file_of(here[0]), here, &mut anchors))
            .collect(),
        pager: split.pager(key.part),
        ..View::default()
    };
    if key.part == 0 {
        view.suppressed = let_be(portal, &portal.overview().suppressed_by_source[at]);
        view.waived = let_be(portal, &portal.overview().waived_by_source[at]);
    }
    let meta = Meta {
        title: format!("Findings in {name}"),
        section: "findings",
        crumbs: vec![Link::to("Findings", route::FINDINGS)],
        held: held(portal, [SourceId(key.item as u16)]),
        origin: Some(origin(portal, SourceId(key.item as u16), None)),
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn let_be(portal: &Portal, all: &[u32]) -> LetBe {
    let first = all.iter().take(FINDINGS);
    LetBe {
        findings: first
            .map(|&at| suppressed(portal, &portal.suppressed[at as usize]))
            .collect(),
        count: all.len() as u32,
        more: all.len().saturating_sub(FINDINGS) as u32,
    }
}

fn file(portal: &Portal, id: FileId, found: &[&Finding], anchors: &mut Slugs) -> FileFindings {
    let shown = &portal.files.file(id).shown;
    FileFindings {
        file: shown.to_string(),
        anchor: anchors.take(&format!("file {shown}"), shown),
        counts: counts(found.iter().copied()),
        findings: found
            .iter()
            .map(|found| finding(portal, found, false))
            .collect(),
    }
}
