//! Everything joined: who offers which contract, who owns it, what it is made from.
//!
//! The mesh is ordered and immutable. Every link between files is resolved here, or
//! recorded as dangling with a finding. Nothing of a later claimant of an id shows on the
//! thing that it claims.

mod contracts;
mod docs;
mod lineage;
mod ownership;
mod people;
mod products;
mod slugs;

use std::collections::HashMap;

use crate::diag::{
    Code, Element, FileId, Files, Finding, Level, SourceId, Span, Subject, SubjectKind, nearest,
};
use crate::manifest::{Manifest, Noun};
use crate::model::{
    DataContract, DataProduct, DirectoryEntry, DomainEntry, TeamEntry, Text, UserEntry,
};
use crate::source::Source;

pub use docs::joined;
pub use ownership::{is_owner_role, is_placeholder};
pub use slugs::Slugs;

/// A data product of the mesh: an index into [`Mesh::products`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u32);
/// A data contract of the mesh: an index into [`Mesh::contracts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContractId(pub u32);
/// A domain of the mesh: an index into [`Mesh::domains`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainId(pub u32);
/// A team of the mesh: an index into [`Mesh::teams`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub u32);
/// A person of the mesh: an index into [`Mesh::people`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

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
    by_file: HashMap<FileId, Target>,
    names: ownership::Names,
    by_id: HashMap<String, ContractId>,
}

/// The thing that a file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A data product.
    Product(ProductId),
    /// A version of a data contract: the index into [`Contract::versions`].
    Contract(ContractId, usize),
    /// A page of docs: the index into [`Mesh::docs`].
    Doc(usize),
}

/// A data product and its place in the mesh.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its name in routes, unique in its domain.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Its id; that of its first contract where it is implicit.
    pub id: String,
    /// Its domain.
    pub domain: DomainId,
    /// Its source.
    pub source: SourceId,
    /// Its manifest; `None` for the implicit product of contracts that no product offers.
    pub manifest: Option<Box<DataProduct>>,
    /// What it offers: a port of the manifest each, or a contract each where it is implicit.
    pub outputs: Vec<Output>,
    /// What it takes in, in the order of the manifest's input ports.
    pub inputs: Vec<Input>,
    /// Contracts that name it but that no port of it offers.
    pub named_by: Vec<ContractId>,
    /// Who answers for it.
    pub owner: Option<Owner>,
    /// The products from which it takes in, by id.
    pub upstream: Vec<ProductId>,
    /// The products that take in from it, by id.
    pub downstream: Vec<ProductId>,
    /// Its README: an index into [`Mesh::docs`].
    pub readme: Option<usize>,
    /// Its pages of docs: indices into [`Mesh::docs`].
    pub docs: Vec<usize>,
    /// Its file; the first contract's where it is implicit.
    pub file: FileId,
    /// The place that names it.
    pub span: Span,
}

/// What a product offers.
#[derive(Clone, Debug)]
pub struct Output {
    /// The index of the output port in the manifest; `None` where the product is implicit.
    pub port: Option<usize>,
    /// The contract behind it.
    pub contract: Link,
}

/// What a product takes in.
#[derive(Clone, Debug)]
pub struct Input {
    /// The index of the input port in the manifest.
    pub port: usize,
    /// The contract that it consumes.
    pub contract: Link,
    /// The products that offer the contract, by id.
    pub products: Vec<ProductId>,
}

/// Where a reference to a contract leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// To this version of a contract: the index into [`Contract::versions`].
    To(ContractId, usize),
    /// To a contract that has no such version.
    NoSuchVersion(ContractId),
    /// To an id that no contract has.
    Dangling,
    /// Nowhere: the port names no contract.
    Unnamed,
}

impl Link {
    /// The contract, in whichever version.
    pub fn contract(self) -> Option<ContractId> {
        match self {
            Link::To(id, _) | Link::NoSuchVersion(id) => Some(id),
            Link::Dangling | Link::Unnamed => None,
        }
    }
}

/// A data contract in all its versions.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Its name in routes, unique in its domain.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Its domain.
    pub domain: DomainId,
    /// Its source.
    pub source: SourceId,
    /// Its versions, newest first; never empty.
    pub versions: Vec<Version>,
    /// The product that it belongs to.
    pub product: ProductId,
    /// The products with a port that offers it, by id; more than one is a conflict.
    pub offered_by: Vec<ProductId>,
    /// The products that take it in, by id.
    pub consumed_by: Vec<ProductId>,
    /// Who answers for it.
    pub owner: Option<Owner>,
}

impl Contract {
    /// The newest version.
    pub fn newest(&self) -> &DataContract {
        &self.versions[0].manifest
    }
}

/// One version of a contract.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its name in routes: the contract's, with the version behind it where it is not the newest.
    pub slug: String,
    /// What it says.
    pub manifest: Box<DataContract>,
    /// Its source.
    pub source: SourceId,
}

