//! What data products and data contracts share (ODCS 3.2, ODPS 1.1: fundamentals, team, support).

use super::{Any, Text};
use crate::diag::Span;

/// `description` (ODCS, ODPS): what it is for.
#[derive(Clone, Debug, Default)]
pub struct Description {
    /// `purpose`: who should use it for what.
    pub purpose: Option<Text>,
    /// `usage`: how to use it.
    pub usage: Option<Text>,
    /// `limitations`: what it cannot do.
    pub limitations: Option<Text>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
}

/// One of `authoritativeDefinitions`: a link to where something is defined.
#[derive(Clone, Debug)]
pub struct AuthoritativeDefinition {
    /// `id`.
    pub id: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
    /// `type`: businessDefinition, transformationImplementation, tutorial, ...
    pub kind: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
}

/// One of `customProperties`.
#[derive(Clone, Debug)]
pub struct CustomProperty {
    /// `property`: its name.
    pub property: Option<Text>,
    /// `value`, of any shape.
    pub value: Option<Any>,
    /// `description`.
    pub description: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// One of `synonyms` (ODCS 3.2, ODPS 1.1).
#[derive(Clone, Debug)]
pub struct Synonym {
    /// `synonym`: the other name.
    pub synonym: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
}

/// `context` (ODCS 3.2, ODPS 1.1): what a reader, human or machine, must know.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// `instructions`, or the whole context where it is a text.
    pub instructions: Option<Text>,
    /// `verifiedStatements`.
    pub verified_statements: Vec<VerifiedStatement>,
    /// `constraints`.
    pub constraints: Vec<Constraint>,
}

/// One of `context.verifiedStatements`.
#[derive(Clone, Debug)]
pub struct VerifiedStatement {
    /// `question`.
    pub question: Option<Text>,
    /// `answer`.
    pub answer: Option<Text>,
}

/// One of `context.constraints`.
#[derive(Clone, Debug)]
pub struct Constraint {
    /// `constraint`.
    pub constraint: Option<Text>,
}

/// One of `support`: where to ask.
#[derive(Clone, Debug)]
pub struct SupportItem {
    /// `channel`: its name.
    pub channel: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `tool`: email, slack, teams, discord, ticket, googlechat, other.
    pub tool: Option<Text>,
    /// `scope`: interactive, announcements, issues, notifications.
    pub scope: Option<Text>,
    /// `invitationUrl`.
    pub invitation_url: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// `team`: who answers for it. In ODCS 3.0 and ODPS 0.9 a list of members alone.
#[derive(Clone, Debug)]
pub struct Team {
    /// `name`; the standards' nearest to an owner.
    pub name: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `members`.
    pub members: Vec<TeamMember>,
    /// Where it stands.
    pub span: Span,
}

/// One of `team.members`.
#[derive(Clone, Debug)]
pub struct TeamMember {
    /// `username`: a login or e-mail address.
    pub username: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `role`: free text, such as owner or data steward.
    pub role: Option<Text>,
    /// `dateIn`: since when, `YYYY-MM-DD`.
    pub date_in: Option<Text>,
    /// `dateOut`: until when, `YYYY-MM-DD`.
    pub date_out: Option<Text>,
    /// `replacedByUsername`.
    pub replaced_by_username: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// A key that the standard does not know, kept so that nothing is dropped silently.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Where it stands, as a path: `schema[0].properties[2].titel`.
    pub path: Box<str>,
    /// What it holds.
    pub value: Any,
    /// The key's place.
    pub span: Span,
}
