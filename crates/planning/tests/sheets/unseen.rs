//! Sheets of the kinds that went in wrong, in other words than the cases: what is written is true,
//! and everything else is asked on its row.

use domain::acts::Act;
use domain::officer::Role;
use domain::samples::{COMMUNE, DEPARTMENT, OTHER_SCHOOL, SCHOOL};
use domain::unit::SchoolLevel;
use domain::{Code, Row};
use planning::{Fix, Outcome, Plan};
use workbook::{Choice, Field, Kind};

use crate::book::{Package, Page, workbook};
use crate::{Office, counts, notes, proposals, row, stops, warned};

/// A school of one other level.
fn school_of(level: SchoolLevel) -> Office {
    let mut office = Office::school();
    let mut unit = office.facts.unit(office.unit).unwrap().clone();
    unit.levels = [level].into();
    office.facts.apply(&[domain::row::Change(Row::Unit(unit))]);
    office
}

fn waits(plan: &Plan) -> Vec<u32> {
    let rows = plan.rows.iter().filter(|row| row.outcome == Outcome::Wrong);
    rows.map(|row| row.number).collect()
}

fn new_classes(kind: Kind, text: &str) -> (Plan, Vec<String>) {
    let plan = Office::school().pasted(kind, text);
    let classes = plan.made.classes.clone();
    (plan, classes)
}

#[test]
fn dates_with_the_hour_of_another_zone_are_moved_back_and_said() {
    let mut office = Office::school();
    let text = "Họ và tên\tNgày sinh\nPhạm Văn Một\t1980-09-04 17:00:00\nPhạm Văn Hai\t1980-09-04T17:00:00+0000\nPhạm Văn Ba\t25/09/1980 17:00\nPhạm Văn Tư\t13/05/1985 00:00:00";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(counts(&plan), (4, 0, 0), "{:?}", plan.rows);
    for number in 2..=4 {
        assert_eq!(notes(&plan, number), [Code::DateShifted], "{number}");
    }
    office.write(&plan);
    let born = |name: &str| office.people()[name].born_on.unwrap().to_string();
    assert_eq!(born("Phạm Văn Một"), "1980-09-05");
    assert_eq!(born("Phạm Văn Hai"), "1980-09-05");
    assert_eq!(born("Phạm Văn Ba"), "1980-09-26");
    assert_eq!(born("Phạm Văn Tư"), "1985-05-13");
}

#[test]
fn grades_sums_and_dates_in_a_list_of_classes_are_no_classes() {
    let text = "Lớp\tSĩ số\n6A\t40\nK6\t120\nKhối 6 (3 lớp)\t120\n6B, 6C\t80\nLớp 6D\t41\n06/01/2026\t40\n6\u{410}\t40\n6E-6G\t60\nTổng: 12 lớp\t480\nCộng K6\t120\n-\t\n7/1\t38";
    let (plan, classes) = new_classes(Kind::Classes, text);
    assert_eq!(classes, ["6A", "6D", "7/1"], "{:?}", plan.rows);
    assert!(waits(&plan).contains(&8), "a letter of another alphabet");
    for number in [3, 4, 5, 7, 9, 10, 11] {
        let asked = stops(&plan, number);
        assert!(asked.contains(&Code::WhichClasses), "{number}: {asked:?}");
    }
    let fix = Fix {
        row: 8,
        field: Field::Class,
        text: "6 Đặc biệt (ghép)".to_owned(),
    };
    let mut office = Office::school();
    let reading = office.pasted_reading(Kind::Classes, text, false);
    let plan = office.planned(reading.mended(&[fix]));
    assert!(
        plan.made.classes.contains(&"6 Đặc biệt (ghép)".to_owned()),
        "what a person types is meant: {:?}",
        plan.made
    );
}

