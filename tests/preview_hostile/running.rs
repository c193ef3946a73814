//! A preview that runs, what is sent to it, and how an answer is judged.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Longer than an answer takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Longer than a preview that has something to say is silent.
const SILENCE: Duration = Duration::from_millis(500);
/// Stands in files beside the site.
const OUTSIDE: &str = "canary-outside-of-the-site";
/// What the first line of `/etc/passwd` has on every system.
const PASSWD: &str = "root:";

const MANIFEST: &str = "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nname: orders\nversion: 1.0.0\n\
                        status: active\ndescription:\n  purpose: What the shop knows of its orders.\n";

/// A running preview, which ends with the test.
pub(crate) struct Preview {
    process: Child,
    pub(crate) address: SocketAddr,
    /// It would wait for a reader otherwise.
    _told: BufReader<ChildStderr>,
    _folder: TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has seen.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What came back: one answer, several, or none.
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    /// Whether the preview has closed the connection.
    is_whole: bool,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The status of the first answer; 0 where there is none.
    pub(crate) fn status(&self) -> u16 {
        let text = self.text();
        let status = text
            .strip_prefix("HTTP/1.1 ")
            .or_else(|| text.strip_prefix("HTTP/1.0 "));
        status
            .and_then(|rest| rest.get(..3)?.parse().ok())
            .unwrap_or(0)
    }
}

impl Preview {
    pub(crate) fn start() -> Preview {
        Preview::start_by(Command::new(env!("CARGO_BIN_EXE_meshbook")))
    }

    /// Starts it where a process may have this many files and connections open.
    pub(crate) fn start_with_files(most: usize) -> Preview {
        let mut shell = Command::new("sh");
        let line = format!("ulimit -n {most} && exec \"$0\" \"$@\"");
        shell.args(["-c", &line, env!("CARGO_BIN_EXE_meshbook")]);
        Preview::start_by(shell)
    }

    fn start_by(mut command: Command) -> Preview {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write(
            "portal/meshbook.yaml",
            "title: Test\nsources:\n  - path: shop\n    domain: shop\n",
        );
        write("portal/shop/orders.odcs.yaml", MANIFEST);
        write("portal/.env", OUTSIDE);
        write("portal/.git/config", OUTSIDE);
        write("portal/shop/secret.txt", OUTSIDE);
        write("secret.txt", OUTSIDE);
        let mut process = command
            .args(["serve", "--port", "0"])
            .arg(folder.path().join("portal"))
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
            _told: told,
            _folder: folder,
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the preview listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// Sends bytes as they are and reads until the preview closes.
    #[track_caller]
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let answer = self.send(request, PATIENCE);
        assert!(
            answer.is_whole,
            "{}: no end of the answer",
            String::from_utf8_lossy(&request[..request.len().min(200)])
        );
        answer
    }

    /// The same for what may leave the preview waiting for more: reads until it closes or is silent.
    pub(crate) fn begin(&self, request: &[u8]) -> Answer {
        self.send(request, SILENCE)
    }

    fn send(&self, request: &[u8], patience: Duration) -> Answer {
        let mut stream = self.connect();
        // It may refuse a request that it has not read to its end.
        let _ = stream.write_all(request);
        stream.set_read_timeout(Some(patience)).expect("a timeout");
        read(stream)
    }

    /// Asks for a target with this method and these lines beside the host's.
    pub(crate) fn ask(&self, method: &str, target: &[u8], lines: &str) -> Answer {
        let host = format!("Host: {}\r\n", self.address);
        self.ask_as(method, target, &host, lines)
    }

    pub(crate) fn ask_as(&self, method: &str, target: &[u8], host: &str, lines: &str) -> Answer {
        let mut request = format!("{method} ").into_bytes();
        request.extend(target);
        request.extend(format!(" HTTP/1.1\r\n{host}Connection: close\r\n{lines}\r\n").into_bytes());
        self.raw(&request)
    }

    /// Fails unless an answer is a known page or a refusal, with no byte from outside.
    #[track_caller]
    pub(crate) fn judge(&self, what: &str, answer: &Answer) -> u16 {
        let shown: String = what.chars().take(120).collect();
        let text = answer.text();
        let status = answer.status();
        assert!(
            matches!(status, 200 | 400 | 403 | 404 | 405 | 414 | 431),
            "{shown}: {status} {}",
            text.chars().take(300).collect::<String>()
        );
        if status == 200 {
            assert!(
                text.contains("<main") || text.contains("preview"),
                "{shown}: no page"
            );
        }
        assert!(!text.contains(OUTSIDE), "{shown}: a file of the portal");
        assert!(!text.contains(PASSWD), "{shown}: a file of the machine");
        assert!(
            !text.to_ascii_lowercase().contains("access-control-"),
            "{shown}: {text}"
        );
        status
    }

    #[track_caller]
    pub(crate) fn still_serves(&self, after: &str) {
        let shown: String = after.chars().take(120).collect();
        let page = self.ask("GET", b"/", "");
        assert_eq!(page.status(), 200, "after {shown}");
        assert!(page.text().contains("<main"), "after {shown}");
    }
}

/// Reads until the other side closes or sends nothing for long.
fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    let mut part = [0; 64 << 10];
    loop {
        let is_whole = match stream.read(&mut part) {
            Ok(0) => true,
            Ok(length) => {
                bytes.extend(&part[..length]);
                continue;
            }
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        };
        return Answer { bytes, is_whole };
    }
}
