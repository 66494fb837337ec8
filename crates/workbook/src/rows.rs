//! Which rows below the header are people, classes, units, and which are not.

use std::collections::BTreeMap;

use domain::text::tidy;

use crate::cells::{Cell, Line, Merged};
use crate::columns::{Field, Kind, plain, row_words};
use crate::header::{Header, is_numbering};
use crate::shape::{LeftOut, Row, Table, has_invisible};
use crate::value::text;

/// A row while it is decided what it is.
struct Seen {
    /// Its cells that are not empty: place, text, field.
    filled: Vec<(usize, String, Option<Field>)>,
}

impl Seen {
    fn of(line: &Line, fields: &[Option<Field>]) -> Self {
        let cells = line.cells.iter().enumerate().filter(|(_, c)| !c.is_empty());
        let filled = cells.map(|(n, c)| (n, text(c), fields.get(n).copied().flatten()));
        Self {
            filled: filled.collect(),
        }
    }

    /// How many of its cells are taken over.
    fn mapped(&self) -> usize {
        let mapped = |f: &Option<Field>| f.is_some_and(|f| f != Field::Order);
        self.filled.iter().filter(|(.., f)| mapped(f)).count()
    }

    /// What stands where the row is named.
    fn key(&self) -> Option<&str> {
        let key = self.filled.iter().find(|(.., f)| f.is_some_and(is_key));
        key.map(|(_, text, _)| text.as_str())
    }

    fn numbered(&self) -> bool {
        let order = |(_, text, field): &(usize, String, Option<Field>)| {
            *field == Some(Field::Order) && text.parse::<f64>().is_ok()
        };
        self.filled.iter().any(order)
    }

    /// Its cells but the number.
    fn beside_order(&self) -> Vec<&str> {
        let cells = self.filled.iter();
        let cells = cells.filter(|(.., field)| *field != Some(Field::Order));
        cells.map(|(_, text, _)| text.as_str()).collect()
    }

    fn first(&self) -> &str {
        self.filled.first().map_or("", |(_, text, _)| text)
    }

    /// Its first cell with letters.
    fn first_words(&self) -> &str {
        let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 3;
        let first = self.filled.iter().find(|(_, text, _)| words(text));
        first.map_or("", |(_, text, _)| text)
    }

    fn repeats(&self, header: &Header) -> bool {
        let same = self.filled.iter().filter(|(n, t, _)| {
            let title = header.columns.get(*n).map(|(title, _)| title);
            title.is_some_and(|title| !title.is_empty() && plain(title) == plain(t))
        });
        let same = same.count();
        same >= 2 && same * 2 >= self.filled.len()
    }

    fn is_numbering(&self) -> bool {
        let texts: Vec<String> = self.filled.iter().map(|(_, t, _)| t.clone()).collect();
        is_numbering(&texts)
    }

    /// `Cộng`, `Toàn trường`, in a list of classes also `Khối 6`.
    fn is_sum(&self, kind: Kind) -> bool {
        let names = |field: &Option<Field>| field.is_some_and(|f| is_key(f) || f == Field::Order);
        let named = self.filled.iter().filter(|(.., field)| names(field));
        let mut texts: Vec<&str> = named.map(|(_, text, _)| text.as_str()).collect();
        texts.extend((self.key().is_none()).then(|| self.first_words()));
        texts.into_iter().any(|text| says_sum(text, kind))
    }
}

