//! Contracts that do not say where the data is.

use super::nameless::is_nameless;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, Server};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-server",
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/missing-server.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Addressable,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

/// What people call the environment of production.
const PRODUCTION: &[&str] = &["prod", "production", "prd", "live"];

fn check(
    _: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let name = place::name(own);
    let Some(first) = contract.servers.first() else {
        return report.absent(
            contract.place(),
            format!("data contract `{name}` names no server"),
            "no `servers` in this contract",
            "add `servers:` with the address of the data in production",
        );
    };
    let Some(server) = contract.servers.iter().find(|server| is_production(server)) else {
        let span = first
            .environment
            .as_ref()
            .map_or(first.span.head(), |text| text.span);
        return report.absent(
            span,
            format!("data contract `{name}` names no server of production"),
            "not production",
            "add the server of production, with `environment: prod`",
        );
    };
    let has_address = !server.fields.is_empty() || server.kind.is_none();
    if let Some(field) = server.fields.iter().find(|field| is_nowhere(&field.value)) {
        report
            .tell(
                field.value.span,
                format!(
                    "the server of production of `{name}` is nowhere: `{}` is `{}`",
                    field.key.value, field.value.value
                ),
            )
            .help("write where the data is in production");
        return Outcome::Fail;
    }
    if has_address {
        return Outcome::Pass;
    }
    let span = server
        .server
        .as_ref()
        .map_or(server.span.head(), |text| text.span);
    report.absent(
        span,
        format!("the server of production of `{name}` has no address"),
        "no field says where it is",
        "add the fields of its type, such as `host` and `database`",
    )
}

/// Whether an address is one that leads nobody to data: of one's own machine, of documentation, or
/// one that is still to be written.
fn is_nowhere(address: &str) -> bool {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    is_nameless(address)
        || ["localhost", "127.0.0.1", "example.com", "example.org"]
            .iter()
            .any(|nowhere| host.eq_ignore_ascii_case(nowhere))
}

/// A server that names no environment is taken for production.
pub(super) fn is_production(server: &Server) -> bool {
    let environment = server.environment.as_ref();
    environment.is_none_or(|text| PRODUCTION.contains(&text.trim().to_lowercase().as_str()))
}