#[test]
fn words_in_a_column_of_homerooms_are_no_classes() {
    let text = "Họ và tên\tChủ nhiệm\tKiêm nhiệm\nPhạm Văn Một\t-\tThư viện\nPhạm Văn Hai\tNghỉ thai sản\t\nPhạm Văn Ba\tPhó HT\t\nPhạm Văn Tư\t6A 6B\t\nPhạm Văn Năm\tKhông\tKhông\nPhạm Văn Sáu\t6C\t";
    let (plan, classes) = new_classes(Kind::Assignments, text);
    assert_eq!(classes, ["6C"], "{:?}", plan.rows);
    assert_eq!(waits(&plan), [3, 4, 5], "{:?}", plan.rows);
    assert_eq!(stops(&plan, 5), [Code::WhichClasses]);
    let duties = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::AddOfficer(add) => add.post.duty.clone(),
        _ => None,
    });
    assert_eq!(duties.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn signs_for_the_cell_above_are_asked_and_taken_with_the_proposals() {
    let text = "Họ và tên\tChức vụ\nPhạm Văn Một\tBảo vệ\nPhạm Văn Hai\tnt\nPhạm Văn Ba\tnhư trên\nPhạm Văn Tư\t\"";
    let mut office = Office::school();
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(waits(&plan), [3, 4, 5]);
    assert_eq!(stops(&plan, 3), [Code::UnknownWord]);
    assert_eq!(proposals(&plan, 3), ["Bảo vệ"]);
    let reading = office.pasted_reading(Kind::Officers, text, true);
    let plan = office.planned(reading);
    let posts = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::AddOfficer(add) => Some(add.post.position.as_str()),
        _ => None,
    });
    assert_eq!(posts.collect::<Vec<_>>(), ["Bảo vệ"; 4]);
}

#[test]
fn a_column_to_sort_by_repeats_no_given_name() {
    let mut office = Office::school();
    let text = "Họ và tên\tTên\tChức vụ\nNguyễn Thị Hoa\tHoa\tGV\nTrần Văn Đức\tĐức\tGV";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(plan.made.people, ["Nguyễn Thị Hoa", "Trần Văn Đức"]);
}

#[test]
fn a_cell_that_names_nobody_makes_nobody() {
    let mut office = Office::school();
    let text = "Họ và tên\tChức vụ\nGV hợp đồng\tGV\nKhuyết\tGV\nNguyễn Thị Hoa nghỉ thai sản\tGV\n1. Trần Văn Đức\tGV\nNguyễn Thị Lan 2\tGV\nThỉnh giảng\tGV\nhoa@truong.edu.vn\tGV\nNguyễn Văn Tuyển\tGV";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(plan.made.people, ["Nguyễn Văn Tuyển"], "{:?}", plan.rows);
    assert_eq!(proposals(&plan, 4), ["Nguyễn Thị Hoa"]);
    assert_eq!(proposals(&plan, 5), ["Trần Văn Đức"]);
    assert_eq!(proposals(&plan, 6), ["Nguyễn Thị Lan"]);
}

#[test]
fn a_namesake_who_says_less_waits() {
    let text = "Họ và tên\tNgày sinh\tĐiện thoại\nNguyễn Thị Hoa\t15/9/1980\t0912345678\nNguyễn Thị Hoa\t15/09/1980\t\nTrần Văn Đức\t1/2/1979\t\nTrần Văn Đức\t\t0912345679\nLê Văn Ba\t1/3/1979\t\nLê Văn Ba\t1/3/1985\t";
    let plan = Office::school().pasted(Kind::Officers, text);
    assert_eq!(waits(&plan), [2, 3, 4, 5], "{:?}", plan.rows);
    assert_eq!(stops(&plan, 2), [Code::SamePerson]);
    assert_eq!(counts(&plan).0, 2, "who differ are two");
    let text = "Họ và tên\tNgày sinh\tChức năng\nNguyễn Thị Hoa\t15/9/1980\tThư viện\nNguyễn Thị Hoa\t\tThiết bị";
    let plan = Office::school().pasted(Kind::Assignments, text);
    assert_eq!(waits(&plan), [2, 3], "{:?}", plan.rows);
    assert_eq!(stops(&plan, 3), [Code::SamePerson]);
}

