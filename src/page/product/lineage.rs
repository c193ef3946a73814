//! What lies one hop before and after a product or contract.

use super::{Lineage, Neighbour};
use crate::graph::{Neighbourhood, Node, draw};
use crate::mesh::{ContractId, Link as Reference, Product, ProductId};
use crate::model::Text;
use crate::page::Portal;
use crate::page::build::{consumed, dangling, owner_link, text};
use crate::page::parts::{ContractLink, Link};

/// The most rows on one side.
const ROWS: usize = 100;

/// The lineage of a product, for its page at `root`'s depth.
pub(super) fn lineage(portal: &Portal, id: ProductId, root: &str) -> Lineage {
    let product = portal.mesh.product(id);
    let mut upstream = upstream(portal, product);
    let upstream_more = upstream.len().saturating_sub(ROWS) as u32;
    upstream.truncate(ROWS);
    let mut downstream = Vec::new();
    let mut readers = product.downstream.iter();
    while downstream.len() < ROWS {
        let Some(&reader) = readers.next() else {
            break;
        };
        let rows = reads(portal, reader, |input| input.contains(&id));
        downstream.extend(rows.into_iter().take(ROWS - downstream.len()));
    }
    let mut before: Vec<Node> = Vec::new();
    for neighbour in &upstream {
        let node = node(neighbour, root);
        if !before.contains(&node) {
            before.push(node);
        }
    }
    let after = product.downstream.iter().map(|&id| Node {
        name: portal.mesh.product(id).name.clone(),
        sub: owner_link(portal, portal.mesh.product(id).owner.as_ref())
            .map_or_else(String::new, |owner| owner.text),
        href: Some(format!("{root}{}", portal.product_route(id))),
        is_missing: false,
    });
    let owner = owner_link(portal, product.owner.as_ref());
    let hood = Neighbourhood {
        own: Node {
            name: product.name.clone(),
            sub: owner.map_or_else(String::new, |owner| owner.text),
            href: None,
            is_missing: false,
        },
        upstream: before,
        downstream: after.collect(),
        all: "#lineage".to_owned(),
    };
    Lineage {
        drawing_html: draw(&hood),
        upstream,
        upstream_more,
        downstream_more: readers.len() as u32,
        downstream,
    }
}

fn node(neighbour: &Neighbour, root: &str) -> Node {
    let sub = match (&neighbour.owner, &neighbour.domain) {
        _ if neighbour.dangling => "no such contract".to_owned(),
        (Some(owner), _) => owner.text.clone(),
        (None, Some(domain)) => domain.text.clone(),
        (None, None) => String::new(),
    };
    let href = neighbour.product.href.as_ref();
    Node {
        name: neighbour.product.text.clone(),
        sub,
        href: href.map(|href| format!("{root}{href}")),
        is_missing: neighbour.dangling,
    }
}

/// What a product reads from: through its input ports, then through the contracts from
/// which its output ports are made and that no input port names.
fn upstream(portal: &Portal, product: &Product) -> Vec<Neighbour> {
    let Some(manifest) = &product.manifest else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    for port in &manifest.input_ports {
        ids.extend(port.contract_id.as_ref().map(|id| id.trim()));
        let (id, version) = (port.contract_id.as_ref(), port.version.as_ref());
        if id.is_some() {
            found.extend(sources(portal, product, id, version));
        }
    }
    let ports = manifest.output_ports.iter();
    for input in ports.flat_map(|port| &port.input_contracts) {
        let Some(id) = &input.id else { continue };
        if !ids.contains(&id.trim()) {
            ids.push(id.trim());
            found.extend(sources(portal, product, Some(id), input.version.as_ref()));
        }
    }
    found
}

