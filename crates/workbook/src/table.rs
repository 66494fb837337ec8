//! From a sheet to rows of named fields: where the header is, which rows are people, and which are
//! not.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Code, Refusal};
use serde::{Deserialize, Serialize};

use crate::cells::{Book, Cell, Line, Sheet};
use crate::columns::{Field, Kind, field, plain, row_words};
use crate::old_fonts::{self, OldFont};
pub use crate::value::DateOrder;
use crate::value::{order_shown, text};

/// The header is looked for in so many rows.
const HEADER_WITHIN: usize = 12;

/// What a person chose about a file; what is left open is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(default)]
pub struct Choice {
    /// Which sheet, from 0.
    pub sheet: Option<u32>,
    /// The number of the header row as Excel shows it; 0 if the table has none.
    pub header: Option<u32>,
    /// What columns hold, by their place from 0; none for a column that is not taken over.
    pub columns: BTreeMap<u32, Option<Field>>,
    /// In which order day and month are typed.
    pub date_order: DateOrder,
    /// Whether text is converted: none as found, some as chosen. The inner none leaves it as it is.
    pub old_font: Option<ChosenFont>,
}

/// What to do with text that may be in an old font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ChosenFont {
    /// It is Unicode.
    Unicode,
    /// TCVN3.
    Tcvn3,
    /// VNI.
    Vni,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Column {
    /// Its place, from 0.
    pub place: u32,
    /// Its title, in one line.
    pub title: String,
    /// What it holds, if that is taken over.
    pub field: Option<Field>,
    /// First values, for the person who matches columns.
    pub samples: Vec<String>,
}

/// Why a row was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Above the header.
    Title,
    /// The header once more.
    Header,
    /// A line that names what follows.
    Banner,
    /// Sums and signatures at the end.
    Closing,
}

/// A row with what its cells mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number as Excel shows it.
    pub number: u32,
    /// Whether it is hidden in the file.
    pub hidden: bool,
    /// Cells by field.
    pub cells: BTreeMap<Field, Cell>,
}