#[test]
fn codes_that_come_with_a_later_list_double_nobody() {
    let mut office = Office::school();
    let plan = office.pasted(
        Kind::Officers,
        "Họ và tên\nPhạm Văn Một\nPhạm Văn Hai\nPhạm Văn Ba",
    );
    office.write(&plan);
    let later = "Mã cán bộ\tHọ và tên\n3101234\tPhạm Văn Một\n3101235\tPhạm Văn Hai\n3101236\tPhạm Văn Hai\n3101237\tPhạm Văn Tư";
    let plan = office.pasted(Kind::Officers, later);
    assert_eq!(plan.made.people, ["Phạm Văn Tư"], "{:?}", plan.rows);
    assert_eq!(row(&plan, 2).outcome, Outcome::Same);
    assert_eq!(stops(&plan, 3), [Code::WhichPerson], "one of two");
    assert_eq!(stops(&plan, 4), [Code::WhichPerson]);
}

#[test]
fn a_formula_that_keeps_a_zero_is_its_text() {
    let mut office = Office::school();
    let csv = "Họ và tên,Số CCCD,Điện thoại\nPhạm Văn Một,=\"031079012345\",=\"0912345678\"\n";
    let plan = office.plan(Kind::Officers, "a.csv", csv.as_bytes());
    assert_eq!(counts(&plan), (1, 0, 0), "{:?}", plan.rows);
    office.write(&plan);
    let people = office.people();
    let one = &people["Phạm Văn Một"];
    assert_eq!(one.id_number.as_deref(), Some("031079012345"));
    assert_eq!(one.phone.as_deref(), Some("0912345678"));
}

#[test]
fn numbers_that_only_look_like_one_are_asked_or_kept_out() {
    let text = "Họ và tên\tSố CCCD\tĐiện thoại\nPhạm Văn Một\t031079012345 (cũ 031234567)\t\nPhạm Văn Hai\t31,079,012,346\t\nPhạm Văn Ba\tO31079012349\t\nPhạm Văn Tư\t031079012350/031079012351\t\nPhạm Văn Năm\t\t2253123456\nPhạm Văn Sáu\t\t84972380388";
    let mut office = Office::school();
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(waits(&plan), [2, 3, 4, 5], "{:?}", plan.rows);
    assert!(
        notes(&plan, 6).contains(&Code::PhoneShape),
        "{:?}",
        plan.rows
    );
    office.write(&plan);
    let people = office.people();
    assert_eq!(people["Phạm Văn Năm"].phone, None);
    assert_eq!(people["Phạm Văn Sáu"].phone.as_deref(), Some("0972380388"));
}

#[test]
fn birth_dates_in_three_columns_are_never_made_up() {
    let text = "TT\tHọ và tên\tNgày tháng năm sinh\t\t\tChức vụ\n\t\tNgày\tTháng\tNăm\t\n1\tPhạm Văn Một\t15\t9\t1980\tGV\n2\tPhạm Văn Hai\t1\t2\t1981\tGV";
    let mut office = Office::school();
    let plan = office.pasted(Kind::Officers, text);
    office.write(&plan);
    for (name, born) in [
        ("Phạm Văn Một", "1980-09-15"),
        ("Phạm Văn Hai", "1981-02-01"),
    ] {
        let known = office.people();
        let born_on = known.get(name).and_then(|one| one.born_on);
        assert!(
            born_on.is_none_or(|day| day.to_string() == born),
            "{name}: {born_on:?}"
        );
    }
}

#[test]
fn pupils_are_a_number_or_asked() {
    let text = "Lớp\tSĩ số\tCấp học\n6A\t41 HS\t\n6B\t41/20\tTHCS\n6C\t1.041\tTHCS\n6D\t041\tTHCS\n13A\t30\t";
    let plan = Office::school().pasted(Kind::Classes, text);
    assert_eq!(waits(&plan), [2, 3, 4, 6], "{:?}", plan.rows);
    assert_eq!(plan.made.classes, ["6D"]);
}

