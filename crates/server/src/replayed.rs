//! Requests are answered once: what somebody recorded is refused when it comes again.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use domain::ids::DeviceId;
use protocol::Once;

/// How far the time of a request may be from the server's.
const WINDOW: Duration = Duration::minutes(5);

/// Most requests of one window that are remembered: three hundred a second.
const MOST: usize = 200_000;

/// What was answered of late.
#[derive(Debug)]
pub(crate) struct Answered {
    /// What was signed before the server began may have been answered by the one before it.
    since: DateTime<Utc>,
    seen: Mutex<BTreeSet<(DateTime<Utc>, DeviceId, u128)>>,
}

impl Answered {
    pub fn since(now: DateTime<Utc>) -> Self {
        Self {
            since: now,
            seen: Mutex::default(),
        }
    }

    /// Whether a request that holds is to be answered now: it is of this time, and comes for the
    /// first time.
    pub fn is_new(&self, device: DeviceId, once: Once, now: DateTime<Utc>) -> bool {
        if once.at < self.since || (now - once.at).abs() > WINDOW {
            return false;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let first = (now - WINDOW, DeviceId(uuid::Uuid::nil()), 0);
        *seen = seen.split_off(&first);
        seen.len() < MOST && seen.insert((once.at, device, once.nonce))
    }
}

#[cfg(test)]
mod tests {
    use domain::samples::{DEVICE, monday};

    use super::*;

    fn once(seconds: i64, nonce: u128) -> Once {
        Once {
            at: monday() + Duration::seconds(seconds),
            nonce,
        }
    }

    #[test]
    fn a_request_is_answered_once_and_near_its_time() {
        let answered = Answered::since(monday());
        let other = DeviceId(uuid::Uuid::from_u128(9));
        let at = |seconds| monday() + Duration::seconds(seconds);
        assert!(answered.is_new(DEVICE, once(0, 1), at(0)));
        assert!(
            !answered.is_new(DEVICE, once(0, 1), at(299)),
            "it comes again"
        );
        assert!(
            answered.is_new(other, once(0, 1), at(0)),
            "it is another machine's"
        );
        assert!(answered.is_new(DEVICE, once(0, 2), at(300)));
        assert!(
            !answered.is_new(DEVICE, once(0, 3), at(301)),
            "it is too old"
        );
        assert!(
            !answered.is_new(DEVICE, once(700, 4), at(301)),
            "it is not yet"
        );
        // What is remembered does not grow with time.
        assert!(answered.is_new(DEVICE, once(1000, 5), at(1000)));
        assert_eq!(answered.seen.lock().unwrap().len(), 1);
    }

    #[test]
    fn what_was_signed_before_the_server_began_may_have_been_answered() {
        let answered = Answered::since(monday());
        assert!(!answered.is_new(DEVICE, once(-1, 1), monday()));
    }
}
