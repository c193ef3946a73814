//! The rules of an organisation: YAML files that `meshbook.yaml` names, with expressions in CEL.
//!
//! A rule goes a way into each manifest and holds an expression against every map that it comes
//! to. Its expressions are read once, held against what they may ask, and bounded: in length, in
//! depth, in loops, and in the steps that they may take for one product or contract. What is
//! wrong with a rule is told at its place in the rule's file; such a rule passes nowhere.

mod check;
mod codes;
mod expression;
mod functions;
mod judge;
mod quick;
mod raw;
mod read;
mod rewrite;
mod rule;
mod scope;
mod sighting;
mod template;
mod trial;
mod value;

pub use codes::CODES;
pub use raw::schema;
pub use rule::{OwnRule, OwnRules};
pub use sighting::{Sighting, evidence};
pub use trial::{Tried, try_out};

pub(super) use judge::{Court, once};
