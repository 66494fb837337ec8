//! What a file says otherwise of people and classes that are known: it is said, shown as a change, and
//! written where a person ticks its row.

use domain::samples::{CLASS, COLLEAGUE, SCHOOL, TEACHER, today, town_with_signed};
use domain::school_class::SchoolClass;
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

/// What a plan shows as changes: of whom or what, old, new, and whether it is written.
fn changes(plan: &Plan) -> Vec<(String, String, String, bool)> {
    let changes = plan.changes.iter().cloned();
    changes.map(|c| (c.of, c.old, c.new, c.taken)).collect()
}

fn change(of: &str, old: &str, new: &str, taken: bool) -> (String, String, String, bool) {
    (of.to_owned(), old.to_owned(), new.to_owned(), taken)
}

/// A pasted table with some rows ticked.
fn ticked(office: &mut Office, kind: Kind, text: &str, rows: &[u32]) -> Plan {
    let reading = office.pasted_reading(kind, text, false).taking(rows);
    office.planned(reading)
}

#[test]
fn another_post_begins_where_its_row_is_ticked_and_no_right_closes() {
    let mut office = Office::of_town(SCHOOL, &[]);
    office.facts = town_with_signed();
    let text = "Họ và tên\tChức vụ\tNhiệm vụ\nNguyễn Thị Hoa\tTổ trưởng\tBí thư Đoàn";
    let shown = |taken| {
        [
            change("Nguyễn Thị Hoa", "Giáo viên", "Tổ trưởng", taken),
            change("Nguyễn Thị Hoa", "", "Bí thư Đoàn", taken),
        ]
    };
    for kind in [Kind::Officers, Kind::Assignments] {
        let plan = office.pasted(kind, text);
        assert_eq!(changes(&plan), shown(false), "{kind:?}");
        assert!(plan.steps.is_empty(), "{kind:?}: {:?}", plan.steps);
    }
    let plan = ticked(&mut office, Kind::Officers, text, &[2]);
    assert_eq!(changes(&plan), shown(true));
    assert_eq!(row(&plan, 2).outcome, Outcome::Edit);
    let kinds: Vec<&str> = plan.steps.iter().map(|(_, act)| act.kind()).collect();
    assert_eq!(kinds, ["appoint.v1", "end_appointment.v1"]);
    office.write(&plan);
    let posts = office.facts.posts_held(TEACHER, SCHOOL);
    let lasting: Vec<_> = posts.filter(|post| post.until.is_none()).collect();
    assert_eq!(lasting.len(), 1);
    assert_eq!(lasting[0].position, "Tổ trưởng");
    assert_eq!(lasting[0].duty.as_deref(), Some("Bí thư Đoàn"));
    let mut rights = office.facts.delegations.values();
    assert!(rights.all(|right| right.closed.is_none()));
    // Once more it says nothing new.
    let again = ticked(&mut office, Kind::Officers, text, &[2]);
    assert!(
        again.steps.is_empty() && again.changes.is_empty(),
        "{again:?}"
    );
}

#[test]
fn the_post_of_who_leads_or_signs_is_not_changed_by_a_list() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let head = office.facts.officer(office.head).unwrap().name.clone();
    let text = format!("Họ và tên\tChức vụ\n{head}\tGiáo viên");
    let plan = ticked(&mut office, Kind::Officers, &text, &[2]);
    assert_eq!(notes(&plan, 2), [Code::PostNeedsPaper]);
    assert!(
        said(&plan, 2)[0].contains("biên bản"),
        "{:?}",
        said(&plan, 2)
    );
    assert!(plan.steps.is_empty() && plan.changes.is_empty());
}

