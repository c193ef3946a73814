//! Who takes in from whom: input ports to contracts, and from there to products.

use std::collections::{BTreeSet, HashMap};

use super::products::version_mismatch;
use super::{
    ContractId, DANGLING_INPUT_PORT, Input, Link, Mesh, Product, ProductId, Told, product_subject,
};
use crate::diag::{Finding, Level};
use crate::model::{Text, same_version};

/// Resolves the input ports and the input contracts of output ports.
///
/// In a mesh of one source a contract may stand in a repository that is not read, so its
/// absence is only noted there.
pub(super) fn join(mesh: &mut Mesh, told: &mut Told<'_>) {
    let mut by_id: HashMap<String, ContractId> = HashMap::new();
    for (id, contract) in mesh
        .contracts()
        .filter(|(_, contract)| !contract.id.is_empty())
    {
        let earlier = by_id.get(&contract.id).map(|&id| mesh.contract(id).source);
        if earlier.is_none_or(|earlier| contract.source < earlier) {
            by_id.insert(contract.id.clone(), id);
        }
    }
    let resolved: Vec<_> = mesh
        .products()
        .map(|(id, product)| inputs(mesh, id, product, &by_id, told))
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
    mesh.by_id = by_id;
}

fn inputs(
    mesh: &Mesh,
    id: ProductId,
    product: &Product,
    by_id: &HashMap<String, ContractId>,
    told: &mut Told<'_>,
) -> (Vec<Input>, BTreeSet<ProductId>) {
    let mut upstream = BTreeSet::new();
    let Some(manifest) = &product.manifest else {
        return (Vec::new(), upstream);
    };
    let mut inputs = Vec::new();
    for (port, declared) in manifest.input_ports.iter().enumerate() {
        let contract_id = declared.contract_id.as_ref();
        let contract = link(mesh, by_id, contract_id, declared.version.as_ref());
        tell(
            mesh,
            product,
            contract,
            contract_id,
            declared.version.as_ref(),
            by_id,
            told,
        );
        let products = offering(mesh, contract, id);
        upstream.extend(&products);
        inputs.push(Input {
            port,
            contract,
            products,
        });
    }
    for input in manifest
        .output_ports
        .iter()
        .flat_map(|port| &port.input_contracts)
    {
        let declared = manifest
            .input_ports
            .iter()
            .filter_map(|port| port.contract_id.as_ref());
        let contract = link(mesh, by_id, input.id.as_ref(), input.version.as_ref());
        // A contract that an input port names too is told there.
        if input
            .id
            .as_ref()
            .is_some_and(|id| !declared.clone().any(|named| named.trim() == id.trim()))
        {
            tell(
                mesh,
                product,
                contract,
                input.id.as_ref(),
                input.version.as_ref(),
                by_id,
                told,
            );
        }
        upstream.extend(offering(mesh, contract, id));
    }
    (inputs, upstream)
}

pub(super) fn link(
    mesh: &Mesh,
    by_id: &HashMap<String, ContractId>,
    id: Option<&Text>,
    version: Option<&Text>,
) -> Link {
    let Some(id) = id else {
        return Link::Unnamed;
    };
    let Some(&contract) = by_id.get(id.trim()) else {
        return Link::Dangling;
    };
    let Some(version) = version else {
        return Link::To(contract, 0);
    };
    let versions = mesh.contract(contract).versions.iter();
    let mut matching = versions.enumerate().filter(|(_, own)| {
        own.manifest
            .version
            .as_ref()
            .is_some_and(|own| same_version(own, version))
    });
    matching
        .next()
        .map_or(Link::NoSuchVersion(contract), |(at, _)| {
            Link::To(contract, at)
        })
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

fn tell(
    mesh: &Mesh,
    product: &Product,
    link: Link,
    id: Option<&Text>,
    version: Option<&Text>,
    by_id: &HashMap<String, ContractId>,
    told: &mut Told<'_>,
) {
    if mesh.source(product.source).is_partial {
        return;
    }
    let subject = product_subject(product);
    match (link, id, version) {
        (Link::Dangling, Some(id), _) => {
            let message = format!("no contract has the id `{}`", id.value);
            let mut finding = Finding::new(&DANGLING_INPUT_PORT, subject, id.span, message)
                .label("taken in from nowhere");
            let near = told.nearest(id, by_id.keys().map(String::as_str));
            if mesh.sources.len() == 1 && near.is_none() {
                finding.level = Level::Info;
            }
            told.tell(finding.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the id, or ask its owner to publish the contract".to_owned(),
            }));
        }
        (Link::NoSuchVersion(contract), Some(id), Some(version)) => {
            told.tell(version_mismatch(
                &subject,
                id,
                version,
                mesh.contract(contract).newest(),
            ));
        }
        _ => {}
    }
}
