//! The product and the contract that a finding concerns.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::standing::current;
use crate::diag::{Files, Finding, Subject, SubjectKind};
use crate::mesh::{ContractId, Mesh, ProductId, Target};
use crate::model::Text;

/// A product, or a contract of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Concern {
    /// The product; that to which the contract belongs.
    pub product: ProductId,
    /// The contract; `None` where it is about the product itself.
    pub contract: Option<ContractId>,
}

/// Whom findings concern, looked up by their subjects.
pub struct Concerns<'m> {
    mesh: &'m Mesh,
    files: &'m Files,
    by_subject: HashMap<Subject, Claim>,
}

/// Who goes by an id.
struct Claim {
    own: Concern,
    is_only: bool,
}

impl<'m> Concerns<'m> {
    /// The products and contracts of a mesh by their ids.
    pub fn new(mesh: &'m Mesh, files: &'m Files) -> Concerns<'m> {
        let mut concerns = Concerns {
            mesh,
            files,
            by_subject: HashMap::with_capacity(mesh.products.len() + mesh.contracts.len()),
        };
        for (id, product) in mesh.products() {
            let subject = Subject::new(SubjectKind::Product, product.id.as_str());
            let is_own = mesh.product_with(&product.id) == Some(id);
            concerns.add(subject, Concern::of_product(id), is_own);
        }
        for (id, contract) in mesh.contracts() {
            // As rules name a contract without an id.
            let name = match contract.id.as_str() {
                "" => &*files.file(contract.newest().file).shown,
                id => id,
            };
            let subject = Subject::new(SubjectKind::Contract, name);
            let is_own = mesh.contract_with(name) == Some(id);
            concerns.add(subject, Concern::of_contract(mesh, id), is_own);
        }
        concerns
    }

    fn add(&mut self, subject: Subject, concern: Concern, is_own: bool) {
        match self.by_subject.entry(subject) {
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.is_only = false;
                if is_own {
                    known.own = concern;
                }
            }
            Entry::Vacant(free) => drop(free.insert(Claim {
                own: concern,
                is_only: true,
            })),
        }
    }

    /// Whom a finding concerns; `None` where it is neither a product nor a contract. Of several
    /// that claim one id it is the one in whose file the finding stands.
    pub fn of(&self, finding: &Finding) -> Option<Concern> {
        let claim = self.by_subject.get(&finding.subject)?;
        if claim.is_only {
            return Some(claim.own);
        }
        let file = self.files.of(finding.span);
        Some(match (self.mesh.target(file), finding.subject.kind) {
            (Some(Target::Product(id)), SubjectKind::Product) => Concern::of_product(id),
            (Some(Target::Contract(id, _)), SubjectKind::Product) => {
                Concern::of_product(self.mesh.contract(id).product)
            }
            (Some(Target::Contract(id, _)), _) => Concern::of_contract(self.mesh, id),
            _ => claim.own,
        })
    }
}

impl Concern {
    /// A product itself.
    pub fn of_product(product: ProductId) -> Concern {
        Concern {
            product,
            contract: None,
        }
    }

    /// A contract of the product to which it belongs.
    pub fn of_contract(mesh: &Mesh, contract: ContractId) -> Concern {
        Concern {
            product: mesh.contract(contract).product,
            contract: Some(contract),
        }
    }

    /// The tags of the product and of the contract; those of all that it offers where no
    /// manifest declares the product.
    pub(super) fn tags<'m>(&self, mesh: &'m Mesh) -> impl Iterator<Item = &'m Text> {
        let product = mesh.product(self.product);
        let own = product.manifest.iter().flat_map(|manifest| &manifest.tags);
        let of_all = match (&product.manifest, self.contract) {
            (None, None) => product.outputs.as_slice(),
            _ => &[],
        };
        let of_all = of_all
            .iter()
            .filter_map(|output| output.contract.contract());
        let contracts = self.contract.into_iter().chain(of_all);
        own.chain(contracts.flat_map(|id| {
            let contract = mesh.contract(id);
            &contract.versions[current(mesh, contract)].manifest.tags
        }))
    }

    /// The status of the contract, else that of the product, as it is written.
    pub(super) fn status<'m>(&self, mesh: &'m Mesh) -> Option<&'m str> {
        let product = mesh.product(self.product);
        let first = match product.manifest {
            None => (product.outputs.iter()).find_map(|output| output.contract.contract()),
            Some(_) => None,
        };
        let of_contract = self.contract.or(first).and_then(|id| {
            let contract = mesh.contract(id);
            let version = &contract.versions[current(mesh, contract)];
            version.manifest.status.as_ref()
        });
        let of_product = product
            .manifest
            .as_ref()
            .and_then(|manifest| manifest.status.as_ref());
        of_contract.or(of_product).map(|status| status.trim())
    }
}
