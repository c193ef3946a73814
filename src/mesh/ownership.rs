//! Who answers for what.

use std::collections::HashMap;

use super::people::{key, members, teams_by_name};
use super::{
    Contract, ContractId, Mesh, Owner, OwnerField, PersonId, Product, ProductId, TeamId, Told,
    UNKNOWN_OWNER,
};
use crate::diag::{Finding, Subject, SubjectKind};
use crate::model::{CustomProperty, DataContract, Team, Text};

/// Names that stand where an owner should stand, lower case.
const PLACEHOLDERS: &[&str] = &[
    "-",
    "?",
    "??",
    "???",
    "admin",
    "administrator",
    "anyone",
    "change me",
    "changeme",
    "data team",
    "data-team",
    "everyone",
    "example",
    "fixme",
    "foo",
    "john doe",
    "jane doe",
    "me",
    "my team",
    "my-team",
    "n/a",
    "na",
    "n.a.",
    "nobody",
    "none",
    "not defined",
    "null",
    "owner",
    "placeholder",
    "someone",
    "somebody",
    "t.b.d.",
    "tba",
    "tbc",
    "tbd",
    "team",
    "team name",
    "test",
    "to be announced",
    "to be defined",
    "to be determined",
    "todo",
    "to do",
    "undefined",
    "unassigned",
    "unknown",
    "user",
    "xxx",
    "your team",
    "your-team",
];

/// Whether a name stands for nobody: TBD, n/a, unknown and their kin.
pub fn is_placeholder(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let bare = name.trim_matches(['<', '>', '[', ']', '(', ')', '{', '}', '.', '!', ' ']);
    bare.is_empty()
        || [bare, name.as_str()]
            .iter()
            .any(|name| PLACEHOLDERS.contains(name))
}

/// Whether a member of this role answers for the whole (`team.members[].role`).
pub fn is_owner_role(role: &str) -> bool {
    let role = role.to_lowercase().replace(['-', '_', ' '], "");
    matches!(
        role.as_str(),
        "owner" | "productowner" | "dataproductowner" | "dataowner" | "contractowner"
    )
}

/// Finds the owner of each product and contract, and tells owners that the directory does
/// not know.
pub(super) fn join(mesh: &mut Mesh, told: &mut Told<'_>) {
    let names = Names {
        teams: teams_by_name(mesh),
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
    if mesh.knows_teams {
        tell_unknown(mesh, told);
    }
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

/// The teams that answer for domains.
fn domains(mesh: &mut Mesh, names: &Names) {
    for at in 0..mesh.domains.len() {
        let entry = mesh.domains[at].entry.as_ref();
        let team = entry.and_then(|entry| names.team(entry.owner.as_ref()?));
        mesh.domains[at].team = team;
        if let Some(team) = team {
            mesh.teams[team.0 as usize]
                .domains
                .push(super::DomainId(at as u32));
        }
    }
}

/// Tells owners that are in no directory. A placeholder is told by its own rule.
fn tell_unknown(mesh: &Mesh, told: &mut Told<'_>) {
    for (_, product) in mesh.products() {
        let Some(owner) = &product.owner else {
            continue;
        };
        if owner.team.is_some() || owner.person.is_some() || is_placeholder(&owner.name) {
            continue;
        }
        let is_member = members(mesh, product).iter().any(|(_, member)| {
            member
                .username
                .as_ref()
                .is_some_and(|name| key(name) == key(&owner.name))
        });
        let message = match is_member {
            true => format!(
                "the owner `{}` is no user of the directory",
                owner.name.value
            ),
            false => format!("the directory knows no team `{}`", owner.name.value),
        };
        let teams = mesh.teams.iter().map(|team| team.name.as_str());
        let help = match told.nearest(&owner.name, teams) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the name, or add the team to the directory".to_owned(),
        };
        let subject = Subject::new(SubjectKind::Product, product.id.as_str());
        told.tell(Finding::new(&UNKNOWN_OWNER, subject, owner.name.span, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_known_however_they_are_dressed() {
        for name in [
            "TBD",
            " t.b.d. ",
            "<unknown>",
            "N/A",
            "???",
            "",
            "Data Team",
            "[todo]",
        ] {
            assert!(is_placeholder(name), "{name:?}");
        }
        for name in [
            "sales-analytics",
            "Team Parcels",
            "Ann Admin",
            "test-automation",
        ] {
            assert!(!is_placeholder(name), "{name:?}");
        }
    }
}
