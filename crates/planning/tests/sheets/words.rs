//! What offices write in sheets: units, classes, functions, roles, remarks – and what is asked.

use domain::Code;
use domain::acts::Act;
use domain::calendar::SchoolYear;
use domain::ids::UnitId;
use domain::rights::{Dim, Function};
use domain::samples::{COMMUNE, DEPARTMENT, OTHER_SCHOOL, SCHOOL};
use domain::unit::{SchoolLevel, UnitKind};
use planning::{Fix, Plan};
use workbook::{Field, Kind};

use crate::{Office, cell, counts, notes, proposals, row, stops, warned};

fn ward() -> Office {
    Office::of_town(COMMUNE, &[SCHOOL, OTHER_SCHOOL]).with_names(&[
        (COMMUNE, "Ủy ban nhân dân phường Gia Viên"),
        (SCHOOL, "Trường Trung học cơ sở Đằng Giang"),
        (OTHER_SCHOOL, "Trường Trung học cơ sở Kim Đồng"),
    ])
}

fn name_of(office: &Office, unit: UnitId) -> String {
    let unit = office.facts.unit(unit).unwrap();
    unit.name_on(domain::samples::today()).to_owned()
}

/// To which unit each person of a plan would go.
fn people_by_unit(plan: &Plan) -> Vec<(String, UnitId)> {
    let people = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::AddOfficer(add) => Some((add.name.clone(), add.unit)),
        _ => None,
    });
    people.collect()
}

fn unused(plan: &Plan) -> Vec<String> {
    let unused = plan.warnings.iter();
    let codes = [Code::ColumnUnused, Code::ColumnNotOfKind];
    let unused = unused.filter(|w| codes.contains(&w.code));
    unused.map(|w| w.details["column"].clone()).collect()
}

#[test]
fn people_of_a_sheet_of_many_schools_go_to_their_schools_and_none_to_the_ward() {
    let mut office = ward();
    let (first, second) = (name_of(&office, SCHOOL), name_of(&office, OTHER_SCHOOL));
    let short = second
        .replace("Trung học cơ sở", "THCS")
        .replace("Trường ", "");
    for title in [
        "Đơn vị",
        "Trường",
        "Tên trường",
        "Đơn vị công tác",
        "Đơn vị/ Trường",
    ] {
        let text = format!(
            "Họ và tên\t{title}\nPhạm Văn Một\t{first}\nPhạm Văn Hai\t{short}\nPhạm Văn Ba\tTrường Tiểu học Lạ\nPhạm Văn Bốn\t"
        );
        let plan = office.pasted(Kind::Officers, &text);
        assert_eq!(
            people_by_unit(&plan),
            [
                ("Phạm Văn Một".to_owned(), SCHOOL),
                ("Phạm Văn Hai".to_owned(), OTHER_SCHOOL)
            ],
            "{title}: {:?}",
            plan.rows
        );
        assert_eq!(stops(&plan, 4), [Code::UnknownUnit], "{title}");
        assert_eq!(stops(&plan, 5), [Code::NameMissing], "{title}: no unit");
    }
    // Named above their people, with numbers and sums.
    let banners = format!(
        "TT\tHọ và tên\tChức vụ\nI\t{}\t\n1\tPhạm Văn Một\tGiáo viên\n2\tPhạm Văn Hai\tGiáo viên\nCộng\t2\t\nII. {second}\n1\tPhạm Văn Ba\tGiáo viên",
        first.to_uppercase()
    );
    let plan = office.pasted(Kind::Officers, &banners);
    let units: Vec<UnitId> = people_by_unit(&plan).into_iter().map(|p| p.1).collect();
    assert_eq!(units, [SCHOOL, SCHOOL, OTHER_SCHOOL], "{:?}", plan.rows);
    // Or in the title of the sheet.
    let titled = format!(
        "UBND PHƯỜNG\nDANH SÁCH CÁN BỘ {}\nHọ và tên\tChức vụ\nPhạm Văn Một\tGiáo viên",
        second.to_uppercase()
    );
    let plan = office.pasted(Kind::Officers, &titled);
    assert_eq!(people_by_unit(&plan)[0].1, OTHER_SCHOOL);
    let foreign = "TRƯỜNG TIỂU HỌC NƠI KHÁC\nHọ và tên\tChức vụ\nPhạm Văn Một\tGiáo viên";
    let plan = office.pasted(Kind::Officers, foreign);
    assert_eq!(stops(&plan, 3), [Code::UnknownUnit]);
}

