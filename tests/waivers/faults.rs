//! Everything that can be wrong with a waiver, and where it is told.

use crate::portal::{ORDERS, OWN, found, judged, judged_on, told, waiver, with};

/// Fields of a waiver that are written anew, and the start of the one fault of it.
type Case<'c> = (&'c [(&'c str, &'c str)], &'c str);

#[test]
fn each_fault_is_told_once_at_its_place_and_lets_nothing_be() {
    let long = format!("orders#/{}", "a/".repeat(600));
    let cases: &[Case<'_>] = &[
        (&[("id", "")], "invalid-waiver 1: `id` is missing"),
        (&[("rule", "")], "invalid-waiver 1: `rule` is missing"),
        (&[("target", "")], "invalid-waiver 1: `target` is missing"),
        (&[("reason", "")], "invalid-waiver 1: `reason` is missing"),
        (&[("owner", "")], "invalid-waiver 1: `owner` is missing"),
        (
            &[("approvedBy", "")],
            "invalid-waiver 1: `approvedBy` is missing",
        ),
        (&[("created", "")], "invalid-waiver 1: `created` is missing"),
        (&[("expires", "")], "invalid-waiver 1: `expires` is missing"),
        (&[("expires", "~")], "invalid-waiver 8: `expires` is empty"),
        (
            &[("id", "12")],
            "invalid-waiver 1: `id` is a number, not a text",
        ),
        (
            &[("owner", "[a, b]")],
            "invalid-waiver 5: `owner` is a list, not a text",
        ),
        (
            &[("expire", "2026-05-01")],
            "invalid-waiver 9: a waiver has no field `expire`",
        ),
        (
            &[("rule", "missing-chanel")],
            "unknown-waiver 2: no rule is called `missing-chanel`",
        ),
        (
            &[("rule", "unknown-field")],
            "invalid-waiver 2: `unknown-field` counts towards no level",
        ),
        (
            &[("rule", "secret-in-manifest")],
            "invalid-waiver 2: `secret-in-manifest` cannot be waived",
        ),
        (
            &[("target", "order")],
            "unknown-waiver 3: no data product is called `order`",
        ),
        (
            &[("target", "orders#/schema/7")],
            "unknown-waiver 3: `/schema/7` leads nowhere",
        ),
        (
            &[("target", "orders#schema")],
            "invalid-waiver 3: `schema` is no JSON pointer",
        ),
        (
            &[("target", &long)],
            "invalid-waiver 3: this target has more than 1000 bytes",
        ),
        (
            &[("reason", "it comes soon")],
            "invalid-waiver 4: the reason of this waiver has 13 characters",
        ),
        (
            &[("reason", "TBD by the team of the web shop")],
            "invalid-waiver 4: the reason of this waiver says nothing",
        ),
        (
            &[("owner", "TBD")],
            "invalid-waiver 5: nobody is called `TBD`",
        ),
        (
            &[("approvedBy", "shop-data")],
            "unapproved-waiver 6: `shop-data` owns this waiver",
        ),
        (
            &[("approvedBy", "group:default/Shop-Data")],
            "unapproved-waiver 6: `group:default/Shop-Data` owns",
        ),
        (
            &[("approvedBy", "n/a")],
            "unapproved-waiver 6: nobody is called `n/a`",
        ),
        (
            &[("created", "yesterday")],
            "invalid-waiver 7: `created` is `yesterday`, which is no day",
        ),
        (
            &[("expires", "2026-02-30")],
            "invalid-waiver 8: `expires` is `2026-02-30`, which is no day",
        ),
        (
            &[("expires", "2026-05-01T00:00:00")],
            "invalid-waiver 8: `expires` is",
        ),
        (
            &[("created", "2026-03-04"), ("expires", "2026-05-01")],
            "invalid-waiver 7: this waiver is granted on 2026-03-04, which is ahead",
        ),
        (
            &[("expires", "2026-01-31")],
            "invalid-waiver 8: this waiver ends on 2026-01-31, before",
        ),
        (
            &[("expires", "2026-05-03")],
            "invalid-waiver 8: this waiver holds for 91 days",
        ),
        (
            &[("rule", "missing-owner"), ("expires", "2026-03-04")],
            "invalid-waiver 8: this waiver holds for 31 days",
        ),
        (
            &[("rule", "missing-frequency"), ("expires", "2026-08-01")],
            "invalid-waiver 8: this waiver holds for 181 days",
        ),
    ];
    for (fields, expected) in cases {
        let judged = with(&waiver(fields));
        let told = told(&judged);
        assert!(
            told.len() == 1 && told[0].starts_with(expected),
            "{expected}\n{told:#?}"
        );
        assert!(judged.suppressed.is_empty(), "{expected}");
        assert!(!found(&judged, "missing-support-channel").is_empty());
        let help = &found(&judged, "-waiver")[0].help;
        assert!(
            help.as_ref().is_some_and(|help| !help.is_empty()),
            "{expected}"
        );
        let waiver = &judged.waivers.all()[0];
        assert_eq!(waiver.state.name(), "invalid");
        assert!(
            told[0].ends_with(&waiver.fault),
            "{told:?} {}",
            waiver.fault
        );
    }
}