#[test]
fn classes_with_a_slash_belong_to_the_grade_before_it() {
    let mut office = school_of(SchoolLevel::Primary);
    let plan = office.pasted(Kind::Classes, "Lớp\tSĩ số\n1/1\t30\n1/2\t31\n5/1\t30");
    assert_eq!(plan.made.classes, ["1/1", "1/2", "5/1"], "{:?}", plan.rows);
    office.write(&plan);
    let text = "Họ và tên\tMôn\tLớp dạy\nPhạm Văn Một\tÂm nhạc\tKhối 1";
    let plan = office.pasted(Kind::Assignments, text);
    assert_eq!(counts(&plan).2, 0, "{:?}", plan.rows);
    let classes = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::HandOver(request) => Some(request.add[0].classes.clone()),
        _ => None,
    });
    let classes: Vec<_> = classes.collect();
    let domain::rights::Dim::Only(classes) = &classes[0] else {
        panic!("{classes:?}");
    };
    assert_eq!(classes.len(), 2, "1/1 and 1/2, and not 5/1");
}

fn ward() -> Office {
    Office::of_town(COMMUNE, &[SCHOOL, OTHER_SCHOOL]).with_names(&[
        (COMMUNE, "Ủy ban nhân dân phường Lê Chân"),
        (SCHOOL, "Trường Trung học cơ sở Lê Chân"),
        (OTHER_SCHOOL, "Trường Trung học cơ sở Kim Đồng"),
    ])
}

#[test]
fn a_name_alone_is_never_the_ward_where_a_school_has_it_too() {
    let text = "Họ và tên\tTrường\nPhạm Văn Một\tLê Chân\nPhạm Văn Hai\tKim Đồng\nPhạm Văn Ba\tTHCS Lê Chân\nPhạm Văn Tư\tTHCS Lê Chân, THCS Kim Đồng";
    let plan = ward().pasted(Kind::Officers, text);
    assert_eq!(waits(&plan), [2, 3, 5], "{:?}", plan.rows);
    assert_eq!(stops(&plan, 2), [Code::WhichUnit]);
    assert_eq!(stops(&plan, 3)[0], Code::UnknownUnit);
    assert_eq!(proposals(&plan, 3), ["Trường Trung học cơ sở Kim Đồng"]);
    let units = plan.steps.iter().map(|(_, act)| match act {
        Act::AddOfficer(add) => add.unit,
        other => panic!("{other:?}"),
    });
    assert_eq!(units.collect::<Vec<_>>(), [SCHOOL]);
}

#[test]
fn units_of_a_list_have_heads_that_are_people_and_come_once() {
    let mut office = Office::of_town(DEPARTMENT, &[COMMUNE, SCHOOL, OTHER_SCHOOL]);
    let text = "Đơn vị\tĐơn vị cấp trên\tThủ trưởng\tCấp học\nPhường An Biên\t\tChưa có\t\nTrường MN Hoa Sen\tP. An Biên\tNguyễn Thị Hoa (phụ trách)\tMN\nTrường MN Hoa Mai\tP. An Biên\tKhuyết\tMN\nTrường MN Hoa Lan\tP. An Biên\t\t\nTrường MN Hoa Lan\tUBND Phường An Biên\tVũ Thị Hai\t\nCộng\t\t\t";
    let plan = office.pasted(Kind::Units, text);
    assert_eq!(
        plan.made.units,
        ["Ủy ban nhân dân phường An Biên", "Trường MN Hoa Lan"],
        "{:?}",
        plan.rows
    );
    assert_eq!(stops(&plan, 3), [Code::NameRemark]);
    assert_eq!(stops(&plan, 4), [Code::UnknownWord]);
    assert_eq!(stops(&plan, 6), [Code::Taken], "a school comes once");
}

