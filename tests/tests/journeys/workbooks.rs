//! Tables as offices have them: six ways of writing the same list, files that would do harm, and
//! the road from a sheet to signed minutes.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use domain::Code;
use domain::acts::{AddClass, CancelMinutes, CsdlTasksDone, RecordSigning};
use domain::calendar::SchoolYear;
use domain::csdl_task::{CsdlDifference, CsdlOver};
use domain::ids::{MinutesId, UnitId};
use domain::minutes::MinutesState;
use domain::unit::SchoolLevel;
use engine::Engine;
use engine::import::{Checked, Fix, ImportRequest, Outcome};
use engine::views::csdl_tasks::CsdlRow;
use engine::workbook::{Choice, DateOrder, Field, Kind};
use journeys::scanner::{pages_at, pictures_as_pdf};
use journeys::{Desk, Folder, World};
use rust_xlsxwriter::{Format, Workbook};

fn codes(checked: &Checked, row: u32) -> Vec<Code> {
    checked
        .rows
        .iter()
        .find(|r| r.row == row)
        .unwrap()
        .problems
        .iter()
        .map(|p| p.failure.code)
        .collect()
}

fn cell(checked: &Checked, row: u32, field: Field) -> String {
    let row = checked.rows.iter().find(|r| r.row == row).unwrap();
    row.cells
        .iter()
        .find(|(f, _)| *f == field)
        .map(|(_, t)| t.clone())
        .unwrap_or_default()
}

/// A sheet of text cells.
fn sheet(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate().filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(r as u32, c as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn the_table_of_assignments_alone_makes_people_classes_and_drafts() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let table = sheet(&[
        vec!["UBND PHƯỜNG LÊ CHÂN"],
        vec!["TRƯỜNG THCS ĐẰNG GIANG"],
        vec!["", "BẢNG PHÂN CÔNG CHUYÊN MÔN NĂM HỌC 2026 - 2027"],
        vec![],
        vec![
            "TT",
            "Họ và tên",
            "Môn",
            "Lớp dạy",
            "Chủ nhiệm",
            "Kiêm nhiệm",
            "Ngày sinh",
        ],
        vec![
            "1",
            "Nguyễn Thị Hoa",
            "Toán",
            "6A1, 6A2",
            "6A1",
            "Tổ trưởng",
            "15/9/1980",
        ],
        vec!["", "TỔ XÃ HỘI"],
        vec![
            "2",
            "Trần Văn Đức",
            "Ngữ văn",
            "6A1,2",
            "6A2",
            "Thư viện",
            "1/2/1979",
        ],
        vec!["3", "Lê Thị Yến", "", "", "", "Kế toán; Y tế", "1985"],
        vec!["", "", "", "", "Lê Chân, ngày 5 tháng 9 năm 2026"],
        vec!["", "Người lập", "", "", "Hiệu trưởng"],
    ]);
    let info = school.open_book("phan cong.xlsx", table).await.unwrap();
    assert_eq!(info.kind, Kind::Assignments, "found by its columns");
    let request = ImportRequest::of(Kind::Assignments);
    let checked = school.check_import(&request).await.unwrap();
    assert_eq!(
        (checked.added, checked.wrong, checked.drafts),
        (3, 0, 3),
        "{:?}",
        checked.rows
    );
    assert_eq!(
        codes(&checked, 9),
        [Code::YearOnly],
        "said, and no reason to wait"
    );
    assert!(
        checked
            .warnings
            .iter()
            .any(|w| w.code == Code::LoginProposed)
    );
    assert!(
        school.officers(unit).await.unwrap().len() == 1,
        "checking changes nothing"
    );

    school.run_import(&request).await.unwrap();
    let classes: Vec<(String, String)> = school
        .classes(unit)
        .await
        .unwrap()
        .into_iter()
        .map(|c| (c.name, c.teacher_name))
        .collect();
    assert_eq!(
        classes,
        [
            ("6A1".into(), "Nguyễn Thị Hoa".into()),
            ("6A2".into(), "Trần Văn Đức".into())
        ]
    );
    let people = school.officers(unit).await.unwrap();
    let hoa = people.iter().find(|o| o.name == "Nguyễn Thị Hoa").unwrap();
    assert_eq!(
        (hoa.duty.as_deref(), hoa.position.as_str()),
        (Some("Tổ trưởng"), "Giáo viên"),
        "a duty that opens nothing stays a duty"
    );
    let minutes = school.minutes_list(unit).await.unwrap();
    assert_eq!(minutes.len(), 3);
    let of_duc = minutes
        .iter()
        .find(|m| m.receiver == "Trần Văn Đức")
        .unwrap();
    assert_eq!(
        (of_duc.receiver_code.as_str(), of_duc.login.as_deref()),
        ("CB002", Some("thcsx.cb002"))
    );
    assert!(of_duc.login_proposed, "nobody looked it up yet");
    let text = super::paper::text_of(&school.minutes_pdf(unit, of_duc.id).await.unwrap());
    for printed in ["6A2", "Thư viện", "môn Ngữ văn Lớp 6A1, 6A2", "thcsx.cb002"] {
        assert!(text.contains(printed), "{printed}: {text}");
    }

    // The same file once more adds nothing; a mended name is an edit; nobody who is missing is
    // touched.
    let again = school.check_import(&request).await.unwrap();
    assert_eq!(
        (again.added, again.edited, again.drafts),
        (0, 0, 0),
        "{:?}",
        again.rows
    );

    // The list of the system says which login it is, and none is proposed any more of him.
    let there = "Tên đăng nhập\tHọ tên\nduc.tv\tTrần Văn Đức\n";
    school.paste_book(there).await.unwrap();
    let request = ImportRequest::of(Kind::CsdlAccounts);
    school.run_import(&request).await.unwrap();
    let minutes = school.minutes_list(unit).await.unwrap();
    let proposed = minutes.iter().filter(|m| m.login_proposed).count();
    let of_duc = minutes.iter().find(|m| m.id == of_duc.id).unwrap();
    assert_eq!(
        (of_duc.login.as_deref(), of_duc.login_proposed, proposed),
        (Some("duc.tv"), false, 2)
    );
}

#[tokio::test]
async fn six_office_styles_say_the_same() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let plain = [
        ["Nguyễn Thị Phượng", "15/9/1980"],
        ["Trần Văn Đức", "1/2/1979"],
        ["Vũ Thị Thuỳ Dương", "30/11/1990"],
    ];
    let mut styles: Vec<(&str, Vec<u8>)> = vec![];

    let one = sheet(&[
        vec!["DANH SÁCH"],
        vec!["STT", "Họ và tên", "Ngày sinh", "Chức vụ"],
        vec!["1", plain[0][0], plain[0][1], "Giáo viên"],
        vec!["2", plain[1][0], plain[1][1], "Giáo viên"],
        vec!["3", plain[2][0], plain[2][1], "Giáo viên"],
    ]);
    styles.push(("one.xlsx", one));

    // Names in two columns under a header of two rows, real dates counted from 1904, an empty
    // styled tail, a hidden row.
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let tail = Format::new().set_bold();
    let two = book.add_worksheet();
    for (c, title) in ["TT", "Họ và tên", "", "Ngày\nsinh", "Chức vụ"]
        .iter()
        .enumerate()
    {
        two.write_string(3, c as u16, *title).unwrap();
    }
    two.write_string(4, 1, "Họ đệm")
        .unwrap()
        .write_string(4, 2, "Tên")
        .unwrap();
    for (r, [name, born]) in plain.iter().enumerate() {
        let row = 5 + r as u32;
        let (family, given) = name.rsplit_once(' ').unwrap();
        let [d, m, y] = born
            .split('/')
            .map(|n| n.parse::<u16>().unwrap())
            .collect::<Vec<_>>()[..]
        else {
            panic!()
        };
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(y, m as u8, d as u8).unwrap();
        two.write_number(row, 0, r as f64 + 1.0)
            .unwrap()
            .write_string(row, 1, family)
            .unwrap()
            .write_string(row, 2, given)
            .unwrap();
        two.write_datetime_with_format(row, 3, &day, &date)
            .unwrap()
            .write_string(row, 4, "Giáo viên")
            .unwrap();
    }
    two.set_row_hidden(6).unwrap();
    for row in 8..400 {
        two.write_blank(row, 0, &tail).unwrap();
    }
    styles.push(("two.xlsx", book.save_to_buffer().unwrap()));

    // Old fonts: TCVN3 told by the font, VNI only by its letters.
    let mut book = Workbook::new();
    let old = Format::new().set_font_name(".VnTime");
    let three = book.add_worksheet();
    for (r, row) in [
        ["Hä vµ tªn", "Ngµy sinh", "Chøc vô"],
        ["NguyÔn ThÞ Ph\u{ad}îng", "15/9/1980", "Gi¸o viªn"],
        ["TrÇn V¨n §øc", "1/2/1979", "Gi¸o viªn"],
        ["Vò ThÞ Thuú D\u{ad}¬ng", "30/11/1990", "Gi¸o viªn"],
    ]
    .iter()
    .enumerate()
    {
        for (c, text) in row.iter().enumerate() {
            three
                .write_string_with_format(r as u32, c as u16, *text, &old)
                .unwrap();
        }
    }
    styles.push(("three.xlsx", book.save_to_buffer().unwrap()));
    let vni = "Hoï vaø teân;Ngaøy sinh;Chöùc vuï\nNguyeãn Thò Phöôïng;15/9/1980;Giaùo vieân\nTraàn Vaên Ñöùc;1/2/1979;Giaùo vieân\nVuõ Thò Thuøy Döông;30/11/1990;Giaùo vieân\n";
    styles.push((
        "four.csv",
        vni.chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect(),
    ));

    // Excel's "Unicode text", and a CSV that begins with a mark and quotes a line break.
    let lines = |comma: &str| {
        let mut out = format!("TT{comma}Họ và tên{comma}Ngày sinh{comma}Chức vụ\n");
        for (n, [name, born]) in plain.iter().enumerate() {
            out += &format!("{}{comma}{name}{comma}{born}{comma}Giáo viên\n", n + 1);
        }
        out
    };
    styles.push((
        "five.txt",
        [0xff, 0xfe]
            .into_iter()
            .chain(lines("\t").encode_utf16().flat_map(u16::to_le_bytes))
            .collect(),
    ));
    styles.push((
        "six.csv",
        format!(
            "\u{feff}{}",
            lines(",").replace("Ngày sinh", "\"Ngày\nsinh\"")
        )
        .into_bytes(),
    ));

    for (name, bytes) in styles {
        school.open_book(name, bytes).await.unwrap();
        let checked = school
            .check_import(&ImportRequest::of(Kind::Officers))
            .await
            .unwrap();
        let found: Vec<[String; 2]> = checked
            .rows
            .iter()
            .map(|r| {
                [
                    cell(&checked, r.row, Field::Name),
                    cell(&checked, r.row, Field::BornOn),
                ]
            })
            .collect();
        let read: Vec<[String; 2]> = found
            .iter()
            .map(|[n, b]| {
                [
                    n.replace("Thùy", "Thuỳ"),
                    b.trim_start_matches('0')
                        .replace("01/02", "1/2")
                        .replace("1/02/", "1/2/"),
                ]
            })
            .collect();
        assert_eq!(read, plain, "{name}");
        assert_eq!(
            (checked.added, checked.wrong),
            (3, 0),
            "{name}: {:?}",
            checked.rows
        );
        let looked = school
            .look_at(Kind::Officers, &Choice::default())
            .await
            .unwrap();
        assert_eq!(
            looked.converted.is_some(),
            matches!(name, "three.xlsx" | "four.csv"),
            "{name}"
        );
        assert_eq!(
            looked.hidden,
            if name == "two.xlsx" { vec![7] } else { vec![] },
            "{name}: hidden rows are said and read"
        );
    }
    // The old format, as an office saved it.
    let xls =
        std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("files/can-bo.xls")).unwrap();
    school.open_book("can-bo.xls", xls).await.unwrap();
    let checked = school
        .check_import(&ImportRequest::of(Kind::Officers))
        .await
        .unwrap();
    assert_eq!(
        checked
            .rows
            .iter()
            .map(|r| cell(&checked, r.row, Field::Name))
            .collect::<Vec<_>>(),
        ["Nguyễn Thị Hoa", "Trần Văn Đức"]
    );
    let lost = checked.rows[0]
        .problems
        .iter()
        .find(|p| p.failure.code == Code::LostZero)
        .unwrap();
    assert_eq!(
        lost.proposal.as_deref(),
        Some("031180012345"),
        "the zero that Excel took is proposed, not guessed"
    );
    let taken = school
        .check_import(&ImportRequest {
            take_proposals: true,
            ..ImportRequest::of(Kind::Officers)
        })
        .await
        .unwrap();
    assert_eq!((taken.wrong, taken.added), (0, 2));
    // The same with four fonts in one column, where the letters alone would not tell, and a hidden
    // row.
    let xls = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("files/phong-chu-cu.xls"))
        .unwrap();
    school.open_book("phong-chu-cu.xls", xls).await.unwrap();
    let checked = school
        .check_import(&ImportRequest::of(Kind::Officers))
        .await
        .unwrap();
    let names: Vec<_> = checked
        .rows
        .iter()
        .map(|r| cell(&checked, r.row, Field::Name))
        .collect();
    assert_eq!(names, ["Trần Hoa", "LÊ VĂN AN", "Nguyễn Hoa", "Phạm Đức"]);
    assert_eq!(
        school
            .look_at(Kind::Officers, &Choice::default())
            .await
            .unwrap()
            .hidden,
        [6]
    );
}

