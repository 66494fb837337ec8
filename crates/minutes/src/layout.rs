//! Lines and pages: every box gets its place, its role and its turn in the reading order.
//!
//! Lengths are points; `y` runs down from the top of the page while laying out and up from the
//! bottom in placed items.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::blanks::Gap;

use crate::document::Finish;
use crate::error::Error;
use crate::font::{FaceName, width};
use crate::form::{Block, Part, PartKind, Signature};
use crate::structure::{Field, FieldKind, Item, Node, Page, Pages, Placed, Role};
use crate::words::{Measures, Words};

const MM: f32 = 72.0 / 25.4;
/// Width of the organisation's signature, in points.
const SEAL_WIDTH: f32 = 110.0;
/// Most room that a signature is given, of which its place takes the middle.
const WIDEST_SIGNATURE: f32 = 216.0;
const NO_BREAK: char = '\u{a0}';
/// What a gap for the pen begins with.
const GAP: &str = "\u{a0}\u{a0}\u{a0}";
/// Where a time stamp on the whole file goes; it is not seen.
const ARCHIVE_FIELD: &str = "archive_time_stamp";
/// Padding inside table cells, horizontally and vertically.
const CELL_PAD: (f32, f32) = (3.0, 2.0);
/// Thickness of rules and table lines.
const RULE: f32 = 0.6;
/// Gap between the code of a page and the words beside it.
const CODE_GAP: f32 = 6.0;
/// How far the code of a page stands from the lower edge, beyond what printers cut off.
const CODE_FOOT: f32 = 4.5 * MM;

/// Lays all parts out. Tables, then the space for signatures, shrink until a part fits its page
/// count (`wording.md`).
pub(crate) fn lay_out(parts: &[Part], words: &Words) -> Result<LaidOut, Error> {
    let m = &words.measures;
    let mut whole = Pages {
        title: title_of(parts),
        size: (m.page_width * MM, m.page_height * MM),
        ..Pages::default()
    };
    let mut codes = vec![];
    let mut of_minutes = 0;
    for part in parts {
        let mut best: Option<Layouter<'_>> = None;
        for fit in [(0, 0), (1, 0), (1, 1)] {
            let mut attempt = Layouter::new(words, fit, part.kind, whole.nodes.len());
            attempt.part(part)?;
            let better = best
                .as_ref()
                .is_none_or(|b| attempt.pages.len() < b.pages.len());
            if better {
                best = Some(attempt);
            }
            if best.as_ref().is_some_and(|b| b.pages.len() <= target(part)) {
                break;
            }
        }
        if let Some(done) = best {
            if part.kind == PartKind::Minutes {
                of_minutes = done.pages.len();
            }
            codes.extend(done.code_places());
            whole.nodes.extend(done.nodes);
            whole.pages.extend(done.pages);
        }
    }
    Ok(LaidOut {
        pages: whole,
        codes,
        of_minutes,
    })
}

/// Pages on which everything has its place, but for what makes them a draft or the document that is
/// signed.
pub(crate) struct LaidOut {
    pages: Pages,
    codes: Vec<CodePlace>,
    /// Pages of the minutes themselves, without commitment and annex.
    pub of_minutes: usize,
}

impl LaidOut {
    /// The pages, with the code of each or the words of a draft.
    pub(crate) fn finished(mut self, finish: &Finish<'_>, words: &Words) -> Result<Pages, Error> {
        finish_pages(&mut self.pages, &self.codes, finish, words)?;
        Ok(self.pages)
    }
}

/// The pages a part should take: more is allowed, but only after everything that may shrink has
/// shrunk.
fn target(part: &Part) -> usize {
    let letterhead_points = part
        .blocks
        .iter()
        .filter(|b| matches!(b, Block::Heading(_)))
        .count();
    if part.kind == PartKind::Minutes && letterhead_points >= 3 {
        2
    } else {
        1
    }
}

fn title_of(parts: &[Part]) -> String {
    let title = parts.iter().flat_map(|p| &p.blocks).find_map(|b| match b {
        Block::Title { title, subject, .. } => Some(format!("{title} {}", subject.join(" "))),
        _ => None,
    });
    title.unwrap_or_default()
}

/// Where the code of a page goes.
#[derive(Clone, Copy)]
enum CodePlace {
    /// In the bottom margin.
    Foot,
    /// At the right end of the row of recipients; upper edge from the top.
    Row(f32),
}

