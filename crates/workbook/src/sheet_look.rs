//! What calamine does not tell of a sheet of an .xlsx: rows that are hidden, cells that are merged,
//! texts in several fonts, formulas without a result.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufReader, Read};

use domain::{Code, Refusal};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::cells::{Merged, Run, unreadable};
use crate::old_fonts::OldFont;

/// Most characters of a formula that are shown.
const SHOWN: usize = 60;
/// Most regions of merged cells that are kept.
const MAX_MERGED: usize = 50_000;

/// One sheet. Rows and columns of cells count from 0.
#[derive(Debug, Default)]
pub(crate) struct SheetLook {
    /// Cells, empty ones included.
    pub cells: usize,
    /// Formulas.
    pub formulas: usize,
    /// Numbers of hidden rows.
    pub hidden: BTreeSet<u32>,
    /// Merged cells.
    pub merged: Vec<Merged>,
    /// Texts of which a part stands in an old font.
    pub runs: HashMap<(u32, u32), Vec<Run>>,
    /// Formulas without a result, and results that are faults.
    pub faults: HashMap<(u32, u32), String>,
}

/// Texts that cells share and of which a part stands in an old font, by their place.
pub(crate) fn shared_runs(from: &mut impl Read) -> Result<HashMap<usize, Vec<Run>>, Refusal> {
    let mut xml = Reader::from_reader(BufReader::new(from));
    let (mut buffer, mut found, mut place) = (vec![], HashMap::new(), 0);
    let mut text = RichText::default();
    loop {
        buffer.clear();
        let event = xml.read_event_into(&mut buffer).map_err(|_| unreadable())?;
        match &event {
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => place += 1,
            Event::Start(tag) if tag.local_name().as_ref() == "si" => text = RichText::default(),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                if let Some(runs) = std::mem::take(&mut text).old() {
                    found.insert(place, runs);
                }
                place += 1;
            }
            Event::DocType(_) => return Err(unreadable()),
            Event::Eof => return Ok(found),
            event => text.hear(event)?,
        }
    }
}

/// A text that is put together from runs.
#[derive(Default)]
struct RichText {
    runs: Vec<Run>,
    font: Option<OldFont>,
    inside: bool,
    phonetic: bool,
}

impl RichText {
    fn hear(&mut self, event: &Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "r" => self.font = None,
                "rFont" => {
                    self.font = attribute(tag, "val").and_then(|name| OldFont::named(&name));
                }
                "rPh" => self.phonetic = matches!(event, Event::Start(_)),
                "t" if !self.phonetic && matches!(event, Event::Start(_)) => {
                    self.inside = true;
                    self.runs.push((String::new(), self.font));
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => self.phonetic = false,
                "t" => self.inside = false,
                _ => {}
            },
            Event::Text(said) if self.inside => self.add(&said.xml10_content()),
            Event::CData(said) if self.inside => self.add(&said.xml10_content()),
            Event::GeneralRef(entity) if self.inside => {
                let letter = resolved(entity)?;
                self.add(letter.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if let Some((run, _)) = self.runs.last_mut() {
            run.push_str(text);
        }
    }

    /// The runs, if one of them is in an old font.
    fn old(self) -> Option<Vec<Run>> {
        let old = self.runs.iter().any(|(_, font)| font.is_some());
        old.then_some(self.runs)
    }
}

pub(crate) fn resolved(entity: &BytesRef<'_>) -> Result<char, Refusal> {
    let named = match entity.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => entity.resolve_char_ref().map_err(|_| unreadable())?,
    };
    named.ok_or_else(unreadable)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut found = tag.attributes().flatten();
    let found = found.find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.value.to_string())
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    at: (u32, u32),
    kind: String,
    formula: Option<String>,
    value: Option<String>,
    text: RichText,
    /// Which of its elements is being read: `f` or `v`.
    inside: Option<char>,
}

