//! Where things lie on a page (ISO 32000-1, 8.3).

use lopdf::{Document, Object};

/// A rectangle along the edges of a page, in its own units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub bottom: f64,
    pub right: f64,
    pub top: f64,
}

impl Area {
    pub const A4: Self = Self {
        left: 0.0,
        bottom: 0.0,
        right: 595.0,
        top: 842.0,
    };
    pub const NOTHING: Self = Self {
        left: 0.0,
        bottom: 0.0,
        right: 0.0,
        top: 0.0,
    };

    /// The rectangle that an array of four numbers says.
    pub fn of(doc: &Document, object: &Object) -> Option<Self> {
        let (_, target) = doc.dereference(object).ok()?;
        let numbers = target.as_array().ok()?.iter();
        let numbers: Vec<f64> = numbers
            .filter_map(|n| doc.dereference(n).ok()?.1.as_float().ok().map(f64::from))
            .collect();
        let &[a, b, c, d] = &numbers[..] else {
            return None;
        };
        let area = Self::at((a, b)).with(Some(Self::at((c, d))));
        (area.size() > 1.0).then_some(area)
    }

    pub fn at((x, y): (f64, f64)) -> Self {
        Self {
            left: x,
            bottom: y,
            right: x,
            top: y,
        }
    }

    /// The least that has both.
    pub fn with(self, other: Option<Self>) -> Self {
        let other = other.unwrap_or(self);
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    /// What is in both.
    pub fn meet(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        }
    }

    pub fn width(self) -> f64 {
        (self.right - self.left).max(0.0)
    }

    pub fn height(self) -> f64 {
        (self.top - self.bottom).max(0.0)
    }

    pub fn size(self) -> f64 {
        self.width() * self.height()
    }
}

/// Where the unit square comes to lie: the six numbers of a matrix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(pub [f64; 6]);

impl Place {
    pub const WHOLE: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This place as one that lies in another.
    pub fn within(self, outer: Self) -> Self {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, outer.0);
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    pub fn point(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// What the unit square takes up.
    pub fn area(self) -> Area {
        self.area_of(Area::at((0.0, 0.0)).with(Some(Area::at((1.0, 1.0)))))
    }

    /// What a rectangle takes up here.
    pub fn area_of(self, of: Area) -> Area {
        let corner = |x, y| Some(Area::at(self.point(x, y)));
        let first = Area::at(self.point(of.left, of.bottom));
        first
            .with(corner(of.right, of.bottom))
            .with(corner(of.left, of.top))
            .with(corner(of.right, of.top))
    }

    /// How much of the page the unit square covers.
    pub fn size(self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs()
    }

    /// Whether a picture lies along the edges of the page and is not mirrored.
    pub fn straight(self) -> bool {
        let [a, b, c, d, ..] = self.0;
        let least = 1e-3 * self.size().sqrt();
        let small = |n: f64| n.abs() < least;
        small(b) && small(c) && a * d > 0.0 || small(a) && small(d) && b * c < 0.0
    }

    /// Quarter turns clockwise by which what lies straight is turned.
    pub fn turns(self) -> u32 {
        let [a, b, ..] = self.0;
        match (a.abs() > b.abs(), a > 0.0, b > 0.0) {
            (true, true, _) => 0,
            (false, _, false) => 1,
            (true, false, _) => 2,
            (false, _, true) => 3,
        }
    }

    /// The way back, from the page to the unit square.
    pub fn back(self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let whole = a * d - b * c;
        (whole.abs() > 1e-9).then(|| {
            Self([
                d / whole,
                -b / whole,
                -c / whole,
                a / whole,
                (c * f - d * e) / whole,
                (b * e - a * f) / whole,
            ])
        })
    }
}
