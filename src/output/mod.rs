//! Everything that a portal is published as: a function from routes to bytes.
//!
//! A [`Site`] renders a route when it is asked for. The preview server asks for the page
//! that is looked at; [`write()`] asks for all of them and streams each to disk.

mod assets;
mod badges;
mod catalog;
mod headers;
mod nojekyll;
mod outcomes;
mod pages;
mod publish;
mod readiness;
mod robots;
mod rules;
mod search;
mod sitemap;
mod sources;
pub mod status;
mod waivers;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::page::build::outside;
use crate::page::theme::Theme;
use crate::page::{Key, Portal, SiteFrame};

pub use write::{Written, write};

/// One kind of output: one file of this room.
pub struct Output {
    /// Its name.
    pub name: &'static str,
    /// The routes of all files of this kind, each with what is in it.
    pub routes: fn(&Site) -> Vec<(String, Item)>,
    /// The bytes behind a route that `routes` gave out.
    pub render: fn(&Site, &str, Item) -> Result<Vec<u8>, Error>,
}

/// Every kind of output.
pub const OUTPUTS: &[Output] = &[
    assets::OUTPUT,
    badges::OUTPUT,
    catalog::OUTPUT,
    headers::OUTPUT,
    nojekyll::OUTPUT,
    outcomes::OUTPUT,
    pages::OUTPUT,
    readiness::OUTPUT,
    robots::OUTPUT,
    rules::OUTPUT,
    sitemap::OUTPUT,
    sources::OUTPUT,
    status::OUTPUT,
    waivers::OUTPUT,
];

/// What is in a file: a kind within its output, and a key within the kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// The index of the kind of page.
    pub kind: usize,
    /// The thing that it shows.
    pub key: Key,
}

/// A portal as a function from routes to bytes: same portal, same bytes, at any thread count.
pub struct Site {
    portal: Portal,
    theme: Theme,
    entries: BTreeMap<String, (usize, Item)>,
    search: OnceLock<search::Index>,
}

/// A fault of the tool or of its surroundings, with the place in it.
#[derive(Debug)]
pub enum Error {
    /// A template is broken.
    Theme(Box<tera::Error>),
    /// A page cannot be rendered.
    Page(String, Box<tera::Error>),
    /// A file or folder cannot be written, or not be read back.
    Io(PathBuf, std::io::Error),
    /// Another build writes into the folder.
    Busy(PathBuf),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Theme(error) => write!(f, "the templates cannot be used: {}", causes(error)),
            Error::Page(route, error) => write!(f, "{route} cannot be rendered: {}", causes(error)),
            Error::Io(path, error) => write!(f, "{}: {error}", path.display()),
            Error::Busy(path) => write!(
                f,
                "{}: another build is writing this folder; build again when it has ended",
                path.display()
            ),
        }
    }
}

impl std::error::Error for Error {}

/// An error with what caused it.
fn causes(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told = format!("{told}: {error}");
        cause = error.source();
    }
    told
}

impl Site {
    /// The site of a portal.
    ///
    /// # Errors
    ///
    /// A template of the owner is broken.
    pub fn new(portal: Portal) -> Result<Site, Error> {
        let theme = theme(&portal)?;
        let mut site = Site {
            portal,
            theme,
            entries: BTreeMap::new(),
            search: OnceLock::new(),
        };
        let mut entries = BTreeMap::new();
        for (at, output) in OUTPUTS.iter().enumerate() {
            for (route, item) in (output.routes)(&site) {
                let taken = entries.insert(route, (at, item));
                debug_assert!(taken.is_none(), "two outputs claim one route");
            }
        }
        site.entries = entries;
        Ok(site)
    }

    /// The portal.
    pub fn portal(&self) -> &Portal {
        &self.portal
    }

    /// Every route, those of the search index last.
    pub fn routes(&self) -> impl Iterator<Item = &str> {
        let search = self.search().keys();
        self.entries.keys().chain(search).map(String::as_str)
    }

    /// Whether there is such a route.
    pub fn has(&self, route: &str) -> bool {
        self.entries.contains_key(route)
            || search::is_search(route) && self.search().contains_key(route)
    }

    /// The bytes behind a route; `None` where there is no such route.
    pub fn render(&self, route: &str) -> Option<Result<Vec<u8>, Error>> {
        if search::is_search(route) {
            return self.search().get(route).cloned().map(Ok);
        }
        let &(output, item) = self.entries.get(route)?;
        Some((OUTPUTS[output].render)(self, route, item))
    }
}

/// The templates of the tool with those of the owner in front. A file that equals the
/// tool's own takes no place.
fn theme(portal: &Portal) -> Result<Theme, Error> {
    let own = portal
        .config
        .own_files
        .templates
        .iter()
        .filter(|(name, text)| {
            let built_in = crate::page::theme::TEMPLATES.iter();
            !built_in
                .clone()
                .any(|(known, own)| known == name && own == text)
        });
    let links = portal
        .config
        .links
        .iter()
        .map(|(title, url)| outside(title, url, "", ""));
    let frame = SiteFrame {
        title: portal.config.title.clone(),
        logo: portal
            .config
            .own_files
            .logo
            .as_ref()
            .map(|(name, _)| format!("assets/{name}")),
        links: links.collect(),
        shows: portal.shows(),
    };
    let own: Vec<_> = own.cloned().collect();
    Theme::new(&frame, &own).map_err(|error| Error::Theme(Box::new(error)))
}
