//! A text as a tree in which every node and key knows its place.
//!
//! Parsing never fails: it reports what is wrong and yields what it could read up to
//! there. Nothing in this room knows what a data product is. It bounds what a hostile
//! text can cost: bytes, depth, nodes and aliases.

mod front_matter;
mod json;
mod node;
mod scalars;
mod yaml;

pub use front_matter::{FrontMatter, front_matter};
pub use json::json;
pub use node::{Entry, Kind, Node, Scalar, Value};
pub use scalars::{Scalars, scalars};
pub use yaml::yaml;

use crate::diag::{Code, Element, Finding, Level, Span};

/// The largest text that is parsed, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting of lists and maps.
pub const MAX_DEPTH: usize = 32;
/// The most nodes in one text, those that aliases repeat included.
pub const MAX_NODES: usize = 50_000;
/// The most aliases in one text.
pub const MAX_ALIASES: usize = 1_000;

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Parsed<'t> {
    /// The root of each document: one, or several in a YAML stream; none in an empty text.
    pub roots: Vec<Node<'t>>,
    /// Whether all of the text could be read.
    pub complete: bool,
    /// The spans of the maps of which entries may stand in what could not be read, and of
    /// the values that were taken as they are written.
    pub torn: Vec<Span>,
    /// What is wrong with the text as YAML or JSON.
    pub findings: Vec<Finding>,
}

/// The text is not what its format allows; what is wrong could not be read.
pub const INVALID_SYNTAX: Code = Code {
    id: "invalid-syntax",
    level: Level::Error,
    element: Element::Standard,
    page: include_str!("../../content/rules/invalid-syntax.md"),
};

/// A key stands twice in one map.
pub const DUPLICATE_KEY: Code = Code {
    id: "duplicate-key",
    level: Level::Error,
    element: Element::Standard,
    page: include_str!("../../content/rules/duplicate-key.md"),
};

/// The text is larger, deeper or more repetitive than a manifest may be.
pub const OVER_LIMIT: Code = Code {
    id: "over-limit",
    level: Level::Error,
    element: Element::Portal,
    page: include_str!("../../content/rules/over-limit.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[INVALID_SYNTAX, DUPLICATE_KEY, OVER_LIMIT];
