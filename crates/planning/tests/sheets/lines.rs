//! Cells of several lines beside each other: what stands in one line belongs together, and where
//! nobody can tell, the row asks.

use domain::acts::Act;
use domain::rights::Dim;
use domain::unit::SchoolLevel;
use domain::{Code, Row};
use planning::{Outcome, Plan};
use workbook::{Field, Kind};

use crate::{Office, cell, counts, proposals, stops};

/// A school with some classes.
fn school() -> Office {
    let mut office = Office::school();
    let plan = office.pasted(Kind::Classes, "Lớp\n6A1\n6A2\n6A3\n7A1\n7A2");
    office.write(&plan);
    office
}

/// What a sheet hands over, each as `subject: classes`.
fn handed(office: &Office, plan: &Plan) -> Vec<String> {
    let lines = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::HandOver(request) => Some(&request.add),
        _ => None,
    });
    let said = lines.flatten().map(|line| {
        let subjects = match &line.subjects {
            Dim::All => String::new(),
            Dim::Only(subjects) => subjects.iter().cloned().collect::<Vec<_>>().join(" + "),
        };
        let classes = match &line.classes {
            Dim::All => "*".to_owned(),
            Dim::Only(classes) => {
                let names = classes.iter().map(|id| office.facts.class(*id).unwrap());
                let mut names: Vec<&str> = names.map(|class| class.name.as_str()).collect();
                names.sort_unstable();
                names.join(" ")
            }
        };
        format!("{subjects}: {classes}")
    });
    let mut said: Vec<String> = said.collect();
    said.sort();
    said
}

fn sheet(titles: &str, cells: &[&str]) -> String {
    let quoted = cells.iter().map(|cell| format!("\"{cell}\""));
    format!("{titles}\n{}", quoted.collect::<Vec<_>>().join("\t"))
}

const TAUGHT: &str = "Họ và tên\tMôn\tLớp dạy";

#[test]
fn subjects_below_each_other_go_with_the_classes_in_their_line() {
    let mut office = school();
    for (titles, subjects, classes, expected) in [
        (
            TAUGHT,
            "Toán\nTin học",
            "7A1; 7A2\nkhối 6",
            &["Tin học: 6A1 6A2 6A3", "Toán: 7A1 7A2"][..],
        ),
        (
            "Họ và tên\tMôn\tLớp",
            "Toán\nTin học",
            "7A1, 7A2\n6A1",
            &["Tin học: 6A1", "Toán: 7A1 7A2"],
        ),
        (
            TAUGHT,
            "Toán; Tin học",
            "7A1, 7A2; 6A1",
            &["Tin học: 6A1", "Toán: 7A1 7A2"],
        ),
        (
            TAUGHT,
            "Toán\nTin học",
            "7A1,\n7A2\n6A1",
            &["Tin học: 6A1", "Toán: 7A1 7A2"],
        ),
        (
            TAUGHT,
            "Toán\nTin học",
            "Toán: 7A1, 7A2; Tin học: 6A1",
            &["Tin học: 6A1", "Toán: 7A1 7A2"],
        ),
        (
            TAUGHT,
            "Giáo dục\ncông dân",
            "6A1\n6A2",
            &["Giáo dục công dân: 6A1 6A2"],
        ),
        (
            TAUGHT,
            "Kỹ năng\nsống",
            "6A1\n6A2",
            &["Kỹ năng sống: 6A1 6A2"],
        ),
        (TAUGHT, "Toán", "6A1\n6A2", &["Toán: 6A1 6A2"]),
    ] {
        let text = sheet(titles, &["Phạm Văn Một", subjects, classes]);
        let plan = office.pasted(Kind::Assignments, &text);
        assert_eq!(
            handed(&office, &plan),
            expected,
            "{subjects}: {classes} {:?}",
            plan.rows
        );
    }
}

#[test]
fn lines_that_nobody_can_match_are_asked() {
    let mut office = school();
    for (titles, one, other) in [
        (TAUGHT, "Toán\nTin học", "7A1, 7A2, 6A1"),
        (TAUGHT, "Toán\nTin học", "7A1\n7A2\n6A1"),
        (TAUGHT, "Toán\nKỹ Năng", "7A1\n7A2"),
        (TAUGHT, "Toán; Tin học", "7A1, 7A2, 6A1"),
        ("Họ và tên\tMôn\tLớp", "Toán\nTin học", "6A1"),
        (
            "Họ và tên\tChức năng\tCấp học",
            "Tuyển sinh\nThư viện",
            "Tiểu học\nTHCS",
        ),
    ] {
        let text = sheet(titles, &["Phạm Văn Một", one, other]);
        let plan = office.pasted(Kind::Assignments, &text);
        assert!(plan.steps.is_empty(), "{one}: {other} {:?}", plan.steps);
        assert_eq!(stops(&plan, 2), [Code::LinesUnmatched], "{one}: {other}");
    }
    let text = sheet(
        TAUGHT,
        &["Phạm Văn Một", "Toán\nTin học", "7A1, 7A2\n6A1\n6A2"],
    );
    let plan = office.pasted(Kind::Assignments, &text);
    assert_eq!(cell(&plan, 2, Field::Subject), "Toán; Tin học");
    assert_eq!(cell(&plan, 2, Field::Classes), "7A1, 7A2; 6A1; 6A2");
    let said = plan.rows[0].remarks[0].refusal.sentence();
    assert!(said.contains("Môn") && said.contains("Lớp dạy"), "{said}");
}

