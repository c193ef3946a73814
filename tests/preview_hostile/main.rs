//! The preview and those who mean harm: whatever is sent to it, it answers with a page that it
//! knows or with a refusal, keeps nobody waiting, and serves on.

mod running;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use running::{PATIENCE, Preview};

/// Targets that lead out of a site, or that have led some server out of its.
const TARGETS: &[&str] = &[
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e/%252e%252e/etc/passwd",
    "//etc/passwd",
    "/etc/passwd",
    "/./../secret.txt",
    "/../secret.txt",
    "/..%5c..%5csecret.txt",
    "/\\..\\..\\secret.txt",
    "/shop/secret.txt",
    "/shop/orders.odcs.yaml",
    "/meshbook.yaml",
    "/site.json",
    "/%00",
    "/index.html%00.png",
    "/..;/secret.txt",
    "/.env",
    "/.git/config",
    "/file.html::$DATA",
    "/C:/Windows/win.ini",
    "/con",
    "/%c0%ae%c0%ae/secret.txt",
    "/%u002e%u002e/secret.txt",
    "/index.html/",
    "/index.html/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets//etc/passwd",
    "/_preview/events/../../secret.txt",
    "/_preview/../.env",
    "/proc/self/environ",
    "http://evil.invalid/",
    "file:///etc/passwd",
    "*",
    "evil.invalid:80",
    "index.html",
    "",
    "/\u{202e}",
    "/#/etc/passwd",
    "/?../../etc/passwd",
];

#[test]
fn no_target_leads_out_of_the_site() {
    let preview = Preview::start();
    for target in TARGETS {
        for method in ["GET", "HEAD"] {
            let answer = preview.ask(method, target.as_bytes(), "");
            if method == "GET" {
                preview.judge(target, &answer);
            } else {
                assert!(answer.status() != 500, "{target}");
            }
        }
        preview.still_serves(target);
    }
    for target in [
        format!("/?{}", "a".repeat(100_000)),
        format!("/{}", "a/".repeat(5_000)),
        format!("/{}", "../".repeat(5_000)),
        format!("/{}", "%2e%2e%2f".repeat(5_000)),
    ] {
        let answer = preview.ask("GET", target.as_bytes(), "");
        preview.judge(&target, &answer);
        preview.still_serves(&target);
    }
}

#[test]
fn nobody_writes_and_no_other_name_is_answered() {
    let preview = Preview::start();
    for method in [
        "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get",
    ] {
        let answer = preview.ask(method, b"/", "");
        let status = preview.judge(method, &answer);
        assert!(matches!(status, 400 | 405), "{method}: {status}");
    }
    for host in [
        "Host: evil.invalid\r\n",
        "Host: 127.0.0.1.evil.invalid\r\n",
        "Host: localhost.evil.invalid\r\n",
        "Host: [::1]\r\n",
        "Host: \r\n",
        "Host: a, b\r\n",
        "Host: localhost\r\n",
        "Host: 0.0.0.0\r\n",
        "Host: \u{ff}\r\n",
        "",
    ] {
        let answer = preview.ask_as("GET", b"/", host, "");
        let status = preview.judge(host, &answer);
        assert!(matches!(status, 400 | 403), "{host:?}: {status}");
    }
    let own = preview.address;
    let twice = format!("Host: evil.invalid\r\nHost: {own}\r\n");
    let answer = preview.ask_as("GET", b"/", &twice, "");
    assert!(matches!(preview.judge(&twice, &answer), 400 | 403));
    preview.still_serves("other hosts");
}

const UPGRADE: &str = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

