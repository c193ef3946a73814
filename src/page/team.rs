//! The page of a team.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::build::{
    contract_line, declared_in, finding, findings_of, held, level_counts, level_line,
    product_files, product_line, rule_link, team_badge, team_channels, team_links, text, tiers,
    wins_view,
};
use super::parts::{
    BadgeSnippet, Channel, ContractLine, FindingView, LevelCounts, LevelLine, Link, Member,
    Outside, Pager, Place, ProductLine, SourceFile, TierCount, WinsView,
};
use super::prose::plain;
use super::split::{ROWS, Split};
use super::standings::obstacles;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::mesh::{PersonId, ProductId, Team, TeamId};

/// The page of a team.
pub const PAGE: Page = Page {
    name: "team",
    template: "pages/team.html",
    routes,
    show,
};

/// The most findings, channels or teams that are listed.
const LISTED: usize = 20;
/// The most products that are named between two teams.
const BETWEEN: usize = 8;
/// The most rules that stand in the way.
const OBSTACLES: usize = 10;

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
    /// Mail and links that the directory gives.
    pub links: Vec<Outside>,
    /// Channels that its manifests give.
    pub channels: Vec<Channel>,
    /// Its members.
    pub members: Vec<Member>,
    /// How its products spread over the levels.
    pub tiers: Vec<TierCount>,
    /// The products that it owns: those of this part.
    pub products: Vec<ProductLine>,
    /// How many it owns.
    pub product_count: u32,
    /// The other parts, where its products were split. What follows stands on the first alone.
    pub pager: Option<Pager>,
    /// What stands in the way of the next level of its products, rule by rule.
    pub obstacles: Vec<Obstacle>,
    /// What its products promise, together.
    pub levels: LevelCounts,
    /// The promises of its products that are broken, stale or at risk.
    pub broken: Vec<LevelLine>,
    /// How many of those are not in `broken`.
    pub broken_more: u32,
    /// Its badge, where it has one to show.
    pub badge: Option<BadgeSnippet>,
    /// How many more rules stand in the way.
    pub obstacles_more: u32,
    /// What would help most.
    pub wins: WinsView,
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

/// A rule that keeps products from their next level.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Obstacle {
    /// The rule, with its page.
    pub rule: Link,
    /// What it finds, in a sentence.
    pub finds: String,
    /// How much work it is for each product, in a word.
    pub effort: &'static str,
    /// The products that it keeps from their next level, the first of them.
    pub products: Vec<Link>,
    /// How many there are.
    pub count: u32,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let teams = portal.mesh.teams.iter().enumerate();
    teams
        .flat_map(|(at, team)| split(team).routes(at))
        .collect()
}

fn split(team: &Team) -> Split {
    Split::new(format!("teams/{}", team.slug), team.products.len())
}

fn show(portal: &Portal, key: Key) -> Shown {
    let id = TeamId(key.item);
    let team = portal.mesh.team(id);
    let split = split(team);
    let entry = team.entry.as_deref();
    let cards = team
        .products
        .iter()
        .map(|&id| portal.scorecards.product(id));
    let products = team.products[split.rows(key.part)].iter();
    let mut channels = team_channels(portal, team);
    channels.truncate(LISTED);
    let mut links = team_links(team);
    links.retain(|link| channels.iter().all(|channel| channel.url != link.url));
    let mut view = View {
        name: team.title.clone(),
        id: team.name.clone(),
        description: text(entry.and_then(|entry| entry.description.as_ref())),
        kind: text(entry.and_then(|entry| entry.kind.as_ref())),
        parent: team.parent.map(|parent| portal.team_link(parent)),
        children: team
            .children
            .iter()
            .take(ROWS)
            .map(|&child| portal.team_link(child))
            .collect(),
        links,
        channels,
        members: members(portal, team),
        tiers: tiers(cards),
        products: products.map(|&id| product_line(portal, id)).collect(),
        product_count: team.products.len() as u32,
        pager: split.pager(key.part),
        sources: sources(portal, team),
        ..View::default()
    };
    if key.part == 0 {
        fill_first(portal, id, &mut view);
    }
    let meta = Meta {
        title: team.title.clone(),
        summary: plain(&view.description, 160),
        section: "teams",
        crumbs: vec![Link::to("Ownership", route::TEAMS)],
        held: held(
            portal,
            team.products
                .iter()
                .map(|&id| portal.mesh.product(id).source),
        ),
        origin: entry.and_then(|entry| declared_in(portal, entry.span)),
    };
    Shown::new(meta, &view)
}

