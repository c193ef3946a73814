//! Contracts that do not say how to get access.

use super::personal_data_exposed::is_personal;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{CustomProperty, DataContract, Role, SchemaObject, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-access-path",
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/missing-access-path.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let is_open = contract.custom_properties.iter().any(says_open);
    let name = place::name(own);
    // Data of people is open to nobody without an approval.
    if let Some(open) = opened(contract)
        && let Some((span, column)) = personal(&contract.schema)
    {
        report
            .tell(
                open,
                format!(
                    "data contract `{name}` is open to all, and `{column}` looks like personal data"
                ),
            )
            .related(span, "personal data")
            .help("name who approves the access as `firstLevelApprovers`");
        return Outcome::Fail;
    }
    if is_open || contract.roles.iter().any(|role| is_path(facts, role)) {
        return Outcome::Pass;
    }
    match contract.roles.first() {
        None => report.absent(
            contract.place(),
            format!("data contract `{name}` does not say how to get access"),
            "no `roles` in this contract",
            "add a role with its `access`, and who approves it as `firstLevelApprovers`",
        ),
        Some(role) => {
            let mut named = contract.roles.iter().filter(|role| role.access.is_some());
            if let Some(nobody) = named.find_map(|role| role.first_level_approvers.as_ref()) {
                return report.told_elsewhere(nobody.span);
            }
            let span = role
                .role
                .as_ref()
                .map_or(role.span.head(), |text| text.span);
            let (message, help) = match role.access {
                None => ("no role says what it may do", "add `access:`, such as read"),
                Some(_) => (
                    "nobody approves the access",
                    "add `firstLevelApprovers:`, or `access: open` where everybody may read it",
                ),
            };
            report.absent(span, format!("data contract `{name}`: {message}"), "", help)
        }
    }
}

/// Where a contract says that everybody may read its data, and names no other way.
fn opened(contract: &DataContract) -> Option<Span> {
    let is_role_open = |role: &Role| {
        let approvers = [&role.first_level_approvers, &role.second_level_approvers];
        let mut approvers = approvers.into_iter().flatten();
        role.access.as_ref().is_some_and(|access| is_open(access))
            || approvers.any(|text| is_open(text))
    };
    let mut custom = contract.custom_properties.iter();
    let custom = custom
        .find(|custom| says_open(custom))
        .map(|custom| custom.span);
    let mut roles = contract.roles.iter();
    custom.or_else(|| {
        roles
            .find(|role| is_role_open(role))
            .map(|role| role.span.head())
    })
}

/// The first column that looks like personal data.
fn personal(schema: &[SchemaObject]) -> Option<(Span, &str)> {
    schema
        .iter()
        .find_map(|object| first_personal(&object.properties))
}

fn first_personal(properties: &[SchemaProperty]) -> Option<(Span, &str)> {
    properties
        .iter()
        .find_map(|property| match is_personal(property) {
            true => Some(place::of_property(property)),
            false => first_personal(&property.properties),
        })
}

/// Whether a role leads to access: it says which, and who grants it or that nobody has to.
fn is_path(facts: &Facts<'_>, role: &Role) -> bool {
    let Some(access) = &role.access else {
        return false;
    };
    let approvers = [&role.first_level_approvers, &role.second_level_approvers];
    let mut approvers = approvers.into_iter().flatten();
    is_open(access) || approvers.any(|text| is_open(text) || !facts.mesh.is_placeholder(text))
}

fn is_open(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "open" | "public" | "open to all" | "not required" | "not needed" | "no approval needed"
    )
}

fn says_open(custom: &CustomProperty) -> bool {
    let is_access = custom
        .property
        .as_ref()
        .is_some_and(|name| &*name.value == "access");
    let value = custom.value.as_ref().and_then(|value| value.text());
    is_access && value.is_some_and(is_open)
}
