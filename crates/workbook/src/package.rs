//! How the parts of a workbook hang together, whoever wrote it: names with backslashes, a workbook,
//! texts or formats under another name, sheets anywhere.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use domain::{Code, Refusal};
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::{ZipArchive, ZipWriter};

use crate::cells::unreadable;

pub(crate) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Most bytes of a part that says where others are.
const MAX_MAP: u64 = 4 * 1024 * 1024;

/// Which part is what.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// The title of the sheet that each part holds, by name in small letters.
    pub titles: BTreeMap<String, String>,
    /// The part with texts that cells share.
    pub shared: Option<String>,
    /// Parts that calamine looks for under another name: as it is, and as it should be.
    renamed: Vec<(String, String)>,
}

/// A name of a part as all of them are compared.
pub(crate) fn tidy_name(raw: &str) -> String {
    raw.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// Opens the container.
pub(crate) fn open(bytes: &[u8]) -> Result<Archive<'_>, Refusal> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())
}

/// Names as they are, with the form that is compared.
pub(crate) fn names(archive: &Archive<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    archive
        .file_names()
        .map(|name| name.map(|n| (tidy_name(&n), n.into_owned())))
        .collect::<Result<_, _>>()
        .map_err(|_| unreadable())
}

/// Whether a container is a spreadsheet of OpenDocument and not of Excel; refuses those of something
/// else, by name.
///
/// # Errors
/// `book_other`, `book_unreadable`.
pub(crate) fn is_opendocument(bytes: &[u8]) -> Result<bool, Refusal> {
    let mut archive = open(bytes)?;
    let names = names(&archive)?;
    let has = |start: &str| names.keys().any(|name| name.starts_with(start));
    let what = if has("word/") {
        "word_file"
    } else if has("ppt/") {
        "slides_file"
    } else if names.contains_key("xl/workbook.bin") {
        "binary_book"
    } else if names.contains_key("content.xml") && names.contains_key("mimetype") {
        if is_sheet_of_opendocument(&mut archive) {
            return Ok(true);
        }
        "word_file"
    } else {
        return Ok(false);
    };
    Err(Refusal::new(Code::BookOther).with("what", what))
}

fn is_sheet_of_opendocument(archive: &mut Archive<'_>) -> bool {
    let mut kind = String::new();
    let read = archive
        .by_name("mimetype")
        .ok()
        .and_then(|part| part.take(200).read_to_string(&mut kind).ok());
    read.is_some() && kind.contains("spreadsheet")
}

/// Finds the parts.
///
/// # Errors
/// `book_unreadable`.
pub(crate) fn layout(archive: &mut Archive<'_>) -> Result<Layout, Refusal> {
    let names = names(archive)?;
    let package = attributes(
        archive,
        &names,
        "_rels/.rels",
        "Relationship",
        ["Type", "Target"],
    )?;
    let book = package
        .iter()
        .find(|[kind, _]| kind.ends_with("/officeDocument"))
        .map(|[_, target]| resolved("", target))
        .ok_or_else(unreadable)?;
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
    let relations = format!("{folder}/_rels/{file}.rels");
    let relations = relations.trim_start_matches('/');
    let parts: Vec<[String; 3]> = attributes(
        archive,
        &names,
        relations,
        "Relationship",
        ["Id", "Target", "Type"],
    )?;
    let sheets = attributes(archive, &names, &book, "sheet", ["name", "id"])?;
    let target = |id: &str| {
        let part = parts.iter().find(|part| part[0] == id);
        part.map(|part| resolved(folder, &part[1]))
    };
    let titles = sheets
        .into_iter()
        .filter_map(|[title, id]| Some((target(&id)?, title)))
        .collect();
    let named = |kind: &str| {
        let part = parts.iter().find(|part| part[2].ends_with(kind));
        part.map(|part| resolved(folder, &part[1]))
    };
    let shared = named("/sharedStrings");
    let renamed = [
        (shared.clone(), "sharedStrings.xml"),
        (named("/styles"), "styles.xml"),
    ];
    let renamed = renamed.into_iter().filter_map(|(found, wanted)| {
        let wanted = format!("{folder}/{wanted}");
        let wanted = wanted.trim_start_matches('/').to_owned();
        let found = found.filter(|found| *found != tidy_name(&wanted))?;
        Some((names.get(&found)?.clone(), wanted))
    });
    Ok(Layout {
        titles,
        shared,
        renamed: renamed.collect(),
    })
}

impl Layout {
    /// The container with its parts under the names that calamine looks for; none if they have them.
    ///
    /// # Errors
    /// `book_unreadable`.
    pub fn renamed(&self, archive: &mut Archive<'_>) -> Result<Option<Vec<u8>>, Refusal> {
        if self.renamed.is_empty() {
            return Ok(None);
        }
        let mut out = ZipWriter::new(Cursor::new(vec![]));
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|_| unreadable())?;
            let name = part.name().map_err(|_| unreadable())?.into_owned();
            let new = self.renamed.iter().find(|(old, _)| *old == name);
            // What stood under the name before is not what the workbook means.
            let taken = self.renamed.iter().any(|(_, new)| *new == name);
            let name = match new {
                Some((_, new)) => new.clone(),
                None if taken => format!("{name}.other"),
                None => name,
            };
            out.raw_copy_file_rename(part, name)
                .map_err(|_| unreadable())?;
        }
        let done = out.finish().map_err(|_| unreadable())?;
        Ok(Some(done.into_inner()))
    }
}

/// The name of a part that another one in a folder points to.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') {
        target
    } else {
        format!("{folder}/{target}")
    };
    let mut parts: Vec<&str> = vec![];
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/").to_lowercase()
}

/// Some attributes of every element of a name in a small part; empty where it has none.
fn attributes<const N: usize>(
    archive: &mut Archive<'_>,
    names: &BTreeMap<String, String>,
    part: &str,
    element: &str,
    wanted: [&str; N],
) -> Result<Vec<[String; N]>, Refusal> {
    let mut text = vec![];
    let name = names.get(&tidy_name(part)).ok_or_else(unreadable)?;
    let part = archive.by_name(name).map_err(|_| unreadable())?;
    part.take(MAX_MAP)
        .read_to_end(&mut text)
        .map_err(|_| unreadable())?;
    let mut xml = Reader::from_reader(text.as_slice());
    let (mut buffer, mut found) = (vec![], vec![]);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|_| unreadable())? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == element => {
                let mut values = [const { String::new() }; N];
                for attribute in tag.attributes().flatten() {
                    let local = attribute.key.local_name();
                    if let Some(at) = wanted.iter().position(|w| local.as_ref() == *w) {
                        values[at] = quick_xml::escape::unescape(&attribute.value)
                            .map_err(|_| unreadable())?
                            .into_owned();
                    }
                }
                found.push(values);
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_wherever_they_point() {
        assert_eq!(
            resolved("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolved("xl", "/xl/Worksheets\\Sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolved("a/b", "../c/./d.xml"), "a/c/d.xml");
        assert_eq!(tidy_name("\\xl\\Workbook.xml"), "xl/workbook.xml");
    }
}
