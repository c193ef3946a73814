//! What badges say: of a product, of its promises, of a domain and of a team.

use std::collections::BTreeMap;

use crate::badge::{self, Facts, Mark, Promised, State};
use crate::config::{BadgeKind, Hide};
use crate::mesh::{DomainId, ProductId, TeamId};
use crate::model::sla::{self, SlaKind};
use crate::page::Portal;
use crate::page::parts::BadgeSnippet;
use crate::service_level::newest_offered;

/// What the badge of a product says: all of its marks, in their order.
pub fn marks(portal: &Portal, id: ProductId) -> Vec<Mark> {
    match withheld(portal, id) {
        Some(mark) => vec![mark],
        None => badge::marks(&facts(portal, id)),
    }
}

/// A badge that the configuration asks for beside the one of all.
pub struct Single {
    /// Its name in routes: `level`, `completeness`, or what is promised, such as `latency`.
    pub name: String,
    /// What it says.
    pub mark: Mark,
}

/// The badges of a product that the configuration asks for, by name.
pub fn singles(portal: &Portal, id: ProductId) -> Vec<Single> {
    let wanted = &portal.config.service_levels.badges;
    if wanted.is_empty() || portal.gate.withholds(id) {
        return Vec::new();
    }
    let facts = facts(portal, id);
    let mut singles = BTreeMap::new();
    if wanted.contains(&BadgeKind::Promises) {
        singles.extend(promises(portal, id));
    }
    for (kind, name) in [
        (BadgeKind::Completeness, "completeness"),
        (BadgeKind::Level, "level"),
    ] {
        if wanted.contains(&kind)
            && let Some(mark) = badge::mark(name, &facts)
        {
            singles.insert(name.to_owned(), mark);
        }
    }
    let singles = singles.into_iter();
    singles.map(|(name, mark)| Single { name, mark }).collect()
}

/// The badge of a product, to embed elsewhere, where the portal has an address.
pub fn product_badge(portal: &Portal, id: ProductId) -> Option<BadgeSnippet> {
    let name = &portal.mesh.product(id).name;
    snippet(
        portal,
        name,
        portal.badge_route(id),
        &portal.product_route(id),
    )
}

/// The badge of a domain, to embed elsewhere.
pub fn domain_badge(portal: &Portal, id: DomainId) -> Option<BadgeSnippet> {
    domain_mark(portal, id)?;
    let name = &portal.mesh.domain(id).title;
    snippet(
        portal,
        name,
        portal.domain_badge_route(id),
        &portal.domain_route(id),
    )
}

/// The badge of a team, to embed elsewhere.
pub fn team_badge(portal: &Portal, id: TeamId) -> Option<BadgeSnippet> {
    team_mark(portal, id)?;
    let name = &portal.mesh.team(id).title;
    snippet(
        portal,
        name,
        portal.team_badge_route(id),
        &portal.team_route(id),
    )
}

fn snippet(portal: &Portal, name: &str, href: String, page: &str) -> Option<BadgeSnippet> {
    let base = portal.config.base_url.as_ref()?;
    let name = name.replace(['[', ']', '\\', '\n'], " ");
    Some(BadgeSnippet {
        markdown: format!("[![{name}]({base}{href})]({base}{page})"),
        alt: format!("{name}: what it promises, and what of it is kept"),
        href,
    })
}

/// What the badge of a domain says.
pub fn domain_mark(portal: &Portal, id: DomainId) -> Option<Mark> {
    let tally = portal.level_index().domain(id);
    badge::service_levels(&tally.counts, tally.measured)
}

/// What the badge of a team says.
pub fn team_mark(portal: &Portal, id: TeamId) -> Option<Mark> {
    let tally = portal.level_index().team(id);
    badge::service_levels(&tally.counts, tally.measured)
}

fn withheld(portal: &Portal, id: ProductId) -> Option<Mark> {
    portal.gate.withholds(id).then(|| Mark {
        label: "page".to_owned(),
        message: "withheld".to_owned(),
        words: "The page is withheld".to_owned(),
        state: State::Bad,
    })
}

fn facts(portal: &Portal, id: ProductId) -> Facts<'_> {
    let card = portal.scorecards.product(id);
    let is_scored = card.is_scored() && !portal.hides(Hide::Scorecards);
    let complete = card.completeness();
    let tally = portal.service_levels.product(&portal.mesh, id);
    Facts {
        completeness: is_scored.then_some((complete.met as u32, complete.of as u32)),
        level: if is_scored { card.level_name() } else { "" },
        promises: tally.counts,
        measured: tally.measured,
    }
}

/// One mark for each kind of promise of a product: of several that which stands worst.
fn promises(portal: &Portal, id: ProductId) -> BTreeMap<String, Mark> {
    let mut worst = BTreeMap::new();
    for (_, contract) in newest_offered(&portal.mesh, portal.mesh.product(id)) {
        let Some(levels) = portal.service_levels.of(contract.file) else {
            continue;
        };
        for standing in &levels.promises {
            let property = &contract.sla_properties[standing.at];
            // What an organisation calls otherwise may be called anything.
            if standing.kind == SlaKind::Other {
                continue;
            }
            let name = standing.kind.name();
            let slug = slug::slugify(spaced(name));
            let is_worse = |known: &(_, Mark)| standing.state > known.0;
            if !worst.get(&slug).is_none_or(is_worse) {
                continue;
            }
            let evidence = standing.evidence.as_ref();
            let mark = badge::promise(&Promised {
                name,
                words: &sla::words(property),
                state: standing.state,
                measured: evidence.map_or("", |evidence| &evidence.value),
                at: evidence.map(|evidence| evidence.at),
            });
            worst.insert(slug, (standing.state, mark));
        }
    }
    let worst = worst.into_iter();
    worst.map(|(slug, (_, mark))| (slug, mark)).collect()
}

/// `timeToRepair` as `time To Repair`, so that its parts are parts of a slug.
fn spaced(name: &str) -> String {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(c);
    }
    spaced
}
