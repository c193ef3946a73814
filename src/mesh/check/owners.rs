//! Tells owners whom nobody knows, and contracts of which two teams say that they are theirs.

use crate::diag::{Finding, SourceId, Subject, SubjectKind};
use crate::mesh::people::{key, members};
use crate::mesh::{
    CONTESTED_OWNER, Contract, Mesh, Owner, OwnerField, Product, Told, UNKNOWN_OWNER,
    product_subject,
};
use crate::model::Text;

/// Looks at the owners of products, contracts and the directory's domains. Whether somebody
/// is known is asked where the directory names teams.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    for (_, product) in mesh.products() {
        if let Some(owner) = product
            .owner
            .as_ref()
            .filter(|owner| is_unknown(mesh, owner))
        {
            let message = match is_member(mesh, product, owner) {
                true => {
                    let name = &owner.name.value;
                    format!("the owner `{name}` is no user of the directory")
                }
                false => no_team(&owner.name),
            };
            tell_unknown(mesh, &owner.name, product_subject(product), message, told);
        }
        if let Some(owner) = &product.owner {
            told.findings
                .extend(shut(mesh, owner, product.source, product_subject(product)));
        }
    }
    for (_, contract) in mesh.contracts() {
        let product = mesh.product(contract.product);
        let is_by_product = |own: &Owner| {
            let of_product = product.owner.as_ref();
            of_product.is_some_and(|of_product| of_product.name.span == own.name.span)
        };
        if let Some(owner) = contract.owner.as_ref().filter(|own| !is_by_product(own)) {
            let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
            told.findings
                .extend(shut(mesh, owner, contract.source, subject));
        }
        if let (Some(owner), Some(of_product)) = (&contract.owner, &product.owner) {
            between(mesh, contract, owner, of_product, told);
        } else if let Some(owner) = contract.owner.as_ref().filter(|own| is_unknown(mesh, own)) {
            let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
            tell_unknown(mesh, &owner.name, subject, no_team(&owner.name), told);
        }
    }
    if mesh.knows_teams {
        domains(mesh, told);
    }
}

/// The finding on a team that another source owns, as an owner.
fn shut(mesh: &Mesh, owner: &Owner, source: SourceId, subject: Subject) -> Option<Finding> {
    let team = mesh.team(mesh.team_named(&owner.name)?);
    let owned = mesh.precedence.shut_by(source, &team.name)?;
    let name = &mesh.source(owned.source).name;
    let message = format!("the team `{}` belongs to the source `{name}`", team.name);
    let finding = Finding::new(&CONTESTED_OWNER, subject, owner.name.span, message);
    let finding = finding
        .label("not heard by the team")
        .help("name the team of this source that answers for it")
        .related(owned.span, "owned here");
    Some(finding)
}

/// Whether the directory does not know an owner. A placeholder is told by its own rule.
fn is_unknown(mesh: &Mesh, owner: &Owner) -> bool {
    // One that is not heard is told as that.
    let is_known = owner.person.is_some() || mesh.team_named(&owner.name).is_some();
    mesh.knows_teams && !is_known && !mesh.is_placeholder(&owner.name)
}

fn is_member(mesh: &Mesh, product: &Product, owner: &Owner) -> bool {
    let members = members(mesh, product);
    let mut names = members
        .iter()
        .filter_map(|(_, member)| member.username.as_ref());
    names.any(|name| key(name) == key(&owner.name))
}

fn no_team(name: &Text) -> String {
    format!("the directory knows no team `{}`", name.value)
}

fn tell_unknown(mesh: &Mesh, name: &Text, subject: Subject, message: String, told: &mut Told<'_>) {
    let teams = mesh.teams.iter().map(|team| team.name.as_str());
    let help = match told.nearest(name, teams) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the name, or add the team to the directory".to_owned(),
    };
    told.tell(Finding::new(&UNKNOWN_OWNER, subject, name.span, message).help(help));
}

/// The owner that a contract names itself, beside that of its product.
fn between(mesh: &Mesh, contract: &Contract, own: &Owner, of_product: &Owner, told: &mut Told<'_>) {
    if key(&own.name) == key(&of_product.name) || mesh.is_placeholder(&own.name) {
        return;
    }
    let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
    if is_unknown(mesh, own) {
        tell_unknown(mesh, &own.name, subject, no_team(&own.name), told);
        return;
    }
    // Only a port makes a contract the promise of a product beyond doubt.
    let is_offered = contract.offered_by.contains(&contract.product);
    let are_teams = [own, of_product].map(|owner| owner.from == OwnerField::Team);
    let is_told = is_unknown(mesh, of_product) || mesh.is_placeholder(&of_product.name);
    let are_related = match (own.team, of_product.team) {
        (Some(own), Some(of_product)) => mesh.are_related(own, of_product),
        _ => false,
    };
    if !is_offered || are_teams != [true, true] || is_told || are_related {
        return;
    }
    let product = mesh.product(contract.product);
    let message = format!(
        "the team is `{}`, that of the product `{}` is `{}`",
        own.name.value, product.name, of_product.name.value
    );
    told.tell(
        Finding::new(&CONTESTED_OWNER, subject, own.name.span, message)
            .label("another team than the product's")
            .help("name one team in both, or offer the contract in a product of its own team")
            .related(of_product.name.span, "the team of the product"),
    );
}

/// The owners of domains that the directory names but does not have.
fn domains(mesh: &Mesh, told: &mut Told<'_>) {
    let entries = mesh.domains.iter();
    for entry in entries.filter_map(|domain| domain.entry.as_ref()) {
        let Some(owner) = &entry.owner else {
            continue;
        };
        if mesh.team_named(owner).is_none() && mesh.person_named(owner).is_none() {
            let subject = Subject::new(SubjectKind::Domain, entry.name.value.clone());
            tell_unknown(mesh, owner, subject, no_team(owner), told);
        }
    }
}