#[tokio::test]
async fn what_cannot_be_decided_waits_for_a_person_and_is_mended_in_place_or_in_excel() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let unit = Desk(&school).unit().await;
    let table = sheet(&[
        vec![
            "Mã cán bộ",
            "Họ và tên",
            "Ngày sinh",
            "Số CCCD",
            "Điện thoại",
            "Email",
            "Giới tính",
        ],
        vec![
            "GV01",
            "Nguyễn Thị Hoa",
            "3/4/1980",
            "31180012345",
            "0972.380.388",
            "chung@hp.edu.vn",
            "Nữ",
        ],
        vec![
            "GV02",
            "=CMD|' /C calc'!A0",
            "5/6/1981",
            "",
            "gọi sau",
            "chung@hp.edu.vn",
            "Nam",
        ],
        vec!["", "Lê Thị Yến", "", "", "", "", ""],
        vec!["", "Lê Thị Yến", "", "", "", "", "không rõ"],
        vec!["GV05", "Phạm \u{202e}Đảo", "", "031180099999", "", "", ""],
    ]);
    let info = school.open_book("can bo.xlsx", table).await.unwrap();
    assert_eq!(
        info.kind,
        Kind::Officers,
        "people without anything that is handed over are people"
    );
    let mut request = ImportRequest::of(Kind::Officers);
    let checked = school.check_import(&request).await.unwrap();
    assert_eq!(checked.wrong, 5);
    assert_eq!(codes(&checked, 2), [Code::DateDoubt, Code::LostZero]);
    assert_eq!(
        codes(&checked, 3),
        [Code::FormulaCell, Code::DateDoubt, Code::PhoneShape],
        "what looks like a formula is no name"
    );
    assert_eq!(
        (codes(&checked, 4), codes(&checked, 5)),
        (
            vec![Code::SamePerson],
            vec![Code::SamePerson, Code::UnknownWord]
        )
    );
    assert_eq!(codes(&checked, 6), [Code::NameBadCharacter]);
    assert!(
        checked.warnings.iter().any(|w| w.code == Code::SharedMail),
        "several people with one address are named once"
    );

    // One question for the whole file, one tick for all proposals, and cells mended in the grid.
    request.choice.date_order = DateOrder::DayMonth;
    request.take_proposals = true;
    let fix = |row, field, text: &str| Fix {
        row,
        field,
        text: text.into(),
    };
    request.fixes = vec![
        fix(3, Field::Name, "Trần Văn Đức"),
        fix(5, Field::Name, "Lê Thị Yên"),
        fix(5, Field::Sex, ""),
        fix(6, Field::Name, "Phạm Đảo"),
    ];
    let checked = school.check_import(&request).await.unwrap();
    assert_eq!((checked.wrong, checked.added), (0, 5), "{:?}", checked.rows);
    request.leave_out = vec![3];
    request.fixes.pop();
    // The rest goes out to be mended in Excel, with a remark at each cell.
    let returned = school.wrong_rows(&request).await.unwrap();
    let done = school.run_import(&request).await.unwrap();
    assert_eq!((done.added, done.wrong, done.skipped), (3, 1, 1));
    assert_eq!(school.officers(unit).await.unwrap().len(), 4);
    school.open_book("can sua.xlsx", returned).await.unwrap();
    let mut request = ImportRequest {
        fixes: vec![],
        ..ImportRequest::of(Kind::Officers)
    };
    let checked = school.check_import(&request).await.unwrap();
    assert_eq!(
        (checked.rows.len(), checked.wrong),
        (1, 1),
        "only the wrong row came back"
    );
    request.fixes = vec![fix(2, Field::Name, "Phạm Đảo")];
    school.run_import(&request).await.unwrap();
    // An import blanks nothing: a file without the column leaves the phone, an empty cell too.
    school
        .open_book(
            "it.xlsx",
            sheet(&[
                vec!["Mã cán bộ", "Họ và tên", "Điện thoại"],
                vec!["GV01", "Nguyễn Thị Hoa", ""],
            ]),
        )
        .await
        .unwrap();
    let checked = school
        .check_import(&ImportRequest::of(Kind::Officers))
        .await
        .unwrap();
    assert_eq!(checked.rows[0].outcome, Outcome::Same);
}

