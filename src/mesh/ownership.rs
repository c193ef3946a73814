//! Who answers for what.

use std::collections::HashMap;

use super::people::{bare, key};
use super::{
    Contract, ContractId, DomainId, Mesh, Owner, OwnerField, PersonId, Product, ProductId, TeamId,
    slugs, source_of, teams,
};
use crate::diag::{Files, SourceId};
use crate::model::{CustomProperty, DataContract, Team, Text};

/// Whether a member of this role answers for the whole (`team.members[].role`).
pub fn is_owner_role(role: &str) -> bool {
    let role = role.to_lowercase().replace(['-', '_', ' '], "");
    matches!(
        role.as_str(),
        "owner" | "productowner" | "dataproductowner" | "dataowner" | "contractowner"
    )
}

/// Finds the owner of each product, contract and domain. `people` are those who may be named.
pub(super) fn join(mesh: &mut Mesh, people: HashMap<String, PersonId>, files: &Files) {
    let names = Names {
        teams: teams::by_name(mesh),
        people,
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
    let heard = |mesh: &Mesh, source, owner: Option<Owner>| {
        owner.map(|owner| Owner {
            team: owner.team.filter(|team| is_heard(mesh, source, *team)),
            ..owner
        })
    };
    for (at, owner) in products.into_iter().enumerate() {
        mesh.products[at].owner = heard(mesh, mesh.products[at].source, owner);
    }
    for (at, owner) in contracts.into_iter().enumerate() {
        mesh.contracts[at].owner = heard(mesh, mesh.contracts[at].source, owner);
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
    domains(mesh, &names, files);
    mesh.names = names;
}

/// Whether a source may say that something of it is of a team.
pub(super) fn is_heard(mesh: &Mesh, source: SourceId, team: TeamId) -> bool {
    let name = &mesh.team(team).name;
    mesh.precedence.shut_by(source, name).is_none()
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
fn domains(mesh: &mut Mesh, names: &Names, files: &Files) {
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
        let source = entry.map(|entry| source_of(files, entry.name.span));
        let team = entry.and_then(|entry| names.team(entry.owner.as_ref()?));
        mesh.domains[at].team = team;
        // Where a team belongs is not for others to say.
        let is_heard = |team: &TeamId| {
            let team = mesh.team(*team);
            let of_team = team
                .entry
                .as_ref()
                .map(|own| source_of(files, own.name.span));
            let owner = source.and_then(|at| mesh.precedence.other_of_name(at, &team.name));
            owner.is_none() || of_team == source
        };
        if let Some(team) = team.filter(is_heard) {
            mesh.teams[team.0 as usize]
                .domains
                .push(DomainId(at as u32));
        }
    }
}
