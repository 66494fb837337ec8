//! Files that were read wrong once, each with its right result: `tests/files/cases`.

use chrono::NaiveDate;
use domain::Code;
use domain::acts::Act;
use domain::line::Line;
use workbook::{Field, Kind};

use crate::{Office, case, cell, counts, notes, proposals, row, stops};

fn day(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(y, m, d)
}

#[test]
fn numbers_that_became_floats_are_proposed_or_read_and_never_made_up() {
    let mut office = Office::school();
    let spoilt = case("01-float-ids/can-bo-pandas.csv");
    let plan = office.plan(Kind::Officers, "can-bo-pandas.csv", &spoilt);
    assert_eq!(stops(&plan, 2), [Code::LostZero]);
    assert_eq!(proposals(&plan, 2), ["031180012345"]);
    assert_eq!(proposals(&plan, 3), ["031079000456"]);
    assert_eq!(counts(&plan), (1, 0, 2));
    office.write(&plan);
    assert_eq!(office.people().len(), 1, "who waits is not stored");

    // With the proposals taken, what is stored is what the true file says.
    let table = office.read(Kind::Officers, "can-bo-pandas.csv", &spoilt);
    let plan = office.planned(planning::Reading::of(table, true).unwrap());
    office.write(&plan);
    let people = office.people();
    let lua = &people["Nguyễn Thị Lụa"];
    assert_eq!(lua.id_number.as_deref(), Some("031180012345"));
    assert_eq!(lua.phone.as_deref(), Some("0972380388"));
    assert_eq!(people["Trần Văn Bảng"].phone.as_deref(), Some("0972380399"));
    let truth = case("01-float-ids/can-bo-dung.csv");
    let plan = office.plan(Kind::Officers, "can-bo-dung.csv", &truth);
    assert_eq!(counts(&plan), (0, 0, 0), "{:?}", plan.rows);

    let plan = office.plan(
        Kind::Classes,
        "lop.csv",
        &case("01-float-ids/lop-pandas.csv"),
    );
    let learners = plan.steps.iter().map(|(_, act)| match act {
        Act::AddClass(class) => class.learners,
        other => panic!("{other:?}"),
    });
    assert_eq!(learners.collect::<Vec<_>>(), [Some(41), Some(42), None]);
}

#[test]
fn the_sign_between_cells_is_found_whatever_the_first_line_says() {
    for file in [
        "a-tieu-de-khong-dau.csv",
        "b-tieu-de-co-phay.csv",
        "c-sep.csv",
    ] {
        let mut office = Office::school();
        let bytes = case(&format!("02-csv-title-decides-separator/{file}"));
        let plan = office.plan(Kind::Officers, file, &bytes);
        assert_eq!(counts(&plan), (2, 0, 0), "{file}: {:?}", plan.rows);
        office.write(&plan);
        let people = office.people();
        assert_eq!(people["Nguyễn Thị Lụa"].born_on, day(1980, 9, 15), "{file}");
        assert_eq!(people["Trần Văn Bảng"].born_on, day(1979, 2, 20), "{file}");
    }
    let mut office = Office::school();
    let bytes = case("02-csv-title-decides-separator/d-tieu-de-cot-co-phay.csv");
    let plan = office.plan(Kind::Officers, "d.csv", &bytes);
    assert_eq!(counts(&plan), (1, 0, 0));
    office.write(&plan);
    assert!(office.people().contains_key("Nguyễn Thị Lụa"));
}

#[test]
fn the_code_page_of_windows_is_read_and_said() {
    for file in ["ansi-1258.csv", "ansi-1258-tieu-de-khong-dau.csv"] {
        let mut office = Office::school();
        let bytes = case(&format!("04-csv-windows-1258/{file}"));
        let table = office.read(Kind::Officers, file, &bytes);
        assert!(table.converted.is_some(), "{file}");
        let plan = office.plan(Kind::Officers, file, &bytes);
        office.write(&plan);
        let people = office.people();
        let names: Vec<&str> = people.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["Nguyễn Thị Lụa", "Trần Đức Mẫn", "Đỗ Thị Hồng Phượng"],
            "{file}"
        );
    }
}

#[test]
fn a_row_of_column_numbers_is_nobody() {
    for file in [
        "so-cot.xlsx",
        "so-cot-ngoac.xlsx",
        "so-cot-co-ngay-sinh.xlsx",
    ] {
        let mut office = Office::school();
        let bytes = case(&format!("05-row-of-column-numbers/{file}"));
        let plan = office.plan(Kind::Assignments, file, &bytes);
        assert_eq!(counts(&plan), (2, 0, 0), "{file}: {:?}", plan.rows);
        assert_eq!(plan.made.people, ["Nguyễn Thị Lụa", "Trần Văn Bảng"]);
        assert_eq!(plan.made.classes, ["6A", "6B"]);
        assert_eq!(plan.drafts(), 2);
    }
}

/// The lines of the draft minutes of each person, as they would be handed over.
fn drafts(office: &Office, plan: &planning::Plan) -> Vec<(String, Vec<Line>)> {
    let drafts = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::HandOver(request) => {
            let name = office.facts.officers[&request.receiver].name.clone();
            Some((name, request.add.clone()))
        }
        _ => None,
    });
    drafts.collect()
}

