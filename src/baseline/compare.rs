//! A mesh no worse than it was: what is new, what is fixed, what is lost.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Run;
use super::record::{Record, is_known};
use crate::diag::{Comparison, Grade, Lost, Subject, SubjectKind};
use crate::mesh::{Product, ProductId};
use crate::rules::{Standing, Tier};
use crate::score::{Card, PARTS};

/// Compares runs with what is remembered of them, all together: what moved from one to
/// another is unchanged. What is fixed or removed stands in the first comparison.
pub fn compare(record: &Record, runs: &[Run<'_>]) -> Vec<Comparison> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    for finding in &record.findings {
        *known.entry(&finding.fingerprint).or_default() += 1;
    }
    let mut comparisons: Vec<Comparison> = runs
        .iter()
        .map(|run| Comparison {
            baseline: record.name.clone(),
            is_new: (run.fingerprints.iter())
                .map(|fingerprint| !take(&mut known, fingerprint))
                .collect(),
            lost: match record.rule_set == run.scorecards.book.name {
                true => lost(record, run),
                false => Vec::new(),
            },
            ..Comparison::default()
        })
        .collect();
    // What is suppressed now is not fixed.
    for suppressed in runs.iter().flat_map(|run| run.suppressed) {
        take(&mut known, &suppressed.fingerprint);
    }
    if let Some(first) = comparisons.first_mut() {
        // Of findings with one name the last ones are gone.
        let gone = record.findings.iter().rev();
        let gone = gone.filter(|finding| take(&mut known, &finding.fingerprint));
        first.fixed = gone.cloned().collect();
        first.fixed.reverse();
        first.removed = removed(record, runs);
    }
    comparisons
}

/// Takes one finding of this name out of those that are known.
fn take(known: &mut HashMap<&str, usize>, fingerprint: &str) -> bool {
    match known.get_mut(fingerprint) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// The products that are there no more. They have lost nothing: they are gone.
fn removed(record: &Record, runs: &[Run<'_>]) -> Vec<Subject> {
    let products = runs.iter().flat_map(|run| &run.mesh.products);
    let there: HashSet<&str> = products.map(|product| product.id.as_str()).collect();
    let gone = record
        .grades
        .keys()
        .filter(|id| !there.contains(id.as_str()));
    gone.map(|id| Subject::new(SubjectKind::Product, id.as_str()))
        .collect()
}

/// The products of a run whose level or completeness fell. A new one has nothing to lose.
fn lost(record: &Record, run: &Run<'_>) -> Vec<Lost> {
    let known = run.mesh.products().filter(|(_, product)| is_known(product));
    let known = known.filter(|(id, product)| run.mesh.product_with(&product.id) == Some(*id));
    let known: BTreeMap<&str, (ProductId, &Product)> = known
        .map(|(id, product)| (product.id.as_str(), (id, product)))
        .collect();
    let lost = known.into_iter().filter_map(|(name, (id, product))| {
        let grade = record.grades.get(name)?;
        let (before, after) = fall(grade, run.scorecards.product(id))?;
        let kind = match product.manifest {
            Some(_) => SubjectKind::Product,
            None => SubjectKind::Contract,
        };
        Some(Lost {
            subject: Subject::new(kind, name),
            span: product.span,
            before,
            after,
        })
    });
    lost.collect()
}

/// From where to where a product fell, in words. What is retired falls from nothing.
fn fall(before: &Grade, now: &Card) -> Option<(String, String)> {
    if before.standing != "scored" || now.standing == Standing::Retired {
        return None;
    }
    let reached = tier(&before.level);
    if now.standing == Standing::Preview {
        let was = reached.map_or_else(|| "what is scored".to_owned(), title);
        return Some((was, "a draft, which is not scored".to_owned()));
    }
    if let Some(was) = reached.filter(|_| reached > now.level) {
        let level = now.level.map_or_else(|| "no level".to_owned(), title);
        let obstacles: Vec<_> = now.obstacles(was).map(|(rule, _)| rule.id()).collect();
        return Some((title(was), format!("{level}, for {}", told(&obstacles))));
    }
    let missing = PARTS.iter().zip(now.met).filter(|(part, met)| {
        let was_met = before
            .elements
            .iter()
            .any(|name| name == part.element.name());
        was_met && !met
    });
    let missing: Vec<_> = missing.map(|(part, _)| part.element.name()).collect();
    let completeness = now.completeness();
    (completeness.met < before.elements.len()).then(|| {
        let of = completeness.of;
        (
            format!("{} of {of} elements", before.elements.len()),
            format!(
                "{} of {of} elements, without {}",
                completeness.met,
                missing.join(" and ")
            ),
        )
    })
}

/// The names of rules: `a`, `b` and 2 more.
fn told(rules: &[&str]) -> String {
    const MOST: usize = 3;
    let shown: Vec<_> = rules
        .iter()
        .take(MOST)
        .map(|rule| format!("`{rule}`"))
        .collect();
    match rules.len().saturating_sub(MOST) {
        0 => shown.join(" and "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn tier(name: &str) -> Option<Tier> {
    Tier::ALL.into_iter().find(|tier| tier.name() == name)
}

/// A level as it is written: `Bronze`.
fn title(tier: Tier) -> String {
    let (first, rest) = tier.name().split_at(1);
    first.to_uppercase() + rest
}
