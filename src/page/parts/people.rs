//! Owners, members and the ways to reach them.

use serde::Serialize;

use super::{Link, Place};

/// Who answers for a product or a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Owner {
    /// The team or person, with its page.
    pub name: Link,
    /// Which key names the owner, such as `team.name` or `customProperties.owner`.
    pub from: String,
    /// Why the name cannot be trusted, such as `not in the directory`.
    pub doubt: Option<String>,
    /// What the team says of itself; may be empty.
    pub description: String,
    /// Its members as this manifest names them.
    pub members: Vec<Member>,
    /// Where the owner is named.
    pub at: Option<Place>,
}

/// A member of a team (ODCS 3.1: `team.members[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The person, with their page.
    pub name: Link,
    /// Role as it is written; may be empty.
    pub role: String,
    /// When, such as `since 2024-01-01` or `left 2025-06-30`; may be empty.
    pub period: String,
    /// Whether the person still belongs to the team.
    pub active: bool,
    /// Where the member is named.
    pub at: Option<Place>,
}

/// A way to reach the owner (`support[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// Name of the channel.
    pub name: String,
    /// Tool, such as `slack`; may be empty.
    pub tool: String,
    /// Scope, such as `announcements`; may be empty.
    pub scope: String,
    /// Its address.
    pub url: Option<String>,
    /// What it is for; may be empty.
    pub description: String,
    /// Where it is declared.
    pub at: Option<Place>,
}
