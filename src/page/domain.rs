//! The page of a domain.

use serde::Serialize;

use super::build::{
    contract_line, declared_in, domain_badge, domain_owner, fact, finding, held, level_counts,
    operating_model, outside, product_line, readiness, rule_link, team_line, text, tiers_of, title,
    wins_view,
};
use super::parts::{
    BadgeSnippet, ContractLine, Counts, Fact, FindingView, HeatCell, LevelCounts, Link, Outside,
    Pager, ProductLine, ReadinessView, SourceFile, TeamLine, Tier, TierCount, WinsView,
};
use super::prose::plain;
use super::score::tier;
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown};
use crate::config::Hide;
use crate::diag::SourceId;
use crate::mesh::{Domain, DomainId, ProductId, TeamId};
use crate::rules;
use crate::score::{PARTS, RollUp};

/// The page of a domain.
pub const PAGE: Page = Page {
    name: "domain",
    template: "pages/domain.html",
    routes,
    show,
};

/// The most teams, neighbours, docs or findings of its own that are listed.
const LISTED: usize = 100;

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
    /// How what they promise is kept.
    pub levels: LevelCounts,
    /// Its badge, where it has one to show.
    pub badge: Option<BadgeSnippet>,
    /// The level of all of them together.
    pub level: Tier,
    /// Why it is that one, in a sentence; empty where nothing is scored.
    pub level_reason: String,
    /// The six elements, each with how many products meet it.
    pub elements: Vec<DomainElement>,
    /// The rules that fail most often, the first of them.
    pub failing: Vec<FailingRule>,
    /// What would help most.
    pub wins: WinsView,
    /// Its products, by name: those of this part.
    pub products: Vec<ProductLine>,
    /// How many products it has.
    pub product_count: u32,
    /// Its contracts, by name: those of this part.
    pub contracts: Vec<ContractLine>,
    /// How many contracts it has.
    pub contract_count: u32,
    /// The other parts, where its lists were split. What follows stands on the first alone.
    pub pager: Option<Pager>,
    /// The teams that own something in it.
    pub teams: Vec<TeamLine>,
    /// How far it is; where the portal shows scores.
    pub readiness: Option<ReadinessView>,
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

/// A rule that products of a domain do not pass.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FailingRule {
    /// The rule, with its page.
    pub rule: Link,
    /// What it finds, in a sentence.
    pub finds: String,
    /// How many products do not pass it.
    pub unmet: u32,
    /// To how many it applies.
    pub of: u32,
}

/// The sources from which a domain takes what it shows.
fn sources_of<'p>(portal: &'p Portal, domain: &'p Domain) -> impl Iterator<Item = SourceId> + 'p {
    let mesh = &portal.mesh;
    let products = domain.products.iter().map(|&id| mesh.product(id).source);
    let contracts = domain.contracts.iter().map(|&id| mesh.contract(id).source);
    products.chain(contracts)
}

/// The most rules that are named.
const FAILING: usize = 3;

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let domains = portal.mesh.domains.iter().enumerate();
    domains
        .flat_map(|(at, domain)| split(domain).routes(at))
        .collect()
}

fn split(domain: &Domain) -> Split {
    let rows = domain.products.len().max(domain.contracts.len());
    Split::new(format!("domains/{}", domain.slug), rows)
}

fn show(portal: &Portal, key: Key) -> Shown {
    let id = DomainId(key.item);
    let domain = portal.mesh.domain(id);
    let split = split(domain);
    let products = &domain.products[split.rows_of(key.part, domain.products.len())];
    let contracts = &domain.contracts[split.rows_of(key.part, domain.contracts.len())];
    let entry = domain.entry.as_deref();
    let description = text(entry.and_then(|entry| entry.description.as_ref()));
    let mut view = View {
        name: domain.title.clone(),
        id: domain.name.clone(),
        owner: domain_owner(portal, domain),
        model: operating_model(domain),
        levels: level_counts(portal.level_index().domain(id)),
        badge: domain_badge(portal, id),
        parent: portal
            .overview()
            .parent(id)
            .map(|id| portal.domain_link(id)),
        undeclared: entry.is_none() && portal.mesh.knows_domains,
        tiers: tiers_of(portal.scorecards.domain(id)),
        products: products
            .iter()
            .map(|&id| product_line(portal, id))
            .collect(),
        product_count: domain.products.len() as u32,
        contracts: contracts
            .iter()
            .map(|&id| contract_line(portal, id))
            .collect(),
        contract_count: domain.contracts.len() as u32,
        pager: split.pager(key.part),
        counts: portal.overview().domain(id),
        description,
        ..View::default()
    };
    if key.part == 0 {
        fill_first(portal, id, &mut view);
    }
    let meta = Meta {
        title: domain.title.clone(),
        summary: plain(&view.description, 160),
        section: "domains",
        crumbs: vec![Link::to("Domains", "domains/index.html")],
        held: held(portal, sources_of(portal, domain)),
        origin: entry.and_then(|entry| declared_in(portal, entry.span)),
    };
    Shown::new(meta, &view)
}

