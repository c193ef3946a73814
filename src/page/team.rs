//! The page of a team.

use serde::Serialize;

use super::parts::{
    Channel, ContractLine, FindingView, Link, Member, Outside, Place, ProductLine, SourceFile,
    TierCount,
};

/// What `pages/team.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// Id as the directory or the manifests spell it.
    pub id: String,
    /// What it does; may be empty.
    pub description: String,
    /// Kind, such as `team` or `department`; may be empty.
    pub kind: String,
    /// The team around it.
    pub parent: Option<Link>,
    /// The teams in it.
    pub children: Vec<Link>,
    /// Whether no directory knows it: only manifests name it.
    pub undeclared: bool,
    /// Why the name cannot be trusted, such as a placeholder.
    pub doubt: Option<String>,
    /// Mail and links that the directory gives.
    pub links: Vec<Outside>,
    /// Channels that its manifests give.
    pub channels: Vec<Channel>,
    /// Its members.
    pub members: Vec<Member>,
    /// How its products spread over the levels.
    pub tiers: Vec<TierCount>,
    /// The products that it owns, capped.
    pub products: Vec<ProductLine>,
    /// How many it owns.
    pub product_count: u32,
    /// Contracts that it owns outside of its products.
    pub contracts: Vec<ContractLine>,
    /// Teams whose products it reads.
    pub depends_on: Vec<TeamRelation>,
    /// Teams that read its products: whom to tell before a breaking change.
    pub depended_on_by: Vec<TeamRelation>,
    /// Findings in what it owns, the gravest first, capped.
    pub findings: Vec<FindingView>,
    /// How many more there are.
    pub findings_more: Option<Link>,
    /// The files that declare it.
    pub sources: Vec<SourceFile>,
    /// Manifests that name it.
    pub named_in: Vec<Place>,
}

/// Another team, and the products between the two.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TeamRelation {
    /// The team.
    pub team: Link,
    /// The products that are read.
    pub products: Vec<Link>,
}
