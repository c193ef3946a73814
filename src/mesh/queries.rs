//! What may be asked of the mesh.

use std::collections::HashSet;

use super::{
    Contract, ContractId, Domain, DomainId, Link, Mesh, Person, PersonId, Product, ProductId,
    Target, Team, TeamId,
};
use crate::diag::{FileId, SourceId};
use crate::model::{DataContract, Text};
use crate::source::Source;

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

    /// Every source with its id.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = (SourceId, &Source)> {
        let numbered = self.sources.iter().enumerate();
        numbered.map(|(at, source)| (SourceId(at as u16), source))
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

    /// The page of a product, relative to the root of the site: its address.
    pub fn address(&self, product: &Product) -> String {
        let domain = &self.domain(product.domain).slug;
        format!("products/{domain}/{}.html", product.slug)
    }

    /// The person that manifests call by this user name, address or full name.
    pub fn person_named(&self, name: &str) -> Option<PersonId> {
        self.names.person(name)
    }

    /// Whether a name stands for nobody: TBD, n/a, or a word that the portal keeps for it.
    pub fn is_placeholder(&self, name: &str) -> bool {
        self.placeholders.contain(name)
    }

    /// What a file describes, where it is a manifest or a page of docs.
    pub fn target(&self, file: FileId) -> Option<Target> {
        self.by_file.get(&file).copied()
    }

    /// Where a reference to a contract leads, as ports write it: an id and a version.
    pub fn reference(&self, id: Option<&Text>, version: Option<&Text>) -> Link {
        self.addresses.link(id, version)
    }

    /// Whether the claim of a product on a contract is heard.
    fn may_offer(&self, product: &Product, contract: ContractId) -> bool {
        let contract = self.contract(contract);
        let mut offering = contract.offered_by.iter();
        contract.source == product.source
            || offering.any(|id| self.product(*id).file == product.file)
    }

    /// The versions of contracts that a product offers, as far as they are there and it may offer
    /// them; each once.
    pub fn offered(&self, product: &Product) -> Vec<(ContractId, &DataContract)> {
        let mut known = HashSet::new();
        let mut offered: Vec<(ContractId, &DataContract)> = Vec::new();
        for output in &product.outputs {
            let found = match output.contract {
                Link::To(id, version) => (id, &*self.contract(id).versions[version].manifest),
                Link::NoSuchVersion(id) => (id, self.contract(id).newest()),
                Link::Dangling | Link::Unnamed => continue,
            };
            if self.may_offer(product, found.0) && known.insert(found.1.file) {
                offered.push(found);
            }
        }
        offered
    }
}
