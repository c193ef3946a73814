//! What the rules are applied to, and what they may know.

use jiff::civil::Date;

use super::Book;
use crate::config::Config;
use crate::diag::{Files, Finding};
use crate::history::History;
use crate::mesh::Mesh;
use crate::past::Past;
use crate::service_level::ServiceLevels;

/// What the rules are applied to, and what they may know.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// What the organisation asks for.
    pub config: &'a Config,
    /// The rules, in the order of all verdicts.
    pub book: &'a Book,
    /// Everything joined.
    pub mesh: &'a Mesh,
    /// Every text.
    pub files: &'a Files,
    /// What was recorded on earlier days.
    pub past: &'a Past,
    /// How promised service levels stand.
    pub levels: &'a ServiceLevels,
    /// What the stages before found.
    pub told: &'a [Finding],
    /// Who changed which file when.
    pub history: &'a History,
    /// The day on which it is judged, in UTC.
    pub today: Date,
}
