//! The nouns of the mesh: each thing with its place and its links to the others.

use crate::diag::{FileId, SourceId, Span};
use crate::model::{DataContract, DataProduct, DomainEntry, TeamEntry, Text, UserEntry};

/// A data product of the mesh: an index into [`Mesh::products`](super::Mesh::products).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductId(pub u32);
/// A data contract of the mesh: an index into [`Mesh::contracts`](super::Mesh::contracts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContractId(pub u32);
/// A domain of the mesh: an index into [`Mesh::domains`](super::Mesh::domains).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainId(pub u32);
/// A team of the mesh: an index into [`Mesh::teams`](super::Mesh::teams).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TeamId(pub u32);
/// A person of the mesh: an index into [`Mesh::people`](super::Mesh::people).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub u32);

/// The thing that a file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A data product.
    Product(ProductId),
    /// A version of a data contract: the index into [`Contract::versions`].
    Contract(ContractId, usize),
    /// A page of docs: the index into [`Mesh::docs`](super::Mesh::docs).
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
    /// Its README: an index into [`Mesh::docs`](super::Mesh::docs).
    pub readme: Option<usize>,
    /// Its pages of docs: indices into [`Mesh::docs`](super::Mesh::docs).
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

    /// The same with the contract under another id.
    pub(super) fn map(self, id: impl Fn(ContractId) -> ContractId) -> Link {
        match self {
            Link::To(contract, version) => Link::To(id(contract), version),
            Link::NoSuchVersion(contract) => Link::NoSuchVersion(id(contract)),
            Link::Dangling | Link::Unnamed => self,
        }
    }
}

/// A data contract in all its versions.
#[derive(Clone, Debug)]
pub struct Contract {
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
    /// The domain of which it is a part.
    pub part_of: Option<DomainId>,
    /// Its products, by id.
    pub products: Vec<ProductId>,
    /// Its contracts, by id.
    pub contracts: Vec<ContractId>,
}

/// Who does the work of a domain today, as the domain itself says in the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperatingModel {
    /// Its own teams.
    DomainOwned,
    /// Another team still, which hands it over.
    Transitional,
    /// Another team, which curates it for good.
    Central,
}

impl Domain {
    /// Who does its work (`meshbook/operating-model`); `None` where it does not say so.
    pub fn operating_model(&self) -> Option<OperatingModel> {
        let entry = self.entry.as_ref()?;
        let model = entry.annotation("meshbook/operating-model")?;
        match model.trim().to_ascii_lowercase().as_str() {
            "domain-owned" => Some(OperatingModel::DomainOwned),
            "transitional" => Some(OperatingModel::Transitional),
            "central" => Some(OperatingModel::Central),
            _ => None,
        }
    }

    /// Whether it says openly that another team does its work.
    pub fn is_served(&self) -> bool {
        matches!(
            self.operating_model(),
            Some(OperatingModel::Transitional | OperatingModel::Central)
        )
    }
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
    /// The team of this name; `None` too where it is another source's own.
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
