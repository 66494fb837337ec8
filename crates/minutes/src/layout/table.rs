//! Tables with lines.

use super::lines::{Style, broken, joined};
use super::part::{PartLayout, RULE};
use crate::blocks::Table;
use crate::error::Error;
use crate::structure::{Item, Role};

/// Padding inside table cells, horizontally and vertically.
const CELL_PAD: (f32, f32) = (3.0, 2.0);

/// A row whose cells are broken into lines.
struct Row {
    cells: Vec<Vec<String>>,
    style: Style,
    /// Whether its cells are centred, as titles are.
    titles: bool,
}

/// A cell on the page.
struct Cell {
    x: f32,
    width: f32,
    top: f32,
    height: f32,
}

impl PartLayout<'_> {
    /// A table whose header is repeated on every page; a row never breaks.
    pub(super) fn table(&mut self, table: &Table) -> Result<(), Error> {
        let size = self.m.sizes.table.get(self.fit.table).copied();
        let size = size.unwrap_or(11.0);
        let widths = self.column_widths(table, size)?;
        let titles: Vec<String> = table.columns.iter().map(|c| c.1.clone()).collect();
        let node = self.node(Role::Table, None);
        let header = Row::of(&titles, &widths, Style::bold(size), true)?;
        if self.y + self.row_height(&header) > self.frame.bottom {
            self.new_page();
        }
        self.row(&header, &widths, Some((node, Role::HeaderCell)))?;
        for cells in &table.rows {
            let row = Row::of(cells, &widths, Style::regular(size), false)?;
            if self.y + self.row_height(&row) > self.frame.bottom {
                self.new_page();
                self.row(&header, &widths, None)?;
            }
            self.row(&row, &widths, Some((node, Role::DataCell)))?;
        }
        self.space(self.m.paragraph_gap);
        Ok(())
    }

    /// The widths of the form, but none so narrow that it breaks a word or a date: what one column
    /// needs, those with room to spare give.
    fn column_widths(&self, table: &Table, size: f32) -> Result<Vec<f32>, Error> {
        let whole: f32 = table.columns.iter().map(|c| c.0).sum();
        let mut widths: Vec<f32> = table
            .columns
            .iter()
            .map(|c| c.0 / whole * self.frame.width())
            .collect();
        let mut needed = vec![];
        for column in 0..widths.len() {
            // A hair more than the sum, so that rounding breaks nothing; a word wider than a third
            // of the page is broken all the same.
            let need = widest_word(table, column, size)? + 2.0 * CELL_PAD.0 + 0.1;
            needed.push(need.min(self.frame.width() / 3.0));
        }
        let sum = |of: fn(f32, f32) -> f32| -> f32 {
            let pairs = needed.iter().zip(&widths);
            pairs.map(|(need, w)| of(*need, *w).max(0.0)).sum()
        };
        let (short, spare) = (sum(|need, w| need - w), sum(|need, w| w - need));
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

    fn row_height(&self, row: &Row) -> f32 {
        let lines = row.cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        lines as f32 * self.leading(row.style.size) + 2.0 * CELL_PAD.1
    }

    /// A row of a table's node, whose cells have a role; none for a header that is repeated.
    fn row(
        &mut self,
        row: &Row,
        widths: &[f32],
        tagged: Option<(usize, Role)>,
    ) -> Result<(), Error> {
        let (top, height) = (self.y, self.row_height(row));
        let node = tagged.map(|(table, role)| (self.child(Role::Row, table, None), role));
        let mut x = self.frame.left;
        for (lines, width) in row.cells.iter().zip(widths) {
            let node = node.map(|(row, role)| self.child(role, row, None));
            let cell = Cell {
                x,
                width: *width,
                top,
                height,
            };
            self.cell(&cell, lines, row, node)?;
            x += width;
        }
        self.lines_of_row(widths, top, height);
        self.y = top + height;
        Ok(())
    }

    fn cell(
        &mut self,
        cell: &Cell,
        lines: &[String],
        row: &Row,
        node: Option<usize>,
    ) -> Result<(), Error> {
        let Style { face, size } = row.style;
        let leading = self.leading(size);
        let spare = cell.height - 2.0 * CELL_PAD.1 - lines.len() as f32 * leading;
        let inset = if row.titles { spare / 2.0 } else { 0.0 };
        for (n, line) in lines.iter().enumerate() {
            let below = CELL_PAD.1 + inset + (n + 1) as f32 * leading - leading * 0.25;
            let x = if row.titles {
                cell.x + (cell.width - row.style.width(line)?) / 2.0
            } else {
                cell.x + CELL_PAD.0
            };
            let text = if n + 1 < lines.len() {
                format!("{line} ")
            } else {
                line.clone()
            };
            let item = Item::Text {
                x,
                y: self.frame.height - (cell.top + below),
                face,
                size,
                text,
                word_gap: 0.0,
            };
            self.place(node, item);
        }
        Ok(())
    }

    /// The lines around the cells of a row.
    fn lines_of_row(&mut self, widths: &[f32], top: f32, height: f32) {
        let (mut x, low) = (self.frame.left, self.frame.height - top - height);
        for y in [low, low + height] {
            let width = widths.iter().sum();
            let height = RULE;
            self.place(
                None,
                Item::Bar {
                    x,
                    y,
                    width,
                    height,
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
}

impl Row {
    fn of(texts: &[String], widths: &[f32], style: Style, titles: bool) -> Result<Self, Error> {
        let cell = |(text, width): (&String, &f32)| {
            let lines = broken(text, style, width - 2.0 * CELL_PAD.0, 0.0)?;
            Ok(lines.into_iter().map(joined).collect())
        };
        Ok(Self {
            cells: texts
                .iter()
                .zip(widths)
                .map(cell)
                .collect::<Result<_, Error>>()?,
            style,
            titles,
        })
    }
}

/// The width of the widest word of a column.
fn widest_word(table: &Table, column: usize, size: f32) -> Result<f32, Error> {
    let title = table.columns.get(column).map(|c| &c.1);
    let cells = table.rows.iter().filter_map(|row| row.get(column));
    let mut widest: f32 = 0.0;
    for word in title.into_iter().flat_map(|t| t.split_whitespace()) {
        widest = widest.max(Style::bold(size).width(word)?);
    }
    for word in cells.flat_map(|cell| cell.split_whitespace()) {
        widest = widest.max(Style::regular(size).width(word)?);
    }
    Ok(widest)
}