/// A domain.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its name in routes.
    pub slug: String,
    /// Its name as manifests spell it; empty for what names no domain.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What the directory says of it.
    pub entry: Option<Box<DomainEntry>>,
    /// The team that answers for it.
    pub team: Option<TeamId>,
    /// Its products, by id.
    pub products: Vec<ProductId>,
    /// Its contracts, by id.
    pub contracts: Vec<ContractId>,
}

/// A team: from the directory, or from what manifests say.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its name in routes.
    pub slug: String,
    /// Its name as manifests spell it.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// What the directory says of it; `None` where a manifest names it alone.
    pub entry: Option<Box<TeamEntry>>,
    /// The team above it.
    pub parent: Option<TeamId>,
    /// The teams below it, by id.
    pub children: Vec<TeamId>,
    /// Its members, by id.
    pub members: Vec<PersonId>,
    /// The products that it owns, by id.
    pub products: Vec<ProductId>,
    /// The contracts that it owns outside of its products, by id.
    pub contracts: Vec<ContractId>,
    /// The domains that it answers for, by id.
    pub domains: Vec<DomainId>,
}

/// A person: from the directory, or from what manifests say.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their name in routes.
    pub slug: String,
    /// Their user name or address, as the directory or the first manifest spells it.
    pub username: String,
    /// Their name for people.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// What the directory says of them.
    pub entry: Option<Box<UserEntry>>,
    /// Their teams, by id.
    pub teams: Vec<TeamId>,
    /// What they do for which product, in the products' order.
    pub roles: Vec<PersonRole>,
}

/// What a person does for a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRole {
    /// The product.
    pub product: ProductId,
    /// The role, as the manifest spells it; may be empty.
    pub role: String,
}

/// Who answers for a product or contract, and who says so.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The name, as it is spelt.
    pub name: Text,
    /// Which field says so.
    pub from: OwnerField,
    /// The team of this name.
    pub team: Option<TeamId>,
    /// The person of this name.
    pub person: Option<PersonId>,
}

/// The field that names an owner, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerField {
    /// `team.name`.
    Team,
    /// A member of `team` with an owner's role.
    Member,
    /// `customProperties` with the property `owner`.
    CustomProperty,
}

impl OwnerField {
    /// The field as the standards spell it.
    pub fn name(self) -> &'static str {
        match self {
            OwnerField::Team => "team.name",
            OwnerField::Member => "team.members[] with the role owner",
            OwnerField::CustomProperty => "customProperties.owner",
        }
    }
}

/// A page of docs.
#[derive(Clone, Debug)]
pub struct Doc {
    /// Its source.
    pub source: SourceId,
    /// Its file.
    pub file: FileId,
    /// Its route below `docs/<source>/`, without `.html`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Where its Markdown stands, behind the front matter.
    pub body: Span,
    /// The product that it belongs to.
    pub product: Option<ProductId>,
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

/// Joins what was read from the sources. Manifests come with the id of their file;
/// `findings` receives what is wrong between files.
pub fn join(
    files: &Files,
    sources: Vec<Source>,
    manifests: Vec<(FileId, Manifest)>,
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
        sources,
        knows_teams: !parts.teams.is_empty(),
        knows_domains: !parts.domains.is_empty(),
        ..Mesh::default()
    };
    let mut told = Told {
        files,
        findings,
        hints: HINTS,
    };
    products::join(
        &mut mesh,
        parts.products,
        parts.contracts,
        parts.domains,
        &mut told,
    );
    lineage::join(&mut mesh, &mut told);
    people::join(&mut mesh, parts.teams, parts.users, &mut told);
    ownership::join(&mut mesh, &mut told);
    mesh.by_file = by_file(&mesh);
    docs::join(&mut mesh, &mut told);
    mesh
}

/// The findings of the joining, with the files to tell where.
struct Told<'a> {
    files: &'a Files,
    findings: &'a mut Vec<Finding>,
    /// How many more names may be looked up for what was probably meant.
    hints: u32,
}

/// How many references get a suggestion: each is held against every name of the mesh.
const HINTS: u32 = 500;

impl Told<'_> {
    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The name that was probably meant.
    fn nearest<'n>(&mut self, text: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        self.hints = self.hints.checked_sub(1)?;
        nearest(text, names)
    }
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

impl Mesh {
    /// The product of this id.
    pub fn product(&self, id: ProductId) -> &Product {
        &self.products[id.0 as usize]
    }

    /// The contract of this id.
    pub fn contract(&self, id: ContractId) -> &Contract {
        &self.contracts[id.0 as usize]
    }

    /// The domain of this id.
    pub fn domain(&self, id: DomainId) -> &Domain {
        &self.domains[id.0 as usize]
    }

    /// The team of this id.
    pub fn team(&self, id: TeamId) -> &Team {
        &self.teams[id.0 as usize]
    }