#[test]
fn a_class_sheet_of_many_schools_is_read_by_school() {
    let mut office = ward();
    let (first, second) = (name_of(&office, SCHOOL), name_of(&office, OTHER_SCHOOL));
    let text = format!(
        "Trường\tLớp\tSĩ số\n{first}\t6B\t40\n{second}\t6B\t41\n{second}\tKhối 6\t41\n{second}\t7A\t39\n{second}\t7a\t38\nToàn trường\t\t120"
    );
    let plan = office.pasted(Kind::Classes, &text);
    let classes = plan.steps.iter().map(|(_, act)| match act {
        Act::AddClass(add) => (add.name.as_str(), add.unit),
        other => panic!("{other:?}"),
    });
    assert_eq!(
        classes.collect::<Vec<_>>(),
        [("6B", SCHOOL), ("6B", OTHER_SCHOOL)],
        "{:?}",
        plan.rows
    );
    assert_eq!(
        stops(&plan, 5),
        [Code::ClassTwice],
        "both rows, and not \"already there\""
    );
    assert_eq!(stops(&plan, 6), [Code::ClassTwice]);
    assert_eq!(plan.made.classes.len(), 2);
    assert!(plan.made.classes[0].contains(&first), "{:?}", plan.made);
}

#[test]
fn in_a_school_a_team_is_no_unit_and_another_school_waits() {
    let mut office = Office::school();
    let text = "Đơn vị\tHọ và tên\nTổ Tự nhiên\tPhạm Văn Một\nTHCS Đồi Gió\tPhạm Văn Hai\nTrường THCS Khác\tPhạm Văn Ba\n\tPhạm Văn Bốn";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(counts(&plan), (3, 0, 1), "{:?}", plan.rows);
    assert_eq!(stops(&plan, 4), [Code::UnknownUnit]);
}

#[test]
fn units_are_known_by_their_short_names_and_asked_where_marks_are_missing() {
    let mut office = Office::of_town(DEPARTMENT, &[COMMUNE, SCHOOL, OTHER_SCHOOL]);
    let text = "Mã đơn vị\tĐơn vị\tĐơn vị cấp trên\tThủ trưởng\n\tUBND xã Cẩm Giang\t\tTrần Văn Giang\n10903\tUBND xã Cẩm Giàng\t\tTrần Văn Giàng\n\txa Cam Giang\t\tTrần Văn Ba\n10888\tUBND xã Cẩm Giàng\t\tTrần Văn Bốn\n\tTrường TH&THCS Lai Cách\tCẩm Giàng\t\n\tTH Kim Giang\tUBND xa Cam Giang\tVũ Thị Hai";
    let plan = office.pasted(Kind::Units, text);
    let added = plan.steps.iter().map(|(_, act)| match act {
        Act::AddUnit(add) => add,
        other => panic!("{other:?}"),
    });
    let added: Vec<_> = added.collect();
    assert_eq!(
        plan.made.units,
        [
            "Ủy ban nhân dân xã Cẩm Giang",
            "Ủy ban nhân dân xã Cẩm Giàng",
            "Trường TH&THCS Lai Cách"
        ],
        "{:?}",
        plan.rows
    );
    assert_eq!(
        added[0].details.code.as_deref(),
        Some("10888"),
        "by the catalogue"
    );
    assert_eq!(stops(&plan, 4), [Code::WhichUnit]);
    let both = &row(&plan, 4).remarks[0].refusal.details["candidates"];
    assert!(both.contains("10888") && both.contains("10903"), "{both}");
    assert_eq!(stops(&plan, 5), [Code::CommuneCode]);
    assert_eq!(
        added[2].details.levels,
        [SchoolLevel::Primary, SchoolLevel::LowerSecondary].into()
    );
    assert!(added[2].head.is_none());
    assert_eq!(notes(&plan, 6), [Code::HeadLater]);
    assert_eq!(
        stops(&plan, 7),
        [Code::WhichUnit],
        "the unit above is asked too"
    );
}

