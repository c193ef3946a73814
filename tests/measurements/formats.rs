//! One file of each format in a small portal, and what is read of it.

use meshbook::measure::FORMATS;

use crate::{
    DATACONTRACT, GREAT_EXPECTATIONS, JUNIT, OORS, OPENLINEAGE, OWN, RUN_RESULTS, SODA, SOURCES,
    counts, findings, read, told,
};

/// A file of results in the source of the orders, with what is told of it.
pub(crate) struct Case {
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
    pub(crate) format: &'static str,
    /// Results, joined, silent, unreadable.
    pub(crate) counts: [usize; 4],
    /// What was measured, in the order of time.
    pub(crate) told: &'static [&'static str],
    pub(crate) findings: &'static [&'static str],
}

pub(crate) const CASES: &[Case] = &[
    Case {
        path: "shop/measurements/run.json",
        text: DATACONTRACT,
        format: "Data Contract CLI",
        counts: [6, 5, 2, 1],
        told: &[
            "Quality 0/ 0 Failed 3 2026-03-02T05:00:00.5Z",
            "Quality 0/ 1 Warned 1 2026-03-02T05:00:00.5Z",
            "Quality 0/id 0 Passed 0 2026-03-02T05:00:00.5Z",
            "Schema 0/at - Passed - 2026-03-02T05:00:00.5Z",
            "Schema 0/lines.price - Failed - 2026-03-02T05:00:00.5Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/run.json:1 a result cannot be read: entry 9: \
             invalid type: integer `5`, expected struct Check",
            "unjoined-result shop/measurements/run.json:17 1 of 6 results name a quality rule \
             that is not there: `gone`",
        ],
    },
    Case {
        path: "shop/measurements/TEST-orders.xml",
        text: JUNIT,
        format: "JUnit",
        counts: [3, 2, 1, 0],
        told: &[
            "Quality 0/id 1 Passed - 2026-03-02T05:00:00.5Z",
            "Quality 0/ 1 Failed - 2026-03-02T05:00:00.5Z",
        ],
        findings: &[
            "unjoined-result shop/measurements/TEST-orders.xml:6 1 of 3 results name a table \
             that no contract has: `RETURNS`",
        ],
    },
    Case {
        path: "shop/measurements/run_results.json",
        text: RUN_RESULTS,
        format: "dbt run results",
        counts: [5, 4, 2, 1],
        told: &[
            "Quality 0/id 1 Failed 2 2026-03-02T04:59:00Z",
            "Quality 0/id 0 Passed 0 2026-03-02T05:00:00Z",
            "Update 0/ - Passed - 2026-03-02T05:00:00Z",
            "Quality 0/ - Errored - 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/run_results.json:1 a result cannot be read: \
             entry 8: no `unique_id`",
            "unjoined-result shop/measurements/run_results.json:9 1 of 5 results name a table \
             that no contract has: `returns`",
        ],
    },
    Case {
        path: "shop/measurements/sources.json",
        text: SOURCES,
        format: "dbt sources",
        counts: [2, 1, 0, 0],
        told: &["Service(Latency) 0/ - Passed 2026-03-02T04:00:00Z 2026-03-02T05:00:00Z"],
        findings: &[
            "unjoined-result shop/measurements/sources.json:3 1 of 2 results do not say when \
             they were measured: `raw.orders`",
        ],
    },
    Case {
        path: "shop/measurements/gx.json",
        text: GREAT_EXPECTATIONS,
        format: "Great Expectations",
        counts: [2, 1, 1, 0],
        told: &["Quality 0/id 1 Failed 2 2026-03-02T05:00:00Z"],
        findings: &[
            "unjoined-result shop/measurements/gx.json:6 1 of 2 results name a column that \
             their table does not have: `price`",
        ],
    },
    Case {
        path: "shop/measurements/soda.json",
        text: SODA,
        format: "Soda",
        counts: [2, 2, 1, 0],
        told: &[
            "Quality 0/ 2 Passed 9 2026-03-02T05:00:00Z",
            "Service(Latency) 0/at - Failed 2026-03-01T05:00:00Z 2026-03-02T05:00:00Z",
        ],
        findings: &[],
    },
    Case {
        path: "shop/measurements/events.ndjson",
        text: OPENLINEAGE,
        format: "OpenLineage",
        counts: [3, 2, 1, 1],
        told: &[
            "Quality 0/id 0 Passed - 2026-03-02T05:00:00Z",
            "Update 0/ - Passed - 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/events.ndjson:3 a result cannot be read: EOF \
             while parsing an object",
            "unjoined-result shop/measurements/events.ndjson:2 1 of 3 results name a table that \
             no contract has: `db.shop.returns`",
        ],
    },
    Case {
        path: "shop/measurements/oors.yaml",
        text: OORS,
        format: "OORS",
        counts: [2, 2, 0, 1],
        told: &[
            "Quality 0/ 1 Failed - 2026-03-02T05:00:00Z",
            "Service(Latency) 0/at - Passed 10800 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/oors.yaml:1 a result cannot be read: entry 3: \
             invalid type: string \"nothing\", expected struct Entry",
        ],
    },
    Case {
        path: "shop/measurements/probe.jsonl",
        text: OWN,
        format: "measurements",
        counts: [2, 2, 0, 1],
        told: &[
            "Service(Latency) - - - 10800 2026-03-02T05:00:00Z",
            "Quality 0/ 1 Passed - 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/probe.jsonl:2 a result cannot be read: \
             `latency` has no `value`",
        ],
    },
];

