//! From the mesh to the parts of pages: one file for each noun that several pages show.
//!
//! What is written by a domain team passes one of two doors on its way to a page: an
//! address passes [`safe_url`], and a value that could hold a password passes
//! [`shown_value`]. Everything else is escaped by the templates.

mod finding;
mod people;
mod product;
mod url;
mod value;

pub use finding::{counts, finding, findings_of};
pub use people::{channels, members, owner, owner_link, owner_names};
pub use product::{contract_line, product_files, product_line};
pub use url::{outside, safe_url};
pub use value::shown_value;
