//! What one source claims of another's: the owner keeps its pages, its score and its level to the
//! byte, and the claimant is told with both places.

mod cases;
mod hostile;
mod portal;

use cases::{CASES, Expected};
use portal::{ALONE, Built, CATALOG, File, ORDERS, Sources, build, owner};

/// The files of the claimant, from texts by path.
fn of_claimant(files: &[(&str, String)]) -> Vec<File> {
    let files = files.iter();
    files
        .map(|(path, text)| (format!("market/{path}"), text.clone()))
        .collect()
}

/// What sums up a domain, a team or a person counts what others say is of it, as long as the
/// configuration does not say whose it is.
const SUMS: &[&str] = &[
    "domains/sales.html",
    "domains/pricing.html",
    "badges/sales.",
    "badges/pricing.",
    "badges/team--commerce.",
    "teams/commerce.html",
    "api/outcomes/sales.json",
    "api/outcomes/pricing.json",
];

/// The files of the owner that differ beside a claimant.
fn differing<'b>(alone: &'b Built, beside: &Built, is_owned: bool) -> Vec<&'b str> {
    let is_sum = |route: &str| SUMS.iter().any(|start| route.starts_with(start));
    let is_looked_at = |route: &str| route != CATALOG && (is_owned || !is_sum(route));
    let routes = alone.site.iter().filter(|(route, _)| is_looked_at(route));
    let differing = routes.filter(|(route, bytes)| beside.site.get(*route) != Some(*bytes));
    differing.map(|(route, _)| route.as_str()).collect()
}

/// What the catalog says of each product of the owner, its score and its level with it.
fn cards(built: &Built, is_of_owner: impl Fn(&str) -> bool) -> Vec<serde_json::Value> {
    let catalog: serde_json::Value = serde_json::from_slice(&built.site[CATALOG]).unwrap();
    let products = catalog["products"].as_array().unwrap().iter();
    let own = products.filter(|product| is_of_owner(product["url"].as_str().unwrap_or_default()));
    own.cloned().collect()
}

/// Fails unless the owner is what it is alone.
#[track_caller]
fn check_owner(name: &str, alone: &Built, beside: &Built, is_owned: bool) {
    let none: [&str; 0] = [];
    assert_eq!(differing(alone, beside, is_owned), none, "{name}");
    let urls: Vec<_> = alone
        .site
        .keys()
        .filter(|route| route.starts_with("products/"))
        .collect();
    let is_of_owner = |url: &str| urls.iter().any(|route| url.ends_with(route.as_str()));
    let own = cards(alone, is_of_owner);
    assert!(!own.is_empty(), "{name}");
    assert_eq!(own, cards(beside, is_of_owner), "{name}");
}

/// Fails unless the claimant is told as is expected.
#[track_caller]
fn check_claimant(name: &str, expected: Expected, beside: &Built) {
    let of_claimant = beside.findings.iter();
    let told: Vec<_> = of_claimant
        .filter(|told| told.file.starts_with("market/"))
        .collect();
    let is_told = |rule: &str, is_other: &dyn Fn(&String) -> bool| {
        let mut told = told.iter().filter(|told| told.rule == rule);
        told.any(|told| told.others.iter().any(is_other))
    };
    let is_met = match expected {
        Expected::Both(rule) => is_told(rule, &|file| file.starts_with("sales/")),
        Expected::Owned(rule) => is_told(rule, &|file| file == "meshbook.yaml"),
        Expected::Alone(rule) => told.iter().any(|told| told.rule == rule),
        Expected::Nothing => true,
    };
    assert!(is_met, "{name}: no {expected:?} in {told:#?}");
}

#[test]
fn no_claim_shows_on_what_another_source_owns() {
    let alone = build(&ALONE, &owner());
    for case in CASES {
        let mut files = owner();
        files.extend(of_claimant(&(case.files)()));
        for (order, sources) in ORDERS {
            let is_owned = sources.is_owned();
            if !is_owned && case.only_owned {
                continue;
            }
            let name = format!("{}, {order}", case.name);
            let beside = build(&sources, &files);
            check_owner(&name, &alone, &beside, is_owned);
            let expected = if is_owned { case.owned } else { case.unowned };
            check_claimant(&name, expected, &beside);
        }
    }
}

/// Who reads a contract is a fact about the reader: it shows where the owner tells of its readers,
/// and an owner who has some is no longer told that nobody reads it.
#[test]
fn a_reader_in_another_source_shows_as_one() {
    let alone = build(&ALONE, &owner());
    let mut files = owner();
    let reader = "inputPorts:\n  - {name: orders, version: 2.0.0, contractId: orders}\n";
    let reader = cases::product("ads", &format!("domain: market\n{reader}"));
    files.extend(of_claimant(&[("a.odps.yaml", reader)]));
    let tells_of_readers = [
        "api/outcomes/sales.json",
        "contracts/sales/orders",
        "domains/",
        "findings/sales",
        "products/sales/orders",
        "teams/commerce",
    ];
    for (order, sources) in ORDERS {
        let beside = build(&sources, &files);
        let mut differing = differing(&alone, &beside, true);
        assert!(differing.contains(&"products/sales/orders.html"), "{order}");
        differing.retain(|route| {
            !tells_of_readers
                .iter()
                .any(|start| route.starts_with(start))
        });
        let none: [&str; 0] = [];
        assert_eq!(differing, none, "{order}");
    }
}

/// `owns` that is of no use is told in the configuration.
#[test]
fn an_id_that_is_owned_twice_or_by_nobody_is_told() {
    let sources = Sources(&[
        ("sales", "owns: [orders, 'ret*', nowhere]"),
        ("market", "owns: ['order*', 'orders']"),
    ]);
    let mut files = owner();
    files.extend(of_claimant(&[("a.odps.yaml", cases::product("ads", ""))]));
    let built = build(&sources, &files);
    let told = built
        .findings
        .iter()
        .filter(|told| told.rule == "unknown-setting");
    let others: Vec<usize> = told.map(|told| told.others.len()).collect();
    assert_eq!(others, [0, 1, 1]);
}
