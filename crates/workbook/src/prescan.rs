//! A look at a file before it is parsed: how large it really is, and what it has that no list
//! needs.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use domain::{Code, Refusal};

use crate::cells::{MAX_CELLS, Run, unreadable};
use crate::package::{self, Archive, Layout};
use crate::sheet_look::{SheetLook, shared_runs};

/// Most parts of a workbook.
const MAX_PARTS: usize = 2_000;
/// Most bytes of all parts together when they are unpacked.
pub(crate) const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// Most formulas of all sheets.
const MAX_FORMULAS: usize = 100_000;
/// Most bytes of the list of shared texts.
const MAX_SHARED: u64 = 32 * 1024 * 1024;

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// What calamine does not tell, by sheet.
    pub sheets: BTreeMap<String, SheetLook>,
    /// The container with its parts under the names that calamine looks for, unless they have them.
    pub renamed: Option<Vec<u8>>,
}

/// Whether an OLE container holds an encrypted workbook instead of a plain one: the names of its
/// streams tell.
pub(crate) fn is_encrypted(bytes: &[u8]) -> bool {
    has_stream(bytes, "EncryptedPackage")
}

/// Whether an OLE container has a stream of a name.
pub(crate) fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
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
    let mut archive = package::open(bytes)?;
    if archive.len() > MAX_PARTS {
        return Err(bomb());
    }
    harmless(&archive)?;
    let layout = package::layout(&mut archive)?;
    let mut budget = Budget::default();
    let shared = shared(&mut archive, &layout, &mut budget)?;
    let mut sheets = BTreeMap::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| unreadable())?;
        let name = package::tidy_name(&part.name().map_err(|_| unreadable())?);
        if layout.shared.as_ref() == Some(&name) {
            continue;
        }
        match layout.titles.get(&name) {
            Some(title) => {
                let look = budget.sheet(part, &shared)?;
                sheets.insert(title.clone(), look);
            }
            None => budget.copied(part)?,
        }
    }
    let renamed = layout.renamed(&mut archive)?;
    Ok(Seen { sheets, renamed })
}

pub(crate) fn bomb() -> Refusal {
    Refusal::new(Code::BookBomb).with("limit", MAX_UNPACKED / 1024 / 1024)
}

/// Refuses parts that no list needs.
fn harmless(archive: &Archive<'_>) -> Result<(), Refusal> {
    let names = package::names(archive)?;
    let any = |bad: &dyn Fn(&str) -> bool| names.keys().any(|name| bad(name));
    if any(&|n| n.ends_with("vbaproject.bin") || n.contains("/macrosheets/")) {
        return Err(Refusal::new(Code::BookMacros));
    }
    if any(&|n| n.contains("/externallinks/") || n.contains("/embeddings/")) {
        return Err(Refusal::new(Code::BookExternal));
    }
    // Two parts of one name are two workbooks: which one is meant nobody knows.
    if names.len() < archive.len()
        || any(&|n| n.ends_with(".zip") || n.split('/').any(|part| part == ".."))
    {
        return Err(unreadable());
    }
    Ok(())
}

fn shared(
    archive: &mut Archive<'_>,
    layout: &Layout,
    budget: &mut Budget,
) -> Result<HashMap<usize, Vec<Run>>, Refusal> {
    let names = package::names(archive)?;
    let name = layout.shared.as_ref().and_then(|name| names.get(name));
    let Some(name) = name else {
        return Ok(HashMap::new());
    };
    let part = archive.by_name(name).map_err(|_| unreadable())?;
    budget.read(part, MAX_SHARED, shared_runs)
}

/// What may still be unpacked.
struct Budget {
    left: u64,
    cells: usize,
    formulas: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            left: MAX_UNPACKED,
            cells: 0,
            formulas: 0,
        }
    }
}

impl Budget {
    /// Reads a part to its end, or to where it is too much.
    fn read<R: Read, T>(
        &mut self,
        part: R,
        most: u64,
        with: impl FnOnce(&mut Counted<R>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let before = self.left.min(most);
        let mut counted = Counted {
            inner: part,
            left: before,
            over: false,
        };
        let read = with(&mut counted);
        if counted.over {
            return Err(bomb());
        }
        self.left = self.left.saturating_sub(before - counted.left);
        read
    }

    fn copied(&mut self, part: impl Read) -> Result<(), Refusal> {
        self.read(part, MAX_UNPACKED, |part| {
            let copied = std::io::copy(part, &mut std::io::sink());
            copied.map(drop).map_err(|_| unreadable())
        })
    }

    fn sheet(
        &mut self,
        part: impl Read,
        shared: &HashMap<usize, Vec<Run>>,
    ) -> Result<SheetLook, Refusal> {
        let mut look = SheetLook::default();
        let most = MAX_CELLS - self.cells;
        self.read(part, MAX_UNPACKED, |part| look.read(part, shared, most))?;
        self.cells += look.cells;
        self.formulas += look.formulas;
        if self.formulas > MAX_FORMULAS {
            return Err(Refusal::new(Code::BookFormulas).with("limit", MAX_FORMULAS));
        }
        Ok(look)
    }
}
