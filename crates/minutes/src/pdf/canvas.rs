//! What pages show, as PDF syntax (ISO 32000-1, 7.8.2).

use std::rc::Rc;

use lopdf::Object;

use super::cut::{CutFonts, hundredths};
use super::shaped::Shaped;
use crate::error::Error;
use crate::font::{FaceName, Glyph, Shape};
use crate::structure::{Ink, Item, Page, Pages, Placed, Role};

/// What one page shows, as far as it is written.
struct Canvas<'a> {
    content: Vec<u8>,
    fonts: &'a CutFonts,
    size: (f32, f32),
    /// What everything is filled with.
    ink: &'static [u8],
    /// Face and size that are set.
    set: Option<(FaceName, f32)>,
    /// How many pieces of content are marked.
    marked: i64,
}

/// What a page shows.
pub(super) fn content(
    page: &Page,
    shaped: &Shaped,
    pages: &Pages,
    fonts: &CutFonts,
) -> Result<Vec<u8>, Error> {
    let mut canvas = Canvas::new(pages, fonts);
    let mut open = None;
    for (n, (placed, words)) in page.items.iter().zip(shaped).enumerate() {
        // A run of boxes of one node is one marked content.
        if open != Some(placed.node) {
            if open.is_some() {
                canvas.end();
            }
            let node = placed.node.and_then(|n| pages.nodes.get(n));
            canvas.begin(node.map(|node| node.role));
            open = Some(placed.node);
        }
        canvas.item(&placed.item, words)?;
        // Bars of one node are filled together.
        let goes_on = |next: &Placed| next.node == placed.node && is_bar(next);
        if is_bar(placed) && !page.items.get(n + 1).is_some_and(goes_on) {
            canvas.content.extend(b"f\n");
        }
    }
    if open.is_some() {
        canvas.end();
    }
    Ok(canvas.content)
}

fn is_bar(placed: &Placed) -> bool {
    matches!(placed.item, Item::Bar { .. })
}

impl<'a> Canvas<'a> {
    fn new(pages: &Pages, fonts: &'a CutFonts) -> Self {
        let ink: &[u8] = match pages.ink {
            Ink::Black => b"0 g\n",
            Ink::Blue => b"0 0.2 0.6 rg\n",
            Ink::Red => b"0.8 0 0 rg\n",
        };
        Self {
            content: ink.to_vec(),
            fonts,
            size: pages.size,
            ink,
            set: None,
            marked: 0,
        }
    }

    fn item(&mut self, item: &Item, words: &[Rc<Shape>]) -> Result<(), Error> {
        match item {
            Item::Text {
                x,
                y,
                face,
                size,
                word_gap,
                ..
            } => self.text((*x, *y), (*face, *size), words, *word_gap)?,
            Item::Bar {
                x,
                y,
                width,
                height,
            } => self.rectangle(*x, *y, *width, *height),
            Item::Code {
                x,
                y,
                side,
                modules,
            } => self.code(*x, *y, *side, modules),
            Item::Watermark { .. } => {
                self.content.extend(b"0.85 g\n");
                let at = (self.size.0 * 0.22, self.size.1 * 0.47);
                self.text(at, (FaceName::Bold, 64.0), words, 0.0)?;
                self.content.extend(self.ink);
            }
        }
        Ok(())
    }

    fn begin(&mut self, role: Option<Role>) {
        let Some(role) = role else {
            return self.content.extend(b"/Artifact BMC\n");
        };
        self.content.extend(if role == Role::Figure {
            b"/Figure".as_slice()
        } else {
            b"/P"
        });
        self.content.extend(b"<</MCID ");
        cos::write(&mut self.content, &Object::Integer(self.marked));
        self.content.extend(b">>BDC\n");
        self.marked += 1;
    }

    fn end(&mut self) {
        self.content.extend(b"EMC\n");
    }

    /// A length in hundredths: finer than any printer.
    fn length(&mut self, length: f32) {
        cos::write(&mut self.content, &Object::Real(hundredths(length)));
        self.content.push(b' ');
    }

    /// Sets the face and size of the text that follows.
    fn set(&mut self, (face, size): (FaceName, f32)) {
        if self.set == Some((face, size)) {
            return;
        }
        self.set = Some((face, size));
        self.content.push(b'/');
        self.content.extend(face.name().bytes());
        self.content.push(b' ');
        self.length(size);
        self.content.extend(b"Tf ");
    }

