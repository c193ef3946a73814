//! What was good stays, whatever happens to names, references and folders.

use std::fs;

use crate::mesh::{Mesh, git};

#[test]
fn another_name_of_a_source_keeps_its_commit() {
    let mesh = Mesh::new("sources:\n- list: all.txt\n");
    for name in ["a/data", "b/data", "c/data"] {
        mesh.product(name, &name.replace('/', "-"), "to be kept");
    }
    let list = mesh.path("portal/all.txt");
    fs::write(
        &list,
        "../repositories/a/data\n../repositories/b/data\n../repositories/c/data\n",
    )
    .unwrap();
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let sources = mesh.page("sources/index.html");
    for name in ["data", "b-data", "c-data"] {
        assert!(sources.contains(&format!("id=\"{name}\"")), "{name}");
    }
    // The second one is called as the first one was, and cannot be fetched.
    fs::write(&list, "../repositories/b/data\n../repositories/c/data\n").unwrap();
    fs::remove_dir_all(mesh.path("repositories/b")).unwrap();
    let ran = mesh.build(&["--update"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("source data is shown as of"),
        "{}",
        ran.stderr
    );
    assert!(
        mesh.page("products/b-data/b-data.html")
            .contains("Shown as of")
    );
}

#[test]
fn every_repository_of_one_name_has_a_source_and_each_has_but_one() {
    let mesh = Mesh::new(
        "sources:\n- git: ../repositories/x/g/data\n- git: ../repositories/y/g/data\n\
         - git: ../repositories/z/g/data\n- git: ../repositories/_\n- git: ../repositories/source\n\
         - git: ../repositories/x/g/data\n",
    );
    for name in ["x/g/data", "y/g/data", "z/g/data", "_", "source"] {
        let id = name.replace(['/', '_'], "-").trim_matches('-').to_owned();
        let id = if id.is_empty() {
            "nameless".to_owned()
        } else {
            id
        };
        mesh.product(name, &id, "to be there");
    }
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for id in ["x-g-data", "y-g-data", "z-g-data", "nameless", "source"] {
        assert!(
            mesh.page(&format!("products/{id}/{id}.html"))
                .contains("to be there"),
            "{id}"
        );
    }
    let ran = mesh.meshbook(&["check", "portal", "--format", "concise"]);
    assert!(
        ran.stdout.contains("this is the source `data` once more"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("duplicate-id"), "{}", ran.stdout);
}

#[test]
fn a_slip_in_a_reference_loses_nothing() {
    let right = "sources:\n- git: ../repositories/sales\n  ref: main\n";
    let mesh = Mesh::new(right);
    mesh.product("sales", "sales", "to be kept");
    assert_eq!(mesh.build(&[]).code, 0);
    mesh.configure(&right.replace("main", "mian"));
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        mesh.page("products/sales/sales.html")
            .contains("Shown as of")
    );
    mesh.configure(right);
    fs::rename(mesh.path("repositories/sales"), mesh.path("away")).unwrap();
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        mesh.page("products/sales/sales.html")
            .contains("to be kept")
    );
}

#[test]
fn two_fetches_at_once_lose_nothing() {
    let names: Vec<_> = (0..8).map(|at| format!("d{at}")).collect();
    let sources = names
        .iter()
        .map(|name| format!("- git: ../repositories/{name}\n"));
    let mesh = Mesh::new(&format!("sources:\n{}", sources.collect::<String>()));
    let commit = |purpose: &str| -> Vec<String> {
        names
            .iter()
            .map(|name| mesh.product(name, name, purpose))
            .collect()
    };
    commit("old");
    assert_eq!(mesh.fetch(&[]).code, 0);
    let new = commit("new");
    let half = |names: &[String], cache: &str| {
        let mut arguments = vec!["fetch", "portal", "--cache", cache, "--update"];
        arguments.extend(names.iter().map(String::as_str));
        mesh.command(&arguments).spawn().unwrap()
    };
    // The lock is one, whatever the caches are.
    let (mut one, mut other) = (half(&names[..4], "a"), half(&names[4..], "b"));
    assert!(one.wait().unwrap().success() && other.wait().unwrap().success());
    let lock = mesh.lock();
    assert!(new.iter().all(|commit| lock.contains(commit)), "{lock}");
}

#[test]
fn what_lies_beside_the_folder_of_a_source_costs_it_nothing() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n  path: data\n");
    let product = crate::mesh::product("sales", "to be there");
    mesh.commit("sales", &[("data/a.odps.yaml", product.as_str())]);
    let folder = mesh.path("repositories/sales");
    let blob = git(&folder, &["rev-parse", "HEAD:data/a.odps.yaml"]);
    let id: Vec<u8> = (0..40)
        .step_by(2)
        .map(|at| u8::from_str_radix(&blob[at..at + 2], 16).unwrap())
        .collect();
    let entries =
        (0..300_000).flat_map(|at| [format!("100644 f{at:06}\0").as_bytes(), &id].concat());
    let path = mesh.path("entries");
    fs::write(&path, entries.collect::<Vec<_>>()).unwrap();
    let path = path.to_string_lossy().into_owned();
    let workflows = git(&folder, &["hash-object", "-t", "tree", "-w", &path]);
    let read = |name: &str| git(&folder, &["rev-parse", name]);
    let data = read("HEAD:data");
    let tree = |entries: &str| {
        fs::write(mesh.path("tree"), entries).unwrap();
        let path = mesh.path("tree");
        let file = fs::File::open(&path).unwrap();
        let made = std::process::Command::new("git")
            .current_dir(&folder)
            .arg("mktree")
            .stdin(file)
            .output()
            .unwrap();
        String::from_utf8_lossy(&made.stdout).trim().to_owned()
    };
    let github = tree(&format!("040000 tree {workflows}\tworkflows\n"));
    let root = tree(&format!(
        "040000 tree {github}\t.github\n040000 tree {data}\tdata\n"
    ));
    let commit = git(&folder, &["commit-tree", &root, "-m", "bomb"]);
    git(&folder, &["update-ref", "refs/heads/main", &commit]);
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        mesh.page("products/sales/sales.html")
            .contains("to be there")
    );
}
