//! `bangiao import`: a list from Excel or CSV, checked row by row, then written. A workbook with
//! several sheets of rows is asked which; each sheet is an import of its own.

mod choice;
mod told;

use std::path::PathBuf;

use clap::Args;
use engine::Reply;
use engine::import::{BookInfo, Checked, ImportRequest, Looked};
use serde_json::{Value, json};

use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, typed};

/// `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// units, officers, classes, assignments, csdl-accounts.
    kind: String,
    /// Tệp .xlsx, .xls, .ods hoặc .csv. Còn dòng chờ sửa, hoặc chưa chọn trang tính, thì mã thoát là 2.
    file: PathBuf,
    /// Chỉ kiểm tra, không ghi.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    choice: choice::ChoiceArgs,
    /// Nhập mọi trang tính đọc được, lần lượt; mỗi trang là một lần nhập.
    #[arg(long, conflicts_with = "sheet")]
    all_sheets: bool,
    /// Nhận mọi giá trị đề xuất, ví dụ số 0 ở đầu mà Excel đã xóa.
    #[arg(long)]
    take_proposals: bool,
    /// Ghi cả những thay đổi về chức vụ, nhiệm vụ, lớp, chủ nhiệm của người và lớp đã có trong sổ.
    #[arg(long)]
    take_changes: bool,
    /// Ghi các dòng sai ra tệp này để sửa trong Excel rồi nhập lại.
    #[arg(long)]
    wrong_to: Option<PathBuf>,
}

/// What became of a sheet.
struct Sheet {
    lines: Vec<String>,
    answer: Value,
    waits: bool,
}

impl ImportArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let book = files::read_from_outside(&self.file)?;
        let book = work.engine.open_book(&self.name(), book).await?;
        let chosen = self.choice.sheets(&book.sheets)?;
        let mut sheets = vec![];
        let first = chosen.first().copied();
        let (request, looked) = self.looked(work, first).await?;
        let others = others(&book, &looked);
        if self.all_sheets {
            sheets.push(self.sheet(work, request, &looked, true).await?);
            for place in others {
                let (request, looked) = self.looked(work, Some(place)).await?;
                sheets.push(self.sheet(work, request, &looked, true).await?);
            }
        } else {
            // Which of several sheets is meant, a person says.
            let asked = first.is_none() && !others.is_empty();
            let mut sheet = self.sheet(work, request, &looked, !asked).await?;
            if asked && !self.dry_run {
                sheet.lines.push(which(&book, &looked, &others));
                sheet.waits = true;
            }
            sheets.push(sheet);
            for place in chosen.into_iter().skip(1) {
                let (request, looked) = self.looked(work, Some(place)).await?;
                sheets.push(self.sheet(work, request, &looked, true).await?);
            }
        }
        told(sheets, &book)
    }

    async fn looked(&self, work: &AtWork, sheet: Option<u32>) -> Reply<(ImportRequest, Looked)> {
        let kind = typed::table(&self.kind)?;
        let request = ImportRequest {
            choice: self.choice.read(sheet)?,
            take_proposals: self.take_proposals,
            ..ImportRequest::of(kind)
        };
        let looked = work.engine.look_at(request.kind, &request.choice).await?;
        Ok((request, looked))
    }

    /// Checks a sheet, and writes it where that is wanted.
    async fn sheet(
        &self,
        work: &AtWork,
        mut request: ImportRequest,
        looked: &Looked,
        write: bool,
    ) -> Reply<Sheet> {
        let engine = &work.engine;
        let mut checked = engine.check_import(&request).await?;
        if self.take_changes && !checked.changes.is_empty() {
            request.changes = rows_to_take(&checked);
            checked = engine.check_import(&request).await?;
        }
        if let (Some(to), true) = (&self.wrong_to, checked.wrong > 0) {
            files::write(to, engine.wrong_rows(&request).await?)?;
        }
        let mut lines = told::lines(looked, &checked);
        let mut answer = told::answer(looked, &checked);
        if write && !self.dry_run && checked.writes() {
            let done = engine.run_import(&request).await?;
            lines.push(format!("Đã ghi. Mã lần nhập {}", done.id));
            answer["import"] = json!(done.id);
        }
        Ok(Sheet {
            lines,
            answer,
            waits: checked.wrong > 0,
        })
    }

    /// The name of the file, by which the import is listed.
    fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

