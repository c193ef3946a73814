//! From the mesh to the page of a product.

use super::port::{inputs, management, outputs, shelf};
use super::{View, answer, lineage, schema};
use crate::diag::Finding;
use crate::mesh::{ContractId, Link as Reference, Product, ProductId, Target};
use crate::page::build::{
    self, Declared, Shelf, banners, channels, counts, end_of_support, finding, findings_of,
    highest, level_counts, older_standard, passages, price, product_badge, product_files, promises,
    tags, text,
};
use crate::page::parts::{Chip, ContractLink, Link, Place, Price, Promise, QualityRow, SourceFile};
use crate::page::prose::{readme, sentence};
use crate::page::score::{score_view, standing};
use crate::page::{Key, Meta, Portal, Shown};

/// The way from a product's page up to the site's root.
const ROOT: &str = "../../";
/// The most findings with their lines; the page of the source has the rest.
const FINDINGS: usize = 12;
/// The most rules on quality.
const RULES: usize = 60;
/// The longest summary, in characters.
const SUMMARY: usize = 240;

/// The page of a product.
pub(super) fn show(portal: &Portal, key: Key) -> Shown {
    let id = ProductId(key.item);
    let product = portal.mesh.product(id);
    let view = view(portal, id);
    let meta = Meta {
        title: match &product.manifest {
            Some(_) => format!("{}, data product", product.name),
            None => format!("{}, without a product", product.name),
        },
        summary: view.summary.clone(),
        section: "products",
        crumbs: vec![
            Link::to("Products", "products/index.html"),
            portal.domain_link(product.domain),
        ],
        held: build::held(portal, [product.source]),
        origin: Some(build::origin(portal, product.source, Some(product.file))),
    };
    Shown::new(meta, &view)
}

fn view(portal: &Portal, id: ProductId) -> View {
    let product = portal.mesh.product(id);
    let route = portal.product_route(id);
    let declared = Declared::of(portal, product);
    let shelves = shelves(portal, product);
    let found = findings_of(portal, &product_files(portal, id));
    let counted = counts(found.iter().copied());
    let score = score_view(portal, id);
    let (tables, tables_left_out) = schema::tables(&shelves);
    let (quality, quality_left_out) = quality(&shelves);
    let mut view = View {
        shows: portal.shows(),
        name: product.name.clone(),
        id: product.id.clone(),
        kind: kind(product),
        implicit: product.manifest.is_none(),
        classification: highest(shelves.iter().map(|(shelf, _)| shelf.contract)),
        tier: score.tier,
        completeness: score.completeness,
        elements: score.elements,
        standing: standing(portal, id),
        outputs: outputs(portal, product),
        inputs: inputs(portal, id),
        named_by: named_by(portal, product),
        schema: tables,
        tables_left_out,
        lineage: lineage::lineage(portal, id, ROOT),
        promises: all_promises(&shelves),
        levels: level_counts(&portal.service_levels.product(&portal.mesh, id)),
        quality,
        quality_left_out,
        findings: found
            .iter()
            .take(FINDINGS)
            .map(|found| finding(portal, found, true))
            .collect(),
        findings_more: more(portal, product, &found),
        prices: prices(portal, &shelves),
        badge: product_badge(portal, id),
        readme: product.readme.map(|at| readme(portal, at, &route)),
        docs: product.docs.iter().map(|&at| doc(portal, at)).collect(),
        sources: sources(portal, id),
        ..View::default()
    };
    if let Some(declared) = &declared {
        describe(portal, product, declared, &route, &mut view);
        let end = end_of_support(shelves.iter().map(|(shelf, _)| shelf.contract));
        view.banners = banners(portal, declared, end, counted, &route);
    }
    if product.manifest.is_none() {
        let contracts = shelves.iter().map(|(shelf, _)| shelf.contract);
        view.banners
            .extend(contracts.filter_map(older_standard).next());
    }
    name_files(&mut view);
    view.answers = answer::answers(portal, product, &view, counted);
    view
}