#[test]
fn no_other_origin_is_answered_and_nothing_is_upgraded() {
    let preview = Preview::start();
    for origin in [
        "https://evil.invalid",
        "null",
        "http://localhost:1",
        "http://localhost.evil.invalid",
        "http://127.0.0.1",
        "",
    ] {
        for lines in [
            format!("Origin: {origin}\r\n"),
            format!("Origin: {origin}\r\n{UPGRADE}"),
        ] {
            for target in ["/", "/_preview/events?path=/"] {
                let answer = preview.ask("GET", target.as_bytes(), &lines);
                assert_eq!(preview.judge(&lines, &answer), 403, "{lines}");
            }
        }
    }
    for lines in [
        UPGRADE,
        "X-Forwarded-Host: evil.invalid\r\n",
        "Access-Control-Request-Private-Network: true\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        let answer = preview.ask("GET", b"/", lines);
        preview.judge(lines, &answer);
        assert!(!answer.text().contains("evil.invalid"), "{lines}");
    }
    // A frame of 16 MiB behind an upgrade that never comes.
    let mut frame = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\n{UPGRADE}\r\n",
        preview.address
    )
    .into_bytes();
    frame.extend([0x82, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    frame.resize(frame.len() + (16 << 20), 0);
    let answer = preview.begin(&frame);
    if !answer.bytes.is_empty() {
        preview.judge("a giant frame", &answer);
    }
    preview.still_serves("other origins");
}

#[test]
fn one_message_is_not_taken_for_two() {
    let preview = Preview::start();
    let host = preview.address;
    let inner = "GET /secret.txt HTTP/1.1\r\nHost: evil.invalid\r\n\r\n";
    let both = format!(
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}"
    );
    let lengths = format!(
        "GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{inner}"
    );
    let spaced = format!(
        "GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n{inner}"
    );
    let strange =
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n{inner}");
    let folded = format!(
        "GET / HTTP/1.1\r\nHost: {host}\r\nX: a\r\n\tb\r\nConnection: close\r\n\r\n{inner}"
    );
    for request in [both, lengths, spaced, strange, folded] {
        let answer = preview.begin(request.as_bytes());
        preview.judge(&request, &answer);
        preview.still_serves(&request);
    }
    for request in [
        "\0\0\0\0",
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0",
        "GET / HTTP/1.1\nHost: x\n\n",
        ": : :\r\n\r\n",
    ] {
        // What is no HTTP may be answered with silence.
        let answer = preview.begin(request.as_bytes());
        if !answer.bytes.is_empty() {
            preview.judge(request, &answer);
        }
        preview.still_serves(request);
    }
}

#[test]
fn a_thousand_requests_in_a_row_get_a_thousand_answers() {
    let preview = Preview::start();
    let one = format!(
        "GET /assets/icon.svg HTTP/1.1\r\nHost: {}\r\n\r\n",
        preview.address
    );
    let last = format!(
        "GET /nope HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        preview.address
    );
    let mut stream = preview.connect();
    let mut writer = stream.try_clone().expect("a second handle");
    let writing = std::thread::spawn(move || {
        for _ in 0..1000 {
            writer.write_all(one.as_bytes()).expect("a request");
        }
        writer.write_all(last.as_bytes()).expect("the last request");
    });
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("all answers");
    writing.join().expect("all requests");
    assert_eq!(text.matches("HTTP/1.1 200 OK").count(), 1000);
    assert_eq!(text.matches("HTTP/1.1 404").count(), 1);
    preview.still_serves("a thousand requests");
}

#[test]
fn giant_heads_and_bodies_are_refused() {
    let preview = Preview::start();
    let giant = format!("X: {}\r\n", "a".repeat(16 << 20));
    let many: String = (0..100_000).map(|at| format!("X-{at}: a\r\n")).collect();
    for lines in [&giant, &many] {
        let answer = preview.ask("GET", b"/", lines);
        // It may close before it has read all, and its refusal be lost with that.
        if !answer.bytes.is_empty() {
            let status = preview.judge("a giant head", &answer);
            assert!(matches!(status, 400 | 431), "{status}");
        }
        preview.still_serves("a giant head");
    }
    let mut body = format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\r\n",
        preview.address,
        16 << 20
    )
    .into_bytes();
    body.resize(body.len() + (16 << 20), b'a');
    let answer = preview.raw(&body);
    if !answer.bytes.is_empty() {
        assert_eq!(preview.judge("a giant body", &answer), 405);
    }
    preview.still_serves("a giant body");
}

