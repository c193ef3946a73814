//! The pages, each through its template.

use super::{Error, Item, Output, Site};
use crate::page::PAGES;

pub(super) const OUTPUT: Output = Output {
    name: "pages",
    routes,
    render,
};

fn routes(site: &Site) -> Vec<(String, Item)> {
    let kinds = PAGES.iter().enumerate();
    let routes = kinds.flat_map(|(kind, page)| {
        let routes = (page.routes)(&site.portal).into_iter();
        routes.map(move |(route, key)| (route, Item { kind, key }))
    });
    routes.collect()
}

fn render(site: &Site, route: &str, item: Item) -> Result<Vec<u8>, Error> {
    let page = &PAGES[item.kind];
    let shown = (page.show)(&site.portal, item.key);
    let html = site
        .theme
        .render(page.template, &root_of(route), &shown.meta, &shown.view);
    html.map(String::into_bytes)
        .map_err(|error| Error::Page(route.to_owned(), Box::new(error)))
}

/// The way up from a route to the site's root: empty, `../`, `../../`.
fn root_of(route: &str) -> String {
    "../".repeat(route.matches('/').count())
}
