//! The page for an address that leads nowhere.

use serde::Serialize;

/// What `pages/not-found.html` shows.
///
/// A host serves it at any depth, so its `root` is the path of the base URL where one is
/// configured.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {}
