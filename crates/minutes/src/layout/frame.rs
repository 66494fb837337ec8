//! The frame of a page: where text begins and ends, in points.

use crate::blocks::PartKind;
use crate::words::Measures;

/// A millimetre in points.
pub(super) const MM: f32 = 72.0 / 25.4;

/// Where text begins and ends on the pages of a part; `y` runs down.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// Where lines begin.
    pub left: f32,
    /// Where they end.
    pub right: f32,
    /// Where text begins.
    pub top: f32,
    /// Where it ends.
    pub bottom: f32,
    /// The height of the whole page.
    pub height: f32,
}

impl Frame {
    /// The frame of a part. The commitment is a personal paper, to which Nghị định 30/2020/NĐ-CP
    /// does not apply: its top margin is 5 mm smaller, so that it stays one page with the longest
    /// names.
    pub fn of(m: &Measures, kind: PartKind) -> Self {
        let smaller = if kind == PartKind::Undertaking {
            5.0
        } else {
            0.0
        };
        Self {
            left: m.margin_left * MM,
            right: (m.page_width - m.margin_right) * MM,
            top: (m.margin_top - smaller) * MM,
            bottom: (m.page_height - m.margin_bottom) * MM,
            height: m.page_height * MM,
        }
    }

    /// The length of a line.
    pub fn width(&self) -> f32 {
        self.right - self.left
    }

    /// The whole width as one column.
    pub fn column(&self) -> Column {
        Column {
            centre: (self.left + self.right) / 2.0,
            width: self.width(),
        }
    }

    /// Where a line centred on a point begins, moved in if it would pass the right margin.
    pub fn within(&self, centre: f32, width: f32) -> f32 {
        (centre - width / 2.0).min(self.right - width)
    }
}

/// A strip of the page in which lines are centred.
#[derive(Clone, Copy)]
pub(super) struct Column {
    /// What they are centred on.
    pub centre: f32,
    /// How long they may be.
    pub width: f32,
}