/// Fills in what the manifest itself says.
fn describe(
    portal: &Portal,
    product: &Product,
    declared: &Declared<'_>,
    route: &str,
    view: &mut View,
) {
    let purpose = declared
        .description
        .and_then(|description| description.purpose.as_ref());
    view.summary = purpose.map_or_else(String::new, |purpose| sentence(purpose, SUMMARY));
    view.status = declared.status.map(|status| Chip::status(status));
    view.version = text(declared.version);
    view.tags = tags(declared.tags);
    view.passages = passages(
        portal,
        declared.description,
        declared.context,
        declared.synonyms,
        route,
    );
    view.definitions = declared.all_definitions();
    view.owner = declared.owner(portal, product.owner.as_ref());
    view.channels = channels(portal, declared.support);
    if view.channels.is_empty() {
        let offered = portal.mesh.offered(product);
        let support = offered
            .iter()
            .map(|(_, contract)| contract.support.as_slice());
        let first = support.into_iter().find(|support| !support.is_empty());
        view.channels = channels(portal, first.unwrap_or_default());
    }
    if let Some(manifest) = &product.manifest {
        view.management = management(portal, manifest);
    }
    view.custom = declared.all_custom(portal);
    view.unknown = build::unknown(portal, declared.unknown);
    if let Some(manifest) = &product.manifest {
        view.head = build::head(
            portal,
            &[
                ("id", manifest.id.as_ref()),
                ("name", manifest.name.as_ref()),
                ("version", manifest.version.as_ref()),
                ("status", manifest.status.as_ref()),
                ("domain", manifest.domain.as_ref()),
                ("tenant", manifest.tenant.as_ref()),
                ("type", manifest.kind.as_ref()),
                ("productCreatedTs", manifest.product_created_ts.as_ref()),
            ],
        );
    }
}

/// What kind of product it is (ODPS 1.1: `type`).
fn kind(product: &Product) -> String {
    let Some(manifest) = &product.manifest else {
        return "Data contract without a product".to_owned();
    };
    match manifest.kind.as_ref().map(|kind| kind.trim()) {
        Some("sourceAligned") => "Source-aligned data product".to_owned(),
        Some("consumerAligned") => "Consumer-aligned data product".to_owned(),
        Some("aggregate") => "Aggregate data product".to_owned(),
        Some(other) if !other.is_empty() => format!("Data product, {other}"),
        _ => "Data product".to_owned(),
    }
}

/// The contracts that a product offers, each once, in the newest of its versions that a
/// port names.
fn shelves<'p>(portal: &'p Portal, product: &Product) -> Vec<(Shelf<'p>, Link)> {
    let mut newest: Vec<(ContractId, usize)> = Vec::new();
    for output in &product.outputs {
        let (id, at) = match output.contract {
            Reference::To(id, at) => (id, at),
            Reference::NoSuchVersion(id) => (id, 0),
            Reference::Dangling | Reference::Unnamed => continue,
        };
        if portal.withholds_contract(id) {
            continue;
        }
        match newest.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known = at.min(*known),
            None => newest.push((id, at)),
        }
    }
    let shelves = newest.into_iter().filter_map(|(id, at)| {
        let shelf = shelf(portal, Reference::To(id, at))?;
        let link = Link::to(&portal.mesh.contract(id).name, &shelf.route);
        Some((shelf, link))
    });
    shelves.collect()
}

