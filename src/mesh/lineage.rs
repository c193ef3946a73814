//! Who takes in from whom: input ports to contracts, and from there to products.

use std::collections::BTreeSet;

use super::{Input, Link, Mesh, Product, ProductId};

/// Resolves the input ports and the input contracts of output ports.
pub(super) fn join(mesh: &mut Mesh) {
    let resolved: Vec<_> = mesh
        .products()
        .map(|(id, product)| inputs(mesh, id, product))
        .collect();
    let mut downstream: Vec<BTreeSet<ProductId>> = vec![BTreeSet::new(); mesh.products.len()];
    let mut consumers: Vec<BTreeSet<ProductId>> = vec![BTreeSet::new(); mesh.contracts.len()];
    for (at, (inputs, upstream)) in resolved.into_iter().enumerate() {
        let id = ProductId(at as u32);
        for contract in inputs.iter().filter_map(|input| input.contract.contract()) {
            consumers[contract.0 as usize].insert(id);
        }
        for up in &upstream {
            downstream[up.0 as usize].insert(id);
        }
        let product = &mut mesh.products[at];
        product.inputs = inputs;
        product.upstream = upstream.into_iter().collect();
    }
    for (product, downstream) in mesh.products.iter_mut().zip(downstream) {
        product.downstream = downstream.into_iter().collect();
    }
    for (contract, consumers) in mesh.contracts.iter_mut().zip(consumers) {
        contract.consumed_by = consumers.into_iter().collect();
    }
}

fn inputs(mesh: &Mesh, id: ProductId, product: &Product) -> (Vec<Input>, BTreeSet<ProductId>) {
    let mut upstream = BTreeSet::new();
    let mut inputs = Vec::new();
    let Some(manifest) = &product.manifest else {
        return (inputs, upstream);
    };
    for (port, declared) in manifest.input_ports.iter().enumerate() {
        let contract = mesh.reference(declared.contract_id.as_ref(), declared.version.as_ref());
        let products = offering(mesh, contract, id);
        upstream.extend(&products);
        inputs.push(Input {
            port,
            contract,
            products,
        });
    }
    let ports = manifest.output_ports.iter();
    for input in ports.flat_map(|port| &port.input_contracts) {
        let contract = mesh.reference(input.id.as_ref(), input.version.as_ref());
        upstream.extend(offering(mesh, contract, id));
    }
    (inputs, upstream)
}

/// The most products that count as the source of an input: more than one is a conflict.
const OFFERERS: usize = 20;

/// The products other than `own` that offer a contract.
fn offering(mesh: &Mesh, link: Link, own: ProductId) -> Vec<ProductId> {
    let offered = link
        .contract()
        .map(|id| mesh.contract(id).offered_by.as_slice());
    offered
        .unwrap_or_default()
        .iter()
        .copied()
        .filter(|&id| id != own)
        .take(OFFERERS)
        .collect()
}
