//! Who offers which contract, and to whom it belongs.

use super::domains::domain_of;
use super::slugs::key;
use super::{
    CONTESTED_CONTRACT, Contract, FOREIGN_CONTRACT, Mesh, Product, ProductId, Told, product_subject,
};
use crate::diag::{Finding, SourceId, Span};
use crate::model::DataContract;

/// A product that offers a contract, and the first of its ports that does.
#[derive(Clone, Copy)]
struct Claim {
    product: ProductId,
    port: Option<usize>,
}

/// Tells each contract which products offer it and to which one it belongs, and each product
/// that offers what is another's. A claim on the contract of another domain is not heard.
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
    for (at, claims) in claims.into_iter().enumerate() {
        let contract = &mesh.contracts[at];
        let (foreign, mut claims): (Vec<_>, Vec<_>) = claims.into_iter().partition(|claim| {
            let product = mesh.product(claim.product);
            let domain = &mesh.domain(product.domain).name;
            let owner = (contract.source, contract.newest());
            is_foreign(mesh, (product.source, domain), owner)
        });
        for claim in foreign {
            told.tell(tell_foreign(mesh, contract, claim));
        }
        let offered_by = claims.iter().map(|claim| claim.product).collect();
        // Of several products that offer a contract it belongs to one of its own source, else
        // to that of the earliest.
        claims.sort_by_key(|claim| {
            let product = mesh.product(claim.product);
            let is_elsewhere = product.source != contract.source;
            (is_elsewhere, product.source, product.file)
        });
        if let [first, later @ ..] = claims.as_slice() {
            for later in later {
                told.tell(contested(mesh, contract, *first, *later));
            }
            mesh.contracts[at].product = first.product;
        }
        mesh.contracts[at].offered_by = offered_by;
    }
}

/// Whether a product of a source and domain reaches for the contract of another domain, in
/// another source. A contract that names no domain may be anybody's.
pub(super) fn is_foreign(
    mesh: &Mesh,
    (source, domain): (SourceId, &str),
    (owner, contract): (SourceId, &DataContract),
) -> bool {
    let own = domain_of(mesh, owner, contract.domain.as_ref());
    source != owner && !own.is_empty() && key(domain) != key(&own)
}

fn tell_foreign(mesh: &Mesh, contract: &Contract, claim: Claim) -> Finding {
    let product = mesh.product(claim.product);
    let domain = mesh.domain(contract.domain);
    let message = format!(
        "the contract `{}` is of the domain `{}`",
        contract.id, domain.name
    );
    let subject = product_subject(product);
    Finding::new(&FOREIGN_CONTRACT, subject, place(product, claim), message)
        .label("offered by another domain")
        .help("take it in as an input port, and offer a contract of your own")
        .related(contract.newest().place(), "the contract")
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