impl Row {
    /// What a field shows, as one line; empty if nothing is there.
    #[must_use]
    pub fn text(&self, field: Field) -> String {
        self.cells.get(&field).map(text).unwrap_or_default()
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it lists.
    pub kind: Kind,
    /// Which sheet it is from.
    pub sheet: u32,
    /// Number of the header row, 0 without one.
    pub header: u32,
    /// How many rows the header has.
    pub header_rows: u32,
    /// Columns in order.
    pub columns: Vec<Column>,
    /// Rows to take over.
    pub rows: Vec<Row>,
    /// Rows that were left out, and why.
    pub left_out: Vec<(u32, LeftOut)>,
    /// Numbers of rows that are hidden in the file and taken over all the same.
    pub hidden: Vec<u32>,
    /// The old font that text was converted from, with a sample before and after.
    pub converted: Option<(OldFont, String, String)>,
    /// The order of day and month that holds; unknown if some date leaves it open.
    pub date_order: DateOrder,
    /// A date that leaves it open.
    pub date_doubt: Option<String>,
    /// Whether days count from 1904.
    pub from_1904: bool,
    /// Whether all columns are known that the kind cannot do without.
    pub complete: bool,
}

/// Which row of titles a sheet has, and what it means.
struct Header {
    at: usize,
    rows: usize,
    columns: Vec<(String, Option<Field>)>,
}

/// Reads a sheet as a table of a kind.
///
/// # Errors
/// `not_found` for a sheet or a header row that is not there; `book_empty`.
pub fn read(book: &Book, kind: Kind, choice: &Choice) -> Result<Table, Refusal> {
    let (place, sheet) = sheet(book, kind, choice)?;
    let (sheet, converted) = converted(sheet, choice.old_font);
    if sheet.lines.is_empty() {
        return Err(Refusal::new(Code::BookEmpty));
    }
    let mut header = match choice.header {
        Some(0) => Header {
            at: 0,
            rows: 0,
            columns: vec![(String::new(), None); widest(&sheet.lines)],
        },
        Some(number) => {
            let at = sheet
                .lines
                .iter()
                .position(|l| l.number == number)
                .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "row"))?;
            header_at(kind, &sheet.lines, at)
        }
        // Titles that nobody knows: the first row with several cells is shown, and a person says
        // what the columns are.
        None => find_header(kind, &sheet.lines).unwrap_or_else(|| {
            let first = sheet
                .lines
                .iter()
                .take(HEADER_WITHIN)
                .position(|l| l.cells.iter().filter(|c| !c.is_empty()).count() >= 2);
            header_at(kind, &sheet.lines, first.unwrap_or(0))
        }),
    };
    for (column, field) in &choice.columns {
        // What a person chose for one column no other column is taken for.
        for (n, slot) in header.columns.iter_mut().enumerate() {
            let chosen = u32::try_from(n).is_ok_and(|n| choice.columns.contains_key(&n));
            if n == *column as usize {
                slot.1 = *field;
            } else if field.is_some() && slot.1 == *field && !chosen {
                slot.1 = None;
            }
        }
    }
    let fields: Vec<Option<Field>> = header.columns.iter().map(|c| c.1).collect();
    let complete = kind
        .needs()
        .iter()
        .all(|group| group.iter().any(|f| fields.contains(&Some(*f))));
    let mut table = Table {
        kind,
        sheet: place,
        header: sheet
            .lines
            .get(header.at)
            .filter(|_| header.rows > 0)
            .map_or(0, |l| l.number),
        header_rows: u32::try_from(header.rows).unwrap_or(1),
        columns: vec![],
        rows: vec![],
        left_out: sheet.lines[..header.at]
            .iter()
            .map(|l| (l.number, LeftOut::Title))
            .collect(),
        hidden: vec![],
        converted,
        date_order: choice.date_order,
        date_doubt: None,
        from_1904: book.from_1904,
        complete,
    };
    rows(
        &mut table,
        &sheet.lines[header.at + header.rows..],
        &header,
        &fields,
    );
    table.hidden = table
        .rows
        .iter()
        .filter(|r| r.hidden)
        .map(|r| r.number)
        .collect();
    table.columns = columns(&header, &sheet.lines[header.at + header.rows..]);
    dates(&mut table);
    Ok(table)
}

/// The sheet that was chosen, or the visible one that looks most like the kind.
fn sheet<'a>(book: &'a Book, kind: Kind, choice: &Choice) -> Result<(u32, &'a Sheet), Refusal> {
    let place = match choice.sheet {
        Some(place) => place as usize,
        None => {
            let fits = |sheet: &Sheet| {
                find_header(kind, &sheet.lines)
                    .map_or(0, |h| h.columns.iter().filter(|c| c.1.is_some()).count())
            };
            let best = book
                .sheets
                .iter()
                .enumerate()
                .filter(|(_, s)| !s.hidden && !s.lines.is_empty());
            best.max_by_key(|(n, s)| (fits(s), std::cmp::Reverse(*n)))
                .map_or(0, |(n, _)| n)
        }
    };
    let sheet = book
        .sheets
        .get(place)
        .ok_or_else(|| Refusal::new(Code::NotFound).with("what", "sheet"))?;
    Ok((u32::try_from(place).unwrap_or(0), sheet))
}

fn widest(lines: &[Line]) -> usize {
    lines.iter().map(|l| l.cells.len()).max().unwrap_or(0)
}