impl Cell {
    fn hear(&mut self, event: &Event<'_>) -> Result<(), Refusal> {
        match event {
            Event::Start(tag) | Event::Empty(tag)
                if matches!(tag.local_name().as_ref(), "f" | "v") =>
            {
                let name = tag.local_name().as_ref().chars().next();
                let place = if name == Some('f') {
                    &mut self.formula
                } else {
                    &mut self.value
                };
                *place = Some(String::new());
                self.inside = name.filter(|_| matches!(event, Event::Start(_)));
            }
            Event::End(tag) if matches!(tag.local_name().as_ref(), "f" | "v") => self.inside = None,
            Event::Text(said) if self.inside.is_some() => self.add(&said.xml10_content()),
            Event::GeneralRef(entity) if self.inside.is_some() => {
                let letter = resolved(entity)?;
                self.add(letter.encode_utf8(&mut [0; 4]));
            }
            event => self.text.hear(event)?,
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        let place = match self.inside {
            Some('f') => &mut self.formula,
            _ => &mut self.value,
        };
        if let Some(place) = place.as_mut().filter(|t| t.len() < 4 * SHOWN) {
            place.push_str(text);
        }
    }

    /// What a person should see instead of a value.
    fn fault(&self) -> Option<String> {
        let value = self.value.as_deref().unwrap_or_default().trim();
        if self.kind == "e" {
            return Some(value.to_owned());
        }
        // A formula may have nothing as its text.
        let formula = self.formula.as_ref().filter(|_| value.is_empty())?;
        (self.kind != "str").then(|| format!("={formula}").chars().take(SHOWN).collect())
    }
}

impl SheetLook {
    /// Reads a sheet as it streams by.
    ///
    /// # Errors
    /// `book_unreadable`; `book_too_large` beyond a number of cells.
    pub fn read(
        &mut self,
        from: &mut impl Read,
        shared: &HashMap<usize, Vec<Run>>,
        most: usize,
    ) -> Result<(), Refusal> {
        let mut xml = Reader::from_reader(BufReader::new(from));
        let (mut buffer, mut row, mut column) = (vec![], 0, 0);
        let mut cell: Option<Cell> = None;
        loop {
            buffer.clear();
            let event = xml.read_event_into(&mut buffer).map_err(|_| unreadable())?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        row = attribute(tag, "r")
                            .and_then(|r| r.parse().ok())
                            .unwrap_or(row + 1);
                        column = 0;
                        if matches!(attribute(tag, "hidden").as_deref(), Some("1" | "true")) {
                            self.hidden.insert(row);
                        }
                    }
                    "c" => {
                        self.cells += 1;
                        if self.cells > most {
                            return Err(Refusal::new(Code::BookTooLarge)
                                .with("what", "cells")
                                .with("limit", crate::cells::MAX_CELLS));
                        }
                        let place = attribute(tag, "r").and_then(|r| placed(&r));
                        let at = place.unwrap_or((row.saturating_sub(1), column));
                        column = at.1 + 1;
                        cell = matches!(event, Event::Start(_)).then(|| Cell {
                            at,
                            kind: attribute(tag, "t").unwrap_or_default(),
                            ..Cell::default()
                        });
                    }
                    "mergeCell" => self.merge(attribute(tag, "ref")),
                    name => {
                        self.formulas += usize::from(name == "f");
                        if let Some(cell) = &mut cell {
                            cell.hear(&event)?;
                        }
                    }
                },
                Event::End(tag) if tag.local_name().as_ref() == "c" => {
                    if let Some(cell) = cell.take() {
                        self.keep(cell, shared);
                    }
                }
                Event::DocType(_) => return Err(unreadable()),
                Event::Eof => return Ok(()),
                event => {
                    if let Some(cell) = &mut cell {
                        cell.hear(event)?;
                    }
                }
            }
        }
    }

    fn keep(&mut self, cell: Cell, shared: &HashMap<usize, Vec<Run>>) {
        if let Some(fault) = cell.fault() {
            self.faults.insert(cell.at, fault);
        }
        let runs = if cell.kind == "s" {
            let place = cell.value.and_then(|v| v.trim().parse().ok());
            place.and_then(|place: usize| shared.get(&place).cloned())
        } else {
            cell.text.old()
        };
        if let Some(runs) = runs {
            self.runs.insert(cell.at, runs);
        }
    }

    fn merge(&mut self, reference: Option<String>) {
        let corners = reference.as_deref().and_then(|r| {
            let (from, to) = r.split_once(':')?;
            Some((placed(from)?, placed(to)?))
        });
        if let Some(((top, left), (bottom, right))) =
            corners.filter(|_| self.merged.len() < MAX_MERGED)
        {
            self.merged.push(Merged {
                top: top + 1,
                bottom: bottom + 1,
                left,
                right,
            });
        }
    }
}

/// `B3` as row and column from 0.
fn placed(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.replace('$', "");
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A')?;
        let digit = (digit < 26).then_some(u32::from(digit) + 1)?;
        column.checked_mul(26)?.checked_add(digit)
    })?;
    Some((
        row.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(cells: &str) -> SheetLook {
        let mut look = SheetLook::default();
        let sheet = format!("<worksheet>{cells}</worksheet>");
        let shared = shared_runs(
            &mut "<sst><si/><si><t>a</t></si><si><r><t>TT </t></r><r><rPr><rFont val=\".VnTime\"/></rPr><t>Hoµ &amp; V¨n</t></r></si></sst>".as_bytes(),
        );
        look.read(&mut sheet.as_bytes(), &shared.unwrap(), 100)
            .unwrap();
        look
    }

    #[test]
    fn a_part_of_a_text_in_an_old_font_is_noticed() {
        let seen = look(
            r#"<sheetData><row r="1"><c r="B1" t="s"><v>2</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><rPr><rFont val="VNI-Times"/></rPr><t>Ñöùc</t></r></is></c></row></sheetData>"#,
        );
        assert_eq!(
            seen.runs[&(0, 1)],
            [
                ("TT ".to_owned(), None),
                ("Hoµ & V¨n".to_owned(), Some(OldFont::Tcvn3))
            ]
        );
        assert_eq!(
            seen.runs[&(0, 3)],
            [("Ñöùc".to_owned(), Some(OldFont::Vni))]
        );
        assert_eq!(seen.runs.len(), 2);
    }

    #[test]
    fn formulas_without_a_result_and_faults_are_noticed() {
        let seen = look(
            r#"<sheetData><row r="3"><c r="A3"><f>B3&amp;C3</f><v></v></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="str"><f>""</f><v></v></c><c r="D3" t="e"><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref="A1:$B$2"/></mergeCells>"#,
        );
        assert_eq!(seen.faults[&(2, 0)], "=B3&C3");
        assert_eq!(seen.faults[&(2, 3)], "#REF!");
        assert_eq!((seen.faults.len(), seen.formulas, seen.cells), (2, 3, 4));
        assert_eq!(
            seen.merged,
            [Merged {
                top: 1,
                bottom: 2,
                left: 0,
                right: 1
            }]
        );
    }
}
