//! Manifests held against the official schemas of their standards: real files, files that
//! must fail, and mutants.
//!
//! `MESHBOOK_CORPUS` and `MESHBOOK_SCHEMAS` name the folders of real manifests and of the
//! schemas. Without them these tests say so and check nothing.

mod broken;
mod corpus;
mod explained;
mod must_fail;
mod mutants;
mod oracle;
mod versions;
mod reading;
