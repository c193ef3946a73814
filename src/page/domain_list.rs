//! The list of domains.

use serde::Serialize;

use super::parts::{DomainLine, Pager};

/// What `pages/domain-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The domains, by name.
    pub domains: Vec<DomainLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// Number of domains on all parts together.
    pub total: u32,
}
