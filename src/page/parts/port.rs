//! How data is reached: contracts of ports, servers, roles, prices.

use serde::Serialize;

use super::{Chip, Fact, Link, Place};

/// A contract as a port or a list names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContractLink {
    /// Name, with its page.
    pub name: Link,
    /// Version; may be empty.
    pub version: String,
    /// Life cycle status.
    pub status: Option<Chip>,
    /// Good to know, such as `the newest is 2.0.0`; may be empty.
    pub note: String,
    /// What does not fit, such as `the port says 2.0.0, the contract 1.4.0`.
    pub doubt: Option<String>,
}

/// A reference that leads nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Dangling {
    /// The id that nothing carries.
    pub id: String,
    /// What is spelt almost like it.
    pub nearest: Vec<Link>,
}

/// A place where the data is served (ODCS: `servers[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ServerView {
    /// Name of the server.
    pub name: String,
    /// Environment, such as `prod`; the name where none is given.
    pub environment: String,
    /// Type, such as `snowflake`.
    pub kind: String,
    /// What it is; may be empty.
    pub description: String,
    /// Its address, key by key; variables are shown as written.
    pub address: Vec<Fact>,
    /// The whole address in one line that can be copied; may be empty.
    pub copy: String,
    /// Where it is declared.
    pub at: Option<Place>,
}

/// A role that grants access (ODCS: `roles[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AccessRole {
    /// Name of the role.
    pub role: String,
    /// What it allows; may be empty.
    pub access: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who approves, first and second level.
    pub approvers: Vec<Link>,
    /// Where it is declared.
    pub at: Option<Place>,
}

/// A price (ODCS: `price`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Price {
    /// In words, such as `9.95 USD per megabyte`.
    pub words: String,
    /// Whose price it is, where a page shows several; may be empty.
    pub of: String,
    /// Where it is declared.
    pub at: Option<Place>,
}
