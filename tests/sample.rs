//! The sample portal: its deliberate imperfections are found, and nothing else is.

use std::collections::BTreeSet;
use std::path::Path;

use meshbook::diag::Level;
use meshbook::pipeline::{self, Judged};
use meshbook::rules::Tier;

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn sample() -> Judged {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    pipeline::judge(
        pipeline::read(root).expect("the sample's configuration is sound"),
        now(),
    )
}

#[test]
fn the_errors_are_the_deliberate_imperfections() {
    let judged = sample();
    let errors = judged.findings.iter();
    let errors = errors.filter(|finding| finding.level == Level::Error);
    let found = errors.map(|finding| {
        let place = judged.files.place(finding.span);
        format!("{} {}:{}", finding.rule, place.file, place.line)
    });
    let found: Vec<_> = found.collect();
    assert_eq!(
        found,
        [
            "expired-waiver content/sample/governance/waivers/insights.yaml:1",
            "owner-outside-domain customers/products/consignee-preferences.odps.yaml:40",
            "placeholder-owner customers/products/delivery-feedback.odps.yaml:40",
            "dangling-input-port insights/products/volume-forecast.odps.yaml:34",
            "unknown-owner last-mile/products/pickup-points.odps.yaml:45",
            "nordhavn/amount-without-currency parcels/contracts/customs-declarations.odcs.yaml:83",
            "unclassified-property parcels/contracts/parcel-status-snapshot.odcs.yaml:29",
            "undescribed-object transport/products/fleet-telemetry/vehicles.odcs.yaml:138",
        ]
    );
}

#[test]
fn the_warnings_are_of_rules_that_the_sample_has_not_reached() {
    let judged = sample();
    let warnings = judged.findings.iter();
    let warnings = warnings.filter(|finding| finding.level == Level::Warning);
    let rules: BTreeSet<&str> = warnings.map(|finding| &*finding.rule).collect();
    let expected = [
        "deprecated-format",
        "expiring-waiver",
        "incoherent-sla",
        "missing-availability",
        "missing-docs-page",
        "missing-examples",
        "narrow-quality",
        "nordhavn/restricted-with-one-approver",
        "overdue-target",
        "unchecked-key",
        "undescribed-property",
    ];
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn the_history_was_judged_by_the_rules_of_today() {
    let judged = sample();
    let days = judged.past.days.iter();
    let names: Vec<&str> = days.map(|day| &*day.rules).collect();
    assert_eq!(names, [judged.scorecards.book.name.as_str(); 3]);
}

#[test]
fn only_the_imperfect_products_miss_bronze() {
    let judged = sample();
    let products = judged.mesh.products().map(|(id, product)| {
        let card = judged.scorecards.product(id);
        let completeness = card.completeness();
        let is_complete = completeness.met == completeness.of;
        (product.slug.as_str(), card, is_complete)
    });
    let imperfect: Vec<_> = products
        .filter(|(_, card, is_complete)| card.level.is_none() || !is_complete)
        .map(|(slug, card, _)| {
            let obstacles: Vec<_> = card
                .obstacles(Tier::Bronze)
                .map(|(rule, _)| rule.id())
                .collect();
            (slug, card.is_preview(), card.completeness().met, obstacles)
        })
        .collect();
    assert_eq!(
        imperfect,
        [
            ("delivery-feedback", false, 5, vec!["placeholder-owner"]),
            ("parcel-emissions", true, 6, vec![]),
            ("fleet-telemetry", false, 5, vec!["undescribed-object"]),
        ]
    );
    let mesh = &judged.scorecards.mesh;
    assert_eq!(mesh.scored, judged.mesh.products.len() - 1);
    assert_eq!((mesh.previewed, mesh.without_level), (1, 2));
    assert_eq!(mesh.complete, mesh.scored - 2);
}

#[test]
fn domains_roll_up_to_the_mesh() {
    let judged = sample();
    let domains = &judged.scorecards.domains;
    let sum =
        |count: fn(&meshbook::score::RollUp) -> usize| domains.iter().map(count).sum::<usize>();
    let mesh = &judged.scorecards.mesh;
    assert_eq!(sum(|domain| domain.scored), mesh.scored);
    assert_eq!(sum(|domain| domain.complete), mesh.complete);
    for domain in domains {
        let with_level = domain.levels.iter().sum::<usize>();
        assert_eq!(domain.without_level + with_level, domain.scored);
        assert!(
            domain
                .met
                .iter()
                .all(|&met| met <= domain.scored && met >= domain.complete)
        );
    }
}
