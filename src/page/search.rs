//! The search page; `search.js` fills it.

use serde::Serialize;

use super::build::{count, search_route};
use super::parts::Link;
use super::{Key, Meta, Page, Portal, Shown};

/// The search page.
pub const PAGE: Page = Page {
    name: "search",
    template: "pages/search.html",
    routes: |_| vec![("search.html".to_owned(), Key::default())],
    show,
};

/// What `pages/search.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// What can be found, such as `1 204 columns`.
    pub holds: Vec<String>,
    /// Searches made from real data, each with the address of its results.
    pub examples: Vec<Link>,
}

fn show(portal: &Portal, _: Key) -> Shown {
    let mesh = &portal.mesh;
    let counts = [
        (mesh.products.len(), "product"),
        (portal.index().column_count(), "column"),
        (mesh.contracts.len(), "contract"),
        (mesh.teams.len(), "team"),
        (mesh.docs.len(), "page of docs"),
    ];
    let found = counts.into_iter().filter(|(number, _)| *number > 0);
    let view = View {
        holds: found.map(|(number, noun)| holds(number, noun)).collect(),
        examples: examples(portal),
    };
    let meta = Meta {
        title: "Search".to_owned(),
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn holds(number: usize, noun: &str) -> String {
    match (noun, number) {
        ("page of docs", number) if number != 1 => format!("{number} pages of docs"),
        (noun, number) => count(number, noun),
    }
}

/// Three searches made from what the portal holds: a column, a product, a team.
pub(super) fn examples(portal: &Portal) -> Vec<Link> {
    let column = portal.index().commonest_column();
    let product = portal.overview().by_name.first();
    let product = product.map(|&id| portal.mesh.product(id).name.as_str());
    let teams = portal.mesh.teams.iter();
    let team = teams.max_by_key(|team| (team.products.len(), std::cmp::Reverse(&team.slug)));
    let team = team.map(|team| team.title.as_str());
    let names = [column, product, team].into_iter().flatten();
    names
        .map(|name| Link::to(name, search_route(name, None)))
        .collect()
}
