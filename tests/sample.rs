//! The sample portal: its deliberate imperfections are found, and nothing else is.

use std::collections::BTreeMap;
use std::fs;
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

/// The findings of a level: for each rule and file the lines, below the folder of the sample.
fn told(judged: &Judged, level: Level) -> Vec<String> {
    let mut lines: BTreeMap<(&str, &str), Vec<u32>> = BTreeMap::new();
    for finding in judged.findings.iter() {
        if finding.level == level {
            let place = judged.files.place(finding.span);
            let file = place.file.strip_prefix("content/sample/");
            let place_of = (&*finding.rule, file.unwrap_or(place.file));
            lines.entry(place_of).or_default().push(place.line);
        }
    }
    let told = lines.into_iter().map(|((rule, file), mut lines)| {
        lines.sort_unstable();
        let lines: Vec<String> = lines.iter().map(u32::to_string).collect();
        format!("{rule} {file}:{}", lines.join(","))
    });
    told.collect()
}

#[test]
fn the_errors_are_the_deliberate_imperfections() {
    let expected = [
        "dangling-input-port insights/products/volume-forecast.odps.yaml:34",
        "expired-waiver governance/waivers/insights.yaml:1",
        "freshness-not-measured finance/contracts/invoices.odcs.yaml:293",
        "freshness-not-measured finance/contracts/open-receivables.odcs.yaml:161",
        "freshness-not-measured finance/contracts/shipment-charges.odcs.yaml:214",
        "freshness-not-measured parcels/contracts/customs-declarations.odcs.yaml:157",
        "nordhavn/amount-without-currency parcels/contracts/customs-declarations.odcs.yaml:84",
        "owner-outside-domain customers/products/consignee-preferences.odps.yaml:40",
        "placeholder-owner customers/products/delivery-feedback.odps.yaml:40",
        "quality-failing finance/contracts/invoices.odcs.yaml:150",
        "quality-failing insights/contracts/merchant-scorecard.odcs.yaml:147,154,163",
        "quality-not-measured finance/contracts/invoices.odcs.yaml:159",
        "quality-not-measured finance/contracts/open-receivables.odcs.yaml:112",
        "quality-not-measured finance/contracts/shipment-charges.odcs.yaml:148",
        "sla-broken insights/contracts/eta-predictions.odcs.yaml:192",
        "unclassified-property parcels/contracts/parcel-status-snapshot.odcs.yaml:29",
        "undescribed-object transport/products/fleet-telemetry/vehicles.odcs.yaml:140",
        "unknown-owner last-mile/products/pickup-points.odps.yaml:45",
    ];
    assert_eq!(told(&sample(), Level::Error), expected);
}

