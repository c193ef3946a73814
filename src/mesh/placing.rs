//! Gives products and contracts their slugs, their order and with it their ids.

use std::collections::HashMap;

use super::contracts::{Group, contract_name};
use super::products::Draft;
use super::slugs::{Slugs, key};
use super::{
    Contract, ContractId, DomainId, Input, Link, Mesh, Output, Product, ProductId, Version,
};
use crate::diag::Files;

/// Gives products and contracts their slugs and order, and links the ids that follow from it.
pub(super) fn place(
    mesh: &mut Mesh,
    drafts: Vec<Draft>,
    groups: Vec<Group>,
    group_domains: &[String],
    files: &Files,
) {
    let domains: HashMap<String, DomainId> = mesh
        .domains()
        .map(|(id, domain)| (key(&domain.name), id))
        .collect();
    let domain_id = |name: &str| domains[&key(name)];

    let mut slugs: HashMap<DomainId, Slugs> = HashMap::new();
    let mut order: Vec<(DomainId, String, usize)> = Vec::new();
    // Whom an id belongs to most has the plain slug, whether a manifest declares it or not.
    let mut ranked: Vec<usize> = (0..drafts.len()).collect();
    ranked.sort_by_cached_key(|&at| mesh.rank(drafts[at].source, &drafts[at].id));
    for at in ranked {
        let draft = &drafts[at];
        let domain = domain_id(&draft.domain);
        let slugs = slugs.entry(domain).or_default();
        if mesh.precedence.other(draft.source, &draft.id).is_some() {
            slugs.keep(&draft.name);
        }
        let slug = slugs.take(&draft.name, &format!("{} {}", draft.id, draft.shown));
        order.push((domain, slug, at));
    }
    order.sort();

    let mut slugs: HashMap<DomainId, Slugs> = HashMap::new();
    let mut contract_order: Vec<(DomainId, String, usize)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let domain = domain_id(&group_domains[at]);
        let shown = &files.file(group.versions[0].1.file).shown;
        let name = contract_name(group, files);
        let slugs = slugs.entry(domain).or_default();
        if mesh.precedence.other(group.source(), &group.id).is_some() {
            slugs.keep(&name);
        }
        let slug = slugs.take(&name, &format!("{} {shown}", group.id));
        contract_order.push((domain, slug, at));
    }
    contract_order.sort();
    let mut contract_ids = vec![ContractId(0); groups.len()];
    for (place, (_, _, at)) in contract_order.iter().enumerate() {
        contract_ids[*at] = ContractId(place as u32);
    }

    mesh.addresses.renumber(&contract_ids);
    let placed = |id: ContractId| contract_ids[id.0 as usize];
    let mut drafts: Vec<_> = drafts.into_iter().map(Some).collect();
    for (domain, slug, at) in order {
        let draft = drafts[at].take().expect("each draft is placed once");
        let id = ProductId(mesh.products.len() as u32);
        mesh.domains[domain.0 as usize].products.push(id);
        let inputs = draft
            .manifest
            .iter()
            .flat_map(|manifest| 0..manifest.input_ports.len());
        mesh.products.push(Product {
            slug,
            domain,
            inputs: inputs.map(unresolved).collect(),
            outputs: draft
                .outputs
                .iter()
                .map(|output| Output {
                    port: output.port,
                    contract: output.contract.map(placed),
                })
                .collect(),
            named_by: draft.named_by.iter().map(|&id| placed(id)).collect(),
            name: draft.name,
            id: draft.id,
            source: draft.source,
            manifest: draft.manifest,
            owner: None,
            upstream: Vec::new(),
            downstream: Vec::new(),
            readme: None,
            docs: Vec::new(),
            file: draft.file,
            span: draft.span,
        });
    }
    let mut groups: Vec<_> = groups.into_iter().map(Some).collect();
    for (domain, slug, at) in contract_order {
        let group = groups[at].take().expect("each group is placed once");
        let id = ContractId(mesh.contracts.len() as u32);
        mesh.domains[domain.0 as usize].contracts.push(id);
        mesh.contracts.push(contract(group, slug, domain, files));
    }
    for id in mesh.ranked() {
        let own = mesh.product(id).id.as_str().into();
        mesh.by_id.entry(own).or_insert(id);
    }
}

fn unresolved(port: usize) -> Input {
    Input {
        port,
        contract: Link::Unnamed,
        products: Vec::new(),
    }
}

fn contract(group: Group, slug: String, domain: DomainId, files: &Files) -> Contract {
    let name = contract_name(&group, files);
    let mut slugs = Slugs::default();
    let versions = group
        .versions
        .into_iter()
        .enumerate()
        .map(|(at, (source, manifest))| {
            let version = manifest
                .version
                .as_ref()
                .map_or("", |version| &version.value);
            let unique = slugs.take(version, &files.file(manifest.file).shown);
            Version {
                slug: if at == 0 {
                    slug.clone()
                } else {
                    format!("{slug}--{unique}")
                },
                manifest,
                source,
            }
        });
    let versions: Vec<_> = versions.collect();
    Contract {
        name,
        id: group.id,
        domain,
        source: versions[0].source,
        versions,
        product: ProductId(0),
        offered_by: Vec::new(),
        consumed_by: Vec::new(),
        owner: None,
    }
}
