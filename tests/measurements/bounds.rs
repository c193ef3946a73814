//! Results that cannot be, and files that mean harm.

use meshbook::measure::Value;
use meshbook::pipeline;
use std::fs;
use std::time::{Duration, Instant};

use crate::formats::CASES;
use crate::{LEVELS, ORDERS, PORTAL, SOURCES, counts, findings, measured, read, told};

#[test]
fn values_that_cannot_be_are_no_values() {
    let path = "shop/measurements/run.json";
    let freshness = |age: &str| {
        format!(
            r#"{{"runId": "1", "dataContractId": "orders", "timestampEnd": "2026-03-02T05:00:00Z",
            "checks": [{{"type": "servicelevel_freshness", "category": "servicelevel",
            "result": "passed", "diagnostics": {{"age_seconds": {age}}}}}]}}"#
        )
    };
    for (age, message) in [
        ("-1e300", true),
        ("1e300", true),
        ("-1", true),
        ("31557600001", true),
        ("31557600000", false),
        ("0", false),
    ] {
        let read = read(&[(path, &freshness(age))]);
        let counts = counts(&read.measured.files[0]).1;
        assert_eq!(counts[3] == 1, message, "{age}");
        assert_eq!(counts[0] + counts[3], 1, "{age}");
        let told = findings(&read).concat();
        let expected = "seconds are no length of time up to 1,000 years";
        assert_eq!(told.contains(expected), message, "{told}");
    }
    for (value, unreadable) in [("-1", 1), ("100.5", 1), ("100", 0)] {
        let text = format!(
            r#"{{"contract": "orders", "property": "availability", "value": {value},
            "unit": "percent", "measured_at": "2026-03-02T05:00:00Z"}}"#
        );
        let text = text.replace('\n', " ");
        let read = read(&[("shop/measurements/probe.jsonl", &text)]);
        let counts = counts(&read.measured.files[0]).1;
        assert_eq!(
            counts,
            [1 - unreadable, 1 - unreadable, 0, unreadable],
            "{value}"
        );
    }
}

#[test]
fn no_data_is_newer_than_its_measurement() {
    let sources = |loaded: &str| SOURCES.replace("2026-03-02T04:00:00+00:00", loaded);
    for (loaded, is_read) in [
        ("2026-03-02T05:04:59Z", true),
        ("2026-03-02T05:05:01Z", false),
        ("2099-01-01T00:00:00Z", false),
        ("9999-12-30T00:00:00Z", false),
    ] {
        let text = sources(loaded);
        assert!(text.contains(loaded));
        let read = read(&[("shop/measurements/sources.json", &text)]);
        let unreadable = counts(&read.measured.files[0]).1[3];
        assert_eq!(
            (told(&read).len() == 1, unreadable == 0),
            (is_read, is_read)
        );
        let told = findings(&read).concat();
        let words = "lies ahead of the measurement";
        assert_eq!(told.contains(words), !is_read, "{told}");
    }
}

