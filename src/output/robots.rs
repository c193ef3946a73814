//! `robots.txt`: everything may be read, and where the list of pages is.

use super::{Error, Item, Output, Site, sitemap};

pub(super) const OUTPUT: Output = Output {
    name: "robots",
    routes: |_| vec![("robots.txt".to_owned(), Item::default())],
    render,
};

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let mut text = "User-agent: *\nDisallow:\n".to_owned();
    if let Some(base) = sitemap::base(site) {
        text += &format!("\nSitemap: {base}{}\n", sitemap::ALL);
    }
    Ok(text.into_bytes())
}
