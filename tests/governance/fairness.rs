//! Honest situations that must not be punished: what has nothing to declare, declares that it is
//! not ready, or is small, reaches what others reach, and is not blamed.

use meshbook::diag::Level;
use meshbook::rules::{self, Tier};

use super::portal::{CONTRACT, Grade, PRODUCT, Portal, README};

struct Case {
    name: &'static str,
    /// Makes the situation.
    situation: fn(&mut Portal),
    /// The id of the product that is in it.
    product: &'static str,
}

const fn case(name: &'static str, situation: fn(&mut Portal)) -> Case {
    Case {
        name,
        situation,
        product: "orders",
    }
}

/// What a product in an honest situation has at least, of what applies to it.
const LEAST: u8 = 97;

/// What is wrong with how a product is treated.
fn faults(case: &Case) -> Vec<String> {
    let mut portal = Portal::of_shop();
    (case.situation)(&mut portal);
    let judged = portal.judged();
    let grade = Grade::of(&judged, case.product);
    let mut faults = Vec::new();
    if grade.level < Some(Tier::Silver) || grade.score < Some(LEAST) {
        faults.push(format!("{}: {grade:?}", case.name));
    }
    for finding in &judged.findings {
        let place = judged.files.place(finding.span);
        let is_own = place.file.contains("orders/") || place.file.starts_with("orders.");
        let is_rule = rules::rule(&finding.rule).is_some();
        let is_for_gold = rules::rule(&finding.rule).is_some_and(|rule| rule.tier == Tier::Gold);
        if is_own && is_rule && !is_for_gold && finding.level < Level::Info {
            faults.push(format!(
                "{}: {}:{}: {}: {}",
                case.name, place.file, place.line, finding.rule, finding.message
            ));
        }
    }
    faults
}