/// The sheet in Unicode, and what was converted.
fn converted(
    sheet: &Sheet,
    chosen: Option<ChosenFont>,
) -> (Sheet, Option<(OldFont, String, String)>) {
    let mut sheet = sheet.clone();
    let plain_texts = || {
        sheet.lines.iter().flat_map(|l| &l.cells).filter_map(|c| {
            if let Cell::Text(t) = c {
                Some(t.as_str())
            } else {
                None
            }
        })
    };
    let everywhere = match chosen {
        Some(ChosenFont::Unicode) => None,
        Some(ChosenFont::Tcvn3) => Some(OldFont::Tcvn3),
        Some(ChosenFont::Vni) => Some(OldFont::Vni),
        None => old_fonts::guess(plain_texts()),
    };
    let mut shown: Option<(OldFont, String, String)> = None;
    for cell in sheet.lines.iter_mut().flat_map(|l| &mut l.cells) {
        let (before, font) = match (&*cell, everywhere, chosen) {
            (Cell::Old(text, _), _, Some(ChosenFont::Unicode)) => (text.clone(), None),
            (Cell::Old(text, font), ..) => (text.clone(), Some(*font)),
            (Cell::Text(text), font @ Some(_), _) => (text.clone(), font),
            _ => continue,
        };
        let after = font.map_or_else(|| before.clone(), |font| font.convert(&before));
        if let Some(font) = font.filter(|_| after != before) {
            // The longest sample shows most.
            if shown.as_ref().is_none_or(|s| s.1.len() < before.len())
                && before.chars().count() <= 60
            {
                shown = Some((font, before, after.clone()));
            }
        }
        *cell = Cell::Text(after);
    }
    (sheet, shown)
}

fn title(line: &Line, column: usize) -> String {
    line.cells.get(column).map(text).unwrap_or_default()
}

/// The row within the first ones whose titles mean most.
fn find_header(kind: Kind, lines: &[Line]) -> Option<Header> {
    let found = (0..lines.len().min(HEADER_WITHIN))
        .map(|at| header_at(kind, lines, at))
        .map(|h| (known(&h), h));
    let (score, best) = found
        .max_by_key(|(score, h)| (*score, std::cmp::Reverse(h.at), std::cmp::Reverse(h.rows)))?;
    let fields: BTreeSet<Field> = best.columns.iter().filter_map(|c| c.1).collect();
    let needed = kind
        .needs()
        .iter()
        .all(|group| group.iter().any(|f| fields.contains(f)));
    (score >= 1 && needed && (score >= 2 || widest(lines) == 1 || kind == Kind::Units))
        .then_some(best)
}

fn known(header: &Header) -> usize {
    header
        .columns
        .iter()
        .filter(|c| c.1.is_some_and(|f| f != Field::Order))
        .count()
}

/// The header that begins in a row: of one row, or of two if the second splits columns of the
/// first.
fn header_at(kind: Kind, lines: &[Line], at: usize) -> Header {
    let width = widest(lines);
    let one = Header {
        at,
        rows: 1,
        columns: unique(
            (0..width)
                .map(|c| titled(kind, title(&lines[at], c)))
                .collect(),
        ),
    };
    let Some(second) = lines
        .get(at + 1)
        .filter(|l| l.number == lines[at].number + 1)
    else {
        return one;
    };
    if second
        .cells
        .iter()
        .any(|c| matches!(c, Cell::Number(_) | Cell::Day(_)))
    {
        return one;
    }
    let mut above = String::new();
    let columns = (0..width).map(|column| {
        let (upper, lower) = (title(&lines[at], column), title(second, column));
        if !upper.is_empty() {
            above.clone_from(&upper);
        }
        match (upper.is_empty(), lower.is_empty()) {
            (_, true) if upper.is_empty() => (String::new(), None),
            (_, true) => titled(kind, upper),
            _ => {
                // `Ngày sinh` over `Nam` and `Nữ`; `Họ và tên` over `Họ đệm` and `Tên`.
                let both = format!("{above} {lower}");
                let means = field(kind, &both).or_else(|| field(kind, &lower));
                (both, means)
            }
        }
    });
    let two = Header {
        at,
        rows: 2,
        columns: unique(columns.collect()),
    };
    let split = (0..width).filter(|c| !title(second, *c).is_empty()).count();
    let all_known = (0..width)
        .filter(|c| !title(second, *c).is_empty())
        .all(|c| two.columns[c].1.is_some());
    if split >= 2 && all_known && known(&one) >= 1 && known(&two) > known(&one) {
        two
    } else {
        one
    }
}