struct Layouter<'a> {
    m: &'a Measures,
    fit: (usize, usize),
    kind: PartKind,
    base: usize,
    nodes: Vec<Node>,
    pages: Vec<Page>,
    y: f32,
    code_row: Option<f32>,
    gaps: BTreeMap<Gap, usize>,
    words: &'a Words,
}

/// The words of a line with their widths.
type Line<'t> = Vec<(Cow<'t, str>, f32)>;

impl<'a> Layouter<'a> {
    fn new(words: &'a Words, fit: (usize, usize), kind: PartKind, base: usize) -> Self {
        let m = &words.measures;
        let mut new = Self {
            m,
            fit,
            kind,
            base,
            nodes: vec![],
            pages: vec![Page::default()],
            y: top_of(m, kind),
            code_row: None,
            gaps: BTreeMap::new(),
            words,
        };
        new.nodes.push(Node {
            role: Role::Section,
            parent: None,
            alt: None,
        });
        new
    }

    fn code_places(&self) -> Vec<CodePlace> {
        let last = self.pages.len() - 1;
        (0..self.pages.len())
            .map(|n| {
                self.code_row
                    .filter(|_| n == last)
                    .map_or(CodePlace::Foot, CodePlace::Row)
            })
            .collect()
    }

    fn part(&mut self, part: &Part) -> Result<(), Error> {
        let last = part.blocks.len() - 1;
        for (n, block) in part.blocks.iter().enumerate() {
            // The last paragraph goes over to the next page with the signatures, which never stand
            // alone.
            if n + 1 == last && matches!(part.blocks[last], Block::Signatures { .. }) {
                let tail = self.height_of(block)? + self.height_of(&part.blocks[last])?;
                if self.y + tail > self.bottom() && tail < self.bottom() - self.m.margin_top * MM {
                    self.new_page();
                }
            }
            self.block(block)?;
        }
        Ok(())
    }

    /// The height of a block, by laying it out on a page that is thrown away.
    fn height_of(&self, block: &Block) -> Result<f32, Error> {
        let mut scratch = Self::new(self.words, self.fit, self.kind, 0);
        let top = scratch.y;
        scratch.block(block)?;
        Ok(scratch.y - top)
    }

    fn block(&mut self, block: &Block) -> Result<(), Error> {
        let s = &self.m.sizes;
        let (body, title, subject) = (s.body, s.title, s.subject);
        match block {
            Block::Head {
                superior,
                unit,
                number,
                country,
                motto,
                place_date,
            } => self.head(
                superior,
                unit,
                number.as_deref(),
                [country, motto, place_date],
            ),
            Block::PersonalHead { country, motto } => self.personal_head(country, motto),
            Block::Title {
                title: name,
                subject: lines,
                rule,
            } => {
                // A personal paper is one page with its eleven points: the gaps around its title
                // are smaller.
                let roomy = self.kind == PartKind::Minutes;
                self.space(self.m.paragraph_gap * if roomy { 2.0 } else { 0.6 });
                let node = self.node(Role::Title, None);
                self.centred_over_page(name, FaceName::Bold, title, node)?;
                let mut last = 0.0;
                for line in lines {
                    last = self.centred_over_page(line, FaceName::Bold, subject, node)?;
                }
                if *rule {
                    self.rule_below(self.centre(), last * 0.4);
                }
                self.space(if roomy { self.m.paragraph_gap } else { 0.0 });
                Ok(())
            }
            Block::Ground(text) => {
                self.paragraph(text, FaceName::Italic, body, true, Role::Paragraph)
            }
            Block::Heading(text) => self.paragraph(text, FaceName::Bold, body, true, Role::Heading),
            Block::Body(text) => {
                self.paragraph(text, FaceName::Regular, body, true, Role::Paragraph)
            }
            Block::Centred { text, italic } => {
                let node = self.node(Role::Paragraph, None);
                self.centred_over_page(
                    text,
                    if *italic {
                        FaceName::Italic
                    } else {
                        FaceName::Regular
                    },
                    body,
                    node,
                )?;
                self.space(self.m.paragraph_gap);
                Ok(())
            }
            Block::Table { columns, rows } => self.table(columns, rows),
            Block::PlaceDate(text) => {
                let node = self.node(Role::Paragraph, None);
                let centre = self.left() + self.inner_width() * 0.72;
                let y = self.line(body);
                let x = self.within(centre, width(FaceName::Italic, body, text)?);
                self.text(node, x, y, FaceName::Italic, body, text)
            }
            Block::Signatures {
                left,
                right,
                centre,
                recipients,
            } => self.signatures(left.as_ref(), right.as_ref(), centre.as_ref(), recipients),
        }
    }

