//! The register of waivers, as a page and for programs, and the guide.

use std::fs;
use std::path::Path;

use crate::portal::{ORDERS, OWN, judged, told, waiver};
use meshbook::output::Site;

fn render(site: &Site, route: &str) -> String {
    let bytes = site
        .render(route)
        .unwrap_or_else(|| panic!("no {route}"))
        .unwrap();
    String::from_utf8(bytes).unwrap()
}

fn site(files: &[(&str, &str)]) -> Site {
    let portal = judged(files).portal("2026-03-02T09:00:00Z".parse().unwrap());
    Site::new(portal).unwrap()
}

#[test]
fn every_waiver_stands_in_the_register_whatever_its_state() {
    let text = waiver(&[("ticket", "https://tickets.example.com/7")])
        + &waiver(&[
            ("id", "soon"),
            ("rule", "missing-frequency"),
            ("expires", "2026-03-10"),
        ])
        + &waiver(&[
            ("id", "over"),
            ("rule", "missing-freshness"),
            ("created", "2025-12-01"),
            ("expires", "2026-01-31"),
        ])
        + &waiver(&[
            ("id", "bad<b>"),
            ("target", "nothing"),
            ("reason", "<script>alert(1)</script> is here"),
        ]);
    let site = site(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", &text),
        ("orders.odcs.yaml", ORDERS),
    ]);
    let page = render(&site, "scorecards/waivers.html");
    for part in [
        "orders-channel",
        "soon",
        "over",
        "bad&lt;b&gt;",
        "expired",
        "ends within 14 days",
        "shop-data",
        "data-office",
        "2026-05-01",
        "rules/missing-frequency.html",
        "https://tickets.example.com/7",
        "products/sales/orders.html",
        "2025-12",
        "waivers/a.yaml:1",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(!page.contains("<script>alert") && !page.contains("days left"));
    let at = |what: &str| page.find(what).unwrap();
    assert!(at(">over<") < at(">soon<") && at(">soon<") < at(">orders-channel<"));
    let api: serde_json::Value = serde_json::from_str(&render(&site, "api/waivers.json")).unwrap();
    assert_eq!(api["version"], 1);
    let states: Vec<_> = api["waivers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].clone())
        .collect();
    assert_eq!(states, ["active", "expiring", "expired", "invalid"]);
    let first = &api["waivers"][0];
    for (name, value) in [
        ("id", "orders-channel"),
        ("rule", "missing-support-channel"),
        ("product", "orders"),
        ("domain", "sales"),
        ("owner", "shop-data"),
        ("approved_by", "data-office"),
        ("created", "2026-02-01"),
        ("expires", "2026-05-01"),
        ("ticket", "https://tickets.example.com/7"),
    ] {
        assert_eq!(first[name], value, "{name}");
    }
    assert_eq!(first["findings"], 1);
    // The guide on the format names every field.
    let guide = include_str!("../../content/guide/catalog.md");
    for name in first
        .as_object()
        .unwrap()
        .keys()
        .chain([&"fault".to_owned()])
    {
        assert!(guide.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_newest_months_are_summed_up_of_what_was_granted() {
    let over = |at: i32| {
        let (year, month) = (2008 + at / 12, at % 12 + 1);
        let id = format!("over-{at}");
        let (created, expires) = (
            format!("{year}-{month:02}-01"),
            format!("{year}-{month:02}-20"),
        );
        waiver(&[("id", &id), ("created", &created), ("expires", &expires)])
    };
    let never = waiver(&[("id", "never"), ("created", "2027-07-01")]);
    let text: String = (0..205).map(over).chain([never]).collect();
    let site = site(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", &text),
        ("orders.odcs.yaml", ORDERS),
    ]);
    let page = render(&site, "scorecards/waivers.html");
    let (_, months) = page.split_once("id=\"age\"").unwrap();
    let has = |month: &str| months.contains(&format!(">{month}<"));
    assert!(has("2025-01") && has("2008-06"), "{months}");
    assert!(!has("2008-05") && !has("2027-07"), "{months}");
}

#[test]
fn no_fault_names_people_where_the_portal_hides_them() {
    let text = waiver(&[("owner", "ann.ordway"), ("approvedBy", "ann.ordway")])
        + &waiver(&[("id", "no-day"), ("expires", "soon")]);
    let config = format!("hide: [people]\n{OWN}");
    let files = [
        ("waivers/a.yaml", text.as_str()),
        ("orders.odcs.yaml", ORDERS),
    ];
    for (config, names) in [(OWN, true), (config.as_str(), false)] {
        let site = site(&[[("meshbook.yaml", config)].as_slice(), &files].concat());
        for route in ["scorecards/waivers.html", "api/waivers.json"] {
            let text = render(&site, route);
            assert_eq!(text.contains("ann.ordway"), names, "{route} {text}");
            let instead = text.contains("does not hold");
            assert_eq!(instead, !names, "{route} {text}");
            assert!(text.contains("which is no day"), "{route} {text}");
        }
    }
}

#[test]
fn findings_pages_say_until_when_and_by_whom_a_finding_is_waived() {
    let site = site(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", &waiver(&[])),
        ("orders.odcs.yaml", ORDERS),
    ]);
    let routes: Vec<_> = (site.routes())
        .filter(|route| route.starts_with("findings/"))
        .map(|route| route.to_string())
        .collect();
    assert_eq!(routes.len(), 2);
    for route in &routes {
        let page = render(&site, route);
        assert!(page.contains("1 waived"), "{route} {page}");
        assert!(!page.contains("suppressed"), "{route} {page}");
    }
    let of_source = routes.iter().find(|route| !route.ends_with("index.html"));
    let page = render(&site, of_source.unwrap());
    for part in [
        "waived until 2026-05-01",
        ">orders-channel<",
        "approved by <bdi>data-office</bdi>; <bdi>shop-data</bdi> answers for it",
        "The channel is opened with the new help desk in spring.",
        "waivers/a.yaml:1",
    ] {
        assert!(page.contains(part), "{part} {page}");
    }
}

#[test]
fn the_pages_of_products_and_cards_lead_to_their_waivers() {
    let text = waiver(&[])
        + &waiver(&[
            ("id", "over"),
            ("rule", "missing-freshness"),
            ("created", "2025-12-01"),
            ("expires", "2026-01-31"),
        ])
        + &waiver(&[("id", "off"), ("rule", "missing-chanel")]);
    let site = site(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", &text),
        ("orders.odcs.yaml", ORDERS),
    ]);
    let all = render(&site, "scorecards/index.html");
    let states = "active</span> <b>1</b> <span class=\"chip warning\">ends within 14 days</span> \
                  <b>0</b> <span class=\"chip bad\">expired</span> <b>1</b> \
                  <span class=\"chip bad\">invalid</span> <b>1</b>";
    assert!(all.contains(states), "{all}");
    let register = "href=\"../scorecards/waivers.html\"";
    let ownership = render(&site, "scorecards/ownership.html");
    for page in [&all, &ownership] {
        assert!(page.contains(register), "{page}");
    }
    // The card counts the waivers of its own rules alone.
    let of_card = &ownership[ownership.find("id=\"waivers\"").unwrap()..];
    assert!(of_card.contains("rules/missing-support-channel.html"));
    assert!(of_card.contains("1<span class=\"unit\"> active</span>"));
    assert!(!of_card.contains("1<span class=\"unit\"> expired</span>"));

    let product = render(&site, "products/sales/orders.html");
    let of_rule = |rule: &str| {
        let start = product.find(&format!("rules/{rule}.html")).unwrap();
        product[start..].split("</li>").next().unwrap()
    };
    let beside = of_rule("missing-support-channel");
    for part in [
        "active",
        ">orders-channel<",
        "until <b>2026-05-01</b>",
        "The channel is opened with the new help desk in spring.",
        "Answers: <bdi>shop-data</bdi>.",
        "Approved: <bdi>data-office</bdi>.",
    ] {
        assert!(beside.contains(part), "{part}: {beside}");
    }
    assert!(of_rule("missing-freshness").contains("expired"));
    assert!(product.contains("1 waiver that no rule needs"), "{product}");
}

#[test]
fn a_long_register_is_split() {
    let mut files = vec![
        ("meshbook.yaml".to_owned(), OWN.to_owned()),
        ("orders.odcs.yaml".to_owned(), ORDERS.to_owned()),
    ];
    for file in 0..3 {
        let waivers = (0..90).map(|at| waiver(&[("id", &format!("w-{file}-{at}"))]));
        files.push((format!("waivers/{file}.yaml"), waivers.collect()));
    }
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = site(&files);
    let pages: Vec<_> = site
        .routes()
        .filter(|route| route.starts_with("scorecards/waivers"))
        .collect();
    assert_eq!(
        pages,
        [
            "scorecards/waivers--2.html",
            "scorecards/waivers--3.html",
            "scorecards/waivers.html"
        ]
    );
    let all: String = ["", "--2", "--3"]
        .iter()
        .map(|part| render(&site, &format!("scorecards/waivers{part}.html")))
        .collect();
    for file in 0..3 {
        for at in 0..90 {
            assert!(all.contains(&format!(">w-{file}-{at}<")), "w-{file}-{at}");
        }
    }
}

/// The portals in the guide: blocks of YAML with a path; one begins with `meshbook.yaml`.
fn portals(guide: &str) -> Vec<Vec<(String, String)>> {
    let mut portals: Vec<Vec<(String, String)>> = Vec::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        let Some(path) = line.strip_prefix("```yaml ") else {
            continue;
        };
        let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        if path == "meshbook.yaml" {
            portals.push(Vec::new());
        }
        let portal = portals
            .last_mut()
            .expect("the first block is a meshbook.yaml");
        portal.push((path.to_owned(), text.join("\n") + "\n"));
    }
    portals
}

#[test]
fn the_examples_of_the_guide_hold() {
    let guide =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/guide/waivers.md"))
            .unwrap();
    let portals = portals(&guide);
    assert!(portals.len() >= 2);
    for portal in portals {
        let files: Vec<_> = portal
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let judged = judged(&files);
        assert_eq!(told(&judged), Vec::<String>::new(), "{files:?}");
        let faulty = [
            "unknown-setting",
            "invalid-configuration",
            "not-a-manifest",
            "invalid-syntax",
        ];
        let faults: Vec<_> = judged
            .findings
            .iter()
            .filter(|one| faulty.contains(&&*one.rule))
            .collect();
        assert!(faults.is_empty(), "{faults:?}");
        let used = judged
            .waivers
            .all()
            .iter()
            .all(|waiver| waiver.findings > 0);
        assert!(used && (!judged.suppressed.is_empty() || judged.gate.withheld().count() > 0));
    }
}
