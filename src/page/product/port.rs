//! The ports of a product.

use super::{InputPort, ManagementPort, OutputPort};
use crate::mesh::{self, Link as Reference, ProductId};
use crate::model::{DataContract, DataProduct, ManagementPort as Declared, OutputPort as Port};
use crate::page::Portal;
use crate::page::build::{
    Anchors, Shelf, consumed, contract_link, custom, dangling, definitions, fact, outside,
    promises, roles, sboms, servers, tags, text, title, words,
};
use crate::page::parts::{Link, Promise};

/// The most tables that one port names.
const TABLES: usize = 12;
/// The most service levels that one port names.
const PROMISES: usize = 6;

/// What a product gives, in the order of its manifest.
pub(super) fn outputs(portal: &Portal, product: &mesh::Product) -> Vec<OutputPort> {
    let mut anchors = Anchors::default();
    let ports = product.outputs.iter().map(|output| {
        let declared = match (&product.manifest, output.port) {
            (Some(manifest), Some(at)) => manifest.output_ports.get(at),
            _ => None,
        };
        let shelf = shelf(portal, output.contract);
        let mut view = match &shelf {
            Some(shelf) => offered(shelf),
            None => OutputPort {
                file: "the contract".to_owned(),
                ..OutputPort::default()
            },
        };
        if let Some(declared) = declared {
            describe(portal, &mut view, declared, output.contract);
        } else {
            view.contract = contract_link(portal, output.contract, None);
        }
        view.anchor = anchors.take(format!("port-{}", slug::slugify(&view.name)));
        view
    });
    ports.collect()
}

/// The contract version that a reference leads to, with its page.
pub(super) fn shelf(portal: &Portal, to: Reference) -> Option<Shelf<'_>> {
    let (id, at) = match to {
        Reference::To(id, at) => (id, at),
        Reference::NoSuchVersion(id) => (id, 0),
        Reference::Dangling | Reference::Unnamed => return None,
    };
    let contract = &portal.mesh.contract(id).versions[at].manifest;
    Some(Shelf::new(portal, contract, portal.contract_route(id, at)))
}

/// What the contract of a port says of it.
fn offered(shelf: &Shelf<'_>) -> OutputPort {
    let contract: &DataContract = shelf.contract;
    let tables = contract
        .schema
        .iter()
        .filter_map(|table| table.name.as_ref());
    let mut names: Vec<Link> = tables
        .take(TABLES)
        .map(|name| {
            shelf
                .link(name)
                .unwrap_or_else(|| Link::plain(text(Some(name))))
        })
        .collect();
    if contract.schema.len() > TABLES {
        let more = format!("{} more", contract.schema.len() - TABLES);
        names.push(Link::to(more, format!("{}#schema", shelf.route)));
    }
    let mut short: Vec<Promise> = promises(shelf);
    short.truncate(PROMISES);
    OutputPort {
        name: text(contract.name.as_ref().or(contract.id.as_ref())),
        file: shelf.portal.files.file(contract.file).shown.to_string(),
        servers: servers(shelf.portal, &contract.servers),
        roles: roles(shelf.portal, &contract.roles),
        promises: short,
        tables: names,
        at: Some(shelf.portal.place(contract.span)),
        ..OutputPort::default()
    }
}

/// Adds what the port itself says.
fn describe(portal: &Portal, view: &mut OutputPort, port: &Port, to: Reference) {
    if let Some(name) = &port.name {
        view.name = text(Some(name));
    }
    view.version = text(port.version.as_ref());
    view.kind = text(port.kind.as_ref());
    view.description = text(port.description.as_ref());
    view.contract = contract_link(portal, to, port.version.as_ref());
    view.dangling = dangling(portal, to, port.contract_id.as_ref());
    view.made_from = port
        .input_contracts
        .iter()
        .filter_map(|input| {
            let (id, version) = (input.id.as_ref(), input.version.as_ref());
            contract_link(portal, portal.mesh.reference(id, version), version)
        })
        .collect();
    view.links = sboms(&port.sbom);
    view.links
        .extend(definitions(&port.authoritative_definitions));
    if let Some(deprecated) = port.deprecated.as_ref().filter(|flag| flag.value) {
        view.more.push(fact(
            portal,
            "Deprecated",
            "yes".to_owned(),
            deprecated.span,
        ));
    }
    let tags = tags(&port.tags);
    if let Some(first) = port.tags.first().filter(|_| !tags.is_empty()) {
        view.more
            .push(fact(portal, "Tags", tags.join(", "), first.span));
    }
    let synonyms = port
        .synonyms
        .iter()
        .filter_map(|synonym| synonym.synonym.as_ref());
    view.more
        .extend(synonyms.map(|name| fact(portal, "Also called", text(Some(name)), name.span)));
    if let Some(said) = port
        .context
        .as_ref()
        .and_then(|context| context.instructions.as_ref())
    {
        view.more
            .push(fact(portal, "Instructions", text(Some(said)), said.span));
    }
    let mut custom = custom(portal, &port.custom_properties);
    for fact in &mut custom {
        fact.label = title(&words(&fact.label));
    }
    view.more.extend(custom);
    view.at = Some(portal.place(port.span));
}

/// What a product takes in.
pub(super) fn inputs(portal: &Portal, id: ProductId) -> Vec<InputPort> {
    let product = portal.mesh.product(id);
    let Some(manifest) = &product.manifest else {
        return Vec::new();
    };
    let ports = product.inputs.iter().filter_map(|input| {
        let port = manifest.input_ports.get(input.port)?;
        let name = port.name.as_ref().or(port.contract_id.as_ref());
        Some(InputPort {
            name: text(name),
            product: input.products.first().map(|&id| portal.product_link(id)),
            contract: consumed(portal, input.contract, port.version.as_ref()),
            version: text(port.version.as_ref()),
            dangling: dangling(portal, input.contract, port.contract_id.as_ref()),
            at: Some(portal.place(port.span)),
        })
    });
    ports.collect()
}

/// How a product is looked after.
pub(super) fn management(portal: &Portal, manifest: &DataProduct) -> Vec<ManagementPort> {
    let ports = manifest.management_ports.iter();
    ports.map(|port| management_port(portal, port)).collect()
}

fn management_port(portal: &Portal, port: &Declared) -> ManagementPort {
    let address = port.url.as_ref().or(port.channel.as_ref());
    let places = [&port.name, &port.url, &port.content];
    let first = places.into_iter().flatten().next();
    ManagementPort {
        name: text(port.name.as_ref()),
        content: text(port.content.as_ref()),
        kind: text(port.kind.as_ref()),
        address: outside("", &text(address), "", &text(port.description.as_ref())),
        at: first.map(|text| portal.place(text.span)),
    }
}
