//! `bangiao conform`: what tools that we did not write say about a PDF. A tool that is not there is
//! named with what installs it.

mod finding;
mod profiles;
mod tools;

use std::path::PathBuf;

use clap::Args;
use engine::Reply;

use crate::files::access;
use crate::output::Output;
use finding::Finding;

/// `conform`.
#[derive(Debug, Args)]
pub(crate) struct ConformArgs {
    /// Các tệp PDF.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Chỉ PDF/A-2b: cho bản quét và tập in.
    #[arg(long)]
    visual: bool,
}

impl ConformArgs {
    /// Asks every tool about every file. Fails if one of them finds something, or is not there.
    pub(crate) fn run(self) -> Reply<Output> {
        let mut findings = vec![];
        for file in &self.files {
            std::fs::metadata(file).map_err(|_| access(file))?;
            findings.push(tools::syntax(file));
            findings.push(tools::fonts(file));
        }
        findings.extend(profiles::all(&self.files, self.visual));
        findings.sort_by(|a, b| a.file.cmp(&b.file));
        let fails = findings.iter().any(|f| f.passed != Some(true));
        Ok(Output::list(&findings, Finding::line)?.failing(fails))
    }
}
