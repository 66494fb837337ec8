//! Units, people, papers and lines that samples are made of.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use domain::account::{AccountKind, System};
use domain::calendar::vietnam;
use domain::content::{
    AccountCard, ClassCard, GroundCard, LineCard, MinutesRef, PersonCard, SchoolCard, UnitCard,
};
use domain::document::DocumentKind;
use domain::kind::MinutesKind;
use domain::officer::{Role, Sex};
use domain::rights::{Function, Right};
use domain::school_class::TeacherPart;
use domain::unit::{Letterhead, Numbering, SchoolLevel, UnitKind};

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(super) fn at(on: NaiveDate, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    on.and_time(time).and_local_timezone(vietnam()).unwrap()
}

pub(super) fn unit(kind: UnitKind, name: &str, levels: &[SchoolLevel]) -> UnitCard {
    UnitCard {
        kind,
        levels: levels.iter().copied().collect(),
        name: name.to_owned(),
        code: None,
        letterhead: Letterhead {
            superior: None,
            symbol: String::new(),
            place: "Phường Lê Chân".to_owned(),
            filed: None,
        },
        numbering: Numbering::OwnSeries,
    }
}

pub(super) fn with_letterhead(
    mut unit: UnitCard,
    superior: Option<&str>,
    symbol: &str,
) -> UnitCard {
    unit.letterhead.superior = superior.map(str::to_owned);
    unit.letterhead.symbol = symbol.to_owned();
    unit
}

pub(super) fn department() -> UnitCard {
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

pub(super) fn division() -> UnitCard {
    let mut unit = with_letterhead(
        unit(
            UnitKind::Division,
            "Phòng Giáo dục Tiểu học",
            &[SchoolLevel::Primary],
        ),
        Some("Ủy ban nhân dân thành phố Hải Phòng"),
        "GDTH",
    );
    unit.letterhead.place = "Hải Phòng".to_owned();
    unit
}

pub(super) fn commune() -> UnitCard {
    with_letterhead(
        unit(UnitKind::Commune, "Ủy ban nhân dân phường Lê Chân", &[]),
        None,
        "UBND",
    )
}

pub(super) fn school() -> UnitCard {
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

pub(super) fn group() -> UnitCard {
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

pub(super) fn person(name: &str, sex: Sex, code: &str, position: &str, role: Role) -> PersonCard {
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

pub(super) fn principal() -> PersonCard {
    person(
        "Phạm Văn Đức",
        Sex::Male,
        "GV001",
        "Hiệu trưởng",
        Role::Head,
    )
}

pub(super) fn teacher() -> PersonCard {
    person(
        "Nguyễn Thị Hoa",
        Sex::Female,
        "GV017",
        "Giáo viên",
        Role::Member,
    )
}

pub(super) fn ground(
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

pub(super) fn assignment() -> GroundCard {
    ground(
        DocumentKind::Assignment,
        "Quyết định",
        "45/QĐ-THCSNBK",
        "Hiệu trưởng Trường Trung học cơ sở Nguyễn Bỉnh Khiêm",
        "phân công nhiệm vụ năm học 2026 - 2027",
    )
}

pub(super) fn admin_account(login: &str) -> AccountCard {
    AccountCard {
        system: System::Csdl,
        address: "https://csdl.haiphong.edu.vn".to_owned(),
        login: login.to_owned(),
        kind: AccountKind::Admin,
    }
}

pub(super) fn account_minutes() -> MinutesRef {
    MinutesRef {
        kind: MinutesKind::ToSchool,
        number: Some(7),
        symbol: "UBND".to_owned(),
        date: day(2026, 9, 1),
        check_code: "5V2QH8WD".to_owned(),
        giver_unit: "Ủy ban nhân dân phường Lê Chân".to_owned(),
    }
}

pub(super) fn class(name: &str) -> ClassCard {
    ClassCard {
        name: name.to_owned(),
        site: None,
        learners: Some(42),
        part: Some(TeacherPart::Main),
    }
}

pub(super) fn line(function: Function, rights: &[Right]) -> LineCard {
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

pub(super) fn of_classes(mut line: LineCard, names: &[&str]) -> LineCard {
    line.classes = names.iter().map(|name| class(name)).collect();
    line
}

pub(super) fn homeroom_line() -> LineCard {
    let rights = [Right::View, Right::Enter, Right::Edit];
    of_classes(line(Function::Homeroom, &rights), &["6A2"])
}

pub(super) fn results_line() -> LineCard {
    let mut results = line(Function::Results, &[Right::View, Right::Enter]);
    results.subjects = vec!["Toán".to_owned(), "Tin học".to_owned()];
    of_classes(results, &["6A1", "6A2", "7A3"])
}

pub(super) fn schools() -> Vec<SchoolCard> {
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
pub(super) fn grounds_of_desk() -> Vec<GroundCard> {
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

pub(super) fn director() -> PersonCard {
    person(
        "Trần Quốc Toản",
        Sex::Male,
        "SGD001",
        "Giám đốc",
        Role::Head,
    )
}

pub(super) fn head_of_division() -> PersonCard {
    let position = "Trưởng phòng";
    person(
        "Hoàng Thu Hằng",
        Sex::Female,
        "SGD007",
        position,
        Role::Head,
    )
}

pub(super) fn specialist() -> PersonCard {
    person(
        "Đỗ Minh Khuê",
        Sex::Male,
        "SGD014",
        "Chuyên viên",
        Role::ByOrder,
    )
}

pub(super) fn civil_servant() -> PersonCard {
    let position = "Công chức Văn hóa - Xã hội";
    person(
        "Lê Thị Thu Hà",
        Sex::Female,
        "LC009",
        position,
        Role::Member,
    )
}
