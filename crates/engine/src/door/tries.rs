//! Wrong passwords in a row: after a few, the door waits, longer each time. For people at the
//! screen; what protects the data from anybody else is the key.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use domain::{Code, Refusal};
use serde::{Deserialize, Serialize};

use crate::{Clock, Reply};

/// Wrong passwords that cost nothing.
const FREE: u32 = 5;
/// The first wait in seconds; it doubles with every wrong password after it.
const FIRST_WAIT: i64 = 30;
/// The longest wait in seconds.
const LONGEST_WAIT: i64 = 900;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Wrong {
    count: u32,
    last: DateTime<Utc>,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("tries.json")
}

fn read(folder: &Path) -> Option<Wrong> {
    std::fs::read(path(folder))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
}

/// Tries a password, unless the door still waits after wrong ones.
///
/// # Errors
/// `try_later`; those of the opening.
pub(crate) async fn guarded<T>(
    folder: &Path,
    clock: &Clock,
    open: impl Future<Output = replica::Result<T>>,
) -> Reply<T> {
    let now = clock.now();
    let before = read(folder);
    if let Some(seconds) = before
        .map(|wrong| wait(wrong, now))
        .filter(|seconds| *seconds > 0)
    {
        return Err(Refusal::new(Code::TryLater).with("seconds", seconds).into());
    }
    match open.await.map_err(Refusal::from) {
        Err(refusal) if refusal.code == Code::WrongPassword => {
            let wrong = Wrong {
                count: before.map_or(0, |w| w.count).saturating_add(1),
                last: now,
            };
            // Where nothing can be written, the answer is still that the password was wrong.
            let _ = std::fs::write(path(folder), serde_json::to_vec(&wrong).unwrap_or_default());
            Err(refusal.into())
        }
        Err(refusal) => Err(refusal.into()),
        Ok(opened) => {
            if before.is_some() {
                let _ = std::fs::remove_file(path(folder));
            }
            Ok(opened)
        }
    }
}

/// Seconds to wait; a clock that was set back makes nobody wait longer than the wait itself.
fn wait(wrong: Wrong, now: DateTime<Utc>) -> i64 {
    if wrong.count < FREE {
        return 0;
    }
    let whole = FIRST_WAIT
        .saturating_mul(1 << (wrong.count - FREE).min(5))
        .min(LONGEST_WAIT);
    ((wrong.last + Duration::seconds(whole) - now).num_seconds()).clamp(0, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_begins_after_five_wrong_passwords_and_never_passes_a_quarter_of_an_hour() {
        let last = DateTime::from_timestamp(1_794_186_000, 0).unwrap();
        let waits: Vec<i64> = [4, 5, 6, 9, 10, 40]
            .iter()
            .map(|count| {
                wait(
                    Wrong {
                        count: *count,
                        last,
                    },
                    last,
                )
            })
            .collect();
        assert_eq!(waits, [0, 30, 60, 480, 900, 900]);
        assert_eq!(
            wait(Wrong { count: 5, last }, last + Duration::seconds(31)),
            0
        );
        assert_eq!(wait(Wrong { count: 5, last }, last - Duration::days(1)), 30);
    }
}
