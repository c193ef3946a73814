//! A repository that means harm: the portal is built all the same, names what it cannot
//! read, and shows the rest as text.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::folder::{tree, with, write};
use crate::page::hazards;
use crate::run::{NOW, check, command, end, meshbook};

/// Longer than anybody waits for a page.
const LONGEST: Duration = Duration::from_secs(10);

/// Stands in a file outside of the sources, and in the environment.
const OUTSIDE: &str = "canary-outside-of-the-source";
/// Stands where a password is expected.
const SECRET: &str = "correct-horse-battery-42";

/// A product and a contract of which every text attacks something.
const PRODUCT: &str = r#"apiVersion: v1.0.0
kind: DataProduct
id: "<script>alert('id')</script>"
name: "LONG </title><script>alert('name')</script>\u202etxt.exe\u202c\u0007\e[31m"
version: "1.0.0\"><img src=x onerror=alert('version')>"
status: "active' onmouseover='alert(1)"
domain: "../../etc"
description:
  purpose: "<img src=x onerror=alert('purpose')> [click](javascript:alert(1)) ${MESHBOOK_CANARY} {{ config }} {% include 'x' %}"
  usage: "![pixel](https://evil.example/pixel.png) [up](../../../../etc/passwd)"
authoritativeDefinitions:
  - type: "<b>x"
    url: "javascript:alert('definition')"
  - type: data
    url: "data:text/html,<script>alert(1)</script>"
  - type: tab
    url: "java\tscript:alert(1)"
  - type: host
    url: "https://good.example@evil.example/\u202e"
outputPorts:
  - name: "<svg onload=alert('port')>"
    version: 1.0.0
    contractId: orders
support:
  - channel: "\"><script>alert('channel')</script>"
    url: "vbscript:alert(1)"
team:
  name: "</script><script>alert('team')</script>"
  members:
    - username: "javascript:alert(1)"
      name: "\u2066Mallory\u2069\0"
      role: owner
"#;

const CONTRACT: &str = r#"apiVersion: v3.1.0
kind: DataContract
id: orders
name: "'\"><svg/onload=alert('contract')>"
version: 1.0.0
status: active
domain: "../../etc"
schema:
  - name: "orders<script>alert('table')</script>"
    description: "</td></table><script>alert('description')</script>"
    properties:
      - name: "id\u001b]0;owned\u0007"
        logicalType: string
        description: "a `</code><script>alert('code')</script>`"
        examples: ["</script><script>alert('example')</script>"]
    quality:
      - type: sql
        query: "select '</pre><script>alert(1)</script>'"
        mustBe: 0
servers:
  - server: prod
    type: postgres
    host: "db.example.com\" onclick=\"alert(1)"
    port: 5432
    database: "${HOME}"
    schema: public
    customProperties:
      - property: password
        value: correct-horse-battery-42
"#;

const DOC: &str = "\
---
title: \"</title><script>alert('doc')</script>\"
---

# <script>alert('heading')</script>

<script>alert('block')</script> <img src=x onerror=alert('inline')>

[run](javascript:alert(1)) [data](data:text/html,x) [file](file:///etc/passwd) ![p](//evil.example/p.png)

```\"><script>alert('language')</script>
</code></pre><script>alert('code')</script>
```
";

/// A portal of the texts above, in a folder of their own, and files that nobody can read.
fn portal() -> TempDir {
    let long = PRODUCT.replace("LONG", &"long name ".repeat(50));
    let folder = with(&[
        ("outside.yaml", OUTSIDE),
        ("portal/shop/product.odps.yaml", &long),
        ("portal/shop/orders.odcs.yaml", CONTRACT),
        ("portal/shop/README.md", DOC),
        (
            "portal/shop/<img src=x onerror=alert(1)>.md",
            "# Odd name\n",
        ),
    ]);
    let shop = folder.path().join("portal/shop");
    for (path, bytes) in unreadable() {
        write(&shop.join(path), bytes);
    }
    std::os::unix::fs::symlink("../../outside.yaml", shop.join("link.yaml")).expect("a link");
    std::os::unix::fs::symlink("loop.md", shop.join("loop.md")).expect("a link");
    std::os::unix::fs::symlink("../..", shop.join("up")).expect("a link");
    let made = Command::new("mkfifo").arg(shop.join("pipe.yaml")).status();
    assert!(made.expect("mkfifo runs").success());
    folder
}

/// Files that are too large, too deep, or no text.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = |wide: usize| {
        let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (one, next) in ('a'..='y').zip('b'..='z') {
            bomb.push_str(&format!(
                "{next}: &{next} [{}]\n",
                vec![format!("*{one}"); wide].join(", ")
            ));
        }
        bomb.into_bytes()
    };
    let head = "apiVersion: v3.1.0\nkind: DataContract\nid: deep\n";
    vec![
        ("aliases.odcs.yaml", bomb(9)),
        (
            "deep-flow.odcs.yaml",
            format!("{head}x: {}", "[".repeat(20_000)).into_bytes(),
        ),
        (
            "deep-block.odcs.yaml",
            format!("{head}x:\n {}y", "- ".repeat(20_000)).into_bytes(),
        ),
        ("deep.json", "{\"a\":".repeat(20_000).into_bytes()),
        (
            "deep.md",
            format!("{}deep", "> ".repeat(20_000)).into_bytes(),
        ),
        ("large.yaml", vec![b'x'; 2 << 20]),
        ("large.md", vec![b'x'; 2 << 20]),
        ("latin-1.yaml", b"name: gr\xf6\xdfe\n".to_vec()),
        ("utf-16.odcs.yaml", b"\xff\xfek\0i\0n\0d\0".to_vec()),
        ("nul.odcs.yaml", b"kind: Data\0Contract\n".to_vec()),
        ("binary.json", (0..=255).collect()),
        ("open.json", b"{\"kind\": \"DataContract\", ".to_vec()),
        (
            "tag.odcs.yaml",
            b"kind: !!python/object/apply:os.system [id]\n".to_vec(),
        ),
    ]
}

