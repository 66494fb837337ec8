//! An import that was begun and not written yet: it is there again when the window was closed or
//! died. It lies encrypted, as everything on this machine.

use serde::{Deserialize, Serialize};
use workbook::Book;

use super::open::{BookInfo, Opened};
use super::request::ImportRequest;
use crate::{Engine, Reply};

/// The table of the begun import.
const TABLE: &str = "begun_table";
/// What was chosen for it so far.
const CHOSEN: &str = "begun_import";
/// Most cells of a table that is kept: beyond that, keeping it takes longer than opening the file.
const MOST_CELLS: usize = 200_000;

/// A table as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    book: Book,
}

/// An import that was begun.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BegunImport {
    /// Its table, which is open again.
    pub book: BookInfo,
    /// What was chosen so far.
    pub request: Option<ImportRequest>,
}

impl Engine {
    /// Keeps the table that was opened now.
    pub(super) async fn keep_table(&self, name: &str, book: &Book) -> Reply<()> {
        let lines = book.sheets.iter().flat_map(|sheet| &sheet.lines);
        let cells: usize = lines.map(|line| line.cells.len()).sum();
        let kept = (cells <= MOST_CELLS).then(|| Kept {
            name: name.to_owned(),
            book: book.clone(),
        });
        self.set_setting(CHOSEN, &None::<ImportRequest>).await?;
        self.set_setting(TABLE, &kept).await
    }

    /// Keeps what was chosen for the open table; with nothing, the import is over.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn keep_import(&self, request: Option<ImportRequest>) -> Reply<()> {
        if request.is_none() {
            self.set_setting(TABLE, &None::<Kept>).await?;
        }
        self.set_setting(CHOSEN, &request).await
    }

    /// The import that was begun and not written, with its table open again.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn begun_import(&self) -> Reply<Option<BegunImport>> {
        let kept: Option<Option<Kept>> = self.setting(TABLE).await?;
        let Some(Kept { name, book }) = kept.flatten() else {
            return Ok(None);
        };
        let request: Option<Option<ImportRequest>> = self.setting(CHOSEN).await?;
        let mut opened = self.opened.lock().await;
        let again = opened.get_or_insert_with(|| Opened::new(&name, book));
        Ok(Some(BegunImport {
            book: again.info(),
            request: request.flatten(),
        }))
    }
}
