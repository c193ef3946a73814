//! The preview: who gets an answer, and what a save does to an open page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::folder::{text, with, write};
use crate::run::command;

/// How long a save may take to reach an open page.
const PATIENCE: Duration = Duration::from_secs(5);

const ORDERS: &str = "shop/orders.odcs.yaml";
const STOCK: &str = "shop/stock.odcs.yaml";
const PAGE: &str = "/products/shop/orders.html";
const OTHER_PAGE: &str = "/products/shop/stock.html";

/// A running preview and the portal that it shows. It ends with the test.
struct Preview {
    process: Child,
    address: SocketAddr,
    folder: TempDir,
    told: BufReader<ChildStderr>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has seen.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Response {
    status: u16,
    head: String,
    body: String,
}

impl Preview {
    /// Serves a portal of two contracts.
    fn start() -> Preview {
        let contract = |id: &str| {
            format!(
                "apiVersion: v3.1.0\nkind: DataContract\nid: {id}\nname: {id}\nversion: 1.0.0\n\
                 status: active\ndescription:\n  purpose: What the shop knows of its {id}, day by day.\n"
            )
        };
        let folder = with(&[
            (
                "meshbook.yaml",
                "title: Test\nsources:\n  - path: shop\n    domain: shop\n",
            ),
            (ORDERS, &contract("orders")),
            (STOCK, &contract("stock")),
        ]);
        let mut serve = command();
        serve.args(["serve", "--port", "0"]).arg(folder.path());
        let mut process = serve
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the preview starts");
        let mut told = BufReader::new(process.stderr.take().expect("its messages"));
        let mut line = String::new();
        told.read_line(&mut line).expect("a first message");
        let address = line
            .trim()
            .strip_prefix("serving http://")
            .and_then(|rest| rest.trim_end_matches('/').parse().ok());
        Preview {
            process,
            address: address.unwrap_or_else(|| panic!("no address in {line:?}")),
            folder,
            told,
        }
    }

    /// Sends a request as it is.
    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("the preview listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("a request");
        stream
    }

    /// Asks for a path with this method and these further lines of the head.
    fn ask(&self, method: &str, path: &str, host: &str, lines: &str) -> Response {
        let mut stream = self.send(&format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{lines}\r\n"
        ));
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("a response");
        let (head, body) = response.split_once("\r\n\r\n").expect("a head and a body");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Response {
            status: status.expect("a status"),
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Response {
        self.ask("GET", path, &self.address.to_string(), "")
    }

    /// The events that an open page gets, each as its lines.
    fn events(&self, path: &str) -> Receiver<String> {
        let events = self.listen(path);
        let first = events.recv_timeout(PATIENCE).expect("what is wrong now");
        assert!(first.contains("event: notice"), "{first}");
        events
    }

    fn listen(&self, path: &str) -> Receiver<String> {
        let stream = self.send(&format!(
            "GET /_preview/events?path={path} HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.address
        ));
        let (sender, events) = channel();
        std::thread::spawn(move || {
            let mut event = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if line.starts_with("event:") || line.starts_with("data:") {
                    event = event + &line + "\n";
                } else if line.is_empty() && !event.is_empty() {
                    // The test that listened may have seen enough.
                    let _ = sender.send(std::mem::take(&mut event));
                }
            }
        });
        events
    }

    fn save(&self, path: &str, text: &str) {
        write(&self.folder.path().join(path), text);
    }

    fn saved(&self, path: &str) -> String {
        text(&self.folder.path().join(path))
    }
}

/// Waits for an event that is as wanted; others may come before it.
#[track_caller]
fn wait(events: &Receiver<String>, what: &str, is_it: impl Fn(&str) -> bool) -> String {
    let start = Instant::now();
    let mut seen = Vec::new();
    while let Some(left) = PATIENCE.checked_sub(start.elapsed()) {
        match events.recv_timeout(left) {
            Ok(event) if is_it(&event) => return event,
            Ok(event) => seen.push(event),
            Err(_) => break,
        }
    }
    panic!("no event {what}: {seen:?}");
}

#[test]
fn known_pages_are_served_and_nothing_else_is() {
    let preview = Preview::start();
    assert_eq!(preview.get("/").status, 200);
    let page = preview.get(PAGE);
    assert_eq!(page.status, 200);
    assert!(
        page.head.contains("content-type: text/html; charset=utf-8"),
        "{}",
        page.head
    );
    assert!(page.body.contains("<h1") && page.body.contains("orders"));
    assert!(
        page.body.contains("/_preview/live.js"),
        "the page follows saves"
    );
    for (path, kind) in [
        ("/assets/style.css", "text/css"),
        ("/assets/portal.js", "text/javascript"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/_preview/live.js", "text/javascript"),
    ] {
        let response = preview.get(path);
        assert_eq!(response.status, 200, "{path}");
        assert!(response.head.contains(kind), "{path}: {}", response.head);
    }
    let head = preview.ask("HEAD", PAGE, &preview.address.to_string(), "");
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    for path in [
        "/nope.html",
        "/meshbook.yaml",
        "/shop/orders.odcs.yaml",
        "/site.json",
    ] {
        let response = preview.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert!(response.body.contains("<h1"), "{path} gets the page for it");
    }
}

#[test]
fn only_the_own_host_and_origin_get_an_answer() {
    let preview = Preview::start();
    let port = preview.address.port();
    let own = preview.address.to_string();
    for host in [format!("localhost:{port}"), own.clone()] {
        assert_eq!(preview.ask("GET", PAGE, &host, "").status, 200, "{host}");
    }
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        "127.0.0.1".to_owned(),
        "localhost:1".to_owned(),
        String::new(),
    ] {
        let response = preview.ask("GET", PAGE, &host, "");
        assert_eq!(response.status, 403, "{host:?}");
        assert!(!response.body.contains("orders"), "{host:?}");
    }
    for (origin, status) in [
        (format!("http://{own}"), 200),
        ("http://evil.example".to_owned(), 403),
        ("null".to_owned(), 403),
        (format!("https://{own}"), 403),
    ] {
        for path in [PAGE, "/_preview/live.js"] {
            let response = preview.ask("GET", path, &own, &format!("Origin: {origin}\r\n"));
            assert_eq!(response.status, status, "{origin} {path}");
            assert!(
                !response.head.contains("access-control-"),
                "{}",
                response.head
            );
        }
    }
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        assert_eq!(preview.ask(method, PAGE, &own, "").status, 405, "{method}");
    }
}

