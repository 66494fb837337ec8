//! Blocks one under the other: paragraphs, titles, and what has a file of its own.

use super::frame::MM;
use super::lines::{Line, Style, broken, joined};
use super::part::PartLayout;
use crate::blocks::{Block, Part, PartKind, Title};
use crate::error::Error;
use crate::structure::Role;

impl PartLayout<'_> {
    /// Lays a whole part out.
    pub(super) fn part(&mut self, part: &Part) -> Result<(), Error> {
        let last = part.blocks.len().saturating_sub(1);
        for (n, block) in part.blocks.iter().enumerate() {
            // The last paragraph goes over to the next page with the signatures, which never stand
            // alone.
            if n + 1 == last && matches!(part.blocks[last], Block::Signatures(_)) {
                let tail = self.height_of(block)? + self.height_of(&part.blocks[last])?;
                let (bottom, top) = (self.frame.bottom, self.m.margin_top * MM);
                if self.y + tail > bottom && tail < bottom - top {
                    self.new_page();
                }
            }
            self.block(block)?;
        }
        Ok(())
    }

    /// The height of a block, by laying it out on a page that is thrown away.
    fn height_of(&self, block: &Block) -> Result<f32, Error> {
        let mut scratch = self.scratch();
        let top = scratch.y;
        scratch.block(block)?;
        Ok(scratch.y - top)
    }

    fn block(&mut self, block: &Block) -> Result<(), Error> {
        let body = self.m.sizes.body;
        match block {
            Block::Head(head) => self.head(head),
            Block::PersonalHead { country, motto } => self.personal_head(country, motto),
            Block::Title(title) => self.title(title),
            Block::Ground(text) => self.paragraph(text, Style::italic(body), Role::Paragraph),
            Block::Heading(text) => self.paragraph(text, Style::bold(body), Role::Heading),
            Block::Body(text) => self.paragraph(text, Style::regular(body), Role::Paragraph),
            Block::Centred { text, italic: true } => self.centred_line(text, Style::italic(body)),
            Block::Centred { text, .. } => self.centred_line(text, Style::regular(body)),
            Block::Table(table) => self.table(table),
            Block::PlaceDate(text) => self.place_date(text),
            Block::Signatures(signatures) => self.signatures(signatures),
        }
    }

    /// A personal paper is one page with its eleven points: the gaps around its title are smaller.
    fn title(&mut self, title: &Title) -> Result<(), Error> {
        let roomy = self.kind == PartKind::Minutes;
        let sizes = &self.m.sizes;
        self.space(self.m.paragraph_gap * if roomy { 2.0 } else { 0.6 });
        let node = self.node(Role::Title, None);
        let column = self.frame.column();
        self.centred(&title.title, Style::bold(sizes.title), column, node)?;
        let mut last = 0.0;
        for line in &title.subject {
            last = self.centred(line, Style::bold(sizes.subject), column, node)?;
        }
        if title.rule {
            self.rule_below(column.centre, last * 0.4);
        }
        self.space(if roomy { self.m.paragraph_gap } else { 0.0 });
        Ok(())
    }

    fn centred_line(&mut self, text: &str, style: Style) -> Result<(), Error> {
        let node = self.node(Role::Paragraph, None);
        self.centred(text, style, self.frame.column(), node)?;
        self.space(self.m.paragraph_gap);
        Ok(())
    }

    fn place_date(&mut self, text: &str) -> Result<(), Error> {
        let style = Style::italic(self.m.sizes.body);
        let node = self.node(Role::Paragraph, None);
        let centre = self.frame.left + self.frame.width() * 0.72;
        let y = self.line(style.size);
        let x = self.frame.within(centre, style.width(text)?);
        self.text(node, (x, y), style, text)
    }

    /// A justified paragraph with its first line set in; two lines at least stay together at a
    /// page's end.
    fn paragraph(&mut self, text: &str, style: Style, role: Role) -> Result<(), Error> {
        let node = self.node(role, None);
        let first = self.m.first_line * MM;
        let lines = broken(text, style, self.frame.width(), first)?;
        let (bottom, leading) = (self.frame.bottom, self.leading(style.size));
        let torn = lines.len() > 1 && self.y + 2.0 * leading > bottom;
        let left_alone =
            role == Role::Heading && self.y + 3.0 * leading + self.m.paragraph_gap > bottom;
        if torn || left_alone {
            self.new_page();
        }
        let count = lines.len();
        for (n, words) in lines.into_iter().enumerate() {
            let inset = if n == 0 { first } else { 0.0 };
            self.justified(node, words, style, inset, n + 1 == count)?;
        }
        self.space(self.m.paragraph_gap);
        Ok(())
    }

    /// A line as long as all others, but for the last one.
    fn justified(
        &mut self,
        node: usize,
        words: Line<'_>,
        style: Style,
        inset: f32,
        last: bool,
    ) -> Result<(), Error> {
        let gap = style.width(" ")?;
        let y = self.line(style.size);
        let gaps = words.len().saturating_sub(1);
        let natural: f32 = words.iter().map(|w| w.1).sum::<f32>() + gap * gaps as f32;
        let spare = self.frame.width() - inset - natural;
        let word_gap = if last || gaps == 0 {
            0.0
        } else {
            spare / gaps as f32
        };
        let mut text = joined(words);
        if !last {
            text.push(' ');
        }
        self.spread(node, (self.frame.left + inset, y), style, &text, word_gap)
    }
}
