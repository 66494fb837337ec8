//! Workbooks as writers other than Excel lay them out, and files that are no workbooks.
#![allow(clippy::unwrap_used, reason = "tests say it in their names")]

use std::io::Write;

use domain::Code;
use workbook::old_fonts::OldFont;
use workbook::{Choice, Field, Kind, book, table};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_MAIN: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
const STRICT_RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn zip(parts: &[(&str, String)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, text) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// How a workbook is laid out.
struct Layout {
    main: &'static str,
    relations: &'static str,
    /// Names of the workbook, the sheet and the shared texts.
    parts: [&'static str; 3],
    /// What stands before the names of elements.
    prefix: &'static str,
}

const USUAL: Layout = Layout {
    main: MAIN,
    relations: RELATIONS,
    parts: [
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
    ],
    prefix: "",
};

impl Layout {
    fn book(&self, rows: &str, shared: &str) -> Vec<u8> {
        let Self {
            main,
            relations,
            parts: [book, sheet, texts],
            prefix,
        } = self;
        let space = match prefix.trim_end_matches(':') {
            "" => format!("xmlns=\"{main}\""),
            prefix => format!("xmlns:{prefix}=\"{main}\""),
        };
        let (folder, file) = book.rsplit_once('/').unwrap();
        let relation = |id: &str, kind: &str, target: &str| {
            format!("<Relationship Id=\"{id}\" Type=\"{relations}/{kind}\" Target=\"/{target}\"/>")
        };
        let list =
            |inner: String| format!("<Relationships xmlns=\"{PACKAGE}\">{inner}</Relationships>");
        let rels = format!("{folder}/_rels/{file}.rels");
        zip(&[
            ("[Content_Types].xml", "<Types/>".into()),
            ("_rels/.rels", list(relation("r1", "officeDocument", book))),
            (
                book,
                format!(
                    "<{prefix}workbook {space} xmlns:r=\"{relations}\"><{prefix}sheets><{prefix}sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></{prefix}sheets></{prefix}workbook>"
                ),
            ),
            (
                &rels,
                list(relation("r1", "worksheet", sheet) + &relation("r2", "sharedStrings", texts)),
            ),
            (
                sheet,
                format!(
                    "<{prefix}worksheet {space}><{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>"
                ),
            ),
            (
                texts,
                format!("<{prefix}sst {space}>{shared}</{prefix}sst>"),
            ),
        ])
    }
}

/// Three rows that name two people, their texts shared.
fn rows(p: &str) -> (String, String) {
    let cells = [
        "Họ và tên",
        "Chức vụ",
        "Nguyễn Thị Lụa",
        "Giáo viên",
        "Trần Văn Bảng",
    ];
    let shared = cells.map(|text| format!("<{p}si><{p}t>{text}</{p}t></{p}si>"));
    let row = |cells: [usize; 2]| {
        let cells = cells.map(|n| format!("<{p}c t=\"s\"><{p}v>{n}</{p}v></{p}c>"));
        format!("<{p}row>{}</{p}row>", cells.concat())
    };
    let rows = [row([0, 1]), row([2, 3]), row([4, 3])];
    (rows.concat(), shared.concat())
}

fn names(bytes: &[u8]) -> Vec<String> {
    let opened = book::open("a.xlsx", bytes).unwrap();
    let read = table::read(&opened, Kind::Officers, &Choice::default()).unwrap();
    read.rows.iter().map(|row| row.text(Field::Name)).collect()
}

#[test]
fn a_workbook_is_read_whoever_wrote_it() {
    let layouts = [
        ("as Excel writes it", USUAL),
        (
            "strict",
            Layout {
                main: STRICT_MAIN,
                relations: STRICT_RELATIONS,
                ..USUAL
            },
        ),
        (
            "texts under another name",
            Layout {
                parts: [
                    "xl/workbook.xml",
                    "xl/worksheets/sheet1.xml",
                    "xl/strings1.xml",
                ],
                ..USUAL
            },
        ),
        (
            "everything elsewhere",
            Layout {
                parts: ["book/main.xml", "data/Tabelle.xml", "texts/list.xml"],
                ..USUAL
            },
        ),
        (
            "with prefixes",
            Layout {
                prefix: "x:",
                ..USUAL
            },
        ),
    ];
    for (what, layout) in layouts {
        let (rows, shared) = rows(layout.prefix);
        let read = names(&layout.book(&rows, &shared));
        assert_eq!(read, ["Nguyễn Thị Lụa", "Trần Văn Bảng"], "{what}");
    }
}

#[test]
fn a_part_of_a_text_in_an_old_font_is_converted() {
    let shared = "<si><t>Họ và tên</t></si><si><t>Chức vụ</t></si><si><r><rPr><rFont val=\".VnTime\"/></rPr><t>NguyÔn ThÞ </t></r><r><rPr><rFont val=\".VnTimeH\"/></rPr><t>lôa</t></r></si><si><r><rPr><rFont val=\"Times New Roman\"/></rPr><t>Giáo viên</t></r></si>";
    let rows = "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row><row><c t=\"inlineStr\"><is><r><rPr><rFont val=\"VNI-Times\"/></rPr><t>Traàn Vaên Ñöùc</t></r></is></c><c t=\"s\"><v>3</v></c></row>";
    let bytes = USUAL.book(rows, shared);
    assert_eq!(names(&bytes), ["Nguyễn Thị LỤA", "Trần Văn Đức"]);
    let opened = book::open("a.xlsx", &bytes).unwrap();
    let read = table::read(&opened, Kind::Officers, &Choice::default()).unwrap();
    let (font, _, after) = read.converted.unwrap();
    assert!(matches!(font, OldFont::Tcvn3 | OldFont::Vni), "{after}");
}

#[test]
fn formulas_without_a_result_are_no_empty_cells() {
    let (mut list, shared) = rows("");
    list += "<row><c><f>A2&amp;A3</f></c><c t=\"s\"><v>3</v></c></row>";
    let opened = book::open("a.xlsx", &USUAL.book(&list, &shared)).unwrap();
    let read = table::read(&opened, Kind::Officers, &Choice::default()).unwrap();
    let cell = &read.rows[2].cells[&Field::Name];
    assert_eq!(workbook::value::fault(cell).as_deref(), Some("=A2&A3"));
}

#[test]
fn what_is_no_workbook_is_called_what_it_is() {
    let other = |name: &str, bytes: &[u8]| {
        let refusal = book::open(name, bytes).unwrap_err();
        (refusal.code, refusal.details.get("what").cloned())
    };
    let ods = zip(&[
        (
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet".into(),
        ),
        ("content.xml", "<x/>".into()),
    ]);
    let (word, slides, binary) = (
        zip(&[("word/document.xml", String::new())]),
        zip(&[("ppt/presentation.xml", String::new())]),
        zip(&[("xl/workbook.bin", String::new())]),
    );
    for (name, bytes, what) in [
        ("a.ods", ods.as_slice(), "opendocument"),
        ("a.xlsx", ods.as_slice(), "opendocument"),
        ("a.docx", word.as_slice(), "word_file"),
        ("a.pptx", slides.as_slice(), "slides_file"),
        ("a.xlsb", binary.as_slice(), "binary_book"),
        ("a.pdf", b"%PDF-1.7\n", "pdf_file"),
        ("a.xls", b"{\\rtf1\\ansi", "rich_text_file"),
        ("a.csv", b"\x89PNG\r\n\x1a\n", "picture_file"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "picture_file"),
    ] {
        let found = other(name, bytes);
        assert_eq!(found, (Code::BookOther, Some(what.to_owned())), "{name}");
        let sentence = book::open(name, bytes).unwrap_err().sentence();
        assert!(!sentence.contains(what), "{sentence}");
    }
    let page = b"<html><table><tr><td>x</td></tr></table></html>";
    assert_eq!(other("a.xls", page).0, Code::BookWebPage);
}