#[tokio::test]
async fn the_decision_that_a_title_names_is_cited_by_the_drafts_of_the_list() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let table = sheet(&[
        vec!["(Kèm theo Quyết định số 12/QĐ-UBND ngày 01/9/2026 của Trường THCS Đằng Giang)"],
        vec!["Họ và tên", "Mã cán bộ", "Chủ nhiệm"],
        vec!["Nguyễn Thị Hoa", "GV01", "6A1"],
        vec!["Trần Văn Đức", "GV02", "6A2"],
    ]);
    school.open_book("phan cong.xlsx", table).await.unwrap();
    let request = ImportRequest::of(Kind::Assignments);
    let looked = school.look_at(request.kind, &request.choice).await.unwrap();
    let paper = looked.paper.unwrap();
    assert_eq!(
        (paper.number.as_str(), paper.issuer.as_deref()),
        ("12/QĐ-UBND", Some("Trường THCS Đằng Giang"))
    );
    let ground = desk.decision("phân công chuyên môn").await.unwrap();
    let request = ImportRequest {
        ground: Some(ground),
        ..request
    };
    let done = school.run_import(&request).await.unwrap();
    assert_eq!(done.drafts, 2);
    let facts = school.facts(desk.unit().await).await.unwrap();
    for minutes in facts.minutes.values() {
        assert_eq!(minutes.grounds, [ground]);
    }
}

#[tokio::test]
async fn an_import_is_undone_as_one_step_also_days_later_but_not_what_was_signed() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let unit = Desk(&school).unit().await;
    let table = sheet(&[
        vec!["Họ và tên", "Mã cán bộ", "Chủ nhiệm", "Kiêm nhiệm"],
        vec!["Nguyễn Thị Hoa", "GV01", "6A1", ""],
        vec!["Trần Văn Đức", "GV02", "6A2", ""],
        vec!["Lê Thị Yến", "GV03", "", "Thư viện"],
    ]);
    school.open_book("phan cong.xlsx", table).await.unwrap();
    let first = school
        .run_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    assert_eq!((first.added, first.drafts), (3, 3));
    world.pass(chrono::Duration::days(3));
    let undone = school.undo_import(first.id).await.unwrap();
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
    assert_eq!(
        school.officers(unit).await.unwrap().len(),
        1,
        "only the head is left"
    );
    assert!(school.classes(unit).await.unwrap().is_empty());
    assert!(
        school
            .minutes_list(unit)
            .await
            .unwrap()
            .iter()
            .all(|m| m.state == MinutesState::Cancelled),
        "nothing is deleted: drafts are cancelled"
    );
    assert_eq!(
        school.undo_import(first.id).await.unwrap_err().code,
        Code::NotFound,
        "once"
    );

    // The codes are free again; and what was signed meanwhile stays and is named.
    let second = school
        .run_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    assert_eq!(second.added, 3);
    let hoa = school
        .minutes_list(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|m| m.receiver == "Nguyễn Thị Hoa" && m.state == MinutesState::Draft)
        .unwrap();
    Desk(&school).sign(hoa.id).await.unwrap();
    let undone = school.undo_import(second.id).await.unwrap();
    assert!(!undone.kept.is_empty());
    let left: Vec<String> = school
        .officers(unit)
        .await
        .unwrap()
        .into_iter()
        .map(|o| o.name)
        .collect();
    assert!(
        left.contains(&"Nguyễn Thị Hoa".to_owned()) && left.len() == 2,
        "{left:?}"
    );
    let undone: Vec<bool> = school
        .imports()
        .await
        .unwrap()
        .iter()
        .map(|i| i.undone_at.is_some())
        .collect();
    assert_eq!(
        undone,
        [false, true],
        "what stays can be undone when its minutes have ended"
    );
}

#[tokio::test]
async fn a_second_list_adds_to_what_was_printed_and_undoing_it_leaves_the_rest() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let unit = Desk(&school).unit().await;
    let header = vec!["Họ và tên", "Mã cán bộ", "Chủ nhiệm", "Kiêm nhiệm"];
    let first = sheet(&[
        header.clone(),
        vec!["Nguyễn Thị Hoa", "GV01", "6A1", "Thiết bị"],
        vec!["Trần Văn Đức", "GV02", "6A2", ""],
    ]);
    school.open_book("mot.xlsx", first).await.unwrap();
    school
        .run_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    let draft_of = |name: &'static str| {
        let school = &school;
        async move {
            school
                .minutes_list(unit)
                .await
                .unwrap()
                .into_iter()
                .find(|m| m.receiver == name && m.state != MinutesState::Cancelled)
                .unwrap()
        }
    };
    school
        .freeze_minutes(unit, draft_of("Nguyễn Thị Hoa").await.id)
        .await
        .unwrap();

    // Printed and not signed: the new draft says all of it, and the paper that is out is called
    // back.
    let second = sheet(&[
        header.clone(),
        vec!["Nguyễn Thị Hoa", "GV01", "", "Thư viện"],
        vec!["Trần Văn Đức", "GV02", "", "Thư viện"],
    ]);
    school.open_book("hai.xlsx", second).await.unwrap();
    let checked = school
        .check_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    assert_eq!(codes(&checked, 2), [Code::PaperReplaced]);
    let done = school
        .run_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    let text = super::paper::text_of(
        &school
            .minutes_pdf(unit, draft_of("Nguyễn Thị Hoa").await.id)
            .await
            .unwrap(),
    );
    for line in ["6A1", "Thiết bị dạy học", "Thư viện"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // Undone: of a draft that was there before only what this list added goes.
    let undone = school.undo_import(done.id).await.unwrap();
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
    let pdf = school
        .minutes_pdf(unit, draft_of("Trần Văn Đức").await.id)
        .await
        .unwrap();
    let text = super::paper::text_of(&pdf);
    assert!(text.contains("6A2") && !text.contains("Thư viện"), "{text}");
    assert!(
        text.contains("09/11/2026 31/8/2027"),
        "no date is broken in its column: {text}"
    );

    // A class that somebody else has makes the whole row wait, with everything else that it says.
    let third = sheet(&[header, vec!["Lê Thị Yến", "GV03", "6A2", "Y tế"]]);
    school.open_book("ba.xlsx", third).await.unwrap();
    let checked = school
        .check_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    assert_eq!(
        (codes(&checked, 2), checked.drafts),
        (vec![Code::ClassHasTeacher], 0)
    );
    assert_eq!(
        school
            .run_import(&ImportRequest::of(Kind::Assignments))
            .await
            .unwrap_err()
            .code,
        Code::NothingChosen
    );
}