#[test]
fn a_path_that_leads_out_of_the_site_is_no_request() {
    let preview = Preview::start();
    write(&preview.folder.path().join("secret.txt"), "canary-secret");
    for path in [
        "/../../etc/passwd",
        "/..",
        "/./index.html",
        "/products/../../secret.txt",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e%5csecret.txt",
        "/..\\..\\secret.txt",
        "/%00",
        "/products/%252e%252e/secret.txt",
        "/C:/windows/win.ini",
        "/products/shop/orders.html%00.txt",
    ] {
        let response = preview.get(path);
        assert_eq!(response.status, 400, "{path}");
        assert!(
            !response.body.contains("canary") && !response.body.contains("root:"),
            "{path}"
        );
    }
    for path in ["//etc/passwd", "/etc/passwd", "/secret.txt"] {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
    assert_eq!(preview.get(PAGE).status, 200, "it still serves");
}

#[test]
fn a_page_that_is_older_than_what_it_listens_to_is_loaded_again() {
    let preview = Preview::start();
    let body = preview.get(PAGE).body;
    let (_, rest) = body
        .split_once("data-page=\"")
        .expect("the hash of the page");
    let (hash, _) = rest.split_once('"').expect("its end");
    let first = |page: &str| {
        let events = preview.listen(&format!("{PAGE}&page={page}"));
        events.recv_timeout(PATIENCE).expect("an event")
    };
    assert!(first(hash).contains("event: notice"));
    assert!(first("0123").contains("event: reload"));
}

#[test]
fn a_save_reloads_the_pages_that_it_changes() {
    let mut preview = Preview::start();
    let (page, other) = (preview.events(PAGE), preview.events(OTHER_PAGE));
    let before = preview.get(OTHER_PAGE).body;
    let edited = preview
        .saved(ORDERS)
        .replace("What the shop knows", "Canary words");
    preview.save(ORDERS, &edited);
    wait(&page, "that reloads", |event| {
        event.contains("event: reload")
    });
    assert!(preview.get(PAGE).body.contains("Canary words"));
    let told = wait(&other, "with the findings", |event| {
        event.contains("event: notice")
    });
    assert!(told.contains("shop/orders.odcs.yaml:"), "{told}");
    assert!(preview.get(OTHER_PAGE).body == before);

    // At the terminal, the saved file and its findings alone.
    let mut line = String::new();
    preview.told.read_line(&mut line).expect("a message");
    assert!(
        line.starts_with("shop/orders.odcs.yaml changed: "),
        "{line}"
    );
}

#[test]
fn a_broken_save_takes_nothing_down() {
    let preview = Preview::start();
    let events = preview.events(PAGE);
    let (page, other) = (preview.get(PAGE).body, preview.get(OTHER_PAGE).body);
    let good = preview.saved(ORDERS);

    // A manifest: the rest of it is still shown, and other pages stay as they are.
    preview.save(ORDERS, &format!("{good}tags: [\n"));
    wait(&events, "after a broken manifest", |event| {
        event.contains("event: reload") || event.contains("invalid-syntax")
    });
    let broken = preview.get(PAGE);
    assert_eq!(broken.status, 200);
    assert!(broken.body.contains("What the shop knows"));
    assert!(preview.get(OTHER_PAGE).body == other);
    preview.save(ORDERS, &good);
    wait(&events, "after the repair", |event| {
        event.contains("event: reload")
    });
    assert!(preview.get(PAGE).body == page);

    // The configuration: the last site that could be built is still served.
    let config = preview.saved("meshbook.yaml");
    preview.save("meshbook.yaml", "title: [\n");
    let told = wait(&events, "of a failure", |event| {
        event.contains("\"failure\":\"")
    });
    assert!(told.contains("meshbook.yaml"), "{told}");
    assert!(preview.get(PAGE).body == page);
    assert!(preview.get(OTHER_PAGE).body == other);
    preview.save(
        "meshbook.yaml",
        &config.replace("title: Test", "title: Repaired"),
    );
    wait(&events, "after the repair", |event| {
        event.contains("event: reload")
    });
    assert!(preview.get(PAGE).body.contains("Repaired"));
}

#[test]
fn what_is_wrong_stays_told_until_it_is_mended() {
    let preview = Preview::start();
    let events = preview.events(OTHER_PAGE);
    let good = preview.saved(ORDERS);
    preview.save(ORDERS, &format!("{good}colour: blue\n"));
    let is_told = |event: &str| event.contains("unknown-field");
    wait(&events, "with the finding", is_told);
    // A file beside it, as editors write them, mends nothing.
    preview.save("shop/.orders.swp", "editor");
    wait(&events, "with the finding", is_told);
    preview.save(ORDERS, &good);
    wait(&events, "without the finding", |event| !is_told(event));
}