#[test]
fn nobody_answers_by_a_word_that_the_portal_keeps_for_nobody() {
    let conf = "governance:\n  waivers: [waivers]\n  placeholders: [analytics]\n";
    for (field, expected) in [
        ("owner", "invalid-waiver 5: nobody is called `analytics`"),
        (
            "approvedBy",
            "unapproved-waiver 6: nobody is called `analytics`",
        ),
    ] {
        let text = waiver(&[(field, "analytics")]);
        assert!(told(&with(&text)).is_empty());
        let judged = judged(&[
            ("meshbook.yaml", conf),
            ("waivers/a.yaml", &text),
            ("orders.odcs.yaml", ORDERS),
        ]);
        let told = told(&judged);
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
    }
}

#[test]
fn the_longest_times_are_allowed_by_severity() {
    for (rule, expires) in [
        ("missing-owner", "2026-03-03"),
        ("missing-support-channel", "2026-05-02"),
        ("missing-frequency", "2026-07-31"),
    ] {
        let judged = with(&waiver(&[("rule", rule), ("expires", expires)]));
        let told: Vec<_> = told(&judged);
        let is_soon = |told: &String| told.starts_with("expiring-waiver");
        assert!(told.iter().all(is_soon), "{rule} {told:?}");
        assert_eq!(judged.suppressed.len(), 1, "{rule}");
    }
}

#[test]
fn the_day_of_expiry_counts_and_the_warning_comes_fourteen_days_ahead() {
    let expires_on = "2026-05-01";
    for (day, told_rule, lets_be) in [
        ("2026-03-02", None, true),
        ("2026-04-16", None, true),
        ("2026-04-17", Some("expiring-waiver"), true),
        ("2026-05-01", Some("expiring-waiver"), true),
        ("2026-05-02", Some("expired-waiver"), false),
        ("2027-05-02", Some("expired-waiver"), false),
    ] {
        let judged = judged_on(
            day,
            &[
                ("meshbook.yaml", OWN),
                ("waivers/a.yaml", &waiver(&[("expires", expires_on)])),
                ("orders.odcs.yaml", ORDERS),
            ],
        );
        let rules: Vec<_> = found(&judged, "-waiver")
            .iter()
            .map(|found| &*found.rule)
            .collect();
        assert_eq!(rules, told_rule.into_iter().collect::<Vec<_>>(), "{day}");
        let is_open = !found(&judged, "missing-support-channel").is_empty();
        assert_eq!(
            (is_open, judged.suppressed.len()),
            (!lets_be, usize::from(lets_be)),
            "{day}"
        );
        if told_rule == Some("expired-waiver") {
            let message = &found(&judged, "expired-waiver")[0].message;
            assert!(message.contains("`shop-data` answers for it"), "{message}");
        }
    }
}

#[test]
fn a_name_stands_for_one_waiver() {
    let second = waiver(&[("rule", "missing-frequency")]);
    let judged = with(&(waiver(&[]) + &second));
    let told = told(&judged);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("invalid-waiver 9: a second waiver is called `orders-channel`"));
}

#[test]
fn what_nothing_needs_is_told() {
    let other = waiver(&[("rule", "unknown-domain")]);
    let told_of = |waivers: &str| told(&with(waivers));
    assert!(told_of(&other)[0].starts_with("unused-waiver 1: nothing needs the waiver"));
    // One that is over and needed no more is no error.
    let over = waiver(&[
        ("rule", "unknown-domain"),
        ("created", "2025-12-01"),
        ("expires", "2026-01-01"),
    ]);
    assert!(told_of(&over)[0].starts_with("unused-waiver 1: nothing needs the waiver"));
    // Of two for the same the one that ends last is used.
    let both = waiver(&[]) + &waiver(&[("id", "later"), ("expires", "2026-05-02")]);
    let told = told_of(&both);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("`orders-channel`"), "{told:?}");
    // On one node as well, in whichever order they stand.
    let node = |id: &str, expires: &str| {
        waiver(&[
            ("id", id),
            ("rule", "untyped-property"),
            ("target", "orders#/schema/0/properties/0"),
            ("expires", expires),
        ])
    };
    let (soon, late) = (node("soon", "2026-04-01"), node("late", "2026-04-02"));
    for both in [format!("{soon}{late}"), format!("{late}{soon}")] {
        let told = told_of(&both);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("`soon`"), "{told:?}");
    }
}

