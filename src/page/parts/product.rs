//! Products, contracts and domains as lists show them.

use serde::Serialize;

use super::{Chip, Completeness, Counts, Link, Tier, TierCount};

/// A product as a row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProductLine {
    /// Name, with its page.
    pub name: Link,
    /// One line on it; may be empty.
    pub summary: String,
    /// Its domain.
    pub domain: Option<Link>,
    /// Its owner; `None` where nobody is named.
    pub owner: Option<Link>,
    /// Life cycle status.
    pub status: Option<Chip>,
    /// Version; may be empty.
    pub version: String,
    /// Level reached.
    pub tier: Tier,
    /// What it would be if waivers counted, in words; may be empty.
    pub with_waivers: String,
    /// Score, 0 to 100; `None` where it is not scored.
    pub score: Option<u32>,
    /// Elements met.
    pub completeness: Completeness,
    /// Findings that concern it.
    pub counts: Counts,
    /// Whether its page is withheld.
    pub withheld: bool,
}

/// A contract as a row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContractLine {
    /// Name, with its page.
    pub name: Link,
    /// Version; may be empty.
    pub version: String,
    /// Life cycle status.
    pub status: Option<Chip>,
    /// The product that serves it.
    pub product: Option<Link>,
    /// Number of tables.
    pub tables: u32,
    /// Number of columns, nested ones included.
    pub columns: u32,
    /// Findings that concern it.
    pub counts: Counts,
    /// Whether its page is withheld.
    pub withheld: bool,
}

/// A domain as a card or a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DomainLine {
    /// Name, with its page.
    pub name: Link,
    /// One line on it; may be empty.
    pub summary: String,
    /// Who answers for it.
    pub owner: Option<Link>,
    /// How it is run, such as `curated centrally`; may be empty.
    pub model: String,
    /// Number of products.
    pub products: u32,
    /// Number of contracts.
    pub contracts: u32,
    /// How its products spread over the levels, from none to gold.
    pub tiers: Vec<TierCount>,
    /// Findings in it.
    pub counts: Counts,
}
