//! From a sheet to rows of named fields.

use std::collections::BTreeMap;

use domain::calendar::SchoolYear;
use domain::{Code, Refusal};

use crate::cells::{Book, Cell, Line, Sheet};
use crate::columns::{Field, Kind, field, is_nowhere, plain};
use crate::header::{self, Header};
use crate::old_fonts::{self, OldFont};
use crate::paper;
use crate::rows;
pub use crate::shape::{Choice, ChosenFont, Column, LeftOut, Row, SheetSkipped, Table, Unused};
pub use crate::value::DateOrder;
use crate::value::{order_shown, text};

/// How many titles a sheet has that some kind of list knows.
pub(crate) fn titles_known(lines: &[Line]) -> usize {
    let kinds = Kind::ALL.into_iter();
    let known = kinds.filter_map(|kind| header::find(kind, lines, &[]).map(|h| h.known()));
    known.max().unwrap_or(0)
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
    let header = header_of(&sheet, kind, choice)?;
    let below = sheet.lines.get(header.at + header.rows..);
    let below = below.unwrap_or_default();
    let header = header::with_given_names(header, below, &sheet.merged);
    let header = chosen(header::with_true_classes(header, kind, below), choice);
    let fields: Vec<Option<Field>> = header.columns.iter().map(|c| c.1).collect();
    let complete = kind
        .needs()
        .iter()
        .all(|group| group.iter().any(|f| fields.contains(&Some(*f))));
    let (above, below) = sheet.lines.split_at(header.at);
    let below = below.get(header.rows..).unwrap_or_default();
    let titles = titles(above, &sheet.name);
    let mut table = Table {
        kind,
        sheet: place,
        header: sheet
            .lines
            .get(header.at)
            .filter(|_| header.rows > 0)
            .map_or(0, |l| l.number),
        header_rows: u32::try_from(header.rows).unwrap_or(1),
        columns: columns(kind, &header, below, choice),
        rows: vec![],
        left_out: above.iter().map(|l| (l.number, LeftOut::Title)).collect(),
        hidden: vec![],
        converted,
        date_order: choice.date_order,
        date_doubt: None,
        from_1904: book.from_1904,
        complete,
        year: titles.iter().find_map(|title| year(title)),
        paper: titles.iter().find_map(|title| paper::named(title)),
        holds_from: titles.iter().find_map(|title| paper::holds_from(title)),
        titles,
        other_sheets: other_sheets(book, kind, place),
        skipped_sheets: skipped_sheets(book, kind, place),
    };
    rows::read(&mut table, below, &sheet.merged, &header, &fields);
    let hidden = table.rows.iter().filter(|r| r.hidden);
    table.hidden = hidden.map(|r| r.number).collect();
    dates(&mut table);
    Ok(table)
}

/// The header that a person chose, or that is found.
fn header_of(sheet: &Sheet, kind: Kind, choice: &Choice) -> Result<Header, Refusal> {
    let lines = &sheet.lines;
    match choice.header {
        Some(0) => Ok(Header::none(lines)),
        Some(number) => {
            let at = lines.iter().position(|l| l.number == number);
            let at = at.ok_or_else(|| Refusal::new(Code::NotFound).with("what", "row"))?;
            Ok(header::at(kind, lines, &sheet.merged, at))
        }
        // Titles that nobody knows: the row of which most are known, or else the first one with
        // several cells, is shown, and a person says what the columns are.
        None => Ok(header::find(kind, lines, &sheet.merged)
            .or_else(|| header::nearest(kind, lines, &sheet.merged))
            .unwrap_or_else(|| {
                let first = lines
                    .iter()
                    .take(header::WITHIN)
                    .position(|l| l.cells.iter().filter(|c| !c.is_empty()).count() >= 2);
                header::at(kind, lines, &sheet.merged, first.unwrap_or(0))
            })),
    }
}

/// The header with what a person chose for its columns.
fn chosen(mut header: Header, choice: &Choice) -> Header {
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
    header
}

/// What stands above the header, and the name of the sheet.
fn titles(above: &[Line], sheet: &str) -> Vec<String> {
    let cells = above.iter().flat_map(|line| &line.cells);
    let texts = cells.filter(|c| !c.is_empty()).map(text);
    texts
        .chain([sheet.to_owned()])
        .filter(|t| !t.is_empty())
        .collect()
}

