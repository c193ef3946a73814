//! Waivers.

use serde::Serialize;

use super::{Chip, Link, Outside, Place};

/// A waiver as a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WaiverRow {
    /// Its name.
    pub id: String,
    /// How it stands.
    pub state: Chip,
    /// The rule, with its page where there is one.
    pub rule: Link,
    /// The product, or its target as it is written.
    pub product: Link,
    /// The contract or the place in a manifest that it is for; empty for the whole product.
    pub part: String,
    /// The domain of the product.
    pub domain: Option<Link>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Link,
    /// Who approved it.
    pub approved_by: Link,
    /// Where the work on it is planned.
    pub ticket: Option<Outside>,
    /// The day on which it was granted; may be empty.
    pub created: String,
    /// The last day on which it holds; may be empty.
    pub expires: String,
    /// How many findings it lets be.
    pub findings: u32,
    /// Why it lets nothing be; names stand in backticks; may be empty.
    pub fault: String,
    /// Where it stands.
    pub at: Place,
}
