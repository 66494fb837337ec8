//! Every kind of fault that is said of a sheet, each in ten styles; and that each kind is held by a
//! test of this folder.

use std::collections::BTreeSet;
use std::path::Path;

use domain::Code;
use domain::samples::{SCHOOL, paper, printed, town_with_draft, with};
use planning::{Outcome, Plan};
use workbook::old_fonts::OldFont;
use workbook::{Choice, Kind};

use crate::book::{Package, Page, workbook};
use crate::ward::bytes_in;
use crate::{Office, notes, row, stops, warned};

/// What is said of the rows of a sheet, and which of them are taken all the same.
struct Case {
    kind: Kind,
    /// Whether the school has nobody and no class yet.
    begins: bool,
    text: &'static str,
    /// Rows that wait, each with what is said.
    stops: &'static [(u32, Code)],
    /// What is only said of rows.
    notes: &'static [(u32, Code)],
    /// What is said once.
    warns: &'static [Code],
}

const CASES: &[Case] = &[
    Case {
        kind: Kind::Officers,
        begins: false,
        text: "Họ và tên\tNgày sinh\nVũ An\t3/4/1980\nVũ Bình\t25/4/1980\nVũ Chi\t31/2/1980",
        stops: &[(4, Code::DateShape)],
        notes: &[],
        warns: &[],
    },
    Case {
        kind: Kind::Officers,
        begins: false,
        text: "Họ và tên\tNgày sinh\nVũ An\t3/4/1980\nVũ Bình\t1981",
        stops: &[(2, Code::DateDoubt)],
        notes: &[(3, Code::YearOnly)],
        warns: &[],
    },
    Case {
        kind: Kind::Officers,
        begins: false,
        text: "Họ và tên\tNgày sinh\nVũ An\t1980-09-14T17:00:00.000Z\nVũ Bình\t15/9/1981",
        stops: &[],
        notes: &[(2, Code::DateShifted)],
        warns: &[],
    },
    Case {
        kind: Kind::Officers,
        begins: false,
        text: "Họ và tên\tSố CCCD\tĐiện thoại\tEmail\nVũ An\t\tmáy bàn\ta@x.vn\nVũ Bình\t\t0912345678\ta@x.vn",
        stops: &[],
        notes: &[(2, Code::PhoneShape)],
        warns: &[Code::NoIdNumbers, Code::SharedMail],
    },
    Case {
        kind: Kind::Officers,
        begins: false,
        text: "Họ và tên\tChức vụ\nVũ An\tGV\nVũ Bình\tGV\nVũ An\tGV",
        stops: &[(2, Code::SamePerson), (4, Code::SamePerson)],
        notes: &[],
        warns: &[],
    },
    Case {
        kind: Kind::Assignments,
        begins: true,
        text: "Họ và tên\tNgày sinh\tChủ nhiệm lớp\tChức năng\nVũ An\t15/9/1980\t6A5\t\nVũ Bình\t16/9/1980\t6A5\t\nVũ Chi\t17/9/1980\t\tThư viện",
        stops: &[(2, Code::TwoTeachers), (3, Code::TwoTeachers)],
        notes: &[],
        warns: &[Code::LoginProposed],
    },
    Case {
        kind: Kind::Assignments,
        begins: false,
        text: "Họ và tên\tMã cán bộ\tChức năng\nVũ An\tA1\tThư viện\nVũ An\tA1\tThư viện\nVũ Bình\tA2\t",
        stops: &[(3, Code::RowTwice)],
        notes: &[(4, Code::NothingInRow)],
        warns: &[],
    },
    Case {
        kind: Kind::Assignments,
        begins: false,
        text: "Họ và tên\tChủ nhiệm lớp\tChức năng\nTrần Văn Bình\t6A2\t\nNguyễn Thị Hoa\t6A22\t\nVũ Chi\t\tThư viện",
        stops: &[(2, Code::ClassHasTeacher), (3, Code::UnknownClass)],
        notes: &[],
        warns: &[],
    },
    Case {
        kind: Kind::Classes,
        begins: false,
        text: "Lớp\tSĩ số\tGiáo viên chủ nhiệm\n6A7\t41\tNgười Lạ\n6A8\t40\tTrần Văn Bình",
        stops: &[(2, Code::UnknownOfficer)],
        notes: &[],
        warns: &[],
    },
];

/// A sheet in one of the ways in which offices and programs write it.
struct Style {
    name: &'static str,
    bytes: Vec<u8>,
    /// How many rows stand before the entries besides the header.
    above: u32,
}