#[tokio::test]
async fn undoing_a_list_names_the_paper_that_also_says_something_else() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let unit = Desk(&school).unit().await;
    let header = vec!["Họ và tên", "Mã cán bộ", "Chủ nhiệm", "Kiêm nhiệm"];
    school
        .open_book(
            "mot.xlsx",
            sheet(&[header.clone(), vec!["Trần Văn Đức", "GV02", "6A2", ""]]),
        )
        .await
        .unwrap();
    school
        .run_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    school
        .open_book(
            "hai.xlsx",
            sheet(&[header, vec!["Trần Văn Đức", "GV02", "", "Thư viện"]]),
        )
        .await
        .unwrap();
    let second = school
        .run_import(&ImportRequest::of(Kind::Assignments))
        .await
        .unwrap();
    let paper = school
        .minutes_list(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|m| m.state == MinutesState::Draft)
        .unwrap()
        .id;
    school.freeze_minutes(unit, paper).await.unwrap();

    let undone = school.undo_import(second.id).await.unwrap();
    assert_eq!(
        undone.kept.iter().map(|k| k.code).collect::<Vec<_>>(),
        [Code::StillUsed],
        "the paper lists both: a person decides"
    );
    assert!(
        undone.kept[0].sentence.contains("Trần Văn Đức"),
        "{}",
        undone.kept[0].sentence
    );
    assert!(
        school
            .imports()
            .await
            .unwrap()
            .iter()
            .all(|i| i.undone_at.is_none()),
        "what stays is not called undone"
    );

    school
        .perform(CancelMinutes {
            unit,
            minutes: paper,
            reason: "In nhầm".into(),
        })
        .await
        .unwrap();
    let undone = school.undo_import(second.id).await.unwrap();
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
}

#[tokio::test]
async fn classes_with_teachers_and_preschool_pairs() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    desk.teacher("Nguyễn Thị Hoa", "GV01").await.unwrap();
    desk.teacher("Trần Văn Đức", "GV02").await.unwrap();
    let table = sheet(&[
        vec!["Lớp", "Sĩ số", "GVCN"],
        vec!["6A1", "43", "NGUYỄN THỊ HOA"],
        vec!["6A2", "bốn mươi", "Trần Văn Đức"],
        vec!["6A3", "40", "Người Lạ"],
        vec!["6 a1", "41", ""],
    ]);
    school.open_book("lop.xlsx", table).await.unwrap();
    let request = ImportRequest::of(Kind::Classes);
    let checked = school.check_import(&request).await.unwrap();
    assert_eq!(
        (codes(&checked, 2), codes(&checked, 5)),
        (vec![Code::ClassTwice], vec![Code::ClassTwice]),
        "one class twice: both rows wait"
    );
    assert_eq!(codes(&checked, 3), [Code::UnknownWord]);
    assert_eq!(codes(&checked, 4), [Code::UnknownOfficer]);
    let fixes = vec![
        Fix {
            row: 5,
            field: Field::Class,
            text: "6A4".into(),
        },
        Fix {
            row: 3,
            field: Field::Learners,
            text: "40".into(),
        },
        Fix {
            row: 4,
            field: Field::HomeroomTeacher,
            text: String::new(),
        },
    ];
    let request = ImportRequest { fixes, ..request };
    let done = school.run_import(&request).await.unwrap();
    assert_eq!((done.added, done.wrong), (4, 0));
    let rows = school.classes(unit).await.unwrap();
    assert_eq!(
        rows.iter()
            .map(|c| (c.name.as_str(), c.teacher_name.as_str()))
            .collect::<Vec<_>>(),
        [
            ("6A1", "Nguyễn Thị Hoa"),
            ("6A2", "Trần Văn Đức"),
            ("6A3", ""),
            ("6A4", "")
        ]
    );

    // A file takes a class from the teacher who has it only where a person ticks the row: that closes
    // rights.
    school
        .open_book(
            "lop.xlsx",
            sheet(&[vec!["Lớp", "GVCN"], vec!["6A1", "Trần Văn Đức"]]),
        )
        .await
        .unwrap();
    let checked = school
        .check_import(&ImportRequest::of(Kind::Classes))
        .await
        .unwrap();
    assert_eq!(codes(&checked, 2), [Code::ClassHasTeacher]);
    let change = &checked.changes[0];
    assert_eq!(
        (&change.old[..], &change.new[..], change.taken),
        ("Nguyễn Thị Hoa", "Trần Văn Đức", false)
    );
    let ticked = ImportRequest {
        changes: vec![2],
        ..ImportRequest::of(Kind::Classes)
    };
    let checked = school.check_import(&ticked).await.unwrap();
    assert_eq!((checked.wrong, checked.edited), (0, 1));
    let done = school.run_import(&ticked).await.unwrap();
    let rows = school.classes(unit).await.unwrap();
    assert_eq!(rows[0].teacher_name, "Trần Văn Đức");
    let undone = school.undo_import(done.id).await.unwrap();
    assert_eq!(
        undone.kept.len(),
        1,
        "what was taken from somebody is named"
    );
}

#[tokio::test]
async fn posts_and_figures_that_a_list_changes_are_shown_written_and_undone() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let unit = Desk(&school).unit().await;
    Desk(&school).teacher("Trần Văn Đức", "GV02").await.unwrap();
    let list = || {
        sheet(&[
            vec!["Họ và tên", "Mã cán bộ", "Chức vụ"],
            vec!["Trần Văn Đức", "GV02", "Tổ trưởng"],
        ])
    };
    school.open_book("chuc vu.xlsx", list()).await.unwrap();
    let open = ImportRequest::of(Kind::Officers);
    let checked = school.check_import(&open).await.unwrap();
    assert_eq!((checked.edited, checked.changes.len()), (0, 1));
    assert!(!checked.changes[0].taken && !checked.writes());
    let ticked = ImportRequest {
        changes: vec![2],
        ..open.clone()
    };
    let done = school.run_import(&ticked).await.unwrap();
    assert_eq!(done.edited, 1);
    let positions = async || -> Vec<String> {
        let facts = school.facts(unit).await.unwrap();
        let today = school.today();
        let posts = facts.posts(unit, today).filter(|p| p.until != Some(today));
        let mut found: Vec<String> = posts
            .filter(|p| facts.officers[&p.officer].name == "Trần Văn Đức")
            .map(|p| p.position.clone())
            .collect();
        found.sort();
        found
    };
    assert_eq!(positions().await, ["Tổ trưởng"]);
    let again = school.check_import(&ticked).await.unwrap();
    assert!(again.changes.is_empty() && !again.writes());
    let undone = school.undo_import(done.id).await.unwrap();
    assert!(undone.kept.is_empty(), "{:?}", undone.kept);
    assert_eq!(positions().await.len(), 1);
    assert_ne!(positions().await, ["Tổ trưởng"]);
}

