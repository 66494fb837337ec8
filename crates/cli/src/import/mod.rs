//! `bangiao import`: a list from Excel or CSV, checked row by row, then written.

mod choice;
mod told;

use std::path::PathBuf;

use clap::Args;
use engine::Reply;
use engine::import::{ImportRequest, SheetInfo};
use serde_json::json;

use crate::machine::AtWork;
use crate::output::Output;
use crate::{files, typed};

/// `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// units, officers, classes, assignments, csdl-accounts.
    kind: String,
    /// Tệp .xlsx, .xls hoặc .csv. Còn dòng chờ sửa thì mã thoát là 2.
    file: PathBuf,
    /// Chỉ kiểm tra, không ghi.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    choice: choice::ChoiceArgs,
    /// Nhận mọi giá trị đề xuất, ví dụ số 0 ở đầu mà Excel đã xóa.
    #[arg(long)]
    take_proposals: bool,
    /// Ghi các dòng sai ra tệp này để sửa trong Excel rồi nhập lại.
    #[arg(long)]
    wrong_to: Option<PathBuf>,
}

impl ImportArgs {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        let engine = &work.engine;
        let book = files::read_from_outside(&self.file)?;
        let book = engine.open_book(&self.name(), book).await?;
        let request = self.request(&book.sheets)?;
        let looked = engine.look_at(request.kind, &request.choice).await?;
        let checked = engine.check_import(&request).await?;
        if let (Some(to), true) = (&self.wrong_to, checked.wrong > 0) {
            files::write(to, engine.wrong_rows(&request).await?)?;
        }
        let mut lines = told::lines(&looked, &checked);
        let mut answer = told::answer(&looked, &checked);
        if !self.dry_run && checked.writes() {
            let done = engine.run_import(&request).await?;
            lines.push(format!("Đã ghi. Mã lần nhập {}", done.id));
            answer["import"] = json!(done.id);
        }
        // Whether it was written or only tried: who waits is for a person to see.
        Ok(Output::new(lines.join("\n"), &answer)?.failing(checked.wrong > 0))
    }

    /// The name of the file, by which the import is listed.
    fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }

    fn request(&self, sheets: &[SheetInfo]) -> Reply<ImportRequest> {
        let kind = typed::table(&self.kind)?;
        Ok(ImportRequest {
            choice: self.choice.read(sheets)?,
            take_proposals: self.take_proposals,
            ..ImportRequest::of(kind)
        })
    }
}
