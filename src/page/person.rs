//! The page of a person: only what the manifests and the directory state.

use serde::Serialize;

use super::build::{declared_in, outside, product_line, text};
use super::parts::{Link, Outside, Place, ProductLine, SourceFile};
use super::prose::plain;
use super::split::ROWS;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::mesh::{Person, PersonId, PersonRole, ProductId};
use crate::model::TeamMember;

/// The page of a person.
pub const PAGE: Page = Page {
    name: "person",
    template: "pages/person.html",
    routes,
    show,
};

/// What `pages/person.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// Id as the directory or the manifests spell it.
    pub id: String,
    /// What is said of the person; may be empty.
    pub description: String,
    /// Ways to reach the person.
    pub links: Vec<Outside>,
    /// Whether no directory knows the person: only manifests name them.
    pub undeclared: bool,
    /// Teams, each with the role in it.
    pub roles: Vec<Role>,
    /// Products of those teams, or that name the person.
    pub products: Vec<ProductLine>,
    /// The files that declare the person.
    pub sources: Vec<SourceFile>,
}

/// A role of a person.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Role {
    /// The team, product or contract in which the role is held.
    pub within: Link,
    /// The role as it is written; may be empty.
    pub role: String,
    /// When, such as `since 2024-01-01`; may be empty.
    pub period: String,
    /// Whether the role is still held.
    pub active: bool,
    /// Where it is stated.
    pub at: Option<Place>,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    if portal.hides(Hide::People) {
        return Vec::new();
    }
    let people = portal.mesh.people().enumerate();
    people
        .filter_map(|(at, (id, _))| Some((portal.person_route(id)?, Key::item(at))))
        .collect()
}

fn show(portal: &Portal, key: Key) -> Shown {
    let id = PersonId(key.item);
    let person = portal.mesh.person(id);
    let entry = person.entry.as_deref();
    let email = person.email.iter().map(|email| {
        let address = email.trim();
        outside(address, &format!("mailto:{address}"), "", "")
    });
    let view = View {
        name: person.name.clone(),
        id: person.username.clone(),
        description: text(entry.and_then(|entry| entry.description.as_ref())),
        links: email.collect(),
        undeclared: entry.is_none() && portal.mesh.knows_teams,
        roles: roles(portal, id, person),
        products: products(portal, person),
        sources: entry
            .map(|entry| SourceFile {
                at: portal.place(entry.span),
                holds: "person".to_owned(),
                standard: String::new(),
            })
            .into_iter()
            .collect(),
    };
    let meta = Meta {
        title: person.name.clone(),
        summary: plain(&view.description, 160),
        section: "teams",
        crumbs: vec![Link::to("Ownership", route::TEAMS)],
        held: None,
        origin: entry.and_then(|entry| declared_in(portal, entry.span)),
    };
    Shown::new(meta, &view)
}

fn roles(portal: &Portal, id: PersonId, person: &Person) -> Vec<Role> {
    let teams = person.teams.iter().map(|&team| Role {
        within: portal.team_link(team),
        role: "member".to_owned(),
        active: true,
        ..Role::default()
    });
    let products = person.roles.iter();
    teams
        .chain(products.map(|role| product_role(portal, id, role)))
        .take(ROWS)
        .collect()
}

/// What a person does for a product, with what its manifest says of when.
fn product_role(portal: &Portal, id: PersonId, role: &PersonRole) -> Role {
    let product = portal.mesh.product(role.product);
    let own = product
        .manifest
        .iter()
        .filter_map(|manifest| manifest.team.as_ref());
    let offered = portal.mesh.offered(product).into_iter();
    let teams = own.chain(offered.filter_map(|(_, contract)| contract.team.as_ref()));
    let is_it = |member: &&TeamMember| {
        let known = member.username.as_ref().or(member.name.as_ref());
        known.is_some_and(|name| portal.mesh.person_named(name) == Some(id))
            && text(member.role.as_ref()) == role.role.trim()
    };
    let member = teams.flat_map(|team| &team.members).find(is_it);
    let since = member.and_then(|member| member.date_in.as_ref());
    let until = member.and_then(|member| member.date_out.as_ref());
    Role {
        within: portal.product_link(role.product),
        role: role.role.trim().to_owned(),
        period: match (since, until) {
            (_, Some(until)) => format!("until {}", until.value),
            (Some(since), None) => format!("since {}", since.value),
            (None, None) => String::new(),
        },
        active: until.is_none(),
        at: member.map(|member| portal.place(member.span)),
    }
}

/// The products that name the person, then those of their teams.
fn products(portal: &Portal, person: &Person) -> Vec<ProductLine> {
    let named = person.roles.iter().map(|role| role.product);
    let teams = person.teams.iter();
    let of_teams = teams.flat_map(|&team| portal.mesh.team(team).products.iter().copied());
    let mut seen = std::collections::BTreeSet::new();
    let products: Vec<ProductId> = named
        .chain(of_teams)
        .filter(|&id| seen.insert(id))
        .take(ROWS)
        .collect();
    products
        .into_iter()
        .map(|id| product_line(portal, id))
        .collect()
}