    // Measures of the page.

    fn left(&self) -> f32 {
        self.m.margin_left * MM
    }

    fn right(&self) -> f32 {
        (self.m.page_width - self.m.margin_right) * MM
    }

    fn inner_width(&self) -> f32 {
        self.right() - self.left()
    }

    fn centre(&self) -> f32 {
        (self.left() + self.right()) / 2.0
    }

    fn bottom(&self) -> f32 {
        (self.m.page_height - self.m.margin_bottom) * MM
    }

    fn height(&self) -> f32 {
        self.m.page_height * MM
    }

    fn leading(&self, size: f32) -> f32 {
        size * self.m.line_spacing
    }

    /// Where a line centred on a point begins, moved in if it would pass the right margin.
    fn within(&self, centre: f32, width: f32) -> f32 {
        (centre - width / 2.0).min(self.right() - width)
    }

    // Placing.

    fn node(&mut self, role: Role, alt: Option<String>) -> usize {
        self.child(role, 0, alt)
    }

    fn child(&mut self, role: Role, parent: usize, alt: Option<String>) -> usize {
        self.nodes.push(Node {
            role,
            parent: Some(self.base + parent),
            alt,
        });
        self.nodes.len() - 1
    }

    fn place(&mut self, node: Option<usize>, item: Item) {
        let node = node.map(|n| n + self.base);
        if let Some(page) = self.pages.last_mut() {
            page.items.push(Placed { node, item });
        }
    }

    fn text(
        &mut self,
        node: usize,
        x: f32,
        y: f32,
        face: FaceName,
        size: f32,
        text: &str,
    ) -> Result<(), Error> {
        self.spread(node, (x, y), face, size, text, 0.0)
    }

    /// Text with so much more room between its words; the baseline is counted from the top.
    fn spread(
        &mut self,
        node: usize,
        (x, from_top): (f32, f32),
        face: FaceName,
        size: f32,
        text: &str,
        word_gap: f32,
    ) -> Result<(), Error> {
        let y = self.height() - from_top;
        self.place(
            Some(node),
            Item::Text {
                x,
                y,
                face,
                size,
                text: text.to_owned(),
                word_gap,
            },
        );
        self.gaps((x, from_top), face, size, text, word_gap)
    }

    fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.y = top_of(self.m, self.kind);
    }

    fn space(&mut self, points: f32) {
        self.y += points;
    }

    /// Takes the next line of a size, on a new page if need be; returns its baseline from the top.
    fn line(&mut self, size: f32) -> f32 {
        let leading = self.leading(size);
        if self.y + leading > self.bottom() + 0.01 {
            self.new_page();
        }
        self.y += leading;
        self.y - leading * 0.25
    }

    fn rule_below(&mut self, centre: f32, length: f32) {
        let y = self.height() - self.y - 1.5;
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

    fn centred_over_page(
        &mut self,
        text: &str,
        face: FaceName,
        size: f32,
        node: usize,
    ) -> Result<f32, Error> {
        let mut widest: f32 = 0.0;
        for line in balanced(text, face, size, self.inner_width())? {
            let w = width(face, size, &line)?;
            let y = self.line(size);
            self.text(node, self.centre() - w / 2.0, y, face, size, &line)?;
            widest = widest.max(w);
        }
        Ok(widest)
    }

    /// A justified paragraph with its first line set in; two lines at least stay together at a
    /// page's end.
    fn paragraph(
        &mut self,
        text: &str,
        face: FaceName,
        size: f32,
        indent: bool,
        role: Role,
    ) -> Result<(), Error> {
        let node = self.node(role, None);
        let first = if indent { self.m.first_line * MM } else { 0.0 };
        let lines = broken(text, face, size, self.inner_width(), first)?;
        if lines.len() > 1 && self.y + 2.0 * self.leading(size) > self.bottom()
            || role == Role::Heading
                && self.y + 3.0 * self.leading(size) + self.m.paragraph_gap > self.bottom()
        {
            self.new_page();
        }
        let gap = width(face, size, " ")?;
        let count = lines.len();
        for (n, words) in lines.into_iter().enumerate() {
            let y = self.line(size);
            let inset = if n == 0 { first } else { 0.0 };
            let last = n + 1 == count;
            let natural: f32 = words.iter().map(|w| w.1).sum::<f32>()
                + gap * (words.len().saturating_sub(1)) as f32;
            let spare = self.inner_width() - inset - natural;
            let word_gap = if last || words.len() < 2 {
                0.0
            } else {
                spare / (words.len() - 1) as f32
            };
            let mut text = words.into_iter().map(|w| w.0).collect::<Vec<_>>().join(" ");
            if !last {
                text.push(' ');
            }
            self.spread(node, (self.left() + inset, y), face, size, &text, word_gap)?;
        }
        self.space(self.m.paragraph_gap);
        Ok(())
    }

    /// Letterhead left, country right; number and place stand on one line.
    fn head(
        &mut self,
        superior: &[String],
        unit: &[String],
        number: Option<&str>,
        right: [&String; 3],
    ) -> Result<(), Error> {
        let s = &self.m.sizes;
        let (sizes, top) = (
            (
                s.superior,
                s.unit,
                s.number,
                s.country,
                s.motto,
                s.place_date,
            ),
            self.y,
        );
        let [country, motto, place_date] = right;
        let country_width = width(FaceName::Bold, sizes.3, country)? + 2.0 * MM;
        let left_width = self.inner_width() - country_width;
        let left_centre = self.left() + left_width / 2.0;
        let right_centre = self.right() - country_width / 2.0;
        let node = self.node(Role::Paragraph, None);
        let mut widest = 0.0;
        for (lines, face, size) in [
            (superior, FaceName::Regular, sizes.0),
            (unit, FaceName::Bold, sizes.1),
        ] {
            for line in lines {
                widest = self.centred_in(line, face, size, left_centre, left_width - 4.0, node)?;
            }
        }
        self.rule_below(left_centre, widest.min(left_width) * 0.4);
        let left_end = self.y;
        self.y = top;
        let node = self.node(Role::Paragraph, None);
        self.centred_in(
            country,
            FaceName::Bold,
            sizes.3,
            right_centre,
            country_width,
            node,
        )?;
        let w = self.centred_in(
            motto,
            FaceName::Bold,
            sizes.4,
            right_centre,
            country_width,
            node,
        )?;
        self.rule_below(right_centre, w);
        self.y = self.y.max(left_end) + 4.0;
        let baseline = self.line(sizes.5);
        if let Some(number) = number {
            let node = self.node(Role::Paragraph, None);
            let x = left_centre - width(FaceName::Regular, sizes.2, number)? / 2.0;
            self.text(node, x, baseline, FaceName::Regular, sizes.2, number)?;
        }
        let node = self.node(Role::Paragraph, None);
        let x = self.within(right_centre, width(FaceName::Italic, sizes.5, place_date)?);
        self.text(node, x, baseline, FaceName::Italic, sizes.5, place_date)?;
        self.space(self.m.paragraph_gap);
        Ok(())
    }

    fn personal_head(&mut self, country: &str, motto: &str) -> Result<(), Error> {
        let node = self.node(Role::Paragraph, None);
        let (country_size, motto_size) = (self.m.sizes.country, self.m.sizes.motto);
        self.centred_over_page(country, FaceName::Bold, country_size, node)?;
        let w = self.centred_over_page(motto, FaceName::Bold, motto_size, node)?;
        self.rule_below(self.centre(), w);
        Ok(())
    }

    fn centred_in(
        &mut self,
        text: &str,
        face: FaceName,
        size: f32,
        centre: f32,
        limit: f32,
        node: usize,
    ) -> Result<f32, Error> {
        let mut widest: f32 = 0.0;
        for line in balanced(text, face, size, limit)? {
            let w = width(face, size, &line)?;
            let y = self.line(size);
            self.text(node, centre - w / 2.0, y, face, size, &line)?;
            widest = widest.max(w);
        }
        Ok(widest)
    }

    /// A field over each gap for the pen in a line of text.
    fn gaps(
        &mut self,
        (x, y): (f32, f32),
        face: FaceName,
        size: f32,
        text: &str,
        word_gap: f32,
    ) -> Result<(), Error> {
        let wide = |part: &str| {
            Ok::<f32, Error>(width(face, size, part)? + word_gap * part.matches(' ').count() as f32)
        };
        let mut at = 0;
        while let Some(start) = text[at..].find(GAP).map(|found| at + found) {
            let rest = text[start..].trim_start_matches(NO_BREAK);
            at = text.len() - rest.len();
            let Some(gap) = self.words.gap(&text[..start], rest) else {
                continue;
            };
            let n = self.gaps.entry(gap).or_insert(0);
            *n += 1;
            let name = gap.field(part_name(self.kind), *n);
            let node = self.node(
                Role::Form,
                Some(self.words.text(&format!("gap_{}", gap.name()))),
            );
            let low = self.height() - y - size * 0.22;
            let rect = [
                x + wide(&text[..start])?,
                low,
                x + wide(&text[..at])?,
                low + size,
            ];
            self.push_field(
                FieldKind::Gap {
                    italic: face == FaceName::Italic,
                },
                name,
                node,
                rect,
            );
        }
        Ok(())
    }

    fn push_field(&mut self, kind: FieldKind, name: String, node: usize, rect: [f32; 4]) {
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

    /// A table with lines, whose header is repeated on every page; a row never breaks.
    fn table(&mut self, columns: &[(f32, String)], rows: &[Vec<String>]) -> Result<(), Error> {
        let size = self.m.sizes.table.get(self.fit.0).copied().unwrap_or(11.0);
        let widths = self.column_widths(columns, rows, size)?;
        let titles: Vec<String> = columns.iter().map(|c| c.1.clone()).collect();
        let table = self.node(Role::Table, None);
        let header = self.cells(&titles, &widths, FaceName::Bold, size)?;
        self.row(
            &header,
            &widths,
            FaceName::Bold,
            size,
            Some((table, Role::HeaderCell)),
        )?;
        for row in rows {
            let cells = self.cells(row, &widths, FaceName::Regular, size)?;
            if self.y + self.row_height(&cells, size) > self.bottom() {
                self.new_page();
                self.row(&header, &widths, FaceName::Bold, size, None)?;
            }
            self.row(
                &cells,
                &widths,
                FaceName::Regular,
                size,
                Some((table, Role::DataCell)),
            )?;
        }
        self.space(self.m.paragraph_gap);
        Ok(())
    }

    /// The widths of the form, but none so narrow that it breaks a word or a date: what one column
    /// needs, those with room to spare give.
    fn column_widths(
        &self,
        columns: &[(f32, String)],
        rows: &[Vec<String>],
        size: f32,
    ) -> Result<Vec<f32>, Error> {
        let whole: f32 = columns.iter().map(|c| c.0).sum();
        let mut widths: Vec<f32> = columns
            .iter()
            .map(|c| c.0 / whole * self.inner_width())
            .collect();
        let mut needed = vec![];
        for (n, (_, title)) in columns.iter().enumerate() {
            let mut widest: f32 = 0.0;
            for word in title.split_whitespace() {
                widest = widest.max(width(FaceName::Bold, size, word)?);
            }
            for word in rows
                .iter()
                .filter_map(|row| row.get(n))
                .flat_map(|cell| cell.split_whitespace())
            {
                widest = widest.max(width(FaceName::Regular, size, word)?);
            }
            // A hair more than the sum, so that rounding breaks nothing; a word wider than a third
            // of the page is broken all the same.
            needed.push((widest + 2.0 * CELL_PAD.0 + 0.1).min(self.inner_width() / 3.0));
        }
        let short: f32 = needed
            .iter()
            .zip(&widths)
            .map(|(need, w)| (need - w).max(0.0))
            .sum();
        let spare: f32 = needed
            .iter()
            .zip(&widths)
            .map(|(need, w)| (w - need).max(0.0))
            .sum();
        if short > 0.0 && spare > 0.0 {
            let share = (short / spare).min(1.0);
            let filled = (spare / short).min(1.0);
            for (w, need) in widths.iter_mut().zip(&needed) {
                *w += if need > w {
                    (need - *w) * filled
                } else {
                    (need - *w) * share
                };
            }
        }
        Ok(widths)
    }

    fn cells(
        &self,
        texts: &[String],
        widths: &[f32],
        face: FaceName,
        size: f32,
    ) -> Result<Vec<Vec<String>>, Error> {
        texts
            .iter()
            .zip(widths)
            .map(|(text, w)| {
                Ok(broken(text, face, size, w - 2.0 * CELL_PAD.0, 0.0)?
                    .into_iter()
                    .map(joined)
                    .collect())
            })
            .collect()
    }

    fn row_height(&self, cells: &[Vec<String>], size: f32) -> f32 {
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        lines as f32 * self.leading(size) + 2.0 * CELL_PAD.1
    }

    fn row(
        &mut self,
        cells: &[Vec<String>],
        widths: &[f32],
        face: FaceName,
        size: f32,
        tagged: Option<(usize, Role)>,
    ) -> Result<(), Error> {
        let height = self.row_height(cells, size);
        if self.y + height > self.bottom() && tagged.is_some_and(|t| t.1 == Role::HeaderCell) {
            self.new_page();
        }
        let top = self.y;
        let row = tagged.map(|(table, role)| (self.child(Role::Row, table, None), role));
        let mut x = self.left();
        for (lines, w) in cells.iter().zip(widths) {
            let node = row.map(|(row, role)| self.child(role, row, None));
            let leading = self.leading(size);
            let spare = height - 2.0 * CELL_PAD.1 - lines.len() as f32 * leading;
            let inset = if face == FaceName::Bold {
                spare / 2.0
            } else {
                0.0
            };
            for (n, line) in lines.iter().enumerate() {
                let y = self.height()
                    - (top + CELL_PAD.1 + inset + (n + 1) as f32 * leading - leading * 0.25);
                let at = if face == FaceName::Bold {
                    x + (w - width(face, size, line)?) / 2.0
                } else {
                    x + CELL_PAD.0
                };
                let text = if n + 1 < lines.len() {
                    format!("{line} ")
                } else {
                    line.clone()
                };
                self.place(
                    node,
                    Item::Text {
                        x: at,
                        y,
                        face,
                        size,
                        text,
                        word_gap: 0.0,
                    },
                );
            }
            x += w;
        }
        self.lines_of_row(widths, top, height);
        self.y = top + height;
        Ok(())
    }

    /// The lines around the cells of a row.
    fn lines_of_row(&mut self, widths: &[f32], top: f32, height: f32) {
        let (mut x, low) = (self.left(), self.height() - top - height);
        for y in [low, low + height] {
            self.place(
                None,
                Item::Bar {
                    x,
                    y,
                    width: widths.iter().sum(),
                    height: RULE,
                },
            );
        }
        for w in [0.0].iter().chain(widths) {
            x += w;
            self.place(
                None,
                Item::Bar {
                    x,
                    y: low,
                    width: RULE,
                    height: height + RULE,
                },
            );
        }
    }

    /// Signatures left and right, a third one below, then the recipients with the code of the page.
    fn signatures(
        &mut self,
        left: Option<&Signature>,
        right: Option<&Signature>,
        centre: Option<&Signature>,
        recipients: &[String],
    ) -> Result<(), Error> {
        let half = self.inner_width() / 2.0;
        let top = self.y + 2.0;
        let mut low = top;
        for (signature, middle) in [
            (left, self.left() + half / 2.0),
            (right, self.right() - half / 2.0),
        ] {
            self.y = top;
            if let Some(signature) = signature {
                self.signature(signature, middle, half - 8.0)?;
            }
            low = low.max(self.y);
        }
        self.y = low;
        if let Some(signature) = centre {
            self.space(self.m.paragraph_gap);
            self.signature(signature, self.centre(), self.inner_width())?;
        }
        if !recipients.is_empty() {
            self.recipients(recipients)?;
        }
        Ok(())
    }

    /// Places one signature, and the seal of its organisation over a third of it, to the left (Nghị
    /// định 30/2020/NĐ-CP, annex I).
    fn signature(&mut self, signature: &Signature, centre: f32, limit: f32) -> Result<(), Error> {
        let size = self.m.sizes.body;
        let Some((name, above)) = signature.lines.split_last() else {
            return Ok(());
        };
        let node = self.node(Role::Paragraph, None);
        for line in above.iter().filter(|l| !l.is_empty()) {
            let face = if line.starts_with('(') {
                FaceName::Italic
            } else {
                FaceName::Bold
            };
            self.centred_in(line, face, size, centre, limit, node)?;
        }
        let space = self
            .m
            .signature
            .space
            .get(self.fit.1)
            .copied()
            .unwrap_or(17.0)
            * MM;
        let top = self.y;
        self.y += space;
        let form = self.node(Role::Form, Some(name.clone()));
        let high = self.height() - top - 2.0;
        let [x0, y0, x1, y1] = [
            centre - limit.min(WIDEST_SIGNATURE) * 0.35,
            high - space + 4.0,
            centre + limit.min(WIDEST_SIGNATURE) * 0.35,
            high,
        ];
        self.push_field(
            FieldKind::Signature,
            signature.party.field().to_owned(),
            form,
            [x0, y0, x1, y1],
        );
        if let Some(organisation) = signature.sealed_by {
            let form = self.node(Role::Form, Some(self.words.text(organisation.field())));
            self.push_field(
                FieldKind::Signature,
                organisation.field().to_owned(),
                form,
                [x0 - SEAL_WIDTH * 2.0 / 3.0, y0, x0 + SEAL_WIDTH / 3.0, y1],
            );
        }
        let node = self.node(Role::Paragraph, None);
        self.centred_in(name, FaceName::Bold, size, centre, limit, node)?;
        Ok(())
    }

    fn recipients(&mut self, lines: &[String]) -> Result<(), Error> {
        self.space(2.0);
        let top = self.y;
        let node = self.node(Role::Paragraph, None);
        let limit = self.inner_width() * 0.6;
        for (n, line) in lines.iter().enumerate() {
            let (face, size) = if n == 0 {
                (FaceName::BoldItalic, self.m.sizes.recipients_title)
            } else {
                (FaceName::Regular, self.m.sizes.recipients)
            };
            for part in broken(line, face, size, limit, 0.0)? {
                let y = self.line(size);
                self.text(node, self.left(), y, face, size, &joined(part))?;
            }
        }
        let row = top.min(self.bottom() - self.m.qr_last * MM);
        self.code_row = Some(row);
        self.y = self.y.max(row + self.m.qr_last * MM);
        Ok(())
    }
}

/// What the names of a part's fields begin with.
fn part_name(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Minutes => "minutes",
        PartKind::Undertaking => "commitment",
        PartKind::Annex => "annex",
    }
}