fn rows_to_take(checked: &Checked) -> Vec<u32> {
    checked.changes.iter().map(|change| change.row).collect()
}

/// The places of the other sheets that could be read as well.
fn others(book: &BookInfo, looked: &Looked) -> Vec<u32> {
    let sheets = (0..).zip(&book.sheets);
    let others = sheets.filter(|(place, sheet)| {
        *place != looked.sheet && looked.other_sheets.contains(&sheet.name)
    });
    others.map(|(place, _)| place).collect()
}

/// Asks which of several sheets is meant.
fn which(book: &BookInfo, looked: &Looked, others: &[u32]) -> String {
    let mut places = others.to_vec();
    places.push(looked.sheet);
    places.sort_unstable();
    let named = places.iter().filter_map(|place| {
        let sheet = book.sheets.get(*place as usize)?;
        Some(format!("{} {}", place + 1, sheet.name))
    });
    let named: Vec<String> = named.collect();
    format!(
        "Chưa ghi: tệp có {} trang tính đọc được ({}). Hãy chọn bằng --sheet (lặp lại được), hoặc \
         --all-sheets để nhập lần lượt mọi trang.",
        named.len(),
        named.join("; ")
    )
}

/// Whether it was written or only tried: who waits is for a person to see.
fn told(mut sheets: Vec<Sheet>, book: &BookInfo) -> Reply<Output> {
    let waits = sheets.iter().any(|sheet| sheet.waits);
    if let [sheet] = sheets.as_mut_slice() {
        let text = sheet.lines.join("\n");
        return Ok(Output::new(text, &sheet.answer)?.failing(waits));
    }
    let mut lines = vec![];
    for sheet in &sheets {
        let place = sheet.answer["sheet"].as_u64().unwrap_or_default();
        let place = usize::try_from(place).unwrap_or_default();
        let named = place.checked_sub(1).and_then(|at| book.sheets.get(at));
        lines.push(format!(
            "=== Trang tính {place}: {}",
            named.map_or("", |sheet| &sheet.name)
        ));
        lines.extend(sheet.lines.iter().cloned());
    }
    let answers: Vec<Value> = sheets.into_iter().map(|sheet| sheet.answer).collect();
    Ok(Output::new(lines.join("\n"), &json!({ "sheets": answers }))?.failing(waits))
}

#[cfg(test)]
mod tests {
    use engine::import::{ImportKind, SheetInfo};

    use super::*;

    fn book(names: &[&str]) -> BookInfo {
        let sheet = |name: &&str| SheetInfo {
            name: (*name).to_owned(),
            rows: 9,
            hidden: false,
        };
        BookInfo {
            name: "truong.xlsx".to_owned(),
            sheets: names.iter().map(sheet).collect(),
            kind: ImportKind::Officers,
        }
    }

    fn looked(sheet: u32, others: &[&str]) -> Looked {
        Looked {
            paper: None,
            holds_from: None,
            sheet,
            header: 1,
            header_rows: 1,
            columns: vec![],
            fields: vec![],
            rows: 9,
            left_out: vec![],
            hidden: vec![],
            converted: None,
            date_order: engine::workbook::DateOrder::DayMonth,
            date_doubt: None,
            complete: true,
            year: None,
            other_sheets: others.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn of_several_sheets_of_rows_a_person_says_which() {
        let book = book(&["MN Hoa Sen", "Ghi chú", "MN Hoa Mai"]);
        let looked = looked(0, &["MN Hoa Mai"]);
        let others = others(&book, &looked);
        assert_eq!(others, [2], "a sheet of remarks is none");
        let asked = which(&book, &looked, &others);
        assert!(asked.contains("2 trang tính"), "{asked}");
        assert!(asked.contains("1 MN Hoa Sen; 3 MN Hoa Mai"), "{asked}");
        assert!(!asked.contains("Ghi chú"), "{asked}");
    }

    #[test]
    fn what_became_of_several_sheets_is_told_by_sheet() {
        let sheet = |number: u32, waits| Sheet {
            lines: vec![format!("Thêm {number}")],
            answer: json!({ "sheet": number }),
            waits,
        };
        let book = book(&["MN Hoa Sen", "MN Hoa Mai"]);
        let output = told(vec![sheet(1, false), sheet(2, true)], &book).unwrap();
        let shown = &output.text;
        assert!(shown.contains("=== Trang tính 2: MN Hoa Mai"), "{shown}");
        assert!(output.fails, "one of them has rows that wait");
    }
}