#[test]
fn what_a_column_says_is_used_or_named_with_the_reason() {
    let mut office = Office::school();
    let text = "TT\tHọ và tên\tSố CCCD/ Định danh cá nhân\tNgày cấp CCCD\tTrình độ\tGhi chú\tQuyền\tVai trò\n1\tPhạm Văn Một\t031079012345\t1/2/2021\tĐại học\tmới về\tThư viện\tKế toán\n2\tPhạm Văn Hai\t\t\t\t\tXem\tBí thư";
    let plan = office.pasted(Kind::Assignments, text);
    assert_eq!(unused(&plan), ["Ngày cấp CCCD", "Trình độ", "Ghi chú"]);
    assert_eq!(counts(&plan), (1, 0, 1), "{:?}", plan.rows);
    assert_eq!(stops(&plan, 3), [Code::UnknownWord, Code::UnknownWord]);
    let functions = functions_of(&plan);
    assert_eq!(functions, [Function::Library, Function::Welfare]);
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(
        unused(&plan),
        ["Ngày cấp CCCD", "Trình độ", "Ghi chú", "Quyền", "Vai trò"],
        "a list of people has no functions"
    );
    for title in [
        "Số định danh cá nhân/CCCD",
        "CCCD (12 số)",
        "Số CMND/CCCD/Mã định danh cá nhân",
        "Căn cước công dân số",
        "Mã số định danh cá nhân (CCCD)",
    ] {
        let text = format!("Họ và tên\t{title}\nPhạm Văn Một\t031079012345");
        let plan = office.pasted(Kind::Officers, &text);
        assert_eq!(cell(&plan, 2, Field::IdNumber), "031079012345", "{title}");
    }
}

fn functions_of(plan: &Plan) -> Vec<Function> {
    let lines = plan.steps.iter().filter_map(|(_, act)| match act {
        Act::HandOver(request) => Some(request.add.iter().map(|line| line.function)),
        _ => None,
    });
    let mut functions: Vec<Function> = lines.flatten().collect();
    functions.sort();
    functions
}

#[test]
fn functions_are_known_as_offices_name_them() {
    for (word, function) in [
        ("Hồ sơ nhân sự", Function::StaffRecords),
        ("Quản lý hồ sơ nhân sự", Function::StaffRecords),
        ("Y tế học đường", Function::Health),
        ("Phụ trách thư viện", Function::Library),
        ("NV thiết bị", Function::Equipment),
        ("Kết quả học tập và rèn luyện", Function::Results),
        ("PCGD-XMC", Function::Universalisation),
        ("Kế toán", Function::Welfare),
        ("Chế độ, chính sách", Function::Welfare),
        ("Tuyển sinh đầu cấp", Function::Enrolment),
    ] {
        let mut office = Office::school();
        let text = format!("Họ và tên\tChức năng\nPhạm Văn Một\t\"{word}\"").replace('"', "");
        let plan = office.pasted(Kind::Assignments, &text);
        assert_eq!(functions_of(&plan), [function], "{word}: {:?}", plan.rows);
    }
}

