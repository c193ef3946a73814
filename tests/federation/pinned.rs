//! Which commit is read: the one of the lock, until somebody asks for a newer one.

use std::fs;
use std::process::Command;

use crate::mesh::{Mesh, NOW, git, program, ran};

const TWO: &str = "sources:\n- git: ../repositories/sales\n- git: ../repositories/stock\n";

fn two() -> Mesh {
    let mesh = Mesh::new(TWO);
    mesh.product("sales", "sales", "to see what was sold");
    mesh.product("stock", "stock", "to see what is there");
    mesh
}

#[test]
fn a_source_stays_at_the_commit_of_the_lock() {
    let mesh = two();
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let lock = mesh.lock();
    assert!(
        mesh.page("products/sales/sales.html")
            .contains("to see what was sold")
    );

    let commit = mesh.product("sales", "sales", "to see what was sold this year");
    let before = mesh.files("site");
    assert_eq!(mesh.build(&[]).code, 0);
    assert_eq!(mesh.lock(), lock);
    assert!(mesh.files("site") == before);

    let ran = mesh.fetch(&["--update", "stock"]);
    assert_eq!((ran.code, mesh.lock()), (0, lock.clone()), "{}", ran.stderr);
    let ran = mesh.fetch(&["--update"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("source sales is at"), "{}", ran.stderr);
    assert!(mesh.lock().contains(&commit), "{}", mesh.lock());
    assert_eq!(mesh.build(&["--locked"]).code, 0);
    assert!(mesh.page("products/sales/sales.html").contains("this year"));
}

#[test]
fn one_command_moves_and_builds() {
    let mesh = two();
    assert_eq!(mesh.build(&[]).code, 0);
    mesh.product("sales", "sales", "to see what was sold this year");
    assert_eq!(mesh.build(&["--update"]).code, 0);
    assert!(mesh.page("products/sales/sales.html").contains("this year"));
}

#[test]
fn a_locked_build_changes_no_lock() {
    let mesh = two();
    let ran = mesh.build(&["--locked"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(
        ran.stderr
            .contains("does not name, as it is configured, the source `sales`"),
        "{}",
        ran.stderr
    );
    assert!(!mesh.path("site").exists() && mesh.lock().is_empty());
    assert_eq!(mesh.fetch(&[]).code, 0);
    assert_eq!(mesh.build(&["--locked"]).code, 0);

    // Another branch of the same repository is another source.
    mesh.configure("sources:\n- git: ../repositories/sales\n  ref: next\n");
    for more in [&["--locked"][..], &["--locked", "--offline"]] {
        let ran = mesh.build(more);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
    }
}

#[test]
fn the_lock_and_the_cache_give_the_same_bytes_without_a_network() {
    let mesh = two();
    assert_eq!(mesh.build(&[]).code, 0);
    let online = mesh.files("site");
    fs::remove_dir_all(mesh.path("repositories")).unwrap();
    fs::remove_dir_all(mesh.path("site")).unwrap();

    fs::create_dir_all(mesh.path("repositories")).unwrap();
    let arguments = [
        "build",
        "portal",
        "--out",
        "site",
        "--offline",
        "--now",
        NOW,
    ];
    let alone = || {
        let mut command = Command::new("unshare");
        command.args(["--net", "--map-root-user"]);
        command
            .current_dir(mesh.path(""))
            .env("HOME", mesh.path(""));
        command
    };
    let tried = alone().arg("true").status();
    let ran = match tried.is_ok_and(|status| status.success()) {
        true => ran(alone().arg(program()).args(arguments).output().unwrap()),
        false => {
            println!("no network can be taken away here: the build is told to be offline alone");
            mesh.meshbook(&arguments)
        }
    };
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(mesh.files("site") == online);
}

#[test]
fn what_the_cache_lacks_is_fetched_again_at_its_commit() {
    let mesh = two();
    assert_eq!(mesh.build(&[]).code, 0);
    let before = mesh.files("site");
    mesh.product("sales", "sales", "to see what was sold this year");
    fs::remove_dir_all(mesh.path("portal/.meshbook")).unwrap();

    let ran = mesh.build(&["--offline"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("is not in the cache"), "{}", ran.stderr);
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(mesh.files("site") == before);
}

#[test]
fn branches_tags_and_folders_are_read() {
    let mesh = Mesh::new(
        "sources:\n- {name: next, git: ../repositories/all, ref: next/one, path: data/sales}\n\
         - {name: tagged, git: ../repositories/all, ref: v1, path: data/stock}\n",
    );
    let files = |id: &str, purpose: &str| crate::mesh::product(id, purpose);
    mesh.commit(
        "all",
        &[("data/stock/a.odps.yaml", &files("stock", "as of the tag"))],
    );
    let folder = mesh.path("repositories/all");
    git(&folder, &["tag", "--annotate", "--message=first", "v1"]);
    git(&folder, &["checkout", "--quiet", "-b", "next/one"]);
    mesh.commit(
        "all",
        &[
            (
                "data/stock/a.odps.yaml",
                &files("stock", "as of the branch"),
            ),
            (
                "data/sales/a.odps.yaml",
                &files("sales", "as of the branch"),
            ),
            ("other/a.odps.yaml", &files("other", "outside")),
        ],
    );
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        mesh.page("products/sales/sales.html")
            .contains("as of the branch")
    );
    assert!(
        mesh.page("products/stock/stock.html")
            .contains("as of the tag")
    );
    assert!(!mesh.path("site/products/other").exists());
}

#[test]
fn nothing_is_checked_out() {
    let mesh = two();
    let hook = mesh.path("repositories/sales/.git/hooks/post-checkout");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\ntouch CANARY\n").unwrap();
    assert_eq!(mesh.build(&[]).code, 0);
    let cached = mesh.files("portal/.meshbook");
    assert!(
        !cached
            .keys()
            .any(|path| path.ends_with("product.odps.yaml") || path.contains("hooks/"))
    );
    assert!(cached.keys().any(|path| path.ends_with(".pack")));
}
