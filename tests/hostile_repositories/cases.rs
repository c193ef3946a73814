//! Hostile repositories that need no generator.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::portal::write as write_file;

/// A repository: its name, and what is in it beside a product that is as it should be.
type Case = (&'static str, fn(&Path));

const CASES: &[Case] = &[
    ("alias-bomb", alias_bomb),
    ("deep-folders", deep_folders),
    ("links-out", links_out),
    ("many-files", many_files),
    ("names", names),
    ("pipes", pipes),
    ("results", results),
    ("sparse", sparse),
    ("takeover", takeover),
    ("would-configure", would_configure),
];

/// Writes the repositories; their paths below the folder.
pub(crate) fn write(folder: &Path) -> Vec<String> {
    // What links and paths of the cases lead to.
    write_file(&folder.join("CANARY"), "CANARY-OUTSIDE");
    let made = CASES.iter().map(|(name, fill)| {
        let root = folder.join(name);
        let product = format!(
            "apiVersion: v1.0.0\nkind: DataProduct\nid: {name}\nname: {name}\nversion: 1.0.0\n\
             status: active\nteam: {{name: {name}}}\n"
        );
        write_file(&root.join("product.odps.yaml"), product);
        write_file(&root.join("docs/index.md"), "# Fine\n");
        fill(&root);
        (*name).to_owned()
    });
    made.collect()
}

fn alias_bomb(root: &Path) {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for number in 1..30 {
        let items = vec![format!("*a{}", number - 1); 10].join(", ");
        bomb.push_str(&format!("a{number}: &a{number} [{items}]\n"));
    }
    write_file(&root.join("bomb.odcs.yaml"), &bomb);
    write_file(&root.join("waivers/bomb.yaml"), &bomb);
    write_file(&root.join("meshbook.yaml"), format!("allow:\n- {bomb}"));
    write_file(
        &root.join("docs/bomb.md"),
        format!("---\n{bomb}---\n# Bomb\n"),
    );
}

fn deep_folders(root: &Path) {
    let deep = root.join("docs").join("d/".repeat(1_000));
    write_file(&deep.join("page.md"), "# Deep\n");
    write_file(
        &root.join("docs").join("e/".repeat(40)).join("page.md"),
        "# Deep\n",
    );
}

fn links_out(root: &Path) {
    for (link, to) in [
        ("docs/file.md", "../../CANARY"),
        ("docs/absolute.md", "/etc/passwd"),
        ("docs/environment.md", "/proc/self/environ"),
        ("docs/zero.md", "/dev/zero"),
        ("docs/self.md", "self.md"),
        ("docs/folder", "../.."),
        ("contract.odcs.yaml", "../CANARY"),
        ("meshbook.yaml", "../CANARY"),
        ("measurements", "/etc"),
        ("waivers", ".."),
        (".git", "/etc"),
        (".github", "/etc"),
        ("docs/picture.png", "/etc/hostname"),
    ] {
        symlink(to, root.join(link)).expect("a link");
    }
    write_file(
        &root.join("docs/page.md"),
        "# Page\n\n![a](picture.png) [b](../../CANARY) [c](folder/CANARY) [d](/etc/passwd)\n",
    );
}

fn many_files(root: &Path) {
    for folder in 0..60 {
        let folder = root.join(format!("docs/{folder}"));
        fs::create_dir_all(&folder).expect("a folder");
        for file in 0..100 {
            fs::write(folder.join(format!("{file}.md")), "# Page\n").expect("a file");
        }
    }
}

fn names(root: &Path) {
    let docs = root.join("docs");
    for name in [
        &b"\xff\xfe.md"[..],
        b"\x1b]0;owned\x07.md",
        b"a\nb.md",
        b"::error file=a::b.md",
        b"<img src=x onerror=alert(1)>.md",
        b"..\\..\\index.md",
        b"%2e%2e%2findex.md",
        "caf\u{e9}.md".as_bytes(),
        "cafe\u{301}.md".as_bytes(),
        "\u{202e}dm.md".as_bytes(),
        b"CON.md",
        b" .md",
        b"-rf.md",
        b"index.html.md",
    ] {
        let path = docs.join(OsStr::from_bytes(name));
        fs::write(path, "# Odd\n").expect("a file");
    }
    fs::write(docs.join("n".repeat(250) + ".md"), "# Long\n").expect("a file");
}

fn pipes(root: &Path) {
    fs::create_dir_all(root.join("measurements")).expect("a folder");
    fs::create_dir_all(root.join(".github/workflows")).expect("a folder");
    for path in [
        "docs/pipe.md",
        "pipe.odcs.yaml",
        "meshbook.yaml",
        "site.json",
        "measurements/run.json",
        "measurements/run.yaml",
        ".github/workflows/pipe.yml",
    ] {
        let made = Command::new("mkfifo").arg(root.join(path)).status();
        assert!(made.expect("mkfifo runs").success());
    }
    let socket = std::os::unix::net::UnixListener::bind(root.join("docs/s.md"));
    if let Err(error) = socket {
        // The path of a socket is at most 108 bytes long.
        println!("no socket: {error}");
    }
}

fn results(root: &Path) {
    let folder = root.join("measurements");
    write_file(&folder.join("deep.json"), "{\"runId\":".repeat(100_000));
    write_file(
        &folder.join("deep.xml"),
        format!("<testsuites>{}", "<testsuite>".repeat(100_000)),
    );
    let laughs: String = (1..40)
        .map(|at| format!("<!ENTITY l{at} '{}'>", format!("&l{};", at - 1).repeat(10)))
        .collect();
    write_file(
        &folder.join("laughs.xml"),
        format!(
            "<!DOCTYPE testsuite [<!ENTITY l0 'ha'>{laughs}<!ENTITY out SYSTEM 'file:///etc/passwd'>]>\
             <testsuite name='&l39;'><testcase name='&out;'/></testsuite>"
        ),
    );
    let line = "{\"contract\": \"contract-00\", \"property\": \"latency\", \"value\": 1, \"unit\": \
                \"s\", \"measured_at\": \"2026-03-02T05:00:00Z\"}\n";
    write_file(&folder.join("of-another.jsonl"), line.repeat(20_000));
    sparse_file(&folder.join("huge.json"));
}

fn sparse(root: &Path) {
    for path in [
        "docs/huge.md",
        "huge.odcs.yaml",
        "meshbook.yaml",
        "site.json",
        "README.md",
    ] {
        sparse_file(&root.join(path));
    }
}

/// A file of 8 GiB that takes no room.
fn sparse_file(path: &Path) {
    let file = File::create(path).expect("a file");
    file.set_len(8 << 30).expect("a file system with holes");
}

/// Manifests, docs and a directory that claim what belongs to another repository.
fn takeover(root: &Path) {
    let product = "apiVersion: v1.0.0\nkind: DataProduct\nid: healthy-00.orders\nname: Orders 0\n\
        version: 9.9.9\nstatus: active\ndomain: healthy-00\nteam: {name: team-00}\n\
        outputPorts: [{name: orders, version: 1.0.0, contractId: contract-00}]\n";
    let contract = "apiVersion: v3.1.0\nkind: DataContract\nid: contract-00\nname: Orders 0\n\
        version: 9.9.9\nstatus: active\ndomain: healthy-00\n";
    let team = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: team-00}\n\
        spec: {type: team, profile: {displayName: Taken over}, children: []}\n";
    write_file(&root.join("a.odps.yaml"), product);
    write_file(&root.join("a.odcs.yaml"), contract);
    write_file(&root.join("team.yaml"), team);
    write_file(
        &root.join("b.odps.yaml"),
        product.replace("healthy-00.orders", "he\u{430}lthy-00.orders"),
    );
    for path in [
        "index.html",
        "healthy-00.md",
        "_headers",
        "site.json",
        "CNAME",
    ] {
        write_file(&root.join("docs").join(path), "<script>alert(1)</script>");
    }
}