fn all_promises(shelves: &[(Shelf<'_>, Link)]) -> Vec<Promise> {
    let is_one = shelves.len() == 1;
    let all = shelves.iter().flat_map(|(shelf, link)| {
        let contract = (!is_one).then(|| link.clone());
        promises(shelf).into_iter().map(move |promise| Promise {
            contract: contract.clone(),
            ..promise
        })
    });
    all.collect()
}

fn quality(shelves: &[(Shelf<'_>, Link)]) -> (Vec<QualityRow>, u32) {
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for (shelf, _) in shelves {
        let (more, not_shown) = schema::rules(shelf, RULES - rows.len());
        rows.extend(more);
        left_out += not_shown as u32;
    }
    (rows, left_out)
}

/// The contracts that name the product, but that it neither offers nor takes in.
fn named_by(portal: &Portal, product: &Product) -> Vec<ContractLink> {
    let taken: Vec<_> = product
        .inputs
        .iter()
        .filter_map(|input| input.contract.contract())
        .collect();
    let named = product.named_by.iter().filter(|id| !taken.contains(id));
    named
        .map(|&id| build::version_link(portal, id, 0))
        .collect()
}

fn more(portal: &Portal, product: &Product, found: &[&Finding]) -> Option<Link> {
    let left = found.len().checked_sub(FINDINGS).filter(|&left| left > 0)?;
    let route = portal.findings_route(product.source)?;
    Some(Link::to(
        format!("{left} more on the page of the source"),
        route,
    ))
}

fn prices(portal: &Portal, shelves: &[(Shelf<'_>, Link)]) -> Vec<Price> {
    let prices = shelves.iter().filter_map(|(shelf, link)| {
        let of = if shelves.len() == 1 { "" } else { &link.text };
        price(portal, shelf.contract.price.as_ref()?, of)
    });
    prices.collect()
}

fn doc(portal: &Portal, at: usize) -> Link {
    Link::to(&portal.mesh.docs[at].title, portal.doc_route(at))
}

/// The files behind the page, with what each holds.
fn sources(portal: &Portal, id: ProductId) -> Vec<SourceFile> {
    let files = product_files(portal, id).into_iter();
    let sources = files.filter_map(|file| match portal.mesh.target(file)? {
        Target::Product(id) => {
            let manifest = portal.mesh.product(id).manifest.as_ref()?;
            let standard = manifest
                .api_version
                .map(|version| format!("ODPS {}", version.value));
            Some(SourceFile {
                at: portal.place(manifest.span),
                holds: "data product".to_owned(),
                standard: standard.unwrap_or_default(),
            })
        }
        Target::Contract(id, at) => {
            let contract = portal.mesh.contract(id);
            let manifest = &contract.versions[at].manifest;
            let version = text(manifest.version.as_ref());
            Some(SourceFile {
                at: portal.place(manifest.span),
                holds: format!("data contract {} {version}", contract.name)
                    .trim_end()
                    .to_owned(),
                standard: manifest.written_in(),
            })
        }
        Target::Doc(_) => None,
    });
    sources.collect()
}

/// Adds the file's name to the places in contracts: a line alone would be taken for one of
/// the product's own file.
fn name_files(view: &mut View) {
    let own = view
        .sources
        .first()
        .map_or_else(String::new, |source| source.at.file.clone());
    let name = |place: &mut Option<Place>| {
        if let Some(place) = place.as_mut().filter(|place| place.file != own) {
            place.name = place.file.rsplit('/').next().unwrap_or_default().to_owned();
        }
    };
    for port in &mut view.outputs {
        name(&mut port.at);
        port.servers
            .iter_mut()
            .for_each(|server| name(&mut server.at));
        port.roles.iter_mut().for_each(|role| name(&mut role.at));
    }
    view.schema
        .iter_mut()
        .for_each(|entry| name(&mut entry.table.at));
    view.promises
        .iter_mut()
        .for_each(|promise| name(&mut promise.at));
    view.quality.iter_mut().for_each(|rule| name(&mut rule.at));
    view.channels
        .iter_mut()
        .for_each(|channel| name(&mut channel.at));
    if let Some(standing) = &mut view.standing {
        let lists = [
            &mut standing.obstacles,
            &mut standing.later,
            &mut standing.coming,
        ];
        let outcomes = lists.into_iter().flatten();
        outcomes.for_each(|outcome| name(&mut outcome.at));
    }
}