/// A sheet in ten styles.
fn styles(text: &str) -> Vec<Style> {
    let rows: Vec<Vec<&str>> = text.lines().map(|row| row.split('\t').collect()).collect();
    let joined = |sign: &str, end: &str| {
        let rows = rows.iter().map(|row| row.join(sign));
        rows.collect::<Vec<_>>().join(end)
    };
    let titled = |title: &'static str| {
        let mut titled = vec![vec![title]];
        titled.extend(rows.iter().cloned());
        titled
    };
    let mut numbered = titled("DANH SÁCH");
    let numbers = (1..=rows[0].len()).map(|n| ["(1)", "(2)", "(3)", "(4)", "(5)"][n - 1]);
    numbered.insert(2, numbers.collect());
    let title = "DANH SÁCH NĂM HỌC 2026 - 2027";
    let book = |package, rows: &[Vec<&str>], more: bool| {
        let remarks = [vec!["Nộp trước ngày 05/9"]];
        let page = |name, rows| Page {
            name,
            hidden: false,
            rows,
            merged: &[],
        };
        let mut pages = vec![page("Danh sách", rows)];
        pages.extend(more.then(|| page("Ghi chú", &remarks)));
        workbook(package, &pages)
    };
    let utf16 = joined("\t", "\r\n");
    let utf16 = [0xff, 0xfe]
        .into_iter()
        .chain(utf16.encode_utf16().flat_map(u16::to_le_bytes));
    let style = |name, above, bytes| Style { name, bytes, above };
    vec![
        style(
            "mot.csv",
            0,
            format!("\u{feff}{}", joined(",", "\n")).into_bytes(),
        ),
        style(
            "hai.csv",
            0,
            format!("sep=;\r\n{}", joined(";", "\r\n")).into_bytes(),
        ),
        style(
            "ba.csv",
            1,
            format!("{title}\n{}", joined(";", "\n")).into_bytes(),
        ),
        style("bon.csv", 0, joined(";", "\r").into_bytes()),
        style("nam.txt", 0, utf16.collect()),
        style(
            "sau.csv",
            0,
            bytes_in(OldFont::Windows1258, &joined(";", "\n")),
        ),
        style("bay.xlsx", 0, book(Package::USUAL, &rows, true)),
        style("tam.xlsx", 1, book(Package::STRICT, &titled(title), false)),
        style("chin.xlsx", 2, book(Package::BACKSLASHES, &numbered, false)),
        style("muoi.txt", 0, joined("\t", "\n").into_bytes()),
    ]
}

#[test]
fn every_fault_of_ten_styles_is_named_by_its_row_and_the_good_rows_are_taken() {
    for case in CASES {
        for style in styles(case.text) {
            let mut office = if case.begins {
                Office::school()
            } else {
                Office::of_town(SCHOOL, &[])
            };
            let plan = office.plan(case.kind, style.name, &style.bytes);
            let entries = case.text.lines().count() - 1;
            assert_eq!(plan.rows.len(), entries, "{}: {}", style.name, case.text);
            says_what_is_expected(case, &style, &plan);
        }
    }
}

fn says_what_is_expected(case: &Case, style: &Style, plan: &Plan) {
    let what = format!("{}: {}", style.name, case.text);
    for planned in &plan.rows {
        let number = planned.number;
        let of_row = |list: &[(u32, Code)]| -> Vec<Code> {
            let of_row = list.iter().filter(|(row, _)| row + style.above == number);
            of_row.map(|(_, code)| *code).collect()
        };
        assert_eq!(stops(plan, number), of_row(case.stops), "{what}: {number}");
        for code in of_row(case.notes) {
            assert!(notes(plan, number).contains(&code), "{what}: {number}");
        }
        let waits = planned.outcome == Outcome::Wrong;
        assert_eq!(waits, !of_row(case.stops).is_empty(), "{what}: {number}");
    }
    for code in case.warns {
        assert!(warned(plan, *code).is_some(), "{what}: {:?}", plan.warnings);
    }
}

#[test]
fn a_sheet_without_the_columns_of_its_kind_is_refused_as_a_whole() {
    let book = workbook::book::pasted("Món ăn\tGiá\nPhở\t50").unwrap();
    let table = workbook::table::read(&book, Kind::Officers, &Choice::default()).unwrap();
    let refusal = planning::Reading::of(table, false).unwrap_err();
    assert_eq!(refusal.code, Code::BookNoHeader);
}

#[test]
fn a_paper_that_was_printed_gives_way_and_that_is_said() {
    let mut office = Office::of_town(SCHOOL, &[]);
    office.facts = with(town_with_draft(), [paper(printed())]);
    let text = "Họ và tên\tChức năng\nNguyễn Thị Hoa\tThư viện";
    let plan: Plan = office.pasted(Kind::Assignments, text);
    assert_eq!(row(&plan, 2).outcome, Outcome::Add, "{:?}", plan.rows);
    assert!(
        notes(&plan, 2).contains(&Code::PaperReplaced),
        "{:?}",
        plan.rows
    );
}

/// Every text of the sources in a folder, and whatever lies below it.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &sources(&path);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all += &std::fs::read_to_string(path).unwrap();
        }
    }
    all
}

/// The codes that sources name.
fn named(sources: &str) -> BTreeSet<&str> {
    let words = sources.split("Code::").skip(1);
    let word = |rest: &'_ str| rest.find(|c: char| !c.is_ascii_alphanumeric());
    words.filter_map(|rest| rest.get(..word(rest)?)).collect()
}

#[test]
fn every_kind_of_fault_has_a_test_here_that_names_it() {
    // What is missing among the facts is no fault of a sheet.
    const NO_FAULT: [&str; 2] = ["NotFound", "ALL"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (rules, tests) = (
        sources(&root.join("src")),
        sources(&root.join("tests/sheets")),
    );
    let (said, held) = (named(&rules), named(&tests));
    let forgotten: Vec<_> = said
        .difference(&held)
        .filter(|code| !NO_FAULT.contains(code))
        .collect();
    assert_eq!(forgotten, Vec::<&&str>::new());
    assert!(said.len() > 50, "{said:?}");
}
