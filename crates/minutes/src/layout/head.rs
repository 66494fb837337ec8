//! The head of a paper (Nghị định 30/2020/NĐ-CP, annex I).

use super::frame::{Column, MM};
use super::lines::Style;
use super::part::PartLayout;
use crate::blocks::Head;
use crate::error::Error;
use crate::structure::Role;

impl PartLayout<'_> {
    /// Letterhead left, country right; number and place stand on one line.
    pub(super) fn head(&mut self, head: &Head) -> Result<(), Error> {
        let top = self.y;
        let country = Style::bold(self.m.sizes.country);
        let country_width = country.width(&head.country)? + 2.0 * MM;
        let left_width = self.frame.width() - country_width;
        let left = Column {
            centre: self.frame.left + left_width / 2.0,
            width: left_width - 4.0,
        };
        let right = Column {
            centre: self.frame.right - country_width / 2.0,
            width: country_width,
        };
        let widest = self.letterhead(head, left)?;
        self.rule_below(left.centre, widest.min(left_width) * 0.4);
        let left_end = self.y;
        self.y = top;
        self.country(&head.country, &head.motto, right)?;
        self.y = self.y.max(left_end) + 4.0;
        self.number_and_place(head, left, right)
    }

    /// Country and motto over the whole page.
    pub(super) fn personal_head(&mut self, country: &str, motto: &str) -> Result<(), Error> {
        self.country(country, motto, self.frame.column())
    }

    /// The lines of the organisation; returns the width of the last one.
    fn letterhead(&mut self, head: &Head, column: Column) -> Result<f32, Error> {
        let sizes = &self.m.sizes;
        let node = self.node(Role::Paragraph, None);
        let mut last = 0.0;
        for line in &head.superior {
            last = self.centred(line, Style::regular(sizes.superior), column, node)?;
        }
        for line in &head.unit {
            last = self.centred(line, Style::bold(sizes.unit), column, node)?;
        }
        Ok(last)
    }

    /// Country and motto, over a rule as long as the motto.
    fn country(&mut self, country: &str, motto: &str, column: Column) -> Result<(), Error> {
        let sizes = &self.m.sizes;
        let node = self.node(Role::Paragraph, None);
        self.centred(country, Style::bold(sizes.country), column, node)?;
        let length = self.centred(motto, Style::bold(sizes.motto), column, node)?;
        self.rule_below(column.centre, length);
        Ok(())
    }

    fn number_and_place(&mut self, head: &Head, left: Column, right: Column) -> Result<(), Error> {
        let sizes = &self.m.sizes;
        let baseline = self.line(sizes.place_date);
        if let Some(number) = &head.number {
            let style = Style::regular(sizes.number);
            let node = self.node(Role::Paragraph, None);
            let x = left.centre - style.width(number)? / 2.0;
            self.text(node, (x, baseline), style, number)?;
        }
        let style = Style::italic(sizes.place_date);
        let node = self.node(Role::Paragraph, None);
        let width = style.width(&head.place_date)?;
        let x = self.frame.within(right.centre, width);
        self.text(node, (x, baseline), style, &head.place_date)?;
        self.space(self.m.paragraph_gap);
        Ok(())
    }
}
