//! Results of tools, joined with a contract.

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use meshbook::config::Config;
use meshbook::diag::Files;
use meshbook::measure;
use meshbook::mesh::Mesh;
use meshbook::service_level::ServiceLevels;
use meshbook::tree::Tree;
use tempfile::TempDir;

use super::{Target, findings, in_time, portal};

pub(super) const TARGET: Target = Target {
    name: "measurement",
    run,
};

/// What stays the same between two inputs.
struct Ground {
    folder: TempDir,
    config: Config,
    files: Files,
    mesh: Mesh,
}

fn ground() -> Ground {
    let mut files = Files::default();
    let mesh = portal::mesh(&mut files, portal::ORDERS, false, &mut Vec::new());
    let folder = TempDir::new().expect("a folder");
    let mut config = portal::config();
    config.root = folder.path().to_owned();
    config.service_levels.measurements = vec![PathBuf::from(".")];
    Ground {
        folder,
        config,
        files,
        mesh,
    }
}

fn run(data: &[u8]) {
    static GROUND: OnceLock<Ground> = OnceLock::new();
    let ground = GROUND.get_or_init(ground);
    let first = data.iter().find(|byte| !byte.is_ascii_whitespace());
    // A file of the project's own format may be a list, or have an entry in each line.
    let names: &[&str] = match first {
        Some(b'<') => &["results.xml"],
        Some(b'{' | b'[') => &["results.json", "results.jsonl"],
        _ => &["results.yaml"],
    };
    for name in names {
        let path = ground.folder.path().join(name);
        fs::write(&path, data).expect("a file");
        let told = in_time("results", || judge(ground));
        assert_eq!(told, judge(ground));
        fs::remove_file(&path).expect("a file");
    }
}

/// What is told of the results in the folder.
fn judge(ground: &Ground) -> String {
    let mut files = ground.files.clone();
    let mut told = Vec::new();
    let (config, mesh) = (&ground.config, &ground.mesh);
    let measured = measure::read(&Tree::Disk, config, mesh, &mut files, &mut told);
    let [of] = measured.files.as_slice() else {
        panic!("{} files", measured.files.len());
    };
    assert!(of.joined <= of.results, "{of:?}");
    let is_whole = of.format.is_some() && of.joined == of.results && of.unreadable == 0;
    assert!(is_whole || !told.is_empty(), "{of:?}");
    let shown = format!("{of:?}");
    let (_, more) = ServiceLevels::new(mesh, measured, &config.service_levels, portal::now());
    told.extend(more);
    findings::check(&files, &told);
    format!("{shown} {told:?}")
}
