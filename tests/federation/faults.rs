//! Every call of git fails in turn: the site is the old one or the new one, never a mix.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::mesh::{Mesh, NOW};

/// The ways in which a call fails.
const WAYS: [&str; 3] = [
    "exit 128",
    "kill -9 $$",
    "echo 'fatal: write error: No space left on device' >&2; exit 128",
];

/// A `git` that fails at the call whose number stands in `at`, and counts its calls in `calls`.
fn failing_git(mesh: &Mesh, way: &str) -> String {
    let folder = mesh.path("bin");
    fs::create_dir_all(&folder).unwrap();
    let real = std::env::var("PATH").unwrap();
    let count = mesh.path("calls");
    let script = format!(
        "#!/bin/sh\nn=$(mkdir {count} 2>/dev/null; touch {count}/$$; ls {count} | wc -l)\n\
         if [ \"$n\" -eq \"$(cat {at})\" ]; then {way}; fi\nPATH='{real}' exec git \"$@\"\n",
        count = count.display(),
        at = mesh.path("at").display(),
    );
    fs::write(folder.join("git"), script).unwrap();
    fs::set_permissions(folder.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:{real}", folder.display())
}

#[test]
fn every_call_of_git_may_fail() {
    let mesh = Mesh::new(
        "sources:\n- git: ../repositories/sales\n- {git: ../repositories/stock, history: 12mo}\n",
    );
    mesh.product("sales", "sales", "the old sales");
    mesh.product("stock", "stock", "the old stock");
    assert_eq!(mesh.build(&[]).code, 0);
    let lock = mesh.path("portal/meshbook.lock");
    let old = (fs::read_to_string(&lock).unwrap(), mesh.files("site"));
    mesh.product("sales", "sales", "the new sales");
    mesh.product("stock", "stock", "the new stock");
    let mut failed = 0;
    for way in WAYS {
        let path = failing_git(&mesh, way);
        for at in 1.. {
            fs::write(&lock, &old.0).unwrap();
            assert_eq!(mesh.build(&["--offline"]).code, 0);
            assert!(mesh.files("site") == old.1, "{way} at {at}");
            drop(fs::remove_dir_all(mesh.path("calls")));
            fs::write(mesh.path("at"), at.to_string()).unwrap();
            let arguments = ["build", "portal", "--out", "site", "--now", NOW, "--update"];
            let ran = mesh.meshbook_with(&arguments, &[("PATH", path.as_str())]);
            let calls = fs::read_dir(mesh.path("calls")).unwrap().count();
            assert!(matches!(ran.code, 0 | 3), "{way} at {at}: {}", ran.stderr);
            let site = mesh.files("site");
            let mut told = 0;
            for name in ["sales", "stock"] {
                let page = format!("products/{name}/{name}.html");
                let Some(page) = site.get(&page) else {
                    // What cannot even be read as it was is missing, and that is said.
                    let words = format!("source {name} is missing");
                    assert!(ran.stderr.contains(&words), "{way} at {at}: {}", ran.stderr);
                    told += 1;
                    continue;
                };
                let page = String::from_utf8_lossy(page);
                let is_new = page.contains(&format!("the new {name}"));
                let is_held = page.contains("Shown as of");
                assert!(
                    is_new != page.contains(&format!("the old {name}")),
                    "{way} at {at}"
                );
                assert!(is_new != is_held, "{way} at {at}: {}", ran.stderr);
                told += usize::from(is_held);
            }
            assert_eq!(ran.code == 3, told > 0, "{way} at {at}: {}", ran.stderr);
            failed += 1;
            if at > calls {
                break;
            }
        }
    }
    println!("{failed} builds with a call of git that fails: each page old and dated, or new");
}