#[tokio::test]
async fn accounts_on_the_csdl_are_compared_with_people_and_minutes() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let desk = Desk(&school);
    let unit = desk.unit().await;
    let (_, _, minutes) = desk.class_6a2().await.unwrap();
    desk.sign(minutes).await.unwrap();
    desk.teacher("Trần Văn Đức", "GV02").await.unwrap();
    let gone = desk.teacher("Lê Thị Yến", "GV03").await.unwrap();
    let post = school
        .facts(unit)
        .await
        .unwrap()
        .appointments
        .values()
        .find(|a| a.officer == gone)
        .unwrap()
        .id;
    school
        .perform(domain::acts::EndAppointment {
            unit,
            appointment: post,
            until: school.today(),
            reason: "Chuyển trường".into(),
        })
        .await
        .unwrap();
    world.pass(chrono::Duration::days(1));
    let hoa = school
        .officers(unit)
        .await
        .unwrap()
        .into_iter()
        .find(|o| o.rights > 0)
        .unwrap();
    let table = sheet(&[
        vec!["Tên đăng nhập", "Họ tên", "Lớp", "Chức năng", "Trạng thái"],
        vec![
            hoa.login.as_deref().unwrap(),
            &hoa.name,
            "6A1",
            "Thư viện",
            "Hoạt động",
        ],
        vec!["duc.gv", "Trần Văn Đức", "", "", "Hoạt động"],
        vec!["yen.gv", "Lê Thị Yến", "", "", "Hoạt động"],
        vec!["viettel_hotro", "Hỗ trợ kỹ thuật", "", "", "Hoạt động"],
        vec!["ai.day", "Người Lạ", "", "", "Hoạt động"],
        vec!["cu.khoa", "Người Cũ", "", "", "Đã khóa"],
    ]);
    school.open_book("tai khoan.xlsx", table).await.unwrap();
    let request = ImportRequest::of(Kind::CsdlAccounts);
    let checked = school.check_import(&request).await.unwrap();
    assert_eq!(
        codes(&checked, 2),
        [Code::CsdlWrongClass, Code::CsdlWrongFunction]
    );
    assert_eq!(codes(&checked, 3), [Code::CsdlWithoutMinutes]);
    assert_eq!(codes(&checked, 4), [Code::CsdlLeaver]);
    assert_eq!(codes(&checked, 5), [Code::CsdlSupplier]);
    assert_eq!(codes(&checked, 6), [Code::CsdlUnknownPerson]);
    assert!(codes(&checked, 7).is_empty());
    assert_eq!(
        (checked.wrong, checked.added, checked.tasks),
        (0, 5, 6),
        "the login of a known person is entered, and every difference is kept as work"
    );
    let done = school.run_import(&request).await.unwrap();
    let open = |rows: Vec<CsdlRow>| {
        let open = rows
            .into_iter()
            .filter(|r| r.done.is_none() && r.over.is_none());
        let open = open.filter_map(|r| Some((r.difference?, r.login)));
        open.collect::<Vec<_>>()
    };
    assert_eq!(open(school.csdl_tasks(unit).await.unwrap()).len(), 6);
    let again = school.check_import(&request).await.unwrap();
    assert!(!again.writes(), "a second look adds nothing: {again:?}");
    // Undone as a whole, and found anew.
    school.undo_import(done.id).await.unwrap();
    assert!(open(school.csdl_tasks(unit).await.unwrap()).is_empty());
    let again = school.check_import(&request).await.unwrap();
    assert_eq!((again.tasks, again.over.len()), (6, 0));
    school.run_import(&request).await.unwrap();
    assert_eq!(open(school.csdl_tasks(unit).await.unwrap()).len(), 6);
    assert!(
        school
            .officers(unit)
            .await
            .unwrap()
            .iter()
            .any(|o| o.login.as_deref() == Some("duc.gv"))
    );
    // A list without the one who has minutes: nobody opened it there.
    school
        .open_book(
            "it.xlsx",
            sheet(&[
                vec!["Tên đăng nhập", "Họ tên"],
                vec!["duc.gv", "Trần Văn Đức"],
            ]),
        )
        .await
        .unwrap();
    let checked = school.check_import(&request).await.unwrap();
    assert!(
        checked
            .warnings
            .iter()
            .any(|w| w.code == Code::CsdlNotOpened),
        "{:?}",
        checked.warnings
    );
    // Who is no more in the list is no more work, and that is said before it is written.
    let over = checked.over.iter().filter(|o| o.why == CsdlOver::SeenThere);
    assert_eq!(over.count(), 5, "{:?}", checked.over);
    let before = open(school.csdl_tasks(unit).await.unwrap());
    let done = school.run_import(&request).await.unwrap();
    let left = open(school.csdl_tasks(unit).await.unwrap());
    let duc = (CsdlDifference::WithoutMinutes, "duc.gv".to_owned());
    assert!(left.contains(&duc), "{left:?}");
    // It was the wrong list: what it ended is open again.
    school.undo_import(done.id).await.unwrap();
    let again = open(school.csdl_tasks(unit).await.unwrap());
    assert_eq!(again, before);
}

#[tokio::test]
async fn a_list_that_names_heads_is_a_list_of_units_whatever_stands_beside() {
    let world = World::new().await.unwrap();
    let (so, ..) = super::door::ward_town(&world).await;
    for (rows, kind) in [
        (
            [
                vec!["STT", "Trường", "Hiệu trưởng", "", "Điện thoại"],
                vec!["", "", "Họ và tên", "Chức vụ", ""],
                vec!["1", "Trường Mầm non Sao", "Lê Thị Hoa", "HT", "0904111222"],
            ],
            Kind::Units,
        ),
        (
            [
                vec!["TT", "Tên trường", "Hiệu trưởng", "SĐT", "Tài khoản"],
                vec!["1", "Trường Mầm non Sao", "Lê Thị Hoa", "0904111222", "sao"],
                vec!["2", "Trường Mầm non Mai", "Lê Thị Mai", "0904111223", "mai"],
            ],
            Kind::Units,
        ),
        (
            [
                vec!["STT", "Mã xã", "Xã, phường", "Chủ tịch UBND", "Điện thoại"],
                vec!["1", "10888", "Cẩm Giang", "Lê Thị Hoa", "0904111222"],
                vec!["2", "10909", "Cẩm Giàng", "Lê Thị Mai", "0904111223"],
            ],
            Kind::Units,
        ),
        (
            [
                vec!["STT", "Họ và tên", "Chức vụ", "Chủ nhiệm", "Điện thoại"],
                vec!["1", "Lê Thị Hoa", "Giáo viên", "6A1", "0904111222"],
                vec!["2", "Lê Thị Mai", "Hiệu trưởng", "", "0904111223"],
            ],
            Kind::Assignments,
        ),
    ] {
        let shown = so.open_book("danh sach.xlsx", sheet(&rows)).await.unwrap();
        assert_eq!(shown.kind, kind, "{rows:?}");
    }
}

#[tokio::test]
async fn what_a_comparison_found_is_seen_by_the_other_machines_and_ticked_once() {
    let world = World::new().await.unwrap();
    let (_so, commune, school) = super::door::ward_town(&world).await;
    let unit = Desk(&school).unit().await;
    let list = |rows: &[Vec<&str>]| {
        let title = vec![vec!["Tên đăng nhập", "Họ tên"]];
        sheet(&[title, rows.to_vec()].concat())
    };
    let unknown = list(&[vec!["ai.day", "Người Lạ"]]);
    let request = ImportRequest::of(Kind::CsdlAccounts);
    school.open_book("tai khoan.xlsx", unknown).await.unwrap();
    school.run_import(&request).await.unwrap();
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    let mut seen = commune.csdl_tasks(unit).await.unwrap();
    // The account that the commune gave is work of its own.
    seen.retain(|row| row.difference.is_some());
    let [row] = &seen[..] else {
        panic!("{seen:?}");
    };
    assert_eq!(row.login, "ai.day");
    assert_eq!(row.difference, Some(CsdlDifference::UnknownPerson));
    let tick = CsdlTasksDone {
        unit,
        tasks: vec![row.id],
        on: school.today(),
    };
    school.perform(tick).await.unwrap();
    let again = school.check_import(&request).await.unwrap();
    assert!(!again.writes(), "what was ticked today is known: {again:?}");
    school.sync().await.unwrap();
    commune.sync().await.unwrap();
    let seen = commune.csdl_tasks(unit).await.unwrap();
    let ticked = seen.iter().find(|task| task.id == row.id);
    assert!(ticked.is_some_and(|task| task.done.is_some()), "{seen:?}");
    // Still there on another day: it was not done.
    world.pass(chrono::Duration::days(1));
    let unknown = list(&[vec!["ai.day", "Người Lạ"]]);
    school
        .open_book("tai khoan moi.xlsx", unknown)
        .await
        .unwrap();
    assert_eq!(school.check_import(&request).await.unwrap().tasks, 1);
}

// Ward P by its workbooks: story S2.