/// What stands on the first part alone.
fn fill_first(portal: &Portal, id: DomainId, view: &mut View) {
    let domain = portal.mesh.domain(id);
    let entry = domain.entry.as_deref();
    if !portal.hides(Hide::Scorecards) {
        let all = portal.scorecards.domain(id);
        view.level = tier(all.level());
        view.level_reason = level_reason(all);
        view.elements = elements(all);
        view.failing = failing(portal, id);
        let wins = portal
            .standings()
            .wins_of(portal, domain.products.iter().copied(), None);
        view.wins = wins_view(portal, &wins);
    }
    let children = portal.overview().children(id).iter().take(LISTED);
    view.children = children.map(|&id| portal.domain_link(id)).collect();
    view.readiness = readiness(portal, id);
    view.teams = teams(portal, domain);
    view.reads_from = neighbours(portal, id, |product| &portal.mesh.product(product).upstream);
    view.read_by = neighbours(portal, id, |product| {
        &portal.mesh.product(product).downstream
    });
    view.docs = docs(portal, domain);
    if let Some(source) = only_source(portal, domain) {
        let href = portal.findings_route(source);
        view.findings_more = href.map(|href| Link::to("All findings of its source", href));
    }
    let Some(entry) = entry else {
        return;
    };
    let links = entry.links.iter().filter_map(|link| {
        let title = text(link.title.as_ref());
        Some(outside(&title, link.url.as_ref()?, "", ""))
    });
    view.links = links.collect();
    view.sources = vec![SourceFile {
        at: portal.place(entry.span),
        holds: "domain".to_owned(),
        standard: String::new(),
    }];
    let is_own = |at: u32| entry.span.start <= at && at < entry.span.end;
    if !portal.hides(Hide::Findings) {
        let file = portal.findings_in(portal.files.of(entry.span));
        let own = file.filter(|found| is_own(found.span.start)).take(LISTED);
        view.findings = own.map(|found| finding(portal, found, true)).collect();
    }
    let annotations = entry.annotations.iter();
    let shown = annotations.filter(|(_, value)| !names_hidden_person(portal, value));
    view.annotations = shown
        .map(|(key, value)| fact(portal, &*key.value, value.trim().to_owned(), value.span))
        .collect();
}

/// Whether an annotation refers to a person (`user:default/ada`) whom the portal hides.
fn names_hidden_person(portal: &Portal, value: &str) -> bool {
    let names_person = value.trim().starts_with("user:")
        || portal.mesh.team_named(value).is_none() && portal.mesh.person_named(value).is_some();
    portal.hides(Hide::People) && names_person
}

/// Why the products of a domain hold a level together, or none.
fn level_reason(all: &RollUp) -> String {
    let of = all.scored;
    if of == 0 {
        return String::new();
    }
    let next = rules::Tier::ALL
        .into_iter()
        .find(|tier| all.level().is_none_or(|level| level < *tier));
    let share = |tier: rules::Tier| {
        let needed = (of * 4).div_ceil(5);
        let level = title(tier.name());
        format!(
            "{} of {of} in use hold {level} or better; {needed} are needed",
            all.holding(tier)
        )
    };
    let mut reason = match next {
        Some(next) => share(next),
        None => format!(
            "{} of {of} in use hold Gold",
            all.holding(rules::Tier::Gold)
        ),
    };
    match all.critical {
        0 => {}
        1 => reason += ", and 1 fails a critical rule",
        critical => reason += &format!(", and {critical} fail a critical rule"),
    }
    format!("{reason}.")
}

