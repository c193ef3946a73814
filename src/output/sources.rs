//! `api/sources.json`: where everything comes from, for programs.
//!
//! The format is described in `content/guide/catalog.md`.

use serde::Serialize;

use super::{Error, Item, Output, Site};
use crate::source::{Source, State};

pub(super) const OUTPUT: Output = Output {
    name: "sources",
    routes: |_| vec![("api/sources.json".to_owned(), Item::default())],
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let portal = &site.portal;
    let sources = portal.mesh.sources().zip(&portal.overview().holds);
    let list = List {
        version: VERSION,
        sources: sources
            .map(|((id, source), holds)| entry(portal.repository_of(id), source, *holds))
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&list).expect("lists of texts are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

/// Every source, the one that came first at the start.
#[derive(Serialize)]
struct List<'p> {
    /// The version of the format.
    version: u32,
    /// The sources.
    sources: Vec<Entry<'p>>,
}

/// A source.
#[derive(Serialize)]
struct Entry<'p> {
    /// Its name.
    name: &'p str,
    /// `read`, `held` at an earlier commit, or `missing`.
    state: &'static str,
    /// Why it was not read as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'p str>,
    /// The day since which nothing newer, or nothing at all, could be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// The address of its repository.
    repository: Option<String>,
    /// The branch or tag.
    #[serde(rename = "ref")]
    reference: Option<&'p str>,
    /// The id of the commit.
    commit: Option<&'p str>,
    /// When that was made, as in RFC 3339.
    date: Option<String>,
    /// Its folder in the repository.
    folder: Option<&'p str>,
    /// How many products it declares.
    products: u32,
    /// How many contracts it declares.
    contracts: u32,
    /// How many pages of docs it holds.
    docs: u32,
}

fn entry(
    repository: Option<String>,
    source: &Source,
    [products, contracts, docs]: [u32; 3],
) -> Entry<'_> {
    let (state, reason, since) = match &source.state {
        State::Read => ("read", None, None),
        State::Held { since, reason, .. } => {
            ("held", Some(reason.as_str()), Some(since.to_string()))
        }
        State::Missing { since, reason } => (
            "missing",
            Some(reason.as_str()),
            since.map(|since| since.to_string()),
        ),
    };
    let from = source.provenance.as_ref();
    Entry {
        name: &source.name,
        state,
        reason,
        since,
        repository,
        reference: from.and_then(|from| from.reference.as_deref()),
        commit: from.map(|from| from.commit.as_str()),
        date: from.map(|from| from.date.to_string()),
        folder: from
            .map(|from| from.folder.as_str())
            .filter(|folder| !folder.is_empty()),
        products,
        contracts,
        docs,
    }
}
