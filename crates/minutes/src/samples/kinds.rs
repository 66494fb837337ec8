//! Minutes of each kind.

use chrono::{NaiveTime, Utc};
use domain::account::AccountKind;
use domain::calendar::SchoolYear;
use domain::content::{
    AccountCard, ClassCard, ClosedCard, FORM_VERSION, LineCard, LineChange, LiveCard,
    MinutesContent, MinutesRef, PersonCard, TakeBackCard, UnitCard,
};
use domain::document::DocumentKind;
use domain::kind::{AtDesk, MinutesKind, SecretClause, SpareEnvelope};
use domain::officer::{Role, Sex};
use domain::rights::{Function, Right};
use domain::school_class::TeacherPart;
use domain::unit::{SchoolLevel, UnitKind};

use super::cards::*;

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
        live: vec![],
        grounds_of: None,
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

pub(crate) fn to_commune() -> MinutesContent {
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

/// The Sở to a commune where no plan is cited.
pub(super) fn to_commune_without_plan() -> MinutesContent {
    let mut content = to_commune();
    content
        .grounds
        .retain(|ground| ground.kind != DocumentKind::Plan);
    content
}

/// A commune to a school in a hall, with a letter that no ground names.
pub(super) fn to_school_at_desk() -> MinutesContent {
    MinutesContent {
        at_desk: to_commune().at_desk,
        grounds: vec![],
        ..to_school()
    }
}

pub(crate) fn to_school() -> MinutesContent {
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

/// The Sở to one of its divisions.
pub(super) fn to_division() -> MinutesContent {
    MinutesContent {
        account: Some(admin_account("hp.p.gdth")),
        secret: SecretClause::Slip("P-2211".to_owned()),
        ..between(
            MinutesKind::ToSchool,
            (department(), director()),
            (division(), head_of_division()),
        )
    }
}

pub(crate) fn custody() -> MinutesContent {
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

pub(crate) fn levels() -> MinutesContent {
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

/// A division to one of its people.
pub(super) fn levels_of_division() -> MinutesContent {
    MinutesContent {
        giver_unit: division(),
        unit: division(),
        giver: head_of_division(),
        receiver: specialist(),
        ..levels()
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

pub(crate) fn homeroom() -> MinutesContent {
    MinutesContent {
        undertaking: false,
        undertaking_signed_on: Some(day(2026, 9, 2)),
        ..to_teacher(vec![homeroom_line()])
    }
}

pub(crate) fn duties() -> MinutesContent {
    to_teacher(vec![homeroom_line(), results_line()])
}

pub(crate) fn changed_duties() -> MinutesContent {
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

pub(crate) fn preschool_duties() -> MinutesContent {
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

pub(crate) fn functions() -> MinutesContent {
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
pub(crate) fn many_functions() -> MinutesContent {
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

pub(crate) fn taken_back() -> MinutesContent {
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

pub(crate) fn taken_back_from_somebody_absent() -> MinutesContent {
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

fn live() -> Vec<LiveCard> {
    let card = |name: &str, code: &str, kind, number| LiveCard {
        name: name.to_owned(),
        code: code.to_owned(),
        minutes: MinutesRef {
            kind,
            number,
            symbol: "THCSNBK".to_owned(),
            ..account_minutes()
        },
    };
    vec![
        card("Nguyễn Thị Hoa", "GV017", MinutesKind::Duties, Some(8)),
        card("Bùi Văn Tĩnh", "NV002", MinutesKind::Custody, None),
    ]
}

/// A head goes before anybody of the unit has received anything.
pub(crate) fn head_change_without_minutes() -> MinutesContent {
    let mut content = head_change();
    content.live = vec![];
    if let Some((witness, _)) = &mut content.witness {
        witness.position = "Trưởng phòng Văn hóa - Xã hội".to_owned();
    }
    content
}

/// The Sở gives to one of its specialists.
pub(crate) fn levels_of_department() -> MinutesContent {
    let mut content = levels();
    (content.giver_unit, content.unit) = (department(), department());
    content.giver = person(
        "Đào Thị Ngân",
        Sex::Female,
        "SGD003",
        "Phó Giám đốc",
        Role::Deputy,
    );
    content.receiver = specialist();
    content.receiver.role = Role::Member;
    content
}

/// A group of small children in a private preschool.
pub(crate) fn group_of_children() -> MinutesContent {
    let mut content = homeroom();
    let mut unit = with_letterhead(
        unit(
            UnitKind::PrivateSchool,
            "Trường Mầm non tư thục Ánh Dương",
            &[SchoolLevel::Preschool],
        ),
        Some("UBND PHƯỜNG LÊ CHÂN"),
        "MNAD",
    );
    unit.letterhead.filed = Some("HT".to_owned());
    (content.giver_unit, content.unit) = (unit.clone(), unit);
    content.lines[0].classes = vec![class("Nhóm 24-36 tháng")];
    content
}

/// Minutes that replace others which have no number.
pub(crate) fn after_minutes_without_number() -> MinutesContent {
    let mut content = changed_duties();
    if let Some(before) = &mut content.replaces {
        before.number = None;
    }
    content
}

/// People whose names have letters of Ê Đê, Gia Rai and Ba Na.
pub(crate) fn letters_of_ethnic_names() -> MinutesContent {
    let mut content = functions();
    content.giver.name = "HʼLan Ƀkrông".to_owned();
    content.receiver.name = "Y Bĭr Ơ\u{306}ng".to_owned();
    content.receiver.position =
        "Giáo viên tiếng Ê Đê, ê\u{306} ô\u{306} ư\u{306} ƀ č ŏ ŭ".to_owned();
    content
}

/// A decision, a directive and a plan of others than the Sở are cited.
pub(crate) fn many_grounds() -> MinutesContent {
    let commune = "Ủy ban nhân dân phường Lê Chân";
    let mut content = functions();
    content.grounds = vec![
        assignment(),
        ground(
            DocumentKind::Directive,
            "Công văn",
            "120/UBND-VHXH",
            commune,
            "nhiệm vụ năm học 2026 - 2027",
        ),
        ground(
            DocumentKind::Assignment,
            "Quyết định",
            "46/QĐ-THCSNBK",
            "Hiệu trưởng Trường Trung học cơ sở Nguyễn Bỉnh Khiêm",
            "phân công nhân viên y tế",
        ),
    ];
    content
}

pub(crate) fn head_change() -> MinutesContent {
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
        live: live(),
        ..inside(MinutesKind::HeadChange, school(), before, after)
    }
}
