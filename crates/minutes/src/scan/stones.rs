//! The corners of codes on a page, before anybody looks for codes.
//!
//! The reader of codes tries every three corners that it finds, each on a copy of the picture: a
//! page that is made of corners would keep it busy for days. So they are found and counted here
//! first, as it finds them, in time that only grows with the picture; then it is given just the part
//! in which they lie.

use std::collections::BTreeMap;

use image::GrayImage;

/// Most corners on a page; a code has three, and print and stamps look like some more.
const MOST: usize = 20;
/// Most points that looking at all places that may be corners touches.
const MOST_WORK: u64 = 2_000_000_000;

/// A picture in black and white.
#[derive(Debug)]
pub(super) struct Bitmap {
    pub width: usize,
    pub height: usize,
    black: Vec<bool>,
}

impl Bitmap {
    /// What is darker than what lies around it is black: the average of the row so far, from both
    /// sides, and of the row above.
    pub fn of(picture: &GrayImage) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let grey = picture.as_raw();
        let reach = (width / 8).max(1);
        let mut black = vec![false; width * height];
        let (mut one, mut other) = (0, 0);
        let mut around = vec![0; width];
        for y in 0..height {
            let row = &grey[y * width..(y + 1) * width];
            around.fill(0);
            for x in 0..width {
                let back = width - 1 - x;
                let (v, u) = if y % 2 == 0 { (back, x) } else { (x, back) };
                one = one * (reach - 1) / reach + usize::from(row[v]);
                other = other * (reach - 1) / reach + usize::from(row[u]);
                around[v] += one;
                around[u] += other;
            }
            for x in 0..width {
                let limit = around[x] * 95 / (200 * reach);
                black[y * width + x] = usize::from(row[x]) < limit;
            }
        }
        Self {
            width,
            height,
            black,
        }
    }

    pub fn is_black(&self, x: usize, y: usize) -> bool {
        self.black[y * self.width + x]
    }

    fn part(&self, of: Frame) -> Self {
        let (width, height) = (of.right - of.left, of.bottom - of.top);
        let rows = (of.top..of.bottom).map(|y| y * self.width);
        let black = rows.flat_map(|row| &self.black[row + of.left..row + of.right]);
        let black = black.copied().collect();
        Self {
            width,
            height,
            black,
        }
    }

    /// The part in which the corners of codes lie, with the points to its left and above it; none if
    /// there are too few for a code, or more than a page of paper has.
    pub fn with_codes(&self) -> Option<(Self, usize, usize)> {
        let frame = corners(self)?;
        let margin = 20 + (frame.right - frame.left).max(frame.bottom - frame.top) / 4;
        let (left, top) = (
            frame.left.saturating_sub(margin),
            frame.top.saturating_sub(margin),
        );
        let part = self.part(Frame {
            left,
            top,
            right: (frame.right + margin).min(self.width),
            bottom: (frame.bottom + margin).min(self.height),
        });
        // What hung together outside is apart now.
        corners(&part)?;
        Some((part, left, top))
    }
}

/// A rectangle of points, its right and bottom edges outside.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// Black points of a row that touch each other, and the spot that they belong to.
#[derive(Clone, Copy)]
struct Run {
    start: u32,
    end: u32,
    spot: u32,
}

/// Spots: black points that hang together.
#[derive(Default)]
struct Spots {
    /// The spot that each was found to be a part of; its own number if of none.
    of: Vec<u32>,
    points: Vec<u64>,
}

impl Spots {
    fn root(&mut self, mut spot: u32) -> u32 {
        while self.of[spot as usize] != spot {
            let above = self.of[self.of[spot as usize] as usize];
            self.of[spot as usize] = above;
            spot = above;
        }
        spot
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.of[other as usize] = one;
            self.points[one as usize] += self.points[other as usize];
        }
    }
}

/// The frame of all corners of codes.
fn corners(bitmap: &Bitmap) -> Option<Frame> {
    let (rows, mut spots) = spots(bitmap);
    // By the spot in the middle of each.
    let mut found: BTreeMap<u32, Frame> = BTreeMap::new();
    let mut work = 0_u64;
    for (y, row) in rows.iter().enumerate() {
        for three in row.windows(3) {
            let &[left, middle, right] = three else {
                continue;
            };
            if !looks_like_a_corner(left, middle, right) {
                continue;
            }
            let [ring, stone, end] = [left, middle, right].map(|run| spots.root(run.spot));
            let points = [ring, stone].map(|spot| spots.points[spot as usize]);
            work += points[0] + points[1] + spots.points[end as usize];
            if work > MOST_WORK {
                return None;
            }
            let share = points[1] * 100 / points[0];
            if ring != end || ring == stone || share <= 10 || share >= 70 {
                continue;
            }
            let half = (right.end - left.start) as usize / 2;
            let here = Frame {
                left: left.start as usize,
                top: y.saturating_sub(half),
                right: right.end as usize,
                bottom: (y + half).min(bitmap.height),
            };
            let frame = found.entry(stone).or_insert(here);
            *frame = joined(*frame, here);
            if found.len() > MOST {
                return None;
            }
        }
    }
    if found.len() < 3 {
        return None;
    }
    found.into_values().reduce(joined)
}

fn joined(one: Frame, other: Frame) -> Frame {
    Frame {
        left: one.left.min(other.left),
        top: one.top.min(other.top),
        right: one.right.max(other.right),
        bottom: one.bottom.max(other.bottom),
    }
}

/// Whether black, white, black, white, black are as long as 1, 1, 3, 1, 1.
fn looks_like_a_corner(left: Run, middle: Run, right: Run) -> bool {
    let lengths = [
        left.end - left.start,
        middle.start - left.end,
        middle.end - middle.start,
        right.start - middle.end,
        right.end - right.start,
    ];
    let average = (lengths[0] + lengths[1] + lengths[3] + lengths[4]) / 4;
    let error = average * 3 / 4;
    let fits = |(length, times): (&u32, u32)| {
        (times * average - error..=times * average + error).contains(length)
    };
    lengths.iter().zip([1, 1, 3, 1, 1]).all(fits)
}

/// Every row's black runs, and the spots that they make up.
fn spots(bitmap: &Bitmap) -> (Vec<Vec<Run>>, Spots) {
    let mut spots = Spots::default();
    let mut rows: Vec<Vec<Run>> = Vec::with_capacity(bitmap.height);
    for y in 0..bitmap.height {
        let line = &bitmap.black[y * bitmap.width..(y + 1) * bitmap.width];
        let above = rows.last().map(Vec::as_slice).unwrap_or_default();
        let (mut row, mut first, mut x) = (vec![], 0, 0);
        while x < line.len() {
            if !line[x] {
                x += 1;
                continue;
            }
            let start = x;
            while x < line.len() && line[x] {
                x += 1;
            }
            let spot = spots.of.len() as u32;
            let (start, end) = (start as u32, x as u32);
            spots.of.push(spot);
            spots.points.push(u64::from(end - start));
            while above.get(first).is_some_and(|run| run.end <= start) {
                first += 1;
            }
            let touching = above[first..].iter().take_while(|run| run.start < end);
            for run in touching {
                spots.join(run.spot, spot);
            }
            row.push(Run { start, end, spot });
        }
        rows.push(row);
    }
    (rows, spots)
}
