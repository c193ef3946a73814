//! Statuses that the standards do not list.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::diag::{listed, nearest};
use crate::mesh::{Contract, Product};
use crate::model::{DataContract, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "off-list-status",
        level: Level::Error,
        element: Element::Lifecycle,
        page: include_str!("../../content/rules/off-list-status.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

/// The statuses of ODPS 1.1 and ODCS 3.2, fundamentals.
const STATUSES: &[&str] = &["proposed", "draft", "active", "deprecated", "retired"];

fn product(_: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let manifest = product.manifest.as_ref();
    judge(
        manifest.and_then(|manifest| manifest.status.as_ref()),
        report,
    )
}

fn contract(
    _: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    judge(contract.status.as_ref(), report)
}

fn judge(status: Option<&Text>, report: &mut Report<'_>) -> Outcome {
    let Some(status) = status else {
        return Outcome::NotApplicable("no status is named");
    };
    if STATUSES.contains(&&*status.value) {
        return Outcome::Pass;
    }
    let help = match nearest(status, STATUSES.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", listed(STATUSES)),
    };
    report
        .tell(
            status.span,
            format!("`{}` is no status of the standard", status.value),
        )
        .help(help);
    Outcome::Fail
}
