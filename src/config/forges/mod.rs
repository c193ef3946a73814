//! Links into the forges where sources lie: to a file, a line, a folder, a commit.
//!
//! Nothing is fetched: a link follows from the address of a repository and from what its forge is
//! known, or said in `forges:`, to make of it. Only `http` and `https` addresses come out, without
//! credentials, and with every part encoded.

mod address;
mod kind;
mod links;
#[cfg(test)]
mod tests;
mod written;

pub use kind::Kind;
pub use links::{At, Repository};
pub(super) use written::{RawForge, resolve};

use std::collections::BTreeMap;

use address::Address;
use links::Links;

/// What is known of forges beside those that everybody knows: by host, in lower case, with a port
/// where one was named.
#[derive(Clone, Debug, Default)]
pub struct Forges {
    own: BTreeMap<String, Links>,
}

impl Forges {
    /// The repository at an address, as it is cloned or shown: `https://host/owner/name`,
    /// `git@host:owner/name.git` or `ssh://git@host:22/owner/name`. `None` where it is no address
    /// of a forge.
    ///
    /// A forge that nobody knows has a page of the repository, and no other links.
    pub fn repository(&self, url: &str) -> Option<Repository> {
        let address = Address::read(url)?;
        let with_port = self.own.get(&address.authority());
        let own = with_port.or_else(|| self.own.get(&address.host));
        let kind = match own {
            Some(links) => links.kind,
            None => Kind::of_host(&address.host),
        };
        let page = match kind {
            Some(kind) => kind.page(&address)?,
            None => address.page(),
        };
        let links = own.or(kind.map(Kind::links));
        Some(Repository::new(page, links.cloned()))
    }
}
