//! How sources are written: lists, patterns, and what is refused.

use std::fs;

use crate::mesh::{Mesh, NOW, product};

#[test]
fn lists_and_patterns_name_many_sources() {
    let mesh = Mesh::new(
        "sources:\n- path: domains/*\n- {list: repositories.txt, domain: trade}\n\
         - list: more.yaml\n",
    );
    for name in [
        "domains/a",
        "domains/b",
        "domains/.hidden",
        "domains/node_modules",
    ] {
        let folder = mesh.path("portal").join(name);
        fs::create_dir_all(&folder).unwrap();
        let id = name.replace(['/', '.', '_'], "-");
        fs::write(folder.join("x.odps.yaml"), product(&id, "here")).unwrap();
    }
    mesh.product("sales", "sales", "sold");
    mesh.product("stock", "stock", "there");
    fs::write(
        mesh.path("portal/repositories.txt"),
        "# ours\n../repositories/sales  main # the first\n\n",
    )
    .unwrap();
    fs::write(
        mesh.path("portal/more.yaml"),
        "- git: ../repositories/stock\n  ref: main\n  name: shelves\n",
    )
    .unwrap();
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sources = mesh.page("sources/index.html");
    for name in ["a", "b", "sales", "shelves"] {
        assert!(sources.contains(&format!(">{name}<")), "{name}: {sources}");
    }
    assert!(!sources.contains(">hidden<") && !sources.contains("node-modules"));
    assert!(mesh.path("site/products/trade/sales.html").exists());
}

#[test]
fn what_is_wrong_with_a_source_is_told_at_its_place() {
    let table = [
        (
            "- {git: \"ext::sh -c x\"}",
            "invalid-configuration",
            "this source is not fetched",
        ),
        (
            "- {git: \"http://h.example/x\"}",
            "invalid-configuration",
            "this source is not fetched",
        ),
        (
            "- {git: /etc}",
            "invalid-configuration",
            "no folder that `fetch: local:` names",
        ),
        (
            "- {git: ../repositories/x, ref: \"-x\"}",
            "invalid-configuration",
            "`ref` is no name",
        ),
        (
            "- {git: ../repositories/x, path: ../y}",
            "invalid-configuration",
            "`path` is no folder",
        ),
        (
            "- {git: ../repositories/x, timeout: soon}",
            "invalid-configuration",
            "no length of time",
        ),
        (
            "- {git: ../repositories/x, max-size: big}",
            "invalid-configuration",
            "no size",
        ),
        (
            "- {path: none/*}",
            "invalid-configuration",
            "no folder is called like",
        ),
        (
            "- {path: a, ref: main}",
            "unknown-setting",
            "`ref` says nothing of a folder",
        ),
    ];
    for (entry, rule, words) in table {
        let mesh = Mesh::new(&format!("sources:\n{entry}\n- path: kept\n"));
        fs::create_dir_all(mesh.path("portal/kept")).unwrap();
        fs::write(
            mesh.path("portal/kept/x.odps.yaml"),
            product("kept", "here"),
        )
        .unwrap();
        let ran = mesh.meshbook(&["check", "portal", "--format", "concise", "--now", NOW]);
        let line = ran
            .stdout
            .lines()
            .find(|line| line.contains(words) && line.contains(rule));
        let line = line.unwrap_or_else(|| panic!("{entry}: {}", ran.stdout));
        assert!(line.starts_with("portal/meshbook.yaml:5:"), "{line}");
    }
}

#[test]
fn a_list_that_is_not_there_stops_the_build() {
    let mesh = Mesh::new("sources:\n- list: lost.txt\n");
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("lost.txt"), "{}", ran.stderr);
    fs::write(mesh.path("portal/meshbook.lock"), "version: 9\n").unwrap();
    mesh.configure("sources:\n- path: .\n");
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("meshbook.lock"), "{}", ran.stderr);
}

#[test]
fn a_name_that_does_not_exist_is_told_with_the_nearest_one() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n");
    mesh.product("sales", "sales", "sold");
    let ran = mesh.fetch(&["--update", "sale"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("did you mean `sales`?"),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_entry_of_no_place_or_of_two_stops_the_build() {
    for (entry, words) in [
        ("- {}", "names nothing to read from"),
        ("- {git: ../repositories/x, list: y}", "two places"),
        ("- {path: x, list: y}", "two places"),
    ] {
        let mesh = Mesh::new(&format!("sources:\n{entry}\n"));
        let ran = mesh.build(&[]);
        assert_eq!(ran.code, 2, "{entry}: {}", ran.stderr);
        assert!(ran.stderr.contains(words), "{entry}: {}", ran.stderr);
    }
}

#[test]
fn a_list_of_nothing_stops_the_build() {
    for (name, text) in [("all.txt", "# nothing yet\n"), ("all.yaml", "[]\n")] {
        let mesh = Mesh::new(&format!("sources:\n- list: {name}\n"));
        fs::write(mesh.path("portal").join(name), text).unwrap();
        let ran = mesh.build(&[]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("it lists no source"), "{}", ran.stderr);
    }
}
