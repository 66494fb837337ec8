//! `bangiao verify`: what holds of the signatures on files, without a data folder.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;
use engine::domain::Code;
use engine::domain::calendar::{paper_date, vietnam};
use engine::signing::{AfterKind, AfterRow, FileVerdict, SignatureVerdict, verify_file};
use engine::{Clock, Failure, Reply};
use serde::Serialize;

use crate::files;
use crate::output::Output;

/// `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// Các tệp PDF.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Thư mục chứng thư gốc tin cậy và danh sách thu hồi.
    #[arg(long)]
    roots: PathBuf,
}

/// What is said of one file.
#[derive(Debug, Serialize)]
struct Told {
    file: PathBuf,
    verdict: Option<FileVerdict>,
    error: Option<Failure>,
}

impl VerifyArgs {
    /// Fails unless everything in all files holds.
    pub(crate) fn run(self) -> Reply<Output> {
        let at = Clock::system().now();
        let mut told = vec![];
        for file in self.files {
            told.push(verified(file, &self.roots, at)?);
        }
        let fails = told.iter().any(|t| !t.passes());
        Ok(Output::list(&told, Told::text)?.failing(fails))
    }
}

fn verified(file: PathBuf, roots: &Path, at: DateTime<Utc>) -> Reply<Told> {
    let (verdict, error) = match verify_file(&files::read(&file)?, roots, at) {
        Ok(verdict) => (Some(verdict), None),
        Err(failure) if failure.code == Code::FileAccess => return Err(failure),
        Err(failure) => (None, Some(failure)),
    };
    Ok(Told {
        file,
        verdict,
        error,
    })
}

impl Told {
    fn passes(&self) -> bool {
        self.verdict.as_ref().is_some_and(|v| v.passes)
    }

    fn text(&self) -> String {
        let file = self.file.display();
        let mut lines = vec![match &self.error {
            Some(failure) => format!("✗ {file}: {failure}"),
            None if self.passes() => format!("✓ {file}: mọi chữ ký đều đúng"),
            None => format!("✗ {file}: KHÔNG ĐẠT"),
        }];
        lines.extend(self.verdict.iter().flat_map(of_file));
        lines.join("\n")
    }
}

fn of_file(verdict: &FileVerdict) -> Vec<String> {
    let mut lines = vec![];
    lines.extend(verdict.problem.iter().map(|p| format!("  {p}")));
    lines.extend(verdict.signatures.iter().flat_map(of_signature));
    let blank = |field| format!("  – ô {field}: chưa ký");
    lines.extend(verdict.blank.iter().map(blank));
    lines
}

fn of_signature(signature: &SignatureVerdict) -> Vec<String> {
    let mark = if signature.holds { "✓" } else { "✗" };
    let mut lines = vec![format!("  {mark} {}", signer(signature))];
    let after = |row| format!("    sau đó: {}", came_after(row));
    lines.extend(signature.after.iter().map(after));
    let said = signature.problems.iter().chain(&signature.notes);
    lines.extend(said.map(|p| format!("    {p}")));
    lines
}

/// Who signed, where, when, how much of the file, and who vouches for them.
fn signer(signature: &SignatureVerdict) -> String {
    let organisation = signature
        .organisation
        .as_ref()
        .map(|o| format!(", {o}"))
        .unwrap_or_default();
    let whole = if signature.whole {
        "phủ cả tệp"
    } else {
        "phủ tệp đến lúc ký"
    };
    format!(
        "{}{organisation} ({}){}{}; {whole}; nơi cấp: {}",
        signature.signer,
        signature.field,
        when("ghi giờ", signature.claimed_at),
        when("có dấu thời gian", signature.proven_at),
        signature.issuer
    )
}

fn when(what: &str, at: Option<DateTime<Utc>>) -> String {
    let Some(at) = at else {
        return String::new();
    };
    let local = at.with_timezone(&vietnam());
    let (hour, day) = (local.format("%H:%M:%S"), paper_date(local.date_naive()));
    format!(", {what} {hour} ngày {day}")
}

fn came_after(row: &AfterRow) -> String {
    match row.what {
        AfterKind::Signed => format!("ký thêm ở ô {}", row.field),
        AfterKind::Filled => format!(
            "điền ô {}: {}",
            row.field,
            row.text.as_deref().unwrap_or_default()
        ),
        AfterKind::SignedNewField => format!("thêm ô {} và ký", row.field),
        AfterKind::Evidence => "thêm bằng chứng lưu trữ".to_owned(),
        AfterKind::Description => "ghi lại phần mô tả tệp".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use engine::domain::Refusal;

    use super::*;

    fn signature() -> SignatureVerdict {
        SignatureVerdict {
            field: "minutes_giver".into(),
            signer: "Phạm Thị Trang".into(),
            organisation: Some("Trường THCS Đằng Giang".into()),
            issuer: "CA thử".into(),
            claimed_at: Some("2026-11-03T01:30:00Z".parse().unwrap()),
            proven_at: None,
            stamp: false,
            whole: false,
            holds: true,
            after: vec![AfterRow {
                what: AfterKind::Filled,
                field: "minutes_number_1".into(),
                text: Some("07".into()),
            }],
            problems: vec![],
            notes: vec![],
            root: None,
        }
    }

    #[test]
    fn a_file_is_told_from_its_signatures_to_its_blank_fields() {
        let told = Told {
            file: "a.pdf".into(),
            verdict: Some(FileVerdict {
                passes: true,
                problem: None,
                signatures: vec![signature()],
                blank: vec!["minutes_receiver".into()],
            }),
            error: None,
        };
        let lines = [
            "✓ a.pdf: mọi chữ ký đều đúng",
            "  ✓ Phạm Thị Trang, Trường THCS Đằng Giang (minutes_giver), \
             ghi giờ 08:30:00 ngày 03/11/2026; phủ tệp đến lúc ký; nơi cấp: CA thử",
            "    sau đó: điền ô minutes_number_1: 07",
            "  – ô minutes_receiver: chưa ký",
        ];
        assert_eq!(told.text(), lines.join("\n"));
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_with_its_code() {
        let failure = Failure::from(Refusal::new(Code::SignedUnreadable));
        let told = Told {
            file: "a.pdf".into(),
            verdict: None,
            error: Some(failure.clone()),
        };
        assert!(!told.passes());
        assert_eq!(told.text(), format!("✗ a.pdf: {failure}"));
    }
}
