//! Products, their contracts and domains: what there is, and under which name.

use std::collections::{BTreeMap, HashMap};

use super::contracts::{Group, group, tell_duplicate};
use super::slugs::Slugs;
use super::{
    CONTESTED_CONTRACT, Contract, ContractId, DANGLING_CONTRACT, DOMAIN_MISMATCH, Domain, DomainId,
    Input, Link, Mesh, Output, Product, ProductId, Told, VERSION_MISMATCH, Version,
};
use crate::diag::{Files, Finding, SourceId, Subject, SubjectKind};
use crate::model::{DataContract, DataProduct, DomainEntry, Text, same_version};

/// The title of the domain of everything that names none.
const NO_DOMAIN: &str = "No domain";

/// A product before it has its place.
struct Draft {
    source: SourceId,
    name: String,
    id: String,
    domain: String,
    manifest: Option<Box<DataProduct>>,
    /// The contracts that it offers, as indices of groups and versions, port by port.
    outputs: Vec<(Option<usize>, Reference)>,
    named_by: Vec<usize>,
    shown: Box<str>,
    file: crate::diag::FileId,
    span: crate::diag::Span,
}

/// A reference to a contract before contracts have their places.
#[derive(Clone, Copy)]
enum Reference {
    To(usize, usize),
    NoSuchVersion(usize),
    Dangling,
    Unnamed,
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
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    for (at, group) in groups
        .iter()
        .enumerate()
        .filter(|(_, group)| !group.id.is_empty())
    {
        by_id.entry(&group.id).or_insert(at);
    }
    let mut drafts = drafts(mesh, products, &groups, &by_id, told);
    let offered = offered_by(&drafts, groups.len());
    attach(mesh, &mut drafts, &groups, &offered, told);
    let group_domains = group_domains(mesh, &drafts, &groups, told);
    mesh.domains = domains(&drafts, &group_domains, entries);
    place(mesh, drafts, groups, &group_domains, told);
}

