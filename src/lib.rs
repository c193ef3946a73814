//! Meshbook renders the portal of a data mesh.
//!
//! ```text
//!            source             document            manifest            mesh
//!  config ─▶ Files ───────────▶ Document (spans) ─▶ Manifest ─────────▶ Mesh ─┬─▶ rules ─▶ Findings
//!            text by FileId      tree + findings     typed nouns         joined └─▶ score ─▶ Scorecards
//!
//!            output             page
//!  disk ◀─── Site ◀──────────── pages: Route -> lazy page ◀── Portal<'_> { mesh, findings, scorecards }
//! ```
//!
//! The list of modules is the layer order: a module may use the modules above it and
//! none below it.

pub mod diag;
pub mod document;
pub mod tree;
pub mod config;
pub mod past;
pub mod fetch;
pub mod source;
pub mod model;
pub mod manifest;
pub mod mesh;
pub mod measure;
pub mod service_level;
pub mod charter;
pub mod facts;
pub mod history;
pub mod markup;
pub mod rules;
pub mod waivers;
pub mod score;
pub mod readiness;
pub mod baseline;
pub mod badge;
pub mod graph;
pub mod search;
pub mod page;
pub mod output;
pub mod pipeline;
pub mod preview;
pub mod cli;
