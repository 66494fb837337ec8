//! The only real clock and the only randomness of the program; a seeded one for demo, tests and
//! simulation.

use std::sync::Mutex;

use chrono::{DateTime, Duration, DurationRound, Utc};
use uuid::Uuid;

/// Time and randomness. Time never runs backwards from one act to the next.
#[derive(Debug)]
pub struct Clock {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    source: Source,
    last: DateTime<Utc>,
}

#[derive(Debug)]
enum Source {
    System,
    Seeded {
        now: DateTime<Utc>,
        seed: [u8; 32],
        drawn: u64,
    },
}

impl Clock {
    /// The clock and randomness of the machine.
    #[must_use]
    pub fn system() -> Self {
        Self {
            state: Mutex::new(State {
                source: Source::System,
                last: DateTime::UNIX_EPOCH,
            }),
        }
    }

    /// A clock that stands at an instant until it is moved, and numbers that follow from a seed.
    #[must_use]
    pub fn seeded(seed: u64, now: DateTime<Utc>) -> Self {
        use sha2::{Digest, Sha256};
        let seed = Sha256::digest(seed.to_be_bytes()).into();
        Self {
            state: Mutex::new(State {
                source: Source::Seeded {
                    now,
                    seed,
                    drawn: 0,
                },
                last: DateTime::UNIX_EPOCH,
            }),
        }
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Now, in whole milliseconds, and never before the last act.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let state = self.locked();
        state.read().max(state.last)
    }

    /// Now, for an act: later than every act before.
    #[must_use]
    pub fn tick(&self) -> DateTime<Utc> {
        let mut state = self.locked();
        let now = state.read().max(state.last + Duration::milliseconds(1));
        state.last = now;
        now
    }

    /// Acts from now on are later than this.
    pub fn not_before(&self, last: DateTime<Utc>) {
        let mut state = self.locked();
        state.last = state.last.max(last);
    }

    /// Moves a seeded clock; the machine's clock moves by itself.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Source::Seeded { now, .. } = &mut self.locked().source {
            *now = to;
        }
    }

    /// Random bytes.
    #[must_use]
    pub fn random(&self) -> [u8; 32] {
        let mut state = self.locked();
        match &mut state.source {
            Source::System => {
                let mut bytes = [0; 32];
                // The system's source of randomness fails only on systems that cannot run this
                // program at all.
                #[expect(clippy::expect_used, reason = "without randomness no key may be made")]
                getrandom::fill(&mut bytes).expect("the system gives randomness");
                bytes
            }
            Source::Seeded { seed, drawn, .. } => {
                use sha2::{Digest, Sha256};
                *drawn += 1;
                Sha256::new()
                    .chain_update(*seed)
                    .chain_update(drawn.to_be_bytes())
                    .finalize()
                    .into()
            }
        }
    }

    /// A fresh UUIDv7 at an instant.
    #[must_use]
    pub fn uuid(&self, at: DateTime<Utc>) -> Uuid {
        let random = self.random();
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&random[..10]);
        uuid::Builder::from_unix_timestamp_millis(
            u64::try_from(at.timestamp_millis()).unwrap_or(0),
            &bytes,
        )
        .into_uuid()
    }

    /// A fresh 128-bit secret, 32 hex digits.
    #[must_use]
    pub fn token(&self) -> String {
        hex::encode(&self.random()[..16])
    }
}

impl State {
    fn read(&self) -> DateTime<Utc> {
        let now = match &self.source {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place where the machine's clock is read"
            )]
            Source::System => Utc::now(),
            Source::Seeded { now, .. } => *now,
        };
        now.duration_trunc(Duration::milliseconds(1)).unwrap_or(now)
    }
}