fn elements(all: &RollUp) -> Vec<DomainElement> {
    let parts = PARTS.iter().zip(all.met);
    parts
        .map(|(part, met)| DomainElement {
            name: Link::to(
                part.title,
                format!("rules/index.html#{}", part.element.name()),
            ),
            cell: HeatCell::new(met as u32, all.scored as u32),
        })
        .collect()
}

/// The rules that the most products do not pass.
fn failing(portal: &Portal, id: DomainId) -> Vec<FailingRule> {
    let rules = portal.scorecards.book.rules().iter();
    let tallies = portal.standings().domain(id).iter();
    let counted = rules
        .zip(tallies)
        .filter(|(rule, tally)| !rule.is_preview && tally.unmet() > 0);
    let mut counted: Vec<_> = counted.collect();
    counted
        .sort_by_key(|(rule, tally)| (std::cmp::Reverse(tally.unmet()), rule.tier, rule.severity));
    let lines = counted
        .into_iter()
        .take(FAILING)
        .map(|(rule, tally)| FailingRule {
            rule: rule_link(rule),
            finds: rule.parts().summary.to_owned(),
            unmet: tally.unmet(),
            of: tally.of(),
        });
    lines.collect()
}

/// The teams that own a product of the domain, by title.
fn teams(portal: &Portal, domain: &Domain) -> Vec<TeamLine> {
    let owners = domain.products.iter().filter_map(|&id| {
        let owner = portal.mesh.product(id).owner.as_ref();
        owner.and_then(|owner| owner.team)
    });
    let mut teams: Vec<TeamId> = owners.collect();
    teams.sort_unstable();
    teams.dedup();
    let lines = teams.into_iter().take(LISTED);
    lines
        .map(|id| {
            let products = portal.mesh.team(id).products.len() as u32;
            team_line(portal, id, 0, products)
        })
        .collect()
}

/// The other domains to which lineage leads, those with the most products first.
fn neighbours<'p>(
    portal: &'p Portal,
    id: DomainId,
    lineage: impl Fn(ProductId) -> &'p [ProductId],
) -> Vec<Link> {
    let mut products: Vec<ProductId> = Vec::new();
    for &own in &portal.mesh.domain(id).products {
        products.extend(lineage(own));
    }
    products.sort_unstable();
    products.dedup();
    let domains = products
        .iter()
        .map(|&other| portal.mesh.product(other).domain);
    let mut counts = std::collections::BTreeMap::new();
    for other in domains.filter(|&other| other != id) {
        *counts.entry(other).or_insert(0_u32) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    let links = counts.into_iter().take(LISTED).map(|(id, count)| {
        let text = format!("{} ({count})", portal.mesh.domain(id).title);
        Link::to(text, portal.domain_route(id))
    });
    links.collect()
}

/// The source of all its products, where it is one.
fn only_source(portal: &Portal, domain: &Domain) -> Option<SourceId> {
    let mut sources = domain
        .products
        .iter()
        .map(|&id| portal.mesh.product(id).source);
    let first = sources.next()?;
    sources.all(|source| source == first).then_some(first)
}

/// The docs that belong to no product, where all of its source belongs to the domain.
fn docs(portal: &Portal, domain: &Domain) -> Vec<Link> {
    let source = only_source(portal, domain);
    let Some(source) = source.filter(|&id| portal.mesh.source(id).domain.is_some()) else {
        return Vec::new();
    };
    let docs = &portal.mesh.docs;
    let first = docs.partition_point(|doc| doc.source < source);
    let here = docs[first..].iter().enumerate();
    let here = here.take_while(|(_, doc)| doc.source == source);
    let own = here.filter(|(_, doc)| doc.product.is_none());
    let mut own: Vec<_> = own.take(LISTED).collect();
    own.sort_by_key(|(_, doc)| (!doc.path.ends_with("readme"), &doc.path));
    let links = own.into_iter();
    links
        .map(|(at, doc)| Link::to(&doc.title, portal.doc_route(first + at)))
        .collect()
}
