//! Workbooks as other writers make them, from rows of texts.

use std::io::Write;

/// How a package is written: the namespace of its parts, that of its relations, and the sign
/// between the folders of a name.
#[derive(Clone, Copy)]
pub(crate) struct Package {
    main: &'static str,
    relations: &'static str,
    slash: &'static str,
}

impl Package {
    /// As Excel writes it.
    pub(crate) const USUAL: Self = Self {
        main: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        relations: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        slash: "/",
    };
    /// Strict OOXML.
    pub(crate) const STRICT: Self = Self {
        main: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        relations: "http://purl.oclc.org/ooxml/officeDocument/relationships",
        slash: "/",
    };
    /// With backslashes in the names of parts.
    pub(crate) const BACKSLASHES: Self = Self {
        slash: "\\",
        ..Self::USUAL
    };
}

/// A sheet of a workbook.
pub(crate) struct Page<'a, T> {
    pub(crate) name: &'a str,
    pub(crate) hidden: bool,
    pub(crate) rows: &'a [Vec<T>],
    pub(crate) merged: &'a [String],
}

/// A workbook of some sheets.
pub(crate) fn workbook<T: AsRef<str>>(package: Package, pages: &[Page<'_, T>]) -> Vec<u8> {
    let Package {
        main,
        relations,
        slash,
    } = package;
    let mut sheets = String::new();
    let mut targets = String::new();
    let mut parts = vec![("[Content_Types].xml".to_owned(), "<Types/>".to_owned())];
    for (n, page) in pages.iter().enumerate() {
        let number = n + 1;
        let state = if page.hidden { " state=\"hidden\"" } else { "" };
        let name = escaped(page.name);
        sheets +=
            &format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"r{number}\"/>");
        let target = format!("worksheets/sheet{number}.xml");
        targets += &relation(relations, number, "worksheet", &target);
        parts.push((format!("xl/{target}"), sheet(main, page)));
    }
    let document = relation(relations, 1, "officeDocument", "xl/workbook.xml");
    parts.push(("_rels/.rels".to_owned(), related(&document)));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), related(&targets)));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{sheets}</sheets></workbook>"
        ),
    ));
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, text) in parts {
        let name = name.replace('/', slash);
        out.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn relation(relations: &str, number: usize, kind: &str, target: &str) -> String {
    format!("<Relationship Id=\"r{number}\" Type=\"{relations}/{kind}\" Target=\"{target}\"/>")
}

fn related(relations: &str) -> String {
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>")
}

fn sheet<T: AsRef<str>>(main: &str, page: &Page<'_, T>) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
    let mut data = String::new();
    for (r, row) in page.rows.iter().enumerate() {
        data += &format!("<row r=\"{}\">", r + 1);
        let texts = row.iter().map(AsRef::as_ref).enumerate();
        for (c, text) in texts.filter(|(_, text)| !text.is_empty()) {
            data += &format!(
                "<c r=\"{}{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                letter(c),
                r + 1,
                escaped(text)
            );
        }
        data += "</row>";
    }
    let merged = page.merged.iter();
    let merged: String = merged
        .map(|m| format!("<mergeCell ref=\"{m}\"/>"))
        .collect();
    format!(
        "<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
