//! What a file says otherwise of people and classes that are known: it changes nothing, and it is
//! said.

use domain::samples::SCHOOL;
use domain::unit::SchoolLevel;
use domain::{Change, Code, Row};
use planning::{Outcome, Plan};
use workbook::Kind;

use crate::book::{Package, Page, workbook};
use crate::{Office, counts, notes, row, stops, warned};

fn said(plan: &Plan, number: u32) -> Vec<String> {
    let remarks = row(plan, number).remarks.iter();
    remarks.map(|remark| remark.refusal.sentence()).collect()
}

#[test]
fn another_post_or_duty_of_a_known_person_is_said_and_changes_nothing() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let text =
        "Họ và tên\tChức vụ\tNhiệm vụ\nNguyễn Thị Hoa\tTổ trưởng\tBí thư Đoàn\nTrần Văn Bình\tGV\t";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(notes(&plan, 2), [Code::PostDiffers, Code::PostDiffers]);
    let said = said(&plan, 2);
    assert!(
        said[0].contains("“Tổ trưởng”") && said[0].contains("“Giáo viên”"),
        "{said:?}"
    );
    assert!(
        said[1].contains("“Bí thư Đoàn”") && said[1].contains("chưa ghi"),
        "{said:?}"
    );
    assert_eq!(notes(&plan, 3), [], "GV is giáo viên");
    assert!(plan.steps.is_empty(), "{:?}", plan.steps);
    let text = "Họ và tên\tChức vụ\tNhiệm vụ\nNguyễn Thị Hoa\tNhân viên\tTổ trưởng";
    let plan = office.pasted(Kind::Assignments, text);
    let differs = notes(&plan, 2);
    let differs = differs.iter().filter(|code| **code == Code::PostDiffers);
    assert_eq!(differs.count(), 2, "{:?}", plan.rows);
}

#[test]
fn what_was_imported_says_nothing_when_it_is_imported_again() {
    for (kind, text) in [
        (
            Kind::Officers,
            "Họ và tên\tChức vụ\tNhiệm vụ\tĐiện thoại\nPhạm Văn Mới\tGV\tTổ trưởng; Bí thư\t0912345678",
        ),
        (
            Kind::Assignments,
            "Họ và tên\tChức vụ\tNhiệm vụ\nPhạm Văn Mới\tGV\tTổ trưởng; Thư viện; Bí thư",
        ),
        (
            Kind::Classes,
            "Lớp\tCấp học\tSĩ số\tĐiểm trường\n6A7\tTHCS\t41\tThôn Đông",
        ),
    ] {
        let mut office = Office::of_town(SCHOOL, &[]);
        let plan = office.pasted(kind, text);
        assert_eq!(counts(&plan).0, 1, "{kind:?}: {:?}", plan.rows);
        office.write(&plan);
        let plan = office.pasted(kind, text);
        let differs = [Code::PostDiffers, Code::ClassDiffers];
        assert!(
            !notes(&plan, 2).iter().any(|code| differs.contains(code)),
            "{kind:?}: {:?}",
            plan.rows
        );
    }
}

#[test]
fn other_figures_of_a_known_class_are_said_and_change_nothing() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let text = "Lớp\tCấp học\tSĩ số\tĐiểm trường\n6A2\tTiểu học\t41\tThôn Đông";
    let plan = office.pasted(Kind::Classes, text);
    assert!(plan.steps.is_empty(), "{:?}", plan.steps);
    let differs = [Code::ClassDiffers; 3];
    assert_eq!(notes(&plan, 2), differs, "{:?}", plan.rows);
    let said = said(&plan, 2).join("\n");
    for words in ["“tiểu học”", "“THCS”", "“Thôn Đông”", "“41”", "“chưa ghi”"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(row(&plan, 2).outcome, Outcome::Same);
}

#[test]
fn a_second_phone_number_is_kept_out_and_said() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let text = "Họ và tên\tĐiện thoại\nPhạm Văn Mới\t0912345678 / 0987654321";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(notes(&plan, 2), [Code::PhoneSecond]);
    assert!(stops(&plan, 2).is_empty());
    assert!(said(&plan, 2)[0].contains("0987654321"));
    office.write(&plan);
    let phone = office
        .facts
        .officers
        .values()
        .find(|o| o.name == "Phạm Văn Mới");
    assert_eq!(phone.unwrap().phone.as_deref(), Some("0912345678"));
}

