//! The directory of domains, teams and people (Backstage catalog entities, `backstage.io/v1alpha1`).

use super::Text;
use crate::diag::Span;

/// One entity of the directory.
#[derive(Clone, Debug)]
pub enum DirectoryEntry {
    /// `kind: Domain`.
    Domain(DomainEntry),
    /// `kind: Group`.
    Team(TeamEntry),
    /// `kind: User`.
    User(UserEntry),
}

/// A link with a title (`metadata.links`).
#[derive(Clone, Debug)]
pub struct Link {
    /// `url`.
    pub url: Option<Text>,
    /// `title`.
    pub title: Option<Text>,
}

/// A domain (`kind: Domain`).
#[derive(Clone, Debug)]
pub struct DomainEntry {
    /// `metadata.name`.
    pub name: Text,
    /// `metadata.title`.
    pub title: Option<Text>,
    /// `metadata.description`.
    pub description: Option<Text>,
    /// `spec.owner`: a group or user.
    pub owner: Option<Text>,
    /// `spec.subdomainOf`.
    pub subdomain_of: Option<Text>,
    /// `metadata.annotations`, such as `meshbook/operating-model`.
    pub annotations: Vec<(Text, Text)>,
    /// `metadata.links`.
    pub links: Vec<Link>,
    /// Where it stands.
    pub span: Span,
}

impl DomainEntry {
    /// The annotation of this name.
    pub fn annotation(&self, name: &str) -> Option<&Text> {
        let found = self.annotations.iter().find(|(key, _)| &*key.value == name);
        found.map(|(_, value)| value)
    }
}

/// A team (`kind: Group`).
#[derive(Clone, Debug)]
pub struct TeamEntry {
    /// `metadata.name`.
    pub name: Text,
    /// `spec.profile.displayName`, else `metadata.title`.
    pub title: Option<Text>,
    /// `metadata.description`.
    pub description: Option<Text>,
    /// `spec.profile.email`.
    pub email: Option<Text>,
    /// `spec.type`: team, department, ...
    pub kind: Option<Text>,
    /// `spec.parent`.
    pub parent: Option<Text>,
    /// `spec.members`.
    pub members: Vec<Text>,
    /// The annotation `meshbook/domain`: the domain that the team is of.
    pub domain: Option<Text>,
    /// `metadata.links`.
    pub links: Vec<Link>,
    /// Where it stands.
    pub span: Span,
}

/// A person (`kind: User`).
#[derive(Clone, Debug)]
pub struct UserEntry {
    /// `metadata.name`.
    pub name: Text,
    /// `spec.profile.displayName`, else `metadata.title`.
    pub title: Option<Text>,
    /// `metadata.description`.
    pub description: Option<Text>,
    /// `spec.profile.email`.
    pub email: Option<Text>,
    /// `spec.memberOf`.
    pub member_of: Vec<Text>,
    /// The annotation `meshbook/left`: the last day of a person in the house, `YYYY-MM-DD`.
    pub left: Option<Text>,
    /// Where it stands.
    pub span: Span,
}