#[test]
fn a_head_that_a_later_list_names_is_added_or_said() {
    let mut office = Office::of_town(DEPARTMENT, &[COMMUNE, SCHOOL, OTHER_SCHOOL]);
    let plan = office.pasted(Kind::Units, "Đơn vị\tThủ trưởng\nUBND xã Cẩm Giang\t");
    assert_eq!(notes(&plan, 2), [Code::HeadLater]);
    office.write(&plan);
    let made = office.facts.units.values();
    let made = made.filter(|u| u.code_on(domain::samples::today()) == Some("10888"));
    let made: Vec<_> = made.map(|unit| unit.id).collect();
    office.below.extend(&made);
    // Somebody, a former head perhaps, has the first code.
    let former = domain::officer::Officer {
        code: "TT01".to_owned(),
        ..domain::samples::officer(domain::samples::TEACHER, made[0], "Đỗ Thị Cũ")
    };
    office.facts.apply(&[domain::Change(Row::Officer(former))]);
    let text = "Đơn vị\tThủ trưởng\nUBND xã Cẩm Giang\tTrần Văn Giang";
    let plan = office.pasted(Kind::Units, text);
    assert!(matches!(&plan.steps[0].1, Act::AddOfficer(add) if add.code == "TT02"));
    assert_eq!(counts(&plan), (1, 0, 0), "{:?}", plan.rows);
    office.write(&plan);
    let head = office
        .facts
        .head(made[0], domain::samples::today())
        .unwrap();
    let name = &office.facts.officer(head.officer).unwrap().name;
    assert_eq!(name, "Trần Văn Giang");
    let again = office.pasted(Kind::Units, text);
    assert!(
        again.steps.is_empty() && notes(&again, 2).is_empty(),
        "{again:?}"
    );
    let other = "Đơn vị\tThủ trưởng\nUBND xã Cẩm Giang\tVũ Thị Hai";
    let plan = office.pasted(Kind::Units, other);
    assert_eq!(notes(&plan, 2), [Code::HeadDiffers]);
    let said = row(&plan, 2).remarks[0].refusal.sentence();
    assert!(said.contains("biên bản"), "{said}");
    assert!(plan.steps.is_empty());
}

/// A workbook with a sheet for each school of a ward, and one of remarks.
fn eight_schools() -> (Vec<String>, Vec<u8>) {
    let names: Vec<String> = (1..=8).map(|n| format!("MN Hoa {n}")).collect();
    let rows: Vec<Vec<Vec<String>>> = (1..=8)
        .map(|n| {
            let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
            let letter = char::from(b'A' + u8::try_from(n - 1).unwrap());
            vec![
                row([&format!("TRƯỜNG MẦM NON HOA {n}"), ""]),
                row(["Họ và tên", "Chức vụ"]),
                row([&format!("Phạm Thị {letter}"), "Giáo viên"]),
            ]
        })
        .collect();
    let remarks = vec![vec!["Nộp trước ngày 05/9".to_owned()]];
    let bytes = {
        let mut pages: Vec<Page<'_, String>> = names
            .iter()
            .zip(&rows)
            .map(|(name, rows)| Page {
                name,
                hidden: false,
                rows,
                merged: &[],
            })
            .collect();
        pages.push(Page {
            name: "Ghi chú",
            hidden: false,
            rows: &remarks,
            merged: &[],
        });
        workbook(Package::USUAL, &pages)
    };
    (names, bytes)
}

#[test]
fn a_workbook_of_eight_schools_is_imported_sheet_by_sheet_and_each_names_the_others() {
    let (names, bytes) = eight_schools();
    let mut office = Office::of_town(COMMUNE, &[SCHOOL, OTHER_SCHOOL])
        .with_names(&[(COMMUNE, "Ủy ban nhân dân phường Gia Viên")]);
    let schools = names
        .iter()
        .map(|name| format!("Trường {name}\tMN\n"))
        .collect::<String>();
    let plan = office.pasted(Kind::Units, &format!("Đơn vị\tCấp học\n{schools}"));
    assert_eq!(plan.made.units.len(), 8, "{:?}", plan.rows);
    office.write(&plan);
    let made = plan.steps.iter().map(|(op, _)| {
        let at = domain::samples::monday();
        domain::ids::UnitId(domain::Stamp { op: *op, at }.id(0))
    });
    let made: Vec<_> = made.collect();
    office.below.extend(&made);
    let book = ::workbook::book::open("truong.xlsx", &bytes).unwrap();
    for (place, unit) in (0..8).zip(&made) {
        let choice = Choice {
            sheet: Some(place),
            ..Choice::default()
        };
        let table = ::workbook::table::read(&book, Kind::Officers, &choice).unwrap();
        assert_eq!(table.other_sheets.len(), 7);
        let plan = office.planned(planning::Reading::of(table, false).unwrap());
        let unread = warned(&plan, Code::SheetsUnread).unwrap().sentence();
        for (other, name) in (0..8).zip(&names) {
            assert_eq!(unread.contains(name.as_str()), other != place, "{unread}");
        }
        assert!(warned(&plan, Code::SheetSkipped).is_some());
        let [(_, Act::AddOfficer(add))] = &plan.steps[..] else {
            panic!("{:?}", plan.rows);
        };
        assert_eq!(add.unit, *unit, "{}", add.name);
        office.write(&plan);
    }
    let people = office.facts.officers.values();
    assert_eq!(people.filter(|o| made.contains(&o.unit)).count(), 8);
}