/// `NĂM HỌC 2026 - 2027` in a title.
fn year(title: &str) -> Option<SchoolYear> {
    let words = plain(title);
    let (_, behind) = words
        .split_once("nam hoc")
        .or_else(|| words.split_once("nh "))?;
    let mut numbers = behind.split(' ').filter(|w| !w.is_empty());
    let first: i32 = numbers.next()?.parse().ok()?;
    let second: i32 = numbers.next()?.parse().ok()?;
    let second = if second < 100 {
        first / 100 * 100 + second
    } else {
        second
    };
    ((2000..2100).contains(&first) && second == first + 1).then_some(SchoolYear(first))
}

/// The sheets beside the one that is read.
fn beside(book: &Book, read: u32) -> impl Iterator<Item = &Sheet> {
    let others = book.sheets.iter().enumerate();
    others
        .filter(move |(n, _)| *n != read as usize)
        .map(|(_, sheet)| sheet)
}

/// Whether a sheet has the columns of a kind.
fn fits(sheet: &Sheet, kind: Kind) -> bool {
    let header = header::find(kind, &sheet.lines, &sheet.merged);
    sheet.lines.len() > 1 && header.is_some_and(|h| h.known() > 1)
}

/// Sheets beside the one that is read which could be read as well.
fn other_sheets(book: &Book, kind: Kind, read: u32) -> Vec<String> {
    let others = beside(book, read).filter(|sheet| !sheet.hidden && fits(sheet, kind));
    others.map(|sheet| sheet.name.clone()).collect()
}

/// Sheets beside the one that is read which say something else, or are hidden.
fn skipped_sheets(book: &Book, kind: Kind, read: u32) -> Vec<(String, SheetSkipped)> {
    let says = |sheet: &&Sheet| {
        let mut cells = sheet.lines.iter().flat_map(|line| &line.cells);
        cells.any(|cell| !cell.is_empty())
    };
    let skipped = beside(book, read).filter(says).filter_map(|sheet| {
        let why = match (sheet.hidden, fits(sheet, kind)) {
            (true, _) => SheetSkipped::Hidden,
            (false, true) => return None,
            (false, false) => SheetSkipped::NoColumns,
        };
        Some((sheet.name.clone(), why))
    });
    skipped.collect()
}

