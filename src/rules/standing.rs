//! Whether the rules count: what is in use is scored, what is not yet is previewed.

use crate::mesh::{Contract, ContractId, Mesh, Product};
use crate::model::{DataContract, Text};

/// How far the rules count for a product or contract, by its `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Active or deprecated, or without a status of the standards' list: it is scored.
    Scored,
    /// Proposed or draft: its findings are notes, and it has no score.
    Preview,
    /// Retired: nobody needs to mend it.
    Retired,
}

impl Standing {
    fn named(status: Option<&Text>) -> Option<Standing> {
        let status = status?.trim().to_ascii_lowercase();
        Some(match status.as_str() {
            "proposed" | "draft" => Standing::Preview,
            "retired" => Standing::Retired,
            _ => Standing::Scored,
        })
    }

    /// The standing of a product; that of its contracts together where it has no manifest.
    pub fn of_product(mesh: &Mesh, product: &Product) -> Standing {
        if let Some(manifest) = &product.manifest {
            return Standing::named(manifest.status.as_ref()).unwrap_or(Standing::Scored);
        }
        let contracts = offered(product).into_iter().map(|id| mesh.contract(id));
        let versions = contracts.flat_map(|contract| &contract.versions);
        let standings = versions.map(|version| own(&version.manifest));
        standings.min().unwrap_or(Standing::Scored)
    }

    /// The standing of a version of a contract; its product's where it names none.
    pub fn of_contract(mesh: &Mesh, contract: &Contract, version: &DataContract) -> Standing {
        Standing::named(version.status.as_ref())
            .unwrap_or_else(|| Standing::of_product(mesh, mesh.product(contract.product)))
    }
}

fn own(contract: &DataContract) -> Standing {
    Standing::named(contract.status.as_ref()).unwrap_or(Standing::Scored)
}

/// The version of a contract for which the rules count: the newest one that is in use, else
/// the newest. A draft of the next version does not spoil what is offered today.
pub fn current(mesh: &Mesh, contract: &Contract) -> usize {
    let mut versions = contract.versions.iter();
    let in_use = versions.position(|version| {
        Standing::of_contract(mesh, contract, &version.manifest) == Standing::Scored
    });
    in_use.unwrap_or(0)
}

/// The contracts that a product offers, each once, in the order of its ports.
pub(crate) fn offered(product: &Product) -> Vec<ContractId> {
    let mut offered = Vec::with_capacity(product.outputs.len());
    for output in &product.outputs {
        if let Some(id) = output.contract.contract()
            && !offered.contains(&id)
        {
            offered.push(id);
        }
    }
    offered
}