#[test]
fn every_format_is_joined_with_its_contract_and_the_rest_is_told() {
    let names: Vec<_> = CASES.iter().map(|case| case.format).collect();
    for format in FORMATS {
        assert!(names.contains(&format.name), "no case of {}", format.name);
    }
    for case in CASES {
        let read = read(&[(case.path, case.text)]);
        assert_eq!(read.measured.files.len(), 1, "{}", case.path);
        let file = &read.measured.files[0];
        assert_eq!(file.shown, case.path);
        assert_eq!(counts(file), (case.format, case.counts), "{}", case.path);
        assert_eq!(told(&read), case.told, "{}", case.path);
        assert_eq!(findings(&read), case.findings, "{}", case.path);
    }
}

#[test]
fn rows_queries_and_logs_are_kept_nowhere() {
    let files: Vec<_> = CASES.iter().map(|case| (case.path, case.text)).collect();
    let read = read(&files);
    assert_eq!(read.measured.files.len(), CASES.len());
    let said = format!("{:?} {:?}", read.measured, findings(&read));
    for word in ["Lovelace", "4711", "select"] {
        let is_in = files.iter().any(|(_, text)| text.contains(word));
        assert!(is_in && !said.contains(word), "{word}");
    }
    assert!(said.contains("was 3") && said.contains("Got 2 results"));
}

#[test]
fn nothing_is_a_pass_that_no_tool_said() {
    let untested = [
        (
            "shop/measurements/run.json",
            DATACONTRACT.replace("\"dryRun\": false", "\"dryRun\": true"),
        ),
        (
            "shop/measurements/run_results.json",
            RUN_RESULTS.replace("\"build\"", "\"compile\""),
        ),
        (
            "shop/measurements/soda.json",
            SODA.replace("\"pass\"", "null").replace("\"fail\"", "null"),
        ),
        (
            "shop/measurements/gx.json",
            GREAT_EXPECTATIONS
                .replace("\"success\": false", "\"success\": null")
                .replace("\"success\": true", "\"success\": null"),
        ),
        (
            "shop/measurements/events.jsonl",
            OPENLINEAGE.replace("COMPLETE", "RUNNING"),
        ),
    ];
    for (path, text) in untested {
        let read = read(&[(path, &text)]);
        let file = &read.measured.files[0];
        assert!(file.format.is_some() && file.silent > 0, "{path}");
        assert_eq!((file.results, told(&read).len()), (0, 0), "{path}");
    }
}

#[test]
fn the_guide_lists_every_format_and_field_and_its_example_is_read() {
    let guide = include_str!("../../content/guide/measurements.md");
    for format in FORMATS {
        let row = format!("\n| {} | ", format.name);
        assert!(guide.contains(&row), "{}", format.name);
    }
    let schema = meshbook::measure::schema();
    let fields = schema["properties"].as_object().unwrap();
    for field in fields.keys() {
        assert!(guide.contains(&format!("\n| `{field}` | ")), "{field}");
    }
    for rule in ["unjoined-result", "unreadable-result", "unknown-result"] {
        assert!(guide.contains(&format!("`{rule}`")), "{rule}");
    }
    let (_, example) = guide
        .split_once("```json measurements/probe.jsonl\n")
        .unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let read = read(&[("shop/measurements/probe.jsonl", example)]);
    let (format, [results, _, silent, unreadable]) = counts(&read.measured.files[0]);
    assert_eq!(format, "measurements");
    let lines = example.lines().count();
    assert_eq!(
        (results, silent, unreadable),
        (lines, 0, 0),
        "{:?}",
        findings(&read)
    );
}
