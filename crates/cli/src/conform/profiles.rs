//! PDF/A and PDF/UA, by page-validation from PyPI, in any Python that has it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::finding::Finding;

/// Asks page-validation and prints what it says as JSON.
const CHECKER: &str = include_str!("check_pdf.py");

/// What the checker prints for one file and profile.
#[derive(Debug, Deserialize)]
struct Checked {
    file: PathBuf,
    profile: String,
    version: String,
    rules: u32,
    compliant: bool,
    failures: Vec<Failed>,
}

#[derive(Debug, Deserialize)]
struct Failed {
    rule: String,
    message: String,
}

/// All files in one go, for the tool takes longer to start than to check.
pub(crate) fn all(files: &[PathBuf], visual: bool) -> Vec<Finding> {
    let wanted: &[&str] = if visual { &["2b"] } else { &["2a", "ua1"] };
    if let Some(told) = check(files, &wanted.join(",")) {
        return told.into_iter().map(Checked::finding).collect();
    }
    let missing_for = |file| wanted.iter().map(move |profile| missing(file, profile));
    files
        .iter()
        .map(PathBuf::as_path)
        .flat_map(missing_for)
        .collect()
}

/// What page-validation says; nothing if it is not there.
fn check(files: &[PathBuf], profiles: &str) -> Option<Vec<Checked>> {
    let python = std::env::var_os("BANGIAO_PDF_PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    let out = command.args(["-c", CHECKER, profiles]).args(files).output();
    serde_json::from_slice(&out.ok()?.stdout).ok()
}

fn missing(file: &Path, profile: &str) -> Finding {
    let install = "python3 -m pip install page-validation";
    Finding::missing(file, standard(profile), "page-validation", install)
}

/// The name of a profile as people know it.
fn standard(profile: &str) -> &'static str {
    match profile {
        "2b" => "PDF/A-2b",
        "2a" => "PDF/A-2a",
        _ => "PDF/UA-1",
    }
}

impl Checked {
    fn finding(self) -> Finding {
        let failed = u32::try_from(self.failures.len()).unwrap_or(0);
        let kept = self.rules - failed.min(self.rules);
        let mut said = vec![format!("{kept}/{} quy tắc", self.rules)];
        let failures = self.failures.iter();
        said.extend(failures.map(|f| format!("{}: {}", f.rule, f.message)));
        Finding {
            file: self.file,
            asked: standard(&self.profile),
            tool: format!("page-validation {}", self.version),
            passed: Some(self.compliant),
            detail: said.join("; "),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_failed_are_counted_and_named() {
        let failed = Failed {
            rule: "SIGNATURE-BYTERANGE-001".into(),
            message: "covers less".into(),
        };
        let checked = Checked {
            file: "a.pdf".into(),
            profile: "2a".into(),
            version: "1.0".into(),
            rules: 150,
            compliant: false,
            failures: vec![failed],
        };
        let finding = checked.finding();
        assert_eq!((finding.asked, finding.passed), ("PDF/A-2a", Some(false)));
        let detail = "149/150 quy tắc; SIGNATURE-BYTERANGE-001: covers less";
        assert_eq!(finding.detail, detail);
    }
}