    /// Text on a baseline. Its glyphs are written in runs, broken only where the pen must move: for
    /// kerning and for justified lines.
    fn text(
        &mut self,
        (x, y): (f32, f32),
        (face, size): (FaceName, f32),
        words: &[Rc<Shape>],
        word_gap: f32,
    ) -> Result<(), Error> {
        /// How far the pen may be off, in thousandths of an em.
        const OFF: f32 = 0.5;
        let font = self
            .fonts
            .get(&face)
            .ok_or_else(|| Error::Font(face.name().into()))?;
        self.content.extend(b"BT ");
        self.set((face, size));
        self.length(x);
        self.length(y);
        self.content.extend(b"Td[");
        let mut run = vec![];
        let (mut ahead, mut risen) = (0.0, 0.0);
        for word in words {
            let composed = word.glyphs.iter().any(|glyph| glyph.shift != (0.0, 0.0));
            if composed {
                self.stands_for(&mut run, &word.glyphs);
            }
            for glyph in &word.glyphs {
                let (beside, above) = glyph.shift;
                ahead -= beside;
                if ahead.abs() > OFF && beside != 0.0 {
                    self.go_back(&mut run, &mut ahead);
                }
                if (above - risen).abs() > OFF {
                    self.rise(&mut run, above * size / 1000.0);
                    risen = above;
                }
                let gid = font.remap.get(glyph.id).unwrap_or(0);
                run.extend(gid.to_be_bytes());
                let wanted = glyph.advance
                    + if glyph.text == ' ' {
                        word_gap * 1000.0 / size
                    } else {
                        0.0
                    };
                ahead +=
                    font.widths.get(usize::from(gid)).copied().unwrap_or(0.0) - wanted + beside;
                if ahead.abs() > OFF {
                    self.go_back(&mut run, &mut ahead);
                }
            }
            if composed {
                cos::write_literal(&mut self.content, &run);
                run.clear();
                self.content.extend(b"]TJ EMC[");
            }
        }
        cos::write_literal(&mut self.content, &run);
        self.content.extend(b"]TJ ");
        if risen != 0.0 {
            self.content.extend(b"0 Ts ");
        }
        self.content.extend(b"ET\n");
        Ok(())
    }

    /// Begins a word whose marks are drawn apart from their letters: who reads the text finds it whole
    /// (ISO 32000-1, 14.9.4).
    fn stands_for(&mut self, run: &mut Vec<u8>, word: &[Glyph]) {
        cos::write_literal(&mut self.content, run);
        run.clear();
        self.content.extend(b"]TJ /Span<</ActualText<FEFF");
        let text: String = word.iter().map(|glyph| glyph.text).collect();
        for unit in text.encode_utf16() {
            self.content.extend(format!("{unit:04X}").bytes());
        }
        self.content.extend(b">>>BDC[");
    }

    /// Ends a run where the pen must move back.
    fn go_back(&mut self, run: &mut Vec<u8>, ahead: &mut f32) {
        let back = hundredths(*ahead);
        cos::write_literal(&mut self.content, run);
        run.clear();
        self.length(back);
        *ahead -= back;
    }

    /// Ends a run where the text goes on higher or lower.
    fn rise(&mut self, run: &mut Vec<u8>, points: f32) {
        if !run.is_empty() {
            cos::write_literal(&mut self.content, run);
            run.clear();
        }
        self.content.extend(b"]TJ ");
        self.length(points);
        self.content.extend(b"Ts[");
    }

    fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32) {
        for length in [x, y, width, height] {
            self.length(length);
        }
        self.content.extend(b"re\n");
    }

    /// The dark squares of a code, as a mask through which the ink goes (ISO 32000-1, 8.9.6.2 and
    /// 8.9.7). Each is drawn finer than it is: PDFium, which is in Chrome and Edge, takes the
    /// nearest bit of a coarse mask, and a code on the screen cannot be read then.
    fn code(&mut self, x: f32, y: f32, side: f32, modules: &[Vec<bool>]) {
        const FINE: usize = 3;
        self.content.extend(b"q ");
        for length in [side, 0.0, 0.0, side, x, y] {
            self.length(length);
        }
        self.content.extend(
            format!(
                "cm BI/W {0}/H {0}/IM true/D[1 0]/F/AHx ID ",
                modules.len() * FINE
            )
            .bytes(),
        );
        for line in modules {
            let bits: Vec<bool> = line.iter().flat_map(|dark| [*dark; FINE]).collect();
            let byte = |eight: &[bool]| {
                eight
                    .iter()
                    .enumerate()
                    .fold(0, |byte, (n, dark)| byte | u8::from(*dark) << (7 - n))
            };
            let row: Vec<u8> = bits
                .chunks(8)
                .flat_map(|eight| cos::digits(byte(eight)))
                .collect();
            for _ in 0..FINE {
                self.content.extend(&row);
            }
        }
        self.content.extend(b">\nEI Q\n");
    }
}
