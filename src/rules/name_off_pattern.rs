//! Names of tables and columns that are not written as the organisation writes names.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::config::Naming;
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "name-off-pattern",
        level: Level::Warning,
        element: Element::Schema,
        page: include_str!("../../content/rules/name-off-pattern.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

const HELP: &str = "rename it, and keep the name in the storage as `physicalName`";

/// It is the name that is judged: one in the storage may be as it likes, as `physicalName`.
fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let naming = &facts.governance.object_names;
    let names = contract
        .schema
        .iter()
        .filter_map(|object| object.name.as_ref());
    let (mut of, mut off) = (names.clone().count(), Vec::new());
    off.extend(
        names
            .filter(|name| !naming.fits(&name.value))
            .map(|name| (name.span, &*name.value)),
    );
    let mut unmet = off.len();
    report.tell_all(
        contract.place(),
        &off,
        |name| format!("table `{name}` is not named in {}", style(naming)),
        |count, names| format!("{count} tables are not named in {}: {names}", style(naming)),
        HELP,
    );
    let naming = &facts.governance.property_names;
    for object in &contract.schema {
        off.clear();
        of += count(&object.properties, naming, &mut off);
        unmet += off.len();
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &off,
            |name| format!("property `{name}` is not named in {}", style(naming)),
            |count, names| {
                let style = style(naming);
                format!("{count} properties of `{table_name}` are not named in {style}: {names}")
            },
            HELP,
        );
    }
    Outcome::of(of - unmet, of, "nothing has a name")
}

/// Counts the names at every depth, and lists those that are written otherwise.
fn count<'c>(
    properties: &'c [SchemaProperty],
    naming: &Naming,
    off: &mut Vec<(Span, &'c str)>,
) -> usize {
    let mut of = 0;
    for property in properties {
        if let Some(name) = &property.name {
            of += 1;
            if !naming.fits(&name.value) {
                off.push((name.span, &name.value));
            }
        }
        of += count(&property.properties, naming, off);
    }
    of
}

fn style(naming: &Naming) -> String {
    match naming {
        Naming::Like(expression, _) => format!("the pattern `{expression}`"),
        named => named.words().to_owned(),
    }
}
