//! Ways to raise a grade without improving the product: none does.
//!
//! Each case first makes a gap in a good product, which costs it something, and then does what
//! a lazy team would do about it. That must not give back a level, nor more than two points.

use super::portal::{CONTRACT, Grade, PRODUCT, Portal, README};

/// The most that a score may rise by a trick.
const MOST: u8 = 2;

struct Case {
    name: &'static str,
    /// Makes the honest gap.
    gap: fn(&mut Portal),
    /// What the lazy team does.
    trick: fn(&mut Portal),
    /// The products that offer afterwards what `orders` offered.
    after: &'static [&'static str],
}

const fn case(name: &'static str, gap: fn(&mut Portal), trick: fn(&mut Portal)) -> Case {
    Case {
        name,
        gap,
        trick,
        after: &["orders"],
    }
}

/// The worst of the products.
fn worst(portal: &Portal, ids: &[&str]) -> Grade {
    let judged = portal.judged();
    let grades = ids.iter().map(|id| Grade::of(&judged, id));
    grades
        .min_by_key(|grade| (grade.level, grade.score))
        .unwrap()
}

/// What is wrong with a case, if something is.
fn fault(name: &str, best: &Grade, honest: &Grade, tricked: &Grade) -> Option<String> {
    let costs = honest.level < best.level || honest.score < best.score;
    if !costs {
        return Some(format!("{name}: the gap costs nothing"));
    }
    let may_reach = honest.score.unwrap_or(0).saturating_add(MOST);
    let is_raised = tricked.level > honest.level || tricked.score > Some(may_reach);
    is_raised.then(|| {
        format!(
            "{name}: {:?} {:?} became {:?} {:?}\n  unmet before: {}\n  unmet after: {}",
            honest.level,
            honest.score,
            tricked.level,
            tricked.score,
            honest.unmet.join(" "),
            tricked.unmet.join(" "),
        )
    })
}

#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} tricks work:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn the_product_is_good_to_begin_with() {
    let best = Portal::of_shop().grade("orders");
    assert_eq!(
        best.level.map(|tier| tier.name()),
        Some("silver"),
        "{best:?}"
    );
    assert!(best.score >= Some(95), "{best:?}");
}

#[test]
fn no_trick_raises_a_grade() {
    let best = Portal::of_shop().grade("orders");
    let mut faults = Vec::new();
    for case in CASES {
        let mut portal = Portal::of_shop();
        (case.gap)(&mut portal);
        let honest = portal.grade("orders");
        (case.trick)(&mut portal);
        let tricked = worst(&portal, case.after);
        faults.extend(fault(case.name, &best, &honest, &tricked));
    }
    assert_none(&faults);
}

/// Tries texts in the place of one that is missing.
#[track_caller]
fn try_texts(texts: &[&str], gap: fn(&mut Portal), fill: fn(&mut Portal, &str)) {
    let best = Portal::of_shop().grade("orders");
    let mut portal = Portal::of_shop();
    gap(&mut portal);
    let honest = portal.grade("orders");
    let mut faults = Vec::new();
    for text in texts {
        let mut portal = portal.clone();
        fill(&mut portal, text);
        faults.extend(fault(text, &best, &honest, &portal.grade("orders")));
    }
    assert_none(&faults);
}

#[test]
fn no_filler_is_a_purpose() {
    let texts = [
        "TBD: to be defined by the product owner before the next release",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.",
        "Orders Orders Orders Orders Orders Orders Orders Orders",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "The purpose of this data product is to provide the orders data.",
        "This data product contains data about orders and is used for various purposes.",
        "Orders data product for all kinds of users, use cases and purposes.",
        "This dataset provides information about the orders for analysis and reporting.",
        "The purpose is described in the documentation of this data product.",
        "Description of the data product Orders in the domain sales of the company.",
    ];
    try_texts(&texts, no_purpose, |portal, text| {
        let line = format!("description:\n  purpose: \"{text}\"\n");
        portal.swap(PRODUCT, "description:\n", &line);
    });
}

