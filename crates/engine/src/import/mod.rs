//! Importing tables: open, look, match columns, check, write, undo. What a row means is planned as
//! acts; the same rule that any act goes through says whether it may stand, first on a copy of the
//! facts and then for good.

mod assignments;
mod classes;
mod commit;
mod csdl;
mod officers;
mod plan;
mod reader;
mod units;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::text::visible;
use domain::{Code, Refusal};
use serde::{Deserialize, Serialize};
use workbook::columns::shown;
use workbook::old_fonts::OldFont;
use workbook::table::{Column, LeftOut};
use workbook::{Book, Choice, DateOrder, Field, Kind, Table};

use crate::{Engine, Failure, Reply};

pub use commit::{ImportRow, Imported, Undone};
pub use workbook::columns::Kind as ImportKind;

/// A file that is open between the steps.
#[derive(Debug)]
pub(crate) struct Opened {
    name: String,
    book: Book,
    /// Which opening it was, on this machine since the program began.
    opening: u64,
    /// The last plan, with what it was made for.
    planned: Option<(Basis, Arc<plan::Plan>)>,
}

static OPENINGS: AtomicU64 = AtomicU64::new(0);

/// What a plan rests on: with the same basis it is the same plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Basis {
    opening: u64,
    request: ImportRequest,
    /// Changes of the register on this machine.
    changes: u64,
    today: chrono::NaiveDate,
}

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

/// Text that was converted from an old font.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Converted {
    /// Which writing.
    pub font: OldFont,
    /// A sample as it stands in the file.
    pub before: String,
    /// The sample in Unicode.
    pub after: String,
}

/// A sheet as a table: header, columns, what was left out.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Looked {
    /// Which sheet, from 0.
    pub sheet: u32,
    /// Number of the header row; 0 without one.
    pub header: u32,
    /// How many rows the header has.
    pub header_rows: u32,
    /// Columns.
    pub columns: Vec<Column>,
    /// Fields that a column of this kind may hold, with their titles.
    pub fields: Vec<(Field, String)>,
    /// Rows that will be read.
    pub rows: u32,
    /// Rows that were left out, and why.
    pub left_out: Vec<(u32, LeftOut)>,
    /// Rows that are hidden in the file and read all the same.
    pub hidden: Vec<u32>,
    /// Text that was converted.
    pub converted: Option<Converted>,
    /// The order of day and month.
    pub date_order: DateOrder,
    /// A date that leaves the order open.
    pub date_doubt: Option<String>,
    /// Whether all columns are known that the kind cannot do without.
    pub complete: bool,
}

/// A cell that was mended on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Fix {
    /// The row.
    pub row: u32,
    /// The column.
    pub field: Field,
    /// What it says now.
    pub text: String,
}

/// A whole import as a person has chosen it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ImportRequest {
    /// What the table lists.
    pub kind: Kind,
    /// Sheet, header, columns.
    pub choice: Choice,
    /// Cells that were mended.
    pub fixes: Vec<Fix>,
    /// Rows that are left out.
    pub leave_out: Vec<u32>,
    /// Whether every proposal is taken, such as the zero that Excel took away.
    pub take_proposals: bool,
}

impl ImportRequest {
    /// An import of a kind with everything as it is found.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            choice: Choice::default(),
            fixes: vec![],
            leave_out: vec![],
            take_proposals: false,
        }
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something new.
    Add,
    /// Something changes.
    Edit,
    /// Everything is there already.
    Same,
    /// It waits until it is mended.
    Wrong,
    /// A person left it out.
    LeftOut,
}

/// Something about a row that a person should see.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Problem {
    /// The column, if it is one.
    pub field: Option<Field>,
    /// The title of the column as the file has it.
    pub column: String,
    /// Code and sentence.
    pub failure: Failure,
    /// What it probably should be.
    pub proposal: Option<String>,
    /// Whether the row waits for it; otherwise it is only said.
    pub stops: bool,
}

/// A row with what becomes of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CheckedRow {
    /// Its number as Excel shows it.
    pub row: u32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Its cells.
    pub cells: Vec<(Field, String)>,
    /// What a person should see.
    pub problems: Vec<Problem>,
}

