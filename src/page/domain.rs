//! The page of a domain.

use serde::Serialize;

use super::parts::{
    ContractLine, Counts, Fact, FindingView, HeatCell, Link, Outside, ProductLine, SourceFile,
    TeamLine, TierCount,
};

/// What `pages/domain.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// Id as the directory or the manifests spell it.
    pub id: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Who answers for it.
    pub owner: Option<Link>,
    /// How it is run, such as `curated centrally`; may be empty.
    pub model: String,
    /// The domain around it.
    pub parent: Option<Link>,
    /// The domains in it.
    pub children: Vec<Link>,
    /// Whether no directory knows it: only manifests name it.
    pub undeclared: bool,
    /// Links that the directory gives.
    pub links: Vec<Outside>,
    /// How its products spread over the levels.
    pub tiers: Vec<TierCount>,
    /// The six elements, each with how many products meet it.
    pub elements: Vec<DomainElement>,
    /// Its products, by name, capped.
    pub products: Vec<ProductLine>,
    /// How many products it has.
    pub product_count: u32,
    /// Its contracts, by name, capped.
    pub contracts: Vec<ContractLine>,
    /// How many contracts it has.
    pub contract_count: u32,
    /// The teams that own something in it.
    pub teams: Vec<TeamLine>,
    /// Other domains that it reads from, with the number of products as text.
    pub reads_from: Vec<Link>,
    /// Other domains that read from it, with the number of products as text.
    pub read_by: Vec<Link>,
    /// Pages of docs in it.
    pub docs: Vec<Link>,
    /// Findings in all of it.
    pub counts: Counts,
    /// Findings that concern the domain itself.
    pub findings: Vec<FindingView>,
    /// The page with the findings of its source.
    pub findings_more: Option<Link>,
    /// The files that declare it.
    pub sources: Vec<SourceFile>,
    /// Annotations of its entity.
    pub annotations: Vec<Fact>,
}

/// One of the six elements over a domain.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DomainElement {
    /// Name, with its place on the scorecard.
    pub name: Link,
    /// How many products meet it.
    pub cell: HeatCell,
}
