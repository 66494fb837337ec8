//! One question to one tool about one file, with its answer.

use std::path::{Path, PathBuf};

use serde::Serialize;

/// One question to one tool about one file.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) file: PathBuf,
    /// What was asked.
    pub(crate) asked: &'static str,
    /// Which tool answered, with its version.
    pub(crate) tool: String,
    /// Its verdict; none if the tool is not there.
    pub(crate) passed: Option<bool>,
    /// What it said, or what installs it.
    pub(crate) detail: String,
}

impl Finding {
    /// That a tool is not there, and what installs it.
    pub(crate) fn missing(file: &Path, asked: &'static str, tool: &str, install: &str) -> Self {
        Self {
            file: file.to_owned(),
            asked,
            tool: tool.to_owned(),
            passed: None,
            detail: format!("chưa kiểm được, hãy cài: {install}"),
        }
    }

    /// For people.
    pub(crate) fn line(&self) -> String {
        let mark = match self.passed {
            None => "–",
            Some(true) => "✓",
            Some(false) => "✗",
        };
        let file = self.file.display();
        let line = format!(
            "{mark} {file}: {} ({}) {}",
            self.asked, self.tool, self.detail
        );
        line.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_is_not_there_is_named_with_what_installs_it() {
        let missing =
            Finding::missing("a.pdf".as_ref(), "cấu trúc tệp", "qpdf", "apt install qpdf");
        let told = "– a.pdf: cấu trúc tệp (qpdf) chưa kiểm được, hãy cài: apt install qpdf";
        assert_eq!(missing.line(), told);
    }

    #[test]
    fn a_tool_that_finds_nothing_says_nothing() {
        let fine = Finding {
            passed: Some(true),
            detail: String::new(),
            ..Finding::missing("a.pdf".as_ref(), "cấu trúc tệp", "qpdf 11", "")
        };
        assert_eq!(fine.line(), "✓ a.pdf: cấu trúc tệp (qpdf 11)");
    }
}
