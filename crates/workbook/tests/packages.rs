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
    let text = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.text".into()),
        ("content.xml", "<x/>".into()),
    ]);
    let (word, slides, binary) = (
        zip(&[("word/document.xml", String::new())]),
        zip(&[("ppt/presentation.xml", String::new())]),
        zip(&[("xl/workbook.bin", String::new())]),
    );
    for (name, bytes, what) in [
        ("a.odt", text.as_slice(), "word_file"),
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

/// An .ods as LibreOffice writes it: with a style of an old font, a hidden sheet, a hidden row, merged
/// and repeated cells, and a million empty rows at the end.
fn ods(tables: &str) -> Vec<u8> {
    let office = "urn:oasis:names:tc:opendocument:xmlns";
    let names: String = ["office", "style", "text", "table", "fo"]
        .map(|part| {
            let of = match part {
                "fo" => "xsl-fo-compatible",
                part => part,
            };
            format!(" xmlns:{part}=\"{office}:{of}:1.0\"")
        })
        .concat();
    let calc =
        " xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0\"";
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content{names}{calc} office:version=\"1.3\">\
         <office:automatic-styles>\
         <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         <style:style style:name=\"ce1\" style:family=\"table-cell\"><style:text-properties style:font-name=\".VnTime\"/></style:style>\
         </office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    zip(&[
        (
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet".into(),
        ),
        ("META-INF/manifest.xml", manifest.into()),
        ("content.xml", content),
    ])
}

const TABLES: &str = r#"<table:table table:name="Cán bộ" table:style-name="ta1">
<table:table-column table:number-columns-repeated="6" table:default-cell-style-name="Default"/>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="5" table:number-rows-spanned="1"><text:p>DANH SÁCH NĂM HỌC 2026 <text:span>- 2027</text:span></text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="4"/><table:table-cell table:number-columns-repeated="16379"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Họ và tên</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Ngày sinh</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Số<text:s/>CCCD</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Lớp dạy</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Nữ</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="1" table:number-rows-spanned="2"><office:annotation><text:p>Ghi chú của người lập</text:p></office:annotation><text:p>Nguyễn Thị L&#x1EE5;a</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="1980-09-15"><text:p>15/09/80</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="31180012345"><text:p>31180012345</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>6A1</text:p><text:p>6A2</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>ĐÚNG</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>7A</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell table:style-name="ce1" office:value-type="string"><text:p>TrÇn V¨n §øc</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><text:p>7B</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:formula="of:=[.A1]&amp;[.A2]" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>8A</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table><table:table table:name="Cũ" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>Họ và tên</text:p></table:table-cell></table:table-row></table:table>"#;

#[test]
fn a_spreadsheet_of_libreoffice_is_read_with_all_that_it_says_once() {
    let opened = book::open("a.ods", &ods(TABLES)).unwrap();
    let names: Vec<_> = opened
        .sheets
        .iter()
        .map(|s| (s.name.as_str(), s.hidden))
        .collect();
    assert_eq!(names, [("Cán bộ", false), ("Cũ", true)]);
    let read = table::read(&opened, Kind::Assignments, &Choice::default()).unwrap();
    assert_eq!((read.header, read.year.map(|y| y.0)), (4, Some(2026)));
    let cell = |row: usize, field| workbook::value::text(&read.rows[row].cells[&field]);
    assert_eq!(cell(0, Field::Name), "Nguyễn Thị Lụa");
    assert_eq!(cell(0, Field::BornOn), "15/9/1980");
    assert_eq!(cell(0, Field::IdNumber), "31180012345");
    assert_eq!(cell(0, Field::Classes), "6A1 6A2");
    assert_eq!(cell(0, Field::Sex), "nữ");
    assert_eq!(
        cell(1, Field::Name),
        "Nguyễn Thị Lụa",
        "merged over both rows"
    );
    assert_eq!(cell(1, Field::Classes), "7A");
    assert_eq!(cell(2, Field::Name), "Trần Văn Đức", "in an old font");
    assert_eq!(read.hidden, [7]);
    assert_eq!(
        workbook::value::fault(&read.rows[3].cells[&Field::Name]).as_deref(),
        Some("#REF!")
    );
    assert_eq!(read.rows.len(), 4);
}

#[test]
fn a_spreadsheet_of_libreoffice_that_repeats_without_end_or_is_locked_is_refused() {
    let row = |times: u32, columns: u32| {
        ods(&format!(
            "<table:table table:name=\"x\"><table:table-row table:number-rows-repeated=\"{times}\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{columns}\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        ))
    };
    for bytes in [row(1_048_576, 1), row(1, 16_384), row(20_000, 199)] {
        assert_eq!(
            book::open("a.ods", &bytes).unwrap_err().code,
            Code::BookTooLarge
        );
    }
    assert_eq!(
        book::open("a.xlsx", &row(1, 1)).unwrap_err().code,
        Code::BookEnding
    );
    let part = |name: &str, text: &str| {
        zip(&[
            (
                "mimetype",
                "application/vnd.oasis.opendocument.spreadsheet".into(),
            ),
            ("content.xml", "<x/>".into()),
            (name, text.into()),
        ])
    };
    let locked = part("META-INF/manifest.xml", "<manifest:encryption-data/>");
    assert_eq!(
        book::open("a.ods", &locked).unwrap_err().code,
        Code::BookPassword
    );
    let macros = part("Basic/Standard/Module1.xml", "");
    assert_eq!(
        book::open("a.ods", &macros).unwrap_err().code,
        Code::BookMacros
    );
    let linked = ods("<table:table table:name=\"x\"><table:table-source/></table:table>");
    assert_eq!(
        book::open("a.ods", &linked).unwrap_err().code,
        Code::BookExternal
    );
}