#[test]
fn no_filler_describes_a_table() {
    let texts = [
        "tbd",
        "n/a",
        "Orders",
        "The orders table",
        "Table ORDERS",
        "This table contains the orders.",
        "This is the table that stores all orders data.",
        "orders data",
        "Table with information about orders",
        "See documentation",
        "A table.",
        "Table orders of schema ORDERS",
        "1",
    ];
    let gap = |portal: &mut Portal| {
        portal.swap(CONTRACT, TABLE, "");
    };
    try_texts(&texts, gap, |portal, text| {
        let line = format!("    physicalName: ORDERS\n    description: \"{text}\"\n");
        portal.swap(CONTRACT, "    physicalName: ORDERS\n", &line);
    });
}

#[test]
fn no_filler_describes_columns() {
    let texts = [
        "tbd",
        "-",
        "NAME",
        "The NAME",
        "Column NAME",
        "NAME of the order",
        "NAME column of the table orders",
        "This column contains the NAME.",
        "Value of NAME",
        "Relevant business attribute of the record.",
        "See the documentation.",
        "Field from the source system",
        "Attribute of type string",
        "😀",
    ];
    try_texts(&texts, no_column_descriptions, |portal, text| {
        describe_columns(portal, |name| text.replace("NAME", &name.replace('_', " ")));
    });
}

#[test]
fn no_vacuous_check_is_a_check() {
    let checks = [
        "metric: rowCount\n        mustBeGreaterOrEqualTo: 0",
        "metric: rowCount\n        mustBeGreaterThan: -1",
        "metric: rowCount\n        mustBeLessThan: 1000000000000000",
        "metric: rowCount\n        mustBeBetween: [0, 1000000000000000]",
        "metric: rowCount\n        mustNotBe: -1",
        "metric: duplicateValues\n        mustBeLessOrEqualTo: 100\n        unit: percent",
        "metric: nullValues\n        mustBeLessOrEqualTo: 100\n        unit: percent",
        "metric: nullValues\n        mustBeGreaterOrEqualTo: 0",
        "type: sql\n        query: SELECT 1\n        mustBe: 1",
        "type: sql\n        query: SELECT 0\n        mustBeLessThan: 5",
        "type: sql\n        query: SELECT COUNT(*) FROM ORDERS WHERE 1 = 0\n        mustBe: 0",
        "type: sql\n        query: SELECT COUNT(*) FROM ORDERS\n        mustBeGreaterOrEqualTo: 0",
        "type: custom\n        engine: none\n        implementation: \"true\"",
        "type: custom\n        engine: soda\n        implementation: tbd",
        "type: custom\n        engine: dbt\n        implementation: row_count >= 0",
        "type: custom\n        engine: greatExpectations\n        implementation: {}",
        "type: text\n        description: The data is of good quality.",
    ];
    try_texts(&checks, no_checks, |portal, check| {
        let check = format!("    quality:\n      - {check}\n");
        for table in ["ORDERS", "ORDER_LINES"] {
            let line = format!("    physicalName: {table}\n");
            portal.swap(CONTRACT, &line, &format!("{line}{check}"));
        }
    });
}

const PAYMENTS: &str = "finance/payments/payments.odps.yaml";
const REVENUE: &str = "finance/revenue/revenue.odps.yaml";

/// A purpose that several products have.
const COPIED: &str = "Every movement that the bank confirmed in the night before, so that planners, \
                      controllers and the people at the counter work with one list instead of the \
                      many sheets that each of them used to keep for the close of the month.";

const TABLE: &str = "    description: One row for each order that was paid; cancelled ones stay with their state.\n";

fn no_purpose(portal: &mut Portal) {
    portal.cut_lines(PRODUCT, "purpose:");
    portal.cut_lines(CONTRACT, "purpose:");
}

fn no_column_descriptions(portal: &mut Portal) {
    describe_columns(portal, |_| String::new());
}

/// Writes the descriptions of all columns of the contract anew; an empty one is left out.
fn describe_columns(portal: &mut Portal, describe: impl Fn(&str) -> String) {
    let mut text = String::new();
    for line in portal.text(CONTRACT).to_owned().lines() {
        if line.starts_with("        description: ") {
            continue;
        }
        text += line;
        text += "\n";
        if let Some(name) = line.strip_prefix("      - name: ")
            && !name.contains(' ')
        {
            let description = describe(name);
            if !description.is_empty() {
                text += &format!("        description: \"{description}\"\n");
            }
        }
    }
    portal.add(CONTRACT, text);
}

fn no_checks(portal: &mut Portal) {
    portal.cut_block(CONTRACT, "quality:");
}

