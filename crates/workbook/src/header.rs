//! Where the titles of a sheet stand, and what they mean.

use std::collections::BTreeSet;

use crate::cells::{Cell, Line, Merged};
use crate::columns::{Field, Kind, field};
use crate::value::text;

/// The header is looked for in so many rows.
pub(crate) const WITHIN: usize = 15;
/// Most rows of a header.
const MOST_ROWS: usize = 3;

/// Which row of titles a sheet has, and what it means.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub at: usize,
    pub rows: usize,
    pub columns: Vec<(String, Option<Field>)>,
}

impl Header {
    /// A sheet without titles.
    pub fn none(lines: &[Line]) -> Self {
        Self {
            at: 0,
            rows: 0,
            columns: vec![(String::new(), None); widest(lines)],
        }
    }

    /// How many columns it says something of.
    pub fn known(&self) -> usize {
        let columns = self.columns.iter();
        columns
            .filter(|c| c.1.is_some_and(|f| f != Field::Order))
            .count()
    }
}

fn widest(lines: &[Line]) -> usize {
    lines.iter().map(|l| l.cells.len()).max().unwrap_or(0)
}

/// The row within the first ones whose titles mean most.
pub(crate) fn find(kind: Kind, lines: &[Line], merged: &[Merged]) -> Option<Header> {
    let found = (0..lines.len().min(WITHIN))
        .map(|row| at(kind, lines, merged, row))
        .map(|h| (h.known(), h));
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

/// The row within the first ones whose titles mean most, where no row has all that the kind needs: a
/// person says what the rest are.
pub(crate) fn nearest(kind: Kind, lines: &[Line], merged: &[Merged]) -> Option<Header> {
    let found = (0..lines.len().min(WITHIN)).map(|row| at(kind, lines, merged, row));
    let best = found.max_by_key(|h| {
        let rank = std::cmp::Reverse;
        (h.known(), rank(h.at), rank(h.rows))
    });
    best.filter(|h| h.known() >= 2)
}

/// Titles that lists have above classes and above what somebody studied: `Chuyên môn`. Beside columns
/// of subjects and classes, a column of it that names no class holds the latter; with classes
/// alone it says the subject.
pub(crate) fn with_true_classes(mut header: Header, kind: Kind, lines: &[Line]) -> Header {
    let place = |header: &Header, field| header.columns.iter().position(|c| c.1 == Some(field));
    let Some(column) = place(&header, Field::Classes) else {
        return header;
    };
    let cells = |column: usize| {
        let cells = lines.iter().map(move |line| title(line, column));
        cells.filter(|text| !text.is_empty())
    };
    let names_class = |text: &String| {
        text.contains(|c: char| c.is_ascii_digit())
            || crate::columns::plain(text).contains("truong")
    };
    let says_class = crate::columns::plain(&header.columns[column].0).contains("lop");
    if says_class || cells(column).next().is_none() || cells(column).any(|text| names_class(&text))
    {
        return header;
    }
    let other = (0..header.columns.len()).find(|n| {
        let means = |title: &str| field(kind, title) == Some(Field::Classes);
        *n != column && header.columns[*n].1.is_none() && means(&header.columns[*n].0)
    });
    let has_classes = other.is_some() || place(&header, Field::Class).is_some();
    if !has_classes {
        return header;
    }
    let subjects = cells(column).all(|text| crate::columns::subject(&text).is_some());
    header.columns[column].1 = match place(&header, Field::Subject) {
        Some(_) => None,
        None if subjects => Some(Field::Subject),
        None => return header,
    };
    if let Some(other) = other {
        header.columns[other].1 = Some(Field::Classes);
    }
    header
}

/// The header that begins in a row: of one row, of as many as its cells are merged over, or of two
/// if the second splits columns of the first.
pub(crate) fn at(kind: Kind, lines: &[Line], merged: &[Merged], at: usize) -> Header {
    let one = stacked(kind, lines, merged, at, 1);
    if one.known() == 0 {
        return one;
    }
    let deep = depth(lines, merged, at);
    if deep > 1 {
        let several = stacked(kind, lines, merged, at, deep);
        if several.known() >= one.known() {
            return several;
        }
    }
    if !follows(lines, at, 1) {
        return one;
    }
    let two = stacked(kind, lines, merged, at, 2);
    let second = &lines[at + 1];
    let named = |column: &usize| !title(second, *column).is_empty();
    let below: Vec<usize> = (0..two.columns.len()).filter(named).collect();
    let all_known = below.iter().all(|c| two.columns[*c].1.is_some());
    if below.len() >= 2 && all_known && two.known() > one.known() {
        two
    } else {
        one
    }
}

/// Names over two columns under one title: the second, which has none, holds given names. The title
/// is merged over both, or what stands there can be nothing else.
pub(crate) fn with_given_names(mut header: Header, lines: &[Line], merged: &[Merged]) -> Header {
    let name = header.columns.iter().position(|c| c.1 == Some(Field::Name));
    let Some(next) = name.map(|n| n + 1) else {
        return header;
    };
    let untitled = header
        .columns
        .get(next)
        .is_some_and(|c| c.0.is_empty() && c.1.is_none());
    let known = header.columns.iter().any(|c| c.1 == Some(Field::GivenName));
    if !untitled || known {
        return header;
    }
    let first = lines.first().map_or(0, |line| line.number);
    let over =
        |m: &Merged| m.bottom < first && m.left as usize == next - 1 && m.right as usize == next;
    let values = lines
        .iter()
        .filter(|line| !title(line, next - 1).is_empty());
    let given = |line: &Line| {
        let word = title(line, next);
        let only = !word.is_empty() && word.chars().all(char::is_alphabetic);
        (only && crate::columns::female(&word).is_none()).then_some(word)
    };
    let (all, words): (usize, Vec<String>) =
        (values.clone().count(), values.filter_map(given).collect());
    let different: BTreeSet<&String> = words.iter().collect();
    let nothing_else = all >= 3 && different.len() * 5 >= all * 3;
    let filled = !words.is_empty() && words.len() * 5 >= all * 4;
    if filled && (merged.iter().any(over) || nothing_else) {
        header.columns[next].1 = Some(Field::GivenName);
    }
    header
}

/// Whether the row some way below can be a part of the header: it is there, and has titles.
fn follows(lines: &[Line], at: usize, below: usize) -> bool {
    let row = lines.get(at + below);
    row.is_some_and(|row| {
        let next = usize::try_from(row.number - lines[at].number) == Ok(below);
        let value = |c: &Cell| matches!(c, Cell::Number(_) | Cell::Day(_) | Cell::Moment(_));
        let texts: Vec<String> = row
            .cells
            .iter()
            .filter(|c| !c.is_empty())
            .map(text)
            .collect();
        next && !row.cells.iter().any(value) && !is_numbering(&texts)
    })
}

/// Over how many rows the cells of a header are merged.
fn depth(lines: &[Line], merged: &[Merged], at: usize) -> usize {
    let number = lines[at].number;
    let here = merged.iter().filter(|m| m.top == number);
    let down = here
        .clone()
        .map(|m| m.bottom - m.top)
        .filter(|down| (1..MOST_ROWS as u32).contains(down))
        .max();
    // A title over several columns stands over theirs.
    let across = here
        .filter(|m| m.right > m.left && m.bottom == m.top)
        .count();
    let deep = match down {
        Some(down) => down as usize + 1,
        None if across > 0 => 2,
        None => 1,
    };
    let fits = (1..deep).all(|below| follows(lines, at, below));
    if fits { deep } else { 1 }
}

fn title(line: &Line, column: usize) -> String {
    line.cells.get(column).map(text).unwrap_or_default()
}

/// The titles of some rows on top of each other: `Ngày sinh` over `Nam` and `Nữ`; `Họ và tên` over
/// `Họ đệm` and `Tên`.
fn stacked(kind: Kind, lines: &[Line], merged: &[Merged], at: usize, rows: usize) -> Header {
    let width = widest(lines);
    let rows_of = &lines[at..at + rows];
    let mut above = vec![String::new(); rows];
    let mut columns = vec![];
    for column in 0..width {
        let mut parts: Vec<String> = vec![];
        for (depth, line) in rows_of.iter().enumerate() {
            let own = title(line, column);
            if !own.is_empty() {
                above[depth].clone_from(&own);
                parts.push(own);
            } else if depth + 1 < rows && covers(merged, line.number, column, rows_of, depth) {
                parts.push(above[depth].clone());
            }
        }
        // What stands above alone and spreads over nothing of its own is no title of this column.
        let spread_only = title(&rows_of[rows - 1], column).is_empty()
            && rows_of[..rows - 1]
                .iter()
                .all(|l| title(l, column).is_empty());
        if rows > 1 && spread_only {
            parts.clear();
        }
        columns.push(meaning(kind, &parts));
    }
    Header {
        at,
        rows,
        columns: named_by_place(kind, unique(columns)),
    }
}

/// A list of communes calls the column of its units `Xã, phường`, as a list of schools calls the one
/// of the units above.
fn named_by_place(
    kind: Kind,
    mut columns: Vec<(String, Option<Field>)>,
) -> Vec<(String, Option<Field>)> {
    let has = |field| columns.iter().position(|column| column.1 == Some(field));
    if let (Kind::Units, None, Some(place)) = (kind, has(Field::Unit), has(Field::Parent)) {
        columns[place].1 = Some(Field::Unit);
    }
    columns
}

/// Whether the title to the left stands over a column too: it is merged over it, or the sheet has no
/// merged cells there and a title below.
fn covers(merged: &[Merged], row: u32, column: usize, rows: &[Line], depth: usize) -> bool {
    let inside = |m: &&Merged| {
        m.top <= row && row <= m.bottom && (m.left as usize..=m.right as usize).contains(&column)
    };
    if let Some(over) = merged.iter().find(inside) {
        return over.right > over.left;
    }
    let any_merged = merged.iter().any(|m| m.top == row && m.right > m.left);
    !any_merged
        && rows[depth + 1..]
            .iter()
            .any(|l| !title(l, column).is_empty())
}

/// What titles on top of each other mean: together, of the head over whom they stand, or the lowest.
fn meaning(kind: Kind, parts: &[String]) -> (String, Option<Field>) {
    let both = parts.join(" ");
    let lowest = || field(kind, parts.last()?);
    let of_head = || match parts {
        [above, .., last] if field(kind, above) == Some(Field::Head) => said_of_head(last),
        _ => None,
    };
    let means = of_head().or_else(|| field(kind, &both)).or_else(lowest);
    (both, means)
}

/// `Hiệu trưởng` over `Họ và tên`, `Chức vụ` and `Mã cán bộ`: all of them are the head's.
fn said_of_head(title: &str) -> Option<Field> {
    match field(Kind::Officers, title)? {
        Field::Name => Some(Field::Head),
        Field::Position => Some(Field::HeadPosition),
        Field::Code => Some(Field::HeadCode),
        _ => None,
    }
}

/// A field belongs to one column: the first that means it. Duties and functions may stand in
/// several.
fn unique(mut columns: Vec<(String, Option<Field>)>) -> Vec<(String, Option<Field>)> {
    let mut seen = BTreeSet::new();
    for column in &mut columns {
        let once = |f: Field| !matches!(f, Field::Duty | Field::Function);
        if column.1.is_some_and(|f| once(f) && !seen.insert(f)) {
            column.1 = None;
        }
    }
    columns
}

/// Whether the cells of a row only number the columns: `1 2 3`, `(1) (2) (3)`, `A B 1 2`.
pub(crate) fn is_numbering(texts: &[String]) -> bool {
    let shorn = |text: &String| {
        let text = text.trim_matches(['(', ')', '[', ']', ' ', '.']);
        // `5 = 3 + 4` says how a column comes about.
        text.split('=').next().unwrap_or(text).trim().to_owned()
    };
    let texts: Vec<String> = texts.iter().map(shorn).collect();
    let letters = texts
        .iter()
        .zip('A'..='Z')
        .take_while(|(text, letter)| text.chars().eq([*letter]))
        .count();
    let numbers: Option<Vec<u32>> = texts[letters..].iter().map(|t| t.parse().ok()).collect();
    let Some(numbers) = numbers else {
        return false;
    };
    let rising = numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let begins = numbers.first().is_none_or(|first| *first <= 2);
    texts.len() >= 2 && rising && begins && (letters > 0 || numbers.len() >= 2)
}