/// The ward with its twelve schools and 142 classes, as the Sở entered them, and nobody else.
async fn ward_without_people(
    world: &World,
) -> (
    Engine,
    UnitId,
    Vec<(UnitId, String, SchoolLevel, Vec<String>)>,
) {
    let so = world.department().await.unwrap();
    let names = [
        "Hoa Phượng",
        "Sao Mai",
        "Bình Minh",
        "Hướng Dương",
        "Ánh Sao",
        "Đằng Giang",
        "Lê Lợi",
        "Kim Đồng",
        "Nguyễn Trãi",
        "Trần Phú",
        "Lê Hồng Phong",
        "Chu Văn An",
    ];
    let mut rows = vec![vec![
        "Mã đơn vị".to_owned(),
        "Đơn vị".into(),
        "Đơn vị cấp trên".into(),
        "Thủ trưởng".into(),
        "Tài khoản quản trị".into(),
    ]];
    rows.push(vec![
        "11383".into(),
        "Ủy ban nhân dân phường Lê Chân".into(),
        String::new(),
        "Trần Văn Chủ".into(),
        "lechan.quantri".into(),
    ]);
    for (n, name) in names.iter().enumerate() {
        let level = ["Mầm non", "Tiểu học", "Trung học cơ sở"][if n < 5 {
            0
        } else if n < 9 {
            1
        } else {
            2
        }];
        rows.push(vec![
            format!("3199001{:03}", n + 1),
            format!("Trường {level} {name}"),
            "11383".into(),
            format!("Hiệu Trưởng {name}"),
            format!("truong{}.quantri", n + 1),
        ]);
    }
    let table = sheet(
        &rows
            .iter()
            .map(|r| r.iter().map(String::as_str).collect())
            .collect::<Vec<_>>(),
    );
    so.open_book("don vi.xlsx", table).await.unwrap();
    let done = so
        .run_import(&ImportRequest::of(Kind::Units))
        .await
        .unwrap();
    assert_eq!((done.added, done.wrong), (13, 0));
    let mut schools = vec![];
    let all = so.units().await.unwrap();
    let commune = all
        .iter()
        .find(|u| u.code.as_deref() == Some("11383"))
        .unwrap()
        .id;
    for n in 0..12 {
        let code = format!("3199001{:03}", n + 1);
        let unit = all
            .iter()
            .find(|u| u.code.as_deref() == Some(code.as_str()))
            .unwrap();
        let (level, grades, count): (_, &[&str], u32) = match n {
            0..=4 => (SchoolLevel::Preschool, &["3TA", "4TA", "5TA"], 8),
            5..=8 => (SchoolLevel::Primary, &["1A", "2A", "3A", "4A", "5A"], 15),
            _ => (SchoolLevel::LowerSecondary, &["6A", "7A", "8A", "9A"], 14),
        };
        let classes: Vec<String> = (0..count)
            .map(|k| {
                format!(
                    "{}{}",
                    grades[k as usize % grades.len()],
                    k as usize / grades.len() + 1
                )
            })
            .collect();
        for name in &classes {
            so.perform(AddClass {
                unit: unit.id,
                year: SchoolYear::of(so.today()),
                name: name.clone(),
                level,
                site: None,
                learners: Some(30),
            })
            .await
            .unwrap();
        }
        schools.push((unit.id, code, level, classes));
    }
    (so, commune, schools)
}

const FUNCTIONS: [&str; 6] = [
    "Thư viện",
    "Y tế",
    "Thiết bị",
    "Kế toán",
    "Phổ cập",
    "Báo cáo thống kê",
];

/// 310 rows: the ward's focal officer and five specialists, twelve heads, twelve custodians, 142
/// homeroom teachers, 138 with functions.
fn assignments(schools: &[(UnitId, String, SchoolLevel, Vec<String>)]) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![];
    let mut n = 0;
    let mut person = |prefix: &str| {
        n += 1;
        (
            format!("{prefix}{n:04}"),
            format!(
                "{} {} {}",
                ["Nguyễn", "Trần", "Lê", "Phạm", "Vũ"][n % 5],
                ["Thị Thuỳ", "Văn", "Hồng", "Ngọc"][n % 4],
                ["Dương", "Đức", "Phượng", "Ánh", "Hoà", "Yến", "Ỷ"][n % 7]
            ),
        )
    };
    let row = |unit: &str,
               (code, name): (String, String),
               homeroom: &str,
               function: &str,
               level: &str,
               subject: &str| {
        vec![
            unit.to_owned(),
            code,
            name,
            homeroom.into(),
            function.into(),
            level.into(),
            subject.into(),
        ]
    };
    rows.push(row(
        "11383",
        ("TT01".into(), "Trần Văn Chủ".into()),
        "",
        "Quản trị tài khoản",
        "",
        "",
    ));
    for level in [
        "Mầm non",
        "Tiểu học",
        "THCS",
        "Mầm non, Tiểu học",
        "Tiểu học, THCS",
    ] {
        rows.push(row("11383", person("UB"), "", "", level, ""));
    }
    for (_, code, _, _) in schools {
        rows.push(row(
            code,
            ("TT01".into(), String::new()),
            "",
            "Quản trị tài khoản",
            "",
            "",
        ));
    }
    for (_, code, _, classes) in schools {
        rows.push(row(code, person("NV"), "", "Quản trị tài khoản", "", ""));
        for class in classes {
            rows.push(row(code, person("GV"), class, "", "", ""));
        }
    }
    for k in 0..138 {
        rows.push(row(
            &schools[k % 12].1,
            person("CN"),
            "",
            FUNCTIONS[k % 6],
            "",
            "",
        ));
    }
    rows
}

fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let header: Vec<String> = [
        "Mã đơn vị",
        "Mã cán bộ",
        "Họ và tên",
        "Chủ nhiệm lớp",
        "Chức năng",
        "Cấp học",
        "Môn",
    ]
    .map(str::to_owned)
    .to_vec();
    let all: Vec<Vec<&str>> = std::iter::once(&header)
        .chain(rows)
        .map(|r| r.iter().map(String::as_str).collect())
        .collect();
    sheet(&all)
}

