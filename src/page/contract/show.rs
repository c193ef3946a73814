//! From the mesh to the page of a contract's version.

use super::{VersionLine, View};
use crate::mesh::{Contract, ContractId, Product};
use crate::model::{DataContract, SupportItem};
use crate::page::build::{
    self, Declared, Results, Shelf, banners, channels, column_count, counts, finding, findings_of,
    highest, level_counts, passages, price, promises, roles, sensitive_count, servers, tags, text,
};
use crate::page::parts::{Banner, Chip, Link, SourceFile, Table, Tone};
use crate::page::product::{lineage, schema};
use crate::page::prose::sentence;
use crate::page::score::contract_score_view;
use crate::page::{Key, Meta, Portal, Shown};
use crate::service_level::{Levels, Tally};

/// The most findings with their lines; the page of the source has the rest.
const FINDINGS: usize = 25;
/// The most columns of all tables together.
const COLUMNS: usize = 2_000;
/// The most tables.
const TABLES: usize = 500;
/// The most rules on quality.
const RULES: usize = 400;
/// The longest summary, in characters.
const SUMMARY: usize = 160;

/// The page of a version of a contract: the key's part is its place among the versions.
pub(super) fn show(portal: &Portal, key: Key) -> Shown {
    let (id, at) = (ContractId(key.item), key.part as usize);
    let contract = portal.mesh.contract(id);
    let manifest = &contract.versions[at].manifest;
    let view = view(portal, id, at);
    let purpose = manifest.description.as_ref();
    let purpose = purpose.and_then(|description| description.purpose.as_ref());
    let title = match at {
        0 => format!("{}, data contract", contract.name),
        _ => format!("{} {}, data contract", contract.name, view.version),
    };
    let source = contract.versions[at].source;
    let meta = Meta {
        title,
        summary: purpose.map_or_else(String::new, |purpose| sentence(purpose, SUMMARY)),
        section: "products",
        crumbs: crumbs(portal, contract),
        held: build::held(portal, [source]),
        origin: Some(build::origin(portal, source, Some(manifest.file))),
    };
    Shown::new(meta, &view)
}

/// The way down: through the domain, and the product where a manifest declares one.
fn crumbs(portal: &Portal, contract: &Contract) -> Vec<Link> {
    let mut crumbs = vec![
        Link::to("Products", "products/index.html"),
        portal.domain_link(contract.domain),
    ];
    if portal.mesh.product(contract.product).manifest.is_some() {
        crumbs.push(portal.product_link(contract.product));
    }
    crumbs
}

