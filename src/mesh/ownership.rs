//! Who answers for what.

use std::collections::HashMap;

use super::people::{bare, key};
use super::{
    Contract, ContractId, DomainId, Mesh, Owner, OwnerField, PersonId, Product, ProductId, TeamId,
    slugs, teams,
};
use crate::model::{CustomProperty, DataContract, Team, Text};

/// Whether a member of this role answers for the whole (`team.members[].role`).
pub fn is_owner_role(role: &str) -> bool {
    let role = role.to_lowercase().replace(['-', '_', ' '], "");
    matches!(
        role.as_str(),
        "owner" | "productowner" | "dataproductowner" | "dataowner" | "contractowner"
    )
}

/// Finds the owner of each product, contract and domain.
pub(super) fn join(mesh: &mut Mesh) {
    let names = Names {
        teams: teams::by_name(mesh),
        people: people_by_name(mesh),
    };
    let products: Vec<_> = mesh
        .products
        .iter()
        .map(|product| product_owner(mesh, product, &names))
        .collect();
    let contracts: Vec<_> = mesh
        .contracts
        .iter()
        .map(|contract| contract_owner(contract, &names))
        .collect();
    for (product, owner) in mesh.products.iter_mut().zip(products) {
        product.owner = owner;
    }
    for (contract, owner) in mesh.contracts.iter_mut().zip(contracts) {
        contract.owner = owner;
    }
    for at in 0..mesh.products.len() {
        if let Some(team) = mesh.products[at]
            .owner
            .as_ref()
            .and_then(|owner| owner.team)
        {
            mesh.teams[team.0 as usize]
                .products
                .push(ProductId(at as u32));
        }
    }
    for at in 0..mesh.contracts.len() {
        let contract = &mesh.contracts[at];
        let of_product = mesh
            .product(contract.product)
            .owner
            .as_ref()
            .and_then(|owner| owner.team);
        if let Some(team) = contract
            .owner
            .as_ref()
            .and_then(|owner| owner.team)
            .filter(|&team| Some(team) != of_product)
        {
            mesh.teams[team.0 as usize]
                .contracts
                .push(ContractId(at as u32));
        }
    }
    domains(mesh, &names);
    mesh.names = names;
}

/// Teams and people by each name that manifests may call them.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    teams: HashMap<String, TeamId>,
    people: HashMap<String, PersonId>,
}

impl Names {
    /// The team of this name.
    pub(super) fn team(&self, name: &str) -> Option<TeamId> {
        self.teams.get(&key(name)).copied()
    }

    /// The person of this user name, address or full name.
    pub(super) fn person(&self, name: &str) -> Option<PersonId> {
        let found = self.people.get(&key(name));
        found
            .or_else(|| self.people.get(&name.trim().to_lowercase()))
            .copied()
    }
}

fn people_by_name(mesh: &Mesh) -> HashMap<String, PersonId> {
    let mut by_name = HashMap::new();
    for (id, person) in mesh.people() {
        let email = person.email.as_ref().map(|email| email.to_lowercase());
        for name in [
            Some(key(&person.username)),
            email,
            Some(person.name.to_lowercase()),
        ]
        .into_iter()
        .flatten()
        {
            by_name.entry(name).or_insert(id);
        }
    }
    by_name
}

/// The owner that the product's manifest names, else the first that its contracts name.
fn product_owner(mesh: &Mesh, product: &Product, names: &Names) -> Option<Owner> {
    let own = product
        .manifest
        .as_ref()
        .and_then(|manifest| owner(manifest.team.as_ref(), &manifest.custom_properties, names));
    own.or_else(|| {
        let mut contracts = mesh.offered(product).into_iter();
        contracts.find_map(|(_, contract)| manifest_owner(contract, names))
    })
}

fn contract_owner(contract: &Contract, names: &Names) -> Option<Owner> {
    manifest_owner(contract.newest(), names)
}

fn manifest_owner(contract: &DataContract, names: &Names) -> Option<Owner> {
    owner(contract.team.as_ref(), &contract.custom_properties, names)
}

/// Asks the fields that can name an owner, in their order.
fn owner(team: Option<&Team>, custom: &[CustomProperty], names: &Names) -> Option<Owner> {
    let team_name = team
        .and_then(|team| team.name.as_ref())
        .filter(|name| !name.trim().is_empty());
    if let Some(name) = team_name {
        return Some(named(name, OwnerField::Team, names));
    }
    let members = team.map(|team| team.members.as_slice()).unwrap_or_default();
    let member = members
        .iter()
        .find(|member| member.role.as_ref().is_some_and(|role| is_owner_role(role)));
    if let Some(name) = member.and_then(|member| member.username.as_ref().or(member.name.as_ref()))
    {
        return Some(named(name, OwnerField::Member, names));
    }
    let property = custom.iter().find(|custom| {
        custom
            .property
            .as_ref()
            .is_some_and(|name| &*name.value == "owner")
    })?;
    let text = property.value.as_ref()?.text()?;
    Some(named(
        &Text::new(text.into(), property.span),
        OwnerField::CustomProperty,
        names,
    ))
}

fn named(name: &Text, from: OwnerField, names: &Names) -> Owner {
    Owner {
        name: name.clone(),
        from,
        team: names.team(name),
        person: names.person(name),
    }
}

/// The teams that answer for domains, and of which domains they are parts.
fn domains(mesh: &mut Mesh, names: &Names) {
    let by_name = mesh.domains();
    let by_name = by_name.map(|(id, domain)| (slugs::key(&domain.name), id));
    let by_name: HashMap<String, DomainId> = by_name.collect();
    for (id, domain) in mesh.domains.iter_mut().enumerate() {
        let entry = domain.entry.as_ref();
        let around = entry.and_then(|entry| entry.subdomain_of.as_ref());
        let around = around.and_then(|name| by_name.get(&slugs::key(bare(name))));
        domain.part_of = around.copied().filter(|around| around.0 as usize != id);
    }
    for at in 0..mesh.domains.len() {
        let entry = mesh.domains[at].entry.as_ref();
        let team = entry.and_then(|entry| names.team(entry.owner.as_ref()?));
        mesh.domains[at].team = team;
        if let Some(team) = team {
            mesh.teams[team.0 as usize]
                .domains
                .push(DomainId(at as u32));
        }
    }
}