/// A configuration and folders that only the portal's own would be asked for.
fn would_configure(root: &Path) {
    write_file(
        &root.join("meshbook.yaml"),
        "title: Taken over\nlogo: ../CANARY\nbase-url: https://evil.invalid/\n\
         sources: [{path: /etc}, {path: ../..}]\ndirectory: [.]\nhide: [findings]\n\
         levels: {missing-owner: off}\ngovernance:\n  rules: [/etc, ../CANARY]\n  \
         vocabulary: ../CANARY\n  history: ../CANARY\nservice-levels: {measurements: [/etc, ..]}\n\
         allow: [{rule: missing-purpose, path: '../../healthy/**', reason: It is taken over.}]\n",
    );
    write_file(
        &root.join("templates/base.html"),
        "{{ get_env(name='CANARY') }}",
    );
    write_file(
        &root.join("static/style.css"),
        "@import 'https://evil.invalid/';",
    );
    write_file(
        &root.join("waivers/all.yaml"),
        "- {id: all, rule: missing-purpose, target: contract-00, reason: It is taken over by us.}\n",
    );
    write_file(
        &root.join("ssti.odcs.yaml"),
        "apiVersion: v3.1.0\nkind: DataContract\nid: ssti\nname: \"{{ get_env(name='CANARY') }}\"\n\
         version: 1.0.0\nstatus: active\ndescription: {purpose: \"{% include '/etc/passwd' %} ${CANARY}\"}\n",
    );
}
