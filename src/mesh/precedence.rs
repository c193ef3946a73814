//! To whom an id belongs that several sources claim: the one order that everything else follows.
//!
//! An id is of the source that the configuration names for it with `owns`, else of the source
//! that comes first.

use std::collections::{HashMap, HashSet};

use super::slugs::key;
use super::{ContractId, Mesh, ProductId};
use crate::config::Owned;
use crate::diag::{SourceId, Span};
use crate::source::{Source, State};

/// Which source comes before which, for an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(bool, SourceId);

/// The ids that the configuration says are a source's own.
#[derive(Clone, Debug, Default)]
pub(super) struct Precedence {
    /// Ids without a `*`, each with the first source that owns it.
    ids: HashMap<Box<str>, Owner>,
    /// The same by what makes two spellings of a name one.
    names: HashMap<String, Owner>,
    /// Ids with a `*`, in the order of the sources.
    patterns: Vec<(Owned, SourceId)>,
    /// The sources that hold products or contracts, or may: nobody knows what a missing one holds.
    offering: HashSet<SourceId>,
}

/// The source that owns an id, and where the configuration says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) source: SourceId,
    pub(super) span: Span,
}

impl Precedence {
    /// The order of these sources, of which some are known to hold products or contracts.
    pub(super) fn of(sources: &[Source], offering: impl Iterator<Item = SourceId>) -> Precedence {
        let missing = sources.iter().enumerate().filter(|(_, source)| {
            matches!(source.state, State::Missing { .. }) && !source.in_directory
        });
        let missing = missing.map(|(at, _)| SourceId(at as u16));
        let mut precedence = Precedence {
            offering: offering.chain(missing).collect(),
            ..Precedence::default()
        };
        for (at, source) in sources.iter().enumerate() {
            let at = SourceId(at as u16);
            for owned in &source.owns {
                let (source, span) = (at, owned.span);
                if owned.text.contains('*') {
                    precedence.patterns.push((owned.clone(), at));
                    continue;
                }
                let owner = Owner { source, span };
                let ids = precedence.ids.entry(owned.text.clone());
                ids.or_insert(owner);
                let names = precedence.names.entry(key(&owned.text));
                names.or_insert(owner);
            }
        }
        precedence
    }

    /// The source that owns the id of a product or contract.
    pub(super) fn owner(&self, id: &str) -> Option<Owner> {
        let id = id.trim();
        let patterns = || {
            let (owned, source) = self.patterns.iter().find(|(owned, _)| owned.is_match(id))?;
            Some(Owner {
                source: *source,
                span: owned.span,
            })
        };
        self.ids.get(id).copied().or_else(patterns)
    }

    /// The source that owns the name of a domain, team or person, in whichever spelling.
    pub(super) fn owner_of_name(&self, name: &str) -> Option<Owner> {
        if self.names.is_empty() && self.patterns.is_empty() {
            return None;
        }
        let key = key(name);
        let owner = self.owner(name).or_else(|| self.owner(&key));
        owner.or_else(|| self.names.get(&key).copied())
    }

    /// Who comes before whom, for the id of a product or contract.
    pub(super) fn rank(&self, source: SourceId, id: &str) -> Rank {
        ranked(self.owner(id), source)
    }

    /// Who comes before whom, for the name of a domain, team or person.
    pub(super) fn rank_of_name(&self, source: SourceId, name: &str) -> Rank {
        ranked(self.owner_of_name(name), source)
    }

    /// The owner of an id where that is another source.
    pub(super) fn other(&self, source: SourceId, id: &str) -> Option<Owner> {
        self.owner(id).filter(|owner| owner.source != source)
    }

    /// The owner of a name where that is another source.
    pub(super) fn other_of_name(&self, source: SourceId, name: &str) -> Option<Owner> {
        self.owner_of_name(name)
            .filter(|owner| owner.source != source)
    }

    /// The owner of a domain or team of which a source may not say that its products are of it.
    /// Whoever offers nothing, as a directory, keeps nobody out.
    pub(super) fn shut_by(&self, source: SourceId, name: &str) -> Option<Owner> {
        self.other_of_name(source, name)
            .filter(|owner| self.offering.contains(&owner.source))
    }
}

fn ranked(owner: Option<Owner>, source: SourceId) -> Rank {
    Rank(owner.is_none_or(|owner| owner.source != source), source)
}

impl Mesh {
    /// Who comes before whom: of several that claim the id of a product or contract it belongs
    /// to the lowest.
    pub fn rank(&self, source: SourceId, id: &str) -> Rank {
        self.precedence.rank(source, id)
    }

    /// Whether the configuration says that the id of a product or contract is the source's own.
    pub fn is_owned(&self, source: SourceId, id: &str) -> bool {
        let owner = self.precedence.owner(id);
        owner.is_some_and(|owner| owner.source == source)
    }

    /// The product to which an id belongs.
    pub fn product_with(&self, id: &str) -> Option<ProductId> {
        self.by_id.get(id.trim()).copied()
    }

    /// The contract to which an id belongs.
    pub fn contract_with(&self, id: &str) -> Option<ContractId> {
        self.addresses.contract(id)
    }

    /// Every product, those to whom their ids belong most first.
    pub(super) fn ranked(&self) -> Vec<ProductId> {
        let mut ids: Vec<_> = self.products().map(|(id, _)| id).collect();
        ids.sort_by_cached_key(|&id| {
            let product = self.product(id);
            (self.rank(product.source, &product.id), product.file, id)
        });
        ids
    }
}