#[test]
fn the_newest_of_each_thing_are_kept() {
    let lines = (0..3_000).map(|number| {
        // The newest stand in the middle.
        let second = (number + 1_500) % 3_000;
        let source = ["probe", "airflow"][number % 2];
        let at = format!("2026-03-02T05:{:02}:{:02}Z", second / 60, second % 60);
        format!(r#"{{"contract": "orders", "property": "latency", "value": {second}, "unit": "s","#)
            + &format!(r#" "source": "{source}", "measured_at": "{at}"}}"#)
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let (one, other) = text.split_at(text.len() / 2);
    let (rest, other) = other.split_once('\n').unwrap();
    let read = read(&[
        ("shop/measurements/a.jsonl", &format!("{one}{rest}")),
        ("shop/measurements/b.jsonl", other),
    ]);
    let kept: Vec<_> = measured(&read, "orders")
        .iter()
        .map(|of| of.value.clone())
        .collect();
    let newest: Vec<_> = (2_952..3_000)
        .map(|seconds| Some(Value::Seconds(f64::from(seconds))))
        .collect();
    assert_eq!(kept, newest);
    let joined: usize = read.measured.files.iter().map(|file| file.joined).sum();
    assert_eq!(joined, 3_000);
}

#[test]
fn no_text_of_a_tool_is_kept_without_end() {
    let long = "x".repeat(3_000);
    let line = |url: &str| {
        r#"{"contract": "orders", "property": "latency", "value": 1, "unit": "s", "#.to_owned()
            + &format!(r#""measured_at": "2026-03-02T05:00:00Z", "source": "{long}", "#)
            + &format!(r#""environment": "{long}", "message": "{long}", "run_url": "{url}"}}"#)
    };
    let fine = format!("https://ci/{}", "x".repeat(1_000));
    let text = format!("{}\n{}", line(&fine), line(&format!("https://ci/{long}")));
    let large = format!("[{},\n{}]", line(&fine), line(&"x".repeat(70_000)));
    let read = read(&[
        ("shop/measurements/a.jsonl", &text),
        ("shop/measurements/b.json", &large),
    ]);
    let all = measured(&read, "orders");
    assert_eq!(all.len(), 3, "{:?}", findings(&read));
    for of in all {
        let lengths = [&of.tool, &of.environment, &of.message].map(|text| text.len());
        assert_eq!(lengths, [200, 200, 300]);
    }
    let urls: Vec<_> = all.iter().map(|of| of.run_url.as_deref()).collect();
    assert_eq!(urls, [Some(&*fine), None, Some(&*fine)]);
    let told = findings(&read).concat();
    assert!(
        told.contains("entry 2: it takes more than 64 KiB"),
        "{told}"
    );
}

#[test]
fn names_of_tests_are_looked_up_in_wide_tables_at_once() {
    // With each column looked at for each part of each name, this takes minutes.
    let columns: String = (0..5_000)
        .map(|number| format!("{{name: a_column_{number}, logicalType: string}}, "))
        .collect();
    let wide = LEVELS.replace("name: levels", "name: a").replace(
        "{name: id, logicalType: string}",
        &format!("{columns}{{name: Last_a, logicalType: string}}"),
    );
    let tests: Vec<_> = (0..3_000)
        .map(|number| {
            let name = format!("{}last_a_{number}", "a_".repeat(60));
            format!(r#"{{"unique_id": "test.shop.{name}", "status": "pass"}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"metadata": {{"dbt_schema_version": "x/dbt/run-results/v6.json",
        "generated_at": "2026-03-02T05:00:00Z"}}, "results": [{}]}}"#,
        tests.join(",")
    );
    let begun = std::time::Instant::now();
    let read = read(&[
        (
            "stock/wide.odcs.yaml",
            &wide.replace("id: levels", "id: wide"),
        ),
        ("stock/measurements/run_results.json", &text),
    ]);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    assert_eq!(read.measured.files[0].joined, 3_000);
}

#[test]
fn files_that_are_cut_or_garbled_anywhere_end_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let central = folder.path().join("central");
    fs::create_dir_all(&central).unwrap();
    fs::write(folder.path().join("meshbook.yaml"), PORTAL).unwrap();
    for (path, text) in [("shop", ORDERS), ("stock", LEVELS)] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
        fs::write(folder.path().join(path).join("own.odcs.yaml"), text).unwrap();
    }
    let mut written = 0;
    for (number, case) in CASES.iter().enumerate() {
        let ending = case.path.rsplit('.').next().unwrap();
        for at in (1..case.text.len()).step_by(11) {
            let garbled = [b'\0', b'"', b'[', b'<', 0xff].map(|byte| {
                let mut text = case.text.as_bytes().to_vec();
                text[at] = byte;
                text
            });
            let cut = case.text.as_bytes()[..at].to_vec();
            for (way, text) in garbled.into_iter().chain([cut]).enumerate() {
                let name = format!("{number}-{at}-{way}.{ending}");
                fs::write(central.join(name), text).unwrap();
                written += 1;
            }
        }
    }
    let read = pipeline::read(folder.path()).unwrap();
    assert_eq!(read.measured.files.len(), written);
    let told = findings(&read).concat();
    for file in &read.measured.files {
        let is_whole = file.joined == file.results && file.unreadable == 0;
        let is_fine = file.format.is_some() && is_whole;
        assert!(is_fine || told.contains(&*file.shown), "{}", file.shown);
    }
}

/// The time that reading and judging a portal of these files takes.
fn cost(files: &[(&str, &str)]) -> Duration {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let runs = (0..3).map(|_| {
        let since = Instant::now();
        let judged = pipeline::judge(read(files), now);
        assert!(!judged.service_levels.measured.is_empty());
        since.elapsed()
    });
    runs.min().unwrap()
}

/// Four times the results take about four times as long: what is quadratic takes sixteen times.
#[track_caller]
fn grows_with_its_results(contract: impl Fn(usize) -> String, result: impl Fn(usize) -> String) {
    let cost = |size: usize| {
        let lines: String = (0..size).map(&result).collect();
        let contract = contract(size);
        cost(&[
            ("shop/wide.odcs.yaml", &contract),
            ("shop/measurements/many.jsonl", &lines),
        ])
    };
    let (small, large) = (cost(1_200), cost(4_800));
    println!("{small:?}, four times as many: {large:?}");
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(0.02);
    assert!(ratio < 8.0, "{small:?}, then {large:?}");
}

/// A contract of so many tables, with one promise.
fn wide(tables: usize) -> String {
    let tables = (0..tables).map(|at| format!("  - {{name: t{at}, properties: [{{name: id}}]}}\n"));
    let tables: String = tables.collect();
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: wide\nversion: 1.0.0\nstatus: active\n\
         slaProperties: [{{property: latency, value: 4, unit: h}}]\nschema:\n{tables}"
    )
}

fn latency(element: &str, environment: &str) -> String {
    format!(
        "{{\"contract\": \"wide\", \"property\": \"latency\", \"value\": \"PT1H\", \"element\": \
         \"{element}\", \"environment\": \"{environment}\", \"measured_at\": \"2026-03-02T08:30:00Z\"}}\n"
    )
}

#[test]
fn the_work_grows_with_the_results_and_no_faster() {
    let one = |_| wide(1);
    grows_with_its_results(one, |at| latency("t0", &format!("e{at}")));
    grows_with_its_results(wide, |at| latency(&format!("t{at}"), "prod"));
    grows_with_its_results(wide, |at| latency(&format!("t{at}.id"), &format!("e{at}")));
}

#[test]
fn too_many_measurements_or_promises_are_never_green() {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let lines: String = (0..5_001)
        .map(|at| latency("t0", &format!("e{at}")))
        .collect();
    let promises = "  - {property: latency, value: 4, unit: h}\n".repeat(201);
    let many = wide(1).replace(
        "slaProperties: [{property: latency, value: 4, unit: h}]\n",
        &format!("slaProperties:\n{promises}"),
    );
    for (contract, lines, kept) in [
        (wide(1), latency("t0", "prod"), 1),
        (wide(1), lines, 0),
        (many, latency("t0", "prod"), 200),
    ] {
        let files = [
            ("shop/wide.odcs.yaml", contract.as_str()),
            ("shop/measurements/many.jsonl", lines.as_str()),
        ];
        let judged = pipeline::judge(read(&files), now);
        let mut contracts = judged.mesh.contracts.iter();
        let file = contracts.find(|of| of.id == "wide").unwrap().newest().file;
        let tally = judged.service_levels.of(file).unwrap().tally();
        assert_eq!(tally.counts.kept(), kept);
    }
}
