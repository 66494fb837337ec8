//! The end of a part: signatures with their fields, then the recipients.

use super::frame::{Column, MM};
use super::lines::{Style, broken, joined};
use super::part::PartLayout;
use crate::blocks::{Signature, Signatures};
use crate::error::Error;
use crate::font::FaceName;
use crate::structure::{FieldKind, Role};

/// Width of the organisation's signature, in points.
const SEAL_WIDTH: f32 = 110.0;
/// Most room that a signature is given, of which its place takes the middle.
const WIDEST_SIGNATURE: f32 = 216.0;

impl PartLayout<'_> {
    /// Signatures left and right, a third one below, then the recipients with the code of the page.
    pub(super) fn signatures(&mut self, signatures: &Signatures) -> Result<(), Error> {
        let half = self.frame.width() / 2.0;
        let top = self.y + 2.0;
        let mut low = top;
        for (signature, centre) in [
            (&signatures.left, self.frame.left + half / 2.0),
            (&signatures.right, self.frame.right - half / 2.0),
        ] {
            self.y = top;
            if let Some(signature) = signature {
                let width = half - 8.0;
                self.signature(signature, Column { centre, width })?;
            }
            low = low.max(self.y);
        }
        self.y = low;
        if let Some(signature) = &signatures.centre {
            self.space(self.m.paragraph_gap);
            self.signature(signature, self.frame.column())?;
        }
        if !signatures.recipients.is_empty() {
            self.recipients(&signatures.recipients)?;
        }
        Ok(())
    }

    /// What stands above a signature, the place for it, and the name.
    fn signature(&mut self, signature: &Signature, column: Column) -> Result<(), Error> {
        let size = self.m.sizes.body;
        let Some((name, above)) = signature.lines.split_last() else {
            return Ok(());
        };
        let node = self.node(Role::Paragraph, None);
        for line in above.iter().filter(|l| !l.is_empty()) {
            let style = if line.starts_with('(') {
                Style::italic(size)
            } else {
                Style::bold(size)
            };
            self.centred(line, style, column, node)?;
        }
        self.place_of(signature, name, column);
        let node = self.node(Role::Paragraph, None);
        self.centred(name, Style::bold(size), column, node)?;
        Ok(())
    }

    /// The field of a signature, and that of its organisation's seal over a third of it, to the left
    /// (Nghị định 30/2020/NĐ-CP, annex I).
    fn place_of(&mut self, signature: &Signature, name: &str, column: Column) {
        let space = self.m.signature.space.get(self.fit.signature).copied();
        let space = space.unwrap_or(17.0) * MM;
        let top = self.y;
        self.y += space;
        let half = column.width.min(WIDEST_SIGNATURE) * 0.35;
        let (x0, x1) = (column.centre - half, column.centre + half);
        let high = self.frame.height - top - 2.0;
        let low = high - space + 4.0;
        let node = self.node(Role::Form, Some(name.to_owned()));
        self.field(
            FieldKind::Signature,
            signature.party.field().to_owned(),
            node,
            [x0, low, x1, high],
        );
        if let Some(organisation) = signature.sealed_by {
            let field = organisation.field();
            let node = self.node(Role::Form, Some(self.words.text(field)));
            let left = x0 - SEAL_WIDTH * 2.0 / 3.0;
            let rect = [left, low, x0 + SEAL_WIDTH / 3.0, high];
            self.field(FieldKind::Signature, field.to_owned(), node, rect);
        }
    }

    fn recipients(&mut self, lines: &[String]) -> Result<(), Error> {
        self.space(2.0);
        let top = self.y;
        let node = self.node(Role::Paragraph, None);
        let limit = self.frame.width() * 0.6;
        for (n, line) in lines.iter().enumerate() {
            let style = if n == 0 {
                Style {
                    face: FaceName::BoldItalic,
                    size: self.m.sizes.recipients_title,
                }
            } else {
                Style::regular(self.m.sizes.recipients)
            };
            for part in broken(line, style, limit, 0.0)? {
                let y = self.line(style.size);
                self.text(node, (self.frame.left, y), style, &joined(part))?;
            }
        }
        let row = top.min(self.frame.bottom - self.m.qr_last * MM);
        self.code_row = Some(row);
        self.y = self.y.max(row + self.m.qr_last * MM);
        Ok(())
    }
}
