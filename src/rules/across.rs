//! What only shows across products: who is whom, what was copied, which source is whose.

use std::collections::{HashMap, HashSet};

use super::copies::{Promises, Purposes, claimants};
use super::tended::Authors;
use super::{Context, Standing};
use crate::diag::{FileId, SourceId};
use crate::mesh::Mesh;

/// What only shows across products.
pub(super) struct Across {
    /// Who of those who make changes is whom.
    pub(super) authors: Authors,
    /// The purposes that were copied.
    pub(super) purposes: Purposes,
    /// The service levels that were copied.
    pub(super) promises: Promises,
    /// How many repositories offer products.
    pub(super) repositories: usize,
    /// The file of the first product of each source that is in use, else of the first.
    pub(super) first_of_source: HashMap<SourceId, FileId>,
}

impl Across {
    pub(super) fn new(context: Context<'_>) -> Across {
        let Context { mesh, files, .. } = context;
        let claimants = claimants(mesh, files, context.history);
        let boilerplate = &context.config.governance.boilerplate;
        let (purposes, promises) = rayon::join(
            || Purposes::new(mesh, &claimants, boilerplate),
            || Promises::new(mesh, &claimants),
        );
        Across {
            authors: Authors::new(mesh, context.history),
            purposes,
            promises,
            repositories: repositories(mesh),
            first_of_source: first_of_source(mesh),
        }
    }
}

/// How many repositories offer products.
fn repositories(mesh: &Mesh) -> usize {
    let sources = mesh.products.iter().map(|product| product.source);
    let repositories = sources.map(|source| mesh.source(source).repository);
    repositories.collect::<HashSet<_>>().len()
}

/// The file of the first product of each source that is in use, else of the first.
fn first_of_source(mesh: &Mesh) -> HashMap<SourceId, FileId> {
    let mut first: HashMap<SourceId, (Standing, FileId)> = HashMap::new();
    for product in &mesh.products {
        let own = (Standing::of_product(mesh, product), product.file);
        let known = first.entry(product.source).or_insert(own);
        *known = own.min(*known);
    }
    let files = first.into_iter();
    files.map(|(source, (_, file))| (source, file)).collect()
}
