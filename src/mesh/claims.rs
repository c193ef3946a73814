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
/// that offers what is another's. A claim on the contract of another domain is not heard, nor one
/// from another source where its own has a product for it.
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
    let mut named: Vec<Option<ProductId>> = vec![None; mesh.contracts.len()];
    for (id, product) in mesh.products() {
        for contract in &product.named_by {
            named[contract.0 as usize] = Some(id);
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
        // Of several products that offer a contract it belongs to one of its own source, else
        // to that of the first.
        claims.sort_by_cached_key(|claim| {
            let product = mesh.product(claim.product);
            let is_elsewhere = product.source != contract.source;
            (
                is_elsewhere,
                mesh.rank(product.source, &product.id),
                product.file,
            )
        });
        let named = named[at].map(|product| Claim {
            product,
            port: None,
        });
        let is_own = |claim: &&Claim| mesh.product(claim.product).source == contract.source;
        // A product that the contract names goes before those that name it from elsewhere.
        let Some(first) = claims
            .first()
            .filter(is_own)
            .copied()
            .or(named)
            .or(claims.first().copied())
        else {
            continue;
        };
        let source = mesh.product(first.product).source;
        let others = claims.iter().filter(|claim| claim.product != first.product);
        for later in others {
            told.tell(contested(mesh, contract, first, *later));
        }
        let heard = claims.iter().map(|claim| claim.product);
        let mut offered_by: Vec<_> = heard
            .filter(|id| mesh.product(*id).source == source)
            .collect();
        offered_by.sort_unstable();
        mesh.contracts[at].product = first.product;
        mesh.contracts[at].offered_by = offered_by;
    }
}

/// Whether a product of a source and domain reaches for the contract of another domain, in
/// another source, or for one that the configuration says is another source's own. A contract
/// that names no domain may be anybody's else.
pub(super) fn is_foreign(
    mesh: &Mesh,
    (source, domain): (SourceId, &str),
    (owner, contract): (SourceId, &DataContract),
) -> bool {
    if source == owner {
        return false;
    }
    let own = domain_of(mesh, owner, contract.domain.as_ref());
    let id = contract.id.as_ref().map_or("", |id| id.trim());
    !own.is_empty() && key(domain) != key(&own) || mesh.is_owned(owner, id)
}

fn tell_foreign(mesh: &Mesh, contract: &Contract, claim: Claim) -> Finding {
    let product = mesh.product(claim.product);
    let (own, domain) = (mesh.domain(product.domain), mesh.domain(contract.domain));
    let (message, label) = match key(&own.name) == key(&domain.name) {
        true => {
            let source = &mesh.source(contract.source).name;
            let message = format!(
                "the contract `{}` belongs to the source `{source}`",
                contract.id
            );
            (message, "offered by another source")
        }
        false => {
            let (id, domain) = (&contract.id, &domain.name);
            let message = format!("the contract `{id}` is of the domain `{domain}`");
            (message, "offered by another domain")
        }
    };
    let subject = product_subject(product);
    Finding::new(&FOREIGN_CONTRACT, subject, place(product, claim), message)
        .label(label)
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
    let why = match first.port.is_some() || owner.manifest.is_none() {
        true => "offered here first",
        false => "the product that the contract names",
    };
    Finding::new(&CONTESTED_CONTRACT, subject, place(product, later), message)
        .help("let one product offer the contract, and take it in here as an input port")
        .related(place(owner, first), why)
}