#[tokio::test(flavor = "multi_thread")]
async fn from_one_workbook_with_nine_wrong_rows_to_310_minutes_signed_scanned_and_in_force() {
    let world = World::new().await.unwrap();
    let (so, _commune, schools) = ward_without_people(&world).await;
    let mut rows = assignments(&schools);
    // The heads stand in the register with their names; the row names them by their code.
    for (n, (unit, ..)) in schools.iter().enumerate() {
        let facts = so.facts(*unit).await.unwrap();
        rows[6 + n][2] = facts
            .officer(facts.head(*unit, so.today()).unwrap().officer)
            .unwrap()
            .name
            .clone();
    }
    assert_eq!(rows.len(), 310);
    let good = rows.clone();
    // Nine wrong rows. Three classes that are none.
    let teachers: Vec<usize> = (0..rows.len())
        .filter(|n| !rows[*n][3].is_empty())
        .collect();
    for (at, class) in [
        (teachers[0], "3TX9"),
        (teachers[50], "1B7"),
        (teachers[120], "10A1"),
    ] {
        rows[at][3] = class.into();
    }
    // The same right twice: two rows that repeat the person above them.
    let staff = rows.len() - 138;
    for at in [staff + 20, staff + 40] {
        rows[at] = rows[at - 12].clone();
        rows[at][4] = rows[at - 12][4].clone();
    }
    // A primary class with two homeroom teachers: both rows.
    let (a, b) = (teachers[60], teachers[61]);
    rows[b][3] = rows[a][3].clone();
    // Two people who cannot be told apart.
    for at in [staff + 60, staff + 72] {
        rows[at][1] = String::new();
        rows[at][2] = "Nguyễn Thị Hoa".into();
    }
    so.open_book("phan cong phuong.xlsx", workbook(&rows))
        .await
        .unwrap();
    let mut request = ImportRequest::of(Kind::Assignments);
    let checked = so.check_import(&request).await.unwrap();
    let wrong: Vec<(u32, Code)> = checked
        .rows
        .iter()
        .filter(|r| r.outcome == Outcome::Wrong)
        .map(|r| {
            (
                r.row,
                r.problems.iter().find(|p| p.stops).unwrap().failure.code,
            )
        })
        .collect();
    let line = |at: usize| u32::try_from(at + 2).unwrap();
    let mut expected = vec![
        (line(teachers[0]), Code::UnknownClass),
        (line(teachers[50]), Code::UnknownClass),
        (line(teachers[120]), Code::UnknownClass),
        (line(staff + 20), Code::RowTwice),
        (line(staff + 40), Code::RowTwice),
        (line(a), Code::TwoTeachers),
        (line(b), Code::TwoTeachers),
        (line(staff + 60), Code::SamePerson),
        (line(staff + 72), Code::SamePerson),
    ];
    expected.sort_unstable_by_key(|e| e.0);
    assert_eq!(wrong, expected);
    assert_eq!(checked.drafts, 301);
    let done = so.run_import(&request).await.unwrap();
    assert_eq!((done.drafts, done.wrong), (301, 9));

    // Mended in the grid, in the same open file: the 301 are left as they are.
    let field = [
        Field::UnitCode,
        Field::Code,
        Field::Name,
        Field::Homeroom,
        Field::Function,
    ];
    for (row, _) in &wrong {
        let at = *row as usize - 2;
        request
            .fixes
            .extend(field.iter().zip(&good[at]).map(|(field, text)| Fix {
                row: *row,
                field: *field,
                text: text.clone(),
            }));
    }
    let checked = so.check_import(&request).await.unwrap();
    assert_eq!(
        (checked.wrong, checked.drafts, checked.added),
        (0, 9, 9),
        "{:?}",
        checked
            .rows
            .iter()
            .filter(|r| r.outcome == Outcome::Wrong)
            .collect::<Vec<_>>()
    );
    so.run_import(&request).await.unwrap();
    let mut drafts: Vec<(UnitId, MinutesId)> = vec![];
    for unit in so.units().await.unwrap() {
        // A unit also sees what it gives; each lies in the file of the unit that receives.
        drafts.extend(
            so.minutes_list(unit.id)
                .await
                .unwrap()
                .into_iter()
                .filter(|m| m.unit == unit.id)
                .map(|m| (m.unit, m.id)),
        );
    }
    assert_eq!(drafts.len(), 310);

    // Everything printed in one file, though nothing of the cascade is signed yet; signed from the
    // top down.
    let cancel = std::sync::atomic::AtomicBool::new(false);
    let (_, run) = so
        .print(
            &drafts,
            1,
            engine::handover::print::Sides::Both,
            &cancel,
            |_| {},
        )
        .await
        .unwrap();
    assert_eq!(
        (run.printed.len(), run.failed.len()),
        (310, 0),
        "{:?}",
        run.failed
    );
    // The Sở is head of no school: a new custodian is recorded with the scan.
    let papers = Folder::new();
    let mut scanned = BTreeSet::new();
    for (kinds, first) in [
        (["department_to_commune", "department_to_commune"], true),
        (["to_school", "to_school"], false),
        (["custody", "levels"], false),
        (["duties", "duties"], false),
    ] {
        for unit in so.units().await.unwrap() {
            let list = so.minutes_list(unit.id).await.unwrap();
            let name = |kind| {
                serde_json::to_value(kind)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            let minutes: Vec<MinutesId> = list
                .iter()
                .filter(|m| m.unit == unit.id && kinds.contains(&name(m.kind).as_str()))
                .filter(|m| !m.scan_first)
                .map(|m| m.id)
                .collect();
            for custody in list.iter().filter(|m| m.scan_first) {
                if custody.unit == unit.id && kinds.contains(&name(custody.kind).as_str()) {
                    let pdf = so.minutes_pdf(unit.id, custody.id).await.unwrap();
                    let pages = pages_at(&papers, &pdf, 200);
                    let scan = pictures_as_pdf(&pages);
                    let recorded = so.record_with_scan(unit.id, custody.id, so.today(), &scan);
                    recorded.await.unwrap();
                    scanned.insert(custody.id);
                }
            }
            if first && !minutes.is_empty() {
                // Out of order: what rests on a holding that is not signed yet is refused.
                let early = schools[0].0;
                let of_school: Vec<MinutesId> = so
                    .minutes_list(early)
                    .await
                    .unwrap()
                    .iter()
                    .filter(|m| name(m.kind) == "duties")
                    .map(|m| m.id)
                    .take(1)
                    .collect();
                let refused = so
                    .perform(RecordSigning {
                        unit: early,
                        minutes: of_school,
                        date_on_paper: so.today(),
                        scan: None,
                    })
                    .await;
                assert_eq!(refused.unwrap_err().code, Code::MoreThanHeld);
            }
            if !minutes.is_empty() {
                so.perform(RecordSigning {
                    unit: unit.id,
                    minutes,
                    date_on_paper: so.today(),
                    scan: None,
                })
                .await
                .unwrap();
            }
        }
    }
    let mut in_force = 0;
    for (unit, minutes) in &drafts {
        let detail = so.minutes_detail(*unit, *minutes).await.unwrap();
        in_force += u32::from(matches!(
            detail.row.state,
            MinutesState::Issued | MinutesState::AwaitingNumber
        ));
    }
    assert_eq!(in_force, 310);

    // A pile from the office scanner: 25 minutes, shuffled, some upside down, a foreign page
    // between, one second page missing.
    let folder = Folder::new();
    let pile = drafts.iter().rev().filter(|(_, id)| !scanned.contains(id));
    let pile: Vec<(UnitId, MinutesId)> = pile.take(25).copied().collect();
    let stack = super::scans::stack(
        &so,
        &folder,
        &pile,
        &super::scans::Mischief {
            upside_down: 5,
            foreign: true,
            lose_last_page_of: Some(3),
        },
    )
    .await;
    let filed = so
        .file_stack(stack, &Arc::default(), |_, _| {})
        .await
        .unwrap();
    assert_eq!(filed.filed.len(), 24, "{:?}", filed.unfiled);
    let why: Vec<Code> = filed.unfiled.iter().map(|u| u.failure.code).collect();
    assert_eq!(why.len(), 2);
    assert!(
        why.contains(&Code::ScanBlank) && why.contains(&Code::ScanWaits),
        "{why:?}"
    );
    for row in &filed.filed {
        assert!(
            so.minutes_detail(row.unit, row.minutes)
                .await
                .unwrap()
                .row
                .scanned
        );
    }
    // The server agrees with all of it.
    let round = so.sync().await.unwrap();
    assert_eq!(
        round.returned,
        0,
        "{:?}",
        so.status()
            .await
            .unwrap()
            .acts
            .iter()
            .filter(|a| a.reason.is_some())
            .take(3)
            .collect::<Vec<_>>()
    );
}

// Files that would do harm.

/// A zip of parts.
fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, bytes) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The smallest workbook, with a sheet and shared texts of one's own.
fn raw_book(sheet: &str, shared: &str, more: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
    let root = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
    );
    let shared = format!(
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{shared}</sst>"#
    );
    let mut parts: Vec<(&str, Vec<u8>)> = vec![
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", root.into()),
        ("xl/workbook.xml", book.into()),
        ("xl/_rels/workbook.xml.rels", rels.into()),
        ("xl/worksheets/sheet1.xml", sheet.into_bytes()),
        ("xl/sharedStrings.xml", shared.into_bytes()),
    ];
    parts.extend(more.iter().cloned());
    zip(&parts)
}

