//! The sample portal, its measurements and its status.

use meshbook::output::Site;
use meshbook::pipeline;
use std::fs;
use std::path::Path;

/// What a schema refuses of a document.
fn refused(schema: &serde_json::Value, document: &serde_json::Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors = validator.iter_errors(document);
    errors
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}

#[test]
fn the_status_of_the_sample_and_its_measurements_keep_to_their_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let judged = pipeline::judge(pipeline::read(root).unwrap(), now);
    let measured = &judged.service_levels.measured.files;
    let own = measured
        .iter()
        .filter(|file| file.shown.ends_with(".jsonl"));
    let own = own.filter(|file| file.shown.contains("/probe/"));
    let mut lines = 0;
    for file in own {
        let text = fs::read_to_string(root.join("content/sample").join(&file.shown)).unwrap();
        for line in text.lines() {
            let document = serde_json::from_str(line).unwrap();
            let faults = refused(&meshbook::measure::schema(), &document);
            assert!(faults.is_empty(), "{line}: {faults:?}");
            lines += 1;
        }
    }
    assert!(lines > 500, "{lines}");
    let site = Site::new(judged.portal(now)).unwrap();
    let schema = meshbook::output::status::schema();
    let routes: Vec<String> = site.routes().map(str::to_owned).collect();
    let status = routes
        .iter()
        .filter(|route| route.starts_with("api/status"));
    assert!(status.clone().count() > 15);
    for route in status {
        let bytes = site.render(route).unwrap().unwrap();
        let document = serde_json::from_slice(&bytes).unwrap();
        let faults = refused(&schema, &document);
        assert!(faults.is_empty(), "{route}: {faults:?}");
    }
}

#[test]
fn nearly_all_results_of_the_sample_belong_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = pipeline::read(root).unwrap();
    let files = read.measured.files.iter();
    let (joined, results) = files.fold((0, 0), |(joined, results), file| {
        assert!(file.format.is_some(), "{}", file.shown);
        assert_eq!(file.unreadable, 0, "{}", file.shown);
        (joined + file.joined, results + file.results)
    });
    println!("{joined} of {results} results are joined");
    assert!(results > 1_000, "{results}");
    assert!(joined * 100 >= results * 95, "{joined} of {results}");
    let told = read
        .findings
        .iter()
        .filter(|finding| finding.rule == "unjoined-result");
    assert!(told.count() > 0);
}
