//! What is said of a file that it does not show by itself: sheet, header, columns, dates, font.

use clap::Args;
use engine::Reply;
use engine::workbook::{Choice, DateOrder, Field};

use crate::typed::{bad, word};

/// What a person chooses about a file; what is left open is found.
#[derive(Debug, Default, Args)]
pub(crate) struct ChoiceArgs {
    /// Trang tính, đếm từ 1; không có thì tự tìm.
    #[arg(long)]
    sheet: Option<u32>,
    /// Dòng tiêu đề như Excel đánh số; không có thì tự tìm.
    #[arg(long)]
    header: Option<u32>,
    /// Cột là gì: C=name, D=homeroom, E=- (không lấy). Lặp lại được.
    #[arg(long)]
    column: Vec<String>,
    /// Thứ tự ngày, tháng khi tệp không tự cho thấy: dmy hoặc mdy.
    #[arg(long)]
    date_order: Option<String>,
    /// Phông chữ cũ: unicode, tcvn3, vni; không có thì tự nhận.
    #[arg(long)]
    old_font: Option<String>,
}

impl ChoiceArgs {
    pub(crate) fn read(&self) -> Reply<Choice> {
        let from_zero = |n: u32| n.checked_sub(1).ok_or_else(bad);
        Ok(Choice {
            sheet: self.sheet.map(from_zero).transpose()?,
            header: self.header,
            columns: self
                .column
                .iter()
                .map(|c| column(c))
                .collect::<Reply<_>>()?,
            date_order: date_order(self.date_order.as_deref())?,
            old_font: self.old_font.as_deref().map(word).transpose()?,
        })
    }
}

/// `C=name` is the third column; `E=-` is not taken over.
fn column(text: &str) -> Reply<(u32, Option<Field>)> {
    let (letters, field) = text.split_once('=').ok_or_else(bad)?;
    let place = place(letters).ok_or_else(bad)?;
    let field = match field {
        "-" => None,
        field => Some(word(field)?),
    };
    Ok((place, field))
}

/// The place of a column from 0, by the letters of Excel.
fn place(letters: &str) -> Option<u32> {
    let digit = |letter: u8| {
        let digit = letter.to_ascii_uppercase().checked_sub(b'A')?;
        (digit < 26).then_some(u32::from(digit) + 1)
    };
    let count = letters.bytes().try_fold(0_u32, |place, letter| {
        place.checked_mul(26)?.checked_add(digit(letter)?)
    })?;
    count.checked_sub(1)
}

fn date_order(typed: Option<&str>) -> Reply<DateOrder> {
    match typed {
        None => Ok(DateOrder::Unknown),
        Some("dmy") => Ok(DateOrder::DayMonth),
        Some("mdy") => Ok(DateOrder::MonthDay),
        Some(_) => Err(bad().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        for (letters, expected) in [("A", 0), ("c", 2), ("Z", 25), ("AA", 26), ("XFD", 16383)] {
            assert_eq!(place(letters), Some(expected), "{letters}");
        }
        for junk in ["", "1", "Ă", "A1", "ZZZZZZZZZ"] {
            assert_eq!(place(junk), None, "{junk}");
        }
    }

    #[test]
    fn a_column_is_a_field_or_left_out() {
        assert_eq!(column("C=name").unwrap(), (2, Some(Field::Name)));
        assert_eq!(column("E=-").unwrap(), (4, None));
        for junk in ["zz", "C", "C=", "=name", "C=khong-co"] {
            assert!(column(junk).is_err(), "{junk}");
        }
    }

    #[test]
    fn sheets_are_counted_from_one() {
        let chosen = |sheet| {
            let args = ChoiceArgs {
                sheet: Some(sheet),
                ..ChoiceArgs::default()
            };
            args.read().map(|choice| choice.sheet)
        };
        assert_eq!(chosen(1).unwrap(), Some(0));
        assert!(chosen(0).is_err());
    }

    #[test]
    fn what_is_left_open_is_found() {
        assert_eq!(ChoiceArgs::default().read().unwrap(), Choice::default());
        assert!(date_order(Some("ymd")).is_err());
    }
}
