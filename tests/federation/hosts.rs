//! Many sources at a host that speaks https, some of which fail in their own way.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Instant;

use crate::mesh::{Mesh, NOW, git};

/// A host of git repositories that ends with the test.
struct Host {
    child: Child,
    _input: Option<ChildStdin>,
    port: u16,
    certificate: PathBuf,
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Host {
    /// A host of the repositories of a mesh; `None` where a program that it needs is missing.
    fn start(mesh: &Mesh, token: &str) -> Option<Host> {
        let (key, certificate) = (mesh.path("key.pem"), mesh.path("certificate.pem"));
        let made = Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            ])
            .args([
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ])
            .arg("-keyout")
            .arg(&key)
            .arg("-out")
            .arg(&certificate)
            .output();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/federation/host.mjs");
        let node = Command::new("node")
            .arg(script)
            .arg(mesh.path("repositories"))
            .arg(&key)
            .arg(&certificate)
            .arg(token)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let (Ok(made), Ok(mut child)) = (made, node) else {
            println!("openssl or node is missing: no source is fetched over https");
            return None;
        };
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let mut port = String::new();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        told.read_line(&mut port).unwrap();
        Some(Host {
            _input: child.stdin.take(),
            port: port.trim().parse().unwrap(),
            child,
            certificate,
        })
    }

    fn url(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}/{path}", self.port)
    }
}

/// How many sources there are: 40, or as many as `MESHBOOK_SOURCES` says.
fn count() -> usize {
    let asked = std::env::var("MESHBOOK_SOURCES").ok();
    asked.map_or(40, |asked| asked.parse().unwrap())
}

/// The ways in which a source fails, what is said of it, and how its repository is made so.
type Failing = (&'static str, &'static str, &'static str);

const FAILING: &[Failing] = &[
    ("deny/x", "", "access to it is denied"),
    ("elsewhere/x", "", "its address leads to another one"),
    ("error/x", "", "its host does not answer"),
    ("garbage/x", "", ""),
    ("hang/x", "  timeout: 2s\n", "it took longer than 2 seconds"),
    ("half/x", "", ""),
    ("git/nothing", "", "there is no such repository"),
    ("git/empty", "", "it has no such branch, tag or commit"),
    (
        "git/full",
        "  ref: none\n",
        "it has no such branch, tag or commit",
    ),
    ("git/full", "  path: none\n", "it has no folder `none`"),
    ("git/full", "  max-size: 1KiB\n", "larger than 1 KiB"),
    ("token/full", "", "access to it is denied"),
];

#[test]
fn some_of_many_sources_fail_and_the_portal_is_whole() {
    let mesh = Mesh::new("sources: []\n");
    let Some(host) = Host::start(&mesh, "right") else {
        return;
    };
    let count = count();
    let broken = count / 20;
    let rounds = broken.div_ceil(FAILING.len());
    for round in 0..rounds {
        mesh.product(&format!("full{round}"), "full", "to be whole");
        let empty = mesh.path(&format!("repositories/empty{round}"));
        fs::create_dir_all(&empty).unwrap();
        git(&empty, &["init", "--quiet", "--bare"]);
    }
    let mut sources = String::from("sources:\n");
    for at in 0..count - broken {
        let name = format!("d{at}");
        mesh.product(&name, &name, &format!("to be number {at}"));
        sources.push_str(&format!("- git: {}\n", host.url(&format!("git/{name}"))));
    }
    let mut expected = Vec::new();
    for at in 0..broken {
        let (path, more, reason) = FAILING[at % FAILING.len()];
        let round = at / FAILING.len();
        let url = format!("{}{round}", host.url(path));
        sources.push_str(&format!("- name: broken-{at}\n  git: {url}\n{more}"));
        expected.push((format!("broken-{at}"), reason));
    }
    mesh.configure(&sources);
    let certificate = host.certificate.to_string_lossy().into_owned();
    let variables = [("GIT_SSL_CAINFO", certificate.as_str())];
    let build = |more: &[&str]| {
        let begun = Instant::now();
        let arguments = [&["build", "portal", "--out", "site", "--now", NOW], more].concat();
        let ran = mesh.meshbook_with(&arguments, &variables);
        (ran, begun.elapsed().as_secs_f64())
    };

    let (ran, first) = build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(!ran.stderr.contains("CANARY"), "{}", ran.stderr);
    let pages: String = mesh
        .files("site")
        .into_iter()
        .filter(|(path, _)| path.starts_with("sources/"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    for (name, reason) in &expected {
        let told = format!("source {name} is missing: ");
        let line = ran.stderr.lines().find(|line| line.starts_with(&told));
        let line = line.unwrap_or_else(|| panic!("{name}: {}", ran.stderr));
        assert!(
            line.contains(reason) && line.ends_with(", since 2026-03-02"),
            "{line}"
        );
        assert!(pages.contains(&format!("id=\"{name}\"")), "{name}");
    }
    for at in 0..count - broken {
        let page = mesh.page(&format!("products/d{at}/d{at}.html"));
        assert!(page.contains(&format!("to be number {at}")));
    }

    // What was good fails now, and is shown as it was.
    for at in 0..broken {
        let folder = mesh.path("repositories").join(format!("d{at}"));
        fs::rename(&folder, folder.with_extension("gone")).unwrap();
    }
    let (ran, update) = build(&["--update"]);
    assert_eq!(ran.code, 3);
    for at in 0..broken {
        let told = format!("source d{at} is shown as of 2026-02-01: there is no such");
        assert!(ran.stderr.contains(&told), "{at}: {}", ran.stderr);
        assert!(
            mesh.page(&format!("products/d{at}/d{at}.html"))
                .contains("Shown as of 2026-02-01.")
        );
    }

    let site = mesh.files("site");
    let (ran, again) = build(&["--update"]);
    assert!(
        ran.stderr.contains("(0 new or changed, 0 removed)"),
        "{}",
        ran.stderr
    );
    let (ran, locked) = build(&["--locked"]);
    assert!(
        ran.stderr.contains("(0 new or changed, 0 removed)"),
        "{}",
        ran.stderr
    );
    let (_, offline) = build(&["--offline"]);
    assert!(mesh.files("site") == site);
    println!(
        "{count} sources over https, {broken} of them failing, {} files: first build {first:.2} s, \
         update {update:.2} s, update without a change {again:.2} s, locked {locked:.2} s, offline \
         {offline:.2} s, 0 bytes rewritten by the last three",
        site.len()
    );
}

#[test]
fn a_token_goes_to_its_host_alone() {
    let mesh = Mesh::new("sources: []\n");
    let Some(host) = Host::start(&mesh, "right") else {
        return;
    };
    mesh.product("full", "full", "to be whole");
    let text = format!(
        "title: Mesh\nfetch:\n  tokens: {{\"127.0.0.1:{}\": THE_TOKEN}}\nsources:\n- git: {}\n",
        host.port,
        host.url("token/full")
    );
    fs::write(mesh.path("portal/meshbook.yaml"), text).unwrap();
    let certificate = host.certificate.to_string_lossy().into_owned();
    for (token, code) in [("", 3), ("wrong", 3), ("right", 0)] {
        let variables = [
            ("GIT_SSL_CAINFO", certificate.as_str()),
            ("THE_TOKEN", token),
        ];
        let ran = mesh.meshbook_with(&["fetch", "portal", "--update"], &variables);
        assert_eq!(ran.code, code, "{token}: {}", ran.stderr);
    }
    let cached = mesh.files("portal/.meshbook");
    assert!(
        !cached
            .values()
            .any(|bytes| bytes.windows(5).any(|part| part == b"right"))
    );
}
