//! Contracts that do not say how well data is served.

use super::missing_server::is_production;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::sla::SlaKind;
use crate::model::{DataContract, Server};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-availability",
        level: Level::Warning,
        element: Element::Sla,
        page: include_str!("../../content/rules/missing-availability.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Low,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// Types of servers where files lie (ODCS 3.2, servers): nothing answers there but the store.
const FILES: &[&str] = &["azure", "ftp", "gcs", "hdfs", "local", "s3", "sftp"];

fn check(
    _: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    if !is_served(&contract.servers) {
        return Outcome::NotApplicable("no server answers for its data");
    }
    let kinds = [SlaKind::Availability, SlaKind::ErrorRate];
    let promise = place::promises(contract, &kinds).next();
    match promise {
        Some(promise) if promise.value.is_some() => Outcome::Pass,
        // A promise of nothing is told as unreadable.
        Some(promise) => report.told_elsewhere(promise.span),
        None => report.absent(
            contract.place(),
            format!(
                "data contract `{}` does not say how available its data is",
                place::name(own)
            ),
            "no `availability` or `errorRate` in `slaProperties`",
            "add to `slaProperties` a `property: availability` with `value` and `unit: percent`",
        ),
    }
}

/// Whether a server of production answers requests; any server, where none is of production.
fn is_served(servers: &[Server]) -> bool {
    let serves = |server: &Server| {
        let kind = server.kind.as_ref();
        kind.is_some_and(|kind| !FILES.contains(&kind.trim().to_lowercase().as_str()))
    };
    let mut production = servers
        .iter()
        .filter(|server| is_production(server))
        .peekable();
    match production.peek() {
        Some(_) => production.any(serves),
        None => servers.iter().any(serves),
    }
}