fn no_service_levels(portal: &mut Portal) {
    portal.cut_block(CONTRACT, "slaProperties:");
}

fn no_team(portal: &mut Portal) {
    portal.cut_block(PRODUCT, "team:");
    portal.cut_block(CONTRACT, "team:");
}

fn no_support(portal: &mut Portal) {
    portal.cut_block(PRODUCT, "support:");
    portal.cut_block(CONTRACT, "support:");
}

fn no_roles(portal: &mut Portal) {
    portal.cut_block(CONTRACT, "roles:");
}

fn no_servers(portal: &mut Portal) {
    portal.cut_block(CONTRACT, "servers:");
}

fn no_classification(portal: &mut Portal) {
    portal.cut_lines(CONTRACT, "classification: internal");
}

fn of_the_ledger(portal: &mut Portal) {
    for path in [PRODUCT, CONTRACT] {
        portal.swap(path, "  name: shop-data\n", "  name: ledger\n");
        portal.swap(path, "username: anna", "username: carl");
        portal.swap(path, "username: ben", "username: dora");
    }
}

/// The second table says nothing of itself.
fn bad_table(portal: &mut Portal) {
    portal.cut_lines(CONTRACT, "description: What lay in the basket");
    portal.cut_lines(
        CONTRACT,
        "dataGranularityDescription: One row per order number and",
    );
}

/// Moves the second table into a contract of its own.
fn lines_apart(portal: &mut Portal) {
    let text = portal.text(CONTRACT).to_owned();
    let at = text.find("  - name: order_lines\n").unwrap();
    let end = text.find("roles:\n").unwrap();
    let lines = text[at..end].to_owned();
    portal.swap(CONTRACT, &lines, "");
    let head = &text[..text.find("schema:\n").unwrap()];
    let head = head.replace("id: orders\n", "id: order-lines\n");
    let head = head.replace("name: Order tables\n", "name: Order lines\n");
    let lines = lines.replace(
        "to: orders.order_id",
        "to: orders/schema/orders/properties/order_id",
    );
    portal.add(
        "sales/orders/order-lines.odcs.yaml",
        format!("{head}schema:\n{lines}{}", &text[end..])
            .replace("element: orders.paid_at", "driver: regulatory"),
    );
}

const LINES_PORT: &str = "  - name: order-lines
    version: 1.0.0
    contractId: order-lines
";

/// A second contract that says nothing of its table.
fn bad_contract(portal: &mut Portal) {
    lines_apart(portal);
    portal.swap(PRODUCT, "support:\n", &format!("{LINES_PORT}support:\n"));
    let path = "sales/orders/order-lines.odcs.yaml";
    portal.cut_lines(path, "description: What lay in the basket");
    portal.cut_block(path, "slaProperties:");
}