/// A table that was checked against the register.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Checked {
    /// The columns that are used, with their titles.
    pub fields: Vec<(Field, String)>,
    /// The rows.
    pub rows: Vec<CheckedRow>,
    /// What is said once for the whole file.
    pub warnings: Vec<Failure>,
    /// How many rows add something.
    pub added: u32,
    /// How many change something.
    pub edited: u32,
    /// How many are left as they are.
    pub skipped: u32,
    /// How many wait.
    pub wrong: u32,
    /// How many draft minutes come of it.
    pub drafts: u32,
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
        let sheets = book
            .sheets
            .iter()
            .map(|s| SheetInfo {
                name: visible(&s.name),
                rows: u32::try_from(s.lines.len()).unwrap_or(u32::MAX),
                hidden: s.hidden,
            })
            .collect();
        let kind = self.probable(&book).await;
        *self.opened.lock().await = Some(Opened {
            name: name.to_owned(),
            book,
            opening: OPENINGS.fetch_add(1, Ordering::Relaxed),
            planned: None,
        });
        Ok(BookInfo {
            name: name.to_owned(),
            sheets,
            kind,
        })
    }

    /// The kind whose columns explain most of the file; a list of people in a school is most often
    /// its assignments.
    async fn probable(&self, book: &Book) -> Kind {
        let known = |kind| {
            let table = workbook::table::read(book, kind, &Choice::default());
            table.ok().filter(|t| t.complete).map_or(0, |t| {
                t.columns
                    .iter()
                    .filter(|c| {
                        c.field.is_some_and(|f| {
                            !matches!(f, Field::Order | Field::Note | Field::Grade)
                        })
                    })
                    .count()
            })
        };
        let order = [
            Kind::Assignments,
            Kind::Officers,
            Kind::Classes,
            Kind::Units,
            Kind::CsdlAccounts,
        ];
        order
            .into_iter()
            .max_by_key(|kind| {
                (
                    known(*kind),
                    std::cmp::Reverse(order.iter().position(|k| k == kind)),
                )
            })
            .unwrap_or(Kind::Assignments)
    }

    /// The open file as a table of a kind. Columns that were matched by hand before are matched so
    /// again.
    ///
    /// # Errors
    /// `nothing_chosen` if no file is open; those of [`workbook::table::read`].
    pub async fn look_at(&self, kind: Kind, choice: &Choice) -> Reply<Looked> {
        let table = self.table(kind, choice).await?;
        let fields = kind
            .fields()
            .iter()
            .copied()
            .chain(kind.parts())
            .map(|f| (f, shown(f).to_owned()))
            .collect();
        Ok(Looked {
            sheet: table.sheet,
            header: table.header,
            header_rows: table.header_rows,
            fields,
            rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
            columns: table
                .columns
                .into_iter()
                .map(|c| Column {
                    title: visible(&c.title),
                    samples: c.samples.iter().map(|t| visible(t)).collect(),
                    ..c
                })
                .collect(),
            left_out: table.left_out,
            hidden: table.hidden,
            converted: table.converted.map(|(font, before, after)| Converted {
                font,
                before: visible(&before),
                after: visible(&after),
            }),
            date_order: table.date_order,
            date_doubt: table.date_doubt,
            complete: table.complete,
        })
    }

    async fn table(&self, kind: Kind, choice: &Choice) -> Reply<Table> {
        let opened = self.opened.lock().await;
        let opened = opened
            .as_ref()
            .ok_or_else(|| Refusal::new(Code::NothingChosen))?;
        let first = workbook::table::read(&opened.book, kind, choice);
        let remembered: BTreeMap<String, Option<Field>> = self.remembered(kind).await?;
        let Ok(table) = &first else { return Ok(first?) };
        let mut choice = choice.clone();
        for column in &table.columns {
            if let Some(field) = remembered
                .get(&workbook::columns::plain(&column.title))
                .filter(|_| !column.title.is_empty())
            {
                choice.columns.entry(column.place).or_insert(*field);
            }
        }
        choice.header = Some(table.header);
        // A memory that no longer fits is no reason to refuse a file.
        Ok(workbook::table::read(&opened.book, kind, &choice).or(first)?)
    }

    async fn remembered(&self, kind: Kind) -> Reply<BTreeMap<String, Option<Field>>> {
        Ok(
            replica::settings::get(&mut *self.replica.reader().await?, &memory(kind))
                .await?
                .unwrap_or_default(),
        )
    }

    /// Remembers how columns were matched by hand.
    pub(crate) async fn remember(&self, request: &ImportRequest) -> Reply<()> {
        if request.choice.columns.is_empty() {
            return Ok(());
        }
        let table = self.table(request.kind, &request.choice).await?;
        let mut memory_of_kind = self.remembered(request.kind).await?;
        for column in table.columns.iter().filter(|c| !c.title.is_empty()) {
            if let Some(field) = request.choice.columns.get(&column.place) {
                memory_of_kind.insert(workbook::columns::plain(&column.title), *field);
            }
        }
        Ok(replica::settings::put(
            &mut *self.replica.writer().await,
            &memory(request.kind),
            &memory_of_kind,
        )
        .await?)
    }

    /// Checks the open file against the register, without changing anything.
    ///
    /// # Errors
    /// Those of [`Engine::look_at`].
    pub async fn check_import(&self, request: &ImportRequest) -> Reply<Checked> {
        Ok(self.planned(request).await?.checked())
    }

    /// The plan of an import; the one that was made last, if nothing has changed since.
    async fn planned(&self, request: &ImportRequest) -> Reply<Arc<plan::Plan>> {
        let opening = self
            .opened
            .lock()
            .await
            .as_ref()
            .map(|o| o.opening)
            .ok_or_else(|| Refusal::new(Code::NothingChosen))?;
        let basis = Basis {
            opening,
            request: request.clone(),
            changes: self.changes.load(Ordering::SeqCst),
            today: self.today(),
        };
        if let Some((_, plan)) = self
            .opened
            .lock()
            .await
            .as_ref()
            .and_then(|o| o.planned.as_ref())
            .filter(|(of, _)| *of == basis)
        {
            return Ok(plan.clone());
        }
        let plan = Arc::new(self.plan(request).await?);
        // Another file may have been opened meanwhile: its plan is made when it is asked for.
        if let Some(opened) = self
            .opened
            .lock()
            .await
            .as_mut()
            .filter(|o| o.opening == opening)
        {
            opened.planned = Some((basis, plan.clone()));
        }
        Ok(plan)
    }

    /// The rows that wait, as a file to be mended in Excel and brought back.
    ///
    /// # Errors
    /// `nothing_chosen` if no row waits.
    pub async fn wrong_rows(&self, request: &ImportRequest) -> Reply<Vec<u8>> {
        let checked = self.check_import(request).await?;
        let wrong: Vec<workbook::write::Returned> = checked
            .rows
            .into_iter()
            .filter(|row| row.outcome == Outcome::Wrong)
            .map(|row| workbook::write::Returned {
                cells: row.cells.into_iter().collect(),
                problems: row
                    .problems
                    .into_iter()
                    .map(|p| {
                        (
                            p.field,
                            format!("{}: {}", p.failure.number, p.failure.sentence),
                        )
                    })
                    .collect(),
            })
            .collect();
        if wrong.is_empty() {
            return Err(Refusal::new(Code::NothingChosen).into());
        }
        Ok(workbook::write::returned(request.kind, &wrong)?)
    }

    /// An empty table of a kind, with lists to choose from: the unit's classes and people, levels,
    /// functions.
    ///
    /// # Errors
    /// Those of the replica.
    pub async fn template(&self, kind: Kind) -> Reply<Vec<u8>> {
        let person = self.identity().await;
        let facts = self.facts(person.unit).await?;
        let words = ::minutes::words::words()?;
        let year = domain::calendar::SchoolYear::of(self.today());
        let mut classes: Vec<String> = facts
            .classes
            .values()
            .filter(|c| c.unit == person.unit && c.year == year)
            .map(|c| c.name.clone())
            .collect();
        classes.sort_by_cached_key(|name| domain::text::natural(name));
        let mut people: Vec<String> = facts
            .posts(person.unit, self.today())
            .filter_map(|a| facts.officers.get(&a.officer))
            .map(|o| o.name.clone())
            .collect();
        people.sort_by_cached_key(|name| domain::text::person_sort_key(name));
        people.dedup();
        let levels: Vec<String> = facts
            .unit(person.unit)?
            .levels
            .iter()
            .map(|l| words.level(*l))
            .collect();
        let functions: Vec<String> = domain::rights::Function::SCHOOL
            .iter()
            .map(|f| words.function(*f))
            .collect();
        let lists = BTreeMap::from([
            (Field::Class, classes.clone()),
            (Field::Homeroom, classes.clone()),
            (Field::Level, levels),
            (Field::Function, functions),
            (Field::HomeroomTeacher, people.clone()),
            (Field::JointTeacher, people),
            (Field::Sex, workbook::columns::sexes()),
        ]);
        let lists = if kind == Kind::Classes {
            lists
                .into_iter()
                .filter(|(f, _)| *f != Field::Class)
                .collect()
        } else {
            lists
        };
        Ok(workbook::write::template(kind, &lists)?)
    }
}

fn memory(kind: Kind) -> String {
    format!("import_columns/{}", kind.key())
}
