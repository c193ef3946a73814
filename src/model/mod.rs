//! The nouns of the standards, spelt as the standards spell them.
//!
//! A noun holds what one file says and where it says it. Absent is `None` or an empty
//! list, never a default. Field names are the standard's keys in snake case. This room
//! only holds data and what a value of it means: reading is `manifest`, joining is `mesh`.

mod any;
mod contract;
mod directory;
mod parts;
mod product;
mod schema;
pub mod sla;
mod spanned;
mod version;

pub use any::Any;
pub use contract::{
    DataContract, Price, Role, Server, ServerField, SlaProperty, SlaValue, Standard,
};
pub use directory::{DirectoryEntry, DomainEntry, Link, TeamEntry, UserEntry};
pub use parts::{
    AuthoritativeDefinition, Constraint, Context, CustomProperty, Description, SupportItem,
    Synonym, Team, TeamMember, Unknown, VerifiedStatement,
};
pub use product::{DataProduct, InputContract, InputPort, ManagementPort, OutputPort, Sbom};
pub use schema::{
    EnumValue, LogicalType, LogicalTypeOption, Operator, PropertyDetails, Quality, QualityType,
    Relationship, SchemaObject, SchemaProperty, Threshold,
};
pub use spanned::{Flag, Spanned, Text};
pub use version::{ApiVersion, bare_version};
