//! The loopback server: known pages, one event stream, nothing else.
//!
//! It answers `GET` and `HEAD` for the host that it is: a page of another site, which a
//! name can be made to point here, gets nothing. Routes are looked up in the site; no path
//! of a request ever reaches the file system.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use tokio::net::TcpListener;
use tokio::sync::broadcast::error::RecvError;

use super::Live;
use super::connections::Connections;
use super::live::Message;

/// The stream of messages to a page.
const EVENTS: &str = "/_preview/events";
/// The script that listens to them.
const SCRIPT: &str = "/_preview/live.js";
/// How it looks.
const STYLE: &str = "/_preview/live.css";

/// Serves until the process ends.
pub(super) async fn run(
    listener: TcpListener,
    address: SocketAddr,
    live: Arc<Live>,
) -> std::io::Result<()> {
    let served = Served { live, address };
    let listener = Connections::new(listener);
    axum::serve(listener, Router::new().fallback(answer).with_state(served)).await
}

#[derive(Clone)]
struct Served {
    live: Arc<Live>,
    address: SocketAddr,
}

async fn answer(
    State(served): State<Served>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED);
    }
    if !is_own_host(&headers, served.address) || !is_own_origin(&headers, served.address) {
        return plain(StatusCode::FORBIDDEN);
    }
    match uri.path() {
        EVENTS => events(served.live, uri.query().unwrap_or_default().to_owned()),
        SCRIPT => typed(
            "text/javascript; charset=utf-8",
            include_str!("live.js").into(),
        ),
        STYLE => typed("text/css; charset=utf-8", include_str!("live.css").into()),
        path => {
            let Some(route) = route(path) else {
                return plain(StatusCode::BAD_REQUEST);
            };
            let rendered = tokio::task::spawn_blocking(move || page(&served.live, &route)).await;
            rendered.unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR))
        }
    }
}

fn page(live: &Live, route: &str) -> Response {
    let site = live.site();
    let (status, route) = match site.has(route) {
        true => (StatusCode::OK, route),
        false => (StatusCode::NOT_FOUND, "404.html"),
    };
    match site.render(route) {
        None => plain(status),
        Some(Err(error)) => {
            let mut response = typed("text/plain; charset=utf-8", error.to_string().into());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
        Some(Ok(bytes)) => {
            let kind = kind_of(route);
            let bytes = if kind.starts_with("text/html") {
                let hash = hash_of(&bytes);
                with_script(bytes, &hash)
            } else {
                bytes
            };
            let mut response = typed(kind, bytes.into());
            *response.status_mut() = status;
            response
        }
    }
}

/// The page with the preview's script in its head, which is told what it is on.
fn with_script(page: Vec<u8>, hash: &str) -> Vec<u8> {
    let script = format!(
        "<link rel=\"stylesheet\" href=\"{STYLE}\">\n<script src=\"{SCRIPT}\" data-page=\"{hash}\" defer></script>\n</head>"
    );
    match String::from_utf8(page) {
        Ok(html) => html.replacen("</head>", &script, 1).into_bytes(),
        Err(bytes) => bytes.into_bytes(),
    }
}

/// The route that a path names; `None` where it is no path of a site.
fn route(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
    if !path.bytes().all(is_plain) || path.split('/').any(|part| matches!(part, "." | "..")) {
        return None;
    }
    match path.is_empty() || path.ends_with('/') {
        true => Some(format!("{path}index.html")),
        false => Some(path.to_owned()),
    }
}

fn is_own_host(headers: &HeaderMap, address: SocketAddr) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    host.is_some_and(|host| names(address).iter().any(|name| name == host))
}

/// A browser that asks for another page names its origin, which must be this server.
fn is_own_origin(headers: &HeaderMap, address: SocketAddr) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let origin = origin.to_str().unwrap_or_default();
    names(address)
        .iter()
        .any(|name| origin.strip_prefix("http://") == Some(name))
}

/// The names by which this server may be asked.
fn names(address: SocketAddr) -> [String; 2] {
    let port = address.port();
    [format!("127.0.0.1:{port}"), format!("localhost:{port}")]
}

/// The messages for the page whose route the query names.
///
/// It names the page as it has it as well: a build may have come between the page and this.
fn events(live: Arc<Live>, query: String) -> Response {
    let asked = |name: &str| {
        let mut parts = query.split('&');
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    let route = route(asked("path").unwrap_or_default()).unwrap_or_default();
    let messages = live.listen();
    let own = asked("page").map_or_else(|| current(&live, &route), str::to_owned);
    let first = Message {
        notice: live.notice(),
    };
    let stream = unfold(
        (messages, Some(Arc::new(first)), own),
        move |(mut messages, first, own)| {
            let (live, route) = (Arc::clone(&live), route.clone());
            async move {
                let message = match first {
                    Some(first) => first,
                    None => loop {
                        match messages.recv().await {
                            Ok(message) => break message,
                            // Too many came at once: the ones that are left say enough.
                            Err(RecvError::Lagged(_)) => {}
                            Err(RecvError::Closed) => return None,
                        }
                    },
                };
                let now = current(&live, &route);
                let sent = sent(now != own, &message);
                Some((Ok::<_, Infallible>(sent), (messages, None, now)))
            }
        },
    );
    Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response()
}

/// The hash of the page that a route leads to now.
fn current(live: &Live, route: &str) -> String {
    let site = live.site();
    let route = if site.has(route) { route } else { "404.html" };
    let rendered = site.render(route).and_then(Result::ok);
    rendered.map_or_else(String::new, |bytes| hash_of(&bytes))
}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// What a page is told: to load itself again where it changed, else what to show over itself.
fn sent(is_changed: bool, message: &Message) -> Sent {
    match is_changed {
        // An event without data is none (HTML, server-sent events, dispatching).
        true => Sent::default().event("reload").data("now"),
        false => {
            let notice = serde_json::to_string(&message.notice).unwrap_or_default();
            Sent::default().event("notice").data(notice)
        }
    }
}

/// The type of a file by the ending of its route.
fn kind_of(route: &str) -> &'static str {
    match route.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A body of this type, which no browser may guess anew nor keep.
fn typed(kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

fn plain(status: StatusCode) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut response = typed("text/plain; charset=utf-8", reason.into());
    *response.status_mut() = status;
    response
}
