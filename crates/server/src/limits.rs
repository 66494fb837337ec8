//! How much the server does at once, and how often it lets itself be asked.

use std::net::IpAddr;
use std::num::NonZeroU32;

use domain::{Code, Refusal};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::Semaphore;

use crate::Error;

/// Tries of codes a minute, by everybody together.
const TRIES: u32 = 60;
/// Papers that one address may look up in a minute: a clerk who scans a whole pile by hand stays
/// below.
const LOOKUPS: u32 = 60;
/// Scans that are read at once: the pictures of a page take up to half a gigabyte.
const READERS: usize = 2;
/// Addresses that are remembered before old ones are forgotten.
const MOST_ADDRESSES: usize = 10_000;

/// The limits of one server.
pub(crate) struct Limits {
    hashing: Semaphore,
    reading: Semaphore,
    tries: DefaultDirectRateLimiter,
    lookups: DefaultKeyedRateLimiter<IpAddr>,
}

impl Limits {
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            hashing: Semaphore::new(cores),
            reading: Semaphore::new(READERS),
            tries: RateLimiter::direct(a_minute(TRIES)),
            lookups: RateLimiter::keyed(a_minute(LOOKUPS)),
        }
    }

    /// Whether a code may be tried now.
    pub fn lets_try(&self) -> bool {
        self.tries.check().is_ok()
    }

    /// Whether an address may look a paper up now.
    pub fn lets_look_up(&self, address: IpAddr) -> bool {
        let may = self.lookups.check_key(&address).is_ok();
        // Addresses that have not asked for a while are forgotten.
        if may && self.lookups.len() > MOST_ADDRESSES {
            self.lookups.retain_recent();
        }
        may
    }

    /// Reads a scan beside the requests, not many at once.
    ///
    /// # Errors
    /// Those of reading; `internal` if it stops.
    pub async fn reading<T: Send + 'static>(
        &self,
        read: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let broken = |e: &dyn std::fmt::Display| Refusal::new(Code::Internal).with("cause", e);
        let _turn = self.reading.acquire().await.map_err(|e| broken(&e))?;
        tokio::task::spawn_blocking(read)
            .await
            .map_err(|e| broken(&e))?
    }

    /// Runs a hash beside the requests, no more of them at once than there are cores.
    pub async fn costly<T: Send + 'static>(
        &self,
        hash: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let broken = |e: &dyn std::fmt::Display| Error::Crypto(e.to_string());
        let _turn = self.hashing.acquire().await.map_err(|e| broken(&e))?;
        tokio::task::spawn_blocking(hash)
            .await
            .map_err(|e| broken(&e))?
    }
}

fn a_minute(times: u32) -> Quota {
    Quota::per_minute(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN))
}