#[test]
fn the_warnings_are_what_the_sample_has_not_reached() {
    let expected = [
        "deprecated-format finance/contracts/invoices-v1.yaml:3",
        "expiring-waiver governance/waivers/last-mile.yaml:1",
        "missing-docs-page insights/products/volume-forecast.odps.yaml:3",
        "missing-docs-page parcels/contracts/customs-declarations.odcs.yaml:4",
        "missing-docs-page parcels/products/parcel-status-snapshot.odps.yaml:4",
        "missing-examples customers/contracts/consignee-preferences.odcs.yaml:40",
        "missing-examples customers/contracts/delivery-feedback.odcs.yaml:40",
        "missing-examples finance/contracts/invoices.odcs.yaml:176,187",
        "missing-examples finance/contracts/open-receivables.odcs.yaml:39,49",
        "missing-examples finance/contracts/shipment-charges.odcs.yaml:40",
        "missing-examples insights/contracts/delivery-performance-daily.odcs.yaml:67,284",
        "missing-examples insights/contracts/eta-predictions.odcs.yaml:52",
        "missing-examples insights/contracts/merchant-scorecard.odcs.yaml:39",
        "missing-examples insights/contracts/volume-forecast.odcs.yaml:36,62",
        "missing-examples last-mile/contracts/delivery-attempts.odcs.yaml:62",
        "missing-examples last-mile/contracts/delivery-routes.odcs.yaml:46",
        "missing-examples last-mile/contracts/pickup-point-capacity.odcs.yaml:54",
        "missing-examples last-mile/contracts/proof-of-delivery.odcs.yaml:39",
        "missing-examples transport/products/fleet-telemetry/vehicle-positions.odcs.yaml:36",
        "missing-examples transport/products/fleet-telemetry/vehicles.odcs.yaml:145",
        "missing-examples transport/products/line-haul-trips/line-haul-trips.odcs.yaml:243,254",
        "narrow-quality finance/contracts/open-receivables.odcs.yaml:3",
        "narrow-quality last-mile/contracts/pickup-point-capacity.odcs.yaml:3",
        "narrow-quality last-mile/contracts/proof-of-delivery.odcs.yaml:3",
        "narrow-quality parcels/contracts/customs-declarations.odcs.yaml:4",
        "narrow-quality parcels/contracts/parcel-status-snapshot.odcs.yaml:3",
        "narrow-quality parcels/contracts/scan-codes.odcs.json:4",
        "nordhavn/restricted-with-one-approver customers/contracts/consignee-preferences.odcs.yaml:190",
        "nordhavn/restricted-with-one-approver customers/contracts/merchant-accounts.odcs.yaml:301",
        "nordhavn/restricted-with-one-approver last-mile/contracts/delivery-attempts.odcs.yaml:287",
        "overdue-target directory/domains.yaml:104",
        "unchecked-key customers/contracts/consignee-preferences.odcs.yaml:40,56,135,149",
        "unchecked-key customers/contracts/delivery-feedback.odcs.yaml:40,69,75,108,115",
        "unchecked-key finance/contracts/invoices.odcs.yaml:30,168,176",
        "unchecked-key finance/contracts/open-receivables.odcs.yaml:31,39",
        "unchecked-key insights/contracts/volume-forecast.odcs.yaml:28,36",
        "unchecked-key last-mile/contracts/pickup-point-capacity.odcs.yaml:30,38",
        "unchecked-key last-mile/contracts/proof-of-delivery.odcs.yaml:69,76,161",
        "unchecked-key parcels/contracts/customs-declarations.odcs.yaml:36,52,69,95",
        "unchecked-key parcels/contracts/parcel-status-snapshot.odcs.yaml:35,40,40,48,55,60",
        "unchecked-key parcels/contracts/scan-codes.odcs.json:32",
        "unchecked-key transport/products/fleet-telemetry/vehicle-positions.odcs.yaml:28",
        "unchecked-key transport/products/fleet-telemetry/vehicles.odcs.yaml:29,145,145,153,161",
        "undescribed-property transport/products/fleet-telemetry/vehicles.odcs.yaml:140",
        "unjoined-result finance/measurements/great-expectations/finance.open_receivables.json:9",
        "unjoined-result parcels/measurements/dbt/run_results.2026-03-01.json:1",
        "unjoined-result parcels/measurements/dbt/run_results.json:1",
        "unjoined-result transport/measurements/dbt/run_results.json:1",
        "unused-product customers/products/delivery-feedback.odps.yaml:3",
        "unused-product finance/products/invoices.odps.yaml:3",
        "unused-product insights/products/volume-forecast.odps.yaml:3",
        "unused-product last-mile/products/pickup-points.odps.yaml:3",
        "unused-product parcels/contracts/customs-declarations.odcs.yaml:4",
    ];
    assert_eq!(told(&sample(), Level::Warning), expected);
}

#[test]
fn the_notes_are_of_rules_that_are_let_down() {
    let judged = sample();
    let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &judged.findings {
        if finding.level == Level::Info {
            *notes.entry(&finding.rule).or_default() += 1;
        }
    }
    let expected = [
        ("freshness-not-measured", 1),
        ("missing-examples", 2),
        ("narrow-quality", 1),
        ("quality-not-measured", 1),
        ("unchecked-key", 2),
        ("unlinked-terms", 18),
    ];
    assert_eq!(notes.into_iter().collect::<Vec<_>>(), expected);
}

/// A portal is as good in an unpacked archive as in its repository.
#[test]
fn without_a_repository_the_same_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(root, folder.path(), Path::new("meshbook.yaml"));
    copy(root, folder.path(), Path::new("content/sample"));
    let here = sample();
    let there = pipeline::judge(pipeline::read(folder.path()).unwrap(), now());
    for level in [Level::Error, Level::Warning, Level::Info] {
        assert_eq!(told(&here, level), told(&there, level));
    }
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path, path: &Path) {
    if from.join(path).is_dir() {
        fs::create_dir_all(to.join(path)).unwrap();
        for entry in fs::read_dir(from.join(path)).unwrap() {
            copy(from, to, &path.join(entry.unwrap().file_name()));
        }
    } else {
        fs::copy(from.join(path), to.join(path)).unwrap();
    }
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
            ("pickup-points", false, 5, vec!["missing-owner"]),
            ("fleet-telemetry", false, 5, vec!["undescribed-object"]),
        ]
    );
    let mesh = &judged.scorecards.mesh;
    assert_eq!(mesh.scored, judged.mesh.products.len() - 1);
    assert_eq!((mesh.previewed, mesh.without_level), (1, 3));
    assert_eq!(mesh.complete, mesh.scored - 3);
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
