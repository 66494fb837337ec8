//! A look at a file before it is parsed: how large it really is, and what it has that no list
//! needs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};

use domain::{Code, Refusal};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::cells::unreadable;

/// Most parts of a workbook.
const MAX_PARTS: usize = 2_000;
/// Most bytes of all parts together when they are unpacked.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// Most cells of all sheets, empty ones included.
const MAX_CELLS: usize = 1_000_000;
/// Most formulas of all sheets.
const MAX_FORMULAS: usize = 100_000;
/// Most bytes of the list of shared texts.
const MAX_SHARED: u64 = 32 * 1024 * 1024;

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Numbers of hidden rows, by sheet.
    pub hidden: BTreeMap<String, BTreeSet<u32>>,
}

/// Whether an OLE container holds an encrypted workbook instead of a plain one: the names of its
/// streams tell.
pub(crate) fn is_encrypted(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(wide.len()).any(|window| window == wide)
}

/// Reads a part to its end, with the size that is really there and not the one that the directory
/// claims.
struct Counted<R> {
    inner: R,
    left: u64,
    over: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => {
                self.over = true;
                return Err(std::io::Error::other("larger than allowed"));
            }
        }
        Ok(read)
    }
}

/// Looks through the parts of an .xlsx.
///
/// # Errors
/// `book_unreadable`, `book_bomb`, `book_macros`, `book_external`, `book_formulas`,
/// `book_too_large`.
pub(crate) fn zip(bytes: &[u8]) -> Result<Seen, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let bomb = || Refusal::new(Code::BookBomb).with("limit", MAX_UNPACKED / 1024 / 1024);
    if archive.len() > MAX_PARTS {
        return Err(bomb());
    }
    let names: Vec<String> = archive
        .file_names()
        .map(|name| name.map(|n| n.to_lowercase()))
        .collect::<Result<_, _>>()
        .map_err(|_| unreadable())?;
    if names
        .iter()
        .any(|n| n.ends_with("vbaproject.bin") || n.contains("/macrosheets/"))
    {
        return Err(Refusal::new(Code::BookMacros));
    }
    if names
        .iter()
        .any(|n| n.contains("/externallinks/") || n.contains("/embeddings/"))
    {
        return Err(Refusal::new(Code::BookExternal));
    }
    if names
        .iter()
        .any(|n| n.ends_with(".zip") || n.split('/').any(|part| part == ".."))
        || !names.iter().any(|n| n.starts_with("xl/"))
    {
        return Err(unreadable());
    }
    let titles = sheet_paths(&mut archive)?;
    let mut seen = Seen::default();
    let (mut left, mut cells, mut formulas) = (MAX_UNPACKED, 0, 0);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| unreadable())?;
        let name = part.name().map_err(|_| unreadable())?.into_owned();
        let shared = name.to_lowercase().ends_with("sharedstrings.xml");
        let mut counted = Counted {
            inner: part,
            left: if shared { left.min(MAX_SHARED) } else { left },
            over: false,
        };
        let before = counted.left;
        let read =
            if name.ends_with(".xml") && name.contains("worksheets/") && !name.contains("_rels") {
                let mut part = Part::default();
                let read = part.read(&mut counted, MAX_CELLS - cells);
                cells += part.cells;
                formulas += part.formulas;
                if let Some(title) = titles.get(&name).filter(|_| !part.hidden.is_empty()) {
                    seen.hidden.insert(title.clone(), part.hidden);
                }
                read
            } else {
                std::io::copy(&mut counted, &mut std::io::sink())
                    .map(drop)
                    .map_err(|_| unreadable())
            };
        if counted.over {
            return Err(bomb());
        }
        read?;
        left = left.saturating_sub(before - counted.left);
        if formulas > MAX_FORMULAS {
            return Err(Refusal::new(Code::BookFormulas).with("limit", MAX_FORMULAS));
        }
    }
    Ok(seen)
}

/// One sheet, as it streams by.
#[derive(Default)]
struct Part {
    cells: usize,
    formulas: usize,
    hidden: BTreeSet<u32>,
}

impl Part {
    fn read(&mut self, from: &mut impl Read, most: usize) -> Result<(), Refusal> {
        let mut xml = Reader::from_reader(BufReader::new(from));
        let mut buffer = vec![];
        let mut row = 0;
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|_| unreadable())? {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "c" => self.cells += 1,
                    "f" => self.formulas += 1,
                    "row" => {
                        let attribute = |name: &str| {
                            tag.attributes()
                                .flatten()
                                .find(|a| a.key.as_ref() == name)
                                .map(|a| a.value.to_string())
                        };
                        row = attribute("r")
                            .and_then(|r| r.parse().ok())
                            .unwrap_or(row + 1);
                        if matches!(attribute("hidden").as_deref(), Some("1" | "true")) {
                            self.hidden.insert(row);
                        }
                    }
                    _ => {}
                },
                Event::DocType(_) => return Err(unreadable()),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if self.cells > most {
                return Err(Refusal::new(Code::BookTooLarge)
                    .with("what", "cells")
                    .with("limit", MAX_CELLS));
            }
        }
    }
}

/// The name of the sheet that each part holds.
fn sheet_paths(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
) -> Result<BTreeMap<String, String>, Refusal> {
    let targets = attributes(
        archive,
        "xl/_rels/workbook.xml.rels",
        "Relationship",
        ["Id", "Target"],
    )?;
    let sheets = attributes(archive, "xl/workbook.xml", "sheet", ["name", "id"])?;
    let path = |target: &str| match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    };
    Ok(sheets
        .into_iter()
        .filter_map(|[name, id]| {
            targets
                .iter()
                .find(|t| t[0] == id)
                .map(|t| (path(&t[1]), name))
        })
        .collect())
}

/// Two attributes of every element of a name in a small part.
fn attributes(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    part: &str,
    element: &str,
    wanted: [&str; 2],
) -> Result<Vec<[String; 2]>, Refusal> {
    let mut text = vec![];
    let part = archive.by_name(part).map_err(|_| unreadable())?;
    part.take(MAX_UNPACKED)
        .read_to_end(&mut text)
        .map_err(|_| unreadable())?;
    let mut xml = Reader::from_reader(text.as_slice());
    let (mut buffer, mut found) = (vec![], vec![]);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| unreadable())? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == element => {
                let mut pair = [String::new(), String::new()];
                for attribute in tag.attributes().flatten() {
                    if let Some(at) = wanted
                        .iter()
                        .position(|w| attribute.key.local_name().as_ref() == *w)
                    {
                        pair[at] = quick_xml::escape::unescape(&attribute.value)
                            .map_err(|_| unreadable())?
                            .into_owned();
                    }
                }
                found.push(pair);
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