/// Where text begins. The commitment is a personal paper, to which Nghị định 30/2020/NĐ-CP does not
/// apply: its top margin is 5 mm smaller, so that it stays one page with the longest names.
fn top_of(m: &Measures, kind: PartKind) -> f32 {
    let smaller = if kind == PartKind::Undertaking {
        5.0
    } else {
        0.0
    };
    (m.margin_top - smaller) * MM
}

fn joined(words: Line<'_>) -> String {
    words.into_iter().map(|w| w.0).collect::<Vec<_>>().join(" ")
}

/// Breaks a text into lines of words; no-break spaces hold words together, and a word that is too
/// long stands alone.
fn broken(
    text: &str,
    face: FaceName,
    size: f32,
    limit: f32,
    first: f32,
) -> Result<Vec<Line<'_>>, Error> {
    let mut words = measured(text, face, size, limit)?;
    let mut lines = vec![];
    for count in lengths(&words, width(face, size, " ")?, limit, first) {
        let rest = words.split_off(count);
        lines.push(std::mem::replace(&mut words, rest));
    }
    Ok(lines)
}

/// The words of a text with their widths; only a word longer than a line is cut, as nothing may be
/// lost or overprinted.
fn measured(text: &str, face: FaceName, size: f32, limit: f32) -> Result<Line<'_>, Error> {
    let mut words = vec![];
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let w = width(face, size, word)?;
        if w <= limit {
            words.push((Cow::Borrowed(word), w));
            continue;
        }
        let mut cut = String::new();
        for c in word.chars() {
            let longer = format!("{cut}{c}");
            if width(face, size, &longer)? > limit && !cut.is_empty() {
                words.push((Cow::Owned(cut.clone()), width(face, size, &cut)?));
                cut = c.to_string();
            } else {
                cut = longer;
            }
        }
        let w = width(face, size, &cut)?;
        words.push((Cow::Owned(cut), w));
    }
    Ok(words)
}

