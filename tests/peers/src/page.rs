//! Minutes as an outside tool (`pdftohtml -xml`) reads them in our PDFs: lines with their place,
//! face and size; and what is drawn beside them.

use std::fmt::Write;
use std::path::Path;

use crate::Failed;

/// The faces, as the font files are named.
pub const FACES: [(&str, &[u8]); 4] = [
    (
        "Regular",
        include_bytes!("../../../crates/minutes/fonts/BanGiaoSerif-Regular.ttf"),
    ),
    (
        "Bold",
        include_bytes!("../../../crates/minutes/fonts/BanGiaoSerif-Bold.ttf"),
    ),
    (
        "Italic",
        include_bytes!("../../../crates/minutes/fonts/BanGiaoSerif-Italic.ttf"),
    ),
    (
        "BoldItalic",
        include_bytes!("../../../crates/minutes/fonts/BanGiaoSerif-BoldItalic.ttf"),
    ),
];

/// A line; points from the upper left corner of the page.
pub struct Line {
    pub x: f32,
    pub baseline: f32,
    pub size: f32,
    /// Place in [`FACES`].
    pub face: usize,
    /// Ends in a space where the paragraph goes on.
    pub text: String,
}

/// A filled bar: left, top, width, height.
pub type Bar = [f32; 4];

/// The code of a page: left, top, side; its squares, dark ones true.
pub struct Code {
    pub place: [f32; 3],
    pub modules: Vec<Vec<bool>>,
}

/// A page.
#[derive(Default)]
pub struct Page {
    pub lines: Vec<Line>,
    pub bars: Vec<Bar>,
    pub codes: Vec<Code>,
}

/// The pages of minutes.
pub struct Minutes {
    pub pages: Vec<Page>,
}

/// Height of A4.
const HEIGHT: f32 = 841.89;

impl Minutes {
    pub fn read(path: &Path) -> Result<Self, Failed> {
        let xml = std::fs::read_to_string(path)?;
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let doc = roxmltree::Document::parse_with_options(&xml, options)?;
        let mut fonts = std::collections::BTreeMap::new();
        for font in doc.descendants().filter(|n| n.has_tag_name("fontspec")) {
            let family = font.attribute("family").unwrap_or_default();
            let style = family.rsplit('-').next().unwrap_or_default();
            let face = FACES
                .iter()
                .position(|(name, _)| *name == style)
                .ok_or_else(|| format!("{}: font {family}", path.display()))?;
            fonts.insert(font.attribute("id"), (face, number(&font, "size")?));
        }
        let line = |node: roxmltree::Node<'_, '_>| -> Result<Line, Failed> {
            let (face, size) = *fonts
                .get(&node.attribute("font"))
                .ok_or("a line without font")?;
            let text: String = node
                .descendants()
                .filter_map(|n| n.text().filter(|_| n.is_text()))
                .collect();
            Ok(Line {
                x: number(&node, "left")?,
                baseline: number(&node, "top")? + number(&node, "height")? * 0.8,
                size,
                face,
                text,
            })
        };
        let of_page = |page: roxmltree::Node<'_, '_>| -> Result<Page, Failed> {
            Ok(Page {
                lines: page
                    .children()
                    .filter(|n| n.has_tag_name("text"))
                    .map(line)
                    .collect::<Result<_, _>>()?,
                ..Page::default()
            })
        };
        let mut pages: Vec<Page> = doc
            .descendants()
            .filter(|n| n.has_tag_name("page"))
            .map(of_page)
            .collect::<Result<_, _>>()?;
        for line in std::fs::read_to_string(path.with_extension("drawn"))?.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let at = |n: usize| -> Result<f32, Failed> {
                Ok(words.get(n).ok_or("a number is missing")?.parse()?)
            };
            let page = pages
                .get_mut(at(0)? as usize - 1)
                .ok_or("a page is missing")?;
            if words[1] == "bar" {
                page.bars
                    .push([at(2)?, HEIGHT - at(3)? - at(5)?, at(4)?, at(5)?]);
            } else {
                // Our masks are finer than the squares of a code.
                const FINE: usize = 3;
                let (side, count) = (at(4)?, at(5)? as usize / FINE);
                let rows = words[6]
                    .as_bytes()
                    .chunks((count * FINE).div_ceil(8) * 2)
                    .step_by(FINE);
                let bit = |row: &[u8], n: usize| {
                    char::from(row[n / 4])
                        .to_digit(16)
                        .is_some_and(|digit| digit >> (3 - n % 4) & 1 == 1)
                };
                page.codes.push(Code {
                    place: [at(2)?, HEIGHT - at(3)? - side, side],
                    modules: rows
                        .map(|row| (0..count).map(|n| bit(row, n * FINE)).collect())
                        .collect(),
                });
            }
        }
        Ok(Self { pages })
    }

    /// The paragraphs of a page: face, size and text of each.
    pub fn paragraphs(page: &[Line]) -> Vec<(usize, f32, String)> {
        let mut all: Vec<(usize, f32, String)> = vec![];
        for line in page {
            match all
                .last_mut()
                .filter(|(face, _, text)| *face == line.face && text.ends_with(' '))
            {
                Some((_, _, text)) => text.push_str(&line.text),
                None => all.push((line.face, line.size, line.text.clone())),
            }
        }
        all
    }

    /// What the document calls itself.
    pub fn title(&self) -> String {
        let largest = self
            .pages
            .iter()
            .flat_map(|p| &p.lines)
            .map(|l| l.size)
            .fold(0.0, f32::max);
        self.pages
            .iter()
            .flat_map(|p| &p.lines)
            .find(|l| l.size == largest && l.face == 1)
            .map(|l| l.text.trim().to_owned())
            .unwrap_or_default()
    }

    /// For the typesetters that read HTML.
    pub fn html(&self) -> String {
        let mut html = format!(
            "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{}</title><style>",
            self.title()
        );
        html.push_str("@page{size:A4;margin:20mm 15mm 20mm 30mm}body{font-family:\"Liberation Serif\",serif;text-align:justify}section{page-break-after:always}p{margin:0 0 6pt}</style></head><body>");
        for page in &self.pages {
            html.push_str("<section>");
            for (face, size, text) in Self::paragraphs(&page.lines) {
                let (open, close) = [
                    ("", ""),
                    ("<b>", "</b>"),
                    ("<i>", "</i>"),
                    ("<b><i>", "</i></b>"),
                ][face];
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                let _ = write!(
                    html,
                    "<p style=\"font-size:{size}pt\">{open}{text}{close}</p>"
                );
            }
            html.push_str("</section>");
        }
        html.push_str("</body></html>");
        html
    }
}

fn number(node: &roxmltree::Node<'_, '_>, name: &str) -> Result<f32, Failed> {
    Ok(node.attribute(name).ok_or("a number is missing")?.parse()?)
}
