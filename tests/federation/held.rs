//! A source that fails keeps what was good, and says so.

use std::fs;

use crate::mesh::{Mesh, git};

const SOURCES: &str = "sources:\n- git: ../repositories/sales\n  path: data\n  max-size: 1MiB\n\
                       - git: ../repositories/stock\n";

fn mesh() -> Mesh {
    let mesh = Mesh::new(SOURCES);
    let product = crate::mesh::product("sales", "to see what was sold");
    let contract = crate::mesh::contract("sales");
    mesh.commit(
        "sales",
        &[
            ("data/product.odps.yaml", product.as_str()),
            ("data/orders.odcs.yaml", contract.as_str()),
            ("data/docs/guide.md", "# Guide\n"),
        ],
    );
    mesh.product("stock", "stock", "to see what is there");
    mesh
}

/// A way in which a source fails, and what is said of it.
type Case = (&'static str, fn(&Mesh), &'static str);

const CASES: &[Case] = &[
    (
        "it is gone",
        |mesh| fs::rename(mesh.path("repositories/sales/.git"), mesh.path("gone")).unwrap(),
        "there is no such repository",
    ),
    (
        "all of it is gone",
        |mesh| fs::rename(mesh.path("repositories/sales"), mesh.path("gone")).unwrap(),
        "there is no such repository",
    ),
    (
        "its branch is gone",
        |mesh| {
            let folder = mesh.path("repositories/sales");
            git(&folder, &["checkout", "--quiet", "--detach"]);
            git(&folder, &["branch", "--delete", "--force", "main"]);
            git(&folder, &["symbolic-ref", "HEAD", "refs/heads/main"]);
        },
        "it has no such branch, tag or commit",
    ),
    (
        "its folder is gone",
        |mesh| {
            let folder = mesh.path("repositories/sales");
            git(&folder, &["mv", "data", "moved"]);
            git(&folder, &["commit", "--quiet", "--message=move"]);
        },
        "it has no folder `data`",
    ),
    (
        "it is too large",
        |mesh| {
            // What cannot be packed small.
            let mut state = 1_u64;
            let text: String = (0..3 << 20)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    char::from(b' ' + (state >> 58) as u8)
                })
                .collect();
            mesh.commit("sales", &[("large.bin", text.as_str())]);
        },
        "the repository is larger than 1024 KiB",
    ),
    (
        "it is a little too large",
        |mesh| {
            let mut state = 7_u64;
            let text: String = (0..1 << 20)
                .map(|_| {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    char::from(b'!' + (state >> 57) as u8 % 94)
                })
                .collect();
            mesh.commit(
                "sales",
                &[("a.bin", text.as_str()), ("b.bin", &text[1_000..])],
            );
            mesh.commit(
                "sales",
                &[("b.bin", &text.chars().rev().collect::<String>())],
            );
        },
        "the repository is larger than 1024 KiB",
    ),
    (
        "its files are too large",
        |mesh| {
            let text = format!("# Large\n\n{}", "word ".repeat(100_000));
            for name in ["a", "b", "c"] {
                let path = format!("data/{name}.md");
                mesh.commit("sales", &[(path.as_str(), text.as_str())]);
            }
        },
        "its files that are read are larger than 1024 KiB together",
    ),
    (
        "it holds too many files",
        |mesh| {
            let names: Vec<_> = (0..5_001).map(|at| format!("data/many/{at}.md")).collect();
            let files: Vec<_> = names
                .iter()
                .map(|name| (name.as_str(), "# One\n"))
                .collect();
            mesh.commit("sales", &files);
        },
        "it holds more than 5000 files that are read",
    ),
    (
        "it holds what git refuses",
        |mesh| {
            let folder = mesh.path("repositories/sales");
            let blob = git(&folder, &["rev-parse", "HEAD:data/docs/guide.md"]);
            let entries = mesh.path("entries");
            let id: Vec<u8> = (0..40)
                .step_by(2)
                .map(|at| u8::from_str_radix(&blob[at..at + 2], 16).unwrap())
                .collect();
            let tree = [b"100644 ..\0".as_slice(), &id].concat();
            fs::write(&entries, tree).unwrap();
            let path = entries.to_string_lossy().into_owned();
            let tree = git(
                &folder,
                &["hash-object", "-t", "tree", "-w", "--literally", &path],
            );
            let commit = git(&folder, &["commit-tree", &tree, "-m", "bad"]);
            git(&folder, &["update-ref", "refs/heads/main", &commit]);
        },
        "git refuses what it holds",
    ),
    (
        "it is damaged",
        |mesh| {
            mesh.commit("sales", &[("data/docs/guide.md", "# Another guide\n")]);
            let folder = mesh.path("repositories/sales");
            let blob = git(&folder, &["rev-parse", "HEAD:data/docs/guide.md"]);
            let object = folder
                .join(".git/objects")
                .join(&blob[..2])
                .join(&blob[2..]);
            fs::remove_file(object).unwrap();
        },
        "",
    ),
];

