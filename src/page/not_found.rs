//! The page for an address that leads nowhere.

use serde::Serialize;

use super::{Key, Meta, Page, Portal, Shown};

/// The page for an address that leads nowhere.
pub const PAGE: Page = Page {
    name: "not-found",
    template: "pages/not-found.html",
    routes: |_| vec![("404.html".to_owned(), Key::default())],
    show,
};

/// What `pages/not-found.html` shows.
///
/// A host serves it at any depth, so its `root` is the path of the base URL where one is
/// configured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {}

fn show(_: &Portal, _: Key) -> Shown {
    let meta = Meta {
        title: "Nothing is here".to_owned(),
        ..Meta::default()
    };
    Shown::new(meta, &View {})
}
