//! All findings, counted by source and by rule.

use serde::Serialize;

use super::parts::{Counts, Fact, Link};

/// What `pages/finding-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// All findings.
    pub counts: Counts,
    /// The sources, those with the gravest findings first.
    pub sources: Vec<SourceFindings>,
    /// The rules that found something, those with the most first.
    pub rules: Vec<RuleFindings>,
    /// Files that hold nothing for the portal, counted by folder.
    pub other_files: Vec<Fact>,
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
}

/// The findings of a rule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleFindings {
    /// The rule, with its page.
    pub rule: Link,
    /// What it asks for.
    pub asks: String,
    /// Its findings.
    pub counts: Counts,
}