#[test]
fn a_merged_name_stands_for_the_rows_below_it() {
    let mut office = Office::school();
    let bytes = case("06-merged-teacher-rows/gop-o.xlsx");
    let plan = office.plan(Kind::Assignments, "gop-o.xlsx", &bytes);
    assert_eq!(counts(&plan).2, 0, "{:?}", plan.rows);
    assert_eq!(plan.made.people, ["Nguyễn Thị Lụa", "Trần Văn Bảng"]);
    office.write(&plan);
    let drafts = drafts(&office, &plan);
    let of = |name: &str| {
        let lines = drafts.iter().find(|(of, _)| of == name).unwrap();
        let subjects = lines.1.iter().flat_map(|line| match &line.subjects {
            domain::rights::Dim::Only(subjects) => subjects.iter().cloned().collect(),
            domain::rights::Dim::All => vec![],
        });
        let mut subjects: Vec<String> = subjects.collect();
        subjects.sort();
        (subjects, lines.1.len())
    };
    assert_eq!(drafts.len(), 2);
    assert_eq!(
        of("Nguyễn Thị Lụa"),
        (vec!["Tin học".to_owned(), "Toán".to_owned()], 3)
    );
    let (subjects, lines) = of("Trần Văn Bảng");
    assert_eq!(subjects, ["Lịch sử", "Ngữ văn", "Địa lí"]);
    // Three subjects, a class, Thư viện and Thiết bị.
    assert_eq!(lines, 6);
}

#[test]
fn a_blank_name_asks_for_the_one_above_and_loses_no_duty() {
    let mut office = Office::school();
    let bytes = case("06-merged-teacher-rows/khong-gop-bo-trong.xlsx");
    let plan = office.plan(Kind::Assignments, "khong-gop.xlsx", &bytes);
    assert_eq!(stops(&plan, 4), [Code::NameAbove]);
    assert_eq!(proposals(&plan, 4), ["Nguyễn Thị Lụa"]);
    for row in [6, 7] {
        assert_eq!(proposals(&plan, row), ["Trần Văn Bảng"], "{row}");
    }
    // Taken, it is the picture of the merged sheet.
    let table = office.read(Kind::Assignments, "khong-gop.xlsx", &bytes);
    let plan = office.planned(planning::Reading::of(table, true).unwrap());
    assert_eq!((counts(&plan).2, plan.drafts()), (0, 2), "{:?}", plan.rows);
    office.write(&plan);
    let lines: Vec<usize> = drafts(&office, &plan).iter().map(|d| d.1.len()).collect();
    assert_eq!(lines, [3, 6]);

    let mut office = Office::school();
    let plan = office.plan(
        Kind::Assignments,
        "gop-to.xlsx",
        &case("06-merged-teacher-rows/gop-to.xlsx"),
    );
    assert_eq!((counts(&plan), plan.drafts()), ((2, 0, 0), 2));
    let unused = crate::warned(&plan, Code::ColumnUnused).unwrap();
    assert!(unused.sentence().contains("Đơn vị / tổ"), "{unused:?}");
}

#[test]
fn a_workbook_is_read_however_its_package_is_laid_out() {
    for file in [
        "a-gach-nguoc.xlsx",
        "b-workbook2.xlsx",
        "d-duong-dan-tuyet-doi.xlsx",
    ] {
        let mut office = Office::school();
        let bytes = case(&format!("07-xlsx-package-layout/{file}"));
        let plan = office.plan(Kind::Officers, file, &bytes);
        assert_eq!(counts(&plan), (2, 0, 0), "{file}");
        assert_eq!(plan.made.people, ["Nguyễn Thị Lụa", "Trần Văn Bảng"]);
    }
}

#[test]
fn what_nobody_sees_is_taken_out_and_said() {
    let mut office = Office::school();
    let bytes = case("09-invisible-characters/ky-tu-an.xlsx");
    let plan = office.plan(Kind::Officers, "ky-tu-an.xlsx", &bytes);
    assert_eq!(counts(&plan), (5, 0, 0), "{:?}", plan.rows);
    for number in [2, 3, 4, 5, 6] {
        assert!(
            notes(&plan, number).contains(&Code::InvisibleTaken),
            "{number}"
        );
    }
    assert_eq!(cell(&plan, 4, Field::Name), "Lê Thị Phấn");
    office.write(&plan);
    let people = office.people();
    let lua = &people["Nguyễn Thị Lụa"];
    assert_eq!(lua.born_on, day(1980, 9, 15));
    assert_eq!(lua.id_number.as_deref(), Some("031180012345"));
    assert_eq!(lua.phone.as_deref(), Some("0972380388"));
    let bang = &people["Trần Văn Bảng"];
    assert_eq!(bang.born_on, day(1979, 2, 20));
    assert_eq!(bang.id_number.as_deref(), Some("031079000456"));
    assert_eq!(bang.phone.as_deref(), Some("0972380399"));
    assert_eq!(people["Vũ Thị Hạ"].born_on, day(1985, 9, 5));
    assert_eq!(people["Lê Thị Phấn"].born_on, day(1985, 9, 5));
    assert_eq!(people["Lê Thị Phấn"].phone.as_deref(), Some("0972380377"));

    let bytes = case("09-invisible-characters/lan-hai-sach.xlsx");
    let plan = office.plan(Kind::Officers, "sach.xlsx", &bytes);
    assert_eq!(
        counts(&plan),
        (0, 0, 0),
        "nobody is there twice: {:?}",
        plan.rows
    );
}

#[test]
fn an_apostrophe_makes_nobody_another_person() {
    let mut office = Office::school();
    let plan = office.plan(
        Kind::Assignments,
        "mot.xlsx",
        &case("10-ethnic-names/mot.xlsx"),
    );
    assert_eq!(counts(&plan), (9, 0, 0), "{:?}", plan.rows);
    office.write(&plan);
    let plan = office.plan(
        Kind::Officers,
        "hai.xlsx",
        &case("10-ethnic-names/hai.xlsx"),
    );
    assert_eq!(counts(&plan), (0, 9, 0), "{:?}", plan.rows);
    assert_eq!(row(&plan, 4).remarks.len(), 0);
    office.write(&plan);
    assert_eq!(office.people().len(), 9);
}