fn titled(kind: Kind, title: String) -> (String, Option<Field>) {
    let means = field(kind, &title);
    (title, means)
}

/// A field belongs to one column: the first that means it.
fn unique(mut columns: Vec<(String, Option<Field>)>) -> Vec<(String, Option<Field>)> {
    let mut seen = BTreeSet::new();
    for column in &mut columns {
        if column.1.is_some_and(|f| !seen.insert(f)) {
            column.1 = None;
        }
    }
    columns
}

/// Columns that say whom or what a row is about.
fn is_key(field: Field) -> bool {
    matches!(
        field,
        Field::Name
            | Field::FamilyName
            | Field::GivenName
            | Field::Class
            | Field::Unit
            | Field::Login
    )
}

/// Like [`begins`], with the marks: `Tổ Tự nhiên` is a team and `Tô Văn Nam` a person.
fn marked(text: &str, words: &[String]) -> bool {
    let text = domain::text::tidy(text).to_lowercase();
    words.iter().any(|w| {
        text == *w
            || [" ", ".", ":"]
                .iter()
                .any(|sign| text.starts_with(&format!("{w}{sign}")))
    })
}

fn begins(text: &str, words: &[String]) -> bool {
    let text = plain(text);
    words
        .iter()
        .any(|w| text == *w || text.starts_with(&format!("{w} ")))
}

fn rows(table: &mut Table, lines: &[Line], header: &Header, fields: &[Option<Field>]) {
    let (mut class, mut unit) = (None, None);
    let mut closing = false;
    for line in lines {
        let filled: Vec<(usize, String)> = line
            .cells
            .iter()
            .enumerate()
            .filter(|(_, c)| !c.is_empty())
            .map(|(n, c)| (n, text(c)))
            .collect();
        let mapped = filled
            .iter()
            .filter(|(n, _)| {
                fields
                    .get(*n)
                    .copied()
                    .flatten()
                    .is_some_and(|f| f != Field::Order)
            })
            .count();
        let first = filled.first().map(|(_, t)| t.as_str()).unwrap_or_default();
        let same = filled
            .iter()
            .filter(|(n, t)| {
                header
                    .columns
                    .get(*n)
                    .is_some_and(|(title, _)| !title.is_empty() && plain(title) == plain(t))
            })
            .count();
        if same >= 2 && same * 2 >= filled.len() {
            table.left_out.push((line.number, LeftOut::Header));
            continue;
        }
        let key = filled
            .iter()
            .find(|(n, _)| fields.get(*n).copied().flatten().is_some_and(is_key))
            .map(|(_, text)| text.as_str());
        let numbered = filled.iter().any(|(n, t)| {
            fields.get(*n).copied().flatten() == Some(Field::Order) && t.parse::<f64>().is_ok()
        });
        let alone = filled.len() == 1;
        if alone && mapped <= 1 && fields.len() > 1 {
            if let Some(name) =
                banner(first, "banner_class").filter(|_| table.kind != Kind::Classes)
            {
                class = Some(Cell::Text(name));
                closing = false;
                table.left_out.push((line.number, LeftOut::Banner));
                continue;
            }
            if table.kind != Kind::Units && begins(first, row_words("banner_unit")) {
                unit = Some(Cell::Text(first.to_owned()));
                closing = false;
                table.left_out.push((line.number, LeftOut::Banner));
                continue;
            }
            if marked(first, row_words("banner_other")) {
                table.left_out.push((line.number, LeftOut::Banner));
                continue;
            }
        }
        // A person with a number is a person, whatever the post is called; a signature stands where
        // the name would.
        let ends = |text: &str| begins(text, row_words("closing")) || dated(text);
        let begins_the_end =
            filled.len() <= 3 && key.map_or_else(|| filled.iter().any(|(_, t)| ends(t)), ends);
        closing = !(numbered && key.is_some()) && (begins_the_end || closing && mapped < 3);
        if closing || mapped == 0 {
            table.left_out.push((line.number, LeftOut::Closing));
            continue;
        }
        let mut row = Row {
            number: line.number,
            hidden: line.hidden,
            cells: BTreeMap::new(),
        };
        for (n, cell) in line.cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
            if let Some(field) = fields.get(n).copied().flatten() {
                row.cells.insert(field, cell.clone());
            }
        }
        // What stands in a line above belongs to the row, unless the row says otherwise.
        if let Some(class) = &class {
            row.cells
                .entry(Field::Class)
                .or_insert_with(|| class.clone());
        }
        if let (Some(unit), false) = (&unit, row.cells.contains_key(&Field::UnitCode)) {
            row.cells.entry(Field::Unit).or_insert_with(|| unit.clone());
        }
        whole(&mut row);
        table.rows.push(row);
    }
}