#[test]
fn a_source_that_fails_is_shown_as_it_was() {
    for (name, fail, reason) in CASES {
        let mesh = mesh();
        assert_eq!(mesh.build(&[]).code, 0, "{name}");
        let before = mesh.files("site");
        let locked = mesh.lock();
        fail(&mesh);
        mesh.product("stock", "stock", "to see what is there today");

        let ran = mesh.build(&["--update"]);
        assert_eq!(ran.code, 3, "{name}: {}", ran.stderr);
        let told = format!("source sales is shown as of 2026-02-01: {reason}");
        assert!(ran.stderr.contains(&told), "{name}: {}", ran.stderr);
        let shown = reason.replace("`data`", "<code>data</code>");
        // Its own pages are those of before, and say so; others go on.
        for page in [
            "products/sales/sales.html",
            "contracts/sales/sales-orders.html",
        ] {
            let page = mesh.page(page);
            assert!(page.contains("Shown as of 2026-02-01"), "{name}");
            assert!(page.contains(&shown), "{name}: {reason}");
        }
        assert!(
            mesh.page("products/stock/stock.html").contains("today"),
            "{name}"
        );
        let sources = mesh.page("sources/index.html");
        assert!(
            sources.contains(&shown) && sources.contains("2026-02-01"),
            "{name}"
        );
        // The lock says the same to every build that comes after.
        assert!(
            mesh.lock().contains("failed:") && !locked.contains("failed:"),
            "{name}"
        );
        let site = mesh.files("site");
        assert_eq!(mesh.build(&["--update"]).code, 3, "{name}");
        assert!(mesh.files("site") == site, "{name}");
        assert_eq!(mesh.build(&["--offline"]).code, 3, "{name}");
        assert!(mesh.files("site") == site, "{name}");
        assert!(site != before, "{name}");
    }
}

#[test]
fn a_source_that_recovers_is_shown_as_it_is() {
    let mesh = mesh();
    assert_eq!(mesh.build(&[]).code, 0);
    let before = mesh.files("site");
    let (there, away) = (mesh.path("repositories/sales/.git"), mesh.path("away"));
    fs::rename(&there, &away).unwrap();
    assert_eq!(mesh.build(&["--update"]).code, 3);
    let held = mesh.lock();
    // Since when it fails is when it began to.
    let ran = mesh.meshbook(&[
        "build",
        "portal",
        "--update",
        "--now",
        "2026-03-09",
        "--out",
        "later",
    ]);
    assert_eq!((ran.code, mesh.lock()), (3, held));
    fs::rename(&away, &there).unwrap();
    assert_eq!(mesh.build(&["--update"]).code, 0);
    assert!(mesh.files("site") == before);
}

