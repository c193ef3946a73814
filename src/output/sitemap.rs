//! `sitemap.xml`: every page by its whole URL, where the portal says at which it is published.
//!
//! A list of more than [`MOST`] pages is in parts, and `sitemap.xml` names them (sitemaps.org,
//! 0.9). No entry has a date: when a page was last built says nothing of it.

use super::{Error, Item, Output, Site, pages};
use crate::page::Key;

pub(super) const OUTPUT: Output = Output {
    name: "sitemap",
    routes,
    render,
};

/// The list of all pages, or of its parts.
pub(super) const ALL: &str = "sitemap.xml";

/// As many pages as one list may have.
const MOST: usize = 50_000;

/// What is in a file.
const PARTS: usize = 0;
const PAGES: usize = 1;

/// The URL at which the portal is published, where it is a whole one.
pub(super) fn base(site: &Site) -> Option<&str> {
    let base = site.portal.config.base_url.as_deref()?;
    let is_whole = base.starts_with("https://") || base.starts_with("http://");
    let is_one_word = !base.contains(|c: char| c.is_whitespace() || c.is_control());
    (is_whole && is_one_word).then_some(base)
}

fn routes(site: &Site) -> Vec<(String, Item)> {
    if base(site).is_none() {
        return Vec::new();
    }
    let count = pages::routes(site).into_iter();
    let count = count.filter(|(route, _)| is_listed(route)).count();
    files(count.div_ceil(MOST))
}

/// The files of a list in so many parts.
fn files(parts: usize) -> Vec<(String, Item)> {
    let item = |kind, at: usize| Item {
        kind,
        key: Key::item(at),
    };
    if parts < 2 {
        return vec![(ALL.to_owned(), item(PAGES, 0))];
    }
    let files = (0..parts).map(|at| (part(at), item(PAGES, at)));
    std::iter::once((ALL.to_owned(), item(PARTS, parts)))
        .chain(files)
        .collect()
}

fn part(at: usize) -> String {
    format!("sitemap--{}.xml", at + 1)
}

fn render(site: &Site, _: &str, item: Item) -> Result<Vec<u8>, Error> {
    let base = base(site).unwrap_or_default();
    let at = item.key.item as usize;
    let text = match item.kind {
        PARTS => list(base, "sitemapindex", "sitemap", (0..at).map(part)),
        _ => {
            let routes = site.entries.keys().filter(|route| is_listed(route));
            list(base, "urlset", "url", routes.skip(at * MOST).take(MOST))
        }
    };
    Ok(text.into_bytes())
}

/// Whether a file is a page that has a place of its own.
fn is_listed(route: &str) -> bool {
    route.ends_with(".html") && route != pages::NOT_FOUND
}

fn list(base: &str, all: &str, one: &str, routes: impl Iterator<Item = impl AsRef<str>>) -> String {
    let base = escaped(base);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{all} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for route in routes {
        let route = escaped(route.as_ref());
        text += &format!("<{one}><loc>{base}{route}</loc></{one}>\n");
    }
    text + &format!("</{all}>\n")
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_in_parts() {
        let names = |parts| {
            let files = files(parts).into_iter();
            files.map(|(route, _)| route).collect::<Vec<_>>()
        };
        assert_eq!(names(1), ["sitemap.xml"]);
        assert_eq!(
            names(2),
            ["sitemap.xml", "sitemap--1.xml", "sitemap--2.xml"]
        );
    }

    #[test]
    fn a_url_stays_text() {
        let text = list("https://x/?a&<b>/", "urlset", "url", ["a.html"].iter());
        assert!(text.contains("<loc>https://x/?a&amp;&lt;b&gt;/a.html</loc>"));
    }
}
