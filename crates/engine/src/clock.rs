//! The only real clock and the only randomness of the program; a seeded one for demo, tests and
//! simulation.

use std::sync::Mutex;

use chrono::{DateTime, Duration, DurationRound, Utc};
use uuid::Uuid;

/// How far behind the last act the clock may be before we believe that it was put right, and that
/// the last act was dated by a wrong one.
const PUT_BACK: Duration = Duration::days(1);

/// What the way of an answer may take: no clock is called wrong for less.
const NOISE: Duration = Duration::seconds(5);

/// Time and randomness. Time is the machine's, put right by what was last heard of the server's, and
/// does not run backwards from one act to the next.
#[derive(Debug)]
pub struct Clock {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    source: Source,
    last: DateTime<Utc>,
    /// How far the machine's clock is ahead of the server's, as measured at the last contact.
    ahead: Duration,
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
                ahead: Duration::zero(),
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
                ahead: Duration::zero(),
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
        let now = state.right();
        if state.last - now > PUT_BACK {
            now
        } else {
            now.max(state.last)
        }
    }

    /// What the machine's own clock says.
    #[must_use]
    pub fn of_machine(&self) -> DateTime<Utc> {
        self.locked().read()
    }

    /// What the machine's own clock said at an instant.
    #[must_use]
    pub fn on_machine(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        at + self.locked().ahead
    }

    /// How far the machine's clock is ahead of the server's.
    #[must_use]
    pub fn ahead(&self) -> Duration {
        self.locked().ahead
    }

    /// The machine's clock is so much ahead of the server's: from now on it is put right by that.
    pub fn put_right(&self, ahead: Duration) {
        let ahead = if ahead.abs() < NOISE {
            Duration::zero()
        } else {
            ahead
        };
        self.locked().ahead = ahead;
    }

    /// Now, for an act: later than every act before, unless a wrong clock dated that far ahead.
    #[must_use]
    pub fn tick(&self) -> DateTime<Utc> {
        let mut state = self.locked();
        let mut now = state.right();
        if state.last - now <= PUT_BACK {
            now = now.max(state.last + Duration::milliseconds(1));
        }
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
    /// What the machine's clock says, put right.
    fn right(&self) -> DateTime<Utc> {
        self.read() - self.ahead
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::days(20_000 + n)
    }

    #[test]
    fn acts_follow_on_each_other_also_when_the_clock_is_put_back_a_little() {
        let clock = Clock::seeded(1, day(0));
        let first = clock.tick();
        clock.set(day(0) - Duration::minutes(3));
        assert!(clock.tick() > first);
    }

    #[test]
    fn a_machine_whose_clock_ran_ahead_by_years_goes_on_when_it_is_put_right() {
        let clock = Clock::seeded(1, day(1500));
        let _ = clock.tick();
        clock.set(day(0));
        assert_eq!((clock.tick(), clock.now()), (day(0), day(0)));
    }

    #[test]
    fn what_was_heard_of_the_servers_time_puts_the_machines_right() {
        let clock = Clock::seeded(1, day(9));
        clock.put_right(Duration::days(9));
        let at = clock.tick();
        assert_eq!((at, clock.on_machine(at)), (day(0), day(9)));
        clock.put_right(Duration::seconds(2));
        assert_eq!(
            clock.now(),
            day(9),
            "the way of an answer is no wrong clock"
        );
    }
}
