//! What the guide on governance shows can be written so, and it shows all that there is.

use std::fs;
use std::path::Path;

use meshbook::{config, pipeline};

const GUIDE: &str = include_str!("../content/guide/governance.md");

/// A portal of the guide: its files with their paths, `meshbook.yaml` first.
type Portal = Vec<(String, String)>;

/// The portals of the guide. Each begins with its `meshbook.yaml`.
fn portals() -> Vec<Portal> {
    let mut portals: Vec<Portal> = Vec::new();
    let mut lines = GUIDE.lines();
    while let Some(line) = lines.next() {
        let Some(path) = line.strip_prefix("```yaml ") else {
            continue;
        };
        let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let file = (path.to_owned(), text.join("\n") + "\n");
        match path == config::FILE {
            true => portals.push(vec![file]),
            false => portals.last_mut().unwrap().push(file),
        }
    }
    portals
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn every_example_is_read_without_a_fault_of_the_configuration() {
    let portals = portals();
    assert!(portals.len() > 8, "{} portals", portals.len());
    for portal in portals {
        let folder = tempfile::tempdir().unwrap();
        let contract =
            "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\n";
        write(folder.path(), "sales/orders.odcs.yaml", contract);
        for name in ["rules", "waivers"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for (path, text) in &portal {
            write(folder.path(), path, text);
        }
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now);
        let faults = judged.findings.iter().filter(|finding| {
            matches!(&*finding.rule, "invalid-configuration" | "unknown-setting")
        });
        let faults: Vec<_> = faults.map(|finding| &finding.message).collect();
        assert!(faults.is_empty(), "{}\n{faults:?}", portal[0].1);
    }
}

#[test]
fn every_key_is_told_and_shown() {
    let schema = serde_json::to_value(config::schema()).unwrap();
    let governance = &schema["$defs"]["RawGovernance"]["properties"];
    let keys = governance.as_object().unwrap().keys();
    let portals = portals();
    for key in keys {
        assert!(GUIDE.contains(&format!("`{key}`")), "{key} is not told");
        let line = format!("\n  {key}:");
        let mut shown = portals.iter().flatten();
        assert!(
            shown.any(|(_, text)| text.contains(&line)),
            "{key} is not shown"
        );
    }
}
