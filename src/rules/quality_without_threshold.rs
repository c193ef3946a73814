//! Quality rules that cannot fail.

use super::missing_quality_rule::is_executable;
use super::report::{Facts, Report};
use super::strength::Strength;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, Quality, QualityType, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "quality-without-threshold",
        level: Level::Error,
        element: Element::Quality,
        page: include_str!("../../content/rules/quality-without-threshold.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let mut counts = Counts::default();
    for object in &contract.schema {
        counts.judge(&object.quality, facts, report);
        counts.judge_all(&object.properties, facts, report);
    }
    Outcome::of(
        counts.met,
        counts.of,
        "there are no executable quality rules",
    )
}

#[derive(Default)]
struct Counts {
    met: usize,
    of: usize,
}

impl Counts {
    fn judge_all(
        &mut self,
        properties: &[SchemaProperty],
        facts: &Facts<'_>,
        report: &mut Report<'_>,
    ) {
        for property in properties {
            self.judge(&property.quality, facts, report);
            self.judge_all(&property.properties, facts, report);
        }
    }

    fn judge(&mut self, rules: &[Quality], facts: &Facts<'_>, report: &mut Report<'_>) {
        for quality in rules.iter().filter(|quality| is_executable(quality)) {
            self.of += 1;
            // A bound that nothing breaks is told as such, and is none.
            if Strength::of(quality) == Strength::Vacuous {
                report.told_elsewhere(quality.span);
                continue;
            }
            // The bound of a custom rule stands in its implementation.
            if quality.kind == QualityType::Custom || !quality.thresholds.is_empty() {
                self.met += 1;
                continue;
            }
            if facts.is_refused(quality.span) {
                // Since 3.1 the standard itself asks for an operator, or it is misspelt.
                continue;
            }
            let named = quality.metric.as_ref().or(quality.name.as_ref());
            let named = named.or(quality.query.as_ref());
            let span = named.map_or(quality.span.head(), |name| name.span);
            let what = match (&quality.metric, &quality.name) {
                (Some(metric), _) => format!("`{}`", metric.value),
                (None, Some(name)) => format!("`{}`", name.value),
                (None, None) => "the query".to_owned(),
            };
            report
                .tell(
                    span,
                    format!("{what} is measured, but no value of it fails"),
                )
                .label("no `mustBe..` in this rule")
                .help("add the bound, such as `mustBe: 0` or `mustBeLessThan: 5`");
        }
    }
}