/// The sheet that was chosen, or the visible one that looks most like the kind.
fn sheet<'a>(book: &'a Book, kind: Kind, choice: &Choice) -> Result<(u32, &'a Sheet), Refusal> {
    let place = match choice.sheet {
        Some(place) => place as usize,
        None => {
            let fits = |sheet: &Sheet| {
                header::find(kind, &sheet.lines, &sheet.merged).map_or(0, |h| h.known())
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
        let runs = match (&*cell, chosen, everywhere) {
            (Cell::Text(text), _, font @ Some(_)) => vec![(text.clone(), font)],
            (Cell::Old(text, _), Some(ChosenFont::Unicode), _) => vec![(text.clone(), None)],
            // What a code page looks like a person may know better.
            (Cell::Old(text, OldFont::Windows1258), Some(_), font) => vec![(text.clone(), font)],
            (Cell::Old(text, font), ..) => vec![(text.clone(), Some(*font))],
            (Cell::Runs(runs), Some(ChosenFont::Unicode), _) => {
                runs.iter().map(|(text, _)| (text.clone(), None)).collect()
            }
            (Cell::Runs(runs), ..) => runs.clone(),
            _ => continue,
        };
        let before: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let convert = |(text, font): &(String, Option<OldFont>)| match font {
            Some(font) => font.convert(text),
            None => text.clone(),
        };
        let after: String = runs.iter().map(convert).collect();
        let font = runs.iter().find_map(|(_, font)| *font);
        if let Some(font) = font.filter(|_| after != before) {
            // The longest sample shows most.
            if shown.as_ref().is_none_or(|s| s.1.len() < before.len())
                && before.chars().count() <= 60
            {
                shown = Some((font, before, domain::text::tidy(&after)));
            }
        }
        *cell = Cell::Text(after);
    }
    (sheet, shown)
}

fn columns(kind: Kind, header: &Header, lines: &[Line], choice: &Choice) -> Vec<Column> {
    let shown = header.columns.iter().enumerate();
    let shown = shown.map(|(n, (title, meant))| {
        let samples: Vec<String> = lines
            .iter()
            .filter_map(|l| l.cells.get(n))
            .map(text)
            .filter(|t| !t.is_empty())
            .take(3)
            .collect();
        let place = u32::try_from(n).unwrap_or(0);
        let chosen = choice.columns.contains_key(&place);
        Column {
            place,
            title: title.clone(),
            field: *meant,
            unused: unused(kind, title, *meant, chosen).filter(|_| !samples.is_empty()),
            samples,
        }
    });
    shown
        .filter(|c| !c.title.is_empty() || !c.samples.is_empty())
        .collect()
}

fn unused(kind: Kind, title: &str, meant: Option<Field>, chosen: bool) -> Option<Unused> {
    let ours = || plain(title) == plain(crate::columns::shown(Field::Note));
    match meant {
        Some(Field::Note) => (!ours()).then_some(Unused::Note),
        Some(Field::Grade) => Some(Unused::Grade),
        Some(Field::Mail) => Some(Unused::Mail),
        Some(Field::LoginKind) => Some(Unused::Kind),
        Some(_) => None,
        None if chosen => Some(Unused::Chosen),
        None if title.is_empty() => Some(Unused::Untitled),
        None if field(kind, title).is_some() => Some(Unused::Twice),
        None => {
            let other = |kind: &Kind| field(*kind, title).is_some();
            Some(if is_nowhere(title) || Kind::ALL.iter().any(other) {
                Unused::Kind
            } else {
                Unused::Title
            })
        }
    }
}

/// The columns whose dates show the order of day and month.
pub const DATES: [Field; 3] = [Field::BornOn, Field::From, Field::Until];

/// Finds the order of day and month that the dates of the table show; keeps one that leaves it open
/// if none shows it.
fn dates(table: &mut Table) {
    if table.date_order != DateOrder::Unknown {
        return;
    }
    let rows = table.rows.iter();
    let texts = rows
        .flat_map(|row| DATES.iter().filter_map(|field| row.cells.get(field)))
        .filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        });
    let (order, doubt) = order_of(texts);
    (table.date_order, table.date_doubt) = (order, doubt.map(str::to_owned));
}

/// The order of day and month that typed dates show; where they leave it open, one that does.
///
/// ```
/// use workbook::{DateOrder, table::order_of};
/// assert_eq!(order_of(["13/4/1980", "3/4/1980"]).0, DateOrder::DayMonth);
/// assert_eq!(order_of(["3/4/1980"]), (DateOrder::Unknown, Some("3/4/1980")));
/// ```
pub fn order_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> (DateOrder, Option<&'a str>) {
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
    match (shown.get(&true), shown.get(&false), open) {
        (_, None, None) | (Some(_), None, _) => (DateOrder::DayMonth, None),
        // Dates that only one order explains, and none that speaks against it, show it for the rest
        // too – but month first is asked.
        _ => (DateOrder::Unknown, open),
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
    fn given_names_under_a_title_over_two_columns_belong_to_the_name() {
        let text = "Họ và tên\t\tChức vụ\nNguyễn Thị\tHoa\tGV\nTrần Văn\tĐức\tGV\nLê Thị\tYến\tGV";
        assert_eq!(
            names(&table(Kind::Officers, text)),
            ["Nguyễn Thị Hoa", "Trần Văn Đức", "Lê Thị Yến"]
        );
        let marks = "Họ và tên\t\tChức vụ\nNguyễn Hoa\tNữ\tGV\nTrần Đức\tNam\tGV\nLê Yến\tNữ\tGV";
        let read = table(Kind::Officers, marks);
        assert_eq!(names(&read)[0], "Nguyễn Hoa", "sexes are no names");
        assert_eq!(read.columns[1].unused, Some(Unused::Untitled));
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
            "NguyÔn ThÞ Phîng",
            "in Unicode the sign for a broken word is nothing"
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
