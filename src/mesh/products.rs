//! Products and their contracts: what there is, and under which name.

use std::collections::HashMap;

use super::addresses::Addresses;
use super::contracts::{group, tell_duplicate};
use super::domains::{self, domain_of, tell_domain};
use super::{ContractId, Mesh, Output, Told, implicit, placing};
use crate::diag::{FileId, SourceId, Span, Subject, SubjectKind};
use crate::model::{DataContract, DataProduct, DomainEntry};

/// A product before it has its place. Contracts have their indices as their ids until then.
pub(super) struct Draft {
    pub(super) source: SourceId,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) domain: String,
    pub(super) manifest: Option<Box<DataProduct>>,
    pub(super) outputs: Vec<Output>,
    pub(super) named_by: Vec<ContractId>,
    pub(super) shown: Box<str>,
    pub(super) file: FileId,
    pub(super) span: Span,
}

/// Fills in the domains, products and contracts of the mesh.
pub(super) fn join(
    mesh: &mut Mesh,
    products: Vec<(SourceId, Box<DataProduct>)>,
    contracts: Vec<(SourceId, Box<DataContract>)>,
    entries: Vec<DomainEntry>,
    told: &mut Told<'_>,
) {
    let groups = group(contracts, told);
    mesh.addresses = Addresses::of(&groups);
    let mut drafts = drafts(mesh, products, told);
    implicit::attach(mesh, &mut drafts, &groups, told);
    let contract_domains = domains::of_contracts(mesh, &drafts, &groups, told);
    let of_contracts = (groups.as_slice(), contract_domains.as_slice());
    mesh.domains = domains::domains(mesh, &drafts, of_contracts, entries, told);
    placing::place(mesh, drafts, groups, &contract_domains, told.files);
}

/// The products that have manifests.
fn drafts(
    mesh: &Mesh,
    products: Vec<(SourceId, Box<DataProduct>)>,
    told: &mut Told<'_>,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (source, product) in products {
        let file = told.files.file(product.file);
        let shown = file.shown.clone();
        let own = product.id.as_ref();
        let span = own.map_or(file.whole().head(), |id| id.span);
        if let Some(id) = own {
            match ids.get(id.trim()) {
                Some(&first) => {
                    let first = drafts[first].span;
                    tell_duplicate("product", id, first, SubjectKind::Product, told);
                }
                None => drop(ids.insert(id.trim().to_owned(), drafts.len())),
            }
        }
        let id = own.map_or_else(|| shown.to_string(), |id| id.trim().to_owned());
        let subject = Subject::new(SubjectKind::Product, id.as_str());
        tell_domain(mesh, source, product.domain.as_ref(), &subject, told);
        let ports = product.output_ports.iter().enumerate();
        let outputs = ports.map(|(at, port)| Output {
            port: Some(at),
            contract: mesh.reference(port.contract_id.as_ref(), port.version.as_ref()),
        });
        let name = product.name.as_ref();
        drafts.push(Draft {
            source,
            name: name.map_or_else(|| id.clone(), |name| name.trim().to_owned()),
            domain: domain_of(mesh, source, product.domain.as_ref()),
            outputs: outputs.collect(),
            named_by: Vec::new(),
            shown,
            file: product.file,
            span,
            id,
            manifest: Some(product),
        });
    }
    drafts
}