/// Whether a cell that names a row says that the row is a sum.
fn says_sum(text: &str, kind: Kind) -> bool {
    let text = tidy(text).to_lowercase();
    let behind = |word: &str| {
        let rest = text.strip_prefix(word)?;
        (rest.is_empty() || rest.starts_with([' ', ':', '.', '('])).then(|| rest.to_owned())
    };
    let no_words = |rest: String| !rest.chars().any(char::is_alphabetic);
    let begins = |word: &String| behind(word).is_some();
    let alone = |word: &String| behind(word).is_some_and(no_words);
    let grade = ["khối", "khoi", "khối lớp"]
        .into_iter()
        .any(|word| behind(word).is_some_and(no_words));
    row_words("sum").iter().any(begins)
        || row_words("sum_alone").iter().any(alone)
        || kind == Kind::Classes && grade
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

/// Columns that say who somebody is: a merged name stands for all of its rows with them.
fn is_identity(field: Field) -> bool {
    matches!(
        field,
        Field::Name
            | Field::FamilyName
            | Field::GivenName
            | Field::Code
            | Field::Sex
            | Field::Female
            | Field::BornOn
            | Field::BornOnMale
            | Field::BornOnFemale
            | Field::IdNumber
            | Field::Phone
            | Field::Mail
            | Field::Position
            | Field::Login
    )
}

/// Whether a text begins with one of some words, with their marks: `Tổ Tự nhiên` is a team and
/// `Tô Văn Nam` a person.
fn marked(text: &str, words: &[String]) -> bool {
    let text = tidy(text).to_lowercase();
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

/// What says that a row is about somebody of its own, although nobody is named.
const OWN: [Field; 5] = [
    Field::Order,
    Field::Code,
    Field::IdNumber,
    Field::BornOn,
    Field::Phone,
];

/// What stands in lines above belongs to the rows below.
#[derive(Default)]
struct Above {
    class: Option<Cell>,
    unit: Option<Cell>,
    /// The last row with a name.
    named: Option<u32>,
}

/// Reads the rows below a header.
pub(crate) fn read(
    table: &mut Table,
    lines: &[Line],
    merged: &[Merged],
    header: &Header,
    fields: &[Option<Field>],
) {
    let merged = Spread::of(merged, lines);
    let mut above = Above::default();
    let mut closing = false;
    for line in lines {
        let seen = Seen::of(line, fields);
        let left_out = if seen.repeats(header) {
            Some(LeftOut::Header)
        } else if is_first(table) && seen.is_numbering() {
            Some(LeftOut::Numbers)
        } else if is_banner(&seen, table.kind, fields.len(), &mut above) {
            closing = false;
            Some(LeftOut::Banner)
        } else if seen.is_sum(table.kind) {
            Some(LeftOut::Sum)
        } else {
            closing = closes(&seen, closing);
            (closing || seen.mapped() == 0).then_some(LeftOut::Closing)
        };
        match left_out {
            Some(why) => table.left_out.push((line.number, why)),
            None => {
                let row = row(line, fields, &merged, &mut above, table.kind);
                table.rows.push(row);
            }
        }
    }
}

/// Whether the rows of a page begin here: nothing was read yet, or the header came again.
fn is_first(table: &Table) -> bool {
    let last = table.rows.last().map_or(0, |row| row.number);
    let header = |(row, why): &(u32, LeftOut)| *why == LeftOut::Header && *row > last;
    table.rows.is_empty() || table.left_out.iter().any(header)
}

/// A person with a number is a person, whatever the post is called; a signature stands where the
/// name would.
fn closes(seen: &Seen, closing: bool) -> bool {
    let ends = |text: &str| begins(text, row_words("closing")) || dated(text);
    let begins_the_end = seen.filled.len() <= 3
        && seen
            .key()
            .map_or_else(|| seen.filled.iter().any(|(_, t, _)| ends(t)), ends);
    !(seen.numbered() && seen.key().is_some()) && (begins_the_end || closing && seen.mapped() < 3)
}

/// A line that names a class, a unit or a team for the rows below it.
fn is_banner(seen: &Seen, kind: Kind, columns: usize, above: &mut Above) -> bool {
    let first = seen.first();
    let alone = seen.filled.len() == 1 && seen.mapped() <= 1 && columns > 1;
    if let Some(name) = banner(first, "banner_class").filter(|_| alone && kind != Kind::Classes) {
        above.class = Some(Cell::Text(name));
        return true;
    }
    // A unit may have a number before it, and a sum behind.
    let unit = if alone { first } else { seen.first_words() };
    let unit = without_number(unit);
    let only = alone || seen.filled.len() <= 3 && seen.mapped() <= 1 && columns > 1;
    if kind != Kind::Units && only && marked(unit, row_words("banner_unit")) {
        above.unit = Some(Cell::Text(unit.to_owned()));
        above.class = None;
        above.named = None;
        return true;
    }
    // `I | Khối Mầm non`: the number of a group is no content.
    let words = seen.beside_order();
    let grouped = words.len() == 1 && !seen.numbered() && columns > 1;
    alone && marked(first, row_words("banner_other"))
        || grouped && marked(words[0], row_words("banner_other"))
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

/// `Trường Mầm non Hoa Sen` in `II. Đơn vị: Trường Mầm non Hoa Sen`.
fn without_number(text: &str) -> &str {
    let mut rest = text.trim();
    let numbering = rest.split_once(['.', ')', '-', '/', '*', '+', ' ']);
    if let Some((number, behind)) = numbering {
        let roman = !number.is_empty() && number.chars().all(|c| "IVXLC".contains(c));
        let letter = number.chars().count() == 1 && number.chars().all(char::is_uppercase);
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        if roman || letter || digits {
            rest = behind.trim_start_matches(['.', ')', '-', '/', '*', '+', ' ']);
        }
    }
    let before = ["đơn vị", "tên đơn vị", "tên trường", "trường"];
    if let Some((word, name)) = rest.split_once(':')
        && before.contains(&tidy(word).to_lowercase().as_str())
        && !name.trim().is_empty()
    {
        return name.trim();
    }
    rest.trim().trim_end_matches(':')
}

/// `Hải Phòng, ngày 5 tháng 9 năm 2026`.
fn dated(text: &str) -> bool {
    let text = plain(text);
    text.contains("ngay") && text.contains("thang") && text.contains("nam")
}

/// What merged cells show in rows that have nothing of their own.
struct Spread<'a> {
    regions: Vec<(Merged, &'a Cell)>,
}

impl<'a> Spread<'a> {
    fn of(merged: &[Merged], lines: &'a [Line]) -> Self {
        let down = merged.iter().filter(|m| m.bottom > m.top);
        let regions = down.filter_map(|m| {
            let at = lines.binary_search_by_key(&m.top, |l| l.number).ok()?;
            let cell = lines[at].cells.get(m.left as usize)?;
            (!cell.is_empty()).then_some((*m, cell))
        });
        let mut regions: Vec<_> = regions.collect();
        regions.sort_by_key(|(m, _)| m.top);
        Self { regions }
    }

    /// What stands over a cell of a row, and in which row.
    fn over(&self, row: u32, column: usize) -> Option<(u32, &'a Cell)> {
        let before = self.regions.partition_point(|(m, _)| m.top < row);
        // No block of a list is longer.
        let near = self.regions[..before].iter().rev();
        let mut near = near.take_while(|(m, _)| row - m.top < 5_000).take(4_000);
        let found = near.find(|(m, _)| m.bottom >= row && m.left as usize == column);
        found.map(|(m, cell)| (m.top, *cell))
    }
}

fn row(
    line: &Line,
    fields: &[Option<Field>],
    merged: &Spread<'_>,
    above: &mut Above,
    kind: Kind,
) -> Row {
    let mut row = Row {
        number: line.number,
        hidden: line.hidden,
        cells: BTreeMap::new(),
        under: None,
        above: None,
        cleaned: vec![],
    };
    for (n, field) in fields.iter().enumerate() {
        let cell = line.cells.get(n).filter(|c| !c.is_empty());
        if let (Some(cell), Some(field)) = (cell, field) {
            if has_invisible(cell) {
                row.cleaned.push(*field);
            }
            put(&mut row, *field, cell);
        }
    }
    spread(&mut row, fields, merged, kind);
    // What stands in a line above belongs to the row, unless the row says otherwise.
    if let Some(class) = &above.class {
        row.cells
            .entry(Field::Class)
            .or_insert_with(|| class.clone());
    }
    if let (Some(unit), false) = (&above.unit, row.cells.contains_key(&Field::UnitCode)) {
        row.cells.entry(Field::Unit).or_insert_with(|| unit.clone());
    }
    whole(&mut row);
    if row.cells.contains_key(&Field::Name) {
        above.named = Some(row.number);
    } else if !OWN.iter().any(|field| row.cells.contains_key(field)) {
        row.above = above.named;
    }
    row
}

/// What a cell says, with its lines.
fn lines(cell: &Cell) -> String {
    match cell {
        Cell::Text(typed) if typed.trim().contains('\n') && !text(cell).is_empty() => {
            let lines = typed.lines().map(tidy).filter(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join("\n")
        }
        cell => text(cell),
    }
}

/// Family names and given names in two columns. Where both have as many lines, each line is a person.
fn joined(family: &str, given: &str) -> String {
    let count = family.lines().count();
    if count > 1 && count == given.lines().count() {
        let both = family.lines().zip(given.lines());
        let names = both.map(|(family, given)| format!("{family} {given}"));
        return names.collect::<Vec<_>>().join("\n");
    }
    tidy(&format!("{family} {given}"))
}

/// Puts a cell into a row; of several columns that mean one field their texts come together.
fn put(row: &mut Row, field: Field, cell: &Cell) {
    let together = match row.cells.get(&field) {
        Some(before) => Cell::Text(format!("{}\n{}", lines(before), lines(cell))),
        None => cell.clone(),
    };
    row.cells.insert(field, together);
}

/// Fills a row with what is merged over it.
fn spread(row: &mut Row, fields: &[Option<Field>], merged: &Spread<'_>, kind: Kind) {
    let key = if kind == Kind::Classes {
        Field::Class
    } else {
        Field::Name
    };
    let over: Vec<(Field, u32, &Cell)> = fields
        .iter()
        .enumerate()
        .filter_map(|(n, field)| Some((n, (*field)?)))
        .filter(|(_, field)| !row.cells.contains_key(field))
        .filter_map(|(n, field)| {
            let (top, cell) = merged.over(row.number, n)?;
            Some((field, top, cell))
        })
        .collect();
    row.under = over
        .iter()
        .find(|(f, ..)| *f == key)
        .map(|(_, top, _)| *top);
    for (field, _, cell) in over {
        // What somebody was given in the first row they have; it is not given once more.
        if row.under.is_none() || is_identity(field) || field == key || is_place(field) {
            row.cells.insert(field, cell.clone());
        }
    }
}

fn is_place(field: Field) -> bool {
    matches!(field, Field::Unit | Field::UnitCode)
}

/// Whether a whole name has a given name at its end already, as columns to sort by repeat it.
fn ends_with(name: &str, given: &str) -> bool {
    let (name, given) = (plain(name), plain(given));
    name == given || name.ends_with(&format!(" {given}"))
}

/// Puts names and dates together that the table has in two columns.
fn whole(row: &mut Row) {
    let taken = |row: &mut Row, field| row.cells.remove(&field);
    let (family, given) = (taken(row, Field::FamilyName), taken(row, Field::GivenName));
    if let (false, Some(given)) = (row.cells.contains_key(&Field::Name), &given) {
        let family = family.as_ref().map(lines).unwrap_or_default();
        let both = joined(&family, &lines(given));
        row.cells.insert(Field::Name, Cell::Text(both));
    } else if let (Some(name), Some(given)) = (row.cells.get(&Field::Name).cloned(), given)
        && !ends_with(&text(&name), &text(&given))
    {
        // `Họ và tên` over two columns: the first holds the family name.
        row.cells.insert(
            Field::Name,
            Cell::Text(joined(&lines(&name), &lines(&given))),
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
