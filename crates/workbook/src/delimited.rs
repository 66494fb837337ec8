//! CSV files and pasted tables: comma, semicolon or tab, whatever the first lines look like.

use domain::Refusal;

use crate::cells::{Cell, Line, Sheet, place, too_large, unreadable};
use crate::encoding::decoded;
use crate::old_fonts::OldFont;
use crate::table::titles_known;

/// Most bytes of a table that is pasted.
const MAX_PASTE: usize = 4 * 1024 * 1024;
/// So many rows show which sign separates the cells.
const SHOWING: usize = 40;
/// Signs that separate cells; of equals the first.
const SIGNS: [u8; 3] = [b'\t', b';', b','];

/// A CSV file.
pub(crate) fn file(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let (text, font) = decoded(bytes)?;
    let text = with_line_feeds(&text);
    match said(&text) {
        // Excel does not show the line that says it.
        Some((sign, rest)) => sheet(rest, sign, font),
        None => sheet(&text, separator(&text, font), font),
    }
}

/// A pasted table: tabs between the cells, unless there is none.
pub(crate) fn pasted(text: &str) -> Result<Sheet, Refusal> {
    if text.len() > MAX_PASTE {
        return Err(too_large("text"));
    }
    let text = with_line_feeds(text);
    let sign = if text.contains('\t') {
        b'\t'
    } else {
        separator(&text, None)
    };
    sheet(&text, sign, None)
}

/// One way of ending lines: old programs write a return alone.
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The sign that a first line `sep=;` says, with what stands behind the line.
fn said(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_matches(['"', '\u{feff}', ' ', ',', ';']);
    let (word, _) = first.split_at_checked(4)?;
    if !word.eq_ignore_ascii_case("sep=") {
        return None;
    }
    // The line was trimmed of the signs themselves: the whole line says which.
    let line = text.lines().next()?;
    let sign = line.split_once('=')?.1.bytes().next()?;
    SIGNS.contains(&sign).then_some((sign, rest))
}

/// The sign under which the file has most titles that are known, then the one that most lines have
/// equally often.
fn separator(text: &str, font: Option<OldFont>) -> u8 {
    let lines = first_lines(text);
    let start = lines.join("\n");
    let fits = |sign: &u8| {
        let known = sheet(&start, *sign, font).map_or(0, |sheet| titles_known(&sheet.lines));
        let (equal, count) = evenly(&lines, *sign);
        (known, equal, count)
    };
    let best = SIGNS.into_iter().rev().max_by_key(fits);
    best.unwrap_or(b',')
}

/// The first lines, with those that a quoted line break divides put together.
fn first_lines(text: &str) -> Vec<&str> {
    let (mut lines, mut from, mut quoted) = (vec![], 0, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        if c == '\n' && !quoted {
            lines.extend(text.get(from..at));
            from = at + 1;
            if lines.len() == SHOWING {
                return lines;
            }
        }
    }
    lines.extend(text.get(from..));
    lines
}

/// How many lines have a sign equally often, and how often.
fn evenly(lines: &[&str], sign: u8) -> (usize, usize) {
    let count = |line: &&str| {
        let mut quoted = false;
        let outside = line.bytes().filter(|b| {
            quoted ^= *b == b'"';
            !quoted && *b == sign
        });
        outside.count()
    };
    let counts: Vec<usize> = lines.iter().map(count).filter(|n| *n > 0).collect();
    let times = |n: &usize| counts.iter().filter(|other| *other == n).count();
    let most = counts.iter().map(|n| (times(n), *n)).max();
    most.unwrap_or_default()
}

/// Rows count as Excel counts them: an empty line is a row too, which the parser would skip.
fn with_empty_rows(text: &str, comma: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut empty) = (false, true);
    for c in text.chars() {
        if c == '\n' && !quoted && std::mem::replace(&mut empty, true) {
            out.push(char::from(comma));
        }
        if c != '\n' {
            empty = false;
        }
        quoted ^= c == '"';
        out.push(c);
    }
    out
}

/// Whether quotes stand around cells. A quote that nothing closes is a letter, and one alone in its
/// cell says that the cell above stands here too: as a sign around cells they would swallow every
/// row behind them.
fn quotes_cells(text: &str, comma: u8) -> bool {
    let comma = char::from(comma);
    let alone = ['\n', comma]
        .into_iter()
        .any(|end| text.contains(&format!("{comma}\"{end}")));
    text.matches('"').count().is_multiple_of(2) && !alone
}

