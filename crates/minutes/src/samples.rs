//! Minutes of every kind as an office would draw them up, for tests: made up, with every fact that
//! a form of that kind can print.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use domain::account::{AccountKind, System};
use domain::calendar::{SchoolYear, vietnam};
use domain::content::{
    AccountCard, ClassCard, ClosedCard, FORM_VERSION, GroundCard, LineCard, LineChange,
    MinutesContent, MinutesRef, PersonCard, SchoolCard, TakeBackCard, UnitCard,
};
use domain::document::DocumentKind;
use domain::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope};
use domain::officer::{Role, Sex};
use domain::rights::{Function, Right};
use domain::school_class::TeacherPart;
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};

use crate::document::Finish;
use crate::rights_list::{RightLine, RightsList};

/// The code that the pages of a sample carry.
pub(crate) const FINISH: Finish<'_> = Finish::Final {
    token: "0123456789abcdef0123456789abcdef",
    check_code: "7K3M9QXT",
};

/// Every sample with its name: the kind, and what is special about it.
pub(crate) fn all() -> Vec<(&'static str, MinutesContent)> {
    vec![
        ("a", to_commune()),
        ("b", to_school()),
        ("c", custody()),
        ("d", levels()),
        ("e", homeroom()),
        ("ef", duties()),
        ("ef_changed", changed_duties()),
        ("ef_without_number", preschool_duties()),
        ("f", functions()),
        ("f_long", many_functions()),
        ("g", taken_back()),
        ("g_absent", taken_back_from_somebody_absent()),
        ("k", head_change()),
    ]
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn at(on: NaiveDate, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    on.and_time(time).and_local_timezone(vietnam()).unwrap()
}

fn unit(kind: UnitKind, name: &str, levels: &[SchoolLevel]) -> UnitCard {
    UnitCard {
        kind,
        levels: levels.iter().copied().collect(),
        name: name.to_owned(),
        code: None,
        letterhead: Letterhead {
            superior: None,
            symbol: String::new(),
            place: "Phường Lê Chân".to_owned(),
        },
        numbering: Numbering::OwnSeries,
    }
}

fn with_letterhead(mut unit: UnitCard, superior: Option<&str>, symbol: &str) -> UnitCard {
    unit.letterhead.superior = superior.map(str::to_owned);
    unit.letterhead.symbol = symbol.to_owned();
    unit
}

fn department() -> UnitCard {
    let mut unit = with_letterhead(
        unit(
            UnitKind::Department,
            "Sở Giáo dục và Đào tạo Hải Phòng",
            &[],
        ),
        Some("Ủy ban nhân dân thành phố Hải Phòng"),
        "SGDĐT",
    );
    unit.letterhead.place = "Hải Phòng".to_owned();
    unit
}

fn commune() -> UnitCard {
    with_letterhead(
        unit(UnitKind::Commune, "Ủy ban nhân dân phường Lê Chân", &[]),
        None,
        "UBND",
    )
}

fn school() -> UnitCard {
    let mut unit = with_letterhead(
        unit(
            UnitKind::School,
            "Trường Trung học cơ sở Nguyễn Bỉnh Khiêm",
            &[SchoolLevel::LowerSecondary],
        ),
        Some("Ủy ban nhân dân phường Lê Chân"),
        "THCSNBK",
    );
    unit.code = Some("31307501".to_owned());
    unit
}

fn group() -> UnitCard {
    let mut unit = with_letterhead(
        unit(
            UnitKind::IndependentGroup,
            "Nhóm trẻ độc lập tư thục Hoa Sen",
            &[SchoolLevel::Preschool],
        ),
        Some("Ủy ban nhân dân phường Lê Chân"),
        "NTHS",
    );
    unit.numbering = Numbering::None;
    unit
}

fn person(name: &str, sex: Sex, code: &str, position: &str, role: Role) -> PersonCard {
    PersonCard {
        name: name.to_owned(),
        sex: Some(sex),
        code: code.to_owned(),
        born_on: None,
        position: position.to_owned(),
        duty: None,
        role,
        post_from: day(2024, 8, 1),
        post_until: None,
    }
}

fn principal() -> PersonCard {
    person(
        "Phạm Văn Đức",
        Sex::Male,
        "GV001",
        "Hiệu trưởng",
        Role::Head,
    )
}

fn teacher() -> PersonCard {
    person(
        "Nguyễn Thị Hoa",
        Sex::Female,
        "GV017",
        "Giáo viên",
        Role::Member,
    )
}

fn ground(
    kind: DocumentKind,
    title: &str,
    number: &str,
    issuer: &str,
    subject: &str,
) -> GroundCard {
    GroundCard {
        kind,
        title: title.to_owned(),
        number: number.to_owned(),
        date: day(2026, 8, 28),
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
    }
}

fn assignment() -> GroundCard {
    ground(
        DocumentKind::Assignment,
        "Quyết định",
        "45/QĐ-THCSNBK",
        "Hiệu trưởng Trường Trung học cơ sở Nguyễn Bỉnh Khiêm",
        "phân công nhiệm vụ năm học 2026 - 2027",
    )
}

fn admin_account(login: &str) -> AccountCard {
    AccountCard {
        system: System::Csdl,
        address: "https://csdl.haiphong.edu.vn".to_owned(),
        login: login.to_owned(),
        kind: AccountKind::Admin,
    }
}

fn account_minutes() -> MinutesRef {
    MinutesRef {
        kind: MinutesKind::ToSchool,
        number: Some(7),
        symbol: "UBND".to_owned(),
        date: day(2026, 9, 1),
        check_code: "5V2QH8WD".to_owned(),
        giver_unit: "Ủy ban nhân dân phường Lê Chân".to_owned(),
    }
}

fn class(name: &str) -> ClassCard {
    ClassCard {
        name: name.to_owned(),
        site: None,
        learners: Some(42),
        part: Some(TeacherPart::Main),
    }
}

fn line(function: Function, rights: &[Right]) -> LineCard {
    LineCard {
        function,
        rights: rights.to_vec(),
        levels: vec![],
        classes: vec![],
        subjects: vec![],
        schools: None,
        from: day(2026, 9, 5),
        until: Some(day(2027, 8, 31)),
        change: None,
    }
}

fn of_classes(mut line: LineCard, names: &[&str]) -> LineCard {
    line.classes = names.iter().map(|name| class(name)).collect();
    line
}

fn homeroom_line() -> LineCard {
    let rights = [Right::View, Right::Enter, Right::Edit];
    of_classes(line(Function::Homeroom, &rights), &["6A2"])
}

fn results_line() -> LineCard {
    let mut results = line(Function::Results, &[Right::View, Right::Enter]);
    results.subjects = vec!["Toán".to_owned(), "Tin học".to_owned()];
    of_classes(results, &["6A1", "6A2", "7A3"])
}

/// Minutes of a kind inside one unit, on which everything is blank that a kind may leave blank.
fn inside(
    kind: MinutesKind,
    unit: UnitCard,
    giver: PersonCard,
    receiver: PersonCard,
) -> MinutesContent {
    MinutesContent {
        form: FORM_VERSION,
        kind,
        year: SchoolYear(2026),
        drafted_on: day(2026, 9, 5),
        giver_unit: unit.clone(),
        unit,
        parent: None,
        giver,
        receiver,
        witness: None,
        confirm: None,
        account: None,
        lines: vec![],
        grounds: vec![],
        left_out: vec![],
        account_minutes: None,
        replaces: None,
        secret: SecretClause::Personal,
        at_desk: None,
        spare_envelope: None,
        undertaking: false,
        undertaking_signed_on: None,
        take_back: None,
        schools: vec![],
        live_minutes: 0,
    }
}

/// Minutes of a kind from one unit to another.
fn between(
    kind: MinutesKind,
    (giver_unit, giver): (UnitCard, PersonCard),
    (unit, receiver): (UnitCard, PersonCard),
) -> MinutesContent {
    MinutesContent {
        giver_unit,
        ..inside(kind, unit, giver, receiver)
    }
}

fn schools() -> Vec<SchoolCard> {
    let preschool = SchoolCard {
        code: Some("31307101".to_owned()),
        name: "Trường Mầm non Hoa Phượng".to_owned(),
        levels: vec![SchoolLevel::Preschool],
        kind: UnitKind::School,
    };
    let primary = SchoolCard {
        code: Some("31307401".to_owned()),
        name: "Trường Tiểu học tư thục Ánh Dương".to_owned(),
        levels: vec![SchoolLevel::Primary],
        kind: UnitKind::PrivateSchool,
    };
    vec![preschool, primary]
}

/// What a commune brings to the desk, and the plan of the Sở.
fn grounds_of_desk() -> Vec<GroundCard> {
    let commune = "Ủy ban nhân dân phường Lê Chân";
    vec![
        ground(
            DocumentKind::Plan,
            "Kế hoạch",
            "118/KH-SGDĐT",
            "Sở Giáo dục và Đào tạo",
            "bàn giao tài khoản quản trị năm học 2026 - 2027",
        ),
        ground(
            DocumentKind::Assignment,
            "Quyết định",
            "310/QĐ-UBND",
            commune,
            "phân công cán bộ đầu mối",
        ),
        ground(
            DocumentKind::Introduction,
            "Giấy giới thiệu",
            "12/GGT-UBND",
            commune,
            "nhận bàn giao tài khoản",
        ),
    ]
}

fn director() -> PersonCard {
    person(
        "Trần Quốc Toản",
        Sex::Male,
        "SGD001",
        "Giám đốc",
        Role::Head,
    )
}

fn specialist() -> PersonCard {
    person(
        "Đỗ Minh Khuê",
        Sex::Male,
        "SGD014",
        "Chuyên viên",
        Role::ByOrder,
    )
}

fn civil_servant() -> PersonCard {
    let position = "Công chức Văn hóa - Xã hội";
    person(
        "Lê Thị Thu Hà",
        Sex::Female,
        "LC009",
        position,
        Role::Member,
    )
}

fn to_commune() -> MinutesContent {
    MinutesContent {
        confirm: Some(director()),
        account: Some(admin_account("hp.p.lechan")),
        grounds: grounds_of_desk(),
        secret: SecretClause::Envelope("A-0107".to_owned()),
        at_desk: Some(AtDesk {
            hour: NaiveTime::from_hms_opt(8, 30, 0),
            site: "Nhà văn hóa Thanh niên".to_owned(),
            address: "số 5 Lạch Tray, phường Gia Viên".to_owned(),
            letter_until: Some(day(2026, 9, 30)),
            trained_on: Some(day(2026, 8, 20)),
        }),
        schools: schools(),
        ..between(
            MinutesKind::DepartmentToCommune,
            (department(), specialist()),
            (commune(), civil_servant()),
        )
    }
}

fn to_school() -> MinutesContent {
    MinutesContent {
        account: Some(admin_account("hp.thcsnbk")),
        grounds: vec![ground(
            DocumentKind::Introduction,
            "Giấy giới thiệu",
            "03/GGT-THCSNBK",
            "Trường Trung học cơ sở Nguyễn Bỉnh Khiêm",
            "nhận bàn giao tài khoản",
        )],
        account_minutes: Some(account_minutes()),
        replaces: Some(account_minutes()),
        secret: SecretClause::Slip("P-2210".to_owned()),
        ..between(
            MinutesKind::ToSchool,
            (
                commune(),
                person(
                    "Vũ Thị Lan",
                    Sex::Female,
                    "LC002",
                    "Phó Chủ tịch",
                    Role::Deputy,
                ),
            ),
            (school(), principal()),
        )
    }
}

fn custody() -> MinutesContent {
    let mut administration = line(Function::Administration, &Right::ALL);
    administration.until = Some(day(2027, 5, 31));
    MinutesContent {
        parent: Some("Ủy ban nhân dân phường Lê Chân".to_owned()),
        account: Some(admin_account("hp.thcsnbk")),
        lines: vec![administration],
        grounds: vec![assignment()],
        account_minutes: Some(account_minutes()),
        secret: SecretClause::SetAtTable,
        spare_envelope: Some(SpareEnvelope {
            serial: "D-0031".to_owned(),
            place: "két sắt phòng Hiệu trưởng".to_owned(),
        }),
        undertaking: true,
        ..inside(MinutesKind::Custody, school(), principal(), teacher())
    }
}

fn levels() -> MinutesContent {
    let oversight = |level, schools| LineCard {
        levels: vec![level],
        schools: Some(schools),
        ..line(
            Function::LevelOversight,
            &[Right::View, Right::Approve, Right::Export],
        )
    };
    MinutesContent {
        account: Some(admin_account("hp.p.lechan.ha")),
        lines: vec![
            oversight(SchoolLevel::Preschool, 9),
            oversight(SchoolLevel::Primary, 12),
        ],
        grounds: vec![assignment()],
        undertaking: true,
        ..inside(
            MinutesKind::Levels,
            commune(),
            person("Bùi Đình Long", Sex::Male, "LC001", "Chủ tịch", Role::Head),
            civil_servant(),
        )
    }
}

/// Minutes to a teacher of a school.
fn to_teacher(lines: Vec<LineCard>) -> MinutesContent {
    MinutesContent {
        account: Some(AccountCard {
            kind: AccountKind::Use,
            ..admin_account("hoant.thcsnbk")
        }),
        lines,
        grounds: vec![assignment()],
        undertaking: true,
        ..inside(MinutesKind::Duties, school(), principal(), teacher())
    }
}

fn homeroom() -> MinutesContent {
    MinutesContent {
        undertaking: false,
        undertaking_signed_on: Some(day(2026, 9, 2)),
        ..to_teacher(vec![homeroom_line()])
    }
}

fn duties() -> MinutesContent {
    to_teacher(vec![homeroom_line(), results_line()])
}

fn changed_duties() -> MinutesContent {
    let changed = |line, change| LineCard {
        change: Some(change),
        ..line
    };
    MinutesContent {
        replaces: Some(MinutesRef {
            kind: MinutesKind::Duties,
            symbol: "THCSNBK".to_owned(),
            ..account_minutes()
        }),
        left_out: vec!["qd-1062-2023".to_owned()],
        ..to_teacher(vec![
            changed(homeroom_line(), LineChange::Kept),
            changed(results_line(), LineChange::Added),
            changed(
                line(Function::Library, &[Right::View]),
                LineChange::Dropped(day(2026, 9, 4)),
            ),
        ])
    }
}

fn preschool_duties() -> MinutesContent {
    let mut own = homeroom_line();
    own.classes = vec![ClassCard {
        site: Some("An Đồng".to_owned()),
        part: Some(TeacherPart::Joint),
        ..class("Mẫu giáo 4 tuổi")
    }];
    MinutesContent {
        giver_unit: group(),
        unit: group(),
        giver: person(
            "Hoàng Thị Mai",
            Sex::Female,
            "HS001",
            "Chủ nhóm trẻ",
            Role::Head,
        ),
        ..to_teacher(vec![own, line(Function::Boarding, &[Right::View])])
    }
}

fn functions() -> MinutesContent {
    let mut content = to_teacher(vec![
        line(Function::Health, &[Right::View, Right::Enter]),
        line(Function::Boarding, &[Right::View, Right::Report]),
    ]);
    content.receiver.duty = Some("nhân viên y tế trường học".to_owned());
    content.receiver.born_on = Some(day(1990, 2, 3));
    content.receiver.sex = None;
    content
}

/// Everything that a school can hand over, to somebody with the longest names: a table that goes
/// over a page.
fn many_functions() -> MinutesContent {
    let mut content = to_teacher(
        Function::SCHOOL
            .into_iter()
            .map(|function| {
                let names = ["6A1", "6A2", "6A3", "6A4", "7A1", "7A2", "8A10", "9A11"];
                of_classes(line(function, &Right::ALL), &names)
            })
            .collect(),
    );
    let name = "Trường Tiểu học và Trung học cơ sở Nguyễn Thị Minh Khai - Trần Hưng Đạo";
    content.giver_unit.name = name.to_owned();
    content.unit.name = name.to_owned();
    content.giver.role = Role::InCharge;
    content.giver.position = "Phó Hiệu trưởng phụ trách".to_owned();
    content.receiver.name = "Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên".to_owned();
    content
}

fn taken_back() -> MinutesContent {
    let closed = |line, login: Option<&str>, minutes| ClosedCard {
        login: login.map(str::to_owned),
        line,
        minutes,
        closed_at: at(day(2026, 10, 12), 16, 45).with_timezone(&Utc),
    };
    MinutesContent {
        drafted_on: day(2026, 10, 12),
        grounds: vec![ground(
            DocumentKind::Other,
            "Quyết định",
            "61/QĐ-UBND",
            "Ủy ban nhân dân phường Lê Chân",
            "điều động viên chức",
        )],
        take_back: Some(TakeBackCard {
            reason: "chuyển công tác từ ngày 15/10/2026".to_owned(),
            closed: vec![
                closed(
                    homeroom_line(),
                    Some("hoant.thcsnbk"),
                    Some(MinutesRef {
                        symbol: "THCSNBK".to_owned(),
                        ..account_minutes()
                    }),
                ),
                closed(
                    line(Function::Library, &[Right::View]),
                    None,
                    Some(MinutesRef {
                        number: None,
                        ..account_minutes()
                    }),
                ),
                closed(results_line(), None, None),
            ],
            absent: None,
        }),
        ..inside(MinutesKind::TakeBack, school(), principal(), teacher())
    }
}

fn taken_back_from_somebody_absent() -> MinutesContent {
    let mut content = taken_back();
    let witness = person(
        "Ngô Thị Bích",
        Sex::Female,
        "GV003",
        "Chủ tịch Công đoàn",
        Role::Member,
    );
    if let Some(taking) = &mut content.take_back {
        taking.absent = Some(("nghỉ ốm dài ngày".to_owned(), witness));
    }
    content
}

fn head_change() -> MinutesContent {
    let mut before = principal();
    before.post_until = Some(day(2026, 9, 14));
    let mut after = person(
        "Lương Thị Ngọc",
        Sex::Female,
        "GV002",
        "Quyền Hiệu trưởng",
        Role::Acting,
    );
    after.post_from = day(2026, 9, 15);
    let witness = PersonCard {
        sex: None,
        ..person("Vũ Thị Lan", Sex::Female, "", "Phó Chủ tịch", Role::Member)
    };
    MinutesContent {
        drafted_on: day(2026, 9, 15),
        parent: Some("Ủy ban nhân dân phường Lê Chân".to_owned()),
        witness: Some((witness, commune())),
        account: Some(admin_account("hp.thcsnbk")),
        grounds: vec![ground(
            DocumentKind::Appointment,
            "Quyết định",
            "77/QĐ-UBND",
            "Ủy ban nhân dân phường Lê Chân",
            "giao quyền Hiệu trưởng",
        )],
        account_minutes: Some(account_minutes()),
        secret: SecretClause::AlreadyHeld,
        live_minutes: 42,
        ..inside(MinutesKind::HeadChange, school(), before, after)
    }
}

/// A list of rights: of a class, with what could be done with it.
pub(crate) fn list_of_rights() -> RightsList {
    let right = |name: &str, right: &str, minutes: &str| RightLine {
        name: name.to_owned(),
        right: right.to_owned(),
        minutes: minutes.to_owned(),
        since: Some(at(day(2026, 9, 5), 10, 15)),
    };
    RightsList {
        unit: school(),
        head: principal(),
        about: Some("Lớp 6A2".to_owned()),
        at: at(day(2026, 10, 1), 8, 0),
        made_at: at(day(2026, 11, 28), 9, 5),
        lines: vec![
            right(
                "Nguyễn Thị Hoa",
                "Quản lý lớp chủ nhiệm: lớp 6A2",
                "07/BB-THCSNBK",
            ),
            RightLine {
                since: None,
                ..right("Phạm Văn Đức", "Quản trị tài khoản", "07/BB-UBND")
            },
        ],
    }
}