fn drafts(
    mesh: &Mesh,
    products: Vec<(SourceId, Box<DataProduct>)>,
    groups: &[Group],
    by_id: &HashMap<&str, usize>,
    told: &mut Told<'_>,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (source, product) in products {
        let file = told.files.file(product.file);
        let (shown, span) = (
            file.shown.clone(),
            product
                .id
                .as_ref()
                .map_or(file.whole().head(), |id| id.span),
        );
        if let Some(id) = &product.id {
            match ids.get(id.trim()) {
                Some(&first) => tell_duplicate(
                    "product",
                    id,
                    drafts[first].span,
                    SubjectKind::Product,
                    told,
                ),
                None => drop(ids.insert(id.trim().to_owned(), drafts.len())),
            }
        }
        let id = product
            .id
            .as_ref()
            .map_or_else(|| shown.to_string(), |id| id.trim().to_owned());
        let subject = Subject::new(SubjectKind::Product, id.as_str());
        let ports = product.output_ports.iter().enumerate();
        let outputs = ports.map(|(at, port)| {
            let reference = resolve(
                groups,
                by_id,
                port.contract_id.as_ref(),
                port.version.as_ref(),
            );
            if mesh.source(source).is_partial {
                return (Some(at), reference);
            }
            tell_output(
                &reference,
                groups,
                by_id,
                port.contract_id.as_ref(),
                port.version.as_ref(),
                &subject,
                told,
            );
            (Some(at), reference)
        });
        let outputs = outputs.collect();
        tell_domain(mesh, source, product.domain.as_ref(), &subject, told);
        drafts.push(Draft {
            source,
            name: product
                .name
                .as_ref()
                .map_or_else(|| id.clone(), |name| name.trim().to_owned()),
            domain: domain_of(mesh, source, product.domain.as_ref()),
            outputs,
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

fn resolve(
    groups: &[Group],
    by_id: &HashMap<&str, usize>,
    id: Option<&Text>,
    version: Option<&Text>,
) -> Reference {
    let Some(id) = id else {
        return Reference::Unnamed;
    };
    let Some(&group) = by_id.get(id.trim()) else {
        return Reference::Dangling;
    };
    let Some(version) = version else {
        return Reference::To(group, 0);
    };
    let versions = groups[group].versions.iter();
    let mut matching = versions.enumerate().filter(|(_, (_, contract))| {
        contract
            .version
            .as_ref()
            .is_some_and(|own| same_version(own, version))
    });
    matching
        .next()
        .map_or(Reference::NoSuchVersion(group), |(at, _)| {
            Reference::To(group, at)
        })
}

fn tell_output(
    reference: &Reference,
    groups: &[Group],
    by_id: &HashMap<&str, usize>,
    id: Option<&Text>,
    version: Option<&Text>,
    subject: &Subject,
    told: &mut Told<'_>,
) {
    match (reference, id, version) {
        (Reference::Dangling, Some(id), _) => {
            let message = format!("no contract has the id `{}`", id.value);
            let help = match told.nearest(id, by_id.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "correct the id, or add the contract".to_owned(),
            };
            let finding = Finding::new(&DANGLING_CONTRACT, subject.clone(), id.span, message);
            told.tell(finding.label("this port offers nothing").help(help));
        }
        (Reference::NoSuchVersion(group), Some(id), Some(version)) => {
            told.tell(version_mismatch(
                subject,
                id,
                version,
                &groups[*group].versions[0].1,
            ));
        }
        _ => {}
    }
}

/// A reference to a version that the contract does not have.
pub(super) fn version_mismatch(
    subject: &Subject,
    id: &Text,
    version: &Text,
    newest: &DataContract,
) -> Finding {
    let message = format!(
        "the contract `{}` has no version `{}`",
        id.value, version.value
    );
    let finding = Finding::new(&VERSION_MISMATCH, subject.clone(), version.span, message);
    match &newest.version {
        Some(own) => finding
            .help(format!(
                "set `version: {}`, or add the version that is meant",
                own.value
            ))
            .related(own.span, "its newest version"),
        None => finding.help("give the contract a `version`"),
    }
}

/// The products that offer each group, in order.
fn offered_by(drafts: &[Draft], groups: usize) -> Vec<Vec<usize>> {
    let mut offered = vec![Vec::new(); groups];
    for (at, draft) in drafts.iter().enumerate() {
        for (_, reference) in &draft.outputs {
            if let Reference::To(group, _) | Reference::NoSuchVersion(group) = reference
                && offered[*group].last() != Some(&at)
            {
                offered[*group].push(at);
            }
        }
    }
    offered
}

/// Gives each contract that no port offers to the product that it names, or to an implicit one.
fn attach(
    mesh: &Mesh,
    drafts: &mut Vec<Draft>,
    groups: &[Group],
    offered: &[Vec<usize>],
    told: &mut Told<'_>,
) {
    let mut by_name: HashMap<(SourceId, String), usize> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        by_name
            .entry((draft.source, key(&draft.name)))
            .or_insert(at);
        by_name.entry((draft.source, key(&draft.id))).or_insert(at);
    }
    for (at, group) in groups.iter().enumerate() {
        if let [first, later @ ..] = offered[at].as_slice() {
            later
                .iter()
                .for_each(|&later| tell_contested(&drafts[*first], &drafts[later], group, told));
            continue;
        }
        let (source, contract) = &group.versions[0];
        let named = contract
            .data_product
            .as_ref()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty());
        if let Some(&draft) = named.and_then(|name| by_name.get(&(*source, key(name)))) {
            match drafts[draft].manifest {
                Some(_) => drafts[draft].named_by.push(at),
                None => drafts[draft].outputs.push((None, Reference::To(at, 0))),
            }
            continue;
        }
        let file = told.files.file(contract.file);
        let name = named.map_or_else(|| contract_name(group, told.files), str::to_owned);
        by_name.insert((*source, key(&name)), drafts.len());
        drafts.push(Draft {
            source: *source,
            domain: domain_of(mesh, *source, contract.domain.as_ref()),
            id: named.map_or_else(|| group.id.clone(), str::to_owned),
            name,
            manifest: None,
            outputs: vec![(None, Reference::To(at, 0))],
            named_by: Vec::new(),
            shown: file.shown.clone(),
            file: contract.file,
            span: contract
                .id
                .as_ref()
                .map_or(file.whole().head(), |id| id.span),
        });
    }
}

/// What makes two spellings of a product's name one: `jaffle_shop` is `Jaffle Shop`.
fn key(name: &str) -> String {
    match slug::slugify(name) {
        // A name without a letter is still a name of its own.
        slug if slug.is_empty() => name.trim().to_owned(),
        slug => slug,
    }
}

fn contract_name(group: &Group, files: &Files) -> String {
    let contract = &group.versions[0].1;
    let tables = contract
        .schema
        .first()
        .and_then(|object| object.name.as_ref());
    let named = contract.name.as_ref().or(contract.id.as_ref()).or(tables);
    match named {
        Some(name) => name.trim().to_owned(),
        None => files
            .file(contract.file)
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

fn tell_contested(first: &Draft, later: &Draft, group: &Group, told: &mut Told<'_>) {
    let port = |draft: &Draft| {
        let ports = draft
            .manifest
            .iter()
            .flat_map(|manifest| &manifest.output_ports);
        let mut ids = ports.filter_map(|port| port.contract_id.as_ref());
        ids.find(|id| id.trim() == group.id)
            .map_or(draft.span, |id| id.span)
    };
    let message = format!(
        "the contract `{}` is offered by `{}` too",
        group.id, first.name
    );
    let subject = Subject::new(SubjectKind::Product, later.id.as_str());
    let finding = Finding::new(&CONTESTED_CONTRACT, subject, port(later), message);
    told.tell(
        finding
            .help("let one product offer the contract, and take it in here as an input port")
            .related(port(first), "offered here first"),
    );
}

/// The domain that the configuration gives the source, else the one that the manifest names.
fn domain_of(mesh: &Mesh, source: SourceId, own: Option<&Text>) -> String {
    let configured = mesh.source(source).domain.as_deref();
    configured
        .or(own.map(|own| own.trim()))
        .unwrap_or_default()
        .to_owned()
}

/// Tells a manifest that names another domain than the configuration gives its source.
fn tell_domain(
    mesh: &Mesh,
    source: SourceId,
    own: Option<&Text>,
    subject: &Subject,
    told: &mut Told<'_>,
) {
    let (Some(configured), Some(own)) = (&mesh.source(source).domain, own) else {
        return;
    };
    if key(configured) != key(own) {
        let message = format!(
            "the domain `{}` is not `{configured}`, the domain of its source",
            own.value
        );
        let finding = Finding::new(&DOMAIN_MISMATCH, subject.clone(), own.span, message);
        told.tell(finding.help(format!(
            "set `domain: {configured}`, or correct the source in `meshbook.yaml`"
        )));
    }
}

/// The domain of each group: its own by the same order, else its product's.
fn group_domains(
    mesh: &Mesh,
    drafts: &[Draft],
    groups: &[Group],
    told: &mut Told<'_>,
) -> Vec<String> {
    let mut owners: Vec<Option<usize>> = vec![None; groups.len()];
    for (at, draft) in drafts.iter().enumerate() {
        let offered = draft
            .outputs
            .iter()
            .filter_map(|(_, reference)| match reference {
                Reference::To(group, _) | Reference::NoSuchVersion(group) => Some(*group),
                Reference::Dangling | Reference::Unnamed => None,
            });
        for group in offered.chain(draft.named_by.iter().copied()) {
            owners[group].get_or_insert(at);
        }
    }
    let domains = groups.iter().zip(owners).map(|(group, owner)| {
        let mut domain = String::new();
        for (source, contract) in group.versions.iter().rev() {
            let subject = Subject::new(SubjectKind::Contract, group.id.as_str());
            tell_domain(mesh, *source, contract.domain.as_ref(), &subject, told);
            domain = domain_of(mesh, *source, contract.domain.as_ref());
        }
        match owner {
            Some(owner) if domain.is_empty() => drafts[owner].domain.clone(),
            _ => domain,
        }
    });
    domains.collect()
}

/// Every domain that a manifest or the directory names, by slug.
fn domains(drafts: &[Draft], group_domains: &[String], entries: Vec<DomainEntry>) -> Vec<Domain> {
    let mut found: BTreeMap<String, Domain> = BTreeMap::new();
    for entry in entries {
        let name = entry.name.value.to_string();
        let title = entry
            .title
            .as_ref()
            .map_or_else(|| name.clone(), |title| title.value.to_string());
        found
            .entry(key(&name))
            .or_insert_with(|| domain(&name, title, Some(Box::new(entry))));
    }
    let named = drafts
        .iter()
        .map(|draft| &draft.domain)
        .chain(group_domains);
    for name in named {
        let title = if name.is_empty() {
            NO_DOMAIN.to_owned()
        } else {
            name.clone()
        };
        found
            .entry(key(name))
            .or_insert_with(|| domain(name, title, None));
    }
    let mut slugs = Slugs::without(&["index"]);
    let mut domains: Vec<_> = found.into_values().collect();
    for domain in &mut domains {
        domain.slug = slugs.take(&domain.slug, &domain.name);
    }
    domains.sort_by(|a, b| a.slug.cmp(&b.slug));
    domains
}

fn domain(name: &str, title: String, entry: Option<Box<DomainEntry>>) -> Domain {
    Domain {
        slug: if name.is_empty() {
            "no-domain".to_owned()
        } else {
            name.to_owned()
        },
        name: name.to_owned(),
        title,
        entry,
        team: None,
        products: Vec::new(),
        contracts: Vec::new(),
    }
}

/// Gives products and contracts their slugs and order, and turns references into ids.
fn place(
    mesh: &mut Mesh,
    drafts: Vec<Draft>,
    groups: Vec<Group>,
    group_domains: &[String],
    told: &mut Told<'_>,
) {
    let domains: HashMap<String, DomainId> = mesh
        .domains()
        .map(|(id, domain)| (key(&domain.name), id))
        .collect();
    let domain_id = |name: &str| domains[&key(name)];

    let mut slugs: HashMap<DomainId, Slugs> = HashMap::new();
    let mut order: Vec<(DomainId, String, usize)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let domain = domain_id(&draft.domain);
        let slug = slugs
            .entry(domain)
            .or_default()
            .take(&draft.name, &format!("{} {}", draft.id, draft.shown));
        order.push((domain, slug, at));
    }
    order.sort();
    let mut product_ids = vec![ProductId(0); drafts.len()];
    for (place, (_, _, at)) in order.iter().enumerate() {
        product_ids[*at] = ProductId(place as u32);
    }

    let mut slugs: HashMap<DomainId, Slugs> = HashMap::new();
    let mut contract_order: Vec<(DomainId, String, usize)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let domain = domain_id(&group_domains[at]);
        let shown = &told.files.file(group.versions[0].1.file).shown;
        let name = contract_name(group, told.files);
        let slug = slugs
            .entry(domain)
            .or_default()
            .take(&name, &format!("{} {shown}", group.id));
        contract_order.push((domain, slug, at));
    }
    contract_order.sort();
    let mut contract_ids = vec![ContractId(0); groups.len()];
    for (place, (_, _, at)) in contract_order.iter().enumerate() {
        contract_ids[*at] = ContractId(place as u32);
    }

    let link = |reference: &Reference| match *reference {
        Reference::To(group, version) => Link::To(contract_ids[group], version),
        Reference::NoSuchVersion(group) => Link::NoSuchVersion(contract_ids[group]),
        Reference::Dangling => Link::Dangling,
        Reference::Unnamed => Link::Unnamed,
    };
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
                .map(|(port, to)| Output {
                    port: *port,
                    contract: link(to),
                })
                .collect(),
            named_by: draft
                .named_by
                .iter()
                .map(|&group| contract_ids[group])
                .collect(),
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
        mesh.contracts
            .push(contract(group, slug, domain, told.files));
    }
    claim(mesh);
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
        slug,
        product: ProductId(0),
        offered_by: Vec::new(),
        consumed_by: Vec::new(),
        owner: None,
    }
}

/// Tells each contract which products offer it, and to which one it belongs.
fn claim(mesh: &mut Mesh) {
    for at in 0..mesh.products.len() {
        let id = ProductId(at as u32);
        let product = &mesh.products[at];
        let offered: Vec<_> = product
            .outputs
            .iter()
            .filter_map(|output| output.contract.contract())
            .collect();
        let named = product.named_by.clone();
        for contract in offered {
            let contract = &mut mesh.contracts[contract.0 as usize];
            if contract.offered_by.last() != Some(&id) {
                contract.offered_by.push(id);
            }
        }
        for contract in named {
            mesh.contracts[contract.0 as usize].product = id;
        }
    }
    for at in 0..mesh.contracts.len() {
        // Of several products that offer a contract it belongs to the one of the earliest source.
        let products = mesh.contracts[at].offered_by.iter().copied();
        let first = products.min_by_key(|&id| (mesh.product(id).source, mesh.product(id).file));
        if let Some(first) = first {
            mesh.contracts[at].product = first;
        }
    }
}
