//! Everything joined: who offers which contract, who owns it, what it is made from.
//!
//! The mesh is ordered and immutable. Every link between files is resolved here, or
//! recorded as dangling with a finding. To whom an id belongs that several sources claim is said
//! in `precedence` alone; nothing of another claimant shows on the thing that it claims.

mod addresses;
mod check;
mod claims;
mod codes;
mod cycles;
mod contracts;
mod directory;
mod docs;
mod domains;
mod home;
mod implicit;
mod lineage;
mod missing;
mod nouns;
mod ownership;
mod paths;
mod people;
mod placeholder;
mod placing;
mod precedence;
mod products;
mod queries;
mod slugs;
mod teams;
mod told;

use std::collections::HashMap;

use crate::diag::{FileId, Files, Finding, SourceId, Span, Subject, SubjectKind};
use crate::manifest::{Manifest, Noun};
use crate::model::{
    DataContract, DataProduct, DirectoryEntry, DomainEntry, TeamEntry, Text, UserEntry,
};
use crate::source::Source;

pub use codes::*;
pub use home::Home;
pub use nouns::{
    Contract, ContractId, Doc, Domain, DomainId, Input, Link, OperatingModel, Output, Owner,
    OwnerField, Person, PersonId, PersonRole, Product, ProductId, Target, Team, TeamId, Version,
};
pub use ownership::is_owner_role;
pub use paths::{folder, joined, relative};
pub use placeholder::is_placeholder;
use precedence::Precedence;
pub use precedence::Rank;
pub use slugs::Slugs;
use told::Told;

/// The data mesh: all products, contracts, domains, teams, people and docs, joined.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    /// The sources, in configuration order.
    pub sources: Vec<Source>,
    /// The domains, by slug.
    pub domains: Vec<Domain>,
    /// The products, by domain and slug.
    pub products: Vec<Product>,
    /// The contracts, by domain and slug.
    pub contracts: Vec<Contract>,
    /// The teams, by slug.
    pub teams: Vec<Team>,
    /// The people, by slug.
    pub people: Vec<Person>,
    /// The pages of docs, by source and path.
    pub docs: Vec<Doc>,
    /// Whether a directory names the teams.
    pub knows_teams: bool,
    /// Whether a directory names the domains.
    pub knows_domains: bool,
    precedence: Precedence,
    by_file: HashMap<FileId, Target>,
    by_id: HashMap<Box<str>, ProductId>,
    names: ownership::Names,
    addresses: addresses::Addresses,
    placeholders: placeholder::Placeholders,
}

/// What the stages before have read.
#[derive(Default)]
struct Parts {
    products: Vec<(SourceId, Box<DataProduct>)>,
    contracts: Vec<(SourceId, Box<DataContract>)>,
    domains: Vec<DomainEntry>,
    teams: Vec<TeamEntry>,
    users: Vec<UserEntry>,
}

impl Parts {
    /// The sources that hold products or contracts.
    fn offering(&self) -> impl Iterator<Item = SourceId> {
        let products = self.products.iter().map(|(source, _)| *source);
        products.chain(self.contracts.iter().map(|(source, _)| *source))
    }

    /// Puts those first to whom their ids belong: of several claims each stage takes the first.
    fn order(&mut self, precedence: &Precedence, files: &Files) {
        let id = |id: &Option<Text>| id.as_ref().map_or(String::new(), |id| id.value.to_string());
        let rank = |name: &Text| precedence.rank_of_name(source_of(files, name.span), name);
        let products = &mut self.products;
        products.sort_by_cached_key(|(source, own)| precedence.rank(*source, &id(&own.id)));
        let contracts = &mut self.contracts;
        contracts.sort_by_cached_key(|(source, own)| precedence.rank(*source, &id(&own.id)));
        self.domains.sort_by_cached_key(|entry| rank(&entry.name));
        self.teams.sort_by_cached_key(|entry| rank(&entry.name));
        self.users.sort_by_cached_key(|entry| rank(&entry.name));
    }
}

/// The source in which a place lies.
fn source_of(files: &Files, span: Span) -> SourceId {
    files.file(files.of(span)).source.unwrap_or(SourceId(0))
}

/// Joins what was read from the sources. Manifests come with the id of their file;
/// `findings` receives what is wrong between files. `placeholders` stand for nobody in this
/// portal, beside the names that do everywhere.
pub fn join(
    files: &Files,
    sources: Vec<Source>,
    manifests: Vec<(FileId, Manifest)>,
    placeholders: &[String],
    findings: &mut Vec<Finding>,
) -> Mesh {
    let mut parts = Parts::default();
    for (file, manifest) in manifests {
        findings.extend(manifest.findings);
        let source = files.file(file).source.unwrap_or(SourceId(0));
        match manifest.noun {
            Noun::Product(product) => parts.products.push((source, product)),
            Noun::Contract(contract) => parts.contracts.push((source, contract)),
            Noun::Directory(entries) => {
                for entry in entries {
                    match entry {
                        DirectoryEntry::Domain(domain) => parts.domains.push(domain),
                        DirectoryEntry::Team(team) => parts.teams.push(team),
                        DirectoryEntry::User(user) => parts.users.push(user),
                    }
                }
            }
            Noun::Nothing => {}
        }
    }
    let mut mesh = Mesh {
        precedence: Precedence::of(&sources, parts.offering()),
        sources,
        knows_teams: !parts.teams.is_empty(),
        knows_domains: !parts.domains.is_empty(),
        placeholders: placeholder::Placeholders::with(placeholders),
        ..Mesh::default()
    };
    parts.order(&mesh.precedence, files);
    let mut told = Told::new(files, findings);
    products::join(
        &mut mesh,
        parts.products,
        parts.contracts,
        parts.domains,
        &mut told,
    );
    claims::join(&mut mesh, &mut told);
    lineage::join(&mut mesh);
    teams::join(&mut mesh, parts.teams, &mut told);
    let people = people::join(&mut mesh, parts.users, &mut told);
    ownership::join(&mut mesh, people, files);
    mesh.by_file = by_file(&mesh);
    docs::join(&mut mesh, &mut told);
    check::check(&mesh, &mut told);
    missing::note(&mesh, findings);
    mesh
}

fn by_file(mesh: &Mesh) -> HashMap<FileId, Target> {
    let mut by_file = HashMap::new();
    for (id, contract) in mesh.contracts() {
        for (at, version) in contract.versions.iter().enumerate() {
            by_file.insert(version.manifest.file, Target::Contract(id, at));
        }
    }
    for (id, product) in mesh.products() {
        if let Some(manifest) = &product.manifest {
            by_file.insert(manifest.file, Target::Product(id));
        }
    }
    by_file
}

fn product_subject(product: &Product) -> Subject {
    Subject::new(SubjectKind::Product, product.id.as_str())
}
