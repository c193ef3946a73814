//! All findings, counted by source and by rule.

use std::cmp::Reverse;

use serde::Serialize;

use super::build::{counts, finding};
use super::parts::{Counts, Fact, FindingView, Link, Pager};
use super::split::{ROWS, Split};
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::SourceId;
use crate::rules;

/// All findings, counted.
pub const PAGE: Page = Page {
    name: "finding-list",
    template: "pages/finding-list.html",
    routes,
    show,
};

/// What `pages/finding-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// All findings.
    pub counts: Counts,
    /// How many more are suppressed.
    pub suppressed: u32,
    /// How many more waivers let be.
    pub waived: u32,
    /// The sources, those with the gravest findings first.
    pub sources: Vec<SourceFindings>,
    /// The other parts, where there are many sources. What follows stands on the first alone.
    pub pager: Option<Pager>,
    /// Findings in the portal's own files.
    pub own: Vec<FindingView>,
    /// The rules that found something, those with the most first.
    pub rules: Vec<RuleFindings>,
    /// Files that hold nothing for the portal, counted by folder, capped.
    pub other_files: Vec<Fact>,
    /// How many such files there are.
    pub other_count: u32,
    /// Whether it is the first part.
    pub is_first: bool,
}

/// The findings of a source.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceFindings {
    /// The source, with the page of its findings.
    pub source: Link,
    /// Files that were read.
    pub files: u32,
    /// Files with a finding.
    pub files_with_findings: u32,
    /// Its findings.
    pub counts: Counts,
    /// How many more are suppressed.
    pub suppressed: u32,
    /// How many more waivers let be.
    pub waived: u32,
}

/// The findings of a rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleFindings {
    /// The rule, with its page.
    pub rule: Link,
    /// What it finds, in a sentence.
    pub finds: String,
    /// Its findings.
    pub counts: Counts,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    if portal.hides(Hide::Findings) {
        return Vec::new();
    }
    split(portal).routes(0)
}

fn split(portal: &Portal) -> Split {
    Split::new("findings/index", portal.mesh.sources.len())
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let mut sources: Vec<_> = (0..portal.mesh.sources.len())
        .map(|at| {
            (
                counts_of(portal, &portal.overview().by_source[at]),
                SourceId(at as u16),
            )
        })
        .collect();
    sources
        .sort_by_key(|(counts, id)| (Reverse((counts.errors, counts.warnings, counts.infos)), *id));
    let rows = sources[split.rows(key.part)].iter();
    let let_be = portal.suppressed.iter();
    let waived = let_be.filter(|one| one.waiver.is_some()).count();
    let mut view = View {
        counts: portal.overview().counts,
        suppressed: (portal.suppressed.len() - waived) as u32,
        waived: waived as u32,
        sources: rows
            .map(|&(counts, id)| source(portal, id, counts))
            .collect(),
        pager: split.pager(key.part),
        is_first: key.part == 0,
        ..View::default()
    };
    if view.is_first {
        let own = portal.overview().in_no_source.iter().take(ROWS);
        view.own = own
            .map(|&at| finding(portal, &portal.findings[at as usize], false))
            .collect();
        view.rules = rules(portal);
        (view.other_files, view.other_count) = other_files(portal);
    }
    let meta = Meta {
        title: "Findings".to_owned(),
        summary: format!(
            "What is wrong in the manifests and docs of {}.",
            portal.config.title
        ),
        section: "findings",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

/// How many of these findings there are of each level.
fn counts_of(portal: &Portal, findings: &[u32]) -> Counts {
    counts(findings.iter().map(|&at| &portal.findings[at as usize]))
}

fn source(portal: &Portal, id: SourceId, counts: Counts) -> SourceFindings {
    let source = portal.mesh.source(id);
    let found = &portal.overview().by_source[usize::from(id.0)];
    let mut files: Vec<_> = found
        .iter()
        .map(|&at| portal.files.of(portal.findings[at as usize].span))
        .collect();
    files.dedup();
    SourceFindings {
        source: Link {
            text: source.name.clone(),
            href: portal.findings_route(id),
        },
        files: source.files.len() as u32,
        files_with_findings: files.len() as u32,
        counts,
        suppressed: portal.overview().suppressed_by_source[usize::from(id.0)].len() as u32,
        waived: portal.overview().waived_by_source[usize::from(id.0)].len() as u32,
    }
}

/// The rules that found something, those with the most first.
fn rules(portal: &Portal) -> Vec<RuleFindings> {
    let found = portal.overview().by_rule.iter();
    let mut rules: Vec<_> = found
        .map(|(id, found)| {
            let own = || {
                portal
                    .scorecards
                    .book
                    .rule(id)
                    .map(|rule| rule.parts().summary)
            };
            let finds = rules::code(id).map(|code| code.parts().summary);
            let finds = finds.or_else(own).unwrap_or_default();
            RuleFindings {
                rule: Link::to(id, route::rule(id)),
                finds: finds.to_owned(),
                counts: counts_of(portal, found),
            }
        })
        .collect();
    rules.sort_by_key(|rule| {
        let counts = rule.counts;
        Reverse(counts.errors + counts.warnings + counts.infos)
    });
    rules
}

/// The folders with files that hold nothing for the portal, and how many such files there are.
fn other_files(portal: &Portal) -> (Vec<Fact>, u32) {
    let sources = portal.mesh.sources.iter();
    let folders = sources.flat_map(|source| {
        let folders = source.others.iter();
        folders.map(move |(folder, count)| (format!("{}/{folder}", source.name), *count))
    });
    let mut facts = Vec::new();
    let mut total = 0;
    for (folder, count) in folders {
        total += count;
        if facts.len() < ROWS {
            facts.push(Fact {
                label: folder.trim_end_matches('/').to_owned(),
                value: count.to_string(),
                at: None,
            });
        }
    }
    (facts, total as u32)
}