/// What stands on the first part alone.
fn fill_first(portal: &Portal, id: TeamId, view: &mut View) {
    let team = portal.mesh.team(id);
    if !portal.hides(Hide::Scorecards) {
        let wins = portal
            .standings()
            .wins_of(portal, team.products.iter().copied(), None);
        view.wins = wins_view(portal, &wins);
        let mut found = in_the_way(portal, team);
        view.obstacles_more = found.len().saturating_sub(OBSTACLES) as u32;
        found.truncate(OBSTACLES);
        view.obstacles = found;
    }
    fill_levels(portal, id, view);
    let contracts = team.contracts.iter().take(ROWS);
    view.contracts = contracts.map(|&id| contract_line(portal, id)).collect();
    view.depends_on = relations(portal, id, |own| {
        let upstream = portal.mesh.product(own).upstream.iter();
        upstream.map(|&other| (other, other)).collect()
    });
    view.depended_on_by = relations(portal, id, |own| {
        let downstream = portal.mesh.product(own).downstream.iter();
        downstream.map(|&other| (other, own)).collect()
    });
    let files: BTreeSet<_> = team
        .products
        .iter()
        .flat_map(|&id| product_files(portal, id))
        .collect();
    let files: Vec<_> = files.into_iter().collect();
    let findings = findings_of(portal, &files);
    let shown = findings.iter().take(LISTED);
    view.findings = shown.map(|found| finding(portal, found, false)).collect();
    let more = findings.len().saturating_sub(LISTED);
    let href = "findings/index.html";
    view.findings_more = (more > 0).then(|| Link::to(format!("{more} more among all"), href));
    let owners = team.products.iter().take(LISTED).filter_map(|&id| {
        let owner = portal.mesh.product(id).owner.as_ref()?;
        Some(portal.place(owner.name.span))
    });
    view.named_in = owners.collect();
}

/// How what it promises is kept.
fn fill_levels(portal: &Portal, id: TeamId, view: &mut View) {
    let index = portal.level_index();
    view.levels = level_counts(index.team(id));
    view.badge = team_badge(portal, id);
    let doubtful = index.doubtful(id);
    view.broken_more = doubtful.len().saturating_sub(LISTED) as u32;
    let shown = doubtful.iter().take(LISTED);
    view.broken = shown.filter_map(|row| level_line(portal, *row)).collect();
}

/// The rules that keep products of the team from their next level, first those of the most.
fn in_the_way(portal: &Portal, team: &Team) -> Vec<Obstacle> {
    let book = portal.scorecards.book.rules();
    let mut found: BTreeMap<usize, Obstacle> = BTreeMap::new();
    for &id in &team.products {
        let card = portal.scorecards.product(id);
        if !card.is_scored() {
            continue;
        }
        for at in obstacles(card, card.reached(), None) {
            let obstacle = found.entry(at).or_insert_with(|| Obstacle {
                rule: rule_link(&book[at]),
                finds: book[at].parts().summary.to_owned(),
                effort: book[at].effort.name(),
                ..Obstacle::default()
            });
            obstacle.count += 1;
            if obstacle.products.len() < BETWEEN {
                obstacle.products.push(portal.product_link(id));
            }
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|obstacle| std::cmp::Reverse(obstacle.count));
    found
}

/// The members, each with the roles that the team's products give them.
fn members(portal: &Portal, team: &Team) -> Vec<Member> {
    let shown = team.members.iter().filter(|_| !portal.hides(Hide::People));
    let members = shown.take(ROWS).map(|&id| Member {
        name: portal.person_link(id),
        role: roles(portal, id, team),
        active: true,
        ..Member::default()
    });
    members.collect()
}

fn roles(portal: &Portal, id: PersonId, team: &Team) -> String {
    let roles = portal.mesh.person(id).roles.iter();
    let here = roles.filter(|role| team.products.binary_search(&role.product).is_ok());
    let named: BTreeSet<&str> = here
        .map(|role| role.role.trim())
        .filter(|role| !role.is_empty())
        .collect();
    Vec::from_iter(named).join(", ")
}

/// The other teams to which lineage leads. `lineage` gives, for a product of the team, the
/// products beside it, each with the one that is read between the two.
fn relations(
    portal: &Portal,
    id: TeamId,
    lineage: impl Fn(ProductId) -> Vec<(ProductId, ProductId)>,
) -> Vec<TeamRelation> {
    let mut found: BTreeMap<TeamId, BTreeSet<ProductId>> = BTreeMap::new();
    for &own in &portal.mesh.team(id).products {
        for (other, read) in lineage(own) {
            let owner = portal.mesh.product(other).owner.as_ref();
            if let Some(team) = owner
                .and_then(|owner| owner.team)
                .filter(|&team| team != id)
            {
                found.entry(team).or_default().insert(read);
            }
        }
    }
    let relations = found.into_iter().take(LISTED);
    relations
        .map(|(team, products)| TeamRelation {
            team: portal.team_link(team),
            products: products
                .into_iter()
                .take(BETWEEN)
                .map(|id| portal.product_link(id))
                .collect(),
        })
        .collect()
}

fn sources(portal: &Portal, team: &Team) -> Vec<SourceFile> {
    let entry = team.entry.iter().map(|entry| SourceFile {
        at: portal.place(entry.span),
        holds: "team".to_owned(),
        standard: String::new(),
    });
    entry.collect()
}
