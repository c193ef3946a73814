//! From the mesh to the parts of pages: one file for each noun that several pages show.
//!
//! What is written by a domain team passes one of two doors on its way to a page: an
//! address passes [`safe_url`], and a value that could hold a password passes
//! [`shown_value`]. Everything else is escaped by the templates.

mod anchor;
mod badge;
mod banner;
mod classification;
mod column;
mod contents;
mod declared;
mod domain;
mod element;
mod fact;
mod finding;
mod heat;
mod improvement;
mod kept;
mod level;
mod link;
mod origin;
mod outline;
mod passage;
mod people;
mod port;
mod product;
mod promise;
mod quality;
mod query;
mod readiness;
mod result;
mod shelf;
mod source;
mod table;
mod team;
mod url;
mod value;
mod waiver;
mod win;

pub use anchor::{column_anchor, table_anchor};
pub use badge::{domain_badge, domain_mark, marks, product_badge, singles, team_badge, team_mark};
pub use banner::{banners, older_standard};
pub use classification::{highest, sensitive_count};
pub use contents::contents;
pub use declared::Declared;
pub use domain::{domain_line, domain_owner, operating_model};
pub use element::element_title;
pub use fact::{custom, fact, head, unknown};
pub use finding::{counts, finding, findings_of, suppressed, wording};
pub use heat::{element_map, heat_map};
pub use improvement::improvement_view;
pub use kept::{level_counts, level_line, moment, state_words};
pub use level::{level_with_waivers, spread, tiers, tiers_of};
pub use link::{consumed, contract_link, dangling, definitions, rule_link, sboms, version_link};
pub use origin::{declared_in, held, line_url, origin};
pub use outline::{Anchors, ColumnOutline, Names, TableOutline, outline};
pub use passage::passages;
pub use people::{channels, owner, owner_link, owner_name, owner_names, ownerless, person_or_team};
pub use port::{price, roles, servers};
pub use product::{column_count, contract_line, product_files, product_line};
pub use promise::{end_of_support, promises};
pub use quality::quality;
pub use query::search_route;
pub use readiness::readiness;
pub use result::Results;
pub use shelf::Shelf;
pub use source::{holds, source_line};
pub use table::tags;
pub use team::{is_unreachable, team_channels, team_line, team_links};
pub use url::{outside, safe_url};
pub(crate) use value::{count, text, title, words};
pub use value::{shown_entry, shown_value};
pub use waiver::{waiver_fault, waiver_row, waiver_state};
pub use win::wins_view;