/// Those who offer a contract, or the contract itself where no product does.
fn sources(
    portal: &Portal,
    own: &Product,
    id: Option<&Text>,
    version: Option<&Text>,
) -> Vec<Neighbour> {
    let mesh = &portal.mesh;
    let to = mesh.reference(id, version);
    let Some(contract) = consumed(portal, to, version) else {
        let missing = Neighbour {
            product: Link::plain(text(id)),
            contract: ContractLink {
                name: Link::plain(text(id)),
                version: text(version),
                ..ContractLink::default()
            },
            dangling: dangling(portal, to, id).is_some(),
            ..Neighbour::default()
        };
        return vec![missing];
    };
    let Some(at) = to.contract() else {
        return Vec::new();
    };
    let of_product = |id: &ProductId| {
        let product = mesh.product(*id);
        Neighbour {
            product: portal.product_link(*id),
            domain: Some(portal.domain_link(product.domain)),
            owner: owner_link(portal, product.owner.as_ref()),
            contract: contract.clone(),
            dangling: false,
        }
    };
    let offering = mesh.contract(at).offered_by.iter();
    let offering: Vec<_> = offering
        .filter(|&&id| !std::ptr::eq(mesh.product(id), own))
        .map(of_product)
        .collect();
    match offering.is_empty() {
        true => vec![by_itself(portal, at, contract)],
        false => offering,
    }
}

/// A contract that no product offers, as a neighbour of its own.
fn by_itself(portal: &Portal, id: ContractId, link: ContractLink) -> Neighbour {
    let contract = portal.mesh.contract(id);
    Neighbour {
        product: link.name.clone(),
        domain: Some(portal.domain_link(contract.domain)),
        owner: owner_link(portal, contract.owner.as_ref()),
        contract: link,
        dangling: false,
    }
}

/// A product that reads, once for each contract that it reads, of those that `is_meant`
/// picks by who offers them. One without such a port reads through its output ports alone.
fn reads(
    portal: &Portal,
    reader: ProductId,
    is_meant: impl Fn(&[ProductId]) -> bool,
) -> Vec<Neighbour> {
    let product = portal.mesh.product(reader);
    let inputs = product
        .inputs
        .iter()
        .filter(|input| is_meant(&input.products));
    let contracts = inputs.filter_map(|input| {
        let version = wanted(product, input.port);
        let mut link = consumed(portal, input.contract, version)?;
        if let Some(version) = version {
            link.version = text(Some(version));
        }
        Some(link)
    });
    let contracts: Vec<_> = contracts.collect();
    let contracts = match contracts.is_empty() {
        true => vec![ContractLink::default()],
        false => contracts,
    };
    let neighbours = contracts.into_iter().map(|contract| Neighbour {
        product: portal.product_link(reader),
        domain: Some(portal.domain_link(product.domain)),
        owner: owner_link(portal, product.owner.as_ref()),
        contract,
        dangling: false,
    });
    neighbours.collect()
}

/// The version that an input port names.
fn wanted(product: &Product, port: usize) -> Option<&Text> {
    let manifest = product.manifest.as_ref()?;
    manifest.input_ports.get(port)?.version.as_ref()
}

/// Who reads a version of a contract; for the newest, who reads any. The second number
/// tells how many are left out.
pub(in crate::page) fn consumers(
    portal: &Portal,
    id: ContractId,
    version: usize,
) -> (Vec<Neighbour>, u32) {
    let mut found = Vec::new();
    let mut left_out = 0;
    for &reader in &portal.mesh.contract(id).consumed_by {
        let product = portal.mesh.product(reader);
        let is_meant = |to: Reference| match to {
            Reference::To(to, at) => to == id && (version == 0 || at == version),
            other => other.contract() == Some(id) && version == 0,
        };
        let inputs = product
            .inputs
            .iter()
            .filter(|input| is_meant(input.contract));
        for input in inputs {
            if found.len() == ROWS {
                left_out += 1;
                continue;
            }
            let wanted = wanted(product, input.port);
            let mut contract = consumed(portal, input.contract, wanted).unwrap_or_default();
            contract.version = text(wanted);
            if version > 0 {
                contract.note.clear();
            }
            found.push(Neighbour {
                product: portal.product_link(reader),
                domain: Some(portal.domain_link(product.domain)),
                owner: owner_link(portal, product.owner.as_ref()),
                contract,
                dangling: false,
            });
        }
    }
    (found, left_out)
}
