//! The connections of the preview: so many at once, and the newest ones win.
//!
//! A process may have so many files open. Connections that send nothing would use them up, and
//! nobody could look at a page any more.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot::{self, Receiver, Sender};

/// The most connections at once. A browser has six to a host, and systems let a process have
/// 256 files open or more.
const MOST: usize = 128;

/// Accepts every connection, and ends the oldest one where there are too many.
pub(super) struct Connections {
    listener: TcpListener,
    /// What holds each connection open, the oldest first.
    open: VecDeque<Sender<()>>,
}

impl Connections {
    pub(super) fn new(listener: TcpListener) -> Connections {
        Connections {
            listener,
            open: VecDeque::new(),
        }
    }
}

impl Listener for Connections {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        self.open.retain(|holds| !holds.is_closed());
        let (holds, ended) = oneshot::channel();
        self.open.push_back(holds);
        if self.open.len() > MOST {
            self.open.pop_front();
            // The task of that connection closes it, and has to run for that.
            tokio::task::yield_now().await;
        }
        let connection = Connection {
            stream,
            ended,
            is_ended: false,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that ends when nobody holds it any longer.
pub(super) struct Connection {
    stream: TcpStream,
    ended: Receiver<()>,
    is_ended: bool,
}

impl Connection {
    /// Whether it is to end; the task is woken when it is.
    fn poll_ended(&mut self, context: &mut Context<'_>) -> bool {
        if !self.is_ended {
            self.is_ended = Pin::new(&mut self.ended).poll(context).is_ready();
        }
        self.is_ended
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.poll_ended(context) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.poll_ended(context) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