const CASES: &[Case] = &[
    case("a purpose copied from others", no_purpose, |portal| {
        let text = portal.text(REVENUE).to_owned();
        let line = text.lines().find(|line| line.contains("purpose:")).unwrap();
        portal.cut_lines(PAYMENTS, "purpose:");
        for path in [PAYMENTS, PRODUCT] {
            portal.swap(path, "description:\n", &format!("description:\n{line}\n"));
        }
    }),
    case(
        "a purpose copied with a word changed",
        no_purpose,
        |portal| {
            for path in [PAYMENTS, REVENUE] {
                portal.cut_lines(path, "purpose:");
                let line = format!("description:\n  purpose: {COPIED}\n");
                portal.swap(path, "description:\n", &line);
            }
            let changed = COPIED.replace("bank", "shop");
            let line = format!("description:\n  purpose: {changed}\n");
            portal.swap(PRODUCT, "description:\n", &line);
        },
    ),
    case(
        "a text of quality made an empty check",
        no_checks,
        |portal| {
            for table in ["ORDERS", "ORDER_LINES"] {
                let line = format!("    physicalName: {table}\n");
                let check = "    quality:\n      - name: Orders are complete and correct\n        type: sql\n        query: SELECT 1\n        mustBeGreaterThan: 0\n";
                portal.swap(CONTRACT, &line, &format!("{line}{check}"));
            }
        },
    ),
    case(
        "bounds that nothing can break",
        |portal| portal.cut_lines(CONTRACT, "mustBe"),
        |portal| {
            for (head, bound) in [
                ("dimension: uniqueness", "mustBeGreaterOrEqualTo: 0"),
                ("dimension: completeness", "mustBeLessThan: 1000000000"),
                ("dimension: conformity", "mustBeGreaterOrEqualTo: 0"),
                ("dimension: coverage", "mustBeBetween: [0, 1000000000000]"),
            ] {
                let mut text = String::new();
                for line in portal.text(CONTRACT).to_owned().lines() {
                    text += line;
                    text += "\n";
                    if line.trim() == head {
                        let indent = &line[..line.len() - line.trim_start().len()];
                        text += &format!("{indent}{bound}\n");
                    }
                }
                portal.add(CONTRACT, text);
            }
        },
    ),
    case(
        "one check tagged with every dimension",
        no_checks,
        |portal| {
            for table in ["ORDERS", "ORDER_LINES"] {
                let line = format!("    physicalName: {table}\n");
                let checks: String = ["completeness", "uniqueness", "conformity", "accuracy"]
                    .map(|dimension| {
                        format!(
                            "      - metric: rowCount\n        mustBeGreaterOrEqualTo: 0\n        dimension: {dimension}\n"
                        )
                    })
                    .concat();
                portal.swap(CONTRACT, &line, &format!("{line}    quality:\n{checks}"));
            }
        },
    ),
    case("everything waived in the own folder", bad_table, |portal| {
        let mut waivers = String::new();
        for rule in meshbook::rules::RULES {
            waivers += &format!(
                "- id: W-{0}\n  rule: {0}\n  target: orders\n  reason: This will be mended in the course of the year.\n  owner: ben\n  approvedBy: anna\n  created: 2026-03-01\n  expires: 2026-03-30\n",
                rule.id()
            );
        }
        portal.add("sales/waivers/orders.yaml", waivers);
    }),
    case(
        "everything waived in the portal's folder",
        bad_table,
        |portal| {
            let mut waivers = String::new();
            for rule in meshbook::rules::RULES {
                waivers += &format!(
                    "- id: W-{0}\n  rule: {0}\n  target: orders\n  reason: This will be mended in the course of the year.\n  owner: ben\n  approvedBy: carl\n  created: 2026-03-01\n  expires: 2026-03-30\n",
                    rule.id()
                );
            }
            portal.add("waivers/all.yaml", waivers);
            portal.append(
                "meshbook.yaml",
                "  waivers: [waivers]\n  waiver-approvers: {sales: [anna, carl]}\n",
            );
        },
    ),
    case("findings suppressed by comments", bad_table, |portal| {
        portal.swap(
            CONTRACT,
            "  - name: order_lines\n",
            "  # meshbook: allow undescribed-object - nobody has the time\n  - name: order_lines\n",
        );
        let text = portal.text(CONTRACT).to_owned();
        let all = "# meshbook: allow-file undescribed-object, object-without-grain - nobody has the time\n";
        portal.add(CONTRACT, format!("{all}{text}"));
    }),
    case(
        "the table that fails is deleted",
        |portal| {
            portal.swap(
                CONTRACT,
                "  - name: orders\n    physicalName: ORDERS\n",
                "  - name: orders\n    physicalName: ORDERS\n    tags: [order]\n",
            );
            portal.cut_lines(
                CONTRACT,
                "dataGranularityDescription: One row per order number.",
            );
            portal.swap(CONTRACT, "        primaryKey: true\n        primaryKeyPosition: 1\n        classification: internal\n        description: Number on", "        classification: internal\n        description: Number on");
        },
        |portal| {
            let text = portal.text(CONTRACT).to_owned();
            let at = text.find("  - name: orders\n").unwrap();
            let end = text.find("  - name: order_lines\n").unwrap();
            let table = text[at..end].to_owned();
            portal.swap(CONTRACT, &table, "");
            portal.swap(CONTRACT, "    element: orders.paid_at\n", "");
        },
    ),
    case(
        "the promises that cannot be read are deleted",
        |portal| portal.swap(CONTRACT, "    value: 6\n    unit: h\n", "    value: soon\n"),
        no_service_levels,
    ),
    case(
        "the check that has no bound is deleted",
        |portal| {
            no_checks(portal);
            for table in ["ORDERS", "ORDER_LINES"] {
                let line = format!("    physicalName: {table}\n");
                let check = "    quality:\n      - metric: rowCount\n";
                portal.swap(CONTRACT, &line, &format!("{line}{check}"));
            }
        },
        no_checks,
    ),
    case(
        "the class that demands protection is deleted",
        |portal| portal.cut_lines(CONTRACT, "encryptedName:"),
        |portal| portal.cut_lines(CONTRACT, "classification: restricted"),
    ),
    case(
        "the class that demands protection is lowered",
        |portal| portal.cut_lines(CONTRACT, "encryptedName:"),
        |portal| {
            portal.swap(
                CONTRACT,
                "classification: restricted",
                "classification: internal",
            )
        },
    ),
    case(
        "everything is classified public",
        no_classification,
        |portal| {
            portal.cut_lines(CONTRACT, "classification:");
            portal.swap(
                CONTRACT,
                "        logicalType: ",
                "        classification: public\n        logicalType: ",
            );
        },
    ),
    case(
        "personal data under another name",
        |portal| portal.cut_lines(CONTRACT, "classification: restricted"),
        |portal| {
            portal.swap(
                CONTRACT,
                "      - name: email\n",
                "      - name: contact_1\n        physicalName: EMAIL\n        classification: public\n",
            );
            portal.cut_lines(CONTRACT, "encryptedName:");
        },
    ),
    case(
        "personal data said to be a boolean",
        |portal| portal.cut_lines(CONTRACT, "classification: restricted"),
        |portal| {
            portal.swap(
                CONTRACT,
                "      - name: email\n        logicalType: string\n",
                "      - name: email\n        logicalType: boolean\n        classification: public\n",
            );
            portal.cut_lines(CONTRACT, "encryptedName:");
        },
    ),
    case("a bad product marked as a draft", bad_table, |portal| {
        portal.swap(PRODUCT, "status: active", "status: draft");
        portal.swap(CONTRACT, "status: active", "status: draft");
    }),
    case("a bad product marked as proposed", no_team, |portal| {
        portal.swap(PRODUCT, "status: active", "status: proposed");
    }),
    case("a bad contract marked as a draft", bad_contract, |portal| {
        portal.swap(
            "sales/orders/order-lines.odcs.yaml",
            "status: active",
            "status: draft",
        );
    }),
    case("a bad contract marked as retired", bad_contract, |portal| {
        portal.swap(
            "sales/orders/order-lines.odcs.yaml",
            "status: active",
            "status: retired",
        );
    }),
    case("a status of one's own", bad_table, |portal| {
        portal.swap(PRODUCT, "status: active", "status: in review");
    }),
    Case {
        after: &["orders", "order-lines"],
        ..case(
            "a bad contract moved to a product of its own",
            bad_contract,
            |portal| {
                portal.swap(PRODUCT, LINES_PORT, "");
                let text = portal.text(PRODUCT).to_owned();
                let text = text.replace("id: orders\n", "id: order-lines\n");
                let text = text.replace("name: Orders\n", "name: Order lines\n");
                let at = text.find("outputPorts:\n").unwrap();
                let end = text.find("support:\n").unwrap();
                let text = format!("{}outputPorts:\n{LINES_PORT}{}", &text[..at], &text[end..]);
                portal.add("sales/lines/lines.odps.yaml", text);
            },
        )
    },
    Case {
        after: &["orders", "order-lines"],
        ..case("a bad contract without a port", bad_contract, |portal| {
            portal.swap(PRODUCT, LINES_PORT, "");
        })
    },
    Case {
        after: &["orders", "order-lines"],
        ..case(
            "a product split into a good and a bad half",
            bad_table,
            |portal| {
                lines_apart(portal);
                let text = portal.text(PRODUCT).to_owned();
                let text = text.replace("id: orders\n", "id: order-lines\n");
                let text = text.replace("name: Orders\n", "name: Order lines\n");
                let text = text.replace("contractId: orders", "contractId: order-lines");
                portal.add("sales/lines/lines.odps.yaml", text);
            },
        )
    },
    case("a team that nobody knows", no_team, |portal| {
        portal.append(PRODUCT, "team:\n  name: Order Excellence\n");
    }),
    case(
        "a placeholder made a team that nobody knows",
        |portal| {
            portal.swap(PRODUCT, "  name: shop-data\n", "  name: TBD\n");
            portal.swap(CONTRACT, "  name: shop-data\n", "  name: TBD\n");
        },
        |portal| {
            portal.swap(PRODUCT, "  name: TBD\n", "  name: Order Excellence\n");
            portal.swap(CONTRACT, "  name: TBD\n", "  name: Order Excellence\n");
        },
    ),
    case(
        "a team of another domain renamed",
        of_the_ledger,
        |portal| {
            portal.swap(PRODUCT, "  name: ledger\n", "  name: ledger-for-sales\n");
            portal.swap(CONTRACT, "  name: ledger\n", "  name: ledger-for-sales\n");
        },
    ),
    case("a person as the team", no_team, |portal| {
        portal.append(PRODUCT, "team:\n  name: Data Team\n");
    }),
    case(
        "an owner whom nobody knows",
        |portal| {
            let left = "role: owner\n      dateOut: \"2025-12-31\"";
            portal.swap(PRODUCT, "role: owner", left);
            portal.swap(CONTRACT, "role: owner", left);
        },
        |portal| {
            let member = "  members:\n    - username: owner1\n      role: owner\n";
            portal.swap(PRODUCT, "  members:\n", member);
        },
    ),
    case(
        "a claim of central without a curator",
        of_the_ledger,
        |portal| {
            portal.swap(
                "directory/domains.yaml",
                "domain-owned\n    meshbook/sponsor: user:default/anna",
                "central\n    meshbook/sponsor: user:default/anna",
            );
        },
    ),
    case(
        "a claim of central with another curator",
        of_the_ledger,
        |portal| {
            portal.swap("directory/domains.yaml", "domain-owned\n    meshbook/sponsor: user:default/anna", "central\n    meshbook/sponsor: user:default/anna\n    meshbook/curator: group:default/shop-office");
        },
    ),
    case("a claim of transition", of_the_ledger, |portal| {
        portal.swap("directory/domains.yaml", "domain-owned\n    meshbook/sponsor: user:default/anna", "transitional\n    meshbook/sponsor: user:default/anna\n    meshbook/target-model: domain-owned\n    meshbook/target-date: \"2026-12-31\"");
    }),
    case(
        "good columns that are none",
        no_column_descriptions,
        |portal| {
            let mut columns = String::new();
            for at in 1..=120 {
                columns += &format!(
                    "      - name: attribute_{at}\n        logicalType: string\n        classification: internal\n        description: Additional attribute number {at}.\n"
                );
            }
            portal.swap(CONTRACT, "    properties:\n      - name: order_id\n        businessName: Order number\n        logicalType: string\n        physicalType: varchar(12)\n        required: true\n        unique: true\n", &format!("    properties:\n{columns}      - name: order_id\n        businessName: Order number\n        logicalType: string\n        physicalType: varchar(12)\n        required: true\n        unique: true\n"));
        },
    ),
    case(
        "good columns that are none, for their classes",
        no_classification,
        |portal| {
            let mut columns = String::new();
            for at in 1..=120 {
                columns += &format!(
                    "      - name: attribute_{at}\n        logicalType: string\n        classification: internal\n        description: Additional attribute number {at}.\n"
                );
            }
            portal.swap(CONTRACT, "    properties:\n      - name: order_id\n        businessName: Order number\n        logicalType: string\n        physicalType: varchar(12)\n        required: true\n        unique: true\n", &format!("    properties:\n{columns}      - name: order_id\n        businessName: Order number\n        logicalType: string\n        physicalType: varchar(12)\n        required: true\n        unique: true\n"));
        },
    ),
    case("a good table that is none", bad_table, |portal| {
        portal.swap(CONTRACT, "roles:\n", "  - name: calendar\n    physicalType: table\n    description: The days of the year.\n    dataGranularityDescription: One row per day.\n    properties:\n      - name: calendar_day\n        logicalType: date\n        logicalTypeOptions: {format: yyyy-MM-dd}\n        primaryKey: true\n        required: true\n        classification: public\n        description: Day of the year.\n        quality:\n          - metric: duplicateValues\n            mustBe: 0\n            dimension: uniqueness\n          - metric: nullValues\n            mustBe: 0\n            dimension: completeness\nroles:\n");
    }),
    case(
        "data that comes every night said to be static",
        no_service_levels,
        |portal| {
            portal.append(CONTRACT, "slaProperties:\n  - property: frequency\n    value: static\n  - property: retention\n    value: 5\n    unit: y\n");
        },
    ),
    case("a promise of ten years", no_service_levels, |portal| {
        portal.append(CONTRACT, "slaProperties:\n  - property: latency\n    value: 10\n    unit: y\n  - property: frequency\n    value: 10\n    unit: y\n  - property: retention\n    value: 5\n    unit: y\n");
    }),
    case(
        "service levels copied from the others",
        no_service_levels,
        |portal| {
            let levels = "slaProperties:\n  - property: latency\n    value: 24\n    unit: h\n  - property: frequency\n    value: 1\n    unit: d\n  - property: retention\n    value: 3\n    unit: y\n";
            for id in ["articles", "baskets", "coupons", "displays", "exchanges"] {
                for ending in ["odps", "odcs"] {
                    let text = portal.text(&format!("sales/stock/stock.{ending}.yaml"));
                    let text = text
                        .replace("stock", id)
                        .replace("database: SHOP", &format!("database: {id}"));
                    let path = format!("sales/{id}/{id}.{ending}.yaml");
                    portal.add(&path, text);
                    if ending == "odcs" {
                        portal.cut_block(&path, "slaProperties:");
                        portal.append(&path, levels);
                    }
                }
            }
            portal.append(CONTRACT, levels);
        },
    ),
    case("access said to be open", no_roles, |portal| {
        portal.append(
            CONTRACT,
            "customProperties:\n  - property: access\n    value: open\n",
        );
    }),
    case("access for everybody", no_roles, |portal| {
        portal.append(CONTRACT, "roles:\n  - role: everybody\n    access: open\n");
    }),
    case("nobody approves", no_roles, |portal| {
        portal.append(
            CONTRACT,
            "roles:\n  - role: reader\n    access: read\n    firstLevelApprovers: tbd\n",
        );
    }),
    case("a channel that nobody reads", no_support, |portal| {
        portal.append(PRODUCT, "support:\n  - channel: E-mail\n    tool: email\n    url: mailto:noreply@shop.example\n");
    }),
    case("a channel of the documentation", no_support, |portal| {
        portal.append(
            PRODUCT,
            "support:\n  - channel: support\n    tool: other\n    url: https://example.com/\n",
        );
    }),
    case("a channel without a name", no_support, |portal| {
        portal.append(
            PRODUCT,
            "support:\n  - channel: \"#tbd\"\n    tool: slack\n",
        );
    }),
    case("a server that is none", no_servers, |portal| {
        portal.append(CONTRACT, "servers:\n  - server: prod\n    type: snowflake\n    environment: prod\n    account: tbd\n    database: tbd\n    schema: tbd\n");
    }),
    case("a server of the documentation", no_servers, |portal| {
        portal.append(CONTRACT, "servers:\n  - server: prod\n    type: postgresql\n    environment: prod\n    host: localhost\n    port: 5432\n    database: database\n    schema: public\n");
    }),
    case(
        "a schema that is none",
        |portal| {
            portal.cut_block(CONTRACT, "schema:");
            portal.swap(CONTRACT, "    element: orders.paid_at\n", "");
        },
        |portal| {
            portal.append(CONTRACT, "schema:\n  - name: orders\n    physicalType: table\n    description: One row for each order that was paid.\n    dataGranularityDescription: One row per order number.\n    properties:\n      - name: dummy\n        logicalType: string\n        primaryKey: true\n        required: true\n        classification: internal\n        description: Stands in for the columns.\n        quality:\n          - metric: duplicateValues\n            mustBe: 0\n            dimension: uniqueness\n          - metric: nullValues\n            mustBe: 0\n            dimension: completeness\n");
        },
    ),
    case(
        "every column said to be a string",
        |portal| portal.cut_lines(CONTRACT, "logicalType: "),
        |portal| {
            portal.swap(
                CONTRACT,
                "        physicalType: ",
                "        logicalType: string\n        physicalType: ",
            );
            portal.cut_block(CONTRACT, "logicalTypeOptions: {timezone: true}");
        },
    ),
    case(
        "every column said to be the key",
        |portal| {
            portal.cut_lines(CONTRACT, "primaryKey");
            portal.cut_lines(CONTRACT, "dataGranularityDescription");
        },
        |portal| {
            portal.swap(
                CONTRACT,
                "        physicalType: ",
                "        primaryKey: true\n        physicalType: ",
            );
        },
    ),
    case(
        "a grain that says nothing",
        |portal| {
            portal.cut_lines(CONTRACT, "primaryKey");
            portal.cut_lines(CONTRACT, "dataGranularityDescription");
        },
        |portal| {
            portal.swap(
                CONTRACT,
                "    physicalType: table\n",
                "    physicalType: table\n    dataGranularityDescription: One row per row\n",
            );
        },
    ),
    case(
        "a key checked in vain",
        |portal| {
            portal.cut_block(CONTRACT, "- metric: duplicateValues");
            portal.cut_block(CONTRACT, "- metric: nullValues");
            portal.cut_block(
                CONTRACT,
                "- name: No pair of order and position is there twice",
            );
            portal.swap(CONTRACT, "    physicalName: ORDER_LINES\n", "    physicalName: ORDER_LINES\n    quality:\n      - metric: rowCount\n        mustBeGreaterThan: 200\n        dimension: coverage\n");
            portal.swap(
                CONTRACT,
                "        quality:\n      - name: paid_at",
                "      - name: paid_at",
            );
        },
        |portal| {
            portal.swap(CONTRACT, "        required: true\n", "        required: true\n        quality:\n          - metric: nullValues\n            mustBeLessOrEqualTo: 100\n            unit: percent\n          - metric: duplicateValues\n            mustBeGreaterOrEqualTo: 0\n");
        },
    ),
    case(
        "docs that say nothing",
        |portal| portal.remove(README),
        |portal| {
            let words = "This page describes the data product Orders. ".repeat(40);
            portal.add(
                README,
                format!("---\nproduct: orders\n---\n\n# Orders\n\n{words}\n"),
            );
        },
    ),
    case(
        "docs of lorem ipsum",
        |portal| portal.remove(README),
        |portal| {
            let words = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. ".repeat(10);
            portal.add(
                README,
                format!("---\nproduct: orders\n---\n\n# Orders\n\n{words}\n"),
            );
        },
    ),
    case(
        "a successor that is the product itself",
        |portal| {
            portal.swap(PRODUCT, "status: active", "status: deprecated");
        },
        |portal| {
            portal.append(PRODUCT, "customProperties:\n  - property: endOfSupport\n    value: \"2026-12-31\"\n  - property: successor\n    value: orders\n");
        },
    ),
    case(
        "a secret in a comment, allowed",
        |portal| {
            portal.swap(
                CONTRACT,
                "    account: shop-eu\n",
                "    account: shop-eu\n    password: k9Tq2vLx81ZpWmR4\n",
            );
        },
        |portal| {
            portal.swap(
                CONTRACT,
                "    password: k9Tq2vLx81ZpWmR4\n",
                "    # password: k9Tq2vLx81ZpWmR4 meshbook: allow secret-in-manifest - old\n",
            );
        },
    ),
    case(
        "a name that is none",
        |portal| {
            portal.cut_lines(PRODUCT, "name: Orders");
            portal.cut_lines(PRODUCT, "domain: sales");
            portal.cut_lines(CONTRACT, "domain: sales");
        },
        |portal| {
            portal.swap(
                PRODUCT,
                "id: orders\n",
                "id: orders\nname: TBD\ndomain: TBD\n",
            );
            portal.swap(CONTRACT, "id: orders\n", "id: orders\ndomain: TBD\n");
        },
    ),
    case(
        "an input port that leads nowhere is deleted",
        |portal| {
            portal.swap(
                PRODUCT,
                "contractId: payments",
                "contractId: payment-events",
            );
            portal.swap(
                CONTRACT,
                "        description: Moment at which",
                "        transformSourceObjects: [payments]\n        description: Moment at which",
            );
        },
        |portal| {
            portal.cut_block(PRODUCT, "inputPorts:");
        },
    ),
    case(
        "every tag of the vocabulary",
        |portal| {
            portal.cut_lines(PRODUCT, "tags:");
            portal.cut_lines(CONTRACT, "tags:");
        },
        |portal| {
            portal.append(
                PRODUCT,
                "tags: [order, payment, customer, stock, returns, marketing, planning, revenue]\n",
            );
        },
    ),
];