#[test]
fn every_sheet_that_is_not_read_is_named_with_the_reason() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let plan = office.plan(Kind::Officers, "nhieu-trang.xlsx", &workbook_of_four());
    assert_eq!(plan.made.people, ["Phạm Văn Mới"]);
    let unread = warned(&plan, Code::SheetsUnread).unwrap().sentence();
    assert!(
        unread.contains("Tổ Xã hội") && !unread.contains("Ghi chú"),
        "{unread}"
    );
    let skipped = plan
        .warnings
        .iter()
        .filter(|w| w.code == Code::SheetSkipped);
    let skipped: Vec<String> = skipped.map(domain::Refusal::sentence).collect();
    assert_eq!(skipped.len(), 2, "{skipped:?}");
    assert!(
        skipped[0].contains("Cũ") && skipped[0].contains("ẩn"),
        "{skipped:?}"
    );
    assert!(
        skipped[1].contains("Ghi chú") && skipped[1].contains("không có cột"),
        "{skipped:?}"
    );
    assert!(!skipped.concat().contains("Trống"));
}

/// A workbook with a list, another list, a page of remarks, a hidden list and an empty sheet.
fn workbook_of_four() -> Vec<u8> {
    let list = |name| vec![vec!["Họ và tên", "Chức vụ"], vec![name, "Giáo viên"]];
    let sheets = [
        ("Tổ Tự nhiên", false, list("Phạm Văn Mới")),
        ("Tổ Xã hội", false, list("Vũ Thị Khác")),
        ("Ghi chú", false, vec![vec!["Nộp trước ngày 05/9"]]),
        ("Cũ", true, list("Lê Văn Xưa")),
        ("Trống", false, vec![]),
    ];
    let pages: Vec<Page<'_, &str>> = sheets
        .iter()
        .map(|(name, hidden, rows)| Page {
            name,
            hidden: *hidden,
            rows,
            merged: &[],
        })
        .collect();
    workbook(Package::USUAL, &pages)
}

#[test]
fn capitals_alone_rename_nobody_and_new_names_are_written_as_people_write_them() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let text = "Họ và tên\tChức vụ\nNGUYỄN THỊ HOA\tGV\nĐỖ THỊ THUỲ DƯƠNG\tGV\nLê Văn An\tGV";
    for kind in [Kind::Officers, Kind::Assignments] {
        let mut office = Office::of_town(SCHOOL, &[]);
        let text = match kind {
            Kind::Officers => text.to_owned(),
            _ => text
                .replace("GV", "Thư viện")
                .replace("Chức vụ", "Nhiệm vụ"),
        };
        let plan = office.pasted(kind, &text);
        let said = warned(&plan, Code::NamesInCapitals)
            .expect("it is said")
            .sentence();
        assert!(said.contains("2 họ tên"), "{said}");
        office.write(&plan);
        let people = office.people();
        let names: Vec<&str> = people.keys().map(String::as_str).collect();
        for name in ["Nguyễn Thị Hoa", "Đỗ Thị Thuỳ Dương", "Lê Văn An"] {
            assert!(names.contains(&name), "{kind:?}: {names:?}");
        }
    }
    let plan = office.pasted(Kind::Officers, "Họ và tên\tChức vụ\nLê Văn An\tGV");
    assert!(warned(&plan, Code::NamesInCapitals).is_none());
}

#[test]
fn a_unit_that_never_said_its_levels_reads_them_off_the_grades() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let mut unit = office.facts.unit(SCHOOL).unwrap().clone();
    unit.levels.clear();
    office.facts.apply(&[Change(Row::Unit(unit))]);
    let plan = office.pasted(Kind::Assignments, "Họ và tên\tChủ nhiệm\nPhạm Văn Mới\t3A");
    assert_eq!(stops(&plan, 2), [], "{:?}", plan.rows);
    office.write(&plan);
    let levels: Vec<_> = office
        .facts
        .classes
        .values()
        .filter(|c| c.name == "3A")
        .collect();
    assert_eq!(levels[0].level, SchoolLevel::Primary);
}
