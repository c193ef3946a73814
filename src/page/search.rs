//! The search page; `search.js` fills it.

use serde::Serialize;

use super::parts::Link;

/// What `pages/search.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// What can be found, such as `1 204 columns`.
    pub holds: Vec<String>,
    /// Searches made from real data, each with the address of its results.
    pub examples: Vec<Link>,
}