fn memory_of_this_process() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .and_then(|l| l.split_whitespace().nth(1))
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test]
async fn a_hostile_file_ends_in_its_own_message_and_moves_nothing_here() {
    let world = World::new().await.unwrap();
    let school = world.school_alone("Đằng Giang").await.unwrap();
    let name = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Họ và tên</t></is></c></row>";
    let rows = |inner: String| format!("<sheetData>{name}{inner}</sheetData>");
    let many = |count: u32, cell: &dyn Fn(u32, u32) -> String| -> String {
        (0..count / 100)
            .map(|r| {
                format!(
                    "<row r=\"{}\">{}</row>",
                    r + 2,
                    (0..100).map(|c| cell(r + 2, c)).collect::<String>()
                )
            })
            .collect()
    };
    let letter = |c: u32| {
        format!(
            "{}{}",
            char::from(b'A' + (c / 26) as u8),
            char::from(b'A' + (c % 26) as u8)
        )
    };
    let good = sheet(&[vec!["Họ và tên"], vec!["Nguyễn Thị Hoa"]]);
    let bomb = vec![b' '; 70 * 1024 * 1024];
    let macros = raw_book(
        &rows(String::new()),
        "",
        &[("xl/vbaProject.bin", b"x".to_vec())],
    );
    let external = raw_book(
        &rows(String::new()),
        "",
        &[(
            "xl/externalLinks/externalLink1.xml",
            b"<externalLink/>".to_vec(),
        )],
    );
    let encrypted: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
        .into_iter()
        .chain(vec![0; 1000])
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let long = "x".repeat(32_000);
    let shared: String = format!("<si><t>{long}</t></si>");
    let quadratic = raw_book(
        &rows(many(100_000, &|r, c| {
            format!("<c r=\"{}{r}\" t=\"s\"><v>0</v></c>", letter(c))
        })),
        &shared,
        &[],
    );
    let huge = raw_book(
        &format!(
            "<dimension ref=\"A1:XFD1048576\"/>{}",
            rows("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>".into())
        ),
        "",
        &[],
    );
    let entity = raw_book(
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><sheetData/>",
        "",
        &[],
    );
    let corpus: Vec<(&str, &str, Vec<u8>, Code)> = vec![
        (
            "a zip that unpacks to more than 64 MB",
            "a.xlsx",
            raw_book(&rows(String::new()), "", &[("xl/media/x.xml", bomb)]),
            Code::BookBomb,
        ),
        (
            "a million empty styled cells",
            "a.xlsx",
            raw_book(
                &rows(many(1_000_100, &|r, c| {
                    format!("<c r=\"{}{r}\" s=\"0\"/>", letter(c))
                })),
                "",
                &[],
            ),
            Code::BookTooLarge,
        ),
        (
            "a formula in every cell",
            "a.xlsx",
            raw_book(
                &rows(many(150_000, &|r, c| {
                    format!("<c r=\"{}{r}\"><f>1+1</f></c>", letter(c))
                })),
                "",
                &[],
            ),
            Code::BookFormulas,
        ),
        (
            "one long text in a hundred thousand cells",
            "a.xlsx",
            quadratic,
            Code::BookTooLarge,
        ),
        ("huge dimensions", "a.xlsx", huge, Code::BookTooLarge),
        ("entities", "a.xlsx", entity, Code::BookUnreadable),
        (
            "an .xls that is a zip",
            "a.xls",
            good.clone(),
            Code::BookEnding,
        ),
        (
            "a zip that is an .xls",
            "a.xlsx",
            std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("files/can-bo.xls")).unwrap(),
            Code::BookEnding,
        ),
        (
            "a zip of something else",
            "a.xlsx",
            zip(&[("hello.txt", b"hello".to_vec())]),
            Code::BookUnreadable,
        ),
        (
            "60 MB",
            "a.xlsx",
            vec![0; 60 * 1024 * 1024],
            Code::FileTooLarge,
        ),
        (
            "cut off",
            "a.xlsx",
            good[..good.len() / 2].to_vec(),
            Code::BookUnreadable,
        ),
        (
            "random bytes",
            "a.xlsx",
            (0..5000_u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
                .collect(),
            Code::BookUnreadable,
        ),
        (
            "random bytes as text",
            "a.csv",
            (0..5000_u32)
                .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
                .collect(),
            Code::BookUnreadable,
        ),
        (
            "a compound file of nothing",
            "a.xls",
            [
                vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
                vec![0xff; 4000],
            ]
            .concat(),
            Code::BookUnreadable,
        ),
        ("macros", "a.xlsx", macros, Code::BookMacros),
        (
            "a name that says macros",
            "a.xlsm",
            good.clone(),
            Code::BookMacros,
        ),
        (
            "links to other files",
            "a.xlsx",
            external,
            Code::BookExternal,
        ),
        ("a password", "a.xlsx", encrypted, Code::BookPassword),
        (
            "a web page",
            "a.xls",
            b"<html><table><tr><td>x</td></tr></table></html>".to_vec(),
            Code::BookWebPage,
        ),
        ("nothing", "a.csv", b"\n\n".to_vec(), Code::BookEmpty),
    ];
    let before = memory_of_this_process();
    for (what, name, bytes, code) in corpus {
        let refused = tokio::time::timeout(
            std::time::Duration::from_secs(30),
            school.open_book(name, bytes),
        )
        .await
        .expect(what);
        assert_eq!(refused.unwrap_err().code, code, "{what}");
    }
    assert!(
        memory_of_this_process() - before < 150_000,
        "the main process stays as it was: {} kB",
        memory_of_this_process() - before
    );
    assert_eq!(
        school
            .check_import(&ImportRequest::of(Kind::Officers))
            .await
            .unwrap_err()
            .code,
        Code::NothingChosen,
        "nothing of them stays open"
    );

    // A reader that is given more than its memory dies alone.
    let widest: Vec<u8> = raw_book(
        &rows(many(900_000, &|r, c| {
            format!("<c r=\"{}{r}\"><v>{}</v></c>", letter(c), r + c)
        })),
        "",
        &[],
    );
    let read = school.open_book("a.xlsx", widest).await;
    assert!(
        read.is_ok()
            || matches!(
                read.as_ref().unwrap_err().code,
                Code::BookMemory | Code::BookTime
            ),
        "{read:?}"
    );
}

#[tokio::test]
async fn two_communes_that_differ_by_one_mark_are_never_mixed_up() {
    let world = World::new().await.unwrap();
    let so = world.department().await.unwrap();
    let table = sheet(&[
        vec!["Mã đơn vị", "Đơn vị", "Đơn vị cấp trên", "Thủ trưởng"],
        vec![
            "10888",
            "Ủy ban nhân dân xã Cẩm Giang",
            "",
            "Trần Văn Giang",
        ],
        vec![
            "10903",
            "Ủy ban nhân dân xã Cẩm Giàng",
            "",
            "Trần Văn Giàng",
        ],
        vec![
            "30000001",
            "Trường Tiểu học Lai Cách",
            "Ủy ban nhân dân xã Cẩm Giàng",
            "Vũ Thị Một",
        ],
        vec![
            "30000002",
            "Trường Mầm non Kim Giang",
            "uỷ ban nhân dân xã Cẩm Giang",
            "Vũ Thị Hai",
        ],
        vec![
            "30000003",
            "Trường Tiểu học Lạc",
            "Uy ban nhan dan xa Cam Giang",
            "Vũ Thị Ba",
        ],
    ]);
    so.open_book("don vi.xlsx", table).await.unwrap();
    let request = ImportRequest::of(Kind::Units);
    let checked = so.check_import(&request).await.unwrap();
    assert_eq!(
        codes(&checked, 6),
        [Code::WhichUnit],
        "without marks nobody can say which"
    );
    let asked = &checked.rows[4].problems[0].failure.sentence;
    assert!(
        asked.contains("10888") && asked.contains("10903"),
        "{asked}"
    );
    so.run_import(&request).await.unwrap();
    let units = so.units().await.unwrap();
    let parent = |code: &str| {
        units
            .iter()
            .find(|u| u.code.as_deref() == Some(code))
            .unwrap()
            .parent
            .clone()
    };
    assert_eq!(
        (parent("30000001").as_str(), parent("30000002").as_str()),
        (
            "Ủy ban nhân dân xã Cẩm Giàng",
            "Ủy ban nhân dân xã Cẩm Giang"
        )
    );
    let found = so.find("cam giang").await.unwrap();
    let both: Vec<&str> = found
        .iter()
        .filter(|f| f.name.contains("xã Cẩm"))
        .map(|f| f.hint.as_str())
        .collect();
    assert_eq!(
        both.len(),
        2,
        "both are shown, each with its code: {both:?}"
    );
    assert!(both.contains(&"10888") && both.contains(&"10903"));
}

/// The window reads in a child of itself, and brings a browser engine along.
#[test]
fn every_program_that_opens_sheets_has_room_to_read_one() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let table = sheet(&[vec!["Họ và tên", "Lớp dạy"], vec!["Nguyễn Thị Hoa", "6A1"]]);
    for name in ["bangiao", "bangiao-desktop"] {
        let mut reader = Command::new(journeys::program(name))
            .args(["--read-workbook-from-stdin", "phan cong.xlsx"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        reader.stdin.take().unwrap().write_all(&table).unwrap();
        let ended = reader.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stdout).unwrap();
        assert!(ended.status.success(), "{name}: {}", ended.status);
        assert!(said.contains("Nguyễn Thị Hoa"), "{name}: {said}");
    }
}