/// Builds the portal within the time that a reader would wait.
fn build(portal: &Path, out: &Path) -> crate::run::Ended {
    let start = Instant::now();
    let mut build = command();
    build.env("MESHBOOK_CANARY", OUTSIDE).env("HOME", OUTSIDE);
    build.arg("build").arg(portal).arg("--out").arg(out);
    let ended = end(build.args(["--now", NOW]));
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended
}

#[test]
fn a_hostile_repository_builds_and_its_pages_hold_it_as_text() {
    let folder = portal();
    let site = folder.path().join("site");
    build(&folder.path().join("portal"), &site);
    let pages = tree(&site);
    assert!(
        !folder.path().join("etc").exists(),
        "a domain left its folder"
    );
    let mut faults = Vec::new();
    let mut is_shown_as_text = false;
    for (path, bytes) in &pages {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        assert!(path.chars().all(is_plain), "{path:?}");
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(OUTSIDE), "{path} shows what is outside");
        assert!(!text.contains(SECRET), "{path} shows a password");
        if path.ends_with(".html") {
            let found = hazards(&text).into_iter();
            faults.extend(found.map(|hazard| format!("{path}: {hazard}")));
            let is_control = |c: char| c.is_control() && c != '\n' && c != '\t';
            if text.contains(is_control) {
                faults.push(format!("{path}: a control character"));
            }
            let words = ["&lt;script&gt;alert(", "${MESHBOOK_CANARY}", "{{ config }}"];
            is_shown_as_text |= words.iter().all(|word| text.contains(word));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(is_shown_as_text, "no page shows the hostile texts");
}

#[test]
fn every_file_that_cannot_be_read_is_named() {
    let folder = portal();
    let shop = folder.path().join("portal/shop");
    let start = Instant::now();
    let findings = check(&shop, &[]).findings;
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    let mut names: Vec<&str> = unreadable().iter().map(|(name, _)| *name).collect();
    names.extend(["link.yaml", "loop.md", "pipe.yaml"]);
    let unnamed: Vec<_> = names
        .iter()
        .filter(|name| !findings.iter().any(|finding| finding.file == **name))
        .collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
    assert!(
        !findings
            .iter()
            .any(|finding| finding.message.contains(OUTSIDE))
    );
}

#[test]
fn a_terminal_sees_no_control_characters() {
    let folder = portal();
    let root = folder.path();
    for arguments in [
        &["check", "portal"][..],
        &["check", "portal", "--format", "concise"],
        &["check", "portal", "--format", "json"],
        &["build", "portal", "--fail-on", "error"],
        &["check", "portal/shop/\u{1b}[31m"],
        &["build", "--base-url", "\u{1b}[31m", "\u{202e}"],
        &["explain", "\u{1b}[31m\u{7}"],
    ] {
        let ended = meshbook(root, arguments);
        // In JSON marks of direction are part of the document, which other tools read.
        let is_json = arguments.contains(&"json");
        let is_harmful = |c: char| match c {
            '\n' => false,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => !is_json,
            c => c.is_control(),
        };
        for text in [ended.stdout, ended.stderr] {
            let at = text.find(is_harmful);
            let shown = at.map(|at| text[at..].chars().take(40).collect::<String>());
            assert_eq!(shown, None, "{arguments:?}");
        }
    }
}

#[test]
fn a_terminal_sees_no_secret() {
    let folder = TempDir::new().expect("a folder");
    let text = "apiVersion: v3.1.0\nkind: DataContract\nid: o\nversion: 1.0.0\nstatus: active\n\
        servers:\n  - server: prod\n    type: custom\n    password: hunter2hunter2\n";
    write(&folder.path().join("o.odcs.yaml"), text);
    for arguments in [
        &["check", "."][..],
        &["check", ".", "--format", "concise"],
        &["check", ".", "--format", "json"],
        &["build", ".", "--fail-on", "error"],
    ] {
        let ended = meshbook(folder.path(), arguments);
        let told = ended.stdout + &ended.stderr;
        assert!(told.contains("secret-in-manifest"), "{arguments:?}: {told}");
        assert!(!told.contains("hunter2"), "{arguments:?}: {told}");
    }
}

#[test]
fn a_portal_that_means_well_is_not_hurt_by_one_that_does_not() {
    let folder = portal();
    let root = folder.path().join("portal");
    fs::create_dir(root.join("sales")).expect("a folder");
    let good = CONTRACT
        .replace("orders", "refunds")
        .replace("../../etc", "sales");
    write(&root.join("sales/refunds.odcs.yaml"), good);
    let together = folder.path().join("together");
    build(&root, &together);
    fs::remove_dir_all(root.join("shop")).expect("the hostile source");
    fs::create_dir(root.join("shop")).expect("an empty source");
    write(&root.join("shop/a.md"), "# Nothing\n");
    let alone = folder.path().join("alone");
    build(&root, &alone);
    let (together, alone) = (tree(&together), tree(&alone));
    let pages = alone
        .keys()
        .filter(|path| path.starts_with("contracts/sales/"));
    let pages: Vec<_> = pages.collect();
    assert!(!pages.is_empty());
    for page in pages {
        assert!(alone[page] == together[page], "{page} differs");
    }
}
