//! The ownership directory: orphans first, then the teams.

use serde::Serialize;

use super::build::{is_unreachable, owner_link, team_line};
use super::parts::{Link, Number, Pager, Place, TeamLine, Tone};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::nearest;
use crate::mesh::{Owner, OwnerField, Product, ProductId, Team, TeamId};

/// The ownership directory.
pub const PAGE: Page = Page {
    name: "team-list",
    template: "pages/team-list.html",
    routes: |portal| split(portal).routes(0),
    show,
};

/// The most rows of a list of orphans.
const ORPHANS: usize = 50;

/// What `pages/team-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Teams, people, owned, not owned.
    pub numbers: Vec<Number>,
    /// What nobody can be asked about, one list for each reason; empty lists are left out.
    pub orphans: Vec<OrphanList>,
    /// The teams: a tree laid out from the top down.
    pub teams: Vec<TeamLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// Whether it is the first part; numbers and orphans stand there alone.
    pub is_first: bool,
}

/// Things that lack an owner for the same reason.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OrphanList {
    /// Anchor, without `#`.
    pub anchor: String,
    /// The reason, such as `No owner is named`.
    pub title: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// How many there are.
    pub total: u32,
    /// The first of them.
    pub rows: Vec<Orphan>,
    /// Where the rest is listed.
    pub more: Option<Link>,
}

/// Something that lacks an owner.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Orphan {
    /// What it is.
    pub subject: Link,
    /// What stands in place of an owner; may be empty.
    pub says: String,
    /// Known names that are spelt almost like it.
    pub nearest: Vec<Link>,
    /// The act that mends it; names stand in backticks.
    pub help: String,
    /// Where to mend it.
    pub at: Option<Place>,
}