#[test]
fn no_honest_situation_is_punished() {
    let faults: Vec<String> = CASES.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_not_ready_is_not_graded_and_not_blamed() {
    for status in ["draft", "proposed", "retired"] {
        let mut portal = Portal::of_shop();
        portal.swap(PRODUCT, "status: active", &format!("status: {status}"));
        portal.swap(CONTRACT, "status: active", &format!("status: {status}"));
        portal.cut_block(CONTRACT, "quality:");
        portal.cut_block(CONTRACT, "slaProperties:");
        portal.cut_lines(PRODUCT, "purpose:");
        portal.cut_lines(CONTRACT, "purpose:");
        let judged = portal.judged();
        let grade = Grade::of(&judged, "orders");
        assert_eq!((grade.level, grade.score), (None, None), "{status}");
        for finding in &judged.findings {
            let is_own = judged.files.place(finding.span).file.contains("orders/");
            let is_blame = is_own && finding.level < Level::Info;
            assert!(!is_blame, "{status}: {} {}", finding.rule, finding.message);
        }
    }
}

/// Leaves nothing but the manifests and the docs of the product, and no configuration.
fn alone(portal: &mut Portal) {
    let kept = [PRODUCT, CONTRACT, README].map(|path| {
        let name = path.strip_prefix("sales/").unwrap();
        (name, portal.text(path).to_owned())
    });
    *portal = Portal::default();
    for (name, text) in kept {
        portal.add(name, text);
    }
}

const SECOND_TABLE: &str = "  - name: order_lines\n";

const CASES: &[Case] = &[
    case("all is well", |_| {}),
    case("no personal data", |portal| {
        portal.cut_block(CONTRACT, "- name: email");
    }),
    case("reference data that does not change", |portal| {
        portal.cut_lines(CONTRACT, "partition");
        portal.cut_block(CONTRACT, "slaProperties:");
        portal.append(
            CONTRACT,
            "slaProperties:\n  - property: frequency\n    value: static\n  - property: availability\n    value: 99\n    unit: percent\n  - property: retention\n    value: 5\n    unit: y\n",
        );
    }),
    case("a product of the source without inputs", |portal| {
        portal.cut_block(PRODUCT, "inputPorts:");
    }),
    case(
        "a domain that a central team serves, and says so",
        |portal| {
            for path in [PRODUCT, CONTRACT] {
                portal.swap(path, "  name: shop-data\n", "  name: ledger\n");
                portal.swap(path, "username: anna", "username: carl");
                portal.swap(path, "username: ben", "username: dora");
            }
            portal.swap(
            "directory/domains.yaml",
            "domain-owned\n    meshbook/sponsor: user:default/anna",
            "central\n    meshbook/sponsor: user:default/anna\n    meshbook/curator: group:default/ledger",
        );
        },
    ),
    case("a new product that nobody uses yet", |portal| {
        portal.remove("finance/revenue/revenue.odps.yaml");
        portal.remove("finance/revenue/revenue.odcs.yaml");
        portal.append(PRODUCT, "productCreatedTs: \"2026-02-25T08:00:00Z\"\n");
    }),
    case("one small organisation with nothing but manifests", alone),
    case("no glossary, vocabulary, classes and maxima", |portal| {
        let text = portal.text("meshbook.yaml").to_owned();
        let at = text.find("governance:").unwrap();
        portal.add("meshbook.yaml", &text[..at]);
    }),
    case("a contract alone", |portal| {
        alone(portal);
        portal.remove("orders/orders.odps.yaml");
    }),
    case("a stream without a key", |portal| {
        let text = portal.text(CONTRACT).to_owned();
        let at = text.find(SECOND_TABLE).unwrap();
        let end = text.find("roles:\n").unwrap();
        let lines = text[at..end].to_owned();
        portal.swap(CONTRACT, &lines, "");
        portal.swap(
            CONTRACT,
            "        unique: true\n        primaryKey: true\n        primaryKeyPosition: 1\n",
            "",
        );
        portal.swap(
            CONTRACT,
            "One row per order number.",
            "One event for each payment.",
        );
        portal.swap(CONTRACT, "physicalType: table", "physicalType: topic");
        portal.cut_block(CONTRACT, "servers:");
        portal.append(
            CONTRACT,
            "servers:\n  - server: events\n    type: kafka\n    environment: prod\n    host: kafka.shop.example:9092\n    format: avro\n",
        );
    }),
    case("a drop of files", |portal| {
        portal.cut_block(CONTRACT, "servers:");
        portal.cut_block(CONTRACT, "- property: availability");
        portal.append(
            CONTRACT,
            "servers:\n  - server: drop\n    type: sftp\n    environment: prod\n    location: sftp://files.shop.example/orders/*.csv\n    format: csv\n",
        );
    }),
    case("people whom only the directory names", |portal| {
        portal.cut_block(PRODUCT, "members:");
        portal.cut_block(CONTRACT, "members:");
    }),
    case("members of whom none is called the owner", |portal| {
        portal.swap(PRODUCT, "role: owner", "role: analyst");
        portal.swap(CONTRACT, "role: owner", "role: analyst");
    }),
    case("a team whom only the product names", |portal| {
        portal.cut_block(CONTRACT, "team:");
        portal.cut_block(CONTRACT, "support:");
        portal.cut_block(CONTRACT, "description:");
    }),
    case("deprecated, with a date and a successor", |portal| {
        portal.swap(PRODUCT, "status: active", "status: deprecated");
        portal.append(
            PRODUCT,
            "customProperties:\n  - property: endOfSupport\n    value: \"2026-12-31\"\n  - property: successor\n    value: stock\n",
        );
    }),
    case(
        "five hundred columns, of which one has no description",
        |portal| {
            let mut columns = String::new();
            for at in 1..500 {
                columns += &format!(
                    "      - name: shelf_{at}_pieces\n        logicalType: integer\n        classification: internal\n        description: Counted on shelf {at} in the evening.\n"
                );
            }
            columns += "      - name: remark\n        logicalType: string\n        classification: internal\n";
            let table = "    dataGranularityDescription: One row per order number and position.\n    properties:\n";
            portal.swap(CONTRACT, table, &format!("{table}{columns}"));
        },
    ),
    case("names and texts in other languages", |portal| {
        portal.swap(CONTRACT, "      - name: voucher\n", "      - name: größe\n");
        portal.swap(
            CONTRACT,
            "      - name: article\n",
            "      - name: 商品番号\n",
        );
        portal.swap(
            CONTRACT,
            "As printed on the shelf, with its size.",
            "棚に印刷された番号とサイズ。",
        );
        portal.cut_lines(PRODUCT, "purpose:");
        portal.swap(
            PRODUCT,
            "description:\n  usage:",
            "description:\n  purpose: オンラインショップの支払済み注文を一件一行で持ち、売上集計に使う。\n  usage:",
        );
    }),
    case(
        "service levels that the whole domain has openly",
        |portal| {
            for path in ["sales/stock/stock", "finance/payments/payments"] {
                let path = format!("{path}.odcs.yaml");
                portal.cut_block(&path, "slaProperties:");
                portal.append(
                &path,
                "slaProperties:\n  - property: latency\n    value: 6\n    unit: h\n  - property: frequency\n    value: 1\n    unit: d\n  - property: retention\n    value: 5\n    unit: y\n",
            );
            }
        },
    ),
];
