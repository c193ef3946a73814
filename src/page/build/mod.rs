//! From the mesh to the parts of pages: one file for each noun that several pages show.
//!
//! What is written by a domain team passes one of two doors on its way to a page: an
//! address passes [`safe_url`], and a value that could hold a password passes
//! [`shown_value`]. Everything else is escaped by the templates.

mod anchor;
mod banner;
mod classification;
mod column;
mod declared;
mod fact;
mod finding;
mod link;
mod outline;
mod passage;
mod people;
mod port;
mod product;
mod promise;
mod quality;
mod shelf;
mod table;
mod url;
mod value;

pub use anchor::{column_anchor, table_anchor};
pub use banner::banners;
pub use classification::{highest, sensitive_count};
pub use declared::Declared;
pub use fact::{custom, fact, raw, unknown};
pub use finding::{counts, finding, findings_of};
pub use link::{consumed, contract_link, dangling, definitions, sboms, version_link};
pub use outline::{Anchors, ColumnOutline, Names, TableOutline, outline};
pub use passage::passages;
pub use people::{channels, members, owner, owner_link, owner_names, ownerless};
pub use port::{price, roles, servers};
pub use product::{column_count, contract_line, product_files, product_line};
pub use promise::{end_of_support, promises};
pub use quality::quality;
pub use shelf::Shelf;
pub use table::tags;
pub use url::{outside, safe_url};
pub(crate) use value::{count, listed, text, title, words};
pub use value::{shown_entry, shown_value};
