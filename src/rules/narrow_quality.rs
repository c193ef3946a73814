//! Quality rules that look at one side of the data only.

use super::report::{Facts, Report};
use super::strength::Strength;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, listed};
use crate::mesh::Contract;
use crate::model::{DataContract, Quality, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "narrow-quality",
        level: Level::Warning,
        element: Element::Quality,
        page: include_str!("../../content/rules/narrow-quality.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Large,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// The dimensions of the standard, with the short forms that it knows as well.
const DIMENSIONS: [[&str; 2]; 7] = [
    [COMPLETENESS, "cp"],
    ["accuracy", "ac"],
    ["conformity", "cf"],
    ["consistency", "cs"],
    ["coverage", "cv"],
    ["timeliness", "tm"],
    ["uniqueness", "uq"],
];
const COMPLETENESS: &str = "completeness";
/// How many of them are looked at where data is looked at from all sides.
const ENOUGH: usize = 3;

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let mut covered = Covered::default();
    for object in &contract.schema {
        covered.add(&object.quality);
        covered.add_all(&object.properties);
    }
    if !covered.has_rules {
        // A contract without rules that can fail is told as such.
        return report.told_elsewhere(contract.place());
    }
    let names = DIMENSIONS.iter().zip(covered.dimensions);
    let names: Vec<&str> = names
        .filter(|(_, is)| *is)
        .map(|([name, _], _)| *name)
        .collect();
    let is_complete = covered.dimensions[0];
    // Without completeness no others are enough.
    let met = names.len().min(ENOUGH - usize::from(!is_complete));
    let outcome = Outcome::of(met, ENOUGH, "");
    if outcome == Outcome::Pass {
        return outcome;
    }
    let lacks = match (names.is_empty(), is_complete) {
        (true, _) => "no quality rule names its dimension".to_owned(),
        (_, true) => format!("the quality rules cover only {}", listed(&names)),
        (_, false) => format!(
            "the quality rules cover {}, and not `{COMPLETENESS}`",
            listed(&names)
        ),
    };
    let told = report.absent(
        contract.place(),
        lacks,
        "rules in words and rules without a bound do not count",
        "add `dimension:` to the rules, at least three different ones with completeness among them, and the rules that are missing",
    );
    match told {
        Outcome::Fail => outcome,
        unknown => unknown,
    }
}

#[derive(Default)]
struct Covered {
    has_rules: bool,
    dimensions: [bool; DIMENSIONS.len()],
}

impl Covered {
    fn add_all(&mut self, properties: &[SchemaProperty]) {
        for property in properties {
            self.add(&property.quality);
            self.add_all(&property.properties);
        }
    }

    /// Only what can fail covers anything.
    fn add(&mut self, rules: &[Quality]) {
        for quality in rules {
            if Strength::of(quality) <= Strength::Vacuous {
                continue;
            }
            self.has_rules = true;
            let Some(dimension) = &quality.dimension else {
                continue;
            };
            let is = |known: &[&str; 2]| {
                known
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(dimension.trim()))
            };
            if let Some(at) = DIMENSIONS.iter().position(is) {
                self.dimensions[at] = true;
            }
        }
    }
}
