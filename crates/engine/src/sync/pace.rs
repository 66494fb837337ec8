//! How much goes over a line at once, and how often a line that broke is tried again: a bad line gets
//! through in small pieces, a good one is not held up by them.

use std::time::Duration;

/// How often in a row a line may break before nobody is there.
const TRIES: u32 = 6;

/// Time until a broken line is tried again; each time in a row it is twice as long.
const REST: Duration = Duration::from_millis(250);

/// A piece that went within this time could have been larger.
const QUICK: Duration = Duration::from_secs(2);

/// A piece that took longer may be taken for a dead line the next time.
const SLOW: Duration = Duration::from_secs(8);

/// How many pieces have to go well before larger ones are tried.
const STEADY: u32 = 4;

/// The size of the next piece, as the ones before it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    size: usize,
    least: usize,
    most: usize,
    went_well: u32,
    broke: u32,
}

impl Pace {
    /// Bytes of files: at 64 kbit/s the first piece takes eight seconds.
    pub const BYTES: Self = Self::from(64 * 1024, 8 * 1024, protocol::MAX_PART);

    /// Rows of pages: as many as there are until the line breaks.
    pub const ROWS: Self = {
        let most = protocol::MAX_ROWS.unsigned_abs() as usize;
        Self::from(most, 20, most)
    };

    /// Acts, likewise.
    pub const OPS: Self = Self::from(protocol::MAX_OPS, 1, protocol::MAX_OPS);

    const fn from(size: usize, least: usize, most: usize) -> Self {
        Self {
            size,
            least,
            most,
            went_well: 0,
            broke: 0,
        }
    }

    /// How much goes at once.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// A piece went over in a time.
    pub fn went(&mut self, time: Duration) {
        self.broke = 0;
        self.went_well += 1;
        if time > SLOW {
            self.smaller();
        } else if time < QUICK && self.went_well >= STEADY {
            self.went_well = 0;
            self.size = (self.size * 2).min(self.most);
        }
    }

    /// The line broke. Returns how long to wait before it is tried again; none once nobody is there.
    pub fn broke(&mut self) -> Option<Duration> {
        self.smaller();
        self.broke += 1;
        (self.broke <= TRIES).then(|| REST * (1 << (self.broke - 1)))
    }

    /// The line broke, but not before something had come over it.
    pub fn broke_behind(&mut self) -> Option<Duration> {
        self.broke = 0;
        self.broke()
    }

    fn smaller(&mut self) {
        self.went_well = 0;
        self.size = (self.size / 2).max(self.least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends a number of bytes over a line of so many bytes a second that is cut after every so many
    /// bytes. Returns bytes that went over it and seconds, or none if it was given up.
    fn sent(total: usize, a_second: usize, cut: usize) -> Option<(usize, u64)> {
        let (mut pace, mut has, mut wire, mut time) = (Pace::BYTES, 0, 0, Duration::ZERO);
        let mut until_cut = cut;
        while has < total {
            let piece = pace.size().min(total - has);
            let goes = piece.min(until_cut);
            let took = Duration::from_millis((goes * 1000 / a_second) as u64);
            (wire, time, until_cut) = (wire + goes, time + took, until_cut - goes);
            if goes == piece {
                has += piece;
                pace.went(took);
            } else {
                until_cut = cut;
                time += pace.broke()?;
            }
        }
        Some((wire, time.as_secs()))
    }

    #[test]
    fn a_good_line_takes_few_pieces_and_a_bad_one_small_ones() {
        // 12 MB at 2 Mbit/s with a cut every 200 kB, 1 MB at 64 kbit/s with one every 40 kB.
        let (wire, seconds) = sent(12_000_000, 250_000, 200_000).unwrap();
        assert!(wire < 16_000_000 && seconds < 100, "{wire} {seconds}");
        let (wire, seconds) = sent(1_000_000, 8_000, 40_000).unwrap();
        assert!(wire < 1_500_000 && seconds < 300, "{wire} {seconds}");
        assert_eq!(
            sent(1_000_000, 8_000, 4_000),
            None,
            "nothing ever comes through"
        );
        let mut pace = Pace::BYTES;
        for _ in 0..40 {
            pace.went(Duration::from_millis(20));
        }
        assert_eq!(pace.size(), protocol::MAX_PART);
    }

    #[test]
    fn a_line_that_is_dead_is_given_up_and_one_that_brings_something_is_not() {
        let mut pace = Pace::ROWS;
        let waits: Vec<_> = std::iter::from_fn(|| pace.broke()).collect();
        assert_eq!(
            waits.iter().map(Duration::as_millis).collect::<Vec<_>>(),
            [250, 500, 1000, 2000, 4000, 8000]
        );
        assert_eq!(pace.size(), 39);
        for _ in 0..100 {
            assert!(pace.broke_behind().is_some());
        }
        assert_eq!(pace.size(), 20);
    }
}