#[test]
fn a_source_that_was_never_good_is_missing() {
    let mesh =
        Mesh::new("sources:\n- git: ../repositories/stock\n- git: https://127.0.0.1:1/lost.git\n");
    let product = crate::mesh::product("stock", "to see what is there")
        + "inputPorts:\n- name: lost\n  version: 1.0.0\n  contractId: lost-contract\n";
    mesh.commit("stock", &[("product.odps.yaml", product.as_str())]);
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("source lost is missing: its host does not answer"),
        "{}",
        ran.stderr
    );
    let sources = mesh.page("sources/index.html");
    assert!(sources.contains("lost") && sources.contains("its host does not answer"));
    // What refers to nothing may refer to what is missing.
    let ran = mesh.meshbook(&["check", "portal", "--format", "concise"]);
    let all = mesh.meshbook(&["check", "portal"]).stdout;
    assert!(ran.stdout.contains("dangling-input-port"), "{}", ran.stdout);
    assert!(
        all.contains("or the source `lost`, which is missing, holds it"),
        "{all}"
    );
    // A locked build of a lock that knows of it is no error.
    assert_eq!(mesh.build(&["--locked"]).code, 3);
    let api: serde_json::Value = serde_json::from_str(&mesh.page("api/sources.json")).unwrap();
    let lost = api["sources"].as_array().unwrap().iter();
    let lost = lost
        .clone()
        .find(|source| source["name"] == "lost")
        .unwrap();
    assert_eq!(lost["since"], "2026-03-02");
    assert_eq!(lost["reason"], "its host does not answer");
}

/// Two sources that claim one id, domain and team; the first of them owns these where it says so.
fn claimed(owns: &str) -> Mesh {
    let mesh = Mesh::new(&format!(
        "sources:\n- {{git: ../repositories/sales{owns}}}\n- git: ../repositories/evil\n"
    ));
    mesh.product("sales", "sales", "the right one");
    let product = crate::mesh::product("sales", "the wrong one")
        + "---\n"
        + &crate::mesh::product("evil", "the other wrong one")
            .replace("domain: evil", "domain: sales")
            .replace("evil-team", "sales-team");
    let (one, other) = product.split_once("---\n").unwrap();
    mesh.commit("evil", &[("a.odps.yaml", one), ("b.odps.yaml", other)]);
    mesh
}

#[test]
fn what_is_owned_stays_closed_while_its_owner_is_missing() {
    let mesh = claimed(", owns: ['sales*']");
    assert_eq!(mesh.build(&[]).code, 0);
    let team = "teams/sales-team.html";
    assert!(!mesh.page("domains/sales.html").contains("evil"));
    assert!(!mesh.page(team).contains("evil"));
    fs::rename(mesh.path("repositories/sales"), mesh.path("away")).unwrap();
    fs::remove_dir_all(mesh.path("portal/.meshbook")).unwrap();
    assert_eq!(mesh.build(&[]).code, 3);
    let site = mesh.files("site");
    assert!(!site.contains_key("products/sales/evil.html"));
    for page in ["domains/sales.html", team] {
        let page = site.get(page).map(|page| String::from_utf8_lossy(page));
        assert!(page.is_none_or(|page| !page.contains("evil")));
    }
}

#[test]
fn a_source_keeps_its_place_when_its_entry_is_written_anew() {
    let mesh = claimed("");
    assert_eq!(mesh.build(&[]).code, 0);
    let page = "products/sales/sales.html";
    assert!(mesh.page(page).contains("the right one"));
    let moved = mesh.path("repositories/moved");
    let git = |arguments: &[&str]| crate::mesh::git(&mesh.path("repositories"), arguments);
    git(&["clone", "--quiet", "sales", &moved.to_string_lossy()]);
    for entry in [
        "{git: ../repositories/sales, ref: main}",
        "{git: ../repositories/sales}",
        "{git: ../repositories/moved, name: sales}",
        "{git: ../repositories/moved, name: sales, ref: main}",
    ] {
        mesh.configure(&format!(
            "sources:\n- git: ../repositories/evil\n- {entry}\n"
        ));
        let ran = mesh.build(&[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(mesh.page(page).contains("the right one"), "{entry}");
    }
}
