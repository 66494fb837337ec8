//! Tools that look at one file: qpdf at its structure, pdffonts at its fonts.

use std::path::Path;
use std::process::Command;

use super::finding::Finding;

/// What a tool told of a file.
struct Told {
    /// The first line of its version.
    version: String,
    fine: bool,
    text: String,
}

/// Asks a tool; nothing if it is not there.
fn ask(tool: &str, version: &str, args: &[&str], file: &Path) -> Option<Told> {
    let known = Command::new(tool).arg(version).output().ok()?;
    let known = [known.stdout, known.stderr].concat();
    let version = String::from_utf8_lossy(&known)
        .lines()
        .next()
        .unwrap_or(tool)
        .to_owned();
    let out = Command::new(tool).args(args).arg(file).output().ok()?;
    Some(Told {
        version,
        fine: out.status.success(),
        text: String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).into_owned(),
    })
}

/// Whether the file is well formed.
pub(crate) fn syntax(file: &Path) -> Finding {
    let asked = "cấu trúc tệp";
    let Some(told) = ask("qpdf", "--version", &["--check"], file) else {
        return Finding::missing(file, asked, "qpdf", "apt-get install qpdf");
    };
    let detail = match told.fine {
        true => String::new(),
        false => complaints(&told.text),
    };
    Finding {
        file: file.to_owned(),
        asked,
        tool: told.version,
        passed: Some(told.fine),
        detail,
    }
}

fn complaints(text: &str) -> String {
    let bad = |line: &&str| line.contains("WARNING") || line.contains("error");
    text.lines().filter(bad).collect::<Vec<_>>().join("; ")
}

/// Whether every font is embedded, cut to what is used, and has the meaning of its letters.
pub(crate) fn fonts(file: &Path) -> Finding {
    let asked = "phông chữ nhúng, có bảng Unicode";
    let Some(told) = ask("pdffonts", "-v", &[], file) else {
        return Finding::missing(file, asked, "pdffonts", "apt-get install poppler-utils");
    };
    let bad = incomplete(&told.text);
    Finding {
        file: file.to_owned(),
        asked,
        tool: told.version,
        passed: Some(told.fine && bad.is_empty()),
        detail: bad.join("; "),
    }
}

/// The fonts of a list of pdffonts that lack something.
fn incomplete(text: &str) -> Vec<&str> {
    // Two lines of headings; then name, type, encoding, emb, sub, uni, object, generation.
    let lacks = |line: &&str| {
        let from_behind = line.split_whitespace().rev();
        from_behind.skip(2).take(3).any(|told| told != "yes")
    };
    text.lines().skip(2).filter(lacks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_is_not_embedded_is_named() {
        let list = "\
name                                 type              encoding         emb sub uni object ID
------------------------------------ ----------------- ---------------- --- --- --- ---------
ABCDEF+Tinos                         CID TrueType      Identity-H       yes yes yes     12  0
Helvetica                            Type 1            WinAnsi          no  no  no      13  0
";
        let bad = incomplete(list);
        assert_eq!(bad.len(), 1);
        assert!(bad[0].starts_with("Helvetica"));
    }

    #[test]
    fn of_what_qpdf_prints_only_complaints_are_told() {
        let text = "checking a.pdf\nWARNING: one\nPDF Version: 1.7\nerror: two";
        assert_eq!(complaints(text), "WARNING: one; error: two");
    }
}