/// `LỚP 6A1` names a class.
fn banner(text: &str, words: &str) -> Option<String> {
    let fits = begins(text, row_words(words));
    fits.then(|| {
        text.split_once(' ')
            .map(|(_, name)| name.trim().trim_end_matches(':').to_owned())
            .unwrap_or_default()
    })
    .filter(|name| !name.is_empty() && name.chars().count() <= 20)
}

/// `Hải Phòng, ngày 5 tháng 9 năm 2026`.
fn dated(text: &str) -> bool {
    let text = plain(text);
    text.contains("ngay") && text.contains("thang") && text.contains("nam")
}

/// Puts names and dates together that the table has in two columns.
fn whole(row: &mut Row) {
    let taken = |row: &mut Row, field| row.cells.remove(&field);
    let (family, given) = (taken(row, Field::FamilyName), taken(row, Field::GivenName));
    if let (false, Some(given)) = (row.cells.contains_key(&Field::Name), &given) {
        let both = [family.as_ref().map(text), Some(text(given))]
            .into_iter()
            .flatten()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        row.cells.insert(Field::Name, Cell::Text(both));
    } else if let (Some(name), Some(given)) = (row.cells.get(&Field::Name).cloned(), given) {
        // `Họ và tên` over two columns: the first holds the family name.
        row.cells.insert(
            Field::Name,
            Cell::Text(format!("{} {}", text(&name), text(&given))),
        );
    }
    for (field, sex) in [(Field::BornOnMale, "nam"), (Field::BornOnFemale, "nữ")] {
        if let Some(cell) = taken(row, field).filter(|c| !c.is_empty()) {
            row.cells.insert(Field::BornOn, cell);
            row.cells
                .entry(Field::Sex)
                .or_insert_with(|| Cell::Text(sex.to_owned()));
        }
    }
    if let Some(mark) = taken(row, Field::Female) {
        let female = !matches!(plain(&text(&mark)).as_str(), "" | "0" | "khong" | "nam");
        row.cells
            .entry(Field::Sex)
            .or_insert_with(|| Cell::Text(if female { "nữ" } else { "nam" }.to_owned()));
    }
}

fn columns(header: &Header, lines: &[Line]) -> Vec<Column> {
    let shown = header
        .columns
        .iter()
        .enumerate()
        .map(|(n, (title, field))| {
            let samples: Vec<String> = lines
                .iter()
                .filter_map(|l| l.cells.get(n))
                .map(text)
                .filter(|t| !t.is_empty())
                .take(3)
                .collect();
            Column {
                place: u32::try_from(n).unwrap_or(0),
                title: title.clone(),
                field: *field,
                samples,
            }
        });
    shown
        .filter(|c| !c.title.is_empty() || !c.samples.is_empty())
        .collect()
}