/// The classes of the lines of a plan, by name.
fn classes_of(office: &Office, plan: &Plan) -> Vec<String> {
    let mut after = office.facts.clone();
    let mut names = vec![];
    for (op, act) in &plan.steps {
        let ctx = domain::acts::Ctx {
            actor: office.head,
            device: office.device,
            stamp: domain::Stamp {
                op: *op,
                at: domain::samples::monday(),
            },
            taken: None,
        };
        let changes = domain::acts::decide(&after, act, &ctx).unwrap();
        after.apply(&changes);
        if let Act::HandOver(request) = act {
            for line in &request.add {
                if let Dim::Only(classes) = &line.classes {
                    names.extend(classes.iter().map(|id| after.classes[id].name.clone()));
                }
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

#[test]
fn grades_and_ranges_mean_the_classes_of_the_unit_or_are_asked() {
    let classes = "Họ và tên\tChủ nhiệm\tMôn\tLớp dạy\nPhạm Văn Một\t6A\t\t\nPhạm Văn Hai\tGVCN lớp 6B\t\t\nPhạm Văn Ba\tCN 6C\t\t\nPhạm Văn Tư\t7A\t\t\n";
    for (list, meant) in [
        ("Khối 6", &["6A", "6B", "6C"][..]),
        ("Khối 6, 7", &["6A", "6B", "6C", "7A"]),
        ("6A-6C", &["6A", "6B", "6C"]),
        ("6A→6C, 7A", &["6A", "6B", "6C", "7A"]),
        ("Toàn trường", &["6A", "6B", "6C", "7A"]),
        ("Tiếng Anh khối 6", &["6A", "6B", "6C"]),
    ] {
        let mut office = Office::school();
        let text = format!("{classes}Phạm Văn Sáu\t\tToán\t{list}");
        let plan = office.pasted(Kind::Assignments, &text);
        assert_eq!(counts(&plan).2, 0, "{list}: {:?}", plan.rows);
        let teacher = office.pasted(Kind::Assignments, &text);
        let found = classes_of(&office, &teacher);
        assert_eq!(
            plan.made.classes,
            ["6A", "6B", "6C", "7A"],
            "{list}: no other class"
        );
        assert!(
            meant.iter().all(|m| found.contains(&(*m).to_owned())),
            "{list}"
        );
        let subjects: Vec<String> = plan
            .steps
            .iter()
            .filter_map(|(_, act)| match act {
                Act::HandOver(request) => Some(request.add.clone()),
                _ => None,
            })
            .flatten()
            .filter_map(|line| match line.subjects {
                Dim::Only(subjects) => subjects.into_iter().next(),
                Dim::All => None,
            })
            .collect();
        assert!(
            !subjects.iter().any(|s| s.contains("hối")),
            "{list}: {subjects:?}"
        );
    }
    for list in ["Khối 8", "6A-7A", "1, 2", "6A (dạy thay)"] {
        let mut office = Office::school();
        let text = format!("{classes}Phạm Văn Sáu\t\tToán\t{list}");
        let plan = office.pasted(Kind::Assignments, &text);
        let asked = stops(&plan, 6);
        assert!(
            asked.iter().all(|c| *c == Code::WhichClasses),
            "{list}: {asked:?}"
        );
        assert_eq!(counts(&plan).2, 1, "{list}");
    }
    let mut office = Office::school();
    let plan = office.pasted(Kind::Assignments, "Họ và tên\tChủ nhiệm\nPhạm Văn Một\t3A");
    assert_eq!(
        stops(&plan, 2),
        [Code::UnknownWord],
        "no class of this school"
    );
}

#[test]
fn who_is_in_charge_of_a_preschool_class_is_said_or_asked() {
    let mut office = Office::school();
    let mut unit = office.facts.unit(office.unit).unwrap().clone();
    unit.levels = [SchoolLevel::Preschool].into();
    office
        .facts
        .apply(&[domain::row::Change(domain::Row::Unit(unit))]);
    let silent = "Họ và tên\tLớp\nPhạm Thị Một\tMầm 1\nPhạm Thị Hai\tMầm 1\nPhạm Thị Ba\tMầm 2";
    let plan = office.pasted(Kind::Assignments, silent);
    assert_eq!(stops(&plan, 2), [Code::PartMissing]);
    assert_eq!(stops(&plan, 3), [Code::PartMissing]);
    assert_eq!(counts(&plan), (1, 0, 2));
    let said = "Họ và tên\tLớp\tVai trò\nPhạm Thị Một\tMầm 1\tCùng phụ trách\nPhạm Thị Hai\tMầm 1\tPhụ trách chính";
    let plan = office.pasted(Kind::Assignments, said);
    assert_eq!(counts(&plan), (2, 0, 0), "{:?}", plan.rows);
    let parts: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|(_, act)| match act {
            Act::AssignTeacher(assign) => Some(assign.part),
            _ => None,
        })
        .collect();
    use domain::school_class::TeacherPart::{Joint, Main};
    assert_eq!(parts, [Joint, Main]);
}

#[test]
fn columns_that_only_count_teachers_do_not_say_who_is_in_charge() {
    let mut office = Office::school();
    let mut unit = office.facts.unit(office.unit).unwrap().clone();
    unit.levels = [SchoolLevel::Preschool].into();
    office
        .facts
        .apply(&[domain::row::Change(domain::Row::Unit(unit))]);
    let counted =
        "Lớp\tGiáo viên 1\tGiáo viên 2\nMầm 1\tPhạm Thị Một\tPhạm Thị Hai\nMầm 2\tPhạm Thị Ba\t";
    let plan = office.pasted(Kind::Classes, counted);
    assert_eq!(stops(&plan, 2), [Code::PartMissing]);
    let names = &row(&plan, 2).remarks[0].refusal.details["names"];
    assert_eq!(names, "Phạm Thị Một, Phạm Thị Hai");
    assert_eq!(
        stops(&plan, 3),
        [Code::UnknownOfficer],
        "one alone is asked nothing"
    );
    let said = "Lớp\tGiáo viên phụ trách chính\tGiáo viên cùng phụ trách\nMầm 1\tPhạm Thị Một\tPhạm Thị Hai";
    let plan = office.pasted(Kind::Classes, said);
    let all_unknown = [Code::UnknownOfficer, Code::UnknownOfficer];
    assert_eq!(stops(&plan, 2), all_unknown);
}

#[test]
fn nothing_is_made_up_of_numbers_and_dates() {
    let mut office = Office::school();
    let text = "Họ và tên\tGiới tính\tNgày sinh\tSố CCCD\nPhạm Văn Một\tNam\t15/9/1980\t3119001234\nPhạm Thị Hai\tNữ\t15/9/1980\t31080012345\nPhạm Thị Ba\tNữ\t15/9/1980\t31180012345\nPhạm Văn Bốn\tNam\t15/9/2031\t\nPhạm Văn Năm\tNam\t15/9/2015\t\nPhạm Văn Sáu\tNam\t13/9/1985\t311800123450\nPhạm Văn Bảy\tNam\t13/9/1985\t3.1E+10\nPhạm Văn Tám\tNam\t13/9/1985\t031180012399";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(stops(&plan, 2), [Code::IdNumberShape]);
    assert!(proposals(&plan, 2).is_empty(), "no province 003");
    assert!(proposals(&plan, 3).is_empty(), "a man's number for a woman");
    assert_eq!(proposals(&plan, 4), ["031180012345"]);
    assert_eq!(stops(&plan, 5), [Code::DateToCome]);
    assert_eq!(stops(&plan, 6), [Code::BirthUnlikely]);
    assert_eq!(stops(&plan, 7), [Code::IdNumberUnlikely]);
    assert_eq!(stops(&plan, 8), [Code::NumberRounded]);
    assert_eq!(notes(&plan, 9), [Code::IdNumberDiffers]);
}

#[test]
fn a_doubled_number_is_called_that_and_a_number_renames_nobody() {
    let mut office = Office::school();
    let text = "Họ và tên\tSố CCCD\nPhạm Văn Một\t031079012345\nPhạm Văn Hai\t031079012345";
    for kind in [Kind::Officers, Kind::Assignments] {
        let text = text
            .replace("Số CCCD", "Số CCCD\tChức vụ")
            .replace("45\n", "45\tGV\n");
        let plan = office.pasted(kind, &text);
        assert_eq!(stops(&plan, 2), [Code::IdNumberTwice], "{kind:?}");
        assert_eq!(stops(&plan, 3), [Code::IdNumberTwice], "{kind:?}");
    }
    let plan = office.pasted(
        Kind::Officers,
        "Họ và tên\tSố CCCD\nPhạm Văn Một\t031079012345",
    );
    office.write(&plan);
    let plan = office.pasted(
        Kind::Officers,
        "Họ và tên\tSố CCCD\nTrần Văn Lạ\t031079012345",
    );
    assert_eq!(stops(&plan, 2), [Code::WhichPerson]);
    let candidates = &row(&plan, 2).remarks[0].refusal.details["candidates"];
    assert!(candidates.contains("Phạm Văn Một (CB001)"), "{candidates}");
    // A namesake with another number is not overwritten.
    let plan = office.pasted(
        Kind::Officers,
        "Họ và tên\tSố CCCD\nPhạm Văn Một\t031085012345",
    );
    assert_eq!(stops(&plan, 2), [Code::WhichPerson]);
    let coded =
        "Họ và tên\tMã cán bộ\tKiêm nhiệm\nPhạm Văn Ba\tGV9\tThư viện\nTrần Thị Tư\tGV9\tY tế";
    let plan = office.pasted(Kind::Assignments, coded);
    assert_eq!(stops(&plan, 2), [Code::CodeTwice]);
    assert_eq!(stops(&plan, 3), [Code::CodeTwice]);
}

#[test]
fn a_remark_in_a_name_is_asked_and_formulas_are_named() {
    let mut office = Office::school();
    let text = "Họ và tên\tChức vụ\nPhạm Văn Một (nghỉ thai sản)\tGV\nBà Nguyễn Thị Hai\tGV\n=B2&C2\tGV\n#REF!\tGV\nPhạm Văn Năm\tGV";
    let plan = office.pasted(Kind::Officers, text);
    assert_eq!(stops(&plan, 2), [Code::NameRemark]);
    assert_eq!(proposals(&plan, 2), ["Phạm Văn Một"]);
    assert_eq!(proposals(&plan, 3), ["Nguyễn Thị Hai"]);
    assert!(stops(&plan, 4).contains(&Code::FormulaCell));
    assert!(stops(&plan, 5).contains(&Code::FormulaCell));
    assert_eq!(counts(&plan), (1, 0, 4));
    let fix = |text: &str| Fix {
        row: 2,
        field: Field::Name,
        text: text.into(),
    };
    let reading = office.pasted_reading(Kind::Officers, text, false);
    let plan = office.planned(reading.mended(&[fix("Phạm Văn Một")]));
    assert_eq!(counts(&plan), (2, 0, 3));
}

#[test]
fn a_fault_is_said_of_its_row_and_costs_no_other() {
    let mut office = Office::school();
    let text = "Mã cán bộ\tHọ và tên\tChức năng\tCấp học\nGV01\tPhạm Văn Một\tThư viện\t\nGV01\tPhạm Văn Một\tY tế\tTHPT\nGV02\tPhạm Văn Hai\tThiết bị\t";
    let plan = office.pasted(Kind::Assignments, text);
    assert_eq!(counts(&plan), (2, 0, 1), "{:?}", plan.rows);
    assert_eq!(stops(&plan, 3), [Code::LevelNotHeld]);
    assert_eq!(
        functions_of(&plan),
        [Function::Equipment, Function::Library]
    );
}

#[test]
fn a_title_proposes_the_school_year_and_another_one_is_said() {
    let mut office = Office::school();
    let sheet = |year: &str| format!("DANH SÁCH LỚP NĂM HỌC {year}\nLớp\tSĩ số\n6A\t40");
    for (typed, year) in [
        ("2027 - 2028", 2027),
        ("2027-2028", 2027),
        ("2027 – 28", 2027),
        ("2026/2027", 2026),
    ] {
        let reading = office.pasted_reading(Kind::Classes, &sheet(typed), false);
        let plan = office.planned(reading);
        assert_eq!(
            warned(&plan, Code::SheetYear).is_some(),
            year != 2026,
            "{typed}"
        );
        let book = workbook::book::pasted(&sheet(typed)).unwrap();
        let table =
            workbook::table::read(&book, Kind::Classes, &workbook::Choice::default()).unwrap();
        assert_eq!(table.year, Some(SchoolYear(year)), "{typed}");
    }
}

#[test]
fn the_so_lists_its_special_schools_centres_and_divisions() {
    let mut office = Office::of_town(DEPARTMENT, &[COMMUNE, SCHOOL, OTHER_SCHOOL])
        .with_names(&[(COMMUNE, "Ủy ban nhân dân phường Gia Viên")]);
    let text = "Đơn vị\tĐơn vị cấp trên\tCấp học\tThủ trưởng\n\
        Trường Khiếm thính Hải Phòng\tSở GDĐT\tTiểu học, THCS\tVũ Thị Một\n\
        Trường Giáo dục chuyên biệt Hướng Dương\t\tTiểu học\tVũ Thị Hai\n\
        TT GDNN-GDTX Hồng Bàng\tSở Giáo dục và Đào tạo Hải Phòng\t\tVũ Thị Ba\n\
        Phòng Giáo dục Tiểu học\tSở Giáo dục và Đào tạo\t\tVũ Thị Bốn\n\
        Phòng Giáo dục Trung học\t\t\tVũ Thị Năm\n\
        Phòng Tổ chức cán bộ\t\t\tVũ Thị Sáu\n\
        Trường THPT Chuyên Trần Phú\tUBND P. Gia Viên\t\tVũ Thị Bảy\n\
        Trường Khiếm thị\t\t\tVũ Thị Tám";
    let plan = office.pasted(Kind::Units, text);
    let added: Vec<_> = plan
        .steps
        .iter()
        .map(|(_, act)| match act {
            Act::AddUnit(add) => {
                let head = add.head.as_ref().unwrap();
                (add.details.kind, head.position.as_str())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        added,
        [
            (UnitKind::SpecialSchool, "Hiệu trưởng"),
            (UnitKind::SpecialSchool, "Hiệu trưởng"),
            (UnitKind::Centre, "Giám đốc"),
            (UnitKind::Division, "Trưởng phòng"),
            (UnitKind::Division, "Trưởng phòng"),
            (UnitKind::Division, "Trưởng phòng"),
            (UnitKind::School, "Hiệu trưởng"),
        ],
        "{:?}",
        plan.rows
    );
    let levels: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|(_, act)| match act {
            Act::AddUnit(add) if add.details.kind == UnitKind::Division => {
                Some(add.details.levels.clone())
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        levels,
        [
            [SchoolLevel::Primary].into(),
            [SchoolLevel::LowerSecondary, SchoolLevel::UpperSecondary].into(),
            SchoolLevel::ALL.into(),
        ]
    );
    // Which levels a special school has, its name does not say.
    assert_eq!(stops(&plan, 9), [Code::UnknownWord]);
    office.write(&plan);
    let under = |unit: &&domain::unit::Unit| unit.parent_on(domain::samples::today());
    let of_department = office.facts.units.values();
    let of_department = of_department.filter(|u| under(u) == Some(DEPARTMENT));
    let of_department: Vec<_> = of_department.map(|u| u.id).collect();
    assert_eq!(of_department.len(), 7 + 1, "with the commune of the town");
    // The same list again: what lies in a commune and is the Sở's has not moved.
    office.below.extend(of_department);
    let again = office.pasted(Kind::Units, text);
    assert_eq!(counts(&again), (0, 0, 1), "{:?}", again.rows);
}

#[test]
fn a_school_that_a_list_shows_under_another_commune_waits_for_the_decision_that_moves_it() {
    let mut office = Office::of_town(DEPARTMENT, &[COMMUNE, SCHOOL, OTHER_SCHOOL])
        .with_names(&[(SCHOOL, "Trường Tiểu học Kim Đồng")]);
    let plan = office.pasted(
        Kind::Units,
        "Đơn vị\tThủ trưởng\nUBND xã Cẩm Giang\tTrần Văn Giang",
    );
    office.write(&plan);
    let commune = office.facts.units.values();
    let commune = commune.filter(|u| u.code_on(domain::samples::today()) == Some("10888"));
    let commune: Vec<_> = commune.map(|u| u.id).collect();
    office.below.extend(commune);
    let text = "Đơn vị\tĐơn vị cấp trên\n\
        Trường Tiểu học Kim Đồng\tUBND xã Cẩm Giang";
    let plan = office.pasted(Kind::Units, text);
    assert_eq!(stops(&plan, 2), [Code::UnitMoves], "{:?}", plan.rows);
    let said = &row(&plan, 2).remarks[0].refusal.details;
    let name = office.facts.unit(COMMUNE).unwrap().names[0].value.clone();
    assert_eq!(said["parent"], name);
    assert_eq!(said["above"], "Ủy ban nhân dân xã Cẩm Giang");
    assert_eq!(plan.steps, []);
    let shown: Vec<_> = plan
        .changes
        .iter()
        .map(|c| (c.field, c.old.as_str(), c.new.as_str(), c.taken))
        .collect();
    let above = "Ủy ban nhân dân xã Cẩm Giang";
    assert_eq!(shown, [(Field::Parent, name.as_str(), above, false)]);
    let asked: Vec<Field> = plan.fields.iter().map(|(field, _)| *field).collect();
    assert!(asked.contains(&Field::Decision) && asked.contains(&Field::From));
    // A decision that nobody registered is named, with those that are there.
    let decided = |number: &str| {
        format!(
            "Đơn vị\tXã, phường\tSố quyết định\tNgày chuyển\nTrường Tiểu học Kim Đồng\tUBND xã Cẩm Giang\t{number}\t01/01/2027"
        )
    };
    let plan = office.pasted(Kind::Units, &decided("99/QĐ-UBND"));
    assert_eq!(stops(&plan, 2), [Code::UnknownDecision], "{:?}", plan.rows);
    assert_eq!(plan.steps, []);
    let mut decision = office
        .facts
        .document(domain::samples::DECISION)
        .unwrap()
        .clone();
    (decision.unit, decision.number) = (DEPARTMENT, "12/QĐ-UBND".to_owned());
    office
        .facts
        .apply(&[domain::row::Change(domain::Row::Document(decision))]);
    let plan = office.pasted(Kind::Units, &decided("12/qđ-UBND"));
    assert_eq!(counts(&plan), (0, 1, 0), "{:?}", plan.rows);
    assert!(plan.changes[0].taken);
    office.write(&plan);
    let moved = office.facts.unit(SCHOOL).unwrap();
    let parent = |y, m, d| {
        let above = moved.parent_on(chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap());
        above.map(|above| name_of(&office, above)).unwrap()
    };
    assert_eq!(parent(2026, 12, 31), name);
    assert_eq!(parent(2027, 1, 1), above);
    // Under its own commune it is just there.
    let text = format!("Đơn vị\tĐơn vị cấp trên\nTrường Tiểu học Kim Đồng\t{name}");
    let plan = office.pasted(Kind::Units, &text);
    assert_eq!(
        row(&plan, 2).outcome,
        planning::Outcome::Same,
        "{:?}",
        plan.rows
    );
}

#[test]
fn a_kind_of_unit_that_nobody_knows_is_asked_with_the_words_that_are_known() {
    let mut office = Office::of_town(COMMUNE, &[SCHOOL]);
    let text = "Đơn vị\tLoại hình\tCấp học\nTrường Tiểu học Số Một\tXí nghiệp\tTiểu học";
    let plan = office.pasted(Kind::Units, text);
    assert_eq!(stops(&plan, 2), [Code::UnknownUnitKind]);
    let row = plan.rows.iter().find(|row| row.number == 2).unwrap();
    let sentence = row.remarks[0].refusal.sentence();
    for word in workbook::columns::unit_kinds() {
        assert!(sentence.contains(word), "{sentence}");
    }
    assert!(sentence.chars().count() <= 240, "{sentence}");
}

#[test]
fn a_private_school_and_an_independent_group_are_told_by_their_names() {
    let mut office = ward();
    let text = "Tên trường\tThủ trưởng\n\
        Trường Mầm non tư thục Ánh Sao\tVũ Thị Một\n\
        Trường Tiểu học dân lập Hòa Bình\tVũ Thị Hai\n\
        Nhóm lớp độc lập Hoa Mai\tVũ Thị Ba\n\
        Lớp mẫu giáo độc lập tư thục Bé Ngoan\tVũ Thị Bốn\n\
        Trường Tiểu học Độc Lập\tVũ Thị Năm";
    let plan = office.pasted(Kind::Units, text);
    let kinds: Vec<_> = plan
        .steps
        .iter()
        .filter_map(|(_, act)| match act {
            Act::AddUnit(add) => Some(add.details.kind),
            _ => None,
        })
        .collect();
    assert_eq!(
        kinds,
        [
            UnitKind::PrivateSchool,
            UnitKind::PrivateSchool,
            UnitKind::IndependentGroup,
            UnitKind::IndependentGroup,
            UnitKind::School,
        ],
        "{:?}",
        plan.rows
    );
}

#[test]
fn a_column_that_no_list_of_the_kind_has_is_not_advised_to_be_chosen() {
    let mut office = ward();
    let text = "Tên trường\tThủ trưởng\tĐiện thoại\tĐịa chỉ\tGì đó\n\
        Trường Mầm non Ánh Sao\tVũ Thị Một\t0912345678\t12 Cát Dài\tx";
    let plan = office.pasted(Kind::Units, text);
    assert_eq!(unused(&plan), ["Điện thoại", "Địa chỉ", "Gì đó"]);
    for column in ["Điện thoại", "Địa chỉ"] {
        let mut warnings = plan.warnings.iter();
        let said = warnings.find(|w| w.details["column"] == column);
        let said = said.map(|w| (w.code, w.sentence().contains("chọn lại")));
        assert_eq!(said, Some((Code::ColumnNotOfKind, false)), "{column}");
    }
}
