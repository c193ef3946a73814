//! The pages, each through its template.

use super::{Error, Item, Output, Site};
use crate::page::PAGES;

pub(super) const OUTPUT: Output = Output {
    name: "pages",
    routes,
    render,
};

pub(super) fn routes(site: &Site) -> Vec<(String, Item)> {
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
    let html = site.theme.render(
        page.template,
        &root_of(site, route),
        &shown.meta,
        shown.view,
    );
    html.map(String::into_bytes)
        .map_err(|error| Error::Page(route.to_owned(), Box::new(error)))
}

/// The page that a host shows in the place of one that is not there, at whichever path.
pub(super) const NOT_FOUND: &str = "404.html";

/// The way from a page to the site's root: empty, `../`, `../../`. The page for what is not
/// there is shown at any depth, so it goes by the path at which the site is published.
fn root_of(site: &Site, route: &str) -> String {
    match &site.portal.config.base_url {
        Some(url) if route == NOT_FOUND => path_of(url).to_owned(),
        _ => "../".repeat(route.matches('/').count()),
    }
}

/// The path of a URL: `/data/` of `https://example.com/data/`.
fn path_of(url: &str) -> &str {
    let behind_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    behind_scheme
        .find('/')
        .map_or("/", |at| &behind_scheme[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_url_begins_behind_its_host() {
        for (url, path) in [
            ("https://example.com/", "/"),
            ("https://example.com/data/mesh/", "/data/mesh/"),
            ("https://example.com", "/"),
            ("/data/", "/data/"),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }
}
