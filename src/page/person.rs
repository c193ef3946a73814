//! The page of a person: only what the manifests and the directory state.

use serde::Serialize;

use super::parts::{Link, Outside, Place, ProductLine, SourceFile};

/// What `pages/person.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// Id as the directory or the manifests spell it.
    pub id: String,
    /// What is said of the person; may be empty.
    pub description: String,
    /// Ways to reach the person.
    pub links: Vec<Outside>,
    /// Whether no directory knows the person: only manifests name them.
    pub undeclared: bool,
    /// Teams, each with the role in it.
    pub roles: Vec<Role>,
    /// Products of those teams, or that name the person.
    pub products: Vec<ProductLine>,
    /// The files that declare the person.
    pub sources: Vec<SourceFile>,
}

/// A role of a person.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Role {
    /// The team, product or contract in which the role is held.
    pub within: Link,
    /// The role as it is written; may be empty.
    pub role: String,
    /// When, such as `since 2024-01-01`; may be empty.
    pub period: String,
    /// Whether the role is still held.
    pub active: bool,
    /// Where it is stated.
    pub at: Option<Place>,
}
