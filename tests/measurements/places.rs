//! Where results lie, and of what they may speak.

use meshbook::measure::What;

use crate::{DATACONTRACT, LEVELS, OORS, OWN, SODA, SOURCES, findings, measured, read, told};

#[test]
fn a_source_speaks_of_its_own_contracts_alone() {
    let own = OWN.lines().next().unwrap();
    for (text, message) in [
        (
            DATACONTRACT,
            "6 of 6 results name a contract that is not there: `orders`",
        ),
        (
            own,
            "1 of 1 results name a contract that is not there: `orders`",
        ),
        (
            SOURCES,
            "1 of 2 results name a table that no contract has: `raw.orders`",
        ),
        (
            SODA,
            "2 of 2 results name a table that no contract has: `SALES_ORDERS`",
        ),
    ] {
        let read = read(&[("stock/measurements/orders.json", text)]);
        assert_eq!(told(&read), [""; 0], "{message}");
        assert_eq!(read.measured.files[0].joined, 0, "{message}");
        let told = findings(&read);
        assert!(told.iter().any(|of| of.ends_with(message)), "{told:#?}");
        assert!(
            told.iter()
                .all(|of| of.contains("stock/measurements/orders.json:"))
        );
    }
}

#[test]
fn folders_of_the_portal_speak_of_all_contracts() {
    let level = r#"{"contract": "levels", "property": "latency", "value": "PT1H", "measured_at": "2026-03-02T05:00:00Z"}"#;
    let read = read(&[
        ("central/run.json", DATACONTRACT),
        ("central/probe/levels.jsonl", level),
        ("central/notes.txt", "no results"),
    ]);
    let shown: Vec<_> = read.measured.files.iter().map(|of| &*of.shown).collect();
    assert_eq!(shown, ["central/probe/levels.jsonl", "central/run.json"]);
    assert_eq!(told(&read).len(), 5);
    assert_eq!(measured(&read, "levels").len(), 1);
    assert_eq!(
        measured(&read, "levels")[0].what,
        What::Service(meshbook::model::sla::SlaKind::Latency)
    );
}

#[test]
fn what_is_no_result_is_told() {
    for (path, text, finding) in [
        (
            "shop/measurements/notes.json",
            "{\"hello\": 1}",
            "unknown-result shop/measurements/notes.json:1 this is in no format of results that \
             is known",
        ),
        (
            "shop/measurements/facet.json",
            r#"{"dataQualityAssertions": {"assertions": [], "_producer": "p"}}"#,
            "unknown-result shop/measurements/facet.json:1 this is in no format of results that \
             is known",
        ),
        (
            "shop/measurements/run_results.json",
            "{\"metadata\": {\"dbt_schema_version\": \"x/dbt/run-results/v6.json\"},\n \"results\": [{",
            "unreadable-result shop/measurements/run_results.json:2 these results cannot be \
             read: EOF while parsing an object",
        ),
        (
            "shop/measurements/TEST-orders.xml",
            "<testsuite>\n<testcase name='a'>\n</testsuite>",
            "unreadable-result shop/measurements/TEST-orders.xml:3 these results cannot be read: \
             ill-formed document: expected `</testcase>`, but `</testsuite>` was found",
        ),
    ] {
        let read = read(&[(path, text)]);
        assert_eq!(findings(&read), [finding]);
        assert_eq!(told(&read), [""; 0]);
    }
}

#[test]
fn contracts_in_a_folder_of_results_are_contracts() {
    let other = |id: &str| LEVELS.replace("levels", id).replace("Levels", id);
    let read = read(&[
        ("shop/measurements/air.odcs.yaml", &other("air")),
        ("shop/measurements/water/contract.yml", &other("water")),
        (
            "shop/measurements/earth.json",
            r#"{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "earth", "name": "Earth",
            "version": "1.0.0", "status": "active"}"#,
        ),
        ("shop/measurements/oors.yaml", OORS),
    ]);
    let ids: Vec<_> = read.mesh.contracts().map(|(_, of)| &*of.id).collect();
    for id in ["air", "water", "earth"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    assert_eq!(read.measured.files.len(), 1);
}
