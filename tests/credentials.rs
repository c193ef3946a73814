//! Credentials that older contracts may carry stand in no output, however the file that holds
//! them is broken.

use std::fs;
use std::process::Command;

use meshbook::diag::FORMATS;
use meshbook::output::Site;
use meshbook::page::records::records;
use meshbook::pipeline;
use rayon::prelude::*;

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// Each credential, none of which looks like one, has this in it.
const MARK: &str = "7734";

const ODCS_2: &str = "\
kind: DataContract
uuid: readings
version: 1.0.0
status: production
type: tables
datasetName: readings
quantumName: Readings
server: db1.example
username: svc7734
password: ${env.P7734}
driver:
dataset:
  - table: reading
stakeholders:
  - username: jwatt
    role: owner
";

const DCS: &str = "\
dataContractSpecification: 1.2.1
id: visits
info:
  title: Visits
  version: 1.0.0
servers:
  production:
    type: postgres
    username: svc7734
    password: <P7734>
    host: 5
";

/// Contracts with credentials, each broken in its own way around them.
fn contracts() -> Vec<(&'static str, String)> {
    let number = ODCS_2
        .replace("svc7734", "7734")
        .replace("${env.P7734}", "7734.5");
    let list = ODCS_2.replace("svc7734", "[svc7734, b]");
    let block = ODCS_2.replace("${env.P7734}", "|\n  first 7734\n  second 7734");
    let twice = ODCS_2.replace(
        "driver:",
        "username: other7734\npassword: other7734\ndriver:",
    );
    let broken = ODCS_2.replace("password:", "]: x\nusername: b7734\npassword:");
    let broken_at = ODCS_2.replace("${env.P7734}", "\"P7734");
    vec![
        ("plain.yaml", ODCS_2.to_owned()),
        ("number.yaml", number),
        ("list.yaml", list),
        ("block.yaml", block),
        ("twice.yaml", twice),
        ("broken.yaml", broken),
        ("broken-at.yaml", broken_at),
        ("dcs.yaml", DCS.to_owned()),
        ("dcs-twice.yaml", format!("{DCS}    password: other7734\n")),
        (
            "dcs-broken.yaml",
            format!("{DCS}    ]\n    password: other7734\n"),
        ),
    ]
}

#[test]
fn credentials_of_older_contracts_stand_in_no_output() {
    for (path, text) in contracts() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(path), &text).unwrap();
        for format in FORMATS {
            let ended = Command::new(env!("CARGO_BIN_EXE_meshbook"))
                .args(["check", "--format", format.name, "."])
                .current_dir(folder.path())
                .output()
                .unwrap();
            let told = String::from_utf8(ended.stdout).unwrap();
            assert!(!told.contains(MARK), "{path}, {}: {told}", format.name);
            assert!(told.contains(path), "{path}, {}: {told}", format.name);
        }
        let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now());
        let site = Site::new(judged.portal("2026-11-20T00:00:00Z".parse().unwrap())).unwrap();
        for route in site.routes() {
            let text = site.render(route).unwrap().unwrap();
            let text = String::from_utf8_lossy(&text);
            assert!(!text.contains(MARK), "{path}: {route}: {text}");
        }
        records(site.portal()).for_each(|record| {
            assert!(!format!("{record:?}").contains(MARK), "{path}: {record:?}");
        });
    }
}

#[test]
fn members_of_a_team_are_shown_by_their_user_names() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plain.yaml"), ODCS_2).unwrap();
    let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now());
    let site = Site::new(judged.portal("2026-11-20T00:00:00Z".parse().unwrap())).unwrap();
    let mut pages = site
        .routes()
        .filter(|route| route.starts_with("contracts/"));
    let page = site.render(pages.next().unwrap()).unwrap().unwrap();
    assert!(String::from_utf8(page).unwrap().contains("jwatt"));
}