fn view(portal: &Portal, id: ContractId, at: usize) -> View {
    let contract = portal.mesh.contract(id);
    let manifest: &DataContract = &contract.versions[at].manifest;
    let route = portal.contract_route(id, at);
    let shelf = Shelf::new(portal, manifest, route.clone());
    let declared = Declared::by_contract(manifest);
    let found = findings_of(portal, &[manifest.file]);
    let score = contract_score_view(portal, id, at);
    let (tables, tables_left_out) = tables(&shelf);
    let (quality, quality_left_out) = schema::rules(&shelf, RULES);
    let (consumers, consumers_more) = lineage::consumers(portal, id, at);
    let objects = manifest.schema.iter();
    let promises = promises(&shelf);
    let levels = portal.service_levels.of(manifest.file);
    let counted = counts(found.iter().copied());
    let end = build::end_of_support([manifest].into_iter());
    let mut banners = banners(portal, &declared, end, counted, &route);
    banners.extend(older(portal, id, at));
    banners.extend(build::older_standard(manifest));
    let product = portal.mesh.product(contract.product);
    let left = found.len().saturating_sub(FINDINGS);
    let findings_route = portal.findings_route(contract.versions[at].source);
    View {
        shows: portal.shows(),
        name: contract.name.clone(),
        id: contract.id.clone(),
        version: text(declared.version),
        is_older: at > 0,
        status: declared.status.map(|status| Chip::status(status)),
        classification: highest([manifest].into_iter()),
        completeness: score.completeness,
        elements: score.elements,
        tags: tags(declared.tags),
        products: contract
            .offered_by
            .iter()
            .map(|&id| portal.product_link(id))
            .collect(),
        banners,
        versions: versions(portal, id, at),
        versions_left_out: portal
            .mesh
            .contract(id)
            .versions
            .len()
            .saturating_sub(VERSIONS) as u32,
        passages: passages(portal, declared.description, declared.context, &[], &route),
        definitions: declared.all_definitions(),
        column_count: objects
            .clone()
            .map(|table| column_count(&table.properties))
            .sum(),
        sensitive_count: objects
            .map(|table| sensitive_count(&table.properties))
            .sum(),
        tables,
        tables_left_out,
        quality,
        quality_left_out: quality_left_out as u32,
        promises,
        levels: level_counts(&levels.map_or_else(Tally::default, Levels::tally)),
        checks: Results::of(&shelf).others(&shelf),
        servers: servers(portal, &manifest.servers),
        roles: roles(portal, &manifest.roles),
        owner: declared.owner(portal, contract.owner.as_ref().or(product.owner.as_ref())),
        channels: channels(portal, support(product, &declared)),
        price: manifest
            .price
            .as_ref()
            .and_then(|declared| price(portal, declared, "")),
        consumers,
        consumers_more,
        findings: found
            .iter()
            .take(FINDINGS)
            .map(|found| finding(portal, found, true))
            .collect(),
        findings_more: findings_route
            .filter(|_| left > 0)
            .map(|route| Link::to(format!("{left} more on the page of the source"), route)),
        sources: vec![source(portal, manifest)],
        head: build::head(
            portal,
            &[
                ("id", manifest.id.as_ref()),
                ("name", manifest.name.as_ref()),
                ("version", manifest.version.as_ref()),
                ("status", manifest.status.as_ref()),
                ("domain", manifest.domain.as_ref()),
                ("tenant", manifest.tenant.as_ref()),
                ("dataProduct", manifest.data_product.as_ref()),
                ("contractCreatedTs", manifest.contract_created_ts.as_ref()),
                ("slaDefaultElement", manifest.sla_default_element.as_ref()),
            ],
        ),
        custom: declared.all_custom(portal),
        unknown: build::unknown(portal, declared.unknown),
    }
}

/// Its own ways to get help, else those of its product.
fn support<'m>(product: &'m Product, declared: &Declared<'m>) -> &'m [SupportItem] {
    match &product.manifest {
        Some(manifest) if declared.support.is_empty() => &manifest.support,
        _ => declared.support,
    }
}

/// The tables, and how many are left out.
fn tables(shelf: &Shelf<'_>) -> (Vec<Table>, u32) {
    let mut columns = 0;
    let shown = shelf.tables.iter().take(TABLES).map(|outline| {
        let table = shelf.table(outline, COLUMNS - columns);
        columns += table.columns.len();
        table
    });
    let shown: Vec<_> = shown.collect();
    let left_out = shelf.tables.len() - shown.len();
    (shown, left_out as u32)
}

/// The note on a version that is not the newest.
fn older(portal: &Portal, id: ContractId, at: usize) -> Option<Banner> {
    let newest = text(portal.mesh.contract(id).newest().version.as_ref());
    (at > 0).then(|| Banner {
        tone: Tone::Info,
        title: "An older version.".to_owned(),
        text: format!("The newest is `{newest}`."),
        link: Some(Link::to(
            "Read the newest version",
            portal.contract_route(id, 0),
        )),
    })
}

/// The most versions that a page lists: the newest, and its own.
const VERSIONS: usize = 40;

fn versions(portal: &Portal, id: ContractId, current: usize) -> Vec<VersionLine> {
    let versions = portal.mesh.contract(id).versions.iter().enumerate();
    let versions = versions.filter(|(at, _)| *at < VERSIONS || *at == current);
    let lines = versions.map(|(at, version)| {
        let manifest = &version.manifest;
        let name = match text(manifest.version.as_ref()) {
            name if name.is_empty() => "without a version".to_owned(),
            name => name,
        };
        VersionLine {
            version: Link::to(name, portal.contract_route(id, at)),
            status: manifest.status.as_ref().map(|status| Chip::status(status)),
            current: at == current,
            newest: at == 0,
            file: portal.files.file(manifest.file).shown.to_string(),
        }
    });
    lines.collect()
}

fn source(portal: &Portal, contract: &DataContract) -> SourceFile {
    SourceFile {
        at: portal.place(contract.span),
        holds: "data contract".to_owned(),
        standard: contract.written_in(),
    }
}
