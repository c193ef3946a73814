//! Inputs that nobody promises.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::mesh::{DANGLING_INPUT_PORT, Link, Product};
use crate::model::{SchemaProperty, Text};

pub(super) const RULE: Rule = Rule {
    code: DANGLING_INPUT_PORT,
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

/// The joining tells which inputs are not there. What is only noted there, because it may stand
/// in a repository that is not read, counts neither way.
fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let Some(manifest) = &product.manifest else {
        return Outcome::NotApplicable("the product has no manifest of its own");
    };
    let ports = manifest.input_ports.iter();
    let ports = ports.map(|port| (port.contract_id.as_ref(), port.version.as_ref()));
    let inputs = manifest.output_ports.iter();
    let inputs = inputs.flat_map(|port| &port.input_contracts);
    let inputs = inputs.map(|input| (input.id.as_ref(), input.version.as_ref()));
    let mut inputs = ports.chain(inputs).filter_map(named).peekable();
    if inputs.peek().is_none() {
        return judge_origin(facts, product, report);
    }
    let (mut met, mut of) = (0, 0);
    for (id, version) in inputs {
        if let Some(told) = facts.told_in(RULE.id(), id.span) {
            report.told_before(told);
            of += 1;
        } else if facts.mesh.reference(Some(id), version) != Link::Dangling {
            of += 1;
            met += 1;
        }
    }
    let elsewhere = "what it takes in may stand in a repository that is not read";
    report.outcome(met, of, elsewhere)
}

/// What names no input is of the source, unless its columns say that they are made of another
/// product's data.
fn judge_origin(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let offered = facts.mesh.offered(product);
    let is_own = |id: &str| {
        let contracts = offered.iter().map(|(id, _)| &facts.mesh.contract(*id).id);
        id == product.id || contracts.clone().any(|own| own == id)
    };
    for (_, contract) in &offered {
        for object in &contract.schema {
            let origin = origin(&object.properties, &|id| facts.knows(id) && !is_own(id));
            if let Some((origin, column)) = origin {
                report
                    .tell(
                        origin.span,
                        format!(
                            "`{column}` is made of `{}`, which no input port names",
                            origin.value
                        ),
                    )
                    .help("add an input port with the `contractId` of what it is made of");
                return Outcome::Fail;
            }
        }
    }
    Outcome::NotApplicable("it takes nothing in")
}

/// The first source of a column that is of the mesh.
fn origin<'c>(
    properties: &'c [SchemaProperty],
    knows: &dyn Fn(&str) -> bool,
) -> Option<(&'c Text, &'c str)> {
    properties.iter().find_map(|property| {
        let mut sources = property
            .details()
            .into_iter()
            .flat_map(|details| &details.transform_source_objects);
        let known = sources.find(|source| knows(source.trim()));
        match known {
            Some(source) => Some((source, place::of_property(property).1)),
            None => origin(&property.properties, knows),
        }
    })
}

/// An input that names a contract.
fn named<'p>((id, version): (Option<&'p Text>, Option<&'p Text>)) -> Option<Input<'p>> {
    let id = id.filter(|id| !id.trim().is_empty())?;
    Some((id, version))
}

/// The id and the version of a contract that is taken in.
type Input<'p> = (&'p Text, Option<&'p Text>);
