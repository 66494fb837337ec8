//! One row of a table while it is being understood: values by column, and what is wrong with them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use domain::csdl_task::{CsdlAction, CsdlDifference, CsdlOver};
use domain::text::uncapitalised;
use domain::{Code, Refusal, text};
use serde::{Deserialize, Serialize};
use workbook::table::DATES;
use workbook::value;
use workbook::{Cell, DateOrder, Field, Table};

use crate::person_names::{Below, Typed, below, typed};
use crate::unit_names::is_unit;

/// A line of the work list on the Hệ thống CSDL that is over by a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverTask {
    /// The login; empty where the person has none that is known.
    pub login: String,
    /// What was to be done there.
    pub action: CsdlAction,
    /// What a comparison had found; none where minutes asked for it.
    pub difference: Option<CsdlDifference>,
    /// Why it is over.
    pub why: CsdlOver,
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
#[derive(Clone, Debug)]
pub struct Remark {
    /// The column, if it is one.
    pub field: Option<Field>,
    /// The title of the column as the file has it.
    pub column: String,
    /// What it is.
    pub refusal: Refusal,
    /// What it probably should be.
    pub proposal: Option<String>,
    /// Whether the row waits for it; otherwise it is only said.
    pub stops: bool,
}

/// A row with what becomes of it.
#[derive(Clone, Debug)]
pub struct PlannedRow {
    /// Its number as Excel shows it.
    pub number: u32,
    /// What becomes of it.
    pub outcome: Outcome,
    /// Its cells.
    pub cells: Vec<(Field, String)>,
    /// What a person should see.
    pub remarks: Vec<Remark>,
}

/// Something that a row would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedChange {
    /// The row.
    pub row: u32,
    /// The column.
    pub field: Field,
    /// Whom or what it is about.
    pub of: String,
    /// What the register says; empty where it says nothing.
    pub old: String,
    /// What the list says.
    pub new: String,
    /// Whether it is written with the row; otherwise a person may tick the row.
    pub taken: bool,
}

/// A difference between list and register.
pub(crate) struct Difference {
    pub field: Field,
    pub of: String,
    pub old: String,
    pub new: String,
}

/// How the rows of a table are read.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    titles: BTreeMap<Field, String>,
    pub order: DateOrder,
    pub from_1904: bool,
    pub take_proposals: bool,
}

impl Manner {
    pub fn of(table: &Table, take_proposals: bool) -> Self {
        let titles = table
            .columns
            .iter()
            .filter_map(|c| c.field.map(|f| (f, c.title.clone())))
            .collect();
        Self {
            titles,
            order: table.date_order,
            from_1904: table.from_1904,
            take_proposals,
        }
    }
}

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct RowReader {
    pub number: u32,
    pub outcome: Outcome,
    /// The row whose person or class it goes on with.
    pub under: Option<u32>,
    /// The row before that names somebody, where this one names nobody.
    pub above: Option<u32>,
    /// Whom that row names.
    pub name_above: Option<String>,
    /// Columns that a person has mended: what they say is meant so.
    mended: Vec<Field>,
    pub(crate) cells: BTreeMap<Field, Cell>,
    remarks: Vec<Remark>,
    uncapitalised: Option<String>,
    pub(crate) manner: Arc<Manner>,
}

impl RowReader {
    pub fn new(row: workbook::table::Row, manner: &Arc<Manner>) -> Self {
        let mut reader = Self {
            number: row.number,
            outcome: Outcome::Same,
            under: row.under,
            above: row.above,
            name_above: None,
            mended: vec![],
            cells: row.cells,
            remarks: vec![],
            uncapitalised: None,
            manner: Arc::clone(manner),
        };
        for field in row.cleaned {
            let value = reader.text(field).unwrap_or_default();
            reader.note(
                Some(field),
                Refusal::new(Code::InvisibleTaken).with("value", value),
            );
        }
        reader
    }

    /// The title of a column as the file has it; empty if it has none.
    pub fn title(&self, field: Field) -> &str {
        self.manner
            .titles
            .get(&field)
            .map_or("", |title| title.trim())
    }

