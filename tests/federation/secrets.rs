//! Secrets go to their host, and nowhere else.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::mesh::{Mesh, NOW};

const CANARY: &str = "CANARY-2f9c7e";

/// Everything that a run left, and where: the site, the cache, the lock and what was printed.
fn leaks(mesh: &Mesh, printed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["site", "portal/.meshbook"] {
        for (path, bytes) in mesh.files(folder) {
            if bytes
                .windows(CANARY.len())
                .any(|part| part == CANARY.as_bytes())
            {
                found.push(format!("{folder}/{path}"));
            }
        }
    }
    for text in printed.iter().copied().chain([mesh.lock().as_str()]) {
        if text.contains(CANARY) {
            found.push(text.to_owned());
        }
    }
    found
}

#[test]
fn no_secret_reaches_a_site_a_cache_or_a_log() {
    let mesh = Mesh::new("sources: []\n");
    let text = format!(
        "title: Mesh\nfetch:\n  local: [../repositories]\n  tokens: {{\"127.0.0.1:1\": TOKEN}}\n\
         sources:\n- git: ../repositories/stock\n\
         - {{name: url, git: \"https://user:{CANARY}@127.0.0.1:1/a.git\"}}\n\
         - {{name: ssh, git: \"ssh://git:{CANARY}@127.0.0.1:1/b.git\"}}\n\
         - {{name: helped, git: \"https://localhost:1/c.git\"}}\n"
    );
    fs::write(mesh.path("portal/meshbook.yaml"), text).unwrap();
    mesh.product("stock", "stock", "to see what is there");
    // A helper that tells everybody.
    let helper = mesh.path("helper");
    let script =
        format!("#!/bin/sh\necho '{CANARY} from the helper' >&2\necho 'password={CANARY}'\n");
    fs::write(&helper, script).unwrap();
    fs::set_permissions(&helper, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(
        mesh.path(".gitconfig"),
        format!("[credential]\n\thelper = {}\n", helper.display()),
    )
    .unwrap();
    let asks = helper.to_string_lossy().into_owned();
    let variables = [
        ("TOKEN", CANARY),
        ("GITHUB_TOKEN", CANARY),
        ("GIT_ASKPASS", asks.as_str()),
        ("SSH_ASKPASS", asks.as_str()),
        ("GIT_SSH_COMMAND", asks.as_str()),
        ("GIT_TRACE", "1"),
        ("GIT_TRACE_CURL", "1"),
        ("HTTPS_PROXY", "http://proxy-user:CANARY-2f9c7e@127.0.0.1:1"),
    ];
    let fetched = mesh.meshbook_with(&["fetch", "portal", "--now", NOW], &variables);
    assert_eq!(fetched.code, 3, "{}", fetched.stderr);
    let built = mesh.meshbook_with(
        &["build", "portal", "--update", "--out", "site", "--now", NOW],
        &variables,
    );
    assert_eq!(built.code, 3, "{}", built.stderr);
    let checked = mesh.meshbook_with(&["check", "portal", "--now", NOW], &variables);
    assert!(
        checked.stdout.contains("holds a password"),
        "{}",
        checked.stdout
    );
    let printed = [
        &fetched.stdout,
        &fetched.stderr,
        &built.stdout,
        &built.stderr,
        &checked.stdout,
        &checked.stderr,
    ];
    let leaks = leaks(&mesh, &printed.map(String::as_str));
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn what_was_pasted_into_the_configuration_is_shown_nowhere() {
    let mesh = Mesh::new("sources: []\n");
    let text = format!(
        "title: Mesh\nfetch:\n  local: [../repositories]\n  tokens:\n    h.example: glpat-{CANARY}\n\
         sources:\n- git: ../repositories/stock\n\
         - {{name: a, git: \"https://h.example/x?private_token={CANARY}\"}}\n\
         - {{name: b, git: \"git@oauth2:{CANARY}@h.example/x\"}}\n\
         - {{name: c, git: \"https://{CANARY}@h.example\"}}\n\
         - list: more.txt\n"
    );
    fs::write(mesh.path("portal/meshbook.yaml"), text).unwrap();
    let list = format!("https://u:{CANARY}@127.0.0.1:1/x\nhttp://{CANARY}@h.example/x\n");
    fs::write(mesh.path("portal/more.txt"), list).unwrap();
    mesh.product("stock", "stock", "to see what is there");
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let checked = mesh.meshbook(&["check", "portal", "--now", NOW]);
    let printed = [&ran.stdout, &ran.stderr, &checked.stdout, &checked.stderr];
    let leaks = leaks(&mesh, &printed.map(String::as_str));
    assert!(leaks.is_empty(), "{leaks:#?}");
}

#[test]
fn ssh_goes_the_way_that_its_user_has_set() {
    let mesh = Mesh::new("sources:\n- {name: far, git: \"git@127.0.0.1:far.git\"}\n");
    let command = mesh.path("own-ssh");
    let called = mesh.path("called");
    let script = format!("#!/bin/sh\necho called >>'{}'\nexit 1\n", called.display());
    fs::write(&command, script).unwrap();
    fs::set_permissions(&command, fs::Permissions::from_mode(0o755)).unwrap();
    let set = format!("[core]\n\tsshCommand = {}\n", command.display());
    fs::write(mesh.path(".gitconfig"), set).unwrap();
    assert_eq!(mesh.fetch(&[]).code, 3);
    assert!(called.exists());
    // A variable goes before it, as it does for git.
    fs::remove_file(&called).unwrap();
    let variables = [("GIT_SSH_COMMAND", "false")];
    let ran = mesh.meshbook_with(&["fetch", "portal", "--update", "--now", NOW], &variables);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(!called.exists());
}