#[test]
fn figures_of_a_known_class_change_where_its_row_is_ticked() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let mut school = office.facts.unit(SCHOOL).unwrap().clone();
    school.levels.insert(SchoolLevel::Primary);
    office.facts.apply(&[Change(Row::Unit(school))]);
    let text = "Lớp\tCấp học\tSĩ số\tĐiểm trường\n6A2\tTiểu học\t41\tThôn Đông";
    let plan = office.pasted(Kind::Classes, text);
    assert!(plan.steps.is_empty(), "{:?}", plan.steps);
    assert_eq!(notes(&plan, 2), [Code::ClassDiffers; 3], "{:?}", plan.rows);
    let said = said(&plan, 2).join("\n");
    for words in ["“tiểu học”", "“THCS”", "“Thôn Đông”", "“41”", "“chưa ghi”"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(row(&plan, 2).outcome, Outcome::Same);
    let shown = |taken| {
        [
            change("6A2", "THCS", "tiểu học", taken),
            change("6A2", "", "Thôn Đông", taken),
            change("6A2", "", "41", taken),
        ]
    };
    assert_eq!(changes(&plan), shown(false));
    let plan = ticked(&mut office, Kind::Classes, text, &[2]);
    assert_eq!(changes(&plan), shown(true));
    assert!(notes(&plan, 2).is_empty(), "{:?}", plan.rows);
    office.write(&plan);
    let class = office.facts.class(CLASS).unwrap();
    assert_eq!(
        (class.learners, class.level),
        (Some(41), SchoolLevel::Primary)
    );
    let again = office.pasted(Kind::Classes, text);
    assert!(again.changes.is_empty(), "{:?}", again.changes);
}

#[test]
fn a_level_that_rights_rest_on_is_not_changed_by_a_list() {
    let mut office = Office::of_town(SCHOOL, &[]);
    office.facts = town_with_signed();
    let mut school = office.facts.unit(SCHOOL).unwrap().clone();
    school.levels.insert(SchoolLevel::Primary);
    office.facts.apply(&[Change(Row::Unit(school))]);
    let text = "Lớp\tCấp học\n6A2\tTiểu học";
    let plan = ticked(&mut office, Kind::Classes, text, &[2]);
    assert_eq!(stops(&plan, 2), [Code::StillUsed]);
    assert!(plan.steps.is_empty() && plan.changes.is_empty());
}

#[test]
fn a_class_goes_to_another_teacher_only_where_its_row_is_ticked() {
    let mut office = Office::of_town(SCHOOL, &[]);
    office.facts = town_with_signed();
    let text = "Họ và tên\tChủ nhiệm lớp\nTrần Văn Bình\t6A2";
    let plan = office.pasted(Kind::Assignments, text);
    assert_eq!(stops(&plan, 2), [Code::ClassHasTeacher]);
    let shown = |taken| [change("6A2", "Nguyễn Thị Hoa", "Trần Văn Bình", taken)];
    assert_eq!(changes(&plan), shown(false));
    assert!(plan.steps.is_empty());
    let plan = ticked(&mut office, Kind::Assignments, text, &[2]);
    assert_eq!(changes(&plan), shown(true), "{:?}", plan.rows);
    assert_eq!(plan.drafts(), 1, "{:?}", plan.steps);
    office.write(&plan);
    let class = office.facts.class(CLASS).unwrap();
    assert_eq!(class.main_teacher(today()), Some(COLLEAGUE));
}

#[test]
fn a_persons_own_data_is_shown_as_it_changes() {
    let mut office = Office::of_town(SCHOOL, &[]);
    let text = "Họ và tên\tĐiện thoại\tNgày sinh\nNGUYỄN THỊ HOA\t0912345678\t15/9/1980";
    let plan = office.pasted(Kind::Officers, text);
    let shown = [
        change("Nguyễn Thị Hoa", "", "0912345678", true),
        change("Nguyễn Thị Hoa", "", "15/9/1980", true),
    ];
    assert_eq!(changes(&plan), shown, "capitals are no other name");
    office.write(&plan);
    let again = office.pasted(Kind::Officers, text);
    assert!(again.steps.is_empty() && again.changes.is_empty());
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
    // Nor has it a class yet.
    let classes = office.facts.classes.values().cloned();
    let classes = classes.map(|class| SchoolClass {
        withdrawn: true,
        ..class
    });
    let classes = classes.map(|class| Change(Row::SchoolClass(class)));
    let mut changes: Vec<Change> = classes.collect();
    changes.push(Change(Row::Unit(unit)));
    office.facts.apply(&changes);
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