#[test]
fn those_who_send_nothing_or_little_keep_nobody_waiting() {
    let preview = Preview::start();
    let mut idle: Vec<TcpStream> = (0..500).map(|_| preview.connect()).collect();
    let host = preview.address;
    for _ in 0..250 {
        let mut stream = preview.connect();
        write!(
            stream,
            "GET /_preview/events?path=/ HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .expect("a request");
        idle.push(stream);
    }
    for _ in 0..250 {
        let mut stream = preview.connect();
        stream.write_all(b"GET / HT").expect("a part of a request");
        idle.push(stream);
    }
    let begun = Instant::now();
    preview.still_serves("a thousand idle connections");
    assert!(begun.elapsed() < PATIENCE);

    // Byte after byte, while others are served.
    let mut slow = preview.connect();
    for byte in b"GET / HTTP/1.1\r\nX: " {
        if slow.write_all(&[*byte]).is_err() {
            break;
        }
        preview.still_serves("a slow request");
        sleep(Duration::from_millis(50));
    }
    drop(idle);
    preview.still_serves("that all are gone");
}

#[test]
fn more_connections_than_may_be_open_keep_nobody_waiting() {
    let preview = Preview::start_with_files(256);
    let begun = Instant::now();
    let idle: Vec<TcpStream> = (0..1000).map(|_| preview.connect()).collect();
    preview.still_serves("a thousand idle connections where 256 files may be open");
    let listening: Vec<TcpStream> = (0..500)
        .map(|_| {
            let mut stream = preview.connect();
            // The oldest ones are closed by now.
            let _ = write!(
                stream,
                "GET /_preview/events?path=/ HTTP/1.1\r\nHost: {}\r\n\r\n",
                preview.address
            );
            stream
        })
        .collect();
    preview.still_serves("five hundred open pages where 256 files may be open");
    assert!(begun.elapsed() < PATIENCE);
    drop((idle, listening));
    preview.still_serves("that all are gone");
}

/// The folder of the corpora; `None`, told plainly, without it.
fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("MESHBOOK_HOSTILE");
    if folder.is_none() {
        println!("skipped: MESHBOOK_HOSTILE is not set");
    }
    folder.map(PathBuf::from)
}

#[test]
fn no_published_path_leads_out_of_the_site() {
    let Some(folder) = corpus() else { return };
    let preview = Preview::start();
    let path = folder.join("paths/traversal-strings.jsonl");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut tried = 0;
    for line in text.lines().filter(|line| !line.is_empty()) {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let input = row["input"].as_str().expect("its input");
        let input = input.replace("{FILE}", "etc/passwd");
        for target in [
            input.clone(),
            format!("/{input}"),
            format!("/assets/{input}"),
        ] {
            let answer = preview.ask("GET", target.as_bytes(), "");
            preview.judge(&target, &answer);
        }
        tried += 1;
        if tried % 100 == 0 {
            preview.still_serves(&input);
        }
    }
    preview.still_serves("all paths");
    assert!(tried > 1_000, "only {tried} paths");
    println!("{tried} paths, each as three targets");
}

/// The probes that the generator of the corpus lists; `None`, told plainly, without Python.
fn probes() -> Option<Vec<String>> {
    let folder = corpus()?;
    let out = tempfile::tempdir().expect("a temporary folder");
    let made = Command::new("python3")
        .arg(folder.join("generators/gen.py"))
        .arg("make")
        .arg(out.path())
        .arg("list")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let Ok(status) = made else {
        println!("skipped: python3 is missing");
        return None;
    };
    assert!(status.success(), "the generator fails");
    let text = std::fs::read_to_string(out.path().join("list/l_http_probes.json"))
        .expect("the list of probes");
    Some(serde_json::from_str(&text).expect("a list of texts"))
}

#[test]
fn no_published_probe_gets_more_than_a_page() {
    let Some(probes) = probes() else { return };
    let preview = Preview::start();
    let own = format!("Host: {}\r\n", preview.address);
    let (mut sent, mut told) = (0, Vec::new());
    for probe in &probes {
        let (line, rest) = probe.split_once(" + ").unwrap_or((probe, ""));
        let upgrade = if rest.contains("websocket upgrade") {
            UPGRADE
        } else {
            ""
        };
        let answer = match line.split_once(' ') {
            Some((method, target)) if method.bytes().all(|b| b.is_ascii_uppercase()) => {
                preview.ask(method, target.as_bytes(), upgrade)
            }
            _ if line.starts_with("Host:") => {
                preview.ask_as("GET", b"/", &format!("{line}\r\n"), "")
            }
            _ if line.split_once(": ").is_some_and(|(name, _)| {
                name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
            }) && !line.starts_with("slowloris") =>
            {
                let (line, target) = line.split_once(" GET ").unwrap_or((line, "/"));
                let line = line.trim_end_matches(" absent");
                preview.ask_as(
                    "GET",
                    target.as_bytes(),
                    &own,
                    &format!("{line}\r\n{upgrade}"),
                )
            }
            // A probe in words has a test of its own above.
            _ => {
                told.push(probe.as_str());
                continue;
            }
        };
        preview.judge(probe, &answer);
        preview.still_serves(probe);
        sent += 1;
    }
    println!("{sent} probes sent; in words: {told:?}");
    assert!(sent >= 20 && sent + told.len() == probes.len());
}
