//! Owners, members and the ways to reach them.

use serde::Serialize;

use super::{Counts, Link, Place};

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

/// A team as a row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TeamLine {
    /// Name, with its page.
    pub name: Link,
    /// How deep it stands in the tree of teams, from 0; the page indents eight steps at most.
    pub depth: u8,
    /// The first whom a manifest calls the owner of one of its products.
    pub lead: Option<Link>,
    /// Its domain.
    pub domain: Option<Link>,
    /// Number of active members.
    pub members: u32,
    /// Products that it owns itself.
    pub products: u32,
    /// Products of it and of the teams below it.
    pub products_below: u32,
    /// How to reach it.
    pub channels: Vec<Channel>,
    /// Why it cannot be trusted, such as `not in the directory`.
    pub doubt: Option<String>,
    /// Findings in what it owns.
    pub counts: Counts,
}