/// A directory of two teams and two people.
const DIRECTORY: &str = "\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: shop-data}
spec: {type: team, children: [], members: [ann]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: data-office}
spec: {type: team, children: [], members: [bo]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ann}
spec: {profile: {displayName: Ann Lee, email: ann@example.com}, memberOf: [shop-data]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bo}
spec: {memberOf: [data-office]}
";

#[test]
fn owner_and_approver_are_known_where_there_is_a_directory() {
    let conf = "sources: [{path: shop}]\ndirectory: [people]\ngovernance: {waivers: [waivers]}\n";
    for (owner, approver, expected) in [
        ("shop-data", "data-office", ""),
        ("ann", "bo", ""),
        ("group:default/shop-data", "user:default/bo", ""),
        (
            "ann",
            "Ann Lee",
            "unapproved-waiver 6: `Ann Lee` owns this waiver",
        ),
        (
            "ann",
            "ann@example.com",
            "unapproved-waiver 6: `ann@example.com` owns",
        ),
        (
            "shop-dat",
            "bo",
            "invalid-waiver 5: nobody is called `shop-dat`",
        ),
        (
            "shop-data",
            "carol",
            "unapproved-waiver 6: nobody is called `carol`",
        ),
    ] {
        let judged = judged(&[
            ("meshbook.yaml", conf),
            ("people/all.yaml", DIRECTORY),
            (
                "waivers/a.yaml",
                &waiver(&[("owner", owner), ("approvedBy", approver)]),
            ),
            ("shop/orders.odcs.yaml", ORDERS),
        ]);
        let told = told(&judged);
        match expected {
            "" => assert!(told.is_empty(), "{told:?}"),
            _ => assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}"),
        }
        assert_eq!(
            judged.suppressed.len(),
            usize::from(expected.is_empty()),
            "{owner}"
        );
    }
}

#[test]
fn a_source_is_heard_only_where_the_portal_names_who_approves() {
    let base = "sources: [{path: shop}, {path: returns}]\ndirectory: [people]\n";
    let named = |who: &str| format!("{base}governance: {{waiver-approvers: {{shop: [{who}]}}}}\n");
    let returns = ORDERS.replace("id: orders\n", "id: returns\n");
    let elsewhere = waiver(&[("target", "returns")]);
    let own = waiver(&[]);
    for (conf, text, expected) in [
        (
            base.to_owned(),
            &own,
            "unapproved-waiver 1: nobody may approve waivers in the source `shop`",
        ),
        (named("data-office"), &own, ""),
        (
            named("bo"),
            &own,
            "unapproved-waiver 6: `data-office` may not approve",
        ),
        (
            named(""),
            &own,
            "unapproved-waiver 6: `data-office` may not approve",
        ),
        (
            named("data-office"),
            &elsewhere,
            "unapproved-waiver 3: `returns` does not belong to the source `shop`",
        ),
    ] {
        let judged = judged(&[
            ("meshbook.yaml", &conf),
            ("people/all.yaml", DIRECTORY),
            ("shop/waivers/a.yaml", text),
            ("shop/orders.odcs.yaml", ORDERS),
            ("returns/returns.odcs.yaml", &returns),
        ]);
        assert!(found(&judged, "not-a-manifest").is_empty());
        let told = told(&judged);
        match expected {
            "" => assert!(told.is_empty(), "{told:?}"),
            _ => assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}"),
        }
        assert_eq!(judged.suppressed.len(), usize::from(expected.is_empty()));
    }
    // A member of a team that is named approves for it.
    let judged = judged(&[
        ("meshbook.yaml", &named("data-office")),
        ("people/all.yaml", DIRECTORY),
        ("shop/waivers/deep/a.yml", &waiver(&[("approvedBy", "bo")])),
        ("shop/orders.odcs.yaml", ORDERS),
    ]);
    assert!(told(&judged).is_empty(), "{:?}", told(&judged));
    assert_eq!(judged.suppressed.len(), 1);
}

#[test]
fn a_repository_that_is_checked_alone_only_gets_a_note() {
    let judged = judged(&[
        ("waivers/a.yaml", &waiver(&[])),
        ("orders.odcs.yaml", ORDERS),
    ]);
    let found = found(&judged, "-waiver");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].level.name(), "info");
}

#[test]
fn manifests_in_a_folder_of_that_name_stay_manifests() {
    let judged = judged(&[
        ("meshbook.yaml", "title: x\n"),
        ("waivers/orders.odcs.yaml", ORDERS),
    ]);
    assert_eq!(judged.mesh.contracts.len(), 1);
    assert!(found(&judged, "-waiver").is_empty());
}
