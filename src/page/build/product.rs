//! Products and contracts as lists show them, and the files that they were read from.

use super::{counts, findings_of, level_with_waivers, owner_link};
use crate::config::Hide;
use crate::diag::FileId;
use crate::mesh::{ContractId, Product, ProductId};
use crate::model::{DataContract, SchemaProperty};
use crate::page::Portal;
use crate::page::parts::{Chip, ContractLine, ProductLine};
use crate::page::prose::sentence;
use crate::page::score::score_line;

/// The longest summary in a list, in characters.
const SUMMARY: usize = 140;

/// A product as a row of a list.
pub fn product_line(portal: &Portal, id: ProductId) -> ProductLine {
    let product = portal.mesh.product(id);
    let (tier, score, completeness) = score_line(portal, id);
    let manifest = product.manifest.as_ref();
    let status = match manifest {
        Some(manifest) => manifest.status.as_ref(),
        None => first_contract(portal, product).and_then(|contract| contract.status.as_ref()),
    };
    let version = manifest.and_then(|manifest| manifest.version.as_ref());
    ProductLine {
        name: portal.product_link(id),
        summary: match portal.gate.withholds(id) {
            true => String::new(),
            false => summary(portal, product),
        },
        domain: Some(portal.domain_link(product.domain)),
        owner: owner_link(portal, product.owner.as_ref()),
        status: status.map(|status| Chip::status(status)),
        version: version.map_or_else(String::new, |version| version.trim().to_owned()),
        tier,
        with_waivers: match portal.hides(Hide::Scorecards) {
            true => String::new(),
            false => level_with_waivers(portal, portal.scorecards.product(id)),
        },
        score,
        completeness,
        counts: counts(findings_of(portal, &product_files(portal, id)).into_iter()),
        withheld: portal.gate.withholds(id),
    }
}

/// What a product is for, in one line: of its own manifest, or of its first contract where
/// it has none.
fn summary(portal: &Portal, product: &Product) -> String {
    let description = match &product.manifest {
        Some(manifest) => manifest.description.as_ref(),
        None => first_contract(portal, product).and_then(|contract| contract.description.as_ref()),
    };
    let purpose = description.and_then(|description| description.purpose.as_ref());
    purpose.map_or_else(String::new, |purpose| sentence(purpose, SUMMARY))
}

fn first_contract<'p>(portal: &'p Portal, product: &Product) -> Option<&'p DataContract> {
    let first = product
        .outputs
        .iter()
        .find_map(|output| output.contract.contract());
    first.map(|id| portal.mesh.contract(id).newest())
}

/// A contract as a row of a list, in its newest version.
pub fn contract_line(portal: &Portal, id: ContractId) -> ContractLine {
    let contract = portal.mesh.contract(id);
    let newest = contract.newest();
    let product = portal
        .mesh
        .product(contract.product)
        .manifest
        .is_some()
        .then(|| portal.product_link(contract.product));
    let columns = newest
        .schema
        .iter()
        .map(|object| column_count(&object.properties));
    ContractLine {
        name: portal.contract_link(id),
        version: newest
            .version
            .as_ref()
            .map_or_else(String::new, |version| version.trim().to_owned()),
        status: newest.status.as_ref().map(|status| Chip::status(status)),
        product,
        tables: newest.schema.len() as u32,
        columns: columns.sum(),
        counts: counts(findings_of(portal, &[newest.file]).into_iter()),
        withheld: portal.withholds_contract(id),
    }
}

/// The number of named columns, nested ones included.
pub fn column_count(properties: &[SchemaProperty]) -> u32 {
    let counts = properties
        .iter()
        .map(|property| u32::from(property.name.is_some()) + column_count(&property.properties));
    counts.sum()
}

/// The files that the page of a product tells of, each once: its own, those of the
/// contract versions that it offers, and of the contracts that name it.
pub fn product_files(portal: &Portal, id: ProductId) -> Vec<FileId> {
    let product = portal.mesh.product(id);
    let own = product.manifest.iter().map(|manifest| manifest.file);
    let offered = portal.mesh.offered(product).into_iter();
    let named = product
        .named_by
        .iter()
        .map(|&id| portal.mesh.contract(id).newest().file);
    let mut files: Vec<FileId> = own.collect();
    for file in offered.map(|(_, contract)| contract.file).chain(named) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    files
}
