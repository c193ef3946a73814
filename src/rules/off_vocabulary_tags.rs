//! Products whose tags are their own.

use std::collections::HashSet;

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, nearest};
use crate::mesh::Product;
use crate::model::Text;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "off-vocabulary-tags",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/off-vocabulary-tags.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Low,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let Some(vocabulary) = &facts.vocabulary else {
        return Outcome::NotApplicable("the organisation has no vocabulary of tags");
    };
    let manifest = product.manifest.as_ref();
    let own = manifest.map_or(&[][..], |manifest| &manifest.tags);
    let offered = facts.mesh.offered(product);
    let of_contracts = offered.iter().flat_map(|(_, contract)| &contract.tags);
    let tags: Vec<&Text> = own.iter().chain(of_contracts).collect();
    let of_vocabulary = tags.iter().filter(|tag| vocabulary.has(&tag.value));
    let taken: HashSet<String> = of_vocabulary.map(|tag| tag.trim().to_lowercase()).collect();
    let of = vocabulary.tags.len();
    if taken.len() > A_FEW && taken.len() * 2 > of {
        let message = format!(
            "data product `{}` has {} of the {of} tags of the vocabulary",
            product.name,
            taken.len()
        );
        report
            .tell(tags[0].span, message)
            .label("what has nearly all of them is found by none")
            .help("keep those by which people would look for it");
        return Outcome::Fail;
    }
    if !taken.is_empty() {
        return Outcome::Pass;
    }
    let Some(first) = tags.first() else {
        return report.absent(
            product.span,
            format!("data product `{}` has no tag", product.name),
            "no `tags` in this product or its contracts",
            &format!(
                "add one of the tags of the vocabulary, {}",
                some(vocabulary.tags)
            ),
        );
    };
    if !report.is_complete {
        return report.absent(first.span, "", "", "");
    }
    let known = || vocabulary.tags.iter().map(String::as_str);
    let near = tags
        .iter()
        .take(MOST_COMPARED)
        .find_map(|tag| nearest(&tag.value, known()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "add one of the tags of the vocabulary, {}",
            some(vocabulary.tags)
        ),
    };
    report
        .tell(
            first.span,
            format!(
                "no tag of data product `{}` is one of the vocabulary",
                product.name
            ),
        )
        .help(help);
    Outcome::Fail
}

/// So many tags are not too many, however few there are.
const A_FEW: usize = 4;

/// How many tags of one product are compared with the whole vocabulary.
const MOST_COMPARED: usize = 8;

/// A few of the tags, for a help.
fn some(tags: &[String]) -> String {
    let shown: Vec<_> = tags.iter().take(3).map(|tag| format!("`{tag}`")).collect();
    match tags.len() > shown.len() {
        true => format!("such as {}", shown.join(", ")),
        false => shown.join(" or "),
    }
}