/// How many words each line takes; the first one is shorter.
fn lengths(words: &[(Cow<'_, str>, f32)], gap: f32, limit: f32, first: f32) -> Vec<usize> {
    let mut counts = vec![];
    let (mut used, mut count) = (first, 0);
    for (_, w) in words {
        let needed = if count == 0 { *w } else { gap + w };
        if used + needed > limit && count > 0 {
            counts.push(count);
            (used, count) = (*w, 1);
        } else {
            used += needed;
            count += 1;
        }
    }
    counts.push(count);
    counts
}

/// Breaks a centred text into lines of about one length.
fn balanced(text: &str, face: FaceName, size: f32, limit: f32) -> Result<Vec<String>, Error> {
    let words = measured(text, face, size, limit)?;
    let gap = width(face, size, " ")?;
    let mut counts = lengths(&words, gap, limit, 0.0);
    let mut tighter = limit - 4.0;
    while counts.len() > 1 && tighter > 16.0 && words.iter().all(|w| w.1 <= tighter) {
        let closer = lengths(&words, gap, tighter, 0.0);
        if closer.len() > counts.len() {
            break;
        }
        counts = closer;
        tighter -= 4.0;
    }
    let mut words = words.into_iter();
    Ok(counts
        .into_iter()
        .map(|count| joined(words.by_ref().take(count).collect()))
        .collect())
}

/// Adds to every page its code, check code, page number, or the words of a draft.
fn finish_pages(
    whole: &mut Pages,
    codes: &[CodePlace],
    finish: &Finish<'_>,
    words: &Words,
) -> Result<(), Error> {
    let m = &words.measures;
    let (page_width, page_height) = whole.size;
    let count = whole.pages.len();
    if let (Finish::Final { .. } | Finish::Plain, Some(first)) = (finish, whole.pages.first_mut()) {
        whole.nodes.push(Node {
            role: Role::Form,
            parent: None,
            alt: Some(words.text("archive_time_stamp")),
        });
        first.fields.push(Field {
            kind: FieldKind::Signature,
            name: ARCHIVE_FIELD.to_owned(),
            node: whole.nodes.len() - 1,
            rect: [0.0; 4],
        });
    }
    let mut page_in_part = 0;
    for (n, place) in codes.iter().enumerate() {
        page_in_part = if n > 0 && matches!(codes[n - 1], CodePlace::Row(_)) {
            0
        } else {
            page_in_part
        };
        page_in_part += 1;
        if page_in_part > 1 {
            let number = page_in_part.to_string();
            let x =
                page_width / 2.0 - width(FaceName::Regular, m.sizes.page_number, &number)? / 2.0;
            let item = Item::Text {
                x,
                y: page_height - 12.0 * MM,
                face: FaceName::Regular,
                size: m.sizes.page_number,
                text: number,
                word_gap: 0.0,
            };
            whole.pages[n].items.push(Placed { node: None, item });
        }
        let (token, check_code) = match finish {
            Finish::Final { token, check_code } => (token, check_code),
            Finish::Draft => {
                // Under everything else, so that nothing of the preview is hidden.
                whole.pages[n].items.insert(
                    0,
                    Placed {
                        node: None,
                        item: Item::Watermark {
                            text: words.text("draft_mark"),
                        },
                    },
                );
                continue;
            }
            Finish::Plain => continue,
        };
        let (side, y) = match place {
            CodePlace::Foot => (m.qr_other * MM, CODE_FOOT),
            CodePlace::Row(top) => (m.qr_last * MM, page_height - top - m.qr_last * MM),
        };
        let x = page_width - m.margin_right * MM - side;
        let address = verify_address(m, token, n + 1, check_code);
        let page_text = if count > 1 {
            words.say(
                "check_code_page",
                &[
                    ("code", check_code),
                    ("page", &(n + 1).to_string()),
                    ("pages", &count.to_string()),
                ],
            )
        } else {
            words.say("check_code", &[("code", check_code)])
        };
        whole.nodes.push(Node {
            role: Role::Figure,
            parent: None,
            alt: Some(page_text.clone()),
        });
        let figure = whole.nodes.len() - 1;
        whole.nodes.push(Node {
            role: Role::Paragraph,
            parent: None,
            alt: None,
        });
        let beside = whole.nodes.len() - 1;
        let size = m.sizes.check_code;
        let text_x = x - CODE_GAP - width(FaceName::Regular, size, &page_text)?;
        let items = &mut whole.pages[n].items;
        items.push(Placed {
            node: Some(figure),
            item: Item::Code {
                x,
                y,
                side,
                modules: modules(&address)?,
            },
        });
        items.push(Placed {
            node: Some(beside),
            item: Item::Text {
                x: text_x,
                y: y + 1.5,
                face: FaceName::Regular,
                size,
                text: page_text,
                word_gap: 0.0,
            },
        });
    }
    Ok(())
}

/// The address in the code of a page: upper case, so that the code needs few squares.
fn verify_address(m: &Measures, token: &str, page: usize, check_code: &str) -> String {
    format!(
        "{}{}.{page}.{check_code}",
        m.verify_address,
        domain::page_code::short_token(token)
    )
    .to_uppercase()
}

fn modules(address: &str) -> Result<Vec<Vec<bool>>, Error> {
    let code = fast_qr::QRBuilder::new(address)
        .ecl(fast_qr::ECL::M)
        .build()
        .map_err(|e| Error::Pdf(e.to_string()))?;
    Ok((0..code.size)
        .map(|row| {
            code[row]
                .iter()
                .take(code.size)
                .map(|module| module.value())
                .collect()
        })
        .collect())
}
