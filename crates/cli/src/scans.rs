//! `bangiao scans`: a stack of scans, every page to its minutes.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use engine::Reply;
use engine::handover::stack::{FiledRow, FiledStack, UnfiledRow};
use serde_json::json;

use crate::files;
use crate::machine::AtWork;
use crate::output::Output;

/// `scans`.
#[derive(Debug, Subcommand)]
pub(crate) enum ScansCommand {
    /// Xếp từng trang của một tệp quét nhiều biên bản vào đúng biên bản theo mã QR.
    File(FileArgs),
}

impl ScansCommand {
    pub(crate) async fn run(self, work: &AtWork) -> Reply<Output> {
        match self {
            Self::File(args) => args.run(work).await,
        }
    }
}

/// `scans file`.
#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// Tệp PDF từ máy quét, hoặc ảnh JPG, PNG, TIFF của từng trang; nhiều tệp thì xếp lần lượt.
    #[arg(required = true)]
    stacks: Vec<PathBuf>,
}

impl FileArgs {
    async fn run(self, work: &AtWork) -> Reply<Output> {
        let never = Arc::default();
        if let [stack] = &self.stacks[..] {
            let stack = files::read_from_outside(stack)?;
            let answer = work.engine.file_stack(stack, &never, |_, _| {}).await?;
            return Output::new(told(&answer), &answer);
        }
        let (mut lines, mut answers) = (vec![], vec![]);
        for stack in &self.stacks {
            let name = stack.display().to_string();
            let bytes = files::read_from_outside(stack)?;
            match work.engine.file_stack(bytes, &never, |_, _| {}).await {
                Ok(answer) => {
                    lines.push(format!("{name}:\n{}", told(&answer)));
                    answers.push(json!({ "file": name, "answer": answer }));
                }
                // One bad file costs the others nothing.
                Err(failure) => {
                    lines.push(format!("{name}:\n! {failure}"));
                    answers.push(json!({ "file": name, "failure": failure }));
                }
            }
        }
        Output::new(lines.join("\n"), &answers)
    }
}

fn told(answer: &FiledStack) -> String {
    let mut lines: Vec<String> = answer.filed.iter().map(filed).collect();
    lines.extend(answer.unfiled.iter().map(unfiled));
    lines.push(format!(
        "Đã xếp {} biên bản, {} chỗ chưa xếp được.",
        answer.filed.len(),
        answer.unfiled.len()
    ));
    lines.join("\n")
}

fn filed(row: &FiledRow) -> String {
    format!("✓ {} (trang {})", row.receiver, pages(&row.pages))
}

fn unfiled(row: &UnfiledRow) -> String {
    let receiver = row.receiver.as_deref().unwrap_or("chưa rõ của ai");
    let unit = row.unit_name.iter().map(|unit| format!(" ({unit})"));
    let unit: String = unit.collect();
    let pages = pages(&row.pages);
    format!("! trang {pages} – {receiver}{unit}: {}", row.failure)
}

fn pages(pages: &[u32]) -> String {
    let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
    pages.join(", ")
}

#[cfg(test)]
mod tests {
    use engine::domain::{Code, Refusal};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn pages_of_a_stack_are_told_with_whom_they_belong_to() {
        let refusal = Refusal::new(Code::ScanUnreadable);
        let answer = FiledStack {
            pages: 4,
            filed: vec![FiledRow {
                unit: Uuid::nil().into(),
                minutes: Uuid::nil().into(),
                receiver: "Nguyễn Thị Hoa".into(),
                pages: vec![2, 1],
            }],
            unfiled: vec![
                UnfiledRow {
                    pages: vec![3],
                    minutes: None,
                    receiver: None,
                    unit_name: None,
                    failure: refusal.clone().into(),
                },
                UnfiledRow {
                    pages: vec![4],
                    minutes: Some(Uuid::nil().into()),
                    receiver: Some("Trần Văn Đức".into()),
                    unit_name: Some("Trường Mầm non Hoa Sen".into()),
                    failure: refusal.clone().into(),
                },
            ],
            left: vec![],
        };
        let lines = [
            "✓ Nguyễn Thị Hoa (trang 2, 1)",
            &format!(
                "! trang 3 – chưa rõ của ai: {}",
                engine::Failure::from(refusal.clone())
            ),
            &format!(
                "! trang 4 – Trần Văn Đức (Trường Mầm non Hoa Sen): {}",
                engine::Failure::from(refusal)
            ),
            "Đã xếp 1 biên bản, 2 chỗ chưa xếp được.",
        ];
        assert_eq!(told(&answer), lines.join("\n"));
    }
}