#[test]
fn the_sheet_of_the_manual_becomes_what_the_manual_says() {
    let rows = [
        "TRƯỜNG TRUNG HỌC CƠ SỞ ĐỒI GIÓ",
        "\tBẢNG PHÂN CÔNG CHUYÊN MÔN NĂM HỌC 2026 - 2027",
        "TT\tHọ và tên\tNăm sinh\t\tSố CCCD\tMôn\tLớp dạy\tChủ nhiệm\tKiêm nhiệm\tTrình độ",
        "\t\tNam\tNữ\t\t\t\t\t\t",
        "(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)\t(9)\t(10)",
        "1\tNguyễn Thị Lụa\t\t15/9/1980\t031180012345\tToán\t6A1→6A3\t6A1\tTổ trưởng\tĐH",
        "\t\t\t\t\tTin học\tKhối 7\t\t\t",
        "2\tTrần Văn Bảng\t20/2/1979\t\t31079000456\tNgữ văn\t6A1, 2, 3\tGVCN lớp 6A2\tThư viện\tĐH",
        "3\tĐỗ Thị Hạ (thai sản)\t\t3/5/1988\t\tnt\t7A-9A\t-\t\t",
        "4\tVũ Văn Hạnh\t1/1/2031\t\t\tMĩ thuật\tToàn trường\t\tY tế\t",
        "\tCộng\t4 người\t\t\t\t\t\t\t",
        "\t\t\t\t\t\t\t\tĐồi Gió, ngày 25 tháng 8 năm 2026",
    ];
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.split('\t').map(str::to_owned).collect())
        .collect();
    let merged: Vec<String> = ["B6:B7", "C3:D3", "A3:A4", "B3:B4", "E3:E4", "A6:A7"]
        .map(str::to_owned)
        .to_vec();
    let page = Page {
        name: "Phân công",
        hidden: false,
        rows: &rows,
        merged: &merged,
    };
    let mut office = Office::school();
    let classes = "Lớp\n6A1\n6A2\n6A3\n7A\n7B\n9A";
    let plan = office.pasted(Kind::Classes, classes);
    office.write(&plan);
    let bytes = workbook(Package::USUAL, &[page]);
    let plan = office.plan(Kind::Assignments, "phan-cong.xlsx", &bytes);
    let unused = warned(&plan, Code::ColumnNotOfKind).unwrap();
    assert_eq!(unused.details["column"], "Trình độ");
    let numbers: Vec<u32> = plan.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [6, 7, 8, 9, 10], "{:?}", plan.rows);
    assert_eq!(waits(&plan), [8, 9, 10], "{:?}", plan.rows);
    assert_eq!(plan.made.people, ["Nguyễn Thị Lụa"]);
    assert_eq!(plan.drafts(), 1);
    assert_eq!(proposals(&plan, 8), ["031079000456"]);
    assert!(stops(&plan, 9).contains(&Code::NameRemark));
    assert!(stops(&plan, 9).contains(&Code::UnknownWord));
    assert!(proposals(&plan, 9).contains(&"Ngữ văn".to_owned()));
    assert_eq!(stops(&plan, 10), [Code::DateToCome]);
}

/// Name, post and role.
type Leads = (String, String, Role);