fn split(portal: &Portal) -> Split {
    Split::new("teams/index", portal.mesh.teams.len())
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let rows = &portal.overview().tree[split.rows(key.part)];
    let mut view = View {
        teams: rows
            .iter()
            .map(|row| team_line(portal, row.team, row.depth, row.products_below))
            .collect(),
        pager: split.pager(key.part),
        is_first: key.part == 0,
        ..View::default()
    };
    if view.is_first {
        view.numbers = numbers(portal);
        view.orphans = orphans(portal);
    }
    let meta = Meta {
        title: "Ownership".to_owned(),
        summary: format!(
            "The teams of {} and what each answers for.",
            portal.config.title
        ),
        section: "teams",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn numbers(portal: &Portal) -> Vec<Number> {
    let mesh = &portal.mesh;
    let owned = mesh
        .products
        .iter()
        .filter(|product| is_owned(portal, product));
    let (owned, all) = (owned.count(), mesh.products.len());
    let mut numbers = vec![Number {
        value: mesh.teams.len().to_string(),
        label: plural(mesh.teams.len(), "team", "teams"),
        href: Some(format!("{}#teams", route::TEAMS)),
        ..Number::default()
    }];
    if !portal.hides(Hide::People) {
        numbers.push(Number {
            value: mesh.people.len().to_string(),
            label: plural(mesh.people.len(), "person", "people"),
            ..Number::default()
        });
    }
    numbers.push(Number {
        value: owned.to_string(),
        label: plural(owned, "product with an owner", "products with an owner"),
        detail: format!("of {all}"),
        tone: if owned == all {
            Tone::Good
        } else {
            Tone::Quiet
        },
        ..Number::default()
    });
    if owned < all {
        let without = all - owned;
        numbers.push(Number {
            value: without.to_string(),
            label: plural(without, "product without one", "products without one"),
            href: Some(format!("{}#orphans", route::TEAMS)),
            tone: Tone::Bad,
            ..Number::default()
        });
    }
    numbers
}

fn plural(count: usize, one: &str, many: &str) -> String {
    if count == 1 { one } else { many }.to_owned()
}

/// Whether somebody answers for a product who can be found.
fn is_owned(portal: &Portal, product: &Product) -> bool {
    let owner = product.owner.as_ref();
    owner
        .is_some_and(|owner| !portal.mesh.is_placeholder(&owner.name) && !is_unknown(portal, owner))
}

/// Whether a directory is there, and does not know this owner.
fn is_unknown(portal: &Portal, owner: &Owner) -> bool {
    portal.mesh.knows_teams && owner.team.is_none() && owner.person.is_none()
}

/// The lists that are not empty.
fn orphans(portal: &Portal) -> Vec<OrphanList> {
    let owner_is = |test: fn(&Portal, &Owner) -> bool| {
        move |product: &Product| {
            product
                .owner
                .as_ref()
                .is_some_and(|owner| test(portal, owner))
        }
    };
    let mut lists = vec![
        products(
            portal,
            |product| product.owner.is_none(),
            OrphanList {
                anchor: "no-owner".to_owned(),
                title: "No owner is named".to_owned(),
                why: "Nobody answers a question, approves access or mends a fault.".to_owned(),
                more: rule_link("missing-owner"),
                ..OrphanList::default()
            },
        ),
        products(
            portal,
            owner_is(|portal, owner| portal.mesh.is_placeholder(&owner.name)),
            OrphanList {
                anchor: "placeholder-owner".to_owned(),
                title: "A placeholder stands for the owner".to_owned(),
                why: "It looks as if somebody answered, and nobody does.".to_owned(),
                more: rule_link("placeholder-owner"),
                ..OrphanList::default()
            },
        ),
        products(
            portal,
            owner_is(|portal, owner| {
                !portal.mesh.is_placeholder(&owner.name) && is_unknown(portal, owner)
            }),
            OrphanList {
                anchor: "unknown-owner".to_owned(),
                title: "The directory does not know the owner".to_owned(),
                why: "The team was renamed or dissolved, or its name is misspelt.".to_owned(),
                more: rule_link("unknown-owner"),
                ..OrphanList::default()
            },
        ),
        teams(
            portal,
            |team| team.members.is_empty(),
            OrphanList {
                anchor: "no-members".to_owned(),
                title: "Nobody belongs to the team".to_owned(),
                why: "It owns products, and there is no person who could answer.".to_owned(),
                ..OrphanList::default()
            },
            "name its people under `spec.members`, or the team under `spec.memberOf` of each",
        ),
        teams(
            portal,
            |team| is_unreachable(portal, team),
            OrphanList {
                anchor: "no-channel".to_owned(),
                title: "The team cannot be reached".to_owned(),
                why: "Readers with a question have nowhere to go.".to_owned(),
                ..OrphanList::default()
            },
            "add `spec.profile.email` to the team, or `support` to its products",
        ),
    ];
    lists.retain(|list| list.total > 0);
    for list in &mut lists {
        list.more = list
            .more
            .take()
            .filter(|_| list.total as usize > list.rows.len());
    }
    lists
}

fn rule_link(id: &str) -> Option<Link> {
    Some(Link::to("All of them", route::rule(id)))
}

/// Fills a list with the products to which it applies.
fn products(portal: &Portal, applies: impl Fn(&Product) -> bool, list: OrphanList) -> OrphanList {
    let mut found = portal
        .mesh
        .products()
        .filter(|(_, product)| applies(product));
    let rows: Vec<_> = found
        .by_ref()
        .take(ORPHANS)
        .map(|(id, product)| orphan(portal, id, product))
        .collect();
    OrphanList {
        total: (rows.len() + found.count()) as u32,
        rows,
        ..list
    }
}

fn orphan(portal: &Portal, id: ProductId, product: &Product) -> Orphan {
    let subject = portal.product_link(id);
    let Some(owner) = &product.owner else {
        return Orphan {
            subject,
            help: "add `team.name` with the team that answers for the product".to_owned(),
            at: Some(portal.place(product.span)),
            ..Orphan::default()
        };
    };
    let is_named = !portal.mesh.is_placeholder(&owner.name);
    let names_person = is_named && owner.from == OwnerField::Member;
    let says = match names_person && portal.hides(Hide::People) {
        true => owner_link(portal, Some(owner)).unwrap_or_default().text,
        false => owner.name.trim().to_owned(),
    };
    let names = portal.mesh.teams.iter().map(|team| team.name.as_str());
    let near = nearest(&owner.name, names).filter(|_| is_named);
    let near = near.and_then(|name| portal.mesh.team_named(name));
    Orphan {
        subject,
        says,
        nearest: near.map(|id| portal.team_link(id)).into_iter().collect(),
        help: match is_named {
            true => "correct the name, or add the team to the directory".to_owned(),
            false => "name the team that answers for the product".to_owned(),
        },
        at: Some(portal.place(owner.name.span)),
    }
}

/// Fills a list with the teams to which it applies, of those that own a product.
fn teams(
    portal: &Portal,
    applies: impl Fn(&Team) -> bool,
    list: OrphanList,
    help: &str,
) -> OrphanList {
    let owning = portal
        .mesh
        .teams()
        .filter(|(_, team)| !team.products.is_empty());
    let mut found = owning.filter(|(_, team)| applies(team));
    let row = |(id, team): (TeamId, &Team)| Orphan {
        subject: portal.team_link(id),
        help: help.to_owned(),
        at: team.entry.as_ref().map(|entry| portal.place(entry.span)),
        ..Orphan::default()
    };
    let rows: Vec<_> = found.by_ref().take(ORPHANS).map(row).collect();
    OrphanList {
        total: (rows.len() + found.count()) as u32,
        rows,
        ..list
    }
}
