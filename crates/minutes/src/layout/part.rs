//! A part as far as it is laid out: its pages, its nodes, and where the next line goes.

use std::collections::BTreeMap;

use domain::blanks::Gap;

use super::frame::{Column, Frame};
use super::gaps::gaps;
use super::lines::{Style, balanced};
use crate::blocks::PartKind;
use crate::error::Error;
use crate::font::FaceName;
use crate::structure::{Field, FieldKind, Item, Node, Page, Placed, Role};
use crate::words::{Measures, Words};

/// Thickness of rules and table lines.
pub(super) const RULE: f32 = 0.6;

/// Which of its sizes everything takes that may shrink.
#[derive(Clone, Copy)]
pub(super) struct Fit {
    /// The text of tables.
    pub table: usize,
    /// The space for signatures.
    pub signature: usize,
}

impl Fit {
    /// Every fit, in the order in which things shrink.
    pub const ALL: [Self; 3] = [Self::new(0, 0), Self::new(1, 0), Self::new(1, 1)];

    const fn new(table: usize, signature: usize) -> Self {
        Self { table, signature }
    }
}

/// Where the code of a page goes.
#[derive(Clone, Copy)]
pub(super) enum CodePlace {
    /// In the bottom margin.
    Foot,
    /// At the right end of the row of recipients; upper edge from the top.
    Row(f32),
}

/// A part as far as it is laid out.
pub(super) struct PartLayout<'a> {
    pub words: &'a Words,
    pub m: &'a Measures,
    pub frame: Frame,
    pub fit: Fit,
    pub kind: PartKind,
    /// Its nodes, and which number of the document the first of them has.
    pub nodes: Vec<Node>,
    base: usize,
    pub pages: Vec<Page>,
    /// How far down the last page is full.
    pub y: f32,
    /// Upper edge of the row in which the code of the last page stands, once there is one.
    pub code_row: Option<f32>,
    /// How many gaps of each kind there are by now.
    gaps: BTreeMap<Gap, usize>,
}

impl<'a> PartLayout<'a> {
    /// An empty part whose first node has the number `base` in the document.
    pub fn new(words: &'a Words, fit: Fit, kind: PartKind, base: usize) -> Self {
        let frame = Frame::of(&words.measures, kind);
        Self {
            words,
            m: &words.measures,
            frame,
            fit,
            kind,
            nodes: vec![Node {
                role: Role::Section,
                parent: None,
                alt: None,
            }],
            base,
            pages: vec![Page::default()],
            y: frame.top,
            code_row: None,
            gaps: BTreeMap::new(),
        }
    }

    /// An empty part like this one.
    pub fn scratch(&self) -> Self {
        Self::new(self.words, self.fit, self.kind, 0)
    }

    /// Where the code of each page goes.
    pub fn code_places(&self) -> Vec<CodePlace> {
        let last = self.pages.len() - 1;
        (0..self.pages.len())
            .map(|n| {
                self.code_row
                    .filter(|_| n == last)
                    .map_or(CodePlace::Foot, CodePlace::Row)
            })
            .collect()
    }

    // Going down the page.

    /// How far apart lines of a size stand.
    pub fn leading(&self, size: f32) -> f32 {
        size * self.m.line_spacing
    }

    /// Goes on to the next page.
    pub fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.y = self.frame.top;
    }

    /// Leaves room.
    pub fn space(&mut self, points: f32) {
        self.y += points;
    }

    /// Takes the next line of a size, on a new page if need be; returns its baseline from the top.
    pub fn line(&mut self, size: f32) -> f32 {
        let leading = self.leading(size);
        if self.y + leading > self.frame.bottom + 0.01 {
            self.new_page();
        }
        self.y += leading;
        self.y - leading * 0.25
    }

    // Placing.

    /// A new node of the part.
    pub fn node(&mut self, role: Role, alt: Option<String>) -> usize {
        self.child(role, 0, alt)
    }

    /// A new node below another one.
    pub fn child(&mut self, role: Role, parent: usize, alt: Option<String>) -> usize {
        self.nodes.push(Node {
            role,
            parent: Some(self.base + parent),
            alt,
        });
        self.nodes.len() - 1
    }

    /// Places an item on the last page.
    pub fn place(&mut self, node: Option<usize>, item: Item) {
        let node = node.map(|n| n + self.base);
        if let Some(page) = self.pages.last_mut() {
            page.items.push(Placed { node, item });
        }
    }

    /// Places a field on the last page.
    pub fn field(&mut self, kind: FieldKind, name: String, node: usize, rect: [f32; 4]) {
        let node = node + self.base;
        if let Some(page) = self.pages.last_mut() {
            page.fields.push(Field {
                kind,
                name,
                node,
                rect,
            });
        }
    }

    /// Text on a baseline that is counted from the top.
    pub fn text(
        &mut self,
        node: usize,
        at: (f32, f32),
        style: Style,
        text: &str,
    ) -> Result<(), Error> {
        self.spread(node, at, style, text, 0.0)
    }

    /// Text with so much more room between its words, and a field over each of its gaps.
    pub fn spread(
        &mut self,
        node: usize,
        (x, from_top): (f32, f32),
        style: Style,
        text: &str,
        word_gap: f32,
    ) -> Result<(), Error> {
        let Style { face, size } = style;
        let item = Item::Text {
            x,
            y: self.frame.height - from_top,
            face,
            size,
            text: text.to_owned(),
            word_gap,
        };
        self.place(Some(node), item);
        for found in gaps(self.words, style, text, word_gap)? {
            let low = self.frame.height - from_top - size * 0.22;
            let rect = [x + found.from, low, x + found.to, low + size];
            self.gap(found.gap, face == FaceName::Italic, rect);
        }
        Ok(())
    }

    /// A field for a gap: the next of its kind in this part.
    fn gap(&mut self, gap: Gap, italic: bool, rect: [f32; 4]) {
        let part = match self.kind {
            PartKind::Minutes => "minutes",
            PartKind::Undertaking => "commitment",
            PartKind::Annex => "annex",
        };
        let n = self.gaps.entry(gap).or_insert(0);
        *n += 1;
        let name = gap.field(part, *n);
        let said = self.words.text(&format!("gap_{}", gap.name()));
        let node = self.node(Role::Form, Some(said));
        self.field(FieldKind::Gap { italic }, name, node, rect);
    }

    /// Lines of about one length, centred in a column; returns the width of the widest.
    pub fn centred(
        &mut self,
        text: &str,
        style: Style,
        column: Column,
        node: usize,
    ) -> Result<f32, Error> {
        let mut widest: f32 = 0.0;
        for line in balanced(text, style, column.width)? {
            let w = style.width(&line)?;
            let y = self.line(style.size);
            self.text(node, (column.centre - w / 2.0, y), style, &line)?;
            widest = widest.max(w);
        }
        Ok(widest)
    }

    /// A rule below the last line.
    pub fn rule_below(&mut self, centre: f32, length: f32) {
        let y = self.frame.height - self.y - 1.5;
        self.place(
            None,
            Item::Bar {
                x: centre - length / 2.0,
                y,
                width: length,
                height: RULE,
            },
        );
        self.y += 3.0;
    }
}
