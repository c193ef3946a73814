//! Badges to embed elsewhere: as a drawing, and as the endpoint JSON of shields.io.
//!
//! `badges/<domain>/<product>.svg` is that of a product, `badges/<domain>.svg` that of a domain and
//! `badges/team--<team>.svg` that of a team: no slug holds two hyphens in a row. What the
//! configuration asks for beside them stands in `badges/<domain>/<product>/<name>.svg`. Each has
//! a twin that ends with `.json`.

use super::{Error, Item, Output, Site};
use crate::badge::{self, Mark};
use crate::mesh::{DomainId, ProductId, TeamId};
use crate::page::Key;
use crate::page::build::{domain_mark, marks, singles, team_mark};

pub(super) const OUTPUT: Output = Output {
    name: "badges",
    routes,
    render,
};

/// What a badge is about.
const PRODUCT: usize = 0;
const DOMAIN: usize = 1;
const TEAM: usize = 2;
const SINGLE: usize = 3;

fn routes(site: &Site) -> Vec<(String, Item)> {
    let portal = &site.portal;
    let mut routes = Vec::new();
    let mut add = |route: &str, kind: usize, at: usize, part: usize| {
        let bare = route.strip_suffix(".svg").unwrap_or(route);
        for route in [format!("{bare}.svg"), format!("{bare}.json")] {
            let key = Key {
                item: at as u32,
                part: part as u32,
            };
            routes.push((route, Item { kind, key }));
        }
    };
    for (at, (id, _)) in portal.mesh.products().enumerate() {
        let route = portal.badge_route(id);
        add(&route, PRODUCT, at, 0);
        let bare = route.strip_suffix(".svg").unwrap_or(&route).to_owned();
        for (part, single) in singles(portal, id).iter().enumerate() {
            add(&format!("{bare}/{}", single.name), SINGLE, at, part);
        }
    }
    for (at, (id, _)) in portal.mesh.domains().enumerate() {
        if domain_mark(portal, id).is_some() {
            add(&portal.domain_badge_route(id), DOMAIN, at, 0);
        }
    }
    for (at, (id, _)) in portal.mesh.teams().enumerate() {
        if team_mark(portal, id).is_some() {
            add(&portal.team_badge_route(id), TEAM, at, 0);
        }
    }
    routes
}

fn render(site: &Site, route: &str, item: Item) -> Result<Vec<u8>, Error> {
    let portal = &site.portal;
    let Key { item: at, part } = item.key;
    let (name, marks) = match item.kind {
        DOMAIN => {
            let id = DomainId(at);
            let mark = domain_mark(portal, id);
            (&portal.mesh.domain(id).title, mark.into_iter().collect())
        }
        TEAM => {
            let id = TeamId(at);
            let mark = team_mark(portal, id);
            (&portal.mesh.team(id).title, mark.into_iter().collect())
        }
        kind => {
            let id = ProductId(at);
            let marks: Vec<Mark> = match kind {
                SINGLE => {
                    let mut singles = singles(portal, id).into_iter();
                    singles
                        .nth(part as usize)
                        .map(|single| single.mark)
                        .into_iter()
                        .collect()
                }
                _ => marks(portal, id),
            };
            (&portal.mesh.product(id).name, marks)
        }
    };
    Ok(match route.ends_with(".json") {
        true => badge::endpoint(marks.last().unwrap_or(&badge::nothing())),
        false => badge::svg(name, &marks).into_bytes(),
    })
}