/// What a commune's office adds of a list of units: its name, who leads it, its administrator's login.
fn added(office: &mut Office, text: &str) -> Vec<(String, Option<Leads>, Option<String>)> {
    let plan = office.pasted(Kind::Units, text);
    assert!(waits(&plan).is_empty(), "{:?}", plan.rows);
    let added = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::AddUnit(add) => Some(add),
        _ => None,
    });
    let said = added.map(|add| {
        let head = add.head.as_ref();
        let head = head.map(|h| (h.name.clone(), h.position.clone(), h.role));
        (add.details.name.clone(), head, add.admin_login.clone())
    });
    said.collect()
}

#[test]
fn name_and_post_under_the_title_of_the_head_are_the_heads() {
    let mut office = Office::of_town(COMMUNE, &[]);
    let text = "STT\tTrường\tHiệu trưởng\t\tĐiện thoại\n\t\tHọ và tên\tChức vụ\t\nI\tKhối Mầm non\n1\tTrường Mầm non Sao Mai\tNguyễn Thị Hòa\tHT\t0904111222\nII\tKhối Tiểu học\n2\tTrường Tiểu học Bến Sông\tTrần Văn Núi\tP.HT phụ trách\t0904111333";
    let head = |name: &str, position: &str, role| Some((name.into(), position.into(), role));
    let expected = [
        (
            "Trường Mầm non Sao Mai".to_owned(),
            head("Nguyễn Thị Hòa", "Hiệu trưởng", Role::Head),
            None,
        ),
        (
            "Trường Tiểu học Bến Sông".to_owned(),
            head("Trần Văn Núi", "Phó Hiệu trưởng phụ trách", Role::InCharge),
            None,
        ),
    ];
    assert_eq!(added(&mut office, text), expected);
}

#[test]
fn a_login_beside_a_school_is_that_of_the_school() {
    let mut office = Office::of_town(COMMUNE, &[]);
    let text = "TT\tTên trường\tHiệu trưởng\tSĐT\tTài khoản\n1\tTrường Mầm non Sao Mai\tNguyễn Thị Hòa\t0904111222\tqt.mnsaomai";
    let units = added(&mut office, text);
    assert_eq!(units[0].2.as_deref(), Some("qt.mnsaomai"));
    assert_eq!(units[0].1.as_ref().unwrap().0, "Nguyễn Thị Hòa");
}

#[test]
fn chairmen_of_communes_are_heads_and_the_place_is_the_unit() {
    let mut office = Office::of_town(DEPARTMENT, &[]);
    let text = "STT\tMã xã\tXã, phường\tChủ tịch UBND\tĐiện thoại\n1\t10888\tXã Cẩm Giang\tNgô Đình Vân\t0904111222";
    let units = added(&mut office, text);
    assert_eq!(units.len(), 1);
    let head = units[0].1.as_ref().unwrap();
    assert_eq!((&*head.0, head.2), ("Ngô Đình Vân", Role::Head));
}

#[test]
fn titles_of_teachers_are_names_and_what_lacks_one_shows_its_titles() {
    let office = Office::school();
    for title in [
        "Họ và tên GV",
        "Họ tên giáo viên",
        "Tên GV",
        "GV giảng dạy",
        "Họ và tên CB-GV-NV",
        "Họ và tên cán bộ, giáo viên",
    ] {
        let text = format!("{title}\tMôn\tLớp dạy\nPhạm Văn Một\tToán\t6A1");
        let table = office.read(
            Kind::Assignments,
            "a.csv",
            text.replace('\t', ";").as_bytes(),
        );
        assert!(table.complete, "{title}: {:?}", table.columns);
    }
    let text = "TRƯỜNG THCS;ĐỒI GIÓ;\nSố;07/KH;\nAi dạy;Môn;Lớp dạy\nPhạm Văn Một;Toán;6A1";
    let table = office.read(Kind::Assignments, "a.csv", text.as_bytes());
    assert!(!table.complete);
    assert_eq!(table.header, 3, "the row of which most titles are known");
}

