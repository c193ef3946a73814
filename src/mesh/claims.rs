//! Who offers which contract, and to whom it belongs.

use super::{CONTESTED_CONTRACT, Contract, Mesh, Product, ProductId, Told, product_subject};
use crate::diag::{Finding, Span};

/// A product that offers a contract, and the first of its ports that does.
#[derive(Clone, Copy)]
struct Claim {
    product: ProductId,
    port: Option<usize>,
}

/// Tells each contract which products offer it and to which one it belongs, and each product
/// that offers what another one offered before it.
pub(super) fn join(mesh: &mut Mesh, told: &mut Told<'_>) {
    let mut claims: Vec<Vec<Claim>> = vec![Vec::new(); mesh.contracts.len()];
    for (id, product) in mesh.products() {
        for output in &product.outputs {
            let Some(contract) = output.contract.contract() else {
                continue;
            };
            let claims = &mut claims[contract.0 as usize];
            if claims.last().is_none_or(|last| last.product != id) {
                claims.push(Claim {
                    product: id,
                    port: output.port,
                });
            }
        }
    }
    for at in 0..mesh.products.len() {
        for named in mesh.products[at].named_by.clone() {
            mesh.contracts[named.0 as usize].product = ProductId(at as u32);
        }
    }
    for (at, mut claims) in claims.into_iter().enumerate() {
        mesh.contracts[at].offered_by = claims.iter().map(|claim| claim.product).collect();
        // Of several products that offer a contract it belongs to the one of the earliest source.
        claims.sort_by_key(|claim| {
            let product = mesh.product(claim.product);
            (product.source, product.file)
        });
        if let [first, later @ ..] = claims.as_slice() {
            mesh.contracts[at].product = first.product;
            for later in later {
                let contract = &mesh.contracts[at];
                told.tell(contested(mesh, contract, *first, *later));
            }
        }
    }
}

/// The place of a claim: the id in its port.
fn place(product: &Product, claim: Claim) -> Span {
    let manifest = product.manifest.as_ref();
    let port = manifest.and_then(|manifest| manifest.output_ports.get(claim.port?));
    let id = port.and_then(|port| port.contract_id.as_ref());
    id.map_or(product.span, |id| id.span)
}

fn contested(mesh: &Mesh, contract: &Contract, first: Claim, later: Claim) -> Finding {
    let (owner, product) = (mesh.product(first.product), mesh.product(later.product));
    let message = format!(
        "the contract `{}` is offered by `{}` too",
        contract.id, owner.name
    );
    let subject = product_subject(product);
    Finding::new(&CONTESTED_CONTRACT, subject, place(product, later), message)
        .help("let one product offer the contract, and take it in here as an input port")
        .related(place(owner, first), "offered here first")
}