fn sheet(text: &str, comma: u8, font: Option<OldFont>) -> Result<Sheet, Refusal> {
    let quoting = quotes_cells(text, comma);
    let text = with_empty_rows(text, comma);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(comma)
        .quoting(quoting)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines: Vec<Line> = vec![];
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|_| unreadable())?;
        for (column, text) in record.iter().enumerate() {
            let (row, column) = (
                u32::try_from(row).unwrap_or(u32::MAX),
                u32::try_from(column).unwrap_or(u32::MAX),
            );
            let text = text.to_owned();
            let cell = match font {
                Some(font) => Cell::Old(text, font),
                None => Cell::Text(text),
            };
            place(&mut lines, row, column, cell)?;
        }
    }
    Ok(Sheet {
        name: String::new(),
        hidden: false,
        lines,
        merged: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, Vec<String>)> {
        let sheet = file(text.as_bytes()).unwrap();
        let rows = sheet.lines.into_iter();
        let row = |line: Line| line.cells.iter().map(crate::value::text).collect();
        rows.map(|line| (line.number, row(line))).collect()
    }

    #[test]
    fn the_sign_between_cells_is_found_under_any_title() {
        for sign in [";", ",", "\t"] {
            for title in [
                "DANH SÁCH CÁN BỘ NĂM HỌC 2026-2027",
                "Danh sách cán bộ, giáo viên; nhân viên, người lao động",
            ] {
                let row = |cells: [&str; 3]| cells.join(sign);
                let text = [
                    title.to_owned(),
                    row(["TT", "Họ và tên", "Chức vụ"]),
                    row(["1", "Nguyễn Thị Lụa", "Giáo viên"]),
                ];
                let expected = ["1", "Nguyễn Thị Lụa", "Giáo viên"];
                for end in ["\n", "\r\n", "\r"] {
                    let read = cells(&text.join(end));
                    assert_eq!(read[2].1, expected, "{sign:?} {title} {end:?}");
                    assert_eq!(read[2].0, 3);
                }
            }
        }
    }

    #[test]
    fn excel_says_the_sign_itself() {
        for first in ["sep=;", "SEP=;", "\"sep=;\""] {
            let read = cells(&format!("{first}\na;b,c\n1;2,3"));
            assert_eq!(read[0].1, ["a", "b,c"], "{first}");
        }
        assert_eq!(cells("sep=,\na;b,c")[0].1, ["a;b", "c"]);
        assert_eq!(cells("sep=\t\na\tb")[0].1, ["a", "b"]);
    }

    #[test]
    fn a_quote_that_nothing_closes_swallows_no_row() {
        let read = cells("Họ và tên;Ghi chú\nNguyễn Thị Lụa;\"tổ trưởng\nTrần Văn Bảng;");
        assert_eq!(read.len(), 3);
        assert_eq!(read[2].1, ["Trần Văn Bảng"]);
        let read = cells("Họ và tên;\"Ngày\nsinh\"\nNguyễn Thị Lụa;1980");
        assert_eq!(read[1].1, ["Nguyễn Thị Lụa", "1980"]);
    }

    #[test]
    fn quotes_alone_in_their_cells_swallow_no_row() {
        let text = "Họ và tên;Chức vụ;Tổ\nNguyễn Thị Lụa;Giáo viên;Toán\nTrần Văn Bảng;\";\"\nĐỗ Thị Hạ;\";Văn\nLê Văn Tư;Bảo vệ;\"";
        let read = cells(text);
        assert_eq!(read.len(), 5);
        assert_eq!(read[2].1, ["Trần Văn Bảng", "\"", "\""]);
        assert_eq!(read[3].1, ["Đỗ Thị Hạ", "\"", "Văn"]);
    }

    #[test]
    fn lists_in_cells_separate_nothing() {
        let read = cells("Họ và tên;Lớp dạy\nNguyễn Thị Lụa;6A, 6B, 6C\nTrần Văn Bảng;7A, 7B, 7C");
        assert_eq!(read[1].1, ["Nguyễn Thị Lụa", "6A, 6B, 6C"]);
    }
}