#[test]
fn what_somebody_studied_is_no_class_beside_classes() {
    for text in [
        "Họ và tên\tChuyên môn\tMôn\tLớp\nPhạm Văn Một\tToán\tToán\t6A1, 6A2\nPhạm Văn Hai\tVăn\tNgữ văn\t6A1",
        "Họ và tên\tChuyên môn\tMôn\tLớp dạy\nPhạm Văn Một\tToán\tToán\t6A1, 6A2\nPhạm Văn Hai\tVăn\tNgữ văn\t6A1",
        "Họ và tên\tChuyên môn\tLớp\nPhạm Văn Một\tToán\t6A1, 6A2\nPhạm Văn Hai\tNgữ văn\t6A1",
    ] {
        let (plan, classes) = new_classes(Kind::Assignments, text);
        assert_eq!(classes, ["6A1", "6A2"], "{text}: {:?}", plan.rows);
        assert_eq!(plan.drafts(), 2, "{text}");
        let subjects = plan.steps.iter().filter_map(|(_, act)| match act {
            Act::HandOver(request) => Some(request.add[0].subjects.clone()),
            _ => None,
        });
        let expected = ["Toán", "Ngữ văn"].map(|name| domain::rights::Dim::one(name.to_owned()));
        assert_eq!(subjects.collect::<Vec<_>>(), expected, "{text}");
    }
    let text = "Họ và tên\tChuyên môn\nPhạm Văn Một\tToán 6A1, 6A2";
    assert_eq!(new_classes(Kind::Assignments, text).1, ["6A1", "6A2"]);
    let text = "Họ và tên\tMôn\tLớp dạy\nPhạm Văn Một\tToán\tPhó HT";
    let (plan, _) = new_classes(Kind::Assignments, text);
    let field = row(&plan, 2).remarks[0].field;
    assert_eq!(field, Some(Field::Classes), "said of its column");
}

#[test]
fn subjects_that_no_programme_has_are_said_once_and_short_forms_written_in_full() {
    let text = "Họ và tên\tMôn\tLớp dạy\nPhạm Văn Một\tKỹ năng sống\t6A1\nPhạm Văn Hai\tT.Anh\t6A1\nPhạm Văn Ba\tTiếng Anh\t6A2\nPhạm Văn Tư\tToán, Tin học\t6A2";
    let plan = Office::school().pasted(Kind::Assignments, text);
    assert_eq!(plan.drafts(), 4, "{:?}", plan.rows);
    let said = |code| warned(&plan, code).map(|w| w.details["subjects"].clone());
    assert_eq!(
        said(Code::SubjectsUnfamiliar).as_deref(),
        Some("Kỹ năng sống")
    );
    assert_eq!(
        said(Code::SubjectsInFull).as_deref(),
        Some("T.Anh → Tiếng Anh")
    );
    let english = domain::rights::Dim::one("Tiếng Anh".to_owned());
    let drafts = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::HandOver(request) => Some(&request.add[0].subjects),
        _ => None,
    });
    assert_eq!(drafts.filter(|subjects| **subjects == english).count(), 2);
}

#[test]
fn who_has_no_draft_is_said_with_the_reason() {
    let mut office = Office::school();
    let head = office.facts.officer(office.head).unwrap().name.clone();
    let text = format!(
        "Họ và tên\tMôn\tLớp dạy\n{head}\tToán\t6A1\nPhạm Văn Hai\tToán\t6A1\nPhạm Văn Ba\t\t"
    );
    let plan = office.pasted(Kind::Assignments, &text);
    let said = |plan: &Plan| -> Vec<(String, String)> {
        let warnings = plan.warnings.iter().filter(|w| w.code == Code::NoDraft);
        let said = warnings.map(|w| (w.details["why"].clone(), w.details["names"].clone()));
        said.collect()
    };
    let pair = |why: &str, name: &str| (why.to_owned(), name.to_owned());
    let expected = [
        pair("no_draft_leads", &head),
        pair("no_draft_nothing", "Phạm Văn Ba"),
    ];
    assert_eq!(said(&plan), expected, "{:?}", plan.rows);
    assert_eq!(plan.drafts(), 1);
    office.write(&plan);
    let again = office.pasted(Kind::Assignments, &text);
    assert_eq!(again.drafts(), 0, "{:?}", again.rows);
    assert!(said(&again).contains(&pair("no_draft_has_all", "Phạm Văn Hai")));
}
