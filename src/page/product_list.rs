//! The list of data products.

use serde::Serialize;

use super::parts::{Link, Pager, ProductLine};

/// What `pages/product-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The products, by name.
    pub products: Vec<ProductLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// Number of products on all parts together.
    pub total: u32,
    /// The domains with their number of products as text, capped, to go on from here.
    pub domains: Vec<Link>,
}