#[test]
fn lines_above_are_repeated_as_lines() {
    let mut office = school();
    let text = format!(
        "{}\n\"Phạm Văn Hai\"\tnt\t\"6A2\n6A3\"",
        sheet(TAUGHT, &["Phạm Văn Một", "Toán\nTin học", "7A1\n6A1"])
    );
    let plan = office.pasted(Kind::Assignments, &text);
    assert_eq!(stops(&plan, 3), [Code::UnknownWord], "{:?}", plan.rows);
    assert!(proposals(&plan, 3).is_empty(), "no cell takes two lines");
    let reading = office.pasted_reading(Kind::Assignments, &text, true);
    let plan = office.planned(reading);
    assert_eq!(
        handed(&office, &plan),
        ["Tin học: 6A1", "Tin học: 6A3", "Toán: 6A2", "Toán: 7A1"],
        "{:?}",
        plan.rows
    );
}

#[test]
fn two_names_in_a_cell_are_two_people_and_a_post_below_a_name_is_none_of_it() {
    let mut office = school();
    for (kind, titles) in [
        (Kind::Officers, "Họ và tên\tChức vụ"),
        (Kind::Assignments, "Họ và tên\tChức năng"),
    ] {
        for (name, code, proposal) in [
            ("Phạm Văn Một\nPhạm Thị Hai", Code::SeveralLines, None),
            ("Phạm Một\nTrần Hai", Code::SeveralLines, None),
            (
                "Phạm Văn Một\nHiệu trưởng",
                Code::NameRemark,
                Some("Phạm Văn Một"),
            ),
            (
                "Phạm Văn Một\nTổ trưởng chuyên môn",
                Code::NameRemark,
                Some("Phạm Văn Một"),
            ),
        ] {
            let plan = office.pasted(kind, &sheet(titles, &[name, "Thư viện"]));
            assert!(plan.steps.is_empty(), "{name}: {:?}", plan.steps);
            assert_eq!(stops(&plan, 2), [code], "{name}");
            assert_eq!(
                proposals(&plan, 2),
                proposal.map_or(vec![], |p| vec![p.to_owned()])
            );
        }
        for name in ["Phạm Văn\nMột", "Nguyễn Thị Hồng\nHạnh", "Phạm\nVăn Một"] {
            let plan = office.pasted(kind, &sheet(titles, &[name, "Thư viện"]));
            assert_eq!(
                plan.made.people,
                [name.replace('\n', " ")],
                "{:?}",
                plan.rows
            );
        }
    }
    let columns = "Họ đệm\tTên\tChức vụ";
    let text = sheet(columns, &["Phạm Văn\nTrần Thị", "Một\nHai", "Giáo viên"]);
    let plan = office.pasted(Kind::Officers, &text);
    assert_eq!(stops(&plan, 2), [Code::SeveralLines], "{:?}", plan.rows);
}

#[test]
fn one_cell_of_two_lines_is_no_class_no_code_and_no_login() {
    let mut office = Office::school();
    let mut unit = office.facts.unit(office.unit).unwrap().clone();
    unit.levels = [SchoolLevel::Preschool].into();
    office.facts.apply(&[domain::row::Change(Row::Unit(unit))]);
    let plan = office.pasted(Kind::Classes, &sheet("Lớp\tSĩ số", &["Mầm A\nMầm B", "40"]));
    assert_eq!(stops(&plan, 2), [Code::WhichClasses], "{:?}", plan.made);
    assert_eq!(counts(&plan).0, 0);
    let parts = sheet(
        "Họ và tên\tChủ nhiệm\tVai trò",
        &[
            "Phạm Thị Một",
            "Mầm A\nMầm B",
            "Phụ trách chính\nCùng phụ trách",
        ],
    );
    let plan = office.pasted(Kind::Assignments, &parts);
    assert_eq!(plan.rows[0].outcome, Outcome::Wrong, "{:?}", plan.steps);
    for (kind, titles, cells) in [
        (
            Kind::Officers,
            "Họ và tên\tMã cán bộ",
            ["Phạm Thị Một", "3101\n3102"],
        ),
        (
            Kind::Officers,
            "Họ và tên\tTên đăng nhập",
            ["Phạm Thị Một", "mot\nhai"],
        ),
        (
            Kind::CsdlAccounts,
            "Họ và tên\tTên đăng nhập",
            ["Phạm Thị Một", "mot\nhai"],
        ),
        (
            Kind::Officers,
            "Họ và tên\tĐơn vị",
            ["Phạm Thị Một", "Trường THCS Một\nTrường THCS Hai"],
        ),
    ] {
        let plan = office.pasted(kind, &sheet(titles, &cells));
        assert!(
            stops(&plan, 2).contains(&Code::SeveralLines),
            "{titles}: {:?}",
            plan.rows
        );
        assert_eq!(counts(&plan).0, 0, "{:?}", plan.steps);
    }
}

#[test]
fn duties_of_two_columns_keep_their_lines() {
    let mut office = school();
    let text = sheet(
        "Họ và tên\tKiêm nhiệm\tNhiệm vụ khác",
        &["Phạm Văn Một", "Thư viện\nThiết bị", "Y tế"],
    );
    let plan = office.pasted(Kind::Assignments, &text);
    assert_eq!(handed(&office, &plan).len(), 3, "{:?}", plan.rows);
}