/// Finds the order of day and month that the dates of the table show; keeps one that leaves it open
/// if none shows it.
fn dates(table: &mut Table) {
    if table.date_order != DateOrder::Unknown {
        return;
    }
    let texts = table
        .rows
        .iter()
        .flat_map(|r| {
            [Field::BornOn, Field::From, Field::Until]
                .into_iter()
                .filter_map(|f| r.cells.get(&f))
        })
        .filter_map(|c| match c {
            Cell::Text(t) => Some(t.as_str()),
            _ => None,
        });
    let (mut shown, mut open): (BTreeMap<bool, u32>, Option<&str>) = (BTreeMap::new(), None);
    for text in texts {
        match order_shown(text) {
            Some(order) => {
                *shown.entry(order == DateOrder::DayMonth).or_default() += 1;
                // Month first is never taken by itself, also where nothing else explains the date.
                open = open.or((order == DateOrder::MonthDay).then_some(text));
            }
            None if matches!(
                crate::value::day(&Cell::Text(text.to_owned()), DateOrder::Unknown, false),
                crate::value::Day::Doubt(..)
            ) =>
            {
                open = open.or(Some(text))
            }
            None => {}
        }
    }
    table.date_order = match (shown.get(&true), shown.get(&false), open) {
        (_, None, None) | (Some(_), None, _) => DateOrder::DayMonth,
        // Dates that only one order explains, and none that speaks against it, show it for the rest
        // too – but month first is asked.
        _ => DateOrder::Unknown,
    };
    if table.date_order == DateOrder::Unknown {
        table.date_doubt = open.map(str::to_owned);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::pasted;

    fn table(kind: Kind, text: &str) -> Table {
        read(&pasted(text).unwrap(), kind, &Choice::default()).unwrap()
    }

    fn names(table: &Table) -> Vec<String> {
        table.rows.iter().map(|r| r.text(Field::Name)).collect()
    }

    #[test]
    fn titles_banners_repeated_headers_and_signatures_are_not_people() {
        let text = "UBND PHƯỜNG LÊ CHÂN\nDANH SÁCH CÁN BỘ\n\nTT\tHọ và tên\tChức vụ\tSinh ngày\n1\tNguyễn Thị Hoa\tGiáo viên\t15/9/1980\nTỔ TỰ NHIÊN\nTT\tHọ và tên\tChức vụ\tSinh ngày\n2\tTrần Văn Đức\tGiáo viên\t1/2/1979\n\t\tLê Chân, ngày 5 tháng 9 năm 2026\nNgười lập biểu\t\tHiệu trưởng\nPhạm Văn Phòng\t\tVũ Thị Hiệu\n";
        let table = table(Kind::Officers, text);
        assert_eq!(names(&table), ["Nguyễn Thị Hoa", "Trần Văn Đức"]);
        assert_eq!(table.header, 4);
        let why: Vec<LeftOut> = table.left_out.iter().map(|l| l.1).collect();
        assert_eq!(
            why,
            [
                LeftOut::Title,
                LeftOut::Title,
                LeftOut::Banner,
                LeftOut::Header,
                LeftOut::Closing,
                LeftOut::Closing,
                LeftOut::Closing
            ]
        );
    }

    #[test]
    fn a_header_of_two_rows_and_names_in_two_columns_come_together() {
        let text = "TT\tHọ và tên\t\tNăm sinh\t\tChức vụ\n\tHọ đệm\tTên\tNam\tNữ\t\n1\tNguyễn Thị\tHoa\t\t1980\tGiáo viên\n2\tTrần Văn\tĐức\t1979\t\tGiáo viên";
        let table = table(Kind::Officers, text);
        assert_eq!(names(&table), ["Nguyễn Thị Hoa", "Trần Văn Đức"]);
        assert_eq!(table.header_rows, 2);
        assert_eq!(
            (
                table.rows[0].text(Field::Sex),
                table.rows[0].text(Field::BornOn)
            ),
            ("nữ".into(), "1980".into())
        );
        assert_eq!(table.rows[1].text(Field::Sex), "nam");
    }

    #[test]
    fn classes_above_their_rows_belong_to_them() {
        let text = "LỚP 6A1\nTT\tHọ và tên\tNhiệm vụ\n1\tNguyễn Thị Hoa\tThư viện\nLỚP 6A2\n2\tTrần Văn Đức\tThiết bị";
        let table = table(Kind::Assignments, text);
        assert_eq!(table.rows[1].text(Field::Class), "6A2");
    }

    #[test]
    fn the_order_of_day_and_month_is_asked_only_where_nothing_shows_it() {
        let of = |dates: [&str; 2]| {
            table(
                Kind::Officers,
                &format!("Họ và tên\tNgày sinh\nA B\t{}\nC D\t{}", dates[0], dates[1]),
            )
        };
        assert_eq!(
            of(["13/4/1980", "3/4/1980"]).date_order,
            DateOrder::DayMonth
        );
        let open = of(["3/4/1980", "5/6/1981"]);
        assert_eq!(
            (open.date_order, open.date_doubt.as_deref()),
            (DateOrder::Unknown, Some("3/4/1980"))
        );
        assert_eq!(
            of(["4/13/1980", "3/4/1980"]).date_order,
            DateOrder::Unknown,
            "month first is never taken by itself"
        );
        assert_eq!(of(["1980", ""]).date_order, DateOrder::DayMonth);
    }

    #[test]
    fn a_table_in_an_old_font_is_shown_converted() {
        let text = "TT\tHä vµ tªn\tChøc vô\n1\tNguyÔn ThÞ Ph\u{ad}îng\tGi¸o viªn\n2\tTrÇn V¨n §øc\tKÕ to¸n";
        let table = table(Kind::Officers, text);
        assert_eq!(names(&table), ["Nguyễn Thị Phượng", "Trần Văn Đức"]);
        assert_eq!(
            table.converted.as_ref().map(|c| (c.0, c.2.as_str())),
            Some((OldFont::Tcvn3, "Nguyễn Thị Phượng"))
        );
        let left = read(
            &pasted(text).unwrap(),
            Kind::Officers,
            &Choice {
                old_font: Some(ChosenFont::Unicode),
                header: Some(1),
                columns: [(1, Some(Field::Name))].into(),
                ..Choice::default()
            },
        );
        assert_eq!(
            left.unwrap().rows[0].text(Field::Name),
            "NguyÔn ThÞ Ph\u{ad}îng"
        );
    }

    #[test]
    fn a_post_or_a_name_that_sounds_like_the_end_is_not_the_end() {
        let text = "TT\tHọ và tên\tChức vụ\n1\tVũ Thị Hiệu\tHiệu trưởng\n2\tCông Thị Nghĩa\tGiáo viên\n3\tTô Văn Nam\tGiáo viên\n\tTô Văn Bắc\t\n\t\tHiệu trưởng\n\t\tVũ Thị Hiệu";
        let people = table(Kind::Officers, text);
        assert_eq!(
            names(&people),
            ["Vũ Thị Hiệu", "Công Thị Nghĩa", "Tô Văn Nam", "Tô Văn Bắc"]
        );
        let classes = table(Kind::Classes, "Lớp\tSĩ số\nLớp 6A1\t\nLớp 6A2\t40");
        assert_eq!(
            classes.rows.len(),
            2,
            "a list of classes has classes and no banners"
        );
    }

    #[test]
    fn a_person_says_what_a_column_is() {
        let text = "Cột A\tCột B\nNguyễn Thị Hoa\tGiáo viên";
        assert!(
            !read(&pasted(text).unwrap(), Kind::Officers, &Choice::default())
                .unwrap()
                .complete
        );
        let choice = Choice {
            header: Some(1),
            columns: [(0, Some(Field::Name)), (1, Some(Field::Position))].into(),
            ..Choice::default()
        };
        let table = read(&pasted(text).unwrap(), Kind::Officers, &choice).unwrap();
        assert_eq!(
            (names(&table), table.columns.len()),
            (vec!["Nguyễn Thị Hoa".to_owned()], 2)
        );
        let bare = Choice {
            header: Some(0),
            columns: [(0, Some(Field::Name))].into(),
            ..Choice::default()
        };
        assert_eq!(
            read(
                &pasted("Nguyễn Thị Hoa\nTrần Văn Đức").unwrap(),
                Kind::Officers,
                &bare
            )
            .unwrap()
            .rows
            .len(),
            2
        );
    }
}
