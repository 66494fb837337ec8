//! Opening a file, or what was pasted: the first step of an import.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use domain::text::visible;
use planning::Plan;
use serde::Serialize;
use workbook::{Book, Choice, Field, Kind};

use super::request::ImportRequest;
use crate::{Engine, Reply};

/// A file that is open between the steps.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(super) name: String,
    pub(super) book: Book,
    /// Which opening it was, on this machine since the program began.
    pub(super) opening: u64,
    /// The last plan, with what it was made for.
    pub(super) planned: Option<(Basis, Arc<Plan>)>,
}

/// What a plan rests on: with the same basis it is the same plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Basis {
    pub(super) opening: u64,
    pub(super) request: ImportRequest,
    /// Changes of the register on this machine.
    pub(super) changes: u64,
    pub(super) today: NaiveDate,
}

static OPENINGS: AtomicU64 = AtomicU64::new(0);

/// A sheet of an open file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SheetInfo {
    /// Its name.
    pub name: String,
    /// Rows that are not empty.
    pub rows: u32,
    /// Whether it is hidden in the file.
    pub hidden: bool,
}

/// An open file.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BookInfo {
    /// Its name; empty for a paste.
    pub name: String,
    /// Its sheets.
    pub sheets: Vec<SheetInfo>,
    /// What it most probably lists.
    pub kind: Kind,
}

impl Engine {
    /// Opens a file in a child process and keeps it for the next steps.
    ///
    /// # Errors
    /// Those of [`workbook::child::open`].
    pub async fn open_book(&self, name: &str, bytes: Vec<u8>) -> Reply<BookInfo> {
        let book = workbook::child::open(name, bytes).await?;
        self.opened(name, book).await
    }

    /// Opens a table that was pasted.
    ///
    /// # Errors
    /// Those of [`workbook::book::pasted`].
    pub async fn paste_book(&self, text: &str) -> Reply<BookInfo> {
        self.opened("", workbook::book::pasted(text)?).await
    }

    async fn opened(&self, name: &str, book: Book) -> Reply<BookInfo> {
        self.keep_table(name, &book).await?;
        let opened = Opened::new(name, book);
        let info = opened.info();
        *self.opened.lock().await = Some(opened);
        Ok(info)
    }
}

impl Opened {
    pub(super) fn new(name: &str, book: Book) -> Self {
        Self {
            name: name.to_owned(),
            book,
            opening: OPENINGS.fetch_add(1, Ordering::Relaxed),
            planned: None,
        }
    }

    /// What is told of the file.
    pub(super) fn info(&self) -> BookInfo {
        let sheets = self.book.sheets.iter().map(|s| SheetInfo {
            name: visible(&s.name),
            rows: u32::try_from(s.lines.len()).unwrap_or(u32::MAX),
            hidden: s.hidden,
        });
        BookInfo {
            name: self.name.clone(),
            sheets: sheets.collect(),
            kind: probable(&self.book),
        }
    }
}

/// The kind whose columns explain most of the file; a list of people in a school is most often its
/// assignments, so of equals the last one here is taken.
fn probable(book: &Book) -> Kind {
    let order = [
        Kind::CsdlAccounts,
        Kind::Units,
        Kind::Classes,
        Kind::Officers,
        Kind::Assignments,
    ];
    let best = order.into_iter().max_by_key(|kind| explained(book, *kind));
    best.unwrap_or(Kind::Assignments)
}

/// What the column of heads tells of a list: as much as name, post and phone of a person.
const HEAD_TELLS: usize = 3;

/// How many columns of a file tell something if it is a list of a kind.
fn explained(book: &Book, kind: Kind) -> usize {
    let table = workbook::table::read(book, kind, &Choice::default()).ok();
    let columns = table.filter(|t| t.complete).map(|t| t.columns);
    let tells = |field: Field| match field {
        Field::Order | Field::Note | Field::Grade => 0,
        // Only lists of units name heads: what stands beside (a phone, a login) is the head's too.
        Field::Head if kind == Kind::Units => HEAD_TELLS,
        _ => 1,
    };
    let columns = columns.into_iter().flatten();
    columns.filter_map(|c| c.field).map(tells).sum()
}
