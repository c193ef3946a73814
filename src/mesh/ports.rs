//! Tells the ports whose contract, or its version, is not there.

use std::collections::HashSet;

use super::{
    Contract, DANGLING_CONTRACT, DANGLING_INPUT_PORT, Link, Mesh, Product, Told, VERSION_MISMATCH,
    product_subject,
};
use crate::diag::{Finding, Level, Subject};
use crate::model::Text;

/// Looks at every port of every product that was not asked for alone.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    for (_, product) in mesh.products() {
        if !mesh.source(product.source).is_partial {
            ports(mesh, product, told);
        }
    }
}

/// A reference to a contract, as ports write it.
struct Reference<'m> {
    id: &'m Text,
    version: Option<&'m Text>,
    link: Link,
}

impl<'m> Reference<'m> {
    fn new(mesh: &Mesh, id: Option<&'m Text>, version: Option<&'m Text>) -> Option<Reference<'m>> {
        Some(Reference {
            id: id?,
            version,
            link: mesh.reference(id, version),
        })
    }
}

fn ports(mesh: &Mesh, product: &Product, told: &mut Told<'_>) {
    let Some(manifest) = &product.manifest else {
        return;
    };
    let subject = product_subject(product);
    for port in &manifest.output_ports {
        let reference = Reference::new(mesh, port.contract_id.as_ref(), port.version.as_ref());
        if let Some(reference) = reference {
            tell(mesh, &reference, &subject, dangling_output, told);
        }
    }
    let mut taken_in = HashSet::new();
    for port in &manifest.input_ports {
        let reference = Reference::new(mesh, port.contract_id.as_ref(), port.version.as_ref());
        if let Some(reference) = reference {
            taken_in.insert(reference.id.trim());
            tell(mesh, &reference, &subject, dangling_input, told);
        }
    }
    // A contract that an input port names too is told there.
    let inputs = manifest.output_ports.iter();
    for input in inputs.flat_map(|port| &port.input_contracts) {
        let reference = Reference::new(mesh, input.id.as_ref(), input.version.as_ref());
        if let Some(reference) = reference.filter(|found| !taken_in.contains(found.id.trim())) {
            tell(mesh, &reference, &subject, dangling_input, told);
        }
    }
}

fn tell(
    mesh: &Mesh,
    reference: &Reference<'_>,
    subject: &Subject,
    dangling: impl Fn(&Mesh, &Text, Subject, &mut Told<'_>) -> Finding,
    told: &mut Told<'_>,
) {
    let finding = match (reference.link, reference.version) {
        (Link::Dangling, _) => dangling(mesh, reference.id, subject.clone(), told),
        (Link::NoSuchVersion(contract), Some(version)) => {
            version_mismatch(mesh.contract(contract), version, subject.clone())
        }
        _ => return,
    };
    told.tell(finding);
}

fn dangling_output(mesh: &Mesh, id: &Text, subject: Subject, told: &mut Told<'_>) -> Finding {
    let message = format!("no contract has the id `{}`", id.value);
    let help = match told.nearest(id, mesh.addresses.ids()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the id, or add the contract".to_owned(),
    };
    Finding::new(&DANGLING_CONTRACT, subject, id.span, message)
        .label("this port offers nothing")
        .help(help)
}

/// In a mesh of one source the contract may stand in a repository that is not read, so its
/// absence is only noted there.
fn dangling_input(mesh: &Mesh, id: &Text, subject: Subject, told: &mut Told<'_>) -> Finding {
    let message = format!("no contract has the id `{}`", id.value);
    let mut finding = Finding::new(&DANGLING_INPUT_PORT, subject, id.span, message)
        .label("taken in from nowhere");
    match told.nearest(id, mesh.addresses.ids()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => {
            if mesh.sources.len() == 1 {
                finding.level = Level::Info;
            }
            finding.help("correct the id, or ask its owner to publish the contract")
        }
    }
}

fn version_mismatch(contract: &Contract, version: &Text, subject: Subject) -> Finding {
    let message = format!(
        "the contract `{}` has no version `{}`",
        contract.id, version.value
    );
    let finding = Finding::new(&VERSION_MISMATCH, subject, version.span, message);
    match &contract.newest().version {
        Some(own) => finding
            .help(format!(
                "set `version: {}`, or add the version that is meant",
                own.value
            ))
            .related(own.span, "its newest version"),
        None => finding.help("give the contract a `version`"),
    }
}
