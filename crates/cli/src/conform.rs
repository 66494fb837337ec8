//! `bangiao conform`: what tools that we did not write say about a PDF. A tool that is not there is
//! named with what installs it.

use std::path::{Path, PathBuf};
use std::process::Command;

use engine::Reply;
use serde::{Deserialize, Serialize};

use crate::files::access;
use crate::output::Output;

/// Asks page-validation, a checker of PDF/A and PDF/UA from PyPI, from any Python that has it.
const CHECKER: &str = include_str!("check_pdf.py");

/// One question to one tool about one file.
#[derive(Debug, Serialize)]
struct Finding {
    file: PathBuf,
    /// What was asked.
    asked: &'static str,
    /// Which tool answered, with its version.
    tool: String,
    /// Its verdict; none if the tool is not there.
    passed: Option<bool>,
    /// What it said, or what installs it.
    detail: String,
}

/// What the checker of profiles prints for one file and profile.
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

/// Asks every tool about every file. Fails if one of them finds something, or is not there.
pub(crate) fn run(files: &[PathBuf], visual: bool) -> Reply<Output> {
    let mut findings = vec![];
    for file in files {
        std::fs::metadata(file).map_err(|_| access(file))?;
        findings.push(syntax(file));
        findings.push(fonts(file));
    }
    findings.extend(profiles(files, visual));
    findings.sort_by(|a, b| a.file.cmp(&b.file));
    let line = |f: &Finding| {
        let mark = f
            .passed
            .map_or("–", |passed| if passed { "✓" } else { "✗" });
        format!(
            "{mark} {}: {} ({}) {}",
            f.file.display(),
            f.asked,
            f.tool,
            f.detail
        )
        .trim_end()
        .to_owned()
    };
    let fails = findings.iter().any(|f| f.passed != Some(true));
    Ok(Output::new(
        findings.iter().map(line).collect::<Vec<_>>().join("\n"),
        &findings,
    )?
    .failing(fails))
}

/// What a tool prints, first line of `version` first; none if it is not there.
fn ask(tool: &str, version: &str, args: &[&str], file: &Path) -> Option<(String, bool, String)> {
    let told = Command::new(tool).arg(version).output().ok()?;
    let told = [told.stdout, told.stderr].concat();
    let version = String::from_utf8_lossy(&told)
        .lines()
        .next()
        .unwrap_or(tool)
        .to_owned();
    let out = Command::new(tool).args(args).arg(file).output().ok()?;
    Some((
        version,
        out.status.success(),
        String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned(),
    ))
}

fn missing(file: &Path, asked: &'static str, tool: &str, install: &str) -> Finding {
    Finding {
        file: file.to_owned(),
        asked,
        tool: tool.to_owned(),
        passed: None,
        detail: format!("chưa kiểm được, hãy cài: {install}"),
    }
}

fn syntax(file: &Path) -> Finding {
    let asked = "cấu trúc tệp";
    match ask("qpdf", "--version", &["--check"], file) {
        None => missing(file, asked, "qpdf", "apt-get install qpdf"),
        Some((tool, fine, said)) => {
            let detail = if fine {
                String::new()
            } else {
                said.lines()
                    .filter(|l| l.contains("WARNING") || l.contains("error"))
                    .collect::<Vec<_>>()
                    .join("; ")
            };
            Finding {
                file: file.to_owned(),
                asked,
                tool,
                passed: Some(fine),
                detail,
            }
        }
    }
}

/// Every font embedded, cut to what is used, and with the meaning of its letters.
fn fonts(file: &Path) -> Finding {
    let asked = "phông chữ nhúng, có bảng Unicode";
    match ask("pdffonts", "-v", &[], file) {
        None => missing(file, asked, "pdffonts", "apt-get install poppler-utils"),
        Some((tool, fine, said)) => {
            // name, type, encoding, emb, sub, uni, object, generation
            let bad: Vec<&str> = said
                .lines()
                .skip(2)
                .filter(|l| {
                    l.split_whitespace()
                        .rev()
                        .skip(2)
                        .take(3)
                        .any(|told| told != "yes")
                })
                .collect();
            Finding {
                file: file.to_owned(),
                asked,
                tool,
                passed: Some(fine && bad.is_empty()),
                detail: bad.join("; "),
            }
        }
    }
}

/// PDF/A and PDF/UA: all files in one go, for the tool takes longer to start than to check.
fn profiles(files: &[PathBuf], visual: bool) -> Vec<Finding> {
    let (wanted, asked): (&str, fn(&str) -> &'static str) = (
        if visual { "2b" } else { "2a,ua1" },
        |profile| match profile {
            "2b" => "PDF/A-2b",
            "2a" => "PDF/A-2a",
            _ => "PDF/UA-1",
        },
    );
    let python = std::env::var_os("BANGIAO_PDF_PYTHON").unwrap_or_else(|| "python3".into());
    let out = Command::new(python)
        .args(["-c", CHECKER, wanted])
        .args(files)
        .output();
    let told: Option<Vec<Checked>> = out
        .ok()
        .and_then(|out| serde_json::from_slice(&out.stdout).ok());
    let Some(told) = told else {
        let all = files.iter().flat_map(|file| {
            wanted.split(',').map(move |profile| {
                missing(
                    file,
                    asked(profile),
                    "page-validation",
                    "python3 -m pip install page-validation",
                )
            })
        });
        return all.collect();
    };
    let finding = |c: Checked| Finding {
        file: c.file,
        asked: asked(&c.profile),
        tool: format!("page-validation {}", c.version),
        passed: Some(c.compliant),
        detail: std::iter::once(format!(
            "{}/{} quy tắc",
            c.rules - u32::try_from(c.failures.len()).unwrap_or(0).min(c.rules),
            c.rules
        ))
        .chain(
            c.failures
                .iter()
                .map(|f| format!("{}: {}", f.rule, f.message)),
        )
        .collect::<Vec<_>>()
        .join("; "),
    };
    told.into_iter().map(finding).collect()
}
