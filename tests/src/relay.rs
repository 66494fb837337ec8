//! A bad line: what goes between a machine and a server takes its time, and is cut again and again.
#![expect(
    clippy::unwrap_used,
    reason = "what only tests use ends where something is wrong"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Notify, mpsc};
use tokio::time::Instant;

/// How a line is.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Bytes a second, both ways together.
    pub rate: u32,
    /// How long everything is under way.
    pub delay: Duration,
    /// Bytes after which it breaks.
    pub cut: u64,
}

/// A line to a server, at a port of this machine and of houses on it.
pub struct Relay {
    /// Where it begins.
    pub port: u16,
    state: Arc<State>,
}

struct State {
    line: Line,
    to: SocketAddr,
    carried: AtomicU64,
    /// When the line is free again.
    free: Mutex<Instant>,
    /// All that is open is cut.
    cut: Notify,
}

impl Relay {
    /// A line to a server.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn to(server: u16, line: Line) -> Self {
        let listener = TcpListener::bind(("0.0.0.0", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            line,
            to: ([127, 0, 0, 1], server).into(),
            carried: AtomicU64::new(0),
            free: Mutex::new(Instant::now()),
            cut: Notify::new(),
        });
        let accepting = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(Arc::clone(&accepting).connected(near));
            }
        });
        Self { port, state }
    }

    /// Bytes that went over it.
    #[must_use]
    pub fn carried(&self) -> u64 {
        self.state.carried.load(Ordering::Relaxed)
    }

    /// How often it broke.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        self.carried() / self.state.line.cut
    }
}

impl State {
    /// One connection, until it ends or is cut.
    async fn connected(self: Arc<Self>, near: TcpStream) {
        let Ok(far) = TcpStream::connect(self.to).await else {
            return;
        };
        let (near, far) = (near.into_split(), far.into_split());
        let cut = self.cut.notified();
        let both = async {
            tokio::join!(self.carry(near.0, far.1), self.carry(far.0, near.1));
        };
        tokio::select! {
            () = both => {}
            () = cut => {}
        }
    }

    /// One way.
    async fn carry(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let (under_way, mut arriving) = mpsc::channel::<(Instant, Vec<u8>)>(64);
        let sending = async move {
            let mut piece = [0; 2048];
            while let Ok(read @ 1..) = from.read(&mut piece).await {
                self.wait_for_room(read).await;
                let due = Instant::now() + self.line.delay;
                if under_way.send((due, piece[..read].to_vec())).await.is_err() {
                    return;
                }
            }
        };
        let receiving = async {
            while let Some((due, piece)) = arriving.recv().await {
                tokio::time::sleep_until(due).await;
                if to.write_all(&piece).await.is_err() {
                    return;
                }
            }
            // The other side hears that nothing more comes, or has gone itself.
            let _ = to.shutdown().await;
        };
        tokio::join!(sending, receiving);
    }

    async fn wait_for_room(&self, bytes: usize) {
        let takes = Duration::from_secs_f64(bytes as f64 / f64::from(self.line.rate));
        let mut free = self.free.lock().await;
        *free = (*free).max(Instant::now()) + takes;
        let due = *free;
        drop(free);
        tokio::time::sleep_until(due).await;
        let before = self.carried.fetch_add(bytes as u64, Ordering::Relaxed);
        if before / self.line.cut != (before + bytes as u64) / self.line.cut {
            self.cut.notify_waiters();
        }
    }
}