    /// Puts what a person typed in the place of what the file says.
    pub fn mend(&mut self, field: Field, text: &str) {
        self.cells.insert(field, Cell::Text(text.to_owned()));
        self.mended.push(field);
    }

    /// Dates as the file has them typed, without those that a person typed here.
    pub fn dates_of_file(&self) -> impl Iterator<Item = &str> {
        let dates = DATES.iter().filter(|field| !self.was_mended(**field));
        dates.filter_map(|field| match self.cells.get(field)? {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether a person has mended a column: what it says is meant so.
    pub fn was_mended(&self, field: Field) -> bool {
        self.mended.contains(&field)
    }

    /// Cells that say that they go on with the one above, unless a person has mended them.
    pub fn dittos(&self) -> Vec<Field> {
        // A code is what it is, also if it is `NT`.
        const OWN: [Field; 6] = [
            Field::Code,
            Field::UnitCode,
            Field::HeadCode,
            Field::Symbol,
            Field::Login,
            Field::AdminLogin,
        ];
        let goes_on = |field: Field| !OWN.contains(&field) && !self.was_mended(field);
        let cells = self.cells.iter();
        let dittos = cells.filter(|(field, cell)| value::is_ditto(cell) && goes_on(**field));
        dittos.map(|(field, _)| *field).collect()
    }

    /// A cell goes on with the one above: that is taken if proposals are, and asked otherwise.
    pub fn goes_on(&mut self, field: Field, above: Option<String>) {
        let typed = self.cells.remove(&field).map(|cell| value::text(&cell));
        match above {
            Some(above) if self.manner.take_proposals => {
                self.cells.insert(field, Cell::Text(above));
            }
            above => {
                // Lines that one cannot type into a cell are not proposed for it.
                let above = above.filter(|above| !above.contains('\n'));
                let refusal = Refusal::new(Code::UnknownWord)
                    .with("value", typed.unwrap_or_default())
                    .with("column", workbook::columns::shown(field));
                self.wrong_with(field, refusal, above);
            }
        }
    }

    /// The row is about the person of another one: what tells who they are comes from there.
    pub fn goes_on_with(&mut self, other: &Self) {
        const WHO: [Field; 8] = [
            Field::Name,
            Field::Code,
            Field::Sex,
            Field::BornOn,
            Field::IdNumber,
            Field::Phone,
            Field::Unit,
            Field::UnitCode,
        ];
        for field in WHO {
            if let (Some(cell), Entry::Vacant(place)) =
                (other.cells.get(&field), self.cells.entry(field))
            {
                place.insert(cell.clone());
                if other.was_mended(field) {
                    self.mended.push(field);
                }
            }
        }
        self.under = Some(other.under.unwrap_or(other.number));
    }

    /// Cells that hold a formula or its fault instead of a value make the row wait.
    pub fn refuse_faults(&mut self) {
        let faults: Vec<(Field, String)> = self
            .cells
            .iter()
            .filter(|(field, _)| !matches!(field, Field::Order | Field::Note | Field::Grade))
            .filter_map(|(field, cell)| Some((*field, value::fault(cell)?)))
            .collect();
        for (field, fault) in faults {
            let refusal = Refusal::new(Code::FormulaCell).with("value", fault);
            self.wrong(Some(field), refusal);
        }
    }

    /// Whether the row waits for a person.
    pub fn waits(&self) -> bool {
        self.outcome == Outcome::Wrong || self.outcome == Outcome::LeftOut
    }

    fn remark(
        &mut self,
        field: Option<Field>,
        refusal: Refusal,
        proposal: Option<String>,
        stops: bool,
    ) {
        let column = field
            .map(|f| {
                self.manner
                    .titles
                    .get(&f)
                    .cloned()
                    .unwrap_or_else(|| workbook::columns::shown(f).to_owned())
            })
            .unwrap_or_default();
        self.remarks.push(Remark {
            field,
            column,
            refusal,
            proposal,
            stops,
        });
        if stops && self.outcome != Outcome::LeftOut {
            self.outcome = Outcome::Wrong;
        }
    }

    /// The row waits because of this.
    pub fn wrong(&mut self, field: Option<Field>, refusal: Refusal) {
        self.remark(field, refusal, None, true);
    }

    /// The row waits, and this is what it probably should be.
    pub fn wrong_with(&mut self, field: Field, refusal: Refusal, proposal: Option<String>) {
        self.remark(Some(field), refusal, proposal, true);
    }

    /// Only said.
    pub fn note(&mut self, field: Option<Field>, refusal: Refusal) {
        self.remark(field, refusal, None, false);
    }

    /// Something comes of the row.
    pub fn becomes(&mut self, outcome: Outcome) {
        let less = self.outcome == Outcome::Add && outcome == Outcome::Edit;
        if !(self.waits() || less) {
            self.outcome = outcome;
        }
    }

    /// The text of a column, in the form that is stored; none if it is empty.
    pub fn text(&self, field: Field) -> Option<String> {
        self.cells
            .get(&field)
            .map(value::text)
            .filter(|t| !t.is_empty())
    }

    /// Like [`RowReader::text`], with line breaks kept for lists.
    pub fn lines(&self, field: Field) -> Option<String> {
        match self.cells.get(&field)? {
            cell if value::text(cell).is_empty() => None,
            Cell::Text(text) if text.trim().contains('\n') => Some(
                text.lines()
                    .map(text::tidy)
                    .filter(|l| !l.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n"),
            )
            .filter(|t| !t.is_empty()),
            _ => self.text(field),
        }
    }

    /// The lines of a column, each tidy. One that ends or begins with a sign of lists is the same
    /// line as the one beside it.
    pub fn each_line(&self, field: Field) -> Vec<String> {
        let signs = [',', ';', '+', '-', '&', '/', '→', '–'];
        let mut lines: Vec<String> = vec![];
        for line in self.lines(field).unwrap_or_default().lines() {
            match lines.last_mut() {
                Some(last) if last.ends_with(signs) || line.starts_with(signs) => {
                    *last = format!("{last} {line}");
                }
                _ => lines.push(line.to_owned()),
            }
        }
        lines
    }

    /// Cells with several lines where a row has room for one thing: two codes are not one code with
    /// a blank in it.
    pub fn refuse_lines(&mut self) {
        const ONE: [Field; 8] = [
            Field::Code,
            Field::UnitCode,
            Field::HeadCode,
            Field::Symbol,
            Field::Login,
            Field::AdminLogin,
            Field::From,
            Field::Until,
        ];
        let fields = ONE.into_iter().chain([Field::Unit]);
        for field in fields
            .filter(|field| !self.was_mended(*field))
            .collect::<Vec<_>>()
        {
            let lines = self.each_line(field);
            // The name of a unit may need two lines; two names are two units.
            let one = field == Field::Unit && !lines.iter().all(|line| is_unit(line));
            if lines.len() > 1 && !one {
                let refusal = Refusal::new(Code::SeveralLines).with("value", lines.join("; "));
                self.wrong(Some(field), refusal);
            }
        }
    }

    /// Says that nothing tells which lines of two cells belong together.
    pub fn unmatched(&mut self, first: Field, second: Field) {
        let title = |field| match self.title(field) {
            "" => workbook::columns::shown(field).to_owned(),
            title => title.to_owned(),
        };
        let refusal = Refusal::new(Code::LinesUnmatched)
            .with("column", title(first))
            .with("beside", title(second));
        self.wrong(Some(second), refusal);
    }

    /// A name that may be stored; refused with the row if it is too long or has letters that cannot
    /// be shown.
    pub fn name(&mut self, field: Field, key: &str) -> Option<String> {
        let typed = self.text(field)?;
        match text::name(key, &typed) {
            Ok(name) => Some(name),
            Err(refusal) => {
                self.wrong(Some(field), refusal);
                None
            }
        }
    }

    /// The name of a person. A remark in its cell is not taken for a part of it, nor dropped.
    pub fn person(&mut self, field: Field) -> Option<String> {
        if let Some(refused) = self.lines_of_names(field) {
            let (refusal, proposal) = refused;
            if let Some(name) = proposal.clone().filter(|_| self.manner.take_proposals) {
                return Some(self.written(name));
            }
            self.wrong_with(field, refusal, proposal);
            return None;
        }
        let name = self.name(field, "name")?;
        // A formula is called that, and nothing else.
        if self
            .remarks
            .iter()
            .any(|r| r.stops && r.field == Some(field))
        {
            return None;
        }
        if self.mended.contains(&field) {
            return Some(name);
        }
        match typed(&name) {
            Typed::Name => Some(self.written(name)),
            Typed::Remark(Some(proposal)) if self.manner.take_proposals => {
                Some(self.written(proposal))
            }
            Typed::Remark(proposal) => {
                let refusal = match &proposal {
                    Some(proposal) => Refusal::new(Code::NameRemark)
                        .with("value", name)
                        .with("proposal", proposal),
                    None => Refusal::new(Code::UnknownWord)
                        .with("value", name)
                        .with("column", workbook::columns::shown(field)),
                };
                self.wrong_with(field, refusal, proposal);
                None
            }
        }
    }

    /// What is wrong with a name of several lines: several people, or a remark below the name.
    fn lines_of_names(&self, field: Field) -> Option<(Refusal, Option<String>)> {
        if self.was_mended(field) {
            return None;
        }
        let typed = self.lines(field)?;
        let lines: Vec<&str> = typed.lines().collect();
        match below(&lines) {
            Below::SameName => None,
            Below::Others => {
                let refusal = Refusal::new(Code::SeveralLines).with("value", lines.join("; "));
                Some((refusal, None))
            }
            Below::Remark => {
                let name = lines.first().copied().unwrap_or_default();
                let refusal = Refusal::new(Code::NameRemark)
                    .with("value", lines.join(" "))
                    .with("proposal", name);
                Some((refusal, Some(name.to_owned())))
            }
        }
    }

    /// A name as people write it, where the file has it in capitals; it is said once for the file.
    fn written(&mut self, name: String) -> String {
        let Some(written) = uncapitalised(&name) else {
            return name;
        };
        self.uncapitalised = Some(written.clone());
        written
    }

    /// The name that was in capitals, as it is written into the register.
    pub fn in_capitals(&self) -> Option<&str> {
        self.uncapitalised.as_deref()
    }

    /// The name of the person whom the row is about.
    pub fn required_person(&mut self) -> Option<String> {
        if self.text(Field::Name).is_none()
            && let Some(above) = self.name_above.clone()
        {
            let refusal = Refusal::new(Code::NameAbove).with("proposal", &above);
            self.wrong_with(Field::Name, refusal, Some(above));
            return None;
        }
        let found = self.person(Field::Name);
        if found.is_none() && !self.waits() {
            let refusal = Refusal::new(Code::NameMissing).with("field", "name");
            self.wrong(Some(Field::Name), refusal);
        }
        found
    }

    /// A name without which the row means nothing.
    pub fn required(&mut self, field: Field, key: &str) -> Option<String> {
        let found = self.name(field, key);
        if found.is_none() && !self.waits() {
            self.wrong(
                Some(field),
                Refusal::new(Code::NameMissing).with("field", key),
            );
        }
        found
    }

    /// A word that the column's list does not have.
    pub fn unknown(&mut self, field: Field, typed: &str) {
        let column = workbook::columns::shown(field);
        self.wrong(
            Some(field),
            Refusal::new(Code::UnknownWord)
                .with("value", typed)
                .with("column", column),
        );
    }

    /// A cell as it is shown: lines of a list stay apart.
    fn shown(&self, field: Field, cell: &Cell) -> String {
        const LISTS: [Field; 7] = [
            Field::Subject,
            Field::Class,
            Field::Classes,
            Field::Homeroom,
            Field::Function,
            Field::Level,
            Field::Duty,
        ];
        if LISTS.contains(&field) {
            self.each_line(field).join("; ")
        } else {
            value::text(cell)
        }
    }

    /// The row as a person sees it.
    pub fn planned(self) -> PlannedRow {
        let cells = self.cells.iter();
        let cells = cells.map(|(f, c)| (*f, text::visible(&self.shown(*f, c))));
        PlannedRow {
            number: self.number,
            outcome: self.outcome,
            cells: cells.filter(|(_, t)| !t.is_empty()).collect(),
            remarks: self.remarks,
        }
    }
}
