//! The first page.

use serde::Serialize;

use super::parts::{Counts, DomainLine, Link, Number, Tone};

/// What `pages/home.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Title of the portal.
    pub title: String,
    /// What it is for, from the configuration; may be empty.
    pub description: String,
    /// Three searches made from real data, each with the address of its results.
    pub examples: Vec<Link>,
    /// Four numbers.
    pub numbers: Vec<Number>,
    /// The domains by name, capped.
    pub domains: Vec<DomainLine>,
    /// The list of all domains, where there are more.
    pub domains_more: Option<Link>,
    /// What somebody should look at; empty where the configuration hides it.
    pub attention: Vec<Attention>,
    /// The sources, in configuration order.
    pub sources: Vec<SourceLine>,
    /// When the portal was built, in words.
    pub built: String,
    /// The same for machines (RFC 3339).
    pub built_at: String,
    /// Version of the tool.
    pub version: String,
}

/// Something that somebody should look at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Attention {
    /// How grave it is.
    pub tone: Tone,
    /// What it is, with where to mend it.
    pub link: Link,
    /// Why it matters; may be empty.
    pub detail: String,
}

/// A source of the portal.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceLine {
    /// Name, with the page of its findings.
    pub name: Link,
    /// Where it was read from, such as a folder.
    pub from: String,
    /// Products that it declares.
    pub products: u32,
    /// Contracts that it declares.
    pub contracts: u32,
    /// Pages of docs that it holds.
    pub docs: u32,
    /// Findings in it.
    pub counts: Counts,
    /// Why it could not be read.
    pub unread: Option<String>,
}
