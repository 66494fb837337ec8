//! What is said of a file that it does not show by itself: sheet, header, columns, dates, font.

use clap::Args;
use engine::Reply;
use engine::domain::{Code, Refusal};
use engine::import::SheetInfo;
use engine::workbook::{Choice, DateOrder, Field};

use crate::typed::{bad, word};

/// What a person chooses about a file; what is left open is found.
#[derive(Debug, Default, Args)]
pub(crate) struct ChoiceArgs {
    /// Trang tính: số thứ tự đếm từ 1, hoặc tên; lặp lại được. Tệp chỉ có một trang đọc được thì tự tìm.
    #[arg(long)]
    sheet: Vec<String>,
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
    /// The places of the sheets that are chosen, of a file with these.
    pub(crate) fn sheets(&self, sheets: &[SheetInfo]) -> Reply<Vec<u32>> {
        let chosen = self.sheet.iter().map(|typed| sheet(typed, sheets));
        chosen.collect()
    }

    /// The choice for one sheet.
    pub(crate) fn read(&self, sheet: Option<u32>) -> Reply<Choice> {
        Ok(Choice {
            sheet,
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

/// The place of a sheet from 0, by its name or its number.
fn sheet(typed: &str, sheets: &[SheetInfo]) -> Reply<u32> {
    let named = sheets.iter().position(|sheet| sheet.name == typed.trim());
    if let Some(place) = named.and_then(|place| u32::try_from(place).ok()) {
        return Ok(place);
    }
    match typed.parse::<u32>() {
        Ok(number) => Ok(number.checked_sub(1).ok_or_else(bad)?),
        Err(_) => Err(Refusal::new(Code::NotFound).with("what", "sheet").into()),
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
    fn sheets_are_named_or_counted_from_one() {
        let sheets = ["Khối 6", "2"].map(|name| SheetInfo {
            name: name.to_owned(),
            rows: 1,
            hidden: false,
        });
        let chosen = |sheet: &str| {
            let args = ChoiceArgs {
                sheet: vec![sheet.to_owned()],
                ..ChoiceArgs::default()
            };
            args.sheets(&sheets).map(|places| places.first().copied())
        };
        assert_eq!(chosen("1").unwrap(), Some(0));
        assert_eq!(chosen("Khối 6").unwrap(), Some(0));
        assert_eq!(
            chosen("2").unwrap(),
            Some(1),
            "a name comes before a number"
        );
        assert!(chosen("0").is_err());
        assert!(chosen("Khối 7").is_err());
    }

    #[test]
    fn what_is_left_open_is_found() {
        let open = ChoiceArgs::default().read(None).unwrap();
        assert_eq!(open, Choice::default());
        assert!(date_order(Some("ymd")).is_err());
    }
}
