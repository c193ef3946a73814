//! The search index, made when it is first asked for.

use std::collections::BTreeMap;

use super::Site;
use crate::page::records::records;
use crate::search::index;

/// The folder of the index.
const FOLDER: &str = "search/";

/// The files of the index by route.
pub(super) type Index = BTreeMap<String, Vec<u8>>;

impl Site {
    /// The files of the search index, by route.
    ///
    /// They are the one output that knows its routes only when it is made, and its making
    /// costs more than a page: a preview in which nobody searches never pays for it.
    pub(super) fn search(&self) -> &Index {
        self.search.get_or_init(|| {
            let shards = index(records(&self.portal)).into_iter();
            shards.map(|shard| (shard.route, shard.bytes)).collect()
        })
    }
}

/// Whether a route is one that only the index can have.
pub(super) fn is_search(route: &str) -> bool {
    route.starts_with(FOLDER)
}
