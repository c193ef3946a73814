//! `api/catalog.json`: what the portal lists, for programs.
//!
//! The format is described in `content/guide/catalog.md`. Fields are only ever added; a
//! change of meaning changes [`VERSION`].

use serde::Serialize;

use super::{Error, Item, Output, Site};
use crate::badge::Mark;
use crate::config::Hide;
use crate::mesh::{ContractId, DomainId, Owner, OwnerField, PersonId, ProductId, TeamId};
use crate::page::Portal;
use crate::page::build::{contract_line, domain_line, marks, product_line};
use crate::page::parts::{Counts, TierCount};

pub(super) const OUTPUT: Output = Output {
    name: "catalog",
    routes: |_| vec![("api/catalog.json".to_owned(), Item::default())],
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let mut bytes =
        serde_json::to_vec_pretty(&catalog(&site.portal)).expect("lists of texts are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

/// Everything that the portal lists. What the configuration hides is left out.
#[derive(Clone, Debug, Serialize)]
struct Catalog {
    /// The version of the format.
    version: u32,
    /// The title of the portal.
    title: String,
    /// The data products, by domain and name.
    products: Vec<Product>,
    /// The data contracts in their newest version, by domain and name.
    contracts: Vec<Contract>,
    /// The domains, by name.
    domains: Vec<Domain>,
    /// The teams, by name.
    teams: Vec<Team>,
    /// The people, by name; none where the portal hides them.
    people: Vec<Person>,
}

/// What every entry has.
#[derive(Clone, Debug, Serialize)]
struct Entry {
    /// The id as its manifest or the directory spells it.
    id: String,
    /// The name for people.
    name: String,
    /// The page, relative to the root of the site.
    url: String,
}

/// A data product.
#[derive(Clone, Debug, Serialize)]
struct Product {
    /// Id, name and page.
    #[serde(flatten)]
    entry: Entry,
    /// What it is for, in one line; may be empty.
    summary: String,
    /// The id of its domain.
    domain: String,
    /// The id of the team or person that answers for it, else the name as it is written.
    owner: Option<String>,
    /// Its status as it is written.
    status: Option<String>,
    /// Its version.
    version: Option<String>,
    /// `none`, `bronze`, `silver` or `gold`.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    /// From 0 to 100; `null` where it is not scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Option<u8>>,
    /// How many elements of a complete contract it meets.
    #[serde(skip_serializing_if = "Option::is_none")]
    completeness: Option<Completeness>,
    /// How many findings concern it.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Counts>,
    /// What its badges say.
    badges: Vec<Mark>,
    /// Its badges as a picture, relative to the root of the site.
    badge_url: String,
    /// Whether its page is withheld.
    withheld: bool,
    /// The names of the rules that withhold it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld_by: Vec<String>,
}

/// How much of a whole is there.
#[derive(Clone, Copy, Debug, Serialize)]
struct Completeness {
    /// The elements that are met.
    met: u32,
    /// All elements.
    of: u32,
}

/// A data contract in its newest version.
#[derive(Clone, Debug, Serialize)]
struct Contract {
    /// Id, name and page.
    #[serde(flatten)]
    entry: Entry,
    /// The id of its domain.
    domain: String,
    /// The id of the product that it belongs to.
    product: String,
    /// The id of the team or person that answers for it, else the name as it is written.
    owner: Option<String>,
    /// Its status as it is written.
    status: Option<String>,
    /// Its version.
    version: Option<String>,
    /// How many tables it describes.
    tables: u32,
    /// How many columns they have, nested ones included.
    columns: u32,
    /// How many findings concern it.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Counts>,
    /// Whether its page is withheld.
    withheld: bool,
}

/// A domain.
#[derive(Clone, Debug, Serialize)]
struct Domain {
    /// Id, name and page.
    #[serde(flatten)]
    entry: Entry,
    /// What it is for, in one line; may be empty.
    summary: String,
    /// The id of the team or person that answers for it, else the name as it is written.
    owner: Option<String>,
    /// How it is run, in words; may be empty.
    model: String,
    /// How many products it has.
    products: u32,
    /// How many contracts it has.
    contracts: u32,
    /// How many of its products have which level.
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Levels>,
    /// What each rule says of its products: a file, relative to the root of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcomes_url: Option<String>,
    /// How many findings are in its files.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Counts>,
}

/// How many products have which level.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Levels {
    /// None yet.
    none: u32,
    /// Bronze.
    bronze: u32,
    /// Silver.
    silver: u32,
    /// Gold.
    gold: u32,
}

/// A team.
#[derive(Clone, Debug, Serialize)]
struct Team {
    /// Id, name and page.
    #[serde(flatten)]
    entry: Entry,
    /// The id of the team above it.
    parent: Option<String>,
    /// How many members it has.
    members: u32,
    /// How many products it owns.
    products: u32,
    /// How many findings concern them.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Counts>,
}

/// A person.
#[derive(Clone, Debug, Serialize)]
struct Person {
    /// Id, name and page.
    #[serde(flatten)]
    entry: Entry,
    /// The ids of their teams.
    teams: Vec<String>,
}

/// The catalog of a portal.
fn catalog(portal: &Portal) -> Catalog {
    let mesh = &portal.mesh;
    Catalog {
        version: VERSION,
        title: portal.config.title.clone(),
        products: mesh.products().map(|(id, _)| product(portal, id)).collect(),
        contracts: mesh
            .contracts()
            .map(|(id, _)| contract(portal, id))
            .collect(),
        domains: mesh.domains().map(|(id, _)| domain(portal, id)).collect(),
        teams: mesh.teams().map(|(id, _)| team(portal, id)).collect(),
        people: mesh
            .people()
            .filter_map(|(id, _)| person(portal, id))
            .collect(),
    }
}

fn product(portal: &Portal, id: ProductId) -> Product {
    let product = portal.mesh.product(id);
    let line = product_line(portal, id);
    let book = &portal.scorecards.book;
    let blocks = portal.gate.blocks(id).iter();
    let shows = portal.shows();
    Product {
        entry: entry(&product.id, &product.name, portal.product_route(id)),
        summary: line.summary,
        domain: portal.mesh.domain(product.domain).name.clone(),
        owner: owner(portal, product.owner.as_ref()),
        status: line.status.map(|status| status.text),
        version: filled(line.version),
        level: shows
            .scores
            .then(|| portal.scorecards.product(id).level_name()),
        score: shows.scores.then(|| portal.scorecards.product(id).score),
        completeness: shows.scores.then_some(Completeness {
            met: line.completeness.met,
            of: line.completeness.of,
        }),
        findings: shows.findings.then_some(line.counts),
        badges: marks(portal, id),
        badge_url: portal.badge_route(id),
        withheld: line.withheld,
        withheld_by: blocks
            .map(|block| book.rules()[block.rule].id().to_owned())
            .collect(),
    }
}

fn contract(portal: &Portal, id: ContractId) -> Contract {
    let contract = portal.mesh.contract(id);
    let line = contract_line(portal, id);
    Contract {
        entry: entry(&contract.id, &contract.name, portal.contract_route(id, 0)),
        domain: portal.mesh.domain(contract.domain).name.clone(),
        product: portal.mesh.product(contract.product).id.clone(),
        owner: owner(portal, contract.owner.as_ref()),
        status: line.status.map(|status| status.text),
        version: filled(line.version),
        tables: line.tables,
        columns: line.columns,
        findings: portal.shows().findings.then_some(line.counts),
        withheld: line.withheld,
    }
}

fn domain(portal: &Portal, id: DomainId) -> Domain {
    let domain = portal.mesh.domain(id);
    let line = domain_line(portal, id);
    let shows = portal.shows();
    Domain {
        entry: entry(&domain.name, &domain.title, portal.domain_route(id)),
        summary: line.summary,
        owner: domain.team.map(|team| portal.mesh.team(team).name.clone()),
        model: line.model,
        products: line.products,
        contracts: line.contracts,
        levels: shows.scores.then(|| levels(&line.tiers)),
        outcomes_url: shows.scores.then(|| super::outcomes::route(portal, id)),
        findings: shows.findings.then_some(line.counts),
    }
}

fn levels(tiers: &[TierCount]) -> Levels {
    let count = |at: usize| tiers.get(at).map_or(0, |tier| tier.count);
    Levels {
        none: count(0),
        bronze: count(1),
        silver: count(2),
        gold: count(3),
    }
}

fn team(portal: &Portal, id: TeamId) -> Team {
    let team = portal.mesh.team(id);
    Team {
        entry: entry(&team.name, &team.title, portal.team_route(id)),
        parent: team
            .parent
            .map(|parent| portal.mesh.team(parent).name.clone()),
        members: team.members.len() as u32,
        products: team.products.len() as u32,
        findings: portal.shows().findings.then(|| portal.overview().team(id)),
    }
}

fn person(portal: &Portal, id: PersonId) -> Option<Person> {
    let person = portal.mesh.person(id);
    let teams = person.teams.iter();
    Some(Person {
        entry: entry(&person.username, &person.name, portal.person_route(id)?),
        teams: teams
            .map(|&team| portal.mesh.team(team).name.clone())
            .collect(),
    })
}

fn entry(id: &str, name: &str, url: String) -> Entry {
    Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        url,
    }
}

/// Who answers; nobody where a placeholder stands, or a person whom the portal hides.
fn owner(portal: &Portal, owner: Option<&Owner>) -> Option<String> {
    let owner = owner.filter(|owner| !portal.mesh.is_placeholder(&owner.name))?;
    if let Some(team) = owner.team {
        return Some(portal.mesh.team(team).name.clone());
    }
    let names_person = owner.person.is_some() || owner.from == OwnerField::Member;
    if names_person && portal.hides(Hide::People) {
        return None;
    }
    Some(match owner.person {
        Some(person) => portal.mesh.person(person).username.clone(),
        None => owner.name.trim().to_owned(),
    })
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
