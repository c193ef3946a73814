//! A product as the mesh knows it: what its manifest says, or the contract that stands for it.

use super::{Fact, Noun};
use crate::mesh::{Mesh, Product, ProductId};

/// A product as the mesh knows it.
#[derive(Clone, Copy, Debug)]
pub struct About<'m> {
    pub(super) mesh: &'m Mesh,
    pub(super) product: &'m Product,
    /// What it says: its manifest, else its first contract.
    said: Option<Noun<'m>>,
}

impl<'m> About<'m> {
    /// What is known of a product.
    pub fn new(mesh: &'m Mesh, product: &'m Product) -> About<'m> {
        let manifest = product.manifest.as_deref().map(Noun::Product);
        let contract = || {
            let id = product.outputs.first()?.contract.contract()?;
            Some(Noun::Contract(mesh.contract(id).newest()))
        };
        About {
            mesh,
            product,
            said: manifest.or_else(contract),
        }
    }

    /// The name of its domain; empty where it has none.
    pub(super) fn domain(&self) -> &'m str {
        &self.mesh.domain(self.product.domain).name
    }

    /// Who answers for it; empty where nobody does.
    pub(super) fn owner(&self) -> &'m str {
        let owner = self.product.owner.as_ref();
        owner.map_or("", |owner| owner.name.trim())
    }

    /// What its manifest says, or its contract where it has none.
    pub(super) fn either(&self, key: &str) -> Fact<'m> {
        let said = self.said.and_then(|said| said.get(key));
        said.unwrap_or(Fact::Absent)
    }

    /// What its manifest says.
    pub(super) fn of_manifest(&self, key: &str) -> Fact<'m> {
        match self.said {
            Some(said @ Noun::Product(_)) => said.get(key).unwrap_or(Fact::Absent),
            _ => Fact::Absent,
        }
    }

    /// The ids of products.
    pub(super) fn ids(&self, products: &[ProductId]) -> Fact<'m> {
        let ids = products.iter().map(|&id| self.mesh.product(id).id.as_str());
        match products {
            [] => Fact::Absent,
            _ => Fact::Names(ids.collect()),
        }
    }
}