    /// The person of this id.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.0 as usize]
    }

    /// The source of this id.
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[usize::from(id.0)]
    }

    /// Every product with its id.
    pub fn products(&self) -> impl ExactSizeIterator<Item = (ProductId, &Product)> {
        self.products
            .iter()
            .enumerate()
            .map(|(at, product)| (ProductId(at as u32), product))
    }

    /// Every contract with its id.
    pub fn contracts(&self) -> impl ExactSizeIterator<Item = (ContractId, &Contract)> {
        self.contracts
            .iter()
            .enumerate()
            .map(|(at, contract)| (ContractId(at as u32), contract))
    }

    /// Every domain with its id.
    pub fn domains(&self) -> impl ExactSizeIterator<Item = (DomainId, &Domain)> {
        self.domains
            .iter()
            .enumerate()
            .map(|(at, domain)| (DomainId(at as u32), domain))
    }

    /// Every team with its id.
    pub fn teams(&self) -> impl ExactSizeIterator<Item = (TeamId, &Team)> {
        self.teams
            .iter()
            .enumerate()
            .map(|(at, team)| (TeamId(at as u32), team))
    }

    /// Every person with their id.
    pub fn people(&self) -> impl ExactSizeIterator<Item = (PersonId, &Person)> {
        self.people
            .iter()
            .enumerate()
            .map(|(at, person)| (PersonId(at as u32), person))
    }

    /// The team that manifests call by this name.
    pub fn team_named(&self, name: &str) -> Option<TeamId> {
        self.names.team(name)
    }

    /// The person that manifests call by this user name, address or full name.
    pub fn person_named(&self, name: &str) -> Option<PersonId> {
        self.names.person(name)
    }

    /// What a file describes, where it is a manifest or a page of docs.
    pub fn target(&self, file: FileId) -> Option<Target> {
        self.by_file.get(&file).copied()
    }

    /// Where a reference to a contract leads, as ports write it: an id and a version.
    pub fn reference(&self, id: Option<&Text>, version: Option<&Text>) -> Link {
        lineage::link(self, &self.by_id, id, version)
    }

    /// The versions of contracts that a product offers, as far as they are there; each once.
    pub fn offered(&self, product: &Product) -> Vec<(ContractId, &DataContract)> {
        let mut offered: Vec<(ContractId, &DataContract)> = Vec::new();
        for output in &product.outputs {
            let found = match output.contract {
                Link::To(id, version) => (id, &*self.contract(id).versions[version].manifest),
                Link::NoSuchVersion(id) => (id, self.contract(id).newest()),
                Link::Dangling | Link::Unnamed => continue,
            };
            if !offered
                .iter()
                .any(|(_, manifest)| manifest.file == found.1.file)
            {
                offered.push(found);
            }
        }
        offered
    }
}

fn product_subject(product: &Product) -> Subject {
    Subject::new(SubjectKind::Product, product.id.as_str())
}

const fn reference(id: &'static str, level: Level, page: &'static str) -> Code {
    Code {
        id,
        level,
        element: Element::Reference,
        page,
    }
}

/// An id that two files claim; the later one.
pub const DUPLICATE_ID: Code = reference(
    "duplicate-id",
    Level::Error,
    include_str!("../../content/rules/duplicate-id.md"),
);
/// An output port whose contract is not there.
pub const DANGLING_CONTRACT: Code = reference(
    "dangling-contract",
    Level::Error,
    include_str!("../../content/rules/dangling-contract.md"),
);
/// An input port whose contract is not there.
pub const DANGLING_INPUT_PORT: Code = reference(
    "dangling-input-port",
    Level::Error,
    include_str!("../../content/rules/dangling-input-port.md"),
);
/// A reference to a version that its contract does not have.
pub const VERSION_MISMATCH: Code = reference(
    "version-mismatch",
    Level::Warning,
    include_str!("../../content/rules/version-mismatch.md"),
);
/// A contract that two products offer; the later one.
pub const CONTESTED_CONTRACT: Code = reference(
    "contested-contract",
    Level::Error,
    include_str!("../../content/rules/contested-contract.md"),
);
/// An owner that the directory does not know.
pub const UNKNOWN_OWNER: Code = Code {
    id: "unknown-owner",
    level: Level::Error,
    element: Element::Ownership,
    page: include_str!("../../content/rules/unknown-owner.md"),
};
/// A manifest whose domain is not that of its source.
pub const DOMAIN_MISMATCH: Code = reference(
    "domain-mismatch",
    Level::Warning,
    include_str!("../../content/rules/domain-mismatch.md"),
);

/// The faults that this room reports.
pub const CODES: &[Code] = &[
    DUPLICATE_ID,
    DANGLING_CONTRACT,
    DANGLING_INPUT_PORT,
    VERSION_MISMATCH,
    CONTESTED_CONTRACT,
    UNKNOWN_OWNER,
    DOMAIN_MISMATCH,
];
