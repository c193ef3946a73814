//! Tells the ports whose contract, or its version, is not there or not the only one.

use std::collections::HashSet;

use crate::diag::{Finding, Level, Subject};
use crate::mesh::{
    AMBIGUOUS_REFERENCE, Contract, ContractId, DANGLING_CONTRACT, DANGLING_INPUT_PORT, Link, Mesh,
    Product, Told, VERSION_MISMATCH, Version, product_subject,
};
use crate::model::{ApiVersion, Text};

/// Looks at every port of every product that was not asked for alone.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    for (_, product) in mesh.products() {
        if !mesh.source(product.source).is_partial {
            ports(mesh, product, told);
        }
    }
}

/// The ports of one product.
struct Ports<'m> {
    mesh: &'m Mesh,
    product: &'m Product,
    subject: Subject,
    /// Whether the version of the standard lets a port name no version of its contract, so
    /// that the lack of one is not told already.
    may_name_no_version: bool,
    /// The ids that were told to be held by two contracts.
    shared: HashSet<&'m str>,
}

/// A reference to a contract, as ports write it.
struct Reference<'m> {
    id: &'m Text,
    version: Option<&'m Text>,
    link: Link,
}

fn ports(mesh: &Mesh, product: &Product, told: &mut Told<'_>) {
    let Some(manifest) = &product.manifest else {
        return;
    };
    let declared = manifest.api_version.as_ref();
    let mut ports = Ports {
        mesh,
        product,
        subject: product_subject(product),
        may_name_no_version: declared.is_none_or(|declared| declared.value >= V1_1),
        shared: HashSet::new(),
    };
    for port in &manifest.output_ports {
        if let Some(reference) = ports.reference(port.contract_id.as_ref(), port.version.as_ref()) {
            ports.tell(&reference, dangling_output, told);
        }
    }
    let mut taken_in = HashSet::new();
    for port in &manifest.input_ports {
        if let Some(reference) = ports.reference(port.contract_id.as_ref(), port.version.as_ref()) {
            taken_in.insert(reference.id.trim());
            ports.tell(&reference, dangling_input, told);
        }
    }
    // These have to name a version always.
    ports.may_name_no_version = false;
    let outputs = manifest.output_ports.iter();
    for input in outputs.flat_map(|port| &port.input_contracts) {
        let reference = ports.reference(input.id.as_ref(), input.version.as_ref());
        // A contract that an input port names too is told there.
        if let Some(reference) = reference.filter(|found| !taken_in.contains(found.id.trim())) {
            ports.tell(&reference, dangling_input, told);
        }
    }
}

impl<'m> Ports<'m> {
    fn reference(&self, id: Option<&'m Text>, version: Option<&'m Text>) -> Option<Reference<'m>> {
        Some(Reference {
            id: id?,
            version,
            link: self.mesh.reference(id, version),
        })
    }

    fn tell(
        &mut self,
        reference: &Reference<'m>,
        dangling: impl Fn(&Mesh, &Text, Subject, &mut Told<'_>) -> Finding,
        told: &mut Told<'_>,
    ) {
        let finding = match (reference.link, reference.version) {
            (Link::Unnamed, _) => None,
            (Link::Dangling, _) => Some(dangling(
                self.mesh,
                reference.id,
                self.subject.clone(),
                told,
            )),
            (Link::NoSuchVersion(contract), Some(version)) => Some(version_mismatch(
                self.mesh.contract(contract),
                version,
                self.subject.clone(),
            )),
            (Link::To(contract, _) | Link::NoSuchVersion(contract), _) => {
                self.ambiguous(reference, self.mesh.contract(contract))
            }
        };
        told.findings.extend(finding);
    }

    /// The finding on a reference that fits two contracts, or two versions of one.
    fn ambiguous(&mut self, reference: &Reference<'m>, contract: &Contract) -> Option<Finding> {
        let id = reference.id;
        let finding = |message: String| {
            Finding::new(&AMBIGUOUS_REFERENCE, self.subject.clone(), id.span, message)
        };
        let place = |version: &Version| {
            let manifest = &version.manifest;
            let own = manifest.version.as_ref();
            own.map_or_else(|| manifest.place(), |own| own.span)
        };
        // Only who shares a source with the later one may have meant it. On the pages of all others
        // a later claim changes nothing: whoever makes it is told.
        let rival = self.mesh.addresses.rival(id);
        let is_near = |rival: &ContractId| {
            let rival = self.mesh.contract(*rival);
            rival.source == self.product.source && rival.source != contract.source
        };
        let rival = rival.filter(is_near);
        if let Some(rival) = rival {
            let is_first = self.shared.insert(id.trim());
            let message = format!("the id `{}` is held by contracts of two sources", id.value);
            return is_first.then(|| {
                finding(message)
                    .label("leads to the first")
                    .help("ask the owner of the second to give it an id of its own")
                    .related(contract.newest().place(), "the first one")
                    .related(self.mesh.contract(rival).newest().place(), "the second one")
            });
        }
        let [newest, older, ..] = contract.versions.as_slice() else {
            return None;
        };
        if reference.version.is_some() || !self.may_name_no_version {
            return None;
        }
        let count = contract.versions.len();
        let message = format!("the contract `{}` has {count} versions", contract.id);
        let newest_version = newest.manifest.version.as_ref();
        let named = newest_version.map_or("..", |version| &version.value);
        Some(
            finding(message)
                .label("leads to the newest, whichever that is")
                .help(format!(
                    "add the version that is meant, such as `version: {named}`"
                ))
                .related(place(newest), "the newest version")
                .related(place(older), "the one before it"),
        )
    }
}

/// The version of ODPS since which a port need not name a version.
const V1_1: ApiVersion = ApiVersion::new(1, 1, 0);

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
