//! Tables of a made-up school, planned without an engine.

use crate::{Author, Fix, KnownUnits, Outcome, Plan, Planner, Positions, Reading};
use domain::acts::Act;
use domain::ids::OfficerId;
use domain::samples::{COLLEAGUE, DEVICE, HEAD, SCHOOL, TEACHER, by, monday, town};
use domain::{Code, Stamp};
use workbook::{Choice, Field, Kind};

fn reading(kind: Kind, text: &str) -> Reading {
    let book = workbook::book::pasted(text).unwrap();
    let table = workbook::table::read(&book, kind, &Choice::default()).unwrap();
    Reading::of(table, false).unwrap()
}

fn planned(reading: Reading) -> Plan {
    let author = Author {
        officer: HEAD,
        device: DEVICE,
        unit: SCHOOL,
    };
    let mut known = KnownUnits::default();
    known.put(SCHOOL, town());
    let mut n = 0;
    let mut stamps = || {
        n += 1;
        by(HEAD, n).stamp
    };
    let planner = Planner::new(author, monday(), known, &mut stamps);
    let positions = Positions {
        teacher: "Giáo viên".to_owned(),
        staff: "Nhân viên".to_owned(),
        ..Positions::default()
    };
    crate::plan(reading, planner, &positions).unwrap()
}

/// The names of two people of the town, as the register has them.
fn names() -> (String, String) {
    let facts = town();
    let name = |officer| facts.officers[&officer].name.clone();
    (name(TEACHER), name(COLLEAGUE))
}

fn codes(plan: &Plan) -> Vec<Code> {
    let remarks = plan.rows.iter().flat_map(|row| &row.remarks);
    remarks.map(|remark| remark.refusal.code).collect()
}

#[test]
fn the_login_of_somebody_new_is_given_to_the_row_that_adding_them_made() {
    let text = "Họ và tên\tMã cán bộ\tTên đăng nhập\nPhạm Văn Mới\tCB99\tmoi.cb99";
    let plan = planned(reading(Kind::Officers, text));
    let [(op, Act::AddOfficer(_)), (_, Act::AddAccount(account))] = &plan.steps[..] else {
        panic!("{plan:?}");
    };
    let (op, at) = (*op, monday());
    let added = OfficerId(Stamp { op, at }.id(0));
    assert_eq!(account.officer, Some(added));
    assert_eq!(plan.count(&[Outcome::Add]), 1);
}

#[test]
fn who_is_known_and_says_nothing_new_is_left_as_they_are() {
    let (teacher, _) = names();
    let plan = planned(reading(
        Kind::Officers,
        &format!("Họ và tên\tĐiện thoại\n{teacher}\t"),
    ));
    assert!(plan.steps.is_empty(), "{plan:?}");
    assert_eq!(plan.count(&[Outcome::Same]), 1);
}

#[test]
fn a_class_that_another_teacher_has_is_not_taken_by_a_file() {
    let (_, colleague) = names();
    let text = format!("Họ và tên\tChủ nhiệm lớp\n{colleague}\t6A2");
    let plan = planned(reading(Kind::Assignments, &text));
    assert_eq!(codes(&plan), [Code::ClassHasTeacher]);
    assert!(plan.steps.is_empty());
}

#[test]
fn a_homeroom_teacher_gets_the_line_that_everybody_is_offered() {
    let (teacher, _) = names();
    let text = format!("Họ và tên\tChủ nhiệm lớp\n{teacher}\t6A2");
    let plan = planned(reading(Kind::Assignments, &text));
    let [(_, Act::HandOver(request))] = &plan.steps[..] else {
        panic!("{plan:?}");
    };
    let offered = domain::offer::lines(
        &town(),
        SCHOOL,
        TEACHER,
        monday(),
        domain::calendar::SchoolYear(2026),
    )
    .unwrap();
    assert_eq!(request.add, [offered[0].line.clone()]);
    assert_eq!(plan.drafts(), 1);
}

#[test]
fn a_class_that_is_not_there_waits_until_it_is_mended() {
    let (teacher, _) = names();
    let text = format!("Họ và tên\tChủ nhiệm lớp\n{teacher}\t6A22");
    let plan = planned(reading(Kind::Assignments, &text));
    assert_eq!(codes(&plan), [Code::UnknownClass]);
    let remark = &plan.rows[0].remarks[0];
    assert_eq!(remark.proposal.as_deref(), Some("6A2"));
    let fix = Fix {
        row: plan.rows[0].number,
        field: Field::Homeroom,
        text: "6A2".to_owned(),
    };
    let mended = planned(reading(Kind::Assignments, &text).mended(&[fix]));
    assert_eq!(mended.drafts(), 1);
}

#[test]
fn a_date_that_is_typed_on_the_screen_has_its_day_first() {
    let text = "Họ và tên\tNgày sinh\nLê Thị Bưởi\t3/2/1990\nLê Thị Cam\t3/2/1991";
    let plan = planned(reading(Kind::Officers, text));
    assert_eq!(codes(&plan), [Code::DateDoubt, Code::DateDoubt]);
    let typed = |row: usize, text: &str| Fix {
        row: plan.rows[row].number,
        field: Field::BornOn,
        text: text.to_owned(),
    };
    // What a person types says nothing of the dates that the file has.
    let one = planned(reading(Kind::Officers, text).mended(&[typed(0, "13/02/1990")]));
    assert_eq!(codes(&one), [Code::DateDoubt]);
    let both = [typed(0, "03/02/1990"), typed(1, "04/02/1991")];
    let mended = planned(reading(Kind::Officers, text).mended(&both));
    assert_eq!(codes(&mended), []);
    assert_eq!(mended.count(&[Outcome::Add]), 2);
}

#[test]
fn dates_of_a_file_agree_once_the_one_that_spoke_against_them_is_typed_anew() {
    let text =
        "Họ và tên\tNgày sinh\nLê Thị Bưởi\t13/2/1990\nLê Thị Cam\t3/2/1991\nLê Thị Dứa\t2/14/1991";
    let plan = planned(reading(Kind::Officers, text));
    assert!(codes(&plan).contains(&Code::DateDoubt), "{plan:?}");
    let fix = Fix {
        row: plan.rows[2].number,
        field: Field::BornOn,
        text: "14/2/1991".to_owned(),
    };
    let mended = planned(reading(Kind::Officers, text).mended(&[fix]));
    assert_eq!(codes(&mended), []);
    assert_eq!(mended.count(&[Outcome::Add]), 3);
}

#[test]
fn a_level_that_the_school_does_not_have_is_said_before_anything_is_drafted() {
    let (teacher, _) = names();
    let text = format!("Họ và tên\tChức năng\tCấp học\n{teacher}\tThư viện\tTHPT");
    let plan = planned(reading(Kind::Assignments, &text));
    assert!(codes(&plan).contains(&Code::LevelNotHeld), "{plan:?}");
    assert_eq!(plan.drafts(), 0);
}

#[test]
fn a_row_that_is_left_out_asks_for_nothing() {
    let text = "Họ và tên\tMã cán bộ\nPhạm Văn Mới\tCB99";
    let row = planned(reading(Kind::Officers, text)).rows[0].number;
    let plan = planned(reading(Kind::Officers, text).without(&[row]));
    assert!(plan.steps.is_empty());
    assert_eq!(plan.count(&[Outcome::LeftOut]), 1);
}
